//! The audit log on pages: whoever is no auditor learns nothing, and what was altered is never called intact.

use std::sync::Arc;

use axum::http::header;
use comity::domain::role::Role;
use comity::http::service::{Policy, Service};
use comity::operations::entry_type::EntryType;
use comity::operations::export_log;
use comity::operations::prove_entry;
use comity::operations::read_log::Which;
use comity::web::language::Language;
use comity::web::texts::Texts;
use comity::witness::courier::Came;
use strum::IntoEnumIterator as _;

use super::browser::{Browser, Page};
use crate::api::client::generous;
use crate::operations::desk::Desk;
use crate::witness::gathering::{gathering, outcomes, witness};

/// Sends a file with its token, or another one.
async fn bring(browser: &Browser, token: &str, key: &str, file: &[u8]) -> Page {
    let mut body = Vec::new();
    for (name, value) in [("token", token.as_bytes()), ("key", key.as_bytes()), ("file", file)] {
        let named = if name == "file" { "; filename=\"held\"\r\nContent-Type: application/octet-stream" } else { "" };
        body.extend_from_slice(
            format!("--limit\r\nContent-Disposition: form-data; name=\"{name}\"{named}\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(value);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limit--\r\n");
    browser.post_bytes("/en/log/file", "multipart/form-data; boundary=limit", body).await
}

async fn token(browser: &Browser) -> String {
    browser.open("/en/log").await.is(200).hidden()["token"].clone()
}

#[test]
fn nobody_but_an_auditor_sees_or_does_anything_here() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let led = Browser::of(&desk.app).open("/en/log").await.is(303);
        assert!(led.leads_to().contains("/sign-in"), "{}", led.leads_to());
        for who in ["anna", "cora", "rosa", "judy", "admin"] {
            let browser = Browser::signed_in(&desk.app, who).await;
            for target in
                ["/en/log", &format!("/en/log?request={reference}"), "/en/log/0", "/en/log/0/proof", "/en/log/999999"]
            {
                let page = browser.open(target).await.is(403);
                assert!(!page.html.contains("authority_installed") && !page.html.contains("<table"), "{}", page.html);
                assert_eq!(page.words().contains(reference.as_str()), target.contains(reference.as_str()), "{who}");
            }
            let token = browser.open("/en/queue").await.is(200).token();
            browser.send("/en/log/verify", &[("token", &token)]).await.is(403);
            browser.send("/en/log/export", &[("token", &token), ("request", "")]).await.is(403);
            let table = browser.send("/en/log/table", &[("token", &token)]).await.is(403);
            assert!(!table.html.contains("authority_installed"), "{}", table.html);
            bring(&browser, &token, "", b"anything").await.is(403);
            assert!(!browser.open("/en/queue").await.html.contains("href=\"/en/log\""), "{who}");
        }
    });
}

#[test]
fn a_form_without_its_token_exports_verifies_and_keeps_nothing() {
    Desk::each(async |desk| {
        let axel = Browser::signed_in(&desk.app, "axel").await;
        let before = desk.verify().await.leaves;
        axel.send("/en/log/export", &[("request", "")]).await.is(403);
        axel.send("/en/log/table", &[("request", "")]).await.is(403);
        axel.send("/en/log/verify", &[("token", "AAAA")]).await.is(403);
        bring(&axel, "AAAA", "", b"anything").await.is(403);
        let after = axel.open("/en/log").await.is(200);
        assert!(after.html.contains("Not verified since"), "{}", after.html);
        assert_eq!(desk.verify().await.leaves, before);
    });
}

#[test]
fn an_intact_log_is_said_to_be_so_and_an_altered_one_is_red_at_its_entry() {
    Desk::each(async |desk| {
        desk.submitted("expedited_preservation").await;
        let axel = Browser::signed_in(&desk.app, "axel").await;
        axel.send("/en/log/verify", &[("token", &token(&axel).await)]).await.is(303);
        let intact = axel.open("/en/log").await.is(200);
        assert!(intact.html.contains("Log intact:") && intact.html.contains("class=\"banner ok\""), "{}", intact.html);

        desk.drop_triggers().await;
        desk.sql("UPDATE leaf SET body = (SELECT body FROM leaf WHERE idx = 3) WHERE idx = 4").await;
        axel.send("/en/log/verify", &[("token", &token(&axel).await)]).await.is(303);
        let broken = axel.open("/en/log").await.is(200);
        assert!(broken.html.contains("class=\"banner bad\""), "{}", broken.html);
        assert!(broken.html.contains("What to do"), "{}", broken.html);
        assert!(!broken.html.contains("Log intact"), "{}", broken.html);
        assert!(broken.html.contains("broken at entry \u{2068}4\u{2069}"), "{}", broken.html);
        let entry = axel.open("/en/log/4").await;
        assert!(entry.status.is_server_error() || entry.html.contains("banner bad"), "{}", entry.html);
    });
}

#[test]
fn filters_pages_and_entries_show_what_the_log_holds() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let other = desk.draft("expedited_preservation").await;
        let axel = Browser::signed_in(&desk.app, "axel").await;

        let of_one = axel.open(&format!("/en/log?request={reference}")).await.is(200);
        assert!(of_one.html.contains(reference.as_str()) && !of_one.html.contains(other.as_str()), "{}", of_one.html);
        let begun = axel.open("/en/log?kind=request_begun").await.is(200);
        assert_eq!(begun.html.matches("data-label=\"What happened\">The request began<").count(), 2);
        let by_admin = axel.open("/en/log?role=administrator").await.is(200);
        assert!(!by_admin.html.contains(">The request began</td>"), "{}", by_admin.html);
        let none = axel.open("/en/log?from=2040-01-01").await.is(200);
        assert!(none.html.contains("No entry matches"), "{}", none.html);
        for wrong in ["request=no+reference", "request=XN-1999-000001", "from=yesterday", "until=%00"] {
            let page = axel.open(&format!("/en/log?{wrong}")).await.is(422);
            assert!(page.html.contains("<title>Error:"), "{}", page.html);
        }
        axel.open("/en/log?after=99999999").await.is(404);

        let older = axel.open("/en/log").await.is(200);
        let first =
            older.html.split("data-label=\"Entry\"><a href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let entry = axel.open(&first).await.is(200);
        assert!(entry.html.contains("Hash of the leaf") && entry.html.contains("&#34;type&#34;"), "{}", entry.html);
        axel.open("/en/log/99999999").await.is(404);
        axel.open("/en/log/-1").await.is(404);
    });
}

#[test]
fn a_proof_and_an_export_can_be_taken_and_are_verified_again_here() {
    Desk::each(async |desk| {
        desk.submitted("expedited_preservation").await;
        let axel = Browser::signed_in(&desk.app, "axel").await;
        let proof = axel.open("/en/log/2/proof").await.is(200);
        assert!(proof.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("entry-2.tlog-proof"));
        let token = token(&axel).await;

        let held = bring(&axel, &token, "", proof.html.as_bytes()).await.is(200);
        assert!(held.html.contains("The proof holds"), "{}", held.html);
        let forged = proof.html.replacen("index 2", "index 3", 1);
        let held = bring(&axel, &token, "", forged.as_bytes()).await.is(200);
        assert!(held.html.contains("not believed"), "{}", held.html);
        bring(&axel, &token, "no key", proof.html.as_bytes()).await.is(422);
        bring(&axel, &token, "", b"").await.is(422);

        let target = desk.folder.path().join("held.tar");
        export_log::run(&desk.app, desk.official("axel"), &export_log::wanted::Wanted::default(), &target)
            .await
            .unwrap();
        let mut bytes = std::fs::read(&target).unwrap();
        let held = bring(&axel, &token, "", &bytes).await.is(200);
        assert!(held.html.contains("The file is intact"), "{}", held.html);
        let key = desk.app.storage.log_key().await.unwrap().to_string();
        bring(&axel, &token, &key, &bytes).await.is(200);
        let place = bytes.windows(16).position(|bytes| bytes == b"\"type\":\"request_").unwrap();
        bytes[place + 9] ^= 1;
        let held = bring(&axel, &token, "", &bytes).await.is(200);
        assert!(held.html.contains("banner bad") && !held.html.contains("is intact"), "{}", held.html);

        let before = desk.verify().await.leaves;
        let page = axel.open("/en/log").await.is(200);
        assert!(page.html.contains("The export is itself an entry"), "{}", page.html);
        let sent = axel.post_raw("/en/log/export", &[("token", &token), ("request", "")]).await;
        assert!(sent.len() > 10_000, "{}", sent.len());
        assert_eq!(desk.verify().await.leaves, before + 1);
        prove_entry::run(&desk.app, desk.official("axel"), &Which::At(before)).await.unwrap();
    });
}

#[test]
fn the_page_says_who_has_signed_beside_the_authority_and_that_nobody_has() {
    Desk::each(async |desk| {
        let alone = Browser::signed_in(&desk.app, "axel").await.open("/en/log").await.is(200);
        assert!(alone.html.contains("Only this authority signs the log"), "{}", alone.html);

        let witness = witness(&desk, 1).await;
        let names = witness.policy(["W", "Q"]);
        let (gathering, policy) = gathering(&desk, &format!("{names}group both all W Q\nquorum both\n")).await;
        let policy = Policy { witnesses: Some(Arc::new(policy)), ..generous() };
        let mut axel = Browser::over(Service::over(desk.app.clone(), policy));
        axel.signs_in("axel").await;
        desk.draft("production").await;
        export_log::checkpoint(&desk.app).await.unwrap();
        let page = axel.open("/en/log").await.is(200);
        assert!(page.html.contains("Too few witnesses have signed"), "{}", page.html);
        assert!(page.html.contains("Nothing signed yet"), "{}", page.html);

        assert_eq!(outcomes(gathering.round().await.unwrap()), [Came::Cosigned]);
        let page = axel.open("/en/log").await.is(200);
        assert!(page.html.contains("Enough witnesses have signed the newest entries"), "{}", page.html);
        assert!(!page.html.contains("Nothing signed yet") && page.html.contains("<bdi>W</bdi>"), "{}", page.html);
    });
}

#[test]
fn what_the_filter_takes_is_exported_with_its_proofs() {
    Desk::each(async |desk| {
        let reference = desk.submitted("expedited_preservation").await;
        let axel = Browser::signed_in(&desk.app, "axel").await;
        let token = token(&axel).await;
        let all = axel.open("/en/log").await.is(200);
        assert!(!all.html.contains("Export these entries with their proofs"), "that is the whole log, below");
        let narrowed = axel.open(&format!("/en/log?request={reference}&kind=transition_taken")).await.is(200);
        assert!(narrowed.html.contains("Export these entries with their proofs"), "{}", narrowed.html);

        let fields = [("token", token.as_str()), ("request", reference.as_str()), ("kind", "transition_taken")];
        let tar = axel.post_raw("/en/log/export", &fields).await;
        let held = bring(&axel, &token, "", &tar).await.is(200);
        assert!(held.html.contains("The file is intact"), "{}", held.html);
        axel.send("/en/log/export", &[("token", &token), ("from", "yesterday")]).await.is(404);
    });
}

#[test]
fn a_table_holds_what_the_filter_takes_and_is_an_entry_itself() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let other = desk.draft("expedited_preservation").await;
        let axel = Browser::signed_in(&desk.app, "axel").await;
        let token = token(&axel).await;
        let taken = async |fields: &[(&str, &str)]| {
            let fields: Vec<_> = [("token", token.as_str())].into_iter().chain(fields.iter().copied()).collect();
            let file = axel.send("/fr/log/table", &fields).await.is(200);
            assert_eq!(file.headers[header::CONTENT_TYPE], "text/csv; charset=utf-8");
            assert!(file.headers[header::CONTENT_DISPOSITION].to_str().unwrap().contains("log.csv"));
            let lines: Vec<String> = file.html.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect();
            assert!(lines[0].starts_with("entry,at,type,name,role"), "{}", lines[0]);
            lines[1..].to_vec()
        };

        // The page says by its filter what the table will hold.
        let narrowed = axel.open(&format!("/fr/log?request={reference}&kind=request_begun")).await.is(200);
        let form = narrowed.html.split("action=\"/fr/log/table\"").nth(1).unwrap().split("</form>").next().unwrap();
        assert!(form.contains(&format!("name=\"request\" value=\"{reference}\"")), "{form}");
        assert!(form.contains("name=\"kind\" value=\"request_begun\"") && !form.contains("name=\"role\""), "{form}");

        let before = desk.verify().await.leaves;
        let begun = taken(&[("kind", "request_begun")]).await;
        assert_eq!(begun.len(), 2, "{begun:?}");
        assert!(begun[0].contains(other.as_str()) && begun[1].contains(reference.as_str()), "{begun:?}");
        assert!(begun.iter().all(|line| line.contains(",request_begun,")), "{begun:?}");
        assert_eq!(desk.verify().await.leaves, before + 1);
        let all = taken(&[]).await;
        assert_eq!(all.len() as u64, before + 2, "each entry once, its own too");
        assert!(all[0].contains(",log_exported,"), "{}", all[0]);
        for line in &all {
            assert!(
                !line.split(',').any(|cell| cell.trim_start_matches('"').starts_with(['=', '+', '-', '@'])),
                "{line}"
            );
        }
        axel.send("/en/log/table", &[("token", &token), ("request", "XN-1999-000001")]).await.is(404);
        axel.send("/en/log/table", &[("token", &token), ("from", "yesterday")]).await.is(404);

        desk.drop_triggers().await;
        desk.sql("UPDATE leaf SET body = (SELECT body FROM leaf WHERE idx = 3) WHERE idx = 4").await;
        let altered = taken(&[("kind", "request_begun")]).await;
        assert!(altered.iter().any(|line| line.starts_with("4,,altered,")), "{altered:?}");
    });
}

#[test]
fn every_type_of_entry_and_every_role_has_a_name_in_every_language() {
    for language in Language::iter() {
        let t = Texts(language);
        for kind in EntryType::all() {
            let id = format!("entry-{}", kind.replace('_', "-"));
            assert_ne!(t.say(&id), id, "{language}");
        }
        for role in Role::iter() {
            assert_ne!(t.name("role", role), format!("role-{}", role.to_string().replace('_', "-")), "{language}");
        }
    }
}
