//! Officials and their roles, for administrators. Once two administrators exist, the second confirms what one grants.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::SignInName;
use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::add_official::{self, Added, NewOfficial};
use crate::operations::change_roles::{self, Granted};
use crate::operations::list_officials::{self, Listed};
use crate::operations::sign_in;

use super::body::{Act, Bare, Path};
use super::messages::Empty;
use super::openapi::Problems;
use super::parameters::Once;
use super::problem::Problem;
use super::signed_in::{Acting, Administer, May};

/// An official to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewOfficialBody {
    /// What they sign in with.
    #[schema(value_type = String, pattern = "^[a-z0-9._@-]{2,60}$", example = "anna.lindqvist")]
    sign_in: SignInName,
    /// Their name; kept sealed.
    #[schema(min_length = 1, max_length = 200)]
    name: String,
    /// Roles they are to have.
    #[serde(default)]
    roles: Vec<Role>,
}

/// A role of an official.
#[derive(Serialize, ToSchema)]
pub(crate) struct RoleState {
    /// The role.
    role: Role,
    /// Whether it counts, or waits for a second administrator.
    state: Granted,
}

/// A password that is shown once.
#[derive(Serialize, ToSchema)]
pub(crate) struct OneTimePassword {
    /// Good for choosing another, and for nothing else.
    one_time_password: String,
}

/// Which official.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the description only")]
pub(crate) struct OfOfficial {
    /// What they sign in with.
    #[param(example = "anna.lindqvist", pattern = "^[a-z0-9._@-]{2,60}$")]
    name: String,
}

/// Which role of which official.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the description only")]
pub(crate) struct OfRole {
    /// What they sign in with.
    #[param(example = "anna.lindqvist", pattern = "^[a-z0-9._@-]{2,60}$")]
    name: String,
    /// The role.
    role: Role,
}

/// Lists the officials with their roles; for administrators and auditors.
#[utoipa::path(
    get, path = "/officials", tag = "officials", operation_id = "list_officials", security(("bearer" = [])),
    responses((status = 200, description = "Officials", body = Vec<Listed>), Problems)
)]
pub(crate) async fn list(State(service): State<Service>, may: May<Administer>) -> Result<Json<Vec<Listed>>, Problem> {
    Ok(Json(list_officials::run(&service.app, &may.official).await?))
}

/// Adds an official; the one-time password in the answer is shown once.
#[utoipa::path(
    post, path = "/officials", tag = "officials", operation_id = "add_official", params(Once),
    request_body = NewOfficialBody, security(("bearer" = [])),
    responses((status = 201, description = "Added", body = Added), Problems)
)]
pub(crate) async fn add(
    State(service): State<Service>,
    Acting(official): Acting,
    Act { body, call }: Act<NewOfficialBody>,
) -> Result<(StatusCode, Json<Added>), Problem> {
    let NewOfficialBody { sign_in, name, roles } = body;
    let new = NewOfficial { sign_in, name, roles };
    let added = service.tried(&official, add_official::run(&service.app.calling(call), &official, new).await)?;
    Ok((StatusCode::CREATED, Json(added)))
}

/// Shuts an official out at once: their sessions and tokens end.
#[utoipa::path(
    put, path = "/officials/{name}/shut-out", tag = "officials", operation_id = "shut_out", params(OfOfficial, Once),
    security(("bearer" = [])), responses((status = 204, description = "Shut out"), Problems)
)]
pub(crate) async fn shut_out(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(name): Path<SignInName>,
    Bare(call): Bare,
) -> Result<StatusCode, Problem> {
    service.tried(&official, add_official::set_disabled(&service.app.calling(call), &official, &name, true).await)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lets an official in again.
#[utoipa::path(
    delete, path = "/officials/{name}/shut-out", tag = "officials", operation_id = "let_in", params(OfOfficial, Once),
    security(("bearer" = [])), responses((status = 204, description = "Let in"), Problems)
)]
pub(crate) async fn let_in(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(name): Path<SignInName>,
    Bare(call): Bare,
) -> Result<StatusCode, Problem> {
    service.tried(&official, add_official::set_disabled(&service.app.calling(call), &official, &name, false).await)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives an official a one-time password, which is shown once; their sessions and tokens end.
#[utoipa::path(
    post, path = "/officials/{name}/one-time-password", tag = "officials", operation_id = "reset_password",
    params(OfOfficial, Once), request_body = Empty, security(("bearer" = [])),
    responses((status = 201, description = "The password", body = OneTimePassword), Problems)
)]
pub(crate) async fn reset_password(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(name): Path<SignInName>,
    Act { body: Empty {}, call }: Act<Empty>,
) -> Result<(StatusCode, Json<OneTimePassword>), Problem> {
    let one_time_password =
        service.tried(&official, sign_in::reset_password(&service.app.calling(call), &official, &name).await)?;
    Ok((StatusCode::CREATED, Json(OneTimePassword { one_time_password })))
}

/// Grants a role. Where there are two administrators it waits for the second.
#[utoipa::path(
    put, path = "/officials/{name}/roles/{role}", tag = "officials", operation_id = "grant_role", params(OfRole, Once),
    security(("bearer" = [])), responses((status = 200, description = "How it stands", body = RoleState), Problems)
)]
pub(crate) async fn grant(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((name, role)): Path<(SignInName, Role)>,
    Bare(call): Bare,
) -> Result<Json<RoleState>, Problem> {
    let state =
        service.tried(&official, change_roles::grant(&service.app.calling(call), &official, &name, role).await)?;
    Ok(Json(RoleState { role, state }))
}

/// Confirms a grant, as another administrator than the one who made it.
#[utoipa::path(
    put, path = "/officials/{name}/roles/{role}/confirmation", tag = "officials", operation_id = "confirm_role",
    params(OfRole, Once), security(("bearer" = [])),
    responses((status = 200, description = "How it stands", body = RoleState), Problems)
)]
pub(crate) async fn confirm(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((name, role)): Path<(SignInName, Role)>,
    Bare(call): Bare,
) -> Result<Json<RoleState>, Problem> {
    let state =
        service.tried(&official, change_roles::confirm(&service.app.calling(call), &official, &name, role).await)?;
    Ok(Json(RoleState { role, state }))
}

/// Revokes a role, at once.
#[utoipa::path(
    delete, path = "/officials/{name}/roles/{role}", tag = "officials", operation_id = "revoke_role",
    params(OfRole, Once), security(("bearer" = [])), responses((status = 204, description = "Revoked"), Problems)
)]
pub(crate) async fn revoke(
    State(service): State<Service>,
    Acting(official): Acting,
    Path((name, role)): Path<(SignInName, Role)>,
    Bare(call): Bare,
) -> Result<StatusCode, Problem> {
    service.tried(&official, change_roles::revoke(&service.app.calling(call), &official, &name, role).await)?;
    Ok(StatusCode::NO_CONTENT)
}
