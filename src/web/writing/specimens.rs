//! A control of every kind, for the style guide: as forms draw them, sound and wrong.

use askama::Template;

use super::super::form::{Problem, Problems};
use super::super::texts::Texts;
use super::control::{Choice, Control, Input, Row, Said};

#[derive(Template)]
#[template(path = "templates/development/controls.html")]
struct Controls {
    t: Texts,
    all: Vec<Control>,
    wrong: Problems,
}

/// Kinds of controls, each with what it is filled in with.
const KINDS: [&str; 9] = ["line", "long", "day", "number", "select", "radios", "checks", "group", "rows"];

/// What is wrong with each of them, below `wrong`.
pub(in crate::web) fn wrong(t: Texts) -> Problems {
    let problem = |kind: &&str| Problem { field: format!("wrong-{kind}"), text: t.say("adoption-reason-missing") };
    Problems(KINDS.iter().map(problem).collect())
}

/// A control of every kind, its ids below `prefix`.
pub(in crate::web) fn drawn(t: Texts, prefix: &str, wrong: &Problems) -> String {
    let controls = KINDS.map(|kind| control(t, &format!("{prefix}-{kind}"), input(t, prefix, kind)));
    let wrong = wrong.0.iter().map(|one| Problem { field: one.field.clone(), text: one.text.clone() }).collect();
    Controls { t, all: controls.into(), wrong: Problems(wrong) }.render().unwrap_or_default()
}

fn said(text: String) -> Said {
    Said { text, lang: None }
}

fn control(t: Texts, id: &str, input: Input) -> Control {
    Control {
        id: id.to_owned(),
        name: id.to_owned(),
        label: said(t.say("adoption-reason")),
        hint: said(t.say("adoption-reason-hint")),
        article: "UNCC 40(15)".to_owned(),
        asked: String::new(),
        needed: false,
        input,
    }
}

fn choices(t: Texts, id: &str) -> Vec<Choice> {
    ["write-save", "write-save-on", "write-save-later"]
        .iter()
        .enumerate()
        .map(|(at, words)| Choice {
            id: format!("{id}-{at}"),
            value: at.to_string(),
            label: said(t.say(words)),
            chosen: at == 1,
        })
        .collect()
}

fn input(t: Texts, prefix: &str, kind: &str) -> Input {
    let inner = |last: &str| {
        let id = format!("{prefix}-{kind}-{last}");
        control(t, &id, Input::Line(t.say("adoption-word")))
    };
    let id = format!("{prefix}-{kind}");
    match kind {
        "line" => Input::Line(t.say("adoption-send")),
        "long" => Input::Long(t.say("adoption-effect"), 4),
        "day" => Input::Day("2026-11-20".to_owned()),
        "number" => Input::Number("90".to_owned()),
        "select" => Input::Select(choices(t, &id)),
        "radios" => Input::Radios(choices(t, &id)),
        "checks" => Input::Checks(choices(t, &id)),
        "group" => Input::Group(vec![inner("a"), inner("b")]),
        "rows" => Input::Rows(vec![Row { number: 1, controls: vec![inner("c")], out: format!("{id}-out") }]),
        _ => Input::Unknown,
    }
}
