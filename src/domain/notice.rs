//! Notices: that something waits, never what. And where they go.

use std::fmt;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr, VariantNames};

/// What an official is told of.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum NoticeKind {
    /// Something has come to a stage since the last notice at which a role of theirs may act.
    New,
    /// Something is due within 72 hours.
    Soon,
    /// Something is overdue.
    Overdue,
}

/// An address for e-mail, such as `anna@ministry.example`: plain letters, so that no header can be written with it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

impl EmailAddress {
    /// An address in plain letters; `None` for what is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, host) = text.rsplit_once('@')?;
        let in_local = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&byte);
        let in_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
        let dots = |part: &str| !part.starts_with('.') && !part.ends_with('.') && !part.contains("..");
        let fits = text.len() <= 254
            && (1..=64).contains(&local.len())
            && local.bytes().all(in_local)
            && dots(local)
            && !host.is_empty()
            && host.bytes().all(in_host)
            && dots(host)
            && !host.starts_with('-');
        fits.then(|| Self(text.to_owned()))
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("an address for e-mail")
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_plain_and_takes_no_second_header() {
        for address in ["anna@ministry.example", "a.b+c@x-y.gov.xn", "o'neil@localhost"] {
            assert!(EmailAddress::parse(address).is_some(), "{address}");
        }
        for none in [
            "",
            "anna",
            "@x.org",
            "anna@",
            "a@b\r\nBcc: c@d.org",
            "a b@c.org",
            "<a@b.org>",
            "a@b,c@d.org",
            "a..b@c.org",
            "a@-b.org",
            "é@b.org",
        ] {
            assert!(EmailAddress::parse(none).is_none(), "{none}");
        }
        assert_eq!(format!("{:?}", EmailAddress::parse("anna@x.org").unwrap()), "EmailAddress(..)");
    }
}
