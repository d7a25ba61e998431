//! What changed between two rulebooks for those who work by them, and whether each change lets protection rise or fall.
//!
//! In doubt a change counts as a fall: whoever reads the line can still find it harmless.

mod forms;
mod gates;
mod lists;
mod protocol;
mod safeguards;
mod said;
mod steps;
mod ways;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use strum::Display;

use crate::domain::ids::{ConditionCode, GroundCode, MeasureName, ProcedureName, SafeguardName};

use super::lists::Texts;
use super::rulebook::Rulebook;

pub use said::Said;
use said::{Word, coded, name, said, titled};

/// What a change does to the protection of persons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Protection {
    /// Less has to hold, or more people may say that it holds.
    Fell,
    /// More has to hold, or fewer people may say that it holds.
    Rose,
    /// Neither can be said from the files alone.
    Neither,
}

/// What kind of rule changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Topic {
    /// Which safeguards stand at a gate.
    Gate,
    /// Who answers there, and who confirms.
    Role,
    /// What can be answered, and what it needs.
    Answer,
    /// A stage, or a step between stages.
    Step,
    /// A message between the States.
    Message,
    /// A clock.
    Clock,
    /// A measure.
    Measure,
    /// A ground for refusal, or a condition.
    Ground,
    /// A profile, or what the rulebook is.
    Rulebook,
    /// A field of a form.
    Form,
    /// An instrument, a citation, a State.
    Source,
    /// Only words that people read.
    Text,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// What kind of rule.
    pub topic: Topic,
    /// Where: a gate and a side, a procedure and a part, a measure.
    pub place: Said,
    /// What it does to protection.
    pub protection: Protection,
    /// The change.
    pub sentence: Said,
}

/// Compares two rulebooks.
#[must_use]
pub fn compare(old: &Rulebook, new: &Rulebook) -> Vec<Change> {
    let mut comparing = Comparing { old, new, titles: Titles { old, new }, changes: Vec::new() };
    gates::compare(&mut comparing);
    safeguards::compare(&mut comparing);
    steps::compare(&mut comparing);
    lists::compare(&mut comparing);
    forms::compare(&mut comparing);
    comparing.changes.sort();
    comparing.changes.dedup();
    comparing.changes
}

struct Comparing<'r> {
    old: &'r Rulebook,
    new: &'r Rulebook,
    titles: Titles<'r>,
    changes: Vec<Change>,
}

impl Comparing<'_> {
    fn note(&mut self, topic: Topic, place: &Said, protection: Protection, sentence: impl Into<Said>) {
        self.changes.push(Change { topic, place: place.clone(), protection, sentence: sentence.into() });
    }

    /// Notes names that only one of both has; what each side's own means for protection is told by the caller.
    fn names<T: Ord>(
        &mut self,
        topic: Topic,
        place: &Said,
        (old, new): (&BTreeSet<T>, &BTreeSet<T>),
        word: impl Fn(&T) -> Word,
        (what, gone, came): (impl Into<Said>, Protection, Protection),
    ) {
        let lost: Vec<Word> = old.difference(new).map(&word).collect();
        let won: Vec<Word> = new.difference(old).map(&word).collect();
        let what = what.into();
        if !lost.is_empty() {
            let words = [Word::Said(what.clone()), Word::All(lost)];
            self.note(topic, place, gone, said("{0}: no longer {1}", words));
        }
        if !won.is_empty() {
            self.note(topic, place, came, said("{0}: now also {1}", [Word::Said(what), Word::All(won)]));
        }
    }

    /// Notes that only words changed.
    fn texts(&mut self, place: &Said, what: impl Into<Said>, old: &Texts, new: &Texts) {
        let languages: BTreeSet<&String> = old.0.keys().chain(new.0.keys()).collect();
        let changed: Vec<Word> =
            languages.into_iter().filter(|language| old.0.get(*language) != new.0.get(*language)).map(name).collect();
        if !changed.is_empty() {
            let sentence = said("{0}, in {1}: other words", [Word::Said(what.into()), Word::All(changed)]);
            self.note(Topic::Text, place, Protection::Neither, sentence);
        }
    }
}

/// Where names find their titles: in the new rulebook, else in the old one.
#[derive(Clone, Copy)]
struct Titles<'r> {
    old: &'r Rulebook,
    new: &'r Rulebook,
}

impl Titles<'_> {
    fn measure(self, of: &MeasureName) -> Word {
        let known = self.new.measures.get(of).or_else(|| self.old.measures.get(of));
        titled(of, known.map(|known| &known.title))
    }

    fn procedure(self, of: &ProcedureName) -> Word {
        let known = self.new.procedures.get(of).or_else(|| self.old.procedures.get(of));
        titled(of, known.map(|known| &known.title))
    }

    fn safeguard(self, of: &SafeguardName) -> Word {
        let known = self.new.safeguards.get(of).or_else(|| self.old.safeguards.get(of));
        known.map_or_else(|| name(of), |known| coded(&known.code, &known.title))
    }

    fn ground(self, of: &GroundCode) -> Word {
        let known = self.new.grounds.get(of).or_else(|| self.old.grounds.get(of));
        known.map_or_else(|| name(of), |known| coded(of, &known.title))
    }

    fn condition(self, of: &ConditionCode) -> Word {
        let known = self.new.conditions.get(of).or_else(|| self.old.conditions.get(of));
        known.map_or_else(|| name(of), |known| coded(of, &known.title))
    }
}

/// What both maps have, and the keys that only one of them has.
#[expect(clippy::type_complexity, reason = "three lists, named where they are taken apart")]
fn matched<'a, K: Ord, V>(
    old: &'a BTreeMap<K, V>,
    new: &'a BTreeMap<K, V>,
) -> (Vec<(&'a K, &'a V, &'a V)>, Vec<(&'a K, &'a V)>, Vec<(&'a K, &'a V)>) {
    let both = old.iter().filter_map(|(key, value)| Some((key, value, new.get(key)?))).collect();
    let lost = old.iter().filter(|(key, _)| !new.contains_key(key)).collect();
    let won = new.iter().filter(|(key, _)| !old.contains_key(key)).collect();
    (both, lost, won)
}

/// A list as a set.
fn set<T: Ord + Clone>(list: &[T]) -> BTreeSet<T> {
    list.iter().cloned().collect()
}

/// The whole number of changes that let protection fall, and of those that let it rise.
#[must_use]
pub fn counted(changes: &[Change]) -> (usize, usize) {
    let of = |protection| changes.iter().filter(|change| change.protection == protection).count();
    (of(Protection::Fell), of(Protection::Rose))
}
