//! What may happen next, as the rule files say. Pure: rows, time and chance are arguments.
//!
//! In reading order: the files as types, the rulebook that holds them, the checks at load, then [`decide`](decide::decide).

pub mod chart;
pub mod check;
pub mod clocks;
pub mod command;
pub mod compare;
pub mod decide;
pub mod explain;
pub mod explore;
pub mod export;
pub mod fact;
pub mod fault;
pub mod files;
pub mod flaw;
mod floor;
pub mod form;
pub mod frozen;
pub mod gates;
pub mod guide;
mod languages;
pub mod lists;
pub mod measure;
pub mod people;
pub mod preflight;
pub mod procedure;
pub mod refusal;
pub mod replay;
pub mod rulebook;
pub mod rulebooks;
pub mod safeguard;
pub mod schema;
pub mod waits;
pub mod words;
