//! The screens of `tests/browser/screens.mjs`: a page that the browser looks at is measured.

use std::collections::BTreeMap;

const LIST: &str = include_str!("../../browser/screens.mjs");

/// A page, and who looks at it.
pub(crate) struct Screen {
    pub(crate) name: String,
    /// Below the language.
    pub(crate) path: String,
    pub(crate) who: Option<String>,
    pub(crate) status: u16,
}

impl Screen {
    pub(crate) fn new(name: &str, path: impl Into<String>, who: &str) -> Self {
        Self { name: name.to_owned(), path: path.into(), who: Some(who.to_owned()), status: 200 }
    }
}

/// Those of the list, with the references of the cases by their titles; and the lines that could not be read.
pub(crate) fn listed(references: &BTreeMap<String, String>) -> (Vec<Screen>, Vec<&'static str>) {
    let (mut screens, mut unread) = (Vec::new(), Vec::new());
    let of: BTreeMap<&str, &String> =
        handles().filter_map(|(handle, title)| Some((handle, references.get(title)?))).collect();
    let list = LIST.split("export const screens").nth(1).unwrap_or_default();
    for line in list.lines().map(str::trim) {
        // What a form leads to, and what the other installation shows: the pages themselves are in the list too.
        if line.contains("then: ") || line.contains("...another") {
            continue;
        }
        if let Some(line) = line.strip_prefix("{ ") {
            let Some((name, path)) = field(line, "name").zip(field(line, "path")) else {
                unread.push(line);
                continue;
            };
            let status = field(line, "status").map_or(200, |status| status.parse().unwrap());
            screens.push(Screen { name, path, who: field(line, "who"), status });
        } else if let Some(line) = line.strip_prefix("ask(") {
            let words: Vec<String> = line.split(',').map(|word| value(word.trim())).collect();
            let [handle, below, who, name, ..] = words.as_slice() else { continue };
            match of.get(handle.as_str()) {
                Some(reference) => screens.push(Screen::new(name, format!("/requests/{reference}{below}"), who)),
                None => unread.push(line),
            }
        } else if line.starts_with("...") {
            for (handle, reference) in &of {
                let who = if *handle == "unfinished" { "anna.lindqvist" } else { "daniel.okafor" };
                screens.push(Screen::new(&format!("request-{handle}"), format!("/requests/{reference}"), who));
            }
        }
    }
    (screens, unread)
}

/// The cases by their handles: `answered: 'Title',`.
fn handles() -> impl Iterator<Item = (&'static str, &'static str)> {
    let cases = LIST.split("export const cases").nth(1).and_then(|rest| rest.split("};").next()).unwrap_or_default();
    cases.lines().filter_map(|line| {
        let (handle, title) = line.trim().split_once(": '")?;
        Some((handle, title.trim_end_matches("',")))
    })
}

fn field(line: &str, name: &str) -> Option<String> {
    let rest = line.split(&format!("{name}: ")).nth(1)?;
    if let Some(text) = rest.strip_prefix('\'') {
        return text.split('\'').next().map(ToOwned::to_owned);
    }
    let word = rest.split([',', ' ', '}']).next()?;
    if word.starts_with('(') { None } else { Some(value(word)) }
}

/// A word in quotes, or one of the list's own names.
fn value(word: &str) -> String {
    let word = word.trim_end_matches([')', ',']);
    if let Some(text) = word.strip_prefix('\'') {
        return text.trim_end_matches('\'').to_owned();
    }
    let known = LIST.split(&format!("const {word} = '")).nth(1).and_then(|rest| rest.split('\'').next());
    known.unwrap_or(word).to_owned()
}
