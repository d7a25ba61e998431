//! The lines: buses within a lane, messages between the lanes, and the course; each on a track of its own.

use std::collections::{BTreeMap, BTreeSet};

use super::super::plan::{Card, Kind, Plan};
use super::super::text::units;
use super::{Bus, CENTRE, OUTER, Placed, WIDTH, Wire, outer, rows};

/// An end of a message: its lane, its height, and whether it lies on the course.
type End = (usize, i32, bool);

/// Steps of a lane that leave the same stages: whether a clock takes them, the cards they leave, and their rows.
pub(super) type Groups = BTreeMap<(bool, BTreeSet<usize>), Vec<(usize, usize)>>;

pub(super) fn groups(cards: &[Card]) -> Groups {
    let mut groups = Groups::new();
    for (at, card) in cards.iter().enumerate() {
        for (row, entry) in rows(card).enumerate() {
            let sources: BTreeSet<usize> = entry
                .sources
                .iter()
                .filter_map(|stage| cards.iter().position(|other| other.part == card.part && other.stage == *stage))
                .collect();
            if !sources.is_empty() {
                groups.entry((entry.kind == Kind::Clock, sources)).or_default().push((at, row));
            }
        }
    }
    groups
}

/// Gives each interval a track that no other uses at the same height: the shortest nearest.
pub(super) fn tracks(intervals: &[(i32, i32)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..intervals.len()).collect();
    order.sort_by_key(|at| (intervals[*at].1 - intervals[*at].0, intervals[*at].0));
    let mut taken: Vec<Vec<(i32, i32)>> = Vec::new();
    let mut tracks = vec![0; intervals.len()];
    for at in order {
        let (from, to) = intervals[at];
        let free = |track: &Vec<(i32, i32)>| track.iter().all(|(other, end)| to + 6 < *other || *end + 6 < from);
        let track = taken.iter().position(free).unwrap_or(taken.len());
        if track == taken.len() {
            taken.push(Vec::new());
        }
        taken[track].push((from, to));
        tracks[at] = track;
    }
    tracks
}

pub(super) fn buses(lane: usize, cards: &[Placed], groups: &Groups) -> Vec<Bus> {
    let target = |(card, row): &(usize, usize)| cards[*card].rows[*row].anchor();
    let mut ports: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, ((_, sources), _)) in groups.iter().enumerate() {
        for source in sources {
            ports.entry(*source).or_default().push(index);
        }
    }
    let mut buses: Vec<Bus> = groups
        .iter()
        .map(|((clock, _), rows)| Bus {
            lane,
            x: 0,
            from: Vec::new(),
            to: rows.iter().map(target).collect(),
            clock: *clock,
        })
        .collect();
    for (source, mut leaving) in ports {
        // What leads upwards leaves above what leads downwards.
        leaving.sort_by_key(|index| buses[*index].to.iter().sum::<i32>() / units(buses[*index].to.len()).max(1));
        let (y, height) = cards[source].stage;
        for (at, index) in leaving.iter().enumerate() {
            buses[*index].from.push(y + height * (units(at) + 1) / (units(leaving.len()) + 1));
        }
    }
    let ends = |bus: &Bus| {
        let all = bus.from.iter().chain(&bus.to);
        (all.clone().min().copied().unwrap_or(0), all.max().copied().unwrap_or(0))
    };
    let tracks = tracks(&buses.iter().map(ends).collect::<Vec<_>>());
    let pitch = ((OUTER - 20) / units(tracks.iter().max().copied().unwrap_or(0) + 1)).min(11);
    for (bus, track) in buses.iter_mut().zip(tracks) {
        let away = 16 + pitch * units(track);
        bus.x = if lane == 0 { outer(0) - away } else { outer(1) + away };
    }
    buses
}

pub(super) fn wires(plan: &Plan, lanes: &[Vec<Placed>; 2]) -> Vec<Wire> {
    let mut messages: BTreeMap<&str, (Vec<End>, Vec<End>)> = BTreeMap::new();
    for (lane, cards) in plan.lanes.iter().enumerate() {
        for (at, card) in cards.cards.iter().enumerate() {
            for (row, entry) in rows(card).enumerate() {
                let place = (lane, lanes[lane][at].rows[row].anchor(), entry.main);
                if let Some(message) = &entry.sends {
                    messages.entry(message).or_default().0.push(place);
                }
                if let Some(message) = &entry.hears {
                    messages.entry(message).or_default().1.push(place);
                }
            }
        }
    }
    let mut wires = Vec::new();
    for (senders, hearers) in messages.values() {
        // What nobody hears, or nobody sends, joins nothing.
        if senders.is_empty() || hearers.is_empty() {
            continue;
        }
        let side = |list: &[End]| list.iter().map(|(lane, y, _)| (*lane, *y)).collect::<Vec<_>>();
        let straight = senders.iter().find_map(|sender| {
            let hearer = hearers.iter().find(|hearer| sender.2 && hearer.2 && hearer.1 == sender.1)?;
            Some((sender, hearer))
        });
        if let Some((sender, hearer)) = straight {
            wires.push(Wire { x: None, from: side(&[*sender]), to: side(&[*hearer]), main: true });
        }
        if straight.is_none() || senders.len() + hearers.len() > 2 {
            wires.push(Wire { x: Some(0), from: side(senders), to: side(hearers), main: false });
        }
    }
    let turning: Vec<usize> = (0..wires.len()).filter(|at| wires[*at].x.is_some()).collect();
    let ends = |wire: &Wire| {
        let all = wire.from.iter().chain(&wire.to).map(|(_, y)| *y);
        (all.clone().min().unwrap_or(0), all.max().unwrap_or(0))
    };
    let tracks = tracks(&turning.iter().map(|at| ends(&wires[*at])).collect::<Vec<_>>());
    let count = units(tracks.iter().max().copied().unwrap_or(0) + 1);
    let pitch = ((CENTRE - 24) / count).min(12);
    for (at, track) in turning.into_iter().zip(tracks) {
        // From the middle outwards: the longest lines run nearest to the columns.
        let step = units(track.div_ceil(2)) * if track % 2 == 0 { 1 } else { -1 };
        wires[at].x = Some(WIDTH / 2 + pitch * step);
    }
    // The thick ones lie above the others.
    wires.sort_by_key(|wire| wire.main);
    wires
}

/// The thick lines: lane, upper end, head of the arrow, lower end.
pub(super) fn trunks(plan: &Plan, lanes: &[Vec<Placed>; 2]) -> Vec<[i32; 4]> {
    let mut trunks = Vec::new();
    for (lane, cards) in plan.lanes.iter().enumerate() {
        let main: Vec<usize> = (0..cards.cards.len()).filter(|at| cards.cards[*at].main).collect();
        for pair in main.windows(2).filter(|pair| cards.cards[pair[0]].part == cards.cards[pair[1]].part) {
            let (from, to) = (lanes[lane][pair[0]].stage, &lanes[lane][pair[1]]);
            // The head of the arrow comes to the gates, where there are any, and the line goes on behind them.
            let gates =
                to.rows.iter().zip(rows(&cards.cards[pair[1]])).filter(|(row, entry)| entry.main && row.y < to.stage.0);
            let head = gates.flat_map(|(row, _)| &row.gates).map(|gate| gate.0).min().unwrap_or(to.stage.0);
            trunks.push([units(lane), from.0 + from.1, head, to.stage.0]);
        }
    }
    trunks
}
