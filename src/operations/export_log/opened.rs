//! What an export opens of one request: the texts behind commitments, and documents that only their reader can decrypt.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Seek as _, Write as _};

use age::Encryptor;
use age::x25519::Recipient;

use crate::domain::ids::{DocumentId, RequestReference};
use crate::operations::access::Official;
use crate::operations::app::App;
use crate::operations::disclose_content::{self, What};
use crate::operations::document;
use crate::operations::error::OperationError;
use crate::operations::read_document::OpenDocument;

/// What was opened. The entries of it are on the disk.
#[derive(Debug, Default)]
pub(super) struct Opened {
    /// What opens commitments, a line each; none where nothing was to be opened.
    pub(super) lines: Option<Vec<u8>>,
    /// Documents by their id, encrypted: their bytes lie nowhere else.
    pub(super) documents: Vec<(String, File)>,
    /// How many documents could not be opened one by one.
    pub(super) left_out: usize,
}

/// Opens what the entries of a request commit to and, for those recipients, its documents.
pub(super) async fn of(
    app: &App,
    auditor: &Official,
    request: &RequestReference,
    reason: &str,
    recipients: &[Recipient],
) -> Result<Opened, OperationError> {
    let mut what = BTreeSet::from([What::Reasons]);
    if !recipients.is_empty() {
        what.insert(What::Documents);
    }
    let disclosed = disclose_content::run(app, auditor, request, &what, reason).await?;
    let mut lines: Vec<u8> = Vec::new();
    for value in disclosed.reasons.unwrap_or_default() {
        lines.extend((value.disclosure + "\n").into_bytes());
    }
    let mut opened = Opened::default();
    for attached in disclosed.documents.unwrap_or_default() {
        let id = DocumentId::parse(attached.document).map_err(|error| OperationError::damaged("a document", &error))?;
        let found = disclose_content::document(app, auditor, request, &id, reason).await?;
        let Some(opening) = document::opening(app.storage.keys(), &found.row)? else {
            opened.left_out += 1;
            continue;
        };
        lines.extend((opening + "\n").into_bytes());
        opened.documents.push((id.to_string(), encrypted(found, recipients).await?));
    }
    opened.lines = Some(lines);
    Ok(opened)
}

/// A document in a file without a name, encrypted part by part.
async fn encrypted(mut document: OpenDocument, recipients: &[Recipient]) -> Result<File, OperationError> {
    let failed = |source: std::io::Error| OperationError::File { path: "a temporary file".to_owned(), source };
    let sealing = Encryptor::with_recipients(recipients.iter().map(|one| one as &dyn age::Recipient))
        .map_err(|error| OperationError::damaged("a recipient", &error))?;
    let mut out = sealing.wrap_output(tempfile::tempfile().map_err(failed)?).map_err(failed)?;
    while let Some(part) = document.next().await? {
        out.write_all(&part).map_err(failed)?;
    }
    let mut file = out.finish().map_err(failed)?;
    file.rewind().map_err(failed)?;
    Ok(file)
}
