//! `workflows show`: one safeguard, measure, ground or condition in its own words.

use std::fmt::Write as _;

use clap::Args;

use crate::domain::safeguard::{Basis, Outcome};
use crate::engine::measure::Measure;
use crate::engine::procedure::Sources;
use crate::engine::refusal::listed;
use crate::engine::rulebook::Rulebook;
use crate::engine::safeguard::{AnswerRule, Safeguard};

use super::super::output::{self, WrongUse, wrapped};
use super::effect::spaced;

/// Columns of a text.
const WIDTH: usize = 100;

#[derive(Args)]
pub(in crate::cli) struct Show {
    /// A safeguard or a measure by its name, a safeguard, ground or condition by its code: `non_discrimination`, `SG-10`, `RF-08`
    #[arg(value_name = "NAME")]
    name: String,
}

impl Show {
    pub(super) fn run(self, rulebook: &Rulebook) -> anyhow::Result<u8> {
        let name = self.name.trim();
        let safeguard = rulebook
            .safeguards
            .values()
            .find(|known| known.name == *name || known.code.eq_ignore_ascii_case(name))
            .map(safeguard);
        let measure = || {
            rulebook.measures.values().find(|known| known.name == *name).map(|measure| of_measure(rulebook, measure))
        };
        let ground = || {
            let ground = rulebook.grounds.values().find(|known| known.code.as_str().eq_ignore_ascii_case(name))?;
            let measures = rulebook.measures.values().filter(|measure| measure.grounds.contains(&ground.code));
            let whom = if ground.forbidden {
                "never: nobody may refuse on it".to_owned()
            } else {
                listed(measures.map(|measure| &measure.name), ", ")
            };
            let consult = if ground.consult { "asked for first" } else { "not asked for" };
            let rows = [("allowed for", vec![whom]), ("consultation", vec![consult.to_owned()])];
            Some(page(ground.code.as_str(), ground.title.en(), &ground.source, &rows))
        };
        let condition = || {
            let known = rulebook.conditions.values().find(|known| known.code.as_str().eq_ignore_ascii_case(name))?;
            Some(page(known.code.as_str(), known.title.en(), &known.source, &[]))
        };
        match safeguard.or_else(measure).or_else(ground).or_else(condition) {
            Some(text) => output::line(text.trim_end()),
            None => Err(WrongUse(format!(
                "there is no safeguard, measure, ground or condition `{name}`: there are {} and {}; `comity workflows articles` shows codes",
                listed(rulebook.safeguards.keys(), ", "),
                listed(rulebook.measures.keys(), ", "),
            ))
            .into()),
        }
    }
}

/// A title, its articles, and rows of a word and what there is to say.
fn page(code: &str, title: &str, source: &Sources, rows: &[(&str, Vec<String>)]) -> String {
    let mut text = format!("{code}  {title}\n");
    let cited = source.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    for (word, said) in [("source", vec![cited])].iter().chain(rows) {
        let mut word = *word;
        for line in said.iter().flat_map(|said| wrapped(said, WIDTH - 16)) {
            let _ = writeln!(text, "  {word:12}  {line}");
            word = "";
        }
    }
    text
}

fn safeguard(safeguard: &Safeguard) -> String {
    let roles = |roles: &[_]| roles.iter().map(spaced).collect::<Vec<_>>().join(" or ");
    let places = safeguard.stands_at.iter().map(|place| {
        let mut text = format!("{} ({}): {}", spaced(place.gate), place.side, roles(&place.answered_by));
        if !place.confirmed_by.is_empty() {
            let _ = write!(text, ", confirmed by {}", roles(&place.confirmed_by));
        }
        if !place.except.is_empty() {
            let _ = write!(text, "; not for {}", listed(&place.except, ", "));
        }
        if !place.only.is_empty() {
            let _ = write!(text, "; only for {}", listed(&place.only, ", "));
        }
        text
    });
    let applies = safeguard.applies.iter().map(|(whom, basis)| format!("{}: {basis}", spaced(whom)));
    let answers = safeguard.answers.iter().map(|(name, rule)| format!("{name}: {}", answer(rule, safeguard.hard)));
    let rows = [
        ("name", vec![safeguard.name.to_string()]),
        ("asks", vec![safeguard.question.en().to_owned()]),
        ("stands at", places.collect()),
        ("applies", applies.collect()),
        ("answers", answers.collect()),
    ];
    page(&safeguard.code, safeguard.title.en(), &safeguard.source, &rows)
}

/// What an answer does and needs.
fn answer(rule: &AnswerRule, hard: bool) -> String {
    let mut text = match rule.outcome {
        Outcome::Met | Outcome::NotApplicable => "clears".to_owned(),
        Outcome::MetWithConditions => "clears once the condition is part of the decision".to_owned(),
        Outcome::Deferred => "lets it be answered later".to_owned(),
        Outcome::NotMet if hard => {
            "keeps the gate shut, and nobody replaces it while what it was said of stays the same".to_owned()
        }
        Outcome::NotMet => "keeps the gate shut, until another official answers anew".to_owned(),
    };
    if rule.needs_reason || rule.outcome == Outcome::NotMet {
        text.push_str("; with reasons");
    }
    if rule.needs_document {
        text.push_str("; with a document");
    }
    if let Some(ground) = &rule.ground {
        let _ = write!(text, "; gives the ground {ground}");
    }
    if let Some(condition) = &rule.condition {
        let _ = write!(text, "; the condition {condition}");
    }
    if !rule.only_with_grounds.is_empty() {
        let _ = write!(text, "; only while the decision rests on {}", listed(&rule.only_with_grounds, ", "));
    }
    if !rule.only_for.is_empty() {
        let _ = write!(text, "; only for {}", listed(&rule.only_for, ", "));
    }
    text
}

fn of_measure(rulebook: &Rulebook, measure: &Measure) -> String {
    let bound = |basis: Basis| {
        let codes: Vec<&str> = rulebook
            .safeguards
            .values()
            .filter(|safeguard| safeguard.basis(measure) == basis)
            .map(|safeguard| safeguard.code.as_str())
            .collect();
        if codes.is_empty() { "none".to_owned() } else { sorted(codes).join(", ") }
    };
    let grounds = measure.grounds.iter().map(|code| {
        format!("{code} {}", rulebook.grounds.get(code).map(|ground| ground.title.en()).unwrap_or_default())
    });
    let rows = [
        ("level", vec![format!("{} of 10, {}", measure.level, spaced(measure.kind))]),
        ("procedure", vec![measure.procedure.to_string()]),
        ("form", vec![format!("content/{}.schema.json", measure.content)]),
        (
            "safeguards",
            vec![
                format!("duties of the treaty: {}", bound(Basis::Treaty)),
                format!("left to domestic law: {}", bound(Basis::Domestic)),
                format!("policy: {}", bound(Basis::Policy)),
                format!("never asked: {}", bound(Basis::Never)),
            ],
        ),
        ("grounds", grounds.collect()),
    ];
    page(measure.name.as_str(), measure.title.en(), &measure.source, &rows)
}

fn sorted(mut codes: Vec<&str>) -> Vec<&str> {
    codes.sort_unstable();
    codes
}
