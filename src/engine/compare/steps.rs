//! Stages and steps of each procedure.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::gate::{Effect, Gate};
use crate::domain::ids::{DeadlineName, MessageName, StageName};

use super::super::procedure::{Part, Procedure, Stage, Transition, Trigger};
use super::super::words;
use super::gates::{of_gate, of_role};
use super::protocol;
use super::said::{Said, Word, known, name, part, said, same, titled};
use super::ways::surely_passed;
use super::{Comparing, Protection, Topic, matched, set};

/// A part of a procedure, as it was and as it is, with the procedures for their messages.
#[derive(Clone, Copy)]
struct Parts<'r> {
    procedures: (&'r Procedure, &'r Procedure),
    parts: (&'r Part, &'r Part),
}

pub(super) fn compare(comparing: &mut Comparing<'_>) {
    let neither = Protection::Neither;
    let (both, lost, won) = matched(&comparing.old.procedures, &comparing.new.procedures);
    let place = |procedure: &Procedure| said("{0}", [titled(&procedure.name, Some(&procedure.title))]);
    for (_, procedure) in lost {
        comparing.note(Topic::Step, &place(procedure), neither, said("the procedure is gone", []));
    }
    for (_, procedure) in won {
        comparing.note(Topic::Step, &place(procedure), neither, said("the procedure is new", []));
    }
    for (_, before, after) in both {
        let place = place(after);
        comparing.texts(&place, said("the title", []), &before.title, &after.title);
        if before.kind != after.kind {
            let sentence = said("it is of another kind: request or transmission", []);
            comparing.note(Topic::Step, &place, neither, sentence);
        }
        protocol::messages(comparing, &place, (before, after));
        let parts = |procedure: &Procedure| procedure.parts().map(|(name, _, _)| name).collect::<BTreeSet<_>>();
        let what = (said("parts", []), Protection::Fell, neither);
        comparing.names(Topic::Step, &place, (&parts(before), &parts(after)), |part| of_part(part), what);
        for (part, _, old) in before.parts() {
            if let Some((_, _, new)) = after.parts().find(|(other, _, _)| *other == part) {
                let place = said("{0}, {1}", [Word::Said(place.clone()), of_part(part)]);
                one(comparing, &place, Parts { procedures: (before, after), parts: (old, new) });
            }
        }
    }
}

fn of_part(named: &str) -> Word {
    match named {
        "requesting" => part("requesting"),
        "requested" => part("requested"),
        "holding" => part("holding"),
        other => same(other),
    }
}

/// A stage by its title, in the new part, else in the old one.
pub(super) fn of_stage((before, after): (&Part, &Part), stage: &StageName) -> Word {
    let found = after.stages.iter().chain(&before.stages).find(|known| known.name == *stage);
    titled(stage, found.map(|known| &known.title))
}

fn one(comparing: &mut Comparing<'_>, place: &Said, both: Parts<'_>) {
    let (before, after) = both.parts;
    let neither = Protection::Neither;
    if before.start != after.start {
        let words = [of_stage(both.parts, &after.start), of_stage(both.parts, &before.start)];
        comparing.note(Topic::Step, place, neither, said("it begins at {0} and began at {1}", words));
    }
    stages(comparing, place, both);
    let (old, new) = (surely_passed(before), surely_passed(after));
    for (stage, gates) in &old {
        let Some(now) = new.get(stage) else { continue };
        let what = said("every way to the stage {0} passes the gates", [of_stage(both.parts, stage)]);
        comparing.names(
            Topic::Step,
            place,
            (gates, now),
            |gate| of_gate(*gate),
            (what, Protection::Fell, Protection::Rose),
        );
    }
    transitions(comparing, place, both);
    protocol::clocks(comparing, place, both.parts);
}

fn stages(comparing: &mut Comparing<'_>, place: &Said, both: Parts<'_>) {
    let neither = Protection::Neither;
    let stages = |part: &Part| -> BTreeMap<String, Stage> {
        part.stages.iter().map(|stage| (stage.name.to_string(), stage.clone())).collect()
    };
    let called = |stage: &Stage| titled(&stage.name, Some(&stage.title));
    let (old, new) = (stages(both.parts.0), stages(both.parts.1));
    let (both, lost, won) = matched(&old, &new);
    for (_, stage) in lost {
        comparing.note(Topic::Step, place, neither, said("the stage {0} is gone", [called(stage)]));
    }
    for (_, stage) in won {
        comparing.note(Topic::Step, place, neither, said("the stage {0} is new", [called(stage)]));
    }
    for (_, old, new) in both {
        if old.phase != new.phase {
            let phase = |stage: &Stage| {
                let phase = stage.phase;
                known(move |language| words::phase(language, phase))
            };
            let words = [called(new), phase(old), phase(new)];
            comparing.note(Topic::Step, place, neither, said("the stage {0} was of phase {1} and is of {2}", words));
        }
        if old.ends != new.ends {
            let sentence = if new.ends {
                said("at the stage {0} it now ends", [called(new)])
            } else {
                said("at the stage {0} it no longer ends", [called(new)])
            };
            comparing.note(Topic::Step, place, neither, sentence);
        }
        if old.edits != new.edits {
            let word = |stage: &Stage| match stage.edits {
                Some(subject) => known(|language| words::subject(language, subject)),
                None => part("nothing"),
            };
            let words = [called(new), word(new), word(old)];
            let sentence = said("at the stage {0}, {1} may be written; before, {2}", words);
            comparing.note(Topic::Step, place, neither, sentence);
        }
        comparing.texts(place, said("the stage {0}", [called(new)]), &old.title, &new.title);
    }
}

fn transitions(comparing: &mut Comparing<'_>, place: &Said, both: Parts<'_>) {
    let named = |part: &Part| -> BTreeMap<String, Transition> {
        part.transitions.iter().map(|transition| (transition.name.to_string(), transition.clone())).collect()
    };
    let (old, new) = (named(both.parts.0), named(both.parts.1));
    let (kept, lost, won) = matched(&old, &new);
    for (_, step) in lost {
        let refusing = step.gates.iter().any(|gate| matches!(gate, Gate::Refusal | Gate::Postponement));
        let protection = if refusing { Protection::Fell } else { Protection::Neither };
        let words = [called(step), of_stage(both.parts, &step.to)];
        comparing.note(Topic::Step, place, protection, said("the step {0} to {1} is gone", words));
    }
    for (_, step) in won {
        let from = Word::All(step.from.iter().map(|stage| of_stage(both.parts, stage)).collect());
        let words = [called(step), from, of_stage(both.parts, &step.to), trigger(both, step)];
        let new = said("the step {0} is new: from {1} to {2}, {3}", words);
        let sentence = if step.gates.is_empty() {
            said("{0}, at no gate", [Word::Said(new)])
        } else {
            let gates = Word::All(step.gates.iter().copied().map(of_gate).collect());
            said("{0}, at the gate of {1}", [Word::Said(new), gates])
        };
        comparing.note(Topic::Step, place, Protection::Neither, sentence);
    }
    for (_, old, new) in kept {
        step(comparing, place, both, (old, new));
    }
}

fn called(step: &Transition) -> Word {
    titled(&step.name, Some(&step.title))
}

fn trigger(both: Parts<'_>, transition: &Transition) -> Word {
    match transition.trigger() {
        Some(Trigger::Officials(roles)) => {
            Word::Said(said("by {0}", [Word::One(roles.iter().copied().map(of_role).collect())]))
        }
        Some(Trigger::Message(on)) => Word::Said(said("on the message {0}", [of_message(both.procedures, on)])),
        Some(Trigger::Linked(procedure, on)) => {
            Word::Said(said("on {0} of a chained request ({1})", [name(on), name(procedure)]))
        }
        Some(Trigger::Clock(clock)) => Word::Said(said("after the clock {0}", [of_clock(both.parts, clock)])),
        None => part("by nobody"),
    }
}

fn of_message((before, after): (&Procedure, &Procedure), message: &str) -> Word {
    let found = after.messages.iter().chain(&before.messages).find(|known| known.name.as_str() == message);
    titled(message, found.map(|known| &known.title))
}

fn of_clock((before, after): (&Part, &Part), clock: &DeadlineName) -> Word {
    let found = after.deadlines.iter().chain(&before.deadlines).find(|known| known.name == *clock);
    titled(clock, found.map(|known| &known.title))
}

fn step(comparing: &mut Comparing<'_>, place: &Said, both: Parts<'_>, (old, new): (&Transition, &Transition)) {
    let neither = Protection::Neither;
    let what = said("the step {0}, its gates", [called(new)]);
    let gates = (&set(&old.gates), &set(&new.gates));
    comparing.names(Topic::Step, place, gates, |gate| of_gate(*gate), (what, Protection::Fell, Protection::Rose));
    let what = said("the step {0}, where it begins", [called(new)]);
    let from = (&set(&old.from), &set(&new.from));
    comparing.names(Topic::Step, place, from, |stage| of_stage(both.parts, stage), (what, neither, neither));
    if old.to != new.to {
        let words = [called(new), of_stage(both.parts, &new.to), of_stage(both.parts, &old.to)];
        comparing.note(Topic::Step, place, neither, said("the step {0} leads to {1}; before, to {2}", words));
    }
    match (&old.by, &new.by) {
        (Some(before), Some(after)) => {
            let what = said("the step {0}, who takes it", [called(new)]);
            let what = (what, Protection::Rose, Protection::Fell);
            comparing.names(Topic::Role, place, (&set(before), &set(after)), |role| of_role(*role), what);
        }
        _ if old.trigger() != new.trigger() => {
            // What no official decides any more, nobody answers for.
            let protection = match (&old.by, &new.by) {
                (Some(_), None) => Protection::Fell,
                (None, Some(_)) => Protection::Rose,
                (None, None) | (Some(_), Some(_)) => neither,
            };
            let words = [called(new), trigger(both, new), trigger(both, old)];
            comparing.note(Topic::Step, place, protection, said("the step {0} is taken {1}; before, {2}", words));
        }
        _ => {}
    }
    if old.effect != new.effect {
        let protection = if new.effect.is_none() { Protection::Fell } else { neither };
        let words = [called(new), of_effect(new.effect), of_effect(old.effect)];
        comparing.note(Topic::Step, place, protection, said("the step {0}, its effect is {1}; before, {2}", words));
    }
    if old.sends != new.sends {
        let word = |sends: &Option<MessageName>| {
            sends.as_ref().map_or_else(|| part("nothing"), |name| of_message(both.procedures, name.as_str()))
        };
        let words = [called(new), word(&new.sends), word(&old.sends)];
        comparing.note(Topic::Message, place, neither, said("the step {0} sends {1}; before, {2}", words));
    }
    let clock = |name: &DeadlineName| of_clock(both.parts, name);
    // A clock that is no longer started reminds nobody; one that is stopped more often neither.
    let what = said("the step {0}, starts the clocks", [called(new)]);
    let starts = (&set(&old.starts), &set(&new.starts));
    comparing.names(Topic::Clock, place, starts, clock, (what, Protection::Fell, neither));
    let what = said("the step {0}, stops the clocks", [called(new)]);
    comparing.names(Topic::Clock, place, (&set(&old.stops), &set(&new.stops)), clock, (what, neither, neither));
    let what = said("the step {0}, rests on", [called(new)]);
    comparing.names(
        Topic::Source,
        place,
        (&set(&old.source), &set(&new.source)),
        |source| same(source),
        (what, neither, neither),
    );
    comparing.texts(place, said("the step {0}", [called(new)]), &old.title, &new.title);
}

fn of_effect(effect: Option<Effect>) -> Word {
    match effect {
        None => part("none"),
        Some(Effect::Send) => part("send"),
        Some(Effect::Execute) => part("execute"),
        Some(Effect::Disclose) => part("disclose"),
        Some(Effect::Use) => part("use"),
        Some(Effect::TransferOnward) => part("transfer onward"),
        Some(Effect::Refuse) => part("refuse"),
        Some(Effect::Postpone) => part("postpone"),
        Some(Effect::Renew) => part("renew"),
        Some(Effect::Release) => part("release"),
        Some(Effect::Close) => part("close"),
    }
}
