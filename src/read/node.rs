//! What a structured file says, before it is understood: values with their
//! places, the same for TOML, JSON and JSON Lines.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::ops::Range;

use super::error::Position;

/// A value and where it stands, in bytes of the text that was parsed.
#[derive(Debug, Clone)]
pub(crate) struct Node<'t> {
    pub(crate) start: usize,
    /// Where the rule stands that was broken within it, if one was: somewhere in
    /// these bytes.
    pub(crate) cut: Option<Range<usize>>,
    pub(crate) value: Value<'t>,
}

#[derive(Debug, Clone)]
pub(crate) enum Value<'t> {
    Null,
    Bool(bool),
    Integer(i64),
    Float(f64),
    Text(Cow<'t, str>),
    /// A date of TOML, as its text form.
    Date(String),
    List(Vec<Node<'t>>),
    Table(NodeTable<'t>),
}

pub(crate) type NodeTable<'t> = Vec<(Key<'t>, Node<'t>)>;

#[derive(Debug, Clone)]
pub struct Key<'t> {
    pub(crate) start: usize,
    pub(crate) name: Cow<'t, str>,
}

impl<'t> Node<'t> {
    pub(crate) fn new(start: usize, value: Value<'t>) -> Node<'t> {
        Node { start, cut: None, value }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn table(&self) -> Option<&NodeTable<'t>> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The value of a key, if this is a table that has it and it is not null.
    pub(crate) fn get(&self, name: &str) -> Option<&Node<'t>> {
        self.table()?.iter().find(|(k, v)| k.name == name && !v.is_null()).map(|(_, v)| v)
    }

    /// How a report names it.
    pub(crate) fn describe(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Bool(b) => b.to_string(),
            Value::Integer(i) => i.to_string(),
            Value::Float(f) => f.to_string(),
            Value::Text(text) => format!("{:?}", Shown(text)),
            Value::Date(date) => date.clone(),
            Value::List(list) => match list.len() {
                1 => "a list of one".to_owned(),
                n => format!("a list of {n}"),
            },
            Value::Table(_) => "a table".to_owned(),
        }
    }
}

/// A text in quotation marks, shortened, and not yet escaped.
struct Shown<'a>(&'a str);

impl std::fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.char_indices().nth(80) {
            Some((end, _)) => write!(f, "\"{}…\"", self.0.get(..end).unwrap_or("")),
            None => write!(f, "\"{}\"", self.0),
        }
    }
}

/// Turns bytes of a text into lines and columns.
pub struct Place<'t> {
    text: &'t str,
    pub(crate) first_line: u64,
    starts: OnceCell<Vec<usize>>,
    /// The last answer, as byte and characters before it in its line: the next
    /// question is mostly a little further on.
    last: Cell<(usize, usize)>,
}

impl<'t> Place<'t> {
    /// For a text whose first line has this number in its file.
    pub(crate) fn new(text: &'t str, first_line: u64) -> Place<'t> {
        Place { text, first_line, starts: OnceCell::new(), last: Cell::new((0, 0)) }
    }

    /// Line and column of a byte. The first question costs a pass over the text.
    pub(crate) fn position(&self, byte: usize) -> Position {
        let starts = self.starts.get_or_init(|| {
            std::iter::once(0)
                .chain(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|i| i + 1))
                .collect()
        });
        let line = starts.partition_point(|&s| s <= byte).saturating_sub(1);
        let start = starts.get(line).copied().unwrap_or(0);
        let mut end = byte.min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let (from, before) = match self.last.get() {
            (byte, characters) if (start..=end).contains(&byte) => (byte, characters),
            _ => (start, 0),
        };
        let column = before + self.text.get(from..end).map_or(0, |s| s.chars().count());
        self.last.set((end, column));
        Position::new(self.first_line + line as u64, column as u32 + 1)
    }
}
