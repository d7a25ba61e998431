//! The instrument is the first datum of a request; what is not in force is applied in training, or where both States agreed.

use std::path::Path;

use comity::audit::entry::{Actor, Draft};
use comity::audit::ids::Mark;
use comity::domain::ids::{AgreementId, InstrumentCode, RequestReference};
use comity::domain::in_force::NotInForce;
use comity::domain::role::Role;
use comity::engine::refusal::Refusal;
use comity::operations::add_official::{self, NewOfficial};
use comity::operations::agree::{self, NewAgreement};
use comity::operations::draft_request::{self, NewRequest};
use comity::operations::list_agreements::{self, Agreement, Stands};
use comity::operations::record_message::{self, CameOnPaper, RequestOnPaper};
use comity::operations::{Official, OperationError, read_request, receive_message};
use comity::storage::StorageError;
use serde_json::{Map, Value, json};
use sqlx::Row as _;

use super::border::Border;
use super::desk::{Desk, Done, document, new_request, run};
use super::exports::{export, forge, key, last, verify};
use super::template::{self, Kind};
use crate::instruments::{self, CODE, MEASURE};

fn code(text: &str) -> InstrumentCode {
    text.parse().unwrap()
}

/// A request under the Convention to a State that is a real one.
fn to(state: &str) -> NewRequest {
    NewRequest { counterpart: state.parse().unwrap(), ..new_request("expedited_preservation") }
}

/// Information for the other State under the small instrument.
fn small() -> NewRequest {
    NewRequest { instrument: code(CODE), ..new_request(MEASURE) }
}

fn agreed_with(state: &str) -> NewAgreement {
    NewAgreement {
        instrument: code("UNCC"),
        state: state.parse().unwrap(),
        agreed_on: "2027-02-01".parse().unwrap(),
        title: "Exchange of notes 7/2027".to_owned(),
    }
}

/// A second administrator.
async fn deputy(desk: &Desk) -> Official {
    let new = NewOfficial {
        sign_in: "bela".parse().unwrap(),
        name: "A second one".to_owned(),
        roles: vec![Role::Administrator],
    };
    let added = add_official::run(&desk.app, desk.official("admin"), new).await.unwrap();
    template::enter(&desk.app, "bela", &added.one_time_password).await
}

async fn draft(desk: &Desk, new: NewRequest) -> Done {
    draft_request::run(&desk.app, desk.official("anna"), new).await
}

pub(crate) async fn agreed(desk: &Desk, deputy: &Official, state: &str) -> Agreement {
    let recorded = agree::record(&desk.app, desk.official("admin"), agreed_with(state)).await.unwrap();
    assert_eq!(recorded.stands, Stands::Waits);
    agree::confirm(&desk.app, deputy, &recorded.agreement).await.unwrap()
}

fn is_not_in_force<T: std::fmt::Debug>(done: &Result<T, OperationError>) {
    let Err(OperationError::Refused(refusal @ Refusal::NotInForce { .. })) = done else { panic!("{done:?}") };
    for article in ["UNCC 40(7)", "UNCC 65(1)"] {
        assert!(refusal.articles().iter().any(|cited| cited == article), "{refusal:?}");
    }
    assert!(refusal.to_string().contains("comity authority agree"), "{refusal}");
}

/// What the entries of one request say of its instrument.
async fn said(desk: &Desk, reference: &RequestReference) -> Vec<Value> {
    let history = read_request::history(&desk.app, desk.official("anna"), reference).await.unwrap();
    history.into_iter().map(|happened| happened.body["not_in_force"].clone()).collect()
}

/// Every leaf of the log.
async fn leaves(desk: &Desk) -> Vec<Value> {
    let sql = "SELECT body FROM leaf ORDER BY idx";
    let rows = sqlx::query(sql).fetch_all(&mut desk.by_hand().await).await.unwrap();
    rows.iter().map(|row| serde_json::from_slice(row.get::<&[u8], _>("body")).unwrap()).collect()
}

/// The same rules as ever, and others beside them.
async fn with_rules(desk: &mut Desk, rules: &Path) {
    desk.adopt(rules).await;
}

/// Desks of a State that is a real one, with a second administrator.
pub(crate) fn each_real(test: impl AsyncFn(Desk, Official)) {
    for kind in [Kind::Sqlite, Kind::Postgres] {
        println!("on {kind:?}");
        run(async {
            let mut desk = Desk::open(kind, "PT").await;
            let deputy = deputy(&desk).await;
            desk.knows("vera", deputy.clone());
            test(desk, deputy).await;
        });
    }
}

#[test]
fn outside_training_nothing_begins_under_what_is_not_in_force_without_an_agreement_of_two_administrators() {
    each_real(async |desk, deputy| {
        let (app, admin) = (&desk.app, desk.official("admin"));
        is_not_in_force(&draft(&desk, to("BR")).await);
        let leaf = leaves(&desk).await.pop().unwrap();
        assert_eq!((&leaf["type"], &leaf["body"]["rule"]), (&"call_refused".into(), &"not-in-force".into()));
        assert!(leaf["art"].to_string().contains("UNCC 40(7)"), "{leaf}");

        // One of them alone is not enough, and an agreement with somebody else is none.
        let waits = agree::record(app, admin, agreed_with("BR")).await.unwrap();
        is_not_in_force(&draft(&desk, to("BR")).await);
        let alone = agree::confirm(app, admin, &waits.agreement).await;
        assert!(matches!(alone, Err(OperationError::SecondAdministrator(_))), "{alone:?}");
        let carl = agree::confirm(app, desk.official("carl"), &waits.agreement).await;
        assert!(matches!(carl, Err(OperationError::NotAllowed { .. })), "{carl:?}");
        agreed(&desk, &deputy, "VN").await;
        is_not_in_force(&draft(&desk, to("BR")).await);

        let counts = agree::confirm(app, &deputy, &waits.agreement).await.unwrap();
        assert_eq!(counts.stands, Stands::Counts);
        let reference = draft(&desk, to("BR")).await.unwrap().reference;
        let view = read_request::run(app, desk.official("anna"), &reference).await.unwrap();
        assert_eq!(view.instrument.not_in_force, Some(NotInForce::Agreement));
        assert!(view.instrument.status["fr"].contains("les deux États"), "{:?}", view.instrument);

        agree::end(app, admin, &counts.agreement, "Both are parties to another treaty now.").await.unwrap();
        is_not_in_force(&draft(&desk, to("BR")).await);
        // What runs goes on.
        desk.take("anna", &reference, "submit").await.unwrap();
        assert!(said(&desk, &reference).await.iter().all(|said| said == "agreement"));
        desk.is_intact().await;
        let (file, key) = (export(&desk, None).await, key(&desk).await);
        let report = verify(&std::fs::read(file).unwrap(), &key).unwrap();
        assert!(report.intact, "{:#?}", report.findings);
    });
}

#[test]
fn a_request_that_came_on_paper_needs_the_agreement_too() {
    each_real(async |desk, deputy| {
        let came = RequestOnPaper {
            instrument: code("UNCC"),
            measure: "expedited_preservation".parse().unwrap(),
            counterpart: "BR".parse().unwrap(),
            title: "A matter on paper".to_owned(),
            message: CameOnPaper {
                name: "request".parse().unwrap(),
                channel: "post".parse().unwrap(),
                document: document(),
                content: new_request("expedited_preservation").content,
                items: Vec::new(),
                grounds: Vec::new(),
                conditions: Vec::new(),
                accepted: Vec::new(),
                days: None,
            },
        };
        is_not_in_force(&record_message::request(&desk.app, desk.official("carl"), came.clone()).await);

        agreed(&desk, &deputy, "BR").await;
        let reference = record_message::request(&desk.app, desk.official("carl"), came).await.unwrap().reference;

        let history = read_request::history(&desk.app, desk.official("carl"), &reference).await.unwrap();
        assert!(history.iter().all(|happened| happened.body["not_in_force"] == "agreement"), "{history:?}");
        desk.is_intact().await;
    });
}

#[test]
fn an_agreement_is_recorded_once_for_what_is_not_in_force_with_a_state_that_is_known() {
    each_real(async |desk, deputy| {
        let (app, admin) = (&desk.app, desk.official("admin"));
        let refused = async |new: NewAgreement, word: &str| {
            let error = agree::record(app, admin, new).await.unwrap_err().to_string();
            assert!(error.contains(word), "{word}: {error}");
        };
        refused(NewAgreement { instrument: code("NONE"), ..agreed_with("BR") }, "there are `UNCC`").await;
        refused(agreed_with("PT"), "own State").await;
        refused(agreed_with("XS"), "training only").await;
        refused(agreed_with("ZZ"), "no State").await;
        refused(NewAgreement { agreed_on: "2027-03-09".parse().unwrap(), ..agreed_with("BR") }, "not come yet").await;
        refused(NewAgreement { title: " ".to_owned(), ..agreed_with("BR") }, "the title").await;

        let counts = agreed(&desk, &deputy, "BR").await;
        refused(agreed_with("BR"), "counts already").await;
        let again = agree::confirm(app, admin, &counts.agreement).await.unwrap_err().to_string();
        assert!(again.contains("does not wait"), "{again}");
        let nobody = AgreementId::parse("0".repeat(32)).unwrap();
        assert!(matches!(agree::confirm(app, admin, &nobody).await, Err(OperationError::NotFound { .. })));
        assert!(agree::end(app, admin, &counts.agreement, " ").await.is_err());
        agree::end(app, &deputy, &counts.agreement, "It was for a year.").await.unwrap();
        assert!(agree::end(app, admin, &counts.agreement, "Again.").await.is_err());

        // Another may come in its place; officials see both.
        desk.clock.advance(jiff::SignedDuration::from_hours(24));
        agreed(&desk, &deputy, "BR").await;
        let stand: Vec<Stands> =
            list_agreements::run(app, desk.official("anna")).await.unwrap().iter().map(|one| one.stands).collect();
        assert_eq!(stand, [Stands::Ended, Stands::Counts]);
        desk.is_intact().await;
    });
}

#[test]
fn an_agreement_written_or_revived_by_hand_lets_nothing_begin() {
    each_real(async |desk, deputy| {
        let counts = agreed(&desk, &deputy, "BR").await;
        for edit in ["state = 'VN'", "confirmed_at = NULL", "ended_at = '2027-03-02T08:00:00.000Z'", "title = 'x'"] {
            let column = edit.split(' ').next().unwrap();
            let keep = format!("UPDATE agreement SET {edit} WHERE id = '{}'", counts.agreement);
            let before = desk.sql(&format!("CREATE TABLE kept_{column} AS SELECT * FROM agreement")).await;
            assert!(before <= 1, "{before}");
            desk.sql(&keep).await;

            let error = draft(&desk, to(if column == "state" { "VN" } else { "BR" })).await.unwrap_err().to_string();
            let report = desk.verify().await;

            assert!(error.contains("the agreement"), "{column}: {error}");
            assert!(report.differences.iter().any(|found| found.of == "agreements"), "{column}: {report:?}");
            desk.sql(&format!(
                "UPDATE agreement SET {column} = (SELECT {column} FROM kept_{column} WHERE kept_{column}.id = agreement.id)"
            ))
            .await;
        }
        // As it was while it still counted: the seal holds, and the log tells of its end.
        desk.sql("CREATE TABLE earlier AS SELECT * FROM agreement").await;
        agree::end(&desk.app, desk.official("admin"), &counts.agreement, "It was for a year.").await.unwrap();
        desk.sql("DELETE FROM agreement").await;
        desk.sql("INSERT INTO agreement SELECT * FROM earlier").await;
        let report = desk.verify().await;
        assert!(report.differences.iter().any(|found| found.of == "agreements"), "{report:?}");
    });
}

#[test]
fn what_is_in_force_needs_no_agreement_and_its_entries_say_nothing_of_it() {
    let rules = instruments::folder(true);
    each_real(async |mut desk, _| {
        with_rules(&mut desk, rules.path()).await;

        let new = NewRequest { counterpart: "BR".parse().unwrap(), ..small() };
        let reference = draft(&desk, new).await.unwrap().reference;
        desk.take("anna", &reference, "submit").await.ok();

        let view = read_request::run(&desk.app, desk.official("anna"), &reference).await.unwrap();
        assert_eq!((view.instrument.code, view.instrument.in_force), (code(CODE), true));
        assert!(said(&desk, &reference).await.iter().all(Value::is_null));
        let agreement = NewAgreement { instrument: code(CODE), ..agreed_with("BR") };
        let refused = agree::record(&desk.app, desk.official("admin"), agreement).await.unwrap_err();
        assert!(refused.to_string().contains("is in force"), "{refused}");
        desk.is_intact().await;
    });
}

#[test]
fn every_entry_in_training_says_that_the_instrument_is_not_in_force() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        desk.attach("anna", &reference).await;
        assert!(desk.take("egon", &reference, "authorise").await.is_err());

        let all = leaves(&desk).await;

        let (own, others): (Vec<_>, Vec<_>) = all.iter().partition(|leaf| leaf["case"] == all[0]["case"]);
        assert!(own.iter().all(|leaf| leaf["body"]["not_in_force"].is_null()));
        assert!(others.len() > 10 && others.iter().all(|leaf| leaf["body"]["not_in_force"] == "training"));
        desk.is_intact().await;
    });
}

#[test]
fn each_request_is_read_by_the_rules_of_its_instrument() {
    let rules = instruments::folder(false);
    for kind in [Kind::Sqlite, Kind::Postgres] {
        run(async {
            let mut border = Border { north: Desk::open(kind, "XN").await, south: Desk::open(kind, "XS").await };
            with_rules(&mut border.north, rules.path()).await;
            let unknown = draft(&border.north, NewRequest { instrument: code("NONE"), ..small() }).await.unwrap_err();
            assert!(unknown.to_string().contains("`TST`"), "{unknown}");
            let of_another = NewRequest { instrument: code(CODE), ..new_request("production") };
            let refused = draft(&border.north, of_another).await.unwrap_err();
            assert!(refused.to_string().contains("`production`"), "{refused}");
            let here = draft(&border.north, small()).await.unwrap().reference;

            // A chain stays within one instrument.
            let new = NewRequest { follows: Some(here.clone()), ..new_request("production") };
            let across = draft(&border.north, new).await;
            let Err(OperationError::Refused(Refusal::AnotherInstrument { earlier, .. })) = &across else {
                panic!("{across:?}")
            };
            assert_eq!(earlier, CODE);

            let view = border.north.view(&here).await;
            assert_eq!(view.instrument.code, code(CODE));
            assert_ne!(view.rulebook, border.north.app.rulebooks().main.hash.to_string());
            border.is_intact().await;
        });
    }
}

#[test]
fn a_message_is_taken_by_the_rules_of_its_instrument_or_not_at_all() {
    let rules = instruments::folder(false);
    for kind in [Kind::Sqlite, Kind::Postgres] {
        run(async {
            let mut border = Border { north: Desk::open(kind, "XN").await, south: Desk::open(kind, "XS").await };
            border.north.sent("expedited_preservation").await;
            let sent = border.waiting().await.remove(0);
            assert_eq!(sent.instrument, code("UNCC"));
            let mut other = sent.clone();
            other.instrument = code(CODE);

            let not_there = border.hand(&other).await.unwrap_err();
            with_rules(&mut border.south, rules.path()).await;
            let of_another = border.hand(&other).await.unwrap_err();
            border.hand(&sent).await.unwrap();
            let mut later = other.clone();
            (later.id, later.number) = ("1".repeat(32).parse().unwrap(), 2);
            let changed = receive_message::run(&border.south.app, later).await.unwrap_err();

            for (error, word) in [
                (&not_there, "there are `UNCC`"),
                (&of_another, "no measure `expedited_preservation` of procedure `preservation` under `TST`"),
                (&changed, "its matter rests on `UNCC`"),
            ] {
                assert!(error.to_string().contains(word), "{word}: {error}");
            }
            border.south.is_intact().await;
        });
    }
}

/// Leaves the beginning of a matter that no table knows, as a dishonest operator of the program would.
async fn forge_beginning(desk: &Desk, case: char, body: Map<String, Value>) {
    let draft = Draft {
        case: case.to_string().repeat(32).parse().unwrap(),
        kind: "request_begun".to_owned(),
        at: template::BEGINS.parse().unwrap(),
        actor: clerk("drafting_official", desk),
        rule: Some(desk.app.rulebooks().main.hash.as_str().parse().unwrap()),
        art: Vec::new(),
        body,
        docs: Vec::new(),
        private: std::collections::BTreeMap::new(),
        peer: None,
    };
    let written = desk.app.storage.write(move |tx| {
        let draft = draft.clone();
        Box::pin(async move { Ok::<_, StorageError>(tx.commit_with(draft, Vec::new()).await?.with(())) })
    });
    written.await.unwrap();
}

fn clerk(role: &str, desk: &Desk) -> Actor {
    let org = if desk.official("anna").name.ends_with("PT") { "PT" } else { "XN" };
    Actor { role: role.to_owned(), org: org.to_owned(), p: Mark::from_bytes([9; 16]) }
}

#[test]
fn a_log_that_hides_that_an_instrument_is_not_in_force_is_altered_however_well_it_is_signed() {
    Desk::each(async |desk| {
        let mut wanted = Vec::new();
        for (said, word) in [
            (json!({}), "it does not say that the request's instrument is not in force (`training`)"),
            (json!({ "not_in_force": "agreement" }), "it does not say that the request's instrument is not in force"),
            (json!({ "not_in_force": "by decree" }), "none of the reasons"),
        ] {
            let reference = desk.draft("expedited_preservation").await;
            let actor = clerk("central_authority", &desk);
            forge(&desk, &reference, actor, "registry_number_given", said.as_object().unwrap().clone()).await;
            wanted.push(word);
        }
        let (_, begun) = last(&desk, &desk.draft("production").await, "request_begun").await;
        for (case, said, word) in [
            ('a', Value::Null, "it does not say truly whether its instrument is in force"),
            ('b', json!("agreement"), "no agreement with `XS` counted"),
        ] {
            let mut body = begun.clone();
            body.remove("not_in_force");
            body.extend(said.is_string().then(|| ("not_in_force".to_owned(), said)));
            forge_beginning(&desk, case, body).await;
            wanted.push(word);
        }

        let report = desk.verify().await;
        let file = export(&desk, None).await;
        let exported = verify(&std::fs::read(&file).unwrap(), &key(&desk).await).unwrap();

        for word in wanted {
            assert!(report.differences.iter().any(|found| found.sentence.contains(word)), "{word}: {report:#?}");
            assert!(exported.findings.iter().any(|found| found.sentence.contains(word)), "{word}: {exported:#?}");
        }
    });
}

#[test]
fn a_log_in_which_a_request_began_after_the_agreement_had_ended_or_for_training_is_altered() {
    each_real(async |desk, deputy| {
        let counts = agreed(&desk, &deputy, "BR").await;
        let reference = draft(&desk, to("BR")).await.unwrap().reference;
        let (_, begun) = last(&desk, &reference, "request_begun").await;
        desk.is_intact().await;
        agree::end(&desk.app, desk.official("admin"), &counts.agreement, "It was for a year.").await.unwrap();
        let mut for_training = begun.clone();
        for_training.insert("not_in_force".to_owned(), json!("training"));

        forge_beginning(&desk, 'a', begun).await;
        forge_beginning(&desk, 'b', for_training).await;

        let report = desk.verify().await;
        for word in ["no agreement with `BR` counted", "the installation is not for training"] {
            assert!(report.differences.iter().any(|found| found.sentence.contains(word)), "{word}: {report:#?}");
        }
    });
}
