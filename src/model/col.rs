//! A finished column: a slice that nobody changes any more.

use std::fmt;
use std::ops::Deref;

/// The values of one column, or of one table, after it was finished.
#[derive(Clone)]
pub struct Col<T>(Vec<T>);

impl<T> Col<T> {
    /// The bytes that it takes in memory.
    pub fn bytes(&self) -> usize {
        std::mem::size_of_val::<[T]>(self)
    }
}

impl<T> Default for Col<T> {
    fn default() -> Self {
        Col(Vec::new())
    }
}

impl<T> Deref for Col<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> From<Vec<T>> for Col<T> {
    fn from(mut values: Vec<T>) -> Self {
        values.shrink_to_fit();
        Col(values)
    }
}

impl<T> fmt::Debug for Col<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Col({} values)", self.len())
    }
}
