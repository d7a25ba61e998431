//! Changes the profile of the installation: an entry of the log, and it binds new requests only.

use std::sync::Arc;

use serde_json::json;

use crate::domain::role::Role;
use crate::domain::safeguard::Profile;
use crate::domain::scope::Scope;
use crate::storage::{Private, authority};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::call;
use super::error::OperationError;
use super::own_chain::leave_with;
use super::span::{apply, operation};

/// Changes the profile. Requests that have begun keep theirs.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator.
#[apply(operation!)]
pub async fn run(app: &App, administrator: &Official, profile: Profile, reason: &str) -> Result<(), OperationError> {
    let tried = Tried { act: "change_profile", of: Of::Word("profile"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, change(app, administrator, profile, reason)).await
}

async fn change(app: &App, administrator: &Official, profile: Profile, reason: &str) -> Result<(), OperationError> {
    administrator.must_be(Role::Administrator, "changing the profile")?;
    if reason.trim().is_empty() {
        return Err(OperationError::unusable("the change of profile", &"it needs reasons: they stand in the log"));
    }
    let context = Context::of(app, Some(administrator)).await?;
    let reason = reason.trim().to_owned();
    let inside = Arc::clone(&context);
    call::write(&context, move |tx| {
        let (context, reason) = (Arc::clone(&inside), reason.clone());
        Box::pin(async move {
            let row = authority::lock_and_read(tx).await?;
            access::must_hold(tx, &context, Role::Administrator, "changing the profile").await?;
            // Also where it stays as it is: decided again is decided, and the same call sent again does no more.
            authority::set_profile(tx, &profile.to_string()).await?;
            let body = json!({ "from": row.profile, "to": profile });
            // Reasons may name people: the log commits to them, sealed.
            let reason = Private { field: "reason".to_owned(), value: reason.into() };
            Ok(leave_with(tx, &context, "profile_changed", &body, Some(Role::Administrator), vec![reason])
                .await?
                .with(()))
        })
    })
    .await
}
