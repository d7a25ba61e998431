//! Before sending: why the other State is likely to return a request, by what it has declared. It warns, and stops nobody.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::domain::ids::RequestReference;
use crate::engine::preflight::{Because, Looked, Warning};
use crate::http::service::Service;
use crate::operations::{OperationError, preflight};

use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;
use super::super::words::state;

#[derive(Template)]
#[template(path = "templates/counterparts/before.html")]
struct Page {
    frame: Frame,
    reference: String,
    request: String,
    counterpart: String,
    profile: String,
    warnings: Vec<Line>,
    unknown: Vec<String>,
    well: Vec<String>,
    declared: bool,
    verified_on: Option<String>,
    outdated: bool,
}

/// A warning in words.
struct Line {
    sentence: String,
    /// The State's own words, with their language.
    words: Option<(String, String)>,
    source: String,
}

/// Shows what was found.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let nothing = || by.nothing();
    let reference = RequestReference::parse(reference).map_err(|_| nothing())?;
    let found = preflight::run(&service.app, by.official(), &reference).await.map_err(|error| match error {
        // What was received is not sent.
        OperationError::Unusable { .. } => nothing(),
        error => by.stop(&error),
    })?;
    let t = by.visit.t;
    let counterpart = state(t, &service.app.rulebooks().main, &found.counterpart);
    Ok(page(&Page {
        frame: Frame::for_one(&by, t.about("counterparts-before", &counterpart)),
        request: by.visit.to(&format!("/requests/{reference}")),
        profile: by.visit.to(&format!("/counterparts/{}", found.counterpart)),
        reference: reference.to_string(),
        counterpart,
        warnings: found.warnings.iter().map(|warning| line(t, warning)).collect(),
        unknown: found.unknown.iter().map(|looked| looked_at(t, *looked)).collect(),
        well: found.well.iter().map(|looked| looked_at(t, *looked)).collect(),
        declared: found.known_from.is_some(),
        verified_on: found.verified_on,
        outdated: found.outdated,
    }))
}

fn looked_at(t: Texts, looked: Looked) -> String {
    t.say(match looked {
        Looked::Language => "counterparts-looked-language",
        Looked::DualCriminality => "counterparts-looked-dual",
        Looked::Penalty => "counterparts-looked-penalty",
        Looked::Reservation => "counterparts-looked-reservation",
        Looked::Condition => "counterparts-looked-condition",
        Looked::Contact => "counterparts-looked-contact",
    })
}

fn line(t: Texts, warning: &Warning) -> Line {
    let given = warning.declared.get("en").map_or("", String::as_str);
    let years = || t.count("counterparts-years", given.parse().unwrap_or_default());
    let codes: Vec<String> = given.split(", ").map(ToOwned::to_owned).collect();
    let sentence = match warning.because {
        Because::LanguageNotTaken => t.about("counterparts-because-language", &super::languages(t, &codes)),
        Because::StatementMissing => t.say("counterparts-because-statement-missing"),
        Because::StatementWeak => t.say("counterparts-because-statement-weak"),
        Because::PenaltyTooLow => t.about("counterparts-because-penalty", &years()),
        Because::PenaltyNotSaid => t.about("counterparts-because-penalty-not-said", &years()),
        Because::Reserved => t.say("counterparts-because-reserved"),
        Because::NotThere => t.say("counterparts-because-not-there"),
        Because::SeeForYourself => t.say("counterparts-because-see"),
        Because::Closed => t.about("counterparts-because-closed", given),
    };
    let own = matches!(warning.because, Because::Reserved | Because::NotThere | Because::SeeForYourself);
    let language = t.0.to_string();
    let words = warning.declared.get(&language).map(|text| (text.clone(), language));
    let words = words.or_else(|| Some((warning.declared.get("en")?.clone(), "en".to_owned())));
    Line { sentence, words: words.filter(|_| own), source: warning.source.join(", ") }
}
