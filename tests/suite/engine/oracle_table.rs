//! The table of gates as the rulebook's page has it, for the oracle.

/// The gates in the way of a gate, by the table of the rulebook's page: itself first.
pub(super) fn chain(gate: &str, side: &str) -> Vec<&'static str> {
    match (gate, side) {
        ("authorisation", _) => vec!["authorisation"],
        ("sending", _) => vec!["sending", "authorisation"],
        ("admission", _) => vec!["admission"],
        ("decision", _) => vec!["decision", "admission"],
        ("execution", _) => vec!["execution", "decision", "admission"],
        ("disclosure", _) => vec!["disclosure", "execution", "decision", "admission"],
        ("validation", _) => vec!["validation", "disclosure", "execution", "decision", "admission"],
        ("renewal", "requesting") => vec!["renewal", "sending", "authorisation"],
        ("renewal", _) => vec!["renewal", "execution", "decision", "admission"],
        ("use", _) => vec!["use"],
        ("onward_transfer", _) => vec!["onward_transfer"],
        ("refusal", _) => vec!["refusal"],
        ("postponement", _) => vec!["postponement"],
        ("closing", _) => vec!["closing"],
        other => panic!("no gate {other:?}"),
    }
}

pub(super) fn reads(gate: &str) -> &'static str {
    match gate {
        "authorisation" | "sending" | "admission" => "request",
        "decision" | "execution" | "refusal" | "postponement" => "decision",
        "disclosure" | "validation" => "result",
        "use" | "onward_transfer" => "use",
        "renewal" => "renewal",
        _ => "",
    }
}
