//! `comity witness` as a process: made, told of logs, served, and asked by `comity serve`.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::stand::Log;
use crate::cli::process::{Place, mode};
use crate::operations::template::copy_folder;

/// So long a process may take for what it does at once.
const PATIENCE: Duration = Duration::from_secs(30);

/// A process that serves until it is dropped.
pub(crate) struct Serving {
    pub(crate) url: String,
    child: Child,
}

impl Serving {
    /// Starts the program with these arguments, and reads where it listens.
    pub(crate) fn start(place: &Place, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let log = std::fs::File::options().append(true).create(true).open(place.path("serving.log")).unwrap();
        let mut command = place.command(arguments);
        let mut child = command.envs(variables.iter().copied()).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.split("http://").nth(1).and_then(|rest| rest.split(';').next());
        let log = || std::fs::read_to_string(place.path("serving.log")).unwrap();
        let address = address.unwrap_or_else(|| panic!("no address in `{line}`: {}", log()));
        Self { url: format!("http://{address}"), child }
    }

    /// A witness on the folder `w` of the place.
    pub(crate) fn witness(place: &Place) -> Self {
        let folder = place.path("w");
        Self::start(
            place,
            &["witness", "serve", "--folder", &folder, "--listen", "127.0.0.1:0", "--name", "w.example/w"],
            &[],
        )
    }

    /// Kills it in the middle of what it does.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Submits, and gives status and text of the answer.
    pub(crate) async fn submit(&self, body: String) -> Option<(u16, String)> {
        let sent = reqwest::Client::new().post(format!("{}/add-checkpoint", self.url)).body(body).send().await.ok()?;
        let status = sent.status().as_u16();
        Some((status, sent.text().await.ok()?))
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Gone already, in some tests.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn a_witness_is_made_told_of_logs_and_asked_what_it_has_signed() {
    let place = Place::empty();
    let folder = place.path("w");
    let run = |arguments: &[&str]| place.run(&[&["witness"], arguments, &["--folder", &folder]].concat());
    let log = Log::named("ca.example/mla/1").grown(3, (3, 0));
    let [ed25519, ml_dsa] = [&log.vkeys()[0], &log.vkeys()[1]];

    for early in [&["key"][..], &["status"], &["serve"], &["trust", ed25519]] {
        run(early).ends(3, "holds no witness: make one with `comity witness init");
    }
    for name in ["", "two words", "a+b", "line\nbreak"] {
        run(&["init", "--name", name]).ends(2, "is no name of a witness");
    }
    let made = run(&["init", "--name", "w.example/w"]);
    let keys = run(&["key"]);
    assert_eq!((made.code, keys.code, made.out == keys.out), (0, 0, true), "{}", made.err);
    let keys: Vec<_> = keys.out.lines().map(|key| comity::audit::key::Verifier::parse(key).unwrap()).collect();
    assert_eq!(keys.iter().map(|key| key.scheme() as u8).collect::<Vec<_>>(), [4, 6]);
    assert!(keys.iter().all(|key| key.name().as_str() == "w.example/w"));
    let path = std::path::Path::new(&folder);
    assert_eq!((mode(path), mode(&path.join("witness.key"))), (0o700, 0o600));
    run(&["init", "--name", "other.example/w"]).ends(3, "holds a witness already");
    run(&["serve", "--listen", "127.0.0.1:0", "--name", "other.example/w"]).ends(2, "holds the witness `w.example/w`");

    run(&["trust", ed25519, ml_dsa]).ends(0, "ca.example/mla/1: known from now on");
    run(&["trust", ed25519]).ends(0, "this key is known already");
    let file = place.write("keys.txt", &format!("{ed25519}\n{ml_dsa}\n"));
    run(&["trust", &file]).ends(0, "this key is known already");
    run(&["trust", "nonsense"]).ends(2, "is not a public key of a log");
    run(&["trust", &keys[0].to_string()]).ends(2, "is a key of a witness");
    run(&["trust", &keys[1].to_string()]).ends(2, "no log is its own witness");
    let status = run(&["status"]).answer();
    assert_eq!(status["logs"][0]["log"], "ca.example/mla/1");
    assert_eq!((status["logs"].as_array().unwrap().len(), status["logs"][0]["size"].is_null()), (1, true));
    std::os::unix::fs::chown(path, None, None).unwrap();
    std::fs::set_permissions(path.join("witness.key"), std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    run(&["key"]).ends(3, "is open to others (mode 644): close it with `chmod 600`");
}

#[test]
fn one_command_makes_and_serves_a_witness_and_what_it_answered_survives_its_being_killed() {
    crate::operations::desk::run(async {
        let place = Place::empty();
        let log = Log::named("ca.example/mla/1").grown(60, (60, 0));
        let witness = Serving::witness(&place);
        assert_eq!(witness.submit(log.submission(0, 1).to_string()).await.unwrap().0, 404);
        place.run(&["witness", "trust", &log.vkeys()[0], "--folder", &place.path("w")]).ends(0, "known from now on");
        let mut size = 0;
        let mut witness = witness;
        for _ in 0..5 {
            for _ in 0..4 {
                let (status, _) = witness.submit(log.submission(size, size + 3).to_string()).await.unwrap();
                assert_eq!(status, 200);
                size += 3;
            }
            // One more is on its way when the process is killed: whether it was signed, the next one tells.
            let last = log.submission(size, size + 1).to_string();
            let (_, ()) = tokio::join!(witness.submit(last), async { witness_pause().await });
            witness.kill();
            witness = Serving::witness(&place);
            let (status, told) = witness.submit(log.submission(0, size).to_string()).await.unwrap();
            assert_eq!(status, 409);
            let stands: u64 = told.trim().parse().unwrap();
            assert!(stands == size || stands == size + 1, "answered {size}, stands at {stands}");
            // Back to a round number for the next turn.
            let (status, _) = witness.submit(log.submission(stands, size + 1).to_string()).await.unwrap();
            assert_eq!(status, 200);
            size += 1;
            if size + 13 > 60 {
                break;
            }
        }
        let status = place.run(&["witness", "status", "--folder", &place.path("w")]).answer();
        assert_eq!(status["logs"][0]["size"], size);
        assert_eq!(status["logs"][0]["root"], log.checkpoint(size).root.to_string());
    });
}

/// A moment that is no time: the other half of the pair gets its turn.
async fn witness_pause() {
    tokio::task::yield_now().await;
}

#[test]
fn a_log_that_is_served_is_signed_by_its_witnesses_and_says_so() {
    let place = Place::installed();
    let key = place.run(&["authority", "show"]).answer()["log_key"].as_str().unwrap().to_owned();
    let witness = Serving::witness(&place);
    place.run(&["witness", "trust", &key, "--folder", &place.path("w")]).ends(0, "known from now on");
    let keys = place.run(&["witness", "key", "--folder", &place.path("w")]).out;
    let line = |(name, key)| format!("witness {name} {key} {}\n", witness.url);
    let lines: String = ["W", "Q"].into_iter().zip(keys.lines()).map(line).collect();
    let policy = place.write("policy", &format!("{lines}group both all W Q\nquorum both\n"));
    let asked = ["audit", "witnesses", "--witnesses", &policy];

    place.run(&["audit", "witnesses"]).ends(2, "which witnesses?");
    place.run(&asked).ends(5, "the log was never signed");
    place.run(&["audit", "checkpoint"]).ends(0, "— ");
    place.run(&asked).ends(5, "unwitnessed since");
    // Where the witness is one's own, it proves nothing to anybody.
    let own = place.run_with(
        ("COMITY_WITNESS_FOLDER", &place.path("w")),
        &["serve", "--listen", "127.0.0.1:0", "--witnesses", &policy],
    );
    own.ends(2, "that of our own witness");
    let broken = place.write("broken", &lines[..lines.len() - 1]);
    place.run(&["serve", "--listen", "127.0.0.1:0", "--witnesses", &broken]).ends(2, "it may have been cut off");

    let served = Serving::start(&place, &["serve", "--listen", "127.0.0.1:0"], &[("COMITY_WITNESSES", &policy)]);
    let begun = Instant::now();
    while place.run(&asked).code != 0 {
        assert!(begun.elapsed() < PATIENCE, "{}", std::fs::read_to_string(place.path("serving.log")).unwrap());
    }
    let told = place.run(&asked);
    assert!(told.out.starts_with("witnessed\n") && told.out.contains("  W (w.example/w): "), "{}", told.out);
    assert_eq!(place.run(&[&asked[..], &["--json"]].concat()).answer()["alarm"], false);
    let note = place.run(&["audit", "checkpoint"]).out;
    assert_eq!(note.lines().filter(|line| line.starts_with("— w.example/w ")).count(), 2, "{note}");
    served.kill();
}

#[test]
fn a_service_restored_to_an_earlier_day_hears_from_its_witness_when_it_starts() {
    let place = Place::installed();
    let key = place.run(&["authority", "show"]).answer()["log_key"].as_str().unwrap().to_owned();
    let witness = Serving::witness(&place);
    place.run(&["witness", "trust", &key, "--folder", &place.path("w")]).ends(0, "known from now on");
    let keys = place.run(&["witness", "key", "--folder", &place.path("w")]).out;
    let policy = format!("witness W {} {}\nquorum W\n", keys.lines().next().unwrap(), witness.url);
    let policy = place.write("policy", &policy);
    let serve = ["serve", "--listen", "127.0.0.1:0", "--witnesses", &policy];
    let log = || std::fs::read_to_string(place.path("serving.log")).unwrap();
    let yesterday = tempfile::tempdir().unwrap();
    copy_folder(&place.data(), &yesterday.path().join("data"));
    place.run(&["audit", "export", &place.path("log.tar"), "--as", "axel"]).answer();
    let served = Serving::start(&place, &serve, &[]);
    let begun = Instant::now();
    while place.run(&["audit", "witnesses", "--witnesses", &policy]).code != 0 {
        assert!(begun.elapsed() < PATIENCE, "{}", log());
    }
    served.kill();
    assert!(!log().contains("cut, restored or rewritten"), "{}", log());

    std::fs::remove_dir_all(place.data()).unwrap();
    copy_folder(&yesterday.path().join("data"), &place.data());
    let served = Serving::start(&place, &serve, &[]);

    // Said before it is told where it listens, and so before it signs anything.
    let told = log();
    let line = told
        .lines()
        .find(|line| line.contains("it was cut, restored or rewritten"))
        .unwrap_or_else(|| panic!("{told}"));
    assert!(line.contains("ERROR") && line.contains("size="), "{line}");
    served.kill();
    place.run(&["audit", "witnesses", "--witnesses", &policy]).ends(5, "signed");
}

/// A proxy with TLS in front of an address, with a certificate of its own that nobody else knows.
async fn proxy(place: &Place, behind: &str) -> (String, String) {
    use tokio_rustls::rustls::ServerConfig;
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

    let (certificate, key) = (place.path("certificate.pem"), place.path("key.pem"));
    let made = std::process::Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args([
            "-subj",
            "/CN=witness",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-addext",
            "basicConstraints=CA:FALSE",
        ])
        .args(["-keyout", &key, "-out", &certificate])
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    let provider = std::sync::Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let chain = vec![CertificateDer::from_pem_file(&certificate).unwrap()];
    let config =
        config.with_no_client_auth().with_single_cert(chain, PrivateKeyDer::from_pem_file(&key).unwrap()).unwrap();
    let acceptor = tokio_rustls::TlsAcceptor::from(std::sync::Arc::new(config));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let behind = behind.trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let (acceptor, behind) = (acceptor.clone(), behind.clone());
            tokio::spawn(async move {
                // Whoever does not believe the certificate hangs up.
                let Ok(mut inside) = acceptor.accept(stream).await else { return };
                let mut outside = tokio::net::TcpStream::connect(behind).await.unwrap();
                _ = tokio::io::copy_bidirectional(&mut inside, &mut outside).await;
            });
        }
    });
    (url, certificate)
}

#[test]
fn a_witness_is_called_over_tls_and_one_whose_certificate_nobody_vouches_for_is_not() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let place = Place::installed();
    let key = place.run(&["authority", "show"]).answer()["log_key"].as_str().unwrap().to_owned();
    let witness = Serving::witness(&place);
    place.run(&["witness", "trust", &key, "--folder", &place.path("w")]).ends(0, "known from now on");
    let keys = place.run(&["witness", "key", "--folder", &place.path("w")]).out;
    let (url, certificate) = runtime.block_on(proxy(&place, &witness.url));
    let policy = place.write("policy", &format!("witness W {} {url}\nquorum W\n", keys.lines().next().unwrap()));
    let serve = ["serve", "--listen", "127.0.0.1:0", "--witnesses", &policy];
    let wait = |what: &str, until: &dyn Fn() -> bool| {
        let begun = Instant::now();
        while !until() {
            assert!(
                begun.elapsed() < PATIENCE,
                "{what}: {}",
                std::fs::read_to_string(place.path("serving.log")).unwrap()
            );
        }
    };
    let log = || std::fs::read_to_string(place.path("serving.log")).unwrap();

    let served = Serving::start(&place, &serve, &[]);
    wait("refused", &|| log().contains("a witness does not sign: it cannot be reached"));
    served.kill();
    place.run(&["audit", "witnesses", "--witnesses", &policy]).ends(5, "has signed nothing yet");

    let served = Serving::start(&place, &serve, &[("SSL_CERT_FILE", &certificate)]);
    wait("signed", &|| place.run(&["audit", "witnesses", "--witnesses", &policy]).code == 0);
    served.kill();
}
