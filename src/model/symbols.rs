//! Strings that come again and again, kept once and named by a number.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::shelf::{Shelf, ShelfBuilder};

/// The number of an interned string; 0 is the empty string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Sym(pub u32);

/// The strings of a store.
#[derive(Debug, Clone, Default)]
pub struct Symbols {
    strings: Shelf<Arc<str>>,
}

impl Symbols {
    /// The string of a symbol; empty for a number that was never given out.
    pub fn get(&self, sym: Sym) -> &str {
        match (sym.0 as usize).checked_sub(1) {
            Some(index) => self.strings.get(index).map_or("", |s| s),
            None => "",
        }
    }

    /// How many different strings there are, the empty one not counted.
    pub fn len(&self) -> usize {
        self.strings.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.strings.is_empty()
    }
}

/// The growing side of [`Symbols`].
#[derive(Debug, Default)]
pub struct Interner {
    strings: ShelfBuilder<Arc<str>>,
    index: FxHashMap<Arc<str>, Sym>,
}

impl Interner {
    /// The symbol of a string, new or known.
    pub fn intern(&mut self, text: &str) -> Sym {
        if text.is_empty() {
            return Sym::default();
        }
        if let Some(&sym) = self.index.get(text) {
            return sym;
        }
        let string: Arc<str> = text.into();
        let sym = Sym(self.strings.push(string.clone()) + 1);
        self.index.insert(string, sym);
        sym
    }

    /// The symbol of a string that is known already.
    pub fn find(&self, text: &str) -> Option<Sym> {
        if text.is_empty() { Some(Sym::default()) } else { self.index.get(text).copied() }
    }

    /// What is there now.
    pub fn snapshot(&self) -> Symbols {
        Symbols { strings: self.strings.snapshot() }
    }
}
