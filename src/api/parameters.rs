//! Parameters that many routes have in common, as the OpenAPI document describes them.
#![expect(dead_code, reason = "read by the description only; handlers take them through `Path`, `Act` and `Bare`")]

use utoipa::IntoParams;

/// Which request.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OfRequest {
    /// What people call it.
    #[param(example = "XN-2026-000001", pattern = "^[A-Za-z0-9/._-]{3,40}$")]
    reference: String,
}

/// Which safeguard of a request.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OfSafeguard {
    /// What people call the request.
    #[param(example = "XN-2026-000001", pattern = "^[A-Za-z0-9/._-]{3,40}$")]
    reference: String,
    /// Its name.
    #[param(example = "non_discrimination", pattern = "^[a-z][a-z0-9_]{0,59}$")]
    safeguard: String,
}

/// Which recusal in a request.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OfRecusal {
    /// What people call the request.
    #[param(example = "XN-2026-000001", pattern = "^[A-Za-z0-9/._-]{3,40}$")]
    reference: String,
    /// Who stands aside, as this request knows them: a key of `standing.recused`.
    #[param(pattern = "^[0-9a-f]{32}$")]
    mark: String,
}

/// Which message of a request.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OfMessage {
    /// What people call the request.
    #[param(example = "XN-2026-000001", pattern = "^[A-Za-z0-9/._-]{3,40}$")]
    reference: String,
    /// Its id.
    #[param(pattern = "^[0-9a-f]{32}$")]
    message: String,
}

/// A call whose answer the caller may have already.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct Unless {
    /// The `ETag` that came with the answer you have: where it is still the same, the answer is 304 without a body.
    #[param(rename = "If-None-Match", nullable = false)]
    known: Option<String>,
}

/// A call that may be sent twice.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct Once {
    /// Sent again with the same key within seven days, the call is answered as the first time and does nothing more; then
    /// the key is free.
    #[param(rename = "Idempotency-Key", nullable = false, pattern = "^[A-Za-z0-9._~:-]{1,100}$")]
    key: Option<String>,
}

/// A call that acts on what was read, and may be sent twice.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct Guarded {
    /// The version that you have read, such as `"7"`: refused where somebody has acted since.
    #[param(rename = "If-Match", nullable = false)]
    version: Option<String>,
    /// Sent again with the same key within seven days, the call is answered as the first time and does nothing more; then
    /// the key is free.
    #[param(rename = "Idempotency-Key", nullable = false, pattern = "^[A-Za-z0-9._~:-]{1,100}$")]
    key: Option<String>,
}

/// A call that writes over what was read: it has to say which version that was.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct Overwriting {
    /// The version that you have read, such as `"7"`; `*` for any.
    #[param(rename = "If-Match")]
    version: String,
    /// Sent again with the same key within seven days, the call is answered as the first time and does nothing more; then
    /// the key is free.
    #[param(rename = "Idempotency-Key", nullable = false, pattern = "^[A-Za-z0-9._~:-]{1,100}$")]
    key: Option<String>,
}
