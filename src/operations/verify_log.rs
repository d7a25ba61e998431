//! Verifies an export: the log as it was signed, and every step by the rules it names.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use crate::audit::archive::ArchiveError;
use crate::audit::bundle::Bundle;
use crate::audit::entry::Entry;
use crate::audit::hash::Hash;
use crate::audit::ids::CaseId;
use crate::audit::report::{Grade, Report, Step};
use crate::audit::trust::Trust;
use crate::audit::verify::{self, Demand, Progress};
use crate::domain::in_force::NotInForce;
use crate::domain::role::Role;
use crate::engine::files::RuleFiles;
use crate::engine::rulebook::Rulebook;
use crate::storage::adoptions::AdoptionRow;
use crate::storage::agreements::AgreementRow;
use crate::storage::deputyships::DeputyshipRow;

use super::entry::SYSTEM;
use super::replay::{Replay, deputy_for, not_in_force};
use super::verify_adoptions::Adoptions;
use super::verify_heads::VerifyHeads;

/// Entries of the authority's own chain: they name no rulebook.
const OF_AUTHORITY: [&str; 45] = [
    "person_erased",
    "erasure_finished",
    "erasure_replayed",
    "authority_installed",
    "official_added",
    "official_shut_out",
    "official_let_in",
    "role_granted",
    "role_confirmed",
    "role_revoked",
    "password_reset",
    "password_chosen",
    "signed_in",
    "signed_out",
    "token_issued",
    "token_revoked",
    "session_raised",
    "second_factor_enrolled",
    "recovery_code_used",
    "second_factor_reset_proposed",
    "second_factor_reset",
    "profile_changed",
    "log_exported",
    "call_refused",
    "attempts_summarised",
    "service_started",
    "backup_made",
    "heads",
    "clock_stepped",
    "log_refilled",
    "key_rotated",
    "key_retired",
    "agreement_recorded",
    "agreement_confirmed",
    "agreement_ended",
    "deputy_asked",
    "deputy_confirmed",
    "deputy_ended",
    "notices_changed",
    "calendar_issued",
    "calendar_revoked",
    "rulebook_adopted",
    "adoption_proposed",
    "adoption_confirmed",
    "adoption_taken_back",
];

/// What replay keeps between entries.
#[derive(Default)]
pub(super) struct Replaying {
    requests: Replay,
    /// Who holds each role, by mark, as the authority's own chain says.
    holders: BTreeMap<Role, BTreeSet<String>>,
    /// What binds at the installation, as its own chain says.
    profile: Option<String>,
    /// Whether everything is for training, as its own chain says.
    training: bool,
    /// Agreements that count, by id: which instrument that is not in force may be applied, and with which State.
    agreed: BTreeMap<String, (String, String)>,
    /// Deputyships that were confirmed and not ended, by id.
    deputies: BTreeMap<String, Deputised>,
    /// Which rulebook new requests begin with, as its own chain says.
    adopted: Adoptions,
    /// Whether the log's own chain was seen from its beginning: without it nobody can say who held what.
    whole: bool,
    /// Requests that cannot be replayed any further: what follows would only repeat it.
    lost: BTreeSet<CaseId>,
}

/// A deputyship as the authority's own chain tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Deputised {
    /// Who is away and who stands in for them, by mark.
    people: [String; 2],
    from: String,
    until: String,
}

impl Replaying {
    /// The cases that have begun.
    pub(super) fn cases(&self) -> BTreeSet<String> {
        self.requests.cases().map(|case| case.to_string()).collect()
    }

    /// What the table of agreements says otherwise than the log.
    pub(super) fn agreements_differ(&self, rows: &[AgreementRow]) -> Vec<String> {
        let counting = rows.iter().filter(|row| row.counts());
        let table: BTreeMap<_, _> =
            counting.map(|row| (row.id.clone(), (row.instrument.clone(), row.state.clone()))).collect();
        let ids: BTreeSet<_> = table.keys().chain(self.agreed.keys()).collect();
        let differing = ids.into_iter().filter(|id| self.whole && table.get(*id) != self.agreed.get(*id));
        differing.map(|id| format!("the agreement `{id}` counts by the table or by the log, and not by both")).collect()
    }

    /// What the table of deputyships says otherwise than the log.
    pub(super) fn deputyships_differ(&self, rows: &[DeputyshipRow]) -> Vec<String> {
        let counting = rows.iter().filter(|row| row.confirmed_at.is_some() && row.ended_at.is_none());
        let table: BTreeMap<_, _> = counting.map(|row| (&row.id, [&row.from_day, &row.until_day])).collect();
        let log: BTreeMap<_, _> = self.deputies.iter().map(|(id, one)| (id, [&one.from, &one.until])).collect();
        let ids: BTreeSet<_> = table.keys().chain(log.keys()).collect();
        let differing = ids.into_iter().filter(|id| self.whole && table.get(*id) != log.get(*id));
        differing
            .map(|id| format!("the deputyship `{id}` counts by the table or by the log, and not by both"))
            .collect()
    }

    /// What the table of adoptions says otherwise than the log.
    pub(super) fn adoptions_differ(&self, rows: &[AdoptionRow]) -> Vec<String> {
        if self.whole { self.adopted.differ(rows) } else { Vec::new() }
    }

    /// Takes one entry.
    ///
    /// # Errors
    /// A sentence that says why it could not have come about.
    pub(super) fn take(&mut self, rulebook: Option<&Rulebook>, entry: &Entry) -> Result<(), String> {
        if OF_AUTHORITY.contains(&entry.kind.as_str()) {
            return self.authority(entry);
        }
        if self.lost.contains(&entry.case) {
            return Ok(());
        }
        let replayed = self.request(rulebook, entry);
        if replayed.is_err() {
            self.lost.insert(entry.case);
        }
        replayed
    }

    /// Gives a request up whose rulebook is not there: that it is missing has been told.
    fn give_up(&mut self, case: CaseId) {
        self.lost.insert(case);
    }

    fn request(&mut self, rulebook: Option<&Rulebook>, entry: &Entry) -> Result<(), String> {
        if self.whole && entry.actor.role != SYSTEM {
            let role: Role =
                entry.actor.role.parse().map_err(|_| format!("there is no role `{}`", entry.actor.role))?;
            if self.holders.get(&role).is_none_or(BTreeSet::is_empty) {
                return Err(format!("it was done in the role `{role}`, which nobody held at that time"));
            }
            if deputy_for(&entry.body)?.is_some() {
                self.may_be_lent(role, entry)?;
            }
        }
        if entry.kind == "request_begun"
            && let (Some(binds), Some(begun)) =
                (&self.profile, entry.body.get("profile").and_then(|value| value.as_str()))
            && binds != begun
        {
            return Err(format!("the request began in profile `{begun}`, while `{binds}` bound the authority"));
        }
        if self.whole && entry.kind == "request_begun" {
            self.may_be_applied(entry)?;
            self.adopted.begun(entry)?;
        }
        self.requests.take(rulebook, entry)
    }

    /// An instrument that is not in force is applied in training, or where both States had agreed to. Source: UNCC 40(7).
    fn may_be_applied(&self, entry: &Entry) -> Result<(), String> {
        let text = |key: &str| entry.body.get(key).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        let (instrument, state) = (text("instrument"), text("counterpart"));
        match not_in_force(&entry.body)? {
            Some(NotInForce::Training) if !self.training => {
                Err(format!("it applies `{instrument}` for training, and the installation is not for training"))
            }
            Some(NotInForce::Agreement)
                if !self.agreed.values().any(|agreed| *agreed == (instrument.clone(), state.clone())) =>
            {
                Err(format!(
                    "it applies `{instrument}`, which is not in force, and no agreement with `{state}` counted"
                ))
            }
            Some(NotInForce::Training | NotInForce::Agreement) | None => Ok(()),
        }
    }

    /// A role is lent only by whoever holds it, while a deputyship of theirs runs. Which of their marks the entry names, only
    /// the keys of the authority can tell: `comity audit verify` does, with the database.
    fn may_be_lent(&self, role: Role, entry: &Entry) -> Result<(), String> {
        let at = entry.at.to_string();
        let day = at.get(..10).unwrap_or_default();
        let runs = |one: &&Deputised| one.from.as_str() <= day && day <= one.until.as_str();
        let holders = self.holders.get(&role);
        let lends = |one: &Deputised| holders.is_some_and(|holders| holders.contains(&one.people[0]));
        if role.acts_on_requests() && self.deputies.values().filter(runs).any(lends) {
            return Ok(());
        }
        Err(format!("it was done as a deputy in the role `{role}`, and nobody who held it had a deputy at that time"))
    }

    fn authority(&mut self, entry: &Entry) -> Result<(), String> {
        self.adopted.take(entry)?;
        let text = |key: &str| entry.body.get(key).and_then(|value| value.as_str()).map(ToOwned::to_owned);
        let counts = entry.body.get("in_effect").and_then(serde_json::Value::as_bool).unwrap_or(false);
        match entry.kind.as_str() {
            "authority_installed" => {
                (self.whole, self.profile) = (true, text("profile"));
                self.training = entry.body.get("training").and_then(serde_json::Value::as_bool).unwrap_or(false);
            }
            "agreement_confirmed" => {
                self.agreed.extend(text("agreement").zip(text("instrument").zip(text("state"))));
            }
            "agreement_ended" => {
                self.agreed.remove(&text("agreement").unwrap_or_default());
            }
            "profile_changed" => self.profile = text("to"),
            "deputy_confirmed" => {
                let said = [text("deputyship"), text("official"), text("deputy"), text("from"), text("until")];
                if let [Some(id), Some(official), Some(deputy), Some(from), Some(until)] = said {
                    self.deputies.insert(id, Deputised { people: [official, deputy], from, until });
                }
            }
            "deputy_ended" => _ = self.deputies.remove(&text("deputyship").unwrap_or_default()),
            // Whoever is shut out takes part in none any more.
            "official_shut_out" => {
                let out = text("official").unwrap_or_default();
                self.deputies.retain(|_, one| !one.people.contains(&out) || has_passed(one, entry));
            }
            _ => {}
        }
        let (Some(official), Some(role)) = (text("official"), text("role")) else { return Ok(()) };
        let role: Role = role.parse().map_err(|_| format!("there is no role `{role}`"))?;
        match entry.kind.as_str() {
            "role_revoked" => _ = self.holders.entry(role).or_default().remove(&official),
            "role_granted" | "role_confirmed" if counts => _ = self.holders.entry(role).or_default().insert(official),
            _ => {}
        }
        Ok(())
    }
}

/// Whether the last day of a deputyship had passed by then: it had ended by itself.
fn has_passed(one: &Deputised, entry: &Entry) -> bool {
    entry.at.to_string().get(..10).is_some_and(|day| one.until.as_str() < day)
}

/// Verifies an export with keys or a policy that the reader brings, and replays every step by the rulebooks in it.
///
/// # Errors
/// Where the export cannot be read at all; what is wrong inside stands in the report.
pub fn export(reader: impl Read + Seek, trust: impl Into<Trust>, demand: &Demand) -> Result<Report, ArchiveError> {
    export_watched(reader, trust, demand, |_| {})
}

/// Verifies an export as [`export`] does, and says from time to time how far it has come.
///
/// # Errors
/// As [`export`].
pub fn export_watched(
    reader: impl Read + Seek,
    trust: impl Into<Trust>,
    demand: &Demand,
    on_progress: impl FnMut(Progress),
) -> Result<Report, ArchiveError> {
    replayed(reader, trust, demand, |_, _| Ok(()), on_progress)
}

/// Verifies an export as [`export`] does; somebody else reads each entry with it.
pub(super) fn export_read(
    reader: impl Read + Seek,
    trust: impl Into<Trust>,
    demand: &Demand,
    also: impl FnMut(Option<&Rulebook>, &Entry) -> Result<(), String>,
) -> Result<Report, ArchiveError> {
    replayed(reader, trust, demand, also, |_| {})
}

fn replayed(
    reader: impl Read + Seek,
    trust: impl Into<Trust>,
    demand: &Demand,
    mut also: impl FnMut(Option<&Rulebook>, &Entry) -> Result<(), String>,
    on_progress: impl FnMut(Progress),
) -> Result<Report, ArchiveError> {
    let mut bundle = Bundle::open(reader)?;
    let rulebooks: BTreeMap<Hash, Result<Rulebook, String>> =
        bundle.rulebooks()?.into_iter().map(|(hash, bytes)| (hash, rulebook_of(&hash, &bytes))).collect();
    let (mut replaying, mut heads) = (Replaying::default(), VerifyHeads::default());
    let on_entry = |index, entry: &Entry, leaf| {
        heads.take(index, entry, leaf)?;
        let rulebook = match entry.rule.map(|hash| rulebooks.get(&hash)) {
            Some(Some(Ok(rulebook))) => Some(rulebook),
            Some(Some(Err(why))) => return Err(why.clone()),
            Some(None) => {
                replaying.give_up(entry.case);
                None
            }
            None => None,
        };
        replaying.take(rulebook, entry)?;
        also(rulebook, entry)
    };
    let mut report = verify::verify_entries(&mut bundle, trust, demand, on_entry, on_progress)?;
    let shipped: Vec<_> = RuleFiles::all_shipped().iter().map(|placed| placed.files.hash()).collect();
    for (hash, rulebook) in &rulebooks {
        let Ok(rulebook) = rulebook else { continue };
        let (grade, known) = if shipped.contains(&rulebook.hash) {
            (Grade::Noted, "one shipped with this program")
        } else {
            (Grade::Flagged, "none shipped with this program: read it, the log is no better than its rules")
        };
        let sentence = format!("replayed by the rulebook `{}` {hash}, {known}", rulebook.about.name);
        report.find(Step::Replay, grade, None, sentence);
    }
    Ok(report)
}

fn rulebook_of(hash: &Hash, bytes: &[u8]) -> Result<Rulebook, String> {
    let files: RuleFiles =
        serde_json::from_slice(bytes).map_err(|error| format!("the rulebook {hash} cannot be read: {error}"))?;
    if files.hash().as_str() != hash.to_string() {
        return Err(format!("the rulebook {hash} in the export has another hash"));
    }
    Rulebook::load(files)
        .map_err(|faults| format!("the rulebook {hash} has {} fault(s), by the rules of this program", faults.len()))
}
