//! Signing in and out.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::domain::ids::SignInName;
use crate::http::address::From as ComesFrom;
use crate::http::service::Service;
use crate::http::throttle::Throttled;
use crate::operations::begin_session::{self, Begun, Entered};
use crate::operations::{OperationError, end_session};

use super::super::form::{Problems, Sent, Strange};
use super::super::frame::Frame;
use super::super::language;
use super::super::session;
use super::super::stop::{Stop, page};
use super::super::visit::Visit;
use super::{code, password};

/// The page for signing in.
#[derive(Template)]
#[template(path = "templates/entry/sign_in.html")]
struct SignIn {
    frame: Frame,
    name: String,
    /// Where to go afterwards.
    back: String,
    /// Why it did not work.
    wrong: Problems,
    /// What to know before.
    notice: Option<String>,
}

/// Where somebody wanted to go.
#[derive(Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    back: String,
    /// What has just been done.
    #[serde(default)]
    done: String,
}

#[derive(Deserialize)]
pub(super) struct Credentials {
    name: String,
    password: Zeroizing<String>,
    #[serde(default)]
    back: String,
}

#[derive(Deserialize)]
pub(super) struct Nothing {}

/// Leads to the pages in the language that the browser asks for.
pub(super) async fn choose_language(headers: HeaderMap) -> Response {
    let to = Redirect::to(&format!("/{}", language::wanted(&headers)));
    ([(header::VARY, "accept-language")], to).into_response()
}

/// Shows the form.
pub(super) async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> Response {
    let frame = Frame::of(&visit, visit.t.say("sign-in"));
    let notice = match wanted.done.as_str() {
        "signed-out" | "password-chosen" => Some(visit.t.say(&wanted.done)),
        _ if below(&wanted.back) => Some(visit.t.say("sign-in-needed")),
        _ => None,
    };
    page(&SignIn { frame, name: String::new(), back: wanted.back, wrong: Problems::default(), notice })
}

/// Signs somebody in, and leads them to where they wanted.
pub(super) async fn begin(
    State(service): State<Service>,
    ComesFrom(address): ComesFrom,
    headers: HeaderMap,
    Strange { visit, form }: Strange<Credentials>,
) -> Response {
    let refused = |status: StatusCode, what: &str| {
        let frame = Frame::of(&visit, visit.t.say("sign-in")).wrong();
        let wrong = Problems::one("name", visit.t.say(what));
        (status, page(&SignIn { frame, name: form.name.clone(), back: form.back.clone(), wrong, notice: None }))
            .into_response()
    };
    // What is no name at all is answered as a wrong one is: nothing tells which names there are.
    let Ok(name) = SignInName::parse(form.name.trim().to_owned()) else {
        return refused(StatusCode::UNPROCESSABLE_ENTITY, "sign-in-refused");
    };
    let (app, signing_in, typed) = (service.app.clone(), name.clone(), form.password.clone());
    let client = Some(code::client_of(&headers)).filter(|client| !client.is_empty());
    let work = async move { begin_session::enter(&app, &signing_in, &typed, client).await };
    match service.throttle.guard(address, &name, &service.app.clock, work).await {
        Ok(Entered::Begun(begun)) => entered(&service, &visit, &begun, &form.back),
        Ok(Entered::CodeWanted(half)) => code::ask(&visit, name.as_str(), &half, &form.back),
        Err(Throttled::Answered(OperationError::PasswordIsTemporary(_))) => password::ask(&visit, name.as_str()),
        Err(Throttled::Answered(OperationError::NotSignedIn)) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, "sign-in-refused")
        }
        Err(Throttled::Answered(error)) => visit.stop(&error).into_response(),
        Err(Throttled::Wait { .. } | Throttled::Busy) => refused(StatusCode::TOO_MANY_REQUESTS, "sign-in-slowed"),
    }
}

/// Gives a browser its session, and leads it to where somebody wanted.
pub(super) fn entered(service: &Service, visit: &Visit, begun: &Begun, back: &str) -> Response {
    let cookie = session::cookie(service, begun.secret.reveal().to_owned());
    let to = if below(back) { visit.to(back) } else { visit.to("/queue") };
    (CookieJar::new().add(cookie), Redirect::to(&to)).into_response()
}

/// Signs somebody out.
pub(super) async fn end(
    State(service): State<Service>,
    Sent { by, form: Nothing {} }: Sent<Nothing>,
) -> Result<Response, Stop> {
    end_session::run(&service.app, &by.caller).await.map_err(|error| by.stop(&error))?;
    let gone = CookieJar::new().add(session::cookie(&service, String::new()));
    Ok((gone, Redirect::to(&by.visit.to("/sign-in?done=signed-out"))).into_response())
}

/// Whether an address lies below a language of ours: nobody is led away from here.
pub(in super::super) fn below(back: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() && c != '\\';
    back.starts_with('/') && !back.starts_with("//") && back.len() > 1 && back.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::below;

    #[test]
    fn nobody_is_led_to_another_site() {
        assert!(below("/queue?of=authority"));
        assert!(!below("https://evil.example"));
        assert!(!below("//evil.example"));
        assert!(!below("/\\evil.example"));
        assert!(!below("/a\r\nset-cookie: x"));
        assert!(!below(""));
    }
}
