//! The page of a request: what you can do first, who holds the file, deadlines, where it stands, what binds, what has happened.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use jiff::Timestamp;

use crate::domain::gate::Side;
use crate::domain::role::Role;
use crate::engine::explain::Holder;
use crate::http::service::Service;
use crate::operations::print_request::content::{Block, Drawn, Shown};
use crate::operations::request_view::{Happened, RequestView};
use crate::operations::{read_messages, read_request, read_review};

use super::super::dates::{Due, days, moment};
use super::super::frame::{After, Frame, Link};
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::words::{Words, plain, state};
use super::actions::Actions;
use super::assign::assigns;
use super::ledger::Ledger;
use super::places::Places;
use super::turns::turns;
use super::word::{LastWord, waits};

/// So many entries of the history stand open; those before them are folded.
const OPEN_ENTRIES: usize = 12;

#[derive(Template)]
#[template(path = "templates/request/show.html")]
struct Page {
    frame: Frame,
    view: RequestView,
    /// The address of the request.
    at: String,
    stage: String,
    since: String,
    /// What the other State said last, where it waits for us.
    last_word: Option<LastWord>,
    actions: Actions,
    holder: Holding,
    deadlines: Vec<Clock>,
    safeguards: Vec<Checkpoint>,
    /// The review of each gate ahead.
    reviews: Vec<Link>,
    /// Who stands aside.
    aside: Vec<String>,
    /// Whether whoever looks could stand aside.
    may_stand_aside: bool,
    /// Before it is sent: what the other State has declared.
    before: Option<Link>,
    facts: Vec<Fact>,
    /// Whether whoever looks may give the request to an official.
    assigns: bool,
    places: Option<Places>,
    ledger: Ledger,
    messages: Vec<Message>,
    drawn: Option<Drawn>,
    history: Vec<Event>,
    earlier: Vec<Event>,
    /// Hash of the newest entry of the request's own log.
    head: String,
}

/// Who holds the file.
struct Holding {
    who: String,
    since: String,
    since_text: String,
    /// How long it was with us, and with the other State.
    ours: String,
    theirs: String,
}

/// A line of what the request is.
struct Fact {
    label: String,
    value: String,
}

struct Clock {
    title: String,
    due: Due,
    paused: bool,
}

/// A safeguard ahead.
struct Checkpoint {
    to: String,
    title: String,
    gate: String,
    state: String,
    state_name: String,
    /// Whether it waits for this official.
    waits: bool,
    by: String,
}

struct Message {
    to: String,
    title: String,
    arrived: bool,
    state: String,
    at: String,
    at_text: String,
}

/// An entry of the history.
struct Event {
    number: u64,
    /// Its place in the log of the authority, in words; and its page there, for who may read it.
    logged: String,
    to: Option<String>,
    title: String,
    role: String,
    at: String,
    at_text: String,
    articles: String,
}

/// Shows a request.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference)): Path<(String, String)>,
    Query(After { done }): Query<After>,
) -> Result<Response, Stop> {
    let reference = by.request(&reference)?;
    let stopped = |error| by.stop(&error);
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let history = read_request::history(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let aside = read_review::recused(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let words = Words { t: by.visit.t, rulebook: &rulebook };
    let last_word = if waits(&view) {
        let letters = read_messages::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
        words.last_word(&view, letters)
    } else {
        None
    };
    let mut frame = words.frame(&by, view.title.clone());
    frame.done = words.done(&done, &view);
    let mut shown = words.page(frame, &by, view, &history, service.app.clock.now());
    shown.last_word = last_word;
    shown.may_stand_aside = !aside.iter().any(|one| one.is_own);
    shown.aside = aside.into_iter().map(|one| one.name.unwrap_or_else(|| one.mark.to_string())).collect();
    Ok(page(&shown))
}

impl Words<'_> {
    fn done(&self, done: &str, view: &RequestView) -> Option<String> {
        match done {
            "answer" => Some(self.t.say("answer-saved")),
            "assigned" => Some(self.t.say("assign-done")),
            "step" => Some(self.t.about("step-done-to", &self.stage(view, None, &view.stage))),
            _ => None,
        }
    }

    fn page(&self, frame: Frame, by: &SignedIn, view: RequestView, history: &[Happened], now: Timestamp) -> Page {
        let at = by.visit.to(&format!("/requests/{}", view.reference));
        let roles: Vec<_> = by.caller.roles().iter().copied().collect();
        let safeguards = view.safeguards.iter().map(|asked| {
            let (to, title) = self.checkpoint(&view, asked);
            Checkpoint {
                to,
                title,
                gate: self.t.name("gate", asked.gate),
                state: self.t.name("state", asked.state),
                state_name: asked.state.to_string(),
                waits: asked.waits,
                by: self.names("role", &asked.answered_by),
            }
        });
        let mut gates: Vec<_> = view.safeguards.iter().map(|asked| (asked.gate, asked.holding.clone())).collect();
        gates.dedup();
        let reviews = gates.into_iter().map(|(gate, holding)| {
            let query = holding.map(|id| format!("?holding={id}")).unwrap_or_default();
            let text = self.t.about("request-review", &self.t.name("gate", gate));
            Link { to: format!("{at}/review/{gate}{query}"), text, current: false }
        });
        let unsent = view.side == Side::Requesting && view.messages.is_empty() && view.held_by.is_some();
        let before = unsent.then(|| Link {
            to: format!("{at}/before-sending"),
            text: self.t.about("counterparts-before", &state(self.t, self.rulebook, &view.counterpart)),
            current: false,
        });
        let deadlines = view.deadlines.iter().map(|due| Clock {
            title: self.deadline(&view, due.holding.as_deref(), &due.deadline),
            due: Due::of(self.t, &due.due_at, now),
            paused: due.paused,
        });
        let messages = view.messages.iter().rev().map(|message| Message {
            to: format!("{at}/messages/{}", message.message),
            title: self.message(&view, &message.name),
            arrived: message.direction == "in",
            state: self.t.name("letter", &message.state),
            at_text: moment(self.t, &message.created_at),
            at: message.created_at.clone(),
        });
        let mut events: Vec<Event> = history.iter().rev().map(|entry| self.event(by, &view, entry)).collect();
        let earlier = events.split_off(events.len().min(OPEN_ENTRIES));
        Page {
            actions: self.actions(&view, &roles),
            holder: self.holder(&view, history, now),
            stage: self.stage(&view, None, &view.stage),
            since: moment(self.t, &view.stage_since),
            safeguards: safeguards.collect(),
            reviews: reviews.collect(),
            aside: Vec::new(),
            may_stand_aside: true,
            last_word: None,
            before,
            deadlines: deadlines.collect(),
            facts: self.facts(&view),
            assigns: assigns(by) && view.sealed_because.is_none(),
            places: self.places(&view, history),
            ledger: self.ledger(&view, history),
            messages: messages.collect(),
            drawn: self.drawn(&view),
            history: events,
            earlier,
            head: history.last().map(|entry| entry.leaf.clone()).unwrap_or_default(),
            at,
            frame,
            view,
        }
    }

    fn holder(&self, view: &RequestView, history: &[Happened], now: Timestamp) -> Holding {
        let turns = self.procedure(view).and_then(|procedure| turns(procedure, view, history, now));
        let who = match view.held_by {
            Some(holder @ (Holder::Authority | Holder::Counterpart)) => self.t.name("request-held-by", holder),
            None => self.t.say("request-ended"),
        };
        let since = turns.as_ref().map_or_else(|| view.stage_since.clone(), |turns| turns.since.clone());
        let told = |length| days(self.t, length);
        Holding {
            who,
            since_text: moment(self.t, &since),
            since,
            ours: turns.as_ref().map(|turns| told(turns.ours)).unwrap_or_default(),
            theirs: turns.as_ref().map(|turns| told(turns.theirs)).unwrap_or_default(),
        }
    }

    fn facts(&self, view: &RequestView) -> Vec<Fact> {
        let measure = self.rulebook.measures.get(&view.standing.measure);
        let measure =
            measure.map_or_else(|| plain(&view.measure), |known| known.title.in_language(&self.language()).to_owned());
        let profile = self.rulebook.profiles.iter().find(|(name, _)| name.to_string() == view.profile);
        let profile = profile
            .map_or_else(|| plain(&view.profile), |(_, known)| known.title.in_language(&self.language()).to_owned());
        let rulebook = format!("{} {}", self.rulebook.about.name, view.rulebook.get(..12).unwrap_or_default());
        let mut facts = vec![
            ("request-measure", measure),
            ("request-side", self.t.name("request-side", view.side)),
            ("request-counterpart", state(self.t, self.rulebook, &view.counterpart)),
            ("request-profile", profile),
            ("request-rulebook", rulebook),
        ];
        facts.extend(view.registry_number.clone().map(|number| ("request-registry-number", number)));
        let from = |key: &str| view.origin.as_ref()?.get(key)?.as_str().map(ToOwned::to_owned);
        facts.extend(from("their_reference").map(|reference| ("request-their-reference", reference)));
        facts.extend(from("received_on").map(|day| ("request-received-on", day)));
        facts.extend(from("old_reference").map(|reference| ("request-old-reference", reference)));
        facts.into_iter().map(|(label, value)| Fact { label: self.t.say(label), value }).collect()
    }

    fn event(&self, by: &SignedIn, view: &RequestView, entry: &Happened) -> Event {
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
            logged: self.t.about("history-logged", &self.t.0.number(entry.index)),
            to: by.caller.roles().contains(&Role::Auditor).then(|| by.visit.to(&format!("/log/{}", entry.index))),
            title,
            role,
            at_text: moment(self.t, &entry.at),
            at: entry.at.clone(),
            articles: entry.art.join(", "),
        }
    }
}
