//! The order of rows, as written on the command line: `reports:desc,date`.

use std::cmp::Ordering;

use super::{Cell, Column, Rows, What};

/// An order by one or more columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sort {
    /// Place in the list of columns, and whether the greatest comes first.
    by: Vec<(usize, bool)>,
}

/// Why a text is no order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SortError {
    /// There is no column of that name.
    #[error("{what} have no column {name:?}; there are {all}")]
    Column {
        /// As written.
        name: String,
        /// What is sorted.
        what: &'static str,
        /// The names there are.
        all: String,
    },
    /// Something other than `asc` or `desc` behind the colon.
    #[error("{0:?} is no direction; write asc or desc behind the colon")]
    Direction(String),
}

impl Sort {
    /// Reads an order for rows of a kind.
    ///
    /// # Errors
    ///
    /// A column that such rows do not have, or a direction other than `asc`
    /// (as without one) and `desc`.
    pub(crate) fn read(text: &str, what: What) -> Result<Sort, SortError> {
        let mut by = Vec::new();
        for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let (name, direction) = part.split_once(':').unwrap_or((part, "asc"));
            let down = match direction {
                "asc" => false,
                "desc" => true,
                other => return Err(SortError::Direction(other.to_owned())),
            };
            let columns = what.columns();
            let Some(at) = columns.iter().position(|c| c.name == name) else {
                let all = columns.iter().map(|c| c.name).collect::<Vec<_>>().join(", ");
                return Err(SortError::Column { name: name.to_owned(), what: what.name(), all });
            };
            by.push((at, down));
        }
        Ok(Sort { by })
    }
}

impl Rows<'_> {
    /// Puts the rows in order. Those without a value come last either way, and
    /// equals stay as they were.
    pub(crate) fn sort(&mut self, sort: &Sort) {
        let columns = self.what.columns();
        // The last column decides least, and sorting is stable.
        for &(at, down) in sort.by.iter().rev() {
            let Some(column) = columns.get(at) else { continue };
            self.sort_by(column, down);
        }
    }

    fn sort_by(&mut self, column: &Column, down: bool) {
        let mut keyed: Vec<(Cell<'_>, usize)> =
            self.numbers.iter().map(|&number| (column.cell(self, number), number)).collect();
        keyed.sort_by(|(a, _), (b, _)| compare(a, b, down));
        let numbers = keyed.iter().map(|&(_, number)| number).collect();
        self.numbers = numbers;
    }
}

fn compare(a: &Cell<'_>, b: &Cell<'_>, down: bool) -> Ordering {
    let order = match (a, b) {
        (Cell::Nothing, Cell::Nothing) => return Ordering::Equal,
        (Cell::Nothing, _) => return Ordering::Greater,
        (_, Cell::Nothing) => return Ordering::Less,
        (Cell::Number(a), Cell::Number(b)) => a.cmp(b),
        (Cell::Real(a), Cell::Real(b)) => a.total_cmp(b),
        (Cell::Date(a), Cell::Date(b)) => (a.anchor(), a.end()).cmp(&(b.anchor(), b.end())),
        _ => {
            let (a, b) = (a.to_text(), b.to_text());
            a.to_lowercase().cmp(&b.to_lowercase()).then_with(|| a.cmp(&b))
        }
    };
    if down { order.reverse() } else { order }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_names_columns_that_there_are() {
        assert!(Sort::read("reports:desc, date", What::Events).is_ok());
        let error = Sort::read("report", What::Events).unwrap_err().to_string();
        assert!(error.starts_with("events have no column \"report\"; there are date, source,"), "{error}");
        let error = Sort::read("date:down", What::Claims).unwrap_err();
        assert_eq!(error, SortError::Direction("down".to_owned()));
    }

    #[test]
    fn rows_without_a_value_come_last_either_way() {
        for down in [false, true] {
            let mut cells = [Cell::Nothing, Cell::Number(2), Cell::Number(10)];
            cells.sort_by(|a, b| compare(a, b, down));
            assert_eq!(cells[2], Cell::Nothing);
            assert_eq!(cells[0], Cell::Number(if down { 10 } else { 2 }));
        }
    }
}
