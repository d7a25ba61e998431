//! What a safeguard's answers do and need.

use std::collections::BTreeSet;
use std::fmt::Display;

use crate::domain::safeguard::Outcome;

use super::super::safeguard::{AnswerRule, Safeguard};
use super::gates::spaced;
use super::{Comparing, Protection, Topic, matched, set};

pub(super) fn compare(comparing: &mut Comparing<'_>) {
    let (both, lost, won) = matched(&comparing.old.safeguards, &comparing.new.safeguards);
    for (_, safeguard) in lost {
        let sentence = format!("{} {} is gone", safeguard.code, safeguard.title.en());
        comparing.note(Topic::Answer, "safeguards", Protection::Fell, sentence);
    }
    for (_, safeguard) in won {
        let sentence = format!("{} {} is new", safeguard.code, safeguard.title.en());
        comparing.note(Topic::Answer, "safeguards", Protection::Rose, sentence);
    }
    for (_, before, after) in both {
        one(comparing, before, after);
    }
}

fn one(comparing: &mut Comparing<'_>, before: &Safeguard, after: &Safeguard) {
    let place = format!("{} {}", after.code, after.title.en());
    if before.code != after.code {
        let sentence = format!("its code was {}", before.code);
        comparing.note(Topic::Text, &place, Protection::Neither, sentence);
    }
    if before.hard != after.hard {
        let (protection, sentence) = if after.hard {
            (Protection::Rose, "a negative answer now stands: nobody replaces it")
        } else {
            (Protection::Fell, "a negative answer can now be replaced by another official")
        };
        comparing.note(Topic::Answer, &place, protection, sentence);
    }
    match (&before.deferred_by, &after.deferred_by) {
        (old, new) if old == new => {}
        (_, Some(by)) => {
            comparing.note(
                Topic::Answer,
                &place,
                Protection::Fell,
                format!("can now be answered later, where `{by}` is met"),
            );
        }
        (_, None) => {
            comparing.note(Topic::Answer, &place, Protection::Rose, "can no longer be answered later");
        }
    }
    comparing.texts(&place, "the question", &before.question, &after.question);
    comparing.texts(&place, "the title", &before.title, &after.title);
    if set(&before.source) != set(&after.source) {
        comparing.names(
            Topic::Source,
            &place,
            (&set(&before.source), &set(&after.source)),
            ("rests on", Protection::Neither, Protection::Neither),
        );
    }
    let (both, lost, won) = matched(&before.answers, &after.answers);
    for (name, rule) in lost {
        let protection = if clears(rule) { Protection::Rose } else { Protection::Fell };
        comparing.note(Topic::Answer, &place, protection, format!("can no longer be answered `{}`", spaced(name)));
    }
    for (name, rule) in won {
        let (protection, does) =
            if clears(rule) { (Protection::Fell, "which clears") } else { (Protection::Rose, "which does not clear") };
        comparing.note(Topic::Answer, &place, protection, format!("can now be answered `{}`, {does}", spaced(name)));
    }
    for (name, before, after) in both {
        answer(comparing, &place, &spaced(name), (before, after));
    }
}

fn clears(rule: &AnswerRule) -> bool {
    rule.outcome != Outcome::NotMet
}

/// How little an outcome asks for.
fn ease(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::NotMet => 0,
        Outcome::MetWithConditions => 1,
        Outcome::Met | Outcome::NotApplicable | Outcome::Deferred => 2,
    }
}

fn answer(comparing: &mut Comparing<'_>, place: &str, name: &str, (before, after): (&AnswerRule, &AnswerRule)) {
    if before.outcome != after.outcome {
        let protection = match ease(after.outcome).cmp(&ease(before.outcome)) {
            std::cmp::Ordering::Greater => Protection::Fell,
            std::cmp::Ordering::Less => Protection::Rose,
            std::cmp::Ordering::Equal => Protection::Neither,
        };
        let sentence = format!("the answer `{name}` was {} and is {}", spaced(before.outcome), spaced(after.outcome));
        comparing.note(Topic::Answer, place, protection, sentence);
    }
    for (what, before, after) in [
        ("reasons", before.needs_reason, after.needs_reason),
        ("a document", before.needs_document, after.needs_document),
    ] {
        if before != after {
            let (protection, word) =
                if after { (Protection::Rose, "now needs") } else { (Protection::Fell, "no longer needs") };
            comparing.note(Topic::Answer, place, protection, format!("the answer `{name}` {word} {what}"));
        }
    }
    if before.ground != after.ground {
        let named = |rule: &AnswerRule| rule.ground.as_ref().map_or("none".to_owned(), ToString::to_string);
        let protection = if after.ground.is_none() { Protection::Fell } else { Protection::Neither };
        let sentence = format!("the answer `{name}` gave the ground {} and gives {}", named(before), named(after));
        comparing.note(Topic::Answer, place, protection, sentence);
    }
    if before.condition != after.condition {
        let named = |rule: &AnswerRule| rule.condition.as_ref().map_or("none".to_owned(), ToString::to_string);
        let protection = match (&before.condition, &after.condition) {
            (Some(_), None) => Protection::Fell,
            (None, Some(_)) => Protection::Rose,
            (None, None) | (Some(_), Some(_)) => Protection::Neither,
        };
        let sentence =
            format!("the answer `{name}` asked for the condition {} and asks for {}", named(before), named(after));
        comparing.note(Topic::Answer, place, protection, sentence);
    }
    let grounds = (set(&before.only_with_grounds), set(&after.only_with_grounds));
    only(comparing, place, name, ("only with the grounds", "with any ground"), grounds);
    let measures = (set(&before.only_for), set(&after.only_for));
    only(comparing, place, name, ("only for the measures", "for any measure"), measures);
}

/// To what an answer was, and is, narrowed: nothing named means that it is not.
fn only<T: Ord + Display>(
    comparing: &mut Comparing<'_>,
    place: &str,
    name: &str,
    (narrowed, open): (&str, &str),
    (old, new): (BTreeSet<T>, BTreeSet<T>),
) {
    let what = format!("the answer `{name}` is open {narrowed}");
    match (old.is_empty(), new.is_empty()) {
        (true, true) => {}
        (true, false) => {
            comparing.note(Topic::Answer, place, Protection::Rose, format!("{what} {}", super::listed(&new, ", ")));
        }
        (false, true) => {
            let sentence = format!("the answer `{name}` is open {open}: it was {}", super::listed(&old, ", "));
            comparing.note(Topic::Answer, place, Protection::Fell, sentence);
        }
        (false, false) => {
            comparing.names(Topic::Answer, place, (&old, &new), (&what, Protection::Rose, Protection::Fell));
        }
    }
}
