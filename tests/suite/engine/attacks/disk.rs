//! Folders: what cannot be read is refused, and nothing in them is passed over in silence.

use std::fs;
use std::path::Path;

use comity::engine::files::RuleFiles;

use super::{shipped, told};

/// The shipped rule files in a folder of their own.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in shipped() {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn refused(folder: &Path) -> String {
    told(&RuleFiles::read(folder).err().unwrap_or_default())
}

#[test]
fn a_folder_gives_the_files_that_it_holds() {
    let folder = folder();
    fs::write(folder.path().join("README.md"), "for jurists").unwrap();

    let texts: RuleFiles = serde_json::from_value(serde_json::to_value(shipped()).unwrap()).unwrap();
    assert_eq!(RuleFiles::read(folder.path()).unwrap().hash(), texts.hash());
}

#[test]
fn a_folder_without_a_rulebook_is_refused() {
    let folder = tempfile::tempdir().unwrap();

    assert!(refused(folder.path()).contains("rulebook.toml:1:1: there is no rulebook"));
    assert!(refused(&folder.path().join("nowhere")).contains("there is no rulebook"));
}

#[test]
fn a_huge_file_is_refused() {
    let folder = folder();
    fs::write(folder.path().join("safeguards/reasons.toml"), "#".repeat((1 << 20) + 1)).unwrap();

    assert!(refused(folder.path()).starts_with("safeguards/reasons.toml:1:1: the file is larger than"));
}

#[test]
fn a_file_that_is_no_text_is_refused_with_its_line() {
    let folder = folder();
    fs::write(folder.path().join("safeguards/reasons.toml"), b"name = \"reasons\"\ntitle = \"\xff\"\n").unwrap();

    assert!(
        refused(folder.path()).starts_with("safeguards/reasons.toml:2:10: this is no UTF-8 text"),
        "{}",
        refused(folder.path())
    );
}

#[test]
fn a_file_under_another_name_is_not_passed_over() {
    for stray in [
        "safeguards/children.tml",
        "safeguards/more/children.toml",
        "safegards/children.toml",
        "children.txt",
        "procedures/notes.md",
    ] {
        let folder = folder();
        let path = folder.path().join(stray);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "name = \"children\"\n").unwrap();

        let told = refused(folder.path());

        let first = stray.rsplit_once('/').map_or(stray, |(folder, _)| folder);
        assert!(told.starts_with(first) && told.contains("take it away"), "{stray}: {told}");
    }
}
