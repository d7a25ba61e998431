//! What a systematic change of every line found standing: places, roles, reviews and words that could quietly be taken away.

use super::{EVIDENCE, Mutant, PRESERVATION, all_are_refused};

#[test]
fn what_is_asked_of_a_few_measures_only_stays_asked() {
    all_are_refused(&[
        Mutant {
            what: "integrity of a preservation is asked nowhere",
            file: "safeguards/integrity_and_chain_of_custody.toml",
            after: &[],
            old: "[[stands_at]]\ngate        = \"execution\"\nside        = \"requested\"\nanswered_by = [\"executing_authority\"]\nonly        = [\"expedited_preservation\"]\n",
            new: "",
            says: "SG-33 is not asked at the gate `execution` of the requested State for `expedited_preservation`",
        },
        Mutant {
            what: "who drafts answers for the integrity of a preservation",
            file: "safeguards/integrity_and_chain_of_custody.toml",
            after: &["gate        = \"execution\"\n", "answered_by = "],
            old: "[\"executing_authority\"]",
            new: "[\"drafting_official\"]",
            says: "`drafting_official` may not answer SG-33",
        },
        Mutant {
            what: "what the police passed on becomes evidence unasked",
            file: "safeguards/unasked_transmission.toml",
            after: &[],
            old: "[[stands_at]]\ngate         = \"disclosure\"\nside         = \"requested\"\nanswered_by  = [\"central_authority\"]\nconfirmed_by = [\"data_protection_reviewer\"]\nonly         = [\"joint_investigation_material\", \"police_information\"]\n",
            new: "",
            says: "SG-35 is not asked at the gate `disclosure`",
        },
        Mutant {
            what: "a joint investigation is let off",
            file: "safeguards/unasked_transmission.toml",
            after: &["[applies]\n"],
            old: "joint_investigation_material = \"policy\"",
            new: "joint_investigation_material = \"none\"",
            says: "SG-35 is asked for `joint_investigation_material` on the basis `none`",
        },
        Mutant {
            what: "no judge for what a joint investigation gathered",
            file: "safeguards/independent_authorisation.toml",
            after: &["[applies]\n"],
            old: "",
            new: "joint_investigation_material = \"policy\"\n",
            says: "SG-08 is asked for `joint_investigation_material` on the basis `policy`",
        },
        Mutant {
            what: "speciality does not apply to evidence that was asked for",
            file: "safeguards/speciality.toml",
            after: &[],
            old: ", only_for = [\"spontaneous_information\"]",
            new: "",
            says: "the answer `not_applicable` to SG-23 may be given only for what was sent unasked",
        },
        Mutant {
            what: "nor does what speaks for the defence",
            file: "safeguards/exculpatory_disclosure.toml",
            after: &[],
            old: "only_for = [\"spontaneous_information\"]",
            new: "only_for = [\"spontaneous_information\", \"production\"]",
            says: "the answer `not_applicable` to SG-24 may be given only for what was sent unasked",
        },
        Mutant {
            what: "a safeguard forgets its article",
            file: "safeguards/non_discrimination.toml",
            after: &[],
            old: "\"UNCC 40(22)\", ",
            new: "",
            says: "SG-10 no longer cites UNCC 40(22)",
        },
        Mutant {
            what: "a person in custody is handed over without a ground to decline",
            file: "measures/transfer_of_detained_person.toml",
            after: &[],
            old: "\"RF-14\",",
            new: "",
            says: "could not be refused on `RF-14`",
        },
        Mutant {
            what: "what lies outside the scope cannot be refused",
            file: "measures/production.toml",
            after: &[],
            old: "\"RF-12\", ",
            new: "",
            says: "could not be refused on `RF-12`",
        },
        Mutant {
            what: "a condition that nothing can name",
            file: "safeguards/technical_limits.toml",
            after: &["[answers]\n"],
            old: "",
            new: "on_terms = { outcome = \"met_with_conditions\", condition = \"CD-01\", needs_reason = true }\n",
            says: "SG-36 may not be answered with `met_with_conditions`",
        },
    ]);
}

#[test]
fn who_speaks_and_who_writes_is_not_widened() {
    all_are_refused(&[
        Mutant {
            what: "a reviewer binds the State to conditions",
            file: EVIDENCE,
            after: &["[requesting]\n", "[[requesting.transition]]\nname   = \"accept_conditions\"\n"],
            old: "by     = [\"central_authority\"]",
            new: "by     = [\"central_authority\", \"rights_reviewer\"]",
            says: "`rights_reviewer` may not take `accept_conditions`",
        },
        Mutant {
            what: "who carries out gives leave to use",
            file: EVIDENCE,
            after: &["[requested]\n", "[[requested.transition]]\nname   = \"give_consent\"\n"],
            old: "by     = [\"central_authority\"]",
            new: "by     = [\"central_authority\", \"executing_authority\"]",
            says: "`executing_authority` may not take `give_consent`",
        },
        Mutant {
            what: "who drafts withdraws",
            file: EVIDENCE,
            after: &["[requesting]\n", "[[requesting.transition]]\nname   = \"withdraw\"\n"],
            old: "by     = [\"central_authority\"]",
            new: "by     = [\"drafting_official\"]",
            says: "`drafting_official` may not take `withdraw`",
        },
        Mutant {
            what: "who drafts may write the result",
            file: EVIDENCE,
            after: &["[requested]\n", "[[requested.transition]]\nname   = \"present_result\"\n"],
            old: "by     = [\"executing_authority\"]",
            new: "by     = [\"executing_authority\", \"drafting_official\"]",
            says: "may write it, and that is left to",
        },
        Mutant {
            what: "a reviewer may write the decision",
            file: EVIDENCE,
            after: &["[requested]\n"],
            old: "[[requested.transition]]\nname   = \"return\"\n",
            new: "[[requested.transition]]\nname   = \"look_again\"\ntitle  = { en = \"Look again\", fr = \"Revoir\" }\nfrom   = [\"examination\"]\nto     = \"admissibility\"\nby     = [\"rights_reviewer\"]\nsource = [\"UNCC 40(17)\"]\n\n[[requested.transition]]\nname   = \"return\"\n",
            says: "whoever takes a step from where the decision is written may write it",
        },
        Mutant {
            what: "the requested State rewrites the request",
            file: EVIDENCE,
            after: &["[requested]\n", "name  = \"examination\"\n"],
            old: "edits = \"decision\"",
            new: "edits = \"request\"",
            says: "in the stage `examination` of `requested` the request is not written",
        },
    ]);
}

#[test]
fn what_goes_on_is_looked_at_again_and_ends() {
    all_are_refused(&[
        Mutant {
            what: "a collection for a year",
            file: "procedures/live_collection.toml",
            after: &["[requested]\n", "name        = \"collection\"\n"],
            old: "due_in_days = 30",
            new: "due_in_days = 365",
            says: "the clock `collection` runs for 8760 hours",
        },
        Mutant {
            what: "the requesting State counts a year",
            file: "procedures/live_collection.toml",
            after: &["name        = \"collection\"\n"],
            old: "due_in_days = 30",
            new: "due_in_days = 365",
            says: "the clock `collection` runs for 8760 hours",
        },
        Mutant {
            what: "a collection that a supplement begins anew",
            file: "procedures/live_collection.toml",
            after: &["[requested]\n", "[[requested.transition]]\nname   = \"end_collection\"\n"],
            old: "stops  = [\"collection\", \"renewal_answer\"]",
            new: "starts = [\"collection\"]\nstops  = [\"renewal_answer\"]",
            says: "begins the clock `collection` anew without the gate",
        },
        Mutant {
            what: "nobody looks again at a freeze",
            file: "procedures/freezing.toml",
            after: &["[requested]\n", "name        = \"freeze_review\"\n"],
            old: "due_in_days = 90",
            new: "due_in_days = 900",
            says: "the clock `freeze_review` runs for",
        },
        Mutant {
            what: "a freeze is lifted before anybody could be heard",
            file: "procedures/freezing.toml",
            after: &["[requested]\n", "name        = \"lifting\"\n"],
            old: "due_in_days = 30",
            new: "due_in_hours = 1",
            says: "the clock `lifting` runs for 1 hours",
        },
        Mutant {
            what: "what is held is not looked at for ten years",
            file: EVIDENCE,
            after: &["name        = \"retention_review\"\n"],
            old: "due_in_days = 180",
            new: "due_in_days = 3650",
            says: "the clock `retention_review` runs for",
        },
        Mutant {
            what: "what is held is never looked at",
            file: EVIDENCE,
            after: &["[holding]\n", "[[holding.transition]]\nname   = \"check_in\"\n"],
            old: "starts = [\"retention_review\"]\n",
            new: "",
            says: "the clock `retention_review` has to run",
        },
        Mutant {
            what: "silence after a warning lasts for ever",
            file: PRESERVATION,
            after: &["[requested]\n", "name         = \"warning\"\n"],
            old: "due_in_hours = 72\nat_expiry    = \"move\"",
            new: "due_in_hours = 72\nat_expiry    = \"alert\"",
            says: "only alerts",
        },
    ]);
}

#[test]
fn refusing_stays_possible_and_the_defence_is_told() {
    all_are_refused(&[
        Mutant {
            what: "a consultation that never counts",
            file: "procedures/documents.toml",
            after: &["[requested]\n", "name  = \"consultation\"\n"],
            old: "phase = \"consultation\"",
            new: "phase = \"examination\"",
            says: "for none is ever held",
        },
        Mutant {
            what: "the defence waits for a gate",
            file: EVIDENCE,
            after: &["[holding]\n", "[[holding.transition]]\nname   = \"disclose_exculpatory\"\n"],
            old: "sends  = \"exculpatory_notice\"\n",
            new: "sends  = \"exculpatory_notice\"\ngates  = [\"use\"]\neffect = \"use\"\n",
            says: "from the stage `held` what speaks for the defence is not disclosed",
        },
        Mutant {
            what: "the other State is not told",
            file: EVIDENCE,
            after: &["[holding]\n", "[[holding.transition]]\nname   = \"disclose_exculpatory\"\n"],
            old: "sends  = \"exculpatory_notice\"\n",
            new: "",
            says: "from the stage `held` what speaks for the defence is not disclosed",
        },
        Mutant {
            what: "a delivery that has just come is kept from the defence",
            file: EVIDENCE,
            after: &["[holding]\n", "[[holding.transition]]\nname   = \"disclose_exculpatory_arrived\"\n"],
            old: "from   = [\"arrived\"]\nto     = \"arrived\"",
            new: "from   = [\"consent_asked\"]\nto     = \"consent_asked\"",
            says: "from the stage `arrived` what speaks for the defence",
        },
    ]);
}
