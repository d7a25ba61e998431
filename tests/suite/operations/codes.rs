//! What an application on an official's telephone does: it keeps secrets and says codes.

use comity::operations::{App, Official, second_factor};
use totp_rs::{Builder, Secret};
use zeroize::Zeroizing;

/// An application with one account in it.
#[derive(Clone)]
pub(crate) struct Telephone(String);

impl Telephone {
    /// Reads a secret as people type it.
    pub(crate) fn reads(secret: &str) -> Self {
        Self(secret.replace(' ', ""))
    }

    /// The code at the moment of an installation's clock, so many steps ahead.
    pub(crate) fn says(&self, app: &App, steps: i64) -> String {
        let secret = Secret::try_from_base32(&self.0).unwrap();
        let seconds = app.clock.now().as_second() + 30 * steps;
        Builder::new().with_secret(secret).build().unwrap().generate(u64::try_from(seconds).unwrap()).to_string()
    }
}

/// Adds a second factor to an official's account, with the code of this moment.
pub(crate) async fn enrol(app: &App, official: &Official) -> (Telephone, Vec<Zeroizing<String>>) {
    let offered = second_factor::offer(app, official).await.unwrap();
    let telephone = Telephone::reads(&offered.secret);
    let code = telephone.says(app, 0);
    let recovery = second_factor::add(app, official, &offered.offer, &code).await.unwrap();
    (telephone, recovery)
}
