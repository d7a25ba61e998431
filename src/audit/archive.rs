//! One tar file, written so that the same input gives the same bytes, and read as if an adversary had packed it.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};
use tar::{EntryType, Header};
use thiserror::Error;

use super::hash::Hash;

const BLOCK: usize = 512;

/// What an archive may hold at most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Files.
    pub files: usize,
    /// Bytes of one file.
    pub file_bytes: u64,
    /// Bytes of the whole archive.
    pub total_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        // Ten million leaves of a kilobyte, with their tiles: nothing of it is held in memory but names and places.
        Self { files: 200_000, file_bytes: 64 << 30, total_bytes: 80 << 30 }
    }
}

/// Why an archive is not read, or not written.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// Reading or writing failed.
    #[error("the archive could not be read or written: {0}")]
    Io(#[from] io::Error),
    /// It does not begin like a tar file.
    #[error("this is no tar file: give the file that the export wrote")]
    NotATar,
    /// Something in it could harm the reader.
    #[error("`{name}` {why}: do not unpack this archive, ask for the export again")]
    Refused {
        /// The name as it stands in the archive, control characters escaped.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// Damage that does not keep the rest from being read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Damage {
    /// The archive ends too early.
    Cut(String),
    /// Bytes are not what any program that packs would write.
    Altered(String),
}

/// Where a file lies in the archive.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stored {
    offset: u64,
    /// The bytes that are there.
    pub(super) len: u64,
    /// Whether these are fewer than announced, because the archive was cut.
    pub(super) cut: bool,
    pub(super) hash: Hash,
}

/// An archive whose files were counted, measured and hashed; nothing is ever unpacked to disk.
#[derive(Debug)]
pub(super) struct Archive<R> {
    reader: BufReader<R>,
    pub(super) files: BTreeMap<String, Stored>,
    pub(super) damage: Vec<Damage>,
    top: Option<String>,
    at: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Walks once through the archive.
    pub(super) fn open(reader: R, limits: Limits) -> Result<Self, ArchiveError> {
        let (reader, files, damage) = (BufReader::with_capacity(1 << 16, reader), BTreeMap::new(), Vec::new());
        let mut archive = Self { reader, files, damage, top: None, at: 0 };
        archive.reader.seek(SeekFrom::Start(0))?;
        while archive.next_file(limits)? {}
        Ok(archive)
    }

    /// Lends the bytes of a file.
    pub(super) fn read(&mut self, file: Stored) -> io::Result<impl BufRead + '_> {
        self.reader.seek(SeekFrom::Start(file.offset))?;
        Ok((&mut self.reader).take(file.len))
    }

    /// Takes in one header and what it announces; false at the end, also at a premature one.
    fn next_file(&mut self, limits: Limits) -> Result<bool, ArchiveError> {
        let mut block = [0; BLOCK];
        let first = self.at == 0;
        let got = self.fill(&mut block)?;
        if first && (got < BLOCK || block.get(257..262) != Some(b"ustar")) {
            return Err(ArchiveError::NotATar);
        }
        let last = self.files.last_key_value().map_or("the start", |(name, _)| name).to_owned();
        if got < BLOCK {
            self.damage.push(Damage::Cut(format!("the archive ends without an end mark, {} bytes in", self.at)));
            return Ok(false);
        }
        if block == [0; BLOCK] {
            self.check_end(limits)?;
            return Ok(false);
        }
        let header = Header::from_byte_slice(&block);
        if !sum_is_right(header) {
            let place = self.at - BLOCK as u64;
            self.damage.push(Damage::Altered(format!("the file header at byte {place}, behind `{last}`, was altered")));
            return Ok(false);
        }
        let raw = String::from_utf8_lossy(&header.path_bytes()).into_owned();
        let refused = |why| ArchiveError::Refused { name: raw.escape_default().take(200).collect(), why };
        let size = header.entry_size().map_err(|_| refused("has no readable size"))?;
        if size > limits.file_bytes || self.at.saturating_add(size) > limits.total_bytes {
            return Err(refused("is larger than an export may be"));
        }
        match header.entry_type() {
            EntryType::Regular => {
                let name = self.name_inside(&raw).map_err(refused)?;
                if self.files.contains_key(&name) {
                    return Err(refused("stands twice in the archive"));
                }
                if self.files.len() == limits.files {
                    return Err(refused("is one file too many"));
                }
                self.take_file(&name, size)
            }
            EntryType::Directory if size == 0 => {
                check_name(raw.strip_suffix('/').unwrap_or(&raw)).map(|()| true).map_err(refused)
            }
            // Other packers note their times here; whatever would rename or stretch a file is refused.
            EntryType::XHeader | EntryType::XGlobalHeader if size <= 1 << 16 => {
                let mut notes = vec![0; usize::try_from(size).unwrap_or(0)];
                let got = self.fill(&mut notes)?;
                let notes = String::from_utf8_lossy(&notes).into_owned();
                if ["path=", "size=", "GNU.", "SCHILY.realsize"].iter().any(|word| notes.contains(word)) {
                    return Err(refused("renames or stretches a file by an extended header"));
                }
                self.skip_padding(size, got as u64, &raw)
            }
            _ => Err(refused("is neither a file nor a folder")),
        }
    }

    fn take_file(&mut self, name: &str, size: u64) -> Result<bool, ArchiveError> {
        let offset = self.at;
        let (mut hasher, mut buffer, mut len) = (Sha256::new(), vec![0; 1 << 16], 0);
        while len < size {
            let want = usize::try_from(size - len).unwrap_or(usize::MAX).min(buffer.len());
            let got = self.fill(&mut buffer[..want])?;
            hasher.update(&buffer[..got]);
            len += got as u64;
            if got < want {
                break;
            }
        }
        let hash = Hash::from_bytes(hasher.finalize().into());
        self.files.insert(name.to_owned(), Stored { offset, len, cut: len < size, hash });
        self.skip_padding(size, len, name)
    }

    /// Passes over the zeros up to the next block; false where the archive ends before it.
    fn skip_padding(&mut self, size: u64, got: u64, name: &str) -> Result<bool, ArchiveError> {
        let mut padding = [0; BLOCK];
        let rest = usize::try_from(size.next_multiple_of(BLOCK as u64) - size).unwrap_or(0);
        let filled = if got == size { self.fill(&mut padding[..rest])? } else { 0 };
        if got < size || filled < rest {
            self.damage.push(Damage::Cut(format!("the archive ends inside `{name}`")));
            return Ok(false);
        }
        if padding != [0; BLOCK] {
            self.damage.push(Damage::Altered(format!("bytes were put behind the end of `{name}`")));
        }
        Ok(true)
    }

    /// Behind the first empty block stands at least one more, and nothing but zeros.
    fn check_end(&mut self, limits: Limits) -> Result<(), ArchiveError> {
        let (mut block, mut zeros) = ([0; BLOCK], 0_usize);
        loop {
            let got = self.fill(&mut block)?;
            if got == 0 {
                break;
            }
            zeros += got;
            if block[..got].iter().any(|byte| *byte != 0) || self.at > limits.total_bytes {
                self.damage.push(Damage::Altered("bytes were put behind the end of the archive".to_owned()));
                return Ok(());
            }
        }
        if zeros < BLOCK {
            self.damage.push(Damage::Cut("the archive ends inside its end mark".to_owned()));
        }
        Ok(())
    }

    /// The name within the one top folder.
    fn name_inside(&mut self, raw: &str) -> Result<String, &'static str> {
        check_name(raw)?;
        let (top, name) = raw.split_once('/').ok_or("stands outside the one folder of the export")?;
        if self.top.get_or_insert_with(|| top.to_owned()) != top {
            return Err("stands outside the one folder of the export");
        }
        Ok(name.to_owned())
    }

    /// Reads until the buffer is full or the archive ends.
    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut got = 0;
        while got < buffer.len() {
            match self.reader.read(&mut buffer[got..]) {
                Ok(0) => break,
                Ok(n) => got += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.at += got as u64;
        Ok(got)
    }
}

/// Names are plain, short and lead nowhere else.
pub(super) fn check_name(name: &str) -> Result<(), &'static str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/".contains(c);
    if name.len() > 150 {
        Err("has a name of more than 150 bytes")
    } else if !name.chars().all(plain) {
        Err("has a name of other than letters, digits, `.`, `_`, `-` and `/`")
    } else if name.split('/').any(|part| part.is_empty() || part == "." || part == "..") {
        Err("has a name that leads out of the folder")
    } else {
        Ok(())
    }
}

/// Compares the whole field, so that no byte of a header can change unseen.
fn sum_is_right(header: &Header) -> bool {
    let bytes = header.as_bytes();
    let sum: u32 =
        bytes.iter().enumerate().map(|(at, byte)| u32::from(if (148..156).contains(&at) { b' ' } else { *byte })).sum();
    let forms = [format!("{sum:06o}\0 "), format!("{sum:07o}\0")];
    forms.iter().any(|form| form.as_bytes() == &bytes[148..156])
}

/// Writes one file, without time, owner or anything else that would differ from run to run.
pub(super) fn append(
    out: &mut tar::Builder<impl Write>,
    name: &str,
    size: u64,
    bytes: impl Read,
) -> Result<(), ArchiveError> {
    check_name(name).map_err(|why| ArchiveError::Refused { name: name.escape_default().collect(), why })?;
    let mut header = Header::new_ustar();
    header.set_path(name)?;
    header.set_size(size);
    header.set_mode(0o644);
    header.set_mtime(0);
    header.set_uid(0);
    header.set_gid(0);
    header.set_entry_type(EntryType::Regular);
    header.set_cksum();
    Ok(out.append(&header, bytes)?)
}
