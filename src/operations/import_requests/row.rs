//! One line of a file as what is to be begun: held against the rules as far as they need no database.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;
use strum::IntoEnumIterator as _;

use crate::domain::gate::Side;
use crate::domain::ids::{Digest, InstrumentCode, MeasureName, MessageName, StateCode};
use crate::domain::message::Channel;
use crate::domain::role::Role;
use crate::engine::decide::beginners;
use crate::engine::measure::Measure;
use crate::engine::refusal::listed;
use crate::engine::rulebook::Rulebook;
use crate::engine::rulebooks::Rulebooks;

use super::super::app::Authority;
use super::super::document::is_language;
use super::super::origin::LONGEST_REFERENCE;
use super::content;
use super::table::{Line, Table};
use super::wrong::{Rule, Wrong};

/// No title is longer.
const LONGEST_TITLE: usize = 200;

/// What is to be begun.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) side: Side,
    pub(super) old_reference: String,
    pub(super) title: String,
    pub(super) instrument: InstrumentCode,
    pub(super) measure: MeasureName,
    pub(super) counterpart: StateCode,
    pub(super) content: Value,
    pub(super) language: String,
    pub(super) received_on: Option<Date>,
    /// What it follows from, as the file names it.
    pub(super) follows: Option<String>,
    /// The procedure of the request that it has to follow from.
    pub(super) has_to_follow: Option<String>,
    pub(super) procedure: String,
    pub(super) rulebook: Arc<Rulebook>,
    /// The paper, for one that came.
    pub(super) came: Option<Came>,
}

/// How a request came.
#[derive(Debug, Clone)]
pub(super) struct Came {
    pub(super) message: MessageName,
    pub(super) channel: Channel,
    pub(super) their_reference: String,
    pub(super) paper: Option<String>,
    pub(super) sha256: Option<Digest>,
}

/// What a line was read as, with what is wrong with it and what its content still lacks.
pub(super) struct Read {
    pub(super) line: u64,
    pub(super) old_reference: String,
    pub(super) title: String,
    /// None where something is wrong.
    pub(super) row: Option<Row>,
    pub(super) wrong: Vec<Wrong>,
    pub(super) missing: Vec<String>,
}

/// What lines are held against.
pub(super) struct Against {
    pub(super) rulebooks: Rulebooks,
    pub(super) authority: Authority,
    pub(super) roles: BTreeSet<Role>,
    pub(super) today: Date,
}

/// A line while it is read.
struct Reading<'r> {
    columns: &'r [String],
    line: &'r Line,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn cell(&self, column: &str) -> &str {
        let place = self.columns.iter().position(|name| name == column);
        place.and_then(|place| self.line.cells.get(place)).map_or("", |cell| cell.trim())
    }

    fn tell(&mut self, column: &str, rule: Rule, belongs: impl Into<String>) {
        let wrong = Wrong::new(self.line.line, column, self.cell(column), rule).belongs(belongs);
        self.wrong.push(wrong);
    }

    /// A text on one line.
    fn line_of(&mut self, column: &str, longest: usize, needed: bool) -> Option<String> {
        let cell = self.cell(column).to_owned();
        if cell.is_empty() {
            if needed {
                self.tell(column, Rule::Empty, "");
            }
            return None;
        }
        if cell.chars().count() > longest {
            self.tell(column, Rule::TooLong, longest.to_string());
            return None;
        }
        if cell.chars().any(char::is_control) {
            self.tell(column, Rule::ControlCharacters, "");
            return None;
        }
        Some(cell)
    }

    fn day(&mut self, column: &str, needed: bool, today: Date) -> Option<Date> {
        let cell = self.line_of(column, 40, needed)?;
        match cell.parse::<Date>() {
            Ok(day) if day <= today && cell.len() == 10 => Some(day),
            Ok(day) if day > today => {
                self.tell(column, Rule::InTheFuture, "");
                None
            }
            Ok(_) | Err(_) => {
                self.tell(column, Rule::NotADay, "2026-03-31");
                None
            }
        }
    }

    fn side(&mut self) -> Option<Side> {
        match self.line_of("direction", 40, true)?.to_lowercase().as_str() {
            "outgoing" => Some(Side::Requesting),
            "incoming" => Some(Side::Requested),
            _ => {
                self.tell("direction", Rule::NotOneOf, "outgoing, incoming");
                None
            }
        }
    }

    fn rulebook<'b>(&mut self, rulebooks: &'b Rulebooks) -> Option<(InstrumentCode, &'b Arc<Rulebook>)> {
        let cell = self.line_of("instrument", 40, true)?;
        let code = InstrumentCode::parse(cell).ok();
        let found = code.and_then(|code| rulebooks.get(&code).map(|rulebook| (code, rulebook)));
        if found.is_none() {
            self.tell("instrument", Rule::NotOneOf, rulebooks.there_are());
        }
        found
    }

    fn measure<'b>(&mut self, rulebook: &'b Rulebook) -> Option<&'b Measure> {
        let cell = self.line_of("measure", 80, true)?;
        let found = rulebook.measures.values().find(|measure| measure.name.as_str() == cell);
        if found.is_none() {
            self.tell("measure", Rule::NotOneOf, listed(rulebook.measures.keys(), ", "));
        }
        found
    }

    fn state(&mut self, rulebook: &Rulebook, authority: &Authority) -> Option<StateCode> {
        let cell = self.line_of("counterpart", 40, true)?;
        let code = StateCode::parse(cell).ok();
        let rule = match code.as_ref().and_then(|code| rulebook.parties.get(code)) {
            _ if code.as_ref() == Some(&authority.state) => Rule::OwnState,
            None => Rule::UnknownState,
            Some(party) if party.training && !authority.training => Rule::TrainingState,
            Some(_) => return code,
        };
        let example = rulebook.parties.keys().find(|known| **known != authority.state);
        self.tell("counterpart", rule, example.map(ToString::to_string).unwrap_or_default());
        None
    }

    fn came(&mut self, message: Option<MessageName>) -> Option<Came> {
        let their_reference = self.line_of("their_reference", LONGEST_REFERENCE, true);
        let channels = || Channel::iter().filter(|channel| *channel != Channel::Comity);
        let channel = self.line_of("channel", 40, true).and_then(|cell| {
            let known = channels().find(|channel| channel.to_string() == cell);
            if known.is_none() {
                self.tell("channel", Rule::NotOneOf, listed(channels(), ", "));
            }
            known
        });
        let paper = self.line_of("paper", LONGEST_REFERENCE, false);
        if paper.as_ref().is_some_and(|name| name.contains(['/', '\\'])) {
            self.tell("paper", Rule::NoSuchPaper, "");
        }
        let given = self.line_of("paper_sha256", 80, false);
        let sha256 = given.as_ref().and_then(|text| Digest::parse(text.to_lowercase()).ok());
        if given.is_some() && sha256.is_none() {
            self.tell("paper_sha256", Rule::NotADigest, "");
        } else if given.is_none() && paper.is_none() {
            self.tell("paper", Rule::Empty, "");
        }
        Some(Came { message: message?, channel: channel?, their_reference: their_reference?, paper, sha256 })
    }

    fn must_be_empty(&mut self, columns: &[&str], rule: Rule) {
        for column in columns {
            if !self.cell(column).is_empty() {
                self.tell(column, rule, "");
            }
        }
    }
}

/// Reads a line.
pub(super) fn read(table: &Table, line: &Line, against: &Against) -> Read {
    let mut of = Reading { columns: &table.columns, line, wrong: Vec::new() };
    let mut missing = Vec::new();
    let row = row(&mut of, against, &mut missing);
    let shown = |column: &str| of.cell(column).chars().filter(|sign| !sign.is_control()).take(LONGEST_TITLE).collect();
    let (old_reference, title) = (shown("old_reference"), shown("title"));
    let row = row.filter(|_| of.wrong.is_empty());
    Read { line: line.line, old_reference, title, row, wrong: of.wrong, missing }
}

fn row(of: &mut Reading<'_>, against: &Against, missing: &mut Vec<String>) -> Option<Row> {
    let side = of.side();
    let incoming = side == Some(Side::Requested);
    let title = of.line_of("title", LONGEST_TITLE, true);
    let old_reference = of.line_of("old_reference", LONGEST_REFERENCE, true);
    let received_on = of.day("received_on", incoming, against.today);
    let language = of.line_of("language", 40, incoming).unwrap_or_default();
    if !language.is_empty() && !is_language(&language) {
        of.tell("language", Rule::NotALanguage, "en");
    }
    let follows = of.line_of("follows", LONGEST_REFERENCE, false);
    if incoming {
        of.must_be_empty(&["follows"], Rule::OnlyOutgoing);
    } else {
        of.must_be_empty(&["their_reference", "channel", "paper", "paper_sha256"], Rule::OnlyIncoming);
    }
    let (instrument, rulebook) = of.rulebook(&against.rulebooks)?;
    let (measure, counterpart) = (of.measure(rulebook), of.state(rulebook, &against.authority));
    let (measure, side) = (measure?, side?);
    let procedure = rulebook.procedures.get(&measure.procedure)?;
    let needed = beginners(side, procedure.part(side));
    if !needed.iter().any(|role| against.roles.contains(role)) {
        of.tell("direction", Rule::NotYours, listed(&needed, ", "));
    }
    if side == Side::Requesting && measure.follows.is_some() && follows.is_none() {
        of.tell("follows", Rule::HasToFollow, "");
    }
    let opening = procedure.opening_message().map(|message| message.name.clone());
    let came = if incoming { Some(of.came(opening)?) } else { None };
    let content = content_of(of, rulebook, measure, &language, missing);
    Some(Row {
        line: of.line.line,
        side,
        old_reference: old_reference?,
        title: title?,
        instrument,
        measure: measure.name.clone(),
        counterpart: counterpart?,
        content,
        language,
        received_on,
        follows,
        has_to_follow: measure.follows.as_ref().map(ToString::to_string),
        procedure: measure.procedure.to_string(),
        rulebook: Arc::clone(rulebook),
        came,
    })
}

/// The content, with the language of the line where the form has one and no column of its own names it.
fn content_of(
    of: &mut Reading<'_>,
    rulebook: &Rulebook,
    measure: &Measure,
    language: &str,
    missing: &mut Vec<String>,
) -> Value {
    let form = content::form(rulebook, measure);
    let named = of.columns.iter().map(String::as_str);
    let mut cells: Vec<(&str, &str)> = named.zip(of.line.cells.iter().map(String::as_str)).collect();
    let has_own = cells.iter().any(|(name, cell)| *name == "content.language" && !cell.trim().is_empty());
    if !has_own && form.field("language").is_some() {
        cells.push(("content.language", language));
    }
    let (content, wrong, lacks) = content::read((rulebook, measure, &form), of.line.line, &cells);
    of.wrong.extend(wrong);
    *missing = lacks;
    content
}
