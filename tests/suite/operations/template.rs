//! Installations made once and copied for each test: passwords are slow on purpose, and nobody tests them here.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use comity::clock::Clock;
use comity::domain::ids::SignInName;
use comity::domain::role::Role;
use comity::domain::safeguard::Profile;
use comity::operations::add_document::LARGEST;
use comity::operations::add_official::{self, NewOfficial};
use comity::operations::install_authority::{self, NewAuthority};
use comity::operations::{App, Official, Settings, sign_in};
use comity::storage::Grouping;
use sqlx::{Connection, PgConnection};
use tempfile::TempDir;

/// What everybody signs in with once they have chosen.
pub(crate) const PASSWORD: &str = "seven quiet lanterns";

/// When tests take place.
pub(crate) const BEGINS: &str = "2027-03-02T08:00:00.000Z";

/// Who works at each authority, and as what.
const CAST: [(&str, Role); 10] = [
    ("anna", Role::DraftingOfficial),
    ("carl", Role::CentralAuthority),
    ("cora", Role::CentralAuthority),
    ("rosa", Role::RightsReviewer),
    ("dara", Role::DataProtectionReviewer),
    ("judy", Role::JudicialAuthority),
    ("egon", Role::ExecutingAuthority),
    ("ella", Role::ExecutingAuthority),
    ("pia", Role::PointOfContact),
    ("axel", Role::Auditor),
];

/// Which database an installation is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Sqlite,
    Postgres,
}

/// An installation at rest, of which copies are made.
pub(super) struct Template {
    kind: Kind,
    database: String,
    data: TempDir,
    people: BTreeMap<String, Official>,
}

/// A copy, ready to be opened.
pub(super) struct Copy {
    pub(super) settings: Settings,
    pub(super) people: BTreeMap<String, Official>,
    pub(super) folder: TempDir,
}

static TEMPLATES: [OnceLock<Template>; 6] = [const { OnceLock::new() }; 6];
static COPIES: AtomicUsize = AtomicUsize::new(1);

/// A copy of the installation of a State: `XN` or `XS`, which are for training, or `PT`, which is not.
pub(super) async fn copy(kind: Kind, state: &'static str) -> Copy {
    let place = usize::from(kind == Kind::Postgres) * 3;
    let place = place + ["XN", "XS", "PT"].into_iter().position(|known| known == state).unwrap();
    // A runtime of its own: the one of the test that happens to be first ends with that test.
    let template = TEMPLATES[place].get_or_init(|| {
        let made = std::thread::spawn(move || {
            tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(make(kind, state))
        });
        made.join().unwrap()
    });
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    copy_folder(template.data.path(), &data);
    let database = match template.kind {
        Kind::Sqlite => format!("sqlite:{}", data.join("comity.db").display()),
        Kind::Postgres => copy_database(&template.database).await,
    };
    Copy { settings: settings(database, &data), people: template.people.clone(), folder }
}

fn settings(database: String, data: &Path) -> Settings {
    let clock = Clock::set_to(BEGINS.parse().unwrap());
    Settings {
        database,
        data: data.to_owned(),
        erasures: None,
        workflows: None,
        clock,
        grouping: Grouping::default(),
        largest_document: LARGEST,
    }
}

async fn make(kind: Kind, state: &str) -> Template {
    let data =
        tempfile::Builder::new().permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700)).tempdir().unwrap();
    let database = match kind {
        Kind::Sqlite => format!("sqlite:{}", data.path().join("comity.db").display()),
        Kind::Postgres => crate::postgres::database().await,
    };
    let settings = settings(database.clone(), data.path());
    let installed = install_authority::run(&settings, authority(state)).await.unwrap();
    let app = App::open(&settings).await.unwrap();
    let mut people = BTreeMap::new();
    let admin = enter(&app, "admin", &installed.one_time_password).await;
    let mut entering = Vec::new();
    for (name, role) in CAST {
        let new = NewOfficial {
            sign_in: SignInName::parse(name).unwrap(),
            name: format!("{name} of {state}"),
            roles: vec![role],
        };
        let added = add_official::run(&app, &admin, new).await.unwrap();
        let app = app.clone();
        entering.push((name, tokio::spawn(async move { enter(&app, name, &added.one_time_password).await })));
    }
    people.insert("admin".to_owned(), admin);
    for (name, entered) in entering {
        people.insert(name.to_owned(), entered.await.unwrap());
    }
    app.storage.close().await;
    Template { kind, database, data, people }
}

/// Who the authority of a State is; those with an X are for training.
pub(crate) fn authority(state: &str) -> NewAuthority {
    NewAuthority {
        state: state.parse().unwrap(),
        name: format!("Central Authority of {state}"),
        profile: Profile::Strict,
        training: state.starts_with('X'),
        origin: format!("{}.example/mla/1", state.to_lowercase()),
        after: None,
        administrator: SignInName::parse("admin").unwrap(),
        administrator_name: "Adam".to_owned(),
    }
}

/// Chooses a password in place of the one-time password, and signs in.
pub(crate) async fn enter(app: &App, name: &str, one_time_password: &str) -> Official {
    let name = SignInName::parse(name).unwrap();
    sign_in::set_password(app, &name, one_time_password, PASSWORD).await.unwrap();
    let official = sign_in::run(app, &name, PASSWORD).await.unwrap();
    if app.authority().await.unwrap().training {
        return official;
    }
    // Outside training, much asks for a code.
    let (telephone, _) = super::codes::enrol(app, &official).await;
    sign_in::with_code(app, &name, PASSWORD, &telephone.says(app, 1)).await.unwrap()
}

/// Copies a folder with all that is in it, for its owner alone.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    let mut builder = std::fs::DirBuilder::new();
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

async fn copy_database(template: &str) -> String {
    let (before, rest) = template.split_once(":///").unwrap();
    let (name, parameters) = rest.split_once('?').unwrap();
    let copy = format!("{name}_copy{}", COPIES.fetch_add(1, Ordering::Relaxed));
    let mut connection = PgConnection::connect(&format!("{before}:///postgres?{parameters}")).await.unwrap();
    let sql = sqlx::AssertSqlSafe(format!("CREATE DATABASE {copy} TEMPLATE {name}"));
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    format!("{before}:///{copy}?{parameters}")
}
