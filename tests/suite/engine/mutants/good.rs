//! What a deployment may do: add, ask more people, ask more. None of it is refused.

use super::{EVIDENCE, Mutant, PRESERVATION, changed, refusal};

const GOOD: &[Mutant] = &[
    Mutant {
        what: "a second official for human rights",
        file: "safeguards/consistency_with_human_rights.toml",
        after: &["gate        = \"decision\"\nside        = \"requested\"\n"],
        old: "",
        new: "confirmed_by = [\"central_authority\"]\n",
        says: "",
    },
    Mutant {
        what: "only a judge weighs proportionality",
        file: "safeguards/necessity_and_proportionality.toml",
        after: &[],
        old: "[\"judicial_authority\", \"central_authority\"]",
        new: "[\"judicial_authority\"]",
        says: "",
    },
    Mutant {
        what: "children bind in every profile",
        file: "safeguards/children.toml",
        after: &["[applies]"],
        old: "\"policy\"",
        new: "\"treaty\"",
        says: "",
    },
    Mutant {
        what: "production counts for more",
        file: "measures/production.toml",
        after: &[],
        old: "level     = 5",
        new: "level     = 7",
        says: "",
    },
    Mutant {
        what: "a document with the grounds",
        file: "safeguards/grounds_justifying_the_measure.toml",
        after: &["[answers]"],
        old: "{ outcome = \"met\" }",
        new: "{ outcome = \"met\", needs_document = true }",
        says: "",
    },
    Mutant {
        what: "ninety days instead of sixty",
        file: PRESERVATION,
        after: &["[requested]\n", "name        = \"preservation\"\n"],
        old: "due_in_days = 60",
        new: "due_in_days = 90",
        says: "",
    },
    Mutant {
        what: "an acknowledgement in three days",
        file: EVIDENCE,
        after: &["[requested]\n", "name        = \"acknowledgement\"\n"],
        old: "due_in_days = 7",
        new: "due_in_days = 3",
        says: "",
    },
    Mutant {
        what: "a no on human rights stands",
        file: "safeguards/consistency_with_human_rights.toml",
        after: &[],
        old: "code   = \"SG-09\"\n",
        new: "code   = \"SG-09\"\nhard   = true\n",
        says: "",
    },
    Mutant {
        what: "nothing is refused as de minimis",
        file: "measures/production.toml",
        after: &[],
        old: "\"RF-02\", ",
        new: "",
        says: "",
    },
    Mutant {
        what: "persons at risk are asked about before disclosure too",
        file: "safeguards/persons_at_risk.toml",
        after: &[],
        old: "[applies]",
        new: "[[stands_at]]\ngate        = \"disclosure\"\nside        = \"requested\"\nanswered_by = [\"rights_reviewer\"]\n\n[applies]",
        says: "",
    },
    Mutant {
        what: "a stage of preparation before the measure is carried out",
        file: EVIDENCE,
        after: &[
            "[requested]\n",
            "from   = [\"granted\"]\nto     = \"executing\"\nby     = [\"executing_authority\"]\ngates  = [\"execution\"]\neffect = \"execute\"\nsource = [\"UNCC 40(17)\", \"UNCC 44(1)\"]\n",
        ],
        old: "",
        new: "\n[[requested.transition]]\nname   = \"look_again\"\ntitle  = { en = \"Look again\", fr = \"Revoir\" }\nfrom   = [\"executing\"]\nto     = \"examination\"\nby     = [\"central_authority\", \"executing_authority\"]\nsource = [\"UNCC 40(17)\"]\n",
        says: "",
    },
];

#[test]
fn a_rulebook_that_asks_for_more_is_proved() {
    for mutant in GOOD {
        let told = refusal(&changed(mutant), mutant.file);
        assert_eq!(told, "", "{}", mutant.what);
    }
}

#[test]
fn a_safeguard_and_a_measure_of_ones_own_are_proved() {
    let mut texts = super::shipped();
    let own = texts["safeguards/persons_at_risk.toml"]
        .replace("name   = \"persons_at_risk\"", "name   = \"climate\"")
        .replace("code   = \"SG-15\"", "code   = \"SG-60\"");
    texts.insert("safeguards/climate.toml".to_owned(), own);
    let measure =
        texts["measures/production.toml"].replace("name      = \"production\"", "name      = \"cloud_backup\"");
    texts.insert("measures/cloud_backup.toml".to_owned(), measure);

    assert_eq!(refusal(&texts, EVIDENCE), "");
}

#[test]
fn a_measure_of_ones_own_is_held_to_the_column_of_its_kind() {
    let mut texts = super::shipped();
    let measure =
        texts["measures/production.toml"].replace("name      = \"production\"", "name      = \"cloud_backup\"");
    texts.insert("measures/cloud_backup.toml".to_owned(), measure);
    let text = texts.get_mut("safeguards/independent_authorisation.toml").unwrap();
    *text = text.replace("[applies]\n", "[applies]\ncloud_backup = \"none\"\n");

    assert!(refusal(&texts, EVIDENCE).contains("SG-08 is asked for `cloud_backup` on the basis `none`"));
}
