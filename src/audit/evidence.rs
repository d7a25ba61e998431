//! What an export brings along to place its leaves: the hashes of all leaves, or a proof for each leaf of one case.

use std::io::{BufRead, Read, Seek};

use super::archive::ArchiveError;
use super::bundle::{Bundle, CaseHead, LeafProof, names};
use super::canonical::from_canonical;
use super::checkpoint::Checkpoint;
use super::hash::Hash;
use super::ids::CaseId;
use super::proof::verify_inclusion;
use super::report::{Grade, Report, Step};
use super::tree::Frontier;

/// A line of proofs is not longer than this: 64 hashes and the place.
const MAX_PROOF_LINE: u64 = 8 << 10;

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
    /// The leaves of one case, each with its proof.
    Case { head: CaseHead, proofs: Vec<LeafProof> },
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
        report: &mut Report,
    ) -> Result<Self, ArchiveError> {
        let Some(head) = bundle.bytes(names::CASE)? else {
            return Self::whole(bundle, checkpoint, report);
        };
        let head = from_canonical(&head).ok().and_then(|head| serde_json::from_value(head).ok());
        let head = head.unwrap_or_else(|| {
            report.find(Step::Bag, Grade::Altered, None, "`data/case.json` does not name a case");
            CaseHead { case: CaseId::from_bytes([0; 16]), entries: 0 }
        });
        report.case = Some(head.case);
        let sentence =
            "that the case has no later entry cannot be told from an export of one case: ask for the whole log";
        report.find(Step::Chain, Grade::Noted, None, sentence);
        let proofs = read_lines(bundle, report, names::PROOFS, |line| {
            from_canonical(line).ok().and_then(|value| serde_json::from_value(value).ok())
        })?;
        Ok(Self::Case { head, proofs })
    }

    fn whole<R: Read + Seek>(
        bundle: &mut Bundle<R>,
        checkpoint: Option<&Checkpoint>,
        report: &mut Report,
    ) -> Result<Self, ArchiveError> {
        let listed: Vec<Hash> =
            read_lines(bundle, report, names::LEAF_HASHES, |line| str::from_utf8(line).ok()?.parse().ok())?;
        let mut tree = Frontier::default();
        tree.extend(listed.iter().copied());
        let proved = checkpoint.is_some_and(|signed| (tree.size(), tree.root()) == (signed.size, signed.root));
        Ok(Self::Whole { listed, proved, tree: Frontier::default() })
    }

    /// The place in the log of the leaf that was read as number `number`.
    pub(super) fn place(&mut self, number: u64, leaf: Hash, signed: Option<&Checkpoint>) -> Result<u64, Misplaced> {
        let at = usize::try_from(number).unwrap_or(usize::MAX);
        match self {
            Self::Whole { listed, proved, tree } => {
                tree.append(leaf);
                let why = match (listed.get(at), &*proved) {
                    (Some(hash), _) if *hash == leaf => return Ok(number),
                    (Some(_), true) => "it is not the leaf that was signed: its bytes were altered, or it was moved",
                    (Some(_), false) => {
                        "it has not the hash that the export lists; which of both was altered cannot be told"
                    }
                    (None, true) => "it was added: the signed log ends before it",
                    // The list was cut; the root still decides.
                    (None, false) => return Ok(number),
                };
                Err(Misplaced::Elsewhere { index: number, why })
            }
            Self::Case { proofs, .. } => {
                let in_order =
                    at == 0 || proofs.get(at - 1).map(|proof| proof.index) < proofs.get(at).map(|proof| proof.index);
                let Some(LeafProof { index, proof }) = proofs.get(at) else {
                    return Err(Misplaced::Unproved);
                };
                let Some(signed) = signed else { return Ok(*index) };
                let holds = verify_inclusion(*index, signed.size, leaf, proof, signed.root).is_ok();
                let why = "its proof does not lead to the signed root: the leaf or the proof was altered";
                if in_order && holds { Ok(*index) } else { Err(Misplaced::Elsewhere { index: *index, why }) }
            }
        }
    }

    /// The tree over the leaves read so far; only the whole log has one.
    pub(super) const fn tree(&self) -> Option<&Frontier> {
        match self {
            Self::Whole { tree, .. } => Some(tree),
            Self::Case { .. } => None,
        }
    }

    /// How many leaves there must be.
    pub(super) fn expected(&self, signed: Option<&Checkpoint>) -> Option<u64> {
        match self {
            Self::Whole { .. } => signed.map(|signed| signed.size),
            Self::Case { head, proofs } => Some(head.entries.max(proofs.len() as u64)),
        }
    }
}

fn read_lines<R: Read + Seek, T>(
    bundle: &mut Bundle<R>,
    report: &mut Report,
    name: &str,
    parse: impl Fn(&[u8]) -> Option<T>,
) -> Result<Vec<T>, ArchiveError> {
    let (mut found, mut line) = (Vec::new(), Vec::new());
    let Some(mut lines) = bundle.lines(name)? else {
        report.find(Step::Bag, Grade::Incomplete, None, format!("`{name}` is missing"));
        return Ok(found);
    };
    while (&mut lines).take(MAX_PROOF_LINE).read_until(b'\n', &mut line)? > 0 {
        let Some(item) = line.strip_suffix(b"\n").and_then(&parse) else {
            // Where the archive was cut, the container has said so; where not, its hash differs as well.
            let sentence =
                format!("line {} of `{name}` cannot be read: what follows in it is not used", found.len() + 1);
            report.find(Step::Bag, Grade::Incomplete, None, sentence);
            break;
        };
        found.push(item);
        line.clear();
    }
    Ok(found)
}
