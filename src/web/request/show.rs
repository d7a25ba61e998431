//! The page of a request: what you can do first, then deadlines, where it stands, safeguards, papers, what has happened.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Timestamp;
use serde::Deserialize;

use crate::domain::ids::RequestReference;
use crate::http::service::Service;
use crate::operations::print_request::content::{Block, Drawn, Shown};
use crate::operations::read_request;
use crate::operations::request_view::{Happened, Possible, RequestView};

use super::super::dates::{Due, moment};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::words::{Words, plain, state};

#[derive(Template)]
#[template(path = "templates/request/show.html")]
struct Page {
    frame: Frame,
    view: RequestView,
    stage: String,
    since: String,
    facts: Vec<Fact>,
    actions: Vec<Action>,
    others: Vec<Action>,
    deadlines: Vec<Clock>,
    safeguards: Vec<Checkpoint>,
    deliveries: Vec<(String, String)>,
    messages: Vec<Message>,
    drawn: Option<Drawn>,
    history: Vec<Event>,
}

/// A line of what the request is.
struct Fact {
    label: String,
    value: String,
}

/// A step, and whether this official can take it now.
struct Action {
    to: String,
    title: String,
    /// Who may take it.
    by: String,
    in_the_way: Option<String>,
    articles: String,
}

struct Clock {
    title: String,
    due: Due,
    paused: bool,
}

/// A safeguard ahead.
struct Checkpoint {
    to: String,
    code: String,
    title: String,
    gate: String,
    state: String,
    state_name: String,
    /// Whether this official may answer it.
    mine: bool,
    by: String,
}

struct Message {
    title: String,
    arrived: bool,
    at: String,
}

/// An entry of the history.
struct Event {
    number: u64,
    title: String,
    role: String,
    at: String,
    at_text: String,
    articles: String,
}

/// What has just been done.
#[derive(Deserialize)]
pub(super) struct Said {
    done: Option<String>,
}

/// Shows a request.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference)): Path<(String, String)>,
    Query(said): Query<Said>,
) -> Result<Response, Stop> {
    let Ok(reference) = reference.parse::<RequestReference>() else {
        return Err(Stop::not_found(&by.visit, Some(&by)));
    };
    let stopped = |error| Stop::of(&by.visit, Some(&by), &error);
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let history = read_request::history(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let words = Words { t: by.visit.t, rulebook: &rulebook };
    let mut frame = words.frame(&by, view.title.clone());
    frame.done = said.done.as_deref().and_then(|done| words.done(done, &view));
    Ok(page(&words.page(frame, &by, view, history, service.app.clock.now())))
}

impl Words<'_> {
    fn done(&self, done: &str, view: &RequestView) -> Option<String> {
        match done {
            "answer" => Some(self.t.say("answer-saved")),
            "step" => Some(self.t.about("step-done-to", &self.stage(view, None, &view.stage))),
            _ => None,
        }
    }

    fn page(&self, frame: Frame, by: &SignedIn, view: RequestView, history: Vec<Happened>, now: Timestamp) -> Page {
        let at = format!("/requests/{}", view.reference);
        let step = |possible: &Possible| {
            let next = &possible.next;
            let holding = next.holding.as_deref();
            let query = holding.map(|id| format!("?holding={id}")).unwrap_or_default();
            Action {
                to: by.visit.to(&format!("{at}/steps/{}{query}", next.transition)),
                title: self.step(&view, holding, &next.transition),
                by: self.names("role", &next.by),
                in_the_way: possible.in_the_way.clone(),
                articles: possible.articles.join(", "),
            }
        };
        let (open, shut): (Vec<&Possible>, Vec<&Possible>) =
            view.next.iter().partition(|possible| possible.in_the_way.is_none());
        let mine = |roles: &[crate::domain::role::Role]| roles.iter().any(|role| by.caller.roles().contains(role));
        let safeguards = view.safeguards.iter().map(|asked| {
            let query = asked.holding.as_deref().map(|id| format!("?holding={id}")).unwrap_or_default();
            let known = self.rulebook.safeguards.values().find(|known| known.name == *asked.safeguard);
            Checkpoint {
                to: by.visit.to(&format!("{at}/safeguards/{}/{}{query}", asked.gate, asked.safeguard)),
                code: asked.code.clone(),
                title: known.map_or_else(|| asked.title.clone(), |s| s.title.in_language(&self.language()).to_owned()),
                gate: self.t.name("gate", asked.gate),
                state: self.t.name("state", asked.state),
                state_name: asked.state.to_string(),
                mine: mine(&asked.answered_by),
                by: self.names("role", &asked.answered_by),
            }
        });
        let (actions, others, safeguards) =
            (open.into_iter().map(step).collect(), shut.into_iter().map(step).collect(), safeguards.collect());
        let deadlines = view.deadlines.iter().map(|due| Clock {
            title: self.deadline(&view, due.holding.as_deref(), &due.deadline),
            due: Due::of(self.t, &due.due_at, now),
            paused: due.paused,
        });
        let deliveries = view
            .deliveries
            .iter()
            .map(|held| (held.holding.clone(), self.stage(&view, Some(&held.holding), &held.stage)));
        let messages = view.messages.iter().map(|message| Message {
            title: self.message(&view, &message.name),
            arrived: message.direction == "in",
            at: moment(self.t, &message.created_at),
        });
        Page {
            stage: self.stage(&view, None, &view.stage),
            since: moment(self.t, &view.stage_since),
            facts: self.facts(&view),
            actions,
            others,
            deadlines: deadlines.collect(),
            safeguards,
            deliveries: deliveries.collect(),
            messages: messages.collect(),
            drawn: self.drawn(&view),
            history: history.into_iter().rev().map(|entry| self.event(&view, entry)).collect(),
            frame,
            view,
        }
    }

    fn facts(&self, view: &RequestView) -> Vec<Fact> {
        let measure = self.rulebook.measures.get(&view.standing.measure);
        let measure =
            measure.map_or_else(|| plain(&view.measure), |known| known.title.in_language(&self.language()).to_owned());
        let profile = self.rulebook.profiles.iter().find(|(name, _)| name.to_string() == view.profile);
        let profile = profile
            .map_or_else(|| plain(&view.profile), |(_, known)| known.title.in_language(&self.language()).to_owned());
        let holder = match view.held_by {
            Some(holder) => self.t.name("request-held-by", holder),
            None => self.t.say("request-ended"),
        };
        let rulebook = format!("{} {}", self.rulebook.about.name, view.rulebook.get(..12).unwrap_or_default());
        [
            ("request-held-by", holder),
            ("request-measure", measure),
            ("request-side", self.t.name("request-side", view.side)),
            ("request-counterpart", state(self.t, self.rulebook, &view.counterpart)),
            ("request-profile", profile),
            ("request-rulebook", rulebook),
        ]
        .map(|(label, value)| Fact { label: self.t.say(label), value })
        .into()
    }

    fn event(&self, view: &RequestView, entry: Happened) -> Event {
        // A step says more by its name than by the kind of its entry.
        let step = entry.body.get("transition").and_then(serde_json::Value::as_str);
        let holding = entry.body.get("holding").and_then(serde_json::Value::as_str);
        let safeguard = entry.body.pointer("/question/safeguard").and_then(serde_json::Value::as_str);
        let title = match (step, safeguard) {
            (Some(step), _) => self.step(view, holding, step),
            (None, Some(name)) => {
                let known = self.rulebook.safeguards.values().find(|known| known.name == *name);
                let title = known.map_or_else(
                    || plain(name),
                    |s| self.t.coded(s.code.as_str(), s.title.in_language(&self.language())),
                );
                self.t.pair(&self.t.name("entry", &entry.entry), &title)
            }
            (None, None) => self.t.name("entry", &entry.entry),
        };
        let role = if entry.role == "system" { self.t.say("role-system") } else { self.t.name("role", &entry.role) };
        Event {
            number: entry.cseq,
            title,
            role,
            at_text: moment(self.t, &entry.at),
            at: entry.at,
            articles: entry.art.join(", "),
        }
    }
}
