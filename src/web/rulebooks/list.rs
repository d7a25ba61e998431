//! The rulebooks of the installation, and one of them.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::domain::ids::Digest;
use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::count_requests::FEWEST;
use crate::operations::list_adoptions::{self, Stage};
use crate::operations::list_rulebooks::{self, Known, Standing};

use super::super::dates::moment;
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;

#[derive(Template)]
#[template(path = "templates/rulebooks/list.html")]
struct List {
    frame: Frame,
    rows: Vec<Row>,
    /// How many wait to be adopted.
    offered: usize,
    /// Proposals that wait for a second administrator: what, and where.
    waiting: Vec<(String, String)>,
}

/// What was just done, as a page says it once.
#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(default)]
    done: String,
}

/// One rulebook of the list.
#[expect(clippy::struct_excessive_bools, reason = "each is a mark of its own on the page")]
pub(super) struct Row {
    pub(super) hash: String,
    pub(super) to: String,
    pub(super) name: String,
    pub(super) instrument: String,
    pub(super) in_force: Option<bool>,
    pub(super) adopted: bool,
    /// Whether it waits to be adopted.
    pub(super) offered: bool,
    /// Who adopted it, and when.
    pub(super) since: Option<String>,
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
    /// Where its adoption is proposed; none for whoever may not, and where there is nothing to propose.
    propose: Option<String>,
    /// What it is held against first: the adopted one of its instrument.
    old: String,
}

/// Lists them.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Query(Done { done }): Query<Done>,
) -> Result<Response, Stop> {
    let stopped = |error| by.stop(&error);
    let known = list_rulebooks::run(&service.app, by.official()).await.map_err(stopped)?;
    let adoptions = list_adoptions::run(&service.app, by.official()).await.map_err(stopped)?;
    let t = by.visit.t;
    let waiting = adoptions.iter().filter(|one| matches!(one.stands, Stage::Waits | Stage::Overtaken)).map(|one| {
        let name = known.iter().find(|known| known.hash == one.rulebook);
        let name = name.map_or_else(|| one.rulebook.to_string(), |known| row(&by, known).name);
        (name, by.visit.to(&format!("/rulebooks/adoptions/{}", one.adoption)))
    });
    let mut frame = Frame::for_one(&by, t.say("rulebooks"));
    frame.done = match done.as_str() {
        "proposed" => Some(t.say("adoption-proposed")),
        "confirmed" => Some(t.say("adoption-confirmed")),
        "taken-back" => Some(t.say("adoption-taken-back")),
        _ => None,
    };
    Ok(page(&List {
        frame,
        rows: known.iter().map(|known| row(&by, known)).collect(),
        offered: known.iter().filter(|known| known.standing == Standing::Offered).count(),
        waiting: waiting.collect(),
    }))
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
    let t = by.visit.t;
    let instrument = |known: &Known| known.rulebook.as_ref().map(|rulebook| rulebook.about.instrument.clone());
    let this = known.iter().find(|known| known.hash == hash).ok_or_else(nothing)?;
    let adopted = known.iter().find(|one| one.standing == Standing::Adopted && instrument(one) == instrument(this));
    let old = adopted.map_or_else(|| hash.to_string(), |one| one.hash.to_string());
    let known = this.clone();
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
    let may = by.caller.roles().contains(&Role::Administrator);
    let propose = may && known.standing != Standing::Adopted && !row.unsound;
    Ok(page(&One {
        propose: propose.then(|| by.visit.to(&format!("/rulebooks/{}/adopt", known.hash))),
        frame: Frame::for_one(&by, t.plain_pair(t.say("rulebooks-name"), &row.name)),
        old,
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
        adopted: known.standing == Standing::Adopted,
        offered: known.standing == Standing::Offered,
        since: known
            .adopted_at
            .as_ref()
            .map(|at| t.about(if known.by_two { "adoption-by-two" } else { "adoption-at-first" }, &moment(t, at))),
        shipped: known.shipped,
        used_by: used(t, known),
        unsound: known.unsound.is_some(),
    }
}

fn used(t: Texts, known: &Known) -> String {
    let range = known.used_by;
    if range.is_few() { t.count("statistics-few", FEWEST) } else { format!("{}–{}", range.from, range.to) }
}
