//! The schema: which migrations there are, which are applied, and how the rest is.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, SqlSafeStr};

use super::database::{Engine, Purpose, StorageOptions, is_missing_table};
use super::error::StorageError;
use super::keys::{Keys, create_private_folder};
use super::labels;

/// The migrations in their order: version, name, text for SQLite, text for PostgreSQL.
const MIGRATIONS: [(i64, &str, &str, &str); 22] = [
    (
        1,
        "begin",
        include_str!("../../migrations/sqlite/0001_begin.sql"),
        include_str!("../../migrations/postgres/0001_begin.sql"),
    ),
    (
        2,
        "service",
        include_str!("../../migrations/sqlite/0002_service.sql"),
        include_str!("../../migrations/postgres/0002_service.sql"),
    ),
    (
        3,
        "agreements",
        include_str!("../../migrations/sqlite/0003_agreements.sql"),
        include_str!("../../migrations/postgres/0003_agreements.sql"),
    ),
    (
        4,
        "second_factor",
        include_str!("../../migrations/sqlite/0004_second_factor.sql"),
        include_str!("../../migrations/postgres/0004_second_factor.sql"),
    ),
    (
        5,
        "queue",
        include_str!("../../migrations/sqlite/0005_queue.sql"),
        include_str!("../../migrations/postgres/0005_queue.sql"),
    ),
    (
        6,
        "around",
        include_str!("../../migrations/sqlite/0006_around.sql"),
        include_str!("../../migrations/postgres/0006_around.sql"),
    ),
    (
        7,
        "origins",
        include_str!("../../migrations/sqlite/0007_origins.sql"),
        include_str!("../../migrations/postgres/0007_origins.sql"),
    ),
    (
        8,
        "adoptions",
        include_str!("../../migrations/sqlite/0008_adoptions.sql"),
        include_str!("../../migrations/postgres/0008_adoptions.sql"),
    ),
    (
        9,
        "pages",
        include_str!("../../migrations/sqlite/0009_pages.sql"),
        include_str!("../../migrations/postgres/0009_pages.sql"),
    ),
    (
        10,
        "waits",
        include_str!("../../migrations/sqlite/0010_waits.sql"),
        include_str!("../../migrations/postgres/0010_waits.sql"),
    ),
    (
        11,
        "earlier",
        include_str!("../../migrations/sqlite/0011_earlier.sql"),
        include_str!("../../migrations/postgres/0011_earlier.sql"),
    ),
    (
        12,
        "keeping",
        include_str!("../../migrations/sqlite/0012_keeping.sql"),
        include_str!("../../migrations/postgres/0012_keeping.sql"),
    ),
    (
        13,
        "cosignatures",
        include_str!("../../migrations/sqlite/0013_cosignatures.sql"),
        include_str!("../../migrations/postgres/0013_cosignatures.sql"),
    ),
    (
        14,
        "erasures",
        include_str!("../../migrations/sqlite/0014_erasures.sql"),
        include_str!("../../migrations/postgres/0014_erasures.sql"),
    ),
    (
        15,
        "key_leaves",
        include_str!("../../migrations/sqlite/0015_key_leaves.sql"),
        include_str!("../../migrations/postgres/0015_key_leaves.sql"),
    ),
    (
        16,
        "thinning",
        include_str!("../../migrations/sqlite/0016_thinning.sql"),
        include_str!("../../migrations/postgres/0016_thinning.sql"),
    ),
    (
        17,
        "refusals",
        include_str!("../../migrations/sqlite/0017_refusals.sql"),
        include_str!("../../migrations/postgres/0017_refusals.sql"),
    ),
    (
        LABELS,
        "labels",
        include_str!("../../migrations/sqlite/0018_labels.sql"),
        include_str!("../../migrations/postgres/0018_labels.sql"),
    ),
    (
        19,
        "sealed_labels",
        include_str!("../../migrations/sqlite/0019_sealed_labels.sql"),
        include_str!("../../migrations/postgres/0019_sealed_labels.sql"),
    ),
    (
        20,
        "persons",
        include_str!("../../migrations/sqlite/0020_persons.sql"),
        include_str!("../../migrations/postgres/0020_persons.sql"),
    ),
    (
        21,
        "time_stamps",
        include_str!("../../migrations/sqlite/0021_time_stamps.sql"),
        include_str!("../../migrations/postgres/0021_time_stamps.sql"),
    ),
    (
        22,
        "epochs",
        include_str!("../../migrations/sqlite/0022_epochs.sql"),
        include_str!("../../migrations/postgres/0022_epochs.sql"),
    ),
];

/// The schema that has both columns of each label: what stands in the one is sealed into the other before the next.
const LABELS: i64 = 18;

/// The newest schema that this program knows.
const WANTED: i64 = MIGRATIONS[MIGRATIONS.len() - 1].0;

/// Brings the tables up to date; on a new database it makes the folder and the keys first.
pub(super) async fn migrate(options: &StorageOptions) -> Result<Vec<String>, StorageError> {
    let engine = Engine::parse(&options.database)?;
    create_private_folder(&options.data)?;
    if let Engine::Sqlite(path) = &engine {
        create_private_file(path)?;
    }
    let pool = engine.pool(Purpose::Write, 1).await?;
    let mut connection = pool.acquire().await?;
    let have = version(&mut connection).await?;
    // A used database whose keys are gone must not get new ones.
    let keys = if have == 0 { Keys::prepare(&options.data)? } else { Keys::open(&options.data)? };
    check_not_newer(have)?;
    let migrator = Migrator::with_migrations(MIGRATIONS.iter().map(|migration| prepared(&engine, migration)).collect());
    let refused = |error: sqlx::migrate::MigrateError| StorageError::Migration(error.to_string());
    if have <= LABELS {
        migrator.run_direct(Some(LABELS), &mut *connection, false).await.map_err(refused)?;
        labels::seal_all(&mut connection, &keys).await?;
    }
    migrator.run_direct(None, &mut *connection, false).await.map_err(refused)?;
    if (1..=LABELS).contains(&have) {
        labels::sweep(&mut connection, &engine).await?;
    }
    drop(connection);
    pool.close().await;
    let applied = MIGRATIONS.iter().filter(|(version, ..)| *version > have);
    Ok(applied.map(|(version, name, ..)| format!("{version:04}_{name}")).collect())
}

/// Refuses a database whose tables are not those that this program knows.
pub(super) async fn check(connection: &mut AnyConnection) -> Result<(), StorageError> {
    let have = version(connection).await?;
    check_not_newer(have)?;
    if have < WANTED { Err(StorageError::SchemaTooOld { have, want: WANTED }) } else { Ok(()) }
}

fn check_not_newer(have: i64) -> Result<(), StorageError> {
    if have > WANTED { Err(StorageError::SchemaTooNew { have, want: WANTED }) } else { Ok(()) }
}

async fn version(connection: &mut AnyConnection) -> Result<i64, StorageError> {
    let found: Result<(Option<i64>,), _> =
        sqlx::query_as("SELECT MAX(version) FROM _sqlx_migrations").fetch_one(connection).await;
    match found {
        Ok((version,)) => Ok(version.unwrap_or(0)),
        Err(error) if is_missing_table(&error) => Ok(0),
        Err(error) => Err(error.into()),
    }
}

fn prepared(
    engine: &Engine,
    (version, name, sqlite, postgres): &(i64, &'static str, &'static str, &'static str),
) -> Migration {
    let sql = match engine {
        Engine::Sqlite(_) => *sqlite,
        Engine::Postgres(_) => *postgres,
    };
    Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql.into_sql_str(), false)
}

/// The database file is made here, so that it is closed to others from its first moment.
fn create_private_file(path: &Path) -> Result<(), StorageError> {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.create(true).append(true).open(path).map(|_| ()).map_err(StorageError::file(path))
}
