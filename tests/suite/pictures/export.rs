//! Procedures for other tools: well-formed, complete, and every name that is used is there.

use std::collections::BTreeSet;

use comity::domain::safeguard::Profile;
use comity::engine::export::{Format, Options, PartName, write};
use comity::engine::procedure::Procedure;
use comity::engine::rulebook::Rulebook;
use roxmltree::Document;

use super::{shipped, small};

fn written(rulebook: &Rulebook, procedure: &Procedure, format: Format) -> String {
    let options = Options { language: "en", part: PartName::Requested, measure: None, profile: Profile::Strict };
    write(rulebook, procedure, format, &options).unwrap()
}

/// How many lines lead from a stage to another, over all parts.
fn lines(procedure: &Procedure) -> usize {
    procedure.parts().flat_map(|(_, _, part)| &part.transitions).map(|transition| transition.from.len()).sum()
}

fn all() -> (Rulebook, Vec<Procedure>) {
    let rulebook = shipped();
    let procedures = rulebook.procedures.values().cloned().chain([small()]).collect();
    (rulebook, procedures)
}

#[test]
fn a_petri_net_has_a_transition_for_every_line_and_joins_only_what_is_there() {
    let (rulebook, procedures) = all();
    for procedure in &procedures {
        let text = written(&rulebook, procedure, Format::Pnml);

        let net = Document::parse(&text).unwrap();
        let ids = |tag: &'static str| -> BTreeSet<String> {
            net.descendants()
                .filter(|node| node.tag_name().name() == tag)
                .map(|node| node.attribute("id").unwrap().to_owned())
                .collect()
        };
        let (places, transitions) = (ids("place"), ids("transition"));
        let nodes = text.matches("<place ").count() + text.matches("<transition ").count();
        assert_eq!(places.union(&transitions).count(), nodes, "an id stands twice");
        let gates =
            transitions.iter().filter(|id| ["cleared", "lost"].contains(&id.rsplit('.').next().unwrap())).count();
        assert_eq!(transitions.len(), lines(procedure) + gates + procedure.messages.len());
        for arc in net.descendants().filter(|node| node.tag_name().name() == "arc") {
            let (from, to) = (arc.attribute("source").unwrap(), arc.attribute("target").unwrap());
            // A Petri net is bipartite.
            assert!(
                (places.contains(from) && transitions.contains(to))
                    || (transitions.contains(from) && places.contains(to)),
                "{from} to {to}"
            );
        }
    }
}

#[test]
fn a_state_chart_leads_to_states_that_are_there_and_hears_what_is_sent() {
    let (rulebook, procedures) = all();
    for procedure in &procedures {
        let text = written(&rulebook, procedure, Format::Scxml);

        let chart = Document::parse(&text).unwrap();
        let of = |tag: &'static str, name: &'static str| -> BTreeSet<String> {
            chart
                .descendants()
                .filter(|node| node.tag_name().name() == tag)
                .filter_map(|node| node.attribute(name).map(ToOwned::to_owned))
                .collect()
        };
        let states = &of("state", "id") | &of("parallel", "id");
        assert!(of("transition", "target").is_subset(&states));
        assert!(of("state", "initial").is_subset(&states));
        assert!(of("raise", "event").is_subset(&of("transition", "event")), "a message that nobody hears");
        let steps = chart
            .descendants()
            .filter(|node| node.tag_name().name() == "transition" && node.attribute("target").is_some());
        let deliveries = usize::from(procedure.holding.is_some());
        assert_eq!(steps.count(), lines(procedure) + deliveries);
        let gates = of("data", "id");
        let cond = of("transition", "cond");
        assert!(cond.iter().flat_map(|cond| cond.split(" && ")).all(|gate| gates.contains(gate)));
        assert_eq!(cond.iter().flat_map(|cond| cond.split(" && ")).collect::<BTreeSet<_>>().len(), gates.len());
    }
}

#[test]
fn graphs_and_flowcharts_draw_every_line_between_stages_that_are_there() {
    let (rulebook, procedures) = all();
    for procedure in &procedures {
        let stages: BTreeSet<String> = procedure
            .parts()
            .flat_map(|(name, _, part)| part.stages.iter().map(move |stage| format!("{name}_{}", stage.name)))
            .collect();

        let graph = written(&rulebook, procedure, Format::Dot);
        let flow = written(&rulebook, procedure, Format::Mermaid);

        let drawn: Vec<(&str, &str)> = graph
            .lines()
            .filter(|line| !line.contains("message_"))
            .filter_map(|line| line.trim().split_once(" -> "))
            .collect();
        assert_eq!(drawn.len(), lines(procedure));
        for (from, rest) in drawn {
            assert!(stages.contains(from) && stages.contains(rest.split(' ').next().unwrap()), "{from} -> {rest}");
        }
        assert_eq!(graph.matches('{').count(), graph.matches('}').count());
        for message in &procedure.messages {
            assert!(graph.contains(&format!(" -> message_{}", message.name)), "{} is sent", message.name);
        }
        let drawn: Vec<(&str, &str)> = flow.lines().filter_map(|line| line.trim().split_once(" -->|")).collect();
        assert_eq!(drawn.len(), lines(procedure));
        for (from, rest) in drawn {
            assert!(stages.contains(from) && stages.contains(rest.rsplit(' ').next().unwrap()), "{from} --> {rest}");
        }
        assert!(flow.contains(" -.->|"), "no message is drawn");
    }
}
