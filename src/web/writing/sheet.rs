//! What is being written: the request as it stands, the words as they are kept, the form of its measure, what it lacks.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::domain::gate::Subject;
use crate::domain::ids::{MessageId, RequestReference};
use crate::domain::language::written_in;
use crate::engine::explain;
use crate::engine::form::{Field, Form, Section};
use crate::engine::measure::Measure;
use crate::engine::rulebook::Rulebook;
use crate::engine::schema::{Lack, Why};
use crate::http::service::Service;
use crate::operations::read_subject::{self, ReadSubject};
use crate::operations::request_view::RequestView;
use crate::operations::{OperationError, read_request};
use serde_json::Value;

use super::super::session::SignedIn;
use super::super::stop::Stop;

/// What is being written.
pub(super) struct Sheet {
    pub(super) view: RequestView,
    pub(super) rulebook: Arc<Rulebook>,
    pub(super) kept: ReadSubject,
    pub(super) form: Form,
    /// What the words as they are kept still lack.
    pub(super) lacks: Vec<Lack>,
}

impl Sheet {
    /// Reads what somebody wants to write.
    pub(super) async fn read(
        service: &Service,
        by: &SignedIn,
        reference: &RequestReference,
        (subject, holding): (Subject, Option<&MessageId>),
    ) -> Result<Self, Stop> {
        let stopped = |error: OperationError| by.stop(&error);
        let app = &service.app;
        let view = read_request::run(app, by.official(), reference).await.map_err(stopped)?;
        let kept = read_subject::run(app, by.official(), reference, (subject, holding)).await.map_err(stopped)?;
        let rulebook = app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
        let measure = rulebook.measures.get(&view.standing.measure);
        let schema = measure.and_then(|m| rulebook.files.text(&format!("content/{}.schema.json", m.content)));
        let form = schema
            .and_then(|schema| Form::read(schema).ok())
            .unwrap_or(Form { fields: Vec::new() })
            .translated(&rulebook);
        let lacks = match measure {
            Some(measure) if subject == Subject::Request => rulebook.lacks(measure, &kept.content),
            Some(_) | None => Vec::new(),
        };
        Ok(Self { view, rulebook, kept, form, lacks })
    }

    /// The measure; a request whose rulebook has lost it was refused where it was read.
    pub(super) fn measure(&self) -> Option<&Measure> {
        self.rulebook.measures.get(&self.view.standing.measure)
    }

    /// Which subject they may write now; the engine asks the same, and has the last word.
    pub(super) fn writable(&self, holding: Option<&MessageId>, by: &SignedIn) -> Option<Subject> {
        let procedure = self.rulebook.procedures.get(&self.view.standing.procedure)?;
        let places = explain::writable(procedure, &self.view.standing);
        let here = places.into_iter().find(|place| place.holding.as_deref() == holding.map(MessageId::as_str))?;
        let mine = here.by.iter().any(|role| by.caller.roles().contains(role));
        let fits = (here.subject == Subject::Use) == holding.is_some();
        (mine && fits && self.view.sealed_because.is_none()).then_some(here.subject)
    }

    /// The language in which people write it; empty where it says none.
    pub(super) fn written_in(&self) -> String {
        written_in(&self.kept.content).unwrap_or_default().to_owned()
    }

    /// What a field says now; null for nothing.
    pub(super) fn value(&self, field: &Field) -> Value {
        self.kept.content.get(&field.key).cloned().unwrap_or_default()
    }

    /// How a field stands.
    pub(super) fn stands(&self, field: &Field) -> Stands {
        let nothing = self.value(field).is_null();
        match (nothing, field.needed) {
            (true, true) => Stands::Missing,
            (true, false) => Stands::Optional,
            (false, _) if self.lacks_at(&field.key).next().is_some() => Stands::Incomplete,
            (false, _) => Stands::Done,
        }
    }

    /// What is lacking at a field or below it.
    pub(super) fn lacks_at(&self, key: &str) -> impl Iterator<Item = &Lack> {
        at(&self.lacks, key)
    }

    /// The sections that the form has, in their order, each with its fields.
    pub(super) fn sections(&self) -> Vec<(Section, Vec<&Field>)> {
        let names: BTreeSet<Section> = self.form.fields.iter().map(|field| field.section).collect();
        let of = |name| self.form.fields.iter().filter(move |field| field.section == name).collect();
        names.into_iter().map(|name| (name, of(name))).collect()
    }

    /// The field that follows in the same section.
    pub(super) fn after(&self, field: &Field) -> Option<&Field> {
        let section = self.form.fields.iter().filter(|other| other.section == field.section);
        section.skip_while(|other| other.key != field.key).nth(1)
    }
}

/// What is lacking at a field or below it.
pub(super) fn at<'l>(lacks: &'l [Lack], key: &str) -> impl Iterator<Item = &'l Lack> {
    let place = format!("/{key}");
    lacks.iter().filter(move |lack| {
        lack.pointer.strip_prefix(place.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Whether something is wrong, as against not there yet: a draft may be incomplete.
pub(super) fn is_wrong(lack: &Lack) -> bool {
    match lack.why {
        Why::Missing | Why::TooFew(_) => false,
        Why::AtLeast(_) | Why::AtMost(_) | Why::NoNumber | Why::Form => true,
    }
}

/// How a field stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Stands {
    /// It says what it has to.
    Done,
    /// It says something, and something lacks.
    Incomplete,
    /// It has to say something.
    Missing,
    /// It may say something.
    Optional,
}
