//! Gives a request the number it has in the authority's own registry, beside its reference.

use std::sync::Arc;

use serde_json::json;

use crate::domain::ids::RequestReference;
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::labels::SealedLabel;
use crate::storage::{Private, requests};

use super::access::{self, Official};
use super::act::Loaded;
use super::app::App;
use super::attempt::{Of, Tried, attempt};
use super::entry;
use super::error::OperationError;
use super::span::{apply, operation};

/// Gives a request its registry number.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but the central authority; a hidden request; a number that lists cannot show.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    number: &str,
) -> Result<(), OperationError> {
    let tried = Tried { act: "number_request", of: Of::Word("registry_number"), needs: Scope::Decide };
    let number = number.trim().to_owned();
    attempt(app, official, reference, tried, move |tx, context, id| {
        let number = number.clone();
        Box::pin(async move {
            let mut loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            let context = Arc::clone(&loaded.context);
            access::must_hold(tx, &context, Role::CentralAuthority, "giving a registry number").await?;
            if number.is_empty() || number.chars().count() > 60 || number.chars().any(char::is_control) {
                return Err(OperationError::unusable(
                    "the registry number",
                    &"it is empty, longer than 60 characters, or has control characters",
                ));
            }
            loaded.row.registry_number = Some(SealedLabel::registry_number(&tx.keys(), id.as_str(), &number)?);
            requests::update(tx, &loaded.row).await?;
            let acting = loaded.acting_in(Role::CentralAuthority)?;
            let draft = entry::of(id.as_str(), "registry_number_given", &json!({}), &acting, context.now)?;
            let kept = Private { field: "registry_number".to_owned(), value: number.into() };
            Ok::<_, OperationError>(tx.commit_with(draft, vec![kept]).await?.with(()))
        })
    })
    .await
}
