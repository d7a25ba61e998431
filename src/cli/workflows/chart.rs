//! `workflows chart`: a procedure as a picture.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;

use crate::domain::safeguard::Profile;
use crate::engine::chart::{self, Options, Paper};
use crate::engine::measure::Measure;
use crate::engine::procedure::Procedure;
use crate::engine::refusal::listed;
use crate::engine::rulebook::Rulebook;

use super::super::output::{self, WrongUse};
use super::super::shared::named;

const AFTER: &str = "\
Examples:
  comity workflows chart evidence --out evidence.svg
  comity workflows chart evidence --measure production --language fr --out production.svg
  comity workflows chart evidence --paper a3 --out evidence.svg      evidence-1.svg, evidence-2.svg, ...

Without `--paper` it is one long picture for screens, which follows the reader's choice of light or dark. Sheets of A3 \
upright or of A4 on its side have letters of 8 points or more; they can be told apart without colours.

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
    /// Whose safeguards: `treaty_minimum`, `domestic` or `strict`
    #[arg(long, default_value = "strict", value_name = "PROFILE", value_parser = named::<Profile>)]
    profile: Profile,
    /// A language of the rulebook
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    language: String,
    /// Cut it into sheets of a3 or a4 for printing: needs `--out`
    #[arg(long, value_name = "PAPER", value_parser = named::<Paper>, requires = "out")]
    paper: Option<Paper>,
    /// The file to write; else standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

impl Chart {
    pub(super) fn run(self, rulebook: &Rulebook) -> anyhow::Result<u8> {
        let procedure = procedure(rulebook, &self.name)?;
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
        let (Some(paper), Some(file)) = (self.paper, &self.out) else {
            let svg = chart::draw(rulebook, procedure, &options);
            let Some(file) = self.out else { return output::line(svg.trim_end()) };
            write(&file, &svg)?;
            output::note(&format!("the picture is in {}: open it in a browser", file.display()));
            return Ok(output::DONE);
        };
        for (at, svg) in chart::sheets(rulebook, procedure, &options, paper).iter().enumerate() {
            let file = numbered(file, at + 1);
            write(&file, svg)?;
            output::note(&format!("sheet {} is in {}", at + 1, file.display()));
        }
        Ok(output::DONE)
    }
}

fn write(file: &Path, svg: &str) -> anyhow::Result<()> {
    std::fs::write(file, svg).with_context(|| format!("the file `{}` cannot be written", file.display()))
}

/// `evidence.svg` as `evidence-2.svg`.
fn numbered(file: &Path, number: usize) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let ending = file.extension().map_or_else(|| "svg".to_owned(), |ending| ending.to_string_lossy().into_owned());
    file.with_file_name(format!("{stem}-{number}.{ending}"))
}

/// The procedure of this name.
pub(super) fn procedure<'r>(rulebook: &'r Rulebook, name: &str) -> anyhow::Result<&'r Procedure> {
    let known = rulebook.procedures.values().find(|known| known.name == *name);
    known.ok_or_else(|| {
        WrongUse(format!("there is no procedure `{name}`: there are {}", listed(rulebook.procedures.keys(), ", ")))
            .into()
    })
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
