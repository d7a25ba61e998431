//! One case: a preservation is drafted, reviewed and sent, in eight transitions by eight officials.

use std::time::{Duration, Instant};

use comity::cli::demo::scenario::{Act, Scenario};
use comity::domain::gate::Subject;
use serde_json::{Value, json};

use super::client::Client;
use super::installation::Installation;

/// The transitions of a case and who takes each: the legal review sends the draft back, it is authorised, a slip is seen
/// before it leaves, it is authorised again, and sent.
pub(crate) const STEPS: [(&str, &str); 8] = [
    ("submit", "anna"),
    ("revise", "carl"),
    ("submit", "boris"),
    ("authorise", "cora"),
    ("revise", "celia"),
    ("submit", "dora"),
    ("authorise", "conrad"),
    ("send", "clara"),
];

/// Who answers safeguards, with their role.
const REVIEWERS: [(&str, &str); 3] =
    [("rosa", "rights_reviewer"), ("judy", "judicial_authority"), ("cato", "central_authority")];

/// How a transition is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// In a session that has begun before.
    Session,
    /// The same, with the version that was read (`If-Match`) and an `Idempotency-Key`.
    Guarded,
    /// In a session that begins for this one call.
    SignInFirst,
}

/// The safeguards that stand in the way of a case, each with its gate and who answers it here.
pub(crate) type Questions = Vec<(String, String, &'static str)>;

/// A case at work.
#[derive(Debug, Clone, Default)]
pub(crate) struct Case {
    path: String,
    digest: Value,
    version: Value,
}

impl Installation {
    /// Drafts a request with complete content, as `anna`.
    pub(crate) async fn draft(&self, client: &Client) -> Case {
        let new = json!({
            "instrument": "UNCC", "measure": "expedited_preservation", "counterpart": "XS", "title": "Preservation of one account",
            "content": content(),
        });
        let drafted = client.post(&self.secrets["anna"], "/api/v1/requests", &new).await;
        let path = format!("/api/v1/requests/{}", drafted["reference"].as_str().unwrap());
        Case { path, digest: drafted["digest"].clone(), version: drafted["version"].clone() }
    }

    /// Takes one of [`STEPS`]; says how long it took.
    pub(crate) async fn take(&self, client: &Client, case: &mut Case, step: usize, way: Way) -> Duration {
        let (transition, who) = STEPS[step];
        let asked = Instant::now();
        let begun = if way == Way::SignInFirst { Some(client.sign_in(who).await) } else { None };
        let secret = begun.as_ref().unwrap_or(&self.secrets[who]);
        let guarded = way == Way::Guarded;
        let key = format!("{}:{step}", case.path.replace('/', "-"));
        let headers = vec![("if-match", format!("\"{}\"", case.version)), ("idempotency-key", key)];
        let body = match transition {
            "revise" => json!({ "transition": transition, "reason": "The period named was too long." }),
            _ => json!({ "transition": transition }),
        };
        let client = client.with(if guarded { headers } else { Vec::new() });
        let taken = client.post(secret, &format!("{}/transitions", case.path), &body).await;
        let took = asked.elapsed();
        case.version = taken["version"].clone();
        took
    }

    /// Answers safeguards, each in a call of its own.
    pub(crate) async fn answer(&self, client: &Client, case: &mut Case, questions: &Questions) {
        for (safeguard, gate, who) in questions {
            let given = json!({
                "gate": gate, "answer": "met", "read": case.digest, "reason": "Examined against the file.",
            });
            let path = format!("{}/safeguards/{safeguard}/answers", case.path);
            case.version = client.post(&self.secrets[*who], &path, &given).await["version"].clone();
        }
    }

    /// Plays a first case, and learns from it which safeguards stand in the way.
    pub(crate) async fn rehearse(&self) -> Questions {
        let client = self.client.another();
        let mut case = self.draft(&client).await;
        let mut all = Questions::new();
        for (step, (name, ..)) in STEPS.iter().enumerate() {
            // Before it is taken: what stands at the gates that lead on from here.
            let asked = client.get(&self.secrets["cato"], &format!("{}/safeguards", case.path)).await;
            if matches!(*name, "authorise" | "send") {
                let open: Questions = asked.as_array().unwrap().iter().filter_map(question).collect();
                self.answer(&client, &mut case, &open).await;
                all.extend(open);
            }
            self.take(&client, &mut case, step, Way::Session).await;
        }
        all
    }
}

/// What has to be answered, unless it is.
fn question(asked: &Value) -> Option<(String, String, &'static str)> {
    let text = |name: &str| asked[name].as_str().unwrap().to_owned();
    let roles = asked["answered_by"].as_array().unwrap();
    let may = REVIEWERS.iter().find(|(_, role)| roles.iter().any(|may| may == role));
    (asked["state"] != "cleared").then(|| (text("safeguard"), text("gate"), may.expect("somebody may answer").0))
}

/// The complete content of a preservation: that of a shipped scenario.
fn content() -> Value {
    static CONTENT: std::sync::OnceLock<Value> = std::sync::OnceLock::new();
    let made = || {
        let scenario = Scenario::shipped().unwrap().into_iter().find(|scenario| scenario.name == "sextortion").unwrap();
        let mut content = serde_json::Map::new();
        for step in scenario.steps.iter().filter(|step| step.request.as_deref() == Some("preservation")) {
            match &step.act {
                Act::Draft { content: drafted, .. } => content.extend(drafted.clone()),
                Act::Change { subject: Subject::Request, amend: Some(amend), .. } => content.extend(amend.clone()),
                _ => {}
            }
        }
        Value::Object(content)
    };
    CONTENT.get_or_init(made).clone()
}
