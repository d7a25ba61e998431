//! `statistics`: how many cases there were, for everybody to know.

use std::fmt::Write as _;

use clap::Args;

use crate::operations::count_requests::{self, Block, FEWEST, Statistics, Table};

use super::output;
use super::shared::Global;

const AFTER: &str = "\
The count is made from the log alone: nobody reports anything. No figure tells of fewer than five cases: what counts \
fewer stands in the row `rest`, with the smallest other row where five are not reached, and every figure is a range of \
five. Years are those of UTC, and told when they are over; where everything is for training, the present one too.

The same over HTTP, for everybody: `GET /api/v1/statistics`. Whoever has an export of the log counts for themselves: \
`comity audit count FILE --key KEY`.";

#[derive(Args)]
#[command(after_help = AFTER)]
pub(super) struct Count {
    #[command(flatten)]
    shown: Shown,
}

/// What is shown of a count.
#[derive(Args)]
pub(super) struct Shown {
    /// Only this year
    #[arg(long, value_name = "YEAR")]
    year: Option<i16>,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

impl Count {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        self.shown.show(&count_requests::run(&app).await?)
    }
}

impl Shown {
    pub(super) fn show(&self, counted: &Statistics) -> anyhow::Result<u8> {
        let counted = counted.only(self.year);
        if self.json { output::json(&counted) } else { output::line(told(&counted).trim_end()) }
    }
}

/// The count in words.
fn told(counted: &Statistics) -> String {
    let mut text = format!("Requests for mutual legal assistance, {}\n", counted.state);
    if counted.training {
        text.push_str("For training: all cases are made up, and say nothing about real ones.\n");
    }
    let _ = writeln!(text, "No figure tells of fewer than {FEWEST} cases; each is a range of {FEWEST}.");
    if counted.years.is_empty() {
        text.push_str("\nNo year is told: none that was counted is over.\n");
    }
    for year in &counted.years {
        for block in &year.sides {
            let over = if year.over { "" } else { ", not over yet" };
            let _ = writeln!(text, "\n{}{over}, as the {} State", year.year, block.side);
            put(&mut text, block);
        }
    }
    text
}

fn put(text: &mut String, block: &Block) {
    let _ = writeln!(text, "  {:<34}{}", "sent or received in the year", block.begun);
    let _ = writeln!(text, "  {:<34}{}", "first decided in the year", block.decided);
    if let Some(days) = block.median_days {
        let _ = writeln!(text, "  {:<34}{days}", "median of days to that decision");
    }
    for (with, days) in [("with us", block.median_days_with_us), ("with the other State", block.median_days_with_them)]
    {
        if let Some(days) = days {
            let _ = writeln!(text, "  {:<34}{days}", format!("of them {with}, median"));
        }
    }
    for (measure, days) in &block.median_days_by_measure {
        let _ = writeln!(text, "    {measure:<32}{days}");
    }
    for (state, days) in &block.median_days_by_counterpart {
        let _ = writeln!(text, "    {state:<32}{days}");
    }
    for (title, table) in [
        ("by measure", &block.measures),
        ("by instrument", &block.instruments),
        ("by other State", &block.counterparts),
        ("what became of them", &block.outcomes),
        ("grounds for refusing or postponing", &block.grounds),
        ("safeguards answered in the negative", &block.negative_answers),
    ] {
        let _ = writeln!(text, "  {title}");
        rows(text, table);
    }
}

fn rows(text: &mut String, table: &Table) {
    for row in &table.rows {
        let _ = writeln!(text, "    {:<32}{}", row.name.replace('_', " "), row.cases);
    }
    if let Some(rest) = table.rest {
        let _ = writeln!(text, "    {:<32}{rest}", "rest");
    }
    if table.withheld {
        let _ = writeln!(text, "    {:<32}fewer than {FEWEST}", "in all");
    }
}
