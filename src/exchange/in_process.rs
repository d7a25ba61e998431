//! Carries messages between two authorities that run in one program.

use crate::domain::envelope::Envelope;
use crate::operations::receive_message::{self, Receipt};
use crate::operations::{App, OperationError, send_messages};

/// A message that was handed over.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// The message.
    pub envelope: Envelope,
    /// What the other authority gave for it.
    pub receipt: Receipt,
}

/// Hands what waits in each authority's outbox to the other, in the order in which it was written, until nothing moves.
///
/// Messages for other States stay where they are.
///
/// # Errors
/// The first failure of either authority; what was handed over before stays so.
pub async fn carry(one: &App, other: &App) -> Result<Vec<Delivery>, OperationError> {
    let mut delivered = Vec::new();
    loop {
        let before = delivered.len();
        for (from, to) in [(one, other), (other, one)] {
            let there = to.authority().await?.state;
            for envelope in send_messages::waiting(from).await?.into_iter().filter(|envelope| envelope.to == there) {
                let receipt = receive_message::run(to, envelope.clone()).await?;
                send_messages::handed_over(from, &envelope.id, &receipt).await?;
                delivered.push(Delivery { envelope, receipt });
            }
        }
        if delivered.len() == before {
            return Ok(delivered);
        }
    }
}
