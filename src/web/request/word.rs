//! The other State's last word, where it waits for ours: what it asks stands before what can be done about it.

use crate::engine::explain::Holder;
use crate::operations::read_messages::ReadLetter;
use crate::operations::request_view::RequestView;

use super::super::dates::moment;
use super::super::words::{Words, state};

/// What the other State said when it gave the file to us.
pub(super) struct LastWord {
    /// Which message it is.
    pub(super) title: String,
    pub(super) from: String,
    pub(super) at: String,
    pub(super) at_text: String,
    /// What it says, in its own words.
    pub(super) words: String,
}

/// Whether the newest message came from the other State and waits for us: only then its words have to be read.
pub(super) fn waits(view: &RequestView) -> bool {
    let newest = view.messages.last();
    view.held_by == Some(Holder::Authority)
        && view.sealed_because.is_none()
        && newest.is_some_and(|newest| newest.direction == "in" && newest.state == "heard")
}

impl Words<'_> {
    /// The newest message, where it has words beside it.
    pub(super) fn last_word(&self, view: &RequestView, letters: Vec<ReadLetter>) -> Option<LastWord> {
        let newest = letters.into_iter().next_back()?;
        Some(LastWord {
            title: self.message(view, &newest.letter.name),
            from: state(self.t, self.rulebook, &view.counterpart),
            at_text: moment(self.t, &newest.letter.created_at),
            at: newest.letter.created_at,
            words: newest.reason?,
        })
    }
}
