//! A finished column: a slice that nobody changes any more, in memory of our
//! own or in a file that is mapped.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use yoke::Yoke;
use yoke::erased::ErasedArcCart;

/// Types of which every pattern of bits is a value, without gaps between fields:
/// what may lie in a file as it lies in memory.
pub trait Plain: bytemuck::Pod + Send + Sync {}

impl<T: bytemuck::Pod + Send + Sync> Plain for T {}

/// The values of one column, or of one table, after it was finished. Cheap to clone.
pub struct Col<T: 'static>(Yoke<&'static [T], ErasedArcCart>);

impl Col<u8> {
    /// Bytes that lie elsewhere, such as in a mapped file, for as long as the column
    /// lasts.
    pub(crate) fn of_bytes(owner: impl AsRef<[u8]> + Send + Sync + 'static) -> Col<u8> {
        Col(Yoke::attach_to_cart(Arc::new(owner), |owner| owner.as_ref()).erase_arc_cart())
    }
}

impl<T> Col<T> {
    /// The bytes that it takes.
    pub(crate) fn bytes(&self) -> usize {
        std::mem::size_of_val::<[T]>(self)
    }

    /// A part of it; `None` if it does not reach that far.
    pub(crate) fn part(&self, from: usize, to: usize) -> Option<Col<T>> {
        self.0.try_map_project_cloned(|all, _| all.get(from..to).ok_or(())).ok().map(Col)
    }
}

impl<T: Plain> Col<T> {
    /// The same bytes as values of another type; `None` if they are not whole ones
    /// of these, or not aligned.
    pub(crate) fn cast<U: Plain>(&self) -> Option<Col<U>> {
        self.0.try_map_project_cloned(|all, _| bytemuck::try_cast_slice(all)).ok().map(Col)
    }
}

impl<T> Clone for Col<T> {
    fn clone(&self) -> Self {
        Col(self.0.clone())
    }
}

impl<T> Default for Col<T> {
    fn default() -> Self {
        Col(Yoke::attach_to_cart(Arc::new(()), |()| [].as_slice()).erase_arc_cart())
    }
}

impl<T> Deref for Col<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        self.0.get()
    }
}

impl<T: Send + Sync> From<Vec<T>> for Col<T> {
    fn from(mut values: Vec<T>) -> Self {
        values.shrink_to_fit();
        let column = Yoke::<&'static [T], _>::attach_to_cart(Arc::new(values), |values| values.as_slice());
        Col(column.erase_arc_cart())
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
        let bytes = Col::from((0..9).collect::<Vec<u64>>()).cast::<u8>().unwrap();
        let wide: Col<u64> = bytes.part(8, 32).and_then(|part| part.cast()).unwrap();
        assert_eq!(*wide, [1, 2, 3]);
        let part = wide.part(1, 3).unwrap();
        drop(wide);
        assert_eq!(*part, [2, 3]);
        assert!(bytes.part(64, 73).is_none(), "beyond the end");
        assert!(bytes.part(2, 1).is_none(), "backwards");
        assert!(bytes.part(2, 6).unwrap().cast::<u32>().is_none(), "not aligned");
        assert!(bytes.part(0, 9).unwrap().cast::<u64>().is_none(), "not whole");
        assert!(bytes.part(68, 70).unwrap().cast::<u16>().is_some());
        drop(bytes);
        assert_eq!(*part, [2, 3], "kept by whoever has a part");
    }

    #[test]
    fn bytes_of_another_stay_as_long_as_the_column() {
        let column = Col::of_bytes(b"abcd".to_vec()).part(1, 3).unwrap();
        assert_eq!(*column, *b"bc");
        assert!(Col::<u64>::default().is_empty());
    }
}
