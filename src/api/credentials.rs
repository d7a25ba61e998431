//! Sessions and tokens: one's own, and as an administrator those of others.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::{CredentialId, SignInName};
use crate::domain::scope::Scope;
use crate::domain::time;
use crate::http::service::Service;
use crate::operations::issue_token::{self, NewToken, USUAL_DAYS};
use crate::operations::list_credentials::{self, ListedCredential};
use crate::operations::revoke_credential;

use super::body::{Act, Bare, Path, Query};
use super::openapi::Problems;
use super::parameters::Once;
use super::problem::Problem;
use super::signed_in::{Acting, Administer, May};

/// Whose sessions and tokens are listed.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Whose {
    /// What the official signs in with; yourself where nothing is said.
    #[param(inline)]
    official: Option<SignInName>,
}

/// A token that is wanted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct TokenWanted {
    /// What you know it by; kept sealed.
    #[schema(example = "registry of cases", min_length = 1, max_length = 100)]
    label: String,
    /// What it is to allow: `read`, `draft`, `record`, `audit`. Deciding and administering are for people.
    #[schema(min_items = 1)]
    scopes: Vec<Scope>,
    /// How long it lasts.
    #[serde(default = "usual")]
    #[schema(minimum = 1, maximum = 365, default = 90)]
    days: i64,
}

fn usual() -> i64 {
    USUAL_DAYS
}

/// A token that was issued.
#[derive(Serialize, ToSchema)]
pub(crate) struct TokenIssued {
    /// What the program sends: `Authorization: Bearer SECRET`. It is shown once and kept nowhere.
    secret: String,
    /// Its id, which is no secret.
    #[schema(value_type = String, pattern = "^[0-9a-f]{32}$")]
    credential: CredentialId,
    /// What it allows.
    scopes: Vec<Scope>,
    /// When it ends.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// Lists sessions and tokens, also those that no longer count.
#[utoipa::path(
    get, path = "/credentials", tag = "officials", operation_id = "list_credentials", params(Whose),
    security(("bearer" = [])),
    responses((status = 200, description = "Sessions and tokens", body = Vec<ListedCredential>), Problems)
)]
pub(crate) async fn list(
    State(service): State<Service>,
    may: May<Administer>,
    Query(Whose { official }): Query<Whose>,
) -> Result<Json<Vec<ListedCredential>>, Problem> {
    Ok(Json(list_credentials::run(&service.app, &may.official, official.as_ref()).await?))
}

/// Issues a token, with which a program acts for you within its scopes.
#[utoipa::path(
    post, path = "/tokens", tag = "officials", operation_id = "issue_token", params(Once),
    request_body = TokenWanted, security(("bearer" = [])),
    responses((status = 201, description = "The token; its secret is shown once", body = TokenIssued), Problems)
)]
pub(crate) async fn issue(
    State(service): State<Service>,
    Acting(official): Acting,
    Act { body, call }: Act<TokenWanted>,
) -> Result<(StatusCode, Json<TokenIssued>), Problem> {
    let TokenWanted { label, scopes, days } = body;
    let new = NewToken { label, scopes: scopes.into_iter().collect(), days };
    let issued = service.tried(&official, issue_token::run(&service.app.calling(call), &official, new).await)?;
    Ok((
        StatusCode::CREATED,
        Json(TokenIssued {
            secret: issued.secret.reveal().to_owned(),
            credential: issued.credential,
            scopes: issued.scopes.iter().collect(),
            expires_at: time::to_text(issued.expires_at),
        }),
    ))
}

/// Ends a session or revokes a token, at once.
#[utoipa::path(
    delete, path = "/credentials/{credential}", tag = "officials", operation_id = "revoke_credential",
    params(("credential" = String, Path, description = "Its id, which is no secret"), Once), security(("bearer" = [])),
    responses((status = 204, description = "It lets nobody in any more"), Problems)
)]
pub(crate) async fn revoke(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(credential): Path<CredentialId>,
    Bare(call): Bare,
) -> Result<StatusCode, Problem> {
    service.tried(&official, revoke_credential::run(&service.app.calling(call), &official, &credential).await)?;
    Ok(StatusCode::NO_CONTENT)
}
