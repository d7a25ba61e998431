//! The pages: what officials see in a browser, in six languages, working without scripts.
//!
//! Each page is a route, a template and a few lines over the operation that it calls. In reading order: [`language`] and
//! [`texts`], `visit` (who looks at which page in which language), `frame` (what every page has), `words` and `dates` (how the rules
//! and the times read), then the pages: `entry` (coming in), `desk`, `request`, `open` (what anybody may look at).

mod around;
mod assets;
pub mod dates;
mod desk;
mod entry;
mod form;
mod frame;
pub mod glossary;
pub mod language;
mod open;
mod request;
mod session;
mod stop;
pub mod texts;
mod visit;
mod words;

use axum::Router;
use axum::routing::get;

use crate::http::service::Service;

/// The pages over a service, ready to be served.
pub fn router(service: Service) -> Router {
    let pages = Router::new()
        .merge(entry::routes())
        .merge(desk::routes())
        .merge(request::routes())
        .merge(open::routes())
        .route("/assets/{file}", get(assets::serve));
    around::all(pages, &service).with_state(service)
}
