//! `detente extract`: articles in, dossiers out.

mod progress;

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::builder::PossibleValuesParser;
use color_eyre::eyre::{Result, WrapErr};
use rayon::prelude::*;

use progress::Progress;

use super::context::CliContext;
use super::failure::{Ending, Usage, say};
use super::out::stdout_for;
use crate::extract::language::name;
use crate::extract::{Options, extract};
use crate::model::escape::{Escaping, Notation};
use crate::model::{Article, Dossier, EventDate};
use crate::read::article::{ArticleError, ArticleFormat, Lines, one_article, peek};
use crate::ui::text::clean;
use crate::write::explain::{LEGEND, explain};
use crate::write::{Writer, writer};

/// Articles that are worked on at a time: enough for all cores, little enough for memory.
const BATCH: usize = 256;

/// Bytes of text that are worked on at a time, at most, but for a single longer article.
const BATCH_BYTES: usize = 16 << 20;

/// How many threads are started at most: each takes memory of its own, and more than there
/// are cores gain nothing.
const MOST_THREADS: usize = 256;

/// Find events, actors and claims in articles
///
/// Plain text, Markdown, HTML pages, or JSON Lines with one article a line
/// (`id`, `text`, `published`, `title`, `publisher`, `url`). English only; other
/// languages are told and not coded.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    detente extract article.txt --published 2025-01-17\n  \
    detente extract article.txt --explain\n  \
    detente extract articles.jsonl --format jsonl > findings.jsonl")]
pub(crate) struct Args {
    /// Files or folders, or - for standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<String>,

    /// The format of the result
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = PossibleValuesParser::new(["table", "toml", "json", "jsonl"]))]
    pub(crate) format: String,

    /// Tell for each finding the words, the pattern and the steps
    #[arg(long)]
    pub(crate) explain: bool,

    /// How many threads work, at most 256; all cores if left out
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
}

/// Extracts.
pub(crate) fn run(args: Args, context: &CliContext) -> Result<Ending> {
    let wanted = args.threads.unwrap_or(0);
    if wanted > MOST_THREADS {
        say(&format!("--threads {wanted}: {MOST_THREADS} are started, more gain nothing"));
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(wanted.min(MOST_THREADS))
        .build()
        .wrap_err("cannot start threads")?;
    let files = files(&args.files)?;
    stdout_for(|out| {
        let notation = writer(&args.format).map_or(Notation::Text, |writer| writer.spec().notation);
        let mut out = BufWriter::with_capacity(1 << 16, Escaping::new(out, notation));
        let mut work = Work {
            args: &args,
            published: context.common.published,
            pool,
            writer: writer(&args.format).filter(|_| !args.explain),
            out: &mut out,
            batch: Vec::with_capacity(BATCH),
            written: 0,
            failed: 0,
            bytes: 0,
            progress: Progress::of(&files),
        };
        let ending = work.all(&files)?;
        out.flush()?;
        Ok(ending)
    })
}

/// The files that the names stand for; folders give their articles in the order of their names.
fn files(names: &[String]) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for name in names {
        let path = Path::new(name);
        if !path.is_dir() {
            out.push(path.to_owned());
            continue;
        }
        let mut inside: Vec<PathBuf> = std::fs::read_dir(path)
            .wrap_err_with(|| format!("cannot read {name}"))?
            .filter_map(|entry| entry.ok().map(|e| e.path()))
            .filter(|p| p.is_file() && is_article(p))
            .collect();
        inside.sort();
        if inside.is_empty() {
            return Err(Usage::new(format!("{name} holds no articles (.txt, .md, .html, .jsonl)")).into());
        }
        out.append(&mut inside);
    }
    Ok(out)
}

fn is_article(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
    matches!(ending.as_str(), "txt" | "md" | "markdown" | "html" | "htm" | "jsonl" | "ndjson")
}

struct Work<'a, W: Write> {
    args: &'a Args,
    published: Option<EventDate>,
    pool: rayon::ThreadPool,
    writer: Option<&'static dyn Writer>,
    out: &'a mut W,
    batch: Vec<Article>,
    written: u64,
    failed: u64,
    /// Bytes of the batch.
    bytes: usize,
    progress: Progress,
}

impl<W: Write> Work<'_, W> {
    fn all(&mut self, files: &[PathBuf]) -> Result<Ending> {
        if let Some(writer) = self.writer {
            writer.begin(self.out)?;
        } else if self.args.explain {
            self.out.write_all(LEGEND.as_bytes())?;
        }
        for path in files {
            self.file(path)?;
        }
        self.flush()?;
        if let Some(writer) = self.writer {
            writer.end(self.out)?;
        }
        self.progress.clear();
        Ok(match (self.written, self.failed) {
            (_, 0) => Ending::Fine,
            (0, _) => Ending::Failed,
            _ => Ending::Losses,
        })
    }

    fn file(&mut self, path: &Path) -> Result<()> {
        let name =
            if path == Path::new("-") { "standard input".to_owned() } else { path.display().to_string() };
        let opened: io::Result<Box<dyn BufRead>> = if path == Path::new("-") {
            Ok(Box::new(BufReader::with_capacity(1 << 16, io::stdin())))
        } else {
            File::open(path).map(|f| Box::new(BufReader::with_capacity(1 << 16, f)) as Box<dyn BufRead>)
        };
        let mut input = match opened {
            Ok(input) => self.progress.count(input),
            Err(error) => {
                self.complain(&name, &ArticleError::Io(error));
                return Ok(());
            }
        };
        match peek(&mut input, &name) {
            Ok(ArticleFormat::Lines) => {
                for article in Lines::new(input) {
                    match article {
                        Ok(article) => self.add(article)?,
                        Err(error @ (ArticleError::Io(_) | ArticleError::TooLarge)) => {
                            self.complain(&name, &error);
                            break;
                        }
                        Err(error) => self.complain(&name, &error),
                    }
                }
            }
            Ok(_) => {
                let id = path.file_name().and_then(|n| n.to_str()).unwrap_or(&name).to_owned();
                match one_article(&mut input, &id) {
                    Ok(article) => self.add(article)?,
                    Err(error) => self.complain(&name, &error),
                }
            }
            Err(error) => self.complain(&name, &ArticleError::Io(error)),
        }
        Ok(())
    }

    fn complain(&mut self, name: &str, error: &ArticleError) {
        self.failed += 1;
        self.progress.clear();
        say(&format!("{}: {error}", clean(name)));
    }

    fn add(&mut self, mut article: Article) -> Result<()> {
        if !article.published.is_known()
            && let Some(date) = self.published
        {
            article.published = date;
        }
        self.bytes += article.text.as_ref().map_or(0, |text| text.len());
        self.batch.push(article);
        let full = self.batch.len() >= BATCH || self.bytes >= BATCH_BYTES;
        if full { self.flush() } else { Ok(()) }
    }

    /// Works on the batch with all threads and writes the results in the order of the input.
    fn flush(&mut self) -> Result<()> {
        let batch = std::mem::take(&mut self.batch);
        let (writer, explains) = (self.writer, self.args.explain);
        let done: Vec<(Vec<u8>, Option<String>)> =
            self.pool.install(|| batch.par_iter().map(|a| one(a, writer, explains)).collect());
        for (bytes, note) in done {
            if self.written > 0
                && let Some(writer) = self.writer
            {
                writer.between(self.out)?;
            }
            self.out.write_all(&bytes)?;
            self.written += 1;
            if let Some(note) = note {
                self.progress.clear();
                say(&note);
            }
        }
        self.batch = batch;
        self.batch.clear();
        self.bytes = 0;
        self.progress.draw(self.written);
        Ok(())
    }
}

/// One article's result as bytes, and what there is to say about it.
fn one(article: &Article, writer: Option<&'static dyn Writer>, explains: bool) -> (Vec<u8>, Option<String>) {
    let options = Options::default();
    let dossier = extract(article, &options);
    let note = about(&dossier, options.max_bytes);
    let mut bytes = Vec::new();
    let result = match writer {
        Some(writer) => writer.dossier(&mut bytes, &dossier),
        None if explains => bytes.write_all(explain(&dossier).as_bytes()),
        None => table(&mut bytes, &dossier),
    };
    // Writing into memory cannot fail; were it to, the article would be said to be missing.
    let note = result.err().map(|error| format!("{}: {error}", clean(&article.id))).or(note);
    (bytes, note)
}

/// What there is to say about an article that was not coded, or not all of it.
fn about(dossier: &Dossier, most: usize) -> Option<String> {
    let (id, language) = (clean(&dossier.article.id), &dossier.article.language);
    if !language.is_empty() && !language.to_ascii_lowercase().starts_with("en") {
        return Some(format!("{id}: written in {}; only English is coded", clean(&name(language))));
    }
    let long = dossier.text().len() > most;
    long.then(|| format!("{id}: only the first {} MiB of its text are coded", most >> 20))
}

/// Events and claims, a line each.
fn table(out: &mut Vec<u8>, d: &Dossier) -> io::Result<()> {
    let title = if d.article.title.is_empty() { &d.article.id } else { &d.article.title };
    writeln!(out, "{}", clean(title))?;
    for e in &d.events {
        let side = |sides: &[crate::model::Side]| {
            let names: Vec<String> = sides
                .iter()
                .map(|s| if s.code.is_empty() { s.name.clone() } else { s.code.clone() })
                .collect();
            if names.is_empty() { "?".to_owned() } else { names.join("+") }
        };
        let arrow = if e.reciprocal { "↔" } else { "→" };
        let name = crate::model::CodeId::from_code(&e.code).and_then(|c| c.get()).map_or("", |c| c.name);
        let quoted = e.evidence.first().map_or("", |s| s.of(d.text()));
        writeln!(
            out,
            "  {:<24} {:>9} {arrow} {:<9} {:<5} {:<44} {:<8} {}",
            e.date.to_string(),
            clean(&side(&e.sources)),
            clean(&side(&e.targets)),
            e.code,
            name,
            e.modality.name(),
            clean(&short(quoted))
        )?;
    }
    for c in &d.claims {
        writeln!(
            out,
            "  {:<24} {}: “{}”",
            c.date.to_string(),
            clean(&c.speaker.name),
            clean(&short(&c.text))
        )?;
    }
    Ok(())
}

fn short(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut cut: String = line.chars().take(96).collect();
    if cut.len() < line.len() {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_quotations_are_cut_at_characters() {
        assert_eq!(short("a  b\nc"), "a b c");
        assert!(short(&"é".repeat(200)).ends_with('…'));
    }
}
