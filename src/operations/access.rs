//! Who may see and do what.
//!
//! A request is seen by those who acted on it or were assigned to it, and by roles that may act where it stands; by
//! auditors and administrators never.
//! An unknown request and a hidden one look the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use sqlx::AnyConnection;

use crate::domain::ids::{CredentialId, Digest, OfficialId};
use crate::domain::request::AssistanceRequest;
use crate::domain::role::Role;
use crate::domain::scope::{Assurance, Scope, Scopes};
use crate::engine::command::{self as actor, Actor};
use crate::engine::decide::RECORDERS;
use crate::engine::explain;
use crate::engine::rulebook::Rulebook;
use crate::storage::keys::{CaseKey, Keys};
use crate::storage::officials::{self, OfficialRow};
use crate::storage::requests::RequestRow;
use crate::storage::{StorageError, Transaction, requests, roles};

use super::act::Context;
use super::app::{App, Authority};
use super::deputies;
use super::entry;
use super::error::OperationError;
use super::replay;

/// What is damaged where a request's row does not parse.
pub(super) const STANDING: &str = "a request's standing";

/// An official who has shown who they are: with their password ([`sign_in`](super::sign_in)), or with a session or a
/// token ([`authenticate`](super::authenticate)).
#[derive(Debug, Clone)]
pub struct Official {
    /// Their id.
    pub id: OfficialId,
    /// What they signed in with.
    pub sign_in: String,
    /// Their name.
    pub name: String,
    /// Roles in which they may act now: their own, and those of whom they stand in for.
    pub roles: BTreeSet<Role>,
    /// For whom they stand in now.
    pub stands_in: Option<StandsIn>,
    pub(super) signed: Signed,
}

/// Somebody who is away, as whoever stands in for them knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandsIn {
    /// Who is away.
    pub official: OfficialId,
    /// Their name.
    pub name: String,
    /// Roles that the deputy has by this alone.
    pub roles: BTreeSet<Role>,
    /// The last day, in UTC.
    pub until: String,
}

/// How somebody has shown who they are: nobody outside the operations can make one.
#[derive(Debug, Clone)]
pub(super) struct Signed {
    /// What that allows.
    pub(super) scopes: Scopes,
    /// The session or token; none where the password came with the call.
    pub(super) credential: Option<CredentialId>,
    /// How surely it is known who they are.
    pub(super) assurance: Assurance,
}

impl Official {
    /// Refuses an act that needs a role which the official does not hold.
    pub(super) fn must_be(&self, role: Role, act: &'static str) -> Result<(), OperationError> {
        if self.roles.contains(&role) { Ok(()) } else { Err(OperationError::NotAllowed { act, needed: role.into() }) }
    }

    /// Roles of their own: those by which they could act if they stood in for nobody.
    pub(super) fn own_roles(&self) -> BTreeSet<Role> {
        let lent = self.stands_in.as_ref().map(|absent| &absent.roles);
        self.roles.iter().copied().filter(|role| lent.is_none_or(|lent| !lent.contains(role))).collect()
    }

    /// The official as a request knows them, for the rules.
    pub(super) fn as_actor(&self, key: &CaseKey) -> Result<Actor, OperationError> {
        let absent = self.stands_in.as_ref().map(|absent| {
            let mark = entry::mark_of(key.mark(absent.official.as_str()))?;
            Ok::<_, OperationError>(actor::StandsIn { mark, roles: absent.roles.clone() })
        });
        let mark = entry::mark_of(key.mark(self.id.as_str()))?;
        Ok(Actor { mark, roles: Some(self.own_roles()), stands_in: absent.transpose()? })
    }

    /// Refuses what the token does not allow by which the official came. Whoever came in person may try anything: their
    /// roles decide, and a refusal leaves its entry.
    pub(super) fn must_have(&self, scope: Scope) -> Result<(), OperationError> {
        if self.signed.scopes.has(scope) { Ok(()) } else { Err(OperationError::OutOfScope(scope)) }
    }

    /// Refuses an act that asks for more than a password: mailboxes of ministries were taken over before, and their
    /// passwords with them. A training installation asks for no code: its password is known to everybody.
    pub(super) fn must_be_assured(&self, authority: &Authority, act: &'static str) -> Result<(), OperationError> {
        if authority.training || self.signed.assurance >= Assurance::PasswordAndCode {
            Ok(())
        } else {
            Err(OperationError::CodeNeeded { act })
        }
    }

    /// How surely it is known who they are.
    #[must_use]
    pub fn assurance(&self) -> Assurance {
        self.signed.assurance
    }
}

/// The official of a row, with the roles that count at a moment.
pub(super) async fn official_of(
    connection: &mut AnyConnection,
    keys: &Keys,
    row: OfficialRow,
    signed: Signed,
    now: Timestamp,
) -> Result<Official, OperationError> {
    let mut roles = roles_of(connection, keys, &row.id).await?;
    // A program acts in its official's own roles alone: standing in is for people.
    let stands_in = if signed.scopes.has(Scope::Decide) {
        deputies::lent_to(connection, keys, &row.id, &roles, now).await?
    } else {
        None
    };
    roles.extend(stands_in.iter().flat_map(|absent| absent.roles.iter()));
    let id = OfficialId::parse(row.id).map_err(|error| OperationError::damaged("an official's id", &error))?;
    Ok(Official { id, sign_in: row.sign_in, name: row.name, roles, stands_in, signed })
}

/// The roles that an official holds of their own now: granted, confirmed where that was needed, not revoked.
pub(super) async fn roles_of(
    connection: &mut AnyConnection,
    keys: &Keys,
    id: &str,
) -> Result<BTreeSet<Role>, OperationError> {
    let rows = roles::of(connection, keys, id).await?;
    rows.into_iter()
        .filter(|row| row.confirmed_at.is_some() && row.revoked_at.is_none())
        .map(|row| row.role.parse().map_err(|error| OperationError::damaged("a role", &error)))
        .collect()
}

/// Reads an official's standing anew inside a transaction: who was disabled, lost a role, stands in for nobody any more or
/// has ended the session since signing in does not act.
pub(super) async fn at(
    connection: &mut AnyConnection,
    keys: &Keys,
    official: &Official,
    now: Timestamp,
) -> Result<Official, OperationError> {
    let credential = official.signed.credential.as_ref().map(CredentialId::as_str);
    let row = officials::find_by_credential(connection, keys, official.id.as_str(), credential).await?;
    let row = row.filter(|row| row.disabled_at.is_none()).ok_or(OperationError::NotSignedIn)?;
    official_of(connection, keys, row, official.signed.clone(), now).await
}

/// The roles of their own that an official holds, for what nobody does as a deputy.
pub(super) async fn still(
    connection: &mut AnyConnection,
    app: &App,
    official: &Official,
) -> Result<BTreeSet<Role>, OperationError> {
    now(connection, app, official).await.map(|official| official.own_roles())
}

/// Refuses an act of somebody who has lost the role, or was shut out, since signing in.
pub(super) async fn must_hold(
    tx: &mut Transaction,
    context: &Context,
    role: Role,
    act: &'static str,
) -> Result<(), OperationError> {
    let keys = tx.keys();
    let held = match &context.official {
        Some(official) => {
            officials::hold(tx, official.id.as_str()).await?;
            at(tx, &keys, official, context.now).await?.roles
        }
        None => BTreeSet::new(),
    };
    if !held.contains(&role) {
        return Err(OperationError::NotAllowed { act, needed: role.into() });
    }
    match &context.official {
        Some(official) if role == Role::Administrator => official.must_be_assured(&context.authority, act),
        Some(_) | None => Ok(()),
    }
}

/// Refuses somebody who only reads and does not hold the role now.
pub(super) async fn must_hold_now(
    connection: &mut AnyConnection,
    app: &App,
    official: &Official,
    role: Role,
    act: &'static str,
) -> Result<(), OperationError> {
    if still(connection, app, official).await?.contains(&role) {
        Ok(())
    } else {
        Err(OperationError::NotAllowed { act, needed: role.into() })
    }
}

/// The official with the roles they hold now, for whoever only reads.
pub(super) async fn now(
    connection: &mut AnyConnection,
    app: &App,
    official: &Official,
) -> Result<Official, OperationError> {
    at(connection, app.storage.keys(), official, app.clock.now()).await
}

/// A request as its row says, with the rules that it began with.
pub(super) type Seen = (AssistanceRequest, Arc<Rulebook>);

/// Reads a request for an official, with the roles they hold now, who may see it. Nothing is told of its row before that
/// is known: what is broken by hand or sealed is so only to those who see it.
///
/// # Errors
/// [`OperationError::NoSuchRequest`] where it is hidden from them; as [`read`] otherwise.
pub(super) async fn see(
    app: &App,
    connection: &mut AnyConnection,
    official: &Official,
    row: &RequestRow,
) -> Result<Seen, OperationError> {
    // Whoever only audits or administers, or has no role left, is shown content by a disclosure alone, whatever they did here before.
    if !official.roles.iter().any(|role| role.acts_on_requests()) {
        return Err(OperationError::NoSuchRequest(row.reference.clone()));
    }
    let read = read(app, row).await;
    let may = match &read {
        Ok(seen) => may_see(connection, official, row, Some(seen), app.clock.now()).await?,
        Err(error) if is_broken(error) => {
            // Where the row cannot be read, the log still says where the request stands.
            let logged = replay::logged(app, connection, &row.id).await?;
            may_see(connection, official, row, logged.as_ref(), app.clock.now()).await?
        }
        Err(_) => true,
    };
    if may { read } else { Err(OperationError::NoSuchRequest(row.reference.clone())) }
}

/// Reads a request as its row says.
///
/// # Errors
/// [`OperationError::Damaged`] where the row cannot be understood; where its rulebook is not there, or unsound.
pub(super) async fn read(app: &App, row: &RequestRow) -> Result<Seen, OperationError> {
    let hash =
        Digest::parse(row.rulebook.clone()).map_err(|error| OperationError::damaged("a rulebook's hash", &error))?;
    let rulebook = app.rulebook_of(&hash).await?;
    let request = serde_json::from_str(&row.standing).map_err(|error| OperationError::damaged(STANDING, &error))?;
    Ok((request, rulebook))
}

/// Tells whoever may see a request that its content is erased, when, and on what basis.
///
/// # Errors
/// [`OperationError::Erased`].
pub(super) fn must_have_content(row: &RequestRow) -> Result<(), OperationError> {
    match &row.erased_at {
        None => Ok(()),
        Some(at) => Err(OperationError::Erased {
            reference: row.reference.clone(),
            at: at.clone(),
            basis: row.erased_basis.clone().unwrap_or_default(),
        }),
    }
}

/// Whether what is stored is broken, as against a database that cannot be read just now.
pub(super) fn is_broken(error: &OperationError) -> bool {
    matches!(
        error,
        OperationError::Damaged { .. }
            | OperationError::Unsound(_)
            | OperationError::Storage(
                StorageError::NotFound { .. }
                    | StorageError::Tampered { .. }
                    | StorageError::KeyMissing { .. }
                    | StorageError::Erased { .. }
            )
    )
}

async fn may_see(
    connection: &mut AnyConnection,
    official: &Official,
    row: &RequestRow,
    stands: Option<&Seen>,
    now: Timestamp,
) -> Result<bool, OperationError> {
    // Whoever stands in for somebody sees what is theirs.
    let own = |id: &str| {
        id == official.id.as_str() || official.stands_in.as_ref().is_some_and(|absent| absent.official.as_str() == id)
    };
    if row.author.as_deref().is_some_and(own) {
        return Ok(true);
    }
    let acting = stands.map(|(request, rulebook)| acting_roles(rulebook, request, now)).unwrap_or_default();
    if official.roles.iter().any(|role| acting.contains(role)) {
        return Ok(true);
    }
    Ok(requests::assigned_to(connection, &row.id).await?.iter().any(|id| own(id)))
}

/// Roles that may do something where the request stands: take a transition, or answer a safeguard on the way.
pub(super) fn acting_roles(rulebook: &Rulebook, request: &AssistanceRequest, now: Timestamp) -> BTreeSet<Role> {
    let (Some(measure), Some(procedure)) =
        (rulebook.measures.get(&request.measure), rulebook.procedures.get(&request.procedure))
    else {
        return BTreeSet::new();
    };
    let moving = explain::next(procedure, request).into_iter().flat_map(|next| next.by);
    let answering =
        explain::safeguards(rulebook, measure, procedure, request, now).into_iter().flat_map(|asked| asked.answered_by);
    // Whoever may confirm what was recorded by hand has to see it, also before the procedure knows of it.
    let confirming = RECORDERS.into_iter().filter(|_| !request.recorded.is_empty());
    moving.chain(answering).chain(confirming).collect()
}
