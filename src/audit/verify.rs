//! Verification offline: the container, the signature, every leaf up to the root, every chain, and the caller's replay.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::archive::ArchiveError;
use super::bag::{self, LeavesDiffer};
use super::bundle::{Bundle, names};
use super::canonical::from_canonical;
use super::chain::{Break, Chains, Link};
use super::checkpoint::Checkpoint;
use super::entry::Entry;
use super::evidence::{Evidence, Misplaced};
use super::hash::{Hash, sha256};
use super::ids::{CaseId, EntryTime};
use super::keyring::Keyring;
use super::latest::{self, Shown};
use super::policy::Judged;
use super::predecessor::Predecessor;
use super::read_ahead::{Depth, End, Leaf, Parsed, each_leaf};
use super::report::{Grade, Report, Step};
use super::rotation::Rotations;
use super::sealed::{self, Identities};
use super::time_stamp;
use super::trust::Trust;

/// What a reader may ask for beyond the usual checks.
#[derive(Debug, Clone, Default)]
pub struct Demand {
    /// Checkpoints that the reader got earlier: the log must be their continuation.
    pub earlier: Vec<Checkpoint>,
    /// Whether somebody other than the log must have signed.
    pub witness: bool,
    /// By which the documents in the export are decrypted; with none they stay closed.
    pub identities: Identities,
}

/// How far the time of an entry may lie outside what witnesses have seen before it is flagged, in seconds.
const OUTSIDE_SECONDS: i64 = 120;

/// Verifies an export with the keys or the policy that the reader brings: all but the rules of the workflow.
///
/// # Errors
/// Where the export cannot be read; what is wrong with its contents stands in the report.
pub fn verify<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    trust: impl Into<Trust>,
    demand: &Demand,
) -> Result<Report, ArchiveError> {
    walk(bundle, &trust.into(), demand, None, |_| {})
}

/// How far a verification has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// So many leaves were looked at.
    pub leaves: u64,
    /// So many there must be, where a checkpoint says so.
    pub expected: Option<u64>,
}

/// Verifies as [`verify`] does, and hands every entry to `on_entry` with its place and the hash of its leaf, in the order of the
/// log, until a leaf turns out to be altered; what `on_entry` objects to becomes a finding about that leaf. Says from time to
/// time how far it has come.
///
/// # Errors
/// As [`verify`].
pub fn verify_entries<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    trust: impl Into<Trust>,
    demand: &Demand,
    mut on_entry: impl FnMut(u64, &Entry, Hash) -> Result<(), String>,
    on_progress: impl FnMut(Progress),
) -> Result<Report, ArchiveError> {
    walk(bundle, &trust.into(), demand, Some(&mut on_entry), on_progress)
}

/// Takes the place of an entry, the entry, and the hash of its leaf; says what it objects to.
type OnEntry<'a> = &'a mut dyn FnMut(u64, &Entry, Hash) -> Result<(), String>;

fn walk<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    trust: &Trust,
    demand: &Demand,
    on_entry: Option<OnEntry<'_>>,
    mut on_progress: impl FnMut(Progress),
) -> Result<Report, ArchiveError> {
    let mut report = Report::default();
    let differ = bag::check(bundle, &mut report)?;
    report.check(1, "the container", format!("{} files", bundle.files().len()));
    let mut keyring = Keyring::new(trust);
    let judged = open_checkpoint(bundle, &mut keyring, &mut report)?;
    let signed = judged.as_ref().map(|judged| judged.checkpoint.clone());
    let evidence = Evidence::read(bundle, signed.as_ref(), trust, &mut report)?;
    let latest = match report.case {
        Some(case) => latest::read(bundle, &case, signed.as_ref(), &mut report)?,
        None => None,
    };
    let (earlier, mut seen) = kept_checkpoints(bundle, &mut keyring, demand, &mut report)?;
    let stamped = Stamped::read(bundle, trust, &earlier, &mut report)?;
    seen.extend(judged.as_ref().and_then(Seen::of));
    seen.sort_by_key(|seen| seen.size);
    let Disclosures { opened, documents } = disclosures(bundle, &mut report)?;
    sealed::check(bundle, &demand.identities, &documents, &mut report)?;
    let mut walk = Walk {
        quorum: judged.is_some_and(|judged| judged.quorum),
        asks: trust.policy.as_ref().is_some_and(super::policy::Policy::asks_for_witnesses),
        disclosed: opened,
        rulebooks: bundle.rulebook_names().into_keys().collect(),
        chains: Chains::default(),
        latest,
        damaged: false,
        replayed: 0,
        compared: 0,
        signed,
        evidence,
        earlier,
        seen,
        stamped,
        demand,
        on_entry,
        report,
        rotations: Rotations::default(),
        keyring: &keyring,
    };
    let expected = walk.evidence.expected(walk.signed.as_ref());
    let all = walk.on_entry.is_some() || !walk.disclosed.is_empty();
    let depth = if all { Depth::Entry } else { Depth::Outline };
    let end = match bundle.lines(names::LEAVES)? {
        Some(lines) => each_leaf(lines, depth, |leaves| {
            for leaf in leaves {
                walk.take_leaf(leaf);
            }
            on_progress(Progress { leaves: walk.report.leaves, expected });
        })?,
        None => End::Cut,
    };
    if end == End::TooLong {
        let why = "it is longer than a leaf may be: nothing behind it was read";
        walk.report.find_bad(Step::Leaf, walk.report.leaves, None, why);
    }
    walk.conclude(end == End::Cut, &differ);
    Ok(walk.report)
}

fn open_checkpoint<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    keyring: &mut Keyring<'_>,
    report: &mut Report,
) -> Result<Option<Judged>, ArchiveError> {
    let Some(note) = bundle.bytes(names::CHECKPOINT)? else {
        report.find(
            Step::Checkpoint,
            Grade::Incomplete,
            None,
            "the signed checkpoint is missing: nothing says what the log was",
        );
        return Ok(None);
    };
    match keyring.open(bundle, names::CHECKPOINT, &note)? {
        Ok(judged) => {
            let Checkpoint { origin, size, root } = &judged.checkpoint;
            report.origin = Some(origin.clone());
            (report.size, report.root) = (Some(*size), Some(*root));
            report.witnesses = u32::try_from(judged.cosigned.len()).unwrap_or(u32::MAX);
            let witnesses: Vec<_> = judged.cosigned.iter().map(|cosigned| cosigned.witness.as_str()).collect();
            let by = if witnesses.is_empty() { "none".to_owned() } else { witnesses.join(", ") };
            let keys = judged.keys.len();
            report.check(2, "the signatures", format!("{keys} key(s) of the log have signed; witnesses: {by}"));
            Ok(Some(judged))
        }
        Err(error) => {
            report.find(Step::Checkpoint, Grade::Altered, None, format!("the checkpoint is not believed: {error}"));
            Ok(None)
        }
    }
}

/// When enough witnesses had seen the log at a size, in seconds since 1970: the first and the last of them.
#[derive(Debug, Clone, Copy)]
struct Seen {
    size: u64,
    first: i64,
    last: i64,
}

impl Seen {
    fn of(judged: &Judged) -> Option<Self> {
        let times = judged.cosigned.iter().filter(|_| judged.quorum).map(|cosigned| cosigned.at.cast_signed());
        let (first, last) = (times.clone().min()?, times.max()?);
        Some(Self { size: judged.checkpoint.size, first, last })
    }
}

/// Time stamps of earlier checkpoints: by when all that these cover was there.
#[derive(Debug, Default)]
struct Stamped {
    /// By size, when the first of this size or a larger one was made, in seconds since 1970.
    by: Vec<(u64, i64)>,
    good: usize,
    /// Nobody in whom the reader believes could stand behind these: the reader has named nobody.
    unread: usize,
}

impl Stamped {
    fn read<R: Read + Seek>(
        bundle: &mut Bundle<R>,
        trust: &Trust,
        earlier: &[Checkpoint],
        report: &mut Report,
    ) -> Result<Self, ArchiveError> {
        let names = bundle.below(names::STAMPS);
        if trust.clocks.is_empty() {
            return Ok(Self { unread: names.len(), ..Self::default() });
        }
        let mut by = Vec::new();
        for name in names {
            let size = name[names::STAMPS.len()..].split('/').next().and_then(|size| size.parse().ok());
            // A checkpoint that is not believed was told of already.
            let Some(size) = size.filter(|size| earlier.iter().any(|earlier| earlier.size == *size)) else {
                let sentence = format!("`{name}` stamps no checkpoint of the export that is believed");
                report.find(Step::Times, Grade::Altered, None, sentence);
                continue;
            };
            let note = bundle.bytes(&format!("{}{size}", names::CHECKPOINTS))?.unwrap_or_default();
            let answer = bundle.bytes(&name)?.unwrap_or_default();
            let stamp = time_stamp::open(&answer, &note);
            match stamp.and_then(|stamp| stamp.is_by(&trust.clocks).map(|()| stamp.at.as_second())) {
                Ok(at) => by.push((size, at)),
                Err(error) => report.find(Step::Times, Grade::Altered, None, format!("`{name}`: {error}")),
            }
        }
        let good = by.len();
        by.sort_unstable();
        for at in (1..by.len()).rev() {
            by[at - 1].1 = by[at - 1].1.min(by[at].1);
        }
        Ok(Self { by, good, unread: 0 })
    }

    /// By when the leaf at a place was there.
    fn by_when(&self, index: u64) -> Option<i64> {
        self.by.get(self.by.partition_point(|(size, _)| *size <= index)).map(|(_, at)| *at)
    }

    fn told(&self) -> String {
        match (self.unread, self.good) {
            (0, 0) => String::new(),
            (0, good) => format!(", and against {good} time stamp(s)"),
            (unread, _) => {
                format!("; {unread} time stamp(s) not looked at: name the certificates behind them with `--tsa`")
            }
        }
    }
}

/// Checkpoints that the log must have grown from: the reader's own, and those that the export brings.
fn kept_checkpoints<R: Read + Seek>(
    bundle: &mut Bundle<R>,
    keyring: &mut Keyring<'_>,
    demand: &Demand,
    report: &mut Report,
) -> Result<(Vec<Checkpoint>, Vec<Seen>), ArchiveError> {
    let (mut earlier, mut seen) = (demand.earlier.clone(), Vec::new());
    for name in bundle.below(names::CHECKPOINTS) {
        let note = bundle.bytes(&name)?.unwrap_or_default();
        match keyring.open(bundle, &name, &note)? {
            Ok(judged) => {
                seen.extend(Seen::of(&judged));
                if name != format!("{}{}", names::CHECKPOINTS, judged.checkpoint.size) {
                    let sentence = format!("`{name}` is the checkpoint of {} leaves", judged.checkpoint.size);
                    report.find(Step::Checkpoint, Grade::Altered, None, sentence);
                }
                earlier.push(judged.checkpoint);
            }
            Err(error) => {
                report.find(Step::Checkpoint, Grade::Altered, None, format!("`{name}` is not believed: {error}"));
            }
        }
    }
    Ok((earlier, seen))
}

/// What the export opens.
struct Disclosures {
    /// By place in the log, the commitment that the leaf must hold.
    opened: BTreeMap<String, Hash>,
    /// By the id of a document, its SHA-256 in hexadecimal digits.
    documents: BTreeMap<String, String>,
}

fn disclosures<R: Read + Seek>(bundle: &mut Bundle<R>, report: &mut Report) -> Result<Disclosures, ArchiveError> {
    let (mut disclosed, mut documents) = (BTreeMap::new(), BTreeMap::new());
    let bytes = bundle.bytes(names::DISCLOSURES)?.unwrap_or_default();
    for (line, number) in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).zip(1..) {
        let opened = URL_SAFE_NO_PAD.decode(line).ok().and_then(|bytes| from_canonical(&bytes).ok());
        let place = opened.as_ref().and_then(|opened| opened.get(1)?.as_str());
        let fresh = place.is_some_and(|place| disclosed.insert(place.to_owned(), sha256(line)).is_none());
        let value = opened.as_ref().and_then(|opened| opened.get(2)?.as_str());
        if let (Some((_, id)), Some(value)) = (place.and_then(|place| place.split_once("/document/")), value) {
            documents.insert(id.to_owned(), value.to_owned());
        }
        if !fresh {
            let sentence = format!("line {number} of the disclosures opens no value, or one that was opened already");
            report.find(Step::Disclosures, Grade::Altered, None, sentence);
        }
    }
    let said = if disclosed.is_empty() { "none in this export".to_owned() } else { format!("{}", disclosed.len()) };
    report.check(10, "disclosures", said);
    Ok(Disclosures { opened: disclosed, documents })
}

struct Walk<'a, 'e> {
    signed: Option<Checkpoint>,
    /// Enough witnesses have signed, by the reader's policy; and whether it asks for any.
    quorum: bool,
    asks: bool,
    evidence: Evidence,
    earlier: Vec<Checkpoint>,
    seen: Vec<Seen>,
    stamped: Stamped,
    disclosed: BTreeMap<String, Hash>,
    replayed: u64,
    compared: usize,
    rulebooks: BTreeSet<Hash>,
    chains: Chains,
    demand: &'a Demand,
    on_entry: Option<OnEntry<'e>>,
    report: Report,
    /// The latest entry of the only case.
    latest: Option<Shown>,
    /// A leaf is not as it was signed.
    damaged: bool,
    /// The keys of the log, as its leaves tell of them.
    rotations: Rotations,
    keyring: &'a Keyring<'a>,
}

impl Walk<'_, '_> {
    fn take_leaf(&mut self, Leaf { hash, parsed }: &Leaf) {
        let number = self.report.leaves;
        self.report.leaves += 1;
        let (hash, case) = (*hash, parsed.as_ref().ok().map(|parsed| parsed.outline.link.case));
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
            Ok(parsed) => self.take_entry(index, parsed, hash),
            Err(error) => self.bad(Step::Leaf, index, None, &error.to_string()),
        }
    }

    fn take_entry(&mut self, index: u64, Parsed { outline, entry }: &Parsed, hash: Hash) {
        let case = Some(outline.link.case);
        if self.signed.as_ref().is_some_and(|signed| signed.origin != *outline.origin) {
            let why = format!("it was written for another log, `{}`", outline.origin);
            self.bad(Step::Chain, index, case, &why);
        }
        if self.report.case.is_some_and(|only| only != outline.link.case) {
            self.bad(Step::Chain, index, case, "it belongs to another case than the export");
        }
        self.hold_against_latest(index, outline.link, hash);
        let broken = self.chains.follow(index, outline.link, hash).filter(|_| self.evidence.has_whole_cases());
        match broken {
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
        // Places are those of the log only where all of it is there.
        if self.evidence.tree().is_some()
            && let Some(entry) = entry
            && let Err(why) = self.rotations.take(index, entry)
        {
            self.bad(Step::Checkpoint, index, case, &format!("the keys of the log were not replaced so: {why}"));
        }
        if let (0, Some(entry)) = (index, entry) {
            self.tell_of_predecessor(entry);
        }
        if let Some(seconds) = self.chains.went_back(outline.at) {
            let sentence = format!("leaf {index}: its time lies {seconds} seconds before that of an earlier leaf");
            self.report.find(Step::Times, Grade::Flagged, Some(index), sentence);
        }
        self.hold_against_witnesses(index, outline.at);
        if let Some(entry) = entry.as_ref().filter(|_| !self.disclosed.is_empty()) {
            self.hold_against_disclosures(index, entry);
        }
        if let Some(rule) = outline.rule.filter(|rule| self.rulebooks.insert(*rule)) {
            let sentence = format!("leaf {index} rests on rulebook `{rule}`, which is not in the export");
            self.report.find(Step::Rulebook, Grade::Incomplete, Some(index), sentence);
        }
        // Behind an altered leaf, replay would only repeat that something is wrong.
        if !self.damaged
            && self.evidence.has_whole_cases()
            && let (Some(on_entry), Some(entry)) = (self.on_entry.as_mut(), entry)
        {
            self.replayed += 1;
            if let Err(why) = on_entry(index, entry, hash) {
                self.report.find_bad(Step::Replay, index, case, why);
            }
        }
    }

    /// The first leaf may name the log that this one goes on from: what it says of that is the authority's word, unless the
    /// reader knows the keys of that log, too.
    fn tell_of_predecessor(&mut self, entry: &Entry) {
        let said = Predecessor::of(entry).and_then(|said| match said {
            Some(said) => Ok(Some((said.heading()?, said))),
            None => Ok(None),
        });
        let (grade, sentence) = match said {
            Ok(None) => return,
            Ok(Some((before, said))) => {
                let about = format!(
                    "leaf 0: this log goes on from `{}`, which was closed at {} leaves ({})",
                    before.origin, before.size, said.incident
                );
                match self.keyring.of_another(&before.origin, said.note.as_bytes()) {
                    None => (
                        Grade::Noted,
                        format!("{about}: verify that one by itself, with its checkpoint here as an earlier one"),
                    ),
                    Some(Ok(witnesses)) => {
                        (Grade::Noted, format!("{about}, signed by its key and {witnesses} witness(es)"))
                    }
                    Some(Err(why)) => (Grade::Flagged, format!("{about}, and that checkpoint is not believed: {why}")),
                }
            }
            Err(why) => (Grade::Flagged, format!("leaf 0: {why}")),
        };
        self.report.find(Step::Checkpoint, grade, Some(0), sentence);
    }

    /// What the export opens must be what the leaf commits to.
    fn hold_against_disclosures(&mut self, index: u64, entry: &Entry) {
        for (field, commitment) in &entry.private {
            let place = format!("{}/{}/{field}", entry.case, entry.cseq);
            if self.disclosed.remove(&place).is_some_and(|opened| opened != *commitment) {
                let sentence = format!("leaf {index}: what the export opens of `{field}` is not what it commits to");
                self.report.find(Step::Disclosures, Grade::Altered, Some(index), sentence);
            }
        }
        // What opens a commitment to a document names it: that the hash is here says all.
        let of_case = format!("{}/document/", entry.case);
        for document in &entry.docs {
            self.disclosed.retain(|place, opened| *opened != document.commitment || !place.starts_with(&of_case));
        }
    }

    /// Of the only case of an export, the log itself says which entry was its latest.
    fn hold_against_latest(&mut self, index: u64, link: Link, hash: Hash) {
        let Some(latest) = self.latest.as_mut() else { return };
        latest.read |= link.cseq == latest.cseq;
        let latest = *latest;
        let same = link.cseq != latest.cseq || hash == latest.leaf;
        if !same || link.cseq > latest.cseq && index < latest.size {
            let why = format!(
                "the log itself has named another entry as the latest of its case when it had {} leaves",
                latest.size
            );
            self.bad(Step::Chain, index, Some(link.case), &why);
        }
    }

    /// An entry was made between the last time that enough witnesses saw the log without it and the first that they saw it.
    fn hold_against_witnesses(&mut self, index: u64, at: EntryTime) {
        let at = at.timestamp().as_second();
        let with = self.seen.partition_point(|seen| seen.size <= index);
        let before = with.checked_sub(1).and_then(|without| self.seen.get(without));
        let late = self.seen.get(with).is_some_and(|seen| at > seen.last + OUTSIDE_SECONDS);
        if late {
            let sentence = format!("leaf {index}: its time lies after that at which witnesses had seen it");
            self.report.find(Step::Times, Grade::Flagged, Some(index), sentence);
        }
        if self.stamped.by_when(index).is_some_and(|stamped| at > stamped + OUTSIDE_SECONDS) {
            let sentence = format!("leaf {index}: its time lies after that of a time stamp over it");
            self.report.find(Step::Times, Grade::Flagged, Some(index), sentence);
        }
        if before.is_some_and(|seen| at < seen.first - OUTSIDE_SECONDS) {
            let sentence = format!("leaf {index}: its time lies before that at which witnesses had not seen it yet");
            self.report.find(Step::Times, Grade::Flagged, Some(index), sentence);
        }
    }

    fn bad(&mut self, step: Step, index: u64, case: Option<CaseId>, why: &str) {
        self.damaged = true;
        self.report.find_bad(step, index, case, why);
    }

    fn compare_earlier(&mut self) {
        let Some(tree) = self.evidence.tree() else { return };
        for earlier in self.earlier.iter().filter(|earlier| earlier.size == tree.size()) {
            self.compared += 1;
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
        if let Some(signed) = &self.signed {
            self.keyring.conclude(&signed.origin, &self.rotations, report);
        }
        if let Some(latest) = self.latest.filter(|latest| !latest.read) {
            let sentence = format!(
                "the end of the case is missing: its entry {} was in the log when that had {} leaves",
                latest.cseq, latest.size
            );
            report.find(Step::Chain, Grade::Incomplete, None, sentence);
        }
        // What the export brings itself is no older log than its newest checkpoint; a part of a log reaches none.
        let whole = self.evidence.tree().is_some();
        let reached = if whole { leaves } else { self.signed.as_ref().map_or(0, |signed| signed.size) };
        let asked = self.demand.earlier.iter().filter(|earlier| !whole && earlier.size <= reached);
        for earlier in asked.chain(self.earlier.iter().filter(|earlier| earlier.size > reached)) {
            let sentence = format!(
                "the earlier checkpoint of {} leaves cannot be compared: the export does not reach it",
                earlier.size
            );
            report.find(Step::Checkpoint, Grade::Incomplete, None, sentence);
        }
        for place in self.disclosed.keys() {
            let sentence = format!("the export opens `{place}`, and no entry in it commits to that");
            report.find(Step::Disclosures, Grade::Altered, None, sentence);
        }
        if !self.quorum || !self.asks {
            let (grade, sentence) = if self.asks {
                (Grade::Unwitnessed, "the witnesses that your policy asks for have not signed: ask the authority why")
            } else {
                let alone = "nobody but the log itself has signed: only an earlier checkpoint in other hands rules out that all was rewritten";
                (if self.demand.witness { Grade::Unwitnessed } else { Grade::Noted }, alone)
            };
            report.find(Step::Witness, grade, None, sentence);
        }
        let by = if whole { "tiles lead to the signed root" } else { "a proof for each leaf" };
        report.check(3, "the tree", by.to_owned());
        report.check(4, "every entry in its place", format!("{leaves} leaves"));
        report.check(5, "canonical bytes", format!("{leaves} leaves"));
        let grown = format!("{} earlier checkpoint(s)", self.compared);
        report.check(6, "the log only grew", if whole { grown } else { "not from a part of the log".to_owned() });
        let told = self.evidence.has_whole_cases();
        let chains = if let Some(latest) = self.latest {
            format!("{} chain(s), up to leaf {}", self.chains.count(), latest.size)
        } else if told {
            format!("{} chain(s)", self.chains.count())
        } else {
            "not from a choice of entries".to_owned()
        };
        report.check(7, "the chain of each case", chains);
        let replayed = match (told, &self.on_entry) {
            (true, Some(_)) => format!("{} entries", self.replayed),
            (true, None) => "not replayed".to_owned(),
            (false, _) => "not from a choice of entries".to_owned(),
        };
        report.check(8, "the rules of the workflow", replayed);
        let stamped = self.stamped.told();
        report.check(9, "times", format!("held against {} checkpoint(s) of witnesses{stamped}", self.seen.len()));
        report.check(12, "receipts of other States", "none in this export".to_owned());
        report.conclude();
    }
}
