//! What every front end over HTTP shares: connections, where a call comes from, how often somebody may ask, what is told.

pub mod address;
pub mod arriving;
pub mod calls;
pub mod connections;
pub mod download;
pub mod exporting;
pub mod imports;
pub mod limits;
pub mod readiness;
pub mod service;
pub mod throttle;
pub mod typed;

mod line;
mod places;
