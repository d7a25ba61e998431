//! What a letter is drawn from: one request as it was read, and the facts that follow from it. No I/O.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::domain::envelope::Wording;
use crate::domain::gate::Side;
use crate::domain::ids::{Digest, MessageName, RequestReference, StateCode};
use crate::domain::in_force::NotInForce;
use crate::domain::message::Carries;
use crate::domain::request::AssistanceRequest;
use crate::domain::terms::Carried;
use crate::engine::measure::Measure;
use crate::engine::procedure::Message;
use crate::engine::rulebook::Rulebook;

use super::content::{self, Drawn};
use super::letter::{Correspondent, LegalBasis};
use super::words::Language;

/// A request as it was read, with who prints it.
pub(in super::super) struct File {
    pub(in super::super) rulebook: Arc<Rulebook>,
    pub(in super::super) request: AssistanceRequest,
    pub(in super::super) reference: RequestReference,
    pub(in super::super) registry_number: Option<String>,
    pub(in super::super) title: String,
    /// The State and the name of the authority that prints.
    pub(in super::super) own: (StateCode, String),
    pub(in super::super) training: bool,
    pub(in super::super) counterpart: StateCode,
    /// Messages that count, the oldest first.
    pub(in super::super) messages: Vec<Exchanged>,
    pub(in super::super) now: Timestamp,
    pub(in super::super) language: Language,
}

/// A message that went or came.
pub(in super::super) struct Exchanged {
    pub(in super::super) name: MessageName,
    /// Whether this authority wrote it.
    pub(in super::super) own: bool,
    pub(in super::super) at: Timestamp,
    pub(in super::super) brief: Brief,
}

/// What a letter reads of a message, whichever way it travelled.
#[derive(Deserialize)]
pub(in super::super) struct Brief {
    /// The sender's reference; paper that was recorded by hand has none here.
    #[serde(default)]
    pub(in super::super) reference: Option<RequestReference>,
    #[serde(default)]
    pub(in super::super) carried: Carried,
    /// Words beside what it carries.
    #[serde(default)]
    pub(in super::super) reason: Option<String>,
}

/// A wording with its digest and its canonical JSON.
pub(in super::super) struct Read {
    pub(in super::super) digest: Digest,
    pub(in super::super) wording: Wording,
    pub(in super::super) canonical: String,
}

/// Why a letter cannot be drawn: the rulebook lacks something that the request names.
pub(in super::super) type Lacking = String;

impl File {
    pub(super) fn measure(&self) -> Result<&Measure, Lacking> {
        let name = &self.request.measure;
        self.rulebook.measures.get(name).ok_or_else(|| format!("its measure `{name}` is not in its rulebook"))
    }

    /// The rule behind a message.
    pub(in super::super) fn rule(&self, name: &MessageName) -> Option<&Message> {
        self.rulebook.procedures.get(&self.request.procedure)?.message(name.as_str())
    }

    /// The latest message that brought something of this kind, of this digest where one is given.
    pub(in super::super) fn latest(&self, carries: Carries, own: bool, digest: Option<&Digest>) -> Option<&Exchanged> {
        self.messages.iter().rev().find(|message| {
            message.own == own
                && self.rule(&message.name).is_some_and(|rule| rule.carries == carries)
                && digest.is_none_or(|digest| message.brief.carried.digest.as_ref() == Some(digest))
        })
    }

    pub(super) fn state(&self, code: &StateCode) -> String {
        let party = self.rulebook.parties.get(code);
        party.map_or_else(|| code.to_string(), |party| party.name.in_language(self.language.into()).to_owned())
    }

    /// The two authorities: this one, and the other.
    pub(super) fn correspondents(&self) -> (Correspondent, Correspondent) {
        let theirs = self
            .messages
            .iter()
            .rev()
            .filter(|message| !message.own)
            .find_map(|message| message.brief.reference.clone());
        let own = Correspondent {
            state: self.state(&self.own.0),
            authority: Some(self.own.1.clone()),
            reference: Some(self.reference.clone()),
            registry_number: self.registry_number.clone(),
        };
        let other = Correspondent {
            state: self.state(&self.counterpart),
            authority: None,
            reference: theirs,
            registry_number: None,
        };
        (own, other)
    }

    pub(super) fn basis(&self) -> Result<LegalBasis, Lacking> {
        let about = &self.rulebook.about;
        let not_in_force = NotInForce::of(about.in_force, self.training);
        let title = self.rulebook.instrument_title(self.language.into());
        let citations =
            self.measure()?.source.iter().map(|citation| self.language.article(citation.as_str())).collect();
        Ok(LegalBasis { title: format!("{title} ({})", about.instrument), not_in_force, citations })
    }

    /// Draws a request's content by the schema of its measure.
    pub(super) fn drawn(&self, wording: &Wording) -> Result<Drawn, Lacking> {
        let path = format!("content/{}.schema.json", self.measure()?.content);
        let schema = self.rulebook.files.text(&path).ok_or_else(|| format!("`{path}` is not in its rulebook"))?;
        content::draw(schema, &wording.content, self.language)
            .map_err(|error| format!("`{path}` is no schema: {error}"))
    }

    /// Whether this authority is the one that asks.
    pub(in super::super) fn asks(&self) -> bool {
        self.request.side == Side::Requesting
    }

    /// What each item sought is, in the words of the request.
    pub(super) fn descriptions(wording: Option<&Wording>) -> BTreeMap<String, String> {
        let items = wording.and_then(|wording| wording.content.get("items")?.as_array());
        let text = |item: &serde_json::Value, key: &str| item.get(key)?.as_str().map(ToOwned::to_owned);
        items.into_iter().flatten().filter_map(|item| Some((text(item, "item")?, text(item, "description")?))).collect()
    }
}

/// The day of a moment, in UTC as everywhere in the log.
pub(super) fn day(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::UTC).date()
}
