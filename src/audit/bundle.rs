//! The export: one tar with the names of `BagIt` (RFC 8493), which an auditor can open with any program.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::archive::{Archive, ArchiveError, Damage, Limits, Stored, append};
use super::canonical::{CanonicalError, to_canonical};
use super::hash::{Hash, leaf_hash, sha256};
use super::ids::CaseId;
use super::proof_file::ProofFile;
use super::tile::{Tile, Tiles};

/// The names in the export, below its folder.
pub(super) mod names {
    pub(crate) const BAGIT: &str = "bagit.txt";
    pub(crate) const ABOUT: &str = "bag-info.txt";
    pub(crate) const GUIDE: &str = "VERIFY.md";
    pub(crate) const MANIFEST: &str = "manifest-sha256.txt";
    pub(crate) const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
    pub(crate) const CHECKPOINT: &str = "data/checkpoint";
    pub(crate) const LEAVES: &str = "data/leaves.jsonl";
    pub(crate) const TILES: &str = "data/tile/";
    pub(crate) const CASE: &str = "data/case.json";
    pub(crate) const PROOFS: &str = "data/proofs/";
    pub(crate) const HEADS: &str = "data/heads/";
    pub(crate) const CHECKPOINTS: &str = "data/checkpoints/";
    pub(crate) const STAMPS: &str = "data/tsr/";
    pub(crate) const KEYS: &str = "data/vkeys";
    pub(crate) const DISCLOSURES: &str = "data/disclosures.jsonl";
    pub(crate) const EVIDENCE: &str = "data/evidence/";
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
    /// The signed checkpoint, with the lines of all who have signed it.
    pub checkpoint: String,
    /// Earlier checkpoints of the log by their size: what is exported must have grown from each.
    pub checkpoints: BTreeMap<u64, String>,
    /// The rulebooks that leaves name, as canonical bytes by their hash.
    pub rulebooks: BTreeMap<Hash, Vec<u8>>,
    /// Public keys, for information: verification never reads them.
    pub vkeys: Vec<String>,
    /// Time stamps of checkpoints, by size and by whom; each is over the earlier checkpoint of that size, byte for byte.
    pub time_stamps: BTreeMap<(u64, String), Vec<u8>>,
    /// Opened commitments, a line each.
    pub disclosures: Option<Vec<u8>>,
    /// `VERIFY.md`: how to verify, with other people's programs too.
    pub guide: String,
    /// Further lines of `bag-info.txt`; no line breaks.
    pub about: Vec<(String, String)>,
    /// Further files by their name below `data/`, such as the schema of entries.
    pub beside: BTreeMap<String, Vec<u8>>,
    /// Which leaves of the log are in it.
    pub chosen: Chosen,
}

/// Which leaves of the log an export holds.
#[derive(Debug, Clone, Default)]
pub enum Chosen {
    /// All that the checkpoint covers.
    #[default]
    Whole,
    /// Those of one case, with a proof for each.
    Case(CaseId, Vec<LeafProof>),
    /// Some, with a proof for each: what the others say is left out.
    Some(Vec<LeafProof>),
}

impl Export {
    /// Writes the export. `leaves` has one canonical leaf a line, in the order of the log; it is read twice. `scratch` takes
    /// what is too much for the memory, and is empty. The leaves are not verified here: an altered log must be exportable too.
    ///
    /// # Errors
    /// Where reading or writing fails, or a text would break out of its line.
    pub fn write(
        &self,
        leaves: &mut (impl Read + Seek),
        scratch: &mut (impl Read + Write + Seek),
        out: impl Write,
    ) -> Result<(), ArchiveError> {
        self.write_with(leaves, scratch, Vec::<(String, io::Empty)>::new(), out)
    }

    /// The same with documents, by their id: age files (`c2sp.org/age`), which are too large for the memory.
    ///
    /// # Errors
    /// As [`Export::write`].
    pub fn write_with(
        &self,
        leaves: &mut (impl Read + Seek),
        scratch: &mut (impl Read + Write + Seek),
        documents: Vec<(String, impl Read)>,
        out: impl Write,
    ) -> Result<(), ArchiveError> {
        leaves.rewind()?;
        let mut spool = Spool { file: BufWriter::new(scratch), at: 0, files: BTreeMap::new() };
        let whole = matches!(self.chosen, Chosen::Whole);
        let (count, leaves_size, leaves_sum) = measure(leaves, |tile| {
            if whole { spool.add(format!("data/{}", tile.path()), tile.bytes().as_slice()) } else { Ok(()) }
        })?;
        if let Chosen::Case(_, proofs) | Chosen::Some(proofs) = &self.chosen {
            for proof in proofs {
                let file = ProofFile::beside(proof.index, proof.proof.clone(), self.checkpoint.clone()).to_string();
                spool.add(format!("{}{}.tlog-proof", names::PROOFS, proof.index), file.as_bytes())?;
            }
        }
        for (id, document) in documents {
            spool.add(format!("{}{id}.age", names::EVIDENCE), document)?;
        }
        let mut files = self.payload(count)?;
        let sums = files.iter().map(|(name, bytes)| (name.clone(), sha256(bytes)));
        let spooled = spool.files.iter().map(|(name, file)| (name.clone(), file.sum));
        let sums: BTreeMap<_, _> = sums.chain(spooled).chain([(names::LEAVES.to_owned(), leaves_sum)]).collect();
        let octets = leaves_size + spool.at + files.values().map(|bytes| bytes.len() as u64).sum::<u64>();
        files.insert(names::MANIFEST.to_owned(), manifest(&sums));
        files.insert(names::ABOUT.to_owned(), self.about(octets, sums.len())?);
        files.insert(names::BAGIT.to_owned(), BAGIT_TXT.into());
        files.insert(names::GUIDE.to_owned(), self.guide.clone().into());
        let tags = files.iter().filter(|(name, _)| !name.starts_with("data/"));
        let tags = manifest(&tags.map(|(name, bytes)| (name.clone(), sha256(bytes))).collect());
        files.insert(names::TAG_MANIFEST.to_owned(), tags);

        let Spool { file, files: spooled, .. } = spool;
        let scratch = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        let names: BTreeSet<&String> = files.keys().chain(spooled.keys()).collect();
        let leaves_at = names::LEAVES.to_owned();
        let mut tar = tar::Builder::new(out);
        for name in names.into_iter().chain([&leaves_at]).collect::<BTreeSet<_>>() {
            let path = format!("{}/{name}", self.folder);
            if let Some(bytes) = files.get(name) {
                append(&mut tar, &path, bytes.len() as u64, bytes.as_slice())?;
            } else if let Some(file) = spooled.get(name) {
                scratch.seek(SeekFrom::Start(file.offset))?;
                append(&mut tar, &path, file.len, (&mut *scratch).take(file.len))?;
            } else {
                leaves.rewind()?;
                append(&mut tar, &path, leaves_size, (&mut *leaves).take(leaves_size))?;
            }
        }
        Ok(tar.into_inner()?.flush()?)
    }

    fn payload(&self, leaves: u64) -> Result<BTreeMap<String, Vec<u8>>, ArchiveError> {
        let lines = |lines: Vec<Vec<u8>>| lines.into_iter().flat_map(|line| [line, b"\n".to_vec()]).flatten().collect();
        let mut files = BTreeMap::from([(names::CHECKPOINT.to_owned(), self.checkpoint.clone().into_bytes())]);
        for (size, note) in &self.checkpoints {
            files.insert(format!("{}{size}", names::CHECKPOINTS), note.clone().into_bytes());
        }
        for ((size, stamper), answer) in &self.time_stamps {
            files.insert(format!("{}{size}/{stamper}.tsr", names::STAMPS), answer.clone());
        }
        files.insert(names::KEYS.to_owned(), lines(self.vkeys.iter().map(|key| key.clone().into_bytes()).collect()));
        for (hash, bytes) in &self.rulebooks {
            files.insert(format!("{}{hash}.json", names::RULEBOOKS), bytes.clone());
        }
        if let Some(bytes) = &self.disclosures {
            files.insert(names::DISCLOSURES.to_owned(), bytes.clone());
        }
        for (name, bytes) in &self.beside {
            files.insert(format!("data/{name}"), bytes.clone());
        }
        if let Chosen::Case(case, _) = &self.chosen {
            let head = CaseHead { case: *case, entries: leaves };
            files.insert(names::CASE.to_owned(), to_canonical(&head).map_err(unwritable)?);
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

/// Files that are too many or too large for the memory: one behind the other, in a file of the caller.
struct Spool<'a, F: Write> {
    file: BufWriter<&'a mut F>,
    at: u64,
    files: BTreeMap<String, Spooled>,
}

struct Spooled {
    offset: u64,
    len: u64,
    sum: Hash,
}

impl<F: Write> Spool<'_, F> {
    fn add(&mut self, name: String, mut from: impl Read) -> io::Result<()> {
        let (mut part, mut len, mut sum) = ([0; 1 << 13], 0, Sha256::new());
        loop {
            let read = from.read(&mut part)?;
            if read == 0 {
                break;
            }
            self.file.write_all(&part[..read])?;
            sum.update(&part[..read]);
            len += read as u64;
        }
        let sum = Hash::from_bytes(sum.finalize().into());
        self.files.insert(name, Spooled { offset: self.at, len, sum });
        self.at += len;
        Ok(())
    }
}

/// How many leaves there are, the length and the SHA-256 of their file; hands out the tiles over them.
fn measure(leaves: &mut impl Read, mut on_tile: impl FnMut(&Tile) -> io::Result<()>) -> io::Result<(u64, u64, Hash)> {
    let (mut tiles, mut count, mut size, mut sum, mut line) = (Tiles::default(), 0, 0, Sha256::new(), Vec::new());
    let mut leaves = BufReader::new(leaves);
    while leaves.read_until(b'\n', &mut line)? > 0 {
        (count, size) = (count + 1, size + line.len() as u64);
        sum.update(&line);
        let full = tiles.append(leaf_hash(line.strip_suffix(b"\n").unwrap_or(&line)));
        full.iter().try_for_each(&mut on_tile)?;
        line.clear();
    }
    tiles.rest().iter().try_for_each(on_tile)?;
    Ok((count, size, Hash::from_bytes(sum.finalize().into())))
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

    /// Names of files that begin so, in their order.
    pub(super) fn below(&self, folder: &str) -> Vec<String> {
        let from = self.archive.files.range(folder.to_owned()..).map(|(name, _)| name);
        from.take_while(|name| name.starts_with(folder)).cloned().collect()
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
