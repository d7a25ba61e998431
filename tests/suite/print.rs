//! Letters: what they say in each language, and that nothing in a content can change what they are.

use comity::domain::envelope::Wording;
use comity::domain::ids::Digest;
use comity::operations::print_request::content::{Block, Drawn, draw};
use comity::operations::print_request::letter::{
    Body, ConsultationHeld, LetterFacts, LetterState, RefusalFacts, letter_html,
};
use comity::operations::print_request::{Language, Letter};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use sample::{PRODUCTION, correspondent, refusal, request};

mod sample;
mod stored;

const SCHEMAS: [&str; 4] = [
    PRODUCTION,
    include_str!("../../schemas/content/search_and_seizure.schema.json"),
    include_str!("../../schemas/content/subscriber_information.schema.json"),
    include_str!("../../schemas/content/expedited_preservation.schema.json"),
];

/// Every element that a letter may have; a content brings none of its own.
const ELEMENTS: [&str; 37] = [
    "!doctype", "html", "head", "meta", "title", "style", "body", "header", "main", "section", "h1", "h2", "h3", "p",
    "div", "dl", "dt", "dd", "time", "br", "strong", "em", "small", "span", "code", "table", "caption", "thead",
    "tbody", "tr", "th", "td", "ul", "li", "details", "summary", "pre",
];

#[test]
fn a_request_is_printed_in_english() {
    insta::assert_snapshot!(without_style(&html(&request(Language::En))));
}

#[test]
fn a_request_is_printed_in_french_while_its_words_stay_in_their_language() {
    let printed = html(&request(Language::Fr));

    assert!(printed.contains("<html lang=\"fr\">"));
    assert!(printed.contains("<span class=\"written\" lang=\"en\" dir=\"auto\">An unknown person threatens a child."));
    insta::assert_snapshot!(without_style(&printed));
}

#[test]
fn a_refusal_in_part_is_printed_in_english() {
    insta::assert_snapshot!(without_style(&html(&refusal(Language::En))));
}

#[test]
fn a_refusal_in_part_is_printed_in_french() {
    insta::assert_snapshot!(without_style(&html(&refusal(Language::Fr))));
}

#[test]
fn a_refusal_of_everything_does_not_speak_of_parts() {
    let mut facts = refusal(Language::En);
    of_refusal(&mut facts).granted.clear();

    let printed = html(&facts);

    assert!(printed.contains("<h1>Refusal of assistance</h1>"));
    assert!(!printed.contains("Items granted"));
    assert!(!printed.contains("The items granted are not affected"));
}

#[test]
fn a_refusal_says_so_when_a_consultation_or_the_reasons_are_missing() {
    let mut facts = refusal(Language::En);
    of_refusal(&mut facts).consultation = ConsultationHeld::default();
    of_refusal(&mut facts).reasons = " ".to_owned();

    let printed = html(&facts);

    assert!(printed.contains("these grounds call for one: RF-05."));
    assert!(printed.contains("No reasons are stated"));
}

#[test]
fn a_ground_that_calls_for_no_consultation_needs_none() {
    let mut facts = refusal(Language::En);
    of_refusal(&mut facts).grounds.retain(|ground| !ground.consult);
    of_refusal(&mut facts).consultation = ConsultationHeld::default();

    assert!(html(&facts).contains("None of the grounds stated calls for a consultation."));
}

#[test]
fn hostile_content_stays_text_everywhere() {
    let hostile = "</style></pre></span><script>alert(1)</script><img src=x onerror=alert(1)>\"' lang=x {{ words }}";
    for mut facts in [request(Language::En), refusal(Language::Fr)] {
        facts.title = hostile.to_owned();
        facts.measure = hostile.to_owned();
        facts.canonical = hostile.to_owned();
        facts.sender = correspondent(hostile, "XN-2027-000001");
        facts.documents[0].name = hostile.to_owned();
        facts.documents[0].language = hostile.to_owned();
        match &mut facts.body {
            Body::Request(drawn) => {
                let content = json!({
                    "facts": hostile, "language": hostile, hostile: hostile, "offence": { "scope_code": hostile },
                    "period": { "from": hostile }, "items": [{ "item": hostile, hostile: hostile }], "persons": [hostile],
                    "deadline": [[hostile]],
                });
                *drawn = draw(PRODUCTION, &content, Language::En).unwrap();
                assert_eq!(drawn.written_in, "");
            }
            Body::Refusal(refusal) => {
                refusal.reasons = hostile.to_owned();
                refusal.beside = Some(hostile.to_owned());
                refusal.refused[0].description = Some(hostile.to_owned());
                refusal.conditions[0].words = hostile.to_owned();
            }
        }

        let printed = html(&facts);

        for element in elements(&printed) {
            assert!(ELEMENTS.contains(&element.as_str()), "a content brought the element `{element}`");
        }
        assert_eq!(printed.matches("</style>").count(), 1);
        assert_eq!(printed.matches("</pre>").count(), 1);
    }
}

#[test]
fn a_letter_brings_nothing_from_outside_and_runs_nothing() {
    for facts in all() {
        let printed = html(&facts);
        for forbidden in ["<script", "<link", "<img", "src=", "href=", "url(", "@import", "http:", "https:"] {
            assert!(!printed.contains(forbidden), "the letter has `{forbidden}`");
        }
        for tag in elements_with_attributes(&printed) {
            assert!(!tag.contains(" on"), "`<{tag}>` listens for something");
        }
    }
}

#[test]
fn a_letter_can_be_read_aloud() {
    for facts in all() {
        let printed = html(&facts);
        assert_eq!(printed.matches("<h1>").count(), 1);
        assert!(!printed.contains("<title></title>"));
        for tag in elements_with_attributes(&printed).filter(|tag| tag.starts_with("th ") || *tag == "th") {
            assert!(tag.contains("scope=\"col\"") || tag.contains("scope=\"row\""), "`<{tag}>` lacks its scope");
        }
    }
}

#[test]
fn the_digest_can_be_checked_from_the_file() {
    let facts = request(Language::En);
    let printed = html(&facts);

    let (_, after) = printed.split_once("<pre id=\"canonical\">").unwrap();
    let (escaped, _) = after.split_once("</pre>").unwrap();
    let bytes = unescaped(escaped);

    let digest = Digest::from_bytes(&Sha256::digest(bytes.as_bytes()).into());
    assert_eq!(digest, facts.digest);
    assert!(serde_json::from_str::<Wording>(&bytes).is_ok());
}

#[test]
fn only_a_cleared_letter_carries_no_mark() {
    let mut facts = request(Language::En);
    for (state, mark) in [(LetterState::Draft, "Draft."), (LetterState::Received, "Copy of what was received")] {
        facts.state = state;
        assert!(html(&facts).contains(mark));
    }
    facts.state = LetterState::Cleared;
    facts.training = false;
    assert!(!html(&facts).contains("<p class=\"mark"));
}

#[test]
fn a_received_copy_has_nothing_to_sign() {
    let mut facts = request(Language::En);
    facts.state = LetterState::Received;

    assert!(!html(&facts).contains("Signature and seal"));
}

#[test]
fn what_is_mandatory_and_absent_is_shown_as_missing() {
    for schema in SCHEMAS {
        let required = serde_json::from_str::<Value>(schema).unwrap()["required"].as_array().unwrap().len();
        let mut facts = request(Language::En);
        facts.body = Body::Request(draw(schema, &json!({}), Language::En).unwrap());

        assert_eq!(html(&facts).matches(">missing<").count(), required);
    }
}

#[test]
fn every_field_of_every_schema_has_a_title_in_both_languages() {
    for schema in SCHEMAS {
        let filled = filled(&serde_json::from_str(schema).unwrap());
        let (en, fr) = (draw(schema, &filled, Language::En).unwrap(), draw(schema, &filled, Language::Fr).unwrap());
        assert_eq!(en.blocks.len(), filled.as_object().unwrap().len());
        for (key, _) in filled.as_object().unwrap() {
            assert!(!titles(&en).contains(key) && !titles(&fr).contains(key), "`{key}` has no title");
        }
    }
}

#[test]
fn fields_follow_the_order_of_the_schema() {
    let Body::Request(drawn) = request(Language::En).body else { unreachable!("the facts of a request") };
    let titles = titles(&drawn);
    let place = |title: &str| titles.iter().position(|known| known == title).unwrap();

    assert_eq!(titles[0], "Requesting authority");
    assert!(place("Offence") < place("Summary of the facts"));
    assert!(place("Summary of the facts") < place("Assistance sought"));
    assert!(place("Items sought") < place("Confidentiality"));
}

#[test]
fn a_field_that_the_schema_does_not_know_is_shown_and_not_dropped() {
    let drawn = draw(PRODUCTION, &json!({ "added_later": "something" }), Language::En).unwrap();

    assert_eq!(titles(&drawn).last().unwrap(), "added_later");
}

#[test]
fn letters_and_languages_are_known_by_name() {
    assert_eq!("refusal".parse::<Letter>().unwrap(), Letter::Refusal);
    assert_eq!("fr".parse::<Language>().unwrap(), Language::Fr);
    assert_eq!(Letter::Request.to_string(), "request");
}

fn all() -> [LetterFacts; 4] {
    [request(Language::En), request(Language::Fr), refusal(Language::En), refusal(Language::Fr)]
}

fn html(facts: &LetterFacts) -> String {
    letter_html(facts).unwrap()
}

fn of_refusal(facts: &mut LetterFacts) -> &mut RefusalFacts {
    let Body::Refusal(refusal) = &mut facts.body else { unreachable!("the facts of a refusal") };
    refusal
}

/// A content with something in every field of a schema.
fn filled(schema: &Value) -> Value {
    let properties = schema["properties"].as_object().unwrap();
    properties.keys().map(|key| (key.clone(), json!("x"))).collect::<serde_json::Map<_, _>>().into()
}

fn titles(drawn: &Drawn) -> Vec<String> {
    let heading = |block: &Block| match block {
        Block::Field(line) => line.heading.label.clone(),
        Block::Group(heading, _) | Block::Table(heading, ..) => heading.label.clone(),
    };
    drawn.blocks.iter().map(heading).collect()
}

/// The look has its own file; a snapshot is about the words.
fn without_style(html: &str) -> String {
    let (before, rest) = html.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    format!("{before}<style></style>{after}")
}

fn elements_with_attributes(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter_map(|piece| piece.split('>').next())
}

fn elements(html: &str) -> Vec<String> {
    let name = |tag: &str| tag.trim_start_matches('/').split_whitespace().next().unwrap_or_default().to_owned();
    elements_with_attributes(html).map(name).collect()
}

fn unescaped(text: &str) -> String {
    text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'").replace("&#38;", "&")
}
