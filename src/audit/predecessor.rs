//! The log that another goes on from. Something had happened to it, such as that its key was stolen; it was closed at the last
//! checkpoint that others had signed, and the first leaf of the next log holds that checkpoint and why.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::checkpoint::Checkpoint;
use super::entry::Entry;
use super::ids::Origin;
use super::note::Note;

/// What had happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Display, EnumIter, EnumString, IntoStaticStr)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Incident {
    /// Somebody else may sign in the name of the log.
    KeyStolen,
    /// The key is gone, so that nobody can sign.
    KeyLost,
    /// Entries were lost, and nobody has them.
    EntriesLost,
    /// What others have seen is not what is there.
    Rewritten,
    /// Nothing: the authority moves its log.
    Moved,
}

/// What the first leaf says of the log before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predecessor {
    /// Its last checkpoint that counts, with the lines of all who had signed it.
    pub note: String,
    /// Why it was closed.
    pub incident: Incident,
}

impl Predecessor {
    /// Under which name it stands in the body of the first leaf.
    pub const KEY: &'static str = "after";

    /// What an entry says of the log before, if it does.
    ///
    /// # Errors
    /// Where it says so in another form.
    pub fn of(entry: &Entry) -> Result<Option<Self>, &'static str> {
        let Some(said) = entry.body.get(Self::KEY) else { return Ok(None) };
        serde_json::from_value(said.clone()).map(Some).map_err(|_| "what it says of the log before is in no known form")
    }

    /// The checkpoint. Whose signatures stand under it nobody has looked at.
    ///
    /// # Errors
    /// Where it is no signed checkpoint.
    pub fn heading(&self) -> Result<Checkpoint, &'static str> {
        let note =
            Note::parse(self.note.as_bytes()).map_err(|_| "the checkpoint of the log before is no signed note")?;
        Checkpoint::heading(note.unverified_text()).map_err(|_| "the checkpoint of the log before is none")
    }
}

impl Origin {
    /// The name of the log that follows: the number at its end, and one more. None where there is no number.
    #[must_use]
    pub fn next(&self) -> Option<Self> {
        let (before, number) = self.as_str().rsplit_once('/')?;
        let number: u32 = number.parse().ok()?;
        Self::parse(&format!("{before}/{}", number.checked_add(1)?)).ok()
    }
}
