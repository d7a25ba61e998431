//! Pages of words: how to use this, how far everybody can use it, and what is kept about whoever does.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::http::service::Service;
use crate::operations::read_log;

use super::super::frame::Frame;
use super::super::stop::page;
use super::super::texts::Texts;
use super::super::visit::Visit;

/// A heading and the paragraphs below it, as ids of messages.
type Section = (&'static str, &'static [&'static str]);

const HELP: &[Section] = &[
    ("help-first", &["help-first-queue", "help-first-action", "help-first-gate"]),
    ("help-write", &["help-write-pages", "help-write-check", "help-write-language"]),
    ("help-intake", &["help-intake-paper", "help-intake-file"]),
    ("help-answer", &["help-answer-words", "help-answer-stale", "help-answer-own"]),
    ("help-wrong", &["help-wrong-refused", "help-wrong-moved", "help-wrong-withdraw"]),
    ("help-audit", &["help-audit-log", "help-audit-verify"]),
    ("help-ask", &["help-ask-whom"]),
];

const ACCESSIBILITY: &[Section] = &[
    ("accessible-aim", &["accessible-aim-level", "accessible-aim-how"]),
    ("accessible-checked", &["accessible-checked-how"]),
    ("accessible-known", &["accessible-known-pictures", "accessible-known-languages"]),
    ("accessible-tell", &["accessible-tell-whom"]),
];

const PRIVACY: &[Section] = &[
    ("privacy-cookie", &["privacy-cookie-one"]),
    ("privacy-log", &["privacy-log-acts", "privacy-log-words"]),
    ("privacy-nobody", &["privacy-nobody-else"]),
];

#[derive(Template)]
#[template(path = "templates/open/help.html")]
struct Words {
    frame: Frame,
    sections: Vec<(String, Vec<String>)>,
    /// The head of the log as it was signed last: a note of a few lines.
    head: Option<String>,
}

fn said(t: Texts, sections: &[Section]) -> Vec<(String, Vec<String>)> {
    sections.iter().map(|(heading, words)| (t.say(heading), words.iter().map(|id| t.say(id)).collect())).collect()
}

/// How to use this.
pub(super) async fn help(State(service): State<Service>, visit: Visit) -> Response {
    let head = read_log::latest_checkpoint(&service.app).await.ok();
    let head = head.map(|signed| signed.note);
    let frame = Frame::of(&visit, visit.t.say("help"));
    page(&Words { frame, sections: said(visit.t, HELP), head })
}

/// How far everybody can use it.
pub(super) async fn accessibility(visit: Visit) -> Response {
    let frame = Frame::of(&visit, visit.t.say("accessibility"));
    page(&Words { frame, sections: said(visit.t, ACCESSIBILITY), head: None })
}

/// What is kept about whoever uses it.
pub(super) async fn privacy(visit: Visit) -> Response {
    let frame = Frame::of(&visit, visit.t.say("privacy"));
    page(&Words { frame, sections: said(visit.t, PRIVACY), head: None })
}
