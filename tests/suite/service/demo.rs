//! `demo --serve`: whoever reads its screen can work at both authorities, and their messages arrive.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::served::signal;
use super::wire::{Caller, PATIENCE};
use crate::cli::process::Place;

/// What the screen tells of one authority.
#[derive(Debug)]
struct Told {
    address: SocketAddr,
    /// Roles by sign-in name.
    officials: BTreeMap<String, String>,
}

/// Ended when the test is over, however it ends.
struct Demo(Child);

impl Drop for Demo {
    fn drop(&mut self) {
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

fn begin(place: &Place) -> (Demo, Vec<Told>, String, Box<dyn Iterator<Item = String>>) {
    let mut command = place.command(&["demo", "--serve", "--scenario", "lapse", "--quick", "--port", "0"]);
    command.env("TMPDIR", place.folder.path());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let demo = Demo(child);
    let mut told: Vec<Told> = Vec::new();
    for line in &mut lines {
        if let Some((_, address)) = line.split_once(" on http://") {
            told.push(Told { address: address.parse().unwrap(), officials: BTreeMap::new() });
        } else if let (Some(authority), Some((name, roles))) = (told.last_mut(), line.trim().split_once(' ')) {
            if let Some(password) = line.strip_prefix("Everybody signs in with the password `") {
                let password = password.split('`').next().unwrap().to_owned();
                return (demo, told, password, Box::new(lines));
            }
            authority.officials.insert(name.to_owned(), roles.trim().to_owned());
        }
    }
    panic!("no password was told: {told:?}");
}

impl Told {
    /// Everybody who may answer or act, signed in.
    fn at_work(&self, password: &str) -> Vec<(String, Caller)> {
        let deciding =
            self.officials.iter().filter(|(_, roles)| !roles.contains("auditor") && !roles.contains("administrator"));
        let caller = Caller::to(self.address);
        deciding.map(|(name, roles)| (roles.clone(), caller.sign_in(name, password))).collect()
    }
}

/// Answers what is open at a gate, each by somebody who may, and has it confirmed where that is asked for.
fn clear(officials: &[(String, Caller)], request: &str, gate: &str) {
    let central = &officials.iter().find(|(roles, _)| roles.contains("central_authority")).unwrap().1;
    let asked = || central.get(&format!("{request}/safeguards")).is(200).json();
    for asked in asked().as_array().unwrap().iter().filter(|asked| asked["gate"] == gate && asked["state"] != "cleared")
    {
        let safeguard = format!("{request}/safeguards/{}", asked["safeguard"].as_str().unwrap());
        let answer = json!({ "gate": gate, "answer": "met", "read": asked["digest"], "reason": "Examined." });
        let answered =
            officials.iter().position(|(_, who)| who.post(&format!("{safeguard}/answers"), &answer).status == 200);
        let answered = answered.unwrap_or_else(|| panic!("nobody could answer {asked}"));
        let confirm = |(number, (_, who)): (usize, &(String, Caller))| {
            number != answered
                && who.post(&format!("{safeguard}/confirmations"), &json!({ "gate": gate })).status == 200
        };
        _ = officials.iter().enumerate().any(confirm);
    }
    let left: Vec<Value> = asked()
        .as_array()
        .unwrap()
        .iter()
        .filter(|asked| asked["gate"] == gate && asked["state"] != "cleared")
        .cloned()
        .collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn a_visitor_sends_a_request_from_one_authority_to_the_other() {
    let place = Place::empty();
    let (mut demo, told, password, mut rest) = begin(&place);
    assert_eq!(told.len(), 2, "{told:?}");
    let first_steps: Vec<String> = rest.by_ref().take(3).collect();
    assert!(first_steps[0].contains(&format!("http://{}/api/v1/session", told[0].address)), "{first_steps:?}");
    let of = |name: &str| told.iter().find(|authority| authority.officials.contains_key(name)).unwrap();
    let (sudaria, norvania) = (of("ines.duarte"), of("daniel.okafor"));
    let officials = sudaria.at_work(&password);
    let ines = &Caller::to(sudaria.address).sign_in("ines.duarte", &password);
    let samuel = &Caller::to(sudaria.address).sign_in("samuel.adeyemi", &password);
    let daniel = Caller::to(norvania.address).sign_in("daniel.okafor", &password);
    let old = samuel.get("/api/v1/requests").is(200).json()["requests"][0]["reference"].as_str().unwrap().to_owned();
    let content = ines.get(&format!("/api/v1/requests/{old}")).is(200).json()["content"].clone();
    let arrived = || daniel.get("/api/v1/requests").is(200).json()["requests"].as_array().unwrap().len();
    let before = arrived();

    let new = json!({ "instrument": "UNCC", "measure": "expedited_preservation", "counterpart": "XN", "title": "Another store", "content": content });
    let drafted = ines.post("/api/v1/requests", &new).is(201).json();
    let request = format!("/api/v1/requests/{}", drafted["reference"].as_str().unwrap());
    let take = |who: &Caller, transition: &str| {
        who.post(&format!("{request}/transitions"), &json!({ "transition": transition })).is(200)
    };
    take(ines, "submit");
    clear(&officials, &request, "authorisation");
    take(samuel, "authorise");
    clear(&officials, &request, "sending");
    take(samuel, "send");

    let begun = Instant::now();
    while arrived() == before {
        assert!(begun.elapsed() < PATIENCE, "the message does not arrive");
        std::thread::sleep(Duration::from_millis(50));
    }
    println!("arrived after {:?}", begun.elapsed());
    signal(demo.0.id(), "TERM");
    assert_eq!(demo.0.wait().unwrap().code(), Some(0));
}
