//! What the rules of a request say, in the language of the pages.

use crate::engine::procedure::{Part, Procedure};
use crate::engine::rulebook::Rulebook;
use crate::operations::print_request::content::Drawn;
use crate::operations::request_view::RequestView;

use super::frame::Frame;
use super::session::SignedIn;
use super::texts::Texts;

/// What the rules of a request say, in the language of the pages.
pub(super) struct Words<'r> {
    pub(super) t: Texts,
    pub(super) rulebook: &'r Rulebook,
}

impl Words<'_> {
    pub(super) fn language(&self) -> String {
        self.t.0.to_string()
    }

    /// The frame of a page about a request: it says whether the instrument that the request rests on is in force.
    pub(super) fn frame(&self, by: &SignedIn, title: String) -> Frame {
        let about = &self.rulebook.about;
        let name = self.rulebook.instrument_title(&self.language()).to_owned();
        let not_in_force = (!about.in_force).then(|| self.t.about("not-in-force", &name));
        Frame { not_in_force, ..Frame::for_one(by, title) }
    }

    /// The procedure of a request.
    pub(super) fn procedure(&self, view: &RequestView) -> Option<&Procedure> {
        self.rulebook.procedures.get(&view.standing.procedure)
    }

    pub(super) fn part(&self, view: &RequestView, holding: Option<&str>) -> Option<&Part> {
        let procedure = self.procedure(view)?;
        if holding.is_some() { procedure.holding.as_ref() } else { Some(procedure.part(view.standing.side)) }
    }

    /// A stage in words.
    pub(super) fn stage(&self, view: &RequestView, holding: Option<&str>, name: &str) -> String {
        let known = self.part(view, holding).and_then(|part| part.stages.iter().find(|stage| stage.name == *name));
        known.map_or_else(|| plain(name), |stage| stage.title.in_language(&self.language()).to_owned())
    }

    /// A step in words; one of the request's own may tell of a delivery, too.
    pub(super) fn step(&self, view: &RequestView, holding: Option<&str>, name: &str) -> String {
        let parts = self.part(view, holding).into_iter().chain(self.part(view, None));
        let known = parts.flat_map(|part| &part.transitions).find(|step| step.name == *name);
        known.map_or_else(|| plain(name), |step| step.title.in_language(&self.language()).to_owned())
    }

    /// A message in words.
    pub(super) fn message(&self, view: &RequestView, name: &str) -> String {
        let known = self.procedure(view).and_then(|procedure| procedure.message(name));
        known.map_or_else(|| plain(name), |message| message.title.in_language(&self.language()).to_owned())
    }

    pub(super) fn deadline(&self, view: &RequestView, holding: Option<&str>, name: &str) -> String {
        let known = self.part(view, holding).and_then(|part| part.deadlines.iter().find(|clock| clock.name == *name));
        known.map_or_else(|| plain(name), |clock| clock.title.in_language(&self.language()).to_owned())
    }

    /// Several names of the program's own, of which one suffices.
    pub(super) fn names(&self, kind: &str, names: impl IntoIterator<Item = impl std::fmt::Display>) -> String {
        let names: Vec<String> = names.into_iter().map(|name| self.t.name(kind, name)).collect();
        self.t.choice(&names)
    }

    /// The content, by the schema of its measure; none where nothing is written, or the schema cannot be read.
    pub(super) fn drawn(&self, view: &RequestView) -> Option<Drawn> {
        self.drawn_of(view, &view.content)
    }

    /// The same for other words of the same measure.
    pub(super) fn drawn_of(&self, view: &RequestView, content: &serde_json::Value) -> Option<Drawn> {
        let measure = self.rulebook.measures.get(&view.standing.measure)?;
        let schema = self.rulebook.files.text(&format!("content/{}.schema.json", measure.content))?;
        if content.as_object().is_none_or(serde_json::Map::is_empty) {
            return None;
        }
        crate::operations::print_request::content::draw_in(self.t.0, self.rulebook, schema, content).ok()
    }
}

/// A name of the files in words, where there are none.
pub(super) fn plain(name: &str) -> String {
    name.replace('_', " ")
}

/// A State in words.
pub(super) fn state(t: Texts, rulebook: &Rulebook, code: &str) -> String {
    let party = rulebook.parties.iter().find(|(known, _)| known.as_str() == code);
    party.map_or_else(|| code.to_owned(), |(_, party)| party.name.in_language(&t.0.to_string()).to_owned())
}
