//! What is taken out of the log, as the entry of the export tells it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use age::x25519::Recipient;
use serde_json::{Value, json};

use crate::audit::ids::{CaseId, Mark};
use crate::domain::ids::{ActorMark, OfficialId, RequestReference, SignInName};
use crate::domain::time;
use crate::operations::error::OperationError;
use crate::operations::read_log::LogFilter;
use crate::storage::keys::Keys;
use crate::storage::leaves::Glance;

/// So many cases are remembered at once, with the mark that an official has in each.
const CASES: usize = 100_000;

/// What is taken out.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Which entries: with nothing set all of them, with a request alone that whole request.
    pub filter: LogFilter,
    /// Only what this official did, in whatever request. Marks cannot be linked across requests without the keys: who asks
    /// for this is told who it was, which is why only what leaves an entry takes it.
    pub official: Option<SignInName>,
    /// Opens what the entries of a request commit to, for these reasons: whoever holds the export reads it then.
    pub opened: Option<String>,
    /// Brings its documents along too, encrypted to these recipients (age): for the same reasons, each with an entry of its own.
    pub evidence: Vec<Recipient>,
}

impl Wanted {
    /// All entries of a request.
    #[must_use]
    pub fn of(request: RequestReference) -> Self {
        Self { filter: LogFilter { request: Some(request), ..LogFilter::default() }, ..Self::default() }
    }

    /// Whether it leaves out entries of the log, or of the request, that it would hold otherwise.
    pub(super) fn narrows(&self) -> bool {
        self.official.is_some() || self.filter.narrows()
    }

    /// What the entry says of it: who saw what. Officials stand there as the authority's own chain knows them.
    pub(super) fn said(&self, scope: &str, case: Option<CaseId>, official: Option<&ActorMark>) -> Value {
        let LogFilter { request: _, kind, from, until, actor, role, refused } = &self.filter;
        let mut body = json!({ "scope": scope });
        let told = [
            ("case", case.map(|case| case.to_string())),
            ("kind", kind.clone()),
            ("from", from.map(time::to_text)),
            ("until", until.map(time::to_text)),
            ("actor", actor.as_ref().map(ToString::to_string)),
            ("role", role.map(|role| role.to_string())),
            ("official", official.map(ToString::to_string)),
        ];
        for (name, value) in told {
            if let Some(value) = value {
                body[name] = value.into();
            }
        }
        for (name, is) in
            [("refused", *refused), ("opened", self.opened.is_some()), ("evidence", !self.evidence.is_empty())]
        {
            if is {
                body[name] = true.into();
            }
        }
        body
    }

    /// The same in a line, for whoever opens the export.
    pub(super) fn line(&self) -> String {
        let LogFilter { request, kind, from, until, actor, role, refused } = &self.filter;
        let told = [
            ("request", request.as_ref().map(ToString::to_string)),
            ("type", kind.clone()),
            ("from", from.map(time::to_text)),
            ("until", until.map(time::to_text)),
            ("actor", actor.as_ref().map(ToString::to_string)),
            ("role", role.map(|role| role.to_string())),
            ("one official's", self.official.as_ref().map(|_| "acts".to_owned())),
            ("attempts", refused.then(|| "refused".to_owned())),
        ];
        let told = told.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?)));
        told.collect::<Vec<_>>().join(", ")
    }
}

/// A choice at work: it knows an official by their mark in each case.
pub(in crate::operations) struct Sieve<'a> {
    filter: &'a LogFilter,
    official: Option<&'a OfficialId>,
    keys: Arc<Keys>,
    marks: BTreeMap<CaseId, Option<Mark>>,
    /// Cases whose keys are not there any more: whose acts they were, nobody can say.
    erased: BTreeSet<CaseId>,
}

impl<'a> Sieve<'a> {
    pub(in crate::operations) fn new(filter: &'a LogFilter, official: Option<&'a OfficialId>, keys: Arc<Keys>) -> Self {
        Self { filter, official, keys, marks: BTreeMap::new(), erased: BTreeSet::new() }
    }

    /// Whether it leaves out more than other requests.
    pub(in crate::operations) fn narrows(&self) -> bool {
        self.official.is_some() || self.filter.narrows()
    }

    /// The request that it is about, if it is about one.
    pub(in crate::operations) fn request(&self) -> Option<&'a RequestReference> {
        self.filter.request.as_ref()
    }

    /// Whether it takes an entry.
    pub(in crate::operations) fn takes(&mut self, entry: &Glance<'_>) -> bool {
        self.filter.takes(entry) && self.official.is_none_or(|official| self.is_theirs(entry, official))
    }

    fn is_theirs(&mut self, entry: &Glance<'_>, official: &OfficialId) -> bool {
        if self.marks.len() >= CASES {
            self.marks.clear();
        }
        let keys = &self.keys;
        let of_case = || keys.of(&entry.case.to_string()).ok().map(|key| key.mark(official.as_str()));
        let mark = *self.marks.entry(entry.case).or_insert_with(of_case);
        if mark.is_none() {
            self.erased.insert(entry.case);
        }
        mark == Some(entry.actor.p)
    }

    /// How many cases could not be asked, because their keys are not there any more.
    pub(in crate::operations) fn erased(&self) -> usize {
        self.erased.len()
    }
}

/// The official of a choice.
pub(in crate::operations) async fn official(
    reader: &mut sqlx::AnyConnection,
    keys: &Keys,
    name: Option<&SignInName>,
) -> Result<Option<OfficialId>, OperationError> {
    let Some(name) = name else { return Ok(None) };
    let row = crate::storage::officials::find_by_sign_in(reader, keys, name.as_str()).await?;
    let row = row.ok_or_else(|| crate::operations::sign_in::unknown(name))?;
    Ok(Some(OfficialId::parse(row.id).map_err(|error| OperationError::damaged("an official's id", &error))?))
}
