//! A day at the desk, by pages alone.

use comity::domain::gate::Gate;
use comity::engine::explain::Asked;

use super::browser::Browser;
use crate::operations::desk::{Desk, new_request};
use comity::operations::draft_request;

/// Where a safeguard is answered.
fn checkpoint(reference: &str, gate: Gate, safeguard: &str) -> String {
    format!("/en/requests/{reference}/safeguards/{gate}/{safeguard}")
}

#[test]
fn a_draft_is_submitted_its_safeguards_answered_and_it_is_authorised() {
    Desk::each(async |desk| {
        let reference = desk.draft("expedited_preservation").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let queue = anna.open("/en/queue").await.is(200);
        assert!(queue.html.contains(reference.as_str()), "{}", queue.html);

        let sent = anna.fill(&format!("/en/requests/{reference}/steps/submit"), &[("reason", "")]).await.is(303);
        let after = anna.open(sent.leads_to()).await.is(200);
        assert!(after.html.contains("class=\"banner ok\""), "{}", after.html);

        for asked in desk.asked(&reference, Gate::Authorisation).await {
            let who = ["carl", "rosa", "dara", "judy"]
                .into_iter()
                .find(|name| asked.answered_by.iter().any(|role| desk.official(name).roles.contains(role)))
                .unwrap();
            let who = Browser::signed_in(&desk.app, who).await;
            let target = checkpoint(reference.as_str(), Gate::Authorisation, &asked.safeguard);
            let page = who.open(&target).await.is(200);
            assert!(page.html.contains(asked.digest.as_deref().unwrap()), "what is answered for is shown");
            let answer = if asked.answers.iter().any(|name| name == "met") { "met" } else { &asked.answers[0] };
            who.fill(&target, &[("answer", answer), ("reason", "Looked at, in order.")]).await.is(303);
        }
        let cora = Browser::signed_in(&desk.app, "cora").await;
        cora.fill(&format!("/en/requests/{reference}/steps/authorise"), &[]).await.is(303);

        assert_eq!(desk.view(&reference).await.stage, "authorised");
        desk.is_intact().await;
    });
}

#[test]
fn what_has_moved_since_it_was_read_is_not_acted_on() {
    Desk::each(async |desk| {
        let reference = desk.submitted("expedited_preservation").await;
        let asked = desk.asked(&reference, Gate::Authorisation).await;
        let his = |asked: &&Asked| asked.answered_by.iter().any(|role| desk.official("carl").roles.contains(role));
        let asked = asked.iter().find(his).unwrap();
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let target = checkpoint(reference.as_str(), Gate::Authorisation, &asked.safeguard);
        let page = carl.open(&target).await.is(200);
        desk.take("carl", &reference, "revise").await.unwrap();

        let hidden = page.hidden();
        let fields: Vec<(&str, &str)> =
            hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).chain([("answer", "met")]).collect();
        carl.send(&target, &fields).await.is(409);
    });
}

#[test]
fn words_of_people_are_words_and_nothing_else() {
    Desk::each(async |desk| {
        let mut new = new_request("expedited_preservation");
        "<script>alert(1)</script>\"' & more".clone_into(&mut new.title);
        let drafted = draft_request::run(&desk.app, desk.official("anna"), new).await.unwrap();
        let anna = Browser::signed_in(&desk.app, "anna").await;
        for page in ["/en/queue".to_owned(), format!("/en/requests/{}", drafted.reference)] {
            let page = anna.open(&page).await.is(200);

            assert!(!page.html.contains("<script>alert") && page.html.contains("alert(1)"), "{}", page.html);
        }
    });
}

#[test]
fn the_same_page_is_there_in_every_language() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let rosa = Browser::signed_in(&desk.app, "rosa").await;
        let mut seen = std::collections::BTreeSet::new();
        for language in ["ar", "zh", "en", "fr", "ru", "es"] {
            let page = rosa.open(&format!("/{language}/requests/{reference}")).await.is(200);

            let direction = if language == "ar" { "rtl" } else { "ltr" };
            assert!(page.html.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\"")));
            for other in ["ar", "zh", "en", "fr", "ru", "es"] {
                assert!(
                    page.html.contains(&format!("href=\"/{other}/requests/{reference}\"")),
                    "{language} to {other}"
                );
            }
            let heading = page.html.split("id=\"actions\">").nth(1).unwrap().split('<').next().unwrap();
            seen.insert(heading.to_owned());
        }
        assert_eq!(seen.len(), 6, "{seen:?}");
    });
}
