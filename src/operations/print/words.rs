//! What letters say themselves, in English and French. What people wrote is never translated.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoStaticStr};

use super::letter::LetterState;
use super::values;

/// Language of a letter's own words: requests and refusals exist in these two.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    Display,
    EnumIter,
    EnumString,
    IntoStaticStr,
    utoipa::ToSchema,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Language {
    /// English.
    En,
    /// French.
    Fr,
}

impl From<Language> for crate::domain::language::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Fr => Self::Fr,
        }
    }
}

impl Language {
    /// The text of this language.
    #[must_use]
    pub fn of<'a>(self, en: &'a str, fr: &'a str) -> &'a str {
        match self {
            Language::En => en,
            Language::Fr => fr,
        }
    }

    /// A day as letters write it, such as `22 November 2026` or `1er mai 2027`.
    #[must_use]
    pub fn day(self, date: Date) -> String {
        crate::domain::language::Language::from(self).day(date)
    }

    /// An article as letters cite it: what is no treaty text is called by its name.
    pub(super) fn article(self, citation: &str) -> String {
        values::article(self.into(), citation)
    }

    /// The sentence that says that a letter is not yet, or no longer, what it looks like.
    pub(super) fn mark(self, state: LetterState) -> Option<&'static str> {
        match state {
            LetterState::Draft => Some(self.of(
                "Draft. The safeguards at its gate are not cleared: it may not leave the authority.",
                "Projet. Les garanties à franchir ne sont pas levées : il ne peut quitter l'autorité.",
            )),
            LetterState::Received => Some(self.of(
                "Copy of what was received, printed by its recipient.",
                "Copie de ce qui a été reçu, imprimée par son destinataire.",
            )),
            LetterState::Cleared => None,
        }
    }

    /// What stands at the top of every page, so that no page can be taken out of its letter. It goes into a CSS string:
    /// plain letters only.
    pub(super) fn stamp(self, state: LetterState, training: bool, not_in_force: bool) -> String {
        let state = match state {
            LetterState::Draft => Some(self.of("DRAFT", "PROJET")),
            LetterState::Received => Some(self.of("COPY", "COPIE")),
            LetterState::Cleared => None,
        };
        let training = training.then(|| self.of("TRAINING", "EXERCICE"));
        let not_in_force = not_in_force.then(|| self.of("INSTRUMENT NOT IN FORCE", "INSTRUMENT PAS EN VIGUEUR"));
        training.into_iter().chain(not_in_force).chain(state).collect::<Vec<_>>().join("  /  ")
    }
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $fr:literal;)*) => {
        /// Labels and sentences, in the order in which letters use them.
        pub(super) struct Words {
            $($(#[$doc])* pub(super) $name: &'static str,)*
        }

        impl Words {
            /// The words of a language.
            pub(super) fn of(language: Language) -> Self {
                Self { $($name: language.of($en, $fr),)* }
            }
        }
    };
}

words! {
    training: "Training: this is no real request and no real decision", "Exercice : ceci n'est ni une demande ni une décision réelle";
    central_authority: "Central authority", "Autorité centrale";
    to: "To the central authority of", "À l'autorité centrale de l'État suivant";
    reference: "Reference", "Référence";
    registry_number: "Registry number", "Numéro de registre";
    your_reference: "Your reference", "Votre référence";
    date: "Date", "Date";
    requesting_state: "Requesting State", "État requérant";
    requested_state: "Requested State", "État requis";
    subject: "Subject", "Objet";
    measure: "Measure", "Mesure";
    instrument: "Instrument", "Instrument";
    articles: "Articles", "Articles";
    content: "Content of the request", "Contenu de la demande";
    field: "Field", "Rubrique";
    says: "Content", "Contenu";
    missing: "missing", "manquant";
    documents: "Documents", "Pièces jointes";
    no_documents: "None.", "Aucune.";
    document: "Document", "Pièce";
    media_type: "Format", "Format";
    language: "Language", "Langue";
    size: "Bytes", "Octets";
    proof: "Digest", "Empreinte";
    proof_of_request: "SHA-256 of this request as read, with its documents:",
        "SHA-256 de la présente demande telle que lue, avec ses pièces :";
    proof_of_decision: "SHA-256 of this decision as read, with its documents:",
        "SHA-256 de la présente décision telle que lue, avec ses pièces :";
    how_to_check: "It is taken over the canonical JSON (RFC 8785) at the end of the file from which this letter was printed.",
        "Elle est calculée sur le JSON canonique (RFC 8785) placé à la fin du fichier dont cette lettre est tirée.";
    as_data: "The same as data, byte for byte what the digest is taken over",
        "Le même contenu sous forme de données, octet pour octet ce sur quoi porte l'empreinte";
    request_concerned: "Request concerned", "Demande concernée";
    request_date: "Date of the request", "Date de la demande";
    request_proof: "Digest of the request (SHA-256)", "Empreinte de la demande (SHA-256)";
    refusal: "Refusal of assistance", "Refus d'entraide";
    refusal_in_part: "Refusal of assistance in part", "Refus partiel d'entraide";
    items_refused: "Items refused", "Éléments refusés";
    items_granted: "Items granted", "Éléments accordés";
    item: "Item", "Élément";
    description: "Description", "Description";
    ground: "Ground", "Motif";
    grounds: "Grounds", "Motifs de refus";
    code: "Code", "Code";
    title: "Title", "Intitulé";
    booked_under: "falls under", "relève de";
    conditions: "Conditions on what is granted", "Conditions de ce qui est accordé";
    condition: "Condition", "Condition";
    reasons: "Reasons", "Motivation";
    reasons_missing: "No reasons are stated: a refusal without reasons may not leave.",
        "Aucune motivation : un refus sans motivation ne peut être envoyé.";
    consultation: "Consultation", "Consultation";
    consulted: "These grounds were put to the requesting State before this decision:",
        "Ces motifs ont été soumis à l'État requérant avant la présente décision :";
    concluded: "The consultation was answered, or its time ran out.",
        "La consultation a reçu une réponse, ou son délai a expiré.";
    not_concluded: "The consultation is not concluded.", "La consultation n'est pas achevée.";
    not_consulted: "No consultation is recorded, and these grounds call for one:",
        "Aucune consultation n'est consignée, alors que ces motifs l'exigent :";
    no_consultation_due: "None of the grounds stated calls for a consultation.",
        "Aucun des motifs invoqués n'exige de consultation.";
    exchanges: "Messages exchanged", "Messages échangés";
    message: "Message", "Message";
    from: "From", "De";
    next: "What the requesting State may do", "Ce que peut faire l'État requérant";
    may_supplement: "Give more information, or send the request anew in a form that meets the reasons above (UNCC 40(16)).",
        "Fournir un complément d'information, ou présenter à nouveau la demande de façon à répondre à la motivation ci-dessus (UNCC 40(16)).";
    may_condition: "Propose terms and conditions on which the assistance could be given; those that it accepts bind it (UNCC 40(28)).",
        "Proposer des modalités et conditions auxquelles l'entraide pourrait être accordée ; celles qu'il accepte le lient (UNCC 40(28)).";
    may_ask_otherwise: "Ask for the refused items under another instrument, or another measure.",
        "Demander les éléments refusés au titre d'un autre instrument, ou par une autre mesure.";
    rest_goes_on: "The items granted are not affected by this refusal.",
        "Les éléments accordés ne sont pas touchés par le présent refus.";
    signature: "For the central authority", "Pour l'autorité centrale";
    place_and_date: "Place and date", "Lieu et date";
    name_and_function: "Name and function", "Nom et qualité";
    signature_and_seal: "Signature and seal", "Signature et sceau";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_each_language_writes_it() {
        let day = "2027-05-01".parse().unwrap();
        assert_eq!(Language::En.day(day), "1 May 2027");
        assert_eq!(Language::Fr.day(day), "1er mai 2027");
        assert_eq!(Language::Fr.day("2026-12-31".parse().unwrap()), "31 décembre 2026");
    }
}
