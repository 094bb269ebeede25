//! What a file of articles holds, and one article out of it.
//!
//! What a file is, its content tells; only where that leaves it open (Markdown
//! against text) its name does. Text from outside is bounded: a file of more
//! than [`LARGEST`] bytes is refused, and what is no text is said to be none.

use std::io::{BufRead, Read};
use std::sync::Arc;

use super::{html, markdown};
use crate::model::Article;

/// Bytes of the largest file that is read as one article.
pub(crate) const LARGEST: u64 = 256 << 20;

/// Why a file gives no article.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArticleError {
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// Nothing in it but white space.
    #[error("there is no text in it")]
    Empty,
    /// Zero bytes, or too much that is no character.
    #[error("this is no text")]
    Binary,
    /// More than [`LARGEST`] bytes.
    #[error("more than {} MiB: too much for one article; articles can be given one a line, as JSON", LARGEST >> 20)]
    TooLarge,
    /// A line of JSON that is no article.
    #[error("line {line}: {message}")]
    Line {
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
}

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArticleFormat {
    /// Plain text.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// An HTML page.
    Html,
    /// One article a line, as a JSON object with `text`.
    Lines,
}

/// Tells what a file holds from its first bytes and its name.
pub(crate) fn format_of(head: &[u8], name: &str) -> ArticleFormat {
    let text = String::from_utf8_lossy(head);
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let lower = start.get(..start.len().min(1024)).unwrap_or("").to_ascii_lowercase();
    if start.starts_with('{') && start.contains("\"text\"") {
        return ArticleFormat::Lines;
    }
    // JSON may speak of pages; it is none.
    let body = lower.contains("<body") && !start.starts_with(['{', '[']);
    let page = lower.starts_with("<!doctype html") || lower.starts_with("<html") || body;
    if page
        || lower.starts_with('<')
            && (lower.contains("<head") || lower.contains("<p") || lower.contains("<div"))
    {
        return ArticleFormat::Html;
    }
    let ending = name.rsplit('.').next().unwrap_or("").to_ascii_lowercase();
    if matches!(ending.as_str(), "md" | "markdown")
        || start.starts_with("---\n") && lower.contains("\ntitle:")
    {
        return ArticleFormat::Markdown;
    }
    ArticleFormat::Text
}

/// Reads one article from a file that is not [`ArticleFormat::Lines`]. `name` becomes its id.
pub(crate) fn one_article(input: &mut dyn Read, name: &str) -> Result<Article, ArticleError> {
    let mut bytes = Vec::new();
    input.take(LARGEST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LARGEST {
        return Err(ArticleError::TooLarge);
    }
    let text = decode(bytes)?;
    if text.trim().is_empty() {
        return Err(ArticleError::Empty);
    }
    let mut article = match format_of(text.as_bytes().get(..4096).unwrap_or(text.as_bytes()), name) {
        ArticleFormat::Html => html::article(&text),
        ArticleFormat::Markdown => markdown::article(&text),
        ArticleFormat::Text | ArticleFormat::Lines => {
            Article { text: Some(Arc::from(text)), ..Article::default() }
        }
    };
    if article.text.as_deref().is_none_or(|t| t.trim().is_empty()) {
        return Err(ArticleError::Empty);
    }
    name.clone_into(&mut article.id);
    if article.title.is_empty() {
        article.title = article.text.as_deref().map(headline).unwrap_or_default();
    }
    Ok(article)
}

/// Text out of bytes: UTF-8, else Windows-1252 as old archives are; zero bytes are no text.
fn decode(bytes: Vec<u8>) -> Result<String, ArticleError> {
    let (utf16, bom) = match bytes.get(..2) {
        Some([0xff, 0xfe]) => (Some(encoding_rs::UTF_16LE), true),
        Some([0xfe, 0xff]) => (Some(encoding_rs::UTF_16BE), true),
        _ => (None, false),
    };
    if let Some(encoding) = utf16.filter(|_| bom) {
        return Ok(encoding.decode(&bytes).0.into_owned());
    }
    let head = bytes.get(..8192).unwrap_or(&bytes);
    let control = head.iter().filter(|b| **b < 32 && !matches!(b, b'\t' | b'\n' | b'\r' | 12)).count();
    if head.contains(&0) || control * 20 > head.len() {
        return Err(ArticleError::Binary);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => Ok(encoding_rs::WINDOWS_1252.decode(error.as_bytes()).0.into_owned()),
    }
}

/// The first line, if it is short enough for a headline and more follows.
fn headline(text: &str) -> String {
    let mut lines = text.trim_start().lines();
    let first = lines.next().unwrap_or("").trim();
    let more = lines.any(|l| !l.trim().is_empty());
    if more && first.chars().count() <= 160 && !first.ends_with('.') {
        first.to_owned()
    } else {
        String::new()
    }
}

/// What a buffered input holds, without consuming it.
pub(crate) fn peek(input: &mut dyn BufRead, name: &str) -> std::io::Result<ArticleFormat> {
    let head = input.fill_buf()?;
    Ok(format_of(head.get(..4096).unwrap_or(head), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, name: &str) -> Article {
        one_article(&mut text.as_bytes(), name).unwrap()
    }

    #[test]
    fn pages_give_their_text_and_day() {
        let body = "<p>Peru and Chile signed a border treaty in Lima on Monday, and both of their presidents spoke of a new beginning for the region.</p>".repeat(6);
        let page = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><title>A treaty</title><meta property=\"article:published_time\" content=\"2024-03-05T09:00:00Z\"><script>var x = \"Iran attacked\";</script></head><body><nav>Menu</nav><article>{body}</article></body></html>"
        );
        let a = read(&page, "a.html");
        assert!(a.text.as_deref().unwrap().contains("signed a border treaty"));
        assert!(!a.text.as_deref().unwrap().contains("attacked"));
        assert_eq!(a.published.to_string(), "2024-03-05");
        assert_eq!(a.title, "A treaty");
    }

    #[test]
    fn markdown_loses_its_marks() {
        let a = read(
            "---\ntitle: A pact\ndate: 2024-02-01\n---\n# A pact\n\nPeru **met** [Chile](http://x.org) in Lima.\n",
            "a.md",
        );
        assert_eq!(a.title, "A pact");
        assert_eq!(a.published.to_string(), "2024-02-01");
        assert!(a.text.as_deref().unwrap().contains("Peru met Chile in Lima."));
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        assert!(matches!(one_article(&mut &b"\x00\x01\x02abc"[..], "x"), Err(ArticleError::Binary)));
        assert!(matches!(one_article(&mut &b"  \n "[..], "x"), Err(ArticleError::Empty)));
        assert!(read("Caf\u{e9} talks.", "x").text.is_some());
        assert!(one_article(&mut &b"Caf\xe9 talks."[..], "x").unwrap().text.unwrap().contains('é'));
    }

    #[test]
    fn deep_pages_are_bounded() {
        let deep = format!("<html><body>{}Peru met Chile.", "<div>".repeat(200_000));
        let a = one_article(&mut deep.as_bytes(), "x.html").unwrap();
        assert!(a.text.unwrap().contains("Peru met Chile."));
    }
}
