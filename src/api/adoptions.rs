//! Adopting a rulebook: one administrator proposes, another confirms.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::{AdoptionId, Digest};
use crate::http::service::Service;
use crate::operations::adopt_rulebook::{self, Proposal};
use crate::operations::list_adoptions::{self, Adoption};

use super::body::{Act, Path};
use super::messages::Empty;
use super::openapi::Problems;
use super::parameters::Once;
use super::problem::Problem;
use super::signed_in::{Acting, May, Read};

/// A rulebook to be adopted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposalBody {
    /// The rulebook; `GET /api/v1/rulebooks` lists those that are offered.
    rulebook: Digest,
    /// The rulebook that is adopted now, and that you have held the other one against; none where its instrument has none.
    #[serde(default)]
    instead_of: Option<Digest>,
    /// Reasons: kept sealed, and the log commits to them.
    #[schema(min_length = 1)]
    reason: String,
}

/// What the second administrator says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Assent {
    /// That protection falls is known and accepted: asked for where it falls in at least one line.
    #[serde(default)]
    accept_lower_protection: bool,
}

/// Which adoption.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the description only")]
pub(crate) struct OfAdoption {
    /// Its id.
    #[param(pattern = "^[0-9a-f]{32}$")]
    adoption: String,
}

/// Lists the adoptions of rulebooks, those that wait and those that were taken back included.
#[utoipa::path(
    get, path = "/adoptions", tag = "rulebook", operation_id = "list_adoptions", security(("bearer" = [])),
    responses((status = 200, description = "Adoptions, the oldest first", body = Vec<Adoption>), Problems)
)]
pub(crate) async fn list(State(service): State<Service>, may: May<Read>) -> Result<Json<Vec<Adoption>>, Problem> {
    Ok(Json(list_adoptions::run(&service.app, &may.official).await?))
}

/// Proposes that new requests begin with another rulebook. It counts once a second administrator confirms it.
#[utoipa::path(
    post, path = "/adoptions", tag = "rulebook", operation_id = "propose_adoption", params(Once),
    request_body = ProposalBody, security(("bearer" = [])),
    responses((status = 201, description = "Proposed: it waits for a second administrator", body = Adoption), Problems)
)]
pub(crate) async fn propose(
    State(service): State<Service>,
    Acting(official): Acting,
    Act { body, call }: Act<ProposalBody>,
) -> Result<(StatusCode, Json<Adoption>), Problem> {
    let ProposalBody { rulebook, instead_of, reason } = body;
    let new = Proposal { rulebook, instead_of, reason };
    let proposed =
        service.tried(&official, adopt_rulebook::propose(&service.app.calling(call), &official, new).await)?;
    Ok((StatusCode::CREATED, Json(proposed)))
}

/// Confirms an adoption, as another administrator than the one who proposed it: new requests begin with the rulebook from
/// then on, those that have begun keep theirs.
#[utoipa::path(
    post, path = "/adoptions/{adoption}/confirmation", tag = "rulebook", operation_id = "confirm_adoption",
    params(OfAdoption, Once), request_body = Assent, security(("bearer" = [])),
    responses((status = 200, description = "It counts", body = Adoption), Problems)
)]
pub(crate) async fn confirm(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(id): Path<AdoptionId>,
    Act { body, call }: Act<Assent>,
) -> Result<Json<Adoption>, Problem> {
    let app = service.app.calling(call);
    let confirmed = adopt_rulebook::confirm(&app, &official, &id, body.accept_lower_protection).await;
    Ok(Json(service.tried(&official, confirmed)?))
}

/// Takes a proposal back.
#[utoipa::path(
    post, path = "/adoptions/{adoption}/withdrawal", tag = "rulebook", operation_id = "take_adoption_back",
    params(OfAdoption, Once), request_body = Empty, security(("bearer" = [])),
    responses((status = 200, description = "It is taken back", body = Adoption), Problems)
)]
pub(crate) async fn take_back(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(id): Path<AdoptionId>,
    Act { body: Empty {}, call }: Act<Empty>,
) -> Result<Json<Adoption>, Problem> {
    let app = service.app.calling(call);
    Ok(Json(service.tried(&official, adopt_rulebook::take_back(&app, &official, &id).await)?))
}
