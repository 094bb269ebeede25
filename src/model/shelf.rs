//! A list that only grows and of which a snapshot costs next to nothing:
//! full chunks are shared, only the last, open one is copied.

use rustc_hash::FxHashMap;

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

impl<T: Clone> Shelf<T> {
    /// This list with more behind it.
    pub(crate) fn with(&self, more: Vec<T>) -> Shelf<T> {
        if more.is_empty() {
            return self.clone();
        }
        let mut builder = ShelfBuilder { full: self.full.clone(), open: self.last.to_vec() };
        more.into_iter().for_each(|value| _ = builder.push(value));
        Shelf { full: builder.full, last: builder.open.into() }
    }

    /// This list with other entries at some indices; copies the chunks concerned.
    pub(crate) fn replaced(&self, others: FxHashMap<usize, T>) -> Shelf<T> {
        let mut chunks: FxHashMap<usize, Vec<(usize, T)>> = FxHashMap::default();
        for (at, value) in others {
            chunks.entry(at / CHUNK).or_default().push((at % CHUNK, value));
        }
        let mut shelf = self.clone();
        for (number, values) in chunks {
            let chunk = match shelf.full.get_mut(number) {
                Some(chunk) => chunk,
                None => &mut shelf.last,
            };
            let mut all = chunk.to_vec();
            for (at, value) in values {
                if let Some(slot) = all.get_mut(at) {
                    *slot = value;
                }
            }
            *chunk = all.into();
        }
        shelf
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
        let more = shelf.with((0..5000).collect());
        assert_eq!((more.len(), more.get(4999), more.get(9999)), (10_000, Some(&4999), Some(&4999)));
        let other = more.replaced([(1, 7), (4096, 8), (9999, 9)].into_iter().collect());
        assert_eq!([1, 2, 4096, 9999].map(|i| other.get(i).copied()), [Some(7), Some(2), Some(8), Some(9)]);
        assert_eq!((other.len(), shelf.len()), (10_000, 5000));
    }
}
