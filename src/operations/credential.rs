//! What sessions and tokens have in common: how long they count, and the entries that tell of them.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::domain::ids::{ActorMark, CredentialId, OfficialId};
use crate::domain::scope::{Assurance, CredentialKind, Scopes};
use crate::domain::time;
use crate::storage::credentials::{self, CredentialRow};
use crate::storage::{Recorded, Transaction};

use super::access;
use super::act::Context;
use super::error::OperationError;
use super::own_chain::{authority_actor, leave};

/// A session that nobody uses for so long has ended, in minutes. Uses are noted to the minute, so it may be one less.
pub const IDLE_MINUTES: i64 = 30;

/// Days for which the row of what has expired is kept, for lists; the log goes on telling of it.
const REMEMBERED_DAYS: i64 = 90;

/// A session or a token as operations read it.
#[derive(Debug, Clone)]
pub(super) struct Credential {
    pub(super) id: CredentialId,
    pub(super) official: OfficialId,
    pub(super) kind: CredentialKind,
    pub(super) scopes: Scopes,
    pub(super) expires_at: Timestamp,
    pub(super) used_at: Timestamp,
    pub(super) revoked_at: Option<Timestamp>,
    pub(super) assurance: Assurance,
}

/// The body of the entry that tells of a credential; its label stays out of the log.
#[derive(Serialize)]
struct Told<'a> {
    credential: &'a CredentialId,
    official: ActorMark,
    kind: CredentialKind,
    scopes: &'a Scopes,
    #[serde(with = "time::text")]
    expires_at: Timestamp,
    /// Told where it is more than a password.
    #[serde(skip_serializing_if = "Option::is_none")]
    assurance: Option<i64>,
}

impl Credential {
    /// # Errors
    /// Where the row does not parse: nothing that was written here.
    pub(super) fn of(row: &CredentialRow) -> Result<Self, OperationError> {
        let moment =
            |text: &str| time::from_text(text).map_err(|error| OperationError::damaged("a credential's time", &error));
        Ok(Self {
            id: CredentialId::parse(row.id.clone())
                .map_err(|error| OperationError::damaged("a credential's id", &error))?,
            official: OfficialId::parse(row.official_id.clone())
                .map_err(|error| OperationError::damaged("an official's id", &error))?,
            kind: row.kind.parse().map_err(|error| OperationError::damaged("a credential's kind", &error))?,
            scopes: row.scopes.parse().map_err(|error| OperationError::damaged("a credential's scopes", &error))?,
            expires_at: moment(&row.expires_at)?,
            used_at: moment(&row.used_at)?,
            revoked_at: row.revoked_at.as_deref().map(moment).transpose()?,
            assurance: Assurance::of_level(row.assurance),
        })
    }

    /// The row of a credential that begins now.
    pub(super) fn row(&self, now: Timestamp, label: Option<String>) -> CredentialRow {
        CredentialRow {
            id: self.id.to_string(),
            official_id: self.official.to_string(),
            kind: self.kind.to_string(),
            label,
            scopes: self.scopes.to_string(),
            issued_at: time::to_text(now),
            expires_at: time::to_text(self.expires_at),
            used_at: time::to_text(self.used_at),
            revoked_at: None,
            assurance: self.assurance.level(),
        }
    }

    /// When it ends if nobody uses it any more.
    pub(super) fn ends_at(&self) -> Timestamp {
        match self.kind {
            CredentialKind::Session => self.expires_at.min(self.used_at + SignedDuration::from_mins(IDLE_MINUTES)),
            CredentialKind::Token => self.expires_at,
        }
    }

    /// Whether it counts at a moment: not revoked, not expired, and a session is in use.
    pub(super) fn counts(&self, now: Timestamp) -> bool {
        let idle = match self.kind {
            CredentialKind::Session => now.duration_since(self.used_at) >= SignedDuration::from_mins(IDLE_MINUTES),
            CredentialKind::Token => false,
        };
        self.revoked_at.is_none() && now < self.expires_at && !idle
    }
}

/// Leaves the entry that a credential began or ended.
pub(super) async fn tell(
    tx: &mut Transaction,
    context: &Context,
    credential: &Credential,
    began: bool,
) -> Result<Recorded, OperationError> {
    let kind = match (credential.kind, began) {
        (CredentialKind::Session, true) => "signed_in",
        (CredentialKind::Session, false) => "signed_out",
        (CredentialKind::Token, true) => "token_issued",
        (CredentialKind::Token, false) => "token_revoked",
    };
    let body = Told {
        credential: &credential.id,
        official: authority_actor(tx, context, credential.official.as_str()).await?,
        kind: credential.kind,
        scopes: &credential.scopes,
        expires_at: credential.expires_at,
        assurance: (credential.assurance > Assurance::Password).then(|| credential.assurance.level()),
    };
    let keys = tx.keys();
    let role = access::roles_of(tx, &keys, &context.by()).await?.first().copied();
    leave(tx, context, kind, &body, role).await
}

/// Drops the rows of what expired long ago.
pub(super) async fn forget_old(tx: &mut Transaction, context: &Context, official: &str) -> Result<(), OperationError> {
    let before = time::hours_after(context.now, -REMEMBERED_DAYS * 24);
    Ok(credentials::forget(tx, official, &time::to_text(before)).await?)
}
