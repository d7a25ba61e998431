//! Measures and grounds as the law has them: level, kind, procedure, and on which grounds each may be refused.
//!
//! Source: sections 6 and 8 of the study; UNCC 40(8), 40(21)-(28), 42(4)-(6), 43(2).

use crate::domain::measure::MeasureKind;

use super::super::measure::Measure;
use super::super::procedure::Procedure;

/// A measure that ships with the program.
#[derive(Debug)]
pub(super) struct Known {
    /// Its name.
    pub(super) name: &'static str,
    /// Its level at least.
    pub(super) level: u8,
    /// What it touches.
    pub(super) kind: MeasureKind,
    /// The procedure that it follows.
    pub(super) procedure: &'static str,
    /// The procedure of the request that it has to follow from.
    pub(super) follows: Option<&'static str>,
    /// Its form.
    pub(super) content: &'static str,
}

const fn known(name: &'static str, level: u8, kind: MeasureKind, procedure: &'static str) -> Known {
    Known { name, level, kind, procedure, follows: None, content: name }
}

/// The measures that ship.
pub(super) const MEASURES: &[Known] = &[
    known("service_of_documents", 1, MeasureKind::Documents, "documents"),
    known("records", 1, MeasureKind::Documents, "documents"),
    known("expedited_preservation", 2, MeasureKind::Data, "preservation"),
    Known {
        follows: Some("preservation"),
        ..known("traffic_data_disclosure", 3, MeasureKind::Data, "expedited_disclosure")
    },
    known("subscriber_information", 4, MeasureKind::Data, "evidence"),
    known("production", 5, MeasureKind::Data, "evidence"),
    known("search_and_seizure", 8, MeasureKind::Data, "evidence"),
    known("testimony", 6, MeasureKind::Persons, "appearance"),
    known("video_hearing", 6, MeasureKind::Persons, "hearing"),
    known("transfer_of_detained_person", 6, MeasureKind::Persons, "custody_transfer"),
    known("freezing", 7, MeasureKind::Property, "freezing"),
    known("confiscation", 7, MeasureKind::Property, "confiscation"),
    known("real_time_traffic_data", 9, MeasureKind::Live, "live_collection"),
    known("interception", 10, MeasureKind::Live, "live_collection"),
    known("emergency_disclosure", 5, MeasureKind::Emergency, "emergency"),
    known("spontaneous_information", 0, MeasureKind::Transmission, "transmission"),
    known("police_information", 0, MeasureKind::Data, "regularisation"),
    known("joint_investigation_material", 0, MeasureKind::Data, "regularisation"),
];

/// Whether a procedure is one of those that ship: its parts, stages and clocks are known by name.
pub(super) fn ships(procedure: &Procedure) -> bool {
    MEASURES.iter().any(|known| procedure.name == *known.procedure)
}

/// The level below which no measure of a kind can lie.
pub(super) fn least_level(kind: MeasureKind) -> u8 {
    match kind {
        MeasureKind::Transmission | MeasureKind::Emergency | MeasureKind::Data => 0,
        MeasureKind::Documents => 1,
        MeasureKind::Persons => 6,
        MeasureKind::Property => 7,
        MeasureKind::Live => 9,
    }
}

/// Grounds under articles 42 and 43, a closed list. RF-10 needs a reservation, and belongs to 42 alone.
const CLOSED: [&str; 3] = ["RF-05", "RF-06", "RF-08"];
/// Grounds in mutual assistance, for every measure.
const ASSISTANCE: [&str; 14] = [
    "RF-01", "RF-02", "RF-03", "RF-04", "RF-05", "RF-06", "RF-07", "RF-08", "RF-09", "RF-12", "RF-13", "RF-90",
    "RF-91", "PP-01",
];
/// Grounds that protect: no measure goes without them.
const PROTECTING: [&str; 3] = ["RF-05", "RF-06", "RF-08"];
/// And, where the list is not closed, these.
const PROTECTING_TOO: [&str; 5] = ["RF-09", "RF-12", "RF-13", "RF-90", "RF-91"];

/// Whether articles 42(6) and 43(2) close the list of grounds.
pub(super) fn is_closed(measure: &Measure) -> bool {
    ["preservation", "expedited_disclosure"].iter().any(|procedure| measure.procedure == **procedure)
}

/// Whether a measure may be refused, or postponed, on a ground of the treaty's list.
pub(in crate::engine) fn allows(measure: &Measure, code: &str) -> bool {
    if is_closed(measure) {
        return CLOSED.contains(&code) || (code == "RF-10" && measure.procedure == *"preservation");
    }
    let of_kind = match measure.kind {
        MeasureKind::Live => code == "RF-11",
        MeasureKind::Persons => code == "RF-14",
        MeasureKind::Property => code == "RF-15",
        MeasureKind::Documents | MeasureKind::Data | MeasureKind::Emergency | MeasureKind::Transmission => false,
    };
    of_kind || ASSISTANCE.contains(&code)
}

/// Grounds that a measure has to leave open: they protect persons.
pub(super) fn protecting(measure: &Measure) -> impl Iterator<Item = &'static str> {
    let too: &[&str] = if is_closed(measure) { &[] } else { &PROTECTING_TOO };
    let none = measure.kind == MeasureKind::Transmission;
    // Nobody in custody is handed over against their will. Source: UNCC 40(9).
    let consent: &[&str] = if measure.name == *"transfer_of_detained_person" { &["RF-14"] } else { &[] };
    PROTECTING.iter().chain(too).chain(consent).copied().filter(move |_| !none)
}

/// A ground as the law has it.
#[derive(Debug)]
pub(super) struct KnownGround {
    /// Its code.
    pub(super) code: &'static str,
    /// Whether the other State is consulted first.
    pub(super) consult: bool,
    /// Whether nobody may rest a refusal on it.
    pub(super) forbidden: bool,
    /// Grounds under which it is booked.
    pub(super) booked_under: &'static [&'static str],
    /// Its article.
    pub(super) article: &'static str,
}

const fn ground(code: &'static str, article: &'static str) -> KnownGround {
    KnownGround { code, consult: false, forbidden: false, booked_under: &[], article }
}

const fn consulted(code: &'static str, article: &'static str) -> KnownGround {
    KnownGround { consult: true, ..ground(code, article) }
}

const fn forbidden(code: &'static str, article: &'static str) -> KnownGround {
    KnownGround { forbidden: true, ..ground(code, article) }
}

/// The grounds of the treaty, of policy, and those that it forbids.
pub(super) const GROUNDS: &[KnownGround] = &[
    ground("RF-01", "UNCC 40(8)"),
    ground("RF-02", "UNCC 40(8)"),
    ground("RF-03", "UNCC 40(8)"),
    consulted("RF-04", "UNCC 40(28)"),
    consulted("RF-05", "UNCC 40(28)"),
    consulted("RF-06", "UNCC 40(28)"),
    consulted("RF-07", "UNCC 40(28)"),
    ground("RF-08", "UNCC 40(22)"),
    ground("RF-09", "UNCC 36(1)(a)"),
    ground("RF-10", "UNCC 42(5)"),
    ground("RF-11", "UNCC 45(1)"),
    ground("RF-12", "UNCC 35(1)"),
    KnownGround { booked_under: &["RF-05", "RF-06", "RF-07"], ..consulted("RF-13", "UNCC 40(28)") },
    ground("RF-14", "UNCC 40(9)"),
    ground("RF-15", "UNCC 50"),
    KnownGround { booked_under: &["RF-05", "RF-07"], ..consulted("RF-90", "UNCC 40(28)") },
    KnownGround { booked_under: &["RF-05", "RF-07", "RF-13"], ..consulted("RF-91", "UNCC 40(28)") },
    consulted("PP-01", "UNCC 40(28)"),
    ground("PP-02", "UNCC 40(16)"),
    forbidden("NX-01", "UNCC 40(24)"),
    forbidden("NX-02", "UNCC 40(23)"),
    forbidden("NX-03", "UNCC 42(4)"),
    forbidden("NX-04", "UNCC 40(25)"),
    forbidden("NX-05", "UNCC 40(28)"),
    forbidden("NX-06", "UNCC 42(6)"),
];

/// Whether a ground asks for consultation, whatever its file says.
pub(in crate::engine) fn consults(code: &str) -> bool {
    GROUNDS.iter().any(|ground| ground.code == code && ground.consult)
}
