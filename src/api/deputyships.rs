//! Deputyships: who stands in for whom while they are away.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::{DeputyshipId, SignInName};
use crate::http::service::Service;
use crate::operations::deputies::{self, Deputyship};
use crate::operations::deputise::{self, NewDeputyship};

use super::body::{Act, Path};
use super::messages::Empty;
use super::openapi::Problems;
use super::parameters::Once;
use super::problem::Problem;
use super::signed_in::{Acting, Administer, May};

/// A deputyship that is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewDeputyshipBody {
    /// Who is away: yourself, or, as an administrator, anybody.
    #[schema(value_type = String, pattern = "^[a-z0-9._@-]{2,60}$", example = "anna.lindqvist")]
    official: SignInName,
    /// Who stands in for them.
    #[schema(value_type = String, pattern = "^[a-z0-9._@-]{2,60}$", example = "li.wei")]
    deputy: SignInName,
    /// The first day, in UTC: today at the earliest.
    #[schema(value_type = String, format = Date, example = "2027-03-02")]
    from: Date,
    /// The last day, in UTC: at most 90 days with the first.
    #[schema(value_type = String, format = Date, example = "2027-03-12")]
    until: Date,
}

/// Which deputyship.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the description only")]
pub(crate) struct OfDeputyship {
    /// Its id.
    #[param(pattern = "^[0-9a-f]{32}$")]
    deputyship: String,
}

/// Lists your deputyships, those in which others stand in for you and those in which you do; all for administrators and
/// auditors.
#[utoipa::path(
    get, path = "/deputyships", tag = "officials", operation_id = "list_deputyships", security(("bearer" = [])),
    responses((status = 200, description = "Deputyships, the oldest first", body = Vec<Deputyship>), Problems)
)]
pub(crate) async fn list(
    State(service): State<Service>,
    may: May<Administer>,
) -> Result<Json<Vec<Deputyship>>, Problem> {
    Ok(Json(deputies::list(&service.app, &may.official).await?))
}

/// Asks that one official stands in for another. It counts once an administrator has confirmed it who has not asked.
#[utoipa::path(
    post, path = "/deputyships", tag = "officials", operation_id = "ask_for_deputy", params(Once),
    request_body = NewDeputyshipBody, security(("bearer" = [])),
    responses((status = 201, description = "Asked for: it waits for an administrator", body = Deputyship), Problems)
)]
pub(crate) async fn ask(
    State(service): State<Service>,
    Acting(official): Acting,
    Act { body, call }: Act<NewDeputyshipBody>,
) -> Result<(StatusCode, Json<Deputyship>), Problem> {
    let NewDeputyshipBody { official: absent, deputy, from, until } = body;
    let new = NewDeputyship { official: absent, deputy, from, until };
    let asked = service.tried(&official, deputise::ask(&service.app.calling(call), &official, new).await)?;
    Ok((StatusCode::CREATED, Json(asked)))
}

/// Confirms a deputyship, as an administrator who has not asked for it.
#[utoipa::path(
    post, path = "/deputyships/{deputyship}/confirmation", tag = "officials", operation_id = "confirm_deputy",
    params(OfDeputyship, Once), request_body = Empty, security(("bearer" = [])),
    responses((status = 200, description = "It counts, from its first day until its last", body = Deputyship), Problems)
)]
pub(crate) async fn confirm(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(id): Path<DeputyshipId>,
    Act { body: Empty {}, call }: Act<Empty>,
) -> Result<Json<Deputyship>, Problem> {
    let app = service.app.calling(call);
    Ok(Json(service.tried(&official, deputise::confirm(&app, &official, &id).await)?))
}

/// Ends a deputyship at once: whoever is away, their deputy, or an administrator.
#[utoipa::path(
    post, path = "/deputyships/{deputyship}/end", tag = "officials", operation_id = "end_deputy",
    params(OfDeputyship, Once), request_body = Empty, security(("bearer" = [])),
    responses((status = 200, description = "It has ended", body = Deputyship), Problems)
)]
pub(crate) async fn end(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(id): Path<DeputyshipId>,
    Act { body: Empty {}, call }: Act<Empty>,
) -> Result<Json<Deputyship>, Problem> {
    let app = service.app.calling(call);
    Ok(Json(service.tried(&official, deputise::end(&app, &official, &id).await)?))
}
