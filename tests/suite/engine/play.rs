//! A small stage for the engine's tests: two sides, people with roles, digests from a counter, a clock that is set.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use comity::domain::gate::{Gate, Side, Subject};
use comity::domain::ids::{Digest, MessageId, ThreadId};
use comity::domain::message::Carries;
use comity::domain::request::AssistanceRequest;
use comity::domain::safeguard::{Profile, SafeguardState};
use comity::domain::terms::{Carried, DecisionTerms, Terms};
use comity::domain::time;
use comity::engine::command::{Actor, Change, Command, GivenAnswer, Heard, Question, Take};
use comity::engine::decide::{Decided, begin, decide};
use comity::engine::fact::{Begun, Fact, Taken};
use comity::engine::files::RuleFiles;
use comity::engine::gates::standing_at;
use comity::engine::refusal::Refusal;
use comity::engine::replay::{Entry, replay};
use comity::engine::rulebook::Rulebook;
use jiff::Timestamp;

use super::people::id;
pub(super) use super::people::who;

pub(super) const ASKING: Side = Side::Requesting;
pub(super) const ASKED: Side = Side::Requested;

/// The shipped rulebook, loaded once.
pub(super) fn rulebook() -> &'static Rulebook {
    static RULEBOOK: OnceLock<Rulebook> = OnceLock::new();
    RULEBOOK.get_or_init(|| Rulebook::load(RuleFiles::shipped()).unwrap())
}

pub(super) fn set<T: Ord + std::str::FromStr<Err: std::fmt::Debug>>(names: &[&str]) -> BTreeSet<T> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

/// What happened at one side, as its log would keep it.
pub(super) struct Kept {
    pub(super) fact: Fact,
    pub(super) actor: Actor,
    pub(super) at: Timestamp,
}

/// Two authorities and one matter between them.
pub(super) struct Play {
    pub(super) now: Timestamp,
    pub(super) files: BTreeMap<Side, AssistanceRequest>,
    pub(super) logs: BTreeMap<Side, Vec<Kept>>,
    /// Messages on their way, by the side they go to.
    pub(super) post: Vec<(Side, Heard)>,
    /// The rulebook it is played under.
    pub(super) book: &'static Rulebook,
    measure: &'static str,
    profile: Profile,
    counter: u64,
}

impl Play {
    /// A request that `drafter` has begun.
    pub(super) fn of(measure: &'static str, profile: Profile) -> Self {
        Play::under(rulebook(), measure, profile)
    }

    /// The same under another rulebook.
    pub(super) fn under(book: &'static Rulebook, measure: &'static str, profile: Profile) -> Self {
        let now = "2026-11-22T09:00:00Z".parse().unwrap();
        let (files, logs) = (BTreeMap::new(), BTreeMap::from([(ASKING, Vec::new()), (ASKED, Vec::new())]));
        let mut play = Play { now, files, logs, post: Vec::new(), book, measure, profile, counter: 0 };
        play.begin(ASKING, "drafter").unwrap();
        play
    }

    pub(super) fn begin(&mut self, side: Side, name: &str) -> Result<(), Refusal> {
        let begun = Begun {
            side,
            procedure: self.book.measures[&self.measure.parse().unwrap()].procedure.clone(),
            measure: self.measure.parse().unwrap(),
            profile: self.profile,
            instrument: self.book.about.instrument.clone(),
            in_force: self.book.about.in_force,
            counterpart: if side == ASKING { "XS" } else { "XN" }.parse().unwrap(),
            thread: ThreadId::parse(id("matter")).unwrap(),
            // What has to follow a preservation follows some other matter here.
            follows: self.book.measures[&self.measure.parse().unwrap()]
                .follows
                .as_ref()
                .map(|_| ThreadId::parse(id("earlier")).unwrap()),
        };
        let actor = who(name);
        let decided = begin(self.book, &self.book.hash, &begun, &actor, self.now)?;
        self.keep(side, decided, actor);
        Ok(())
    }

    fn keep(&mut self, side: Side, decided: Decided, actor: Actor) {
        let Decided { fact, request, .. } = decided;
        if let (Fact::TransitionTaken(taken), Some(before)) = (&fact, self.files.get(&side).cloned()) {
            let sent = self.posted(&before, &request, taken);
            self.post.extend(sent.map(|heard| (side.other(), heard)));
        }
        self.files.insert(side, request);
        self.logs.get_mut(&side).unwrap().push(Kept { fact, actor, at: self.now });
    }

    /// What a transition sends, as the other side will hear it.
    fn posted(&mut self, before: &AssistanceRequest, after: &AssistanceRequest, taken: &Taken) -> Option<Heard> {
        let sent = taken.sends.clone()?;
        let carries = self.book.procedures[&before.procedure].message(sent.name.as_str()).unwrap().carries;
        let digest = |subject| before.subjects.get(&subject).cloned();
        let brings = match carries {
            Carries::Request => Carried {
                digest: digest(Subject::Request),
                items: before.items.clone(),
                // What is sent unasked comes with a restriction.
                conditions: if self.holder() == ASKED { set(&["CD-05"]) } else { [].into() },
                ..Carried::default()
            },
            Carries::Renewal => {
                Carried { digest: digest(Subject::Renewal), days: before.renewal_days, ..Carried::default() }
            }
            Carries::Result => {
                let conditions = before.decision.conditions.clone();
                Carried {
                    digest: digest(Subject::Result),
                    items: before.delivering.clone(),
                    conditions,
                    ..Carried::default()
                }
            }
            Carries::Use | Carries::Consent => {
                let proposed = before.read_by(Gate::Use, taken.holding.as_ref()).cloned();
                Carried { digest: proposed.or_else(|| digest(Subject::Use)), ..Carried::default() }
            }
            Carries::Refusal | Carries::Postponement | Carries::Nothing => Carried {
                grounds: taken.grounds.clone(),
                conditions: taken.conditions.clone(),
                accepted: if after.accepted == before.accepted { [].into() } else { after.accepted.clone() },
                ..Carried::default()
            },
        };
        self.counter += 1;
        let id = MessageId::parse(format!("{:032x}", self.counter)).unwrap();
        Some(Heard { id, name: sent.name, number: sent.number, recorded_by: None, carried: brings })
    }

    pub(super) fn attempt(&mut self, side: Side, actor: Actor, command: &Command) -> Result<(), Refusal> {
        let decided = decide(self.book, &self.files[&side], command, &actor, self.now)?;
        self.keep(side, decided, actor);
        Ok(())
    }

    /// Hands over all that is on its way; what begins a request at the requested side begins it there.
    pub(super) fn carry(&mut self) {
        while !self.post.is_empty() {
            self.carry_one().unwrap();
        }
    }

    /// Hands over what was sent first.
    pub(super) fn carry_one(&mut self) -> Result<(), Refusal> {
        let (to, heard) = self.post.remove(0);
        if !self.files.contains_key(&to) {
            self.begin(to, "system")?;
        }
        self.attempt(to, who("system"), &Command::Hear(heard))
    }

    pub(super) fn digest(&mut self) -> Digest {
        self.counter += 1;
        Digest::parse(format!("{:064x}", self.counter)).unwrap()
    }

    /// Writes a subject; a use into the only delivery there is.
    pub(super) fn write(&mut self, side: Side, name: &str, terms: Terms) -> Result<(), Refusal> {
        let subject = match &terms {
            Terms::Request { .. } => Subject::Request,
            Terms::Decision(_) => Subject::Decision,
            Terms::Result { .. } => Subject::Result,
            Terms::Renewal { .. } => Subject::Renewal,
            Terms::Use { .. } => Subject::Use,
        };
        let holding = if subject == Subject::Use { self.delivery() } else { None };
        let change = Change { subject, holding, digest: self.digest(), terms };
        self.attempt(side, who(name), &Command::Change(change))
    }

    pub(super) fn decision(&mut self, name: &str, terms: DecisionTerms) -> Result<(), Refusal> {
        self.write(ASKED, name, Terms::Decision(terms))
    }

    pub(super) fn delivery(&self) -> Option<MessageId> {
        self.files.get(&self.holder())?.holdings.keys().next_back().cloned()
    }

    /// The side that keeps what is delivered.
    pub(super) fn holder(&self) -> Side {
        self.book.procedures[&self.book.measures[&self.measure.parse().unwrap()].procedure].holder()
    }

    pub(super) fn question(&self, side: Side, safeguard: &str, gate: Gate) -> Question {
        let of_delivery = matches!(gate, Gate::Use | Gate::OnwardTransfer | Gate::Validation);
        let holding = if of_delivery && side == self.holder() { self.delivery() } else { None };
        Question { safeguard: safeguard.parse().unwrap(), gate, holding }
    }

    /// Answers with reasons and a document, having read what stands there now.
    pub(super) fn answer(
        &mut self,
        side: Side,
        name: &str,
        (safeguard, gate, answer): (&str, Gate, &str),
    ) -> Result<(), Refusal> {
        let question = self.question(side, safeguard, gate);
        let read = self.files[&side].read_by(gate, question.holding.as_ref()).cloned();
        let given =
            GivenAnswer { question, read, answer: answer.to_owned(), reasoned: true, documents: 1, later_by: None };
        self.attempt(side, who(name), &Command::Answer(given))
    }

    /// Puts an answer off for so many hours, with reasons.
    pub(super) fn put_off(
        &mut self,
        side: Side,
        name: &str,
        (safeguard, gate, hours): (&str, Gate, i64),
    ) -> Result<(), Refusal> {
        let question = self.question(side, safeguard, gate);
        let read = self.files[&side].read_by(gate, question.holding.as_ref()).cloned();
        let later_by = Some(time::hours_after(self.now, hours));
        let given = GivenAnswer { question, read, answer: "later".to_owned(), reasoned: true, documents: 0, later_by };
        self.attempt(side, who(name), &Command::Answer(given))
    }

    pub(super) fn confirm(&mut self, side: Side, name: &str, safeguard: &str, gate: Gate) -> Result<(), Refusal> {
        let question = self.question(side, safeguard, gate);
        self.attempt(side, who(name), &Command::Confirm(question))
    }

    /// Has everything that is asked at a gate answered with `met`, by reviewers who do nothing else.
    pub(super) fn clear(&mut self, side: Side, gate: Gate) {
        self.clear_but(side, gate, "");
    }

    pub(super) fn clear_but(&mut self, side: Side, gate: Gate, left_open: &str) {
        let file = self.files[&side].clone();
        let of_delivery = side == self.holder() && (gate.reads() == Some(Subject::Use) || gate == Gate::Validation);
        let holding = if of_delivery { self.delivery() } else { None };
        let measure = &self.book.measures[&file.measure];
        for standing in standing_at(self.book, measure, &file, gate, holding.as_ref(), self.now) {
            let safeguard = standing.safeguard.name.as_str();
            if standing.state == SafeguardState::Cleared || safeguard == left_open {
                continue;
            }
            self.answer(side, &format!("{}-r", standing.place.answered_by[0]), (safeguard, gate, "met")).unwrap();
            if let Some(role) = standing.place.confirmed_by.first() {
                self.confirm(side, &format!("{role}-s"), safeguard, gate).unwrap();
            }
        }
    }

    pub(super) fn take(&mut self, side: Side, name: &str, transition: &str) -> Result<(), Refusal> {
        self.take_in(side, name, transition, None)
    }

    pub(super) fn take_in(
        &mut self,
        side: Side,
        name: &str,
        transition: &str,
        holding: Option<MessageId>,
    ) -> Result<(), Refusal> {
        let take = Take { transition: transition.parse().unwrap(), holding, reasoned: true, missing: Vec::new() };
        self.attempt(side, who(name), &Command::Take(take))
    }

    pub(super) fn expire(&mut self, side: Side, deadline: &str) -> Result<(), Refusal> {
        self.attempt(side, who("system"), &Command::Expire { deadline: deadline.parse().unwrap(), holding: None })
    }

    /// The clock of the last delivery.
    pub(super) fn expire_delivery(&mut self, deadline: &str) -> Result<(), Refusal> {
        let holding = self.delivery();
        let command = Command::Expire { deadline: deadline.parse().unwrap(), holding };
        self.attempt(self.holder(), who("system"), &command)
    }

    /// Where the last delivery stands.
    pub(super) fn held_at(&self) -> &str {
        self.files[&self.holder()].holdings[&self.delivery().unwrap()].stage.as_str()
    }

    pub(super) fn wait_hours(&mut self, hours: i64) {
        self.now = time::hours_after(self.now, hours);
    }

    pub(super) fn stage(&self, side: Side) -> &str {
        self.files[&side].stage.as_str()
    }

    /// Decides the whole log of a side again.
    pub(super) fn replayed(&self, side: Side) -> Result<Option<AssistanceRequest>, String> {
        self.logs[&side].iter().try_fold(None, |before, kept| {
            let entry = Entry { fact: &kept.fact, actor: kept.actor.clone(), at: kept.at };
            replay(self.book, before.as_ref(), &entry).map(Some)
        })
    }
}
