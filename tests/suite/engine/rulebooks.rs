//! Several rulebooks in one folder: each is its own, and none is passed over or taken for another.

use std::fs;
use std::path::Path;

use comity::domain::ids::InstrumentCode;
use comity::engine::explore::explore;
use comity::engine::files::RuleFiles;
use comity::engine::rulebook::Rulebook;
use comity::engine::rulebooks::Rulebooks;

use crate::instruments::{self, CODE};

fn told(folder: &Path) -> String {
    let faults = Rulebooks::load(Some(folder)).err().unwrap_or_default();
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_rulebook_that_is_shipped_is_read_from_its_folder_as_the_same_and_proved() {
    let workflows = Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows");

    let read = RuleFiles::read_all(&workflows).unwrap();

    assert_eq!(read, RuleFiles::all_shipped());
    assert_eq!(read[0].files, RuleFiles::shipped());
    assert!(RuleFiles::shipped().paths().all(|path| !path.starts_with("instruments")));
    for placed in read.into_iter().skip(1) {
        let place = placed.place.clone();
        assert_eq!(RuleFiles::read(&workflows.join(&place)).unwrap(), placed.files, "{place}");
        assert!(placed.files.are_shipped(), "{place}");
        let flaws = explore(&Rulebook::load(placed.files).unwrap()).flaws;
        assert!(flaws.is_empty(), "{place}: {}", flaws[0]);
    }
    Rulebooks::load(None).unwrap();
}

#[test]
fn an_instrument_beside_the_convention_changes_nothing_of_it() {
    let folder = instruments::folder(false);

    let rulebooks = Rulebooks::load(Some(folder.path())).unwrap();

    assert_eq!(rulebooks.main.hash, RuleFiles::shipped().hash());
    assert_eq!(rulebooks.there_are(), "`UNCC`, `TST`");
    let small = rulebooks.get(&InstrumentCode::parse(CODE).unwrap()).unwrap();
    assert!(!small.files.are_shipped());
    // Forms that none of its measures names are no part of it.
    let forms: Vec<&str> = small.files.paths().filter(|path| path.starts_with("content/")).collect();
    assert_eq!(forms, ["content/spontaneous_information.schema.json"]);
    assert!(rulebooks.unproved().is_empty(), "{:?}", rulebooks.unproved());
}

#[test]
fn a_way_round_a_safeguard_of_an_instrument_is_found() {
    let folder = instruments::folder(false);
    for safeguard in fs::read_dir(folder.path().join("instruments/small/safeguards")).unwrap() {
        let path = safeguard.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("\"treaty\"", "\"policy\"")).unwrap();
    }

    let found = Rulebooks::load(Some(folder.path())).unwrap().unproved();

    assert!(found.iter().any(|fault| fault.sentence.contains("no duty of the instrument")), "{found:?}");
}

#[test]
fn faults_of_a_set_say_where_they_are() {
    let two_of_one_code = instruments::folder(false);
    instruments::write(&two_of_one_code.path().join("instruments/again"), &instruments::small(CODE, true));
    let of_the_main_one = instruments::folder(false);
    instruments::write(&of_the_main_one.path().join("instruments/small"), &instruments::small("UNCC", true));
    let broken = instruments::folder(false);
    fs::write(broken.path().join("instruments/small/grounds.toml"), "ground = 7\n").unwrap();
    let no_folder = instruments::folder(false);
    fs::write(no_folder.path().join("instruments/loose.toml"), "").unwrap();
    let empty = instruments::folder(false);
    fs::create_dir(empty.path().join("instruments/empty")).unwrap();
    let nested = instruments::folder(false);
    instruments::write(&nested.path().join("instruments/small/instruments/inner"), &instruments::small("INN", true));

    for (folder, place, word) in [
        (two_of_one_code, "instruments/small/rulebook.toml:1:1", "`TST` has a rulebook already"),
        (of_the_main_one, "instruments/small/rulebook.toml:1:1", "`UNCC` has a rulebook already"),
        (broken, "instruments/small/grounds.toml:1", "ground"),
        (no_folder, "instruments/loose.toml:1:1", "only folders belong here"),
        (empty, "instruments/empty/rulebook.toml:1:1", "there is no rulebook"),
        (nested, "instruments/small/instruments:1:1", "holds no others"),
    ] {
        let told = told(folder.path());
        assert!(told.lines().any(|line| line.starts_with(place) && line.contains(word)), "{place}: {told}");
    }
}
