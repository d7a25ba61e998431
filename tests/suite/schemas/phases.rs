//! The table of phases that jurists read is the one that the engine keeps to.

use comity::domain::phase::Phase;
use strum::IntoEnumIterator;

/// Which phase may follow which, as a table.
fn table() -> String {
    let mut lines = vec![
        Phase::iter().fold("| from \\ to |".to_owned(), |line, to| format!("{line} {to} |")),
        Phase::iter().fold("|---|".to_owned(), |line, _| line + "---|"),
    ];
    for from in Phase::iter() {
        let cell = |to| if from.may_lead_to(to) { "yes" } else { "–" };
        lines.push(Phase::iter().fold(format!("| **{from}** |"), |line, to| format!("{line} {} |", cell(to))));
    }
    lines.join("\n")
}

#[test]
fn the_readme_of_the_rulebook_shows_which_phase_may_follow_which() {
    let readme = include_str!("../../../workflows/README.md");

    let (_, section) = readme.split_once("\n## Phases\n").expect("workflows/README.md has a section `Phases`");
    let shown: Vec<&str> =
        section.lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|')).collect();

    assert_eq!(shown.join("\n"), table(), "put this into workflows/README.md:\n{}", table());
}
