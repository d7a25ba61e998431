//! The shipped rulebook is proved.

use comity::engine::explore::explore;

use super::play::rulebook;

#[test]
fn the_shipped_rulebook_is_proved() {
    let begun = std::time::Instant::now();
    let explored = explore(rulebook());
    eprintln!(
        "{} states, {} shapes, {} cases, {:?}",
        explored.states,
        explored.shapes,
        explored.cases,
        begun.elapsed()
    );

    let told: Vec<String> = explored.findings.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} findings:\n{}", told.len(), told.join("\n\n"));
}
