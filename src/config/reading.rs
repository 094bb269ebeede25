//! Reading settings from TOML without giving up at the first mistake.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::problem::{Problem, Trouble};
use crate::model::spelling::nearest;

/// How much of a value a problem quotes, in characters.
const QUOTED: usize = 40;

/// A settings file while it is read: knows where things stand and collects
/// what cannot be used.
pub struct Reading<'a> {
    text: &'a str,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    /// Parses a text. Broken TOML gives no table and one problem.
    pub fn parse(text: &'a str) -> (Option<DeTable<'a>>, Reading<'a>) {
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
    pub fn finish(mut self) -> Vec<Problem> {
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
    pub fn unknown<'k>(
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
    pub fn bad(&mut self, path: &str, value: &Spanned<DeValue<'_>>, expected: &str, nearest: Option<&str>) {
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
    pub fn table<'v>(&mut self, path: &str, value: &'v Spanned<DeValue<'a>>) -> Option<&'v DeTable<'a>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.bad(path, value, "a table", None);
        }
        table
    }

    /// The value as a text, or a problem.
    pub fn text(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.bad(path, value, "a text in quotes", None);
        }
        text
    }

    /// The value as true or false, or a problem.
    pub fn flag(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<bool> {
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.bad(path, value, "true or false", None);
        }
        flag
    }

    /// The value as a list of texts (one text counts as a list of one), or a
    /// problem for each item that is none.
    pub fn texts(&mut self, path: &str, value: &Spanned<DeValue<'_>>) -> Option<Vec<String>> {
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
    pub fn choice<T: Copy>(
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
}
