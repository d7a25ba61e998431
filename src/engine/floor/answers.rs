//! Whether each answer still says and needs what the catalogue asks of it, and only an emergency lets one wait.

use crate::domain::gate::{Side, Subject};
use crate::domain::ids::MeasureName;
use crate::domain::measure::MeasureKind;
use crate::domain::safeguard::Outcome;

use super::super::flaw::{Flaw, Sites};
use super::super::refusal::listed;
use super::super::rulebook::Rulebook;
use super::super::safeguard::{AnswerRule, Place, Safeguard};
use super::safeguards::{ROWS, Row, Says};
use super::{DEFERRABLE, EMERGENCY};

pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for safeguard in rulebook.safeguards.values() {
        let file = format!("safeguards/{}.toml", safeguard.name);
        found.extend(waiting(rulebook, sites, &file, safeguard));
        let binds = |place: &Place| place.side == Side::Requested || place.gate.reads() == Some(Subject::Use);
        let on_condition = safeguard.answers.values().any(|rule| rule.outcome == Outcome::MetWithConditions);
        if on_condition && !safeguard.stands_at.iter().any(binds) {
            let sentence = format!(
                "nothing could ever name the condition on which {} clears: it stands only where the requesting State decides nothing yet, take the answer out",
                safeguard.code
            );
            found.push(sites.flaw("answer-lowered", (&file, "/answers"), sentence, &["UNCC 40(28)"]));
        }
        let Some(row) = ROWS.iter().find(|row| row.code == safeguard.code) else { continue };
        for (name, rule) in &safeguard.answers {
            let pointer = format!("/answers/{name}");
            let unasked = |name: &MeasureName| {
                rulebook.measures.get(name).is_some_and(|measure| measure.kind == MeasureKind::Transmission)
            };
            for sentence in lowered(row, name, rule, &unasked) {
                found.push(sites.flaw("answer-lowered", (&file, &pointer), sentence, &[row.article]));
            }
        }
        let objects = safeguard.answers.values().any(|rule| rule.outcome == Outcome::NotMet);
        if !objects {
            let sentence = format!("nobody could answer {} in the negative: put `not_met` back", row.code);
            found.push(sites.flaw("answer-lowered", (&file, "/answers"), sentence, &[row.article]));
        }
    }
    found
}

/// How an answer falls short of the catalogue's, of the same name or, where it is a new one, of the plainest that says it.
fn lowered(row: &Row, name: &str, rule: &AnswerRule, unasked: &dyn Fn(&MeasureName) -> bool) -> Vec<String> {
    let code = row.code;
    let own = row.says.iter().find(|says| says.name == name);
    if let Some(says) = own
        && says.outcome != rule.outcome
        && rule.outcome != Outcome::NotMet
    {
        return vec![format!(
            "the answer `{name}` to {code} says `{}`: it has to say `{}`",
            rule.outcome, says.outcome
        )];
    }
    let like = own.or_else(|| row.says.iter().find(|says| says.outcome == rule.outcome));
    let Some(like) = like else {
        let clears = matches!(rule.outcome, Outcome::Met | Outcome::NotApplicable | Outcome::MetWithConditions);
        let sentence = format!("{code} may not be answered with `{}`: take the answer `{name}` out", rule.outcome);
        return if clears { vec![sentence] } else { Vec::new() };
    };
    let mut sentences = needs(code, name, rule, like);
    if like.unasked && (rule.only_for.is_empty() || !rule.only_for.iter().all(unasked)) {
        sentences.push(format!(
            "the answer `{name}` to {code} may be given only for what was sent unasked: name those measures in `only_for`"
        ));
    }
    sentences
}

fn needs(code: &str, name: &str, rule: &AnswerRule, like: &Says) -> Vec<String> {
    let mut sentences = Vec::new();
    if like.reason && !rule.needs_reason {
        sentences.push(format!("the answer `{name}` to {code} needs reasons: write `needs_reason = true`"));
    }
    if like.document && !rule.needs_document {
        sentences.push(format!("the answer `{name}` to {code} needs a document: write `needs_document = true`"));
    }
    if !like.ground.is_empty() && rule.ground.as_ref().is_none_or(|ground| *ground != *like.ground) {
        sentences
            .push(format!("the answer `{name}` to {code} gives the ground `{}` for refusal: name it", like.ground));
    }
    let condition = rule.condition.as_ref().is_none_or(|condition| *condition != *like.condition);
    if !like.condition.is_empty() && condition {
        sentences.push(format!("the answer `{name}` to {code} clears on the condition `{}`: name it", like.condition));
    }
    let beyond = rule.only_with_grounds.iter().find(|ground| !like.only_with.contains(&ground.as_str()));
    if !like.only_with.is_empty() && (rule.only_with_grounds.is_empty() || beyond.is_some()) {
        let may = listed(like.only_with, ", ");
        sentences.push(format!("the answer `{name}` to {code} may be given only while the decision rests on {may}"));
    }
    sentences
}

/// Nothing is answered later but what an emergency lets be. Source: UNCC 41(3)(e).
fn waiting(rulebook: &Rulebook, sites: &Sites<'_>, file: &str, safeguard: &Safeguard) -> Option<Flaw> {
    let by = safeguard.deferred_by.as_ref()?;
    let code = &safeguard.code;
    let emergency = rulebook.safeguards.get(by).is_some_and(|by| by.code == EMERGENCY);
    let known = ROWS.iter().any(|row| row.code == *code);
    let sentence = if !emergency {
        format!("{code} would be answered later because of `{by}`: only {EMERGENCY}, the emergency, lets anything wait")
    } else if known && !DEFERRABLE.contains(&code.as_str()) {
        format!("{code} may never be answered later: an emergency lets only {} wait", DEFERRABLE.join(", "))
    } else {
        return None;
    };
    Some(sites.flaw("deferral-widened", (file, "/deferred_by"), sentence, &["UNCC 41(3)(e)"]))
}
