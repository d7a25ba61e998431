//! A copy of everything that an installation needs to come back: the database as of one moment, then the keys.
//!
//! `data/incoming` is left out: what lies there belongs to no document yet, and whoever brings it begins anew.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::database::Engine;
use super::error::StorageError;
use super::keys::{GONE, create_private_folder};
use super::store::Storage;

/// What a backup consists of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The copy of the database: a SQLite file, or an archive for `pg_restore`.
    pub database: PathBuf,
    /// How many files with keys lie beside it. Keep them apart from the database if you can.
    pub keys: usize,
}

impl Storage {
    /// Copies database and keys into a folder that is not there yet.
    ///
    /// # Errors
    /// [`StorageError::AlreadyExists`] where the folder is there; where it cannot be written; [`StorageError::Tool`]
    /// where `pg_dump` is missing or fails.
    pub async fn back_up(&self, target: &Path) -> Result<Backup, StorageError> {
        if target.exists() {
            return Err(StorageError::AlreadyExists { what: format!("`{}`", target.display()) });
        }
        create_private_folder(target)?;
        let database = match self.engine() {
            Engine::Sqlite(_) => self.copy_sqlite(target).await?,
            Engine::Postgres(url) => dump_postgres(url.clone(), target.join("comity.dump")).await?,
        };
        // After the database, so that no request in it is without its key.
        let (from, to) = (self.keys().folder().to_owned(), target.to_owned());
        let copied = tokio::task::spawn_blocking(move || copy_keys(&from, &to)).await;
        Ok(Backup { database, keys: copied.map_err(|_| StorageError::Panicked)?? })
    }

    async fn copy_sqlite(&self, target: &Path) -> Result<PathBuf, StorageError> {
        let file = target.join("comity.db");
        // As of one moment, while others go on writing.
        sqlx::query("VACUUM INTO $1").bind(file.display().to_string()).execute(&mut *self.writable().await?).await?;
        Ok(file)
    }
}

async fn dump_postgres(url: String, file: PathBuf) -> Result<PathBuf, StorageError> {
    let failed = |why: String| StorageError::Tool { tool: "pg_dump", why };
    let (address, password) = split_password(&url);
    let mut command = Command::new("pg_dump");
    command.arg("--format=custom").arg("--no-password").arg("--file").arg(&file).arg("--dbname").arg(address);
    // Arguments are open to everybody on the machine, the environment is not.
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let ended = tokio::task::spawn_blocking(move || command.output()).await.map_err(|_| StorageError::Panicked)?;
    match ended {
        Err(error) => Err(failed(format!("{error}: install the client programs of PostgreSQL (`postgresql-client`)"))),
        Ok(output) if output.status.success() => Ok(file),
        Ok(output) => Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned())),
    }
}

/// Takes the password out of a URL.
fn split_password(url: &str) -> (String, Option<String>) {
    let parts = || {
        let (scheme, rest) = url.split_once("://")?;
        let (authority, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (login, host) = authority.rsplit_once('@')?;
        let (user, password) = login.split_once(':')?;
        Some((format!("{scheme}://{user}@{host}{path}"), decoded(password)))
    };
    parts().map_or_else(|| (url.to_owned(), None), |(address, password)| (address, Some(password)))
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let [first, tail @ ..] = rest {
        let escaped = tail
            .get(..2)
            .and_then(|digits| str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match escaped {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn copy_keys(from: &Path, to: &Path) -> Result<usize, StorageError> {
    create_private_folder(&to.join("keys"))?;
    let mut copied = 0;
    // The master key, and every seed of the log's keys with what stands in the place of those that were destroyed.
    for file in listed(from)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let of_log = name.starts_with("log") && file.extension().is_some_and(|end| end == "key" || end == GONE);
        if of_log || name == "master.key" {
            copied += copy(&file, &to.join(name))?;
        }
    }
    for folder in listed(&from.join("keys"))? {
        let Some(name) = folder.file_name() else { continue };
        let target = to.join("keys").join(name);
        create_private_folder(&target)?;
        for file in
            listed(&folder)?.iter().filter(|file| file.extension().is_some_and(|end| end == "key" || end == GONE))
        {
            copied += copy(file, &target.join(file.file_name().unwrap_or_default()))?;
        }
    }
    Ok(copied)
}

fn listed(folder: &Path) -> Result<Vec<PathBuf>, StorageError> {
    let entries = fs::read_dir(folder).map_err(StorageError::file(folder))?;
    entries.map(|entry| entry.map(|entry| entry.path()).map_err(StorageError::file(folder))).collect()
}

/// Copies a file with its permissions.
fn copy(from: &Path, to: &Path) -> Result<usize, StorageError> {
    fs::copy(from, to).map_err(StorageError::file(from))?;
    fs::File::open(to).and_then(|file| file.sync_all()).map_err(StorageError::file(to))?;
    Ok(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_does_not_reach_the_arguments() {
        let (address, password) = split_password("postgres://mla:a%40b:c@db/mla?x=1");

        assert_eq!(address, "postgres://mla@db/mla?x=1");
        assert_eq!(password.as_deref(), Some("a@b:c"));
        assert_eq!(split_password("postgres:///mla?host=/run").1, None);
    }
}
