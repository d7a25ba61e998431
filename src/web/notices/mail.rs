//! The words of a notice: that something waits, how much, and where to look. Nothing of a case.

use std::collections::BTreeMap;

use crate::domain::notice::NoticeKind;

use super::super::language::Language;
use super::super::texts::Texts;

/// The subject and the words of a notice, in a language; `address` is where people reach the pages.
#[must_use]
pub fn written(language: &str, told: &BTreeMap<NoticeKind, usize>, address: &str) -> (String, String) {
    let t = Texts(Language::of(language));
    let lines = told.iter().map(|(kind, count)| match kind {
        NoticeKind::New => t.count("notice-mail-new", *count),
        NoticeKind::Soon => t.count("notice-mail-soon", *count),
        NoticeKind::Overdue => t.count("notice-mail-overdue", *count),
    });
    let mut words: Vec<String> = lines.map(|line| plain(&line)).collect();
    words.push(String::new());
    words.push(format!("{address}/{}/queue", t.0));
    words.push(String::new());
    words.push(t.say("notice-mail-why"));
    (t.say("notice-mail-subject"), words.join("\r\n"))
}

/// Without the marks that only a page needs.
fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}
