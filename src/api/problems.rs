//! Every kind of problem that the API can answer with: names are stable, programs may rely on them.

use axum::Json;
use serde::Serialize;
use strum::VariantNames as _;
use utoipa::ToSchema;

use crate::engine::refusal::Refusal;
use crate::operations::OperationError;

use super::body::Path;
use super::problem::Problem;

/// A kind of problem.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Its name in kebab-case.
    pub(crate) name: &'static str,
    /// The status that goes with it.
    pub(crate) status: u16,
    /// The kind in words.
    pub(crate) title: &'static str,
}

macro_rules! kinds {
    ($($constant:ident $name:literal $status:literal $title:literal;)*) => {
        $(pub(crate) const $constant: Kind = Kind { name: $name, status: $status, title: $title };)*
        const KINDS: &[Kind] = &[$($constant),*];
    };
}

kinds! {
    MALFORMED           "malformed"               400 "The call cannot be understood";
    NOT_SIGNED_IN       "not-signed-in"           401 "Nobody is signed in";
    NOT_ALLOWED         "not-allowed"             403 "Your roles do not allow it";
    CODE_NEEDED         "code-needed"             403 "A one-time code is needed";
    OUT_OF_SCOPE        "out-of-scope"            403 "The token does not reach so far";
    PASSWORD_IS_TEMPORARY "password-is-temporary" 403 "Choose your own password first";
    NO_SUCH_REQUEST     "no-such-request"         404 "There is no such request that you may see";
    NOT_FOUND           "not-found"               404 "There is no such thing";
    METHOD_NOT_ALLOWED  "method-not-allowed"      405 "This cannot be done here";
    TOO_SLOW            "too-slow"                408 "The call took too long";
    SHOWN_ONCE          "shown-once"              409 "It was done before, and its secret is shown once";
    CHANGED_MEANWHILE   "changed-meanwhile"       409 "Somebody has acted on this request";
    SECOND_ADMINISTRATOR "second-administrator"   409 "A second administrator has to agree";
    EXISTS_ALREADY      "exists-already"          409 "There is one of that name already";
    READ_ANOTHER_VERSION "read-another-version"   412 "You have read another version";
    TOO_LARGE           "too-large"               413 "The body is too large";
    WRONG_MEDIA_TYPE    "wrong-media-type"        415 "The body has another media type";
    UNUSABLE            "unusable"                422 "What was given cannot be used";
    KEY_USED_BEFORE     "key-used-before"         422 "The idempotency key was used for another call";
    ERASED              "erased"                  410 "The content was erased";
    NOT_ENDED           "not-ended"               409 "The request has not ended";
    ON_HOLD             "on-hold"                 423 "The content is held";
    REQUEST_SEALED      "request-sealed"          423 "The request is sealed";
    VERSION_MISSING     "version-missing"         428 "Say which version you have read";
    SLOWED_DOWN         "slowed-down"             429 "Too many wrong passwords";
    TOO_OFTEN           "too-often"               429 "Too many calls";
    UNSOUND             "unsound"                 500 "The rulebook is not sound";
    DAMAGED             "damaged"                 500 "What is stored cannot be understood";
    FAILED              "failed"                  500 "Something went wrong inside the service";
    STILL_AT_WORK       "still-at-work"           504 "It takes longer than a call may";
    LOG_SEALED          "log-sealed"              503 "The log is sealed";
    BUSY                "busy"                    503 "Not now";
    NOT_READY           "not-ready"               503 "The service cannot serve";
}

/// A kind of problem, described.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemKind {
    /// What `type` says.
    #[serde(rename = "type")]
    kind: String,
    /// The kind in words.
    title: String,
    /// The status that goes with it; none where it depends on the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// Whether a rule of the engine stands behind it.
    rule: bool,
}

/// What `type` says for a kind.
pub(crate) fn address_of(name: &str) -> String {
    format!("/api/v1/problems/{name}")
}

/// The title of a rule: its name in words.
pub(crate) fn title_of(rule: &str) -> String {
    let mut words = rule.replace('-', " ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// The status for a rule: 403 where somebody else may, 409 where the request stands elsewhere, 422 where something lacks.
pub(crate) fn status_of(refusal: &Refusal) -> u16 {
    match refusal {
        Refusal::RoleMissing { .. }
        | Refusal::AuthorMayNot { .. }
        | Refusal::CollectorMayNot { .. }
        | Refusal::Recused
        | Refusal::AnsweredHere { .. }
        | Refusal::PassedHere { .. }
        | Refusal::SameOfficial { .. }
        | Refusal::NegativeByAnother(_)
        | Refusal::SecondOfficial(_)
        | Refusal::OfficialsOnly => 403,
        Refusal::Ended(_)
        | Refusal::NotFromHere { .. }
        | Refusal::NotForOfficials { .. }
        | Refusal::NotEditable { .. }
        | Refusal::ChangedSinceRead { .. }
        | Refusal::NotAsked { .. }
        | Refusal::NegativeStands(_)
        | Refusal::NoSuchAnswer { .. }
        | Refusal::NotRecused
        | Refusal::OutOfTurn { .. }
        | Refusal::NotNew { .. }
        | Refusal::Frozen(_)
        | Refusal::NotInForce { .. }
        | Refusal::NotDue(_) => 409,
        Refusal::Unknown { .. }
        | Refusal::AnotherInstrument { .. }
        | Refusal::SubjectMissing { .. }
        | Refusal::Incomplete(_)
        | Refusal::SafeguardsOpen(_)
        | Refusal::GateNotPassed { .. }
        | Refusal::GroundMissing { .. }
        | Refusal::GroundNotAllowed { .. }
        | Refusal::GroundForbidden { .. }
        | Refusal::ConsultFirst { .. }
        | Refusal::ReasonsMissing { .. }
        | Refusal::ItemUnknown { .. }
        | Refusal::DecisionDoesNotFit { .. }
        | Refusal::BeyondGrant { .. }
        | Refusal::ConditionsNotAccepted(_)
        | Refusal::ConditionsNotKept(_)
        | Refusal::ConsentMissing
        | Refusal::DocumentMissing { .. }
        | Refusal::OnlyWithGrounds { .. }
        | Refusal::NotDeferrable { .. }
        | Refusal::ReadingMissing { .. }
        | Refusal::MessageLacks { .. }
        | Refusal::ContentLacks { .. } => 422,
    }
}

/// The kind of what an operation has said: its code is the kind's name.
pub(crate) fn kind_of(error: &OperationError) -> &'static Kind {
    KINDS.iter().find(|kind| kind.name == error.code()).unwrap_or(&FAILED)
}

/// What the caller is told: everything where they can do something about it, nothing of the inside otherwise.
pub(crate) fn detail_of(error: &OperationError) -> String {
    let kind = kind_of(error);
    if kind.status == 500 {
        return "the service could not carry this out; nothing was acknowledged: tell the operator the time of this call"
            .to_owned();
    }
    match error {
        OperationError::PasswordIsTemporary(_) => {
            "the password is a one-time password: choose your own first, with `PUT /api/v1/password`".to_owned()
        }
        OperationError::NotSignedIn => {
            "the sign-in name or password is wrong, or what let you in has ended meanwhile: sign in again".to_owned()
        }
        other => other.to_string(),
    }
}

fn all() -> impl Iterator<Item = ProblemKind> {
    let own = KINDS.iter().map(|kind| ProblemKind {
        kind: address_of(kind.name),
        title: kind.title.to_owned(),
        status: Some(kind.status),
        rule: false,
    });
    let rules = Refusal::VARIANTS.iter().map(|rule| ProblemKind {
        kind: address_of(rule),
        title: title_of(rule),
        status: None,
        rule: true,
    });
    own.chain(rules)
}

/// Lists every kind of problem.
#[utoipa::path(
    get, path = "/problems", tag = "service", operation_id = "list_problems",
    responses((status = 200, description = "Every kind of problem", body = Vec<ProblemKind>), super::openapi::Problems)
)]
pub(crate) async fn list() -> Json<Vec<ProblemKind>> {
    Json(all().collect())
}

/// Describes one kind of problem.
#[utoipa::path(
    get, path = "/problems/{name}", tag = "service", operation_id = "describe_problem",
    params(("name" = String, Path, description = "Its name", example = "safeguards-open")),
    responses((status = 200, description = "The kind of problem", body = ProblemKind), super::openapi::Problems)
)]
pub(crate) async fn one(Path(name): Path<String>) -> Result<Json<ProblemKind>, Problem> {
    let wanted = address_of(&name);
    all().find(|kind| kind.kind == wanted).map(Json).ok_or_else(|| {
        Problem::new(&NOT_FOUND, "there is no such kind of problem: `GET /api/v1/problems` lists them all")
    })
}
