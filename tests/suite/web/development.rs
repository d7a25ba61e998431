//! What is there for whoever builds the pages, and nowhere else.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use comity::http::service::{Policy, Service};
use comity::web;
use comity::web::language::Language;
use strum::IntoEnumIterator as _;
use tower::ServiceExt as _;

use crate::api::client::generous;
use crate::operations::desk::{Desk, run};
use crate::operations::template::Kind;

async fn open(desk: &Desk, development: bool, target: &str) -> (StatusCode, String) {
    let service = Service::over(desk.app.clone(), Policy { development, ..generous() });
    let request = Request::builder().uri(target).header("host", "comity.example").body(Body::empty()).unwrap();
    let (parts, body) = web::router(service).oneshot(request).await.unwrap().into_parts();
    let body = to_bytes(body, 4 << 20).await.unwrap();
    (parts.status, String::from_utf8(body.to_vec()).unwrap())
}

#[test]
fn outside_development_there_is_no_style_guide_and_no_language_that_nobody_speaks() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let without_trace = |page: &str| page.split("x-trace").next().unwrap().len();
        let (_, nowhere) = open(&desk, false, "/en/nowhere").await;
        for target in ["/en/styleguide", "/qps/sign-in", "/qps", "/qps/styleguide"] {
            let (status, page) = open(&desk, false, target).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{target}");
            assert!(!page.contains("[S") && without_trace(&page) > 0 && !page.contains("dl.list"), "{page}");
        }
        assert!(!nowhere.contains("qps") && !nowhere.contains("styleguide"), "{nowhere}");
    });
}

#[test]
fn the_style_guide_shows_every_component_in_every_language_with_ids_that_stand_once() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        for language in Language::iter() {
            let (status, page) = open(&desk, true, &format!("/{language}/styleguide")).await;
            assert_eq!(status, StatusCode::OK, "{page}");
            for shown in [
                "class=\"primary\"",
                "class=\"tag warn\"",
                "banner bad",
                "interruption",
                "error-summary",
                "field wrong",
                "type=\"date\"",
                "<textarea",
                "type=\"radio\"",
                "type=\"checkbox\"",
                "<select",
                "class=\"cards\"",
                "tasks",
                "class=\"tabs\"",
                "class=\"chips\"",
                "rel=\"next\"",
                "<dialog open",
                "class=\"bars\"",
                "timeline",
                "empty",
            ] {
                assert!(page.contains(shown), "{language} has no `{shown}`");
            }
            assert!(page.matches("<li value=").count() >= 60);
            let mut ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
            ids.sort_unstable();
            let all = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), all, "{language}: an id stands twice");
        }
    });
}

#[test]
fn english_made_longer_is_made_of_every_text_and_never_offered() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let (_, plain) = open(&desk, true, "/en/sign-in").await;
        let (status, longer) = open(&desk, true, "/qps/sign-in").await;
        assert_eq!(status, StatusCode::OK);
        assert!(longer.contains("[Sii") || longer.contains("[Síi"), "{longer}");
        assert!(longer.len() > plain.len(), "{} {}", longer.len(), plain.len());
        assert!(!plain.contains('í') && !plain.contains("qps") && !longer.contains("qps"), "{plain}");
        let (status, _) = open(&desk, true, "/qpsx/sign-in").await;
        assert_eq!(status, StatusCode::NOT_FOUND);
    });
}
