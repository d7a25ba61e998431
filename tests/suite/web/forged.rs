//! A hostile browser: forms that are not from here, pages that are not for who asks, steps that are not open.

use axum::http::header;

use super::browser::Browser;
use crate::api::world::standing;
use crate::operations::desk::Desk;

#[test]
fn a_form_without_its_token_moves_nothing() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let target = format!("/en/requests/{reference}/steps/submit");
        let page = anna.open(&target).await.is(200);
        let (token, version) = (page.hidden()["token"].clone(), page.hidden()["version"].clone());
        let before = standing(&desk, &reference).await;

        anna.send(&target, &[("version", &version)]).await.is(403);
        anna.send(&target, &[("version", &version), ("token", "AAAA")]).await.is(403);
        let other = Browser::signed_in(&desk.app, "anna").await;
        let theirs = other.open(&target).await.is(200).hidden()["token"].clone();
        anna.send(&target, &[("version", &version), ("token", &theirs)]).await.is(403);
        let fields = [("version", version.as_str()), ("token", token.as_str())];
        for from in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("origin", "null")] {
            anna.send_with(&target, &fields, &[from]).await.is(403);
        }
        assert_eq!(standing(&desk, &reference).await, before);

        // The same form from here is taken: it was the token that stood in the way.
        anna.send_with(&target, &fields, &[("sec-fetch-site", "same-origin")]).await.is(303);
        assert_ne!(standing(&desk, &reference).await, before);
    });
}

#[test]
fn a_long_text_is_taken_and_one_that_is_too_long_is_called_so() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        // Six bytes for each letter on its way, as many as a browser sends.
        let long = "\u{645}".repeat(15_000);
        anna.fill(&format!("/en/requests/{reference}/write/facts"), &[("facts", &long)]).await.is(303);
        let read = anna.open(&format!("/en/requests/{reference}/write/facts")).await.is(200);
        assert!(read.html.contains(&long), "the whole of it is kept");

        let reason = "x".repeat(2 << 20);
        let step = anna.fill(&format!("/en/requests/{reference}/steps/submit"), &[("reason", &reason)]).await.is(413);
        assert!(step.html.contains("more text than a form takes"), "{}", step.html);
    });
}

#[test]
fn what_is_hidden_looks_as_what_is_not_there() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let egon = Browser::signed_in(&desk.app, "egon").await;
        for below in ["", "/steps/submit", "/safeguards/authorisation/children"] {
            let hidden = egon.open(&format!("/en/requests/{reference}{below}")).await.is(404);
            let unknown = egon.open(&format!("/en/requests/XN-2027-999999{below}")).await.is(404);

            let plain = |page: &super::browser::Page, of: &str| page.words().replace(of, "REFERENCE");
            assert_eq!(plain(&hidden, reference.as_str()), plain(&unknown, "XN-2027-999999"));
        }
    });
}

#[test]
fn nobody_is_let_in_without_a_session_or_led_away_by_one() {
    Desk::each(async |desk| {
        let nobody = Browser::of(&desk.app);
        for page in ["/en/queue", "/en", "/ar/requests/XN-2027-000001"] {
            let led = nobody.open(page).await.is(303);
            assert!(led.leads_to().contains("/sign-in?back="), "{}", led.leads_to());
        }
        let wrong = nobody.send("/en/sign-in", &[("name", "anna"), ("password", "not the password")]).await.is(422);
        assert!(wrong.html.contains("<title>Error:"), "{}", wrong.html);
        assert!(!wrong.headers.contains_key(header::SET_COOKIE));

        let password = crate::operations::template::PASSWORD;
        for back in ["https://evil.example/", "//evil.example/", "/\\evil.example"] {
            let led = nobody.send("/en/sign-in", &[("name", "anna"), ("password", password), ("back", back)]).await;
            assert_eq!(led.is(303).leads_to(), "/en/queue", "{back}");
        }
        let led =
            nobody.send("/en/sign-in", &[("name", "anna"), ("password", password), ("back", "/queue?of=ended")]).await;
        let led = led.is(303);
        assert_eq!(led.leads_to(), "/en/queue?of=ended");
        let cookie = led.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    });
}

#[test]
fn a_gate_is_as_shut_for_a_form_as_for_anybody() {
    Desk::each(async |desk| {
        let reference = desk.submitted("expedited_preservation").await;
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let target = format!("/en/requests/{reference}/steps/authorise");
        let page = carl.open(&target).await.is(200);
        assert!(!page.html.contains("name=\"version\""), "a step that is not open has no form");
        let token = page.hidden()["token"].clone();
        let version = desk.view(&reference).await.version.to_string();
        let before = standing(&desk, &reference).await;

        let refused = carl.send(&target, &[("version", &version), ("token", &token)]).await.is(422);

        assert!(refused.html.contains("SG-01") || refused.html.contains("scope_and_serious_crime"), "{}", refused.html);
        assert_eq!(standing(&desk, &reference).await, before);
        let log = desk.view(&reference).await;
        assert_eq!(log.stage, "review");
    });
}

#[test]
fn every_page_forbids_what_is_not_ours() {
    Desk::each(async |desk| {
        let reference = desk.submitted("expedited_preservation").await;
        let carl = Browser::signed_in(&desk.app, "carl").await;
        for page in [
            "/ar/sign-in",
            "/en/password",
            "/en/queue",
            "/en/procedures",
            "/en/procedures/evidence",
            "/en/nowhere",
            "/xx/queue",
            &format!("/en/requests/{reference}"),
            &format!("/en/requests/{reference}/safeguards/authorisation/scope_and_serious_crime"),
        ] {
            let page = carl.open(page).await;

            let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            let scripts = page.html.matches("<script").count();
            assert_eq!(
                scripts,
                page.html.matches("<script type=\"module\" src=\"/assets/app.").count(),
                "{}",
                page.html
            );
            assert!(!page.html.contains("style=\"") && !page.html.contains(" onclick"), "{}", page.html);
            assert_eq!(page.html.matches("<h1").count(), 1, "{}", page.html);
        }
    });
}
