//! One thing per page: what is asked, with its article; saved each time it is sent; two who write at once see both versions.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::Value;

use crate::engine::form::Kind;
use crate::http::service::Service;
use crate::operations::{Call, OperationError, change_subject};

use super::super::dates::moment;
use super::super::form::{Problems, SentLong};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::words::Words;
use super::control::{Control, Input, Typed};
use super::own_form::Which;
use super::paper::Paper;
use super::pen::Pen;
use super::told::Told;

/// So often somebody else may be quicker before it is said that it cannot be saved now.
const TRIES: usize = 3;

#[derive(Template)]
#[template(path = "templates/writing/field.html")]
struct Page {
    frame: Frame,
    wrong: Problems,
    /// What the program says of a refusal, in English.
    detail: Option<String>,
    reference: String,
    about: String,
    back: String,
    here: String,
    from: String,
    holding: String,
    seen: String,
    written_in: String,
    controls: Vec<Control>,
    /// Whether the one field is the page's heading.
    single: bool,
    /// What somebody else has written meanwhile.
    theirs: Option<Theirs>,
    documents: String,
    may: bool,
}

struct Theirs {
    who: String,
    at: String,
    told: Vec<Told>,
}

/// Where somebody came from, and which delivery it is about.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    from: String,
    holding: Option<String>,
}

/// Asks for one thing.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, name)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Stop> {
    let reference = by.request(&reference)?;
    let paper = Paper::read(&service, &by, &reference, (&name, asked.holding.as_deref())).await?;
    let value = paper.value.clone();
    Ok(drawn(&by, &paper, &asked.from, &value, Said::default()))
}

/// Keeps what was typed.
pub(super) async fn save(
    State(service): State<Service>,
    Path((_, reference, name)): Path<(String, String, String)>,
    SentLong { by, fields }: SentLong,
) -> Result<Response, Stop> {
    let nothing = || by.nothing();
    let reference = by.request(&reference)?;
    let form = Typed(fields);
    let (from, holding) = (form.one("from"), Some(form.one("holding")).filter(|id| !id.is_empty()));
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let mut tries = 0;
    loop {
        let paper = Paper::read(&service, &by, &reference, (&name, holding.as_deref())).await?;
        let typed = paper.typed(&form);
        if form.one("do") == "add" {
            return Ok(drawn(
                &by,
                &paper,
                &from,
                &typed,
                Said { grows: true, seen: Some(form.one("seen")), ..Said::default() },
            ));
        }
        if typed == paper.value && paper.sheet.kept.digest.is_some() {
            // Written again it would be another wording, and every answer to it stale.
            return Ok(onward(&by, &paper, &form));
        }
        if form.one("seen") != paper.seen() {
            let theirs = Said { status: StatusCode::CONFLICT, theirs: true, ..Said::default() };
            return Ok(drawn(&by, &paper, &from, &typed, theirs));
        }
        let change = paper.change(&typed).ok_or_else(nothing)?;
        let pen = Pen { t: by.visit.t, rulebook: &paper.sheet.rulebook, names: paper.names.clone() };
        let wrong = paper.problems(&pen, &typed, &change);
        if !wrong.0.is_empty() {
            let said = Said { status: StatusCode::UNPROCESSABLE_ENTITY, wrong, ..Said::default() };
            return Ok(drawn(&by, &paper, &from, &typed, said));
        }
        let app = service.app.calling(Call { read_version: Some(paper.sheet.kept.version), once: None });
        let changed = change_subject::run(&app, by.official(), &reference, change).await;
        tries += 1;
        if tries < TRIES && matches!(changed, Err(OperationError::ReadAnotherVersion { .. })) {
            continue;
        }
        match service.tried(by.official(), changed) {
            Ok(_) => return Ok(onward(&by, &paper, &form)),
            Err(error @ OperationError::NoSuchRequest(_)) => return Err(by.stop(&error)),
            Err(error) if error.is_refusal() || matches!(error, OperationError::Unusable { .. }) => {
                let first = paper.fields.first().map(|field| super::control::id_of(&field.key)).unwrap_or_default();
                let said = Said {
                    status: StatusCode::UNPROCESSABLE_ENTITY,
                    wrong: Problems::one(&first, by.visit.t.say("write-refused")),
                    detail: Some(error.to_string()),
                    ..Said::default()
                };
                return Ok(drawn(&by, &paper, &from, &typed, said));
            }
            Err(error) => return Err(by.stop(&error)),
        }
    }
}

/// Where it goes on from here.
fn onward(by: &SignedIn, paper: &Paper, form: &Typed) -> Response {
    let at = format!("/requests/{}", paper.sheet.view.reference);
    let later = form.one("do") == "later";
    let next = paper.fields.first().filter(|_| paper.which.is_none()).and_then(|field| paper.sheet.after(field));
    let to = match (form.one("from").as_str(), paper.which, next) {
        ("check", ..) => format!("{at}/write/check?done=saved"),
        (_, Some(Which::Attachments), _) => format!("{at}/write?done=saved"),
        (_, Some(_), _) => at,
        (_, None, Some(next)) if !later => format!("{at}/write/{}", next.key),
        (_, None, _) => format!("{at}/write?done=saved"),
    };
    Redirect::to(&by.visit.to(&to)).into_response()
}

/// What a page tells beside what it asks.
struct Said {
    status: StatusCode,
    wrong: Problems,
    detail: Option<String>,
    /// Whether a row is added.
    grows: bool,
    /// What was read when it was typed, where it is not what stands there now.
    seen: Option<String>,
    /// Whether somebody else was quicker.
    theirs: bool,
}

impl Default for Said {
    fn default() -> Self {
        let (wrong, detail, seen) = (Problems::default(), None, None);
        Self { status: StatusCode::OK, wrong, detail, grows: false, seen, theirs: false }
    }
}

fn drawn(by: &SignedIn, paper: &Paper, from: &str, value: &Value, said: Said) -> Response {
    let (sheet, t) = (&paper.sheet, by.visit.t);
    let pen = Pen { t, rulebook: &sheet.rulebook, names: paper.names.clone() };
    let words = Words { t, rulebook: &sheet.rulebook };
    let mut controls: Vec<Control> = paper
        .fields
        .iter()
        .map(|field| pen.control(field, &field.key, value.get(&field.key).unwrap_or(&Value::Null)))
        .collect();
    for (field, control) in paper.fields.iter().zip(&mut controls) {
        if let (Kind::List(fields), Input::Rows(rows), true) = (&field.kind, &mut control.input, said.grows) {
            rows.push(pen.row(fields, &field.key, rows.len(), &Value::Null));
        }
    }
    let single = paper.which.is_none();
    let heading = match (&paper.which, controls.first()) {
        (None, Some(control)) => control.label.text.clone(),
        (Some(which), _) => t.name("write", which),
        (None, None) => String::new(),
    };
    let theirs = said.theirs.then(|| Theirs {
        who: sheet.kept.written_by.clone().unwrap_or_default(),
        at: sheet.kept.written_at.as_deref().map(|at| moment(t, at)).unwrap_or_default(),
        told: paper
            .fields
            .iter()
            .flat_map(|field| pen.told(field, paper.value.get(&field.key).unwrap_or(&Value::Null)))
            .collect(),
    });
    let at = format!("/requests/{}", sheet.view.reference);
    let back = match (from, paper.which) {
        ("check", _) => format!("{at}/write/check"),
        (_, None | Some(Which::Attachments)) => format!("{at}/write"),
        (_, Some(_)) => at.clone(),
    };
    let name = paper.which.map_or_else(|| paper.fields[0].key.clone(), |which| which.to_string());
    let mut frame = words.frame(by, heading);
    if said.status != StatusCode::OK {
        frame = frame.wrong();
    }
    let shown = page(&Page {
        wrong: said.wrong,
        detail: said.detail,
        reference: sheet.view.reference.clone(),
        about: sheet.view.title.clone(),
        back: by.visit.to(&back),
        here: by.visit.to(&format!("{at}/write/{name}")),
        from: from.to_owned(),
        holding: paper.holding.as_ref().map(ToString::to_string).unwrap_or_default(),
        seen: said.seen.unwrap_or_else(|| paper.seen()),
        written_in: sheet.written_in(),
        controls,
        single,
        theirs,
        documents: by.visit.to(&format!("{at}/documents")),
        may: paper.may(by),
        frame,
    });
    (said.status, shown).into_response()
}
