//! The log: entries, proofs, checkpoints, exports; and content, disclosed to auditors by an entry of its own.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator as _;
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::{ActorMark, DocumentId, NotA, RequestReference, SignInName};
use crate::http::download::sent;
use crate::http::exporting::{self, NoExport};
use crate::http::service::Service;
use crate::operations::disclose_content::{self, Disclosed, What};
use crate::operations::entry_type::EntryType;
use crate::operations::export_log::wanted::Wanted;
use crate::operations::prove_entry::{self, Proof};
use crate::operations::read_log::{self, LONGEST_PAGE, LogEntry, LogFilter, LogPage, Page, Which};

use super::body::{Json as Sent, OrNothing, Path, Query};
use super::documents::{Binary, OfDocument};
use super::openapi::Problems;
use super::parameters::OfRequest;
use super::problem::Problem;
use super::problems;
use super::signed_in::{Acting, Audit, May, Read};
use super::values::{self, AtMost, Moment};

/// Which entries are listed, and where the page begins.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// Only those of this request.
    #[param(inline)]
    request: Option<RequestReference>,
    /// Only those of this type, such as `transition_taken`.
    #[serde(rename = "type")]
    #[param(rename = "type", inline)]
    kind: Option<EntryType>,
    /// Not before this moment: a time (RFC 3339), or a date, which begins at midnight UTC.
    #[serde(default, deserialize_with = "values::moment")]
    #[param(value_type = Option<Moment>, inline, example = "2026-11-22T09:30:00Z")]
    from: Option<Timestamp>,
    /// Not after this moment: a time (RFC 3339), or a date, which counts whole.
    #[serde(default, deserialize_with = "values::until")]
    #[param(value_type = Option<Moment>, inline, example = "2026-11-22")]
    until: Option<Timestamp>,
    /// Only what this actor did, by their mark: equal within one request, unlinkable across requests.
    #[param(inline)]
    actor: Option<ActorMark>,
    /// Only attempts that were refused.
    #[serde(default)]
    refused: bool,
    /// Where the page begins: `next` of the page before.
    #[param(minimum = 0)]
    after: Option<u64>,
    /// At most so many; 100 where nothing is said.
    #[param(minimum = 1, maximum = 500, value_type = Option<u32>)]
    at_most: Option<AtMost<LONGEST_PAGE>>,
    /// The newest first.
    #[serde(default)]
    newest_first: bool,
}

/// Which entry.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the description only")]
pub(crate) struct OfEntry {
    /// A place in the log such as `17`, a leaf's hash, or a request's entry such as `XN-2026-000001:3`.
    #[param(example = "17")]
    entry: String,
}

/// A signed checkpoint.
#[derive(Serialize, ToSchema)]
pub(crate) struct Checkpoint {
    /// How many leaves it covers.
    size: u64,
    /// The note: log, size, root and signature (C2SP signed-note).
    note: String,
    /// When it was signed.
    #[schema(format = DateTime)]
    signed_at: String,
}

/// What is to be exported: with nothing set the whole log, with a request alone that whole request, otherwise a choice of
/// entries, each with a proof that it is in the log.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Export {
    /// Only entries of this request.
    #[schema(inline)]
    request: Option<RequestReference>,
    /// Only those of this type, such as `transition_taken`.
    #[serde(rename = "type")]
    #[schema(inline, rename = "type")]
    kind: Option<EntryType>,
    /// Not before this moment: a time (RFC 3339), or a date, which begins at midnight UTC.
    #[serde(default, deserialize_with = "values::moment")]
    #[schema(value_type = Option<Moment>, inline)]
    from: Option<Timestamp>,
    /// Not after this moment: a time (RFC 3339), or a date, which counts whole.
    #[serde(default, deserialize_with = "values::until")]
    #[schema(value_type = Option<Moment>, inline)]
    until: Option<Timestamp>,
    /// Only what this actor did, by their mark: equal within one request, unlinkable across requests.
    #[schema(inline)]
    actor: Option<ActorMark>,
    /// Only what this official did, in whatever request, by what they sign in with.
    #[schema(inline)]
    official: Option<SignInName>,
    /// Only attempts that were refused.
    #[serde(default)]
    refused: bool,
    /// Reasons for opening what the entries of one whole request commit to, such as the reasons of decisions; the opening is
    /// an entry of the request, and commits to these.
    #[schema(min_length = 1)]
    open: Option<String>,
}

impl From<Export> for Wanted {
    fn from(export: Export) -> Self {
        let Export { request, kind, from, until, actor, official, refused, open } = export;
        let filter = LogFilter { request, kind: kind.map(String::from), from, until, actor, role: None, refused };
        Self { filter, official, opened: open, evidence: Vec::new() }
    }
}

/// What is to be disclosed, and why.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Disclosure {
    /// What of the request; all of it where nothing is said.
    #[serde(default)]
    what: BTreeSet<What>,
    /// Reasons; the log commits to them.
    #[schema(min_length = 1)]
    reason: String,
}

/// Why a document is to be disclosed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentDisclosure {
    /// Reasons; the log commits to them.
    #[schema(min_length = 1)]
    reason: String,
}

/// Lists entries of the log, page by page; for auditors. Entries hold no content.
#[utoipa::path(
    get, path = "/audit/entries", tag = "audit", operation_id = "list_entries", params(Listed),
    security(("bearer" = [])),
    responses((status = 200, description = "Entries, page by page", body = Page), Problems)
)]
pub(crate) async fn list(
    State(service): State<Service>,
    may: May<Audit>,
    Query(wanted): Query<Listed>,
) -> Result<Json<Page>, Problem> {
    let Listed { request, kind, from, until, actor, refused, after, at_most, newest_first } = wanted;
    let kind = kind.map(String::from);
    let filter = LogFilter { request, kind, from, until, actor, role: None, refused };
    let page = LogPage { after, at_most: at_most.map_or(100, |most| most.0), newest_first };
    Ok(Json(read_log::run(&service.app, &may.official, &filter, page).await?))
}

/// Reads one entry; for auditors.
#[utoipa::path(
    get, path = "/audit/entries/{entry}", tag = "audit", operation_id = "read_entry", params(OfEntry),
    security(("bearer" = [])), responses((status = 200, description = "The entry", body = LogEntry), Problems)
)]
pub(crate) async fn one(
    State(service): State<Service>,
    may: May<Audit>,
    Path(which): Path<String>,
) -> Result<Json<LogEntry>, Problem> {
    Ok(Json(read_log::one(&service.app, &may.official, &named(&which)?).await?))
}

/// Proves that an entry is in the log: to auditors any, to others those of requests that they may see.
#[utoipa::path(
    get, path = "/audit/entries/{entry}/proof", tag = "audit", operation_id = "prove_entry", params(OfEntry),
    security(("bearer" = [])), responses((status = 200, description = "The proof", body = Proof), Problems)
)]
pub(crate) async fn prove(
    State(service): State<Service>,
    may: May<Read>,
    Path(which): Path<String>,
) -> Result<Json<Proof>, Problem> {
    Ok(Json(prove_entry::run(&service.app, &may.official, &named(&which)?).await?))
}

/// The same proof as one text that other people's verifiers read (C2SP tlog-proof).
#[utoipa::path(
    get, path = "/audit/entries/{entry}/tlog-proof", tag = "audit", operation_id = "prove_entry_as_text",
    params(OfEntry), security(("bearer" = [])),
    responses((status = 200, description = "The proof", body = String, content_type = "text/plain"), Problems)
)]
pub(crate) async fn prove_as_text(
    State(service): State<Service>,
    may: May<Read>,
    Path(which): Path<String>,
) -> Result<String, Problem> {
    Ok(prove_entry::run(&service.app, &may.official, &named(&which)?).await?.to_tlog_proof())
}

fn named(which: &str) -> Result<Which, Problem> {
    which.parse().map_err(|error: NotA| Problem::new(&problems::NOT_FOUND, error.to_string()))
}

/// The last checkpoint that was signed. It holds the log's name, size and root, and anybody may have it: they see how many
/// entries the authority leaves and when, not about what.
#[utoipa::path(
    get, path = "/audit/checkpoint", tag = "audit", operation_id = "read_checkpoint",
    responses((status = 200, description = "The checkpoint", body = Checkpoint), Problems)
)]
pub(crate) async fn checkpoint(State(service): State<Service>) -> Result<Json<Checkpoint>, Problem> {
    let signed = read_log::latest_checkpoint(&service.app).await?;
    Ok(Json(Checkpoint { size: signed.size, note: signed.note, signed_at: signed.signed_at }))
}

/// Exports the log, whole, of one request or a choice of entries, as one tar that outsiders verify; for auditors. The export
/// is an entry itself, which says what was taken.
/// It takes no `Idempotency-Key`: a stream is not kept, so that whoever sends the call again gets the log as it then is,
/// with another entry.
#[utoipa::path(
    post, path = "/audit/exports", tag = "audit", operation_id = "export_log",
    request_body(content = Option<Export>, description = "Which part; without a body the whole log"),
    security(("bearer" = [])),
    responses((status = 200, description = "The export", body = Binary, content_type = "application/x-tar"), Problems)
)]
pub(crate) async fn export(
    State(service): State<Service>,
    Acting(official): Acting,
    OrNothing(wanted): OrNothing<Export>,
) -> Result<Response, Problem> {
    exporting::export(&service, &official, &wanted.into()).await.map_err(|error| match error {
        NoExport::Operation(error) => error.into(),
        NoExport::File(error) => {
            tracing::error!(%error, "an export could not be written");
            Problem::new(&problems::FAILED, "the export could not be written on the server: tell the operator")
        }
    })
}

/// Discloses content of a request to an auditor, for reasons. The disclosure is an entry, left before anything is shown. It
/// takes no `Idempotency-Key`: words are kept nowhere but with their request, and each showing is an entry of its own.
#[utoipa::path(
    post, path = "/requests/{reference}/disclosures", tag = "audit", operation_id = "disclose_content",
    params(OfRequest), request_body = Disclosure, security(("bearer" = [])),
    responses((status = 200, description = "What was disclosed", body = Disclosed), Problems)
)]
pub(crate) async fn disclose(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(reference): Path<RequestReference>,
    Sent(Disclosure { what, reason }): Sent<Disclosure>,
) -> Result<Json<Disclosed>, Problem> {
    let what = if what.is_empty() { What::iter().collect() } else { what };
    Ok(Json(
        service.tried(&official, disclose_content::run(&service.app, &official, &reference, &what, &reason).await)?,
    ))
}

/// Discloses the bytes of a document to an auditor, for reasons. The disclosure is an entry, left before the first byte. It
/// takes no `Idempotency-Key`: a stream is not kept, and each showing is an entry of its own.
#[utoipa::path(
    post, path = "/requests/{reference}/documents/{document}/disclosures", tag = "audit",
    operation_id = "disclose_document", params(OfDocument), request_body = DocumentDisclosure,
    security(("bearer" = [])),
    responses((status = 200, description = "Its bytes", body = Binary, content_type = "*/*"), Problems)
)]
pub(crate) async fn disclose_document(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((reference, document)): Path<(RequestReference, DocumentId)>,
    Sent(DocumentDisclosure { reason }): Sent<DocumentDisclosure>,
) -> Result<Response, Problem> {
    Ok(sent(
        service.tried(
            &official,
            disclose_content::document(&service.app, &official, &reference, &document, &reason).await,
        )?,
    ))
}
