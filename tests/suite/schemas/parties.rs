//! The form of `workflows/parties.toml`: codes, names in both languages, days, and nothing said that is not known.

use std::collections::BTreeSet;

use comity::engine::files::RuleFiles;
use comity::engine::lists::{KnownFrom, MadeAt, Party};
use comity::engine::rulebook::Rulebook;
use serde::Deserialize;

/// ISO 3166-1 alpha-2, as assigned.
const ISO: &str = "
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD
    CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
    GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI
    SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI
    VN VU WF WS YE YT ZA ZM ZW";

#[derive(Deserialize)]
struct File {
    party: Vec<Party>,
}

/// The parties in the order of the file.
fn parties() -> Vec<Party> {
    toml::from_str::<File>(include_str!("../../../workflows/parties.toml")).unwrap().party
}

fn real() -> impl Iterator<Item = Party> {
    parties().into_iter().filter(|party| !party.training)
}

/// A name as it is sorted: accents and capitals do not count.
fn sorted_as(name: &str) -> String {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'ô' => 'o',
            'ü' => 'u',
            other => other,
        })
        .collect()
}

#[test]
fn codes_are_unique_and_those_of_iso_or_for_training() {
    let assigned: BTreeSet<&str> = ISO.split_whitespace().collect();
    assert_eq!(assigned.len(), 249);
    let mut seen = BTreeSet::new();

    for party in parties() {
        let code = party.code.as_str().to_owned();
        if party.training {
            // XA to XZ are nobody's.
            assert!(code.starts_with('X') && !assigned.contains(code.as_str()), "{code}");
        } else if party.regional_organization {
            assert_eq!(code, "EU", "reserved by ISO, and the only such organisation that has signed");
        } else {
            assert!(assigned.contains(code.as_str()), "{code} is no code of ISO 3166-1");
        }
        assert!(seen.insert(code.clone()), "{code} stands twice");
    }
    assert!(seen.contains("EU"));
}

#[test]
fn names_stand_in_both_languages_and_in_their_order() {
    let mut before = String::new();
    let mut names = BTreeSet::new();

    for party in parties() {
        let code = &party.code;
        assert_eq!(party.name.0.keys().map(String::as_str).collect::<Vec<_>>(), ["en", "fr"], "{code}");
        for name in party.name.0.values() {
            assert_eq!(name.trim(), name, "{code}");
            assert!(name.chars().next().is_some_and(char::is_uppercase), "{code}: {name}");
        }
        assert!(names.insert(party.name.en().to_owned()), "{code}: the name stands twice");
    }
    for party in real() {
        let name = sorted_as(party.name.en());
        assert!(name.is_ascii() && before < name, "`{name}` stands after `{before}`");
        before = name;
    }
}

#[test]
fn a_day_of_signature_lies_in_the_time_for_it_and_is_said_only_where_it_is_certain() {
    for party in real() {
        let code = &party.code;
        let known_from = party.known_from.unwrap_or_else(|| panic!("{code} does not say where it is known from"));
        match &party.signed {
            Some(day) => {
                day.parse::<jiff::civil::Date>().unwrap();
                // Open at Hanoi from 25 October 2025, then in New York until 31 December 2026 (article 64).
                assert!(("2025-10-25"..="2026-12-31").contains(&day.as_str()), "{code}: {day}");
                assert_eq!(known_from, KnownFrom::TreatyLists, "{code}: what is only reported gives no certain day");
            }
            None => assert!(party.note.is_some(), "{code} gives no day and does not say why"),
        }
        assert!(party.source.iter().any(|citation| citation.as_str() == "UNCC 64"), "{code}");
    }
}

#[test]
fn signing_is_not_ratifying() {
    let ratified: Vec<Party> = real().filter(|party| party.ratified.is_some()).collect();

    for party in &ratified {
        let (code, when) = (&party.code, party.ratified.as_deref().unwrap_or_default());
        assert!(("2025-11"..="2026-12-31").contains(&when), "{code}: {when}");
        assert!(party.note.is_some(), "{code} ratified, and does not say how that is known");
    }
    for party in real() {
        for reservation in &party.reservations {
            let code = &party.code;
            assert_eq!(reservation.about.0.len(), 2, "{code}: a reservation in one language only");
            assert!(
                reservation.made_at == MadeAt::Signature || party.ratified.is_some(),
                "{code}: a reservation at a ratification that is not known"
            );
        }
    }
    // Forty are needed: nobody may take the list of signatures for those bound (article 65(1)).
    assert!(ratified.len() < 40 && real().count() > 40);
}

#[test]
fn states_for_training_have_signed_nothing() {
    let rulebook = Rulebook::load(RuleFiles::shipped()).unwrap();

    for party in rulebook.parties.values() {
        assert_eq!(party.training, party.known_from == Some(KnownFrom::Training), "{}", party.code);
        if party.training {
            let silent = party.signed.is_none() && party.ratified.is_none() && party.reservations.is_empty();
            assert!(silent && !party.regional_organization, "{}", party.code);
        }
    }
}
