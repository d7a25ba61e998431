//! The words in which these tests are told: a desk is an installation with its officials, a border lies between two.

use std::collections::BTreeMap;
use std::future::Future;
use std::path::Path;

use comity::cli::demo::scenario::{Act, Scenario};
use comity::clock::Clock;
use comity::domain::gate::{Gate, Subject};
use comity::domain::ids::{Digest, DocumentId, MeasureName, RequestReference, SafeguardName};
use comity::domain::role::Role;
use comity::domain::safeguard::SafeguardState;
use comity::engine::command::Question;
use comity::engine::explain::Asked;
use comity::operations::add_document::{self, NewDocument};
use comity::operations::add_official::{self, NewOfficial};
use comity::operations::adopt_rulebook::{self, Proposal};
use comity::operations::answer_safeguard::{self, AnswerSafeguard};
use comity::operations::change_subject::{self, ChangeSubject};
use comity::operations::draft_request::{self, NewRequest};
use comity::operations::read_request;
use comity::operations::request_view::RequestView;
use comity::operations::take_transition::{self, TakeTransition};
use comity::operations::verify_database::{self, DatabaseReport};
use comity::operations::{Acted, App, Official, OperationError, Settings};
use serde_json::{Value, json};
use sqlx::any::AnyConnectOptions;
use sqlx::{AnyConnection, ConnectOptions};
use tempfile::TempDir;

use super::template::{self, Kind};

/// What an act came to.
pub(crate) type Done = Result<Acted, OperationError>;

/// An installation at work, with its officials signed in.
pub(crate) struct Desk {
    pub(crate) kind: Kind,
    pub(crate) app: App,
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    people: BTreeMap<String, Official>,
    pub(crate) folder: TempDir,
}

/// Runs a test on a runtime of its own.
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(test)
}

impl Desk {
    /// Runs a test on SQLite and on PostgreSQL.
    pub(crate) fn each(test: impl AsyncFn(Self)) {
        for kind in [Kind::Sqlite, Kind::Postgres] {
            // Shown by the harness where the test fails.
            println!("on {kind:?}");
            run(async { test(Self::open(kind, "XN").await).await });
        }
    }

    /// The installation of a State, with nothing in it but its officials.
    pub(crate) async fn open(kind: Kind, state: &'static str) -> Self {
        let copy = template::copy(kind, state).await;
        let app = App::open(&copy.settings).await.unwrap();
        Self {
            kind,
            app,
            clock: copy.settings.clock.clone(),
            settings: copy.settings,
            people: copy.people,
            folder: copy.folder,
        }
    }

    /// A second process on the same installation.
    pub(crate) async fn another_process(&self) -> App {
        App::open(&self.settings).await.unwrap()
    }

    /// A second administrator, `vera`.
    pub(crate) async fn second(&mut self) -> Official {
        if let Some(known) = self.people.get("vera") {
            return known.clone();
        }
        let new = NewOfficial {
            sign_in: "vera".parse().unwrap(),
            name: "Another administrator".to_owned(),
            roles: vec![Role::Administrator],
        };
        let added = add_official::run(&self.app, self.official("admin"), new).await.unwrap();
        let entered = template::enter(&self.app, "vera", &added.one_time_password).await;
        self.people.insert("vera".to_owned(), entered.clone());
        entered
    }

    /// Calls somebody who was added by a name.
    pub(crate) fn knows(&mut self, name: &str, official: Official) {
        self.people.insert(name.to_owned(), official);
    }

    /// Starts the program with other rule files.
    pub(crate) async fn offer(&mut self, rules: &Path) {
        self.settings.workflows = Some(rules.to_owned());
        self.app = App::open(&self.settings).await.unwrap();
    }

    /// The same, and two administrators adopt them.
    pub(crate) async fn adopt(&mut self, rules: &Path) {
        self.offer(rules).await;
        let second = self.second().await;
        for rulebook in self.app.offered.iter() {
            let instead_of = self.app.rulebooks().get(&rulebook.instrument().unwrap()).map(|now| now.hash.clone());
            if instead_of.as_ref() == Some(&rulebook.hash) {
                continue;
            }
            let new = Proposal { rulebook: rulebook.hash.clone(), instead_of, reason: "The rules changed.".to_owned() };
            let waits = adopt_rulebook::propose(&self.app, self.official("admin"), new).await.unwrap();
            adopt_rulebook::confirm(&self.app, &second, &waits.adoption, true).await.unwrap();
        }
    }

    /// An official by name.
    pub(crate) fn official(&self, name: &str) -> &Official {
        self.people.get(name).unwrap_or_else(|| panic!("nobody is called `{name}`"))
    }

    /// A connection like that of somebody with the password of the database: past the program.
    pub(crate) async fn by_hand(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        self.settings.database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap()
    }

    /// Runs SQL past the program; says how many rows it touched.
    pub(crate) async fn sql(&self, sql: &str) -> u64 {
        let mut connection = self.by_hand().await;
        let done = sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut connection).await;
        done.unwrap_or_else(|error| panic!("{sql}: {error}")).rows_affected()
    }

    /// Takes the triggers of the log away, as whoever owns the database can.
    pub(crate) async fn drop_triggers(&self) {
        let sql = match self.kind {
            Kind::Sqlite => "DROP TRIGGER IF EXISTS leaf_refuses_update; DROP TRIGGER IF EXISTS leaf_refuses_delete",
            Kind::Postgres => "ALTER TABLE leaf DISABLE TRIGGER USER",
        };
        self.sql(sql).await;
    }

    /// Drafts a request with complete content, as `anna`.
    pub(crate) async fn draft(&self, measure: &str) -> RequestReference {
        self.try_draft(measure).await.unwrap().reference
    }

    pub(crate) async fn try_draft(&self, measure: &str) -> Done {
        draft_request::run(&self.app, self.official("anna"), new_request(measure)).await
    }

    /// A request at the stage `review` with every safeguard of its authorisation cleared: `cora` may authorise it.
    pub(crate) async fn ready(&self, measure: &str) -> RequestReference {
        let reference = self.draft(measure).await;
        self.take("anna", &reference, "submit").await.unwrap();
        self.clear(&reference, Gate::Authorisation, "carl").await;
        reference
    }

    /// A request at the stage `review`: `cora` may try to authorise it, and safeguards stand in the way.
    pub(crate) async fn submitted(&self, measure: &str) -> RequestReference {
        let reference = self.draft(measure).await;
        self.take("anna", &reference, "submit").await.unwrap();
        reference
    }

    /// A request that has left.
    pub(crate) async fn sent(&self, measure: &str) -> RequestReference {
        let reference = self.ready(measure).await;
        self.take("cora", &reference, "authorise").await.unwrap();
        self.clear(&reference, Gate::Sending, "cora").await;
        self.take("carl", &reference, "send").await.unwrap();
        reference
    }

    /// Takes a transition, with reasons.
    pub(crate) async fn take(&self, who: &str, reference: &RequestReference, transition: &str) -> Done {
        take_transition::run(&self.app, self.official(who), reference, taking(transition)).await
    }

    /// Writes a subject anew.
    pub(crate) async fn write(
        &self,
        who: &str,
        reference: &RequestReference,
        subject: Subject,
        content: Value,
        documents: Vec<DocumentId>,
    ) -> Done {
        let change = ChangeSubject { subject, holding: None, content, documents };
        change_subject::run(&self.app, self.official(who), reference, change).await
    }

    /// Attaches a document of a few bytes.
    pub(crate) async fn attach(&self, who: &str, reference: &RequestReference) -> DocumentId {
        add_document::run(&self.app, self.official(who), reference, document()).await.unwrap()
    }

    /// Reads a request as `carl`.
    pub(crate) async fn view(&self, reference: &RequestReference) -> RequestView {
        read_request::run(&self.app, self.official("carl"), reference).await.unwrap()
    }

    /// What `carl` would have to read and answer at a gate.
    pub(crate) async fn asked(&self, reference: &RequestReference, gate: Gate) -> Vec<Asked> {
        self.view(reference).await.safeguards.into_iter().filter(|asked| asked.gate == gate).collect()
    }

    /// Answers one safeguard.
    pub(crate) async fn answer(&self, who: &str, reference: &RequestReference, asked: &Asked, answer: &str) -> Done {
        answer_safeguard::run(&self.app, self.official(who), reference, answering(asked, answer)).await
    }

    /// Answers what is open at a gate: reviewers and judges what is theirs, `central` the rest; then confirms.
    pub(crate) async fn clear(&self, reference: &RequestReference, gate: Gate, central: &str) {
        let side = self.view(reference).await.side;
        let seconds = ["carl", "cora", "rosa", "dara", "judy", "egon", "ella"];
        for asked in self.asked(reference, gate).await {
            if asked.state == SafeguardState::Cleared {
                continue;
            }
            let may = |name: &&str| asked.answered_by.iter().any(|role| self.official(name).roles.contains(role));
            let who = ["rosa", "dara", "judy", central, "ella"]
                .into_iter()
                .find(may)
                .unwrap_or_else(|| panic!("nobody may answer {asked:?}"));
            if let Err(error) = self.answer(who, reference, &asked, "met").await {
                // Some answers want the order itself beside them.
                assert!(error.to_string().contains("document"), "{error}");
                let document = self.attach(who, reference).await;
                let given = AnswerSafeguard { documents: vec![document], ..answering(&asked, "met") };
                answer_safeguard::run(&self.app, self.official(who), reference, given).await.unwrap();
            }
            let name = SafeguardName::parse(asked.safeguard.clone()).unwrap();
            let places = &self.app.rulebooks().main.safeguards[&name].stands_at;
            let place = places.iter().find(|place| place.gate == gate && place.side == side).unwrap();
            let second = seconds.iter().find(|name| {
                **name != who && place.confirmed_by.iter().any(|role| self.official(name).roles.contains(role))
            });
            if let Some(second) = second {
                answer_safeguard::confirm(&self.app, self.official(second), reference, question(&asked)).await.unwrap();
            }
        }
        let left: Vec<_> = self
            .asked(reference, gate)
            .await
            .into_iter()
            .filter(|asked| asked.state != SafeguardState::Cleared)
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }

    /// Compares tables and log.
    pub(crate) async fn verify(&self) -> DatabaseReport {
        verify_database::run(&self.app).await.unwrap()
    }

    /// Compares tables and log, and wants them to agree.
    pub(crate) async fn is_intact(&self) {
        let report = self.verify().await;
        assert!(report.intact, "{:#?}", report.differences);
    }
}

/// A request to be drafted, complete.
pub(crate) fn new_request(measure: &str) -> NewRequest {
    NewRequest {
        instrument: "UNCC".parse().unwrap(),
        measure: MeasureName::parse(measure).unwrap(),
        counterpart: "XS".parse().unwrap(),
        title: "Account data, one matter".to_owned(),
        content: content(measure),
        follows: None,
    }
}

pub(crate) fn taking(transition: &str) -> TakeTransition {
    TakeTransition {
        transition: transition.parse().unwrap(),
        holding: None,
        reason: Some("The file is complete.".to_owned()),
    }
}

pub(crate) fn answering(asked: &Asked, answer: &str) -> AnswerSafeguard {
    AnswerSafeguard {
        question: question(asked),
        read: asked.digest.clone().map(|digest| Digest::parse(digest).unwrap()),
        answer: answer.to_owned(),
        reason: Some("Examined against the file.".to_owned()),
        documents: Vec::new(),
        later_by: None,
    }
}

pub(crate) fn question(asked: &Asked) -> Question {
    Question { safeguard: SafeguardName::parse(asked.safeguard.clone()).unwrap(), gate: asked.gate, holding: None }
}

pub(crate) fn document() -> NewDocument {
    NewDocument {
        name: "letter.pdf".to_owned(),
        media_type: "application/pdf".to_owned(),
        language: "en".to_owned(),
        bytes: b"a letter of two lines".to_vec(),
    }
}

/// The content of a decision that grants the one item of [`content`].
pub(crate) fn grants(items: &[&str]) -> Value {
    json!({ "granted": items, "reasons": "The conditions of the treaty are met." })
}

/// Complete content for a measure: that of the shipped scenarios, with whatever was added to it later.
pub(crate) fn content(measure: &str) -> Value {
    // Those of other instruments have forms of their own.
    for scenario in Scenario::shipped().unwrap().into_iter().filter(|scenario| scenario.instrument.is_none()) {
        let drafted = scenario.steps.iter().find_map(|step| match &step.act {
            Act::Draft { measure: wanted, content, .. } if wanted.as_str() == measure => {
                Some((step.request.clone(), content.clone()))
            }
            _ => None,
        });
        let Some((request, mut content)) = drafted else { continue };
        for step in scenario.steps.iter().filter(|step| step.request == request) {
            if let Act::Change { subject: Subject::Request, amend: Some(amend), .. } = &step.act {
                content.extend(amend.clone());
            }
        }
        return Value::Object(content);
    }
    panic!("no scenario drafts `{measure}`")
}
