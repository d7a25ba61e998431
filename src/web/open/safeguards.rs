//! The safeguards of a procedure, gate by gate: what is asked, by which article, who answers, and where it binds.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use strum::IntoEnumIterator as _;

use crate::domain::safeguard::Profile;
use crate::engine::guide::{self, Asked, GateGuide, PartGuide};
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;

use super::super::frame::Frame;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;
use super::super::visit::Visit;

#[derive(Template)]
#[template(path = "templates/open/safeguards.html")]
struct Page {
    frame: Frame,
    back: String,
    here: String,
    of: String,
    measures: Vec<(String, String, bool)>,
    parts: Vec<Part>,
}

/// One side, or the life of a delivery.
struct Part {
    id: &'static str,
    title: String,
    gates: Vec<Gate>,
}

/// A gate of it.
struct Gate {
    id: String,
    title: String,
    steps: String,
    safeguards: Vec<Safeguard>,
}

/// What is asked there.
struct Safeguard {
    code: String,
    title: String,
    question: String,
    articles: String,
    answered_by: String,
    confirmed_by: Option<String>,
    /// Profiles in which it binds.
    profiles: String,
    hard: bool,
}

/// For which measure, and of which instrument.
#[derive(Deserialize)]
pub(super) struct Which {
    of: Option<String>,
    measure: Option<String>,
}

/// Shows them for one measure that follows the procedure; for the first, where none is named.
pub(super) async fn show(
    State(service): State<Service>,
    visit: Visit,
    Path((_, name)): Path<(String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let nothing = || Stop::not_found(&visit, None);
    let rulebook = &super::rulebook(&service, which.of.as_deref()).ok_or_else(nothing)?;
    let procedure = super::procedure(rulebook, &name).ok_or_else(nothing)?;
    let (t, language) = (visit.t, visit.language().to_string());
    let following: Vec<_> = rulebook.measures.values().filter(|measure| measure.procedure == procedure.name).collect();
    let measure = match &which.measure {
        Some(wanted) => following.iter().find(|measure| measure.name == *wanted.as_str()),
        None => following.first(),
    };
    let measure = measure.ok_or_else(nothing)?;
    let shown = Shown { t, rulebook, language: &language };
    let parts = guide::of(rulebook, measure, Profile::Strict, &language);
    let title = procedure.title.in_language(&language);
    let below = format!("/procedures/{name}");
    Ok(page(&Page {
        frame: Frame::of(&visit, t.about("rulebooks-safeguards-of", title)),
        back: visit.to(&format!("{below}?of={}", rulebook.about.instrument)),
        here: visit.to(&format!("{below}/safeguards")),
        of: rulebook.about.instrument.clone(),
        measures: following
            .iter()
            .map(|known| {
                let title = known.title.in_language(&language).to_owned();
                (known.name.to_string(), title, known.name == measure.name)
            })
            .collect(),
        parts: parts.iter().map(|part| shown.part(part)).collect(),
    }))
}

struct Shown<'a> {
    t: Texts,
    rulebook: &'a Rulebook,
    language: &'a str,
}

impl Shown<'_> {
    fn part(&self, part: &PartGuide<'_>) -> Part {
        let title = self.t.say(match part.part {
            "requesting" => "rulebooks-side-requesting",
            "requested" => "rulebooks-side-requested",
            _ => "rulebooks-side-holding",
        });
        Part { id: part.part, title, gates: part.gates.iter().map(|gate| self.gate(part.part, gate)).collect() }
    }

    fn gate(&self, part: &str, gate: &GateGuide<'_>) -> Gate {
        let mut steps: Vec<&str> = gate.steps.iter().map(|step| step.title).collect();
        steps.dedup();
        Gate {
            id: format!("{part}-{}", gate.gate),
            title: self.t.name("gate", gate.gate),
            steps: steps.join(", "),
            safeguards: gate.safeguards.iter().map(|asked| self.safeguard(asked)).collect(),
        }
    }

    fn safeguard(&self, asked: &Asked<'_>) -> Safeguard {
        let roles = |roles: &[crate::domain::role::Role]| {
            roles.iter().map(|role| self.t.name("role", role)).collect::<Vec<_>>().join(", ")
        };
        let binds = Profile::iter().filter(|profile| self.rulebook.binding(*profile).contains(&asked.basis));
        let profiles = binds.filter_map(|profile| self.rulebook.profiles.get(&profile));
        Safeguard {
            code: asked.code.to_owned(),
            title: asked.title.to_owned(),
            question: asked.question.to_owned(),
            articles: asked.source.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            answered_by: roles(asked.answered_by),
            confirmed_by: (!asked.confirmed_by.is_empty()).then(|| roles(asked.confirmed_by)),
            profiles: profiles.map(|rule| rule.title.in_language(self.language)).collect::<Vec<_>>().join(", "),
            hard: asked.hard,
        }
    }
}
