//! Broken rule files: each mutation of the shipped ones is refused, with the file, the line and a sentence.

mod citations;
mod disk;
mod duplicates;
mod files;
mod gates;
mod names;
mod shape;
mod words;

use std::collections::BTreeMap;

use comity::engine::fault::Fault;
use comity::engine::files::RuleFiles;
use comity::engine::rulebook::Rulebook;

const EVIDENCE: &str = "procedures/evidence.toml";
const PRESERVATION: &str = "procedures/preservation.toml";

type Texts = BTreeMap<String, String>;

/// One mutation, and the fault that has to be found.
struct Attack {
    /// The file that is broken.
    file: &'static str,
    /// What stands there, once.
    old: &'static str,
    /// What is put in its place.
    new: &'static str,
    /// The fault stands in the line of this text: in the replacement if it is there, else anywhere in the file.
    at: &'static str,
    /// What the sentence says, in part.
    says: &'static str,
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

fn load(texts: &Texts) -> Result<Rulebook, Vec<Fault>> {
    Rulebook::load(serde_json::from_value(serde_json::to_value(texts).unwrap()).unwrap())
}

fn faults(texts: &Texts) -> Vec<Fault> {
    load(texts).err().unwrap_or_default()
}

fn told(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The texts after a mutation, and the byte at which it begins.
fn broken(attack: &Attack) -> (Texts, usize) {
    let mut texts = shipped();
    let text = texts.get_mut(attack.file).unwrap();
    assert_eq!(text.matches(attack.old).count(), 1, "in {} this does not stand once: {}", attack.file, attack.old);
    let begin = text.find(attack.old).unwrap();
    *text = text.replacen(attack.old, attack.new, 1);
    (texts, begin)
}

/// Every attack of a table has to be found where it is, in words that fit.
fn all_are_found(attacks: &[Attack]) {
    let missed: Vec<String> = attacks.iter().filter_map(missed).collect();

    assert!(missed.is_empty(), "{} of {} attacks:\n{}", missed.len(), attacks.len(), missed.join("\n\n"));
}

/// Why an attack was not found as it should be.
fn missed(attack: &Attack) -> Option<String> {
    let (texts, begin) = broken(attack);
    let text = &texts[attack.file];
    let at = match text[begin..].find(attack.at) {
        Some(after) => begin + after,
        None => text.find(attack.at).unwrap(),
    };
    let line = text[..at].matches('\n').count() + 1;
    let faults = faults(&texts);
    let found = faults
        .iter()
        .find(|fault| fault.file == attack.file && fault.line == line && fault.sentence.contains(attack.says));
    let column_stands =
        |fault: &Fault| (1..=text.lines().nth(line - 1).unwrap_or("").chars().count() + 1).contains(&fault.column);
    if found.is_some_and(column_stands) {
        return None;
    }
    Some(format!("`{}` in line {line} of {} was wanted, not:\n{}", attack.says, attack.file, told(&faults)))
}
