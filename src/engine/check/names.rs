//! Names in the lists, and what all checks of names share: everything that is named exists, once.

use std::collections::BTreeSet;
use std::fmt::Display;

use strum::IntoEnumIterator;

use crate::domain::safeguard::{Basis, Profile};

use super::super::refusal::listed;
use super::Checking;

pub(super) fn check(checking: &mut Checking<'_>) {
    let rulebook = checking.rulebook;
    for procedure in rulebook.procedures.values() {
        let file = format!("procedures/{}.toml", procedure.name);
        let names = procedure.messages.iter().map(|message| message.name.as_str());
        twice(checking, &file, names, |i| format!("/message/{i}/name"), "message");
    }
    lists(checking);
}

/// A fault for each name that stands a second time.
pub(super) fn twice<'a>(
    checking: &mut Checking<'_>,
    file: &str,
    names: impl Iterator<Item = &'a str>,
    at: impl Fn(usize) -> String,
    what: &str,
) {
    let mut seen = BTreeSet::new();
    for (index, name) in names.enumerate() {
        if !seen.insert(name) {
            checking.fault(
                file,
                &at(index),
                format!("the {what} `{name}` stands here a second time: keep one, or rename it"),
            );
        }
    }
}

/// A fault where a name is not among those that there are.
pub(super) fn must_exist<N: Display>(
    checking: &mut Checking<'_>,
    file: &str,
    pointer: &str,
    (what, name): (&str, &str),
    exists: bool,
    there_are: impl IntoIterator<Item = N>,
) {
    if !exists {
        checking.fault(file, pointer, format!("there is no {what} `{name}`: there are {}", listed(there_are, ", ")));
    }
}

fn lists(checking: &mut Checking<'_>) {
    let rulebook = checking.rulebook;
    for ground in rulebook.grounds.values() {
        for (index, code) in ground.booked_under.iter().enumerate() {
            must_exist(
                checking,
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
            checking.fault("profiles.toml", "", format!("the profile `{profile}` is missing"));
            continue;
        };
        let at = format!("/profile/name={profile}/binds");
        if rule.binds.iter().any(|basis| matches!(basis, Basis::None | Basis::Never)) {
            checking.fault(
                "profiles.toml",
                &at,
                format!("`{profile}` binds what is not asked, or forbidden: name treaty, domestic or policy"),
            );
        }
        if !rule.binds.contains(&Basis::Treaty)
            || narrower.is_some_and(|narrower| !narrower.iter().all(|basis| rule.binds.contains(basis)))
        {
            checking.fault(
                "profiles.toml",
                &at,
                format!("`{profile}` has to bind the treaty's duties and all that the profile before it binds"),
            );
        }
        narrower = Some(&rule.binds);
    }
    let instrument = &rulebook.about.instrument;
    must_exist(
        checking,
        "rulebook.toml",
        "/instrument",
        ("instrument", instrument),
        rulebook.instruments.contains_key(instrument),
        rulebook.instruments.keys(),
    );
    for citation in rulebook.citations.keys() {
        let code = citation.instrument();
        must_exist(
            checking,
            "sources.toml",
            &format!("/citation/text={citation}/text"),
            ("instrument", code),
            rulebook.instruments.contains_key(code),
            rulebook.instruments.keys(),
        );
    }
}
