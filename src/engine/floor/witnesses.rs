//! Contents that a form has to object to, whatever else it says: each breaks one rule of the treaty in one field.
//!
//! A schema can be loosened in more ways than can be listed; that it still objects to these says that it was not.

use serde_json::{Value, json};

use super::super::flaw::{Flaw, Sites};
use super::super::rulebook::Rulebook;

/// A content, the field that is wrong in it, the article, and why.
struct Witness {
    field: &'static str,
    content: Value,
    article: &'static str,
    why: &'static str,
}

fn witness(field: &'static str, content: Value, article: &'static str, why: &'static str) -> Witness {
    Witness { field, content, article, why }
}

/// What the form of a name has to object to.
fn against(form: &str) -> Vec<Witness> {
    let offence = |years: i64, scope: &str| json!({ "offence": { "provision": "s. 1", "max_penalty_years": years, "scope_code": scope } });
    let mut all = vec![
        witness(
            "/offence/max_penalty_years",
            offence(3, "S-C"),
            "UNCC 2(h)",
            "an offence of less than four years as a serious crime",
        ),
        witness("/offence/scope_code", offence(9, "S-Z"), "UNCC 35(1)", "an offence outside the scope"),
    ];
    let category =
        |name: &str| json!({ "items": [{ "item": "1", "description": "d", "account": "a", "category": name }] });
    let days = |days: i64| json!({ "duration": { "from": "2026-01-01", "days": days, "justification": "j" } });
    let heard = |custody: bool| json!({ "person_heard": { "name": "n", "capacity": "witness", "child": "no", "language": "en", "in_custody": custody } });
    let asked = || {
        witness(
            "/consent/asked",
            json!({ "consent": { "asked": false } }),
            "UNCC 40(9)",
            "a person who is not asked for consent",
        )
    };
    let not_used =
        || witness("/not_used", json!({ "not_used": false }), "UNCC 47(1)", "what was used before it was made regular");
    all.extend(match form {
        "expedited_preservation" => vec![
            witness("/duration/days", days(59), "UNCC 42(8)", "a preservation for less than sixty days"),
            witness("/intends_to_submit_mla", json!({ "intends_to_submit_mla": false }), "UNCC 42(3)(f)", "a preservation after which nothing is to be asked for"),
        ],
        "interception" | "real_time_traffic_data" => {
            vec![witness("/duration/days", days(31), "UNCC 45(3)", "a collection for more than thirty days at once")]
        }
        "traffic_data_disclosure" => vec![
            witness("/items/0/category", category("content"), "UNCC 43(1)", "content, where only provider and path may be disclosed"),
        ],
        "subscriber_information" => vec![
            witness("/items/0/category", category("content"), "UNCC 27", "content by way of subscriber information"),
            witness("/items/0/category", category("traffic"), "UNCC 27", "traffic data by way of subscriber information"),
        ],
        "emergency_disclosure" => {
            let risk = json!({ "emergency": { "risk_to": "property", "significant": "s", "imminent": "i", "until": "u" } });
            vec![witness("/emergency/risk_to", risk, "UNCC 2(o)", "a danger to property as an emergency")]
        }
        "testimony" => vec![
            asked(),
            witness("/person_heard/in_custody", heard(true), "UNCC 40(9)", "a person in custody who is to travel as if free"),
        ],
        "transfer_of_detained_person" => {
            let custody = |returned: bool, counts: bool| json!({ "custody": { "kept_at": "k", "expected_end": "e", "returned": returned, "time_counts": counts } });
            vec![
                asked(),
                witness("/person_heard/in_custody", heard(false), "UNCC 40(9)", "a person at liberty who is to be transferred"),
                witness("/custody/returned", custody(false, true), "UNCC 40(10)", "a person who is not to be returned"),
                witness("/custody/time_counts", custody(true, false), "UNCC 40(10)", "custody that does not count"),
            ]
        }
        "police_information" | "joint_investigation_material" => vec![not_used()],
        _ => Vec::new(),
    });
    // The preservation that it follows from has said how long to keep silent.
    if !["spontaneous_information", "traffic_data_disclosure"].contains(&form) {
        let secret = json!({ "confidentiality": { "needed": true } });
        all.push(witness("/confidentiality/until", secret, "UNCC 40(20)", "secrecy without an end"));
    }
    all
}

/// What a form takes that it has to object to.
pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>, form: &str) -> Vec<Flaw> {
    let Some(measure) = rulebook.measures.values().find(|measure| measure.content == form) else { return Vec::new() };
    let path = format!("content/{form}.schema.json");
    let taken = against(form)
        .into_iter()
        .filter(|witness| rulebook.lacks(measure, &witness.content).iter().all(|lack| lack.pointer != witness.field));
    let told = taken.map(|witness| {
        let sentence = format!("the form `{form}` takes {}: it has to object to `{}`", witness.why, witness.field);
        sites.flaw("form-loosened", (&path, ""), sentence, &[witness.article])
    });
    told.collect()
}
