//! Exit codes: 0 done or intact, 1 the answer is no, 2 wrong use, 3 could not, 4 incomplete, 5 unwitnessed.

use super::process::{Place, mode};

#[test]
fn an_installation_is_private_and_its_password_is_printed_once() {
    let place = Place::empty();
    let arguments = ["init", "--state", "XN", "--name", "Central Authority of Norvania", "--training"];
    let installed = place.run(&arguments);
    let password = installed.answer()["one_time_password"].as_str().unwrap().to_owned();

    assert_eq!(mode(&place.data()), 0o700);
    for file in ["master.key", "log.key", "comity.db"] {
        assert_eq!(mode(&place.data().join(file)) & 0o007, 0, "{file}");
    }
    assert_eq!(installed.out.matches(&password).count() + installed.err.matches(&password).count(), 1);
    // Nobody acts with it before another was chosen.
    place
        .run_with(("COMITY_PASSWORD", &password), &["officials", "list", "--as", "administrator"])
        .ends(1, "one-time password");
    place.run(&arguments).ends(3, "nothing was changed");
    assert!(place.run(&arguments).err.contains("already, of `Central Authority of Norvania`"));
    place.run(&["migrate"]).ends(0, "applied");
    assert_eq!(place.run(&["migrate"]).answer()["applied"].as_array().unwrap().len(), 0);
    std::fs::set_permissions(place.data().join("master.key"), std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .unwrap();
    place.run(&["authority", "show"]).ends(3, "chmod");
}

#[test]
fn wrong_use_ends_with_two_and_says_what_is_right() {
    let place = Place::installed();
    let long = "x".repeat(5000);
    let reference = "XN-2027-000001";
    let request = |rest: &[&'static str]| [&["request", "--as", "carl"], rest].concat();
    let wrong: Vec<(Vec<&str>, &str)> = vec![
        (vec!["fly"], "fly"),
        (vec!["--database", "mysql://x", "clocks"], "sqlite"),
        (vec!["--log", "=[", "clocks"], "filter"),
        (vec!["officials", "list"], "--as"),
        (vec!["officials", "list", "--as", "\u{202e}"], "--as"),
        (vec!["officials", "add", "x y", "--name", "X", "--as", "administrator"], "x y"),
        (vec!["officials", "add", "zoe", "--name", "", "--as", "administrator"], "name"),
        (vec!["officials", "add", "zoe", "--name", &long, "--as", "administrator"], "name"),
        (vec!["officials", "add", "zoe", "--name", "Zoe", "--role", "king", "--as", "administrator"], "king"),
        (vec!["officials", "roles", "carl", "--as", "administrator"], "--grant"),
        (vec!["officials", "roles", "carl", "--grant", "administrator", "--as", "administrator"], "stands alone"),
        (vec!["authority", "set-profile", "none", "--reason", "x", "--as", "administrator"], "none"),
        (vec!["authority", "set-profile", "strict", "--reason", " ", "--as", "administrator"], "reasons"),
        (vec!["audit", "entries", "--type", "transition_token", "--as", "axel"], "did you mean `transition_taken`"),
        (vec!["audit", "entries", "--type", "nonsense", "--as", "axel"], "`signed_in`"),
        (vec!["audit", "entries", "--from", "yesterday", "--as", "axel"], "or a date"),
        (vec!["audit", "entries", "--until", "2026-02-30", "--as", "axel"], "or a date"),
        (vec!["workflows", "form", "preservation"], "did you mean `expedited_preservation`"),
        (vec!["audit", "verify", "no.tar"], "--key"),
        (vec!["audit", "verify", "no.tar", "--key", "nonsense"], "--key"),
        (vec!["init", "--state", "Norvania", "--name", "X"], "Norvania"),
        (vec!["init", "--state", "XN", "--name", "X"], "training"),
        (vec!["init", "--state", "XN", "--name", "X", "--training", "--log-name", "no log/../x\n"], "log"),
        (request(&["show", ""]), "reference"),
        (request(&["take", reference, "grant; DROP TABLE leaf"]), "DROP"),
        (request(&["list", "--at-most", "-1"]), "-1"),
        (
            request(&[
                "draft",
                "--instrument",
                "UNCC",
                "--measure",
                "production",
                "--to",
                "XS",
                "--title",
                "T",
                "--content",
                "{",
            ]),
            "JSON",
        ),
        (
            request(&["draft", "--instrument", "UNCC", "--measure", "production", "--to", "XN", "--title", "T"]),
            "own State",
        ),
        (request(&["answer", reference, "--safeguard", "children", "--gate", "moon", "--answer", "met"]), "moon"),
        (
            request(&[
                "answer",
                reference,
                "--safeguard",
                "children",
                "--gate",
                "decision",
                "--answer",
                "met",
                "--read",
                "zz",
            ]),
            "zz",
        ),
        (request(&["print", reference, "--language", "tlh"]), "tlh"),
        (request(&["draft", "--measure", "production", "--to", "XS", "--title", "T"]), "--instrument <CODE>"),
        (
            request(&["draft", "--instrument", "uncc", "--measure", "production", "--to", "XS", "--title", "T"]),
            "`UNCC`",
        ),
    ];

    let otherwise: Vec<_> = wrong
        .iter()
        .filter_map(|(arguments, word)| {
            let ran = place.run(arguments);
            let right = ran.code == 2 && ran.err.contains(word) && !ran.err.contains("panicked");
            (!right).then(|| format!("{arguments:?} ended with {}: {}", ran.code, ran.err))
        })
        .collect();
    assert!(otherwise.is_empty(), "{}", otherwise.join("\n"));
}

#[test]
fn an_agreement_is_recorded_listed_and_ended_and_the_one_who_recorded_it_does_not_confirm_it() {
    let place = Place::installed();
    let by = ["--as", "administrator"];
    let agree = ["authority", "agree", "--instrument", "UNCC", "--with", "XS", "--agreed-on", "2026-11-01"];

    let recorded = place.run(&[&agree[..], &["--title", "Exchange of notes"], &by].concat()).answer();
    let id = recorded["agreement"].as_str().unwrap();
    let alone = place.run(&[&["authority", "confirm-agreement", id], &by[..]].concat());
    let ended = place.run(&[&["authority", "end-agreement", id, "--reason", "Recorded twice."], &by[..]].concat());
    let listed = place.run(&["authority", "agreements", "--as", "anna"]).answer();
    let drafted = place.run(&[&agree[..], &["--title", "Exchange of notes", "--as", "anna"]].concat());

    assert_eq!(recorded["stands"], "waits");
    alone.ends(1, "a second administrator");
    assert_eq!(ended.answer()["stands"], "ended");
    assert_eq!(listed[0]["title"], "Exchange of notes");
    drafted.ends(1, "administrator");
    let shown = place.run(&["authority", "show"]).answer();
    assert_eq!(
        (&shown["instruments"][0]["instrument"], &shown["instruments"][0]["in_force"]),
        (&"UNCC".into(), &false.into())
    );
}

#[test]
fn what_is_not_there_or_cannot_be_reached_ends_with_three() {
    let place = Place::empty();
    place.run(&["authority", "show"]).ends(3, "comity init");
    place.run(&["--database", "postgres://nobody@127.0.0.1:1/x", "clocks"]).ends(3, "postgres://nobody@127.0.0.1:1/x");
    place.run(&["audit", "verify", "no.tar", "--key", &some_key()]).ends(3, "no.tar");
    place
        .run(&["--database", &format!("sqlite:{}", place.write("text.db", "this is no database")), "clocks"])
        .ends(3, "");
    place.run(&["workflows", "check", "no-such-folder"]).ends(3, "no-such-folder");
    let place = Place::installed();
    place
        .run(&[
            "request",
            "--as",
            "anna",
            "draft",
            "--instrument",
            "UNCC",
            "--measure",
            "unknown",
            "--to",
            "XS",
            "--title",
            "T",
        ])
        .ends(3, "unknown");
    place
        .run(&[
            "request",
            "--as",
            "anna",
            "draft",
            "--instrument",
            "UNCC",
            "--measure",
            "production",
            "--to",
            "XS",
            "--title",
            "T",
            "--content",
            "no.json",
        ])
        .ends(3, "no.json");
    let other = ["draft", "--instrument", "NONE", "--measure", "production", "--to", "XS", "--title", "T"];
    place.run(&[&["request", "--as", "anna"], &other[..]].concat()).ends(3, "there are `UNCC`");
    place.run(&["request", "--as", "anna", "--password-file", "no.txt", "list"]).ends(3, "no.txt");
    let copy = place.path("copy");
    place.run(&["backup", &copy, "--as", "administrator"]).ends(0, "keys");
    place.run(&["backup", &copy, "--as", "administrator"]).ends(3, "copy");

    // The copy opens and agrees with its log.
    let restored = Place::empty();
    std::fs::rename(&copy, restored.data()).unwrap();
    restored.run(&["audit", "verify"]).ends(0, "agree");
    restored.run(&["officials", "list", "--as", "axel"]).ends(0, "carl");
}

fn some_key() -> String {
    comity::audit::key::Signer::from_seed(comity::audit::ids::Origin::parse("xn.invalid/mla/1").unwrap(), &[7; 32])
        .verifier()
        .to_string()
}

#[test]
fn the_answer_no_ends_with_one() {
    let place = Place::installed();
    let drafted = place.run(&[
        "request",
        "--as",
        "anna",
        "draft",
        "--instrument",
        "UNCC",
        "--measure",
        "production",
        "--to",
        "XS",
        "--title",
        "Account data",
    ]);
    let reference = drafted.answer()["reference"].as_str().unwrap().to_owned();
    assert!(!drafted.answer()["missing"].as_array().unwrap().is_empty());

    let incomplete = place.run(&["request", "--as", "anna", "take", &reference, "submit"]);
    incomplete.ends(1, "refused");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&incomplete.out).unwrap()["refused"], "incomplete");
    place.run(&["request", "--as", "axel", "show", &reference]).ends(1, "no-such-request");
    place.run_with(("COMITY_PASSWORD", "wrong password"), &["request", "--as", "anna", "list"]).ends(1, "wrong");
    place.run(&["request", "--as", "nobody", "list"]).ends(1, "wrong");
    place.run(&["officials", "list", "--as", "anna"]).ends(1, "administrator");
    place.run(&["audit", "export", &place.path("log.tar"), "--as", "anna"]).ends(1, "auditor");
    let broken = place.folder.path().join("rules");
    std::fs::create_dir(&broken).unwrap();
    place.write("rules/rulebook.toml", "name = 1");
    place.run(&["workflows", "check", &broken.display().to_string()]).ends(1, "rulebook.toml");
    place.run(&["--workflows", &broken.display().to_string(), "clocks"]).ends(1, "rulebook.toml");
}

#[test]
fn an_export_is_intact_and_an_altered_one_is_not() {
    let place = Place::installed();
    let log = place.path("log.tar");
    let key = place.run(&["audit", "export", &log, "--as", "axel"]).answer()["log_key"].as_str().unwrap().to_owned();
    let verify = |file: &str, key: &str| place.run(&["audit", "verify", file, "--key", key]);

    verify(&log, &key).ends(0, "intact");
    verify(&log, &place.write("key.txt", &key)).ends(0, "intact");
    verify(&log, &some_key()).ends(1, "");
    place.run(&["audit", "verify", &log, "--key", &key, "--witnessed"]).ends(5, "witness");
    let bytes = std::fs::read(&log).unwrap();
    let at = bytes.windows(14).position(|part| part == b"official_added").unwrap();
    let mut altered = bytes.clone();
    altered[at] = b'O';
    std::fs::write(place.path("altered.tar"), altered).unwrap();
    verify(&place.path("altered.tar"), &key).ends(1, "leaf");
    std::fs::write(place.path("short.tar"), &bytes[..bytes.len() / 2]).unwrap();
    let short = verify(&place.path("short.tar"), &key);
    assert!([1, 3, 4].contains(&short.code), "{}{}", short.out, short.err);
    verify(&place.write("garbage.tar", "no tar at all"), &key).ends(3, "garbage.tar");
    place.run(&["audit", "export", &log, "--as", "axel"]).ends(3, "log.tar");
    place.run(&["audit", "checkpoint"]).ends(0, "xn.invalid/mla/1");
}

#[test]
fn auditors_read_the_log_and_give_receipts_that_anybody_checks() {
    let place = Place::installed();
    let draft = [
        "request",
        "--as",
        "anna",
        "draft",
        "--instrument",
        "UNCC",
        "--measure",
        "production",
        "--to",
        "XS",
        "--title",
        "One account",
    ];
    let reference = place.run(&draft).answer()["reference"].as_str().unwrap().to_owned();
    let begun = format!("{reference}:0");
    let entries = |rest: &[&str]| place.run(&[&["audit", "entries", "--as", "axel"], rest].concat());

    entries(&[]).ends(0, "request_begun");
    entries(&["--at-most", "2"]).ends(0, "--after 1");
    let page = entries(&["--json", "--request", &reference, "--newest-first"]).answer();
    assert_eq!(page["entries"].as_array().unwrap().last().unwrap()["type"], "request_begun");
    entries(&["--from", "yesterday"]).ends(2, "yesterday");
    entries(&["--at-most", "501"]).ends(2, "501");
    place.run(&["audit", "entries", "--as", "anna"]).ends(1, "auditor");

    let receipt = place.path("begun.tlog-proof");
    let prove = ["audit", "prove", &begun, "--out", &receipt, "--as", "anna"];
    let key = place.run(&prove).answer()["log_key"].as_str().unwrap().to_owned();
    place.run(&prove).ends(3, "begun.tlog-proof");
    place.run(&["audit", "prove", "0", "--as", "anna"]).ends(3, "auditors see all");
    place.run(&["audit", "prove", "nonsense", "--as", "anna"]).ends(2, "nonsense");
    place.run(&["audit", "verify-proof", &receipt, "--key", &key]).ends(0, "request_begun");
    place.run(&["audit", "verify-proof", &receipt, "--key", &some_key()]).ends(1, "proves nothing");
    place
        .run(&["audit", "verify-proof", &place.write("other.txt", "no proof"), "--key", &key])
        .ends(1, "proves nothing");

    let disclose = ["audit", "disclose", &reference, "--reason", "A complaint"];
    place.run(&[&disclose[..], &["--as", "axel"]].concat()).ends(0, "wording");
    place.run(&[&disclose[..], &["--what", "nothing", "--as", "axel"]].concat()).ends(2, "subjects");
    place.run(&[&disclose[..], &["--as", "anna"]].concat()).ends(1, "not-allowed");
    place.run(&["audit", "disclose", &reference, "--reason", " ", "--as", "axel"]).ends(2, "reasons");
    place.run(&["audit", "disclose", "XN-1999-000001", "--reason", "x", "--as", "axel"]).ends(1, "no-such-request");
    let told: Vec<String> = entries(&["--json", "--request", &reference]).answer()["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["type"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        told.ends_with(&["content_disclosed", "attempt_refused", "attempt_refused"].map(ToOwned::to_owned)),
        "{told:?}"
    );
    place.run(&["audit", "verify"]).ends(0, "agree");
}
