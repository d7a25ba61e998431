//! An installation served by the real program in a process of its own, with its officials; nothing is left of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions};

use super::client::Client;

/// Serves until standard input ends, and leaves nothing behind. The write end of that pipe belongs to the benchmark
/// alone: however that ends, the service ends too.
const GUARD: &str = r#"
set -u
"$2" serve --listen 127.0.0.1:0 --calls-by-address 1000000 --calls-by-official 1000000 >"$1/said" </dev/null &
server=$!
echo "$server" >"$1/pid"
cat >/dev/null
kill -TERM "$server" 2>/dev/null
wait "$server"
rm -rf "$1"
"#;

/// What everybody signs in with.
pub(crate) const PASSWORD: &str = "seven quiet lanterns";

/// Who works here: three who draft, six of the central authority of whom one answers safeguards, and two reviewers.
const CAST: [(&str, &str); 11] = [
    ("anna", "drafting_official"),
    ("boris", "drafting_official"),
    ("dora", "drafting_official"),
    ("carl", "central_authority"),
    ("cora", "central_authority"),
    ("celia", "central_authority"),
    ("conrad", "central_authority"),
    ("clara", "central_authority"),
    ("cato", "central_authority"),
    ("rosa", "rights_reviewer"),
    ("judy", "judicial_authority"),
];

/// What the processes of a service have used up to now.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Used {
    /// Processor time of the service, in seconds.
    pub(crate) cpu: f64,
    /// That of the database's server, in seconds; none where it is in the service.
    pub(crate) database_cpu: f64,
    /// Bytes that the database holds.
    pub(crate) bytes: f64,
    /// How often PostgreSQL has waited for the disk to take its log.
    pub(crate) syncs: f64,
}

/// A service at work.
pub(crate) struct Installation {
    pub(crate) client: Client,
    /// What each official shows with a call.
    pub(crate) secrets: BTreeMap<String, String>,
    pid: u32,
    database: Option<String>,
    folder: PathBuf,
    guard: Child,
}

impl Installation {
    /// Installs an authority, starts its service and lets everybody choose a password and sign in.
    pub(crate) async fn open(database: Option<String>) -> Self {
        let folder = tempfile::Builder::new().prefix("comity-bench-").tempdir().unwrap().keep();
        let init = ["init", "--state", "XN", "--name", "Central Authority of Norvania", "--training"];
        let installed = answer_of(command(&folder, database.as_ref()).args(init));
        let mut guard = command(&folder, database.as_ref());
        let environment: Vec<_> =
            guard.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect();
        guard = Command::new("sh");
        guard.args(["-c", GUARD, "guard"]).arg(&folder).arg(env!("CARGO_BIN_EXE_comity")).envs(environment);
        // A group of its own: Ctrl-C must reach the benchmark first, and the guard by the end of its pipe.
        std::os::unix::process::CommandExt::process_group(&mut guard, 0);
        let guard = guard.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("`sh` starts");
        let mut place =
            Self { client: Client::of(""), secrets: BTreeMap::new(), pid: 0, database, folder: folder.clone(), guard };
        place.client = Client::of(&address(&folder));
        place.pid = fs::read_to_string(folder.join("pid")).unwrap().trim().parse().unwrap();
        place.prepare(installed["one_time_password"].as_str().unwrap()).await;
        place
    }

    async fn prepare(&mut self, one_time_password: &str) {
        let nobody = self.client.clone();
        nobody.choose("administrator", one_time_password).await;
        let administrator = nobody.sign_in("administrator").await;
        for (name, role) in CAST {
            let new = json!({ "sign_in": name, "name": name, "roles": [role] });
            let added = nobody.post(&administrator, "/api/v1/officials", &new).await;
            nobody.choose(name, added["one_time_password"].as_str().unwrap()).await;
            self.secrets.insert(name.to_owned(), nobody.sign_in(name).await);
        }
    }

    /// What a service and its database have used up to now.
    pub(crate) async fn used(&self) -> Used {
        let mut by_hand = self.by_hand().await;
        let mut one = async |sql: &'static str| -> f64 {
            let (figure,): (i64,) = sqlx::query_as(sql).fetch_one(&mut by_hand).await.unwrap();
            figure as f64
        };
        let cpu = cpu_of(self.pid);
        let Some(url) = &self.database else {
            let bytes = one("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").await;
            return Used { cpu, bytes, ..Used::default() };
        };
        let bytes = one("SELECT pg_database_size(current_database())").await;
        let syncs = one("SELECT wal_sync FROM pg_stat_wal").await;
        Used { cpu, database_cpu: cpu_of_server(url), bytes, syncs }
    }

    async fn by_hand(&self) -> AnyConnection {
        let sqlite = || format!("sqlite:{}", self.folder.join("data/comity.db").display());
        let url = self.database.clone().unwrap_or_else(sqlite);
        url.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap()
    }

    /// A line of `/proc/PID/status` such as `VmRSS`, in bytes.
    pub(crate) fn memory(&self, name: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.pid)).unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<f64>().unwrap() * 1024.0
    }

    /// Compares tables and log, and says what came of it.
    pub(crate) fn verified(&self) -> String {
        let report = answer_of(command(&self.folder, self.database.as_ref()).args(["audit", "verify", "--json"]));
        assert_eq!(report["intact"], true, "{report}");
        format!("{} leaves, {} requests", report["leaves"], report["requests"])
    }
}

impl Drop for Installation {
    fn drop(&mut self) {
        drop(self.guard.stdin.take());
        _ = self.guard.wait();
    }
}

/// The program on an installation, with nothing of the caller's own settings.
fn command(folder: &Path, database: Option<&String>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
    command.env_clear().env("COMITY_DATA", folder.join("data"));
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    if let Some(url) = database {
        command.env("COMITY_DATABASE", url);
    }
    command
}

fn answer_of(command: &mut Command) -> Value {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Waits until the service says where it is.
fn address(folder: &Path) -> String {
    let begun = Instant::now();
    loop {
        let said = fs::read_to_string(folder.join("said")).unwrap_or_default();
        if let Some((_, rest)) = said.split_once("http://") {
            return format!("http://{}", rest.split(';').next().unwrap());
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "the service did not start");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Processor time of a process, in seconds: Linux counts in hundredths.
pub(crate) fn cpu_of(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    // The name may hold anything, so the numbers are counted from its end.
    let after = stat.rsplit_once(") ").map_or("", |(_, after)| after);
    after.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Processor time of the processes that a PostgreSQL has now, in seconds.
fn cpu_of_server(url: &str) -> f64 {
    let folder = url.split_once("host=").and_then(|(_, rest)| rest.split('&').next()).unwrap();
    let file = fs::read_to_string(Path::new(folder).join("data/postmaster.pid")).unwrap();
    let postmaster = file.lines().next().unwrap().to_owned();
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let of_server = pids.filter(|pid| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        stat.rsplit_once(") ").and_then(|(_, after)| after.split(' ').nth(1)) == Some(postmaster.as_str())
    });
    of_server.map(cpu_of).sum()
}
