//! The rulebook as it is answered: written out once, and not sent again to whoever has it.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::FromRequestParts;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::ids::Digest;
use crate::engine::rulebook::Rulebook;

use super::{About, Rules};

/// Lists of the rulebook that have a route of their own.
pub(super) const LISTS: [&str; 4] = ["grounds", "conditions", "profiles", "sources"];

/// Every answer about rulebooks that was ever asked for, as bytes. Clones share it.
#[derive(Clone, Default)]
pub(crate) struct Published(Arc<Inner>);

#[derive(Default)]
struct Inner {
    /// Answers about the rulebooks that new requests begin with, by hash and by the path below `/api/v1`.
    present: Mutex<HashMap<Digest, Arc<BTreeMap<String, Bytes>>>>,
    /// The files of rulebooks, by hash: as many as requests here have begun with.
    files: Mutex<HashMap<Digest, Bytes>>,
}

impl Published {
    /// The answer at a path below `/api/v1`. It needs the TOML of every file read: done with the first call.
    pub(super) fn at(&self, rulebook: &Rulebook, path: &str) -> Option<Bytes> {
        let known = {
            let mut present = self.0.present.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(present.entry(rulebook.hash.clone()).or_insert_with(|| Arc::new(written(rulebook))))
        };
        known.get(path).cloned()
    }

    /// The files of a rulebook.
    pub(super) fn files(&self, rulebook: &Rulebook) -> Bytes {
        let mut files = self.0.files.lock().unwrap_or_else(PoisonError::into_inner);
        let text = files.entry(rulebook.hash.clone()).or_insert_with(|| bytes_of(&rulebook.files));
        text.clone()
    }
}

fn written(rulebook: &Rulebook) -> BTreeMap<String, Bytes> {
    let files = &rulebook.files;
    let mut all = BTreeMap::from([("rulebook".to_owned(), bytes_of(&About::of(rulebook)))]);
    for part in [Rules::Procedures, Rules::Measures, Rules::Safeguards, Rules::Content, Rules::Languages] {
        let named = |path: &str| {
            let name = path.strip_prefix(&format!("{part}/"))?.strip_suffix(part.ending())?;
            Some((name.to_owned(), files.as_data(path)?))
        };
        let rules: Map<String, Value> = files.paths().filter_map(named).collect();
        for (name, rule) in &rules {
            all.insert(format!("rulebook/{part}/{name}"), bytes_of(rule));
        }
        all.insert(format!("rulebook/{part}"), bytes_of(&rules));
    }
    for name in LISTS {
        if let Some(list) = files.as_data(&format!("{name}.toml")) {
            all.insert(format!("lists/{name}"), bytes_of(&list));
        }
    }
    let mut parties = files.as_data("parties.toml").unwrap_or_default();
    let parties = parties.get_mut("party").map_or_else(|| Value::Array(Vec::new()), Value::take);
    all.insert("parties".to_owned(), bytes_of(&parties));
    all
}

/// Names are texts here, so that nothing fails to be written.
fn bytes_of(value: &impl Serialize) -> Bytes {
    Bytes::from(serde_json::to_vec(value).unwrap_or_default())
}

/// What the caller has already: the header `If-None-Match`.
pub(crate) struct Known(HeaderMap);

impl<S: Send + Sync> FromRequestParts<S> for Known {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let known = parts.headers.get_all(IF_NONE_MATCH).iter().map(|value| (IF_NONE_MATCH, value.clone()));
        Ok(Self(known.collect()))
    }
}

impl Known {
    /// Answers with what is written in the rulebook of this hash, or that the caller has it already.
    pub(super) fn answer(&self, hash: &Digest, body: Bytes) -> Response {
        // The next version of the program may say the same rules in another shape.
        let tag = format!("\"{hash}-{}\"", env!("CARGO_PKG_VERSION"));
        // May be kept, and has to be asked for again each time: another rulebook may be in force.
        let headers = [(ETAG, tag.clone()), (CACHE_CONTROL, "no-cache".to_owned())];
        if self.has(&tag) {
            (StatusCode::NOT_MODIFIED, headers).into_response()
        } else {
            (headers, [(CONTENT_TYPE, "application/json")], body).into_response()
        }
    }

    /// Whether the tag is among those sent, weak or not. Source: RFC 9110 13.1.2.
    fn has(&self, tag: &str) -> bool {
        let values = self.0.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
        values
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .any(|sent| sent == "*" || sent.strip_prefix("W/").unwrap_or(sent) == tag)
    }
}
