//! Every rule that cites an article, with its file and line.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::Serialize;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::citation::Citation;
use crate::engine::rulebook::Rulebook;

/// What kind of rule cites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(super) enum Kind {
    /// A question at a gate.
    Safeguard,
    /// A ground for refusal, or one that is forbidden.
    Ground,
    /// A condition on assistance.
    Condition,
    /// What may be asked for.
    Measure,
    /// A step of a procedure.
    Transition,
    /// A time limit.
    Deadline,
    /// A stage of a procedure.
    Stage,
    /// A message between the States.
    Message,
    /// A field of a request's form.
    Field,
    /// A profile of an installation.
    Profile,
    /// A State.
    Party,
    /// The rulebook as a whole.
    Rulebook,
}

/// A rule that cites an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Act {
    pub(super) kind: Kind,
    /// Its name in the file; its code where it is known by that; the path of a field.
    pub(super) name: String,
    /// Its code, such as `SG-10`, beside a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    /// What people read, by language.
    pub(super) title: BTreeMap<String, String>,
    /// The procedure or the measure that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) of: Option<String>,
    /// The part of the procedure: requesting, requested, holding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) part: Option<String>,
    /// The file, below the rulebook's folder.
    pub(super) file: String,
    /// The line of the citation, in rule files.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) line: Option<usize>,
}

/// Every rule by the citations that it rests on.
///
/// # Errors
/// Where a file of the rulebook cannot be read again; it was read once to be here.
pub(super) fn acts(rulebook: &Rulebook) -> anyhow::Result<BTreeMap<Citation, Vec<Act>>> {
    // The texts as they are stored: places inside them are known to nobody else.
    let files = serde_json::to_value(&rulebook.files).context("the rule files cannot be read again")?;
    let files: BTreeMap<String, String> =
        serde_json::from_value(files).context("the rule files cannot be read again")?;
    let mut acts: BTreeMap<Citation, Vec<Act>> = BTreeMap::new();
    for (file, text) in &files {
        if file.starts_with("content/") {
            let schema = serde_json::from_str(text).with_context(|| format!("`{file}` cannot be read again"))?;
            fields(file, &schema, &mut acts)?;
        } else {
            let table = DeTable::parse(text).with_context(|| format!("`{file}` cannot be read again"))?;
            walk(&Place { file, text }, table.get_ref(), &mut Vec::new(), &mut acts)?;
        }
    }
    for acts in acts.values_mut() {
        acts.sort_by(|a, b| {
            (a.kind, &a.code, &a.file, a.line, &a.name).cmp(&(b.kind, &b.code, &b.file, b.line, &b.name))
        });
    }
    Ok(acts)
}

/// A rule file.
struct Place<'t> {
    file: &'t str,
    text: &'t str,
}

/// Finds every `source` in a table and below it; `crumbs` are the keys that lead there.
fn walk(
    place: &Place<'_>,
    table: &DeTable<'_>,
    crumbs: &mut Vec<String>,
    acts: &mut BTreeMap<Citation, Vec<Act>>,
) -> anyhow::Result<()> {
    for (key, value) in table {
        let key: &str = key.get_ref();
        match value.get_ref() {
            DeValue::Array(cited) if key == "source" => {
                for citation in cited {
                    let act = act(place, table, crumbs, citation.span().start)?;
                    let Some(text) = text_of(citation) else { continue };
                    acts.entry(Citation::parse(text)?).or_default().push(act);
                }
            }
            DeValue::Array(rows) => {
                crumbs.push(key.to_owned());
                for row in rows {
                    if let DeValue::Table(row) = row.get_ref() {
                        walk(place, row, crumbs, acts)?;
                    }
                }
                crumbs.pop();
            }
            DeValue::Table(inner) => {
                crumbs.push(key.to_owned());
                walk(place, inner, crumbs, acts)?;
                crumbs.pop();
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {}
        }
    }
    Ok(())
}

/// The rule of a table that has a `source`.
fn act(place: &Place<'_>, table: &DeTable<'_>, crumbs: &[String], at: usize) -> anyhow::Result<Act> {
    let file = place.file;
    let kind = kind_of(file, crumbs).with_context(|| format!("`{file}` has a rule of a kind that nobody knows"))?;
    let text = |key: &str| table.get(key).and_then(text_of).map(ToOwned::to_owned);
    let (name, code) = match (text("name"), text("code")) {
        (Some(name), code) => (name, code),
        (None, Some(code)) => (code, None),
        (None, None) => (crumbs.last().cloned().unwrap_or_default(), None),
    };
    let title = ["title", "name", "about"].into_iter().find_map(|key| match table.get(key).map(Spanned::get_ref) {
        Some(DeValue::Table(languages)) => Some(languages),
        _ => None,
    });
    let title = title
        .into_iter()
        .flatten()
        .filter_map(|(language, words)| Some((language.get_ref().to_string(), text_of(words)?.to_owned())));
    let procedure = file.strip_prefix("procedures/").and_then(|file| file.strip_suffix(".toml"));
    Ok(Act {
        kind,
        name,
        code,
        title: title.collect(),
        of: procedure.map(ToOwned::to_owned),
        part: procedure.and(crumbs.first().filter(|_| crumbs.len() > 1)).cloned(),
        file: file.to_owned(),
        line: Some(place.text.get(..at).unwrap_or_default().matches('\n').count() + 1),
    })
}

/// The kind of rule that stands at these keys of a file.
fn kind_of(file: &str, crumbs: &[String]) -> Option<Kind> {
    let folder = file.split('/').next().unwrap_or_default();
    match (folder, crumbs.last().map(String::as_str)) {
        ("rulebook.toml", None) => Some(Kind::Rulebook),
        ("safeguards", None) => Some(Kind::Safeguard),
        ("measures", None) => Some(Kind::Measure),
        ("grounds.toml", Some("ground")) => Some(Kind::Ground),
        ("conditions.toml", Some("condition")) => Some(Kind::Condition),
        ("profiles.toml", Some("profile")) => Some(Kind::Profile),
        // What a State has declared is told as the State is.
        ("parties.toml", Some("party" | "profile" | "threshold" | "reservation" | "condition")) => Some(Kind::Party),
        ("procedures", Some("transition")) => Some(Kind::Transition),
        ("procedures", Some("deadline")) => Some(Kind::Deadline),
        ("procedures", Some("stage")) => Some(Kind::Stage),
        ("procedures", Some("message")) => Some(Kind::Message),
        _ => None,
    }
}

fn text_of<'v>(value: &'v Spanned<DeValue<'_>>) -> Option<&'v str> {
    match value.get_ref() {
        DeValue::String(text) => Some(text),
        _ => None,
    }
}

/// The fields of a content schema, each with its article; a field inside another is told only where it has one of its own.
fn fields(file: &str, schema: &Value, acts: &mut BTreeMap<Citation, Vec<Act>>) -> anyhow::Result<()> {
    let measure = file.trim_start_matches("content/").trim_end_matches(".schema.json");
    let mut open = vec![(String::new(), None, schema)];
    while let Some((path, above, at)) = open.pop() {
        let at = at
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| schema.pointer(reference.strip_prefix('#')?))
            .unwrap_or(at);
        if let Some(items) = at.get("items") {
            open.push((path.clone(), above, items));
        }
        for (key, field) in at.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let text = |key: &str| field.get(key).and_then(Value::as_str);
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            let article = text("x-article").or(above);
            if let Some(cited) = article.filter(|article| Some(*article) != above) {
                let titles = [("en", text("title")), ("fr", text("x-title-fr"))];
                acts.entry(Citation::parse(cited)?).or_default().push(Act {
                    kind: Kind::Field,
                    name: path.clone(),
                    code: None,
                    title: titles.into_iter().filter_map(|(l, t)| Some((l.to_owned(), t?.to_owned()))).collect(),
                    of: Some(measure.to_owned()),
                    part: None,
                    file: file.to_owned(),
                    line: None,
                });
            }
            open.push((path, article, field));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::files::RuleFiles;

    #[test]
    fn every_citation_of_a_rule_is_found_with_its_line() {
        let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();
        let acts = acts(&rulebook).unwrap();

        for cited in rulebook.cited() {
            assert!(acts.contains_key(&cited), "{cited}");
        }
        for act in acts.values().flatten() {
            assert!(!act.name.is_empty() && (act.line.is_some() != (act.kind == Kind::Field)), "{act:?}");
        }
        let bank_secrecy = &acts[&Citation::parse("UNCC 40(24)").unwrap()];
        assert!(bank_secrecy.iter().any(|act| act.kind == Kind::Ground && act.name == "NX-01" && act.code.is_none()));
    }

    #[test]
    fn no_field_of_a_form_cites_what_nobody_knows() {
        let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();

        for (citation, acts) in acts(&rulebook).unwrap() {
            assert!(rulebook.citations.contains_key(&citation), "{citation}: {acts:?}");
        }
    }
}
