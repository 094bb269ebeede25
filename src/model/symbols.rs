//! Strings that come again and again, kept once and named by a number.

use bytemuck::{Pod, Zeroable};
use serde::{Deserialize, Serialize};

use super::id_table::{IdTable, hash_bytes};
use super::string_arena::{LONGEST, StringArena, StringArenaBuilder};

/// The number of an interned string; 0 is the empty string.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Pod, Zeroable, Serialize, Deserialize,
)]
#[repr(transparent)]
pub struct Sym(pub u32);

/// The strings of a store.
#[derive(Debug, Clone, Default)]
pub(crate) struct Symbols {
    strings: StringArena,
}

impl Symbols {
    /// The string of a symbol; empty for a number that was never given out.
    pub(crate) fn get(&self, sym: Sym) -> &str {
        match (sym.0 as usize).checked_sub(1) {
            Some(index) => self.strings.get(index),
            None => "",
        }
    }

    /// How many different strings there are, the empty one not counted.
    pub(crate) fn len(&self) -> usize {
        self.strings.len()
    }

    /// The symbols of strings that are there already.
    pub(crate) fn of(strings: StringArena) -> Symbols {
        Symbols { strings }
    }

    /// These with more strings behind them, and the first number of those. A string
    /// that is there already gets a second one.
    pub(crate) fn with(&self, more: &[&str]) -> (Symbols, Sym) {
        let first = Sym(self.len() as u32 + 1);
        (Symbols { strings: self.strings.with(more) }, first)
    }

    /// All strings; the symbol of the one at index `i` is `i + 1`.
    pub(crate) fn texts(&self) -> &StringArena {
        &self.strings
    }
}

/// The growing side of [`Symbols`].
#[derive(Debug, Default)]
pub(crate) struct Interner {
    strings: StringArenaBuilder,
    index: IdTable,
}

impl Interner {
    /// The symbol of a string, new or known. Strings beyond
    /// [`LONGEST`] bytes are cut.
    pub(crate) fn intern(&mut self, text: &str) -> Sym {
        if text.is_empty() {
            return Sym::default();
        }
        let text = &text[..text.floor_char_boundary(LONGEST)];
        let hash = hash_bytes(text.as_bytes());
        if let Some(id) = self.lookup(hash, text) {
            return Sym(id + 1);
        }
        let id = self.strings.push(text);
        self.index.insert(hash, id);
        Sym(id + 1)
    }

    fn lookup(&self, hash: u32, text: &str) -> Option<u32> {
        self.index.find(hash, |id| self.strings.bytes_of(id as usize) == Some(text.as_bytes()))
    }

    /// The symbol of a string that is known already.
    pub(crate) fn find(&self, text: &str) -> Option<Sym> {
        if text.is_empty() {
            return Some(Sym::default());
        }
        self.lookup(hash_bytes(text.as_bytes()), text).map(|id| Sym(id + 1))
    }

    /// What is there now.
    pub(crate) fn snapshot(&self) -> Symbols {
        Symbols { strings: self.strings.snapshot() }
    }
}
