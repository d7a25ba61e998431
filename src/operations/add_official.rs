//! Adds an official with a one-time password; shuts one out, or lets them in again.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::domain::ids::{OfficialId, SignInName};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::officials::{self, OfficialRow};
use crate::storage::{Transaction, authority, credentials};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call;
use super::change_roles::{Granted, put_grant};
use super::deputise;
use super::error::OperationError;
use super::own_chain::{authority_actor, leave};
use super::passwords::{hash_of, secret_of};
use super::sign_in::unknown;
use super::span::{apply, operation};

/// An official to be added.
#[derive(Debug, Clone)]
pub struct NewOfficial {
    /// What they sign in with.
    pub sign_in: SignInName,
    /// Their name; kept sealed.
    pub name: String,
    /// Roles they are to have.
    pub roles: Vec<Role>,
}

/// A role that was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct GrantedRole {
    /// The role.
    pub role: Role,
    /// Whether it counts already.
    pub state: Granted,
}

/// What adding an official led to.
#[derive(Clone, Serialize, utoipa::ToSchema)]
pub struct Added {
    /// What they sign in with.
    pub sign_in: SignInName,
    /// Shown once; they choose their own when they first sign in.
    pub one_time_password: String,
    /// Roles, and whether each counts already.
    pub roles: Vec<GrantedRole>,
}

impl std::fmt::Debug for Added {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Added").field("roles", &self.roles).finish_non_exhaustive()
    }
}

/// Adds an official.
///
/// # Errors
/// [`OperationError::NotAllowed`]; a name that is taken; roles that exclude each other.
#[apply(operation!)]
pub async fn run(app: &App, administrator: &Official, new: NewOfficial) -> Result<Added, OperationError> {
    let tried = Tried { act: "add_official", of: Of::Word("official"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, add(app, administrator, new)).await
}

async fn add(app: &App, administrator: &Official, new: NewOfficial) -> Result<Added, OperationError> {
    administrator.must_be(Role::Administrator, "adding an official")?;
    let name = new.name.trim().to_owned();
    if name.is_empty() || name.chars().count() > 200 || name.chars().any(char::is_control) {
        return Err(OperationError::unusable(
            "the official's name",
            &"it is empty, too long, or has control characters",
        ));
    }
    let password = app.clock.new_password()?;
    let context = Context::of(app, Some(administrator)).await?;
    let id = OfficialId::parse(app.clock.new_id()?)?.to_string();
    let hash = hash_of(secret_of(app, &context.authority.case, &id)?, &password).await?;
    let row = Arc::new(OfficialRow {
        id,
        sign_in: new.sign_in.to_string(),
        name,
        password_hash: hash,
        password_is_temporary_since: Some(context.now_text()),
        added_at: context.now_text(),
        disabled_at: None,
    });
    let wanted = Arc::new(new.roles);
    let inside = Arc::clone(&context);
    let roles = call::write_shown_once(&context, move |tx| {
        let (context, row, wanted) = (Arc::clone(&inside), Arc::clone(&row), Arc::clone(&wanted));
        Box::pin(async move {
            authority::lock_and_read(tx).await?;
            let keys = tx.keys();
            access::must_hold(tx, &context, Role::Administrator, "adding an official").await?;
            officials::insert(tx, &row).await?;
            let mark = authority_actor(tx, &context, &row.id).await?;
            let mut recorded =
                leave(tx, &context, "official_added", &json!({ "official": mark }), Some(Role::Administrator)).await?;
            let mut granted = Vec::with_capacity(wanted.len());
            for role in wanted.iter() {
                let state = put_grant(tx, &keys, &context, &row.id, *role).await?;
                let body = json!({ "official": mark, "role": role, "in_effect": state == Granted::InEffect });
                recorded = leave(tx, &context, "role_granted", &body, Some(Role::Administrator)).await?;
                granted.push(GrantedRole { role: *role, state });
            }
            Ok::<_, OperationError>(recorded.with(granted))
        })
    })
    .await?;
    Ok(Added { sign_in: new.sign_in, one_time_password: password, roles })
}

/// Shuts an official out at once, which ends their sessions and revokes their tokens; or lets them in again.
///
/// # Errors
/// [`OperationError::NotAllowed`]; [`OperationError::NotFound`]; nobody shuts themselves out.
#[apply(operation!)]
pub async fn set_disabled(
    app: &App,
    administrator: &Official,
    name: &SignInName,
    disabled: bool,
) -> Result<(), OperationError> {
    let act = if disabled { "shut_out" } else { "let_in" };
    let tried = Tried { act, of: Of::Word("official"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, disable(app, administrator, name, disabled)).await
}

async fn disable(app: &App, administrator: &Official, name: &SignInName, disabled: bool) -> Result<(), OperationError> {
    administrator.must_be(Role::Administrator, "shutting an official out")?;
    if administrator.sign_in == name.as_str() {
        return Err(OperationError::unusable("the name", &"nobody shuts themselves out: another administrator does"));
    }
    let context = Context::of(app, Some(administrator)).await?;
    let name = name.clone();
    let inside = Arc::clone(&context);
    call::write(&context, move |tx| {
        let (context, name) = (Arc::clone(&inside), name.clone());
        Box::pin(async move { set(tx, &context, &name, disabled).await })
    })
    .await
}

async fn set(
    tx: &mut Transaction,
    context: &Context,
    name: &SignInName,
    disabled: bool,
) -> Result<crate::storage::Written<()>, OperationError> {
    authority::lock_and_read(tx).await?;
    access::must_hold(tx, context, Role::Administrator, "shutting an official out").await?;
    let keys = tx.keys();
    let row = officials::find_by_sign_in(tx, &keys, name.as_str()).await?.ok_or_else(|| unknown(name))?;
    officials::lock_and_read(tx, &context.authority.case, &row.id).await?;
    let context = &context.begun_now();
    let since = disabled.then(|| context.now_text());
    officials::set_disabled(tx, &row.id, since.as_deref()).await?;
    if disabled {
        credentials::revoke_all_of(tx, &row.id, &context.now_text()).await?;
        deputise::end_all_of(tx, context, &row.id).await?;
    }
    let mark = authority_actor(tx, context, &row.id).await?;
    let kind = if disabled { "official_shut_out" } else { "official_let_in" };
    Ok(leave(tx, context, kind, &json!({ "official": mark }), Some(Role::Administrator)).await?.with(()))
}
