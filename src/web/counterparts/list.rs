//! The directory of other States: searched by name, in the language of the page.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::engine::lists::Party;
use crate::engine::preflight;
use crate::http::service::Service;
use crate::operations::list_agreements;

use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};

#[derive(Template)]
#[template(path = "templates/counterparts/list.html")]
struct Page {
    frame: Frame,
    wanted: String,
    count: usize,
    rows: Vec<Row>,
}

/// One State of the list.
struct Row {
    to: String,
    code: String,
    name: String,
    bound: String,
    languages: Option<String>,
    channels: Option<String>,
    always: Option<bool>,
    outdated: bool,
}

/// What is searched for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    name: String,
}

/// Lists the States whose name or code holds what was asked for.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Stop> {
    // Asked anew: whoever was shut out meanwhile is shown nothing.
    list_agreements::run(&service.app, by.official()).await.map_err(|error| by.stop(&error))?;
    let (t, now) = (by.visit.t, service.app.clock.now());
    let sought = wanted.name.trim().to_lowercase();
    let own = service.app.authority().await.map_err(|error| by.stop(&error))?.state;
    let language = t.0.to_string();
    let named = |party: &&Party| {
        party.code != own
            && (party.name.in_language(&language).to_lowercase().contains(&sought)
                || party.name.en().to_lowercase().contains(&sought)
                || party.code.as_str().to_lowercase() == sought)
    };
    let mut rows: Vec<Row> = service
        .app
        .rulebooks()
        .main
        .parties
        .values()
        .filter(named)
        .map(|party| {
            let declared = party.profile.as_ref();
            Row {
                to: by.visit.to(&format!("/counterparts/{}", party.code)),
                code: party.code.to_string(),
                name: party.name.in_language(&language).to_owned(),
                bound: super::bound(t, party),
                languages: declared
                    .filter(|known| !known.languages.is_empty())
                    .map(|known| super::languages(t, &known.languages)),
                channels: declared
                    .filter(|known| !known.channels.is_empty())
                    .map(|known| t.list(&known.channels.iter().map(|one| super::channel(t, *one)).collect::<Vec<_>>())),
                always: declared.and_then(|known| Some(known.contact?.always)),
                outdated: preflight::is_outdated(declared, now),
            }
        })
        .collect();
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    let frame = Frame::for_one(&by, t.say("counterparts"));
    Ok(page(&Page { frame, wanted: wanted.name, count: rows.len(), rows }))
}
