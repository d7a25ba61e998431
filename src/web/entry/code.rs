//! The second page of signing in: the one-time code of whoever has a second factor.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::domain::ids::SignInName;
use crate::http::service::Service;
use crate::http::throttle::Throttled;
use crate::operations::{OperationError, begin_session};

use super::super::form::{Problems, Strange};
use super::super::frame::Frame;
use super::super::stop::page;
use super::super::visit::Visit;
use super::sign_in;

#[derive(Template)]
#[template(path = "templates/entry/code.html")]
struct Code<'a> {
    frame: Frame,
    name: &'a str,
    /// What tells that the password was right.
    half: &'a str,
    back: &'a str,
    wrong: Problems,
}

#[derive(Deserialize)]
pub(super) struct Given {
    name: String,
    half: Zeroizing<String>,
    code: Zeroizing<String>,
    #[serde(default)]
    back: String,
}

/// Asks for the code.
pub(super) fn ask(visit: &Visit, name: &str, half: &str, back: &str) -> Response {
    let frame = Frame::of(visit, visit.t.say("code-title"));
    page(&Code { frame, name, half, back, wrong: Problems::default() })
}

/// Whoever comes back to this page by its address begins anew.
pub(super) async fn again(visit: Visit) -> Response {
    Redirect::to(&visit.to("/sign-in")).into_response()
}

/// Signs somebody in whose password was right.
pub(super) async fn finish(
    State(service): State<Service>,
    headers: HeaderMap,
    Strange { visit, form }: Strange<Given>,
) -> Response {
    let refused = |status: StatusCode, what: &str| {
        let frame = Frame::of(&visit, visit.t.say("code-title")).wrong();
        let wrong = Problems::one("code", visit.t.say(what));
        (status, page(&Code { frame, name: &form.name, half: &form.half, back: &form.back, wrong })).into_response()
    };
    let Ok(name) = SignInName::parse(form.name.trim().to_owned()) else {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "code-refused");
    };
    let (app, signing_in, half, code) = (service.app.clone(), name.clone(), form.half.clone(), form.code.clone());
    let client = Some(client_of(&headers)).filter(|client| !client.is_empty());
    let work = async move { begin_session::finish(&app, &signing_in, &half, &code, client).await };
    match service.guard_code(&name, work).await {
        Ok(begun) => sign_in::entered(&service, &visit, &begun, &form.back),
        Err(Throttled::Answered(OperationError::NotSignedIn)) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, "code-refused")
        }
        Err(Throttled::Answered(error)) => visit.stop(&error).into_response(),
        Err(Throttled::Wait { .. } | Throttled::Busy) => refused(StatusCode::TOO_MANY_REQUESTS, "sign-in-slowed"),
    }
}

/// The kind of browser, by which its official knows a session again: two names out of short lists, and no more.
pub(super) fn client_of(headers: &HeaderMap) -> String {
    let said = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first =
        |known: &[(&str, &'static str)]| known.iter().find(|(word, _)| said.contains(word)).map(|(_, name)| *name);
    // Others name themselves after these: whoever comes first here is meant.
    let browser = first(&[("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Macintosh", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_browser_no_more_is_kept_than_its_kind() {
        let of = |agent: &str| client_of(&[(header::USER_AGENT, agent.parse().unwrap())].into_iter().collect());
        assert_eq!(of("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), "Firefox, Linux");
        assert_eq!(
            of("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"),
            "Edge, Windows"
        );
        assert_eq!(of("<script>alert(1)</script>"), "");
    }
}
