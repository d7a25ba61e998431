//! Safeguards dropped, moved, weakened, widened, or answered too easily.

use super::{Mutant, all_are_refused, removed};

const SG08: &str = "safeguards/independent_authorisation.toml";
const SG09: &str = "safeguards/consistency_with_human_rights.toml";
const SG10: &str = "safeguards/non_discrimination.toml";
const SG22: &str = "safeguards/onward_transfer.toml";
const SG29: &str = "safeguards/consultation_before_refusal.toml";

#[test]
fn a_safeguard_that_is_dropped_or_moved_is_missed() {
    all_are_refused(&[
        removed(SG10, "the safeguard SG-10 (Non-discrimination and persecution) has no file"),
        removed("safeguards/protected_persons_and_privilege.toml", "the safeguard SG-12"),
        removed("safeguards/reasons.toml", "no safeguard stands at the gate `refusal`"),
        Mutant {
            what: "it goes by another code",
            file: SG10,
            after: &[],
            old: "\"SG-10\"",
            new: "\"SG-50\"",
            says: "the safeguard SG-10",
        },
        Mutant {
            what: "its place at the decision is dropped",
            file: SG09,
            after: &["requesting"],
            old: "[[stands_at]]\ngate        = \"decision\"\nside        = \"requested\"\nanswered_by = [\"rights_reviewer\", \"judicial_authority\"]\n",
            new: "",
            says: "SG-09 is not asked at the gate `decision` of the requested State",
        },
        Mutant {
            what: "its place at the use is dropped",
            file: "safeguards/speciality.toml",
            after: &[],
            old: "[[stands_at]]\ngate        = \"use\"\nside        = \"requesting\"\nanswered_by = [\"central_authority\"]\n",
            new: "",
            says: "what was received is used with",
        },
        Mutant {
            what: "it moves from execution to closing",
            file: SG08,
            after: &[],
            old: "gate        = \"execution\"",
            new: "gate        = \"closing\"",
            says: "SG-08 is not asked at the gate `execution` of the requested State",
        },
        Mutant {
            what: "a measure is excepted",
            file: SG08,
            after: &["gate        = \"execution\""],
            old: "except      = [\"expedited_preservation\"]",
            new: "except      = [\"expedited_preservation\", \"production\"]",
            says: "SG-08 is not asked at the gate `execution` of the requested State for `production`",
        },
        Mutant {
            what: "`only` narrows it to one measure",
            file: SG09,
            after: &["gate        = \"decision\"\nside        = \"requested\"\n"],
            old: "",
            new: "only = [\"records\"]\n",
            says: "SG-09 is not asked at the gate `decision`",
        },
        Mutant {
            what: "`only` of the minimisation check goes to another measure",
            file: "safeguards/specificity.toml",
            after: &[],
            old: "only        = [\"traffic_data_disclosure\"]",
            new: "only        = [\"production\"]",
            says: "SG-06 is not asked at the gate `disclosure` of the requested State for `traffic_data_disclosure`",
        },
    ]);
}

#[test]
fn a_basis_that_is_weakened_is_missed() {
    all_are_refused(&[
        Mutant {
            what: "the default falls from treaty to policy",
            file: SG09,
            after: &["[applies]"],
            old: "\"treaty\"",
            new: "\"policy\"",
            says: "SG-09 is asked for `production` on the basis `policy`, which is weaker than `treaty`",
        },
        Mutant {
            what: "a measure is let off",
            file: "safeguards/necessity_and_proportionality.toml",
            after: &["[applies]\n"],
            old: "",
            new: "production = \"none\"\n",
            says: "SG-04 is asked for `production` on the basis `none`, which is weaker than `domestic`",
        },
        Mutant {
            what: "a kind is let off",
            file: "safeguards/lawful_transfer_of_personal_data.toml",
            after: &["[applies]\n"],
            old: "",
            new: "data = \"policy\"\n",
            says: "SG-20 is asked for `production` on the basis `policy`, which is weaker than `treaty`",
        },
        Mutant {
            what: "no judge for a search where domestic law wants one",
            file: SG08,
            after: &["[applies]\n"],
            old: "",
            new: "search_and_seizure = \"policy\"\n",
            says: "SG-08 is asked for `search_and_seizure` on the basis `policy`",
        },
        Mutant {
            what: "dual criminality becomes a condition of preservation",
            file: "safeguards/dual_criminality.toml",
            after: &[],
            old: "expedited_preservation  = \"never\"",
            new: "expedited_preservation  = \"policy\"",
            says: "the treaty forbids to make it a condition",
        },
        Mutant {
            what: "dual criminality is merely not asked, and so may be",
            file: "safeguards/dual_criminality.toml",
            after: &[],
            old: "traffic_data_disclosure = \"never\"",
            new: "traffic_data_disclosure = \"none\"",
            says: "the treaty forbids to make it a condition",
        },
    ]);
}

#[test]
fn roles_and_second_officials_are_missed() {
    all_are_refused(&[
        Mutant {
            what: "the central authority answers for data protection",
            file: "safeguards/lawful_transfer_of_personal_data.toml",
            after: &[],
            old: "answered_by = [\"data_protection_reviewer\"]",
            new: "answered_by = [\"data_protection_reviewer\", \"central_authority\"]",
            says: "`central_authority` may not answer SG-20",
        },
        Mutant {
            what: "the executing authority authorises itself",
            file: SG08,
            after: &["gate        = \"execution\""],
            old: "answered_by = [\"judicial_authority\"]",
            new: "answered_by = [\"executing_authority\"]",
            says: "`executing_authority` may not answer SG-08",
        },
        Mutant {
            what: "who drafts reviews",
            file: SG09,
            after: &["gate        = \"authorisation\""],
            old: "[\"rights_reviewer\", \"judicial_authority\"]",
            new: "[\"rights_reviewer\", \"drafting_official\"]",
            says: "`drafting_official` may not answer SG-09",
        },
        Mutant {
            what: "no second official for persecution",
            file: SG10,
            after: &[],
            old: "confirmed_by = [\"central_authority\"]\n",
            new: "",
            says: "the answer to SG-10 at the gate `decision` needs a second official",
        },
        Mutant {
            what: "no second official for onward transfer",
            file: SG22,
            after: &[],
            old: "confirmed_by = [\"central_authority\"]\n",
            new: "",
            says: "the answer to SG-22 at the gate `onward_transfer` needs a second official",
        },
    ]);
}

#[test]
fn answers_that_clear_too_easily_are_missed() {
    all_are_refused(&[
        Mutant {
            what: "a no on persecution can be replaced",
            file: SG10,
            after: &[],
            old: "hard   = true\n",
            new: "",
            says: "a negative answer to SG-10 would not stand",
        },
        Mutant {
            what: "a no on onward transfer can be replaced",
            file: SG22,
            after: &[],
            old: "hard   = true",
            new: "hard   = false",
            says: "a negative answer to SG-22 would not stand",
        },
        Mutant {
            what: "human rights are cleared without reasons",
            file: SG09,
            after: &[],
            old: "met                 = { outcome = \"met\", needs_reason = true }",
            new: "met                 = { outcome = \"met\" }",
            says: "the answer `met` to SG-09 needs reasons",
        },
        Mutant {
            what: "no order of a judge is filed",
            file: SG08,
            after: &[],
            old: "needs_document = true",
            new: "needs_document = false",
            says: "the answer `met` to SG-08 needs a document",
        },
        Mutant {
            what: "no authorisation of the other State is filed",
            file: SG22,
            after: &[],
            old: ", needs_document = true",
            new: "",
            says: "the answer `met` to SG-22 needs a document",
        },
        Mutant {
            what: "a deferral of notification without an order",
            file: "safeguards/notification.toml",
            after: &["told_later"],
            old: ", needs_document = true",
            new: "",
            says: "the answer `told_later` to SG-26 needs a document",
        },
    ]);
}

#[test]
fn answers_that_are_added_or_turned_round_are_missed() {
    all_are_refused(&[
        Mutant {
            what: "nobody can say no",
            file: SG10,
            after: &[],
            old: "not_met = { outcome = \"not_met\", needs_reason = true, ground = \"RF-08\" }\n",
            new: "",
            says: "the key `not_met` is missing",
        },
        Mutant {
            what: "human rights do not apply",
            file: SG09,
            after: &["[answers]\n"],
            old: "",
            new: "not_applicable = { outcome = \"not_applicable\", needs_reason = true }\n",
            says: "SG-09 may not be answered with `not_applicable`",
        },
        Mutant {
            what: "persecution on a condition",
            file: SG10,
            after: &["[answers]\n"],
            old: "",
            new: "on_terms = { outcome = \"met_with_conditions\", condition = \"CD-01\", needs_reason = true }\n",
            says: "SG-10 may not be answered with `met_with_conditions`",
        },
        Mutant {
            what: "a no says yes",
            file: SG09,
            after: &["not_met "],
            old: "outcome = \"not_met\"",
            new: "outcome = \"met\"",
            says: "`outcome` has to be `not_met`",
        },
        Mutant {
            what: "a new yes without reasons",
            file: SG10,
            after: &["[answers]\n"],
            old: "",
            new: "obviously = { outcome = \"met\" }\n",
            says: "the answer `obviously` to SG-10 needs reasons",
        },
        Mutant {
            what: "a no gives no ground to refuse on",
            file: SG10,
            after: &["not_met"],
            old: ", ground = \"RF-08\"",
            new: "",
            says: "the answer `not_met` to SG-10 gives the ground `RF-08`",
        },
        Mutant {
            what: "the condition becomes another",
            file: "safeguards/lawful_transfer_of_personal_data.toml",
            after: &[],
            old: "condition = \"CD-02\"",
            new: "condition = \"CD-04\"",
            says: "the answer `met_with_conditions` to SG-20 clears on the condition `CD-02`",
        },
        Mutant {
            what: "consultation never applies",
            file: SG29,
            after: &[],
            old: ", only_with_grounds = [\"RF-01\", \"RF-02\", \"RF-03\", \"RF-08\", \"RF-09\", \"RF-10\", \"RF-11\", \"RF-12\", \"RF-14\", \"RF-15\"]",
            new: "",
            says: "the answer `not_applicable` to SG-29 may be given only while the decision rests on",
        },
        Mutant {
            what: "consultation does not apply to sovereignty",
            file: SG29,
            after: &["only_with_grounds = ["],
            old: "",
            new: "\"RF-05\", ",
            says: "the answer `not_applicable` to SG-29 may be given only while the decision rests on",
        },
    ]);
}

#[test]
fn what_may_wait_is_not_widened() {
    all_are_refused(&[
        Mutant {
            what: "another safeguard lets it wait",
            file: SG09,
            after: &[],
            old: "code   = \"SG-09\"\n",
            new: "code   = \"SG-09\"\ndeferred_by = \"independence\"\n",
            says: "SG-09 would be answered later because of `independence`",
        },
        Mutant {
            what: "a judge is asked later",
            file: SG08,
            after: &[],
            old: "deferred_by = \"emergency\"",
            new: "deferred_by = \"sovereignty\"",
            says: "SG-08 would be answered later because of `sovereignty`",
        },
    ]);
}
