//! Whether profiles still bind, measures keep their level, kind and grounds, and grounds what they ask for.

use std::collections::BTreeSet;

use strum::IntoEnumIterator;

use crate::domain::safeguard::Profile;

use super::super::flaw::{Flaw, Sites};
use super::super::measure::Measure;
use super::super::rulebook::Rulebook;
use super::measures::{GROUNDS, Known, MEASURES, allows, least_level, protecting};
use super::{CONVENTION, binding};

/// Profiles bind at least what they say. Every instrument is held to this.
pub(super) fn profiles(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for profile in Profile::iter() {
        let given = rulebook.binding(profile);
        for basis in binding(profile).iter().filter(|basis| !given.contains(basis)) {
            let sentence =
                format!("the profile `{profile}` no longer binds what rests on the basis `{basis}`: put it back");
            let pointer = format!("/profile/name={profile}/binds");
            found.push(sites.flaw("profile-lowered", ("profiles.toml", &pointer), sentence, &["UNCC 24(1)"]));
        }
    }
    let claimed = rulebook.instruments.get(&rulebook.about.instrument).map(|instrument| instrument.in_force);
    if rulebook.about.in_force && claimed == Some(false) {
        let sentence = format!(
            "the rulebook says that it is in force, and `sources.toml` that {} is not",
            rulebook.about.instrument
        );
        found.push(sites.flaw("not-in-force", ("rulebook.toml", "/in_force"), sentence, &["UNCC 65(1)"]));
    }
    found
}

pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    if rulebook.about.instrument != CONVENTION {
        let sentence = format!(
            "its measures rest on {CONVENTION}, and it says that its instrument is {}",
            rulebook.about.instrument
        );
        found.push(sites.flaw("instrument", ("rulebook.toml", "/instrument"), sentence, &["UNCC 40(6)"]));
    }
    for known in MEASURES {
        match rulebook.measures.values().find(|measure| measure.name == *known.name) {
            Some(measure) => found.extend(as_shipped(sites, measure, known)),
            None => {
                let sentence = format!("the measure `{}` has no file: put it back", known.name);
                found.push(sites.flaw("measure-missing", ("rulebook.toml", ""), sentence, &["UNCC 40(3)"]));
            }
        }
    }
    for measure in rulebook.measures.values() {
        found.extend(level(sites, measure));
        found.extend(grounds_of(rulebook, sites, measure));
    }
    found.extend(grounds(rulebook, sites));
    found
}

fn as_shipped(sites: &Sites<'_>, measure: &Measure, known: &Known) -> Vec<Flaw> {
    let file = format!("measures/{}.toml", known.name);
    let name = known.name;
    let mut found = Vec::new();
    let mut differs = |key: &str, sentence: String, article: &str| {
        found.push(sites.flaw("measure-lowered", (&file, &format!("/{key}")), sentence, &[article]));
    };
    if measure.level < known.level {
        let sentence = format!(
            "the level of `{name}` is {}, below {}: from level 5 on more steps need two people",
            measure.level, known.level
        );
        differs("level", sentence, "UNCC 24(2)");
    }
    if measure.kind != known.kind {
        let sentence =
            format!("`{name}` is of the kind `{}`: by the kind, safeguards bind; write `{}`", measure.kind, known.kind);
        differs("kind", sentence, "UNCC 24(1)");
    }
    if measure.procedure != *known.procedure {
        let sentence =
            format!("`{name}` follows the procedure `{}`: it has to follow `{}`", measure.procedure, known.procedure);
        differs("procedure", sentence, "UNCC 40(3)");
    }
    if let Some(follows) = known.follows
        && measure.follows.as_ref().is_none_or(|given| *given != *follows)
    {
        let sentence = format!(
            "`{name}` has to follow from a request of `{follows}`, where its form and channel were asked: write `follows = \"{follows}\"`"
        );
        differs("follows", sentence, "UNCC 43(1)");
    }
    if measure.content != known.content {
        let sentence = format!(
            "the form of `{name}` is `{}`: it has to be `{}`, with the fields that the treaty asks for",
            measure.content, known.content
        );
        differs("content", sentence, "UNCC 40(15)");
    }
    found
}

fn level(sites: &Sites<'_>, measure: &Measure) -> Option<Flaw> {
    let least = least_level(measure.kind);
    let (name, kind) = (&measure.name, measure.kind);
    let file = format!("measures/{name}.toml");
    let sentence =
        format!("the level of `{name}` is {}: no measure of the kind `{kind}` lies below {least}", measure.level);
    (measure.level < least).then(|| sites.flaw("measure-lowered", (&file, "/level"), sentence, &["UNCC 24(2)"]))
}

fn grounds_of(rulebook: &Rulebook, sites: &Sites<'_>, measure: &Measure) -> Vec<Flaw> {
    let name = &measure.name;
    let file = format!("measures/{name}.toml");
    let mut found = Vec::new();
    for (index, code) in measure.grounds.iter().enumerate() {
        let booked = rulebook.grounds.get(code).map_or(&[][..], |ground| &ground.booked_under);
        // A ground of the installation's own is a name for one of the treaty's, and for nothing else.
        let own = GROUNDS.iter().all(|known| *code != *known.code);
        let as_another = own && !booked.is_empty() && booked.iter().all(|under| allows(measure, under.as_str()));
        if !allows(measure, code.as_str()) && !as_another {
            let article = if super::measures::is_closed(measure) { "UNCC 42(6)" } else { "UNCC 40(21)" };
            let sentence =
                format!("`{name}` could be refused on `{code}`: the treaty does not allow that ground for it");
            found.push(sites.flaw("ground-widened", (&file, &format!("/grounds/{index}")), sentence, &[article]));
        }
    }
    let kept: BTreeSet<&str> = measure.grounds.iter().map(crate::domain::ids::GroundCode::as_str).collect();
    for code in protecting(measure).filter(|code| !kept.contains(code)) {
        let article = GROUNDS.iter().find(|ground| ground.code == code).map_or("", |ground| ground.article);
        let sentence = format!("`{name}` could not be refused on `{code}`, which protects persons: name it");
        found.push(sites.flaw("ground-dropped", (&file, "/grounds"), sentence, &[article]));
    }
    found
}

fn grounds(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    const FILE: &str = "grounds.toml";
    let mut found = Vec::new();
    for known in GROUNDS {
        let code = known.code;
        let Some(ground) = rulebook.grounds.values().find(|ground| ground.code == *code) else {
            let sentence = format!("the ground `{code}` is missing: put it back");
            found.push(sites.flaw("ground-dropped", (FILE, ""), sentence, &[known.article]));
            continue;
        };
        let mut differs = |key: &str, sentence: String| {
            let pointer = format!("/ground/code={code}/{key}");
            found.push(sites.flaw("ground-lowered", (FILE, &pointer), sentence, &[known.article]));
        };
        if known.consult && !ground.consult {
            differs(
                "consult",
                format!("`{code}` asks for a consultation before refusing or postponing: write `consult = true`"),
            );
        }
        if known.forbidden && !ground.forbidden {
            differs("forbidden", format!("nobody may rest a refusal on `{code}`: write `forbidden = true`"));
        }
        if !known.forbidden && ground.forbidden {
            differs("forbidden", format!("`{code}` is a ground of the treaty, and protects: it may not be forbidden"));
        }
        let beyond = ground.booked_under.iter().any(|under| !known.booked_under.contains(&under.as_str()));
        if beyond || (ground.booked_under.is_empty() && !known.booked_under.is_empty()) {
            differs("booked_under", format!("`{code}` is booked under {}", known.booked_under.join(", ")));
        }
    }
    found
}
