//! Assigns an official to a request, so that they see it and find it in their queue.

use std::sync::Arc;

use serde_json::json;

use crate::domain::ids::{RequestReference, SignInName};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::{officials, requests};

use super::access::{self, Official};
use super::act::Loaded;
use super::app::App;
use super::attempt::{Of, Tried, attempt};
use super::entry;
use super::error::OperationError;
use super::sign_in::unknown;
use super::span::{apply, operation};

/// Assigns an official to a request.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but the central authority; a hidden request; an unknown official.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    name: &SignInName,
) -> Result<(), OperationError> {
    let tried = Tried { act: "assign_official", of: Of::Word("official"), needs: Scope::Decide };
    let name = name.clone();
    attempt(app, official, reference, tried, move |tx, context, id| {
        let name = name.clone();
        Box::pin(async move {
            let loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            let context = Arc::clone(&loaded.context);
            access::must_hold(tx, &context, Role::CentralAuthority, "assigning an official").await?;
            let keys = tx.keys();
            let row = officials::find_by_sign_in(tx, &keys, name.as_str()).await?.ok_or_else(|| unknown(&name))?;
            requests::assign(tx, id.as_str(), &row.id, &context.now_text(), &context.by()).await?;
            loaded.place(tx).await?;
            let mark = entry::mark_of(loaded.key.mark(&row.id))?;
            let acting = loaded.acting_in(Role::CentralAuthority)?;
            let draft =
                entry::of(id.as_str(), "official_assigned", &json!({ "official": mark }), &acting, context.now)?;
            Ok::<_, OperationError>(tx.commit_with(draft, Vec::new()).await?.with(()))
        })
    })
    .await
}
