//! What everybody said to a safeguard, as the log tells it: nothing is overwritten.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::audit::entry::Entry;
use crate::domain::ids::Digest;
use crate::domain::role::Role;
use crate::domain::safeguard::Outcome;
use crate::engine::command::Question;
use crate::engine::fact::{Answered, Fact};

use super::super::error::OperationError;
use super::super::replay;
use super::{Eyes, digest_in};

/// Something that was said to a safeguard.
#[derive(Debug)]
pub struct Said {
    /// What.
    pub what: What,
    /// The name of who said it; none where the officials' list does not know them.
    pub by: Option<String>,
    /// Whether it was the one who reads.
    pub is_own: bool,
    /// In which role.
    pub role: Option<Role>,
    /// When.
    pub at: String,
    /// The number of its entry within the request.
    pub cseq: u64,
    /// Whether it has reasons.
    pub reasoned: bool,
    /// Its reasons, for whoever may read them.
    pub reason: Option<String>,
    /// Whether it is the answer that counts, or its confirmation.
    pub stands: bool,
}

/// What was said.
#[derive(Debug)]
pub enum What {
    /// An answer.
    Answer(Box<Answered>),
    /// A second official confirmed the answer before.
    Confirmed,
    /// The answer before was taken back.
    TakenBack,
    /// The answer before counts no more, because who gave or confirmed it stands aside.
    StoodAside,
}

impl Said {
    /// What an answer says.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match &self.what {
            What::Answer(answered) => Some(answered.outcome),
            What::Confirmed | What::TakenBack | What::StoodAside => None,
        }
    }

    /// What an answer was given on.
    #[must_use]
    pub fn digest(&self) -> Option<&Digest> {
        match &self.what {
            What::Answer(answered) => answered.digest.as_ref(),
            What::Confirmed | What::TakenBack | What::StoodAside => None,
        }
    }
}

/// All that was said to a question, the oldest first. Reasons of others come with `open` only.
pub(super) fn to(
    question: &Question,
    entries: &[Entry],
    eyes: &Eyes<'_>,
    people: &BTreeMap<String, String>,
    open: Option<&BTreeMap<u64, String>>,
    own: &BTreeMap<u64, String>,
) -> Result<Vec<Said>, OperationError> {
    let mut all: Vec<Said> = Vec::new();
    // Who gave the answer that counts, and who confirmed it.
    let (mut by, mut second): (Option<String>, Option<String>) = (None, None);
    for entry in entries {
        let who = entry.actor.p.to_string();
        let fact = replay::fact_of(entry).map_err(|why| OperationError::damaged("an entry", &why))?;
        let what = match fact {
            Some(Fact::SafeguardAnswered(answered)) if answered.question == *question => {
                for said in &mut all {
                    said.stands = false;
                }
                (by, second) = (Some(who.clone()), None);
                What::Answer(Box::new(answered))
            }
            Some(Fact::AnswerConfirmed(of)) if of == *question => {
                second = Some(who.clone());
                What::Confirmed
            }
            Some(Fact::AnswerWithdrawn(of)) if of == *question => {
                for said in &mut all {
                    said.stands = false;
                }
                (by, second) = (None, None);
                What::TakenBack
            }
            Some(Fact::RecusalDeclared(_)) if by.as_ref() == Some(&who) || second.as_ref() == Some(&who) => {
                let negative = all.iter().any(|said| said.stands && said.outcome() == Some(Outcome::NotMet));
                let gone = by.as_ref() == Some(&who);
                if gone && negative {
                    continue;
                }
                let lost = |said: &&mut Said| gone || matches!(said.what, What::Confirmed);
                all.iter_mut().filter(lost).for_each(|said| said.stands = false);
                second = None;
                by = by.filter(|_| !gone);
                What::StoodAside
            }
            // What is no answer to it.
            _ => continue,
        };
        let is_own = who == eyes.actor.mark.as_str();
        let aside = matches!(what, What::StoodAside);
        let reasons = if aside { None } else { open.or_else(|| is_own.then_some(own)) };
        all.push(Said {
            stands: matches!(what, What::Answer(_) | What::Confirmed),
            what,
            by: people.get(&who).cloned(),
            is_own,
            role: entry.actor.role.parse().ok(),
            at: entry.at.to_string(),
            cseq: entry.cseq,
            reasoned: !aside && entry.private.contains_key("reason"),
            reason: reasons.and_then(|reasons| reasons.get(&entry.cseq)).cloned(),
        });
    }
    Ok(all)
}

/// The last answer to a safeguard among entries: its number, its time, and what it was given on.
pub(super) fn last_answer(entries: &[Entry], safeguard: &str, gate: &str) -> Option<(u64, String, Option<Digest>)> {
    let entry = entries.iter().rfind(|entry| {
        let of = |key: &str| entry.body.get("question").and_then(|question| question.get(key)).and_then(Value::as_str);
        entry.kind == "safeguard_answered" && of("safeguard") == Some(safeguard) && of("gate") == Some(gate)
    })?;
    let digest = entry.body.get("digest").and_then(Value::as_str).and_then(|text| digest_in(text).ok());
    Some((entry.cseq, entry.at.to_string(), digest))
}
