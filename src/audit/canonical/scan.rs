//! Decides in one pass over the bytes whether they are canonical JSON: no value is built, nothing is copied.

use std::cmp::Ordering;
use std::str::Chars;

use super::{CanonicalError, DEEPEST, LARGEST_INTEGER};

/// Whether a text is looked at more closely here: at its end, an escape, a control character, and all that is not ASCII.
const fn is_stop(byte: u8) -> bool {
    matches!(byte, ..0x20 | b'"' | b'\\' | 0x80..)
}

/// How many bytes stand before the next stop, eight looked at a time.
fn before_stop(bytes: &[u8]) -> usize {
    const EACH: u64 = u64::MAX / 0xff;
    let (eights, rest) = bytes.as_chunks::<8>();
    for (eight, at) in eights.iter().zip((0..).step_by(8)) {
        let eight = u64::from_le_bytes(*eight);
        let (quote, escape) = (eight ^ (EACH * 0x22), eight ^ (EACH * 0x5c));
        // The high bit of each byte that is a stop. Bytes above one may borrow from it and look like one: the first is one.
        let below = eight.wrapping_sub(EACH * 0x20) | quote.wrapping_sub(EACH) | escape.wrapping_sub(EACH);
        let stops = (below | eight) & (EACH * 0x80);
        if stops != 0 {
            return at + stops.trailing_zeros() as usize / 8;
        }
    }
    let behind = rest.iter().position(|byte| is_stop(*byte)).unwrap_or(rest.len());
    8 * eights.len() + behind
}

/// Decides whether bytes are canonical JSON without floats, and nothing else. Source: RFC 8785 3.2, RFC 7493 2.
///
/// # Errors
/// With the place of the first byte that is not as it must be.
pub(super) fn scan(bytes: &[u8]) -> Result<(), CanonicalError> {
    Scanner { bytes, at: 0, seen: None }.whole()
}

/// Takes a part of the outermost object or array: its key as it is spelt (none in an array), and its value.
type Each<'b, 'e> = &'e mut dyn FnMut(&'b [u8], &'b [u8]);

/// Decides as [`scan`] does, and hands on what stands in the outermost object or array, in its order, before it is known
/// whether all is canonical. Says no where a key, at any depth, is anything but 1 to 80 visible ASCII characters without escapes.
pub(in crate::audit) fn scan_parts<'b>(bytes: &'b [u8], each: Each<'b, '_>) -> bool {
    let mut seen = Seen { each, plain_keys: true };
    Scanner { bytes, at: 0, seen: Some(&mut seen) }.whole().is_ok() && seen.plain_keys
}

struct Seen<'b, 'e> {
    each: Each<'b, 'e>,
    plain_keys: bool,
}

struct Scanner<'b, 's, 'e> {
    bytes: &'b [u8],
    /// The next byte.
    at: usize,
    /// Whoever wants to see the parts.
    seen: Option<&'s mut Seen<'b, 'e>>,
}

/// A text between its quotes, as it is spelt.
#[derive(Clone, Copy)]
struct Text<'b> {
    spelt: &'b [u8],
    /// ASCII without escapes: its bytes are its characters.
    plain: bool,
}

impl<'b> Scanner<'b, '_, '_> {
    fn whole(mut self) -> Result<(), CanonicalError> {
        self.value(0)?;
        if self.at == self.bytes.len() { Ok(()) } else { Err(self.wrong("something stands behind the value")) }
    }

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
            let from = self.at;
            self.value(depth + 1)?;
            self.show(depth, Some(key), from);
            if self.eat(b'}') {
                return Ok(());
            }
            if !self.eat(b',') {
                return Err(self.wrong("a comma or the end of the object should stand here"));
            }
        }
    }

    /// Shows a key, and the value between `from` and here.
    fn show(&mut self, depth: usize, key: Option<Text<'b>>, from: usize) {
        let (bytes, to) = (self.bytes, self.at);
        let Some(seen) = &mut self.seen else { return };
        seen.plain_keys &= key.is_none_or(Text::is_plain_word);
        if depth == 0 {
            (seen.each)(key.map_or(&[], |key| key.spelt), &bytes[from..to]);
        }
    }

    fn array(&mut self, depth: usize) -> Result<(), CanonicalError> {
        self.at += 1;
        if self.eat(b']') {
            return Ok(());
        }
        loop {
            let from = self.at;
            self.value(depth + 1)?;
            self.show(depth, None, from);
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
            at += before_stop(&self.bytes[at..]);
            match self.bytes.get(at) {
                None => return Err(wrong(at, "the bytes end inside a text")),
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    at += self.escape(at)?;
                }
                Some(0x80..) => {
                    ascii = false;
                    at += 1;
                }
                Some(_) => return Err(wrong(at, "a control character is not written as an escape")),
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
    /// Of ASCII without escapes, only a space and the last character are not visible.
    fn is_plain_word(self) -> bool {
        self.plain && (1..=80).contains(&self.spelt.len()) && !self.spelt.iter().any(|byte| [b' ', 0x7f].contains(byte))
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_looked_at_closely_wherever_it_must_be() {
        // Each pair of bytes at each pair of places: neighbours are where eight at a time could go wrong.
        for (first, second) in (0..=u8::MAX).flat_map(|first| (0..=u8::MAX).map(move |second| (first, second))) {
            for length in [2, 7, 8, 9, 17] {
                let mut bytes = vec![b'x'; length];
                let at = length - 2;
                (bytes[at], bytes[at + 1]) = (first, second);
                let stops = bytes.iter().position(|byte| is_stop(*byte)).unwrap_or(length);
                assert_eq!(before_stop(&bytes), stops, "{first} {second} {length}");
                bytes.rotate_right(3 % length);
                let stops = bytes.iter().position(|byte| is_stop(*byte)).unwrap_or(length);
                assert_eq!(before_stop(&bytes), stops, "{first} {second} {length}");
            }
        }
    }

    #[test]
    fn the_parts_of_an_object_and_of_an_array_are_shown() {
        let parts = |text: &'static str| {
            let mut seen = Vec::new();
            let plain = scan_parts(text.as_bytes(), &mut |key, value| {
                seen.push((str::from_utf8(key).unwrap(), str::from_utf8(value).unwrap()));
            });
            plain.then_some(seen)
        };
        assert_eq!(parts(r#"{"a":{"x":1},"b":[2]}"#), Some(vec![("a", r#"{"x":1}"#), ("b", "[2]")]));
        assert_eq!(parts(r#"["a",{"b":1}]"#), Some(vec![("", r#""a""#), ("", r#"{"b":1}"#)]));
        assert_eq!(parts("{}"), Some(vec![]));
        let long = format!(r#"{{"{}":1}}"#, "k".repeat(81));
        for odd in [
            r#"{"a":{"x y":1}}"#,
            r#"{"a":[{"\"":1}]}"#,
            r#"{"":1}"#,
            "{\"\u{7f}\":1}",
            "{\"é\":1}",
            r#"{"a":1}{"#,
            &long,
        ] {
            assert_eq!(parts(odd.to_owned().leak()), None, "{odd}");
        }
    }
}
