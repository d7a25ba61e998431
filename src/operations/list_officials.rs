//! Lists the officials with their roles, for administrators and auditors.

use serde::Serialize;

use crate::domain::role::Role;
use crate::storage::{officials, roles};

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;

/// An official in the list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Listed {
    /// What they sign in with.
    pub sign_in: String,
    /// Their name.
    pub name: String,
    /// Roles that count.
    pub roles: Vec<String>,
    /// Roles that wait for a second administrator.
    pub waiting: Vec<String>,
    /// Whether they are shut out.
    pub shut_out: bool,
    /// Whether they have yet to choose their own password.
    pub password_is_temporary: bool,
}

/// Lists the officials.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but administrators and auditors.
pub async fn run(app: &App, official: &Official) -> Result<Vec<Listed>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let keys = app.storage.keys();
    let official = access::now(&mut reader, keys, official).await?;
    if !official.roles.contains(&Role::Auditor) {
        official.must_be(Role::Administrator, "listing officials")?;
    }
    let held = roles::list(&mut reader, keys).await?;
    let rows = officials::list(&mut reader, keys).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let of = |confirmed: bool| {
                held.iter()
                    .filter(|role| {
                        role.official_id == row.id
                            && role.revoked_at.is_none()
                            && role.confirmed_at.is_some() == confirmed
                    })
                    .map(|role| role.role.clone())
                    .collect()
            };
            Listed {
                roles: of(true),
                waiting: of(false),
                shut_out: row.disabled_at.is_some(),
                password_is_temporary: row.password_is_temporary_since.is_some(),
                sign_in: row.sign_in,
                name: row.name,
            }
        })
        .collect())
}
