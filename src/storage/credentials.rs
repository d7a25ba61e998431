//! The table `credential`: sessions and API tokens, by a MAC of their secret; a row that was not written here opens nothing.

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, FromRow, Row};

use crate::audit::commitment;
use crate::audit::hash::{Hash, sha256};
use crate::domain::secret::Secret;

use super::error::StorageError;
use super::keys::Keys;
use super::officials::{self, OfficialRow, SealedOfficial};
use super::sealed::{self, Place};
use super::store::Storage;
use super::transaction::{Beside, Transaction, Written};

const COLUMNS: [&str; 11] = [
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
}

/// A row as it is stored.
struct Stored {
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
    secret_mac: String,
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

    fn listed(self, keys: &Keys, case: &str) -> Result<Listed, StorageError> {
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
struct Joined(Stored, SealedOfficial, String);

impl<'r> FromRow<'r, AnyRow> for Joined {
    fn from_row(row: &'r AnyRow) -> Result<Self, sqlx::Error> {
        Ok(Self(Stored::from_prefixed(row, "credential_")?, SealedOfficial::from_row(row)?, row.try_get("case_id")?))
    }
}

fn facts(row: &CredentialRow, secret_mac: &str) -> Hash {
    let CredentialRow { id, official_id, kind, label: _, scopes, issued_at, expires_at, used_at, revoked_at: _ } = row;
    sealed::facts([id, official_id, kind, scopes, secret_mac, issued_at, expires_at, used_at].map(Some))
}

fn seal_of(keys: &Keys, row: &CredentialRow, secret_mac: &str) -> String {
    commitment::entry_seal(&keys.derived("credential"), &facts(row, secret_mac)).to_string()
}

/// What a secret is looked up by. Nobody without the key can tell how it begins for a guess, so that the time which
/// the database takes to compare tells nothing.
fn mac_of(keys: &Keys, secret: &Secret) -> String {
    commitment::entry_seal(&keys.derived("secret"), &sha256(secret.reveal().as_bytes())).to_string()
}

fn label_place<'a>(case: &'a str, id: &'a str) -> Place<'a> {
    Place { case, table: "credential", column: "label_sealed", row: id }
}

fn all_columns() -> String {
    COLUMNS.join(", ")
}

/// Adds a credential. `case` is the authority's own chain.
///
/// # Errors
/// Where there is no such official.
pub async fn insert(
    tx: &mut Transaction,
    case: &str,
    row: &CredentialRow,
    secret: &Secret,
) -> Result<(), StorageError> {
    let keys = tx.keys();
    let key = keys.of(case)?.sealing();
    let label = row.label.as_ref().map(|label| sealed::seal(&key, label_place(case, &row.id), label.as_bytes()));
    let secret_mac = mac_of(&keys, secret);
    let sql =
        format!("INSERT INTO credential ({}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", all_columns());
    sqlx::query(AssertSqlSafe(sql))
        .bind(row.id.as_str())
        .bind(row.official_id.as_str())
        .bind(row.kind.as_str())
        .bind(label.transpose()?)
        .bind(row.scopes.as_str())
        .bind(secret_mac.as_str())
        .bind(seal_of(&keys, row, &secret_mac))
        .bind(row.issued_at.as_str())
        .bind(row.expires_at.as_str())
        .bind(row.used_at.as_str())
        .bind(row.revoked_at.clone())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Finds what a secret belongs to, and whose it is, in one statement. What is revoked is not found.
///
/// # Errors
/// [`StorageError::Tampered`] where the row was not written by [`insert`].
pub async fn find_by_secret(
    connection: &mut AnyConnection,
    keys: &Keys,
    secret: &Secret,
) -> Result<Option<Found>, StorageError> {
    let credential = COLUMNS.map(|name| format!("credential.{name} AS credential_{name}")).join(", ");
    let official = officials::COLUMNS.split(", ").map(|name| format!("official.{name}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT {credential}, {official}, authority.case_id
        FROM credential JOIN official ON official.id = credential.official_id CROSS JOIN authority
        WHERE credential.secret_mac = $1 AND credential.revoked_at IS NULL"
    );
    let found: Option<Joined> =
        sqlx::query_as(AssertSqlSafe(sql)).bind(mac_of(keys, secret)).fetch_optional(connection).await?;
    let Some(Joined(stored, official, case)) = found else { return Ok(None) };
    if !stored.is_genuine(keys) {
        return Err(StorageError::tampered(format!("the credential `{}`", stored.row.id)));
    }
    let Stored { row, secret_mac, .. } = stored;
    Ok(Some(Found { row, official: official.open(keys, &case)?, secret_mac }))
}

/// Finds a credential by id, those that no longer count included.
///
/// # Errors
/// Where the database cannot be read.
pub async fn find(
    connection: &mut AnyConnection,
    keys: &Keys,
    case: &str,
    id: &str,
) -> Result<Option<Listed>, StorageError> {
    let sql = format!("SELECT {} FROM credential WHERE id = $1", all_columns());
    let found: Option<Stored> = sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_optional(connection).await?;
    found.map(|stored| stored.listed(keys, case)).transpose()
}

/// Lists the credentials of one official, or of all, those that no longer count included; the oldest first.
///
/// # Errors
/// Where the database cannot be read.
pub async fn list(
    connection: &mut AnyConnection,
    keys: &Keys,
    case: &str,
    official_id: Option<&str>,
) -> Result<Vec<Listed>, StorageError> {
    let (columns, order) = (all_columns(), "ORDER BY issued_at, id");
    let rows: Vec<Stored> = match official_id {
        Some(id) => {
            let sql = format!("SELECT {columns} FROM credential WHERE official_id = $1 {order}");
            sqlx::query_as(AssertSqlSafe(sql)).bind(id).fetch_all(connection).await?
        }
        None => {
            let sql = format!("SELECT {columns} FROM credential {order}");
            sqlx::query_as(AssertSqlSafe(sql)).fetch_all(connection).await?
        }
    };
    rows.into_iter().map(|stored| stored.listed(keys, case)).collect()
}

/// Ends a credential; says whether it counted until now.
///
/// # Errors
/// Where the database cannot be written.
pub async fn revoke(tx: &mut Transaction, id: &str, now: &str) -> Result<bool, StorageError> {
    Ok(revoke_where(tx, "id", id, now).await? > 0)
}

/// Ends all sessions and tokens of an official; says how many counted until now.
///
/// # Errors
/// Where the database cannot be written.
pub async fn revoke_all_of(tx: &mut Transaction, official_id: &str, now: &str) -> Result<u64, StorageError> {
    revoke_where(tx, "official_id", official_id, now).await
}

async fn revoke_where(tx: &mut Transaction, column: &str, value: &str, now: &str) -> Result<u64, StorageError> {
    let sql = format!(
        "UPDATE credential SET revoked_at = $1, secret_mac = 'revoked ' || id
        WHERE {column} = $2 AND revoked_at IS NULL"
    );
    let done = sqlx::query(AssertSqlSafe(sql)).bind(now).bind(value).execute(&mut **tx).await?;
    Ok(done.rows_affected())
}

/// Drops what ended before a moment: the log goes on telling of it.
///
/// # Errors
/// Where the database cannot be written.
pub async fn forget(tx: &mut Transaction, official_id: &str, ended_before: &str) -> Result<(), StorageError> {
    sqlx::query("DELETE FROM credential WHERE official_id = $1 AND expires_at < $2")
        .bind(official_id)
        .bind(ended_before)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl Storage {
    /// Notes when a credential was last used, without an entry in the log: see [`Beside::LastUse`]. Of several calls
    /// at the same time one notes it.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn note_use(&self, found: &Found, now: &str) -> Result<(), StorageError> {
        let used = CredentialRow { used_at: now.to_owned(), ..found.row.clone() };
        let seal = seal_of(self.keys(), &used, &found.secret_mac);
        let before = found.row.used_at.clone();
        self.write(move |tx| {
            let (id, now, seal, before) = (used.id.clone(), used.used_at.clone(), seal.clone(), before.clone());
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE credential SET used_at = $1, seal = $2
                    WHERE id = $3 AND used_at = $4 AND revoked_at IS NULL",
                )
                .bind(now)
                .bind(seal)
                .bind(id)
                .bind(before)
                .execute(&mut **tx)
                .await?;
                Ok::<_, StorageError>(match done.rows_affected() {
                    0 => Written::unchanged(()),
                    _ => tx.keep_beside(Beside::LastUse),
                })
            })
        })
        .await
    }
}
