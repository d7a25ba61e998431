//! Rows edited by hand beside the requests' own: people, roles, rulebooks, messages; and requests deleted or doubled.

use comity::operations::{OperationError, send_messages, sign_in};

use super::border::Border;
use super::desk::Desk;
use super::template::PASSWORD;

/// Comparing names this.
async fn is_named(desk: &Desk, word: &str) {
    let report = desk.verify().await;
    let found = report
        .differences
        .iter()
        .any(|difference| format!("{}: {}", difference.of, difference.sentence).contains(word));
    assert!(found, "{word}: {:#?}", report.differences);
}

#[test]
fn a_role_written_or_brought_back_by_hand_gives_nothing() {
    Desk::each(async |desk| {
        let reference = desk.ready("expedited_preservation").await;
        let held = "SELECT official_id, role, granted_by, granted_at, confirmed_by, confirmed_at, revoked_at, seal FROM official_role";
        desk.sql(&format!("CREATE TABLE kept AS {held} WHERE role = 'central_authority'")).await;
        let cora = "cora".parse().unwrap();
        comity::operations::change_roles::revoke(
            &desk.app,
            desk.official("admin"),
            &cora,
            comity::domain::role::Role::CentralAuthority,
        )
        .await
        .unwrap();
        desk.is_intact().await;

        // Written: the seal of the row is missing.
        let pia = "(SELECT id FROM official WHERE sign_in = 'pia')";
        desk.sql(&format!("INSERT INTO official_role SELECT {pia}, role, granted_by, granted_at, confirmed_by, confirmed_at, NULL, seal FROM kept LIMIT 1")).await;
        let refused = desk.take("pia", &reference, "authorise").await.unwrap_err();
        assert!(refused.to_string().contains("altered outside the program"), "{refused}");
        is_named(&desk, "roles").await;
        desk.sql(&format!("DELETE FROM official_role WHERE official_id = {pia} AND role = 'central_authority'")).await;

        // Brought back: row and seal as they once were, so only the log can tell.
        desk.sql("DELETE FROM official_role WHERE role = 'central_authority'").await;
        desk.sql(&format!("INSERT INTO official_role {}", held.replace("official_role", "kept"))).await;
        is_named(&desk, "central_authority").await;
    });
}

#[test]
fn a_password_written_by_hand_opens_nothing() {
    Desk::each(async |desk| {
        let carl = "carl".parse().unwrap();
        sign_in::run(&desk.app, &carl, PASSWORD).await.unwrap();
        let other = "a password of their own";
        sign_in::set_password(&desk.app, &"pia".parse().unwrap(), PASSWORD, other).await.unwrap();

        desk.sql("UPDATE official SET password_hash = (SELECT other.password_hash FROM official AS other WHERE other.sign_in = 'pia') WHERE sign_in = 'carl'").await;

        let refused = sign_in::run(&desk.app, &carl, other).await;
        assert!(matches!(refused, Err(OperationError::NotSignedIn)), "{refused:?}");
    });
}

#[test]
fn somebody_let_in_again_by_hand_is_named() {
    Desk::each(async |desk| {
        comity::operations::add_official::set_disabled(
            &desk.app,
            desk.official("admin"),
            &"pia".parse().unwrap(),
            true,
        )
        .await
        .unwrap();
        desk.is_intact().await;

        desk.sql("UPDATE official SET disabled_at = NULL WHERE sign_in = 'pia'").await;

        is_named(&desk, "pia").await;
    });
}

#[test]
fn a_rulebook_edited_by_hand_is_named_and_not_used() {
    Desk::each(async |desk| {
        desk.ready("expedited_preservation").await;

        desk.sql("UPDATE rulebook SET files = REPLACE(files, 'rights_reviewer', 'drafting_official')").await;

        is_named(&desk, "rulebook").await;
    });
}

#[test]
fn a_request_deleted_or_doubled_by_hand_is_named_and_the_others_go_on() {
    Desk::each(async |desk| {
        let doubled = desk.ready("expedited_preservation").await;
        let deleted = desk.draft("expedited_preservation").await;
        let columns = "registry_number_sealed, side, procedure, measure, counterpart, rulebook, profile, title_sealed, stage, stage_since, due_at,
            follows, author, standing, version, sealed_at, sealed_because, locked_at, created_at, changed_at";
        desk.sql(&format!(
            "INSERT INTO assistance_request (id, thread, reference, {columns})
            SELECT '{}', '{}', 'XN-2027-9999', {columns} FROM assistance_request WHERE reference = '{doubled}'",
            "ab".repeat(16),
            "cd".repeat(16)
        ))
        .await;
        let (id,): (String,) = sqlx::query_as("SELECT id FROM assistance_request WHERE reference = $1")
            .bind(deleted.as_str())
            .fetch_one(&mut desk.by_hand().await)
            .await
            .unwrap();
        for table in ["subject", "assignment", "queue_place"] {
            desk.sql(&format!("DELETE FROM {table} WHERE request_id = '{id}'")).await;
        }
        desk.sql(&format!("DELETE FROM assistance_request WHERE id = '{id}'")).await;

        let refused = desk.take("cora", &"XN-2027-9999".parse().unwrap(), "authorise").await;
        assert!(refused.is_err());
        is_named(&desk, "XN-2027-9999").await;
        is_named(&desk, &id).await;
        desk.take("cora", &doubled, "authorise").await.unwrap();
    });
}

#[test]
fn messages_edited_by_hand_are_named_and_hold_up_no_other() {
    Border::each(async |border| {
        let north = &border.north;
        let edits = [
            "state = 'handed_over'",
            "name = 'supplement'",
            "number = 7",
            "channel = 'post', recorded_by = 'somebody'",
            "body_sealed = (SELECT name_sealed FROM official WHERE sign_in = 'anna')",
        ];
        let mut edited = Vec::new();
        for edit in edits {
            let reference = north.sent("expedited_preservation").await;
            let of = format!("request_id = (SELECT id FROM assistance_request WHERE reference = '{reference}')");
            assert_eq!(north.sql(&format!("UPDATE message SET {edit} WHERE {of}")).await, 1);
            edited.push(reference);
        }
        for reference in &edited {
            is_named(north, reference.as_str()).await;
        }

        let other = north.sent("expedited_preservation").await;
        let waiting = send_messages::waiting(&north.app).await.unwrap();
        assert!(waiting.iter().any(|envelope| envelope.reference == other));
        for envelope in waiting.iter().filter(|envelope| envelope.reference == other) {
            border.hand(envelope).await.unwrap();
        }
    });
}
