//! The installation that is attacked: everybody signed in, and requests at several stages.

use std::collections::BTreeMap;

use comity::domain::gate::Gate;
use comity::domain::ids::RequestReference;
use serde_json::{Value, json};

use super::client::Client;
use crate::operations::desk::{Desk, content};
use crate::operations::template::PASSWORD;

/// Everybody at a desk, by what they sign in with.
pub(crate) const PEOPLE: [&str; 11] =
    ["anna", "carl", "cora", "rosa", "dara", "judy", "egon", "ella", "pia", "axel", "admin"];

/// An intrusive measure: judges and reviewers have a say in it.
pub(crate) const INTRUSIVE: &str = "production";

/// A desk with everybody signed in.
pub(crate) struct World {
    pub(crate) nobody: Client,
    people: BTreeMap<&'static str, Client>,
}

impl World {
    /// Signs everybody in.
    pub(crate) async fn of(desk: &Desk) -> Self {
        let nobody = Client::of(&desk.app);
        let mut people = BTreeMap::new();
        for name in PEOPLE {
            people.insert(name, nobody.sign_in(name, PASSWORD).await);
        }
        Self { nobody, people }
    }

    /// One of them.
    pub(crate) fn client(&self, name: &str) -> &Client {
        self.people.get(name).unwrap_or_else(|| panic!("nobody is called `{name}`"))
    }

    /// Signs one of them in anew, from where nobody has guessed.
    pub(crate) async fn sign_in_again(&mut self, desk: &Desk, name: &'static str) {
        let client = Client::of(&desk.app).sign_in(name, PASSWORD).await;
        self.people.insert(name, self.nobody.with_secret(client.secret()));
    }

    /// A token of one of them.
    pub(crate) async fn token(&self, name: &str, scopes: &[&str]) -> Client {
        let wanted = json!({ "label": "a program", "scopes": scopes });
        let issued = self.client(name).post("/api/v1/tokens", &wanted).await.is(201).json();
        self.nobody.with_secret(issued["secret"].as_str().unwrap())
    }
}

/// Where a request is found.
pub(crate) fn address(reference: &RequestReference) -> String {
    format!("/api/v1/requests/{reference}")
}

/// A message of the other State on paper, as `carl` records it.
pub(crate) fn on_paper(name: &str, content: &Value) -> Value {
    json!({
        "name": name, "channel": "post", "content": content,
        "document": { "name": "letter.pdf", "media_type": "application/pdf", "language": "en", "base64": "YSBsZXR0ZXI=" },
    })
}

/// A request of the other State on paper.
pub(crate) fn request_on_paper(measure: &str) -> Value {
    json!({
        "measure": measure, "counterpart": "XS", "title": "A matter on paper",
        "message": on_paper("request", &content(measure)),
    })
}

/// A request of the other State, recorded by `pia` and confirmed by `carl`.
pub(crate) async fn arrived(world: &World, measure: &str) -> RequestReference {
    let recorded =
        world.client("pia").post("/api/v1/requests/on-paper", &request_on_paper(measure)).await.is(201).json();
    let reference: RequestReference = recorded["reference"].as_str().unwrap().parse().unwrap();
    let carl = world.client("carl");
    let messages = carl.get(&format!("{}/messages", address(&reference))).await.is(200).json();
    let message = messages[0]["message"].as_str().unwrap();
    carl.post(&format!("{}/messages/{message}/confirmation", address(&reference)), &json!({})).await.is(200);
    reference
}

/// Requests at several stages: a draft, one under review, one ready, one sent, and one that has arrived.
pub(crate) async fn requests(desk: &Desk, world: &World) -> Vec<RequestReference> {
    let mut all = vec![
        desk.draft("expedited_preservation").await,
        desk.submitted(INTRUSIVE).await,
        desk.ready("expedited_preservation").await,
        desk.sent(INTRUSIVE).await,
        arrived(world, INTRUSIVE).await,
    ];
    let answered = desk.submitted(INTRUSIVE).await;
    let asked = desk.asked(&answered, Gate::Authorisation).await.remove(0);
    let who = ["rosa", "dara", "judy", "carl"]
        .into_iter()
        .find(|name| asked.answered_by.iter().any(|role| desk.official(name).roles.contains(role)))
        .unwrap();
    desk.answer(who, &answered, &asked, "met").await.unwrap();
    all.push(answered);
    all
}
