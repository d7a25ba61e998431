//! What a visitor of the demo sees: one line for each thing that happens, colours and progress only on a terminal.

use std::collections::BTreeSet;
use std::fmt::Display;

use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};

use crate::domain::gate::{Gate, Side};

use super::super::output::wrapped;
use super::event::{Audience, Event, Given, Who};
use super::scenario::Scenario;

const TITLE: Style = Style::new().bold();
const STATE: Style = AnsiColor::Cyan.on_default().bold();
const DONE: Style = AnsiColor::Green.on_default();
const REFUSED: Style = AnsiColor::Red.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// Lines of the story are no longer, in characters.
const WIDTH: usize = 100;

/// More articles than this are counted, not listed.
const MOST_ARTICLES: usize = 4;

/// How a play went, in numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    /// Acts that were done.
    pub(super) done: usize,
    /// Safeguards answered.
    pub(super) answered: usize,
    /// Acts that were refused.
    pub(super) refused: usize,
    /// Messages that crossed the border.
    pub(super) crossed: usize,
}

/// Shows a play on standard output, with a bar on standard error.
pub(super) struct Screen {
    bar: ProgressBar,
    quick: bool,
    number: usize,
    of: usize,
    /// Gates whose safeguards have been shown one by one.
    shown: BTreeSet<(Side, Gate)>,
    /// So far.
    pub(super) tally: Tally,
}

impl Screen {
    /// A screen for these scenarios. `quick` leaves the answers to safeguards out.
    pub(super) fn new(scenarios: &[Scenario], quick: bool) -> Self {
        let steps = scenarios.iter().map(|scenario| scenario.steps.len() as u64).sum();
        // The bar hides by itself where standard error is no terminal.
        let bar = ProgressBar::new(steps);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        Self { bar, quick, number: 0, of: scenarios.len(), shown: BTreeSet::new(), tally: Tally::default() }
    }

    /// Prints a line beside the bar.
    pub(super) fn line(&self, text: impl Display) {
        self.bar.suspend(|| anstream::println!("{text}"));
    }

    /// Says what is being done while nothing is printed.
    pub(super) fn message(&self, text: &str) {
        self.bar.set_message(text.to_owned());
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn answered(&mut self, gate: Gate, side: Side, answers: &[Given]) {
        self.tally.answered += answers.len();
        let Some(first) = answers.first().filter(|_| !self.quick) else { return };
        let gate_words = gate.to_string().replace('_', " ");
        if self.shown.insert((side, gate)) {
            self.line(format_args!("  {}  safeguards at the gate of {gate_words}:", state(&first.by)));
            for given in answers {
                let Given { code, title, answer, by, confirmed_by, source } = given;
                let second =
                    confirmed_by.as_ref().map(|who| format!(", confirmed by {}", who.name)).unwrap_or_default();
                let by = person(by);
                self.line(format_args!(
                    "        {DONE}✓{DONE:#} {code} {title}: {} — {by}{second}{}",
                    answer.replace('_', " "),
                    articles(source)
                ));
            }
            return;
        }
        let mut people: Vec<&str> = answers.iter().map(|given| given.by.name.as_str()).collect();
        people.dedup();
        let mut each: Vec<String> = Vec::new();
        for name in people.iter().collect::<BTreeSet<_>>() {
            let codes: Vec<&str> =
                answers.iter().filter(|given| given.by.name == **name).map(|given| given.code.as_str()).collect();
            each.push(format!("{name} {}", codes.join(" ")));
        }
        let seconds: BTreeSet<String> = answers
            .iter()
            .filter_map(|given| {
                given.confirmed_by.as_ref().map(|who| format!("{} confirmed by {}", given.code, who.name))
            })
            .collect();
        each.extend(seconds);
        self.line(format_args!("  {}  {DONE}✓{DONE:#} {gate_words}: {}", state(&first.by), each.join("; ")));
    }

    fn begins(&mut self, scenario: &Scenario) {
        self.number += 1;
        self.message(scenario.title.en());
        self.line("");
        let (number, of) = (self.number, self.of);
        let by = if scenario.paper { " (on paper)" } else { "" };
        self.line(format_args!(
            "{TITLE}{number}/{of}  {}{TITLE:#}   {STATE}{} → {}{STATE:#}{by}",
            scenario.title.en(),
            scenario.requesting,
            scenario.requested
        ));
        for line in wrapped(scenario.story.en(), WIDTH - 4) {
            self.line(format_args!("    {line}"));
        }
        let shows: Vec<&str> = scenario.shows.iter().map(crate::domain::citation::Citation::as_str).collect();
        self.line(format_args!("    {FAINT}{}{FAINT:#}", shows.join(" · ")));
        self.line("");
    }
}

impl Audience for Screen {
    fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Begins(scenario) => self.begins(scenario),
            Event::Says(said) => self.line(format_args!("  {TITLE}“{said}”{TITLE:#}")),
            Event::Done { who, act, words, stage, source, .. } => {
                self.tally.done += 1;
                let to = stage.as_ref().map(|stage| format!(" → {DONE}{stage}{DONE:#}")).unwrap_or_default();
                self.line(format_args!("  {}  {}: {act}{to}{}", state(who), person(who), articles(source)));
                for line in wrapped(words.as_deref().unwrap_or_default(), WIDTH - 10) {
                    self.line(format_args!("        {FAINT}│ {line}{FAINT:#}"));
                }
            }
            Event::Answered { gate, side, answers } => self.answered(*gate, *side, answers),
            Event::Refused { who, act, rule, sentence, source } => {
                self.tally.refused += 1;
                self.line(format_args!(
                    "  {}  {REFUSED}✗ refused{REFUSED:#}  {}: {act} {FAINT}({rule}){FAINT:#}{}",
                    state(who),
                    person(who),
                    articles(source)
                ));
                for line in wrapped(sentence, WIDTH - 10) {
                    self.line(format_args!("        {REFUSED}│{REFUSED:#} {line}"));
                }
            }
            Event::Crossed { from, to, message, reference, state, source } => {
                self.tally.crossed += 1;
                let how = if state == "heard" { String::new() } else { format!(", {}", state.replace('_', " ")) };
                self.line(format_args!(
                    "  {STATE}{from} ══▶ {to}{STATE:#}  {message} ({reference}{how}){}",
                    articles(source)
                ));
            }
            Event::Waited { days, hours } => {
                let days = if *days > 0 { format!("{days} days ") } else { String::new() };
                let hours = if *hours > 0 { format!("{hours} hours ") } else { String::new() };
                self.line(format_args!("  {FAINT}··  {days}{hours}pass{FAINT:#}"));
            }
            Event::Clock { state, reference, stage, source } => {
                let what = stage
                    .as_ref()
                    .map_or_else(|| "reminds".to_owned(), |stage| format!("moves it → {DONE}{stage}{DONE:#}"));
                self.line(format_args!("  {STATE}{state}{STATE:#}  a clock of {reference} {what}{}", articles(source)));
            }
            Event::Stands { state, reference, stage } => {
                self.line(format_args!("  {STATE}{state}{STATE:#}  {FAINT}{reference} stands at:{FAINT:#} {stage}"));
            }
            Event::Step => self.bar.inc(1),
            Event::Ends(_) => {}
        }
    }
}

fn state(who: &Who) -> String {
    format!("{STATE}{}{STATE:#}", who.state)
}

fn person(who: &Who) -> String {
    let roles: Vec<String> = who.roles.iter().map(|role| role.to_string().replace('_', " ")).collect();
    format!("{} {FAINT}({}){FAINT:#}", who.name, roles.join(", "))
}

/// Citations, an instrument named once: `UNCC 24(1) 24(4), POLICY SG-12`.
fn articles(source: &[String]) -> String {
    if source.is_empty() {
        return String::new();
    }
    // The Convention first.
    let mut sorted: Vec<&String> = source.iter().collect();
    sorted.sort_by_key(|citation| !citation.starts_with("UNCC "));
    let mut text = String::new();
    let mut instrument = "";
    for citation in sorted.into_iter().take(MOST_ARTICLES) {
        let (of, article) = citation.split_once(' ').unwrap_or(("", citation));
        if of == instrument {
            text.push(' ');
        } else {
            text.push_str(if text.is_empty() { "" } else { ", " });
            text.push_str(of);
            text.push(' ');
            instrument = of;
        }
        text.push_str(article);
    }
    if source.len() > MOST_ARTICLES {
        text.push_str(" …");
    }
    format!("  {FAINT}[{text}]{FAINT:#}")
}
