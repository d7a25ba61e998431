//! Below the lanes: how the picture is read, the clocks, and what the codes stand for.

use std::fmt::Write as _;

use crate::engine::words::Language;

use super::super::layout::{LINE, MARGIN, SIZE, WIDTH};
use super::super::plan::{Kind, Plan};
use super::super::text::{units, wrap};
use super::Paint;

impl Paint {
    pub(super) fn foot(&mut self, plan: &Plan, top: i32) -> i32 {
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

fn legend(words: Language, some_only: bool) -> Vec<(Sample, &'static str)> {
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
