//! What binds which measure, where, and who answers: written down from the study of the law, not from the files.

use std::collections::{BTreeMap, BTreeSet};

use comity::domain::ids::GroundCode;
use comity::domain::measure::MeasureKind;
use comity::domain::safeguard::Basis;

use super::play::rulebook;

/// Safeguard by measure. T treaty, D domestic law, P policy, N never, . not asked. The rows of SG-12 to SG-15, SG-18 and
/// SG-19, SG-20 to SG-22 are one row each in the study; papers take the column of subscriber information without SG-02,
/// SG-04, SG-06 and SG-08; what a person says takes the column of detained persons and hearings.
const MATRIX: &str = "
    .      preservation traffic subscriber production search testimony video service records
    SG-01  T            T       T          T          T      T         T     T       T
    SG-02  N            N       P          P          P      P         P     .       .
    SG-03  T            T       D          D          D      D         D     D       D
    SG-04  D            D       D          D          D      P         P     .       .
    SG-06  T            T       T          T          D      .         .     .       .
    SG-07  T            .       D          D          D      .         .     D       D
    SG-08  P            P       P          D          D      D         D     .       .
    SG-09  T            T       T          T          T      T         T     T       T
    SG-10  T            T       T          T          T      T         T     T       T
    SG-11  .            .       P          P          P      P         P     P       P
    SG-12  P            P       P          P          P      P         P     P       P
    SG-13  P            P       P          P          P      P         P     P       P
    SG-14  P            P       P          P          P      P         P     P       P
    SG-15  P            P       P          P          P      P         P     P       P
    SG-16  .            .       P          P          P      P         P     P       P
    SG-17  T            T       T          T          T      T         T     T       T
    SG-18  T            .       T          T          T      T         T     T       T
    SG-19  T            .       T          T          T      T         T     T       T
    SG-20  .            T       T          T          T      T         T     T       T
    SG-21  .            T       T          T          T      T         T     T       T
    SG-22  .            T       T          T          T      T         T     T       T
    SG-23  .            T       T          T          T      T         T     T       T
    SG-24  .            T       T          T          T      T         T     T       T
    SG-25  T            T       T          T          T      T         T     T       T
    SG-26  P            P       P          P          P      .         .     P       P
    SG-27  D            D       D          D          D      D         D     D       D
    SG-28  D            D       D          D          D      P         P     D       D
    SG-29  .            .       T          T          T      T         T     T       T
    SG-30  T            T       T          T          T      T         T     T       T
    SG-31  .            .       .          .          .      T         T     .       .
    SG-33  T            P       P          P          T      .         .     P       P
    SG-34  T            D       D          D          D      D         D     D       D
    SG-38  D            D       D          D          D      D         D     D       D
    SG-40  D            D       D          D          D      D         D     D       D
";

/// Short names of the columns.
fn measure_of(column: &str) -> &'static str {
    match column {
        "preservation" => "expedited_preservation",
        "traffic" => "traffic_data_disclosure",
        "subscriber" => "subscriber_information",
        "production" => "production",
        "search" => "search_and_seizure",
        "testimony" => "testimony",
        "video" => "video_hearing",
        "service" => "service_of_documents",
        "records" => "records",
        other => panic!("no measure {other}"),
    }
}

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

#[test]
fn every_safeguard_binds_every_measure_as_the_matrix_says() {
    let mut lines = MATRIX.trim().lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let columns = lines.next().unwrap();
    let mut codes = BTreeSet::new();
    for row in lines {
        let safeguard = rulebook().safeguards.values().find(|safeguard| safeguard.code == row[0]).unwrap();
        for (column, cell) in columns.iter().zip(&row).skip(1) {
            let measure = &rulebook().measures[&measure_of(column).parse().unwrap()];
            assert_eq!(safeguard.basis(measure), basis_of(cell), "{} for `{}`", row[0], measure.name);
        }
        codes.insert(row[0].to_owned());
    }

    assert_eq!(codes, rulebook().safeguards.values().map(|safeguard| safeguard.code.clone()).collect());
    assert_eq!(columns.len() - 1, rulebook().measures.len(), "every measure has a column");
}

/// Gates and those who answer there, by the catalogue: `side gate role role+confirming`. Where the catalogue names the
/// central authority and a contact point, both answer.
const PLACES: &[(&str, &[&str])] = &[
    ("SG-11", &["requested decision central_authority judicial_authority"]),
    ("SG-13", &["requested decision rights_reviewer"]),
    ("SG-15", &["requested decision rights_reviewer"]),
    ("SG-16", &["requested decision central_authority judicial_authority"]),
    ("SG-24", &["requesting use central_authority"]),
    (
        "SG-26",
        &[
            "requested closing executing_authority judicial_authority",
            "requesting closing executing_authority judicial_authority",
        ],
    ),
    (
        "SG-28",
        &[
            "requested disclosure executing_authority judicial_authority",
            "requested execution executing_authority judicial_authority",
        ],
    ),
    ("SG-31", &["requested execution judicial_authority", "requesting authorisation judicial_authority"]),
    ("SG-40", &["requested execution executing_authority", "requesting use executing_authority"]),
];

#[test]
fn the_newer_safeguards_stand_where_the_catalogue_says_and_are_answered_by_whom_it_names() {
    for (code, expected) in PLACES {
        let safeguard = rulebook().safeguards.values().find(|safeguard| safeguard.code == *code).unwrap();
        let mut places: Vec<String> = safeguard
            .stands_at
            .iter()
            .map(|place| {
                let roles: BTreeSet<String> = place.answered_by.iter().map(ToString::to_string).collect();
                let roles: Vec<String> = roles.into_iter().collect();
                format!("{} {} {}", place.side, place.gate, roles.join(" "))
            })
            .collect();
        places.sort();
        assert_eq!(places, *expected, "{code}");
    }
}

#[test]
fn every_measure_has_the_level_the_kind_and_the_grounds_of_the_study() {
    const MLA: &str = "RF-01 RF-02 RF-03 RF-04 RF-05 RF-06 RF-07 RF-08 RF-09 RF-12 RF-13 RF-90 RF-91 PP-01";
    let expected: BTreeMap<&str, (u8, MeasureKind, &str)> = [
        ("service_of_documents", (1, MeasureKind::Documents, MLA)),
        ("records", (1, MeasureKind::Documents, MLA)),
        ("expedited_preservation", (2, MeasureKind::Data, "RF-05 RF-06 RF-08 RF-10")),
        ("traffic_data_disclosure", (3, MeasureKind::Data, "RF-05 RF-06 RF-08")),
        ("subscriber_information", (4, MeasureKind::Data, MLA)),
        ("production", (5, MeasureKind::Data, MLA)),
        ("testimony", (6, MeasureKind::Persons, MLA)),
        ("video_hearing", (6, MeasureKind::Persons, MLA)),
        ("search_and_seizure", (8, MeasureKind::Data, MLA)),
    ]
    .into();

    for measure in rulebook().measures.values() {
        let grounds: BTreeSet<&str> = measure.grounds.iter().map(GroundCode::as_str).collect();
        let (level, kind, wanted) = expected[measure.name.as_str()];
        assert_eq!((measure.level, measure.kind), (level, kind), "{}", measure.name);
        assert_eq!(grounds, wanted.split(' ').collect(), "{}", measure.name);
    }
    assert_eq!(expected.len(), rulebook().measures.len());
}
