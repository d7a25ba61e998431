//! The pages: what officials see in a browser, in six languages, working without scripts.
//!
//! Each page is a route, a template and a few lines over the operation that it calls. In reading order: [`language`] and
//! [`texts`], `visit` (who looks at which page in which language), `frame` (what every page has), `words`, `refusals` and `dates`
//! (how the rules, their refusals and the times read), then the pages: `entry` (coming in), `desk`, `request`, `open` (what anybody may look at), and `development` (for whoever builds them).

mod account;
mod around;
mod assets;
mod chart;
mod counterparts;
pub mod dates;
mod deputies;
mod desk;
mod development;
mod entry;
mod form;
mod frame;
pub mod glossary;
mod intake;
pub mod language;
mod log;
pub mod notices;
mod officials;
mod open;
mod refusals;
mod request;
mod rulebooks;
mod session;
mod stop;
pub mod texts;
mod typed;
mod visit;
mod words;
mod writing;

use axum::Router;
use axum::middleware::from_fn;
use axum::routing::get;

use crate::http::service::Service;

/// The pages over a service, ready to be served.
pub fn router(service: Service) -> Router {
    let pages = Router::new()
        .merge(entry::routes())
        .merge(desk::routes())
        .merge(request::routes())
        .merge(account::routes())
        .merge(officials::routes())
        .merge(deputies::routes())
        .merge(notices::routes())
        .merge(open::routes())
        .merge(writing::routes())
        .merge(intake::routes())
        .merge(log::routes())
        .merge(counterparts::routes())
        .merge(rulebooks::routes())
        .route("/assets/{file}", get(assets::serve));
    if !service.policy.development {
        return around::all(pages, &service).with_state(service);
    }
    let pages = pages.merge(development::routes()).layer(from_fn(development::longer::within));
    development::longer::before(around::all(pages, &service).with_state(service))
}
