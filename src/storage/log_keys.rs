//! The keys of the log: which of them sign a log of which size, as its own leaves say, and the seeds that they are made of.

use std::collections::BTreeMap;
use std::sync::Arc;

use sqlx::AnyConnection;

use crate::audit::commitment::{self, Key};
use crate::audit::ids::Origin;
use crate::audit::key::{Scheme, Signer, Verifier};
use crate::audit::rotation::{Generation, Rotations};

use super::authority;
use super::error::StorageError;
use super::keys::Keys;
use super::log;
use super::store::Storage;
use super::transaction::Transaction;

impl Storage {
    /// The keys that sign the log's checkpoints now, the newest pair first: in a pair Ed25519, then ML-DSA-44, both made of
    /// one seed. There are four while new keys have begun to sign and the old ones were not retired yet.
    ///
    /// # Errors
    /// Where the installation has no name yet, or a seed is missing.
    pub async fn log_signers(&self) -> Result<Vec<Signer>, StorageError> {
        let mut reader = self.reader().await?;
        let size = log::size(&mut reader).await?;
        let (origin, rotations) = (authority::origin(&mut reader).await?, self.rotations_in(&mut reader).await?);
        signers(self.keys(), &origin, &rotations, size)
    }

    /// The newest public Ed25519 key of the log: what the authority publishes, and everybody verifies with.
    ///
    /// # Errors
    /// As [`Storage::log_signers`].
    pub async fn log_key(&self) -> Result<Verifier, StorageError> {
        let signers = self.log_signers().await?;
        let first = signers.first().map(|signer| signer.verifier().clone());
        first.ok_or_else(|| StorageError::tampered("the keys of the log"))
    }

    /// All keys that the log ever had, with the sizes that they sign; one pair where none was replaced.
    ///
    /// # Errors
    /// As [`Storage::log_signers`]; [`StorageError::Tampered`] where a leaf about keys does not hold.
    pub async fn log_keys(&self) -> Result<Vec<Generation>, StorageError> {
        let mut reader = self.reader().await?;
        let (origin, rotations) = (authority::origin(&mut reader).await?, self.rotations_in(&mut reader).await?);
        if rotations.is_empty() { Ok(vec![first(self.keys(), &origin)?]) } else { Ok(rotations.generations().to_vec()) }
    }

    /// Destroys the seed of a pair of keys that sign nothing any more; what stands in its place names these public keys.
    ///
    /// # Errors
    /// Where the folder of keys cannot be written.
    pub async fn destroy_log_seed(&self, number: usize, public: &[String]) -> Result<(), StorageError> {
        let (keys, public) = (Arc::clone(self.keys()), public.join("\n"));
        let gone = tokio::task::spawn_blocking(move || keys.destroy_log_seed(number, &public)).await;
        gone.map_err(|_| StorageError::Panicked)?.map(|_| ())
    }

    /// The last checkpoint that two pairs of keys have signed, for each pair that took another's place and below so many
    /// leaves, by size: what leads from the older key to the newer.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn checkpoints_of_two_keys(&self, below: u64) -> Result<BTreeMap<u64, String>, StorageError> {
        let mut reader = self.reader().await?;
        let (rotations, mut found) = (self.rotations_in(&mut reader).await?, BTreeMap::new());
        for [old, new] in rotations.generations().array_windows() {
            let until = old.until.unwrap_or(below).min(below);
            let row: Option<(i64, String)> = sqlx::query_as(
                "SELECT size, note FROM checkpoint WHERE size >= $1 AND size < $2 ORDER BY size DESC LIMIT 1",
            )
            .bind(new.from.cast_signed())
            .bind(until.cast_signed())
            .fetch_optional(&mut *reader)
            .await?;
            found.extend(row.map(|(size, note)| (size.cast_unsigned(), note)));
        }
        Ok(found)
    }

    pub(super) async fn rotations_in(&self, connection: &mut AnyConnection) -> Result<Rotations, StorageError> {
        rotations(connection, &self.keys().entry_key()).await
    }

    /// Keys whose signature under a note shows it to be of this log: those that the leaves tell of, and those whose seeds are
    /// there although the database does not know them yet, as after an older copy was put back.
    pub(super) async fn own_keys(&self, origin: &Origin) -> Result<Vec<Generation>, StorageError> {
        let told = match self.rotations_in(&mut *self.reader().await?).await {
            // Leaves that are gone must not keep a note from showing that they were there.
            Err(StorageError::Tampered { .. }) => Rotations::default(),
            told => told?,
        };
        let keys = self.keys();
        let mut own = told.generations().to_vec();
        while let Some(pair) = public(keys, origin, own.len() + 1)? {
            own.push(Generation { keys: pair, from: 0, until: None });
        }
        Ok(own)
    }
}

impl Transaction {
    /// Where the next leaf of this transaction will stand. Nobody else appends before its end.
    ///
    /// # Errors
    /// Where the head of the log is missing or none.
    pub async fn next_index(&mut self) -> Result<u64, StorageError> {
        let engine = self.engine();
        let size = log::lock_head(self, &engine).await?.size();
        Ok(size + self.entries() as u64)
    }

    /// The pairs of keys that sign the log before a leaf at this place, each with its number, the newest first.
    ///
    /// # Errors
    /// [`StorageError::Tampered`] where a leaf about keys does not hold; where a seed is missing.
    pub async fn log_pairs(&mut self, index: u64) -> Result<Vec<(usize, Vec<Signer>)>, StorageError> {
        let keys = self.keys();
        let origin = authority::origin(self).await?;
        let rotations = rotations(self, &keys.entry_key()).await?;
        pairs(&keys, &origin, &rotations, index)
    }

    /// The pair of keys of a number, its seed made where it is not there yet: on the disk before anything is signed with it.
    ///
    /// # Errors
    /// Where the folder of keys cannot be written.
    pub async fn new_log_pair(&mut self, number: usize) -> Result<[Signer; 2], StorageError> {
        let keys = self.keys();
        let origin = authority::origin(self).await?;
        keys.prepare_log_seed(number)?;
        Ok(pair(&origin, &*keys.log_seed(number)?))
    }

    /// Remembers that the leaf at a place is about keys of the log, so that it is found without reading all leaves.
    ///
    /// # Errors
    /// Where the database cannot be written.
    pub async fn remember_key_leaf(&mut self, index: u64) -> Result<(), StorageError> {
        remember(self, index).await
    }
}

pub(super) async fn remember(connection: &mut AnyConnection, index: u64) -> Result<(), StorageError> {
    sqlx::query("INSERT INTO key_leaf (idx) VALUES ($1) ON CONFLICT (idx) DO NOTHING")
        .bind(index.cast_signed())
        .execute(connection)
        .await?;
    Ok(())
}

/// Where the leaves about keys of the log stand, as is remembered beside them.
///
/// # Errors
/// Where the database cannot be read.
pub async fn places(connection: &mut AnyConnection) -> Result<Vec<u64>, StorageError> {
    let places: Vec<(i64,)> = sqlx::query_as("SELECT idx FROM key_leaf ORDER BY idx").fetch_all(connection).await?;
    Ok(places.into_iter().map(|(place,)| place.cast_unsigned()).collect())
}

/// The keys as the leaves tell of them.
pub(super) async fn rotations(connection: &mut AnyConnection, sealing: &Key) -> Result<Rotations, StorageError> {
    let mut rotations = Rotations::default();
    for index in places(&mut *connection).await? {
        let altered =
            |why: &str| StorageError::tampered(format!("leaf {index} of the audit log, about its keys ({why})"));
        let found = log::leaves(&mut *connection, index, 1).await?;
        let leaf = found.first().filter(|leaf| leaf.index == index).ok_or_else(|| altered("it is missing"))?;
        rotations.take(index, &leaf.entry(sealing)?).map_err(|why| altered(&why))?;
    }
    Ok(rotations)
}

/// The signers of a log of so many leaves, the newest pair first.
pub(super) fn signers(
    keys: &Keys,
    origin: &Origin,
    rotations: &Rotations,
    size: u64,
) -> Result<Vec<Signer>, StorageError> {
    let mut signers = Vec::new();
    for (_, pair) in pairs(keys, origin, rotations, size)? {
        signers.extend(pair);
    }
    Ok(signers)
}

/// The same as pairs, each with its number, the newest first.
fn pairs(
    keys: &Keys,
    origin: &Origin,
    rotations: &Rotations,
    size: u64,
) -> Result<Vec<(usize, Vec<Signer>)>, StorageError> {
    if rotations.is_empty() {
        return Ok(vec![(1, pair(origin, &*keys.log_seed(1)?).into())]);
    }
    let mut pairs = Vec::new();
    for (at, generation) in rotations.generations().iter().enumerate().rev().filter(|(_, one)| one.signs(size)) {
        let pair = pair(origin, &*keys.log_seed(at + 1)?);
        if !pair.iter().map(Signer::verifier).eq(&generation.keys) {
            return Err(StorageError::tampered(format!("seed {} of the log's keys", at + 1)));
        }
        pairs.push((at + 1, pair.into()));
    }
    Ok(pairs)
}

/// The key that a checkpoint of so many leaves is held against: the newest one that signs then.
pub(super) fn checking(
    keys: &Keys,
    origin: &Origin,
    rotations: &Rotations,
    size: u64,
) -> Result<Verifier, StorageError> {
    let newest = rotations.generations().iter().rev().find(|one| one.signs(size)).and_then(|one| one.keys.first());
    match newest {
        Some(key) => Ok(key.clone()),
        None => {
            let first = public(keys, origin, 1)?.and_then(|pair| pair.into_iter().next());
            // Names the file that is missing.
            first.map_or_else(|| keys.log_seed(1).map(|seed| pair(origin, &seed)[0].verifier().clone()), Ok)
        }
    }
}

/// The pair of keys that is made of a seed: Ed25519, then ML-DSA-44.
#[must_use]
pub fn pair(origin: &Origin, seed: &Key) -> [Signer; 2] {
    let other = commitment::derive(seed, "ml-dsa-44");
    [Signer::from_seed(origin.clone(), seed), Signer::new(Scheme::MlDsa44, origin.clone(), &other)]
}

fn first(keys: &Keys, origin: &Origin) -> Result<Generation, StorageError> {
    let pair = pair(origin, &*keys.log_seed(1)?).map(|key| key.verifier().clone());
    Ok(Generation { keys: pair.to_vec(), from: 0, until: None })
}

/// The public keys of a seed, also where it was destroyed.
fn public(keys: &Keys, origin: &Origin, number: usize) -> Result<Option<Vec<Verifier>>, StorageError> {
    match keys.log_seed(number) {
        Ok(seed) => Ok(Some(pair(origin, &seed).map(|key| key.verifier().clone()).to_vec())),
        Err(StorageError::KeyMissing { .. }) => {
            let Some(text) = keys.destroyed_log_keys(number)? else { return Ok(None) };
            let parsed = text.lines().map(Verifier::parse).collect::<Result<Vec<_>, _>>();
            let told = parsed.map_err(|error| StorageError::tampered(format!("the old keys of the log ({error})")))?;
            Ok(Some(told))
        }
        Err(error) => Err(error),
    }
}
