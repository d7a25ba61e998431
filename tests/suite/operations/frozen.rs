//! Rules that a newer program does not prove: nothing new begins under them, and what was begun only ends.

use std::fs;

use comity::engine::files::RuleFiles;
use comity::engine::refusal::Refusal;
use comity::engine::rulebook::Rulebook;
use comity::operations::{OperationError, install_authority};
use tempfile::TempDir;

use super::desk::{Desk, run};
use super::template::{self, Kind};

/// The shipped rules in a folder, but for one that is weakened: persecution is a matter of policy.
pub(crate) fn weakened() -> TempDir {
    let folder = TempDir::new().unwrap();
    let texts: std::collections::BTreeMap<String, String> =
        serde_json::from_value(serde_json::to_value(RuleFiles::shipped()).unwrap()).unwrap();
    for (path, text) in texts.iter().filter(|(path, _)| !path.starts_with("content/")) {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let weak = text.replace(
            "default      = \"treaty\"\nemergency    = \"policy\"",
            "default      = \"policy\"\nemergency    = \"policy\"",
        );
        fs::write(file, if path == "safeguards/non_discrimination.toml" { &weak } else { text }).unwrap();
    }
    folder
}

#[test]
fn an_installation_is_not_made_on_rules_that_are_not_proved() {
    run(async {
        let rules = weakened();
        let folder = TempDir::new().unwrap();
        let data = folder.path().join("data");
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let settings = comity::operations::Settings {
            workflows: Some(rules.path().to_owned()),
            database: format!("sqlite:{}", data.join("comity.db").display()),
            data,
            ..desk.settings.clone()
        };

        let made = install_authority::run(&settings, template::authority("XN")).await;

        let Err(OperationError::Unsound(faults)) = made else { panic!("it was made") };
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(
            told.iter().any(|fault| fault.contains("SG-10 is asked for `production` on the basis `policy`")),
            "{told:?}"
        );
    });
}

#[test]
fn a_request_under_rules_that_are_no_longer_proved_is_read_and_only_ends() {
    Desk::each(async |mut desk| {
        // As if an older program had let them in, and requests had begun under them.
        let rules = RuleFiles::read(weakened().path()).unwrap();
        sqlx::query("INSERT INTO rulebook (hash, files, stored_at) VALUES ($1, $2, '2099-01-01T00:00:00.000Z')")
            .bind(rules.hash().to_string())
            .bind(serde_json::to_string(&rules).unwrap())
            .execute(&mut desk.by_hand().await)
            .await
            .unwrap();
        desk.sql("DELETE FROM adoption; UPDATE authority SET adoptions = 0").await;
        let older = desk.another_process().await;
        assert_eq!(older.rulebooks().main.hash, rules.hash());
        older.as_if_proved(Rulebook::load(rules).unwrap());
        let newer = desk.another_process().await;
        desk.app = older;
        let reference = desk.draft("production").await;
        desk.app = newer;

        let begun = desk.try_draft("production").await;
        assert!(matches!(&begun, Err(OperationError::Refused(Refusal::Frozen(_)))), "{begun:?}");

        let submitted = desk.take("anna", &reference, "submit").await;
        let content = serde_json::json!({});
        let written = desk.write("anna", &reference, comity::domain::gate::Subject::Request, content, Vec::new()).await;
        let abandoned = desk.take("anna", &reference, "abandon").await;

        assert!(
            matches!(&submitted, Err(OperationError::Refused(Refusal::Frozen(because))) if because.contains("SG-10")),
            "{submitted:?}"
        );
        assert!(matches!(&written, Err(OperationError::Refused(Refusal::Frozen(_)))), "{written:?}");
        assert!(abandoned.is_ok(), "{abandoned:?}");
        desk.another_process().await;
    });
}
