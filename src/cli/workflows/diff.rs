//! `workflows diff`: what changed for officials between two rulebooks, and whether protection rose or fell.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use clap::Args;
use serde_json::json;

use crate::domain::ids::InstrumentCode;
use crate::engine::compare::{self, Change, Protection, Topic};
use crate::engine::rulebook::Rulebook;

use super::super::output::{self, wrapped};

/// Columns of a text.
const WIDTH: usize = 80;

const AFTER: &str = "\
Examples:
  comity workflows diff shipped ./our-rules      what our rules change
  comity workflows diff ./before ./after --json

Each line begins with what it does to the protection of persons: `fell`, `rose`, or `–` where that cannot be said from \
the files. In doubt it is `fell`: less has to hold, more people may say that it holds, something no longer stands at its \
gate, nobody is consulted or reminded any more. Words that people read stand apart, at the end.

Exit codes: 0 protection is the same or rose; 1 it fell in at least one line, or a side is unsound; 2 wrong use.

JSON: {\"old\", \"new\", \"fell\", \"rose\", \"changes\"}; each change {\"topic\", \"place\", \"protection\", \
\"sentence\"}; `protection` is fell, rose or neither; `topic` is gate, role, answer, step, message, clock, measure, \
ground, rulebook, form, source or text.

Whether a rulebook is sound at all: `comity workflows check DIR`.";

#[derive(Args)]
#[command(after_help = AFTER)]
pub(in crate::cli) struct Diff {
    /// The folder of the rulebook as it was; `shipped` for the one in the program
    #[arg(value_name = "OLD")]
    old: String,
    /// The folder of the rulebook as it is now; `shipped` for the one in the program
    #[arg(value_name = "NEW")]
    new: String,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

impl Diff {
    pub(super) fn run(self, of: Option<&InstrumentCode>) -> anyhow::Result<u8> {
        let (old, new) = (side(&self.old, of)?, side(&self.new, of)?);
        let changes = compare::compare(&old, &new);
        let (fell, rose) = compare::counted(&changes);
        if self.json {
            output::json(&json!({
                "old": old.hash, "new": new.hash, "fell": fell, "rose": rose, "changes": changes,
            }))?;
        } else {
            output::line(&told(&old, &new, &changes, (fell, rose)))?;
        }
        Ok(if fell > 0 { output::NO } else { output::DONE })
    }
}

fn side(name: &str, of: Option<&InstrumentCode>) -> anyhow::Result<Arc<Rulebook>> {
    if name == "shipped" {
        return super::load(None, of);
    }
    let folder = Path::new(name);
    if !folder.is_dir() {
        return Err(output::WrongUse(format!("there is no folder `{name}`: name one, or `shipped`")).into());
    }
    super::load(Some(folder), of)
}

pub(super) fn told(old: &Rulebook, new: &Rulebook, changes: &[Change], (fell, rose): (usize, usize)) -> String {
    let mut text = format!("old  {}  {}\nnew  {}  {}\n", old.about.name, old.hash, new.about.name, new.hash);
    let head = Style::new().bold();
    // Everything at one place stands together, in the order in which places first come.
    let heading = |change: &Change| {
        if change.topic == Topic::Text { "words that people read".to_owned() } else { change.place.to_string() }
    };
    let mut headings: Vec<String> = Vec::new();
    for change in changes {
        if !headings.contains(&heading(change)) {
            headings.push(heading(change));
        }
    }
    for place in headings {
        let _ = write!(text, "\n{head}{}{head:#}\n", capital(&place));
        for change in changes.iter().filter(|change| heading(change) == place) {
            let (word, style) = match change.protection {
                Protection::Fell => ("fell", AnsiColor::Red.on_default()),
                Protection::Rose => ("rose", AnsiColor::Green.on_default()),
                Protection::Neither => ("–", Style::new()),
            };
            let of = if change.topic == Topic::Text { format!("{}: ", change.place) } else { String::new() };
            let sentence = format!("{of}{}", change.sentence);
            for (at, line) in wrapped(&sentence, WIDTH - 8).into_iter().enumerate() {
                let word = if at == 0 { word } else { "" };
                let _ = writeln!(text, "  {style}{word:4}{style:#}  {line}");
            }
        }
    }
    let lines = |count: usize| if count == 1 { "1 line".to_owned() } else { format!("{count} lines") };
    let sum = match (changes.len(), fell, rose) {
        (0, ..) => "The rules are the same.".to_owned(),
        (_, 0, 0) => "Protection is the same.".to_owned(),
        (_, 0, rose) => format!("Protection rose in {}.", lines(rose)),
        (_, fell, 0) => format!("Protection fell in {}.", lines(fell)),
        (_, fell, rose) => format!("Protection fell in {} and rose in {}.", lines(fell), lines(rose)),
    };
    let _ = write!(text, "\n{sum}");
    text
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
