//! Where a request stands, as a small picture: the stages of both sides, each passed, current, possible next, or ahead.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::paint::escaped;
use super::plan::{Card, Plan};
use super::text::{units, width, wrap};

/// What is marked, in the words of the page.
#[derive(Debug, Clone)]
pub struct Marks<'a> {
    /// Where the request stands and what may come next: the picture's name for those who do not see it.
    pub title: &'a str,
    /// The same at length.
    pub described: &'a str,
    /// Over the requesting side, and over the requested side.
    pub heads: [&'a str; 2],
    /// How the requesting side stands, and the requested side.
    pub stands: [Stands; 2],
    /// Whether it is read from right to left.
    pub mirrored: bool,
}

/// How one side stands: stages by their names in the files.
#[derive(Debug, Clone, Default)]
pub struct Stands {
    /// Where it stands; none where nothing is known of it.
    pub now: Option<String>,
    /// What it has passed.
    pub passed: BTreeSet<String>,
    /// Where it may come next.
    pub next: BTreeSet<String>,
}

/// Width of the picture, in pixels of a page.
const WIDTH: i32 = 760;
/// Beside each column, for lines to what may come next.
const OUTER: i32 = 40;
/// A column.
const COLUMN: i32 = 304;
/// What a stage beside the course leaves free for the line of the course.
const STRIP: i32 = 48;
/// Letters.
const SIZE: i32 = 15;
/// A line of them.
const LINE: i32 = 20;
/// Between two stages.
const GAP: i32 = 16;
/// Where the stages begin, below the heads.
const TOP: i32 = 44;

/// A stage in its place; not mirrored yet.
struct Stage<'p> {
    card: &'p Card,
    x: i32,
    y: i32,
    width: i32,
    height: i32,
    lines: Vec<String>,
}

impl Stage<'_> {
    fn middle(&self) -> i32 {
        self.y + self.height / 2
    }
}

/// Draws the picture.
pub(super) fn draw(plan: &Plan, marks: &Marks<'_>) -> String {
    let lanes = placed(plan, marks);
    let height = lanes.iter().flatten().map(|stage| stage.y + stage.height).max().unwrap_or(TOP) + 12;
    let mut map = Map { text: String::new(), mirrored: marks.mirrored };
    for (lane, head) in marks.heads.iter().enumerate() {
        map.words(left(lane) + COLUMN / 2, 24, "mp-head", head);
    }
    for (lane, stages) in lanes.iter().enumerate() {
        map.course(lane, stages);
        map.nexts(lane, stages, &marks.stands[lane]);
    }
    map.messages(plan, &lanes);
    for (lane, stages) in lanes.iter().enumerate() {
        for stage in stages {
            map.stage(lane, stage, &marks.stands[lane]);
        }
    }
    let id = plan.id.replacen("ch-", "mp-", 1);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"mp\" id=\"{id}\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n{}</svg>\n",
        escaped(marks.title),
        escaped(marks.described),
        map.text
    )
}

fn left(lane: usize) -> i32 {
    if lane == 0 { OUTER } else { WIDTH - OUTER - COLUMN }
}

/// The stages of both sides: those of the course, and beside it what was passed or may come next. Where a message joins
/// two, they stand level.
fn placed<'p>(plan: &'p Plan, marks: &Marks<'_>) -> [Vec<Stage<'p>>; 2] {
    let mut lanes = [0, 1].map(|lane: usize| {
        let stands = &marks.stands[lane];
        let seen = |card: &&Card| {
            let now = stands.now.as_ref() == Some(&card.name);
            card.main || now || stands.passed.contains(&card.name) || stands.next.contains(&card.name)
        };
        let own = plan.lanes[lane].cards.iter().filter(|card| card.part == lane).filter(seen);
        own.map(|card| measured(lane, card)).collect::<Vec<_>>()
    });
    let level = level(plan, &lanes);
    let mut least = [0, 1].map(|lane: usize| vec![0; lanes[lane].len()]);
    for _ in 0..=level.len() {
        for lane in 0..2 {
            let mut y = TOP;
            for (stage, least) in lanes[lane].iter_mut().zip(&least[lane]) {
                stage.y = y.max(*least);
                y = stage.y + stage.height + GAP;
            }
        }
        for [one, other] in &level {
            let by = lanes[0][*one].middle() - lanes[1][*other].middle();
            if by > 0 {
                least[1][*other] = lanes[1][*other].y + by;
            } else {
                least[0][*one] = lanes[0][*one].y - by;
            }
        }
    }
    lanes
}

fn measured(lane: usize, card: &Card) -> Stage<'_> {
    let broad = if card.main { COLUMN } else { COLUMN - STRIP };
    let lines = broken(&card.title, broad - 64);
    let height = 24 + LINE * units(lines.len());
    let x = if lane == 0 || card.main { left(lane) } else { left(lane) + STRIP };
    Stage { card, x, y: 0, width: broad, height, lines }
}

/// Lines that fit; where a language writes no blanks, between any two letters.
fn broken(text: &str, most: i32) -> Vec<String> {
    wrap(text, SIZE, true, most)
        .into_iter()
        .flat_map(|line| {
            if width(&line, SIZE, true) <= most || line.is_ascii() {
                return vec![line];
            }
            let mut lines = vec![String::new()];
            for letter in line.chars() {
                let last = lines.last().map_or(0, |last| width(&format!("{last}{letter}"), SIZE, true));
                if last > most {
                    lines.push(String::new());
                }
                if let Some(last) = lines.last_mut() {
                    last.push(letter);
                }
            }
            lines
        })
        .collect()
}

/// Stages of the two sides that a message of the course joins, by their places: the stage that is entered when it is sent,
/// and the one when it is heard. Each pair lies below the one before it.
fn level(plan: &Plan, lanes: &[Vec<Stage<'_>>; 2]) -> Vec<[usize; 2]> {
    let mut level: Vec<[usize; 2]> = Vec::new();
    for pair in &plan.level {
        let [left, right] = if pair[0].0 == 0 { [pair[0], pair[1]] } else { [pair[1], pair[0]] };
        let (Some(one), Some(other)) = (find(&lanes[0], left), find(&lanes[1], right)) else { continue };
        if level.last().is_none_or(|last| last[0] < one && last[1] < other) {
            level.push([one, other]);
        }
    }
    level
}

fn find(stages: &[Stage<'_>], (part, transition): (usize, usize)) -> Option<usize> {
    let is = |stage: &&Stage<'_>| {
        stage.card.part == part && stage.card.entries.iter().any(|entry| entry.transition == transition)
    };
    stages.iter().position(|stage| is(&stage))
}

struct Map {
    text: String,
    mirrored: bool,
}

impl Map {
    fn at(&self, x: i32) -> i32 {
        if self.mirrored { WIDTH - x } else { x }
    }

    fn words(&mut self, x: i32, y: i32, class: &str, text: &str) {
        let x = self.at(x);
        let _ = writeln!(self.text, "<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{}</text>", escaped(text));
    }

    fn frame(&mut self, class: &str, stage: &Stage<'_>, inset: i32) {
        let (broad, high) = (stage.width - 2 * inset, stage.height - 2 * inset);
        let x = if self.mirrored { WIDTH - stage.x - stage.width } else { stage.x } + inset;
        let round = if stage.card.ends { high / 2 } else { 8 - inset };
        let _ = writeln!(
            self.text,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{}\" width=\"{broad}\" height=\"{high}\" rx=\"{round}\"/>",
            stage.y + inset
        );
    }

    fn line(&mut self, class: &str, points: &[(i32, i32)]) {
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{} {y}", self.at(*x))).collect();
        let _ = writeln!(self.text, "<path class=\"{class}\" d=\"M{}\"/>", path.join("L"));
    }

    /// The head of an arrow that comes to its end at a point; `way` is 1 towards the end of the line of writing.
    fn head(&mut self, class: &str, (x, y): (i32, i32), way: i32) {
        let back = x - 9 * way;
        self.line(class, &[(x, y), (back, y - 5), (back, y + 5), (x, y)]);
    }

    fn stage(&mut self, lane: usize, stage: &Stage<'_>, stands: &Stands) {
        let name = &stage.card.name;
        let (class, sign) = if stands.now.as_ref() == Some(name) {
            ("mp-now", "●")
        } else if stands.next.contains(name) {
            ("mp-next", "")
        } else if stands.passed.contains(name) {
            ("mp-done", "✓")
        } else {
            ("mp-ahead", "")
        };
        if class == "mp-now" {
            self.frame("mp-halo", stage, -5);
        }
        self.frame(class, stage, 0);
        if stage.card.ends {
            self.frame("mp-end", stage, 4);
        }
        let (middle, mut y) = (stage.x + stage.width / 2, stage.y + 12 + SIZE);
        let sign_at = if lane == 0 { stage.x + 18 } else { stage.x + stage.width - 18 };
        self.words(sign_at, stage.middle() + 5, &format!("mp-sign {class}-t"), sign);
        for line in &stage.lines {
            self.words(middle, y, &format!("{class}-t"), line);
            y += LINE;
        }
    }

    /// The line of the course, in the strip that stages beside it leave free.
    fn course(&mut self, lane: usize, stages: &[Stage<'_>]) {
        let x = if lane == 0 { left(0) + COLUMN - STRIP / 2 } else { left(1) + STRIP / 2 };
        let main: Vec<&Stage<'_>> = stages.iter().filter(|stage| stage.card.main).collect();
        for pair in main.windows(2) {
            let (from, to) = (pair[0].y + pair[0].height, pair[1].y);
            self.line("mp-line", &[(x, from), (x, to)]);
            self.line("mp-tip", &[(x, to), (x - 5, to - 9), (x + 5, to - 9), (x, to)]);
        }
    }

    /// Dashed lines from where the side stands to where it may come next.
    fn nexts(&mut self, lane: usize, stages: &[Stage<'_>], stands: &Stands) {
        let now = stages.iter().find(|stage| stands.now.as_ref() == Some(&stage.card.name));
        let Some(now) = now else { return };
        let (edge, track, way) =
            if lane == 0 { (left(0), left(0) - 22, 1) } else { (left(1) + COLUMN, left(1) + COLUMN + 22, -1) };
        for next in stages.iter().filter(|stage| stands.next.contains(&stage.card.name)) {
            let (from, to) = (now.middle(), next.middle());
            if from == to {
                continue;
            }
            self.line("mp-way", &[(edge, from), (track, from), (track, to), (edge - 8 * way, to)]);
            self.head("mp-way-tip", (edge, to), way);
        }
    }

    /// Messages of the course, between the sides.
    fn messages(&mut self, plan: &Plan, lanes: &[Vec<Stage<'_>>; 2]) {
        for pair in &plan.level {
            let [Some(from), Some(to)] = pair.map(|row| find(&lanes[row.0.min(1)], row)) else { continue };
            let (sends, hears) = (pair[0].0.min(1), pair[1].0.min(1));
            if sends == hears {
                continue;
            }
            let edge = |lane: usize| if lane == 0 { left(0) + COLUMN } else { left(1) };
            let (from, to) = (lanes[sends][from].middle(), lanes[hears][to].middle());
            let (way, turn) = (if hears == 1 { 1 } else { -1 }, WIDTH / 2);
            let end = edge(hears) - 8 * way;
            if from == to {
                self.line("mp-message", &[(edge(sends), from), (end, to)]);
            } else {
                self.line("mp-message", &[(edge(sends), from), (turn, from), (turn, to), (end, to)]);
            }
            self.head("mp-message-tip", (edge(hears), to), way);
        }
    }
}
