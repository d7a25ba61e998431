//! The answers of verification: what is intact, incomplete, altered, unwitnessed.

use std::io::Cursor;

use super::sample::{
    case, check, check_with, entries, export, export_case, frame, leaves, origin, pack, sentences, signer,
};
use crate::audit::archive::ArchiveError;
use crate::audit::bundle::Bundle;
use crate::audit::report::{Grade, Step, Verdict};
use crate::audit::verify::{Demand, verify_entries};

#[test]
fn a_whole_log_is_intact_and_says_that_nobody_witnessed_it() {
    for length in [0, 1, 2, 7, 40] {
        let turns: Vec<u8> = (0..length).map(|turn| turn % 3).collect();
        let report = check(&export(&leaves(&turns)));

        assert_eq!(report.verdict, Verdict::Intact, "{}", sentences(&report));
        assert!(report.intact);
        assert_eq!((report.origin, report.size), (Some(origin()), Some(u64::from(length))));
        assert_eq!((report.witnesses, report.first_bad), (0, None));
        assert_eq!(
            report.findings.last().map(|finding| (finding.step, finding.grade)),
            Some((Step::Witness, Grade::Noted))
        );
    }
}

#[test]
fn the_export_of_one_case_is_intact_and_says_what_it_cannot_prove() {
    let report = check(&export_case(&leaves(&[1, 2, 1, 1, 3, 2, 1]), case(1)));

    assert_eq!(report.verdict, Verdict::Intact, "{}", sentences(&report));
    assert_eq!((report.case, report.leaves), (Some(case(1)), 4));
    assert!(sentences(&report).contains("told up to leaf 7 of 8"), "{}", sentences(&report));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let log = leaves(&[1, 2, 1]);

    assert_eq!(export(&log), export(&log));
    assert_eq!(export_case(&log, case(1)), export_case(&log, case(1)));
}

#[test]
fn entries_are_handed_over_in_order_with_their_place_in_the_log() {
    let turns = [1, 2, 1, 3];
    let mut seen = Vec::new();
    let mut take = |bytes: Vec<u8>| {
        seen.clear();
        let mut bundle = Bundle::open(Cursor::new(bytes)).unwrap();
        let on_entry = |index, entry: &_, _| {
            seen.push((index, Clone::clone(entry)));
            Ok(())
        };
        verify_entries(&mut bundle, signer().verifier(), &Demand::default(), on_entry, |_| {}).unwrap();
        seen.clone()
    };

    assert_eq!(take(export(&leaves(&turns))), (0..).zip(entries(&turns)).collect::<Vec<_>>());
    assert_eq!(take(export_case(&leaves(&turns), case(1))).iter().map(|(index, _)| *index).collect::<Vec<_>>(), [0, 2]);
}

#[test]
fn what_replay_objects_to_is_an_alteration_of_that_leaf() {
    let mut bundle = Bundle::open(Cursor::new(export(&leaves(&[1, 2, 1])))).unwrap();
    let objecting = |index, _: &_, _| if index == 1 { Err("the gate was shut".to_owned()) } else { Ok(()) };
    let report = verify_entries(&mut bundle, signer().verifier(), &Demand::default(), objecting, |_| {}).unwrap();

    let bad = report.first_bad.unwrap();
    assert_eq!((report.verdict, bad.index, bad.case), (Verdict::Altered, 1, Some(case(2))));
    assert_eq!(bad.why, "the gate was shut");
    assert_eq!(report.findings.iter().filter(|finding| finding.step == Step::Replay).count(), 1);
}

#[test]
fn a_log_that_nobody_witnessed_is_told_apart_where_the_reader_asks() {
    let report = check_with(&export(&leaves(&[1])), &Demand { witness: true, ..Demand::default() }).unwrap();

    assert_eq!((report.verdict, report.verdict.exit_code(), report.intact), (Verdict::Unwitnessed, 5, false));
}

#[test]
fn an_export_cut_anywhere_is_never_intact() {
    let whole = export(&leaves(&[1, 2, 1, 2, 2]));
    for length in (0..whole.len()).step_by(97).chain([511, 512, 513, whole.len() - 1, whole.len() - 512]) {
        match check_with(&whole[..length], &Demand::default()) {
            Ok(report) => assert_eq!(report.verdict, Verdict::Incomplete, "{length}: {}", sentences(&report)),
            Err(error) => assert!(length < 512 && matches!(error, ArchiveError::NotATar), "{length}: {error}"),
        }
    }
}

#[test]
fn leaves_that_end_early_are_incomplete_not_altered() {
    let log = leaves(&[1, 2, 1, 2, 2]);
    let report = check(&pack(&frame(&log), &log[..3]));

    assert_eq!(report.verdict, Verdict::Incomplete, "{}", sentences(&report));
    assert!(sentences(&report).contains("3 of 5"), "{}", sentences(&report));
}

#[test]
fn a_rulebook_that_a_leaf_names_must_be_there() {
    let log = leaves(&[1, 2]);
    let mut frame = frame(&log);
    frame.rulebooks.clear();
    let report = check(&pack(&frame, &log));

    assert_eq!(report.verdict, Verdict::Incomplete);
    assert_eq!(report.findings.iter().filter(|finding| finding.step == Step::Rulebook).count(), 1);
}

#[test]
fn a_clock_that_goes_back_is_flagged_beyond_two_minutes() {
    let flagged = |second: &str| {
        let mut log = entries(&[1, 2]);
        log[1].at = second.parse().unwrap();
        let report = check(&export(&log.iter().map(|entry| entry.to_bytes().unwrap()).collect::<Vec<_>>()));
        assert!(report.intact, "{}", sentences(&report));
        report.findings.iter().filter(|finding| finding.step == Step::Times && finding.grade == Grade::Flagged).count()
    };

    assert_eq!(flagged("2026-01-31T08:58:00.000Z"), 0);
    assert_eq!(flagged("2026-01-31T08:57:59.000Z"), 1);
}

#[test]
fn the_report_is_plain_json() {
    let json = serde_json::to_value(check(&export(&leaves(&[1])))).unwrap();

    assert_eq!((&json["verdict"], &json["intact"]), (&"intact".into(), &true.into()));
    assert_eq!(json["findings"][0]["grade"], "noted");
}
