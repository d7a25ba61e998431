//! Messages between authorities: how they travel.
//!
//! [`in_process`] hands them over within one program, for training and tests. Signed messages over the network come
//! beside it; what is sent and what is heard stays with the operations.

pub mod in_process;
