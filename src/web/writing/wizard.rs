//! A new request, one question per page: which State, instrument, measure, what it follows, in which language, its title.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::domain::gate::Side;
use crate::domain::ids::{Digest, IdempotencyKey, InstrumentCode, MeasureName, RequestReference, StateCode};
use crate::domain::measure::INTRUSIVE_LEVEL;
use crate::domain::role::Role;
use crate::engine::measure::Measure;
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;
use crate::operations::draft_request::{self, NewRequest};
use crate::operations::list_requests::{self, RequestFilter};
use crate::operations::{Call, Once, OperationError};

use super::super::form::{Problems, Sent};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::words::state;
use super::control::Said;
use super::pen::LANGUAGES;

#[derive(Template)]
#[template(path = "templates/writing/new.html")]
struct Page {
    frame: Frame,
    wrong: Problems,
    detail: Option<String>,
    back: String,
    here: String,
    number: usize,
    hint: String,
    /// What was chosen before, hidden in the form.
    before: Vec<(&'static str, String)>,
    ask: Ask,
}

/// What is asked.
enum Ask {
    /// Who may not begin one is told so.
    NotYours,
    /// One of many, in a list that unfolds: name of the field, and what there is.
    Select(&'static str, Vec<Offer>),
    /// One of some, in groups.
    Radios(&'static str, Vec<Group>),
    /// The title: the last.
    Title(String),
}

impl Ask {
    /// The id of the first thing that can be chosen or written.
    fn first(&self) -> String {
        let Self::Radios(_, groups) = self else { return "answer".to_owned() };
        let filled = groups.iter().position(|group| !group.options.is_empty()).unwrap_or_default();
        format!("answer-{}-1", filled + 1)
    }
}

struct Group {
    title: String,
    options: Vec<Offer>,
}

struct Offer {
    value: String,
    label: Said,
    hint: String,
    chosen: bool,
}

/// What was chosen so far. None of it is about a person; the title comes last, and never stands in an address.
#[derive(Deserialize, Default, Clone)]
pub(super) struct Chosen {
    #[serde(default)]
    to: String,
    #[serde(default)]
    instrument: String,
    #[serde(default)]
    measure: String,
    follows: Option<String>,
    #[serde(default)]
    language: String,
    /// The question that was on the page where it came from: asked again, it was left open.
    #[serde(default)]
    asked: String,
}

/// The whole, with its title.
#[derive(Deserialize)]
pub(super) struct Whole {
    #[serde(default)]
    once: String,
    #[serde(default)]
    title: String,
    #[serde(flatten)]
    chosen: Chosen,
}

/// Asks the next question.
pub(super) async fn ask(
    State(service): State<Service>,
    by: SignedIn,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Stop> {
    asked(&service, &by, &chosen, "", Problems::default(), None).await
}

/// Begins the draft.
pub(super) async fn begin(State(service): State<Service>, Sent { by, form }: Sent<Whole>) -> Result<Response, Stop> {
    let Whole { once, title, chosen } = form;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let new = read(&chosen, &title);
    let Ok(new) = new else {
        let wrong = Problems::one("answer", by.visit.t.say("new-wrong-choice"));
        return asked(&service, &by, &chosen, &title, wrong, None).await;
    };
    if new.title.is_empty() || new.title.chars().count() > 200 || new.title.chars().any(char::is_control) {
        let wrong = Problems::one("answer", by.visit.t.say("new-wrong-title"));
        return asked(&service, &by, &chosen, &title, wrong, None).await;
    }
    // Sent twice, begun once.
    let asked_for = format!("{chosen:?}\n{title}", chosen = [&chosen.to, &chosen.instrument, &chosen.measure]);
    let fingerprint = Digest::from_bytes(&Sha256::digest(asked_for.as_bytes()).into());
    let once = IdempotencyKey::parse(once).ok().map(|key| Once { key, fingerprint });
    let app = service.app.calling(Call { read_version: None, once });
    let drafted = draft_request::run(&app, by.official(), new).await;
    match service.tried(by.official(), drafted) {
        Ok(acted) => {
            let to = by.visit.to(&format!("/requests/{}/write?done=begun", acted.reference));
            Ok(Redirect::to(&to).into_response())
        }
        Err(error)
            if error.is_refusal()
                || matches!(error, OperationError::Unusable { .. } | OperationError::NotFound { .. }) =>
        {
            let wrong = Problems::one("answer", by.visit.t.say("write-refused"));
            asked(&service, &by, &chosen, &title, wrong, Some(error.to_string())).await
        }
        Err(error) => Err(by.stop(&error)),
    }
}

fn read(chosen: &Chosen, title: &str) -> Result<NewRequest, ()> {
    let follows = chosen.follows.as_deref().filter(|text| !text.is_empty() && *text != "none");
    let content = if chosen.language.is_empty() { json!({}) } else { json!({ "language": chosen.language }) };
    Ok(NewRequest {
        instrument: InstrumentCode::parse(chosen.instrument.clone()).map_err(|_| ())?,
        measure: MeasureName::parse(chosen.measure.clone()).map_err(|_| ())?,
        counterpart: StateCode::parse(chosen.to.clone()).map_err(|_| ())?,
        title: title.trim().to_owned(),
        content,
        follows: follows.map(str::parse::<RequestReference>).transpose().map_err(|_| ())?,
    })
}

async fn asked(
    service: &Service,
    by: &SignedIn,
    chosen: &Chosen,
    title: &str,
    wrong: Problems,
    detail: Option<String>,
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let stopped = |error: OperationError| by.stop(&error);
    let authority = service.app.authority().await.map_err(stopped)?;
    let adopted = service.app.rulebooks();
    let rulebooks: Vec<_> = adopted.iter().collect();
    let own = authority.state.as_str();
    let is_there = |rulebook: &Rulebook, code: &str| {
        rulebook
            .parties
            .iter()
            .any(|(known, party)| known.as_str() == code && code != own && (authority.training || !party.training))
    };
    let mut before: Vec<(&'static str, String)> = Vec::new();
    let may = by.caller.roles().iter().any(|role| matches!(role, Role::DraftingOfficial | Role::CentralAuthority));
    // Each question is asked once what comes before it is answered; an answer that is none asks it again.
    let (number, question, hint, ask) = 'next: {
        if !may {
            break 'next (0, "new-not-yours", String::new(), Ask::NotYours);
        }
        if !rulebooks.iter().any(|rulebook| is_there(rulebook, &chosen.to)) {
            let mut codes: Vec<&str> = rulebooks.iter().flat_map(|r| r.parties.keys()).map(StateCode::as_str).collect();
            codes.sort_unstable();
            codes.dedup();
            let known = codes.into_iter().filter(|code| rulebooks.iter().any(|rulebook| is_there(rulebook, code)));
            let mut options: Vec<Offer> = known
                .map(|code| {
                    let of = rulebooks.iter().find(|rulebook| is_there(rulebook, code));
                    let name = of.map_or_else(|| code.to_owned(), |rulebook| state(t, rulebook, code));
                    Offer { value: code.to_owned(), label: plain_said(name), hint: String::new(), chosen: false }
                })
                .collect();
            options.sort_by(|one, other| one.label.text.cmp(&other.label.text));
            break 'next (1, "new-state", t.say("new-state-hint"), Ask::Select("to", options));
        }
        before.push(("to", chosen.to.clone()));
        let rulebook = rulebooks
            .iter()
            .find(|rulebook| rulebook.about.instrument == chosen.instrument && is_there(rulebook, &chosen.to));
        let Some(rulebook) = rulebook else {
            let known = rulebooks.iter().filter(|rulebook| is_there(rulebook, &chosen.to));
            let options = known.map(|rulebook| instrument(by, rulebook, authority.training)).collect();
            let group = Group { title: String::new(), options };
            break 'next (2, "new-instrument", t.say("new-instrument-hint"), Ask::Radios("instrument", vec![group]));
        };
        before.push(("instrument", chosen.instrument.clone()));
        let measure = rulebook.measures.values().find(|measure| measure.name == *chosen.measure);
        let Some(measure) = measure else {
            break 'next (3, "new-measure", t.say("new-measure-hint"), Ask::Radios("measure", measures(by, rulebook)));
        };
        before.push(("measure", chosen.measure.clone()));
        if chosen.follows.is_none() {
            let options = earlier(service, by, chosen, measure).await?;
            if measure.follows.is_some() || options.len() > 1 {
                let hint = if measure.follows.is_some() { "new-follows-needed" } else { "new-follows-hint" };
                let group = Group { title: String::new(), options };
                break 'next (4, "new-follows", t.say(hint), Ask::Radios("follows", vec![group]));
            }
        }
        if let Some(follows) = &chosen.follows {
            before.push(("follows", follows.clone()));
        }
        if !LANGUAGES.iter().any(|(code, _)| *code == chosen.language) {
            break 'next (5, "new-language", t.say("new-language-hint"), Ask::Select("language", languages()));
        }
        before.push(("language", chosen.language.clone()));
        (6, "new-title", t.say("new-title-hint"), Ask::Title(title.to_owned()))
    };
    if matches!(ask, Ask::Title(_)) {
        let key = service.app.clock.new_id().map_err(|error| stopped(error.into()))?;
        before.push(("once", key));
    }
    let wrong = if chosen.asked == number.to_string() && wrong.0.is_empty() {
        Problems::one(&ask.first(), t.say("new-choose-one"))
    } else {
        wrong
    };
    let failed = !wrong.0.is_empty();
    let mut frame = Frame::for_one(by, t.say(question));
    if failed {
        frame = frame.wrong();
    }
    let shown = page(&Page {
        back: back(by, &before),
        here: by.visit.to("/requests/new"),
        frame,
        wrong,
        detail,
        number,
        hint,
        before,
        ask,
    });
    let status = if failed { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, shown).into_response())
}

/// The languages in which a request can be written, as their speakers call them.
fn languages() -> Vec<Offer> {
    let offer = |(code, name): &(&str, &str)| Offer {
        value: (*code).to_owned(),
        label: plain_said((*name).to_owned()),
        hint: String::new(),
        chosen: false,
    };
    LANGUAGES.iter().map(offer).collect()
}

/// The question before: all answers but the last.
fn back(by: &SignedIn, before: &[(&'static str, String)]) -> String {
    let given: Vec<_> = before.iter().filter(|(name, _)| *name != "once").collect();
    let Some((_, earlier)) = given.split_last() else { return by.visit.to("/queue") };
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in earlier {
        query.append_pair(name, value);
    }
    by.visit.to(&format!("/requests/new?{}", query.finish()))
}

fn plain_said(text: String) -> Said {
    Said { text, lang: None }
}

fn instrument(by: &SignedIn, rulebook: &Rulebook, training: bool) -> Offer {
    let t = by.visit.t;
    let hint = match (rulebook.about.in_force, training) {
        (true, _) => "new-instrument-in-force",
        (false, true) => "new-instrument-training",
        (false, false) => "new-instrument-agreement",
    };
    Offer {
        value: rulebook.about.instrument.clone(),
        label: plain_said(rulebook.instrument_title(&t.0.to_string()).to_owned()),
        hint: t.say(hint),
        chosen: false,
    }
}

/// The measures, the least intrusive first.
fn measures(by: &SignedIn, rulebook: &Rulebook) -> Vec<Group> {
    let t = by.visit.t;
    let language = t.0.to_string();
    let mut all: Vec<&Measure> = rulebook.measures.values().collect();
    all.sort_by_key(|measure| (measure.level, measure.name.clone()));
    let option = |measure: &&Measure| {
        let articles: Vec<String> = measure.source.iter().map(ToString::to_string).collect();
        let level = t.about("new-level", &measure.level.to_string());
        let follows =
            measure.follows.as_ref().map(|_| format!(" {}", t.say("new-measure-follows"))).unwrap_or_default();
        Offer {
            value: measure.name.to_string(),
            label: plain_said(measure.title.in_language(&language).to_owned()),
            hint: format!("{} {level} {}.{follows}", t.name("kind", measure.kind), articles.join(", ")),
            chosen: false,
        }
    };
    let group = |title: &str, within: std::ops::RangeInclusive<u8>| Group {
        title: t.say(title),
        options: all.iter().filter(|measure| within.contains(&measure.level)).map(option).collect(),
    };
    [
        group("new-levels-low", 0..=2),
        group("new-levels-middle", 3..=INTRUSIVE_LEVEL - 1),
        group("new-levels-high", INTRUSIVE_LEVEL..=7),
        group("new-levels-highest", 8..=u8::MAX),
    ]
    .into_iter()
    .filter(|group| !group.options.is_empty())
    .collect()
}

/// Requests that this one can follow, and that it follows none where it need not.
async fn earlier(service: &Service, by: &SignedIn, chosen: &Chosen, measure: &Measure) -> Result<Vec<Offer>, Stop> {
    let filter = RequestFilter {
        counterpart: Some(chosen.to.clone()),
        procedure: measure.follows.as_ref().map(ToString::to_string),
        ..RequestFilter::default()
    };
    let lines = list_requests::run(&service.app, by.official(), &filter, list_requests::LONGEST_PAGE)
        .await
        .map_err(|error| by.stop(&error))?;
    let ours = lines
        .into_iter()
        .filter(|line| line.side == Side::Requesting.to_string() && line.instrument.code.as_str() == chosen.instrument);
    let known = ours.map(|line| Offer {
        label: plain_said(format!("{} {}", line.reference, line.title)),
        value: line.reference,
        hint: String::new(),
        chosen: false,
    });
    let mut options: Vec<Offer> = known.collect();
    if measure.follows.is_none() {
        let none = plain_said(by.visit.t.say("new-follows-none"));
        options.insert(0, Offer { value: "none".to_owned(), label: none, hint: String::new(), chosen: true });
    }
    Ok(options)
}
