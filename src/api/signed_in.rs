//! Who makes a call, as handlers get them: only with the scope that the route needs, and in no other way.

use std::marker::PhantomData;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::domain::scope::Scope;
use crate::http::service::Service;
use crate::operations::{Caller, Official};

use super::problem::Problem;

/// What a route needs of who calls it.
pub(crate) trait Needs: Send + Sync {
    /// The scope.
    const SCOPE: Scope;
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $(
            $(#[$doc])*
            pub(crate) struct $name;
            impl Needs for $name {
                const SCOPE: Scope = Scope::$name;
            }
        )*
    };
}

needs! {
    /// To read requests.
    Read;
    /// To read the log.
    Audit;
    /// To administer: for people only.
    Administer;
}

/// Whoever makes a call, signed in by a session or a token.
pub(crate) struct Anybody(pub(crate) Caller);

impl FromRequestParts<Service> for Anybody {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        Ok(Self(service.caller(&parts.headers).await?))
    }
}

/// An official who has signed in and acts, on a request or on the authority's own affairs. Whether their session or token
/// reaches so far is asked by the operation, so that a refusal is an entry.
pub(crate) struct Acting(pub(crate) Official);

impl FromRequestParts<Service> for Acting {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        let official = service.caller(&parts.headers).await?.trying().clone();
        service.may_try(&official)?;
        Ok(Self(official))
    }
}

/// An official who has signed in and may call a route with this scope.
pub(crate) struct May<S> {
    /// The official.
    pub(crate) official: Official,
    scope: PhantomData<S>,
}

impl<S: Needs> FromRequestParts<Service> for May<S> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Service) -> Result<Self, Problem> {
        let caller = service.caller(&parts.headers).await?;
        let official = caller.with(S::SCOPE)?.clone();
        Ok(Self { official, scope: PhantomData })
    }
}
