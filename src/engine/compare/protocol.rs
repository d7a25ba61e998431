//! Messages between the sides, and clocks.

use std::collections::BTreeMap;

use crate::domain::message::{AtExpiry, Carries, WhenLate};

use super::super::procedure::{Deadline, Message, Part, Procedure};
use super::{Comparing, Protection, Topic, matched, set};

pub(super) fn messages(comparing: &mut Comparing<'_>, place: &str, (before, after): (&Procedure, &Procedure)) {
    let named = |procedure: &Procedure| -> BTreeMap<String, Message> {
        procedure.messages.iter().map(|message| (message.name.to_string(), message.clone())).collect()
    };
    let (old, new) = (named(before), named(after));
    let (both, lost, won) = matched(&old, &new);
    for (name, _) in lost {
        comparing.note(Topic::Message, place, Protection::Neither, format!("the message `{name}` is gone"));
    }
    for (name, message) in won {
        let sentence =
            format!("the message `{name}` of the {} side is new and carries {}", message.from, message.carries);
        comparing.note(Topic::Message, place, Protection::Neither, sentence);
    }
    for (name, old, new) in both {
        if old.from != new.from {
            comparing.note(
                Topic::Message,
                place,
                Protection::Neither,
                format!("the message `{name}` comes from the other side"),
            );
        }
        if old.carries != new.carries {
            // What carries nothing has to stand at no gate.
            let protection = match (old.carries, new.carries) {
                (_, Carries::Nothing) => Protection::Fell,
                (Carries::Nothing, _) => Protection::Rose,
                _ => Protection::Neither,
            };
            let sentence = format!("the message `{name}` carried {} and carries {}", old.carries, new.carries);
            comparing.note(Topic::Message, place, protection, sentence);
        }
        if old.when_late != new.when_late {
            let protection = match (old.when_late, new.when_late) {
                (Some(WhenLate::Sealed), _) => Protection::Fell,
                (_, Some(WhenLate::Sealed)) => Protection::Rose,
                _ => Protection::Neither,
            };
            let word = |late: Option<WhenLate>| late.map_or("heard everywhere".to_owned(), |late| late.to_string());
            let sentence =
                format!("the message `{name}` was {} when late and is {}", word(old.when_late), word(new.when_late));
            comparing.note(Topic::Message, place, protection, sentence);
        }
        comparing.texts(place, &format!("the message `{name}`"), &old.title, &new.title);
    }
}

pub(super) fn clocks(comparing: &mut Comparing<'_>, place: &str, (before, after): (&Part, &Part)) {
    let named = |part: &Part| -> BTreeMap<String, Deadline> {
        part.deadlines.iter().map(|deadline| (deadline.name.to_string(), deadline.clone())).collect()
    };
    let (old, new) = (named(before), named(after));
    let (both, lost, won) = matched(&old, &new);
    for (name, _) in lost {
        comparing.note(Topic::Clock, place, Protection::Fell, format!("the clock `{name}` is gone"));
    }
    for (name, _) in won {
        comparing.note(Topic::Clock, place, Protection::Rose, format!("the clock `{name}` is new"));
    }
    for (name, old, new) in both {
        if old.hours() != new.hours() {
            // Whoever is reminded later looks later. Where a clock moves the file, its article decides what is better.
            let protection = match (new.at_expiry, new.hours() > old.hours()) {
                (AtExpiry::Alert, true) => Protection::Fell,
                (AtExpiry::Alert, false) => Protection::Rose,
                (AtExpiry::Move, _) => Protection::Neither,
            };
            let sentence = format!("the clock `{name}` runs {} hours; before, {}", new.hours(), old.hours());
            comparing.note(Topic::Clock, place, protection, sentence);
        }
        if old.at_expiry != new.at_expiry {
            let (protection, sentence) = match new.at_expiry {
                AtExpiry::Alert => {
                    (Protection::Fell, format!("the clock `{name}` only alerts now; before, it moved the file"))
                }
                AtExpiry::Move => {
                    (Protection::Neither, format!("the clock `{name}` moves the file now; before, it alerted"))
                }
            };
            comparing.note(Topic::Clock, place, protection, sentence);
        }
        let what = format!("the clock `{name}`, where it pauses");
        comparing.names(
            Topic::Clock,
            place,
            (&set(&old.paused_in), &set(&new.paused_in)),
            (&what, Protection::Neither, Protection::Neither),
        );
        let what = format!("the clock `{name}`, gates that it holds shut");
        comparing.names(
            Topic::Clock,
            place,
            (&set(&old.suspends), &set(&new.suspends)),
            (&what, Protection::Fell, Protection::Rose),
        );
        comparing.texts(place, &format!("the clock `{name}`"), &old.title, &new.title);
    }
}
