//! For whom a request waits: in every case that is told, for every official, the queue says what the rules and the page say.

use std::collections::BTreeSet;

use comity::cli::demo::cast::{self, Authority, TRAINING_PASSWORD};
use comity::cli::demo::event::Nobody;
use comity::cli::demo::play::Play;
use comity::cli::demo::scenario::Scenario;
use comity::clock::Clock;
use comity::domain::gate::Gate;
use comity::domain::ids::{ActorMark, MessageId, RequestReference, SafeguardName, SignInName, TransitionName};
use comity::domain::message::Direction;
use comity::domain::role::Role;
use comity::domain::safeguard::{Outcome, SafeguardState};
use comity::domain::time;
use comity::engine::command::{Actor, Command, GivenAnswer, Question, Take};
use comity::engine::decide::{RECORDERS, decide};
use comity::engine::explain::{self, Holder};
use comity::engine::refusal::Refusal;
use comity::engine::rulebook::Rulebook;
use comity::operations::add_document::LARGEST;
use comity::operations::add_official::{self, NewOfficial};
use comity::operations::read_queue::{self, QueuePart, QueueQuery};
use comity::operations::request_view::RequestView;
use comity::operations::{
    App, Official, Settings, assign_official, deputise, read_request, recuse_official, run_clocks, sign_in,
};
use comity::storage::Grouping;
use jiff::SignedDuration;
use sqlx::any::AnyConnectOptions;
use sqlx::{ConnectOptions as _, Row as _};

use super::desk::{Desk, run};
use crate::web::browser::Browser;

/// Where a request stands for an official: the part of their queue. None where it is in none.
async fn stands(app: &App, official: &Official, reference: &RequestReference) -> Option<QueuePart> {
    let mut found = Vec::new();
    for part in [QueuePart::Todo, QueuePart::Others, QueuePart::Ended] {
        if all(app, official, part).await.contains(&reference.to_string()) {
            found.push(part);
        }
    }
    assert!(found.len() <= 1, "{reference} stands for {} in {found:?}", official.name);
    found.first().copied()
}

/// Every reference in a part of a queue.
async fn all(app: &App, official: &Official, part: QueuePart) -> BTreeSet<String> {
    let (mut found, mut after) = (BTreeSet::new(), None);
    loop {
        let query = QueueQuery { part, after, ..QueueQuery::default() };
        let page = read_queue::run(app, official, &query, 50).await.unwrap();
        for line in page.lines {
            assert!(found.insert(line.view.reference.clone()), "{} twice", line.view.reference);
        }
        if page.next.is_none() {
            return found;
        }
        after = page.next;
    }
}

/// Whether the rules let somebody do something that does not stop a request: asked of them by trying everything.
fn can_act(rulebook: &Rulebook, view: &RequestView, actor: &Actor, now: jiff::Timestamp) -> bool {
    let (request, roles) = (&view.standing, actor.roles.clone().unwrap());
    let tries = |command: Command| decide(rulebook, request, &command, actor, now);
    let mine = |by: &[Role]| by.iter().any(|role| roles.contains(role));
    let procedure = &rulebook.procedures[&request.procedure];
    if matches!(tries(Command::Recuse { reasoned: true }), Err(Refusal::Recused)) {
        return false;
    }
    let writes = explain::writable(procedure, request).iter().any(|text| mine(&text.by));
    let steps = explain::next(procedure, request).into_iter().any(|next| {
        let part = match next.holding {
            Some(_) => procedure.holding.as_ref().unwrap(),
            None => procedure.part(request.side),
        };
        let known = part.transitions.iter().find(|known| known.name == *next.transition).unwrap();
        let holding = next.holding.clone().map(|id| MessageId::parse(id).unwrap());
        let transition = TransitionName::parse(next.transition).unwrap();
        !explain::consequences(part, known).stops_the_request
            && tries(Command::Take(Take { transition, holding, reasoned: true, missing: Vec::new() })).is_ok()
    });
    let measure = &rulebook.measures[&request.measure];
    let asked = explain::safeguards(rulebook, measure, procedure, request, now);
    let answers = asked.iter().filter(|asked| asked.state != SafeguardState::Cleared).any(|asked| {
        let name = SafeguardName::parse(asked.safeguard.clone()).unwrap();
        let holding = asked.holding.clone().map(|id| MessageId::parse(id).unwrap());
        let read = request.read_by(asked.gate, holding.as_ref()).cloned();
        let question = Question { safeguard: name.clone(), gate: asked.gate, holding };
        if asked.state == SafeguardState::Unconfirmed {
            return tries(Command::Confirm(question)).is_ok();
        }
        rulebook.safeguards[&name].answers_at(asked.gate, request.side, &request.measure).any(|(answer, rule)| {
            let given = GivenAnswer {
                question: question.clone(),
                read: read.clone(),
                answer: answer.clone(),
                reasoned: true,
                documents: 1,
                later_by: Some(time::hours_after(now, 1)),
            };
            // What an answer says in the negative waits for nobody: anybody may always object.
            rule.outcome != Outcome::NotMet && tries(Command::Answer(given)).is_ok()
        })
    });
    let confirms = request.recorded.iter().any(|(id, one)| match one.direction {
        Direction::Out => tries(Command::ConfirmHandedOver { id: id.clone() }).is_ok(),
        Direction::In => mine(&RECORDERS) && one.by != actor.mark,
    });
    writes || steps || answers || confirms
}

/// Holds the queues of every official of an authority against the rules, and against what its pages offer.
async fn held_against_the_rules(authority: &Authority, database: &str, now: jiff::Timestamp) -> [usize; 3] {
    let app = &authority.app;
    let mut counted = [0; 3];
    let mut reader = database.parse::<AnyConnectOptions>().unwrap().connect().await.unwrap();
    let rows = sqlx::query("SELECT id, reference FROM assistance_request").fetch_all(&mut reader).await.unwrap();
    for official in authority.officials() {
        let parts = [
            all(app, official, QueuePart::Todo).await,
            all(app, official, QueuePart::Others).await,
            all(app, official, QueuePart::Ended).await,
        ];
        let mut browser = Browser::of(app);
        let fields = [("name", official.sign_in.as_str()), ("password", TRAINING_PASSWORD)];
        browser.keeps(&browser.send("/en/sign-in", &fields).await.is(303));
        for row in &rows {
            let (id, reference): (String, String) = (row.get("id"), row.get("reference"));
            let Ok(view) = read_request::run(app, official, &reference.parse().unwrap()).await else {
                assert!(!parts.iter().any(|part| part.contains(&reference)), "{} sees {reference}", official.name);
                continue;
            };
            let rulebook = app.rulebook_of(&view.standing.rulebook).await.unwrap();
            let mark = app.storage.keys().of(&id).unwrap().mark(official.id.as_str());
            let mark = ActorMark::parse(mark.to_string()).unwrap();
            let can = can_act(&rulebook, &view, &Actor::of(mark, Some(official.roles.clone())), now);
            let stands: Vec<bool> = parts.iter().map(|part| part.contains(&reference)).collect();
            let told = || {
                format!(
                    "{} ({:?}) and {reference} `{}` in `{}` of {} {}: {stands:?}, can act: {can}",
                    official.name, official.roles, view.title, view.stage, view.procedure, view.side
                )
            };
            assert_eq!(stands.iter().filter(|stands| **stands).count(), 1, "{}", told());
            let page = browser.open(&format!("/en/requests/{reference}")).await.is(200);
            let offers = page.html.contains("<p><a class=\"button primary\"");
            assert_eq!(offers, can, "the page: {}", told());
            assert!(can || !stands[0], "nothing to do: {}", told());
            match view.held_by {
                Some(Holder::Authority) => assert_eq!(stands[0], can, "{}", told()),
                Some(Holder::Counterpart) => assert!(!stands[2], "{}", told()),
                None => assert!(!stands[1], "{}", told()),
            }
            for (count, stands) in counted.iter_mut().zip(stands) {
                *count += usize::from(stands);
            }
        }
        for of in ["authority", "counterpart", "ended"] {
            let page = browser.open(&format!("/en/queue?of={of}")).await.is(200);
            assert!(of != "authority" || !page.html.contains("Nothing for you now"), "{}", official.name);
        }
    }
    counted
}

/// Plays every case, one to a third, the next to two thirds, the next to its end, and holds all queues against the rules.
/// `first` says how far the first goes.
async fn in_every_case(databases: &[String], first: usize) {
    let mut scenarios = Scenario::shipped().unwrap();
    for (number, scenario) in scenarios.iter_mut().enumerate() {
        let thirds = (number + first) % 3 + 1;
        scenario.steps.truncate((scenario.steps.len() * thirds).div_ceil(3));
    }
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::set_to(scenarios[0].starts_at - SignedDuration::from_hours(24));
    let mut authorities = Vec::new();
    for (number, (state, people)) in cast::of_scenarios(&scenarios).unwrap().into_iter().enumerate() {
        let data = folder.path().join(state.as_str());
        let embedded = format!("sqlite:{}", data.join("comity.db").display());
        let database = databases.get(number).cloned().unwrap_or(embedded);
        let settings = Settings {
            database: database.clone(),
            data,
            erasures: None,
            workflows: None,
            clock: clock.clone(),
            grouping: Grouping::default(),
            largest_document: LARGEST,
        };
        authorities.push((database, Authority::set_up(settings, state, people).await.unwrap()));
    }
    let (databases, authorities): (Vec<String>, Vec<Authority>) = authorities.into_iter().unzip();
    for scenario in &scenarios {
        if let Err(error) = Play::new(scenario, &authorities, &clock).unwrap().run(&mut Nobody).await {
            panic!("{error:#}");
        }
    }
    sqlx::any::install_default_drivers();
    let mut counted = [0; 3];
    for (database, authority) in databases.iter().zip(&authorities) {
        let here = held_against_the_rules(authority, database, clock.now()).await;
        counted.iter_mut().zip(here).for_each(|(all, here)| *all += here);
    }
    println!("to do, waiting for others, ended: {counted:?}");
    assert!(counted.iter().all(|count| *count > 30), "{counted:?}");
}

#[test]
fn in_every_case_a_request_waits_for_whom_it_offers_something_on_sqlite() {
    run(in_every_case(&[], 0));
}

#[test]
fn in_every_case_a_request_waits_for_whom_it_offers_something_on_postgresql() {
    run(async { in_every_case(&[crate::postgres::database().await, crate::postgres::database().await], 1).await });
}

fn name(text: &str) -> SignInName {
    text.parse().unwrap()
}

#[test]
fn what_an_official_has_answered_waits_for_a_colleague() {
    Desk::each(async |desk| {
        let reference = desk.ready("expedited_preservation").await;
        let todo = async |who: &str| stands(&desk.app, desk.official(who), &reference).await;
        // What stops a request is always free, and nothing to do.
        let open = async |who: &str| {
            let view = read_request::run(&desk.app, desk.official(who), &reference).await.unwrap();
            let stops = |name: &str| ["abandon", "withdraw"].contains(&name);
            view.next.iter().any(|next| next.in_the_way.is_none() && !stops(&next.next.transition))
        };
        for who in ["carl", "cora", "anna"] {
            let waits = todo(who).await == Some(QueuePart::Todo);
            assert_eq!(waits, open(who).await, "{who}");
        }
        assert_eq!(todo("axel").await, None, "an auditor sees no queue");
    });
}

#[test]
fn whoever_stands_aside_has_nothing_to_do_and_still_finds_it() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        let rosa = desk.official("rosa");
        assert_eq!(stands(&desk.app, rosa, &reference).await, Some(QueuePart::Todo));
        recuse_official::run(&desk.app, rosa, &reference, Some("A relative works there.".to_owned())).await.unwrap();
        assert_eq!(stands(&desk.app, rosa, &reference).await, Some(QueuePart::Others));
        let page = Browser::signed_in(&desk.app, "rosa").await.open(&format!("/en/requests/{reference}")).await;
        assert!(!page.html.contains("/safeguards/authorisation/\""), "{}", page.html);
    });
}

#[test]
fn who_is_assigned_finds_it_under_what_it_is_to_them() {
    Desk::each(async |desk| {
        let draft = desk.draft("production").await;
        assert_eq!(stands(&desk.app, desk.official("egon"), &draft).await, None);
        assign_official::run(&desk.app, desk.official("carl"), &draft, &name("egon")).await.unwrap();
        assert_eq!(stands(&desk.app, desk.official("egon"), &draft).await, Some(QueuePart::Others));
        // It still waits for everybody who may write it: nobody is kept from it by another's name beside it.
        assert_eq!(stands(&desk.app, desk.official("anna"), &draft).await, Some(QueuePart::Todo));
        assign_official::run(&desk.app, desk.official("carl"), &draft, &name("carl")).await.unwrap();
        assert_eq!(stands(&desk.app, desk.official("carl"), &draft).await, Some(QueuePart::Todo));
    });
}

#[test]
fn for_a_deputy_it_waits_only_where_it_would_wait_for_both() {
    Desk::each(async |desk| {
        let admin = desk.official("admin");
        let new = NewOfficial { sign_in: name("rene"), name: "Rene".to_owned(), roles: vec![Role::RightsReviewer] };
        let added = add_official::run(&desk.app, admin, new).await.unwrap();
        let word = "another-long-pass-phrase-of-rene";
        sign_in::set_password(&desk.app, &name("rene"), &added.one_time_password, word).await.unwrap();
        let days = ("2027-03-02".parse().unwrap(), "2027-03-11".parse().unwrap());
        let asked =
            deputise::NewDeputyship { official: name("rosa"), deputy: name("egon"), from: days.0, until: days.1 };
        let asked = deputise::ask(&desk.app, desk.official("rosa"), asked).await.unwrap();
        deputise::confirm(&desk.app, admin, &asked.deputyship).await.unwrap();
        let egon = desk.official("egon");

        let fresh = desk.submitted("production").await;
        assert_eq!(stands(&desk.app, egon, &fresh).await, Some(QueuePart::Todo), "neither was named");

        recuse_official::run(&desk.app, desk.official("rosa"), &fresh, Some("A relative.".to_owned())).await.unwrap();
        assert_eq!(stands(&desk.app, egon, &fresh).await, Some(QueuePart::Others), "whoever is away stands aside");

        let known = desk.submitted("production").await;
        assign_official::run(&desk.app, desk.official("carl"), &known, &name("rosa")).await.unwrap();
        assert_eq!(stands(&desk.app, egon, &known).await, Some(QueuePart::Todo), "one was named");
        assign_official::run(&desk.app, desk.official("carl"), &known, &name("egon")).await.unwrap();
        assert_eq!(stands(&desk.app, egon, &known).await, Some(QueuePart::Todo), "both were named");
        recuse_official::run(&desk.app, egon, &known, Some("A relative.".to_owned())).await.unwrap();
        assert_eq!(stands(&desk.app, egon, &known).await, Some(QueuePart::Others), "the deputy stands aside");
        assert_eq!(stands(&desk.app, desk.official("rosa"), &known).await, Some(QueuePart::Todo));
    });
}

#[test]
fn rows_of_an_older_program_are_placed_when_the_installation_is_opened() {
    Desk::each(async |desk| {
        let reference = desk.submitted("production").await;
        desk.clear(&reference, Gate::Authorisation, "cora").await;
        let rows = "SELECT who, part, place FROM queue_place ORDER BY who, part, place";
        let read = async || {
            let all = sqlx::query(rows).fetch_all(&mut desk.by_hand().await).await.unwrap();
            all.iter().map(|row| [0, 1, 2].map(|at| row.get::<String, _>(at))).collect::<Vec<_>>()
        };
        let before = read().await;
        desk.sql("DELETE FROM queue_place").await;
        desk.sql("INSERT INTO queue_anew (request_id, at) SELECT id, '' FROM assistance_request").await;
        let again = App::open(&desk.settings).await.unwrap();
        assert_eq!(read().await, before);
        assert!(!before.is_empty());
        let left = sqlx::query("SELECT request_id FROM queue_anew").fetch_all(&mut desk.by_hand().await).await.unwrap();
        assert!(left.is_empty());
        // A row that does not read stays where it is, and keeps nobody from working.
        desk.sql("UPDATE assistance_request SET standing = '{}'").await;
        desk.sql("INSERT INTO queue_anew (request_id, at) SELECT id, '' FROM assistance_request").await;
        App::open(&desk.settings).await.unwrap();
        run_clocks::run(&again).await.unwrap();
        assert_eq!(read().await, before);
    });
}
