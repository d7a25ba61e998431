//! My queue: what waits for whoever looks, what waits for others, what has ended; what is due comes first.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use crate::domain::role::Role;
use crate::engine::rulebooks::Rulebooks;
use crate::http::service::Service;
use crate::operations::read_queue::{self, COUNTED, QueueLine, QueuePart, QueueQuery};

use super::super::dates::{Due, short_moment};
use super::super::frame::{Frame, Link};
use super::super::intake;
use super::super::session::SignedIn;
use super::super::stop::{Stop, page};
use super::super::texts::Texts;
use super::super::words::{Words, state};
use super::super::writing::record;

/// So many requests stand on a page.
const ON_A_PAGE: u32 = 25;

/// Periods within which something may be due, in days.
const WITHIN: [u16; 3] = [3, 10, 30];

#[derive(Template)]
#[template(path = "templates/desk/queue.html")]
struct Queue {
    frame: Frame,
    /// The address of the queue.
    at: String,
    tabs: Vec<Link>,
    /// The tab, for the form.
    of: &'static str,
    urgent: usize,
    count: String,
    rows: Vec<Row>,
    measures: Vec<Choice>,
    counterparts: Vec<Choice>,
    within: Vec<Choice>,
    mine: bool,
    /// Filters that are set: what each says, and the address without it.
    chips: Vec<Chip>,
    /// Whether there can be a date.
    has_dates: bool,
    next: Option<String>,
    first: Option<String>,
    drafts: bool,
    /// Where they record what came on paper and import open cases, where they may.
    intake: Vec<(String, String)>,
}

/// Something to choose in a filter.
struct Choice {
    value: String,
    text: String,
    chosen: bool,
}

/// A filter that is set.
struct Chip {
    text: String,
    without: String,
}

/// A request in the list.
struct Row {
    to: String,
    reference: String,
    title: String,
    counterpart: String,
    measure: String,
    instrument: String,
    in_force: bool,
    stage: String,
    due: Option<Due>,
    holder: String,
    since: String,
    since_at: String,
    /// Who is away and has it, where it stands here for that.
    for_absent: Option<String>,
    /// The next thing for whoever looks: its address and its name.
    next: Option<(String, String)>,
}

#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Which {
    of: Option<String>,
    measure: Option<String>,
    with: Option<String>,
    within: Option<String>,
    mine: Option<String>,
    after: Option<String>,
}

/// Leads to the queue.
pub(super) async fn first(by: SignedIn) -> Response {
    Redirect::to(&by.visit.to("/queue")).into_response()
}

/// Shows the queue.
pub(super) async fn show(
    State(service): State<Service>,
    by: SignedIn,
    Query(which): Query<Which>,
) -> Result<Response, Stop> {
    let which = which.known(&service.app.rulebooks());
    let of = Of::named(which.of.as_deref());
    let (t, now) = (by.visit.t, service.app.clock.now());
    let query = which.query(of, now);
    let found =
        read_queue::run(&service.app, by.official(), &query, ON_A_PAGE).await.map_err(|error| by.stop(&error))?;
    let at = by.visit.to("/queue");
    let tabs = [Of::Authority, Of::Counterpart, Of::Ended].map(|tab| Link {
        to: format!("{at}?of={}", tab.name()),
        text: t.say(&format!("queue-{}", tab.name())),
        current: tab == of,
    });
    let count = if found.count >= usize::try_from(COUNTED).unwrap_or(usize::MAX) {
        t.count("queue-count-more", found.count)
    } else {
        t.count("queue-count", found.count)
    };
    let title = t.plain_pair(t.say(&format!("queue-{}", of.name())), &count);
    let roles: Vec<Role> = by.caller.roles().iter().copied().collect();
    let within = WITHIN.iter().map(|days| Choice {
        value: days.to_string(),
        text: t.count("queue-within-days", usize::from(*days)),
        chosen: which.days() == Some(*days),
    });
    let (measures, counterparts) = choices(t, &service.app.rulebooks(), &which);
    Ok(page(&Queue {
        frame: Frame::for_one(&by, title),
        tabs: tabs.into(),
        of: of.name(),
        urgent: found.urgent,
        count,
        rows: found.lines.into_iter().map(|line| row(&by, &roles, line, now)).collect(),
        chips: chips(t, &at, &which, &measures, &counterparts),
        measures,
        counterparts,
        within: within.collect(),
        mine: which.mine.is_some(),
        has_dates: of != Of::Ended,
        next: found.next.map(|after| format!("{at}?{}", Which { after: Some(after), ..which.clone() }.query_text())),
        first: which.after.is_some().then(|| format!("{at}?{}", which.without("after"))),
        intake: [
            ("record", "/requests/record", record::records(&by)),
            ("import", "/requests/import", intake::imports(&by)),
        ]
        .into_iter()
        .filter(|(_, _, may)| *may)
        .map(|(text, to, _)| (by.visit.to(to), t.say(text)))
        .collect(),
        drafts: roles.contains(&Role::DraftingOfficial) || roles.contains(&Role::CentralAuthority),
        at,
    }))
}

/// The tabs; addresses have kept their names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Authority,
    Counterpart,
    Ended,
}

impl Of {
    fn named(name: Option<&str>) -> Self {
        match name {
            Some("counterpart") => Of::Counterpart,
            Some("ended") => Of::Ended,
            _ => Of::Authority,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Of::Authority => "authority",
            Of::Counterpart => "counterpart",
            Of::Ended => "ended",
        }
    }

    fn part(self) -> QueuePart {
        match self {
            Of::Authority => QueuePart::Todo,
            Of::Counterpart => QueuePart::Others,
            Of::Ended => QueuePart::Ended,
        }
    }
}

impl Which {
    /// The same without what no rulebook knows: an address that somebody has typed narrows nothing.
    fn known(mut self, rulebooks: &Rulebooks) -> Self {
        let any = |text: &Option<String>, is: &dyn Fn(&str) -> bool| text.clone().filter(|text| is(text));
        self.measure = any(&self.measure, &|name| {
            rulebooks.iter().any(|rulebook| rulebook.measures.keys().any(|known| *known == *name))
        });
        self.with = any(&self.with, &|code| {
            rulebooks.iter().any(|rulebook| rulebook.parties.keys().any(|known| *known == *code))
        });
        self.within = self.days().map(|days| days.to_string());
        self.mine = self.mine.filter(|mine| !mine.is_empty());
        self.after = self.after.filter(|after| !after.is_empty());
        self
    }

    fn days(&self) -> Option<u16> {
        self.within.as_deref()?.parse().ok().filter(|days| WITHIN.contains(days))
    }

    fn query(&self, of: Of, now: Timestamp) -> QueueQuery {
        let until = |days: u16| now.checked_add(SignedDuration::from_hours(24 * i64::from(days))).ok();
        QueueQuery {
            part: of.part(),
            measure: self.measure.clone(),
            counterpart: self.with.clone(),
            until: self.days().filter(|_| of != Of::Ended).and_then(until),
            mine: self.mine.is_some(),
            after: self.after.clone(),
        }
    }

    fn pairs(&self) -> Vec<(&'static str, &str)> {
        let pairs = [
            ("of", &self.of),
            ("measure", &self.measure),
            ("with", &self.with),
            ("within", &self.within),
            ("mine", &self.mine),
            ("after", &self.after),
        ];
        pairs.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?))).collect()
    }

    fn query_text(&self) -> String {
        form_urlencoded::Serializer::new(String::new()).extend_pairs(self.pairs()).finish()
    }

    /// The same filters without one, from the first page on.
    fn without(&self, left_out: &str) -> String {
        let pairs = self.pairs().into_iter().filter(|(name, _)| *name != left_out && *name != "after");
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }
}

/// Measures and States of all rulebooks, by their names.
fn choices(t: Texts, rulebooks: &Rulebooks, which: &Which) -> (Vec<Choice>, Vec<Choice>) {
    let language = t.0.to_string();
    let choice = |value: String, text: String, chosen: Option<&str>| Choice {
        chosen: chosen == Some(value.as_str()),
        value,
        text,
    };
    // What several rulebooks name is called as the main one calls it, in the list below as well.
    let sorted = |choices: Vec<Choice>| {
        let mut seen = std::collections::BTreeSet::new();
        let mut once: Vec<Choice> = choices.into_iter().filter(|one| seen.insert(one.value.clone())).collect();
        once.sort_by(|one, other| (&one.text, &one.value).cmp(&(&other.text, &other.value)));
        once
    };
    let measures = rulebooks.iter().flat_map(|rulebook| rulebook.measures.values()).map(|known| {
        choice(known.name.to_string(), known.title.in_language(&language).to_owned(), which.measure.as_deref())
    });
    let parties = rulebooks.iter().flat_map(|rulebook| rulebook.parties.values()).map(|known| {
        choice(known.code.to_string(), known.name.in_language(&language).to_owned(), which.with.as_deref())
    });
    (sorted(measures.collect()), sorted(parties.collect()))
}

fn chips(t: Texts, at: &str, which: &Which, measures: &[Choice], counterparts: &[Choice]) -> Vec<Chip> {
    let chip = |name: &str, text: String| Chip { text, without: format!("{at}?{}", which.without(name)) };
    let chosen = |choices: &[Choice]| choices.iter().find(|choice| choice.chosen).map(|choice| choice.text.clone());
    let mut chips = Vec::new();
    chips.extend(chosen(measures).map(|text| chip("measure", text)));
    chips.extend(chosen(counterparts).map(|text| chip("with", text)));
    chips.extend(which.days().map(|days| chip("within", t.count("queue-within-days", usize::from(days)))));
    chips.extend(which.mine.as_ref().map(|_| chip("mine", t.say("queue-mine"))));
    chips
}

fn row(by: &SignedIn, roles: &[Role], line: QueueLine, now: Timestamp) -> Row {
    let t = by.visit.t;
    let words = Words { t, rulebook: &line.rulebook };
    let view = line.view;
    let measure = line.rulebook.measures.get(&view.standing.measure);
    let measure = measure.map_or_else(String::new, |known| known.title.in_language(&t.0.to_string()).to_owned());
    let actions = words.actions(&view, roles);
    Row {
        to: by.visit.to(&format!("/requests/{}", view.reference)),
        counterpart: state(t, &line.rulebook, &view.counterpart),
        measure,
        instrument: view.instrument.code.to_string(),
        in_force: view.instrument.in_force,
        stage: words.stage(&view, None, &view.stage),
        due: line.due_at.as_deref().map(|at| Due::of(t, at, now)),
        holder: match view.held_by {
            Some(holder) => t.name("request-held-by", holder),
            None => t.say("request-ended"),
        },
        since: short_moment(t, &view.stage_since),
        for_absent: line.for_absent,
        next: actions.first.map(|action| (action.to, action.title)),
        since_at: view.stage_since,
        reference: view.reference,
        title: view.title,
    }
}
