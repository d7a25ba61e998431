//! The shape of a procedure: every stage has a way in and out, phases are in order, clocks run where they lead on.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::gate::{Side, Subject};
use crate::domain::ids::{DeadlineName, StageName};
use crate::domain::message::AtExpiry;
use crate::domain::phase::Phase;

use super::super::procedure::{Part, Stage, Transition, Trigger};
use super::super::refusal::listed;
use super::{Checking, PartAt, parts};

pub(super) fn check(checking: &mut Checking<'_>) {
    for at in parts(checking.rulebook) {
        ways(checking, &at);
        phases(checking, &at);
        clocks(checking, &at);
        edits(checking, &at);
    }
    messages(checking);
}

/// Every stage can be reached from the start, and from every stage there is a way to an end.
fn ways(checking: &mut Checking<'_>, at: &PartAt<'_>) {
    let part = at.part;
    let reached = closure([&part.start], |stage| part.leaving(stage).map(|transition| &transition.to).collect());
    let ends = part.stages.iter().filter(|stage| stage.ends).map(|stage| &stage.name);
    let ending =
        closure(ends, |stage| part.transitions.iter().filter(|t| t.to == *stage).flat_map(|t| &t.from).collect());
    if !part.stages.iter().any(|stage| stage.ends) {
        checking.fault(&at.file, &format!("/{}", at.name), "no stage ends here: mark those with `ends = true`");
        return;
    }
    for (index, stage) in part.stages.iter().enumerate() {
        if !reached.contains(&stage.name) {
            checking.fault(
                &at.file,
                &at.at("stage", index, "name"),
                format!("no way leads into stage `{}`: add a transition to it, or take it out", stage.name),
            );
        }
        if !ending.contains(&stage.name) {
            checking.fault(
                &at.file,
                &at.at("stage", index, "name"),
                format!("no way leads out of stage `{}` to an end: add a transition from it", stage.name),
            );
        }
        if stage.ends && stage.phase != Phase::Closed {
            checking.fault(
                &at.file,
                &at.at("stage", index, "ends"),
                format!("stage `{}` ends in phase `{}`: only a stage of phase `closed` ends", stage.name, stage.phase),
            );
        }
    }
}

fn closure<'a>(
    from: impl IntoIterator<Item = &'a StageName>,
    next: impl Fn(&StageName) -> Vec<&'a StageName>,
) -> BTreeSet<&'a StageName> {
    let mut found: BTreeSet<&StageName> = from.into_iter().collect();
    let mut waiting: Vec<&StageName> = found.iter().copied().collect();
    while let Some(stage) = waiting.pop() {
        waiting.extend(next(stage).into_iter().filter(|to| found.insert(to)));
    }
    found
}

/// Officials and clocks lead forward, or back to where work is done again; messages lead anywhere.
fn phases(checking: &mut Checking<'_>, at: &PartAt<'_>) {
    for (index, transition) in at.part.transitions.iter().enumerate() {
        let heard = matches!(transition.trigger(), Some(Trigger::Message(_) | Trigger::Linked(..)));
        let Some(to) = at.part.stage(&transition.to).filter(|_| !heard) else { continue };
        for from in transition.from.iter().filter_map(|from| at.part.stage(from)) {
            if !from.phase.may_lead_to(to.phase) {
                checking.fault(
                    &at.file,
                    &at.at("transition", index, "to"),
                    format!("`{}` leads from `{}` (phase {}) back to `{}` (phase {}): the phases are out of order, only a message may do that", transition.name, from.name, from.phase, to.name, to.phase),
                );
            }
        }
    }
}

fn clocks(checking: &mut Checking<'_>, at: &PartAt<'_>) {
    let part = at.part;
    let running = surely_running(part);
    for (index, transition) in part.transitions.iter().enumerate() {
        if at.name == "holding" && matches!(transition.trigger(), Some(Trigger::Linked(..))) {
            checking.fault(
                &at.file,
                &at.at("transition", index, "on"),
                format!(
                    "`{}` would never be taken: a delivery hears nothing of chained requests, the request does",
                    transition.name
                ),
            );
        }
        let Some(Trigger::Clock(deadline)) = transition.trigger() else { continue };
        let pointer = at.at("transition", index, "after");
        if let Some(from) = part
            .deadline(deadline)
            .and_then(|deadline| transition.from.iter().find(|from| deadline.paused_in.contains(from)))
        {
            checking.fault(
                &at.file,
                &pointer,
                format!(
                    "stage `{from}` is left when `{deadline}` is up, but that clock is paused there and never will be"
                ),
            );
        }
        if part.deadline(deadline).is_some_and(|deadline| deadline.at_expiry == AtExpiry::Alert) {
            checking.fault(
                &at.file,
                &pointer,
                format!(
                    "the deadline `{deadline}` only alerts: give it `at_expiry = \"move\"`, or take `{}` out",
                    transition.name
                ),
            );
        }
        for from in &transition.from {
            if !running.get(from).is_some_and(|clocks| clocks.contains(deadline)) {
                checking.fault(&at.file, &pointer, format!("stage `{from}` is left when `{deadline}` is up, but it can be entered without that clock running: start it on every way in"));
            }
        }
    }
    for (index, deadline) in part.deadlines.iter().enumerate() {
        let moves = part.transitions.iter().any(|t| t.trigger() == Some(Trigger::Clock(&deadline.name)));
        if deadline.at_expiry == AtExpiry::Move && !moves {
            checking.fault(
                &at.file,
                &at.at("deadline", index, "at_expiry"),
                format!(
                    "when `{}` is up it is to move the request, but no transition is taken `after` it",
                    deadline.name
                ),
            );
        }
        if !part.transitions.iter().any(|transition| transition.starts.contains(&deadline.name)) {
            checking.fault(
                &at.file,
                &at.at("deadline", index, "name"),
                format!("nothing starts the clock `{}`: name it in `starts` of a transition", deadline.name),
            );
        }
    }
}

/// Each subject is written by the side that it is the word of: what the other State asks for is never rewritten here.
fn edits(checking: &mut Checking<'_>, at: &PartAt<'_>) {
    let own: &[Subject] = match (at.name, at.side) {
        ("holding", _) => &[Subject::Use],
        (_, Side::Requesting) => &[Subject::Request, Subject::Renewal],
        (_, Side::Requested) => &[Subject::Decision, Subject::Result],
    };
    for (index, stage) in at.part.stages.iter().enumerate() {
        if let Some(subject) = stage.edits.filter(|subject| !own.contains(subject)) {
            let may = listed(own, " or ");
            let sentence = format!(
                "in the stage `{}` of `{}` the {subject} is not written: name {may}, or take `edits` out",
                stage.name, at.name
            );
            checking.fault(&at.file, &at.at("stage", index, "edits"), sentence);
        }
    }
}

/// Clocks that run in a stage whichever way it was entered.
fn surely_running(part: &Part) -> BTreeMap<&StageName, BTreeSet<DeadlineName>> {
    let all: BTreeSet<DeadlineName> = part.deadlines.iter().map(|deadline| deadline.name.clone()).collect();
    let mut running: BTreeMap<&StageName, BTreeSet<DeadlineName>> =
        part.stages.iter().map(|stage| (&stage.name, all.clone())).collect();
    running.insert(&part.start, BTreeSet::new());
    let after = |clocks: &BTreeSet<DeadlineName>, transition: &Transition| {
        let mut clocks: BTreeSet<DeadlineName> =
            clocks.iter().filter(|clock| !transition.stops.contains(clock)).cloned().collect();
        if let Some(Trigger::Clock(done)) = transition.trigger() {
            clocks.remove(done);
        }
        clocks.extend(transition.starts.iter().cloned());
        clocks
    };
    loop {
        let mut changed = false;
        for transition in &part.transitions {
            for from in &transition.from {
                let Some(leaves) = running.get(from).map(|clocks| after(clocks, transition)) else { continue };
                if let Some(enters) = running.get_mut(&transition.to) {
                    let both: BTreeSet<DeadlineName> = enters.intersection(&leaves).cloned().collect();
                    changed |= both.len() < enters.len();
                    *enters = both;
                }
            }
        }
        if !changed {
            return running;
        }
    }
}

/// Every message is sent by its side and heard somewhere by the other.
fn messages(checking: &mut Checking<'_>) {
    let rulebook = checking.rulebook;
    for procedure in rulebook.procedures.values() {
        let file = format!("procedures/{}.toml", procedure.name);
        for (index, message) in procedure.messages.iter().enumerate() {
            let pointer = format!("/message/{index}/name");
            let hears = |part: &Part| {
                part.transitions.iter().any(|t| t.trigger() == Some(Trigger::Message(message.name.as_str())))
            };
            let sends = |part: &Part| part.transitions.iter().any(|t| t.sends.as_ref() == Some(&message.name));
            let heard_at = |stage: &Stage| {
                procedure
                    .part(message.from.other())
                    .leaving(&stage.name)
                    .any(|t| t.trigger() == Some(Trigger::Message(message.name.as_str())))
            };
            if message.when_late.is_none() && !procedure.part(message.from.other()).stages.iter().all(heard_at) {
                checking.fault(
                    &file,
                    &format!("/message/{index}"),
                    format!(
                        "`{}` may come when no stage hears it: say in `when_late` what becomes of it then",
                        message.name
                    ),
                );
            }
            if procedure.delivers(message) && procedure.holding.is_none() {
                checking.fault(
                    &file,
                    &format!("/message/{index}/carries"),
                    format!(
                        "`{}` is a delivery, but the procedure has no `[holding]` in which it is kept",
                        message.name
                    ),
                );
            }
            let delivery = procedure.holding.as_ref().filter(|_| message.from != procedure.holder());
            if !hears(procedure.part(message.from.other())) && !delivery.is_some_and(hears) {
                checking.fault(
                    &file,
                    &pointer,
                    format!(
                        "the {} State never hears `{}`: add a transition `on` it",
                        message.from.other(),
                        message.name
                    ),
                );
            }
            let holding = procedure.holding.as_ref().filter(|_| message.from == procedure.holder());
            if !sends(procedure.part(message.from)) && !holding.is_some_and(sends) {
                checking.fault(
                    &file,
                    &pointer,
                    format!(
                        "the {} State never sends `{}`: add a transition that `sends` it, or take it out",
                        message.from, message.name
                    ),
                );
            }
        }
        if procedure.opening_message().is_none() {
            let start = &procedure.requested.start;
            checking.fault(&file, "/requested/start", format!("stage `{start}` hears no message that carries the request: that is how a request begins there (heard are {})",
                listed(procedure.requested.leaving(start).filter_map(|t| t.on.as_ref()), ", ")));
        }
    }
}
