//! What the pages say: messages in Fluent, a folder for each language, all with the same ids.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use strum::IntoEnumIterator as _;

use super::development::longer;
use super::language::Language;

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<BTreeMap<Language, Bundle>> =
    LazyLock::new(|| Language::iter().map(|language| (language, bundle(language))).collect());

/// The texts, in a folder for each language: `en/queue.ftl`.
#[derive(RustEmbed)]
#[folder = "src/web/texts/"]
#[include = "*.ftl"]
struct Files;

/// The texts of a language, one file after the other.
#[must_use]
pub fn source(language: Language) -> String {
    let folder = format!("{language}/");
    let files = Files::iter().filter(|path| path.starts_with(&folder)).filter_map(|path| Files::get(&path));
    files.map(|file| String::from_utf8_lossy(&file.data).into_owned()).collect::<Vec<_>>().join("\n")
}

/// What is wrong in the texts of a language is found by the tests: what can be read of it is used.
fn bundle(language: Language) -> Bundle {
    let resource = match FluentResource::try_new(source(language)) {
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

    /// A message with several variables.
    #[must_use]
    pub fn with(self, id: &str, values: &[(&str, &str)]) -> String {
        let values: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, FluentValue::from(*value))).collect();
        self.formatted(id, Some(&values))
    }

    /// The same without the marks that keep what is filled in apart: where all of it is of one direction, or no page.
    #[must_use]
    pub fn plain(self, id: &str, values: &[(&str, &str)]) -> String {
        self.with(id, values).replace(['\u{2068}', '\u{2069}'], "")
    }

    /// A label and what it says, with the colon of the language.
    #[must_use]
    pub fn pair(self, label: &str, value: &str) -> String {
        self.with("pair", &[("label", label), ("value", value)])
    }

    /// The same without the marks that keep the two apart: where both are of the page's own language.
    #[must_use]
    pub fn plain_pair(self, label: impl AsRef<str>, value: impl AsRef<str>) -> String {
        self.plain("pair", &[("label", label.as_ref()), ("value", value.as_ref())])
    }

    /// A title with the code it is known by.
    #[must_use]
    pub fn coded(self, code: &str, title: &str) -> String {
        self.with("coded", &[("code", code), ("title", title)])
    }

    /// Names joined as the language joins them: `a, b and c`.
    #[must_use]
    pub fn list<S: AsRef<str>>(self, names: &[S]) -> String {
        self.0.all_of(names)
    }

    /// Names of which one suffices: `a, b or c`.
    #[must_use]
    pub fn choice<S: AsRef<str>>(self, names: &[S]) -> String {
        self.0.one_of(names)
    }

    /// So many of all: variables `count` and `all`.
    #[must_use]
    pub fn of(self, id: &str, count: usize, all: usize) -> String {
        let mut values = FluentArgs::new();
        values.set("count", count);
        values.set("all", all);
        self.formatted(id, Some(&values))
    }

    /// A name of the program's own, such as a role, in words: message `KIND-NAME`, its underscores as hyphens.
    #[must_use]
    pub fn name(self, kind: &str, name: impl std::fmt::Display) -> String {
        self.say(&format!("{kind}-{}", name.to_string().replace('_', "-")))
    }

    /// A name that may have no words of its own, such as a value of somebody's own schema: none then.
    #[must_use]
    pub fn name_if_any(self, kind: &str, name: impl std::fmt::Display) -> Option<String> {
        let id = format!("{kind}-{}", name.to_string().replace('_', "-"));
        BUNDLES.get(&self.0)?.has_message(&id).then(|| self.say(&id))
    }

    fn formatted(self, id: &str, values: Option<&FluentArgs<'_>>) -> String {
        let Some(bundle) = BUNDLES.get(&self.0) else { return id.to_owned() };
        let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else { return id.to_owned() };
        // What a message lacks stands in it by name: a page is never lost for that.
        longer::perhaps(bundle.format_pattern(pattern, values, &mut Vec::new()).into_owned())
    }
}
