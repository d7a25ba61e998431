//! The command line: each command a few lines over the operation it calls.
//!
//! Exit codes everywhere: 0 done or intact, 1 the answer is no, 2 wrong use, 3 could not, 4 incomplete, 5 unwitnessed.

mod audit;
mod authority;
mod credentials;
pub mod demo;
mod deputies;
mod erase;
mod import;
mod install;
mod log;
mod messages;
mod officials;
mod output;
mod persons;
mod request;
mod serve;
mod shared;
mod statistics;
mod witness;
mod workflows;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use shared::Global;

/// The workflow engine for mutual legal assistance under the UN Convention against Cybercrime.
#[derive(Parser)]
#[command(name = "comity", version, about, long_about = None, after_help = AFTER, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const AFTER: &str = "\
Begin with `comity demo`: two authorities play whole cases, and both logs are verified.
An installation of your own: `comity init`, then `comity officials add`.

Exit codes: 0 done, or intact; 1 the answer is no (refused, altered, unsound); 2 wrong use; 3 could not;
4 incomplete; 5 unwitnessed.";

#[derive(Subcommand)]
enum Command {
    /// Play whole cases between two authorities, export both logs and verify them
    Demo(demo::Demo),
    /// Prepare an installation: its State, its profile, its administrator
    Init(install::Init),
    /// Bring the tables of a database up to date
    Migrate,
    /// Copy database and keys to a new folder
    Backup(install::BackUp),
    /// Forget what requests said: one administrator proposes, another confirms
    #[command(subcommand)]
    Erase(erase::Erase),
    /// Whom requests are about, so that what is about one person can be erased at once
    #[command(subcommand)]
    Persons(persons::Persons),
    /// Keep what a request said from being erased
    #[command(subcommand)]
    Hold(erase::Hold),
    /// Show or change what the installation is
    #[command(subcommand)]
    Authority(authority::Command),
    /// Officials and their roles
    #[command(subcommand)]
    Officials(officials::Command),
    /// The rule files
    Workflows(workflows::Workflows),
    /// Requests: the operations, for scripts (JSON in, JSON out)
    Request(request::Command),
    /// Take in open cases from a file: requests of yours as drafts, those that came as recorded ones
    Import(import::Command),
    /// Serve the pages and the interface over HTTP until Ctrl-C
    Serve(serve::Serve),
    /// Messages between installations, for training
    #[command(subcommand)]
    Messages(messages::Command),
    /// Let every clock act whose time is up; run it every few minutes
    Clocks,
    /// How many cases there were, for the public: nobody and no case can be told from it
    Statistics(statistics::Count),
    /// How the log is kept: its state, and what to do where it is sealed
    #[command(subcommand)]
    Log(log::Command),
    /// Witness other people's logs: sign that you have seen no other; needs no installation
    Witness(witness::Witness),
    /// The log: read, export, verify, sign, disclose
    #[command(subcommand)]
    Audit(audit::Command),
}

/// Runs the program with the arguments of the process.
#[must_use]
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are answers, everything else is wrong use.
            let code = if error.use_stderr() { output::WRONG_USE } else { output::DONE };
            // Where even that cannot be printed, the exit code still tells.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    let telemetry = match cli.global.telemetry() {
        Ok(telemetry) => telemetry,
        Err(error) => return output::failed(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return output::failed(&anyhow::Error::new(error).context("the program cannot start its threads"));
        }
    };
    let code = match runtime.block_on(act(cli)) {
        Ok(code) => ExitCode::from(code),
        Err(error) => output::failed(&error),
    };
    // What still runs ends first, so that its spans are sent too.
    drop(runtime);
    telemetry.end();
    code
}

async fn act(cli: Cli) -> anyhow::Result<u8> {
    let global = &cli.global;
    match cli.command {
        Command::Demo(command) => {
            if global.database.is_some() {
                return Err(
                    output::WrongUse("the demo makes its own databases: leave `--database` out".to_owned()).into()
                );
            }
            command.run(global.workflows.clone()).await
        }
        Command::Init(command) => command.run(global).await,
        Command::Migrate => install::migrate(global).await,
        Command::Backup(command) => command.run(global).await,
        Command::Erase(command) => command.run(global).await,
        Command::Persons(command) => command.run(global).await,
        Command::Hold(command) => command.run(global).await,
        Command::Authority(command) => command.run(global).await,
        Command::Officials(command) => command.run(global).await,
        Command::Workflows(command) => command.run(global).await,
        Command::Request(command) => command.run(global).await,
        Command::Import(command) => command.run(global).await,
        Command::Serve(command) => command.run(global).await,
        Command::Messages(command) => command.run(global).await,
        Command::Clocks => install::clocks(global).await,
        Command::Statistics(command) => command.run(global).await,
        Command::Log(command) => command.run(global).await,
        Command::Witness(command) => command.run().await,
        Command::Audit(command) => command.run(global).await,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_fit_together() {
        super::Cli::command().debug_assert();
    }
}
