//! SHA-256 as the log uses it, with the domain separation of its tree (RFC 9162 2.1.1).

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::Visitor;
use sha2::{Digest, Sha256};
use thiserror::Error;

/// Why a text is not the hexadecimal form of a value.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{input}` is not {digits} lower-case hexadecimal digits: copy the whole value")]
pub struct HexError {
    input: String,
    digits: usize,
}

/// Defines a value of fixed length that is written as lower-case hexadecimal digits everywhere.
macro_rules! hex_type {
    ($(#[$doc:meta])* $name:ident, $length:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $length]);

        impl $name {
            /// Takes the bytes as they are.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; $length]) -> Self {
                Self(bytes)
            }

            /// Lends the bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $length] {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::audit::hash::HexError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::audit::hash::decode_hex(text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
                source.deserialize_str($crate::audit::hash::Spelt(std::marker::PhantomData))
            }
        }
    };
}
pub(super) use hex_type;

/// Reads a value from its text without a copy of the text.
pub(super) struct Spelt<T>(pub(super) PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Spelt<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

hex_type! {
    /// A SHA-256 value: of a leaf, of a node, of a file, or a commitment.
    Hash, 32
}

impl TryFrom<&[u8]> for Hash {
    type Error = HexError;

    fn try_from(bytes: &[u8]) -> Result<Self, HexError> {
        let bytes = bytes.try_into().map_err(|_| HexError { input: format!("{} bytes", bytes.len()), digits: 64 })?;
        Ok(Self(bytes))
    }
}

/// Reads exactly `N` bytes; upper case is refused, so that a value has one spelling only.
pub(super) fn decode_hex<const N: usize>(text: &str) -> Result<[u8; N], HexError> {
    let refused = || HexError { input: text.chars().take(80).collect(), digits: 2 * N };
    if text.len() != 2 * N {
        return Err(refused());
    }
    let (mut bytes, mut seen) = ([0; N], 0);
    for (byte, [high, low]) in bytes.iter_mut().zip(text.as_bytes().as_chunks::<2>().0) {
        let (high, low) = (DIGITS[usize::from(*high)], DIGITS[usize::from(*low)]);
        seen |= high | low;
        *byte = high << 4 | low;
    }
    // All at the end: most texts are what they should be.
    if seen > 0x0f { Err(refused()) } else { Ok(bytes) }
}

/// The value of each lower-case hexadecimal digit; 255 for whatever is none.
const DIGITS: [u8; 256] = {
    let (mut digits, mut value) = ([u8::MAX; 256], 0);
    while value < 16 {
        digits[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    digits
};

/// The plain SHA-256 of some bytes: of files and rulebooks, never of a leaf or of a name.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Hash {
    Hash(Sha256::digest(bytes).into())
}

/// The plain SHA-256 of bytes that come piece by piece.
#[derive(Clone, Default)]
pub struct Sha256Stream(Sha256);

impl Sha256Stream {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all that came.
    #[must_use]
    pub fn finish(self) -> Hash {
        Hash(self.0.finalize().into())
    }
}

/// The hash of a leaf. Source: RFC 9162 2.1.1.
#[must_use]
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    // The prefixes keep a node from being offered as a leaf (second preimage).
    Hash(Sha256::new().chain_update([0]).chain_update(leaf).finalize().into())
}

/// The hash of a node over its two children. Source: RFC 9162 2.1.1.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [1; 65];
    bytes[1..33].copy_from_slice(&left.0);
    bytes[33..].copy_from_slice(&right.0);
    sha256(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values_of_rfc_6962_are_met() {
        assert_eq!(sha256(b"").to_string(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(leaf_hash(b"").to_string(), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    #[test]
    fn bytes_hash_the_same_whole_and_in_pieces() {
        let bytes: Vec<u8> = (0..=255).collect();
        for size in [1, 7, 64, 100, 256] {
            let mut stream = Sha256Stream::default();
            bytes.chunks(size).for_each(|piece| stream.update(piece));
            assert_eq!(stream.finish(), sha256(&bytes));
        }
    }

    #[test]
    fn a_hash_has_one_spelling() {
        let text = sha256(b"x").to_string();

        assert_eq!(text.parse::<Hash>().unwrap(), sha256(b"x"));
        assert!(text.to_uppercase().parse::<Hash>().is_err());
        assert!(text[1..].parse::<Hash>().is_err());
        assert!(format!("{text}0").parse::<Hash>().is_err());
        assert!(Hash::try_from(&[0_u8; 31][..]).is_err());
    }
}
