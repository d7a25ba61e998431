//! A witness as it is called (C2SP tlog-witness).

use axum::http::{Method, StatusCode};

use crate::audit::hash::sha256;

use super::calling::{Answered, Away, Caller, NoClient};
use super::server::SIZE;

/// What a witness says to a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Lines, which may be cosignatures.
    Lines(Vec<u8>),
    /// It stands at this size.
    StandsAt(u64),
    /// It says that it has seen another root of this size.
    OtherRoot,
    /// It says that the proof does not hold.
    Inconsistent,
    /// Anything else, by its HTTP status.
    Other(u16),
}

/// A witness as it is called.
#[derive(Debug, Clone)]
pub struct Client {
    caller: Caller,
}

impl Client {
    /// A witness by the address below which it takes checkpoints. Nothing is called yet.
    ///
    /// # Errors
    /// [`NoClient`] for another scheme than `https`, unless the witness is on this machine.
    pub fn at(address: &str) -> Result<Self, NoClient> {
        Ok(Self { caller: Caller::at(address.trim_end_matches('/'))? })
    }

    /// Submits a checkpoint.
    ///
    /// # Errors
    /// [`Away`] where there is no whole answer.
    pub async fn add_checkpoint(&self, submission: String) -> Result<Answer, Away> {
        let Answered { status, kind, body } = self.call(Method::POST, "add-checkpoint", submission).await?;
        Ok(match (status, size(&kind, &body)) {
            (StatusCode::OK, _) => Answer::Lines(body),
            (StatusCode::CONFLICT, Some(size)) => Answer::StandsAt(size),
            (StatusCode::CONFLICT, None) => Answer::OtherRoot,
            (StatusCode::UNPROCESSABLE_ENTITY, _) => Answer::Inconsistent,
            (other, _) => Answer::Other(other.as_u16()),
        })
    }

    /// The last checkpoint of a log that it has signed, where it has one and gives it out: not every witness does.
    ///
    /// # Errors
    /// [`Away`] where there is no whole answer.
    pub async fn checkpoint(&self, log: &str) -> Result<Option<Vec<u8>>, Away> {
        let path = format!("{}/checkpoint", sha256(log.as_bytes()));
        let Answered { status, body, .. } = self.call(Method::GET, &path, String::new()).await?;
        Ok((status == StatusCode::OK).then_some(body))
    }

    async fn call(&self, method: Method, path: &str, body: String) -> Result<Answered, Away> {
        self.caller.call(method, &format!("{}/{path}", self.caller.address()), None, body).await
    }
}

/// The size that an answer tells, if it tells one as the specification wants it.
fn size(kind: &str, body: &[u8]) -> Option<u64> {
    let number = str::from_utf8(body).ok().filter(|_| kind == SIZE)?.strip_suffix('\n')?;
    number.parse().ok().filter(|size: &u64| size.to_string() == number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_read_in_one_spelling_only() {
        assert_eq!(size(SIZE, b"50\n"), Some(50));
        for (kind, body) in
            [("text/plain", "50\n"), (SIZE, "50"), (SIZE, "050\n"), (SIZE, "+5\n"), (SIZE, "\n"), (SIZE, "5\n\n")]
        {
            assert_eq!(size(kind, body.as_bytes()), None, "{kind} {body}");
        }
    }
}
