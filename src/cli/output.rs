//! What the command line prints, and the exit codes.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Context;
use serde::Serialize;
use serde_json::json;

use crate::operations::OperationError;
use crate::storage::StorageError;

/// Done, or intact.
pub(super) const DONE: u8 = 0;
/// The answer is no.
pub(super) const NO: u8 = 1;
/// Wrong use.
pub(super) const WRONG_USE: u8 = 2;
/// Could not.
pub(super) const COULD_NOT: u8 = 3;
/// Some of it is left.
pub(super) const INCOMPLETE: u8 = 4;
/// Too few witnesses have signed.
pub(super) const UNWITNESSED: u8 = 5;

/// Prints an answer as JSON.
pub(super) fn json(value: &impl Serialize) -> anyhow::Result<u8> {
    let text = serde_json::to_string_pretty(value).context("the answer cannot be written as JSON")?;
    line(&text)
}

/// Prints a line.
pub(super) fn line(text: &str) -> anyhow::Result<u8> {
    let mut out = anstream::stdout();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        // Whoever reads has seen enough: `| head` is no failure.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(DONE),
        printed => printed.map(|()| DONE).context("the answer cannot be printed"),
    }
}

/// An answer of no, as JSON on standard output; the sentence goes to standard error.
pub(super) fn refused(error: &OperationError) -> anyhow::Result<u8> {
    let (rule, articles) = match error {
        OperationError::Refused(refusal) => (refusal.code(), refusal.articles()),
        OperationError::Sealed { .. } => ("sealed", Vec::new()),
        OperationError::Erased { .. }
        | OperationError::OnHold { .. }
        | OperationError::NotEnded(_)
        | OperationError::SecondAdministrator(_)
        | OperationError::Storage(StorageError::Erased { .. }) => (error.code(), Vec::new()),
        OperationError::NoSuchRequest(_) => ("no-such-request", Vec::new()),
        OperationError::NotAllowed { .. } => ("not-allowed", Vec::new()),
        OperationError::CodeNeeded { .. } => ("code-needed", Vec::new()),
        OperationError::OutOfScope(_) => ("out-of-scope", Vec::new()),
        OperationError::Storage(_) => ("changed-meanwhile", Vec::new()),
        _ => ("no", Vec::new()),
    };
    json(&json!({ "refused": rule, "sentence": error.to_string(), "articles": articles }))?;
    complain(&error.to_string());
    Ok(NO)
}

/// Says what went wrong and gives the exit code for it.
pub(super) fn failed(error: &anyhow::Error) -> ExitCode {
    let operation = error.downcast_ref::<OperationError>();
    if let Some(OperationError::Unsound(faults)) = operation {
        for fault in faults {
            complain(&fault.to_string());
        }
        return ExitCode::from(NO);
    }
    // An operation's sentence holds its cause already.
    complain(&operation.map_or_else(|| format!("{error:#}"), ToString::to_string));
    ExitCode::from(match operation {
        Some(
            OperationError::Unusable { .. }
            | OperationError::NoSuchPlace
            | OperationError::TooLarge { .. }
            | OperationError::Storage(StorageError::UnknownDatabase(_)),
        ) => WRONG_USE,
        Some(operation) if operation.is_refusal() => NO,
        None if error.is::<WrongUse>() => WRONG_USE,
        Some(_) | None => COULD_NOT,
    })
}

/// A line on standard error.
pub(super) fn complain(text: &str) {
    let style = anstyle::Style::new().bold().fg_color(Some(anstyle::AnsiColor::Red.into()));
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(anstream::stderr(), "{style}comity:{style:#} {text}");
}

/// The arguments do not fit together.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct WrongUse(pub(super) String);

/// A hint on standard error.
pub(super) fn note(text: &str) {
    // Where standard error is closed there is nobody to tell.
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Breaks a text into lines of at most so many characters, at blanks.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for word in text.split_whitespace() {
        let room = |line: &String| line.chars().count() + 1 + word.chars().count() <= width;
        if !lines.last().is_some_and(room) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_breaks_at_blanks_and_loses_no_word() {
        let lines = wrapped("one two three four", 9);

        assert_eq!(lines, ["one two", "three", "four"]);
    }
}
