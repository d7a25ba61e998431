//! `comity demo` for a first look: a handful of cases, and the way to the others.

use comity::cli::demo::scenario::Scenario;
use serde_json::json;

use super::process::Place;

#[test]
fn a_first_look_shows_a_handful_and_says_how_many_more_there_are() {
    let place = Place::empty();

    let told = place.run(&["demo", "--keep", "kept"]);

    assert_eq!(told.code, 0, "{}{}", told.out, told.err);
    whoever_has_the_log_counts_as_the_authority_does(&place);
    let all = Scenario::shipped().unwrap();
    let played = all.iter().filter(|scenario| told.out.contains(&format!("  {}   ", scenario.title.en()))).count();
    assert!((3..=7).contains(&played), "{played} are no handful");
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

/// After a demo: the authority's own count, and that of somebody who has the export and the key.
fn whoever_has_the_log_counts_as_the_authority_does(place: &Place) {
    let of_log = |file: &str| place.run(&["audit", "count", &place.path(file), "--key", &key(place), "--json"]);
    let own = place.run(&["statistics", "--json", "--data", "kept/xn"]).answer();

    assert_eq!(of_log("kept/exports/norvania.tar").answer(), own);
    assert_eq!((own["training"].as_bool(), own["state"].as_str()), (Some(true), Some("XN")));
    let altered = of_log("kept/exports/norvania.altered.tar");
    altered.ends(1, "altered");
    assert!(!altered.out.contains("years"), "no figures come from an altered log: {}", altered.out);
    let words = place.run(&["statistics", "--data", "kept/xn"]).out;
    assert!(words.contains("all cases are made up") && words.contains("fewer than 5"), "{words}");
    assert_eq!(
        place.run(&["statistics", "--year", "1999", "--json", "--data", "kept/xn"]).answer()["years"],
        json!([])
    );
}

fn key(place: &Place) -> String {
    place.path("kept/exports/norvania.key")
}
