//! Messages between the sides, and clocks.

use std::collections::BTreeMap;

use crate::domain::message::{AtExpiry, Carries, WhenLate};

use super::super::procedure::{Deadline, Message, Part, Procedure};
use super::gates::{of_gate, of_side};
use super::said::{Said, Word, part, said, same, titled};
use super::steps::of_stage;
use super::{Comparing, Protection, Topic, matched, set};

pub(super) fn messages(comparing: &mut Comparing<'_>, place: &Said, (before, after): (&Procedure, &Procedure)) {
    let named = |procedure: &Procedure| -> BTreeMap<String, Message> {
        procedure.messages.iter().map(|message| (message.name.to_string(), message.clone())).collect()
    };
    let called = |message: &Message| titled(&message.name, Some(&message.title));
    let neither = Protection::Neither;
    let (old, new) = (named(before), named(after));
    let (both, lost, won) = matched(&old, &new);
    for (_, message) in lost {
        comparing.note(Topic::Message, place, neither, said("the message {0} is gone", [called(message)]));
    }
    for (_, message) in won {
        let words = [called(message), of_side(message.from), of_carried(message.carries)];
        let sentence = said("the message {0} of the {1} side is new and carries {2}", words);
        comparing.note(Topic::Message, place, neither, sentence);
    }
    for (_, old, new) in both {
        if old.from != new.from {
            let sentence = said("the message {0} comes from the other side", [called(new)]);
            comparing.note(Topic::Message, place, neither, sentence);
        }
        if old.carries != new.carries {
            // What carries nothing has to stand at no gate.
            let protection = match (old.carries, new.carries) {
                (_, Carries::Nothing) => Protection::Fell,
                (Carries::Nothing, _) => Protection::Rose,
                _ => neither,
            };
            let words = [called(new), of_carried(old.carries), of_carried(new.carries)];
            comparing.note(
                Topic::Message,
                place,
                protection,
                said("the message {0} carried {1} and carries {2}", words),
            );
        }
        if old.when_late != new.when_late {
            let protection = match (old.when_late, new.when_late) {
                (Some(WhenLate::Sealed), _) => Protection::Fell,
                (_, Some(WhenLate::Sealed)) => Protection::Rose,
                _ => neither,
            };
            let words = [called(new), of_late(old.when_late), of_late(new.when_late)];
            let sentence = said("the message {0} was {1} when late and is {2}", words);
            comparing.note(Topic::Message, place, protection, sentence);
        }
        comparing.texts(place, said("the message {0}", [called(new)]), &old.title, &new.title);
    }
}

pub(super) fn clocks(comparing: &mut Comparing<'_>, place: &Said, (before, after): (&Part, &Part)) {
    let named = |part: &Part| -> BTreeMap<String, Deadline> {
        part.deadlines.iter().map(|deadline| (deadline.name.to_string(), deadline.clone())).collect()
    };
    let called = |clock: &Deadline| titled(&clock.name, Some(&clock.title));
    let (old, new) = (named(before), named(after));
    let (both, lost, won) = matched(&old, &new);
    for (_, clock) in lost {
        comparing.note(Topic::Clock, place, Protection::Fell, said("the clock {0} is gone", [called(clock)]));
    }
    for (_, clock) in won {
        comparing.note(Topic::Clock, place, Protection::Rose, said("the clock {0} is new", [called(clock)]));
    }
    for (_, old, new) in both {
        let called = || called(new);
        if old.hours() != new.hours() {
            // Whoever is reminded later looks later. Where a clock moves the file, its article decides what is better.
            let protection = match (new.at_expiry, new.hours() > old.hours()) {
                (AtExpiry::Alert, true) => Protection::Fell,
                (AtExpiry::Alert, false) => Protection::Rose,
                (AtExpiry::Move, _) => Protection::Neither,
            };
            let words = [called(), same(new.hours()), same(old.hours())];
            comparing.note(Topic::Clock, place, protection, said("the clock {0} runs {1} hours; before, {2}", words));
        }
        if old.at_expiry != new.at_expiry {
            let (protection, sentence) = match new.at_expiry {
                AtExpiry::Alert => {
                    (Protection::Fell, said("the clock {0} only alerts now; before, it moved the file", [called()]))
                }
                AtExpiry::Move => {
                    (Protection::Neither, said("the clock {0} moves the file now; before, it alerted", [called()]))
                }
            };
            comparing.note(Topic::Clock, place, protection, sentence);
        }
        let what = said("the clock {0}, where it pauses", [called()]);
        comparing.names(
            Topic::Clock,
            place,
            (&set(&old.paused_in), &set(&new.paused_in)),
            |stage| of_stage((before, after), stage),
            (what, Protection::Neither, Protection::Neither),
        );
        let what = said("the clock {0}, gates that it holds shut", [called()]);
        comparing.names(
            Topic::Clock,
            place,
            (&set(&old.suspends), &set(&new.suspends)),
            |gate| of_gate(*gate),
            (what, Protection::Fell, Protection::Rose),
        );
        comparing.texts(place, said("the clock {0}", [called()]), &old.title, &new.title);
    }
}

fn of_carried(carried: Carries) -> Word {
    match carried {
        Carries::Nothing => part("nothing"),
        Carries::Request => part("the request"),
        Carries::Renewal => part("an extension"),
        Carries::Result => part("a result"),
        Carries::Refusal => part("a refusal"),
        Carries::Postponement => part("a postponement"),
        Carries::Use => part("a use"),
        Carries::Consent => part("a consent"),
    }
}

fn of_late(late: Option<WhenLate>) -> Word {
    match late {
        None => part("heard everywhere"),
        Some(WhenLate::Noted) => part("noted"),
        Some(WhenLate::Sealed) => part("sealed"),
    }
}
