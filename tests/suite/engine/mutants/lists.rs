//! Profiles that bind less, measures that count for less, grounds that are allowed and should not be.

use super::{Mutant, all_are_refused, removed};

#[test]
fn profiles_keep_binding() {
    all_are_refused(&[
        Mutant {
            what: "strict binds no policy",
            file: "profiles.toml",
            after: &["\"strict\""],
            old: "[\"treaty\", \"domestic\", \"policy\"]",
            new: "[\"treaty\", \"domestic\"]",
            says: "the profile `strict` no longer binds what rests on the basis `policy`",
        },
        Mutant {
            what: "domestic binds no domestic law",
            file: "profiles.toml",
            after: &["\"domestic\""],
            old: "[\"treaty\", \"domestic\"]",
            new: "[\"treaty\"]",
            says: "the profile `domestic` no longer binds what rests on the basis `domestic`",
        },
        Mutant {
            what: "the Convention is said to be in force",
            file: "rulebook.toml",
            after: &[],
            old: "in_force   = false",
            new: "in_force   = true",
            says: "the rulebook says that it is in force",
        },
        Mutant {
            what: "the rulebook calls itself another instrument's",
            file: "rulebook.toml",
            after: &[],
            old: "\"UNCC\"",
            new: "\"BUD\"",
            says: "its measures rest on UNCC",
        },
        Mutant {
            what: "a name lacks a language",
            file: "safeguards/children.toml",
            after: &["[question]"],
            old: "fr = ",
            new: "de = ",
            says: "has no text in the language `fr`",
        },
    ]);
}

#[test]
fn measures_keep_what_they_are() {
    all_are_refused(&[
        removed("measures/records.toml", "the measure `records` has no file"),
        Mutant {
            what: "production is no longer intrusive",
            file: "measures/production.toml",
            after: &[],
            old: "level     = 5",
            new: "level     = 4",
            says: "the level of `production` is 4, below 5",
        },
        Mutant {
            what: "a search is mild",
            file: "measures/search_and_seizure.toml",
            after: &[],
            old: "level     = 8",
            new: "level     = 3",
            says: "the level of `search_and_seizure` is 3, below 8",
        },
        Mutant {
            what: "stored data are papers",
            file: "measures/production.toml",
            after: &[],
            old: "kind      = \"data\"",
            new: "kind      = \"documents\"",
            says: "`production` is of the kind `documents`",
        },
        Mutant {
            what: "stored data go the way of papers",
            file: "measures/production.toml",
            after: &[],
            old: "procedure = \"evidence\"",
            new: "procedure = \"documents\"",
            says: "`production` follows the procedure `documents`",
        },
        Mutant {
            what: "traffic data without a preservation",
            file: "measures/traffic_data_disclosure.toml",
            after: &[],
            old: "follows   = \"preservation\"\n",
            new: "",
            says: "`traffic_data_disclosure` has to follow from a request of `preservation`",
        },
        Mutant {
            what: "a request without a proceeding",
            file: "content/production.schema.json",
            after: &["\"required\": ["],
            old: "\"proceeding\",",
            new: "",
            says: "the form `production` no longer requires `proceeding`",
        },
        Mutant {
            what: "the form of another measure",
            file: "measures/search_and_seizure.toml",
            after: &[],
            old: "content   = \"search_and_seizure\"",
            new: "content   = \"records\"",
            says: "the form of `search_and_seizure` is `records`",
        },
    ]);
}

#[test]
fn grounds_are_neither_widened_nor_lost() {
    all_are_refused(&[
        Mutant {
            what: "preservation is refused for want of dual criminality",
            file: "measures/expedited_preservation.toml",
            after: &[],
            old: "[\"RF-05\"",
            new: "[\"RF-01\", \"RF-05\"",
            says: "refuses on a ground that the treaty does not allow for this measure",
        },
        Mutant {
            what: "disclosure under 43 is refused for data protection",
            file: "measures/traffic_data_disclosure.toml",
            after: &[],
            old: "[\"RF-05\"",
            new: "[\"RF-09\", \"RF-05\"",
            says: "`traffic_data_disclosure` could be refused on `RF-09`",
        },
        Mutant {
            what: "a reservation of article 42 refuses a production",
            file: "measures/production.toml",
            after: &[],
            old: "\"RF-09\"",
            new: "\"RF-09\", \"RF-10\"",
            says: "`production` could be refused on `RF-10`",
        },
        Mutant {
            what: "a forbidden ground is allowed to a measure",
            file: "measures/production.toml",
            after: &[],
            old: "\"RF-09\"",
            new: "\"RF-09\", \"NX-01\"",
            says: "`NX-01` is a forbidden ground",
        },
        Mutant {
            what: "persecution is no ground any more",
            file: "measures/production.toml",
            after: &[],
            old: "\"RF-08\", ",
            new: "",
            says: "`production` could not be refused on `RF-08`",
        },
        Mutant {
            what: "no consultation on sovereignty",
            file: "grounds.toml",
            after: &["\"RF-05\""],
            old: "consult      = true",
            new: "consult      = false",
            says: "refuses on a ground that asks for consultation, and nothing was talked over",
        },
        Mutant {
            what: "no consultation before postponing",
            file: "grounds.toml",
            after: &["\"PP-01\""],
            old: "consult      = true",
            new: "consult      = false",
            says: "`PP-01` asks for a consultation",
        },
        Mutant {
            what: "bank secrecy is a ground",
            file: "grounds.toml",
            after: &["\"NX-01\""],
            old: "forbidden    = true",
            new: "forbidden    = false",
            says: "nobody may rest a refusal on `NX-01`",
        },
        Mutant {
            what: "a political offence is booked under nothing",
            file: "grounds.toml",
            after: &["\"RF-90\""],
            old: "booked_under = [\"RF-05\", \"RF-07\"]",
            new: "booked_under = []",
            says: "`RF-90` is booked under RF-05, RF-07",
        },
        Mutant {
            what: "a ground that protects is forbidden",
            file: "grounds.toml",
            after: &["\"RF-11\""],
            old: "forbidden    = false",
            new: "forbidden    = true",
            says: "`RF-11` is a forbidden ground: no measure may allow it",
        },
    ]);
}
