//! The installation: who it is, and what binds there.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::safeguard::Profile;
use crate::http::service::Service;
use crate::operations::change_profile;

use super::body::Act;
use super::openapi::Problems;
use super::parameters::Once;
use super::problem::Problem;
use super::signed_in::Acting;

/// The authority that this installation belongs to.
#[derive(Serialize, ToSchema)]
pub(crate) struct AuthorityView {
    /// Its name, as letters give it.
    name: String,
    /// Its State.
    state: String,
    /// Which safeguards bind.
    profile: Profile,
    /// The name of its log.
    log: String,
    /// Whether everything in it is for training.
    training: bool,
}

/// What is to bind from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProfile {
    /// The profile.
    profile: Profile,
    /// Reasons: the log commits to them.
    #[schema(min_length = 1)]
    reason: String,
}

/// Says whose installation this is.
#[utoipa::path(
    get, path = "/authority", tag = "service", operation_id = "read_authority",
    responses((status = 200, description = "The authority", body = AuthorityView), Problems)
)]
pub(crate) async fn show(State(service): State<Service>) -> Result<Json<AuthorityView>, Problem> {
    let authority = service.app.authority().await?;
    Ok(Json(AuthorityView {
        name: authority.name,
        state: authority.state.to_string(),
        profile: authority.profile,
        log: authority.origin,
        training: authority.training,
    }))
}

/// Changes which safeguards bind requests that begin from now on.
#[utoipa::path(
    put, path = "/authority/profile", tag = "service", operation_id = "change_profile", params(Once),
    request_body = NewProfile, security(("bearer" = [])),
    responses((status = 204, description = "Changed, with an entry in the log"), Problems)
)]
pub(crate) async fn change(
    State(service): State<Service>,
    Acting(official): Acting,
    Act { body, call }: Act<NewProfile>,
) -> Result<StatusCode, Problem> {
    service.tried(
        &official,
        change_profile::run(&service.app.calling(call), &official, body.profile, &body.reason).await,
    )?;
    Ok(StatusCode::NO_CONTENT)
}
