//! Canonical JSON: what is written, what is refused, and that both agree whether or not maps keep their order.

use std::fmt;

use proptest::prelude::*;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, json};

use crate::audit::canonical::{CanonicalError, LARGEST_INTEGER, from_canonical, to_canonical};

fn text(value: &Value) -> String {
    String::from_utf8(to_canonical(value).unwrap()).unwrap()
}

#[test]
fn keys_are_sorted_by_utf_16_whatever_the_order_they_came_in() {
    let mut fields = Map::new();
    // In UTF-8 the emoji sorts last, in UTF-16 before U+FB33. Source: RFC 8785 3.2.3.
    for key in ["\u{20ac}", "\r", "\u{fb33}", "1", "\u{1f600}", "\u{80}", "\u{f6}"] {
        fields.insert(key.to_owned(), Value::Null);
    }
    let keys = ["\\r", "1", "\u{80}", "\u{f6}", "\u{20ac}", "\u{1f600}", "\u{fb33}"];
    let expected = keys.map(|key| format!("\"{key}\":null")).join(",");

    assert_eq!(text(&fields.into()), format!("{{{expected}}}"));
    assert_eq!(text(&serde_json::from_str("{\"b\":1,\"a\":2}").unwrap()), "{\"a\":2,\"b\":1}");
}

#[test]
fn numbers_that_not_every_reader_takes_exactly_are_refused() {
    assert_eq!(text(&json!([LARGEST_INTEGER, -9_007_199_254_740_991_i64])), "[9007199254740991,-9007199254740991]");
    assert!(matches!(to_canonical(&json!(LARGEST_INTEGER + 1)), Err(CanonicalError::TooLarge(_))));
    assert!(matches!(to_canonical(&json!(i64::MIN)), Err(CanonicalError::TooLarge(_))));
    assert!(matches!(to_canonical(&json!(0.5)), Err(CanonicalError::Float(_))));
    assert!(matches!(to_canonical(&1.0_f64), Err(CanonicalError::Float(_))));
    assert!(to_canonical(&f64::NAN).is_err());
    assert!(to_canonical(&u128::MAX).is_err());
}

#[test]
fn every_other_spelling_is_refused_with_its_reason() {
    for (bad, reason) in [
        ("{\"a\":1,\"a\":1}", "byte 7: this key stands twice"),
        ("{\"x\":{\"a\":1,\"a\":2}}", "byte 12: this key stands twice"),
        ("{\"b\":1,\"a\":1}", "byte 7: this key stands behind one that sorts after it"),
        ("{\"\u{fb33}\":1,\"\u{1f600}\":1}", "sorts after it"),
        ("{\"a\": 1}", "byte 5: a space"),
        ("{\"a\" :1}", "byte 4: a colon"),
        ("{ \"a\":1}", "byte 1: a key"),
        ("{\"a\":1,}", "byte 7: a key"),
        ("{\"a\":1", "byte 6: a comma or the end of the object"),
        ("{1:1}", "byte 1: a key"),
        ("[1,]", "byte 3: no value"),
        ("[1 ]", "byte 2: a comma or the end of the array"),
        ("[,1]", "byte 1: no value"),
        ("[1", "byte 2: a comma"),
        (" 1", "byte 0: a space"),
        ("1\n", "byte 1: something stands behind the value"),
        ("-0", "byte 0: zero has no sign"),
        ("-", "byte 1: a digit"),
        ("+1", "byte 0: no value"),
        ("1.0", "byte 0: this number is not a whole one"),
        ("1e0", "byte 0: this number is not a whole one"),
        ("1e400", "byte 0: this number is not a whole one"),
        ("[01]", "byte 1: this number begins with a zero"),
        ("9007199254740992", "byte 0: this number lies beyond"),
        ("-9007199254740992", "byte 0: this number lies beyond"),
        ("99999999999999999999999999", "byte 0: this number lies beyond"),
        ("\"\\u0061\"", "byte 1: this is no escape, or"),
        ("\"\\u000a\"", "byte 1: this escape has a shorter form"),
        ("\"\\u001F\"", "byte 1: this is no escape, or"),
        ("\"\\u007f\"", "byte 1: this is no escape, or"),
        ("\"\\/\"", "byte 1: this is no escape, or"),
        ("\"\\ud800\"", "byte 1: this is no escape, or"),
        ("\"\\ud83d\\ude00\"", "byte 1: this is no escape, or"),
        ("\"\\x\"", "byte 1: this is no escape, or"),
        ("\"\\", "byte 1: this is no escape, or"),
        ("\"a\nb\"", "byte 2: a control character"),
        ("\"a", "byte 2: the bytes end inside a text"),
        ("nul", "byte 0: no value"),
        ("nullx", "byte 4: something stands behind"),
        ("", "byte 0: the bytes end"),
        ("1 2", "byte 1: something stands behind"),
        ("'a'", "byte 0: no value"),
    ] {
        let error = from_canonical(bad.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(reason), "{bad}: {error}");
    }
    assert!(matches!(from_canonical(b"\"\xff\""), Err(CanonicalError::NotUtf8(1))));
    // Surrogates in UTF-8 (CESU-8) are no UTF-8.
    assert!(matches!(from_canonical(b"\"\xed\xa0\x80\""), Err(CanonicalError::NotUtf8(1))));
}

#[test]
fn what_nests_too_deeply_is_neither_written_nor_read() {
    let deep = (0..70).fold(json!(1), |inner, _| json!([inner]));

    assert!(matches!(to_canonical(&deep), Err(CanonicalError::TooDeep)));
    assert!(from_canonical("[".repeat(100_000).as_bytes()).is_err());
    for depth in 60..70 {
        for inner in ["", "1", "{\"a\":1}"] {
            same(format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth)).as_bytes());
            same(format!("{}{inner}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)).as_bytes());
        }
    }
}

/// What may be put into a text to make it another.
fn tokens() -> impl Strategy<Value = Vec<u8>> {
    let words: Vec<&[u8]> = vec![
        b"",
        b" ",
        b"0",
        b"-0",
        b"1.0",
        b"1e0",
        b"9007199254740992",
        b"null",
        b"true",
        b"[]",
        b"{}",
        b"[",
        b"]",
        b"{",
        b"}",
        b",",
        b":",
        b"\"",
        b"\\",
        b"\\n",
        b"\\u0061",
        b"\\u000b",
        b"\\u000B",
        b"\\u0008",
        b"\\/",
        b"\xff",
        b"\xc3\xa9",
        b"\xed\xa0\x80",
        b"\"a\":1",
        b"\"\":1",
        b",\"\xc3\xa9\":1",
        b"\x00",
        b"\x1f",
        b"\x7f",
    ];
    prop_oneof![prop::sample::select(words).prop_map(<[u8]>::to_vec), any::<u8>().prop_map(|byte| vec![byte]),]
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991..=9_007_199_254_740_991_i64).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Reads canonical JSON the long way, as a second opinion: parsed, written, compared.
pub(super) fn by_writing_again(bytes: &[u8]) -> Option<Value> {
    let Strict(value) = serde_json::from_str(str::from_utf8(bytes).ok()?).ok()?;
    to_canonical(&value).ok().filter(|again| again == bytes).map(|_| value)
}

fn same(bytes: &[u8]) {
    assert_eq!(from_canonical(bytes).ok(), by_writing_again(bytes), "{}", String::from_utf8_lossy(bytes));
}

#[test]
fn keys_that_a_library_keeps_for_itself_are_keys_like_others() {
    for key in ["$serde_json::private::RawValue", "$serde_json::private::Number"] {
        let bytes = format!("{{\"a\":{{\"{key}\":\"1\"}}}}");
        assert_eq!(to_canonical(&from_canonical(bytes.as_bytes()).unwrap()).unwrap(), bytes.as_bytes());
    }
}

#[test]
fn every_short_text_is_judged_as_by_writing_it_again() {
    // All texts of up to five of these bytes, on their own and inside of an object.
    let letters = b"\"\\{}[]:,-0.1eEau \n\x7f\xc3\xa9\xff";
    let mut texts: Vec<Vec<u8>> = vec![Vec::new()];
    for _ in 0..3 {
        let longer = texts.iter().flat_map(|text| letters.iter().map(|letter| [text.as_slice(), &[*letter]].concat()));
        texts = longer.collect();
        for text in &texts {
            same(text);
            same(&[b"[1,", text.as_slice(), b"]"].concat());
            same(&[b"{\"a\":1,\"", text.as_slice(), b"\":1}"].concat());
        }
    }
    for code in 0..=0x120_u32 {
        for escape in [format!("\"\\u{code:04x}\""), format!("\"\\u{code:04X}\"")] {
            same(escape.as_bytes());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn an_altered_text_is_judged_as_by_writing_it_again(
        value in values(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..3_usize, tokens()), 0..4),
    ) {
        let mut bytes = to_canonical(&value).unwrap();
        same(&bytes);
        for (at, over, put) in changes {
            let at = at.index(bytes.len() + 1);
            let end = (at + over).min(bytes.len());
            bytes.splice(at..end, put);
        }
        same(&bytes);
    }

    #[test]
    fn keys_are_sorted_as_they_are_written(keys in prop::collection::vec("[\\x00-\\x22\\\\a\u{e9}\u{d7ff}\u{e000}\u{fb33}\u{ffff}\u{10000}\u{10ffff}]{0,3}", 0..6)) {
        let unsorted: Vec<_> = keys.iter().map(|key| format!("{}:1", text(&json!(key)))).collect();
        same(format!("{{{}}}", unsorted.join(",")).as_bytes());
        let sorted: Map<String, Value> = keys.into_iter().map(|key| (key, json!(1))).collect();
        prop_assert!(from_canonical(&to_canonical(&sorted).unwrap()).is_ok());
    }

    #[test]
    fn what_is_written_is_read_back_and_has_one_spelling(value in values()) {
        let bytes = to_canonical(&value).unwrap();

        prop_assert_eq!(&from_canonical(&bytes).unwrap(), &value);
        prop_assert_eq!(to_canonical(&from_canonical(&bytes).unwrap()).unwrap(), bytes);
    }

    #[test]
    fn nothing_makes_the_reader_fall_over(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Ok(value) = from_canonical(&bytes) {
            prop_assert_eq!(to_canonical(&value).unwrap(), bytes);
        }
    }
}

/// A JSON value that was read without a key twice; plain `Value` would silently keep the last.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        StrictVisitor.deserialize(source).map(Strict)
    }
}

#[derive(Clone, Copy)]
struct StrictVisitor;

impl<'de> DeserializeSeed<'de> for StrictVisitor {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Value, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON with whole numbers and every key once")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = source.next_element_seed(self)? {
            items.push(item);
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(key) = source.next_key::<String>()? {
            if fields.contains_key(&key) {
                return Err(A::Error::custom(format_args!("the key `{key}` stands twice")));
            }
            let value = source.next_value_seed(self)?;
            fields.insert(key, value);
        }
        Ok(fields.into())
    }
}
