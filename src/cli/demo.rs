//! `comity demo`: real cases between two authorities in a temporary folder, then their logs, verified.

pub mod cast;
pub mod event;
pub mod play;
pub mod scenario;

mod answers;
mod interlude;
mod proof;
mod show;
mod visit;
mod words;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use jiff::SignedDuration;

use crate::audit::report::Verdict;
use crate::clock::Clock;
use crate::domain::in_force::NotInForce;
use crate::operations::Settings;
use crate::operations::add_document::LARGEST;
use crate::storage::Grouping;

use super::output::{WrongUse, wrapped};
use cast::Authority;
use play::Play;
use proof::Proof;
use scenario::Scenario;
use show::Screen;

/// What is played where nothing else is asked for, for variety: granted in part on conditions, disclosed and used; refused
/// under article 40(22); a preservation that lapses; an emergency, validated afterwards; a counterpart on paper; and cases
/// left half way, so that there is something to do on the pages.
const FIRST_LOOK: [&str; 7] =
    ["conditions", "half_way", "half_way_here", "journalist", "lapse", "paper", "ransomware_hospital"];

/// What `comity demo` may be told.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Demo {
    /// Keep databases, keys and exports in this folder, which has to be new or empty.
    #[arg(long, value_name = "DIR")]
    pub keep: Option<PathBuf>,
    /// Play this scenario only, by its name, such as `sextortion` or `journalist`; give it again for another.
    #[arg(long, value_name = "NAME")]
    pub scenario: Vec<String>,
    /// Play every scenario, not only the handful for a first look.
    #[arg(long, conflicts_with = "scenario")]
    pub all: bool,
    /// Leave the answers to safeguards out: acts, refusals and messages only.
    #[arg(long)]
    pub quick: bool,
    /// Serve the authorities afterwards, on loopback, until Ctrl-C: everybody's name and password are printed.
    #[arg(long)]
    pub serve: bool,
    /// The first port to serve on; each authority takes one. 0 takes free ones.
    #[arg(long, default_value_t = 8080, value_name = "PORT", requires = "serve")]
    pub port: u16,
}

impl Demo {
    /// Plays the scenarios, by the rule files of `workflows` where some are named, and verifies both logs. The exit code is 0 only when everything went as told.
    ///
    /// # Errors
    /// Where the folder cannot be used, or a play cannot go on.
    pub async fn run(self, workflows: Option<PathBuf>) -> Result<u8> {
        let Chosen { scenarios, left } = self.chosen()?;
        // Before the play: nobody waits for it to learn that a port is taken.
        let listeners = if self.serve {
            visit::listen(self.port, cast::of_scenarios(&scenarios)?.len()).await?
        } else {
            Vec::new()
        };
        let places = Places::prepare(self.keep.as_deref())?;
        let begins = scenarios.first().context("there are no scenarios")?.starts_at;
        let clock = Clock::set_to(begins - SignedDuration::from_hours(24));
        let mut screen = Screen::new(&scenarios, self.quick);
        screen.line(
            "Training: the States, the people and the cases are made up; the rules and the log are those of real work.",
        );
        screen.message("setting up the authorities");
        let authorities = self::authorities(&scenarios, &places.work, workflows.as_deref(), &clock).await?;
        for authority in &authorities {
            let (state, name, size) = (&authority.state, authority.authority_name(), authority.size());
            screen.line(format_args!("{state}  {name}: an installation of its own, {size} officials signed in"));
        }
        for said in instruments(&scenarios, &authorities)? {
            screen.line(said);
        }
        let mut as_told = true;
        for scenario in &scenarios {
            let play = Play::new(scenario, &authorities, &clock)?;
            if let Err(error) = play.run(&mut screen).await {
                as_told = false;
                screen.line(format_args!("\nthe play `{}` did not go as told: {error:#}", scenario.name));
            }
        }
        screen.message("exporting and verifying the logs");
        let proved = prove(&screen, &authorities, &places.exports).await?;
        screen.finish();
        farewell(&screen, &places, &proved.0, self.keep.is_some(), &left);
        if self.serve {
            visit::serve(&screen, &authorities, &clock, listeners).await?;
        }
        for authority in authorities {
            authority.app.storage.close().await;
        }
        // 0: as told; 1: the answer is no.
        Ok(u8::from(!(as_told && proved.1)))
    }

    fn chosen(&self) -> Result<Chosen> {
        let shipped = Scenario::shipped()?;
        let named = |name: &String| shipped.iter().any(|scenario| scenario.name == *name);
        if let Some(unknown) = self.scenario.iter().find(|name| !named(name)) {
            let there: Vec<String> = shipped.iter().map(|scenario| format!("`{}`", scenario.name)).collect();
            return Err(WrongUse(format!("there is no scenario `{unknown}`: there are {}", there.join(", "))).into());
        }
        let (scenarios, left): (Vec<Scenario>, Vec<Scenario>) = shipped.into_iter().partition(|scenario| {
            if self.scenario.is_empty() {
                self.all || FIRST_LOOK.contains(&scenario.name.as_str())
            } else {
                self.scenario.contains(&scenario.name)
            }
        });
        Ok(Chosen { scenarios, left: left.into_iter().map(|scenario| scenario.name).collect() })
    }
}

/// What is played, and the names of what is not.
struct Chosen {
    scenarios: Vec<Scenario>,
    left: Vec<String>,
}

/// The instruments that the cases rest on, each with a word on whether it is in force.
fn instruments(scenarios: &[Scenario], authorities: &[Authority]) -> Result<BTreeSet<String>> {
    let app = &authorities.first().context("nobody plays")?.app;
    let mut said = BTreeSet::new();
    for scenario in scenarios {
        let about = &scenario.rulebook(app)?.about;
        let status = NotInForce::of(about.in_force, true).map_or("This instrument is in force.", |why| why.words().0);
        said.insert(format!("{}  {status}", about.instrument));
    }
    Ok(said)
}

/// Sets up every authority that plays, all at once.
async fn authorities(
    scenarios: &[Scenario],
    work: &Path,
    workflows: Option<&Path>,
    clock: &Clock,
) -> Result<Vec<Authority>> {
    let mut beginning = Vec::new();
    for (state, people) in cast::of_scenarios(scenarios)? {
        let data = work.join(state.as_str().to_lowercase());
        let settings = Settings {
            database: format!("sqlite:{}", data.join("comity.db").display()),
            data,
            erasures: None,
            workflows: workflows.map(Path::to_owned),
            clock: clock.clone(),
            grouping: Grouping::default(),
            largest_document: LARGEST,
        };
        beginning.push(tokio::spawn(Authority::set_up(settings, state, people)));
    }
    let mut authorities = Vec::new();
    for authority in beginning {
        authorities.push(authority.await??);
    }
    Ok(authorities)
}

/// Exports and verifies every log, then verifies an altered copy of the first. Whether all was as it has to be.
async fn prove(screen: &Screen, authorities: &[Authority], folder: &Path) -> Result<(Vec<Proof>, bool)> {
    screen.line("\nThe logs, as an outsider verifies them: signature, tree, chains, and every step decided again by its rulebook");
    let mut proofs = Vec::new();
    for authority in authorities {
        proofs.push(Proof::export(authority, folder).await?);
    }
    let first = proofs.first().context("nothing was exported")?;
    let altered = first.alter_copy()?;
    let of_altered = first.verify(&altered.file);
    let reports: Vec<_> = proofs.iter().map(|proof| (proof, proof.verify(&proof.file))).collect();
    let mut right = true;
    for (proof, report) in reports {
        let report = report.await??;
        right &= report.intact;
        let verdict = if report.intact { "intact" } else { "NOT INTACT" };
        screen.line(format_args!("  {}: {verdict}, {} entries", proof.state, report.leaves));
        for finding in report.findings.iter().filter(|_| !report.intact) {
            screen.line(format_args!("    {}", finding.sentence));
        }
    }
    let (place, before, after) = (altered.place, altered.before, altered.after);
    screen.line(format_args!(
        "\nOne byte of a copy of {}'s log is changed: byte {place}, the minute of an answer, from {before} to {after}",
        first.state
    ));
    let report = of_altered.await??;
    right &= report.verdict == Verdict::Altered;
    if let Some(bad) = &report.first_bad {
        let case = bad.case.map(|case| format!(" of case {case}")).unwrap_or_default();
        screen.line(format_args!("  altered: leaf {}{case}: {}", bad.index, bad.why));
    } else {
        right = false;
        screen.line("  the change was not found at its leaf: that must not be");
    }
    Ok((proofs, right))
}

fn farewell(screen: &Screen, places: &Places, proofs: &[Proof], kept: bool, left: &[String]) {
    let tally = screen.tally;
    screen.line(format_args!(
        "\n{} acts done, {} safeguards answered, {} attempts refused, {} messages across the border",
        tally.done, tally.answered, tally.refused, tally.crossed
    ));
    screen.line(format_args!("\nThe exports and their public keys are kept in {}", places.exports.display()));
    let comity = program();
    if !left.is_empty() {
        screen.line(format_args!("\n{} more cases are there:", left.len()));
        for line in wrapped(&left.join(", "), 96) {
            screen.line(format_args!("  {line}"));
        }
        screen.line(format_args!("  {comity} demo --all              plays every one"));
        screen.line(format_args!("  {comity} demo --scenario NAME    plays one of them"));
    }
    screen.line("\nWhat to do next:");
    for proof in proofs {
        let (file, key) = (proof.file.display(), proof.key_file.display());
        screen.line(format_args!("  {comity} audit verify {file} --key {key}"));
    }
    if kept {
        screen.line(format_args!(
            "  databases and keys are in {}; everybody signs in with `{}`",
            places.work.display(),
            cast::TRAINING_PASSWORD
        ));
    } else {
        screen.line(format_args!("  {comity} demo --keep DIR      keeps the databases as well"));
    }
    screen.line(format_args!("  {comity} --help               shows everything else"));
}

/// How this program was called, so that the next command can be typed as it is shown.
fn program() -> String {
    // Cargo says so to what it runs.
    if std::env::var_os("CARGO").is_some() {
        return "cargo run --".to_owned();
    }
    std::env::args().next().unwrap_or_else(|| "comity".to_owned())
}

/// Where the demo works, and where its exports stay.
struct Places {
    work: PathBuf,
    exports: PathBuf,
    /// Taken away at the end, with the databases in it.
    _temporary: Option<tempfile::TempDir>,
}

impl Places {
    fn prepare(keep: Option<&Path>) -> Result<Self> {
        let Some(folder) = keep else {
            let temporary = tempfile::Builder::new().prefix("comity-demo-").tempdir()?;
            let exports = tempfile::Builder::new().prefix("comity-demo-exports-").tempdir()?.keep();
            return Ok(Self { work: temporary.path().to_owned(), exports, _temporary: Some(temporary) });
        };
        fs::create_dir_all(folder).with_context(|| format!("the folder `{}` cannot be made", folder.display()))?;
        if fs::read_dir(folder)?.next().is_some() {
            return Err(WrongUse(format!("the folder `{}` is not empty: name a new one", folder.display())).into());
        }
        // Told to whoever reads the paths later, from wherever.
        let work = fs::canonicalize(folder)?;
        let exports = work.join("exports");
        fs::create_dir(&exports)?;
        Ok(Self { work, exports, _temporary: None })
    }
}
