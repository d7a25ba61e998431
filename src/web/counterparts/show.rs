//! One other State: what it is bound by, what it has declared, what was agreed with it, how long it takes to answer.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::domain::gate::Side;
use crate::engine::lists::Declared;
use crate::engine::preflight;
use crate::http::service::Service;
use crate::operations::list_agreements::{self, Agreement, Stands};

use super::super::dates::moment;
use super::super::frame::Frame;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;
use super::Worded;

#[derive(Template)]
#[template(path = "templates/counterparts/show.html")]
struct Page {
    frame: Frame,
    back: String,
    code: String,
    outdated: bool,
    facts: Vec<(String, String)>,
    note: Option<String>,
    declared: Option<Said>,
    reservations: Vec<(Worded, String, String)>,
    agreements: Vec<Line>,
    rulebook: String,
}

/// What the State has declared.
struct Said {
    facts: Vec<(String, Option<String>)>,
    thresholds: Vec<(String, String, String)>,
    reservations: Vec<(Worded, String, String)>,
    conditions: Vec<(Worded, String, String)>,
    verified: Option<(String, Worded)>,
    known_from: String,
    source: String,
}

/// An agreement, and what has become of it.
struct Line {
    title: String,
    instrument: String,
    stands: String,
    agreed_on: String,
    agreed_on_text: String,
    /// What happened to it: label, time for programs, time for people.
    history: Vec<(String, String, String)>,
}

/// Shows a State.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Path((_, code)): Path<(String, String)>,
) -> Result<Response, Stop> {
    let stopped = |error| by.stop(&error);
    let agreements = list_agreements::run(&service.app, by.official()).await.map_err(stopped)?;
    let counted = service.counted.get(&service.app).await.map_err(stopped)?;
    let rulebook = &service.app.rulebooks().main;
    let party = rulebook.parties.values().find(|party| party.code.as_str() == code);
    let party = party.ok_or_else(|| by.nothing())?;
    let (t, language) = (by.visit.t, by.visit.language().to_string());
    let days = counted.counted.years.iter().find_map(|year| {
        let ours = year.sides.iter().find(|block| block.side == Side::Requesting)?;
        Some((year.year, *ours.median_days_by_counterpart.get(&code)?))
    });
    let mut facts = vec![(t.say("counterparts-bound"), super::bound(t, party))];
    facts.extend(party.known_from.map(|known| (t.say("counterparts-confidence"), super::known_from(t, known))));
    let adopted = service.app.rulebooks();
    let listing = adopted.iter().filter(|known| known.parties.contains_key(&party.code));
    let instruments: Vec<&str> = listing.map(|known| known.instrument_title(&language)).collect();
    facts.push((t.say("counterparts-instruments"), instruments.join("; ")));
    let reply = days.map_or_else(
        || t.say("counterparts-reply-unknown"),
        |(year, days)| format!("{} ({year})", t.count("counterparts-days", usize::try_from(days).unwrap_or_default())),
    );
    facts.push((t.say("counterparts-reply"), reply));
    let reservations = party
        .reservations
        .iter()
        .map(|one| (Worded::of(t, &one.about), one.articles.join(", "), super::known_from(t, one.known_from)));
    Ok(page(&Page {
        frame: Frame::for_one(&by, party.name.in_language(&language).to_owned()),
        back: by.visit.to("/counterparts"),
        outdated: preflight::is_outdated(party.profile.as_ref(), service.app.clock.now()),
        facts,
        note: party.note.clone(),
        declared: party.profile.as_ref().map(|declared| said(&service, t, declared)),
        reservations: reservations.collect(),
        agreements: agreements.iter().filter(|one| one.state.as_str() == code).map(|one| line(t, one)).collect(),
        rulebook: rulebook.hash.to_string(),
        code,
    }))
}

fn said(service: &Service, t: Texts, declared: &Declared) -> Said {
    let given = |text: String| Some(text).filter(|text| !text.is_empty());
    let language = t.0.to_string();
    let measures = |named: &[crate::domain::ids::MeasureName]| {
        if named.is_empty() {
            return t.say("counterparts-all-measures");
        }
        let main = service.app.rulebooks().main;
        let title = |name| main.measures.get(name).map(|known| known.title.in_language(&language));
        t.list(&named.iter().filter_map(title).collect::<Vec<_>>())
    };
    let cited = |source: &[crate::domain::citation::Citation]| {
        source.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    };
    let channels: Vec<String> = declared.channels.iter().map(|one| super::channel(t, *one)).collect();
    let hours = declared.contact.map(|contact| match (contact.always, contact.from_hour, contact.to_hour) {
        (true, ..) => t.say("counterparts-always"),
        (false, Some(from), Some(to)) => t.about("counterparts-hours", &format!("{from:02}:00–{to:02}:00 UTC")),
        (false, ..) => t.say("counterparts-office-hours"),
    });
    Said {
        facts: vec![
            (t.say("counterparts-authority"), given(declared.authority.in_language(&language).to_owned())),
            (t.say("counterparts-languages"), given(super::languages(t, &declared.languages))),
            (t.say("counterparts-channels"), given(t.list(&channels))),
            (t.say("counterparts-contact"), hours),
            (t.say("counterparts-dual"), declared.dual_criminality.map(|known| super::dual_criminality(t, known))),
        ],
        thresholds: declared
            .thresholds
            .iter()
            .map(|one| (t.count("counterparts-years", one.years.into()), measures(&one.measures), cited(&one.source)))
            .collect(),
        reservations: declared
            .reservations
            .iter()
            .map(|one| (Worded::of(t, &one.about), measures(&one.measures), cited(&one.source)))
            .collect(),
        conditions: declared
            .conditions
            .iter()
            .map(|one| (Worded::of(t, &one.about), measures(&one.measures), cited(&one.source)))
            .collect(),
        verified: declared.verified.as_ref().map(|known| (known.on.clone(), Worded::of(t, &known.by))),
        known_from: super::known_from(t, declared.known_from),
        source: cited(&declared.source),
    }
}

fn line(t: Texts, agreement: &Agreement) -> Line {
    let event = |id: &str, at: &String| (t.say(id), at.clone(), moment(t, at));
    let mut history = vec![event("counterparts-recorded", &agreement.recorded_at)];
    history.extend(agreement.confirmed_at.as_ref().map(|at| event("counterparts-confirmed", at)));
    history.extend(agreement.ended_at.as_ref().map(|at| event("counterparts-ended", at)));
    history.reverse();
    Line {
        title: agreement.title.clone(),
        instrument: agreement.instrument.to_string(),
        stands: t.say(match agreement.stands {
            Stands::Waits => "counterparts-waits",
            Stands::Counts => "counterparts-counts",
            Stands::Ended => "counterparts-is-ended",
        }),
        agreed_on_text: t.0.day(agreement.agreed_on),
        agreed_on: agreement.agreed_on.to_string(),
        history,
    }
}
