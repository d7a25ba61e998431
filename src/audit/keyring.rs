//! Opens checkpoints for a reader who may have an older or a newer key than the one that signed: the log says which took the
//! place of which.

use std::io::{BufRead, Read, Seek};

use super::archive::ArchiveError;
use super::bundle::{Bundle, names};
use super::checkpoint::{Checkpoint, CheckpointError};
use super::entry::{Entry, MAX_LEAF_BYTES};
use super::ids::Origin;
use super::note::{Note, NoteError};
use super::policy::Judged;
use super::report::{Grade, Report, Step};
use super::rotation::{RETIRED, ROTATED, Rotations};
use super::trust::Trust;

/// The reader's keys, and the checkpoints that were believed by them.
#[derive(Debug)]
pub(super) struct Keyring<'a> {
    trust: &'a Trust,
    /// Read from the leaves when a checkpoint is not signed by the reader's own keys, and then only once.
    told: Option<Rotations>,
    believed: Vec<(String, u64, Note)>,
}

impl<'a> Keyring<'a> {
    pub(super) const fn new(trust: &'a Trust) -> Self {
        Self { trust, told: None, believed: Vec::new() }
    }

    /// Opens a checkpoint of the export by the reader's keys, or by what the whole log says of them.
    pub(super) fn open<R: Read + Seek>(
        &mut self,
        bundle: &mut Bundle<R>,
        name: &str,
        bytes: &[u8],
    ) -> Result<Result<Judged, CheckpointError>, ArchiveError> {
        let opened = match self.trust.open(bytes) {
            Err(CheckpointError::Note(NoteError::Unsigned { key, signers })) => {
                let unsigned = CheckpointError::Note(NoteError::Unsigned { key, signers });
                if self.told.is_none() {
                    self.told = Some(told_by(bundle, self.trust)?);
                }
                match self.told.as_ref().filter(|told| !told.is_empty()) {
                    Some(told) => self.trust.open_by(bytes, told),
                    None => Err(unsigned),
                }
            }
            opened => opened,
        };
        if let (Ok(judged), Ok(note)) = (&opened, Note::parse(bytes)) {
            self.believed.push((name.to_owned(), judged.checkpoint.size, note));
        }
        Ok(opened)
    }

    /// Opens a checkpoint of another log, where the reader's policy names that one too; says how many witnesses have signed it.
    pub(super) fn of_another(&self, origin: &Origin, note: &[u8]) -> Option<Result<usize, CheckpointError>> {
        let policy = self.trust.policy.as_ref()?;
        let knows = policy.logs().iter().any(|log| log.key.name() == origin);
        knows.then(|| policy.open(note).map(|judged| judged.cosigned.len()))
    }

    /// Holds the checkpoints that were believed against the keys that the leaves tell of, once these were read and checked.
    pub(super) fn conclude(&self, origin: &Origin, rotations: &Rotations, report: &mut Report) {
        let Some(last) = rotations.generations().last() else { return };
        for (name, size, note) in &self.believed {
            if let Err(why) = rotations.hold(note, *size) {
                report.find(
                    Step::Checkpoint,
                    Grade::Altered,
                    None,
                    format!("`{name}` is not signed as the log says: {why}"),
                );
            }
        }
        let mut known = self.trust.keys_of(origin).filter_map(|key| rotations.place_of(key)).peekable();
        if known.peek().is_none() {
            let sentence = "the log tells of keys that were replaced, and yours is none of them";
            report.find(Step::Checkpoint, Grade::Altered, None, sentence);
        } else if known.max() != Some(rotations.generations().len() - 1) {
            let leaf = last.from.saturating_sub(1);
            let by = last.keys.first().map(ToString::to_string).unwrap_or_default();
            let sentence = format!(
                "your key was replaced at leaf {leaf} by `{by}`: ask the authority for the new one, and verify with that"
            );
            report.find(Step::Checkpoint, Grade::Flagged, Some(leaf), sentence);
        }
    }
}

/// The keys that the leaves of a whole log tell of, where they lead from the reader's to the newest: both have signed each
/// leaf by which one took the other's place, and a checkpoint behind it. Else none: then the reader's own keys decide.
fn told_by<R: Read + Seek>(bundle: &mut Bundle<R>, trust: &Trust) -> Result<Rotations, ArchiveError> {
    let none = Rotations::default();
    if bundle.below(names::TILES).is_empty() || bundle.files().contains_key(names::CASE) {
        return Ok(none);
    }
    let Some(leaves) = bundle.lines(names::LEAVES)? else { return Ok(none) };
    let Some(rotations) = scan(leaves)? else { return Ok(none) };
    let mut notes = Vec::new();
    for name in bundle.below(names::CHECKPOINTS).into_iter().chain([names::CHECKPOINT.to_owned()]) {
        let note = bundle.bytes(&name)?.and_then(|bytes| Note::parse(&bytes).ok());
        let sized = note.and_then(|note| Some((Checkpoint::heading(note.unverified_text()).ok()?.size, note)));
        notes.extend(sized);
    }
    let led = trust.place_in(&rotations).is_some_and(|place| rotations.handed_on(place, &notes));
    Ok(if led { rotations } else { none })
}

/// Reads the leaves that are about keys; none where one of them is not believed.
fn scan(mut leaves: impl BufRead) -> Result<Option<Rotations>, ArchiveError> {
    // Canonical leaves end so: nothing else has to be looked at.
    let ends = [ROTATED, RETIRED].map(|kind| format!("\"type\":\"{kind}\",\"v\":1}}").into_bytes());
    let (mut rotations, mut line) = (Rotations::default(), Vec::new());
    for index in 0.. {
        line.clear();
        (&mut leaves).take(MAX_LEAF_BYTES as u64 + 2).read_until(b'\n', &mut line)?;
        let Some(leaf) = line.strip_suffix(b"\n") else { break };
        if ends.iter().any(|end| leaf.ends_with(end)) {
            let taken = Entry::from_bytes(leaf).map_err(|error| error.to_string());
            if taken.and_then(|entry| rotations.take(index, &entry)).is_err() {
                return Ok(None);
            }
        }
    }
    Ok(Some(rotations))
}
