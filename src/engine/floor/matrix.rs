//! The matrix of safeguards and measures, row by row as in the study of the law (section 8.1), so that a jurist can compare.
//!
//! It is part of the program: no file moves it. `T` a duty of the treaty, `D` of domestic law (articles 24 and 36), `P` of
//! policy, `N` the treaty forbids to ask (42(4), 43(2)), `.` not asked.

use crate::domain::measure::MeasureKind;
use crate::domain::safeguard::Basis;

use super::super::measure::Measure;
use super::super::rulebook::Rulebook;
use crate::domain::message::Carries;

/// The columns. Papers (service of documents, records) take that of subscriber information without SG-02, 04, 05, 06, 08
/// and 39, and stand first here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Service of documents, records.
    Papers,
    /// Spontaneous information.
    Spontaneous,
    /// Preservation.
    Preservation,
    /// Partial disclosure of traffic data.
    Traffic,
    /// Subscriber information.
    Subscriber,
    /// Production of other stored data.
    Production,
    /// Testimony, hearings, transfer of detained persons.
    Persons,
    /// Freezing, seizure, confiscation.
    Property,
    /// Search and seizure.
    Search,
    /// Traffic data in real time.
    LiveTraffic,
    /// Interception of content.
    Interception,
    /// Emergency disclosure.
    Emergency,
    /// Regularisation of what the police passed on, or a joint investigation gathered.
    Regularised,
}

/// Code, title, and the cells: papers, SPON, PRES, PDIS, SUBS, PROD, DETN/VIDEO, FRZ, SRCH, RTTD, INTC, EMRG, and what is made
/// regular before it is used (47, 48): as production, with SG-35.
const MATRIX: [(&str, &str, &str); 39] = [
    //                                                     DOC SPO PRE PDI SUB PRO PER FRZ SRC RTT INT EMR REG
    ("SG-01", "Scope and serious crime", "T   P   T   T   T   T   T   T   T   T   T   T   T"),
    ("SG-02", "Dual criminality", ".   .   N   N   P   P   P   P   P   P   P   .   P"),
    ("SG-03", "Grounds justifying the measure", "D   P   T   T   D   D   D   D   D   T   D   P   D"),
    ("SG-04", "Necessity and proportionality", ".   P   D   D   D   D   P   D   D   D   D   D   D"),
    ("SG-05", "Least intrusive means", ".   .   P   .   P   P   .   P   P   P   P   .   P"),
    ("SG-06", "Specificity, no bulk collection", ".   P   T   T   T   T   .   T   D   T   T   P   T"),
    ("SG-07", "Limits of scope and duration", "D   .   T   .   D   D   .   D   D   T   D   P   D"),
    ("SG-08", "Independent authorisation", ".   .   P   P   P   D   D   D   D   D   D   P   D"),
    ("SG-09", "Consistency with human rights", "T   T   T   T   T   T   T   T   T   T   T   T   T"),
    ("SG-10", "Non-discrimination and persecution", "T   P   T   T   T   T   T   T   T   T   T   P   T"),
    ("SG-11", "Political offence", "P   P   .   .   P   P   P   P   P   P   P   .   P"),
    ("SG-12", "Protected persons and privilege", "P   P   P   P   P   P   P   P   P   P   P   P   P"),
    ("SG-13", "Good-faith security research", "P   P   P   P   P   P   P   P   P   P   P   P   P"),
    ("SG-14", "Children", "P   P   P   P   P   P   P   P   P   P   P   P   P"),
    ("SG-15", "Persons at heightened risk", "P   P   P   P   P   P   P   P   P   P   P   P   P"),
    ("SG-16", "Death penalty, torture, unfair trial", "P   P   .   .   P   P   P   P   P   P   P   P   P"),
    ("SG-17", "Sovereignty", "T   P   T   T   T   T   T   T   T   T   T   T   T"),
    ("SG-18", "Form, language and content", "T   P   T   .   T   T   T   T   T   T   T   T   T"),
    ("SG-19", "Competent authority and secure channel", "T   P   T   .   T   T   T   T   T   T   T   T   T"),
    ("SG-20", "Lawful transfer of personal data", "T   T   .   T   T   T   T   T   T   T   T   T   T"),
    ("SG-21", "Safeguards at the recipient", "T   T   .   T   T   T   T   T   T   T   T   T   T"),
    ("SG-22", "Onward transfer", "T   T   .   T   T   T   T   T   T   T   T   T   T"),
    ("SG-23", "Speciality, use limitation", "T   T   .   T   T   T   T   T   T   T   T   P   T"),
    ("SG-24", "Exculpatory disclosure", "T   T   .   T   T   T   T   T   T   T   T   T   T"),
    ("SG-25", "Confidentiality and its limits", "T   T   T   T   T   T   T   T   T   T   T   P   T"),
    ("SG-26", "Notification of persons affected", "P   P   P   P   P   P   .   P   P   P   P   P   P"),
    ("SG-27", "Effective remedy", "D   P   D   D   D   D   D   D   D   D   D   P   D"),
    ("SG-28", "Third parties", "D   P   D   D   D   D   P   D   D   D   D   P   D"),
    ("SG-29", "Consultation before refusal", "T   .   .   .   T   T   T   T   T   T   T   .   T"),
    ("SG-30", "Reasons", "T   .   T   T   T   T   T   T   T   T   T   T   T"),
    ("SG-31", "Consent, custody, safe conduct", ".   .   .   .   .   .   T   .   .   .   .   .   ."),
    ("SG-32", "Emergency and validation afterwards", ".   .   .   .   .   .   .   .   .   .   .   T   ."),
    ("SG-33", "Integrity and chain of custody", "P   P   T   P   P   P   .   .   T   P   P   P   P"),
    ("SG-34", "Retention, release, deletion", "D   D   T   D   D   D   D   D   D   D   D   D   D"),
    ("SG-35", "Gate for spontaneous information", ".   T   .   .   .   .   .   .   .   .   .   .   P"),
    ("SG-36", "Technical limits", ".   .   .   .   .   .   .   .   P   T   T   .   ."),
    ("SG-38", "Independence, separation of duties", "D   P   D   D   D   D   D   D   D   D   D   D   D"),
    ("SG-39", "Provider challenge, conflict of laws", ".   .   .   .   P   P   .   .   P   P   P   .   P"),
    ("SG-40", "Victims and witnesses", "D   P   D   D   D   D   D   D   D   D   D   D   D"),
];

/// Every code of the matrix with its title.
pub(super) fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    MATRIX.iter().map(|(code, title, _)| (*code, *title))
}

/// Why a safeguard is asked for a measure at least.
pub(super) fn least(code: &str, column: Column) -> Basis {
    let row = MATRIX.iter().find(|(known, ..)| *known == code);
    match row.and_then(|(.., cells)| cells.split_whitespace().nth(column as usize)) {
        Some("T") => Basis::Treaty,
        Some("D") => Basis::Domestic,
        Some("P") => Basis::Policy,
        Some("N") => Basis::Never,
        Some(_) | None => Basis::None,
    }
}

/// The column that a measure is held to: its own by name, else that of its kind and level.
pub(super) fn column(rulebook: &Rulebook, measure: &Measure) -> Column {
    match measure.name.as_str() {
        "traffic_data_disclosure" => Column::Traffic,
        "expedited_preservation" => Column::Preservation,
        "subscriber_information" => Column::Subscriber,
        "search_and_seizure" => Column::Search,
        "interception" => Column::Interception,
        _ if measure.procedure == *"regularisation" => Column::Regularised,
        _ => of_kind(rulebook, measure),
    }
}

fn of_kind(rulebook: &Rulebook, measure: &Measure) -> Column {
    // What brings nothing back can be no more than a preservation.
    let brings = rulebook
        .procedures
        .get(&measure.procedure)
        .is_none_or(|procedure| procedure.messages.iter().any(|message| message.carries == Carries::Result));
    match measure.kind {
        MeasureKind::Documents => Column::Papers,
        MeasureKind::Persons => Column::Persons,
        MeasureKind::Property => Column::Property,
        MeasureKind::Emergency => Column::Emergency,
        MeasureKind::Transmission => Column::Spontaneous,
        MeasureKind::Live if measure.level >= 10 => Column::Interception,
        MeasureKind::Live => Column::LiveTraffic,
        MeasureKind::Data if !brings && measure.level <= 2 => Column::Preservation,
        MeasureKind::Data if measure.level <= 4 => Column::Subscriber,
        MeasureKind::Data if measure.level <= 7 => Column::Production,
        MeasureKind::Data => Column::Search,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_cell_for_every_column() {
        for (code, _, cells) in MATRIX {
            let cells: Vec<&str> = cells.split_whitespace().collect();
            assert_eq!(cells.len(), Column::Regularised as usize + 1, "{code}");
            assert!(cells.iter().all(|cell| ["T", "D", "P", "N", "."].contains(cell)), "{code}");
        }
    }

    #[test]
    fn a_cell_is_read_in_its_column() {
        assert_eq!(least("SG-02", Column::Preservation), Basis::Never);
        assert_eq!(least("SG-08", Column::Production), Basis::Domestic);
        assert_eq!(least("SG-32", Column::Emergency), Basis::Treaty);
        assert_eq!(least("SG-31", Column::Search), Basis::None);
        assert_eq!(least("SG-35", Column::Regularised), Basis::Policy);
    }
}
