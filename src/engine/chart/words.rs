//! The words of the picture that stand in no rule file, in the languages that the program has.

use crate::domain::gate::Gate;
use crate::domain::phase::Phase;
use crate::domain::role::Role;
use crate::domain::safeguard::Profile;

/// A language that the fixed words are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Language {
    /// English, also where the program has no other.
    English,
    /// French; the official text was not at hand, the words are our own.
    French,
}

impl Language {
    pub(in super::super) fn of(code: &str) -> Self {
        if code == "fr" { Language::French } else { Language::English }
    }

    /// One of two texts.
    pub(in super::super) fn pick(self, en: &'static str, fr: &'static str) -> &'static str {
        match self {
            Language::English => en,
            Language::French => fr,
        }
    }
}

/// A role as people read it.
pub(in super::super) fn role(language: Language, role: Role) -> &'static str {
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
pub(in super::super) fn gate(language: Language, gate: Gate) -> &'static str {
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
pub(super) fn phase(language: Language, phase: Phase) -> &'static str {
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
pub(super) fn profile(language: Language, profile: Profile) -> &'static str {
    let (en, fr) = match profile {
        Profile::TreatyMinimum => ("treaty minimum", "minimum conventionnel"),
        Profile::Domestic => ("domestic", "droit interne"),
        Profile::Strict => ("strict", "strict"),
    };
    language.pick(en, fr)
}

/// A length of time in days or hours.
pub(in super::super) fn length(language: Language, hours: i64) -> String {
    match (hours % 24 == 0 && hours > 72, language) {
        (true, Language::English) => format!("{} days", hours / 24),
        (true, Language::French) => format!("{} jours", hours / 24),
        (false, Language::English) => format!("{hours} hours"),
        (false, Language::French) => format!("{hours} heures"),
    }
}
