//! `/ready`: no while anything is missing that a call may need, and what is missing.

use std::time::Duration;

use comity::http::readiness::watch;
use comity::http::service::Service;
use serde_json::Value;

use super::client::{Client, generous};
use crate::operations::desk::{Desk, run};
use crate::operations::template::Kind;

/// What keeps a service from serving that has just begun; none where it serves.
async fn missing(desk: &Desk) -> Option<String> {
    told(&Client::of(&desk.app)).await
}

async fn leaves(desk: &Desk) -> i64 {
    sqlx::query_scalar("SELECT COUNT(*) FROM leaf").fetch_one(&mut desk.by_hand().await).await.unwrap()
}

async fn told(client: &Client) -> Option<String> {
    let answer = client.get("/ready").await;
    if answer.status == 200 {
        return None;
    }
    assert_eq!((answer.status.as_u16(), &*answer.problem()), (503, "not-ready"));
    assert!(answer.headers.contains_key("retry-after"));
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(!detail.contains('/') && !detail.contains("sqlite") && !detail.contains("postgres"), "{detail}");
    Some(detail.split(':').next().unwrap().to_owned())
}

#[test]
fn it_is_not_ready_while_its_database_cannot_be_written_or_read() {
    Desk::each(async |desk| {
        assert_eq!(missing(&desk).await, None);
        let (refuse, allow) = match desk.kind {
            Kind::Sqlite => (
                "CREATE TRIGGER refuse BEFORE UPDATE ON authority BEGIN SELECT RAISE(ABORT, 'no'); END",
                "DROP TRIGGER refuse",
            ),
            Kind::Postgres => (
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$; \
                 CREATE TRIGGER refuse BEFORE UPDATE ON authority FOR EACH ROW EXECUTE FUNCTION refuse()",
                "DROP TRIGGER refuse ON authority",
            ),
        };

        desk.sql(refuse).await;
        assert_eq!(missing(&desk).await.as_deref(), Some("the database cannot be written"));
        desk.sql(allow).await;
        assert_eq!(missing(&desk).await, None);
        desk.sql("ALTER TABLE authority RENAME TO elsewhere").await;
        assert_eq!(missing(&desk).await.as_deref(), Some("the database cannot be read"));
        desk.sql("ALTER TABLE elsewhere RENAME TO authority").await;
        assert_eq!(missing(&desk).await, None);
        let before = leaves(&desk).await;
        missing(&desk).await;
        assert_eq!(leaves(&desk).await, before, "looking leaves nothing");
    });
}

#[test]
fn it_is_not_ready_while_no_file_can_be_written_or_the_database_is_closed() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let incoming = desk.settings.data.join("incoming");
        assert_eq!(missing(&desk).await, None);
        assert_eq!(std::fs::read_dir(&incoming).unwrap().count(), 0, "nothing stays");

        std::fs::remove_dir(&incoming).unwrap();
        std::fs::write(&incoming, "in the way").unwrap();
        assert_eq!(missing(&desk).await.as_deref(), Some("the disk takes no files"));

        std::fs::remove_file(&incoming).unwrap();
        desk.app.storage.close().await;
        assert_eq!(missing(&desk).await.as_deref(), Some("the database cannot be read"));
    });
}

#[test]
fn it_is_not_ready_while_the_clocks_or_the_signing_do_not_run() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let service = Service::over(desk.app.clone(), generous());
        // Late from its beginning: three times nothing have gone by.
        let (beat, clocks) = watch("the clocks", Duration::from_hours(1));
        let (_late, signing) = watch("the signing of the log", Duration::ZERO);
        let client = Client::over(service.clone().watching(vec![clocks, signing]));
        assert!(told(&client).await.unwrap().starts_with("the signing of the log did not run for"));
        let (second, clocks) = watch("the clocks", Duration::from_hours(1));
        let client_too = Client::over(service.watching(vec![clocks]));
        assert_eq!(told(&client_too).await, None);

        drop((beat, second));

        assert_eq!(told(&client_too).await.as_deref(), Some("the clocks ended"));
        assert!(told(&client).await.unwrap().starts_with("the clocks ended; the signing of the log did not run for"));
    });
}

#[test]
fn many_who_ask_touch_the_database_no_more_than_one() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let client = Client::of(&desk.app);
        assert_eq!(told(&client).await, None);

        desk.sql("ALTER TABLE authority RENAME TO elsewhere").await;

        // As it was a moment ago, until a second has gone by.
        let answers: Vec<Value> = vec![client.get("/ready").await.json(), client.get("/health").await.json()];
        assert_eq!(answers[0]["state"], "ok");
        assert_eq!(answers[1]["state"], "ok");
    });
}
