//! The review at one gate: who asks for what and why, every question with how it stands, and what it all adds up to.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use crate::domain::language::written_in;
use crate::domain::safeguard::SafeguardState;
use crate::engine::refusal::Refusal;
use crate::http::service::Service;
use crate::operations::print_request::content::{Block, Drawn, Shown};
use crate::operations::read_review::Checkpoint;

use super::super::super::dates::{Due, moment};
use super::super::super::frame::Frame;
use super::super::super::session::SignedIn;
use super::super::super::stop::{Stop, page};
use super::super::super::words::{Words, state};
use super::recusal::Aside;
use super::why::{Why, told};
use super::{Open, Which, open};

#[derive(Template)]
#[template(path = "templates/request/review/overview.html")]
struct Overview {
    frame: Frame,
    reference: String,
    title: String,
    back: String,
    facts: Vec<(String, String)>,
    /// What the request says of the offence, in its own words.
    offence: Option<Drawn>,
    deadlines: Vec<(String, Due)>,
    cleared: usize,
    questions: Vec<Question>,
    /// The first question that waits for this official.
    next: Option<String>,
    four_eyes: Option<Why>,
    recused: Vec<Aside>,
    /// To the page for standing aside; none where that was done.
    stand_aside: Option<String>,
    open: bool,
    /// Why the gate stays shut.
    shut: Vec<Shut>,
    steps: Vec<Step>,
    done: bool,
    leads_on: bool,
}

struct Question {
    to: String,
    title: String,
    state: String,
    tag: String,
    by: String,
    mine: bool,
    /// What was answered, by whom and when.
    answered: Option<(String, String, String)>,
}

/// Something that keeps the gate shut.
struct Shut {
    text: String,
    /// To what mends it.
    to: Option<String>,
    state: Option<(String, String)>,
}

/// A step behind the gate.
struct Step {
    to: String,
    title: String,
    by: String,
    /// Whether this official may take it now.
    mine: bool,
}

/// Shows the review at a gate.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference, gate)): Path<(String, String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let open = open(&service, &by, (&reference, &gate), which.holding.as_deref()).await?;
    let words = open.words(&by);
    let t = words.t;
    let mut frame = words.frame(&by, t.about("review-title", &t.name("gate", open.review.gate)));
    frame.done = which.done.as_deref().and_then(|done| match done {
        "answer" => Some(t.say("answer-saved")),
        "confirmed" => Some(t.say("review-confirm-done")),
        "taken-back" => Some(t.say("review-take-back-done")),
        "aside" => Some(t.say("review-recusal-done")),
        "back" => Some(t.say("review-lift-done")),
        _ => None,
    });
    let now = service.app.clock.now();
    let questions: Vec<Question> =
        open.review.checkpoints.iter().map(|checkpoint| question(&open, &words, &by, checkpoint)).collect();
    let cleared = open.review.checkpoints.iter().filter(|one| one.asked.state == SafeguardState::Cleared).count();
    let shut = shut(&open, &words, &by);
    let next = questions.iter().find(|question| question.mine).map(|question| question.to.clone());
    Ok(page(&Overview {
        reference: open.reference.to_string(),
        title: open.view.title.clone(),
        back: open.request(&by),
        facts: facts(&open, &words),
        offence: offence(&open, &words),
        deadlines: open
            .view
            .deadlines
            .iter()
            .map(|due| {
                let name = words.deadline(&open.view, due.holding.as_deref(), &due.deadline);
                (name, Due::of(t, &due.due_at, now))
            })
            .collect(),
        cleared,
        four_eyes: four_eyes(&open, &words),
        recused: open.review.recused.iter().map(|one| Aside::of(&words, &open.reference, one)).collect(),
        stand_aside: (!open.review.is_recused)
            .then(|| by.visit.to(&format!("/requests/{}/recusal?gate={}", open.reference, open.review.gate))),
        open: shut.is_empty(),
        shut,
        steps: steps(&open, &words, &by),
        done: next.is_none(),
        leads_on: open.leads_on(),
        next,
        questions,
        frame,
    }))
}

fn facts(open: &Open, words: &Words<'_>) -> Vec<(String, String)> {
    let (t, view) = (words.t, &open.view);
    let measure = words.rulebook.measures.get(&view.standing.measure);
    let ours = t.name("request-side", view.standing.side);
    vec![
        (t.say("request-side"), ours),
        (t.say("request-counterpart"), state(t, words.rulebook, &view.counterpart)),
        (
            t.say("request-measure"),
            measure.map(|measure| measure.title.in_language(&words.language()).to_owned()).unwrap_or_default(),
        ),
    ]
}

/// What the request says of the offence.
fn offence(open: &Open, words: &Words<'_>) -> Option<Drawn> {
    let one = open.view.content.get("offence")?;
    let drawn = words.drawn_of(&open.view, &serde_json::json!({ "offence": one }))?;
    let written = written_in(&open.view.content).unwrap_or_default();
    let blocks = drawn.blocks.into_iter();
    let blocks = blocks.filter(|block| !matches!(block, Block::Field(line) if line.value == Shown::Missing));
    Some(Drawn { written_in: written.to_owned(), blocks: blocks.collect(), ..drawn })
}

fn question(open: &Open, words: &Words<'_>, by: &SignedIn, checkpoint: &Checkpoint) -> Question {
    let (t, asked) = (words.t, &checkpoint.asked);
    let last = checkpoint.said.iter().rfind(|said| said.stands && said.outcome().is_some());
    let waits = matches!(asked.state, SafeguardState::Open | SafeguardState::Stale);
    Question {
        to: open.question(by, &asked.safeguard),
        title: open.title(by, &asked.code, &asked.safeguard),
        state: t.name("state", asked.state),
        tag: asked.state.to_string(),
        by: words.names("role", &asked.answered_by),
        mine: open.leads_on() && ((waits && checkpoint.cannot.is_none()) || checkpoint.may_confirm),
        answered: last.and_then(|said| {
            let outcome = t.name("outcome", said.outcome()?);
            Some((outcome, said.by.clone().unwrap_or_default(), moment(t, &said.at)))
        }),
    }
}

/// Why this official answers nothing here at all, where that is so.
fn four_eyes(open: &Open, words: &Words<'_>) -> Option<Why> {
    let first = open.review.checkpoints.first()?;
    let none = open.review.checkpoints.iter().all(|one| one.cannot.is_some() && !one.may_confirm);
    let why = Why::of(words, first).filter(|_| none)?;
    let mut roles: Vec<_> = open.review.checkpoints.iter().flat_map(|one| one.asked.answered_by.clone()).collect();
    roles.sort_unstable();
    roles.dedup();
    let can = if why.can.is_empty() { String::new() } else { words.names("role", &roles) };
    Some(Why { can, ..why })
}

fn shut(open: &Open, words: &Words<'_>, by: &SignedIn) -> Vec<Shut> {
    match &open.review.shut {
        None => Vec::new(),
        Some(Refusal::SafeguardsOpen(all)) => all
            .iter()
            .map(|one| {
                let own = one.gate == open.review.gate;
                let title = open.title(by, &one.code, one.safeguard.as_str());
                let gate = words.t.name("gate", one.gate);
                let path = format!("/requests/{}/safeguards/{}/{}", open.reference, one.gate, one.safeguard);
                Shut {
                    text: if own { title } else { format!("{title} ({gate})") },
                    to: Some(if own { open.question(by, one.safeguard.as_str()) } else { by.visit.to(&path) }),
                    state: Some((words.t.name("state", one.state), one.state.to_string())),
                }
            })
            .collect(),
        Some(refusal) => vec![Shut { text: told(words, refusal), to: None, state: None }],
    }
}

fn steps(open: &Open, words: &Words<'_>, by: &SignedIn) -> Vec<Step> {
    let holding = open.holding.as_ref().map(crate::domain::ids::MessageId::as_str);
    let here = open.view.next.iter().filter(|possible| {
        possible.next.gates.contains(&open.review.gate) && possible.next.holding.as_deref() == holding
    });
    here.map(|possible| Step {
        to: by.visit.to(&format!("/requests/{}/steps/{}{}", open.reference, possible.next.transition, open.query())),
        title: words.step(&open.view, holding, &possible.next.transition),
        by: words.names("role", &possible.next.by),
        mine: possible.in_the_way.is_none(),
    })
    .collect()
}
