//! Random walks of the real engine under the other rulebooks never come to a state that the explorer did not meet.

use std::sync::{Mutex, OnceLock};

use comity::domain::safeguard::Profile;
use comity::engine::explore::Explorer;
use proptest::prelude::*;

use super::super::play::Play;
use super::super::walks::{Step, step};
use super::{admitted, budapest, collected, orders, received, transmitted, unvalidated};

/// Measures whose file goes through the addressee.
const ORDERS: [&str; 4] =
    ["identification_order", "production_at_home", "emergency_identification", "emergency_production"];
const REQUESTS: [&str; 3] = ["expedited_preservation", "production", "search_and_seizure"];

fn begun(from: usize, measure: usize) -> Play {
    let order = ORDERS[measure % ORDERS.len()];
    match from % 7 {
        0 => Play::under(orders(), "preservation_order", Profile::Strict),
        1 => admitted(received(orders(), "preservation_order")),
        2 => admitted(received(orders(), "traffic_data_order")),
        3 => collected(admitted(received(orders(), order))),
        4 => transmitted(admitted(received(orders(), order))),
        5 => unvalidated(48),
        _ => received(budapest(), REQUESTS[measure % REQUESTS.len()]),
    }
}

/// The first state of either side that was not met.
fn unmet(play: &Play) -> Option<String> {
    static EXPLORERS: OnceLock<Mutex<[Explorer<'static>; 2]>> = OnceLock::new();
    let explorers = EXPLORERS.get_or_init(|| Mutex::new([Explorer::of(budapest()), Explorer::of(orders())]));
    let mut explorers = explorers.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let explorer = &mut explorers[usize::from(play.book.about.name == "e_evidence")];
    play.files.values().find_map(|file| explorer.unmet(file, play.now))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_under_another_instrument_leaves_what_was_explored(
        from in (0..7_usize, 0..12_usize),
        steps in prop::collection::vec((any::<u8>(), 0..997_usize, 0..997_usize, 0..997_usize), 1..120),
    ) {
        let mut play = begun(from.0, from.1);
        prop_assert_eq!(unmet(&play), None);
        for one in steps {
            let one: Step = one;
            step(&mut play, one);
            prop_assert_eq!(unmet(&play), None);
        }
    }
}
