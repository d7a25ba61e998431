//! What is wrong in a file that is to be imported: where, what stands there, and what belongs there.

use std::fmt;

use serde::Serialize;
use strum::{Display, EnumIter};

/// So much of a cell is told, in characters.
const TOLD: usize = 60;

/// Something that is wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Wrong {
    /// The line on which it begins, counted from 1.
    pub line: u64,
    /// The column by its name; empty where it is the line itself.
    pub column: String,
    /// What stands in the cell, its beginning at most.
    pub found: String,
    /// What is wrong with it.
    pub rule: Rule,
    /// What belongs there, where a name or a number says it.
    pub belongs: String,
}

/// What is wrong with a cell, a line or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Display, EnumIter, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Rule {
    /// The file is no UTF-8.
    NotUtf8,
    /// There is nothing below the names of the columns.
    Nothing,
    /// It has more lines than are taken.
    TooManyLines,
    /// It has more columns than are taken.
    TooManyColumns,
    /// One line is too long.
    LineTooLong,
    /// The column is not known.
    UnknownColumn,
    /// The column is there twice.
    ColumnTwice,
    /// The column has to be there.
    ColumnMissing,
    /// The line has another number of cells than there are columns.
    Uneven,
    /// Something has to be there.
    Empty,
    /// It is too long.
    TooLong,
    /// It has control characters.
    ControlCharacters,
    /// It is none of these.
    NotOneOf,
    /// The rulebook does not know that State.
    UnknownState,
    /// It is our own State.
    OwnState,
    /// The State is for training only.
    TrainingState,
    /// The instrument is not in force, and the State has not agreed to apply it.
    NotInForce,
    /// It is no day.
    NotADay,
    /// The day has not come yet.
    InTheFuture,
    /// It is no SHA-256.
    NotADigest,
    /// It is no language.
    NotALanguage,
    /// It has to be a number.
    NotANumber,
    /// It has to be yes or no.
    NotYesNo,
    /// It has to be JSON.
    NotJson,
    /// It is less than it has to be.
    AtLeast,
    /// It is more than it may be.
    AtMost,
    /// It is not written as the form of the measure asks.
    NotTheForm,
    /// The form of the measure has no such field.
    NoSuchField,
    /// The measure has to follow from another request.
    HasToFollow,
    /// There is no such request, nor a line above.
    FollowsNothing,
    /// It may not follow from that one.
    FollowsAnother,
    /// The column belongs to requests that came.
    OnlyIncoming,
    /// The column belongs to requests of ours.
    OnlyOutgoing,
    /// The same reference stands on a line above.
    Twice,
    /// There is no such file with the papers.
    NoSuchPaper,
    /// The file has another SHA-256.
    OtherPaper,
    /// Whoever imports may not begin such a request.
    NotYours,
}

impl Wrong {
    pub(super) fn new(line: u64, column: &str, found: &str, rule: Rule) -> Self {
        let shown: String = found.chars().filter(|letter| !letter.is_control()).take(TOLD).collect();
        let cut = if found.chars().count() > TOLD { "…" } else { "" };
        // The name of a column is a cell of the file too.
        let column = column.chars().filter(|letter| !letter.is_control()).take(TOLD).collect();
        Self { line, column, found: format!("{shown}{cut}"), rule, belongs: String::new() }
    }

    pub(super) fn belongs(self, belongs: impl Into<String>) -> Self {
        Self { belongs: belongs.into(), ..self }
    }
}

impl Rule {
    /// What to do, in English; `{}` stands where what belongs there is named.
    fn sentence(self) -> &'static str {
        match self {
            Rule::NotUtf8 => "the file is no UTF-8 from here on: save it as CSV in UTF-8",
            Rule::Nothing => "there is no line below the names of the columns: add one for each case",
            Rule::TooManyLines => "there are more than {} lines: split the file",
            Rule::TooManyColumns => "there are more than {} columns: take those out that are not needed",
            Rule::LineTooLong => "the line has more than {} bytes: is a quotation mark not closed?",
            Rule::UnknownColumn => {
                "there is no such column: the columns are {}, and `content.` with a field of the form"
            }
            Rule::ColumnTwice => "the column is there twice: keep one",
            Rule::ColumnMissing => "this column has to be there: add it",
            Rule::Uneven => {
                "the line has another number of cells than there are columns, {}: is a quotation mark missing?"
            }
            Rule::Empty => "something has to stand here",
            Rule::TooLong => "no more than {} characters belong here",
            Rule::ControlCharacters => "control characters do not belong here",
            Rule::NotOneOf => "one of these belongs here: {}",
            Rule::UnknownState => "the rulebook does not know this State: use its code of two letters, such as {}",
            Rule::OwnState => "this is your own State: the other one belongs here",
            Rule::TrainingState => "this State is for training only",
            Rule::NotInForce => {
                "the instrument is not in force, and this State has not agreed to apply it: record the agreement first"
            }
            Rule::NotADay => "a day belongs here, such as {}",
            Rule::InTheFuture => "this day has not come yet",
            Rule::NotADigest => "a SHA-256 of 64 hexadecimal digits belongs here",
            Rule::NotALanguage => "the code of a language belongs here, such as {}",
            Rule::NotANumber => "a number belongs here",
            Rule::NotYesNo => "`yes` or `no` belongs here",
            Rule::NotJson => "JSON belongs here, or use a column for each field, such as {}",
            Rule::AtLeast => "it has to be at least {}",
            Rule::AtMost => "it may be at most {}",
            Rule::NotTheForm => "it is not written as the form of the measure asks: {}",
            Rule::NoSuchField => "the form of this measure has no such field: leave the cell empty; it has {}",
            Rule::HasToFollow => "this measure has to follow from an earlier request: name it in `follows`",
            Rule::FollowsNothing => "there is no such request that you may see, and no line above has this reference",
            Rule::FollowsAnother => {
                "it may not follow from that one: that is with another State, under another instrument, or of another kind"
            }
            Rule::OnlyIncoming => "this column is for requests that came: leave it empty",
            Rule::OnlyOutgoing => "this column is for requests of yours: leave it empty",
            Rule::Twice => "the same reference stands on line {}: each case has its own",
            Rule::NoSuchPaper => "there is no such file among the papers: name it without folders",
            Rule::OtherPaper => "the file has another SHA-256, {}",
            Rule::NotYours => "your roles do not let you begin this one: it needs {}",
        }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if !self.column.is_empty() {
            write!(f, ", column `{}`", self.column)?;
        }
        if !self.found.is_empty() {
            write!(f, ", `{}`", self.found)?;
        }
        write!(f, ": {}", self.rule.sentence().replace("{}", &self.belongs))
    }
}
