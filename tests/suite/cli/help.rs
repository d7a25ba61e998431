//! Help texts as people read them.

use super::process::Place;

/// Every command, with those below it.
const COMMANDS: [&[&str]; 38] = [
    &[],
    &["demo"],
    &["init"],
    &["migrate"],
    &["backup"],
    &["authority"],
    &["officials"],
    &["officials", "deputy"],
    &["officials", "deputy", "ask"],
    &["officials", "session"],
    &["officials", "token"],
    &["officials", "token", "issue"],
    &["workflows"],
    &["workflows", "articles"],
    &["workflows", "form"],
    &["workflows", "chart"],
    &["workflows", "explain"],
    &["workflows", "diff"],
    &["workflows", "export"],
    &["request"],
    &["serve"],
    &["messages"],
    &["clocks"],
    &["audit"],
    &["import"],
    &["workflows", "adopt"],
    &["workflows", "confirm"],
    &["statistics"],
    &["audit", "verify"],
    &["audit", "count"],
    &["audit", "entries"],
    &["audit", "prove"],
    &["audit", "verify-proof"],
    &["audit", "disclose"],
    &["audit", "witnesses"],
    &["witness"],
    &["witness", "serve"],
    &["witness", "trust"],
];

#[test]
fn every_command_explains_itself() {
    let place = Place::empty();
    for command in COMMANDS {
        // What stands in the environment would be shown.
        let asked = place.command(&[command, &["--help"]].concat()).env_remove("COMITY_DATA").output().unwrap();
        assert!(asked.status.success());
        let name = format!("help {}", command.join(" "));
        insta::assert_snapshot!(name.trim().replace(' ', "_"), String::from_utf8(asked.stdout).unwrap());
    }
    // Asked for nothing, it explains itself too, and that is wrong use.
    place.run(&[]).ends(2, "Usage");
}
