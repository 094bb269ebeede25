//! Reads the four tables: tab-separated, `#` comments, one header row.

use std::borrow::Cow;

use crate::model::date::{DateError, EventDate};

use super::{Alias, Office, Organisation, OrganisationKind, Person, Place, Role, RoleHead};

/// A row that cannot be read, with its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub(crate) struct TableError {
    /// Counted from 1, comments included.
    pub(crate) line: usize,
    /// What is wrong.
    pub(crate) kind: RowError,
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RowError {
    /// Fewer cells than the table has columns, or more.
    #[error("{found} cells instead of {wanted}")]
    Cells {
        /// Columns of the table.
        wanted: usize,
        /// Cells of the row.
        found: usize,
    },
    /// A cell that must not be empty is.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A word that is none of the fixed ones of its column.
    #[error("{word:?} is no {column}")]
    Word {
        column: &'static str,
        /// What stands there.
        word: String,
    },
    /// A date that cannot be read.
    #[error(transparent)]
    Date(#[from] DateError),
}

type Text = Cow<'static, str>;

/// Reads every row of `text` that is neither comment nor header, each of `N` cells.
fn rows<const N: usize, T>(
    text: &'static str,
    read: impl Fn([&'static str; N]) -> Result<T, RowError>,
) -> Result<Vec<T>, TableError> {
    let mut out = Vec::with_capacity(text.len() / 48);
    let lines = text.lines().enumerate().filter(|(_, l)| !l.is_empty() && !l.starts_with('#')).skip(1);
    for (i, line) in lines {
        let error = |kind| TableError { line: i + 1, kind };
        let mut cells = [""; N];
        let mut found = 0;
        for cell in line.split('\t') {
            if let Some(slot) = cells.get_mut(found) {
                *slot = cell.trim();
            }
            found += 1;
        }
        if found != N {
            return Err(error(RowError::Cells { wanted: N, found }));
        }
        out.push(read(cells).map_err(error)?);
    }
    Ok(out)
}

fn some(column: &'static str, cell: &'static str) -> Result<Text, RowError> {
    if cell.is_empty() { Err(RowError::Missing(column)) } else { Ok(Cow::Borrowed(cell)) }
}

fn word<T>(column: &'static str, cell: &str, found: Option<T>) -> Result<T, RowError> {
    found.ok_or_else(|| RowError::Word { column, word: cell.to_owned() })
}

fn date(cell: &str) -> Result<EventDate, RowError> {
    if cell.is_empty() { Ok(EventDate::UNKNOWN) } else { Ok(cell.parse()?) }
}

fn aliases(cell: &'static str) -> Vec<Alias> {
    if cell.is_empty() {
        return Vec::new();
    }
    // Exactly as many as there are: growing them took a third of the reading time.
    let mut out = Vec::with_capacity(1 + cell.bytes().filter(|b| *b == b';').count());
    for form in cell.split(';').map(str::trim).filter(|form| !form.is_empty()) {
        let weak = form.strip_prefix('?');
        out.push(Alias { text: Cow::Borrowed(weak.unwrap_or(form)), weak: weak.is_some() });
    }
    out
}

pub(super) fn persons(text: &'static str) -> Result<Vec<Person>, TableError> {
    rows(text, |[place, office, name, from, to, forms]| {
        Ok(Person {
            place: some("country", place)?,
            office: word("office", office, Office::from_word(office))?,
            name: some("name", name)?,
            from: date(from)?,
            to: date(to)?,
            aliases: aliases(forms),
            own_code: None,
        })
    })
}

pub(super) fn organisations(text: &'static str) -> Result<Vec<Organisation>, TableError> {
    rows(text, |[code, kind, place, name, forms]| {
        Ok(Organisation {
            code: some("code", code)?,
            kind: word("kind", kind, OrganisationKind::from_word(kind))?,
            place: Cow::Borrowed(place),
            name: some("name", name)?,
            aliases: aliases(forms),
        })
    })
}

pub(super) fn roles(text: &'static str) -> Result<Vec<Role>, TableError> {
    rows(text, |[words, code, head]| {
        Ok(Role {
            words: some("words", words)?,
            code: some("code", code)?,
            head: word("head", head, RoleHead::from_word(head))?,
        })
    })
}

pub(super) fn places(text: &'static str) -> Result<Vec<Place>, TableError> {
    rows(text, |[name, place]| Ok(Place { name: some("name", name)?, place: some("country", place)? }))
}
