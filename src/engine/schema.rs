//! JSON Schema over rule files and contents: each error as a sentence with its place.

use std::fmt;

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{JsonType, ValidationError, Validator};
use serde_json::Value;

use super::fault::{Fault, Located};

/// A schema ready for use.
pub(super) struct Schema {
    schema: Value,
    validator: Validator,
}

/// Something that a value lacks or has wrong, with the article that wants it where the schema names one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// Where: a JSON pointer into the value.
    pub pointer: String,
    /// What is wrong, never quoting the value itself.
    pub sentence: String,
    /// The article behind the field.
    pub article: Option<String>,
    /// What is wrong, for whoever says it in words of their own.
    pub why: Why,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Nothing is there, and something has to be.
    Missing,
    /// It has fewer entries than this.
    TooFew(String),
    /// It is less than this.
    AtLeast(String),
    /// It is more than this, or longer.
    AtMost(String),
    /// It has to be a number.
    NoNumber,
    /// It is written in another way than it has to be.
    Form,
}

impl Why {
    fn of(error: &ValidationError<'_>) -> Self {
        match error.kind() {
            ValidationErrorKind::Required { .. } | ValidationErrorKind::MinLength { .. } => Why::Missing,
            ValidationErrorKind::MinItems { limit } => Why::TooFew(limit.to_string()),
            ValidationErrorKind::Minimum { limit } => Why::AtLeast(limit.to_string()),
            ValidationErrorKind::Maximum { limit } => Why::AtMost(limit.to_string()),
            ValidationErrorKind::MaxItems { limit } | ValidationErrorKind::MaxLength { limit } => {
                Why::AtMost(limit.to_string())
            }
            ValidationErrorKind::Type { kind: TypeKind::Single(JsonType::Integer | JsonType::Number) } => Why::NoNumber,
            _ => Why::Form,
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.pointer.is_empty() {
            write!(f, "`{}`: ", self.pointer)?;
        }
        f.write_str(&self.sentence)?;
        self.article.as_ref().map_or(Ok(()), |article| write!(f, " ({article})"))
    }
}

impl Schema {
    /// Reads a schema from its JSON text.
    pub(super) fn read(file: &str, text: &str) -> Result<Self, Fault> {
        let refused = |why: String| Located::plain(file, text).fault("", why);
        let schema: Value = serde_json::from_str(text).map_err(|error| Fault {
            file: file.to_owned(),
            line: error.line().max(1),
            column: error.column().max(1),
            sentence: format!("this is no JSON: {error}"),
        })?;
        let validator = jsonschema::draft202012::new(&schema)
            .map_err(|error| refused(format!("this is no JSON Schema: {}", error.masked())))?;
        Ok(Schema { schema, validator })
    }

    /// The schema itself.
    pub(super) fn as_data(&self) -> &Value {
        &self.schema
    }

    /// The faults of a rule file.
    pub(super) fn faults(&self, value: &Value, located: &Located<'_>) -> Vec<Fault> {
        self.validator.iter_errors(value).flat_map(|error| faults_of(&error, &self.schema, located)).collect()
    }

    /// What a content lacks, without a word of the content itself.
    pub(super) fn lacks(&self, value: &Value) -> Vec<Lack> {
        let mut lacks: Vec<Lack> = self.validator.iter_errors(value).flat_map(|error| self.lacks_of(&error)).collect();
        lacks.sort_by(|a, b| a.pointer.cmp(&b.pointer));
        lacks.dedup();
        lacks
    }

    fn lacks_of(&self, error: &ValidationError<'_>) -> Vec<Lack> {
        let pointer = error.instance_path().as_str().to_owned();
        if let ValidationErrorKind::Required { property } = error.kind() {
            let pointer = format!("{pointer}/{}", property.as_str().unwrap_or_default());
            let (title, article) = self.field(&pointer);
            return vec![Lack { sentence: format!("{title} is missing"), pointer, article, why: Why::Missing }];
        }
        let (title, article) = self.field(&pointer);
        vec![Lack { sentence: format!("{title} {}", wrong(error, false)), pointer, article, why: Why::of(error) }]
    }

    /// The title and the article of the field a pointer leads to.
    fn field(&self, pointer: &str) -> (String, Option<String>) {
        let mut at = &self.schema;
        let mut article = None;
        let mut titles = Vec::new();
        for step in pointer.split('/').skip(1) {
            at = self.resolved(at);
            if let Some(property) = at.pointer(&format!("/properties/{step}")) {
                at = property;
            } else if let Some(items) = at.get("items") {
                titles.push(format!("no. {}", step.parse::<usize>().map_or(0, |n| n + 1)));
                at = items;
                continue;
            } else {
                break;
            }
            let resolved = self.resolved(at);
            let find = |key: &str| at.get(key).or_else(|| resolved.get(key)).and_then(Value::as_str);
            titles.push(find("title").map_or_else(|| format!("`{step}`"), |title| format!("`{title}`")));
            article = find("x-article").map(ToOwned::to_owned).or(article);
        }
        (if titles.is_empty() { "the content".to_owned() } else { titles.join(", ") }, article)
    }

    fn resolved<'a>(&'a self, at: &'a Value) -> &'a Value {
        at.get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| self.schema.pointer(reference.strip_prefix('#')?))
            .unwrap_or(at)
    }
}

fn faults_of(error: &ValidationError<'_>, schema: &Value, located: &Located<'_>) -> Vec<Fault> {
    let pointer = error.instance_path().as_str();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected }
        | ValidationErrorKind::UnevaluatedProperties { unexpected } => unexpected
            .iter()
            .map(|key| {
                located.fault_at_key(
                    pointer,
                    key,
                    format!("the key `{key}` is unknown here: take it out, or correct its spelling"),
                )
            })
            .collect(),
        ValidationErrorKind::Required { property } => {
            vec![
                located.fault(
                    pointer,
                    format!("the key `{}` is missing here: add it", property.as_str().unwrap_or_default()),
                ),
            ]
        }
        ValidationErrorKind::PropertyNames { error } => {
            vec![located.fault(pointer, format!("a key here is not allowed: it {}", wrong(error, true)))]
        }
        _ => {
            let key = pointer.rsplit('/').find(|step| step.parse::<usize>().is_err()).unwrap_or_default();
            let hint = written_as(error, schema).map(|how| format!(" ({how})")).unwrap_or_default();
            vec![located.fault(pointer, format!("`{key}` {}{hint}", wrong(error, true)))]
        }
    }
}

/// How a text has to be written, in the schema's own words.
fn written_as<'s>(error: &ValidationError<'_>, schema: &'s Value) -> Option<&'s str> {
    let ValidationErrorKind::Pattern { .. } = error.kind() else { return None };
    let (rule, _) = error.schema_path().as_str().rsplit_once('/')?;
    let described = schema.pointer(rule)?.get("description")?.as_str()?;
    Some(described.trim_end_matches('.'))
}

/// What is wrong with a value; quotes it only in rule files, never in contents.
fn wrong(error: &ValidationError<'_>, quote: bool) -> String {
    let given = if quote { format!(", not `{}`", shortened(error.instance())) } else { String::new() };
    match error.kind() {
        ValidationErrorKind::Type { kind } => format!("has to be {}{given}", type_name(kind)),
        ValidationErrorKind::Enum { options } => format!("has to be one of {}{given}", options_of(options)),
        ValidationErrorKind::Constant { expected_value } => format!("has to be `{}`{given}", shortened(expected_value)),
        ValidationErrorKind::MinLength { .. } => "is empty".to_owned(),
        ValidationErrorKind::MinItems { limit } => format!("is too short: it needs at least {limit}"),
        ValidationErrorKind::MaxItems { limit } => format!("takes at most {limit}"),
        ValidationErrorKind::MaxLength { limit } => format!("takes at most {limit} characters"),
        ValidationErrorKind::Minimum { limit } => format!("has to be at least {limit}{given}"),
        ValidationErrorKind::Maximum { limit } => format!("has to be at most {limit}{given}"),
        ValidationErrorKind::Pattern { .. } => format!("is not written as it has to be{given}"),
        ValidationErrorKind::Format { format } => format!("has to be a {format}{given}"),
        ValidationErrorKind::UniqueItems => "names something twice".to_owned(),
        ValidationErrorKind::OneOfNotValid { .. } | ValidationErrorKind::AnyOf { .. } => {
            "fits none of its allowed forms".to_owned()
        }
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            "fits several forms at once: exactly one is allowed".to_owned()
        }
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let unknown: Vec<String> =
                unexpected.iter().map(|key| format!("`{}`", shortened(&Value::from(key.as_str())))).collect();
            format!(
                "has a field that its form does not know: {}; compare it with the content schema",
                unknown.join(", ")
            )
        }
        _ => error.masked().to_string(),
    }
}

fn type_name(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(JsonType::Integer) => "a whole number".to_owned(),
        TypeKind::Single(JsonType::Number) => "a number".to_owned(),
        TypeKind::Single(JsonType::Boolean) => "`true` or `false`".to_owned(),
        TypeKind::Single(JsonType::String) => "a text".to_owned(),
        TypeKind::Single(JsonType::Array) => "a list".to_owned(),
        TypeKind::Single(JsonType::Object) => "a table of keys and values".to_owned(),
        TypeKind::Single(JsonType::Null) => "empty".to_owned(),
        TypeKind::Multiple(_) => "of another type".to_owned(),
    }
}

fn options_of(options: &Value) -> String {
    let names: Vec<String> =
        options.as_array().into_iter().flatten().map(|option| format!("`{}`", shortened(option))).collect();
    names.join(", ")
}

fn shortened(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    if text.chars().count() > 60 { text.chars().take(57).chain("...".chars()).collect() } else { text }
}
