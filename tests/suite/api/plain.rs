//! A call that cannot be carried out is told what is wrong, where, and what would be right, in words of the field.

use std::collections::BTreeSet;

use axum::http::Method;
use comity::operations::entry_type::EntryType;
use serde_json::{Value, json};

use super::client::{Answer, operations};
use super::world::{INTRUSIVE, World, address};
use crate::operations::desk::Desk;

/// Words of parsers, which help nobody.
const OF_PARSERS: [&str; 9] = [
    "deserialize",
    "expected",
    "invalid type",
    "invalid value",
    "missing field",
    "unknown field",
    "struct",
    "variant",
    " u16",
];

/// The detail of a problem, after it was looked through for words of parsers.
#[track_caller]
fn told(answer: &Answer) -> String {
    let detail = answer.json()["detail"].as_str().unwrap_or_default().to_owned();
    for word in OF_PARSERS {
        assert!(!detail.contains(word), "{detail}");
    }
    detail
}

#[test]
fn a_body_that_does_not_fit_is_told_where_and_what_fits() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let anna = world.client("anna");
        let reference = desk.draft("expedited_preservation").await;
        let drafting = "/api/v1/requests".to_owned();
        let taking = format!("{}/transitions", address(&reference));
        let answering = format!("{}/safeguards/children/answers", address(&reference));
        let whole = json!({ "instrument": "UNCC", "measure": "production", "counterpart": "XS", "title": "T" });
        let with = |field: &str, value: Value| {
            let mut body = whole.clone();
            body[field] = value;
            body
        };
        let wrong = [
            (
                &drafting,
                json!({ "instrument": "UNCC", "measure": "production", "title": "T" }),
                "/counterpart",
                "add it",
            ),
            (&drafting, json!({ "measure": "production", "counterpart": "XS", "title": "T" }), "/instrument", "add it"),
            (&drafting, with("instrument", json!("uncc")), "/instrument", "`UNCC`"),
            (&drafting, with("counterpart", json!("Sudaria")), "/counterpart", "`XN`"),
            (&drafting, with("counterpart", json!(["XS"])), "/counterpart", "a list"),
            (&drafting, with("titel", json!("T")), "/titel", "did you mean `title`"),
            (&drafting, with("title", json!(null)), "/title", "a text"),
            (&taking, json!({ "transition": "submit; drop" }), "/transition", "lower-case"),
            (&answering, json!({ "gate": "moon", "answer": "met" }), "/gate", "`authorisation`"),
            (
                &answering,
                json!({ "gate": "authorisation", "answer": "met", "documents": ["x"] }),
                "/documents/0",
                "32 hexadecimal",
            ),
            (
                &answering,
                json!({ "gate": "authorisation", "answer": "deferred", "later_by": "soon" }),
                "/later_by",
                "`2026-11-22`",
            ),
        ];

        for (target, body, pointer, word) in wrong {
            let answer = anna.post(target, &body).await.is(422);
            assert_eq!(answer.json()["fields"], json!([pointer]), "{body}: {}", answer.json());
            assert!(told(&answer).contains(word), "{body}: {}", answer.json());
        }
        for (bytes, word) in [("", "empty"), ("{\"transition\": \"sub", "ends too early"), ("{,}", "column 2")] {
            let answer = anna.send(Method::POST, &taking, Some("application/json"), bytes.into()).await.is(400);
            assert!(told(&answer).contains(word), "{bytes}: {}", answer.json());
        }
        // By a date alone something can be put off too: what stands in the way is then no matter of its form.
        for by in ["2027-03-02", "2027-03-02T08:00:00+01:00"] {
            let body = json!({ "gate": "authorisation", "answer": "deferred", "later_by": by });
            let answer = anna.post(&answering, &body).await;
            assert!(answer.json()["rule"].is_string(), "{by}: {}", answer.json());
        }
    });
}

#[test]
fn a_list_of_values_never_passes_for_an_object() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let reference = desk.draft("expedited_preservation").await;
        let mut tried = 0;
        for operation in operations() {
            if operation.about["requestBody"]["content"]["application/json"].is_null() {
                continue;
            }
            let target = operation.path.replace("{reference}", reference.as_str());
            let target =
                target.replace("{safeguard}", "children").replace("{subject}", "request").replace("{name}", "anna");
            let id = "0".repeat(32);
            let target = target
                .replace("{message}", &id)
                .replace("{mark}", &id)
                .replace("{document}", &id)
                .replace("{deputyship}", &id)
                .replace("{adoption}", &id)
                .replace("{agreement}", &id);
            assert!(!target.contains('{'), "{target}");
            for name in ["admin", "axel", "anna", "pia"] {
                let client = world.client(name).with("If-Match", "*");
                for body in [json!([]), json!(["anna", "x", "y"]), json!(null), json!("{}"), json!(7)] {
                    let answer = client.call(operation.method.clone(), &target, Some(&body)).await;
                    assert!(answer.status.is_client_error(), "{name} {target} {body}: {}", answer.status);
                    told(&answer);
                    tried += 1;
                }
            }
        }
        assert!(tried > 300, "{tried}");
        let letter = ["letter.pdf", "application/pdf", "en", "YSBsZXR0ZXI="];
        let body = json!({ "name": "acknowledged", "channel": "post", "document": letter });
        let answer = world.client("carl").post(&format!("{}/messages", address(&reference)), &body).await.is(422);
        assert_eq!(answer.json()["fields"], json!(["/document"]), "{}", answer.json());
    });
}

#[test]
fn a_query_that_does_not_fit_is_told_which_parameter_and_what_fits() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        desk.draft("expedited_preservation").await;
        let axel = world.client("axel");
        let entries = |query: &str| format!("/api/v1/audit/entries?{query}");
        let requests = |query: &str| format!("/api/v1/requests?{query}");
        let wrong = [
            (entries("at_most=0"), "`at_most`", "from 1 to 500"),
            (entries("at_most=501"), "`at_most`", "from 1 to 500"),
            (entries("at_most=-1"), "`at_most`", "from 1 to 500"),
            (requests("at_most=201"), "`at_most`", "from 1 to 200"),
            (requests("at_most=many"), "`at_most`", "from 1 to 200"),
            (requests("counterpart=Sudaria"), "`counterpart`", "`XN`"),
            (entries("after=x"), "`after`", "whole number"),
            (entries("refused=maybe"), "`refused`", "`true` or `false`"),
            (entries("type=nonsense"), "`type`", "`transition_taken`"),
            (entries("type=transition_token"), "`type`", "did you mean `transition_taken`"),
            (entries("from=yesterday"), "`from`", "`2026-11-22`"),
            (entries("from=2026-02-30"), "`from`", "`2026-11-22`"),
            (entries("form=2026-02-03"), "`form`", "did you mean `from`"),
            (entries("from=2026-02-03&from=2026-02-04"), "`from`", "give it once"),
        ];

        for (target, parameter, word) in wrong {
            let answer = axel.get(&target).await.is(400);
            let detail = told(&answer);
            assert!(detail.contains(parameter) && detail.contains(word), "{target}: {detail}");
        }
        let all = axel.get(&entries("at_most=500")).await.is(200).json()["entries"].as_array().unwrap().len();
        for (query, shown) in [
            ("from=2000-01-01", all),
            ("from=2000-01-01T00:00:00%2B01:00", all),
            // A plus that nobody has escaped.
            ("from=2000-01-01T00:00:00+01:00", all),
            ("until=2000-01-01", 0),
            ("until=2000-01-01T00:00:00.5Z", 0),
        ] {
            let page = axel.get(&entries(&format!("at_most=500&{query}"))).await.is(200).json();
            assert_eq!(page["entries"].as_array().unwrap().len(), shown, "{query}");
        }
    });
}

#[test]
fn every_type_of_entry_can_be_asked_for_and_the_document_lists_them() {
    let listed = operations().iter().find(|operation| operation.id == "list_entries").unwrap();
    let parameters = listed.about["parameters"].as_array().unwrap();
    let kind = parameters.iter().find(|parameter| parameter["name"] == "type").unwrap();

    assert!(EntryType::all().len() > 30, "{:?}", EntryType::all());
    assert!(kind["schema"].to_string().contains("\"transition_taken\""), "{kind}");
    for known in EntryType::all() {
        assert_eq!(String::from(known.parse::<EntryType>().unwrap()), *known);
    }
}

#[test]
fn a_refusal_names_each_safeguard_once_with_its_title_and_a_missing_role_its_policy() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let reference = desk.submitted(INTRUSIVE).await;
        let taking = format!("{}/transitions", address(&reference));

        let shut = world.client("cora").post(&taking, &json!({ "transition": "authorise" })).await.is(422).json();
        let open = shut["safeguards"].as_array().unwrap();
        let names: BTreeSet<&str> = open.iter().map(|one| one["safeguard"].as_str().unwrap()).collect();
        assert!(open.len() > 3 && names.len() == open.len(), "{shut}");
        let asked = world.client("cora").get(&format!("{}/safeguards", address(&reference))).await.is(200).json();
        for one in open {
            let same = asked.as_array().unwrap().iter().find(|asked| asked["safeguard"] == one["safeguard"]).unwrap();
            assert_eq!((&one["code"], &one["title"]), (&same["code"], &same["title"]));
            assert!(one["code"].as_str().unwrap().starts_with("SG-") && one["title"] != "", "{one}");
        }

        let other = world.client("rosa").post(&taking, &json!({ "transition": "authorise" })).await.is(403).json();
        assert_eq!((&other["rule"], &other["articles"]), (&json!("role-missing"), &json!(["POLICY SG-38"])));
    });
}

#[test]
fn an_export_needs_no_body_and_takes_none_but_json() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let (axel, exports) = (world.client("axel"), "/api/v1/audit/exports");

        axel.send(Method::POST, exports, None, Vec::new()).await.is(200);
        axel.send(Method::POST, exports, Some("application/json"), Vec::new()).await.is(200);
        axel.post(exports, &json!({})).await.is(200);
        axel.send(Method::POST, exports, Some("text/plain"), b"{}".to_vec()).await.is(415);
        axel.send(Method::POST, exports, None, b"{}".to_vec()).await.is(415);
        axel.send(Method::POST, exports, Some("application/json"), b"{".to_vec()).await.is(400);
    });
}
