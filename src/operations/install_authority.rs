//! Prepares an installation: tables and keys, who the authority is, and its first administrator.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use crate::audit::ids::Origin;
use crate::audit::predecessor::Predecessor;
use crate::domain::ids::{OfficialId, SignInName, StateCode};
use crate::domain::role::Role;
use crate::domain::safeguard::Profile;
use crate::domain::scope::{Assurance, Scopes};
use crate::storage::authority::{self, AuthorityRow};
use crate::storage::officials::{self, OfficialRow};
use crate::storage::roles::{self, RoleRow};
use crate::storage::{Storage, Transaction, Written};
use crate::telemetry;

use super::access::{Official, Signed};
use super::act::Context;
use super::adopt_rulebook;
use super::app::{App, Settings, authority_of};
use super::error::OperationError;
use super::own_chain::{authority_actor, leave};
use super::passwords::{hash_of, secret_of};
use super::span::{apply, operation};

/// Who the authority is to be.
#[derive(Debug, Clone)]
pub struct NewAuthority {
    /// Its State.
    pub state: StateCode,
    /// Its name, as letters give it.
    pub name: String,
    /// What binds here.
    pub profile: Profile,
    /// Whether everything in it is for training.
    pub training: bool,
    /// Name of its log, such as `mla.example.gov/mla/1`.
    pub origin: String,
    /// The log that this one goes on from.
    pub after: Option<Predecessor>,
    /// What the administrator signs in with.
    pub administrator: SignInName,
    /// The administrator's name.
    pub administrator_name: String,
}

impl NewAuthority {
    /// Refuses a name that no log may have here: no name is used again, and the log before has used its own and those before.
    fn check_origin(&self) -> Result<(), OperationError> {
        let unusable = |why: &dyn std::fmt::Display| Err(OperationError::unusable("the log's name", why));
        let origin = match Origin::parse(&self.origin) {
            Ok(origin) => origin,
            Err(error) => return unusable(&error),
        };
        let Some(after) = &self.after else { return Ok(()) };
        let before = after.heading().map_err(|why| OperationError::unusable("the log before", &why))?.origin;
        if before.next().is_none_or(|next| next == origin) && before != origin {
            return Ok(());
        }
        let next = before.next().map_or_else(String::new, |next| format!(": the next one is `{next}`"));
        unusable(&format!("`{origin}` does not follow `{before}`{next}"))
    }
}

/// What was prepared.
#[derive(Debug, Clone, Serialize)]
pub struct Installed {
    /// Its State.
    pub state: StateCode,
    /// What binds here.
    pub profile: Profile,
    /// What the administrator signs in with.
    pub administrator: SignInName,
    /// Shown once; the administrator chooses their own when they first sign in.
    pub one_time_password: String,
    /// The main rulebook, by hash.
    pub rulebook: String,
    /// The log's public key: give it to those who will verify.
    pub log_key: String,
}

/// Prepares an installation.
///
/// # Errors
/// Faults of the rule files; a State that the rulebook does not know; a database that has an authority already.
#[apply(operation!)]
pub async fn run(settings: &Settings, new: NewAuthority) -> Result<Installed, OperationError> {
    let rulebooks = settings.proved()?;
    let party = rulebooks.main.parties.get(&new.state).ok_or_else(|| OperationError::NotFound {
        what: "State",
        name: new.state.to_string(),
        hint: "the rulebook's `parties.toml` lists those that are known",
    })?;
    if party.training && !new.training {
        return Err(OperationError::unusable(
            format!("`{}`", new.state),
            &"that State exists for training only: say `--training`",
        ));
    }
    new.check_origin()?;
    Storage::migrate(&settings.storage()).await?;
    let storage = Storage::open(&settings.storage()).await?;
    let app = App::over(storage, settings, rulebooks);
    let row = AuthorityRow {
        case_id: app.clock.new_id()?,
        state: new.state.to_string(),
        name: new.name.trim().to_owned(),
        profile: new.profile.to_string(),
        origin: new.origin.clone(),
        training: new.training,
        installed_at: crate::domain::time::to_text(app.clock.now()),
        adoptions: 0,
    };
    {
        let mut reader = app.storage.reader().await?;
        if let Some(known) = authority::find(&mut reader).await? {
            return Err(OperationError::InstalledAlready(known.name));
        }
    }
    app.storage.keys().create(&row.case_id).await?;
    let password = app.clock.new_password()?;
    let id = OfficialId::parse(app.clock.new_id()?)?;
    let hash = hash_of(secret_of(&app, &row.case_id, id.as_str())?, &password).await?;
    let first = Official {
        stands_in: None,
        id: id.clone(),
        sign_in: new.administrator.to_string(),
        name: new.administrator_name.clone(),
        roles: [Role::Administrator].into(),
        signed: Signed { scopes: Scopes::of_a_person(), credential: None, assurance: Assurance::PasswordAndCode },
    };
    let context = Arc::new(Context {
        app: app.clone(),
        authority: authority_of(row.clone())?,
        official: Some(first),
        now: app.clock.now(),
        trace: telemetry::trace_id(),
    });
    let (new, row, hash) = (Arc::new(new), Arc::new(row), Arc::new(hash));
    let first = Arc::clone(&new);
    app.storage
        .write(move |tx| {
            let (context, row, new, hash) =
                (Arc::clone(&context), Arc::clone(&row), Arc::clone(&first), Arc::clone(&hash));
            Box::pin(async move { write_first(tx, &context, &row, &new, &hash).await })
        })
        .await?;
    let installed = Installed {
        state: new.state.clone(),
        profile: new.profile,
        administrator: new.administrator.clone(),
        one_time_password: password,
        rulebook: app.offered.main.hash.to_string(),
        log_key: app.storage.log_key().await?.to_string(),
    };
    app.storage.close().await;
    Ok(installed)
}

/// Writes the authority, the rulebook and the first administrator, with the first entries of the log.
async fn write_first(
    tx: &mut Transaction,
    context: &Context,
    row: &AuthorityRow,
    new: &NewAuthority,
    hash: &str,
) -> Result<Written<()>, OperationError> {
    authority::insert(tx, row).await?;
    let now = context.now_text();
    let official = OfficialRow {
        id: context.by(),
        sign_in: new.administrator.to_string(),
        name: new.administrator_name.clone(),
        password_hash: hash.to_owned(),
        password_is_temporary_since: Some(now.clone()),
        added_at: now.clone(),
        disabled_at: None,
    };
    officials::insert(tx, &official).await?;
    let role = RoleRow {
        official_id: context.by(),
        role: Role::Administrator.to_string(),
        granted_by: context.by(),
        granted_at: now.clone(),
        confirmed_by: Some(context.by()),
        confirmed_at: Some(now),
        revoked_at: None,
    };
    roles::put(tx, &role).await?;
    let by = Some(Role::Administrator);
    let mut body = json!({ "state": new.state, "profile": new.profile, "training": new.training, "rulebook": context.app.offered.main.hash });
    if let Some(after) = &new.after {
        body[Predecessor::KEY] = json!(after);
    }
    leave(tx, context, "authority_installed", &body, by).await?;
    let offered: Vec<_> = context.app.offered.iter().map(Arc::clone).collect();
    adopt_rulebook::adopt_first(tx, context, &offered, by).await?;
    let mark = authority_actor(tx, context, &context.by()).await?;
    leave(tx, context, "official_added", &json!({ "official": mark }), by).await?;
    let body = json!({ "official": mark, "role": Role::Administrator, "in_effect": true });
    Ok(leave(tx, context, "role_granted", &body, by).await?.with(()))
}
