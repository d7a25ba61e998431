//! Carries checkpoints to one witness and its lines back.

use std::sync::{LazyLock, Mutex, PoisonError};

use opentelemetry::KeyValue;
use opentelemetry::metrics::Counter;

use crate::audit::key::Verifier;
use crate::audit::policy::Policy;
use crate::operations::gather_cosignatures::{self, Compared, Target, witness_has_seen_more};
use crate::operations::{App, OperationError};
use crate::telemetry::{OUTCOME, metrics};

use super::calling::{Away, NoClient};
use super::client::{Answer, Client};

/// A witness that stands elsewhere is asked anew; where it moves meanwhile, a few times.
const TRIES: u32 = 3;

static SUBMISSIONS: LazyLock<Counter<u64>> = LazyLock::new(|| {
    let counter = metrics().meter.u64_counter("comity.log.witness.submissions");
    counter.with_description("Checkpoints that were submitted to witnesses, by outcome.").build()
});

/// What came of a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Came {
    /// Its lines are kept.
    Cosigned,
    /// It stands beyond this checkpoint, at one that this log leads to: somebody else was faster.
    Passed,
    /// It has not answered.
    Away(Away),
    /// It does not sign: by its HTTP status, where it said no, or because its lines are not good.
    Refused(Option<u16>),
    /// It has seen more of the log than there is, or another.
    SeenMore,
}

impl Came {
    const fn name(self) -> &'static str {
        match self {
            Self::Cosigned => "cosigned",
            Self::Passed => "passed",
            Self::Away(_) => "away",
            Self::Refused(_) => "refused",
            Self::SeenMore => "seen_more",
        }
    }
}

/// Carries checkpoints to one witness: to one address, with all keys that the policy names for it.
pub struct Courier {
    app: App,
    client: Client,
    keys: Vec<Verifier>,
    names: Vec<String>,
    // The size at which it is thought to stand.
    known: Mutex<Option<u64>>,
}

impl Courier {
    /// A courier to each address of a policy.
    ///
    /// # Errors
    /// [`NoClient`] where an address cannot be called.
    pub fn of(app: &App, policy: &Policy) -> Result<Vec<Self>, NoClient> {
        let mut couriers: Vec<(String, Self)> = Vec::new();
        for witness in policy.witnesses() {
            let Some(url) = &witness.url else { continue };
            let url = url.trim_end_matches('/');
            let at = match couriers.iter().position(|(known, _)| known == url) {
                Some(at) => at,
                None => {
                    let client = Client::at(url)?;
                    let courier =
                        Self { app: app.clone(), client, keys: Vec::new(), names: Vec::new(), known: Mutex::default() };
                    couriers.push((url.to_owned(), courier));
                    couriers.len() - 1
                }
            };
            couriers[at].1.keys.push(witness.key.clone());
            couriers[at].1.names.push(witness.name.clone());
        }
        Ok(couriers.into_iter().map(|(_, courier)| courier).collect())
    }

    /// The names that the policy has for the witness.
    #[must_use]
    pub fn names(&self) -> String {
        self.names.join(", ")
    }

    /// Carries a checkpoint there and keeps what comes back.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub async fn carry(&self, target: &Target) -> Result<Came, OperationError> {
        let came = self.tried(target).await?;
        SUBMISSIONS.add(1, &[KeyValue::new(OUTCOME, came.name())]);
        Ok(came)
    }

    async fn tried(&self, target: &Target) -> Result<Came, OperationError> {
        for _ in 0..TRIES {
            let old = self.known().unwrap_or(0);
            if old > target.size {
                return Ok(Came::Passed);
            }
            let submission = gather_cosignatures::submission(&self.app, target, old).await?;
            let answer = match self.client.add_checkpoint(submission).await {
                Ok(answer) => answer,
                Err(away) => return Ok(Came::Away(away)),
            };
            match answer {
                Answer::Lines(lines) => return self.kept(target, &lines).await,
                Answer::StandsAt(size) if size > target.size => return self.seen_more(size, size).await,
                // It was told just that, and contradicts itself.
                Answer::StandsAt(size) if size == old => return Ok(Came::Refused(Some(409))),
                Answer::StandsAt(size) => self.knows(size),
                Answer::OtherRoot | Answer::Inconsistent => return self.seen_more(old, old + 1).await,
                Answer::Other(status) => return Ok(Came::Refused(Some(status))),
            }
        }
        Ok(Came::Refused(Some(409)))
    }

    async fn kept(&self, target: &Target, lines: &[u8]) -> Result<Came, OperationError> {
        match gather_cosignatures::keep(&self.app, target, &self.keys, lines).await {
            Ok(_) => {
                self.knows(target.size);
                Ok(Came::Cosigned)
            }
            Err(OperationError::Unusable { why, .. }) => {
                tracing::info!(witness = self.names(), why, "the lines of a witness are not kept");
                Ok(Came::Refused(None))
            }
            Err(error) => Err(error),
        }
    }

    /// A witness says that it has seen more, or another log. A word is not enough: our own signature has to show it. Where
    /// it stands at `passed` or beyond, and we lead there, somebody else was faster.
    async fn seen_more(&self, size: u64, passed: u64) -> Result<Came, OperationError> {
        Ok(match self.compare().await? {
            Some(Compared::Fits(there)) if there >= passed => Came::Passed,
            Some(Compared::Ahead(_) | Compared::Forked(_)) => Came::SeenMore,
            // It shows itself that it has no reason to say so.
            Some(Compared::Fits(there)) if there == size => Came::Refused(None),
            Some(Compared::Fits(_) | Compared::Unsigned) | None => {
                witness_has_seen_more(size, false);
                Came::SeenMore
            }
        })
    }

    /// Compares what the witness keeps of our log with ours, where it gives that out, and calls for help where our own
    /// signature shows that this log is not what it was.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn compare(&self) -> Result<Option<Compared>, OperationError> {
        let origin = self.app.storage.log_key().await?.name().clone();
        let note = match self.client.checkpoint(origin.as_str()).await {
            Ok(Some(note)) => note,
            Ok(None) => return Ok(None),
            Err(away) => {
                tracing::warn!(witness = self.names(), "a witness could not be asked for our checkpoint: {away}");
                return Ok(None);
            }
        };
        let compared = gather_cosignatures::compare(&self.app, &self.names(), &note).await?;
        match compared {
            Compared::Fits(size) => self.knows(size),
            Compared::Ahead(size) | Compared::Forked(size) => witness_has_seen_more(size, true),
            Compared::Unsigned => {
                tracing::warn!(witness = self.names(), "a witness gives out as ours what this log has not signed");
            }
        }
        Ok(Some(compared))
    }

    fn known(&self) -> Option<u64> {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn knows(&self, size: u64) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(size);
    }
}
