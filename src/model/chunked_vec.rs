//! A list that only grows and of which a snapshot costs next to nothing:
//! full chunks are shared, only the last, open one is copied.

use rustc_hash::FxHashMap;

use super::col::{Col, Plain};

const CHUNK: usize = 4096;

/// An immutable snapshot of a growing list.
#[derive(Debug, Clone)]
pub struct ChunkedVec<T: 'static> {
    full: Vec<Col<T>>,
    last: Col<T>,
}

impl<T> Default for ChunkedVec<T> {
    fn default() -> Self {
        ChunkedVec { full: Vec::new(), last: Col::default() }
    }
}

impl<T> ChunkedVec<T> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.full.len() * CHUNK + self.last.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry at an index.
    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        match self.full.get(index / CHUNK) {
            Some(chunk) => chunk.get(index % CHUNK),
            None => self.last.get(index - self.full.len() * CHUNK),
        }
    }

    /// All entries in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.full.iter().flat_map(|c| c.iter()).chain(self.last.iter())
    }
}

impl<T: Clone + Send + Sync> ChunkedVec<T> {
    /// This list with more behind it.
    pub(crate) fn with(&self, more: Vec<T>) -> ChunkedVec<T> {
        if more.is_empty() {
            return self.clone();
        }
        let mut builder = ChunkedVecBuilder { full: self.full.clone(), open: self.last.to_vec() };
        more.into_iter().for_each(|value| _ = builder.push(value));
        ChunkedVec { full: builder.full, last: builder.open.into() }
    }

    /// This list with other entries at some indices; copies the chunks concerned.
    pub(crate) fn replaced(&self, others: FxHashMap<usize, T>) -> ChunkedVec<T> {
        let mut chunks: FxHashMap<usize, Vec<(usize, T)>> = FxHashMap::default();
        for (at, value) in others {
            chunks.entry(at / CHUNK).or_default().push((at % CHUNK, value));
        }
        let mut chunked_vec = self.clone();
        for (number, values) in chunks {
            let chunk = match chunked_vec.full.get_mut(number) {
                Some(chunk) => chunk,
                None => &mut chunked_vec.last,
            };
            let mut all = chunk.to_vec();
            for (at, value) in values {
                if let Some(slot) = all.get_mut(at) {
                    *slot = value;
                }
            }
            *chunk = all.into();
        }
        chunked_vec
    }
}

impl<T: Clone + Send + Sync> FromIterator<T> for ChunkedVec<T> {
    fn from_iter<I: IntoIterator<Item = T>>(all: I) -> Self {
        let mut builder = ChunkedVecBuilder::default();
        for value in all {
            builder.push(value);
        }
        ChunkedVec { full: builder.full, last: builder.open.into() }
    }
}

impl<T: Plain> ChunkedVec<T> {
    /// The entries as they lie in memory, stretch by stretch.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &[T]> {
        self.full.iter().chain(std::iter::once(&self.last)).map(|part| &**part)
    }

    /// The entries of a column.
    pub(crate) fn of(all: &Col<T>) -> ChunkedVec<T> {
        let part = |start: usize, end: usize| all.part(start, end).unwrap_or_default();
        let whole = all.len() / CHUNK;
        ChunkedVec {
            full: (0..whole).map(|i| part(i * CHUNK, (i + 1) * CHUNK)).collect(),
            last: part(whole * CHUNK, all.len()),
        }
    }
}

/// The growing side of a [`ChunkedVec`].
#[derive(Debug)]
pub(crate) struct ChunkedVecBuilder<T: 'static> {
    full: Vec<Col<T>>,
    open: Vec<T>,
}

impl<T> Default for ChunkedVecBuilder<T> {
    fn default() -> Self {
        ChunkedVecBuilder { full: Vec::new(), open: Vec::new() }
    }
}

impl<T: Clone + Send + Sync> ChunkedVecBuilder<T> {
    /// Appends an entry and tells its index.
    pub(crate) fn push(&mut self, value: T) -> u32 {
        let index = self.len() as u32;
        self.open.push(value);
        if self.open.len() == CHUNK {
            let chunk = std::mem::replace(&mut self.open, Vec::with_capacity(CHUNK));
            self.full.push(chunk.into());
        }
        index
    }

    /// The entry at an index.
    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        match self.full.get(index / CHUNK) {
            Some(chunk) => chunk.get(index % CHUNK),
            None => self.open.get(index - self.full.len() * CHUNK),
        }
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.full.len() * CHUNK + self.open.len()
    }

    /// What is there now, to be read while this goes on growing.
    pub(crate) fn snapshot(&self) -> ChunkedVec<T> {
        ChunkedVec { full: self.full.clone(), last: self.open.clone().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_stays_while_the_list_grows() {
        let mut builder = ChunkedVecBuilder::default();
        for i in 0..5000u32 {
            assert_eq!(builder.push(i), i);
        }
        let chunked_vec = builder.snapshot();
        builder.push(7);
        assert_eq!(chunked_vec.len(), 5000);
        assert_eq!(chunked_vec.get(4095), Some(&4095));
        assert_eq!(chunked_vec.get(4096), Some(&4096));
        assert_eq!(chunked_vec.get(5000), None);
        assert!(chunked_vec.iter().copied().eq(0..5000));
        assert_eq!(builder.snapshot().len(), 5001);
        let more = chunked_vec.with((0..5000).collect());
        assert_eq!((more.len(), more.get(4999), more.get(9999)), (10_000, Some(&4999), Some(&4999)));
        let other = more.replaced([(1, 7), (4096, 8), (9999, 9)].into_iter().collect());
        assert_eq!([1, 2, 4096, 9999].map(|i| other.get(i).copied()), [Some(7), Some(2), Some(8), Some(9)]);
        assert_eq!((other.len(), chunked_vec.len()), (10_000, 5000));
    }
}
