//! Procedures as pictures and for other tools, and what a change of them shows.

mod chart;
mod coverage;
mod export;
mod proof;

use comity::engine::files::RuleFiles;
use comity::engine::procedure::Procedure;
use comity::engine::rulebook::Rulebook;

fn shipped() -> Rulebook {
    Rulebook::load(RuleFiles::shipped()).unwrap()
}

/// A question and its answer, with one gate at each side.
const SMALL: &str = r#"
name  = "small"
title = { en = "A question & its answer", fr = "Une question & sa réponse" }
kind  = "request"
[[message]]
name = "request"
title = { en = "Question", fr = "Question" }
from = "requesting"
carries = "request"
source = ["UNCC 40(13)"]
[[message]]
name = "refused"
title = { en = "Refusal", fr = "Refus" }
from = "requested"
carries = "refusal"
source = ["UNCC 40(25)"]
[[message]]
name = "granted"
title = { en = "Grant", fr = "Accord" }
from = "requested"
carries = "nothing"
source = ["UNCC 40(17)"]

[requesting]
start = "draft"
stage = [
    { name = "draft", title = { en = "Draft", fr = "Projet" }, phase = "drafting", edits = "request" },
    { name = "sent", title = { en = "Sent", fr = "Envoyée" }, phase = "sent" },
    { name = "refused", title = { en = "Refused", fr = "Refusée" }, phase = "closed", ends = true },
    { name = "granted", title = { en = "Granted", fr = "Accordée" }, phase = "closed", ends = true },
]
[[requesting.deadline]]
name = "answer"
title = { en = "Answer", fr = "Réponse" }
due_in_days = 30
at_expiry = "alert"
source = ["POLICY CLOCKS"]
[[requesting.transition]]
name = "send"
title = { en = "Send", fr = "Envoyer" }
from = ["draft"]
to = "sent"
by = ["central_authority", "point_of_contact"]
gates = ["sending"]
effect = "send"
sends = "request"
starts = ["answer"]
source = ["UNCC 40(13)"]
[[requesting.transition]]
name = "hear_refused"
title = { en = "Refused", fr = "Refusée" }
from = ["sent"]
to = "refused"
on = "refused"
source = ["UNCC 40(25)"]
[[requesting.transition]]
name = "hear_granted"
title = { en = "Granted", fr = "Accordée" }
from = ["sent"]
to = "granted"
on = "granted"
source = ["UNCC 40(17)"]

[requested]
start = "expected"
stage = [
    { name = "expected", title = { en = "Expected", fr = "Attendue" }, phase = "admission" },
    { name = "received", title = { en = "Received", fr = "Reçue" }, phase = "admission", edits = "decision" },
    { name = "answered", title = { en = "Answered", fr = "Répondue" }, phase = "closed", ends = true },
]
[[requested.transition]]
name = "hear_request"
title = { en = "Question received", fr = "Question reçue" }
from = ["expected"]
to = "received"
on = "request"
source = ["UNCC 40(13)"]
[[requested.transition]]
name = "refuse"
title = { en = "Refuse", fr = "Refuser" }
from = ["received"]
to = "answered"
by = ["central_authority"]
gates = ["refusal"]
effect = "refuse"
sends = "refused"
source = ["UNCC 40(25)"]
[[requested.transition]]
name = "grant"
title = { en = "Grant", fr = "Accorder" }
from = ["received"]
to = "answered"
by = ["central_authority"]
gates = ["decision"]
sends = "granted"
source = ["UNCC 40(17)"]
"#;

fn small() -> Procedure {
    toml::from_str(SMALL).unwrap()
}
