//! Gates at which nothing stands, that are walked round, or that the wrong one passes.

use super::{Attack, EVIDENCE, PRESERVATION, all_are_found};

#[test]
fn a_gate_that_is_walked_round_is_found() {
    all_are_found(&[
        // By its effect.
        Attack {
            file: EVIDENCE,
            old: "name   = \"use\"\ntitle  = { en = \"Use in the proceeding\", fr = \"Utiliser dans la procédure\" }\nfrom   = [\"held\"]\nto     = \"held\"\nby     = [\"central_authority\"]\ngates  = [\"use\"]",
            new: "name   = \"use\"\nfrom   = [\"held\"]\nto     = \"held\"\nby     = [\"central_authority\"]\ngates  = [\"closing\"]",
            at: "name   = \"use\"",
            says: "has to stand at the gate `use`, for the effect it declares",
        },
        Attack {
            file: PRESERVATION,
            old: "name   = \"execute\"\ntitle  = { en = \"Effect the preservation\", fr = \"Effectuer la conservation\" }\nfrom   = [\"ordering\"]\nto     = \"preserved\"\nby     = [\"executing_authority\"]\ngates  = [\"execution\"]",
            new: "name   = \"execute\"\nfrom   = [\"ordering\"]\nto     = \"preserved\"\nby     = [\"executing_authority\"]",
            at: "name   = \"execute\"",
            says: "has to stand at the gate `execution`",
        },
        // By what its message carries.
        Attack {
            file: EVIDENCE,
            old: "name   = \"disclose\"\ntitle  = { en = \"Disclose\", fr = \"Divulguer\" }\nfrom   = [\"result_review\"]\nto     = \"result_review\"\nby     = [\"central_authority\"]\ngates  = [\"disclosure\"]\neffect = \"disclose\"",
            new: "name   = \"disclose\"\nfrom   = [\"result_review\"]\nto     = \"result_review\"\nby     = [\"central_authority\"]",
            at: "name   = \"disclose\"",
            says: "has to stand at the gate `disclosure`, for what its message carries",
        },
        Attack {
            file: EVIDENCE,
            old: "name   = \"grant_in_part\"\ntitle  = { en = \"Grant in part\", fr = \"Accorder en partie\", ru = \"Удовлетворить частично\", es = \"Conceder en parte\" }\nfrom   = [\"examination\"]\nto     = \"granted\"\nby     = [\"central_authority\"]\ngates  = [\"decision\", \"refusal\"]\neffect = \"refuse\"",
            new: "name   = \"grant_in_part\"\nfrom   = [\"examination\"]\nto     = \"granted\"\nby     = [\"central_authority\"]\ngates  = [\"decision\"]",
            at: "name   = \"grant_in_part\"",
            says: "has to stand at the gate `refusal`, for what its message carries",
        },
        // By the phase it enters.
        Attack {
            file: EVIDENCE,
            old: "name   = \"admit\"\ntitle  = { en = \"Admit\", fr = \"Déclarer recevable\" }\nfrom   = [\"admissibility\"]\nto     = \"examination\"\nby     = [\"central_authority\"]\ngates  = [\"admission\"]",
            new: "name   = \"admit\"\nfrom   = [\"admissibility\"]\nto     = \"examination\"\nby     = [\"central_authority\"]",
            at: "name   = \"admit\"",
            says: "has to stand at the gate `admission`, for it leads from `admissibility` into phase `examination`",
        },
        Attack {
            file: EVIDENCE,
            old: "name   = \"grant\"\ntitle  = { en = \"Grant\", fr = \"Accorder\", ru = \"Удовлетворить\", es = \"Conceder\" }\nfrom   = [\"examination\"]\nto     = \"granted\"\nby     = [\"central_authority\"]\ngates  = [\"decision\"]",
            new: "name   = \"grant\"\nfrom   = [\"examination\"]\nto     = \"granted\"\nby     = [\"central_authority\"]",
            at: "name   = \"grant\"",
            says: "has to stand at the gate `decision`",
        },
        Attack {
            file: EVIDENCE,
            old: "name   = \"submit\"\ntitle  = { en = \"Submit for review\", fr = \"Soumettre à l'examen\" }\nfrom   = [\"draft\"]\nto     = \"review\"",
            new: "name   = \"submit\"\nfrom   = [\"draft\"]\nto     = \"sent\"",
            at: "name   = \"submit\"",
            says: "has to stand at the gate `sending`",
        },
        Attack {
            file: EVIDENCE,
            old: "name   = \"resume_admissibility\"\ntitle  = { en = \"Break off the consultation\", fr = \"Interrompre la consultation\" }\nfrom   = [\"early_consultation\"]\nto     = \"admissibility\"",
            new: "name   = \"resume_admissibility\"\nfrom   = [\"early_consultation\"]\nto     = \"examination\"",
            at: "name   = \"resume_admissibility\"",
            says: "has to stand at the gate `admission`",
        },
    ]);
}

#[test]
fn a_clock_or_a_message_that_would_pass_a_gate_is_found() {
    let early = "name   = \"early_consultation_expired\"\ntitle  = { en = \"No word in the consultation\", fr = \"Consultation restée sans réponse\" }\nfrom   = [\"early_consultation\"]\nto     = \"admissibility\"";
    all_are_found(&[
        Attack {
            file: EVIDENCE,
            old: early,
            new: "name   = \"early_consultation_expired\"\nfrom   = [\"early_consultation\"]\nto     = \"examination\"",
            at: "name   = \"early_consultation_expired\"",
            says: "past the gate `admission`: only officials pass gates",
        },
        Attack {
            file: EVIDENCE,
            old: early,
            new: "name   = \"early_consultation_expired\"\nfrom   = [\"early_consultation\"]\nto     = \"granted\"",
            at: "name   = \"early_consultation_expired\"",
            says: "past the gate `decision`",
        },
        Attack {
            file: EVIDENCE,
            old: early,
            new: "name   = \"early_consultation_expired\"\nfrom   = [\"early_consultation\"]\nto     = \"admissibility\"\ngates  = [\"admission\"]",
            at: "gates",
            says: "no act of officials and cannot stand at a gate",
        },
        Attack {
            file: EVIDENCE,
            old: early,
            new: "name   = \"early_consultation_expired\"\nfrom   = [\"early_consultation\"]\nto     = \"admissibility\"\neffect = \"refuse\"",
            at: "name   = \"early_consultation_expired\"",
            says: "would pass the gate `refusal` by the effect it declares",
        },
        Attack {
            file: EVIDENCE,
            old: early,
            new: "name   = \"early_consultation_expired\"\nfrom   = [\"early_consultation\"]\nto     = \"admissibility\"\nsends  = \"result\"",
            at: "name   = \"early_consultation_expired\"",
            says: "would pass the gate `disclosure` by what its message carries",
        },
        Attack {
            file: EVIDENCE,
            old: "from   = [\"early_consultation\", \"admissibility\"]\nto     = \"admissibility\"\non     = \"observations\"",
            new: "from   = [\"early_consultation\", \"admissibility\"]\nto     = \"examination\"\non     = \"observations\"",
            at: "name   = \"hear_observations_early\"",
            says: "past the gate `admission`",
        },
        Attack {
            file: EVIDENCE,
            old: "title = { en = \"Expected\", fr = \"Attendue\" }\nphase = \"admission\"",
            new: "title = { en = \"Expected\", fr = \"Attendue\" }\nphase = \"examination\"",
            at: "start = \"expected\"",
            says: "behind the gate `admission`: nothing can begin there",
        },
        // A supplement is a new request: nothing has been admitted yet.
        Attack {
            file: EVIDENCE,
            old: "to     = \"admissibility\"\non     = \"supplement\"",
            new: "to     = \"examination\"\non     = \"supplement\"",
            at: "name   = \"hear_supplement\"",
            says: "past the gate `admission`",
        },
        Attack {
            file: EVIDENCE,
            old: "from   = [\"sent\"]\nto     = \"acknowledged\"",
            new: "from   = [\"sent\", \"draft\"]\nto     = \"acknowledged\"",
            at: "name   = \"hear_acknowledged\"",
            says: "would lead from `draft` into phase `sent` past the gate `sending`",
        },
        Attack {
            file: PRESERVATION,
            old: "from   = [\"warned\"]\nto     = \"ordering\"\non     = \"told_to_proceed\"",
            new: "from   = [\"warned\", \"examination\"]\nto     = \"ordering\"\non     = \"told_to_proceed\"",
            at: "name   = \"hear_proceed\"",
            says: "past the gate `decision`",
        },
    ]);
}

#[test]
fn a_gate_at_which_nothing_stands_or_that_is_out_of_place_is_found() {
    all_are_found(&[
        Attack {
            file: EVIDENCE,
            old: "gates  = [\"disclosure\"]",
            new: "gates  = [\"disclosure\", \"validation\"]",
            at: "gates",
            says: "no safeguard stands at the gate `validation` of the requested side for any of",
        },
        Attack {
            file: EVIDENCE,
            old: "gates  = [\"onward_transfer\"]",
            new: "gates  = [\"onward_transfer\", \"sending\"]",
            at: "gates",
            says: "the gate `sending` does not belong to the part `holding`",
        },
        Attack {
            file: EVIDENCE,
            old: "gates  = [\"decision\"]\nsends  = \"granted\"",
            new: "gates  = [\"decision\", \"authorisation\"]\nsends  = \"granted\"",
            at: "gates",
            says: "the gate `authorisation` does not belong to the part `requested`",
        },
        Attack {
            file: EVIDENCE,
            old: "gates  = [\"admission\"]",
            new: "gates  = [\"admission\", \"renewal\"]",
            at: "gates",
            says: "the gate `renewal` reads the renewal, which is written in no stage of this side",
        },
        Attack {
            file: PRESERVATION,
            old: "phase = \"sent\"\nedits = \"renewal\"",
            new: "phase = \"sent\"",
            at: "gates  = [\"renewal\"]",
            says: "reads the renewal, which is written in no stage",
        },
        Attack {
            file: "safeguards/sovereignty.toml",
            old: "gate        = \"execution\"\nside        = \"requested\"",
            new: "gate        = \"execution\"\nside        = \"requesting\"",
            at: "side ",
            says: "the gate `execution` is never passed at the requesting side",
        },
        Attack {
            file: "profiles.toml",
            old: "binds  = [\"treaty\", \"domestic\"]",
            new: "binds  = [\"domestic\"]",
            at: "binds",
            says: "`domestic` has to bind the treaty's duties",
        },
        Attack {
            file: "profiles.toml",
            old: "binds  = [\"treaty\", \"domestic\", \"policy\"]",
            new: "binds  = [\"treaty\", \"policy\"]",
            at: "binds",
            says: "`strict` has to bind",
        },
    ]);
}
