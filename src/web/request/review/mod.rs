//! The safeguard review: a page for each gate, one for each question, and those on which somebody confirms, takes back
//! or stands aside.

mod before;
mod changes;
mod checkpoint;
mod form;
mod overview;
mod reading;
mod recusal;
mod second;
mod why;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use serde::Deserialize;

use crate::domain::gate::Gate;
use crate::domain::ids::{MessageId, RequestReference};
use crate::engine::rulebook::Rulebook;
use crate::http::service::Service;
use crate::operations::read_review::{self, Review};
use crate::operations::request_view::RequestView;
use crate::operations::{OperationError, read_request};

use super::super::session::SignedIn;
use super::super::stop::Stop;
use super::super::words::Words;

/// Their addresses.
pub(super) fn routes() -> Router<Service> {
    let at = "/{language}/requests/{reference}";
    let of = format!("{at}/safeguards/{{gate}}/{{safeguard}}");
    Router::new()
        .route(&format!("{at}/review/{{gate}}"), get(overview::show))
        .route(&of, get(checkpoint::show).post(form::answer))
        .route(&format!("{of}/confirmation"), get(second::ask_to_confirm).post(second::confirm))
        .route(&format!("{of}/withdrawal"), get(second::ask_to_take_back).post(second::take_back))
        .route(&format!("{at}/recusal"), get(recusal::ask).post(recusal::declare))
        .route(&format!("{at}/recusal/{{mark}}"), get(recusal::ask_to_lift).post(recusal::lift))
}

/// Which delivery, which earlier decisions, what has just been done.
#[derive(Deserialize)]
pub(super) struct Which {
    pub(super) holding: Option<String>,
    pub(super) state: Option<String>,
    pub(super) done: Option<String>,
}

/// A review that was opened: what all its pages stand on.
struct Open {
    reference: RequestReference,
    holding: Option<MessageId>,
    view: RequestView,
    rulebook: Arc<Rulebook>,
    review: Review,
}

/// Opens the review at a gate; nothing is told of what is not there, or not for who looks.
async fn open(
    service: &Service,
    by: &SignedIn,
    (reference, gate): (&str, &str),
    holding: Option<&str>,
) -> Result<Open, Stop> {
    let nothing = || by.nothing();
    let stopped = |error: OperationError| by.stop(&error);
    let reference = by.request(reference)?;
    let gate = gate.parse::<Gate>().map_err(|_| nothing())?;
    let holding = holding.filter(|id| !id.is_empty());
    let holding = holding.map(|id| MessageId::parse(id.to_owned())).transpose().map_err(|_| nothing())?;
    let view = read_request::run(&service.app, by.official(), &reference).await.map_err(stopped)?;
    let rulebook = service.app.rulebook_of(&view.standing.rulebook).await.map_err(stopped)?;
    let read = read_review::run(&service.app, by.official(), &reference, gate, holding.as_ref()).await;
    Ok(Open { review: read.map_err(stopped)?, reference, holding, view, rulebook })
}

impl Open {
    fn words(&self, by: &SignedIn) -> Words<'_> {
        Words { t: by.visit.t, rulebook: &self.rulebook }
    }

    /// Whether the gate leads on from where the request stands; else its review is for reading.
    fn leads_on(&self) -> bool {
        let holding = self.holding.as_ref().map(MessageId::as_str);
        self.view.safeguards.iter().any(|asked| asked.gate == self.review.gate && asked.holding.as_deref() == holding)
    }

    fn query(&self) -> String {
        self.holding.as_ref().map(|id| format!("?holding={id}")).unwrap_or_default()
    }

    /// The page of the request.
    fn request(&self, by: &SignedIn) -> String {
        by.visit.to(&format!("/requests/{}", self.reference))
    }

    /// The page of the whole review.
    fn to(&self, by: &SignedIn) -> String {
        by.visit.to(&format!("/requests/{}/review/{}{}", self.reference, self.review.gate, self.query()))
    }

    /// The page of one question, without the delivery that it is about.
    fn path_of(&self, by: &SignedIn, safeguard: &str) -> String {
        by.visit.to(&format!("/requests/{}/safeguards/{}/{safeguard}", self.reference, self.review.gate))
    }

    /// The page of one question.
    fn question(&self, by: &SignedIn, safeguard: &str) -> String {
        format!("{}{}", self.path_of(by, safeguard), self.query())
    }

    /// The name of a safeguard in the language of the page, with its code.
    fn title(&self, by: &SignedIn, code: &str, safeguard: &str) -> String {
        let known = self.rulebook.safeguards.values().find(|known| known.name == *safeguard);
        let title = known.map_or(safeguard, |known| known.title.in_language(&by.visit.language().to_string()));
        format!("{code} {title}")
    }
}
