//! A page of ours with a form filled in: the words alone, never what the form carries hidden.

use crate::http::typed::Form;

use super::super::texts::Texts;

/// The page with what was typed in its form; where the form is not there any more, with the words above it.
pub(super) fn filled(html: &str, form: &Form, t: Texts) -> String {
    let action = format!("action=\"{}\"", escaped(&format!("/{}{}", t.0, form.action)));
    let begins = html
        .match_indices("<form")
        .map(|(at, _)| at)
        .find(|at| html[*at..].split('>').next().is_some_and(|tag| tag.contains(&action)));
    let with_form = begins.and_then(|begins| {
        let ends = begins + html[begins..].find("</form>")?;
        Some(format!("{}{}{}", &html[..begins], fields(&html[begins..ends], form), &html[ends..]))
    });
    let (page, note) = match with_form {
        Some(page) => {
            (page, format!("<div class=\"banner\" role=\"alert\"><p>{}</p></div>", escaped(&t.say("typed-kept"))))
        }
        None => {
            let words = form.fields.iter().fold(String::new(), |words, (_, value)| {
                words + "<p class=\"typed\" dir=\"auto\">" + &escaped(value) + "</p>"
            });
            let said = escaped(&t.say("typed-no-form"));
            (html.to_owned(), format!("<div class=\"banner warn\" role=\"alert\"><p>{said}</p>{words}</div>"))
        }
    };
    match page.find("<main").and_then(|main| Some(main + page[main..].find('>')? + 1)) {
        Some(at) => format!("{}\n{note}{}", &page[..at], &page[at..]),
        None => page,
    }
}

/// The tags of a form, one after the other, with the values that were typed.
fn fields(html: &str, form: &Form) -> String {
    let (mut done, mut rest, mut select) = (String::with_capacity(html.len()), html, String::new());
    while let Some(at) = rest.find('<') {
        let Some(end) = rest[at..].find('>').map(|end| at + end + 1) else { break };
        done.push_str(&rest[..at]);
        let tag = &rest[at..end];
        rest = &rest[end..];
        if tag.starts_with("<input") {
            done.push_str(&input(tag, form));
        } else if tag.starts_with("<select") {
            select = attribute(tag, "name").unwrap_or_default();
            done.push_str(tag);
        } else if tag.starts_with("<option") {
            done.push_str(&chosen(tag, &select, "selected", form));
        } else if let (true, Some(value)) =
            (tag.starts_with("<textarea"), attribute(tag, "name").and_then(|name| typed(form, &name)))
        {
            done.push_str(tag);
            // The first line break after the tag is none of the text.
            done.push('\n');
            done.push_str(&escaped(value));
            rest = rest.find("</textarea>").map_or(rest, |end| &rest[end..]);
        } else {
            done.push_str(tag);
        }
    }
    done.push_str(rest);
    done
}

fn input(tag: &str, form: &Form) -> String {
    let name = attribute(tag, "name").unwrap_or_default();
    match attribute(tag, "type").as_deref() {
        // What the page carries of itself is as it is now, not as it was then.
        Some("hidden" | "password" | "file" | "submit") => tag.to_owned(),
        Some("radio" | "checkbox") => chosen(tag, &name, "checked", form),
        _ => match typed(form, &name) {
            Some(value) => {
                let plain = without(tag, "value");
                format!(
                    "{} value=\"{}\">",
                    plain.trim_end_matches('>').trim_end_matches('/').trim_end(),
                    escaped(value)
                )
            }
            None => tag.to_owned(),
        },
    }
}

/// A choice, taken or not as it was then.
fn chosen(tag: &str, name: &str, how: &str, form: &Form) -> String {
    let value = attribute(tag, "value").unwrap_or_else(|| "on".to_owned());
    if typed(form, name).is_none() {
        return tag.to_owned();
    }
    let plain = tag.replace(&format!(" {how}"), "");
    if form.fields.iter().any(|(known, given)| known == name && **given == value) {
        format!("{} {how}>", plain.trim_end_matches('>').trim_end_matches('/').trim_end())
    } else {
        plain
    }
}

fn typed<'f>(form: &'f Form, name: &str) -> Option<&'f str> {
    form.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// An attribute of a tag of ours, which always stand between double quotes.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(
        value
            .replace("&quot;", "\"")
            .replace("&#34;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&amp;", "&"),
    )
}

fn without(tag: &str, name: &str) -> String {
    let begin = format!(" {name}=\"");
    let Some(at) = tag.find(&begin) else { return tag.to_owned() };
    match tag[at + begin.len()..].find('"') {
        Some(end) => format!("{}{}", &tag[..at], &tag[at + begin.len() + end + 1..]),
        None => tag.to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use crate::domain::ids::OfficialId;
    use crate::web::language::Language;

    use super::*;

    fn form(fields: &[(&str, &str)]) -> Form {
        Form {
            official: OfficialId::parse("a".repeat(32)).unwrap(),
            page: "/p".to_owned(),
            action: "/act".to_owned(),
            fields: fields
                .iter()
                .map(|(name, value)| ((*name).to_owned(), Zeroizing::new((*value).to_owned())))
                .collect(),
        }
    }

    const PAGE: &str = "<main id=\"content\"><form action=\"/en/sign-out\"><input name=\"reason\"></form>\
        <form method=\"post\" action=\"/en/act\"><input type=\"hidden\" name=\"version\" value=\"3\">\
        <input type=\"radio\" name=\"answer\" value=\"met\" checked><input type=\"radio\" name=\"answer\" value=\"not_met\">\
        <input type=\"text\" name=\"by\" value=\"old\"><textarea name=\"reason\">before</textarea></form></main>";

    #[test]
    fn words_come_back_and_what_is_hidden_stays_as_the_page_has_it() {
        let typed =
            form(&[("version", "1"), ("answer", "not_met"), ("by", "a\"b"), ("reason", "</textarea><script>x")]);
        let page = filled(PAGE, &typed, Texts(Language::En));

        assert!(page.contains("name=\"version\" value=\"3\""), "{page}");
        assert!(page.contains("value=\"met\">") && page.contains("value=\"not_met\" checked>"), "{page}");
        assert!(page.contains("name=\"by\" value=\"a&quot;b\">"), "{page}");
        assert!(page.contains("\n&lt;/textarea&gt;&lt;script&gt;x</textarea>") && !page.contains("<script>"), "{page}");
        assert!(page.contains("action=\"/en/sign-out\"><input name=\"reason\">"), "{page}");
    }

    #[test]
    fn where_the_form_is_gone_the_words_are_shown_and_nothing_else() {
        let page = filled("<main><p>Moved on.</p></main>", &form(&[("reason", "<b>mine</b>")]), Texts(Language::En));

        assert!(page.contains("<p class=\"typed\" dir=\"auto\">&lt;b&gt;mine&lt;/b&gt;</p>"), "{page}");
    }
}
