//! How a case goes when nothing is in the way; tests begin from the point that they are about.

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::domain::terms::{DecisionTerms, Terms};

use super::play::{ASKED, ASKING, Play, set};

/// Every measure.
pub(super) const MEASURES: [&str; 18] = [
    "production",
    "subscriber_information",
    "search_and_seizure",
    "expedited_preservation",
    "traffic_data_disclosure",
    "service_of_documents",
    "records",
    "testimony",
    "video_hearing",
    "transfer_of_detained_person",
    "freezing",
    "confiscation",
    "real_time_traffic_data",
    "interception",
    "emergency_disclosure",
    "police_information",
    "joint_investigation_material",
    "spontaneous_information",
];

/// What is sent unasked: nobody admits it, decides on it or carries it out.
pub(super) const UNASKED: &str = "spontaneous_information";

/// Grants the items named, without conditions.
pub(super) fn granting(items: &[&str]) -> DecisionTerms {
    DecisionTerms { granted: set(items), reasoned: true, ..DecisionTerms::default() }
}

/// Refuses items 1 and 2 on one ground, with reasons.
pub(super) fn refusing(ground: &str) -> DecisionTerms {
    let refused = ["1", "2"].map(|item| (item.parse().unwrap(), ground.parse().unwrap())).into();
    DecisionTerms { refused, reasoned: true, ..DecisionTerms::default() }
}

pub(super) fn asking_for(items: &[&str]) -> Terms {
    Terms::Request { items: set(items) }
}

pub(super) fn found(items: &[&str]) -> Terms {
    Terms::Result { items: set(items), documents: 1 }
}

impl Play {
    /// In review at the requesting State: items 1 and 2 are sought, nothing is answered.
    pub(super) fn in_review(measure: &'static str, profile: Profile) -> Self {
        let mut play = Play::of(measure, profile);
        play.write(ASKING, "drafter", asking_for(&["1", "2"])).unwrap();
        play.take(ASKING, "drafter", "submit").unwrap();
        play
    }

    /// Sent, and received by the requested State.
    pub(super) fn received(measure: &'static str, profile: Profile) -> Self {
        let mut play = Play::in_review(measure, profile);
        play.clear(ASKING, Gate::Authorisation);
        play.take(ASKING, "chief", "authorise").unwrap();
        play.clear(ASKING, Gate::Sending);
        play.take(ASKING, "deputy", "send").unwrap();
        play.carry();
        play
    }

    /// Acknowledged there: whether to admit it is open.
    pub(super) fn at_admission(measure: &'static str, profile: Profile) -> Self {
        let mut play = Play::received(measure, profile);
        play.take(ASKED, "contact", "acknowledge").unwrap();
        play.carry();
        play
    }

    /// Admitted: the decision is to be written.
    pub(super) fn in_examination(measure: &'static str, profile: Profile) -> Self {
        let mut play = Play::at_admission(measure, profile);
        play.admit();
        play
    }

    pub(super) fn admit(&mut self) {
        self.clear(ASKED, Gate::Admission);
        self.take(ASKED, "chief", "admit").unwrap();
    }

    /// Everything granted.
    pub(super) fn granted(measure: &'static str, profile: Profile) -> Self {
        let mut play = Play::in_examination(measure, profile);
        play.grant(granting(&["1", "2"]));
        play
    }

    pub(super) fn grant(&mut self, terms: DecisionTerms) {
        self.decision("chief", terms).unwrap();
        self.clear(ASKED, Gate::Decision);
        self.take(ASKED, "chief", "grant").unwrap();
        self.carry();
    }

    /// Being executed: a result can be written.
    pub(super) fn executing(measure: &'static str, profile: Profile) -> Self {
        let mut play = Play::granted(measure, profile);
        play.execute();
        play
    }

    /// What comes between grant and execution where somebody is heard: a summons and its arrangements, an invitation.
    fn prepare(&mut self) {
        match self.files[&ASKED].procedure.as_str() {
            "hearing" => {
                self.take(ASKED, "executor", "arrange").unwrap();
                self.carry();
                self.take(ASKING, "judge", "agree_arrangements").unwrap();
                self.carry();
            }
            "appearance" | "custody_transfer" => self.take(ASKED, "executor", "invite").unwrap(),
            _ => {}
        }
    }

    pub(super) fn execute(&mut self) {
        self.prepare();
        self.clear(ASKED, Gate::Execution);
        self.take(ASKED, "executor", "execute").unwrap();
        self.carry();
    }

    /// What comes between execution and disclosure.
    fn obtain(&mut self) {
        if self.files[&ASKED].procedure.as_str() == "confiscation" {
            self.take(ASKED, "executor", "note_confiscation").unwrap();
            self.take(ASKED, "chief", "propose_disposal").unwrap();
            self.carry();
            self.take(ASKING, "chief", "agree_disposal").unwrap();
            self.carry();
        }
        self.write(ASKED, "executor", found(&["1"])).unwrap();
        if !["confiscation", "freezing", "live_collection"].contains(&self.files[&ASKED].procedure.as_str()) {
            self.take(ASKED, "executor", "present_result").unwrap();
        }
    }

    /// What was obtained is reviewed and handed over, while collection goes on or after it.
    pub(super) fn disclose(&mut self) -> Result<(), comity::engine::refusal::Refusal> {
        let while_it_goes_on =
            self.files[&ASKED].procedure.as_str() == "live_collection" && self.stage(ASKED) == "executing";
        self.take(ASKED, "deputy", if while_it_goes_on { "disclose_meanwhile" } else { "disclose" })
    }

    /// Everything is ready to be handed over, and nothing is answered at that gate.
    pub(super) fn obtained(measure: &'static str, profile: Profile) -> Self {
        let mut play = Play::executing(measure, profile);
        play.obtain();
        play
    }

    /// Item 1 has been delivered, and checked in where it does not hear of itself.
    pub(super) fn delivered(measure: &'static str, profile: Profile) -> Self {
        let mut play = if measure == UNASKED {
            let mut play = Play::received(measure, profile);
            play.take(ASKED, "contact", "acknowledge").unwrap();
            play
        } else {
            let mut play = Play::obtained(measure, profile);
            play.clear(ASKED, Gate::Disclosure);
            play.disclose().unwrap();
            play
        };
        play.carry();
        let delivery = play.delivery();
        if play.held_at() == "arrived" {
            play.take_in(play.holder(), "executor", "check_in", delivery).unwrap();
        }
        play
    }

    /// Writes a proposed use that keeps these conditions.
    pub(super) fn propose_use(&mut self, keeps: &[&str]) {
        self.write(self.holder(), "chief", Terms::Use { keeps: set(keeps), beyond: false }).unwrap();
    }

    /// Writes a use that goes beyond what the evidence was asked for.
    pub(super) fn propose_other_use(&mut self) {
        self.write(self.holder(), "chief", Terms::Use { keeps: set(&[]), beyond: true }).unwrap();
    }

    pub(super) fn use_it(&mut self) -> Result<(), comity::engine::refusal::Refusal> {
        let delivery = self.delivery();
        let provisional = self.held_at() == "provisional";
        self.take_in(self.holder(), "deputy", if provisional { "use_against_the_danger" } else { "use" }, delivery)
    }

    /// A consultation on the decision as it is written, answered by the requesting State.
    pub(super) fn consult(&mut self) {
        self.take(ASKED, "chief", "consult").unwrap();
        self.carry();
        self.take(ASKING, "chief", "reply").unwrap();
        self.carry();
    }
}
