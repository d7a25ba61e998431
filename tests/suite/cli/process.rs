//! The binary as a process, with an installation of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::operations::template::copy_folder;

/// What everybody signs in with once they have chosen.
pub(crate) const PASSWORD: &str = "seven quiet lanterns";

/// What a run of the program left behind.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// The answer as JSON, of a run that has ended with 0.
    pub(crate) fn answer(&self) -> Value {
        assert_eq!(self.code, 0, "{}{}", self.out, self.err);
        serde_json::from_str(&self.out).unwrap()
    }

    /// It ended with this code, said why in a sentence, and did not fall over.
    pub(crate) fn ends(&self, code: i32, word: &str) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        assert!(self.out.contains(word) || self.err.contains(word), "`{word}` in:\n{}{}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}

/// A folder in which the program is run.
pub(crate) struct Place {
    pub(crate) folder: TempDir,
    pub(crate) database: Option<String>,
}

impl Place {
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// An installation of `XN` with an administrator, `anna`, `carl`, `axel`: a copy, since passwords are slow on purpose.
    pub(crate) fn installed() -> Self {
        static TEMPLATE: OnceLock<Place> = OnceLock::new();
        let template = TEMPLATE.get_or_init(|| Self::installed_on(None));
        let place = Self::empty();
        copy_folder(&template.data(), &place.data());
        place
    }

    pub(crate) fn installed_on(database: Option<String>) -> Self {
        let place = Self { database, ..Self::empty() };
        let installed = place.run(&["init", "--state", "XN", "--name", "Central Authority of Norvania", "--training"]);
        place.choose("administrator", installed.answer()["one_time_password"].as_str().unwrap());
        for (name, role) in [("anna", "drafting_official"), ("carl", "central_authority"), ("axel", "auditor")] {
            let added = place.run(&["officials", "add", name, "--name", name, "--role", role, "--as", "administrator"]);
            place.choose(name, added.answer()["one_time_password"].as_str().unwrap());
        }
        place
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        std::fs::write(self.folder.path().join(name), text).unwrap();
        self.path(name)
    }

    pub(crate) fn choose(&self, name: &str, one_time_password: &str) {
        let mut command = self.command(&["officials", "set-password", "--as", name]);
        command.env("COMITY_PASSWORD", one_time_password).env("COMITY_NEW_PASSWORD", PASSWORD);
        Ran::of(&command.output().unwrap()).answer();
    }

    /// The program with these arguments, ready to be started.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_comity"));
        for name in [
            "COMITY_DATABASE",
            "COMITY_SIDECAR",
            "COMITY_TILES",
            "COMITY_TIME_STAMPS",
            "COMITY_HEADS_MINUTES",
            "COMITY_WORKFLOWS",
            "COMITY_LARGEST_DOCUMENT",
            "COMITY_LISTEN",
            "COMITY_PROXY",
            "COMITY_ADDRESS",
            "COMITY_SMTP",
            "COMITY_MAIL_FROM",
            "COMITY_CONNECTIONS",
            "COMITY_CALLS_BY_ADDRESS",
            "COMITY_CALLS_BY_OFFICIAL",
            "COMITY_AS",
            "COMITY_WITNESSES",
            "COMITY_WITNESS_FOLDER",
            "COMITY_WITNESS_LISTEN",
            "COMITY_WITNESS_PROXY",
            "COMITY_LOG",
            "COMITY_LOG_FORMAT",
            "COMITY_OTLP_ENDPOINT",
            "RUST_BACKTRACE",
        ] {
            command.env_remove(name);
        }
        if let Some(database) = &self.database {
            command.env("COMITY_DATABASE", database);
        }
        command.env("COMITY_DATA", self.data()).env("COMITY_PASSWORD", PASSWORD).env("NO_COLOR", "1");
        command.current_dir(self.folder.path()).stdin(std::process::Stdio::null()).args(arguments);
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(&self.command(arguments).output().unwrap())
    }

    /// Runs with one more variable.
    pub(crate) fn run_with(&self, variable: (&str, &str), arguments: &[&str]) -> Ran {
        Ran::of(&self.command(arguments).env(variable.0, variable.1).output().unwrap())
    }
}

/// Permission bits of a file or folder.
pub(crate) fn mode(path: &Path) -> u32 {
    std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).unwrap().permissions()) & 0o777
}
