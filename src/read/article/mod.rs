//! Articles as they come: plain text, Markdown, web pages, JSON Lines with an
//! article a line. What happened and what was said in them is extracted.

mod format;
mod html;
mod lines;
mod markdown;
mod metadata;

pub(crate) use format::{ArticleError, ArticleFormat, one_article, peek};
pub(crate) use lines::Lines;

use std::io::{BufReader, Read};
use std::path::Path;

use rayon::prelude::*;

use super::error::{Outcome, Position, Problem, ProblemKind, ReadError};
use super::{Confidence, Control, Input, LoadReport, Reader, Sink, Spec, has_extension};
use crate::extract::{Options, extract};
use crate::model::Article;
use format::format_of;

/// Reads articles and has their events and claims extracted.
pub struct Articles;

const SPEC: Spec = Spec {
    name: "article",
    description: "an article as text, Markdown or HTML, or one a line as JSON with `text`; its events, actors and claims are extracted",
    extensions: &["txt", "md", "markdown", "html", "htm"],
};

/// Articles that are worked on at a time.
const BATCH: usize = 64;

impl Reader for Articles {
    fn spec(&self) -> &Spec {
        &SPEC
    }

    fn sniff(&self, head: &[u8], path: Option<&Path>) -> Confidence {
        let name = path.map(|p| p.to_string_lossy().into_owned()).unwrap_or_default();
        match format_of(head, &name) {
            ArticleFormat::Lines if is_article_line(head) => Confidence::Certain,
            ArticleFormat::Html => Confidence::Certain,
            ArticleFormat::Markdown => Confidence::Likely,
            ArticleFormat::Text if has_extension(path, SPEC.extensions) && is_prose(head) => {
                Confidence::Likely
            }
            ArticleFormat::Text if path.is_none_or(|p| p.as_os_str() == "-") && is_prose(head) => {
                Confidence::Likely
            }
            _ => Confidence::No,
        }
    }

    fn read(
        &self,
        input: &mut Input,
        sink: &mut dyn Sink,
        control: &Control,
        report: &mut LoadReport,
    ) -> Result<(), ReadError> {
        let lines = is_article_line(input.head());
        let id = input.stem().to_owned();
        let mut counted = Counted { input, control };
        if lines {
            let mut batch = Vec::with_capacity(BATCH);
            for article in Lines::new(BufReader::new(&mut counted)) {
                if control.is_cancelled() {
                    break;
                }
                match article {
                    Ok(article) => batch.push(article),
                    Err(error) => reject(report, &error),
                }
                if batch.len() == BATCH {
                    code(&mut batch, sink, control, report);
                }
            }
            code(&mut batch, sink, control, report);
        } else {
            match one_article(&mut counted, &id) {
                Ok(article) => code(&mut vec![article], sink, control, report),
                Err(error) => reject(report, &error),
            }
        }
        Ok(())
    }
}

/// Extracts from some articles side by side and hands the dossiers on in order.
fn code(batch: &mut Vec<Article>, sink: &mut dyn Sink, control: &Control, report: &mut LoadReport) {
    for article in batch.iter_mut() {
        if !article.published.is_known() {
            article.published = control.published();
        }
    }
    let options = Options::default();
    let dossiers: Vec<_> = batch.par_iter().map(|article| extract(article, &options)).collect();
    for dossier in dossiers {
        report.keep(1);
        control.add_records(1);
        let language = &dossier.article.language;
        if !language.is_empty() && !language.starts_with("en") {
            let found = format!("{} in the language {language:?}", dossier.article.id);
            let problem =
                Problem::new(Position::default(), ProblemKind::BadValue, Outcome::Noted, &found, "English");
            report.add(problem.advise("the article is shown, but nothing is coded from it"));
        } else if !dossier.article.published.is_known() {
            let found = format!("no date of publication for {}", dossier.article.id);
            let problem =
                Problem::new(Position::default(), ProblemKind::BadValue, Outcome::Noted, &found, "one");
            report.add(problem.advise("--published tells it; until then, relative dates stay open"));
        }
        sink.dossier(&dossier);
    }
    sink.breathe();
    batch.clear();
}

fn reject(report: &mut LoadReport, error: &ArticleError) {
    let line = if let ArticleError::Line { line, .. } = error { *line as u64 } else { 1 };
    let problem = Problem::new(
        Position::new(line, 1),
        ProblemKind::BadValue,
        Outcome::Rejected,
        &error.to_string(),
        "an article in English",
    );
    report.add(problem);
}

/// Whether the first line of JSON is an article to be coded: an object with a
/// text of its own, and no record or document of a dossier.
fn is_article_line(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let line = text.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or("");
    let dossier = ["\"type\"", "\"article\"", "\"event\""].iter().any(|key| line.contains(key));
    match serde_json::from_str::<serde_json::Value>(line) {
        Ok(value) => !dossier && value.get("text").is_some_and(serde_json::Value::is_string),
        // A long article's line goes on beyond what is seen here.
        Err(error) => error.is_eof() && !dossier && line.len() > 1024 && line.contains("\"text\""),
    }
}

/// Whether bytes look like running text: letters and blanks mostly, no tabs to speak of.
fn is_prose(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let (mut words, mut others) = (0usize, 0usize);
    for c in text.chars() {
        match c {
            '\0' | '\t' => others += 10,
            c if c.is_alphabetic() || c.is_whitespace() => words += 1,
            _ => others += 1,
        }
    }
    words > others * 10 && text.trim().contains(' ')
}

/// Tells the progress of what is read through it.
struct Counted<'i> {
    input: &'i mut Input,
    control: &'i Control,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.control.add_bytes(count as u64);
        Ok(count)
    }
}
