//! One page of a form: a field of the request, or a whole form of our own; what it says, and what becomes of what was typed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::domain::gate::Subject;
use crate::domain::ids::{Digest, DocumentId, MessageId, RequestReference};
use crate::engine::form::{Field, Kind};
use crate::engine::schema::{Lack, Why};
use crate::http::service::Service;
use crate::operations::change_subject::ChangeSubject;
use crate::operations::list_documents;
use sha2::{Digest as _, Sha256};

use super::super::form::{Problem, Problems};
use super::super::session::SignedIn;
use super::super::stop::Stop;
use super::control::{Typed, id_of, typed};
use super::own_form::Which;
use super::pen::Pen;
use super::sheet::{Sheet, at, is_wrong};

/// One page of a form.
pub(super) struct Paper {
    pub(super) sheet: Sheet,
    pub(super) fields: Vec<Field>,
    pub(super) which: Option<Which>,
    pub(super) holding: Option<MessageId>,
    /// What it says, by the key of the field.
    pub(super) value: Value,
    /// What items and documents are called.
    pub(super) names: BTreeMap<String, String>,
}

impl Paper {
    /// Reads a page of a form.
    pub(super) async fn read(
        service: &Service,
        by: &SignedIn,
        reference: &RequestReference,
        (name, holding): (&str, Option<&str>),
    ) -> Result<Self, Stop> {
        let nothing = || by.nothing();
        let which = name.parse::<Which>().ok();
        let subject = which.map_or(Subject::Request, Which::subject);
        let holding = match holding.filter(|_| subject == Subject::Use) {
            Some(id) => Some(MessageId::parse(id.to_owned()).map_err(|_| nothing())?),
            None if subject == Subject::Use => return Err(nothing()),
            None => None,
        };
        let sheet = Sheet::read(service, by, reference, (subject, holding.as_ref())).await?;
        let Some(which) = which else {
            let field = sheet.form.field(name).ok_or_else(nothing)?.clone();
            let mut value = Map::new();
            value.insert(field.key.clone(), sheet.value(&field));
            let (fields, value) = (vec![field], Value::Object(value));
            return Ok(Self { sheet, fields, which: None, holding: None, value, names: BTreeMap::new() });
        };
        let listed = list_documents::run(&service.app, by.official(), reference).await;
        let listed = listed.map_err(|error| by.stop(&error))?;
        let t = by.visit.t;
        let fields = which.fields(t, &sheet, &listed, holding.as_ref());
        let documents = listed.iter().map(|document| (document.document.clone(), document.name.clone()));
        let items =
            sheet.view.standing.items.iter().map(|item| (item.to_string(), t.about("write-item", item.as_str())));
        let granted = ("granted".to_owned(), t.say("write-decision-granted"));
        let names = items.chain(documents).chain([granted]).collect();
        let value = which.shown(&sheet);
        Ok(Self { sheet, fields, which: Some(which), holding, value, names })
    }

    /// Which subject it writes.
    pub(super) fn subject(&self) -> Subject {
        self.which.map_or(Subject::Request, Which::subject)
    }

    /// Whether it may be written now, by who looks at it.
    pub(super) fn may(&self, by: &SignedIn) -> bool {
        self.sheet.writable(self.holding.as_ref(), by) == Some(self.subject())
    }

    /// What was read: whoever sends it back has seen the words as they stand.
    pub(super) fn seen(&self) -> String {
        Digest::from_bytes(&Sha256::digest(self.value.to_string().as_bytes()).into()).to_string()
    }

    /// What was typed.
    pub(super) fn typed(&self, form: &Typed) -> Value {
        let mut all = Map::new();
        for field in &self.fields {
            let kept = self.value.get(&field.key).unwrap_or(&Value::Null);
            let value = typed(field, &field.key, form, kept);
            // A field of the request keeps its place also where nothing is left in it.
            if !value.is_null() || self.which.is_none() {
                all.insert(field.key.clone(), value);
            }
        }
        Value::Object(all)
    }

    /// The change that makes the words say this.
    pub(super) fn change(&self, typed: &Value) -> Option<ChangeSubject> {
        let (content, documents) = match self.which {
            Some(which) => which.written(&self.sheet, typed),
            None => {
                let mut content = self.sheet.kept.content.as_object().cloned().unwrap_or_default();
                for field in &self.fields {
                    match typed.get(&field.key) {
                        None | Some(Value::Null) => content.remove(&field.key),
                        Some(value) => content.insert(field.key.clone(), value.clone()),
                    };
                }
                (Value::Object(content), self.sheet.kept.documents.iter().map(ToString::to_string).collect())
            }
        };
        let documents = documents.into_iter().map(DocumentId::parse).collect::<Result<_, _>>().ok()?;
        Some(ChangeSubject { subject: self.subject(), holding: self.holding.clone(), content, documents })
    }

    /// What is wrong with what was typed; what is only missing lets a draft of a request be kept.
    pub(super) fn problems(&self, pen: &Pen<'_>, typed: &Value, change: &ChangeSubject) -> Problems {
        let mut problems = Vec::new();
        for field in &self.fields {
            let value = typed.get(&field.key).unwrap_or(&Value::Null);
            let mut lacks = own_lacks(field, &format!("/{}", field.key), value);
            match (self.which, self.sheet.measure()) {
                (None, Some(measure)) => {
                    let all = self.sheet.rulebook.lacks(measure, &change.content);
                    lacks.extend(at(&all, &field.key).filter(|lack| is_wrong(lack)).cloned());
                }
                (Some(which), _) if value.is_null() && field.needed && needs(which, typed) => {
                    lacks.push(lack(&format!("/{}", field.key), Why::Missing));
                }
                _ => {}
            }
            let twice = twice(value).map(|row| {
                let pointer = format!("/{}/{row}/{}", field.key, NAMES[usize::from(self.which.is_some())]);
                Problem {
                    field: id_of(&pointer),
                    text: pen.t.plain_pair(pen.named(field, &pointer).0, pen.t.say("write-wrong-twice")),
                }
            });
            let mut found: Vec<Problem> = lacks.iter().map(|lack| pen.problem(field, lack)).chain(twice).collect();
            found.dedup_by(|one, other| one.field == other.field);
            problems.extend(found);
        }
        Problems(problems)
    }
}

/// What things of a list are known by: items of a request, conditions of a decision.
const NAMES: [&str; 2] = ["item", "condition"];

/// Whether a form of our own is refused where a field of it is empty. A decision may be half written.
fn needs(which: Which, _typed: &Value) -> bool {
    match which {
        Which::Attachments | Which::Decision => false,
        Which::Result | Which::Renewal | Which::Use => true,
    }
}

fn lack(pointer: &str, why: Why) -> Lack {
    Lack { pointer: pointer.to_owned(), sentence: String::new(), article: None, why }
}

/// What no schema finds: days that no calendar has, numbers that are none.
fn own_lacks(field: &Field, pointer: &str, value: &Value) -> Vec<Lack> {
    match (&field.kind, value) {
        (Kind::Date, Value::String(text)) if text.parse::<Date>().is_err() => vec![lack(pointer, Why::Form)],
        (Kind::Number { .. }, Value::String(_)) => vec![lack(pointer, Why::NoNumber)],
        (Kind::Choice(options), Value::String(code)) if !options.contains(code) => vec![lack(pointer, Why::Form)],
        (Kind::Group(fields), Value::Object(_)) => {
            fields.iter().flat_map(|field| below(field, pointer, value)).collect()
        }
        (Kind::List(fields), Value::Array(rows)) => {
            let of = |(place, row)| {
                let pointer = format!("{pointer}/{place}");
                fields.iter().flat_map(move |field| below(field, &pointer, row)).collect::<Vec<_>>()
            };
            rows.iter().enumerate().flat_map(of).collect()
        }
        _ => Vec::new(),
    }
}

fn below(field: &Field, pointer: &str, value: &Value) -> Vec<Lack> {
    own_lacks(field, &format!("{pointer}/{}", field.key), value.get(&field.key).unwrap_or(&Value::Null))
}

/// The row of a list whose name another row has already.
fn twice(value: &Value) -> Option<usize> {
    let rows = value.as_array()?;
    let name = |row: &Value| NAMES.iter().find_map(|key| row.get(key)).and_then(Value::as_str).map(ToOwned::to_owned);
    let names: Vec<_> = rows.iter().map(name).collect();
    (1..names.len()).find(|place| names[*place].is_some() && names[..*place].contains(&names[*place]))
}
