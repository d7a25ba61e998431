//! Grants, confirms and revokes roles. Once two administrators exist, a grant takes effect when the second confirms.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::ids::SignInName;
use crate::domain::role::{Role, incompatible};
use crate::domain::scope::Scope;
use crate::storage::keys::Keys;
use crate::storage::roles::{self, RoleRow};
use crate::storage::{Transaction, authority, officials};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call;
use super::error::OperationError;
use super::own_chain::{authority_actor, leave};
use super::sign_in::unknown;
use super::span::{apply, operation};

/// Whether a grant counts already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Granted {
    /// It counts.
    InEffect,
    /// A second administrator has to confirm.
    Waits,
}

/// Grants a role.
///
/// # Errors
/// [`OperationError::NotAllowed`]; [`OperationError::Unusable`] where the roles exclude each other.
#[apply(operation!)]
pub async fn grant(
    app: &App,
    administrator: &Official,
    name: &SignInName,
    role: Role,
) -> Result<Granted, OperationError> {
    change(app, administrator, name, role, Change::Grant).await
}

/// Confirms a grant, as another administrator than the one who made it.
///
/// # Errors
/// [`OperationError::SecondAdministrator`] for the first one, or where nothing waits.
#[apply(operation!)]
pub async fn confirm(
    app: &App,
    administrator: &Official,
    name: &SignInName,
    role: Role,
) -> Result<Granted, OperationError> {
    change(app, administrator, name, role, Change::Confirm).await
}

/// Revokes a role, at once.
///
/// # Errors
/// [`OperationError::NotFound`] where the official does not hold it; the last administrator cannot be removed.
#[apply(operation!)]
pub async fn revoke(
    app: &App,
    administrator: &Official,
    name: &SignInName,
    role: Role,
) -> Result<Granted, OperationError> {
    change(app, administrator, name, role, Change::Revoke).await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Grant,
    Confirm,
    Revoke,
}

async fn change(
    app: &App,
    administrator: &Official,
    name: &SignInName,
    role: Role,
    change: Change,
) -> Result<Granted, OperationError> {
    let act = match change {
        Change::Grant => "grant_role",
        Change::Confirm => "confirm_role",
        Change::Revoke => "revoke_role",
    };
    let tried = Tried { act, of: Of::Role(role), needs: Scope::Administer };
    attempt::here(app, administrator, tried, changed(app, administrator, name, role, change)).await
}

async fn changed(
    app: &App,
    administrator: &Official,
    name: &SignInName,
    role: Role,
    change: Change,
) -> Result<Granted, OperationError> {
    administrator.must_be(Role::Administrator, "changing roles")?;
    let context = Context::of(app, Some(administrator)).await?;
    let name = name.clone();
    let inside = Arc::clone(&context);
    call::write(&context, move |tx| {
        let (context, name) = (Arc::clone(&inside), name.clone());
        Box::pin(async move {
            // The authority's row is the lock: two administrators do not grant past each other.
            authority::lock_and_read(tx).await?;
            let keys = tx.keys();
            access::must_hold(tx, &context, Role::Administrator, "changing roles").await?;
            let official = officials::find_by_sign_in(tx, &keys, name.as_str()).await?.ok_or_else(|| unknown(&name))?;
            // Whatever they do in their roles just now is done first, and its entries are earlier by the clock.
            officials::lock_and_read(tx, &context.authority.case, &official.id).await?;
            let context = context.begun_now();
            let (granted, kind) = match change {
                Change::Grant => (put_grant(tx, &keys, &context, &official.id, role).await?, "role_granted"),
                Change::Confirm => (put_confirmation(tx, &keys, &context, &official.id, role).await?, "role_confirmed"),
                Change::Revoke => (put_revocation(tx, &keys, &context, &official.id, role).await?, "role_revoked"),
            };
            let mark = authority_actor(tx, &context, &official.id).await?;
            let body = json!({ "official": mark, "role": role, "in_effect": granted == Granted::InEffect });
            Ok(leave(tx, &context, kind, &body, Some(Role::Administrator)).await?.with(granted))
        })
    })
    .await
}

/// Writes a grant. It waits for a second administrator where there are two already.
pub(super) async fn put_grant(
    tx: &mut Transaction,
    keys: &Keys,
    context: &Context,
    id: &str,
    role: Role,
) -> Result<Granted, OperationError> {
    let earlier: Vec<RoleRow> =
        roles::of(tx, keys, id).await?.into_iter().filter(|row| row.revoked_at.is_none()).collect();
    if let Some(row) = earlier.iter().find(|row| row.role == role.to_string()) {
        let state =
            if row.confirmed_at.is_some() { "is held already" } else { "waits for a second administrator already" };
        return Err(OperationError::SecondAdministrator(format!("the role `{role}` {state}")));
    }
    // Those that wait count too: two grants that wait must not add up to what is forbidden.
    let mut held: BTreeSet<Role> = earlier.iter().filter_map(|row| row.role.parse().ok()).collect();
    held.insert(role);
    if let Some(why) = incompatible(&held) {
        return Err(OperationError::unusable(format!("the role `{role}`"), &why));
    }
    let at_once = administrators(tx, keys).await? < 2;
    let now = context.now_text();
    let row = RoleRow {
        official_id: id.to_owned(),
        role: role.to_string(),
        granted_by: context.by(),
        granted_at: now.clone(),
        confirmed_by: at_once.then(|| context.by()),
        confirmed_at: at_once.then_some(now),
        revoked_at: None,
    };
    roles::put(tx, &row).await?;
    Ok(if at_once { Granted::InEffect } else { Granted::Waits })
}

async fn put_confirmation(
    tx: &mut Transaction,
    keys: &Keys,
    context: &Context,
    id: &str,
    role: Role,
) -> Result<Granted, OperationError> {
    let waiting = roles::of(tx, keys, id)
        .await?
        .into_iter()
        .find(|row| row.role == role.to_string() && row.confirmed_at.is_none() && row.revoked_at.is_none());
    let mut row = waiting.ok_or_else(|| {
        OperationError::SecondAdministrator(format!("no grant of the role `{role}` waits to be confirmed"))
    })?;
    if row.granted_by == context.by() {
        return Err(OperationError::SecondAdministrator(
            "a second administrator confirms a grant, not the one who made it".to_owned(),
        ));
    }
    if id == context.by() {
        return Err(OperationError::SecondAdministrator("nobody confirms a grant to themselves".to_owned()));
    }
    row.confirmed_by = Some(context.by());
    row.confirmed_at = Some(context.now_text());
    roles::put(tx, &row).await?;
    Ok(Granted::InEffect)
}

async fn put_revocation(
    tx: &mut Transaction,
    keys: &Keys,
    context: &Context,
    id: &str,
    role: Role,
) -> Result<Granted, OperationError> {
    let held =
        roles::of(tx, keys, id).await?.into_iter().find(|row| row.role == role.to_string() && row.revoked_at.is_none());
    let mut row = held.ok_or_else(|| OperationError::NotFound {
        what: "role",
        name: role.to_string(),
        hint: "the official does not hold it",
    })?;
    if role == Role::Administrator && row.confirmed_at.is_some() && administrators(tx, keys).await? < 2 {
        return Err(OperationError::SecondAdministrator(
            "this is the last administrator: add another one first".to_owned(),
        ));
    }
    row.revoked_at = Some(context.now_text());
    roles::put(tx, &row).await?;
    Ok(Granted::InEffect)
}

/// How many administrators there are, whose role counts and who are not shut out.
async fn administrators(tx: &mut Transaction, keys: &Keys) -> Result<usize, OperationError> {
    let active: BTreeSet<String> = officials::list(tx, keys)
        .await?
        .into_iter()
        .filter(|row| row.disabled_at.is_none())
        .map(|row| row.id)
        .collect();
    let all = roles::list(tx, keys).await?;
    let holds = |row: &&RoleRow| {
        row.role == Role::Administrator.to_string()
            && row.confirmed_at.is_some()
            && row.revoked_at.is_none()
            && active.contains(&row.official_id)
    };
    Ok(all.iter().filter(holds).count())
}
