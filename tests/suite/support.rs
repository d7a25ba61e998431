//! What tests share: an installation in a folder of its own, on either database, and rows to fill it with.

use std::future::Future;

use comity::audit::entry::{Actor, Draft};
use comity::audit::ids::{CaseId, Mark};
use comity::storage::authority::AuthorityRow;
use comity::storage::labels::SealedLabel;
use comity::storage::requests::RequestRow;
use comity::storage::{
    BoxFuture, Storage, StorageError, StorageOptions, Transaction, Written, authority, requests, rulebooks,
};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions};
use tempfile::TempDir;

/// The moment at which tests take place.
pub(crate) const NOW: &str = "2026-03-02T08:00:00.000Z";

/// The chain of the authority itself.
pub(crate) const AUTHORITY_CASE: &str = "00000000000000000000000000000000";

/// The rulebook of rows that need one.
pub(crate) const RULEBOOK: &str = "1111111111111111111111111111111111111111111111111111111111111111";

/// An installation of which nothing is left when it is dropped.
pub(crate) struct TestStorage {
    /// Opened, migrated, and empty.
    pub(crate) storage: Storage,
    /// How it was opened.
    pub(crate) options: StorageOptions,
    _folder: TempDir,
}

impl TestStorage {
    /// Runs a test on SQLite and on PostgreSQL.
    pub(crate) fn each(test: impl AsyncFn(Self)) {
        run("SQLite", async || test(Self::sqlite().await).await);
        run("PostgreSQL", async || test(Self::postgres().await).await);
    }

    /// Makes an installation on SQLite.
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let options = StorageOptions::new(format!("sqlite:{}", data.join("comity.db").display()), data);
        Self::open(options, folder).await
    }

    /// Makes an installation on PostgreSQL.
    pub(crate) async fn postgres() -> Self {
        Self::on(crate::postgres::database().await).await
    }

    /// Makes an installation on an empty database.
    pub(crate) async fn on(url: String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = StorageOptions::new(url, folder.path().join("data"));
        Self::open(options, folder).await
    }

    async fn open(options: StorageOptions, folder: TempDir) -> Self {
        Storage::migrate(&options).await.unwrap();
        let storage = Storage::open(&options).await.unwrap();
        Self { storage, options, _folder: folder }
    }

    /// A connection like that of somebody with the password of the database: past the program.
    pub(crate) async fn by_hand(&self) -> AnyConnection {
        let url = self.options.database.clone();
        url.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap()
    }

    /// Makes the authority, with its entry.
    pub(crate) async fn install(&self) {
        self.storage.keys().create(AUTHORITY_CASE).await.unwrap();
        write(&self.storage, |tx| {
            Box::pin(async move {
                let row = AuthorityRow {
                    case_id: AUTHORITY_CASE.to_owned(),
                    state: "XN".to_owned(),
                    name: "Central authority of Norvania".to_owned(),
                    profile: "strict".to_owned(),
                    origin: "norvania.example/mla/1".to_owned(),
                    training: true,
                    installed_at: NOW.to_owned(),
                    adoptions: 0,
                };
                authority::insert(tx, &row).await?;
                rulebooks::put(tx, RULEBOOK, "{}", NOW).await?;
                Ok(tx.commit_with(draft(AUTHORITY_CASE, "installed"), Vec::new()).await?.with(()))
            })
        })
        .await
        .unwrap();
    }

    /// Adds a request with its key and its first entry, and returns its id.
    pub(crate) async fn add_request(&self, number: usize) -> String {
        let id = format!("{number:032x}");
        self.storage.keys().create(&id).await.unwrap();
        let row = request_row(&id);
        write(&self.storage, move |tx| {
            let row = row.clone();
            Box::pin(async move {
                requests::insert(tx, &row).await?;
                Ok(tx.commit_with(draft(&row.id, "drafted"), Vec::new()).await?.with(()))
            })
        })
        .await
        .unwrap();
        id
    }
}

fn run<F: Future<Output = ()>>(database: &str, test: impl FnOnce() -> F) {
    // Shown by the harness where the test fails.
    println!("on {database}");
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test());
}

/// Writes with the storage's own error.
pub(crate) async fn write<T: Send + 'static>(
    storage: &Storage,
    act: impl for<'t> Fn(&'t mut Transaction) -> BoxFuture<'t, Result<Written<T>, StorageError>> + Send + Sync + 'static,
) -> Result<T, StorageError> {
    storage.write(act).await
}

/// An entry with nothing to say.
pub(crate) fn draft(case: &str, kind: &str) -> Draft {
    Draft {
        case: case.parse::<CaseId>().unwrap(),
        kind: kind.to_owned(),
        at: NOW.parse().unwrap(),
        actor: Actor { role: "system".to_owned(), org: "XN".to_owned(), p: Mark::from_bytes([0; 16]) },
        rule: None,
        art: Vec::new(),
        body: serde_json::Map::new(),
        docs: Vec::new(),
        private: std::collections::BTreeMap::new(),
        peer: None,
    }
}

/// A request in its first stage.
pub(crate) fn request_row(id: &str) -> RequestRow {
    RequestRow {
        id: id.to_owned(),
        thread: format!("thread-{id}"),
        reference: format!("XN-{id}"),
        registry_number: None,
        side: "requesting".to_owned(),
        procedure: "evidence".to_owned(),
        measure: "production".to_owned(),
        counterpart: "XS".to_owned(),
        rulebook: RULEBOOK.to_owned(),
        profile: "strict".to_owned(),
        title: SealedLabel::of(Vec::new()),
        stage: "drafting".to_owned(),
        stage_since: NOW.to_owned(),
        due_at: None,
        follows: None,
        author: None,
        standing: "{}".to_owned(),
        version: 1,
        sealed_at: None,
        sealed_because: None,
        created_at: NOW.to_owned(),
        changed_at: NOW.to_owned(),
        erased_at: None,
        erased_basis: None,
    }
}
