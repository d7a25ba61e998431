//! Where everything stands: whole units, one of them a pixel on a screen.
//!
//! A lane is a column of cards, one below the other; lines run beside the columns, each on a track of its own.

mod lines;

use super::plan::{Card, Entry, Plan};
use super::text::{units, width, wrap, wrap_after};

/// Width of the whole picture: at 297 mm (A3 portrait, A4 landscape) a letter of 13 prints as 8 points.
pub(super) const WIDTH: i32 = 1248;
/// Free at both sides.
pub(super) const MARGIN: i32 = 20;
/// Beside each column, for lines between its stages.
const OUTER: i32 = 92;
/// A column.
const COLUMN: i32 = 424;
/// The strip of a column in which the thick line runs.
const STRIP: i32 = 40;
/// Between the columns, for messages.
const CENTRE: i32 = WIDTH - 2 * (MARGIN + OUTER + COLUMN);

/// Letters.
pub(super) const SIZE: i32 = 13;
/// A line of them.
pub(super) const LINE: i32 = 17;
/// Letters of a stage.
pub(super) const STAGE_SIZE: i32 = 15;
/// Room for a sign before a step's title.
pub(super) const SIGN: i32 = 24;
/// Between two cards.
const GAP: i32 = 22;
/// Lines of two messages that leave at the two sides are at least so far apart.
const APART: i32 = 6;
/// So often a card is moved for that, and no more: a picture with such lines is better than none.
const MOST_CLASHES: usize = 60;
/// Above a step's text, and below it.
const PAD: i32 = 4;

/// A box of the picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// What it shows: `requesting draft`, `requested examination grant`.
    pub name: String,
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

/// The picture's boxes and lines.
#[derive(Debug)]
pub struct Layout {
    /// Width of the whole.
    pub width: i32,
    /// Where the lanes end and the legend begins.
    pub height: i32,
    /// Boxes of stages and of steps; no two overlap.
    pub areas: Vec<Area>,
    pub(super) lanes: [Vec<Placed>; 2],
    pub(super) buses: Vec<Bus>,
    pub(super) wires: Vec<Wire>,
    pub(super) trunks: Vec<[i32; 4]>,
}

/// A card in its place.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) top: i32,
    pub(super) bottom: i32,
    /// The box of the stage: its upper edge and its height.
    pub(super) stage: (i32, i32),
    pub(super) title: Vec<String>,
    /// Rows of the entries, then of those that stay.
    pub(super) rows: Vec<Row>,
}

/// A step in its place.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) y: i32,
    pub(super) height: i32,
    pub(super) title: Vec<String>,
    pub(super) note: Vec<String>,
    /// Where the note begins, if it stands beside the title.
    pub(super) beside: Option<i32>,
    /// Upper edge, height and lines of each gate.
    pub(super) gates: Vec<(i32, i32, Vec<String>)>,
}

impl Row {
    /// Where lines meet the row.
    pub(super) fn anchor(&self) -> i32 {
        self.y + PAD + LINE / 2
    }
}

/// A line from some stages of a lane to the steps that leave all of them.
#[derive(Debug)]
pub(super) struct Bus {
    pub(super) lane: usize,
    pub(super) x: i32,
    pub(super) from: Vec<i32>,
    pub(super) to: Vec<i32>,
    pub(super) clock: bool,
}

/// A message between the lanes.
#[derive(Debug)]
pub(super) struct Wire {
    /// Where it turns; none where it is straight.
    pub(super) x: Option<i32>,
    /// Lane and height of who sends it.
    pub(super) from: Vec<(usize, i32)>,
    /// Lane and height of who hears it.
    pub(super) to: Vec<(usize, i32)>,
    pub(super) main: bool,
}

/// The left edge of a lane's column.
pub(super) fn column(lane: usize) -> i32 {
    if lane == 0 { MARGIN + OUTER } else { WIDTH - MARGIN - OUTER - COLUMN }
}

/// Left edge and width of what is no part of the course: it leaves the strip of the thick line free.
pub(super) fn narrow(lane: usize) -> (i32, i32) {
    (if lane == 0 { column(0) } else { column(1) + STRIP }, COLUMN - STRIP)
}

/// Left edge and width of what is.
pub(super) fn wide(lane: usize) -> (i32, i32) {
    (column(lane), COLUMN)
}

/// Where the thick line of a lane runs.
pub(super) fn trunk(lane: usize) -> i32 {
    if lane == 0 { column(0) + COLUMN - STRIP / 2 } else { column(1) + STRIP / 2 }
}

/// The edge of a lane's text at which messages come and go.
pub(super) fn inner(lane: usize) -> i32 {
    if lane == 0 { column(0) + COLUMN - STRIP } else { column(1) + STRIP }
}

/// The other edge, for lines within the lane.
pub(super) fn outer(lane: usize) -> i32 {
    if lane == 0 { column(0) } else { column(1) + COLUMN }
}

/// A row by the lane, the card and the row's number in it.
type RowAt = (usize, usize, usize);

/// Places everything.
pub(super) fn place(plan: &Plan) -> Layout {
    let about: usize = plan.about.iter().map(|line| wrap(line, SIZE, false, WIDTH - 2 * MARGIN).len()).sum();
    let top = MARGIN + 40 + LINE * units(about) + 58;
    let ports = plan.lanes.each_ref().map(|lane| lines::groups(&lane.cards));
    let mut lanes = [0, 1].map(|lane| {
        plan.lanes[lane]
            .cards
            .iter()
            .enumerate()
            .map(|(at, card)| measured(card, ports[lane].iter().filter(|(key, _)| key.1.contains(&at)).count()))
            .collect::<Vec<_>>()
    });
    stand(plan, &mut lanes, top);
    let buses = [0, 1].iter().flat_map(|lane| lines::buses(*lane, &lanes[*lane], &ports[*lane])).collect();
    let wires = lines::wires(plan, &lanes);
    let trunks = lines::trunks(plan, &lanes);
    let bottom = lanes.iter().flatten().map(|card| card.bottom).max().unwrap_or(top);
    Layout { width: WIDTH, height: bottom + 40, areas: areas(plan, &lanes), lanes, buses, wires, trunks }
}

fn rows(card: &Card) -> impl Iterator<Item = &Entry> {
    card.entries.iter().chain(&card.stays)
}

/// A card at height 0.
fn measured(card: &Card, ports: usize) -> Placed {
    let mut y = 0;
    let place = |entries: &[Entry], y: &mut i32| entries.iter().map(|entry| row(entry, y)).collect::<Vec<_>>();
    let mut rows = place(&card.entries, &mut y);
    let most = COLUMN - STRIP - 2 * 12 - 44;
    let title = wrap(&card.title, STAGE_SIZE, true, most - width(card.phase_word, SIZE, false) - 14);
    let height = (18 + 19 * units(title.len())).max(11 * (units(ports) + 1));
    let stage = (y, height);
    y += height;
    rows.extend(place(&card.stays, &mut y));
    Placed { top: 0, bottom: y, stage, title, rows }
}

fn row(entry: &Entry, y: &mut i32) -> Row {
    let begin = *y;
    let most = COLUMN - STRIP - SIGN - 36;
    let title = wrap(&entry.title, SIZE, true, most);
    let first = width(&entry.title, SIZE, true) + 10;
    let beside = Some(first).filter(|first| title.len() == 1 && first + width(&entry.note, SIZE, false) <= most);
    let note = wrap(&entry.note, SIZE, false, most);
    let lines = title.len() + if beside.is_some() { 0 } else { note.len() };
    let mut at = begin + PAD + LINE * units(lines) + PAD;
    if entry.main {
        // Room for the head of the thick line below the message that crosses it.
        at += 9;
    }
    let mut gates = Vec::new();
    for gate in &entry.gates {
        // Wide bars carry the same lines as narrow ones, so that the words stand where they do elsewhere.
        let most = COLUMN - STRIP - 32;
        let first = most - width(&gate.name, SIZE, true) - 12;
        let lines = wrap_after(&gate.codes.join(" "), SIZE, first, most);
        let height = 10 + LINE * units(lines.len());
        gates.push((at, height, lines));
        at += height + PAD;
    }
    *y = at;
    Row { y: begin, height: at - begin, title, note, beside, gates }
}

/// Lets the cards stand below each other, and lowers those whose message comes from further down. Two messages of one card
/// can often be level with both of theirs; where they cannot, only the first of each card is.
fn stand(plan: &Plan, lanes: &mut [Vec<Placed>; 2], top: i32) {
    let before = lanes.clone();
    if !settled(plan, lanes, top, &level(plan, false)) {
        *lanes = before;
        settled(plan, lanes, top, &level(plan, true));
    }
}

/// Whether everything has found its place.
fn settled(plan: &Plan, lanes: &mut [Vec<Placed>; 2], top: i32, level: &[[RowAt; 2]]) -> bool {
    let mut least = [0, 1].map(|lane: usize| vec![0; lanes[lane].len()]);
    let mut all = false;
    for _ in 0..=4 * level.len() + MOST_CLASHES {
        for lane in 0..2 {
            let mut y = top;
            for (at, card) in lanes[lane].iter_mut().enumerate() {
                if plan.lanes[lane].cards[at].heading.is_some() {
                    y += 46;
                }
                let to = y.max(least[lane][at]);
                card.shift(to - card.top);
                y = card.bottom + GAP;
            }
        }
        let mut even = true;
        for [one, other] in level {
            let at = |(lane, card, row): &RowAt| lanes[*lane][*card].rows[*row].anchor();
            let (first, second) = (at(one), at(other));
            let (lower, by) = if first < second { (one, second - first) } else { (other, first - second) };
            if by > 0 {
                least[lower.0][lower.1] = lanes[lower.0][lower.1].top + by;
                even = false;
            }
        }
        if !even {
            continue;
        }
        let Some((card, row)) = clash(plan, lanes, level) else {
            all = true;
            break;
        };
        let bound = level.iter().flatten().filter(|at| (at.0, at.1) == (1, card)).map(|at| at.2).min();
        match bound {
            // A card that stands level with another takes that one along: room is made inside of it.
            Some(bound) if bound < row => lanes[1][card].pad(row - 1),
            Some(_) => lanes[1][card].pad(row),
            None => least[1][card] = lanes[1][card].top + APART,
        }
    }
    // What comes before the first message stands next to it, not far above.
    for (lane, cards) in lanes.iter_mut().enumerate() {
        let first = level.iter().flatten().filter(|row| row.0 == lane).map(|row| row.1).min().unwrap_or(0);
        for at in (0..first).rev() {
            let by = cards[at + 1].top - GAP - cards[at].bottom;
            cards[at].shift(by.max(0));
        }
    }
    all
}

/// Rows that can stand level, left and right: in both lanes each pair lies below the one before it. Where the course comes
/// back to a stage, its messages turn like others.
fn level(plan: &Plan, one_of_each_card: bool) -> Vec<[RowAt; 2]> {
    let mut level: Vec<[RowAt; 2]> = Vec::new();
    for pair in &plan.level {
        let [Some(one), Some(other)] = pair.map(|row| find(plan, row)) else { continue };
        let [left, right] = if one.0 == 0 { [one, other] } else { [other, one] };
        let below = level.last().is_none_or(|last| {
            let next = last[0].1 < left.1 && last[1].1 < right.1;
            last[0] < left && last[1] < right && (next || !one_of_each_card)
        });
        if below && left.0 != right.0 {
            level.push([left, right]);
        }
    }
    level
}

/// A card of the right lane, and its row, with a message at the height of another message of the left lane: their lines would run into
/// each other.
fn clash(plan: &Plan, lanes: &[Vec<Placed>; 2], level: &[[RowAt; 2]]) -> Option<(usize, usize)> {
    let ends = [0, 1].map(|lane: usize| {
        let cards = plan.lanes[lane].cards.iter().zip(&lanes[lane]).enumerate();
        cards
            .flat_map(|(at, (card, placed))| {
                let rows = rows(card).zip(&placed.rows).enumerate();
                rows.filter(|(_, (entry, _))| entry.sends.is_some() || entry.hears.is_some())
                    .map(move |(row, (_, placed))| ((lane, at, row), placed.anchor()))
            })
            .collect::<Vec<_>>()
    });
    let joined = |one: &RowAt, other: &RowAt| level.iter().any(|pair| pair.contains(one) && pair.contains(other));
    ends[1].iter().find_map(|(right, y)| {
        let near = ends[0].iter().any(|(left, other)| (y - other).abs() < APART && !joined(left, right));
        near.then_some((right.1, right.2))
    })
}

impl Placed {
    /// Makes room below a row.
    fn pad(&mut self, row: usize) {
        let edge = self.rows[row].y + self.rows[row].height;
        self.rows[row].height += APART;
        for below in self.rows.iter_mut().filter(|below| below.y >= edge) {
            below.y += APART;
            for gate in &mut below.gates {
                gate.0 += APART;
            }
        }
        if self.stage.0 >= edge {
            self.stage.0 += APART;
        }
        self.bottom += APART;
    }

    fn shift(&mut self, by: i32) {
        self.top += by;
        self.bottom += by;
        self.stage.0 += by;
        for row in &mut self.rows {
            row.y += by;
            for gate in &mut row.gates {
                gate.0 += by;
            }
        }
    }
}

fn find(plan: &Plan, (part, transition): (usize, usize)) -> Option<RowAt> {
    plan.lanes.iter().enumerate().find_map(|(lane, cards)| {
        cards.cards.iter().enumerate().find_map(|(at, card)| {
            let row = rows(card).position(|entry| entry.part == part && entry.transition == transition)?;
            Some((lane, at, row))
        })
    })
}

fn areas(plan: &Plan, lanes: &[Vec<Placed>; 2]) -> Vec<Area> {
    let mut areas = Vec::new();
    for (lane, cards) in plan.lanes.iter().enumerate() {
        for (card, placed) in cards.cards.iter().zip(&lanes[lane]) {
            let part = ["requesting", "requested", "holding"][card.part];
            let (x, width) = if card.main { wide(lane) } else { narrow(lane) };
            let (y, height) = placed.stage;
            areas.push(Area { name: format!("{part} {}", card.name), x, y, width, height });
            for (row, entry) in placed.rows.iter().zip(rows(card)) {
                let name = format!("{part} {} {}", card.name, entry.title);
                areas.push(Area { name, x, y: row.y, width, height: row.height });
            }
        }
    }
    areas
}

#[cfg(test)]
mod tests {
    use super::super::{Options, plan};
    use super::*;
    use crate::domain::safeguard::Profile;
    use crate::engine::files::RuleFiles;
    use crate::engine::rulebook::Rulebook;

    #[test]
    fn no_line_of_a_message_runs_into_that_of_another() {
        let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();
        for (procedure, language) in rulebook
            .procedures
            .values()
            .flat_map(|known| ["ar", "zh", "en", "fr", "ru", "es"].map(|language| (known, language)))
        {
            let options = Options { measure: None, profile: Profile::Strict, language, standalone: true };
            let layout = place(&plan::of(&rulebook, procedure, &options));

            // Room that is made for lines is a little room.
            let height = |area: &Area| area.y;
            let first = layout.areas.iter().map(height).min().unwrap_or(0);
            assert!(first < 250, "{}, {language}: it begins at {first}", procedure.name);
            // What lies between the lanes at one height: from an edge to where the line turns.
            let mut spans: Vec<(i32, i32, i32, usize)> = Vec::new();
            for (at, wire) in layout.wires.iter().enumerate() {
                for (lane, y) in wire.from.iter().chain(&wire.to) {
                    let (edge, turn) = (inner(*lane), wire.x.unwrap_or(inner(1 - lane)));
                    spans.push((*y, edge.min(turn), edge.max(turn), at));
                }
            }
            for (at, (y, from, to, wire)) in spans.iter().enumerate() {
                for (other_y, other_from, other_to, other) in &spans[at + 1..] {
                    let (one, two) = (&layout.wires[*wire], &layout.wires[*other]);
                    // The thick line of a message lies on its thin one.
                    let same = wire == other || one.from.iter().any(|end| two.from.contains(end));
                    let apart = (y - other_y).abs() >= 4 || to < other_from || other_to < from;
                    assert!(same || apart, "{}, {language}: two lines at height {y}", procedure.name);
                }
            }
        }
    }

    #[test]
    fn lines_on_one_track_do_not_meet() {
        let intervals = [(0, 100), (90, 200), (10, 40), (50, 80), (300, 310)];

        let tracks = lines::tracks(&intervals);

        for (at, one) in intervals.iter().enumerate() {
            for (with, other) in intervals.iter().enumerate().skip(at + 1) {
                let meet = one.0 <= other.1 && other.0 <= one.1;
                assert!(!meet || tracks[at] != tracks[with], "{one:?} and {other:?}");
            }
        }
        assert_eq!(tracks.iter().max(), Some(&1), "two tracks are enough");
    }
}
