//! TOML into nodes that know their place.
//!
//! A file that breaks the rules of TOML is taken apart at its headers, so that
//! one broken block does not take the others with it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::node::{Key, Node, NodeTable, Value};

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TomlError {
    pub(crate) at: usize,
    /// The parser's words, such as `invalid date, expected day between 01 and 28`.
    pub(crate) message: String,
    /// The text ended too early.
    pub(crate) cut: bool,
}

/// A file's top-level tables in the order of the file, and what is wrong.
#[derive(Debug, Default)]
pub(crate) struct Document<'t> {
    pub(crate) entries: NodeTable<'t>,
    pub(crate) errors: Vec<TomlError>,
    /// Whether all was read in spite of the errors.
    pub(crate) is_whole: bool,
}

/// Parses a file; `headers` are the names at which a broken one is taken apart.
pub(crate) fn parse<'t>(text: &'t str, headers: &[&str]) -> Document<'t> {
    let mut whole = Document::default();
    parse_block(text, 0..text.len(), &mut whole);
    if whole.errors.is_empty() {
        return whole;
    }
    let mut parts = Document::default();
    for block in blocks(text, headers) {
        parse_block(text, block, &mut parts);
    }
    if parts.errors.is_empty() {
        // Only the whole breaks a rule (a header twice, for instance): all was read.
        parts.errors = whole.errors;
        parts.is_whole = true;
    }
    parts
}

fn parse_block<'t>(text: &'t str, range: Range<usize>, out: &mut Document<'t>) {
    let Some(block) = text.get(range.clone()) else { return };
    let (table, errors) = DeTable::parse_recoverable(block);
    let base = range.start;
    let broken = !errors.is_empty();
    for error in errors {
        let at = error.span().map_or(block.len(), |s| s.start);
        let cut = at >= block.trim_end().len() && range.end == text.len();
        out.errors.push(TomlError { at: base + at, message: error.message().to_owned(), cut });
    }
    let entries = table_of(table.into_inner(), base);
    for (key, mut node) in entries {
        if broken {
            // A text that is never closed breaks at the block's very end.
            mark_cut(&mut node, &(range.start..range.end + 1));
        }
        out.entries.push((key, node));
    }
}

/// A broken block keeps what could be read of it, and says that it is not whole.
fn mark_cut(node: &mut Node<'_>, block: &Range<usize>) {
    node.cut = Some(block.clone());
    if let Value::List(items) = &mut node.value {
        items.iter_mut().for_each(|i| i.cut = Some(block.clone()));
    }
}

fn table_of<'t>(table: DeTable<'t>, base: usize) -> NodeTable<'t> {
    let mut entries: NodeTable<'t> = table
        .into_iter()
        .map(|(key, value)| {
            let key = Key { start: base + key.span().start, name: key.into_inner() };
            (key, node_of(value, base))
        })
        .collect();
    // The parser keeps its tables by the alphabet; people read in file order.
    entries.sort_by_key(|(key, _)| key.start);
    entries
}

fn node_of(value: Spanned<DeValue<'_>>, base: usize) -> Node<'_> {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Value::Text(text),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(integer) => Value::Integer(integer),
            Err(_) => Value::Float(f64::INFINITY),
        },
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => Value::List(items.into_iter().map(|i| node_of(i, base)).collect()),
        DeValue::Table(table) => Value::Table(table_of(table, base)),
    };
    Node::new(base + span.start, value)
}

/// Cuts a text before each line that is a header of one of the names, unless
/// the line stands within a text of several lines that is closed later.
fn blocks(text: &str, headers: &[&str]) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    let mut quoted: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if quoted.is_none() && is_header(line, headers) && at > 0 {
            starts.push(at);
        }
        let mut rest_at = 0;
        while let Some((mark, found)) = next_mark(line.get(rest_at..).unwrap_or(""), quoted) {
            let after = rest_at + found + 3;
            let next = if quoted.is_some() { None } else { Some(mark) };
            // A text that is never closed shall not swallow the rest of the file.
            let closes = next.is_none() || text.get(at + after..).is_some_and(|rest| rest.contains(mark));
            quoted = if closes { next } else { None };
            rest_at = after;
        }
        at += line.len();
    }
    starts.push(text.len());
    starts.windows(2).filter_map(|w| Some(*w.first()?..*w.last()?)).filter(|r| !r.is_empty()).collect()
}

/// The next mark that opens a text of several lines, or closes the open one.
fn next_mark(line: &str, quoted: Option<&str>) -> Option<(&'static str, usize)> {
    ["'''", "\"\"\""]
        .into_iter()
        .filter(|&mark| quoted.is_none_or(|q| q == mark))
        .filter_map(|mark| Some((mark, line.find(mark)?)))
        .min_by_key(|&(_, at)| at)
}

fn is_header(line: &str, headers: &[&str]) -> bool {
    let line = line.split('#').next().unwrap_or("").trim();
    // A header that is not closed breaks its own table, not the one before it.
    if line.starts_with('[') && headers.contains(&line.trim_matches(['[', ']']).trim()) {
        return true;
    }
    let inner = line
        .strip_prefix("[[")
        .and_then(|l| l.strip_suffix("]]"))
        .or_else(|| line.strip_prefix('[').and_then(|l| l.strip_suffix(']')));
    // Also a header that nobody knows starts a block, so that it can be named.
    inner.is_some_and(|name| {
        let name = name.trim();
        headers.contains(&name)
            || (line.starts_with("[[")
                && !name.is_empty()
                && name.chars().all(|c| c.is_alphanumeric() || c == '_'))
    })
}
