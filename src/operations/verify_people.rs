//! Who was an official here, in which roles and when, as the authority's own chain tells; and whether the tables agree.

use std::collections::{BTreeMap, BTreeSet};

use crate::audit::entry::Entry;
use crate::audit::ids::Mark;
use crate::domain::role::Role;
use crate::storage::keys::Keys;
use crate::storage::{StorageError, calendars, credentials, log, officials, roles, second_factors};

use super::app::App;
use super::entry::{DEPUTY_FOR, SYSTEM};
use super::error::OperationError;
use super::refusals::tells_of_refusals;

#[derive(Default)]
/// Who held which role when, as the authority's own chain says: by official, since only the keys link their marks.
pub(super) struct People {
    officials: Vec<String>,
    /// By official and role: when it began to count, and when it ended.
    held: BTreeMap<(String, String), Vec<Held>>,
    /// Who is shut out, and whose password somebody else chose.
    shut_out: BTreeSet<String>,
    temporary: BTreeSet<String>,
    added: BTreeSet<String>,
    /// Who has a second factor.
    enrolled: BTreeSet<String>,
    /// Sessions and tokens that began, by their official, and those of them that were ended.
    issued: BTreeMap<String, String>,
    ended: BTreeSet<String>,
    /// Secret addresses of calendars that were made: their official, until when they count, and whether they were withdrawn.
    calendars: BTreeMap<String, Address>,
    /// Who stood in for whom, by deputyship.
    deputies: BTreeMap<String, Stood>,
    /// Whether its own chain could be read: what was altered there is told by the replay of the log.
    whole: bool,
}

/// A secret address of a calendar, as the log tells of it.
struct Address {
    official: String,
    expires_at: String,
    withdrawn: bool,
}

/// Who stood in for whom, and when.
struct Stood {
    official: String,
    deputy: String,
    from: String,
    until: String,
}

/// From when a role counted, and until when.
type Held = (String, Option<String>);

impl People {
    pub(super) async fn read(app: &App, reader: &mut sqlx::AnyConnection) -> Result<Self, OperationError> {
        let keys = app.storage.keys();
        let officials: Vec<String> = officials::list(reader, keys).await?.into_iter().map(|row| row.id).collect();
        let mut people = People { officials, ..People::default() };
        let case = app.authority().await?.case;
        let key = keys.of(&case)?;
        let marks: BTreeMap<String, String> =
            people.officials.iter().map(|id| (key.mark(id).to_string(), id.clone())).collect();
        let entries = match log::entries_of(reader, &keys.entry_key(), &case).await {
            Ok(entries) => entries,
            // That its own chain was altered is told by the replay of the log.
            Err(error) if altered(&error) => Vec::new(),
            Err(error) => return Err(error.into()),
        };
        people.whole = !entries.is_empty();
        for entry in &entries {
            people.learn(entry, &marks);
        }
        Ok(people)
    }

    fn learn(&mut self, entry: &Entry, marks: &BTreeMap<String, String>) {
        let text = |key: &str| entry.body.get(key).and_then(|value| value.as_str());
        let counts = entry.body.get("in_effect").and_then(serde_json::Value::as_bool).unwrap_or(false);
        let Some(official) = text("official").and_then(|mark| marks.get(mark)) else { return };
        match entry.kind.as_str() {
            "official_shut_out" => {
                self.end_all_of(official);
                self.shut_out.insert(official.clone());
                let part = |stood: &&mut Stood| stood.official == *official || stood.deputy == *official;
                self.deputies.values_mut().filter(part).for_each(|stood| stood.end(&entry.at.to_string()));
            }
            "deputy_confirmed" => {
                let deputy = text("deputy").and_then(|mark| marks.get(mark));
                if let (Some(id), Some(deputy), Some(from), Some(until)) =
                    (text("deputyship"), deputy, text("from"), text("until"))
                {
                    let (official, deputy) = (official.clone(), deputy.clone());
                    let from = format!("{from}T00:00:00.000Z").max(entry.at.to_string());
                    let until = format!("{until}T23:59:59.999Z");
                    self.deputies.insert(id.to_owned(), Stood { official, deputy, from, until });
                }
            }
            "deputy_ended" => {
                if let Some(stood) = text("deputyship").and_then(|id| self.deputies.get_mut(id)) {
                    stood.end(&entry.at.to_string());
                }
            }
            "official_let_in" => _ = self.shut_out.remove(official),
            "password_reset" => {
                self.end_all_of(official);
                self.temporary.insert(official.clone());
            }
            "second_factor_enrolled" => _ = self.enrolled.insert(official.clone()),
            "second_factor_reset" => {
                self.end_all_of(official);
                self.enrolled.remove(official);
            }
            "password_chosen" => {
                self.end_all_of(official);
                self.temporary.remove(official);
            }
            "signed_in" | "token_issued" => {
                self.issued.extend(text("credential").map(|id| (id.to_owned(), official.clone())));
            }
            "calendar_issued" => {
                if let (Some(id), Some(expires_at)) = (text("credential"), text("expires_at")) {
                    let (official, expires_at) = (official.clone(), expires_at.to_owned());
                    self.calendars.insert(id.to_owned(), Address { official, expires_at, withdrawn: false });
                }
            }
            "calendar_revoked" => {
                if let Some(address) = text("credential").and_then(|id| self.calendars.get_mut(id)) {
                    address.withdrawn = true;
                }
            }
            "signed_out" | "token_revoked" => self.ended.extend(text("credential").map(ToOwned::to_owned)),
            "official_added" => {
                self.added.insert(official.clone());
                self.temporary.insert(official.clone());
            }
            _ => {}
        }
        let Some(role) = text("role") else { return };
        let times = self.held.entry((official.clone(), role.to_owned())).or_default();
        match entry.kind.as_str() {
            "role_granted" | "role_confirmed" if counts => times.push((entry.at.to_string(), None)),
            "role_revoked" => {
                if let Some((_, until @ None)) = times.last_mut() {
                    *until = Some(entry.at.to_string());
                }
            }
            _ => {}
        }
    }

    fn end_all_of(&mut self, official: &str) {
        self.ended.extend(self.issued.iter().filter(|(_, whose)| *whose == official).map(|(id, _)| id.clone()));
        let own = self.calendars.values_mut().filter(|address| address.official == official);
        own.for_each(|address| address.withdrawn = true);
    }

    /// Acts on a request by somebody who is no official here, or who did not hold the role at that time.
    pub(super) fn strangers(&self, keys: &Keys, case: &str, entries: &[Entry]) -> Result<Vec<String>, OperationError> {
        let key = keys.of(case)?;
        let marks: BTreeMap<Mark, &String> = self.officials.iter().map(|id| (key.mark(id), id)).collect();
        let mut sentences = Vec::new();
        for entry in entries.iter().filter(|entry| entry.actor.role != SYSTEM) {
            let at = entry.at.to_string();
            let Some(official) = marks.get(&entry.actor.p) else {
                sentences.push(format!("entry {}: nobody here has the mark of who acted", entry.cseq));
                continue;
            };
            // In a role that they had as a deputy, it is whoever was away who has to have held it.
            let lender = match entry.body.get(DEPUTY_FOR) {
                None => Some(*official),
                Some(mark) => mark
                    .as_str()
                    .and_then(|mark| marks.get(&mark.parse::<Mark>().ok()?).copied())
                    .filter(|absent| self.deputies.values().any(|stood| stood.lends(absent, official, &at)))
                    .filter(|_| entry.actor.role.parse().is_ok_and(Role::acts_on_requests)),
            };
            let Some(lender) = lender else {
                sentences.push(format!(
                    "entry {}: whoever acted did not stand in for whom it names at that time",
                    entry.cseq
                ));
                continue;
            };
            let times = self.held.get(&(lender.clone(), entry.actor.role.clone()));
            let held = times.is_some_and(|times| {
                times.iter().any(|(from, until)| *from <= at && until.as_ref().is_none_or(|until| at <= *until))
            });
            // What was refused was refused: somebody without a role may have tried.
            if !held && !tells_of_refusals(&entry.kind) {
                sentences.push(format!(
                    "entry {}: whoever acted did not hold the role `{}` at that time",
                    entry.cseq, entry.actor.role
                ));
            }
        }
        Ok(sentences)
    }

    /// What the tables of officials and roles say otherwise than the log.
    pub(super) async fn differ(
        &self,
        app: &App,
        reader: &mut sqlx::AnyConnection,
    ) -> Result<Vec<String>, OperationError> {
        let keys = app.storage.keys();
        let mut sentences = Vec::new();
        if !self.whole {
            return Ok(sentences);
        }
        let with_factor = second_factors::list(reader).await?;
        for row in officials::list(reader, keys).await? {
            let name = &row.sign_in;
            let flags = [
                ("is an official", true, self.added.contains(&row.id)),
                ("has a second factor", with_factor.contains(&row.id), self.enrolled.contains(&row.id)),
                ("is shut out", row.disabled_at.is_some(), self.shut_out.contains(&row.id)),
                (
                    "has a one-time password",
                    row.password_is_temporary_since.is_some(),
                    self.temporary.contains(&row.id),
                ),
            ];
            for (what, table, log) in flags.iter().filter(|(_, table, log)| table != log) {
                sentences.push(format!("`{name}` {what}: the table says {table}, the log {log}"));
            }
            let held = match roles::of(reader, keys, &row.id).await {
                Ok(held) => held,
                Err(error @ StorageError::Tampered { .. }) => {
                    sentences.push(format!("the roles of `{name}`: {error}"));
                    continue;
                }
                Err(error) => return Err(error.into()),
            };
            let counts = held.into_iter().filter(|role| role.confirmed_at.is_some() && role.revoked_at.is_none());
            let table: BTreeSet<String> = counts.map(|role| role.role).collect();
            let log: BTreeSet<String> = self.held_now(&row.id).collect();
            for role in table.symmetric_difference(&log) {
                let (has, lacks) = if table.contains(role) { ("table", "log") } else { ("log", "table") };
                sentences.push(format!("`{name}` holds the role `{role}` by the {has}, and not by the {lacks}"));
            }
        }
        let case = app.authority().await?.case;
        for credentials::Listed { row, altered } in credentials::list(reader, keys, &case, None).await? {
            let said = if altered {
                "was altered outside the program"
            } else if self.issued.get(&row.id) != Some(&row.official_id) {
                "is in the table, and the log does not tell that it was given to this official"
            } else if row.revoked_at.is_none() && self.ended.contains(&row.id) {
                "was ended by the log, and not by the table"
            } else {
                continue;
            };
            sentences.push(format!("the credential `{}` {said}", row.id));
        }
        sentences.extend(self.calendars_differ(&calendars::list_all(reader, keys).await?));
        Ok(sentences)
    }

    /// What the table of secret addresses says otherwise than the log: a withdrawn one could otherwise be let in again by
    /// hand, and go on telling on which days something is due.
    fn calendars_differ(&self, listed: &[calendars::Listed]) -> Vec<String> {
        let mut left: BTreeSet<&String> = self.calendars.keys().collect();
        let mut sentences = Vec::new();
        for calendars::Listed { row, altered } in listed {
            left.remove(&row.id);
            let logged = self
                .calendars
                .get(&row.id)
                .filter(|address| address.official == row.official_id && address.expires_at == row.expires_at);
            let said = match (logged.map(|address| address.withdrawn), row.revoked_at.is_some()) {
                (None, _) => "is in the table, and the log does not tell that it was made so for this official",
                (Some(true), false) => "was withdrawn by the log, and not by the table",
                (Some(false), true) => "was withdrawn by the table, and not by the log",
                (Some(_), _) if *altered => "was altered outside the program",
                (Some(_), _) => continue,
            };
            sentences.push(format!("the address of the calendar `{}` {said}", row.id));
        }
        let gone = |id: &&String| format!("the address of the calendar `{id}` is in the log, and not in the table");
        sentences.extend(left.iter().map(gone));
        sentences
    }

    fn held_now(&self, official: &str) -> impl Iterator<Item = String> {
        let now = |times: &[Held]| times.last().is_some_and(|(_, until)| until.is_none());
        self.held.iter().filter(move |((id, _), times)| id == official && now(times)).map(|((_, role), _)| role.clone())
    }
}

impl Stood {
    fn end(&mut self, at: &str) {
        if at < self.until.as_str() {
            at.clone_into(&mut self.until);
        }
    }

    fn lends(&self, official: &str, deputy: &str, at: &str) -> bool {
        self.official == official && self.deputy == deputy && self.from.as_str() <= at && at <= self.until.as_str()
    }
}

/// Whether an error says that somebody has altered what is stored.
pub(super) fn altered(error: &StorageError) -> bool {
    match error {
        StorageError::Tampered { .. } | StorageError::KeyMissing { .. } => true,
        // A column that does not read was not written by this program.
        StorageError::Database(said) => matches!(**said, sqlx::Error::ColumnDecode { .. }),
        _ => false,
    }
}
