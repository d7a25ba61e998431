//! Erasing whatever is about one person and nobody else, in all requests at once: one administrator proposes, another
//! confirms, the person's key is destroyed, and with it the keys of all of them. Source: UNCC 36.
//!
//! Each request's own entries say that it was erased, as with [`erase_content`]; what is about somebody else too stays, and
//! opens by the keys of those others alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::audit::entry::Entry;
use crate::domain::erasure::ErasureBasis;
use crate::domain::ids::PersonId;
use crate::domain::role::Role;
use crate::domain::scope::Scope;
use crate::storage::{Transaction, log, persons, requests};

use super::access::{self, Official};
use super::act::Context;
use super::app::App;
use super::attempt::{self, Of, Tried};
use super::erase_content::{self, Erasure};
use super::error::OperationError;
use super::file_person::unknown;
use super::span::{apply, operation};
use super::{call, entry, own_chain};

const ACT: &str = "erasing content";

/// How the erasure of a person stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonErasure {
    /// The person.
    pub person: String,
    /// Whether it was confirmed: the person's key is destroyed then.
    pub erased: bool,
    /// The requests that are about this person alone: erased, or waiting for it.
    pub requests: Vec<Erasure>,
    /// The requests that are about others too, and stay.
    pub kept: Vec<String>,
}

/// Proposes to erase whatever is about a person alone. It stays until another administrator confirms it.
///
/// # Errors
/// As [`erase_content::propose`], for the first request that stands in the way; an unknown person.
#[apply(operation!)]
pub async fn propose(
    app: &App,
    administrator: &Official,
    person: &PersonId,
    basis: ErasureBasis,
) -> Result<PersonErasure, OperationError> {
    let tried = Tried { act: "propose_erasure", of: Of::Word("person"), needs: Scope::Administer };
    attempt::here(app, administrator, tried, proposed(app, administrator, person, basis)).await
}

async fn proposed(
    app: &App,
    administrator: &Official,
    person: &PersonId,
    basis: ErasureBasis,
) -> Result<PersonErasure, OperationError> {
    let context = Context::of(app, Some(administrator)).await?;
    let (inside, person) = (Arc::clone(&context), person.clone());
    call::write(&context, move |tx| {
        let (context, person) = (Arc::clone(&inside), person.clone());
        Box::pin(async move {
            let Filed { alone, kept } = filed(tx, &context, &person).await?;
            let (mut erasures, mut last) = (Vec::new(), None);
            for id in &alone {
                let (row, left) = erase_content::propose_one(tx, &context, id, basis).await?;
                erasures.push(Erasure { reference: row.reference, basis, erased: false, fields: None });
                last = Some(left);
            }
            let last = last.ok_or_else(|| nothing(&person, &kept))?;
            Ok(last.with(PersonErasure { person: person.to_string(), erased: false, requests: erasures, kept }))
        })
    })
    .await
}

/// Confirms it, as another administrator than the one who proposed it.
///
/// # Errors
/// As [`erase_content::confirm`], for the first request that stands in the way; an unknown person.
#[apply(operation!)]
pub async fn confirm(app: &App, administrator: &Official, person: &PersonId) -> Result<PersonErasure, OperationError> {
    app.storage.try_noting_erasures().await?;
    let tried = Tried { act: "confirm_erasure", of: Of::Word("person"), needs: Scope::Administer };
    let erased = attempt::here(app, administrator, tried, confirmed(app, administrator, person)).await?;
    // On the disk, and out of everybody's reach. What fails from here on is done at the next start.
    erase_content::finish(app).await?;
    Ok(erased)
}

async fn confirmed(app: &App, administrator: &Official, person: &PersonId) -> Result<PersonErasure, OperationError> {
    let context = Context::of(app, Some(administrator)).await?;
    let (inside, person) = (Arc::clone(&context), person.clone());
    call::write(&context, move |tx| {
        let (context, person) = (Arc::clone(&inside), person.clone());
        Box::pin(async move {
            let Filed { alone, kept } = filed(tx, &context, &person).await?;
            let mut erasures = Vec::new();
            for id in &alone {
                erasures.push(erase_content::confirm_one(tx, &context, id).await?.0);
            }
            if erasures.is_empty() {
                return Err(nothing(&person, &kept));
            }
            persons::blank(tx, person.as_str(), &context.now_text()).await?;
            // How many requests, and no more: whoever reads the log does not learn which are about one person.
            let mark = own_chain::authority_actor(tx, &context, person.as_str()).await?;
            let body = json!({ "person": mark, "requests": erasures.len(), "kept": kept.len() });
            let left = own_chain::leave(tx, &context, "person_erased", &body, Some(Role::Administrator)).await?;
            Ok(left.with(PersonErasure { person: person.to_string(), erased: true, requests: erasures, kept }))
        })
    })
    .await
}

/// The requests of a person.
struct Filed {
    /// The cases that are about nobody else.
    alone: BTreeSet<String>,
    /// The references of the others.
    kept: Vec<String>,
}

async fn filed(tx: &mut Transaction, context: &Context, person: &PersonId) -> Result<Filed, OperationError> {
    access::must_hold(tx, context, Role::Administrator, ACT).await?;
    let keys = tx.keys();
    persons::find(tx, &keys, person.as_str()).await?.ok_or_else(|| unknown(person))?;
    let (mut alone, mut kept) = (BTreeSet::new(), Vec::new());
    let about = persons::requests_of(tx, person.as_str()).await?;
    for row in requests::find_all(tx, &about).await? {
        let others = persons::of_request(tx, &row.id).await?.len() > 1;
        if others {
            kept.push(row.reference);
        } else {
            alone.insert(row.id);
        }
    }
    kept.sort();
    Ok(Filed { alone, kept })
}

fn nothing(person: &PersonId, kept: &[String]) -> OperationError {
    let why = if kept.is_empty() {
        "no request is filed under them".to_owned()
    } else {
        format!("each of their requests is about somebody else too: {}; erase those one by one", kept.join(", "))
    };
    OperationError::unusable(format!("the person `{person}`"), &why)
}

/// Destroys the keys of persons whose erasure was confirmed; before any is destroyed, now or by whoever calls this, what stays
/// is filed under those who stay.
pub(super) async fn finish(app: &App, noted: &BTreeSet<String>) -> Result<(), OperationError> {
    let erased = persons::list_erased(&mut *app.storage.reader().await?).await?;
    let mut confirmed = Vec::new();
    for id in erased.iter().filter(|id| !noted.contains(*id)) {
        // A row that was written by hand destroys nothing: the log decides.
        if is_told(app, id).await? {
            confirmed.push(id);
        } else {
            tracing::error!("a person is marked as erased without an entry: run `comity audit verify` without a file");
        }
    }
    if !confirmed.is_empty() || app.storage.any_key_of(noted).await? {
        app.storage.file_keys(None).await?;
    }
    for id in confirmed {
        app.storage.destroy_key(id, false).await?;
    }
    Ok(())
}

/// Whether the authority's own chain tells that a person was erased.
pub(super) async fn is_told(app: &App, id: &str) -> Result<bool, OperationError> {
    let case = app.authority().await?.case;
    let mut reader = app.storage.reader().await?;
    let mark = entry::mark_of(app.storage.keys().of(&case)?.mark(id))?.to_string();
    let about = |entry: &Entry| entry.body.get("person").and_then(Value::as_str) == Some(&mark);
    let entries = log::entries_of(&mut reader, &app.storage.keys().entry_key(), &case).await?;
    Ok(entries.iter().any(|entry| entry.kind == "person_erased" && about(entry)))
}
