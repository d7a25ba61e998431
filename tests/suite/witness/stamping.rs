//! Time stamps: by `openssl`, which plays the authority and verifies what we export; and whatever somebody could put in the
//! place of one.

use std::io::Cursor;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::header;
use axum::routing::post;
use comity::audit::report::{Report, Verdict};
use comity::audit::time_stamp::Roots;
use comity::audit::trust::Trust;
use comity::audit::verify::Demand;
use comity::operations::{export_log, log_status, stamp_log, verify_log};
use comity::witness::stamping::{Came, NoStamper, Stamper, Stamping};
use jiff::SignedDuration;
use tokio::net::TcpListener;

use crate::attacks::exporting::Exported;
use crate::cli::process::Place;
use crate::operations::desk::{Desk, run};
use crate::operations::template::Kind;

/// How an authority signs: the key, the digest, digits behind the second, and how many authorities issue for one another.
#[derive(Clone, Copy)]
struct Manner {
    key: &'static [&'static str],
    digest: &'static str,
    digits: u8,
    between: bool,
}

const PLAIN: Manner = Manner { key: &["rsa:2048"], digest: "sha256", digits: 0, between: false };
const CURVE: Manner =
    Manner { key: &["ec", "-pkeyopt", "ec_paramgen_curve:P-384"], digest: "sha384", digits: 3, between: true };

/// A time-stamping authority: certificates in a folder, and a server that lets `openssl` answer.
struct Authority {
    folder: tempfile::TempDir,
    address: SocketAddr,
    /// Answered instead of what is asked.
    instead: Arc<Mutex<Option<Vec<u8>>>>,
}

fn openssl(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let output = Command::new("openssl").current_dir(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// Certificates of an authority that stamps, in a folder: `ca.pem`, `tsa.pem` and its key, and `between.pem` where another
/// issues for it.
fn certificates(folder: &Path, manner: Manner, name: &str) {
    let config = format!(
        "[req]\ndistinguished_name = dn\n[dn]\n\
        [ca]\nbasicConstraints = critical, CA:true\nkeyUsage = critical, keyCertSign\n\
        [stamps]\nextendedKeyUsage = critical, timeStamping\nkeyUsage = critical, digitalSignature\n\
        [tsa]\nserial = serial\ncrypto_device = builtin\nsigner_cert = tsa.pem\n{}signer_key = tsa.key\n\
        signer_digest = {}\ndefault_policy = 1.2.3.4.1\ndigests = sha256, sha512\naccuracy = secs:1\n\
        clock_precision_digits = {}\nordering = yes\ntsa_name = yes\ness_cert_id_chain = no\n",
        if manner.between { "certs = between.pem\n" } else { "" },
        manner.digest,
        manner.digits
    );
    std::fs::write(folder.join("tsa.cnf"), config).unwrap();
    std::fs::write(folder.join("serial"), "01\n").unwrap();
    let issue = |who: &str, by: Option<&str>, extensions: &str| {
        let (subject, key, out) = (format!("/CN={name} {who}"), format!("{who}.key"), format!("{who}.pem"));
        let issuer = by.map(|by| (format!("{by}.pem"), format!("{by}.key")));
        let mut arguments = vec!["req", "-x509", "-config", "tsa.cnf", "-nodes", "-days", "3650", "-subj", &subject];
        arguments.extend(["-extensions", extensions, "-keyout", &key, "-out", &out, "-newkey"]);
        arguments.extend(manner.key);
        if let Some((certificate, key)) = &issuer {
            arguments.extend(["-CA", certificate, "-CAkey", key]);
        }
        openssl(folder, &arguments);
    };
    issue("ca", None, "ca");
    if manner.between {
        issue("between", Some("ca"), "ca");
        issue("tsa", Some("between"), "stamps");
    } else {
        issue("tsa", Some("ca"), "stamps");
    }
}

impl Authority {
    async fn of(manner: Manner, name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        certificates(folder.path(), manner, name);
        let instead: Arc<Mutex<Option<Vec<u8>>>> = Arc::default();
        let (at, other) = (folder.path().to_owned(), Arc::clone(&instead));
        let answer = move |question: Bytes| async move {
            let instead = other.lock().unwrap().clone();
            let answer = instead.unwrap_or_else(|| answer(&at, &question));
            ([(header::CONTENT_TYPE, "application/timestamp-reply")], answer)
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new().route("/tsa", post(answer));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { folder, address, instead }
    }

    fn named(&self, name: &str) -> Stamper {
        format!("{name}=http://{}/tsa", self.address).parse().unwrap()
    }

    fn roots(&self) -> Roots {
        Roots::from_pem(&std::fs::read(self.folder.path().join("ca.pem")).unwrap()).unwrap()
    }
}

/// What `openssl` answers to a question.
fn answer(folder: &Path, question: &[u8]) -> Vec<u8> {
    std::fs::write(folder.join("question"), question).unwrap();
    let arguments =
        ["ts", "-reply", "-config", "tsa.cnf", "-section", "tsa", "-queryfile", "question", "-out", "answer"];
    openssl(folder, &arguments);
    std::fs::read(folder.join("answer")).unwrap()
}

/// What our verifier says with these certificates.
fn judged(exported: &Exported, bytes: &[u8], clocks: &Roots) -> Report {
    let trust = Trust { keys: exported.keys.clone(), clocks: clocks.clone(), ..Trust::default() };
    verify_log::export(Cursor::new(bytes.to_vec()), trust, &Demand::default()).unwrap()
}

fn times(report: &Report) -> &str {
    report.checks.iter().find(|check| check.number == 9).map(|check| check.said.as_str()).unwrap()
}

fn stamped(came: &[Came]) -> Vec<bool> {
    came.iter().map(|came| came.stamped_at.is_some()).collect()
}

#[test]
fn checkpoints_are_stamped_once_a_day_and_openssl_verifies_the_export() {
    Desk::each(async |desk| {
        let (one, two) = (Authority::of(PLAIN, "One").await, Authority::of(CURVE, "Two").await);
        let stamping = Stamping::of(desk.app.clone(), vec![one.named("one"), two.named("two")]);
        assert_eq!(stamped(&stamping.round().await.unwrap()), [false, false], "nothing was signed yet");
        desk.draft("expedited_preservation").await;
        export_log::checkpoint(&desk.app).await.unwrap();

        let came = stamping.round().await.unwrap();
        assert_eq!(stamped(&came), [true, true], "{came:?}");
        let again = stamping.round().await.unwrap();
        assert!(again.iter().all(|came| came.size.is_none() && came.why_not.is_some()), "{again:?}");
        let shown = log_status::run(&desk.app).await.unwrap().time_stamps;
        assert_eq!(shown.iter().map(|stamp| stamp.stamper.as_str()).collect::<Vec<_>>(), ["one", "two"]);
        // Only what has grown is due, and not within a day.
        desk.clock.advance(SignedDuration::from_hours(25));
        assert_eq!(stamp_log::due(&desk.app, "one").await.unwrap(), None);
        desk.draft("expedited_preservation").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        assert!(stamp_log::due(&desk.app, "one").await.unwrap().is_some());
        desk.clock.advance(SignedDuration::from_hours(-2));
        assert_eq!(stamp_log::due(&desk.app, "one").await.unwrap(), None);

        let exported = Exported::of(&desk, None).await;
        let (first, second) = (one.roots(), two.roots());
        let mut both = one.roots();
        both.extend(second.clone());
        let report = judged(&exported, &exported.bytes, &both);
        assert_eq!(report.verdict, Verdict::Intact, "{:?}", report.findings);
        assert!(times(&report).ends_with("and against 2 time stamp(s)"), "{}", times(&report));
        let report = judged(&exported, &exported.bytes, &Roots::default());
        assert_eq!(report.verdict, Verdict::Intact);
        assert!(times(&report).contains("2 time stamp(s) not looked at"), "{}", times(&report));
        let report = judged(&exported, &exported.bytes, &first);
        assert_eq!(report.verdict, Verdict::Altered, "the other one is nobody whom this reader believes");
        // The other verifiers are not disturbed.
        assert_eq!(exported.both(&exported.bytes).code, 0);

        let size = came[0].size.unwrap();
        let files = exported.files();
        for (name, authority) in [("one", &one), ("two", &two)] {
            let folder = authority.folder.path();
            std::fs::write(folder.join("note"), &files[&format!("data/checkpoints/{size}")]).unwrap();
            std::fs::write(folder.join("stamp.tsr"), &files[&format!("data/tsr/{size}/{name}.tsr")]).unwrap();
            let verify = ["ts", "-verify", "-data", "note", "-in", "stamp.tsr", "-CAfile", "ca.pem"];
            let said = openssl(folder, &verify);
            assert!(String::from_utf8_lossy(&said).contains("Verification: OK"));
        }
        desk.is_intact().await;
    });
}

#[test]
fn a_stamp_of_something_else_or_by_somebody_else_is_none() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let (one, stranger) = (Authority::of(PLAIN, "One").await, Authority::of(PLAIN, "One").await);
        let stamping = Stamping::of(desk.app.clone(), vec![one.named("one")]);
        for _ in 0..2 {
            desk.draft("expedited_preservation").await;
            export_log::checkpoint(&desk.app).await.unwrap();
            assert_eq!(stamped(&stamping.round().await.unwrap()), [true]);
        }
        let exported = Exported::of(&desk, None).await;
        let clocks = one.roots();
        assert_eq!(judged(&exported, &exported.bytes, &clocks).verdict, Verdict::Intact);
        let names: Vec<String> = exported.files().into_keys().filter(|name| name.starts_with("data/tsr/")).collect();
        let [first, second] = names.as_slice() else { panic!("{names:?}") };
        let altered = |what: &str, said: &str, bytes: Vec<u8>| {
            let report = judged(&exported, &bytes, &clocks);
            assert_eq!(report.verdict, Verdict::Altered, "{what}");
            let found: Vec<_> = report.findings.iter().map(|found| found.sentence.as_str()).collect();
            assert!(found.iter().any(|sentence| sentence.contains(said)), "{what}: {found:?}");
            assert_eq!(report.first_bad, None, "{what}: no leaf is to blame");
        };

        altered(
            "of another checkpoint",
            "a stamp of something else",
            exported.with(|files| {
                let other = files[second].clone();
                files.insert(first.clone(), other);
            }),
        );
        altered(
            "of no checkpoint",
            "stamps no checkpoint",
            exported.with(|files| {
                let stamp = files.remove(first).unwrap();
                files.insert("data/tsr/1/one.tsr".to_owned(), stamp);
            }),
        );
        altered(
            "cut",
            "no answer of a time-stamping authority",
            exported.with(|files| {
                files.get_mut(first).unwrap().truncate(1000);
            }),
        );
        altered(
            "by a stranger of the same name",
            "by nobody in whom you believe",
            exported.with(|files| {
                let size = first.split('/').nth(2).unwrap();
                std::fs::write(stranger.folder.path().join("note"), &files[&format!("data/checkpoints/{size}")])
                    .unwrap();
                let query = ["ts", "-query", "-data", "note", "-sha256", "-cert", "-out", "question"];
                openssl(stranger.folder.path(), &query);
                let question = std::fs::read(stranger.folder.path().join("question")).unwrap();
                files.insert(first.clone(), answer(stranger.folder.path(), &question));
            }),
        );
        // Every byte of time and signature counts.
        let stamp = exported.files()[first].clone();
        let year = stamp.windows(4).position(|four| four == b"\x18\x0f20").expect("the time of the stamp") + 3;
        for at in [year, stamp.len() - 1] {
            altered("a byte", "", exported.with(|files| files.get_mut(first).unwrap()[at] ^= 1));
        }
    });
}

#[test]
fn an_entry_that_says_to_be_later_than_a_stamp_over_it_is_shown() {
    run(async {
        // Its clock is ahead of that by which `openssl` stamps.
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let one = Authority::of(PLAIN, "One").await;
        desk.draft("expedited_preservation").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        let stamping = Stamping::of(desk.app.clone(), vec![one.named("one")]);
        assert_eq!(stamped(&stamping.round().await.unwrap()), [true]);

        let exported = Exported::of(&desk, None).await;
        let report = judged(&exported, &exported.bytes, &one.roots());

        let late: Vec<_> = report
            .findings
            .iter()
            .filter(|found| found.sentence.contains("after that of a time stamp over it"))
            .collect();
        assert!(!late.is_empty() && report.intact, "{:?}", report.findings);
        assert!(judged(&exported, &exported.bytes, &Roots::default()).findings.len() < report.findings.len());
    });
}

#[test]
fn by_the_clock_of_everybody_the_program_stamps_exports_and_finds_nothing_to_say() {
    run(async {
        let (place, one) = (Place::installed(), Authority::of(PLAIN, "One").await);
        let named = format!("one=http://{}/tsa", one.address);
        place.run(&["log", "stamp"]).ends(2, "by whom? name them with `--time-stamps NAME=URL`");
        place.run(&["log", "stamp", "--time-stamps", &format!("{named},{named}")]).ends(2, "have one name");
        place.run(&["log", "stamp", "--time-stamps", "One=https://tsa.example"]).ends(2, "small letters");
        place.run(&["audit", "checkpoint"]).ends(0, "");
        let stamp = || place.run(&["log", "stamp", "--time-stamps", &named]);
        assert!(stamp().answer()[0]["stamped_at"].is_string());
        assert_eq!(stamp().answer()[0]["why_not"], "nothing was signed since the last stamp");
        place.run(&["log", "status"]).ends(0, "`one` has stamped");
        let (tar, roots) = (place.path("log.tar"), one.folder.path().join("ca.pem").display().to_string());
        let key =
            place.run(&["audit", "export", &tar, "--as", "axel"]).answer()["log_key"].as_str().unwrap().to_owned();
        let verify = ["audit", "verify", &tar, "--key", &key, "--json"];

        let report = place.run(&[&verify[..], &["--tsa", &roots]].concat()).answer();

        let flagged = report["findings"].as_array().unwrap().iter().filter(|found| found["grade"] == "flagged");
        assert_eq!((report["verdict"].as_str(), flagged.count()), (Some("intact"), 0), "{report}");
        assert!(report["checks"].to_string().contains("and against 1 time stamp(s)"), "{report}");
        place
            .run(&[&verify[..], &["--tsa", &place.write("none.pem", "")]].concat())
            .ends(2, "there is no certificate in it");
        let other = Authority::of(PLAIN, "One").await.folder;
        let stranger = other.path().join("ca.pem").display().to_string();
        place.run(&[&verify[..], &["--tsa", &stranger]].concat()).ends(1, "by nobody in whom you believe");
    });
}

#[test]
fn what_an_authority_answers_is_kept_only_where_it_answers_the_question() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let one = Authority::of(PLAIN, "One").await;
        let stamping = Stamping::of(desk.app.clone(), vec![one.named("one")]);
        export_log::checkpoint(&desk.app).await.unwrap();
        let due = stamp_log::grown(&desk.app, "one").await.unwrap().unwrap();
        // The same checkpoint, and an answer to a question of before.
        let before = stamp_log::question(&desk.app, &due).await.unwrap();
        let replayed = answer(one.folder.path(), &before.bytes);
        let refused = {
            std::fs::write(one.folder.path().join("tsa.cnf"), {
                let config = std::fs::read_to_string(one.folder.path().join("tsa.cnf")).unwrap();
                config.replace("digests = sha256, sha512", "digests = sha512")
            })
            .unwrap();
            answer(one.folder.path(), &before.bytes)
        };
        let wrong = [
            (replayed, "it answers another question"),
            (refused, "the authority has not stamped it"),
            (b"<html>".to_vec(), "it is no answer of a time-stamping authority"),
            (Vec::new(), "it is no answer of a time-stamping authority"),
            (vec![0x30; 70_000], "its answer is too long or breaks off"),
        ];
        for (answer, why) in wrong {
            *one.instead.lock().unwrap() = Some(answer);
            let came = stamping.round().await.unwrap();
            assert!(came[0].why_not.as_deref().is_some_and(|said| said.contains(why)), "{why}: {came:?}");
        }
        assert!(log_status::run(&desk.app).await.unwrap().time_stamps.is_empty());
        let gone = Stamping::of(desk.app.clone(), vec!["gone=http://127.0.0.1:9/tsa".parse().unwrap()]);
        assert_eq!(gone.round().await.unwrap()[0].why_not.as_deref(), Some("it cannot be reached"));
    });
}

#[test]
fn an_authority_has_a_plain_name_and_an_address_over_tls() {
    for wrong in
        ["", "https://tsa.example", "A=https://tsa.example", "a b=https://tsa.example", "../x=https://t.example"]
    {
        assert!(matches!(wrong.parse::<Stamper>(), Err(NoStamper::Name(_))), "{wrong}");
    }
    assert!(matches!("a=http://tsa.example".parse::<Stamper>(), Err(NoStamper::Client(_))));
    assert!("a-1=https://tsa.example/tsr".parse::<Stamper>().is_ok());
}
