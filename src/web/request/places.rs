//! Where both sides stand: the picture, and the same as a list.

use std::collections::BTreeSet;

use crate::domain::gate::Side;
use crate::engine::chart::{self, Marks, Options, Stands};
use crate::engine::procedure::{Part, Procedure, Trigger};
use crate::operations::request_view::{Happened, RequestView};

use super::super::language::Language;
use super::super::words::Words;
use super::turns::entered;

/// Where both sides stand.
pub(super) struct Places {
    /// The picture, drawn by the program: it holds no text of people.
    pub(super) picture: String,
    /// The stages of our side, in their order.
    pub(super) stages: Vec<Place>,
    /// Where the other side stands as far as its messages tell, in a sentence.
    pub(super) other: Option<String>,
    /// Where the whole procedure is shown.
    pub(super) procedure: String,
}

/// A stage of the list.
pub(super) struct Place {
    pub(super) title: String,
    /// `now`, `next`, `done` or `ahead`.
    pub(super) class: &'static str,
    /// The same in words.
    pub(super) said: String,
}

impl Words<'_> {
    /// Where both sides stand.
    pub(super) fn places(&self, view: &RequestView, history: &[Happened]) -> Option<Places> {
        let procedure = self.procedure(view)?;
        let language = self.language();
        let part = procedure.part(view.side);
        let ours = Stands {
            now: Some(view.stage.clone()),
            passed: entered(history).iter().map(|entered| entered.from.to_owned()).collect(),
            next: nexts(part, &view.stage),
        };
        let other_side = match view.side {
            Side::Requesting => Side::Requested,
            Side::Requested => Side::Requesting,
        };
        let theirs = told_by_messages(procedure, other_side, view);
        let title_of = |part: &Part, name: &str| {
            let known = part.stages.iter().find(|stage| stage.name == *name);
            known.map_or_else(String::new, |known| known.title.in_language(&language).to_owned())
        };
        let other = theirs
            .now
            .as_deref()
            .map(|name| self.t.with("map-other", &[("stage", &title_of(procedure.part(other_side), name))]));
        let now = title_of(part, &view.stage);
        let next: Vec<String> = ours.next.iter().map(|name| title_of(part, name)).collect();
        let mut said = vec![self.t.with("map-now", &[("stage", &now)])];
        if !next.is_empty() {
            said.push(self.t.with("map-next", &[("stages", &next.join(", "))]));
        }
        let title = said.join(" ");
        let options = Options {
            measure: self.rulebook.measures.get(&view.standing.measure),
            profile: view.standing.profile,
            language: &language,
            standalone: false,
        };
        let stages = chart::stages(self.rulebook, procedure, &options, view.side)
            .into_iter()
            .filter_map(|(name, main)| {
                let class = if name == view.stage {
                    "now"
                } else if ours.next.contains(&name) {
                    "next"
                } else if ours.passed.contains(&name) {
                    "done"
                } else if main {
                    "ahead"
                } else {
                    return None;
                };
                Some(Place { title: title_of(part, &name), class, said: self.t.name("map-mark", class) })
            })
            .collect();
        let (us, them) = (self.t.say("map-us"), self.t.say("map-them"));
        let (heads, stands) = match view.side {
            Side::Requesting => ([us.as_str(), them.as_str()], [ours, theirs]),
            Side::Requested => ([them.as_str(), us.as_str()], [theirs, ours]),
        };
        // Both are read aloud, one after the other: nothing stands in both.
        let described = other.clone().unwrap_or_default();
        let marks = Marks { title: &title, described: &described, heads, stands, mirrored: self.t.0 == Language::Ar };
        let whole = format!("/{}/procedures/{}?of={}", self.t.0, procedure.name, self.rulebook.about.instrument);
        let picture = chart::map(self.rulebook, procedure, &options, &marks);
        Some(Places { picture, stages, other, procedure: whole })
    }
}

/// Stages that may be entered from one.
fn nexts(part: &Part, stage: &str) -> BTreeSet<String> {
    let leaving = part.transitions.iter().filter(|step| step.from.iter().any(|from| *from == *stage));
    leaving.map(|step| step.to.to_string()).filter(|to| to != stage).collect()
}

/// Where the other side stands as far as its messages tell: what it sent says where it has come to, what it received
/// says so as well.
fn told_by_messages(procedure: &Procedure, side: Side, view: &RequestView) -> Stands {
    let part = procedure.part(side);
    let mut stands = Stands::default();
    let mut at = part.start.to_string();
    let counted = |state: &str| matches!(state, "heard" | "handed_over" | "late");
    let mut letters: Vec<_> = view.messages.iter().filter(|letter| counted(&letter.state)).collect();
    letters.sort_by(|one, other| one.created_at.cmp(&other.created_at));
    for letter in letters {
        let sent = letter.direction == "in";
        let moved = part.transitions.iter().filter(|step| {
            if sent {
                step.sends.as_ref().is_some_and(|name| *name == *letter.name)
            } else {
                step.trigger() == Some(Trigger::Message(letter.name.as_str()))
            }
        });
        let from_here = moved.clone().find(|step| step.from.iter().any(|from| *from == *at));
        // What it did among its own desks nobody told us: a message it sent still says where that led.
        let moved = from_here.or_else(|| moved.clone().next().filter(|_| sent));
        if let Some(step) = moved {
            stands.passed.insert(std::mem::replace(&mut at, step.to.to_string()));
            stands.now = Some(at.clone());
        }
    }
    if let Some(now) = &stands.now {
        stands.passed.remove(now);
    }
    stands
}
