//! The task list of a request: its sections with what each field still lacks, and the way to check the whole.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use crate::domain::gate::Subject;
use crate::engine::form::Field;
use crate::http::service::Service;

use super::super::frame::{After, Frame};
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::words::Words;
use super::control::Said;
use super::pen::Pen;
use super::sheet::{Sheet, Stands};

#[derive(Template)]
#[template(path = "templates/writing/tasks.html")]
struct Page {
    frame: Frame,
    reference: String,
    title: String,
    back: String,
    progress: String,
    complete: bool,
    may: bool,
    sections: Vec<Part>,
    attachments: String,
    attached: usize,
    documents: String,
    check: String,
}

struct Part {
    name: String,
    title: String,
    done: bool,
    state: String,
    tasks: Vec<Task>,
}

struct Task {
    to: String,
    label: Said,
    article: String,
    asked: String,
    stands: Stands,
    state: String,
}

/// Shows the task list.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, reference)): Path<(String, String)>,
    Query(After { done }): Query<After>,
) -> Result<Response, Stop> {
    let reference = by.request(&reference)?;
    let sheet = Sheet::read(&service, &by, &reference, (Subject::Request, None)).await?;
    let t = by.visit.t;
    let words = Words { t, rulebook: &sheet.rulebook };
    let pen = Pen { t, rulebook: &sheet.rulebook, names: std::collections::BTreeMap::new() };
    let at = by.visit.to(&format!("/requests/{reference}"));
    let may = sheet.writable(None, &by) == Some(Subject::Request);
    let task = |field: &&Field| {
        let stands = sheet.stands(field);
        Task {
            to: format!("{at}/write/{}", field.key),
            label: pen.said(&field.title),
            article: field.article.as_deref().map(|article| pen.article(article)).unwrap_or_default(),
            asked: field.mark.map(|mark| t.name("mark", mark)).unwrap_or_default(),
            stands,
            state: t.name("write-stands", stands),
        }
    };
    let sections: Vec<Part> = sheet
        .sections()
        .iter()
        .map(|(name, fields)| {
            let tasks: Vec<Task> = fields.iter().map(task).collect();
            let lacking = |task: &&Task| matches!(task.stands, Stands::Missing | Stands::Incomplete);
            let left = tasks.iter().filter(lacking).count();
            let done = left == 0;
            let state = if done { t.say("write-stands-done") } else { t.count("write-left", left) };
            Part { name: name.to_string(), title: t.name("section", name), done, state, tasks }
        })
        .collect();
    let complete = sections.iter().filter(|section| section.done).count();
    let mut frame = words.frame(&by, t.say("write-title"));
    frame.done = match done.as_str() {
        "begun" => Some(t.about("new-begun", reference.as_str())),
        "saved" => Some(t.say("write-saved")),
        _ => None,
    };
    Ok(page(&Page {
        progress: t.of("write-progress", complete, sections.len()),
        complete: sheet.lacks.is_empty(),
        may,
        sections,
        title: sheet.view.title.clone(),
        reference: reference.to_string(),
        attachments: format!("{at}/write/attachments"),
        attached: sheet.kept.documents.len(),
        documents: format!("{at}/documents"),
        check: format!("{at}/write/check"),
        back: at,
        frame,
    }))
}
