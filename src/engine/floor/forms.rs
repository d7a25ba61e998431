//! The fields that the treaty itself asks of a request, with their articles (section 5 of the study).
//!
//! A content schema may ask for more fields; none of these is left out.

use serde_json::Value;

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

/// What belongs to the conducting authority, the proceeding and the offence, wherever these are asked for.
const WITHIN: Fields = &[
    ("conducting_authority/name", "UNCC 40(15)(b)"),
    ("conducting_authority/functions", "UNCC 40(15)(b)"),
    ("proceeding/subject", "UNCC 40(15)(b)"),
    ("proceeding/nature", "UNCC 40(15)(b)"),
    ("offence/provision", "UNCC 40(15)(b)"),
    ("offence/max_penalty_years", "UNCC 2(h)"),
    ("offence/scope_code", "UNCC 35(1)"),
    ("items/*/item", "UNCC 40(15)(e)"),
    ("items/*/description", "UNCC 40(15)(e)"),
    ("persons/*/name", "UNCC 40(15)(e)"),
    ("persons/*/child", "UNCC 14(4)"),
    ("domestic_authorisation/authority", "UNCC 24(2)"),
    ("domestic_authorisation/reference", "UNCC 24(2)"),
    ("domestic_authorisation/date", "UNCC 24(2)"),
    ("confidentiality/needed", "UNCC 40(20)"),
];

/// What stored or live data are asked for.
const DATA: Fields = &[
    ("items", "UNCC 40(15)(e)"),
    ("specified_data", "UNCC 23(1)"),
    ("relation_to_offence", "UNCC 24(2)"),
    ("necessity", "UNCC 24(1)"),
    ("dual_criminality_statement", "UNCC 35(3)"),
];

/// What is collected in real time, and for how long.
const LIVE: Fields = &[
    ("specified_communications", "UNCC 45(3)"),
    ("relation_to_offence", "UNCC 45(3)"),
    ("necessity", "UNCC 45(3)"),
    ("items", "UNCC 40(15)(e)"),
    ("domestic_authorisation", "UNCC 24(2)"),
    ("dual_criminality_statement", "UNCC 35(3)"),
    ("duration", "UNCC 45(3)"),
    ("duration/from", "UNCC 45(3)"),
    ("duration/days", "UNCC 45(3)"),
    ("duration/justification", "UNCC 45(3)"),
];

/// What property is frozen or confiscated, and on whose order.
const PROPERTY: Fields = &[
    ("items", "UNCC 50"),
    ("items/*/location", "UNCC 50"),
    ("items/*/kind", "UNCC 2(i)"),
    ("order", "UNCC 50"),
    ("order/authority", "UNCC 2(k)"),
    ("order/reference", "UNCC 50"),
    ("order/date", "UNCC 50"),
    ("order/final", "UNCC 50"),
    ("relation_to_offence", "UNCC 2(j)"),
    ("dual_criminality_statement", "UNCC 35(3)"),
    ("third_parties", "UNCC 24(3)"),
];

/// Who is heard, and what they were told.
const PERSON: Fields = &[
    ("person_heard", "UNCC 40(15)(e)"),
    ("person_heard/name", "UNCC 40(15)(e)"),
    ("person_heard/capacity", "UNCC 40(15)(e)"),
    ("person_heard/child", "UNCC 14(4)"),
    ("person_heard/in_custody", "UNCC 40(9)"),
    ("dual_criminality_statement", "UNCC 35(3)"),
    ("rights_told", "UNCC 24(2)"),
    ("counsel", "UNCC 24(2)"),
    ("interpretation", "UNCC 24(2)"),
    ("consent", "UNCC 40(9)"),
    ("consent/asked", "UNCC 40(9)"),
];

/// How what is to be made regular came.
const RECEIVED: Fields = &[
    ("received", "UNCC 47(1)"),
    ("received/from", "UNCC 47(1)"),
    ("received/channel", "UNCC 47(1)"),
    ("received/on", "UNCC 47(1)"),
    ("not_used", "UNCC 47(1)"),
    ("would_have_been", "UNCC 47(1)"),
];

/// Form by form. A field inside another is asked for where the other is given.
const FORMS: &[(&str, &[Fields])] = &[
    (
        "confiscation",
        &[
            ASSISTANCE,
            FACTS,
            WITHIN,
            PROPERTY,
            &[("extent", "UNCC 50"), ("third_parties_told", "UNCC 50"), ("disposal", "UNCC 52")],
        ],
    ),
    (
        "emergency_disclosure",
        &[
            WITHIN,
            &[
                ("requesting_authority", "UNCC 40(15)(a)"),
                ("proceeding", "UNCC 40(15)(b)"),
                ("offence", "UNCC 40(15)(b)"),
                ("purpose", "UNCC 40(15)(g)"),
                ("items", "UNCC 40(15)(e)"),
                ("specified_data", "UNCC 23(1)"),
                ("contact", "UNCC 41(1)"),
                ("averts", "UNCC 41(3)(e)"),
                ("emergency", "UNCC 2(o)"),
                ("emergency/risk_to", "UNCC 2(o)"),
                ("emergency/significant", "UNCC 2(o)"),
                ("emergency/imminent", "UNCC 2(o)"),
                ("emergency/until", "UNCC 2(o)"),
                ("oral/at", "UNCC 40(13)"),
                ("oral/to", "UNCC 40(13)"),
            ],
        ],
    ),
    (
        "expedited_preservation",
        &[
            WITHIN,
            &[
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
                ("duration", "UNCC 42(8)"),
                ("duration/days", "UNCC 42(8)"),
            ],
        ],
    ),
    (
        "freezing",
        &[
            ASSISTANCE,
            FACTS,
            WITHIN,
            PROPERTY,
            &[
                ("necessity", "UNCC 24(1)"),
                ("risk_of_loss", "UNCC 31"),
                ("duration", "UNCC 24(2)"),
                ("duration/days", "UNCC 24(2)"),
            ],
        ],
    ),
    (
        "interception",
        &[
            ASSISTANCE,
            FACTS,
            WITHIN,
            LIVE,
            &[("serious_offence", "UNCC 30(1)"), ("last_resort", "UNCC 24(1)"), ("deletion", "UNCC 24(2)")],
        ],
    ),
    (
        "joint_investigation_material",
        &[
            ASSISTANCE,
            FACTS,
            WITHIN,
            DATA,
            RECEIVED,
            &[
                ("agreement", "UNCC 48"),
                ("agreement/reference", "UNCC 48"),
                ("agreement/parties", "UNCC 48"),
                ("agreement/host", "UNCC 48"),
            ],
        ],
    ),
    ("police_information", &[ASSISTANCE, FACTS, WITHIN, DATA, RECEIVED]),
    ("production", &[ASSISTANCE, FACTS, WITHIN, DATA]),
    ("real_time_traffic_data", &[ASSISTANCE, FACTS, WITHIN, LIVE]),
    ("records", &[ASSISTANCE, FACTS, WITHIN, &[("items", "UNCC 40(15)(e)"), ("items/*/public", "UNCC 40(31)(a)")]]),
    ("search_and_seizure", &[ASSISTANCE, FACTS, WITHIN, DATA]),
    (
        "service_of_documents",
        &[
            ASSISTANCE,
            WITHIN,
            &[
                ("addressee", "UNCC 40(15)(e)"),
                ("addressee/name", "UNCC 40(15)(e)"),
                ("addressee/address", "UNCC 40(15)(e)"),
                ("addressee/child", "UNCC 14(4)"),
                ("items", "UNCC 40(15)(e)"),
            ],
        ],
    ),
    (
        "spontaneous_information",
        &[
            WITHIN,
            &[
                ("sending_authority", "UNCC 40(4)"),
                ("information", "UNCC 40(4)"),
                ("origin", "UNCC 40(4)"),
                ("legal_basis", "UNCC 40(4)"),
                ("use_for", "UNCC 40(4)"),
                ("not_a_way_round", "UNCC 40(4)"),
                ("personal_data", "UNCC 2(g)"),
                ("items", "UNCC 40(4)"),
                ("offence", "UNCC 40(15)(b)"),
                ("restrictions", "UNCC 40(5)"),
                ("restrictions/*/condition", "UNCC 40(5)"),
                ("restrictions/*/words", "UNCC 40(5)"),
            ],
        ],
    ),
    ("subscriber_information", &[ASSISTANCE, FACTS, WITHIN, DATA]),
    (
        "testimony",
        &[
            ASSISTANCE,
            FACTS,
            WITHIN,
            PERSON,
            &[
                ("appearance", "UNCC 40(3)(k)"),
                ("appearance/court", "UNCC 40(15)(b)"),
                ("appearance/place", "UNCC 40(3)(k)"),
                ("appearance/dates", "UNCC 40(26)"),
                ("safe_conduct", "UNCC 40(29)"),
                ("safe_conduct/given_by", "UNCC 40(29)"),
                ("safe_conduct/undertaking", "UNCC 40(29)"),
            ],
        ],
    ),
    (
        "traffic_data_disclosure",
        &[
            WITHIN,
            &[
                ("requesting_authority", "UNCC 42(3)(a)"),
                ("preservation_reference", "UNCC 43(1)"),
                ("items", "UNCC 43(1)"),
                ("items/*/account", "UNCC 43(1)"),
                ("items/*/category", "UNCC 43(1)"),
                ("specified_data", "UNCC 43(1)"),
            ],
        ],
    ),
    (
        "transfer_of_detained_person",
        &[
            ASSISTANCE,
            FACTS,
            WITHIN,
            PERSON,
            &[
                ("custody", "UNCC 40(10)"),
                ("custody/kept_at", "UNCC 40(10)"),
                ("custody/expected_end", "UNCC 40(10)"),
                ("custody/returned", "UNCC 40(10)"),
                ("custody/time_counts", "UNCC 40(10)"),
                ("immunity", "UNCC 40(11)"),
                ("immunity/given_by", "UNCC 40(11)"),
                ("immunity/undertaking", "UNCC 40(11)"),
                ("stay", "UNCC 40(9)"),
                ("stay/authority", "UNCC 40(15)(b)"),
                ("stay/place", "UNCC 40(9)"),
                ("stay/dates", "UNCC 40(10)"),
            ],
        ],
    ),
    (
        "video_hearing",
        &[
            ASSISTANCE,
            FACTS,
            WITHIN,
            PERSON,
            &[
                ("hearing", "UNCC 40(18)"),
                ("hearing/why_by_video", "UNCC 40(18)"),
                ("hearing/conducted_by", "UNCC 40(18)"),
                ("hearing/attended_by", "UNCC 40(18)"),
                ("equipment", "UNCC 40(18)"),
                ("equipment/link", "UNCC 40(14)"),
            ],
        ],
    ),
];

pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for (form, fields) in FORMS {
        let path = format!("content/{form}.schema.json");
        let Some(schema) = rulebook.files.as_data(&path) else { continue };
        for (field, article) in fields.iter().copied().flatten() {
            if let Some(lost) = lost(&schema, field) {
                let sentence = match lost {
                    Lost::Optional => {
                        format!("the form `{form}` no longer requires `{field}`: the treaty does, put it back")
                    }
                    Lost::Empty => {
                        format!("the form `{form}` takes `{field}` left empty: say in it what has to stand there")
                    }
                };
                found.push(sites.flaw("field-dropped", (&path, ""), sentence, &[article]));
            }
        }
        found.extend(super::witnesses::flaws(rulebook, sites, form));
    }
    found
}

/// How a field is no longer asked for.
enum Lost {
    /// It need not be there.
    Optional,
    /// It may be there and say nothing.
    Empty,
}

/// Whether a field, given by its path, is no longer asked for where what it lies in is given. A field inside one that the
/// form does not know is not missed: whether the outer one has to be there is asked on its own.
fn lost(schema: &Value, field: &str) -> Option<Lost> {
    let (within, name) = field.rsplit_once('/').unwrap_or(("", field));
    let mut at = schema;
    for step in within.split('/').filter(|step| !step.is_empty()) {
        let next = if step == "*" { at.get("items") } else { at.get("properties").and_then(|inner| inner.get(step)) };
        at = meant(schema, next?);
    }
    let required = at["required"].as_array().is_some_and(|names| names.iter().any(|known| known == name));
    if !required {
        return Some(Lost::Optional);
    }
    let field = meant(schema, &at["properties"][name]);
    let says = |key: &str| field.get(key).is_some();
    let at_least = |key: &str| field[key].as_u64().is_some_and(|least| least >= 1);
    let speaks = match field["type"].as_str() {
        Some("string") => at_least("minLength") || says("pattern") || says("enum") || says("const"),
        // Restrictions on what is sent unasked may be none, and have to be said to be none.
        Some("array") => at_least("minItems") || name == "restrictions",
        Some("object") => says("properties"),
        Some("boolean" | "integer" | "number") => true,
        Some(_) | None => says("enum") || says("const"),
    };
    (!speaks).then_some(Lost::Empty)
}

/// What a part of a schema refers to.
fn meant<'s>(schema: &'s Value, part: &'s Value) -> &'s Value {
    let named = part.get("$ref").and_then(Value::as_str).and_then(|name| schema.pointer(name.strip_prefix('#')?));
    named.unwrap_or(part)
}
