//! Which safeguards bind where: for every measure, side, gate and profile, as the engine would ask them.

use std::collections::{BTreeMap, BTreeSet};

use strum::IntoEnumIterator as _;

use crate::domain::gate::{Gate, Side};
use crate::domain::ids::{MeasureName, SafeguardName};
use crate::domain::role::Role;
use crate::domain::safeguard::Profile;

use super::super::rulebook::Rulebook;
use super::super::words;
use super::said::{Said, Word, known, part, said};
use super::{Comparing, Protection, Topic};

/// Profiles in which a safeguard binds, and who answers and confirms there.
#[derive(Default, Clone, PartialEq, Eq)]
struct Bound {
    profiles: BTreeSet<Profile>,
    answer: BTreeSet<Role>,
    confirm: BTreeSet<Role>,
}

type At<'r> = (Gate, Side, &'r SafeguardName, &'r MeasureName);

pub(super) fn compare(comparing: &mut Comparing<'_>) {
    let (old, new) = (bound(comparing.old), bound(comparing.new));
    // The same change for several measures is told once.
    let mut told: BTreeMap<(Topic, Said, Protection, Said), Vec<&MeasureName>> = BTreeMap::new();
    let keys: BTreeSet<&At<'_>> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let (gate, side, name, measure) = *key;
        // A measure that only one of both has is told as such.
        if !comparing.old.measures.contains_key(measure) || !comparing.new.measures.contains_key(measure) {
            continue;
        }
        let nothing = Bound::default();
        let (before, after) = (old.get(key).unwrap_or(&nothing), new.get(key).unwrap_or(&nothing));
        let code = || comparing.titles.safeguard(name);
        let place = said("gate {0} ({1})", [of_gate(gate), of_side(side)]);
        let mut tell = |topic, protection, sentence: Said| {
            told.entry((topic, place.clone(), protection, sentence)).or_default().push(measure);
        };
        let lost: Vec<&Profile> = before.profiles.difference(&after.profiles).collect();
        let won: Vec<&Profile> = after.profiles.difference(&before.profiles).collect();
        if !lost.is_empty() {
            let words = [code(), profiles(&lost)];
            let sentence = if after.profiles.is_empty() {
                said("{0} is no longer asked in {1}", words)
            } else {
                said("{0} is no longer asked in {1} (still in the others)", words)
            };
            tell(Topic::Gate, Protection::Fell, sentence);
        }
        if !won.is_empty() {
            tell(Topic::Gate, Protection::Rose, said("{0} is now asked in {1}", [code(), profiles(&won)]));
        }
        if before.profiles.is_empty() || after.profiles.is_empty() {
            continue;
        }
        for (confirms, before, after) in
            [(false, &before.answer, &after.answer), (true, &before.confirm, &after.confirm)]
        {
            let (lost, won): (Vec<_>, Vec<_>) =
                (before.difference(after).collect(), after.difference(before).collect());
            // Nobody confirming is less than anybody; every further role that may confirm is one more way.
            let (of_lost, of_won) = match (confirms, before.is_empty(), after.is_empty()) {
                (true, true, _) => (Protection::Neither, Protection::Rose),
                (true, _, true) => (Protection::Fell, Protection::Neither),
                _ => (Protection::Rose, Protection::Fell),
            };
            if !lost.is_empty() {
                let words = [code(), roles(&lost)];
                let sentence = if confirms {
                    said("{0}: {1} no longer confirms", words)
                } else {
                    said("{0}: {1} no longer answers", words)
                };
                tell(Topic::Role, of_lost, sentence);
            }
            if !won.is_empty() {
                let words = [code(), roles(&won)];
                let sentence = if confirms {
                    said("{0}: now {1} confirms too", words)
                } else {
                    said("{0}: now {1} answers too", words)
                };
                tell(Topic::Role, of_won, sentence);
            }
        }
    }
    let all = comparing.new.measures.len();
    for ((topic, place, protection, sentence), measures) in told {
        let whom = if measures.len() == all && all > 1 {
            part("every measure")
        } else {
            Word::All(measures.into_iter().map(|measure| comparing.titles.measure(measure)).collect())
        };
        comparing.note(topic, &place, protection, said("{0}; for {1}", [Word::Said(sentence), whom]));
    }
}

fn profiles(profiles: &[&Profile]) -> Word {
    Word::All(profiles.iter().map(|profile| known(|language| words::profile(language, **profile))).collect())
}

fn roles(roles: &[&Role]) -> Word {
    Word::All(roles.iter().map(|role| of_role(**role)).collect())
}

/// A role in words.
pub(super) fn of_role(role: Role) -> Word {
    known(|language| words::role(language, role))
}

/// A gate in words.
pub(super) fn of_gate(gate: Gate) -> Word {
    known(|language| words::gate(language, gate))
}

/// A side in words.
pub(super) fn of_side(side: Side) -> Word {
    match side {
        Side::Requesting => part("requesting"),
        Side::Requested => part("requested"),
    }
}

/// A name of the files as people read it.
pub(super) fn spaced(name: impl std::fmt::Display) -> String {
    name.to_string().replace('_', " ")
}

fn bound(rulebook: &Rulebook) -> BTreeMap<At<'_>, Bound> {
    let mut bound: BTreeMap<At<'_>, Bound> = BTreeMap::new();
    for safeguard in rulebook.safeguards.values() {
        for measure in rulebook.measures.values() {
            let basis = safeguard.basis(measure);
            for (gate, side) in Gate::iter().flat_map(|gate| Side::iter().map(move |side| (gate, side))) {
                let Some(place) = safeguard.place(gate, side, &measure.name) else { continue };
                let profiles: BTreeSet<Profile> =
                    Profile::iter().filter(|profile| rulebook.binding(*profile).contains(&basis)).collect();
                if profiles.is_empty() {
                    continue;
                }
                let known = Bound {
                    profiles,
                    answer: place.answered_by.iter().copied().collect(),
                    confirm: place.confirmed_by.iter().copied().collect(),
                };
                bound.insert((gate, side, &safeguard.name, &measure.name), known);
            }
        }
    }
    bound
}
