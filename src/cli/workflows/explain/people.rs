//! The smallest staffing of a measure as plain text.

use crate::domain::gate::Side;
use crate::engine::explore::{Separation, Staffing};
use crate::engine::words::{self, Language};

use super::page::Page;

impl Page {
    /// How few officials can do it at each side, and which rules ask for the last of them.
    pub(super) fn staffing(&mut self, found: &[(Side, Option<Staffing>)]) {
        self.blank();
        let heading = self.pick("HOW FEW OFFICIALS CAN DO IT", "COMBIEN D'AGENTS AU MOINS");
        self.put(0, 0, heading);
        for (side, staffing) in found {
            let way = match side {
                Side::Requesting => {
                    self.pick("The requesting State, until it is sent: ", "L'État requérant, jusqu'à l'envoi : ")
                }
                Side::Requested => self
                    .pick("The requested State, until it is disclosed: ", "L'État requis, jusqu'à la divulgation : "),
            };
            let Some(staffing) = staffing else {
                let more = self.pick("more than six", "plus de six");
                self.put(2, 2, &format!("{way}{more}"));
                continue;
            };
            self.put(2, 2, &format!("{way}{}", self.many(staffing.people.len())));
            for roles in &staffing.people {
                let roles: Vec<&str> = roles.iter().map(|role| words::role(self.language, *role)).collect();
                self.put(4, 2, &format!("> {}", roles.join(" + ")));
            }
            let because = self.because(staffing);
            if let Some(because) = because {
                self.put(4, 2, &because);
            }
        }
    }

    fn many(&self, people: usize) -> String {
        match (self.language, people) {
            (Language::Fr, 1) => "un agent".to_owned(),
            (Language::Fr, _) => format!("{people} agents"),
            (Language::Ar | Language::Zh | Language::En | Language::Ru | Language::Es, 1) => "one official".to_owned(),
            (Language::Ar | Language::Zh | Language::En | Language::Ru | Language::Es, _) => {
                format!("{people} officials")
            }
        }
    }

    /// Why not fewer; nothing where one is enough.
    fn because(&self, staffing: &Staffing) -> Option<String> {
        if staffing.people.len() < 2 {
            return None;
        }
        let why = self.pick("not fewer: ", "pas moins : ");
        if staffing.because.is_empty() {
            let several = self.pick("several rules ask for the last one", "plusieurs règles exigent le dernier");
            return Some(format!("{why}{several}"));
        }
        let rules: Vec<&str> = staffing.because.iter().map(|rule| self.separation(*rule)).collect();
        Some(format!("{why}{}", rules.join(self.pick("; ", " ; "))))
    }

    fn separation(&self, rule: Separation) -> &'static str {
        match rule {
            Separation::JudgeAlone => self.pick("a judge holds no second role", "un juge n'a pas de second rôle"),
            Separation::AuthorAnswersNothing => {
                self.pick("the author of a request answers nothing of it", "l'auteur d'une demande n'y répond à rien")
            }
            Separation::CollectorAnswersNothing => self
                .pick("who collected answers nothing about the result", "qui a recueilli ne répond à rien du résultat"),
            Separation::AnswersAndPasses => {
                self.pick("who answers at a gate does not pass it", "qui répond à une porte ne la franchit pas")
            }
            Separation::AnswersAndConfirms => {
                self.pick("who confirms an answer did not give it", "qui confirme une réponse ne l'a pas donnée")
            }
            Separation::AuthorDoesNotAuthorise => self.pick("the author does not authorise", "l'auteur n'autorise pas"),
            Separation::AuthorisesAndSends => self.pick("who authorises does not send", "qui autorise n'envoie pas"),
            Separation::DecidesAndDiscloses => self.pick("who decides does not disclose", "qui décide ne divulgue pas"),
        }
    }
}
