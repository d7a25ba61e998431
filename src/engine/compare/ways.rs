//! Which gates are surely passed in a stage, whichever way led there: what a new way round a gate takes away.

use std::collections::{BTreeMap, BTreeSet};

use strum::IntoEnumIterator as _;

use crate::domain::gate::Gate;
use crate::domain::ids::StageName;

use super::super::procedure::Part;

/// For each stage that can be reached, the gates that every way from the start to it passes.
pub(super) fn surely_passed(part: &Part) -> BTreeMap<&StageName, BTreeSet<Gate>> {
    let mut passed: BTreeMap<&StageName, BTreeSet<Gate>> = BTreeMap::new();
    passed.insert(&part.start, BTreeSet::new());
    loop {
        let mut changed = false;
        for transition in &part.transitions {
            for from in &transition.from {
                let Some(before) = passed.get(from) else { continue };
                let mut leaves = before.clone();
                leaves.extend(transition.gates.iter().copied());
                let known = passed.entry(&transition.to).or_insert_with(|| {
                    changed = true;
                    Gate::iter().collect()
                });
                let both: BTreeSet<Gate> = known.intersection(&leaves).copied().collect();
                changed |= both.len() < known.len();
                *known = both;
            }
        }
        if !changed {
            return passed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PART: &str = r#"
        start = "examination"
        stage = [
            { name = "examination", title = { en = "Examination" }, phase = "examination" },
            { name = "granted", title = { en = "Granted" }, phase = "execution" },
            { name = "done", title = { en = "Done" }, phase = "closed", ends = true },
        ]
        [[transition]]
        name = "grant"
        from = ["examination"]
        to = "granted"
        by = ["central_authority"]
        gates = ["decision"]
        source = ["POLICY CLOCKS"]
        [[transition]]
        name = "close"
        from = ["granted"]
        to = "done"
        by = ["central_authority"]
        gates = ["closing"]
        source = ["POLICY CLOCKS"]
    "#;

    fn passed(text: &str, stage: &str) -> Vec<Gate> {
        let part: Part = toml::from_str(text).unwrap();
        surely_passed(&part)[&stage.parse::<StageName>().unwrap()].iter().copied().collect()
    }

    #[test]
    fn a_way_round_a_gate_takes_it_from_every_stage_behind() {
        let round = format!(
            "{PART}\n[[transition]]\nname = \"slip\"\nfrom = [\"examination\"]\nto = \"granted\"\non = \"word\"\nsource = [\"POLICY CLOCKS\"]"
        );

        assert_eq!(passed(PART, "done"), [Gate::Decision, Gate::Closing]);
        assert_eq!(passed(&round, "done"), [Gate::Closing]);
        assert_eq!(passed(&round, "granted"), []);
    }
}
