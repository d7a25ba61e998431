//! What every command needs: where the installation is, and which official acts.

use std::fmt::Display;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use anyhow::Context;
use clap::Args;
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use crate::clock::Clock;
use crate::domain::ids::SignInName;
use crate::engine::refusal::listed;
use crate::operations::add_document::LARGEST;
use crate::operations::read_document::OpenDocument;
use crate::operations::{App, Official, OperationError, Settings, sign_in};
use crate::storage::Grouping;
use crate::telemetry::{self, LogFormat, Telemetry, TelemetryError};

use super::output::{self, WrongUse};

/// Where the installation is.
#[derive(Args, Clone)]
#[command(next_help_heading = "Options of every command")]
pub(super) struct Global {
    /// The database: `sqlite:PATH` or `postgres://…` [default: sqlite:DATA/comity.db]
    #[arg(long, global = true, env = "COMITY_DATABASE", hide_env_values = true, value_name = "URL")]
    pub(super) database: Option<String>,
    /// The folder with the keys, and the database where none is named
    #[arg(long, global = true, env = "COMITY_DATA", default_value = "./comity-data", value_name = "DIR")]
    pub(super) data: PathBuf,
    /// The file with the last signed checkpoint, best on another volume [default: DATA/log.checkpoint]
    #[arg(long, global = true, env = "COMITY_SIDECAR", value_name = "FILE")]
    pub(super) sidecar: Option<PathBuf>,
    /// The folder with the rule files, in place of those shipped
    #[arg(long, global = true, env = "COMITY_WORKFLOWS", value_name = "DIR")]
    pub(super) workflows: Option<PathBuf>,
    /// No document is larger, in bytes
    #[arg(long, global = true, env = "COMITY_LARGEST_DOCUMENT", default_value_t = LARGEST, value_name = "BYTES")]
    largest_document: u64,
    /// The list of destroyed keys, kept where no backup of the data folder is restored [default: DATA.erasures]
    #[arg(long, global = true, env = "COMITY_ERASURES", value_name = "FILE")]
    pub(super) erasures: Option<PathBuf>,
    /// What to log on standard error: error, warn, info, debug or a filter
    #[arg(long, global = true, env = "COMITY_LOG", default_value = "warn", value_name = "FILTER")]
    log: String,
    /// How lines of the log look: `plain` or `json`
    #[arg(long, global = true, env = "COMITY_LOG_FORMAT", default_value = "plain", value_name = "FORMAT",
        value_parser = named::<LogFormat>)]
    log_format: LogFormat,
    /// Where to send traces and metrics: a collector of OpenTelemetry, such as `http://127.0.0.1:4318`
    #[arg(long, global = true, env = "COMITY_OTLP_ENDPOINT", hide_env_values = true, value_name = "URL")]
    otlp_endpoint: Option<String>,
}

impl Global {
    pub(super) fn settings(&self) -> Settings {
        let database =
            self.database.clone().unwrap_or_else(|| format!("sqlite:{}", self.data.join("comity.db").display()));
        Settings {
            database,
            data: self.data.clone(),
            erasures: self.erasures.clone(),
            workflows: self.workflows.clone(),
            clock: Clock::system(),
            grouping: Grouping::default(),
            largest_document: self.largest_document,
        }
    }

    /// The collector, where one is named. An empty variable is how one is taken back in many places: it names nobody.
    fn collector(&self) -> Option<String> {
        self.otlp_endpoint.clone().filter(|endpoint| !endpoint.is_empty())
    }

    /// Whether traces and metrics leave for a collector.
    pub(super) fn exports(&self) -> bool {
        self.collector().is_some()
    }

    /// Begins to log and, where a collector is named, to export.
    pub(super) fn telemetry(&self) -> anyhow::Result<Telemetry> {
        let endpoint = self.collector();
        let options = telemetry::Options { log: self.log.clone(), format: self.log_format, endpoint };
        telemetry::start(&options).map_err(|error| match error {
            TelemetryError::Filter { .. } | TelemetryError::Endpoint(_) => WrongUse(error.to_string()).into(),
            TelemetryError::Exporter(_) => error.into(),
        })
    }

    pub(super) async fn open(&self) -> Result<App, OperationError> {
        App::open_beside(&self.settings(), self.sidecar.as_deref()).await
    }
}

/// Which official acts.
#[derive(Args, Clone)]
pub(super) struct ActingAs {
    /// The official who acts, by sign-in name
    #[arg(long = "as", global = true, env = "COMITY_AS", hide_env_values = true, value_name = "NAME")]
    who_acts: Option<SignInName>,
    /// A file with the password, in place of the variable `COMITY_PASSWORD` or the prompt; `-` for standard input
    #[arg(long, global = true, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// A one-time code or a recovery code, for acts that ask for more than a password; each counts once
    #[arg(long, global = true, env = "COMITY_CODE", hide_env_values = true, value_name = "CODE")]
    code: Option<String>,
}

impl ActingAs {
    pub(super) fn name(&self) -> anyhow::Result<&SignInName> {
        self.who_acts
            .as_ref()
            .ok_or_else(|| WrongUse("who acts? say `--as NAME`, or set `COMITY_AS`".to_owned()).into())
    }

    pub(super) async fn sign_in(&self, app: &App) -> anyhow::Result<Official> {
        let password = self.password()?;
        Ok(match &self.code {
            Some(code) => sign_in::with_code(app, self.name()?, &password, code).await?,
            None => sign_in::run(app, self.name()?, &password).await?,
        })
    }

    pub(super) fn password(&self) -> anyhow::Result<String> {
        match &self.password_file {
            Some(file) => Ok(first_line(&read_text(file)?)),
            None => password(&format!("Password of {}: ", self.name()?), "COMITY_PASSWORD"),
        }
    }
}

/// A password from the environment, else typed at the terminal without being shown.
pub(super) fn password(prompt: &str, variable: &str) -> anyhow::Result<String> {
    if let Ok(password) = std::env::var(variable) {
        return Ok(password);
    }
    rpassword::prompt_password(prompt).with_context(|| {
        format!("no password: set `{variable}`, or type it at a terminal (see `--help` for other ways)")
    })
}

/// Reads one of a list of names; otherwise says which there are.
pub(super) fn named<T: FromStr + IntoEnumIterator + Display>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("there are {}", listed(T::iter(), ", ")))
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

/// A file's text; `-` is standard input.
pub(super) fn read_text(file: &Path) -> anyhow::Result<String> {
    let bytes = read_bytes(file, LARGEST)?;
    String::from_utf8(bytes).map_err(|_| WrongUse(format!("`{}` is no UTF-8 text", file.display())).into())
}

/// A file's bytes, not more than `most`; `-` is standard input.
pub(super) fn read_bytes(file: &Path, most: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(most.saturating_add(1)).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|open| open.take(most.saturating_add(1)).read_to_end(&mut bytes))
    };
    read.with_context(|| format!("`{}` cannot be read", file.display()))?;
    if bytes.len() as u64 > most {
        return Err(WrongUse(format!("`{}` is larger than {most} bytes: split it", file.display())).into());
    }
    Ok(bytes)
}

/// Writes a file that is not there yet: nothing is overwritten.
pub(super) fn write_new(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let made = std::fs::File::options().write(true).create_new(true).open(file);
    made.and_then(|mut made| made.write_all(bytes)).with_context(|| format!("`{}` cannot be written", file.display()))
}

/// JSON from a file, standard input, or the argument itself.
pub(super) fn read_json(source: &str) -> anyhow::Result<Value> {
    let text = if source.trim_start().starts_with('{') { source.to_owned() } else { read_text(Path::new(source))? };
    serde_json::from_str(&text)
        .map_err(|error| WrongUse(format!("this is no JSON ({error}): give a file, `-`, or an object")).into())
}

/// Writes a document to a file that is not there yet, part by part, and tells what it is.
pub(super) async fn save(mut document: OpenDocument, out: &Path) -> anyhow::Result<u8> {
    let failed = || format!("`{}` cannot be written", out.display());
    let mut made = std::fs::File::options().write(true).create_new(true).open(out).with_context(failed)?;
    while let Some(part) = document.next().await? {
        made.write_all(&part).with_context(failed)?;
    }
    let row = &document.row;
    output::json(&json!({
        "name": row.name, "media_type": row.media_type, "language": row.language,
        "sha256": document.sha256, "size": document.size, "written": out,
    }))
}
