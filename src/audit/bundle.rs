//! The export: one tar with the names of `BagIt` (RFC 8493), which an auditor can open with any program.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Seek, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::archive::{Archive, ArchiveError, Damage, Limits, Stored, append};
use super::canonical::{CanonicalError, to_canonical};
use super::hash::{Hash, leaf_hash, sha256};
use super::ids::CaseId;

/// The names in the export, below its folder.
pub(super) mod names {
    pub(crate) const BAGIT: &str = "bagit.txt";
    pub(crate) const ABOUT: &str = "bag-info.txt";
    pub(crate) const GUIDE: &str = "VERIFY.md";
    pub(crate) const MANIFEST: &str = "manifest-sha256.txt";
    pub(crate) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
    pub(crate) const CHECKPOINT: &str = "data/checkpoint";
    pub(crate) const LEAVES: &str = "data/leaves.jsonl";
    pub(crate) const LEAF_HASHES: &str = "data/leafhashes";
    pub(crate) const CASE: &str = "data/case.json";
    pub(crate) const PROOFS: &str = "data/proofs.jsonl";
    pub(crate) const KEYS: &str = "data/vkeys";
    pub(crate) const DISCLOSURES: &str = "data/disclosures.jsonl";
    pub(crate) const RULEBOOKS: &str = "data/rulebooks/";
}

const BAGIT_TXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/// Files other than leaves are read whole up to this many bytes.
const WHOLE_FILE_BYTES: u64 = 64 << 20;

/// Where a leaf of a single case stands in the log, and the proof of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeafProof {
    /// Its place in the log, from 0.
    pub index: u64,
    /// The hashes from the leaf up to the root.
    pub proof: Vec<Hash>,
}

/// What makes an export one of a single case.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseHead {
    /// The case.
    pub case: CaseId,
    /// How many entries of it the export holds.
    pub entries: u64,
}

/// Everything of an export but its leaves.
#[derive(Debug, Clone, Default)]
pub struct Export {
    /// The top folder, such as `comity-audit-12`.
    pub folder: String,
    /// The signed checkpoint.
    pub checkpoint: String,
    /// The rulebooks that leaves name, as canonical bytes by their hash.
    pub rulebooks: BTreeMap<Hash, Vec<u8>>,
    /// Public keys, for information: verification never reads them.
    pub vkeys: Vec<String>,
    /// Opened commitments, a line each.
    pub disclosures: Option<Vec<u8>>,
    /// `VERIFY.md`: how to verify, with other people's programs too.
    pub guide: String,
    /// Further lines of `bag-info.txt`; no line breaks.
    pub about: Vec<(String, String)>,
    /// For a single case: its id and a proof for each leaf.
    pub case: Option<(CaseId, Vec<LeafProof>)>,
}

impl Export {
    /// Writes the export. `leaves` has one canonical leaf a line, in the order of the log; it is read twice.
    /// The leaves are not verified here: an altered log must be exportable too.
    ///
    /// # Errors
    /// Where reading or writing fails, or a text would break out of its line.
    pub fn write(&self, leaves: &mut (impl Read + Seek), out: impl Write) -> Result<(), ArchiveError> {
        leaves.rewind()?;
        let (hashes, leaves_size, leaves_sum) = measure(leaves)?;
        let mut files = self.payload(&hashes)?;
        let sums = files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes)));
        let sums: BTreeMap<_, _> = sums.chain([(names::LEAVES.to_owned(), leaves_sum)]).collect();
        let octets = leaves_size + files.values().map(|bytes| bytes.len() as u64).sum::<u64>();
        files.insert(names::MANIFEST.to_owned(), manifest(&sums));
        files.insert(names::ABOUT.to_owned(), self.about(octets, sums.len())?);
        files.insert(names::BAGIT.to_owned(), BAGIT_TXT.into());
        files.insert(names::GUIDE.to_owned(), self.guide.clone().into());
        let tags = files.iter().filter(|(name, _)| !name.starts_with("data/"));
        let tags = manifest(&tags.map(|(name, bytes)| (name.clone(), sha256(bytes))).collect());
        files.insert(names::TAG_MANIFEST.to_owned(), tags);
        // Its place in the order of names; its bytes come from the reader.
        files.insert(names::LEAVES.to_owned(), Vec::new());

        let mut tar = tar::Builder::new(out);
        for (name, bytes) in &files {
            let path = format!("{}/{name}", self.folder);
            if name == names::LEAVES {
                leaves.rewind()?;
                append(&mut tar, &path, leaves_size, (&mut *leaves).take(leaves_size))?;
            } else {
                append(&mut tar, &path, bytes.len() as u64, bytes.as_slice())?;
            }
        }
        Ok(tar.into_inner()?.flush()?)
    }

    fn payload(&self, hashes: &[Hash]) -> Result<BTreeMap<String, Vec<u8>>, ArchiveError> {
        let lines = |lines: Vec<Vec<u8>>| lines.into_iter().flat_map(|line| [line, b"\n".to_vec()]).flatten().collect();
        let mut files = BTreeMap::from([(names::CHECKPOINT.to_owned(), self.checkpoint.clone().into_bytes())]);
        files.insert(names::KEYS.to_owned(), lines(self.vkeys.iter().map(|key| key.clone().into_bytes()).collect()));
        for (hash, bytes) in &self.rulebooks {
            files.insert(format!("{}{hash}.json", names::RULEBOOKS), bytes.clone());
        }
        if let Some(bytes) = &self.disclosures {
            files.insert(names::DISCLOSURES.to_owned(), bytes.clone());
        }
        if let Some((case, proofs)) = &self.case {
            let head = CaseHead { case: *case, entries: hashes.len() as u64 };
            let proofs = proofs.iter().map(to_canonical).collect::<Result<_, _>>().map_err(unwritable)?;
            files.insert(names::CASE.to_owned(), to_canonical(&head).map_err(unwritable)?);
            files.insert(names::PROOFS.to_owned(), lines(proofs));
        } else {
            files.insert(
                names::LEAF_HASHES.to_owned(),
                lines(hashes.iter().map(|hash| hash.to_string().into()).collect()),
            );
        }
        Ok(files)
    }

    fn about(&self, octets: u64, streams: usize) -> Result<Vec<u8>, ArchiveError> {
        let mut text = format!("Payload-Oxum: {octets}.{streams}\n");
        for (label, value) in &self.about {
            let broken = label.contains(':') || [label, value].iter().any(|part| part.chars().any(char::is_control));
            if broken || label.is_empty() {
                return Err(
                    io::Error::other(format!("`{}` cannot be a line of bag-info.txt", label.escape_default())).into()
                );
            }
            text.extend([label, ": ", value, "\n"]);
        }
        Ok(text.into_bytes())
    }
}

fn unwritable(error: CanonicalError) -> ArchiveError {
    io::Error::other(error).into()
}

/// The hash of each leaf, the length and the SHA-256 of the file of leaves.
fn measure(leaves: &mut impl Read) -> io::Result<(Vec<Hash>, u64, Hash)> {
    let (mut hashes, mut size, mut sum, mut line) = (Vec::new(), 0, Sha256::new(), Vec::new());
    let mut leaves = BufReader::new(leaves);
    while leaves.read_until(b'\n', &mut line)? > 0 {
        size += line.len() as u64;
        sum.update(&line);
        hashes.push(leaf_hash(line.strip_suffix(b"\n").unwrap_or(&line)));
        line.clear();
    }
    Ok((hashes, size, Hash::from_bytes(sum.finalize().into())))
}

fn manifest(sums: &BTreeMap<String, Hash>) -> Vec<u8> {
    sums.iter().flat_map(|(name, sum)| format!("{sum}  {name}\n").into_bytes()).collect()
}

/// An export that was opened: measured and hashed, but not yet believed.
#[derive(Debug)]
pub struct Bundle<R> {
    archive: Archive<R>,
}

impl<R: Read + Seek> Bundle<R> {
    /// Opens an export within the usual limits.
    ///
    /// # Errors
    /// Where this is no export, or one that could harm the reader; damage is told by verification instead.
    pub fn open(reader: R) -> Result<Self, ArchiveError> {
        Self::open_within(reader, Limits::default())
    }

    /// Opens an export within limits of the caller.
    ///
    /// # Errors
    /// As [`Bundle::open`].
    pub fn open_within(reader: R, limits: Limits) -> Result<Self, ArchiveError> {
        let archive = Archive::open(reader, limits)?;
        let known =
            [names::BAGIT, names::CHECKPOINT, names::LEAVES].iter().any(|name| archive.files.contains_key(*name));
        if known || !archive.damage.is_empty() { Ok(Self { archive }) } else { Err(ArchiveError::NotATar) }
    }

    /// The rulebooks in the export by the hash in their name; whether they have that hash the caller can tell.
    ///
    /// # Errors
    /// Where one cannot be read or is larger than 64 MiB.
    pub fn rulebooks(&mut self) -> Result<BTreeMap<Hash, Vec<u8>>, ArchiveError> {
        let mut found = BTreeMap::new();
        for (hash, name) in self.rulebook_names() {
            found.extend(self.bytes(&name)?.map(|bytes| (hash, bytes)));
        }
        Ok(found)
    }

    pub(super) fn rulebook_names(&self) -> BTreeMap<Hash, String> {
        let hash = |name: &str| name.strip_prefix(names::RULEBOOKS)?.strip_suffix(".json")?.parse().ok();
        self.archive.files.keys().filter_map(|name| Some((hash(name)?, name.clone()))).collect()
    }

    pub(super) fn damage(&self) -> &[Damage] {
        &self.archive.damage
    }

    pub(super) fn files(&self) -> &BTreeMap<String, Stored> {
        &self.archive.files
    }

    /// A whole file, none where it is not there or only in part.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ArchiveError> {
        let Some(file) = self.archive.files.get(name).copied().filter(|file| !file.cut) else { return Ok(None) };
        if file.len > WHOLE_FILE_BYTES {
            return Err(ArchiveError::Refused { name: name.to_owned(), why: "is larger than 64 MiB" });
        }
        let mut bytes = Vec::new();
        self.archive.read(file)?.read_to_end(&mut bytes)?;
        Ok(Some(bytes))
    }

    /// A file to be read line by line, as far as it is there.
    pub(super) fn lines(&mut self, name: &str) -> Result<Option<impl BufRead + '_>, ArchiveError> {
        let Some(file) = self.archive.files.get(name).copied() else { return Ok(None) };
        Ok(Some(self.archive.read(file)?))
    }
}
