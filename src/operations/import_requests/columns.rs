//! The columns of a file that is imported: what each is for, and an empty file with one row as an example.

use serde::Serialize;

use super::wrong::{Rule, Wrong};

/// A column.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Column {
    /// Its name, on the first line of the file.
    pub name: &'static str,
    /// Whether it has to be there, with something in every cell.
    pub needed: bool,
    /// What belongs in it.
    pub about: &'static str,
    /// What the example has there.
    pub example: &'static str,
}

const fn column(name: &'static str, needed: bool, about: &'static str, example: &'static str) -> Column {
    Column { name, needed, about, example }
}

/// What stands before the name of a field of the form.
pub const CONTENT: &str = "content.";

/// The columns, in the order of the empty file; beside them `content.` with any field of the form of a measure.
pub const COLUMNS: [Column; 13] = [
    column(
        "direction",
        true,
        "`outgoing` for a request of yours, which becomes a draft; `incoming` for one that came, which is recorded",
        "outgoing",
    ),
    column("instrument", true, "code of the instrument that it rests on", "UNCC"),
    column("measure", true, "what is asked for, as `comity workflows form` names it", "expedited_preservation"),
    column("counterpart", true, "code of the other State, of two letters", "XS"),
    column("title", true, "a title without names: lists show it unsealed", "Account data, extortion case"),
    column("old_reference", true, "the reference in your own files; kept sealed, and imported once", "2026/0417"),
    column(
        "follows",
        false,
        "the request that it follows from: its reference here, or the old reference of a line above",
        "",
    ),
    column("language", false, "language of the request, such as `en`; needed for one that came", "en"),
    column(
        "received_on",
        false,
        "the day on which you received it, such as `2026-03-31`; needed for one that came",
        "2026-03-31",
    ),
    column("their_reference", false, "the other State's own reference; needed for one that came", ""),
    column(
        "channel",
        false,
        "how it came: `post`, `diplomatic_bag`, `email` or `interpol`; needed for one that came",
        "",
    ),
    column("paper", false, "name of the file with the paper, for one that came: this or `paper_sha256` is needed", ""),
    column("paper_sha256", false, "SHA-256 of that file", ""),
];

/// Fields of the form that the example has.
const FIELDS: [(&str, &str); 3] = [
    ("content.facts", "What happened, in a few sentences"),
    ("content.items.1.item", "1"),
    ("content.duration.days", "90"),
];

/// What is wrong with the names of the columns.
pub(super) fn check(line: u64, names: &[String]) -> Vec<Wrong> {
    let known = |name: &str| name.starts_with(CONTENT) || COLUMNS.iter().any(|column| column.name == name);
    let all = || COLUMNS.map(|column| column.name).join(", ");
    let mut wrong = Vec::new();
    for (place, name) in names.iter().enumerate() {
        if !known(name) {
            wrong.push(Wrong::new(line, name, "", Rule::UnknownColumn).belongs(all()));
        } else if names[..place].contains(name) {
            wrong.push(Wrong::new(line, name, "", Rule::ColumnTwice));
        }
    }
    let missing = COLUMNS.iter().filter(|column| column.needed && !names.iter().any(|name| name == column.name));
    wrong.extend(missing.map(|column| Wrong::new(line, column.name, "", Rule::ColumnMissing)));
    wrong
}

/// An empty file: the names of the columns, and one row as an example that can be imported for training.
#[must_use]
pub fn empty_file() -> String {
    let fixed = COLUMNS.iter().map(|column| (column.name, column.example));
    let (names, cells): (Vec<_>, Vec<_>) = fixed.chain(FIELDS).unzip();
    let quoted = |cells: Vec<&str>| cells.into_iter().map(cell).collect::<Vec<_>>().join(",");
    // With the mark, so that programs for tables take it for UTF-8.
    format!("\u{feff}{}\r\n{}\r\n", quoted(names), quoted(cells))
}

/// A cell as it stands in a file that we write: what a program for tables would reckon as a formula begins with `'`.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', ';', '\n', '\r', '\t']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

#[cfg(test)]
mod tests {
    use super::super::table;
    use super::*;

    #[test]
    fn the_empty_file_is_one_that_can_be_imported() {
        let table = table::read(empty_file().as_bytes()).unwrap();

        assert_eq!(table.rows.len(), 1);
        assert_eq!(table.columns.len(), COLUMNS.len() + FIELDS.len());
        assert_eq!(table.rows[0].cells[4], "Account data, extortion case");
    }

    #[test]
    fn what_we_write_is_reckoned_by_no_program_for_tables() {
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell("-1+2"), "'-1+2");
        assert_eq!(cell("plain"), "plain");
    }

    #[test]
    fn columns_that_are_unknown_missing_or_twice_are_told() {
        let names: Vec<String> = ["direction", "instrument", "measure", "title", "title", "notes", "content.facts"]
            .map(ToOwned::to_owned)
            .into();
        let told: Vec<_> = check(1, &names).into_iter().map(|wrong| (wrong.column, wrong.rule)).collect();
        let is = |name: &str, rule| (name.to_owned(), rule);
        assert_eq!(
            told,
            [
                is("title", Rule::ColumnTwice),
                is("notes", Rule::UnknownColumn),
                is("counterpart", Rule::ColumnMissing),
                is("old_reference", Rule::ColumnMissing)
            ]
        );
    }
}
