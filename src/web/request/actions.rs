//! What somebody can do next on a request: one thing first, what stops the request last, and what is not open with its reason.

use crate::domain::gate::Subject;
use crate::domain::role::Role;
use crate::engine::chart;
use crate::engine::explain::{self, Asked};
use crate::operations::request_view::{Possible, RequestView};

use super::super::refusals::{Teller, Told};
use super::super::words::Words;

/// Something that can be done now.
pub(in super::super) struct Action {
    pub(in super::super) to: String,
    pub(in super::super) title: String,
    /// Whether it stops the request.
    pub(in super::super) stops: bool,
}

/// A step that is not open to whoever looks.
pub(super) struct Shut {
    pub(super) title: String,
    /// Who may take it.
    pub(super) by: String,
    pub(super) told: Told,
}

/// What can be done, and what cannot.
pub(in super::super) struct Actions {
    /// The one thing to do next.
    pub(in super::super) first: Option<Action>,
    /// What else can be done; what stops the request comes last.
    pub(super) more: Vec<Action>,
    /// What is not open, where the roles of whoever looks would allow it.
    pub(super) shut: Vec<Shut>,
    /// Steps of others.
    pub(super) of_others: Vec<Shut>,
    /// Why somebody else has to act, where two pairs of eyes are wanted.
    pub(super) four_eyes: Option<String>,
}

impl Words<'_> {
    /// What somebody with these roles can do next.
    pub(in super::super) fn actions(&self, view: &RequestView, roles: &[Role]) -> Actions {
        let at = format!("/{}/requests/{}", self.t.0, view.reference);
        let mine = |by: &[Role]| by.iter().any(|role| roles.contains(role));
        let course = self
            .procedure(view)
            .map(|procedure| chart::course(self.rulebook, procedure, view.side))
            .unwrap_or_default();
        let on_course = |possible: &Possible| course.iter().any(|step| *step == *possible.next.transition);
        let (open, shut): (Vec<&Possible>, Vec<&Possible>) =
            view.next.iter().partition(|possible| possible.in_the_way.is_none());

        let mut all = Vec::new();
        let lacks = !view.missing.is_empty();
        let writable = self.procedure(view).map(|known| explain::writable(known, &view.standing)).unwrap_or_default();
        let may_write = view.sealed_because.is_none() && !view.aside;
        for write in writable.iter().filter(|write| may_write && mine(&write.by)) {
            let below = match (write.subject, &write.holding) {
                (Subject::Request, _) => String::new(),
                (Subject::Use, Some(id)) => format!("/use?holding={id}"),
                (other @ (Subject::Decision | Subject::Result | Subject::Renewal | Subject::Use), _) => {
                    format!("/{other}")
                }
            };
            let subject = self.t.name("subject", write.subject);
            // What is written comes first while something is missing, and after the step once it is whole.
            let unwritten = write.holding.is_none() && !view.standing.subjects.contains_key(&write.subject);
            let rank = if lacks || unwritten { 0 } else { 3 };
            let title = self.t.with("action-write", &[("subject", &subject)]);
            all.push((rank, Action { to: format!("{at}/write{below}"), title, stops: false }));
        }
        for possible in open {
            let stops = self.stops(view, possible);
            let rank = match (stops, on_course(possible)) {
                (true, _) => 5,
                (false, true) => 1,
                (false, false) => 4,
            };
            all.push((
                rank,
                Action { to: self.step_address(&at, possible), title: self.step_title(view, possible), stops },
            ));
        }
        if let Some(asked) = view.safeguards.iter().find(|asked| asked.waits) {
            let (to, title) = self.checkpoint(view, asked);
            all.push((2, Action { to, title: self.t.with("action-answer", &[("safeguard", &title)]), stops: false }));
        }
        // Until somebody else has confirmed it, what came on paper has not happened.
        for id in view.to_confirm.iter().filter(|_| view.sealed_because.is_none()) {
            let title = self.t.say("letter-confirm");
            all.push((0, Action { to: format!("{at}/messages/{id}"), title, stops: false }));
        }
        all.sort_by_key(|(rank, _)| *rank);
        let mut all = all.into_iter();
        // What stops a request is never the one thing to do next.
        let mut more: Vec<Action> = Vec::new();
        let first = match all.next() {
            Some((_, action)) if !action.stops => Some(action),
            other => {
                more.extend(other.map(|(_, action)| action));
                None
            }
        };
        more.extend(all.map(|(_, action)| action));
        let told = |possible: &&Possible| {
            let holding = possible.next.holding.as_deref();
            let teller = Teller::of(self.t, self.rulebook, view, holding);
            Some(Shut {
                title: self.step_title(view, possible),
                by: self.names("role", &possible.next.by),
                told: teller.refusal(possible.in_the_way.as_ref()?),
            })
        };
        let (own, others): (Vec<&Possible>, Vec<&Possible>) =
            shut.into_iter().partition(|possible| mine(&possible.next.by));
        let teller = Teller::of(self.t, self.rulebook, view, None);
        let four_eyes = own.iter().find_map(|possible| match possible.rule.as_deref() {
            Some("author-may-not" | "collector-may-not" | "answered-here" | "passed-here" | "same-official") => {
                possible.in_the_way.as_ref().map(|refusal| teller.refusal(refusal).text)
            }
            Some(_) | None => None,
        });
        Actions {
            first,
            more,
            shut: own.iter().filter_map(told).collect(),
            of_others: others.iter().filter_map(told).collect(),
            four_eyes,
        }
    }

    fn step_title(&self, view: &RequestView, possible: &Possible) -> String {
        self.step(view, possible.next.holding.as_deref(), &possible.next.transition)
    }

    #[expect(clippy::unused_self, reason = "reads like its neighbours")]
    fn step_address(&self, at: &str, possible: &Possible) -> String {
        let query = possible.next.holding.as_deref().map(|id| format!("?holding={id}")).unwrap_or_default();
        format!("{at}/steps/{}{query}", possible.next.transition)
    }

    fn stops(&self, view: &RequestView, possible: &Possible) -> bool {
        let part = self.part(view, possible.next.holding.as_deref());
        let known = part.and_then(|part| {
            let step = part.transitions.iter().find(|step| step.name == *possible.next.transition)?;
            Some(explain::consequences(part, step).stops_the_request)
        });
        known.unwrap_or(false)
    }

    /// The address of a checkpoint, and its code and title.
    pub(super) fn checkpoint(&self, view: &RequestView, asked: &Asked) -> (String, String) {
        let query = asked.holding.as_deref().map(|id| format!("?holding={id}")).unwrap_or_default();
        let to =
            format!("/{}/requests/{}/safeguards/{}/{}{query}", self.t.0, view.reference, asked.gate, asked.safeguard);
        let known = self.rulebook.safeguards.values().find(|known| known.name == *asked.safeguard);
        let title = known.map_or(asked.title.as_str(), |known| known.title.in_language(&self.language()));
        (to, format!("{} {title}", asked.code))
    }
}
