//! Measures, grounds, conditions, profiles, sources, parties, and what the rulebook is.

use crate::domain::measure::{INTRUSIVE_LEVEL, MeasureKind};

use super::super::lists::Confidence;
use super::super::measure::Measure;
use super::super::words;
use super::said::{Said, Word, coded, known, name, part, said, same};
use super::{Comparing, Protection, Topic, matched, set};

pub(super) fn compare(comparing: &mut Comparing<'_>) {
    about(comparing);
    let (both, lost, won) = matched(&comparing.old.measures, &comparing.new.measures);
    let place = |comparing: &Comparing<'_>, name| said("{0}", [comparing.titles.measure(name)]);
    for (name, _) in lost {
        let place = place(comparing, name);
        comparing.note(Topic::Measure, &place, Protection::Neither, said("it can no longer be asked for", []));
    }
    for (name, measure) in won {
        let words = [same(measure.level), comparing.titles.procedure(&measure.procedure)];
        let place = place(comparing, name);
        let sentence = said("it can now be asked for: level {0}, by the procedure {1}", words);
        comparing.note(Topic::Measure, &place, Protection::Neither, sentence);
    }
    for (name, old, new) in both {
        let place = place(comparing, name);
        measure(comparing, &place, (old, new));
    }
    grounds(comparing);
    profiles(comparing);
    sources(comparing);
}

fn about(comparing: &mut Comparing<'_>) {
    let (old, new) = (&comparing.old.about, &comparing.new.about);
    let place = said("rulebook", []);
    let neither = Protection::Neither;
    if old.instrument != new.instrument {
        let sentence = said("its instrument is {0}; before, {1}", [same(&new.instrument), same(&old.instrument)]);
        comparing.note(Topic::Rulebook, &place, neither, sentence);
    }
    if old.in_force != new.in_force {
        let sentence = if new.in_force {
            said("its instrument is in force now", [])
        } else {
            said("its instrument is not in force now", [])
        };
        comparing.note(Topic::Rulebook, &place, neither, sentence);
    }
    let languages = (set(&old.languages), set(&new.languages));
    let what = (said("languages", []), neither, neither);
    comparing.names(Topic::Rulebook, &place, (&languages.0, &languages.1), |code| name(code), what);
}

fn measure(comparing: &mut Comparing<'_>, place: &Said, (old, new): (&Measure, &Measure)) {
    let neither = Protection::Neither;
    if old.level != new.level {
        let words = [same(new.level), same(old.level)];
        let (protection, sentence) = match (old.level >= INTRUSIVE_LEVEL, new.level >= INTRUSIVE_LEVEL) {
            (true, false) => {
                (Protection::Fell, said("its level is {0}; before, {1}: fewer of its steps need two people", words))
            }
            (false, true) => {
                (Protection::Rose, said("its level is {0}; before, {1}: more of its steps need two people", words))
            }
            (true, true) | (false, false) => (neither, said("its level is {0}; before, {1}", words)),
        };
        comparing.note(Topic::Measure, place, protection, sentence);
    }
    if old.kind != new.kind {
        let sentence = said("it is of the kind {0}; before, {1}", [of_kind(new.kind), of_kind(old.kind)]);
        comparing.note(Topic::Measure, place, neither, sentence);
    }
    if old.procedure != new.procedure {
        let words = [comparing.titles.procedure(&new.procedure), comparing.titles.procedure(&old.procedure)];
        comparing.note(Topic::Measure, place, neither, said("it follows the procedure {0}; before, {1}", words));
    }
    match (&old.follows, &new.follows) {
        (before, after) if before == after => {}
        (_, Some(procedure)) => {
            let words = [comparing.titles.procedure(procedure)];
            let sentence = said("it can be asked for only after a request by the procedure {0}", words);
            comparing.note(Topic::Measure, place, Protection::Rose, sentence);
        }
        (_, None) => {
            let sentence = said("it need not follow from another request any more", []);
            comparing.note(Topic::Measure, place, Protection::Fell, sentence);
        }
    }
    if old.content != new.content {
        let sentence = said("its form is {0}; before, {1}", [name(&new.content), name(&old.content)]);
        comparing.note(Topic::Form, place, neither, sentence);
    }
    let (before, after) = (set(&old.grounds), set(&new.grounds));
    let what = said("grounds on which it may be refused or postponed", []);
    let titles = comparing.titles;
    comparing.names(
        Topic::Ground,
        place,
        (&before, &after),
        |code| titles.ground(code),
        (what, Protection::Fell, Protection::Rose),
    );
    let what = (said("rests on", []), neither, neither);
    comparing.names(Topic::Source, place, (&set(&old.source), &set(&new.source)), |source| same(source), what);
    comparing.texts(place, said("the title", []), &old.title, &new.title);
}

fn grounds(comparing: &mut Comparing<'_>) {
    let neither = Protection::Neither;
    let place = said("grounds", []);
    let (both, lost, won) = matched(&comparing.old.grounds, &comparing.new.grounds);
    for (code, ground) in lost {
        comparing.note(Topic::Ground, &place, Protection::Fell, said("{0} is gone", [coded(code, &ground.title)]));
    }
    for (code, ground) in won {
        comparing.note(Topic::Ground, &place, neither, said("{0} is new", [coded(code, &ground.title)]));
    }
    for (code, old, new) in both {
        let place = said("{0}", [coded(code, &new.title)]);
        if old.consult != new.consult {
            let (protection, sentence) = if new.consult {
                (Protection::Rose, said("the other State is now consulted first", []))
            } else {
                (Protection::Fell, said("the other State is no longer consulted first", []))
            };
            comparing.note(Topic::Ground, &place, protection, sentence);
        }
        if old.forbidden != new.forbidden {
            // The treaty forbids it: whoever lifts that has to be seen.
            let (protection, sentence) = if new.forbidden {
                (neither, said("nobody may rest on it any more", []))
            } else {
                (Protection::Fell, said("it is no longer forbidden", []))
            };
            comparing.note(Topic::Ground, &place, protection, sentence);
        }
        let booked = (set(&old.booked_under), set(&new.booked_under));
        let titles = comparing.titles;
        let what = (said("booked under", []), neither, neither);
        comparing.names(Topic::Ground, &place, (&booked.0, &booked.1), |code| titles.ground(code), what);
        comparing.texts(&place, said("the title", []), &old.title, &new.title);
    }
    let place = said("conditions", []);
    let (both, lost, won) = matched(&comparing.old.conditions, &comparing.new.conditions);
    for (code, old) in lost {
        comparing.note(Topic::Ground, &place, Protection::Fell, said("{0} is gone", [coded(code, &old.title)]));
    }
    for (code, new) in won {
        comparing.note(Topic::Ground, &place, neither, said("{0} is new", [coded(code, &new.title)]));
    }
    for (code, old, new) in both {
        let place = said("{0}", [coded(code, &new.title)]);
        comparing.texts(&place, said("the title", []), &old.title, &new.title);
    }
}

fn profiles(comparing: &mut Comparing<'_>) {
    let (both, lost, won) = matched(&comparing.old.profiles, &comparing.new.profiles);
    let place = |profile| said("profile {0}", [known(|language| words::profile(language, profile))]);
    for (name, _) in lost {
        comparing.note(Topic::Rulebook, &place(*name), Protection::Fell, said("it is gone", []));
    }
    for (name, _) in won {
        comparing.note(Topic::Rulebook, &place(*name), Protection::Neither, said("it is new", []));
    }
    for (name, old, new) in both {
        comparing.names(
            Topic::Rulebook,
            &place(*name),
            (&set(&old.binds), &set(&new.binds)),
            |basis| known(|language| words::basis(language, *basis)),
            (said("binds", []), Protection::Fell, Protection::Rose),
        );
    }
}

fn sources(comparing: &mut Comparing<'_>) {
    let neither = Protection::Neither;
    let (both, lost, won) = matched(&comparing.old.citations, &comparing.new.citations);
    for (citation, _) in lost {
        let sentence = said("it can no longer be cited", []);
        comparing.note(Topic::Source, &said("{0}", [same(citation)]), neither, sentence);
    }
    for (citation, cited) in won {
        let sentence = said("it can now be cited ({0})", [of_confidence(cited.confidence)]);
        comparing.note(Topic::Source, &said("{0}", [same(citation)]), neither, sentence);
    }
    for (citation, old, new) in both {
        let place = said("{0}", [same(citation)]);
        if old.confidence != new.confidence {
            let words = [of_confidence(new.confidence), of_confidence(old.confidence)];
            comparing.note(Topic::Source, &place, neither, said("its mark is {0}; before, {1}", words));
        }
        comparing.texts(&place, said("what it says", []), &old.about, &new.about);
    }
    let place = said("parties", []);
    let (both, lost, won) = matched(&comparing.old.parties, &comparing.new.parties);
    for (code, _, party) in both.into_iter().filter(|(_, old, new)| old.profile != new.profile) {
        let words = [coded(code, &party.name)];
        let sentence = said("what {0} has declared about requests that it receives is another", words);
        comparing.note(Topic::Source, &place, neither, sentence);
    }
    for (code, party) in lost {
        comparing.note(Topic::Source, &place, neither, said("{0} is no longer listed", [coded(code, &party.name)]));
    }
    for (code, party) in won {
        comparing.note(Topic::Source, &place, neither, said("{0} is now listed", [coded(code, &party.name)]));
    }
}

fn of_kind(kind: MeasureKind) -> Word {
    match kind {
        MeasureKind::Documents => part("documents"),
        MeasureKind::Data => part("data"),
        MeasureKind::Persons => part("persons"),
        MeasureKind::Property => part("property"),
        MeasureKind::Live => part("live"),
        MeasureKind::Emergency => part("emergency"),
        MeasureKind::Transmission => part("transmission"),
    }
}

fn of_confidence(confidence: Confidence) -> Word {
    match confidence {
        Confidence::TextRead => part("text read"),
        Confidence::CopiedClause => part("copied clause"),
        Confidence::Secondary => part("secondary"),
        Confidence::FromMemory => part("from memory"),
    }
}
