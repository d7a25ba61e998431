//! Documents by pages: what comes, what is refused before anything is stored, and that nothing is ever shown in place.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::body::{Body, Bytes};
use axum::http::header;
use comity::operations::{App, Settings};
use sha2::{Digest as _, Sha256};

use super::browser::{Browser, Page};
use crate::operations::desk::Desk;

const BOUNDARY: &str = "----a-line-that-is-in-no-document";

/// A part of a form that is no file.
fn field(name: &str, value: &str) -> Vec<u8> {
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes()
}

/// A file.
fn file(name: &str, media_type: &str, bytes: &[u8]) -> Vec<u8> {
    let mut part = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: {media_type}\r\n\r\n"
    )
    .into_bytes();
    part.extend_from_slice(bytes);
    part.extend_from_slice(b"\r\n");
    part
}

async fn upload(browser: &Browser, target: &str, parts: &[Vec<u8>]) -> Page {
    let mut body = parts.concat();
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    browser.send_body(target, &format!("multipart/form-data; boundary={BOUNDARY}"), Body::from(body)).await
}

#[test]
fn documents_come_and_go_and_are_never_shown_in_place() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let target = format!("/en/requests/{reference}/documents");
        let empty = anna.open(&target).await.is(200);
        assert!(empty.html.contains("There are no documents yet."), "{}", empty.html);
        let token = empty.hidden()["token"].clone();
        let long = format!("{}.html", "n".repeat(75));
        let html = b"<script>alert(document.cookie)</script>";

        let parts = [
            field("token", &token),
            field("language", "fr"),
            file(&long, "text/html", html),
            file("letter.pdf", "application/pdf", b"one"),
            file("letter.pdf", "application/pdf", b"two"),
        ];
        let led = upload(&anna, &target, &parts).await.is(303);
        let listed = anna.open(led.leads_to()).await.is(200);

        assert!(
            listed.html.contains("3 documents were added") || listed.html.contains("documents were added"),
            "{}",
            listed.html
        );
        let sha256 = comity::domain::ids::Digest::from_bytes(&Sha256::digest(html).into()).to_string();
        for shown in [long.as_str(), sha256.as_str(), "anna of XN", "text/html", "Français"] {
            assert!(listed.html.contains(shown), "{shown}: {}", listed.html);
        }
        assert_eq!(listed.html.matches("letter.pdf").count(), 2, "two of one name are two documents");
        let documents = desk.view(&reference).await.documents;
        let id = documents.into_iter().find(|document| document.name == long).unwrap().document;
        let got = anna.open(&format!("{target}/{id}")).await.is(200);
        assert_eq!(got.html.as_bytes(), html);
        let said = |name: header::HeaderName| got.headers[name].to_str().unwrap().to_owned();
        assert!(said(header::CONTENT_DISPOSITION).starts_with("attachment;"), "{:?}", got.headers);
        assert_eq!(said(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert!(said(header::CONTENT_SECURITY_POLICY).starts_with("sandbox;"), "{:?}", got.headers);
        assert_eq!(said(header::CACHE_CONTROL), "no-store");
        // Nobody else's eyes: a document of a request that is hidden is not there.
        Browser::signed_in(&desk.app, "egon").await.open(&format!("{target}/{id}")).await.is(404);
        desk.is_intact().await;
    });
}

#[test]
fn nothing_is_stored_before_a_form_is_known_to_be_from_here() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let target = format!("/en/requests/{reference}/documents");
        let token = anna.open(&target).await.is(200).hidden()["token"].clone();
        let theirs = Browser::signed_in(&desk.app, "anna").await.open(&target).await.hidden()["token"].clone();
        let (language, paper) = (field("language", "en"), file("a.pdf", "application/pdf", b"bytes"));
        let version = desk.view(&reference).await.version;

        for parts in [
            vec![language.clone(), paper.clone()],
            vec![field("token", "AAAA"), language.clone(), paper.clone()],
            vec![field("token", &theirs), language.clone(), paper.clone()],
            // The right token, too late.
            vec![paper.clone(), field("token", &token)],
            vec![language.clone(), paper.clone(), field("token", &token)],
            vec![field("token", &token.repeat(20)), language.clone(), paper.clone()],
            vec![],
        ] {
            upload(&anna, &target, &parts).await.is(403);
        }
        let nobody = Browser::of(&desk.app);
        upload(&nobody, &target, &[field("token", &token), language.clone(), paper.clone()]).await.is(303);
        anna.send(&target, &[("token", &token)]).await.is(403);
        let egon = Browser::signed_in(&desk.app, "egon").await;
        let own = egon.open("/en/queue").await.token();
        upload(&egon, &target, &[field("token", &own), language.clone(), paper.clone()]).await.is(404);

        let view = desk.view(&reference).await;
        assert!(view.documents.is_empty() && view.version == version, "{:?}", view.documents);
        upload(&anna, &target, &[field("token", &token), language, paper]).await.is(303);
        assert_eq!(desk.view(&reference).await.documents.len(), 1, "it was the token that stood in the way");
    });
}

#[test]
fn a_document_that_cannot_be_one_is_refused_and_what_came_before_it_is_kept() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let target = format!("/en/requests/{reference}/documents");
        let token = anna.open(&target).await.is(200).hidden()["token"].clone();
        let head = || vec![field("token", &token), field("language", "en")];
        for (name, media_type, bytes) in [
            ("../../etc/passwd", "text/plain", &b"x"[..]),
            ("a\\b.pdf", "application/pdf", b"x"),
            ("empty.pdf", "application/pdf", b""),
        ] {
            let mut parts = head();
            parts.push(file(name, media_type, bytes));
            let refused = upload(&anna, &target, &parts).await;
            assert_eq!(refused.status.as_u16(), 422, "{name}");
            assert!(refused.html.contains("id=\"files-error\""), "{name}: {}", refused.html);
        }
        upload(&anna, &target, &head()).await.is(422);
        assert!(desk.view(&reference).await.documents.is_empty());

        let mut parts = head();
        parts.extend([file("good.pdf", "application/pdf", b"x"), file("../bad.pdf", "application/pdf", b"x")]);
        let half = upload(&anna, &target, &parts).await.is(422);
        assert!(half.html.contains("good.pdf"), "what was kept stands in the table: {}", half.html);
        assert_eq!(desk.view(&reference).await.documents.len(), 1);
    });
}

/// A piece of a body that knows how many are there at once.
struct Piece(Vec<u8>, Arc<AtomicUsize>);

impl AsRef<[u8]> for Piece {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Piece {
    fn drop(&mut self) {
        self.1.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn a_hundred_megabytes_are_refused_piece_by_piece() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let settings = Settings { largest_document: 1 << 20, ..desk.settings.clone() };
        let app = App::open(&settings).await.unwrap();
        let anna = Browser::signed_in(&app, "anna").await;
        let target = format!("/en/requests/{reference}/documents");
        let token = anna.open(&target).await.is(200).hidden()["token"].clone();
        let mut head = [field("token", &token), field("language", "en")].concat();
        head.extend(file("large.bin", "application/octet-stream", b""));
        head.truncate(head.len() - 2);
        let (there, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (counted, highest) = (Arc::clone(&there), Arc::clone(&most));
        let pieces = (0..1600).map(move |_| {
            let now = counted.fetch_add(1, Ordering::SeqCst) + 1;
            highest.fetch_max(now, Ordering::SeqCst);
            Bytes::from_owner(Piece(vec![7; 64 << 10], Arc::clone(&counted)))
        });
        let tail = Bytes::from(format!("\r\n--{BOUNDARY}--\r\n"));
        let all = std::iter::once(Bytes::from(head)).chain(pieces).chain([tail]).map(Ok::<_, std::io::Error>);
        let body = Body::from_stream(futures_util::stream::iter(all));

        let refused = anna.send_body(&target, &format!("multipart/form-data; boundary={BOUNDARY}"), body).await;

        let refused = refused.is(422);
        assert!(refused.html.contains("larger than this installation takes"), "{}", refused.html);
        assert!(most.load(Ordering::SeqCst) <= 32, "{most:?} pieces of 64 KiB were there at once");
        assert!(desk.view(&reference).await.documents.is_empty());
        let left: Vec<_> = walk(desk.folder.path()).into_iter().filter(|path| path.contains("spool")).collect();
        assert!(left.is_empty(), "{left:?}");
    });
}

/// The files below a folder.
fn walk(folder: &std::path::Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path.display().to_string()] }).collect()
}
