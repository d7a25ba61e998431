//! The count of cases: public, so that nobody has to ask the authority for it.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::http::service::Service;
use crate::operations::count_requests::Statistics;

use super::body::Query;
use super::openapi::Problems;
use super::problem::Problem;

/// Which years.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfYear {
    /// Only this one.
    #[param(example = 2027, required = false)]
    year: Option<i16>,
}

/// Says how many cases there were, by year: what was asked, of whom, what became of it and how long it took. No figure
/// tells of fewer than five cases, and every one is a range of five. Whoever has an export of the log comes to the same.
#[utoipa::path(
    get, path = "/statistics", tag = "audit", operation_id = "read_statistics", params(OfYear),
    responses((status = 200, description = "The count, up to ten minutes old", body = Statistics), Problems)
)]
pub(crate) async fn show(
    State(service): State<Service>,
    Query(asked): Query<OfYear>,
) -> Result<Json<Statistics>, Problem> {
    let last = service.counted.get(&service.app).await?;
    Ok(Json(last.counted.only(asked.year)))
}
