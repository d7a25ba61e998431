//! The picture as SVG: what was placed, drawn with classes only.

mod foot;

use std::fmt::Write as _;

use super::layout::{LINE, Layout, MARGIN, Placed, Row, SIGN, SIZE, WIDTH, inner, narrow, outer, trunk, wide};
use super::plan::{Card, Entry, Kind, Plan};
use super::style::STYLE;
use super::text::{units, wrap};

/// A picture without its frame.
pub(super) struct Picture {
    pub(super) body: String,
    pub(super) height: i32,
    /// Upper and lower edge of each line of words that stands in no box.
    pub(super) lines: Vec<(i32, i32)>,
    /// Where a section begins: a good place for a new sheet.
    pub(super) sections: Vec<i32>,
}

/// Paints everything.
pub(super) fn picture(plan: &Plan, layout: &Layout) -> Picture {
    let mut paint = Paint {
        text: String::new(),
        lines: vec![(0, layout.lanes.iter().flatten().map(|card| card.top).min().unwrap_or(0))],
        sections: Vec::new(),
    };
    paint.head(plan);
    paint.bands(plan, layout);
    paint.lines(layout);
    for (lane, cards) in plan.lanes.iter().enumerate() {
        for (card, placed) in cards.cards.iter().zip(&layout.lanes[lane]) {
            paint.card(lane, card, placed);
        }
    }
    let height = paint.foot(plan, layout.height) + MARGIN;
    Picture { body: paint.text, height, lines: paint.lines, sections: paint.sections }
}

/// Writes the picture as one.
pub(super) fn svg(plan: &Plan, picture: &Picture, standalone: bool) -> String {
    let style = if standalone { format!("<style>{STYLE}</style>") } else { String::new() };
    let (id, height) = (&plan.id, picture.height);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ch\" id=\"{id}\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n<title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n{style}<rect class=\"ch-bg\" width=\"{WIDTH}\" height=\"{height}\"/>\n{}</svg>\n",
        escaped(&plan.title),
        escaped(&plan.described),
        picture.body,
    )
}

/// A text that is safe in XML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

struct Paint {
    text: String,
    lines: Vec<(i32, i32)>,
    sections: Vec<i32>,
}

impl Paint {
    /// Words below the lanes, which no cut goes through.
    fn line(&mut self, at: (i32, i32), class: &str, text: &str) {
        self.lines.push((at.1 - 16, at.1 + 7));
        if class == "ch-h2" {
            self.sections.push(at.1 - 18);
        }
        self.words(at, class, text);
    }

    fn words(&mut self, (x, y): (i32, i32), class: &str, text: &str) {
        let _ = writeln!(self.text, "<text x=\"{x}\" y=\"{y}\" class=\"{class}\">{}</text>", escaped(text));
    }

    fn words_to(&mut self, (x, y): (i32, i32), class: &str, text: &str) {
        let _ = writeln!(
            self.text,
            "<text x=\"{x}\" y=\"{y}\" class=\"{class}\" text-anchor=\"end\">{}</text>",
            escaped(text)
        );
    }

    fn path(&mut self, class: &str, path: &str) {
        let _ = writeln!(self.text, "<path class=\"{class}\" d=\"{path}\"/>");
    }

    /// The head of an arrow that comes to its end at a point, from the left (1) or from the right (-1).
    fn head_at(&mut self, class: &str, x: i32, y: i32, way: i32) {
        let back = x - 9 * way;
        self.path(class, &format!("M{x} {y}L{back} {}L{back} {}Z", y - 5, y + 5));
    }

    fn head(&mut self, plan: &Plan) {
        self.words((MARGIN, MARGIN + 24), "ch-h1", &plan.title);
        let mut y = MARGIN + 50;
        for (at, line) in plan.about.iter().enumerate() {
            for line in wrap(line, SIZE, false, WIDTH - 2 * MARGIN) {
                let class = if at == 0 && !plan.in_force { "ch-warn" } else { "ch-muted" };
                self.words((MARGIN, y), class, &line);
                y += LINE;
            }
        }
        for (lane, side) in plan.lanes.iter().enumerate() {
            let (x, _) = wide(lane);
            self.words((x, y + 22), "ch-h2", &side.heading);
        }
    }

    /// Tints behind the cards, one for each run of stages of the same phase.
    fn bands(&mut self, plan: &Plan, layout: &Layout) {
        for (lane, side) in plan.lanes.iter().enumerate() {
            let placed = &layout.lanes[lane];
            let (x, width) = wide(lane);
            let mut at = 0;
            let mut shade = false;
            while at < placed.len() {
                let card = &side.cards[at];
                let same = |other: &Card| other.phase == card.phase && other.heading.is_none();
                let run = 1 + side.cards[at + 1..].iter().take_while(|other| same(other)).count();
                let (from, to) = (placed[at].top - 8, placed[at + run - 1].bottom + 8);
                let class = if shade { "ch-band-b" } else { "ch-band" };
                let _ = writeln!(
                    self.text,
                    "<rect class=\"{class}\" x=\"{}\" y=\"{from}\" width=\"{}\" height=\"{}\" rx=\"8\"/>",
                    x - 8,
                    width + 16,
                    to - from
                );
                if let Some(heading) = &card.heading {
                    self.line((x, from - 10), "ch-h2", heading);
                }
                shade = !shade;
                at += run;
            }
        }
    }

    fn lines(&mut self, layout: &Layout) {
        for bus in &layout.buses {
            let edge = outer(bus.lane);
            let class = if bus.clock { "ch-line ch-clock" } else { "ch-line" };
            let all = bus.from.iter().chain(&bus.to);
            let (top, bottom) = (all.clone().min().copied().unwrap_or(0), all.max().copied().unwrap_or(0));
            let mut path = format!("M{} {top}V{bottom}", bus.x);
            for y in bus.from.iter().chain(&bus.to) {
                let _ = write!(path, "M{edge} {y}H{}", bus.x);
            }
            self.path(class, &path);
            let way = if bus.lane == 0 { 1 } else { -1 };
            for y in &bus.to {
                self.head_at("ch-head", edge, *y, way);
            }
            for y in bus.from.iter().filter(|_| bus.from.len() + bus.to.len() > 2) {
                let _ = writeln!(self.text, "<circle class=\"ch-head\" cx=\"{}\" cy=\"{y}\" r=\"2.6\"/>", bus.x);
            }
        }
        for wire in &layout.wires {
            let (class, head) = if wire.main { ("ch-wire-m", "ch-wire-mh") } else { ("ch-wire", "ch-wire-h") };
            let mut path = String::new();
            let ends = |(lane, y): &(usize, i32)| (inner(*lane), *y);
            match wire.x {
                None => {
                    let (from, to) = (ends(&wire.from[0]), ends(&wire.to[0]));
                    let _ = write!(path, "M{} {}H{}", from.0, from.1, to.0);
                }
                Some(x) => {
                    let all = wire.from.iter().chain(&wire.to).map(|(_, y)| *y);
                    let (top, bottom) = (all.clone().min().unwrap_or(0), all.max().unwrap_or(0));
                    let _ = write!(path, "M{x} {top}V{bottom}");
                    for end in wire.from.iter().chain(&wire.to) {
                        let (edge, y) = ends(end);
                        let _ = write!(path, "M{edge} {y}H{x}");
                    }
                    for (_, y) in wire.from.iter().filter(|_| wire.from.len() + wire.to.len() > 2) {
                        let _ = writeln!(self.text, "<circle class=\"{head}\" cx=\"{x}\" cy=\"{y}\" r=\"3\"/>");
                    }
                }
            }
            self.path(class, &path);
            for (lane, y) in &wire.to {
                self.head_at(head, inner(*lane), *y, if *lane == 0 { -1 } else { 1 });
            }
        }
        for [lane, from, head, to] in &layout.trunks {
            let x = trunk(usize::from(*lane == 1));
            let end = if head == to { head - 10 } else { *to };
            self.path("ch-trunk", &format!("M{x} {from}V{end}"));
            self.path("ch-wire-mh", &format!("M{x} {head}L{} {}L{} {}Z", x - 9, head - 13, x + 9, head - 13));
        }
    }

    fn card(&mut self, lane: usize, card: &Card, placed: &Placed) {
        let (x, wide_by) = if card.main { wide(lane) } else { narrow(lane) };
        let (text_x, text_width) = narrow(lane);
        for (row, entry) in placed.rows.iter().zip(card.entries.iter().chain(&card.stays)) {
            self.row(lane, row, entry, (text_x, text_width));
        }
        let (y, height) = placed.stage;
        let (class, on) = if card.main { ("ch-stage-m", " ch-on") } else { ("ch-stage", "") };
        let radius = if card.ends { height / 2 } else { 6 };
        let _ = writeln!(
            self.text,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{wide_by}\" height=\"{height}\" rx=\"{radius}\"/>"
        );
        if card.starts {
            let x = trunk(lane);
            let _ = writeln!(self.text, "<circle class=\"ch-wire-mh\" cx=\"{x}\" cy=\"{}\" r=\"7\"/>", y - 12);
            self.path("ch-wire-m", &format!("M{x} {}V{y}", y - 12));
        }
        if card.ends {
            let class = if card.main { "ch-end-m" } else { "ch-end" };
            let _ = writeln!(
                self.text,
                "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"/>",
                x + 4,
                y + 4,
                wide_by - 8,
                height - 8,
                radius - 4
            );
        }
        let base = y + height / 2 - 19 * (units(placed.title.len()) - 1) / 2 + 5;
        let left = text_x + 16;
        self.words((left, base), &format!("ch-muted{on}"), &card.number);
        for (at, line) in placed.title.iter().enumerate() {
            self.words((left + 40, base + 19 * units(at)), &format!("ch-stage-t{on}"), line);
        }
        self.words_to((text_x + text_width - 16, base), &format!("ch-muted{on}"), card.phase_word);
    }

    fn row(&mut self, lane: usize, row: &Row, entry: &Entry, (x, wide_by): (i32, i32)) {
        let mut y = row.anchor() + 5;
        let begin = if lane == 0 { x + 12 } else { x + 16 };
        self.sign(entry.kind, begin, row.anchor());
        for line in &row.title {
            self.words((begin + SIGN, y), "ch-b", line);
            y += LINE;
        }
        let after = row.beside.map_or(0, |first| {
            y -= LINE;
            first
        });
        for line in &row.note {
            self.words((begin + SIGN + after, y), "ch-muted", line);
            y += LINE;
        }
        for ((top, height, lines), gate) in row.gates.iter().zip(&entry.gates) {
            let (left, width) = if entry.main { wide(lane) } else { (x, wide_by) };
            let _ = writeln!(
                self.text,
                "<rect class=\"ch-gate\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"/><rect class=\"ch-post\" x=\"{}\" y=\"{}\" width=\"6\" height=\"{}\"/><rect class=\"ch-post\" x=\"{}\" y=\"{}\" width=\"6\" height=\"{}\"/>",
                left,
                top - 2,
                height + 4,
                left + width - 6,
                top - 2,
                height + 4
            );
            let mut y = top + 18;
            self.words((x + 16, y), "ch-b", &gate.name);
            let mut left = x + 16 + super::text::width(&gate.name, SIZE, true) + 12;
            for line in lines {
                self.words((left, y), "ch-codes", line);
                y += LINE;
                left = x + 16;
            }
        }
    }

    /// A small sign of what makes a step happen.
    fn sign(&mut self, kind: Kind, x: i32, y: i32) {
        let path = match kind {
            Kind::Officials => format!("M{} {}a3.4 3.4 0 1 0 0.1 0M{} {}a6 6 0 0 1 12 0Z", x + 7, y - 7, x + 1, y + 7),
            Kind::Message => format!("M{x} {}h15v11h-15ZM{x} {}l7.5 6l7.5 -6", y - 6, y - 6),
            Kind::Clock => format!("M{} {}a7 7 0 1 0 0.1 0M{} {}v5l3 2", x + 7, y - 7, x + 7, y - 4),
            Kind::Linked => format!("M{} {}a4 4 0 1 0 0.1 0M{} {}a4 4 0 1 0 0.1 0", x + 5, y - 4, x + 11, y - 4),
        };
        self.path("ch-sign", &path);
    }
}
