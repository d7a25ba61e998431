//! The catalogue: where each safeguard stands, who answers, which answers clear and what they need (section 12 of the study).
//!
//! Files may add places, ask for more people and more reasons; they take nothing away. Written down here a second time,
//! so that no file moves it.

use crate::domain::gate::{Gate, Side};
use crate::domain::role::Role;
use crate::domain::safeguard::Outcome;

const CA: Role = Role::CentralAuthority;
const EXE: Role = Role::ExecutingAuthority;
const JUD: Role = Role::JudicialAuthority;
const HRR: Role = Role::RightsReviewer;
const DPO: Role = Role::DataProtectionReviewer;
const POC: Role = Role::PointOfContact;

/// What is sent unasked is decided on by nobody else: the sender asks before it leaves. Source: UNCC 40(4).
const UNASKED: &[&str] = &["spontaneous_information"];

/// One safeguard as the catalogue has it.
#[derive(Debug)]
pub(super) struct Row {
    /// Its code.
    pub(super) code: &'static str,
    /// Its first article.
    pub(super) article: &'static str,
    /// Whether a negative answer stands.
    pub(super) hard: bool,
    /// Where it stands.
    pub(super) spots: &'static [Spot],
    /// Its answers.
    pub(super) says: &'static [Says],
}

/// A place where a safeguard stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// The gate.
    pub(super) gate: Gate,
    /// The side.
    pub(super) side: Side,
    /// Who may answer.
    pub(super) roles: &'static [Role],
    /// Who confirms; none where nobody has to.
    pub(super) confirmed: &'static [Role],
    /// Measures for which it need not stand here.
    pub(super) except: &'static [&'static str],
    /// The only measures for which it has to; all where none is named.
    pub(super) only: &'static [&'static str],
}

/// An answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Says {
    /// Its name.
    pub(super) name: &'static str,
    /// What it says.
    pub(super) outcome: Outcome,
    /// Whether it needs reasons.
    pub(super) reason: bool,
    /// Whether it needs a document.
    pub(super) document: bool,
    /// The ground it gives.
    pub(super) ground: &'static str,
    /// The condition on which it clears.
    pub(super) condition: &'static str,
    /// The grounds beside which alone it may be given.
    pub(super) only_with: &'static [&'static str],
    /// It may be given for what was sent unasked, and for nothing else.
    pub(super) unasked: bool,
}

const fn asked(gate: Gate, side: Side, roles: &'static [Role]) -> Spot {
    Spot { gate, side, roles, confirmed: &[], except: &[], only: &[] }
}

const fn says(name: &'static str, outcome: Outcome) -> Says {
    Says { name, outcome, reason: false, document: false, ground: "", condition: "", only_with: &[], unasked: false }
}

impl Spot {
    const fn confirmed(self, confirmed: &'static [Role]) -> Self {
        Spot { confirmed, ..self }
    }

    const fn except(self, except: &'static [&'static str]) -> Self {
        Spot { except, ..self }
    }

    const fn only(self, only: &'static [&'static str]) -> Self {
        Spot { only, ..self }
    }

    /// Whether it has to stand here for a measure.
    pub(super) fn is_for(&self, measure: &str) -> bool {
        !self.except.contains(&measure) && (self.only.is_empty() || self.only.contains(&measure))
    }
}

impl Says {
    const fn reason(self) -> Self {
        Says { reason: true, ..self }
    }

    const fn document(self) -> Self {
        Says { document: true, ..self }
    }

    const fn ground(self, ground: &'static str) -> Self {
        Says { ground, ..self }
    }

    const fn condition(self, condition: &'static str) -> Self {
        Says { condition, ..self }
    }

    const fn only_with(self, only_with: &'static [&'static str]) -> Self {
        Says { only_with, ..self }
    }

    const fn unasked(self) -> Self {
        Says { unasked: true, ..self }
    }
}

/// The row of a code.
pub(super) fn row(code: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.code == code)
}

/// The catalogue.
pub(super) const ROWS: &[Row] = &[
    Row {
        code: "SG-01",
        article: "UNCC 2(h)",
        hard: false,
        spots: &[asked(Gate::Authorisation, Side::Requesting, &[CA]), asked(Gate::Admission, Side::Requested, &[CA])],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason().ground("RF-12")],
    },
    Row {
        code: "SG-02",
        article: "UNCC 35(3)",
        hard: false,
        spots: &[asked(Gate::Decision, Side::Requested, &[CA, JUD])],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason().ground("RF-01"),
            says("not_applicable", Outcome::NotApplicable).reason(),
        ],
    },
    Row {
        code: "SG-03",
        article: "UNCC 24(2)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[CA, JUD]),
            asked(Gate::Decision, Side::Requested, &[JUD, EXE]),
        ],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason().ground("RF-04")],
    },
    Row {
        code: "SG-04",
        article: "UNCC 24(1)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[JUD, CA]),
            asked(Gate::Decision, Side::Requested, &[JUD, CA]),
        ],
        says: &[
            says("met", Outcome::Met).reason(),
            says("not_met", Outcome::NotMet).reason().ground("RF-06"),
            says("met_with_conditions", Outcome::MetWithConditions).reason().condition("CD-01"),
        ],
    },
    Row {
        code: "SG-05",
        article: "UNCC 24(1)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[JUD, HRR]),
            asked(Gate::Decision, Side::Requested, &[JUD, HRR]),
        ],
        says: &[
            says("met", Outcome::Met).reason(),
            says("not_met", Outcome::NotMet).reason().ground("RF-06"),
            says("later", Outcome::Deferred).reason(),
        ],
    },
    Row {
        code: "SG-06",
        article: "UNCC 23(1)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[CA]),
            asked(Gate::Admission, Side::Requested, &[CA]),
            asked(Gate::Disclosure, Side::Requested, &[CA]).only(&["traffic_data_disclosure"]),
        ],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason().ground("RF-12")],
    },
    Row {
        code: "SG-07",
        article: "UNCC 24(2)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[JUD, CA]),
            asked(Gate::Decision, Side::Requested, &[JUD, CA]),
            asked(Gate::Renewal, Side::Requesting, &[JUD, CA]),
            asked(Gate::Renewal, Side::Requested, &[JUD, CA]),
        ],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason().ground("RF-04"),
            says("met_with_conditions", Outcome::MetWithConditions).reason().condition("CD-01"),
        ],
    },
    Row {
        code: "SG-08",
        article: "UNCC 24(2)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[JUD]).except(&["expedited_preservation"]),
            asked(Gate::Execution, Side::Requested, &[JUD]).except(&["expedited_preservation"]),
            asked(Gate::Renewal, Side::Requesting, &[JUD]),
            asked(Gate::Renewal, Side::Requested, &[JUD]),
        ],
        says: &[
            says("met", Outcome::Met).document(),
            says("not_met", Outcome::NotMet).reason().ground("RF-06"),
            says("later", Outcome::Deferred).reason(),
        ],
    },
    Row {
        code: "SG-09",
        article: "UNCC 6(1)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[HRR, JUD]),
            asked(Gate::Decision, Side::Requested, &[HRR, JUD]),
        ],
        says: &[
            says("met", Outcome::Met).reason(),
            says("not_met", Outcome::NotMet).reason().ground("RF-13"),
            says("met_with_conditions", Outcome::MetWithConditions).reason().condition("CD-01"),
        ],
    },
    Row {
        code: "SG-10",
        article: "UNCC 40(22)",
        hard: true,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[HRR, CA]),
            asked(Gate::Decision, Side::Requested, &[HRR]).confirmed(&[CA]),
        ],
        says: &[says("met", Outcome::Met).reason(), says("not_met", Outcome::NotMet).reason().ground("RF-08")],
    },
    Row {
        code: "SG-11",
        article: "POLICY RF-90",
        hard: false,
        spots: &[
            asked(Gate::Decision, Side::Requested, &[CA, JUD]),
            asked(Gate::Authorisation, Side::Requesting, &[CA, JUD]).only(UNASKED),
        ],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason().ground("RF-90")],
    },
    Row {
        code: "SG-12",
        article: "UNCC 6(2)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[HRR, JUD]),
            asked(Gate::Decision, Side::Requested, &[HRR, JUD]),
            asked(Gate::Disclosure, Side::Requested, &[HRR, JUD]),
        ],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason().ground("RF-06"),
            says("met_with_conditions", Outcome::MetWithConditions).reason().condition("CD-01"),
        ],
    },
    Row {
        code: "SG-13",
        article: "UNCC 7(2)",
        hard: false,
        spots: &[
            asked(Gate::Decision, Side::Requested, &[HRR]),
            asked(Gate::Authorisation, Side::Requesting, &[HRR]).only(UNASKED),
        ],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason().ground("RF-12"),
            says("not_applicable", Outcome::NotApplicable).reason(),
        ],
    },
    Row {
        code: "SG-14",
        article: "UNCC 14(4)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[HRR, JUD]),
            asked(Gate::Decision, Side::Requested, &[HRR, JUD]),
            asked(Gate::Disclosure, Side::Requested, &[HRR, JUD]),
        ],
        says: &[
            says("met", Outcome::Met).reason(),
            says("not_met", Outcome::NotMet).reason().ground("RF-05"),
            says("met_with_conditions", Outcome::MetWithConditions).reason().condition("CD-01"),
            says("not_applicable", Outcome::NotApplicable).reason(),
        ],
    },
    Row {
        code: "SG-15",
        article: "UNCC 6(1)",
        hard: false,
        spots: &[
            asked(Gate::Decision, Side::Requested, &[HRR]),
            asked(Gate::Authorisation, Side::Requesting, &[HRR]).only(UNASKED),
        ],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason().ground("RF-08"),
            says("met_with_conditions", Outcome::MetWithConditions).reason().condition("CD-01"),
        ],
    },
    Row {
        code: "SG-16",
        article: "UNCC 6(1)",
        hard: false,
        spots: &[
            asked(Gate::Decision, Side::Requested, &[CA, JUD]),
            asked(Gate::Authorisation, Side::Requesting, &[CA, JUD]).only(UNASKED),
        ],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason().ground("RF-91"),
            says("met_with_conditions", Outcome::MetWithConditions).reason().condition("CD-01"),
        ],
    },
    Row {
        code: "SG-17",
        article: "UNCC 5(1)",
        hard: false,
        spots: &[asked(Gate::Authorisation, Side::Requesting, &[CA]), asked(Gate::Execution, Side::Requested, &[CA])],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason().ground("RF-05")],
    },
    Row {
        code: "SG-18",
        article: "UNCC 40(13)",
        hard: false,
        spots: &[asked(Gate::Sending, Side::Requesting, &[CA]), asked(Gate::Admission, Side::Requested, &[CA])],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason().ground("RF-04")],
    },
    Row {
        code: "SG-19",
        article: "UNCC 40(12)",
        hard: false,
        spots: &[
            asked(Gate::Sending, Side::Requesting, &[CA, POC]),
            asked(Gate::Admission, Side::Requested, &[CA, POC]),
        ],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason().ground("RF-04")],
    },
    Row {
        code: "SG-20",
        article: "UNCC 36(1)(a)",
        hard: false,
        spots: &[asked(Gate::Sending, Side::Requesting, &[DPO]), asked(Gate::Disclosure, Side::Requested, &[DPO])],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason().ground("RF-09"),
            says("met_with_conditions", Outcome::MetWithConditions).reason().condition("CD-02"),
            says("not_applicable", Outcome::NotApplicable).reason(),
            says("later", Outcome::Deferred).reason(),
        ],
    },
    Row {
        code: "SG-21",
        article: "UNCC 36(2)",
        hard: false,
        spots: &[
            asked(Gate::Use, Side::Requesting, &[DPO]),
            asked(Gate::Disclosure, Side::Requested, &[DPO]),
            asked(Gate::Use, Side::Requested, &[DPO]),
            asked(Gate::Sending, Side::Requesting, &[DPO]).only(UNASKED),
        ],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason().ground("RF-09"),
            says("not_applicable", Outcome::NotApplicable).reason(),
        ],
    },
    Row {
        code: "SG-22",
        article: "UNCC 36(3)",
        hard: true,
        spots: &[
            asked(Gate::OnwardTransfer, Side::Requesting, &[DPO]).confirmed(&[CA]),
            asked(Gate::OnwardTransfer, Side::Requested, &[DPO]).confirmed(&[CA]),
        ],
        says: &[says("met", Outcome::Met).document(), says("not_met", Outcome::NotMet).reason()],
    },
    Row {
        code: "SG-23",
        article: "UNCC 40(5)",
        hard: false,
        spots: &[
            asked(Gate::Use, Side::Requesting, &[CA]),
            asked(Gate::OnwardTransfer, Side::Requesting, &[CA]),
            asked(Gate::Use, Side::Requested, &[CA]),
            asked(Gate::OnwardTransfer, Side::Requested, &[CA]),
        ],
        says: &[
            says("met", Outcome::Met),
            says("prior_consent", Outcome::Met).document(),
            says("not_met", Outcome::NotMet).reason(),
            says("not_applicable", Outcome::NotApplicable).reason().unasked(),
        ],
    },
    Row {
        code: "SG-24",
        article: "UNCC 40(5)",
        hard: false,
        spots: &[asked(Gate::Use, Side::Requesting, &[CA]), asked(Gate::Use, Side::Requested, &[CA])],
        says: &[
            says("met", Outcome::Met),
            says("late_notice", Outcome::Met).reason(),
            says("not_met", Outcome::NotMet).reason(),
            says("not_applicable", Outcome::NotApplicable).reason().unasked(),
        ],
    },
    Row {
        code: "SG-25",
        article: "UNCC 25(3)",
        hard: false,
        spots: &[asked(Gate::Sending, Side::Requesting, &[CA]), asked(Gate::Decision, Side::Requested, &[CA, JUD])],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason(),
            says("met_with_conditions", Outcome::MetWithConditions).reason().condition("CD-04"),
            says("not_applicable", Outcome::NotApplicable).reason(),
        ],
    },
    Row {
        code: "SG-26",
        article: "UNCC 24(2)",
        hard: false,
        spots: &[
            asked(Gate::Closing, Side::Requesting, &[EXE, JUD]),
            asked(Gate::Closing, Side::Requested, &[EXE, JUD]),
            asked(Gate::Disclosure, Side::Requested, &[EXE, JUD]).only(&["emergency_disclosure"]),
        ],
        says: &[
            says("met", Outcome::Met),
            says("told_later", Outcome::Met).reason().document(),
            says("not_met", Outcome::NotMet).reason(),
            says("not_applicable", Outcome::NotApplicable).reason(),
            says("later", Outcome::Deferred).reason(),
        ],
    },
    Row {
        code: "SG-27",
        article: "UNCC 24(2)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[JUD, HRR]),
            asked(Gate::Execution, Side::Requested, &[JUD, HRR]),
        ],
        says: &[says("met", Outcome::Met).reason(), says("not_met", Outcome::NotMet).reason().ground("RF-06")],
    },
    Row {
        code: "SG-28",
        article: "UNCC 24(3)",
        hard: false,
        spots: &[
            asked(Gate::Execution, Side::Requested, &[JUD, EXE]),
            asked(Gate::Disclosure, Side::Requested, &[JUD, EXE]),
            asked(Gate::Authorisation, Side::Requesting, &[JUD, EXE]).only(UNASKED),
        ],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason()],
    },
    Row {
        code: "SG-29",
        article: "UNCC 40(28)",
        hard: false,
        spots: &[asked(Gate::Refusal, Side::Requested, &[CA]), asked(Gate::Postponement, Side::Requested, &[CA])],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason(),
            says("not_applicable", Outcome::NotApplicable)
                .reason()
                .only_with(&["RF-01", "RF-02", "RF-03", "RF-08", "RF-09", "RF-10", "RF-11", "RF-12", "RF-14", "RF-15"]),
        ],
    },
    Row {
        code: "SG-30",
        article: "UNCC 40(25)",
        hard: false,
        spots: &[asked(Gate::Refusal, Side::Requested, &[CA])],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason()],
    },
    Row {
        code: "SG-31",
        article: "UNCC 40(9)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[JUD]).except(&["video_hearing"]),
            asked(Gate::Execution, Side::Requested, &[JUD]),
        ],
        says: &[
            says("met", Outcome::Met).reason().document(),
            says("not_met", Outcome::NotMet).reason().ground("RF-14"),
        ],
    },
    Row {
        code: "SG-32",
        article: "UNCC 2(o)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[POC]),
            asked(Gate::Execution, Side::Requested, &[POC]),
            asked(Gate::Validation, Side::Requested, &[JUD]),
        ],
        says: &[says("met", Outcome::Met).reason(), says("not_met", Outcome::NotMet).reason().ground("RF-12")],
    },
    Row {
        code: "SG-33",
        article: "UNCC 25(2)",
        hard: false,
        spots: &[
            asked(Gate::Disclosure, Side::Requested, &[EXE]),
            // Of a preservation nothing is disclosed: integrity is asked about when it is carried out.
            asked(Gate::Execution, Side::Requested, &[EXE]).only(&["expedited_preservation"]),
            asked(Gate::Use, Side::Requesting, &[EXE, CA]),
            asked(Gate::Use, Side::Requested, &[EXE, CA]),
            asked(Gate::Sending, Side::Requesting, &[EXE]).only(UNASKED),
        ],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason()],
    },
    Row {
        code: "SG-34",
        article: "UNCC 24(2)",
        hard: false,
        spots: &[
            asked(Gate::Closing, Side::Requesting, &[DPO, EXE]),
            asked(Gate::Closing, Side::Requested, &[DPO, EXE]),
        ],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason(),
            says("not_applicable", Outcome::NotApplicable).reason(),
        ],
    },
    Row {
        code: "SG-35",
        article: "UNCC 40(4)",
        hard: false,
        spots: &[
            asked(Gate::Sending, Side::Requesting, &[CA]).confirmed(&[DPO]),
            asked(Gate::Disclosure, Side::Requested, &[CA])
                .confirmed(&[DPO])
                .only(&["joint_investigation_material", "police_information"]),
        ],
        says: &[says("met", Outcome::Met).reason(), says("not_met", Outcome::NotMet).reason().ground("RF-09")],
    },
    Row {
        code: "SG-36",
        article: "UNCC 28(4)",
        hard: false,
        spots: &[asked(Gate::Execution, Side::Requested, &[JUD])],
        says: &[says("met", Outcome::Met).reason(), says("not_met", Outcome::NotMet).reason().ground("RF-06")],
    },
    Row {
        code: "SG-38",
        article: "UNCC 24(2)",
        hard: false,
        spots: &[
            asked(Gate::Authorisation, Side::Requesting, &[CA, JUD]),
            asked(Gate::Decision, Side::Requested, &[CA, JUD]),
        ],
        says: &[says("met", Outcome::Met), says("not_met", Outcome::NotMet).reason()],
    },
    Row {
        code: "SG-39",
        article: "POLICY SG-39",
        hard: false,
        spots: &[asked(Gate::Disclosure, Side::Requested, &[JUD])],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason().ground("RF-06"),
            says("not_applicable", Outcome::NotApplicable).reason(),
        ],
    },
    Row {
        code: "SG-40",
        article: "UNCC 33",
        hard: false,
        spots: &[
            asked(Gate::Execution, Side::Requested, &[EXE]),
            asked(Gate::Use, Side::Requesting, &[EXE]),
            asked(Gate::Use, Side::Requested, &[EXE]),
        ],
        says: &[
            says("met", Outcome::Met),
            says("not_met", Outcome::NotMet).reason(),
            says("not_applicable", Outcome::NotApplicable).reason(),
        ],
    },
];
