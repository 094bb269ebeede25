//! A list that only grows and of which a snapshot costs next to nothing:
//! full chunks are shared, only the last, open one is copied.

use std::sync::Arc;

const CHUNK: usize = 4096;

/// An immutable snapshot of a growing list.
#[derive(Debug, Clone)]
pub struct Shelf<T> {
    full: Vec<Arc<[T]>>,
    last: Arc<[T]>,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Shelf { full: Vec::new(), last: Arc::from(Vec::new()) }
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

/// The growing side of a [`Shelf`].
#[derive(Debug)]
pub struct ShelfBuilder<T> {
    full: Vec<Arc<[T]>>,
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
