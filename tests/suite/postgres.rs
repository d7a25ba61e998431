//! A PostgreSQL of our own for the tests: one server for each test process, one database for each test.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use sqlx::{Connection, PgConnection};

/// Makes the cluster, serves until standard input ends, and leaves nothing behind. The write end of that pipe
/// belongs to the test process alone: however that ends, by `exit`, panic or a signal, the server ends too.
const GUARD: &str = r#"
set -u
cd "$1" || exit 1
"$2/initdb" -U comity -A trust -E UTF8 --locale=C.UTF-8 --no-sync -D "$1/data" >initdb.log 2>&1 || { echo failed >>initdb.log; exit 1; }
"$2/postgres" -D "$1/data" -k "$1" -c listen_addresses= -c max_connections=200 \
    -c fsync="$3" -c synchronous_commit="$3" -c full_page_writes="$3" >server.log 2>&1 </dev/null &
server=$!
cat >/dev/null
kill -QUIT "$server" 2>/dev/null
wait "$server"
cd /
rm -rf "$1"
"#;

/// A running server.
pub(crate) struct Server {
    folder: PathBuf,
    // Its standard input is held and never written to: the end of it is the guard's sign to stop.
    _guard: Child,
}

static SERVER: OnceLock<Server> = OnceLock::new();
static DATABASES: AtomicUsize = AtomicUsize::new(1);

/// Makes an empty database and returns its URL.
///
/// # Panics
/// Where no server can be started: tests on PostgreSQL are never left out in silence.
pub(crate) async fn database() -> String {
    let server = SERVER.get_or_init(|| Server::start(false));
    server.database().await
}

impl Server {
    /// Starts a server; `durable` waits for the disk at every commit, as a real one does.
    pub(crate) fn start(durable: bool) -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new().prefix("comity-pg-").tempdir().unwrap().keep();
        assert!(
            folder.as_os_str().len() < 90,
            "`{}` is too long for a socket: set TMPDIR to a shorter path",
            folder.display()
        );
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        let mut command = Command::new("sh");
        command.args(["-c", GUARD, "guard"]).arg(&folder).arg(&programs).arg(if durable { "on" } else { "off" });
        // PostgreSQL refuses to run as root.
        if number(&["-u"]) == Some(0) {
            let (user, group) = unprivileged();
            chown(&folder, Some(user), Some(group)).unwrap();
            command.uid(user).gid(group);
        }
        // A group of its own: Ctrl-C must reach the tests first, and the guard by the end of its pipe.
        command.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let guard = command.spawn().expect("`sh` starts");
        wait_until_ready(&folder);
        Self { folder, _guard: guard }
    }

    /// Makes an empty database and returns its URL.
    pub(crate) async fn database(&self) -> String {
        let name = format!("t{}", DATABASES.fetch_add(1, Ordering::Relaxed));
        let mut connection = PgConnection::connect(&self.url("postgres")).await.unwrap();
        let sql = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
        self.url(&name)
    }

    fn url(&self, name: &str) -> String {
        format!("postgres:///{name}?host={}&user=comity", self.folder.display())
    }
}

fn wait_until_ready(folder: &Path) {
    let begun = Instant::now();
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap_or_default();
    // The server writes `ready` into this file once it takes connections.
    while !read("data/postmaster.pid").lines().any(|line| line.trim() == "ready") {
        let failed = read("initdb.log").ends_with("failed\n") || begun.elapsed() > Duration::from_mins(1);
        assert!(
            !failed,
            "PostgreSQL did not start in `{}`:\n{}{}",
            folder.display(),
            read("initdb.log"),
            read("server.log")
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// The folder with the server's programs.
fn programs() -> PathBuf {
    let named = std::env::var_os("PG_BIN").map(PathBuf::from);
    let mut installed: Vec<_> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    installed.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all = named.into_iter().chain(installed.into_iter().rev()).chain(std::env::split_paths(&path));
    all.find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists()).unwrap_or_else(|| {
        panic!("no PostgreSQL server found: run `tests/run`, or `apt-get install postgresql`, or set PG_BIN to the folder with `initdb`")
    })
}

fn unprivileged() -> (u32, u32) {
    let of = |name: &str| Some((number(&["-u", name])?, number(&["-g", name])?));
    of("postgres").or_else(|| of("nobody")).expect("a user `postgres` or `nobody`")
}

fn number(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id").args(arguments).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}
