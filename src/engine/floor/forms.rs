//! The fields that the treaty itself asks of a request, with their articles (section 5 of the study).
//!
//! A content schema may ask for more fields; none of these is left out.

use super::super::flaw::{Flaw, Sites};
use super::super::rulebook::Rulebook;

/// Fields, each with its article.
type Fields = &'static [(&'static str, &'static str)];

/// What every request for assistance says, but for the facts.
const ASSISTANCE: Fields = &[
    ("requesting_authority", "UNCC 40(15)(a)"),
    ("conducting_authority", "UNCC 40(15)(b)"),
    ("proceeding", "UNCC 40(15)(b)"),
    ("offence", "UNCC 40(15)(b)"),
    ("assistance_sought", "UNCC 40(15)(d)"),
    ("purpose", "UNCC 40(15)(g)"),
];

/// The facts, which service of documents needs not.
const FACTS: Fields = &[("facts", "UNCC 40(15)(c)")];

/// Form by form.
const FORMS: &[(&str, &[Fields])] = &[
    (
        "expedited_preservation",
        &[&[
            ("requesting_authority", "UNCC 42(3)(a)"),
            ("proceeding", "UNCC 42(3)(b)"),
            ("offence", "UNCC 42(3)(b)"),
            ("facts", "UNCC 42(3)(b)"),
            ("items", "UNCC 42(3)(c)"),
            ("specified_data", "UNCC 42(3)(c)"),
            ("relation_to_offence", "UNCC 42(3)(c)"),
            ("necessity", "UNCC 42(3)(e)"),
            ("vulnerability", "UNCC 42(3)(e)"),
            ("intends_to_submit_mla", "UNCC 42(3)(f)"),
        ]],
    ),
    ("production", &[ASSISTANCE, FACTS]),
    ("records", &[ASSISTANCE, FACTS]),
    ("search_and_seizure", &[ASSISTANCE, FACTS]),
    ("service_of_documents", &[ASSISTANCE, &[("addressee", "UNCC 40(15)(e)")]]),
    ("subscriber_information", &[ASSISTANCE, FACTS]),
    (
        "testimony",
        &[
            ASSISTANCE,
            FACTS,
            &[
                ("person_heard", "UNCC 40(15)(e)"),
                ("appearance", "UNCC 40(3)(k)"),
                ("safe_conduct", "UNCC 40(29)"),
                ("consent", "UNCC 40(29)"),
            ],
        ],
    ),
    (
        "traffic_data_disclosure",
        &[&[
            ("requesting_authority", "UNCC 42(3)(a)"),
            ("preservation_reference", "UNCC 43(1)"),
            ("items", "UNCC 43(1)"),
            ("specified_data", "UNCC 43(1)"),
        ]],
    ),
    ("video_hearing", &[ASSISTANCE, FACTS, &[("person_heard", "UNCC 40(15)(e)"), ("hearing", "UNCC 40(18)")]]),
];

pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for (form, fields) in FORMS {
        let path = format!("content/{form}.schema.json");
        let Some(schema) = rulebook.files.as_data(&path) else { continue };
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str).collect();
        for (field, article) in fields.iter().copied().flatten().filter(|(field, _)| !required.contains(field)) {
            let sentence = format!("the form `{form}` no longer requires `{field}`: the treaty does, put it back");
            found.push(sites.flaw("field-dropped", (&path, ""), sentence, &[article]));
        }
    }
    found
}
