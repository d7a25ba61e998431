//! What comes in from outside the desk by pages: a file that is tried and taken in, a request on paper that is recorded.

use axum::body::Body;

use super::browser::{Browser, Page};
use crate::operations::desk::Desk;

const BOUNDARY: &str = "----a-line-that-is-in-no-file";
const NAMES: &str = "direction,instrument,measure,counterpart,title,old_reference";

fn field(name: &str, value: &str) -> Vec<u8> {
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
}

fn file(name: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"f.csv\"\r\nContent-Type: text/csv\r\n\r\n"
    );
    [head.as_bytes(), bytes, b"\r\n"].concat()
}

async fn send(browser: &Browser, target: &str, parts: &[Vec<u8>]) -> Page {
    let mut body = parts.concat();
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    // Piece by piece, as it comes over a line.
    let pieces: Vec<Result<Vec<u8>, std::io::Error>> = body.chunks(64 << 10).map(|piece| Ok(piece.to_vec())).collect();
    let body = Body::from_stream(futures_util::stream::iter(pieces));
    browser.send_body(target, &format!("multipart/form-data; boundary={BOUNDARY}"), body).await
}

async fn requests(desk: &Desk) -> i64 {
    use sqlx::Row as _;
    let mut connection = desk.by_hand().await;
    sqlx::query("SELECT COUNT(*) FROM assistance_request").fetch_one(&mut connection).await.unwrap().get(0)
}

fn cases(lines: &[&str]) -> Vec<u8> {
    format!("{NAMES}\n{}\n", lines.join("\n")).into_bytes()
}

const GOOD: &str = "outgoing,UNCC,expedited_preservation,XS,<b>Old</b> case,2026/1";

#[test]
fn nobody_imports_by_a_form_that_is_not_theirs() {
    Desk::each(async |desk| {
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let token = anna.open("/en/requests/import").await.is(200).token();
        let at = "/en/requests/import";
        let (source, rows) = (field("source", "registry"), file("file", &cases(&[GOOD])));
        for parts in [
            vec![source.clone(), rows.clone()],
            vec![field("token", "AAAA"), source.clone(), rows.clone()],
            vec![rows.clone(), field("token", &token)],
        ] {
            send(&anna, at, &parts).await.is(403);
        }
        anna.open("/en/requests/import/report").await.is(303);
        // Who audits is told that it is for others, and the attempt is an entry.
        let axel = Browser::signed_in(&desk.app, "axel").await;
        axel.open(at).await.is(403);
        axel.open("/en/requests/import/report").await.is(403);
        axel.open("/en/requests/record").await.is(403);
        let own = axel.open("/en/account").await.is(200).token();
        let leaves = crate::operations::sessions::leaves(&desk).await;
        send(&axel, at, &[field("token", &own), source.clone(), rows.clone()]).await.is(422);
        assert_eq!(crate::operations::sessions::leaves(&desk).await, leaves + 1);
        send(&Browser::of(&desk.app), at, &[field("token", &token), source.clone(), rows.clone()]).await.is(303);
        // What one has tried is nobody else's to take in.
        send(&anna, at, &[field("token", &token), source, rows]).await.is(303);
        let report = anna.open("/en/requests/import/report").await.is(200);
        let sha256 = report.hidden()["sha256"].clone();
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let his = carl.open(at).await.is(200).token();
        carl.send("/en/requests/import/begin", &[("token", &his), ("sha256", &sha256)]).await.is(303);
        anna.send("/en/requests/import/begin", &[("token", "AAAA"), ("sha256", &sha256)]).await.is(403);
        anna.send("/en/requests/import/begin", &[("token", &token), ("sha256", &"0".repeat(64))]).await.is(303);
        assert_eq!(requests(&desk).await, 0);
    });
}

#[test]
fn a_file_is_tried_line_by_line_and_taken_in_once() {
    Desk::each(async |desk| {
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let at = "/en/requests/import";
        let token = anna.open(at).await.is(200).token();
        let form = |rows: Vec<u8>| vec![field("token", &token), field("source", "registry"), file("file", &rows)];

        let wrong = cases(&[GOOD, "outgoing,UNCC,=cmd|calc!A0,XS,Title,2"]);
        send(&anna, at, &form(wrong)).await.is(303);
        let report = anna.open("/en/requests/import/report").await.is(200);
        for shown in ["Something is wrong with", "=cmd|calc!A0", "<code><bdi>measure</bdi></code>"] {
            assert!(report.html.contains(shown), "{shown}: {}", report.html);
        }
        assert!(!report.html.contains("name=\"sha256\""), "nothing is offered while anything is wrong");

        send(&anna, at, &form(cases(&[GOOD]))).await.is(303);
        let report = anna.open("/en/requests/import/report").await.is(200);
        assert!(report.html.contains("&#60;b&#62;Old") || report.html.contains("&lt;b&gt;Old"), "{}", report.html);
        assert_eq!(requests(&desk).await, 0);
        let sha256 = report.hidden()["sha256"].clone();
        let word = [("token", token.as_str()), ("sha256", sha256.as_str())];
        let (one, two) =
            tokio::join!(anna.send("/en/requests/import/begin", &word), anna.send("/en/requests/import/begin", &word));
        one.is(303);
        two.is(303);
        let result = anna.open("/en/requests/import/report").await.is(200);
        assert!(result.html.contains("line was imported"), "{}", result.html);
        assert!(result.html.contains("/en/requests/XN-2027-000001"), "{}", result.html);
        assert_eq!(requests(&desk).await, 1);
        let page = anna.open("/en/requests/XN-2027-000001").await.is(200);
        assert!(page.html.contains("Old reference") && page.html.contains("2026/1"), "{}", page.html);

        send(&anna, at, &form(cases(&[GOOD]))).await.is(303);
        let again = anna.open("/en/requests/import/report").await.is(200);
        assert!(again.html.contains("was imported before"), "{}", again.html);
        desk.is_intact().await;
    });
}

#[test]
fn a_file_that_is_none_is_said_at_its_field() {
    Desk::each(async |desk| {
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let at = "/ar/requests/import";
        let token = anna.open(at).await.is(200).token();
        let (token, source) = (field("token", &token), field("source", "registry"));
        let none = send(&anna, at, &[token.clone(), source.clone()]).await;
        let large = send(&anna, at, &[token.clone(), source.clone(), file("file", &vec![b','; 9 << 20])]).await;
        let unnamed = send(&anna, at, &[token, field("source", " "), file("file", &cases(&[GOOD]))]).await;
        for (page, id) in [(none, "file-error"), (large, "file-error"), (unnamed, "source-error")] {
            assert_eq!(page.status.as_u16(), 422);
            assert!(page.html.contains(id), "{}", page.html);
        }
        let example = anna.open("/en/requests/import/example").await.is(200);
        assert!(example.html.starts_with('\u{feff}'), "{}", example.html);
    });
}

fn paper(token: &str, more: &[(&str, &str)]) -> Vec<Vec<u8>> {
    let mut parts = vec![field("token", token)];
    let known = [
        ("from", "XS"),
        ("instrument", "UNCC"),
        ("measure", "expedited_preservation"),
        ("title", "A matter on paper"),
        ("their_reference", "XS-77/2026"),
        ("received_on", "2027-02-26"),
        ("channel", "post"),
        ("language", "fr"),
        ("facts", "What happened there"),
        ("items/0/item", "1"),
        ("items/1/item", ""),
    ];
    let given = |name: &str| more.iter().any(|(other, _)| *other == name);
    parts.extend(known.iter().filter(|(name, _)| !given(name)).chain(more).map(|(name, value)| field(name, value)));
    parts
}

#[test]
fn a_request_on_paper_is_recorded_by_one_and_confirmed_by_another() {
    Desk::each(async |desk| {
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let queue = carl.open("/en/queue").await.is(200);
        assert!(queue.html.contains("/en/requests/record"), "{}", queue.html);
        carl.open("/en/requests/record").await.is(200);
        let at = "/en/requests/record";
        let form = carl.open(&format!("{at}?from=XS&instrument=UNCC&measure=expedited_preservation")).await.is(200);
        let token = form.token();
        let scan = file("paper", b"a scan");

        let mut lacking = paper(&token, &[("their_reference", ""), ("received_on", "soon"), ("title", "Kept title")]);
        let refused = send(&carl, at, &lacking).await.is(422);
        for shown in ["their_reference-error", "received_on-error", "paper-error", "Kept title", "What happened there"]
        {
            assert!(refused.html.contains(shown), "{shown}: {}", refused.html);
        }
        lacking.push(scan.clone());
        send(&carl, at, &lacking).await.is(422);
        let mut forged = paper("AAAA", &[]);
        forged.push(scan.clone());
        send(&carl, at, &forged).await.is(403);
        let mut future = paper(&token, &[("received_on", "2099-01-01")]);
        future.push(scan.clone());
        send(&carl, at, &future).await.is(422);
        assert_eq!(requests(&desk).await, 0);

        let mut whole = paper(&token, &[]);
        whole.push(scan.clone());
        let led = send(&carl, at, &whole).await.is(303);
        let letters = carl.open(led.leads_to()).await.is(200);
        assert!(letters.html.contains("Recorded"), "{}", letters.html);
        let page = carl.open("/en/requests/XN-2027-000001").await.is(200);
        assert!(page.html.contains("XS-77/2026") && page.html.contains("2027-02-26"), "{}", page.html);

        // The same reference of the same State: said, and recorded only on somebody's word.
        let mut again = paper(&token, &[("their_reference", "xs-77/2026")]);
        again.push(scan.clone());
        let alike = send(&carl, at, &again).await.is(422);
        assert!(alike.html.contains("XN-2027-000001") && alike.html.contains("name=\"another\""), "{}", alike.html);
        let mut another = paper(&token, &[("another", "yes")]);
        another.push(scan);
        send(&carl, at, &another).await.is(303);
        assert_eq!(requests(&desk).await, 2);

        let letter = letters
            .html
            .split("/messages/")
            .find(|rest| rest.len() > 32 && rest[..32].bytes().all(|b| b.is_ascii_hexdigit()))
            .unwrap();
        let address = format!("/en/requests/XN-2027-000001/messages/{}", &letter[..32]);
        let own = carl.open(&address).await.is(200);
        assert!(!own.html.contains("Confirm the message"), "nobody confirms what they recorded");
        let cora = Browser::signed_in(&desk.app, "cora").await;
        let shown = cora.open(&address).await.is(200);
        let hidden = shown.hidden();
        cora.send(&address, &[("token", &hidden["token"]), ("version", &hidden["version"])]).await.is(303);
        let view = desk.view(&"XN-2027-000001".parse().unwrap()).await;
        assert_eq!(view.content["facts"], "What happened there");
        assert_eq!(view.content["language"], "fr");
        assert_eq!(view.standing.items.len(), 1);
        desk.is_intact().await;
    });
}
