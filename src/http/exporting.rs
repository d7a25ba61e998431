//! An export of the log as a stream: written to a folder of its own, which is gone before the first byte leaves.

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use tokio_util::io::ReaderStream;

use crate::operations::export_log::{self, wanted::Wanted};
use crate::operations::{Official, OperationError};

use super::service::Service;

/// Why there is no export.
#[derive(Debug)]
pub enum NoExport {
    /// The operation said no.
    Operation(OperationError),
    /// The file could not be written on the server.
    File(std::io::Error),
}

impl From<std::io::Error> for NoExport {
    fn from(error: std::io::Error) -> Self {
        NoExport::File(error)
    }
}

/// Exports the log or a part of it, one export at a time; the export is an entry itself.
///
/// # Errors
/// [`NoExport`].
pub async fn export(service: &Service, official: &Official, wanted: &Wanted) -> Result<Response, NoExport> {
    let folder = tempfile::Builder::new().prefix("comity-export-").tempdir()?;
    let target = folder.path().join("log.tar");
    // Closed never; where it were, exports would only not take turns.
    let _turn = service.exporting.acquire().await.ok();
    let exported = export_log::run(&service.app, official, wanted, &target).await;
    service.tried(official, exported).map_err(NoExport::Operation)?;
    let file = tokio::fs::File::open(&target).await?;
    let length = file.metadata().await?.len();
    // An open file is read to its end also without a name.
    drop(folder);
    let headers = [
        (header::CONTENT_TYPE, "application/x-tar".to_owned()),
        (header::CONTENT_LENGTH, length.to_string()),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"log.tar\"".to_owned()),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(file))).into_response())
}
