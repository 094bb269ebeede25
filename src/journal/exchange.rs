//! Taking a journal out, in, and to the test.
//!
//! The exported form is JSON Lines: a head that names the form, then one entry
//! a line, as [`Entry`] serialises.

use std::io::{BufRead, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::entry::Entry;
use super::error::JournalError;
use super::log::Journal;
use super::review::Review;

/// The form's version.
const FORM: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Head {
    journal: String,
    form: u32,
    entries: u64,
}

/// Writes all entries, one a line, under a head.
///
/// # Errors
/// [`JournalError::Io`] where the output refuses.
pub fn export(journal: &Journal, out: &mut dyn Write) -> Result<u64, JournalError> {
    write(&journal.after(0)?, out)
}

/// Writes entries that make a journal of their own.
///
/// # Errors
/// As [`export`].
pub(super) fn write(entries: &[Entry], out: &mut dyn Write) -> Result<u64, JournalError> {
    let io = |e: std::io::Error| JournalError::io(Path::new("the export"), e);
    let head = Head { journal: "detente".into(), form: FORM, entries: entries.len() as u64 };
    writeln!(out, "{}", line(&head)?).map_err(io)?;
    for entry in entries {
        writeln!(out, "{}", line(entry)?).map_err(io)?;
    }
    out.flush().map_err(io)?;
    Ok(entries.len() as u64)
}

fn line<T: Serialize>(value: &T) -> Result<String, JournalError> {
    let bad = |e: serde_json::Error| JournalError::Line { line: 0, reason: e.to_string() };
    serde_json::to_string(value).map_err(bad)
}

/// Reads an exported journal and checks that no entry was changed or left out.
///
/// # Errors
/// [`JournalError::Line`] for what cannot be read, [`JournalError::Broken`] for
/// an entry that does not follow from the one before.
pub fn read(input: &mut dyn BufRead) -> Result<Vec<Entry>, JournalError> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut expected = None;
    let mut text = String::new();
    for number in 1.. {
        text.clear();
        let bad = |reason: String| JournalError::Line { line: number, reason };
        let read = input.read_line(&mut text).map_err(|e| bad(e.to_string()))?;
        if read == 0 {
            break;
        }
        if text.trim().is_empty() {
            continue;
        }
        if expected.is_none() {
            let head: Head = serde_json::from_str(&text)
                .map_err(|_| bad("this is no exported journal of détente".into()))?;
            if head.form > FORM {
                return Err(bad(format!("form {} is newer than this détente knows ({FORM})", head.form)));
            }
            expected = Some(head.entries);
            continue;
        }
        entries.push(serde_json::from_str(&text).map_err(|e| bad(e.to_string()))?);
    }
    let Some(expected) = expected else {
        return Err(JournalError::Line { line: 1, reason: "there is nothing in it".into() });
    };
    if expected != entries.len() as u64 {
        let reason = format!("the head tells of {expected} entries, {} are there", entries.len());
        return Err(JournalError::Line { line: 1, reason });
    }
    let mut chain = Chain::default();
    for entry in &entries {
        let hash = entry.hash_after(&chain.hash);
        chain.follow(entry, &hash)?;
    }
    Ok(entries)
}

/// Appends what another journal has and this one has not. Tells how many
/// entries were taken. What was done here stays; where the same coder set the
/// same slot in both, the imported value holds, for it was written last.
///
/// # Errors
/// As [`read`], and whatever writing can end in: then nothing was imported.
pub fn import(
    journal: &mut Journal,
    review: &mut Review,
    input: &mut dyn BufRead,
) -> Result<usize, JournalError> {
    let entries = read(input)?;
    journal.take_over(review, &entries)
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
    pub last_hash: String,
}

/// Checks the file and every entry: numbers without gaps, times in order, each
/// hash over the one before, and each value `before` as the entries before left it.
///
/// # Errors
/// [`JournalError::Damaged`] or [`JournalError::Broken`] with the first thing that does not hold.
pub fn verify(journal: &Journal) -> Result<Verified, JournalError> {
    journal.integrity()?;
    let mut chain = Chain::default();
    let mut coders: std::collections::BTreeMap<String, u64> = Default::default();
    journal.each_with_hash(|entry, hash| {
        *coders.entry(entry.coder.clone()).or_default() += 1;
        chain.follow(&entry, &hash(&chain.hash))
    })?;
    Ok(Verified { entries: chain.count, coders: coders.into_iter().collect(), last_hash: chain.hash })
}

#[derive(Default)]
struct Chain {
    hash: String,
    count: u64,
    review: Review,
}

impl Chain {
    fn follow(&mut self, entry: &Entry, hash: &str) -> Result<(), JournalError> {
        let broken = |reason: &str| JournalError::Broken { entry: entry.id, reason: reason.to_owned() };
        if entry.id != self.count + 1 {
            return Err(broken("its number does not follow: an entry is missing"));
        }
        if self.review.history().last().is_some_and(|last| last.time > entry.time) {
            return Err(broken("its time lies before the entry before"));
        }
        if entry.hash != hash {
            return Err(broken("its hash does not fit: it was changed, or one before it was"));
        }
        if self.review.value(&entry.coder, entry.kind, &entry.key) != entry.before.as_ref() {
            return Err(broken("its value before is not what the entries before it left"));
        }
        self.hash.clone_from(&entry.hash);
        self.count += 1;
        self.review.apply(entry.clone());
        Ok(())
    }
}
