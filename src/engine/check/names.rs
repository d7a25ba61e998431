//! Names: everything that is named exists, once; every rule cites an article that the sources list.

use std::collections::BTreeSet;
use std::fmt::Display;

use strum::IntoEnumIterator;

use crate::domain::citation::Citation;
use crate::domain::measure::MeasureKind;
use crate::domain::safeguard::{Basis, Outcome, Profile};

use super::super::procedure::{Sources, Trigger};
use super::super::refusal::listed;
use super::super::rulebook::Rulebook;
use super::{Finding, PartAt, parts};

pub(super) fn check(finding: &mut Finding<'_>) {
    let rulebook = finding.rulebook;
    for at in parts(rulebook) {
        part_names(finding, &at);
    }
    for procedure in rulebook.procedures.values() {
        let file = format!("procedures/{}.toml", procedure.name);
        let names = procedure.messages.iter().map(|message| message.name.as_str());
        twice(finding, &file, names, |i| format!("/message/{i}/name"), "message");
    }
    measures(finding);
    safeguards(finding);
    lists(finding);
    citations(finding);
}

fn twice<'a>(
    finding: &mut Finding<'_>,
    file: &str,
    names: impl Iterator<Item = &'a str>,
    at: impl Fn(usize) -> String,
    what: &str,
) {
    let mut seen = BTreeSet::new();
    for (index, name) in names.enumerate() {
        if !seen.insert(name) {
            finding.fault(
                file,
                &at(index),
                format!("the {what} `{name}` stands here a second time: keep one, or rename it"),
            );
        }
    }
}

fn must_exist<N: Display>(
    finding: &mut Finding<'_>,
    file: &str,
    pointer: &str,
    (what, name): (&str, &str),
    exists: bool,
    there_are: impl IntoIterator<Item = N>,
) {
    if !exists {
        finding.fault(file, pointer, format!("there is no {what} `{name}`: there are {}", listed(there_are, ", ")));
    }
}

fn part_names(finding: &mut Finding<'_>, at: &PartAt<'_>) {
    let (file, part) = (at.file.as_str(), at.part);
    twice(finding, file, part.stages.iter().map(|stage| stage.name.as_str()), |i| at.at("stage", i, "name"), "stage");
    twice(
        finding,
        file,
        part.deadlines.iter().map(|deadline| deadline.name.as_str()),
        |i| at.at("deadline", i, "name"),
        "deadline",
    );
    let stages = || part.stages.iter().map(|stage| &stage.name);
    let stage = |finding: &mut Finding<'_>, pointer: &str, name: &crate::domain::ids::StageName| {
        must_exist(finding, file, pointer, ("stage", name.as_str()), part.stage(name).is_some(), stages());
    };
    let deadline = |finding: &mut Finding<'_>, pointer: &str, name: &crate::domain::ids::DeadlineName| {
        let names = part.deadlines.iter().map(|deadline| &deadline.name);
        must_exist(finding, file, pointer, ("deadline", name.as_str()), part.deadline(name).is_some(), names);
    };
    stage(finding, &format!("/{}/start", at.name), &part.start);
    for (index, rule) in part.deadlines.iter().enumerate() {
        for (nth, name) in rule.paused_in.iter().enumerate() {
            stage(finding, &at.at("deadline", index, &format!("paused_in/{nth}")), name);
        }
        if rule.due_in_days.is_some() == rule.due_in_hours.is_some() || rule.hours() == 0 {
            finding.fault(
                file,
                &at.at("deadline", index, ""),
                format!("the deadline `{}` needs exactly one of `due_in_days` and `due_in_hours`, above 0", rule.name),
            );
        }
    }
    for (index, rule) in part.transitions.iter().enumerate() {
        for (nth, name) in rule.from.iter().enumerate() {
            stage(finding, &at.at("transition", index, &format!("from/{nth}")), name);
        }
        stage(finding, &at.at("transition", index, "to"), &rule.to);
        for (key, names) in [("starts", &rule.starts), ("stops", &rule.stops)] {
            for (nth, name) in names.iter().enumerate() {
                deadline(finding, &at.at("transition", index, &format!("{key}/{nth}")), name);
            }
        }
        transition_names(finding, at, index);
    }
    ambiguous(finding, at);
}

fn transition_names(finding: &mut Finding<'_>, at: &PartAt<'_>, index: usize) {
    let (file, rule) = (at.file.as_str(), &at.part.transitions[index]);
    let messages_of =
        |side| at.procedure.messages.iter().filter(move |message| message.from == side).map(|message| &message.name);
    if let Some(name) = &rule.sends {
        let exists = messages_of(at.side).any(|known| known == name);
        must_exist(
            finding,
            file,
            &at.at("transition", index, "sends"),
            (&format!("message of the {} State", at.side), name.as_str()),
            exists,
            messages_of(at.side),
        );
    }
    match rule.trigger() {
        None => finding.fault(
            file,
            &at.at("transition", index, ""),
            format!("`{}` needs exactly one of `by`, `on` and `after`", rule.name),
        ),
        Some(Trigger::Officials(roles)) => {
            if roles.is_empty() {
                finding.fault(
                    file,
                    &at.at("transition", index, "by"),
                    format!("`{}` names no role: nobody could take it", rule.name),
                );
            }
            for role in roles.iter().filter(|role| !role.acts_on_requests()) {
                finding.fault(
                    file,
                    &at.at("transition", index, "by"),
                    format!("`{role}` never acts on a request: name another role"),
                );
            }
        }
        Some(Trigger::Message(name)) => {
            let exists = messages_of(at.side.other()).any(|known| *known == *name);
            must_exist(
                finding,
                file,
                &at.at("transition", index, "on"),
                (&format!("message of the {} State", at.side.other()), name),
                exists,
                messages_of(at.side.other()),
            );
        }
        Some(Trigger::Linked(procedure, name)) => {
            let rulebook = finding.rulebook;
            let other = rulebook.procedures.values().find(|known| known.name == *procedure);
            let pointer = at.at("transition", index, "on");
            must_exist(finding, file, &pointer, ("procedure", procedure), other.is_some(), rulebook.procedures.keys());
            if let Some(other) = other {
                let names = other.messages.iter().map(|message| &message.name);
                must_exist(finding, file, &pointer, ("message", name), other.message(name).is_some(), names);
            }
        }
        Some(Trigger::Clock(name)) => {
            let names = at.part.deadlines.iter().map(|deadline| &deadline.name);
            must_exist(
                finding,
                file,
                &at.at("transition", index, "after"),
                ("deadline", name.as_str()),
                at.part.deadline(name).is_some(),
                names,
            );
        }
    }
}

/// Two transitions of one name, one message or one clock that leave the same stage: nobody could say which is meant.
fn ambiguous(finding: &mut Finding<'_>, at: &PartAt<'_>) {
    let mut seen = BTreeSet::new();
    for (index, rule) in at.part.transitions.iter().enumerate() {
        for from in &rule.from {
            let named = !seen.insert(format!("{from} {}", rule.name));
            let caused = match rule.trigger() {
                Some(Trigger::Officials(_)) | None => false,
                Some(Trigger::Message(name)) => !seen.insert(format!("{from} on {name}")),
                Some(Trigger::Linked(procedure, name)) => !seen.insert(format!("{from} on {procedure}.{name}")),
                Some(Trigger::Clock(name)) => !seen.insert(format!("{from} after {name}")),
            };
            if named || caused {
                let pointer = at.at("transition", index, "name");
                finding.fault(&at.file, &pointer, format!("a second transition `{}` leaves stage `{from}` by the same name or for the same reason: keep one", rule.name));
            }
        }
    }
}

fn measures(finding: &mut Finding<'_>) {
    let rulebook = finding.rulebook;
    for measure in rulebook.measures.values() {
        let file = format!("measures/{}.toml", measure.name);
        let procedure = rulebook.procedures.contains_key(&measure.procedure);
        must_exist(
            finding,
            &file,
            "/procedure",
            ("procedure", measure.procedure.as_str()),
            procedure,
            rulebook.procedures.keys(),
        );
        let content = rulebook.files.0.contains_key(&format!("content/{}.schema.json", measure.content));
        let contents =
            rulebook.files.0.keys().filter_map(|path| path.strip_prefix("content/")?.strip_suffix(".schema.json"));
        must_exist(finding, &file, "/content", ("content schema", &measure.content), content, contents);
        for (index, code) in measure.grounds.iter().enumerate() {
            let ground = rulebook.grounds.get(code);
            must_exist(
                finding,
                &file,
                &format!("/grounds/{index}"),
                ("ground", code.as_str()),
                ground.is_some(),
                rulebook.grounds.keys(),
            );
            if ground.is_some_and(|ground| ground.forbidden) {
                finding.fault(
                    &file,
                    &format!("/grounds/{index}"),
                    format!("`{code}` is a forbidden ground: no measure may allow it"),
                );
            }
        }
        twice(
            finding,
            &file,
            measure.grounds.iter().map(crate::domain::ids::GroundCode::as_str),
            |i| format!("/grounds/{i}"),
            "ground",
        );
    }
}

fn safeguards(finding: &mut Finding<'_>) {
    let rulebook = finding.rulebook;
    let mut codes = BTreeSet::new();
    for safeguard in rulebook.safeguards.values() {
        let file = format!("safeguards/{}.toml", safeguard.name);
        if !codes.insert(&safeguard.code) {
            finding.fault(
                &file,
                "/code",
                format!("the code `{}` belongs to another safeguard already", safeguard.code),
            );
        }
        if let Some(by) = &safeguard.deferred_by {
            must_exist(
                finding,
                &file,
                "/deferred_by",
                ("safeguard", by.as_str()),
                rulebook.safeguards.contains_key(by),
                rulebook.safeguards.keys(),
            );
        }
        if !safeguard.applies.contains_key("default") {
            finding.fault(
                &file,
                "/applies",
                "`default` is missing: a new measure has to be bound before anybody edits this file",
            );
        }
        for key in safeguard.applies.keys().filter(|key| *key != "default") {
            let known = MeasureKind::iter().any(|kind| kind.to_string() == *key)
                || rulebook.measures.keys().any(|measure| measure == key.as_str());
            let may = MeasureKind::iter()
                .map(|kind| kind.to_string())
                .chain(rulebook.measures.keys().map(ToString::to_string));
            must_exist(finding, &file, &format!("/applies/{key}"), ("measure or kind", key), known, may);
        }
        let mut places = BTreeSet::new();
        for (index, place) in safeguard.stands_at.iter().enumerate() {
            let pointer = format!("/stands_at/{index}");
            for (key, measures) in [("except", &place.except), ("only", &place.only)] {
                for (nth, measure) in measures.iter().enumerate() {
                    let known = rulebook.measures.contains_key(measure);
                    must_exist(
                        finding,
                        &file,
                        &format!("{pointer}/{key}/{nth}"),
                        ("measure", measure.as_str()),
                        known,
                        rulebook.measures.keys(),
                    );
                }
            }
            for role in place.answered_by.iter().chain(&place.confirmed_by).filter(|role| !role.acts_on_requests()) {
                finding.fault(
                    &file,
                    &format!("{pointer}/answered_by"),
                    format!("`{role}` never acts on a request: name another role"),
                );
            }
            if !place.gate.may_stand_at(place.side) {
                finding.fault(
                    &file,
                    &format!("{pointer}/side"),
                    format!(
                        "the gate `{}` is never passed at the {} side: the safeguard would never be asked there",
                        place.gate, place.side
                    ),
                );
            }
            if place.answered_by.is_empty() {
                finding.fault(&file, &pointer, "nobody answers here: name a role");
            }
            if !places.insert((place.gate, place.side, place.only.clone())) {
                finding.fault(
                    &file,
                    &pointer,
                    format!("it stands at the gate `{}` of this side a second time: keep one", place.gate),
                );
            }
        }
        answers(finding, &file, safeguard);
    }
}

fn answers(finding: &mut Finding<'_>, file: &str, safeguard: &super::super::safeguard::Safeguard) {
    let rulebook = finding.rulebook;
    for (name, rule) in &safeguard.answers {
        let at = |key: &str| format!("/answers/{name}/{key}");
        if let Some(code) = &rule.ground {
            must_exist(
                finding,
                file,
                &at("ground"),
                ("ground", code.as_str()),
                rulebook.grounds.contains_key(code),
                rulebook.grounds.keys(),
            );
        }
        if let Some(code) = &rule.condition {
            must_exist(
                finding,
                file,
                &at("condition"),
                ("condition", code.as_str()),
                rulebook.conditions.contains_key(code),
                rulebook.conditions.keys(),
            );
        }
        for code in &rule.only_with_grounds {
            must_exist(
                finding,
                file,
                &at("only_with_grounds"),
                ("ground", code.as_str()),
                rulebook.grounds.contains_key(code),
                rulebook.grounds.keys(),
            );
        }
        if rule.ground.as_ref().and_then(|code| rulebook.grounds.get(code)).is_some_and(|ground| ground.forbidden) {
            finding.fault(file, &at("ground"), "this ground is a forbidden one: no answer may lead to it");
        }
        if rule.outcome == Outcome::Deferred && safeguard.deferred_by.is_none() {
            finding.fault(file, &at("outcome"), "nothing lets this safeguard be answered later: name the safeguard that does in `deferred_by`, or take the answer out");
        }
        if rule.outcome == Outcome::MetWithConditions && rule.condition.is_none() {
            finding.fault(
                file,
                &format!("/answers/{name}"),
                "an answer that clears on a condition has to name the condition",
            );
        }
    }
}

fn lists(finding: &mut Finding<'_>) {
    let rulebook = finding.rulebook;
    for ground in rulebook.grounds.values() {
        for (index, code) in ground.booked_under.iter().enumerate() {
            must_exist(
                finding,
                "grounds.toml",
                &format!("/ground/code={}/booked_under/{index}", ground.code),
                ("ground", code.as_str()),
                rulebook.grounds.contains_key(code),
                rulebook.grounds.keys(),
            );
        }
    }
    let mut narrower: Option<&[Basis]> = None;
    for profile in Profile::iter() {
        let Some(rule) = rulebook.profiles.get(&profile) else {
            finding.fault("profiles.toml", "", format!("the profile `{profile}` is missing"));
            continue;
        };
        let at = format!("/profile/name={profile}/binds");
        if rule.binds.iter().any(|basis| matches!(basis, Basis::None | Basis::Never)) {
            finding.fault(
                "profiles.toml",
                &at,
                format!("`{profile}` binds what is not asked, or forbidden: name treaty, domestic or policy"),
            );
        }
        if !rule.binds.contains(&Basis::Treaty)
            || narrower.is_some_and(|narrower| !narrower.iter().all(|basis| rule.binds.contains(basis)))
        {
            finding.fault(
                "profiles.toml",
                &at,
                format!("`{profile}` has to bind the treaty's duties and all that the profile before it binds"),
            );
        }
        narrower = Some(&rule.binds);
    }
    let instrument = &rulebook.about.instrument;
    must_exist(
        finding,
        "rulebook.toml",
        "/instrument",
        ("instrument", instrument),
        rulebook.instruments.contains_key(instrument),
        rulebook.instruments.keys(),
    );
    for citation in rulebook.citations.keys() {
        let code = citation.instrument();
        must_exist(
            finding,
            "sources.toml",
            &format!("/citation/text={citation}/text"),
            ("instrument", code),
            rulebook.instruments.contains_key(code),
            rulebook.instruments.keys(),
        );
    }
}

fn citations(finding: &mut Finding<'_>) {
    let rulebook = finding.rulebook;
    for (file, pointer, citation) in cited(rulebook) {
        if !rulebook.citations.contains_key(&citation) {
            finding.fault(&file, &pointer, format!("`{citation}` is not among the citations of `sources.toml`: add it there with how far it can be trusted, or correct it"));
        }
    }
    for (file, pointer) in uncited(rulebook) {
        finding.fault(&file, &pointer, "this rule cites no source: every rule names its article");
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
