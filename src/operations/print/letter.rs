//! A letter as a self-contained HTML document: pure, from facts that were read elsewhere.

use askama::Template;
use jiff::civil::Date;

use crate::domain::envelope::NamedDocument;
use crate::domain::ids::{ConditionCode, Digest, GroundCode, ItemName, RequestReference};
use crate::domain::in_force::NotInForce;

use super::content::{Block, Drawn, Shown};
use super::words::{Language, Words};

/// All that a letter says.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterFacts {
    /// Language of its own words.
    pub language: Language,
    /// Whether it may leave.
    pub state: LetterState,
    /// Whether everything in it is for training.
    pub training: bool,
    /// Who writes.
    pub sender: Correspondent,
    /// To whom.
    pub recipient: Correspondent,
    /// The reference of the authority that prints it, on every page.
    pub reference: RequestReference,
    /// The day on which it left, or of printing as long as it has not.
    pub dated: Date,
    /// The matter, without names.
    pub title: String,
    /// Title of the measure.
    pub measure: String,
    /// What it rests on.
    pub instrument: LegalBasis,
    /// What it is about.
    pub body: Body,
    /// Documents that belong to it.
    pub documents: Vec<NamedDocument>,
    /// Digest of the wording: what officials read when they cleared the safeguards.
    pub digest: Digest,
    /// The wording as canonical JSON, whose SHA-256 is the digest.
    pub canonical: String,
}

/// Whether a letter may leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterState {
    /// The gate has not been passed for this wording.
    Draft,
    /// The gate has been passed.
    Cleared,
    /// It came from the other State.
    Received,
}

/// One of the two authorities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correspondent {
    /// Name of the State in the language of the letter.
    pub state: String,
    /// Name of the authority, where it is known here.
    pub authority: Option<String>,
    /// Its reference, where it is known here.
    pub reference: Option<RequestReference>,
    /// The number in its own registry, where it is known here.
    pub registry_number: Option<String>,
}

/// What a request rests on. Source: UNCC 40(6)-(7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalBasis {
    /// The instrument's name.
    pub title: String,
    /// Why it is applied, where it is not in force.
    pub not_in_force: Option<NotInForce>,
    /// Citations of the measure.
    pub citations: Vec<String>,
}

/// What a letter is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A request.
    Request(Drawn),
    /// A refusal.
    Refusal(Box<RefusalFacts>),
}

/// What a refusal says, in whole or in part. Source: UNCC 40(21)-(25).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalFacts {
    /// Title of the request's form.
    pub request: String,
    /// When the request was made, where that is known.
    pub request_dated: Option<Date>,
    /// Digest of the request that was decided on.
    pub request_digest: Option<Digest>,
    /// Language in which the request was written; empty where it does not say.
    pub request_language: String,
    /// Items refused.
    pub refused: Vec<DecidedItem>,
    /// Items granted.
    pub granted: Vec<DecidedItem>,
    /// Grounds of the refusal.
    pub grounds: Vec<GroundStated>,
    /// Conditions on what is granted.
    pub conditions: Vec<ConditionStated>,
    /// Reasons. Source: UNCC 40(25).
    pub reasons: String,
    /// Words that went beside the decision when it was sent.
    pub beside: Option<String>,
    /// Consultation before it. Source: UNCC 40(28).
    pub consultation: ConsultationHeld,
}

/// An item as decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedItem {
    /// Its name.
    pub item: ItemName,
    /// What it is, as the request puts it.
    pub description: Option<String>,
    /// On which ground it is refused.
    pub ground: Option<GroundCode>,
}

/// A ground with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroundStated {
    /// Its code.
    pub code: GroundCode,
    /// Its title in the language of the letter.
    pub title: String,
    /// Each article with what it says in short.
    pub articles: Vec<(String, String)>,
    /// Grounds of the treaty that it falls under, where it is none itself.
    pub booked_under: Vec<GroundCode>,
    /// Whether it calls for a consultation.
    pub consult: bool,
}

/// A condition with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConditionStated {
    /// Its code.
    pub code: ConditionCode,
    /// Its title in the language of the letter.
    pub title: String,
    /// What it says here.
    pub words: String,
    /// Its articles.
    pub articles: Vec<String>,
}

/// The consultation that took place. Source: UNCC 40(28).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConsultationHeld {
    /// Grounds that were put to the other State; empty where nothing was.
    pub grounds: Vec<GroundCode>,
    /// Whether it was answered, or timed out; none where only the other State knows.
    pub concluded: Option<bool>,
    /// Messages exchanged: when, from which State, which.
    pub exchanges: Vec<(Date, String, String)>,
}

impl LetterFacts {
    /// The requesting and the requested State: a refusal goes the other way.
    fn states(&self) -> (&str, &str) {
        match self.body {
            Body::Request(_) => (&self.sender.state, &self.recipient.state),
            Body::Refusal(_) => (&self.recipient.state, &self.sender.state),
        }
    }
}

impl RefusalFacts {
    /// Whether nothing is granted beside it.
    fn is_whole(&self) -> bool {
        self.granted.is_empty()
    }

    /// Grounds that call for a consultation and were put to nobody.
    fn not_consulted(&self) -> Vec<&GroundCode> {
        let due = self.grounds.iter().filter(|ground| ground.consult).map(|ground| &ground.code);
        due.filter(|code| !self.consultation.grounds.contains(code)).collect()
    }
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Page<'a> {
    facts: &'a LetterFacts,
    words: Words,
    /// Of the letter's own words.
    lang: &'static str,
    heading: &'a str,
    /// That the instrument is not in force, and why it is applied.
    not_in_force: Option<&'static str>,
    mark: Option<&'static str>,
    stamp: String,
}

/// Writes a letter.
///
/// # Errors
/// Where the template cannot be written, which no content brings about.
pub fn letter_html(facts: &LetterFacts) -> Result<String, askama::Error> {
    let words = Words::of(facts.language);
    let heading = match &facts.body {
        Body::Request(drawn) => drawn.title.as_str(),
        Body::Refusal(refusal) if refusal.is_whole() => words.refusal,
        Body::Refusal(_) => words.refusal_in_part,
    };
    let language = facts.language;
    let (mark, stamp) = (
        language.mark(facts.state),
        language.stamp(facts.state, facts.training, facts.instrument.not_in_force.is_some()),
    );
    let not_in_force = facts.instrument.not_in_force.map(|because| {
        let (en, fr) = because.words();
        language.of(en, fr)
    });
    Page { facts, words, lang: language.into(), heading, not_in_force, mark, stamp }.render()
}
