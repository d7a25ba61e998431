//! Open cases from a file: what it has to look like, what would come of it line by line, and what came of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use tracing::Instrument as _;

use crate::domain::ids::Digest;
use crate::domain::role::Role;
use crate::engine::decide::RECORDERS;
use crate::http::imports::Standing;
use crate::http::service::Service;
use crate::operations::import_requests::{self, COLUMNS, Import, LineState, MOST_ROWS, Report, SOURCE, empty_file};
use crate::operations::{Call, OperationError};

use super::super::form::{Problem, Problems, Sent};
use super::super::frame::Frame;
use super::super::request::paper::Brought;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::told::{Fault, Shown};

/// So many lines are shown of each kind.
const SHOWN: usize = 500;

#[derive(Template)]
#[template(path = "templates/intake/import.html")]
struct Page {
    frame: Frame,
    problems: Problems,
    source: String,
    /// Name, whether it is needed, what belongs there.
    columns: Vec<(&'static str, bool, String)>,
    most: String,
    /// Whether a file of theirs was tried already, or is being taken in.
    waits: bool,
}

#[derive(Template)]
#[template(path = "templates/intake/report.html")]
struct Told {
    frame: Frame,
    /// The file that the word is given for, where it may be given.
    ready: Option<(String, String)>,
    /// How far it is, while it is taken in.
    running: Option<String>,
    /// Why it was refused as a whole, or stopped, in the program's words.
    stopped: Option<String>,
    counts: Vec<String>,
    faults: Vec<Fault>,
    lines: Vec<Shown>,
    /// How many more lines there are than are shown.
    more: usize,
}

/// The word that a file is to be taken in.
#[derive(Deserialize)]
pub(super) struct Begun {
    sha256: String,
}

/// Whether somebody may import at all.
pub(in crate::web) fn imports(by: &SignedIn) -> bool {
    by.caller.roles().iter().any(|role| *role == Role::DraftingOfficial || RECORDERS.contains(role))
}

/// Asks for the file.
pub(super) async fn ask(State(service): State<Service>, by: SignedIn) -> Result<Response, Stop> {
    if !imports(&by) {
        return Err(Stop::not_theirs(&by.visit, &by, ("import", "import-not-yours")));
    }
    Ok(page(&Page::of(&service, &by, SOURCE, Problems::default())))
}

/// Tries a file: nothing is written.
pub(super) async fn check(State(service): State<Service>, brought: Brought) -> Result<Response, Stop> {
    let by = &brought.by;
    let t = by.visit.t;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let source = brought.one("source").to_owned();
    let again = |field: &str, text: String| {
        let problems = Problems(vec![Problem { field: field.to_owned(), text }]);
        let shown = page(&Page::of(&service, by, &source, problems));
        (StatusCode::UNPROCESSABLE_ENTITY, shown).into_response()
    };
    if brought.too_large {
        return Ok(again("file", t.say("import-too-large")));
    }
    let Some(file) = brought.document.clone() else { return Ok(again("file", t.say("import-file-missing"))) };
    let import = Import { source: source.clone(), bytes: Arc::new(file.bytes), papers: None };
    let tried = import_requests::check(&service.app, by.official(), &import).await;
    let report = match service.tried(by.official(), tried) {
        Ok(report) => report,
        Err(OperationError::Unusable { .. }) => return Ok(again("source", t.say("import-source-wrong"))),
        Err(OperationError::TooLarge { .. }) => return Ok(again("file", t.say("import-too-large"))),
        Err(error) => return Err(by.stop(&error)),
    };
    if !service.imports.keep(by.caller.official_id(), import, report, service.app.clock.now()) {
        return Ok(again("file", t.say("import-no-room")));
    }
    Ok(Redirect::to(&by.visit.to("/requests/import/report")).into_response())
}

/// Takes in the file that was tried. It goes on while nobody looks; the page says how far it is.
pub(super) async fn begin(State(service): State<Service>, Sent { by, form }: Sent<Begun>) -> Result<Response, Stop> {
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let to = Redirect::to(&by.visit.to("/requests/import/report")).into_response();
    let Ok(seen) = Digest::parse(form.sha256) else { return Ok(to) };
    let begun = service.imports.begin(by.caller.official_id(), &seen, service.app.clock.now());
    // Sent twice, begun once.
    let Some((import, running)) = begun else { return Ok(to) };
    let (app, official) = (service.app.calling(Call::default()), by.official().clone());
    let work = async move {
        let progress = |done, all| running.progress(done, all);
        let done = import_requests::run(&app, &official, &import, &progress).await;
        running.end(service.tried(&official, done).map_err(|error| error.to_string()));
    };
    let work = tokio::spawn(work.in_current_span());
    // A short file is done by the time that the page is drawn.
    _ = tokio::time::timeout(std::time::Duration::from_secs(2), work).await;
    Ok(to)
}

/// Shows how the file stands.
pub(super) async fn show(State(service): State<Service>, by: SignedIn) -> Result<Response, Stop> {
    if !imports(&by) {
        return Err(Stop::not_theirs(&by.visit, &by, ("import", "import-not-yours")));
    }
    let Some(standing) = service.imports.of(by.caller.official_id(), service.app.clock.now()) else {
        return Ok(Redirect::to(&by.visit.to("/requests/import")).into_response());
    };
    Ok(page(&Told::of(&by, &standing)))
}

/// The empty file.
pub(super) async fn example(by: SignedIn) -> Response {
    let _ = by;
    let kind = (header::CONTENT_TYPE, "text/csv; charset=utf-8");
    ([kind, (header::CONTENT_DISPOSITION, "attachment; filename=\"cases.csv\"")], empty_file()).into_response()
}

impl Page {
    fn of(service: &Service, by: &SignedIn, source: &str, problems: Problems) -> Self {
        let t = by.visit.t;
        let frame = Frame::for_one(by, t.say("import"));
        let about = |name: &str| match name {
            "direction" => t.say("import-column-direction"),
            "instrument" => t.say("import-column-instrument"),
            "measure" => t.say("import-column-measure"),
            "counterpart" => t.say("import-column-counterpart"),
            "title" => t.say("import-column-title"),
            "old_reference" => t.say("import-column-old-reference"),
            "follows" => t.say("import-column-follows"),
            "language" => t.say("import-column-language"),
            "received_on" => t.say("import-column-received-on"),
            "their_reference" => t.say("import-column-their-reference"),
            "channel" => t.say("import-column-channel"),
            "paper" => t.say("import-column-paper"),
            _ => t.say("import-column-sha256"),
        };
        let columns = COLUMNS.iter().map(|column| (column.name, column.needed, about(column.name)));
        Self {
            frame: if problems.0.is_empty() { frame } else { frame.wrong() },
            problems,
            source: source.to_owned(),
            columns: columns.chain([("content.…", false, t.say("import-column-content"))]).collect(),
            most: t.count("import-most", MOST_ROWS),
            waits: service.imports.of(by.caller.official_id(), service.app.clock.now()).is_some(),
        }
    }
}

impl Told {
    fn of(by: &SignedIn, standing: &Standing) -> Self {
        let t = by.visit.t;
        let mut told = Self {
            frame: Frame::for_one(by, t.say("import-report")),
            ready: None,
            running: None,
            stopped: None,
            counts: Vec::new(),
            faults: Vec::new(),
            lines: Vec::new(),
            more: 0,
        };
        match standing {
            Standing::Tried(report) => {
                told.tell(by, report);
                let ready = report.count(LineState::Ready);
                if report.is_clean() && ready > 0 {
                    told.ready = Some((report.sha256.to_string(), t.count("import-begin", ready)));
                }
                if !report.is_clean() {
                    told.frame = told.frame.wrong();
                }
            }
            Standing::Running(done, all) => told.running = Some(t.of("import-running", *done, *all)),
            Standing::Ended(ended) => match &**ended {
                Ok(report) => {
                    told.frame.title = t.say("import-result");
                    told.tell(by, report);
                    told.stopped.clone_from(&report.stopped);
                }
                Err(why) => told.stopped = Some(why.clone()),
            },
        }
        told
    }

    fn tell(&mut self, by: &SignedIn, report: &Report) {
        let t = by.visit.t;
        let counted = |state, id| Some(report.count(state)).filter(|count| *count > 0).map(|count| t.count(id, count));
        self.counts = [
            counted(LineState::Ready, "import-count-ready"),
            counted(LineState::Imported, "import-count-imported"),
            counted(LineState::Before, "import-count-before"),
            counted(LineState::Wrong, "import-count-wrong"),
            counted(LineState::Refused, "import-count-refused"),
        ]
        .into_iter()
        .flatten()
        .collect();
        self.faults = report.all_wrong().take(SHOWN).map(|wrong| Fault::of(t, wrong)).collect();
        let good = || report.lines.iter().filter(|line| line.state != LineState::Wrong);
        self.lines = good().take(SHOWN).map(|line| Shown::of(t, line)).collect();
        let shown = self.faults.len() + self.lines.len();
        self.more = (report.all_wrong().count() + good().count()).saturating_sub(shown);
    }
}
