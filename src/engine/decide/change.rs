//! Writing a subject anew: what was answered for the old one is stale from then on.

use crate::domain::gate::Subject;
use crate::domain::ids::{GroundCode, ItemName};
use crate::domain::request::AssistanceRequest;
use crate::domain::terms::{DecisionTerms, Terms};

use super::super::command::{Actor, Change};
use super::super::explain::writers;
use super::super::fact::Fact;
use super::super::refusal::{Refusal, listed};
use super::take::stage_of;
use super::{Decided, Place};

pub(super) fn decide(
    place: &Place,
    request: &AssistanceRequest,
    change: &Change,
    actor: &Actor,
) -> Result<Decided, Refusal> {
    let holding = change.holding.as_ref();
    let part = place.part(request.side, holding)?;
    let stage = stage_of(request, holding)?;
    let editable = part.stage(stage).is_some_and(|stage| stage.edits == Some(change.subject));
    if !editable || (change.subject == Subject::Use) != holding.is_some() {
        let where_to =
            part.stages.iter().filter(|stage| stage.edits == Some(change.subject)).map(|stage| stage.name.clone());
        return Err(Refusal::NotEditable {
            subject: change.subject,
            stage: stage.clone(),
            where_to: where_to.collect(),
        });
    }
    let needed = writers(part, stage);
    let role = actor
        .role_among(&needed)
        .ok_or_else(|| Refusal::RoleMissing { act: format!("writing the {}", change.subject), needed })?;
    // Each content is a new subject: an old digest would bring its old answers back.
    if request.knows(&change.digest) {
        return Err(Refusal::NotNew { subject: change.subject });
    }
    let mut after = request.clone();
    let unfit = || Refusal::Unknown {
        what: "content",
        name: change.subject.to_string(),
        may: "its coded part belongs to another subject".to_owned(),
    };
    match (change.subject, &change.terms) {
        (Subject::Request, Terms::Request { items }) => {
            after.items.clone_from(items);
            after.authors.insert(actor.mark.clone());
        }
        (Subject::Decision, Terms::Decision(terms)) => {
            decision_fits(place, request, terms)?;
            after.decision = terms.clone();
            // What was found rests on what was decided: it is presented anew.
            after.subjects.remove(&Subject::Result);
            after.delivering.clear();
        }
        (Subject::Result, Terms::Result { items, documents }) => {
            let lacks = |what| Err(Refusal::ContentLacks { subject: change.subject, what });
            if *documents == 0 {
                return lacks("a document");
            }
            // Without items nobody could say whether it lies within the grant.
            if items.is_empty() {
                return lacks("the items that it answers");
            }
            known_items(request, items.iter())?;
            after.delivering.clone_from(items);
            after.collectors.insert(actor.mark.clone());
            after.turn += 1;
        }
        (Subject::Renewal, Terms::Renewal { days }) => after.renewal_days = Some(*days),
        (Subject::Use, Terms::Use { keeps, beyond }) => {
            let held = holding.and_then(|id| after.holdings.get_mut(id)).ok_or_else(unfit)?;
            held.usage = Some(change.digest.clone());
            held.keeps.clone_from(keeps);
            held.beyond = *beyond;
        }
        _ => return Err(unfit()),
    }
    if change.subject != Subject::Use {
        after.subjects.insert(change.subject, change.digest.clone());
    }
    Ok(Decided { fact: Fact::SubjectChanged(change.clone()), request: after, role: Some(role), source: Vec::new() })
}

fn decision_fits(place: &Place, request: &AssistanceRequest, terms: &DecisionTerms) -> Result<(), Refusal> {
    known_items(request, terms.granted.iter().chain(terms.refused.keys()))?;
    if let Some(item) = terms.granted.iter().find(|item| terms.refused.contains_key(*item)) {
        return Err(Refusal::ItemUnknown { item: item.clone(), may: "it is granted and refused at once".to_owned() });
    }
    for ground in terms.grounds() {
        ground_allowed(place, &ground)?;
    }
    for condition in &terms.conditions {
        if !place.rulebook.conditions.contains_key(condition) {
            let may = format!("there are {}", listed(place.rulebook.conditions.keys(), ", "));
            return Err(Refusal::Unknown { what: "condition", name: condition.to_string(), may });
        }
    }
    Ok(())
}

fn known_items<'a>(request: &AssistanceRequest, items: impl Iterator<Item = &'a ItemName>) -> Result<(), Refusal> {
    match items.into_iter().find(|item| !request.items.contains(*item)) {
        None => Ok(()),
        Some(item) => {
            let may = format!("sought are {}", listed(&request.items, ", "));
            Err(Refusal::ItemUnknown { item: item.clone(), may })
        }
    }
}

/// Refuses a ground that the treaty forbids, or that this measure does not know. Source: UNCC 40(22)-(24), 42(4), 42(6).
pub(super) fn ground_allowed(place: &Place, code: &GroundCode) -> Result<(), Refusal> {
    let ground = place.rulebook.grounds.get(code).ok_or_else(|| Refusal::Unknown {
        what: "ground",
        name: code.to_string(),
        may: format!("allowed are {}", listed(&place.measure.grounds, ", ")),
    })?;
    if ground.forbidden {
        let articles = ground.source.iter().map(ToString::to_string).collect();
        return Err(Refusal::GroundForbidden { ground: code.clone(), title: ground.title.en().to_owned(), articles });
    }
    if place.measure.grounds.contains(code) {
        return Ok(());
    }
    let may = listed(&place.measure.grounds, ", ");
    Err(Refusal::GroundNotAllowed { ground: code.clone(), measure: place.measure.name.clone(), may })
}
