//! Cursors of lists: where a list goes on, sealed for the one who reads it.
//!
//! The row at which a page ends may be one that its reader does not see, so that nobody but the program reads a cursor.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::StorageError;
use super::keys::Keys;
use super::sealed::{self, Place};

/// No cursor is longer, in characters.
const LONGEST: usize = 400;

impl Keys {
    /// Seals the place at which a list goes on, for one official; the same place is never sealed to the same text.
    ///
    /// # Errors
    /// Without randomness.
    pub fn seal_cursor(&self, list: &'static str, official_id: &str, place: &str) -> Result<String, StorageError> {
        let sealed = sealed::seal(&self.derived("cursor"), bound(list, official_id), place.as_bytes())?;
        Ok(URL_SAFE_NO_PAD.encode(sealed))
    }

    /// Opens what [`Keys::seal_cursor`] has made for the same list and official; none where anybody else has made it.
    #[must_use]
    pub fn open_cursor(&self, list: &'static str, official_id: &str, cursor: &str) -> Option<String> {
        if cursor.len() > LONGEST {
            return None;
        }
        let sealed = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        sealed::open_text(&self.derived("cursor"), bound(list, official_id), &sealed).ok()
    }
}

fn bound<'a>(list: &'static str, official_id: &'a str) -> Place<'a> {
    Place { case: "", table: list, column: "cursor", row: official_id }
}
