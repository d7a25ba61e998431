//! A second opinion on gates: from the log alone and the rule files as texts, after the words of the rulebook's page.
//!
//! It shares no line with the engine. It knows what each gate reads and needs, and keeps its own account of subjects,
//! answers and passages; whoever passed a gate that it would not have opened is found.

use std::collections::{BTreeMap, BTreeSet};

use comity::domain::request::AssistanceRequest;
use comity::engine::files::RuleFiles;
use serde_json::Value;

use super::oracle_table::{chain, reads};
use super::play::Kept;

struct Answer {
    digest: String,
    outcome: String,
    condition: String,
    by: String,
    confirmed_by: String,
}

/// What the log of one side says so far. A key's second part is the delivery, empty for the request itself.
pub(super) struct Account {
    side: String,
    measure: Value,
    binding: Vec<&'static str>,
    safeguards: Vec<Value>,
    carries: BTreeMap<String, String>,
    /// What was disclosed stays to be read until it is validated.
    validates: bool,
    subjects: BTreeMap<(String, String), String>,
    terms: BTreeMap<String, Value>,
    answers: BTreeMap<(String, String, String), Answer>,
    passages: BTreeMap<(String, String), (String, String)>,
    /// Each no: the safeguard, the gate, the delivery, and what it was said of.
    objections: BTreeSet<(String, String, String, String)>,
    authors: BTreeSet<String>,
    /// Who stands aside.
    recused: BTreeSet<String>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(text).collect()
}

impl Account {
    pub(super) fn of(file: &AssistanceRequest) -> Self {
        let files: BTreeMap<String, String> =
            serde_json::from_value(serde_json::to_value(RuleFiles::shipped()).unwrap()).unwrap();
        let read = |path: &str| serde_json::to_value(toml::from_str::<toml::Table>(&files[path]).unwrap()).unwrap();
        let procedure = read(&format!("procedures/{}.toml", file.procedure));
        let carries =
            procedure["message"].as_array().unwrap().iter().map(|m| (text(&m["name"]), text(&m["carries"]))).collect();
        let binding = ["treaty", "domestic", "policy"];
        let bound = match file.profile.to_string().as_str() {
            "treaty_minimum" => 1,
            "domestic" => 2,
            _ => 3,
        };
        Account {
            side: file.side.to_string(),
            measure: read(&format!("measures/{}.toml", file.measure)),
            binding: binding[..bound].to_vec(),
            validates: files[&format!("procedures/{}.toml", file.procedure)].contains("[\"validation\"]"),
            safeguards: files.keys().filter(|path| path.starts_with("safeguards/")).map(|path| read(path)).collect(),
            carries,
            subjects: BTreeMap::new(),
            terms: BTreeMap::new(),
            answers: BTreeMap::new(),
            passages: BTreeMap::new(),
            objections: BTreeSet::new(),
            authors: BTreeSet::new(),
            recused: BTreeSet::new(),
        }
    }

    /// Enters one fact; says why where a gate was passed that should have been shut.
    pub(super) fn enter(&mut self, kept: &Kept) -> Result<(), String> {
        let fact = serde_json::to_value(&kept.fact).unwrap();
        let (body, by) = (&fact["body"], kept.actor.mark.to_string());
        let holding = text(&body["holding"]);
        if self.recused.contains(&by) {
            return Err(format!("whoever stands aside did something: {fact}"));
        }
        match text(&fact["type"]).as_str() {
            "request_begun" if !kept.actor.is_system() => _ = self.authors.insert(by),
            "subject_changed" => {
                let subject = text(&body["subject"]);
                if subject == "request" {
                    self.authors.insert(by);
                }
                self.terms.insert(format!("{subject}{holding}"), body["terms"][&subject].clone());
                self.subjects.insert((subject, holding), text(&body["digest"]));
            }
            "safeguard_answered" => {
                let question = &body["question"];
                let (outcome, condition) = (text(&body["outcome"]), text(&body["condition"]));
                if outcome == "not_met" {
                    let (gate, holding) = (text(&question["gate"]), text(&question["holding"]));
                    let said_of = self.said_of(&gate, &holding);
                    self.objections.insert((text(&question["safeguard"]), gate, holding, said_of));
                }
                let answer =
                    Answer { digest: text(&body["digest"]), outcome, condition, by, confirmed_by: String::new() };
                self.answers.insert(
                    (text(&question["safeguard"]), text(&question["gate"]), text(&question["holding"])),
                    answer,
                );
            }
            // A chained request was objected to: whatever cleared the same here is asked anew.
            "finding_noted" => {
                let noted = text(&body["safeguard"]);
                self.answers.retain(|(name, _, _), answer| *name != noted || answer.outcome == "not_met");
            }
            // Whoever stands aside has cleared nothing, and vouches for nobody's answer.
            "recusal_declared" => {
                self.answers.retain(|_, answer| answer.by != by || answer.outcome == "not_met");
                self.answers
                    .values_mut()
                    .filter(|answer| answer.confirmed_by == by)
                    .for_each(|answer| answer.confirmed_by.clear());
                self.recused.insert(by);
            }
            "recusal_lifted" => {
                let back = text(&body["official"]);
                if back == by || self.authors.contains(&by) || !self.recused.remove(&back) {
                    return Err("somebody was let back who stood aside, and not by a second official".to_owned());
                }
            }
            "answer_confirmed" => {
                let answer =
                    self.answers.get_mut(&(text(&body["safeguard"]), text(&body["gate"]), text(&body["holding"])));
                answer.ok_or("nothing was answered")?.confirmed_by = by;
            }
            "answer_withdrawn" => {
                self.answers.remove(&(text(&body["safeguard"]), text(&body["gate"]), text(&body["holding"])));
            }
            "transition_taken" => return self.transition(body, &by, kept.actor.is_system()),
            _ => {}
        }
        Ok(())
    }

    fn transition(&mut self, body: &Value, by: &str, system: bool) -> Result<(), String> {
        let heard = &body["cause"]["message"];
        match self.carries.get(&text(&heard["name"])).map(String::as_str) {
            Some("request") => {
                // A new request: what rested on the old one is gone.
                self.subjects.retain(|(subject, _), _| subject == "renewal");
                self.subjects.insert(("request".to_owned(), String::new()), text(&heard["carried"]["digest"]));
                self.terms.clear();
            }
            Some("renewal") => {
                self.subjects.insert(("renewal".to_owned(), String::new()), text(&heard["carried"]["digest"]));
            }
            _ => {}
        }
        let recorder = text(&heard["recorded_by"]);
        if !recorder.is_empty() {
            self.authors.insert(recorder);
        }
        let (gates, name) = (texts(&body["gates"]), text(&body["transition"]));
        let holding = if heard.is_null() { text(&body["holding"]) } else { String::new() };
        if system && !gates.is_empty() {
            return Err(format!("`{name}` was no act of an official"));
        }
        for gate in &gates {
            self.gate(gate, &gates, &holding, by).map_err(|why| format!("`{name}` at `{gate}`: {why}"))?;
        }
        self.effect(body, &gates)?;
        for gate in &gates {
            let digest = self.now(gate, &holding);
            self.passages.insert((gate.clone(), holding.clone()), (digest, by.to_owned()));
        }
        let stays = |gate: &&String| gate.as_str() == "disclosure" && self.validates;
        let spent: Vec<&str> = gates.iter().filter(|gate| !stays(gate)).map(|gate| reads(gate)).collect();
        for spent in spent.into_iter().filter(|subject| ["use", "result", "renewal"].contains(subject)) {
            self.subjects.remove(&(spent.to_owned(), holding.clone()));
        }
        Ok(())
    }

    /// Digest of what a gate reads now.
    fn now(&self, gate: &str, holding: &str) -> String {
        let of = if reads(gate) == "use" { holding } else { "" };
        self.subjects.get(&(reads(gate).to_owned(), of.to_owned())).cloned().unwrap_or_default()
    }

    /// Digest of what a hard no at a gate is said of: the request, or the result, the renewal or the use that is read.
    fn said_of(&self, gate: &str, holding: &str) -> String {
        let read = reads(gate);
        self.now(if ["result", "renewal", "use"].contains(&read) { gate } else { "admission" }, holding)
    }

    fn gate(&self, gate: &str, at_once: &[String], holding: &str, by: &str) -> Result<(), String> {
        for asked in chain(gate, &self.side) {
            let of = if asked == gate { holding } else { "" };
            let now = self.now(asked, of);
            if now.is_empty() && asked != "closing" {
                return Err(format!("there was nothing for `{asked}` to read"));
            }
            let passed = self.passages.get(&(asked.to_owned(), of.to_owned()));
            if asked != gate
                && !at_once.iter().any(|one| one == asked)
                && passed.is_none_or(|(digest, _)| *digest != now)
            {
                return Err(format!("`{asked}` had not been passed for what stands there"));
            }
            for safeguard in &self.safeguards {
                self.safeguard(safeguard, asked, of, &now, (asked == gate).then_some(by))?;
            }
        }
        let pair = match gate {
            "sending" => "authorisation",
            "disclosure" => "decision",
            _ => return Ok(()),
        };
        let intrusive = self.measure["level"].as_i64() >= Some(5);
        let same = self.passages.get(&(pair.to_owned(), String::new())).is_some_and(|(_, passer)| passer == by);
        if intrusive && same { Err(format!("the same official passed `{pair}`")) } else { Ok(()) }
    }

    fn safeguard(
        &self,
        safeguard: &Value,
        gate: &str,
        holding: &str,
        now: &str,
        passer: Option<&str>,
    ) -> Result<(), String> {
        let (name, measure) = (text(&safeguard["name"]), text(&self.measure["name"]));
        let Some(place) = safeguard["stands_at"].as_array().unwrap().iter().find(|place| {
            let only = texts(&place["only"]);
            place["gate"] == gate
                && place["side"] == *self.side
                && !texts(&place["except"]).contains(&measure)
                && (only.is_empty() || only.contains(&measure))
        }) else {
            return Ok(());
        };
        let applies = &safeguard["applies"];
        let kind = text(&self.measure["kind"]);
        let basis =
            [measure.as_str(), &kind, "default"].into_iter().find_map(|key| applies[key].as_str()).unwrap_or("none");
        if !self.binding.contains(&basis) {
            return Ok(());
        }
        let answer = self
            .answers
            .get(&(name.clone(), gate.to_owned(), holding.to_owned()))
            .ok_or(format!("`{name}` was open at `{gate}`"))?;
        let objection = (name.clone(), gate.to_owned(), holding.to_owned(), self.said_of(gate, holding));
        if safeguard["hard"] == true && self.objections.contains(&objection) {
            return Err(format!("`{name}` was answered with a hard no at `{gate}`"));
        }
        let granted_on =
            &self.terms.get(&if holding.is_empty() { "decision".to_owned() } else { format!("use{holding}") });
        let on_condition = granted_on.is_some_and(|terms| {
            texts(&terms["conditions"]).contains(&answer.condition)
                || texts(&terms["keeps"]).contains(&answer.condition)
        });
        let clears = match answer.outcome.as_str() {
            "met" | "not_applicable" => true,
            "met_with_conditions" => on_condition,
            _ => false,
        };
        let why = if answer.digest != now {
            "was stale"
        } else if !clears {
            "was not answered so that it clears"
        } else if !texts(&place["confirmed_by"]).is_empty()
            && (answer.confirmed_by.is_empty() || answer.confirmed_by == answer.by)
        {
            "was not confirmed by a second official"
        } else if self.authors.contains(&answer.by) && passer.is_some() {
            "was answered by the author"
        } else if passer == Some(answer.by.as_str()) || passer == Some(answer.confirmed_by.as_str()) {
            "was answered by whoever passed"
        } else {
            return Ok(());
        };
        Err(format!("`{name}` at `{gate}` {why}"))
    }

    /// What leaves, leaves at its gate; what is disclosed was granted.
    fn effect(&self, body: &Value, gates: &[String]) -> Result<(), String> {
        let sent = text(&body["sends"]["name"]);
        let needed = match self.carries.get(&sent).map(String::as_str) {
            Some("request") => "sending",
            Some("result") => "disclosure",
            Some("refusal") => "refusal",
            Some("postponement") => "postponement",
            Some("renewal") => "renewal",
            _ => return Ok(()),
        };
        if !gates.iter().any(|gate| gate == needed) {
            return Err(format!("`{sent}` left without the gate `{needed}`"));
        }
        let granted = self.terms.get("decision").map(|terms| texts(&terms["granted"])).unwrap_or_default();
        let items = self.terms.get("result").map(|terms| texts(&terms["items"])).unwrap_or_default();
        if needed == "disclosure" && (items.is_empty() || !items.iter().all(|item| granted.contains(item))) {
            return Err(format!("{items:?} were disclosed, granted were {granted:?}"));
        }
        Ok(())
    }
}
