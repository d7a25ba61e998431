//! Entries as a table for a spreadsheet (RFC 4180).

use std::io::{self, Write};

use super::super::read_log::LogEntry;
use super::{Shape, activity};

/// Spreadsheets take a file for UTF-8 only where it begins so.
const HEAD: &str = "\u{feff}entry,at,type,activity,role,actor,request,case,number,articles,rulebook,leaf,body\r\n";

pub(super) struct Table;

impl Shape for Table {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())
    }

    fn take(&mut self, entry: &LogEntry, out: &mut dyn Write) -> io::Result<()> {
        let cells = [
            entry.index.to_string(),
            entry.at.clone(),
            entry.kind.clone(),
            activity(entry).to_owned(),
            entry.actor.role.clone(),
            entry.actor.p.to_string(),
            entry.request.clone().unwrap_or_default(),
            entry.case.clone(),
            entry.cseq.to_string(),
            entry.art.join("; "),
            entry.rule.clone().unwrap_or_default(),
            entry.leaf.clone(),
            entry.body.to_string(),
        ];
        write!(out, "{}\r\n", cells.map(|text| cell(&text)).join(","))
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// A cell that no spreadsheet takes for a formula and no comma breaks.
#[must_use]
pub fn cell(text: &str) -> String {
    let plain: String = text.chars().filter(|letter| !is_control(*letter)).collect();
    let risky = plain.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    let safe = if risky { format!("'{plain}") } else { plain };
    if safe.contains([',', '"', ';', '\'']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

/// Line ends, and signs that turn the direction of writing: they are for pages.
fn is_control(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2066}'..='\u{2069}' | '\u{202a}'..='\u{202e}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_or_more_than_one_cell() {
        assert_eq!(cell("=SUM(A1)"), "\"'=SUM(A1)\"");
        assert_eq!(cell(" @cmd"), "\"' @cmd\"");
        assert_eq!(cell("a, \"b\"\r\nc"), "\"a, \"\"b\"\"c\"");
        assert_eq!(cell("\u{2068}RF-08\u{2069} plain"), "RF-08 plain");
    }
}
