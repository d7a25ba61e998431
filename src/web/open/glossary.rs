//! The legal terms of the page's language, each with how far it can be trusted. Anybody may look.

use askama::Template;
use axum::response::Response;

use super::super::frame::Frame;
use super::super::glossary;
use super::super::stop::page;
use super::super::visit::Visit;

#[derive(Template)]
#[template(path = "templates/open/glossary.html")]
struct Glossary {
    frame: Frame,
    rows: Vec<Row>,
    checked: bool,
}

struct Row {
    english: &'static str,
    text: &'static str,
    confidence: String,
    source: &'static str,
    checked_by: &'static str,
}

/// Shows the terms.
pub(super) async fn show(visit: Visit) -> Response {
    let row = |term: &'static glossary::Term| Row {
        english: &term.term,
        text: &term.text,
        confidence: visit.t.name("glossary", term.confidence),
        source: &term.source,
        checked_by: &term.checked_by,
    };
    let rows = glossary::terms(visit.language()).into_iter().map(row).collect();
    let checked = glossary::is_checked(visit.language());
    page(&Glossary { frame: Frame::of(&visit, visit.t.say("glossary-title")), rows, checked })
}
