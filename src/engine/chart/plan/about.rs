//! What is said of the whole picture: the instrument, the course in words, the clocks.

use crate::engine::words;

use super::super::course::{self, Step};
use super::super::text::ranges;
use super::{Planning, letter, order};

impl Planning<'_> {
    pub(super) fn about(&self) -> Vec<String> {
        let (rulebook, language) = (self.rulebook, self.options.language);
        let instrument = rulebook.instrument_title(language);
        let measures: Vec<&str> = self.measures.iter().map(|measure| measure.title.in_language(language)).collect();
        let profile = rulebook.profiles.get(&self.options.profile).map(|rule| rule.title.in_language(language));
        let profile = profile.unwrap_or_else(|| words::profile(self.language, self.options.profile));
        let words = self.language;
        let force = if rulebook.about.in_force {
            words.pick("in force", "en vigueur")
        } else {
            words.pick(
                "not in force: for training, or where both States agreed to apply it",
                "pas en vigueur : pour la formation, ou si les deux États sont convenus de l'appliquer",
            )
        };
        let none = words.pick("none yet", "aucune à ce jour");
        vec![
            format!("{instrument} – {force}"),
            format!(
                "{}{}",
                words.pick("Measures: ", "Mesures : "),
                if measures.is_empty() { none.to_owned() } else { measures.join(" · ") }
            ),
            format!("{}{profile}", words.pick("Profile: ", "Profil : ")),
            format!("{}{} {}", words.pick("Rulebook: ", "Recueil de règles : "), rulebook.about.name, rulebook.hash),
        ]
    }

    pub(super) fn described(&self) -> String {
        let title = |step: &Step| {
            let part = self.part(step.part)?;
            let title = part.stages.get(step.to)?.title.in_language(self.options.language);
            Some(format!("{} {title}", letter(self.language, step.part)))
        };
        let way: Vec<String> =
            self.course.iter().filter(|step| step.part < 2 && step.from != step.to).filter_map(title).collect();
        let (messages, stages) = (
            self.procedure.messages.len(),
            self.procedure.parts().map(|(_, _, part)| part.stages.len()).sum::<usize>(),
        );
        let sentence = self.language.pick(
            "{stages} stages at both States and {messages} messages between them. The way of a request that is granted: {way}. R is the requesting State, Q the requested State.",
            "{stages} stades chez les deux États et {messages} messages entre eux. Le chemin d'une demande accordée : {way}. R est l'État requérant, Q l'État requis.",
        );
        sentence
            .replace("{stages}", &stages.to_string())
            .replace("{messages}", &messages.to_string())
            .replace("{way}", &way.join(", "))
    }

    /// Every clock with its length, what happens at its end, and where it pauses.
    pub(super) fn clocks(&self) -> Vec<(String, String)> {
        let words = self.language;
        let mut lines = Vec::new();
        for (index, (_, _, part)) in self.procedure.parts().enumerate() {
            let order = order(part, &course::stages(&self.course, index));
            for deadline in &part.deadlines {
                let moves = part.transitions.iter().any(|rule| rule.after.as_ref() == Some(&deadline.name));
                let then = if moves {
                    words.pick("then it moves the file", "puis il déplace le dossier")
                } else {
                    words.pick("then it alerts", "puis il alerte")
                };
                let paused: Vec<usize> = deadline
                    .paused_in
                    .iter()
                    .filter_map(|name| course::place(part, name.as_str()))
                    .filter_map(|stage| order.iter().position(|other| *other == stage))
                    .map(|at| at + 1)
                    .collect();
                let paused = if paused.is_empty() {
                    String::new()
                } else {
                    format!(
                        "{}{}",
                        words.pick("; paused in ", " ; suspendu en "),
                        ranges(letter(words, index), &paused)
                    )
                };
                let cited = deadline.source.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let what = format!("{}, {then}{paused} ({cited})", words::length(words, deadline.hours()));
                let name = self.clock_name(part, deadline.name.as_str());
                lines.push((format!("{} {name}", letter(words, index)), what));
            }
        }
        lines
    }
}
