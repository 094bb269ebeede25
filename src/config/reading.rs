//! Reading settings from TOML without giving up at the first mistake: what is wrong
//! in a configuration or theme file, and where; and how a value is read and written.

use std::fmt::{self, Display, Write};
use std::str::FromStr;

use toml::Spanned;
use toml::de::{DeArray, DeString, DeTable, DeValue};

use crate::model::escape;
use crate::model::spelling::nearest;

/// How much of a value a problem quotes, in characters.
const QUOTED: usize = 40;

/// One thing that a settings file says and the program cannot use.
///
/// The default stays in force wherever a problem is reported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{line}:{column}: {trouble}")]
pub struct Problem {
    /// The line, counted from 1.
    pub(crate) line: usize,
    /// The column in characters, counted from 1.
    pub(crate) column: usize,
    /// The key with the tables around it, such as `sources.mapping`; empty
    /// where the file as a whole is broken.
    pub(crate) key: String,
    /// What is wrong.
    pub(crate) trouble: Trouble,
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

/// A settings file while it is read: knows where things stand and collects
/// what cannot be used.
pub struct Reading<'a> {
    text: &'a str,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    /// Parses a text. Broken TOML gives no table and one problem.
    pub(crate) fn parse(text: &'a str) -> (Option<DeTable<'a>>, Reading<'a>) {
        let mut reading = Reading { text, problems: Vec::new() };
        match DeTable::parse(text) {
            Ok(table) => (Some(table.into_inner()), reading),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let message = error.message().to_owned();
                reading.push(at, "", Trouble::Syntax { message });
                (None, reading)
            }
        }
    }

    /// Everything that could not be used, in the order of the file.
    pub(crate) fn finish(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|p| (p.line, p.column));
        self.problems
    }

    fn push(&mut self, at: usize, key: &str, trouble: Trouble) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let start = before.rfind('\n').map_or(0, |n| n + 1);
        self.problems.push(Problem {
            line: before.matches('\n').count() + 1,
            column: before[start..].chars().count() + 1,
            key: key.to_owned(),
            trouble,
        });
    }

    /// Reports a key that means nothing; `path` is the key with the tables
    /// around it.
    pub(crate) fn unknown<'k>(
        &mut self,
        path: &str,
        key: &Spanned<DeString<'_>>,
        valid: impl IntoIterator<Item = &'k str>,
    ) {
        let found = key.get_ref().to_string();
        let nearest = nearest(&found, valid).map(str::to_owned);
        self.push(key.span().start, path, Trouble::UnknownKey { found, nearest });
    }

    /// Reports a value that cannot stand where it does.
    pub(crate) fn bad(
        &mut self,
        path: &str,
        value: &Spanned<DeValue<'_>>,
        expected: &str,
        nearest: Option<&str>,
    ) {
        let source = self.text.get(value.span()).unwrap_or_default();
        let mut found: String = source.chars().take(QUOTED).flat_map(char::escape_debug).collect();
        found = found.replace("\\\"", "\"").replace("\\'", "'");
        if source.chars().nth(QUOTED).is_some() {
            found.push('…');
        }
        let trouble = Trouble::BadValue {
            key: path.to_owned(),
            found,
            expected: expected.to_owned(),
            nearest: nearest.map(str::to_owned),
        };
        self.push(value.span().start, path, trouble);
    }

    /// The value as a table, or a problem.
    pub(crate) fn table<'v>(
        &mut self,
        path: &str,
        value: &'v Spanned<DeValue<'a>>,
    ) -> Option<&'v DeTable<'a>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.bad(path, value, "a table", None);
        }
        table
    }

    /// The value as a text, or a problem.
    pub(crate) fn text(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.bad(path, value, "a text in quotes", None);
        }
        text
    }

    /// The value as true or false, or a problem.
    pub(crate) fn flag(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.bad(path, value, "true or false", None);
        }
        flag
    }

    /// The value as a list of texts (one text counts as a list of one), or a
    /// problem for each item that is none.
    pub(crate) fn texts(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
        if let Some(text) = value.get_ref().as_str() {
            return Some(vec![text.to_owned()]);
        }
        let Some(items) = value.get_ref().as_array() else {
            self.bad(path, value, "a text or a list of texts", None);
            return None;
        };
        Some(items.iter().filter_map(|item| self.text(path, item)).collect())
    }

    /// The value as one of a few words, or a problem that names them.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        path: &str,
        value: &Spanned<DeValue<'_>>,
        words: &[(&str, T)],
    ) -> Option<T> {
        let word = value.get_ref().as_str();
        if let Some((_, found)) = words.iter().find(|(name, _)| Some(*name) == word) {
            return Some(*found);
        }
        let names: Vec<String> = words.iter().map(|(name, _)| format!("{name:?}")).collect();
        let near = word.and_then(|word| nearest(word, words.iter().map(|(name, _)| *name)));
        self.bad(path, value, &format!("one of {}", names.join(", ")), near);
        None
    }
}

/// The names that a configuration may use and only the floors above know.
#[derive(Default)]
pub struct Vocabulary<'a> {
    /// Names of actions; empty takes any.
    pub(crate) actions: Vec<&'a str>,
    /// Names of themes besides `auto`; empty takes any.
    pub(crate) themes: Vec<&'a str>,
    /// What is wrong with the text of a key, if anything is.
    pub(crate) key: Option<&'a KeyCheck<'a>>,
}

/// Tells what should stand in place of a key's text that is none, such as
/// `a key such as "Ctrl-x"`; nothing if it is one.
pub type KeyCheck<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// A value of a file that is being read.
pub(super) struct Given<'r, 't> {
    pub(super) reading: &'r mut Reading<'t>,
    pub(super) words: &'r Vocabulary<'r>,
    /// The key with the tables around it.
    pub(super) path: &'r str,
    pub(super) value: &'r Spanned<DeValue<'t>>,
}

impl<'r, 't> Given<'r, 't> {
    /// The same place of the file, for what stands within it.
    pub(super) fn again(&mut self) -> Given<'_, 't> {
        Given { reading: self.reading, words: self.words, path: self.path, value: self.value }
    }

    pub(super) fn text(&mut self) -> Option<String> {
        self.reading.text(self.path, self.value)
    }

    /// Says that the value is not what is expected.
    pub(super) fn bad(&mut self, expected: &str) {
        self.reading.bad(self.path, self.value, expected, None);
    }

    /// The value as something that has a text form: `None` where it has not that
    /// form, `Some(None)` where the text is empty.
    pub(super) fn parsed<T: FromStr<Err: Display>>(&mut self, expected: &str) -> Option<Option<T>> {
        let text = self.text()?;
        if text.trim().is_empty() {
            return Some(None);
        }
        let parsed = text.parse().map_err(|wrong| self.bad(&format!("{expected} ({wrong})")));
        parsed.ok().map(Some)
    }

    /// The value as tables under one heading.
    pub(super) fn tables(&mut self) -> Option<&'r DeArray<'t>> {
        let items = self.value.get_ref().as_array();
        if items.is_none() {
            self.bad(&format!("tables, each under [[{}]]", self.path));
        }
        items
    }

    /// Whether a text of the value is a key, as far as the words tell.
    pub(super) fn is_key(&mut self, key: &str) -> bool {
        let Some(wrong) = self.words.key.and_then(|check| check(key)) else { return true };
        let items = self.value.get_ref().as_array().map(|items| items.iter());
        let place = items.into_iter().flatten().find(|item| item.get_ref().as_str() == Some(key));
        self.reading.bad(self.path, place.unwrap_or(self.value), &wrong, None);
        false
    }
}

/// What can be set: how it is read from a file and written into one.
pub(super) trait Setting: Sized {
    /// The value, or a problem and nothing, so that the default stays.
    fn read(given: &mut Given<'_, '_>) -> Option<Self>;

    /// Writes the key with the value.
    fn write(&self, key: &str, out: &mut String);
}

/// Writes a key with a value in TOML.
pub(super) fn line(out: &mut String, key: &str, value: impl Display) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{key} = {value}");
}

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    escape::toml_string(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_toml_is_one_problem_with_its_place() {
        let (table, reading) = Reading::parse("a = 1\nb = = 2\n");
        assert!(table.is_none());
        let problems = reading.finish();
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].line, 2);
        assert!(matches!(problems[0].trouble, Trouble::Syntax { .. }));
    }

    #[test]
    fn columns_count_characters() {
        let (table, mut reading) = Reading::parse("\"é\" = { \"ü\" = 7 }\n");
        let table = table.unwrap();
        let (_, outer) = table.iter().next().unwrap();
        let (key, value) = outer.get_ref().as_table().unwrap().iter().next().unwrap();
        reading.unknown("é.ü", key, ["u"]);
        assert_eq!(reading.text("é.ü", value), None);
        let problems = reading.finish();
        assert_eq!((problems[0].line, problems[0].column), (1, 9));
        assert_eq!(problems[1].to_string(), "1:15: é.ü is 7, expected a text in quotes");
    }

    #[test]
    fn a_wrong_word_gets_the_nearest_right_one() {
        let (table, mut reading) = Reading::parse("clipboard = \"natve\"");
        let table = table.unwrap();
        let (_, value) = table.iter().next().unwrap();
        let got = reading.choice("clipboard", value, &[("auto", 0), ("native", 1)]);
        assert_eq!(got, None);
        assert_eq!(
            reading.finish()[0].to_string(),
            "1:13: clipboard is \"natve\", expected one of \"auto\", \"native\"; did you mean \"native\"?"
        );
    }

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
