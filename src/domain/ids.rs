//! Names, references and digests: each a type of its own, parsed once at the edge.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A text that is not what its type wants.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {wanted}")]
pub struct NotA {
    /// What was given.
    pub text: String,
    /// What would have been accepted, in words.
    pub wanted: &'static str,
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident, $wanted:literal, $pattern:literal, $accepts:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schema(value_type = String, pattern = $pattern)]
        pub struct $name(String);

        impl $name {
            /// Accepts the text, or says what would have been accepted.
            ///
            /// # Errors
            /// [`NotA`] when the text has another shape.
            pub fn parse(text: impl Into<String>) -> Result<Self, NotA> {
                let text = text.into();
                let accepts: fn(&str) -> bool = $accepts;
                if accepts(&text) { Ok(Self(text)) } else { Err(NotA { text, wanted: $wanted }) }
            }

            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotA;
            fn try_from(text: String) -> Result<Self, NotA> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl FromStr for $name {
            type Err = NotA;
            fn from_str(text: &str) -> Result<Self, NotA> {
                Self::parse(text)
            }
        }

        impl PartialEq<String> for $name {
            fn eq(&self, other: &String) -> bool {
                self.0 == *other
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }
    };
}

fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|c| c.is_ascii_lowercase())
        && text.len() <= 60
        && letters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn is_code(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, b'-', c, d] if a.is_ascii_uppercase() && b.is_ascii_uppercase()
        && c.is_ascii_digit() && d.is_ascii_digit())
}

fn is_item(text: &str) -> bool {
    (1..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
}

fn is_instrument(text: &str) -> bool {
    (2..=16).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

fn is_state(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_reference(text: &str) -> bool {
    (3..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-/._".contains(&b))
}

fn is_key(text: &str) -> bool {
    (1..=100).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:".contains(&b))
}

fn is_sign_in(text: &str) -> bool {
    (2..=60).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._@".contains(&b))
}

text_type!(/// Name of a procedure file, such as `evidence`.
    ProcedureName, "a name of lower-case letters, digits and underscores", "^[a-z][a-z0-9_]{0,59}$", is_name);
text_type!(/// Name of a stage: a node of the machine.
    StageName, "a name of lower-case letters, digits and underscores", "^[a-z][a-z0-9_]{0,59}$", is_name);
text_type!(/// Name of a transition, one of the treaty's verbs where it has one.
    TransitionName, "a name of lower-case letters, digits and underscores", "^[a-z][a-z0-9_]{0,59}$", is_name);
text_type!(/// Name of a message between the two sides of a procedure.
    MessageName, "a name of lower-case letters, digits and underscores", "^[a-z][a-z0-9_]{0,59}$", is_name);
text_type!(/// Name of a deadline of a procedure.
    DeadlineName, "a name of lower-case letters, digits and underscores", "^[a-z][a-z0-9_]{0,59}$", is_name);
text_type!(/// Name of a measure file: what is asked for.
    MeasureName, "a name of lower-case letters, digits and underscores", "^[a-z][a-z0-9_]{0,59}$", is_name);
text_type!(/// Name of a safeguard file.
    SafeguardName, "a name of lower-case letters, digits and underscores", "^[a-z][a-z0-9_]{0,59}$", is_name);
text_type!(/// Code of a ground for refusal or postponement (`RF-08`), or of a forbidden one (`NX-01`).
    GroundCode, "a code such as `RF-08`", "^[A-Z]{2}-[0-9]{2}$", is_code);
text_type!(/// Code of a condition, such as `CD-03`.
    ConditionCode, "a code such as `CD-03`", "^[A-Z]{2}-[0-9]{2}$", is_code);
text_type!(/// Code of an instrument, such as `UNCC`: the first datum of a request. Source: UNCC 40(6)-(7).
    InstrumentCode, "an instrument's code of 2 to 16 capital letters and digits, such as `UNCC`", "^[A-Z0-9]{2,16}$", is_instrument);
text_type!(/// Id of an agreement to apply an instrument that is not in force.
    AgreementId, "an agreement's id of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// Id of a deputyship: one official stands in for another for some days.
    DeputyshipId, "a deputyship's id of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// Id of the adoption of a rulebook.
    AdoptionId, "an adoption's id of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// One item sought within a request, such as `1` or `2-a`.
    ItemName, "an item of 1 to 16 letters, digits, dots and hyphens", "^[A-Za-z0-9.-]{1,16}$", is_item);
text_type!(/// ISO 3166-1 alpha-2 code of a State.
    StateCode, "a State's code of two capital letters, such as `XN`", "^[A-Z]{2}$", is_state);
text_type!(/// SHA-256 as 64 lower-case hexadecimal digits.
    Digest, "a SHA-256 of 64 hexadecimal digits", "^[0-9a-f]{64}$", |t| is_hex(t, 64));
text_type!(/// A request's own id: 128 random bits as 32 hexadecimal digits. The log calls it the case.
    RequestId, "a request id of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// Id of a person whom requests are about: 128 random bits, and no name.
    PersonId, "a person's id of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// What both States call one matter between them: 128 random bits, given by the requesting side.
    ThreadId, "a thread id of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// Id of a message: 128 random bits, given by the sender.
    MessageId, "a message id of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// Id of a document at this authority.
    DocumentId, "a document id of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// Id of an official at this authority.
    OfficialId, "an official's id of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// Id of a session or an API token; it is no secret.
    CredentialId, "a credential's id of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// An official as one request knows them: equal within the request, unlinkable across requests.
    ActorMark, "an actor's mark of 32 hexadecimal digits", "^[0-9a-f]{32}$", |t| is_hex(t, 32));
text_type!(/// The reference people use, such as `XN-2026-000001`.
    RequestReference, "a reference such as `XN-2026-000001`", "^[A-Za-z0-9/._-]{3,40}$", is_reference);
text_type!(/// What a caller calls a call that may be sent twice: an `Idempotency-Key`.
    IdempotencyKey, "a key of 1 to 100 letters, digits and `-._~:`", "^[A-Za-z0-9._~:-]{1,100}$", is_key);
text_type!(/// What an official signs in with.
    SignInName, "a sign-in name of 2 to 60 lower-case letters, digits and `-._@`", "^[a-z0-9._@-]{2,60}$", is_sign_in);

impl Digest {
    /// Writes the 32 bytes of a hash as digits.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(
            bytes
                .iter()
                .flat_map(|byte| [byte >> 4, byte & 15])
                .map(|half| char::from(b"0123456789abcdef"[usize::from(half)]))
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_lower_case_and_starts_with_a_letter() {
        assert!(StageName::parse("legal_review").is_ok());
        assert!(StageName::parse("Legal").is_err());
        assert!(StageName::parse("1st").is_err());
        assert!(StageName::parse("").is_err());
    }

    #[test]
    fn a_code_has_two_letters_and_two_digits() {
        assert!(GroundCode::parse("RF-08").is_ok());
        assert!(GroundCode::parse("RF-8").is_err());
        assert!(GroundCode::parse("RFÄ08").is_err());
    }
}
