//! The log as files that anybody can fetch and check: tiles of hashes and bundles of entries (C2SP tlog-tiles), written
//! from the database whenever it was signed, each file whole or not at all, the checkpoint last.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use sqlx::AnyConnection;

use crate::audit::hash::leaf_hash;
use crate::audit::leaf_source::LeafSource;
use crate::audit::note::Note;
use crate::audit::tree::Frontier;

use super::checkpoints::SignedCheckpoint;
use super::error::StorageError;
use super::log;
use super::sidecar::write_whole;
use super::store::Storage;

/// So many hashes make a full tile.
const WIDTH: u64 = 256;

/// The logarithm of that: a level of tiles is so many levels of the tree.
const HEIGHT: u8 = 8;

/// No bundle of entries is longer: so many entries, each with its length.
const LARGEST_BUNDLE: u64 = WIDTH * (2 + 65_535);

impl Storage {
    /// Brings the folder to a checkpoint that was signed: first the tiles that grew, full ones before the parts of them are
    /// taken away, then the note, with `lines` of others below it.
    ///
    /// # Errors
    /// [`StorageError::Tampered`] where the folder holds another log or more of this one, or leaf and hash do not fit;
    /// where it cannot be written.
    pub async fn publish_tiles(
        &self,
        folder: &Path,
        signed: &SignedCheckpoint,
        lines: &[String],
    ) -> Result<(), StorageError> {
        let note = lines.iter().fold(signed.note.clone(), |note, line| format!("{note}{line}\n"));
        let there = published(folder)?;
        let before = match &there {
            Some(there) if *there == note => return Ok(()),
            Some(there) => leaves_there(there, &note)?,
            None => 0,
        };
        if before > signed.size {
            let what = format!("the folder of tiles, which holds {before} entries and not {}", signed.size);
            return Err(StorageError::tampered(what));
        }
        for level in (0..8_u8).take_while(|level| signed.size >> (HEIGHT * level) > 0) {
            let (old, new) = (before >> (HEIGHT * level), signed.size >> (HEIGHT * level));
            if old == new {
                continue;
            }
            for tile in old / WIDTH..=(new - 1) / WIDTH {
                let width = WIDTH.min(new - tile * WIDTH);
                let files = {
                    let mut reader = self.long_reader().await?;
                    files_of(&mut reader, level, tile, width).await?
                };
                let folder = folder.to_owned();
                let written = tokio::task::spawn_blocking(move || write_tile(&folder, files, width));
                written.await.map_err(|_| StorageError::Panicked)??;
            }
        }
        let path = folder.join("checkpoint");
        let written = tokio::task::spawn_blocking(move || write_whole(&path, note.as_bytes(), 0o644));
        written.await.map_err(|_| StorageError::Panicked)?
    }
}

/// A file of the folder: where its full form stands, and its bytes.
type File = (String, Vec<u8>);

/// A tile, and at level 0 the bundle of its entries.
async fn files_of(connection: &mut AnyConnection, level: u8, tile: u64, width: u64) -> Result<Vec<File>, StorageError> {
    let (from, at_most) = (tile * WIDTH, u32::try_from(width).unwrap_or(u32::MAX));
    if level > 0 {
        let (mut hashes, mut tree) = (Vec::new(), Frontier::default());
        for index in from..from + width {
            let hash = log::node(connection, level * HEIGHT, index).await?;
            hashes.extend(hash.as_bytes());
            tree.append(hash);
        }
        leads_up(connection, (level, tile), &tree).await?;
        return Ok(vec![(place(&level.to_string(), tile), hashes)]);
    }
    let (mut hashes, mut entries, mut tree) = (Vec::new(), Vec::new(), Frontier::default());
    for (leaf, index) in log::leaves(connection, from, at_most).await?.into_iter().zip(from..) {
        let (body, hash) = (leaf.leaf.body, leaf.leaf.hash);
        let length = u16::try_from(body.len()).ok().filter(|_| leaf.index == index && leaf_hash(&body) == hash);
        let length = length.ok_or_else(|| StorageError::tampered(format!("leaf {index} of the audit log")))?;
        hashes.extend(hash.as_bytes());
        tree.append(hash);
        entries.extend(length.to_be_bytes());
        entries.extend(body);
    }
    if hashes.len() as u64 != width * 32 {
        return Err(StorageError::tampered(format!("the leaves from {from} on of the audit log")));
    }
    leads_up(connection, (level, tile), &tree).await?;
    Ok(vec![(place("entries", tile), entries), (place("0", tile), hashes)])
}

/// A full tile has to hash to the node above it: that one stands in the next tile, and a flaw in it would be published too.
async fn leads_up(
    connection: &mut AnyConnection,
    (level, tile): (u8, u64),
    tree: &Frontier,
) -> Result<(), StorageError> {
    if tree.size() < WIDTH {
        return Ok(());
    }
    let above = (level + 1) * HEIGHT;
    if log::node(connection, above, tile).await? == tree.root() {
        return Ok(());
    }
    Err(StorageError::tampered(format!("node {above}/{tile} of the audit log")))
}

fn write_tile(folder: &Path, files: Vec<File>, width: u64) -> Result<(), StorageError> {
    for (name, bytes) in files {
        let full = folder.join(&name);
        let parts = folder.join(format!("{name}.p"));
        let path = if width == WIDTH { full } else { parts.join(width.to_string()) };
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(StorageError::file(above))?;
        }
        write_whole(&path, &bytes, 0o644)?;
        // Whoever reads a part meanwhile finds the whole.
        if width == WIDTH && parts.exists() {
            fs::remove_dir_all(&parts).map_err(StorageError::file(&parts))?;
        }
    }
    Ok(())
}

/// Where a full tile stands: its number in groups of three digits, all but the last with an `x` before it.
fn place(level: &str, tile: u64) -> String {
    let mut path = format!("{:03}", tile % 1000);
    let mut rest = tile / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    format!("tile/{level}/{path}")
}

/// The checkpoint of a folder, if there is one.
fn published(folder: &Path) -> Result<Option<String>, StorageError> {
    let path = folder.join("checkpoint");
    match fs::read_to_string(&path) {
        Ok(note) => Ok(Some(note)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StorageError::file(path)(error)),
    }
}

/// How many leaves a folder holds, if it is one of the same log.
fn leaves_there(there: &str, note: &str) -> Result<u64, StorageError> {
    let of_another = || StorageError::tampered("the folder of tiles, which is of another log,");
    let mut both = there.lines().zip(note.lines());
    let (same_log, size, root) = (both.next(), both.next(), both.next());
    if same_log.is_none_or(|(there, ours)| there != ours) {
        return Err(of_another());
    }
    // One size has one root.
    if size.is_some_and(|(there, ours)| there == ours) && root.is_none_or(|(there, ours)| there != ours) {
        return Err(of_another());
    }
    size.and_then(|(there, _)| there.parse().ok()).ok_or_else(of_another)
}

/// The size that a folder's checkpoint says, nothing believed; nothing where there is no checkpoint.
///
/// # Errors
/// Where it cannot be read.
pub fn size_of(folder: &Path) -> Result<u64, StorageError> {
    Ok(published(folder)?.as_deref().map(said).unwrap_or_default())
}

fn said(note: &str) -> u64 {
    let size = Note::parse(note.as_bytes()).ok().and_then(|note| note.unverified_text().lines().nth(1)?.parse().ok());
    size.unwrap_or_default()
}

/// The leaves that a folder of tiles holds, from `from` on, nothing believed.
///
/// # Errors
/// Where a file cannot be read; leaves that are not there are left out, with all behind them.
pub fn leaves_in(folder: &Path, from: u64) -> Result<LeafSource, StorageError> {
    let Some(note) = published(folder)? else { return Ok(LeafSource::default()) };
    let size = said(&note);
    let mut leaves = Vec::new();
    for tile in from / WIDTH..size.div_ceil(WIDTH) {
        let width = WIDTH.min(size - tile * WIDTH);
        let Some(bytes) = bundle(folder, tile, width)? else { break };
        let (mut rest, mut index) = (bytes.as_slice(), tile * WIDTH);
        while let Some((length, tail)) = rest.split_first_chunk::<2>()
            && let Some((leaf, tail)) = tail.split_at_checked(usize::from(u16::from_be_bytes(*length)))
        {
            if (from..size).contains(&index) {
                leaves.push(leaf.to_vec());
            }
            (rest, index) = (tail, index + 1);
        }
    }
    Ok(LeafSource { checkpoint: note.into_bytes(), leaves })
}

/// A bundle of entries: the full one, else the part of this width.
fn bundle(folder: &Path, tile: u64, width: u64) -> Result<Option<Vec<u8>>, StorageError> {
    let full = folder.join(place("entries", tile));
    let part = folder.join(format!("{}.p/{width}", place("entries", tile)));
    for path in [full, part] {
        match fs::File::open(&path) {
            Ok(file) => {
                let mut bytes = Vec::new();
                file.take(LARGEST_BUNDLE).read_to_end(&mut bytes).map_err(StorageError::file(path))?;
                return Ok(Some(bytes));
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(StorageError::file(path)(error)),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_stands_where_the_format_says() {
        assert_eq!(place("0", 0), "tile/0/000");
        assert_eq!(place("entries", 1_234_067), "tile/entries/x001/x234/067");
        assert_eq!(place("2", 1000), "tile/2/x001/000");
    }
}
