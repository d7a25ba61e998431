//! The rulebook as data: public, because the law that is applied is no secret.

mod published;

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use axum::{Extension, Json};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::domain::ids::{Digest, InstrumentCode};
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;
use crate::operations::OperationError;
use crate::operations::list_rulebooks::Standing;

use super::body::{Path, Query};
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
    /// What the rulebook says in languages that stand in files of their own.
    Languages,
}

impl Rules {
    fn ending(self) -> &'static str {
        match self {
            Rules::Procedures | Rules::Measures | Rules::Safeguards | Rules::Languages => ".toml",
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

/// Of which instrument.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfInstrument {
    /// The rulebook of this instrument; the main one where nothing is said. `GET /api/v1/rulebooks` lists them.
    #[param(inline, example = "UNCC")]
    instrument: Option<InstrumentCode>,
}

/// A rulebook of this installation, in short: adopted, or offered and not adopted yet.
#[derive(Serialize, ToSchema)]
pub(crate) struct InShort {
    /// The instrument: what a request names first.
    instrument: String,
    /// Its name.
    name: String,
    /// Whether the instrument is in force; if not, only for training, or where both States agreed to apply it.
    in_force: bool,
    /// SHA-256 of its files.
    hash: String,
    /// What can be asked for.
    measures: Vec<String>,
    /// `adopted`: new requests begin with it. `offered`: the program was started with it, and two administrators have to
    /// adopt it before anything begins with it.
    #[schema(example = "adopted")]
    standing: String,
}

/// Answers with what stands at a path of the rulebook that new requests begin with, or says what there is.
fn answer(
    service: &Service,
    (published, known): (&Published, &Known),
    of: &OfInstrument,
    path: &str,
    hint: &str,
) -> Result<Response, Problem> {
    let rulebook = match &of.instrument {
        Some(code) => service.app.rulebook_for(code)?,
        None => service.app.rulebooks().main,
    };
    let found = published.at(&rulebook, path).ok_or_else(|| Problem::new(&problems::NOT_FOUND, hint))?;
    Ok(known.answer(&rulebook.hash, found))
}

/// Lists the rulebooks that new requests begin with, one for each instrument, the main one first; then those that wait to
/// be adopted.
#[utoipa::path(
    get, path = "/rulebooks", tag = "rulebook", operation_id = "list_rulebooks",
    responses((status = 200, description = "Rulebooks", body = Vec<InShort>), Problems)
)]
pub(crate) async fn all(State(service): State<Service>) -> Result<Json<Vec<InShort>>, Problem> {
    let in_short = |rulebook: &Arc<Rulebook>, standing: Standing| InShort {
        instrument: rulebook.about.instrument.clone(),
        name: rulebook.about.name.clone(),
        in_force: rulebook.about.in_force,
        hash: rulebook.hash.to_string(),
        measures: rulebook.measures.keys().map(ToString::to_string).collect(),
        standing: standing.to_string(),
    };
    // Asked first, so that what another machine has adopted is known here too.
    service.app.authority().await?;
    let adopted = service.app.rulebooks();
    let waits = |one: &&Arc<Rulebook>| !adopted.iter().any(|known| known.hash == one.hash);
    let offered = service.app.offered.iter().filter(waits).map(|one| in_short(one, Standing::Offered));
    Ok(Json(adopted.iter().map(|one| in_short(one, Standing::Adopted)).chain(offered).collect()))
}

/// Describes the rulebook that new requests under an instrument begin with.
#[utoipa::path(
    get, path = "/rulebook", tag = "rulebook", operation_id = "read_rulebook", params(OfInstrument, Unless),
    responses((status = 200, description = "The rulebook", body = About), (status = 304, description = "You have it"), Problems)
)]
pub(crate) async fn about(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    Query(of): Query<OfInstrument>,
    known: Known,
) -> Result<Response, Problem> {
    answer(&service, (&published, &known), &of, "rulebook", "there is no rulebook")
}

/// Reads all rules of one part, each as its file says, by name.
#[utoipa::path(
    get, path = "/rulebook/{part}", tag = "rulebook", operation_id = "list_rules",
    params(("part" = Rules, Path, description = "Which part of the rulebook"), OfInstrument, Unless),
    responses((status = 200, description = "Rules, by name", body = Object), (status = 304, description = "You have them"), Problems)
)]
pub(crate) async fn list(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    Path(part): Path<Rules>,
    Query(of): Query<OfInstrument>,
    known: Known,
) -> Result<Response, Problem> {
    answer(&service, (&published, &known), &of, &format!("rulebook/{part}"), "the rulebook has no such part")
}

/// Reads one rule as its file says.
#[utoipa::path(
    get, path = "/rulebook/{part}/{name}", tag = "rulebook", operation_id = "read_rule", params(OfRule, OfInstrument, Unless),
    responses((status = 200, description = "The rule", body = Object), (status = 304, description = "You have it"), Problems)
)]
pub(crate) async fn one(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    Path((part, name)): Path<(Rules, String)>,
    Query(of): Query<OfInstrument>,
    known: Known,
) -> Result<Response, Problem> {
    let hint = format!("there is no such rule: `GET /api/v1/rulebook/{part}` lists them");
    answer(&service, (&published, &known), &of, &format!("rulebook/{part}/{name}"), &hint)
}

/// Reads a list of the rulebook: grounds, conditions, profiles, sources.
#[utoipa::path(
    get, path = "/lists/{name}", tag = "rulebook", operation_id = "read_list",
    params(
        ("name" = String, Path, description = "`grounds`, `conditions`, `profiles` or `sources`", example = "grounds"),
        OfInstrument,
        Unless,
    ),
    responses((status = 200, description = "The list", body = Object), (status = 304, description = "You have it"), Problems)
)]
pub(crate) async fn lists(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    Path(name): Path<String>,
    Query(of): Query<OfInstrument>,
    known: Known,
) -> Result<Response, Problem> {
    let hint = "there is no such list: there are `grounds`, `conditions`, `profiles` and `sources`";
    answer(&service, (&published, &known), &of, &format!("lists/{name}"), hint)
}

/// Lists the States: parties and signatories as far as known, each with its source. Signature is not ratification.
#[utoipa::path(
    get, path = "/parties", tag = "rulebook", operation_id = "list_parties", params(OfInstrument, Unless),
    responses((status = 200, description = "States", body = Vec<Object>), (status = 304, description = "You have them"), Problems)
)]
pub(crate) async fn parties(
    State(service): State<Service>,
    Extension(published): Extension<Published>,
    Query(of): Query<OfInstrument>,
    known: Known,
) -> Result<Response, Problem> {
    answer(&service, (&published, &known), &of, "parties", "the rulebook lists no States")
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
