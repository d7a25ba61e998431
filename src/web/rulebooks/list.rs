//! The rulebooks of the installation, and one of them.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::domain::ids::Digest;
use crate::http::service::Service;
use crate::operations::count_requests::FEWEST;
use crate::operations::list_rulebooks::{self, Known};

use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;

#[derive(Template)]
#[template(path = "templates/rulebooks/list.html")]
struct List {
    frame: Frame,
    rows: Vec<Row>,
}

/// One rulebook of the list.
pub(super) struct Row {
    pub(super) hash: String,
    pub(super) to: String,
    pub(super) name: String,
    pub(super) instrument: String,
    pub(super) in_force: Option<bool>,
    pub(super) offered: bool,
    pub(super) shipped: bool,
    pub(super) used_by: String,
    pub(super) unsound: bool,
}

#[derive(Template)]
#[template(path = "templates/rulebooks/one.html")]
struct One {
    frame: Frame,
    row: Row,
    because: Option<String>,
    story: Vec<String>,
    procedures: Vec<String>,
    measures: Vec<String>,
}

/// Lists them.
pub(super) async fn show(State(service): State<Service>, by: SignedIn) -> Result<Response, Stop> {
    let known = list_rulebooks::run(&service.app, by.official()).await;
    let known = known.map_err(|error| by.stop(&error))?;
    let rows = known.iter().map(|known| row(&by, known)).collect();
    Ok(page(&List { frame: Frame::for_one(&by, by.visit.t.say("rulebooks")), rows }))
}

/// Shows one, and where it does not check, the counter-example.
pub(super) async fn one(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, hash)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let stopped = |error| by.stop(&error);
    let nothing = || by.nothing();
    let hash = Digest::parse(hash).map_err(|_| nothing())?;
    let known = list_rulebooks::run(&service.app, by.official()).await.map_err(stopped)?;
    let known = known.into_iter().find(|known| known.hash == hash).ok_or_else(nothing)?;
    let story = match (&known.unsound, &known.rulebook) {
        (Some(_), Some(_)) => {
            list_rulebooks::counter_example(&service.app, by.official(), &hash).await.map_err(stopped)?
        }
        _ => Vec::new(),
    };
    let language = by.visit.language().to_string();
    let titles = |of: &dyn Fn(&crate::engine::rulebook::Rulebook) -> Vec<String>| {
        known.rulebook.as_deref().map(of).unwrap_or_default()
    };
    let row = row(&by, &known);
    Ok(page(&One {
        frame: Frame::for_one(&by, row.name.clone()),
        because: known.unsound.clone(),
        story,
        procedures: titles(&|rulebook| {
            rulebook.procedures.values().map(|one| one.title.in_language(&language).to_owned()).collect()
        }),
        measures: titles(&|rulebook| {
            rulebook.measures.values().map(|one| one.title.in_language(&language).to_owned()).collect()
        }),
        row,
    }))
}

pub(super) fn row(by: &SignedIn, known: &Known) -> Row {
    let (t, language) = (by.visit.t, by.visit.language().to_string());
    let rulebook = known.rulebook.as_deref();
    Row {
        hash: known.hash.to_string(),
        to: by.visit.to(&format!("/rulebooks/{}", known.hash)),
        name: rulebook.map_or_else(|| t.say("rulebooks-unreadable"), |rulebook| rulebook.about.name.clone()),
        instrument: rulebook.map_or_else(String::new, |rulebook| rulebook.instrument_title(&language).to_owned()),
        in_force: rulebook.map(|rulebook| rulebook.about.in_force),
        offered: known.offered,
        shipped: known.shipped,
        used_by: used(t, known),
        unsound: known.unsound.is_some(),
    }
}

fn used(t: Texts, known: &Known) -> String {
    let range = known.used_by;
    if range.is_few() { t.count("statistics-few", FEWEST) } else { format!("{}–{}", range.from, range.to) }
}
