//! A set of rows of one segment: one bit a row.

/// Some rows of a segment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct RowSet {
    bits: Vec<u64>,
    count: usize,
}

impl RowSet {
    /// Adds a row.
    pub(crate) fn insert(&mut self, row: usize) {
        let word = row / 64;
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        let bit = 1 << (row % 64);
        self.count += usize::from(self.bits[word] & bit == 0);
        self.bits[word] |= bit;
    }

    /// Whether a row is in it.
    pub(crate) fn has(&self, row: usize) -> bool {
        self.bits.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// How many rows of a range are in it.
    pub(crate) fn count_in(&self, range: std::ops::Range<usize>) -> usize {
        if self.is_empty() { 0 } else { range.filter(|&row| self.has(row)).count() }
    }

    /// The rows that are in one of two sets only.
    pub(crate) fn differing(&self, other: &RowSet) -> Vec<usize> {
        let word = |set: &RowSet, at: usize| set.bits.get(at).copied().unwrap_or(0);
        let words = self.bits.len().max(other.bits.len());
        let differ =
            (0..words).map(|at| (at, word(self, at) ^ word(other, at))).filter(|(_, bits)| *bits != 0);
        differ
            .flat_map(|(at, bits)| {
                (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| at * 64 + bit)
            })
            .collect()
    }

    /// How many rows are in it.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Whether none is.
    pub(crate) fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl FromIterator<usize> for RowSet {
    fn from_iter<I: IntoIterator<Item = usize>>(rows: I) -> RowSet {
        let mut set = RowSet::default();
        rows.into_iter().for_each(|row| set.insert(row));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_once() {
        let set: RowSet = [3, 64, 3, 1000].into_iter().collect();
        assert_eq!(set.len(), 3);
        let held: Vec<usize> = (0..2000).filter(|&row| set.has(row)).collect();
        assert_eq!(held, [3, 64, 1000]);
        assert_eq!((set.count_in(4..1000), set.count_in(0..1001)), (1, 3));
        assert!(RowSet::default().is_empty());
        assert_eq!(set.differing(&[64, 70].into_iter().collect()), [3, 70, 1000]);
        assert!(set.differing(&set).is_empty());
    }
}
