//! Assigns an official to a request, so that they see it and find it in their queue.

use std::sync::Arc;

use serde_json::json;

use crate::domain::ids::{RequestReference, SignInName};
use crate::domain::role::Role;
use crate::storage::{officials, requests};

use super::access::{self, Official};
use super::act::{self, Context, Loaded};
use super::app::App;
use super::call;
use super::entry::{self, Acting};
use super::error::OperationError;
use super::sign_in::unknown;

/// Assigns an official to a request.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but the central authority; a hidden request; an unknown official.
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    name: &SignInName,
) -> Result<(), OperationError> {
    official.must_be(Role::CentralAuthority, "assigning an official")?;
    let context = Context::of(app, Some(official)).await?;
    let (id, name) = (act::find(app, reference).await?, name.clone());
    let inside = Arc::clone(&context);
    call::write(&context, move |tx| {
        let (context, id, name) = (Arc::clone(&inside), id.clone(), name.clone());
        Box::pin(async move {
            let loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            access::must_hold(tx, &context, Role::CentralAuthority, "assigning an official").await?;
            let keys = tx.keys();
            let row = officials::find_by_sign_in(tx, &keys, name.as_str()).await?.ok_or_else(|| unknown(&name))?;
            requests::assign(tx, id.as_str(), &row.id, &context.now_text(), &context.by()).await?;
            let mark = entry::mark_of(loaded.key.mark(&row.id))?;
            let acting = Acting {
                mark: &loaded.actor.mark,
                role: Some(Role::CentralAuthority),
                org: context.authority.state.as_str(),
            };
            let draft =
                entry::of(id.as_str(), "official_assigned", &json!({ "official": mark }), &acting, context.now)?;
            Ok::<_, OperationError>(tx.commit_with(draft, Vec::new()).await?.with(()))
        })
    })
    .await
}
