//! The text form of a query. Writing and reading are inverse to each other.

use std::fmt::{self, Display, Write as _};
use std::ops::Range;
use std::str::FromStr;

use crate::model::spelling::nearest;
use crate::model::{CountryId, Decision, EventDate, Modality, Pair, QuadClass};

use super::{Filter, Query, Term, Tone, Trait};

/// A key of the grammar, for reading, completion, help and documents.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As written before the colon.
    pub name: &'static str,
    /// What it asks, in a few words.
    pub about: &'static str,
    /// An example.
    pub example: &'static str,
}

/// All keys of the grammar.
pub const KEYS: &[Key] = &[
    Key { name: "pair", about: "between two countries, either way", example: "pair:IRN-RUS" },
    Key { name: "from", about: "the source's country", example: "from:IRN" },
    Key { name: "to", about: "the target's country", example: "to:RUS" },
    Key { name: "country", about: "the country of either side", example: "country:IRN,SYR" },
    Key { name: "actor", about: "part of an actor's name, or the start of its code", example: "actor:putin" },
    Key { name: "type", about: "CAMEO code with all below it, or PLOVER type", example: "type:057,AGREE" },
    Key { name: "quad", about: "quad class", example: "quad:verbal-conflict" },
    Key { name: "since", about: "from this date on", example: "since:2021" },
    Key { name: "until", about: "up to the end of this date", example: "until:2025-01" },
    Key { name: "date", about: "within a date or range", example: "date:2022..2024" },
    Key {
        name: "article",
        about: "an article's id, or part of its id or title",
        example: "article:the-pact",
    },
    Key { name: "publisher", about: "part of the publisher's name or address", example: "publisher:rferl" },
    Key {
        name: "data",
        about: "part of the name of the data set or file that it came from",
        example: "data:icews",
    },
    Key { name: "modality", about: "actual, planned, denied or possible", example: "modality:planned" },
    Key { name: "has", about: "events that have this", example: "has:claim" },
    Key { name: "claim", about: "words of a claim about the same pair", example: "claim:trust" },
    Key { name: "review", about: "an analyst's verdict", example: "review:open" },
];

/// Why a text is no query, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct QueryError {
    /// The bytes at fault.
    pub at: Range<usize>,
    /// What is wrong, and what would be right.
    pub message: String,
}

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
        match &self.filter {
            Filter::Pair(v) => list(f, "pair", v),
            Filter::From(v) => list(f, "from", v),
            Filter::To(v) => list(f, "to", v),
            Filter::Country(v) => list(f, "country", v),
            Filter::Actor(v) => list(f, "actor", v),
            Filter::Type(v) => list(f, "type", v),
            Filter::Quad(v) => list(f, "quad", v),
            Filter::Tone(tone) => f.write_str(tone.name()),
            Filter::Since(date) => write!(f, "since:{date}"),
            Filter::Until(date) => write!(f, "until:{date}"),
            Filter::Date(v) => list(f, "date", v),
            Filter::Article(v) => list(f, "article", v),
            Filter::Publisher(v) => list(f, "publisher", v),
            Filter::Data(v) => list(f, "data", v),
            Filter::Modality(v) => list(f, "modality", v),
            Filter::Has(v) => list(f, "has", &v.iter().map(|t| t.name()).collect::<Vec<_>>()),
            Filter::Claim(v) => list(f, "claim", v),
            Filter::Review(v) => list(f, "review", v),
            Filter::Word(words) => {
                for (i, word) in words.iter().enumerate() {
                    if i > 0 {
                        f.write_char(',')?;
                    }
                    let reserved = word == Tone::Cooperation.name() || word == Tone::Conflict.name();
                    value(f, word, reserved || word.contains(':') || word.starts_with('-'))?;
                }
                Ok(())
            }
        }
    }
}

fn list<T: Display>(f: &mut fmt::Formatter<'_>, key: &str, values: &[T]) -> fmt::Result {
    write!(f, "{key}:")?;
    for (i, v) in values.iter().enumerate() {
        if i > 0 {
            f.write_char(',')?;
        }
        value(f, &v.to_string(), false)?;
    }
    Ok(())
}

fn value(f: &mut fmt::Formatter<'_>, text: &str, quoted: bool) -> fmt::Result {
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

/// One value as written: its text without quotes, where it stands, whether it was quoted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Value {
    pub(super) text: String,
    pub(super) at: Range<usize>,
    pub(super) quoted: bool,
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
        let mut values = vec![self.value()];
        while self.peek() == Some(',') {
            self.at += 1;
            values.push(self.value());
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

    fn value(&mut self) -> Value {
        let start = self.at;
        if self.peek() == Some('"') {
            self.at += 1;
            let text = self.quoted(start);
            return Value { text, at: start..self.at, quoted: true };
        }
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '"')).unwrap_or(rest.len());
        self.at += end;
        Value { text: rest[..end].to_owned(), at: start..self.at, quoted: false }
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
        let scan = scan(text);
        if let Some(start) = scan.open {
            return Err(error(start..text.len(), "this quotation is not closed: add \" at its end"));
        }
        let terms = scan.terms.into_iter().map(understand).collect::<Result<_, _>>()?;
        Ok(Query { terms })
    }
}

fn error(at: Range<usize>, message: impl Into<String>) -> QueryError {
    QueryError { at, message: message.into() }
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
    let filter = match key.to_ascii_lowercase().as_str() {
        "pair" => Filter::Pair(each::<Pair>(&values)?),
        "from" => Filter::From(each::<CountryId>(&values)?),
        "to" => Filter::To(each::<CountryId>(&values)?),
        "country" => Filter::Country(each::<CountryId>(&values)?),
        "actor" => Filter::Actor(texts(values)),
        "type" => Filter::Type(values.iter().map(event_type).collect::<Result<_, _>>()?),
        "quad" => Filter::Quad(one_of(&values, "quad class", QuadClass::ALL.map(|q| (q.name(), q)))?),
        "since" => Filter::Since(single(&values)?),
        "until" => Filter::Until(single(&values)?),
        "date" => Filter::Date(each::<EventDate>(&values)?),
        "article" => Filter::Article(texts(values)),
        "publisher" => Filter::Publisher(texts(values)),
        "data" => Filter::Data(texts(values)),
        "modality" => {
            Filter::Modality(one_of(&values, "modality", Modality::ALL.iter().map(|&m| (m.name(), m)))?)
        }
        "has" => Filter::Has(one_of(&values, "thing to have", Trait::ALL.map(|t| (t.name(), t)))?),
        "claim" => Filter::Claim(texts(values)),
        "review" => Filter::Review(one_of(&values, "verdict", Decision::ALL.iter().map(|&d| (d.name(), d)))?),
        other => {
            let near = nearest(other, KEYS.iter().map(|k| k.name))
                .map_or(String::new(), |n| format!("; do you mean {n}:?"));
            return Err(error(key_at, format!("there is no key {other}:{near}")));
        }
    };
    Ok(Term { negated, filter })
}

fn word(values: Vec<Value>) -> Filter {
    if let [Value { text, quoted: false, .. }] = values.as_slice() {
        for tone in [Tone::Cooperation, Tone::Conflict] {
            if text.eq_ignore_ascii_case(tone.name()) {
                return Filter::Tone(tone);
            }
        }
    }
    Filter::Word(texts(values))
}

fn texts(values: Vec<Value>) -> Vec<String> {
    values.into_iter().map(|v| v.text).collect()
}

fn each<T>(values: &[Value]) -> Result<Vec<T>, QueryError>
where
    T: FromStr,
    T::Err: Display,
{
    values.iter().map(|v| v.text.parse().map_err(|e: T::Err| error(v.at.clone(), e.to_string()))).collect()
}

fn single(values: &[Value]) -> Result<EventDate, QueryError> {
    match values {
        [one] => one.text.parse().map_err(|e| error(one.at.clone(), format!("{e}"))),
        [_, second, ..] => Err(error(second.at.clone(), "only one date fits here; for several use date:")),
        [] => Err(error(0..0, "a date is missing")),
    }
}

fn event_type(value: &Value) -> Result<String, QueryError> {
    let text = value.text.trim().to_uppercase();
    let code = text.chars().next().is_some_and(|c| c.is_ascii_digit());
    if code || crate::model::ontology::roots().contains(&text.as_str()) {
        return Ok(text);
    }
    let near = nearest(&text, crate::model::ontology::roots().iter().copied())
        .map_or(String::new(), |n| format!("; do you mean {n}?"));
    Err(error(
        value.at.clone(),
        format!("{:?} is neither a CAMEO code (057) nor a PLOVER type (AGREE){near}", value.text),
    ))
}

fn one_of<T: Copy>(
    values: &[Value],
    what: &str,
    choices: impl IntoIterator<Item = (&'static str, T)>,
) -> Result<Vec<T>, QueryError> {
    let choices: Vec<_> = choices.into_iter().collect();
    values
        .iter()
        .map(|v| {
            let found = choices.iter().find(|(name, _)| v.text.eq_ignore_ascii_case(name));
            found.map(|&(_, t)| t).ok_or_else(|| {
                let names: Vec<&str> = choices.iter().map(|c| c.0).collect();
                error(v.at.clone(), format!("{:?} is no {what}; there are {}", v.text, names.join(", ")))
            })
        })
        .collect()
}
