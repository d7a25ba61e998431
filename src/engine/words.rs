//! Words for what stands in no rule file, in the languages that the program has: roles, gates, phases, outcomes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::domain::gate::{Gate, Subject};
pub use crate::domain::language::Language;
use crate::domain::phase::Phase;
use crate::domain::role::Role;
use crate::domain::safeguard::{Basis, Outcome, Profile};

/// The words that stand not beside the code, by the English text, then by the code of the language.
static WORDS: LazyLock<BTreeMap<String, BTreeMap<String, String>>> =
    // What is wrong with the file is found by the tests.
    LazyLock::new(|| toml::from_str(include_str!("words.toml")).unwrap_or_default());

impl Language {
    /// A text in this language: beside the code in English and French, in the other four from `words.toml`; English where
    /// that says nothing, as for the sentences of `comity workflows explain`.
    #[must_use]
    pub fn pick(self, en: &'static str, fr: &'static str) -> &'static str {
        match self {
            Language::En => en,
            Language::Fr => fr,
            Language::Ar | Language::Zh | Language::Ru | Language::Es => {
                WORDS.get(en).and_then(|known| known.get(self.code())).map_or(en, String::as_str)
            }
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
    let (number, unit) = if hours % 24 == 0 && hours > 72 {
        (hours / 24, language.pick("{n} days", "{n} jours"))
    } else {
        (hours, language.pick("{n} hours", "{n} heures"))
    };
    unit.replace("{n}", &number.to_string())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_beside_the_code_are_in_four_more_languages() {
        assert!(WORDS.len() > 80);
        for (english, known) in WORDS.iter() {
            let languages: Vec<&str> = known.keys().map(String::as_str).collect();
            assert_eq!(languages, ["ar", "es", "ru", "zh"], "{english}");
        }
        assert_eq!(role(Language::Zh, Role::CentralAuthority), "中央机关");
        assert_eq!(length(Language::Es, 24 * 60), "60 días");
    }

    #[test]
    fn no_word_of_the_file_is_one_that_nothing_says() {
        let sources = [
            include_str!("words.rs"),
            include_str!("chart/plan.rs"),
            include_str!("chart/sheet.rs"),
            include_str!("chart/plan/about.rs"),
            include_str!("chart/plan/entry.rs"),
            include_str!("chart/paint/foot.rs"),
        ];
        for english in WORDS.keys() {
            assert!(sources.iter().any(|source| source.contains(&format!("\"{english}\""))), "{english}");
        }
    }
}
