//! Bars as pictures of our own: each with its value in words, a title, and the same figures in a table below.
//!
//! A picture has no width of its own and its letters are not scaled with it: at any width they stay readable. Colours and
//! letters come from the style sheet.

mod lines;

use std::fmt::Write as _;

use lines::wrapped;

/// Height of a line of a label, in pixels.
const LINE: usize = 20;

/// Height of a bar, in pixels.
const BAR: usize = 18;

/// Between one bar and the next label, in pixels.
const GAP: usize = 14;

/// The longest bar takes so many thousandths of the width: its value stands beside it.
const LONGEST: u64 = 680;

/// One bar: from nothing to its least value whole, on to its greatest in outline.
pub(super) struct Bar {
    /// What it is of; nothing where it belongs to the label above.
    pub(super) label: String,
    /// At least so much.
    pub(super) from: u64,
    /// At most so much.
    pub(super) to: u64,
    /// Its value, as the table gives it.
    pub(super) value: String,
    /// Whether it is of the second series, which is hatched.
    pub(super) second: bool,
}

/// A picture of bars.
pub(super) struct Chart<'a> {
    /// What its ids begin with: no other picture of the page has it.
    pub(super) id: &'a str,
    /// What it shows.
    pub(super) title: &'a str,
    /// What it tells to whoever does not see it.
    pub(super) about: &'a str,
    /// Its bars.
    pub(super) bars: &'a [Bar],
    /// Whether it is read from right to left.
    pub(super) mirrored: bool,
}

impl Chart<'_> {
    /// Draws it as SVG.
    pub(super) fn draw(&self) -> String {
        let greatest = self.bars.iter().map(|bar| bar.to).max().unwrap_or_default().max(1);
        let (mut drawn, mut y) = (String::new(), 0);
        for bar in self.bars {
            for line in wrapped(&bar.label) {
                y += LINE;
                let x = if self.mirrored { "100%" } else { "0" };
                let _ = write!(drawn, "<text x=\"{x}\" y=\"{}\" class=\"bars-label\">{}</text>", y - 5, escaped(&line));
            }
            self.bar(&mut drawn, bar, y, greatest);
            y += BAR + GAP;
        }
        let (id, height) = (self.id, y.max(LINE));
        format!(
            "<svg class=\"bars\" role=\"img\" aria-labelledby=\"{id}-title {id}-about\" width=\"100%\" \
             height=\"{height}\"><title id=\"{id}-title\">{}</title><desc id=\"{id}-about\">{}</desc>\
             <defs><pattern id=\"{id}-hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><path class=\"bars-hatch\" d=\"M0 0V7\"/></pattern></defs>{drawn}</svg>",
            escaped(self.title),
            escaped(self.about),
        )
    }

    fn bar(&self, drawn: &mut String, bar: &Bar, y: usize, greatest: u64) {
        let (from, to) = (bar.from * LONGEST / greatest, bar.to * LONGEST / greatest);
        let mut part = |begin: u64, end: u64, class: &str, fill: &str| {
            if end > begin {
                let start = if self.mirrored { 1000 - end } else { begin };
                let (x, width) = (percent(start), percent(end - begin));
                let _ = write!(
                    drawn,
                    "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BAR}\"{fill}/>"
                );
            }
        };
        let hatch = format!(" fill=\"url(#{}-hatch)\"", self.id);
        if bar.second {
            part(0, from, "bars-second", &hatch);
        } else {
            part(0, from, "bars-first", "");
        }
        part(from, to, "bars-range", "");
        let (x, away) = if self.mirrored { (1000 - to, -8) } else { (to, 8) };
        // A range is read from left to right also where words are not: the table says it so too.
        let is_range = bar.value.starts_with(|letter: char| letter.is_ascii_digit());
        let direction = if self.mirrored && is_range { " direction=\"ltr\" text-anchor=\"end\"" } else { "" };
        let _ = write!(
            drawn,
            "<text x=\"{}\" dx=\"{away}\" y=\"{}\"{direction} class=\"bars-value\">{}</text>",
            percent(x),
            y + BAR - 4,
            escaped(&bar.value)
        );
    }
}

fn percent(thousandths: u64) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(mirrored: bool, bars: &[Bar]) -> String {
        Chart { id: "c1", title: "Cases <of> a year", about: "Two & more", bars, mirrored }.draw()
    }

    fn bars() -> Vec<Bar> {
        let bar =
            |from, to, second| Bar {
                label: "Production".to_owned(), from, to, value: format!("{from}–{to}"), second
            };
        vec![bar(10, 14, false), bar(5, 9, true)]
    }

    #[test]
    fn a_picture_is_well_formed_and_every_id_is_its_own() {
        let picture = chart(false, &bars());
        let parsed = roxmltree::Document::parse(&picture).unwrap();

        for node in parsed.descendants().filter(|node| node.has_attribute("id")) {
            assert!(node.attribute("id").unwrap().starts_with("c1-"));
        }
        assert!(!picture.contains("style="), "what a page may not load is not in it: {picture}");
    }

    #[test]
    fn the_longest_bar_leaves_room_for_its_value_and_starts_at_the_reader_s_side() {
        let (plain, mirrored) = (chart(false, &bars()), chart(true, &bars()));

        assert!(plain.contains("x=\"0.0%\" y=\"20\" width=\"48.5%\""), "{plain}");
        assert!(mirrored.contains("x=\"51.5%\" y=\"20\" width=\"48.5%\""), "{mirrored}");
        assert!(plain.contains("x=\"68.0%\" dx=\"8\""), "{plain}");
    }
}
