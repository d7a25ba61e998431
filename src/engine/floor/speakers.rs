//! Who may speak to the other State, who may write what is decided and handed over, and that the defence is never blocked.
//!
//! Source: UNCC 40(12) (central authorities speak), 24(2) (who reviews does not write what is reviewed), 40(5) and 40(19).

use crate::domain::gate::Subject;
use crate::domain::message::Carries;
use crate::domain::role::Role;

use super::super::flaw::{Flaw, Sites};
use super::super::procedure::{Part, Procedure, Transition};
use super::super::refusal::listed;
use super::super::rulebook::Rulebook;
use super::measures::ships;

/// The step by which the defence is told what speaks for it, from whatever stage.
const FOR_THE_DEFENCE: &str = "disclose_exculpatory";

pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for procedure in rulebook.procedures.values() {
        let file = format!("procedures/{}.toml", procedure.name);
        for (name, _, part) in procedure.parts() {
            for (index, transition) in part.transitions.iter().enumerate() {
                let pointer = format!("/{name}/transition/{index}/by");
                let mut widened = |sentence, article| {
                    found.push(sites.flaw("role-widened", (&file, &pointer), sentence, &[article]));
                };
                if let Some(sentence) = speaks(procedure, transition) {
                    widened(sentence, "UNCC 40(12)");
                }
                if let Some(sentence) = writes(part, transition) {
                    widened(sentence, "UNCC 24(2)");
                }
            }
        }
        found.extend(blocked_defence(sites, &file, procedure));
    }
    found
}

/// Roles that may take a step with which a message leaves.
fn speakers(carries: Carries, transition: &Transition) -> &'static [Role] {
    const CENTRAL: &[Role] = &[Role::CentralAuthority];
    // What is accepted, and leave to use, binds or frees for good.
    if carries == Carries::Consent || transition.name == *"accept_conditions" {
        return CENTRAL;
    }
    &[
        Role::CentralAuthority,
        Role::JudicialAuthority,
        Role::ExecutingAuthority,
        Role::PointOfContact,
        Role::DataProtectionReviewer,
    ]
}

fn speaks(procedure: &Procedure, transition: &Transition) -> Option<String> {
    let message = transition.sends.as_ref().and_then(|name| procedure.message(name.as_str()))?;
    let may = speakers(message.carries, transition);
    let role = transition.by.iter().flatten().find(|role| !may.contains(role))?;
    let who = listed(may, " or ");
    Some(format!(
        "`{role}` may not take `{}`, which tells the other State `{}`: that is left to {who}",
        transition.name, message.name
    ))
}

/// Roles that may write a subject: whoever may take a step from where it is written may write it.
fn authors(subject: Subject) -> &'static [Role] {
    match subject {
        Subject::Request => &[Role::DraftingOfficial, Role::CentralAuthority, Role::PointOfContact],
        Subject::Decision => {
            &[Role::CentralAuthority, Role::JudicialAuthority, Role::ExecutingAuthority, Role::PointOfContact]
        }
        Subject::Result => &[Role::ExecutingAuthority, Role::CentralAuthority, Role::JudicialAuthority],
        Subject::Renewal => &[Role::DraftingOfficial, Role::CentralAuthority, Role::ExecutingAuthority],
        Subject::Use => &[Role::CentralAuthority, Role::JudicialAuthority, Role::PointOfContact],
    }
}

fn writes(part: &Part, transition: &Transition) -> Option<String> {
    let subjects = transition.from.iter().filter_map(|from| part.stage(from)?.edits);
    let mut beyond = subjects.flat_map(|subject| {
        let roles = transition.by.iter().flatten();
        roles.filter(move |role| !authors(subject).contains(role)).map(move |role| (role, subject))
    });
    let (role, subject) = beyond.next()?;
    Some(format!(
        "`{role}` may not take `{}`: whoever takes a step from where the {subject} is written may write it, and that is left to {}",
        transition.name,
        listed(authors(subject), " or ")
    ))
}

/// Stages of a delivery from which what speaks for the defence is not disclosed at once, and told to the other State.
fn blocked_defence(sites: &Sites<'_>, file: &str, procedure: &Procedure) -> Vec<Flaw> {
    let Some(part) = procedure.holding.as_ref().filter(|_| ships(procedure)) else { return Vec::new() };
    let discloses = |step: &Transition| {
        step.name.as_str().starts_with(FOR_THE_DEFENCE)
            && step.by.is_some()
            && step.gates.is_empty()
            && step.sends.is_some()
    };
    // Where nobody acts, a delivery only waits for the message that it begins with.
    let acts = |step: &Transition| step.by.is_some();
    let mut found = Vec::new();
    for (index, stage) in part.stages.iter().enumerate() {
        let held = !stage.ends && (stage.name != part.start || part.leaving(&stage.name).any(acts));
        if held && !part.leaving(&stage.name).any(discloses) {
            let sentence = format!(
                "from the stage `{}` what speaks for the defence is not disclosed and told to the other State: no gate and no silence may stand before it, add a step `{FOR_THE_DEFENCE}`",
                stage.name
            );
            let pointer = format!("/holding/stage/{index}/name");
            found.push(sites.flaw("defence-blocked", (file, &pointer), sentence, &["UNCC 40(5)", "UNCC 40(19)"]));
        }
    }
    found
}
