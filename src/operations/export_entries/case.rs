//! Entries as a chain of custody (CASE 1.4 over UCO, JSON-LD): each is an investigative action of an identity, informed by the
//! one before it in its case; documents are observable objects.
//!
//! A graph has no order: what belongs to an investigation is said with each action, so that nothing has to be kept until the end.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde_json::{Value, json};
use uuid::Uuid;

use crate::audit::hash::Hash;
use crate::audit::ids::Mark;

use super::super::read_log::LogEntry;
use super::{Shape, activity};

pub(super) struct Graph {
    origin: String,
    empty: bool,
    /// The last entry of each case that was written.
    last: BTreeMap<String, u64>,
    people: BTreeSet<Mark>,
    documents: BTreeSet<Hash>,
}

impl Graph {
    pub(super) fn new(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            empty: true,
            last: BTreeMap::new(),
            people: BTreeSet::new(),
            documents: BTreeSet::new(),
        }
    }

    fn say(&mut self, node: &Value, out: &mut dyn Write) -> io::Result<()> {
        let comma = if std::mem::replace(&mut self.empty, false) { "" } else { ",\n" };
        write!(out, "{comma}{node}")
    }

    /// The document that a commitment stands for, said once.
    fn document(&mut self, commitment: Hash, len: u64, out: &mut dyn Write) -> io::Result<Value> {
        let name = commitment.to_string();
        let id = id("document", &name);
        if self.documents.insert(commitment) {
            let facet = json!({
                "@id": self::id("content", &name), "@type": "uco-observable:ContentDataFacet",
                "uco-observable:sizeInBytes": { "@type": "xsd:integer", "@value": len.to_string() },
            });
            let node = json!({
                "@id": id, "@type": "uco-observable:ObservableObject", "uco-core:hasFacet": facet,
                "uco-core:description": format!("the document to which the log commits by {name}"),
            });
            self.say(&node, out)?;
        }
        Ok(json!({ "@id": id }))
    }
}

/// A name that ends in a UUID, as UCO wants it: made of what it names (RFC 9562 section 5.5).
fn id(kind: &str, name: &str) -> String {
    format!("kb:{kind}-{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, format!("{kind}/{name}").as_bytes()))
}

impl Shape for Graph {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let (case, uco) = ("https://ontology.caseontology.org/case", "https://ontology.unifiedcyberontology.org/uco");
        let context = json!({
            "kb": format!("https://{}/", self.origin),
            "case-investigation": format!("{case}/investigation/"),
            "uco-action": format!("{uco}/action/"),
            "uco-core": format!("{uco}/core/"),
            "uco-identity": format!("{uco}/identity/"),
            "uco-observable": format!("{uco}/observable/"),
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        });
        writeln!(out, "{{\"@context\":{context},\"@graph\":[")
    }

    fn take(&mut self, entry: &LogEntry, out: &mut dyn Write) -> io::Result<()> {
        let whole = id("case", &entry.case);
        let action = |cseq: u64| id("action", &format!("{}/{cseq}", entry.case));
        let by = id("identity", &entry.actor.p.to_string());
        let at = json!({ "@type": "xsd:dateTime", "@value": entry.at });
        if self.people.insert(entry.actor.p) {
            let description =
                format!("whoever bears the mark {} at the authority of {}", entry.actor.p, entry.actor.org);
            self.say(
                &json!({ "@id": by, "@type": "uco-identity:Identity", "uco-core:description": description }),
                out,
            )?;
        }
        let mut about = json!({
            "@id": action(entry.cseq),
            "@type": "case-investigation:InvestigativeAction",
            "uco-core:name": activity(entry),
            "uco-core:tag": [entry.kind, entry.actor.role],
            "uco-core:description": format!("entry {} of its case, leaf {} at place {} of the log", entry.cseq, entry.leaf, entry.index),
            "uco-action:startTime": at,
            "uco-action:endTime": at,
            "uco-action:performer": { "@id": by },
        });
        let mut documents = Vec::new();
        for document in &entry.docs {
            documents.push(self.document(document.commitment, document.len, out)?);
        }
        if !documents.is_empty() {
            let how = if entry.kind == "document_added" { "uco-action:result" } else { "uco-action:object" };
            about[how] = documents.into();
        }
        let mut of = json!({ "@id": whole, "uco-core:object": { "@id": action(entry.cseq) } });
        match self.last.insert(entry.case.clone(), entry.cseq) {
            Some(before) => about["case-investigation:wasInformedBy"] = json!({ "@id": action(before) }),
            None => {
                let (kind, name) = match &entry.request {
                    Some(request) => ("case-investigation:Investigation", request),
                    None => ("uco-core:ContextualCompilation", &self.origin),
                };
                (of["@type"], of["uco-core:name"]) = (kind.into(), name.as_str().into());
            }
        }
        self.say(&of, out)?;
        self.say(&about, out)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n]}}")
    }
}
