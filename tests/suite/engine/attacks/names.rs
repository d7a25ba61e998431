//! Names that do not exist.

use super::{Attack, EVIDENCE, PRESERVATION, all_are_found};

#[test]
fn a_name_in_a_procedure_that_does_not_exist_is_found() {
    all_are_found(&[
        Attack {
            file: EVIDENCE,
            old: "from   = [\"draft\"]\nto     = \"review\"",
            new: "from   = [\"draft\"]\nto     = \"reviews\"",
            at: "\"reviews\"",
            says: "there is no stage `reviews`",
        },
        Attack {
            file: EVIDENCE,
            old: "from   = [\"executing\"]\n",
            new: "from   = [\"executed\"]\n",
            at: "\"executed\"",
            says: "there is no stage `executed`",
        },
        Attack {
            file: EVIDENCE,
            old: "[requesting]\nstart = \"draft\"",
            new: "[requesting]\nstart = \"drafts\"",
            at: "\"drafts\"",
            says: "there is no stage `drafts`",
        },
        Attack {
            file: EVIDENCE,
            old: "paused_in   = [\"waiting_for_more\", \"returned\", \"early_consultation\"]",
            new: "paused_in   = [\"waiting_for_more\",\n\"nowhere\"]",
            at: "\"nowhere\"",
            says: "there is no stage `nowhere`",
        },
        Attack {
            file: EVIDENCE,
            old: "sends  = \"completed\"",
            new: "sends  = \"complete\"",
            at: "\"complete\"",
            says: "there is no message of the requested State `complete`",
        },
        Attack {
            file: EVIDENCE,
            old: "sends  = \"granted\"\n",
            new: "sends  = \"withdrawn\"\n",
            at: "\"withdrawn\"",
            says: "there is no message of the requested State `withdrawn`",
        },
        Attack {
            file: EVIDENCE,
            old: "on     = \"completed\"",
            new: "on     = \"complete\"",
            at: "\"complete\"",
            says: "there is no message of the requested State `complete`",
        },
        Attack {
            file: EVIDENCE,
            old: "to     = \"admissibility\"\nafter  = \"consultation\"",
            new: "to     = \"admissibility\"\nafter  = \"consultations\"",
            at: "\"consultations\"",
            says: "there is no deadline `consultations`",
        },
        Attack {
            file: EVIDENCE,
            old: "starts = [\"postponement_review\"]",
            new: "starts = [\"postponement\"]",
            at: "\"postponement\"",
            says: "there is no deadline `postponement`",
        },
        Attack {
            file: PRESERVATION,
            old: "stops  = [\"decision\", \"supplement\", \"consultation\"]",
            new: "stops  = [\"decision\", \"supplements\"]",
            at: "\"supplements\"",
            says: "there is no deadline `supplements`",
        },
        Attack {
            file: PRESERVATION,
            old: "\"linked:evidence.withdrawn\"",
            new: "\"linked:proofs.withdrawn\"",
            at: "proofs",
            says: "there is no procedure `proofs`",
        },
        Attack {
            file: PRESERVATION,
            old: "\"linked:evidence.withdrawn\"",
            new: "\"linked:evidence.vanished\"",
            at: "vanished",
            says: "there is no message `vanished`",
        },
        Attack {
            file: PRESERVATION,
            old: "\"linked:evidence.withdrawn\"",
            new: "\"linked:preservation.lapsed\"",
            at: "lapsed",
            says: "chained to one of another procedure",
        },
    ]);
}

#[test]
fn a_name_in_a_measure_that_does_not_exist_is_found() {
    all_are_found(&[
        Attack {
            file: "measures/production.toml",
            old: "procedure = \"evidence\"",
            new: "procedure = \"evidences\"",
            at: "evidences",
            says: "there is no procedure `evidences`",
        },
        Attack {
            file: "measures/production.toml",
            old: "content   = \"production\"",
            new: "content   = \"productions\"",
            at: "productions",
            says: "there is no content schema `productions`",
        },
        Attack {
            file: "measures/expedited_preservation.toml",
            old: "\"RF-10\"]",
            new: "\"RF-77\"]",
            at: "RF-77",
            says: "there is no ground `RF-77`",
        },
        Attack {
            file: "measures/expedited_preservation.toml",
            old: "\"RF-10\"]",
            new: "\"NX-03\"]",
            at: "NX-03",
            says: "`NX-03` is a forbidden ground",
        },
    ]);
}

#[test]
fn a_name_in_a_safeguard_or_a_list_that_does_not_exist_is_found() {
    all_are_found(&[
        Attack {
            file: "safeguards/independent_authorisation.toml",
            old: "documents               = \"none\"",
            new: "paper                   = \"none\"",
            at: "paper",
            says: "there is no measure or kind `paper`",
        },
        Attack {
            file: "safeguards/independent_authorisation.toml",
            old: "gate        = \"execution\"\nside        = \"requested\"\nanswered_by = [\"judicial_authority\"]\nexcept      = [\"expedited_preservation\"]",
            new: "gate        = \"execution\"\nside        = \"requested\"\nanswered_by = [\"judicial_authority\"]\nexcept      = [\"escrow\"]",
            at: "escrow",
            says: "there is no measure `escrow`",
        },
        Attack {
            file: "safeguards/independent_authorisation.toml",
            old: "gate        = \"execution\"\nside        = \"requested\"\nanswered_by = [\"judicial_authority\"]\nexcept      = [\"expedited_preservation\"]",
            new: "gate        = \"execution\"\nside        = \"requested\"\nanswered_by = [\"judicial_authority\"]\nonly        = [\"escrow\"]",
            at: "escrow",
            says: "there is no measure `escrow`",
        },
        Attack {
            file: "safeguards/dual_criminality.toml",
            old: "ground = \"RF-01\"",
            new: "ground = \"RF-71\"",
            at: "RF-71",
            says: "there is no ground `RF-71`",
        },
        Attack {
            file: "safeguards/dual_criminality.toml",
            old: "ground = \"RF-01\"",
            new: "ground = \"NX-01\"",
            at: "NX-01",
            says: "forbidden",
        },
        Attack {
            file: "safeguards/confidentiality.toml",
            old: "condition = \"CD-04\"",
            new: "condition = \"CD-44\"",
            at: "CD-44",
            says: "there is no condition `CD-44`",
        },
        Attack {
            file: "safeguards/confidentiality.toml",
            old: ", condition = \"CD-04\"",
            new: "",
            at: "met_with_conditions =",
            says: "has to name the condition",
        },
        Attack {
            file: "safeguards/reasons.toml",
            old: "code   = \"SG-30\"",
            new: "code   = \"SG-30\"\ndeferred_by = \"urgency\"",
            at: "deferred_by",
            says: "there is no safeguard `urgency`",
        },
        Attack {
            file: "safeguards/reasons.toml",
            old: "not_met = {",
            new: "later = { outcome = \"deferred\" }\nnot_met = {",
            at: "later",
            says: "nothing lets this safeguard be answered later",
        },
        Attack {
            file: "safeguards/consultation_before_refusal.toml",
            old: "\"RF-14\", \"RF-15\"]",
            new: "\"RF-14\", \"RF-79\"]",
            at: "RF-79",
            says: "there is no ground `RF-79`",
        },
        Attack {
            file: "grounds.toml",
            old: "booked_under = [\"RF-05\", \"RF-06\", \"RF-07\"]",
            new: "booked_under = [\"RF-05\", \"RF-76\"]",
            at: "RF-76",
            says: "there is no ground `RF-76`",
        },
        Attack {
            file: "rulebook.toml",
            old: "\"UNCC\"",
            new: "\"ZZZ\"",
            at: "ZZZ",
            says: "there is no instrument `ZZZ`",
        },
    ]);
}
