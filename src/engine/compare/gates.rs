//! Which safeguards bind where: for every measure, side, gate and profile, as the engine would ask them.

use std::collections::{BTreeMap, BTreeSet};

use strum::IntoEnumIterator as _;

use crate::domain::gate::{Gate, Side};
use crate::domain::ids::{MeasureName, SafeguardName};
use crate::domain::role::Role;
use crate::domain::safeguard::Profile;

use super::super::refusal::listed;
use super::super::rulebook::Rulebook;
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
    let mut told: BTreeMap<(Topic, String, Protection, String), Vec<&MeasureName>> = BTreeMap::new();
    let keys: BTreeSet<&At<'_>> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let (gate, side, name, measure) = *key;
        // A measure that only one of both has is told as such.
        if !comparing.old.measures.contains_key(measure) || !comparing.new.measures.contains_key(measure) {
            continue;
        }
        let nothing = Bound::default();
        let (before, after) = (old.get(key).unwrap_or(&nothing), new.get(key).unwrap_or(&nothing));
        let known = comparing.new.safeguards.get(name).or_else(|| comparing.old.safeguards.get(name));
        let code = known.map(|known| format!("{} {}", known.code, known.title.en())).unwrap_or_default();
        let place = format!("gate {} ({side})", spaced(gate));
        let mut tell = |topic, protection, sentence: String| {
            told.entry((topic, place.clone(), protection, sentence)).or_default().push(measure);
        };
        let lost: Vec<&Profile> = before.profiles.difference(&after.profiles).collect();
        let won: Vec<&Profile> = after.profiles.difference(&before.profiles).collect();
        if !lost.is_empty() {
            let still = if after.profiles.is_empty() { "" } else { " (still in the others)" };
            let sentence = format!("{code} is no longer asked in {}{still}", listed(lost, ", "));
            tell(Topic::Gate, Protection::Fell, sentence);
        }
        if !won.is_empty() {
            tell(Topic::Gate, Protection::Rose, format!("{code} is now asked in {}", listed(won, ", ")));
        }
        if before.profiles.is_empty() || after.profiles.is_empty() {
            continue;
        }
        for (word, before, after) in
            [("answers", &before.answer, &after.answer), ("confirms", &before.confirm, &after.confirm)]
        {
            let (lost, won): (Vec<_>, Vec<_>) =
                (before.difference(after).collect(), after.difference(before).collect());
            // Nobody confirming is less than anybody; every further role that may confirm is one more way.
            let (of_lost, of_won) = match (word, before.is_empty(), after.is_empty()) {
                ("confirms", true, _) => (Protection::Neither, Protection::Rose),
                ("confirms", _, true) => (Protection::Fell, Protection::Neither),
                _ => (Protection::Rose, Protection::Fell),
            };
            if !lost.is_empty() {
                tell(Topic::Role, of_lost, format!("{code}: {} no longer {word}", roles(&lost)));
            }
            if !won.is_empty() {
                tell(Topic::Role, of_won, format!("{code}: now {} {word} too", roles(&won)));
            }
        }
    }
    let all = comparing.new.measures.len();
    for ((topic, place, protection, sentence), measures) in told {
        let whom = if measures.len() == all && all > 1 { "every measure".to_owned() } else { listed(measures, ", ") };
        comparing.note(topic, place, protection, format!("{sentence}; for {whom}"));
    }
}

fn roles(roles: &[&Role]) -> String {
    roles.iter().map(spaced).collect::<Vec<_>>().join(", ")
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
