//! What stands twice.

use super::{Attack, EVIDENCE, PRESERVATION, all_are_found};

#[test]
fn what_stands_twice_in_a_procedure_is_found() {
    all_are_found(&[
        Attack {
            file: EVIDENCE,
            old: "name  = \"postponed\"\ntitle = { en = \"Postponed\",",
            new: "name  = \"granted\"\ntitle = { en = \"Postponed\",",
            at: "name  = \"granted\"\ntitle = { en = \"Granted, to be",
            says: "the stage `granted` stands here a second time",
        },
        Attack {
            file: EVIDENCE,
            old: "name        = \"supplement\"\ntitle       = { en",
            new: "name        = \"admissibility\"\ntitle       = { en",
            at: "\"admissibility\"\ntitle",
            says: "the deadline `admissibility` stands here a second time",
        },
        Attack {
            file: EVIDENCE,
            old: "name      = \"resumed\"",
            new: "name      = \"postponed\"",
            at: "\"postponed\"",
            says: "the message `postponed` stands here a second time",
        },
        Attack {
            file: EVIDENCE,
            old: "name   = \"resume_examination\"",
            new: "name   = \"ask_for_more\"",
            at: "\"ask_for_more\"",
            says: "a second transition `ask_for_more` leaves stage `consultation`",
        },
        Attack {
            file: EVIDENCE,
            old: "from   = [\"consultation\", \"examination\"]\nto     = \"examination\"\non     = \"conditions_declined\"",
            new: "from   = [\"consultation\", \"examination\"]\nto     = \"examination\"\non     = \"observations\"",
            at: "name   = \"hear_conditions_declined\"",
            says: "for the same reason",
        },
        Attack {
            file: PRESERVATION,
            old: "from   = [\"release_due\"]\nto     = \"held\"",
            new: "from   = [\"release_due\", \"preserved\"]\nto     = \"held\"",
            at: "name   = \"hold_again\"",
            says: "leaves stage `preserved`",
        },
        Attack {
            file: EVIDENCE,
            old: "gates  = [\"decision\", \"refusal\"]",
            new: "gates  = [\"decision\", \"decision\"]",
            at: "gates  = [\"decision\", \"decision\"]",
            says: "`gates` names something twice",
        },
        Attack {
            file: EVIDENCE,
            old: "sends  = \"granted\"\n",
            new: "sends  = \"granted\"\nsends = \"granted\"\n",
            at: "sends = \"granted\"",
            says: "this key stands here a second time",
        },
    ]);
}

#[test]
fn what_stands_twice_in_a_list_or_a_safeguard_is_found() {
    all_are_found(&[
        Attack {
            file: "grounds.toml",
            old: "code         = \"RF-02\"",
            new: "code         = \"RF-01\"",
            at: "code         = \"RF-01\"",
            says: "the ground `RF-01` stands here a second time",
        },
        Attack {
            file: "conditions.toml",
            old: "\"CD-02\"",
            new: "\"CD-01\"",
            at: "\"CD-01\"",
            says: "the condition `CD-01` stands here a second time",
        },
        Attack {
            file: "profiles.toml",
            old: "name   = \"domestic\"",
            new: "name   = \"strict\"",
            at: "name   = \"strict\"\ntitle  = { en = \"Strict\"",
            says: "the profile `strict` stands here a second time",
        },
        Attack {
            file: "sources.toml",
            old: "code     = \"BUD\"",
            new: "code     = \"UNCC\"",
            at: "code     = \"UNCC\"",
            says: "the instrument `UNCC` stands here a second time",
        },
        Attack {
            file: "sources.toml",
            old: "text       = \"UNCC 3\"",
            new: "text       = \"UNCC 2(f)\"",
            at: "\"UNCC 2(f)\"",
            says: "the citation `UNCC 2(f)` stands here a second time",
        },
        Attack {
            file: "parties.toml",
            old: "code       = \"XS\"",
            new: "code       = \"XN\"",
            at: "\"XN\"",
            says: "the party `XN` stands here a second time",
        },
        Attack {
            file: "safeguards/sovereignty.toml",
            old: "\"SG-17\"",
            new: "\"SG-01\"",
            at: "\"SG-01\"",
            says: "the code `SG-01` belongs to another safeguard already",
        },
        Attack {
            file: "safeguards/reasons.toml",
            old: "[applies]",
            new: "[[stands_at]]\ngate = \"refusal\"\nside = \"requested\"\nanswered_by = [\"judicial_authority\"]\n\n[applies]",
            at: "[[stands_at]]",
            says: "stands at the gate `refusal` of this side a second time",
        },
        Attack {
            file: "safeguards/reasons.toml",
            old: "[answers]",
            new: "[answers]\nmet = { outcome = \"met\" }",
            at: "met     =",
            says: "this key stands here a second time",
        },
        Attack {
            file: "safeguards/reasons.toml",
            old: "answered_by = [\"central_authority\"]",
            new: "answered_by = [\"central_authority\", \"central_authority\"]",
            at: "answered_by",
            says: "`answered_by` names something twice",
        },
    ]);
}
