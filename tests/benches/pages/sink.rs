//! Rows into a database as fast as it takes them: many in a statement, or PostgreSQL's `COPY`.

use std::fmt::Write as _;

use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _, PgConnection};

/// What stands in a row.
pub(crate) enum Value {
    Nothing,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A database that is filled, past the program.
pub(crate) enum Sink {
    Sqlite(AnyConnection),
    Postgres(PgConnection),
}

impl Sink {
    pub(crate) async fn open(database: &str) -> Self {
        if database.starts_with("sqlite:") {
            let mut connection = database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap();
            // Nothing here has to outlive a power failure.
            connection.execute("PRAGMA synchronous = OFF").await.unwrap();
            Self::Sqlite(connection)
        } else {
            Self::Postgres(PgConnection::connect(database).await.unwrap())
        }
    }

    pub(crate) async fn put(&mut self, table: &str, columns: &[&str], rows: Vec<Vec<Value>>) {
        match self {
            Self::Sqlite(connection) => {
                connection.execute("BEGIN").await.unwrap();
                for rows in rows.chunks(300) {
                    insert(connection, table, columns, rows).await;
                }
                connection.execute("COMMIT").await.unwrap();
            }
            Self::Postgres(connection) => {
                let sql = format!("COPY {table} ({}) FROM STDIN", columns.join(", "));
                let mut copy = connection.copy_in_raw(&sql).await.unwrap();
                for rows in rows.chunks(2000) {
                    copy.send(rows.iter().map(|row| line(row)).collect::<String>().into_bytes()).await.unwrap();
                }
                copy.finish().await.unwrap();
            }
        }
    }

    /// The right edge of the tree.
    pub(crate) async fn head(&mut self, size: i64, frontier: Vec<u8>) {
        let sql = "UPDATE audit_head SET size = $1, frontier = $2";
        match self {
            Self::Sqlite(connection) => {
                sqlx::query(sql).bind(size).bind(frontier).execute(connection).await.unwrap();
            }
            Self::Postgres(connection) => {
                sqlx::query(sql).bind(size).bind(frontier).execute(connection).await.unwrap();
            }
        }
    }

    /// What PostgreSQL does by itself where many rows were written; SQLite does nothing by itself.
    pub(crate) async fn finish(self) {
        match self {
            Self::Sqlite(connection) => connection.close().await.unwrap(),
            Self::Postgres(mut connection) => {
                connection.execute("VACUUM ANALYZE").await.unwrap();
            }
        }
    }
}

async fn insert(connection: &mut AnyConnection, table: &str, columns: &[&str], rows: &[Vec<Value>]) {
    let width = columns.len();
    let row = |row: usize| {
        let numbers: Vec<_> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
        format!("({})", numbers.join(", "))
    };
    let places: Vec<_> = (0..rows.len()).map(row).collect();
    let sql = format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), places.join(", "));
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for value in rows.iter().flatten() {
        query = match value {
            Value::Nothing => query.bind(None::<String>),
            Value::Number(number) => query.bind(*number),
            Value::Text(text) => query.bind(text.clone()),
            Value::Bytes(bytes) => query.bind(bytes.clone()),
        };
    }
    query.execute(connection).await.unwrap();
}

fn line(row: &[Value]) -> String {
    let cell = |value: &Value| match value {
        Value::Nothing => "\\N".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r"),
        Value::Bytes(bytes) => bytes.iter().fold("\\\\x".to_owned(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }),
    };
    row.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n"
}
