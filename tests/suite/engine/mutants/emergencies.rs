//! What an emergency may put off, and the hours in which it is validated: nothing of it widens.

use super::{Mutant, all_are_refused};

const EMERGENCY: &str = "procedures/emergency.toml";

#[test]
fn nothing_else_is_put_off() {
    all_are_refused(&[
        Mutant {
            what: "human rights may wait",
            file: "safeguards/consistency_with_human_rights.toml",
            after: &[],
            old: "code   = \"SG-09\"\n",
            new: "code   = \"SG-09\"\ndeferred_by = \"emergency\"\n",
            says: "SG-09 may never be answered later",
        },
        Mutant {
            what: "persecution may wait, with an answer for it",
            file: "safeguards/non_discrimination.toml",
            after: &["[answers]\n"],
            old: "",
            new: "later   = { outcome = \"deferred\", needs_reason = true }\n",
            says: "nothing lets this safeguard be answered later",
        },
        Mutant {
            what: "the emergency itself may wait",
            file: "safeguards/emergency.toml",
            after: &[],
            old: "code   = \"SG-32\"\n",
            new: "code   = \"SG-32\"\ndeferred_by = \"emergency\"\n",
            says: "SG-32 may never be answered later",
        },
        Mutant {
            what: "a judge is asked later without reasons",
            file: "safeguards/independent_authorisation.toml",
            after: &["later   = { "],
            old: ", needs_reason = true",
            new: "",
            says: "the answer `later` to SG-08 needs reasons",
        },
        Mutant {
            what: "a judge is asked later wherever sovereignty is cleared",
            file: "safeguards/independent_authorisation.toml",
            after: &[],
            old: "deferred_by = \"emergency\"",
            new: "deferred_by = \"sovereignty\"",
            says: "SG-08 would be answered later because of `sovereignty`",
        },
        Mutant {
            what: "every production counts as an emergency",
            file: "safeguards/emergency.toml",
            after: &["[applies]\n"],
            old: "",
            new: "production = \"policy\"\n",
            says: "SG-32 binds `production`, which is no emergency",
        },
    ]);
}

#[test]
fn the_validation_is_a_judges_and_in_time() {
    all_are_refused(&[
        Mutant {
            what: "the point of contact validates what it disclosed",
            file: "safeguards/emergency.toml",
            after: &["gate        = \"validation\"\n"],
            old: "[\"judicial_authority\"]",
            new: "[\"judicial_authority\", \"point_of_contact\"]",
            says: "`point_of_contact` may not answer SG-32 at the gate `validation`",
        },
        Mutant {
            what: "the point of contact takes the step of validation",
            file: EMERGENCY,
            after: &["[requested]\n", "[[requested.transition]]\nname   = \"validate\"\n"],
            old: "by     = [\"central_authority\"]",
            new: "by     = [\"central_authority\", \"point_of_contact\"]",
            says: "`point_of_contact` may not take `validate`",
        },
        Mutant {
            what: "nobody is asked at the validation",
            file: "safeguards/emergency.toml",
            after: &[],
            old: "[[stands_at]]\ngate        = \"validation\"\nside        = \"requested\"\nanswered_by = [\"judicial_authority\"]\n",
            new: "",
            says: "no safeguard stands at the gate `validation`",
        },
        Mutant {
            what: "a validation without its gate",
            file: EMERGENCY,
            after: &["[requested]\n", "[[requested.transition]]\nname   = \"validate\"\n"],
            old: "gates  = [\"validation\"]\n",
            new: "",
            says: "`validate`",
        },
        Mutant {
            what: "the hours are two months",
            file: EMERGENCY,
            after: &["[requested]\n", "name         = \"validation\"\n"],
            old: "due_in_hours = 48",
            new: "due_in_hours = 1440",
            says: "the law allows 48 at most",
        },
        Mutant {
            what: "the restriction at the State that holds it comes late",
            file: EMERGENCY,
            after: &["[holding]\n", "name         = \"validation\"\n"],
            old: "due_in_hours = 48",
            new: "due_in_hours = 1440",
            says: "the law allows 48 at most",
        },
        Mutant {
            what: "the restriction only reminds",
            file: EMERGENCY,
            after: &["[holding]\n", "name         = \"validation\"\n"],
            old: "at_expiry    = \"move\"",
            new: "at_expiry    = \"alert\"",
            says: "only alerts",
        },
        Mutant {
            what: "the hours at the State that holds it never begin",
            file: EMERGENCY,
            after: &["[holding]\n"],
            old: "starts = [\"validation\"]\n",
            new: "",
            says: "`validation`",
        },
        Mutant {
            what: "what was not validated in time is used on",
            file: EMERGENCY,
            after: &["[holding]\n", "name   = \"use\"\n"],
            old: "from   = [\"held\"]",
            new: "from   = [\"held\", \"suspended\"]",
            says: "suspended",
        },
    ]);
}
