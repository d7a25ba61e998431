//! The entries that a filter takes, as a table for a spreadsheet. Taking it is an entry itself.

use std::io::{Seek as _, Write as _};

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use tokio_util::io::ReaderStream;

use crate::http::service::Service;
use crate::operations::export_entries::cell;
use crate::operations::export_log::{self, wanted::Wanted};
use crate::operations::read_log::{self, LONGEST_PAGE, LogEntry, LogFilter, LogPage};

use super::super::form::Sent;
use super::super::session::SignedIn;
use super::super::stop::Stop;
use super::super::texts::Texts;
use super::list::Asked;
use super::stopped;

/// What the columns are called: for programs, in every language the same. Spreadsheets take a file for UTF-8 only where it
/// begins so.
const HEAD: &str = "\u{feff}entry,at,type,name,role,actor,request,case,number,articles,leaf\r\n";

/// Hands out the table.
pub(super) async fn export(State(service): State<Service>, sent: Sent<Asked>) -> Result<Response, Stop> {
    let Sent { by, form } = sent;
    // What a filter cannot be, the page before it has said.
    let wanted = Wanted { filter: form.filter(by.visit.t).map_err(|_| by.nothing())?, ..Wanted::default() };
    // As costly as an export: they take turns.
    let _turn = service.exporting.acquire().await.ok();
    let begun = export_log::table(&service.app, by.official(), &wanted).await;
    service.tried(by.official(), begun).map_err(|error| stopped(&by, &error))?;
    let file = write(&service, &by, &wanted.filter).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"log.csv\""),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(file)))).into_response())
}

/// Writes the table to a file without a name, the newest entries first: what comes meanwhile makes it no longer.
async fn write(service: &Service, by: &SignedIn, filter: &LogFilter) -> Result<std::fs::File, Stop> {
    let failed = |error: std::io::Error| {
        tracing::error!(%error, "a table of the log could not be written");
        Stop::failed(&by.visit)
    };
    let mut file = tempfile::tempfile().map_err(failed)?;
    file.write_all(HEAD.as_bytes()).map_err(failed)?;
    let mut after = None;
    loop {
        let which = LogPage { after, at_most: LONGEST_PAGE, newest_first: true };
        let page =
            read_log::run(&service.app, by.official(), filter, which).await.map_err(|error| stopped(by, &error))?;
        let mut rows: Vec<(u64, String)> =
            page.entries.iter().map(|entry| (entry.index, line(by.visit.t, entry))).collect();
        // What was altered stands where it stands in the log: a table is not silent about it either.
        rows.extend(page.altered.iter().map(|leaf| {
            let cells = [leaf.index.to_string(), String::new(), "altered".to_owned(), cell(&leaf.why)];
            (leaf.index, format!("{},,,,,,,\r\n", cells.join(",")))
        }));
        rows.sort_by_key(|(index, _)| std::cmp::Reverse(*index));
        let text: String = rows.into_iter().map(|(_, row)| row).collect();
        file.write_all(text.as_bytes()).map_err(failed)?;
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    file.rewind().map_err(failed)?;
    Ok(file)
}

fn line(t: Texts, entry: &LogEntry) -> String {
    let cells = [
        entry.index.to_string(),
        entry.at.clone(),
        entry.kind.clone(),
        t.name("entry", &entry.kind),
        entry.actor.role.clone(),
        entry.actor.p.to_string(),
        entry.request.clone().unwrap_or_default(),
        entry.case.clone(),
        entry.cseq.to_string(),
        entry.art.join("; "),
        entry.leaf.clone(),
    ];
    cells.map(|text| cell(&text)).join(",") + "\r\n"
}
