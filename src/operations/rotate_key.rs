//! New keys of the log take the place of those that sign it: first they sign beside each other, then the old ones end.

use std::sync::Arc;

use serde::Serialize;

use crate::audit::key::{Signer, Verifier};
use crate::audit::rotation::{KeyRetired, KeyRotated, RETIRED, ROTATED};
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::domain::time;

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::error::OperationError;
use super::own_chain::leave;
use super::span::{apply, operation};

/// What those have to be told who verify the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// The first size of the log to which it applies.
    pub from: u64,
    /// The public keys that sign from there on, Ed25519 first in each pair.
    pub signing: Vec<String>,
    /// The public keys that end: those that were replaced now, or were retired.
    pub ending: Vec<String>,
    /// The lines for the policy files of those who verify (C2SP tlog-policy).
    pub policy: Vec<String>,
}

/// Makes a new pair of keys and lets it sign beside the old one, which goes on until it is [retired](retire).
/// `replaces` is the hash in the public key that is replaced, eight hexadecimal digits: so that nobody does it twice.
///
/// # Errors
/// [`OperationError::NotAllowed`] for anybody but an administrator; [`OperationError::Unusable`] where another key signs, or
/// keys that were replaced still do.
#[apply(operation!)]
pub async fn rotate(app: &App, administrator: &Official, replaces: &str) -> Result<Changed, OperationError> {
    let tried = Tried { act: "rotate_log_key", of: Of::Word("log"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, rotated(app, administrator, replaces)).await
}

async fn rotated(app: &App, administrator: &Official, replaces: &str) -> Result<Changed, OperationError> {
    administrator.must_be(Role::Administrator, "replacing the keys of the log")?;
    let context = Context::of(app, Some(administrator)).await?;
    let asked = replaces.to_owned();
    let body = app.storage.write(move |tx| {
        let (context, asked) = (Arc::clone(&context), asked.clone());
        Box::pin(async move {
            access::must_hold(tx, &context, Role::Administrator, "replacing the keys of the log").await?;
            let index = tx.next_index().await?;
            let pairs = tx.log_pairs(index).await?;
            let [(number, old)] = pairs.as_slice() else {
                return Err(unusable("keys that were replaced still sign: retire them first, `comity log retire-key`"));
            };
            must_be(old, &asked)?;
            let new = tx.new_log_pair(number + 1).await?;
            let origin = old.first().map(|key| key.verifier().name().clone());
            let origin = origin.ok_or_else(|| unusable("there is none"))?;
            let body =
                KeyRotated::signed(&origin, index + 1, old, &new).map_err(|error| unusable(&error.to_string()))?;
            tx.remember_key_leaf(index).await?;
            Ok::<_, OperationError>(
                leave(tx, &context, ROTATED, &body, Some(Role::Administrator)).await?.with(body.clone()),
            )
        })
    });
    let body = body.await?;
    // Both sign this one: whoever knows only the old key is led to the new one by it.
    app.storage.sign_checkpoint(&time::to_text(app.clock.now())).await?;
    Ok(changed(body.from, [body.new, body.old.clone()].concat(), body.old))
}

/// Ends the keys that were replaced last, and destroys what they were made of. `key` is the hash in the public key that
/// ends, eight hexadecimal digits.
///
/// # Errors
/// As [`rotate`]; [`OperationError::Unusable`] where no key was replaced, or that is another.
#[apply(operation!)]
pub async fn retire(app: &App, administrator: &Official, key: &str) -> Result<Changed, OperationError> {
    let tried = Tried { act: "retire_log_key", of: Of::Word("log"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, retired(app, administrator, key)).await
}

async fn retired(app: &App, administrator: &Official, key: &str) -> Result<Changed, OperationError> {
    administrator.must_be(Role::Administrator, "retiring the keys of the log")?;
    // The last that both sign, where none was signed since.
    app.storage.sign_checkpoint(&time::to_text(app.clock.now())).await?;
    let context = Context::of(app, Some(administrator)).await?;
    let asked = key.to_owned();
    let written = app.storage.write(move |tx| {
        let (context, asked) = (Arc::clone(&context), asked.clone());
        Box::pin(async move {
            access::must_hold(tx, &context, Role::Administrator, "retiring the keys of the log").await?;
            let index = tx.next_index().await?;
            let pairs = tx.log_pairs(index).await?;
            let [(_, staying), (number, ending)] = pairs.as_slice() else {
                return Err(unusable("no others have taken its place: `comity log rotate-key` comes first"));
            };
            must_be(ending, &asked)?;
            let origin = staying.first().map(|key| key.verifier().name().clone());
            let origin = origin.ok_or_else(|| unusable("there is none"))?;
            let body = KeyRetired::signed(&origin, index + 1, told(ending), staying)
                .map_err(|error| unusable(&error.to_string()))?;
            tx.remember_key_leaf(index).await?;
            let said = (*number, body.clone(), told(staying));
            Ok::<_, OperationError>(leave(tx, &context, RETIRED, &body, Some(Role::Administrator)).await?.with(said))
        })
    });
    let (number, body, staying) = written.await?;
    app.storage.sign_checkpoint(&time::to_text(app.clock.now())).await?;
    app.storage.destroy_log_seed(number, &body.keys).await?;
    Ok(changed(body.from, staying, body.keys))
}

fn changed(from: u64, signing: Vec<String>, ending: Vec<String>) -> Changed {
    let policy = signing.iter().map(|key| format!("log {key}")).collect();
    Changed { from, signing, ending, policy }
}

fn told(keys: &[Signer]) -> Vec<String> {
    keys.iter().map(|key| key.verifier().to_string()).collect()
}

/// The hash of a key, as it stands in its text between the two `+`.
#[must_use]
pub fn hash_of(key: &Verifier) -> String {
    key.to_string().split('+').nth(1).unwrap_or_default().to_owned()
}

fn must_be(keys: &[Signer], asked: &str) -> Result<(), OperationError> {
    let there: Vec<String> = keys.iter().map(|key| hash_of(key.verifier())).collect();
    if there.iter().any(|hash| hash == asked) {
        return Ok(());
    }
    Err(unusable(&format!(
        "`{}` is not its hash, {} is: `comity log status` names the keys",
        asked.chars().take(60).collect::<String>(),
        there.join(" or ")
    )))
}

fn unusable(why: &str) -> OperationError {
    OperationError::unusable("the key", &why)
}
