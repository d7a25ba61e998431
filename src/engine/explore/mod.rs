//! Explores every procedure to its end and proves that no safeguard can be walked round, or tells the shortest story of how.
//!
//! The whole product of both sides, all safeguards and all messages does not finish. It is taken apart so:
//!
//! - **One side at a time, against a counterpart that says anything at any time.** Whatever the other side does, it reaches
//!   this one only by messages; one that may come at any time covers every order in which a real counterpart could send
//!   them, and every message recorded by hand. That is coarser, and safe: more can happen here than outside.
//! - **One safeguard at a time, the others cleared.** A gate opens if each of its safeguards lets it. An effect with one of
//!   them open therefore comes about exactly if it does while the others are answered well; so each is followed alone, in
//!   every way its file lets it be answered, and nothing is lost. Safeguards that stand at the same places of a part and
//!   take the same answers have one *shape*, and behave alike: a shape is explored once.
//! - **The decision's words apart from the safeguards.** What a decision grants, refuses, on which ground, and whether it
//!   was talked over, is followed with every safeguard cleared; with a safeguard followed, every decision says what the
//!   step wants. Both are coarser, and safe for the same reason.
//! - **A delivery apart from the request.** A holding hears no messages and its gates rest on nothing but the delivery, so
//!   the product with the request adds nothing.
//! - **Time** is whether a clock that moves the file runs or is paused. Such a clock may be up at any moment while it runs,
//!   in any order with the others. Clocks that only alert are no state, unless the law wants them to run somewhere.
//! - **Chained requests** may begin and end at any time.
//!
//! What is demanded of a step comes from `demand.rs` and from the floor, never from the file's own list of gates.

mod agree;
mod breach;
mod demand;
mod emergency;
mod endings;
mod explorer;
mod machine;
mod people;
mod receive;
mod safety;
mod search;
mod state;
mod step;
mod story;

pub use explorer::Explorer;
pub use people::{Separation, Staffing, staffing};

use super::flaw::{Flaw, Sites};
use super::floor;
use super::procedure::Procedure;
use super::rulebook::Rulebook;

/// What exploring a rulebook came to.
#[derive(Debug, Default)]
pub struct Explored {
    /// What breaks the law, in the order of files and lines. Nothing, where the rulebook is proved.
    pub flaws: Vec<Flaw>,
    /// How many states were met, over all shapes.
    pub states: usize,
    /// How many shapes were walked.
    pub shapes: usize,
    /// How many combinations of safeguard, measure and profile they stand for.
    pub cases: usize,
    /// How many procedures.
    pub procedures: usize,
}

/// Explores every procedure of a rulebook, and holds its files against the floor.
#[must_use]
pub fn explore(rulebook: &Rulebook) -> Explored {
    explore_some(rulebook, |_| true)
}

/// Holds a rulebook's files against the floor, and explores some of its procedures.
#[must_use]
pub fn explore_some(rulebook: &Rulebook, wanted: impl Fn(&Procedure) -> bool) -> Explored {
    let sites = Sites::of(rulebook);
    let mut explored = Explored { procedures: rulebook.procedures.len(), ..Explored::default() };
    explored.flaws = floor::flaws(rulebook, &sites);
    explored.flaws.extend(agree::languages(rulebook, &sites));
    explored.flaws.extend(emergency::check(rulebook, &sites));
    explored.flaws.extend(rulebook.measures.values().flat_map(|measure| people::check(rulebook, &sites, measure)));
    let machines: Vec<_> =
        safety::machines(rulebook).into_iter().filter(|(machine, _)| wanted(machine.procedure)).collect();
    for (machine, laws) in &machines {
        explored.flaws.extend(agree::effects(&sites, machine));
        explored.flaws.extend(endings::chained(rulebook, &sites, machine));
        let walked = safety::walk(rulebook, &sites, machine, laws);
        explored.states += walked.states;
        explored.shapes += walked.shapes;
        explored.cases += walked.cases;
        explored.flaws.extend(walked.found);
    }
    for procedure in rulebook.procedures.values() {
        let part = |name| {
            let found =
                machines.iter().find(|(machine, _)| machine.procedure.name == procedure.name && machine.name == name);
            found.map(|(machine, _)| machine)
        };
        if let (Some(requesting), Some(requested)) = (part("requesting"), part("requested")) {
            let received = receive::check(&sites, procedure, [requesting, requested], part("holding"));
            explored.states += received.states;
            explored.flaws.extend(received.found);
        }
    }
    explored.flaws.sort();
    explored.flaws.dedup();
    explored
}
