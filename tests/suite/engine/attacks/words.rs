//! Words outside the language of the rule files.

use super::{Attack, EVIDENCE, all_are_found};

#[test]
fn a_word_outside_the_language_is_found_with_those_that_are_known() {
    all_are_found(&[
        Attack {
            file: EVIDENCE,
            old: "by     = [\"central_authority\", \"executing_authority\"]\nstarts",
            new: "by     = [\"customs\", \"executing_authority\"]\nstarts",
            at: "customs",
            says: "`by` has to be one of",
        },
        Attack {
            file: EVIDENCE,
            old: "gates  = [\"onward_transfer\"]",
            new: "gates  = [\"onward\"]",
            at: "\"onward\"",
            says: "`gates` has to be one of",
        },
        Attack {
            file: EVIDENCE,
            old: "fr = \"En cours d'exécution\" }\nphase = \"execution\"",
            new: "fr = \"En cours d'exécution\" }\nphase = \"executing\"",
            at: "\"executing\"",
            says: "`phase` has to be one of",
        },
        Attack {
            file: EVIDENCE,
            old: "effect = \"transfer_onward\"",
            new: "effect = \"leak\"",
            at: "\"leak\"",
            says: "`effect` has to be one of",
        },
        Attack {
            file: EVIDENCE,
            old: "when_late = \"sealed\"",
            new: "when_late = \"used\"",
            at: "\"used\"",
            says: "`when_late` has to be one of",
        },
        Attack {
            file: EVIDENCE,
            old: "by     = [\"central_authority\"]\ngates  = [\"use\"]",
            new: "by     = [\"auditor\"]\ngates  = [\"use\"]",
            at: "auditor",
            says: "not `auditor`",
        },
        Attack {
            file: EVIDENCE,
            old: "carries   = \"result\"",
            new: "carries   = \"evidence\"",
            at: "\"evidence\"",
            says: "`carries` has to be one of",
        },
        Attack {
            file: "safeguards/specificity.toml",
            old: "not_met = { outcome = \"not_met\"",
            new: "not_met = { outcome = \"unsure\"",
            at: "unsure",
            says: "not `unsure`",
        },
        Attack {
            file: "safeguards/specificity.toml",
            old: "not_met = { outcome = \"not_met\"",
            new: "not_met = { outcome = \"met\"",
            at: "not_met = ",
            says: "has to be `not_met`",
        },
        Attack {
            file: "safeguards/specificity.toml",
            old: "search_and_seizure = \"domestic\"",
            new: "search_and_seizure = \"perhaps\"",
            at: "perhaps",
            says: "not `perhaps`",
        },
        Attack {
            file: "safeguards/sovereignty.toml",
            old: "side        = \"requested\"\nanswered_by = [\"central_authority\"]",
            new: "side        = \"requested\"\nanswered_by = [\"administrator\"]",
            at: "administrator",
            says: "not `administrator`",
        },
        Attack {
            file: "profiles.toml",
            old: "name   = \"domestic\"",
            new: "name   = \"lenient\"",
            at: "lenient",
            says: "not `lenient`",
        },
        Attack {
            file: "measures/production.toml",
            old: "kind      = \"data\"",
            new: "kind      = \"bytes\"",
            at: "bytes",
            says: "`kind` has to be one of",
        },
    ]);
}
