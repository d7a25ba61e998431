//! Stages without a way, phases out of order, clocks and messages that lead nowhere.

use super::{Attack, EVIDENCE, PRESERVATION, all_are_found};

const NEW_STAGE: &str = "[[requested.stage]]\nname  = \"lost\"\ntitle = { en = \"Lost\" }\nphase = \"examination\"\n\n[[requested.deadline]]\nname        = \"execution\"";

#[test]
fn a_stage_without_a_way_in_or_out_is_found() {
    all_are_found(&[
        Attack {
            file: EVIDENCE,
            old: "[[requested.deadline]]\nname        = \"execution\"",
            new: NEW_STAGE,
            at: "\"lost\"",
            says: "no way leads into stage `lost`",
        },
        Attack {
            file: EVIDENCE,
            old: "[[requested.deadline]]\nname        = \"execution\"",
            new: NEW_STAGE,
            at: "\"lost\"",
            says: "no way leads out of stage `lost` to an end",
        },
        // The way in is gone.
        Attack {
            file: EVIDENCE,
            old: "from   = [\"examination\"]\nto     = \"postponed\"",
            new: "from   = [\"examination\"]\nto     = \"examination\"",
            at: "name  = \"postponed\"\ntitle = { en = \"Postponed\",",
            says: "no way leads into stage `postponed`",
        },
        // The way out leads round in a circle.
        Attack {
            file: EVIDENCE,
            old: "from   = [\"refused\", \"winding_up\"]\nto     = \"closed\"",
            new: "from   = [\"refused\", \"winding_up\"]\nto     = \"winding_up\"",
            at: "name  = \"winding_up\"",
            says: "no way leads out of stage `winding_up` to an end",
        },
        Attack {
            file: EVIDENCE,
            old: "name  = \"result_review\"\n",
            new: "name  = \"result_review\"\nends  = true\n",
            at: "ends  = true",
            says: "only a stage of phase `closed` ends",
        },
        Attack {
            file: EVIDENCE,
            old: "title = { en = \"Deleted, returned or archived\", fr = \"Effacée, restituée ou archivée\" }\nphase = \"closed\"\nends  = true",
            new: "title = { en = \"Deleted\" }\nphase = \"closed\"",
            at: "[holding]",
            says: "no stage ends here",
        },
        Attack {
            file: EVIDENCE,
            old: "to     = \"received\"\non     = \"request\"",
            new: "to     = \"received\"\non     = \"withdrawn\"",
            at: "start = \"expected\"",
            says: "hears no message that carries the request",
        },
    ]);
}

#[test]
fn an_island_of_stages_is_found() {
    let island = "[[requested.stage]]\nname  = \"north\"\ntitle = { en = \"North\" }\nphase = \"examination\"\n\n[[requested.stage]]\nname  = \"south\"\ntitle = { en = \"South\" }\nphase = \"examination\"\n\n\
        [[requested.transition]]\nname   = \"sail\"\nfrom   = [\"north\"]\nto     = \"south\"\nby     = [\"central_authority\"]\nsource = [\"UNCC 40(26)\"]\n\n\
        [[requested.transition]]\nname   = \"sail_back\"\nfrom   = [\"south\"]\nto     = \"north\"\nby     = [\"central_authority\"]\nsource = [\"UNCC 40(26)\"]\n\n[[requested.deadline]]\nname        = \"execution\"";
    let old = "[[requested.deadline]]\nname        = \"execution\"";
    all_are_found(&[
        Attack { file: EVIDENCE, old, new: island, at: "\"north\"", says: "no way leads into stage `north`" },
        Attack { file: EVIDENCE, old, new: island, at: "\"south\"", says: "no way leads out of stage `south`" },
    ]);
}

#[test]
fn a_phase_out_of_order_is_found() {
    all_are_found(&[
        Attack {
            file: EVIDENCE,
            old: "to     = \"result_review\"\nby     = [\"central_authority\"]\ngates  = [\"disclosure\"]",
            new: "to     = \"executing\"\nby     = [\"central_authority\"]\ngates  = [\"disclosure\"]",
            at: "to     = \"executing\"",
            says: "the phases are out of order",
        },
        Attack {
            file: EVIDENCE,
            old: "to     = \"consultation_answered\"\nby     = [\"central_authority\"]\nsends  = \"observations\"",
            new: "to     = \"acknowledged\"\nby     = [\"central_authority\"]\nsends  = \"observations\"",
            at: "\"acknowledged\"",
            says: "back to `acknowledged` (phase sent)",
        },
        Attack {
            file: PRESERVATION,
            old: "from   = [\"preserved\"]\nto     = \"lapsed\"",
            new: "from   = [\"lapsed\"]\nto     = \"preserved\"",
            at: "to     = \"preserved\"",
            says: "the phases are out of order",
        },
    ]);
}

#[test]
fn a_clock_that_leads_nowhere_is_found() {
    all_are_found(&[
        Attack {
            file: EVIDENCE,
            old: "starts = [\"postponement_review\"]\n",
            new: "",
            at: "name        = \"postponement_review\"",
            says: "nothing starts the clock `postponement_review`",
        },
        Attack {
            file: EVIDENCE,
            old: "from   = [\"consultation\"]\nto     = \"examination\"\nafter  = \"consultation\"",
            new: "from   = [\"consultation\"]\nto     = \"examination\"\nafter  = \"supplement\"",
            at: "after",
            says: "the deadline `supplement` only alerts",
        },
        Attack {
            file: EVIDENCE,
            old: "from   = [\"consultation\"]\nto     = \"examination\"\nafter  = \"consultation\"",
            new: "from   = [\"examination\"]\nto     = \"examination\"\nafter  = \"consultation\"",
            at: "after",
            says: "stage `examination` is left when `consultation` is up, but it can be entered without that clock running",
        },
        Attack {
            file: EVIDENCE,
            old: "sends  = \"conditions_offered\"\nstarts = [\"consultation\"]",
            new: "sends  = \"conditions_offered\"",
            at: "after  = \"consultation\"",
            says: "it can be entered without that clock running",
        },
        Attack {
            file: PRESERVATION,
            old: "paused_in   = [\"extension_wanted\"]\nsource      = [\"UNCC 42(8)\"]",
            new: "paused_in   = [\"preserved\"]\nsource      = [\"UNCC 42(8)\"]",
            at: "after  = \"preservation\"\nsends",
            says: "that clock is paused there",
        },
        Attack {
            file: EVIDENCE,
            old: "due_in_days = 180\nat_expiry   = \"alert\"",
            new: "due_in_days = 180\nat_expiry   = \"move\"",
            at: "at_expiry   = \"move\"",
            says: "no transition is taken `after` it",
        },
        Attack {
            file: EVIDENCE,
            old: "due_in_days = 180\n",
            new: "",
            at: "[[holding.deadline]]",
            says: "needs exactly one of `due_in_days` and `due_in_hours`",
        },
        Attack {
            file: EVIDENCE,
            old: "due_in_days = 180\n",
            new: "due_in_days = 0\n",
            at: "due_in_days = 0",
            says: "`due_in_days` has to be at least 1",
        },
    ]);
}

#[test]
fn a_message_that_nobody_sends_or_hears_is_found() {
    all_are_found(&[
        Attack {
            file: EVIDENCE,
            old: "name   = \"resume\"\ntitle  = { en = \"Resume\", fr = \"Reprendre\" }\nfrom   = [\"postponed\"]\nto     = \"examination\"\nby     = [\"central_authority\"]\nsends  = \"resumed\"",
            new: "name   = \"resume\"\nfrom   = [\"postponed\"]\nto     = \"examination\"\nby     = [\"central_authority\"]",
            at: "name      = \"resumed\"",
            says: "the requested State never sends `resumed`",
        },
        Attack {
            file: EVIDENCE,
            old: "to     = \"acknowledged\"\non     = \"resumed\"",
            new: "to     = \"acknowledged\"\nby     = [\"central_authority\"]",
            at: "name      = \"resumed\"",
            says: "the requesting State never hears `resumed`",
        },
        Attack {
            file: EVIDENCE,
            old: "from      = \"requested\"\ncarries   = \"result\"\nwhen_late = \"sealed\"",
            new: "from      = \"requested\"\ncarries   = \"result\"",
            at: "[[message]]\nname      = \"result\"",
            says: "may come when no stage hears it",
        },
        Attack {
            file: PRESERVATION,
            old: "name      = \"effected\"\ntitle     = { en = \"Preservation effected\", fr = \"Conservation effectuée\" }\nfrom      = \"requested\"\ncarries   = \"nothing\"",
            new: "name      = \"effected\"\nfrom      = \"requested\"\ncarries   = \"result\"",
            at: "carries",
            says: "no `[holding]` in which it is kept",
        },
        Attack {
            file: EVIDENCE,
            old: "to     = \"held\"\nby     = [\"central_authority\"]\nstarts = [\"retention_review\"]",
            new: "to     = \"held\"\non     = \"linked:preservation.lapsed\"\nstarts = [\"retention_review\"]",
            at: "on     = \"linked:preservation.lapsed\"",
            says: "a delivery hears nothing of chained requests",
        },
        Attack {
            file: EVIDENCE,
            old: "[[requested.transition]]\nname   = \"resume\"\ntitle  = { en = \"Resume\", fr = \"Reprendre\" }\nfrom   = [\"postponed\"]\nto     = \"examination\"\nby     = [\"central_authority\"]",
            new: "[[requested.transition]]\nname   = \"resume\"\nfrom   = [\"postponed\"]\nto     = \"examination\"\nby     = [\"central_authority\"]\non     = \"observations\"",
            at: "[[requested.transition]]",
            says: "`resume` needs exactly one of `by`, `on` and `after`",
        },
        Attack {
            file: EVIDENCE,
            old: "[[requested.transition]]\nname   = \"resume\"\ntitle  = { en = \"Resume\", fr = \"Reprendre\" }\nfrom   = [\"postponed\"]\nto     = \"examination\"\nby     = [\"central_authority\"]",
            new: "[[requested.transition]]\nname   = \"resume\"\nfrom   = [\"postponed\"]\nto     = \"examination\"",
            at: "[[requested.transition]]",
            says: "`resume` needs exactly one of `by`, `on` and `after`",
        },
        Attack {
            file: EVIDENCE,
            old: "[[requested.transition]]\nname   = \"resume\"\ntitle  = { en = \"Resume\", fr = \"Reprendre\" }\nfrom   = [\"postponed\"]\nto     = \"examination\"\nby     = [\"central_authority\"]",
            new: "[[requested.transition]]\nname   = \"resume\"\nfrom   = [\"postponed\"]\nto     = \"examination\"\nby     = []",
            at: "by     = []",
            says: "`by` is too short",
        },
    ]);
}
