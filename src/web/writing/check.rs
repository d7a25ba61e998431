//! Check your answers: all that the request says, what it lacks, and the digest of exactly the words that will be signed.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use crate::domain::gate::Subject;
use crate::engine::form::Field;
use crate::http::service::Service;
use crate::operations::list_documents;

use super::super::frame::{After, Frame, Link};
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::words::Words;
use super::control::Said;
use super::pen::Pen;
use super::sheet::{Sheet, at};
use super::told::Told;

#[derive(Template)]
#[template(path = "templates/writing/check.html")]
struct Page {
    frame: Frame,
    reference: String,
    title: String,
    back: String,
    sections: Vec<Part>,
    missing: Vec<Missing>,
    written_in: String,
    digest: Option<String>,
    /// Documents that go with it.
    attached: Vec<(String, Option<String>)>,
    attachments: String,
    /// Steps that lead on from here, the first being the one that is meant.
    steps: Vec<Link>,
    may: bool,
}

struct Part {
    name: String,
    title: String,
    answers: Vec<Answer>,
}

struct Answer {
    label: Said,
    told: Vec<Told>,
    needed: bool,
    change: String,
}

/// Something that is missing, with its article.
struct Missing {
    to: String,
    label: String,
    article: String,
}

/// Shows all answers.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference)): Path<(String, String)>,
    Query(After { done }): Query<After>,
) -> Result<Response, Stop> {
    let reference = by.request(&reference)?;
    let sheet = Sheet::read(&service, &by, &reference, (Subject::Request, None)).await?;
    let listed = list_documents::run(&service.app, by.official(), &reference).await.map_err(|error| by.stop(&error))?;
    let t = by.visit.t;
    let words = Words { t, rulebook: &sheet.rulebook };
    let pen = Pen { t, rulebook: &sheet.rulebook, names: BTreeMap::new() };
    let below = by.visit.to(&format!("/requests/{reference}"));
    let answer = |field: &&Field| Answer {
        label: pen.said(&field.title),
        told: pen.told(field, &sheet.value(field)),
        needed: field.needed,
        change: format!("{below}/write/{}?from=check", field.key),
    };
    let sections = sheet.sections();
    let sections = sections.iter().map(|(name, fields)| Part {
        name: name.to_string(),
        title: t.name("section", name),
        answers: fields.iter().map(answer).collect(),
    });
    let missing =
        sheet.form.fields.iter().flat_map(|field| at(&sheet.lacks, &field.key).map(move |lack| (field, lack)));
    let missing = missing.map(|(field, lack)| Missing {
        to: format!("{below}/write/{}?from=check#{}", field.key, super::control::id_of(&lack.pointer)),
        label: pen.named(field, &lack.pointer).0,
        article: lack.article.as_deref().map(|article| pen.article(article)).unwrap_or_default(),
    });
    let attached = sheet.kept.documents.iter().map(|id| {
        let known = listed.iter().find(|document| document.document == id.as_str());
        let name = known.map_or_else(|| id.to_string(), |document| document.name.clone());
        (name, known.and_then(|document| document.sha256.as_ref().map(ToString::to_string)))
    });
    // Steps that can be taken now; the one that leads on stands first in the file.
    let open = sheet.view.next.iter().filter(|next| next.in_the_way.is_none() && next.next.holding.is_none());
    let steps = open.map(|possible| Link {
        to: format!("{below}/steps/{}", possible.next.transition),
        text: words.step(&sheet.view, None, &possible.next.transition),
        current: false,
    });
    let mut frame = words.frame(&by, t.say("check-title"));
    frame.done = (done == "saved").then(|| t.say("write-saved"));
    Ok(page(&Page {
        sections: sections.collect(),
        missing: missing.collect(),
        attached: attached.collect(),
        steps: steps.take(1).collect(),
        written_in: sheet.written_in(),
        digest: sheet.kept.digest.as_ref().map(ToString::to_string),
        may: sheet.writable(None, &by) == Some(Subject::Request),
        title: sheet.view.title.clone(),
        reference: reference.to_string(),
        attachments: format!("{below}/write/attachments?from=check"),
        back: format!("{below}/write"),
        frame,
    }))
}
