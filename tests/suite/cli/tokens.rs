//! Tokens and sessions on the command line.

use super::process::Place;

#[test]
fn a_token_is_printed_once_listed_without_its_secret_and_revoked() {
    let place = Place::installed();
    let token = |rest: &[&'static str]| [&["officials", "token"], rest].concat();
    let label = "Statistics of Tuesday";

    let issued =
        place.run(&token(&["issue", "--scope", "read", "--days", "30", "--label", label, "--as", "anna"])).answer();
    let (id, secret) = (issued["credential"].as_str().unwrap(), issued["secret"].as_str().unwrap());
    assert!(secret.starts_with("ct_") && secret.len() == 46, "{secret}");
    assert_eq!(issued["scopes"], serde_json::json!(["read"]));

    for listing in [vec!["list", "--as", "anna"], vec!["list", "anna", "--as", "administrator"]] {
        let listed = place.run(&token(&listing));
        let listed = listed.answer();
        assert_eq!((&listed[0]["credential"], &listed[0]["label"]), (&id.into(), &label.into()));
        assert_eq!(listed[0]["counts"], true);
        assert!(!listed.to_string().contains(&secret[3..]));
    }
    place.run(&token(&["list", "anna", "--as", "carl"])).ends(1, "administrator");
    place.run(&["officials", "session", "list", "--as", "anna"]).ends(0, "[]");
    place.run(&["officials", "token", "revoke", id, "--as", "carl"]).ends(3, "token list");
    assert_eq!(place.run(&["officials", "token", "revoke", id, "--as", "anna"]).answer()["counted_until_now"], true);
    assert_eq!(place.run(&["officials", "token", "revoke", id, "--as", "anna"]).answer()["counted_until_now"], false);
    place.run(&["audit", "verify"]).ends(0, "agree");
}

#[test]
fn a_token_that_cannot_be_is_wrong_use() {
    let place = Place::installed();
    let issue =
        |rest: &[&'static str]| [&["officials", "token", "issue", "--label", "x", "--as", "anna"], rest].concat();

    for (rest, word) in [
        (vec![], "--scope"),
        (vec!["--scope", "everything"], "decide"),
        (vec!["--scope", "decide"], "for people"),
        (vec!["--scope", "audit"], "none of your roles"),
        (vec!["--scope", "read", "--days", "0"], "1..=365"),
        (vec!["--scope", "read", "--days", "366"], "1..=365"),
    ] {
        place.run(&issue(&rest)).ends(2, word);
    }
    place.run(&["officials", "token", "revoke", "ct_secret", "--as", "anna"]).ends(2, "hexadecimal");
}
