//! What a key offers for a value that is being typed.

use std::ops::Range;

use super::value::{Value, write_value};
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

impl<'a> Offers<'a> {
    /// None as yet; `stop` tells that no more are wanted.
    pub(super) fn new(store: &'a Store, value: &'a Value, stop: &'a dyn Fn() -> bool) -> Offers<'a> {
        let prefix = value.text.to_lowercase();
        Offers { store, value, prefix, stop, looked: 0, out: Vec::new() }
    }

    /// What was offered.
    pub(super) fn taken(self) -> Vec<Completion> {
        self.out
    }

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
