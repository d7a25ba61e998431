//! `request`: the operations on requests, for scripts: JSON in, JSON out.

mod arguments;

use std::io::Read as _;

use anyhow::Context;
use clap::Args;
use serde_json::json;

use crate::operations::answer_safeguard::{self, AnswerSafeguard};
use crate::operations::change_subject::{self, ChangeSubject};
use crate::operations::draft_request::{self, NewRequest};
use crate::operations::record_message::{self, RequestOnPaper};
use crate::operations::take_transition::{self, TakeTransition};
use crate::operations::{App, Official, OperationError};
use crate::operations::{add_document, assign_official, list_requests, number_request, preflight, print_request};
use crate::operations::{read_document, read_request, recuse_official};
use crate::storage::requests::RequestFilter;

use super::output;
use super::shared::{self, ActingAs, Global};
use arguments::Operation;

/// So many bytes of a file are read at once.
const PIECE: usize = 64 << 10;

/// One operation, and the official who does it.
#[derive(Args)]
pub(super) struct Command {
    #[command(flatten)]
    acting: ActingAs,
    #[command(subcommand)]
    operation: Operation,
}

impl Command {
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<u8> {
        let app = global.open().await?;
        let official = self.acting.sign_in(&app).await?;
        match self.operation.run(&app, &official).await {
            Ok(code) => Ok(code),
            Err(error) => match error.downcast::<OperationError>() {
                Ok(refusal) if refusal.is_refusal() => output::refused(&refusal),
                Ok(other) => Err(other.into()),
                Err(other) => Err(other),
            },
        }
    }
}

impl Operation {
    async fn run(self, app: &App, official: &Official) -> anyhow::Result<u8> {
        match self {
            Operation::Draft { instrument, measure, to, title, content, follows } => {
                let content = shared::read_json(&content)?;
                let new = NewRequest { instrument, measure, counterpart: to, title, content, follows };
                output::json(&draft_request::run(app, official, new).await?)
            }
            Operation::Change { reference, subject, content, documents, holding } => {
                let change = ChangeSubject { subject, holding, content: shared::read_json(&content)?, documents };
                output::json(&change_subject::run(app, official, &reference, change).await?)
            }
            Operation::Attach { reference, document } => {
                let mut incoming = add_document::begin(app, official, &reference, document.about()).await?;
                let (mut file, mut piece) = (document.open()?, vec![0; PIECE]);
                loop {
                    let read = file.read(&mut piece).context("the document cannot be read")?;
                    if read == 0 {
                        break;
                    }
                    incoming.write(&piece[..read]).await?;
                }
                let added = incoming.finish().await?;
                output::json(&json!({ "document": added.id, "sha256": added.sha256, "size": added.size }))
            }
            Operation::Document { reference, document, out } => {
                let document = read_document::open(app, official, &reference, &document).await?;
                shared::save(document, &out).await
            }
            Operation::Show { reference } => output::json(&read_request::run(app, official, &reference).await?),
            Operation::Preflight { reference } => output::json(&preflight::run(app, official, &reference).await?),
            Operation::History { reference } => output::json(&read_request::history(app, official, &reference).await?),
            Operation::List { stage, measure, counterpart, at_most } => {
                let filter = RequestFilter { stage, measure, counterpart, ..RequestFilter::default() };
                output::json(&list_requests::run(app, official, &filter, at_most).await?)
            }
            Operation::Answer { reference, question, answer, read, reason, documents, later_by } => {
                let answer =
                    AnswerSafeguard { question: question.question(), read, answer, reason, documents, later_by };
                output::json(&answer_safeguard::run(app, official, &reference, answer).await?)
            }
            Operation::ConfirmAnswer { reference, question } => {
                output::json(&answer_safeguard::confirm(app, official, &reference, question.question()).await?)
            }
            Operation::WithdrawAnswer { reference, question, reason } => {
                output::json(&answer_safeguard::withdraw(app, official, &reference, question.question(), reason).await?)
            }
            Operation::Recuse { reference, reason } => {
                output::json(&recuse_official::run(app, official, &reference, reason).await?)
            }
            Operation::LiftRecusal { reference, official: whom, reason } => {
                output::json(&recuse_official::lift(app, official, &reference, whom, reason).await?)
            }
            Operation::Take { reference, transition, reason, holding } => {
                let wanted = TakeTransition { transition, holding, reason };
                output::json(&take_transition::run(app, official, &reference, wanted).await?)
            }
            Operation::RecordRequest { instrument, measure, from, title, message, came } => {
                let came = RequestOnPaper {
                    instrument,
                    measure,
                    counterpart: from,
                    title,
                    message: came.read(message, app.largest_document)?,
                };
                output::json(&record_message::request(app, official, came).await?)
            }
            Operation::Record { reference, message, came } => output::json(
                &record_message::came(app, official, &reference, came.read(message, app.largest_document)?).await?,
            ),
            Operation::RecordDispatch { reference, message, channel, document } => {
                let document = document.read(app.largest_document)?;
                output::json(&record_message::went(app, official, &reference, message, channel, document).await?)
            }
            Operation::ConfirmMessage { reference, message } => {
                output::json(&record_message::confirm(app, official, &reference, message).await?)
            }
            Operation::Assign { reference, official: whom } => {
                assign_official::run(app, official, &reference, &whom).await?;
                output::json(&json!({ "reference": reference, "assigned": whom }))
            }
            Operation::Number { reference, number } => {
                number_request::run(app, official, &reference, &number).await?;
                output::json(&json!({ "reference": reference, "registry_number": number }))
            }
            Operation::Print { reference, letter, language, out } => {
                let html = print_request::run(app, official, &reference, letter, language).await?;
                match out {
                    Some(file) => {
                        shared::write_new(&file, html.as_bytes())?;
                        output::json(&json!({ "written": file }))
                    }
                    None => output::line(&html),
                }
            }
        }
    }
}
