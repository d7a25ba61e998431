//! The page of a request and its steps: what can be done comes first, and a refusal says what to do, in every language.

use std::collections::BTreeSet;

use comity::domain::gate::Gate;

use super::browser::{Browser, Page};
use crate::operations::desk::Desk;

const LANGUAGES: [&str; 6] = ["ar", "zh", "en", "fr", "ru", "es"];

/// The address of a step.
fn step(reference: &impl std::fmt::Display, name: &str) -> String {
    format!("/en/requests/{reference}/steps/{name}")
}

/// How many filled buttons a page has.
fn primaries(page: &Page) -> usize {
    let main = page.html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    main.matches("class=\"button primary\"").count() + main.matches("class=\"primary").count()
}

#[test]
fn a_refusal_is_told_in_the_language_of_the_page_and_in_no_other() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let view = desk.view(&reference).await;
        let english: Vec<String> =
            view.next.iter().filter_map(|next| next.in_the_way.as_ref()).map(ToString::to_string).collect();
        assert!(!english.is_empty());
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let mut seen = BTreeSet::new();
        for language in LANGUAGES {
            let page = carl.open(&format!("/{language}/requests/{reference}")).await.is(200);
            for sentence in &english {
                let sentence = sentence.split(':').next().unwrap();
                assert!(!page.html.contains(sentence), "{language}: {sentence}");
            }
            let target = format!("/{language}/requests/{reference}/steps/authorise");
            let hidden = carl.open(&target).await.is(200).hidden();
            let version = view.version.to_string();
            let sent = [("token", hidden["token"].as_str()), ("version", &version)];
            let refused = carl.send(&target, &sent).await.is(422);
            assert!(!refused.html.contains("answers it first"), "{language}: {}", refused.html);
            let open = refused.html.split("class=\"hurdles\"").nth(1).unwrap();
            let first = format!("/{language}/requests/{reference}/safeguards/authorisation/");
            assert!(open.contains(&first), "it leads to the checkpoint: {open}");
            assert!(open.matches("<li>").count() > 3, "several safeguards are a list: {open}");
            let said = refused.html.split("id=\"refused\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
            seen.insert(said);
        }
        assert_eq!(seen.len(), 6, "{seen:?}");
    });
}

#[test]
fn a_step_without_the_reasons_it_needs_is_asked_again_at_the_field() {
    Desk::each(async |desk| {
        let reference = desk.submitted("expedited_preservation").await;
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let page = carl.open(&step(&reference, "revise")).await.is(200);
        assert!(page.html.contains("aria-required=\"true\""), "{}", page.html);

        let again = carl.fill(&step(&reference, "revise"), &[("reason", "   ")]).await.is(422);

        assert!(again.html.contains("<title>Error:") && again.html.contains("href=\"#reason\""), "{}", again.html);
        assert!(again.html.contains("id=\"reason-error\"") && again.hidden().contains_key("version"), "{}", again.html);
        assert_eq!(desk.view(&reference).await.stage, "review");
    });
}

#[test]
fn what_was_typed_is_kept_when_a_rule_or_somebody_faster_stood_in_the_way() {
    Desk::each(async |desk| {
        let reference = desk.submitted("expedited_preservation").await;
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let typed = "Because of <b>this</b> & that";
        let kept = "Because of &#60;b&#62;this&#60;/b&#62; &#38; that";
        let page = carl.open(&step(&reference, "revise")).await.is(200);
        let hidden = page.hidden();
        let mut fields = vec![("token", hidden["token"].as_str()), ("version", &hidden["version"]), ("reason", typed)];
        let refused = carl.send(&step(&reference, "authorise"), &fields).await.is(422);
        assert!(refused.html.contains(kept), "{}", refused.html);

        let asked = &desk.asked(&reference, Gate::Authorisation).await[0];
        let who = ["rosa", "dara", "judy", "cora"]
            .into_iter()
            .find(|name| asked.answered_by.iter().any(|role| desk.official(name).roles.contains(role)));
        desk.answer(who.unwrap(), &reference, asked, "met").await.unwrap();
        let faster = carl.send(&step(&reference, "revise"), &fields).await.is(409);
        assert!(faster.html.contains(kept), "{}", faster.html);
        assert!(faster.html.contains("name=\"version\""), "the step is still there, for the request as it is now");
        assert_ne!(faster.hidden()["version"], hidden["version"]);

        desk.take("cora", &reference, "revise").await.unwrap();
        let gone = carl.send(&step(&reference, "revise"), &fields).await.is(409);
        assert!(gone.html.contains(kept) && !gone.html.contains("name=\"version\""), "{}", gone.html);

        // The same words, sent for what stands there now, are taken.
        let version = faster.hidden()["version"].clone();
        fields[1].1 = &version;
        carl.send(&step(&reference, "revise"), &fields).await.is(409);
    });
}

#[test]
fn the_next_action_comes_first_and_what_stops_the_request_never_does() {
    Desk::each(async |desk| {
        let reference = desk.ready("expedited_preservation").await;
        let cora = Browser::signed_in(&desk.app, "cora").await;
        let page = cora.open(&format!("/en/requests/{reference}")).await.is(200);

        assert_eq!(primaries(&page), 1, "{}", page.html);
        let first = page.html.split("class=\"button primary\" href=\"").nth(1).unwrap();
        assert!(first.starts_with(&step(&reference, "authorise")), "the step along the course: {}", &first[..90]);
        let main = page.html.split("<main").nth(1).unwrap();
        let link = main.find("<a ").unwrap();
        assert!(main[link..].starts_with("<a class=\"button primary\""), "{}", &main[link..link + 90]);
        for grave in page.html.split("class=\"button grave\" href=\"").skip(1) {
            let name = grave.split('"').next().unwrap();
            assert!(name.ends_with("/withdraw") || name.ends_with("/abandon"), "{name}");
        }

        // Who wrote it is told why others decide, and has no button for it.
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let page = anna.open(&format!("/en/requests/{reference}")).await.is(200);
        assert!(!page.html.contains(&step(&reference, "authorise")), "{}", page.html);
    });
}

#[test]
fn the_picture_and_the_list_say_where_the_request_stands() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        let carl = Browser::signed_in(&desk.app, "carl").await;
        for language in LANGUAGES {
            let page = carl.open(&format!("/{language}/requests/{reference}")).await.is(200);

            assert_eq!(page.html.matches("aria-current=\"step\"").count(), 1);
            let picture = page.html.split("<svg").nth(1).unwrap().split("</svg>").next().unwrap();
            assert!(picture.contains("role=\"img\"") && picture.contains("<desc id=\"mp-"), "{picture}");
            assert_eq!(picture.matches("class=\"mp-now\"").count(), 1, "{picture}");
            assert!(picture.contains("class=\"mp-done\"") && picture.contains("class=\"mp-next\""), "{picture}");
            let ids: Vec<&str> =
                page.html.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            let once: BTreeSet<&str> = ids.iter().copied().collect();
            assert_eq!(ids.len(), once.len(), "an id stands twice: {ids:?}");
        }
    });
}

#[test]
fn a_long_history_is_folded_and_whole() {
    Desk::each(async |desk| {
        let reference = desk.sent("production").await;
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let page = carl.open(&format!("/en/requests/{reference}")).await.is(200);

        let timeline = page.html.split("id=\"history\"").nth(1).unwrap();
        let entries = timeline.matches("<li value=").count();
        let open = timeline.split("<details>").next().unwrap().matches("<li value=").count();
        assert!(entries > 20 && open <= 12, "{entries}, {open}");
        assert!(timeline.contains("<li value=\"0\">"), "the first entry is there");
    });
}
