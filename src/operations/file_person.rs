//! Whom requests are about: a person has a key of their own, and what is filed under persons opens by their keys alone, so
//! that everything about one person can be forgotten at once, wherever they appear. Source: UNCC 36.
//!
//! The log says that a request is about somebody by a mark of that request, so that nobody can tell from two requests that
//! they are about the same person.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::AnyConnection;

use crate::domain::ids::{PersonId, RequestReference};
use crate::domain::scope::Scope;
use crate::storage::persons::{self, PersonRow};
use crate::storage::requests;

use super::access::{self, Official};
use super::act::Loaded;
use super::app::App;
use super::attempt::{Of, Tried, attempt};
use super::entry;
use super::error::OperationError;
use super::span::{apply, operation};

/// The longest name, in characters.
const LONGEST_NAME: usize = 200;

/// Under whom a request is filed.
#[derive(Debug, Clone)]
pub enum Who {
    /// Somebody who is not known yet, by name.
    New(String),
    /// Somebody under whom another request is filed.
    Known(PersonId),
}

/// A person, with the requests that are about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub person: String,
    /// What the authority calls them.
    pub name: String,
    /// The references of the requests that are filed under them.
    pub requests: Vec<String>,
}

/// Files a request under a person.
///
/// # Errors
/// A hidden request; a name that lists cannot show; a person under whom nothing is filed that the official sees; a request
/// that is filed there already.
#[apply(operation!)]
pub async fn run(
    app: &App,
    official: &Official,
    reference: &RequestReference,
    who: Who,
) -> Result<Person, OperationError> {
    let tried = Tried { act: "file_person", of: Of::Word("person"), needs: Scope::Draft };
    let (id, name) = match who {
        Who::New(name) => (PersonId::parse(app.clock.new_id()?)?, Some(name.trim().to_owned())),
        Who::Known(id) => (id, None),
    };
    let keys = app.storage.keys();
    if name.is_some() {
        // On the disk before anything is sealed under it.
        keys.create(id.as_str()).await?;
    }
    let (person, new) = (id.clone(), name.is_some());
    let filed = attempt(app, official, reference, tried, move |tx, context, request| {
        let (person, name) = (person.clone(), name.clone());
        Box::pin(async move {
            let loaded = Loaded::lock(tx, &context, request.as_str()).await?;
            let context = Arc::clone(&loaded.context);
            let keys = tx.keys();
            let signed_in = context.official.as_ref().ok_or(OperationError::NotSignedIn)?;
            let official = &access::at(tx, &keys, signed_in, context.now).await?;
            let row = match name {
                Some(name) => {
                    let row = PersonRow { id: person.to_string(), name: checked(name)?, added_at: context.now_text() };
                    persons::insert(tx, &row).await?;
                    row
                }
                None => {
                    let row = persons::find(tx, &keys, person.as_str()).await?.ok_or_else(|| unknown(&person))?;
                    // Whoever sees nothing that is about them is told the same as of nobody.
                    of(&context.app, tx, official, row.clone()).await?.ok_or_else(|| unknown(&person))?;
                    row
                }
            };
            if persons::of_request(tx, request.as_str()).await?.contains(&row.id) {
                let why = "it is filed under this person already";
                return Err(OperationError::unusable(format!("the request `{}`", loaded.row.reference), &why));
            }
            persons::file(tx, &row.id, request.as_str()).await?;
            let mark = entry::mark_of(keys.of(request.as_str())?.mark(&row.id))?;
            let acting = loaded.acting(loaded.role());
            let draft = entry::of(request.as_str(), "person_filed", &json!({ "person": mark }), &acting, context.now)?;
            let filed = of(&context.app, tx, official, row).await?.ok_or_else(|| unknown(&person))?;
            Ok::<_, OperationError>(tx.commit_with(draft, Vec::new()).await?.with((request.to_string(), filed)))
        })
    })
    .await;
    // Where nobody was added, or was when the same call was sent earlier, the key goes too; where nobody can tell, it stays.
    let unused = match &filed {
        Ok((_, filed)) => filed.person != id.as_str(),
        Err(OperationError::Storage(_)) => false,
        Err(_) => true,
    };
    if new && unused {
        keys.discard_unused(id.as_str()).await;
    }
    let (request, filed) = filed?;
    // What is cut off here is done when the service next starts, or before a key of theirs is destroyed.
    app.storage.file_keys(Some(&request)).await?;
    Ok(filed)
}

/// The persons whom requests are about that an official sees, the oldest first, each with those requests.
///
/// # Errors
/// Where tables or keys cannot be read.
#[apply(operation!)]
pub async fn list(app: &App, official: &Official) -> Result<Vec<Person>, OperationError> {
    let mut reader = app.storage.reader().await?;
    let official = &access::now(&mut reader, app, official).await?;
    let mut all = Vec::new();
    for row in persons::list(&mut reader, app.storage.keys()).await? {
        all.extend(of(app, &mut reader, official, row).await?);
    }
    Ok(all)
}

/// A person with those of their requests that an official sees; none where there is none.
async fn of(
    app: &App,
    connection: &mut AnyConnection,
    official: &Official,
    row: PersonRow,
) -> Result<Option<Person>, OperationError> {
    let about = persons::requests_of(connection, &row.id).await?;
    let mut references = Vec::new();
    for request in requests::find_all(connection, &about).await? {
        match access::see(app, connection, official, &request).await {
            Ok(_) => references.push(request.reference),
            Err(error) if matches!(error, OperationError::NoSuchRequest(_)) || access::is_broken(&error) => {}
            Err(error) => return Err(error),
        }
    }
    references.sort();
    let seen = !references.is_empty();
    Ok(seen.then_some(Person { person: row.id, name: row.name, requests: references }))
}

fn checked(name: String) -> Result<String, OperationError> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        let why = "it is empty, longer than 200 characters, or has control characters";
        return Err(OperationError::unusable("the person's name", &why));
    }
    Ok(name)
}

pub(super) fn unknown(person: &PersonId) -> OperationError {
    let hint = "`comity persons list` shows those of the requests that you see";
    OperationError::NotFound { what: "person", name: person.to_string(), hint }
}
