//! The secret of a session or an API token: shown once, never stored, never printed by accident.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::scope::CredentialKind;

/// Characters of 256 bits in base64url.
const LENGTH: usize = 43;

/// A secret of 256 random bits, as its bearer sends it: `cs_…` of a session, `ct_…` of a token.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The secret of these random bytes.
    #[must_use]
    pub fn of(kind: CredentialKind, bytes: &[u8; 32]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + 3));
        text.push_str(prefix(kind));
        URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
        Self(text)
    }

    /// A text that may be a secret; `None` for what cannot be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let body = [CredentialKind::Session, CredentialKind::Token]
            .into_iter()
            .find_map(|kind| text.strip_prefix(prefix(kind)))?;
        is_body(body).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The text itself, for whoever it was made for.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// The secret in the address of a calendar, `cc_…`: it opens no door but that one.
#[derive(Clone, PartialEq, Eq)]
pub struct CalendarSecret(Zeroizing<String>);

impl CalendarSecret {
    /// The secret of these random bytes.
    #[must_use]
    pub fn of(bytes: &[u8; 32]) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(LENGTH + 3));
        text.push_str(CALENDAR);
        URL_SAFE_NO_PAD.encode_string(bytes, &mut text);
        Self(text)
    }

    /// A text that may be one; `None` for what cannot be.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        is_body(text.strip_prefix(CALENDAR)?).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The text itself, for whoever it was made for.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CalendarSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CalendarSecret(..)")
    }
}

/// How the secret of a calendar begins.
const CALENDAR: &str = "cc_";

fn is_body(body: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    body.len() == LENGTH && body.bytes().all(plain)
}

const fn prefix(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Session => "cs_",
        CredentialKind::Token => "ct_",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_reads_back_and_does_not_print_itself() {
        let secret = Secret::of(CredentialKind::Token, &[0xfb; 32]);

        assert!(secret.reveal().starts_with("ct_") && secret.reveal().len() == 46);
        assert_eq!(Secret::parse(secret.reveal()), Some(secret.clone()));
        assert_eq!(format!("{secret:?}"), "Secret(..)");
    }

    #[test]
    fn what_cannot_be_a_secret_is_none() {
        let good = Secret::of(CredentialKind::Session, &[1; 32]).reveal().to_owned();
        for bad in [
            "",
            "cs_",
            &good[1..],
            &format!("{good}A"),
            &good.replace("cs_", "cx_"),
            &good.replace('A', "é"),
            &good.replacen("cs_A", "cs_ ", 1),
        ] {
            assert_eq!(Secret::parse(bad), None, "{bad}");
        }
    }
}
