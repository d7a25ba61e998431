//! `comity demo` for a first look: a handful of cases, and the way to the others.

use comity::cli::demo::scenario::Scenario;

use super::process::Place;

#[test]
fn a_first_look_shows_a_handful_and_says_how_many_more_there_are() {
    let place = Place::empty();
    let mut command = place.command(&["demo"]);
    command.env("TMPDIR", place.folder.path());

    let told = super::process::Ran::of(&command.output().unwrap());

    assert_eq!(told.code, 0, "{}{}", told.out, told.err);
    let all = Scenario::shipped().unwrap();
    let played = all.iter().filter(|scenario| told.out.contains(&format!("  {}   ", scenario.title.en()))).count();
    assert!((3..=6).contains(&played), "{played} are no handful");
    let more = format!("{} more cases are there", all.len() - played);
    assert!(told.out.contains(&more) && told.out.contains("demo --all"), "{more}: {}", told.out);
    // What somebody who has never seen it has to meet.
    for seen in ["refused", "consult", "condition", "UNCC 40(22)", "validate", "lapse", "altered: leaf"] {
        assert!(told.out.to_lowercase().contains(&seen.to_lowercase()), "`{seen}` in:\n{}", told.out);
    }
}

#[test]
fn every_case_or_one_but_not_both() {
    let place = Place::empty();

    place.run(&["demo", "--all", "--scenario", "lapse"]).ends(2, "--all");
    place.run(&["demo", "--scenario", "nobody"]).ends(2, "`lapse`");
}
