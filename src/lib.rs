//! Comity: the workflow engine for mutual legal assistance under the UN Convention against Cybercrime.
//!
//! One binary, run by the central authority of one State. A request is a state machine; human-rights safeguards stand at
//! its gates; every step leaves an entry in a log that outsiders verify. Read the modules in this order:
//!
//! | module | what | uses |
//! |---|---|---|
//! | [`domain`] | the words of the field as types | nothing of ours |
//! | [`audit`] | the tamper-evident log | nothing of ours |
//! | [`engine`] | what may happen next, as the rule files in `workflows/` say; pure | domain |
//! | [`storage`] | the only SQL, the only encryption of what is stored | domain, audit |
//! | [`operations`] | one file for each thing that can be done; the only place that opens a transaction | domain, engine, audit, storage, clock |
//! | [`http`] | what every front end over HTTP shares: connections, limits, who is signed in | domain, operations, clock |
//! | [`api`] | the JSON interface | domain, engine, operations, http |
//! | [`web`] | the pages | domain, engine, operations, http |
//! | [`exchange`] | messages between authorities | domain, engine, operations, clock |
//! | [`mail`] | e-mail on its way out | nothing of ours |
//! | [`witness`] | a witness of logs, and asking others to vouch for ours | audit, operations, http, clock |
//! | [`cli`] | commands | all |
//! | [`clock`] | time and chance | domain |
//! | [`telemetry`] | logs, traces and metrics; all but domain, audit and engine may use it | nothing of ours |
//!
//! `tests/suite/architecture.rs` holds the sources against this table.
//!
//! Where does an article act? Rules cite in their files: `comity workflows articles` lists them. Article 40(22), for instance, is
//! the safeguard `non_discrimination` and the ground `RF-08`. [`engine::gates`] (`state_of`) keeps a gate shut while its
//! answer is missing, stale, unconfirmed or negative; `engine/decide/answer.rs` (`may_answer_anew`) lets nobody answer
//! anew after a hard negative while the request stays as it was read; `engine/decide/change.rs` (`ground_allowed`) refuses
//! a ground that the measure does not list. The step is `refuse` in `workflows/procedures/`.

pub mod api;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod engine;
pub mod exchange;
pub mod http;
pub mod mail;
pub mod operations;
pub mod storage;
pub mod telemetry;
pub mod web;
pub mod witness;
