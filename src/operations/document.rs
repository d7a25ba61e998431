//! Documents as operations handle them: what may be one, how it is sealed while it arrives, and how it is verified.

use serde_json::json;
use sqlx::AnyConnection;

use crate::audit::commitment::{self, Key, OfDocument, seal_holds};
use crate::audit::entry::DocumentCommitment;
use crate::audit::hash::{self, Hash, Sha256Stream};
use crate::domain::ids::{Digest, DocumentId};
use crate::domain::role::Role;
use crate::storage::document_parts::{self, Parts};
use crate::storage::documents::{self, DocumentRow};
use crate::storage::keys::Keys;
use crate::storage::spool::{Spool, Spooled};
use crate::storage::{StorageError, Transaction, Written};

use super::act::Loaded;
use super::add_document::{DocumentAbout, NewDocument};
use super::app::App;
use super::entry;
use super::error::OperationError;

/// How the log commits to a document: SHA-256 of a text that names its SHA-256 behind a salt. The text can be shown for one
/// document, and opens nothing else.
const ALGORITHM: &str = "disclosure-sha256";

/// How it did before: keyed with what opens the whole request, so that it cannot be shown for one document alone.
const BEFORE: &str = "hmac-sha256";

/// A document while its bytes come: sealed part by part, never whole in memory, never open on the disk.
pub(super) struct Arriving {
    id: DocumentId,
    about: DocumentAbout,
    /// None once it was refused: what had come is gone then.
    spool: Option<Spool>,
    largest: u64,
}

impl Arriving {
    /// Begins to take in a document of a request.
    ///
    /// # Errors
    /// [`OperationError::Unusable`] for a name, media type or language that cannot be one.
    pub(super) async fn begin(app: &App, request_id: &str, about: DocumentAbout) -> Result<Self, OperationError> {
        check(&about)?;
        let id = DocumentId::parse(app.clock.new_id()?)?;
        let spool = Some(app.storage.spool(request_id, id.as_str()).await?);
        Ok(Self { id, about, spool, largest: app.largest_document })
    }

    /// Takes in a document whose bytes are there already.
    pub(super) async fn whole(app: &App, request_id: &str, new: &NewDocument) -> Result<Arrived, OperationError> {
        let mut arriving = Self::begin(app, request_id, new.about()).await?;
        arriving.write(&new.bytes).await?;
        arriving.finish().await
    }

    /// Takes the next bytes. This is the one place that knows how large a document may be.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), OperationError> {
        // Taken out, so that whatever goes wrong leaves nothing behind.
        let mut spool = self.spool.take().ok_or(StorageError::Panicked)?;
        if spool.size() + bytes.len() as u64 > self.largest {
            return Err(OperationError::TooLarge { largest: self.largest });
        }
        spool.write(bytes).await?;
        self.spool = Some(spool);
        Ok(())
    }

    /// Ends the document.
    pub(super) async fn finish(self) -> Result<Arrived, OperationError> {
        let spool = self.spool.ok_or(StorageError::Panicked)?;
        if spool.size() == 0 {
            return Err(OperationError::unusable("the document", &"it is empty"));
        }
        Ok(Arrived { id: self.id, about: self.about, spooled: spool.finish().await? })
    }
}

/// A document that has arrived whole and waits for the transaction that keeps it.
#[derive(Clone)]
pub(super) struct Arrived {
    pub(super) id: DocumentId,
    about: DocumentAbout,
    spooled: Spooled,
}

impl Arrived {
    pub(super) fn about(&self) -> &DocumentAbout {
        &self.about
    }

    pub(super) fn sha256(&self) -> Digest {
        Digest::from_bytes(self.spooled.sha256().as_bytes())
    }

    pub(super) fn size(&self) -> u64 {
        self.spooled.size()
    }

    /// Moves the bytes into the database and leaves the entry.
    pub(super) async fn keep(
        &self,
        tx: &mut Transaction,
        loaded: &Loaded,
        role: Option<Role>,
    ) -> Result<Written<()>, OperationError> {
        let (sha256, len) = (self.spooled.sha256(), self.spooled.size());
        let opening = opening_of(&loaded.key.salting(), &loaded.row.id, self.id.as_str(), &sha256)?;
        let commitment = hash::sha256(opening.as_bytes());
        let row = DocumentRow {
            id: self.id.to_string(),
            request_id: loaded.row.id.clone(),
            name: self.about.name.clone(),
            media_type: self.about.media_type.clone(),
            language: self.about.language.clone(),
            size: i64::try_from(len).unwrap_or(i64::MAX),
            sha256: Some(sha256),
            commitment: commitment.to_string(),
            added_at: loaded.context.now_text(),
            added_by: loaded.context.by(),
        };
        documents::insert(tx, &row, &self.spooled).await?;
        let acting = loaded.acting(role);
        let body = json!({ "document": self.id, "language": row.language });
        let mut draft = entry::of(&loaded.row.id, "document_added", &body, &acting, loaded.context.now)?;
        draft.docs = vec![DocumentCommitment { alg: ALGORITHM.to_owned(), commitment, len }];
        Ok(tx.commit_with(draft, Vec::new()).await?.with(()))
    }
}

/// What opens the commitment to a document.
fn opening_of(salting: &Key, case: &str, document: &str, sha256: &Hash) -> Result<String, OperationError> {
    let case = case.parse().map_err(|error| OperationError::damaged("a request's id", &error))?;
    let place = OfDocument { case, document };
    commitment::disclosure(&commitment::salt(salting, place), place, &json!(sha256.to_string()))
        .map_err(|error| OperationError::damaged("a document", &error))
}

/// The same for one that is kept; none for a document from before, whose commitment cannot be shown by itself.
pub(super) fn opening(keys: &Keys, row: &DocumentRow) -> Result<Option<String>, OperationError> {
    let Some(sha256) = &row.sha256 else { return Ok(None) };
    let opening = opening_of(&keys.of(&row.request_id)?.salting(), &row.request_id, &row.id, sha256)?;
    Ok(Some(opening).filter(|opening| hash::sha256(opening.as_bytes()).to_string() == row.commitment))
}

/// What entries say of a document that is kept.
pub(super) fn committed(keys: &Keys, row: &DocumentRow) -> Result<DocumentCommitment, OperationError> {
    let alg = if opening(keys, row)?.is_some() { ALGORITHM } else { BEFORE };
    Ok(DocumentCommitment {
        alg: alg.to_owned(),
        commitment: row.commitment.parse().map_err(|error| OperationError::damaged("a document", &error))?,
        len: u64::try_from(row.size).unwrap_or(0),
    })
}

/// A document of this request.
///
/// # Errors
/// [`OperationError::NotFound`] where there is none, or it is another request's.
pub(super) async fn own(tx: &mut Transaction, loaded: &Loaded, id: &DocumentId) -> Result<DocumentRow, OperationError> {
    let keys = tx.keys();
    let row = documents::find(tx, &keys, id.as_str()).await?;
    row.filter(|row| row.request_id == loaded.row.id).ok_or_else(|| OperationError::NotFound {
        what: "document",
        name: id.to_string(),
        hint: "`comity request show` lists those of the request, `comity request attach` adds one",
    })
}

/// SHA-256 of a document: as it is kept, or reckoned from its bytes where it was added before that was kept.
pub(super) async fn sha256_of(
    connection: &mut AnyConnection,
    keys: &Keys,
    row: &DocumentRow,
) -> Result<Digest, OperationError> {
    let hash = match row.sha256 {
        Some(hash) => hash,
        None => document_parts::hash(connection, keys, row).await?.0,
    };
    Ok(Digest::from_bytes(hash.as_bytes()))
}

/// Opens every part of a document and holds it against its row and the commitment there; returns its SHA-256.
///
/// # Errors
/// [`StorageError::Tampered`] where they differ.
pub(super) async fn verify(
    connection: &mut AnyConnection,
    keys: &Keys,
    row: &DocumentRow,
) -> Result<Digest, OperationError> {
    let (sha256, size) = document_parts::hash(connection, keys, row).await?;
    agreed(keys, row, &sha256, size)
}

/// The same, part by part: no connection is held from one part to the next, however large the document is.
///
/// # Errors
/// As [`verify`].
pub(super) async fn verify_in_parts(app: &App, row: &DocumentRow) -> Result<Digest, OperationError> {
    let mut parts = Parts::of(&mut *app.storage.long_reader().await?, app.storage.keys(), row).await?;
    let (mut stream, mut size) = (Sha256Stream::default(), 0);
    loop {
        let part = parts.next(&mut *app.storage.long_reader().await?).await?;
        let Some(part) = part else { return agreed(app.storage.keys(), row, &stream.finish(), size) };
        stream.update(&part);
        size += part.len() as u64;
    }
}

/// Holds what was read against what was said of it.
fn agreed(keys: &Keys, row: &DocumentRow, sha256: &Hash, size: u64) -> Result<Digest, OperationError> {
    let salt = keys.of(&row.request_id)?.salting();
    let opening = opening_of(&salt, &row.request_id, &row.id, sha256)?;
    let committed = row
        .commitment
        .parse()
        .is_ok_and(|said| hash::sha256(opening.as_bytes()) == said || seal_holds(&salt, sha256, &said));
    let agrees = row.sha256.is_none_or(|said| said == *sha256) && i64::try_from(size) == Ok(row.size);
    if committed && agrees {
        Ok(Digest::from_bytes(sha256.as_bytes()))
    } else {
        Err(StorageError::Tampered { what: format!("the document `{}`", row.id) }.into())
    }
}

/// Refuses what cannot be the name, the media type or the language of a document.
pub(super) fn check(about: &DocumentAbout) -> Result<(), OperationError> {
    let name = &about.name;
    let why = if name.is_empty()
        || name.len() > 200
        || name.chars().any(|letter| letter.is_control() || matches!(letter, '/' | '\\'))
    {
        "its name is empty, too long, or has a slash or a control character"
    } else if !is_media_type(&about.media_type) {
        "its media type is missing, or is no type such as `application/pdf`"
    } else if !is_language(&about.language) {
        "its language is missing, or is no code such as `en` or `pt-BR`"
    } else {
        return Ok(());
    };
    Err(OperationError::unusable("the document", &why))
}

/// Whether a text is a media type without parameters (RFC 6838 4.2): it is handed out again as a header.
fn is_media_type(text: &str) -> bool {
    let is_name = |name: &str| {
        name.len() <= 127
            && name.starts_with(|first: char| first.is_ascii_alphanumeric())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    text.split_once('/').is_some_and(|(kind, subtype)| is_name(kind) && is_name(subtype))
}

/// Whether a text is a language's code (RFC 5646): it stands in the log, where free words have no place.
pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let language = parts
        .next()
        .is_some_and(|part| matches!(part.len(), 2 | 3) && part.bytes().all(|byte| byte.is_ascii_lowercase()));
    let rest: Vec<&str> = parts.collect();
    let fits = |part: &&str| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    language && rest.len() <= 3 && rest.iter().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_type_is_two_names_and_nothing_else() {
        for good in ["application/pdf", "image/svg+xml", "application/vnd.ms-excel", "a/b"] {
            assert!(is_media_type(good), "{good}");
        }
        for bad in ["", "pdf", "/", "a/", "/b", "a/b/c", "text/html; charset=utf-8", "a/b\r\nX: y", "a /b", "+a/b"] {
            assert!(!is_media_type(bad), "{bad}");
        }
    }
}
