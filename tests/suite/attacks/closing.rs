//! A log whose key was stolen: it is closed where others have last signed it, and another one goes on that says so.

use comity::audit::predecessor::Incident;
use comity::operations::{OperationError, close_epoch, export_log, log_status};
use comity::storage::StorageError;
use comity::storage::sidecar::Lack;

use super::exporting::Exported;
use super::keeping::{set_back, signed};
use crate::cli::process::Place;
use crate::operations::desk::Desk;

#[test]
fn attack_11_a_log_that_was_closed_takes_nothing_more_from_whoever_writes() {
    Desk::each(async |desk| {
        let admin = desk.official("admin");
        let reference = desk.draft("production").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        let size = close_epoch::last(&desk.app).await.unwrap().unwrap();
        // One that goes on after the others have heard of it, and one that has not heard yet.
        let deaf = desk.another_process().await;
        let before = desk.app.storage.standing().await.unwrap().0;

        let other = close_epoch::run(&desk.app, admin, size - 1, Incident::KeyStolen).await;
        assert!(matches!(other, Err(OperationError::Unusable { .. })), "{other:?}");
        let nobody = close_epoch::run(&desk.app, desk.official("carl"), size, Incident::KeyStolen).await;
        assert!(matches!(nobody, Err(OperationError::NotAllowed { .. })), "{nobody:?}");
        let refusals = desk.app.storage.standing().await.unwrap().0 - before;
        assert!(refusals > 0, "who was refused has left an entry");
        let closed = close_epoch::run(&desk.app, admin, size, Incident::KeyStolen).await.unwrap();
        assert_eq!((closed.size, closed.incident.as_str()), (size, "key_stolen"));

        let entries = desk.app.storage.standing().await.unwrap().0;
        assert_eq!(desk.app.storage.sealed().map(|sealed| sealed.lack), Some(Lack::Closed));
        let act = desk.try_draft("production").await;
        assert!(matches!(act, Err(OperationError::Storage(StorageError::LogSealed(_)))), "{act:?}");
        assert!(export_log::checkpoint(&desk.app).await.is_err(), "nothing is signed");
        assert!(deaf.storage.sealed().is_none());
        let unheard = crate::operations::desk::new_request("production");
        assert!(comity::operations::draft_request::run(&deaf, desk.official("anna"), unheard).await.is_err());
        assert_eq!(desk.app.storage.standing().await.unwrap().0, entries);
        // It is not opened again, nor closed anew elsewhere.
        let again = close_epoch::run(&desk.app, admin, 1, Incident::Moved).await.unwrap();
        assert_eq!(again, closed);
        let reopened = sqlx::query("DELETE FROM epoch_end").execute(&mut desk.by_hand().await).await;
        assert!(reopened.is_err());

        // Everything is read.
        assert_eq!(desk.view(&reference).await.reference, reference.to_string());
        let exported = Exported::of(&desk, None).await;
        assert_eq!(exported.both(&exported.bytes).code, 0);
        let fresh = desk.another_process().await;
        assert_eq!(fresh.storage.sealed().map(|sealed| sealed.lack), Some(Lack::Closed));
    });
}

#[test]
fn attack_04_a_log_that_lost_its_end_is_closed_at_what_was_seen_of_it() {
    Desk::each(async |desk| {
        let earlier = signed(&desk).await;
        let note = std::fs::read_to_string(desk.app.storage.sidecar()).unwrap();
        set_back(&desk, usize::try_from(earlier.size).unwrap() - 3).await;
        let again = desk.another_process().await;
        assert_eq!(again.storage.sealed().map(|sealed| sealed.lack), Some(Lack::Shorter));

        let size = close_epoch::last(&again).await.unwrap().unwrap();
        assert_eq!(size, earlier.size, "not at what is left of it");
        let closed = close_epoch::run(&again, desk.official("admin"), size, Incident::EntriesLost).await.unwrap();

        assert_eq!((closed.size, closed.note), (earlier.size, note));
        let sealed = log_status::run(&again).await.unwrap().sealed.unwrap();
        assert_eq!((sealed.lack, sealed.seen), (Lack::Closed, earlier.size));
    });
}

#[test]
fn attack_11_the_next_log_holds_the_last_checkpoint_of_the_one_that_was_closed() {
    let (old, new) = (Place::installed(), Place::empty());
    let close = ["log", "close", "--incident", "key_stolen", "--as", "administrator"];
    old.run(&close).ends(2, "it was never signed");
    old.run(&["audit", "checkpoint"]).ends(0, "");
    let told = old.run(&close);
    told.ends(2, "for ever");
    let size = told.err.split("--at ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
    let (note, at) = (old.path("final.note"), ["--at", &size]);
    old.run(&[&close[..3], &["stolen"], &close[4..]].concat()).ends(2, "key_stolen");
    old.run(&[&close[..], &["--at", "1"]].concat()).ends(2, "it would be closed at");
    let closed = old.run(&[&close[..], &at, &["--note", &note]].concat()).answer();
    assert_eq!(closed["size"].to_string(), size);
    old.run(&["log", "status"]).ends(1, "has closed it at");
    old.run(&["officials", "add", "late", "--name", "Late", "--role", "auditor", "--as", "administrator"])
        .ends(3, "another log goes on");
    let old_key = old.run(&["audit", "export", &old.path("log.tar"), "--as", "axel"]).answer();
    let old_key = old_key["log_key"].as_str().unwrap();
    old.run(&["audit", "verify", &old.path("log.tar"), "--key", old_key]).ends(0, "intact");

    // Whoever stole the key has signed more, or somebody has altered a number.
    let larger = (size.parse::<u64>().unwrap() + 1).to_string();
    let signed = std::fs::read_to_string(&note).unwrap();
    let forged = signed.replacen(&format!("\n{size}\n"), &format!("\n{larger}\n"), 1);
    assert_ne!(forged, signed);

    let init = ["init", "--state", "XN", "--name", "Central Authority of Norvania", "--training"];
    let after = ["--after", &note, "--incident", "key_stolen"];
    for wrong in ["xn.invalid/mla/1", "xn.invalid/mla/3", "other.invalid/mla/2"] {
        new.run(&[&init[..], &after, &["--log-name", wrong]].concat()).ends(2, "the next one is `xn.invalid/mla/2`");
    }
    new.run(&[&init[..], &["--after", &new.write("none", "no note"), "--incident", "moved"]].concat())
        .ends(2, "is no signed note");
    let goes_on = format!("goes on from `xn.invalid/mla/1`, which was closed at {size} leaves (key_stolen)");
    let forged = new.write("forged", &forged);
    for (place, note, said) in [
        (&new, &note, "signed by its key and 0 witness(es)"),
        (&Place::empty(), &forged, "that checkpoint is not believed"),
    ] {
        let installed = place.run(&[&init[..], &["--after", note, "--incident", "key_stolen"]].concat()).answer();
        place.choose("administrator", installed["one_time_password"].as_str().unwrap());
        let key = installed["log_key"].as_str().unwrap();
        assert!(key.starts_with("xn.invalid/mla/2+"), "{key}");
        let added = ["officials", "add", "axel", "--name", "axel", "--role", "auditor", "--as", "administrator"];
        place.choose("axel", place.run(&added).answer()["one_time_password"].as_str().unwrap());
        let tar = place.path("log.tar");
        place.run(&["audit", "export", &tar, "--as", "axel"]).answer();
        let told = if note == &forged { "goes on from `xn.invalid/mla/1`" } else { goes_on.as_str() };
        place.run(&["audit", "verify", &tar, "--key", key]).ends(0, told);
        let both = place.write("both", &format!("log {old_key}\nlog {key}\nquorum none\n"));
        place.run(&["audit", "verify", &tar, "--policy", &both]).ends(0, said);
    }
}
