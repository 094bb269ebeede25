//! The text form of a query. Writing and reading are inverse to each other.

use std::fmt::{self, Display, Write as _};
use std::ops::Range;
use std::str::FromStr;

use super::keys::{Filter, KEYS, Key, Tone};
use super::value::{QueryError, Value, error, texts};
use super::{Query, Term};
use crate::model::spelling::nearest;

/// How many characters a query may have.
pub(crate) const MOST_CHARACTERS: usize = 10_000;

/// How many words and values it may have, all terms together: each is held against all
/// names and texts of a store.
pub(crate) const MOST_VALUES: usize = 1_000;

impl Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, term) in self.terms.iter().enumerate() {
            if i > 0 {
                f.write_char(' ')?;
            }
            term.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            f.write_char('-')?;
        }
        self.filter.fmt(f)
    }
}

/// One term as written, before its values are understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RawTerm {
    pub(super) negated: bool,
    pub(super) key: Option<(String, Range<usize>)>,
    pub(super) values: Vec<Value>,
    pub(super) at: Range<usize>,
}

/// Cuts a text into terms. The last quotation may lack its closing mark: then
/// `open` tells where it began.
pub(super) struct Scan {
    pub(super) terms: Vec<RawTerm>,
    pub(super) open: Option<usize>,
}

pub(super) fn scan(text: &str) -> Scan {
    let mut scanner = Scanner { text, at: 0, open: None };
    let mut terms = Vec::new();
    loop {
        scanner.skip_space();
        if scanner.at >= text.len() {
            return Scan { terms, open: scanner.open };
        }
        terms.push(scanner.term());
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    open: Option<usize>,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip_space(&mut self) {
        while let Some(c) = self.peek().filter(|c| c.is_whitespace()) {
            self.at += c.len_utf8();
        }
    }

    fn term(&mut self) -> RawTerm {
        let start = self.at;
        let negated = self.peek() == Some('-');
        if negated {
            self.at += 1;
        }
        let key = self.key();
        let whole = key.as_ref().and_then(|(key, _)| Key::named(key)).is_some_and(|key| key.whole);
        let mut values = vec![self.value(whole)];
        while self.peek() == Some(',') {
            self.at += 1;
            values.push(self.value(whole));
        }
        // Whatever follows a closing quotation mark without a space is a term of its own.
        RawTerm { negated, key, values, at: start..self.at }
    }

    fn key(&mut self) -> Option<(String, Range<usize>)> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        if end == 0 || !rest[end..].starts_with(':') {
            return None;
        }
        let at = self.at..self.at + end;
        self.at += end + 1;
        Some((rest[..end].to_owned(), at))
    }

    /// A value, or a whole name where the key knows such.
    fn value(&mut self, whole: bool) -> Value {
        let start = self.at;
        if !(whole && self.peek() == Some('=')) {
            let (text, quoted) = self.part(|c| c.is_whitespace() || matches!(c, ',' | '"'));
            return Value { text, at: start..self.at, quoted, whole: None };
        }
        self.at += 1;
        let ends = |c: char| c.is_whitespace() || matches!(c, ',' | '"' | '/');
        let (text, quoted) = self.part(ends);
        let mut parts = Vec::new();
        while self.peek() == Some('/') {
            self.at += 1;
            parts.push(self.part(ends).0);
        }
        Value { text, at: start..self.at, quoted, whole: Some(parts) }
    }

    /// What stands in quotation marks, or else up to a character that ends it; and
    /// whether it was quoted.
    fn part(&mut self, ends: impl Fn(char) -> bool) -> (String, bool) {
        let start = self.at;
        if self.peek() == Some('"') {
            self.at += 1;
            return (self.quoted(start), true);
        }
        let rest = &self.text[self.at..];
        let end = rest.find(ends).unwrap_or(rest.len());
        self.at += end;
        (rest[..end].to_owned(), false)
    }

    fn quoted(&mut self, start: usize) -> String {
        let mut out = String::new();
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            match c {
                '"' => return out,
                '\\' => {
                    if let Some(next) = self.peek() {
                        self.at += next.len_utf8();
                        out.push(next);
                    }
                }
                _ => out.push(c),
            }
        }
        self.open = Some(start);
        out
    }
}

impl FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Query, QueryError> {
        if let Some((end, _)) = text.trim_end().char_indices().nth(MOST_CHARACTERS) {
            return Err(error(
                end..text.len(),
                too_long(text.chars().count(), MOST_CHARACTERS, "characters"),
            ));
        }
        let scan = scan(text);
        if let Some(start) = scan.open {
            return Err(error(start..text.len(), "this quotation is not closed: add \" at its end"));
        }
        let values = scan.terms.iter().flat_map(|term| &term.values);
        if let Some(first) = values.clone().nth(MOST_VALUES) {
            let what = too_long(values.count(), MOST_VALUES, "words and values");
            return Err(error(first.at.start..text.len(), what));
        }
        let terms = scan.terms.into_iter().map(understand).collect::<Result<_, _>>()?;
        Ok(Query { terms })
    }
}

fn too_long(found: usize, most: usize, what: &str) -> String {
    format!("a query has at most {most} {what}, and here are {found}")
}

fn understand(raw: RawTerm) -> Result<Term, QueryError> {
    let RawTerm { negated, key, values, at } = raw;
    if let Some(empty) = values.iter().find(|v| v.text.is_empty() && !v.quoted) {
        let what = match &key {
            Some((key, _)) => format!("a value is missing after {key}:"),
            None => "a word is missing here".to_owned(),
        };
        return Err(error(empty.at.start.saturating_sub(1).max(at.start)..at.end, what));
    }
    let Some((key, key_at)) = key else {
        return Ok(Term { negated, filter: word(values) });
    };
    let Some(row) = Key::named(&key) else {
        let key = key.to_ascii_lowercase();
        let near = nearest(&key, KEYS.iter().map(|k| k.name))
            .map_or(String::new(), |n| format!("; do you mean {n}:?"));
        return Err(error(key_at, format!("there is no key {key}:{near}")));
    };
    Ok(Term { negated, filter: (row.parse)(values)? })
}

fn word(values: Vec<Value>) -> Filter {
    if let [Value { text, quoted: false, .. }] = values.as_slice() {
        for tone in Tone::ALL {
            if text.eq_ignore_ascii_case(tone.name()) {
                return Filter::Tone(tone);
            }
        }
    }
    Filter::Word(texts(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_has_an_end() {
        assert!("x".repeat(MOST_CHARACTERS).parse::<Query>().is_ok());
        let error = "é".repeat(MOST_CHARACTERS + 1).parse::<Query>().unwrap_err();
        assert_eq!(error.message, "a query has at most 10000 characters, and here are 10001");
        assert_eq!(error.at, 2 * MOST_CHARACTERS..2 * MOST_CHARACTERS + 2);
        assert!("x ".repeat(MOST_VALUES).parse::<Query>().is_ok());
        let error = format!("to:RUS {}", "x,".repeat(MOST_VALUES)).trim_end_matches(',').parse::<Query>();
        let message = error.unwrap_err().message;
        assert_eq!(message, "a query has at most 1000 words and values, and here are 1001");
    }
}
