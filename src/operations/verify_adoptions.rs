//! Which rulebook new requests begin with, as the authority's own chain says: what replay holds each beginning against.

use std::collections::BTreeMap;

use crate::audit::entry::Entry;
use crate::storage::adoptions::{self, AdoptionRow};

/// What the chain has said so far.
#[derive(Default)]
pub(super) struct Adoptions {
    /// The adopted rulebook of each instrument.
    now: BTreeMap<String, String>,
    /// Proposals that wait, by id: who proposed, and what.
    waiting: BTreeMap<String, (String, Proposed)>,
    /// Whether the run of first adoptions has begun, and whether something else has followed it.
    first: First,
}

/// Rulebooks are adopted without a second person once: when the installation is made, or when a program that knows of
/// adoptions first opens one that is older. All of them stand one after the other.
#[derive(Default, PartialEq, Eq)]
enum First {
    #[default]
    NotYet,
    Running,
    Over,
}

/// What is proposed: instrument, which rulebook in place of which.
#[derive(PartialEq, Eq)]
struct Proposed {
    instrument: String,
    from: Option<String>,
    to: String,
}

impl Adoptions {
    /// Takes an entry of the authority's own chain.
    ///
    /// # Errors
    /// A sentence that says why it could not have come about.
    pub(super) fn take(&mut self, entry: &Entry) -> Result<(), String> {
        let text = |key: &str| entry.body.get(key).and_then(|value| value.as_str()).map(ToOwned::to_owned);
        let said = |key: &str| text(key).ok_or_else(|| format!("it does not say its `{key}`"));
        if entry.kind == "rulebook_adopted" {
            return self.adopted_first(said("instrument")?, said("to")?);
        }
        if self.first == First::Running {
            self.first = First::Over;
        }
        let proposed =
            || Ok::<_, String>(Proposed { instrument: said("instrument")?, from: text("from"), to: said("to")? });
        match entry.kind.as_str() {
            "adoption_proposed" => {
                let (id, proposed) = (said("adoption")?, proposed()?);
                self.is_current(&proposed)?;
                self.waiting.insert(id, (entry.actor.p.to_string(), proposed));
            }
            "adoption_confirmed" => {
                let (id, confirmed) = (said("adoption")?, proposed()?);
                let Some((by, proposed)) = self.waiting.remove(&id) else {
                    return Err(format!("the adoption `{id}` is confirmed, and nobody had proposed it"));
                };
                if by == entry.actor.p.to_string() {
                    return Err(format!("the adoption `{id}` is confirmed by the one who proposed it"));
                }
                if proposed != confirmed {
                    return Err(format!("the adoption `{id}` confirms another rulebook than was proposed"));
                }
                self.is_current(&confirmed)?;
                self.now.insert(confirmed.instrument, confirmed.to);
            }
            "adoption_taken_back" => _ = self.waiting.remove(&said("adoption")?),
            _ => {}
        }
        Ok(())
    }

    fn adopted_first(&mut self, instrument: String, to: String) -> Result<(), String> {
        if self.first == First::Over || self.now.contains_key(&instrument) {
            return Err(format!("a rulebook of `{instrument}` is adopted without a second administrator"));
        }
        self.first = First::Running;
        self.now.insert(instrument, to);
        Ok(())
    }

    fn is_current(&self, proposed: &Proposed) -> Result<(), String> {
        if self.now.get(&proposed.instrument) == proposed.from.as_ref() {
            return Ok(());
        }
        Err(format!("it replaces a rulebook of `{}` that was not the adopted one at that time", proposed.instrument))
    }

    /// Holds the beginning of a request against what was adopted then. Before anything was adopted, an older program was at
    /// work, which knew of no adoption.
    ///
    /// # Errors
    /// A sentence, where it began with another rulebook.
    pub(super) fn begun(&self, entry: &Entry) -> Result<(), String> {
        if self.first == First::NotYet {
            return Ok(());
        }
        let instrument = entry.body.get("instrument").and_then(|value| value.as_str()).unwrap_or_default();
        let rule = entry.rule.map(|rule| rule.to_string());
        if rule.is_some() && self.now.get(instrument) == rule.as_ref() {
            return Ok(());
        }
        let rule = rule.unwrap_or_else(|| "none".to_owned());
        Err(format!(
            "the request began with the rulebook {rule}, which was not adopted for `{instrument}` at that time"
        ))
    }

    /// What the table says otherwise than the log.
    pub(super) fn differ(&self, rows: &[AdoptionRow]) -> Vec<String> {
        let instruments = rows.iter().filter(|row| row.number.is_some()).map(|row| &row.instrument);
        let mut all: Vec<&String> = instruments.chain(self.now.keys()).collect();
        all.sort();
        all.dedup();
        let table = |instrument: &str| adoptions::counting(rows, instrument).map(|row| &row.rulebook);
        let differing = all.into_iter().filter(|instrument| table(instrument) != self.now.get(*instrument));
        let told = |instrument| {
            format!("the rulebook of `{instrument}` is adopted by the table or by the log, and not by both")
        };
        differing.map(told).collect()
    }
}
