//! `serve`: the service, until Ctrl-C or SIGTERM.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use axum::Router;
use axum::extract::Request;
use clap::Args;
use clap::builder::RangedU64ValueParser;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::api;
use crate::audit::hash::{Hash, sha256};
use crate::audit::policy::{MAX_POLICY_BYTES, Policy as WitnessPolicy};
use crate::http::connections::{self, Allowed, CONNECTIONS};
use crate::http::readiness::{self, Beat, Trouble};
use crate::http::service::{Policy, Service, rate};
use crate::mail::{Letter, NotTaken, Post};
use crate::operations::keep_log::{self, Keeper, Keeping};
use crate::operations::notices::{self, Notice};
use crate::operations::start_service::{self, RunsWith};
use crate::operations::{App, OperationError, gather_cosignatures, run_clocks};
use crate::web;
use crate::witness::folder::Folder;
use crate::witness::gather::Gathering;
use crate::witness::stamping::Stamping;

use super::log::{Kept, StampedBy};
use super::output::{self, WrongUse};
use super::shared::{self, Global};

/// Between two looks at the clocks.
const ROUND: Duration = Duration::from_mins(1);

/// So long a round may go on once the end has begun, and the database may take to be closed.
const ENDING: Duration = Duration::from_secs(10);

/// Calls a second from one address: a whole ministry may sit behind it.
const BY_ADDRESS: u32 = 200;

/// Calls a second of one official: a script is held back, a person is not.
const BY_OFFICIAL: u32 = 50;

/// Serve the JSON interface (`/api/openapi.json` describes it) until Ctrl-C or SIGTERM.
#[derive(Args)]
pub(super) struct Serve {
    /// Where to listen; anything but loopback wants a proxy with TLS in front
    #[arg(long, env = "COMITY_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    #[command(flatten)]
    limits: Limits,
    #[command(flatten)]
    outside: Outside,
    #[command(flatten)]
    kept: Kept,
    #[command(flatten)]
    stamped: StampedBy,
    #[command(flatten)]
    witnesses: Asked,
}

/// Who vouches for the log beside the authority.
#[derive(Default)]
pub(super) struct Outsiders {
    witnesses: Option<Gathering>,
    stampers: Option<Stamping>,
}

/// Who signs the log beside the authority.
#[derive(Args, Clone)]
pub(super) struct Asked {
    /// The policy that names the witnesses of the log, with their addresses (C2SP tlog-policy); without it none is asked
    #[arg(long, env = "COMITY_WITNESSES", value_name = "FILE")]
    witnesses: Option<PathBuf>,
    /// The folder of a witness of one's own: it counts for the logs of others, and is refused in one's own policy
    #[arg(long, env = "COMITY_WITNESS_FOLDER", default_value = super::witness::DEFAULT, value_name = "DIR")]
    own_witness: PathBuf,
}

impl Asked {
    /// The policy, where one is named; read, and fit for this log.
    pub(super) async fn policy(&self, app: &App) -> anyhow::Result<Option<WitnessPolicy>> {
        let Some(file) = &self.witnesses else { return Ok(None) };
        let bytes = shared::read_bytes(file, MAX_POLICY_BYTES as u64)?;
        let unfit = |error: &dyn std::fmt::Display| WrongUse(format!("`{}`: {error}", file.display()));
        let policy = WitnessPolicy::parse(&bytes).map_err(|error| unfit(&error))?;
        let own = if Folder::is_there(&self.own_witness) {
            Folder::open(&self.own_witness)?.keys().map(Clone::clone).to_vec()
        } else {
            Vec::new()
        };
        gather_cosignatures::check_policy(app, &policy, &own).await?;
        Ok(Some(policy))
    }

    /// The SHA-256 of the policy's file, where one is named.
    fn hash(&self) -> anyhow::Result<Option<Hash>> {
        let Some(file) = &self.witnesses else { return Ok(None) };
        Ok(Some(sha256(&shared::read_bytes(file, MAX_POLICY_BYTES as u64)?)))
    }

    async fn gathering(&self, app: &App) -> anyhow::Result<Option<Gathering>> {
        let Some(policy) = self.policy(app).await? else { return Ok(None) };
        Ok(Some(Gathering::of(app, policy).map_err(|error| WrongUse(error.to_string()))?))
    }
}

/// What people are told outside the pages.
#[derive(Args, Clone, Default)]
pub(super) struct Outside {
    /// Where people reach the pages, for what they read elsewhere; default the address it listens at
    #[arg(long, env = "COMITY_ADDRESS", value_name = "URL")]
    address: Option<String>,
    /// The mail server for notices: `smtps://NAME:PASSWORD@HOST`, `smtp://HOST:PORT?tls=required`; without it none are sent
    #[arg(long, env = "COMITY_SMTP", value_name = "URL", requires_all = ["mail_from", "address"], hide_env_values = true)]
    smtp: Option<String>,
    /// The address that notices come from
    #[arg(long, env = "COMITY_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
}

impl Outside {
    /// Where people reach the pages, without a stroke at its end.
    fn address(&self, listening: SocketAddr) -> anyhow::Result<String> {
        let address = self.address.clone().unwrap_or_else(|| format!("http://{listening}"));
        let address = address.trim_end_matches('/').to_owned();
        let plain = address.chars().all(|letter| letter.is_ascii_graphic() && !"\"'<>\\".contains(letter));
        let known =
            ["https://", "http://"].iter().any(|scheme| address.len() > scheme.len() && address.starts_with(scheme));
        if plain && known {
            return Ok(address);
        }
        Err(WrongUse("the address of the pages is none: give one such as `https://comity.example`".to_owned()).into())
    }

    /// Where notices leave, if they do.
    fn post(&self) -> anyhow::Result<Option<Post>> {
        let Some(server) = &self.smtp else { return Ok(None) };
        let from = self.mail_from.as_deref().unwrap_or_default();
        Post::at(server, from).map(Some).map_err(|error| WrongUse(error.to_string()).into())
    }
}

/// How often callers may ask.
#[derive(Args, Clone)]
pub(super) struct Limits {
    /// The address of the proxy in front: what it says in `X-Forwarded-For` is believed, from nobody else
    #[arg(long, env = "COMITY_PROXY", value_name = "ADDRESS")]
    proxy: Option<IpAddr>,
    /// Calls a second from one address, in the long run; five times as many at once
    #[arg(long, env = "COMITY_CALLS_BY_ADDRESS", default_value_t = BY_ADDRESS, value_name = "NUMBER")]
    calls_by_address: u32,
    /// Calls a second of one official, in the long run; four times as many at once
    #[arg(long, env = "COMITY_CALLS_BY_OFFICIAL", default_value_t = BY_OFFICIAL, value_name = "NUMBER")]
    calls_by_official: u32,
    /// So many connections at once; where more come, the one is closed that has done nothing for longest
    #[arg(long, env = "COMITY_CONNECTIONS", default_value_t = CONNECTIONS, value_name = "NUMBER",
        value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    connections: usize,
    /// For whoever builds the pages: show the style guide at `/en/styleguide`, and English made longer below `/qps`
    #[arg(long, env = "COMITY_DEVELOPMENT")]
    development: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            proxy: None,
            calls_by_address: BY_ADDRESS,
            calls_by_official: BY_OFFICIAL,
            connections: CONNECTIONS,
            development: false,
        }
    }
}

impl Limits {
    /// The same for authorities that are looked at: with the style guide.
    pub(super) fn in_development(self) -> Self {
        Self { development: true, ..self }
    }

    fn policy(&self) -> Policy {
        Policy {
            proxy: self.proxy,
            development: self.development,
            by_address: rate(self.calls_by_address, self.calls_by_address.saturating_mul(5)),
            by_official: rate(self.calls_by_official, self.calls_by_official.saturating_mul(4)),
            ..Policy::default()
        }
    }

    fn allowed(&self) -> Allowed {
        Allowed { connections: self.connections, ..Allowed::default() }
    }
}

impl Serve {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        // Fails here, before anybody is told that it serves, where the installation is not ready.
        let authority = app.authority().await?;
        let post = self.outside.post()?;
        let gathering = self.witnesses.gathering(&app).await?;
        if let Some(gathering) = &gathering {
            // Before anything is signed: whoever was restored to an earlier day has to hear of it first.
            gathering.compare().await;
        }
        let outsiders = Outsiders { witnesses: gathering, stampers: self.stamped.stamping(&app)? };
        let listener = listen(self.listen, "--listen").await?;
        let address = listener.local_addr()?;
        let public = self.outside.address(address)?;
        if !address.ip().is_loopback() {
            output::note(
                "this address can be reached from outside: passwords need TLS, so put a proxy in front of it and name it with `--proxy`",
            );
        }
        start_service::run(&app, &self.runs_with(global, address)?).await?;
        // Before anybody is told where it is: whoever reads that may send the signal at once.
        let stop = stop_on_signal()?;
        output::line(&format!(
            "{} ({}) is served on http://{address}; Ctrl-C ends it",
            authority.name, authority.state
        ))?;
        let all =
            at_work(app.clone(), listener, &self.limits, (public, post), self.kept.keeping(), outsiders, stop).await;
        // What is being written now is written whole; what waits behind it is not begun.
        if tokio::time::timeout(ENDING, app.storage.close()).await.is_err() {
            tracing::warn!("the database was not closed in time; what was acknowledged is kept");
        }
        output::note(if all {
            "ended: every call that had begun was answered"
        } else {
            "ended: some calls took too long and were cut off; what was not acknowledged may have been done or not"
        });
        Ok(output::DONE)
    }
}

impl Serve {
    /// What the log tells of how it was started.
    fn runs_with(&self, global: &Global, address: SocketAddr) -> anyhow::Result<RunsWith> {
        let Limits { proxy, calls_by_address, calls_by_official, connections, development } = self.limits;
        let keeping = self.kept.keeping();
        Ok(RunsWith {
            loopback: address.ip().is_loopback(),
            proxy: proxy.is_some(),
            development,
            calls_by_address,
            calls_by_official,
            connections: u64::try_from(connections).unwrap_or(u64::MAX),
            largest_document: global.settings().largest_document,
            mail: self.outside.smtp.is_some(),
            tiles: keeping.tiles.is_some(),
            heads_minutes: keeping.heads_every.as_secs() / 60,
            witnesses: self.witnesses.hash()?,
            time_stamps: self.stamped.count(),
            own_rules: global.settings().workflows.is_some(),
            telemetry: global.exports(),
        })
    }
}

/// Takes an address to listen at, that `option` has named.
pub(super) async fn listen(address: SocketAddr, option: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address)
        .await
        .with_context(|| format!("`{address}` cannot be listened at: name a free one with `{option}`"))
}

/// All that is served: the interface for programs at its addresses, pages everywhere else.
fn front(service: Service) -> Router {
    let (api, pages) = (api::router(service.clone()), web::router(service));
    Router::new().fallback(move |request: Request| {
        let path = request.uri().path();
        let for_programs = path.starts_with("/api/") || matches!(path, "/health" | "/ready");
        // Routers are shared: a clone costs a count.
        if for_programs { api.clone() } else { pages.clone() }.oneshot(request)
    })
}

/// Serves an installation, lets its clocks act, and stops when it is told. True where every call was answered.
pub(super) async fn at_work(
    app: App,
    listener: TcpListener,
    limits: &Limits,
    (address, post): (String, Option<Post>),
    keeping: Keeping,
    Outsiders { witnesses: gathering, stampers }: Outsiders,
    stop: CancellationToken,
) -> bool {
    let (clocks, clocks_run) = readiness::watch("the clocks", ROUND);
    let (signing, signing_runs) = readiness::watch("the signing of the log", ROUND);
    // Two, so that neither waits for the other.
    let acting = app.clone();
    let clocks = tokio::spawn(rounds(clocks, ROUND, stop.clone(), move || let_clocks_act(acting.clone())));
    let unsigned = Trouble::named("the log is not signed: run `comity log status`");
    let keeping = Arc::new(KeepsLog {
        app: app.clone(),
        keeper: Keeper::new(keeping),
        begun: Instant::now(),
        unsigned: unsigned.clone(),
    });
    let signing = tokio::spawn(rounds(signing, keep_log::ROUND, stop.clone(), move || Arc::clone(&keeping).round()));
    let away = Trouble::named("no notices are sent: the mail server is away, and it is tried again");
    let policy = Policy {
        address: address.clone(),
        sends_mail: post.is_some(),
        witnesses: gathering.as_ref().map(|gathering| Arc::new(gathering.policy().clone())),
        ..limits.policy()
    };
    let telling = post.map(|post| {
        // Not watched: whatever becomes of notices, the pages serve.
        let (beat, _) = readiness::watch("the notices", ROUND);
        let telling = Arc::new(Telling { app: app.clone(), post, address, away: away.clone() });
        tokio::spawn(rounds(beat, ROUND, stop.clone(), move || Arc::clone(&telling).round()))
    });
    let mut troubles = vec![away, unsigned];
    troubles.extend(gathering.as_ref().map(Gathering::trouble));
    let witnesses = gathering.map(|gathering| tokio::spawn(gathering.run(stop.clone())));
    let stamped = stampers.map(|stampers| tokio::spawn(stampers.run(stop.clone())));
    let service = Service::over(app, policy).watching_too(vec![clocks_run, signing_runs], troubles);
    // The first count reads the whole log: nobody shall wait for it.
    let counting = tokio::spawn(stop.clone().run_until_cancelled_owned(count(service.clone())));
    let all = connections::serve(listener, front(service), limits.allowed(), stop.cancelled_owned()).await;
    let mut ended = vec![clocks.await, signing.await, counting.await.map(|_| ())];
    for beside in [telling, witnesses, stamped].into_iter().flatten() {
        ended.push(beside.await);
    }
    for ended in ended {
        if let Err(error) = ended {
            tracing::error!(%error, "what runs beside the calls had stopped");
        }
    }
    all
}

async fn let_clocks_act(app: App) {
    if let Err(error) = run_clocks::run(&app).await {
        tracing::error!(%error, "the clocks could not act; they try again in a minute");
    }
}

/// What keeps the log: whoever has a checkpoint can show later that the log was rewritten.
struct KeepsLog {
    app: App,
    keeper: Keeper,
    begun: Instant,
    unsigned: Trouble,
}

impl KeepsLog {
    /// Looks at the log. Why it is not signed is said when that begins, and not every second anew.
    async fn round(self: Arc<Self>) {
        match self.keeper.round(&self.app, self.begun.elapsed()).await {
            Ok(_) => {
                if self.unsigned.set(false) {
                    tracing::warn!("the log is signed again");
                }
            }
            Err(OperationError::Storage(error)) if error.may_pass() => {
                tracing::warn!(%error, "the log could not be looked at; it is in a second");
            }
            Err(error) => {
                if self.unsigned.set(true) {
                    tracing::error!(%error, "the log is not signed; it is tried again every second, and this is not said again");
                }
            }
        }
    }
}

/// What sends notices.
struct Telling {
    app: App,
    post: Post,
    address: String,
    away: Trouble,
}

impl Telling {
    /// Sends what is to be sent now, one after the other; where the server is away, that is said once, and the rest waits.
    async fn round(self: Arc<Self>) {
        let who = match notices::who(&self.app).await {
            Ok(who) => who,
            Err(error) => return tracing::error!(%error, "notices could not be looked for; they are in a minute"),
        };
        for official in who {
            match notices::due(&self.app, &official).await {
                Ok(Some(notice)) if !self.sent(&notice).await => return,
                Ok(_) => {}
                Err(error) => tracing::error!(%error, "a notice could not be looked for; it is in a minute"),
            }
        }
    }

    /// Sends one; says whether to go on with the next. What was taken is noted after that: where the program is killed in
    /// between, it is sent again under the same id, as SMTP leaves no other way.
    async fn sent(&self, notice: &Notice) -> bool {
        let (subject, words) = web::notices::written(&notice.language, &notice.told, &self.address);
        let at = self.app.clock.now().into();
        let letter = Letter { to: notice.address.as_str(), id: &notice.message_id, subject, words, at };
        let (noted, goes_on) = match self.post.send(letter).await {
            Ok(()) => {
                if self.away.set(false) {
                    tracing::warn!("notices are sent again");
                }
                (notices::sent(&self.app, notice).await, true)
            }
            Err(NotTaken::ForGood) => {
                tracing::warn!("the mail server refuses a notice for good: its official should look at their address");
                (notices::not_sent(&self.app, notice, true).await, true)
            }
            Err(error @ NotTaken::Away) => {
                if self.away.set(true) {
                    tracing::error!(%error, "no notices are sent; they are tried again, and this is not said again");
                }
                (notices::not_sent(&self.app, notice, false).await, false)
            }
        };
        if let Err(error) = noted {
            tracing::error!(%error, "what became of a notice could not be noted: it may be sent again");
        }
        goes_on
    }
}

async fn count(service: Service) {
    // Where it takes long it goes on by itself.
    if let Err(error) = service.counted.get(&service.app).await
        && !matches!(error, OperationError::StillCounting)
    {
        tracing::error!(%error, "the cases could not be counted; it is tried again when somebody asks");
    }
}

/// Comes round until it is told to stop. A round that has failed has run: why it failed stands in the program's log, and
/// one request that was tampered with takes the service from nobody else.
async fn rounds<F>(beat: Beat, every: Duration, stop: CancellationToken, round: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    while stop.run_until_cancelled(ticks.tick()).await.is_some() {
        // In a task of its own: where one panics, the next comes all the same.
        let mut running = tokio::spawn(round());
        let done = tokio::select! {
            done = &mut running => done,
            () = async { stop.cancelled().await; tokio::time::sleep(ENDING).await } => {
                running.abort();
                return;
            }
        };
        match done {
            Ok(()) => beat.strike(),
            Err(error) => tracing::error!(%error, "a round beside the calls broke off"),
        }
    }
}

/// A token that is cancelled by Ctrl-C or SIGTERM. Asked a second time, the program ends at once.
pub(super) fn stop_on_signal() -> anyhow::Result<CancellationToken> {
    use tokio::signal::unix::{SignalKind, signal};
    let stop = CancellationToken::new();
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let told = stop.clone();
    tokio::spawn(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        told.cancel();
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        std::process::exit(130);
    });
    Ok(stop)
}
