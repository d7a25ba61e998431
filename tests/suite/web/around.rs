//! Around the desk by pages: deputies, notices and the calendar.

use super::browser::Browser;
use crate::operations::desk::Desk;

#[test]
fn a_deputy_is_asked_for_confirmed_and_ended_by_pages() {
    Desk::each(async |desk| {
        let (carl, admin) = (Browser::signed_in(&desk.app, "carl").await, Browser::signed_in(&desk.app, "admin").await);
        let form = carl.open("/en/account/deputy").await.is(200);
        assert!(form.html.contains("<option value=\"egon\"") && !form.html.contains("value=\"judy\""), "{}", form.html);
        let token = form.token();
        let ask = async |token: &str, deputy: &str, from: &str, until: &str| {
            let fields = [("token", token), ("deputy", deputy), ("from", from), ("until", until)];
            carl.send("/en/account/deputy", &fields).await
        };
        ask("AAAA", "egon", "2027-03-02", "2027-03-04").await.is(403);
        let wrong = ask(&token, "egon", "2027-03-02", "2028-03-04").await.is(422);
        assert!(wrong.html.contains("<title>Error:") && wrong.html.contains("value=\"2028-03-04\""), "{}", wrong.html);
        ask(&token, "judy", "2027-03-02", "2027-03-04").await.is(422);
        ask(&token, "egon", "", "soon").await.is(422);
        assert_eq!(
            ask(&token, "egon", "2027-03-02", "2027-03-04").await.is(303).leads_to(),
            "/en/account?done=deputy-asked"
        );
        ask(&token, "egon", "2027-03-04", "2027-03-05").await.is(422);

        let list = admin.open("/en/officials").await.is(200);
        let confirm = list
            .html
            .split("href=\"")
            .find(|rest| rest.starts_with("/en/deputyships/") && rest.contains("/confirm"))
            .unwrap();
        let confirm = confirm.split('"').next().unwrap();
        for who in ["carl", "egon", "cora"] {
            Browser::signed_in(&desk.app, who).await.open(confirm).await.is(404);
        }
        let page = admin.open(confirm).await.is(200);
        admin.send(confirm, &[("token", &page.token())]).await.is(303);

        let egon = Browser::signed_in(&desk.app, "egon").await;
        let account = egon.open("/en/account").await.is(200);
        assert!(account.html.contains("carl of XN") && account.html.contains("runs"), "{}", account.html);
        for language in ["ar", "zh", "fr", "ru", "es"] {
            for page in ["account", "account/deputy", "account/notices", "account/calendar"] {
                egon.open(&format!("/{language}/{page}")).await.is(200);
            }
        }
        let end = confirm.replace("/confirm", "/end");
        Browser::signed_in(&desk.app, "cora").await.open(&end).await.is(404);
        let page = egon.open(&end).await.is(200);
        egon.send(&end, &[("token", &page.token())]).await.is(303);
        admin.open(&end).await.is(404);
        let sick = admin.open("/en/officials/of/cora/deputy").await.is(200);
        let fields = [
            ("token", sick.token()),
            ("deputy", "ella".to_owned()),
            ("from", "2027-03-03".to_owned()),
            ("until", "2027-03-03".to_owned()),
        ];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        admin.send("/en/officials/of/cora/deputy", &fields).await.is(303);
        let list = admin.open("/en/officials").await.is(200);
        assert!(list.html.contains("another administrator confirms this"), "{}", list.html);
        carl.open("/en/officials/of/cora/deputy").await.is(404);
        desk.is_intact().await;
    });
}

#[test]
fn notices_are_chosen_and_withdrawn_and_a_calendar_is_read_without_signing_in() {
    Desk::each(async |desk| {
        let reference = desk.sent("expedited_preservation").await;
        let carl = Browser::signed_in(&desk.app, "carl").await;
        let page = carl.open("/en/account/notices").await.is(200);
        let token = page.token();
        let set = async |address: &str, kinds: &[&str]| {
            let mut fields = vec![("token", token.as_str()), ("address", address)];
            fields.extend(kinds.iter().map(|kind| (*kind, "yes")));
            carl.send("/en/account/notices", &fields).await
        };
        set("a@b\r\nBcc: c@d", &["new"]).await.is(422);
        let none = set("carl@ministry.example", &[]).await.is(422);
        assert!(none.html.contains("carl@ministry.example"));
        set("carl@ministry.example", &["soon", "overdue"]).await.is(303);
        let page = carl.open("/en/account/notices").await.is(200);
        assert!(page.html.contains("value=\"carl@ministry.example\"") && page.html.contains("sends no e-mail"));
        carl.send("/en/account/notices/withdraw", &[("token", "AAAA")]).await.is(403);
        carl.send("/en/account/notices/withdraw", &[("token", &token)]).await.is(303);
        assert!(!carl.open("/en/account/notices").await.html.contains("carl@ministry.example"));

        let made = carl.send("/en/account/calendar", &[("token", &token)]).await.is(200);
        let address = made.html.split("http://127.0.0.1:8080").nth(1).unwrap().split('<').next().unwrap();
        let stranger = Browser::of(&desk.app);
        let feed = stranger.open(address).await.is(200);
        assert_eq!(feed.headers["content-type"], "text/calendar; charset=utf-8");
        assert!(feed.html.starts_with("BEGIN:VCALENDAR\r\n"), "{}", feed.html);
        for hidden in [reference.as_str(), "Account data", "XS", "Sudaria", "carl", "preservation"] {
            assert!(!feed.html.contains(hidden), "{hidden}: {}", feed.html);
        }
        let dates = feed.html.lines().filter(|line| line.starts_with("DTSTART;VALUE=DATE:")).count();
        assert_eq!(dates, feed.html.matches("BEGIN:VEVENT").count());
        assert!(dates == 0 || feed.html.contains("http://127.0.0.1:8080/en/queue"), "{}", feed.html);
        for wrong in ["/calendar/x.ics", "/calendar/cc_AAAA.ics", &address.replace(".ics", "")] {
            let nothing = stranger.open(wrong).await.is(404);
            assert!(nothing.html.is_empty(), "{}", nothing.html);
        }
        let account = carl.open("/en/account").await.is(200);
        let end = account.html.split("id=\"calendar\"").nth(1).unwrap().split("href=\"").nth(1).unwrap();
        let end = end.split('"').next().unwrap();
        let page = carl.open(end).await.is(200);
        assert!(page.html.contains("Withdraw this address"), "{}", page.html);
        carl.send(end, &[("token", &token)]).await.is(303);
        stranger.open(address).await.is(404);
        desk.is_intact().await;
    });
}
