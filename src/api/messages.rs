//! Messages that came or went by another channel: recorded with their document, counted once a second official confirms.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::domain::ids::{
    ConditionCode, GroundCode, InstrumentCode, ItemName, MeasureName, MessageId, MessageName, RequestReference,
    StateCode,
};
use crate::domain::message::Channel;
use crate::http::service::Service;
use crate::operations::add_document::NewDocument;
use crate::operations::record_message::{self, CameOnPaper, RequestOnPaper};
use crate::operations::request_view::Letter;
use crate::operations::{Acted, read_request};

use super::body::{Act, Path};
use super::openapi::Problems;
use super::parameters::{Guarded, OfMessage, OfRequest, Once};
use super::problem::Problem;
use super::problems;
use super::requests::{acted, versioned};
use super::signed_in::{Acting, May, Read};
use super::values;

/// A document within a body: a letter of a few pages. Larger ones are uploaded on their own.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Enclosed {
    /// Name of the file.
    #[schema(example = "note.pdf", min_length = 1, max_length = 200)]
    name: String,
    /// Its media type.
    #[schema(example = "application/pdf")]
    media_type: String,
    /// Its language.
    #[schema(example = "en")]
    language: String,
    /// Its bytes, in base64 (RFC 4648, section 4).
    #[schema(content_encoding = "base64")]
    base64: String,
}

impl Enclosed {
    fn document(self) -> Result<NewDocument, Problem> {
        let Self { name, media_type, language, base64 } = self;
        let bytes = STANDARD.decode(base64).map_err(|_| {
            Problem::new(&problems::UNUSABLE, "`base64` of the document is no base64").at("/document/base64")
        })?;
        Ok(NewDocument { name, media_type, language, bytes })
    }
}

/// A message of the other State as it came on paper.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Came {
    /// Which message, by its name in the procedure.
    #[schema(value_type = String, pattern = "^[a-z][a-z0-9_]{0,59}$", example = "acknowledged")]
    name: MessageName,
    /// How it travelled.
    channel: Channel,
    /// The document it came as.
    #[serde(deserialize_with = "values::object")]
    document: Enclosed,
    /// What it brings: the content of a request or a result, the decision of a refusal.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    content: Value,
    /// Items granted or delivered.
    #[serde(default)]
    #[schema(inline)]
    items: Vec<ItemName>,
    /// Grounds that it names.
    #[serde(default)]
    #[schema(inline)]
    grounds: Vec<GroundCode>,
    /// Conditions that it names.
    #[serde(default)]
    #[schema(inline)]
    conditions: Vec<ConditionCode>,
    /// Conditions that it accepts.
    #[serde(default)]
    #[schema(inline)]
    accepted: Vec<ConditionCode>,
    /// Days, where it asks for a renewal.
    #[serde(default)]
    days: Option<u16>,
}

impl Came {
    fn on_paper(self) -> Result<CameOnPaper, Problem> {
        let Self { name, channel, document, content, items, grounds, conditions, accepted, days } = self;
        let document = document.document()?;
        Ok(CameOnPaper { name, channel, document, content, items, grounds, conditions, accepted, days })
    }
}

/// A request of another State that came on paper.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RequestCame {
    /// The instrument that it rests on.
    #[schema(value_type = String, pattern = "^[A-Z0-9]{2,16}$", example = "UNCC")]
    instrument: InstrumentCode,
    /// What is asked for.
    #[schema(value_type = String, pattern = "^[a-z][a-z0-9_]{0,59}$", example = "subscriber_information")]
    measure: MeasureName,
    /// The State that asks.
    #[schema(value_type = String, pattern = "^[A-Z]{2}$", example = "XS")]
    counterpart: StateCode,
    /// A title without names: lists show it unsealed.
    #[schema(min_length = 1, max_length = 200)]
    title: String,
    /// The message it came as.
    #[serde(deserialize_with = "values::object")]
    message: Came,
}

/// How a message of ours went.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Went {
    /// How it travelled.
    channel: Channel,
    /// The proof of dispatch.
    #[serde(deserialize_with = "values::object")]
    document: Enclosed,
}

/// Lists the messages of a request that came and went.
#[utoipa::path(
    get, path = "/requests/{reference}/messages", tag = "messages", operation_id = "list_messages",
    params(OfRequest), security(("bearer" = [])),
    responses((status = 200, description = "Messages, in their order", body = Vec<Letter>), Problems)
)]
pub(crate) async fn list(
    State(service): State<Service>,
    may: May<Read>,
    Path(reference): Path<RequestReference>,
) -> Result<Response, Problem> {
    let view = read_request::run(&service.app, &may.official, &reference).await?;
    Ok(versioned(StatusCode::OK, view.version, Json(view.messages)))
}

/// Records a request of another State that came on paper. Whoever records it counts as its author.
#[utoipa::path(
    post, path = "/requests/on-paper", tag = "messages", operation_id = "record_request",
    params(Once), request_body = RequestCame, security(("bearer" = [])),
    responses((status = 201, description = "Recorded: it waits for a second official", body = Acted), Problems)
)]
pub(crate) async fn request_came(
    State(service): State<Service>,
    Acting(official): Acting,
    Act { body, mut call }: Act<RequestCame>,
) -> Result<Response, Problem> {
    call.read_version = None;
    let RequestCame { instrument, measure, counterpart, title, message } = body;
    let came = RequestOnPaper { instrument, measure, counterpart, title, message: message.on_paper()? };
    let recorded =
        service.tried(&official, record_message::request(&service.app.calling(call), &official, came).await)?;
    Ok(acted(StatusCode::CREATED, recorded))
}

/// Records that a message of the other State came by another channel.
#[utoipa::path(
    post, path = "/requests/{reference}/messages", tag = "messages", operation_id = "record_message",
    params(OfRequest, Guarded), request_body = Came, security(("bearer" = [])),
    responses((status = 201, description = "Recorded: it waits for a second official", body = Acted), Problems)
)]
pub(crate) async fn came(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(reference): Path<RequestReference>,
    Act { body, call }: Act<Came>,
) -> Result<Response, Problem> {
    let recorded = service.tried(
        &official,
        record_message::came(&service.app.calling(call), &official, &reference, body.on_paper()?).await,
    )?;
    Ok(acted(StatusCode::CREATED, recorded))
}

/// Records that a message of ours went by another channel, with the proof of dispatch.
#[utoipa::path(
    post, path = "/requests/{reference}/messages/{message}/dispatch", tag = "messages", operation_id = "record_dispatch",
    params(OfMessage, Guarded), request_body = Went, security(("bearer" = [])),
    responses((status = 200, description = "Recorded: it waits for a second official", body = Acted), Problems)
)]
pub(crate) async fn went(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((reference, message)): Path<(RequestReference, MessageId)>,
    Act { body, call }: Act<Went>,
) -> Result<Response, Problem> {
    let Went { channel, document } = body;
    let app = service.app.calling(call);
    let went = record_message::went(&app, &official, &reference, message, channel, document.document()?).await;
    let recorded = service.tried(&official, went)?;
    Ok(acted(StatusCode::OK, recorded))
}

/// Confirms a recorded message against its document, as a second official; from then on it counts. No token can do this.
#[utoipa::path(
    post, path = "/requests/{reference}/messages/{message}/confirmation", tag = "messages",
    operation_id = "confirm_message", params(OfMessage, Guarded), request_body = Empty, security(("bearer" = [])),
    responses((status = 200, description = "What it came to", body = Acted), Problems)
)]
pub(crate) async fn confirm(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((reference, message)): Path<(RequestReference, MessageId)>,
    Act { body: Empty {}, call }: Act<Empty>,
) -> Result<Response, Problem> {
    let confirmed = service
        .tried(&official, record_message::confirm(&service.app.calling(call), &official, &reference, message).await)?;
    Ok(acted(StatusCode::OK, confirmed))
}

/// An object with nothing in it: `{}`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Empty {}
