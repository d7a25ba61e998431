//! Sources: every rule cites an article, and one that `sources.toml` lists with how far it can be trusted.

use crate::domain::citation::Citation;

use super::super::lists::Declared;
use super::super::procedure::Sources;
use super::super::rulebook::Rulebook;
use super::{Checking, parts};

pub(super) fn check(checking: &mut Checking<'_>) {
    let rulebook = checking.rulebook;
    for (file, pointer, citation) in cited(rulebook) {
        if !rulebook.citations.contains_key(&citation) {
            checking.fault(&file, &pointer, format!("`{citation}` is not among the citations of `sources.toml`: add it there with how far it can be trusted, or correct it"));
        }
    }
    for (file, pointer) in uncited(rulebook) {
        checking.fault(&file, &pointer, "this rule cites no source: every rule names its article");
    }
}

/// Every rule with its sources: file, pointer, sources.
fn sourced<'r>(rulebook: &'r Rulebook) -> Vec<(String, String, &'r Sources)> {
    let mut all: Vec<(String, String, &'r Sources)> =
        vec![("rulebook.toml".to_owned(), "/source".to_owned(), &rulebook.about.source)];
    for at in parts(rulebook) {
        for (index, rule) in at.part.transitions.iter().enumerate() {
            all.push((at.file.clone(), at.at("transition", index, "source"), &rule.source));
        }
        for (index, rule) in at.part.deadlines.iter().enumerate() {
            all.push((at.file.clone(), at.at("deadline", index, "source"), &rule.source));
        }
        for (index, rule) in at.part.stages.iter().enumerate() {
            all.extend(rule.source.as_ref().map(|source| (at.file.clone(), at.at("stage", index, "source"), source)));
        }
    }
    for procedure in rulebook.procedures.values() {
        for (index, message) in procedure.messages.iter().enumerate() {
            all.push((
                format!("procedures/{}.toml", procedure.name),
                format!("/message/{index}/source"),
                &message.source,
            ));
        }
    }
    all.extend(
        rulebook.measures.values().map(|m| (format!("measures/{}.toml", m.name), "/source".to_owned(), &m.source)),
    );
    all.extend(
        rulebook.safeguards.values().map(|s| (format!("safeguards/{}.toml", s.name), "/source".to_owned(), &s.source)),
    );
    let row = |file: &str, list: &str, key: String, source: &'r Sources| {
        (file.to_owned(), format!("/{list}/{key}/source"), source)
    };
    all.extend(rulebook.grounds.values().map(|g| row("grounds.toml", "ground", format!("code={}", g.code), &g.source)));
    all.extend(
        rulebook
            .conditions
            .values()
            .map(|c| row("conditions.toml", "condition", format!("code={}", c.code), &c.source)),
    );
    all.extend(
        rulebook.profiles.values().map(|p| row("profiles.toml", "profile", format!("name={}", p.name), &p.source)),
    );
    all.extend(rulebook.parties.values().map(|p| row("parties.toml", "party", format!("code={}", p.code), &p.source)));
    for party in rulebook.parties.values() {
        let declared = party.profile.iter().flat_map(Declared::sources);
        all.extend(declared.map(|source| row("parties.toml", "party", format!("code={}", party.code), source)));
    }
    all
}

pub(super) fn cited(rulebook: &Rulebook) -> Vec<(String, String, Citation)> {
    let each = |(file, pointer, sources): (String, String, &Sources)| {
        sources
            .iter()
            .enumerate()
            .map(move |(index, citation)| (file.clone(), format!("{pointer}/{index}"), citation.clone()))
            .collect::<Vec<_>>()
    };
    sourced(rulebook).into_iter().flat_map(each).collect()
}

fn uncited(rulebook: &Rulebook) -> Vec<(String, String)> {
    sourced(rulebook)
        .into_iter()
        .filter(|(_, _, sources)| sources.is_empty())
        .map(|(file, pointer, _)| (file, pointer.trim_end_matches("/source").to_owned()))
        .collect()
}
