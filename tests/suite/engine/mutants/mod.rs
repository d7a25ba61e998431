//! Mutants of the shipped rulebook: each lowers one thing, and is refused with the reason that names it.

mod emergencies;
mod forms;
mod good;
mod good_procedures;
mod lists;
mod loosened;
mod procedures;
mod safeguards;

use std::collections::BTreeMap;

use comity::engine::explore::explore_some;
use comity::engine::files::RuleFiles;
use comity::engine::rulebook::Rulebook;

type Texts = BTreeMap<String, String>;

const EVIDENCE: &str = "procedures/evidence.toml";
const PRESERVATION: &str = "procedures/preservation.toml";

/// One change of one file.
struct Mutant {
    /// What it does, in words.
    what: &'static str,
    /// The file.
    file: &'static str,
    /// Texts that stand before the place, in this order.
    after: &'static [&'static str],
    /// What stands there; nothing where something is put in.
    old: &'static str,
    /// What is put in its place.
    new: &'static str,
    /// What the refusal says, in part.
    says: &'static str,
}

/// A file that is taken away.
const fn removed(file: &'static str, says: &'static str) -> Mutant {
    Mutant { what: "the file is taken away", file, after: &[], old: "", new: "", says }
}

/// The shipped files as a State would take them over: in English and French, so that other words need no others.
fn shipped() -> Texts {
    let mut texts: Texts = serde_json::from_value(serde_json::to_value(RuleFiles::shipped()).unwrap()).unwrap();
    texts.retain(|path, _| !path.starts_with("languages/") || path == "languages/fr.toml");
    let about = texts.get_mut("rulebook.toml").unwrap();
    let declared = about.lines().find(|line| line.starts_with("languages")).unwrap().to_owned();
    *about = about.replace(&declared, "languages  = [\"en\", \"fr\"]");
    texts
}

/// The texts after a change, which has to have changed them.
fn changed(mutant: &Mutant) -> Texts {
    let mut texts = shipped();
    let Mutant { file, after, old, new, .. } = mutant;
    if old.is_empty() && new.is_empty() {
        assert!(texts.remove(*file).is_some(), "there is no {file}");
        return texts;
    }
    let text = texts.get_mut(*file).unwrap();
    let mut at = 0;
    for anchor in *after {
        at += text[at..].find(anchor).unwrap_or_else(|| panic!("{file} has no `{anchor}` for: {}", mutant.what))
            + anchor.len();
    }
    if !old.is_empty() {
        at += text[at..].find(old).unwrap_or_else(|| panic!("{file} has no `{old}` for: {}", mutant.what));
    }
    text.replace_range(at..at + old.len(), new);
    assert_ne!(texts, shipped(), "{} changes nothing", mutant.what);
    texts
}

/// All that is said against a rulebook; nothing where it is sound and proved. Where one procedure's file was changed, that
/// one is explored, else the one for evidence: the others are as shipped, which `proofs` explores.
fn refusal(texts: &Texts, file: &str) -> String {
    let of_file = file.strip_prefix("procedures/").and_then(|name| name.strip_suffix(".toml"));
    let by_measure = match file {
        "measures/expedited_preservation.toml" => Some("preservation"),
        "measures/traffic_data_disclosure.toml" => Some("expedited_disclosure"),
        _ => None,
    };
    let wanted = of_file.or(by_measure).unwrap_or("evidence");
    let files = serde_json::from_value(serde_json::to_value(texts).unwrap()).unwrap();
    let told: Vec<String> = match Rulebook::load(files) {
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
        Ok(rulebook) => explore_some(&rulebook, |procedure| procedure.name == *wanted)
            .flaws
            .iter()
            .map(ToString::to_string)
            .collect(),
    };
    told.join("\n")
}

/// What is said against a rulebook without exploring it, where that says it already; else all that is said.
fn refusal_saying(texts: &Texts, file: &str, says: &str) -> String {
    let files = serde_json::from_value(serde_json::to_value(texts).unwrap()).unwrap();
    let unexplored: Vec<String> = match Rulebook::load(files) {
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
        Ok(rulebook) => explore_some(&rulebook, |_| false).flaws.iter().map(ToString::to_string).collect(),
    };
    let told = unexplored.join("\n");
    if told.contains(says) { told } else { refusal(texts, file) }
}

/// Each mutant has to be refused, in words that name what it did.
fn all_are_refused(mutants: &[Mutant]) {
    let missed: Vec<String> = mutants
        .iter()
        .filter_map(|mutant| {
            let told = refusal_saying(&changed(mutant), mutant.file, mutant.says);
            let named = told.contains(mutant.says);
            (!named).then(|| {
                format!(
                    "{} ({}) was to be refused with `{}`, and was with:\n{told}",
                    mutant.what, mutant.file, mutant.says
                )
            })
        })
        .collect();

    assert!(missed.is_empty(), "{} of {} mutants:\n{}", missed.len(), mutants.len(), missed.join("\n\n"));
}
