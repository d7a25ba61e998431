//! Entries as events of the Open Cybersecurity Schema Framework 1.3: signing in and out, roles, and everything else as what
//! was done to a request or to the installation.

use serde_json::{Value, json};

use super::super::read_log::LogEntry;
use super::super::refusals::tells_of_refusals;

/// Category "Identity & Access Management": all classes used here belong to it.
const CATEGORY: u64 = 3;

/// A class with its activity, by their numbers. Source: OCSF 1.3, classes `authentication` (3002), `entity_management`
/// (3004) and `user_access` (3005).
fn class(kind: &str) -> (u64, u64) {
    match kind {
        "signed_in" => (3002, 1),
        "signed_out" => (3002, 2),
        "role_granted" | "role_confirmed" => (3005, 1),
        "role_revoked" => (3005, 2),
        "request_begun" => (3004, 1),
        "content_disclosed" | "document_read" => (3004, 2),
        // What an entry does to a request is no more than "update" to this framework; its type says more.
        _ => (3004, 3),
    }
}

pub(super) fn event(origin: &str, entry: &LogEntry) -> serde_json::Result<Value> {
    let (class, activity) = class(&entry.kind);
    let refused = tells_of_refusals(&entry.kind);
    let at: jiff::Timestamp = entry.at.parse().unwrap_or_default();
    let text = |key: &str| entry.body.get(key).and_then(Value::as_str);
    let mut event = json!({
        "category_uid": CATEGORY,
        "class_uid": class,
        "activity_id": activity,
        "type_uid": class * 100 + activity,
        "activity_name": entry.kind,
        "time": at.as_millisecond(),
        // Informational, and low where somebody was refused.
        "severity_id": if refused { 2 } else { 1 },
        "status_id": if refused { 2 } else { 1 },
        "metadata": {
            "version": "1.3.0",
            "product": { "name": "Comity", "vendor_name": "Comity", "version": env!("CARGO_PKG_VERSION") },
            "log_name": origin,
            "uid": entry.leaf,
            "sequence": entry.index,
            "original_time": entry.at,
        },
        "actor": { "user": { "uid": entry.actor.p.to_string(), "type": entry.actor.role, "type_id": 99 } },
        "unmapped": serde_json::to_value(entry)?,
    });
    let more = match class {
        // The one who signed in is the actor; the one whose role changed is named by mark in the body.
        3002 => json!({ "user": { "uid": entry.actor.p.to_string() } }),
        3005 => json!({ "user": { "uid": text("official") }, "privileges": [text("role")] }),
        _ => json!({
            "entity": {
                "uid": entry.case,
                "name": entry.request,
                "type": if entry.request.is_some() { "assistance_request" } else { "authority" },
            },
        }),
    };
    if let (Some(event), Value::Object(more)) = (event.as_object_mut(), more) {
        event.extend(more);
    }
    Ok(event)
}
