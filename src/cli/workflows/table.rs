//! Articles as people read them: all of them in short, or some in full.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use crate::engine::lists::Confidence;

use super::super::output::wrapped;
use super::articles::{Acting, Article};
use super::citing::{Act, Kind};

const HEAD: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();

/// Columns of the whole table.
const WIDTH: usize = 110;

/// More names than these of one kind are counted and not listed.
const MOST: usize = 12;

/// How far a citation can be trusted, in two words, and their colour.
fn trust(confidence: Confidence) -> (&'static str, Style) {
    match confidence {
        Confidence::TextRead => ("text read", AnsiColor::Green.on_default()),
        Confidence::CopiedClause => ("copied clause", Style::new()),
        Confidence::Secondary => ("secondary", Style::new()),
        Confidence::FromMemory => ("from memory", AnsiColor::Yellow.on_default()),
    }
}

/// The same in a sentence.
fn trusted(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::TextRead => "text read: number and content are those of the official text",
        Confidence::CopiedClause => {
            "copied clause: read in the treaty it was taken from; the number is to be confirmed"
        }
        Confidence::Secondary => "secondary: confirmed by a secondary source",
        Confidence::FromMemory => "from memory: to be confirmed against the certified text",
    }
}

/// Every article in a line or two.
pub(super) fn in_short(articles: &[Article<'_>]) -> String {
    let first = articles.iter().map(|article| article.citation.as_str().len()).max().unwrap_or_default().max(7);
    let mut text = format!("{HEAD}{:first$}  {:13}  WHERE IT ACTS{HEAD:#}\n", "ARTICLE", "TRUST");
    for article in articles {
        let (trust, style) = trust(article.confidence);
        let mut lines = wrapped(&in_short_where(&article.acts), WIDTH - first - 17).into_iter();
        let acts = lines.next().unwrap_or_default();
        let _ = writeln!(text, "{:first$}  {style}{trust:13}{style:#}  {acts}", article.citation.as_str());
        for more in lines {
            let _ = writeln!(text, "{:first$}  {:13}  {more}", "", "");
        }
    }
    let read = articles.iter().filter(|article| article.confidence == Confidence::TextRead).count();
    let _ = write!(text, "\n{} citations, {read} of them read in the official text. ", articles.len());
    text.push_str("One in full: `--article \"UNCC 40(22)\"`; what the words mean: `--help`");
    text
}

/// `safeguard SG-10; ground RF-08; evidence, requested: refuse`. Messages are told where no step says the same.
fn in_short_where(acts: &[Acting]) -> String {
    let mut groups: BTreeMap<(Kind, String), Vec<String>> = BTreeMap::new();
    let only_messages = acts.iter().all(|acting| acting.act.kind == Kind::Message);
    for Acting { act, .. } in acts.iter().filter(|acting| only_messages || acting.act.kind != Kind::Message) {
        let place = match act.kind {
            Kind::Transition | Kind::Deadline | Kind::Stage => {
                let (of, part) = (act.of.as_deref().unwrap_or_default(), act.part.as_deref().unwrap_or_default());
                format!("{of}, {part}")
            }
            Kind::Message => act.of.clone().unwrap_or_default(),
            _ => String::new(),
        };
        let names = groups.entry((act.kind, place)).or_default();
        let name = act.code.as_ref().unwrap_or(&act.name);
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    let group = |((kind, place), names): (&(Kind, String), &Vec<String>)| {
        let what = match (kind, place.as_str()) {
            (Kind::Transition, place) => format!("{place}:"),
            (kind, "") => kind.to_string(),
            (kind, place) => format!("{kind} of {place}:"),
        };
        match (kind, names.len()) {
            (Kind::Rulebook, _) => "the rulebook as a whole".to_owned(),
            (Kind::Party, 2..) => format!("{} parties", names.len()),
            (_, many) if many > MOST => format!("{what} {many} places"),
            _ => format!("{what} {}", names.join(", ")),
        }
    };
    if groups.is_empty() {
        return "– no rule rests on it yet".to_owned();
    }
    groups.iter().map(group).collect::<Vec<_>>().join("; ")
}

/// Each article with every rule that rests on it, the file and the line.
pub(super) fn in_full(articles: &[Article<'_>]) -> String {
    articles.iter().map(one).collect::<Vec<_>>().join("\n\n")
}

fn one(article: &Article<'_>) -> String {
    let about = article.about.get("en").map(String::as_str).unwrap_or_default();
    let (_, style) = trust(article.confidence);
    let mut text = format!("{HEAD}{}{HEAD:#}  {about}\n", article.citation);
    let _ = write!(text, "  {style}{}{style:#}", trusted(article.confidence));
    if article.acts.is_empty() {
        text.push_str("\n  no rule rests on it yet");
    }
    let mut told = BTreeSet::new();
    for Acting { act, how } in &article.acts {
        // A field that several forms share is told once.
        let forms: Vec<&Act> =
            article.acts.iter().map(|acting| &acting.act).filter(|other| same_field(act, other)).collect();
        if !forms.is_empty() && !told.insert((&act.name, &act.title)) {
            continue;
        }
        let title = act.title.get("en").map(String::as_str).unwrap_or_default();
        let name = match (act.kind, &act.code) {
            (_, Some(code)) => format!("{code} {title}"),
            (Kind::Ground | Kind::Condition | Kind::Party, None) => format!("{} {title}", act.name),
            _ => format!("{}: {title}", act.name),
        };
        let place = match (&act.of, &act.part) {
            (Some(of), Some(part)) => format!(" ({of}, {part})"),
            (Some(of), None) if forms.len() < 2 => format!(" ({of})"),
            (Some(_), None) => {
                format!(" ({})", forms.iter().filter_map(|form| form.of.as_deref()).collect::<Vec<_>>().join(", "))
            }
            (None, _) => String::new(),
        };
        let file = if forms.len() < 2 { act.file.as_str() } else { "content/*.schema.json" };
        let line = act.line.map(|line| format!(":{line}")).unwrap_or_default();
        let kind = act.kind.to_string();
        let _ = write!(text, "\n  {kind:11} {name}{place}  {FAINT}{file}{line}{FAINT:#}");
        if let Some(how) = how {
            for line in wrapped(how, WIDTH - 14) {
                let _ = write!(text, "\n              {line}");
            }
        }
    }
    text
}

/// Whether both are the same field, in whatever form.
fn same_field(act: &Act, other: &Act) -> bool {
    act.kind == Kind::Field && other.kind == Kind::Field && (&act.name, &act.title) == (&other.name, &other.title)
}
