//! Statistics: whoever compares figures with figures, or today with yesterday, learns of no single case.

use comity::api;
use comity::http::service::Service;
use comity::operations::count_requests;
use tower::ServiceExt as _;

use super::browser::{Browser, Page};
use crate::api::client::generous;
use crate::operations::desk::Desk;

async fn page(desk: &Desk, target: &str) -> Page {
    // A service of its own: the count of the one before would be given again.
    Browser::of(&desk.app).open(target).await.is(200)
}

/// What a page says, without when it was counted.
fn told(page: &Page) -> String {
    page.words().split("</form>").nth(1).unwrap().split_once("<section").unwrap().1.to_owned()
}

/// The lines of the file: table, code, from, to.
async fn lines(desk: &Desk, query: &str) -> Vec<(String, String, usize, usize)> {
    let file = page(desk, &format!("/en/statistics.csv?{query}")).await;
    let lines = file.html.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        let end = cells.len();
        let number = |at: usize| cells[at].parse().unwrap();
        (cells[3].to_owned(), cells[4].to_owned(), number(end - 3), number(end - 2))
    });
    lines.collect()
}

/// All between two marks, each time.
fn all<'a>(html: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    html.split(before).skip(1).map(|rest| rest.split(after).next().unwrap()).collect()
}

#[test]
fn two_releases_that_differ_by_one_case_are_the_same_page() {
    Desk::each(async |desk| {
        let none = told(&page(&desk, "/en/statistics").await);
        for _ in 0..4 {
            desk.sent("expedited_preservation").await;
        }
        assert_eq!(told(&page(&desk, "/en/statistics").await), none, "four cases read like none");

        desk.sent("expedited_preservation").await;
        let five = told(&page(&desk, "/en/statistics").await);
        let file = lines(&desk, "").await;
        assert_ne!(five, none);
        desk.sent("expedited_preservation").await;
        assert_eq!(told(&page(&desk, "/en/statistics").await), five, "the sixth cannot be told by comparing");
        assert_eq!(lines(&desk, "").await, file);

        // Two of another kind: no row, no rest of two, and the total leaves room for any number of them.
        desk.sent("subscriber_information").await;
        desk.sent("subscriber_information").await;
        let now = page(&desk, "/en/statistics").await;
        let measures = lines(&desk, "of=measures&side=requesting").await;
        assert!(!measures.iter().any(|(_, code, ..)| code == "subscriber_information"), "{measures:?}");
        assert!(!now.html.contains("Subscriber information"), "{}", now.html);
        for (table, _, from, to) in lines(&desk, "side=requesting").await {
            assert!(from % 5 == 0 && to == from + 4, "{table} tells of an exact number");
        }
        let total = lines(&desk, "of=begun&side=requesting").await.remove(0);
        let (least, most): (usize, usize) = measures.iter().fold((0, 0), |sum, row| (sum.0 + row.2, sum.1 + row.3));
        assert!(total.3 - least >= 4 && most >= total.2, "{total:?} less {measures:?} leaves one number only");
    });
}

#[test]
fn a_count_that_goes_on_tells_what_one_from_the_beginning_tells() {
    Desk::each(async |desk| {
        let kept = Browser::of(&desk.app);
        let counted = async || told(&kept.open("/en/statistics").await.is(200));
        let anew = async || told(&page(&desk, "/en/statistics").await);
        for round in 0..3 {
            for _ in 0..5 {
                desk.sent("expedited_preservation").await;
            }
            desk.draft("production").await;
            let before = if round == 0 { None } else { Some(counted().await) };
            assert_ne!(before, Some(anew().await), "for ten minutes the same is told");
            desk.clock.advance(jiff::SignedDuration::from_mins(11));
            assert_eq!(counted().await, anew().await, "round {round}");
        }
    });
}

#[test]
fn page_picture_table_file_and_interface_tell_the_same() {
    Desk::each(async |desk| {
        for _ in 0..6 {
            desk.sent("expedited_preservation").await;
        }
        let counted = count_requests::run(&desk.app).await.unwrap();
        let year = counted.years[0].year;
        let shown = page(&desk, "/en/statistics").await;

        let cells = all(&shown.html, "<td class=\"number\"><bdi>", "<");
        assert!(cells.contains(&"5–9"), "{cells:?}");
        assert_eq!(all(&shown.html, "class=\"bars-value\">", "<"), cells, "picture and table");
        let rows = lines(&desk, &format!("year={year}")).await;
        let few = |row: &(String, String, usize, usize)| row.1 == "all" || row.0 == "begun" || row.0 == "decided";
        let ranges: Vec<String> =
            rows.iter().filter(|row| !few(row)).map(|row| format!("{}–{}", row.2, row.3)).collect();
        assert_eq!(ranges, cells, "file and table");

        let router = api::router(Service::over(desk.app.clone(), generous()));
        let request = axum::http::Request::get("/api/v1/statistics").body(axum::body::Body::empty()).unwrap();
        let answer = router.oneshot(request).await.unwrap();
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        let api: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(api, serde_json::to_value(&counted).unwrap());
        let measure = &api["years"][0]["sides"][0]["measures"]["rows"][0]["cases"];
        assert_eq!(format!("{}–{}", measure["from"], measure["to"]), cells[0]);

        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_comity"));
        command.arg("--data").arg(&desk.settings.data).args(["--database", &desk.settings.database]);
        let ran = command.args(["statistics", "--json"]).output().unwrap();
        let said: serde_json::Value = serde_json::from_slice(&ran.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&ran.stderr)));
        assert_eq!(said, api, "the command line");
    });
}

#[test]
fn anybody_may_look_in_every_language_and_no_year_is_told_that_is_not_there() {
    Desk::each(async |desk| {
        for _ in 0..5 {
            desk.sent("expedited_preservation").await;
        }
        let mut seen = std::collections::BTreeSet::new();
        for language in ["ar", "zh", "en", "fr", "ru", "es"] {
            let shown = page(&desk, &format!("/{language}/statistics")).await;
            assert!(shown.html.contains("<svg class=\"bars\" role=\"img\""), "{}", shown.html);
            assert_eq!(shown.html.matches("class=\"primary\"").count(), 1);
            assert_eq!(shown.html.contains("x=\"100%\""), language == "ar", "only Arabic is mirrored");
            seen.insert(all(&shown.html, "<h1>", "<")[0].to_owned());
            let file = page(&desk, &format!("/{language}/statistics.csv")).await;
            assert!(!file.html.contains('\u{2068}') && file.html.starts_with('\u{feff}'));
            for cell in file.html.lines().flat_map(|line| line.split(',')) {
                assert!(!cell.trim_matches('"').starts_with(['=', '+', '-', '@']), "{cell}");
            }
        }
        assert_eq!(seen.len(), 6, "{seen:?}");
        Browser::of(&desk.app).open("/en/statistics?year=1999").await.is(404);
    });
}
