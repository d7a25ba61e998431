//! Entries in the authority's own chain: what happens to its officials, its settings and its log, not to a request.

use serde::Serialize;

use crate::domain::ids::ActorMark;
use crate::domain::role::Role;
use crate::storage::{Private, Recorded, Transaction};

use super::act::Context;
use super::entry::{self, Acting};
use super::error::OperationError;

/// An official as the authority's own chain knows them.
pub(super) async fn authority_actor(
    tx: &mut Transaction,
    context: &Context,
    id: &str,
) -> Result<ActorMark, OperationError> {
    entry::mark_of(tx.keys().of(&context.authority.case)?.mark(id))
}

/// Leaves an entry in the authority's own chain.
pub(super) async fn leave<B: Serialize + Sync>(
    tx: &mut Transaction,
    context: &Context,
    kind: &str,
    body: &B,
    role: Option<Role>,
) -> Result<Recorded, OperationError> {
    leave_with(tx, context, kind, body, role, Vec::new()).await
}

/// The same, with values that are kept sealed.
pub(super) async fn leave_with<B: Serialize + Sync>(
    tx: &mut Transaction,
    context: &Context,
    kind: &str,
    body: &B,
    role: Option<Role>,
    private: Vec<Private>,
) -> Result<Recorded, OperationError> {
    let mark = authority_actor(tx, context, &context.by()).await?;
    let acting = Acting { mark: &mark, role, org: context.authority.state.as_str() };
    let draft = entry::of(&context.authority.case, kind, body, &acting, context.now)?;
    Ok(tx.commit_with(draft, private).await?)
}
