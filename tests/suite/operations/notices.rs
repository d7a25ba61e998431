//! Notices and the calendar: nothing twice, nothing of a case, nothing for whoever has no right to it.

use comity::domain::ids::SignInName;
use comity::domain::notice::{EmailAddress, NoticeKind};
use comity::operations::calendar;
use comity::operations::deputise::{self, NewDeputyship};
use comity::operations::notices::{self, Notice, Wanted};
use comity::operations::{
    App, OperationError, add_official, assign_official, authenticate, list_credentials, revoke_credential, sign_in,
};
use jiff::SignedDuration;

use super::desk::Desk;
use super::sessions::text;

fn wanted(kinds: &[NoticeKind]) -> Wanted {
    let address = EmailAddress::parse("carl.private@ministry.example").unwrap();
    Wanted { address, language: "en".to_owned(), kinds: kinds.to_vec() }
}

async fn wants(desk: &Desk, who: &str, kinds: &[NoticeKind]) {
    notices::set(&desk.app, desk.official(who), Some(wanted(kinds))).await.unwrap();
}

/// What is to be sent now, to everybody.
async fn due(app: &App) -> Vec<Notice> {
    let mut all = Vec::new();
    for who in notices::who(app).await.unwrap() {
        all.extend(notices::due(app, &who).await.unwrap());
    }
    all
}

fn later(desk: &Desk, minutes: i64) {
    desk.clock.advance(SignedDuration::from_mins(minutes));
}

#[test]
fn each_kind_is_told_once_a_day_and_only_what_came_since() {
    Desk::each(async |desk| {
        desk.submitted("expedited_preservation").await;
        wants(&desk, "carl", &[NoticeKind::New]).await;
        assert!(due(&desk.app).await.is_empty(), "what was there before is not new");
        later(&desk, 1);
        desk.submitted("expedited_preservation").await;
        desk.submitted("expedited_preservation").await;

        let first = due(&desk.app).await;

        assert_eq!(first.len(), 1);
        assert_eq!(first[0].told[&NoticeKind::New], 2);
        assert!(due(&desk.app).await.is_empty(), "it is under way");
        notices::sent(&desk.app, &first[0]).await.unwrap();
        later(&desk, 1);
        desk.submitted("expedited_preservation").await;
        later(&desk, 8 * 60);
        assert!(due(&desk.app).await.is_empty(), "one of a kind a day");
        later(&desk, 16 * 60);
        let next = due(&desk.app).await;
        assert_eq!(next[0].told[&NoticeKind::New], 1);
        assert_ne!(next[0].message_id, first[0].message_id);
        desk.is_intact().await;
    });
}

#[test]
fn what_was_not_noted_as_sent_is_sent_again_under_the_same_id_and_by_one_process_only() {
    Desk::each(async |desk| {
        wants(&desk, "carl", &[NoticeKind::New]).await;
        later(&desk, 1);
        desk.submitted("expedited_preservation").await;
        let other = desk.another_process().await;
        let (one, two) = tokio::join!(due(&desk.app), due(&other));
        assert_eq!(one.len() + two.len(), 1);
        let first = one.into_iter().chain(two).next().unwrap();
        // Killed after the server took it, before that was noted.
        later(&desk, 4);
        assert!(due(&other).await.is_empty());
        later(&desk, 2);
        let again = due(&other).await;
        assert_eq!(again[0].message_id, first.message_id);

        // A server that is away: tried again after a while that grows.
        notices::not_sent(&other, &again[0], false).await.unwrap();
        assert!(due(&other).await.is_empty());
        later(&desk, 2);
        let third = due(&other).await;
        assert_eq!(third[0].message_id, first.message_id);
        notices::not_sent(&other, &third[0], false).await.unwrap();
        later(&desk, 3);
        assert!(due(&other).await.is_empty(), "four minutes, after three attempts");
        later(&desk, 2);
        let fourth = due(&other).await;
        // What the first process still believes changes nothing by now.
        notices::sent(&desk.app, &first).await.unwrap();
        assert!(due(&other).await.is_empty());
        notices::sent(&other, &fourth[0]).await.unwrap();
        later(&desk, 60);
        assert!(due(&other).await.is_empty());
        desk.is_intact().await;
    });
}

#[test]
fn an_address_is_sealed_told_to_nobody_and_forgotten() {
    Desk::each(async |desk| {
        wants(&desk, "carl", &[NoticeKind::Overdue]).await;
        let sealed = text(&desk, "SELECT CAST(COUNT(*) AS TEXT) FROM notice_wish").await;
        assert_eq!(sealed, "1");
        let hexed = match desk.kind {
            super::template::Kind::Sqlite => "SELECT hex(sealed) FROM notice_wish",
            super::template::Kind::Postgres => "SELECT upper(encode(sealed, 'hex')) FROM notice_wish",
        };
        let planted = "ministry.example".bytes().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().concat();
        assert!(!text(&desk, hexed).await.contains(&planted));
        assert!(notices::wish(&desk.app, desk.official("cora")).await.unwrap().is_none());
        // Of somebody else's it opens nothing.
        wants(&desk, "cora", &[NoticeKind::Overdue]).await;
        let (carl, cora) = (&desk.official("carl").id, &desk.official("cora").id);
        desk.sql(&format!(
            "UPDATE notice_wish SET sealed = (SELECT sealed FROM notice_wish WHERE official_id = '{cora}')
            WHERE official_id = '{carl}'"
        ))
        .await;
        assert!(notices::wish(&desk.app, desk.official("carl")).await.is_err());
        assert!(notices::due(&desk.app, carl.as_str()).await.unwrap().is_none(), "logged, and stops nobody else");
        for who in ["carl", "cora"] {
            notices::set(&desk.app, desk.official(who), None).await.unwrap();
        }
        assert_eq!(text(&desk, "SELECT CAST(COUNT(*) AS TEXT) FROM notice_wish").await, "0");
        let none = notices::set(&desk.app, desk.official("carl"), Some(wanted(&[]))).await;
        assert!(matches!(none, Err(OperationError::Unusable { .. })), "{none:?}");
        desk.is_intact().await;
    });
}

#[test]
fn nothing_is_told_to_whoever_is_shut_out_or_has_no_role_and_a_deputy_is_told_too() {
    Desk::each(async |desk| {
        for who in ["carl", "axel", "pia"] {
            wants(&desk, who, &[NoticeKind::New]).await;
        }
        add_official::set_disabled(&desk.app, desk.official("admin"), &"carl".parse::<SignInName>().unwrap(), true)
            .await
            .unwrap();
        later(&desk, 1);
        desk.submitted("expedited_preservation").await;
        let told = due(&desk.app).await.len();
        add_official::set_disabled(&desk.app, desk.official("admin"), &"carl".parse::<SignInName>().unwrap(), false)
            .await
            .unwrap();
        wants(&desk, "egon", &[NoticeKind::New]).await;
        let today = desk.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let new = NewDeputyship {
            official: "cora".parse().unwrap(),
            deputy: "egon".parse().unwrap(),
            from: today,
            until: today,
        };
        let asked = deputise::ask(&desk.app, desk.official("cora"), new).await.unwrap();
        deputise::confirm(&desk.app, desk.official("admin"), &asked.deputyship).await.unwrap();
        later(&desk, 1);
        let reference = desk.submitted("expedited_preservation").await;
        assign_official::run(&desk.app, desk.official("cora"), &reference, &"cora".parse().unwrap()).await.unwrap();
        let egon = notices::due(&desk.app, desk.official("egon").id.as_str()).await.unwrap().unwrap();
        assert_eq!((told, egon.told[&NoticeKind::New]), (0, 1));
    });
}

#[test]
fn a_calendar_tells_days_to_its_secret_alone_and_the_secret_opens_nothing_else() {
    Desk::each(async |desk| {
        desk.sent("expedited_preservation").await;
        let secret = calendar::make(&desk.app, desk.official("carl"), "fr").await.unwrap();
        let days = calendar::days(&desk.app, secret.reveal()).await.unwrap();
        assert_eq!(days.language, "fr");
        let again = calendar::days(&desk.app, secret.reveal()).await.unwrap();
        assert_eq!(days.due, again.due);
        let refused = authenticate::run(&desk.app, secret.reveal()).await;
        assert!(matches!(refused, Err(OperationError::NotSignedIn)), "{refused:?}");
        let wrong = format!("cc_{}", "A".repeat(43));
        for strange in [wrong.as_str(), "", "cc_", "../../etc", &secret.reveal()[..45]] {
            let refused = calendar::days(&desk.app, strange).await;
            assert!(matches!(refused, Err(OperationError::NotSignedIn)), "{strange}");
        }
        // Neither the secret nor a hash of it without the key stands in the database.
        let kept = text(&desk, "SELECT secret_mac || seal FROM calendar_address").await;
        assert!(!kept.contains(&secret.reveal()[3..]));

        let listed = list_credentials::run(&desk.app, desk.official("carl"), None).await.unwrap();
        let one = listed.iter().find(|one| one.kind == "calendar").unwrap();
        let id = one.credential.parse().unwrap();
        assert!(one.counts);
        let other = revoke_credential::run(&desk.app, desk.official("cora"), &id).await;
        assert!(matches!(other, Err(OperationError::NotFound { .. })), "{other:?}");
        assert!(revoke_credential::run(&desk.app, desk.official("carl"), &id).await.unwrap());
        assert!(calendar::days(&desk.app, secret.reveal()).await.is_err());
        // A new password ends those that count, and a row written by hand opens nothing.
        let second = calendar::make(&desk.app, desk.official("carl"), "en").await.unwrap();
        let third = calendar::make(&desk.app, desk.official("cora"), "en").await.unwrap();
        let carl = &desk.official("carl").id;
        sign_in::reset_password(&desk.app, desk.official("admin"), &"carl".parse().unwrap()).await.unwrap();
        assert!(calendar::days(&desk.app, second.reveal()).await.is_err());
        let cora = &desk.official("cora").id;
        desk.sql(&format!("UPDATE calendar_address SET official_id = '{carl}' WHERE official_id = '{cora}'")).await;
        assert!(matches!(calendar::days(&desk.app, third.reveal()).await, Err(OperationError::NotSignedIn)));
        desk.sql(&format!("UPDATE calendar_address SET official_id = '{cora}' WHERE revoked_at IS NULL")).await;
        desk.is_intact().await;
    });
}

#[test]
fn an_address_of_a_calendar_that_was_changed_by_hand_is_named() {
    Desk::each(async |desk| {
        for who in ["carl", "cora"] {
            calendar::make(&desk.app, desk.official(who), "en").await.unwrap();
        }
        // Withdrawn by its official, and with all else by a new password.
        let listed = list_credentials::run(&desk.app, desk.official("cora"), None).await.unwrap();
        let withdrawn = listed.iter().find(|one| one.kind == "calendar").unwrap().credential.clone();
        revoke_credential::run(&desk.app, desk.official("cora"), &withdrawn.parse().unwrap()).await.unwrap();
        calendar::make(&desk.app, desk.official("egon"), "en").await.unwrap();
        sign_in::reset_password(&desk.app, desk.official("admin"), &"egon".parse().unwrap()).await.unwrap();
        let (ella, egon) = (&desk.official("ella").id, &desk.official("egon").id);
        let counts = text(&desk, "SELECT id FROM calendar_address WHERE revoked_at IS NULL").await;
        let ended = text(&desk, &format!("SELECT id FROM calendar_address WHERE official_id = '{egon}'")).await;
        desk.is_intact().await;

        desk.sql("CREATE TABLE kept AS SELECT * FROM calendar_address").await;
        let change = |id: &str, what: &str| format!("UPDATE calendar_address SET {what} WHERE id = '{id}'");
        let attacks = [
            (&withdrawn, change(&withdrawn, "revoked_at = NULL, secret_mac = 'of another'")),
            (&ended, change(&ended, "revoked_at = NULL")),
            (&withdrawn, change(&withdrawn, "secret_mac = 'of another'")),
            (&counts, change(&counts, "expires_at = '2099-01-01T00:00:00.000Z'")),
            (&counts, change(&counts, &format!("official_id = '{ella}'"))),
            (&counts, change(&counts, "language = 'fr'")),
            (&counts, change(&counts, "secret_mac = 'of another'")),
            (&counts, change(&counts, "revoked_at = issued_at")),
            (&counts, change(&counts, "id = 'another'")),
            (&counts, format!("DELETE FROM calendar_address WHERE id = '{counts}'")),
        ];
        for (id, attack) in attacks {
            assert_eq!(desk.sql(&attack).await, 1, "{attack}");
            let found = desk.verify().await;
            let named = |one: &comity::operations::verify_database::Difference| one.sentence.contains(id.as_str());
            assert!(found.differences.iter().any(named), "{attack}: {:#?}", found.differences);
            desk.sql("DELETE FROM calendar_address").await;
            desk.sql("INSERT INTO calendar_address SELECT * FROM kept").await;
            desk.is_intact().await;
        }
    });
}
