//! The style sheet keeps to its rules: colours through tokens that can be read, and no left or right.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn styles() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/assets");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let css = files.iter().filter(|path| path.extension().is_some_and(|of| of == "css"));
    css.map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Each token, with its colour in light and in dark.
fn tokens() -> BTreeMap<String, [String; 2]> {
    let styles = styles();
    let lines = styles.lines().filter_map(|line| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
        let (light, dark) = value.trim_end_matches(");").split_once(", ")?;
        Some((name.to_owned(), [light.to_owned(), dark.to_owned()]))
    });
    lines.collect()
}

/// Relative luminance. Source: WCAG 2.2, definition of relative luminance.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn whatever_is_written_can_be_read_in_light_and_in_dark() {
    let tokens = tokens();
    let text = [
        ("ink", "bg"),
        ("ink", "surface"),
        ("muted", "bg"),
        ("muted", "surface"),
        ("brand", "bg"),
        ("brand", "surface"),
        ("brand", "brand-soft"),
        ("brand-ink", "brand"),
        ("ok", "ok-soft"),
        ("ink", "ok-soft"),
        ("warn", "warn-soft"),
        ("ink", "warn-soft"),
        ("bad", "bad-soft"),
        ("ink", "bad-soft"),
        ("bad", "surface"),
        ("bad", "bg"),
    ];
    let lines = [("line-strong", "bg"), ("line-strong", "surface")];
    let wanted = text.iter().map(|pair| (pair, 4.5)).chain(lines.iter().map(|pair| (pair, 3.0)));
    for ((over, under), least) in wanted {
        for place in [0, 1] {
            let found = contrast(&tokens[*over][place], &tokens[*under][place]);
            assert!(found >= least, "{over} on {under}: {found:.2}, wanted {least}");
        }
    }
}

#[test]
fn a_page_from_right_to_left_is_the_mirror_of_one_from_left_to_right() {
    let physical = ["margin", "padding", "border", "inset", "scroll-margin", "scroll-padding"];
    for line in styles().lines() {
        for rule in line.split(['{', '}', ';']).map(str::trim) {
            let Some((name, value)) = rule.split_once(':') else { continue };
            let sided = physical.iter().any(|of| {
                name.strip_prefix(of).is_some_and(|rest| rest.starts_with("-left") || rest.starts_with("-right"))
            });
            let aligned = ["text-align", "float", "clear"].contains(&name) && ["left", "right"].contains(&value.trim());
            assert!(!sided && !aligned && !["left", "right"].contains(&name), "{rule}");
        }
    }
}

#[test]
fn colours_are_tokens_and_nothing_shouts() {
    for line in styles().lines().filter(|line| !line.trim().starts_with("--")) {
        assert!(!line.contains('#') || line.contains("#{") || line.trim_start().starts_with("/*"), "a colour: {line}");
        for banned in ["text-transform", "letter-spacing", "font-style: italic", "@import", "url("] {
            assert!(!line.contains(banned), "{banned}: {line}");
        }
    }
}
