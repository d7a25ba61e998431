//! Procedures and rulebooks on pages: what the rules say is what is shown, and rules that do not check are never praised.

use comity::domain::safeguard::Profile;
use comity::engine::files::RuleFiles;
use comity::engine::guide;

use super::browser::Browser;
use crate::operations::desk::Desk;
use crate::operations::frozen::weakened;

#[test]
fn every_safeguard_of_a_measure_stands_at_its_gate_for_anybody_in_every_language() {
    Desk::each(async |desk| {
        let nobody = Browser::of(&desk.app);
        let rulebook = &desk.app.rulebooks().main;
        for measure in rulebook.measures.values() {
            let target = format!("/en/procedures/{}/safeguards?measure={}", measure.procedure, measure.name);
            let page = nobody.open(&target).await.is(200);
            let parts = guide::of(rulebook, measure, Profile::Strict, "en");
            for (part, gate) in parts.iter().flat_map(|part| part.gates.iter().map(move |gate| (part.part, gate))) {
                let own = page.html.split(&format!("<h3 id=\"{part}-{}\"", gate.gate)).nth(1).unwrap();
                let own = own.split("</div>").next().unwrap();
                assert_eq!(own.matches("<th scope=\"row\">").count(), gate.safeguards.len(), "{target} {part}");
                for asked in &gate.safeguards {
                    assert!(own.contains(&format!("<bdi>{}</bdi>", asked.code)), "{} in {own}", asked.code);
                }
            }
        }
        for language in ["ar", "zh", "fr", "ru", "es"] {
            let page = nobody.open(&format!("/{language}/procedures/evidence/safeguards")).await.is(200);
            assert!(!page.html.contains(">rulebooks-") && !page.html.contains("Who answers"), "{}", page.html);
        }
        nobody.open("/en/procedures/evidence/safeguards?measure=expedited_preservation").await.is(404);
        nobody.open("/en/procedures/nothing/safeguards").await.is(404);
    });
}

#[test]
fn rulebooks_are_listed_compared_and_one_that_does_not_check_shows_its_counter_example() {
    Desk::each(async |desk| {
        assert!(Browser::of(&desk.app).open("/en/rulebooks").await.is(303).leads_to().contains("/sign-in"));
        let rules = RuleFiles::read(weakened().path()).unwrap();
        let (weak, main) = (rules.hash().to_string(), desk.app.rulebooks().main.hash.to_string());
        sqlx::query("INSERT INTO rulebook (hash, files, stored_at) VALUES ($1, $2, '2026-01-01T00:00:00.000Z')")
            .bind(&weak)
            .bind(serde_json::to_string(&rules).unwrap())
            .execute(&mut desk.by_hand().await)
            .await
            .unwrap();
        desk.draft("production").await;
        let anna = Browser::signed_in(&desk.app, "anna").await;

        let list = anna.open("/en/rulebooks").await.is(200);
        assert!(list.html.contains(&main) && list.html.contains(&weak), "{}", list.html);
        assert_eq!(list.html.matches("Does not check").count(), 1);
        assert!(list.html.contains("fewer than"), "how many is told in ranges: {}", list.html);
        let one = anna.open(&format!("/en/rulebooks/{weak}")).await.is(200);
        assert!(one.html.contains("counter-example") && one.html.contains("SG-10"), "{}", one.html);
        anna.open(&format!("/en/rulebooks/{}", "0".repeat(64))).await.is(404);

        let fell = anna.open(&format!("/en/rulebooks/difference?old={main}&new={weak}")).await.is(200);
        assert!(fell.html.contains("<span class=\"tag bad\">Fell</span>"), "{}", fell.html);
        let french = anna.open(&format!("/fr/rulebooks/difference?old={main}&new={weak}")).await.is(200);
        assert!(french.html.contains("point de contrôle\u{a0}: "), "{}", french.html);
        assert!(!french.html.contains("no longer") && !french.html.contains("gate "), "{}", french.html);
        let rose = anna.open(&format!("/en/rulebooks/difference?old={weak}&new={main}")).await.is(200);
        assert!(rose.html.contains("Rose</span>") && !rose.html.contains("Fell</span>"), "{}", rose.html);
        let same = anna.open(&format!("/en/rulebooks/difference?old={main}&new={main}")).await.is(200);
        assert!(same.html.contains("The rules are the same"), "{}", same.html);
        anna.open("/en/rulebooks/difference?old=abc&new=def").await.is(404);
    });
}
