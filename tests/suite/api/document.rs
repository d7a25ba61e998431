//! The OpenAPI document says what there is, and nothing is left unsaid.

use std::collections::BTreeSet;

use super::client::{document, operations};

/// Routes that anybody may call.
const PUBLIC: [&str; 14] = [
    "begin_session",
    "set_password",
    "health",
    "ready",
    "read_authority",
    "list_rulebooks",
    "read_rulebook",
    "list_rules",
    "read_rule",
    "read_list",
    "read_rulebook_files",
    "list_parties",
    "read_checkpoint",
    "read_statistics",
];

#[test]
fn the_document_is_of_openapi_3_1_and_every_reference_in_it_leads_somewhere() {
    let document = document();

    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let text = document.to_string();
    let missing: BTreeSet<&str> = text
        .split("\"$ref\":\"")
        .skip(1)
        .map(|reference| reference.split('"').next().unwrap().trim_start_matches('#'))
        .filter(|pointer| document.pointer(pointer).is_none())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_operation_has_a_name_a_description_a_tag_and_says_what_a_problem_looks_like() {
    let mut names = BTreeSet::new();
    for operation in operations() {
        let about = &operation.about;
        assert!(names.insert(operation.id.clone()) && !operation.id.is_empty(), "{operation:?}");
        assert!(
            about["summary"].as_str().is_some_and(|text| text.ends_with('.')),
            "{}: {}",
            operation.id,
            about["summary"]
        );
        assert_eq!(about["tags"].as_array().map(Vec::len), Some(1), "{}", operation.id);
        let problem = &about["responses"]["default"]["content"]["application/problem+json"]["schema"]["$ref"];
        assert_eq!(problem, "#/components/schemas/Problem", "{}", operation.id);
    }
}

#[test]
fn every_parameter_is_named_once_and_every_part_of_a_path_is_described() {
    for operation in operations() {
        let described = operation.about["parameters"].as_array().cloned().unwrap_or_default();
        let of = |place: &str| -> Vec<String> {
            let here = described.iter().filter(|parameter| parameter["in"] == place);
            // Headers are the same in any case of letters.
            here.map(|parameter| parameter["name"].as_str().unwrap().to_lowercase()).collect()
        };
        for place in ["path", "query", "header"] {
            let names = of(place);
            let once: BTreeSet<&String> = names.iter().collect();
            assert_eq!(once.len(), names.len(), "{}: {place} {names:?}", operation.id);
        }
        let parts: BTreeSet<String> = operation
            .path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}').map(str::to_lowercase))
            .collect();
        assert_eq!(of("path").into_iter().collect::<BTreeSet<_>>(), parts, "{}", operation.id);
        assert!(of("cookie").is_empty(), "{}", operation.id);
    }
}

#[test]
fn a_name_of_the_rulebook_or_of_a_person_is_described_with_its_shape() {
    let document = document();
    let shaped = |schema: &str, field: &str| {
        let described = &document["components"]["schemas"][schema]["properties"][field];
        let text = described.to_string();
        assert!(text.contains("pattern"), "{schema}.{field}: {text}");
    };

    shaped("NewRequestBody", "instrument");
    shaped("NewRequestBody", "measure");
    shaped("NewRequestBody", "counterpart");
    shaped("NewRequestBody", "follows");
    shaped("Taken", "transition");
    shaped("Given", "read");
    shaped("Given", "later_by");
    shaped("SignIn", "name");
    shaped("Came", "items");
}

#[test]
fn a_route_is_public_only_where_it_is_on_the_list() {
    for operation in operations() {
        let public = PUBLIC.contains(&operation.id.as_str())
            || operation.id.ends_with("_problem")
            || operation.id == "list_problems";
        assert_eq!(operation.about["security"].is_array(), !public, "{}", operation.id);
    }
}

#[test]
fn no_two_types_share_a_name_in_the_document() {
    // The later would silently take the place of the earlier.
    let mut kinds = BTreeSet::new();
    for file in ["api", "operations", "engine", "domain"] {
        described(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file), &mut kinds);
    }
    assert!(kinds.len() > 40, "{}", kinds.len());
}

/// Collects the names of the types that the document describes.
fn described(folder: &std::path::Path, kinds: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            described(&path, kinds);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for after in text.split("ToSchema").skip(1) {
            let head: String = after.lines().skip(1).take_while(|line| !line.starts_with('}')).take(6).collect();
            let named = head.split("schema(as = ").nth(1).and_then(|rest| rest.split(')').next());
            let plain = ["pub struct ", "pub enum ", "pub(crate) struct ", "pub(crate) enum "]
                .iter()
                .find_map(|word| head.split(word).nth(1)?.split([' ', '(', '{', ';']).next());
            let Some(name) = named.or(plain) else { continue };
            if !name.starts_with('$') {
                assert!(
                    kinds.insert(name.to_owned()),
                    "`{name}` in {} is there twice: name one with `schema(as = …)`",
                    path.display()
                );
            }
        }
    }
}
