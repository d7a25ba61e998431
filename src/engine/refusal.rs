//! Refusals: which rule stood in the way, in words an official can act on, with its article.

use strum::{IntoStaticStr, VariantNames};

use crate::domain::gate::{Gate, Subject};
use crate::domain::ids::{
    ConditionCode, GroundCode, ItemName, MeasureName, SafeguardName, StageName, StateCode, TransitionName,
};
use crate::domain::role::Role;
use crate::domain::safeguard::SafeguardState;

/// A safeguard that stands in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Its name.
    pub safeguard: SafeguardName,
    /// Its code, such as `SG-10`.
    pub code: String,
    /// What people read, in English.
    pub title: String,
    /// The gate it stands at.
    pub gate: Gate,
    /// How it stands.
    pub state: SafeguardState,
    /// Who may answer it.
    pub answered_by: Vec<Role>,
    /// Its articles.
    pub source: Vec<String>,
}

/// Why an act was refused. Its name in kebab-case is stable: programs may rely on it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, IntoStaticStr, VariantNames)]
#[strum(serialize_all = "kebab-case")]
pub enum Refusal {
    /// Nothing more can happen.
    #[error("the request has ended in stage `{0}`: nothing more can be done with it")]
    Ended(StageName),
    /// A name that the rulebook does not have.
    #[error("there is no {what} `{name}` here: {may}")]
    Unknown {
        /// What was named.
        what: &'static str,
        /// Which name.
        name: String,
        /// What there is.
        may: String,
    },
    /// The transition does not leave this stage.
    #[error("`{transition}` cannot be taken from stage `{stage}`: {may}")]
    NotFromHere {
        /// Which transition.
        transition: TransitionName,
        /// Where the request stands.
        stage: StageName,
        /// What can be taken.
        may: String,
    },
    /// A message or a clock takes it.
    #[error("`{transition}` is taken {cause}, never by an official")]
    NotForOfficials {
        /// Which transition.
        transition: TransitionName,
        /// What takes it.
        cause: String,
    },
    /// The official holds none of the roles.
    #[error("{act} needs the role {}: somebody who holds it can do it", roles(needed))]
    RoleMissing {
        /// What was to be done.
        act: String,
        /// Any of these would do.
        needed: Vec<Role>,
    },
    /// The author does not decide about their own request.
    #[error("you wrote this request, or recorded it: {act} is for somebody else")]
    AuthorMayNot {
        /// What was to be done.
        act: String,
    },
    /// Who collected a result does not vouch for it.
    #[error("you prepared this result: {act} is for somebody else")]
    CollectorMayNot {
        /// What was to be done.
        act: String,
    },
    /// Who declared a conflict of interest does nothing more here.
    #[error("you declared a conflict of interest in this request: somebody else acts on it")]
    Recused,
    /// Nobody of that mark stands aside.
    #[error("this official has declared no conflict of interest here, or is back already: `show` lists who has")]
    NotRecused,
    /// Who answered at a gate does not pass it.
    #[error("you answered `{safeguard}` at the gate `{gate}`: somebody else takes the step")]
    AnsweredHere {
        /// Which gate.
        gate: Gate,
        /// What they answered.
        safeguard: SafeguardName,
    },
    /// Who passed a gate clears nothing there afterwards.
    #[error("you passed the gate `{gate}` for what stands there: somebody else answers it now")]
    PassedHere {
        /// Which gate.
        gate: Gate,
    },
    /// Two gates that two officials pass.
    #[error("you passed the gate `{earlier}`: for an intrusive measure somebody else passes `{gate}`")]
    SameOfficial {
        /// This gate.
        gate: Gate,
        /// The one passed before.
        earlier: Gate,
    },
    /// There is nothing for the gate to read.
    #[error("there is no {subject} yet: write it before `{act}`")]
    SubjectMissing {
        /// What is missing.
        subject: Subject,
        /// What was to be done.
        act: String,
    },
    /// The request lacks mandatory content.
    #[error("the request is incomplete: {}", .0.join("; "))]
    Incomplete(Vec<String>),
    /// Safeguards that are not cleared.
    #[error("{}", obstacles(.0))]
    SafeguardsOpen(Vec<Obstacle>),
    /// An earlier gate was not passed for what stands there now.
    #[error(
        "the gate `{before}` has to be passed before `{gate}`, for the request as it stands now: go back to it first"
    )]
    GateNotPassed {
        /// This gate.
        gate: Gate,
        /// The one before.
        before: Gate,
    },
    /// A refusal without a ground.
    #[error("the decision names no ground for {act}: choose one of those allowed for this measure")]
    GroundMissing {
        /// What was to be done.
        act: &'static str,
    },
    /// A ground that this measure does not know.
    #[error("`{ground}` is no ground for `{measure}`: allowed are {may}")]
    GroundNotAllowed {
        /// Which ground.
        ground: GroundCode,
        /// Which measure.
        measure: MeasureName,
        /// What is allowed.
        may: String,
    },
    /// A ground that the treaty forbids.
    #[error("`{ground}` ({title}) may never be a ground for refusal")]
    GroundForbidden {
        /// Which ground.
        ground: GroundCode,
        /// Its title.
        title: String,
        /// Its articles.
        articles: Vec<String>,
    },
    /// Consultation comes first.
    #[error(
        "before refusing or postponing on `{ground}` the other State is consulted on terms and conditions: open a consultation and wait for its end"
    )]
    ConsultFirst {
        /// Which ground.
        ground: GroundCode,
    },
    /// Reasons are missing.
    #[error("{act} needs reasons: say why, in words the other State and a court can read")]
    ReasonsMissing {
        /// What was to be done.
        act: String,
    },
    /// An item that was not sought.
    #[error("item `{item}` is not among those sought: {may}")]
    ItemUnknown {
        /// Which item.
        item: ItemName,
        /// Those sought.
        may: String,
    },
    /// The decision does not fit the transition.
    #[error("the decision does not fit `{transition}`: {why}")]
    DecisionDoesNotFit {
        /// Which transition.
        transition: TransitionName,
        /// Why.
        why: String,
    },
    /// More would be disclosed than was granted.
    #[error("item `{item}` was not granted: take it out of the result")]
    BeyondGrant {
        /// Which item.
        item: ItemName,
    },
    /// Conditions that the other State has not accepted.
    #[error("the requesting State has not accepted {}: offer the conditions and wait", codes(.0))]
    ConditionsNotAccepted(Vec<ConditionCode>),
    /// Conditions that a use does not undertake to keep.
    #[error("the delivery is bound by {}: the use has to undertake to keep them", codes(.0))]
    ConditionsNotKept(Vec<ConditionCode>),
    /// A use beyond the stated purpose for which no leave was given.
    #[error(
        "this use goes beyond what the evidence was asked for: ask the State that supplied it for leave, and wait for its answer"
    )]
    ConsentMissing,
    /// The stage does not let this be changed.
    #[error("the {subject} cannot be changed in stage `{stage}`{}", elsewhere(.where_to))]
    NotEditable {
        /// What was to be changed.
        subject: Subject,
        /// Where the request stands.
        stage: StageName,
        /// Stages in which it can.
        where_to: Vec<StageName>,
    },
    /// The answer does not say what was read.
    #[error("say what you have read: give the `digest` that stands with `{safeguard}` at this gate")]
    ReadingMissing {
        /// Which safeguard.
        safeguard: SafeguardName,
    },
    /// What was read is no longer what stands there.
    #[error("what you read has changed since: read it again, then answer `{safeguard}`")]
    ChangedSinceRead {
        /// Which safeguard.
        safeguard: SafeguardName,
    },
    /// The safeguard is not asked here.
    #[error("`{safeguard}` is not asked at the gate `{gate}` for this request: {why}")]
    NotAsked {
        /// Which safeguard.
        safeguard: SafeguardName,
        /// Which gate.
        gate: Gate,
        /// Why not.
        why: String,
    },
    /// The answer needs a document.
    #[error(
        "the answer `{answer}` to `{safeguard}` needs a document: attach one to the request, then give its id with the answer"
    )]
    DocumentMissing {
        /// Which safeguard.
        safeguard: SafeguardName,
        /// Which answer.
        answer: String,
    },
    /// The answer fits other grounds only.
    #[error("`{answer}` can be given to `{safeguard}` only while the decision rests on {may}")]
    OnlyWithGrounds {
        /// Which safeguard.
        safeguard: SafeguardName,
        /// Which answer.
        answer: String,
        /// The grounds it fits.
        may: String,
    },
    /// A hard safeguard was answered in the negative.
    #[error(
        "`{0}` was answered in the negative and cannot be answered anew while what is asked stays the same: refuse, or wait for a request that asks something else"
    )]
    NegativeStands(SafeguardName),
    /// A negative answer is replaced by somebody else only.
    #[error("`{0}` was answered in the negative: only another official can answer anew, with reasons")]
    NegativeByAnother(SafeguardName),
    /// A deferred answer without a date, or where nothing lets it be deferred.
    #[error("`{safeguard}` cannot be answered later: {why}")]
    NotDeferrable {
        /// Which safeguard.
        safeguard: SafeguardName,
        /// Why.
        why: String,
    },
    /// There is no such answer.
    #[error("there is no answer to `{safeguard}` at the gate `{gate}` {why}")]
    NoSuchAnswer {
        /// Which safeguard.
        safeguard: SafeguardName,
        /// Which gate.
        gate: Gate,
        /// What is missing.
        why: String,
    },
    /// A second official is needed.
    #[error("a second official confirms {0}, not the one who gave it")]
    SecondOfficial(&'static str),
    /// A message out of turn.
    #[error("message number {expected} is expected next, not {number}: messages are taken in their order")]
    OutOfTurn {
        /// Expected.
        expected: u64,
        /// Came.
        number: u64,
    },
    /// A message with a request or result but no digest.
    #[error("the message `{name}` lacks {what}: ask the other State to send it again")]
    MessageLacks {
        /// Which message.
        name: String,
        /// What it lacks.
        what: &'static str,
    },
    /// Content of ours that cannot be judged as it is.
    #[error("the {subject} lacks {what}: add it, then save it again")]
    ContentLacks {
        /// Which subject.
        subject: Subject,
        /// What it lacks.
        what: &'static str,
    },
    /// Content under a digest that was used before.
    #[error("the {subject} comes under a digest that was used before: save it anew")]
    NotNew {
        /// Which subject.
        subject: Subject,
    },
    /// The rulebook that the request keeps no longer passes the checks: nothing goes on but what ends.
    #[error(
        "the rules that this request began with no longer pass the checks, so it can only be withdrawn, returned or closed: {0}"
    )]
    Frozen(String),
    /// An instrument that is not in force, outside training, without an agreement of both States. Source: UNCC 40(7), 65(1).
    #[error(
        "`{instrument}` is not in force, and no agreement with `{state}` to apply it counts here: use it in an installation for training, or let an administrator record the agreement and a second one confirm it (`comity authority agree`)"
    )]
    NotInForce {
        /// The instrument.
        instrument: String,
        /// The other State.
        state: StateCode,
        /// Where the rulebook comes from.
        articles: Vec<String>,
    },
    /// A request that would follow one under another instrument.
    #[error(
        "the request to be followed rests on `{earlier}`, and this one on `{instrument}`: a chain stays within one instrument, so leave out what it follows or ask under `{earlier}`"
    )]
    AnotherInstrument {
        /// The instrument of this one.
        instrument: String,
        /// The instrument of the earlier one.
        earlier: String,
    },
    /// A deadline whose time is not up.
    #[error("the deadline `{0}` is not due")]
    NotDue(String),
    /// The system takes no act of officials.
    #[error("only an official can do this")]
    OfficialsOnly,
}

impl Refusal {
    /// Its stable name, in kebab-case.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.into()
    }

    /// The articles behind it, where the rule has some.
    #[must_use]
    pub fn articles(&self) -> Vec<String> {
        let cited = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        match self {
            Refusal::SafeguardsOpen(open) => {
                let mut articles: Vec<String> = open.iter().flat_map(|obstacle| obstacle.source.clone()).collect();
                articles.sort();
                articles.dedup();
                articles
            }
            Refusal::GroundForbidden { articles, .. } | Refusal::NotInForce { articles, .. } => articles.clone(),
            Refusal::ConsultFirst { .. } | Refusal::ConditionsNotAccepted(_) => cited(&["UNCC 40(28)"]),
            Refusal::ConditionsNotKept(_) => cited(&["UNCC 40(19)", "UNCC 40(28)"]),
            Refusal::ConsentMissing => cited(&["UNCC 36(3)", "UNCC 40(19)"]),
            Refusal::ReasonsMissing { .. } => cited(&["UNCC 40(25)"]),
            Refusal::GroundMissing { .. } | Refusal::GroundNotAllowed { .. } => cited(&["UNCC 40(21)", "UNCC 40(25)"]),
            Refusal::Incomplete(_) => cited(&["UNCC 40(15)"]),
            // Who acts as what is this rulebook's own separation of duties.
            Refusal::RoleMissing { .. } => cited(&["POLICY SG-38"]),
            Refusal::AuthorMayNot { .. }
            | Refusal::CollectorMayNot { .. }
            | Refusal::Recused
            | Refusal::AnsweredHere { .. }
            | Refusal::PassedHere { .. }
            | Refusal::SameOfficial { .. }
            | Refusal::SecondOfficial(_) => cited(&["UNCC 24(2)"]),
            Refusal::Ended(_)
            | Refusal::Unknown { .. }
            | Refusal::NotFromHere { .. }
            | Refusal::NotForOfficials { .. }
            | Refusal::SubjectMissing { .. }
            | Refusal::GateNotPassed { .. }
            | Refusal::ItemUnknown { .. }
            | Refusal::DecisionDoesNotFit { .. }
            | Refusal::BeyondGrant { .. }
            | Refusal::NotEditable { .. }
            | Refusal::ReadingMissing { .. }
            | Refusal::ChangedSinceRead { .. }
            | Refusal::NotAsked { .. }
            | Refusal::DocumentMissing { .. }
            | Refusal::OnlyWithGrounds { .. }
            | Refusal::NegativeStands(_)
            | Refusal::NegativeByAnother(_)
            | Refusal::NotDeferrable { .. }
            | Refusal::NoSuchAnswer { .. }
            | Refusal::NotRecused
            | Refusal::OutOfTurn { .. }
            | Refusal::MessageLacks { .. }
            | Refusal::ContentLacks { .. }
            | Refusal::NotNew { .. }
            // That a chain stays within one instrument is a rule of this program.
            | Refusal::AnotherInstrument { .. }
            | Refusal::Frozen(_)
            | Refusal::NotDue(_)
            | Refusal::OfficialsOnly => Vec::new(),
        }
    }
}

fn roles(needed: &[Role]) -> String {
    listed(needed, " or ")
}

fn codes(codes: &[ConditionCode]) -> String {
    listed(codes, ", ")
}

fn elsewhere(stages: &[StageName]) -> String {
    if stages.is_empty() { String::new() } else { format!(": it can in {}", listed(stages, ", ")) }
}

/// Names in backticks, joined; `none` where there are none.
pub(crate) fn listed<T: std::fmt::Display>(names: impl IntoIterator<Item = T>, between: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(between) }
}

fn obstacles(open: &[Obstacle]) -> String {
    open.iter()
        .map(|obstacle| {
            let Obstacle { safeguard, code, gate, state, answered_by, .. } = obstacle;
            match state {
                SafeguardState::Open => format!("safeguard `{safeguard}` ({code}) is open at the gate `{gate}`: {} answers it first", listed(answered_by, " or ")),
                SafeguardState::Stale => format!("safeguard `{safeguard}` ({code}) was answered for something that has since changed: answer it again at the gate `{gate}`"),
                SafeguardState::Blocking => format!("safeguard `{safeguard}` ({code}) was answered in the negative at the gate `{gate}`: it stays shut"),
                SafeguardState::Unconfirmed => format!("the answer to `{safeguard}` ({code}) at the gate `{gate}` waits for a second official"),
                SafeguardState::Cleared => format!("safeguard `{safeguard}` ({code}) is cleared"),
            }
        })
        .collect::<Vec<_>>()
        .join("; ")
}
