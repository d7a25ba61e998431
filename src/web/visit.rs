//! A visit: which page, in which language, of which authority. Every page begins with one.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;

use crate::http::service::Service;
use crate::operations::OperationError;

use super::language::{self, Language};
use super::stop::Stop;
use super::texts::Texts;

/// One look at one page.
#[derive(Debug, Clone)]
pub(super) struct Visit {
    /// What the pages say.
    pub(super) t: Texts,
    /// The address below the language, with its query: `/queue?of=authority`.
    pub(super) here: String,
    /// Name of the authority, as letters give it.
    pub(super) authority: String,
    /// When it is.
    pub(super) now: Timestamp,
    /// Whether everything here is for training.
    pub(super) training: bool,
}

impl Visit {
    /// The language of the pages.
    pub(super) fn language(&self) -> Language {
        self.t.0
    }

    /// The address of another page in the same language.
    pub(super) fn to(&self, below: &str) -> String {
        format!("/{}{below}", self.language())
    }

    /// A visit of whoever is nowhere yet, where the authority could not be read.
    pub(super) fn of_nowhere(language: Language) -> Self {
        Self {
            t: Texts(language),
            here: "/".to_owned(),
            authority: String::new(),
            now: Timestamp::UNIX_EPOCH,
            training: false,
        }
    }

    /// Reads where somebody is.
    pub(super) async fn of(parts: &Parts, service: &Service) -> Result<Self, Stop> {
        let path = parts.uri.path();
        let (first, rest) = path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
        let known = first.parse::<Language>();
        let language = known.unwrap_or_else(|_| language::wanted(&parts.headers));
        let nowhere = || Self::of_nowhere(language);
        let authority = service.app.authority().await.map_err(|error| Stop::of(&nowhere(), None, &error))?;
        let here = match parts.uri.query() {
            Some(query) => format!("/{rest}?{query}"),
            None => format!("/{rest}"),
        };
        let visit = Self {
            t: Texts(language),
            here,
            authority: authority.name,
            now: service.app.clock.now(),
            training: authority.training,
        };
        match known {
            Ok(_) => Ok(visit),
            Err(_) => Err(Stop::not_found(&Self { here: "/".to_owned(), ..visit }, None)),
        }
    }

    /// The page that says why something was not done.
    pub(super) fn stop(&self, error: &OperationError) -> Stop {
        Stop::of(self, None, error)
    }
}

impl FromRequestParts<Service> for Visit {
    type Rejection = Stop;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Stop> {
        Self::of(parts, service).await
    }
}
