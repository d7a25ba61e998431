//! A second opinion: SPIN proves on the exported models that no effect is reached round a gate, and finds it where one is.

use std::path::Path;
use std::process::Command;

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::engine::export::{Format, Options, PartName, write};
use comity::engine::files::RuleFiles;
use comity::engine::procedure::{Part, Procedure, Transition};
use comity::engine::rulebook::Rulebook;
use strum::IntoEnumIterator as _;

use super::shipped;

/// What SPIN found.
#[derive(Debug)]
struct Verdict {
    errors: usize,
    states: usize,
    /// Lines of the model that no run comes to.
    unreached: Vec<String>,
}

/// Runs a program of the proof in a folder.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output =
        Command::new(program).args(arguments).current_dir(folder).output().unwrap_or_else(|error| {
            panic!("`{program}` cannot be run ({error}): `tests/run` installs what is missing")
        });
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

/// Proves a model, or finds where it fails.
fn proved(model: &str) -> Verdict {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("model.pml"), model).unwrap();
    run(folder.path(), "spin", &["-a", "model.pml"]);
    run(folder.path(), "cc", &["-O0", "-w", "-DSAFETY", "-o", "pan", "pan.c"]);
    // An end where nothing more can happen is no fault; a search that was cut short would be none either, so none is cut.
    let told = run(folder.path(), "./pan", &["-E", "-m1000000"]);
    assert!(!told.contains("max search depth too small"), "{told}");
    let number = |before: &str| -> usize {
        let at = told.find(before).unwrap_or_else(|| panic!("`{before}` in:\n{told}"));
        told[at + before.len()..].split_whitespace().next().unwrap().parse().unwrap()
    };
    let states = told.lines().find(|line| line.contains("states, stored")).unwrap();
    let unreached = told.lines().skip_while(|line| !line.starts_with("unreached in proctype"));
    Verdict {
        errors: number("errors: "),
        states: states.split_whitespace().next().unwrap().parse().unwrap(),
        unreached: unreached
            .filter(|line| line.contains("model.pml:") && !line.contains("-end-"))
            .map(ToOwned::to_owned)
            .collect(),
    }
}

fn model(rulebook: &Rulebook, procedure: &Procedure, part: PartName) -> Option<String> {
    let options = Options { language: "en", part, measure: None, profile: Profile::Strict };
    write(rulebook, procedure, Format::Promela, &options)
}

#[test]
fn spin_finds_no_way_round_a_gate_in_any_part_of_a_shipped_procedure() {
    no_way_round(&shipped());
}

#[test]
fn spin_finds_no_way_round_a_gate_under_any_other_instrument() {
    for name in ["budapest", "e_evidence"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("workflows/instruments").join(name);
        no_way_round(&Rulebook::load(RuleFiles::read(&folder).unwrap()).unwrap());
    }
}

fn no_way_round(rulebook: &Rulebook) {
    let mut proofs = 0;
    for procedure in rulebook.procedures.values() {
        for part in PartName::iter() {
            let Some(model) = model(rulebook, procedure, part) else { continue };

            let verdict = proved(&model);

            let what = format!("{}, {part}: {verdict:?}", procedure.name);
            assert_eq!(verdict.errors, 0, "{what}");
            // Every step is taken in some run: nothing is proved by never happening.
            assert!(verdict.unreached.is_empty(), "{what}");
            assert!(verdict.states > 10, "{what}");
            proofs += 1;
        }
    }

    assert!(proofs > rulebook.procedures.len(), "{proofs}");
}

fn step<'p>(part: &'p mut Part, name: &str) -> &'p mut Transition {
    part.transitions.iter_mut().find(|transition| transition.name == *name).unwrap()
}

/// A fault that is put into the evidence procedure behind the back of the checks at load.
type Mutant = (&'static str, PartName, fn(&mut Procedure));

const MUTANTS: [Mutant; 9] = [
    ("send passes no gate", PartName::Requesting, |procedure| step(&mut procedure.requesting, "send").gates.clear()),
    ("close passes no gate", PartName::Requesting, |procedure| step(&mut procedure.requesting, "close").gates.clear()),
    ("admit passes no gate", PartName::Requested, |procedure| step(&mut procedure.requested, "admit").gates.clear()),
    ("grant passes no gate", PartName::Requested, |procedure| step(&mut procedure.requested, "grant").gates.clear()),
    ("execute passes no gate", PartName::Requested, |procedure| {
        step(&mut procedure.requested, "execute").gates.clear();
    }),
    ("disclose passes another gate", PartName::Requested, |procedure| {
        step(&mut procedure.requested, "disclose").gates = vec![Gate::Decision];
    }),
    ("refuse passes no gate", PartName::Requested, |procedure| step(&mut procedure.requested, "refuse").gates.clear()),
    ("a way round the decision", PartName::Requested, |procedure| {
        step(&mut procedure.requested, "hear_observations").to = "granted".parse().unwrap();
    }),
    ("use passes no gate", PartName::Holding, |procedure| {
        step(procedure.holding.as_mut().unwrap(), "use").gates.clear();
    }),
];

#[test]
fn spin_finds_a_gate_that_is_taken_away_or_walked_round() {
    let rulebook = shipped();
    let evidence = rulebook.procedures.values().find(|procedure| procedure.name == *"evidence").unwrap();
    for (what, part, mutate) in MUTANTS {
        let mut procedure = evidence.clone();
        mutate(&mut procedure);

        let verdict = proved(&model(&rulebook, &procedure, part).unwrap());

        assert!(verdict.errors > 0, "{what}: {verdict:?}");
    }
}
