//! `workflows explain`: in words, every gate on a measure's way and what has to hold there.

mod page;
mod people;

use clap::Args;
use serde_json::json;
use strum::IntoEnumIterator as _;

use crate::domain::gate::Side;
use crate::domain::safeguard::Profile;
use crate::engine::explore::{Staffing, staffing};
use crate::engine::guide;
use crate::engine::rulebook::Rulebook;
use crate::engine::words::Language;

use super::super::output;
use super::super::shared::named;
use super::chart;
use page::Page;

const AFTER: &str = "\
Examples:
  comity workflows explain production
  comity workflows explain expedited_preservation --profile treaty_minimum --language fr

A gate opens once every safeguard that binds there is cleared for what is read there, by the roles that are named, and \
every gate before it has been passed and is still cleared: they are asked again. Whoever takes a step through a gate \
answered none of its safeguards, and the author of a request answers nothing of it.

At the top stands how few officials can do it: at the requesting State until the request is sent, at the requested State \
until the result is disclosed. What comes later (use, closing) may ask for more.

JSON: {\"rulebook\", \"measure\", \"procedure\", \"level\", \"intrusive\", \"profile\", \"in_force\", \"staffing\", \"parts\"}; \
each of staffing {\"side\", \"people\", \"because\"}; each part {\"part\", \"side\", \"gates\", \"steps\", \"clocks\"}; each \
gate {\"gate\", \"reads\", \"asks_again\", \"steps\", \"safeguards\"}.

The same as a picture: `comity workflows chart PROCEDURE --measure MEASURE`. One safeguard: `comity workflows show SG-10`.";

#[derive(Args)]
#[command(after_help = AFTER)]
pub(in crate::cli) struct Explain {
    /// The measure
    #[arg(value_name = "MEASURE")]
    measure: String,
    /// Whose safeguards: `treaty_minimum`, `domestic` or `strict`
    #[arg(long, default_value = "strict", value_name = "PROFILE", value_parser = named::<Profile>)]
    profile: Profile,
    /// A language of the rulebook
    #[arg(long, default_value = "en", value_name = "LANGUAGE")]
    language: String,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

impl Explain {
    pub(super) fn run(self, rulebook: &Rulebook) -> anyhow::Result<u8> {
        let measure = chart::measure(rulebook, &self.measure)?;
        chart::language(rulebook, &self.language)?;
        let parts = guide::of(rulebook, measure, self.profile, &self.language);
        let staffing: Vec<(Side, Option<Staffing>)> =
            Side::iter().map(|side| (side, staffing(rulebook, measure, side, self.profile))).collect();
        if self.json {
            let staffing: Vec<Staffing> = staffing.into_iter().filter_map(|(_, found)| found).collect();
            return output::json(&json!({
                "rulebook": rulebook.hash, "measure": measure.name, "procedure": measure.procedure,
                "level": measure.level, "intrusive": measure.is_intrusive(), "profile": self.profile,
                "in_force": rulebook.about.in_force, "staffing": staffing, "parts": parts,
            }));
        }
        let mut page = Page { text: String::new(), language: Language::of(&self.language) };
        page.head(rulebook, measure, self.profile, &self.language);
        page.staffing(&staffing);
        for part in &parts {
            page.part(part, measure);
        }
        output::line(page.text.trim_end())
    }
}
