//! `messages`: what waits to be carried, and what came; between installations for training until messages are signed.

use clap::Subcommand;

use crate::domain::envelope::Envelope;
use crate::domain::ids::MessageId;
use crate::operations::receive_message::{self, Receipt};
use crate::operations::send_messages;

use super::output::{self, WrongUse};
use super::shared::{self, Global};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Print what waits to be carried to another State, as a JSON array
    Waiting,
    /// Take in one message of another installation (a JSON object); prints the receipt
    Receive {
        /// A file, or `-` for standard input
        file: String,
    },
    /// Note that a message was taken there, with the receipt it gave
    HandedOver {
        /// A file with the receipt, or `-` for standard input
        file: String,
    },
}

impl Command {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        match self {
            Command::Waiting => output::json(&send_messages::waiting(&app).await?),
            Command::Receive { file } => {
                let envelope: Envelope = parsed(&file, "message")?;
                match receive_message::run(&app, envelope).await {
                    Ok(receipt) => output::json(&receipt),
                    Err(error) if error.is_refusal() => output::refused(&error),
                    Err(error) => Err(error.into()),
                }
            }
            Command::HandedOver { file } => {
                let receipt: Receipt = parsed(&file, "receipt")?;
                let id: MessageId = receipt.message.clone();
                send_messages::handed_over(&app, &id, &receipt).await?;
                output::json(&receipt)
            }
        }
    }
}

fn parsed<T: serde::de::DeserializeOwned>(file: &str, what: &str) -> anyhow::Result<T> {
    let value = shared::read_json(file)?;
    serde_json::from_value(value).map_err(|error| WrongUse(format!("this is no {what}: {error}")).into())
}
