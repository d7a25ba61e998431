//! The installation that is attacked: everybody signed in, and requests at several stages.

use std::collections::BTreeMap;

use comity::domain::gate::{Gate, Subject};
use comity::domain::ids::RequestReference;
use serde_json::{Value, json};

use super::client::Client;
use crate::operations::desk::{Desk, content, grants};
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
        Self::signed_in(Client::of(&desk.app)).await
    }

    /// The same, and time passes behind everything that is refused, so that each refusal leaves an entry.
    pub(crate) async fn pausing(desk: &Desk) -> Self {
        Self::signed_in(Client::of(&desk.app).pausing(&desk.clock)).await
    }

    async fn signed_in(nobody: Client) -> Self {
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
        "instrument": "UNCC", "measure": measure, "counterpart": "XS", "title": "A matter on paper",
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

/// A request of the other State under examination, with a decision drafted: safeguards of the decision are asked.
pub(crate) async fn examined(desk: &Desk, world: &World) -> RequestReference {
    let reference = arrived(world, INTRUSIVE).await;
    desk.take("carl", &reference, "acknowledge").await.unwrap();
    desk.clear(&reference, Gate::Admission, "carl").await;
    desk.take("cora", &reference, "admit").await.unwrap();
    let items = content(INTRUSIVE)["items"].clone();
    let names: Vec<&str> = items.as_array().unwrap().iter().map(|item| item["item"].as_str().unwrap()).collect();
    desk.write("cora", &reference, Subject::Decision, grants(&names), Vec::new()).await.unwrap();
    reference
}

/// Requests at several stages: a draft, one under review, one ready, one sent, one that has arrived, one under
/// examination, and one with an answer.
pub(crate) async fn requests(desk: &Desk, world: &World) -> Vec<RequestReference> {
    let mut all = vec![
        desk.draft("expedited_preservation").await,
        desk.submitted(INTRUSIVE).await,
        desk.ready("expedited_preservation").await,
        desk.sent(INTRUSIVE).await,
        arrived(world, INTRUSIVE).await,
        examined(desk, world).await,
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

/// The attempts on a request that were refused, as the log has them.
pub(crate) async fn attempts(world: &World, reference: &RequestReference) -> Vec<Value> {
    let target = format!("/api/v1/audit/entries?request={reference}&type=attempt_refused&at_most=500");
    let page = world.client("axel").get(&target).await.is(200).json();
    let mut all = page["entries"].as_array().unwrap().clone();
    let mut next = page["next"].clone();
    while let Some(after) = next.as_u64() {
        let page = world.client("axel").get(&format!("{target}&after={after}")).await.is(200).json();
        all.extend(page["entries"].as_array().unwrap().clone());
        next = page["next"].clone();
    }
    all
}

/// Where a request stands, word for word, as its row says.
pub(crate) async fn standing(desk: &Desk, reference: &RequestReference) -> String {
    let sql = "SELECT standing || ' ' || stage || ' ' || version FROM assistance_request WHERE reference = $1";
    let row: (String,) =
        sqlx::query_as(sql).bind(reference.as_str()).fetch_one(&mut desk.by_hand().await).await.unwrap();
    row.0
}
