//! How a case goes when nothing is in the way; tests begin from the point that they are about.

use comity::domain::gate::Gate;
use comity::domain::safeguard::Profile;
use comity::domain::terms::{DecisionTerms, Terms};

use super::play::{ASKED, ASKING, Play, set};

/// Every measure.
pub(super) const MEASURES: [&str; 9] = [
    "production",
    "subscriber_information",
    "search_and_seizure",
    "expedited_preservation",
    "traffic_data_disclosure",
    "service_of_documents",
    "records",
    "testimony",
    "video_hearing",
];

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
            "appearance" => self.take(ASKED, "executor", "invite").unwrap(),
            _ => {}
        }
    }

    pub(super) fn execute(&mut self) {
        self.prepare();
        self.clear(ASKED, Gate::Execution);
        self.take(ASKED, "executor", "execute").unwrap();
        self.carry();
    }

    /// Item 1 has been delivered and checked in at the requesting State.
    pub(super) fn delivered(measure: &'static str, profile: Profile) -> Self {
        let mut play = Play::executing(measure, profile);
        play.write(ASKED, "executor", found(&["1"])).unwrap();
        play.take(ASKED, "executor", "present_result").unwrap();
        play.clear(ASKED, Gate::Disclosure);
        play.take(ASKED, "deputy", "disclose").unwrap();
        play.carry();
        let delivery = play.delivery();
        play.take_in(ASKING, "executor", "check_in", delivery).unwrap();
        play
    }

    /// Writes a proposed use that keeps these conditions.
    pub(super) fn propose_use(&mut self, keeps: &[&str]) {
        self.write(ASKING, "chief", Terms::Use { keeps: set(keeps) }).unwrap();
    }

    pub(super) fn use_it(&mut self) -> Result<(), comity::engine::refusal::Refusal> {
        let delivery = self.delivery();
        self.take_in(ASKING, "deputy", "use", delivery)
    }

    /// A consultation on the decision as it is written, answered by the requesting State.
    pub(super) fn consult(&mut self) {
        self.take(ASKED, "chief", "consult").unwrap();
        self.carry();
        self.take(ASKING, "chief", "reply").unwrap();
        self.carry();
    }
}
