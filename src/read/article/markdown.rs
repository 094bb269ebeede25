//! Markdown: the words without the marks; title and day from the front matter.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::metadata::day;
use crate::model::Article;

pub(crate) fn article(text: &str) -> Article {
    let mut out = Article::default();
    let body = match text.strip_prefix("---\n").and_then(|t| t.split_once("\n---")) {
        Some((front, rest)) => {
            for line in front.lines() {
                let Some((key, value)) = line.split_once(':') else { continue };
                let value = value.trim().trim_matches(['"', '\'']);
                match key.trim() {
                    "title" => value.clone_into(&mut out.title),
                    "date" | "published" => out.published = day(value),
                    "publisher" | "source" => value.clone_into(&mut out.publisher),
                    "url" | "link" => value.clone_into(&mut out.url),
                    "lang" | "language" => value.clone_into(&mut out.language),
                    _ => {}
                }
            }
            rest
        }
        None => text,
    };
    out.text = Some(Arc::from(plain(body)));
    out
}

/// Images, links and emphasis. The patterns are constants: a mistake in one would show in every test.
static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"!?\[([^\]\n]*)\]\([^)\n]*\)").ok());
static MARKS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\*{1,3}|`+|~~").ok());

fn plain(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut fenced = false;
    for line in body.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
            continue;
        }
        if fenced || line.trim_start().starts_with("|--") {
            continue;
        }
        let line = line.trim_start_matches(['#', '>', ' ']).trim_start_matches("- ").trim_start_matches("* ");
        let mut line = line.to_owned();
        if let Some(link) = LINK.as_ref() {
            line = link.replace_all(&line, "$1").into_owned();
        }
        if let Some(marks) = MARKS.as_ref() {
            line = marks.replace_all(&line, "").into_owned();
        }
        out.push_str(&line);
        out.push('\n');
    }
    out
}
