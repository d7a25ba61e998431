//! What a parser says of a body or a query, in words for whoever sent it: what, where, why, and what to do next.

use serde_path_to_error::{Path, Segment};

use crate::domain::spelling;

/// A field, or a value in it, that does not fit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misfit {
    /// Where: names and places from the outside in.
    place: Vec<String>,
    /// What is wrong and what to do, as a sentence about that place.
    pub(super) why: String,
}

impl Misfit {
    /// Reads what serde has said of a place.
    pub(super) fn of(path: &Path, said: &str) -> Self {
        let mut place: Vec<String> = path
            .iter()
            .filter_map(|segment| match segment {
                Segment::Seq { index } => Some(index.to_string()),
                Segment::Map { key } => Some(key.clone()),
                Segment::Enum { variant } => Some(variant.clone()),
                Segment::Unknown => None,
            })
            .collect();
        let said = without_line(said);
        // A key that is missing is no part of the path yet.
        if let Some(name) = said.strip_prefix("missing field ").map(unquoted) {
            place.push(name.to_owned());
        }
        let twice = said.strip_prefix("duplicate field ").map(unquoted);
        if let Some(name) = unknown_field(said).map(|(name, _)| name).or(twice)
            && place.last().is_none_or(|last| last != name)
        {
            place.push(name.to_owned());
        }
        Self { place, why: in_words(said) }
    }

    /// The place as a JSON pointer (RFC 6901); empty for the whole body.
    pub(super) fn pointer(&self) -> String {
        self.place
            .iter()
            .fold(String::new(), |pointer, name| pointer + "/" + &name.replace('~', "~0").replace('/', "~1"))
    }

    /// The name of a parameter; empty where the query as a whole is meant.
    pub(super) fn parameter(&self) -> &str {
        self.place.first().map_or("", String::as_str)
    }
}

/// Without the line and column, which say little about what a program has written in one line.
fn without_line(said: &str) -> &str {
    said.rsplit_once(" at line ").map_or(said, |(said, _)| said)
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches('`')
}

/// The name and the rest of `unknown field `x`, expected …`.
fn unknown_field(said: &str) -> Option<(&str, &str)> {
    let rest = said.strip_prefix("unknown field `")?;
    rest.split_once("`, ").or_else(|| rest.strip_suffix('`').map(|name| (name, "")))
}

fn in_words(said: &str) -> String {
    if said.starts_with("missing field ") {
        return "it is missing: add it".to_owned();
    }
    if said.starts_with("duplicate field ") {
        return "it is given twice: give it once".to_owned();
    }
    if let Some((name, known)) = unknown_field(said) {
        return unknown("field", name, known);
    }
    if let Some((name, known)) = said.strip_prefix("unknown variant `").and_then(|rest| rest.split_once("`, ")) {
        return unknown("word", name, known);
    }
    let types = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid length "));
    if let Some((given, wanted)) = types.and_then(|rest| rest.rsplit_once(", expected ")) {
        return format!("{} is given where {} belongs", kind_of(given), wanted_kind(wanted));
    }
    if let Some((given, wanted)) = said.strip_prefix("invalid value: ").and_then(|rest| rest.rsplit_once(", expected "))
    {
        let given = given.split_once(' ').map_or(given, |(_, value)| value);
        return format!("{given} is not {}", wanted_kind(wanted));
    }
    match said {
        "invalid digit found in string"
        | "cannot parse integer from empty string"
        | "number too large to fit in target type"
        | "number too small to fit in target type" => "give a whole number in digits, 0 or more".to_owned(),
        "provided string was not `true` or `false`" => "say `true` or `false`".to_owned(),
        // Ours: it says what would be right.
        own => own.to_owned(),
    }
}

fn unknown(what: &str, name: &str, expected: &str) -> String {
    // Names stand in backticks: every second piece.
    let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let shown: String = name.chars().take(60).collect();
    if known.is_empty() {
        return format!("there is no {what} `{shown}` here: leave it out");
    }
    let all = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match spelling::near(name, known, 1).first() {
        Some(near) => format!("there is no {what} `{shown}` here, did you mean `{near}`? There are {all}"),
        None => format!("there is no {what} `{shown}` here: there are {all}"),
    }
}

/// What was given, without a word of it where it may be personal.
fn kind_of(given: &str) -> &'static str {
    match given.split([' ', ',']).next().unwrap_or_default() {
        "string" | "character" => "a text",
        "integer" => "a whole number",
        "floating" => "a number",
        "boolean" => "`true` or `false`",
        "null" | "unit" | "Option" => "`null`",
        "sequence" => "a list",
        "map" => "an object",
        first if first.bytes().all(|byte| byte.is_ascii_digit()) => "a list of another length",
        _ => "something else",
    }
}

fn wanted_kind(wanted: &str) -> String {
    let number = |least: String, most: String| format!("a whole number from {least} to {most}");
    match wanted {
        "a string" | "string" | "a borrowed string" | "str" | "field identifier" => "a text".to_owned(),
        "a boolean" => "`true` or `false`".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "an object".to_owned(),
        "u8" => number(u8::MIN.to_string(), u8::MAX.to_string()),
        "u16" => number(u16::MIN.to_string(), u16::MAX.to_string()),
        "u32" => number(u32::MIN.to_string(), u32::MAX.to_string()),
        "u64" | "usize" => "a whole number, 0 or more,".to_owned(),
        "i64" | "i32" => "a whole number".to_owned(),
        "string or map" | "variant identifier" => "one word of a list".to_owned(),
        other if other.starts_with("struct ") || other.starts_with("internally tagged") => "an object".to_owned(),
        other if other.starts_with("enum ") => "one word of a list".to_owned(),
        other => other.to_owned(),
    }
}

/// What is wrong with a text that is no JSON: where it breaks.
pub(super) fn no_json(error: &serde_json::Error) -> String {
    if error.line() == 0 || (error.is_eof() && error.line() == 1 && error.column() == 0) {
        return "the body is empty: send a JSON object, at least `{}`".to_owned();
    }
    let place = format!("line {}, column {}", error.line(), error.column());
    if error.is_eof() {
        return format!("the body is no whole JSON: it ends too early, at {place}: close every brace and quote");
    }
    format!("the body is no JSON from {place} on: look for a comma, a brace or a quote too many or too few there")
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::domain::ids::StateCode;
    use crate::domain::role::Role;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Body {
        title: String,
        #[serde(default)]
        days: u16,
        #[serde(default)]
        roles: Vec<Role>,
        #[serde(default)]
        inner: Option<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only read")]
    struct Inner {
        state: StateCode,
    }

    fn told(body: &str) -> (String, String) {
        let mut reader = serde_json::Deserializer::from_str(body);
        let error = serde_path_to_error::deserialize::<_, Body>(&mut reader).unwrap_err();
        let misfit = Misfit::of(error.path(), &error.inner().to_string());
        (misfit.pointer(), misfit.why)
    }

    #[test]
    fn a_body_that_does_not_fit_is_told_where_and_why_and_what_fits() {
        let at = |pointer: &str, why: &str| (pointer.to_owned(), why.to_owned());

        assert_eq!(told("{}"), at("/title", "it is missing: add it"));
        assert_eq!(told(r#"{"title":3}"#), at("/title", "a whole number is given where a text belongs"));
        assert_eq!(told(r#"{"title":"T","title":"U"}"#), at("/title", "it is given twice: give it once"));
        assert_eq!(
            told(r#"{"titel":"T"}"#),
            at(
                "/titel",
                "there is no field `titel` here, did you mean `title`? There are `title`, `days`, `roles`, `inner`"
            )
        );
        assert_eq!(told(r#"{"title":"T","days":70000}"#), at("/days", "`70000` is not a whole number from 0 to 65535"));
        assert_eq!(told(r#"{"title":"T","days":1.5}"#).0, "/days");
        let role = told(r#"{"title":"T","roles":["auditor","king"]}"#);
        assert!(role.0 == "/roles/1" && role.1.contains("`king`") && role.1.contains("`administrator`"), "{role:?}");
        assert_eq!(told(r#"{"title":"T","inner":{}}"#).0, "/inner/state");
        assert_eq!(
            told(r#"{"title":"T","inner":{"state":"Norvania"}}"#),
            at("/inner/state", "`Norvania` is not a State's code of two capital letters, such as `XN`")
        );
        assert_eq!(told(r#"{"title":"T","inner":[]}"#).0, "/inner");
        assert_eq!(told("[]"), at("", "a list of another length is given where an object belongs"));
    }

    #[test]
    fn a_text_that_is_no_json_is_told_where_it_breaks() {
        let told = |body: &str| no_json(&serde_json::from_str::<serde_json::Value>(body).unwrap_err());

        assert_eq!(told(""), "the body is empty: send a JSON object, at least `{}`");
        assert_eq!(
            told("{\"a\": 1"),
            "the body is no whole JSON: it ends too early, at line 1, column 7: close every brace and quote"
        );
        assert!(told("{,}").contains("line 1, column 2"), "{}", told("{,}"));
    }
}
