//! Agreements to apply an instrument that is not in force: one administrator records, another confirms.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::{AgreementId, InstrumentCode, StateCode};
use crate::http::service::Service;
use crate::operations::agree::{self, NewAgreement};
use crate::operations::list_agreements::{self, Agreement};

use super::body::{Act, Path};
use super::messages::Empty;
use super::openapi::Problems;
use super::parameters::Once;
use super::problem::Problem;
use super::signed_in::{Acting, May, Read};

/// An agreement to be recorded.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAgreementBody {
    /// The instrument, which is not in force.
    #[schema(value_type = String, pattern = "^[A-Z0-9]{2,16}$", example = "UNCC")]
    instrument: InstrumentCode,
    /// The other State.
    #[schema(value_type = String, pattern = "^[A-Z]{2}$", example = "XS")]
    state: StateCode,
    /// The day on which both agreed.
    #[schema(value_type = String, format = Date, example = "2026-11-01")]
    agreed_on: Date,
    /// What it is called, without names of persons.
    #[schema(example = "Exchange of notes 7/2026", min_length = 1, max_length = 200)]
    title: String,
}

/// Why an agreement has ended.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Ending {
    /// Reasons: the log commits to them.
    #[schema(min_length = 1)]
    reason: String,
}

/// Which agreement.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the description only")]
pub(crate) struct OfAgreement {
    /// Its id.
    #[param(pattern = "^[0-9a-f]{32}$")]
    agreement: String,
}

/// Lists the agreements, those that wait and those that have ended included.
#[utoipa::path(
    get, path = "/agreements", tag = "agreements", operation_id = "list_agreements", security(("bearer" = [])),
    responses((status = 200, description = "Agreements, the oldest first", body = Vec<Agreement>), Problems)
)]
pub(crate) async fn list(State(service): State<Service>, may: May<Read>) -> Result<Json<Vec<Agreement>>, Problem> {
    Ok(Json(list_agreements::run(&service.app, &may.official).await?))
}

/// Records that both States agreed to apply an instrument. It counts once a second administrator confirms it.
#[utoipa::path(
    post, path = "/agreements", tag = "agreements", operation_id = "record_agreement", params(Once),
    request_body = NewAgreementBody, security(("bearer" = [])),
    responses((status = 201, description = "Recorded: it waits for a second administrator", body = Agreement), Problems)
)]
pub(crate) async fn record(
    State(service): State<Service>,
    Acting(official): Acting,
    Act { body, call }: Act<NewAgreementBody>,
) -> Result<(StatusCode, Json<Agreement>), Problem> {
    let NewAgreementBody { instrument, state, agreed_on, title } = body;
    let new = NewAgreement { instrument, state, agreed_on, title };
    let recorded = service.tried(&official, agree::record(&service.app.calling(call), &official, new).await)?;
    Ok((StatusCode::CREATED, Json(recorded)))
}

/// Confirms an agreement, as another administrator than the one who recorded it.
#[utoipa::path(
    post, path = "/agreements/{agreement}/confirmation", tag = "agreements", operation_id = "confirm_agreement",
    params(OfAgreement, Once), request_body = Empty, security(("bearer" = [])),
    responses((status = 200, description = "It counts", body = Agreement), Problems)
)]
pub(crate) async fn confirm(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(id): Path<AgreementId>,
    Act { body: Empty {}, call }: Act<Empty>,
) -> Result<Json<Agreement>, Problem> {
    let app = service.app.calling(call);
    Ok(Json(service.tried(&official, agree::confirm(&app, &official, &id).await)?))
}

/// Notes that an agreement has ended: nothing more begins under it, and requests that have begun go on.
#[utoipa::path(
    post, path = "/agreements/{agreement}/end", tag = "agreements", operation_id = "end_agreement",
    params(OfAgreement, Once), request_body = Ending, security(("bearer" = [])),
    responses((status = 200, description = "It has ended", body = Agreement), Problems)
)]
pub(crate) async fn end(
    State(service): State<Service>,
    Acting(official): Acting,
    Path(id): Path<AgreementId>,
    Act { body, call }: Act<Ending>,
) -> Result<Json<Agreement>, Problem> {
    let app = service.app.calling(call);
    Ok(Json(service.tried(&official, agree::end(&app, &official, &id, &body.reason).await)?))
}
