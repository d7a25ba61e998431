//! Messages delivered twice, at once, out of order, changed, to the wrong State, or to a request that is sealed.

use comity::domain::envelope::Envelope;
use comity::domain::gate::Subject;
use comity::domain::ids::MessageId;
use comity::domain::message::Channel;
use comity::operations::record_message::{self, CameOnPaper, RequestOnPaper};
use comity::operations::{OperationError, receive_message};
use serde_json::json;

use super::border::Border;
use super::desk::{Desk, content, document};

const PRESERVATION: &str = "expedited_preservation";

/// How many requests and heard messages the south has.
async fn counts(desk: &Desk) -> (i64, i64) {
    let mut connection = desk.by_hand().await;
    let (requests,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM assistance_request").fetch_one(&mut connection).await.unwrap();
    let (messages,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM message WHERE direction = 'in'").fetch_one(&mut connection).await.unwrap();
    (requests, messages)
}

#[test]
fn a_message_that_comes_twice_or_ten_times_at_once_is_taken_once() {
    Border::each(async |border| {
        border.north.sent(PRESERVATION).await;
        let message = border.waiting().await.remove(0);
        let apps = [border.south.app.clone(), border.south.another_process().await];
        let handing: Vec<_> = (0..10)
            .map(|number| {
                let (app, message) = (apps[number % 2].clone(), message.clone());
                tokio::spawn(async move { receive_message::run(&app, message).await })
            })
            .collect();
        let mut receipts = Vec::new();
        for handed in handing {
            receipts.push(handed.await.unwrap().unwrap());
        }

        assert!(
            receipts
                .iter()
                .all(|receipt| *receipt == receipts[0] && receipt.state == "heard" && receipt.leaf.is_some()),
            "{receipts:#?}"
        );
        assert_eq!(border.hand(&message).await.unwrap(), receipts[0]);
        assert_eq!(counts(&border.south).await, (1, 1));
        border.is_intact().await;
    });
}

#[test]
fn messages_out_of_order_wait_for_their_turn() {
    Border::each(async |border| {
        let here = border.north.sent(PRESERVATION).await;
        let first = border.waiting().await.remove(0);
        border.north.take("cora", &here, "withdraw").await.unwrap();
        let second = border.waiting().await.into_iter().find(|envelope| envelope.number == 2).unwrap();

        // The second cannot begin a matter that nobody knows.
        let refused = border.hand(&second).await.unwrap_err();
        assert!(refused.to_string().contains("belongs to no matter"), "{refused}");
        let there = border.hand(&first).await.unwrap().reference;
        let later = Envelope { id: MessageId::parse("1".repeat(32)).unwrap(), number: 3, ..second.clone() };
        assert_eq!(border.hand(&later).await.unwrap().state, "held_back");
        assert_eq!(border.south.view(&there).await.stage, "received");
        assert_eq!(border.hand(&second).await.unwrap().state, "heard");

        let mut connection = border.south.by_hand().await;
        let (stage,): (String,) =
            sqlx::query_as("SELECT stage FROM assistance_request").fetch_one(&mut connection).await.unwrap();
        let states: Vec<(String,)> =
            sqlx::query_as("SELECT state FROM message ORDER BY number").fetch_all(&mut connection).await.unwrap();
        let states: Vec<_> = states.iter().map(|(state,)| state.as_str()).collect();
        assert_eq!((stage.as_str(), states), ("withdrawn", vec!["heard", "heard", "late"]), "{there}");
        border.south.is_intact().await;
    });
}

#[test]
fn what_was_changed_on_the_way_or_is_for_somebody_else_is_refused() {
    Border::each(async |border| {
        border.north.sent(PRESERVATION).await;
        let message = border.waiting().await.remove(0);
        let changed = |change: fn(&mut Envelope)| {
            let mut changed = message.clone();
            change(&mut changed);
            changed
        };
        let attacks = [
            ("digest", changed(|m| m.wording.as_mut().unwrap().content["facts"] = json!("Other facts."))),
            ("digest", changed(|m| m.wording.as_mut().unwrap().nonce = "0".repeat(32))),
            ("digest", changed(|m| m.carried.digest = None)),
            ("for `XE`", changed(|m| m.to = "XE".parse().unwrap())),
            ("own State", changed(|m| m.from = "XS".parse().unwrap())),
            ("begin", changed(|m| m.number = 2)),
            ("begin", changed(|m| m.name = "withdrawn".parse().unwrap())),
            ("measure", changed(|m| m.measure = "interception".parse().unwrap())),
            ("title", changed(|m| m.title = "a\u{7}bell".to_owned())),
            ("codes", changed(|m| m.carried.items.clear())),
            ("codes", changed(|m| _ = m.carried.items.insert("9".parse().unwrap()))),
        ];

        for (word, attack) in &attacks {
            let refused = border.hand(attack).await.expect_err(word);
            assert!(refused.to_string().contains(word), "{word}: {refused}");
        }
        assert_eq!(counts(&border.south).await, (0, 0));

        let there = border.hand(&message).await.unwrap().reference;
        for (word, attack) in [
            (
                "another State",
                changed(|m| {
                    m.id = MessageId::parse("2".repeat(32)).unwrap();
                    m.from = "XE".parse().unwrap();
                    m.number = 2;
                }),
            ),
            ("number", changed(|m| m.id = MessageId::parse("3".repeat(32)).unwrap())),
            // The same id with other words is not the same message.
            ("under this id", changed(|m| m.title = "Another title".to_owned())),
        ] {
            let refused = border.hand(&attack).await.expect_err(word);
            assert!(refused.to_string().contains(word), "{word}: {refused}");
        }
        assert_eq!(border.south.view(&there).await.stage, "received");
        border.south.is_intact().await;
    });
}

#[test]
fn a_sealed_request_hears_nothing_and_the_message_goes_on_waiting() {
    Border::each(async |border| {
        let (here, there) = border.acknowledged(PRESERVATION).await;
        border.south.sql("UPDATE assistance_request SET stage = 'examination'").await;
        border.south.take("cora", &there, "admit").await.unwrap_err();
        border.north.take("cora", &here, "withdraw").await.unwrap();

        let message = border.waiting().await.remove(0);
        let refused = border.hand(&message).await;

        assert!(matches!(refused, Err(OperationError::Sealed { .. })), "{refused:?}");
        assert_eq!(border.waiting().await.len(), 1);
    });
}

#[test]
fn what_came_on_paper_counts_once_a_second_official_confirms_it_and_its_recorder_is_its_author() {
    Desk::each(async |desk| {
        let came = RequestOnPaper {
            instrument: "UNCC".parse().unwrap(),
            measure: PRESERVATION.parse().unwrap(),
            counterpart: "XS".parse().unwrap(),
            title: "A request on paper".to_owned(),
            message: CameOnPaper {
                name: "request".parse().unwrap(),
                channel: Channel::Post,
                document: document(),
                content: content(PRESERVATION),
                items: Vec::new(),
                grounds: Vec::new(),
                conditions: Vec::new(),
                accepted: Vec::new(),
                days: None,
            },
        };
        let record = |counterpart: &str, title: &str| {
            let came =
                RequestOnPaper { counterpart: counterpart.parse().unwrap(), title: title.to_owned(), ..came.clone() };
            async { record_message::request(&desk.app, desk.official("carl"), came).await }
        };
        for (counterpart, title) in [("XN", "A title"), ("ZZ", "A title"), ("XS", ""), ("XS", "a\nb")] {
            record(counterpart, title).await.expect_err(title);
        }
        assert!(record_message::request(&desk.app, desk.official("anna"), came.clone()).await.is_err());

        let reference = record("XS", "A title").await.unwrap().reference;
        let id = MessageId::parse(desk.view(&reference).await.messages[0].message.clone()).unwrap();
        let confirm = async |who| record_message::confirm(&desk.app, desk.official(who), &reference, id.clone()).await;
        assert!(confirm("carl").await.unwrap_err().to_string().contains("second official"));
        assert!(confirm("egon").await.is_err());
        assert_eq!(desk.view(&reference).await.standing.subjects.get(&Subject::Request), None);
        confirm("cora").await.unwrap();
        assert!(confirm("pia").await.is_err(), "it is confirmed once");

        desk.take("carl", &reference, "acknowledge").await.unwrap();
        let asked = desk.asked(&reference, comity::domain::gate::Gate::Admission).await;
        let theirs = asked
            .iter()
            .find(|asked| asked.answered_by.contains(&comity::domain::role::Role::CentralAuthority))
            .unwrap();
        let refused = desk.answer("carl", &reference, theirs, "met").await.unwrap_err();
        assert!(refused.to_string().contains("author") || refused.to_string().contains("wrote"), "{refused}");
        desk.is_intact().await;
    });
}

#[test]
fn an_installation_that_is_no_training_hears_nothing_unsigned() {
    super::desk::run(async {
        let border = Border {
            north: Desk::open(super::template::Kind::Sqlite, "XN").await,
            south: Desk::open(super::template::Kind::Sqlite, "XS").await,
        };
        border.north.sent(PRESERVATION).await;
        let message = border.waiting().await.remove(0);
        // A real authority, of a State that is a real one.
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let settings = comity::operations::Settings {
            database: format!("sqlite:{}", data.join("comity.db").display()),
            data,
            ..border.north.settings.clone()
        };
        let authority = comity::operations::install_authority::NewAuthority {
            state: "PT".parse().unwrap(),
            training: false,
            ..super::template::authority("PT")
        };
        comity::operations::install_authority::run(&settings, authority).await.unwrap();
        let real = comity::operations::App::open(&settings).await.unwrap();

        let refused = receive_message::run(&real, Envelope { to: "PT".parse().unwrap(), ..message }).await.unwrap_err();

        assert!(refused.to_string().contains("not signed"), "{refused}");
        let (requests,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM assistance_request")
            .fetch_one(&mut *real.storage.reader().await.unwrap())
            .await
            .unwrap();
        assert_eq!(requests, 0);
    });
}
