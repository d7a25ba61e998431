//! `workflows chart`, `explain`, `diff` and `export`, as an official runs them.

use comity::engine::files::RuleFiles;
use comity::engine::rulebook::Rulebook;

use super::process::Place;

/// A folder with the shipped rules, and one file changed.
fn changed(place: &Place, file: &str, old: &str, new: &str) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let rules = place.folder.path().join("rules");
    for part in ["", "procedures", "measures", "safeguards", "languages"] {
        std::fs::create_dir_all(rules.join(part)).unwrap();
        for entry in std::fs::read_dir(format!("{root}/workflows/{part}")).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                std::fs::copy(&path, rules.join(part).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
    let text = std::fs::read_to_string(rules.join(file)).unwrap();
    assert!(text.contains(old), "{file}: {old}");
    std::fs::write(rules.join(file), text.replacen(old, new, 1)).unwrap();
    rules.display().to_string()
}

#[test]
fn a_chart_is_written_to_a_file_and_a_wrong_name_says_which_there_are() {
    let place = Place::empty();

    let drawn = place.run(&["workflows", "chart", "evidence", "--measure", "production", "--out", "evidence.svg"]);

    drawn.ends(0, "evidence.svg");
    let svg = std::fs::read_to_string(place.folder.path().join("evidence.svg")).unwrap();
    assert!(svg.starts_with("<svg ") && svg.contains("prefers-color-scheme"));
    assert!(place.run(&["workflows", "chart", "evidence"]).out.starts_with("<svg "));
    place.run(&["workflows", "chart", "evidense"]).ends(2, "`evidence`");
    place.run(&["workflows", "chart", "evidence", "--measure", "expedited_preservation"]).ends(2, "`preservation`");
    place.run(&["workflows", "chart", "evidence", "--language", "tlh"]).ends(2, "`fr`");
    place.run(&["workflows", "chart", "evidence", "--out", "no/such/folder.svg"]).ends(3, "folder.svg");
}

#[test]
fn every_measure_is_explained_within_eighty_columns_with_every_safeguard_that_binds() {
    let place = Place::empty();
    let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();
    for (measure, language) in rulebook.measures.values().zip(["en", "fr"].into_iter().cycle()) {
        let told = place.run(&["workflows", "explain", measure.name.as_str(), "--language", language]);

        assert_eq!(told.code, 0, "{}", told.err);
        let wide = told.out.lines().find(|line| line.chars().count() > 80);
        assert_eq!(wide, None, "{}", measure.name);
    }
    let answer = place.run(&["workflows", "explain", "production", "--json", "--profile", "domestic"]).answer();
    assert_eq!(answer["rulebook"], rulebook.hash.as_str());
    assert_eq!(answer["parts"].as_array().unwrap().len(), 3);
    let told = place.run(&["workflows", "explain", "production"]).out;
    for words in [
        "SG-10",
        "answered by rights reviewer or central authority",
        "not met with reasons (RF-08)",
        "a negative answer stands",
        "whoever authorised the request does not send it",
        "asked again here: the gates of execution, decision, admission",
    ] {
        assert!(told.split_whitespace().collect::<Vec<_>>().join(" ").contains(words), "{words}: {told}");
    }
    place.run(&["workflows", "explain", "mind_reading"]).ends(2, "`production`");
}

#[test]
fn how_few_officials_can_do_it_is_said_with_their_roles_and_why_not_fewer() {
    let place = Place::empty();
    for (measure, language, profile) in [
        ("production", "en", "strict"),
        ("expedited_preservation", "fr", "strict"),
        ("interception", "en", "treaty_minimum"),
    ] {
        let told = place
            .run(&["workflows", "explain", measure, "--language", language, "--profile", profile, "--json"])
            .answer();
        let text = place.run(&["workflows", "explain", measure, "--language", language, "--profile", profile]).out;

        let section = text.split("\n\n").nth(1).unwrap();
        insta::assert_snapshot!(format!("few_officials_{measure}_{language}_{profile}"), section);
        for (side, told) in ["requesting", "requested"].into_iter().zip(told["staffing"].as_array().unwrap()) {
            assert_eq!(told["side"], side);
        }
        let people: usize =
            told["staffing"].as_array().unwrap().iter().map(|told| told["people"].as_array().unwrap().len()).sum();
        assert_eq!(section.lines().filter(|line| line.starts_with("    > ")).count(), people, "{section}");
    }
}

#[test]
fn a_difference_says_whether_protection_rose_or_fell_and_ends_so() {
    let place = Place::empty();
    let stricter = changed(
        &place,
        "safeguards/dual_criminality.toml",
        "met            = { outcome = \"met\" }",
        "met            = { outcome = \"met\", needs_document = true }",
    );

    let same = place.run(&["workflows", "diff", "shipped", "shipped"]);
    let rose = place.run(&["workflows", "diff", "shipped", &stricter]);
    let fell = place.run(&["workflows", "diff", &stricter, "shipped"]);

    same.ends(0, "The rules are the same.");
    rose.ends(0, "Protection rose in 1 line.");
    assert!(rose.out.contains("SG-02 Dual criminality\n  rose  the answer `met` now needs a document"), "{}", rose.out);
    fell.ends(1, "Protection fell in 1 line.");
    let answer: serde_json::Value =
        serde_json::from_str(&place.run(&["workflows", "diff", &stricter, "shipped", "--json"]).out).unwrap();
    assert_eq!((&answer["fell"], &answer["rose"]), (&1.into(), &0.into()));
    assert_eq!(answer["changes"][0]["protection"], "fell");
    place.run(&["workflows", "diff", "shipped", "nowhere"]).ends(2, "`shipped`");
}

#[test]
fn each_instrument_is_checked_with_its_own_figures_and_asked_for_by_its_code() {
    let place = Place::empty();
    let rules = crate::instruments::folder(false);
    let folder = rules.path().display().to_string();

    let one = place.run(&["workflows", "check", &folder, "--instrument", "TST", "--json"]).answer();
    let told = place.run(&["--workflows", &folder, "workflows", "check", "--instrument", "TST"]);

    assert_eq!((&one["sound"], one["rulebooks"].as_array().unwrap().len()), (&true.into(), 1));
    assert_eq!((&one["rulebooks"][0]["instrument"], &one["rulebooks"][0]["in_force"]), (&"TST".into(), &false.into()));
    told.ends(0, "the rulebook `small` (TST) is sound, and proved");
    assert!(told.out.contains("no: for training, or where both States agreed"), "{}", told.out);
    for asked in [&["workflows", "form"][..], &["workflows", "show", "SG-23"], &["workflows", "articles"]] {
        let ran = place.run(&[&["--workflows", &folder], asked, &["--instrument", "TST"]].concat());
        assert!(ran.code == 0 && !ran.out.contains("\nUNCC "), "{asked:?}: {}{}", ran.out, ran.err);
    }
    let drawn = place.run(&["--workflows", &folder, "workflows", "chart", "transmission", "--instrument", "TST"]);
    assert!(drawn.code == 0 && drawn.out.starts_with("<svg "), "{}", drawn.err);
    place.run(&["workflows", "form", "--instrument", "NONE"]).ends(2, "there are `UNCC`");
    place.run(&["--workflows", &folder, "workflows", "form", "production", "--instrument", "TST"]).ends(2, "there are");
}

#[test]
fn all_instruments_are_checked_where_none_is_named_and_one_that_is_unsound_fails_them() {
    let place = Place::empty();
    let rules = tempfile::tempdir().unwrap();
    crate::instruments::write(rules.path(), &crate::instruments::small("ONE", true));
    let mut weak = crate::instruments::small("TWO", true);
    for (_, text) in weak.iter_mut().filter(|(path, _)| path.starts_with("safeguards/")) {
        *text = text.replace("\"treaty\"", "\"policy\"");
    }
    crate::instruments::write(&rules.path().join("instruments/two"), &weak);
    let folder = rules.path().display().to_string();

    let told = place.run(&["workflows", "check", &folder]);
    let ran = place.run(&["workflows", "check", &folder, "--json"]);

    told.ends(1, "(ONE) is sound, and proved");
    assert!(told.err.contains("(TWO) is not proved"), "{}", told.err);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let sound: Vec<bool> =
        answer["rulebooks"].as_array().unwrap().iter().map(|one| one["sound"].as_bool().unwrap()).collect();
    assert_eq!((ran.code, &answer["sound"], sound), (1, &false.into(), vec![true, false]));
}

#[test]
fn a_part_that_is_not_there_cannot_be_exported() {
    let place = Place::empty();

    let model = place.run(&["workflows", "export", "evidence", "--format", "promela", "--part", "holding"]);

    assert!(model.code == 0 && model.out.contains("active proctype"), "{}", model.err);
    place
        .run(&["workflows", "export", "preservation", "--format", "promela", "--part", "holding"])
        .ends(2, "no part `holding`");
    place.run(&["workflows", "export", "evidence", "--format", "visio"]).ends(2, "mermaid");
}

#[test]
fn the_paragraphs_of_chapter_five_are_told_with_what_keeps_them() {
    let place = Place::empty();

    let answer = place.run(&["workflows", "articles", "--json"]).answer();
    let told = place.run(&["workflows", "articles"]).out;

    let chapter = answer["chapter_five"].as_array().unwrap();
    let of = |citation: &str| chapter.iter().find(|kept| kept["citation"] == citation).unwrap();
    let named = |kept: &serde_json::Value, list: &str, name: &str| {
        kept[list].as_array().unwrap().iter().any(|known| known.as_str().is_some_and(|known| known.contains(name)))
    };
    assert!(named(of("UNCC 40(22)"), "files", "non_discrimination.toml"));
    assert!(named(of("UNCC 40(22)"), "scenarios", "journalist"));
    assert!(named(of("UNCC 42(8)"), "scenarios", "lapse"));
    // Whatever a program leaves out, it says so.
    for citation in ["UNCC 37", "UNCC 38", "UNCC 39"] {
        assert!(of(citation)["out_of_scope"].is_string(), "{citation}");
    }
    for article in 35..=52 {
        let mut of_article = chapter.iter().filter(|kept| {
            let citation = kept["citation"].as_str().unwrap().trim_start_matches("UNCC ");
            citation.split('(').next() == Some(article.to_string().as_str())
        });
        assert!(of_article.next().is_some(), "article {article}");
    }
    // A doubt is carried along, and nothing of this chapter was read in the official text.
    assert!(chapter.iter().all(|kept| kept["confidence"] != "text_read"));
    for kept in
        chapter.iter().filter(|kept| kept["out_of_scope"].is_null() && kept["files"].as_array().unwrap().is_empty())
    {
        assert!(told.contains(&format!("no file      {} ", kept["citation"].as_str().unwrap())), "{kept}");
    }
    assert!(told.contains("left out     UNCC 37"), "{told}");
}
