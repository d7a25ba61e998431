//! Lists sessions and tokens: one's own, or, as an administrator, an official's.

use serde::Serialize;

use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::domain::time;
use crate::storage::{authority, calendars, credentials, officials};

use super::access::{self, Official};
use super::app::App;
use super::credential::Credential;
use super::error::OperationError;
use super::sign_in::unknown;
use super::span::{apply, operation};

/// A session or a token in the list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct ListedCredential {
    /// Its id, which is no secret.
    pub credential: String,
    /// `session`, `token` or `calendar`: a secret address of a calendar.
    pub kind: String,
    /// What its official calls a token; of a session of the pages, the kind of browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// What it allows at most.
    pub scopes: Vec<String>,
    /// Since when.
    pub issued_at: String,
    /// Until when at most.
    pub expires_at: String,
    /// When it was last used, to the minute.
    pub used_at: String,
    /// When it was ended, where somebody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<String>,
    /// How surely it is known who has it: 1 by password, 2 by password and code.
    pub assurance: i64,
    /// Whether it lets its bearer in now.
    pub counts: bool,
    /// Whether somebody has changed it outside the program: it lets nobody in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub altered: bool,
}

/// Lists the sessions and tokens of an official, then the addresses of their calendar, each the oldest first, those that no longer count included.
///
/// # Errors
/// [`OperationError::NotAllowed`] for those of somebody else, to anybody but an administrator;
/// [`OperationError::OutOfScope`] for a token; [`OperationError::NotFound`] where there is no such official.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    of: Option<&SignInName>,
) -> Result<Vec<ListedCredential>, OperationError> {
    official.must_have(Scope::Administer)?;
    let (keys, now) = (app.storage.keys(), app.clock.now());
    let mut reader = app.storage.reader().await?;
    let official = access::now(&mut reader, app, official).await?;
    let id = match of {
        Some(name) if name.as_str() != official.sign_in => {
            official.must_be(Role::Administrator, "listing the sessions and tokens of somebody else")?;
            let row = officials::find_by_sign_in(&mut reader, keys, name.as_str()).await?;
            row.ok_or_else(|| unknown(name))?.id
        }
        Some(_) | None => official.id.to_string(),
    };
    let case = authority::read(&mut reader).await?.case_id;
    let rows = credentials::list(&mut reader, keys, &case, Some(&id)).await?;
    let listed = |credentials::Listed { row, altered }| ListedCredential {
        counts: !altered && Credential::of(&row).is_ok_and(|credential| credential.counts(now)),
        credential: row.id,
        kind: row.kind,
        label: row.label,
        scopes: row.scopes.split_whitespace().map(ToOwned::to_owned).collect(),
        issued_at: row.issued_at,
        expires_at: row.expires_at,
        used_at: row.used_at,
        revoked_at: row.revoked_at,
        assurance: row.assurance,
        altered,
    };
    let mut all: Vec<ListedCredential> = rows.into_iter().map(listed).collect();
    let now = time::to_text(now);
    all.extend(calendars::list(&mut reader, &id).await?.into_iter().map(|row| ListedCredential {
        counts: row.revoked_at.is_none() && row.expires_at > now,
        credential: row.id,
        kind: "calendar".to_owned(),
        label: None,
        scopes: Vec::new(),
        // Uses are not noted: a calendar asks every few minutes.
        used_at: row.issued_at.clone(),
        issued_at: row.issued_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        assurance: 1,
        altered: false,
    }));
    Ok(all)
}
