//! The other States: who they are, what they have declared, what was agreed with them; and a look at it before sending.

mod before;
mod list;
mod show;

use axum::Router;
use axum::routing::get;

use crate::domain::message::Channel;
use crate::engine::lists::{DualCriminality, KnownFrom, Party, Texts as Wording};
use crate::http::service::Service;

use super::dates::day;
use super::texts::Texts;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/{language}/counterparts", get(list::show))
        .route("/{language}/counterparts/{code}", get(show::show))
        .route("/{language}/requests/{reference}/before-sending", get(before::show))
}

/// Words of the files with the language that they are in.
pub(super) struct Worded {
    pub(super) text: String,
    pub(super) language: String,
}

impl Worded {
    fn of(t: Texts, words: &Wording) -> Self {
        let language = t.0.to_string();
        let language = if words.0.contains_key(&language) { language } else { "en".to_owned() };
        Self { text: words.in_language(&language).to_owned(), language }
    }
}

/// Languages by name, as far as the pages know them; else by code.
fn languages(t: Texts, codes: &[String]) -> String {
    let name = |code: &String| match code.as_str() {
        "ar" => t.say("counterparts-language-ar"),
        "zh" => t.say("counterparts-language-zh"),
        "en" => t.say("counterparts-language-en"),
        "fr" => t.say("counterparts-language-fr"),
        "ru" => t.say("counterparts-language-ru"),
        "es" => t.say("counterparts-language-es"),
        other => other.to_owned(),
    };
    t.list(&codes.iter().map(name).collect::<Vec<_>>())
}

fn channel(t: Texts, channel: Channel) -> String {
    t.say(match channel {
        Channel::Comity => "counterparts-channel-comity",
        Channel::Email => "counterparts-channel-email",
        Channel::Post => "counterparts-channel-post",
        Channel::DiplomaticBag => "counterparts-channel-diplomatic",
        Channel::Interpol => "counterparts-channel-interpol",
    })
}

fn known_from(t: Texts, known: KnownFrom) -> String {
    t.say(match known {
        KnownFrom::TreatyLists => "counterparts-known-treaty-lists",
        KnownFrom::Reported => "counterparts-known-reported",
        KnownFrom::Inferred => "counterparts-known-inferred",
        KnownFrom::Training => "counterparts-known-training",
    })
}

fn dual_criminality(t: Texts, declared: DualCriminality) -> String {
    t.say(match declared {
        DualCriminality::Required => "counterparts-dual-required",
        DualCriminality::ForIntrusiveMeasures => "counterparts-dual-intrusive",
        DualCriminality::NotRequired => "counterparts-dual-not-required",
    })
}

/// Whether a State has signed, and ratified, as far as that is known.
fn bound(t: Texts, party: &Party) -> String {
    let signed = match (&party.signed, party.training) {
        (_, true) => t.say("counterparts-made-up"),
        (Some(on), _) => t.about("counterparts-signed", &day(t, on)),
        (None, _) => t.say("counterparts-signed-day-unknown"),
    };
    match &party.ratified {
        Some(when) => format!("{signed}; {}", t.about("counterparts-ratified", &day(t, when))),
        None => signed,
    }
}
