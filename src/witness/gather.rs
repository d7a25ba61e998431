//! Asks all witnesses of a policy to sign the log, for as long as it runs, and says when too few do.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::audit::policy::Policy;
use crate::http::readiness::Trouble;
use crate::operations::gather_cosignatures::{self, Standing, Target};
use crate::operations::{App, OperationError};

use super::calling::NoClient;
use super::courier::{Came, Courier};

/// Between two looks for a newer checkpoint.
const LOOK: Duration = Duration::from_secs(1);

/// So long all witnesses are asked for the same checkpoint, so that it comes to a quorum though one of them is slow.
const TOGETHER: Duration = Duration::from_secs(5);

/// The same size is signed again after this: ten minutes at the latest, as the log promises.
const HEARTBEAT: Duration = Duration::from_mins(9);

/// A witness that is away is tried again after 1, 2, 4 … seconds, and never less often than this.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// Between two looks whether there is a quorum.
const WATCH: Duration = Duration::from_mins(1);

/// What is asked of witnesses, and of which.
pub struct Gathering {
    app: App,
    policy: Policy,
    couriers: Vec<Arc<Courier>>,
    without: Trouble,
}

impl Gathering {
    /// Asks the witnesses of a policy that have an address. Nobody is asked yet.
    ///
    /// # Errors
    /// [`NoClient`] where an address cannot be called.
    pub fn of(app: &App, policy: Policy) -> Result<Self, NoClient> {
        let couriers = Courier::of(app, &policy)?.into_iter().map(Arc::new).collect();
        let without = Trouble::named("the log is signed by too few witnesses: they are asked again and again");
        Ok(Self { app: app.clone(), policy, couriers, without })
    }

    /// Whose signatures are asked for.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// That too few witnesses sign, for whoever asks how the service is.
    #[must_use]
    pub fn trouble(&self) -> Trouble {
        self.without.clone()
    }

    /// Compares what the witnesses have seen of the log with what is here, before anything is signed. Who is away is passed
    /// over, and said.
    pub async fn compare(&self) {
        let asked = TaskTracker::new();
        for courier in &self.couriers {
            let courier = Arc::clone(courier);
            asked.spawn(async move {
                if let Err(error) = courier.compare().await {
                    tracing::error!(%error, "the log could not be compared with what a witness has seen");
                }
            });
        }
        asked.close();
        asked.wait().await;
    }

    /// Carries the newest checkpoint to every witness once; what came of it, by the names of the policy.
    ///
    /// # Errors
    /// Where the database cannot be read or written.
    pub async fn round(&self) -> Result<Vec<(String, Came)>, OperationError> {
        let Some(target) = gather_cosignatures::newest(&self.app).await? else { return Ok(Vec::new()) };
        let mut came = Vec::new();
        for courier in &self.couriers {
            came.push((courier.names(), courier.carry(&target).await?));
        }
        Ok(came)
    }

    /// Goes on until it is told to stop: one task looks for new checkpoints, and each witness has its own, so that none
    /// waits for another.
    pub async fn run(self, stop: CancellationToken) {
        let (targets, target) = watch::channel(None);
        let running = TaskTracker::new();
        for courier in &self.couriers {
            running.spawn(stop.clone().run_until_cancelled_owned(carry_on(Arc::clone(courier), target.clone())));
        }
        drop(target);
        running.close();
        stop.run_until_cancelled_owned(self.look(targets)).await;
        running.wait().await;
    }

    /// Names the checkpoint that is to be signed: the next one once this has its quorum, or has waited long enough.
    async fn look(&self, targets: watch::Sender<Option<Target>>) {
        let (mut looks, mut since, mut watched) = (interval(LOOK), Instant::now(), Instant::now());
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            if watched.elapsed() >= WATCH {
                watched = Instant::now();
                self.watch().await;
            }
            let named = targets.borrow().as_ref().map(|target| target.size);
            match self.next(named, since).await {
                Ok(Some(target)) => {
                    since = Instant::now();
                    targets.send_replace(Some(target));
                }
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%error, "the newest checkpoint could not be read for the witnesses");
                    sleep(TOGETHER).await;
                }
            }
        }
    }

    async fn next(&self, named: Option<u64>, since: Instant) -> Result<Option<Target>, OperationError> {
        if let Some(size) = named
            && since.elapsed() < TOGETHER
            && !gather_cosignatures::has_quorum(&self.app, &self.policy, size).await?
        {
            return Ok(None);
        }
        let newest = gather_cosignatures::newest(&self.app).await?;
        Ok(newest.filter(|newest| named != Some(newest.size)))
    }

    /// Says once that too few witnesses sign, and once that enough do again.
    pub async fn watch(&self) {
        let standing = match gather_cosignatures::standing(&self.app, &self.policy).await {
            Ok(Some(standing)) => standing,
            Ok(None) => return,
            Err(error) => return tracing::error!(%error, "how witnessed the log is could not be found out"),
        };
        let Standing { size, witnessed_size, unwitnessed_since, alarm, .. } = standing;
        if self.without.set(alarm) {
            if alarm {
                tracing::warn!(
                    size,
                    witnessed_size,
                    unwitnessed_since,
                    "for a quarter of an hour too few witnesses have signed the log; it goes on, and exports say so"
                );
            } else {
                tracing::warn!(size, "enough witnesses sign the log again");
            }
        }
    }
}

/// Carries each checkpoint that is named, and the same one again where the log does not grow.
async fn carry_on(courier: Arc<Courier>, mut target: watch::Receiver<Option<Target>>) {
    let (mut wait, mut failing) = (LOOK, None);
    loop {
        // Seen before it is carried: one that is named meanwhile is carried next.
        let now = target.borrow_and_update().clone();
        let Some(now) = now else {
            if target.changed().await.is_err() {
                return;
            }
            continue;
        };
        let came = courier.carry(&now).await;
        let failed = match came {
            Ok(Came::Cosigned | Came::Passed) => None,
            Ok(Came::Away(away)) => Some(away.to_string()),
            Ok(Came::Refused(Some(status))) => Some(format!("it answers {status}")),
            Ok(Came::Refused(None)) => Some("its answer cannot be used".to_owned()),
            Ok(Came::SeenMore) => Some("it has seen more of the log, or another".to_owned()),
            Err(error) => Some(error.to_string()),
        };
        if failed != failing {
            match &failed {
                Some(why) => tracing::warn!(
                    witness = courier.names(),
                    "a witness does not sign: {why}; it is asked again, and this is not said again"
                ),
                None => tracing::warn!(witness = courier.names(), "a witness signs again"),
            }
        }
        if failed.is_some() {
            sleep(wait).await;
            wait = (wait * 2).min(LONGEST_WAIT);
        } else {
            wait = LOOK;
            tokio::select! {
                changed = target.changed() => if changed.is_err() { return },
                () = sleep(HEARTBEAT) => {}
            }
        }
        failing = failed;
    }
}
