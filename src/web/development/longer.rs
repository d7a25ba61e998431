//! A language that nobody speaks: English in brackets, four tenths longer. What breaks under it, breaks in some language.

use std::cell::Cell;

use axum::Router;
use axum::extract::Request;
use axum::http::Uri;
use axum::middleware::{self, Next};
use axum::response::Response;

/// Its code, of those that are kept for private use (BCP 47, 2.2.1).
const CODE: &str = "qps";

tokio::task_local! {
    static LONGER: Cell<bool>;
}

/// On a call: its texts are made longer.
#[derive(Debug, Clone, Copy)]
struct Longer;

/// Lets pages below `/qps` be those in English.
pub(in crate::web) fn before(pages: Router) -> Router {
    Router::new().fallback_service(pages).layer(middleware::from_fn(in_english))
}

async fn in_english(mut request: Request, next: Next) -> Response {
    let asked = request.uri().path_and_query().map_or("", |asked| asked.as_str());
    let below = asked.strip_prefix('/').and_then(|asked| asked.strip_prefix(CODE));
    let below = below.filter(|below| below.is_empty() || below.starts_with(['/', '?']));
    if let Some(uri) = below.and_then(|below| format!("/en{below}").parse::<Uri>().ok()) {
        *request.uri_mut() = uri;
        request.extensions_mut().insert(Longer);
    }
    next.run(request).await
}

/// Makes the texts of a call longer: it stands innermost, in the task in which the page is written.
pub(in crate::web) async fn within(request: Request, next: Next) -> Response {
    let longer = request.extensions().get::<Longer>().is_some();
    LONGER.scope(Cell::new(longer), next.run(request)).await
}

/// A text as it is, or longer where the call asks for that.
pub(in crate::web) fn perhaps(text: String) -> String {
    if LONGER.try_with(Cell::get).unwrap_or(false) { longer(&text) } else { text }
}

/// In brackets, every vowel twice and with a mark, and as many dashes more as are needed for four tenths.
fn longer(text: &str) -> String {
    let wanted = text.chars().count() * 14 / 10;
    let mut long = String::from("[");
    for letter in text.chars() {
        let marked = match letter {
            'a' => 'á',
            'e' => 'é',
            'i' => 'í',
            'o' => 'ó',
            'u' => 'ú',
            _ => {
                long.push(letter);
                continue;
            }
        };
        long.extend([marked, letter]);
    }
    let lacking = wanted.saturating_sub(long.chars().count());
    // In words, so that a line can end between them.
    let more = if lacking > 4 { " ~~~~" } else { "~" };
    long.extend(more.chars().cycle().take(lacking));
    long.push(']');
    long
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_in_brackets_and_four_tenths_longer() {
        for text in ["Sign out", "My queue", "Log", "Two administrators adopt a rulebook.", "rhythm"] {
            let long = longer(text);
            assert!(long.starts_with('[') && long.ends_with(']'), "{long}");
            assert!(long.chars().count() * 10 >= text.chars().count() * 14, "{long}");
            assert!(long.chars().count() < text.chars().count() * 2 + 4, "{long}");
        }
        assert_eq!(perhaps("Sign out".to_owned()), "Sign out", "outside such a call");
    }
}
