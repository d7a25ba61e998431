//! A request as an official sees it.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::domain::gate::Side;
use crate::domain::in_force::RestsOn;
use crate::domain::request::AssistanceRequest;
use crate::engine::explain::{Asked, Holder, Next};
use crate::engine::refusal::Refusal;

/// A request as an official sees it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RequestView {
    /// What people call it.
    pub reference: String,
    /// The number in the authority's own registry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registry_number: Option<String>,
    /// Where it comes from, where it was imported or came on paper: references and days as others gave them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub origin: Option<Value>,
    /// A title without names.
    pub title: String,
    /// The instrument that it rests on, and whether that is in force.
    pub instrument: RestsOn,
    /// Our side.
    pub side: Side,
    /// The other State.
    pub counterpart: String,
    /// What is asked for.
    pub measure: String,
    /// The procedure it follows.
    pub procedure: String,
    /// What binds.
    pub profile: String,
    /// The rulebook it keeps.
    pub rulebook: String,
    /// Where it stands.
    pub stage: String,
    /// Its title, in English.
    pub stage_title: String,
    /// Since when.
    pub stage_since: String,
    /// Whose act is awaited; none where it has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_by: Option<Holder>,
    /// Its version.
    pub version: i64,
    /// Why nothing moves it, where tables and log differ.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed_because: Option<String>,
    /// Its content: what is asked for.
    pub content: Value,
    /// What the content still lacks, each with its article.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The decision as drafted or received.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub decision: Value,
    /// What may come next, and what stands in the way of this official.
    pub next: Vec<Possible>,
    /// Safeguards at the gates that lead on, each as it stands.
    pub safeguards: Vec<Asked>,
    /// Deadlines that run.
    pub deadlines: Vec<Due>,
    /// Deliveries received.
    pub deliveries: Vec<Delivery>,
    /// Messages that came and went.
    pub messages: Vec<Letter>,
    /// Documents.
    pub documents: Vec<Attached>,
    /// Whether it waits for whoever reads: there is something that they can do about it now.
    #[serde(skip)]
    pub waits: bool,
    /// Whether whoever reads stands aside.
    #[serde(skip)]
    pub aside: bool,
    /// Messages recorded by hand that whoever reads can confirm.
    #[serde(skip)]
    pub to_confirm: Vec<String>,
    /// The standing that the rules read.
    #[schema(value_type = Object)]
    pub standing: AssistanceRequest,
}

/// A transition, and whether this official may take it now.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Possible {
    /// The transition.
    #[serde(flatten)]
    pub next: Next,
    /// What stands in the way, for programs as a sentence; none when it can be taken now.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "as_sentence")]
    #[schema(value_type = Option<String>)]
    pub in_the_way: Option<Refusal>,
    /// The stable name of the rule that stands in the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// The articles behind it, where the rule has some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub articles: Vec<String>,
}

/// A refusal as a sentence in English.
#[expect(clippy::ref_option, reason = "serde hands the field over like this")]
fn as_sentence<S: Serializer>(refusal: &Option<Refusal>, to: S) -> Result<S::Ok, S::Error> {
    refusal.as_ref().map(ToString::to_string).serialize(to)
}

/// A deadline that runs.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Due {
    /// Its name.
    pub deadline: String,
    /// The delivery it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holding: Option<String>,
    /// When its time is up.
    pub due_at: String,
    /// Whether it is paused.
    pub paused: bool,
}

/// A delivery.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Delivery {
    /// Its id: the message that brought it.
    pub holding: String,
    /// Where it stands.
    pub stage: String,
    /// Items that it answers.
    pub items: Vec<String>,
    /// Conditions that bind its use.
    pub conditions: Vec<String>,
}

/// A message that came or went.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Letter {
    /// Its id.
    pub message: String,
    /// Which message.
    pub name: String,
    /// `in` or `out`.
    pub direction: String,
    /// How it stands: `waiting`, `handed_over`, `recorded`, `heard`, `late`, `held_back`.
    pub state: String,
    /// How it travels.
    pub channel: String,
    /// When it was written or arrived.
    pub created_at: String,
}

/// A document.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Attached {
    /// Its id.
    pub document: String,
    /// Name of the file.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Language.
    pub language: String,
    /// Length in bytes.
    pub size: i64,
}

/// One entry of a request's history.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Happened {
    /// Its place in the log, from 0.
    pub index: u64,
    /// Its number within the request.
    pub cseq: u64,
    /// When.
    pub at: String,
    /// Its type.
    pub entry: String,
    /// The role that acted, or `system`.
    pub role: String,
    /// Its articles.
    pub art: Vec<String>,
    /// Its body.
    pub body: Value,
    /// The hash of its leaf.
    pub leaf: String,
}
