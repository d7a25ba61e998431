//! Composes the facts of a letter from a request as it was read. No I/O.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;

use crate::domain::citation::Citation;
use crate::domain::gate::Gate;
use crate::domain::ids::{ConditionCode, GroundCode, ItemName};
use crate::domain::message::Carries;

use super::file::{File, Lacking, Read, day};
use super::letter::{
    Body, ConditionStated, ConsultationHeld, DecidedItem, GroundStated, LetterFacts, LetterState, RefusalFacts,
};

/// What a letter reads of a decision's content.
#[derive(Deserialize)]
pub(in super::super) struct Decision {
    #[serde(default)]
    granted: BTreeSet<ItemName>,
    #[serde(default)]
    pub(in super::super) refused: BTreeMap<ItemName, GroundCode>,
    #[serde(default)]
    conditions: BTreeMap<ConditionCode, String>,
    #[serde(default)]
    reasons: String,
}

/// The facts of a request's letter. Source: UNCC 40(15), 42(3).
pub(in super::super) fn request(file: &File, read: Read) -> Result<LetterFacts, Lacking> {
    let drawn = file.drawn(&read.wording)?;
    let sent = file.latest(Carries::Request, file.asks(), Some(&read.digest)).map(|message| day(message.at));
    facts(file, read, (file.asks(), Gate::Sending, sent), Body::Request(drawn))
}

/// The facts of a refusal's letter, in whole or in part, with the request that it decides on where its words are here.
/// Source: UNCC 40(21)-(28).
pub(in super::super) fn refusal(
    file: &File,
    read: Read,
    decision: Decision,
    about: Option<&Read>,
) -> Result<LetterFacts, Lacking> {
    let drawn = about.map(|about| file.drawn(&about.wording)).transpose()?;
    let described = File::descriptions(about.map(|about| &about.wording));
    let item = |item: &ItemName, ground: Option<&GroundCode>| DecidedItem {
        item: item.clone(),
        description: described.get(item.as_str()).cloned(),
        ground: ground.cloned(),
    };
    let asked = about.and_then(|about| file.latest(Carries::Request, file.asks(), Some(&about.digest)));
    let ours = !file.asks();
    let sent = file.latest(Carries::Refusal, ours, Some(&read.digest));
    let grounds: BTreeSet<&GroundCode> = decision.refused.values().collect();
    let body = RefusalFacts {
        request: drawn.as_ref().map_or_else(String::new, |drawn| drawn.title.clone()),
        request_dated: asked.map(|message| day(message.at)),
        request_digest: about.map(|about| about.digest.clone()).or_else(|| read.wording.about.clone()),
        request_language: drawn.map(|drawn| drawn.written_in).unwrap_or_default(),
        refused: decision.refused.iter().map(|(name, ground)| item(name, Some(ground))).collect(),
        granted: decision.granted.iter().map(|name| item(name, None)).collect(),
        grounds: grounds.into_iter().map(|code| ground(file, code)).collect(),
        conditions: decision.conditions.into_iter().map(|(code, words)| condition(file, code, words)).collect(),
        beside: sent.and_then(|message| message.brief.reason.clone()).filter(|beside| *beside != decision.reasons),
        reasons: decision.reasons,
        consultation: consultation(file),
    };
    let sent = sent.map(|message| day(message.at));
    facts(file, read, (ours, Gate::Refusal, sent), Body::Refusal(Box::new(body)))
}

/// What every letter says; `ours` where this authority writes it, `gate` the one it leaves by.
fn facts(
    file: &File,
    read: Read,
    (ours, gate, sent): (bool, Gate, Option<Date>),
    body: Body,
) -> Result<LetterFacts, Lacking> {
    let (own, other) = file.correspondents();
    let (sender, recipient) = if ours { (own, other) } else { (other, own) };
    Ok(LetterFacts {
        language: file.language,
        state: match (ours, file.request.has_passed(gate, None)) {
            (false, _) => LetterState::Received,
            (true, true) => LetterState::Cleared,
            (true, false) => LetterState::Draft,
        },
        training: file.training,
        sender,
        recipient,
        reference: file.reference.clone(),
        dated: sent.unwrap_or_else(|| day(file.now)),
        title: file.title.clone(),
        measure: file.measure()?.title.in_language(file.language.into()).to_owned(),
        instrument: file.basis()?,
        body,
        documents: read.wording.documents,
        digest: read.digest,
        canonical: read.canonical,
    })
}

fn ground(file: &File, code: &GroundCode) -> GroundStated {
    let known = file.rulebook.grounds.get(code);
    let about = |citation: &Citation| {
        let known = file.rulebook.citations.get(citation);
        known.map_or_else(String::new, |known| known.about.in_language(file.language.into()).to_owned())
    };
    GroundStated {
        code: code.clone(),
        title: known.map_or_else(String::new, |ground| ground.title.in_language(file.language.into()).to_owned()),
        articles: known
            .into_iter()
            .flat_map(|ground| &ground.source)
            .map(|citation| (file.language.article(citation.as_str()), about(citation)))
            .collect(),
        booked_under: known.map(|ground| ground.booked_under.clone()).unwrap_or_default(),
        consult: known.is_some_and(|ground| ground.consult),
    }
}

fn condition(file: &File, code: ConditionCode, words: String) -> ConditionStated {
    let known = file.rulebook.conditions.get(&code);
    ConditionStated {
        title: known.map_or_else(String::new, |known| known.title.in_language(file.language.into()).to_owned()),
        articles: known
            .into_iter()
            .flat_map(|known| &known.source)
            .map(|citation| file.language.article(citation.as_str()))
            .collect(),
        code,
        words,
    }
}

/// What was exchanged before the decision. The rulebook says which messages consult: those that rest on article 40(28).
fn consultation(file: &File) -> ConsultationHeld {
    let consults = |message: &&super::file::Exchanged| {
        file.rule(&message.name).is_some_and(|rule| {
            rule.carries == Carries::Nothing && rule.source.iter().any(|citation| citation.as_str() == "UNCC 40(28)")
        })
    };
    let talks: Vec<_> = file.messages.iter().filter(consults).collect();
    let put = talks.iter().filter(|message| !message.own).flat_map(|message| &message.brief.carried.grounds);
    let (grounds, concluded) = match &file.request.consultation {
        Some(consultation) => (consultation.grounds.clone(), Some(consultation.concluded)),
        // Only the State that decides keeps the consultation itself; the other sees the messages.
        None if file.asks() => (put.cloned().collect(), None),
        // Broken off, or for a request that was supplemented since.
        None => (BTreeSet::new(), None),
    };
    let (own, other) = file.correspondents();
    let exchanges = talks.iter().map(|message| {
        let from = if message.own { own.state.clone() } else { other.state.clone() };
        let title = file.rule(&message.name).map_or("", |rule| rule.title.in_language(file.language.into()));
        (day(message.at), from, title.to_owned())
    });
    ConsultationHeld { grounds: grounds.into_iter().collect(), concluded, exchanges: exchanges.collect() }
}
