//! A file of rows: CSV with commas, semicolons or tabs, in UTF-8 with a mark at its beginning or without one.

use csv_core::{ReadRecordResult, ReaderBuilder};

use super::columns;
use super::wrong::{Rule, Wrong};

/// No file has more rows.
pub const MOST_ROWS: usize = 10_000;

/// No file has more columns.
pub const MOST_COLUMNS: usize = 200;

/// No row has more bytes.
const LONGEST_ROW: usize = 256 << 10;

/// A file as rows.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Line>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Line {
    /// Where it begins, counted from 1.
    pub(super) line: u64,
    pub(super) cells: Vec<String>,
}

/// Reads a file; what comes of it takes little more memory than the file, whatever stands there.
pub(super) fn read(bytes: &[u8]) -> Result<Table, Vec<Wrong>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = 1 + newlines(&bytes[..error.valid_up_to()]);
        vec![Wrong::new(line, "", "", Rule::NotUtf8)]
    })?;
    let mut lines = lines(text)?.into_iter();
    let nothing = || vec![Wrong::new(1, "", "", Rule::Nothing)];
    let header = lines.next().ok_or_else(nothing)?;
    let columns: Vec<String> = header.cells.iter().map(|name| name.trim().to_lowercase()).collect();
    let rows: Vec<Line> = lines.filter(|line| line.cells.iter().any(|cell| !cell.trim().is_empty())).collect();
    let mut wrong = columns::check(header.line, &columns);
    let uneven = |line: &&Line| line.cells.len() != columns.len();
    let told = |line: &Line| Wrong::new(line.line, "", "", Rule::Uneven).belongs(columns.len().to_string());
    wrong.extend(rows.iter().filter(uneven).map(told));
    if !wrong.is_empty() {
        return Err(wrong);
    }
    if rows.is_empty() { Err(nothing()) } else { Ok(Table { columns, rows }) }
}

fn newlines(bytes: &[u8]) -> u64 {
    bytes.split(|byte| *byte == b'\n').skip(1).count() as u64
}

/// The sign between the cells: the one that stands most often on the first line. Names of columns have none of them.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default().as_bytes();
    let often = |sign: &u8| first.split(|byte| byte == sign).count();
    [b'\t', b';', b','].into_iter().max_by_key(often).unwrap_or(b',')
}

fn lines(text: &str) -> Result<Vec<Line>, Vec<Wrong>> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter(text)).build();
    // Of a fixed size: a row of a million cells ends here and not in the memory.
    let (mut cells, mut ends) = (vec![0; LONGEST_ROW], vec![0; MOST_COLUMNS + 1]);
    let (mut rest, mut line, mut lines) = (text.as_bytes(), 1, Vec::new());
    loop {
        // Empty lines are none of the rows.
        while let [b'\n' | b'\r', after @ ..] = rest {
            line += newlines(&rest[..1]);
            rest = after;
        }
        let (mut written, mut ended, begins) = (0, 0, line);
        let done = loop {
            let (result, read, wrote, more) = reader.read_record(rest, &mut cells[written..], &mut ends[ended..]);
            line += newlines(&rest[..read]);
            rest = &rest[read..];
            written += wrote;
            ended += more;
            match result {
                ReadRecordResult::InputEmpty => {}
                other => break other,
            }
        };
        let wrong = |rule, most: usize| Err(vec![Wrong::new(begins, "", "", rule).belongs(most.to_string())]);
        match done {
            ReadRecordResult::End => return Ok(lines),
            ReadRecordResult::OutputFull | ReadRecordResult::InputEmpty => {
                return wrong(Rule::LineTooLong, LONGEST_ROW);
            }
            ReadRecordResult::OutputEndsFull => return wrong(Rule::TooManyColumns, MOST_COLUMNS),
            ReadRecordResult::Record if ended > MOST_COLUMNS => return wrong(Rule::TooManyColumns, MOST_COLUMNS),
            ReadRecordResult::Record if lines.len() > MOST_ROWS => return wrong(Rule::TooManyLines, MOST_ROWS),
            ReadRecordResult::Record => {}
        }
        let mut begin = 0;
        let cells = ends[..ended].iter().map(|end| {
            let cell = String::from_utf8_lossy(&cells[begin..*end]).into_owned();
            begin = *end;
            cell
        });
        lines.push(Line { line: begins, cells: cells.collect() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &str = "direction,instrument,measure,counterpart,title,old_reference";

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        lines(text).unwrap().into_iter().map(|line| (line.line, line.cells)).collect()
    }

    fn rule(bytes: &[u8]) -> (u64, Rule) {
        let wrong = read(bytes).unwrap_err();
        (wrong[0].line, wrong[0].rule)
    }

    #[test]
    fn lines_are_counted_also_where_cells_and_blank_lines_hold_their_ends() {
        let read = rows("a;b\r\n\r\n\"one\nand two, three\";x\r\nlast;\"say \"\"yes\"\"\"");

        let text = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            read,
            [(1, text(&["a", "b"])), (3, text(&["one\nand two, three", "x"])), (5, text(&["last", "say \"yes\""]))]
        );
    }

    #[test]
    fn the_sign_between_cells_and_the_mark_at_the_beginning_are_found() {
        for sign in [",", ";", "\t"] {
            let names = NAMES.replace(',', sign);
            let row = ["incoming", "UNCC", "x", "XS", "A, b; c", "7"].map(|cell| format!("\"{cell}\"")).join(sign);
            let table = read(format!("\u{feff}{names}\n{row}\n").as_bytes()).unwrap();
            assert_eq!(table.columns.join(","), NAMES);
            assert_eq!(table.rows[0].cells[4], "A, b; c");
        }
    }

    #[test]
    fn a_file_that_is_too_much_is_refused_before_it_fills_the_memory() {
        let names = NAMES.as_bytes();
        let after = |bytes: &[u8]| [names, b"\n", bytes].concat();
        assert_eq!(rule(&after(&vec![b','; 4 << 20])), (2, Rule::TooManyColumns));
        assert_eq!(rule(&vec![b','; 4 << 20]), (1, Rule::TooManyColumns));
        assert_eq!(rule(&after(&[b"\"".as_slice(), &vec![b'x'; 4 << 20]].concat())), (2, Rule::LineTooLong));
        assert_eq!(rule(&after("a,b,c,d,e,f\n".repeat(MOST_ROWS + 1).as_bytes())), (10_002, Rule::TooManyLines));
        assert_eq!(rule(&after(b"a,b,c,d,e,f\nx,y\xff")), (3, Rule::NotUtf8));
        assert_eq!(rule(b"\xff\xfed\0i\0"), (1, Rule::NotUtf8));
        assert_eq!(rule(b""), (1, Rule::Nothing));
        assert_eq!(rule(&after(b"\n\n ,,,,,\n")), (1, Rule::Nothing));
        assert_eq!(rule(&after(b"a,b\n")), (2, Rule::Uneven));
    }
}
