//! The attacks on the log, each tried for real: who notices, and how. Their numbers are those of the threat table.

mod choosing;
mod closing;
mod erasing;
mod evidence;
pub(crate) mod exporting;
mod forging;
mod judging;
pub(crate) mod keeping;
mod persons;
mod rotating;
pub(crate) mod witnessing;

use std::collections::BTreeSet;
use std::path::Path;

use crate::architecture::sources;

/// An attack that nobody can try yet: it takes two installations, which give each other receipts.
const NOT_YET: [u32; 1] = [29];

#[test]
fn every_attack_of_the_table_has_a_test_of_its_number() {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite"), &mut files);
    let texts = files.iter().map(|file| std::fs::read_to_string(file).unwrap());
    let named = |text: String| -> Vec<u32> {
        text.split("fn attack_").skip(1).filter_map(|rest| rest.get(..2)?.parse().ok()).collect()
    };
    let tried: BTreeSet<u32> = texts.flat_map(named).collect();

    let wanted: BTreeSet<u32> = (1..=34).filter(|number| !NOT_YET.contains(number)).collect();
    assert_eq!(tried, wanted);
}
