//! What tests of witnessing share: a log of fictional leaves, a witness on loopback, and a client of it.

use std::sync::Arc;

use comity::audit::checkpoint::Checkpoint;
use comity::audit::hash::{Hash, leaf_hash};
use comity::audit::ids::Origin;
use comity::audit::key::{Scheme, Signer, Verifier};
use comity::audit::note::Note;
use comity::audit::proof::consistency_proof;
use comity::audit::submission::Submission;
use comity::audit::tree::Frontier;
use comity::clock::Clock;
use comity::http::connections::{self, Allowed};
use comity::witness::folder::Folder;
use comity::witness::server::{self, Service};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// The moment at which these tests take place, in seconds since 1970.
pub(crate) const SECONDS: u64 = 1_772_438_400;

/// A log with leaves that anybody can make again.
pub(crate) struct Log {
    pub(crate) keys: [Signer; 2],
    leaves: Vec<Hash>,
}

impl Log {
    pub(crate) fn named(name: &str) -> Self {
        Self::with_seed(name, 3)
    }

    pub(crate) fn with_seed(name: &str, seed: u8) -> Self {
        let origin = Origin::parse(name).unwrap();
        let keys = [Scheme::Ed25519, Scheme::MlDsa44].map(|scheme| Signer::new(scheme, origin.clone(), &[seed; 32]));
        Self { keys, leaves: Vec::new() }
    }

    /// The log with so many leaves of a branch: from leaf `from` on they are others than those of branch 0.
    pub(crate) fn grown(mut self, size: u64, branch: (u64, u8)) -> Self {
        let (from, branch) = branch;
        let leaf = |at: u64| if at < from { format!("leaf {at}") } else { format!("leaf {at} of branch {branch}") };
        self.leaves = (0..size).map(|at| leaf_hash(leaf(at).as_bytes())).collect();
        self
    }

    pub(crate) fn vkeys(&self) -> Vec<String> {
        self.keys.iter().map(|key| key.verifier().to_string()).collect()
    }

    pub(crate) fn origin(&self) -> &str {
        self.keys[0].verifier().name().as_str()
    }

    pub(crate) fn checkpoint(&self, size: u64) -> Checkpoint {
        let mut tree = Frontier::default();
        for leaf in &self.leaves[..usize::try_from(size).unwrap()] {
            tree.append(*leaf);
        }
        Checkpoint { origin: self.keys[0].verifier().name().clone(), size, root: tree.root() }
    }

    pub(crate) fn note(&self, size: u64) -> Note {
        self.checkpoint(size).sign(&self.keys, SECONDS - 10).unwrap()
    }

    pub(crate) fn proof(&self, old: u64, new: u64) -> Vec<Hash> {
        if old == 0 || old == new {
            return Vec::new();
        }
        let read = |level: u8, index: u64| {
            let (start, length) = (index << level, 1_u64 << level);
            let mut tree = Frontier::default();
            for leaf in &self.leaves[usize::try_from(start).unwrap()..usize::try_from(start + length).unwrap()] {
                tree.append(*leaf);
            }
            Ok::<_, std::convert::Infallible>(tree.root())
        };
        consistency_proof(old, new, read).unwrap()
    }

    pub(crate) fn submission(&self, old: u64, new: u64) -> Submission {
        Submission { old, proof: self.proof(old, new), note: self.note(new) }
    }
}

/// A witness on loopback, in this process.
pub(crate) struct Witness {
    pub(crate) folder: Arc<Folder>,
    pub(crate) clock: Clock,
    pub(crate) path: TempDir,
    pub(crate) url: String,
    stop: CancellationToken,
    serving: tokio::task::JoinHandle<bool>,
}

impl Witness {
    pub(crate) async fn named(name: &str, seed: u8) -> Self {
        Self::at(name, seed, Clock::set_to(jiff::Timestamp::from_second(i64::try_from(SECONDS).unwrap()).unwrap()))
            .await
    }

    pub(crate) async fn at(name: &str, seed: u8, clock: Clock) -> Self {
        let path = tempfile::tempdir().unwrap();
        let folder = Folder::init(&path.path().join("w"), &Origin::parse(name).unwrap(), &[seed; 32]).unwrap();
        Self::over(path, folder, clock, "127.0.0.1:0").await
    }

    async fn over(path: TempDir, folder: Folder, clock: Clock, address: &str) -> Self {
        let folder = Arc::new(folder);
        let listener = TcpListener::bind(address).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = server::router(Service::over(Arc::clone(&folder), clock.clone(), None));
        let stop = CancellationToken::new();
        let until = stop.clone().cancelled_owned();
        let serving = tokio::spawn(connections::serve(listener, router, Allowed::default(), until));
        Self { folder, clock, path, url, stop, serving }
    }

    /// Takes it off the network, and gives back how it is put there again.
    pub(crate) async fn down(self) -> Down {
        self.stop.cancel();
        // Connections that are kept for later calls are closed with it.
        assert!(self.serving.await.unwrap());
        Down { path: self.path, clock: self.clock, address: self.url.trim_start_matches("http://").to_owned() }
    }

    /// The witness knows a log.
    pub(crate) fn knows(&self, vkeys: impl IntoIterator<Item = String>) {
        for vkey in vkeys {
            self.folder.trust(&vkey).unwrap();
        }
    }

    pub(crate) fn keys(&self) -> Vec<Verifier> {
        self.folder.keys().map(Clone::clone).to_vec()
    }

    /// Two lines of a policy, one for each key, under these names.
    pub(crate) fn policy(&self, names: [&str; 2]) -> String {
        let line = |(name, key): (&str, Verifier)| format!("witness {name} {key} {}\n", self.url);
        names.into_iter().zip(self.keys()).map(line).collect()
    }

    /// Submits, and gives status, type and text of the answer.
    pub(crate) async fn submit(&self, body: impl Into<String>) -> (u16, String, String) {
        let client = reqwest::Client::new();
        let sent = client.post(format!("{}/add-checkpoint", self.url)).body(body.into()).send().await.unwrap();
        let kind = sent.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
        (sent.status().as_u16(), kind.unwrap_or_default(), sent.text().await.unwrap())
    }

    pub(crate) async fn status_of(&self, submission: &Submission) -> u16 {
        self.submit(submission.to_string()).await.0
    }

    /// What it gives out as the last checkpoint of a log.
    pub(crate) async fn latest(&self, log: &str) -> Option<String> {
        let digits = comity::audit::hash::sha256(log.as_bytes());
        let answer = reqwest::get(format!("{}/{digits}/checkpoint", self.url)).await.unwrap();
        if answer.status() == 200 { Some(answer.text().await.unwrap()) } else { None }
    }

    pub(crate) fn evidence(&self) -> Vec<String> {
        self.folder.evidence().unwrap()
    }
}

/// A witness that is off the network.
pub(crate) struct Down {
    path: TempDir,
    clock: Clock,
    address: String,
}

impl Down {
    pub(crate) async fn up(self) -> Witness {
        let folder = Folder::open(&self.path.path().join("w")).unwrap();
        Witness::over(self.path, folder, self.clock, &self.address).await
    }
}

/// The note with the lines of an answer below it.
pub(crate) fn with_lines(note: &Note, lines: &str) -> Note {
    Note::parse(format!("{note}{lines}").as_bytes()).unwrap()
}
