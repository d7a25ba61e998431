//! Verification offline: the container, the signature, every leaf up to the root, every chain, and the caller's replay.

use std::collections::BTreeSet;
use std::io::{BufRead, Read, Seek};

use super::archive::ArchiveError;
use super::bag::{self, LeavesDiffer};
use super::bundle::{Bundle, names};
use super::chain::{Break, Chains};
use super::checkpoint::Checkpoint;
use super::entry::{Entry, MAX_LEAF_BYTES};
use super::evidence::{Evidence, Misplaced};
use super::hash::{Hash, leaf_hash};
use super::ids::CaseId;
use super::key::Verifier;
use super::report::{Grade, Report, Step};

/// What a reader may ask for beyond the usual checks.
#[derive(Debug, Clone, Default)]
pub struct Demand {
    /// Checkpoints that the reader got earlier: the log must be their continuation.
    pub earlier: Vec<Checkpoint>,
    /// Whether somebody other than the log must have signed.
    pub witness: bool,
}

/// Verifies an export with the key that the reader brings, and hands every entry to `on_entry`, in the order of the
/// log, until a leaf turns out to be altered; what `on_entry` objects to becomes a finding about that leaf.
///
/// # Errors
/// Where the export cannot be read; what is wrong with its contents stands in the report.
pub fn verify<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    key: &Verifier,
    demand: &Demand,
    on_entry: impl FnMut(u64, &Entry) -> Result<(), String>,
) -> Result<Report, ArchiveError> {
    let mut report = Report::default();
    let differ = bag::check(bundle, &mut report)?;
    let signed = open_checkpoint(bundle, key, &mut report)?;
    let evidence = Evidence::read(bundle, signed.as_ref(), &mut report)?;
    let rulebooks = bundle.rulebook_names().into_keys().collect();
    let chains = Chains::default();
    let mut walk = Walk { signed, evidence, rulebooks, chains, demand, on_entry, report, damaged: false };
    let cut = match bundle.lines(names::LEAVES)? {
        Some(lines) => walk.take_lines(lines)?,
        None => true,
    };
    walk.conclude(cut, &differ);
    Ok(walk.report)
}

fn open_checkpoint<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    key: &Verifier,
    report: &mut Report,
) -> Result<Option<Checkpoint>, ArchiveError> {
    let Some(note) = bundle.bytes(names::CHECKPOINT)? else {
        report.find(
            Step::Checkpoint,
            Grade::Incomplete,
            None,
            "the signed checkpoint is missing: nothing says what the log was",
        );
        return Ok(None);
    };
    match Checkpoint::open(&note, key) {
        Ok(signed) => {
            report.origin = Some(signed.origin.clone());
            (report.size, report.root) = (Some(signed.size), Some(signed.root));
            Ok(Some(signed))
        }
        Err(error) => {
            report.find(Step::Checkpoint, Grade::Altered, None, format!("the checkpoint is not believed: {error}"));
            Ok(None)
        }
    }
}

struct Walk<'a, F> {
    signed: Option<Checkpoint>,
    evidence: Evidence,
    rulebooks: BTreeSet<Hash>,
    chains: Chains,
    demand: &'a Demand,
    on_entry: F,
    report: Report,
    /// A leaf is not as it was signed.
    damaged: bool,
}

impl<F: FnMut(u64, &Entry) -> Result<(), String>> Walk<'_, F> {
    /// Reads the leaves; true where the last line does not end.
    fn take_lines(&mut self, mut lines: impl BufRead) -> Result<bool, ArchiveError> {
        let mut line = Vec::new();
        loop {
            line.clear();
            // Two bytes more than a leaf: its line break, and one that shows it to be too long.
            (&mut lines).take(MAX_LEAF_BYTES as u64 + 2).read_until(b'\n', &mut line)?;
            match line.strip_suffix(b"\n") {
                Some(leaf) => self.take_leaf(leaf),
                None if line.len() > MAX_LEAF_BYTES + 1 => {
                    let why = "it is longer than a leaf may be: nothing behind it was read";
                    self.report.find_bad(Step::Leaf, self.report.leaves, None, why);
                    return Ok(false);
                }
                None => return Ok(!line.is_empty()),
            }
        }
    }

    fn take_leaf(&mut self, leaf: &[u8]) {
        let (number, hash) = (self.report.leaves, leaf_hash(leaf));
        self.report.leaves += 1;
        let parsed = Entry::from_bytes(leaf);
        let case = parsed.as_ref().ok().map(|entry| entry.case);
        let index = match self.evidence.place(number, hash, self.signed.as_ref()) {
            Ok(index) => index,
            Err(Misplaced::Elsewhere { index, why }) => {
                self.bad(Step::Tree, index, case, why);
                index
            }
            Err(Misplaced::Unproved) => {
                let sentence =
                    format!("the leaf in line {} has no proof: its place in the log is not known", number + 1);
                return self.report.find(Step::Tree, Grade::Incomplete, None, sentence);
            }
        };
        self.compare_earlier();
        match parsed {
            Ok(entry) => self.take_entry(index, &entry, hash),
            Err(error) => self.bad(Step::Leaf, index, None, &error.to_string()),
        }
    }

    fn take_entry(&mut self, index: u64, entry: &Entry, hash: Hash) {
        let case = Some(entry.case);
        if self.signed.as_ref().is_some_and(|signed| signed.origin != entry.origin) {
            let why = format!("it was written for another log, `{}`", entry.origin);
            self.bad(Step::Chain, index, case, &why);
        }
        if self.report.case.is_some_and(|only| only != entry.case) {
            self.bad(Step::Chain, index, case, "it belongs to another case than the export");
        }
        match self.chains.follow(index, entry, hash) {
            None => {}
            Some(Break::Number { due, found }) => {
                let why = format!(
                    "entry {due} of its case was due, this is entry {found}: entries were dropped, added or moved"
                );
                self.bad(Step::Chain, index, case, &why);
            }
            Some(Break::Predecessor { index: before }) => {
                let why = format!(
                    "leaf {index}, the next of its case, names another leaf before it: one of both was altered"
                );
                self.bad(Step::Chain, before, case, &why);
            }
        }
        if let Some(seconds) = self.chains.went_back(entry.at) {
            let sentence = format!("leaf {index}: its time lies {seconds} seconds before that of an earlier leaf");
            self.report.find(Step::Times, Grade::Flagged, Some(index), sentence);
        }
        if let Some(rule) = entry.rule.filter(|rule| self.rulebooks.insert(*rule)) {
            let sentence = format!("leaf {index} rests on rulebook `{rule}`, which is not in the export");
            self.report.find(Step::Rulebook, Grade::Incomplete, Some(index), sentence);
        }
        // Behind an altered leaf, replay would only repeat that something is wrong.
        if !self.damaged
            && let Err(why) = (self.on_entry)(index, entry)
        {
            self.report.find_bad(Step::Replay, index, case, why);
        }
    }

    fn bad(&mut self, step: Step, index: u64, case: Option<CaseId>, why: &str) {
        self.damaged = true;
        self.report.find_bad(step, index, case, why);
    }

    fn compare_earlier(&mut self) {
        let Some(tree) = self.evidence.tree() else { return };
        for earlier in self.demand.earlier.iter().filter(|earlier| earlier.size == tree.size()) {
            if earlier.root != tree.root() {
                let sentence = format!(
                    "the log was rewritten: its first {} leaves are not those of the earlier checkpoint",
                    earlier.size
                );
                self.report.find(Step::Checkpoint, Grade::Altered, None, sentence);
            }
        }
    }

    /// What can be said once all leaves were read.
    fn conclude(&mut self, cut: bool, differ: &LeavesDiffer) {
        let (leaves, report) = (self.report.leaves, &mut self.report);
        let expected = self.evidence.expected(self.signed.as_ref());
        let missing = cut || expected.is_some_and(|expected| leaves < expected);
        // A file of leaves that merely ends early is incomplete; that it has another hash says no more.
        let explained = missing && differ.shorter && report.first_bad.is_none();
        if differ.differ {
            let grade = if explained { Grade::Incomplete } else { Grade::Altered };
            report.find(Step::Bag, grade, None, "`data/leaves.jsonl` has not the hash that the export lists for it");
        }
        if missing {
            let of = expected.map_or_else(String::new, |expected| format!(" of {expected}"));
            report.find(Step::Tree, Grade::Incomplete, None, format!("the leaves end early: {leaves}{of} are there"));
        } else if expected.is_some_and(|expected| leaves > expected) {
            report.find(Step::Tree, Grade::Altered, None, format!("{leaves} leaves are there, more than were signed"));
        } else if let (Some(tree), Some(signed)) = (self.evidence.tree(), &self.signed)
            && tree.root() != signed.root
        {
            let which = report.first_bad.as_ref().map_or("which one cannot be told", |_| "see the first bad leaf");
            let sentence = format!("the leaves do not lead to the signed root: at least one was altered, {which}");
            report.find(Step::Tree, Grade::Altered, None, sentence);
        }
        for earlier in
            self.demand.earlier.iter().filter(|earlier| self.evidence.tree().is_none() || earlier.size > leaves)
        {
            let sentence = format!(
                "the earlier checkpoint of {} leaves cannot be compared: the export does not reach it",
                earlier.size
            );
            report.find(Step::Checkpoint, Grade::Incomplete, None, sentence);
        }
        let grade = if self.demand.witness { Grade::Unwitnessed } else { Grade::Noted };
        let sentence = "nobody but the log itself has signed: only an earlier checkpoint in other hands rules out that all was rewritten";
        report.find(Step::Witness, grade, None, sentence);
    }
}
