//! The OpenAPI document, made from the handlers themselves.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, Modify, OpenApi, PartialSchema as _, ToSchema as _};

use crate::domain::gate::Subject;
use crate::domain::ids::{
    AdoptionId, AgreementId, CredentialId, Digest, DocumentId, InstrumentCode, MessageId, RequestReference,
    SafeguardName, SignInName, StateCode,
};
use crate::http::service::Service;
use crate::operations::print_request::Letter as PrintedLetter;

use super::problem::{self, Told};
use super::rulebook::Rules;

/// Every answer that is no success: any route may give it, always in the same form.
pub(crate) struct Problems;

impl IntoResponses for Problems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let schema = Ref::from_schema_name(Told::name());
        let problem = ResponseBuilder::new()
            .description("What went wrong, which rule stood in the way, and what to do next")
            .content(problem::MEDIA_TYPE, Content::new(Some(schema)))
            .build();
        BTreeMap::from([("default".to_owned(), RefOr::T(problem))])
    }
}

/// What stands around the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Comity",
        description = "The workflow engine for mutual legal assistance under the UN Convention against Cybercrime, as a service. \
Every call that creates or moves something may carry an `Idempotency-Key`: sent again within seven days, it is answered as the first time and does nothing more. \
Answers about a request carry its version as `ETag`; sent back as `If-Match`, it keeps you from acting on what you have not read.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    components(schemas(PrintedLetter, Rules, Subject, MessageId, DocumentId, RequestReference, SafeguardName, SignInName, CredentialId, Digest, AdoptionId, AgreementId, InstrumentCode, StateCode)),
    servers((url = "/", description = "Where this document comes from")),
    modifiers(&Security),
    tags(
        (name = "session", description = "Who is signed in"),
        (name = "officials", description = "Officials, their roles, sessions and tokens"),
        (name = "agreements", description = "Instruments that are not in force, and with whom they are applied"),
        (name = "requests", description = "Requests, their content and history"),
        (name = "transitions", description = "What may be done next"),
        (name = "safeguards", description = "Questions at the gates and their answers"),
        (name = "messages", description = "Messages that came and went by another channel"),
        (name = "documents", description = "Files that belong to a request"),
        (name = "rulebook", description = "Procedures, measures, safeguards and parties as data"),
        (name = "audit", description = "The log: entries, proofs, export, disclosures"),
        (name = "service", description = "The service itself"),
    )
)]
pub(crate) struct Around;

struct Security;

impl Modify for Security {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
            "The secret of a session (`POST /api/v1/session`) or of a token (`POST /api/v1/tokens`)",
        ));
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme.build()));
        // Named by every route and returned by none as a type of its own.
        let mut schemas = Vec::new();
        Told::schemas(&mut schemas);
        schemas.push((Told::name().into_owned(), Told::schema()));
        components.schemas.extend(schemas);
    }
}

/// Serves the document.
pub(crate) fn router(document: &utoipa::openapi::OpenApi) -> Router<Service> {
    // Written once: anybody may ask for it.
    let document = Bytes::from(serde_json::to_vec(document).unwrap_or_default());
    let answer = move || async move { ([(CONTENT_TYPE, "application/json")], document) };
    Router::new().route("/api/openapi.json", get(answer))
}
