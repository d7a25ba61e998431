//! Adopting a rulebook: nobody alone puts other rules in force, by no way, and every machine and the log agree which bind.

use std::collections::BTreeMap;
use std::fs;

use comity::audit::entry::{Actor, Draft};
use comity::audit::report::Report;
use comity::domain::ids::{AdoptionId, Digest};
use comity::engine::files::RuleFiles;
use comity::engine::refusal::Refusal;
use comity::operations::adopt_rulebook::{self, Proposal};
use comity::operations::list_adoptions::{self, Adoption, Stage};
use comity::operations::list_rulebooks::{self, Standing};
use comity::operations::{App, Official, OperationError, draft_request, read_request};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::desk::{Desk, new_request, run};
use super::exports::{export, forge, key, last, verify};
use super::frozen::weakened;
use super::template::Kind;

/// The shipped rules in a folder, with one text changed.
fn changed(file: &str, from: &str, to: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let texts: BTreeMap<String, String> =
        serde_json::from_value(serde_json::to_value(RuleFiles::shipped()).unwrap()).unwrap();
    for (path, text) in &texts {
        let place = folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        let text = if path == file {
            assert!(text.contains(from), "{file}");
            text.replacen(from, to, 1)
        } else {
            text.clone()
        };
        fs::write(place, text).unwrap();
    }
    folder
}

/// Rules that protect more: persons are notified whatever binds.
pub(crate) fn higher() -> TempDir {
    changed("safeguards/notification.toml", "default = \"policy\"", "default = \"treaty\"")
}

/// The same rules under another name.
fn renamed() -> TempDir {
    changed("rulebook.toml", "\"hanoi\"", "\"hanoi_2\"")
}

fn main_of(app: &App) -> Digest {
    app.rulebooks().main.hash.clone()
}

async fn propose(app: &App, by: &Official, to: &Digest, instead_of: &Digest) -> Result<Adoption, OperationError> {
    let (rulebook, instead_of) = (to.clone(), Some(instead_of.clone()));
    let reason = "The central authority decided so.".to_owned();
    adopt_rulebook::propose(app, by, Proposal { rulebook, instead_of, reason }).await
}

fn needs_a_second<T: std::fmt::Debug>(done: &Result<T, OperationError>) {
    assert!(matches!(done, Err(OperationError::SecondAdministrator(_))), "{done:?}");
}

/// Which rulebook a new request begins with.
async fn begins_with(desk: &Desk, app: &App) -> Digest {
    let reference =
        draft_request::run(app, desk.official("anna"), new_request("expedited_preservation")).await.unwrap().reference;
    read_request::run(app, desk.official("anna"), &reference).await.unwrap().rulebook.parse().unwrap()
}

async fn replayed(desk: &Desk) -> Report {
    let file = export(desk, None).await;
    let report = verify(&fs::read(&file).unwrap(), &key(desk).await).unwrap();
    fs::remove_file(file).unwrap();
    report
}

#[test]
fn other_files_change_nothing_until_two_administrators_adopt_them_and_then_every_process_switches() {
    Desk::each(async |mut desk| {
        let (rules, old) = (higher(), main_of(&desk.app));
        let before = desk.app.clone();
        let second = desk.second().await;
        desk.offer(rules.path()).await;
        let (app, new) = (desk.app.clone(), desk.app.offered.main.hash.clone());
        assert_ne!(old, new);
        assert_eq!(begins_with(&desk, &app).await, old);
        let known = list_rulebooks::run(&app, desk.official("anna")).await.unwrap();
        let stands = |hash: &Digest| known.iter().find(|one| one.hash == *hash).unwrap().standing;
        assert_eq!((stands(&old), stands(&new)), (Standing::Adopted, Standing::Offered));

        // Nobody but an administrator, and no administrator alone.
        for who in ["anna", "carl", "axel", "rosa"] {
            let refused = propose(&app, desk.official(who), &new, &old).await;
            assert!(matches!(refused, Err(OperationError::NotAllowed { .. })), "{who} {refused:?}");
        }
        let waits = propose(&app, desk.official("admin"), &new, &old).await.unwrap();
        assert_eq!((waits.stands, waits.fell, waits.rose > 0), (Stage::Waits, 0, true));
        needs_a_second(&propose(&app, &second, &new, &old).await);
        needs_a_second(&adopt_rulebook::confirm(&app, desk.official("admin"), &waits.adoption, true).await);
        let carl = adopt_rulebook::confirm(&app, desk.official("carl"), &waits.adoption, true).await;
        assert!(matches!(carl, Err(OperationError::NotAllowed { .. })), "{carl:?}");
        assert_eq!(begins_with(&desk, &app).await, old);
        let open = desk.draft("expedited_preservation").await;

        // The second one sits at a machine that was started with other files.
        let counts = adopt_rulebook::confirm(&before, &second, &waits.adoption, false).await.unwrap();
        assert_eq!(counts.stands, Stage::Counts);
        for each in [&app, &before, &desk.another_process().await] {
            assert_eq!(begins_with(&desk, each).await, new);
            each.authority().await.unwrap();
            assert_eq!(main_of(each), new);
        }
        let view = read_request::run(&app, desk.official("anna"), &open).await.unwrap();
        assert_eq!(view.rulebook, old.to_string(), "what has begun keeps its rules");
        desk.take("anna", &open, "submit").await.unwrap();

        let told = list_adoptions::run(&app, desk.official("anna")).await.unwrap();
        assert!(told.iter().all(|one| one.reason.is_none()), "reasons are for administrators: {told:?}");
        let told = list_adoptions::run(&app, &second).await.unwrap();
        assert!(told.iter().any(|one| one.reason.as_deref() == Some("The central authority decided so.")), "{told:?}");
        desk.is_intact().await;
        assert!(replayed(&desk).await.intact, "{:#?}", replayed(&desk).await.findings);
    });
}

#[test]
fn where_protection_falls_the_second_one_has_to_accept_that() {
    run(async {
        let mut desk = Desk::open(Kind::Sqlite, "XN").await;
        let (rules, shipped) = (higher(), main_of(&desk.app));
        desk.adopt(rules.path()).await;
        let (second, higher) = (desk.second().await, main_of(&desk.app));

        let waits = propose(&desk.app, desk.official("admin"), &shipped, &higher).await.unwrap();
        assert!(waits.fell > 0, "{waits:?}");
        let silent = adopt_rulebook::confirm(&desk.app, &second, &waits.adoption, false).await;
        assert!(matches!(&silent, Err(OperationError::Unusable { why, .. }) if why.contains("falls")), "{silent:?}");
        assert_eq!(begins_with(&desk, &desk.app).await, higher);

        adopt_rulebook::confirm(&desk.app, &second, &waits.adoption, true).await.unwrap();
        assert_eq!(begins_with(&desk, &desk.app).await, shipped);
        desk.is_intact().await;
    });
}

#[test]
fn a_proposal_that_another_adoption_has_overtaken_or_that_was_taken_back_is_never_confirmed() {
    Desk::each(async |mut desk| {
        let (first, other, old) = (higher(), renamed(), main_of(&desk.app));
        let second = desk.second().await;
        desk.offer(other.path()).await;
        let renamed = desk.app.offered.main.hash.clone();
        let admin = desk.official("admin").clone();
        let regretted = propose(&desk.app, &admin, &renamed, &old).await.unwrap();
        adopt_rulebook::take_back(&desk.app, &second, &regretted.adoption).await.unwrap();
        let overtaken = propose(&desk.app, &admin, &renamed, &old).await.unwrap();
        desk.offer(first.path()).await;
        let higher = desk.app.offered.main.hash.clone();
        let wins = propose(&desk.app, &admin, &higher, &old).await.unwrap();
        adopt_rulebook::confirm(&desk.app, &second, &wins.adoption, true).await.unwrap();

        let all = list_adoptions::run(&desk.app, &second).await.unwrap();
        let stands: Vec<Stage> = all.iter().map(|one| one.stands).collect();
        for stage in [Stage::TakenBack, Stage::Overtaken, Stage::Counts, Stage::Replaced] {
            assert!(stands.contains(&stage), "{stands:?}");
        }
        for one in &all {
            needs_a_second(&adopt_rulebook::confirm(&desk.app, &second, &one.adoption, true).await);
        }
        let counts = all.iter().find(|one| one.stands == Stage::Counts).unwrap();
        needs_a_second(&adopt_rulebook::take_back(&desk.app, &second, &counts.adoption).await);
        needs_a_second(&propose(&desk.app, &second, &renamed, &old).await);
        let none = AdoptionId::parse("0".repeat(32)).unwrap();
        let none = adopt_rulebook::confirm(&desk.app, &second, &none, true).await;
        assert!(matches!(none, Err(OperationError::NotFound { .. })), "{none:?}");
        assert_eq!(begins_with(&desk, &desk.app).await, higher);
        adopt_rulebook::take_back(&desk.app, &admin, &overtaken.adoption).await.unwrap();
        desk.is_intact().await;
    });
}

#[test]
fn rules_that_do_not_check_are_offered_with_their_counter_example_and_cannot_be_proposed() {
    run(async {
        let mut desk = Desk::open(Kind::Sqlite, "XN").await;
        let (rules, old) = (weakened(), main_of(&desk.app));
        desk.offer(rules.path()).await;
        let weak = desk.app.offered.main.hash.clone();

        let refused = propose(&desk.app, desk.official("admin"), &weak, &old).await;

        assert!(matches!(&refused, Err(OperationError::Unusable { why, .. }) if why.contains("SG-10")), "{refused:?}");
        let story = list_rulebooks::counter_example(&desk.app, desk.official("anna"), &weak).await.unwrap();
        assert!(story.iter().any(|line| line.contains("SG-10")), "{story:?}");
        let unknown = Digest::parse("0".repeat(64)).unwrap();
        let unknown = propose(&desk.app, desk.official("admin"), &unknown, &old).await;
        assert!(matches!(unknown, Err(OperationError::NotFound { .. })), "{unknown:?}");
        let same = propose(&desk.app, desk.official("admin"), &old, &old).await;
        assert!(matches!(same, Err(OperationError::Unusable { .. })), "{same:?}");
        assert_eq!(begins_with(&desk, &desk.app).await, old);
    });
}

#[test]
fn what_is_altered_by_hand_puts_no_rules_in_force_and_is_found() {
    Desk::each(async |mut desk| {
        let (rules, old) = (higher(), main_of(&desk.app));
        let second = desk.second().await;
        desk.offer(rules.path()).await;
        let new = desk.app.offered.main.hash.clone();
        let waits = propose(&desk.app, desk.official("admin"), &new, &old).await.unwrap();

        // The files were altered between the two.
        let kept = "UPDATE rulebook SET files = replace(files, 'SG-26', 'SG-27') WHERE hash = ";
        desk.sql(&format!("{kept}'{new}'")).await;
        let altered = adopt_rulebook::confirm(&desk.app, &second, &waits.adoption, true).await;
        assert!(matches!(altered, Err(OperationError::Damaged { .. })), "{altered:?}");
        desk.sql(&format!("DELETE FROM adoption WHERE rulebook = '{new}'; DELETE FROM rulebook WHERE hash = '{new}'"))
            .await;

        // A row that says it was confirmed, or by whom it was proposed.
        let waits = propose(&desk.app, desk.official("admin"), &new, &old).await.unwrap();
        let id = &waits.adoption;
        for forged in ["number = 9, confirmed_at = proposed_at", "proposed_by = NULL", "fell = -1"] {
            desk.sql("CREATE TABLE saved AS SELECT * FROM adoption").await;
            desk.sql(&format!("UPDATE adoption SET {forged} WHERE id = '{id}'")).await;
            let begun = desk.try_draft("expedited_preservation").await;
            let text = format!("{:?}", begun.unwrap_err());
            assert!(text.contains("Tampered"), "{forged} {text}");
            let confirmed = adopt_rulebook::confirm(&desk.app, &second, id, true).await;
            assert!(format!("{confirmed:?}").contains("Tampered"), "{forged} {confirmed:?}");
            assert!(!desk.verify().await.intact);
            desk.sql("DELETE FROM adoption; INSERT INTO adoption SELECT * FROM saved; DROP TABLE saved").await;
        }

        // The last row is taken away, so that the one before would count.
        adopt_rulebook::confirm(&desk.app, &second, id, true).await.unwrap();
        desk.is_intact().await;
        desk.sql(&format!("DELETE FROM adoption WHERE id = '{id}'")).await;
        for app in [desk.app.clone(), desk.another_process().await] {
            let begun = draft_request::run(&app, desk.official("anna"), new_request("expedited_preservation")).await;
            assert!(format!("{begun:?}").contains("Tampered"), "{begun:?}");
        }
        desk.sql("UPDATE authority SET adoptions = 1").await;
        let report = desk.verify().await;
        assert!(report.differences.iter().any(|one| one.of == "adoptions"), "{:?}", report.differences);
    });
}

#[test]
fn drafting_while_it_is_confirmed_comes_before_or_after_and_the_log_says_which() {
    Desk::each(async |mut desk| {
        let (rules, old) = (higher(), main_of(&desk.app));
        let second = desk.second().await;
        desk.offer(rules.path()).await;
        let new = desk.app.offered.main.hash.clone();
        let waits = propose(&desk.app, desk.official("admin"), &new, &old).await.unwrap();
        let (anna, apps) = (desk.official("anna").clone(), [desk.app.clone(), desk.another_process().await]);

        let drafting: Vec<_> = (0..8)
            .map(|turn| {
                let (app, anna) = (apps[turn % 2].clone(), anna.clone());
                tokio::spawn(
                    async move { draft_request::run(&app, &anna, new_request("expedited_preservation")).await },
                )
            })
            .collect();
        adopt_rulebook::confirm(&apps[1], &second, &waits.adoption, true).await.unwrap();
        for drafted in drafting {
            drafted.await.unwrap().unwrap();
        }

        assert_eq!(begins_with(&desk, &apps[0]).await, new);
        desk.is_intact().await;
        assert!(replayed(&desk).await.intact);
    });
}

#[test]
fn a_log_in_which_a_request_began_with_rules_that_were_not_adopted_is_refused() {
    run(async {
        let mut desk = Desk::open(Kind::Sqlite, "XN").await;
        let reference = desk.draft("expedited_preservation").await;
        let (mark, body) = last(&desk, &reference, "request_begun").await;
        let rules = higher();
        desk.adopt(rules.path()).await;
        assert!(replayed(&desk).await.intact);

        // As a dishonest operator would write it: begun with the new rules' name, and then with those that were replaced.
        let authority: (String,) =
            sqlx::query_as("SELECT case_id FROM authority").fetch_one(&mut desk.by_hand().await).await.unwrap();
        let system = Actor { role: "administrator".to_owned(), org: "XN".to_owned(), p: mark };
        let forged = |kind: &str, body: Value| Draft {
            case: authority.0.parse().unwrap(),
            kind: kind.to_owned(),
            at: super::template::BEGINS.parse().unwrap(),
            actor: system.clone(),
            rule: None,
            art: Vec::new(),
            body: body.as_object().unwrap().clone(),
            docs: Vec::new(),
            private: BTreeMap::new(),
            peer: None,
        };
        let hash = "0".repeat(64);
        let id = "0".repeat(32);
        let whole = json!({ "adoption": id, "instrument": "UNCC", "from": main_of(&desk.app), "to": hash, "fell": 0, "rose": 0 });
        for (kind, body, says) in [
            ("rulebook_adopted", json!({ "instrument": "ABC", "to": hash }), "without a second administrator"),
            ("adoption_confirmed", whole.clone(), "nobody had proposed it"),
        ] {
            let draft = forged(kind, body);
            leave(&desk, draft).await;
            let report = replayed(&desk).await;
            assert!(report.findings.iter().any(|one| one.sentence.contains(says)), "{says}: {:#?}", report.findings);
        }
        for kind in ["adoption_proposed", "adoption_confirmed"] {
            leave(&desk, forged(kind, whole.clone())).await;
        }
        let report = replayed(&desk).await;
        let says = "confirmed by the one who proposed it";
        assert!(report.findings.iter().any(|one| one.sentence.contains(says)), "{:#?}", report.findings);

        let other = Desk::open(Kind::Sqlite, "XN").await;
        let reference = other.draft("expedited_preservation").await;
        let (mark, _) = last(&other, &reference, "request_begun").await;
        let actor = Actor { role: "drafting_official".to_owned(), org: "XN".to_owned(), p: mark };
        // The rulebook of the desk is adopted; the body names an instrument for which none is.
        let mut elsewhere = body;
        elsewhere.insert("instrument".to_owned(), "ABC".into());
        forge(&other, &reference, actor, "request_begun", elsewhere).await;
        let report = replayed(&other).await;
        assert!(
            report.findings.iter().any(|one| one.sentence.contains("which was not adopted for `ABC`")),
            "{:#?}",
            report.findings
        );
    });
}

async fn leave(desk: &Desk, draft: Draft) {
    let left = desk.app.storage.write(move |tx| {
        let draft = draft.clone();
        Box::pin(
            async move { Ok::<_, comity::storage::StorageError>(tx.commit_with(draft, Vec::new()).await?.with(())) },
        )
    });
    left.await.unwrap();
}

#[test]
fn a_database_of_an_older_program_keeps_the_rules_that_it_had_used() {
    Desk::each(async |mut desk| {
        let (rules, old) = (higher(), main_of(&desk.app));
        desk.draft("expedited_preservation").await;
        // As the older program left it, which knew of no adoption.
        desk.sql("DELETE FROM adoption; UPDATE authority SET adoptions = 0").await;

        desk.offer(rules.path()).await;
        let both = [desk.app.clone(), desk.another_process().await];

        for app in &both {
            assert_eq!(main_of(app), old);
            assert_eq!(begins_with(&desk, app).await, old);
        }
        let all = list_adoptions::run(&both[0], desk.official("anna")).await.unwrap();
        let counting: Vec<_> = all.iter().filter(|one| one.stands == Stage::Counts).collect();
        assert!(counting.iter().any(|one| one.rulebook == old && !one.by_two), "{all:?}");
        assert_eq!(all.len(), both[0].rulebooks().iter().count(), "taken over once: {all:?}");
    });
}

#[test]
fn a_rulebook_that_a_newer_program_does_not_prove_begins_nothing() {
    run(async {
        let mut desk = Desk::open(Kind::Sqlite, "XN").await;
        let rules = RuleFiles::read(weakened().path()).unwrap();
        sqlx::query("INSERT INTO rulebook (hash, files, stored_at) VALUES ($1, $2, '2099-01-01T00:00:00.000Z')")
            .bind(rules.hash().to_string())
            .bind(serde_json::to_string(&rules).unwrap())
            .execute(&mut desk.by_hand().await)
            .await
            .unwrap();
        desk.sql("DELETE FROM adoption; UPDATE authority SET adoptions = 0").await;
        desk.app = desk.another_process().await;
        assert_eq!(main_of(&desk.app), rules.hash());

        let begun = desk.try_draft("production").await;

        assert!(matches!(&begun, Err(OperationError::Refused(Refusal::Frozen(_)))), "{begun:?}");
        // Two administrators lead out of it.
        let (second, shipped) = (desk.second().await, desk.app.offered.main.hash.clone());
        let waits = propose(&desk.app, desk.official("admin"), &shipped, &rules.hash()).await.unwrap();
        adopt_rulebook::confirm(&desk.app, &second, &waits.adoption, true).await.unwrap();
        desk.draft("production").await;
    });
}
