//! The pages: what officials see in a browser, in six languages, working without scripts.
//!
//! Each page is a route, a template and a few lines over the operation that it calls. In reading order: [`language`] and
//! [`texts`], `visit` (who looks at which page in which language), `frame` (what every page has), then the pages.

mod around;
mod assets;
mod form;
mod frame;
pub mod language;
mod password;
mod procedures;
mod queue;
mod request;
mod safeguard;
mod session;
mod sign_in;
mod step;
mod stop;
pub mod texts;
mod visit;

use axum::Router;
use axum::routing::{get, post};

use crate::http::service::Service;

/// The pages over a service, ready to be served.
pub fn router(service: Service) -> Router {
    let pages = Router::new()
        .route("/", get(sign_in::choose_language))
        .route("/{language}", get(queue::first))
        .route("/{language}/sign-in", get(sign_in::show).post(sign_in::begin))
        .route("/{language}/sign-out", post(sign_in::end))
        .route("/{language}/password", get(password::show).post(password::set))
        .route("/{language}/queue", get(queue::show))
        .route("/{language}/requests/{reference}", get(request::show))
        .route("/{language}/requests/{reference}/steps/{transition}", get(step::show).post(step::take))
        .route(
            "/{language}/requests/{reference}/safeguards/{gate}/{safeguard}",
            get(safeguard::show).post(safeguard::answer),
        )
        .route("/{language}/procedures", get(procedures::list))
        .route("/{language}/procedures/{procedure}", get(procedures::show))
        .route("/assets/{file}", get(assets::serve));
    around::all(pages, &service).with_state(service)
}
