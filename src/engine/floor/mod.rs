//! The floor: what the law asks at least, compiled into the program. Files may add to it, never take away.
//!
//! It is written down here a second time, beside `workflows/`, so that a change of the files cannot move it. It holds for
//! every rulebook whose measures rest on the UN Convention against Cybercrime, whatever it calls itself; rulebooks of other
//! instruments are held to [`general`]. In reading order: the matrix, the catalogue, measures and grounds, clocks, and
//! then what holds files against them.

mod answers;
mod bases;
mod clocks;
mod forms;
mod general;
mod lists;
mod matrix;
mod measures;
mod passers;
mod safeguards;
mod speakers;
mod times;
mod witnesses;

use crate::domain::gate::{Gate, Side};
use crate::domain::measure::MeasureKind;
use crate::domain::safeguard::{Basis, Profile};

use super::flaw::{Flaw, Sites};
use super::measure::Measure;
use super::rulebook::Rulebook;
use super::safeguard::Safeguard;

pub(super) use clocks::{CLOCKS, LawClock};
pub(super) use measures::{allows, consults};

/// The Convention's code in citations.
pub(super) const CONVENTION: &str = "UNCC";

/// What an emergency may let be answered later. Source: safeguard SG-32, UNCC 41(3)(e).
const DEFERRABLE: [&str; 4] = ["SG-05", "SG-08", "SG-20", "SG-26"];

/// The safeguard that lets others be answered later.
const EMERGENCY: &str = "SG-32";

/// Whether a rulebook is held to the floor of the Convention.
pub(super) fn is_of_the_convention(rulebook: &Rulebook) -> bool {
    rulebook.about.instrument == CONVENTION
        || rulebook
            .measures
            .values()
            .any(|measure| measure.source.iter().any(|source| source.instrument() == CONVENTION))
}

/// Everything in which a rulebook falls below the floor.
pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = lists::profiles(rulebook, sites);
    if is_of_the_convention(rulebook) {
        found.extend(bases::flaws(rulebook, sites));
        found.extend(answers::flaws(rulebook, sites));
        found.extend(lists::flaws(rulebook, sites));
        found.extend(passers::flaws(rulebook, sites));
        found.extend(speakers::flaws(rulebook, sites));
        found.extend(times::flaws(rulebook, sites));
        found.extend(forms::flaws(rulebook, sites));
    } else {
        found.extend(general::flaws(rulebook, sites));
    }
    found
}

/// The bases that bind in a profile at least, whatever `profiles.toml` says.
pub(super) fn binding(profile: Profile) -> &'static [Basis] {
    match profile {
        Profile::TreatyMinimum => &[Basis::Treaty],
        Profile::Domestic => &[Basis::Treaty, Basis::Domestic],
        Profile::Strict => &[Basis::Treaty, Basis::Domestic, Basis::Policy],
    }
}

/// Whether a safeguard has to stand at a gate for a measure in a profile.
pub(super) fn stands(rulebook: &Rulebook, code: &str, measure: &Measure, at: (Gate, Side), profile: Profile) -> bool {
    is_of_the_convention(rulebook)
        && binding(profile).contains(&matrix::least(code, matrix::column(rulebook, measure)))
        && safeguards::row(code).is_some_and(|row| {
            row.spots.iter().any(|spot| (spot.gate, spot.side) == at && spot.is_for(measure.name.as_str()))
        })
}

/// Every code of the catalogue with its title and its first article.
pub(super) fn catalogue() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    matrix::rows().filter_map(|(code, title)| Some((code, title, safeguards::row(code)?.article)))
}

/// Whether a safeguard may be answered later for a measure. Source: UNCC 41(3)(e), safeguard SG-32.
pub(super) fn may_wait(rulebook: &Rulebook, safeguard: &Safeguard, measure: &Measure) -> bool {
    !is_of_the_convention(rulebook)
        || (DEFERRABLE.contains(&safeguard.code.as_str()) && measure.kind == MeasureKind::Emergency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_matrix_has_its_places_and_answers() {
        for (code, _) in matrix::rows() {
            let row = safeguards::row(code).unwrap_or_else(|| panic!("{code} has no row in the catalogue"));
            assert!(!row.spots.is_empty() && !row.says.is_empty(), "{code}");
        }
    }
}
