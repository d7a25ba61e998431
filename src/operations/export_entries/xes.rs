//! Entries as an event log for process mining (XES, IEEE 1849-2016): a trace for each request, an event for each entry.

use std::borrow::Cow;
use std::io::{self, Write};

use serde_json::Value;

use crate::domain::ids::RequestReference;

use super::super::read_log::LogEntry;
use super::{Shape, activity};

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
  <extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
  <extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
  <extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
  <extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
  <global scope="trace">
    <string key="concept:name" value="unknown"/>
  </global>
  <global scope="event">
    <string key="concept:name" value="unknown"/>
    <string key="lifecycle:transition" value="complete"/>
    <date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
  </global>
  <classifier name="activity" keys="concept:name"/>
"#;

/// Fields of a body that tell cases apart: what process mining compares.
const COMPARED: [&str; 7] = ["from", "to", "measure", "side", "counterpart", "rule", "outcome"];

/// An entry stands in a trace only; whether one was begun is kept here.
#[derive(Default)]
pub(super) struct Log {
    begun: Option<RequestReference>,
    empty: bool,
}

impl Shape for Log {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(HEAD.as_bytes())
    }

    fn request(&mut self, reference: &RequestReference, begins: bool, out: &mut dyn Write) -> io::Result<()> {
        if begins {
            (self.begun, self.empty) = (Some(reference.clone()), true);
            return Ok(());
        }
        // A request of which the filter takes nothing is no trace.
        if self.empty { Ok(()) } else { writeln!(out, "  </trace>") }
    }

    fn take(&mut self, entry: &LogEntry, out: &mut dyn Write) -> io::Result<()> {
        if self.empty
            && let Some(reference) = &self.begun
        {
            self.empty = false;
            writeln!(out, "  <trace>")?;
            string(out, "concept:name", reference.as_str())?;
        }
        writeln!(out, "    <event>")?;
        string(out, "concept:name", activity(entry))?;
        string(out, "lifecycle:transition", "complete")?;
        writeln!(out, r#"      <date key="time:timestamp" value="{}"/>"#, escaped(&entry.at))?;
        string(out, "org:resource", &entry.actor.p.to_string())?;
        string(out, "org:role", &entry.actor.role)?;
        string(out, "comity:type", &entry.kind)?;
        string(out, "comity:leaf", &entry.leaf)?;
        for key in COMPARED {
            if let Some(value) = entry.body.get(key).and_then(Value::as_str) {
                string(out, &format!("comity:{key}"), value)?;
            }
        }
        if let Some(question) =
            entry.body.get("question").and_then(|asked| asked.get("safeguard")).and_then(Value::as_str)
        {
            string(out, "comity:safeguard", question)?;
        }
        writeln!(out, "    </event>")
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "</log>")
    }
}

fn string(out: &mut dyn Write, key: &str, value: &str) -> io::Result<()> {
    writeln!(out, r#"      <string key="{}" value="{}"/>"#, escaped(key), escaped(value))
}

/// A text within quotes of an attribute; what XML cannot hold at all is left out.
fn escaped(text: &str) -> Cow<'_, str> {
    if text.chars().all(|letter| letter.is_ascii_graphic() && !matches!(letter, '&' | '<' | '>' | '"')) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    Cow::Owned(safe)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_breaks_out_of_its_attribute() {
        assert_eq!(escaped("XN-2027-000001"), "XN-2027-000001");
        assert_eq!(escaped("\"/><event a=\"&\u{0}\n"), "&quot;/&gt;&lt;event a=&quot;&amp;");
    }
}
