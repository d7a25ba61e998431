//! Adopting a rulebook on pages: proposed with the difference in sight, confirmed by another administrator, with a typed
//! word where protection falls.

use super::browser::Browser;
use crate::operations::adoption::higher;
use crate::operations::desk::{Desk, run};
use crate::operations::frozen::weakened;
use crate::operations::template::Kind;

#[test]
fn two_administrators_adopt_a_rulebook_on_pages_and_nobody_else_gets_there() {
    Desk::each(async |mut desk| {
        let (rules, shipped) = (higher(), desk.app.rulebooks().main.hash.to_string());
        desk.second().await;
        desk.offer(rules.path()).await;
        let new = desk.app.offered.main.hash.to_string();
        let (anna, admin) = (Browser::signed_in(&desk.app, "anna").await, Browser::signed_in(&desk.app, "admin").await);
        let vera = Browser::signed_in(&desk.app, "vera").await;

        let list = anna.open("/en/rulebooks").await.is(200);
        assert!(
            list.html.contains("Waits to be adopted") && list.html.contains("started with 1 rulebook"),
            "{}",
            list.html
        );
        let form = format!("/en/rulebooks/{new}/adopt");
        anna.open(&form).await.is(404);
        let token = anna.open("/en/account").await.token();
        anna.send(&form, &[("token", &token), ("reason", "mine"), ("instead_of", &shipped)]).await.is(404);
        Browser::of(&desk.app).open(&form).await.is(303);
        admin.open(&format!("/en/rulebooks/{shipped}/adopt")).await.is(404);
        admin.open(&format!("/en/rulebooks/{}/adopt", "0".repeat(64))).await.is(404);

        assert!(admin.open(&form).await.is(200).html.contains("Rose</span>"));
        admin.send(&form, &[("reason", "no token")]).await.is(403);
        let wrong = admin.fill(&form, &[("reason", "  ")]).await.is(422);
        assert!(wrong.html.contains("<title>Error:") && wrong.html.contains("reason-error"), "{}", wrong.html);
        let token = admin.open(&form).await.token();
        let stale = [("token", token.as_str()), ("reason", "read another"), ("instead_of", new.as_str())];
        admin.send(&form, &stale).await.is(422);
        let sent = admin.fill(&form, &[("reason", "The ministry decided so.")]).await.is(303);
        assert!(sent.leads_to().ends_with("/rulebooks?done=proposed"));
        let list = admin.open(sent.leads_to()).await.is(200);
        let at = list.html.split("/en/rulebooks/adoptions/").nth(1).unwrap().split('"').next().unwrap();
        let at = format!("/en/rulebooks/adoptions/{at}");

        // Who proposed it sees no button, and is refused where they send the form all the same.
        let own = admin.open(&at).await.is(200);
        assert!(own.html.contains("You proposed it") && !own.html.contains("Adopt this rulebook"), "{}", own.html);
        admin.send(&at, &[("token", &own.token()), ("word", "lower")]).await.is(422);
        let look = anna.open(&at).await.is(200);
        assert!(!look.html.contains("The ministry") && !look.html.contains("<textarea"), "{}", look.html);
        let refused = anna.send(&at, &[("token", &anna.open("/en/account").await.token())]).await;
        assert!(!refused.status.is_redirection() && !refused.status.is_success());

        for language in ["ar", "zh", "fr", "ru", "es"] {
            let page = vera.open(&at.replace("/en/", &format!("/{language}/"))).await.is(200);
            assert!(!page.html.contains(">adoption-") && !page.html.contains("Adopt this"), "{}", page.html);
        }
        let page = vera.open(&at).await.is(200);
        assert!(page.html.contains("The ministry decided so.") && !page.html.contains("id=\"word\""), "{}", page.html);
        let done = vera.send(&at, &[("token", &page.token())]).await.is(303);
        assert!(done.leads_to().ends_with("done=confirmed"));
        assert_eq!(desk.app.rulebooks().main.hash.to_string(), new);
        let list = vera.open("/en/rulebooks").await.is(200);
        assert!(list.html.contains("Adopted by two administrators on"), "{}", list.html);

        // Back again: protection falls, and the word has to be typed.
        let sent = vera.fill(&format!("/en/rulebooks/{shipped}/adopt"), &[("reason", "Back.")]).await.is(303);
        let list = admin.open(sent.leads_to()).await.is(200);
        let at = list.html.split("/en/rulebooks/adoptions/").nth(1).unwrap().split('"').next().unwrap();
        let at = format!("/en/rulebooks/adoptions/{at}");
        let page = admin.open(&at).await.is(200);
        assert!(page.html.contains("class=\"interruption\"") && page.html.contains("Fell</span>"), "{}", page.html);
        for word in ["", "yes", "higher"] {
            let again = admin.send(&at, &[("token", &page.token()), ("word", word)]).await.is(422);
            assert!(again.html.contains("word-error"), "{}", again.html);
        }
        admin.send(&at, &[("token", &page.token()), ("word", " Lower ")]).await.is(303);
        assert_eq!(desk.app.rulebooks().main.hash.to_string(), shipped);
        admin.send(&format!("{at}/take-back"), &[("token", &page.token())]).await.is(422);
        desk.is_intact().await;
    });
}

#[test]
fn rules_that_do_not_check_show_their_counter_example_and_no_way_to_propose_them() {
    run(async {
        let mut desk = Desk::open(Kind::Sqlite, "XN").await;
        let rules = weakened();
        desk.offer(rules.path()).await;
        let weak = desk.app.offered.main.hash.to_string();
        let admin = Browser::signed_in(&desk.app, "admin").await;

        let page = admin.open(&format!("/en/rulebooks/{weak}")).await.is(200);

        assert!(page.html.contains("counter-example") && page.html.contains("SG-10"), "{}", page.html);
        assert!(
            !page.html.contains(&format!("{weak}/adopt")) && page.html.contains("cannot be proposed"),
            "{}",
            page.html
        );
        admin.open(&format!("/en/rulebooks/{weak}/adopt")).await.is(404);
    });
}
