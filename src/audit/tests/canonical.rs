//! Canonical JSON: what is written, what is refused, and that both agree whether or not maps keep their order.

use proptest::prelude::*;
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
        ("{\"a\":1,\"a\":1}", "`a` stands twice"),
        ("{\"x\":{\"a\":1,\"a\":2}}", "`a` stands twice"),
        ("{\"b\":1,\"a\":1}", "not canonical at byte 2"),
        ("{\"a\": 1}", "not canonical at byte 5"),
        (" 1", "not canonical"),
        ("1\n", "not canonical at byte 1"),
        ("-0", "strict"),
        ("1.0", "strict"),
        ("1e0", "strict"),
        ("1e400", "out of range"),
        ("01", "strict"),
        ("9007199254740992", "beyond"),
        ("\"\\u0061\"", "not canonical"),
        ("\"\\/\"", "not canonical"),
        ("\"\\ud800\"", "strict"),
        ("nul", "strict"),
        ("", "strict"),
        ("1 2", "strict"),
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

proptest! {
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
