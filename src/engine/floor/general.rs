//! The floor for rulebooks of other instruments: every effect is guarded by a duty of the instrument, and intrusive measures
//! by human rights, non-discrimination, independence and reasons.

use std::collections::BTreeSet;

use crate::domain::gate::Gate;
use crate::domain::measure::INTRUSIVE_LEVEL;
use crate::domain::safeguard::Basis;

use super::super::flaw::{Flaw, Sites};
use super::super::measure::Measure;
use super::super::rulebook::Rulebook;

/// What no intrusive measure goes without, by code, and why.
const INTRUSIVE: [(&str, &str); 4] = [
    ("SG-08", "authorisation by a judge or another independent authority"),
    ("SG-09", "consistency with human rights"),
    ("SG-10", "non-discrimination"),
    ("SG-38", "independence of those who decide"),
];

/// Gates by which something is done to a person, or leaves.
const EFFECTS: [Gate; 5] = [Gate::Sending, Gate::Execution, Gate::Disclosure, Gate::Use, Gate::OnwardTransfer];

pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for measure in rulebook.measures.values() {
        let file = format!("measures/{}.toml", measure.name);
        if measure.is_intrusive() || measure.level >= INTRUSIVE_LEVEL {
            found.extend(intrusive(rulebook, sites, &file, measure));
        }
        found.extend(unguarded(rulebook, sites, &file, measure));
    }
    found
}

fn intrusive(rulebook: &Rulebook, sites: &Sites<'_>, file: &str, measure: &Measure) -> Vec<Flaw> {
    let asks = |code: &str| {
        rulebook
            .safeguards
            .values()
            .any(|safeguard| safeguard.code == code && !matches!(safeguard.basis(measure), Basis::None | Basis::Never))
    };
    let missing = INTRUSIVE.into_iter().filter(|(code, _)| !asks(code));
    let named = missing.map(|(code, what)| {
        let sentence = format!("`{}` is intrusive and nothing asks for {what} ({code})", measure.name);
        sites.flaw("safeguard-missing", (file, "/level"), sentence, &[])
    });
    named.collect()
}

/// Effects at whose gate, or at a gate before it, no duty of the instrument itself stands.
fn unguarded(rulebook: &Rulebook, sites: &Sites<'_>, file: &str, measure: &Measure) -> Vec<Flaw> {
    let Some(procedure) = rulebook.procedures.get(&measure.procedure) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, side, part) in procedure.parts() {
        let used: BTreeSet<Gate> = part.transitions.iter().flat_map(|transition| transition.gates.clone()).collect();
        for gate in EFFECTS.into_iter().filter(|gate| used.contains(gate)) {
            let on_the_way: Vec<Gate> = std::iter::once(gate).chain(gate.prerequisites(side)).collect();
            let guarded = rulebook.safeguards.values().any(|safeguard| {
                safeguard.basis(measure) == Basis::Treaty
                    && on_the_way.iter().any(|gate| safeguard.place(*gate, side, &measure.name).is_some())
            });
            if !guarded {
                let sentence = format!(
                    "for `{}` no duty of the instrument stands at the gate `{gate}` of `{name}`, nor before it",
                    measure.name
                );
                found.push(sites.flaw("gate-unguarded", (file, "/procedure"), sentence, &[]));
            }
        }
    }
    found
}
