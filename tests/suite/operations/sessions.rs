//! Sessions: who gets in, for how long, what ends them, and rows written by hand that let nobody in.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use comity::domain::ids::SignInName;
use comity::domain::scope::{CredentialKind, Scope};
use comity::operations::begin_session::{self, Begun, IDLE_MINUTES, LONGEST_HOURS};
use comity::operations::{
    App, Caller, OperationError, add_official, authenticate, end_session, list_credentials, revoke_credential, sign_in,
};
use jiff::SignedDuration;
use sqlx::Row;
use tracing_subscriber::layer::SubscriberExt as _;

use super::desk::Desk;
use super::template::{Kind, PASSWORD};

fn name(text: &str) -> SignInName {
    text.parse().unwrap()
}

async fn begin(desk: &Desk, who: &str) -> Begun {
    begin_session::run(&desk.app, &name(who), PASSWORD).await.unwrap()
}

async fn enters(app: &App, begun: &Begun) -> Caller {
    authenticate::run(app, begun.secret.reveal()).await.unwrap()
}

async fn stays_out(desk: &Desk, secret: &str, why: &str) {
    let refused = authenticate::run(&desk.app, secret).await;
    assert!(matches!(refused, Err(OperationError::NotSignedIn)), "{why}: {refused:?}");
}

/// One text out of the database, past the program.
pub(crate) async fn text(desk: &Desk, sql: &str) -> String {
    let row = sqlx::query(sqlx::AssertSqlSafe(sql.to_owned())).fetch_one(&mut desk.by_hand().await).await.unwrap();
    row.get(0)
}

/// How many leaves the log has.
pub(crate) async fn leaves(desk: &Desk) -> i64 {
    let row = sqlx::query("SELECT COUNT(*) FROM leaf").fetch_one(&mut desk.by_hand().await).await.unwrap();
    row.get(0)
}

/// Comparing tables and log names this credential.
async fn is_named(desk: &Desk, id: &str, word: &str) {
    let report = desk.verify().await;
    let found = report.differences.iter().any(|found| found.sentence.contains(id) && found.sentence.contains(word));
    assert!(found, "{word}: {:#?}", report.differences);
}

#[test]
fn a_session_lets_its_official_in_until_it_is_ended_and_the_log_tells_of_both() {
    Desk::each(async |desk| {
        let before = leaves(&desk).await;

        let begun = begin(&desk, "carl").await;
        let caller = enters(&desk.app, &begun).await;

        assert_eq!(caller.kind(), CredentialKind::Session);
        assert_eq!(caller.official_id(), &desk.official("carl").id);
        assert_eq!(caller.with(Scope::Decide).unwrap().roles, desk.official("carl").roles);
        assert_eq!(leaves(&desk).await, before + 1);
        end_session::run(&desk.app, &caller).await.unwrap();
        stays_out(&desk, begun.secret.reveal(), "ended").await;
        assert_eq!(leaves(&desk).await, before + 2);
        // Whoever has left ends nothing more, and leaves no second entry.
        let again = end_session::run(&desk.app, &caller).await;
        assert!(matches!(again, Err(OperationError::NotSignedIn)), "{again:?}");
        assert_eq!(leaves(&desk).await, before + 2);
        desk.is_intact().await;
    });
}

#[test]
fn wrong_names_wrong_passwords_and_who_is_shut_out_look_the_same_and_leave_no_entry() {
    Desk::each(async |desk| {
        add_official::set_disabled(&desk.app, desk.official("admin"), &name("pia"), true).await.unwrap();
        let before = leaves(&desk).await;

        for (who, password) in [("carl", "seven loud lanterns"), ("nobody", PASSWORD), ("pia", PASSWORD), ("carl", "")]
        {
            let refused = begin_session::run(&desk.app, &name(who), password).await.map(|_| ());
            assert!(matches!(refused, Err(OperationError::NotSignedIn)), "{who}: {refused:?}");
        }

        let once = sign_in::reset_password(&desk.app, desk.official("admin"), &name("carl")).await.unwrap();
        let refused = begin_session::run(&desk.app, &name("carl"), &once).await.map(|_| ());
        assert!(matches!(refused, Err(OperationError::PasswordIsTemporary(_))), "{refused:?}");
        assert_eq!(leaves(&desk).await, before + 1, "the entry of the new password");
    });
}

#[test]
fn a_session_ends_when_nobody_uses_it_and_after_ten_hours_at_any_rate() {
    Desk::each(async |desk| {
        let idle = begin(&desk, "carl").await;
        desk.clock.advance(SignedDuration::from_mins(IDLE_MINUTES) - SignedDuration::from_millis(1));
        enters(&desk.app, &idle).await;
        desk.clock.advance(SignedDuration::from_mins(IDLE_MINUTES));
        stays_out(&desk, idle.secret.reveal(), "idle").await;

        let busy = begin(&desk, "carl").await;
        let end = desk.clock.now() + SignedDuration::from_hours(LONGEST_HOURS);
        assert_eq!(busy.expires_at, end);
        while desk.clock.now() + SignedDuration::from_mins(20) < end {
            enters(&desk.app, &busy).await;
            desk.clock.advance(SignedDuration::from_mins(20));
        }
        enters(&desk.app, &busy).await;
        desk.clock.advance(end.duration_since(desk.clock.now()) - SignedDuration::from_millis(1));
        enters(&desk.app, &busy).await;
        desk.clock.advance(SignedDuration::from_millis(1));
        stays_out(&desk, busy.secret.reveal(), "ten hours").await;
        desk.is_intact().await;
    });
}

#[test]
fn a_use_is_noted_once_a_minute_and_leaves_no_entry() {
    Desk::each(async |desk| {
        let begun = begin(&desk, "carl").await;
        let sql = format!("SELECT used_at FROM credential WHERE id = '{}'", begun.credential);
        let (at_first, before) = (text(&desk, &sql).await, leaves(&desk).await);

        desk.clock.advance(SignedDuration::from_secs(59));
        enters(&desk.app, &begun).await;
        assert_eq!(text(&desk, &sql).await, at_first);
        desk.clock.advance(SignedDuration::from_secs(1));
        let other = desk.another_process().await;
        let (one, two) = tokio::join!(enters(&desk.app, &begun), enters(&other, &begun));
        assert_eq!(one.credential(), two.credential());

        assert_eq!(text(&desk, &sql).await, "2027-03-02T08:01:00.000Z");
        assert_eq!(leaves(&desk).await, before);
        enters(&desk.app, &begun).await;
        desk.is_intact().await;
    });
}

#[test]
fn choosing_resetting_and_shutting_out_end_every_session_in_the_same_act() {
    Desk::each(async |desk| {
        let admin = desk.official("admin");
        let other = "eight quiet lanterns";
        let (one, two, stranger) = (begin(&desk, "carl").await, begin(&desk, "carl").await, begin(&desk, "cora").await);
        sign_in::set_password(&desk.app, &name("carl"), PASSWORD, other).await.unwrap();
        for begun in [&one, &two] {
            stays_out(&desk, begun.secret.reveal(), "chosen").await;
        }

        let three = begin_session::run(&desk.app, &name("carl"), other).await.unwrap();
        let once = sign_in::reset_password(&desk.app, admin, &name("carl")).await.unwrap();
        stays_out(&desk, three.secret.reveal(), "reset").await;
        sign_in::set_password(&desk.app, &name("carl"), &once, PASSWORD).await.unwrap();

        let four = begin(&desk, "carl").await;
        add_official::set_disabled(&desk.app, admin, &name("carl"), true).await.unwrap();
        stays_out(&desk, four.secret.reveal(), "shut out").await;
        add_official::set_disabled(&desk.app, admin, &name("carl"), false).await.unwrap();
        stays_out(&desk, four.secret.reveal(), "let in again").await;
        enters(&desk.app, &stranger).await;
        desk.is_intact().await;
    });
}

#[test]
fn no_session_outlives_the_password_it_began_with_however_they_race() {
    Desk::each(async |desk| {
        let mut beginning = Vec::new();
        for _ in 0..6 {
            let app = desk.app.clone();
            beginning.push(tokio::spawn(async move { begin_session::run(&app, &name("carl"), PASSWORD).await }));
        }
        let (app, other) = (desk.app.clone(), "eight quiet lanterns");
        let choosing = tokio::spawn(async move { sign_in::set_password(&app, &name("carl"), PASSWORD, other).await });

        choosing.await.unwrap().unwrap();
        for begun in beginning {
            match begun.await.unwrap() {
                Ok(begun) => stays_out(&desk, begun.secret.reveal(), "of the old password").await,
                Err(error) => assert!(matches!(error, OperationError::NotSignedIn), "{error:?}"),
            }
        }
        desk.is_intact().await;
    });
}

#[test]
fn what_cannot_be_a_secret_or_is_nobodys_lets_nobody_in() {
    Desk::each(async |desk| {
        let begun = begin(&desk, "carl").await;
        let secret = begun.secret.reveal();
        let last = if secret.ends_with('A') { "B" } else { "A" };
        let near = format!("{}{last}", &secret[..secret.len() - 1]);
        let as_token = secret.replacen("cs_", "ct_", 1);
        for wrong in ["", "cs_", &near, &as_token, &secret[1..], &format!("{secret} "), begun.credential.as_str()] {
            stays_out(&desk, wrong, wrong).await;
        }
        // What the table holds is no secret either.
        let mac = text(&desk, "SELECT secret_mac FROM credential").await;
        stays_out(&desk, &mac, "the MAC").await;
        stays_out(&desk, &format!("cs_{}", &mac[..43]), "the MAC, in form").await;
        enters(&desk.app, &begun).await;
    });
}

#[test]
fn a_row_changed_by_hand_lets_nobody_in_and_is_named() {
    Desk::each(async |desk| {
        let admin = "(SELECT id FROM official WHERE sign_in = 'admin')";
        for change in [
            format!("official_id = {admin}"),
            "expires_at = '2099-01-01T00:00:00.000Z'".to_owned(),
            "used_at = '2027-03-02T09:00:00.000Z'".to_owned(),
            "issued_at = '2027-03-02T07:00:00.000Z'".to_owned(),
            "kind = 'token'".to_owned(),
            "scopes = 'read'".to_owned(),
            "id = '00000000000000000000000000000001'".to_owned(),
            "seal = secret_mac".to_owned(),
        ] {
            let begun = begin(&desk, "carl").await;
            let id = begun.credential.as_str();
            assert_eq!(desk.sql(&format!("UPDATE credential SET {change} WHERE id = '{id}'")).await, 1);

            stays_out(&desk, begun.secret.reveal(), &change).await;

            let id = if change.starts_with("id") { "00000000000000000000000000000001" } else { id };
            is_named(&desk, id, "altered").await;
            // It can be ended all the same.
            let ended = revoke_credential::run(&desk.app, desk.official("admin"), &id.parse().unwrap()).await.unwrap();
            assert!(ended, "{change}");
        }
    });
}

#[test]
fn rows_copied_and_moved_by_hand_let_nobody_in() {
    Desk::each(async |desk| {
        let (mine, boss) = (begin(&desk, "carl").await, begin(&desk, "admin").await);
        let (mine_id, boss_id) = (&mine.credential, &boss.credential);

        // The administrator's row with the MAC of my secret.
        desk.sql("CREATE TABLE kept AS SELECT * FROM credential").await;
        desk.sql(&format!("DELETE FROM credential WHERE id = '{mine_id}'")).await;
        let of_mine = format!("FROM kept WHERE id = '{mine_id}'");
        desk.sql(&format!("UPDATE credential SET secret_mac = (SELECT secret_mac {of_mine}) WHERE id = '{boss_id}'"))
            .await;
        stays_out(&desk, mine.secret.reveal(), "the MAC moved").await;
        // With my seal too.
        desk.sql(&format!("UPDATE credential SET seal = (SELECT seal {of_mine}) WHERE id = '{boss_id}'")).await;
        stays_out(&desk, mine.secret.reveal(), "MAC and seal moved").await;
        is_named(&desk, boss_id.as_str(), "altered").await;
        // Put back as it was, it is as good as before: nothing was taken away by the program.
        desk.sql("DELETE FROM credential").await;
        desk.sql("INSERT INTO credential SELECT * FROM kept").await;
        enters(&desk.app, &mine).await;
        desk.is_intact().await;
    });
}

#[test]
fn what_was_ended_is_not_brought_back_by_taking_the_mark_away() {
    Desk::each(async |desk| {
        let begun = begin(&desk, "carl").await;
        let mac = text(&desk, "SELECT secret_mac FROM credential").await;
        let caller = enters(&desk.app, &begun).await;
        end_session::run(&desk.app, &caller).await.unwrap();
        assert!(!text(&desk, "SELECT secret_mac FROM credential").await.contains(&mac));

        desk.sql("UPDATE credential SET revoked_at = NULL").await;

        stays_out(&desk, begun.secret.reveal(), "the mark taken away").await;
        is_named(&desk, begun.credential.as_str(), "altered").await;
        // Only a copy of the row as it was works again, and the log tells.
        desk.sql(&format!("UPDATE credential SET secret_mac = '{mac}'")).await;
        is_named(&desk, begun.credential.as_str(), "ended by the log").await;
    });
}

#[test]
fn somebody_let_in_again_by_hand_has_no_session() {
    Desk::each(async |desk| {
        let begun = begin(&desk, "carl").await;
        desk.sql("UPDATE official SET disabled_at = '2027-03-02T08:00:00.000Z' WHERE sign_in = 'carl'").await;
        stays_out(&desk, begun.secret.reveal(), "shut out by hand").await;
        desk.sql("UPDATE official SET disabled_at = NULL WHERE sign_in = 'carl'").await;
        add_official::set_disabled(&desk.app, desk.official("admin"), &name("carl"), true).await.unwrap();

        desk.sql("UPDATE official SET disabled_at = NULL WHERE sign_in = 'carl'").await;

        stays_out(&desk, begun.secret.reveal(), "let in by hand").await;
    });
}

#[test]
fn an_official_ends_their_own_sessions_an_administrator_anybodys_and_a_stranger_none() {
    Desk::each(async |desk| {
        let (one, two) = (begin(&desk, "carl").await, begin(&desk, "carl").await);
        let unknown = "0".repeat(32).parse().unwrap();
        let of = |who: &str| desk.official(who).clone();
        let mut said = Vec::new();
        for id in [&one.credential, &unknown] {
            let refused = revoke_credential::run(&desk.app, &of("cora"), id).await.unwrap_err();
            said.push(refused.to_string().replace(id.as_str(), "?"));
        }
        assert_eq!(said[0], said[1], "hidden and unknown look the same");
        enters(&desk.app, &one).await;

        assert!(revoke_credential::run(&desk.app, &of("carl"), &one.credential).await.unwrap());
        assert!(!revoke_credential::run(&desk.app, &of("carl"), &one.credential).await.unwrap());
        assert!(revoke_credential::run(&desk.app, &of("admin"), &two.credential).await.unwrap());

        stays_out(&desk, one.secret.reveal(), "by themselves").await;
        stays_out(&desk, two.secret.reveal(), "by the administrator").await;
        let mine = list_credentials::run(&desk.app, &of("carl"), None).await.unwrap();
        assert_eq!(mine.len(), 2);
        assert!(mine.iter().all(|listed| !listed.counts && listed.revoked_at.is_some() && listed.kind == "session"));
        let seen = list_credentials::run(&desk.app, &of("admin"), Some(&name("carl"))).await.unwrap();
        assert_eq!(seen.len(), 2);
        let refused = list_credentials::run(&desk.app, &of("cora"), Some(&name("carl"))).await;
        assert!(matches!(refused, Err(OperationError::NotAllowed { .. })), "{refused:?}");
        desk.is_intact().await;
    });
}

/// Counts the statements that are sent to PostgreSQL from this thread.
struct Statements(Arc<AtomicUsize>);

impl<S: tracing::Subscriber> tracing_subscriber::Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: tracing_subscriber::layer::Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// In a process of its own: what other tests let be logged decides, for the whole process, what anybody is told.
#[test]
fn a_call_costs_three_statements() {
    let alone = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "operations::sessions::three_statements_alone", "--ignored", "--nocapture"])
        .output()
        .unwrap();

    let said = String::from_utf8_lossy(&alone.stdout);
    assert!(alone.status.success() && said.contains("1 passed"), "{}", String::from_utf8_lossy(&alone.stderr));
}

#[test]
#[ignore = "counts what the whole process is told of: run by the test above"]
fn three_statements_alone() {
    let sent = Arc::new(AtomicUsize::new(0));
    let counting = tracing_subscriber::registry().with(Statements(Arc::clone(&sent)));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let desk = Desk::open(Kind::Postgres, "XN").await;
        let begun = begin(&desk, "carl").await;
        // A connection that is new is told how to behave first: all there may be are opened before.
        let storage = &desk.app.storage;
        let opened = futures_util::future::join_all((0..6).map(|_| storage.reader())).await;
        assert!(opened.iter().all(Result::is_ok), "no more than there are");
        drop(opened);

        let _here = tracing::subscriber::set_default(counting);
        for _ in 0..10 {
            enters(&desk.app, &begun).await;
        }

        assert_eq!(sent.load(Ordering::SeqCst), 30, "who it is, which roles they hold, for whom they stand in");
    });
}
