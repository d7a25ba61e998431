//! What an auditor has done with the log: verified again, a file verified that they hold, and an export.

use std::io::Write as _;

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::http::exporting::{self, NoExport};
use crate::http::service::Service;
use crate::operations::OperationError;
use crate::operations::check_log::{self, Held};
use crate::operations::export_log::wanted::Wanted;

use super::super::form::{self, Problems, Sent};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::list::Asked;
use super::stopped;

/// No file is larger that is verified here, in bytes; a larger one is for the command line.
const LARGEST_FILE: usize = 256 << 20;

/// No key is longer, in bytes.
const LONGEST_KEY: usize = 4096;

#[derive(Template)]
#[template(path = "templates/log/held.html")]
struct Page {
    frame: Frame,
    wrong: Problems,
    back: String,
    own_key: bool,
    held: Option<Held>,
    /// What it is worth in a sentence, and the class of its box.
    verdict: (String, &'static str),
}

/// Nothing but the token.
#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Begins a check of the whole log.
pub(super) async fn begin(State(service): State<Service>, sent: Sent<Nothing>) -> Result<Response, Stop> {
    let Sent { by, form: Nothing {} } = sent;
    check_log::begin(&service.app, by.official(), &service.checking).await.map_err(|error| stopped(&by, &error))?;
    Ok(Redirect::to(&by.visit.to("/log")).into_response())
}

/// Hands out an export of what the list would show; it is an entry itself.
pub(super) async fn export(State(service): State<Service>, sent: Sent<Asked>) -> Result<Response, Stop> {
    let Sent { by, form } = sent;
    let filter = form.filter(by.visit.t).map_err(|_| by.nothing())?;
    let wanted = Wanted { filter, ..Wanted::default() };
    exporting::export(&service, by.official(), &wanted).await.map_err(|error| match error {
        NoExport::Operation(error) => stopped(&by, &error),
        NoExport::File(error) => {
            tracing::error!(%error, "an export could not be written");
            Stop::failed(&by.visit)
        }
    })
}

/// What came with a form that brings a file.
struct Brought {
    file: std::fs::File,
    bytes: usize,
    key: String,
}

/// Why it is not taken.
enum NotTaken {
    Forged,
    TooLarge,
    Failed,
}

/// Verifies a file that an auditor holds. It is kept in a file without a name, which is gone with the answer.
pub(super) async fn file(
    State(service): State<Service>,
    by: SignedIn,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Stop> {
    let t = by.visit.t;
    // Asked before anything is read: nobody else makes the server keep a file.
    check_log::last(&service.app, by.official(), &service.checking).await.map_err(|error| stopped(&by, &error))?;
    let wrong = |id: &str| answer(&by, Problems::one("file", t.say(id)), None, false);
    let brought = match take(&service, &headers, form).await {
        Ok(brought) if brought.bytes == 0 => return Ok(wrong("log-file-none")),
        Ok(brought) => brought,
        Err(NotTaken::Forged) => return Err(Stop::forged(&by.visit, Some(&by))),
        Err(NotTaken::TooLarge) => return Ok(wrong("log-file-too-large")),
        Err(NotTaken::Failed) => return Err(Stop::failed(&by.visit)),
    };
    let own_key = brought.key.trim().is_empty();
    // As costly as an export: they take turns.
    let _turn = service.exporting.acquire().await.ok();
    match check_log::file(&service.app, by.official(), brought.file, Some(&brought.key)).await {
        Ok(held) => Ok(answer(&by, Problems::default(), Some(held), own_key)),
        Err(OperationError::Unusable { .. }) => {
            Ok(answer(&by, Problems::one("key", t.say("log-file-wrong-key")), None, false))
        }
        Err(error) => Err(stopped(&by, &error)),
    }
}

/// Reads the form piece by piece: the token comes first, and nothing is kept before it is right.
async fn take(service: &Service, headers: &HeaderMap, mut form: Multipart) -> Result<Brought, NotTaken> {
    let (mut ours, mut key, mut bytes) = (false, String::new(), 0);
    let mut file = tempfile::tempfile().map_err(|error| failed(&error))?;
    while let Some(mut field) = form.next_field().await.map_err(|_| NotTaken::Forged)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name != "token" && !ours {
            return Err(NotTaken::Forged);
        }
        let most = if name == "file" { LARGEST_FILE } else { LONGEST_KEY };
        let (mut word, mut taken) = (Vec::new(), 0);
        while let Some(chunk) = field.chunk().await.map_err(|_| NotTaken::Forged)? {
            taken += chunk.len();
            if taken > most {
                return Err(NotTaken::TooLarge);
            }
            if name == "file" {
                file.write_all(&chunk).map_err(|error| failed(&error))?;
            } else {
                word.extend_from_slice(&chunk);
            }
        }
        let word = String::from_utf8(word).map_err(|_| NotTaken::Forged)?;
        match name.as_str() {
            "token" => ours = form::is_ours(service, headers, Some(&word)),
            "key" => key = word,
            "file" => bytes = taken,
            _ => return Err(NotTaken::Forged),
        }
    }
    if !ours {
        return Err(NotTaken::Forged);
    }
    std::io::Seek::rewind(&mut file).map_err(|error| failed(&error))?;
    Ok(Brought { file, bytes, key })
}

fn failed(error: &std::io::Error) -> NotTaken {
    tracing::error!(%error, "a file to be verified could not be kept");
    NotTaken::Failed
}

fn answer(by: &SignedIn, wrong: Problems, held: Option<Held>, own_key: bool) -> Response {
    let t = by.visit.t;
    let verdict = match &held {
        Some(Held::Export { intact: true, .. }) => (t.say("log-file-intact"), "ok"),
        Some(Held::Export { incomplete: true, .. }) => (t.say("log-file-incomplete"), "warn"),
        Some(Held::Export { first_bad: Some((index, _)), .. }) => (t.about("log-broken-at", &index.to_string()), "bad"),
        Some(Held::Export { .. }) => (t.say("log-file-altered"), "bad"),
        Some(Held::Receipt { index, .. }) => (t.about("log-file-receipt", &index.to_string()), "ok"),
        Some(Held::NotBelieved(_)) => (t.say("log-file-not-believed"), "bad"),
        None => (String::new(), "bad"),
    };
    let is_wrong = held.is_none();
    let frame = Frame::for_one(by, t.say("log-file"));
    let frame = if is_wrong { frame.wrong() } else { frame };
    let told = Page { frame, wrong, back: by.visit.to("/log"), own_key, held, verdict };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    (status, page(&told)).into_response()
}
