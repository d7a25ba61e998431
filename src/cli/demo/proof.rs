//! After the plays: both logs are exported and verified, then one byte of a copy is changed, and it shows.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tokio::task::JoinHandle;

use crate::audit::key::Verifier;
use crate::audit::report::Report;
use crate::audit::verify::Demand;
use crate::operations::export_log::{self, wanted::Wanted};
use crate::operations::verify_log;

use super::cast::Authority;

/// An export, as it lies on the disk.
pub(super) struct Proof {
    /// The State.
    pub(super) state: String,
    /// The export.
    pub(super) file: PathBuf,
    /// The public key of the log, in a file of its own.
    pub(super) key_file: PathBuf,
    key: Verifier,
}

impl Proof {
    /// Exports the log of an authority into a folder, with its public key beside it.
    ///
    /// # Errors
    /// Where the files cannot be written.
    pub(super) async fn export(authority: &Authority, folder: &Path) -> Result<Self> {
        let name = authority.name.to_lowercase();
        let (file, key_file) = (folder.join(format!("{name}.tar")), folder.join(format!("{name}.key")));
        export_log::run(&authority.app, authority.auditor()?, &Wanted::default(), &file).await?;
        // The key is taken from the installation, not from the export: an export cannot vouch for itself.
        fs::write(&key_file, format!("{}\n", authority.installed.log_key))
            .with_context(|| format!("`{}` cannot be written", key_file.display()))?;
        Ok(Self { state: authority.name.clone(), file, key_file, key: Verifier::parse(&authority.installed.log_key)? })
    }

    /// Begins to verify a file with the key of this log, every step replayed, on a thread of its own.
    pub(super) fn verify(&self, file: &Path) -> JoinHandle<Result<Report>> {
        let (key, file) = (self.key.clone(), file.to_owned());
        tokio::task::spawn_blocking(move || {
            let opened = File::open(&file).with_context(|| format!("`{}` cannot be opened", file.display()))?;
            Ok(verify_log::export(opened, &key, &Demand::default())?)
        })
    }

    /// Copies the export and changes one byte of it: the minute at which a safeguard was answered.
    ///
    /// # Errors
    /// Where the copy cannot be written, or the export holds no such entry.
    pub(super) fn alter_copy(&self) -> Result<Altered> {
        let mut bytes = fs::read(&self.file)?;
        let place = minute_of_an_answer(&bytes).context("the export holds no answer to a safeguard")?;
        let before = bytes[place];
        // Digits stay digits when their last bit turns.
        bytes[place] ^= 1;
        let file = self.file.with_extension("altered.tar");
        fs::write(&file, &bytes).with_context(|| format!("`{}` cannot be written", file.display()))?;
        Ok(Altered { file, place, before: char::from(before), after: char::from(bytes[place]) })
    }
}

/// A copy with one byte changed.
pub(super) struct Altered {
    /// The copy.
    pub(super) file: PathBuf,
    /// Which byte, from 0.
    pub(super) place: usize,
    /// What stood there.
    pub(super) before: char,
    /// What stands there now.
    pub(super) after: char,
}

/// The place of the minute's last digit in the entry of an answer, about halfway through the log.
fn minute_of_an_answer(export: &[u8]) -> Option<usize> {
    let kind = b"\"type\":\"safeguard_answered\"";
    let answers: Vec<usize> =
        export.windows(kind.len()).enumerate().filter(|(_, window)| *window == kind).map(|(at, _)| at).collect();
    let answer = *answers.get(answers.len() / 2)?;
    let begins = export[..answer].iter().rposition(|byte| *byte == b'\n')? + 1;
    let at = b"\"at\":\"";
    let found = export[begins..answer].windows(at.len()).position(|window| window == at)?;
    // `2027-03-01T08:05`: the sixteenth character.
    Some(begins + found + at.len() + 15)
}
