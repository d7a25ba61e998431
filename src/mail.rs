//! E-mail on its way out, over SMTP: to the ministry's own server, with TLS wherever it leaves the machine.

use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};

/// A server that takes no longer for a step is well.
const STEP: Duration = Duration::from_secs(10);

/// One message takes no longer.
const WHOLE: Duration = Duration::from_secs(40);

/// Why messages cannot be sent as the operator has set it.
#[derive(Debug, thiserror::Error)]
pub enum WrongSetting {
    /// The address of the server is none. It is not repeated: it may hold a password.
    #[error(
        "the mail server is none: give `smtps://NAME:PASSWORD@HOST`, `smtp://HOST:PORT?tls=required`, or `smtp://127.0.0.1:25` for one on this machine"
    )]
    Server,
    /// It would send passwords and addresses in the clear.
    #[error("a mail server on another machine is reached with TLS only: say `smtps://…` or add `?tls=required`")]
    InTheClear,
    /// The sender is none.
    #[error("`{0}` is no address to send from: give one such as `comity@ministry.example`")]
    Sender(String),
}

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// The server is away, or takes nothing now.
    #[error("the mail server cannot be reached or takes nothing now")]
    Away,
    /// The server will never take this message.
    #[error("the mail server refuses this message for good")]
    ForGood,
}

/// A message of a few lines.
#[derive(Debug)]
pub struct Letter<'a> {
    /// To whom.
    pub to: &'a str,
    /// What its message is known by: the same whenever it is sent.
    pub id: &'a str,
    /// Its subject.
    pub subject: String,
    /// Its words, in lines of at most some seventy characters.
    pub words: String,
    /// When it is sent.
    pub at: SystemTime,
}

/// Where messages leave.
pub struct Post {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Post {
    /// Where messages leave, as the operator has set it. Nothing is sent yet.
    ///
    /// # Errors
    /// [`WrongSetting`].
    pub fn at(server: &str, from: &str) -> Result<Self, WrongSetting> {
        let from = from.parse().map_err(|_| WrongSetting::Sender(from.to_owned()))?;
        if !leaves_safely(server).ok_or(WrongSetting::Server)? {
            return Err(WrongSetting::InTheClear);
        }
        let built = AsyncSmtpTransport::<Tokio1Executor>::from_url(server).map_err(|_| WrongSetting::Server)?;
        Ok(Self { transport: built.timeout(Some(STEP)).build(), from })
    }

    /// Hands a message to the server.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub async fn send(&self, letter: Letter<'_>) -> Result<(), NotTaken> {
        let host = self.from.email.domain();
        let to = letter.to.parse().map_err(|_| NotTaken::ForGood)?;
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject)
            .date(letter.at)
            .message_id(Some(format!("<{}@{host}>", letter.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(letter.words)
            .map_err(|_| NotTaken::ForGood)?;
        // Nobody's holiday reply answers it (RFC 3834).
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        message.headers_mut().insert_raw(HeaderValue::new(automatic, "auto-generated".to_owned()));
        match tokio::time::timeout(WHOLE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_permanent() => Err(NotTaken::ForGood),
            Ok(Err(_)) | Err(_) => Err(NotTaken::Away),
        }
    }
}

/// Whether what is sent there is read by nobody on the way; none where it is no address of a server.
fn leaves_safely(server: &str) -> Option<bool> {
    if let Some(rest) = server.strip_prefix("smtps://") {
        return (!rest.is_empty()).then_some(true);
    }
    let rest = server.strip_prefix("smtp://")?;
    let (authority, query) = rest.split_once('?').unwrap_or((rest, ""));
    let host = authority.trim_end_matches('/').rsplit('@').next().filter(|host| !host.is_empty())?;
    let name = host.strip_prefix("[::1]").map_or_else(|| host.split(':').next().unwrap_or_default(), |_| "::1");
    let here = name == "localhost"
        || name == "::1"
        || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback());
    Some(here || query.split('&').any(|pair| pair == "tls=required"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_the_machine_in_the_clear() {
        for (server, safe) in [
            ("smtps://a:b@mail.example", Some(true)),
            ("smtp://mail.example:587?tls=required", Some(true)),
            ("smtp://127.0.0.1:2525", Some(true)),
            ("smtp://[::1]:25", Some(true)),
            ("smtp://mail.example", Some(false)),
            ("smtp://mail.example?tls=opportunistic", Some(false)),
            ("smtp://127.0.0.1@mail.example", Some(false)),
            ("smtp://127.0.0.1.mail.example", Some(false)),
            ("http://127.0.0.1", None),
            ("smtp://", None),
        ] {
            assert_eq!(leaves_safely(server), safe, "{server}");
        }
        let told = Post::at("smtp://x:secret@mail.example", "a@b.org").err().unwrap().to_string();
        assert!(!told.contains("secret"), "{told}");
        assert!(matches!(Post::at("smtps://mail.example", "nobody").err().unwrap(), WrongSetting::Sender(_)));
    }
}
