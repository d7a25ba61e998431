//! What each operation on a request takes.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::Value;

use crate::cli::shared;
use crate::domain::gate::{Gate, Subject};
use crate::domain::ids::{
    ActorMark, ConditionCode, Digest, DocumentId, GroundCode, InstrumentCode, ItemName, MeasureName, MessageId,
    MessageName, RequestReference, SafeguardName, SignInName, StateCode, TransitionName,
};
use crate::domain::message::Channel;
use crate::domain::time;
use crate::engine::command::Question;
use crate::operations::add_document::{DocumentAbout, NewDocument};
use crate::operations::print_request::{Language, Letter};
use crate::operations::record_message::CameOnPaper;

#[derive(Subcommand)]
pub(super) enum Operation {
    /// Draft a request; the answer says what its content still lacks, with the article
    Draft {
        /// The instrument that it rests on, such as `UNCC`; `comity workflows check` names those there are
        #[arg(long, value_name = "CODE")]
        instrument: InstrumentCode,
        /// What is asked for, such as `expedited_preservation`
        #[arg(long)]
        measure: MeasureName,
        /// The State that is asked
        #[arg(long, value_name = "CODE")]
        to: StateCode,
        /// A title without names: lists show it unsealed
        #[arg(long)]
        title: String,
        /// The content: a file, `-`, or a JSON object
        #[arg(long, default_value = "{}", value_name = "JSON")]
        content: String,
        /// The request it follows from, such as a preservation
        #[arg(long, value_name = "REFERENCE")]
        follows: Option<RequestReference>,
    },
    /// Write a subject anew: request, decision, result, renewal or use
    Change {
        /// The request
        reference: RequestReference,
        /// `request`, `decision`, `result`, `renewal` or `use`
        #[arg(long, value_parser = shared::named::<Subject>)]
        subject: Subject,
        /// Its whole content: a file, `-`, or a JSON object
        #[arg(long, value_name = "JSON")]
        content: String,
        /// A document that belongs to it, by id; may be given several times
        #[arg(long = "document", value_name = "ID")]
        documents: Vec<DocumentId>,
        /// The delivery, for a use
        #[arg(long, value_name = "ID")]
        holding: Option<MessageId>,
    },
    /// Attach a document; the answer gives its id
    Attach {
        /// The request
        reference: RequestReference,
        #[command(flatten)]
        document: DocumentArgs,
    },
    /// Write a document to a file; the reading is an entry
    Document {
        /// The request
        reference: RequestReference,
        /// The document, by id
        document: DocumentId,
        /// The file to make; it must not be there yet
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Show a request: where it stands, what may come next and what stands in the way
    Show {
        /// The request
        reference: RequestReference,
    },
    /// Say why a request is likely to be returned, by what the requested State has declared; it blocks nothing
    Preflight {
        /// The request
        reference: RequestReference,
    },
    /// Show what has happened to a request, entry by entry
    History {
        /// The request
        reference: RequestReference,
    },
    /// List requests that you may see, the newest first
    List {
        /// Only at this stage
        #[arg(long)]
        stage: Option<String>,
        /// Only this measure
        #[arg(long)]
        measure: Option<String>,
        /// Only with this State
        #[arg(long, value_name = "CODE")]
        counterpart: Option<String>,
        /// At most so many
        #[arg(long, default_value_t = 100)]
        at_most: usize,
    },
    /// Answer a safeguard, for what you have read
    Answer {
        /// The request
        reference: RequestReference,
        #[command(flatten)]
        question: QuestionArgs,
        /// Name of the answer, such as `met`, `not_met` or `not_applicable`
        #[arg(long)]
        answer: String,
        /// Digest of what you read, as `show` gives it; none where the gate reads nothing
        #[arg(long)]
        read: Option<Digest>,
        /// Your reasons; kept sealed
        #[arg(long)]
        reason: Option<String>,
        /// A document beside it, by id; may be given several times
        #[arg(long = "document", value_name = "ID")]
        documents: Vec<DocumentId>,
        /// By when a deferred answer follows: a time such as `2026-11-22T09:30:00Z`, or a date, which counts whole
        #[arg(long, value_name = "TIME", value_parser = time::until_from_anyone)]
        later_by: Option<Timestamp>,
    },
    /// Confirm an answer, as a second official
    ConfirmAnswer {
        /// The request
        reference: RequestReference,
        #[command(flatten)]
        question: QuestionArgs,
    },
    /// Take your own answer back
    WithdrawAnswer {
        /// The request
        reference: RequestReference,
        #[command(flatten)]
        question: QuestionArgs,
        /// Why
        #[arg(long)]
        reason: Option<String>,
    },
    /// Declare a conflict of interest of your own: from now on you do nothing in this request
    Recuse {
        /// The request
        reference: RequestReference,
        /// Why; kept sealed
        #[arg(long)]
        reason: Option<String>,
    },
    /// Let an official back who declared a conflict of interest
    LiftRecusal {
        /// The request
        reference: RequestReference,
        /// Who, as the request knows them: `show` lists `recused`
        #[arg(long, value_name = "MARK")]
        official: ActorMark,
        /// Why; kept sealed
        #[arg(long)]
        reason: Option<String>,
    },
    /// Take a transition
    Take {
        /// The request
        reference: RequestReference,
        /// Which
        transition: TransitionName,
        /// Why, where the step wants reasons
        #[arg(long)]
        reason: Option<String>,
        /// The delivery, for a step of a delivery
        #[arg(long, value_name = "ID")]
        holding: Option<MessageId>,
    },
    /// Record a request that came on paper; it counts once a second official confirms it
    RecordRequest {
        /// The instrument that it rests on, such as `UNCC`
        #[arg(long, value_name = "CODE")]
        instrument: InstrumentCode,
        /// What is asked for
        #[arg(long)]
        measure: MeasureName,
        /// The State that asks
        #[arg(long, value_name = "CODE")]
        from: StateCode,
        /// A title without names
        #[arg(long)]
        title: String,
        /// The message, as the procedure names it
        #[arg(long, default_value = "request")]
        message: MessageName,
        #[command(flatten)]
        came: CameArgs,
    },
    /// Record that a message of the other State came by another channel
    Record {
        /// The request
        reference: RequestReference,
        /// Which message
        #[arg(long)]
        message: MessageName,
        #[command(flatten)]
        came: CameArgs,
    },
    /// Record that a message of ours went by another channel, with the proof of dispatch
    RecordDispatch {
        /// The request
        reference: RequestReference,
        /// The message, by id
        message: MessageId,
        /// How it went: `post`, `diplomatic_bag`, `email` or `interpol`
        #[arg(long, value_parser = shared::named::<Channel>)]
        channel: Channel,
        #[command(flatten)]
        document: DocumentArgs,
    },
    /// Confirm a recorded message against its document, as a second official
    ConfirmMessage {
        /// The request
        reference: RequestReference,
        /// The message, by id
        message: MessageId,
    },
    /// Assign an official, so that they see the request
    Assign {
        /// The request
        reference: RequestReference,
        /// Whom
        official: SignInName,
    },
    /// Give the number that the request has in your own registry
    Number {
        /// The request
        reference: RequestReference,
        /// The number
        number: String,
    },
    /// Print a request or a refusal as a letter (HTML with print styles)
    Print {
        /// The request
        reference: RequestReference,
        /// `request` or `refusal`
        #[arg(long, default_value = "request", value_parser = shared::named::<Letter>)]
        letter: Letter,
        /// `en` or `fr`
        #[arg(long, default_value = "en", value_parser = shared::named::<Language>)]
        language: Language,
        /// Where to write it, in place of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// A document of a file.
#[derive(Args)]
pub(super) struct DocumentArgs {
    /// The file
    #[arg(long = "file", value_name = "FILE")]
    file: PathBuf,
    /// Its media type
    #[arg(long, default_value = "application/pdf")]
    media_type: String,
    /// Its language, such as `en`
    #[arg(long)]
    language: String,
}

impl DocumentArgs {
    /// What the arguments say of it.
    pub(super) fn about(&self) -> DocumentAbout {
        let name =
            self.file.file_name().map_or_else(|| "document".to_owned(), |name| name.to_string_lossy().into_owned());
        DocumentAbout { name, media_type: self.media_type.clone(), language: self.language.clone() }
    }

    /// Opens the file; `-` is standard input.
    pub(super) fn open(&self) -> anyhow::Result<Box<dyn Read>> {
        if self.file == Path::new("-") {
            return Ok(Box::new(std::io::stdin()));
        }
        let file = File::open(&self.file).with_context(|| format!("`{}` cannot be read", self.file.display()))?;
        Ok(Box::new(file))
    }

    /// Reads the file whole, for an act that brings more than it.
    pub(super) fn read(&self, most: u64) -> anyhow::Result<NewDocument> {
        let DocumentAbout { name, media_type, language } = self.about();
        Ok(NewDocument { name, media_type, language, bytes: shared::read_bytes(&self.file, most)? })
    }
}

/// A safeguard at a gate.
#[derive(Args)]
pub(super) struct QuestionArgs {
    /// The safeguard, by name
    #[arg(long)]
    safeguard: SafeguardName,
    /// The gate
    #[arg(long, value_parser = shared::named::<Gate>)]
    gate: Gate,
    /// The delivery, where the gate belongs to one
    #[arg(long, value_name = "ID")]
    holding: Option<MessageId>,
}

impl QuestionArgs {
    /// The question that they name.
    pub(super) fn question(self) -> Question {
        Question { safeguard: self.safeguard, gate: self.gate, holding: self.holding }
    }
}

/// A message that came on paper.
#[derive(Args)]
pub(super) struct CameArgs {
    /// How it came: `post`, `diplomatic_bag`, `email` or `interpol`
    #[arg(long, value_parser = shared::named::<Channel>)]
    channel: Channel,
    #[command(flatten)]
    document: DocumentArgs,
    /// What it brings: a file, `-`, or a JSON object
    #[arg(long, value_name = "JSON")]
    content: Option<String>,
    /// An item granted or delivered; may be given several times
    #[arg(long = "item", value_name = "ITEM")]
    items: Vec<ItemName>,
    /// A ground that it names; may be given several times
    #[arg(long = "ground", value_name = "CODE")]
    grounds: Vec<GroundCode>,
    /// A condition that it names; may be given several times
    #[arg(long = "condition", value_name = "CODE")]
    conditions: Vec<ConditionCode>,
    /// A condition that it accepts; may be given several times
    #[arg(long = "accepts", value_name = "CODE")]
    accepted: Vec<ConditionCode>,
    /// Days, where it asks for a renewal
    #[arg(long)]
    days: Option<u16>,
}

impl CameArgs {
    /// Reads the document, and what it brings.
    pub(super) fn read(self, name: MessageName, most: u64) -> anyhow::Result<CameOnPaper> {
        Ok(CameOnPaper {
            name,
            channel: self.channel,
            document: self.document.read(most)?,
            content: self.content.as_deref().map(shared::read_json).transpose()?.unwrap_or(Value::Null),
            items: self.items,
            grounds: self.grounds,
            conditions: self.conditions,
            accepted: self.accepted,
            days: self.days,
        })
    }
}
