//! What differs between two rulebooks, gate by gate, and whether protection rose or fell.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use crate::engine::compare::{self, Change, Protection, Topic};
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;
use crate::operations::list_rulebooks;

use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;

#[derive(Template)]
#[template(path = "templates/rulebooks/difference.html")]
struct Page {
    frame: Frame,
    back: String,
    /// Hash, name, and whether it is chosen as old, and as new.
    known: Vec<(String, String, bool, bool)>,
    told: Option<Told>,
}

/// What was found.
pub(super) struct Told {
    pub(super) fell: usize,
    pub(super) rose: usize,
    pub(super) topics: Vec<(String, Vec<Line>)>,
}

/// One change.
pub(super) struct Line {
    pub(super) place: String,
    pub(super) sentence: String,
    pub(super) class: &'static str,
    pub(super) protection: String,
}

impl Told {
    /// What differs, in the words of a page.
    pub(super) fn of(t: Texts, old: &Rulebook, new: &Rulebook) -> Self {
        let changes = compare::compare(old, new);
        let (fell, rose) = compare::counted(&changes);
        Self { fell, rose, topics: topics(t, &changes) }
    }
}

/// Which two.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Two {
    old: String,
    new: String,
}

/// Compares two.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Query(two): Query<Two>,
) -> Result<Response, Stop> {
    let known = list_rulebooks::run(&service.app, by.official()).await;
    let known = known.map_err(|error| by.stop(&error))?;
    let t = by.visit.t;
    let find =
        |hash: &str| known.iter().find(|known| known.hash.as_str() == hash).and_then(|known| known.rulebook.clone());
    let told = match (find(&two.old), find(&two.new)) {
        (Some(old), Some(new)) => Some(Told::of(t, &old, &new)),
        _ if two.old.is_empty() && two.new.is_empty() => None,
        _ => return Err(by.nothing()),
    };
    let named = known.iter().filter_map(|known| {
        let rulebook = known.rulebook.as_ref()?;
        let short: String = known.hash.as_str().chars().take(8).collect();
        let name = format!("{} ({}, {short})", rulebook.about.name, rulebook.about.instrument);
        let hash = known.hash.to_string();
        let (old, new) = (hash == two.old, hash == two.new);
        Some((hash, name, old, new))
    });
    Ok(page(&Page {
        frame: Frame::for_one(&by, t.say("rulebooks-difference")),
        back: by.visit.to("/rulebooks"),
        known: named.collect(),
        told,
    }))
}

/// Changes by what kind of rule changed: what stands at gates comes first.
fn topics(t: Texts, changes: &[Change]) -> Vec<(String, Vec<Line>)> {
    let mut topics: Vec<(Topic, Vec<Line>)> = Vec::new();
    for change in changes {
        let (class, id) = match change.protection {
            Protection::Fell => ("bad", "rulebooks-fell"),
            Protection::Rose => ("cleared", "rulebooks-rose"),
            Protection::Neither => ("", "rulebooks-neither"),
        };
        let line = Line {
            place: change.place.in_language(t.0),
            sentence: change.sentence.in_language(t.0),
            class,
            protection: t.say(id),
        };
        match topics.last_mut().filter(|(topic, _)| *topic == change.topic) {
            Some((_, lines)) => lines.push(line),
            None => topics.push((change.topic, vec![line])),
        }
    }
    topics.into_iter().map(|(topic, lines)| (t.say(topic_id(topic)), lines)).collect()
}

fn topic_id(topic: Topic) -> &'static str {
    match topic {
        Topic::Gate => "rulebooks-topic-gate",
        Topic::Role => "rulebooks-topic-role",
        Topic::Answer => "rulebooks-topic-answer",
        Topic::Step => "rulebooks-topic-step",
        Topic::Message => "rulebooks-topic-message",
        Topic::Clock => "rulebooks-topic-clock",
        Topic::Measure => "rulebooks-topic-measure",
        Topic::Ground => "rulebooks-topic-ground",
        Topic::Rulebook => "rulebooks-topic-rulebook",
        Topic::Form => "rulebooks-topic-form",
        Topic::Source => "rulebooks-topic-source",
        Topic::Text => "rulebooks-topic-text",
    }
}
