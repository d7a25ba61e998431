//! Forms that ask for less than the treaty does.

use super::{Mutant, all_are_refused};

#[test]
fn a_form_that_asks_for_less_is_missed() {
    all_are_refused(&[
        Mutant {
            what: "an interception without its serious offence",
            file: "content/interception.schema.json",
            after: &["\"required\": ["],
            old: "\"serious_offence\",",
            new: "",
            says: "the form `interception` no longer requires `serious_offence`",
        },
        Mutant {
            what: "an authority without a name",
            file: "content/production.schema.json",
            after: &["\"conducting_authority\": {", "\"required\": ["],
            old: "\"name\", ",
            new: "",
            says: "no longer requires `conducting_authority/name`",
        },
        Mutant {
            what: "facts that may be left empty",
            file: "content/production.schema.json",
            after: &["\"facts\": {"],
            old: "\"minLength\": 1",
            new: "\"minLength\": 0",
            says: "takes `facts` left empty",
        },
        Mutant {
            what: "no items",
            file: "content/production.schema.json",
            after: &["\"items\": {"],
            old: "\"minItems\": 1",
            new: "\"minItems\": 0",
            says: "takes `items` left empty",
        },
        Mutant {
            what: "a person whose age nobody asks",
            file: "content/production.schema.json",
            after: &["\"person\": {"],
            old: ", \"child\"",
            new: "",
            says: "no longer requires `persons/*/child`",
        },
        Mutant {
            what: "any offence is a serious crime",
            file: "content/production.schema.json",
            after: &["\"then\": {"],
            old: "\"minimum\": 4",
            new: "\"minimum\": 0",
            says: "takes an offence of less than four years as a serious crime",
        },
        Mutant {
            what: "a preservation for a day",
            file: "content/expedited_preservation.schema.json",
            after: &["\"days\": {"],
            old: "\"minimum\": 60",
            new: "\"minimum\": 1",
            says: "takes a preservation for less than sixty days",
        },
        Mutant {
            what: "a collection for a year",
            file: "content/interception.schema.json",
            after: &["\"days\": {"],
            old: "\"maximum\": 30",
            new: "\"maximum\": 365",
            says: "takes a collection for more than thirty days at once",
        },
        Mutant {
            what: "content among traffic data",
            file: "content/traffic_data_disclosure.schema.json",
            after: &["\"category\": {"],
            old: "\"enum\": [\"traffic\"]",
            new: "\"enum\": [\"traffic\", \"content\"]",
            says: "takes content, where only provider and path may be disclosed",
        },
        Mutant {
            what: "property in danger",
            file: "content/emergency_disclosure.schema.json",
            after: &["\"risk_to\": {"],
            old: "\"enum\": [\"life\",",
            new: "\"enum\": [\"property\", \"life\",",
            says: "takes a danger to property as an emergency",
        },
        Mutant {
            what: "a person who need not come back",
            file: "content/transfer_of_detained_person.schema.json",
            after: &["\"returned\": {"],
            old: "\"const\": true",
            new: "\"type\": \"boolean\"",
            says: "takes a person who is not to be returned",
        },
        Mutant {
            what: "secrecy for ever",
            file: "content/production.schema.json",
            after: &["\"confidentiality\": {", "\"then\": {"],
            old: "\"until\", ",
            new: "",
            says: "takes secrecy without an end",
        },
    ]);
}
