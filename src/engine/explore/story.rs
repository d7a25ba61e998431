//! Flaws as numbered stories in plain words: who does what, at which stage, and which article is broken.

use crate::domain::gate::{Gate, Subject};
use crate::domain::role::Role;

use super::super::flaw::{Flaw, Sites};
use super::super::floor::LawClock;
use super::super::measure::Measure;
use super::super::refusal::listed;
use super::breach::Breach;
use super::demand::Because;
use super::machine::{Cause, Edge, Machine};
use super::safety::Case;
use super::search::{Broken, MOST_STATES};
use super::state::{Refuses, Stand, State, Words};
use super::step::Step;

/// A role as people say it.
pub(super) fn role(role: Role) -> &'static str {
    match role {
        Role::DraftingOfficial => "a drafting official",
        Role::CentralAuthority => "the central authority",
        Role::ExecutingAuthority => "the executing authority",
        Role::JudicialAuthority => "a judge",
        Role::RightsReviewer => "a human-rights reviewer",
        Role::DataProtectionReviewer => "a data-protection reviewer",
        Role::PointOfContact => "the point of contact",
        Role::Auditor => "an auditor",
        Role::Administrator => "an administrator",
    }
}

/// Tells how a rule is broken.
pub(super) fn tell(
    sites: &Sites<'_>,
    (machine, laws): (&Machine<'_>, &[(usize, &'static LawClock)]),
    broken: &Broken<Breach>,
    (cases, measures): (&[Case<'_>], &[&Measure]),
) -> Flaw {
    let safeguard = cases.first().map(|case| format!("{} ({})", case.code, case.title));
    let safeguard = safeguard.as_deref().unwrap_or("the safeguard");
    let mut story: Vec<String> = broken.way.iter().map(|(state, step)| one(machine, state, *step, safeguard)).collect();
    let last = broken.way.last();
    let edge = last.and_then(|(_, step)| match step {
        Step::Take(index) => machine.edges.get(*index).map(|edge| (*index, edge)),
        Step::Write(..) | Step::Answer(..) | Step::Confirm(_) | Step::TakeBack(_) | Step::Due(_) => None,
    });
    let name = edge.map_or_else(String::new, |(_, edge)| title(edge));
    let (sentence, mut articles) = verdict(machine, laws, broken.rule, &name, safeguard);
    story.push(format!("So {sentence}."));
    if articles.is_empty() {
        articles = cases.first().map_or_else(Vec::new, |case| case.articles.clone());
    }
    let file = format!("procedures/{}.toml", machine.procedure.name);
    let pointer = edge.map_or_else(
        || format!("/{}", machine.name),
        |(index, _)| format!("/{}/transition/{index}/name", machine.name),
    );
    let cited: Vec<&str> = articles.iter().map(String::as_str).collect();
    let mut flaw = sites.flaw(broken.rule.name(), (&file, &pointer), sentence, &cited);
    flaw.story = story;
    flaw.concerns = concerns(cases);
    flaw.concerns.extend(measures.iter().map(|measure| format!("`{}`", measure.name)));
    flaw
}

/// Safeguards with the measures and profiles in which the same story comes about.
fn concerns(cases: &[Case<'_>]) -> Vec<String> {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for case in cases {
        let what = format!("{} for `{}`", case.code, case.measure.name);
        let profile = format!("`{}`", case.profile);
        match told.iter_mut().find(|(known, _)| *known == what) {
            Some((_, profiles)) => profiles.push(profile),
            None => told.push((what, vec![profile])),
        }
    }
    told.into_iter().map(|(what, profiles)| format!("{what} in {}", profiles.join(", "))).collect()
}

/// A part with more states, or a safeguard with more places, than is explored.
pub(super) fn too_many(sites: &Sites<'_>, machine: &Machine<'_>) -> Flaw {
    let file = format!("procedures/{}.toml", machine.procedure.name);
    let sentence = format!(
        "`{}` is too large to be proved: more than {MOST_STATES} states, or a safeguard at more than four of its gates; split it",
        machine.name
    );
    sites.flaw("too-large", (&file, &format!("/{}", machine.name)), sentence, &[])
}

fn stage(machine: &Machine<'_>, index: u8) -> String {
    machine.stage(index).map_or_else(String::new, |stage| format!("“{}”", stage.title.en()))
}

fn title(edge: &Edge<'_>) -> String {
    let title = edge.transition.title.en();
    if title.is_empty() {
        format!("`{}`", edge.transition.name)
    } else {
        format!("“{title}” (`{}`)", edge.transition.name)
    }
}

/// One step in words.
pub(super) fn one(machine: &Machine<'_>, state: &State, step: Step, safeguard: &str) -> String {
    let at = stage(machine, state.stage);
    match step {
        Step::Write(subject, words) => {
            format!("At the stage {at}, an official writes the {}{}.", noun(subject), says(words))
        }
        Step::Answer(place, stand) => format!("{safeguard} is {} (place {}).", answered(stand), place + 1),
        Step::Confirm(_) => format!("A second official confirms the answer to {safeguard}."),
        Step::TakeBack(_) => format!("The answer to {safeguard} is taken back."),
        Step::Due(_) => format!("The day passes by which {safeguard} was to be answered."),
        Step::Take(index) => machine.edges.get(index).map_or_else(String::new, |edge| taken(machine, state, edge)),
    }
}

fn taken(machine: &Machine<'_>, state: &State, edge: &Edge<'_>) -> String {
    let (from, to, name) = (stage(machine, state.stage), stage(machine, edge.to), title(edge));
    let gates = &edge.transition.gates;
    let at = if gates.is_empty() { String::new() } else { format!(", at the gate {}", listed(gates, " and ")) };
    let sends =
        edge.transition.sends.as_ref().map_or_else(String::new, |sends| format!("; the message `{sends}` leaves"));
    let who = match edge.cause {
        Cause::Officials => {
            let roles = edge.transition.by.iter().flatten().map(|one| role(*one));
            roles.collect::<Vec<_>>().join(" or ")
        }
        Cause::Message(message) => format!("the other State's message `{}` comes", message.name),
        Cause::Linked(procedure, message) => format!("a chained request of `{procedure}` sees its message `{message}`"),
        Cause::Clock(index) => {
            let name = machine.part.deadlines.get(index).map_or_else(String::new, |deadline| deadline.name.to_string());
            format!("the time of the clock `{name}` is up")
        }
    };
    let does = match edge.cause {
        Cause::Officials => format!("{who} takes {name}"),
        Cause::Message(_) | Cause::Linked(..) | Cause::Clock(_) => format!("{who}, and with it {name}"),
    };
    format!("At the stage {from}, {does}{at}, to {to}{sends}.")
}

fn noun(subject: Subject) -> &'static str {
    match subject {
        Subject::Request => "request",
        Subject::Decision => "decision",
        Subject::Result => "result",
        Subject::Renewal => "wish for an extension",
        Subject::Use => "use that is proposed",
    }
}

fn says(words: Words) -> String {
    let mut says = Vec::new();
    if words.grants {
        says.push("grants");
    }
    match words.refuses {
        Refuses::Nothing => {}
        Refuses::Asking => says.push("refuses on a ground that asks for consultation"),
        Refuses::Slipping => says.push("refuses on a ground that should ask for consultation"),
        Refuses::Freely => says.push("refuses on a ground that asks for no consultation"),
        Refuses::Foully => says.push("refuses on a ground that the treaty does not allow"),
    }
    if words.postpones {
        says.push("postpones");
    }
    if says.is_empty() { String::new() } else { format!(", which {}", says.join(", and ")) }
}

fn answered(stand: Stand) -> &'static str {
    match stand {
        Stand::Open => "answered in a way that opens nothing",
        Stand::Cleared => "cleared",
        Stand::OnCondition => "cleared on a condition that is named",
        Stand::Unbound => "cleared on a condition that nothing names",
        Stand::Blocking => "answered in the negative",
        Stand::Stale => "answered for something that has since changed",
        Stand::Deferred => "put off to a later day",
        Stand::Unconfirmed => "answered, and waits for a second official",
    }
}

fn stands(stand: Stand) -> &'static str {
    match stand {
        Stand::Open | Stand::Unbound => "is open",
        Stand::Cleared | Stand::OnCondition | Stand::Blocking => "was answered in the negative",
        Stand::Stale => "was answered for something that has since changed",
        Stand::Deferred => "was put off",
        Stand::Unconfirmed => "waits for a second official",
    }
}

/// What passing a gate does, in words.
fn does(gate: Gate) -> &'static str {
    match gate {
        Gate::Authorisation => "the request is authorised",
        Gate::Sending => "the request leaves",
        Gate::Admission => "the request is admitted",
        Gate::Decision => "assistance is granted",
        Gate::Execution => "the measure is carried out",
        Gate::Disclosure => "what was obtained is handed over",
        Gate::Use => "what was received is used",
        Gate::OnwardTransfer => "what was received is passed on",
        Gate::Renewal => "the measure is extended",
        Gate::Validation => "the emergency is validated",
        Gate::Refusal => "assistance is refused",
        Gate::Postponement => "assistance is postponed",
        Gate::Closing => "the matter is closed",
    }
}

/// The sentence of a breach, and the articles of the rule where they are not the safeguard's own.
fn verdict(
    machine: &Machine<'_>,
    laws: &[(usize, &'static LawClock)],
    breach: Breach,
    name: &str,
    safeguard: &str,
) -> (String, Vec<String>) {
    let cited = |articles: &[&str]| articles.iter().map(|article| (*article).to_owned()).collect();
    let law = |index: usize| laws.get(index).map_or(("", ""), |(_, law)| (law.name, law.article));
    match breach {
        Breach::RoundGate(demand) => {
            let why = match demand.because {
                Because::Declared => "the effect it declares",
                Because::Carried => "what its message carries",
                Because::Named => "the step that its name says",
                Because::StandsThere | Because::Entered => "where it leads",
            };
            let sentence = format!(
                "{} with {name} past the gate `{}`, at which it has to stand for {why}",
                does(demand.gate),
                demand.gate
            );
            (sentence, cited(&["UNCC 24(4)"]))
        }
        Breach::NoOfficial(demand) => {
            let sentence = format!(
                "{} with {name} although no official acts: only officials pass the gate `{}`",
                does(demand.gate),
                demand.gate
            );
            (sentence, cited(&["UNCC 24(2)"]))
        }
        Breach::Behind(gate, stale) => {
            let sentence = format!(
                "{name} leads behind the gate `{gate}` although the gate `{stale}` was not passed for what stands there now"
            );
            (sentence, cited(&["UNCC 24(4)"]))
        }
        Breach::Uncleared(effect, asked, stand) => (
            format!("{} with {name} while {safeguard} {} at the gate `{asked}`", does(effect), stands(stand)),
            Vec::new(),
        ),
        Breach::Deferred(effect, asked) => {
            let sentence = format!(
                "{} with {name} while the answer to {safeguard} at the gate `{asked}` is put off, which nothing allows",
                does(effect)
            );
            (sentence, cited(&["UNCC 41(3)(e)"]))
        }
        Breach::Unclosed => {
            let sentence = format!(
                "{name} ends it without the gate `closing`: nobody is asked whether what was held is released or deleted, and who was told"
            );
            (sentence, cited(&["UNCC 24(2)", "UNCC 36(2)"]))
        }
        Breach::Unanswered => {
            let sentence = format!(
                "{name} ends the request at the requested State without the gate of refusal or of closing and a word to the other State"
            );
            (sentence, cited(&["UNCC 40(25)", "UNCC 40(26)"]))
        }
        Breach::FoulGround => (
            format!("{name} refuses on a ground that the treaty does not allow for this measure"),
            cited(&["UNCC 40(21)", "UNCC 42(6)", "UNCC 43(2)"]),
        ),
        Breach::NotConsulted => (
            format!("{name} refuses on a ground that asks for consultation, and nothing was talked over"),
            cited(&["UNCC 40(28)"]),
        ),
        Breach::ClockStands(index) => {
            let (clock, article) = law(index);
            (
                format!("{name} enters a stage in which the clock `{clock}` has to run, and it does not"),
                cited(&[article]),
            )
        }
        Breach::ClockRenewed(index) => {
            let (clock, article) = law(index);
            (
                format!("{name} begins the clock `{clock}` anew without the gate that the law wants for it"),
                cited(&[article]),
            )
        }
        Breach::NeverLeft(index) => {
            let clock = machine.part.deadlines.get(index).map_or_else(String::new, |clock| clock.name.to_string());
            (
                format!(
                    "{name} enters a stage that is left when the clock `{clock}` is up, and that clock does not run"
                ),
                Vec::new(),
            )
        }
    }
}
