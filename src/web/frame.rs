//! What every page has: its title, who looks at it, the languages, where one can go.

use serde::Deserialize;
use strum::IntoEnumIterator as _;

use crate::domain::role::Role;
use crate::domain::time;

use super::assets;
use super::glossary;
use super::language::Language;
use super::session::SignedIn;
use super::texts::Texts;
use super::visit::Visit;

/// What every page has.
pub(super) struct Frame {
    pub(super) t: Texts,
    /// The heading, also in the browser's tab.
    pub(super) title: String,
    /// Whether the page tells of something that went wrong.
    pub(super) wrong: bool,
    pub(super) authority: String,
    pub(super) training: bool,
    /// Where the page is about a request whose instrument is not in force: that it is not, in words.
    pub(super) not_in_force: Option<String>,
    /// Who is signed in.
    pub(super) who: Option<Who>,
    /// What has just been done, said once.
    pub(super) done: Option<String>,
    /// The address of the style sheet.
    pub(super) style: String,
    /// The address of the script: every page works without.
    pub(super) script: String,
    /// The address of the picture in the browser's tab.
    pub(super) icon: String,
    /// The address below the language.
    pub(super) here: String,
}

/// Who is signed in.
pub(super) struct Who {
    pub(super) name: String,
    pub(super) roles: Vec<String>,
    /// Whether they read the log.
    pub(super) audits: bool,
    /// What their forms carry.
    pub(super) token: String,
    /// Whether they may see who is an official here.
    pub(super) sees_officials: bool,
    /// When their session ends if they do nothing: for programs, and the time of day for people.
    pub(super) ends_at: String,
    pub(super) ends: String,
    /// In how many seconds that is.
    pub(super) ends_in: i64,
}

/// What has just been done, as the page that did it says in the address to which it leads.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    pub(super) done: String,
}

/// A link of the frame.
pub(super) struct Link {
    pub(super) to: String,
    pub(super) text: String,
    pub(super) current: bool,
}

impl Frame {
    /// The frame of a page that anybody sees.
    pub(super) fn of(visit: &Visit, title: String) -> Self {
        Self {
            t: visit.t,
            title,
            wrong: false,
            authority: visit.authority.clone(),
            training: visit.training,
            not_in_force: None,
            who: None,
            done: None,
            style: assets::style(),
            script: assets::script(),
            icon: assets::icon(),
            here: visit.here.clone(),
        }
    }

    /// The frame of a page for somebody who is signed in.
    pub(super) fn for_one(by: &SignedIn, title: String) -> Self {
        let t = by.visit.t;
        let roles = by.caller.roles().iter().map(|role: &Role| t.name("role", role)).collect();
        let sees_officials = by.caller.roles().iter().any(|role| matches!(role, Role::Administrator | Role::Auditor));
        let ends_in = by.caller.ends_at().duration_since(by.visit.now).as_secs();
        let ends_at = time::to_text(by.caller.ends_at());
        let ends = t.about("session-ends", ends_at.get(11..16).unwrap_or_default());
        let (name, token) = (by.caller.name().to_owned(), by.token.clone());
        let audits = by.caller.roles().contains(&Role::Auditor);
        let who = Who { name, roles, audits, token, sees_officials, ends_at, ends, ends_in };
        Self { who: Some(who), ..Self::of(&by.visit, title) }
    }

    /// The same, telling of something that went wrong.
    pub(super) fn wrong(self) -> Self {
        Self { wrong: true, ..self }
    }

    /// An address in the language of the page.
    pub(super) fn to(&self, below: &str) -> String {
        format!("/{}{below}", self.t.0)
    }

    /// This page in every language, in the order of the United Nations.
    pub(super) fn languages(&self) -> Vec<(Language, String)> {
        Language::iter().map(|language| (language, format!("/{language}{}", self.here))).collect()
    }

    /// Pages about the pages, in the same place everywhere (WCAG 2.2, 3.2.6).
    pub(super) fn about(&self) -> Vec<(String, String)> {
        let link = |name: &str| (self.to(&format!("/{name}")), self.t.say(name));
        ["help", "accessibility", "privacy"].map(link).into()
    }

    /// Where one can go.
    pub(super) fn sections(&self) -> Vec<Link> {
        let mut sections = Vec::new();
        if self.who.is_some() {
            sections.extend(["queue", "counterparts"]);
        }
        if self.who.as_ref().is_some_and(|who| who.audits) {
            sections.push("log");
        }
        sections.extend(["procedures", "statistics"]);
        if self.who.as_ref().is_some_and(|who| who.sees_officials) {
            sections.push("officials");
        }
        if self.who.is_some() {
            sections.push("account");
        }
        let link = |name: &str| Link {
            to: self.to(&format!("/{name}")),
            text: self.t.say(name),
            current: self
                .here
                .split('?')
                .next()
                .is_some_and(|here| here.trim_start_matches('/').split('/').next() == Some(name)),
        };
        sections.into_iter().map(link).collect()
    }

    /// Whether the legal terms of the language still wait for somebody to hold them against the official text.
    pub(super) fn is_draft(&self) -> bool {
        !glossary::is_checked(self.t.0)
    }
}
