//! What the law covers, as text: a change of a gate or of an article shows in review as a changed snapshot.

use std::fmt::Write as _;

use comity::domain::measure::MeasureKind;
use comity::domain::safeguard::Profile;
use comity::engine::guide;
use comity::engine::measure::Measure;
use comity::engine::rulebook::Rulebook;
use strum::IntoEnumIterator as _;

use super::shipped;

/// Each gate on the way with the codes that bind there: those of the least profile first, then what each next one adds.
fn gates(rulebook: &Rulebook, measure: &Measure) -> String {
    let mut text = String::new();
    let ways: Vec<_> = Profile::iter().map(|profile| guide::of(rulebook, measure, profile, "en")).collect();
    for (at, part) in ways[0].iter().enumerate() {
        for (number, gate) in part.gates.iter().enumerate() {
            let steps: Vec<&str> = gate.steps.iter().map(|step| step.name).collect();
            let _ = writeln!(text, "{}, {}: {}", part.part, gate.gate, steps.join(", "));
            let mut known: Vec<&str> = Vec::new();
            for (profile, way) in Profile::iter().zip(&ways) {
                let now = &way[at].gates[number].safeguards;
                for asked in now.iter().filter(|asked| !known.contains(&asked.name)) {
                    let roles = |roles: &[comity::domain::role::Role]| {
                        roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ")
                    };
                    let confirmed = if asked.confirmed_by.is_empty() {
                        String::new()
                    } else {
                        format!(", confirmed by {}", roles(asked.confirmed_by))
                    };
                    let _ = writeln!(
                        text,
                        "  {:14}  {} {}: {}{confirmed}",
                        profile.to_string(),
                        asked.code,
                        asked.name,
                        roles(asked.answered_by)
                    );
                }
                known.extend(now.iter().map(|asked| asked.name));
            }
        }
    }
    text
}

/// Each article that something on the way rests on, with what rests on it.
fn articles(rulebook: &Rulebook, measure: &Measure) -> String {
    let mut rests: std::collections::BTreeMap<String, std::collections::BTreeSet<String>> =
        std::collections::BTreeMap::new();
    let mut rest = |source: &[comity::domain::citation::Citation], what: String| {
        for citation in source {
            rests.entry(citation.to_string()).or_default().insert(what.clone());
        }
    };
    rest(&measure.source, "the measure".to_owned());
    for code in &measure.grounds {
        rest(&rulebook.grounds[code].source, code.to_string());
    }
    for part in guide::of(rulebook, measure, Profile::Strict, "en") {
        for asked in part.gates.iter().flat_map(|gate| &gate.safeguards) {
            rest(asked.source, asked.code.to_owned());
        }
        for clock in &part.clocks {
            rest(clock.source, format!("clock {}", clock.name));
        }
    }
    let procedure = &rulebook.procedures[&measure.procedure];
    for (part, _, known) in procedure.parts() {
        for transition in &known.transitions {
            rest(&transition.source, format!("{part} {}", transition.name));
        }
    }
    rests.into_iter().fold(String::new(), |mut text, (citation, what)| {
        let _ = writeln!(text, "{citation}: {}", what.into_iter().collect::<Vec<_>>().join(", "));
        text
    })
}

#[test]
fn the_gates_and_articles_of_each_measure_are_as_they_were() {
    let rulebook = shipped();
    for measure in rulebook.measures.values() {
        insta::assert_snapshot!(format!("gates_{}", measure.name), gates(&rulebook, measure));
        insta::assert_snapshot!(format!("articles_{}", measure.name), articles(&rulebook, measure));
    }
}

#[test]
fn what_the_guide_tells_is_what_the_engine_asks() {
    let rulebook = shipped();
    for measure in rulebook.measures.values() {
        for profile in Profile::iter() {
            let way = guide::of(&rulebook, measure, profile, "en");
            for part in &way {
                for gate in &part.gates {
                    let bound = rulebook.safeguards.values().filter(|safeguard| {
                        safeguard.place(gate.gate, part.side, &measure.name).is_some()
                            && rulebook.binding(profile).contains(&safeguard.basis(measure))
                    });
                    assert_eq!(bound.count(), gate.safeguards.len());
                }
            }
            // Data from a production leave through four gates, whatever the profile.
            if measure.kind == MeasureKind::Data && measure.procedure == *"evidence" {
                let gates: Vec<String> = way[1].gates.iter().map(|gate| gate.gate.to_string()).collect();
                assert!(
                    ["admission", "decision", "execution", "disclosure"]
                        .iter()
                        .all(|gate| gates.contains(&(*gate).to_owned()))
                );
            }
        }
    }
}
