//! Signs an official out: ends the session of the call.

use crate::domain::scope::Scope;

use super::app::App;
use super::authenticate::Caller;
use super::error::OperationError;
use super::revoke_credential;

/// Ends the session by which the caller came, with an entry in the authority's chain.
///
/// # Errors
/// [`OperationError::OutOfScope`] for a token, which its official revokes.
pub async fn run(app: &App, caller: &Caller) -> Result<(), OperationError> {
    let official = caller.with(Scope::Administer)?;
    revoke_credential::run(app, official, caller.credential()).await.map(|_| ())
}
