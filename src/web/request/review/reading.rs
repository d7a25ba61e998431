//! What is read for one question: the words of the request that matter for it, and everything else.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::engine::safeguard::Safeguard;
use crate::operations::print_request::content::{Block, Drawn, Shown};
use crate::operations::request_view::RequestView;

use super::super::super::texts::Texts;
use super::super::super::words::{Words, plain};

/// Fields that matter for a question beside those that cite one of its articles: an aid for reading, no rule.
const ALSO: [(&str, &[&str]); 17] = [
    ("competent_authority_and_channel", &["requesting_authority", "conducting_authority", "sending_authority"]),
    ("consistency_with_human_rights", &["facts", "purpose", "offence"]),
    ("death_penalty_torture_fair_trial", &["offence", "proceeding", "purpose"]),
    ("dual_criminality", &["offence", "facts"]),
    ("effective_remedy", &["domestic_authorisation", "confidentiality"]),
    ("good_faith_research", &["facts", "offence"]),
    ("independence", &["requesting_authority", "conducting_authority", "domestic_authorisation"]),
    ("lawful_transfer_of_personal_data", &["personal_data", "persons", "purpose", "items"]),
    ("least_intrusive_means", &["last_resort", "necessity", "items"]),
    ("limits_of_scope_and_duration", &["period", "duration", "items"]),
    ("necessity_and_proportionality", &["necessity", "relation_to_offence", "offence", "items"]),
    ("non_discrimination", &["facts", "offence", "persons", "purpose"]),
    ("persons_at_risk", &["facts", "persons", "purpose"]),
    ("political_offence", &["offence", "facts", "proceeding"]),
    ("protected_persons_and_privilege", &["persons", "items", "addressee", "deletion"]),
    ("sovereignty", &["items", "addressee"]),
    ("specificity", &["items", "specified_data", "period"]),
];

/// A content, in two parts.
pub(super) struct Reading {
    /// What matters for the question; all of it, where nothing is known to matter more.
    pub(super) near: Drawn,
    /// Everything else.
    pub(super) rest: Option<Drawn>,
}

impl Reading {
    /// Draws the request's own words for a question; none where nothing is written.
    pub(super) fn of(words: &Words<'_>, view: &RequestView, content: &Value, safeguard: &Safeguard) -> Option<Self> {
        let fields = content.as_object().filter(|fields| !fields.is_empty())?;
        let measure = words.rulebook.measures.get(&view.standing.measure)?;
        let schema = words.rulebook.files.text(&format!("content/{}.schema.json", measure.content))?;
        let whole = words.drawn_of(view, content)?;
        let schema: Value = serde_json::from_str(schema).ok()?;
        let wanted: Vec<&String> = fields.keys().filter(|key| matters(&schema, key, safeguard)).collect();
        // Drawn one by one: a part of a drawing does not say which field it is.
        let near: Vec<Block> = wanted
            .iter()
            .filter_map(|key| {
                let one = Map::from_iter([((*key).clone(), fields.get(*key)?.clone())]);
                words.drawn_of(view, &Value::Object(one))
            })
            .flat_map(|drawn| drawn.blocks)
            .filter(|block| !is_missing(block))
            .collect();
        let (near, rest): (Vec<Block>, Vec<Block>) = whole.blocks.into_iter().partition(|block| near.contains(block));
        let drawn = |blocks| Drawn { title: whole.title.clone(), written_in: whole.written_in.clone(), blocks };
        Some(match (near.is_empty(), rest.is_empty()) {
            (true, _) => Self { near: drawn(rest), rest: None },
            (false, true) => Self { near: drawn(near), rest: None },
            (false, false) => Self { near: drawn(near), rest: Some(drawn(rest)) },
        })
    }
}

/// What a drawing says, field by field.
pub(super) fn lines(t: Texts, drawn: &Drawn) -> Vec<(String, String)> {
    let said = |value: &Shown| match value {
        Shown::Written(text) | Shown::Told(text) => text.clone(),
        Shown::Missing | Shown::Nothing => String::new(),
    };
    let mut all = Vec::new();
    for block in &drawn.blocks {
        match block {
            Block::Field(line) => all.push((line.heading.label.clone(), said(&line.value))),
            Block::Group(heading, lines) => all.extend(
                lines.iter().map(|line| (t.plain_pair(&heading.label, &line.heading.label), said(&line.value))),
            ),
            Block::Table(heading, columns, rows) => {
                for (place, row) in rows.iter().enumerate() {
                    all.extend(columns.iter().zip(row).map(|(column, cell)| {
                        (t.plain_pair(format!("{} {}", heading.label, place + 1), &column.label), said(cell))
                    }));
                }
            }
        }
    }
    all
}

/// What a decision, a result, a renewal or a use says, field by field.
pub(super) fn told(words: &Words<'_>, content: &Value) -> Vec<(String, String)> {
    let (t, language) = (words.t, words.language());
    let label = |key: &str| match key {
        "granted" => t.say("review-field-granted"),
        "refused" => t.say("review-field-refused"),
        "postponed" => t.say("review-field-postponed"),
        "conditions" => t.say("review-field-conditions"),
        "reasons" => t.say("review-field-reasons"),
        "items" => t.say("review-field-items"),
        "note" => t.say("review-field-note"),
        "days" => t.say("review-field-days"),
        "purpose" => t.say("review-field-purpose"),
        "proceedings" => t.say("review-field-proceedings"),
        "recipient" => t.say("review-field-recipient"),
        "keeps" => t.say("review-field-keeps"),
        "beyond" => t.say("review-field-beyond"),
        other => plain(other),
    };
    // A code is told with its name.
    let named = |code: &str| {
        let ground = words.rulebook.grounds.values().find(|known| known.code == *code).map(|known| &known.title);
        let condition = words.rulebook.conditions.values().find(|known| known.code == *code).map(|known| &known.title);
        let title = ground.or(condition).map(|title| title.in_language(&language));
        title.map_or_else(|| code.to_owned(), |title| format!("{code} {title}"))
    };
    let one = |value: &Value| match value {
        Value::String(text) => named(text),
        Value::Bool(yes) => t.say(if *yes { "review-yes" } else { "review-no" }),
        Value::Null => String::new(),
        Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    };
    let mut all = Vec::new();
    for (key, value) in content.as_object().into_iter().flatten() {
        match value {
            Value::Array(list) => {
                all.push((label(key), t.list(&list.iter().map(one).collect::<Vec<_>>())));
            }
            Value::Object(fields) => {
                all.extend(fields.iter().map(|(name, value)| (t.plain_pair(label(key), named(name)), one(value))));
            }
            other => all.push((label(key), one(other))),
        }
    }
    all.retain(|(_, text)| !text.is_empty());
    all
}

fn is_missing(block: &Block) -> bool {
    matches!(block, Block::Field(line) if line.value == Shown::Missing)
}

/// Whether a field matters for a safeguard: something in it cites an article of the safeguard, or a part of one.
fn matters(schema: &Value, key: &str, safeguard: &Safeguard) -> bool {
    let also = ALSO.iter().any(|(name, keys)| safeguard.name == **name && keys.contains(&key));
    also || {
        let mut cited = BTreeSet::new();
        if let Some(field) = schema.get("properties").and_then(|all| all.get(key)) {
            articles(schema, field, 0, &mut cited);
        }
        let within = |article: &str, whole: &str| {
            article.strip_prefix(whole).is_some_and(|rest| rest.is_empty() || rest.starts_with('('))
        };
        cited.iter().any(|article| safeguard.source.iter().any(|source| within(article, source.as_str())))
    }
}

/// Every article that a field and what is in it cites.
fn articles<'a>(root: &'a Value, field: &'a Value, depth: usize, into: &mut BTreeSet<&'a str>) {
    into.extend(field.get("x-article").and_then(Value::as_str));
    if depth == 6 {
        return;
    }
    let name = field.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/$defs/"));
    let led_to = name.and_then(|name| root.get("$defs")?.get(name));
    let inside = field.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    for below in led_to.into_iter().chain(inside).chain(field.get("items")) {
        articles(root, below, depth + 1, into);
    }
}

#[cfg(test)]
mod tests {
    use crate::engine::files::RuleFiles;
    use crate::engine::rulebook::Rulebook;

    use super::*;

    #[test]
    fn every_safeguard_that_is_named_here_is_one_and_every_field_is_one_of_some_form() {
        let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();
        let forms: String = rulebook
            .measures
            .values()
            .filter_map(|measure| rulebook.files.text(&format!("content/{}.schema.json", measure.content)))
            .collect();
        for (name, fields) in ALSO {
            assert!(rulebook.safeguards.values().any(|known| known.name == *name), "{name}");
            for field in fields {
                assert!(forms.contains(&format!("\"{field}\"")), "{field}");
            }
        }
    }

    #[test]
    fn a_field_matters_by_the_article_it_shares() {
        let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();
        let schema: Value =
            serde_json::from_str(rulebook.files.text("content/production.schema.json").unwrap()).unwrap();
        let of = |name: &str| rulebook.safeguards.values().find(|known| known.name == *name).unwrap();
        // Article 40(15)(b) is cited by both; 35(3) only by what is said of dual criminality.
        assert!(matters(&schema, "offence", of("grounds_justifying_the_measure")));
        assert!(matters(&schema, "dual_criminality_statement", of("dual_criminality")));
        assert!(!matters(&schema, "dual_criminality_statement", of("children")));
        assert!(!matters(&schema, "costs", of("non_discrimination")));
    }
}
