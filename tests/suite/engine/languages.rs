//! Languages in files of their own: every text of a declared language is there, and none that nothing says.

use comity::engine::explore::explore_some;
use comity::engine::files::RuleFiles;
use comity::engine::rulebook::Rulebook;
use serde_json::Value;

const OWN: [&str; 4] = ["ar", "es", "ru", "zh"];

/// The shipped files with some of them changed.
fn changed(change: impl FnOnce(&mut serde_json::Map<String, Value>)) -> RuleFiles {
    let mut files = serde_json::to_value(RuleFiles::shipped()).unwrap();
    change(files.as_object_mut().unwrap());
    serde_json::from_value(files).unwrap()
}

/// What the check says of languages: which rule is broken, where, and how.
fn found(files: RuleFiles) -> Vec<(&'static str, String, String)> {
    let rulebook = Rulebook::load(files).unwrap();
    let flaws = explore_some(&rulebook, |_| false).flaws;
    let flaws = flaws.into_iter().filter(|flaw| flaw.rule.starts_with("language"));
    flaws.map(|flaw| (flaw.rule, flaw.fault.file, flaw.fault.sentence)).collect()
}

#[test]
fn every_shipped_rulebook_says_everything_in_six_languages() {
    for placed in RuleFiles::all_shipped() {
        let rulebook = Rulebook::load(placed.files).unwrap();

        assert_eq!(rulebook.about.languages, ["ar", "zh", "en", "fr", "ru", "es"]);
        for measure in rulebook.measures.values() {
            for language in OWN {
                let title = measure.title.in_language(language);
                assert!(!title.is_empty() && title != measure.title.en(), "{language}: {title}");
            }
        }
        for (language, wanted) in [("fr", "Demande"), ("zh", "请求"), ("ru", "запрос"), ("es", "Solicitud")] {
            let sought = rulebook.title_of("Request for production of stored data", language).to_lowercase();
            let known = placed.place != "instruments/e_evidence/";
            assert_eq!(sought.contains(&wanted.to_lowercase()), known, "{}: {sought}", placed.place);
        }
        assert_eq!(rulebook.title_of("never said", "ar"), "never said");
    }
}

#[test]
fn what_a_language_lacks_or_says_for_nothing_is_named_with_its_file() {
    let files = changed(|files| {
        let text = files["languages/es.toml"].as_str().unwrap();
        let text = text.replacen("\"Agreed terms and conditions\" =", "\"Agreed terms\" =", 1);
        files.insert("languages/es.toml".to_owned(), text.into());
    });

    let found = found(files);

    let said: Vec<_> = found.iter().map(|(rule, file, _)| (*rule, file.as_str())).collect();
    assert_eq!(said, [("language-missing", "conditions.toml"), ("language-unused", "languages/es.toml")]);
    assert!(found[0].2.contains("`Agreed terms and conditions`") && found[0].2.contains("languages/es.toml"));
    assert!(found[1].2.contains("`Agreed terms`"));
}

#[test]
fn a_rulebook_in_english_and_french_stays_valid() {
    let files = changed(|files| {
        files.retain(|path, _| !path.starts_with("languages/"));
        let about = files["rulebook.toml"].as_str().unwrap();
        let about = about.replace(r#"["ar", "zh", "en", "fr", "ru", "es"]"#, r#"["en", "fr"]"#);
        files.insert("rulebook.toml".to_owned(), about.into());
    });

    assert_eq!(found(files), []);
}

#[test]
fn a_language_that_is_declared_and_nowhere_is_missing_and_one_that_is_there_has_to_be_declared() {
    let gone = found(changed(|files| _ = files.remove("languages/zh.toml")));
    assert!(
        gone.len() > 100 && gone.iter().all(|(rule, _, said)| *rule == "language-missing" && said.contains("`zh`"))
    );

    let undeclared = found(changed(|files| {
        let about = files["rulebook.toml"].as_str().unwrap().replace(r#""zh", "#, "");
        files.insert("rulebook.toml".to_owned(), about.into());
    }));
    let said: Vec<_> = undeclared.iter().map(|(rule, file, _)| (*rule, file.as_str())).collect();
    assert_eq!(said, [("language-undeclared", "languages/zh.toml")]);
}

#[test]
fn what_a_file_of_a_language_says_is_part_of_the_hash() {
    let one = RuleFiles::shipped().hash();
    let other = changed(|files| {
        let text = files["languages/ar.toml"].as_str().unwrap().to_owned();
        files.insert("languages/ar.toml".to_owned(), (text + "# checked\n").into());
    });
    assert_ne!(other.hash(), one);
}

#[test]
fn a_file_that_is_named_after_no_language_is_refused() {
    let files = changed(|files| {
        files.insert("languages/arabic.toml".to_owned(), "[text]\n".into());
    });
    let faults = Rulebook::load(files).unwrap_err();
    assert!(faults[0].sentence.contains("no code of a language"), "{}", faults[0]);
}
