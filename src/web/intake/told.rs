//! A report of an import in the words of the page.

use crate::operations::import_requests::{LineState, ReportedLine, Rule, Wrong};

use super::super::texts::Texts;

/// What is wrong, as a page tells it.
pub(super) struct Fault {
    pub(super) line: u64,
    pub(super) column: String,
    pub(super) found: String,
    pub(super) text: String,
    /// What may stand there, where that is told one by one: codes, the same in every language.
    pub(super) codes: Option<String>,
}

/// A line that nothing is wrong with.
pub(super) struct Shown {
    pub(super) line: u64,
    pub(super) old_reference: String,
    pub(super) title: String,
    pub(super) tag: &'static str,
    pub(super) state: String,
    /// What it became.
    pub(super) reference: Option<String>,
    /// What else to know of it.
    pub(super) notes: Vec<String>,
    pub(super) alike: Vec<String>,
}

impl Fault {
    pub(super) fn of(t: Texts, wrong: &Wrong) -> Self {
        let Wrong { line, column, found, rule, belongs } = wrong;
        // The marks around names are for terminals.
        let belongs = &belongs.replace('`', "");
        Self {
            line: *line,
            column: column.clone(),
            found: found.clone(),
            text: sentence(t, *rule, belongs),
            codes: codes(*rule, belongs),
        }
    }
}

/// What may stand there, one by one.
fn codes(rule: Rule, belongs: &str) -> Option<String> {
    let each = match rule {
        Rule::NotADigest => "SHA-256",
        Rule::NotYesNo => "yes, no",
        rule => Some(belongs).filter(|_| matches!(rule, Rule::NotOneOf | Rule::NotADay | Rule::NotALanguage))?,
    };
    Some(each.to_owned())
}

fn sentence(t: Texts, rule: Rule, belongs: &str) -> String {
    match rule {
        Rule::NotUtf8 => t.say("import-wrong-utf8"),
        Rule::Nothing => t.say("import-wrong-nothing"),
        Rule::TooManyLines | Rule::TooManyColumns | Rule::LineTooLong | Rule::TooLong | Rule::AtMost => {
            t.about("import-wrong-most", belongs)
        }
        Rule::UnknownColumn => t.say("import-wrong-column"),
        Rule::ColumnTwice | Rule::Twice => t.say("import-wrong-twice"),
        Rule::ColumnMissing | Rule::Empty => t.say("import-wrong-empty"),
        Rule::Uneven => t.about("import-wrong-uneven", belongs),
        Rule::ControlCharacters | Rule::NotTheForm | Rule::NotJson => t.say("import-wrong-form"),
        Rule::NotOneOf | Rule::NotADay | Rule::NotALanguage | Rule::NotADigest | Rule::NotYesNo => {
            t.say("import-wrong-one-of")
        }
        Rule::NotANumber => t.say("import-wrong-number"),
        Rule::AtLeast => t.about("import-wrong-least", belongs),
        Rule::UnknownState | Rule::OwnState | Rule::TrainingState => t.say("import-wrong-state"),
        Rule::NotInForce => t.say("import-wrong-not-in-force"),
        Rule::InTheFuture => t.say("import-wrong-future"),
        Rule::NoSuchField => t.about("import-wrong-field", belongs),
        Rule::HasToFollow => t.say("import-wrong-has-to-follow"),
        Rule::FollowsNothing | Rule::FollowsAnother => t.say("import-wrong-follows"),
        Rule::OnlyIncoming | Rule::OnlyOutgoing => t.say("import-wrong-direction"),
        Rule::NoSuchPaper | Rule::OtherPaper => t.say("import-wrong-paper"),
        Rule::NotYours => t.say("import-wrong-not-yours"),
    }
}

impl Shown {
    pub(super) fn of(t: Texts, line: &ReportedLine) -> Self {
        let (tag, state) = match line.state {
            LineState::Ready => ("ok", t.say("import-state-ready")),
            LineState::Imported => ("ok", t.say("import-state-imported")),
            LineState::Before => ("", t.say("import-state-before")),
            LineState::Wrong => ("bad", t.say("import-state-wrong")),
            LineState::Refused => ("bad", t.say("import-state-refused")),
        };
        let missing = (!line.missing.is_empty()).then(|| t.count("import-missing", line.missing.len()));
        Self {
            line: line.line,
            old_reference: line.old_reference.clone(),
            title: line.title.clone(),
            tag,
            state,
            reference: line.reference.as_ref().map(ToString::to_string),
            notes: missing.into_iter().collect(),
            alike: line.alike.iter().map(ToString::to_string).collect(),
        }
    }
}
