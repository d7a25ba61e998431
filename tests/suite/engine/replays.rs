//! Replay over random walks: the log adds up to the file, and a log that was dropped from, changed or reordered does not.

use comity::domain::gate::Side;
use comity::domain::request::AssistanceRequest;
use comity::engine::fact::{Cause, Fact};
use comity::engine::replay::{Entry, replay};
use proptest::prelude::*;
use serde_json::Value;

use super::play::{ASKED, ASKING, Kept, Play, rulebook, who};
use super::walks::walks;

/// The states that the log of a side runs through, decided anew.
fn states(play: &Play, side: Side) -> Vec<AssistanceRequest> {
    let mut states: Vec<AssistanceRequest> = Vec::new();
    for kept in &play.logs[&side] {
        let entry = Entry { fact: &kept.fact, actor: kept.actor.clone(), at: kept.at };
        states.push(replay(rulebook(), states.last(), &entry).unwrap());
    }
    states
}

/// Decides facts again, in this order; the file they lead to.
fn replayed<'k>(log: impl IntoIterator<Item = &'k Kept>) -> Result<Option<AssistanceRequest>, String> {
    log.into_iter().try_fold(None, |before, kept| {
        let entry = Entry { fact: &kept.fact, actor: kept.actor.clone(), at: kept.at };
        replay(rulebook(), before.as_ref(), &entry).map(Some)
    })
}

/// Whether a fact takes in or sends a message: which way, if it does.
fn message(fact: &Fact) -> Option<&'static str> {
    match fact {
        Fact::MessageLate(_) => Some("in"),
        Fact::TransitionTaken(taken) if matches!(taken.cause, Cause::Message(_)) => Some("in"),
        Fact::TransitionTaken(taken) => taken.sends.as_ref().map(|_| "out"),
        _ => None,
    }
}

/// What no rule reads: that it was not changed is for the log's chain to prove.
const UNREAD: [&str; 11] = [
    "reasoned",
    "documents",
    "channel",
    "counterpart",
    "thread",
    "follows",
    "accepted",
    "grounds",
    "conditions",
    "days",
    "id",
];

/// The places of all single values that a rule reads.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            // Of what a message brings, a stage reads only the request.
            let brings = !at.ends_with("/message")
                || (at == "/body/cause/message"
                    && ["request", "supplement"].contains(&map["name"].as_str().unwrap_or_default()));
            let read = |key: &str| !UNREAD.contains(&key) && (key != "carried" || brings);
            map.iter()
                .filter(|(key, _)| read(key))
                .for_each(|(key, inner)| leaves(inner, &format!("{at}/{key}"), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, inner)| leaves(inner, &format!("{at}/{index}"), found));
        }
        _ => found.push(at.to_owned()),
    }
}

/// The fact with one value changed, where that is still a fact.
fn changed(fact: &Fact, which: usize) -> Option<Fact> {
    let mut value = serde_json::to_value(fact).unwrap();
    let mut places = Vec::new();
    leaves(&value["body"], "/body", &mut places);
    // A recusal says nothing but who and when.
    let place = value.pointer_mut(places.get(which % places.len().max(1))?).unwrap();
    *place = match &*place {
        Value::Bool(was) => Value::Bool(!was),
        Value::Number(was) => Value::from(was.as_u64().unwrap() + 1),
        Value::String(was) if was.len() >= 32 && was.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Value::from(format!("f{}", &was[1..]))
        }
        Value::String(was) => Value::from(match was.as_str() {
            "requesting" => "requested",
            "requested" => "requesting",
            "met" => "not_met",
            "strict" => "domestic",
            "authorisation" => "sending",
            "1" => "2",
            _ => "met",
        }),
        other => other.clone(),
    };
    serde_json::from_value(value).ok().filter(|changed| changed != fact)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_log_without_one_of_its_messages_is_not_the_same(play in walks(), which in 0..997_usize) {
        for side in play.files.keys() {
            let log = &play.logs[side];
            let messages: Vec<usize> = (0..log.len()).filter(|at| message(&log[*at].fact).is_some()).collect();
            let Some(dropped) = messages.get(which % messages.len().max(1)) else { continue };
            let rest = log.iter().enumerate().filter(|(at, _)| at != dropped).map(|(_, kept)| kept);

            prop_assert_ne!(replayed(rest), Ok(play.files.get(side).cloned()));
        }
    }

    #[test]
    fn a_log_with_two_messages_swapped_is_refused(play in walks(), which in 0..997_usize) {
        for side in play.files.keys() {
            for way in ["in", "out"] {
                let mut log: Vec<&Kept> = play.logs[side].iter().collect();
                let messages: Vec<usize> = (0..log.len()).filter(|at| message(&log[*at].fact) == Some(way)).collect();
                let pairs: Vec<&[usize]> = messages.windows(2).collect();
                let Some(pair) = pairs.get(which % pairs.len().max(1)) else { continue };
                log.swap(pair[0], pair[1]);

                prop_assert!(replayed(log).is_err());
            }
        }
    }

    #[test]
    fn a_fact_that_was_changed_does_not_lead_to_the_same_file(play in walks(), which in 0..9973_usize, value in 0..997_usize) {
        for side in play.files.keys() {
            let log = &play.logs[side];
            let at = which % log.len();
            let Some(fact) = changed(&log[at].fact, value) else { continue };
            let states = states(&play, *side);
            let entry = Entry { fact: &fact, actor: log[at].actor.clone(), at: log[at].at };

            let after = replay(rulebook(), at.checked_sub(1).map(|before| &states[before]), &entry);

            prop_assert_ne!(after.as_ref().ok(), Some(&states[at]), "{:?} instead of {:?}", fact, log[at].fact);
        }
    }

    #[test]
    fn a_fact_in_another_name_does_not_lead_to_the_same_file(play in walks(), which in 0..9973_usize) {
        for side in play.files.keys() {
            let log = &play.logs[side];
            let at = which % log.len();
            // An administrator, and nobody at all where an official acted: neither can have done it.
            for name in ["administrator", "system"] {
                if log[at].actor.is_system() && name == "system" {
                    continue;
                }
                let states = states(&play, *side);
                let entry = Entry { fact: &log[at].fact, actor: who(name), at: log[at].at };

                let after = replay(rulebook(), at.checked_sub(1).map(|before| &states[before]), &entry);

                prop_assert_ne!(after.as_ref().ok(), Some(&states[at]), "{} did {:?}", name, log[at].fact);
            }
        }
    }

    #[test]
    fn the_log_adds_up_to_the_file(play in walks()) {
        for side in [ASKING, ASKED].iter().filter(|side| play.files.contains_key(side)) {
            let states = states(&play, *side);

            prop_assert_eq!(states.last(), play.files.get(side));
            let facts = play.logs[side].iter().map(|kept| &kept.fact).skip(1);
            for (pair, fact) in states.windows(2).zip(facts) {
                // An answer may be given twice, in the same words; anything else leaves its trace.
                prop_assert!(pair[0] != pair[1] || matches!(fact, Fact::SafeguardAnswered(_)), "{:?}", fact);
            }
        }
    }

    #[test]
    fn files_and_facts_are_read_back_as_they_were_written(play in walks()) {
        for (side, file) in &play.files {
            prop_assert_eq!(&serde_json::from_str::<AssistanceRequest>(&serde_json::to_string(file).unwrap()).unwrap(), file);
            for kept in &play.logs[side] {
                prop_assert_eq!(&serde_json::from_str::<Fact>(&serde_json::to_string(&kept.fact).unwrap()).unwrap(), &kept.fact);
            }
        }
    }
}
