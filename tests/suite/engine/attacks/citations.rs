//! Rules without a source, or with one that nobody listed.

use super::{Attack, EVIDENCE, all_are_found, faults, shipped, told};

#[test]
fn an_uncited_rule_is_found() {
    all_are_found(&[
        Attack {
            file: EVIDENCE,
            old: "sends  = \"resumed\"\nstops  = [\"postponement_review\"]\nsource = [\"UNCC 40(27)\"]",
            new: "sends  = \"resumed\"\nstops  = [\"postponement_review\"]",
            at: "[[requested.transition]]\nname   = \"resume\"",
            says: "the key `source` is missing here",
        },
        Attack {
            file: EVIDENCE,
            old: "sends  = \"resumed\"\nstops  = [\"postponement_review\"]\nsource = [\"UNCC 40(27)\"]",
            new: "sends  = \"resumed\"\nstops  = [\"postponement_review\"]\nsource = []",
            at: "source = []",
            says: "`source` is too short: it needs at least 1",
        },
        Attack {
            file: EVIDENCE,
            old: "sends  = \"resumed\"\nstops  = [\"postponement_review\"]\nsource = [\"UNCC 40(27)\"]",
            new: "sends  = \"resumed\"\nstops  = [\"postponement_review\"]\nsource = [\"UNCC 99(9)\"]",
            at: "UNCC 99(9)",
            says: "`UNCC 99(9)` is not among the citations of `sources.toml`",
        },
        Attack {
            file: EVIDENCE,
            old: "sends  = \"resumed\"\nstops  = [\"postponement_review\"]\nsource = [\"UNCC 40(27)\"]",
            new: "sends  = \"resumed\"\nstops  = [\"postponement_review\"]\nsource = [\"article 40\"]",
            at: "article 40",
            says: "not `article 40` (An instrument in capitals",
        },
        Attack {
            file: EVIDENCE,
            old: "source      = [\"POLICY CLOCKS\", \"UNCC 36(2)\"]",
            new: "source      = [\"POLICY CLOCKS\", \"UNCC 36(22)\"]",
            at: "UNCC 36(22)",
            says: "`UNCC 36(22)` is not among the citations",
        },
        Attack {
            file: EVIDENCE,
            old: "when_late = \"sealed\"\nsource    = [\"UNCC 40(14)\", \"UNCC 44(1)\"]",
            new: "when_late = \"sealed\"",
            at: "[[message]]\nname      = \"result\"",
            says: "the key `source` is missing here",
        },
        Attack {
            file: "grounds.toml",
            old: "source       = [\"UNCC 40(22)\"]",
            new: "source       = [\"UNCC 40(220)\"]",
            at: "UNCC 40(220)",
            says: "`UNCC 40(220)` is not among the citations",
        },
        Attack {
            file: "parties.toml",
            old: "signed     = \"2025-11-19\"\nknown_from = \"treaty_lists\"\nsource     = [\"UNCC 64\"]",
            new: "signed     = \"2025-11-19\"\nknown_from = \"treaty_lists\"\nsource     = [\"UNCC 640\"]",
            at: "UNCC 640",
            says: "`UNCC 640` is not among the citations",
        },
        Attack {
            file: "measures/production.toml",
            old: "\"UNCC 27\"",
            new: "\"UNCC 27(27)\"",
            at: "UNCC 27(27)",
            says: "`UNCC 27(27)` is not among the citations",
        },
        Attack {
            file: "safeguards/reasons.toml",
            old: "\nsource ",
            new: "\n# source ",
            at: "name ",
            says: "the key `source` is missing here",
        },
        Attack {
            file: "sources.toml",
            old: "text       = \"UNCC 2(f)\"",
            new: "text       = \"NEW 2(f)\"",
            at: "NEW 2(f)",
            says: "there is no instrument `NEW`",
        },
    ]);
}

#[test]
fn every_rule_that_loses_its_source_is_found() {
    for (file, text) in shipped()
        .iter()
        .filter(|(file, _)| !["content/", "languages/", "sources.toml"].iter().any(|none| file.starts_with(none)))
    {
        let mut texts = shipped();
        let (mut cited, mut rest, mut of_stage) = (0, Vec::new(), false);
        for line in text.lines() {
            if line.starts_with('[') {
                of_stage = line.ends_with(".stage]]");
            }
            if line.starts_with("source") {
                // A stage may cite, and need not.
                cited += usize::from(!of_stage);
            } else {
                rest.push(line);
            }
        }
        texts.insert(file.clone(), rest.join("\n"));

        let faults = faults(&texts);

        let found =
            faults.iter().filter(|fault| fault.file == *file && fault.sentence.contains("`source` is missing")).count();
        assert!(found > 0, "{file} cites nothing");
        assert_eq!(found, cited, "{file}:\n{}", told(&faults));
    }
}
