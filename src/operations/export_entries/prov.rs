//! Entries as provenance (W3C PROV, PROV-JSON): each is an activity of an agent, after the one before it in its case.
//!
//! PROV-JSON sorts by kind of statement, the log does not: each kind is written to a file without a name first, so that the
//! memory stays small whatever the size of the log.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek as _, Write};

use serde_json::{Value, json};

use crate::audit::ids::Mark;

use super::super::read_log::LogEntry;
use super::{Shape, activity};

/// Kinds of statements, in the order in which they are written.
const KINDS: [&str; 7] =
    ["entity", "activity", "agent", "wasAssociatedWith", "wasInformedBy", "wasGeneratedBy", "used"];

/// Which statements of each kind were made, as bytes behind commas.
struct Section {
    file: BufWriter<File>,
    empty: bool,
}

impl Section {
    fn say(&mut self, id: &str, what: &Value) -> io::Result<()> {
        let comma = if std::mem::replace(&mut self.empty, false) { "" } else { ",\n" };
        write!(self.file, "{comma}{}:{what}", Value::from(id))
    }
}

pub(super) struct Document {
    origin: String,
    sections: [Section; KINDS.len()],
    // Whose mark was seen: a few for each case.
    people: BTreeSet<Mark>,
}

impl Document {
    pub(super) fn new(origin: &str) -> io::Result<Self> {
        let section = || Ok(Section { file: BufWriter::new(tempfile::tempfile()?), empty: true });
        let sections: io::Result<Vec<_>> = KINDS.iter().map(|_| section()).collect();
        let sections = sections?.try_into().map_err(|_| io::Error::other("as many sections as kinds"))?;
        Ok(Self { origin: origin.to_owned(), sections, people: BTreeSet::new() })
    }

    fn entry(cseq: u64, case: &str) -> String {
        format!("log:{case}/{cseq}")
    }
}

impl Shape for Document {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let prefix = json!({ "log": format!("https://{}/", self.origin), "comity": "https://comity.example/entry/" });
        write!(out, "{{\"prefix\":{prefix}")
    }

    fn take(&mut self, entry: &LogEntry, _: &mut dyn Write) -> io::Result<()> {
        let [entities, activities, agents, associated, informed, generated, used] = &mut self.sections;
        let (id, case) = (Self::entry(entry.cseq, &entry.case), format!("log:{}", entry.case));
        let agent = format!("log:agent/{}", entry.actor.p);
        let about = json!({
            "prov:startTime": entry.at,
            "prov:endTime": entry.at,
            "prov:type": format!("comity:{}", entry.kind),
            "prov:label": activity(entry),
            "comity:leaf": entry.leaf,
            "comity:index": entry.index,
        });
        activities.say(&id, &about)?;
        if self.people.insert(entry.actor.p) {
            agents.say(&agent, &json!({ "prov:type": "prov:Person", "comity:authority": entry.actor.org }))?;
        }
        let by = json!({ "prov:activity": id, "prov:agent": agent, "prov:role": entry.actor.role });
        associated.say(&format!("_:a{}", entry.index), &by)?;
        let of = json!({ "prov:activity": id, "prov:entity": case });
        match entry.cseq.checked_sub(1) {
            None => {
                let kind = if entry.request.is_some() { "comity:assistance_request" } else { "comity:authority" };
                let label = entry.request.as_ref().unwrap_or(&self.origin);
                entities.say(&case, &json!({ "prov:type": kind, "prov:label": label }))?;
                generated.say(&format!("_:g{}", entry.index), &of)
            }
            Some(before) => {
                let after = json!({ "prov:informed": id, "prov:informant": Self::entry(before, &entry.case) });
                informed.say(&format!("_:i{}", entry.index), &after)?;
                used.say(&format!("_:u{}", entry.index), &of)
            }
        }
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        for (kind, section) in KINDS.iter().zip(&mut self.sections) {
            write!(out, ",\n\"{kind}\":{{")?;
            section.file.flush()?;
            let file = section.file.get_mut();
            file.rewind()?;
            io::copy(&mut BufReader::new(file), out)?;
            write!(out, "}}")?;
        }
        writeln!(out, "}}")
    }
}
