//! Taking a step: what it does is said before it is done, and said again with what was typed when it could not be done.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::domain::ids::{DeadlineName, MessageId, TransitionName};
use crate::engine::explain;
use crate::engine::procedure::Part;
use crate::engine::refusal::Refusal;
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;
use crate::operations::request_view::RequestView;
use crate::operations::take_transition::{self, TakeTransition};
use crate::operations::{Call, OperationError, read_request};

use super::super::form::{Problems, Sent};
use super::super::frame::Frame;
use super::super::refusals::{Teller, Told};
use super::super::session::SignedIn;
use super::super::stop::{Stop, page, status};
use super::super::words::{Words, state};

#[derive(Template)]
#[template(path = "templates/request/step.html")]
struct Confirm {
    frame: Frame,
    reference: String,
    title: String,
    back: String,
    /// Where it goes on from a step that is shut, and in which words.
    onward: (String, String),
    here: String,
    version: i64,
    holding: String,
    /// What it does, line by line.
    effects: Vec<(String, String)>,
    /// Why somebody should think twice.
    warnings: Vec<String>,
    /// Whether reasons are taken, and whether they are needed.
    takes_reasons: bool,
    needs_reasons: bool,
    /// What was typed before.
    reason: String,
    /// What stands in the way of the step as the request stands.
    shut: Option<Told>,
    /// Why it was not done just now.
    refused: Option<Told>,
    /// Where the request stands now, in words, where somebody has acted meanwhile.
    moved_to: Option<String>,
    problems: Problems,
}

/// Which delivery, where it is about one.
#[derive(Deserialize)]
pub(super) struct Which {
    holding: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Taken {
    /// The version that was read.
    version: i64,
    #[serde(default)]
    holding: String,
    #[serde(default)]
    reason: String,
}

/// Says what the step does.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, transition)): Path<(String, String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let nothing = || by.nothing();
    let reference = by.request(&reference)?;
    let stopped = |error| by.stop(&error);
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let confirm = Confirm::of(&by, &rulebook, &view, (&transition, which.holding.as_deref())).ok_or_else(nothing)?;
    Ok(page(&confirm))
}

/// Takes the step, if the request is still what was read.
pub(super) async fn take(
    State(service): State<Service>,
    Path((_, reference, transition)): Path<(String, String, String)>,
    Sent { by, form }: Sent<Taken>,
) -> Result<Response, Stop> {
    let nothing = || by.nothing();
    let reference = by.request(&reference)?;
    let Ok(transition) = TransitionName::parse(transition) else { return Err(nothing()) };
    let holding = match form.holding.as_str() {
        "" => None,
        id => Some(MessageId::parse(id.to_owned()).map_err(|_| nothing())?),
    };
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let reason = Some(form.reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    let app = service.app.calling(Call { read_version: Some(form.version), once: None });
    let wanted = TakeTransition { transition: transition.clone(), holding: holding.clone(), reason };
    let taken = take_transition::run(&app, by.official(), &reference, wanted).await;
    let Err(error) = service.tried(by.official(), taken) else {
        return Ok(Redirect::to(&by.visit.to(&format!("/requests/{reference}?done=step"))).into_response());
    };

    // The request as it stands now, with the reason it was not moved and what was typed.
    let stopped = |error| by.stop(&error);
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let which = holding.as_ref().map(MessageId::as_str);
    let teller = Teller::of(by.visit.t, &rulebook, &view, which);
    let (Some(told), Some(confirm)) =
        (teller.error(&error), Confirm::or_gone(&by, &rulebook, &view, (transition.as_str(), which)))
    else {
        return Err(Stop::telling(&by.visit, Some(&by), &teller, &error));
    };
    let status = status(&error);
    Ok((status, page(&confirm.not_done(&by, &rulebook, (&view, &error), told, form.reason, status))).into_response())
}

impl Confirm {
    /// What a step does that can be taken from where the request stands.
    fn of(
        by: &SignedIn,
        rulebook: &Rulebook,
        view: &RequestView,
        (transition, holding): (&str, Option<&str>),
    ) -> Option<Self> {
        let words = Words { t: by.visit.t, rulebook };
        let t = by.visit.t;
        let same = |holding_of: Option<&str>| holding_of == holding;
        let possible = view
            .next
            .iter()
            .find(|possible| possible.next.transition == transition && same(possible.next.holding.as_deref()))?;
        let part = words.part(view, holding)?;
        let rule = part.transitions.iter().find(|rule| rule.name == *transition)?;
        let does = explain::consequences(part, rule);
        let clocks = |names: &[DeadlineName]| {
            names.iter().map(|name| clock(&words, view, (part, holding), name)).collect::<Vec<_>>().join(", ")
        };
        let mut effects = vec![(t.say("step-effect-to"), words.stage(view, holding, &possible.next.to))];
        if let Some(message) = possible.next.sends.as_deref() {
            let to = state(t, rulebook, &view.counterpart);
            let leaves = t.with("step-message-to", &[("message", &words.message(view, message)), ("state", &to)]);
            effects.push((t.say("step-effect-sends"), leaves));
        }
        for (label, names) in
            [("step-starts", &does.starts), ("step-stops", &does.stops), ("step-pauses", &does.pauses)]
        {
            if !names.is_empty() {
                effects.push((t.say(label), clocks(names)));
            }
        }
        effects.push((t.say("answer-articles"), possible.next.source.join(", ")));
        let mut warnings = Vec::new();
        if does.stops_the_request {
            warnings.push(t.say("step-stops-request"));
        }
        if does.is_final {
            warnings.push(t.say("step-final"));
        }
        if possible.next.sends.is_some() {
            warnings.push(t.say("step-cannot-be-called-back"));
        }
        let teller = Teller::of(t, rulebook, view, holding);
        let bare = Self::bare(by, &words, view, (transition, holding));
        // Whoever would go on too early is led to what is missing.
        let lacks = matches!(possible.in_the_way, Some(Refusal::Incomplete(_))) && !view.missing.is_empty();
        let onward = if lacks {
            (by.visit.to(&format!("/requests/{}/write/check", view.reference)), t.say("check-title"))
        } else {
            bare.onward.clone()
        };
        Some(Self {
            onward,
            effects,
            // A message that cannot be called back alone is said among the rest; what ends a request interrupts.
            warnings: if does.stops_the_request || does.is_final { warnings } else { Vec::new() },
            takes_reasons: does.reasons_needed || possible.next.sends.is_some(),
            needs_reasons: does.reasons_needed,
            shut: possible.in_the_way.as_ref().map(|refusal| teller.refusal(refusal)),
            ..bare
        })
    }

    /// The same; where the step does not leave the stage any more, a page that only says so.
    fn or_gone(
        by: &SignedIn,
        rulebook: &Rulebook,
        view: &RequestView,
        (transition, holding): (&str, Option<&str>),
    ) -> Option<Self> {
        let words = Words { t: by.visit.t, rulebook };
        if let Some(confirm) = Self::of(by, rulebook, view, (transition, holding)) {
            return Some(confirm);
        }
        let part = words.part(view, holding)?;
        part.transitions.iter().find(|rule| rule.name == *transition)?;
        let bare = Self::bare(by, &words, view, (transition, holding));
        let stage = words.stage(view, None, &view.stage);
        let gone = Told {
            text: by.visit.t.with("refusal-not-from-here", &[("step", &bare.title), ("stage", &stage)]),
            lines: Vec::new(),
            articles: Vec::new(),
        };
        Some(Self { shut: Some(gone), ..bare })
    }

    /// The page of a step of which nothing is said yet.
    fn bare(by: &SignedIn, words: &Words, view: &RequestView, (transition, holding): (&str, Option<&str>)) -> Self {
        let title = words.step(view, holding, transition);
        let below = format!("/requests/{}", view.reference);
        Self {
            frame: words.frame(by, title.clone()),
            reference: view.reference.clone(),
            title,
            back: by.visit.to(&below),
            onward: (by.visit.to(&below), by.visit.t.say("step-to-the-request")),
            here: by.visit.to(&format!("{below}/steps/{transition}")),
            version: view.version,
            holding: holding.unwrap_or_default().to_owned(),
            effects: Vec::new(),
            warnings: Vec::new(),
            takes_reasons: false,
            needs_reasons: false,
            reason: String::new(),
            shut: None,
            refused: None,
            moved_to: None,
            problems: Problems::default(),
        }
    }

    /// The page again, with why it was not done and with what was typed.
    fn not_done(
        mut self,
        by: &SignedIn,
        rulebook: &Rulebook,
        (view, error): (&RequestView, &OperationError),
        told: Told,
        reason: String,
        status: StatusCode,
    ) -> Self {
        let words = Words { t: by.visit.t, rulebook };
        self.frame = self.frame.wrong();
        self.reason = reason;
        if matches!(error, OperationError::Refused(Refusal::ReasonsMissing { .. })) {
            self.problems = Problems::one("reason", told.text);
            return self;
        }
        if status == StatusCode::CONFLICT {
            let stage = words.stage(view, None, &view.stage);
            self.moved_to = Some(words.t.with("step-changed", &[("stage", &stage)]));
        }
        self.refused = Some(told);
        self
    }
}

/// A clock and how long it runs.
fn clock(words: &Words<'_>, view: &RequestView, (part, holding): (&Part, Option<&str>), name: &DeadlineName) -> String {
    let title = words.deadline(view, holding, name.as_str());
    let hours = part.deadline(name).map(crate::engine::procedure::Deadline::hours).unwrap_or_default();
    let count = |length: i64| usize::try_from(length).unwrap_or_default();
    let length = match (hours, hours % 24) {
        (0, _) => return title,
        (_, 0) => words.t.count("time-days", count(hours / 24)),
        (_, _) => words.t.count("time-hours", count(hours)),
    };
    words.t.with("step-clock", &[("clock", &title), ("length", &length)])
}
