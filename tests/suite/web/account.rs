//! Accounts by pages: codes that were guessed or seen, sessions that were ended, words that were typed too late.

use comity::domain::gate::Gate;
use comity::domain::ids::SignInName;
use comity::domain::role::Role;
use comity::operations::begin_session::{self, IDLE_MINUTES};
use comity::operations::{list_credentials, revoke_credential};
use jiff::SignedDuration;

use super::browser::{Browser, Page};
use crate::api::world::standing;
use crate::operations::codes::{Telephone, enrol};
use crate::operations::desk::Desk;
use crate::operations::instruments::{agreed, each_real};
use crate::operations::second_factor::{in_earnest, without};
use crate::operations::template::PASSWORD;

/// The first page of signing in, which asks for a code.
async fn half(browser: &Browser, who: &str) -> Page {
    let page =
        browser.send("/en/sign-in", &[("name", who), ("password", PASSWORD), ("back", "/account")]).await.is(200);
    assert!(page.html.contains("autocomplete=\"one-time-code\"") && page.html.contains("inputmode=\"numeric\""));
    page
}

async fn with_code(browser: &Browser, half: &Page, code: &str) -> Page {
    let hidden = half.hidden();
    let mut fields: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    fields.push(("code", code));
    browser.send("/en/sign-in/code", &fields).await
}

#[test]
fn a_code_is_asked_for_on_the_second_page_and_counts_once() {
    Desk::each(async |desk| {
        let (telephone, recovery) = enrol(&desk.app, desk.official("rosa")).await;
        let browser = Browser::of(&desk.app);
        let wrong = browser.send("/en/sign-in", &[("name", "rosa"), ("password", "not the password")]).await.is(422);
        assert!(!wrong.html.contains("one-time-code"), "{}", wrong.html);
        let page = half(&browser, "rosa").await;
        let code = telephone.says(&desk.app, 1);
        let led = with_code(&browser, &page, &code).await.is(303);
        assert_eq!(led.leads_to(), "/en/account");
        assert!(led.headers.contains_key("set-cookie"));
        let again = with_code(&browser, &page, &code).await.is(422);
        assert!(again.html.contains("<title>Error:") && !again.headers.contains_key("set-cookie"), "{}", again.html);

        with_code(&browser, &page, &recovery[0]).await.is(303);
        with_code(&browser, &page, &recovery[0]).await.is(422);
    });
}

#[test]
fn codes_that_are_guessed_are_slowed_down_from_wherever_they_come() {
    Desk::each(async |desk| {
        let (telephone, _) = enrol(&desk.app, desk.official("rosa")).await;
        let browser = Browser::of(&desk.app);
        let right = telephone.says(&desk.app, 1);
        for _ in 0..5 {
            // A right password before each guess takes nothing back.
            let page = half(&browser, "rosa").await;
            with_code(&browser, &page, if right == "000000" { "111111" } else { "000000" }).await.is(422);
        }
        let page = half(&browser, "rosa").await;
        with_code(&browser, &page, &right).await.is(429);
        desk.clock.advance(SignedDuration::from_secs(31));
        let page = half(&browser, "rosa").await;
        with_code(&browser, &page, &telephone.says(&desk.app, 1)).await.is(303);
    });
}

#[test]
fn a_second_factor_is_added_by_its_page_and_its_recovery_codes_are_shown_once() {
    Desk::each(async |desk| {
        let rosa = Browser::signed_in(&desk.app, "rosa").await;
        let page = rosa.open("/en/account/second-factor").await.is(200);
        let secret =
            page.html.split("<code class=\"secret\"><bdi dir=\"ltr\">").nth(1).unwrap().split('<').next().unwrap();
        let telephone = Telephone::reads(secret);
        assert!(page.html.contains("<svg class=\"qr\"") && !page.html.contains("style="), "{}", page.html);
        let (offer, token) = (page.hidden()["offer"].clone(), page.hidden()["token"].clone());
        let send = async |offer: &str, token: &str, code: &str| {
            rosa.send("/en/account/second-factor", &[("token", token), ("offer", offer), ("code", code)]).await
        };
        send(&offer, "AAAA", &telephone.says(&desk.app, 0)).await.is(403);
        let wrong = send(&offer, &token, "12").await.is(422);
        assert!(wrong.html.contains(secret), "the same secret is shown again");
        send("AAAA.BBBB", &token, &telephone.says(&desk.app, 0)).await.is(422);

        let codes = send(&offer, &token, &telephone.says(&desk.app, 0)).await.is(200);
        assert_eq!(codes.html.matches("<li><code><bdi").count(), 10, "{}", codes.html);
        let account = rosa.open("/en/account").await.is(200);
        assert!(
            account.html.contains("\u{2068}10\u{2069} are left") && account.html.contains("password and code"),
            "{}",
            account.html
        );
        // Nobody adds another one in another session with the password alone.
        assert!(!account.html.contains(secret));
    });
}

#[test]
fn a_step_at_a_gate_of_an_intrusive_measure_leads_to_the_code_and_back_with_what_was_typed() {
    each_real(async |desk, deputy| {
        agreed(&desk, &deputy, "BR").await;
        let reference = in_earnest(&desk, "production").await;
        without(&desk, &deputy, "carl").await;
        let mut carl = Browser::signed_in(&desk.app, "carl").await;
        let asked = desk.asked(&reference, Gate::Authorisation).await;
        let asked = asked.iter().find(|asked| asked.answered_by.contains(&Role::CentralAuthority)).unwrap();
        let below = format!("/requests/{reference}/safeguards/authorisation/{}", asked.safeguard);
        let target = format!("/en{below}");
        let typed = [("answer", "met"), ("reason", "Held against the <file>, twice.")];
        let led = carl.fill(&target, &typed).await.is(303);
        assert!(led.leads_to().starts_with("/en/account/code?back="), "{}", led.leads_to());
        carl.keeps(&led);
        let to = carl.open(led.leads_to()).await.is(200);
        assert!(to.html.contains("/en/account/second-factor?back="), "{}", to.html);

        let page = carl.open("/en/account/second-factor").await.is(200);
        let secret =
            page.html.split("<code class=\"secret\"><bdi dir=\"ltr\">").nth(1).unwrap().split('<').next().unwrap();
        let code = Telephone::reads(secret).says(&desk.app, 0);
        let added = carl.fill("/en/account/second-factor", &[("code", "")]).await;
        assert_eq!(added.status, 422);
        let (offer, token) = (page.hidden()["offer"].clone(), page.hidden()["token"].clone());
        carl.send("/en/account/second-factor", &[("token", &token), ("offer", &offer), ("code", &code)]).await.is(200);
        let back = carl.open(&target).await.is(200);
        assert!(back.html.contains("Held against the &lt;file&gt;, twice.</textarea>"), "{}", back.html);
        assert!(
            back.html.contains("value=\"met\" required checked>") || back.html.contains("checked"),
            "{}",
            back.html
        );
        assert_eq!(
            desk.view(&reference).await.safeguards.iter().filter(|one| one.state.to_string() == "cleared").count(),
            0
        );
        carl.fill(&target, &typed).await.is(303);
    });
}

#[test]
fn what_was_typed_too_late_is_shown_again_to_its_official_alone_and_never_acted_on() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let before = standing(&desk, &reference).await;
        let target = format!("/en/requests/{reference}/steps/abandon");
        let mut anna = Browser::signed_in(&desk.app, "anna").await;
        let page = anna.open(&target).await.is(200);
        let token = page.hidden()["token"].clone();
        let version = page.hidden()["version"].clone();
        desk.clock.advance(SignedDuration::from_mins(IDLE_MINUTES));
        let fields = [("token", token.as_str()), ("version", version.as_str()), ("reason", "Words of an hour.")];

        // Without the session's token, or from elsewhere, nothing is kept.
        let forged = anna.send(&target, &[("token", "AAAA"), ("reason", "Words of a stranger.")]).await.is(303);
        assert!(!forged.headers.contains_key("set-cookie"));
        let elsewhere = anna.send_with(&target, &fields, &[("sec-fetch-site", "cross-site")]).await.is(303);
        assert!(!elsewhere.headers.contains_key("set-cookie"));
        let led = anna.send(&target, &fields).await.is(303);
        assert!(led.leads_to().starts_with("/en/sign-in?back="), "{}", led.leads_to());
        anna.keeps(&led);
        assert_eq!(standing(&desk, &reference).await, before);

        // Another official at the same browser sees nothing of it.
        let mut other = anna.clone();
        other.signs_in("carl").await;
        let page = other.open(&target).await;
        assert!(!page.html.contains("Words of an hour."), "{}", page.html);
        anna.signs_in("anna").await;
        let page = anna.open(&target).await.is(200);
        assert!(page.html.contains("Words of an hour.</textarea>"), "{}", page.html);
        assert_eq!(standing(&desk, &reference).await, before);
        let done = anna.fill(&target, &[("reason", "Words of an hour.")]).await.is(303);
        anna.keeps(&done);
        let page = anna.open("/en/queue").await.is(200);
        assert!(!page.html.contains("Words of an hour."));
    });
}

#[test]
fn a_session_that_is_ended_in_the_middle_keeps_nothing_and_lets_nobody_in() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let before = standing(&desk, &reference).await;
        let target = format!("/en/requests/{reference}/steps/submit");
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let page = anna.open(&target).await.is(200);
        let other = Browser::signed_in(&desk.app, "anna").await;
        let token = other.open("/en/account/others/end").await.is(200).hidden()["token"].clone();
        other.send("/en/account/others/end", &[("token", &page.hidden()["token"])]).await.is(403);
        other.send("/en/account/others/end", &[("token", &token)]).await.is(303);

        let led = anna.send(&target, &[("token", &page.hidden()["token"]), ("reason", "Late.")]).await.is(303);
        assert!(led.leads_to().contains("/sign-in?back=") && !led.headers.contains_key("set-cookie"));
        other.open("/en/account").await.is(200);
        assert_eq!(standing(&desk, &reference).await, before);
        desk.is_intact().await;
    });
}

#[test]
fn a_stranger_ends_no_session_and_an_administrator_does() {
    Desk::each(async |desk| {
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let listed = list_credentials::run(&desk.app, desk.official("anna"), None).await.unwrap();
        let id = &listed.last().unwrap().credential;
        let hers = format!("/en/account/credentials/{id}/end");
        carl.open(&hers).await.is(404);
        let token = carl.open("/en/account/password").await.is(200).hidden()["token"].clone();
        carl.send(&hers, &[("token", &token)]).await.is(404);
        anna.open("/en/account").await.is(200);
        carl.open("/en/officials").await.is(404);
        carl.open("/en/officials/of/anna").await.is(404);
        carl.send("/en/officials/of/anna/shut-out", &[("token", &token)]).await.is(404);

        let admin = Browser::signed_in(&desk.app, "admin").await;
        let end = format!("/en/officials/of/anna/end-session?session={id}");
        admin.fill(&end, &[]).await.is(303);
        anna.open("/en/account").await.is(303);
        desk.is_intact().await;
    });
}

#[test]
fn officials_are_added_and_given_roles_by_two_administrators() {
    Desk::each(async |desk| {
        let admin = Browser::signed_in(&desk.app, "admin").await;
        let page = admin.open("/en/officials").await.is(200);
        assert!(
            page.html.contains("Nothing waits to be confirmed") && page.html.contains("\u{2068}11\u{2069} officials"),
            "{}",
            page.html
        );
        admin.fill("/en/officials/add", &[("name", ""), ("sign_in", "Not A Name")]).await.is(422);
        let taken = admin.fill("/en/officials/add", &[("name", "Anna"), ("sign_in", "anna")]).await.is(422);
        assert!(taken.html.contains("has this sign-in name already"), "{}", taken.html);
        let added = admin.fill("/en/officials/add", &[("name", "Bela B."), ("sign_in", "bela")]).await.is(200);
        let once =
            added.html.split("<code class=\"secret\"><bdi dir=\"ltr\">").nth(1).unwrap().split('<').next().unwrap();
        // With one administrator a role counts at once; from two on, another confirms.
        admin.fill("/en/officials/of/bela/grant?role=administrator", &[]).await.is(303);
        crate::operations::template::enter(&desk.app, "bela", once).await;
        admin.fill("/en/officials/of/anna/grant?role=point_of_contact", &[]).await.is(303);
        let page = admin.open("/en/officials").await.is(200);
        assert!(page.html.contains("another administrator confirms this"), "{}", page.html);
        let own = admin.fill("/en/officials/of/anna/confirm?role=point_of_contact", &[]).await;
        assert_eq!(own.status, 422, "{}", own.html);
        let bela = Browser::signed_in(&desk.app, "bela").await;
        bela.fill("/en/officials/of/anna/confirm?role=point_of_contact", &[]).await.is(303);
        bela.fill("/en/officials/of/anna/revoke?role=point_of_contact", &[]).await.is(303);
        bela.fill("/en/officials/of/anna/shut-out", &[]).await.is(303);
        let refused = Browser::of(&desk.app).send("/en/sign-in", &[("name", "anna"), ("password", PASSWORD)]).await;
        assert_eq!(refused.status, 422);
        for language in ["ar", "zh", "fr", "ru", "es"] {
            let page = bela.open(&format!("/{language}/officials/of/anna")).await.is(200);
            assert!(page.html.contains("class=\"tag bad\""), "{}", page.html);
        }
        desk.is_intact().await;
    });
}

#[test]
fn a_page_says_when_its_session_ends_and_staying_prolongs_it() {
    Desk::each(async |desk| {
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let page = anna.open("/en/account/password").await.is(200);
        assert!(page.html.contains("data-ends-at=\"2027-03-02T08:30:00.000Z\""), "{}", page.html);
        assert!(page.html.contains("08:30"), "{}", page.html);
        desk.clock.advance(SignedDuration::from_mins(20));
        anna.send("/en/account/stay", &[("token", "AAAA")]).await.is(403);
        let stays = anna.send("/en/account/stay", &[("token", &page.hidden()["token"])]).await.is(200);
        assert_eq!(stays.html, "{\"ends_at\":\"2027-03-02T08:50:00.000Z\"}");
        let begun = begin_session::run(&desk.app, &SignInName::parse("anna").unwrap(), PASSWORD).await.unwrap();
        revoke_credential::run(&desk.app, desk.official("anna"), &begun.credential).await.unwrap();
    });
}
