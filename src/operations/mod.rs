//! One file for each thing that can be done; the only place that opens a transaction.
//!
//! Every front end calls these. `act.rs` is the path that all acts on a request take.

mod access;
mod act;
mod app;
mod attempt;
mod call;
mod compare;
mod credential;
mod document;
mod entry;
pub mod entry_type;
mod error;
mod hear_message;
mod own_chain;
mod passwords;
mod replay;
mod span;
mod subject;
mod verify_people;

pub mod add_document;
pub mod add_official;
pub mod answer_safeguard;
pub mod assign_official;
pub mod authenticate;
pub mod back_up;
pub mod begin_session;
pub mod change_profile;
pub mod change_roles;
pub mod change_subject;
pub mod count_requests;
pub mod disclose_content;
pub mod draft_request;
pub mod end_session;
pub mod export_log;
pub mod install_authority;
pub mod issue_token;
pub mod list_credentials;
pub mod list_officials;
pub mod list_requests;
pub mod number_request;
mod print;
pub mod print_request;
pub mod prove_entry;
pub mod read_document;
pub mod read_log;
pub mod read_request;
pub mod receive_message;
pub mod record_message;
pub mod request_view;
pub mod revoke_credential;
pub mod run_clocks;
pub mod send_messages;
pub mod sign_in;
pub mod take_transition;
pub mod try_storage;
pub mod verify_database;
pub mod verify_log;

pub use access::Official;
pub use act::Acted;
pub use app::{App, Settings};
pub use authenticate::Caller;
pub use call::{Call, Once};
pub use error::OperationError;
