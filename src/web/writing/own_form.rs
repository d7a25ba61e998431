//! Forms of what has no content schema: documents that go along, decisions, results, renewals, uses. They are drawn from what
//! the engine takes: items of the request, grounds of the measure, conditions of the rulebook.

use serde_json::{Map, Value, json};
use strum::{Display, EnumString};

use crate::domain::gate::Subject;
use crate::domain::ids::MessageId;
use crate::engine::form::{Field, Kind, Section};
use crate::engine::lists::Texts as Names;
use crate::operations::list_documents::ListedDocument;

use super::super::texts::Texts;
use super::sheet::Sheet;

/// What is written by a form of our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Which {
    /// Documents that go with a request.
    Attachments,
    /// Items, conditions, grounds and reasons.
    Decision,
    /// One delivery.
    Result,
    /// An extension.
    Renewal,
    /// One use, or onward transfer.
    Use,
}

impl Which {
    /// The subject to which it belongs.
    pub(super) fn subject(self) -> Subject {
        match self {
            Which::Attachments => Subject::Request,
            Which::Decision => Subject::Decision,
            Which::Result => Subject::Result,
            Which::Renewal => Subject::Renewal,
            Which::Use => Subject::Use,
        }
    }

    /// Its fields.
    pub(super) fn fields(
        self,
        t: Texts,
        sheet: &Sheet,
        listed: &[ListedDocument],
        holding: Option<&MessageId>,
    ) -> Vec<Field> {
        let field = |key: &str, needed: bool, article: Option<&str>, kind: Kind| Field {
            key: key.to_owned(),
            title: named(t, t.name(&format!("write-{self}"), key)),
            about: named(t, t.name_if_any(&format!("hint-{self}"), key).unwrap_or_default()),
            article: article.map(ToOwned::to_owned),
            mark: None,
            section: Section::Other,
            needed,
            kind,
        };
        let items = || sheet.view.standing.items.iter().map(ToString::to_string).collect::<Vec<_>>();
        let documents = || Kind::Many(listed.iter().map(|document| document.document.clone()).collect());
        match self {
            Which::Attachments => vec![field("documents", false, None, documents())],
            Which::Decision => {
                let (mut refusing, mut waiting) = (vec!["granted".to_owned()], Vec::new());
                let allowed = sheet.measure().map(|measure| measure.grounds.as_slice()).unwrap_or_default();
                for (code, ground) in &sheet.rulebook.grounds {
                    if ground.forbidden || !allowed.contains(code) {
                        continue;
                    }
                    // Grounds to wait are numbered apart from those to refuse.
                    let list = if code.as_str().starts_with("PP") { &mut waiting } else { &mut refusing };
                    list.push(code.to_string());
                }
                let item = |name: String| Field {
                    title: named(t, t.about("write-decision-item", &name)),
                    about: named(t, described(&sheet.view.content, &name)),
                    ..field(&name, true, None, Kind::Choice(refusing.clone()))
                };
                let conditions = sheet.rulebook.conditions.keys().map(ToString::to_string).collect();
                let condition = vec![
                    field("condition", true, None, Kind::Choice(conditions)),
                    field("words", false, None, Kind::Text(3)),
                ];
                let mut fields = vec![field("items", true, None, Kind::Group(items().into_iter().map(item).collect()))];
                if !waiting.is_empty() {
                    fields.push(field("postponed", false, None, Kind::Choice(waiting)));
                }
                fields.push(field("conditions", false, None, Kind::List(condition)));
                fields.push(field("reasons", true, None, Kind::Text(8)));
                fields
            }
            Which::Result => vec![
                field("items", true, None, Kind::Many(items())),
                field("documents", true, None, documents()),
                field("note", false, None, Kind::Text(4)),
            ],
            Which::Renewal => vec![
                field("days", true, None, Kind::Number { whole: true }),
                field("reasons", true, None, Kind::Text(6)),
            ],
            Which::Use => {
                let held = holding.and_then(|id| sheet.view.standing.holdings.get(id));
                let bind = held.map(|held| held.conditions.iter().map(ToString::to_string).collect::<Vec<_>>());
                let bind = bind.unwrap_or_default();
                let mut fields = vec![
                    field("purpose", true, None, Kind::Text(4)),
                    field("proceedings", false, None, Kind::Text(2)),
                    field("recipient", false, None, Kind::Text(1)),
                ];
                if !bind.is_empty() {
                    fields.push(field("keeps", true, None, Kind::Many(bind)));
                }
                fields.push(field("beyond", false, None, Kind::YesNo));
                fields
            }
        }
    }

    /// What is kept, as the fields show it.
    pub(super) fn shown(self, sheet: &Sheet) -> Value {
        let content = &sheet.kept.content;
        let documents = || sheet.kept.documents.iter().map(ToString::to_string).collect::<Vec<_>>();
        let list = |value: Vec<String>| if value.is_empty() { Value::Null } else { json!(value) };
        let mut shown = match self {
            Which::Attachments => json!({ "documents": list(documents()) }),
            Which::Decision => {
                let granted = content.get("granted").and_then(Value::as_array).into_iter().flatten();
                let mut items: Map<String, Value> =
                    granted.filter_map(|item| Some((item.as_str()?.to_owned(), json!("granted")))).collect();
                let refused = content.get("refused").and_then(Value::as_object).into_iter().flatten();
                items.extend(refused.map(|(item, ground)| (item.clone(), ground.clone())));
                let conditions = content.get("conditions").and_then(Value::as_object).into_iter().flatten();
                let conditions: Vec<Value> = conditions
                    .map(|(code, words)| match words.as_str() {
                        Some(words) if !words.is_empty() => json!({ "condition": code, "words": words }),
                        Some(_) | None => json!({ "condition": code }),
                    })
                    .collect();
                json!({
                    "items": if items.is_empty() { Value::Null } else { Value::Object(items) },
                    "postponed": content.get("postponed"),
                    "conditions": if conditions.is_empty() { Value::Null } else { Value::Array(conditions) },
                    "reasons": content.get("reasons"),
                })
            }
            Which::Result => json!({
                "items": content.get("items"), "documents": list(documents()), "note": content.get("note"),
            }),
            Which::Renewal | Which::Use => content.clone(),
        };
        if let Some(fields) = shown.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        if shown.is_null() { Value::Object(Map::new()) } else { shown }
    }

    /// What was typed, as the engine takes it: content and documents.
    pub(super) fn written(self, sheet: &Sheet, typed: &Value) -> (Value, Vec<String>) {
        let texts = |key: &str| -> Vec<String> {
            let all = typed.get(key).and_then(Value::as_array).into_iter().flatten();
            all.filter_map(Value::as_str).map(ToOwned::to_owned).collect()
        };
        let kept = || sheet.kept.documents.iter().map(ToString::to_string).collect::<Vec<_>>();
        match self {
            Which::Attachments => {
                let content = &sheet.kept.content;
                let content = if content.is_null() { json!({}) } else { content.clone() };
                (content, texts("documents"))
            }
            Which::Decision => {
                let (mut granted, mut refused) = (Vec::new(), Map::new());
                for (item, decided) in typed.get("items").and_then(Value::as_object).into_iter().flatten() {
                    if decided == "granted" {
                        granted.push(item.clone());
                    } else {
                        refused.insert(item.clone(), decided.clone());
                    }
                }
                let rows = typed.get("conditions").and_then(Value::as_array).into_iter().flatten();
                let conditions: Map<String, Value> = rows
                    .filter_map(|row| {
                        let words = row.get("words").and_then(Value::as_str).unwrap_or_default();
                        Some((row.get("condition")?.as_str()?.to_owned(), json!(words)))
                    })
                    .collect();
                let mut content = json!({ "granted": granted, "refused": refused, "conditions": conditions });
                for key in ["postponed", "reasons"] {
                    if let Some(value) = typed.get(key) {
                        content[key] = value.clone();
                    }
                }
                (content, Vec::new())
            }
            Which::Result => {
                let mut content = json!({ "items": texts("items") });
                if let Some(note) = typed.get("note") {
                    content["note"] = note.clone();
                }
                (content, texts("documents"))
            }
            Which::Renewal => (typed.clone(), Vec::new()),
            Which::Use => (typed.clone(), kept()),
        }
    }
}

/// What a request says of one of its items.
fn described(content: &Value, name: &str) -> String {
    let items = content.get("items").and_then(Value::as_array).into_iter().flatten();
    let item = items.into_iter().find(|item| item.get("item").is_some_and(|known| known == name));
    item.and_then(|item| item.get("description")).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A text of the pages in the place of one of the rule files.
fn named(t: Texts, text: String) -> Names {
    Names([(t.0.to_string(), text)].into())
}
