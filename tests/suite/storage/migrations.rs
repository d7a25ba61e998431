//! The two sets of migrations lead to the same tables, and a database that does not fit is refused in plain words.

use comity::storage::{Storage, StorageError, StorageOptions};
use sqlx::{AnyConnection, AssertSqlSafe, Executor};

use crate::support::TestStorage;

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
