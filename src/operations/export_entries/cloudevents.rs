//! Entries as `CloudEvents` 1.0 (JSON event format): the log is the source, the leaf's hash the id.

use serde_json::{Value, json};

use super::super::read_log::LogEntry;

/// An event. `sequence` orders the events of the log (extension "Sequence"): as many digits as the largest place has.
pub(super) fn event(origin: &str, entry: &LogEntry) -> serde_json::Result<Value> {
    Ok(json!({
        "specversion": "1.0",
        "id": entry.leaf,
        "source": format!("//{origin}"),
        "type": format!("comity.entry.{}", entry.kind),
        "subject": entry.request.as_ref().unwrap_or(&entry.case),
        "time": entry.at,
        "datacontenttype": "application/json",
        "sequence": format!("{:016}", entry.index),
        "data": serde_json::to_value(entry)?,
    }))
}
