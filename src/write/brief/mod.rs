//! A brief of a pair: what happened, who said what, how it was reviewed and
//! what it rests on, to be printed, cited and made again by others.
//!
//! [`Brief::make`] gathers; [`Format`] writes. The same request gives the same
//! bytes: even the time is handed in.

pub(crate) mod chart;
mod collect;
mod csv;
mod html;
mod markdown;
mod markup;
mod short;
mod sums;
mod words;

use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;

use askama::Template;
use chrono::{DateTime, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::journal::{DecisionIndex, DecisionScope, Review};
use crate::model::escape::{Escaping, Notation};
use crate::model::{Decision, Store};
use crate::query::Query;
use crate::write::cite::{Citation, Style};

pub(crate) use sums::{BinLine, Gap, Quads, Summary};

/// Which events and claims are in a brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// All, with their marks; what was rejected is listed, but not counted.
    #[default]
    Everything,
    /// Only what was accepted or corrected.
    Accepted,
}

/// What a brief is made of.
pub struct Request<'a> {
    /// Everything loaded.
    pub store: &'a Arc<Store>,
    /// What is asked; it narrows to one pair.
    pub query: &'a Query,
    /// The decisions, and where they lie in the store.
    pub review: Option<(&'a Review, &'a DecisionIndex)>,
    /// Everything, or only what was accepted.
    pub scope: Scope,
    /// Whose decisions count; what is left to nobody stands as it was coded.
    pub decision_scope: DecisionScope,
    /// The most events, and the most claims, that are listed; all are counted.
    pub most: usize,
    /// When it is made.
    pub made: DateTime<Utc>,
    /// The files that were loaded.
    pub files: &'a [Fingerprint],
}

/// A loaded file, so that another can see whether he has the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fingerprint {
    /// Its name as it was given.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
}

impl Fingerprint {
    /// Of a file whose content is at hand.
    pub(crate) fn of_bytes(name: &str, content: &[u8]) -> Fingerprint {
        let sha256 = Sha256::digest(content).iter().map(|b| format!("{b:02x}")).collect();
        Fingerprint { name: name.to_owned(), bytes: content.len() as u64, sha256 }
    }

    /// Reads a file through.
    ///
    /// # Errors
    /// Whatever reading it can end in.
    pub fn of(path: &Path) -> io::Result<Fingerprint> {
        let mut file = std::fs::File::open(path)?;
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 18];
        let mut bytes = 0;
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            hasher.update(&buffer[..read]);
            bytes += read as u64;
        }
        let sha256 = hasher.finalize().iter().map(|b| format!("{b:02x}")).collect();
        Ok(Fingerprint { name: path.display().to_string(), bytes, sha256 })
    }
}

/// Why no brief can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BriefError {
    /// The query does not narrow to one pair.
    #[error("a brief is of one pair: name it, such as pair:IRN-RUS")]
    NoPair,
}

/// A country of the pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CountryName {
    /// ISO 3166-1 alpha-3 code.
    pub(crate) code: String,
    /// The usual name.
    pub(crate) name: String,
}

/// How an event or claim was reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Status {
    /// The decision.
    #[serde(serialize_with = "as_word")]
    pub decision: Decision,
    /// Who decided.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// Whether coders differ.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) disputed: bool,
    /// What was changed: field, as coded, now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<(String, String, String)>,
    /// What coders wrote about it: who, and the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) notes: Vec<(String, String)>,
    /// Whether a coder added it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub added: bool,
}

fn as_word<T: std::fmt::Display, S: serde::Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

impl Status {
    /// One character for lists.
    pub(crate) fn mark(&self) -> char {
        match self.decision {
            _ if self.disputed => '≠',
            Decision::Accepted => '✓',
            Decision::Corrected => '✎',
            Decision::Rejected => '✗',
            Decision::Skipped => '?',
            Decision::Open => '·',
        }
    }

    pub(crate) fn words(&self) -> String {
        let mut words = match self.decision {
            _ if self.disputed => "disputed".to_owned(),
            Decision::Open => "not reviewed".to_owned(),
            Decision::Skipped => "looked at, left open".to_owned(),
            decision => decision.to_string(),
        };
        if self.added {
            words = format!("added, {words}");
        }
        if !self.by.is_empty() {
            words.push_str(&format!(" by {}", self.by.join(", ")));
        }
        words
    }
}

/// One event of the chronology.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EventLine {
    /// When, with its precision.
    pub date: String,
    /// Who acts: ISO code.
    pub(crate) from: String,
    /// Who is acted upon: ISO code.
    pub(crate) to: String,
    /// Whether both act alike.
    pub(crate) reciprocal: bool,
    /// Who acts, by name.
    pub(crate) source: String,
    /// Who is acted upon, by name.
    pub(crate) target: String,
    /// The event code.
    pub code: String,
    /// What the code means; empty for codes of no list.
    pub(crate) meaning: String,
    /// Its quad class.
    pub(crate) quad: Option<&'static str>,
    /// Its Goldstein value.
    pub(crate) goldstein: Option<f32>,
    /// Actual, planned, denied or possible.
    pub(crate) modality: &'static str,
    /// How many articles report it.
    pub reports: u32,
    /// The words that tell of it.
    pub(crate) evidence: String,
    /// The language of the words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) language: String,
    /// The number of its source in [`Brief::sources`].
    pub cited: Option<usize>,
    /// The numbers of the sources of events that were merged into it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<usize>,
    /// Whether it is in the figures.
    pub counted: bool,
    /// How it was reviewed.
    pub review: Status,
}

/// One claim.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimLine {
    /// When it was said, or published.
    pub(crate) date: String,
    /// Who says it.
    pub(crate) speaker: String,
    /// The speaker's country: ISO code, empty if not known.
    pub(crate) country: String,
    /// Whether the speaker is a guess.
    pub(crate) guessed: bool,
    /// The word that attributes it.
    pub(crate) cue: String,
    /// The words said.
    pub(crate) text: String,
    /// The language of the words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) language: String,
    /// Direct, indirect or mixed.
    pub(crate) form: &'static str,
    /// The number of its source.
    pub(crate) cited: Option<usize>,
    /// How it was reviewed.
    pub(crate) review: Status,
}

/// One source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceLine {
    /// The citation in words.
    pub(crate) text: String,
    /// Where it can be read.
    pub(crate) url: String,
    /// How many listed events it tells of.
    pub(crate) events: usize,
    /// How many listed claims stand in it.
    pub(crate) claims: usize,
    /// What coders wrote about the article: who, and the words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<(String, String)>,
    /// For reference managers.
    pub(crate) csl: serde_json::Value,
}

/// How often a code occurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct CodeCount {
    /// The event code.
    pub(crate) code: String,
    /// What it means; empty for codes of no list.
    pub(crate) meaning: String,
    /// How many events that count have it.
    pub(crate) events: usize,
}

/// How many events and claims have which decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ReviewCounts {
    /// Right as coded.
    pub(crate) accepted: usize,
    /// Right after a change.
    pub(crate) corrected: usize,
    /// Wrong.
    pub rejected: usize,
    /// Looked at and left open.
    pub(crate) skipped: usize,
    /// Coders differ.
    pub disputed: usize,
    /// Nobody has looked.
    pub(crate) open: usize,
    /// Merged into another as a further report of it.
    pub merged: usize,
}

impl ReviewCounts {
    /// All that there was to review.
    pub(crate) fn all(&self) -> usize {
        self.accepted
            + self.corrected
            + self.rejected
            + self.skipped
            + self.disputed
            + self.open
            + self.merged
    }
}

/// Whose decisions stand in a brief.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Decisions {
    /// The coder whose they are; `None` for what stands between all.
    pub(crate) of: Option<String>,
    /// Everybody who decided anything in the journal, by name.
    pub(crate) coders: Vec<String>,
}

impl Decisions {
    /// In a sentence; `disputed` is how many events and claims coders differ on.
    pub(crate) fn words(&self, disputed: usize) -> Option<String> {
        let names = match self.coders.as_slice() {
            [] => return None,
            [one] => return Some(format!("Reviewed by {one}.")),
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
        };
        if let Some(of) = &self.of {
            return Some(format!("{names} have reviewed; this counts the decisions of {of}, and rulings."));
        }
        let mut words = format!(
            "{names} have reviewed. What counts is a ruling, else what all agree on who decided on an event or claim."
        );
        match disputed {
            0 => {}
            1 => words.push_str(" One is disputed and counts as coded."),
            many => words.push_str(&format!(" {many} are disputed and count as coded.")),
        }
        Some(words)
    }
}

/// A brief of a pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Brief {
    /// The pair as `IRN-RUS`.
    pub(crate) pair: String,
    /// The country whose code comes first.
    pub(crate) first: CountryName,
    /// The other one.
    pub(crate) second: CountryName,
    /// The query that it answers.
    pub(crate) query: String,
    /// Everything, or only what was accepted.
    pub(crate) scope: Scope,
    /// When it was made.
    pub(crate) made: DateTime<Utc>,
    /// What made it.
    pub(crate) program: String,
    /// The figures.
    pub summary: Summary,
    /// The width of the bins: `month`, `year`, …
    pub(crate) bin: &'static str,
    /// Cooperation and conflict over time.
    pub bins: Vec<BinLine>,
    /// Spans of which nothing at all is loaded, of whatever pair.
    pub gaps: Vec<Gap>,
    /// The codes of the events that count, the most frequent first.
    pub(crate) frequent: Vec<CodeCount>,
    /// The latest event that counts and took place.
    #[serde(skip)]
    pub(crate) latest: Option<EventLine>,
    /// The events, in the order of time.
    pub chronology: Vec<EventLine>,
    /// How many more events there are than are listed.
    pub unlisted_events: usize,
    /// The claims, in the order of time.
    pub claims: Vec<ClaimLine>,
    /// How many more claims there are than are listed.
    pub(crate) unlisted_claims: usize,
    /// What it rests on, numbered from 1 in this order.
    pub sources: Vec<SourceLine>,
    /// Whose decisions these are.
    pub(crate) decisions: Decisions,
    /// How it was reviewed: events.
    pub reviewed_events: ReviewCounts,
    /// How it was reviewed: claims.
    pub(crate) reviewed_claims: ReviewCounts,
    /// What coders wrote about the pair: who, and the words.
    pub notes: Vec<(String, String)>,
    /// The files that were loaded.
    pub(crate) files: Vec<Fingerprint>,
    /// The sources again, for reference managers.
    #[serde(skip)]
    pub(crate) citations: Vec<Citation>,
}

/// A form in which a brief is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Markdown,
    /// One self-contained page.
    Html,
    /// The balance chart alone.
    Svg,
    /// Everything, for programs.
    Json,
    /// The chronology as a table.
    Csv,
    /// The sources alone, for a reference manager or in words.
    Sources(Style),
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 9] = [
        Format::Markdown,
        Format::Html,
        Format::Svg,
        Format::Json,
        Format::Csv,
        Format::Sources(Style::Bibtex),
        Format::Sources(Style::Csl),
        Format::Sources(Style::Ris),
        Format::Sources(Style::Text),
    ];

    /// The ending of its files, without the dot.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Format::Sources(style) => style.extension(),
            other => other.name(),
        }
    }

    /// What it is, in a few words.
    pub(crate) fn about(self) -> &'static str {
        match self {
            Format::Markdown => "Markdown",
            Format::Html => "one self-contained page, to read and to print",
            Format::Svg => "the balance chart alone",
            Format::Json => "everything, for programs",
            Format::Csv => "the chronology as a table",
            Format::Sources(Style::Bibtex) => "the sources for BibTeX and biblatex",
            Format::Sources(Style::Csl) => "the sources as CSL-JSON",
            Format::Sources(Style::Ris) => "the sources as RIS",
            Format::Sources(Style::Text) => "the sources in words, one a line",
        }
    }

    fn notation(self) -> Notation {
        match self {
            Format::Markdown | Format::Html | Format::Svg | Format::Csv => Notation::Text,
            Format::Json => Notation::Json,
            Format::Sources(style) => style.notation(),
        }
    }

    /// The word of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Markdown => "md",
            Format::Html => "html",
            Format::Svg => "svg",
            Format::Json => "json",
            Format::Csv => "csv",
            Format::Sources(style) => style.name(),
        }
    }
}

impl Brief {
    /// Gathers a brief.
    ///
    /// # Errors
    /// The query does not narrow to one pair.
    pub fn make(request: &Request<'_>) -> Result<Brief, BriefError> {
        collect::collect(request)
    }

    /// Writes it.
    ///
    /// # Errors
    /// Whatever writing to `out` can end in.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        // Pages are whole texts; the rest comes in small pieces, which are looked through together.
        let mut out = BufWriter::new(Escaping::new(out, format.notation()));
        match format {
            Format::Markdown => out.write_all(markdown::markdown(self).as_bytes())?,
            Format::Html => {
                let page = html::Page { brief: self }.render().map_err(io::Error::other)?;
                out.write_all(page.as_bytes())?;
            }
            Format::Svg => out.write_all(chart::document(self).as_bytes())?,
            Format::Json => {
                serde_json::to_writer_pretty(&mut out, self)?;
                out.write_all(b"\n")?;
            }
            Format::Csv => csv::write(self, &mut out)?,
            Format::Sources(style) => out.write_all(style.write(&self.citations).as_bytes())?,
        }
        out.flush()
    }

    /// Iran – Russia.
    pub(crate) fn title(&self) -> String {
        format!("{} – {}", self.first.name, self.second.name)
    }
}
