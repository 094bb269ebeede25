//! Completion of a query while it is typed.

use std::ops::Range;

use super::keys::{KEYS, Key, Tone};
use super::text::{RawTerm, Value, scan, write_value};
use crate::model::Store;

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes to replace.
    pub at: Range<usize>,
    /// What to put there.
    pub(crate) text: String,
    /// What it means.
    pub(crate) note: String,
}

/// The most that are offered at once.
const MOST: usize = 50;

/// Whether completions have to be looked for among so many names that it takes
/// longer than a frame.
pub(crate) fn is_costly(text: &str, cursor: usize, store: &Store) -> bool {
    const MOST: usize = 5_000;
    let before = text.get(..cursor).unwrap_or(text);
    let last = last_term(before).and_then(|t| t.key);
    last.and_then(|(key, _)| Key::named(&key)).is_some_and(|key| (key.names)(store) > MOST)
}

/// The ways to go on from a cursor (a byte offset) in a text.
pub fn complete(text: &str, cursor: usize, store: &Store) -> Vec<Completion> {
    complete_unless(&|| false, text, cursor, store)
}

/// The same, unless it is wanted no more.
pub(crate) fn complete_unless(
    stop: &dyn Fn() -> bool,
    text: &str,
    cursor: usize,
    store: &Store,
) -> Vec<Completion> {
    let before = text.get(..cursor).unwrap_or(text);
    let mut out = Vec::new();
    match last_term(before) {
        None => keys("", cursor..cursor, &mut out),
        Some(RawTerm { key: None, values, .. }) => {
            if let Some(value) = values.last().filter(|v| !v.quoted) {
                keys(&value.text, value.at.clone(), &mut out);
            }
        }
        Some(RawTerm { key: Some((key, _)), values, .. }) => {
            if let (Some(key), Some(value)) = (Key::named(&key), values.last()) {
                let prefix = value.text.to_lowercase();
                let mut offers = Offers { store, value, prefix, stop, looked: 0, out };
                (key.complete)(&mut offers);
                out = offers.out;
            }
        }
    }
    out
}

/// The term at whose end the cursor stands.
fn last_term(before: &str) -> Option<RawTerm> {
    scan(before).terms.pop().filter(|t| t.at.end == before.len())
}

fn keys(prefix: &str, at: Range<usize>, out: &mut Vec<Completion>) {
    let prefix = prefix.to_lowercase();
    for key in KEYS.iter().filter(|k| k.name.starts_with(&prefix)) {
        let note = format!("{}, as in {}", key.about, key.example);
        out.push(Completion { at: at.clone(), text: format!("{}:", key.name), note });
    }
    for tone in Tone::ALL.into_iter().filter(|tone| tone.name().starts_with(&prefix)) {
        let note = format!("events of {}", tone.name());
        out.push(Completion { at: at.clone(), text: tone.name().to_owned(), note });
    }
}

/// What a key offers for the value that is being typed.
pub(super) struct Offers<'a> {
    /// Whose names are offered.
    pub(super) store: &'a Store,
    /// The value as far as it is typed.
    pub(super) value: &'a Value,
    /// The same in small letters.
    prefix: String,
    stop: &'a dyn Fn() -> bool,
    looked: u32,
    out: Vec<Completion>,
}

impl Offers<'_> {
    /// Whether a name begins with what is typed.
    pub(super) fn begins(&self, name: &str) -> bool {
        name.to_lowercase().starts_with(&self.prefix)
    }

    /// Whether what is typed is in a name.
    pub(super) fn holds(&self, name: &str) -> bool {
        name.to_lowercase().contains(&self.prefix)
    }

    /// Whether more is wanted: asked for each of very many names.
    pub(super) fn goes_on(&mut self) -> bool {
        self.looked += 1;
        self.out.len() < MOST && !(self.looked.is_multiple_of(1024) && (self.stop)())
    }

    /// Offers a value, with what it means.
    pub(super) fn put(&mut self, text: &str, note: &str) {
        let mut written = String::new();
        // Writing into a string does not fail.
        let _ = write_value(&mut written, text, false);
        self.put_written(written, note);
    }

    /// Offers a value that is written as the grammar wants it.
    pub(super) fn put_written(&mut self, text: String, note: &str) {
        if self.out.len() < MOST {
            self.out.push(Completion { at: self.value.at.clone(), text, note: note.to_owned() });
        }
    }

    /// Offers those of a few words that begin with what is typed.
    pub(super) fn put_words(&mut self, words: impl Iterator<Item = &'static str>) {
        for word in words {
            if self.begins(word) {
                self.put(word, "");
            }
        }
    }
}
