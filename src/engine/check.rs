//! What is refused when a rulebook is loaded: names that do not exist, duplicates, uncited rules, stages without a way,
//! gates at which nothing stands, phases out of order, effects that do not stand at their gate.

mod gates;
mod names;
mod safeguards;
mod shape;
mod sources;
mod steps;
mod suspends;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::citation::Citation;

use super::fault::{Fault, Located};
use super::procedure::Part;
use super::rulebook::Rulebook;

/// The places of every rule file's values, by path.
pub(super) type Places<'t> = BTreeMap<&'t str, Located<'t>>;

/// Every fault of rule files that parse, in no order.
pub(super) fn faults(rulebook: &Rulebook, places: &Places<'_>) -> Vec<Fault> {
    let mut checking = Checking { rulebook, places, faults: Vec::new() };
    steps::check(&mut checking);
    safeguards::check(&mut checking);
    names::check(&mut checking);
    sources::check(&mut checking);
    // Where names do not exist, the rest would only repeat it.
    if checking.faults.is_empty() {
        shape::check(&mut checking);
        gates::check(&mut checking);
        suspends::check(&mut checking);
    }
    checking.faults
}

struct Checking<'r> {
    rulebook: &'r Rulebook,
    places: &'r Places<'r>,
    faults: Vec<Fault>,
}

impl Checking<'_> {
    fn fault(&mut self, file: &str, pointer: &str, sentence: impl Into<String>) {
        let sentence = sentence.into();
        let fault = match self.places.get(file) {
            Some(located) => located.fault(pointer, sentence),
            None => Fault { file: file.to_owned(), line: 1, column: 1, sentence },
        };
        self.faults.push(fault);
    }
}

/// A part of a procedure with what faults need: the file and the pointer.
struct PartAt<'a> {
    file: String,
    name: &'static str,
    side: crate::domain::gate::Side,
    procedure: &'a super::procedure::Procedure,
    part: &'a Part,
}

impl PartAt<'_> {
    fn at(&self, what: &str, index: usize, key: &str) -> String {
        let key = if key.is_empty() { String::new() } else { format!("/{key}") };
        format!("/{}/{what}/{index}{key}", self.name)
    }
}

fn parts(rulebook: &Rulebook) -> Vec<PartAt<'_>> {
    rulebook
        .procedures
        .values()
        .flat_map(|procedure| {
            procedure.parts().map(move |(name, side, part)| PartAt {
                file: format!("procedures/{}.toml", procedure.name),
                name,
                side,
                procedure,
                part,
            })
        })
        .collect()
}

/// Every citation that rules use.
pub(super) fn citations_of(rulebook: &Rulebook) -> BTreeSet<Citation> {
    sources::cited(rulebook).into_iter().map(|(_, _, citation)| citation).collect()
}
