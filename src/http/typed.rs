//! What somebody typed and sent after their session had ended: kept for them alone, in memory, for a short time.
//!
//! It is never acted on: the form is shown again with it, to the same official, once they have signed in. Nothing of it
//! comes to a disk, and after a restart it is gone.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::domain::ids::OfficialId;

/// So many forms are kept, of everybody together: with the largest form, 16 MiB.
const MOST: usize = 256;

/// So many of one official.
const MOST_OF_ONE: usize = 4;

/// So long one is kept, in minutes.
pub const KEPT_MINUTES: i64 = 30;

/// A form as it was typed.
#[derive(Clone)]
pub struct Form {
    /// Who typed it.
    pub official: OfficialId,
    /// The page that it stood on, below the language.
    pub page: String,
    /// Where it was sent, below the language.
    pub action: String,
    /// Its fields, without the token.
    pub fields: Vec<(String, Zeroizing<String>)>,
}

/// The forms that are kept, by a random key that only their browser has. Clones share them.
#[derive(Clone, Default)]
pub struct Typed(Arc<Mutex<HashMap<String, (Timestamp, Form)>>>);

impl Typed {
    /// Keeps a form under a key. Where there are too many, the oldest of the same official goes, and else the oldest.
    pub fn keep(&self, key: String, form: Form, now: Timestamp) {
        let mut forms = self.forms();
        forms.retain(|_, (until, _)| *until > now);
        let of_one = forms.values().filter(|(_, known)| known.official == form.official).count();
        let among = |known: &Form| of_one < MOST_OF_ONE || known.official == form.official;
        if of_one >= MOST_OF_ONE || forms.len() >= MOST {
            let oldest = forms.iter().filter(|(_, (_, known))| among(known)).min_by_key(|(_, (until, _))| *until);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                forms.remove(&oldest);
            }
        }
        forms.insert(key, (now + SignedDuration::from_mins(KEPT_MINUTES), form));
    }

    /// A form, for the official who typed it and for nobody else.
    #[must_use]
    pub fn of(&self, key: &str, official: &OfficialId, now: Timestamp) -> Option<Form> {
        let forms = self.forms();
        let (until, form) = forms.get(key)?;
        (*until > now && form.official == *official).then(|| form.clone())
    }

    /// Forgets a form.
    pub fn forget(&self, key: &str) {
        self.forms().remove(key);
    }

    fn forms(&self) -> MutexGuard<'_, HashMap<String, (Timestamp, Form)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(who: char, text: &str) -> Form {
        let official = OfficialId::parse(who.to_string().repeat(32)).unwrap();
        let fields = vec![("reason".to_owned(), Zeroizing::new(text.to_owned()))];
        Form { official, page: "/p".to_owned(), action: "/p".to_owned(), fields }
    }

    #[test]
    fn what_somebody_typed_is_theirs_and_gone_after_its_time() {
        let (typed, now): (Typed, Timestamp) = (Typed::default(), "2027-03-02T08:00:00Z".parse().unwrap());
        typed.keep("k".to_owned(), form('a', "mine"), now);

        assert!(typed.of("k", &form('a', "").official, now).is_some());
        assert!(typed.of("k", &form('b', "").official, now).is_none());
        assert!(typed.of("x", &form('a', "").official, now).is_none());
        assert!(typed.of("k", &form('a', "").official, now + SignedDuration::from_mins(KEPT_MINUTES)).is_none());
        typed.forget("k");
        assert!(typed.of("k", &form('a', "").official, now).is_none());
    }

    #[test]
    fn nobody_fills_the_memory_or_pushes_out_what_others_typed() {
        let (typed, now): (Typed, Timestamp) = (Typed::default(), "2027-03-02T08:00:00Z".parse().unwrap());
        typed.keep("hers".to_owned(), form('b', "hers"), now);
        for n in 0..1000 {
            typed.keep(format!("his {n}"), form('a', "his"), now + SignedDuration::from_secs(n));
        }

        assert_eq!(typed.forms().len(), MOST_OF_ONE + 1);
        assert!(typed.of("hers", &form('b', "").official, now + SignedDuration::from_secs(1000)).is_some());
        assert!(typed.of("his 999", &form('a', "").official, now + SignedDuration::from_secs(1000)).is_some());
    }
}
