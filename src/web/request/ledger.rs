//! Conditions, confidentiality and every use of what was delivered, with its date.

use serde_json::Value;

use crate::domain::gate::Subject;
use crate::domain::ids::ConditionCode;
use crate::operations::request_view::{Happened, RequestView};

use super::super::dates::moment;
use super::super::words::Words;

/// What binds, and what has been done with what was delivered.
pub(super) struct Ledger {
    /// Conditions that were offered, and whether they were accepted.
    pub(super) conditions: Vec<Bound>,
    /// Whether the request asks for confidentiality, as it says itself.
    pub(super) confidential: Option<String>,
    pub(super) deliveries: Vec<Held>,
}

/// A condition.
pub(super) struct Bound {
    pub(super) code: String,
    pub(super) title: String,
    pub(super) said: String,
}

/// A delivery.
pub(super) struct Held {
    pub(super) id: String,
    pub(super) stage: String,
    pub(super) items: String,
    pub(super) conditions: Vec<Bound>,
    /// Steps of its life, the newest last: uses, leave asked for and given.
    pub(super) events: Vec<(String, String, String)>,
    pub(super) uses: Vec<Use>,
    /// Until when it may be kept, and other clocks of its own.
    pub(super) clocks: Vec<(String, String)>,
}

/// One use, or onward transfer.
pub(super) struct Use {
    pub(super) title: String,
    pub(super) at: String,
    /// Whether it went beyond what the evidence was asked for, and whether leave was given.
    pub(super) said: String,
    pub(super) digest: String,
}

impl Ledger {
    /// Whether there is anything to show.
    pub(super) fn is_empty(&self) -> bool {
        self.conditions.is_empty() && self.confidential.is_none() && self.deliveries.is_empty()
    }
}

impl Words<'_> {
    /// What binds, and what has been done with what was delivered.
    pub(super) fn ledger(&self, view: &RequestView, history: &[Happened]) -> Ledger {
        let standing = &view.standing;
        let all = standing.offered.iter().chain(&standing.accepted).chain(&standing.decision.conditions);
        let codes: std::collections::BTreeSet<&ConditionCode> = all.collect();
        let conditions = codes.into_iter().map(|code| {
            let said = match (standing.accepted.contains(code), standing.offered.contains(code)) {
                (true, _) => "condition-accepted",
                (false, true) => "condition-offered",
                (false, false) => "condition-drafted",
            };
            self.bound(code, self.t.say(said))
        });
        let deliveries = standing.holdings.iter().map(|(id, held)| {
            let id = id.to_string();
            let of_it = || {
                let own = |entry: &&Happened| entry.body.get("holding").and_then(Value::as_str) == Some(id.as_str());
                history.iter().filter(|entry| entry.entry == "transition_taken").filter(own)
            };
            let name = |entry: &Happened| {
                let step = entry.body.get("transition").and_then(Value::as_str).unwrap_or_default();
                self.step(view, Some(&id), step)
            };
            let uses = held.ledger.iter().map(|used| {
                let digest = used.digest.to_string();
                let key = format!("/subjects/{}", Subject::Use);
                let at = of_it().find(|entry| entry.body.pointer(&key).and_then(Value::as_str) == Some(&digest));
                let said = match (used.beyond, used.consented) {
                    (false, _) => "use-within",
                    (true, true) => "use-beyond-with-leave",
                    (true, false) => "use-beyond",
                };
                Use {
                    title: at.map_or_else(|| self.t.name("gate", used.gate), name),
                    at: at.map(|entry| moment(self.t, &entry.at)).unwrap_or_default(),
                    said: self.t.say(said),
                    digest,
                }
            });
            let clocks = view.deadlines.iter().filter(|due| due.holding.as_deref() == Some(id.as_str()));
            Held {
                stage: self.stage(view, Some(&id), held.stage.as_str()),
                items: held.items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
                conditions: held
                    .conditions
                    .iter()
                    .map(|code| self.bound(code, self.t.say("condition-binds")))
                    .collect(),
                events: of_it().map(|entry| (name(entry), entry.at.clone(), moment(self.t, &entry.at))).collect(),
                uses: uses.collect(),
                clocks: clocks
                    .map(|due| {
                        (self.deadline(view, due.holding.as_deref(), &due.deadline), moment(self.t, &due.due_at))
                    })
                    .collect(),
                id: id.clone(),
            }
        });
        let confidential =
            view.content.pointer("/confidentiality/needed").and_then(Value::as_bool).map(|needed| {
                match (needed, view.content.pointer("/confidentiality/until").and_then(Value::as_str)) {
                    (false, _) => self.t.say("confidential-no"),
                    (true, None) => self.t.say("confidential-yes"),
                    (true, Some(until)) => self.t.with("confidential-until", &[("until", until)]),
                }
            });
        Ledger { conditions: conditions.collect(), confidential, deliveries: deliveries.collect() }
    }

    fn bound(&self, code: &ConditionCode, said: String) -> Bound {
        let known = self.rulebook.conditions.get(code);
        let title = known.map_or_else(String::new, |known| known.title.in_language(&self.language()).to_owned());
        Bound { code: code.to_string(), title, said }
    }
}
