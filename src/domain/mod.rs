//! The words of the field as types: no input, no output, nothing that can fail but parsing.
//!
//! In reading order: names and ids, the enums of the rule files, then a request as it stands.

pub mod citation;
pub mod envelope;
pub mod erasure;
pub mod gate;
pub mod ids;
pub mod in_force;
pub mod language;
pub mod measure;
pub mod message;
pub mod notice;
pub mod phase;
pub mod request;
pub mod role;
pub mod safeguard;
pub mod scope;
pub mod secret;
pub mod spelling;
pub mod terms;
pub mod time;
