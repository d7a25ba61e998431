//! `witness`: a witness of other people's logs, which anybody can run; it needs no installation and no database.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::json;

use crate::audit::ids::Origin;
use crate::clock::Clock;
use crate::domain::time;
use crate::http::connections::{self, Allowed};
use crate::witness::folder::Folder;
use crate::witness::server::{self, Service};

use super::output::{self, WrongUse};
use super::serve::{listen, stop_on_signal};
use super::shared;

/// A witness signs that it has seen no other log than this: name, size and root are all that it is shown.
#[derive(Args)]
#[command(after_help = AFTER)]
pub(super) struct Witness {
    #[command(subcommand)]
    command: Command,
    /// The folder with the key of the witness, the logs that it knows, and what it has signed
    #[arg(long, global = true, env = "COMITY_WITNESS_FOLDER", default_value = DEFAULT, value_name = "DIR")]
    folder: PathBuf,
}

const AFTER: &str = "\
Begin with `comity witness serve --name HOST/NAME`: it makes the folder and the key, and listens.
Then `comity witness trust KEY` for each log, and give the lines of `comity witness key` to whoever runs it.";

/// Where a witness lies unless something else is said.
pub(super) const DEFAULT: &str = "./comity-witness";

#[derive(Subcommand)]
enum Command {
    /// Make a witness: its folder and its key, which is never replaced
    Init {
        /// Its name, for people: a host and a path, never used again for another key
        #[arg(long, value_name = "HOST/NAME")]
        name: String,
    },
    /// Know a log from now on, by its public key; a running witness needs no restart
    Trust {
        /// The public key that the log's owner publishes, or a file with it; a log may have several
        #[arg(required = true, value_name = "KEY")]
        keys: Vec<String>,
    },
    /// Sign checkpoints of the logs that are known, over HTTP, until Ctrl-C or SIGTERM
    Serve {
        /// Where to listen; anything but loopback wants a proxy with TLS in front
        #[arg(long, env = "COMITY_WITNESS_LISTEN", default_value = "127.0.0.1:8090", value_name = "ADDRESS:PORT")]
        listen: SocketAddr,
        /// The address of the proxy in front: what it says in `X-Forwarded-For` is believed, from nobody else
        #[arg(long, env = "COMITY_WITNESS_PROXY", value_name = "ADDRESS")]
        proxy: Option<IpAddr>,
        /// Where the folder holds no witness yet, make one of this name first
        #[arg(long, value_name = "HOST/NAME")]
        name: Option<String>,
    },
    /// Print the public keys, one a line: those who ask for signatures put them into their policy
    Key,
    /// Each log that is known: its size, its root, and when it was last signed
    Status,
}

impl Witness {
    pub(super) async fn run(self) -> anyhow::Result<u8> {
        match &self.command {
            Command::Init { name } => {
                let folder = self.init(name)?;
                output::note("its key is in the folder: keep a copy, and never let two machines use one");
                keys(&folder)
            }
            Command::Trust { keys } => self.trust(keys),
            Command::Serve { listen, proxy, name } => self.serve(*listen, *proxy, name.as_deref()).await,
            Command::Key => keys(&self.open()?),
            Command::Status => self.status(),
        }
    }

    fn init(&self, name: &str) -> anyhow::Result<Folder> {
        let name = Origin::parse(name).map_err(|_| {
            WrongUse(format!("`{name}` is no name of a witness: a host and a path such as `witness.example/w1`, without spaces and `+`"))
        })?;
        let seed = Clock::system().new_bytes::<32>()?;
        Folder::init(&self.folder, &name, &seed).context("the witness cannot be made")
    }

    fn open(&self) -> anyhow::Result<Folder> {
        Folder::open(&self.folder).context("the witness cannot be opened")
    }

    fn trust(&self, keys: &[String]) -> anyhow::Result<u8> {
        let folder = self.open()?;
        for key in keys {
            let file = std::path::Path::new(key);
            let text = if file.is_file() { shared::read_text(file)? } else { key.clone() };
            for vkey in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
                let new = folder.trust(vkey).map_err(|error| match error {
                    crate::witness::disk::FolderError::Key(why) => anyhow::Error::new(WrongUse(why)),
                    other => other.into(),
                })?;
                let name = vkey.split('+').next().unwrap_or_default();
                output::line(&format!(
                    "{name}: {}",
                    if new { "known from now on" } else { "this key is known already" }
                ))?;
            }
        }
        Ok(output::DONE)
    }

    fn status(&self) -> anyhow::Result<u8> {
        let folder = self.open()?;
        let mut names: Vec<_> = folder.logs()?.iter().map(|key| key.name().clone()).collect();
        names.sort();
        names.dedup();
        let mut logs = Vec::new();
        for name in names {
            let seen = folder.latest(name.as_str())?;
            let at =
                |seconds: u64| Timestamp::from_second(i64::try_from(seconds).unwrap_or_default()).map(time::to_text);
            logs.push(match seen {
                Some(seen) => json!({
                    "log": name, "size": seen.checkpoint.size, "root": seen.checkpoint.root,
                    "signed_at": at(seen.at)?,
                }),
                None => json!({ "log": name, "size": null }),
            });
        }
        output::json(&json!({ "witness": folder.keys()[0].name(), "logs": logs, "evidence": folder.evidence()? }))
    }

    async fn serve(&self, address: SocketAddr, proxy: Option<IpAddr>, name: Option<&str>) -> anyhow::Result<u8> {
        let folder = match name {
            Some(name) if !Folder::is_there(&self.folder) => self.init(name)?,
            Some(_) | None => self.open()?,
        };
        let own = folder.keys()[0].name().clone();
        if let Some(name) = name.filter(|name| *name != own.as_str()) {
            return Err(WrongUse(format!(
                "this folder holds the witness `{own}`: leave `--name {name}` out, or take another folder"
            ))
            .into());
        }
        if folder.logs()?.is_empty() {
            output::note(
                "no log is known yet: `comity witness trust KEY`, with the public key of each log; nothing has to be restarted",
            );
        }
        let listener = listen(address, "--listen").await?;
        let address = listener.local_addr()?;
        if !address.ip().is_loopback() {
            output::note(
                "this address can be reached from outside: logs call witnesses over TLS, so put a proxy in front of it and name it with `--proxy`",
            );
        }
        let stop = stop_on_signal()?;
        output::line(&format!("the witness {own} is served on http://{address}; Ctrl-C ends it"))?;
        let service = Service::over(Arc::new(folder), Clock::system(), proxy);
        connections::serve(listener, server::router(service), Allowed::default(), stop.cancelled_owned()).await;
        output::note("ended");
        Ok(output::DONE)
    }
}

fn keys(folder: &Folder) -> anyhow::Result<u8> {
    folder.keys().iter().try_for_each(|key| output::line(&key.to_string()).map(|_| ()))?;
    Ok(output::DONE)
}
