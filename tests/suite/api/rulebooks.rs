//! The rulebook over HTTP: written out once, and not sent again to whoever has it.

use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};

use super::client::Client;
use crate::operations::desk::{Desk, run};
use crate::operations::template::Kind;

#[test]
fn the_rulebook_is_not_sent_again_to_whoever_has_it() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let (client, rulebook) = (Client::of(&desk.app), &desk.app.rulebooks().main);
        let tag = format!("\"{}-{}\"", rulebook.hash, env!("CARGO_PKG_VERSION"));
        let files = format!("/api/v1/rulebooks/{}", rulebook.hash);
        for target in [
            "/api/v1/rulebook",
            "/api/v1/rulebook/measures",
            "/api/v1/rulebook/measures/production",
            "/api/v1/rulebook/content/production",
            "/api/v1/lists/grounds",
            "/api/v1/parties",
            &files,
        ] {
            let whole = client.get(target).await.is(200);
            assert_eq!(whole.headers[ETAG], *tag, "{target}");
            assert_eq!(whole.headers[CACHE_CONTROL], "no-cache", "{target}");
            assert_eq!(whole.headers[CONTENT_TYPE], "application/json", "{target}");
            assert!(whole.bytes.len() > 100, "{target}");
            for known in [tag.clone(), format!("W/{tag}"), format!("\"old\", {tag}"), "*".to_owned()] {
                let same =
                    client.with("if-none-match", "\"another\"").with("if-none-match", &known).get(target).await.is(304);
                assert_eq!(same.headers[ETAG], *tag, "{target} {known}");
            }
            for other in ["\"old\"", &tag[1..], "W/\"old\"", "x"] {
                let again = client.with("if-none-match", other).get(target).await.is(200);
                assert_eq!(again.bytes, whole.bytes, "{target}");
            }
        }
    });
}

#[test]
fn every_rule_is_answered_as_its_file_says() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let (client, files) = (Client::of(&desk.app), &desk.app.rulebooks().main.files);
        let mut seen = 0;
        for path in files.paths() {
            let target = match path.split_once('/') {
                Some((part, name)) => format!("rulebook/{part}/{}", name.split('.').next().unwrap()),
                None if ["rulebook.toml", "parties.toml"].contains(&path) => continue,
                None => format!("lists/{}", path.trim_end_matches(".toml")),
            };
            let answer = client.get(&format!("/api/v1/{target}")).await.is(200).json();
            assert_eq!(Some(answer), files.as_data(path), "{path}");
            seen += 1;
        }
        assert!(seen > 40, "{seen}");
        let parties = files.as_data("parties.toml").unwrap();
        assert_eq!(client.get("/api/v1/parties").await.is(200).json(), parties["party"]);
    });
}

#[test]
fn each_instrument_has_a_rulebook_of_its_own_and_one_that_is_not_here_is_said_so() {
    run(async {
        let rules = crate::instruments::folder(true);
        let mut desk = Desk::open(Kind::Sqlite, "XN").await;
        desk.adopt(rules.path()).await;
        let client = Client::of(&desk.app);

        let all = client.get("/api/v1/rulebooks").await.is(200).json();
        let about = client.get("/api/v1/rulebook?instrument=TST").await.is(200);

        let all = all.as_array().unwrap();
        // Those that the installation began with stay adopted, also where the program was started without them.
        assert!(all.len() > 2 && all.iter().all(|one| one["standing"] == "adopted"), "{all:?}");
        assert_eq!((&all[0]["instrument"], &all[0]["in_force"]), (&"UNCC".into(), &false.into()));
        let small = all.iter().find(|one| one["instrument"] == "TST").unwrap();
        assert_eq!(small["in_force"], true);
        assert!(about.headers[ETAG].to_str().unwrap().contains(small["hash"].as_str().unwrap()));
        assert_eq!(about.json()["hash"], small["hash"]);
        let form = "/api/v1/rulebook/content/spontaneous_information?instrument=TST";
        assert!(client.get(form).await.is(200).json()["properties"].is_object());
        client.get("/api/v1/rulebook/measures/production?instrument=TST").await.is(404);
        client.get("/api/v1/rulebook/measures/production").await.is(200);
        let unknown = client.get("/api/v1/rulebook?instrument=NONE").await.is(404);
        assert!(unknown.json()["detail"].as_str().unwrap().contains("`TST`"), "{:?}", unknown.json());
        assert_eq!(client.get("/api/v1/rulebook?instrument=uncc").await.is(400).problem(), "malformed");
    });
}

#[test]
fn what_is_not_there_is_not_there_whatever_the_caller_has() {
    run(async {
        let desk = Desk::open(Kind::Sqlite, "XN").await;
        let client = Client::of(&desk.app).with("if-none-match", "*");
        let unknown = format!("/api/v1/rulebooks/{}", "0".repeat(64));
        for target in
            ["/api/v1/rulebook/measures/nothing", "/api/v1/rulebook/nothing", "/api/v1/lists/parties", &unknown]
        {
            assert_eq!(client.get(target).await.is(404).problem(), "not-found", "{target}");
        }
    });
}
