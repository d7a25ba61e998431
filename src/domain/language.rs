//! The six official languages of the United Nations, and how each writes days, numbers and lists.

use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::YMD;
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use icu_locale_core::{Locale, locale};
use jiff::civil::Date;
use serde_json::Value;

/// A language, in the order in which the United Nations names them.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::Display, strum::EnumIter, strum::EnumString,
)]
#[strum(serialize_all = "snake_case")]
pub enum Language {
    /// Arabic, written from right to left.
    Ar,
    /// Chinese.
    Zh,
    /// English.
    En,
    /// French.
    Fr,
    /// Russian.
    Ru,
    /// Spanish.
    Es,
}

impl Language {
    /// The language of a code; English, where it is none of the six.
    #[must_use]
    pub fn of(code: &str) -> Self {
        code.parse().unwrap_or(Language::En)
    }

    /// Its code, such as `ar`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Language::Ar => "ar",
            Language::Zh => "zh",
            Language::En => "en",
            Language::Fr => "fr",
            Language::Ru => "ru",
            Language::Es => "es",
        }
    }

    /// How its speakers call it.
    #[must_use]
    pub fn endonym(self) -> &'static str {
        match self {
            Language::Ar => "العربية",
            Language::Zh => "中文",
            Language::En => "English",
            Language::Fr => "Français",
            Language::Ru => "Русский",
            Language::Es => "Español",
        }
    }

    /// How it is written: `rtl` or `ltr`.
    #[must_use]
    pub fn direction(self) -> &'static str {
        if self == Language::Ar { "rtl" } else { "ltr" }
    }

    /// A day in full, such as `20 November 2026` or `1er mai 2027`.
    #[must_use]
    pub fn day(self, date: Date) -> String {
        self.dated(date, YMD::long())
    }

    /// A day for tables, such as `20 Nov 2026`.
    #[must_use]
    pub fn short_day(self, date: Date) -> String {
        self.dated(date, YMD::medium())
    }

    /// A whole number with its thousands apart, such as `48 112`.
    #[must_use]
    pub fn number(self, number: u64) -> String {
        self.decimal(&Decimal::from(number))
    }

    /// A number of tenths, such as `2,5` for 25.
    #[must_use]
    pub fn tenths(self, tenths: u64) -> String {
        let mut number = Decimal::from(tenths);
        number.multiply_pow10(-1);
        number.trim_end();
        self.decimal(&number)
    }

    /// Names that all hold: `a, b and c`.
    #[must_use]
    pub fn all_of<S: AsRef<str>>(self, names: &[S]) -> String {
        let options = ListFormatterOptions::default().with_length(ListLength::Wide);
        joined(ListFormatter::try_new_and(self.locale().into(), options).ok(), names)
    }

    /// Names of which one holds: `a, b or c`.
    #[must_use]
    pub fn one_of<S: AsRef<str>>(self, names: &[S]) -> String {
        let options = ListFormatterOptions::default().with_length(ListLength::Wide);
        joined(ListFormatter::try_new_or(self.locale().into(), options).ok(), names)
    }

    /// Western digits in Arabic too: references, hashes and days share them. English as the United Kingdom writes it,
    /// the day before the month.
    fn locale(self) -> Locale {
        match self {
            Language::Ar => locale!("ar-u-nu-latn"),
            Language::Zh => locale!("zh"),
            Language::En => locale!("en-GB"),
            Language::Fr => locale!("fr"),
            Language::Ru => locale!("ru"),
            Language::Es => locale!("es"),
        }
    }

    fn dated(self, date: Date, fields: YMD) -> String {
        let written = || {
            let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
            let date = icu_datetime::input::Date::try_new_iso(i32::from(date.year()), month, day).ok()?;
            let formatter = DateTimeFormatter::try_new(self.locale().into(), fields).ok()?;
            Some(formatter.format(&date).to_string())
        };
        let written = written().unwrap_or_else(|| date.to_string());
        // CLDR has no ordinal for the first of the month, which French writes.
        match written.strip_prefix("1 ").filter(|_| self == Language::Fr) {
            Some(rest) => format!("1er {rest}"),
            None => written,
        }
    }

    fn decimal(self, number: &Decimal) -> String {
        let formatter =
            DecimalFormatter::try_new(self.locale().into(), icu_decimal::options::DecimalFormatterOptions::default());
        formatter.map_or_else(|_| number.to_string(), |formatter| formatter.format(number).to_string())
    }
}

fn joined<S: AsRef<str>>(formatter: Option<ListFormatter>, names: &[S]) -> String {
    let names = names.iter().map(AsRef::as_ref);
    match formatter {
        Some(formatter) => formatter.format(names).to_string(),
        None => names.collect::<Vec<&str>>().join(", "),
    }
}

/// The language in which people wrote a content, by its field `language`: two small letters (ISO 639-1), or none.
#[must_use]
pub fn written_in(content: &Value) -> Option<&str> {
    let code = content.get("language")?.as_str()?;
    (code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_its_days() {
        let date = "2026-11-20".parse().unwrap();
        let written = [
            (Language::Ar, "20 نوفمبر 2026", "20\u{200f}/11\u{200f}/2026"),
            (Language::Zh, "2026年11月20日", "2026年11月20日"),
            (Language::En, "20 November 2026", "20 Nov 2026"),
            (Language::Fr, "20 novembre 2026", "20 nov. 2026"),
            (Language::Ru, "20 ноября 2026\u{202f}г.", "20 нояб. 2026\u{202f}г."),
            (Language::Es, "20 de noviembre de 2026", "20 nov 2026"),
        ];
        for (language, long, short) in written {
            assert_eq!((language.day(date).as_str(), language.short_day(date).as_str()), (long, short), "{language}");
        }
        assert_eq!(Language::Fr.day("2027-05-01".parse().unwrap()), "1er mai 2027");
    }

    #[test]
    fn each_language_writes_its_numbers() {
        let written: Vec<String> = [Language::Ar, Language::Zh, Language::En, Language::Fr, Language::Ru, Language::Es]
            .map(|language| format!("{} {}", language.number(1_234_567), language.tenths(25)))
            .to_vec();

        let wanted = [
            "1,234,567 2.5",
            "1,234,567 2.5",
            "1,234,567 2.5",
            "1\u{202f}234\u{202f}567 2,5",
            "1\u{a0}234\u{a0}567 2,5",
            "1.234.567 2,5",
        ];
        assert_eq!(written, wanted);
    }

    #[test]
    fn each_language_joins_its_names() {
        let names = ["a", "b", "c"];
        let all = |language: Language| language.all_of(&names);
        assert_eq!(all(Language::En), "a, b and c");
        assert_eq!(all(Language::Zh), "a、b和c");
        assert_eq!(all(Language::Fr), "a, b et c");
        assert_eq!(all(Language::Ru), "a, b и c");
        assert_eq!(all(Language::Es), "a, b y c");
        assert_eq!(all(Language::Ar), "a وb وc");
        assert_eq!(Language::Es.one_of(&names), "a, b o c");
        assert_eq!(Language::En.one_of(&["a"]), "a");
    }
}
