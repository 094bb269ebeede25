//! What became of a file: records read, kept, rejected, repaired, and why.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::error::{Problem, ProblemKind, printable};
use crate::model::printable::plural;

/// How many problems a report keeps in full; all of them are counted.
pub const PROBLEMS_KEPT: usize = 1_000;
/// How many different unknown codes a report keeps apart.
const CODES_KEPT: usize = 1_000;

/// The sides of a data set's events, two an event: why they count for no pair, and
/// which count for one though the column of the country does not say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sides {
    /// Sides of all events that were kept.
    pub(crate) all: u64,
    /// Of these, those that name nobody.
    pub(crate) nobody: u64,
    /// Those that name somebody whose country is not known.
    pub(crate) without_country: u64,
    /// Those whose country follows from the actor's code or name: the column of
    /// the country is empty, or names a region.
    pub(crate) from_actor: u64,
}

impl Sides {
    /// Adds another's.
    pub(crate) fn merge(&mut self, other: Sides) {
        self.all += other.all;
        self.nobody += other.nobody;
        self.without_country += other.without_country;
        self.from_actor += other.from_actor;
    }
}

impl fmt::Display for Sides {
    /// In words, for a line of the report.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} sides; naming nobody: {}, an actor without a country: {}, one whose country follows from \
             its code or name: {}",
            self.all, self.nobody, self.without_country, self.from_actor
        )
    }
}

/// By another name, since serde takes a reference for one into what it reads.
type FormatName = &'static str;

/// What became of one file, in bounded memory.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LoadReport {
    /// The file as it was named, `-` for standard input.
    pub path: String,
    /// The name of the format, empty if none was recognised.
    #[serde(deserialize_with = "format")]
    pub format: FormatName,
    /// Bytes read.
    pub bytes: u64,
    /// Records met.
    pub read: u64,
    /// Records kept.
    pub kept: u64,
    /// Records left out, each with at least one problem.
    pub rejected: u64,
    /// Records kept after something in them was put right or left out.
    pub repaired: u64,
    /// Event codes that are in no list, with how often they were met.
    pub unknown_codes: BTreeMap<String, u64>,
    /// Actors that no country could be given.
    pub actors_without_country: u64,
    /// What is known of the two sides of the events of a data set.
    pub sides: Sides,
    /// The first problems, in the order met, at most [`PROBLEMS_KEPT`].
    pub problems: Vec<Problem>,
    /// How many problems of each kind there were.
    pub counts: BTreeMap<ProblemKind, u64>,
    /// Why the file could not be read, or not to its end.
    #[serde(skip)]
    pub failure: Option<String>,
    /// Whether it was reopened as it was read before, instead of being read now.
    #[serde(skip, default = "reopened")]
    pub from_cache: bool,
}

fn format<'de, D: Deserializer<'de>>(from: D) -> Result<FormatName, D::Error> {
    String::deserialize(from).map(|name| super::lasting(&name))
}

fn reopened() -> bool {
    true
}

impl LoadReport {
    /// An empty one for a file.
    pub(crate) fn new(path: &str, format: &'static str) -> LoadReport {
        LoadReport { path: printable(path), format, ..LoadReport::default() }
    }

    /// Takes a problem. Counts of records are the reader's to keep.
    pub(crate) fn add(&mut self, problem: Problem) {
        *self.counts.entry(problem.kind).or_default() += 1;
        if self.problems.len() < PROBLEMS_KEPT {
            self.problems.push(problem);
        }
    }

    /// Takes an event code that is in no list.
    pub(crate) fn unknown_code(&mut self, code: &str) {
        let code = printable(code);
        if self.unknown_codes.len() < CODES_KEPT || self.unknown_codes.contains_key(&code) {
            *self.unknown_codes.entry(code).or_default() += 1;
        }
    }

    /// Takes what became of a part of the file.
    pub(crate) fn merge(&mut self, part: LoadReport) {
        self.bytes += part.bytes;
        self.read += part.read;
        self.kept += part.kept;
        self.rejected += part.rejected;
        self.repaired += part.repaired;
        self.actors_without_country += part.actors_without_country;
        for (code, count) in part.unknown_codes {
            if self.unknown_codes.len() < CODES_KEPT || self.unknown_codes.contains_key(&code) {
                *self.unknown_codes.entry(code).or_default() += count;
            }
        }
        for (kind, count) in part.counts {
            *self.counts.entry(kind).or_default() += count;
        }
        let room = PROBLEMS_KEPT.saturating_sub(self.problems.len());
        self.problems.extend(part.problems.into_iter().take(room));
        self.failure = self.failure.take().or(part.failure);
    }

    /// How many problems there were, also those that are not kept in full.
    pub fn problem_count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Whether everything was read and kept.
    pub fn is_clean(&self) -> bool {
        self.failure.is_none() && self.rejected == 0 && self.repaired == 0 && self.problem_count() == 0
    }

    /// Whether something of the file is missing from the store.
    pub fn has_losses(&self) -> bool {
        self.failure.is_some() || self.rejected > 0
    }

    /// One line a problem, as `file:line:column: what`.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let failure = self.failure.iter().map(|why| {
            // A failure names its file already where it comes from the system.
            if why.starts_with(&self.path) { why.clone() } else { format!("{}: {why}", self.path) }
        });
        let problems = self.problems.iter().map(|p| match p.at.line {
            0 => format!("{}: {p}", self.path),
            _ => format!("{}:{}: {p}", self.path, p.at),
        });
        let more = self.problem_count().saturating_sub(self.problems.len() as u64);
        let more = (more > 0).then(|| format!("{}: and {more} more {}", self.path, plural(more, "problem")));
        failure.chain(problems).chain(more)
    }
}

impl fmt::Display for LoadReport {
    /// The summary in one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path)?;
        if !self.format.is_empty() {
            write!(f, "{}, ", self.format)?;
        }
        write!(f, "{} read, {} kept, {} rejected", self.read, self.kept, self.rejected)?;
        if self.repaired > 0 {
            write!(f, ", {} repaired", self.repaired)?;
        }
        let codes: u64 = self.unknown_codes.values().sum();
        if codes > 0 {
            write!(f, ", {codes} with an unknown code")?;
        }
        if self.actors_without_country > 0 {
            let actors = plural(self.actors_without_country, "actor");
            write!(f, ", {} {actors} without a country", self.actors_without_country)?;
        }
        if self.from_cache {
            f.write_str(", from the cache")?;
        }
        Ok(())
    }
}
