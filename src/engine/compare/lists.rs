//! Measures, grounds, conditions, profiles, sources, parties, and what the rulebook is.

use crate::domain::measure::INTRUSIVE_LEVEL;

use super::super::measure::Measure;
use super::gates::spaced;
use super::{Comparing, Protection, Topic, matched, set};

pub(super) fn compare(comparing: &mut Comparing<'_>) {
    about(comparing);
    let (both, lost, won) = matched(&comparing.old.measures, &comparing.new.measures);
    for (name, _) in lost {
        comparing.note(Topic::Measure, name.as_str(), Protection::Neither, "it can no longer be asked for");
    }
    for (name, measure) in won {
        let sentence =
            format!("it can now be asked for: level {}, by the procedure {}", measure.level, measure.procedure);
        comparing.note(Topic::Measure, name.as_str(), Protection::Neither, sentence);
    }
    for (name, old, new) in both {
        measure(comparing, name.as_str(), (old, new));
    }
    grounds(comparing);
    profiles(comparing);
    sources(comparing);
}

fn about(comparing: &mut Comparing<'_>) {
    let (old, new) = (&comparing.old.about, &comparing.new.about);
    if old.instrument != new.instrument {
        let sentence = format!("its instrument is {}; before, {}", new.instrument, old.instrument);
        comparing.note(Topic::Rulebook, "rulebook", Protection::Neither, sentence);
    }
    if old.in_force != new.in_force {
        let sentence =
            if new.in_force { "its instrument is in force now" } else { "its instrument is not in force now" };
        comparing.note(Topic::Rulebook, "rulebook", Protection::Neither, sentence);
    }
    comparing.names(
        Topic::Rulebook,
        "rulebook",
        (&set(&old.languages), &set(&new.languages)),
        ("languages", Protection::Neither, Protection::Neither),
    );
}

fn measure(comparing: &mut Comparing<'_>, place: &str, (old, new): (&Measure, &Measure)) {
    if old.level != new.level {
        let protection = match (old.level >= INTRUSIVE_LEVEL, new.level >= INTRUSIVE_LEVEL) {
            (true, false) => Protection::Fell,
            (false, true) => Protection::Rose,
            (true, true) | (false, false) => Protection::Neither,
        };
        let people = match protection {
            Protection::Fell => ": fewer of its steps need two people",
            Protection::Rose => ": more of its steps need two people",
            Protection::Neither => "",
        };
        let sentence = format!("its level is {}; before, {}{people}", new.level, old.level);
        comparing.note(Topic::Measure, place, protection, sentence);
    }
    if old.kind != new.kind {
        let sentence = format!("it is of the kind {}; before, {}", spaced(new.kind), spaced(old.kind));
        comparing.note(Topic::Measure, place, Protection::Neither, sentence);
    }
    if old.procedure != new.procedure {
        let sentence = format!("it follows the procedure {}; before, {}", new.procedure, old.procedure);
        comparing.note(Topic::Measure, place, Protection::Neither, sentence);
    }
    match (&old.follows, &new.follows) {
        (before, after) if before == after => {}
        (_, Some(procedure)) => {
            let sentence = format!("it can be asked for only after a request by the procedure {procedure}");
            comparing.note(Topic::Measure, place, Protection::Rose, sentence);
        }
        (_, None) => {
            comparing.note(Topic::Measure, place, Protection::Fell, "it need not follow from another request any more");
        }
    }
    if old.content != new.content {
        let sentence = format!("its form is `{}`; before, `{}`", new.content, old.content);
        comparing.note(Topic::Form, place, Protection::Neither, sentence);
    }
    comparing.names(
        Topic::Ground,
        place,
        (&set(&old.grounds), &set(&new.grounds)),
        ("grounds on which it may be refused or postponed", Protection::Fell, Protection::Rose),
    );
    comparing.names(
        Topic::Source,
        place,
        (&set(&old.source), &set(&new.source)),
        ("rests on", Protection::Neither, Protection::Neither),
    );
    comparing.texts(place, "the title", &old.title, &new.title);
}

fn grounds(comparing: &mut Comparing<'_>) {
    let (both, lost, won) = matched(&comparing.old.grounds, &comparing.new.grounds);
    for (code, _) in lost {
        comparing.note(Topic::Ground, "grounds", Protection::Fell, format!("{code} is gone"));
    }
    for (code, ground) in won {
        let sentence = format!("{code} {} is new", ground.title.en());
        comparing.note(Topic::Ground, "grounds", Protection::Neither, sentence);
    }
    for (code, old, new) in both {
        if old.consult != new.consult {
            let (protection, word) = if new.consult {
                (Protection::Rose, "the other State is now consulted first")
            } else {
                (Protection::Fell, "the other State is no longer consulted first")
            };
            comparing.note(Topic::Ground, code.as_str(), protection, word);
        }
        if old.forbidden != new.forbidden {
            // The treaty forbids it: whoever lifts that has to be seen.
            let word = if new.forbidden { "nobody may rest on it any more" } else { "it is no longer forbidden" };
            let protection = if new.forbidden { Protection::Neither } else { Protection::Fell };
            comparing.note(Topic::Ground, code.as_str(), protection, word);
        }
        comparing.names(
            Topic::Ground,
            code.as_str(),
            (&set(&old.booked_under), &set(&new.booked_under)),
            ("booked under", Protection::Neither, Protection::Neither),
        );
        comparing.texts(code.as_str(), "the title", &old.title, &new.title);
    }
    let (both, lost, won) = matched(&comparing.old.conditions, &comparing.new.conditions);
    for (code, _) in lost {
        comparing.note(Topic::Ground, "conditions", Protection::Fell, format!("{code} is gone"));
    }
    for (code, condition) in won {
        let sentence = format!("{code} {} is new", condition.title.en());
        comparing.note(Topic::Ground, "conditions", Protection::Neither, sentence);
    }
    for (code, old, new) in both {
        comparing.texts(code.as_str(), "the title", &old.title, &new.title);
    }
}

fn profiles(comparing: &mut Comparing<'_>) {
    let (both, lost, won) = matched(&comparing.old.profiles, &comparing.new.profiles);
    for (name, _) in lost {
        comparing.note(Topic::Rulebook, format!("profile {name}"), Protection::Fell, "it is gone");
    }
    for (name, _) in won {
        comparing.note(Topic::Rulebook, format!("profile {name}"), Protection::Neither, "it is new");
    }
    for (name, old, new) in both {
        comparing.names(
            Topic::Rulebook,
            &format!("profile {name}"),
            (&set(&old.binds), &set(&new.binds)),
            ("binds", Protection::Fell, Protection::Rose),
        );
    }
}

fn sources(comparing: &mut Comparing<'_>) {
    let (both, lost, won) = matched(&comparing.old.citations, &comparing.new.citations);
    for (citation, _) in lost {
        comparing.note(Topic::Source, citation.as_str(), Protection::Neither, "it can no longer be cited");
    }
    for (citation, known) in won {
        let sentence = format!("it can now be cited ({})", spaced(known.confidence));
        comparing.note(Topic::Source, citation.as_str(), Protection::Neither, sentence);
    }
    for (citation, old, new) in both {
        if old.confidence != new.confidence {
            let sentence = format!("its mark is {}; before, {}", spaced(new.confidence), spaced(old.confidence));
            comparing.note(Topic::Source, citation.as_str(), Protection::Neither, sentence);
        }
        comparing.texts(citation.as_str(), "what it says", &old.about, &new.about);
    }
    let (both, lost, won) = matched(&comparing.old.parties, &comparing.new.parties);
    for (code, ..) in both.into_iter().filter(|(_, old, new)| old.profile != new.profile) {
        let sentence = format!("what {code} has declared about requests that it receives is another");
        comparing.note(Topic::Source, "parties", Protection::Neither, sentence);
    }
    for (list, word) in [(lost, "no longer listed"), (won, "now listed")] {
        for (code, party) in list {
            let sentence = format!("{code} {} is {word}", party.name.en());
            comparing.note(Topic::Source, "parties", Protection::Neither, sentence);
        }
    }
}
