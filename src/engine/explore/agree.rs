//! What a step declares and what leaves with it agree, and every name is given in every language that is declared.

use std::collections::BTreeSet;

use crate::domain::gate::{Effect, Side};
use crate::domain::message::Carries;

use super::super::flaw::{Flaw, Sites};
use super::super::languages::{self, FOLDER, LanguageFile};
use super::super::lists::Texts;
use super::super::rulebook::Rulebook;
use super::machine::Machine;

/// Steps whose effect does not reach the other State: it would go on with what it has.
pub(super) fn effects(sites: &Sites<'_>, machine: &Machine<'_>) -> Vec<Flaw> {
    let file = format!("procedures/{}.toml", machine.procedure.name);
    let mut found = Vec::new();
    for (index, edge) in machine.edges.iter().enumerate() {
        let Some((carries, article)) = edge.transition.effect.and_then(|effect| carried_by(effect, machine.side))
        else {
            continue;
        };
        if edge.carries != Some(carries) {
            let effect: &'static str = edge.transition.effect.map_or("", Into::into);
            let sentence = format!(
                "`{}` has the effect `{effect}`, and no message that carries it leaves with it: the other State would go on with what it has",
                edge.transition.name
            );
            let pointer = format!("/{}/transition/{index}/name", machine.name);
            found.push(sites.flaw("effect-without-message", (&file, &pointer), sentence, &[article]));
        }
    }
    found
}

/// What has to leave with an effect, and the article that says so.
fn carried_by(effect: Effect, side: Side) -> Option<(Carries, &'static str)> {
    match effect {
        Effect::Send => Some((Carries::Request, "UNCC 40(12)")),
        Effect::Disclose => Some((Carries::Result, "UNCC 40(14)")),
        Effect::Refuse => Some((Carries::Refusal, "UNCC 40(25)")),
        Effect::Postpone => Some((Carries::Postponement, "UNCC 40(27)")),
        Effect::Renew if side == Side::Requesting => Some((Carries::Renewal, "UNCC 42(9)")),
        Effect::Renew | Effect::Execute | Effect::Use | Effect::TransferOnward | Effect::Release | Effect::Close => {
            None
        }
    }
}

/// Names that lack a language which the rulebook declares.
pub(super) fn languages(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = of_files(rulebook, sites);
    // A language with a file of its own is held against everything that people read, just above.
    let own = languages::with_file(&rulebook.files);
    let inline: Vec<&String> =
        rulebook.about.languages.iter().filter(|language| !own.contains(language.as_str())).collect();
    let mut complete = |file: &str, pointer: String, texts: &Texts| {
        for language in
            inline.iter().filter(|language| texts.0.get(language.as_str()).is_none_or(|text| text.trim().is_empty()))
        {
            let sentence = format!("the language `{language}`, which the rulebook declares, is missing here: add it");
            found.push(sites.flaw("language-missing", (file, &pointer), sentence, &[]));
        }
    };
    for procedure in rulebook.procedures.values() {
        let file = format!("procedures/{}.toml", procedure.name);
        complete(&file, "/title".to_owned(), &procedure.title);
        for (index, message) in procedure.messages.iter().enumerate() {
            complete(&file, format!("/message/{index}/title"), &message.title);
        }
        for (name, _, part) in procedure.parts() {
            for (index, stage) in part.stages.iter().enumerate() {
                complete(&file, format!("/{name}/stage/{index}/title"), &stage.title);
            }
            for (index, deadline) in part.deadlines.iter().enumerate() {
                complete(&file, format!("/{name}/deadline/{index}/title"), &deadline.title);
            }
            for (index, transition) in part.transitions.iter().enumerate() {
                complete(&file, format!("/{name}/transition/{index}/title"), &transition.title);
            }
        }
    }
    for measure in rulebook.measures.values() {
        complete(&format!("measures/{}.toml", measure.name), "/title".to_owned(), &measure.title);
    }
    for safeguard in rulebook.safeguards.values() {
        let file = format!("safeguards/{}.toml", safeguard.name);
        complete(&file, "/title".to_owned(), &safeguard.title);
        complete(&file, "/question".to_owned(), &safeguard.question);
    }
    for ground in rulebook.grounds.values() {
        complete("grounds.toml", format!("/ground/code={}/title", ground.code), &ground.title);
    }
    for condition in rulebook.conditions.values() {
        complete("conditions.toml", format!("/condition/code={}/title", condition.code), &condition.title);
    }
    for profile in rulebook.profiles.values() {
        complete("profiles.toml", format!("/profile/name={}/title", profile.name), &profile.title);
    }
    found
}

/// What the files of languages lack, and what they say that nobody reads.
fn of_files(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    let read = |path: &str| {
        let value = rulebook.files.as_data(path)?;
        Some(serde_json::from_value::<LanguageFile>(value).ok()?.text)
    };
    for language in languages::with_file(&rulebook.files) {
        let file = format!("{FOLDER}{language}.toml");
        let Some(mut unread) = read(&file) else { continue };
        let known = unread.clone();
        if !rulebook.about.languages.iter().any(|declared| declared == language) {
            let sentence = format!("`rulebook.toml` does not declare the language `{language}`: add it to `languages`");
            found.push(sites.flaw("language-undeclared", (&file, "/text"), sentence, &[]));
        }
        let mut told = BTreeSet::new();
        for path in rulebook.files.paths().filter(|path| !path.starts_with(FOLDER)) {
            let Some(value) = rulebook.files.as_data(path) else { continue };
            let said =
                if path.starts_with("content/") { languages::of_schema(&value) } else { languages::of_rules(&value) };
            for said in said.iter().filter(|said| said.inline.iter().all(|(code, _)| *code != language)) {
                unread.remove(said.english);
                if known.get(said.english).is_none_or(|text| text.trim().is_empty())
                    && told.insert(said.english.to_owned())
                {
                    let sentence =
                        format!("`{}` has no text in the language `{language}`: add it to `{file}`", said.english);
                    found.push(sites.flaw("language-missing", (path, &said.pointer), sentence, &[]));
                }
            }
        }
        for english in unread.keys() {
            let pointer = format!("/text/{}", english.replace('~', "~0").replace('/', "~1"));
            let sentence = format!(
                "nothing says `{english}` any more: take it out of the language `{language}`, or mend the English"
            );
            found.push(sites.flaw("language-unused", (&file, &pointer), sentence, &[]));
        }
    }
    found
}
