//! What a verifier holds every leaf against, read in one pass and without a copy of the rest.

use std::str::FromStr;
use std::sync::Arc;

use super::super::canonical::scan_parts;
use super::super::chain::Link;
use super::super::hash::Hash;
use super::super::ids::{EntryTime, Mark, Origin};
use super::super::rotation::{RETIRED, ROTATED};
use super::{Entry, MAX_LEAF_BYTES, word};

/// The part of a leaf that places it in the log and in its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// The log it was written for.
    pub origin: Arc<Origin>,
    /// Its case, its number there, and the leaf before it.
    pub link: Link,
    /// When, as the authority's clock says.
    pub at: EntryTime,
    /// The rulebook in force.
    pub rule: Option<Hash>,
    /// Whether it tells of the keys of the log.
    pub about_keys: bool,
}

impl From<&Entry> for Outline {
    fn from(entry: &Entry) -> Self {
        Self {
            origin: Arc::new(entry.origin.clone()),
            link: entry.into(),
            at: entry.at,
            rule: entry.rule,
            about_keys: is_about_keys(&entry.kind),
        }
    }
}

fn is_about_keys(kind: &str) -> bool {
    [ROTATED, RETIRED].contains(&kind)
}

impl Outline {
    /// Reads the outline of bytes that [`Entry::from_bytes`] takes; `near` is an origin that they are likely to name.
    ///
    /// None where the bytes are no entry, and for some that are one and are seldom seen: [`Entry::from_bytes`] decides then.
    #[must_use]
    pub fn read(bytes: &[u8], near: Option<&Arc<Origin>>) -> Option<Self> {
        if bytes.len() > MAX_LEAF_BYTES {
            return None;
        }
        let mut seen = Seen::default();
        if !scan_parts(bytes, &mut |key, value| seen.take(key, value)) || seen.other {
            return None;
        }
        let Seen { actor, art, at, body, case, cseq, origin, prev, private, rule, kind, v, .. } = seen;
        is_actor(actor)?;
        all(art, b'[', |_, article| text(article).is_some())?;
        all(private, b'{', |_, hash| is::<Hash>(hash))?;
        let (cseq, prev) = (str::from_utf8(cseq).ok()?.parse().ok()?, optional(prev).ok()?);
        let (origin, kind) = (text(origin)?, text(kind)?);
        word(kind).ok()?;
        if body.first() != Some(&b'{') || v != b"1" || prev.is_none() != (cseq == 0) {
            return None;
        }
        let origin = match near.filter(|near| near.as_str() == origin) {
            Some(near) => Arc::clone(near),
            None => Arc::new(Origin::parse(origin).ok()?),
        };
        let link = Link { case: text(case)?.parse().ok()?, cseq, prev };
        Some(Self {
            origin,
            link,
            at: text(at)?.parse().ok()?,
            rule: optional(rule).ok()?,
            about_keys: is_about_keys(kind),
        })
    }
}

/// The fields of a leaf as they are spelt; nothing for those that are not there.
#[derive(Default)]
struct Seen<'b> {
    actor: &'b [u8],
    art: &'b [u8],
    at: &'b [u8],
    body: &'b [u8],
    case: &'b [u8],
    cseq: &'b [u8],
    origin: &'b [u8],
    prev: &'b [u8],
    private: &'b [u8],
    rule: &'b [u8],
    kind: &'b [u8],
    v: &'b [u8],
    /// There is another: `docs` or `peer`, which stand in few leaves, or what does not belong there.
    other: bool,
}

impl<'b> Seen<'b> {
    fn take(&mut self, key: &[u8], value: &'b [u8]) {
        let field = match key {
            b"actor" => &mut self.actor,
            b"art" => &mut self.art,
            b"at" => &mut self.at,
            b"body" => &mut self.body,
            b"case" => &mut self.case,
            b"cseq" => &mut self.cseq,
            b"origin" => &mut self.origin,
            b"prev" => &mut self.prev,
            b"priv" => &mut self.private,
            b"rule" => &mut self.rule,
            b"type" => &mut self.kind,
            b"v" => &mut self.v,
            _ => return self.other = true,
        };
        *field = value;
    }
}

/// Whether this is how [`super::Actor`] is written.
fn is_actor(value: &[u8]) -> Option<()> {
    let mut count = 0;
    all(value, b'{', |key, value| {
        count += 1;
        match key {
            b"org" => text(value).is_some(),
            b"p" => is::<Mark>(value),
            b"role" => text(value).is_some_and(|role| word(role).is_ok()),
            _ => false,
        }
    })?;
    (count == 3).then_some(())
}

/// Whether there is no such field, or an object or array that is not empty and has nothing else in it.
fn all<'b>(value: &'b [u8], begins: u8, mut holds: impl FnMut(&'b [u8], &'b [u8]) -> bool) -> Option<()> {
    let mut good = value.first() == Some(&begins) && value.len() > 2;
    (value.is_empty() || scan_parts(value, &mut |key, value| good &= holds(key, value)) && good).then_some(())
}

/// What stands between the quotes, where it is spelt as it is.
fn text(value: &[u8]) -> Option<&str> {
    let [b'"', text @ .., b'"'] = value else { return None };
    str::from_utf8(text).ok().filter(|text| !text.contains('\\'))
}

fn is<T: FromStr>(value: &[u8]) -> bool {
    text(value).is_some_and(|text| text.parse::<T>().is_ok())
}

/// A hash, if the field is there; an error where it is there and is none.
fn optional(value: &[u8]) -> Result<Option<Hash>, ()> {
    if value.is_empty() { Ok(None) } else { text(value).and_then(|text| text.parse().ok()).map(Some).ok_or(()) }
}
