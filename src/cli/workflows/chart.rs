//! `workflows chart`: a procedure as a picture.

use std::path::PathBuf;

use anyhow::Context as _;
use clap::Args;

use crate::domain::safeguard::Profile;
use crate::engine::chart::{self, Options};
use crate::engine::measure::Measure;
use crate::engine::refusal::listed;
use crate::engine::rulebook::Rulebook;

use super::super::output::{self, WrongUse};
use super::super::shared::named;

const AFTER: &str = "\
Examples:
  comity workflows chart evidence --out evidence.svg
  comity workflows chart evidence --measure production --language fr --out production.svg

How to print it: A3 portrait, or A4 landscape over several sheets; its letters are then of 8 points or more. It stands \
on its own, prints without colours, and follows the reader's choice of light or dark.

What has to hold at each gate, in words: `comity workflows explain MEASURE`.";

#[derive(Args)]
#[command(after_help = AFTER)]
pub(in crate::cli) struct Chart {
    /// The procedure
    #[arg(value_name = "NAME")]
    name: String,
    /// Only the safeguards of this measure; else of every measure that follows the procedure
    #[arg(long, value_name = "MEASURE")]
    measure: Option<String>,
    /// Whose safeguards: treaty_minimum, domestic or strict
    #[arg(long, default_value = "strict", value_name = "PROFILE", value_parser = named::<Profile>)]
    profile: Profile,
    /// A language of the rulebook
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    language: String,
    /// The file to write; else standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Chart {
    pub(super) fn run(self, rulebook: &Rulebook) -> anyhow::Result<u8> {
        let procedure = rulebook.procedures.values().find(|known| known.name == *self.name).ok_or_else(|| {
            let there_are = listed(rulebook.procedures.keys(), ", ");
            WrongUse(format!("there is no procedure `{}`: there are {there_are}", self.name))
        })?;
        let measure = self.measure.as_deref().map(|name| measure(rulebook, name)).transpose()?;
        if let Some(measure) = measure.filter(|measure| measure.procedure != procedure.name) {
            return Err(WrongUse(format!(
                "the measure `{}` follows the procedure `{}`, not `{}`",
                measure.name, measure.procedure, procedure.name
            ))
            .into());
        }
        language(rulebook, &self.language)?;
        let options = Options { measure, profile: self.profile, language: &self.language, standalone: true };
        let svg = chart::draw(rulebook, procedure, &options);
        let Some(file) = self.out else { return output::line(svg.trim_end()) };
        std::fs::write(&file, svg).with_context(|| format!("the file `{}` cannot be written", file.display()))?;
        output::note(&format!("the picture is in {}; open it in a browser", file.display()));
        Ok(output::DONE)
    }
}

/// The measure of this name.
pub(super) fn measure<'r>(rulebook: &'r Rulebook, name: &str) -> anyhow::Result<&'r Measure> {
    let known = rulebook.measures.values().find(|known| known.name == *name);
    known.ok_or_else(|| {
        WrongUse(format!("there is no measure `{name}`: there are {}", listed(rulebook.measures.keys(), ", "))).into()
    })
}

/// Refuses a language that the rulebook does not declare.
pub(super) fn language(rulebook: &Rulebook, language: &str) -> anyhow::Result<()> {
    if rulebook.about.languages.iter().any(|known| known == language) {
        return Ok(());
    }
    let there_are = listed(&rulebook.about.languages, ", ");
    Err(WrongUse(format!("the rulebook is not in the language `{language}`: there are {there_are}")).into())
}
