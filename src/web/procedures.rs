//! Procedures as pictures: how requests go at both States. Anybody may look; nothing here is about a request.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::domain::safeguard::Profile;
use crate::engine::chart::{self, Options};
use crate::http::service::Service;

use super::frame::{Frame, Link};
use super::stop::{Stop, page};
use super::visit::Visit;

#[derive(Template)]
#[template(path = "templates/procedures.html")]
struct List {
    frame: Frame,
    procedures: Vec<Link>,
}

#[derive(Template)]
#[template(path = "templates/procedure.html")]
struct One {
    frame: Frame,
    back: String,
    measures: Vec<String>,
    /// The picture, drawn by the program: it holds no text of people.
    picture: String,
}

/// Lists the procedures.
pub(super) async fn list(State(service): State<Service>, visit: Visit) -> Response {
    let language = visit.language().to_string();
    let link = |procedure: &crate::engine::procedure::Procedure| Link {
        to: visit.to(&format!("/procedures/{}", procedure.name)),
        text: procedure.title.in_language(&language).to_owned(),
        current: false,
    };
    let procedures = service.app.rulebooks.main.procedures.values().map(link).collect();
    page(&List { frame: Frame::of(&visit, visit.t.say("procedures")), procedures })
}

/// Shows one.
pub(super) async fn show(
    State(service): State<Service>,
    visit: Visit,
    Path((_, name)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let rulebook = &service.app.rulebooks.main;
    let language = visit.language().to_string();
    let procedure = rulebook
        .procedures
        .values()
        .find(|procedure| procedure.name == *name)
        .ok_or_else(|| Stop::not_found(&visit, None))?;
    let measures = rulebook.measures.values().filter(|measure| measure.procedure == procedure.name);
    let options = Options { measure: None, profile: Profile::Strict, language: &language, standalone: false };
    Ok(page(&One {
        frame: Frame::of(&visit, procedure.title.in_language(&language).to_owned()),
        back: visit.to("/procedures"),
        measures: measures.map(|measure| measure.title.in_language(&language).to_owned()).collect(),
        picture: chart::draw(rulebook, procedure, &options),
    }))
}
