//! Names within the parts of a procedure: stages, deadlines, transitions, and what makes them happen.

use std::collections::BTreeSet;

use crate::domain::ids::{DeadlineName, StageName};

use super::super::procedure::Trigger;
use super::names::{must_exist, twice};
use super::{Checking, PartAt, parts};

pub(super) fn check(checking: &mut Checking<'_>) {
    for at in parts(checking.rulebook) {
        part_names(checking, &at);
    }
}

fn part_names(checking: &mut Checking<'_>, at: &PartAt<'_>) {
    let (file, part) = (at.file.as_str(), at.part);
    twice(checking, file, part.stages.iter().map(|stage| stage.name.as_str()), |i| at.at("stage", i, "name"), "stage");
    twice(
        checking,
        file,
        part.deadlines.iter().map(|deadline| deadline.name.as_str()),
        |i| at.at("deadline", i, "name"),
        "deadline",
    );
    let stages = || part.stages.iter().map(|stage| &stage.name);
    let stage = |checking: &mut Checking<'_>, pointer: &str, name: &StageName| {
        must_exist(checking, file, pointer, ("stage", name.as_str()), part.stage(name).is_some(), stages());
    };
    let deadline = |checking: &mut Checking<'_>, pointer: &str, name: &DeadlineName| {
        let names = part.deadlines.iter().map(|deadline| &deadline.name);
        must_exist(checking, file, pointer, ("deadline", name.as_str()), part.deadline(name).is_some(), names);
    };
    stage(checking, &format!("/{}/start", at.name), &part.start);
    for (index, rule) in part.deadlines.iter().enumerate() {
        for (nth, name) in rule.paused_in.iter().enumerate() {
            stage(checking, &at.at("deadline", index, &format!("paused_in/{nth}")), name);
        }
        if rule.due_in_days.is_some() == rule.due_in_hours.is_some() || rule.hours() == 0 {
            checking.fault(
                file,
                &at.at("deadline", index, ""),
                format!("the deadline `{}` needs exactly one of `due_in_days` and `due_in_hours`, above 0", rule.name),
            );
        }
    }
    for (index, rule) in part.transitions.iter().enumerate() {
        for (nth, name) in rule.from.iter().enumerate() {
            stage(checking, &at.at("transition", index, &format!("from/{nth}")), name);
        }
        stage(checking, &at.at("transition", index, "to"), &rule.to);
        for (key, names) in [("starts", &rule.starts), ("stops", &rule.stops)] {
            for (nth, name) in names.iter().enumerate() {
                deadline(checking, &at.at("transition", index, &format!("{key}/{nth}")), name);
            }
        }
        transition_names(checking, at, index);
    }
    ambiguous(checking, at);
}

fn transition_names(checking: &mut Checking<'_>, at: &PartAt<'_>, index: usize) {
    let (file, rule) = (at.file.as_str(), &at.part.transitions[index]);
    let messages_of =
        |side| at.procedure.messages.iter().filter(move |message| message.from == side).map(|message| &message.name);
    if let Some(name) = &rule.sends {
        let exists = messages_of(at.side).any(|known| known == name);
        must_exist(
            checking,
            file,
            &at.at("transition", index, "sends"),
            (&format!("message of the {} State", at.side), name.as_str()),
            exists,
            messages_of(at.side),
        );
    }
    match rule.trigger() {
        None => checking.fault(
            file,
            &at.at("transition", index, ""),
            format!("`{}` needs exactly one of `by`, `on` and `after`", rule.name),
        ),
        Some(Trigger::Officials(roles)) => {
            if roles.is_empty() {
                checking.fault(
                    file,
                    &at.at("transition", index, "by"),
                    format!("`{}` names no role: nobody could take it", rule.name),
                );
            }
            for role in roles.iter().filter(|role| !role.acts_on_requests()) {
                checking.fault(
                    file,
                    &at.at("transition", index, "by"),
                    format!("`{role}` never acts on a request: name another role"),
                );
            }
        }
        Some(Trigger::Message(name)) => {
            let exists = messages_of(at.side.other()).any(|known| *known == *name);
            must_exist(
                checking,
                file,
                &at.at("transition", index, "on"),
                (&format!("message of the {} State", at.side.other()), name),
                exists,
                messages_of(at.side.other()),
            );
        }
        Some(Trigger::Linked(procedure, name)) => {
            let rulebook = checking.rulebook;
            let other = rulebook.procedures.values().find(|known| known.name == *procedure);
            let pointer = at.at("transition", index, "on");
            must_exist(checking, file, &pointer, ("procedure", procedure), other.is_some(), rulebook.procedures.keys());
            if let Some(other) = other {
                let names = other.messages.iter().map(|message| &message.name);
                must_exist(checking, file, &pointer, ("message", name), other.message(name).is_some(), names);
            }
        }
        Some(Trigger::Clock(name)) => {
            let names = at.part.deadlines.iter().map(|deadline| &deadline.name);
            must_exist(
                checking,
                file,
                &at.at("transition", index, "after"),
                ("deadline", name.as_str()),
                at.part.deadline(name).is_some(),
                names,
            );
        }
    }
}

/// Two transitions of one name, one message or one clock that leave the same stage: nobody could say which is meant.
fn ambiguous(checking: &mut Checking<'_>, at: &PartAt<'_>) {
    let mut seen = BTreeSet::new();
    for (index, rule) in at.part.transitions.iter().enumerate() {
        for from in &rule.from {
            let named = !seen.insert(format!("{from} {}", rule.name));
            let caused = match rule.trigger() {
                Some(Trigger::Officials(_)) | None => false,
                Some(Trigger::Message(name)) => !seen.insert(format!("{from} on {name}")),
                Some(Trigger::Linked(procedure, name)) => !seen.insert(format!("{from} on {procedure}.{name}")),
                Some(Trigger::Clock(name)) => !seen.insert(format!("{from} after {name}")),
            };
            if named || caused {
                let pointer = at.at("transition", index, "name");
                checking.fault(&at.file, &pointer, format!("a second transition `{}` leaves stage `{from}` by the same name or for the same reason: keep one", rule.name));
            }
        }
    }
}
