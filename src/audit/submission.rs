//! What a log sends to a witness: the size it knows of, a proof, and a signed checkpoint (C2SP tlog-witness).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::hash::Hash;
use super::note::Note;

/// No proof has more lines. Source: C2SP tlog-witness, "add-checkpoint".
pub const MAX_PROOF_LINES: usize = 63;

/// No submission is longer, in bytes: the longest note, the longest proof, and the line above them.
pub const MAX_SUBMISSION_BYTES: usize = (1 << 16) + 4096;

/// A checkpoint on its way to a witness. Nothing in it is believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The size of the checkpoint that the witness is thought to have seen last; 0 for none.
    pub old: u64,
    /// That the tree of that size is the beginning of the tree of the checkpoint.
    pub proof: Vec<Hash>,
    /// The checkpoint.
    pub note: Note,
}

impl Submission {
    /// Reads a submission.
    ///
    /// # Errors
    /// Says what is not as it must be.
    pub fn parse(bytes: &[u8]) -> Result<Self, &'static str> {
        let text = str::from_utf8(bytes).map_err(|_| "it is not UTF-8")?;
        let (head, note) = text.split_once("\n\n").ok_or("no empty line parts the proof from the checkpoint")?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old "));
        let old = old.and_then(|text| text.parse().ok().filter(|size: &u64| size.to_string() == text));
        let hash = |line: &str| STANDARD.decode(line).ok().and_then(|bytes| Hash::try_from(bytes.as_slice()).ok());
        let proof: Option<Vec<_>> = lines.take(MAX_PROOF_LINES + 1).map(hash).collect();
        let proof = proof.ok_or("a line of the proof is no hash in base64")?;
        if proof.len() > MAX_PROOF_LINES {
            return Err("the proof has more than 63 lines");
        }
        let note = Note::parse(note.as_bytes()).map_err(|_| "below the empty line there is no signed note")?;
        Ok(Self { old: old.ok_or("its first line is not `old SIZE`")?, proof, note })
    }
}

impl fmt::Display for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{}", STANDARD.encode(hash.as_bytes())))?;
        write!(f, "\n{}", self.note)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::audit::hash::sha256;

    fn sample(lines: usize) -> Submission {
        let note = format!("ca.example/mla/1\n2\n{}\n\n— ca.example/mla/1 AAAAAAA=\n", STANDARD.encode([1; 32]));
        let proof = (0..lines).map(|at| sha256(&at.to_be_bytes())).collect();
        Submission { old: 1, proof, note: Note::parse(note.as_bytes()).unwrap() }
    }

    #[test]
    fn what_is_printed_is_read_back() {
        for lines in [0, 1, 63] {
            let printed = sample(lines).to_string();
            assert_eq!(Submission::parse(printed.as_bytes()), Ok(sample(lines)));
        }
        assert_eq!(Submission::parse(sample(64).to_string().as_bytes()), Err("the proof has more than 63 lines"));
        assert_eq!(Submission::parse(sample(5000).to_string().as_bytes()), Err("the proof has more than 63 lines"));
    }

    #[test]
    fn other_spellings_are_refused() {
        let good = sample(1).to_string();
        let hash = good.lines().nth(1).unwrap();
        for bad in [
            good.replacen("old 1", "old 01", 1),
            good.replacen("old 1", "old +1", 1),
            good.replacen("old 1", "old -1", 1),
            good.replacen("old 1", "old  1", 1),
            good.replacen("old 1", "Old 1", 1),
            good.replacen("old 1", "old 18446744073709551616", 1),
            good.replacen("old 1\n", "", 1),
            good.replacen("old 1\n", "old 1\r\n", 1),
            good.replacen(hash, &hash[1..], 1),
            good.replacen(hash, &hash.replace('=', ""), 1),
            good.replacen(hash, &format!(" {hash}"), 1),
            good.replacen("\n\n", "\n", 1),
            good.trim_end().to_owned(),
            String::new(),
        ] {
            assert!(Submission::parse(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Submission::parse(&[&[0xff], good.as_bytes()].concat()).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            _ = Submission::parse(&bytes);
        }
    }
}
