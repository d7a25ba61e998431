//! What the pages say: messages in Fluent, one file for each language, all with the same ids.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use strum::IntoEnumIterator as _;

use super::language::Language;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<BTreeMap<Language, Bundle>> =
    LazyLock::new(|| Language::iter().map(|language| (language, bundle(language))).collect());

/// The file of a language.
#[must_use]
pub fn source(language: Language) -> &'static str {
    match language {
        Language::Ar => include_str!("texts/ar.ftl"),
        Language::Zh => include_str!("texts/zh.ftl"),
        Language::En => include_str!("texts/en.ftl"),
        Language::Fr => include_str!("texts/fr.ftl"),
        Language::Ru => include_str!("texts/ru.ftl"),
        Language::Es => include_str!("texts/es.ftl"),
    }
}

/// What is wrong in the file of a language is found by the tests: what can be read of it is used.
fn bundle(language: Language) -> Bundle {
    let resource = match FluentResource::try_new(source(language).to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    let mut bundle = FluentBundle::new_concurrent(language.to_string().parse().into_iter().collect());
    bundle.add_resource_overriding(resource);
    bundle
}

/// What the pages say in one language.
#[derive(Debug, Clone, Copy)]
pub struct Texts(pub Language);

impl Texts {
    /// A message without variables; its id, where there is none.
    #[must_use]
    pub fn say(self, id: &str) -> String {
        self.formatted(id, None)
    }

    /// A message about so many.
    #[must_use]
    pub fn count(self, id: &str, count: usize) -> String {
        let mut values = FluentArgs::new();
        values.set("count", count);
        self.formatted(id, Some(&values))
    }

    /// A message with one variable, `what`.
    #[must_use]
    pub fn about(self, id: &str, what: &str) -> String {
        let mut values = FluentArgs::new();
        values.set("what", FluentValue::from(what));
        self.formatted(id, Some(&values))
    }

    /// A name of the program's own, such as a role, in words: message `KIND-NAME`, its underscores as hyphens.
    #[must_use]
    pub fn name(self, kind: &str, name: impl std::fmt::Display) -> String {
        self.say(&format!("{kind}-{}", name.to_string().replace('_', "-")))
    }

    fn formatted(self, id: &str, values: Option<&FluentArgs<'_>>) -> String {
        let Some(bundle) = BUNDLES.get(&self.0) else { return id.to_owned() };
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else { return id.to_owned() };
        // What a message lacks stands in it by name: a page is never lost for that.
        bundle.format_pattern(pattern, values, &mut Vec::new()).into_owned()
    }
}
