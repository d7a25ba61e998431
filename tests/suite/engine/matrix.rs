//! What binds which measure, where, and who answers: written down from the study of the law, not from the files.
//!
//! A jurist can hold each table against the study cell by cell; a cell that the files do not keep is named.

use std::collections::{BTreeMap, BTreeSet};

use comity::domain::ids::{GroundCode, MeasureName};
use comity::domain::measure::MeasureKind;
use comity::domain::safeguard::Basis;
use comity::engine::measure::Measure;
use comity::engine::safeguard::Place;

use super::play::rulebook;

/// Checkpoint by measure, as the study has it (8.1), in its order and with its columns. T treaty, D domestic law, P policy,
/// N never (a ban of the treaty), . not asked.
const MATRIX: &str = "
    .          SPON PRES PDIS SUBS PROD DETN FRZ SRCH RTTD INTC EMRG
    SG-01      P    T    T    T    T    T    T   T    T    T    T
    SG-02      .    N    N    P    P    P    P   P    P    P    .
    SG-03      P    T    T    D    D    D    D   D    T    D    P
    SG-04      P    D    D    D    D    P    D   D    D    D    D
    SG-05      .    P    .    P    P    .    P   P    P    P    .
    SG-06      P    T    T    T    T    .    T   D    T    T    P
    SG-07      .    T    .    D    D    .    D   D    T    D    P
    SG-08      .    P    P    P    D    D    D   D    D    D    P
    SG-09      T    T    T    T    T    T    T   T    T    T    T
    SG-10      P    T    T    T    T    T    T   T    T    T    P
    SG-11      P    .    .    P    P    P    P   P    P    P    .
    SG-12..15  P    P    P    P    P    P    P   P    P    P    P
    SG-16      P    .    .    P    P    P    P   P    P    P    P
    SG-18..19  P    T    .    T    T    T    T   T    T    T    T
    SG-20..22  T    .    T    T    T    T    T   T    T    T    T
    SG-23      T    .    T    T    T    T    T   T    T    T    P
    SG-25      T    T    T    T    T    T    T   T    T    T    P
    SG-26      P    P    P    P    P    .    P   P    P    P    P
    SG-27      P    D    D    D    D    D    D   D    D    D    P
    SG-28      P    D    D    D    D    P    D   D    D    D    P
    SG-31      .    .    .    .    .    T    .   .    .    .    .
    SG-33      P    T    P    P    P    .    .   T    P    P    P
    SG-36      .    .    .    .    .    .    .   P    T    T    .
    SG-17      P    T    T    T    T    T    T   T    T    T    T
    SG-24      T    .    T    T    T    T    T   T    T    T    T
    SG-29      .    .    .    T    T    T    T   T    T    T    .
    SG-30      .    T    T    T    T    T    T   T    T    T    T
    SG-32      .    .    .    .    .    .    .   .    .    .    T
    SG-34      D    T    D    D    D    D    D   D    D    D    D
    SG-35      T    .    .    .    .    .    .   .    .    .    .
    SG-37      P    P    P    P    P    P    P   P    P    P    P
    SG-38      P    D    D    D    D    D    D   D    D    D    D
    SG-39      .    .    .    P    P    .    .   P    P    P    .
    SG-40      P    D    D    D    D    D    D   D    D    D    D
";

/// The column that each measure takes, and where it departs from it. Papers take the column of subscriber information
/// without some rows (the note above the study's table). What the police or a joint investigation has is asked as if it
/// were produced, and SG-35 with it: the study gives these channels no column of their own.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("spontaneous_information", "SPON", ""),
    ("expedited_preservation", "PRES", ""),
    ("traffic_data_disclosure", "PDIS", ""),
    ("subscriber_information", "SUBS", ""),
    ("service_of_documents", "SUBS", "SG-02 . SG-04 . SG-05 . SG-06 . SG-08 . SG-39 ."),
    ("records", "SUBS", "SG-02 . SG-04 . SG-05 . SG-06 . SG-08 . SG-39 ."),
    ("production", "PROD", ""),
    ("police_information", "PROD", "SG-35 P"),
    ("joint_investigation_material", "PROD", "SG-35 P"),
    ("testimony", "DETN", ""),
    ("video_hearing", "DETN", ""),
    ("transfer_of_detained_person", "DETN", ""),
    ("freezing", "FRZ", ""),
    ("confiscation", "FRZ", ""),
    ("search_and_seizure", "SRCH", ""),
    ("real_time_traffic_data", "RTTD", ""),
    ("interception", "INTC", ""),
    ("emergency_disclosure", "EMRG", ""),
];

/// No question, and so no file: the program counts the cases.
const KEPT_BY_THE_PROGRAM: &str = "SG-37";

fn basis_of(cell: &str) -> Basis {
    match cell {
        "T" => Basis::Treaty,
        "D" => Basis::Domestic,
        "P" => Basis::Policy,
        "N" => Basis::Never,
        "." => Basis::None,
        other => panic!("no basis {other}"),
    }
}

/// The codes of a row: one, or several that the study has in one row.
fn codes_of(row: &str) -> Vec<String> {
    let number = |text: &str| text.trim_start_matches("SG-").parse::<u8>().unwrap();
    let (first, last) = row.split_once("..").unwrap_or((row, row));
    (number(first)..=number(last)).map(|number| format!("SG-{number:02}")).collect()
}

/// The study's cells: basis by code and column.
fn cells() -> BTreeMap<(String, &'static str), &'static str> {
    let mut lines = MATRIX.trim().lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    lines
        .flat_map(|row| {
            assert_eq!(row.len(), columns.len(), "{row:?}");
            let columns = columns.clone();
            codes_of(row[0]).into_iter().flat_map(move |code| {
                columns
                    .clone()
                    .into_iter()
                    .zip(row.clone())
                    .skip(1)
                    .map(move |(column, cell)| ((code.clone(), column), cell))
            })
        })
        .collect()
}

fn measure(name: &str) -> &'static Measure {
    &rulebook().measures[&name.parse().unwrap()]
}

#[test]
fn every_safeguard_binds_every_measure_as_the_matrix_says() {
    let cells = cells();
    let mut faults = Vec::new();
    for (name, column, departs) in COLUMNS {
        let departs: Vec<&str> = departs.split_whitespace().collect();
        for ((code, _), cell) in cells.iter().filter(|((code, of), _)| of == column && code != KEPT_BY_THE_PROGRAM) {
            let wanted = departs.chunks(2).find(|pair| pair[0] == code).map_or(*cell, |pair| pair[1]);
            let safeguard = rulebook().safeguards.values().find(|safeguard| safeguard.code == *code).unwrap();
            let is = safeguard.basis(measure(name));
            if is != basis_of(wanted) {
                faults.push(format!("{code} for `{name}`: {is}, and {wanted} in the study"));
            }
        }
    }

    assert!(faults.is_empty(), "{faults:#?}");
    let named: BTreeSet<&str> = COLUMNS.iter().map(|(name, _, _)| *name).collect();
    let shipped: BTreeSet<&str> = rulebook().measures.keys().map(MeasureName::as_str).collect();
    assert_eq!(named, shipped, "every measure has a column");
}

#[test]
fn all_forty_checkpoints_are_there_and_one_is_kept_by_the_program() {
    let in_files: BTreeSet<String> = rulebook().safeguards.values().map(|safeguard| safeguard.code.clone()).collect();
    let mut studied: BTreeSet<String> = (1..=40).map(|number| format!("SG-{number:02}")).collect();
    let in_matrix: BTreeSet<String> = cells().keys().map(|(code, _)| code.clone()).collect();

    assert_eq!(in_matrix, studied);
    studied.remove(KEPT_BY_THE_PROGRAM);
    assert_eq!(in_files, studied);
}

/// Where each stands and who answers, by the catalogue: side, gate, roles, `+` who confirms, and for which measures only
/// or not at all. OFF, CA, EXE, JUD, HRR, DPO and POC as in the study. What is sent unasked is examined by the sender, for
/// nobody decides on it, and used by the State that was told.
const PLACES: &str = "
    SG-01 requesting authorisation CA
    SG-01 requested admission CA
    SG-02 requested decision CA/JUD except interception real_time_traffic_data search_and_seizure
    SG-02 requested decision JUD only interception real_time_traffic_data search_and_seizure
    SG-03 requesting authorisation CA/JUD
    SG-03 requested decision EXE/JUD
    SG-04 requesting authorisation CA/JUD
    SG-04 requested decision CA/JUD
    SG-05 requesting authorisation HRR/JUD
    SG-05 requested decision HRR/JUD
    SG-06 requesting authorisation CA
    SG-06 requested admission CA
    SG-06 requested disclosure CA only traffic_data_disclosure
    SG-07 requesting authorisation CA/JUD
    SG-07 requested decision CA/JUD
    SG-07 requesting renewal CA/JUD
    SG-07 requested renewal CA/JUD
    SG-08 requesting authorisation JUD except expedited_preservation
    SG-08 requested execution JUD except expedited_preservation
    SG-08 requesting renewal JUD
    SG-08 requested renewal JUD
    SG-09 requesting authorisation HRR/JUD
    SG-09 requested decision HRR/JUD
    SG-10 requesting authorisation CA/HRR
    SG-10 requested decision HRR +CA
    SG-11 requested decision CA/JUD
    SG-11 requesting authorisation CA/JUD only spontaneous_information
    SG-12 requesting authorisation HRR/JUD
    SG-12 requested decision HRR/JUD
    SG-12 requested disclosure HRR/JUD
    SG-13 requested decision HRR
    SG-13 requesting authorisation HRR only spontaneous_information
    SG-14 requesting authorisation HRR/JUD
    SG-14 requested decision HRR/JUD
    SG-14 requested disclosure HRR/JUD
    SG-15 requested decision HRR
    SG-15 requesting authorisation HRR only spontaneous_information
    SG-16 requested decision CA/JUD
    SG-16 requesting authorisation CA/JUD only spontaneous_information
    SG-17 requesting authorisation CA
    SG-17 requested execution CA
    SG-18 requesting sending CA
    SG-18 requested admission CA
    SG-19 requesting sending CA/POC
    SG-19 requested admission CA/POC
    SG-20 requesting sending DPO
    SG-20 requested disclosure DPO
    SG-21 requested disclosure DPO
    SG-21 requesting use DPO
    SG-21 requesting sending DPO only spontaneous_information
    SG-21 requested use DPO
    SG-22 requesting onward_transfer DPO +CA
    SG-22 requested onward_transfer DPO +CA
    SG-23 requesting use CA
    SG-23 requesting onward_transfer CA
    SG-23 requested use CA
    SG-23 requested onward_transfer CA
    SG-24 requesting use CA
    SG-24 requested use CA
    SG-25 requesting sending CA
    SG-25 requested decision CA/JUD
    SG-26 requesting closing EXE/JUD
    SG-26 requested closing EXE/JUD
    SG-26 requested disclosure EXE/JUD only emergency_disclosure
    SG-27 requesting authorisation HRR/JUD
    SG-27 requested execution HRR/JUD
    SG-28 requested execution EXE/JUD
    SG-28 requested disclosure EXE/JUD
    SG-28 requesting authorisation EXE/JUD only spontaneous_information
    SG-29 requested refusal CA
    SG-29 requested postponement CA
    SG-30 requested refusal CA
    SG-31 requesting authorisation JUD except video_hearing
    SG-31 requested execution JUD
    SG-32 requesting authorisation POC
    SG-32 requested execution POC
    SG-32 requested validation JUD
    SG-33 requested disclosure EXE
    SG-33 requested execution EXE only expedited_preservation
    SG-33 requesting use CA/EXE
    SG-33 requesting sending EXE only spontaneous_information
    SG-33 requested use CA/EXE
    SG-34 requesting closing DPO/EXE
    SG-34 requested closing DPO/EXE
    SG-35 requesting sending CA +DPO
    SG-35 requested disclosure CA +DPO only joint_investigation_material police_information
    SG-36 requested execution JUD
    SG-38 requesting authorisation CA/JUD
    SG-38 requested decision CA/JUD
    SG-39 requested disclosure JUD
    SG-40 requested execution EXE
    SG-40 requesting use EXE
    SG-40 requested use EXE
";

/// Short names of roles, as the study has them.
fn short(role: comity::domain::role::Role) -> &'static str {
    use comity::domain::role::Role;
    match role {
        Role::DraftingOfficial => "OFF",
        Role::CentralAuthority => "CA",
        Role::ExecutingAuthority => "EXE",
        Role::JudicialAuthority => "JUD",
        Role::RightsReviewer => "HRR",
        Role::DataProtectionReviewer => "DPO",
        Role::PointOfContact => "POC",
        Role::Auditor | Role::Administrator => panic!("{role} never acts on a request"),
    }
}

fn told(code: &str, place: &Place) -> String {
    let roles = |roles: &[comity::domain::role::Role]| {
        let names: BTreeSet<&str> = roles.iter().map(|role| short(*role)).collect();
        names.into_iter().collect::<Vec<_>>().join("/")
    };
    let mut words = vec![format!("{code} {} {} {}", place.side, place.gate, roles(&place.answered_by))];
    if !place.confirmed_by.is_empty() {
        words.push(format!("+{}", roles(&place.confirmed_by)));
    }
    for (word, measures) in [("only", &place.only), ("except", &place.except)] {
        let names: BTreeSet<&str> = measures.iter().map(MeasureName::as_str).collect();
        if !names.is_empty() {
            words.push(format!("{word} {}", names.into_iter().collect::<Vec<_>>().join(" ")));
        }
    }
    words.join(" ")
}

#[test]
fn every_safeguard_stands_where_the_catalogue_says_and_is_answered_by_whom_it_names() {
    let wanted: BTreeSet<String> = PLACES.trim().lines().map(|line| line.trim().to_owned()).collect();
    let is: BTreeSet<String> = rulebook()
        .safeguards
        .values()
        .flat_map(|safeguard| safeguard.stands_at.iter().map(|place| told(&safeguard.code, place)))
        .collect();

    let missing: Vec<&String> = wanted.difference(&is).collect();
    let more: Vec<&String> = is.difference(&wanted).collect();
    assert!(missing.is_empty() && more.is_empty(), "the files lack {missing:#?}, and have besides {more:#?}");
}

#[test]
fn a_safeguard_that_binds_a_measure_stands_at_a_gate_that_its_procedure_has() {
    let mut faults = Vec::new();
    for measure in rulebook().measures.values() {
        let procedure = &rulebook().procedures[&measure.procedure];
        for safeguard in rulebook().safeguards.values() {
            let binds = !matches!(safeguard.basis(measure), Basis::None | Basis::Never);
            let stands = procedure.parts().any(|(_, side, part)| {
                part.transitions
                    .iter()
                    .flat_map(|transition| &transition.gates)
                    .any(|gate| safeguard.place(*gate, side, &measure.name).is_some())
            });
            if binds && !stands {
                faults.push(format!("{} would bind `{}` and stands nowhere on its way", safeguard.code, measure.name));
            }
        }
    }

    assert!(faults.is_empty(), "{faults:#?}");
}

/// What SG-32 lets wait, and nothing else.
const DEFERRED: [&str; 4] = ["SG-05", "SG-08", "SG-20", "SG-26"];

#[test]
fn only_what_an_emergency_may_put_off_can_be_answered_later() {
    let emergency = rulebook().safeguards.values().find(|safeguard| safeguard.code == "SG-32").unwrap();
    let deferred: Vec<&str> = rulebook()
        .safeguards
        .values()
        .filter(|safeguard| safeguard.deferred_by.as_ref() == Some(&emergency.name))
        .map(|safeguard| safeguard.code.as_str())
        .collect();

    assert_eq!(deferred.iter().copied().collect::<BTreeSet<_>>(), DEFERRED.into());
    assert!(rulebook().safeguards.values().all(|safeguard| {
        safeguard.deferred_by.is_none() || safeguard.deferred_by.as_ref() == Some(&emergency.name)
    }));
}

#[test]
fn every_measure_has_the_level_the_kind_and_the_grounds_of_the_study() {
    const MLA: &str = "RF-01 RF-02 RF-03 RF-04 RF-05 RF-06 RF-07 RF-08 RF-09 RF-12 RF-13 RF-90 RF-91 PP-01";
    let expected: BTreeMap<&str, (u8, MeasureKind, &str, &str)> = [
        ("spontaneous_information", (0, MeasureKind::Transmission, "", "")),
        ("police_information", (0, MeasureKind::Data, MLA, "")),
        ("joint_investigation_material", (0, MeasureKind::Data, MLA, "")),
        ("service_of_documents", (1, MeasureKind::Documents, MLA, "")),
        ("records", (1, MeasureKind::Documents, MLA, "")),
        ("expedited_preservation", (2, MeasureKind::Data, "", "RF-05 RF-06 RF-08 RF-10")),
        ("traffic_data_disclosure", (3, MeasureKind::Data, "", "RF-05 RF-06 RF-08")),
        ("subscriber_information", (4, MeasureKind::Data, MLA, "")),
        ("production", (5, MeasureKind::Data, MLA, "")),
        ("emergency_disclosure", (5, MeasureKind::Emergency, "", "RF-05 RF-06 RF-08 RF-09 RF-12 RF-13 RF-90 RF-91")),
        ("testimony", (6, MeasureKind::Persons, MLA, "")),
        ("video_hearing", (6, MeasureKind::Persons, MLA, "")),
        ("transfer_of_detained_person", (6, MeasureKind::Persons, MLA, "RF-14")),
        ("freezing", (7, MeasureKind::Property, MLA, "RF-15")),
        ("confiscation", (7, MeasureKind::Property, MLA, "RF-15")),
        ("search_and_seizure", (8, MeasureKind::Data, MLA, "")),
        ("real_time_traffic_data", (9, MeasureKind::Live, MLA, "RF-11")),
        ("interception", (10, MeasureKind::Live, MLA, "RF-11")),
    ]
    .into();

    for measure in rulebook().measures.values() {
        let grounds: BTreeSet<&str> = measure.grounds.iter().map(GroundCode::as_str).collect();
        let (level, kind, wanted, more) = expected[measure.name.as_str()];
        assert_eq!((measure.level, measure.kind), (level, kind), "{}", measure.name);
        assert_eq!(grounds, wanted.split_whitespace().chain(more.split_whitespace()).collect(), "{}", measure.name);
    }
    assert_eq!(expected.len(), rulebook().measures.len());
}

/// Codes of the study's section 6: grounds, reasons to wait, conditions, and what may never be a ground.
const CODES: &str = "RF-01 RF-02 RF-03 RF-04 RF-05 RF-06 RF-07 RF-08 RF-09 RF-10 RF-11 RF-12 RF-13 RF-14 RF-15 RF-90 RF-91 \
    PP-01 PP-02 CD-01 CD-02 CD-03 CD-04 CD-05 CD-06 CD-07 NX-01 NX-02 NX-03 NX-04 NX-05 NX-06";

#[test]
fn every_code_of_the_study_is_in_the_lists_and_no_other() {
    let grounds = rulebook().grounds.values().map(|ground| ground.code.to_string());
    let conditions = rulebook().conditions.values().map(|condition| condition.code.to_string());
    let listed: BTreeSet<String> = grounds.chain(conditions).collect();

    assert_eq!(listed, CODES.split_whitespace().map(ToOwned::to_owned).collect());
    for ground in rulebook().grounds.values() {
        assert_eq!(ground.forbidden, ground.code.as_str().starts_with("NX-"), "{}", ground.code);
    }
}

/// Time limits of the study's section 7 that a procedure can keep: procedure, part, clock, hours, and whether it moves.
const CLOCKS: &[(&str, &str, &str, i64, bool)] = &[
    // 25(2): a domestic order lasts ninety days at most.
    ("preservation", "requested", "hold_review", 90 * 24, false),
    // 42(8): at least sixty days, at both sides.
    ("preservation", "requested", "preservation", 60 * 24, true),
    ("preservation", "requesting", "preservation", 60 * 24, true),
    // 40(29): fifteen consecutive days.
    ("appearance", "requesting", "safe_conduct", 15 * 24, true),
    ("appearance", "requested", "safe_conduct", 15 * 24, true),
    // 40(10): without delay; reminded of.
    ("custody_transfer", "requesting", "return", 3 * 24, false),
    // Defaults of ours: acknowledgement 7 days, admissibility 30, execution 90, emergency 8 hours, preservation 24 hours.
    ("evidence", "requested", "acknowledgement", 7 * 24, false),
    ("evidence", "requested", "admissibility", 30 * 24, false),
    ("evidence", "requested", "execution", 90 * 24, false),
    ("emergency", "requested", "disclosure", 8, false),
    ("preservation", "requested", "decision", 24, false),
    // Validation afterwards: 48 hours at the State that disclosed, and at the delivery.
    ("emergency", "requested", "validation", 48, true),
    ("emergency", "holding", "validation", 48, true),
    // A term of collection, at both sides.
    ("live_collection", "requested", "collection", 30 * 24, true),
    ("live_collection", "requesting", "collection", 30 * 24, true),
];

#[test]
fn every_clock_of_the_study_runs_where_it_says() {
    use comity::domain::message::AtExpiry;
    for (procedure, part, clock, hours, moves) in CLOCKS {
        let procedure = &rulebook().procedures[&procedure.parse().unwrap()];
        let (_, _, found) = procedure.parts().find(|(name, _, _)| name == part).unwrap();
        let deadline =
            found.deadline(&clock.parse().unwrap()).unwrap_or_else(|| panic!("{} {part} {clock}", procedure.name));
        assert_eq!(
            (deadline.hours(), deadline.at_expiry == AtExpiry::Move),
            (*hours, *moves),
            "{} {part} {clock}",
            procedure.name
        );
    }
}
