//! Who may pass a gate, which gates a procedure cannot do without, and which messages keep what they carry.

use crate::domain::gate::Gate;
use crate::domain::message::{Carries, WhenLate};
use crate::domain::role::Role;

use super::super::flaw::{Flaw, Sites};
use super::super::procedure::{Part, Procedure, ProcedureKind};
use super::super::refusal::listed;
use super::super::rulebook::Rulebook;

/// Who may take a step at a gate. Reviewers answer and never pass; who drafts never decides. Source: UNCC 24(2), 40(12).
fn passers(gate: Gate) -> &'static [Role] {
    match gate {
        Gate::Authorisation | Gate::Decision | Gate::Validation | Gate::Renewal => {
            &[Role::CentralAuthority, Role::JudicialAuthority]
        }
        Gate::Sending => &[Role::CentralAuthority, Role::PointOfContact],
        Gate::Admission | Gate::Disclosure | Gate::Refusal | Gate::Postponement | Gate::Use | Gate::OnwardTransfer => {
            &[Role::CentralAuthority]
        }
        Gate::Execution => &[Role::ExecutingAuthority, Role::JudicialAuthority],
        Gate::Closing => &[Role::CentralAuthority, Role::ExecutingAuthority],
    }
}

/// Gates that the point of contact may pass besides, where life is at risk. Source: UNCC 41(3)(e).
const AT_NIGHT: [Gate; 5] = [Gate::Authorisation, Gate::Admission, Gate::Decision, Gate::Disclosure, Gate::Use];

pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for procedure in rulebook.procedures.values() {
        let file = format!("procedures/{}.toml", procedure.name);
        for (name, _, part) in procedure.parts() {
            found.extend(roles(rulebook, sites, (&file, procedure), (name, part)));
        }
        found.extend(gates(rulebook, sites, (&file, procedure)));
        for (index, message) in procedure.messages.iter().enumerate() {
            if message.carries == Carries::Result && message.when_late == Some(WhenLate::Noted) {
                let sentence = format!(
                    "`{}` could be used although it came when nobody awaited it any more: write `when_late = \"sealed\"`",
                    message.name
                );
                let pointer = format!("/message/{index}/when_late");
                found.push(sites.flaw("message-lowered", (&file, &pointer), sentence, &["UNCC 40(26)"]));
            }
        }
    }
    found
}

fn roles(
    rulebook: &Rulebook,
    sites: &Sites<'_>,
    (file, procedure): (&str, &Procedure),
    (name, part): (&str, &Part),
) -> Vec<Flaw> {
    let emergency = rulebook
        .measures
        .values()
        .filter(|measure| measure.procedure == procedure.name)
        .all(|measure| measure.kind == crate::domain::measure::MeasureKind::Emergency);
    let mut found = Vec::new();
    for (index, transition) in part.transitions.iter().enumerate() {
        for gate in &transition.gates {
            let may = |role: &Role| {
                passers(*gate).contains(role) || (emergency && *role == Role::PointOfContact && AT_NIGHT.contains(gate))
            };
            for role in transition.by.iter().flatten().filter(|role| !may(role)) {
                let who = listed(passers(*gate), " or ");
                let sentence = format!(
                    "`{role}` may not take `{}`, which passes the gate `{gate}`: that is left to {who}",
                    transition.name
                );
                let pointer = format!("/{name}/transition/{index}/by");
                found.push(sites.flaw("role-widened", (file, &pointer), sentence, &["UNCC 24(2)"]));
            }
        }
    }
    found
}

/// Gates that a procedure stands at, or nothing is asked where the law asks.
fn gates(rulebook: &Rulebook, sites: &Sites<'_>, (file, procedure): (&str, &Procedure)) -> Vec<Flaw> {
    if rulebook.measures.values().all(|measure| measure.procedure != procedure.name) {
        return Vec::new();
    }
    let asks = procedure.kind == ProcedureKind::Request;
    let brings = procedure.messages.iter().any(|message| message.carries == Carries::Result);
    let renews = procedure.messages.iter().any(|message| message.carries == Carries::Renewal);
    let wanted: [(&str, &[Gate], bool); 7] = [
        ("requesting", &[Gate::Authorisation, Gate::Sending], true),
        ("requesting", &[Gate::Closing], asks && brings),
        ("requested", &[Gate::Admission, Gate::Decision, Gate::Execution, Gate::Refusal, Gate::Closing], asks),
        ("requested", &[Gate::Disclosure], asks && brings),
        ("holding", &[Gate::Use, Gate::OnwardTransfer, Gate::Closing], brings),
        ("requesting", &[Gate::Renewal], renews),
        ("requested", &[Gate::Renewal], renews),
    ];
    let mut found = Vec::new();
    for (name, gates, _) in wanted.into_iter().filter(|(.., applies)| *applies) {
        let part = procedure.parts().find(|(part, ..)| *part == name).map(|(_, _, part)| part);
        let stands = |gate: &Gate| part.is_some_and(|part| part.transitions.iter().any(|t| t.gates.contains(gate)));
        for gate in gates.iter().filter(|gate| !stands(gate)) {
            let sentence = format!(
                "no step of `{name}` stands at the gate `{gate}`: what the law asks there would never be asked"
            );
            found.push(sites.flaw("gate-missing", (file, &format!("/{name}")), sentence, &["UNCC 24(4)"]));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::IntoEnumIterator;

    #[test]
    fn nobody_passes_a_gate_who_only_drafts_or_reviews() {
        for gate in Gate::iter() {
            for role in [Role::DraftingOfficial, Role::RightsReviewer, Role::DataProtectionReviewer, Role::Auditor] {
                assert!(!passers(gate).contains(&role), "{role} at {gate}");
            }
        }
    }
}
