//! Carries messages between two authorities that run in one program.

use std::collections::BTreeSet;

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
/// Messages for other States stay where they are. A matter in which a message cannot be handed over waits; the others
/// go on.
///
/// # Errors
/// The first failure, once everything else was handed over.
pub async fn carry(one: &App, other: &App) -> Result<Vec<Delivery>, OperationError> {
    let mut delivered = Vec::new();
    let (mut stuck, mut failed) = (BTreeSet::new(), None);
    loop {
        let before = delivered.len();
        for (from, to) in [(one, other), (other, one)] {
            let there = to.authority().await?.state;
            for envelope in send_messages::waiting(from).await?.into_iter().filter(|envelope| envelope.to == there) {
                if stuck.contains(&envelope.thread) {
                    continue;
                }
                match hand(from, to, &envelope).await {
                    Ok(receipt) => delivered.push(Delivery { envelope, receipt }),
                    Err(error) => {
                        stuck.insert(envelope.thread);
                        failed.get_or_insert(error);
                    }
                }
            }
        }
        if delivered.len() == before {
            return failed.map_or(Ok(delivered), Err);
        }
    }
}

async fn hand(from: &App, to: &App, envelope: &Envelope) -> Result<Receipt, OperationError> {
    let receipt = receive_message::run(to, envelope.clone()).await?;
    send_messages::handed_over(from, &envelope.id, &receipt).await?;
    Ok(receipt)
}
