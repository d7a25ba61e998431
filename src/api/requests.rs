//! Requests: draft, read, list, change what they say, print.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{self, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

use crate::domain::gate::Subject;
use crate::domain::ids::{
    DocumentId, InstrumentCode, MeasureName, MessageId, ProcedureName, RequestReference, SignInName, StageName,
    StateCode,
};
use crate::engine::preflight::Preflight;
use crate::http::service::Service;
use crate::operations::change_subject::{self, ChangeSubject};
use crate::operations::draft_request::{self, NewRequest};
use crate::operations::list_requests::{self, Page, RequestFilter};
use crate::operations::print_request::{self, Language, Letter};
use crate::operations::request_view::{Happened, RequestView};
use crate::operations::{Acted, assign_official, number_request, preflight, read_request};

use super::body::{Act, Path, Query};
use super::openapi::Problems;
use super::parameters::{OfRequest, Once, Overwriting};
use super::problem::Problem;
use super::problems;
use super::signed_in::{Acting, May, Read};
use super::values::AtMost;

/// No page is longer.
#[expect(clippy::cast_possible_truncation, reason = "a few hundred")]
const LONGEST: u32 = list_requests::LONGEST_PAGE as u32;

/// Which requests are listed, and where the page begins.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Listed {
    /// Only at this stage.
    #[param(inline)]
    stage: Option<StageName>,
    /// Only this measure.
    #[param(inline)]
    measure: Option<MeasureName>,
    /// Only with this State.
    #[param(inline)]
    counterpart: Option<StateCode>,
    /// Only by this procedure.
    #[param(inline)]
    procedure: Option<ProcedureName>,
    /// Where the page begins: `next` of the page before.
    after: Option<String>,
    /// At most so many; 50 where nothing is said.
    #[param(minimum = 1, maximum = 200, value_type = Option<u16>)]
    at_most: Option<AtMost<LONGEST>>,
}

/// A request to be drafted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewRequestBody {
    /// The instrument that it rests on; `GET /api/v1/rulebooks` lists them.
    #[schema(value_type = String, pattern = "^[A-Z0-9]{2,16}$", example = "UNCC")]
    instrument: InstrumentCode,
    /// What is asked for.
    #[schema(value_type = String, pattern = "^[a-z][a-z0-9_]{0,59}$", example = "expedited_preservation")]
    measure: MeasureName,
    /// The State that is asked.
    #[schema(value_type = String, pattern = "^[A-Z]{2}$", example = "XS")]
    counterpart: StateCode,
    /// A title without names: lists show it unsealed.
    #[schema(example = "Account data, extortion case", min_length = 1, max_length = 200)]
    title: String,
    /// The content; it may be incomplete. Its schema stands with the measure.
    #[serde(default = "empty")]
    #[schema(value_type = Object)]
    content: Value,
    /// The request that it follows from, such as a preservation.
    #[serde(default)]
    #[schema(inline)]
    follows: Option<RequestReference>,
}

fn empty() -> Value {
    Value::Object(serde_json::Map::new())
}

/// What a subject is to say from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wording {
    /// Its content, whole.
    #[schema(value_type = Object)]
    content: Value,
    /// Documents that belong to it, by id.
    #[serde(default)]
    #[schema(inline)]
    documents: Vec<DocumentId>,
    /// The delivery, for a use.
    #[serde(default)]
    #[schema(inline)]
    holding: Option<MessageId>,
}

/// The language of a letter's own words.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct InLanguage {
    /// `en` or `fr`; English where nothing is said.
    #[param(inline)]
    language: Option<Language>,
}

/// An official to be assigned.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assignment {
    /// What they sign in with.
    #[schema(value_type = String, pattern = "^[a-z0-9._@-]{2,60}$")]
    official: SignInName,
}

/// A number in the authority's own registry.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RegistryNumber {
    /// The number.
    #[schema(min_length = 1, max_length = 60)]
    number: String,
}

/// An answer about a request, with its version as `ETag`.
pub(crate) fn versioned(status: StatusCode, version: i64, body: impl IntoResponse) -> Response {
    let mut response = (status, body).into_response();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{version}\"")) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// What an act came to.
pub(crate) fn acted(status: StatusCode, acted: Acted) -> Response {
    versioned(status, acted.version, Json(acted))
}

/// Lists the requests that you may see, the newest first.
#[utoipa::path(
    get, path = "/requests", tag = "requests", operation_id = "list_requests", params(Listed),
    security(("bearer" = [])),
    responses((status = 200, description = "Requests, page by page", body = Page), Problems)
)]
pub(crate) async fn list(
    State(service): State<Service>,
    may: May<Read>,
    Query(wanted): Query<Listed>,
) -> Result<Json<Page>, Problem> {
    let Listed { stage, measure, counterpart, procedure, after, at_most } = wanted;
    let filter = RequestFilter {
        stage: stage.map(String::from),
        measure: measure.map(String::from),
        counterpart: counterpart.map(String::from),
        procedure: procedure.map(String::from),
        after: None,
    };
    let at_most = at_most.map_or(50, |most| most.0);
    Ok(Json(list_requests::page(&service.app, &may.official, &filter, after.as_deref(), at_most as usize).await?))
}

/// Drafts a request; the answer says what its content still lacks, each with its article.
#[utoipa::path(
    post, path = "/requests", tag = "requests", operation_id = "draft_request",
    params(Once),
    request_body = NewRequestBody, security(("bearer" = [])),
    responses((status = 201, description = "The request, drafted", body = Acted), Problems)
)]
pub(crate) async fn draft(
    State(service): State<Service>,
    Acting(official): Acting,
    Act { body, mut call }: Act<NewRequestBody>,
) -> Result<Response, Problem> {
    // There is no version yet that anybody could have read.
    call.read_version = None;
    let NewRequestBody { instrument, measure, counterpart, title, content, follows } = body;
    let new = NewRequest { instrument, measure, counterpart, title, content, follows };
    let drafted = service.tried(&official, draft_request::run(&service.app.calling(call), &official, new).await)?;
    let location = format!("/api/v1/requests/{}", drafted.reference);
    let mut response = acted(StatusCode::CREATED, drafted);
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// Reads a request: where it stands, who holds it, what may come next and what stands in the way.
#[utoipa::path(
    get, path = "/requests/{reference}", tag = "requests", operation_id = "read_request",
    params(OfRequest), security(("bearer" = [])),
    responses((status = 200, description = "The request", body = RequestView), Problems)
)]
pub(crate) async fn read(
    State(service): State<Service>,
    may: May<Read>,
    Path(reference): Path<RequestReference>,
) -> Result<Response, Problem> {
    let view = read_request::run(&service.app, &may.official, &reference).await?;
    Ok(versioned(StatusCode::OK, view.version, Json(view)))
}

/// Reads what has happened to a request, entry by entry.
#[utoipa::path(
    get, path = "/requests/{reference}/history", tag = "requests", operation_id = "read_history",
    params(OfRequest), security(("bearer" = [])),
    responses((status = 200, description = "Its entries in the log", body = Vec<Happened>), Problems)
)]
pub(crate) async fn history(
    State(service): State<Service>,
    may: May<Read>,
    Path(reference): Path<RequestReference>,
) -> Result<Json<Vec<Happened>>, Problem> {
    Ok(Json(read_request::history(&service.app, &may.official, &reference).await?))
}

/// Says why a request of ours is likely to be returned, by what the requested State has declared; it blocks nothing.
#[utoipa::path(
    get, path = "/requests/{reference}/preflight", tag = "requests", operation_id = "read_preflight",
    params(OfRequest), security(("bearer" = [])),
    responses((status = 200, description = "What was found", body = Preflight), Problems)
)]
pub(crate) async fn preflight(
    State(service): State<Service>,
    may: May<Read>,
    Path(reference): Path<RequestReference>,
) -> Result<Json<Preflight>, Problem> {
    Ok(Json(preflight::run(&service.app, &may.official, &reference).await?))
}

/// Prints a request, or what was refused, as one HTML document.
#[utoipa::path(
    get, path = "/requests/{reference}/letters/{letter}", tag = "requests", operation_id = "print_request",
    params(
        OfRequest,
        ("letter" = Letter, Path, description = "`request` or `refusal`"),
        InLanguage
    ),
    security(("bearer" = [])),
    responses((status = 200, description = "The letter", body = String, content_type = "text/html"), Problems)
)]
pub(crate) async fn letter(
    State(service): State<Service>,
    may: May<Read>,
    Path((reference, letter)): Path<(RequestReference, Letter)>,
    Query(InLanguage { language }): Query<InLanguage>,
) -> Result<Response, Problem> {
    let language = language.unwrap_or(Language::En);
    let html = print_request::run(&service.app, &may.official, &reference, letter, language).await?;
    // A letter carries its own styles and nothing else.
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'";
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_SECURITY_POLICY, policy)], html)
        .into_response())
}

/// Writes a subject anew: the request, the decision, a result, a renewal, a use. Answers to the old wording are stale from
/// then on.
#[utoipa::path(
    put, path = "/requests/{reference}/subjects/{subject}", tag = "requests", operation_id = "change_subject",
    params(
        OfRequest,
        ("subject" = Subject, Path, description = "Which subject"),
        Overwriting
    ),
    request_body = Wording, security(("bearer" = [])),
    responses((status = 200, description = "What it came to", body = Acted), Problems)
)]
pub(crate) async fn change(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((reference, subject)): Path<(RequestReference, Subject)>,
    headers: axum::http::HeaderMap,
    Act { body, call }: Act<Wording>,
) -> Result<Response, Problem> {
    // Whoever writes over what somebody else has just written should at least know it.
    if !headers.contains_key(header::IF_MATCH) {
        return Err(Problem::new(
            &problems::VERSION_MISSING,
            "say which version you have read: send its `ETag` as `If-Match`, or `*` for any",
        ));
    }
    let Wording { content, documents, holding } = body;
    let change = ChangeSubject { subject, holding, content, documents };
    let changed = service
        .tried(&official, change_subject::run(&service.app.calling(call), &official, &reference, change).await)?;
    Ok(acted(StatusCode::OK, changed))
}

/// Assigns an official to a request: from then on they see it.
#[utoipa::path(
    post, path = "/requests/{reference}/assignments", tag = "requests", operation_id = "assign_official",
    params(
        OfRequest, Once
    ),
    request_body = Assignment, security(("bearer" = [])),
    responses((status = 204, description = "Assigned"), Problems)
)]
pub(crate) async fn assign(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(reference): Path<RequestReference>,
    Act { body, call }: Act<Assignment>,
) -> Result<StatusCode, Problem> {
    service.tried(
        &official,
        assign_official::run(&service.app.calling(call), &official, &reference, &body.official).await,
    )?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives a request a number in the authority's own registry.
#[utoipa::path(
    put, path = "/requests/{reference}/registry-number", tag = "requests", operation_id = "number_request",
    params(
        OfRequest, Once
    ),
    request_body = RegistryNumber, security(("bearer" = [])),
    responses((status = 204, description = "Numbered"), Problems)
)]
pub(crate) async fn number(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(reference): Path<RequestReference>,
    Act { body, call }: Act<RegistryNumber>,
) -> Result<StatusCode, Problem> {
    service
        .tried(&official, number_request::run(&service.app.calling(call), &official, &reference, &body.number).await)?;
    Ok(StatusCode::NO_CONTENT)
}
