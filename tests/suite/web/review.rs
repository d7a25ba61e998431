//! The safeguard review by pages: who may not, what is stale, who stands aside, and what nobody learns of others' requests.

use comity::domain::gate::{Gate, Subject};
use comity::domain::ids::{RequestReference, SignInName};
use comity::domain::role::Role;
use comity::domain::safeguard::SafeguardState;
use comity::engine::explain::Asked;
use comity::operations::change_roles;
use serde_json::json;

use super::browser::{Browser, Page};
use crate::api::world::{INTRUSIVE, World, examined};
use crate::operations::desk::{Desk, content, grants};

const PRIVILEGE: &str = "protected_persons_and_privilege";
const WHY: &str = "Looked at against the file of the case.";

/// The page of a question.
fn at(reference: &RequestReference, gate: Gate, safeguard: &str) -> String {
    format!("/en/requests/{reference}/safeguards/{gate}/{safeguard}")
}

fn review(reference: &RequestReference, gate: Gate) -> String {
    format!("/en/requests/{reference}/review/{gate}")
}

async fn asked(desk: &Desk, reference: &RequestReference, gate: Gate, safeguard: &str) -> Asked {
    desk.asked(reference, gate).await.into_iter().find(|asked| asked.safeguard == safeguard).unwrap()
}

async fn state(desk: &Desk, reference: &RequestReference, gate: Gate, safeguard: &str) -> SafeguardState {
    asked(desk, reference, gate, safeguard).await.state
}

/// Sends an answer with what a page's own form would carry, also where the page has none.
async fn forced(
    browser: &Browser,
    desk: &Desk,
    (reference, gate, safeguard): (&RequestReference, Gate, &str),
    answer: &str,
) -> Page {
    let page = browser.open(&at(reference, gate, safeguard)).await.is(200);
    let version = desk.view(reference).await.version.to_string();
    let digest = asked(desk, reference, gate, safeguard).await.digest.unwrap_or_default();
    let token = page.html.split("name=\"token\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields = [("token", token), ("version", &version), ("digest", &digest), ("answer", answer), ("reason", WHY)];
    browser.send(&at(reference, gate, safeguard), &fields).await
}

#[test]
fn an_author_reads_the_review_and_answers_nothing() {
    Desk::each(async |desk| {
        let anna: SignInName = "anna".parse().unwrap();
        change_roles::grant(&desk.app, desk.official("admin"), &anna, Role::CentralAuthority).await.unwrap();
        let reference = desk.submitted("production").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let overview = anna.open(&review(&reference, Gate::Authorisation)).await.is(200);
        assert!(overview.html.contains("You wrote this request"), "{}", overview.html);
        let page = anna.open(&at(&reference, Gate::Authorisation, "specificity")).await.is(200);

        assert!(page.html.contains("You wrote this request") && !page.html.contains("type=\"radio\""), "{}", page.html);
        forced(&anna, &desk, (&reference, Gate::Authorisation, "specificity"), "met").await.is(422);
        assert_eq!(state(&desk, &reference, Gate::Authorisation, "specificity").await, SafeguardState::Open);
        desk.is_intact().await;
    });
}

#[test]
fn whoever_holds_another_role_reads_the_question_and_does_not_answer_it() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let rosa = desk.official("rosa");
        assert!(!rosa.roles.contains(&Role::CentralAuthority));
        let rosa = Browser::signed_in(&desk.app, "rosa").await;
        let page = rosa.open(&at(&reference, Gate::Authorisation, "specificity")).await.is(200);

        assert!(page.html.contains("Others answer this question") && !page.html.contains("type=\"radio\""));
        forced(&rosa, &desk, (&reference, Gate::Authorisation, "specificity"), "met").await.is(422);
        assert_eq!(state(&desk, &reference, Gate::Authorisation, "specificity").await, SafeguardState::Open);
    });
}

#[test]
fn an_answer_without_reasons_or_choice_comes_back_with_what_was_written() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let rosa = Browser::signed_in(&desk.app, "rosa").await;
        let target = at(&reference, Gate::Authorisation, PRIVILEGE);
        let silent = rosa.fill(&target, &[("answer", "met"), ("reason", "  ")]).await.is(422);
        let undecided = rosa.fill(&target, &[("reason", WHY)]).await.is(422);
        let long = "word ".repeat(1000);
        let endless = rosa.fill(&target, &[("answer", "met"), ("reason", &long)]).await.is(422);

        assert!(silent.html.contains("<title>Error:") && silent.html.contains("href=\"#reason\""), "{}", silent.html);
        assert!(silent.html.contains("value=\"met\" aria-describedby=\"answer-met-does\" checked"), "{}", silent.html);
        assert!(undecided.html.contains("href=\"#answer-met\"") && undecided.html.contains(WHY), "{}", undecided.html);
        assert!(endless.html.contains("at most 4000") && endless.html.contains("word word"), "{}", endless.html);
        assert_eq!(state(&desk, &reference, Gate::Authorisation, PRIVILEGE).await, SafeguardState::Open);
    });
}

#[test]
fn a_no_is_answered_anew_by_somebody_else_only_and_both_reasons_stand_side_by_side() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let (rosa, judy, dara, anna) = (
            Browser::signed_in(&desk.app, "rosa").await,
            Browser::signed_in(&desk.app, "judy").await,
            Browser::signed_in(&desk.app, "dara").await,
            Browser::signed_in(&desk.app, "anna").await,
        );
        let target = at(&reference, Gate::Authorisation, PRIVILEGE);
        rosa.fill(&target, &[("answer", "not_met"), ("reason", "The mailbox is a lawyer's.")]).await.is(303);
        let own = rosa.open(&target).await.is(200);
        assert!(own.html.contains("You answered no") && !own.html.contains("type=\"radio\""), "{}", own.html);
        forced(&rosa, &desk, (&reference, Gate::Authorisation, PRIVILEGE), "met").await.is(422);
        assert_eq!(state(&desk, &reference, Gate::Authorisation, PRIVILEGE).await, SafeguardState::Blocking);

        judy.fill(&target, &[("answer", "met"), ("reason", "The lawyer's folder is left out.")]).await.is(303);

        // Whoever answers there, and the author who has to mend it, reads both; nobody else does.
        for reader in [&rosa, &judy, &anna] {
            let page = reader.open(&target).await.is(200);
            assert!(page.html.contains("The mailbox is a lawyer&#39;s.") && page.html.contains("folder is left out"));
            assert!(page.html.contains("The answers differ") && page.html.contains("Counts no more"), "{}", page.html);
        }
        let sealed = dara.open(&target).await;
        assert!(sealed.status == 404 || !sealed.html.contains("lawyer"), "{}", sealed.html);
        desk.is_intact().await;
    });
}

#[test]
fn a_stale_answer_is_shown_with_what_has_changed_word_by_word() {
    Desk::each(async |desk| {
        let reference = desk.draft("production").await;
        let mut words = content("production");
        words["facts"] = json!("Two shops were asked for money on Monday.");
        desk.write("anna", &reference, Subject::Request, words.clone(), Vec::new()).await.unwrap();
        desk.take("anna", &reference, "submit").await.unwrap();
        let rosa = Browser::signed_in(&desk.app, "rosa").await;
        let target = at(&reference, Gate::Authorisation, PRIVILEGE);
        let before = rosa.open(&target).await.is(200);
        rosa.fill(&target, &[("answer", "met"), ("reason", WHY)]).await.is(303);
        desk.take("carl", &reference, "revise").await.unwrap();
        words["facts"] = json!("Three shops were asked for money on Monday.");
        desk.write("anna", &reference, Subject::Request, words, Vec::new()).await.unwrap();
        desk.take("anna", &reference, "submit").await.unwrap();
        assert_eq!(state(&desk, &reference, Gate::Authorisation, PRIVILEGE).await, SafeguardState::Stale);

        let page = rosa.open(&target).await.is(200);
        let (gone, new) = (page.html.find("<del>").unwrap(), page.html.find("<ins>").unwrap());
        assert!(page.html[gone..].starts_with("<del><span class=\"unseen\">taken out: </span>Two "), "{}", page.html);
        assert!(page.html[new..].starts_with("<ins><span class=\"unseen\">added: </span>Three "), "{}", page.html);
        // What was read before is not what is answered for now, whatever version the form claims.
        let mut hidden = before.hidden();
        let old: Vec<_> = hidden.clone().into_iter().chain([("answer".to_owned(), "met".to_owned())]).collect();
        let old: Vec<(&str, &str)> = old.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        rosa.send(&target, &old).await.is(409);
        hidden.insert("version".to_owned(), desk.view(&reference).await.version.to_string());
        let mut sly: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        sly.extend([("answer", "met"), ("reason", WHY)]);
        rosa.send(&target, &sly).await.is(422);
        assert_eq!(state(&desk, &reference, Gate::Authorisation, PRIVILEGE).await, SafeguardState::Stale);
        desk.is_intact().await;
    });
}

#[test]
fn whoever_stands_aside_does_nothing_more_and_is_let_back_by_somebody_else() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let (rosa, carl, cora) = (
            Browser::signed_in(&desk.app, "rosa").await,
            Browser::signed_in(&desk.app, "carl").await,
            Browser::signed_in(&desk.app, "cora").await,
        );
        let target = at(&reference, Gate::Authorisation, PRIVILEGE);
        rosa.fill(&target, &[("answer", "met"), ("reason", WHY)]).await.is(303);
        let aside = format!("/en/requests/{reference}/recusal?gate=authorisation");
        rosa.fill(&aside, &[("reason", " ")]).await.is(422);
        rosa.fill(&aside, &[("reason", "The suspect is a cousin of mine.")]).await.is(303);

        assert_eq!(state(&desk, &reference, Gate::Authorisation, PRIVILEGE).await, SafeguardState::Open);
        let page = rosa.open(&target).await.is(200);
        assert!(
            page.html.contains("You declared a conflict") && !page.html.contains("type=\"radio\""),
            "{}",
            page.html
        );
        forced(&rosa, &desk, (&reference, Gate::Authorisation, PRIVILEGE), "met").await.is(422);
        rosa.open(&aside).await.is(404);
        let mark = desk.view(&reference).await.standing.recused.keys().next().unwrap().to_string();
        let back = format!("/en/requests/{reference}/recusal/{mark}");
        rosa.open(&back).await.is(404);
        // Everybody who sees the request sees that she does, and only who may let her back sees why.
        let shown = cora.open(&review(&reference, Gate::Authorisation)).await.is(200);
        assert!(shown.html.contains("Standing aside") && shown.html.contains("a cousin of mine"), "{}", shown.html);
        let judy = Browser::signed_in(&desk.app, "judy").await;
        let shown = judy.open(&review(&reference, Gate::Authorisation)).await.is(200);
        assert!(shown.html.contains("Standing aside") && !shown.html.contains("cousin"), "{}", shown.html);
        judy.open(&back).await.is(404);

        // One of the central authority who stands aside authorises nothing, and is not let back by the author.
        carl.fill(&aside, &[("reason", "I worked on this case before.")]).await.is(303);
        assert!(desk.take("carl", &reference, "revise").await.is_err());
        cora.fill(&back, &[("reason", "")]).await.is(422);
        cora.fill(&back, &[("reason", "It is another family of that name.")]).await.is(303);
        rosa.fill(&target, &[("answer", "met"), ("reason", WHY)]).await.is(303);
        assert_eq!(state_as(&desk, "cora", &reference).await, SafeguardState::Cleared);
        desk.is_intact().await;
    });
}

async fn state_as(desk: &Desk, who: &str, reference: &RequestReference) -> SafeguardState {
    let view = comity::operations::read_request::run(&desk.app, desk.official(who), reference).await.unwrap();
    view.safeguards.iter().find(|asked| asked.safeguard == PRIVILEGE).unwrap().state
}

#[test]
fn a_hidden_request_and_one_that_is_not_there_look_the_same_on_every_page_of_the_review() {
    Desk::each(async |desk| {
        let reference = desk.draft("production").await;
        let egon = Browser::signed_in(&desk.app, "egon").await;
        let zeros = "0".repeat(32);
        for below in [
            "/review/authorisation".to_owned(),
            "/review/nonsense".to_owned(),
            format!("/safeguards/authorisation/{PRIVILEGE}"),
            format!("/safeguards/authorisation/{PRIVILEGE}/confirmation"),
            format!("/safeguards/authorisation/{PRIVILEGE}/withdrawal"),
            "/recusal".to_owned(),
            format!("/recusal/{zeros}"),
        ] {
            let hidden = egon.open(&format!("/en/requests/{reference}{below}")).await.is(404);
            let unknown = egon.open(&format!("/en/requests/XN-2027-999999{below}")).await.is(404);
            assert_eq!(
                hidden.words().replace(reference.as_str(), "REFERENCE"),
                unknown.words().replace("XN-2027-999999", "REFERENCE"),
                "{below}"
            );
        }
    });
}

#[test]
fn no_figure_of_earlier_decisions_depends_on_a_request_that_is_hidden() {
    Desk::each(async |desk| {
        let here = desk.submitted("production").await;
        let rosa = Browser::signed_in(&desk.app, "rosa").await;
        let target = at(&here, Gate::Authorisation, PRIVILEGE);
        let before = rosa.open(&target).await.is(200);
        assert!(before.html.contains("None so far."), "{}", before.html);
        let other = desk.submitted("production").await;
        let question = asked(&desk, &other, Gate::Authorisation, PRIVILEGE).await;
        desk.answer("judy", &other, &question, "met").await.unwrap();
        // She never acted on it and may not act where it stands now: it is hidden from her.
        desk.take("carl", &other, "revise").await.unwrap();
        rosa.open(&format!("/en/requests/{other}")).await.is(404);

        let after = rosa.open(&target).await.is(200);
        assert_eq!(before.words(), after.words());
        for address in [target.clone(), format!("{target}?state=same")] {
            let judy = Browser::signed_in(&desk.app, "judy").await.open(&address).await.is(200);
            assert!(judy.html.contains(other.as_str()) && judy.html.contains("<strong>1</strong>"), "{}", judy.html);
        }
    });
}

#[test]
fn a_reviewer_refuses_reads_what_was_mended_and_approves_on_a_condition() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let reference = examined(&desk, &world).await;
        let rosa = Browser::signed_in(&desk.app, "rosa").await;
        let overview = rosa.open(&review(&reference, Gate::Decision)).await.is(200);
        assert!(
            overview.html.contains("The gate stays shut") && overview.html.contains("For you"),
            "{}",
            overview.html
        );
        let target = at(&reference, Gate::Decision, "persons_at_risk");
        let page = rosa.open(&target).await.is(200);
        assert!(page.html.contains("UNCC 40(22)") && page.html.contains("RF-08"), "article and ground: {}", page.html);
        assert!(page.html.contains("it does not yet: "), "the condition is not in the decision: {}", page.html);

        let no = "The person named has fled from there; nothing protects them.";
        let sent = rosa.fill(&target, &[("answer", "not_met"), ("reason", no)]).await.is(303);
        assert!(sent.leads_to().contains("/safeguards/decision/"), "to the next question: {}", sent.leads_to());
        assert_eq!(state(&desk, &reference, Gate::Decision, "persons_at_risk").await, SafeguardState::Blocking);
        let refused = desk.take("carl", &reference, "grant").await.unwrap_err().to_string();
        assert!(refused.contains("persons_at_risk"), "{refused}");

        let items = content(INTRUSIVE)["items"].clone();
        let names: Vec<&str> = items.as_array().unwrap().iter().map(|item| item["item"].as_str().unwrap()).collect();
        let mut decision = grants(&names);
        decision["conditions"] = json!({ "CD-01": "No name of the person leaves the court." });
        desk.write("cora", &reference, Subject::Decision, decision, Vec::new()).await.unwrap();
        let page = rosa.open(&target).await.is(200);
        assert!(page.html.contains("added: </span>No name of the person"), "{}", page.html);
        assert!(page.html.contains("which the decision carries: "), "{}", page.html);
        let yes = "On this condition nobody can be found through us.";
        rosa.fill(&target, &[("answer", "met_with_conditions"), ("reason", yes)]).await.is(303);

        assert_eq!(state(&desk, &reference, Gate::Decision, "persons_at_risk").await, SafeguardState::Cleared);
        let page = rosa.open(&target).await.is(200);
        assert!(page.html.contains(no) && page.html.contains(yes), "both views stay: {}", page.html);
        // Taken back by herself, with reasons, after the page has said what that does.
        let back = format!("{target}/withdrawal");
        rosa.fill(&back, &[("reason", "")]).await.is(422);
        rosa.fill(&back, &[("reason", "Given on the wrong request.")]).await.is(303);
        assert_eq!(state(&desk, &reference, Gate::Decision, "persons_at_risk").await, SafeguardState::Open);
        desk.is_intact().await;
    });
}

#[test]
fn a_second_official_confirms_and_not_the_one_who_answered() {
    Desk::each(async |desk| {
        let world = World::of(&desk).await;
        let reference = examined(&desk, &world).await;
        let (rosa, carl) = (Browser::signed_in(&desk.app, "rosa").await, Browser::signed_in(&desk.app, "carl").await);
        let target = at(&reference, Gate::Decision, "non_discrimination");
        rosa.fill(&target, &[("answer", "met"), ("reason", WHY)]).await.is(303);
        assert_eq!(state(&desk, &reference, Gate::Decision, "non_discrimination").await, SafeguardState::Unconfirmed);
        let confirmation = format!("{target}/confirmation");
        rosa.open(&confirmation).await.is(404);
        let page = carl.open(&confirmation).await.is(200);
        assert!(page.html.contains(WHY), "the reasons stand on the page: {}", page.html);
        carl.fill(&confirmation, &[]).await.is(303);
        assert_eq!(state(&desk, &reference, Gate::Decision, "non_discrimination").await, SafeguardState::Cleared);
        desk.is_intact().await;
    });
}
