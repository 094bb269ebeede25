//! What is wrong in a configuration or theme file, and where.

use std::fmt;

/// One thing that a settings file says and the program cannot use.
///
/// The default stays in force wherever a problem is reported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {trouble}")]
pub struct Problem {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The key with the tables around it, such as `sources.mapping`; empty
    /// where the file as a whole is broken.
    pub key: String,
    /// What is wrong.
    pub trouble: Trouble,
}

/// The kinds of [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The file is no TOML, so nothing of it was read.
    Syntax {
        /// What the TOML reader says.
        message: String,
    },
    /// A key that means nothing here.
    UnknownKey {
        /// The key as written.
        found: String,
        /// The valid key that looks most like it, if any does.
        nearest: Option<String>,
    },
    /// A value of the wrong type, or one that is not among the valid ones.
    BadValue {
        /// The key as written.
        key: String,
        /// The value as written, shortened.
        found: String,
        /// What may stand there.
        expected: String,
        /// The valid value that looks most like it, if any does.
        nearest: Option<String>,
    },
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nearest = match self {
            // The messages of the TOML reader run over several lines.
            Trouble::Syntax { message } => {
                return write!(f, "not TOML: {}", message.lines().collect::<Vec<_>>().join(", "));
            }
            Trouble::UnknownKey { found, nearest } => {
                write!(f, "unknown key {found:?}")?;
                nearest
            }
            Trouble::BadValue { key, found, expected, nearest } => {
                write!(f, "{key} is {found}, expected {expected}")?;
                nearest
            }
        };
        match nearest {
            Some(nearest) => write!(f, "; did you mean {nearest:?}?"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_place_and_way_out() {
        let trouble = Trouble::BadValue {
            key: "mouse".into(),
            found: "\"\u{1b}[2J\"".escape_debug().to_string(),
            expected: "true or false".into(),
            nearest: None,
        };
        let problem = Problem { line: 3, column: 9, key: "mouse".into(), trouble };
        let said = problem.to_string();
        assert!(said.starts_with("3:9: mouse is "), "{said}");
        assert!(!said.contains('\u{1b}'));
    }
}
