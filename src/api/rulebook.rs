//! The rulebook as data: public, because the law that is applied is no secret.

mod published;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::Digest;
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;
use crate::operations::OperationError;

use super::body::Path;
use super::openapi::Problems;
use super::parameters::Unless;
use super::problem::Problem;
use super::problems;

pub(crate) use published::{Known, Published};

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

impl About {
    fn of(rulebook: &Rulebook) -> Self {
        Self {
            name: rulebook.about.name.clone(),
            hash: rulebook.hash.to_string(),
            instrument: rulebook.about.instrument.clone(),
            in_force: rulebook.about.in_force,
            languages: rulebook.about.languages.iter().map(ToString::to_string).collect(),
            procedures: rulebook.procedures.keys().map(ToString::to_string).collect(),
            measures: rulebook.measures.keys().map(ToString::to_string).collect(),
            safeguards: rulebook.safeguards.keys().map(ToString::to_string).collect(),
            files: rulebook.files.paths().map(ToOwned::to_owned).collect(),
        }
    }
}

/// Answers with what stands at a path of the rulebook in force, or says what there is.
fn answer(
    service: &Service,
    published: &Published,
    known: &Known,
    path: &str,
    hint: &str,
) -> Result<Response, Problem> {
    let rulebook = &service.app.rulebook;
    let found = published.at(rulebook, path).ok_or_else(|| Problem::new(&problems::NOT_FOUND, hint))?;
    Ok(known.answer(&rulebook.hash, found))
}

/// Describes the rulebook that new requests begin with.
#[utoipa::path(
    get, path = "/rulebook", tag = "rulebook", operation_id = "read_rulebook", params(Unless),
    responses((status = 200, description = "The rulebook", body = About), (status = 304, description = "You have it"), Problems)
)]
pub(crate) async fn about(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    known: Known,
) -> Result<Response, Problem> {
    answer(&service, &published, &known, "rulebook", "there is no rulebook")
}

/// Reads all rules of one part, each as its file says, by name.
#[utoipa::path(
    get, path = "/rulebook/{part}", tag = "rulebook", operation_id = "list_rules",
    params(("part" = Rules, Path, description = "Which part of the rulebook"), Unless),
    responses((status = 200, description = "Rules, by name", body = Object), (status = 304, description = "You have them"), Problems)
)]
pub(crate) async fn list(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    Path(part): Path<Rules>,
    known: Known,
) -> Result<Response, Problem> {
    answer(&service, &published, &known, &format!("rulebook/{part}"), "the rulebook has no such part")
}

/// Reads one rule as its file says.
#[utoipa::path(
    get, path = "/rulebook/{part}/{name}", tag = "rulebook", operation_id = "read_rule", params(OfRule, Unless),
    responses((status = 200, description = "The rule", body = Object), (status = 304, description = "You have it"), Problems)
)]
pub(crate) async fn one(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    Path((part, name)): Path<(Rules, String)>,
    known: Known,
) -> Result<Response, Problem> {
    let hint = format!("there is no such rule: `GET /api/v1/rulebook/{part}` lists them");
    answer(&service, &published, &known, &format!("rulebook/{part}/{name}"), &hint)
}

/// Reads a list of the rulebook: grounds, conditions, profiles, sources.
#[utoipa::path(
    get, path = "/lists/{name}", tag = "rulebook", operation_id = "read_list",
    params(
        ("name" = String, Path, description = "`grounds`, `conditions`, `profiles` or `sources`", example = "grounds"),
        Unless,
    ),
    responses((status = 200, description = "The list", body = Object), (status = 304, description = "You have it"), Problems)
)]
pub(crate) async fn lists(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    Path(name): Path<String>,
    known: Known,
) -> Result<Response, Problem> {
    let hint = "there is no such list: there are `grounds`, `conditions`, `profiles` and `sources`";
    answer(&service, &published, &known, &format!("lists/{name}"), hint)
}

/// Lists the States: parties and signatories as far as known, each with its source. Signature is not ratification.
#[utoipa::path(
    get, path = "/parties", tag = "rulebook", operation_id = "list_parties", params(Unless),
    responses((status = 200, description = "States", body = Vec<Object>), (status = 304, description = "You have them"), Problems)
)]
pub(crate) async fn parties(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    known: Known,
) -> Result<Response, Problem> {
    answer(&service, &published, &known, "parties", "the rulebook lists no States")
}

/// Reads every file of a rulebook that this installation has used, by its hash: what an entry's `rule` names.
#[utoipa::path(
    get, path = "/rulebooks/{hash}", tag = "rulebook", operation_id = "read_rulebook_files",
    params(("hash" = String, Path, description = "SHA-256, 64 hexadecimal digits"), Unless),
    responses((status = 200, description = "Texts by path", body = Object), (status = 304, description = "You have them"), Problems)
)]
pub(crate) async fn files(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    Path(hash): Path<Digest>,
    known: Known,
) -> Result<Response, Problem> {
    let unknown = || Problem::new(&problems::NOT_FOUND, "no request here has begun with a rulebook of that hash");
    let rulebook = service.app.rulebook_of(&hash).await.map_err(|error| match error {
        OperationError::Storage(error) if error.is_missing() => unknown(),
        error => error.into(),
    })?;
    Ok(known.answer(&hash, published.files(&rulebook)))
}
