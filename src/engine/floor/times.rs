//! Whether the clocks of the treaty are as long as it says, move the file, and are not held up.

use super::super::flaw::{Flaw, Sites};
use super::super::measure::Measure;
use super::super::procedure::{Deadline, Part, Procedure, Trigger};
use super::super::rulebook::Rulebook;
use super::clocks::{CLOCKS, LEAST_CONSULTATION, LawClock};
use crate::domain::measure::MeasureKind;
use crate::domain::message::AtExpiry;
use crate::domain::phase::Phase;

pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for procedure in rulebook.procedures.values() {
        let file = format!("procedures/{}.toml", procedure.name);
        for law in CLOCKS.iter().filter(|law| law.is_of(procedure)) {
            let part = procedure.parts().find(|(name, ..)| *name == law.part);
            let Some((name, _, part)) = part else { continue };
            let index = part.deadlines.iter().position(|deadline| deadline.name == *law.name);
            let Some((index, deadline)) = index.and_then(|index| Some((index, part.deadlines.get(index)?))) else {
                let sentence = format!("the clock `{}` is missing: the law sets it", law.name);
                found.push(sites.flaw("clock-missing", (&file, &format!("/{name}")), sentence, &[law.article]));
                continue;
            };
            for (key, sentence) in differs(law, deadline, part) {
                let pointer = format!("/{name}/deadline/{index}/{key}");
                found.push(sites.flaw("clock-lowered", (&file, &pointer), sentence, &[law.article]));
            }
        }
        // Where life is at risk a consultation is a call.
        let emergency = |measure: &Measure| measure.kind == MeasureKind::Emergency;
        if !rulebook.measures.values().filter(|measure| measure.procedure == procedure.name).all(emergency) {
            found.extend(consultations(sites, &file, procedure));
        }
    }
    found
}

fn differs(law: &LawClock, deadline: &Deadline, part: &Part) -> Vec<(&'static str, String)> {
    let mut sentences = Vec::new();
    let (name, hours) = (law.name, deadline.hours());
    let key = if deadline.due_in_hours.is_some() { "due_in_hours" } else { "due_in_days" };
    if let Some(least) = law.at_least.filter(|least| hours < *least) {
        sentences.push((key, format!("the clock `{name}` runs for {hours} hours: the law asks for {least} at least")));
    }
    if let Some(most) = law.at_most.filter(|most| hours > *most) {
        sentences.push((key, format!("the clock `{name}` runs for {hours} hours: the law allows {most} at most")));
    }
    if law.moves && deadline.at_expiry != AtExpiry::Move {
        sentences
            .push(("at_expiry", format!("when `{name}` is up the file has to move: write `at_expiry = \"move\"`")));
    }
    // A stage of the installation's own that a message of the law leads to may hold the clock only where the law does.
    for stage in deadline.paused_in.iter().filter(|stage| !law.paused_in.contains(&stage.as_str())) {
        if part.stage(stage).is_some() {
            sentences
                .push(("paused_in", format!("the clock `{name}` may not be paused in `{stage}`: it is the law's")));
        }
    }
    sentences
}

/// A consultation that ends by itself has to have lasted. Source: UNCC 40(28).
fn consultations(sites: &Sites<'_>, file: &str, procedure: &Procedure) -> Vec<Flaw> {
    let part = &procedure.requested;
    let mut found = Vec::new();
    for (index, deadline) in part.deadlines.iter().enumerate() {
        let ends = part.transitions.iter().any(|transition| {
            transition.trigger() == Some(Trigger::Clock(&deadline.name))
                && transition
                    .from
                    .iter()
                    .any(|from| part.stage(from).is_some_and(|stage| stage.phase == Phase::Consultation))
        });
        if ends && deadline.hours() < LEAST_CONSULTATION {
            let key = if deadline.due_in_hours.is_some() { "due_in_hours" } else { "due_in_days" };
            let sentence = format!(
                "a consultation would count as held after {} hours of silence: {LEAST_CONSULTATION} at least",
                deadline.hours()
            );
            let pointer = format!("/requested/deadline/{index}/{key}");
            found.push(sites.flaw("clock-lowered", (file, &pointer), sentence, &["UNCC 40(28)"]));
        }
    }
    found
}
