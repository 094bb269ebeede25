//! Taking a journal out, in, and to the test.
//!
//! The exported form is JSON Lines: a head that names the form, then one entry
//! a line, as [`Entry`] serialises.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use chrono::{DateTime, Utc};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::entry::Entry;
use super::error::JournalError;
use super::log::Journal;
use super::reading::{JournalRow, Rows};
use super::review::Review;
use super::validation;
use crate::model::escape;

/// The form's version.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Head {
    journal: String,
    form: u32,
    entries: u64,
}

/// What was exported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Exported {
    /// How many entries were written.
    pub entries: u64,
    /// What is not as it was written: entries that cannot be read, which are
    /// left out, and such that were changed, which are written as they are now.
    pub faults: Vec<String>,
    /// Whether `detente journal import` takes it: numbers and hashes follow each other.
    pub holds: bool,
}

/// Writes all entries that can be read, one a line, under a head. Where some
/// cannot, the others are numbered anew, so that they can be imported; not so
/// where one was changed, unless that is asked for (`salvage`): then it counts
/// as what it is now.
///
/// # Errors
/// [`JournalError::Io`] where the output refuses, and whatever keeps the file
/// from being read at all.
pub fn export(journal: &Journal, out: &mut dyn Write, salvage: bool) -> Result<Exported, JournalError> {
    let rows = journal.rows(0)?;
    let mut examination = examine_rows(&rows);
    if let Some(damage) = &rows.damage {
        examination.faults.insert(0, format!("{} is damaged: {damage}", journal.path().display()));
    }
    let holds = salvage || examination.changed == 0;
    let anew = holds && !examination.faults.is_empty();
    let entries: Vec<Entry> = if anew {
        let mut alone = Review::default();
        for entry in rows.entries() {
            let entry = alone.adopt(&entry);
            alone.apply(entry);
        }
        alone.history().iter().map(|e| Entry::clone(e)).collect()
    } else {
        rows.entries().collect()
    };
    write(entries.iter(), out)?;
    Ok(Exported { entries: entries.len() as u64, faults: examination.faults, holds })
}

/// Writes entries that make a journal of their own.
///
/// # Errors
/// As [`export`].
pub(super) fn write<'a>(
    entries: impl ExactSizeIterator<Item = &'a Entry>,
    out: &mut dyn Write,
) -> Result<(), JournalError> {
    let io = |e: std::io::Error| JournalError::io(Path::new("the export"), e);
    let head = Head { journal: "detente".into(), form: FORM, entries: entries.len() as u64 };
    writeln!(out, "{}", line(&head)?).map_err(io)?;
    for entry in entries {
        writeln!(out, "{}", line(entry)?).map_err(io)?;
    }
    out.flush().map_err(io)
}

fn line<T: Serialize>(value: &T) -> Result<String, JournalError> {
    let bad = |e: serde_json::Error| JournalError::Line { line: 0, reason: e.to_string() };
    // What steers a terminal is escaped, and reads back as it was.
    serde_json::to_string(value).map(escape::json).map_err(bad)
}

/// An entry of an export and its line, or what is wrong with that line.
#[derive(Debug)]
struct ReadLine {
    line: usize,
    entry: Result<Entry, String>,
}

/// Reads an exported journal and checks that no entry was changed or left out.
/// With `salvage` it takes what is left of a damaged one, line by line.
fn read(input: &mut dyn BufRead, salvage: bool) -> Result<Vec<ReadLine>, JournalError> {
    let mut lines = Vec::new();
    let mut expected = None;
    let mut text = Vec::new();
    let mut chain = Chain::default();
    for number in 1.. {
        text.clear();
        let bad = |reason: String| JournalError::Line { line: number, reason };
        if input.read_until(b'\n', &mut text).map_err(|e| bad(e.to_string()))? == 0 {
            break;
        }
        if text.trim_ascii().is_empty() {
            continue;
        }
        if expected.is_none() {
            let head: Head = serde_json::from_slice(&text)
                .map_err(|_| bad("this is no exported journal of détente".into()))?;
            if head.form > FORM {
                return Err(bad(format!("form {} is newer than this détente knows ({FORM})", head.form)));
            }
            expected = Some(head.entries);
            continue;
        }
        let value: Value = match serde_json::from_slice(&text) {
            Ok(value) => value,
            Err(e) if salvage => {
                lines.push(ReadLine { line: number, entry: Err(e.to_string()) });
                continue;
            }
            Err(e) => return Err(bad(e.to_string())),
        };
        let entry: Result<Entry, String> = Entry::deserialize(&value).map_err(|e| e.to_string());
        match &entry {
            _ if salvage => {}
            Ok(entry) => chain.follow(entry, &entry.hash_after(&chain.hash))?,
            Err(_) => chain.pass(value["id"].as_u64(), value["hash"].as_str())?,
        }
        lines.push(ReadLine { line: number, entry });
    }
    let Some(expected) = expected else {
        return Err(JournalError::Line { line: 1, reason: "there is nothing in it".into() });
    };
    if expected != lines.len() as u64 && !salvage {
        let reason = format!("the head tells of {expected} entries, {} are there", lines.len());
        return Err(JournalError::Line { line: 1, reason });
    }
    Ok(lines)
}

/// The batch and part of each entry of an export, if all of it can be read.
pub(super) fn batches(path: &Path) -> Result<Vec<(String, u32)>, JournalError> {
    let file = File::open(path).map_err(|e| JournalError::io(path, e))?;
    let lines = read(&mut BufReader::new(file), false)?;
    let named = |ReadLine { line, entry }: ReadLine| match entry {
        Ok(entry) => Ok((entry.batch, entry.part)),
        Err(reason) => Err(JournalError::Line { line, reason }),
    };
    lines.into_iter().map(named).collect()
}

/// A line of an export that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its number in the file, from 1.
    pub line: usize,
    /// What was found there and what was expected.
    pub reason: String,
}

/// What became of an export.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Imported {
    /// How many entries were appended.
    pub taken: usize,
    /// How many were here already.
    pub here: usize,
    /// What was not taken, in the order of the lines.
    pub refused: Vec<Refused>,
}

/// Appends what another journal has and this one has not. What was done here
/// stays; where the same coder set the same slot in both, the imported value
/// holds, for it was written last. An entry that this program could not have
/// written is refused, with all of its batch. With `salvage`, what is left of a
/// damaged export is taken; nobody vouches for it then.
///
/// # Errors
/// [`JournalError::Line`] for what is no export, or one that is cut off;
/// [`JournalError::Broken`] where an entry was changed or left out; and
/// whatever writing can end in: then nothing was imported.
pub fn import(
    journal: &mut Journal,
    review: &mut Review,
    input: &mut dyn BufRead,
    salvage: bool,
    now: DateTime<Utc>,
) -> Result<Imported, JournalError> {
    let lines = read(input, salvage)?;
    let mut refused: BTreeMap<usize, String> = BTreeMap::new();
    let mut parts: FxHashMap<(&str, u32), (usize, &Entry)> = FxHashMap::default();
    let mut anchored: FxHashSet<&str> = FxHashSet::default();
    let mut twice: FxHashSet<usize> = FxHashSet::default();
    for ReadLine { line, entry } in &lines {
        let entry = match entry {
            Ok(entry) => entry,
            Err(reason) => {
                refused.insert(*line, reason.clone());
                continue;
            }
        };
        if let Some((first, same)) = parts.get(&(entry.batch.as_str(), entry.part)) {
            if same.says_the_same(entry) {
                twice.insert(*line);
            } else {
                refused.insert(
                    *line,
                    format!(
                        "found part {} of batch {} a second time, expected it once: it stands otherwise in line {first}",
                        entry.part,
                        validation::short(&entry.batch)
                    ),
                );
            }
            continue;
        }
        parts.insert((&entry.batch, entry.part), (*line, entry));
        let is_anchored = anchored.contains(entry.key.as_str()) || !review.anchors(&entry.key).is_empty();
        match validation::fault(entry, is_anchored, now) {
            Some(fault) => _ = refused.insert(*line, fault),
            None if entry.anchor.is_some() => _ = anchored.insert(&entry.key),
            None => {}
        }
    }
    refuse_whole_batches(&lines, &mut refused);
    let wanted: Vec<(usize, &Entry)> = lines
        .iter()
        .filter(|read| !refused.contains_key(&read.line) && !twice.contains(&read.line))
        .filter_map(|read| Some((read.line, read.entry.as_ref().ok()?)))
        .collect();
    let taken_over = journal.take_over(review, wanted.iter().map(|(_, entry)| *entry))?;
    for at in taken_over.clashing {
        if let Some((line, entry)) = wanted.get(at) {
            let (part, batch) = (entry.part, validation::short(&entry.batch));
            let reason = format!("part {part} of batch {batch} is here already and says something else");
            refused.insert(*line, reason);
        }
    }
    Ok(Imported {
        taken: taken_over.taken,
        here: taken_over.here + twice.len(),
        refused: refused.into_iter().map(|(line, reason)| Refused { line, reason }).collect(),
    })
}

/// What was written together is refused together: a part of it would say what
/// nobody said.
fn refuse_whole_batches(lines: &[ReadLine], refused: &mut BTreeMap<usize, String>) {
    let mut first: FxHashMap<&str, usize> = FxHashMap::default();
    for ReadLine { line, entry } in lines {
        if let (Ok(entry), true) = (entry, refused.contains_key(line)) {
            first.entry(&entry.batch).or_insert(*line);
        }
    }
    for ReadLine { line, entry } in lines {
        let Ok(entry) = entry else { continue };
        if let Some(first) = first.get(entry.batch.as_str()) {
            refused.entry(*line).or_insert_with(|| format!("it belongs together with line {first}"));
        }
    }
}

/// What a verified journal holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// How many entries.
    pub entries: u64,
    /// Coders, with how many entries each.
    pub coders: Vec<(String, u64)>,
    /// The hash of the last entry: noted elsewhere, it proves that nothing was
    /// cut off the end later.
    pub(crate) last_hash: String,
}

/// Checks the file and every entry: numbers without gaps, times in order, each
/// hash over the one before, and each value `before` as the entries before left it.
///
/// # Errors
/// [`JournalError::Damaged`] or [`JournalError::Broken`] with the first thing that does not hold.
pub fn verify(journal: &Journal) -> Result<Verified, JournalError> {
    let examination = examine(journal)?;
    match examination.first {
        Some(error) => Err(error),
        None => Ok(examination.verified),
    }
}

/// What was found in a journal that was checked to its end.
#[derive(Debug)]
pub struct Examination {
    /// What holds and can be read.
    pub verified: Verified,
    /// What does not, in the order of the entries, a line each.
    pub faults: Vec<String>,
    /// The first of these.
    first: Option<JournalError>,
    /// How many entries can be read but were changed, left out or put in between.
    changed: usize,
}

/// Checks as [`verify`] does, and goes on behind what does not hold.
///
/// # Errors
/// Whatever keeps the file from being read at all.
pub fn examine(journal: &Journal) -> Result<Examination, JournalError> {
    let integrity = journal.integrity();
    let mut examination = match journal.rows(0) {
        Ok(rows) => examine_rows(&rows),
        // Then nothing can be said but why.
        Err(error) => return Err(integrity.err().unwrap_or(error)),
    };
    if let Err(error) = integrity {
        examination.faults.insert(0, error.to_string());
        examination.first = Some(error);
    }
    Ok(examination)
}

fn examine_rows(rows: &Rows) -> Examination {
    let mut chain = Chain::default();
    let mut coders: BTreeMap<String, u64> = BTreeMap::new();
    let (mut faults, mut first, mut changed, mut count) = (Vec::new(), None, 0, 0);
    let mut note = |error: JournalError| {
        faults.push(error.to_string());
        first.get_or_insert(error);
    };
    for row in &rows.rows {
        let result = match row {
            JournalRow::Entry(entry, texts) => {
                count += 1;
                *coders.entry(entry.coder.clone()).or_default() += 1;
                let followed = chain.follow(entry, &entry.hash_of(&chain.hash, texts));
                changed += usize::from(followed.is_err());
                followed
            }
            JournalRow::Unreadable(unreadable) => {
                let order = chain.pass(Some(unreadable.entry), unreadable.hash.as_deref());
                note(unreadable.clone().into());
                order
            }
        };
        if let Err(error) = result {
            note(error);
        }
    }
    let verified = Verified { entries: count, coders: coders.into_iter().collect(), last_hash: chain.hash };
    Examination { verified, faults, first, changed }
}

/// What the entries so far came to, so that the next one can be held against it.
#[derive(Default)]
struct Chain {
    hash: String,
    count: u64,
    review: Review,
    /// Whether an entry before could not be read: what it set is not known, and
    /// the hash of the next one may be over nobody knows what.
    gap: bool,
    unknown_hash: bool,
}

impl Chain {
    /// Takes in the next entry; `hash` is what its hash has to be. What does not
    /// hold is taken in as it is, too.
    fn follow(&mut self, entry: &Entry, hash: &str) -> Result<(), JournalError> {
        let reason = self.fault(entry, hash);
        self.gap |= entry.id != self.count + 1;
        self.hash.clone_from(&entry.hash);
        self.count = entry.id;
        self.unknown_hash = false;
        self.review.apply(entry.clone());
        match reason {
            Some(reason) => Err(JournalError::Broken { entry: entry.id, reason: reason.to_owned() }),
            None => Ok(()),
        }
    }

    fn fault(&self, entry: &Entry, hash: &str) -> Option<&'static str> {
        if entry.id != self.count + 1 {
            return Some("its number does not follow: an entry is missing");
        }
        if self.review.history().last().is_some_and(|last| last.time > entry.time) {
            return Some("its time lies before the entry before");
        }
        if entry.hash != hash && !self.unknown_hash {
            return Some("its hash does not fit: it was changed, or one before it was");
        }
        let before = self.review.value(&entry.coder, entry.kind, &entry.key);
        if before != entry.before.as_ref() && !self.gap {
            return Some("its value before is not what the entries before it left");
        }
        None
    }

    /// Passes by an entry that cannot be read.
    fn pass(&mut self, id: Option<u64>, hash: Option<&str>) -> Result<(), JournalError> {
        let next = self.count + 1;
        self.count = id.unwrap_or(next);
        self.hash = hash.unwrap_or_default().to_owned();
        (self.gap, self.unknown_hash) = (true, hash.is_none());
        if self.count == next {
            return Ok(());
        }
        let reason = "its number does not follow: an entry is missing".to_owned();
        Err(JournalError::Broken { entry: self.count, reason })
    }
}
