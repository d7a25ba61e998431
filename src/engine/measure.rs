//! A measure file: what one State may ask another to do.

use serde::Deserialize;

use crate::domain::ids::{GroundCode, MeasureName, ProcedureName};
use crate::domain::measure::{INTRUSIVE_LEVEL, MeasureKind};

use super::lists::Texts;
use super::procedure::Sources;

/// One measure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Its name, also its file's.
    pub name: MeasureName,
    /// What people read.
    pub title: Texts,
    /// How intrusive it is, 0 to 10.
    pub level: u8,
    /// What it touches.
    pub kind: MeasureKind,
    /// The procedure it follows.
    pub procedure: ProcedureName,
    /// The procedure of the request that it has to follow from. Source: UNCC 43(1).
    #[serde(default)]
    pub follows: Option<ProcedureName>,
    /// Name of its content schema in `schemas/content/`.
    pub content: String,
    /// Grounds on which it may be refused or postponed.
    pub grounds: Vec<GroundCode>,
    /// Where it comes from.
    pub source: Sources,
}

impl Measure {
    /// Whether more of the steps need two people.
    #[must_use]
    pub fn is_intrusive(&self) -> bool {
        self.level >= INTRUSIVE_LEVEL || self.kind == MeasureKind::Emergency
    }
}
