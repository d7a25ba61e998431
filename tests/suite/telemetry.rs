//! Telemetry: every operation has a span, what leaves names nobody, and a collector that is away harms nothing.

mod away;
pub(crate) mod collector;
mod exported;
mod planted;

use std::fs;
use std::path::Path;

/// Public functions in `src/operations` that are no operations: the verification of an export and of a receipt, which
/// need no installation, and the trial that `/ready` makes over and over, of which nobody wants a span.
const NO_OPERATIONS: [(&str, &str); 5] = [
    ("count_requests.rs", "of_export"),
    ("prove_entry.rs", "verify"),
    ("verify_log.rs", "export"),
    ("verify_log.rs", "export_watched"),
    ("try_storage.rs", "run"),
];

/// Public functions of a source, each with what stands above its line. Methods belong to what an operation gave back.
fn functions(text: &str) -> Vec<(String, Vec<&str>)> {
    let lines: Vec<&str> = text.split("#[cfg(test)]").next().unwrap_or_default().lines().collect();
    let mut found = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        let after = ["pub async fn ", "pub fn "].iter().find_map(|begins| line.strip_prefix(begins));
        // What the macro writes itself begins with a variable.
        let Some(after) = after.filter(|after| !after.starts_with('$')) else { continue };
        let name = after.split(['(', '<']).next().unwrap_or_default().to_owned();
        let above = lines[..place].iter().rev();
        let above = above.copied().take_while(|line| line.trim_start().starts_with(['#', '/'])).collect();
        found.push((name, above));
    }
    found
}

#[test]
fn every_operation_that_front_ends_call_has_a_span() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/operations");
    let (mut operations, mut bare, mut exempt) = (0, Vec::new(), Vec::new());

    for file in fs::read_dir(&root).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&path).unwrap();
        for (function, above) in functions(&text) {
            let signature = text.split(&format!("fn {function}")).nth(1).unwrap_or_default();
            let answers = signature.split('{').next().unwrap_or_default().contains("Result<");
            if NO_OPERATIONS.contains(&(name, function.as_str())) {
                exempt.push((name.to_owned(), function));
            } else if above.contains(&"#[apply(operation!)]") {
                operations += 1;
            } else if answers {
                bare.push(format!("{name}: {function}"));
            }
        }
    }

    assert!(bare.is_empty(), "`#[apply(operation!)]` is missing above {bare:?}");
    assert_eq!(exempt.len(), NO_OPERATIONS.len(), "what is not there any more: {exempt:?}");
    assert!(operations >= 35, "{operations}");
}

#[test]
fn the_walk_over_the_sources_sees_a_function_without_a_span() {
    let text =
        "/// Acts.\n#[apply(operation!)]\npub async fn run(\n\n/// Acts too.\npub async fn confirm(app: &App) {}\n";

    let found = functions(text);

    assert_eq!(found[0], ("run".to_owned(), vec!["#[apply(operation!)]", "/// Acts."]));
    assert_eq!(found[1], ("confirm".to_owned(), vec!["/// Acts too."]));
}
