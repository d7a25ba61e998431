//! Time and chance: the only place that asks the outside world for either.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::domain::scope::CredentialKind;
use crate::domain::secret::Secret;
use crate::domain::time;

/// Where an installation takes its time and its random ids from. Clones share one clock.
#[derive(Debug, Clone, Default)]
pub struct Clock(Source);

#[derive(Debug, Clone, Default)]
enum Source {
    #[default]
    System,
    /// Stands still until it is moved: for training and tests.
    Set(Arc<Mutex<Timestamp>>),
    /// Runs as the system's does, so much ahead of it: for training.
    Ahead(SignedDuration),
}

/// Chance failed: the operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes: {0}")]
pub struct NoChance(#[from] getrandom::Error);

impl Clock {
    /// The operating system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands still until [`Clock::advance`] moves it.
    #[must_use]
    pub fn set_to(moment: Timestamp) -> Self {
        Self(Source::Set(Arc::new(Mutex::new(time::to_millisecond(moment)))))
    }

    /// A clock that goes on from where this one stands.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the place that may ask")]
    pub fn running(&self) -> Self {
        match &self.0 {
            Source::System | Source::Ahead(_) => self.clone(),
            Source::Set(_) => Self(Source::Ahead(self.now().duration_since(Timestamp::now()))),
        }
    }

    /// The present moment, to the millisecond.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the place that may ask")]
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => time::to_millisecond(Timestamp::now()),
            Source::Set(moment) => *moment.lock().unwrap_or_else(PoisonError::into_inner),
            Source::Ahead(by) => time::to_millisecond(Timestamp::now() + *by),
        }
    }

    /// Moves a clock that was set; the system's is nobody's to move.
    pub fn advance(&self, by: SignedDuration) {
        if let Source::Set(moment) = &self.0 {
            let mut moment = moment.lock().unwrap_or_else(PoisonError::into_inner);
            *moment = moment.checked_add(by).unwrap_or(*moment);
        }
    }

    /// A new id: 128 random bits as 32 hexadecimal digits.
    ///
    /// # Errors
    /// [`NoChance`] when the operating system gives none.
    pub fn new_id(&self) -> Result<String, NoChance> {
        let mut bytes = [0_u8; 16];
        fill(&mut bytes)?;
        Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
    }

    /// The secret of a new session or token: 256 random bits.
    ///
    /// # Errors
    /// [`NoChance`] when the operating system gives no random bytes.
    pub fn new_secret(&self, kind: CredentialKind) -> Result<Secret, NoChance> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        fill(&mut bytes[..])?;
        Ok(Secret::of(kind, &bytes))
    }

    /// So many random bytes.
    ///
    /// # Errors
    /// [`NoChance`] when the operating system gives no random bytes.
    pub fn new_bytes<const N: usize>(&self) -> Result<Zeroizing<[u8; N]>, NoChance> {
        let mut bytes = Zeroizing::new([0_u8; N]);
        fill(&mut bytes[..])?;
        Ok(bytes)
    }

    /// A one-time password: 20 letters and digits that are not mistaken for one another, in groups of five.
    ///
    /// # Errors
    /// [`NoChance`] when the operating system gives no random bytes.
    pub fn new_password(&self) -> Result<String, NoChance> {
        const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        let mut bytes = [0_u8; 20];
        fill(&mut bytes)?;
        let letters: Vec<char> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        Ok(letters.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-"))
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the place that may ask")]
fn fill(bytes: &mut [u8]) -> Result<(), NoChance> {
    Ok(getrandom::fill(bytes)?)
}
