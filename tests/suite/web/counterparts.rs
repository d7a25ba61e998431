//! Other States on pages: nothing is supposed, nothing hidden is told, and a warning stops nobody.

use comity::domain::gate::Subject;
use comity::operations::preflight;
use serde_json::json;

use super::browser::{Browser, Page};
use crate::operations::desk::{Desk, content};

#[test]
fn a_hidden_request_has_no_page_before_sending_and_nobody_looks_unsigned() {
    Desk::each(async |desk| {
        let reference = desk.draft("production").await;
        let nobody = Browser::of(&desk.app);
        for page in ["/en/counterparts", "/en/counterparts/XS", &format!("/en/requests/{reference}/before-sending")] {
            assert!(nobody.open(page).await.is(303).leads_to().contains("/sign-in"), "{page}");
        }
        for who in ["egon", "axel", "admin", "rosa"] {
            let browser = Browser::signed_in(&desk.app, who).await;
            let hidden = browser.open(&format!("/en/requests/{reference}/before-sending")).await.is(404);
            let unknown = browser.open("/en/requests/XN-2027-999999/before-sending").await.is(404);
            let plain = |page: &Page, of: &str| page.words().replace(of, "REFERENCE");
            assert_eq!(plain(&hidden, reference.as_str()), plain(&unknown, "XN-2027-999999"), "{who}");
        }
    });
}

#[test]
fn why_a_request_is_likely_to_be_returned_is_said_with_its_source_and_it_goes_all_the_same() {
    Desk::each(async |desk| {
        let reference = desk.draft("production").await;
        let mut weak = content("production");
        weak["language"] = json!("ru");
        weak["dual_criminality_statement"] = json!("Yes.");
        weak["offence"]["max_penalty_years"] = json!(2);
        weak["offence"]["scope_code"] = json!("S-A");
        weak["offence"]["convention_article"] = json!("7");
        weak.as_object_mut().unwrap().remove("deadline");
        desk.write("anna", &reference, Subject::Request, weak, Vec::new()).await.unwrap();
        let anna = Browser::signed_in(&desk.app, "anna").await;

        let page = anna.open(&format!("/en/requests/{reference}/before-sending")).await.is(200);

        for said in [
            "Likely to be returned because",
            "French and English",
            "the statement is very short",
            "3\u{2069} years",
            "UNCC 40(13)",
            "UNCC 35(3)",
        ] {
            assert!(page.html.contains(said), "`{said}` in {}", page.html);
        }
        assert!(page.html.contains("stops nothing"), "{}", page.html);
        let found = preflight::run(&desk.app, desk.official("anna"), &reference).await.unwrap();
        assert!(found.warnings.len() >= 4, "{found:?}");
        desk.take("anna", &reference, "submit").await.unwrap();
    });
}

#[test]
fn the_directory_finds_by_name_and_says_what_is_not_known() {
    Desk::each(async |desk| {
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let found = anna.open("/fr/counterparts?name=soud").await.is(200);
        assert!(found.html.contains("/fr/counterparts/XS") && !found.html.contains("/fr/counterparts/DZ"));
        assert!(anna.open("/en/counterparts?name=zzzz").await.is(200).html.contains("No State has such a name"));
        let script = anna.open("/en/counterparts?name=%22%3E%3Cscript%3E").await.is(200);
        assert!(!script.html.contains("<script>"), "{}", script.html);

        let known = anna.open("/en/counterparts/XS").await.is(200);
        assert!(
            known.html.contains("Does not intercept content") && known.html.contains("5\u{2069} years"),
            "{}",
            known.html
        );
        let real = anna.open("/en/counterparts/DZ").await.is(200);
        assert!(real.html.contains("Nothing is known here, and nothing is supposed"), "{}", real.html);
        assert!(real.html.contains("25 October 2025") && real.html.contains("UN Treaty Collection"), "{}", real.html);
        let old = anna.open("/en/counterparts/XE").await.is(200);
        assert!(old.html.contains("Not verified for 12 months"), "{}", old.html);
        anna.open("/en/counterparts/ZZ").await.is(404);
        for language in ["ar", "zh", "fr", "ru", "es"] {
            for page in ["/counterparts", "/counterparts/XS", "/counterparts/DZ"] {
                let page = anna.open(&format!("/{language}{page}")).await.is(200);
                assert!(!page.html.contains(">counterparts-") && !page.html.contains("Not known"), "{}", page.html);
            }
        }
    });
}
