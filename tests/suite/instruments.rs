//! A small instrument of its own beside the Convention: one measure, and the safeguards that stand in its way.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use comity::domain::measure::MeasureKind;
use comity::engine::files::RuleFiles;
use strum::IntoEnumIterator;
use tempfile::TempDir;
use toml::{Table, Value};

/// The measure of the small instrument.
pub(crate) const MEASURE: &str = "spontaneous_information";

/// The code of the small instrument.
pub(crate) const CODE: &str = "TST";

/// The shipped files of the Convention.
pub(crate) fn convention() -> BTreeMap<String, String> {
    serde_json::from_value(serde_json::to_value(RuleFiles::shipped()).unwrap()).unwrap()
}

/// The files of the small instrument: what the Convention says of one measure, under another name.
pub(crate) fn small(code: &str, in_force: bool) -> BTreeMap<String, String> {
    let kept = ["procedures/transmission.toml", "measures/spontaneous_information.toml"];
    let form = "content/spontaneous_information.schema.json";
    let of_one_measure = |path: &str| !path.contains('/') || path.starts_with("safeguards/") || kept.contains(&path);
    let mut files = BTreeMap::new();
    for (path, text) in convention().into_iter().filter(|(path, _)| of_one_measure(path) || path == form) {
        let text = text.replace("UNCC", code);
        let text = if path.starts_with("safeguards/") { of_measure(&text) } else { Some(text) };
        files.extend(text.map(|text| (path, text)));
    }
    let about = files.get_mut("rulebook.toml").unwrap();
    // It says what it says in the rules themselves.
    *about = about.replace(r#"["ar", "zh", "en", "fr", "ru", "es"]"#, r#"["en", "fr"]"#);
    *about = about.replace("\"hanoi\"", "\"small\"").replace("in_force   = false", &format!("in_force   = {in_force}"));
    let sources = files.get_mut("sources.toml").unwrap();
    *sources = of_sources(sources, code, in_force);
    files
}

/// A safeguard without the measures that are not there; none where it stands nowhere any more.
fn of_measure(text: &str) -> Option<String> {
    let mut table: Table = text.parse().unwrap();
    let there_is = |name: &Value| name.as_str() == Some(MEASURE);
    let places = table["stands_at"].as_array_mut().unwrap();
    for place in places.iter_mut() {
        for key in ["only", "except"] {
            if let Some(names) = place.get_mut(key).and_then(Value::as_array_mut) {
                names.retain(&there_is);
            }
        }
        if place.get("except").is_some_and(|names| names.as_array().unwrap().is_empty()) {
            place.as_table_mut().unwrap().remove("except");
        }
    }
    places.retain(|place| place.get("only").is_none_or(|names| !names.as_array().unwrap().is_empty()));
    let stands = !places.is_empty();
    let kinds: Vec<String> = MeasureKind::iter().map(|kind| kind.to_string()).collect();
    table["applies"]
        .as_table_mut()
        .unwrap()
        .retain(|key, _| key == "default" || key == MEASURE || kinds.iter().any(|kind| kind == key));
    stands.then(|| toml::to_string(&table).unwrap())
}

fn of_sources(text: &str, code: &str, in_force: bool) -> String {
    let mut table: Table = text.parse().unwrap();
    for instrument in table["instrument"].as_array_mut().unwrap() {
        if instrument["code"].as_str() == Some(code) {
            instrument.as_table_mut().unwrap().insert("in_force".to_owned(), in_force.into());
        }
    }
    toml::to_string(&table).unwrap()
}

/// Writes rule files below a folder.
pub(crate) fn write(folder: &Path, files: &BTreeMap<String, String>) {
    for (path, text) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

/// The rules of an installation: the Convention, and the small instrument beside it.
pub(crate) fn folder(in_force: bool) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &convention());
    write(&folder.path().join("instruments/small"), &small(CODE, in_force));
    folder
}
