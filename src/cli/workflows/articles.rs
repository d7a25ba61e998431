//! `workflows articles`: article by article, how far the citation can be trusted, and where it acts.

use std::collections::BTreeMap;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use crate::domain::citation::Citation;
use crate::engine::lists::Confidence;
use crate::engine::refusal::listed;
use crate::engine::rulebook::Rulebook;

use super::super::output::{self, WrongUse};
use super::citing::{self, Act};
use super::{chapter_five, effect, order, table};

/// So many near ones are named where an article is unknown.
const NEAR: usize = 5;

const AFTER: &str = "\
Examples:
  comity workflows articles                            every article in a line or two
  comity workflows articles --article \"UNCC 40(22)\"    where it bites, with file and line
  comity workflows articles --article 40               article 40 with all its paragraphs

How far a citation can be trusted: `text read` (in the official text), `copied clause` (read in the treaty from which \
it was taken; the number is to be confirmed), `secondary` (confirmed by a secondary source), `from memory` (to be \
confirmed). Files are named below the rulebook's folder; those of `content/` lie in schemas/content/.

JSON: {\"rulebook\", \"instrument\", \"articles\"}, the articles in the order of the table, each {\"citation\", \
\"confidence\", \"about\", \"acts\"}; each act {\"kind\", \"name\", \"code\", \"title\", \"of\", \"part\", \"how\", \
\"file\", \"line\"}. `about` and `title` are texts by language. `kind` is safeguard, ground, condition, measure, \
transition, deadline, stage, message, field, profile, party or rulebook; `code` stands where there is one beside the \
name, `of` is the procedure or the measure, `part` the side or the holding, `how` what the rule does there; a field has \
no `line`. Of all articles also \"chapter_five\": each paragraph of articles 35 to 52 {\"citation\", \"about\", \
\"confidence\", \"out_of_scope\", \"files\", \"scenarios\"}; no rule rests on one without files, no scenario plays one \
without scenarios, and `out_of_scope` says why it is left out.";

#[derive(Args)]
#[command(after_help = AFTER)]
pub(in crate::cli) struct Articles {
    /// Only this article and its paragraphs, such as `UNCC 40(22)`; without an instrument, the rulebook's own
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// A citation and the rules that rest on it.
#[derive(Serialize)]
pub(super) struct Article<'r> {
    pub(super) citation: &'r Citation,
    #[serde(serialize_with = "displayed")]
    pub(super) confidence: Confidence,
    pub(super) about: &'r BTreeMap<String, String>,
    pub(super) acts: Vec<Acting>,
}

/// A rule, and what it does.
#[derive(Serialize)]
pub(super) struct Acting {
    #[serde(flatten)]
    pub(super) act: Act,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) how: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
pub(super) fn displayed<S: serde::Serializer>(confidence: &Confidence, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(confidence)
}

impl Articles {
    pub(super) fn run(self, rulebook: &Rulebook) -> anyhow::Result<u8> {
        let own = rulebook.about.instrument.as_str();
        let mut articles = read(rulebook)?;
        if let Some(typed) = &self.article {
            let meant = order::meant(typed, own);
            if !articles.iter().any(|article| order::covers(&meant, article.citation)) {
                let instrument = meant.split(' ').next().unwrap_or_default();
                if !rulebook.instruments.contains_key(instrument) {
                    let there_are = listed(rulebook.instruments.keys(), ", ");
                    return Err(WrongUse(format!(
                        "the rulebook knows no instrument `{instrument}`: there are {there_are}"
                    ))
                    .into());
                }
                let near = order::near(&meant, articles.iter().map(|article| article.citation), NEAR);
                let near = listed(near, ", ");
                let sentence =
                    format!("the rulebook cites no `{meant}`: near it are {near}; leave `--article` out to see all");
                return Err(WrongUse(sentence).into());
            }
            articles.retain(|article| order::covers(&meant, article.citation));
        }
        let whole = self.article.is_none() && own == chapter_five::INSTRUMENT;
        let chapter = if whole { chapter_five::read(rulebook)? } else { Vec::new() };
        if self.json {
            let mut answer = json!({ "rulebook": rulebook.hash, "instrument": own, "articles": articles });
            if whole {
                answer["chapter_five"] = json!(chapter);
            }
            return output::json(&answer);
        }
        let mut text = if self.article.is_some() { table::in_full(&articles) } else { table::in_short(&articles) };
        if whole {
            text.push_str("\n\n");
            text.push_str(chapter_five::told(&chapter).trim_end());
        }
        output::line(&text)
    }
}

/// Every citation of the rulebook in its order, with what rests on it.
fn read(rulebook: &Rulebook) -> anyhow::Result<Vec<Article<'_>>> {
    let mut acts = citing::acts(rulebook)?;
    let acting = |act: Act| Acting { how: effect::of(rulebook, &act), act };
    let mut articles: Vec<Article<'_>> = rulebook
        .citations
        .values()
        .map(|known| Article {
            citation: &known.text,
            confidence: known.confidence,
            about: &known.about.0,
            acts: acts.remove(&known.text).unwrap_or_default().into_iter().map(acting).collect(),
        })
        .collect();
    articles.sort_by_cached_key(|article| order::key(article.citation, &rulebook.about.instrument));
    Ok(articles)
}
