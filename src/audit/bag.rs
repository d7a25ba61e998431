//! Holds the files of an export against its own lists of hashes (RFC 8493).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use super::archive::{ArchiveError, Damage};
use super::bundle::{Bundle, names};
use super::hash::Hash;
use super::report::{Grade, Report, Step};

/// What the leaves may still explain: a list of leaves that was cut short differs from its hash, too.
#[derive(Debug, Default)]
pub(super) struct LeavesDiffer {
    /// The file of leaves has not the hash that is listed for it.
    pub(super) differ: bool,
    /// Fewer bytes are there than the export announces.
    pub(super) shorter: bool,
}

/// Checks the container; everything but the file of leaves is judged here.
pub(super) fn check<R: Read + Seek>(bundle: &mut Bundle<R>, report: &mut Report) -> Result<LeavesDiffer, ArchiveError> {
    for damage in bundle.damage() {
        match damage {
            Damage::Cut(sentence) => report.find(Step::Bag, Grade::Incomplete, None, sentence),
            Damage::Altered(sentence) => report.find(Step::Bag, Grade::Altered, None, sentence),
        }
    }
    let tags =
        check_list(bundle, report, names::TAG_MANIFEST, |name| !name.contains('/') && name != names::TAG_MANIFEST)?;
    let payload = check_list(bundle, report, names::MANIFEST, |name| name.starts_with("data/"))?;
    let stray = bundle.files().keys().find(|name| name.contains('/') && !name.starts_with("data/"));
    if let Some(name) = stray {
        report.find(Step::Bag, Grade::Altered, None, format!("`{name}` does not belong into an export"));
    }
    for name in tags.iter().chain(&payload).filter(|name| *name != names::LEAVES) {
        report.find(Step::Bag, Grade::Altered, None, format!("`{name}` has not the hash that the export lists for it"));
    }
    Ok(LeavesDiffer { differ: payload.contains(names::LEAVES), shorter: is_shorter(bundle)? })
}

/// Compares one list with the files it must cover, and gives the names that differ.
fn check_list<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    report: &mut Report,
    list: &str,
    covers: impl Fn(&str) -> bool,
) -> Result<BTreeSet<String>, ArchiveError> {
    let Some(bytes) = bundle.bytes(list)? else {
        report.find(Step::Bag, Grade::Incomplete, None, format!("`{list}` is missing"));
        return Ok(BTreeSet::new());
    };
    let listed = match parse(&bytes) {
        Ok(listed) => listed,
        Err(line) => {
            report.find(Step::Bag, Grade::Altered, None, format!("line {line} of `{list}` is not `hash  name`"));
            return Ok(BTreeSet::new());
        }
    };
    for name in bundle.files().keys().filter(|name| covers(name) && !listed.contains_key(*name)) {
        report.find(Step::Bag, Grade::Altered, None, format!("`{name}` was added: `{list}` does not name it"));
    }
    let mut differ = BTreeSet::new();
    for (name, hash) in listed {
        match bundle.files().get(&name) {
            None => report.find(Step::Bag, Grade::Incomplete, None, format!("`{name}` is missing: `{list}` names it")),
            Some(file) if file.hash != hash => {
                differ.insert(name);
            }
            Some(_) => {}
        }
    }
    Ok(differ)
}

/// Reads a manifest strictly, or gives the number of the line that is wrong.
fn parse(bytes: &[u8]) -> Result<BTreeMap<String, Hash>, usize> {
    let mut listed = BTreeMap::new();
    for (number, line) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let line = str::from_utf8(line).ok().and_then(|line| line.strip_suffix('\n'));
        let parts =
            line.and_then(|line| line.split_once("  ")).and_then(|(hash, name)| Some((hash.parse().ok()?, name)));
        let (hash, name) = parts.ok_or(number + 1)?;
        if listed.insert(name.to_owned(), hash).is_some() {
            return Err(number + 1);
        }
    }
    Ok(listed)
}

/// Whether the payload has fewer bytes than `Payload-Oxum` says.
fn is_shorter<R: Read + Seek>(bundle: &mut Bundle<R>) -> Result<bool, ArchiveError> {
    let there: u64 =
        bundle.files().iter().filter(|(name, _)| name.starts_with("data/")).map(|(_, file)| file.len).sum();
    let about = bundle.bytes(names::ABOUT)?.unwrap_or_default();
    let about = String::from_utf8_lossy(&about);
    let announced =
        about.lines().find_map(|line| line.strip_prefix("Payload-Oxum: ")?.split_once('.')?.0.parse::<u64>().ok());
    Ok(announced.is_some_and(|announced| there < announced))
}
