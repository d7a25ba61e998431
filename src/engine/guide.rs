//! A measure's whole way in data: every gate at both sides and at each delivery, what has to hold there, who acts, which
//! clocks run.

use serde::Serialize;
use strum::IntoEnumIterator as _;

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::message::AtExpiry;
use crate::domain::role::Role;
use crate::domain::safeguard::{Basis, Outcome, Profile};

use super::measure::Measure;
use super::procedure::{Part, Sources};
use super::rulebook::Rulebook;
use super::safeguard::Safeguard;

/// One part of the way: a side, or the life of each delivery.
#[derive(Debug, Serialize)]
pub struct PartGuide<'r> {
    /// `requesting`, `requested` or `holding`.
    pub part: &'static str,
    /// The side it lives at.
    pub side: Side,
    /// Its gates.
    pub gates: Vec<GateGuide<'r>>,
    /// Steps of officials that stand at no gate.
    pub steps: Vec<StepGuide<'r>>,
    /// Its clocks.
    pub clocks: Vec<ClockGuide<'r>>,
}

/// A gate, and what has to hold there.
#[derive(Debug, Serialize)]
pub struct GateGuide<'r> {
    /// The gate.
    pub gate: Gate,
    /// What is read there; nothing at closing.
    pub reads: Option<Subject>,
    /// Gates that are asked again there.
    pub asks_again: Vec<Gate>,
    /// Steps that pass it.
    pub steps: Vec<StepGuide<'r>>,
    /// Safeguards that bind there.
    pub safeguards: Vec<Asked<'r>>,
}

/// A step that officials take.
#[derive(Debug, Serialize)]
pub struct StepGuide<'r> {
    /// Its name.
    pub name: &'r str,
    /// What people read.
    pub title: &'r str,
    /// Stages that it leaves.
    pub from: Vec<&'r str>,
    /// The stage that it enters.
    pub to: &'r str,
    /// Who may take it: any of these.
    pub by: &'r [Role],
    /// The message that leaves with it.
    pub sends: Option<&'r str>,
    /// Where it comes from.
    pub source: &'r Sources,
}

/// A safeguard that binds at a gate.
#[derive(Debug, Serialize)]
pub struct Asked<'r> {
    /// Its name.
    pub name: &'r str,
    /// Its code.
    pub code: &'r str,
    /// What people read.
    pub title: &'r str,
    /// What is answered.
    pub question: &'r str,
    /// Why it is asked.
    pub basis: Basis,
    /// Where it comes from.
    pub source: &'r Sources,
    /// Who answers: any of these.
    pub answered_by: &'r [Role],
    /// Who confirms, where a second official has to.
    pub confirmed_by: &'r [Role],
    /// Whether a negative answer stands.
    pub hard: bool,
    /// The safeguard that lets it be answered later.
    pub deferred_by: Option<&'r str>,
    /// What can be answered.
    pub answers: Vec<AnswerGuide<'r>>,
}

/// An answer that can be given.
#[derive(Debug, Serialize)]
pub struct AnswerGuide<'r> {
    /// Its name.
    pub name: &'r str,
    /// What it says.
    pub outcome: Outcome,
    /// Whether it can open the gate.
    pub clears: bool,
    /// Whether it needs reasons.
    pub needs_reason: bool,
    /// Whether it needs a document.
    pub needs_document: bool,
    /// The ground for refusal that it gives.
    pub ground: Option<&'r str>,
    /// The condition on which it clears.
    pub condition: Option<&'r str>,
    /// Grounds beside which alone it can be given.
    pub only_with_grounds: Vec<&'r str>,
    /// The only measures for which it can be given; all where none is named.
    pub only_for: Vec<&'r str>,
}

/// A clock.
#[derive(Debug, Serialize)]
pub struct ClockGuide<'r> {
    /// Its name.
    pub name: &'r str,
    /// What people read.
    pub title: &'r str,
    /// Its length in hours.
    pub hours: i64,
    /// What it does when its time is up.
    pub at_expiry: AtExpiry,
    /// Steps that start it.
    pub started_by: Vec<&'r str>,
    /// Steps that stop it.
    pub stopped_by: Vec<&'r str>,
    /// Steps that it takes itself.
    pub takes: Vec<&'r str>,
    /// Stages in which it does not run.
    pub paused_in: Vec<&'r str>,
    /// Gates that nobody passes until its time is up.
    #[serde(skip_serializing_if = "<[Gate]>::is_empty")]
    pub suspends: &'r [Gate],
    /// Where it comes from.
    pub source: &'r Sources,
}

/// The way of a measure: the parts of the procedure that it follows; none where that procedure does not exist.
#[must_use]
pub fn of<'r>(rulebook: &'r Rulebook, measure: &'r Measure, profile: Profile, language: &str) -> Vec<PartGuide<'r>> {
    let Some(procedure) = rulebook.procedures.get(&measure.procedure) else { return Vec::new() };
    let asking = Asking { rulebook, measure, profile, language };
    procedure.parts().map(|(name, side, part)| asking.part((name, side), part)).collect()
}

struct Asking<'r, 'l> {
    rulebook: &'r Rulebook,
    measure: &'r Measure,
    profile: Profile,
    language: &'l str,
}

impl<'r> Asking<'r, '_> {
    fn part(&self, (name, side): (&'static str, Side), part: &'r Part) -> PartGuide<'r> {
        let passed = |gate: &Gate| part.transitions.iter().any(|transition| transition.gates.contains(gate));
        let gates = Gate::iter().filter(passed).map(|gate| GateGuide {
            gate,
            reads: gate.reads(),
            asks_again: gate.prerequisites(side),
            steps: self.steps(part, |gates| gates.contains(&gate)),
            safeguards: self.safeguards(gate, side),
        });
        PartGuide {
            part: name,
            side,
            gates: gates.collect(),
            steps: self.steps(part, <[Gate]>::is_empty),
            clocks: self.clocks(part),
        }
    }

    fn steps(&self, part: &'r Part, wanted: impl Fn(&[Gate]) -> bool) -> Vec<StepGuide<'r>> {
        part.transitions
            .iter()
            .filter(|transition| wanted(&transition.gates))
            .filter_map(|transition| {
                Some(StepGuide {
                    name: transition.name.as_str(),
                    title: transition.title.in_language(self.language),
                    from: transition.from.iter().map(crate::domain::ids::StageName::as_str).collect(),
                    to: transition.to.as_str(),
                    by: transition.by.as_deref()?,
                    sends: transition.sends.as_ref().map(crate::domain::ids::MessageName::as_str),
                    source: &transition.source,
                })
            })
            .collect()
    }

    fn safeguards(&self, gate: Gate, side: Side) -> Vec<Asked<'r>> {
        let binding = self.rulebook.binding(self.profile);
        let mut asked: Vec<Asked<'r>> = self
            .rulebook
            .safeguards
            .values()
            .filter_map(|safeguard| {
                let place = safeguard.place(gate, side, &self.measure.name)?;
                let basis = safeguard.basis(self.measure);
                binding.contains(&basis).then(|| Asked {
                    name: safeguard.name.as_str(),
                    code: &safeguard.code,
                    title: safeguard.title.in_language(self.language),
                    question: safeguard.question.in_language(self.language),
                    basis,
                    source: &safeguard.source,
                    answered_by: &place.answered_by,
                    confirmed_by: &place.confirmed_by,
                    hard: safeguard.hard,
                    deferred_by: safeguard.deferred_by.as_ref().map(crate::domain::ids::SafeguardName::as_str),
                    answers: answers(safeguard, gate, side, self.measure),
                })
            })
            .collect();
        asked.sort_by_key(|asked| asked.code);
        asked
    }

    fn clocks(&self, part: &'r Part) -> Vec<ClockGuide<'r>> {
        let steps = |wanted: &dyn Fn(&super::procedure::Transition) -> bool| {
            let mut titles: Vec<&str> = Vec::new();
            for transition in part.transitions.iter().filter(|transition| wanted(transition)) {
                let title = transition.title.in_language(self.language);
                // Several steps may bear one title.
                if !titles.contains(&title) {
                    titles.push(title);
                }
            }
            titles
        };
        part.deadlines
            .iter()
            .map(|deadline| ClockGuide {
                name: deadline.name.as_str(),
                title: deadline.title.in_language(self.language),
                hours: deadline.hours(),
                at_expiry: deadline.at_expiry,
                started_by: steps(&|transition| transition.starts.contains(&deadline.name)),
                stopped_by: steps(&|transition| transition.stops.contains(&deadline.name)),
                takes: steps(&|transition| transition.after.as_ref() == Some(&deadline.name)),
                paused_in: deadline
                    .paused_in
                    .iter()
                    .map(|name| part.stage(name).map_or(name.as_str(), |stage| stage.title.in_language(self.language)))
                    .collect(),
                suspends: &deadline.suspends,
                source: &deadline.source,
            })
            .collect()
    }
}

fn answers<'r>(safeguard: &'r Safeguard, gate: Gate, side: Side, measure: &Measure) -> Vec<AnswerGuide<'r>> {
    safeguard
        .answers_at(gate, side, &measure.name)
        .map(|(name, rule)| AnswerGuide {
            name,
            outcome: rule.outcome,
            clears: rule.outcome != Outcome::NotMet,
            // A negative answer always says why.
            needs_reason: rule.needs_reason || rule.outcome == Outcome::NotMet,
            needs_document: rule.needs_document,
            ground: rule.ground.as_ref().map(crate::domain::ids::GroundCode::as_str),
            condition: rule.condition.as_ref().map(crate::domain::ids::ConditionCode::as_str),
            only_with_grounds: rule.only_with_grounds.iter().map(crate::domain::ids::GroundCode::as_str).collect(),
            only_for: rule.only_for.iter().map(crate::domain::ids::MeasureName::as_str).collect(),
        })
        .collect()
}
