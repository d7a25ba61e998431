//! Lists the officials with their roles, for administrators and auditors.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::domain::role::Role;
use crate::domain::scope::CredentialKind;
use crate::storage::roles::RoleRow;
use crate::storage::{authority, credentials, officials, roles, second_factors};

use super::access::{self, Official};
use super::app::App;
use super::error::OperationError;
use super::span::{apply, operation};

/// An official in the list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, told as it is")]
pub struct Listed {
    /// What they sign in with.
    pub sign_in: String,
    /// Their name.
    pub name: String,
    /// Roles that count.
    pub roles: Vec<String>,
    /// Roles that wait for a second administrator.
    pub waiting: Vec<String>,
    /// Of those that wait, the ones that whoever lists has granted: another administrator confirms them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub granted_by_you: Vec<String>,
    /// Whether they have a second factor.
    pub second_factor: bool,
    /// Whether an administrator has proposed to take it away: another one confirms.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reset_waits: bool,
    /// Whether that was whoever lists.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub reset_proposed_by_you: bool,
    /// When they last signed in, of the sessions that are still remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_signed_in: Option<String>,
    /// Whether they are shut out.
    pub shut_out: bool,
    /// Whether they have yet to choose their own password.
    pub password_is_temporary: bool,
}

/// Lists the officials.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but administrators and auditors.
#[apply(operation!)]
pub async fn run(app: &App, official: &Official) -> Result<Vec<Listed>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let keys = app.storage.keys();
    let official = access::now(&mut reader, app, official).await?;
    if !official.roles.contains(&Role::Auditor) {
        official.must_be(Role::Administrator, "listing officials")?;
    }
    let held = roles::list(&mut reader, keys).await?;
    let rows = officials::list(&mut reader, keys).await?;
    let case = authority::read(&mut reader).await?.case_id;
    let mut sessions: BTreeMap<String, String> = BTreeMap::new();
    for credentials::Listed { row, .. } in credentials::list(&mut reader, keys, &case, None).await? {
        // The oldest come first: the newest stays.
        if row.kind == CredentialKind::Session.to_string() {
            sessions.insert(row.official_id, row.issued_at);
        }
    }
    let mut resets: BTreeMap<String, Option<String>> = BTreeMap::new();
    for id in second_factors::list(&mut reader).await? {
        let found = second_factors::find(&mut reader, keys, &case, &id).await?;
        resets.insert(id, found.and_then(|factor| factor.reset_by.clone()));
    }
    let me = official.id.to_string();
    Ok(rows
        .into_iter()
        .map(|row| {
            let mine = |role: &&RoleRow| {
                role.official_id == row.id
                    && role.revoked_at.is_none()
                    && role.confirmed_at.is_none()
                    && role.granted_by == me
            };
            let reset_by = resets.get(&row.id).and_then(Option::as_deref);
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
                granted_by_you: held.iter().filter(mine).map(|role| role.role.clone()).collect(),
                second_factor: resets.contains_key(&row.id),
                reset_waits: reset_by.is_some(),
                reset_proposed_by_you: reset_by == Some(me.as_str()),
                last_signed_in: sessions.remove(&row.id),
                shut_out: row.disabled_at.is_some(),
                password_is_temporary: row.password_is_temporary_since.is_some(),
                sign_in: row.sign_in,
                name: row.name,
            }
        })
        .collect())
}
