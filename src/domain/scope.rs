//! What a session or an API token lets its bearer do.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoEnumIterator, IntoStaticStr, VariantNames};

use super::ids::NotA;
use super::role::Role;

/// What shows who somebody is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum CredentialKind {
    /// A person who has signed in with their password.
    Session,
    /// A program that acts for an official, within its scopes.
    Token,
}

/// How surely it is known who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Assurance {
    /// They knew the password.
    #[default]
    Password,
    /// They knew the password and had the one-time code, or a recovery code in its place.
    PasswordAndCode,
}

impl Assurance {
    /// As it is stored and told: 1 or 2.
    #[must_use]
    pub fn level(self) -> i64 {
        match self {
            Assurance::Password => 1,
            Assurance::PasswordAndCode => 2,
        }
    }

    /// The one of a level; what is no level is the lowest.
    #[must_use]
    pub fn of_level(level: i64) -> Self {
        if level == 2 { Assurance::PasswordAndCode } else { Assurance::Password }
    }
}

/// One thing that a call may need.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Scope {
    /// Read requests, their history, their letters and their documents.
    Read,
    /// Draft requests, edit their content, attach documents.
    Draft,
    /// Record messages that came or went on paper.
    Record,
    /// Read entries and proofs, export the log.
    Audit,
    /// Take transitions, answer safeguards, confirm messages: for people only.
    Decide,
    /// Keep officials, settings, sessions and tokens: for people only.
    Administer,
}

impl Scope {
    /// Whether a token can have it. Deciding and administering ask for a person who has signed in.
    #[must_use]
    pub fn is_for_tokens(self) -> bool {
        match self {
            Scope::Read | Scope::Draft | Scope::Record | Scope::Audit => true,
            Scope::Decide | Scope::Administer => false,
        }
    }
}

/// A set of scopes; as text, words with a space between, in the order of the enum.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scopes(BTreeSet<Scope>);

impl Scopes {
    /// All of them: what a person has who has signed in. Their roles say what that comes to.
    #[must_use]
    pub fn of_a_person() -> Self {
        Scope::iter().collect()
    }

    /// The most that a token of somebody with these roles can have.
    #[must_use]
    pub fn of_a_token(roles: &BTreeSet<Role>) -> Self {
        roles.iter().flat_map(|role| of_role(*role)).copied().collect()
    }

    /// Whether this scope is among them.
    #[must_use]
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Each of them, in the order of the enum.
    pub fn iter(&self) -> impl Iterator<Item = Scope> + '_ {
        self.0.iter().copied()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that are in both sets.
    #[must_use]
    pub fn within(&self, most: &Scopes) -> Self {
        self.iter().filter(|scope| most.has(*scope)).collect()
    }
}

fn of_role(role: Role) -> &'static [Scope] {
    match role {
        Role::CentralAuthority | Role::PointOfContact => &[Scope::Read, Scope::Draft, Scope::Record],
        Role::DraftingOfficial
        | Role::ExecutingAuthority
        | Role::JudicialAuthority
        | Role::RightsReviewer
        | Role::DataProtectionReviewer => &[Scope::Read, Scope::Draft],
        Role::Auditor => &[Scope::Read, Scope::Audit],
        Role::Administrator => &[Scope::Read],
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.iter().map(Into::into).collect();
        f.write_str(&words.join(" "))
    }
}

impl FromStr for Scopes {
    type Err = NotA;

    fn from_str(text: &str) -> Result<Self, NotA> {
        let wanted = "a list of scopes such as `read draft`";
        text.split_whitespace()
            .map(|word| word.parse().map_err(|_| NotA { text: text.to_owned(), wanted }))
            .collect::<Result<_, _>>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_role_gives_a_token_what_is_for_people() {
        let most = Scopes::of_a_token(&Role::iter().collect());

        assert!(most.iter().all(Scope::is_for_tokens), "{most}");
        assert_eq!(most.iter().count(), Scope::iter().filter(|scope| scope.is_for_tokens()).count());
    }

    #[test]
    fn scopes_read_back_as_they_are_written() {
        let scopes: Scopes = "record read".parse().unwrap();

        assert_eq!(scopes.to_string(), "read record");
        assert_eq!(Scopes::of_a_person().to_string().parse(), Ok(Scopes::of_a_person()));
        assert!("read everything".parse::<Scopes>().is_err());
    }
}
