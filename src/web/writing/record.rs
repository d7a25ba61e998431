//! A request that came on paper: recorded with its document, counted once a second official has held one against the other.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

use crate::domain::ids::{Digest, IdempotencyKey, InstrumentCode, MessageName, RequestReference, StateCode};
use crate::domain::message::Channel;
use crate::engine::decide::RECORDERS;
use crate::engine::form::{Form, Kind};
use crate::engine::measure::Measure;
use crate::engine::rulebook::Rulebook;
use crate::engine::rulebooks::Rulebooks;
use crate::http::service::Service;
use crate::operations::add_document::NewDocument;
use crate::operations::origin::{self, LONGEST_REFERENCE, Origin};
use crate::operations::record_message::{self, CameOnPaper, RequestOnPaper};
use crate::operations::{Call, Once, OperationError};

use super::super::form::{Problem, Problems};
use super::super::frame::Frame;
use super::super::request::letters::channels;
use super::super::request::paper::Brought;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::words::state;
use super::control::{Control, Input, Typed, typed};
use super::pen::Pen;

/// So many rows of a list stand ready.
const ROWS: usize = 3;

#[derive(Template)]
#[template(path = "templates/writing/record_which.html")]
struct Which {
    frame: Frame,
    states: Vec<Choice>,
    instruments: Vec<Choice>,
    measures: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "templates/writing/record.html")]
struct Page {
    frame: Frame,
    wrong: Problems,
    detail: Option<String>,
    /// Requests that came under the same reference of the same State.
    alike: Vec<RequestReference>,
    chosen: Asked,
    /// State, instrument and measure in words.
    about: Vec<(String, String)>,
    once: String,
    channels: Vec<Choice>,
    title: String,
    their_reference: String,
    received_on: String,
    language: String,
    controls: Vec<Control>,
}

struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// What came from whom, as an address says it: nothing of it is about a person.
#[derive(Deserialize, Default, Clone)]
pub(super) struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    instrument: String,
    #[serde(default)]
    measure: String,
}

/// Whether somebody may record what came on paper.
pub(in crate::web) fn records(by: &SignedIn) -> bool {
    RECORDERS.iter().any(|role| by.caller.roles().contains(role))
}

/// Asks which request came, then what the paper says.
pub(super) async fn ask(
    State(service): State<Service>,
    by: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Stop> {
    if !records(&by) {
        return Err(Stop::not_theirs(&by.visit, &by, ("record", "record-not-yours")));
    }
    let rulebooks = service.app.rulebooks();
    match Known::of(&service, &rulebooks, &by, &asked).await? {
        Some(known) => {
            let once = service.app.clock.new_id().map_err(|error| by.stop(&error.into()))?;
            Ok(page(&known.page(&by, &Typed(Vec::new()), once)))
        }
        None => Ok(page(&which(&service, &by, &asked).await?)),
    }
}

/// Records it.
pub(super) async fn record(State(service): State<Service>, brought: Brought) -> Result<Response, Stop> {
    let by = &brought.by;
    let t = by.visit.t;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let form = Typed(brought.pairs());
    let asked = Asked { from: form.one("from"), instrument: form.one("instrument"), measure: form.one("measure") };
    let rulebooks = service.app.rulebooks();
    let Some(known) = Known::of(&service, &rulebooks, by, &asked).await? else { return Err(by.nothing()) };
    let mut page_of = known.page(by, &form, form.one("once"));
    let mut wrong = Problems::default();
    let mut tell = |field: &str, text: String| wrong.0.push(Problem { field: field.to_owned(), text });
    let title = form.one("title");
    if title.is_empty() || title.chars().count() > 200 || title.chars().any(char::is_control) {
        tell("title", t.say("new-wrong-title"));
    }
    let their_reference = form.one("their_reference");
    if their_reference.is_empty() || their_reference.chars().count() > LONGEST_REFERENCE {
        tell("their_reference", t.say("record-reference-missing"));
    }
    let received_on = form.one("received_on").parse::<Date>().ok();
    if received_on.is_none() {
        tell("received_on", t.say("record-day-missing"));
    }
    let channel = brought.channel(&mut wrong);
    if brought.too_large {
        wrong.0.push(Problem { field: "paper".to_owned(), text: t.say("record-too-large") });
    }
    let document = brought.document(&mut wrong);
    let content = known.content(&form);
    let (Some(document), true) = (document, wrong.0.is_empty()) else {
        return Ok(page_of.again(wrong));
    };
    let alike = origin::alike_from(&service.app, by.official(), &known.counterpart, &their_reference).await;
    let alike = alike.map_err(|error| by.stop(&error))?;
    if !alike.is_empty() && form.one("another").is_empty() {
        page_of.alike = alike;
        return Ok(page_of.again(Problems::one("another", t.say("record-alike"))));
    }
    let fingerprint = format!("{title}\n{their_reference}\n{content}\n{:?}", Sha256::digest(&document.bytes));
    let fingerprint = Digest::from_bytes(&Sha256::digest(fingerprint.as_bytes()).into());
    let once = IdempotencyKey::parse(form.one("once")).ok().map(|key| Once { key, fingerprint });
    let app = service.app.calling(Call { read_version: None, once });
    let came = known.came(title, channel, document, content);
    let origin = Origin { their_reference: Some(their_reference), received_on, ..Origin::default() };
    let recorded = record_message::request_from(&app, by.official(), came, origin).await;
    match service.tried(by.official(), recorded) {
        Ok(acted) => {
            let to = by.visit.to(&format!("/requests/{}/messages?done=recorded", acted.reference));
            Ok(Redirect::to(&to).into_response())
        }
        Err(error) if error.is_refusal() || matches!(error, OperationError::Unusable { .. }) => {
            page_of.detail = Some(error.to_string());
            Ok(page_of.again(Problems::one("title", t.say("write-refused"))))
        }
        Err(error) => Err(by.stop(&error)),
    }
}

/// A State, an instrument and a measure that there are.
struct Known<'r> {
    asked: Asked,
    counterpart: StateCode,
    rulebook: &'r Rulebook,
    measure: &'r Measure,
    instrument: InstrumentCode,
    opening: MessageName,
    form: Form,
}

impl<'r> Known<'r> {
    async fn of(
        service: &Service,
        rulebooks: &'r Rulebooks,
        by: &SignedIn,
        asked: &Asked,
    ) -> Result<Option<Self>, Stop> {
        let authority = service.app.authority().await.map_err(|error| by.stop(&error))?;
        let known = || {
            let counterpart = StateCode::parse(asked.from.clone()).ok().filter(|code| *code != authority.state)?;
            let rulebook = rulebooks.iter().find(|one| one.about.instrument == asked.instrument)?;
            rulebook.parties.get(&counterpart).filter(|party| authority.training || !party.training)?;
            let measure = rulebook.measures.values().find(|measure| measure.name == *asked.measure)?;
            let opening = rulebook.procedures.get(&measure.procedure)?.opening_message()?.name.clone();
            let instrument = rulebook.instrument().ok()?;
            let schema = rulebook.files.text(&format!("content/{}.schema.json", measure.content));
            let form = schema.and_then(|schema| Form::read(schema).ok()).unwrap_or(Form { fields: Vec::new() });
            let form = form.translated(rulebook);
            Some(Self { asked: asked.clone(), counterpart, rulebook, measure, instrument, opening, form })
        };
        Ok(known())
    }

    /// What the paper says, as it was typed.
    fn content(&self, form: &Typed) -> Value {
        let mut content = Map::new();
        for field in self.form.fields.iter().filter(|field| field.key != "language") {
            let value = typed(field, &field.key, form, &Value::Null);
            if !value.is_null() {
                content.insert(field.key.clone(), value);
            }
        }
        let language = form.one("language");
        if self.form.field("language").is_some() && language.len() == 2 {
            content.insert("language".to_owned(), Value::String(language));
        }
        Value::Object(content)
    }

    fn came(&self, title: String, channel: Channel, document: NewDocument, content: Value) -> RequestOnPaper {
        let message = CameOnPaper {
            name: self.opening.clone(),
            channel,
            document,
            content,
            items: Vec::new(),
            grounds: Vec::new(),
            conditions: Vec::new(),
            accepted: Vec::new(),
            days: None,
        };
        RequestOnPaper {
            instrument: self.instrument.clone(),
            measure: self.measure.name.clone(),
            counterpart: self.counterpart.clone(),
            title,
            message,
        }
    }

    fn page(&self, by: &SignedIn, form: &Typed, once: String) -> Page {
        let t = by.visit.t;
        let language = t.0.to_string();
        let pen = Pen { t, rulebook: self.rulebook, names: BTreeMap::new() };
        let content = self.content(form);
        let fields = self.form.fields.iter().filter(|field| field.key != "language");
        let controls = fields.map(|field| {
            let value = content.get(&field.key).unwrap_or(&Value::Null);
            let mut control = pen.control(field, &field.key, value);
            // The paper need not say everything: what is missing is asked for later.
            control.needed = true;
            if let (Kind::List(below), Input::Rows(rows)) = (&field.kind, &mut control.input) {
                while rows.len() < ROWS {
                    rows.push(pen.row(below, &field.key, rows.len(), &Value::Null));
                }
            }
            control
        });
        let now = form.one("channel");
        Page {
            frame: Frame::for_one(by, t.say("record")),
            wrong: Problems::default(),
            detail: None,
            alike: Vec::new(),
            about: vec![
                (t.say("record-from"), state(t, self.rulebook, self.counterpart.as_str())),
                (t.say("rulebooks-instrument"), self.rulebook.instrument_title(&language).to_owned()),
                (t.say("queue-measure"), self.measure.title.in_language(&language).to_owned()),
            ],
            chosen: self.asked.clone(),
            once,
            channels: channels(by)
                .into_iter()
                .map(|(value, text)| Choice { chosen: value == now, value, text })
                .collect(),
            title: form.one("title"),
            their_reference: form.one("their_reference"),
            received_on: form.one("received_on"),
            language: form.one("language"),
            controls: controls.collect(),
        }
    }
}

impl Page {
    /// The same, with what is wrong. What was typed stands there; the document has to be chosen again.
    fn again(mut self, wrong: Problems) -> Response {
        self.frame = self.frame.wrong();
        self.wrong = wrong;
        (StatusCode::UNPROCESSABLE_ENTITY, page(&self)).into_response()
    }
}

async fn which(service: &Service, by: &SignedIn, asked: &Asked) -> Result<Which, Stop> {
    let t = by.visit.t;
    let language = t.0.to_string();
    let authority = service.app.authority().await.map_err(|error| by.stop(&error))?;
    let (mut states, mut instruments, mut measures) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for rulebook in service.app.rulebooks().iter() {
        instruments.insert(rulebook.about.instrument.clone(), rulebook.instrument_title(&language).to_owned());
        for (code, party) in &rulebook.parties {
            if *code != authority.state && (authority.training || !party.training) {
                states.entry(code.to_string()).or_insert_with(|| state(t, rulebook, code.as_str()));
            }
        }
        for measure in rulebook.measures.values() {
            let title = || measure.title.in_language(&language).to_owned();
            measures.entry(measure.name.to_string()).or_insert_with(title);
        }
    }
    let offered = |all: BTreeMap<String, String>, now: &str| {
        let of = |(value, text): (String, String)| Choice { chosen: value == now, value, text };
        let mut all: Vec<Choice> = all.into_iter().map(of).collect();
        all.sort_by(|one, other| one.text.cmp(&other.text));
        all
    };
    Ok(Which {
        frame: Frame::for_one(by, t.say("record")),
        states: offered(states, &asked.from),
        instruments: offered(instruments, &asked.instrument),
        measures: offered(measures, &asked.measure),
    })
}
