//! A row of the table `credential`, and the two MACs that make it one of ours.

use sqlx::any::AnyRow;
use sqlx::{FromRow, Row};

use crate::audit::commitment;
use crate::audit::hash::{Hash, sha256};
use crate::domain::secret::Secret;
use crate::storage::error::StorageError;
use crate::storage::keys::Keys;
use crate::storage::officials::{OfficialRow, SealedOfficial};
use crate::storage::sealed::{self, Place};

pub(super) const COLUMNS: [&str; 12] = [
    "id",
    "official_id",
    "kind",
    "label_sealed",
    "scopes",
    "secret_mac",
    "seal",
    "issued_at",
    "expires_at",
    "used_at",
    "revoked_at",
    "assurance",
];

/// A session or an API token, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CredentialRow {
    /// A random id.
    pub id: String,
    /// Whose it is.
    pub official_id: String,
    /// `session` or `token`.
    pub kind: String,
    /// What its official calls it; stored sealed under the key of the authority's own chain.
    pub label: Option<String>,
    /// Its scopes, as words.
    pub scopes: String,
    /// Since when.
    pub issued_at: String,
    /// Until when at most.
    pub expires_at: String,
    /// When it was last used, to the minute.
    pub used_at: String,
    /// Since when it no longer counts.
    pub revoked_at: Option<String>,
    /// How surely it is known who has it: 1 by password, 2 by password and code.
    pub assurance: i64,
}

/// A row as it is stored.
pub(super) struct Stored {
    row: CredentialRow,
    label_sealed: Option<Vec<u8>>,
    secret_mac: String,
    seal: String,
}

/// A credential that counts, with its official.
pub struct Found {
    /// The credential; its label stays sealed.
    pub row: CredentialRow,
    /// Its official.
    pub official: OfficialRow,
    pub(super) secret_mac: String,
}

/// A credential in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The credential.
    pub row: CredentialRow,
    /// Whether the row was changed outside the program: it opens nothing then.
    pub altered: bool,
}

impl Stored {
    fn from_prefixed(row: &AnyRow, prefix: &str) -> Result<Self, sqlx::Error> {
        let column = |name: &str| format!("{prefix}{name}");
        let text = |name: &str| row.try_get::<String, _>(column(name).as_str());
        let credential = CredentialRow {
            id: text("id")?,
            official_id: text("official_id")?,
            kind: text("kind")?,
            label: None,
            scopes: text("scopes")?,
            issued_at: text("issued_at")?,
            expires_at: text("expires_at")?,
            used_at: text("used_at")?,
            revoked_at: row.try_get(column("revoked_at").as_str())?,
            assurance: row.try_get(column("assurance").as_str())?,
        };
        Ok(Self {
            row: credential,
            label_sealed: row.try_get(column("label_sealed").as_str())?,
            secret_mac: text("secret_mac")?,
            seal: text("seal")?,
        })
    }

    fn is_genuine(&self, keys: &Keys) -> bool {
        let facts = facts(&self.row, &self.secret_mac);
        self.seal.parse().is_ok_and(|seal| commitment::seal_holds(&keys.derived("credential"), &facts, &seal))
    }

    /// The row with the MAC of its secret, if it was written by this program.
    pub(super) fn genuine(self, keys: &Keys) -> Result<(CredentialRow, String), StorageError> {
        if self.is_genuine(keys) {
            Ok((self.row, self.secret_mac))
        } else {
            Err(StorageError::tampered(format!("the credential `{}`", self.row.id)))
        }
    }

    pub(super) fn listed(self, keys: &Keys, case: &str) -> Result<Listed, StorageError> {
        // What is revoked has lost its `secret_mac`, so that its seal says nothing any more.
        let mut altered = self.row.revoked_at.is_none() && !self.is_genuine(keys);
        let Self { mut row, label_sealed, .. } = self;
        if let Some(sealed) = label_sealed {
            match sealed::open_text(&keys.of(case)?.sealing(), label_place(case, &row.id), &sealed) {
                Ok(label) => row.label = Some(label),
                Err(StorageError::Tampered { .. }) => altered = true,
                Err(error) => return Err(error),
            }
        }
        Ok(Listed { row, altered })
    }
}

impl<'r> FromRow<'r, AnyRow> for Stored {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Self::from_prefixed(row, "")
    }
}

/// A credential with the official beside it, and the authority's own chain, whose key opens the official's name.
pub(super) struct Joined(Stored, SealedOfficial, String);

impl<'r> FromRow<'r, AnyRow> for Joined {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self(Stored::from_prefixed(row, "credential_")?, SealedOfficial::from_row(row)?, row.try_get("case_id")?))
    }
}

impl Joined {
    /// The credential, if its row was written by this program.
    pub(super) fn checked(self, keys: &Keys) -> Result<Found, StorageError> {
        let Self(stored, official, case) = self;
        if !stored.is_genuine(keys) {
            return Err(StorageError::tampered(format!("the credential `{}`", stored.row.id)));
        }
        let Stored { row, secret_mac, .. } = stored;
        Ok(Found { row, official: official.open(keys, &case)?, secret_mac })
    }
}

fn facts(row: &CredentialRow, secret_mac: &str) -> Hash {
    let CredentialRow { id, official_id, kind, label: _, scopes, issued_at, expires_at, used_at, .. } = row;
    // What was sealed before there was a second factor is of level 1, and goes on counting as it was sealed.
    let assurance = (row.assurance > 1).then(|| row.assurance.to_string());
    let always = [id, official_id, kind, scopes, secret_mac, issued_at, expires_at, used_at].map(Some);
    sealed::facts(always.into_iter().chain(assurance.as_deref().map(Some)))
}

pub(super) fn seal_of(keys: &Keys, row: &CredentialRow, secret_mac: &str) -> String {
    commitment::entry_seal(&keys.derived("credential"), &facts(row, secret_mac)).to_string()
}

/// What a secret is looked up by. Nobody without the key can tell how it begins for a guess, so that the time which
/// the database takes to compare tells nothing.
pub(super) fn mac_of(keys: &Keys, secret: &Secret) -> String {
    commitment::entry_seal(&keys.derived("secret"), &sha256(secret.reveal().as_bytes())).to_string()
}

pub(super) fn label_place<'a>(case: &'a str, id: &'a str) -> Place<'a> {
    Place { case, table: "credential", column: "label_sealed", row: id }
}

pub(super) fn all_columns() -> String {
    COLUMNS.join(", ")
}
