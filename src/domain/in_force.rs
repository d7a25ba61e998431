//! Whether the instrument that a request rests on is in force; where it is not, what lets it be applied all the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::ids::InstrumentCode;

/// Why an instrument that is not in force is applied. Source: UNCC 40(7), 65(1).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum NotInForce {
    /// Everything in the installation is for training.
    Training,
    /// Both States agreed to apply it.
    Agreement,
}

impl NotInForce {
    /// What lets an instrument be applied in an installation: nothing has to, where it is in force.
    #[must_use]
    pub fn of(in_force: bool, training: bool) -> Option<Self> {
        match (in_force, training) {
            (true, _) => None,
            (false, true) => Some(NotInForce::Training),
            (false, false) => Some(NotInForce::Agreement),
        }
    }

    /// The same in words, in English and in French.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            NotInForce::Training => (
                "This instrument is not in force: it is applied here for training only.",
                "Cet instrument n'est pas en vigueur : il n'est appliqué ici qu'à titre d'exercice.",
            ),
            NotInForce::Agreement => (
                "This instrument is not in force: it is applied here because both States agreed to.",
                "Cet instrument n'est pas en vigueur : il est appliqué ici parce que les deux États en sont convenus.",
            ),
        }
    }
}

/// The instrument that a request rests on, as people and programs are told. Source: UNCC 40(6)-(7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RestsOn {
    /// Its code.
    #[schema(value_type = String, example = "UNCC")]
    pub code: InstrumentCode,
    /// Whether it is in force, as the request's rulebook says.
    pub in_force: bool,
    /// Why it is applied although it is not in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_in_force: Option<NotInForce>,
    /// The same in words, by language.
    pub status: BTreeMap<&'static str, &'static str>,
}

impl RestsOn {
    /// An instrument, and whether it binds here of itself.
    #[must_use]
    pub fn of(code: InstrumentCode, not_in_force: Option<NotInForce>) -> Self {
        let (en, fr) =
            not_in_force.map_or(("This instrument is in force.", "Cet instrument est en vigueur."), NotInForce::words);
        let status = BTreeMap::from([("en", en), ("fr", fr)]);
        Self { code, in_force: not_in_force.is_none(), not_in_force, status }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_force_is_applied_for_training_or_by_agreement_and_says_so() {
        assert_eq!(NotInForce::of(true, true), None);
        assert_eq!(NotInForce::of(false, true), Some(NotInForce::Training));
        assert_eq!(NotInForce::of(false, false), Some(NotInForce::Agreement));
        let code = InstrumentCode::parse("UNCC").unwrap();
        let rests = RestsOn::of(code, Some(NotInForce::Agreement));
        assert!(!rests.in_force && rests.status["en"].contains("both States agreed"), "{rests:?}");
        assert!(rests.status["fr"].contains("pas en vigueur"), "{rests:?}");
    }
}
