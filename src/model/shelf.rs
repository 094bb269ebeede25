//! A list that only grows and of which a snapshot costs next to nothing:
//! full chunks are shared, only the last, open one is copied.

use super::col::{Col, Plain};

const CHUNK: usize = 4096;

/// An immutable snapshot of a growing list.
#[derive(Debug, Clone)]
pub struct Shelf<T> {
    full: Vec<Col<T>>,
    last: Col<T>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Shelf { full: Vec::new(), last: Col::default() }
    }
}

impl<T> Shelf<T> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.full.len() * CHUNK + self.last.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry at an index.
    pub fn get(&self, index: usize) -> Option<&T> {
        match self.full.get(index / CHUNK) {
            Some(chunk) => chunk.get(index % CHUNK),
            None => self.last.get(index - self.full.len() * CHUNK),
        }
    }

    /// All entries in order.
    pub fn iter(&self) -> impl Iterator<Item = &T> {
        self.full.iter().flat_map(|c| c.iter()).chain(self.last.iter())
    }
}

impl<T: Clone> FromIterator<T> for Shelf<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut builder = ShelfBuilder::default();
        for value in all {
            builder.push(value);
        }
        Shelf { full: builder.full, last: builder.open.into() }
    }
}

impl<T: Plain> Shelf<T> {
    /// The entries as they lie in memory, stretch by stretch.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &[T]> {
        self.full.iter().chain(std::iter::once(&self.last)).map(|part| &**part)
    }

    /// The entries of a column.
    pub(crate) fn of(all: &Col<T>) -> Shelf<T> {
        let part = |start: usize, end: usize| all.part(start, end).unwrap_or_default();
        let whole = all.len() / CHUNK;
        Shelf {
            full: (0..whole).map(|i| part(i * CHUNK, (i + 1) * CHUNK)).collect(),
            last: part(whole * CHUNK, all.len()),
        }
    }
}

/// The growing side of a [`Shelf`].
#[derive(Debug)]
pub struct ShelfBuilder<T> {
    full: Vec<Col<T>>,
    open: Vec<T>,
}

impl<T> Default for ShelfBuilder<T> {
    fn default() -> Self {
        ShelfBuilder { full: Vec::new(), open: Vec::new() }
    }
}

impl<T: Clone> ShelfBuilder<T> {
    /// Appends an entry and tells its index.
    pub fn push(&mut self, value: T) -> u32 {
        let index = self.len() as u32;
        self.open.push(value);
        if self.open.len() == CHUNK {
            let chunk = std::mem::replace(&mut self.open, Vec::with_capacity(CHUNK));
            self.full.push(chunk.into());
        }
        index
    }

    /// The entry at an index.
    pub fn get(&self, index: usize) -> Option<&T> {
        match self.full.get(index / CHUNK) {
            Some(chunk) => chunk.get(index % CHUNK),
            None => self.open.get(index - self.full.len() * CHUNK),
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.full.len() * CHUNK + self.open.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What is there now, to be read while this goes on growing.
    pub fn snapshot(&self) -> Shelf<T> {
        Shelf { full: self.full.clone(), last: self.open.clone().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_stays_while_the_list_grows() {
        let mut builder = ShelfBuilder::default();
        for i in 0..5000u32 {
            assert_eq!(builder.push(i), i);
        }
        let shelf = builder.snapshot();
        builder.push(7);
        assert_eq!(shelf.len(), 5000);
        assert_eq!(shelf.get(4095), Some(&4095));
        assert_eq!(shelf.get(4096), Some(&4096));
        assert_eq!(shelf.get(5000), None);
        assert!(shelf.iter().copied().eq(0..5000));
        assert_eq!(builder.snapshot().len(), 5001);
    }
}
