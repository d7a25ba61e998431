//! What an export brings along to place its leaves: tiles over all of them, or a proof for each.

use std::io::{Read, Seek};

use super::archive::ArchiveError;
use super::bundle::{Bundle, CaseHead, names};
use super::canonical::from_canonical;
use super::checkpoint::Checkpoint;
use super::hash::Hash;
use super::ids::CaseId;
use super::proof::verify_inclusion;
use super::proof_file::ProofFile;
use super::report::{Grade, Report, Step};
use super::tile::{self, Tile, Tiles, WIDTH};
use super::tree::Frontier;
use super::trust::Trust;

/// How the leaves of an export are placed in the log.
#[derive(Debug)]
pub(super) enum Evidence {
    /// All leaves, with the hash of each, so that an altered one can be named.
    Whole {
        listed: Vec<Hash>,
        /// The listed hashes lead to the signed root: the list itself is then proved.
        proved: bool,
        tree: Frontier,
    },
    /// Some leaves, each with its proof; where they are those of one case, all of them that were there.
    Proofs { of: Option<CaseHead>, proofs: Vec<Proof> },
}

/// Where a leaf stands, and the signed tree that its proof leads to.
#[derive(Debug)]
pub(super) struct Proof {
    index: u64,
    hashes: Vec<Hash>,
    /// None where nobody whom the reader believes has signed it.
    signed: Option<Checkpoint>,
}

/// Why a leaf is not taken to be in its place.
pub(super) enum Misplaced {
    /// It contradicts the list or its proof.
    Elsewhere { index: u64, why: &'static str },
    /// Nothing proves it.
    Unproved,
}

impl Evidence {
    pub(super) fn read<R: Read + Seek>(
        bundle: &mut Bundle<R>,
        checkpoint: Option<&Checkpoint>,
        trust: &Trust,
        report: &mut Report,
    ) -> Result<Self, ArchiveError> {
        let head = bundle.bytes(names::CASE)?;
        if head.is_none() && (bundle.below(names::PROOFS).is_empty() || !bundle.below(names::TILES).is_empty()) {
            return Self::whole(bundle, checkpoint, report);
        }
        let of = head.map(|head| {
            let head = from_canonical(&head).ok().and_then(|head| serde_json::from_value(head).ok());
            head.unwrap_or_else(|| {
                report.find(Step::Bag, Grade::Altered, None, "`data/case.json` does not name a case");
                CaseHead { case: CaseId::from_bytes([0; 16]), entries: 0 }
            })
        });
        report.case = of.as_ref().map(|head| head.case);
        if of.is_none() {
            let sentence = "a choice of entries was exported: that the others are in order, and the rules kept, the whole log shows";
            report.find(Step::Chain, Grade::Noted, None, sentence);
        }
        Ok(Self::Proofs { of, proofs: proofs(bundle, checkpoint, trust, report)? })
    }

    fn whole<R: Read + Seek>(
        bundle: &mut Bundle<R>,
        checkpoint: Option<&Checkpoint>,
        report: &mut Report,
    ) -> Result<Self, ArchiveError> {
        let size = checkpoint.map_or(0, |signed| signed.size);
        let (mut listed, mut tiles, mut above) = (Vec::new(), Tiles::default(), Vec::new());
        for index in 0..size.div_ceil(WIDTH) {
            let width = usize::try_from(WIDTH.min(size - index * WIDTH)).unwrap_or_default();
            let name = format!("data/{}", tile::path(0, index, width as u64));
            let hashes = match bundle.bytes(&name)? {
                Some(bytes) => hashes(&bytes).filter(|hashes| hashes.len() == width),
                None => {
                    report.find(Step::Tree, Grade::Incomplete, None, format!("`{name}` is missing"));
                    break;
                }
            };
            let Some(hashes) = hashes else {
                report.find(Step::Tree, Grade::Altered, None, format!("`{name}` is no tile of {width} hashes"));
                break;
            };
            above.extend(hashes.iter().flat_map(|leaf| tiles.append(*leaf)).filter(|tile| tile.level > 0));
            listed.extend(hashes);
        }
        let there = listed.len() as u64;
        let proved = checkpoint.is_some_and(|signed| (there, tiles.root()) == (signed.size, signed.root));
        if proved {
            above.extend(tiles.rest());
            upper_tiles(bundle, there, &above, report)?;
        }
        Ok(Self::Whole { listed, proved, tree: Frontier::default() })
    }

    /// The place in the log of the leaf that was read as number `number`.
    pub(super) fn place(&mut self, number: u64, leaf: Hash, signed: Option<&Checkpoint>) -> Result<u64, Misplaced> {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        match self {
            Self::Whole { listed, proved, tree } => {
                tree.push(leaf);
                let why = match (listed.get(at), &*proved) {
                    (Some(hash), _) if *hash == leaf => return Ok(number),
                    (Some(_), true) => "it is not the leaf that was signed: its bytes were altered, or it was moved",
                    (Some(_), false) => {
                        "it has not the hash that the tiles of the export hold; which of both was altered cannot be told"
                    }
                    (None, true) => "it was added: the signed log ends before it",
                    // The tiles were cut; the root still decides.
                    (None, false) => return Ok(number),
                };
                Err(Misplaced::Elsewhere { index: number, why })
            }
            Self::Proofs { proofs, .. } => {
                let Some(Proof { index, hashes, signed: proved }) = proofs.get(at) else {
                    return Err(Misplaced::Unproved);
                };
                let Some(signed) = proved.as_ref().or(signed) else { return Ok(*index) };
                let holds = verify_inclusion(*index, signed.size, leaf, hashes, signed.root).is_ok();
                let why = "its proof does not lead to the signed root: the leaf or the proof was altered";
                if holds { Ok(*index) } else { Err(Misplaced::Elsewhere { index: *index, why }) }
            }
        }
    }

    /// The tree over the leaves read so far; only the whole log has one.
    pub(super) const fn tree(&self) -> Option<&Frontier> {
        match self {
            Self::Whole { tree, .. } => Some(tree),
            Self::Proofs { .. } => None,
        }
    }

    /// Whether every case of the export is there from its first entry on.
    pub(super) const fn has_whole_cases(&self) -> bool {
        match self {
            Self::Whole { .. } | Self::Proofs { of: Some(_), .. } => true,
            Self::Proofs { of: None, .. } => false,
        }
    }

    /// How many leaves there must be.
    pub(super) fn expected(&self, signed: Option<&Checkpoint>) -> Option<u64> {
        match self {
            Self::Whole { .. } => signed.map(|signed| signed.size),
            Self::Proofs { of, proofs } => Some(of.as_ref().map_or(0, |head| head.entries).max(proofs.len() as u64)),
        }
    }
}

fn hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (chunks, rest) = bytes.as_chunks::<32>();
    rest.is_empty().then(|| chunks.iter().map(|chunk| Hash::from_bytes(*chunk)).collect())
}

/// The tiles above so many leaves follow from these; there are no others. `all` has the last one of the leaves, too.
fn upper_tiles<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    leaves: u64,
    all: &[Tile],
    report: &mut Report,
) -> Result<(), ArchiveError> {
    let (mut right, mut wrong) = (0, Vec::new());
    for tile in all {
        let name = format!("data/{}", tile.path());
        match bundle.bytes(&name)? {
            Some(bytes) if bytes == tile.bytes() => right += u64::from(tile.level > 0),
            Some(_) => wrong.push((Grade::Altered, format!("`{name}` does not follow from the leaves"))),
            None => wrong.push((Grade::Incomplete, format!("`{name}` is missing"))),
        }
    }
    let expected = right + leaves.div_ceil(WIDTH);
    if wrong.is_empty() && bundle.below(names::TILES).len() as u64 != expected {
        wrong.push((Grade::Altered, "there are tiles that no leaf leads to".to_owned()));
    }
    for (grade, sentence) in wrong {
        report.find(Step::Tree, grade, None, sentence);
    }
    Ok(())
}

/// The proofs in the order of the log: each names the place of its leaf, and a checkpoint that is believed like the export's.
fn proofs<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    checkpoint: Option<&Checkpoint>,
    trust: &Trust,
    report: &mut Report,
) -> Result<Vec<Proof>, ArchiveError> {
    let newest = bundle.bytes(names::CHECKPOINT)?.unwrap_or_default();
    let (mut proofs, mut dark) = (Vec::new(), false);
    for name in bundle.below(names::PROOFS) {
        let bytes = bundle.bytes(&name)?.unwrap_or_default();
        let file = str::from_utf8(&bytes).ok().and_then(|text| ProofFile::parse(text).ok());
        let number = name.strip_prefix(names::PROOFS).and_then(|name| name.strip_suffix(".tlog-proof"));
        let Some(file) = file.filter(|file| number.is_some_and(|number| number == file.index.to_string())) else {
            report.find(Step::Bag, Grade::Altered, None, format!("`{name}` is no proof of the leaf that it names"));
            continue;
        };
        let signed = if file.checkpoint.as_bytes() == newest {
            checkpoint.cloned()
        } else {
            let opened = trust.open(file.checkpoint.as_bytes());
            dark |= opened.is_err();
            opened.ok().map(|judged| judged.checkpoint)
        };
        proofs.push(Proof { index: file.index, hashes: file.hashes, signed });
    }
    if dark {
        let sentence = "a proof leads to a checkpoint that is not believed: it was altered, or signed by somebody else";
        report.find(Step::Checkpoint, Grade::Altered, None, sentence);
    }
    proofs.sort_by_key(|proof| proof.index);
    Ok(proofs)
}
