//! `workflows articles` and `workflows show`: what a jurist and an engineer read, and what a program does.

use comity::engine::files::RuleFiles;
use comity::engine::rulebook::Rulebook;
use serde_json::Value;

use super::process::Place;

/// Without the numbers of lines, which move with every edit of a rule file.
fn unnumbered(text: &str) -> String {
    let number = |line: &str| match line.split_once(".toml:") {
        Some((before, after)) if after.bytes().all(|digit| digit.is_ascii_digit()) => format!("{before}.toml:LINE"),
        _ => line.to_owned(),
    };
    text.lines().map(number).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_article_is_shown_with_every_rule_that_rests_on_it() {
    let shown = Place::empty().run(&["workflows", "articles", "--article", "UNCC 40(22)"]);

    assert_eq!(shown.code, 0, "{}", shown.err);
    insta::assert_snapshot!(unnumbered(&shown.out));
}

#[test]
fn the_line_that_is_named_cites_the_article() {
    let answer = Place::empty().run(&["workflows", "articles", "--json"]).answer();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/workflows");
    let mut held = 0;

    for article in answer["articles"].as_array().unwrap() {
        let citation = format!("\"{}\"", article["citation"].as_str().unwrap());
        for act in article["acts"].as_array().unwrap().iter().filter(|act| act["kind"] != "field") {
            let text = std::fs::read_to_string(format!("{folder}/{}", act["file"].as_str().unwrap())).unwrap();
            let line = usize::try_from(act["line"].as_u64().unwrap()).unwrap();
            assert!(text.lines().nth(line - 1).unwrap().contains(&citation), "{citation}: {act}");
            held += 1;
        }
    }

    assert!(held > 300, "{held}");
}

#[test]
fn all_articles_stand_in_the_order_of_the_treaty_and_none_is_missing() {
    let place = Place::empty();
    let shown = place.run(&["workflows", "articles"]);
    let answer = place.run(&["workflows", "articles", "--json"]).answer();
    let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();

    let at = |article: &str| shown.out.find(&format!("\n{article} ")).unwrap_or_else(|| panic!("{article}"));
    let order =
        ["UNCC 2(h)", "UNCC 24(1)", "UNCC 40(3)(d)", "UNCC 40(21)", "UNCC 40(21)(b)", "UNCC 42(9)", "BUD 27(4)(a)"];
    assert!(order.map(at).is_sorted(), "{}", shown.out);
    let listed: Vec<&str> =
        answer["articles"].as_array().unwrap().iter().map(|article| article["citation"].as_str().unwrap()).collect();
    assert_eq!(listed.len(), rulebook.citations.len());
    assert_eq!(answer["rulebook"], rulebook.hash.as_str());
    let confidence = |article: &Value| article["confidence"].as_str().unwrap().to_owned();
    for article in answer["articles"].as_array().unwrap() {
        let known = rulebook.citations.values().find(|known| known.text.as_str() == article["citation"]).unwrap();
        assert_eq!(confidence(article), known.confidence.to_string(), "a doubt was lost: {article}");
    }
}

#[test]
fn an_article_takes_its_paragraphs_along_and_is_understood_as_it_is_written() {
    let place = Place::empty();
    let cited = |typed: &str| -> Vec<String> {
        let answer = place.run(&["workflows", "articles", "--json", "--article", typed]).answer();
        let articles = answer["articles"].as_array().unwrap().clone();
        articles.iter().map(|article| article["citation"].as_str().unwrap().to_owned()).collect()
    };

    assert_eq!(cited("art. 40 (24)"), ["UNCC 40(24)"]);
    assert!(cited("40(21)").len() == 5 && cited("40").len() > 20);
    assert!(cited("UNCC 2").iter().all(|citation| citation.starts_with("UNCC 2(")));
}

#[test]
fn an_unknown_article_is_wrong_use_and_the_near_ones_are_named() {
    let place = Place::empty();

    place.run(&["workflows", "articles", "--article", "UNCC 40(220)"]).ends(2, "`UNCC 40(22)`");
    place.run(&["workflows", "articles", "--article", "GDPR 5"]).ends(2, "`UNCC`");
    place.run(&["workflows", "articles", "--article", ""]).ends(2, "near");
    place.write("rulebook.toml", "name = 1");
    place.run(&["--workflows", ".", "workflows", "articles"]).ends(1, "rulebook.toml");
}

#[test]
fn a_safeguard_is_shown_in_its_own_words() {
    let shown = Place::empty().run(&["workflows", "show", "sg-10"]);

    assert_eq!(shown.code, 0, "{}", shown.err);
    insta::assert_snapshot!(shown.out);
}

#[test]
fn a_measure_a_ground_and_a_condition_are_shown_too() {
    let place = Place::empty();
    let show = |name: &str, word: &str| place.run(&["workflows", "show", name]).ends(0, word);

    show("expedited_preservation", "never asked: SG-02");
    show("NX-01", "nobody may refuse on it");
    show("RF-08", "`expedited_preservation`");
    show("CD-03", "UNCC 40(19)");
    place.run(&["workflows", "show", "kindness"]).ends(2, "`non_discrimination`");
}

#[test]
fn the_form_of_every_measure_is_shown_with_its_articles() {
    let place = Place::empty();
    let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();

    let all = place.run(&["workflows", "form"]);
    all.ends(0, "comity workflows form MEASURE");
    for measure in rulebook.measures.keys() {
        assert!(all.out.contains(measure.as_str()), "{measure}");
        let schema = place.run(&["workflows", "form", measure.as_str(), "--json"]).answer();
        let shown = place.run(&["workflows", "form", measure.as_str()]);
        for field in schema["properties"].as_object().unwrap().keys() {
            assert!(shown.out.contains(&format!(" /{field}")), "{measure}: {field}");
        }
        for required in schema["required"].as_array().unwrap() {
            let line = format!("* /{}", required.as_str().unwrap());
            assert!(shown.out.contains(&line), "{measure}: {line}");
        }
    }
    insta::assert_snapshot!(place.run(&["workflows", "form", "expedited_preservation"]).out);
}

#[test]
fn what_is_known_of_a_party_stands_beside_it() {
    let shown = Place::empty().run(&["workflows", "articles", "--article", "64"]);

    let known = [
        "signed 2025-10-25, known from lists of treaties",
        "ratified 2026-02; reservation: Not bound by",
        "as reported",
    ];
    for known in known {
        assert!(shown.out.contains(known), "{known}: {}", shown.out);
    }
}
