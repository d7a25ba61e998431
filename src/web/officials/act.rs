//! What an administrator does about an official: its effect is said before it is done.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use strum::EnumString;

use crate::domain::ids::{CredentialId, SignInName};
use crate::domain::role::Role;
use crate::http::service::Service;
use crate::operations::{OperationError, add_official, change_roles, revoke_credential, second_factor, sign_in};

use super::super::form::Sent;
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::one;

/// What can be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, strum::Display)]
#[strum(serialize_all = "kebab-case")]
enum Act {
    Grant,
    Confirm,
    Revoke,
    ShutOut,
    LetIn,
    NewPassword,
    ResetSecondFactor,
    ConfirmReset,
    EndSession,
}

impl Act {
    /// Its name and its effect, in the words of the pages.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Act::Grant => ("officials-act-grant", "officials-act-grant-effect"),
            Act::Confirm => ("officials-act-confirm", "officials-act-confirm-effect"),
            Act::Revoke => ("officials-act-revoke", "officials-act-revoke-effect"),
            Act::ShutOut => ("officials-act-shut-out", "officials-act-shut-out-effect"),
            Act::LetIn => ("officials-act-let-in", "officials-act-let-in-effect"),
            Act::NewPassword => ("officials-act-new-password", "officials-act-new-password-effect"),
            Act::ResetSecondFactor => ("officials-act-reset-second-factor", "officials-act-reset-second-factor-effect"),
            Act::ConfirmReset => ("officials-act-confirm-reset", "officials-act-confirm-reset-effect"),
            Act::EndSession => ("account-end", "officials-act-end-session-effect"),
        }
    }

    /// Whether somebody loses something.
    fn takes(self) -> bool {
        match self {
            Act::Revoke | Act::ShutOut | Act::NewPassword | Act::ResetSecondFactor | Act::ConfirmReset => true,
            Act::Grant | Act::Confirm | Act::LetIn | Act::EndSession => false,
        }
    }

    fn needs_a_role(self) -> bool {
        matches!(self, Act::Grant | Act::Confirm | Act::Revoke)
    }
}

#[derive(Template)]
#[template(path = "templates/officials/act.html")]
struct Confirm {
    frame: Frame,
    here: String,
    back: String,
    name: String,
    sign_in: String,
    role: Option<(Role, String, String)>,
    session: String,
    effect: String,
    takes: bool,
}

/// A one-time password, the only time that it is shown.
#[derive(Template)]
#[template(path = "templates/officials/once.html")]
pub(super) struct Once {
    pub(super) frame: Frame,
    pub(super) sign_in: String,
    pub(super) password: String,
}

#[derive(Deserialize)]
pub(super) struct Which {
    role: Option<Role>,
    #[serde(default)]
    session: String,
}

/// Says what it does.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, name, act)): Path<(String, String, String)>,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let t = by.visit.t;
    let nothing = || by.nothing();
    let (name, found) = one::of(&service, &by, &name).await?;
    let act: Act = act.parse().map_err(|_| nothing())?;
    if act.needs_a_role() != which.role.is_some() {
        return Err(nothing());
    }
    let (title, effect) = act.words();
    Ok(page(&Confirm {
        frame: Frame::for_one(&by, t.say(title)),
        here: by.visit.to(&format!("/officials/of/{name}/{act}")),
        back: by.visit.to(&format!("/officials/of/{name}")),
        name: found.name,
        sign_in: name.to_string(),
        role: which.role.map(|role| (role, t.name("role", role), t.name("role-may", role))),
        session: which.session,
        effect: t.say(effect),
        takes: act.takes(),
    }))
}

/// Does it.
pub(super) async fn act(
    State(service): State<Service>,
    Path((_, name, act)): Path<(String, String, String)>,
    Sent { by, form }: Sent<Which>,
) -> Result<Response, Stop> {
    let nothing = || by.nothing();
    let (name, _) = one::of(&service, &by, &name).await?;
    let act: Act = act.parse().map_err(|_| nothing())?;
    service.may_try(by.official()).map_err(|why| Stop::not_in(&by.visit, &why))?;
    let done = done(&service, &by, &name, act, &form).await;
    let password = service.tried(by.official(), done).map_err(|error| by.stop(&error))?;
    Ok(match password {
        Some(password) => {
            let frame = Frame::for_one(&by, by.visit.t.say("officials-once"));
            page(&Once { frame, sign_in: name.to_string(), password })
        }
        None => Redirect::to(&by.visit.to("/officials?done=done")).into_response(),
    })
}

/// A one-time password, where that is what it comes to.
async fn done(
    service: &Service,
    by: &SignedIn,
    name: &SignInName,
    act: Act,
    form: &Which,
) -> Result<Option<String>, OperationError> {
    let (app, official) = (&service.app, by.official());
    let role = || form.role.ok_or_else(|| OperationError::unusable("the form", &"it names no role"));
    match act {
        Act::Grant => _ = change_roles::grant(app, official, name, role()?).await?,
        Act::Confirm => _ = change_roles::confirm(app, official, name, role()?).await?,
        Act::Revoke => _ = change_roles::revoke(app, official, name, role()?).await?,
        Act::ShutOut => add_official::set_disabled(app, official, name, true).await?,
        Act::LetIn => add_official::set_disabled(app, official, name, false).await?,
        Act::NewPassword => return sign_in::reset_password(app, official, name).await.map(Some),
        Act::ResetSecondFactor => second_factor::propose_reset(app, official, name).await?,
        Act::ConfirmReset => second_factor::confirm_reset(app, official, name).await?,
        Act::EndSession => {
            _ = revoke_credential::run(app, official, &CredentialId::parse(form.session.clone())?).await?;
        }
    }
    Ok(None)
}
