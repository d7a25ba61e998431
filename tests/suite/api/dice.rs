//! Chance for calls that nobody would send: bytes from proptest are thrown as dice, and zero is the plain choice, so that
//! what fails shrinks towards a plain call.

use serde_json::{Map, Value, json};

use super::client::document;

/// Bytes that are used up one by one; zero once there are none.
pub(super) struct Dice<'a>(std::slice::Iter<'a, u8>);

/// Values that fit a field by its name, beside those its schema makes up.
pub(super) type Pools<'a> = &'a dyn Fn(&str) -> Vec<String>;

impl<'a> Dice<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Self {
        Self(bytes.iter())
    }

    pub(super) fn byte(&mut self) -> u8 {
        self.0.next().copied().unwrap_or(0)
    }

    /// One of so many.
    pub(super) fn below(&mut self, many: usize) -> usize {
        let thrown = usize::from(self.byte()) << 8 | usize::from(self.byte());
        thrown % many.max(1)
    }

    /// Yes once in so many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == times - 1
    }

    pub(super) fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())].clone()
    }

    /// A text that no form expects.
    pub(super) fn odd_text(&mut self) -> String {
        const ODD: [&str; 22] = [
            "",
            " ",
            "\u{0}",
            "a\u{0}b",
            "\u{1b}[2J\r\nx: y",
            "\u{202e}gnp.exe",
            "\u{feff}anna",
            "\u{1f469}\u{200d}\u{2696}\u{fe0f}",
            "ａｎｎａ",
            "ANNA",
            "anna\u{301}",
            "..",
            "../../etc/passwd",
            "%00",
            "%2e%2e%2f",
            "'; DROP TABLE leaf; --",
            "{{7*7}}",
            "<script>alert(1)</script>",
            "null",
            "-1",
            "9999-12-31T23:59:59.999Z",
            "\u{10ffff}",
        ];
        match self.below(ODD.len() + 2) {
            found if found < ODD.len() => ODD[found].to_owned(),
            found if found == ODD.len() => "x".repeat(100_000),
            _ => "é".repeat(101),
        }
    }

    /// A value that no form expects.
    pub(super) fn odd_value(&mut self) -> Value {
        match self.below(18) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(0),
            3 => json!(-1),
            4 => json!(u64::MAX),
            5 => json!(i64::MIN),
            6 => json!(1.5),
            7 => json!(1e308),
            8 => json!(65_536),
            9 => json!(9_007_199_254_740_993_u64),
            10 => json!([]),
            11 => json!({}),
            12 => json!([null, 1, "x", {}]),
            13 => (0..self.below(120)).fold(json!(1), |inner, _| json!([inner])),
            14 => (0..self.below(120)).fold(json!(1), |inner, _| json!({ "a": inner })),
            15 => (0..2_000).map(|number| json!(number)).collect(),
            _ => Value::String(self.odd_text()),
        }
    }

    /// A value for a schema, mostly of the right shape.
    pub(super) fn value(&mut self, schema: &Value, name: &str, pools: Pools<'_>, depth: usize) -> Value {
        if self.once_in(24) || depth > 8 {
            return self.odd_value();
        }
        if let Some(reference) = schema["$ref"].as_str() {
            let found = document().pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
            return self.value(found, name, pools, depth + 1);
        }
        for word in ["oneOf", "anyOf", "allOf"] {
            if let Some(choices) = schema[word].as_array() {
                let chosen = self.one_of(choices);
                return self.value(&chosen, name, pools, depth + 1);
            }
        }
        if let Some(words) = schema["enum"].as_array() {
            return self.one_of(words);
        }
        let kind = match &schema["type"] {
            Value::Array(kinds) => self.one_of(kinds),
            kind => kind.clone(),
        };
        match kind.as_str().unwrap_or("object") {
            "object" => self.object(schema, pools, depth),
            "array" => {
                let many = if self.once_in(16) { 50 } else { self.below(3) };
                (0..many).map(|_| self.value(&schema["items"], name, pools, depth + 1)).collect()
            }
            "string" => Value::String(self.text(name, pools)),
            "integer" | "number" => self.one_of(&[json!(1), json!(2), json!(30), json!(365), json!(65_535)]),
            "boolean" => json!(self.once_in(2)),
            _ => Value::Null,
        }
    }

    fn object(&mut self, schema: &Value, pools: Pools<'_>, depth: usize) -> Value {
        let mut made = Map::new();
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (key, of) in schema["properties"].as_object().into_iter().flatten() {
            let wanted = if required.contains(&key.as_str()) { !self.once_in(24) } else { self.once_in(2) };
            if wanted {
                made.insert(key.clone(), self.value(of, key, pools, depth + 1));
            }
        }
        if self.once_in(24) {
            made.insert(self.odd_text(), self.odd_value());
        }
        Value::Object(made)
    }

    /// A text for a field or a part of a path of this name.
    pub(super) fn text(&mut self, name: &str, pools: Pools<'_>) -> String {
        let known = pools(name);
        if self.once_in(8) { self.odd_text() } else { self.one_of(&known) }
    }

    /// Bytes in place of a body of JSON.
    pub(super) fn body(&mut self, plain: &Value) -> Vec<u8> {
        let whole = plain.to_string();
        match self.below(32) {
            31 => Vec::new(),
            30 => b"null".to_vec(),
            29 => b"{".to_vec(),
            28 => format!("{}1{}", "[".repeat(200), "]".repeat(200)).into_bytes(),
            27 => format!("\u{feff}{whole}").into_bytes(),
            26 => whole.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            25 => whole.replacen('{', "{\"reason\":\"once\",\"reason\":\"twice\",", 1).into_bytes(),
            24 => whole.replacen(':', ":1e999,\"x\":", 1).into_bytes(),
            23 => [whole.as_bytes(), &[0xff, 0xfe, 0x00]].concat(),
            22 => whole.replace('"', "\u{0}").into_bytes(),
            21 => vec![b' '; 2 << 20],
            20 => b"\"\\ud800\"".to_vec(),
            _ => whole.into_bytes(),
        }
    }
}
