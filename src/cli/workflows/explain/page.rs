//! The way of a measure as plain text.

use std::fmt::Write as _;

use crate::domain::gate::Gate;
use crate::domain::message::AtExpiry;
use crate::domain::role::Role;
use crate::domain::safeguard::{Outcome, Profile};
use crate::engine::guide::{AnswerGuide, Asked, ClockGuide, GateGuide, PartGuide, StepGuide};
use crate::engine::measure::Measure;
use crate::engine::rulebook::Rulebook;
use crate::engine::words::{self, Language};

use super::super::super::output::wrapped;

/// Columns of a text.
const WIDTH: usize = 80;

/// A text in one language that grows line by line.
pub(super) struct Page {
    pub(super) text: String,
    pub(super) language: Language,
}

impl Page {
    /// A paragraph; further lines stand as far in as the first, and `hang` more.
    pub(super) fn put(&mut self, indent: usize, hang: usize, text: &str) {
        let mut rest = text.to_owned();
        let mut margin = indent;
        while !rest.is_empty() {
            let mut lines = wrapped(&rest, WIDTH - margin).into_iter();
            let line = lines.next().unwrap_or_default();
            let _ = writeln!(self.text, "{:margin$}{line}", "");
            rest = lines.collect::<Vec<_>>().join(" ");
            margin = indent + hang;
        }
    }

    pub(super) fn blank(&mut self) {
        self.text.push('\n');
    }

    pub(super) fn pick(&self, en: &'static str, fr: &'static str) -> &'static str {
        self.language.pick(en, fr)
    }

    pub(super) fn head(&mut self, rulebook: &Rulebook, measure: &Measure, profile: Profile, language: &str) {
        self.put(0, 0, &format!("{} ({})", measure.title.in_language(language), measure.name));
        let intrusive = if measure.is_intrusive() { self.pick(", intrusive", ", intrusive") } else { "" };
        let level = match self.language {
            Language::Ar | Language::Zh | Language::En | Language::Ru | Language::Es => format!(
                "Level {} of 10{intrusive}; by the procedure {}; profile {}",
                measure.level,
                measure.procedure,
                words::profile(self.language, profile)
            ),
            Language::Fr => format!(
                "Niveau {} sur 10{intrusive} ; selon la procédure {} ; profil {}",
                measure.level,
                measure.procedure,
                words::profile(self.language, profile)
            ),
        };
        self.put(0, 2, &level);
        let title = rulebook.instrument_title(language);
        let force = if rulebook.about.in_force {
            self.pick("in force", "en vigueur")
        } else {
            self.pick(
                "not in force: for training, or where both States agreed to apply it",
                "pas en vigueur : pour la formation, ou si les deux États en sont convenus",
            )
        };
        self.put(0, 2, &format!("{title} – {force}"));
        let _ = writeln!(self.text, "{} {}", rulebook.about.name, rulebook.hash);
        if let Some(before) = &measure.follows {
            let only = self.pick(
                "It can be asked for only after a request by the procedure ",
                "Elle ne peut être demandée qu'après une demande selon la procédure ",
            );
            self.put(0, 2, &format!("{only}{before}"));
        }
    }

    pub(super) fn part(&mut self, part: &PartGuide<'_>, measure: &Measure) {
        let heading = match part.part {
            "requesting" => self.pick("THE REQUESTING STATE", "L'ÉTAT REQUÉRANT"),
            "requested" => self.pick("THE REQUESTED STATE", "L'ÉTAT REQUIS"),
            _ => self.pick("EACH DELIVERY, AT THE REQUESTING STATE", "CHAQUE REMISE, CHEZ L'ÉTAT REQUÉRANT"),
        };
        self.blank();
        self.put(0, 0, heading);
        for gate in &part.gates {
            self.gate(gate, measure);
        }
        if !part.steps.is_empty() {
            self.blank();
            let title = self.pick("Steps at no gate", "Étapes sans porte");
            self.put(2, 0, title);
            for step in &part.steps {
                self.step(step);
            }
        }
        if !part.clocks.is_empty() {
            self.blank();
            let title = self.pick("Clocks", "Délais");
            self.put(2, 0, title);
            for clock in &part.clocks {
                self.clock(clock);
            }
        }
    }

    fn gate(&mut self, gate: &GateGuide<'_>, measure: &Measure) {
        self.blank();
        let name = words::gate(self.language, gate.gate);
        let mut title = format!("{}{name}", self.pick("Gate of ", "Porte : "));
        if let Some(subject) = gate.reads {
            let _ =
                write!(title, "{}{}", self.pick(": reads ", " ; on y lit "), words::subject(self.language, subject));
        }
        self.put(2, 2, &title);
        for step in &gate.steps {
            self.step(step);
        }
        if !gate.asks_again.is_empty() {
            let gates: Vec<&str> = gate.asks_again.iter().map(|gate| words::gate(self.language, *gate)).collect();
            let again = self.pick("asked again here: the gates of ", "redemandées ici : les portes ");
            self.put(4, 2, &format!("{again}{}", gates.join(", ")));
        }
        if let Some(people) = self.two_people(gate.gate, measure) {
            self.put(4, 2, people);
        }
        if gate.safeguards.is_empty() {
            let none = self.pick("no safeguard binds here in this profile", "aucune garantie n'y vaut dans ce profil");
            self.put(4, 2, none);
        }
        for asked in &gate.safeguards {
            self.safeguard(asked);
        }
    }

    /// What an intrusive measure asks of people at a gate. Source: UNCC 24(2), safeguard SG-38.
    fn two_people(&self, gate: Gate, measure: &Measure) -> Option<&'static str> {
        if !measure.is_intrusive() {
            return None;
        }
        match gate {
            Gate::Authorisation => {
                Some(self.pick(
                    "the author of the request does not authorise it",
                    "l'auteur de la demande ne l'autorise pas",
                ))
            }
            Gate::Sending => {
                Some(self.pick(
                    "whoever authorised the request does not send it",
                    "qui a autorisé la demande ne l'envoie pas",
                ))
            }
            Gate::Disclosure => Some(self.pick(
                "whoever decided does not disclose, whoever collected answers nothing here",
                "qui a décidé ne divulgue pas, qui a recueilli ne répond à rien ici",
            )),
            Gate::Admission
            | Gate::Decision
            | Gate::Execution
            | Gate::Use
            | Gate::OnwardTransfer
            | Gate::Renewal
            | Gate::Validation
            | Gate::Refusal
            | Gate::Postponement
            | Gate::Closing => None,
        }
    }

    fn roles(&self, roles: &[Role]) -> String {
        let or = self.pick(" or ", " ou ");
        roles.iter().map(|role| words::role(self.language, *role)).collect::<Vec<_>>().join(or)
    }

    fn step(&mut self, step: &StepGuide<'_>) {
        let by = self.pick("by ", "par ");
        let mut text = format!("> {} ({}): {by}{}", step.title, step.name, self.roles(step.by));
        if let Some(message) = step.sends {
            let _ = write!(text, "; {}`{message}`", self.pick("sends ", "envoie "));
        }
        let _ = write!(text, "; {}", cited(step.source));
        self.put(4, 2, &text);
    }

    fn safeguard(&mut self, asked: &Asked<'_>) {
        self.blank();
        let basis = words::basis(self.language, asked.basis);
        self.put(4, 6, &format!("{} {} ({basis})", asked.code, asked.title));
        self.put(6, 0, asked.question);
        self.put(6, 2, &cited(asked.source));
        let mut who = format!("{}{}", self.pick("answered by ", "répond : "), self.roles(asked.answered_by));
        if !asked.confirmed_by.is_empty() {
            let confirmed = self.pick("; confirmed by another official: ", " ; confirmé par un autre agent : ");
            let _ = write!(who, "{confirmed}{}", self.roles(asked.confirmed_by));
        }
        self.put(6, 2, &who);
        let (clearing, shutting): (Vec<&AnswerGuide<'_>>, Vec<_>) =
            asked.answers.iter().partition(|answer| answer.clears);
        for (word, list) in [
            (self.pick("clears: ", "lève la garantie : "), clearing),
            (self.pick("keeps the gate shut: ", "tient la porte fermée : "), shutting),
        ] {
            if !list.is_empty() {
                let said: Vec<String> = list.into_iter().map(|answer| self.answer(answer, asked)).collect();
                self.put(6, 2, &format!("{word}{}", said.join("; ")));
            }
        }
        if asked.hard {
            let hard = self.pick(
                "a negative answer stands: nobody replaces it for what was read",
                "une réponse négative demeure : nul ne la remplace pour ce qui a été lu",
            );
            self.put(6, 2, hard);
        }
    }

    fn answer(&self, answer: &AnswerGuide<'_>, asked: &Asked<'_>) -> String {
        let outcome = words::outcome(self.language, answer.outcome);
        let mut text = outcome.to_owned();
        let plain = answer.name == <&'static str>::from(answer.outcome);
        if !plain {
            let _ = write!(text, " (`{}`)", answer.name);
        }
        let mut needs = Vec::new();
        if answer.needs_reason {
            needs.push(self.pick("reasons", "motifs").to_owned());
        }
        if answer.needs_document {
            needs.push(self.pick("a document", "une pièce").to_owned());
        }
        if let Some(condition) = answer.condition {
            needs.push(format!("{}{condition}", self.pick("the condition ", "la condition ")));
        }
        if !needs.is_empty() {
            let and = self.pick(" and ", " et ");
            let _ = write!(text, "{}{}", self.pick(" with ", " avec "), needs.join(and));
        }
        if let Some(ground) = answer.ground {
            let _ = write!(text, " ({ground})");
        }
        if !answer.only_with_grounds.is_empty() {
            let only = self.pick(", only beside ", ", seulement avec ");
            let _ = write!(text, "{only}{}", answer.only_with_grounds.join(", "));
        }
        if let Some(by) = asked.deferred_by.filter(|_| answer.outcome == Outcome::Deferred) {
            let _ = write!(text, "{}`{by}`", self.pick(", where this one is met: ", ", si celle-ci est satisfaite : "));
        }
        text
    }

    fn clock(&mut self, clock: &ClockGuide<'_>) {
        let length = words::length(self.language, clock.hours);
        let then = match clock.at_expiry {
            AtExpiry::Alert => self.pick("then it alerts", "puis il alerte").to_owned(),
            AtExpiry::Move => {
                format!("{}{}", self.pick("then: ", "puis : "), clock.takes.join(", "))
            }
        };
        let mut text = format!("> {} ({}): {length}, {then}", clock.title, clock.name);
        for (word, list) in [
            (self.pick("; started by: ", " ; lancé par : "), &clock.started_by),
            (self.pick("; stopped by: ", " ; arrêté par : "), &clock.stopped_by),
            (self.pick("; paused at: ", " ; suspendu à : "), &clock.paused_in),
        ] {
            if !list.is_empty() {
                let _ = write!(text, "{word}{}", list.join(", "));
            }
        }
        if !clock.suspends.is_empty() {
            let gates: Vec<&str> = clock.suspends.iter().map(|gate| words::gate(self.language, *gate)).collect();
            let word = self.pick("; until then nobody passes: ", " ; jusque-là, personne ne passe : ");
            let _ = write!(text, "{word}{}", gates.join(", "));
        }
        let _ = write!(text, "; {}", cited(clock.source));
        self.put(4, 2, &text);
    }
}

fn cited(source: &[crate::domain::citation::Citation]) -> String {
    source.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
