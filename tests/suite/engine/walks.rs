//! Random walks of both sides, against the oracle: no gate is passed that should be shut, and the log tells all.

use comity::domain::gate::{Gate, Side};
use comity::domain::ids::{MessageId, ThreadId};
use comity::domain::message::{Channel, Direction};
use comity::domain::request::{AssistanceRequest, ChainedMessage, Finding};
use comity::domain::safeguard::Profile;
use comity::domain::terms::{Carried, DecisionTerms, Terms};
use comity::engine::command::{Command, Heard};
use comity::engine::procedure::{Part, Procedure};
use proptest::prelude::*;
use strum::IntoEnumIterator;

use super::oracle::Account;
use super::play::{ASKED, ASKING, Play, set, who};
use super::recusal::cleared;
use super::story::{MEASURES, UNASKED, granting, refusing};

const PEOPLE: [&str; 14] = [
    "chief",
    "deputy",
    "third",
    "drafter",
    "executor",
    "contact",
    "judge",
    "rights",
    "data",
    "auditor",
    "administrator",
    "system",
    "central_authority-r",
    "executing_authority-r",
];

pub(super) type Step = (u8, usize, usize, usize);

pub(super) fn begun(from: usize, measure: usize, profile: usize) -> Play {
    let measure = MEASURES[measure % MEASURES.len()];
    let profile = [Profile::TreatyMinimum, Profile::Domestic, Profile::Strict][profile % 3];
    if measure == UNASKED {
        return match from % 6 {
            0 => Play::of(measure, profile),
            1 => Play::in_review(measure, profile),
            2 => Play::received(measure, profile),
            _ => Play::delivered(measure, profile),
        };
    }
    match from % 6 {
        0 => Play::of(measure, profile),
        1 => Play::in_review(measure, profile),
        2 => Play::at_admission(measure, profile),
        3 => Play::in_examination(measure, profile),
        4 => Play::granted(measure, profile),
        _ if measure == "expedited_preservation" => {
            let mut play = Play::granted(measure, profile);
            play.execute();
            play
        }
        _ => Play::delivered(measure, profile),
    }
}

fn procedure(play: &Play, file: &AssistanceRequest) -> &'static Procedure {
    &play.book.procedures[&file.procedure]
}

fn pick<T: Clone>(list: &[T], index: usize) -> Option<T> {
    list.get(index % list.len().max(1)).cloned()
}

/// One step: whatever comes out of it, refusals included, is as it should be, or the oracle says so.
pub(super) fn step(play: &mut Play, (kind, a, b, c): Step) {
    let side = if a % 2 == 0 && play.files.contains_key(&ASKED) { ASKED } else { ASKING };
    let file = play.files[&side].clone();
    let name = PEOPLE[b % PEOPLE.len()];
    let delivery = file.holdings.keys().nth(c % 2).cloned();
    let gates: Vec<Gate> = Gate::iter().collect();
    play.wait_hours(1);
    // What is refused is no failure of the walk.
    _ = match kind % 26 {
        24 => {
            let before = cleared(play, side);
            let done = play.attempt(side, who(name), &Command::Recuse { reasoned: true });
            assert!(cleared(play, side).is_subset(&before), "a recusal opened something");
            done
        }
        25 => pick(&file.recused.keys().cloned().collect::<Vec<_>>(), c).map_or(Ok(()), |official| {
            play.attempt(side, who(name), &Command::LiftRecusal { official, reasoned: true })
        }),
        0..=3 => {
            let (part, stage, holding): (&Part, _, _) = match (&procedure(play, &file).holding, &delivery) {
                (Some(part), Some(id)) if b % 2 == 0 && side == play.holder() => {
                    (part, file.holdings[id].stage.clone(), Some(id.clone()))
                }
                _ => (procedure(play, &file).part(side), file.stage.clone(), None),
            };
            let leaving: Vec<_> = part.leaving(&stage).filter(|t| t.by.is_some() && goes_on(part, &t.to, c)).collect();
            let able = |transition: &comity::engine::procedure::Transition| {
                let able: Vec<&str> = PEOPLE
                    .into_iter()
                    .filter(|name| who(name).role_among(transition.by.as_ref().unwrap()).is_some())
                    .collect();
                pick(&able, c)
            };
            pick(&leaving, a / 2)
                .map_or(Ok(()), |t| play.take_in(side, able(t).unwrap_or(name), t.name.as_str(), holding))
        }
        4..=6 => {
            diligently(play, side, pick(&gates, a / 2).unwrap(), c);
            Ok(())
        }
        7 => {
            let safeguards: Vec<_> = play.book.safeguards.values().collect();
            let safeguard = pick(&safeguards, a / 2).unwrap();
            let answers: Vec<&String> = safeguard.answers.keys().collect();
            let gate = pick(&safeguard.stands_at, c).unwrap().gate;
            play.answer(side, name, (safeguard.name.as_str(), gate, pick(&answers, b).unwrap()))
        }
        8 | 9 => play.write(side, PEOPLE[b % 5], words(a / 2, c)),
        10 if !play.post.is_empty() => play.carry_one(),
        10 | 11 => forged(play, side, &file, (a / 2, b, c)),
        12 => {
            play.wait_hours(24 * i64::try_from(c % 70).unwrap());
            let due: Vec<_> =
                play.files[&side].all_clocks().map(|(holding, name, _)| (holding.cloned(), name.clone())).collect();
            pick(&due, a / 2).map_or(Ok(()), |(holding, deadline)| {
                play.attempt(side, who("system"), &Command::Expire { deadline, holding })
            })
        }
        13 => {
            let given = pick(&file.answers, c).map(|answer| (answer.safeguard.to_string(), answer.gate));
            given.map_or(Ok(()), |(safeguard, gate)| {
                let question = play.question(side, &safeguard, gate);
                play.attempt(
                    side,
                    who(name),
                    &if a % 4 < 2 {
                        Command::Withdraw { question, reasoned: true }
                    } else {
                        Command::Confirm(question)
                    },
                )
            })
        }
        16 => {
            let thread = ThreadId::parse(format!("{:032x}", b % 3)).unwrap();
            let message = ["request", "completed", "refused", "withdrawn"][c % 4].parse().unwrap();
            let procedure = ["evidence", "confiscation"][b % 2].parse().unwrap();
            let chained = ChainedMessage { thread, procedure, message };
            play.attempt(side, who("system"), &Command::Link(chained))
        }
        17 => {
            let said_of = play.digest();
            let thread = ThreadId::parse(format!("{:032x}", b % 3)).unwrap();
            let safeguard = ["non_discrimination", "onward_transfer", "reasons"][c % 3].parse().unwrap();
            play.attempt(side, who("system"), &Command::Note(Finding { safeguard, thread, said_of }))
        }
        14 => recorded(play, side, &file, (a / 2, b)),
        18..=21 => driven(play, side, &file, (delivery, a / 2, c)),
        22 => put_off(play, side, (a / 2, b, c)),
        23 => answered_somehow(play, side, &file, (delivery, a / 2, b, c)),
        _ => {
            let all: Vec<_> = procedure(play, &file).parts().flat_map(|(_, _, part)| &part.transitions).collect();
            play.take_in(side, name, pick(&all, a / 2).unwrap().name.as_str(), delivery.filter(|_| c % 3 == 0))
        }
    };
}

/// Whether a step is one to take now: those that end the matter seldom, or few walks come far.
fn goes_on(part: &Part, to: &comity::domain::ids::StageName, c: usize) -> bool {
    c.is_multiple_of(8) || part.stage(to).is_some_and(|stage| stage.phase != comity::domain::phase::Phase::Closed)
}

/// A step on, with all that it asks for: what is read is written, what is asked is answered. Otherwise few walks come far.
fn driven(
    play: &mut Play,
    side: Side,
    file: &AssistanceRequest,
    (delivery, a, c): (Option<comity::domain::ids::MessageId>, usize, usize),
) -> Result<(), comity::engine::refusal::Refusal> {
    let (part, stage, holding) = match (&procedure(play, file).holding, delivery) {
        (Some(part), Some(id)) if c % 3 == 0 && side == play.holder() => {
            (part, file.holdings[&id].stage.clone(), Some(id))
        }
        _ => (procedure(play, file).part(side), file.stage.clone(), None),
    };
    let leaving: Vec<_> = part.leaving(&stage).filter(|step| step.by.is_some() && goes_on(part, &step.to, c)).collect();
    let Some(step) = pick(&leaving, a) else { return Ok(()) };
    let roles = step.by.as_ref().unwrap();
    let able: Vec<&str> = PEOPLE.into_iter().filter(|name| who(name).role_among(roles).is_some()).collect();
    if let Some(subject) = part.stage(&stage).and_then(|stage| stage.edits)
        && file.read_by(step.gates.first().copied().unwrap_or(Gate::Closing), holding.as_ref()).is_none()
    {
        let which = match subject {
            comity::domain::gate::Subject::Request => 0,
            comity::domain::gate::Subject::Decision => 1 + c % 3,
            comity::domain::gate::Subject::Result => 4,
            comity::domain::gate::Subject::Renewal => 5,
            comity::domain::gate::Subject::Use => 6,
        };
        for writer in &PEOPLE[..6] {
            if play.write(side, writer, words(which, 1 + c % 2)).is_ok() {
                break;
            }
        }
    }
    for gate in &step.gates {
        diligently(play, side, *gate, 56 + c % 4);
    }
    able.into_iter()
        .map(|name| play.take_in(side, name, step.name.as_str(), holding.clone()))
        .find(Result::is_ok)
        .unwrap_or(Ok(()))
}

/// Something is put off for a while, whether or not anything lets it be.
fn put_off(
    play: &mut Play,
    side: Side,
    (a, b, c): (usize, usize, usize),
) -> Result<(), comity::engine::refusal::Refusal> {
    let waiting: Vec<_> = play.book.safeguards.values().filter(|one| one.deferred_by.is_some()).collect();
    // Not every instrument lets something wait.
    let Some(safeguard) = pick(&waiting, a) else { return Ok(()) };
    let place = pick(&safeguard.stands_at, b).unwrap();
    let answerer = format!("{}-r", pick(&place.answered_by, c).unwrap());
    let hours = [1, 24, 72, 100][c % 4];
    play.put_off(side, &answerer, (safeguard.name.as_str(), place.gate, hours))
}

/// Any answer to something that is asked on the way from here, by somebody who may give it.
fn answered_somehow(
    play: &mut Play,
    side: Side,
    file: &AssistanceRequest,
    (delivery, a, b, c): (Option<comity::domain::ids::MessageId>, usize, usize, usize),
) -> Result<(), comity::engine::refusal::Refusal> {
    let measure = &play.book.measures[&file.measure];
    let asked: Vec<_> = procedure(play, file)
        .part(side)
        .leaving(&file.stage)
        .flat_map(|step| step.gates.clone())
        .chain(delivery.map(|_| Gate::Use))
        .flat_map(|gate| {
            comity::engine::gates::standing_at(play.book, measure, file, gate, None, play.now)
                .into_iter()
                .map(move |standing| (gate, standing.safeguard, standing.place))
        })
        .collect();
    let Some((gate, safeguard, place)) = pick(&asked, a) else { return Ok(()) };
    let answers: Vec<&String> = safeguard.answers.keys().collect();
    let answerer = format!("{}-r", pick(&place.answered_by, c).unwrap());
    play.answer(side, &answerer, (safeguard.name.as_str(), gate, pick(&answers, b).unwrap()))
}

fn words(which: usize, how: usize) -> Terms {
    let items = [&["1"][..], &["1", "2"], &["2", "3"], &[]][how % 4];
    match which % 7 {
        0 => Terms::Request { items: set(items) },
        1 => Terms::Decision(granting(items)),
        2 => Terms::Decision(DecisionTerms { conditions: set(&["CD-01"]), ..granting(&["1", "2"]) }),
        3 => Terms::Decision(refusing(["RF-05", "RF-08", "PP-01"][how % 3])),
        4 => Terms::Result { items: set(items), documents: 1 },
        5 => Terms::Renewal { days: 30 },
        _ => Terms::Use {
            keeps: set(if how.is_multiple_of(2) { &[] } else { &["CD-01"] }),
            beyond: how.is_multiple_of(3),
        },
    }
}

/// Answers what is asked at a gate, now and then leaving one out.
fn diligently(play: &mut Play, side: Side, gate: Gate, left_out: usize) {
    for (index, safeguard) in play.book.safeguards.values().enumerate().filter(|(index, _)| *index != left_out % 60) {
        if let Some(place) = safeguard.stands_at.iter().find(|place| place.gate == gate && place.side == side) {
            let answerer = pick(&place.answered_by, index).unwrap();
            _ = play.answer(side, &format!("{answerer}-r"), (safeguard.name.as_str(), gate, "met"));
            if let Some(role) = place.confirmed_by.first().filter(|_| !left_out.is_multiple_of(4)) {
                _ = play.confirm(side, &format!("{role}-s"), safeguard.name.as_str(), gate);
            }
        }
    }
}

/// The other State may say anything at any time, also what it never sent.
fn forged(
    play: &mut Play,
    side: Side,
    file: &AssistanceRequest,
    (a, b, c): (usize, usize, usize),
) -> Result<(), comity::engine::refusal::Refusal> {
    // Half of what comes is heard where it comes.
    let part = procedure(play, file).part(side);
    let heard: Vec<_> = part
        .leaving(&file.stage)
        .filter_map(|step| procedure(play, file).message(step.on.as_deref()?))
        .cloned()
        .collect();
    let message = pick(&heard, a).filter(|_| c % 2 == 0).or_else(|| pick(&procedure(play, file).messages, a)).unwrap();
    let old = file.subjects.values().next().cloned().filter(|_| c % 3 == 0);
    let carried = Carried {
        digest: Some(old.unwrap_or_else(|| play.digest())),
        items: set(&["1", "2"]),
        accepted: set(&["CD-01"]),
        ..Carried::default()
    };
    let id = MessageId::parse(play.digest().as_str()[32..].to_owned()).unwrap();
    let heard = Heard { id, name: message.name, number: file.heard + 1, recorded_by: None, carried };
    play.attempt(side, who(if b % 8 == 0 { "chief" } else { "system" }), &Command::Hear(heard))
}

/// A message comes by hand: recorded by one, confirmed by the next step that hits the same choice.
fn recorded(
    play: &mut Play,
    side: Side,
    file: &AssistanceRequest,
    (a, b): (usize, usize),
) -> Result<(), comity::engine::refusal::Refusal> {
    let name = PEOPLE[b % 3];
    if let Some((id, waiting)) = file.recorded.iter().next().filter(|_| a % 2 == 0) {
        let carried = Carried { digest: Some(play.digest()), items: set(&["1"]), ..Carried::default() };
        let heard = Heard {
            id: id.clone(),
            name: waiting.name.clone(),
            number: file.heard + 1,
            recorded_by: Some(waiting.by.clone()),
            carried,
        };
        return play.attempt(side, who(name), &Command::Hear(heard));
    }
    let message = pick(&procedure(play, file).messages, a).unwrap();
    let direction = if message.from == side { Direction::Out } else { Direction::In };
    let id = MessageId::parse(play.digest().as_str()[32..].to_owned()).unwrap();
    play.attempt(side, who(name), &Command::Record { id, name: message.name, direction, channel: Channel::Post })
}

fn walked(from: (usize, usize, usize), steps: &[Step]) -> Play {
    let mut play = begun(from.0, from.1, from.2);
    for one in steps {
        step(&mut play, *one);
    }
    play
}

pub(super) fn walks() -> impl Strategy<Value = Play> {
    let step = (any::<u8>(), 0..997_usize, 0..997_usize, 0..997_usize);
    ((0..6_usize, 0..MEASURES.len(), 0..3_usize), prop::collection::vec(step, 1..120))
        .prop_map(|(from, steps)| walked(from, &steps))
}

impl std::fmt::Debug for Play {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (side, log) in &self.logs {
            writeln!(f, "{side}:")?;
            log.iter().try_for_each(|kept| {
                writeln!(f, "  {} {}", kept.actor.mark, serde_json::to_string(&kept.fact).unwrap())
            })?;
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_walk_passes_a_gate_that_the_oracle_keeps_shut(play in walks()) {
        for side in play.files.keys() {
            let mut account = Account::of(&play.files[side]);
            for kept in &play.logs[side] {
                prop_assert_eq!(account.enter(kept), Ok(()));
            }
        }
    }
}
