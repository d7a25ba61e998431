//! The picture as SVG: what was placed, drawn with classes only.

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
}

/// Paints everything.
pub(super) fn picture(plan: &Plan, layout: &Layout) -> Picture {
    let mut paint = Paint {
        text: String::new(),
        lines: vec![(0, layout.lanes.iter().flatten().map(|card| card.top).min().unwrap_or(0))],
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
    Picture { body: paint.text, height, lines: paint.lines }
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
}

impl Paint {
    /// Words below the lanes, which no cut goes through.
    fn line(&mut self, at: (i32, i32), class: &str, text: &str) {
        self.lines.push((at.1 - 16, at.1 + 7));
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

    fn foot(&mut self, plan: &Plan, top: i32) -> i32 {
        let mut y = top;
        let words = plan.language;
        y = self.legend(plan, y) + 24;
        if !plan.clocks.is_empty() {
            self.line((MARGIN, y + 16), "ch-h2", words.pick("Clocks", "Délais"));
            y += 40;
            for (name, what) in &plan.clocks {
                self.line((MARGIN, y), "ch-b", name);
                let mut lines = wrap(what, SIZE, false, WIDTH - 2 * MARGIN - 330).into_iter();
                if let Some(first) = lines.next() {
                    self.line((MARGIN + 330, y), "ch-muted", &first);
                }
                for line in lines {
                    y += LINE;
                    self.line((MARGIN + 330, y), "ch-muted", &line);
                }
                y += LINE + 1;
            }
            y += 18;
        }
        if !plan.codes.is_empty() {
            self.line((MARGIN, y + 16), "ch-h2", words.pick("Safeguards", "Garanties"));
            y += 40;
            let third = (WIDTH - 2 * MARGIN) / 3;
            let cells: Vec<(&String, Vec<String>)> =
                plan.codes.iter().map(|(code, title)| (code, wrap(title, SIZE, false, third - 70))).collect();
            for three in cells.chunks(3) {
                let mut most = 1;
                for (at, (code, lines)) in three.iter().enumerate() {
                    let x = MARGIN + third * units(at);
                    self.line((x, y), "ch-b", code);
                    for (row, line) in lines.iter().enumerate() {
                        self.line((x + 56, y + LINE * units(row)), "", line);
                    }
                    most = most.max(lines.len());
                }
                y += LINE * units(most) + 2;
            }
        }
        y
    }

    /// How the picture is read: each kind of line and box, with what it means.
    fn legend(&mut self, plan: &Plan, top: i32) -> i32 {
        let words = plan.language;
        self.line((MARGIN, top + 16), "ch-h2", words.pick("How to read it", "Comment le lire"));
        let third = (WIDTH - 2 * MARGIN) / 3;
        let rows = legend(words, plan.some_only);
        let down = rows.len().div_ceil(3);
        let mut lowest = top;
        for (column, some) in rows.chunks(down).enumerate() {
            let x = MARGIN + third * units(column);
            let mut y = top + 44;
            for (sample, text) in some {
                self.sample(*sample, x, y - 5);
                for line in wrap(text, SIZE, false, third - 78) {
                    self.line((x + 58, y), "", &line);
                    y += LINE;
                }
                y += 7;
            }
            lowest = lowest.max(y);
        }
        lowest
    }

    /// A sample of a line or a box, 44 wide, around a height.
    fn sample(&mut self, sample: Sample, x: i32, y: i32) {
        match sample {
            Sample::Trunk => {
                self.path("ch-trunk", &format!("M{x} {y}H{}", x + 34));
                self.path("ch-wire-mh", &format!("M{} {y}L{} {}L{} {}Z", x + 44, x + 31, y - 9, x + 31, y + 9));
            }
            Sample::Stage => {
                let _ = writeln!(
                    self.text,
                    "<rect class=\"ch-stage-m\" x=\"{x}\" y=\"{}\" width=\"20\" height=\"16\" rx=\"4\"/><rect class=\"ch-stage\" x=\"{}\" y=\"{}\" width=\"20\" height=\"16\" rx=\"4\"/>",
                    y - 8,
                    x + 24,
                    y - 8
                );
            }
            Sample::Start => {
                let _ = writeln!(self.text, "<circle class=\"ch-wire-mh\" cx=\"{}\" cy=\"{y}\" r=\"7\"/>", x + 22);
            }
            Sample::End => {
                let _ = writeln!(
                    self.text,
                    "<rect class=\"ch-stage\" x=\"{x}\" y=\"{}\" width=\"44\" height=\"18\" rx=\"9\"/><rect class=\"ch-end\" x=\"{}\" y=\"{}\" width=\"38\" height=\"12\" rx=\"6\"/>",
                    y - 9,
                    x + 3,
                    y - 6
                );
            }
            Sample::Gate => {
                let _ = writeln!(
                    self.text,
                    "<rect class=\"ch-gate\" x=\"{x}\" y=\"{}\" width=\"44\" height=\"14\"/><rect class=\"ch-post\" x=\"{x}\" y=\"{}\" width=\"5\" height=\"18\"/><rect class=\"ch-post\" x=\"{}\" y=\"{}\" width=\"5\" height=\"18\"/>",
                    y - 7,
                    y - 9,
                    x + 39,
                    y - 9
                );
            }
            Sample::Wire => {
                self.path("ch-wire-m", &format!("M{x} {}H{}", y - 5, x + 36));
                self.head_at("ch-wire-mh", x + 44, y - 5, 1);
                self.path("ch-wire", &format!("M{x} {}H{}", y + 6, x + 36));
                self.head_at("ch-wire-h", x + 44, y + 6, 1);
            }
            Sample::Line => {
                self.path("ch-line", &format!("M{x} {}H{}V{}M{x} {y}H{}", y - 6, x + 14, y + 6, x + 14));
                self.path("ch-line", &format!("M{} {}H{}", x + 14, y + 6, x + 36));
                self.head_at("ch-head", x + 44, y + 6, 1);
                for at in [y - 6, y] {
                    let _ = writeln!(self.text, "<circle class=\"ch-head\" cx=\"{}\" cy=\"{at}\" r=\"2.6\"/>", x + 14);
                }
            }
            Sample::ClockLine => {
                self.path("ch-line ch-clock", &format!("M{x} {y}H{}", x + 36));
                self.head_at("ch-head", x + 44, y, 1);
            }
            Sample::Sign(kind) => self.sign(kind, x + 14, y),
            Sample::Code => self.words((x, y + 5), "ch-codes", "(SG-02)"),
        }
    }
}

/// What the legend shows.
#[derive(Clone, Copy)]
enum Sample {
    Trunk,
    Stage,
    Start,
    End,
    Gate,
    Code,
    Wire,
    Line,
    ClockLine,
    Sign(Kind),
}

fn legend(words: crate::engine::words::Language, some_only: bool) -> Vec<(Sample, &'static str)> {
    let mut rows = vec![
        (Sample::Trunk, words.pick("The way of a request that is granted", "Le chemin d'une demande accordée")),
        (
            Sample::Stage,
            words.pick(
                "Stage with its number and its phase; filled: on that way. Above it stand the steps that lead into it, below it those that stay",
                "Stade avec son numéro et sa phase ; plein : sur ce chemin. Au-dessus, les étapes qui y mènent ; en dessous, celles qui y restent",
            ),
        ),
        (Sample::Start, words.pick("Start", "Début")),
        (Sample::End, words.pick("End: nothing more is due", "Fin : plus rien n'est dû")),
        (
            Sample::Gate,
            words.pick(
                "Gate: nobody takes the step above while one of these safeguards is open, here or at a gate before it",
                "Porte : nul ne franchit l'étape au-dessus tant qu'une de ces garanties est ouverte, ici ou à une porte antérieure",
            ),
        ),
    ];
    if some_only {
        rows.push((
            Sample::Code,
            words.pick("Stands there for some of the measures only", "Ne vaut que pour certaines des mesures"),
        ));
    }
    rows.extend([
        (
            Sample::Wire,
            words.pick(
                "Message from one State to the other; thick: on that way",
                "Message d'un État à l'autre ; épais : sur ce chemin",
            ),
        ),
        (
            Sample::Line,
            words.pick(
                "Step from every stage that has a dot on the line",
                "Étape depuis chaque stade qui a un point sur la ligne",
            ),
        ),
        (Sample::ClockLine, words.pick("Step that a clock takes", "Étape franchie par un délai")),
        (Sample::Sign(Kind::Officials), words.pick("Officials take the step", "Des agents franchissent l'étape")),
        (
            Sample::Sign(Kind::Message),
            words.pick("A message takes it when it comes", "Un message la fait franchir à son arrivée"),
        ),
        (
            Sample::Sign(Kind::Clock),
            words.pick("A clock takes it when its time is up", "Un délai la fait franchir à son expiration"),
        ),
        (Sample::Sign(Kind::Linked), words.pick("A chained request takes it", "Une demande liée la fait franchir")),
    ]);
    rows
}
