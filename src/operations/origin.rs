//! Where a request comes from that was not begun from nothing here: the authority's own files, or a paper of another State.
//!
//! The references that others gave are kept sealed, with an entry that commits to them; by a mark of each a request is known
//! again, so that nothing is taken in twice unawares.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use strum::{Display, EnumIter};

use crate::domain::ids::{Digest, RequestReference, StateCode};
use crate::storage::{Private, Transaction, origins, requests};

use super::access::{self, Official};
use super::act::Loaded;
use super::app::App;
use super::entry;
use super::error::OperationError;
use super::span::{apply, operation};

/// No reference that others gave is longer, in characters.
pub const LONGEST_REFERENCE: usize = 100;

/// Where a request comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Which files it was imported from, and its reference there: it is imported once.
    pub files: Option<(String, String)>,
    /// The reference that the other State gave it.
    pub their_reference: Option<String>,
    /// The day it was received.
    pub received_on: Option<Date>,
    /// Name of the file with the paper, where the paper itself lies elsewhere.
    pub paper: Option<String>,
    /// SHA-256 of that file.
    pub paper_sha256: Option<Digest>,
}

/// From where a request was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display, EnumIter)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TakenFrom {
    /// The authority's own files.
    Files,
    /// A paper of the other State.
    Paper,
}

#[derive(Serialize)]
struct Body {
    from: TakenFrom,
}

impl Origin {
    /// Whether there is nothing to note.
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    fn value(&self) -> Value {
        let Self { files, their_reference, received_on, paper, paper_sha256 } = self;
        let (source, old_reference) = files.clone().unzip();
        let said = [
            ("source", source),
            ("old_reference", old_reference),
            ("their_reference", their_reference.clone()),
            ("received_on", received_on.map(|day| day.to_string())),
            ("paper", paper.clone()),
            ("paper_sha256", paper_sha256.as_ref().map(ToString::to_string)),
        ];
        let said = said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value?))));
        Value::Object(said.collect::<Map<_, _>>())
    }

    /// Refuses what lists and lines cannot show, and a day that has not come yet.
    ///
    /// # Errors
    /// [`OperationError::Unusable`].
    pub(super) fn check(&self, today: Date) -> Result<(), OperationError> {
        let files = self.files.iter().flat_map(|(source, reference)| [source, reference]);
        for given in files.chain(&self.their_reference).chain(&self.paper) {
            if !is_line(given, LONGEST_REFERENCE) {
                let why = "it is empty, longer than 100 characters, or has control characters";
                return Err(OperationError::unusable("the reference", &why));
            }
        }
        match self.received_on {
            Some(day) if day > today => {
                Err(OperationError::unusable("the day it was received", &"it has not come yet"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

/// Whether a text can stand on a line: something, not too much, nothing that moves the pen.
pub(super) fn is_line(text: &str, longest: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= longest && !text.chars().any(char::is_control)
}

/// Notes where a request comes from, in the transaction in which it begins: under the lock on the authority's row, so that
/// nobody imports the same at the same moment.
///
/// # Errors
/// [`OperationError::Unusable`] where a request was imported under the same reference of the same files.
pub(super) async fn note(tx: &mut Transaction, loaded: &Loaded, origin: &Origin) -> Result<(), OperationError> {
    if origin.is_nothing() {
        return Ok(());
    }
    let keys = tx.keys();
    if let Some((source, reference)) = &origin.files {
        let mark = origins::mark(&keys, &of_files(source), reference);
        if !origins::find(tx, &mark).await?.is_empty() {
            return Err(OperationError::unusable("the old reference", &"a request was imported under it already"));
        }
        origins::insert(tx, &mark, &loaded.row.id).await?;
    }
    if let Some(reference) = &origin.their_reference {
        let mark = origins::mark(&keys, &of_state(&loaded.row.counterpart), &alike(reference));
        origins::insert(tx, &mark, &loaded.row.id).await?;
    }
    let context = &loaded.context;
    let body = Body { from: if origin.files.is_some() { TakenFrom::Files } else { TakenFrom::Paper } };
    let acting = context.acting_under(&loaded.rulebook, &loaded.actor.mark, loaded.role());
    let draft = entry::of(&loaded.row.id, "origin_noted", &body, &acting, context.now)?;
    let kept = Private { field: "origin".to_owned(), value: origin.value() };
    tx.commit_with(draft, vec![kept]).await?;
    Ok(())
}

fn of_files(source: &str) -> String {
    format!("files {source}")
}

fn of_state(state: &str) -> String {
    format!("state {state}")
}

/// People write the same reference with other blanks and in other cases.
fn alike(reference: &str) -> String {
    reference.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// What was imported before under a reference of some files.
pub(super) enum Imported {
    /// Nothing.
    No,
    /// A request that the official may see.
    As(RequestReference),
    /// One that they may not.
    Hidden,
}

/// What was imported before under a reference of some files.
pub(super) async fn imported(
    app: &App,
    official: &Official,
    source: &str,
    reference: &str,
) -> Result<Imported, OperationError> {
    let mark = origins::mark(app.storage.keys(), &of_files(source), reference);
    let (found, seen) = behind(app, official, &mark).await?;
    Ok(match (found, seen.into_iter().next()) {
        (_, Some(reference)) => Imported::As(reference),
        (true, None) => Imported::Hidden,
        (false, None) => Imported::No,
    })
}

/// Requests that came from a State under the same reference of its, as far as the official may see them.
///
/// # Errors
/// Where the database cannot be read.
#[apply(operation!)]
pub async fn alike_from(
    app: &App,
    official: &Official,
    state: &StateCode,
    reference: &str,
) -> Result<Vec<RequestReference>, OperationError> {
    let mark = origins::mark(app.storage.keys(), &of_state(state.as_str()), &alike(reference));
    Ok(behind(app, official, &mark).await?.1)
}

/// Whether there is any request behind a mark, and those that the official may see.
async fn behind(app: &App, official: &Official, mark: &str) -> Result<(bool, Vec<RequestReference>), OperationError> {
    let mut reader = app.storage.reader().await?;
    let ids = origins::find(&mut reader, mark).await?;
    if ids.is_empty() {
        return Ok((false, Vec::new()));
    }
    let official = &access::now(&mut reader, app, official).await?;
    let mut rows = Vec::new();
    for id in ids {
        rows.extend(requests::find(&mut reader, &id).await?);
    }
    let mut seen = Vec::new();
    for row in rows {
        if access::see(app, &mut reader, official, &row).await.is_ok() {
            let reference = RequestReference::parse(row.reference);
            seen.push(reference.map_err(|error| OperationError::damaged("a reference", &error))?);
        }
    }
    Ok((true, seen))
}
