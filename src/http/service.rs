//! What the handlers of all front ends over HTTP share: the installation, the limits, and who is signed in.

use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, header};
use tokio::sync::Semaphore;

use crate::domain::ids::{OfficialId, SignInName};
use crate::operations::check_log::Checking;
use crate::operations::count_requests::Kept;
use crate::operations::gather_cosignatures::Witnesses;
use crate::operations::{App, Caller, Official, OperationError, authenticate};

use super::imports::Imports;
use super::limits::{ByAddress, ByOfficial, Limit, Rate, Refusals, TooOften};
use super::readiness::{Readiness, Trouble, Watched};
use super::throttle::{Throttle, Throttled};
use super::typed::Typed;

/// So many may wait until their password is checked.
const WAITING: usize = 64;

/// So many documents are written to the database at once.
const KEEPING: usize = 2;

/// What the service lets callers do.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The proxy in front, if there is one: what it says of the caller's address is believed.
    pub proxy: Option<IpAddr>,
    /// Calls from one address.
    pub by_address: Rate,
    /// Calls of one official, with whatever session or token.
    pub by_official: Rate,
    /// Refused attempts of one official.
    pub refusals: Rate,
    /// The largest body that is no document, in bytes.
    pub largest_body: usize,
    /// Where people reach the pages, such as `https://comity.example`: for what is read elsewhere.
    pub address: String,
    /// Whether notices leave by e-mail.
    pub sends_mail: bool,
    /// Whose signatures under the log are asked for, beside its own.
    pub witnesses: Option<Arc<Witnesses>>,
    /// Whether those who build the pages look at them: then there is a style guide, and a language that tests the layout.
    pub development: bool,
}

impl Default for Policy {
    fn default() -> Self {
        // A whole ministry may sit behind one address; one official with a script is held back earlier.
        Self {
            proxy: None,
            by_address: rate(200, 1000),
            by_official: rate(50, 200),
            refusals: Rate { each: Duration::from_secs(3), at_once: NonZeroU32::new(60).unwrap_or(NonZeroU32::MIN) },
            largest_body: 1 << 20,
            address: "http://127.0.0.1:8080".to_owned(),
            sends_mail: false,
            witnesses: None,
            development: false,
        }
    }
}

/// A rate from numbers that are not zero; zero counts as one.
#[must_use]
pub fn rate(each_second: u32, at_once: u32) -> Rate {
    let each = Duration::from_secs(1) / each_second.clamp(1, 1_000_000);
    Rate { each, at_once: NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN) }
}

/// The service at work. Clones share everything.
#[derive(Clone)]
pub struct Service {
    /// The installation.
    pub app: App,
    /// What callers may do.
    pub policy: Arc<Policy>,
    /// How often an address has asked.
    pub by_address: Arc<ByAddress>,
    /// So many documents are written to the database at once: each holds up the other acts for a moment.
    pub keeping: Arc<Semaphore>,
    /// How sign-in is slowed down.
    pub throttle: Throttle,
    codes: Throttle,
    /// What was typed into forms that could not be taken for now.
    pub typed: Typed,
    /// Files that somebody wants to import.
    pub imports: Imports,
    /// An export reads the whole log: one at a time.
    pub exporting: Arc<Semaphore>,
    /// Whether it can serve.
    pub readiness: Arc<Readiness>,
    /// What was counted last: the API and the pages tell the same.
    pub counted: Kept,
    /// The last check of the log.
    pub checking: Checking,
    by_official: Arc<ByOfficial>,
    refusals: Arc<Refusals>,
}

/// Why nobody is signed in.
#[derive(Debug)]
pub enum NotIn {
    /// The call names no session and no token.
    NoCredential,
    /// It asks too often.
    TooOften(TooOften),
    /// What it names lets nobody in, or this could not be found out.
    Refused(OperationError),
}

impl Service {
    /// A service over an installation.
    #[must_use]
    pub fn over(app: App, policy: Policy) -> Self {
        Self {
            app,
            by_address: Arc::new(Limit::of(policy.by_address)),
            by_official: Arc::new(Limit::of(policy.by_official)),
            refusals: Arc::new(Refusals::of(policy.refusals)),
            exporting: Arc::new(Semaphore::new(1)),
            keeping: Arc::new(Semaphore::new(KEEPING)),
            throttle: Throttle::new(std::thread::available_parallelism().map_or(2, usize::from), WAITING),
            readiness: Arc::default(),
            codes: Throttle::new(2, WAITING),
            typed: Typed::default(),
            imports: Imports::default(),
            counted: Kept::default(),
            checking: Checking::default(),
            policy: Arc::new(policy),
        }
    }

    /// The same, ready only while these run that run beside the calls.
    #[must_use]
    pub fn watching(self, watched: Vec<Watched>) -> Self {
        self.watching_too(watched, Vec::new())
    }

    /// The same, and telling of what does not work and stops nothing.
    #[must_use]
    pub fn watching_too(self, watched: Vec<Watched>, troubles: Vec<Trouble>) -> Self {
        Self { readiness: Arc::new(Readiness::of(watched, troubles)), ..self }
    }

    /// Who makes a call, by the secret in its `Authorization` header (RFC 6750).
    ///
    /// # Errors
    /// [`NotIn`].
    pub async fn caller(&self, headers: &HeaderMap) -> Result<Caller, NotIn> {
        self.bearer(bearer(headers).ok_or(NotIn::NoCredential)?).await
    }

    /// Who makes a call, by the secret of their session or token.
    ///
    /// # Errors
    /// [`NotIn`].
    pub async fn bearer(&self, secret: &str) -> Result<Caller, NotIn> {
        let caller = authenticate::run(&self.app, secret).await.map_err(NotIn::Refused)?;
        self.by_official.count(caller.official_id()).map_err(NotIn::TooOften)?;
        Ok(caller)
    }

    /// Lets a one-time code be checked, or says how long to wait. What is counted are wrong codes of an official from
    /// wherever they come: six digits are few, and only who knows the password gets so far, so that strangers cannot hold
    /// the official back.
    ///
    /// # Errors
    /// [`Throttled`].
    pub async fn guard_code<T: Send + 'static>(
        &self,
        name: &SignInName,
        work: impl Future<Output = Result<T, OperationError>> + Send + 'static,
    ) -> Result<T, Throttled> {
        self.codes.guard(Ipv4Addr::UNSPECIFIED.into(), name, &self.app.clock, work).await
    }

    /// Counts a call of an official that comes without a session.
    ///
    /// # Errors
    /// [`TooOften`].
    pub fn count(&self, official: &OfficialId) -> Result<(), TooOften> {
        self.by_official.count(official)
    }

    /// Lets an official try something.
    ///
    /// # Errors
    /// [`NotIn::TooOften`] where they were refused too often a moment ago.
    pub fn may_try(&self, official: &Official) -> Result<(), NotIn> {
        self.refusals.may_try(&official.id).map_err(NotIn::TooOften)
    }

    /// Notes what came of it.
    ///
    /// # Errors
    /// As given.
    pub fn tried<T>(&self, official: &Official, done: Result<T, OperationError>) -> Result<T, OperationError> {
        done.inspect_err(|error| {
            if error.is_refusal() || error.leaves_an_entry() {
                self.refusals.refused(&official.id);
            }
        })
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, secret) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}
