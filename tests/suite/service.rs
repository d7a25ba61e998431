//! The service on the wire: real sockets on loopback, most of them to the real binary.

mod crowd;
mod demo;
mod downloads;
mod ending;
mod garbage;
mod killed;
mod limits;
mod near;
mod notices;
mod served;
mod slow;
mod starting;
mod told;
mod wire;
