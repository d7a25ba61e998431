//! A procedure as a picture: both sides in lanes, messages as arrows between them, gates on the way with their safeguards.
//!
//! Every stage has a row of its own in its lane, so that a line to the other lane meets no box; below each other, rows and
//! boxes cannot overlap. The way of a request that is granted is found by playing both sides, and drawn as a thick line.

mod course;
mod layout;
mod paint;
mod plan;
mod sheet;
mod style;
mod text;

use crate::domain::safeguard::Profile;

use super::measure::Measure;
use super::procedure::Procedure;
use super::rulebook::Rulebook;

pub use layout::{Area, Layout};
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
