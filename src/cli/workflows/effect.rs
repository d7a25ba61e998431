//! What a rule does where it stands, in a few words.

use std::fmt::Write as _;

use crate::domain::message::AtExpiry;
use crate::domain::safeguard::Basis;
use crate::engine::lists::{KnownFrom, Party};
use crate::engine::procedure::{Deadline, Part, Transition, Trigger};
use crate::engine::rulebook::Rulebook;
use crate::engine::safeguard::Safeguard;

use super::citing::{Act, Kind};

/// What an act does; nothing where its title says it all.
pub(super) fn of(rulebook: &Rulebook, act: &Act) -> Option<String> {
    match act.kind {
        Kind::Safeguard => rulebook.safeguards.values().find(|known| known.name == *act.name).map(safeguard),
        Kind::Ground => ground(rulebook, act),
        Kind::Measure => rulebook
            .measures
            .values()
            .find(|known| known.name == *act.name)
            .map(|measure| format!("level {}, by the procedure {}", measure.level, measure.procedure)),
        Kind::Transition => {
            part(rulebook, act)?.transitions.iter().find(|known| known.name == *act.name).map(transition)
        }
        Kind::Deadline => part(rulebook, act)?.deadlines.iter().find(|known| known.name == *act.name).map(deadline),
        Kind::Party => rulebook.parties.values().find(|known| known.code == *act.name).map(party),
        Kind::Condition | Kind::Stage | Kind::Message | Kind::Field | Kind::Profile | Kind::Rulebook => None,
    }
}

fn part<'r>(rulebook: &'r Rulebook, act: &Act) -> Option<&'r Part> {
    let procedure = rulebook.procedures.values().find(|known| act.of.as_deref() == Some(known.name.as_str()))?;
    procedure.parts().find(|(name, _, _)| act.part.as_deref() == Some(name)).map(|(_, _, part)| part)
}

fn safeguard(safeguard: &Safeguard) -> String {
    let places: Vec<String> =
        safeguard.stands_at.iter().map(|place| format!("{} ({})", spaced(place.gate), place.side)).collect();
    let why = match safeguard.applies.get("default").copied().unwrap_or(Basis::None) {
        Basis::Treaty => "a duty of the treaty",
        Basis::Domestic => "left to domestic law",
        Basis::Policy => "policy",
        Basis::None | Basis::Never => "only where a measure calls for it",
    };
    let mut text = format!("{why}: asked at {}", places.join(", "));
    let never: Vec<&str> =
        safeguard.applies.iter().filter(|(_, basis)| **basis == Basis::Never).map(|(whom, _)| whom.as_str()).collect();
    if !never.is_empty() {
        let _ = write!(text, "; never for {}", never.join(", "));
    }
    if safeguard.hard {
        text.push_str("; a negative answer stands");
    }
    text
}

fn ground(rulebook: &Rulebook, act: &Act) -> Option<String> {
    let ground = rulebook.grounds.values().find(|known| known.code == *act.name)?;
    if ground.forbidden {
        return Some("forbidden: nobody may refuse on it".to_owned());
    }
    let measures: Vec<&str> = rulebook
        .measures
        .values()
        .filter(|measure| measure.grounds.contains(&ground.code))
        .map(|measure| measure.name.as_str())
        .collect();
    let whom = match measures.len() {
        0 => "no measure".to_owned(),
        all if all == rulebook.measures.len() => "every measure".to_owned(),
        _ => measures.join(", "),
    };
    let after = if ground.consult { ", after a consultation" } else { "" };
    Some(format!("allowed for {whom}{after}"))
}

fn transition(transition: &Transition) -> String {
    let mut text = match transition.trigger() {
        Some(Trigger::Officials(roles)) => {
            format!("by {}", roles.iter().map(spaced).collect::<Vec<_>>().join(" or "))
        }
        Some(Trigger::Message(name)) => format!("when the message `{name}` comes"),
        Some(Trigger::Linked(procedure, name)) => format!("when a chained request sees `{name}` of {procedure}"),
        Some(Trigger::Clock(deadline)) => format!("when the time of `{deadline}` is up"),
        None => "by nobody".to_owned(),
    };
    if !transition.gates.is_empty() {
        let gates: Vec<String> = transition.gates.iter().map(spaced).collect();
        let _ = write!(text, ", through the gate of {}", gates.join(" and "));
    }
    text
}

fn deadline(deadline: &Deadline) -> String {
    let hours = deadline.hours();
    let length = if hours % 24 == 0 { format!("{} days", hours / 24) } else { format!("{hours} hours") };
    match deadline.at_expiry {
        AtExpiry::Alert => format!("{length}, then it reminds"),
        AtExpiry::Move => format!("{length}, then it moves the request"),
    }
}

fn party(party: &Party) -> String {
    if party.training {
        return "for training only".to_owned();
    }
    let mut text =
        party.signed.as_ref().map_or_else(|| "day of signature not certain".to_owned(), |day| format!("signed {day}"));
    if let Some(known_from) = party.known_from {
        text.push_str(match known_from {
            KnownFrom::TreatyLists => ", known from lists of treaties",
            KnownFrom::Reported => ", as reported",
            KnownFrom::Inferred => ", inferred from the number of signatures",
            KnownFrom::Training => "",
        });
    }
    if let Some(when) = &party.ratified {
        let _ = write!(text, "; ratified {when}");
    }
    if party.regional_organization {
        text.push_str("; a regional economic integration organization, no State");
    }
    for reservation in &party.reservations {
        let _ = write!(text, "; reservation: {}", reservation.about.en());
    }
    if let Some(note) = &party.note {
        let _ = write!(text, ". {note}");
    }
    text
}

/// A name of the files as people read it.
pub(super) fn spaced(name: impl std::fmt::Display) -> String {
    name.to_string().replace('_', " ")
}
