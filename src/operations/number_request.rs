//! Gives a request the number it has in the authority's own registry, beside its reference.

use std::sync::Arc;

use serde_json::json;

use crate::domain::ids::RequestReference;
use crate::domain::role::Role;
use crate::storage::{Private, requests};

use super::access::{self, Official};
use super::act::{self, Context, Loaded};
use super::app::App;
use super::call;
use super::entry::{self, Acting};
use super::error::OperationError;

/// Gives a request its registry number.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but the central authority; a hidden request; a number that lists cannot show.
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    number: &str,
) -> Result<(), OperationError> {
    official.must_be(Role::CentralAuthority, "giving a registry number")?;
    let number = number.trim().to_owned();
    if number.is_empty() || number.chars().count() > 60 || number.chars().any(char::is_control) {
        return Err(OperationError::unusable(
            "the registry number",
            &"it is empty, longer than 60 characters, or has control characters",
        ));
    }
    let context = Context::of(app, Some(official)).await?;
    let id = act::find(app, reference).await?;
    let inside = Arc::clone(&context);
    call::write(&context, move |tx| {
        let (context, id, number) = (Arc::clone(&inside), id.clone(), number.clone());
        Box::pin(async move {
            let mut loaded = Loaded::lock(tx, &context, id.as_str()).await?;
            access::must_hold(tx, &context, Role::CentralAuthority, "giving a registry number").await?;
            loaded.row.registry_number = Some(number.clone());
            requests::update(tx, &loaded.row).await?;
            let acting = Acting {
                mark: &loaded.actor.mark,
                role: Some(Role::CentralAuthority),
                org: context.authority.state.as_str(),
            };
            let draft = entry::of(id.as_str(), "registry_number_given", &json!({}), &acting, context.now)?;
            let kept = Private { field: "registry_number".to_owned(), value: number.into() };
            Ok::<_, OperationError>(tx.commit_with(draft, vec![kept]).await?.with(()))
        })
    })
    .await
}
