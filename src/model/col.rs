//! A finished column: a slice that nobody changes any more, in memory of our
//! own or in a mapped file.
//!
//! One of the few modules with `unsafe`: a mapped file is bytes, and columns
//! are numbers. What makes it sound stands beside each use.
#![allow(unsafe_code)]

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::articles::Minute;
use super::column::Flags;
use super::country::CountryId;
use super::ontology::CodeId;
use super::places::PlaceId;
use super::store::{ActorId, ArticleId};
use super::symbols::Sym;

/// Types of which every pattern of bits is a value, without gaps between fields.
///
/// # Safety
/// Implementors must be such types: integers, and `repr(transparent)` around one.
pub unsafe trait Plain: Copy + Send + Sync + 'static {}

macro_rules! plain {
    ($($type:ty),+ $(,)?) => {$(
        // SAFETY: an integer, or a transparent wrapper of one.
        unsafe impl Plain for $type {}
    )+};
}

plain!(u8, u16, i16, u32, i32, u64, f32);
plain!(Flags, CountryId, CodeId, ActorId, ArticleId, PlaceId, Minute, Sym);

/// Bytes that columns lie in: a mapped file, or the same read into memory.
#[derive(Debug)]
pub enum Bytes {
    /// A file that is mapped and never written to while it is.
    Mapped(memmap2::Mmap),
    /// The same in memory, in words so that it is aligned; and its length in bytes.
    Heap(Vec<u64>, usize),
}

impl Bytes {
    /// Maps a file.
    ///
    /// # Errors
    /// What the system says if it cannot.
    pub fn map(file: &std::fs::File) -> std::io::Result<Bytes> {
        // SAFETY: only files of the cache are mapped. They are written under
        // another name, renamed when they are whole and never written again;
        // removing or replacing one leaves this mapping's data in place.
        unsafe { memmap2::Mmap::map(file) }.map(Bytes::Mapped)
    }

    /// All of them.
    pub fn all(&self) -> &[u8] {
        match self {
            Bytes::Mapped(map) => map,
            Bytes::Heap(words, len) => &as_bytes(words)[..(*len).min(words.len() * 8)],
        }
    }
}

/// A stretch of bytes that is to become a column.
pub struct Stretch {
    /// Where it lies.
    pub bytes: Arc<Bytes>,
    /// Its first byte.
    pub start: usize,
    /// Its length in bytes.
    pub len: usize,
}

impl Stretch {
    /// The column, empty if the bytes do not fit one of that type.
    pub fn column<T: Plain>(&self) -> Col<T> {
        let size = std::mem::size_of::<T>();
        let whole = self.len.is_multiple_of(size);
        let column = whole.then(|| Col::within(&self.bytes, self.start, self.len / size)).flatten();
        column.unwrap_or_default()
    }
}

/// Numbers as the bytes that they are.
pub fn as_bytes<T: Plain>(values: &[T]) -> &[u8] {
    // SAFETY: plain types have no padding, and bytes need no alignment.
    unsafe { std::slice::from_raw_parts(values.as_ptr().cast(), std::mem::size_of_val(values)) }
}

/// The values of one column, or of one table, after it was finished. Cheap to clone.
pub struct Col<T> {
    start: *const T,
    len: usize,
    /// What keeps the values where they are.
    _owner: Owner<T>,
}

enum Owner<T> {
    Own(#[allow(dead_code)] Arc<Vec<T>>),
    Bytes(#[allow(dead_code)] Arc<Bytes>),
}

// SAFETY: the values are only ever read, through shared references.
unsafe impl<T: Send + Sync> Send for Col<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for Col<T> {}

impl<T> Col<T> {
    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        std::mem::size_of_val::<[T]>(self)
    }
}

impl<T: Plain> Col<T> {
    /// `len` values that lie in bytes from `start` on; `None` if they do not fit
    /// or are not aligned.
    pub fn within(bytes: &Arc<Bytes>, start: usize, len: usize) -> Option<Col<T>> {
        let size = len.checked_mul(std::mem::size_of::<T>())?;
        let slice = bytes.all().get(start..start.checked_add(size)?)?;
        let pointer: *const T = slice.as_ptr().cast();
        // The bytes stay where they are as long as the owner lives: a mapping and
        // a vector's heap do not move, and nothing changes either.
        pointer.is_aligned().then(|| Col { start: pointer, len, _owner: Owner::Bytes(bytes.clone()) })
    }

    /// A part of it.
    pub fn part(&self, from: usize, to: usize) -> Option<Col<T>> {
        let part = self.get(from..to)?;
        Some(Col { start: part.as_ptr(), len: part.len(), _owner: self._owner.clone() })
    }
}

impl<T> Clone for Owner<T> {
    fn clone(&self) -> Self {
        match self {
            Owner::Own(values) => Owner::Own(values.clone()),
            Owner::Bytes(bytes) => Owner::Bytes(bytes.clone()),
        }
    }
}

impl<T> Clone for Col<T> {
    fn clone(&self) -> Self {
        Col { start: self.start, len: self.len, _owner: self._owner.clone() }
    }
}

impl<T> Default for Col<T> {
    fn default() -> Self {
        Col::from(Vec::new())
    }
}

impl<T> Deref for Col<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        // SAFETY: `start` and `len` came from a slice that the owner keeps alive,
        // in place and unchanged: an `Arc<Vec>` that was never shared before and
        // is never handed out, or bytes of which every pattern is a value.
        unsafe { std::slice::from_raw_parts(self.start, self.len) }
    }
}

impl<T> From<Vec<T>> for Col<T> {
    fn from(mut values: Vec<T>) -> Self {
        values.shrink_to_fit();
        let values = Arc::new(values);
        Col { start: values.as_ptr(), len: values.len(), _owner: Owner::Own(values) }
    }
}

impl<T> fmt::Debug for Col<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Col({} values)", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_in_bytes_are_those_in_memory() {
        let words: Vec<u64> = (0..9).collect();
        let bytes = Arc::new(Bytes::Heap(words.clone(), 70));
        let wide: Col<u64> = Col::within(&bytes, 8, 3).unwrap();
        assert_eq!(*wide, [1, 2, 3]);
        let part = wide.part(1, 3).unwrap();
        drop((wide, bytes));
        assert_eq!(*part, [2, 3]);
        let bytes = Arc::new(Bytes::Heap(words, 70));
        assert!(Col::<u64>::within(&bytes, 64, 1).is_none(), "beyond the end");
        assert!(Col::<u32>::within(&bytes, 2, 1).is_none(), "not aligned");
        assert!(Col::<u16>::within(&bytes, 68, 1).is_some());
        assert!(Col::<u64>::within(&bytes, 8, usize::MAX / 4).is_none());
        assert!(part.part(1, 5).is_none());
    }
}
