//! Stages and steps of each procedure.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::gate::Gate;

use super::super::procedure::{Part, Procedure, Stage, Transition, Trigger};
use super::super::refusal::listed;
use super::gates::spaced;
use super::protocol;
use super::ways::surely_passed;
use super::{Comparing, Protection, Topic, matched, set};

pub(super) fn compare(comparing: &mut Comparing<'_>) {
    let (both, lost, won) = matched(&comparing.old.procedures, &comparing.new.procedures);
    for (name, _) in lost {
        comparing.note(Topic::Step, name.as_str(), Protection::Neither, "the procedure is gone");
    }
    for (name, _) in won {
        comparing.note(Topic::Step, name.as_str(), Protection::Neither, "the procedure is new");
    }
    for (name, before, after) in both {
        comparing.texts(name.as_str(), "the title", &before.title, &after.title);
        if before.kind != after.kind {
            comparing.note(
                Topic::Step,
                name.as_str(),
                Protection::Neither,
                "it is of another kind: request or transmission",
            );
        }
        protocol::messages(comparing, name.as_str(), (before, after));
        let parts = |procedure: &Procedure| procedure.parts().map(|(name, _, _)| name).collect::<BTreeSet<_>>();
        let (old, new) = (parts(before), parts(after));
        comparing.names(Topic::Step, name.as_str(), (&old, &new), ("parts", Protection::Fell, Protection::Neither));
        for (part, _, old) in before.parts() {
            if let Some((_, _, new)) = after.parts().find(|(other, _, _)| *other == part) {
                one(comparing, &format!("{name}, {part}"), (old, new));
            }
        }
    }
}

fn one(comparing: &mut Comparing<'_>, place: &str, (before, after): (&Part, &Part)) {
    if before.start != after.start {
        let sentence = format!("it begins at `{}` and began at `{}`", after.start, before.start);
        comparing.note(Topic::Step, place, Protection::Neither, sentence);
    }
    let stages = |part: &Part| -> BTreeMap<String, Stage> {
        part.stages.iter().map(|stage| (stage.name.to_string(), stage.clone())).collect()
    };
    let (old, new) = (stages(before), stages(after));
    let (both, lost, won) = matched(&old, &new);
    for (name, _) in lost {
        comparing.note(Topic::Step, place, Protection::Neither, format!("the stage `{name}` is gone"));
    }
    for (name, _) in won {
        comparing.note(Topic::Step, place, Protection::Neither, format!("the stage `{name}` is new"));
    }
    for (name, old, new) in both {
        if old.phase != new.phase {
            let sentence = format!("the stage `{name}` was of phase {} and is of {}", old.phase, new.phase);
            comparing.note(Topic::Step, place, Protection::Neither, sentence);
        }
        if old.ends != new.ends {
            let sentence = format!("at the stage `{name}` it {}", if new.ends { "now ends" } else { "no longer ends" });
            comparing.note(Topic::Step, place, Protection::Neither, sentence);
        }
        if old.edits != new.edits {
            let word = |stage: &Stage| stage.edits.map_or("nothing".to_owned(), |subject| format!("the {subject}"));
            let sentence = format!("at the stage `{name}`, {} may be written; before, {}", word(new), word(old));
            comparing.note(Topic::Step, place, Protection::Neither, sentence);
        }
        comparing.texts(place, &format!("the stage `{name}`"), &old.title, &new.title);
    }
    let (old, new) = (surely_passed(before), surely_passed(after));
    for (stage, gates) in &old {
        let Some(now) = new.get(stage) else { continue };
        let what = format!("every way to the stage `{stage}` passes the gates");
        let both = (&gates.iter().map(spaced).collect(), &now.iter().map(spaced).collect());
        comparing.names(Topic::Step, place, both, (&what, Protection::Fell, Protection::Rose));
    }
    transitions(comparing, place, (before, after));
    protocol::clocks(comparing, place, (before, after));
}

fn transitions(comparing: &mut Comparing<'_>, place: &str, (before, after): (&Part, &Part)) {
    let named = |part: &Part| -> BTreeMap<String, Transition> {
        part.transitions.iter().map(|transition| (transition.name.to_string(), transition.clone())).collect()
    };
    let (old, new) = (named(before), named(after));
    let (both, lost, won) = matched(&old, &new);
    for (name, transition) in lost {
        let refusing = transition.gates.iter().any(|gate| matches!(gate, Gate::Refusal | Gate::Postponement));
        let protection = if refusing { Protection::Fell } else { Protection::Neither };
        let sentence = format!("the step `{name}` to `{}` is gone", transition.to);
        comparing.note(Topic::Step, place, protection, sentence);
    }
    for (name, transition) in won {
        let gates = if transition.gates.is_empty() {
            "no gate".to_owned()
        } else {
            format!("the gate of {}", listed(transition.gates.iter().map(spaced), " and "))
        };
        let sentence = format!(
            "the step `{name}` is new: from {} to `{}`, {}, at {gates}",
            listed(&transition.from, ", "),
            transition.to,
            trigger(transition)
        );
        comparing.note(Topic::Step, place, Protection::Neither, sentence);
    }
    for (name, old, new) in both {
        step(comparing, place, name, (old, new));
    }
}

fn trigger(transition: &Transition) -> String {
    match transition.trigger() {
        Some(Trigger::Officials(roles)) => format!("by {}", listed(roles.iter().map(spaced), " or ")),
        Some(Trigger::Message(name)) => format!("on the message `{name}`"),
        Some(Trigger::Linked(procedure, name)) => format!("on `{name}` of a chained request ({procedure})"),
        Some(Trigger::Clock(name)) => format!("after the clock `{name}`"),
        None => "by nobody".to_owned(),
    }
}

fn step(comparing: &mut Comparing<'_>, place: &str, name: &str, (old, new): (&Transition, &Transition)) {
    let what = |of: &str| format!("the step `{name}`, {of}");
    comparing.names(
        Topic::Step,
        place,
        (&old.gates.iter().map(spaced).collect(), &new.gates.iter().map(spaced).collect()),
        (&what("its gates"), Protection::Fell, Protection::Rose),
    );
    comparing.names(
        Topic::Step,
        place,
        (&set(&old.from), &set(&new.from)),
        (&what("where it begins"), Protection::Neither, Protection::Neither),
    );
    if old.to != new.to {
        let sentence = format!("{} `{}`; before, `{}`", what("where it leads"), new.to, old.to);
        comparing.note(Topic::Step, place, Protection::Neither, sentence);
    }
    match (&old.by, &new.by) {
        (Some(before), Some(after)) => comparing.names(
            Topic::Role,
            place,
            (&before.iter().map(spaced).collect(), &after.iter().map(spaced).collect()),
            (&what("who takes it"), Protection::Rose, Protection::Fell),
        ),
        _ if old.trigger() != new.trigger() => {
            // What no official decides any more, nobody answers for.
            let protection = match (&old.by, &new.by) {
                (Some(_), None) => Protection::Fell,
                (None, Some(_)) => Protection::Rose,
                (None, None) | (Some(_), Some(_)) => Protection::Neither,
            };
            let sentence = format!("the step `{name}` is taken {}; before, {}", trigger(new), trigger(old));
            comparing.note(Topic::Step, place, protection, sentence);
        }
        _ => {}
    }
    if old.effect != new.effect {
        let word = |effect: Option<crate::domain::gate::Effect>| effect.map_or("none".to_owned(), spaced);
        let protection = if new.effect.is_none() { Protection::Fell } else { Protection::Neither };
        let sentence = format!("{} is {}; before, {}", what("its effect"), word(new.effect), word(old.effect));
        comparing.note(Topic::Step, place, protection, sentence);
    }
    if old.sends != new.sends {
        let word = |sends: &Option<crate::domain::ids::MessageName>| {
            sends.as_ref().map_or("nothing".to_owned(), |name| format!("`{name}`"))
        };
        let sentence = format!("the step `{name}` sends {}; before, {}", word(&new.sends), word(&old.sends));
        comparing.note(Topic::Message, place, Protection::Neither, sentence);
    }
    for (of, old, new) in
        [("starts the clocks", &old.starts, &new.starts), ("stops the clocks", &old.stops, &new.stops)]
    {
        // A clock that is no longer started reminds nobody; one that is stopped more often neither.
        let (gone, came) = if of.starts_with("starts") {
            (Protection::Fell, Protection::Neither)
        } else {
            (Protection::Neither, Protection::Neither)
        };
        comparing.names(Topic::Clock, place, (&set(old), &set(new)), (&what(of), gone, came));
    }
    comparing.names(
        Topic::Source,
        place,
        (&set(&old.source), &set(&new.source)),
        (&what("rests on"), Protection::Neither, Protection::Neither),
    );
    comparing.texts(place, &format!("the step `{name}`"), &old.title, &new.title);
}
