//! Why something is not open, in the language of the page, with what to do next and where.

use crate::domain::erasure::ErasureBasis;
use crate::domain::ids::{ConditionCode, GroundCode};
use crate::domain::role::Role;
use crate::engine::form::Form;
use crate::engine::refusal::{Obstacle, Refusal};
use crate::engine::rulebook::Rulebook;
use crate::operations::OperationError;
use crate::operations::request_view::RequestView;

use super::texts::Texts;
use super::words::{plain, state};

/// Why something is not open, as a page tells it.
pub(super) struct Told {
    /// What stands in the way, and what to do next.
    pub(super) text: String,
    /// Where it is several things: each.
    pub(super) lines: Vec<Line>,
    /// The articles behind it.
    pub(super) articles: Vec<String>,
}

/// One of several things that stand in the way.
pub(super) struct Line {
    /// Where it can be seen to.
    pub(super) to: Option<String>,
    /// What it is.
    pub(super) what: String,
    /// How it stands: the class of its tag, and its words.
    pub(super) tag: Option<(String, String)>,
    /// What else to know of it.
    pub(super) about: String,
}

/// Tells refusals: of a request and its rules, where those are known.
pub(super) struct Teller<'a> {
    pub(super) t: Texts,
    pub(super) rulebook: Option<&'a Rulebook>,
    pub(super) view: Option<&'a RequestView>,
    /// The delivery that the act was about.
    pub(super) holding: Option<&'a str>,
}

impl<'a> Teller<'a> {
    /// Tells of what has no request yet, or none that can be seen.
    pub(super) fn of_nothing(t: Texts) -> Self {
        Self { t, rulebook: None, view: None, holding: None }
    }

    /// Tells of a request.
    pub(super) fn of(t: Texts, rulebook: &'a Rulebook, view: &'a RequestView, holding: Option<&'a str>) -> Self {
        Self { t, rulebook: Some(rulebook), view: Some(view), holding }
    }

    fn language(&self) -> String {
        self.t.0.to_string()
    }

    /// A refusal as the page tells it.
    pub(super) fn refusal(&self, refusal: &Refusal) -> Told {
        let mut lines = Vec::new();
        if let Refusal::SafeguardsOpen(open) = refusal {
            lines.extend(open.iter().map(|obstacle| self.obstacle(obstacle)));
        }
        if let Refusal::Incomplete(lacks) = refusal {
            lines.extend(self.lacks(lacks));
        }
        Told { text: self.sentence(refusal), lines, articles: refusal.articles() }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each refusal, and a new one has to be told here")]
    fn sentence(&self, refusal: &Refusal) -> String {
        let t = self.t;
        match refusal {
            Refusal::Ended(stage) => t.with("refusal-ended", &[("stage", &self.stage(stage.as_str()))]),
            Refusal::Unknown { name, what: _, may: _ } => t.with("refusal-unknown", &[("name", name)]),
            Refusal::NotFromHere { transition, stage, may: _ } => {
                let (step, stage) = (self.step(transition.as_str()), self.stage(stage.as_str()));
                t.with("refusal-not-from-here", &[("step", &step), ("stage", &stage)])
            }
            Refusal::NotForOfficials { transition, cause: _ } => {
                t.with("refusal-not-for-officials", &[("step", &self.step(transition.as_str()))])
            }
            Refusal::RoleMissing { needed, act: _ } => {
                t.with("refusal-role-missing", &[("roles", &self.roles(needed))])
            }
            Refusal::AuthorMayNot { act: _ } => t.say("refusal-author-may-not"),
            Refusal::CollectorMayNot { act: _ } => t.say("refusal-collector-may-not"),
            Refusal::Recused => t.say("refusal-recused"),
            Refusal::NotRecused => t.say("refusal-not-recused"),
            Refusal::AnsweredHere { gate, safeguard } => {
                let (gate, safeguard) = (t.name("gate", gate), self.safeguard(safeguard.as_str()));
                t.with("refusal-answered-here", &[("gate", &gate), ("safeguard", &safeguard)])
            }
            Refusal::PassedHere { gate } => t.with("refusal-passed-here", &[("gate", &t.name("gate", gate))]),
            Refusal::SameOfficial { gate, earlier } => {
                let (gate, earlier) = (t.name("gate", gate), t.name("gate", earlier));
                t.with("refusal-same-official", &[("gate", &gate), ("earlier", &earlier)])
            }
            Refusal::SubjectMissing { subject, act: _ } => {
                t.with("refusal-subject-missing", &[("subject", &t.name("subject", subject))])
            }
            Refusal::Incomplete(lacks) => t.count("refusal-incomplete", lacks.len()),
            Refusal::SafeguardsOpen(open) => t.count("refusal-safeguards-open", open.len()),
            Refusal::GateNotPassed { gate, before } => {
                let (gate, before) = (t.name("gate", gate), t.name("gate", before));
                t.with("refusal-gate-not-passed", &[("gate", &gate), ("before", &before)])
            }
            Refusal::GroundMissing { act: _ } => t.say("refusal-ground-missing"),
            Refusal::GroundNotAllowed { ground, measure, may: _ } => {
                let (ground, measure) = (self.ground(ground), self.measure(measure.as_str()));
                t.with("refusal-ground-not-allowed", &[("ground", &ground), ("measure", &measure)])
            }
            Refusal::GroundForbidden { ground, title: _, articles: _ } => {
                t.with("refusal-ground-forbidden", &[("ground", &self.ground(ground))])
            }
            Refusal::ConsultFirst { ground } => t.with("refusal-consult-first", &[("ground", &self.ground(ground))]),
            Refusal::ReasonsMissing { act: _ } => t.say("refusal-reasons-missing"),
            Refusal::ItemUnknown { item, may: _ } => t.with("refusal-item-unknown", &[("item", item.as_str())]),
            Refusal::DecisionDoesNotFit { transition, why: _ } => {
                t.with("refusal-decision-does-not-fit", &[("step", &self.step(transition.as_str()))])
            }
            Refusal::BeyondGrant { item } => t.with("refusal-beyond-grant", &[("item", item.as_str())]),
            Refusal::ConditionsNotAccepted(codes) => {
                t.with("refusal-conditions-not-accepted", &[("conditions", &self.conditions(codes))])
            }
            Refusal::ConditionsNotKept(codes) => {
                t.with("refusal-conditions-not-kept", &[("conditions", &self.conditions(codes))])
            }
            Refusal::ConsentMissing => t.say("refusal-consent-missing"),
            Refusal::NotEditable { subject, stage, where_to } => {
                let (subject, stage) = (t.name("subject", subject), self.stage(stage.as_str()));
                let stages: Vec<String> = where_to.iter().map(|stage| self.stage(stage.as_str())).collect();
                let said = t.with("refusal-not-editable", &[("subject", &subject), ("stage", &stage)]);
                if stages.is_empty() {
                    return said;
                }
                format!("{said} {}", t.with("refusal-editable-at", &[("stages", &stages.join(", "))]))
            }
            Refusal::ReadingMissing { safeguard } => self.about("refusal-reading-missing", safeguard.as_str()),
            Refusal::ChangedSinceRead { safeguard } => self.about("refusal-changed-since-read", safeguard.as_str()),
            Refusal::NotAsked { safeguard, gate, why: _ } => {
                let (gate, safeguard) = (t.name("gate", gate), self.safeguard(safeguard.as_str()));
                t.with("refusal-not-asked", &[("gate", &gate), ("safeguard", &safeguard)])
            }
            Refusal::DocumentMissing { safeguard, answer: _ } => {
                self.about("refusal-document-missing", safeguard.as_str())
            }
            Refusal::OnlyWithGrounds { safeguard, answer: _, may: _ } => {
                self.about("refusal-only-with-grounds", safeguard.as_str())
            }
            Refusal::NegativeStands(safeguard) => self.about("refusal-negative-stands", safeguard.as_str()),
            Refusal::NegativeByAnother(safeguard) => self.about("refusal-negative-by-another", safeguard.as_str()),
            Refusal::NotDeferrable { safeguard, why: _ } => self.about("refusal-not-deferrable", safeguard.as_str()),
            Refusal::NoSuchAnswer { safeguard, gate: _, why: _ } => {
                self.about("refusal-no-such-answer", safeguard.as_str())
            }
            Refusal::SecondOfficial(_) => t.say("refusal-second-official"),
            Refusal::OutOfTurn { expected, number } => {
                let (expected, number) = (expected.to_string(), number.to_string());
                t.with("refusal-out-of-turn", &[("expected", &expected), ("number", &number)])
            }
            Refusal::MessageLacks { name, what: _ } => {
                t.with("refusal-message-lacks", &[("message", &self.message(name))])
            }
            Refusal::ContentLacks { subject, what: _ } => {
                t.with("refusal-content-lacks", &[("subject", &t.name("subject", subject))])
            }
            Refusal::NotNew { subject } => t.with("refusal-not-new", &[("subject", &t.name("subject", subject))]),
            Refusal::Frozen(_) => t.say("refusal-frozen"),
            Refusal::NotInForce { instrument, state: of, articles: _ } => {
                let of = self.rulebook.map_or_else(|| of.to_string(), |rulebook| state(t, rulebook, of.as_str()));
                t.with("refusal-not-in-force", &[("instrument", instrument), ("state", &of)])
            }
            Refusal::AnotherInstrument { instrument, earlier } => {
                t.with("refusal-another-instrument", &[("instrument", instrument), ("earlier", earlier)])
            }
            Refusal::NotDue(_) => t.say("refusal-not-due"),
            Refusal::OfficialsOnly => t.say("refusal-officials-only"),
        }
    }

    /// What an operation said, where somebody can act on it; none where something failed, or where there is nothing that
    /// may be told.
    pub(super) fn error(&self, error: &OperationError) -> Option<Told> {
        let t = self.t;
        let text = match error {
            OperationError::Refused(refusal) => return Some(self.refusal(refusal)),
            OperationError::NotAllowed { needed, act: _ } => {
                t.with("refusal-role-missing", &[("roles", &t.name("role", needed))])
            }
            OperationError::CodeNeeded { .. } => t.say("code-needed-about"),
            OperationError::OutOfScope(_) => t.say("refusal-out-of-scope"),
            OperationError::NoSuchPlace => t.say("refusal-no-such-place"),
            OperationError::NoSuchInstrument { code, there_are: _ } => {
                t.with("refusal-unknown", &[("name", code.as_str())])
            }
            OperationError::ReadAnotherVersion { .. } => t.say("refusal-read-another-version"),
            OperationError::KeyUsedBefore(_) | OperationError::ShownOnce(_) => t.say("refusal-done-before"),
            OperationError::Sealed { .. } => t.say("request-sealed"),
            OperationError::Erased { reference: _, at, basis } => {
                let basis =
                    basis.parse::<ErasureBasis>().map_or_else(|_| "—".to_owned(), |basis| t.name("erasure", basis));
                t.with("refusal-erased", &[("day", at.get(..10).unwrap_or_default()), ("basis", &basis)])
            }
            OperationError::OnHold { .. } => t.say("refusal-on-hold"),
            OperationError::NotEnded(_) => t.say("refusal-not-ended"),
            OperationError::NotSignedIn => t.say("sign-in-refused"),
            OperationError::PasswordIsTemporary(_) => t.say("sign-in-temporary"),
            OperationError::SecondAdministrator(_) => t.say("refusal-second-administrator"),
            OperationError::Unusable { .. } => t.say("refusal-unusable"),
            OperationError::TooLarge { largest } => {
                t.with("refusal-too-large", &[("size", &(largest / (1 << 20)).to_string())])
            }
            OperationError::Storage(error) if error.is_changed_meanwhile() => t.say("refusal-read-another-version"),
            OperationError::Storage(error) if error.exists_already() => t.say("refusal-exists-already"),
            OperationError::Storage(error) if error.is_log_sealed() => t.say("log-sealed"),
            OperationError::StillCounting => t.say("refusal-counting"),
            OperationError::Storage(error) if error.may_pass() => t.say("refusal-busy"),
            OperationError::NoSuchRequest(_)
            | OperationError::NotFound { .. }
            | OperationError::InstalledAlready(_)
            | OperationError::Unsound(_)
            | OperationError::Damaged { .. }
            | OperationError::Storage(_)
            | OperationError::NoChance(_)
            | OperationError::File { .. } => return None,
        };
        Some(Told { text, lines: Vec::new(), articles: Vec::new() })
    }

    /// A safeguard that stands in the way, with the way to its checkpoint.
    fn obstacle(&self, obstacle: &Obstacle) -> Line {
        let name = obstacle.safeguard.as_str();
        let asked = self.view.and_then(|view| {
            let same = |asked: &&crate::engine::explain::Asked| asked.safeguard == name && asked.gate == obstacle.gate;
            let mut asked = view.safeguards.iter().filter(same);
            let of_this = asked.clone().find(|asked| asked.holding.as_deref() == self.holding);
            of_this.or_else(|| asked.next()).map(|asked| (view, asked))
        });
        let to = asked.map(|(view, asked)| {
            let query = asked.holding.as_deref().map(|id| format!("?holding={id}")).unwrap_or_default();
            format!("/{}/requests/{}/safeguards/{}/{name}{query}", self.t.0, view.reference, obstacle.gate)
        });
        let about = [
            self.t.plain_pair(self.t.say("request-gate"), self.t.name("gate", obstacle.gate)),
            self.t.plain_pair(self.t.say("answer-by"), self.roles(&obstacle.answered_by)),
        ];
        let tag = (obstacle.state.to_string(), self.t.name("state", obstacle.state));
        Line { to, what: self.safeguard(name), tag: Some(tag), about: about.join(" · ") }
    }

    /// What is missing. In English the program says what is wrong with each field; in the other languages the fields are
    /// named as the form names them.
    fn lacks(&self, lacks: &[String]) -> Vec<Line> {
        let line = |what: String| Line { to: None, what, tag: None, about: String::new() };
        if self.t.0 == super::language::Language::En {
            return lacks.iter().cloned().map(line).collect();
        }
        let Some(form) = self.form() else { return Vec::new() };
        // A lack begins with the pointer to its field: `/facts`.
        let key = |lack: &String| Some(lack.strip_prefix("`/")?.split(['/', '`']).next()?.to_owned());
        let mut keys: Vec<String> = lacks.iter().filter_map(key).collect();
        keys.dedup();
        let fields = keys.iter().filter_map(|key| form.field(key));
        let own = fields.filter_map(|field| field.title.0.get(&self.language()).cloned());
        own.map(line).collect()
    }

    /// The form of the request's measure, in the languages of its rules.
    fn form(&self) -> Option<Form> {
        let (rulebook, view) = (self.rulebook?, self.view?);
        let measure = rulebook.measures.get(&view.standing.measure)?;
        let schema = rulebook.files.text(&format!("content/{}.schema.json", measure.content))?;
        Some(Form::read(schema).ok()?.translated(rulebook))
    }

    fn about(&self, id: &str, safeguard: &str) -> String {
        self.t.with(id, &[("safeguard", &self.safeguard(safeguard))])
    }

    fn roles(&self, roles: &[Role]) -> String {
        self.t.choice(&roles.iter().map(|role| self.t.name("role", role)).collect::<Vec<_>>())
    }

    fn safeguard(&self, name: &str) -> String {
        let known = self.rulebook.and_then(|rules| rules.safeguards.values().find(|known| known.name == *name));
        known.map_or_else(
            || plain(name),
            |known| format!("{} {}", known.code, known.title.in_language(&self.language())),
        )
    }

    /// A stage of the request's side, or of its deliveries.
    fn stage(&self, name: &str) -> String {
        let stages = self.parts().into_iter().flat_map(|part| &part.stages);
        let known = stages.into_iter().find(|stage| stage.name == *name);
        known.map_or_else(|| plain(name), |known| known.title.in_language(&self.language()).to_owned())
    }

    fn step(&self, name: &str) -> String {
        let steps = self.parts().into_iter().flat_map(|part| &part.transitions);
        let known = steps.into_iter().find(|step| step.name == *name);
        known.map_or_else(|| plain(name), |known| known.title.in_language(&self.language()).to_owned())
    }

    fn message(&self, name: &str) -> String {
        let known = self.procedure().and_then(|procedure| procedure.message(name));
        known.map_or_else(|| plain(name), |known| known.title.in_language(&self.language()).to_owned())
    }

    fn procedure(&self) -> Option<&'a crate::engine::procedure::Procedure> {
        self.rulebook?.procedures.get(&self.view?.standing.procedure)
    }

    fn parts(&self) -> Vec<&'a crate::engine::procedure::Part> {
        let (Some(procedure), Some(view)) = (self.procedure(), self.view) else { return Vec::new() };
        std::iter::once(procedure.part(view.standing.side)).chain(procedure.holding.as_ref()).collect()
    }

    fn measure(&self, name: &str) -> String {
        let known = self.rulebook.and_then(|rules| rules.measures.values().find(|known| known.name == *name));
        known.map_or_else(|| plain(name), |known| known.title.in_language(&self.language()).to_owned())
    }

    fn ground(&self, code: &GroundCode) -> String {
        let known = self.rulebook.and_then(|rules| rules.grounds.get(code));
        known.map_or_else(|| code.to_string(), |known| format!("{code} {}", known.title.in_language(&self.language())))
    }

    fn conditions(&self, codes: &[ConditionCode]) -> String {
        let named = codes.iter().map(|code| {
            let known = self.rulebook.and_then(|rules| rules.conditions.get(code));
            known.map_or_else(
                || code.to_string(),
                |known| format!("{code} {}", known.title.in_language(&self.language())),
            )
        });
        named.collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use strum::{IntoEnumIterator as _, VariantNames as _};

    use super::super::language::Language;
    use super::*;
    use crate::domain::gate::{Gate, Subject};
    use crate::domain::safeguard::SafeguardState;

    /// One of each.
    fn every() -> Vec<Refusal> {
        let (name, text) = (|| "children".parse().unwrap(), || "English words".to_owned());
        let (step, stage) = (|| "grant".parse().unwrap(), || "examination".parse().unwrap());
        let (gate, subject) = (Gate::Decision, Subject::Decision);
        let obstacle = Obstacle {
            safeguard: name(),
            code: "SG-10".to_owned(),
            title: text(),
            gate,
            state: SafeguardState::Open,
            answered_by: vec![Role::RightsReviewer],
            source: vec!["UNCC 24(1)".to_owned()],
        };
        vec![
            Refusal::Ended(stage()),
            Refusal::Unknown { what: "transition", name: "xyz".to_owned(), may: text() },
            Refusal::NotFromHere { transition: step(), stage: stage(), may: text() },
            Refusal::NotForOfficials { transition: step(), cause: text() },
            Refusal::RoleMissing { act: text(), needed: vec![Role::PointOfContact, Role::CentralAuthority] },
            Refusal::AuthorMayNot { act: text() },
            Refusal::CollectorMayNot { act: text() },
            Refusal::Recused,
            Refusal::NotRecused,
            Refusal::AnsweredHere { gate, safeguard: name() },
            Refusal::PassedHere { gate },
            Refusal::SameOfficial { gate, earlier: Gate::Admission },
            Refusal::SubjectMissing { subject, act: text() },
            Refusal::Incomplete(vec![text(), text()]),
            Refusal::SafeguardsOpen(vec![obstacle]),
            Refusal::GateNotPassed { gate, before: Gate::Admission },
            Refusal::GroundMissing { act: "refusing" },
            Refusal::GroundNotAllowed {
                ground: "GR-01".parse().unwrap(),
                measure: "production".parse().unwrap(),
                may: text(),
            },
            Refusal::GroundForbidden { ground: "GR-01".parse().unwrap(), title: text(), articles: Vec::new() },
            Refusal::ConsultFirst { ground: "GR-01".parse().unwrap() },
            Refusal::ReasonsMissing { act: text() },
            Refusal::ItemUnknown { item: "a".parse().unwrap(), may: text() },
            Refusal::DecisionDoesNotFit { transition: step(), why: text() },
            Refusal::BeyondGrant { item: "a".parse().unwrap() },
            Refusal::ConditionsNotAccepted(vec!["CD-01".parse().unwrap()]),
            Refusal::ConditionsNotKept(vec!["CD-01".parse().unwrap()]),
            Refusal::ConsentMissing,
            Refusal::NotEditable { subject, stage: stage(), where_to: vec![stage()] },
            Refusal::ReadingMissing { safeguard: name() },
            Refusal::ChangedSinceRead { safeguard: name() },
            Refusal::NotAsked { safeguard: name(), gate, why: text() },
            Refusal::DocumentMissing { safeguard: name(), answer: text() },
            Refusal::OnlyWithGrounds { safeguard: name(), answer: text(), may: text() },
            Refusal::NegativeStands(name()),
            Refusal::NegativeByAnother(name()),
            Refusal::NotDeferrable { safeguard: name(), why: text() },
            Refusal::NoSuchAnswer { safeguard: name(), gate, why: text() },
            Refusal::SecondOfficial("English words"),
            Refusal::OutOfTurn { expected: 3, number: 5 },
            Refusal::MessageLacks { name: "granted".to_owned(), what: "English words" },
            Refusal::ContentLacks { subject, what: "English words" },
            Refusal::NotNew { subject },
            Refusal::Frozen(text()),
            Refusal::NotInForce { instrument: "UNCC".to_owned(), state: "XS".parse().unwrap(), articles: Vec::new() },
            Refusal::AnotherInstrument { instrument: "UNCC".to_owned(), earlier: "UNTOC".to_owned() },
            Refusal::NotDue(text()),
            Refusal::OfficialsOnly,
        ]
    }

    #[test]
    fn every_refusal_is_told_in_every_language_without_the_english_words_of_the_program() {
        let every = every();
        let codes: BTreeSet<&str> = every.iter().map(Refusal::code).collect();
        assert_eq!(codes, Refusal::VARIANTS.iter().copied().collect(), "one of each");
        for refusal in &every {
            let told: BTreeSet<String> = Language::iter()
                .map(|language| {
                    let told = Teller::of_nothing(Texts(language)).refusal(refusal);
                    let all: Vec<_> = told.lines.iter().map(|line| format!("{} {}", line.what, line.about)).collect();
                    let text = format!("{} {}", told.text, all.join(" "));
                    assert!(!text.contains('{') && !text.contains("refusal-"), "{language}: {text}");
                    let english = language == Language::En && matches!(refusal, Refusal::Incomplete(_));
                    assert!(english || !text.contains("English words"), "{language}: {text}");
                    text
                })
                .collect();
            assert_eq!(told.len(), 6, "each in its own words: {told:?}");
        }
    }
}
