//! Writing by pages alone: whole requests, field by field, up to the step that submits them; and what is refused.

use std::collections::BTreeSet;

use comity::cli::demo::scenario::{Act, Scenario};
use comity::domain::gate::{Gate, Subject};
use comity::domain::ids::RequestReference;
use comity::domain::measure::MeasureKind;
use comity::engine::form::{Form, Mark, Section};
use comity::operations::App;
use serde_json::{Value, json};
use strum::IntoEnumIterator as _;

use super::browser::Browser;
use crate::operations::border::Border;
use crate::operations::desk::{Desk, content};

/// Ids of messages that pages make from names: of sections, marks, kinds, fields of forms, coded values of schemas.
pub(super) fn ids() -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = BTreeSet::new();
    let mut named = |kind: &str, name: &str| _ = ids.insert(format!("{kind}-{}", name.replace('_', "-")));
    Section::iter().for_each(|section| named("section", &section.to_string()));
    Mark::iter().for_each(|mark| named("mark", &mark.to_string()));
    MeasureKind::iter().for_each(|kind| named("kind", &kind.to_string()));
    for stands in ["done", "incomplete", "missing", "optional"] {
        named("write-stands", stands);
    }
    for (form, fields) in [
        ("attachments", vec!["documents"]),
        ("decision", vec!["items", "postponed", "conditions", "condition", "words", "reasons"]),
        ("result", vec!["items", "documents", "note"]),
        ("renewal", vec!["days", "reasons"]),
        ("use", vec!["purpose", "proceedings", "recipient", "keeps", "beyond"]),
    ] {
        named("write", form);
        for field in fields {
            named(&format!("write-{form}"), field);
        }
    }
    for (form, field) in [
        ("attachments", "documents"),
        ("decision", "items"),
        ("decision", "conditions"),
        ("decision", "reasons"),
        ("result", "documents"),
        ("use", "beyond"),
    ] {
        named(&format!("hint-{form}"), field);
    }
    for option in options() {
        named("value", &option);
    }
    ids.extend(["value-yes", "value-no"].map(ToOwned::to_owned));
    ids
}

/// Every coded value of every shipped schema, but codes of conditions: these have their names in the rulebook.
fn options() -> BTreeSet<String> {
    fn walk(value: &Value, into: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                let options = map.get("enum").and_then(Value::as_array).into_iter().flatten();
                into.extend(options.filter_map(Value::as_str).map(ToOwned::to_owned));
                map.values().for_each(|value| walk(value, into));
            }
            Value::Array(list) => list.iter().for_each(|value| walk(value, into)),
            _ => {}
        }
    }
    let mut options = BTreeSet::new();
    for (_, schema) in schemas() {
        walk(&serde_json::from_str(&schema).unwrap(), &mut options);
    }
    options.into_iter().filter(|option| !option.starts_with("CD-")).collect()
}

fn schemas() -> Vec<(String, String)> {
    let rulebooks = comity::engine::rulebooks::Rulebooks::load(None).unwrap();
    let of = |rulebook: &std::sync::Arc<comity::engine::rulebook::Rulebook>| {
        let names: Vec<_> = rulebook.measures.values().map(|m| format!("content/{}.schema.json", m.content)).collect();
        names.into_iter().map(|name| (name.clone(), rulebook.files.text(&name).unwrap().to_owned())).collect::<Vec<_>>()
    };
    rulebooks.iter().flat_map(of).collect()
}

#[test]
fn every_field_of_every_shipped_form_has_its_section_and_can_be_drawn() {
    for (name, schema) in schemas() {
        for field in Form::read(&schema).unwrap().fields {
            assert_ne!(field.section, Section::Other, "{name}: `{}` has no `x-section`", field.key);
            assert!(
                !matches!(field.kind, comity::engine::form::Kind::Unknown),
                "{name}: no page can draw `{}`",
                field.key
            );
            assert!(!field.title.en().is_empty() && field.article.is_some(), "{name}: `{}`", field.key);
        }
    }
}

/// A value as the inputs of a field send it.
fn pairs(name: &str, value: &Value, into: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| pairs(&format!("{name}/{key}"), value, into)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(place, value)| pairs(&format!("{name}/{place}"), value, into));
        }
        Value::String(text) => into.push((name.to_owned(), text.clone())),
        other => into.push((name.to_owned(), other.to_string())),
    }
}

/// Fills in one page of a form.
async fn fill(browser: &Browser, target: &str, name: &str, value: &Value) -> super::browser::Page {
    let mut all = Vec::new();
    pairs(name, value, &mut all);
    let fields: Vec<(&str, &str)> = all.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.fill(target, &fields).await
}

/// Begins a request by the wizard.
async fn begin(browser: &Browser, instrument: &str, measure: &str) -> RequestReference {
    let first = browser.open("/en/requests/new").await.is(200);
    assert!(first.html.contains(">Sudaria<") && !first.html.contains(">Norvania<"), "{}", first.html);
    let chosen = format!("/en/requests/new?to=XS&instrument={instrument}");
    let measures = browser.open(&chosen).await.is(200);
    assert!(measures.html.contains(&format!("value=\"{measure}\"")), "{}", measures.html);
    let last = format!("{chosen}&measure={measure}&follows=none&language=en");
    let begun = browser.fill(&last, &[("title", "Account data, one matter")]).await.is(303);
    let reference = begun.leads_to().split('/').nth(3).unwrap().to_owned();
    browser.open(begun.leads_to()).await.is(200);
    RequestReference::parse(reference).unwrap()
}

/// Writes a whole request by pages and submits it.
async fn written(app: &App, desk: &Desk, instrument: &str, measure: &str, content: &Value) {
    let anna = Browser::signed_in(app, "anna").await;
    let reference = begin(&anna, instrument, measure).await;
    let at = format!("/en/requests/{reference}/write");
    let early = anna.open(&format!("{at}/check")).await.is(200);
    assert!(!early.html.contains("/steps/submit"), "nothing leads on while something is missing");
    for (key, value) in content.as_object().unwrap() {
        fill(&anna, &format!("{at}/{key}"), key, value).await.is(303);
    }
    let tasks = anna.open(&at).await.is(200);
    assert!(tasks.html.contains("Nothing that has to be said is missing."), "{}", tasks.html);

    let view = desk.view(&reference).await;
    assert_eq!(view.content, *content, "{measure}");
    let check = anna.open(&format!("{at}/check")).await.is(200);
    let digest = &view.standing.subjects[&Subject::Request];
    assert!(check.html.contains(digest.as_str()), "the digest of what is signed is shown");
    let submit = format!("/en/requests/{reference}/steps/submit");
    assert!(check.html.contains(&submit), "{}", check.html);

    anna.fill(&submit, &[("reason", "")]).await.is(303);
    let after = desk.view(&reference).await;
    assert_ne!(after.stage, view.stage);
    assert_eq!(after.standing.subjects[&Subject::Request], *digest, "what was checked is what was submitted");
    let closed = anna.open(&at).await.is(200);
    assert!(closed.html.contains("cannot be written now"), "{}", closed.html);
    desk.is_intact().await;
}

#[test]
fn whole_requests_are_written_by_pages_alone_and_submitted() {
    Desk::each(async |desk| {
        for measure in ["expedited_preservation", "production", "video_hearing", "confiscation"] {
            written(&desk.app, &desk, "UNCC", measure, &content(measure)).await;
        }
    });
}

#[test]
fn a_request_under_another_instrument_is_written_by_pages_too() {
    Desk::each(async |desk| {
        let scenarios = Scenario::shipped().unwrap();
        let drafted = scenarios.iter().filter(|scenario| scenario.instrument.is_some()).find_map(|scenario| {
            let drafted = scenario.steps.iter().find_map(|step| match &step.act {
                Act::Draft { measure, content, .. } => Some((measure.to_string(), Value::Object(content.clone()))),
                _ => None,
            });
            Some((scenario.instrument.clone()?.to_string(), drafted?))
        });
        let (instrument, (measure, content)) = drafted.unwrap();
        assert_ne!(instrument, "UNCC");
        written(&desk.app, &desk, &instrument, &measure, &content).await;
    });
}

#[test]
fn what_is_half_done_is_kept_and_what_is_wrong_is_said_at_its_field() {
    Desk::each(async |desk| {
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let reference = begin(&anna, "UNCC", "expedited_preservation").await;
        let at = format!("/en/requests/{reference}/write");

        fill(&anna, &format!("{at}/offence"), "offence", &json!({ "provision": "Section 9" })).await.is(303);
        assert_eq!(desk.view(&reference).await.content["offence"], json!({ "provision": "Section 9" }));
        let tasks = anna.open(&at).await.is(200);
        assert!(tasks.html.contains("Incomplete"), "{}", tasks.html);

        let before = desk.view(&reference).await.version;
        for (key, value, field) in [
            ("duration", json!({ "days": 5, "justification": "so long" }), "f-duration-days"),
            ("duration", json!({ "days": "sixty", "justification": "so long" }), "f-duration-days"),
            ("period", json!({ "from": "2026-02-31" }), "f-period-from"),
            ("items", json!([{ "item": "a b", "description": "kept" }]), "f-items-0-item"),
            ("items", json!([{ "item": "1", "description": "kept" }, { "item": "1" }]), "f-items-1-item"),
            ("offence", json!({ "scope_code": "S-Z", "provision": "kept" }), "f-offence-scope_code"),
        ] {
            let page = fill(&anna, &format!("{at}/{key}"), key, &value).await.is(422);
            assert!(page.html.contains("<title>Error:"), "{}", page.html);
            assert!(page.html.contains(&format!("href=\"#{field}\"")), "{key}: {}", page.html);
            assert!(page.html.contains(&format!("id=\"{field}-error\"")), "{key}: {}", page.html);
            let kept = value.to_string();
            for word in ["so long", "sixty", "kept", "2026-02-31"].iter().filter(|word| kept.contains(**word)) {
                assert!(page.html.contains(word), "{key}: `{word}` is lost: {}", page.html);
            }
        }
        assert_eq!(desk.view(&reference).await.version, before, "nothing of it was kept");
    });
}

#[test]
fn rows_are_added_and_taken_out_without_scripts() {
    Desk::each(async |desk| {
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let reference = begin(&anna, "UNCC", "expedited_preservation").await;
        let target = format!("/en/requests/{reference}/write/items");

        let more =
            anna.fill(&target, &[("items/0/item", "1"), ("items/0/description", "Mail <b>"), ("do", "add")]).await;
        let more = more.is(200);
        assert!(more.html.contains("name=\"items/1/item\"") && more.html.contains("Mail &#60;b&#62;"), "{}", more.html);
        assert!(desk.view(&reference).await.content.get("items").is_none(), "adding a row keeps nothing yet");

        let both = json!([{ "item": "1", "description": "Mail" }, { "item": "2", "description": "Logs" }]);
        fill(&anna, &target, "items", &both).await.is(303);
        assert_eq!(desk.view(&reference).await.content["items"], both);
        let mut without = Vec::new();
        pairs("items", &both, &mut without);
        let mut without: Vec<(&str, &str)> =
            without.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        without.push(("items/0/out", "1"));
        anna.fill(&target, &without).await.is(303);
        assert_eq!(desk.view(&reference).await.content["items"], json!([{ "item": "2", "description": "Logs" }]));
    });
}

#[test]
fn two_who_write_the_same_field_see_both_versions_and_two_fields_are_no_quarrel() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let target = format!("/en/requests/{reference}/write/facts");
        let page = anna.open(&target).await.is(200);
        let hidden = page.hidden();
        let mine: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let with = |facts: &'static str| mine.iter().copied().chain([("facts", facts)]).collect::<Vec<_>>();

        let other = Browser::signed_in(&desk.app, "anna").await;
        other.fill(&format!("/en/requests/{reference}/write/necessity"), &[("necessity", "Other words")]).await.is(303);
        other.fill(&target, &[("facts", "Their facts")]).await.is(303);
        let both = anna.send(&target, &with("My facts")).await.is(409);

        assert!(both.html.contains("Their facts") && both.html.contains("My facts"), "{}", both.html);
        assert!(both.html.contains("anna of XN") && both.html.contains("changed this meanwhile"), "{}", both.html);
        assert_eq!(desk.view(&reference).await.content["facts"], "Their facts");

        // Whoever has seen both may save their own.
        let hidden = both.hidden();
        let mut again: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        again.push(("facts", "My facts"));
        anna.send(&target, &again).await.is(303);
        let view = desk.view(&reference).await;
        assert_eq!((&view.content["facts"], &view.content["necessity"]), (&json!("My facts"), &json!("Other words")));

        // Another field changed meanwhile: nobody is in anybody's way.
        let page = anna.open(&target).await.is(200).hidden();
        other.fill(&format!("/en/requests/{reference}/write/necessity"), &[("necessity", "Newer")]).await.is(303);
        let fields: Vec<(&str, &str)> =
            page.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([("facts", "Newest")]).collect();
        anna.send(&target, &fields).await.is(303);
        let view = desk.view(&reference).await;
        assert_eq!((&view.content["facts"], &view.content["necessity"]), (&json!("Newest"), &json!("Newer")));
    });
}

#[test]
fn saving_what_stands_there_already_makes_no_answer_stale() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let before = desk.view(&reference).await;
        for (key, value) in before.content.as_object().unwrap() {
            fill(&anna, &format!("/en/requests/{reference}/write/{key}"), key, value).await.is(303);
        }
        assert_eq!(desk.view(&reference).await.version, before.version);
    });
}

#[test]
fn what_is_typed_is_not_lost_where_it_can_no_longer_be_written() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let target = format!("/en/requests/{reference}/write/facts");
        let hidden = anna.open(&target).await.is(200).hidden();
        desk.take("anna", &reference, "submit").await.unwrap();

        let fields: Vec<(&str, &str)> = hidden
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .chain([("facts", "Long words")])
            .collect();
        let refused = anna.send(&target, &fields).await.is(422);
        assert!(refused.html.contains("Long words"), "{}", refused.html);
        assert_ne!(desk.view(&reference).await.content["facts"], "Long words");
    });
}

#[test]
fn nobody_writes_by_a_form_that_is_not_from_here_or_what_they_may_not_see() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let before = desk.view(&reference).await.version;
        let target = format!("/en/requests/{reference}/write/facts");
        let seen = anna.open(&target).await.is(200).hidden()["seen"].clone();
        anna.send(&target, &[("seen", &seen), ("facts", "x")]).await.is(403);
        anna.send(&target, &[("seen", &seen), ("facts", "x"), ("token", "AAAA")]).await.is(403);
        let other = Browser::signed_in(&desk.app, "anna").await.open(&target).await.hidden()["token"].clone();
        anna.send(&target, &[("seen", &seen), ("facts", "x"), ("token", &other)]).await.is(403);
        anna.send("/en/requests/new", &[("title", "x"), ("to", "XS")]).await.is(403);

        let egon = Browser::signed_in(&desk.app, "egon").await;
        for below in ["/write", "/write/facts", "/write/check", "/write/attachments", "/write/decision", "/documents"] {
            let hidden = egon.open(&format!("/en/requests/{reference}{below}")).await.is(404);
            let unknown = egon.open(&format!("/en/requests/XN-2027-999999{below}")).await.is(404);
            let plain = |page: &super::browser::Page, of: &str| page.words().replace(of, "REFERENCE");
            assert_eq!(plain(&hidden, reference.as_str()), plain(&unknown, "XN-2027-999999"), "{below}");
        }
        anna.open(&format!("/en/requests/{reference}/write/nothing_of_the_kind")).await.is(404);
        assert_eq!(desk.view(&reference).await.version, before);
    });
}

#[test]
fn a_wizard_begins_once_and_says_what_is_wrong() {
    Desk::each(async |desk| {
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let target = "/en/requests/new?to=XS&instrument=UNCC&measure=production&follows=none&language=fr";
        let page = anna.open(target).await.is(200);
        let hidden = page.hidden();
        let fields = |title: &'static str| {
            hidden
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .chain([("title", title)])
                .collect::<Vec<_>>()
        };
        let wrong = anna.send("/en/requests/new", &fields("  ")).await.is(422);
        assert!(wrong.html.contains("id=\"answer-error\""), "{}", wrong.html);

        let first = anna.send("/en/requests/new", &fields("One matter")).await.is(303);
        let second = anna.send("/en/requests/new", &fields("One matter")).await.is(303);
        assert_eq!(first.leads_to(), second.leads_to(), "sent twice, begun once");
        let reference: RequestReference = first.leads_to().split('/').nth(3).unwrap().parse().unwrap();
        assert_eq!(desk.view(&reference).await.content, json!({ "language": "fr" }));

        let axel = Browser::signed_in(&desk.app, "axel").await;
        let told = axel.open("/en/requests/new").await.is(200);
        assert!(!told.html.contains("<select"), "whoever may not begin one is told so: {}", told.html);
        // Our own State and what no rulebook knows are asked for again.
        for to in ["XN", "ZZ", "<script>"] {
            let again =
                anna.open(&format!("/en/requests/new?to={}", to.replace('<', "%3C").replace('>', "%3E"))).await.is(200);
            assert!(again.html.contains("name=\"to\""), "{}", again.html);
        }
    });
}

#[test]
fn a_decision_is_written_by_its_form_and_grounds_that_are_none_are_refused() {
    Border::each(async |border| {
        let (_, there) = border.acknowledged("production").await;
        let south = &border.south;
        south.clear(&there, Gate::Admission, "cora").await;
        south.take("carl", &there, "admit").await.unwrap();
        let carl = Browser::signed_in(&south.app, "carl").await;
        let target = format!("/en/requests/{there}/write/decision");
        let form = carl.open(&target).await.is(200);
        assert!(form.html.contains("name=\"items/1\"") && form.html.contains("RF-08"), "{}", form.html);
        assert!(!form.html.contains("value=\"NX-"), "what may never be a ground is not offered");
        let version = south.view(&there).await.version;
        carl.fill(&target, &[("items/1", "NX-01"), ("reasons", "My reasons")]).await.is(422);
        assert_eq!(south.view(&there).await.version, version);

        let fields = [
            ("items/1", "granted"),
            ("conditions/0/condition", "CD-03"),
            ("conditions/0/words", "For this matter only."),
            ("reasons", "The conditions of the treaty are met."),
        ];
        carl.fill(&target, &fields).await.is(303);

        let decision = south.view(&there).await.decision;
        assert_eq!(decision["granted"], json!(["1"]));
        assert_eq!(decision["conditions"], json!({ "CD-03": "For this matter only." }));
        assert_eq!(decision["reasons"], "The conditions of the treaty are met.");
        let again = carl.open(&target).await.is(200);
        assert!(again.html.contains("For this matter only."), "{}", again.html);
        border.is_intact().await;
    });
}

#[test]
fn documents_that_go_along_are_part_of_what_is_signed() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let document = desk.attach("anna", &reference).await;
        let before = desk.view(&reference).await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let target = format!("/en/requests/{reference}/write/attachments");

        anna.fill(&target, &[("documents", document.as_str())]).await.is(303);

        let after = desk.view(&reference).await;
        let digest = &after.standing.subjects[&Subject::Request];
        assert_ne!(*digest, before.standing.subjects[&Subject::Request]);
        assert_eq!(after.content, before.content);
        // Words that are written later keep it.
        anna.fill(&format!("/en/requests/{reference}/write/facts"), &[("facts", "Other facts")]).await.is(303);
        let check = anna.open(&format!("/en/requests/{reference}/write/check")).await.is(200);
        assert!(check.html.contains("letter.pdf"), "{}", check.html);
    });
}
