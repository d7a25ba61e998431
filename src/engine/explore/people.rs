//! People: one official who collects every role never gets a measure on its way alone, and how few can.
//!
//! A person holds a judge's role alone, or any of the others together. Who wrote a request, or recorded it by hand, answers
//! nothing of it; who collected answers nothing about the result; who takes a step answered nothing at its gates; who
//! confirms did not answer. From level 5 on the author does not authorise, and `authorisation` and `sending`, `decision` and
//! `disclosure` are passed by different officials. The acts on the way are given to as few persons as these rules allow.
//! Source: UNCC 24(2), safeguard SG-38.

use std::collections::BTreeSet;

use serde::Serialize;
use strum::{EnumIter, IntoEnumIterator as _};

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::role::Role;
use crate::domain::safeguard::Profile;

use super::super::flaw::{Flaw, Sites};
use super::super::measure::Measure;
use super::super::procedure::Part;
use super::super::rulebook::Rulebook;

/// No more officials than this are tried.
const MOST: usize = 6;

/// The smallest staffing of one side for one measure in one profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Staffing {
    /// The side.
    pub side: Side,
    /// The roles that each person has to hold, a set for each.
    pub people: Vec<BTreeSet<Role>>,
    /// Why not fewer: each rule without which one person less would do. Empty where no single rule asks for the last one.
    pub because: Vec<Separation>,
}

/// A rule that keeps two acts in different hands. Source: UNCC 24(2), safeguard SG-38.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, EnumIter)]
#[serde(rename_all = "snake_case")]
pub enum Separation {
    /// A judge holds no second role.
    JudgeAlone,
    /// The author of a request answers nothing of it.
    AuthorAnswersNothing,
    /// Who collected answers nothing about the result.
    CollectorAnswersNothing,
    /// Who answers at a gate does not pass it.
    AnswersAndPasses,
    /// Who confirms an answer did not give it.
    AnswersAndConfirms,
    /// The author does not authorise, from level 5 on.
    AuthorDoesNotAuthorise,
    /// Authorising and sending are for different officials, from level 5 on.
    AuthorisesAndSends,
    /// Deciding and disclosing are for different officials, from level 5 on.
    DecidesAndDiscloses,
}

/// Something that somebody has to do.
struct Act {
    /// In one of these roles.
    roles: Vec<Role>,
    /// What it is.
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Writes the request, or records it by hand.
    Author,
    /// Writes what was obtained.
    Collector,
    /// Answers a safeguard at a gate: the gate and the safeguard's number.
    Answers(Gate, usize),
    /// Confirms that answer.
    Confirms(Gate, usize),
    /// Takes the step at a gate.
    Passes(Gate),
}

/// The smallest staffing with which a side can be brought to disclosure, or the request sent. None where more than six
/// would be needed, or the measure has no procedure.
#[must_use]
pub fn staffing(rulebook: &Rulebook, measure: &Measure, side: Side, profile: Profile) -> Option<Staffing> {
    let acts = acts(rulebook, measure, side, profile)?;
    (1..=MOST).find_map(|people| {
        let mut given = Vec::new();
        let rules = Rules { measure, waived: None };
        rules.give(&acts, people, &mut given).then(|| {
            let held = (0..people).map(|person| roles_of(&acts, &given, person)).collect();
            let because = Separation::iter().filter(|rule| {
                let without = Rules { measure, waived: Some(*rule) };
                people > 1 && without.give(&acts, people - 1, &mut Vec::new())
            });
            Staffing { side, people: held, because: because.collect() }
        })
    })
}

/// Sides that one official could bring through alone. Source: UNCC 24(2).
pub(super) fn check(rulebook: &Rulebook, sites: &Sites<'_>, measure: &Measure) -> Vec<Flaw> {
    let mut found = Vec::new();
    if !measure.is_intrusive() {
        return found;
    }
    let file = format!("measures/{}.toml", measure.name);
    for (side, profile) in [Side::Requesting, Side::Requested]
        .into_iter()
        .flat_map(|side| [Profile::TreatyMinimum, Profile::Domestic, Profile::Strict].map(|profile| (side, profile)))
    {
        let alone = acts(rulebook, measure, side, profile)
            .is_some_and(|acts| Rules { measure, waived: None }.give(&acts, 1, &mut Vec::new()));
        if alone {
            let sentence = format!(
                "one official who collects every role brings `{}` through at the {side} State in the profile `{profile}`: nothing on the way needs a second one",
                measure.name
            );
            found.push(sites.flaw("one-official", (&file, "/level"), sentence, &["UNCC 24(2)"]));
        }
    }
    found
}

/// The gates on the way of a side.
fn way(side: Side) -> &'static [Gate] {
    match side {
        Side::Requesting => &[Gate::Authorisation, Gate::Sending],
        Side::Requested => &[Gate::Admission, Gate::Decision, Gate::Execution, Gate::Disclosure],
    }
}

fn acts(rulebook: &Rulebook, measure: &Measure, side: Side, profile: Profile) -> Option<Vec<Act>> {
    let part = rulebook.procedures.get(&measure.procedure)?.part(side);
    // Messages recorded by hand: whoever records the request is its author at the requested side.
    let authors = match side {
        Side::Requesting => writers(part, Subject::Request),
        Side::Requested => super::super::decide::RECORDERS.to_vec(),
    };
    let mut acts = vec![Act { roles: authors, what: What::Author }];
    for gate in way(side) {
        let takers = takers(part, *gate);
        if takers.is_empty() {
            continue;
        }
        if gate.reads() == Some(Subject::Result) {
            acts.push(Act { roles: writers(part, Subject::Result), what: What::Collector });
        }
        for (number, safeguard) in rulebook.safeguards.values().enumerate() {
            let binds = rulebook.binding(profile).contains(&safeguard.basis(measure));
            let Some(place) = safeguard.place(*gate, side, &measure.name).filter(|_| binds) else { continue };
            let mut roles = place.answered_by.clone();
            roles.sort_unstable();
            let same = |act: &Act| act.roles == roles && matches!(act.what, What::Answers(of, _) if of == *gate);
            // Who answers one safeguard at a gate may answer every other there that asks for the same roles.
            if place.confirmed_by.is_empty() && acts.iter().any(same) {
                continue;
            }
            acts.push(Act { roles, what: What::Answers(*gate, number) });
            if !place.confirmed_by.is_empty() {
                acts.push(Act { roles: place.confirmed_by.clone(), what: What::Confirms(*gate, number) });
            }
        }
        acts.push(Act { roles: takers, what: What::Passes(*gate) });
    }
    Some(acts)
}

/// Who may write a subject: whoever may take a step from a stage in which it is written.
fn writers(part: &Part, subject: Subject) -> Vec<Role> {
    let stages = part.stages.iter().filter(|stage| stage.edits == Some(subject));
    stages.flat_map(|stage| part.leaving(&stage.name)).flat_map(|t| t.by.clone().unwrap_or_default()).collect()
}

fn takers(part: &Part, gate: Gate) -> Vec<Role> {
    part.transitions.iter().filter(|t| t.gates.contains(&gate)).flat_map(|t| t.by.clone().unwrap_or_default()).collect()
}

/// Which acts go together in one hand, for one measure.
struct Rules<'m> {
    measure: &'m Measure,
    /// A rule that is left out, to see whether it is the one that asks for another person.
    waived: Option<Separation>,
}

impl Rules<'_> {
    /// Gives each act to a person, the first first; whether that is possible.
    fn give(&self, acts: &[Act], people: usize, given: &mut Vec<(usize, Role)>) -> bool {
        let Some(act) = acts.get(given.len()) else { return true };
        // A new person is like any other new one.
        let known = given.iter().map(|(person, _)| person + 1).max().unwrap_or(0);
        for person in 0..people.min(known + 1) {
            let free = acts
                .iter()
                .zip(given.iter())
                .all(|(earlier, (who, _))| *who != person || !self.excludes(earlier.what, act.what));
            for role in act.roles.iter().filter(|_| free) {
                let judge = |role: Role| role == Role::JudicialAuthority && self.holds(Separation::JudgeAlone);
                let fits = given.iter().all(|(who, held)| *who != person || judge(*held) == judge(*role));
                if fits {
                    given.push((person, *role));
                    if self.give(acts, people, given) {
                        return true;
                    }
                    given.pop();
                    // Roles but the judge's are held together: another of them changes nothing.
                    if !judge(*role) && act.roles.iter().all(|role| !judge(*role)) {
                        break;
                    }
                }
            }
        }
        false
    }

    fn holds(&self, rule: Separation) -> bool {
        self.waived != Some(rule)
    }

    /// Whether one person may not do both.
    fn excludes(&self, one: What, other: What) -> bool {
        Separation::iter().filter(|rule| self.holds(*rule)).any(|rule| self.parts(rule, one, other))
    }

    /// Whether a rule keeps two acts apart, in either order.
    fn parts(&self, rule: Separation, one: What, other: What) -> bool {
        let intrusive = self.measure.is_intrusive();
        let either = |keeps: &dyn Fn(What, What) -> bool| keeps(one, other) || keeps(other, one);
        let answers = |what: What| match what {
            What::Answers(gate, _) | What::Confirms(gate, _) => Some(gate),
            What::Author | What::Collector | What::Passes(_) => None,
        };
        match rule {
            // Roles say so, not acts.
            Separation::JudgeAlone => false,
            Separation::AuthorAnswersNothing => either(&|a, b| a == What::Author && answers(b).is_some()),
            Separation::CollectorAnswersNothing => either(&|a, b| {
                a == What::Collector && answers(b).is_some_and(|gate| gate.reads() == Some(Subject::Result))
            }),
            Separation::AnswersAndPasses => either(&|a, b| answers(a).is_some_and(|gate| b == What::Passes(gate))),
            Separation::AnswersAndConfirms => either(
                &|a, b| matches!((a, b), (What::Answers(at, x), What::Confirms(there, y)) if at == there && x == y),
            ),
            Separation::AuthorDoesNotAuthorise => {
                intrusive && either(&|a, b| a == What::Author && b == What::Passes(Gate::Authorisation))
            }
            Separation::AuthorisesAndSends => {
                intrusive && either(&|a, b| a == What::Passes(Gate::Authorisation) && b == What::Passes(Gate::Sending))
            }
            Separation::DecidesAndDiscloses => {
                intrusive && either(&|a, b| a == What::Passes(Gate::Decision) && b == What::Passes(Gate::Disclosure))
            }
        }
    }
}

fn roles_of(acts: &[Act], given: &[(usize, Role)], person: usize) -> BTreeSet<Role> {
    acts.iter().zip(given).filter(|(_, (who, _))| *who == person).map(|(_, (_, role))| *role).collect()
}
