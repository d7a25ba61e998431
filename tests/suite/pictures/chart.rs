//! Pictures of procedures: nothing overlaps, everything is there, and it is well-formed.

use comity::domain::safeguard::Profile;
use comity::engine::chart::{self, Area, Options};
use comity::engine::procedure::{Procedure, Transition};
use comity::engine::rulebook::Rulebook;
use proptest::prelude::*;

use super::{shipped, small};

fn options(language: &str) -> Options<'_> {
    Options { measure: None, profile: Profile::Strict, language, standalone: true }
}

fn overlap(one: &Area, other: &Area) -> bool {
    one.x < other.x + other.width
        && other.x < one.x + one.width
        && one.y < other.y + other.height
        && other.y < one.y + one.height
}

fn nothing_overlaps(rulebook: &Rulebook, procedure: &Procedure, language: &str) {
    let layout = chart::layout(rulebook, procedure, &options(language));

    for (at, area) in layout.areas.iter().enumerate() {
        assert!(area.x >= 0 && area.x + area.width <= layout.width, "{} is outside", area.name);
        assert!(area.y > 0 && area.y + area.height <= layout.height, "{} is outside", area.name);
        for other in &layout.areas[at + 1..] {
            assert!(!overlap(area, other), "{}: `{}` and `{}`", procedure.name, area.name, other.name);
        }
    }
}

#[test]
fn no_two_boxes_of_a_shipped_procedure_overlap_and_each_stage_has_one() {
    let rulebook = shipped();
    for procedure in rulebook.procedures.values() {
        for language in ["en", "fr"] {
            nothing_overlaps(&rulebook, procedure, language);
        }
        let layout = chart::layout(&rulebook, procedure, &options("en"));
        for (part, _, known) in procedure.parts() {
            for stage in &known.stages {
                let name = format!("{part} {}", stage.name);
                assert_eq!(layout.areas.iter().filter(|area| area.name == name).count(), 1, "{name}");
            }
        }
    }
}

#[test]
fn a_picture_is_well_formed_and_holds_what_people_have_to_see() {
    let rulebook = shipped();
    for procedure in rulebook.procedures.values() {
        for language in ["en", "fr"] {
            let svg = chart::draw(&rulebook, procedure, &options(language));

            let tree = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{}: {error}", procedure.name));
            let texts: Vec<&str> = tree
                .descendants()
                .filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")))
                .filter_map(|node| node.text())
                .collect();
            let all = texts.join(" ");
            assert!(all.contains(rulebook.hash.as_str()), "the hash is missing");
            let force = if language == "en" { "not in force" } else { "pas en vigueur" };
            assert!(all.contains(force) && all.contains("SG-01"), "{}", procedure.name);
            // Titles may break over lines: their words are all there.
            for word in procedure
                .parts()
                .flat_map(|(_, _, part)| &part.stages)
                .flat_map(|stage| stage.title.in_language(language).split(' '))
            {
                assert!(all.contains(word), "{}: `{word}`", procedure.name);
            }
            // Ids are the picture's own: on a page with others none meets another.
            let prefix = format!("ch-{}", procedure.name);
            let ids = tree.descendants().filter_map(|node| node.attribute("id"));
            assert!(ids.clone().count() > 2 && ids.clone().all(|id| id.starts_with(&prefix)));
            // Colours and sizes come from classes: a page may have its own.
            let attributes = ["fill", "stroke", "style", "font-size"];
            assert!(tree.descendants().all(|node| attributes.iter().all(|name| node.attribute(*name).is_none())));
            assert!(
                !chart::draw(&rulebook, procedure, &Options { standalone: false, ..options(language) })
                    .contains("<style")
            );
        }
    }
}

#[test]
fn a_picture_is_no_longer_than_what_stands_in_it() {
    let rulebook = shipped();
    for procedure in rulebook.procedures.values() {
        let layout = chart::layout(&rulebook, procedure, &options("en"));

        let longest = [true, false].map(|left| {
            let lane = layout.areas.iter().filter(|area| (area.x < layout.width / 2) == left);
            lane.map(|area| area.height + 22).sum::<i32>()
        });
        // Where stages of the two sides stand level, one of them waits for the other: never for long.
        assert!(layout.height < 2 * longest[0].max(longest[1]), "{}: {}, {longest:?}", procedure.name, layout.height);
    }
}

#[test]
fn sheets_hold_the_whole_picture_and_cut_through_no_box() {
    let rulebook = shipped();
    for procedure in rulebook.procedures.values() {
        let layout = chart::layout(&rulebook, procedure, &options("fr"));
        for paper in [chart::Paper::A3, chart::Paper::A4] {
            let mut reached = 0;
            for sheet in chart::sheets(&rulebook, procedure, &options("fr"), paper) {
                let tree = roxmltree::Document::parse(&sheet).unwrap();
                let outer = tree.root_element();
                let inner = outer.children().find(|node| node.has_tag_name("svg")).unwrap();
                let window: Vec<i32> =
                    inner.attribute("viewBox").unwrap().split(' ').map(|n| n.parse().unwrap()).collect();
                assert_eq!(window[1], reached, "a strip is missing");
                reached = window[1] + window[3];
                let through = layout.areas.iter().find(|area| area.y < reached && reached < area.y + area.height);
                assert!(through.is_none(), "{} is cut: {through:?}", procedure.name);
                // 13 units are the smallest letters: 8 points are 2.82 mm.
                let width: f64 = outer.attribute("viewBox").unwrap().split(' ').nth(2).unwrap().parse().unwrap();
                assert_eq!(outer.attribute("width"), Some("297mm"));
                assert!(13.0 * 297.0 / width > 2.82, "letters are too small");
            }
            assert!(reached >= layout.height);
        }
    }
}

#[test]
fn every_gate_shows_the_codes_that_bind_for_the_measure_and_no_other() {
    let rulebook = shipped();
    let measure = rulebook.measures.values().find(|measure| measure.name == *"expedited_preservation").unwrap();
    let procedure = &rulebook.procedures[&measure.procedure];

    let strict = chart::draw(&rulebook, procedure, &Options { measure: Some(measure), ..options("en") });
    let least = chart::draw(
        &rulebook,
        procedure,
        &Options { measure: Some(measure), profile: Profile::TreatyMinimum, ..options("en") },
    );

    // Article 42(4): dual criminality is never asked for a preservation.
    assert!(!strict.contains("SG-02"));
    // A policy binds in the strict profile only.
    assert!(strict.contains("SG-26") && !least.contains("SG-26"));
    assert!(least.contains("SG-10"));
}

#[test]
fn a_small_procedure_is_drawn_as_it_was() {
    let mut rulebook = shipped();
    let procedure = small();
    let measure = rulebook.measures.values_mut().find(|measure| measure.name == *"records").unwrap();
    measure.procedure = procedure.name.clone();
    rulebook.hash = comity::domain::ids::Digest::from_bytes(&[7; 32]);

    for language in ["en", "fr"] {
        let layout = chart::layout(&rulebook, &procedure, &options(language));
        let areas: Vec<String> = layout
            .areas
            .iter()
            .map(|area| format!("{:4} {:4} {:4} {:3}  {}", area.x, area.y, area.width, area.height, area.name))
            .collect();
        insta::assert_snapshot!(format!("small_{language}_boxes"), areas.join("\n"));
    }
    nothing_overlaps(&rulebook, &procedure, "en");
    let unstyled = Options { standalone: false, ..options("en") };
    let svg = chart::draw(&rulebook, &procedure, &unstyled);
    // Which safeguards stand there is told by other snapshots.
    let lines: Vec<&str> = svg.lines().filter(|line| !line.contains("SG-")).take(60).collect();
    insta::assert_snapshot!("small_en_svg", lines.join("\n"));
}

/// A procedure with steps between any stages.
fn any_procedure() -> impl Strategy<Value = Procedure> {
    let step = (any::<bool>(), prop::collection::vec(0..9_usize, 1..6), 0..9_usize, 0..4_usize);
    (prop::collection::vec(step, 1..30), 2..9_usize).prop_map(|(steps, stages)| {
        let mut procedure = small();
        for part in [&mut procedure.requesting, &mut procedure.requested] {
            let like = part.stages[0].clone();
            part.stages.extend((0..stages).map(|at| comity::engine::procedure::Stage {
                name: format!("stage_{at}").parse().unwrap(),
                ..like.clone()
            }));
        }
        for (number, (asking, from, to, kind)) in steps.into_iter().enumerate() {
            let part = if asking { &mut procedure.requesting } else { &mut procedure.requested };
            let name = |at: usize| part.stages[at % part.stages.len()].name.clone();
            let transition = Transition {
                name: format!("step_{number}").parse().unwrap(),
                from: from.into_iter().map(name).collect(),
                to: name(to),
                sends: (kind == 3).then(|| if asking { "request" } else { "granted" }.parse().unwrap()),
                by: (kind != 0).then(Vec::new),
                on: (kind == 0).then(|| if asking { "granted" } else { "request" }.to_owned()),
                ..part.transitions[0].clone()
            };
            part.transitions.push(transition);
        }
        procedure
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_steps_are_no_two_boxes_overlap(procedure in any_procedure()) {
        static RULEBOOK: std::sync::LazyLock<Rulebook> = std::sync::LazyLock::new(shipped);
        nothing_overlaps(&RULEBOOK, &procedure, "en");
        let svg = chart::draw(&RULEBOOK, &procedure, &options("en"));
        prop_assert!(roxmltree::Document::parse(&svg).is_ok());
    }
}
