//! Who is signed in: sessions of people, and choosing one's own password.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use crate::domain::ids::{CredentialId, SignInName};
use crate::domain::role::Role;
use crate::domain::scope::{CredentialKind, Scope};
use crate::domain::time;
use crate::http::address::From as ComesFrom;
use crate::http::service::Service;
use crate::http::throttle::Throttled;
use crate::operations::begin_session::{self, Entered};
use crate::operations::{OperationError, end_session, sign_in};

use super::body::Json as Body;
use super::openapi::Problems;
use super::problem::Problem;
use super::problems;
use super::signed_in::Anybody;

/// A sign-in name and its password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SignIn {
    /// What the official signs in with.
    #[schema(value_type = String, pattern = "^[a-z0-9._@-]{2,60}$", example = "anna.lindqvist")]
    name: SignInName,
    /// Their password.
    #[schema(value_type = String, format = Password)]
    password: Zeroizing<String>,
    /// The one-time code of whoever has a second factor, or a recovery code in its place. Each counts once.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password, example = "287082")]
    code: Option<Zeroizing<String>>,
}

/// A new password, with the one it replaces.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// What the official signs in with.
    #[schema(value_type = String, pattern = "^[a-z0-9._@-]{2,60}$", example = "anna.lindqvist")]
    name: SignInName,
    /// The password until now; it may be a one-time password.
    #[schema(value_type = String, format = Password)]
    old: Zeroizing<String>,
    /// The password from now on: 12 characters or more, a few words do well.
    #[schema(value_type = String, format = Password, min_length = 12)]
    new: Zeroizing<String>,
}

/// A session that has begun.
#[derive(Serialize, ToSchema)]
pub(crate) struct Begun {
    /// Send it with every call: `Authorization: Bearer SECRET`. It is shown once and kept nowhere.
    secret: String,
    /// When the session ends at the latest; half an hour without a call ends it earlier.
    #[schema(format = DateTime)]
    expires_at: String,
    /// Who has signed in.
    official: WhoAmI,
}

/// Who makes the call, and what they may do.
#[derive(Serialize, ToSchema)]
pub(crate) struct WhoAmI {
    /// What they sign in with.
    sign_in: String,
    /// Their name.
    name: String,
    /// Their roles now.
    roles: Vec<Role>,
    /// `session` for a person, `token` for a program.
    kind: CredentialKind,
    /// The session or token; it is no secret.
    #[schema(value_type = String, pattern = "^[0-9a-f]{32}$")]
    credential: CredentialId,
    /// What it allows.
    scopes: Vec<Scope>,
    /// How surely it is known who calls: 1 by password, 2 by password and code.
    assurance: i64,
}

/// Signs in. Wrong passwords are slowed down, never locked: wait as `Retry-After` says.
#[utoipa::path(
    post, path = "/session", tag = "session", operation_id = "begin_session", request_body = SignIn,
    responses((status = 201, description = "Signed in", body = Begun), Problems)
)]
pub(crate) async fn begin(
    State(service): State<Service>,
    ComesFrom(address): ComesFrom,
    Body(SignIn { name, password, code }): Body<SignIn>,
) -> Result<(StatusCode, Json<Begun>), Problem> {
    let (app, signing_in) = (service.app.clone(), name.clone());
    let work = async move { begin_session::enter(&app, &signing_in, &password, None).await };
    let entered = service.throttle.guard(address, &name, &service.app.clock, work).await.map_err(slowed_down)?;
    let begun = match (entered, code) {
        (Entered::Begun(begun), _) => *begun,
        (Entered::CodeWanted(half), Some(code)) => {
            let (app, signing_in) = (service.app.clone(), name.clone());
            let work = async move { begin_session::finish(&app, &signing_in, &half, &code, None).await };
            service.guard_code(&name, work).await.map_err(slowed_down)?
        }
        (Entered::CodeWanted(_), None) => {
            return Err(OperationError::CodeNeeded { act: "signing in to this account" }.into());
        }
    };
    let official = WhoAmI {
        sign_in: begun.official.sign_in.clone(),
        name: begun.official.name.clone(),
        roles: begun.official.roles.iter().copied().collect(),
        kind: CredentialKind::Session,
        credential: begun.credential,
        scopes: begun.scopes.iter().collect(),
        assurance: begun.assurance.level(),
    };
    let expires_at = time::to_text(begun.expires_at);
    Ok((StatusCode::CREATED, Json(Begun { secret: begun.secret.reveal().to_owned(), expires_at, official })))
}

/// Says who makes the call, and what the session or token allows.
#[utoipa::path(
    get, path = "/session", tag = "session", operation_id = "read_session", security(("bearer" = [])),
    responses((status = 200, description = "Who makes the call", body = WhoAmI), Problems)
)]
pub(crate) async fn show(Anybody(caller): Anybody) -> Json<WhoAmI> {
    Json(WhoAmI {
        sign_in: caller.sign_in().to_owned(),
        name: caller.name().to_owned(),
        roles: caller.roles().iter().copied().collect(),
        kind: caller.kind(),
        credential: caller.credential().clone(),
        scopes: caller.scopes().iter().collect(),
        assurance: caller.assurance().level(),
    })
}

/// Signs out: the session ends at once. A token is revoked by its official.
#[utoipa::path(
    delete, path = "/session", tag = "session", operation_id = "end_session", security(("bearer" = [])),
    responses((status = 204, description = "Signed out"), Problems)
)]
pub(crate) async fn end(State(service): State<Service>, Anybody(caller): Anybody) -> Result<StatusCode, Problem> {
    end_session::run(&service.app, &caller).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Chooses your own password, with the one you have; all your sessions and tokens end.
#[utoipa::path(
    put, path = "/password", tag = "session", operation_id = "set_password", request_body = NewPassword,
    responses((status = 204, description = "Chosen: sign in with it"), Problems)
)]
pub(crate) async fn set_password(
    State(service): State<Service>,
    ComesFrom(address): ComesFrom,
    Body(NewPassword { name, old, new }): Body<NewPassword>,
) -> Result<StatusCode, Problem> {
    let (app, changing) = (service.app.clone(), name.clone());
    let work = async move { sign_in::set_password(&app, &changing, &old, &new).await };
    service.throttle.guard(address, &name, &service.app.clock, work).await.map_err(slowed_down)?;
    Ok(StatusCode::NO_CONTENT)
}

fn slowed_down(throttled: Throttled) -> Problem {
    match throttled {
        Throttled::Wait { seconds } => Problem::new(
            &problems::SLOWED_DOWN,
            format!("too many attempts were wrong: wait {seconds} s, then try again; nothing was checked now"),
        )
        .again_after(seconds),
        Throttled::Busy => {
            Problem::new(&problems::BUSY, "too many sign in at once: try again in a moment").again_after(1)
        }
        Throttled::Answered(error) => error.into(),
    }
}
