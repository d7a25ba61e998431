//! Draws fields as controls, in the language of the page, with what they say now.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::engine::form::{Field, Kind, Mark};
use crate::engine::lists::Texts as Names;
use crate::engine::rulebook::Rulebook;
use crate::engine::schema::{Lack, Why};

use super::super::form::Problem;
use super::super::texts::Texts;
use super::super::words::plain;
use super::control::{Choice, Control, Input, Row, Said, id_of, plain_text};

/// More choices than this stand in a list that unfolds.
const MANY: usize = 8;

/// Languages in which requests are written, as their speakers call them: the official ones of the United Nations first.
pub(super) const LANGUAGES: [(&str, &str); 44] = [
    ("ar", "العربية"),
    ("zh", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
    ("sq", "Shqip"),
    ("hy", "Հայերեն"),
    ("az", "Azərbaycan"),
    ("bn", "বাংলা"),
    ("bs", "Bosanski"),
    ("bg", "Български"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("et", "Eesti"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("ga", "Gaeilge"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("id", "Bahasa Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақша"),
    ("ko", "한국어"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("ms", "Bahasa Melayu"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("sv", "Svenska"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("vi", "Tiếng Việt"),
];

/// What draws fields.
pub(super) struct Pen<'r> {
    pub(super) t: Texts,
    pub(super) rulebook: &'r Rulebook,
    /// What choices are called that no rulebook knows, such as items and documents of this request.
    pub(super) names: BTreeMap<String, String>,
}

impl Pen<'_> {
    /// A text of the rule files, with its language where that is not the page's.
    pub(super) fn said(&self, names: &Names) -> Said {
        let language = self.t.0.to_string();
        let text = names.in_language(&language).to_owned();
        let lang = (!names.0.contains_key(&language) && !text.is_empty()).then_some("en");
        Said { text, lang }
    }

    /// What a choice is called.
    pub(super) fn choice(&self, code: &str) -> Said {
        if let Some(name) = self.names.get(code) {
            return Said { text: name.clone(), lang: None };
        }
        let coded = |title: &Names| {
            let said = self.said(title);
            Said { text: format!("{code} {}", said.text), ..said }
        };
        if let Some((_, ground)) = self.rulebook.grounds.iter().find(|(known, _)| known.as_str() == code) {
            return coded(&ground.title);
        }
        if let Some((_, condition)) = self.rulebook.conditions.iter().find(|(known, _)| known.as_str() == code) {
            return coded(&condition.title);
        }
        let text = self.t.name_if_any("value", code).unwrap_or_else(|| plain(code));
        Said { text, lang: None }
    }

    /// What a language is called.
    pub(super) fn language(code: &str) -> String {
        LANGUAGES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name).to_owned()
    }

    /// A field as a control, with what it says.
    pub(super) fn control(&self, field: &Field, name: &str, value: &Value) -> Control {
        Control {
            id: id_of(name),
            name: name.to_owned(),
            label: self.said(&field.title),
            hint: self.said(&field.about),
            article: field.article.clone().map(|article| self.article(&article)).unwrap_or_default(),
            asked: self.asked(field, name),
            needed: field.needed,
            input: self.input(field, name, value),
        }
    }

    /// Who asks for a field, said once: not again below it, nor where its article says so already.
    fn asked(&self, field: &Field, name: &str) -> String {
        let own = field.article.as_deref().is_some_and(|article| article.starts_with("POLICY"));
        let mark = field.mark.filter(|mark| !(name.contains('/') || own && *mark == Mark::Rulebook));
        mark.map(|mark| self.t.name("mark", mark)).unwrap_or_default()
    }

    /// An article as people read it: what is no treaty text is called a rule of this rulebook.
    pub(super) fn article(&self, citation: &str) -> String {
        match citation.strip_prefix("POLICY ") {
            Some("CONTENT") => self.t.say("write-own-rule"),
            Some(rule) => format!("{} {rule}", self.t.say("write-own-rule")),
            None => citation.to_owned(),
        }
    }

    fn input(&self, field: &Field, name: &str, value: &Value) -> Input {
        match &field.kind {
            Kind::Text(1) => Input::Line(plain_text(value)),
            Kind::Text(lines) => Input::Long(plain_text(value), *lines),
            Kind::Date => Input::Day(plain_text(value)),
            Kind::Number { .. } => Input::Number(plain_text(value)),
            Kind::Language => {
                let mut codes: Vec<&str> = LANGUAGES.iter().map(|(code, _)| *code).collect();
                let now = plain_text(value);
                if !now.is_empty() && !codes.contains(&now.as_str()) {
                    codes.push(&now);
                }
                let options = codes.iter().map(|code| (*code, Said { text: Self::language(code), lang: None }));
                Input::Select(self.with_none(name, options.collect(), &now))
            }
            Kind::Choice(options) => {
                let now = plain_text(value);
                let options: Vec<_> = options.iter().map(|code| (code.as_str(), self.choice(code))).collect();
                if options.len() > MANY {
                    return Input::Select(self.with_none(name, options, &now));
                }
                Input::Radios(self.radios(name, options, &now, field.needed))
            }
            Kind::YesNo => {
                let now = plain_text(value);
                let say = |id| Said { text: self.t.say(id), lang: None };
                let options = vec![("true", say("value-yes")), ("false", say("value-no"))];
                Input::Radios(self.radios(name, options, &now, field.needed))
            }
            Kind::Statement => {
                let said = Said { text: self.t.say("write-stated"), lang: None };
                Input::Checks(choices(name, vec![("true", said)], |_| *value == Value::Bool(true)))
            }
            Kind::Many(options) => {
                let chosen = |code: &str| value.as_array().is_some_and(|all| all.iter().any(|one| one == code));
                let options = options.iter().map(|code| (code.as_str(), self.choice(code)));
                Input::Checks(choices(name, options.collect(), chosen))
            }
            Kind::Group(fields) => Input::Group(self.below(fields, name, value)),
            Kind::List(fields) => {
                let rows = value.as_array().map_or(&[][..], Vec::as_slice);
                let of = |(number, row): (usize, &Value)| self.row(fields, name, number, row);
                let mut rows: Vec<Row> = rows.iter().enumerate().map(of).collect();
                if rows.is_empty() {
                    rows.push(self.row(fields, name, 0, &Value::Null));
                }
                Input::Rows(rows)
            }
            Kind::Unknown => Input::Unknown,
        }
    }

    fn below(&self, fields: &[Field], name: &str, value: &Value) -> Vec<Control> {
        let of = |field: &Field| {
            let value = value.get(&field.key).unwrap_or(&Value::Null);
            self.control(field, &format!("{name}/{}", field.key), value)
        };
        fields.iter().map(of).collect()
    }

    /// A row of a list.
    pub(super) fn row(&self, fields: &[Field], name: &str, number: usize, value: &Value) -> Row {
        let at = format!("{name}/{number}");
        Row { number: number + 1, controls: self.below(fields, &at, value), out: format!("{at}/out") }
    }

    fn radios(&self, name: &str, mut options: Vec<(&str, Said)>, now: &str, needed: bool) -> Vec<Choice> {
        // What need not be answered can be left open again.
        if !needed {
            options.push(("", Said { text: self.t.say("write-leave-open"), lang: None }));
        }
        choices(name, options, |code| code == now)
    }

    fn with_none(&self, name: &str, mut options: Vec<(&str, Said)>, now: &str) -> Vec<Choice> {
        options.insert(0, ("", Said { text: self.t.say("write-choose"), lang: None }));
        choices(name, options, |code| code == now)
    }

    /// What is wrong with what was typed, at the place where it stands.
    pub(super) fn problem(&self, field: &Field, lack: &Lack) -> Problem {
        let (label, of) = self.named(field, &lack.pointer);
        let what = match &lack.why {
            Why::Missing | Why::TooFew(_) => self.t.say("write-wrong-missing"),
            Why::AtLeast(limit) => self.t.about("write-wrong-least", limit),
            Why::AtMost(limit) => self.t.about("write-wrong-most", limit),
            Why::NoNumber => self.t.say("write-wrong-number"),
            Why::Form if matches!(of.kind, Kind::Date) => self.t.say("write-wrong-date"),
            Why::Form if matches!(of.kind, Kind::Number { .. }) => self.t.say("write-wrong-number"),
            Why::Form => self.t.say("write-wrong-form"),
        };
        Problem { field: id_of(&lack.pointer), text: self.t.plain_pair(label, what) }
    }

    /// What a place is called, with the field that stands there.
    pub(super) fn named<'f>(&self, field: &'f Field, pointer: &str) -> (String, &'f Field) {
        let (mut at, mut label) = (field, self.said(&field.title).text);
        for step in pointer.split('/').skip(2) {
            match &at.kind {
                Kind::Group(fields) | Kind::List(fields) => {
                    if let Some(below) = fields.iter().find(|below| below.key == step) {
                        at = below;
                        label = format!("{label}, {}", self.said(&below.title).text);
                    } else if let Ok(number) = step.parse::<usize>() {
                        label = format!("{label} {}", number + 1);
                    }
                }
                _ => {}
            }
        }
        (label, at)
    }
}

fn choices(name: &str, options: Vec<(&str, Said)>, chosen: impl Fn(&str) -> bool) -> Vec<Choice> {
    let of = |(place, (code, label)): (usize, (&str, Said))| Choice {
        // The first has the name's own id: what leads to the question leads there.
        id: if place == 0 { id_of(name) } else { format!("{}-{place}", id_of(name)) },
        value: code.to_owned(),
        label,
        chosen: chosen(code),
    };
    options.into_iter().enumerate().map(of).collect()
}
