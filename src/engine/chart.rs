//! A procedure as a picture: both sides in lanes, messages as arrows between them, gates on the way with their safeguards.
//!
//! Every stage has a row of its own in its lane, so that a line to the other lane meets no box; below each other, rows and
//! boxes cannot overlap. The way of a request that is granted is found by playing both sides, and drawn as a thick line.

mod course;
mod layout;
mod map;
mod paint;
mod plan;
mod sheet;
mod style;
mod text;

use crate::domain::gate::Side;
use crate::domain::ids::TransitionName;
use crate::domain::safeguard::Profile;

use super::measure::Measure;
use super::procedure::Procedure;
use super::rulebook::Rulebook;

pub use layout::{Area, Layout};
pub use map::{Marks, Stands};
pub use sheet::Paper;
pub use style::STYLE;

/// What a picture is drawn for.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Only safeguards of this measure; else of every measure that follows the procedure.
    pub measure: Option<&'a Measure>,
    /// The profile whose safeguards bind.
    pub profile: Profile,
    /// The language of names; fixed words are English where the program has them in no other.
    pub language: &'a str,
    /// Whether it brings its own styles: without them it takes those of the page that it stands in.
    pub standalone: bool,
}

/// Places everything that is seen of a procedure.
#[must_use]
pub fn layout(rulebook: &Rulebook, procedure: &Procedure, options: &Options<'_>) -> Layout {
    layout::place(&plan::of(rulebook, procedure, options))
}

/// Draws a procedure as SVG. Its ids begin with `ch-` and the procedure's name, its classes with `ch-`.
#[must_use]
pub fn draw(rulebook: &Rulebook, procedure: &Procedure, options: &Options<'_>) -> String {
    let plan = plan::of(rulebook, procedure, options);
    paint::svg(&plan, &paint::picture(&plan, &layout::place(&plan)), options.standalone)
}

/// Draws a procedure on as many sheets of paper as it needs, each an SVG with its own styles.
#[must_use]
pub fn sheets(rulebook: &Rulebook, procedure: &Procedure, options: &Options<'_>, paper: Paper) -> Vec<String> {
    let plan = plan::of(rulebook, procedure, options);
    let layout = layout::place(&plan);
    sheet::sheets(&plan, &layout, &paint::picture(&plan, &layout), paper)
}

/// Draws where a request stands: the stages of both sides and nothing else, marked. Its ids begin with `mp-`, its classes too.
#[must_use]
pub fn map(rulebook: &Rulebook, procedure: &Procedure, options: &Options<'_>, marks: &Marks<'_>) -> String {
    map::draw(&plan::of(rulebook, procedure, options), marks)
}

/// The stages of one side in the order of the picture, by name; with each, whether it is part of the course.
#[must_use]
pub fn stages(rulebook: &Rulebook, procedure: &Procedure, options: &Options<'_>, side: Side) -> Vec<(String, bool)> {
    let (lane, own) = (usize::from(side == Side::Requested), usize::from(side == Side::Requested));
    let [first, second] = plan::of(rulebook, procedure, options).lanes;
    let cards = if lane == 0 { first.cards } else { second.cards };
    cards.into_iter().filter(|card| card.part == own).map(|card| (card.name, card.main)).collect()
}

/// The steps of the course that one side takes, and those of each delivery: the way of a request that is granted.
#[must_use]
pub fn course(rulebook: &Rulebook, procedure: &Procedure, side: Side) -> Vec<TransitionName> {
    let mut course = course::of(rulebook, procedure);
    course.extend(procedure.holding.iter().flat_map(|part| course::alone(part, 2)));
    let own = usize::from(side == Side::Requested);
    let named = |step: course::Step| {
        let part = if step.part == 2 { procedure.holding.as_ref()? } else { procedure.part(side) };
        part.transitions.get(step.transition).map(|known| known.name.clone())
    };
    course.into_iter().filter(|step| step.part == own || step.part == 2).filter_map(named).collect()
}
