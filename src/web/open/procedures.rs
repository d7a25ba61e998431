//! Procedures as pictures: how requests go at both States. Anybody may look; nothing here is about a request.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::domain::safeguard::Profile;
use crate::engine::chart::{self, Options};
use crate::engine::procedure::Procedure;
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;

use super::super::frame::{Frame, Link};
use super::super::stop::{Stop, page};
use super::super::visit::Visit;

#[derive(Template)]
#[template(path = "templates/open/procedures.html")]
struct List {
    frame: Frame,
    instruments: Vec<Instrument>,
}

/// The procedures of one instrument.
struct Instrument {
    title: String,
    in_force: bool,
    procedures: Vec<Link>,
}

#[derive(Template)]
#[template(path = "templates/open/procedure.html")]
struct One {
    frame: Frame,
    back: String,
    measures: Vec<String>,
    safeguards: String,
    /// The picture, drawn by the program: it holds no text of people.
    picture: String,
}

/// Of which instrument; of the main one, where nothing is said.
#[derive(Deserialize)]
pub(super) struct Which {
    of: Option<String>,
}

/// Lists the procedures, instrument by instrument.
pub(super) async fn list(State(service): State<Service>, visit: Visit) -> Response {
    let language = visit.language().to_string();
    let of = |rulebook: &Rulebook| {
        let code = &rulebook.about.instrument;
        let link = |procedure: &Procedure| Link {
            to: visit.to(&format!("/procedures/{}?of={code}", procedure.name)),
            text: procedure.title.in_language(&language).to_owned(),
            current: false,
        };
        Instrument {
            title: rulebook.instrument_title(&language).to_owned(),
            in_force: rulebook.about.in_force,
            procedures: rulebook.procedures.values().map(link).collect(),
        }
    };
    let instruments = service.app.rulebooks().iter().map(|rulebook| of(rulebook)).collect();
    page(&List { frame: Frame::of(&visit, visit.t.say("procedures")), instruments })
}

/// Shows one.
pub(super) async fn show(
    State(service): State<Service>,
    visit: Visit,
    Path((_, name)): Path<(String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let nothing = || Stop::not_found(&visit, None);
    let rulebook = &super::rulebook(&service, which.of.as_deref()).ok_or_else(nothing)?;
    let procedure = super::procedure(rulebook, &name).ok_or_else(nothing)?;
    let language = visit.language().to_string();
    let measures = rulebook.measures.values().filter(|measure| measure.procedure == procedure.name);
    let options = Options { measure: None, profile: Profile::Strict, language: &language, standalone: false };
    Ok(page(&One {
        frame: Frame::of(&visit, procedure.title.in_language(&language).to_owned()),
        back: visit.to("/procedures"),
        measures: measures.map(|measure| measure.title.in_language(&language).to_owned()).collect(),
        safeguards: visit.to(&format!("/procedures/{name}/safeguards?of={}", rulebook.about.instrument)),
        picture: chart::draw(rulebook, procedure, &options),
    }))
}
