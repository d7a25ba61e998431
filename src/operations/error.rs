//! Why an operation did not do what was asked.

use crate::clock::NoChance;
use crate::domain::ids::{InstrumentCode, NotA};
use crate::domain::scope::Scope;
use crate::engine::fault::Fault;
use crate::engine::refusal::Refusal;
use crate::storage::StorageError;

/// Why an operation did not do what was asked, by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum OperationError {
    /// A rule stood in the way.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The official's roles do not allow it.
    #[error("{act} needs the role `{needed}`: somebody who holds it can do it")]
    NotAllowed {
        /// What was to be done.
        act: &'static str,
        /// The role.
        needed: &'static str,
    },
    /// The password alone is not enough.
    #[error(
        "{act} needs your password and a one-time code: sign in with your code (on the command line with `--code`), or add a second factor to your account first"
    )]
    CodeNeeded {
        /// What was to be done.
        act: &'static str,
    },
    /// The token does not allow it.
    #[error("this needs the scope `{0}`: {hint}", hint = if .0.is_for_tokens() { "use a token that has it, or sign in" } else { "no token has it, sign in with your password" })]
    OutOfScope(Scope),
    /// There is no such request, or the official may not see it: both look the same.
    #[error("there is no request `{0}` that you may see")]
    NoSuchRequest(String),
    /// There is no such place in a list: no page has ended there, for this caller.
    #[error(
        "`after` is no place in this list: send what `next` of an earlier page of yours said, or leave it out to begin anew"
    )]
    NoSuchPlace,
    /// There is no such thing.
    #[error("there is no {what} `{name}`: {hint}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
        /// What to do next.
        hint: &'static str,
    },
    /// There is no rulebook of that instrument here. Source: UNCC 40(6)-(7).
    #[error("there is no rulebook of the instrument `{code}` here: there are {there_are}")]
    NoSuchInstrument {
        /// What was named.
        code: InstrumentCode,
        /// Those that there are.
        there_are: String,
    },
    /// The caller has read another version of the request.
    #[error("you have read version {read} of this request, and it is at version {is} now: read it again")]
    ReadAnotherVersion {
        /// What the caller has read.
        read: i64,
        /// What it is.
        is: i64,
    },
    /// The same idempotency key came with another call.
    #[error("the idempotency key `{0}` was used for another call: give each call a key of its own")]
    KeyUsedBefore(String),
    /// The call was carried out before, and its answer held a secret.
    #[error(
        "the call with the idempotency key `{0}` was carried out before; its answer held a secret that is shown once and kept nowhere: take back what it made, then call with a new key"
    )]
    ShownOnce(String),
    /// Tables and log of the request differ.
    #[error(
        "the request `{reference}` is sealed, because its tables and its log differ ({because}): nothing moves it any more; run `comity audit verify` without a file and tell your auditor"
    )]
    Sealed {
        /// The request.
        reference: String,
        /// What differs.
        because: String,
    },
    /// The content of the request was erased. Source: UNCC 36.
    #[error(
        "the content of the request `{reference}` was erased at {at} (basis: `{basis}`): its entries in the log are what is left of it"
    )]
    Erased {
        /// The request.
        reference: String,
        /// When.
        at: String,
        /// On what basis.
        basis: String,
    },
    /// Somebody has ordered that the content of the request be kept.
    #[error(
        "the content of the request `{reference}` is held{until}, so nothing of it is erased: `comity hold list` shows why it waits"
    )]
    OnHold {
        /// The request.
        reference: String,
        /// Until when, where that is known: ` until` and a day.
        until: String,
    },
    /// Content is erased only of requests that have ended.
    #[error("the request `{0}` has not ended: its content is erased only after its last step, on whatever basis")]
    NotEnded(String),
    /// Who it is could not be shown.
    #[error("sign-in name or password is wrong")]
    NotSignedIn,
    /// The password was chosen by somebody else.
    #[error(
        "the password of `{0}` is a one-time password: choose your own first, with `comity officials set-password`"
    )]
    PasswordIsTemporary(String),
    /// A second administrator has to agree, or agreed already.
    #[error("{0}")]
    SecondAdministrator(String),
    /// What was given cannot be used.
    #[error("{what} cannot be used: {why}")]
    Unusable {
        /// What was given.
        what: String,
        /// Why not.
        why: String,
    },
    /// A document has too many bytes.
    #[error("the document is larger than {largest} bytes: split it")]
    TooLarge {
        /// The most it may have.
        largest: u64,
    },
    /// There is an installation already.
    #[error(
        "there is an installation already, of `{0}`: nothing was changed; `comity authority show` describes it, and `--data DIR` (or `--database`) with another place makes another"
    )]
    InstalledAlready(String),
    /// The cases are being counted for the first time since the service was started.
    #[error("the cases are still being counted, as after every start of the service: ask again in some minutes")]
    StillCounting,
    /// The rule files are not sound.
    #[error("the rulebook has {} fault(s); the first: {}", .0.len(), .0.first().map_or_else(String::new, ToString::to_string))]
    Unsound(Vec<Fault>),
    /// What is stored cannot be understood.
    #[error("what is stored as {what} cannot be understood ({why}): run `comity audit verify` without a file")]
    Damaged {
        /// What.
        what: &'static str,
        /// Why not.
        why: String,
    },
    /// The storage failed, or said no.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// No randomness.
    #[error(transparent)]
    NoChance(#[from] NoChance),
    /// A file could not be read or written.
    #[error("the file `{path}` cannot be used: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

impl OperationError {
    /// What is stored does not parse.
    pub(crate) fn damaged(what: &'static str, why: &dyn std::fmt::Display) -> Self {
        OperationError::Damaged { what, why: why.to_string() }
    }

    /// What was given does not parse.
    pub(crate) fn unusable(what: impl Into<String>, why: &dyn std::fmt::Display) -> Self {
        OperationError::Unusable { what: what.into(), why: why.to_string() }
    }

    /// The stable name of what stood in the way: of the rule, or of the kind of failure. No word of what was asked.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            OperationError::Refused(refusal) => refusal.code(),
            OperationError::NotAllowed { .. } => "not-allowed",
            OperationError::CodeNeeded { .. } => "code-needed",
            OperationError::OutOfScope(_) => "out-of-scope",
            OperationError::NoSuchRequest(_) => "no-such-request",
            OperationError::NoSuchPlace => "malformed",
            OperationError::NotFound { .. } | OperationError::NoSuchInstrument { .. } => "not-found",
            OperationError::ReadAnotherVersion { .. } => "read-another-version",
            OperationError::KeyUsedBefore(_) => "key-used-before",
            OperationError::ShownOnce(_) => "shown-once",
            OperationError::TooLarge { .. } => "too-large",
            OperationError::Sealed { .. } => "request-sealed",
            OperationError::Erased { .. } | OperationError::Storage(StorageError::Erased { .. }) => "erased",
            OperationError::OnHold { .. } => "on-hold",
            OperationError::NotEnded(_) => "not-ended",
            OperationError::NotSignedIn => "not-signed-in",
            OperationError::PasswordIsTemporary(_) => "password-is-temporary",
            OperationError::SecondAdministrator(_) => "second-administrator",
            OperationError::Unusable { .. } => "unusable",
            OperationError::InstalledAlready(_) => "exists-already",
            OperationError::Unsound(_) => "unsound",
            OperationError::Damaged { .. } => "damaged",
            OperationError::Storage(error) if error.is_changed_meanwhile() => "changed-meanwhile",
            OperationError::Storage(error) if error.exists_already() => "exists-already",
            OperationError::Storage(StorageError::LogSealed(_)) => "log-sealed",
            OperationError::StillCounting => "busy",
            OperationError::Storage(error) if error.may_pass() => "busy",
            OperationError::Storage(_) | OperationError::NoChance(_) | OperationError::File { .. } => "failed",
        }
    }

    /// Whether an attempt that ends so is an entry of the log: somebody was told no.
    #[must_use]
    pub fn leaves_an_entry(&self) -> bool {
        match self {
            OperationError::Refused(_)
            | OperationError::Sealed { .. }
            | OperationError::Erased { .. }
            | OperationError::OnHold { .. }
            | OperationError::NotEnded(_)
            | OperationError::Storage(StorageError::Erased { .. })
            | OperationError::NotAllowed { .. }
            | OperationError::CodeNeeded { .. }
            | OperationError::OutOfScope(_)
            | OperationError::NoSuchRequest(_)
            | OperationError::NotFound { .. }
            | OperationError::NoSuchInstrument { .. }
            | OperationError::ReadAnotherVersion { .. }
            | OperationError::KeyUsedBefore(_)
            | OperationError::NotSignedIn
            | OperationError::SecondAdministrator(_)
            | OperationError::Unusable { .. }
            | OperationError::TooLarge { .. } => true,
            // It was done before; it was only read; or nobody said no, and something failed.
            OperationError::ShownOnce(_)
            | OperationError::NoSuchPlace
            | OperationError::InstalledAlready(_)
            | OperationError::PasswordIsTemporary(_)
            | OperationError::StillCounting
            | OperationError::Unsound(_)
            | OperationError::Damaged { .. }
            | OperationError::Storage(_)
            | OperationError::NoChance(_)
            | OperationError::File { .. } => false,
        }
    }

    /// Whether the answer is no, as against something that went wrong.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            OperationError::Refused(_)
            | OperationError::NotAllowed { .. }
            | OperationError::CodeNeeded { .. }
            | OperationError::OutOfScope(_)
            | OperationError::NoSuchRequest(_)
            | OperationError::ReadAnotherVersion { .. }
            | OperationError::KeyUsedBefore(_)
            | OperationError::ShownOnce(_)
            | OperationError::Sealed { .. }
            | OperationError::Erased { .. }
            | OperationError::OnHold { .. }
            | OperationError::NotEnded(_)
            | OperationError::NotSignedIn
            | OperationError::PasswordIsTemporary(_)
            | OperationError::SecondAdministrator(_)
            | OperationError::Unsound(_)
            | OperationError::Storage(StorageError::Erased { .. } | StorageError::ChangedMeanwhile) => true,
            OperationError::NoSuchPlace
            | OperationError::StillCounting
            | OperationError::NotFound { .. }
            | OperationError::NoSuchInstrument { .. }
            | OperationError::Unusable { .. }
            | OperationError::TooLarge { .. }
            | OperationError::InstalledAlready(_)
            | OperationError::Damaged { .. }
            | OperationError::Storage(_)
            | OperationError::NoChance(_)
            | OperationError::File { .. } => false,
        }
    }
}

impl From<NotA> for OperationError {
    fn from(error: NotA) -> Self {
        OperationError::Unusable { what: "the value".to_owned(), why: error.to_string() }
    }
}
