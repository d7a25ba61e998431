//! A model for SPIN of one part of a procedure, against a counterpart that says anything at any time.
//!
//! One safeguard is followed; which, is chosen first, so that a run covers them all. It can be cleared and lost at any
//! time at each gate where it stands. A step that declares gates asks what the engine asks: the followed safeguard cleared
//! there and at every gate before, and those gates passed for what is read now. A step that has an effect asserts the
//! same of the gates that the effect calls for, whether or not it declares them. Clocks and chained requests act at any
//! time, as messages do.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::domain::gate::{Gate, Side, Subject};
use crate::domain::message::Carries;
use crate::domain::phase::Phase;

use super::super::measure::Measure;
use super::super::procedure::{Part, Procedure, ProcedureKind, Transition, Trigger};
use super::super::rulebook::Rulebook;
use super::{Options, trigger};

pub(super) fn write(rulebook: &Rulebook, procedure: &Procedure, options: &Options<'_>) -> Option<String> {
    let wanted = options.part.to_string();
    let (_, side, part) = procedure.parts().find(|(name, _, _)| *name == wanted)?;
    let own = rulebook.measures.values().filter(|measure| measure.procedure == procedure.name);
    let measures: Vec<&Measure> = options.measure.map_or_else(|| own.collect(), |measure| vec![measure]);
    let mut model = Model { text: String::new(), procedure, part, side, gates: gates(procedure, part, side) };
    let _ = writeln!(
        model.text,
        "/* {} of the procedure {}, rulebook {} {}.\n   spin -a FILE && cc -DSAFETY -o pan pan.c && ./pan -E */",
        wanted, procedure.name, rulebook.about.name, rulebook.hash
    );
    model.declare();
    model.text.push_str("\nactive proctype side() {\n");
    model.choose(&shapes(rulebook, &measures, options, side, &model.gates));
    model.text.push_str("  end: do\n");
    model.answers();
    model.edits();
    for transition in &part.transitions {
        model.step(transition);
    }
    model.text.push_str("  od\n}\n");
    Some(model.text)
}

/// Every gate that a step of the part declares, that its effect calls for, or that lies before one of those.
fn gates(procedure: &Procedure, part: &Part, side: Side) -> BTreeSet<Gate> {
    let mut gates: BTreeSet<Gate> = part
        .transitions
        .iter()
        .flat_map(|transition| transition.gates.iter().copied().chain(called_for(procedure, transition)))
        .collect();
    gates.extend(part.stages.iter().filter_map(|stage| behind(procedure.kind, stage.phase, side)));
    let earlier: Vec<Gate> = gates.iter().flat_map(|gate| before(procedure, part, *gate, side)).collect();
    gates.extend(earlier);
    gates
}

/// The gates before one in a part. What comes before a delivery belongs to its request, and is proved there.
fn before(procedure: &Procedure, part: &Part, gate: Gate, side: Side) -> Vec<Gate> {
    if std::ptr::eq(part, procedure.part(side)) { gate.prerequisites(side) } else { Vec::new() }
}

/// The gates that a step's effect and its message call for, whatever it declares.
fn called_for(procedure: &Procedure, transition: &Transition) -> BTreeSet<Gate> {
    procedure.effects(transition).into_iter().map(|(gate, _)| gate).collect()
}

/// The gate behind which a phase lies at a side. What is sent unasked is neither admitted nor decided on.
fn behind(kind: ProcedureKind, phase: Phase, side: Side) -> Option<Gate> {
    let gate = phase.lies_behind()?;
    let asked = match kind {
        ProcedureKind::Request => true,
        ProcedureKind::Transmission => gate == Gate::Sending,
    };
    Some(gate).filter(|gate| asked && gate.may_stand_at(side))
}

/// The sets of gates at which safeguards stand, each with the codes of those that stand just there.
fn shapes(
    rulebook: &Rulebook,
    measures: &[&Measure],
    options: &Options<'_>,
    side: Side,
    gates: &BTreeSet<Gate>,
) -> BTreeMap<Vec<Gate>, BTreeSet<String>> {
    let binding = rulebook.binding(options.profile);
    let mut shapes: BTreeMap<Vec<Gate>, BTreeSet<String>> = BTreeMap::new();
    for safeguard in rulebook.safeguards.values() {
        for measure in measures.iter().filter(|measure| binding.contains(&safeguard.basis(measure))) {
            let stands: Vec<Gate> =
                gates.iter().copied().filter(|gate| safeguard.place(*gate, side, &measure.name).is_some()).collect();
            if !stands.is_empty() {
                shapes.entry(stands).or_default().insert(safeguard.code.clone());
            }
        }
    }
    shapes
}

struct Model<'r> {
    text: String,
    procedure: &'r Procedure,
    part: &'r Part,
    side: Side,
    gates: BTreeSet<Gate>,
}

impl Model<'_> {
    fn declare(&mut self) {
        for (at, stage) in self.part.stages.iter().enumerate() {
            let _ = writeln!(self.text, "#define stage_{} {at}", stage.name);
        }
        for (at, gate) in self.gates.iter().enumerate() {
            let _ = writeln!(self.text, "#define gate_{gate} {at}");
        }
        let count = self.gates.len().max(1);
        let _ = writeln!(
            self.text,
            "byte stage = stage_{};\nbool stands[{count}];   /* whether the followed safeguard stands at the gate */\nbool cleared[{count}];  /* whether it is cleared there for what is read now */\nbool passed[{count}];   /* whether the gate was passed for what is read now */\nbool been[{count}];     /* whether it was passed since the last request came in */\n#define holds(gate) (!stands[gate] || cleared[gate])",
            self.part.start
        );
    }

    fn choose(&mut self, shapes: &BTreeMap<Vec<Gate>, BTreeSet<String>>) {
        self.text.push_str("  if\n");
        for (gates, codes) in shapes {
            let stands: Vec<String> = gates.iter().map(|gate| format!("stands[gate_{gate}] = true")).collect();
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            let _ = writeln!(self.text, "  :: {}  /* {} */", stands.join("; "), codes.join(" "));
        }
        self.text.push_str("  :: true  /* none: the passages alone */\n  fi;\n");
    }

    /// What officials say of the followed safeguard.
    fn answers(&mut self) {
        for gate in &self.gates {
            let _ = writeln!(
                self.text,
                "  :: atomic {{ stands[gate_{gate}] && !cleared[gate_{gate}] -> cleared[gate_{gate}] = true }}\n  :: atomic {{ cleared[gate_{gate}] -> cleared[gate_{gate}] = false }}"
            );
        }
    }

    /// What may be written anew where the file stands.
    fn edits(&mut self) {
        let edited: Vec<(String, Subject)> =
            self.part.stages.iter().filter_map(|stage| Some((stage.name.to_string(), stage.edits?))).collect();
        for (stage, subject) in edited {
            let stale = self.stale(subject);
            if !stale.is_empty() {
                let _ = writeln!(
                    self.text,
                    "  :: atomic {{ stage == stage_{stage} -> {stale} }}  /* the {subject} is changed */"
                );
            }
        }
    }

    /// Answers and passages of gates that read a subject are of no use once it has changed.
    fn stale(&self, subject: Subject) -> String {
        let stale: Vec<String> = self
            .gates
            .iter()
            .filter(|gate| gate.reads() == Some(subject))
            .map(|gate| format!("cleared[gate_{gate}] = false; passed[gate_{gate}] = false"))
            .collect();
        stale.join("; ")
    }

    fn step(&mut self, transition: &Transition) {
        let from: Vec<String> = transition.from.iter().map(|stage| format!("stage == stage_{stage}")).collect();
        let declared: BTreeSet<Gate> = transition.gates.iter().copied().collect();
        let mut guards = vec![format!("({})", from.join(" || "))];
        guards.extend(self.asked(&declared));
        let mut acts = Vec::new();
        // What the effect calls for holds, or the model is wrong.
        let called = called_for(self.procedure, transition);
        acts.extend(self.asked(&called).into_iter().map(|asked| format!("assert({asked})")));
        for gate in &declared {
            acts.push(format!("passed[gate_{gate}] = true; been[gate_{gate}] = true"));
        }
        if let Some(Trigger::Message(name)) = transition.trigger() {
            acts.extend(self.heard(name));
        }
        acts.push(format!("stage = stage_{}", transition.to));
        let phase = self.part.stage(&transition.to).map(|stage| stage.phase);
        if let Some(gate) = phase.and_then(|phase| behind(self.procedure.kind, phase, self.side)) {
            acts.push(format!("assert(been[gate_{gate}])"));
        }
        let _ = writeln!(
            self.text,
            "  /* {}: {} */\n  :: atomic {{ {} ->\n       {} }}",
            transition.name,
            trigger(transition),
            guards.join(" && "),
            acts.join(";\n       ")
        );
    }

    /// What a passage of these gates asks for.
    fn asked(&self, gates: &BTreeSet<Gate>) -> Vec<String> {
        let before: BTreeSet<Gate> =
            gates.iter().flat_map(|gate| before(self.procedure, self.part, *gate, self.side)).collect();
        let holds = gates.union(&before).map(|gate| format!("holds(gate_{gate})"));
        let passed = before.difference(gates).map(|gate| format!("passed[gate_{gate}]"));
        holds.chain(passed).collect()
    }

    /// What a message changes beside the stage.
    fn heard(&self, name: &str) -> Vec<String> {
        // Whatever comes in, closing is asked again.
        let mut acts: Vec<String> = self
            .gates
            .contains(&Gate::Closing)
            .then(|| "cleared[gate_closing] = false".to_owned())
            .into_iter()
            .collect();
        let carried = self.procedure.message(name).map(|message| message.carries);
        if carried == Some(Carries::Request) {
            acts.push(self.stale(Subject::Request));
            acts.extend(self.gates.iter().map(|gate| format!("been[gate_{gate}] = false")));
        }
        if carried == Some(Carries::Renewal) {
            acts.push(self.stale(Subject::Renewal));
        }
        acts.retain(|act| !act.is_empty());
        acts
    }
}
