//! The only place with SQL: tables, keys and the one way to write, which always leaves an audit entry.

pub mod agreements;
pub mod answered_calls;
pub mod authority;
pub mod backup;
pub mod checkpoints;
pub mod credentials;
mod cursors;
pub mod database;
pub mod document_parts;
pub mod documents;
mod error;
pub mod keys;
pub mod leaves;
pub mod log;
pub mod messages;
mod migrate;
pub mod officials;
pub mod private_values;
pub mod queue;
pub mod references;
pub mod requests;
pub mod roles;
pub mod rulebooks;
pub mod sealed;
pub mod second_factors;
pub mod spool;
mod store;
pub mod subjects;
mod transaction;
mod work;
mod writer;

pub use database::{Connection, Grouping, StorageOptions};
pub use error::StorageError;
pub use store::Storage;
pub use transaction::{Private, Recorded, Transaction, Written};
pub use work::BoxFuture;
