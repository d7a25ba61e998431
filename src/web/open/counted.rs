//! A count by its names: what each row is called, and the file with all of them.

use std::fmt::Write as _;

use crate::domain::gate::Side;
use crate::engine::rulebooks::Rulebooks;
use crate::operations::count_requests::{Block, Range, Statistics, Table};
use crate::operations::export_entries::cell;

use super::super::texts::Texts;
use super::super::words::{plain, state};

/// Names in a language.
pub(super) struct Named<'a> {
    pub(super) t: Texts,
    pub(super) rulebooks: &'a Rulebooks,
}

/// The tables of a block by their names.
pub(super) fn tables(block: &Block) -> [(&'static str, &Table); 6] {
    [
        ("measures", &block.measures),
        ("instruments", &block.instruments),
        ("counterparts", &block.counterparts),
        ("outcomes", &block.outcomes),
        ("grounds", &block.grounds),
        ("negative_answers", &block.negative_answers),
    ]
}

/// What a table is called.
pub(super) fn table_title(t: Texts, name: &str) -> String {
    t.say(match name {
        "measures" => "statistics-by-measure",
        "instruments" => "statistics-by-instrument",
        "counterparts" => "statistics-by-counterpart",
        "outcomes" => "statistics-by-outcome",
        "grounds" => "statistics-by-ground",
        _ => "statistics-by-safeguard",
    })
}

/// What the row of the rest is called: without another row it holds everything.
pub(super) fn rest_title(t: Texts, table: &Table) -> String {
    if table.rows.is_empty() { t.say("statistics-all") } else { t.say("statistics-rest") }
}

/// What a side is called.
pub(super) fn side_title(t: Texts, side: Side) -> String {
    match side {
        Side::Requesting => t.say("statistics-requesting"),
        Side::Requested => t.say("statistics-requested"),
    }
}

/// What a row of a table is called.
pub(super) fn name_of(names: &Named<'_>, table: &str, name: &str) -> String {
    let language = names.t.0.to_string();
    let mut rulebooks = names.rulebooks.iter();
    let found = match table {
        "measures" => rulebooks.find_map(|rulebook| {
            let measure = rulebook.measures.values().find(|measure| measure.name == *name)?;
            Some(measure.title.in_language(&language).to_owned())
        }),
        "instruments" => rulebooks
            .find(|rulebook| rulebook.about.instrument == name)
            .map(|rulebook| rulebook.instrument_title(&language).to_owned()),
        "counterparts" => Some(state(names.t, &names.rulebooks.main, name)),
        "outcomes" => outcome(name).map(|id| names.t.say(id)),
        "grounds" => rulebooks.find_map(|rulebook| {
            let ground = rulebook.grounds.values().find(|ground| ground.code == *name)?;
            Some(format!("{name} {}", ground.title.in_language(&language)))
        }),
        _ => rulebooks.find_map(|rulebook| {
            let safeguard = rulebook.safeguards.values().find(|safeguard| safeguard.code == *name)?;
            Some(format!("{name} {}", safeguard.title.in_language(&language)))
        }),
    };
    found.unwrap_or_else(|| plain(name))
}

fn outcome(name: &str) -> Option<&'static str> {
    Some(match name {
        "open" => "statistics-outcome-open",
        "granted" => "statistics-outcome-granted",
        "granted_on_conditions" => "statistics-outcome-on-conditions",
        "granted_in_part" => "statistics-outcome-in-part",
        "refused" => "statistics-outcome-refused",
        "postponed" => "statistics-outcome-postponed",
        "returned" => "statistics-outcome-returned",
        "withdrawn" => "statistics-outcome-withdrawn",
        "lapsed" => "statistics-outcome-lapsed",
        "closed_without_decision" => "statistics-outcome-undecided",
        _ => return None,
    })
}

/// All that is told as lines of a file, one figure a line. A range of five is given by its ends; days are exact.
pub(super) fn csv(counted: &Statistics, names: &Named<'_>, of: Option<&str>, side: Option<&str>) -> String {
    // Spreadsheets take a file for UTF-8 only where it begins so.
    let mut text = "\u{feff}year,over,side,table,code,name,from,to,unit\r\n".to_owned();
    for year in &counted.years {
        for block in &year.sides {
            let own: &'static str = block.side.into();
            if side.is_some_and(|wanted| wanted != own) {
                continue;
            }
            let mut line = |table: &str, code: &str, name: &str, (from, to): (String, String), unit: &str| {
                if of.is_none_or(|wanted| wanted == table) {
                    let over = if year.over { "yes" } else { "no" };
                    let (code, name) = (cell(code), cell(name));
                    let _ = write!(text, "{},{over},{own},{table},{code},{name},{from},{to},{unit}\r\n", year.year);
                }
            };
            let ends = |range: Range| (range.from.to_string(), range.to.to_string());
            line("begun", "", &names.t.say("statistics-begun"), ends(block.begun), "cases");
            line("decided", "", &names.t.say("statistics-decided"), ends(block.decided), "cases");
            for (table, rows) in tables(block) {
                for row in &rows.rows {
                    line(table, &row.name, &name_of(names, table, &row.name), ends(row.cases), "cases");
                }
                if let Some(rest) = rows.rest {
                    line(table, "rest", &rest_title(names.t, rows), ends(rest), "cases");
                }
                if rows.withheld {
                    let few = ("0".to_owned(), "4".to_owned());
                    line(table, "all", &names.t.say("statistics-all"), few, "cases");
                }
            }
            for (code, id, days) in [
                ("all", "statistics-median", block.median_days),
                ("with_us", "statistics-median-us", block.median_days_with_us),
                ("with_them", "statistics-median-them", block.median_days_with_them),
            ] {
                if let Some(days) = days {
                    line("median_days", code, &names.t.say(id), (days.to_string(), days.to_string()), "days");
                }
            }
            for (table, of, medians) in [
                ("median_days_by_measure", "measures", &block.median_days_by_measure),
                ("median_days_by_counterpart", "counterparts", &block.median_days_by_counterpart),
            ] {
                for (code, days) in medians {
                    let ends = (days.to_string(), days.to_string());
                    line(table, code, &name_of(names, of, code), ends, "days");
                }
            }
        }
    }
    text
}
