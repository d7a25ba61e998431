//! Procedures for other tools: as a Petri net, a state chart, a graph, a diagram, and a model to be proved.
//!
//! The model in Promela says what a passage of a gate asks for, and what an effect asserts, from two different places of
//! the files: the gates that a step declares, and the gates that its effect, its message and its phase call for.

mod dot;
mod mermaid;
mod pnml;
mod promela;
mod scxml;

use strum::{Display, EnumIter, EnumString};

use crate::domain::safeguard::Profile;

use super::measure::Measure;
use super::procedure::{Part, Procedure, Transition, Trigger};
use super::rulebook::Rulebook;

/// A language of other tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumIter, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Format {
    /// Petri Net Markup Language (ISO/IEC 15909-2), place/transition nets.
    Pnml,
    /// State Chart XML (W3C).
    Scxml,
    /// The graphs of Graphviz.
    Dot,
    /// The flowcharts of Mermaid.
    Mermaid,
    /// The models of SPIN.
    Promela,
}

/// A part of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display, EnumIter, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum PartName {
    /// The requesting side.
    Requesting,
    /// The requested side.
    Requested,
    /// The life of each delivery.
    Holding,
}

/// What is written.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// The language of names.
    pub language: &'a str,
    /// The part that a model is of; the other formats show all of them.
    pub part: PartName,
    /// Only safeguards of this measure; else of every measure that follows the procedure.
    pub measure: Option<&'a Measure>,
    /// Whose safeguards bind.
    pub profile: Profile,
}

/// Writes a procedure in a format. `None` where a model is asked of a part that the procedure does not have.
#[must_use]
pub fn write(rulebook: &Rulebook, procedure: &Procedure, format: Format, options: &Options<'_>) -> Option<String> {
    match format {
        Format::Pnml => Some(pnml::write(procedure, options.language)),
        Format::Scxml => Some(scxml::write(procedure)),
        Format::Dot => Some(dot::write(procedure, options.language)),
        Format::Mermaid => Some(mermaid::write(procedure, options.language)),
        Format::Promela => promela::write(rulebook, procedure, options),
    }
}

/// What makes a step happen, in a word or two.
fn trigger(transition: &Transition) -> String {
    match transition.trigger() {
        Some(Trigger::Officials(roles)) => roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or "),
        Some(Trigger::Message(name)) => format!("message {name}"),
        Some(Trigger::Linked(procedure, name)) => format!("chained {procedure} {name}"),
        Some(Trigger::Clock(name)) => format!("clock {name}"),
        None => String::new(),
    }
}

/// The title of a step, or its name where it has none.
fn titled(transition: &Transition, language: &str) -> String {
    let title = transition.title.in_language(language);
    if title.is_empty() { transition.name.to_string().replace('_', " ") } else { title.to_owned() }
}

/// Steps that hear a message, with their parts.
fn hearers<'p>(procedure: &'p Procedure, message: &str) -> Vec<(&'static str, &'p Part, &'p Transition)> {
    procedure
        .parts()
        .flat_map(|(name, _, part)| part.transitions.iter().map(move |transition| (name, part, transition)))
        .filter(|(_, _, transition)| transition.trigger() == Some(Trigger::Message(message)))
        .collect()
}

/// A text that is safe in XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
