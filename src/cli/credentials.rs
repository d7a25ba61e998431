//! `officials session` and `officials token`: what lets people and programs in, and how it ends.

use clap::Subcommand;
use serde_json::json;

use crate::domain::ids::{CredentialId, SignInName};
use crate::domain::scope::{CredentialKind, Scope};
use crate::domain::time;
use crate::operations::issue_token::{self, MOST_DAYS, NewToken, USUAL_DAYS};
use crate::operations::{App, list_credentials, revoke_credential, second_factor};

use super::output;
use super::shared::{self, ActingAs};

#[derive(Subcommand)]
pub(super) enum Session {
    /// List your sessions, or, as an administrator, an official's
    List {
        /// Whose, where not your own
        sign_in: Option<SignInName>,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// End a session, at once
    Revoke {
        /// Its id, as `list` shows it
        id: CredentialId,
        #[command(flatten)]
        acting: ActingAs,
    },
}

#[derive(Subcommand)]
pub(super) enum Token {
    /// Issue a token for yourself; it is printed once
    Issue {
        /// What it allows: read, draft, record or audit; may be given several times. None lets a program decide
        #[arg(long = "scope", value_name = "SCOPE", required = true, value_parser = shared::named::<Scope>)]
        scopes: Vec<Scope>,
        /// For how many days
        #[arg(long, value_name = "DAYS", default_value_t = USUAL_DAYS, value_parser = clap::value_parser!(i64).range(1..=MOST_DAYS))]
        days: i64,
        /// What you will know it by; kept sealed
        #[arg(long, value_name = "TEXT")]
        label: String,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// List your tokens, or, as an administrator, an official's
    List {
        /// Whose, where not your own
        sign_in: Option<SignInName>,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Revoke a token, at once
    Revoke {
        /// Its id, as `list` shows it
        id: CredentialId,
        #[command(flatten)]
        acting: ActingAs,
    },
}

#[derive(Subcommand)]
pub(super) enum SecondFactor {
    /// Offer yourself a second factor: the secret for an application that shows one-time codes, printed once
    Offer {
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Add what was offered, with the first code of it; ten recovery codes are printed once
    Add {
        /// What `offer` printed as `offer`
        offer: String,
        /// The code that the application shows now
        first_code: String,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Propose, as an administrator, to take an official's second factor away
    ProposeReset {
        /// Whose
        sign_in: SignInName,
        #[command(flatten)]
        acting: ActingAs,
    },
    /// Confirm it, as another administrator; their sessions and tokens end
    ConfirmReset {
        /// Whose
        sign_in: SignInName,
        #[command(flatten)]
        acting: ActingAs,
    },
}

impl SecondFactor {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<u8> {
        match self {
            SecondFactor::Offer { acting } => {
                let official = acting.sign_in(app).await?;
                let offered = second_factor::offer(app, &official).await?;
                output::json(&json!({
                    "secret": *offered.secret,
                    "address": *offered.address,
                    "offer": *offered.offer,
                }))
            }
            SecondFactor::Add { offer, first_code, acting } => {
                let official = acting.sign_in(app).await?;
                let codes = second_factor::add(app, &official, &offer, &first_code).await?;
                let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
                output::json(&json!({ "recovery_codes": codes }))
            }
            SecondFactor::ProposeReset { sign_in, acting } => {
                let administrator = acting.sign_in(app).await?;
                second_factor::propose_reset(app, &administrator, &sign_in).await?;
                output::json(&json!({ "sign_in": sign_in, "second_factor": "waits" }))
            }
            SecondFactor::ConfirmReset { sign_in, acting } => {
                let administrator = acting.sign_in(app).await?;
                second_factor::confirm_reset(app, &administrator, &sign_in).await?;
                output::json(&json!({ "sign_in": sign_in, "second_factor": "taken_away" }))
            }
        }
    }
}

impl Session {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<u8> {
        match self {
            Session::List { sign_in, acting } => list(app, &acting, sign_in.as_ref(), CredentialKind::Session).await,
            Session::Revoke { id, acting } => revoke(app, &acting, &id).await,
        }
    }
}

impl Token {
    pub(super) async fn run(self, app: &App) -> anyhow::Result<u8> {
        match self {
            Token::Issue { scopes, days, label, acting } => {
                let official = acting.sign_in(app).await?;
                let new = NewToken { label, scopes: scopes.into_iter().collect(), days };
                let issued = issue_token::run(app, &official, new).await?;
                output::json(&json!({
                    "credential": issued.credential,
                    "secret": issued.secret.reveal(),
                    "scopes": issued.scopes,
                    "expires_at": time::to_text(issued.expires_at),
                }))
            }
            Token::List { sign_in, acting } => list(app, &acting, sign_in.as_ref(), CredentialKind::Token).await,
            Token::Revoke { id, acting } => revoke(app, &acting, &id).await,
        }
    }
}

async fn list(app: &App, acting: &ActingAs, of: Option<&SignInName>, kind: CredentialKind) -> anyhow::Result<u8> {
    let official = acting.sign_in(app).await?;
    let mut listed = list_credentials::run(app, &official, of).await?;
    listed.retain(|credential| credential.kind == kind.to_string());
    output::json(&listed)
}

async fn revoke(app: &App, acting: &ActingAs, id: &CredentialId) -> anyhow::Result<u8> {
    let official = acting.sign_in(app).await?;
    let counted = revoke_credential::run(app, &official, id).await?;
    output::json(&json!({ "credential": id, "counted_until_now": counted }))
}
