//! The correspondence: what came and went on paper counts once a second official has confirmed it, by pages alone.

use super::browser::Browser;
use crate::operations::desk::Desk;

#[test]
fn paper_counts_once_a_second_official_has_confirmed_it() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let cora = Browser::signed_in(&desk.app, "cora").await;
        let thread = format!("/en/requests/{reference}/messages");
        let id = desk.view(&reference).await.messages[0].message.clone();
        let one = format!("{thread}/{id}");
        let page = carl.open(&one).await.is(200);
        let hidden = page.hidden();
        let fields = [
            ("token", hidden["token"].as_str()),
            ("version", &hidden["version"]),
            ("channel", "diplomatic_bag"),
            ("language", "en"),
        ];
        let proof = Some(("slip.pdf", "handed to the courier"));

        // Nothing is taken in from elsewhere, or with the token behind what it stands for.
        carl.bring(&format!("{one}/paper"), &fields[1..], proof).await.is(403);
        carl.bring(&format!("{one}/paper"), &[("token", "AAAA"), fields[1], fields[2], fields[3]], proof).await.is(403);
        let lacking = carl.bring(&format!("{one}/paper"), &fields, None).await.is(422);
        assert!(lacking.html.contains("href=\"#paper\""), "{}", lacking.html);
        let unsaid = carl.bring(&format!("{one}/paper"), &fields[..2], proof).await.is(422);
        assert!(unsaid.html.contains("href=\"#channel\"") && unsaid.html.contains("href=\"#language\""));
        assert_eq!(desk.view(&reference).await.messages[0].state, "waiting");

        carl.bring(&format!("{one}/paper"), &fields, proof).await.is(303);
        let recorded = carl.open(&one).await.is(200);
        assert!(!recorded.html.contains("name=\"version\""), "who recorded it does not confirm it");
        let version = desk.view(&reference).await.version.to_string();
        let token = recorded.hidden()["token"].clone();
        carl.send(&one, &[("token", &token), ("version", &version)]).await.is(422);
        cora.fill(&one, &[]).await.is(303);
        assert_eq!(desk.view(&reference).await.messages[0].state, "handed_over");

        // And what came: recorded by one, confirmed by another, and only then heard.
        let before = desk.view(&reference).await.stage;
        let record = format!("{thread}/record");
        let hidden = carl.open(&record).await.is(200).hidden();
        let main = desk.app.rulebooks().main;
        let heard = main.procedures.values();
        let heard =
            heard.flat_map(|procedure| procedure.requesting.transitions.iter().map(move |step| (procedure, step)));
        let standing = desk.view(&reference).await.standing;
        let message = heard
            .filter(|(procedure, _)| procedure.name == standing.procedure)
            .filter(|(_, step)| step.from.contains(&standing.stage))
            .find_map(|(procedure, step)| {
                let message = procedure.message(step.on.as_deref()?)?;
                (message.carries == comity::domain::message::Carries::Nothing).then(|| message.name.to_string())
            })
            .unwrap();
        let fields = [
            ("token", hidden["token"].as_str()),
            ("version", &hidden["version"]),
            ("message", &message),
            ("channel", "post"),
            ("language", "fr"),
        ];
        carl.bring(&record, &fields[..2], None).await.is(422);
        carl.bring(&record, &fields, Some(("lettre.pdf", "Nous avons bien reçu"))).await.is(303);
        assert_eq!(desk.view(&reference).await.stage, before, "nothing counts yet");
        let came = desk.view(&reference).await.messages.into_iter().find(|letter| letter.state == "recorded").unwrap();
        cora.fill(&format!("{thread}/{}", came.message), &[]).await.is(303);
        assert_ne!(desk.view(&reference).await.stage, before);
        desk.is_intact().await;
    });
}

#[test]
fn what_hangs_on_a_hidden_request_is_hidden_as_well() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        let other = desk.draft("expedited_preservation").await;
        let id = desk.view(&reference).await.messages[0].message.clone();
        let axel = Browser::signed_in(&desk.app, "axel").await;
        let below =
            ["/messages".to_owned(), format!("/messages/{id}"), "/messages/record".to_owned(), "/assign".to_owned()];
        for below in &below {
            let hidden = axel.open(&format!("/en/requests/{reference}{below}")).await.is(404);
            let unknown = axel.open(&format!("/en/requests/XN-2027-999999{below}")).await.is(404);
            assert_eq!(hidden.words().replace(reference.as_str(), ""), unknown.words().replace("XN-2027-999999", ""));
        }
        // A message of one request is none of another's, and not every role records or assigns.
        let carl = Browser::signed_in(&desk.app, "carl").await;
        carl.open(&format!("/en/requests/{other}/messages/{id}")).await.is(404);
        let anna = Browser::signed_in(&desk.app, "anna").await;
        anna.open(&format!("/en/requests/{reference}/assign")).await.is(404);
        anna.open(&format!("/en/requests/{reference}/messages/record")).await.is(404);
    });
}

#[test]
fn a_request_is_given_to_an_official_who_finds_it_then() {
    Desk::each(async |desk| {
        let reference = desk.draft("production").await;
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let target = format!("/en/requests/{reference}/assign");
        let wrong = carl.fill(&target, &[("name", "<nobody>")]).await.is(422);
        assert!(wrong.html.contains("&#60;nobody&#62;") && wrong.html.contains("href=\"#name\""), "{}", wrong.html);
        let egon = Browser::signed_in(&desk.app, "egon").await;
        egon.open(&format!("/en/requests/{reference}")).await.is(404);

        carl.fill(&target, &[("name", "egon")]).await.is(303);

        egon.open(&format!("/en/requests/{reference}")).await.is(200);
        // Whoever drafts it has to go on: it is egon's, and waits for somebody else.
        assert!(egon.open("/en/queue?of=counterpart&mine=yes").await.is(200).html.contains(reference.as_str()));
        desk.is_intact().await;
    });
}
