//! Witnessing: a witness of other people's logs that anybody can run, and asking others to vouch for ours: witnesses (C2SP
//! tlog-witness), and time-stamping authorities (RFC 3161).
//!
//! The witness knows nothing of mutual legal assistance and has no database: a folder holds its key, the keys of the logs
//! it knows, and the last checkpoint of each. It is shown the name of a log, its size and its root, and no entry.

pub mod calling;
pub mod client;
pub mod courier;
pub mod disk;
pub mod evidence;
pub mod folder;
pub mod gather;
pub mod server;
pub mod stamping;
