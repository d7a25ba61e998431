//! The floor for rulebooks of other instruments: every effect is guarded by a duty of the instrument, the codes of the
//! catalogue keep their places and answers, and intrusive measures ask what no instrument lets go.
//!
//! No instrument is named here. A code means the same in every rulebook; the questions and articles are the file's own.

use std::collections::BTreeSet;

use crate::domain::gate::{Gate, Side};
use crate::domain::message::{Carries, WhenLate};
use crate::domain::role::Role;
use crate::domain::safeguard::{Basis, Outcome};

use super::super::flaw::{Flaw, Sites};
use super::super::measure::Measure;
use super::super::procedure::{Part, Procedure, ProcedureKind};
use super::super::rulebook::Rulebook;
use super::super::safeguard::Safeguard;
use super::{DEFERRABLE, EMERGENCY};

/// A code, what it is about, and where it has to be asked.
type Wanted = (&'static str, &'static str, Gate, Side);

/// What every request asks before it leaves, and every refusal and closing.
const ALWAYS: [Wanted; 6] = [
    ("SG-03", "grounds that justify the measure", Gate::Authorisation, Side::Requesting),
    ("SG-09", "consistency with human rights", Gate::Authorisation, Side::Requesting),
    ("SG-10", "non-discrimination", Gate::Authorisation, Side::Requesting),
    ("SG-38", "independence of those who decide", Gate::Authorisation, Side::Requesting),
    ("SG-30", "reasons", Gate::Refusal, Side::Requested),
    ("SG-34", "release and deletion", Gate::Closing, Side::Requested),
];

/// Where something is handed over, besides.
const BRINGS: [Wanted; 5] = [
    ("SG-12", "protected persons and privilege", Gate::Disclosure, Side::Requested),
    ("SG-20", "lawful transfer of personal data", Gate::Disclosure, Side::Requested),
    ("SG-23", "use limited to its purpose", Gate::Use, Side::Requesting),
    ("SG-22", "authorisation of an onward transfer", Gate::OnwardTransfer, Side::Requesting),
    ("SG-34", "release and deletion", Gate::Closing, Side::Requesting),
];

/// And where the measure is intrusive.
const INTRUSIVE: [Wanted; 4] = [
    ("SG-08", "authorisation by a judge or another independent authority", Gate::Authorisation, Side::Requesting),
    ("SG-04", "necessity and proportionality", Gate::Authorisation, Side::Requesting),
    ("SG-12", "protected persons and privilege", Gate::Authorisation, Side::Requesting),
    ("SG-27", "an effective remedy", Gate::Authorisation, Side::Requesting),
];

/// A no to these stands, whatever is written afterwards.
const HARD: [&str; 2] = ["SG-10", "SG-22"];

/// Only a judge answers this one.
const OF_A_JUDGE: &str = "SG-08";

/// Gates by which something is done to a person, or leaves.
const EFFECTS: [Gate; 5] = [Gate::Sending, Gate::Execution, Gate::Disclosure, Gate::Use, Gate::OnwardTransfer];

/// Who drafts or reviews passes no gate.
const NEVER_PASS: [Role; 3] = [Role::DraftingOfficial, Role::RightsReviewer, Role::DataProtectionReviewer];

pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for measure in rulebook.measures.values() {
        let file = format!("measures/{}.toml", measure.name);
        found.extend(unasked(rulebook, sites, &file, measure));
        found.extend(unguarded(rulebook, sites, &file, measure));
    }
    for safeguard in rulebook.safeguards.values() {
        found.extend(answers(rulebook, sites, safeguard));
    }
    for procedure in rulebook.procedures.values() {
        found.extend(passers(sites, procedure));
        found.extend(messages(sites, procedure));
    }
    found
}

/// What is asked for a measure nowhere, or not where it has to be.
fn unasked(rulebook: &Rulebook, sites: &Sites<'_>, file: &str, measure: &Measure) -> Vec<Flaw> {
    let Some(procedure) = rulebook.procedures.get(&measure.procedure) else { return Vec::new() };
    if procedure.kind != ProcedureKind::Request {
        return Vec::new();
    }
    let brings = procedure.messages.iter().any(|message| message.carries == Carries::Result);
    let wanted = ALWAYS.iter().chain(BRINGS.iter().filter(|_| brings));
    let wanted = wanted.chain(INTRUSIVE.iter().filter(|_| measure.is_intrusive()));
    let asks = |(code, _, gate, side): &Wanted| {
        rulebook.safeguards.values().any(|safeguard| {
            safeguard.code == *code
                && !matches!(safeguard.basis(measure), Basis::None | Basis::Never)
                && safeguard.place(*gate, *side, &measure.name).is_some()
        })
    };
    let missing = wanted.filter(|wanted| !asks(wanted));
    let told = missing.map(|(code, what, gate, side)| {
        let sentence = format!(
            "nothing asks for {what} ({code}) at the gate `{gate}` of the {side} State for `{}`: it has to stand there",
            measure.name
        );
        sites.flaw("safeguard-missing", (file, "/name"), sentence, &[])
    });
    told.collect()
}

/// Effects at whose gate, or at a gate before it, no duty of the instrument itself stands.
fn unguarded(rulebook: &Rulebook, sites: &Sites<'_>, file: &str, measure: &Measure) -> Vec<Flaw> {
    let Some(procedure) = rulebook.procedures.get(&measure.procedure) else { return Vec::new() };
    let mut found = Vec::new();
    for (name, side, part) in procedure.parts() {
        let used: BTreeSet<Gate> = part.transitions.iter().flat_map(|transition| transition.gates.clone()).collect();
        for gate in EFFECTS.into_iter().filter(|gate| used.contains(gate)) {
            let on_the_way: Vec<Gate> = std::iter::once(gate).chain(gate.prerequisites(side)).collect();
            let guarded = rulebook.safeguards.values().any(|safeguard| {
                safeguard.basis(measure) == Basis::Treaty
                    && on_the_way.iter().any(|gate| safeguard.place(*gate, side, &measure.name).is_some())
            });
            if !guarded {
                let sentence = format!(
                    "for `{}` no duty of the instrument stands at the gate `{gate}` of `{name}`, nor before it",
                    measure.name
                );
                found.push(sites.flaw("gate-unguarded", (file, "/procedure"), sentence, &[]));
            }
        }
    }
    found
}

/// Whether a code of the catalogue can still be answered in the negative, stands where it is hard, waits only where it
/// may, and is left to a judge where a judge is meant.
fn answers(rulebook: &Rulebook, sites: &Sites<'_>, safeguard: &Safeguard) -> Vec<Flaw> {
    let (file, code) = (format!("safeguards/{}.toml", safeguard.name), safeguard.code.as_str());
    let mut found = Vec::new();
    let mut add = |rule, pointer: &str, sentence| found.push(sites.flaw(rule, (&file, pointer), sentence, &[]));
    if safeguard.answers.values().all(|rule| rule.outcome != Outcome::NotMet) {
        add("answer-lowered", "/answers", format!("nobody could answer {code} in the negative: put `not_met` back"));
    }
    if HARD.contains(&code) && !safeguard.hard {
        let sentence = format!("a negative answer to {code} would not stand: it is a hard one, write `hard = true`");
        add("hard-taken-off", "/hard", sentence);
    }
    if let Some(by) = &safeguard.deferred_by {
        let emergency = rulebook.safeguards.get(by).is_some_and(|by| by.code == EMERGENCY);
        if !emergency || !DEFERRABLE.contains(&code) {
            let sentence = format!(
                "{code} would be answered later because of `{by}`: only {EMERGENCY} lets anything wait, and only {}",
                DEFERRABLE.join(", ")
            );
            add("deferral-widened", "/deferred_by", sentence);
        }
    }
    for (index, place) in safeguard.stands_at.iter().enumerate().filter(|_| code == OF_A_JUDGE) {
        for role in place.answered_by.iter().filter(|role| **role != Role::JudicialAuthority) {
            let sentence = format!("`{role}` may not answer {code}: it is left to a judge");
            add("role-widened", &format!("/stands_at/{index}/answered_by"), sentence);
        }
    }
    found
}

fn passers(sites: &Sites<'_>, procedure: &Procedure) -> Vec<Flaw> {
    let file = format!("procedures/{}.toml", procedure.name);
    let mut found = Vec::new();
    for (name, _, part) in procedure.parts() {
        let steps = part.transitions.iter().enumerate().filter(|(_, step)| !step.gates.is_empty());
        for (index, step) in steps {
            for role in step.by.iter().flatten().filter(|role| NEVER_PASS.contains(role)) {
                let sentence = format!("`{role}` may not take `{}`: who drafts or reviews passes no gate", step.name);
                found.push(sites.flaw(
                    "role-widened",
                    (&file, &format!("/{name}/transition/{index}/by")),
                    sentence,
                    &[],
                ));
            }
        }
        found.extend(gates(sites, (&file, procedure), (name, part)));
    }
    found
}

/// Gates that a part stands at, or nothing is asked where something is done.
fn gates(sites: &Sites<'_>, (file, procedure): (&str, &Procedure), (name, part): (&str, &Part)) -> Vec<Flaw> {
    let asks = procedure.kind == ProcedureKind::Request;
    let wanted: &[Gate] = match name {
        "requesting" => &[Gate::Authorisation, Gate::Sending],
        "holding" => &[Gate::Use, Gate::OnwardTransfer, Gate::Closing],
        _ if asks => &[Gate::Admission, Gate::Decision, Gate::Execution, Gate::Refusal, Gate::Closing],
        _ => &[],
    };
    let missing = wanted.iter().filter(|gate| part.transitions.iter().all(|step| !step.gates.contains(gate)));
    let told = missing.map(|gate| {
        let sentence = format!("no step of `{name}` stands at the gate `{gate}`: nothing would ever be asked there");
        sites.flaw("gate-missing", (file, &format!("/{name}")), sentence, &[])
    });
    told.collect()
}

fn messages(sites: &Sites<'_>, procedure: &Procedure) -> Vec<Flaw> {
    let file = format!("procedures/{}.toml", procedure.name);
    let messages = procedure.messages.iter().enumerate();
    let open = messages
        .filter(|(_, message)| message.carries == Carries::Result && message.when_late == Some(WhenLate::Noted));
    let told = open.map(|(index, message)| {
        let sentence = format!(
            "`{}` could be used although it came when nobody awaited it any more: write `when_late = \"sealed\"`",
            message.name
        );
        sites.flaw("message-lowered", (&file, &format!("/message/{index}/when_late")), sentence, &[])
    });
    told.collect()
}
