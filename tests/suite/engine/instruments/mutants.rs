//! Mutants of the other rulebooks: each lowers one thing, and is refused with the reason that names it.

use std::collections::BTreeMap;

use comity::engine::explore::explore_some;
use comity::engine::files::RuleFiles;
use comity::engine::rulebook::Rulebook;

use super::folder;

/// Rulebook, file, texts before the place, what stands there, what is put in its place, and what the refusal says.
type Mutant = (&'static str, &'static str, &'static [&'static str], &'static str, &'static str, &'static str);

const BUD: &str = "budapest";
const EEV: &str = "e_evidence";
const NOTIFIED: &str = "procedures/notified_order.toml";
const EMERGENCY: &str = "procedures/emergency_order.toml";

/// All that is said against a rulebook after a change.
fn refusal((book, file, after, old, new, _): &Mutant) -> String {
    let files = RuleFiles::read(&folder(book)).unwrap();
    let mut texts: BTreeMap<String, String> = serde_json::from_value(serde_json::to_value(files).unwrap()).unwrap();
    if old.is_empty() && new.is_empty() {
        texts.remove(*file).unwrap();
    } else {
        let text = texts.get_mut(*file).unwrap();
        let mut at = 0;
        for anchor in *after {
            at += text[at..].find(anchor).unwrap_or_else(|| panic!("{file} has no `{anchor}`")) + anchor.len();
        }
        at += text[at..].find(old).unwrap_or_else(|| panic!("{file} has no `{old}`"));
        text.replace_range(at..at + old.len(), new);
    }
    let wanted = file.strip_prefix("procedures/").and_then(|name| name.strip_suffix(".toml")).unwrap_or("");
    let told: Vec<String> = match Rulebook::load(serde_json::from_value(serde_json::to_value(texts).unwrap()).unwrap())
    {
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
        Ok(rulebook) => explore_some(&rulebook, |procedure| procedure.name == *wanted)
            .flaws
            .iter()
            .map(ToString::to_string)
            .collect(),
    };
    told.join("\n")
}

fn all_are_refused(mutants: &[Mutant]) {
    let missed: Vec<String> = mutants
        .iter()
        .filter_map(|mutant| {
            let (book, file, .., new, says) = *mutant;
            let told = refusal(mutant);
            (!told.contains(says)).then(|| format!("{book}/{file}, `{new}`: wanted `{says}`, told:\n{told}"))
        })
        .collect();

    assert!(missed.is_empty(), "{} of {}:\n{}", missed.len(), mutants.len(), missed.join("\n\n"));
}

#[test]
fn a_suspension_is_not_walked_round() {
    all_are_refused(&[
        (
            EEV,
            NOTIFIED,
            &["name   = \"grant\"\n"],
            "from   = [\"compliance\"]",
            "from   = [\"notified\", \"compliance\"]",
            "`execute` would pass the gate `execution` from `granted` while the clock `hearing` may still run",
        ),
        (
            EEV,
            NOTIFIED,
            &["name   = \"clear\"\n"],
            "by     = [\"central_authority\", \"judicial_authority\"]",
            "by     = [\"central_authority\", \"executing_authority\"]",
            "`executing_authority` may not take `clear`: it ends the clock `hearing`",
        ),
        (
            EEV,
            NOTIFIED,
            &["name   = \"clear\"\n"],
            "stops  = [\"hearing\", \"consultation\"]",
            "stops  = [\"consultation\"]",
            "while the clock `hearing` may still run",
        ),
        (
            EEV,
            NOTIFIED,
            &["name   = \"admit\"\n"],
            "to     = \"notified\"",
            "to     = \"compliance\"",
            "while the clock `hearing` may still run",
        ),
        (EEV, NOTIFIED, &["name   = \"hear_request\"\n"], "starts = [\"hearing\"]\n", "", "`hearing`"),
        (
            EEV,
            NOTIFIED,
            &["[requested]\n", "= \"hearing\"\n"],
            "at_expiry   = \"move\"",
            "at_expiry   = \"alert\"",
            "the deadline `hearing` only alerts",
        ),
    ]);
}

#[test]
fn the_use_of_what_was_never_validated_ends_by_itself() {
    all_are_refused(&[
        (
            EEV,
            EMERGENCY,
            &["[[holding.deadline]]\nname         = \"validation\"\n"],
            "at_expiry    = \"move\"",
            "at_expiry    = \"alert\"",
            "the deadline `validation` only alerts",
        ),
        (
            EEV,
            EMERGENCY,
            &["name   = \"validation_missed\"\n"],
            "to     = \"barred\"",
            "to     = \"held\"",
            "what was disclosed in an emergency is used for ever",
        ),
        (
            EEV,
            EMERGENCY,
            &["[holding]\n", "name   = \"validate\"\n"],
            "gates  = [\"validation\"]\n",
            "",
            "is validated with “Validate the order” (`validate`) past the gate `validation`",
        ),
        (
            EEV,
            "safeguards/independent_authorisation.toml",
            &[],
            "deferred_by = \"emergency\"",
            "deferred_by = \"reasons\"",
            "SG-08 would be answered later because of `reasons`",
        ),
        (
            EEV,
            "safeguards/non_discrimination.toml",
            &[],
            "code   = \"SG-10\"\n",
            "code   = \"SG-10\"\ndeferred_by = \"emergency\"\n",
            "SG-10 would be answered later because of `emergency`",
        ),
    ]);
}

#[test]
fn a_gate_is_neither_taken_away_nor_walked_round_under_any_instrument() {
    all_are_refused(&[
        (
            EEV,
            "procedures/direct_order.toml",
            &["[requested]\n", "name   = \"disclose\"\n"],
            "gates  = [\"disclosure\"]\n",
            "",
            "`disclose` has to stand at the gate `disclosure`",
        ),
        (
            BUD,
            "procedures/evidence.toml",
            &["[requested]\n", "name   = \"grant\"\n"],
            "gates  = [\"decision\"]\n",
            "",
            "`grant` has to stand at the gate `decision`",
        ),
        (
            BUD,
            "procedures/preservation.toml",
            &["[requested]\n", "name   = \"release\"\n"],
            "gates  = [\"closing\"]\neffect = \"release\"\n",
            "",
            "`closing`",
        ),
        (
            EEV,
            "procedures/urgent_order.toml",
            &["name      = \"result\"\n"],
            "when_late = \"sealed\"",
            "when_late = \"noted\"",
            "`result` could be used although it came when nobody awaited it any more",
        ),
        (
            EEV,
            "procedures/preservation_order.toml",
            &["[requested]\n", "name   = \"lapse\"\n"],
            "to     = \"lapsed\"",
            "to     = \"released\"",
            "gate `closing`",
        ),
    ]);
}

#[test]
fn who_answers_and_what_is_asked_is_not_lowered_under_any_instrument() {
    all_are_refused(&[
        (EEV, "safeguards/reasons.toml", &[], "", "", "nothing asks for reasons (SG-30) at the gate `refusal`"),
        (BUD, "safeguards/non_discrimination.toml", &[], "hard   = true\n", "", "SG-10 would not stand"),
        (
            BUD,
            "safeguards/independent_authorisation.toml",
            &[],
            "answered_by = [\"judicial_authority\"]",
            "answered_by = [\"central_authority\"]",
            "`central_authority` may not answer SG-08: it is left to a judge",
        ),
        (
            BUD,
            "procedures/evidence.toml",
            &["[requesting]\n", "name   = \"authorise\"\n"],
            "by     = [\"central_authority\"]",
            "by     = [\"drafting_official\"]",
            "`drafting_official` may not take `authorise`",
        ),
        (
            EEV,
            "safeguards/effective_remedy.toml",
            &["[applies]\n"],
            "default            = \"treaty\"",
            "default            = \"none\"",
            "nothing asks for an effective remedy (SG-27) at the gate `authorisation`",
        ),
        (
            EEV,
            "safeguards/speciality.toml",
            &[],
            "not_met       = { outcome = \"not_met\", needs_reason = true }",
            "not_met       = { outcome = \"met\", needs_reason = true }",
            "`outcome` has to be `not_met`, not `met`",
        ),
        (
            EEV,
            "profiles.toml",
            &["name   = \"strict\"\n"],
            "\"domestic\", \"policy\"",
            "\"domestic\"",
            "the profile `strict` no longer binds",
        ),
        (
            BUD,
            "rulebook.toml",
            &[],
            "source     = [\"BUD 23\", \"BUD 25(1)\"]",
            "source     = [\"BUD 23\", \"BUD 99(1)\"]",
            "`BUD 99(1)` is not among the citations",
        ),
    ]);
}

#[test]
fn under_the_convention_no_delivery_is_validated_by_the_state_that_received_it() {
    let shipped = RuleFiles::shipped();
    let mut texts: BTreeMap<String, String> = serde_json::from_value(serde_json::to_value(shipped).unwrap()).unwrap();
    let place = "[[stands_at]]\ngate        = \"validation\"\nside        = \"requesting\"\nanswered_by = [\"judicial_authority\"]\n\n[applies]";
    let question = texts.get_mut("safeguards/emergency.toml").unwrap();
    *question = question.replace("[applies]", place);
    let step = "\n[[holding.transition]]\nname   = \"validate\"\ntitle  = { en = \"Validate\", fr = \"Valider\" }\nfrom   = [\"provisional\"]\nto     = \"held\"\nby     = [\"central_authority\"]\ngates  = [\"validation\"]\nsource = [\"UNCC 41(3)(e)\"]\n";
    texts.get_mut("procedures/emergency.toml").unwrap().push_str(step);

    let rulebook = Rulebook::load(serde_json::from_value(serde_json::to_value(texts).unwrap()).unwrap()).unwrap();
    let told: Vec<String> = explore_some(&rulebook, |procedure| procedure.name == *"emergency")
        .flaws
        .iter()
        .map(ToString::to_string)
        .collect();

    assert!(
        told.join("\n").contains("in the stage `held` what was disclosed in an emergency is used for ever"),
        "{told:?}"
    );
}
