//! The rulebooks of an installation: the main one, and one for each other instrument. Source: UNCC 40(6)-(7).

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::domain::ids::InstrumentCode;

use super::explore::explore;
use super::fault::Fault;
use super::files::{Placed, RuleFiles};
use super::refusal::listed;
use super::rulebook::Rulebook;

/// The rulebooks that new requests begin with, one for each instrument. Clones share them.
#[derive(Debug, Clone)]
pub struct Rulebooks {
    /// The main one: that of the instrument for which the authority was designated.
    pub main: Arc<Rulebook>,
    others: Arc<BTreeMap<InstrumentCode, Arc<Rulebook>>>,
}

impl Rulebooks {
    /// Reads and checks the rulebooks of a folder, or those shipped where none is named.
    ///
    /// # Errors
    /// Every fault of the files, below the place of its rulebook; an instrument that has two rulebooks.
    pub fn load(folder: Option<&Path>) -> Result<Self, Vec<Fault>> {
        let placed = match folder {
            Some(folder) => RuleFiles::read_all(folder)?,
            None => RuleFiles::all_shipped(),
        };
        Self::of(placed)
    }

    /// Checks the rulebooks of a set; the first is the main one.
    ///
    /// # Errors
    /// As [`Rulebooks::load`].
    pub fn of(placed: Vec<Placed>) -> Result<Self, Vec<Fault>> {
        let (mut faults, mut main, mut others) = (Vec::new(), None::<Arc<Rulebook>>, BTreeMap::new());
        for Placed { place, files } in placed {
            let rulebook = match Rulebook::load(files) {
                Ok(rulebook) => Arc::new(rulebook),
                Err(found) => {
                    faults.extend(found.into_iter().map(|fault| fault.below(&place)));
                    continue;
                }
            };
            let fault =
                |sentence: String| Fault { file: format!("{place}rulebook.toml"), line: 1, column: 1, sentence };
            let code = match rulebook.instrument() {
                Ok(code) => code,
                Err(error) => {
                    faults.push(fault(format!("{error}: correct `instrument`")));
                    continue;
                }
            };
            if main.as_ref().is_some_and(|main| main.is_of(&code)) || others.contains_key(&code) {
                faults.push(fault(format!(
                    "`{code}` has a rulebook already, and a request names its instrument only: keep one of them"
                )));
            } else if main.is_none() && place.is_empty() {
                main = Some(rulebook);
            } else {
                others.insert(code, rulebook);
            }
        }
        match main {
            Some(main) if faults.is_empty() => Ok(Self { main, others: Arc::new(others) }),
            // Without a main one there is a fault that says why, but for an empty set.
            Some(_) | None => Err(faults),
        }
    }

    /// Those that were adopted, the main one first; none where there is none.
    #[must_use]
    pub fn adopted(all: Vec<Arc<Rulebook>>) -> Option<Self> {
        let mut all = all.into_iter();
        let main = all.next()?;
        // Kept files may be older than the spelling of codes: such an instrument begins nothing.
        let others = all.filter_map(|rulebook| Some((rulebook.instrument().ok()?, rulebook))).collect();
        Some(Self { main, others: Arc::new(others) })
    }

    /// The rulebook of an instrument, if there is one.
    #[must_use]
    pub fn get(&self, code: &InstrumentCode) -> Option<&Arc<Rulebook>> {
        if self.main.is_of(code) { Some(&self.main) } else { self.others.get(code) }
    }

    /// All of them, the main one first.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Rulebook>> {
        [&self.main].into_iter().chain(self.others.values())
    }

    /// The codes of their instruments in a sentence, the main one first.
    #[must_use]
    pub fn there_are(&self) -> String {
        listed(self.iter().map(|rulebook| &rulebook.about.instrument), ", ")
    }

    /// Every way round a safeguard in those that are not shipped: the tests prove these.
    #[must_use]
    pub fn unproved(&self) -> Vec<Fault> {
        let others = self.iter().filter(|rulebook| !rulebook.files.are_shipped());
        others.flat_map(|rulebook| explore(rulebook).flaws).map(Fault::from).collect()
    }
}
