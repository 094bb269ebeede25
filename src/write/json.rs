//! JSON straight onto a stream, without a tree in between.
//!
//! What a terminal could obey is escaped, since people pipe to terminals.

use std::io::{self, Write};

use crate::model::printable::is_unsafe;
use crate::model::{CodePoints, Span};

/// Writes one JSON object: commas, escapes and absent values are seen to.
pub(super) struct Object<'w, W: Write> {
    out: &'w mut W,
    first: bool,
}

impl<'w, W: Write> Object<'w, W> {
    /// Opens the object.
    pub(crate) fn open(out: &'w mut W) -> io::Result<Object<'w, W>> {
        out.write_all(b"{")?;
        Ok(Object { out, first: true })
    }

    /// Closes the object.
    pub(crate) fn close(self) -> io::Result<()> {
        self.out.write_all(b"}")
    }

    /// Writes a key; what follows on the stream is its value.
    pub(crate) fn key(&mut self, key: &str) -> io::Result<&mut W> {
        if !std::mem::replace(&mut self.first, false) {
            self.out.write_all(b",")?;
        }
        self.out.write_all(b"\"")?;
        self.out.write_all(key.as_bytes())?;
        self.out.write_all(b"\":")?;
        Ok(self.out)
    }

    /// A text as it is, also an empty one.
    pub(crate) fn text(&mut self, key: &str, value: &str) -> io::Result<()> {
        string(self.key(key)?, value)
    }

    /// A text, null if empty.
    pub(crate) fn text_or_null(&mut self, key: &str, value: &str) -> io::Result<()> {
        if value.is_empty() { self.null(key) } else { self.text(key, value) }
    }

    /// A text, left out if empty.
    pub(crate) fn text_if(&mut self, key: &str, value: &str) -> io::Result<()> {
        if value.is_empty() { Ok(()) } else { self.text(key, value) }
    }

    /// Texts, left out if there are none.
    pub(crate) fn texts_if(&mut self, key: &str, values: &[String]) -> io::Result<()> {
        if values.is_empty() {
            return Ok(());
        }
        list(self.key(key)?, values, |out, text| string(out, text))
    }

    /// What is written without quotation marks: numbers, true and false.
    pub(crate) fn plain(&mut self, key: &str, value: impl std::fmt::Display) -> io::Result<()> {
        write!(self.key(key)?, "{value}")
    }

    pub(crate) fn null(&mut self, key: &str) -> io::Result<()> {
        self.key(key)?.write_all(b"null")
    }

    /// A span in code points, null if there is none.
    pub(crate) fn span(
        &mut self,
        key: &str,
        value: Option<Span>,
        points: &CodePoints<&str>,
    ) -> io::Result<()> {
        span(self.key(key)?, value, points)
    }

    /// Spans in code points; those that do not fit the text are left out.
    pub(crate) fn spans(&mut self, key: &str, values: &[Span], points: &CodePoints<&str>) -> io::Result<()> {
        let out = self.key(key)?;
        out.write_all(b"[")?;
        let mut comma = "";
        for (start, end) in values.iter().filter_map(|&s| points.of(s)) {
            write!(out, "{comma}[{start},{end}]")?;
            comma = ",";
        }
        out.write_all(b"]")
    }
}

/// A list with a writer for its items.
pub(super) fn list<W: Write, T>(
    out: &mut W,
    items: &[T],
    mut item: impl FnMut(&mut W, &T) -> io::Result<()>,
) -> io::Result<()> {
    out.write_all(b"[")?;
    for (n, value) in items.iter().enumerate() {
        if n > 0 {
            out.write_all(b",")?;
        }
        item(out, value)?;
    }
    out.write_all(b"]")
}

/// `[start,end]` in code points; null for none, and for one that does not fit the text.
pub(super) fn span<W: Write>(out: &mut W, value: Option<Span>, points: &CodePoints<&str>) -> io::Result<()> {
    match value.and_then(|s| points.of(s)) {
        Some((start, end)) => write!(out, "[{start},{end}]"),
        None => out.write_all(b"null"),
    }
}

/// A text in quotation marks.
pub(super) fn string<W: Write>(out: &mut W, text: &str) -> io::Result<()> {
    out.write_all(b"\"")?;
    let (mut from, mut at) = (0, 0);
    while let Some(plain) = text.as_bytes()[at..].iter().position(|b| !is_plain(*b)) {
        let odd = at + plain;
        let Some(c) = text.get(odd..).and_then(|t| t.chars().next()) else { break };
        at = odd + c.len_utf8();
        if c > '~' && !is_unsafe(c) {
            continue;
        }
        out.write_all(text.get(from..odd).unwrap_or("").as_bytes())?;
        from = at;
        match c {
            '"' => out.write_all(b"\\\"")?,
            '\\' => out.write_all(b"\\\\")?,
            '\n' => out.write_all(b"\\n")?,
            '\t' => out.write_all(b"\\t")?,
            '\r' => out.write_all(b"\\r")?,
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}")?;
                }
            }
        }
    }
    out.write_all(text.get(from..).unwrap_or("").as_bytes())?;
    out.write_all(b"\"")
}

/// Whether a byte stands for itself: nearly all of a text does.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}
