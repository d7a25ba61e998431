//! Decides in one pass over the bytes whether they are canonical JSON: no value is built, nothing is copied.

use std::cmp::Ordering;
use std::str::Chars;

use super::{CanonicalError, DEEPEST, LARGEST_INTEGER};

/// The bytes at which a text is looked at more closely: its end, an escape, control characters, and all that is not ASCII.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        stops[byte] = byte < 0x20 || byte == 0x22 || byte == 0x5c || byte > 0x7f;
        byte += 1;
    }
    stops
};

/// Decides whether bytes are canonical JSON without floats, and nothing else. Source: RFC 8785 3.2, RFC 7493 2.
///
/// # Errors
/// With the place of the first byte that is not as it must be.
pub(super) fn scan(bytes: &[u8]) -> Result<(), CanonicalError> {
    let mut scanner = Scanner { bytes, at: 0 };
    scanner.value(0)?;
    if scanner.at == bytes.len() { Ok(()) } else { Err(scanner.wrong("something stands behind the value")) }
}

struct Scanner<'b> {
    bytes: &'b [u8],
    /// The next byte.
    at: usize,
}

/// A text between its quotes, as it is spelt.
#[derive(Clone, Copy)]
struct Text<'b> {
    spelt: &'b [u8],
    /// ASCII without escapes: its bytes are its characters.
    plain: bool,
}

impl<'b> Scanner<'b> {
    fn value(&mut self, depth: usize) -> Result<(), CanonicalError> {
        if depth > DEEPEST {
            return Err(self.wrong("arrays and objects nest deeper than 64 levels"));
        }
        match self.bytes.get(self.at) {
            Some(b'"') => self.text().map(drop),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word(b"true"),
            Some(b'f') => self.word(b"false"),
            Some(b'n') => self.word(b"null"),
            Some(b' ' | b'\t' | b'\r' | b'\n') => Err(self.wrong("a space or line break stands outside of a text")),
            Some(_) => Err(self.wrong("no value begins like this")),
            None => Err(self.wrong("the bytes end where a value should begin")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<(), CanonicalError> {
        self.at += 1;
        if self.eat(b'}') {
            return Ok(());
        }
        let mut before: Option<Text<'b>> = None;
        loop {
            let place = self.at;
            if self.bytes.get(place) != Some(&b'"') {
                return Err(self.wrong("a key should begin here"));
            }
            let key = self.text()?;
            match before.map_or(Ordering::Less, |before| before.order(key)) {
                Ordering::Less => before = Some(key),
                Ordering::Equal => return Err(wrong(place, "this key stands twice")),
                Ordering::Greater => return Err(wrong(place, "this key stands behind one that sorts after it")),
            }
            if !self.eat(b':') {
                return Err(self.wrong("a colon should stand here"));
            }
            self.value(depth + 1)?;
            if self.eat(b'}') {
                return Ok(());
            }
            if !self.eat(b',') {
                return Err(self.wrong("a comma or the end of the object should stand here"));
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<(), CanonicalError> {
        self.at += 1;
        if self.eat(b']') {
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            if self.eat(b']') {
                return Ok(());
            }
            if !self.eat(b',') {
                return Err(self.wrong("a comma or the end of the array should stand here"));
            }
        }
    }

    fn text(&mut self) -> Result<Text<'b>, CanonicalError> {
        let start = self.at + 1;
        let (mut at, mut ascii, mut escaped) = (start, true, false);
        loop {
            let Some(byte) = self.bytes.get(at) else { return Err(wrong(at, "the bytes end inside a text")) };
            if !STOPS[usize::from(*byte)] {
                at += 1;
                continue;
            }
            match byte {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    at += self.escape(at)?;
                }
                0x80.. => {
                    ascii = false;
                    at += 1;
                }
                _ => return Err(wrong(at, "a control character is not written as an escape")),
            }
        }
        let spelt = &self.bytes[start..at];
        if !ascii {
            str::from_utf8(spelt).map_err(|error| CanonicalError::NotUtf8(start + error.valid_up_to()))?;
        }
        self.at = at + 1;
        Ok(Text { spelt, plain: ascii && !escaped })
    }

    /// The length of an escape, if it is the one spelling of a character that must not be written as it is.
    fn escape(&self, at: usize) -> Result<usize, CanonicalError> {
        match self.bytes.get(at + 1..).unwrap_or_default() {
            [b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r', ..] => Ok(2),
            // These five have a short form.
            [b'u', b'0', b'0', b'0', b'8' | b'9' | b'a' | b'c' | b'd', ..] => {
                Err(wrong(at, "this escape has a shorter form"))
            }
            [b'u', b'0', b'0', b'0' | b'1', b'0'..=b'9' | b'a'..=b'f', ..] => Ok(6),
            _ => Err(wrong(at, "this is no escape, or the character must be written as it is")),
        }
    }

    fn number(&mut self) -> Result<(), CanonicalError> {
        let start = self.at;
        let negative = self.eat(b'-');
        let digits = self.at;
        let mut size = 0_u64;
        while let Some(byte @ b'0'..=b'9') = self.bytes.get(self.at) {
            size = size.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
            self.at += 1;
        }
        match (&self.bytes[digits..self.at], self.bytes.get(self.at)) {
            ([], _) => Err(self.wrong("a digit should stand here")),
            (_, Some(b'.' | b'e' | b'E')) => Err(wrong(start, "this number is not a whole one: write it as a string")),
            ([b'0'], _) if negative => Err(wrong(start, "zero has no sign")),
            ([b'0', _, ..], _) => Err(wrong(start, "this number begins with a zero")),
            _ if size > LARGEST_INTEGER => Err(wrong(start, "this number lies beyond 2^53 - 1: write it as a string")),
            _ => Ok(()),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), CanonicalError> {
        if self.bytes[self.at..].starts_with(word) {
            self.at += word.len();
            return Ok(());
        }
        Err(self.wrong("no value begins like this"))
    }

    fn eat(&mut self, byte: u8) -> bool {
        let there = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    fn wrong(&self, why: &'static str) -> CanonicalError {
        wrong(self.at, why)
    }
}

const fn wrong(at: usize, why: &'static str) -> CanonicalError {
    CanonicalError::NotCanonical { at, why }
}

impl<'b> Text<'b> {
    /// As keys are sorted: by the units of UTF-16. Source: RFC 8785 3.2.3.
    fn order(self, other: Self) -> Ordering {
        if self.plain && other.plain {
            return self.spelt.cmp(other.spelt);
        }
        self.units().cmp(other.units())
    }

    fn units(self) -> impl Iterator<Item = u16> + 'b {
        // It was found to be UTF-8.
        let characters = Characters(str::from_utf8(self.spelt).unwrap_or_default().chars());
        characters.flat_map(|character| {
            let mut units = [0; 2];
            let length = character.encode_utf16(&mut units).len();
            units.into_iter().take(length)
        })
    }
}

/// The characters that a text stands for.
struct Characters<'b>(Chars<'b>);

impl Iterator for Characters<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let spelt = self.0.next()?;
        if spelt != '\\' {
            return Some(spelt);
        }
        Some(match self.0.next()? {
            'b' => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'f' => '\u{c}',
            'r' => '\r',
            'u' => {
                let code = self.0.by_ref().take(4).try_fold(0, |code, digit| Some(code * 16 + digit.to_digit(16)?))?;
                char::from_u32(code)?
            }
            itself => itself,
        })
    }
}
