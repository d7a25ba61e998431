//! Asks time-stamping authorities for the time of a checkpoint, once a day (RFC 3161 over HTTP, section 3.4).

use std::str::FromStr;
use std::time::Duration;

use axum::http::{Method, StatusCode};
use serde::Serialize;
use thiserror::Error;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::operations::stamp_log::{self, Due};
use crate::operations::{App, OperationError};

use super::calling::{Answered, Away, Caller, NoClient};

/// Between two looks whether a stamp is due.
const LOOK: Duration = Duration::from_mins(1);

/// An authority that has not stamped is asked again after this.
const AGAIN: Duration = Duration::from_mins(10);

/// No name is longer, in characters.
const LONGEST_NAME: usize = 40;

const QUERY: &str = "application/timestamp-query";

/// A time-stamping authority, as it was named: `NAME=URL`.
#[derive(Debug, Clone)]
pub struct Stamper {
    name: String,
    caller: Caller,
}

/// Why somebody is no time-stamping authority.
#[derive(Debug, Error)]
pub enum NoStamper {
    /// The name stands in files and in the log's status.
    #[error(
        "`{0}` is no time-stamping authority: write `NAME=https://…`, with a name of small letters, digits and `-`"
    )]
    Name(String),
    /// It cannot be called.
    #[error(transparent)]
    Client(#[from] NoClient),
}

impl FromStr for Stamper {
    type Err = NoStamper;

    fn from_str(text: &str) -> Result<Self, NoStamper> {
        let wrong = || NoStamper::Name(text.chars().take(200).collect());
        let (name, address) = text.split_once('=').ok_or_else(wrong)?;
        let letters = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
        if name.is_empty() || name.len() > LONGEST_NAME || !name.bytes().all(letters) {
            return Err(wrong());
        }
        Ok(Self { name: name.to_owned(), caller: Caller::at(address)? })
    }
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Came {
    /// Who was asked.
    pub stamper: String,
    /// How many leaves the checkpoint covers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// When they have seen it, by their clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamped_at: Option<String>,
    /// Why there is no stamp, in words; that nothing new was there to be stamped, too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<String>,
}

/// Who is asked for the time.
#[derive(Clone)]
pub struct Stamping {
    app: App,
    stampers: Vec<Stamper>,
}

impl Stamping {
    /// Nobody is asked yet.
    #[must_use]
    pub const fn of(app: App, stampers: Vec<Stamper>) -> Self {
        Self { app, stampers }
    }

    /// Asks each of them now, whenever they were asked last, unless the log has not grown since.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub async fn round(&self) -> Result<Vec<Came>, OperationError> {
        let mut came = Vec::new();
        for stamper in &self.stampers {
            came.push(match stamp_log::grown(&self.app, &stamper.name).await? {
                Some(due) => self.told(stamper, &due).await?,
                None => stamper.came(None, Err("nothing was signed since the last stamp".to_owned())),
            });
        }
        Ok(came)
    }

    async fn told(&self, stamper: &Stamper, due: &Due) -> Result<Came, OperationError> {
        Ok(match stamper.ask(&self.app, due).await {
            Ok(at) => stamper.came(Some(due.size), Ok(at)),
            Err(NotStamped::Away(away)) => stamper.came(Some(due.size), Err(away.to_string())),
            Err(NotStamped::Status(status)) => stamper.came(Some(due.size), Err(format!("it answers {status}"))),
            Err(NotStamped::Unusable(why @ OperationError::Unusable { .. })) => {
                stamper.came(Some(due.size), Err(why.to_string()))
            }
            Err(NotStamped::Unusable(error)) => return Err(error),
        })
    }

    /// Goes on until it is told to stop; none waits for another.
    pub async fn run(self, stop: CancellationToken) {
        let running = TaskTracker::new();
        for stamper in self.stampers {
            running.spawn(stop.clone().run_until_cancelled_owned(carry_on(self.app.clone(), stamper)));
        }
        running.close();
        running.wait().await;
    }
}

/// Why there is no stamp.
#[derive(Debug, Error)]
enum NotStamped {
    #[error(transparent)]
    Away(#[from] Away),
    #[error("it answers {0}")]
    Status(u16),
    #[error(transparent)]
    Unusable(#[from] OperationError),
}

impl Stamper {
    /// By which name it is called here.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Asks for a stamp of one checkpoint, and keeps it; when, by their clock.
    async fn ask(&self, app: &App, due: &Due) -> Result<String, NotStamped> {
        let question = stamp_log::question(app, due).await?;
        let body = question.bytes.clone();
        let Answered { status, body, .. } =
            self.caller.call(Method::POST, self.caller.address(), Some(QUERY), body).await?;
        if status != StatusCode::OK {
            return Err(NotStamped::Status(status.as_u16()));
        }
        Ok(stamp_log::keep(app, &self.name, due, &question, &body).await?)
    }

    fn came(&self, size: Option<u64>, how: Result<String, String>) -> Came {
        Came { stamper: self.name.clone(), size, stamped_at: how.clone().ok(), why_not: how.err() }
    }
}

/// Asks one of them whenever a stamp is due. That there is none is said once, and so is that there are some again.
async fn carry_on(app: App, stamper: Stamper) {
    let (mut looks, mut failing) = (interval(LOOK), None);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        let failed = match stamp_log::due(&app, &stamper.name).await {
            Ok(None) => continue,
            Ok(Some(due)) => stamper.ask(&app, &due).await.err().map(|why| why.to_string()),
            Err(error) => Some(error.to_string()),
        };
        if failed != failing {
            match &failed {
                Some(why) => tracing::warn!(
                    stamper = stamper.name,
                    "a time-stamping authority does not stamp the log: {why}; it is asked again, and this is not said again"
                ),
                None => tracing::warn!(stamper = stamper.name, "a time-stamping authority stamps the log again"),
            }
        }
        if failed.is_some() {
            tokio::time::sleep(AGAIN).await;
        }
        failing = failed;
    }
}
