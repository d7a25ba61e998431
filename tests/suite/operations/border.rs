//! Two desks, `XN` and `XS`, and what goes between them.

use comity::domain::envelope::Envelope;
use comity::domain::ids::RequestReference;
use comity::exchange::in_process;
use comity::operations::receive_message::{self, Receipt};
use comity::operations::{OperationError, send_messages};

use super::desk::{Desk, run};
use super::template::Kind;

/// Two authorities, each with a database of its own.
pub(crate) struct Border {
    /// The requesting State, `XN`.
    pub(crate) north: Desk,
    /// The requested State, `XS`.
    pub(crate) south: Desk,
}

impl Border {
    /// Runs a test on SQLite and on PostgreSQL.
    pub(crate) fn each(test: impl AsyncFn(Self)) {
        for kind in [Kind::Sqlite, Kind::Postgres] {
            // Shown by the harness where the test fails.
            println!("on {kind:?}");
            run(async {
                test(Self { north: Desk::open(kind, "XN").await, south: Desk::open(kind, "XS").await }).await;
            });
        }
    }

    /// Hands over what waits on both sides.
    pub(crate) async fn carry(&self) -> usize {
        in_process::carry(&self.north.app, &self.south.app).await.unwrap().len()
    }

    /// What waits in the north.
    pub(crate) async fn waiting(&self) -> Vec<Envelope> {
        send_messages::waiting(&self.north.app).await.unwrap()
    }

    /// Hands one message to the south.
    pub(crate) async fn hand(&self, envelope: &Envelope) -> Result<Receipt, OperationError> {
        receive_message::run(&self.south.app, envelope.clone()).await
    }

    /// A request of the north that has arrived in the south and was acknowledged: its references there and here.
    pub(crate) async fn acknowledged(&self, measure: &str) -> (RequestReference, RequestReference) {
        let here = self.north.sent(measure).await;
        let there = self.arrived().await;
        self.south.take("carl", &there, "acknowledge").await.unwrap();
        (here, there)
    }

    /// Hands over the one message that waits and says what the south calls the matter.
    pub(crate) async fn arrived(&self) -> RequestReference {
        let waiting = self.waiting().await;
        let receipt = self.hand(waiting.last().unwrap()).await.unwrap();
        self.carry().await;
        receipt.reference
    }

    /// Both logs agree with their tables.
    pub(crate) async fn is_intact(&self) {
        self.north.is_intact().await;
        self.south.is_intact().await;
    }
}
