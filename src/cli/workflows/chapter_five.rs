//! Chapter V, the articles on cooperation: which of them no rule rests on, and which no scenario plays.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::domain::citation::Citation;
use crate::engine::lists::Confidence;
use crate::engine::procedure::Procedure;
use crate::engine::rulebook::Rulebook;

use super::super::demo::scenario::{Act as Played, Scenario};
use super::super::output::wrapped;
use super::citing::{self, Act, Kind};
use super::order::covers;

/// The instrument whose chapter it is.
pub(super) const INSTRUMENT: &str = "UNCC";

/// Columns of a text.
const WIDTH: usize = 110;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chapter {
    article: Vec<Known>,
}

/// A paragraph as the list has it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Known {
    text: Citation,
    about: String,
    confidence: Confidence,
    #[serde(default)]
    out_of_scope: Option<String>,
}

/// A paragraph, and where it is kept.
#[derive(Serialize)]
pub(super) struct Kept {
    citation: Citation,
    about: String,
    #[serde(serialize_with = "super::articles::displayed")]
    confidence: Confidence,
    /// Why the program leaves it out, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    out_of_scope: Option<String>,
    /// Files with a rule that rests on it, below it, or on the whole of which it is a part.
    files: BTreeSet<String>,
    /// Scenarios that show it, or take a step, ask a question or draft a measure that rests on it.
    scenarios: BTreeSet<String>,
}

/// Every paragraph of the chapter with what keeps it.
///
/// # Errors
/// Where the list or a scenario cannot be read.
pub(super) fn read(rulebook: &Rulebook) -> anyhow::Result<Vec<Kept>> {
    let chapter: Chapter =
        toml::from_str(include_str!("chapter_five.toml")).context("the list of chapter V cannot be read")?;
    let acts = citing::acts(rulebook)?;
    let mut played: BTreeMap<Citation, BTreeSet<String>> = BTreeMap::new();
    for scenario in Scenario::shipped()? {
        for citation in shown(rulebook, &scenario) {
            played.entry(citation).or_default().insert(scenario.name.clone());
        }
    }
    let touches = |known: &Citation, other: &Citation| covers(known.as_str(), other) || covers(other.as_str(), known);
    // That a form or a State mentions an article makes no rule of it.
    let rule = |act: &&Act| !matches!(act.kind, Kind::Field | Kind::Party | Kind::Rulebook);
    let kept = chapter.article.into_iter().map(|known| Kept {
        files: acts
            .iter()
            .filter(|(citation, _)| touches(&known.text, citation))
            .flat_map(|(_, acts)| acts.iter().filter(rule).map(|act| act.file.clone()))
            .collect(),
        scenarios: played
            .iter()
            .filter(|(citation, _)| touches(&known.text, citation))
            .flat_map(|(_, names)| names.clone())
            .collect(),
        citation: known.text,
        about: known.about,
        confidence: known.confidence,
        out_of_scope: known.out_of_scope,
    });
    Ok(kept.collect())
}

/// What a scenario plays: what it says it shows, and what its steps, answers and measures rest on.
fn shown(rulebook: &Rulebook, scenario: &Scenario) -> BTreeSet<Citation> {
    let mut shown: BTreeSet<Citation> = scenario.shows.iter().cloned().collect();
    let mut procedures = BTreeMap::new();
    for step in &scenario.steps {
        if let (Played::Draft { measure, .. }, Some(request)) = (&step.act, &step.request)
            && let Some(measure) = rulebook.measures.get(measure)
        {
            procedures.insert(request, rulebook.procedures.get(&measure.procedure));
            shown.extend(measure.source.iter().cloned());
        }
    }
    for safeguard in scenario.usual.keys() {
        shown.extend(rulebook.safeguards.get(safeguard).into_iter().flat_map(|known| known.source.clone()));
    }
    // What is refused was not done.
    for step in scenario.steps.iter().filter(|step| step.refused.is_none()) {
        let procedure = step.request.as_ref().and_then(|request| procedures.get(request).copied().flatten());
        match &step.act {
            Played::Answer { safeguard, .. } | Played::Confirm { safeguard, .. } => {
                shown.extend(rulebook.safeguards.get(safeguard).into_iter().flat_map(|known| known.source.clone()));
            }
            Played::Take { transition, holding, .. } => {
                let of_part = |name: &str| (name == "holding") == holding.is_some();
                let parts = procedure.into_iter().flat_map(Procedure::parts);
                let steps = parts.filter(|(name, ..)| of_part(name)).flat_map(|(.., part)| &part.transitions);
                shown.extend(steps.filter(|known| known.name == *transition).flat_map(|known| known.source.clone()));
            }
            Played::Record { message, .. } => {
                let known = procedure.and_then(|procedure| procedure.message(message.as_str()));
                shown.extend(known.into_iter().flat_map(|known| known.source.clone()));
            }
            Played::Draft { .. }
            | Played::Change { .. }
            | Played::Attach { .. }
            | Played::Clear { .. }
            | Played::Withdraw { .. }
            | Played::ConfirmMessage {}
            | Played::Wait { .. }
            | Played::Expect { .. } => {}
        }
    }
    shown
}

/// What is missing, in words.
pub(super) fn told(kept: &[Kept]) -> String {
    let within = || kept.iter().filter(|kept| kept.out_of_scope.is_none());
    let mut text = format!("Chapter V, international cooperation (articles 35 to 52): {} paragraphs\n", kept.len());
    let lists = [
        ("no file", within().filter(|kept| kept.files.is_empty()).collect::<Vec<_>>()),
        ("no scenario", within().filter(|kept| !kept.files.is_empty() && kept.scenarios.is_empty()).collect()),
        ("left out", kept.iter().filter(|kept| kept.out_of_scope.is_some()).collect()),
    ];
    for (word, list) in lists {
        if list.is_empty() {
            let _ = writeln!(text, "  {word:11}  – none");
        }
        for kept in list {
            let about =
                kept.out_of_scope.as_ref().map_or_else(|| kept.about.clone(), |why| format!("{}: {why}", kept.about));
            let mark = kept.confidence.to_string().replace('_', " ");
            let line = format!("{about} ({mark})");
            for (at, line) in wrapped(&line, WIDTH - 31).into_iter().enumerate() {
                let (word, citation) = if at == 0 { (word, kept.citation.as_str()) } else { ("", "") };
                let _ = writeln!(text, "  {word:11}  {citation:14}  {line}");
            }
        }
    }
    text
}
