//! What became of a file: records read, kept, rejected, repaired, and why.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::error::{Outcome, Position, Problem, ProblemKind, printable};
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
///
/// Whoever reads the file puts down what was kept ([`LoadReport::keep`]) and what
/// was wrong; all other counts follow from that, here and nowhere else:
///
/// - Each record that was left out has a problem that says "(rejected)", and each
///   problem that says so belongs to a record that is counted as rejected. So does
///   a broken part of a file of which nobody can tell how many records it held: it
///   counts as one.
/// - Each record that was kept after something in it was put right has a problem
///   that says "(repaired)", and the other way round. Where bytes are no text in a
///   file that is taken as a whole, this text counts as one.
/// - A record counts once, however many problems it has, and all of them say what
///   became of it: [`Problem::records`] of all problems add up to
///   [`LoadReport::rejected`] and [`LoadReport::repaired`].
/// - What was read is what was kept and what was rejected.
/// - A fault that ends the reading ([`LoadReport::failure`]) takes nothing away:
///   what was read before stays and is counted.
/// - Something of the file is missing ([`LoadReport::has_losses`], exit code 3) if
///   and only if something was rejected or there was such a fault.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct LoadReport {
    /// The file as it was named, `-` for standard input.
    pub path: String,
    /// The name of the format, empty if none was recognised.
    #[serde(deserialize_with = "format")]
    pub format: FormatName,
    /// Bytes read.
    pub bytes: u64,
    kept: u64,
    rejected: u64,
    repaired: u64,
    /// Event codes that are in no list, with how often they were met.
    pub unknown_codes: BTreeMap<String, u64>,
    /// Actors that no country could be given.
    pub actors_without_country: u64,
    /// What is known of the two sides of the events of a data set.
    pub sides: Sides,
    problems: Vec<Problem>,
    counts: BTreeMap<ProblemKind, u64>,
    /// Why the file could not be read, or not to its end. What was read of it
    /// before stands in the counts.
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

    /// Counts records that were kept.
    pub(crate) fn keep(&mut self, records: u64) {
        self.kept += records;
    }

    /// Takes the only problem of a record, or of a part of the file that is none.
    pub(crate) fn add(&mut self, problem: Problem) {
        let records = u64::from(problem.outcome != Outcome::Noted);
        self.take(Problem { records, ..problem });
    }

    /// Takes all that was wrong with some records that share their fate (mostly
    /// one), and tells that fate: the worst that a problem says. Those that are
    /// kept are the caller's to count.
    pub(crate) fn settle(&mut self, wrong: &mut RecordProblems, records: u64) -> Outcome {
        let fate = wrong.worst;
        let mut uncounted = records;
        for mut problem in wrong.problems.drain(..) {
            if problem.outcome != Outcome::Noted {
                problem.outcome = fate;
                problem.records = std::mem::take(&mut uncounted);
            }
            self.take(problem);
        }
        for (kind, count) in std::mem::take(&mut wrong.more) {
            *self.counts.entry(kind).or_default() += count;
        }
        wrong.worst = Outcome::Noted;
        fate
    }

    /// The one place in which records are counted as rejected and repaired.
    fn take(&mut self, problem: Problem) {
        match problem.outcome {
            Outcome::Rejected => self.rejected += problem.records,
            Outcome::Repaired => self.repaired += problem.records,
            Outcome::Noted => {}
        }
        *self.counts.entry(problem.kind).or_default() += 1;
        if self.problems.len() < PROBLEMS_KEPT {
            self.problems.push(problem);
        }
    }

    /// Counts problems from so many lines further down.
    pub(crate) fn shift(&mut self, lines: u64) {
        for problem in &mut self.problems {
            problem.at = Position::new(problem.at.line + lines, problem.at.column);
        }
    }

    /// Brings problems into the order of the file: readers meet them in the order
    /// that suits them, people read from the top.
    pub(crate) fn sort(&mut self) {
        self.problems.sort_by_key(|problem| problem.at);
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
        self.kept += part.kept;
        self.rejected += part.rejected;
        self.repaired += part.repaired;
        self.actors_without_country += part.actors_without_country;
        self.sides.merge(part.sides);
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

    /// Records met: those kept and those rejected.
    pub fn read(&self) -> u64 {
        self.kept + self.rejected
    }

    /// Records kept.
    pub fn kept(&self) -> u64 {
        self.kept
    }

    /// Records left out, and broken parts of the file.
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// Records kept after something in them was put right or left out.
    pub fn repaired(&self) -> u64 {
        self.repaired
    }

    /// The first problems, at most [`PROBLEMS_KEPT`].
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// How many problems there were, also those that are not kept in full.
    pub fn problem_count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Whether everything was read and kept.
    pub fn is_clean(&self) -> bool {
        self.failure.is_none() && self.problem_count() == 0
    }

    /// Whether nothing was read since no reader knows the file.
    pub(crate) fn is_unknown(&self) -> bool {
        self.format.is_empty() && self.failure.is_none() && self.read() == 0
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

/// What is wrong with the record at hand, in bounded memory, until
/// [`LoadReport::settle`] takes it.
#[derive(Debug)]
pub(crate) struct RecordProblems {
    problems: Vec<Problem>,
    /// How many more there were of each kind.
    more: BTreeMap<ProblemKind, u64>,
    worst: Outcome,
}

impl Default for RecordProblems {
    fn default() -> Self {
        RecordProblems { problems: Vec::new(), more: BTreeMap::new(), worst: Outcome::Noted }
    }
}

impl RecordProblems {
    /// Takes a problem.
    pub(crate) fn add(&mut self, problem: Problem) {
        let worse = problem.outcome < self.worst;
        self.worst = self.worst.min(problem.outcome);
        // One that decides over the record must not be among those only counted.
        if self.problems.len() < PROBLEMS_KEPT || worse {
            self.problems.push(problem);
        } else {
            *self.more.entry(problem.kind).or_default() += 1;
        }
    }

    /// Has what was a mistake in the record cost it the record.
    pub(crate) fn reject(&mut self) {
        for problem in self.problems.iter_mut().filter(|p| p.outcome != Outcome::Noted) {
            problem.outcome = Outcome::Rejected;
            self.worst = Outcome::Rejected;
        }
    }

    /// Whether nothing is wrong.
    pub(crate) fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// How many problems it holds in full.
    pub(crate) fn len(&self) -> usize {
        self.problems.len()
    }

    /// The worst that a problem says of the record.
    pub(crate) fn worst(&self) -> Outcome {
        self.worst
    }
}

impl fmt::Display for LoadReport {
    /// The summary in one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.path)?;
        if !self.format.is_empty() {
            write!(f, "{}, ", self.format)?;
        }
        write!(f, "{} read, {} kept, {} rejected", self.read(), self.kept, self.rejected)?;
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
