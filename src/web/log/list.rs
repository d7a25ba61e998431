//! The page of the log: whether it holds, then its entries, newest first, as a filter in the address chooses them.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use strum::IntoEnumIterator as _;

use crate::domain::ids::RequestReference;
use crate::domain::role::Role;
use crate::domain::time;
use crate::http::service::Service;
use crate::operations::check_log::{self, State as Check};
use crate::operations::entry_type::EntryType;
use crate::operations::read_log::{self, AlteredLeaf, LogEntry, LogFilter, LogPage};
use crate::operations::{App, OperationError, gather_cosignatures};

use super::super::dates::{moment, short_moment};
use super::super::form::{Problem, Problems};
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;
use super::stopped;

/// So many entries stand on a page.
const ON_A_PAGE: u32 = 50;

#[derive(Template)]
#[template(path = "templates/log/list.html")]
struct Page {
    frame: Frame,
    wrong: Problems,
    panel: Panel,
    witnesses: Witnessed,
    asked: Asked,
    kinds: Vec<(String, String, bool)>,
    roles: Vec<(String, String, bool)>,
    narrowed: bool,
    rows: Vec<Row>,
    altered: Vec<AlteredLeaf>,
    older: Option<String>,
    newest: Option<String>,
}

/// What the last check found.
struct Panel {
    /// The class of its box.
    class: &'static str,
    text: String,
    /// The head of the log, where it holds.
    head: Option<String>,
    at: Option<(String, String)>,
    /// What tables and log disagree about; the program's own sentences.
    differences: Vec<(String, String)>,
    runs: bool,
}

/// Who has signed the log beside the authority.
struct Witnessed {
    /// The class of its box.
    class: &'static str,
    text: String,
    since: Option<(String, String)>,
    rows: Vec<OfWitness>,
}

/// One witness.
struct OfWitness {
    name: String,
    /// How many entries it has signed, and when it did so last.
    signed: Option<(u64, String, String)>,
}

/// One entry of the list.
struct Row {
    index: u64,
    to: String,
    at: String,
    at_text: String,
    role: String,
    what: String,
    request: Option<(String, String)>,
    leaf: String,
}

/// What was asked for, as it stands in the address.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    request: String,
    kind: String,
    role: String,
    from: String,
    until: String,
    after: Option<u64>,
}

impl Asked {
    pub(super) fn filter(&self, t: Texts) -> Result<LogFilter, Problems> {
        let mut wrong = Problems::default();
        let mut problem = |field: &str, id: &str| wrong.0.push(Problem { field: field.to_owned(), text: t.say(id) });
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let mut filter = LogFilter::default();
        if let Some(text) = given(&self.request) {
            match RequestReference::parse(text) {
                Ok(reference) => filter.request = Some(reference),
                Err(_) => problem("request", "log-wrong-request"),
            }
        }
        filter.kind = given(&self.kind).filter(|kind| EntryType::all().contains(kind));
        filter.role = given(&self.role).and_then(|role| role.parse().ok());
        if let Some(text) = given(&self.from) {
            match time::from_anyone(&text) {
                Ok(at) => filter.from = Some(at),
                Err(_) => problem("from", "log-wrong-day"),
            }
        }
        if let Some(text) = given(&self.until) {
            match time::until_from_anyone(&text) {
                Ok(at) => filter.until = Some(at),
                Err(_) => problem("until", "log-wrong-day"),
            }
        }
        if wrong.0.is_empty() { Ok(filter) } else { Err(wrong) }
    }

    /// What narrows the list, by the names of its fields.
    fn fields(&self) -> [(&'static str, &String); 5] {
        [
            ("request", &self.request),
            ("kind", &self.kind),
            ("role", &self.role),
            ("from", &self.from),
            ("until", &self.until),
        ]
    }

    /// The address of a page of the same entries.
    fn address(&self, by: &SignedIn, after: Option<u64>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.fields().into_iter().filter(|(_, value)| !value.is_empty()));
        if let Some(after) = after {
            query.append_pair("after", &after.to_string());
        }
        by.visit.to(&format!("/log?{}", query.finish()))
    }
}

/// Shows the log.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Query(asked): Query<Asked>,
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let check = check_log::last(&service.app, by.official(), &service.checking).await;
    let panel = panel(t, check.map_err(|error| stopped(&by, &error))?);
    let found = match asked.filter(t) {
        Ok(filter) => read(&service.app, &by, &filter, asked.after).await.map_err(|error| stopped(&by, &error))?,
        Err(wrong) => Err(wrong),
    };
    let narrowed = asked.fields().iter().any(|(_, value)| !value.is_empty());
    let frame = Frame::for_one(&by, t.say("log"));
    let mut told = Page {
        kinds: EntryType::all().iter().map(|kind| (kind.clone(), t.name("entry", kind), *kind == asked.kind)).collect(),
        roles: Role::iter()
            .map(|role| (role.to_string(), t.name("role", role), role.to_string() == asked.role))
            .collect(),
        frame,
        wrong: Problems::default(),
        panel,
        witnesses: witnessed(&service, t).await.map_err(|error| stopped(&by, &error))?,
        narrowed,
        rows: Vec::new(),
        altered: Vec::new(),
        older: None,
        newest: asked.after.map(|_| asked.address(&by, None)),
        asked,
    };
    match found {
        Ok(found) => {
            told.older = found.next.map(|next| told.asked.address(&by, Some(next)));
            told.rows = found.entries.iter().map(|entry| row(&by, entry)).collect();
            told.altered = found.altered;
            Ok(page(&told))
        }
        Err(wrong) => {
            (told.wrong, told.frame) = (wrong, told.frame.wrong());
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&told)).into_response())
        }
    }
}

/// The entries, or that no entry is about the request that was asked for.
async fn read(
    app: &App,
    by: &SignedIn,
    filter: &LogFilter,
    after: Option<u64>,
) -> Result<Result<read_log::Page, Problems>, OperationError> {
    let which = LogPage { after, at_most: ON_A_PAGE, newest_first: true };
    match read_log::run(app, by.official(), filter, which).await {
        Ok(found) => Ok(Ok(found)),
        Err(OperationError::NoSuchRequest(_)) => {
            Ok(Err(Problems::one("request", by.visit.t.say("log-unknown-request"))))
        }
        Err(error) => Err(error),
    }
}

/// What the witnesses have signed, where any are asked.
async fn witnessed(service: &Service, t: Texts) -> Result<Witnessed, OperationError> {
    let bare = |class, id: &str| Witnessed { class, text: t.say(id), since: None, rows: Vec::new() };
    let Some(policy) = &service.policy.witnesses else { return Ok(bare("warn", "log-witnesses-none")) };
    let Some(standing) = gather_cosignatures::standing(&service.app, policy).await? else {
        return Ok(bare("warn", "log-witnesses-missing"));
    };
    let (class, id) = match (standing.alarm, &standing.unwitnessed_since) {
        (true, _) => ("bad", "log-witnesses-late"),
        (false, Some(_)) => ("warn", "log-witnesses-missing"),
        (false, None) => ("ok", "log-witnesses-enough"),
    };
    let rows = standing.witnesses.into_iter().map(|of| {
        let signed = of.size.zip(of.cosigned_at).map(|(size, at)| (size, moment(t, &at), at));
        OfWitness { name: of.witness, signed: signed.map(|(size, text, at)| (size, at, text)) }
    });
    let since = standing.unwitnessed_since.map(|at| (moment(t, &at), at)).map(|(text, at)| (at, text));
    Ok(Witnessed { since, rows: rows.collect(), ..bare(class, id) })
}

fn row(by: &SignedIn, entry: &LogEntry) -> Row {
    let t = by.visit.t;
    let of_request = |reference: &String| (reference.clone(), by.visit.to(&format!("/log?request={reference}")));
    Row {
        index: entry.index,
        to: by.visit.to(&format!("/log/{}", entry.index)),
        at: entry.at.clone(),
        at_text: short_moment(t, &entry.at),
        role: t.name("role", &entry.actor.role),
        what: t.name("entry", &entry.kind),
        request: entry.request.as_ref().map(of_request),
        leaf: entry.leaf.chars().take(8).collect(),
    }
}

fn panel(t: Texts, check: Check) -> Panel {
    let bare =
        |class, id: &str| Panel { class, text: t.say(id), head: None, at: None, differences: Vec::new(), runs: false };
    let at = |at| {
        let text = time::to_text(at);
        Some((text.clone(), moment(t, &text)))
    };
    match check {
        Check::NotYet => bare("", "log-not-verified"),
        Check::Runs(since) => Panel { at: at(since), runs: true, ..bare("warn", "log-runs") },
        Check::Failed(since) => Panel { at: at(since), ..bare("warn", "log-check-failed") },
        Check::Done(checked) if checked.report.intact => Panel {
            class: "ok",
            text: t.count("log-intact", usize::try_from(checked.size).unwrap_or(usize::MAX)),
            head: checked.head.clone(),
            at: at(checked.at),
            differences: Vec::new(),
            runs: false,
        },
        Check::Done(checked) => Panel {
            class: "bad",
            text: match checked.first_broken() {
                Some(index) => t.about("log-broken-at", &index.to_string()),
                None => t.say("log-broken"),
            },
            head: None,
            at: at(checked.at),
            differences: checked
                .report
                .differences
                .iter()
                .map(|difference| (difference.of.clone(), difference.sentence.clone()))
                .collect(),
            runs: false,
        },
    }
}
