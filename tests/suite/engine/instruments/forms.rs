//! What an order and a request have to say: complete ones, and those that lack what the text asks for.

use serde_json::{Value, json};

use super::{budapest, orders};
use comity::engine::rulebook::Rulebook;

fn order(category: &str) -> Value {
    json!({
        "requesting_authority": "Investigating judge, court of Lund",
        "addressee": "Legal representative of a mail provider",
        "proceeding": { "subject": "Extortion", "nature": "Investigation" },
        "offence": { "provision": "Criminal code, section 9", "max_penalty_years": 4, "listed": false },
        "facts": "Threats were sent from one account.",
        "items": [{ "item": "1", "description": "Mails of one week", "category": category, "account": "a@example.org" }],
        "necessity": "Only the provider has them.",
        "language": "en"
    })
}

fn lacks(book: &Rulebook, measure: &str, content: &Value) -> Vec<String> {
    let measure = &book.measures[&measure.parse().unwrap()];
    book.lacks(measure, content).iter().map(|lack| lack.pointer.clone()).collect()
}

#[test]
fn content_is_ordered_for_three_years_or_a_listed_offence_only() {
    let mut content = order("content");
    assert_eq!(lacks(orders(), "content_data_order", &content), Vec::<String>::new());

    content["offence"]["max_penalty_years"] = json!(2);
    assert_eq!(lacks(orders(), "content_data_order", &content), ["/offence/max_penalty_years"]);

    content["offence"]["listed"] = json!(true);
    assert_eq!(lacks(orders(), "content_data_order", &content), Vec::<String>::new());
}

#[test]
fn a_subscriber_is_identified_for_any_offence_and_nothing_more_is_asked_for() {
    let mut identification = order("subscriber");
    identification["offence"]["max_penalty_years"] = json!(1);
    assert_eq!(lacks(orders(), "identification_order", &identification), Vec::<String>::new());
    assert_eq!(lacks(orders(), "identification_order", &order("content")), ["/items/0/category"]);
}

#[test]
fn an_emergency_states_its_threat_and_why_it_was_not_validated_first() {
    let mut content = order("subscriber");
    content["emergency"] = json!({ "threat": "A child is missing.", "averts": "It leads to the place." });

    assert_eq!(lacks(orders(), "emergency_identification", &content), ["/emergency/why_not_validated"]);
}

#[test]
fn what_belongs_to_the_issuing_state_is_said_where_nobody_is_notified() {
    assert_eq!(lacks(orders(), "production_at_home", &order("traffic")), ["/domestic_case"]);
}

#[test]
fn a_preservation_under_article_29_says_what_its_second_paragraph_lists() {
    let lacking = lacks(budapest(), "expedited_preservation", &json!({}));

    for field in [
        "requesting_authority",
        "offence",
        "facts",
        "items",
        "relation_to_offence",
        "necessity",
        "intends_to_submit_mla",
    ] {
        assert!(lacking.contains(&format!("/{field}")), "{field}: {lacking:?}");
    }
}
