//! What a deployment may do to a whole rulebook: measures, safeguards, stages, messages, clocks, languages of its own.

use super::{EVIDENCE, Texts, refusal, shipped};

const DOCUMENTS: &str = "procedures/documents.toml";

/// The shipped texts after a few changes: file, text, its replacement. Each has to change something.
fn with(changes: &[(&str, &str, &str)]) -> Texts {
    let mut texts = shipped();
    for (file, old, new) in changes {
        let text = texts.get_mut(*file).unwrap();
        assert!(text.contains(old), "{file} has no `{old}`");
        *text = text.replacen(old, new, 1);
    }
    texts
}

/// As `with`, in the part of a procedure that the requested State plays.
fn requested(file: &str, changes: &[(&str, &str)]) -> Texts {
    let mut texts = shipped();
    let text = texts.get_mut(file).unwrap();
    let at = text.find("[requested]\n").unwrap();
    let mut part = text.split_off(at);
    for (old, new) in changes {
        assert!(part.contains(old), "{file} has no `{old}`");
        part = part.replacen(old, new, 1);
    }
    text.push_str(&part);
    texts
}

fn is_proved(texts: &Texts, file: &str) {
    assert_eq!(refusal(texts, file), "");
}

#[test]
fn a_national_safeguard_stands_at_several_gates() {
    let mut texts = shipped();
    let own = r#"
        name   = "heritage"
        code   = "XN-01"
        title  = { en = "National heritage", fr = "Patrimoine national" }
        source = ["POLICY PROFILES"]
        [question]
        en = "Does no archive of the State suffer?"
        fr = "Aucune archive de l'État n'en souffre-t-elle ?"
        [[stands_at]]
        gate        = "authorisation"
        side        = "requesting"
        answered_by = ["rights_reviewer"]
        [[stands_at]]
        gate         = "decision"
        side         = "requested"
        answered_by  = ["central_authority"]
        confirmed_by = ["judicial_authority"]
        [[stands_at]]
        gate        = "use"
        side        = "requesting"
        answered_by = ["central_authority"]
        [applies]
        default = "domestic"
        [answers]
        met     = { outcome = "met", needs_reason = true }
        not_met = { outcome = "not_met", needs_reason = true, ground = "RF-05" }
    "#;
    texts.insert("safeguards/heritage.toml".to_owned(), own.to_owned());

    is_proved(&texts, DOCUMENTS);
}

#[test]
fn a_measure_of_ones_own_follows_a_procedure_and_a_form_of_its_own() {
    let mut texts = shipped();
    let copied = |file: &str, old: &str, new: &str| texts[file].replacen(old, new, 1);
    let procedure = copied(DOCUMENTS, "name  = \"documents\"", "name  = \"archives\"");
    let measure = copied("measures/records.toml", "name      = \"records\"", "name      = \"archives\"")
        .replace("procedure = \"documents\"", "procedure = \"archives\"")
        .replace("content   = \"records\"", "content   = \"archives\"");
    let form = copied("content/records.schema.json", "\"required\": [", "\"required\": [\n    \"deadline\",");
    texts.insert("procedures/archives.toml".to_owned(), procedure);
    texts.insert("measures/archives.toml".to_owned(), measure);
    texts.insert("content/archives.schema.json".to_owned(), form);

    is_proved(&texts, "procedures/archives.toml");
}

#[test]
fn a_form_asks_for_more() {
    is_proved(
        &with(&[("content/records.schema.json", "\"required\": [", "\"required\": [\n    \"deadline\",")]),
        DOCUMENTS,
    );
}

#[test]
fn a_ministry_looks_at_what_is_granted() {
    let texts = requested(
        DOCUMENTS,
        &[
            (
                "[[requested.stage]]\nname  = \"postponed\"",
                "[[requested.stage]]\nname  = \"ministry\"\ntitle = { en = \"At the ministry\", fr = \"Au ministère\" }\nphase = \"examination\"\n\n[[requested.stage]]\nname  = \"postponed\"",
            ),
            (
                "[[requested.transition]]\nname   = \"grant\"\ntitle  = { en = \"Grant\", fr = \"Accorder\", ru = \"Удовлетворить\", es = \"Conceder\" }\nfrom   = [\"examination\"]",
                "[[requested.transition]]\nname   = \"refer\"\ntitle  = { en = \"Refer\", fr = \"Transmettre\" }\nfrom   = [\"examination\"]\nto     = \"ministry\"\nby     = [\"central_authority\"]\nsource = [\"UNCC 40(17)\"]\n\n[[requested.transition]]\nname   = \"take_back\"\ntitle  = { en = \"Take back\", fr = \"Reprendre\" }\nfrom   = [\"ministry\"]\nto     = \"examination\"\nby     = [\"central_authority\"]\nsource = [\"UNCC 40(17)\"]\n\n[[requested.transition]]\nname   = \"grant\"\ntitle  = { en = \"Grant\", fr = \"Accorder\", ru = \"Удовлетворить\", es = \"Conceder\" }\nfrom   = [\"examination\", \"ministry\"]",
            ),
        ],
    );
    // What the other State may say is heard there too.
    let mut texts = texts;
    let text = texts.get_mut(DOCUMENTS).unwrap();
    let at = text.find("[requested]\n").unwrap();
    for heard in ["hear_supplement", "hear_withdrawn"] {
        let from = at + text[at..].find(&format!("name   = \"{heard}\"\n")).unwrap();
        let list = from + text[from..].find("from   = [").unwrap() + "from   = [".len();
        text.insert_str(list, "\"ministry\", ");
    }

    is_proved(&texts, DOCUMENTS);
}

#[test]
fn word_of_progress_is_sent() {
    let texts = with(&[
        (
            DOCUMENTS,
            "# ---- Messages from the requested State\n",
            "# ---- Messages from the requested State\n\n[[message]]\nname      = \"progress\"\ntitle     = { en = \"Progress\", fr = \"Avancement\" }\nfrom      = \"requested\"\ncarries   = \"nothing\"\nwhen_late = \"noted\"\nsource    = [\"UNCC 40(26)\"]\n",
        ),
        (
            DOCUMENTS,
            "[[requesting.transition]]\nname   = \"hear_more_asked\"",
            "[[requesting.transition]]\nname   = \"hear_progress\"\ntitle  = { en = \"Progress\", fr = \"Avancement\" }\nfrom   = [\"granted\"]\nto     = \"granted\"\non     = \"progress\"\nsource = [\"UNCC 40(26)\"]\n\n[[requesting.transition]]\nname   = \"hear_more_asked\"",
        ),
        (
            DOCUMENTS,
            "[[requested.transition]]\nname   = \"grant\"",
            "[[requested.transition]]\nname   = \"tell_progress\"\ntitle  = { en = \"Tell\", fr = \"Informer\" }\nfrom   = [\"granted\"]\nto     = \"granted\"\nby     = [\"central_authority\"]\nsends  = \"progress\"\nsource = [\"UNCC 40(26)\"]\n\n[[requested.transition]]\nname   = \"grant\"",
        ),
    ]);

    is_proved(&texts, DOCUMENTS);
}

#[test]
fn a_clock_is_added_and_another_is_shorter_or_longer() {
    let texts = requested(
        DOCUMENTS,
        &[
            (
                "[[requested.deadline]]\n",
                "[[requested.deadline]]\nname        = \"look\"\ntitle       = { en = \"Look\", fr = \"Voir\" }\ndue_in_days = 5\nat_expiry   = \"alert\"\nsource      = [\"POLICY CLOCKS\"]\n\n[[requested.deadline]]\n",
            ),
            ("due_in_days = 90", "due_in_days = 45"),
            ("due_in_days = 7\n", "due_in_days = 14\n"),
            ("starts = [\"execution\"]", "starts = [\"execution\", \"look\"]"),
        ],
    );

    is_proved(&texts, DOCUMENTS);
}

#[test]
fn a_third_language_is_declared_and_given_everywhere() {
    let mut texts = shipped();
    for (path, text) in &mut texts {
        if !path.starts_with("content/") {
            *text = text.replace("{ en = ", "{ de = \"Wort\", en = ").replace("\nen = ", "\nde = \"Frage\"\nen = ");
        }
    }
    let about = texts.get_mut("rulebook.toml").unwrap();
    *about = about.replace("[\"en\", \"fr\"]", "[\"en\", \"fr\", \"de\"]");

    is_proved(&texts, DOCUMENTS);
}

#[test]
fn titles_are_other_words_and_tables_stand_in_another_order() {
    let mut texts = shipped();
    for path in [DOCUMENTS, "safeguards/speciality.toml", "grounds.toml"] {
        let mut data: toml::Table = texts[path].parse().unwrap();
        turned(&mut data);
        texts.insert(path.to_owned(), toml::to_string(&data).unwrap().replace("Admit", "Let in"));
    }

    is_proved(&texts, DOCUMENTS);
}

/// Every list of tables from its end.
fn turned(table: &mut toml::Table) {
    for (_, value) in table.iter_mut() {
        match value {
            toml::Value::Table(inner) => turned(inner),
            toml::Value::Array(list) if list.iter().all(toml::Value::is_table) => list.reverse(),
            _ => {}
        }
    }
}

#[test]
fn a_profile_binds_more_and_a_basis_is_stricter() {
    let texts = with(&[
        ("profiles.toml", "binds  = [\"treaty\"]", "binds  = [\"treaty\", \"domestic\"]"),
        (
            "safeguards/dual_criminality.toml",
            "default                 = \"policy\"",
            "default                 = \"domestic\"",
        ),
    ]);

    is_proved(&texts, DOCUMENTS);
}

#[test]
fn a_ground_of_ones_own_is_booked_under_one_of_the_treatys() {
    let own = "[[ground]]\ncode         = \"RF-50\"\ntitle        = { en = \"Archives\", fr = \"Archives\" }\nconsult      = true\nbooked_under = [\"RF-05\"]\nforbidden    = false\nsource       = [\"UNCC 40(21)(b)\"]\n\n[[ground]]\n";
    let texts = with(&[
        ("grounds.toml", "[[ground]]\n", own),
        ("measures/records.toml", "grounds   = [\n", "grounds   = [\n  \"RF-50\",\n"),
    ]);

    is_proved(&texts, DOCUMENTS);
}

#[test]
fn a_judge_may_answer_what_is_left_to_the_central_authority() {
    let changes = [(
        "safeguards/scope_and_serious_crime.toml",
        "[\"central_authority\"]",
        "[\"central_authority\", \"judicial_authority\"]",
    )];

    is_proved(&with(&changes), DOCUMENTS);
}

#[test]
fn what_could_be_put_off_or_left_aside_no_longer_can() {
    let texts = with(&[
        ("safeguards/independent_authorisation.toml", "deferred_by = \"emergency\"\n", ""),
        (
            "safeguards/independent_authorisation.toml",
            "later   = { outcome = \"deferred\", needs_reason = true }\n",
            "",
        ),
        (
            "safeguards/speciality.toml",
            "not_applicable = { outcome = \"not_applicable\", needs_reason = true, only_for = [\"spontaneous_information\"] }\n",
            "",
        ),
        (
            "safeguards/scope_and_serious_crime.toml",
            "{ outcome = \"met\" }",
            "{ outcome = \"met\", needs_reason = true, needs_document = true }",
        ),
    ]);

    is_proved(&texts, "procedures/emergency.toml");
}

#[test]
fn a_search_is_opened_by_a_judge_and_confirmed_by_a_second_official() {
    let changes = [
        (
            "safeguards/independent_authorisation.toml",
            "gate        = \"execution\"\nside        = \"requested\"\n",
            "gate        = \"execution\"\nside        = \"requested\"\nconfirmed_by = [\"central_authority\"]\n",
        ),
        (
            "safeguards/safeguards_at_the_recipient.toml",
            "[applies]",
            "[[stands_at]]\ngate        = \"closing\"\nside        = \"requesting\"\nanswered_by = [\"data_protection_reviewer\"]\n\n[applies]",
        ),
    ];

    is_proved(&with(&changes), EVIDENCE);
}

#[test]
fn a_condition_and_a_citation_of_ones_own_are_listed() {
    let changes = [
        (
            "conditions.toml",
            "[[condition]]\n",
            "[[condition]]\ncode   = \"CD-40\"\ntitle  = { en = \"Sealed\", fr = \"Scellé\" }\nsource = [\"UNCC 40(28)\"]\n\n[[condition]]\n",
        ),
        ("safeguards/protected_persons_and_privilege.toml", "source = [", "source = [\"UNCC 40(28)\", "),
    ];

    is_proved(&with(&changes), DOCUMENTS);
}
