//! Beginning to serve: what stands in the way is said in a sentence, and by the exit code.

use std::net::TcpListener;

use sqlx::ConnectOptions as _;

use super::served::Served;
use crate::cli::process::Place;

#[test]
fn what_stands_in_the_way_is_said() {
    let place = Place::installed();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();

    place.run(&["serve", "--listen", &address]).ends(3, "name a free one with `--listen`");
    for malformed in ["8080", "localhost", "127.0.0.1:99999", "::1:8080", ""] {
        place.run(&["serve", "--listen", malformed]).ends(2, "--listen");
    }
    place.run(&["serve", "--proxy", "nginx"]).ends(2, "--proxy");
    place.run(&["serve", "--connections", "0"]).ends(2, "--connections");
    let nothing = Place::empty();
    nothing.run(&["serve", "--listen", "127.0.0.1:0"]).ends(3, "comity init");
    assert!(!nothing.data().exists(), "serving made a folder");
}

#[test]
fn tables_of_another_version_are_said_to_need_a_migration() {
    let place = Place::installed();
    sqlx::any::install_default_drivers();
    let url = format!("sqlite:{}", place.data().join("comity.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection = url.parse::<sqlx::any::AnyConnectOptions>().unwrap().connect().await.unwrap();
        let newest = "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)";
        sqlx::raw_sql(newest).execute(&mut connection).await.unwrap();
    });

    place.run(&["serve", "--listen", "127.0.0.1:0"]).ends(3, "comity migrate");
}

#[test]
fn an_address_that_can_be_reached_from_outside_wants_a_proxy() {
    let mut outside = Served::new(&["--listen", "0.0.0.0:0"]);
    outside.is_well();

    assert!(outside.log().contains("put a proxy in front"), "{}", outside.log());
    let inside = Served::new(&[]);
    assert_eq!(inside.log(), "");
}
