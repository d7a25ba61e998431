//! A store of many requests: some cases are played by the real operations, then their rows are copied, each copy with ids,
//! times, a key and a chain of its own, sealed and hashed as the program would. What a page reads of a copy is read as of any
//! other case; only the commitments in its entries stay those of the case it was copied from, and its documents have no bytes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

use comity::audit::commitment::{self, Key};
use comity::audit::hash::{Hash, leaf_hash, sha256};
use comity::audit::tree::Frontier;
use comity::cli::demo::cast::{self, Authority};
use comity::cli::demo::event::Nobody;
use comity::cli::demo::play::Play;
use comity::cli::demo::scenario::Scenario;
use comity::clock::Clock;
use comity::operations::add_document::LARGEST;
use comity::operations::{App, Settings};
use comity::storage::Grouping;
use comity::storage::requests::{self, RequestFilter};
use comity::storage::sealed::{self, Place};
use jiff::{SignedDuration, Timestamp};
use sqlx::any::{AnyConnectOptions, AnyRow};
use sqlx::{AnyConnection, AssertSqlSafe, ConnectOptions as _, Row as _};

use super::sink::{Sink, Value};
use super::stamp::{Stamp, places};

/// What is played: cases half way, for the pages, and some that have ended.
const PLAYED: [&str; 9] = [
    "asked_twice",
    "conditions",
    "half_way",
    "half_way_here",
    "journalist",
    "lapse",
    "records_in_part",
    "refused_for_discrimination",
    "summons_served",
];

/// The copies begin one after the other, over so many days.
const DAYS: i64 = 365;

/// One of so many copies is of a case that has not ended.
const OPEN: usize = 5;

/// So many copies are made at once.
const AT_ONCE: usize = 2000;

/// What stands in a column.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Text,
    Number,
    /// Sealed under the case's key for a place named by its table, its column and the values of these columns.
    Sealed(&'static str, &'static str, &'static [&'static str]),
}

struct Table {
    name: &'static str,
    /// The column with the id of the case.
    of: &'static str,
    columns: &'static [(&'static str, Kind)],
}

use Kind::{Number, Sealed, Text};

const TABLES: [Table; 7] = [
    Table {
        name: "assistance_request",
        of: "id",
        columns: &[
            ("id", Text),
            ("thread", Text),
            ("reference", Text),
            ("registry_number_sealed", Sealed("assistance_request", "registry_number_sealed", &[])),
            ("side", Text),
            ("procedure", Text),
            ("measure", Text),
            ("counterpart", Text),
            ("rulebook", Text),
            ("profile", Text),
            ("title_sealed", Sealed("assistance_request", "title_sealed", &[])),
            ("stage", Text),
            ("stage_since", Text),
            ("due_at", Text),
            ("follows", Text),
            ("author", Text),
            ("standing", Text),
            ("version", Number),
            ("created_at", Text),
            ("changed_at", Text),
        ],
    },
    Table {
        name: "assignment",
        of: "request_id",
        columns: &[("request_id", Text), ("official_id", Text), ("assigned_at", Text), ("assigned_by", Text)],
    },
    Table {
        name: "subject",
        of: "request_id",
        columns: &[
            ("request_id", Text),
            ("subject", Text),
            ("holding", Text),
            ("digest", Text),
            ("sealed", Sealed("subject", "sealed", &["subject", "holding", "digest"])),
            ("changed_at", Text),
            ("changed_by", Text),
        ],
    },
    Table {
        name: "private_value",
        of: "case_id",
        columns: &[
            ("case_id", Text),
            ("cseq", Number),
            ("field", Text),
            ("sealed", Sealed("private_value", "sealed", &["cseq", "field"])),
        ],
    },
    Table {
        name: "document",
        of: "request_id",
        columns: &[
            ("id", Text),
            ("request_id", Text),
            ("name_sealed", Sealed("document", "name_sealed", &["id"])),
            ("media_type", Text),
            ("language", Text),
            ("size", Number),
            ("commitment", Text),
            ("sha256_sealed", Sealed("document", "sha256_sealed", &["id"])),
            ("added_at", Text),
            ("added_by", Text),
        ],
    },
    Table {
        name: "message",
        of: "request_id",
        columns: &[
            ("id", Text),
            ("request_id", Text),
            ("direction", Text),
            ("number", Number),
            ("name", Text),
            ("state", Text),
            ("channel", Text),
            ("body_sealed", Sealed("message", "body_sealed", &["id"])),
            ("document_id", Text),
            ("recorded_by", Text),
            ("confirmed_by", Text),
            ("created_at", Text),
            ("settled_at", Text),
        ],
    },
    Table {
        name: "queue_place",
        of: "request_id",
        columns: &[
            ("request_id", Text),
            ("who", Text),
            ("part", Text),
            ("place", Text),
            ("measure", Text),
            ("counterpart", Text),
            ("named", Text),
        ],
    },
];

/// A value of a row, ready to be copied.
enum Cell {
    Nothing,
    Number(i64),
    Text(Stamp),
    /// What was sealed, with the place it is sealed for.
    Sealed(Vec<u8>, &'static str, &'static str, Stamp),
}

/// A case that was played.
struct Case {
    /// Its ids: its own first, then those of its thread, messages and documents.
    ids: Vec<String>,
    key: Key,
    ended: bool,
    rows: Vec<Vec<Vec<Cell>>>,
    entries: Vec<(Timestamp, Stamp, Option<usize>)>,
}

/// An installation with its cases.
pub(crate) struct Store {
    pub(crate) app: App,
    pub(crate) database: String,
    /// The cases that were played: references by title.
    pub(crate) references: BTreeMap<String, String>,
    /// The reference of a copy in the middle.
    pub(crate) copy: String,
    pub(crate) leaves: u64,
    folder: tempfile::TempDir,
    authorities: Vec<Authority>,
    here: usize,
}

impl Store {
    /// Where the installation keeps its files.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("XN")
    }

    /// The authority that all this is of.
    pub(crate) fn authority(&self) -> &Authority {
        &self.authorities[self.here]
    }
}

/// Plays the cases and copies them until there are so many more; of `only_logged` further ones nothing but the entries stands
/// in the store.
pub(crate) async fn fill(database: Option<String>, requests: usize, only_logged: usize) -> Store {
    let folder = tempfile::tempdir().unwrap();
    let mut scenarios = Scenario::shipped().unwrap();
    scenarios.retain(|scenario| PLAYED.contains(&scenario.name.as_str()));
    let clock =
        Clock::set_to(scenarios.iter().map(|one| one.starts_at).min().unwrap() - SignedDuration::from_hours(24));
    let mut authorities = Vec::new();
    for (state, people) in cast::of_scenarios(&scenarios).unwrap() {
        let data = folder.path().join(state.as_str());
        let own = database.clone().filter(|_| state == *"XN");
        let settings = Settings {
            database: own.unwrap_or_else(|| format!("sqlite:{}", data.join("comity.db").display())),
            data,
            erasures: None,
            workflows: None,
            clock: clock.clone(),
            grouping: Grouping::default(),
            largest_document: LARGEST,
        };
        authorities.push((settings.clone(), Authority::set_up(settings, state, people).await.unwrap()));
    }
    let (settings, authorities): (Vec<Settings>, Vec<Authority>) = authorities.into_iter().unzip();
    for scenario in &scenarios {
        Play::new(scenario, &authorities, &clock).unwrap().run(&mut Nobody).await.unwrap();
    }
    let here = authorities.iter().position(|authority| authority.state == *"XN").unwrap();
    let (app, settings) = (authorities[here].app.clone(), settings[here].clone());
    sqlx::any::install_default_drivers();
    let mut reader = settings.database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap();
    let cases = read(&mut reader, &app, &settings.data).await;
    let references = titles(&mut reader, &app).await;
    let mut sink = Sink::open(&settings.database).await;
    let leaves = copy(&mut reader, &mut sink, &settings.data, &app, &cases, (requests, only_logged)).await;
    sink.finish().await;
    clock.advance(SignedDuration::from_hours(24 * DAYS));
    let copy = reference(requests / 2);
    Store { app, database: settings.database, references, copy, leaves, folder, authorities, here }
}

fn reference(number: usize) -> String {
    format!("XN-2027-{:06}", 100_000 + number)
}

async fn titles(reader: &mut AnyConnection, app: &App) -> BTreeMap<String, String> {
    let rows = requests::list(reader, &RequestFilter::default(), 1000).await.unwrap();
    rows.into_iter().map(|row| (row.labels(app.storage.keys()).unwrap().title, row.reference)).collect()
}

async fn read(reader: &mut AnyConnection, app: &App, data: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    let rows = sqlx::query("SELECT id, thread FROM assistance_request ORDER BY reference");
    for row in rows.fetch_all(&mut *reader).await.unwrap() {
        let id: String = row.get("id");
        let mut ids = vec![id.clone(), row.get("thread")];
        for table in ["message", "document"] {
            let sql = format!("SELECT id FROM {table} WHERE request_id = $1");
            let own = sqlx::query(AssertSqlSafe(sql)).bind(id.clone()).fetch_all(&mut *reader).await.unwrap();
            ids.extend(own.iter().map(|row| row.get::<String, _>("id")));
        }
        let key = app.storage.keys().of(&id).unwrap();
        let mut tables = Vec::new();
        for table in &TABLES {
            let columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            let sql = format!("SELECT {} FROM {} WHERE {} = $1", columns.join(", "), table.name, table.of);
            let found = sqlx::query(AssertSqlSafe(sql)).bind(id.clone()).fetch_all(&mut *reader).await.unwrap();
            let sealing = key.derived("seal");
            tables.push(found.iter().map(|row| cells(row, table, (&sealing, &id), &ids)).collect::<Vec<_>>());
        }
        let held = sqlx::query("SELECT DISTINCT part FROM queue_place WHERE request_id = $1").bind(id.clone());
        let held: Vec<String> = held.fetch_all(&mut *reader).await.unwrap().iter().map(|row| row.get("part")).collect();
        let leaves = sqlx::query("SELECT body FROM leaf WHERE case_id = $1 ORDER BY cseq").bind(id.clone());
        let entry = |row: &AnyRow| {
            let body: Vec<u8> = row.get("body");
            let prev = places(&body, b"\"prev\":\"").first().map(|at| at + 8);
            let at = places(&body, b"\"at\":\"")
                .into_iter()
                .find_map(|at| str::from_utf8(&body[at + 6..at + 30]).ok()?.parse::<Timestamp>().ok());
            (at.unwrap(), Stamp::new(body, &ids), prev)
        };
        let entries = leaves.fetch_all(&mut *reader).await.unwrap().iter().map(entry).collect();
        let key = key_of(data, &id);
        cases.push(Case { ids, key, ended: held == ["ended"], rows: tables, entries });
    }
    cases
}

fn cells(row: &AnyRow, table: &Table, (sealing, case): (&Key, &str), ids: &[String]) -> Vec<Cell> {
    let stamp = |bytes: Vec<u8>| Stamp::new(bytes, ids);
    let text = |name: &str| -> Option<String> {
        if table.columns.iter().any(|(column, kind)| *column == name && *kind == Number) {
            row.get::<Option<i64>, _>(name).map(|number| number.to_string())
        } else {
            row.get(name)
        }
    };
    let cell = |(name, kind): &(&str, Kind)| match kind {
        Text => text(name).map(|text| Cell::Text(stamp(text.into_bytes()))),
        Number => row.get::<Option<i64>, _>(*name).map(Cell::Number),
        Sealed(place, column, named) => row.get::<Option<Vec<u8>>, _>(*name).map(|bytes| {
            let name = named.iter().map(|column| text(column).unwrap_or_default()).collect::<Vec<_>>().join("/");
            let at = Place { case, table: place, column, row: &name };
            let value = sealed::open(sealing, at, &bytes).unwrap();
            Cell::Sealed(value, place, column, stamp(name.into_bytes()))
        }),
    };
    table.columns.iter().map(|column| cell(column).unwrap_or(Cell::Nothing)).collect()
}

fn key_file(data: &Path, case: &str) -> std::path::PathBuf {
    data.join("keys").join(&case[..2]).join(format!("{case}.key"))
}

fn wrapping(data: &Path) -> zeroize::Zeroizing<Key> {
    commitment::derive(&fs::read(data.join("master.key")).unwrap().try_into().unwrap(), "wrap")
}

fn wrapped(case: &str) -> Place<'_> {
    Place { case, table: "keys", column: "key", row: "" }
}

fn key_of(data: &Path, case: &str) -> Key {
    let bytes = fs::read(key_file(data, case)).unwrap();
    sealed::open(&wrapping(data), wrapped(case), &bytes).unwrap().try_into().unwrap()
}

/// A copy keeps the key of its case, so that it knows the officials by the same marks; wrapped for a name of its own.
fn keep_key(data: &Path, wrapping: &Key, case: &str, key: &Key) {
    let file = key_file(data, case);
    let _ = fs::DirBuilder::new().mode(0o700).create(file.parent().unwrap());
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(file).unwrap();
    file.write_all(&sealed::seal(wrapping, wrapped(case), key).unwrap()).unwrap();
}

/// The ids of a copy: as long as those of its case, and nobody else's.
fn ids_of(case: &Case, number: usize) -> Vec<String> {
    let id = |id: &String| sha256(format!("{id}/{number}").as_bytes()).to_string()[..id.len()].to_owned();
    case.ids.iter().map(id).collect()
}

/// Writes the copies, then all their entries in the order of their times; gives how many leaves the log has.
async fn copy(
    reader: &mut AnyConnection,
    sink: &mut Sink,
    data: &Path,
    app: &App,
    cases: &[Case],
    (requests, only_logged): (usize, usize),
) -> u64 {
    let all = requests + only_logged;
    let (mut ended, open): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|case| case.ended);
    // The shorter ones, so that the log has some fifteen entries for each request.
    ended.sort_by_key(|case| case.entries.len());
    ended.truncate(ended.len().div_ceil(2));
    let of = |number: usize| -> &Case {
        if number.is_multiple_of(OPEN) { open[number / OPEN % open.len()] } else { ended[number % ended.len()] }
    };
    let share = SignedDuration::from_hours(24 * DAYS).as_millis() / i128::try_from(all).unwrap();
    let later =
        |number: usize| SignedDuration::from_millis(i64::try_from(share * i128::try_from(number).unwrap()).unwrap());
    let wrapping = wrapping(data);
    let numbers: Vec<usize> = (0..requests).collect();
    for numbers in numbers.chunks(AT_ONCE) {
        for (which, table) in TABLES.iter().enumerate() {
            let mut rows = Vec::new();
            for number in numbers {
                let (case, number) = (of(*number), *number);
                let (ids, later) = (ids_of(case, number), later(number));
                if which == 0 {
                    keep_key(data, &wrapping, &ids[0], &case.key);
                }
                let sealing = commitment::derive(&case.key, "seal");
                for row in &case.rows[which] {
                    let value = |(cell, (name, _)): (&Cell, &(&str, Kind))| match cell {
                        _ if *name == "reference" => Value::Text(reference(number)),
                        Cell::Nothing => Value::Nothing,
                        Cell::Number(number) => Value::Number(*number),
                        Cell::Text(stamp) => Value::Text(stamp.text(&ids, later)),
                        Cell::Sealed(value, table, column, row) => {
                            let row = row.text(&ids, later);
                            let place = Place { case: &ids[0], table, column, row: &row };
                            Value::Bytes(sealed::seal(&sealing, place, value).unwrap())
                        }
                    };
                    rows.push(row.iter().zip(table.columns).map(value).collect());
                }
            }
            let columns: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
            sink.put(table.name, &columns, rows).await;
        }
    }
    let mut order: Vec<(Timestamp, u32, u32)> = Vec::new();
    for number in 0..all {
        let entries = of(number).entries.iter().enumerate();
        let number_in_log = u32::try_from(number).unwrap();
        order.extend(entries.map(|(n, (at, _, _))| (*at + later(number), number_in_log, u32::try_from(n).unwrap())));
    }
    order.sort_unstable();
    let row = sqlx::query("SELECT frontier FROM audit_head").fetch_one(reader).await.unwrap();
    let mut frontier = Frontier::from_bytes(&row.get::<Vec<u8>, _>("frontier")).unwrap();
    let sealing = app.storage.keys().entry_key();
    let mut before: Vec<Option<Hash>> = vec![None; all];
    for part in order.chunks(20_000) {
        let (mut leaves, mut nodes) = (Vec::new(), Vec::new());
        for (_, number, entry) in part {
            let number = *number as usize;
            let case = of(number);
            let ids = ids_of(case, number);
            let (_, stamp, prev) = &case.entries[*entry as usize];
            let mut body = stamp.copy(&ids, later(number));
            if let (Some(at), Some(before)) = (prev, before[number]) {
                body[*at..*at + 64].copy_from_slice(before.to_string().as_bytes());
            }
            let hash = leaf_hash(&body);
            before[number] = Some(hash);
            leaves.push(vec![
                Value::Number(frontier.size().cast_signed()),
                Value::Text(ids[0].clone()),
                Value::Number(i64::from(*entry)),
                Value::Text(hash.to_string()),
                Value::Text(commitment::entry_seal(&sealing, &hash).to_string()),
                Value::Bytes(body),
            ]);
            let finished = frontier.append(hash).into_iter().filter(|node| node.level > 0);
            nodes.extend(finished.map(|node| {
                let (level, index) = (i64::from(node.level), node.index.cast_signed());
                vec![Value::Number(level), Value::Number(index), Value::Text(node.hash.to_string())]
            }));
        }
        sink.put("leaf", &["idx", "case_id", "cseq", "hash", "seal", "body"], leaves).await;
        sink.put("node", &["level", "idx", "hash"], nodes).await;
    }
    sink.head(frontier.size().cast_signed(), frontier.to_bytes()).await;
    frontier.size()
}
