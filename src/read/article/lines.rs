//! JSON Lines of articles: `{"id", "text", "published", "title", "publisher", "url"}`.

use std::io::{BufRead, Read};
use std::sync::Arc;

use serde::Deserialize;
use serde_json::error::Category;

use super::format::{ArticleError, LARGEST};
use super::metadata::day;
use crate::model::Article;

#[derive(Deserialize)]
struct Record {
    #[serde(default, rename = "type")]
    kind: Option<String>,
    id: Option<serde_json::Value>,
    text: Option<String>,
    #[serde(default)]
    published: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    publisher: Option<String>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    language: Option<String>,
}

/// The articles of a JSON Lines input, one after the other. Empty lines and
/// records of other types than `article` are passed over.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    input: R,
    line: usize,
    buffer: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    /// Reads articles from an input.
    pub(crate) fn new(input: R) -> Lines<R> {
        Lines { input, line: 0, buffer: Vec::new() }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = Result<Article, ArticleError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            self.buffer.clear();
            let limit = LARGEST + 1;
            match self.input.by_ref().take(limit).read_until(b'\n', &mut self.buffer) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => return Some(Err(error.into())),
            }
            self.line += 1;
            if self.buffer.len() as u64 > LARGEST {
                return Some(Err(ArticleError::TooLarge));
            }
            let line = match self.buffer.strip_prefix(b"\xef\xbb\xbf") {
                Some(rest) if self.line == 1 => rest.trim_ascii(),
                _ => self.buffer.trim_ascii(),
            };
            if line.is_empty() {
                continue;
            }
            let record: Record = match serde_json::from_slice(line) {
                Ok(record) => record,
                Err(error) => {
                    return Some(Err(ArticleError::Line { line: self.line, message: told(&error) }));
                }
            };
            if record.kind.as_deref().is_some_and(|k| k != "article") {
                continue;
            }
            return Some(Ok(article(record, self.line)));
        }
    }
}

/// What is wrong with a line of JSON, in words for people.
fn told(error: &serde_json::Error) -> String {
    let column = error.column();
    match error.classify() {
        Category::Eof => format!("the line ends in column {column} within its JSON"),
        Category::Data => format!("a value of another type than its key takes, before column {column}"),
        Category::Syntax | Category::Io => format!("broken JSON in column {column}"),
    }
}

fn article(r: Record, line: usize) -> Article {
    let id = match r.id {
        Some(serde_json::Value::String(id)) if !id.is_empty() => id,
        Some(serde_json::Value::Number(n)) => n.to_string(),
        _ => format!("line-{line}"),
    };
    Article {
        id,
        title: r.title.unwrap_or_default(),
        publisher: r.publisher.unwrap_or_default(),
        published: r.published.as_deref().map(day).unwrap_or_default(),
        url: r.url.unwrap_or_default(),
        language: r.language.unwrap_or_default(),
        text: r.text.map(Arc::from),
    }
}
