//! Notices as they leave: the real binary, a mail server of our own on loopback, and every byte that it was sent.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::sync::mpsc::{Receiver, channel};

use comity::clock::Clock;
use comity::domain::notice::{EmailAddress, NoticeKind};
use comity::operations::add_document::LARGEST;
use comity::operations::notices::{self, Wanted};
use comity::operations::{App, Settings, sign_in};
use comity::storage::Grouping;

use super::served::Served;
use super::wire::PATIENCE;
use crate::cli::process::{PASSWORD, Place};
use crate::operations::desk::run;

/// A mail server: answers as told to the end of a message, and hands over all that it was sent.
fn server(last: &'static str) -> (SocketAddr, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            stream.write_all(b"220 mail.example\r\n").unwrap();
            let mut all = String::new();
            let mut line = String::new();
            while reader.read_line(&mut line).is_ok_and(|read| read > 0) {
                all.push_str(&line);
                let answer = match line.split_whitespace().next().unwrap_or_default() {
                    "EHLO" => "250-mail.example\r\n250 8BITMIME\r\n".to_owned(),
                    "DATA" => {
                        stream.write_all(b"354 go on\r\n").unwrap();
                        loop {
                            let mut byte = [0];
                            if reader.read_exact(&mut byte).is_err() {
                                break;
                            }
                            all.push(char::from(byte[0]));
                            if all.ends_with("\r\n.\r\n") {
                                break;
                            }
                        }
                        tell.send(all.clone()).ok();
                        format!("{last}\r\n")
                    }
                    "QUIT" => break,
                    _ => "250 ok\r\n".to_owned(),
                };
                stream.write_all(answer.as_bytes()).unwrap();
                line.clear();
            }
        }
    });
    (address, told)
}

/// An installation in which something new waits for `carl`, who wants to be told in a language.
fn waiting(language: &str) -> Place {
    let place = Place::installed();
    run(async {
        let settings = Settings {
            database: format!("sqlite:{}", place.data().join("comity.db").display()),
            data: place.data(),
            erasures: None,
            workflows: None,
            clock: Clock::system(),
            grouping: Grouping::default(),
            largest_document: LARGEST,
        };
        let app = App::open(&settings).await.unwrap();
        let carl = sign_in::run(&app, &"carl".parse().unwrap(), PASSWORD).await.unwrap();
        let address = EmailAddress::parse("carl@ministry.example").unwrap();
        let wanted = Wanted { address, language: language.to_owned(), kinds: vec![NoticeKind::New] };
        notices::set(&app, &carl, Some(wanted)).await.unwrap();
        app.storage.close().await;
    });
    let drafted = place.run(&[
        "request",
        "draft",
        "--as",
        "anna",
        "--instrument",
        "UNCC",
        "--measure",
        "expedited_preservation",
        "--to",
        "XS",
        "--title",
        "Wilhelmina planted matter",
    ]);
    assert_eq!(drafted.answer()["reference"], reference());
    place
}

fn reference() -> String {
    let year = Clock::system().now().to_string();
    format!("XN-{}-000001", &year[..4])
}

const MAILING: [(&str, &str); 2] =
    [("COMITY_MAIL_FROM", "comity@ministry.example"), ("COMITY_ADDRESS", "https://comity.example/")];

#[test]
fn a_notice_says_how_much_waits_and_where_and_nothing_of_a_case() {
    let (address, told) = server("250 taken");
    let smtp = format!("smtp://{address}");
    let served = Served::over(waiting("en"), &["--smtp", &smtp], &MAILING);

    let sent = told.recv_timeout(PATIENCE).unwrap();

    for said in [
        "RCPT TO:<carl@ministry.example>",
        "From: comity@ministry.example",
        "https://comity.example/en/queue",
        "1 request",
        "Auto-Submitted: auto-generated",
        "Message-ID: <",
    ] {
        assert!(sent.contains(said), "{said} in {sent}");
    }
    let low = sent.to_lowercase();
    for hidden in [
        "wilhelmina",
        "planted",
        &reference().to_lowercase(),
        "xs",
        "sudaria",
        "preservation",
        "anna",
        "norvania",
        "uncc",
    ] {
        assert!(!low.contains(hidden), "{hidden} in {sent}");
    }
    served.caller().get("/ready").is(200);
    assert!(!served.log().contains("ministry.example"), "{}", served.log());
}

#[test]
fn a_mail_server_that_is_away_is_told_of_once_and_stops_nothing() {
    let (address, told) = server("451 later");
    let smtp = format!("smtp://{address}");
    let served = Served::over(waiting("ru"), &["--smtp", &smtp], &MAILING);
    told.recv_timeout(PATIENCE).unwrap();

    let begun = std::time::Instant::now();
    loop {
        if served.caller().get("/ready").is(200).json()["troubles"].is_array() {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "{}", served.log());
    }

    assert_eq!(served.log().matches("no notices are sent").count(), 1, "{}", served.log());
    served.anna().get("/api/v1/requests").is(200);
    // It goes on after a new start, too.
    let place = served.kill();
    assert_eq!(place.run(&["statistics"]).code, 0);
}

#[test]
fn settings_of_mail_that_make_no_sense_are_refused_before_anything_is_served() {
    let place = Place::installed();
    place.run(&["serve", "--listen", "127.0.0.1:0", "--smtp", "smtp://127.0.0.1:1"]).ends(2, "--mail-from");
    let with = |smtp: &str, address: &str| {
        place.run(&["serve", "--listen", "127.0.0.1:0", "--smtp", smtp, "--mail-from", "a@b.org", "--address", address])
    };
    with("smtp://x:secretword@mail.example", "https://comity.example").ends(2, "TLS only");
    with("http://mail.example", "https://comity.example").ends(2, "mail server");
    with("smtp://127.0.0.1:1", "comity.example").ends(2, "address of the pages");
    assert!(!with("smtp://x:secretword@mail.example", "https://comity.example").err.contains("secretword"));
}
