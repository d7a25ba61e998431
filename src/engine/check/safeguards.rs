//! Names in measures and safeguards: procedures, contents, grounds, conditions, roles, and measures again.

use std::collections::BTreeSet;

use strum::IntoEnumIterator;

use crate::domain::ids::GroundCode;
use crate::domain::measure::MeasureKind;
use crate::domain::safeguard::Outcome;

use super::super::safeguard::Safeguard;
use super::Checking;
use super::names::{must_exist, twice};

pub(super) fn check(checking: &mut Checking<'_>) {
    measures(checking);
    safeguards(checking);
}

fn measures(checking: &mut Checking<'_>) {
    let rulebook = checking.rulebook;
    for measure in rulebook.measures.values() {
        let file = format!("measures/{}.toml", measure.name);
        let procedure = rulebook.procedures.contains_key(&measure.procedure);
        must_exist(
            checking,
            &file,
            "/procedure",
            ("procedure", measure.procedure.as_str()),
            procedure,
            rulebook.procedures.keys(),
        );
        if let Some(follows) = &measure.follows {
            let known = rulebook.procedures.contains_key(follows);
            let what = ("procedure", follows.as_str());
            must_exist(checking, &file, "/follows", what, known, rulebook.procedures.keys());
        }
        let content = rulebook.files.0.contains_key(&format!("content/{}.schema.json", measure.content));
        let contents =
            rulebook.files.0.keys().filter_map(|path| path.strip_prefix("content/")?.strip_suffix(".schema.json"));
        must_exist(checking, &file, "/content", ("content schema", &measure.content), content, contents);
        for (index, code) in measure.grounds.iter().enumerate() {
            let ground = rulebook.grounds.get(code);
            must_exist(
                checking,
                &file,
                &format!("/grounds/{index}"),
                ("ground", code.as_str()),
                ground.is_some(),
                rulebook.grounds.keys(),
            );
            if ground.is_some_and(|ground| ground.forbidden) {
                checking.fault(
                    &file,
                    &format!("/grounds/{index}"),
                    format!("`{code}` is a forbidden ground: no measure may allow it"),
                );
            }
        }
        twice(checking, &file, measure.grounds.iter().map(GroundCode::as_str), |i| format!("/grounds/{i}"), "ground");
    }
}

fn safeguards(checking: &mut Checking<'_>) {
    let rulebook = checking.rulebook;
    let mut codes = BTreeSet::new();
    for safeguard in rulebook.safeguards.values() {
        let file = format!("safeguards/{}.toml", safeguard.name);
        if !codes.insert(&safeguard.code) {
            checking.fault(
                &file,
                "/code",
                format!("the code `{}` belongs to another safeguard already", safeguard.code),
            );
        }
        if let Some(by) = &safeguard.deferred_by {
            must_exist(
                checking,
                &file,
                "/deferred_by",
                ("safeguard", by.as_str()),
                rulebook.safeguards.contains_key(by),
                rulebook.safeguards.keys(),
            );
        }
        if !safeguard.applies.contains_key("default") {
            checking.fault(
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
            must_exist(checking, &file, &format!("/applies/{key}"), ("measure or kind", key), known, may);
        }
        let mut places = BTreeSet::new();
        for (index, place) in safeguard.stands_at.iter().enumerate() {
            let pointer = format!("/stands_at/{index}");
            for (key, measures) in [("except", &place.except), ("only", &place.only)] {
                for (nth, measure) in measures.iter().enumerate() {
                    let known = rulebook.measures.contains_key(measure);
                    must_exist(
                        checking,
                        &file,
                        &format!("{pointer}/{key}/{nth}"),
                        ("measure", measure.as_str()),
                        known,
                        rulebook.measures.keys(),
                    );
                }
            }
            for role in place.answered_by.iter().chain(&place.confirmed_by).filter(|role| !role.acts_on_requests()) {
                checking.fault(
                    &file,
                    &format!("{pointer}/answered_by"),
                    format!("`{role}` never acts on a request: name another role"),
                );
            }
            if !place.gate.may_stand_at(place.side) {
                checking.fault(
                    &file,
                    &format!("{pointer}/side"),
                    format!(
                        "the gate `{}` is never passed at the {} side: the safeguard would never be asked there",
                        place.gate, place.side
                    ),
                );
            }
            if place.answered_by.is_empty() {
                checking.fault(&file, &pointer, "nobody answers here: name a role");
            }
            if !places.insert((place.gate, place.side, place.only.clone())) {
                checking.fault(
                    &file,
                    &pointer,
                    format!("it stands at the gate `{}` of this side a second time: keep one", place.gate),
                );
            }
        }
        answers(checking, &file, safeguard);
    }
}

fn answers(checking: &mut Checking<'_>, file: &str, safeguard: &Safeguard) {
    let rulebook = checking.rulebook;
    for (name, rule) in &safeguard.answers {
        let at = |key: &str| format!("/answers/{name}/{key}");
        if let Some(code) = &rule.ground {
            must_exist(
                checking,
                file,
                &at("ground"),
                ("ground", code.as_str()),
                rulebook.grounds.contains_key(code),
                rulebook.grounds.keys(),
            );
        }
        if let Some(code) = &rule.condition {
            must_exist(
                checking,
                file,
                &at("condition"),
                ("condition", code.as_str()),
                rulebook.conditions.contains_key(code),
                rulebook.conditions.keys(),
            );
        }
        for measure in &rule.only_for {
            must_exist(
                checking,
                file,
                &at("only_for"),
                ("measure", measure.as_str()),
                rulebook.measures.contains_key(measure),
                rulebook.measures.keys(),
            );
        }
        for code in &rule.only_with_grounds {
            must_exist(
                checking,
                file,
                &at("only_with_grounds"),
                ("ground", code.as_str()),
                rulebook.grounds.contains_key(code),
                rulebook.grounds.keys(),
            );
        }
        if rule.ground.as_ref().and_then(|code| rulebook.grounds.get(code)).is_some_and(|ground| ground.forbidden) {
            checking.fault(file, &at("ground"), "this ground is a forbidden one: no answer may lead to it");
        }
        if rule.outcome == Outcome::Deferred && safeguard.deferred_by.is_none() {
            checking.fault(file, &at("outcome"), "nothing lets this safeguard be answered later: name the safeguard that does in `deferred_by`, or take the answer out");
        }
        if rule.outcome == Outcome::MetWithConditions && rule.condition.is_none() {
            checking.fault(
                file,
                &format!("/answers/{name}"),
                "an answer that clears on a condition has to name the condition",
            );
        }
    }
}
