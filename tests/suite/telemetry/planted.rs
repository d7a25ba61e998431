//! Names planted wherever somebody can write one, and looked for in all that leaves the program but its answers.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::any::AnyConnectOptions;
use sqlx::{ConnectOptions, Row};

use super::collector::{Collector, hex, texts};
use crate::cli::process::{PASSWORD, Place, Ran};

/// What nobody outside may read: each a word that is found nowhere else.
const PLANTED: [&str; 14] = [
    "wilhelmina_p",
    "Wilhelmina Plantagenet",
    "Ottoline",
    "first_keeper",
    "Kasimir Torvald",
    "Zinnober extortion",
    "Quillfeather met Marmaduke",
    "Sybaritic Bank",
    "Threnody.txt",
    "The witness Isolde",
    "because Peregrine said so",
    "REG-Peregrine-7",
    "Xanthippe is in danger",
    "not at all her password",
];

/// A run of the program under watch; what it logs is kept.
struct Watched<'a> {
    place: &'a Place,
    collector: &'a Collector,
    logging: [(&'a str, &'a str); 2],
    logged: String,
}

impl Watched<'_> {
    fn run(&mut self, password: &str, arguments: &[&str]) -> Ran {
        let mut command = self.place.command(arguments);
        command.envs(self.logging).env("COMITY_OTLP_ENDPOINT", &self.collector.endpoint);
        command.env("COMITY_PASSWORD", password).env("COMITY_NEW_PASSWORD", PASSWORD);
        let ran = Ran::of(&command.output().unwrap());
        // A sentence for whoever typed the command may repeat what they typed; it is an answer, not a log.
        let logged = ran.err.lines().filter(|line| !line.starts_with("comity: "));
        logged.for_each(|line| self.logged.extend([line, "\n"]));
        ran
    }

    fn done(&mut self, arguments: &[&str]) -> Value {
        self.run(PASSWORD, arguments).answer()
    }
}

/// A text as it is, and in the forms in which it might hide.
fn forms(text: &str) -> Vec<String> {
    let mut forms = vec![text.to_lowercase(), hex(text.as_bytes()), hex(&Sha256::digest(text))];
    // A text within a longer one begins at any of three places of a group; its edges depend on its neighbours.
    for before in 0..3 {
        let bytes = [&[0].repeat(before), text.as_bytes()].concat();
        let whole = bytes.len() / 3 * 4;
        let encoded = [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)];
        forms.extend(encoded.iter().map(|text| text[if before == 0 { 0 } else { 4 }..whole].to_lowercase()));
    }
    forms.extend([text.replace(' ', "%20").to_lowercase(), text.replace(' ', "+").to_lowercase()]);
    forms
}

/// Forms of planted words that are found in a text.
fn found(text: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(text).to_lowercase();
    PLANTED.iter().flat_map(|planted| forms(planted)).filter(|form| text.contains(form)).collect()
}

/// An installation in which every field that takes words holds a planted one.
fn play(watched: &mut Watched<'_>) -> Vec<String> {
    let passwords = [
        &["init", "--state", "XN", "--name", "Authority of Ottoline", "--training", "--administrator", "first_keeper"]
            [..],
        &["--administrator-name", "Kasimir Torvald"],
    ]
    .concat();
    let keeper = watched.done(&passwords)["one_time_password"].as_str().unwrap().to_owned();
    let choose = |watched: &mut Watched<'_>, name: &str, password: &str| {
        watched.run(password, &["officials", "set-password", "--as", name]).answer();
    };
    watched.run(&keeper, &["officials", "list", "--as", "first_keeper"]).ends(1, "one-time");
    choose(watched, "first_keeper", &keeper);
    let add = ["officials", "add", "wilhelmina_p", "--name", "Wilhelmina Plantagenet", "--role", "drafting_official"];
    let add = [&add[..], &["--role", "central_authority", "--as", "first_keeper"]].concat();
    let drafter = watched.done(&add)["one_time_password"].as_str().unwrap().to_owned();
    choose(watched, "wilhelmina_p", &drafter);

    let content =
        json!({ "facts": "Quillfeather met Marmaduke", "requesting_authority": "Sybaritic Bank" }).to_string();
    let begin = ["request", "--as", "wilhelmina_p"];
    let request = |watched: &mut Watched<'_>, rest: &[&str]| watched.run(PASSWORD, &[&begin, rest].concat());
    let title = "Zinnober extortion";
    let to = [
        "draft",
        "--instrument",
        "UNCC",
        "--measure",
        "expedited_preservation",
        "--to",
        "XS",
        "--title",
        title,
        "--content",
        &content,
    ];
    let reference = request(watched, &to).answer()["reference"].as_str().unwrap().to_owned();
    let file = watched.place.write("Threnody.txt", "The witness Isolde");
    let attach = ["attach", &reference, "--file", &file, "--media-type", "text/plain", "--language", "en"];
    let document = request(watched, &attach).answer()["document"].as_str().unwrap().to_owned();
    let answer = ["answer", &reference, "--safeguard", "necessity_proportionality", "--gate", "authorisation"];
    let reason = ["--reason", "because Peregrine said so"];
    request(watched, &[&answer[..], &["--answer", "met"], &reason].concat()).ends(1, "refused");
    request(watched, &[&["take", &reference, "submit"][..], &reason].concat()).ends(1, "incomplete");
    request(watched, &["number", &reference, "REG-Peregrine-7"]).ends(0, "");
    request(watched, &["print", &reference]).ends(0, title);
    request(watched, &["assign", &reference, "wilhelmina_p"]).ends(0, "");
    let out = watched.place.path("read.txt");
    request(watched, &["document", &reference, &document, "--out", &out]).ends(0, "");
    let came = [
        "record-request",
        "--instrument",
        "UNCC",
        "--measure",
        "production",
        "--from",
        "XS",
        "--title",
        title,
        "--channel",
        "post",
    ];
    request(watched, &[&came[..], &["--file", &file, "--media-type", "text/plain", "--language", "en"]].concat())
        .ends(0, "");
    request(watched, &[&["take", &reference, "abandon"][..], &reason].concat()).ends(0, "abandoned");
    // Refused and failing acts carry words too.
    watched.run("not at all her password", &["request", "--as", "wilhelmina_p", "list"]).ends(1, "wrong");
    watched.run(PASSWORD, &["request", "--as", "kasimir_torvald", "list"]).ends(1, "wrong");
    let profile =
        ["authority", "set-profile", "domestic", "--reason", "Xanthippe is in danger", "--as", "first_keeper"];
    watched.run(PASSWORD, &profile).ends(0, "");
    watched.run(PASSWORD, &["audit", "verify"]).ends(0, "");
    vec![keeper, drafter]
}

fn nobody_is_named(database: Option<String>, level: &str, format: &str) {
    let (place, collector) = (Place { database, ..Place::empty() }, Collector::start());
    let logging = [("COMITY_LOG", level), ("COMITY_LOG_FORMAT", format)];
    let mut watched = Watched { place: &place, collector: &collector, logging, logged: String::new() };

    let one_time = play(&mut watched);

    let logged = watched.logged;
    // What is looked for has to be there to be found: lines about each operation, and spans.
    assert!(logged.contains("draft_request") && logged.contains("sqlx::query"), "{logged}");
    assert_eq!(found(logged.as_bytes()), [""; 0], "in the log");
    assert_eq!(found(&collector.bytes()), [""; 0], "in what was exported");
    for password in one_time.iter().map(String::as_str).chain([PASSWORD]) {
        for form in forms(password) {
            let sent = String::from_utf8_lossy(&collector.bytes()).to_lowercase();
            assert!(!logged.to_lowercase().contains(&form) && !sent.contains(&form), "a password was told");
        }
    }
    if format == "json" {
        for line in logged.lines().filter(|line| line.starts_with('{')) {
            serde_json::from_str::<Value>(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        }
    }
    only_known_keys(&collector);
    leaves_fit_the_schema(&place);
}

/// Attributes are those that this program has names for, and nothing of the inside of a span is sent.
fn only_known_keys(collector: &Collector) {
    let spans = collector.spans();
    assert!(spans.len() > 15, "{}", spans.len());
    let known =
        ["comity.trace", "comity.request.reference", "comity.outcome", "comity.rule"].map(ToOwned::to_owned).to_vec();
    for span in &spans {
        let said = texts(&span.attributes);
        assert!(said.keys().all(|key| known.contains(key)), "{}: {said:?}", span.name);
        assert!(span.events.is_empty() && span.links.is_empty(), "{}: {:?}", span.name, span.events);
        assert!(span.status.as_ref().is_none_or(|status| status.message.is_empty()), "{:?}", span.status);
    }
    let named: BTreeMap<_, usize> = spans.iter().fold(BTreeMap::new(), |mut all, span| {
        *all.entry(span.name.as_str()).or_default() += 1;
        all
    });
    for operation in
        ["install_authority", "add_official", "sign_in::set_password", "draft_request", "add_document::finish"]
    {
        assert!(named.contains_key(operation), "{named:?}");
    }
}

/// Every leaf that the program has left has its trace, and fits the schema with it.
fn leaves_fit_the_schema(place: &Place) {
    sqlx::any::install_default_drivers();
    let url = place.database.clone().unwrap_or_else(|| format!("sqlite:{}", place.data().join("comity.db").display()));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let leaves: Vec<Value> = runtime.block_on(async {
        let mut connection = url.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap();
        let rows = sqlx::query("SELECT body FROM leaf ORDER BY idx").fetch_all(&mut connection).await.unwrap();
        rows.iter().map(|row| serde_json::from_slice(row.get::<&[u8], _>("body")).unwrap()).collect()
    });
    let schema = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/audit-entry.schema.json"));
    let validator = jsonschema::draft202012::new(&serde_json::from_str(schema).unwrap()).unwrap();
    assert!(leaves.len() > 8, "{}", leaves.len());
    for leaf in &leaves {
        assert!(leaf["body"]["trace"].is_string(), "no trace: {leaf:#}");
        assert!(validator.is_valid(leaf), "{:?}: {leaf:#}", validator.validate(leaf));
    }
}

#[test]
fn logs_for_people_and_what_is_exported_name_nobody_on_sqlite() {
    nobody_is_named(None, "debug", "plain");
}

#[test]
fn logs_for_programs_and_what_is_exported_name_nobody_on_postgresql() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let database = runtime.block_on(crate::postgres::database());

    nobody_is_named(Some(database), "trace", "json");
}

#[test]
fn a_planted_word_is_found_in_any_of_its_forms() {
    for form in ["Kasimir Torvald", "xx4B6173696D697220546F7276616C64", "a%20b Kasimir%20Torvald"] {
        assert_ne!(found(form.as_bytes()), [""; 0], "{form}");
    }
    for before in ["", "a", "bc"] {
        let hidden = STANDARD_NO_PAD.encode(format!("{before}Kasimir Torvald and more"));
        assert_ne!(found(hidden.as_bytes()), [""; 0], "{hidden}");
    }
    assert_eq!(found(b"the matter of somebody"), [""; 0]);
}
