//! Loading: the shipped rulebook is sound, and what is broken is refused with its place.

use comity::engine::files::RuleFiles;
use comity::engine::rulebook::Rulebook;

#[test]
fn the_shipped_rulebook_is_sound() {
    if let Err(faults) = Rulebook::load(RuleFiles::shipped()) {
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        panic!("{} faults:\n{}", told.len(), told.join("\n"));
    }
}
