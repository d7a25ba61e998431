//! The style guide: every component of the pages in every state, drawn as the pages draw it, in any language.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::domain::safeguard::{Profile, SafeguardState};
use crate::engine::chart::{self, Options};
use crate::http::service::Service;

use super::super::chart::{Bar, Chart};
use super::super::dates::{Due, moment};
use super::super::form::Problems;
use super::super::frame::Frame;
use super::super::language::Language;
use super::super::stop::{Stop, page};
use super::super::visit::Visit;
use super::super::writing;

/// As many entries as a long case leaves.
const ENTRIES: usize = 60;

/// As long as a title may be, in characters.
const LONG_TITLE: usize = 200;

/// As long as names of files are that people drag from a mail, in characters.
const LONG_NAME: usize = 80;

#[derive(Template)]
#[template(path = "templates/development/styleguide.html")]
struct Guide {
    frame: Frame,
    wrong: Problems,
    /// Class and words of each state of a safeguard.
    states: Vec<(String, String)>,
    fields: String,
    fields_wrong: String,
    dues: Vec<Due>,
    title: String,
    file: String,
    now: String,
    entries: Vec<usize>,
    bars: String,
    picture: String,
}

/// Shows it.
pub(super) async fn show(State(service): State<Service>, visit: Visit) -> Result<Response, Stop> {
    let t = visit.t;
    let mut frame = Frame::of(&visit, "Style guide".to_owned());
    frame.done = Some(t.say("adoption-confirmed"));
    let now = crate::domain::time::to_text(visit.now);
    let due = |hours: i64| {
        let at = visit.now + jiff::SignedDuration::from_hours(hours);
        Due::of(t, &crate::domain::time::to_text(at), visit.now)
    };
    let main = service.app.rulebooks().main;
    let language = visit.language().to_string();
    let options = Options { measure: None, profile: Profile::Strict, language: &language, standalone: false };
    let picture = main.procedures.values().next().map(|procedure| chart::draw(&main, procedure, &options));
    let wrong = writing::specimens::wrong(t);
    Ok(page(&Guide {
        states: states().map(|state| (state.to_string(), t.name("state", state))).collect(),
        fields: writing::specimens::drawn(t, "sound", &Problems::default()),
        fields_wrong: writing::specimens::drawn(t, "wrong", &wrong),
        wrong,
        dues: [240, 30, -50].map(due).into(),
        title: long(&t.say("adoption-propose-about"), LONG_TITLE),
        file: format!("{}.pdf", long("annex-7-of-the-letter-rogatory-", LONG_NAME - 4)),
        now: moment(t, &now),
        entries: (1..=ENTRIES).rev().collect(),
        bars: bars(&visit),
        picture: picture.unwrap_or_default(),
        frame,
    }))
}

fn states() -> impl Iterator<Item = SafeguardState> {
    <SafeguardState as strum::IntoEnumIterator>::iter()
}

/// A text said again until it is as long as wanted, in characters.
fn long(text: &str, wanted: usize) -> String {
    format!("{text} ").chars().filter(|letter| !letter.is_control()).cycle().take(wanted).collect()
}

fn bars(visit: &Visit) -> String {
    let bar = |label: &str, from, to, second| Bar {
        label: visit.t.say(label),
        from,
        to,
        value: format!("{from}–{to}"),
        second,
    };
    let bars = [bar("turns-ours", 5, 9, false), bar("turns-theirs", 15, 19, true)];
    let (title, about) = (visit.t.say("request-held-by"), visit.t.say("statistics-picture"));
    let mirrored = visit.language() == Language::Ar;
    Chart { id: "guide", title: &title, about: &about, bars: &bars, mirrored }.draw()
}
