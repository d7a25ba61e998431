//! What verification found, for people and programs.

use serde::Serialize;

use super::hash::Hash;
use super::ids::{CaseId, Origin};

/// More findings than this are counted, not listed.
const MOST_FINDINGS: usize = 100;

/// The answer; the worst finding decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Verdict {
    /// Everything that was checked agrees.
    Intact,
    /// Nobody else has signed, and the reader asked for it.
    Unwitnessed,
    /// A part is missing.
    Incomplete,
    /// Something contradicts.
    Altered,
}

impl Verdict {
    /// The exit code of a program that ends with this answer.
    #[must_use]
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Intact => 0,
            Self::Altered => 1,
            Self::Incomplete => 4,
            Self::Unwitnessed => 5,
        }
    }
}

/// What a finding means for the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Good to know; changes nothing.
    Noted,
    /// A reader should look at it; proves no alteration.
    Flagged,
    /// No witness where one was asked for.
    Unwitnessed,
    /// A part is missing.
    Incomplete,
    /// Something contradicts.
    Altered,
}

impl Grade {
    const fn verdict(self) -> Verdict {
        match self {
            Self::Noted | Self::Flagged => Verdict::Intact,
            Self::Unwitnessed => Verdict::Unwitnessed,
            Self::Incomplete => Verdict::Incomplete,
            Self::Altered => Verdict::Altered,
        }
    }
}

/// Which check a finding comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The container and its lists of hashes.
    Bag,
    /// The signed checkpoint.
    Checkpoint,
    /// The leaves against the listed hashes and the root.
    Tree,
    /// The form of a leaf.
    Leaf,
    /// The chain of a case.
    Chain,
    /// The times.
    Times,
    /// The rulebooks that leaves name.
    Rulebook,
    /// What the caller found when replaying.
    Replay,
    /// Who else has signed.
    Witness,
    /// Opened values against what leaves commit to.
    Disclosures,
    /// Documents against what was opened of them.
    Evidence,
}

impl Step {
    /// The numbers of the checks that a finding speaks against.
    const fn checks(self) -> &'static [u8] {
        match self {
            Self::Bag => &[1],
            Self::Checkpoint => &[2, 6],
            Self::Tree => &[3, 4],
            Self::Leaf => &[4, 5],
            Self::Chain => &[7],
            Self::Times => &[9],
            Self::Rulebook | Self::Replay => &[8],
            Self::Witness => &[2],
            Self::Disclosures => &[10],
            Self::Evidence => &[11],
        }
    }
}

/// A check that was done, or why it was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Its number among the twelve.
    pub number: u8,
    /// What was checked.
    pub what: &'static str,
    /// What was looked at, or why nothing was.
    pub said: String,
    /// Whether nothing was found that contradicts, is missing, or was not witnessed.
    pub holds: bool,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The check.
    pub step: Step,
    /// What it means.
    pub grade: Grade,
    /// The leaf it is about, by its place in the log, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leaf: Option<u64>,
    /// What was found, in words.
    pub sentence: String,
}

/// The first leaf that is not as it was signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadLeaf {
    /// Its place in the log, from 0.
    pub index: u64,
    /// Its case, where the leaf still says so.
    pub case: Option<CaseId>,
    /// What is wrong with it.
    pub why: String,
}

/// Everything that verification has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether the answer is [`Verdict::Intact`].
    pub intact: bool,
    /// The answer.
    pub verdict: Verdict,
    /// The log, as the signed checkpoint names it.
    pub origin: Option<Origin>,
    /// Its size, as signed.
    pub size: Option<u64>,
    /// Its root, as signed.
    pub root: Option<Hash>,
    /// The case, where the export is of one case.
    pub case: Option<CaseId>,
    /// How many leaves were read.
    pub leaves: u64,
    /// How many others have signed the checkpoint with a key that the reader trusts.
    pub witnesses: u32,
    /// The first leaf that is wrong.
    pub first_bad: Option<BadLeaf>,
    /// The checks that were done, and what they looked at: what is not among them was not checked.
    pub checks: Vec<Check>,
    /// What was found, in the order of the checks.
    pub findings: Vec<Finding>,
    /// How many further findings were not listed.
    pub unlisted: u64,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            intact: true,
            verdict: Verdict::Intact,
            origin: None,
            size: None,
            root: None,
            case: None,
            leaves: 0,
            witnesses: 0,
            first_bad: None,
            checks: Vec::new(),
            findings: Vec::new(),
            unlisted: 0,
        }
    }
}

impl Report {
    /// Says that a check was done.
    pub(super) fn check(&mut self, number: u8, what: &'static str, said: String) {
        self.checks.push(Check { number, what, said, holds: true });
    }

    /// Puts the checks in their order, and says of each whether it holds.
    pub(super) fn conclude(&mut self) {
        self.checks.sort_by_key(|check| check.number);
        let bad: Vec<Step> = self
            .findings
            .iter()
            .filter(|found| found.grade.verdict() > Verdict::Intact)
            .map(|found| found.step)
            .collect();
        for check in &mut self.checks {
            check.holds = !bad.iter().any(|step| step.checks().contains(&check.number));
        }
    }

    /// Adds a finding; for callers that check more than this module can.
    pub fn find(&mut self, step: Step, grade: Grade, leaf: Option<u64>, sentence: impl Into<String>) {
        self.verdict = self.verdict.max(grade.verdict());
        self.intact = self.verdict == Verdict::Intact;
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding { step, grade, leaf, sentence: sentence.into() });
        } else {
            self.unlisted += 1;
        }
    }

    /// Adds an altered leaf and keeps the first of them.
    pub fn find_bad(&mut self, step: Step, index: u64, case: Option<CaseId>, why: impl Into<String>) {
        let why = why.into();
        if self.first_bad.as_ref().is_none_or(|first| index < first.index) {
            self.first_bad = Some(BadLeaf { index, case, why: why.clone() });
        }
        self.find(step, Grade::Altered, Some(index), format!("leaf {index}: {why}"));
    }
}
