//! The program: hands its arguments to the command line and ends with the exit code that comes back.

use std::process::ExitCode;

fn main() -> ExitCode {
    comity::cli::run()
}
