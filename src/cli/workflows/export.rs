//! `workflows export`: a procedure for other tools.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::domain::safeguard::Profile;
use crate::engine::export::{self, Format, Options, PartName};
use crate::engine::refusal::listed;
use crate::engine::rulebook::Rulebook;

use super::super::output::{self, WrongUse};
use super::super::shared::named;
use super::chart;

const AFTER: &str = "\
Examples:
  comity workflows export evidence --format dot | dot -Tsvg > evidence.svg
  comity workflows export evidence --format promela --part requested --out requested.pml
  spin -a requested.pml && cc -DSAFETY -o pan pan.c && ./pan -E

pnml: a Petri net, with a place for each stage, each message on its way and each gate that is open. scxml: both sides \
and the deliveries beside each other; the events `cleared.SIDE.GATE` and `shut.SIDE.GATE` open and shut a gate. dot and \
mermaid: diagrams. promela: one part against a counterpart that says anything at any time, with one safeguard followed; \
SPIN proves that no effect is reached while it is open where the effect calls for it, and prints a way where one is.

A picture for people: `comity workflows chart NAME`.";

#[derive(Args)]
#[command(after_help = AFTER)]
pub(in crate::cli) struct Export {
    /// The procedure
    #[arg(value_name = "NAME")]
    name: String,
    /// pnml, scxml, dot, mermaid or promela
    #[arg(long, value_name = "FORMAT", value_parser = named::<Format>)]
    format: Format,
    /// The part that a model is of: requesting, requested or holding
    #[arg(long, default_value = "requested", value_name = "PART", value_parser = named::<PartName>)]
    part: PartName,
    /// A model with the safeguards of this measure only; else of every measure that follows the procedure
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// Whose safeguards a model has: `treaty_minimum`, `domestic` or `strict`
    #[arg(long, default_value = "strict", value_name = "PROFILE", value_parser = named::<Profile>)]
    profile: Profile,
    /// A language of the rulebook, for names
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    language: String,
    /// The file to write; else standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Export {
    pub(super) fn run(self, rulebook: &Rulebook) -> anyhow::Result<u8> {
        let procedure = chart::procedure(rulebook, &self.name)?;
        let measure = self.measure.as_deref().map(|name| chart::measure(rulebook, name)).transpose()?;
        chart::language(rulebook, &self.language)?;
        let options = Options { language: &self.language, part: self.part, measure, profile: self.profile };
        let text = export::write(rulebook, procedure, self.format, &options).ok_or_else(|| {
            let there_are = listed(procedure.parts().map(|(name, _, _)| name), ", ");
            WrongUse(format!("the procedure `{}` has no part `{}`: there are {there_are}", self.name, self.part))
        })?;
        let Some(file) = self.out else { return output::line(text.trim_end()) };
        std::fs::write(&file, text).with_context(|| format!("the file `{}` cannot be written", file.display()))?;
        Ok(output::DONE)
    }
}
