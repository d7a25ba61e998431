//! A picture cut into sheets of paper, between two boxes wherever that can be.

use std::fmt::Write as _;

use strum::{Display, EnumIter, EnumString};

use super::layout::{Layout, MARGIN, WIDTH, wide};
use super::paint::{Picture, escaped};
use super::plan::Plan;
use super::style::STYLE;

/// Paper on which the smallest letters are of 8 points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumIter, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Paper {
    /// A3, upright.
    A3,
    /// A4, on its side.
    A4,
}

/// Free around a sheet.
const EDGE: i32 = 45;
/// Above the picture, for the sheet's own heading.
const HEAD: i32 = 50;
/// A card that begins within so much of a sheet's upper edge is its first.
const LEAST: i32 = 12;
/// Width of a sheet: both papers are 297 mm wide, and 10 mm of them are free at each side.
const SHEET: i32 = WIDTH + 2 * EDGE;

impl Paper {
    /// Its height in millimetres.
    fn height_mm(self) -> i32 {
        match self {
            Paper::A3 => 420,
            Paper::A4 => 210,
        }
    }

    /// Its height in units of the picture.
    fn height(self) -> i32 {
        SHEET * self.height_mm() / 297
    }
}

/// The sheets of a picture, in their order.
pub(super) fn sheets(plan: &Plan, layout: &Layout, picture: &Picture, paper: Paper) -> Vec<String> {
    let cuts = cuts(layout, picture, paper.height() - 2 * EDGE - HEAD);
    let count = cuts.len() - 1;
    let sheet = |(at, ends): (usize, &[i32])| {
        let (from, height) = (ends[0], ends[1] - ends[0]);
        let of = plan.language.pick("sheet", "feuille");
        let mut head = format!(
            "<text x=\"{EDGE}\" y=\"{}\" class=\"ch-muted\">{} – {of} {}/{count}</text>",
            EDGE - 5,
            escaped(&plan.title),
            at + 1
        );
        for (lane, side) in plan.lanes.iter().enumerate().filter(|_| from > 0) {
            let placed = &layout.lanes[lane];
            let begun = placed.iter().rposition(|card| card.top < ends[0] + LEAST);
            // Where nothing of a lane is left, its heading would stand over nothing.
            let Some(begun) = begun.filter(|_| placed.last().is_some_and(|card| card.bottom > from)) else { continue };
            let heading = side.cards[..=begun].iter().rev().find_map(|card| card.heading.as_ref());
            let _ = write!(
                head,
                "<text x=\"{}\" y=\"{}\" class=\"ch-h2\">{}</text>",
                EDGE + wide(lane).0,
                EDGE + 30,
                escaped(heading.unwrap_or(&side.heading))
            );
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ch\" width=\"297mm\" height=\"{}mm\" viewBox=\"0 0 {SHEET} {}\">\n<title>{}</title>\n<style>{STYLE}</style><rect class=\"ch-bg\" width=\"{SHEET}\" height=\"{}\"/>{head}\n<svg x=\"{EDGE}\" y=\"{}\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 {from} {WIDTH} {height}\">\n{}</svg>\n</svg>\n",
            paper.height_mm(),
            paper.height(),
            escaped(&plan.title),
            paper.height(),
            EDGE + HEAD,
            picture.body,
        )
    };
    cuts.windows(2).enumerate().map(sheet).collect()
}

/// Where the picture is cut: not through a card; else not through a box or a line of words; else where the sheet ends.
fn cuts(layout: &Layout, picture: &Picture, most: i32) -> Vec<i32> {
    let cards = layout.lanes.iter().flatten().map(|card| (card.top - 8, card.bottom + 8));
    let whole: Vec<(i32, i32)> = cards.chain(picture.lines.iter().copied()).collect();
    let boxes = layout.areas.iter().map(|area| (area.y, area.y + area.height));
    let parts: Vec<(i32, i32)> = boxes.chain(picture.lines.iter().copied()).collect();
    let free = |bands: &[(i32, i32)], y: &i32| bands.iter().all(|(top, bottom)| *y <= *top || *y >= *bottom);
    let mut cuts = vec![0];
    let mut from = 0;
    while from + most < picture.height {
        let last = from + most;
        // A sheet that is half empty is worse than a card on two sheets.
        let (near, far) = (from + most * 3 / 4, from + most / 2);
        let section = picture.sections.iter().rev().find(|y| (near..=last).contains(*y) && free(&parts, y));
        let cut = section
            .copied()
            .or_else(|| (near..=last).rev().find(|y| free(&whole, y)))
            .or_else(|| (far..=last).rev().find(|y| free(&parts, y)))
            .unwrap_or(last);
        cuts.push(cut);
        from = cut;
    }
    cuts.push(picture.height.max(from + MARGIN));
    cuts
}
