//! One question: what it asks and on what it rests, the request's own words beside it, what was said before, the answer.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::domain::gate::Subject;
use crate::domain::ids::SafeguardName;
use crate::domain::safeguard::SafeguardState;
use crate::engine::safeguard::Safeguard;
use crate::http::service::Service;
use crate::operations::OperationError;
use crate::operations::print_request::content::{Block, Shown};
use crate::operations::read_review::{self, Checkpoint, Said, What, Wordings};

use super::super::super::dates::moment;
use super::super::super::form::Problems;
use super::super::super::frame::Frame;
use super::super::super::session::SignedIn;
use super::super::super::stop::{Stop, page};
use super::super::super::words::Words;
use super::before::{Before, tag};
use super::changes::{self, Changed, Piece};
use super::form::{Filled, Radio};
use super::reading::{self, Reading};
use super::why::Why;
use super::{Open, Which, open};

#[derive(Template)]
#[template(path = "templates/request/review/checkpoint.html")]
struct Asking {
    frame: Frame,
    wrong: Problems,
    reference: String,
    title: String,
    back: String,
    here: String,
    version: i64,
    holding: String,
    place: (usize, usize),
    gate: String,
    state: String,
    state_name: String,
    question: String,
    basis: String,
    by: String,
    confirmed_by: String,
    law: Vec<Law>,
    /// Heading of what the gate reads, where that is not the request itself.
    subject: Option<String>,
    subject_lines: Vec<(String, String)>,
    reading: Option<Reading>,
    documents: Vec<(String, String)>,
    /// Said where there is nothing to read yet.
    nothing: Option<String>,
    digest: Option<String>,
    stale: Option<Stale>,
    said: Vec<Line>,
    differ: bool,
    before: Before,
    radios: Vec<Radio>,
    attached: Vec<(String, String, bool)>,
    wants_document: bool,
    can_wait: bool,
    filled: Filled,
    why: Option<Why>,
    /// To the pages on which the answer that stands is confirmed or taken back.
    confirm: Option<String>,
    take_back: Option<String>,
    /// Said where the gate does not lead on from where the request stands.
    moved_on: Option<String>,
    /// Whether an answer would be one anew; none where none can be given.
    form: Option<bool>,
}

/// An article, and how far its number can be trusted.
struct Law {
    article: String,
    about: String,
    confidence: String,
}

/// What has changed since the answer that does not count any more.
struct Stale {
    answered_at: String,
    changed_at: Option<String>,
    changed: Vec<Changed>,
    documents: Option<(String, String)>,
    kept: bool,
}

/// Something that was said.
struct Line {
    what: String,
    tag: String,
    by: String,
    role: String,
    at: String,
    cseq: u64,
    with: Vec<String>,
    reason: Option<String>,
    sealed: bool,
    stands: bool,
}

/// Shows a question.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, gate, safeguard)): Path<(String, String, String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let open = open(&service, &by, (&reference, &gate), which.holding.as_deref()).await?;
    let mut done = None;
    if which.done.as_deref() == Some("answer") {
        done = Some(by.visit.t.say("answer-saved"));
    }
    let same_state = which.state.as_deref() == Some("same");
    draw(&service, &by, &open, &safeguard, (same_state, done), (Filled::default(), Problems::default())).await
}

/// The page of a question, as it stands or with what is wrong in what was sent.
pub(super) async fn draw(
    service: &Service,
    by: &SignedIn,
    open: &Open,
    safeguard: &str,
    (same_state, done): (bool, Option<String>),
    (filled, wrong): (Filled, Problems),
) -> Result<Response, Stop> {
    let nothing = || by.nothing();
    let stopped = |error: OperationError| by.stop(&error);
    let words = open.words(by);
    let t = words.t;
    let place = open.review.checkpoints.iter().position(|one| one.asked.safeguard == safeguard).ok_or_else(nothing)?;
    let checkpoint = open.review.checkpoints.get(place).ok_or_else(nothing)?;
    let asked = &checkpoint.asked;
    let name = SafeguardName::parse(safeguard).map_err(|_| nothing())?;
    let known = open.rulebook.safeguards.get(&name).ok_or_else(nothing)?;
    let gate = open.review.gate;
    let (app, official) = (&service.app, by.official());
    let standing = checkpoint.said.iter().rfind(|said| said.stands && said.outcome().is_some());
    let answered_on = standing.and_then(Said::digest);
    let at = (gate, open.holding.as_ref());
    let read = read_review::wordings(app, official, &open.reference, at, answered_on).await.map_err(stopped)?;
    let earlier = read_review::earlier(app, official, &open.reference, &name, same_state).await.map_err(stopped)?;
    let here = open.question(by, safeguard);
    let is_wrong = !wrong.0.is_empty();
    let mut frame = words.frame(by, open.title(by, &asked.code, safeguard));
    frame.done = done;
    let frame = if is_wrong { frame.wrong() } else { frame };
    let leads_on = open.leads_on();
    let of_request = gate.reads() == Some(Subject::Request);
    let other = gate.reads().filter(|subject| *subject != Subject::Request);
    let outcomes: Vec<_> = checkpoint.said.iter().filter_map(Said::outcome).collect();
    let link = |last: &str| format!("{}/{last}{}", open.path_of(by, safeguard), open.query());
    let asking = Asking {
        wrong,
        reference: open.reference.to_string(),
        title: open.view.title.clone(),
        back: open.to(by),
        here: open.path_of(by, safeguard),
        version: open.review.version,
        holding: open.holding.as_ref().map(ToString::to_string).unwrap_or_default(),
        place: (place + 1, open.review.checkpoints.len()),
        gate: t.name("gate", gate),
        state: t.name("state", asked.state),
        state_name: asked.state.to_string(),
        question: known.question.in_language(&words.language()).to_owned(),
        basis: t.name("review-basis", asked.basis),
        by: words.names("role", &asked.answered_by),
        confirmed_by: words.names("role", &checkpoint.confirmed_by),
        law: law(&words, known),
        subject: other.map(|subject| t.name("review-subject", subject)),
        subject_lines: if of_request { Vec::new() } else { reading::told(&words, &read.now) },
        reading: Reading::of(&words, &open.view, &open.view.content, known),
        documents: documents(open, by, &read),
        nothing: (gate.reads().is_some() && asked.digest.is_none()).then(|| t.say("review-nothing")),
        digest: asked.digest.clone(),
        stale: standing.filter(|_| asked.state == SafeguardState::Stale).map(|said| stale(open, &words, said, &read)),
        said: checkpoint.said.iter().rev().map(|said| line(&words, said)).collect(),
        differ: outcomes.iter().any(|outcome| Some(outcome) != outcomes.first()),
        before: Before::of(&words, earlier, &open.view.counterpart, &here, same_state),
        radios: checkpoint.choices.iter().map(|choice| Radio::of(&words, checkpoint, known, choice)).collect(),
        attached: open
            .view
            .documents
            .iter()
            .map(|one| (one.document.clone(), one.name.clone(), filled.documents.contains(&one.document)))
            .collect(),
        wants_document: checkpoint.choices.iter().any(|choice| choice.rule.needs_document),
        can_wait: checkpoint.choices.iter().any(super::form::waits),
        why: Why::of(&words, checkpoint),
        confirm: (leads_on && checkpoint.may_confirm).then(|| link("confirmation")),
        take_back: (leads_on && checkpoint.may_take_back).then(|| link("withdrawal")),
        moved_on: (!leads_on).then(|| t.say("review-moved-on")),
        // A form that was sent is shown with what is wrong in it.
        form: (leads_on && checkpoint.cannot.is_none())
            .then_some(!is_wrong && matches!(asked.state, SafeguardState::Cleared | SafeguardState::Unconfirmed)),
        filled,
        frame,
    };
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok((status, page(&asking)).into_response())
}

fn law(words: &Words<'_>, known: &Safeguard) -> Vec<Law> {
    let told = known.source.iter().map(|citation| {
        let cited = words.rulebook.citations.get(citation);
        Law {
            article: citation.to_string(),
            about: cited.map(|cited| cited.about.in_language(&words.language()).to_owned()).unwrap_or_default(),
            confidence: cited.map(|cited| words.t.name("review-confidence", cited.confidence)).unwrap_or_default(),
        }
    });
    told.collect()
}

/// Documents that go with what is read: with the request, where the gate reads nothing of its own.
fn documents(open: &Open, by: &SignedIn, read: &Wordings) -> Vec<(String, String)> {
    let all = read.documents.iter();
    all.map(|(name, id)| (name.clone(), by.visit.to(&format!("/requests/{}/documents/{id}", open.reference)))).collect()
}

fn stale(open: &Open, words: &Words<'_>, said: &Said, read: &Wordings) -> Stale {
    let of_request = open.review.gate.reads() == Some(Subject::Request);
    let fields = |content: &Value| {
        if of_request {
            words.drawn_of(&open.view, content).map(|drawn| reading::lines(words.t, &drawn)).unwrap_or_default()
        } else {
            reading::told(words, content)
        }
    };
    let now: Vec<String> = read.documents.iter().map(|(name, _)| name.clone()).collect();
    let before = read.before.as_ref();
    Stale {
        answered_at: moment(words.t, &said.at),
        changed_at: read.changed_at.as_deref().map(|at| moment(words.t, at)),
        changed: before.map(|before| changes::between(&fields(before), &fields(&read.now))).unwrap_or_default(),
        documents: (before.is_some() && now != read.documents_before)
            .then(|| (read.documents_before.join(", "), now.join(", "))),
        kept: before.is_some(),
    }
}

fn line(words: &Words<'_>, said: &Said) -> Line {
    let t = words.t;
    let (what, shape, with) = match &said.what {
        What::Answer(answered) => {
            let language = words.language();
            let condition = answered.condition.as_ref().map(|code| {
                let title = words.rulebook.conditions.get(code).map(|known| known.title.in_language(&language));
                t.about("review-condition", &format!("{code} {}", title.unwrap_or_default()))
            });
            let ground = answered.ground.as_ref().map(|code| {
                let title = words.rulebook.grounds.get(code).map(|known| known.title.in_language(&language));
                t.about("review-ground", &format!("{code} {}", title.unwrap_or_default()))
            });
            let later = answered
                .later_by
                .map(|at| t.about("review-later-until", &moment(t, &crate::domain::time::to_text(at))));
            let with = condition.into_iter().chain(ground).chain(later).collect();
            (t.name("outcome", answered.outcome), tag(answered.outcome), with)
        }
        What::Confirmed => (t.say("review-confirmed"), "cleared", Vec::new()),
        What::TakenBack => (t.say("review-taken-back"), "", Vec::new()),
        What::StoodAside => (t.say("review-stood-aside"), "warn", Vec::new()),
    };
    Line {
        what,
        tag: shape.to_owned(),
        by: said.by.clone().unwrap_or_default(),
        role: said.role.map(|role| t.name("role", role)).unwrap_or_default(),
        at: moment(t, &said.at),
        cseq: said.cseq,
        with,
        sealed: said.reasoned && said.reason.is_none(),
        reason: said.reason.clone(),
        stands: said.stands,
    }
}

/// The question after this one that waits for the official; none where there is no other.
pub(super) fn next<'o>(open: &'o Open, safeguard: &str) -> Option<&'o Checkpoint> {
    let place = open.review.checkpoints.iter().position(|one| one.asked.safeguard == safeguard)?;
    let waits = |one: &&Checkpoint| {
        let to_answer = matches!(one.asked.state, SafeguardState::Open | SafeguardState::Stale) && one.cannot.is_none();
        one.asked.safeguard != safeguard && (to_answer || one.may_confirm)
    };
    let (before, after) = open.review.checkpoints.split_at(place);
    after.iter().chain(before).find(waits)
}
