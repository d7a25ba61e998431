//! Our log asks for signatures: what comes back is checked, kept and handed out; who is away holds nothing up.

use std::collections::BTreeSet;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use comity::audit::key::{Scheme, Signer, Verifier};
use comity::audit::policy::Policy;
use comity::audit::proof_file::ProofFile;
use comity::audit::submission::Submission;
use comity::operations::gather_cosignatures::{self, Compared, Standing};
use comity::operations::keep_log::{Keeper, Keeping};
use comity::operations::{OperationError, export_log, prove_entry, read_log};
use comity::witness::calling::Away;
use comity::witness::courier::{Came, Courier};
use comity::witness::gather::Gathering;
use jiff::SignedDuration;
use tokio::net::TcpListener;

use super::stand::Witness;
use crate::operations::desk::{Desk, run};
use crate::operations::template::Kind;

/// A policy with our log, these lines and a quorum.
pub(crate) async fn policy(desk: &Desk, lines: &str) -> Policy {
    let keys = desk.app.storage.log_signers().await.unwrap();
    let logs = keys.iter().map(|key| format!("log {}", key.verifier())).collect::<Vec<_>>().join("\n");
    Policy::parse(format!("{logs}\n{lines}").as_bytes()).unwrap()
}

pub(crate) async fn gathering(desk: &Desk, lines: &str) -> (Gathering, Policy) {
    let policy = policy(desk, lines).await;
    (Gathering::of(&desk.app, policy.clone()).unwrap(), policy)
}

/// A witness that knows the log of a desk and has its clock.
pub(crate) async fn witness(desk: &Desk, number: u8) -> Witness {
    let witness = Witness::at(&format!("w{number}.example/w"), 40 + number, desk.clock.clone()).await;
    let keys = desk.app.storage.log_signers().await.unwrap();
    witness.knows(keys.iter().map(|key| key.verifier().to_string()));
    witness
}

/// Three witnesses with two keys each, of which two have to sign.
async fn three(desk: &Desk) -> ([Witness; 3], String) {
    let all = [witness(desk, 1).await, witness(desk, 2).await, witness(desk, 3).await];
    let lines: String =
        (1..).zip(&all).map(|(number, of)| of.policy([&format!("W{number}"), &format!("Q{number}")])).collect();
    (
        all,
        format!(
            "{lines}group both1 all W1 Q1\ngroup both2 all W2 Q2\ngroup both3 all W3 Q3\ngroup q 2 both1 both2 both3\nquorum q\n"
        ),
    )
}

async fn standing(desk: &Desk, policy: &Policy) -> Standing {
    gather_cosignatures::standing(&desk.app, policy).await.unwrap().unwrap()
}

pub(crate) fn outcomes(round: Vec<(String, Came)>) -> Vec<Came> {
    round.into_iter().map(|(_, came)| came).collect()
}

#[test]
fn what_the_witnesses_sign_stands_under_every_note_that_is_handed_out() {
    Desk::each(async |desk| {
        let (witnesses, lines) = three(&desk).await;
        let (gathering, policy) = gathering(&desk, &lines).await;
        assert!(gathering.round().await.unwrap().is_empty(), "nothing is signed yet");
        let reference = desk.submitted("expedited_preservation").await;
        let unwitnessed = export_log::checkpoint(&desk.app).await.unwrap();
        let before = policy.open(unwitnessed.as_bytes()).unwrap();
        assert!(!before.quorum && before.cosigned.is_empty());

        assert_eq!(outcomes(gathering.round().await.unwrap()), [Came::Cosigned; 3]);

        let note = export_log::checkpoint(&desk.app).await.unwrap();
        let judged = policy.open(note.as_bytes()).unwrap();
        assert!(judged.quorum && judged.keys.len() == 2);
        let names: Vec<_> = judged.cosigned.iter().map(|by| by.witness.as_str()).collect();
        assert_eq!(names, ["W1", "Q1", "W2", "Q2", "W3", "Q3"]);
        let now = u64::try_from(desk.clock.now().as_second()).unwrap();
        assert!(judged.cosigned.iter().all(|by| by.at == now));
        let proof = prove_entry::run(&desk.app, desk.official("axel"), &format!("{reference}:0").parse().unwrap())
            .await
            .unwrap();
        let file = ProofFile::parse(&proof.to_tlog_proof()).unwrap();
        assert!(policy.open(file.checkpoint.as_bytes()).unwrap().quorum);
        assert!(file.verify(&desk.app.storage.log_key().await.unwrap()).is_ok());
        // A newer checkpoint that nobody has signed yet is not the one for a receipt.
        desk.draft("production").await;
        assert!(!policy.open(export_log::checkpoint(&desk.app).await.unwrap().as_bytes()).unwrap().quorum);
        let again = prove_entry::run(&desk.app, desk.official("axel"), &format!("{reference}:0").parse().unwrap())
            .await
            .unwrap();
        assert!(again.to_tlog_proof() == proof.to_tlog_proof(), "{} instead of {}", again.size, proof.size);
        let published = read_log::latest_checkpoint(&desk.app).await.unwrap();
        assert!(published.size > again.size && outcomes(gathering.round().await.unwrap()) == [Came::Cosigned; 3]);
        let published = read_log::latest_checkpoint(&desk.app).await.unwrap().note;
        assert!(policy.open(published.as_bytes()).unwrap().quorum);
        let judged = policy.open(published.as_bytes()).unwrap();
        // Each has the whole of it, and nothing else.
        let origin = judged.checkpoint.origin.as_str().to_owned();
        for witness in &witnesses {
            assert_eq!(witness.folder.latest(&origin).unwrap().unwrap().checkpoint, judged.checkpoint);
        }
        assert_eq!(standing(&desk, &policy).await.unwitnessed_since, None);
        desk.is_intact().await;
    });
}

#[test]
fn the_tiles_show_what_witnesses_have_signed_and_go_on_without_them_after_a_while() {
    Desk::each(async |desk| {
        let ([one, two, three], lines) = three(&desk).await;
        let (gathering, policy) = gathering(&desk, &lines).await;
        let tiles = desk.folder.path().join("tiles");
        let keeper = Keeper::new(Keeping { tiles: Some(tiles.clone()), heads_every: Duration::from_hours(24) });
        let shown = || policy.open(&std::fs::read(tiles.join("checkpoint")).unwrap()).unwrap();
        let mut running = Duration::ZERO;
        let mut round = async |seconds: u32| {
            desk.clock.advance(SignedDuration::from_secs(seconds.into()));
            running += Duration::from_secs(seconds.into());
            keeper.round(&desk.app, running).await.unwrap();
            desk.app.storage.last_checkpoint().await.unwrap().unwrap().size
        };
        desk.draft("production").await;
        let first = round(1).await;
        assert!(!shown().quorum && shown().checkpoint.size == first, "nobody has ever signed: nobody is waited for");

        gathering.round().await.unwrap();
        assert_eq!(round(1).await, first);
        assert!(shown().quorum && shown().checkpoint.size == first);

        desk.draft("production").await;
        let second = round(1).await;
        assert!(second > first && shown().quorum && shown().checkpoint.size == first, "they are waited for");
        gathering.round().await.unwrap();
        round(1).await;
        assert!(shown().quorum && shown().checkpoint.size == second);

        drop((one.down().await, two.down().await, three.down().await));
        desk.draft("production").await;
        let third = round(1).await;
        assert!(shown().quorum && shown().checkpoint.size == second);
        round(31).await;
        assert!(!shown().quorum && shown().checkpoint.size == third, "they are not waited for any longer");
    });
}

#[test]
fn witnesses_that_are_away_hold_nothing_up_and_too_few_are_said() {
    Desk::each(async |desk| {
        let ([one, two, three], lines) = three(&desk).await;
        let (gathering, policy) = gathering(&desk, &lines).await;
        desk.draft("production").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        gathering.round().await.unwrap();
        let (two, three) = (two.down().await, three.down().await);
        desk.clock.advance(SignedDuration::from_mins(1));
        desk.draft("production").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        let since = comity::domain::time::to_text(desk.clock.now());

        let away = Came::Away(Away::Unreachable);
        assert_eq!(outcomes(gathering.round().await.unwrap()), [Came::Cosigned, away, away]);

        let told = standing(&desk, &policy).await;
        assert_eq!((told.unwitnessed_since.as_deref(), told.alarm), (Some(since.as_str()), false));
        assert!(told.witnessed_size.unwrap() < told.size);
        let judged = policy.open(export_log::checkpoint(&desk.app).await.unwrap().as_bytes()).unwrap();
        assert!(!judged.quorum && judged.cosigned.len() == 2);
        desk.clock.advance(SignedDuration::from_mins(16));
        gathering.watch().await;
        assert!(standing(&desk, &policy).await.alarm);
        assert!(!gathering.trouble().set(true), "it was told already");

        // Back again, at the size that it had seen: it needs a proof from there.
        let two = two.up().await;
        desk.draft("production").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        assert_eq!(outcomes(gathering.round().await.unwrap()), [Came::Cosigned, Came::Cosigned, away]);
        let told = standing(&desk, &policy).await;
        assert_eq!((told.unwitnessed_since, told.alarm, told.witnessed_size), (None, false, Some(told.size)));
        gathering.watch().await;
        assert!(!gathering.trouble().set(false), "it was taken back already");
        drop((one, two, three));
    });
}

#[test]
fn the_same_size_is_signed_again_and_its_first_and_last_time_are_kept() {
    Desk::each(async |desk| {
        let witness = witness(&desk, 1).await;
        let (gathering, policy) = gathering(&desk, &format!("{}quorum W\n", witness.policy(["W", "Q"]))).await;
        desk.draft("production").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        let first = comity::domain::time::to_text(desk.clock.now());
        for _ in 0..3 {
            assert_eq!(outcomes(gathering.round().await.unwrap()), [Came::Cosigned]);
            desk.clock.advance(SignedDuration::from_mins(9));
        }
        let size = standing(&desk, &policy).await.size;
        let all = desk.app.storage.cosignatures(size).await.unwrap();
        let firsts = desk.app.storage.first_cosignatures(size).await.unwrap();

        assert_eq!((all.len(), firsts.len()), (2, 2));
        assert!(firsts.iter().all(|line| line.cosigned_at == first), "{firsts:?}");
        let last = comity::domain::time::to_text(desk.clock.now() - SignedDuration::from_mins(9));
        assert!(all.iter().all(|line| line.cosigned_at == last), "{all:?}");
        // Both are good lines, and the note has the last one only.
        let note = export_log::checkpoint(&desk.app).await.unwrap();
        assert_eq!(note.lines().filter(|line| line.starts_with("— w1.example/w ")).count(), 2);
        let with_first = firsts.iter().fold(note, |note, line| note + &line.line + "\n");
        assert!(policy.open(with_first.as_bytes()).unwrap().quorum);
        // Where nobody signs any more, the alarm comes though nothing new waits.
        desk.clock.advance(SignedDuration::from_mins(16));
        let told = standing(&desk, &policy).await;
        assert!(told.alarm && told.unwitnessed_since.is_none());
    });
}

/// A server that answers every submission in the same way.
async fn liar(answer: impl Fn(Submission) -> Response + Clone + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answering = move |body: String| {
        let answer = answer.clone();
        async move { answer(Submission::parse(body.as_bytes()).unwrap()) }
    };
    tokio::spawn(axum::serve(listener, Router::new().route("/add-checkpoint", post(answering))).into_future());
    url
}

#[test]
fn nothing_is_kept_of_what_a_lying_witness_answers() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        desk.draft("production").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        let now = u64::try_from(desk.clock.now().as_second()).unwrap();
        let key =
            |seed: u8| Signer::new(Scheme::Cosignature, "w.example/w".to_owned().try_into().unwrap(), &[seed; 32]);
        let vkey = key(1).verifier().clone();
        let line = move |seed: u8, time: u64, add: &'static str| {
            move |submission: Submission| {
                let text = submission.note.unverified_text().replacen('\n', &format!("{add}\n"), 1);
                format!("{}\n", key(seed).line(&text, time).unwrap()).into_response()
            }
        };
        let told = |status: u16, kind: &'static str, text: &'static str| {
            move |_: Submission| (StatusCode::from_u16(status).unwrap(), [("content-type", kind)], text).into_response()
        };
        let size = "text/x.tlog.size";
        let courier = async |url: String, key: &Verifier| {
            let policy = policy(&desk, &format!("witness W {key} {url}\nquorum W\n")).await;
            Courier::of(&desk.app, &policy).unwrap().remove(0)
        };
        let target = gather_cosignatures::newest(&desk.app).await.unwrap().unwrap();
        let lies = [
            // By another key, though of the same name; over another log's text; at no time, ahead of us, beyond all time.
            (liar(line(2, now, "")).await, Came::Refused(None)),
            (liar(line(1, now, "x")).await, Came::Refused(None)),
            (liar(line(1, 0, "")).await, Came::Refused(None)),
            (liar(line(1, now + 3600, "")).await, Came::Refused(None)),
            (liar(line(1, 1 << 63, "")).await, Came::Refused(None)),
            (liar(told(200, "text/plain", "")).await, Came::Refused(None)),
            (liar(told(200, "text/plain", "\n")).await, Came::Refused(None)),
            (liar(told(200, "text/plain", "— w.example/w AAAA\n")).await, Came::Refused(None)),
            (liar(told(200, "text/html", "<html>a proxy greets you</html>\n")).await, Came::Refused(None)),
            // It contradicts itself, or says so much that it cannot be believed without our signature.
            (liar(told(409, size, "0\n")).await, Came::Refused(Some(409))),
            (liar(told(409, "text/plain", "1\n")).await, Came::SeenMore),
            (liar(told(409, size, "1000000\n")).await, Came::SeenMore),
            (liar(told(422, "text/plain", "")).await, Came::SeenMore),
            (liar(told(404, "text/plain", "")).await, Came::Refused(Some(404))),
            (liar(told(302, "text/plain", "")).await, Came::Refused(Some(302))),
            (liar(told(500, "text/plain", "")).await, Came::Refused(Some(500))),
        ];
        for (number, (url, expected)) in lies.into_iter().enumerate() {
            assert_eq!(courier(url, &vkey).await.carry(&target).await.unwrap(), expected, "lie {number}");
            assert_eq!(desk.app.storage.cosigned(target.size).await.unwrap(), Vec::<String>::new(), "lie {number}");
        }
        let endless = liar(|_| "x".repeat(1 << 20).into_response()).await;
        assert_eq!(courier(endless, &vkey).await.carry(&target).await.unwrap(), Came::Away(Away::Cut));
        // The same server telling the truth is believed.
        assert_eq!(courier(liar(line(1, now, "")).await, &vkey).await.carry(&target).await.unwrap(), Came::Cosigned);
    });
}

#[test]
fn a_courier_that_knows_nothing_learns_where_the_witness_stands() {
    Desk::each(async |desk| {
        let witness = witness(&desk, 1).await;
        let lines = format!("{}quorum W\n", witness.policy(["W", "Q"]));
        let (first, policy) = gathering(&desk, &lines).await;
        let mut seen = BTreeSet::new();
        for _ in 0..4 {
            desk.draft("production").await;
            export_log::checkpoint(&desk.app).await.unwrap();
            // Each as after a restart: it begins with `old 0` and is told the size.
            let again = Gathering::of(&desk.app, policy.clone()).unwrap();
            assert_eq!(outcomes(again.round().await.unwrap()), [Came::Cosigned]);
            seen.insert(standing(&desk, &policy).await.witnessed_size);
        }
        assert_eq!(seen.len(), 4);
        // Another process was faster meanwhile: that is no alarm.
        let old = gather_cosignatures::newest(&desk.app).await.unwrap().unwrap();
        desk.draft("production").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        first.round().await.unwrap();
        let late = Courier::of(&desk.app, &policy).unwrap().remove(0);
        assert_eq!(late.carry(&old).await.unwrap(), Came::Passed);
        assert!(matches!(late.compare().await.unwrap(), Some(Compared::Fits(_))));
    });
}

#[test]
fn a_policy_that_does_not_fit_this_log_is_refused_before_anybody_is_asked() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let witness = witness(&desk, 1).await;
        let keys = desk.app.storage.log_signers().await.unwrap();
        let check = async |text: String| {
            let policy = Policy::parse(text.as_bytes()).unwrap();
            match gather_cosignatures::check_policy(&desk.app, &policy, &witness.keys()).await {
                Err(OperationError::Unusable { why, .. }) => why,
                other => panic!("{other:?}"),
            }
        };
        let other = Signer::new(Scheme::Cosignature, "x.example/w".to_owned().try_into().unwrap(), &[9; 32]);
        let foreign = Signer::from_seed("y.example/mla/1".to_owned().try_into().unwrap(), &[8; 32]);

        // ML-DSA-44 is one type for logs and witnesses: only the key itself tells.
        let own_log = check(format!("witness W {} https://w.example\nquorum W\n", keys[1].verifier())).await;
        assert!(own_log.contains("that of this log: no log is its own witness"), "{own_log}");
        let own_witness = check(format!("{}quorum none\n", witness.policy(["W", "Q"]))).await;
        assert!(own_witness.contains("that of our own witness"), "{own_witness}");
        let others =
            check(format!("log {}\nwitness W {} https://w.example\nquorum W\n", foreign.verifier(), other.verifier()))
                .await;
        assert!(others.contains("this one is not among them"), "{others}");
        let nowhere = check(format!("witness W {}\nquorum W\n", other.verifier())).await;
        assert!(nowhere.contains("no witness in it has an address"), "{nowhere}");
        let clear =
            Policy::parse(format!("witness W {} http://w.example\nquorum W\n", other.verifier()).as_bytes()).unwrap();
        assert!(Gathering::of(&desk.app, clear).is_err(), "without TLS");
    });
}
