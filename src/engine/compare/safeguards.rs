//! What a safeguard's answers do and need.

use std::collections::BTreeSet;

use crate::domain::safeguard::Outcome;

use super::super::safeguard::{AnswerRule, Safeguard};
use super::super::words;
use super::gates::spaced;
use super::said::{Said, Word, coded, known, part, said, same};
use super::{Comparing, Protection, Topic, matched, set};

pub(super) fn compare(comparing: &mut Comparing<'_>) {
    let (both, lost, won) = matched(&comparing.old.safeguards, &comparing.new.safeguards);
    let place = said("safeguards", []);
    for (_, safeguard) in lost {
        let sentence = said("{0} is gone", [coded(&safeguard.code, &safeguard.title)]);
        comparing.note(Topic::Answer, &place, Protection::Fell, sentence);
    }
    for (_, safeguard) in won {
        let sentence = said("{0} is new", [coded(&safeguard.code, &safeguard.title)]);
        comparing.note(Topic::Answer, &place, Protection::Rose, sentence);
    }
    for (_, before, after) in both {
        one(comparing, before, after);
    }
}

fn one(comparing: &mut Comparing<'_>, before: &Safeguard, after: &Safeguard) {
    let place = said("{0}", [coded(&after.code, &after.title)]);
    if before.code != after.code {
        let sentence = said("its code was {0}", [same(&before.code)]);
        comparing.note(Topic::Text, &place, Protection::Neither, sentence);
    }
    if before.hard != after.hard {
        let (protection, sentence) = if after.hard {
            (Protection::Rose, said("a negative answer now stands: nobody replaces it", []))
        } else {
            (Protection::Fell, said("a negative answer can now be replaced by another official", []))
        };
        comparing.note(Topic::Answer, &place, protection, sentence);
    }
    match (&before.deferred_by, &after.deferred_by) {
        (old, new) if old == new => {}
        (_, Some(by)) => {
            let words = [comparing.titles.safeguard(by)];
            let sentence = said("can now be answered later, where {0} is met", words);
            comparing.note(Topic::Answer, &place, Protection::Fell, sentence);
        }
        (_, None) => {
            comparing.note(Topic::Answer, &place, Protection::Rose, said("can no longer be answered later", []));
        }
    }
    comparing.texts(&place, said("the question", []), &before.question, &after.question);
    comparing.texts(&place, said("the title", []), &before.title, &after.title);
    let what = (said("rests on", []), Protection::Neither, Protection::Neither);
    comparing.names(Topic::Source, &place, (&set(&before.source), &set(&after.source)), |source| same(source), what);
    let (both, lost, won) = matched(&before.answers, &after.answers);
    for (name, rule) in lost {
        let protection = if clears(rule) { Protection::Rose } else { Protection::Fell };
        let sentence = said("can no longer be answered `{0}`", [named(name, rule)]);
        comparing.note(Topic::Answer, &place, protection, sentence);
    }
    for (name, rule) in won {
        let words = [named(name, rule)];
        let (protection, sentence) = if clears(rule) {
            (Protection::Fell, said("can now be answered `{0}`, which clears", words))
        } else {
            (Protection::Rose, said("can now be answered `{0}`, which does not clear", words))
        };
        comparing.note(Topic::Answer, &place, protection, sentence);
    }
    for (name, before, after) in both {
        answer(comparing, &place, &named(name, after), (before, after));
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

fn answer(comparing: &mut Comparing<'_>, place: &Said, name: &Word, (before, after): (&AnswerRule, &AnswerRule)) {
    let name = || name.clone();
    if before.outcome != after.outcome {
        let protection = match ease(after.outcome).cmp(&ease(before.outcome)) {
            std::cmp::Ordering::Greater => Protection::Fell,
            std::cmp::Ordering::Less => Protection::Rose,
            std::cmp::Ordering::Equal => Protection::Neither,
        };
        let words = [name(), of_outcome(before.outcome), of_outcome(after.outcome)];
        comparing.note(Topic::Answer, place, protection, said("the answer `{0}` was {1} and is {2}", words));
    }
    for (what, before, after) in [
        (part("reasons"), before.needs_reason, after.needs_reason),
        (part("a document"), before.needs_document, after.needs_document),
    ] {
        if before != after {
            let (protection, sentence) = if after {
                (Protection::Rose, said("the answer `{0}` now needs {1}", [name(), what]))
            } else {
                (Protection::Fell, said("the answer `{0}` no longer needs {1}", [name(), what]))
            };
            comparing.note(Topic::Answer, place, protection, sentence);
        }
    }
    let titles = comparing.titles;
    if before.ground != after.ground {
        let ground = |rule: &AnswerRule| rule.ground.as_ref().map_or_else(|| part("none"), |code| titles.ground(code));
        let protection = if after.ground.is_none() { Protection::Fell } else { Protection::Neither };
        let words = [name(), ground(before), ground(after)];
        let sentence = said("the answer `{0}` gave the ground {1} and gives {2}", words);
        comparing.note(Topic::Answer, place, protection, sentence);
    }
    if before.condition != after.condition {
        let condition =
            |rule: &AnswerRule| rule.condition.as_ref().map_or_else(|| part("none"), |code| titles.condition(code));
        let protection = match (&before.condition, &after.condition) {
            (Some(_), None) => Protection::Fell,
            (None, Some(_)) => Protection::Rose,
            (None, None) | (Some(_), Some(_)) => Protection::Neither,
        };
        let words = [name(), condition(before), condition(after)];
        let sentence = said("the answer `{0}` asked for the condition {1} and asks for {2}", words);
        comparing.note(Topic::Answer, place, protection, sentence);
    }
    let grounds = (set(&before.only_with_grounds), set(&after.only_with_grounds));
    let says = Narrowed {
        only: |of| said("the answer `{0}` is open only with the grounds", [of]),
        open: |of, was| said("the answer `{0}` is open with any ground: it was {1}", [of, was]),
        word: &|code| titles.ground(code),
    };
    only(comparing, place, &name(), &says, grounds);
    let measures = (set(&before.only_for), set(&after.only_for));
    let says = Narrowed {
        only: |of| said("the answer `{0}` is open only for the measures", [of]),
        open: |of, was| said("the answer `{0}` is open for any measure: it was {1}", [of, was]),
        word: &|measure| titles.measure(measure),
    };
    only(comparing, place, &name(), &says, measures);
}

/// How it is told to what an answer is narrowed.
struct Narrowed<'w, T> {
    only: fn(Word) -> Said,
    open: fn(Word, Word) -> Said,
    word: &'w dyn Fn(&T) -> Word,
}

/// To what an answer was, and is, narrowed: nothing named means that it is not.
fn only<T: Ord>(
    comparing: &mut Comparing<'_>,
    place: &Said,
    name: &Word,
    says: &Narrowed<'_, T>,
    (old, new): (BTreeSet<T>, BTreeSet<T>),
) {
    let only = (says.only)(name.clone());
    let all = |named: &BTreeSet<T>| Word::All(named.iter().map(says.word).collect());
    match (old.is_empty(), new.is_empty()) {
        (true, true) => {}
        (true, false) => {
            let sentence = said("{0} {1}", [Word::Said(only), all(&new)]);
            comparing.note(Topic::Answer, place, Protection::Rose, sentence);
        }
        (false, true) => {
            comparing.note(Topic::Answer, place, Protection::Fell, (says.open)(name.clone(), all(&old)));
        }
        (false, false) => {
            let what = (only, Protection::Rose, Protection::Fell);
            comparing.names(Topic::Answer, place, (&old, &new), says.word, what);
        }
    }
}

/// An answer by what it is called, and by its outcome where people read it.
fn named(name: &str, rule: &AnswerRule) -> Word {
    match name {
        "told_later" => part("told later"),
        "later" => part("later"),
        "prior_consent" => part("prior consent"),
        "late_notice" => part("late notice"),
        name if name == rule.outcome.to_string() => of_outcome(rule.outcome),
        other => same(spaced(other)),
    }
}

fn of_outcome(outcome: Outcome) -> Word {
    known(|language| words::outcome(language, outcome))
}
