//! Words for what stands in no rule file, in the languages that the program has: roles, gates, phases, outcomes.

use crate::domain::gate::{Gate, Subject};
use crate::domain::phase::Phase;
use crate::domain::role::Role;
use crate::domain::safeguard::{Basis, Outcome, Profile};

/// A language that the fixed words are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English, also where the program has no other.
    English,
    /// French; the official text was not at hand, the words are our own.
    French,
}

impl Language {
    /// The language of a code.
    #[must_use]
    pub fn of(code: &str) -> Self {
        if code == "fr" { Language::French } else { Language::English }
    }

    /// One of two texts.
    #[must_use]
    pub fn pick(self, en: &'static str, fr: &'static str) -> &'static str {
        match self {
            Language::English => en,
            Language::French => fr,
        }
    }
}

/// A role as people read it.
#[must_use]
pub fn role(language: Language, role: Role) -> &'static str {
    let (en, fr) = match role {
        Role::DraftingOfficial => ("drafting official", "rédacteur"),
        Role::CentralAuthority => ("central authority", "autorité centrale"),
        Role::ExecutingAuthority => ("executing authority", "autorité d'exécution"),
        Role::JudicialAuthority => ("judicial authority", "autorité judiciaire"),
        Role::RightsReviewer => ("rights reviewer", "examinateur des droits"),
        Role::DataProtectionReviewer => ("data protection reviewer", "examinateur des données"),
        Role::PointOfContact => ("point of contact", "point de contact"),
        Role::Auditor => ("auditor", "vérificateur"),
        Role::Administrator => ("administrator", "administrateur"),
    };
    language.pick(en, fr)
}

/// A gate as people read it.
#[must_use]
pub fn gate(language: Language, gate: Gate) -> &'static str {
    let (en, fr) = match gate {
        Gate::Authorisation => ("authorisation", "autorisation"),
        Gate::Sending => ("sending", "envoi"),
        Gate::Admission => ("admission", "recevabilité"),
        Gate::Decision => ("decision", "décision"),
        Gate::Execution => ("execution", "exécution"),
        Gate::Disclosure => ("disclosure", "divulgation"),
        Gate::Use => ("use", "utilisation"),
        Gate::OnwardTransfer => ("onward transfer", "transfert ultérieur"),
        Gate::Renewal => ("renewal", "prolongation"),
        Gate::Validation => ("validation", "validation"),
        Gate::Refusal => ("refusal", "refus"),
        Gate::Postponement => ("postponement", "ajournement"),
        Gate::Closing => ("closing", "clôture"),
    };
    language.pick(en, fr)
}

/// A phase as people read it.
#[must_use]
pub fn phase(language: Language, phase: Phase) -> &'static str {
    let (en, fr) = match phase {
        Phase::Drafting => ("drafting", "rédaction"),
        Phase::Review => ("review", "contrôle"),
        Phase::Sent => ("sent", "envoyée"),
        Phase::Admission => ("admission", "recevabilité"),
        Phase::Examination => ("examination", "examen"),
        Phase::Consultation => ("consultation", "consultation"),
        Phase::Execution => ("execution", "exécution"),
        Phase::Disclosure => ("disclosure", "divulgation"),
        Phase::Use => ("use", "utilisation"),
        Phase::Closed => ("closed", "clos"),
    };
    language.pick(en, fr)
}

/// A profile as people read it, where the rulebook has no name for it.
#[must_use]
pub fn profile(language: Language, profile: Profile) -> &'static str {
    let (en, fr) = match profile {
        Profile::TreatyMinimum => ("treaty minimum", "minimum conventionnel"),
        Profile::Domestic => ("domestic", "droit interne"),
        Profile::Strict => ("strict", "strict"),
    };
    language.pick(en, fr)
}

/// A length of time in days or hours.
#[must_use]
pub fn length(language: Language, hours: i64) -> String {
    match (hours % 24 == 0 && hours > 72, language) {
        (true, Language::English) => format!("{} days", hours / 24),
        (true, Language::French) => format!("{} jours", hours / 24),
        (false, Language::English) => format!("{hours} hours"),
        (false, Language::French) => format!("{hours} heures"),
    }
}

/// A subject as people read it, with its article.
#[must_use]
pub fn subject(language: Language, subject: Subject) -> &'static str {
    let (en, fr) = match subject {
        Subject::Request => ("the request", "la demande"),
        Subject::Decision => ("the decision", "la décision"),
        Subject::Result => ("each result", "chaque résultat"),
        Subject::Renewal => ("each extension", "chaque prolongation"),
        Subject::Use => ("each use", "chaque utilisation"),
    };
    language.pick(en, fr)
}

/// Why a safeguard is asked, as people read it.
#[must_use]
pub fn basis(language: Language, basis: Basis) -> &'static str {
    let (en, fr) = match basis {
        Basis::Treaty => ("a duty of the treaty", "une obligation conventionnelle"),
        Basis::Domestic => ("left to domestic law", "laissée au droit interne"),
        Basis::Policy => ("policy", "politique"),
        Basis::None => ("not asked", "non posée"),
        Basis::Never => ("forbidden to ask", "interdite"),
    };
    language.pick(en, fr)
}

/// An answer's outcome as people read it.
#[must_use]
pub fn outcome(language: Language, outcome: Outcome) -> &'static str {
    let (en, fr) = match outcome {
        Outcome::Met => ("met", "satisfaite"),
        Outcome::NotMet => ("not met", "non satisfaite"),
        Outcome::MetWithConditions => ("met with conditions", "satisfaite sous conditions"),
        Outcome::NotApplicable => ("not applicable", "sans objet"),
        Outcome::Deferred => ("deferred", "différée"),
    };
    language.pick(en, fr)
}
