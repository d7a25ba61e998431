//! Tests of the storage, each on both databases.

mod checkpoints;
mod credentials;
mod groups;
mod keys;
mod migrations;
mod tables;
mod tampering;
mod tiles;
