//! Whether every safeguard is there, binds every measure as the matrix says, and stands where the catalogue puts it.

use crate::domain::gate::{Gate, Side};
use crate::domain::ids::MeasureName;
use crate::domain::measure::MeasureKind;
use crate::domain::role::Role;
use crate::domain::safeguard::Basis;

use super::super::flaw::{Flaw, Sites};
use super::super::measure::Measure;
use super::super::rulebook::Rulebook;
use super::super::safeguard::Safeguard;
use super::EMERGENCY;
use super::matrix::{column, least, rows};
use super::safeguards::{Row, row};

pub(super) fn flaws(rulebook: &Rulebook, sites: &Sites<'_>) -> Vec<Flaw> {
    let mut found = Vec::new();
    for (code, title) in rows() {
        let Some(safeguard) = rulebook.safeguards.values().find(|safeguard| safeguard.code == code) else {
            let article = row(code).map_or("", |row| row.article);
            let sentence = format!(
                "the safeguard {code} ({title}) has no file: put it back, files add to the law and take nothing away"
            );
            found.push(sites.flaw("safeguard-missing", ("rulebook.toml", ""), sentence, &[article]));
            continue;
        };
        let file = format!("safeguards/{}.toml", safeguard.name);
        for measure in rulebook.measures.values() {
            found.extend(basis(rulebook, sites, (&file, safeguard), measure));
        }
        if let Some(row) = row(code) {
            found.extend(hard(sites, (&file, safeguard), row));
            found.extend(uncited(sites, (&file, safeguard), row));
            found.extend(places(rulebook, sites, (&file, safeguard), row));
        }
    }
    found
}

/// How much a basis binds.
fn weight(basis: Basis) -> u8 {
    match basis {
        Basis::Treaty => 3,
        Basis::Domestic => 2,
        Basis::Policy => 1,
        Basis::None | Basis::Never => 0,
    }
}

/// The key of `applies` that speaks for a measure.
fn key_for(safeguard: &Safeguard, measure: &Measure) -> String {
    let kind: &'static str = measure.kind.into();
    let key = [measure.name.as_str(), kind].into_iter().find(|key| safeguard.applies.contains_key(*key));
    format!("/applies/{}", key.unwrap_or("default"))
}

fn basis(
    rulebook: &Rulebook,
    sites: &Sites<'_>,
    (file, safeguard): (&str, &Safeguard),
    measure: &Measure,
) -> Option<Flaw> {
    let (code, name) = (&safeguard.code, &measure.name);
    let (wanted, given) = (least(code, column(rulebook, measure)), safeguard.basis(measure));
    let article = row(code).map_or("", |row| row.article);
    let sentence = if wanted == Basis::Never && given != Basis::Never {
        format!(
            "`{name}` is asked {code} on the basis `{given}`: the treaty forbids to make it a condition, write `never`"
        )
    } else if code == EMERGENCY && measure.kind != MeasureKind::Emergency && weight(given) > 0 {
        format!(
            "{code} binds `{name}`, which is no emergency: whatever {code} lets be answered later would not be asked in time"
        )
    } else if weight(given) < weight(wanted) {
        format!(
            "{code} is asked for `{name}` on the basis `{given}`, which is weaker than `{wanted}`: write `{wanted}`"
        )
    } else {
        return None;
    };
    Some(sites.flaw("basis-lowered", (file, &key_for(safeguard, measure)), sentence, &[article]))
}

fn hard(sites: &Sites<'_>, (file, safeguard): (&str, &Safeguard), row: &Row) -> Option<Flaw> {
    let lost = row.hard && !safeguard.hard;
    let sentence = format!("a negative answer to {} would not stand: it is a hard one, write `hard = true`", row.code);
    lost.then(|| sites.flaw("hard-taken-off", (file, "/hard"), sentence, &[row.article]))
}

/// A question that no longer says where it comes from could be taken for one of the installation's own.
fn uncited(sites: &Sites<'_>, (file, safeguard): (&str, &Safeguard), row: &Row) -> Option<Flaw> {
    let cites = safeguard.source.iter().any(|source| source.to_string() == row.article);
    let sentence = format!("{} no longer cites {}, on which it rests: put it back", row.code, row.article);
    (!cites).then(|| sites.flaw("citation-dropped", (file, "/source"), sentence, &[row.article]))
}

/// Whether a step of a measure's procedure passes a gate at all: what nobody passes, nothing can be asked at.
fn is_passed(rulebook: &Rulebook, measure: &Measure, (gate, side): (Gate, Side)) -> bool {
    let Some(procedure) = rulebook.procedures.get(&measure.procedure) else { return false };
    procedure
        .parts()
        .any(|(_, of, part)| of == side && part.transitions.iter().any(|transition| transition.gates.contains(&gate)))
}

/// Every place of the catalogue, for every measure that it binds.
fn places(rulebook: &Rulebook, sites: &Sites<'_>, (file, safeguard): (&str, &Safeguard), row: &Row) -> Vec<Flaw> {
    let mut found = Vec::new();
    for spot in row.spots {
        let binds = |measure: &&Measure| {
            spot.is_for(measure.name.as_str())
                && weight(least(row.code, column(rulebook, measure))) > 0
                && is_passed(rulebook, measure, (spot.gate, spot.side))
        };
        let unasked: Vec<&MeasureName> = rulebook
            .measures
            .values()
            .filter(binds)
            .filter(|measure| safeguard.place(spot.gate, spot.side, &measure.name).is_none())
            .map(|measure| &measure.name)
            .collect();
        if !unasked.is_empty() {
            let index = safeguard.stands_at.iter().position(|at| (at.gate, at.side) == (spot.gate, spot.side));
            let pointer = index.map_or_else(|| "/stands_at".to_owned(), |index| format!("/stands_at/{index}"));
            let names = super::super::refusal::listed(unasked, ", ");
            let sentence = format!(
                "{} is not asked at the gate `{}` of the {} State for {names}: it has to stand there",
                row.code, spot.gate, spot.side
            );
            found.push(sites.flaw("place-dropped", (file, &pointer), sentence, &[row.article]));
        }
        for (index, place) in safeguard.stands_at.iter().enumerate() {
            if (place.gate, place.side) != (spot.gate, spot.side) {
                continue;
            }
            let mut widened = |key: &str, roles: &[Role], may: &[Role]| {
                // A judge, who holds no second role, may answer whatever is left to the central authority.
                let judge = |role: &Role| *role == Role::JudicialAuthority && may.contains(&Role::CentralAuthority);
                for role in roles.iter().filter(|role| !may.contains(role) && !judge(role)) {
                    let names = super::super::refusal::listed(may, " or ");
                    let sentence = format!(
                        "`{role}` may not answer {} at the gate `{}`: the law leaves that to {names}",
                        row.code, place.gate
                    );
                    let pointer = format!("/stands_at/{index}/{key}");
                    found.push(sites.flaw("role-widened", (file, &pointer), sentence, &[row.article]));
                }
            };
            widened("answered_by", &place.answered_by, spot.roles);
            if !spot.confirmed.is_empty() {
                widened("confirmed_by", &place.confirmed_by, spot.confirmed);
                if place.confirmed_by.is_empty() {
                    let sentence = format!(
                        "the answer to {} at the gate `{}` needs a second official: name in `confirmed_by` who confirms it",
                        row.code, place.gate
                    );
                    let pointer = format!("/stands_at/{index}");
                    found.push(sites.flaw("second-official-dropped", (file, &pointer), sentence, &[row.article]));
                }
            }
        }
    }
    found
}
