//! Steps that go round a gate, end too soon, let the wrong one act, or never end.

use super::{EVIDENCE, Mutant, PRESERVATION, all_are_refused};

/// The beginning of a step in a part of a file.
macro_rules! step {
    ($part:literal, $name:literal) => {
        &[concat!("[", $part, "]\n"), concat!("[[", $part, ".transition]]\nname   = \"", $name, "\"\n")]
    };
}

#[test]
fn a_gate_that_is_taken_away_is_missed() {
    all_are_refused(&[
        Mutant {
            what: "admission asks nothing",
            file: EVIDENCE,
            after: step!("requested", "admit"),
            old: "gates  = [\"admission\"]\n",
            new: "",
            says: "`admit` has to stand at the gate `admission`",
        },
        Mutant {
            what: "a grant decides nothing",
            file: EVIDENCE,
            after: step!("requested", "grant"),
            old: "gates  = [\"decision\"]\n",
            new: "",
            says: "`grant` has to stand at the gate `decision`",
        },
        Mutant {
            what: "the measure is carried out as if nothing happened",
            file: PRESERVATION,
            after: step!("requested", "execute"),
            old: "gates  = [\"execution\"]\neffect = \"execute\"\n",
            new: "",
            says: "`execution`",
        },
        Mutant {
            what: "an authorisation is a mere step",
            file: EVIDENCE,
            after: step!("requesting", "authorise"),
            old: "gates  = [\"authorisation\"]\n",
            new: "",
            says: "past the gate `authorisation`",
        },
        Mutant {
            what: "what was received is used without a gate",
            file: EVIDENCE,
            after: step!("holding", "use"),
            old: "gates  = [\"use\"]\neffect = \"use\"\n",
            new: "",
            says: "past the gate `use`",
        },
        Mutant {
            what: "a transfer to a third State counts as a use",
            file: EVIDENCE,
            after: step!("holding", "transfer_onward"),
            old: "gates  = [\"onward_transfer\"]\neffect = \"transfer_onward\"\n",
            new: "gates  = [\"use\"]\neffect = \"use\"\n",
            says: "past the gate `onward_transfer`",
        },
        Mutant {
            what: "an extension without its gate",
            file: PRESERVATION,
            after: step!("requested", "extend"),
            old: "gates  = [\"renewal\"]\neffect = \"renew\"\n",
            new: "",
            says: "past the gate `renewal`",
        },
        Mutant {
            what: "a completion is not closed",
            file: EVIDENCE,
            after: step!("requested", "complete"),
            old: "gates  = [\"closing\"]\neffect = \"close\"\n",
            new: "",
            says: "ends it without the gate `closing`",
        },
        Mutant {
            what: "a delivery ends without deletion",
            file: EVIDENCE,
            after: step!("holding", "close"),
            old: "gates  = [\"closing\"]\neffect = \"close\"\n",
            new: "",
            says: "ends it without the gate `closing`",
        },
        Mutant {
            what: "an answered request ends without a question",
            file: EVIDENCE,
            after: step!("requesting", "close"),
            old: "gates  = [\"closing\"]\neffect = \"close\"\n",
            new: "",
            says: "ends it without the gate `closing`",
        },
        Mutant {
            what: "a hold is released without a gate",
            file: PRESERVATION,
            after: step!("requested", "release"),
            old: "gates  = [\"closing\"]\neffect = \"release\"\n",
            new: "",
            says: "`closing`",
        },
    ]);
}

#[test]
fn a_step_round_a_gate_is_found() {
    all_are_refused(&[
        Mutant {
            what: "from the grant to the results without the gate of execution",
            file: EVIDENCE,
            after: &["[requested]\n", "source = [\"UNCC 40(17)\", \"UNCC 44(1)\"]\n"],
            old: "",
            new: "\n[[requested.transition]]\nname   = \"hurry\"\ntitle  = { en = \"Hurry\", fr = \"Hâter\" }\nfrom   = [\"granted\"]\nto     = \"result_review\"\nby     = [\"executing_authority\"]\nsource = [\"UNCC 40(17)\"]\n",
            says: "leads behind the gate `execution` although the gate `execution` was not passed",
        },
        Mutant {
            what: "from the examination to the grant without the gate of decision",
            file: EVIDENCE,
            after: &["[requested]\n", "source = [\"UNCC 40(17)\", \"UNCC 44(1)\"]\n"],
            old: "",
            new: "\n[[requested.transition]]\nname   = \"hurry\"\ntitle  = { en = \"Hurry\", fr = \"Hâter\" }\nfrom   = [\"examination\"]\nto     = \"granted\"\nby     = [\"central_authority\"]\nsource = [\"UNCC 40(17)\"]\n",
            says: "`hurry` has to stand at the gate `decision`",
        },
        Mutant {
            what: "from the review to `sent`",
            file: EVIDENCE,
            after: &["[requesting]\n", "source = [\"UNCC 40(12)\", \"UNCC 40(13)\"]\n"],
            old: "",
            new: "\n[[requesting.transition]]\nname   = \"hurry\"\ntitle  = { en = \"Hurry\", fr = \"Hâter\" }\nfrom   = [\"supplement_review\"]\nto     = \"sent\"\nby     = [\"central_authority\"]\nsource = [\"UNCC 40(12)\"]\n",
            says: "`sending`",
        },
        Mutant {
            what: "the file is dropped without a word",
            file: EVIDENCE,
            after: &["[requested]\n", "source = [\"UNCC 40(17)\", \"UNCC 44(1)\"]\n"],
            old: "",
            new: "\n[[requested.transition]]\nname   = \"drop\"\ntitle  = { en = \"Drop\", fr = \"Abandonner\" }\nfrom   = [\"examination\"]\nto     = \"closed\"\nby     = [\"central_authority\"]\nsource = [\"UNCC 40(17)\"]\n",
            says: "without the gate of refusal or of closing and a word to the other State",
        },
        Mutant {
            what: "the decision is rewritten while it is carried out",
            file: EVIDENCE,
            after: &["[requested]\n", "name  = \"executing\"\n"],
            old: "edits = \"result\"",
            new: "edits = \"decision\"",
            says: "leads behind the gate `execution` although",
        },
        Mutant {
            what: "a refused file that was carried out ends at once",
            file: EVIDENCE,
            after: &["[requested]\n", "name  = \"refused\"\n", "phase = \"closed\"\n"],
            old: "",
            new: "ends  = true\n",
            says: "ends it without the gate `closing`",
        },
        Mutant {
            what: "the clock refuses",
            file: EVIDENCE,
            after: step!("requested", "consultation_expired"),
            old: "after  = \"consultation\"\n",
            new: "after  = \"consultation\"\nsends  = \"refused\"\n",
            says: "only officials pass gates",
        },
        Mutant {
            what: "a lapse hands over",
            file: PRESERVATION,
            after: step!("requested", "lapse"),
            old: "after  = \"preservation\"\n",
            new: "after  = \"preservation\"\neffect = \"release\"\n",
            says: "only officials pass gates",
        },
        Mutant {
            what: "a supplement is only words",
            file: EVIDENCE,
            after: &["name      = \"supplement\"\n"],
            old: "carries   = \"request\"",
            new: "carries   = \"nothing\"",
            says: "no message that carries it leaves with it",
        },
        Mutant {
            what: "a result is only words",
            file: EVIDENCE,
            after: &["name      = \"result\"\n"],
            old: "carries   = \"result\"",
            new: "carries   = \"nothing\"",
            says: "no message that carries it leaves with it",
        },
        Mutant {
            what: "a result that comes after the withdrawal may be used",
            file: EVIDENCE,
            after: &["name      = \"result\"\n"],
            old: "when_late = \"sealed\"",
            new: "when_late = \"noted\"",
            says: "write `when_late = \"sealed\"`",
        },
    ]);
}

#[test]
fn who_takes_a_step_is_not_widened() {
    all_are_refused(&[
        Mutant {
            what: "who drafts grants",
            file: EVIDENCE,
            after: step!("requested", "grant"),
            old: "by     = [\"central_authority\"]",
            new: "by     = [\"central_authority\", \"drafting_official\"]",
            says: "`drafting_official` may not take `grant`",
        },
        Mutant {
            what: "who collected hands over",
            file: EVIDENCE,
            after: step!("requested", "disclose"),
            old: "by     = [\"central_authority\"]",
            new: "by     = [\"central_authority\", \"executing_authority\"]",
            says: "`executing_authority` may not take `disclose`",
        },
        Mutant {
            what: "who reviews authorises",
            file: EVIDENCE,
            after: step!("requesting", "authorise"),
            old: "by     = [\"central_authority\"]",
            new: "by     = [\"rights_reviewer\"]",
            says: "`rights_reviewer` may not take `authorise`",
        },
        Mutant {
            what: "anybody uses",
            file: EVIDENCE,
            after: step!("holding", "use"),
            old: "by     = [\"central_authority\"]",
            new: "by     = [\"drafting_official\"]",
            says: "`drafting_official` may not take `use`",
        },
    ]);
}

#[test]
fn clocks_of_the_law_keep_running() {
    all_are_refused(&[
        Mutant {
            what: "sixty days are thirty",
            file: PRESERVATION,
            after: &["[requested]\n", "name        = \"preservation\"\n"],
            old: "due_in_days = 60",
            new: "due_in_days = 30",
            says: "the law asks for 1440 at least",
        },
        Mutant {
            what: "an order lasts half a year",
            file: PRESERVATION,
            after: &["name        = \"hold_review\"\n"],
            old: "due_in_days = 90",
            new: "due_in_days = 180",
            says: "the law allows 2160 at most",
        },
        Mutant {
            what: "safe conduct for three days",
            file: "procedures/appearance.toml",
            after: &["name        = \"safe_conduct\"\n"],
            old: "due_in_days = 15",
            new: "due_in_days = 3",
            says: "the clock `safe_conduct` runs for 72 hours",
        },
        Mutant {
            what: "the sixty days pause while it is held",
            file: PRESERVATION,
            after: &["[requested]\n", "name        = \"preservation\"\n"],
            old: "paused_in   = [\"extension_wanted\"]",
            new: "paused_in   = [\"extension_wanted\", \"held\"]",
            says: "the clock `preservation` may not be paused in `held`",
        },
        Mutant {
            what: "a declined extension begins the sixty days anew",
            file: PRESERVATION,
            after: step!("requested", "decline_extension"),
            old: "stops  = [\"extension_answer\"]\n",
            new: "stops  = [\"extension_answer\"]\nstarts = [\"preservation\"]\n",
            says: "begins the clock `preservation` anew without the gate",
        },
        Mutant {
            what: "nobody looks again at what is held",
            file: PRESERVATION,
            after: step!("requested", "hold"),
            old: "starts = [\"hold_review\"]\n",
            new: "",
            says: "the clock `hold_review` has to run, and it does not",
        },
        Mutant {
            what: "an hour of silence is a consultation",
            file: EVIDENCE,
            after: &["[requested]\n", "name        = \"consultation\"\n"],
            old: "due_in_days = 30",
            new: "due_in_hours = 1",
            says: "a consultation would count as held after 1 hours of silence",
        },
        Mutant {
            what: "the sixty days do not begin",
            file: PRESERVATION,
            after: step!("requested", "execute"),
            old: "starts = [\"preservation\", \"preservation_warning\"]\n",
            new: "",
            says: "`preservation`",
        },
    ]);
}

#[test]
fn everything_can_end() {
    all_are_refused(&[
        Mutant {
            what: "silence in a consultation lasts for ever",
            file: EVIDENCE,
            after: &["[requested]\n"],
            old: "[[requested.transition]]\nname   = \"consultation_expired\"\ntitle  = { en = \"No word in the consultation\", fr = \"Consultation restée sans réponse\" }\nfrom   = [\"consultation\"]\nto     = \"examination\"\nafter  = \"consultation\"\nsource = [\"UNCC 40(28)\"]\n",
            new: "",
            says: "the other State can keep silent for ever",
        },
        Mutant {
            what: "what is held for a refused request is held for ever",
            file: PRESERVATION,
            after: step!("requested", "release_when_refused"),
            old: "from   = [\"held\"]",
            new: "from   = [\"release_due\"]",
            says: "does not hear it end with `refused`",
        },
        Mutant {
            what: "an answered request can only be closed by a message",
            file: EVIDENCE,
            after: step!("requested", "close_file"),
            old: "from   = [\"returned\"]",
            new: "from   = [\"received\"]",
            says: "from the stage `returned` no way leads to an end while the other State is silent",
        },
        Mutant {
            what: "nothing can be withdrawn that waits",
            file: EVIDENCE,
            after: step!("requesting", "withdraw"),
            old: "\"consultation\", \"conditions_offered\", \"consultation_answered\", \"postponed\", \"granted\", \"receiving\",",
            new: "\"consultation\",",
            says: "no way leads to an end while the other State is silent",
        },
    ]);
}

#[test]
fn every_message_is_heard_wherever_the_other_side_may_be() {
    all_are_refused(&[
        Mutant {
            what: "a refusal that comes while postponed",
            file: EVIDENCE,
            after: step!("requesting", "hear_refused"),
            old: "\"postponed\", ",
            new: "",
            says: "the message `refused` may come to the requesting State in `postponed`",
        },
        Mutant {
            what: "a withdrawal that comes while it is carried out",
            file: EVIDENCE,
            after: step!("requested", "hear_withdrawn"),
            old: "\"executing\", ",
            new: "",
            says: "the message `withdrawn` may come to the requested State in `executing`",
        },
        Mutant {
            what: "a supplement that comes during the examination",
            file: EVIDENCE,
            after: step!("requested", "hear_supplement"),
            old: "\"examination\", ",
            new: "",
            says: "the message `supplement` may come to the requested State in `examination`",
        },
        Mutant {
            what: "a message that nobody hears",
            file: EVIDENCE,
            after: step!("requesting", "hear_completed"),
            old: "on     = \"completed\"",
            new: "on     = \"resumed\"",
            says: "never hears `completed`",
        },
    ]);
}
