//! The queue: in it stands what somebody may see, where it stands, and nothing else; what waits for them is one click away.

use comity::operations::{assign_official, draft_request};

use super::browser::Browser;
use crate::operations::desk::{Desk, new_request};

/// A page without the marks that keep numbers apart from what stands around them.
fn plain(html: &str) -> String {
    html.replace(['\u{2068}', '\u{2069}'], "")
}

/// References on a page, in their order.
fn references(html: &str) -> Vec<String> {
    let rows = html.split("<tbody>").nth(1).unwrap_or_default().split("</tbody>").next().unwrap_or_default();
    rows.split("class=\"reference\">").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

#[test]
fn nobody_finds_in_the_queue_what_they_may_not_see() {
    Desk::each(async |desk| {
        let draft = desk.draft("production").await;
        let judy = Browser::signed_in(&desk.app, "judy").await;
        let egon = Browser::signed_in(&desk.app, "egon").await;
        let axel = Browser::signed_in(&desk.app, "axel").await;
        for browser in [&judy, &egon, &axel] {
            for of in ["authority", "counterpart", "ended", "xyz", "authority&mine=yes", "authority&after=AAAA"] {
                let page = browser.open(&format!("/en/queue?of={of}")).await;
                assert!(!page.html.contains(draft.as_str()), "{of}: {}", page.html);
            }
        }
        // Somebody who writes themselves into a queue by hand sees no more.
        let id = desk.official("egon").id.to_string();
        let wrote = desk
            .sql(&format!(
                "INSERT INTO queue_place SELECT DISTINCT request_id, '{id}', 'todo', place, measure, counterpart, named FROM queue_place"
            ))
            .await;
        assert_eq!(wrote, 1);
        let page = egon.open("/en/queue").await.is(200);
        assert_eq!(references(&page.html), Vec::<String>::new());

        let name = "egon".parse().unwrap();
        assign_official::run(&desk.app, desk.official("carl"), &draft, &name).await.unwrap();
        let page = egon.open("/en/queue?of=counterpart&mine=yes").await.is(200);
        assert_eq!(references(&page.html), [draft.to_string()]);
        let page = egon.open("/en/queue?mine=yes").await.is(200);
        assert_eq!(references(&page.html), Vec::<String>::new(), "he can do nothing about it");
    });
}

#[test]
fn a_request_stands_where_its_file_is_and_leads_to_the_next_thing() {
    Desk::each(async |desk| {
        let reference = desk.ready("expedited_preservation").await;
        let cora = Browser::signed_in(&desk.app, "cora").await;
        let page = cora.open("/en/queue").await.is(200);
        assert_eq!(references(&page.html), [reference.to_string()]);
        assert!(page.html.contains(&format!("href=\"/en/requests/{reference}/steps/authorise\"")), "{}", page.html);

        desk.take("cora", &reference, "authorise").await.unwrap();
        desk.clear(&reference, comity::domain::gate::Gate::Sending, "cora").await;
        desk.take("carl", &reference, "send").await.unwrap();
        let page = cora.open("/en/queue").await.is(200);
        assert_eq!(references(&page.html), Vec::<String>::new(), "it is theirs now");
        let page = cora.open("/en/queue?of=counterpart").await.is(200);
        assert_eq!(references(&page.html), [reference.to_string()]);

        let gone = desk.draft("expedited_preservation").await;
        desk.take("anna", &gone, "abandon").await.unwrap();
        let anna = Browser::signed_in(&desk.app, "anna").await;
        let page = anna.open("/en/queue?of=ended").await.is(200);
        assert_eq!(references(&page.html), [gone.to_string()]);
    });
}

#[test]
fn filters_narrow_pages_go_on_and_a_place_is_of_who_was_given_it() {
    Desk::each(async |desk| {
        for measure in ["production", "expedited_preservation"] {
            for _ in 0..14 {
                draft_request::run(&desk.app, desk.official("anna"), new_request(measure)).await.unwrap();
            }
        }
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let first = carl.open("/en/queue").await.is(200);
        assert_eq!(references(&first.html).len(), 25);
        assert!(plain(&first.html).contains("28 requests"), "{}", first.html);
        let next = first.html.split("rel=\"next\" href=\"").nth(1).unwrap().split('"').next().unwrap();
        let next = next.replace("&#38;", "&").replace("&amp;", "&");
        let second = carl.open(&next).await.is(200);
        let mut all = references(&first.html);
        all.extend(references(&second.html));
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 28, "every one once");
        let cora = Browser::signed_in(&desk.app, "cora").await;
        cora.open(&next).await.is(422);

        let narrowed = carl.open("/en/queue?measure=production").await.is(200);
        assert_eq!(references(&narrowed.html).len(), 14);
        assert!(plain(&narrowed.html).contains("14 requests") && narrowed.html.contains("class=\"chips\""));
        let nothing = carl.open("/en/queue?measure=production&with=XN").await.is(200);
        assert!(references(&nothing.html).is_empty() && nothing.html.contains("/en/queue?of=authority"));
        let unknown = carl.open("/en/queue?measure=%3Cscript%3E&within=9999&with=%22").await.is(200);
        assert_eq!(references(&unknown.html).len(), 25, "what nobody knows narrows nothing");
        assert!(!unknown.html.contains("<script>"));
    });
}
