//! Random walks of the real engine never come to a state that the explorer did not meet.

use std::sync::{Mutex, OnceLock};

use comity::engine::explore::Explorer;
use proptest::prelude::*;

use super::play::{Play, rulebook};
use super::story::MEASURES;
use super::walks::{Step, begun, step};

fn explorer() -> &'static Mutex<Explorer<'static>> {
    static EXPLORER: OnceLock<Mutex<Explorer<'static>>> = OnceLock::new();
    EXPLORER.get_or_init(|| Mutex::new(Explorer::of(rulebook())))
}

/// The first state of either side that was not met.
fn unmet(play: &Play) -> Option<String> {
    let mut explorer = explorer().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    play.files.values().find_map(|file| explorer.unmet(file, play.now))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_of_the_engine_leaves_what_was_explored(
        from in (0..6_usize, 0..MEASURES.len(), 0..3_usize),
        steps in prop::collection::vec((any::<u8>(), 0..997_usize, 0..997_usize, 0..997_usize), 1..120),
    ) {
        let mut play = begun(from.0, from.1, from.2);
        prop_assert_eq!(unmet(&play), None);
        for one in steps {
            let one: Step = one;
            step(&mut play, one);
            prop_assert_eq!(unmet(&play), None);
        }
    }
}
