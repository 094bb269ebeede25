//! The values of a query as they are written: read, understood, written.

use std::fmt::{self, Display};
use std::ops::Range;
use std::str::FromStr;

/// Why a text is no query, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// The bytes at fault.
    pub at: Range<usize>,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// One value as written: its text without quotes, where it stands, whether it was quoted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) at: Range<usize>,
    pub(super) quoted: bool,
    /// Of a whole name (`="Army"/IRN`), whose text is the name, the parts behind it.
    pub(super) whole: Option<Vec<String>>,
}

/// Writes a value, in quotation marks if it needs them or is to have them.
pub(super) fn write_value(f: &mut impl fmt::Write, text: &str, quoted: bool) -> fmt::Result {
    let special = |c: char| c.is_whitespace() || matches!(c, ',' | '"' | '\\');
    if !quoted && !text.is_empty() && !text.contains(special) {
        return f.write_str(text);
    }
    f.write_char('"')?;
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(c)?;
    }
    f.write_char('"')
}

/// A mistake at some bytes of a query.
pub(super) fn error(at: Range<usize>, message: impl Into<String>) -> QueryError {
    QueryError { at, message: message.into() }
}

/// Values as they are.
pub(super) fn texts(values: Vec<Value>) -> Vec<String> {
    values.into_iter().map(|v| v.text).collect()
}

/// Values of which each says something by itself.
pub(super) fn each<T>(values: &[Value]) -> Result<Vec<T>, QueryError>
where
    T: FromStr,
    T::Err: Display,
{
    values.iter().map(|v| v.text.parse().map_err(|e: T::Err| error(v.at.clone(), e.to_string()))).collect()
}

/// Values that are among some words.
pub(super) fn one_of<T: Copy>(
    values: &[Value],
    what: &str,
    choices: impl IntoIterator<Item = (&'static str, T)>,
) -> Result<Vec<T>, QueryError> {
    let choices: Vec<_> = choices.into_iter().collect();
    values.iter().map(|v| one(&v.text, &v.at, what, &choices)).collect()
}

/// The one of some words that a text is, in capital or small letters.
pub(super) fn one<T: Copy>(
    text: &str,
    at: &Range<usize>,
    what: &str,
    choices: &[(&'static str, T)],
) -> Result<T, QueryError> {
    let found = choices.iter().find(|(name, _)| text.eq_ignore_ascii_case(name));
    found.map(|&(_, t)| t).ok_or_else(|| {
        let names: Vec<&str> = choices.iter().map(|c| c.0).collect();
        error(at.clone(), format!("{text:?} is no {what}; there are {}", names.join(", ")))
    })
}
