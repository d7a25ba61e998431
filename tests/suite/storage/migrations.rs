//! The two sets of migrations lead to the same tables, and a database that does not fit is refused in plain words.

use std::fs;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::Path;

use comity::audit::commitment::seal_holds;
use comity::audit::hash::sha256;
use comity::storage::document_parts::{self, Parts};
use comity::storage::requests::{self, RequestFilter};
use comity::storage::{Storage, StorageError, StorageOptions, documents};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions, Executor};

use crate::support::TestStorage;

/// What databases of schema 1 held, as the program of that time wrote it.
const OF_SCHEMA_1: [&str; 2] =
    [include_str!("../../data/migrations/sqlite/0001.sql"), include_str!("../../data/migrations/postgres/0001.sql")];

/// The document in them.
const ORDER: &[u8] = b"The order of the court, in two lines,\nas it was attached before there were parts.\n";

/// The title of the request in them; in plain, as it was before schema 18.
const TITLE: &str = "Account data, extortion case";

/// Table, column, type, and whether a value must be there.
type Column = (String, String, String, bool);

async fn sqlite_columns(connection: &mut AnyConnection) -> Vec<Column> {
    let tables: Vec<(String,)> =
        sqlx::query_as("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlx%'")
            .fetch_all(&mut *connection)
            .await
            .unwrap();
    let mut columns = Vec::new();
    for (table,) in tables {
        let sql = AssertSqlSafe(format!("SELECT name, type, \"notnull\" FROM pragma_table_info('{table}')"));
        let rows: Vec<(String, String, i64)> = sqlx::query_as(sql).fetch_all(&mut *connection).await.unwrap();
        columns.extend(rows.into_iter().map(|(name, kind, must)| (table.clone(), name, kind, must == 1)));
    }
    columns.sort();
    columns
}

async fn postgres_columns(connection: &mut AnyConnection) -> Vec<Column> {
    let rows: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT table_name::text, column_name::text, data_type::text, is_nullable::text FROM information_schema.columns
        WHERE table_schema = 'public' AND table_name NOT LIKE '%sqlx%'",
    )
    .fetch_all(connection)
    .await
    .unwrap();
    let kind = |kind: &str| match kind {
        "bytea" => "BLOB".to_owned(),
        other => other.to_uppercase(),
    };
    let mut columns: Vec<_> =
        rows.into_iter().map(|(table, name, data, null)| (table, name, kind(&data), null == "NO")).collect();
    columns.sort();
    columns
}

#[tokio::test]
async fn both_databases_have_the_same_columns() {
    let (sqlite, postgres) = (TestStorage::sqlite().await, TestStorage::postgres().await);

    let columns = sqlite_columns(&mut sqlite.by_hand().await).await;

    assert_eq!(columns, postgres_columns(&mut postgres.by_hand().await).await);
    assert!(columns.len() > 80, "{}", columns.len());
    let portable = ["TEXT", "BIGINT", "BLOB"];
    assert!(columns.iter().all(|(_, _, kind, _)| portable.contains(&kind.as_str())));
}

#[test]
fn migrating_again_changes_nothing() {
    TestStorage::each(async |test| {
        test.install().await;

        assert_eq!(Storage::migrate(&test.options).await.unwrap(), Vec::<String>::new());
        Storage::open(&test.options).await.unwrap();
    });
}

#[test]
fn a_schema_of_another_release_is_refused() {
    TestStorage::each(async |test| {
        let mut connection = test.by_hand().await;
        let newest = "(SELECT MAX(version) FROM _sqlx_migrations)";
        let sql = format!("UPDATE _sqlx_migrations SET version = 9999 WHERE version = {newest}");
        connection.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await.unwrap();
        let newer = Storage::open(&test.options).await.err().unwrap();
        assert!(matches!(newer, StorageError::SchemaTooNew { have: 9999, .. }), "{newer}");
        assert!(matches!(Storage::migrate(&test.options).await, Err(StorageError::SchemaTooNew { .. })));

        connection.execute("DELETE FROM _sqlx_migrations").await.unwrap();
        let older = Storage::open(&test.options).await.err().unwrap();
        assert!(older.to_string().contains("comity migrate"), "{older}");
    });
}

/// Writes the keys that stand at the beginning of a dump: `-- file PATH HEX`.
fn write_keys(dump: &str, data: &Path) {
    let folder = |path: &Path| fs::DirBuilder::new().recursive(true).mode(0o700).create(path).unwrap();
    folder(data);
    for (path, hex) in dump.lines().filter_map(|line| line.strip_prefix("-- file ")?.split_once(' ')) {
        let bytes: Vec<u8> =
            (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
        let file = data.join(path);
        folder(file.parent().unwrap());
        fs::write(&file, bytes).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

/// Loads a dump into an empty database, and brings it up to date.
async fn brought_up_to_date(dump: &'static str, options: &StorageOptions) -> Vec<String> {
    write_keys(dump, &options.data);
    if let Some(path) = options.database.strip_prefix("sqlite:") {
        fs::write(path, []).unwrap();
    }
    sqlx::any::install_default_drivers();
    let mut connection = options.database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap();
    sqlx::raw_sql(dump).execute(&mut connection).await.unwrap();
    Storage::migrate(options).await.unwrap()
}

async fn reads_the_order(options: &StorageOptions) {
    let storage = Storage::open(options).await.unwrap();
    let (mut reader, keys) = (storage.reader().await.unwrap(), storage.keys());
    let request = requests::list(&mut reader, &RequestFilter::default(), 9).await.unwrap().remove(0);

    assert_eq!(request.labels(keys).unwrap().title, TITLE);
    let document = documents::list(&mut reader, keys, &request.id).await.unwrap().remove(0);

    assert_eq!((document.name.as_str(), document.sha256, document.size), ("order.txt", None, 82));
    let mut parts = Parts::of(&mut reader, keys, &document).await.unwrap();
    assert_eq!(parts.next(&mut reader).await.unwrap().as_deref(), Some(ORDER));
    assert_eq!(parts.next(&mut reader).await.unwrap(), None);
    assert_eq!(document_parts::hash(&mut reader, keys, &document).await.unwrap(), (sha256(ORDER), 82));
    let salt = keys.of(&request.id).unwrap().salting();
    assert!(seal_holds(&salt, &sha256(ORDER), &document.commitment.parse().unwrap()));
    assert_eq!(storage.recheck().await.unwrap().size(), 10);
}

#[tokio::test]
async fn a_database_of_schema_1_is_brought_up_to_date_with_what_is_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let sqlite = StorageOptions::new(format!("sqlite:{}", data.join("comity.db").display()), &data);
    let postgres = StorageOptions::new(crate::postgres::database().await, folder.path().join("postgres"));

    for (dump, options) in OF_SCHEMA_1.into_iter().zip([&sqlite, &postgres]) {
        let applied = brought_up_to_date(dump, options).await;

        assert_eq!(applied.first().map(String::as_str), Some("0002_service"));
        reads_the_order(options).await;
    }
    for file in fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(TITLE.len()).any(|part| part == TITLE.as_bytes()), "{}", file.display());
    }
    let mut connection = postgres.database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap();
    let left = "SELECT count(*) FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relname = 'assistance_request' AND attname IN ('title', 'registry_number')";
    let (left,): (i64,) = sqlx::query_as(left).fetch_one(&mut connection).await.unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_database_that_is_not_there_is_not_made_by_opening_it() {
    let folder = tempfile::tempdir().unwrap();
    let options = StorageOptions::new(format!("sqlite:{}", folder.path().join("none.db").display()), folder.path());

    let refused = Storage::open(&options).await.err().unwrap();

    assert!(refused.to_string().contains("comity init"), "{refused}");
    assert!(!folder.path().join("none.db").exists());
    let options = StorageOptions::new("postgres://x:secret@127.0.0.1:1/none", folder.path());
    let refused = Storage::open(&options).await.err().unwrap();
    assert!(matches!(refused, StorageError::Unreachable { .. }), "{refused}");
    assert!(!refused.to_string().contains("secret"), "{refused}");
}
