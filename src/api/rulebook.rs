//! The rulebook as data: public, because the law that is applied is no secret.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::Digest;
use crate::http::service::Service;
use crate::operations::OperationError;

use super::body::Path;
use super::openapi::Problems;
use super::problem::Problem;
use super::problems;

/// The rulebook that new requests begin with.
#[derive(Serialize, ToSchema)]
pub(crate) struct About {
    /// Its name.
    name: String,
    /// SHA-256 of its files: entries in the log name it.
    hash: String,
    /// The instrument.
    instrument: String,
    /// Whether that is in force; if not, only for training, or where both States agreed to apply it.
    in_force: bool,
    /// Languages of its texts.
    languages: Vec<String>,
    /// Its procedures.
    procedures: Vec<String>,
    /// What can be asked for.
    measures: Vec<String>,
    /// What is asked at the gates.
    safeguards: Vec<String>,
    /// Every file, by path: each can be read on its own.
    files: Vec<String>,
}

/// A part of the rulebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Rules {
    /// Stages and transitions of both sides.
    Procedures,
    /// What can be asked for.
    Measures,
    /// What is asked at the gates.
    Safeguards,
    /// Schemas of what a request says, one for each measure.
    Content,
}

impl Rules {
    fn ending(self) -> &'static str {
        match self {
            Rules::Procedures | Rules::Measures | Rules::Safeguards => ".toml",
            Rules::Content => ".schema.json",
        }
    }
}

/// Which rule.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the description only")]
pub(crate) struct OfRule {
    /// Which part of the rulebook.
    part: Rules,
    /// Its name, such as `evidence`.
    name: String,
}

/// Describes the rulebook that new requests begin with.
#[utoipa::path(
    get, path = "/rulebook", tag = "rulebook", operation_id = "read_rulebook",
    responses((status = 200, description = "The rulebook", body = About), Problems)
)]
pub(crate) async fn about(State(service): State<Service>) -> Json<About> {
    let rulebook = &service.app.rulebook;
    Json(About {
        name: rulebook.about.name.clone(),
        hash: rulebook.hash.to_string(),
        instrument: rulebook.about.instrument.clone(),
        in_force: rulebook.about.in_force,
        languages: rulebook.about.languages.iter().map(ToString::to_string).collect(),
        procedures: rulebook.procedures.keys().map(ToString::to_string).collect(),
        measures: rulebook.measures.keys().map(ToString::to_string).collect(),
        safeguards: rulebook.safeguards.keys().map(ToString::to_string).collect(),
        files: rulebook.files.paths().map(ToOwned::to_owned).collect(),
    })
}

/// Reads all rules of one part, each as its file says, by name.
#[utoipa::path(
    get, path = "/rulebook/{part}", tag = "rulebook", operation_id = "list_rules",
    params(("part" = Rules, Path, description = "Which part of the rulebook")),
    responses((status = 200, description = "Rules, by name", body = Object), Problems)
)]
pub(crate) async fn list(State(service): State<Service>, Path(part): Path<Rules>) -> Json<Map<String, Value>> {
    let files = &service.app.rulebook.files;
    let named = |path: &str| {
        let name = path.strip_prefix(&format!("{part}/"))?.strip_suffix(part.ending())?;
        Some((name.to_owned(), files.as_data(path)?))
    };
    Json(files.paths().filter_map(named).collect())
}

/// Reads one rule as its file says.
#[utoipa::path(
    get, path = "/rulebook/{part}/{name}", tag = "rulebook", operation_id = "read_rule", params(OfRule),
    responses((status = 200, description = "The rule", body = Object), Problems)
)]
pub(crate) async fn one(
    State(service): State<Service>,
    Path((part, name)): Path<(Rules, String)>,
) -> Result<Json<Value>, Problem> {
    let path = format!("{part}/{name}{}", part.ending());
    service.app.rulebook.files.as_data(&path).map(Json).ok_or_else(|| {
        Problem::new(&problems::NOT_FOUND, format!("there is no such rule: `GET /api/v1/rulebook/{part}` lists them"))
    })
}

/// Reads a list of the rulebook: grounds, conditions, profiles, sources.
#[utoipa::path(
    get, path = "/lists/{name}", tag = "rulebook", operation_id = "read_list",
    params(("name" = String, Path, description = "`grounds`, `conditions`, `profiles` or `sources`", example = "grounds")),
    responses((status = 200, description = "The list", body = Object), Problems)
)]
pub(crate) async fn lists(State(service): State<Service>, Path(name): Path<String>) -> Result<Json<Value>, Problem> {
    let known = ["grounds", "conditions", "profiles", "sources"];
    let path = format!("{name}.toml");
    let found = known.contains(&name.as_str()).then(|| service.app.rulebook.files.as_data(&path)).flatten();
    found.map(Json).ok_or_else(|| {
        Problem::new(
            &problems::NOT_FOUND,
            "there is no such list: there are `grounds`, `conditions`, `profiles` and `sources`",
        )
    })
}

/// Lists the States: parties and signatories as far as known, each with its source. Signature is not ratification.
#[utoipa::path(
    get, path = "/parties", tag = "rulebook", operation_id = "list_parties",
    responses((status = 200, description = "States", body = Vec<Object>), Problems)
)]
pub(crate) async fn parties(State(service): State<Service>) -> Json<Value> {
    let mut data = service.app.rulebook.files.as_data("parties.toml").unwrap_or_default();
    Json(data.get_mut("party").map_or_else(|| Value::Array(Vec::new()), Value::take))
}

/// Reads every file of a rulebook that this installation has used, by its hash: what an entry's `rule` names.
#[utoipa::path(
    get, path = "/rulebooks/{hash}", tag = "rulebook", operation_id = "read_rulebook_files",
    params(("hash" = String, Path, description = "SHA-256, 64 hexadecimal digits")),
    responses((status = 200, description = "Texts by path", body = Object), Problems)
)]
pub(crate) async fn files(State(service): State<Service>, Path(hash): Path<Digest>) -> Result<Json<Value>, Problem> {
    let unknown = || Problem::new(&problems::NOT_FOUND, "no request here has begun with a rulebook of that hash");
    let rulebook = service.app.rulebook_of(&hash).await.map_err(|error| match error {
        OperationError::Storage(error) if error.is_missing() => unknown(),
        error => error.into(),
    })?;
    let texts = serde_json::to_value(&rulebook.files)
        .map_err(|error| Problem::new(&problems::FAILED, format!("the files cannot be shown: {error}")))?;
    Ok(Json(texts))
}
