//! What changed between two rulebooks for those who work by them, and whether each change lets protection rise or fall.
//!
//! In doubt a change counts as a fall: whoever reads the line can still find it harmless.

mod forms;
mod gates;
mod lists;
mod protocol;
mod safeguards;
mod steps;
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use serde::Serialize;
use strum::Display;

use super::lists::Texts;
use super::refusal::listed;
use super::rulebook::Rulebook;

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
    pub place: String,
    /// What it does to protection.
    pub protection: Protection,
    /// The change in a sentence without a full stop.
    pub sentence: String,
}

/// Compares two rulebooks.
#[must_use]
pub fn compare(old: &Rulebook, new: &Rulebook) -> Vec<Change> {
    let mut comparing = Comparing { old, new, changes: Vec::new() };
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
    changes: Vec<Change>,
}

impl Comparing<'_> {
    fn note(&mut self, topic: Topic, place: impl Into<String>, protection: Protection, sentence: impl Into<String>) {
        self.changes.push(Change { topic, place: place.into(), protection, sentence: sentence.into() });
    }

    /// Notes names that only one of both has; what each side's own means for protection is told by the caller.
    fn names<T: Ord + Display>(
        &mut self,
        topic: Topic,
        place: &str,
        (old, new): (&BTreeSet<T>, &BTreeSet<T>),
        (what, gone, came): (&str, Protection, Protection),
    ) {
        let lost: Vec<&T> = old.difference(new).collect();
        let won: Vec<&T> = new.difference(old).collect();
        if !lost.is_empty() {
            self.note(topic, place, gone, format!("{what}: no longer {}", listed(lost, ", ")));
        }
        if !won.is_empty() {
            self.note(topic, place, came, format!("{what}: now also {}", listed(won, ", ")));
        }
    }

    /// Notes that only words changed.
    fn texts(&mut self, place: &str, what: &str, old: &Texts, new: &Texts) {
        let languages: BTreeSet<&String> = old.0.keys().chain(new.0.keys()).collect();
        let changed: Vec<&String> =
            languages.into_iter().filter(|language| old.0.get(*language) != new.0.get(*language)).collect();
        if !changed.is_empty() {
            let sentence = format!("{what}, in {}: other words", listed(changed, ", "));
            self.note(Topic::Text, place, Protection::Neither, sentence);
        }
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
