//! Emergencies: what was handed over before everything was answered is validated in time, or its use ends by itself.
//!
//! Source: UNCC 41(3)(e), safeguard SG-32; the model of the hours is policy.

use std::collections::BTreeSet;

use crate::domain::gate::{Gate, Subject};
use crate::domain::measure::MeasureKind;
use crate::domain::message::AtExpiry;

use super::super::flaw::{Flaw, Sites};
use super::super::floor;
use super::super::procedure::{Part, Procedure, Transition, Trigger};
use super::super::rulebook::Rulebook;
use crate::domain::ids::StageName;

const ARTICLE: &str = "UNCC 41(3)(e)";

/// Ways in which a disclosure made in an emergency is never validated, or used on although it was not.
pub(super) fn check(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for procedure in rulebook.procedures.values() {
        let emergency = rulebook
            .measures
            .values()
            .any(|measure| measure.procedure == procedure.name && measure.kind == MeasureKind::Emergency);
        let brings = procedure.requested.transitions.iter().any(|step| step.gates.contains(&Gate::Disclosure));
        if let (true, Some(holding)) = (emergency && brings, &procedure.holding) {
            // Under another instrument the State that ordered may have to validate its own order, delivery by delivery:
            // then its own clock ends the use. Under the Convention it is the State that disclosed, and nobody else.
            let by_holder = !floor::is_of_the_convention(rulebook) && holding.transitions.iter().any(validates);
            if !by_holder {
                found.extend(unvalidated(sites, procedure, holding));
            }
            found.extend(used_on(sites, (procedure, by_holder), holding));
        }
    }
    found
}

/// From where something was disclosed, only the validation leads on, or a word on which the other State stops using it.
fn unvalidated(sites: &Sites<'_>, procedure: &Procedure, holding: &Part) -> Vec<Flaw> {
    let part = &procedure.requested;
    let file = format!("procedures/{}.toml", procedure.name);
    let disclosed: BTreeSet<&StageName> =
        part.transitions.iter().filter(|step| step.gates.contains(&Gate::Disclosure)).map(|step| &step.to).collect();
    let mut found = Vec::new();
    for (index, step) in part.transitions.iter().enumerate() {
        let leaves =
            step.on.is_none() && step.from.iter().any(|from| disclosed.contains(from)) && !disclosed.contains(&step.to);
        let lawful = step.gates.contains(&Gate::Validation)
            || step.sends.as_ref().is_some_and(|sends| bars(holding, sends.as_str()));
        if leaves && !lawful {
            let sentence =
                format!("`{}` leaves what was disclosed in an emergency neither validated nor called back", step.name);
            let pointer = format!("/requested/transition/{index}/name");
            found.push(sites.flaw("emergency-unvalidated", (&file, &pointer), sentence, &[ARTICLE]));
        }
    }
    found
}

/// Whether a message leads a delivery to a stage in which nothing is used.
fn bars(holding: &Part, message: &str) -> bool {
    holding.transitions.iter().any(|step| step.trigger() == Some(Trigger::Message(message)) && !uses(holding, &step.to))
}

/// Whether what is held may be used, or passed on, in a stage.
fn uses(holding: &Part, stage: &StageName) -> bool {
    holding.leaving(stage).any(is_use)
}

fn validates(step: &Transition) -> bool {
    step.gates.contains(&Gate::Validation)
}

fn is_use(step: &Transition) -> bool {
    step.gates.iter().any(|gate| gate.reads() == Some(Subject::Use))
}

/// Before the word of the validation has come, a stage in which something may be used is left by a clock to one where not.
fn used_on(sites: &Sites<'_>, (procedure, by_holder): (&Procedure, bool), holding: &Part) -> Vec<Flaw> {
    let validating: BTreeSet<&str> = procedure
        .requested
        .transitions
        .iter()
        .filter(|step| step.gates.contains(&Gate::Validation))
        .filter_map(|step| Some(step.sends.as_ref()?.as_str()))
        .collect();
    let mut before = BTreeSet::from([&holding.start]);
    let mut waiting = vec![&holding.start];
    while let Some(stage) = waiting.pop() {
        let validated = |step: &&Transition| {
            (by_holder && validates(step))
                || matches!(step.trigger(), Some(Trigger::Message(name)) if validating.contains(name))
        };
        let next = holding.leaving(stage).filter(|step| !validated(step)).map(|step| &step.to);
        waiting.extend(next.filter(|to| before.insert(to)));
    }
    let file = format!("procedures/{}.toml", procedure.name);
    let mut found = Vec::new();
    for (index, stage) in holding.stages.iter().enumerate().filter(|(_, stage)| before.contains(&stage.name)) {
        let stopped = holding.leaving(&stage.name).any(|step| {
            let moves = step
                .after
                .as_ref()
                .and_then(|name| holding.deadline(name))
                .is_some_and(|deadline| deadline.at_expiry == AtExpiry::Move);
            moves && !uses(holding, &step.to)
        });
        if uses(holding, &stage.name) && !stopped {
            let sentence = format!(
                "in the stage `{}` what was disclosed in an emergency is used for ever, validated or not: let a clock lead to a stage without use",
                stage.name
            );
            let pointer = format!("/holding/stage/{index}/name");
            found.push(sites.flaw("emergency-unvalidated", (&file, &pointer), sentence, &[ARTICLE]));
        }
    }
    found
}
