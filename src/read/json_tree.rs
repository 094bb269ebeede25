//! JSON into nodes that know their place.
//!
//! Unlike a general parser it keeps what was whole before the text broke off,
//! so that a file cut short loses its last record and not all of them.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2;

use super::node::{Key, Node, NodeTable, Value};

/// How deep lists and tables may stand in each other.
const DEPTH: usize = 64;

/// Where and why JSON broke.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct JsonError {
    pub(crate) at: usize,
    pub(crate) found: String,
    pub(crate) expected: &'static str,
    /// Whether the text ended too early, rather than going wrong.
    pub(crate) cut: bool,
    /// Whether more than the record in which it stands could not be read.
    pub(crate) rest_lost: bool,
}

/// Parses one value and whatever white space surrounds it. With an error, the
/// node holds what came whole before it; containers that were open are `cut`.
pub(crate) fn parse(text: &str) -> (Option<Node<'_>>, Option<JsonError>) {
    let (node, errors) = Parser::new(text, false).run();
    (node, errors.into_iter().next())
}

/// The same, but goes on behind a broken record of a list whose end can be told.
pub(crate) fn parse_document(text: &str) -> (Option<Node<'_>>, Vec<JsonError>) {
    Parser::new(text, true).run()
}

/// How deep a list of records may stand: in a dossier, or in one of a list of them.
const RECORDS: usize = 2;

struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    error: Option<JsonError>,
    /// Errors behind which it went on, `None` if it never does.
    past: Option<Vec<JsonError>>,
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, goes_on: bool) -> Parser<'t> {
        Parser { text, bytes: text.as_bytes(), at: 0, error: None, past: goes_on.then(Vec::new) }
    }

    fn run(self) -> (Option<Node<'t>>, Vec<JsonError>) {
        let mut parser = self;
        parser.space();
        let node = parser.value(0);
        if parser.error.is_none() {
            parser.space();
            if parser.at < parser.bytes.len() {
                parser.fail("the end of the value");
            }
        }
        let mut errors = parser.past.unwrap_or_default();
        errors.extend(parser.error);
        (node, errors)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Notes the first error only; later ones follow from it.
    fn fail(&mut self, expected: &'static str) {
        if self.error.is_some() {
            return;
        }
        let cut = self.at >= self.bytes.len();
        let found = match self.text.get(self.at..).and_then(|t| t.chars().next()) {
            Some(c) => format!("{c:?}"),
            None => "the end of the file".to_owned(),
        };
        self.error =
            Some(JsonError { at: self.at.min(self.bytes.len()), found, expected, cut, rest_lost: true });
    }

    fn value(&mut self, depth: usize) -> Option<Node<'t>> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'"') => Value::Text(self.string()?),
            Some(b'{') => return self.table(depth),
            Some(b'[') => return self.list(depth),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => {
                self.fail("a value");
                return None;
            }
        };
        Some(Node::new(start, value))
    }

    fn word(&mut self, word: &'static str, value: Value<'t>) -> Option<Value<'t>> {
        let rest = self.bytes.get(self.at..)?;
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            return Some(value);
        }
        if word.as_bytes().starts_with(rest) {
            self.at = self.bytes.len();
        }
        self.fail("true, false, null, a number, a text in quotation marks, a list or a table");
        None
    }

    fn number(&mut self) -> Option<Value<'t>> {
        let start = self.at;
        let mut whole = true;
        while let Some(b) = self.peek() {
            match b {
                b'0'..=b'9' | b'-' => {}
                b'+' | b'.' | b'e' | b'E' => whole = false,
                _ => break,
            }
            self.at += 1;
        }
        let digits = self.text.get(start..self.at)?;
        let value = if whole { digits.parse().ok().map(Value::Integer) } else { None };
        let value = value.or_else(|| digits.parse().ok().filter(|f: &f64| f.is_finite()).map(Value::Float));
        if value.is_none() {
            self.at = start;
            self.fail("a number");
        }
        value
    }

    /// A string; `at` stands on its opening quotation mark.
    fn string(&mut self) -> Option<Cow<'t, str>> {
        self.at += 1;
        let mut start = self.at;
        let mut owned: Option<String> = None;
        loop {
            let Some(found) = memchr2(b'"', b'\\', self.bytes.get(self.at..)?) else {
                self.at = self.bytes.len();
                self.fail("the closing quotation mark of a text");
                return None;
            };
            let part = self.text.get(start..self.at + found)?;
            self.at += found;
            if self.bytes.get(self.at) == Some(&b'"') {
                self.at += 1;
                return Some(match owned {
                    Some(mut text) => {
                        text.push_str(part);
                        Cow::Owned(text)
                    }
                    None => Cow::Borrowed(part),
                });
            }
            let text = owned.get_or_insert_default();
            text.push_str(part);
            let c = self.escape()?;
            owned.get_or_insert_default().push(c);
            start = self.at;
        }
    }

    /// An escape; `at` stands on the backslash and ends behind the escape.
    fn escape(&mut self) -> Option<char> {
        let c = match self.bytes.get(self.at + 1) {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'u') => return self.unicode(),
            Some(&b @ (b'"' | b'\\' | b'/')) => char::from(b),
            found => {
                self.at = if found.is_none() { self.bytes.len() } else { self.at };
                self.fail("an escape that JSON has, such as \\n or \\u00e9");
                return None;
            }
        };
        self.at += 2;
        Some(c)
    }

    fn unicode(&mut self) -> Option<char> {
        let start = self.at;
        let first = self.hex(start);
        self.at += 6;
        let code = match first {
            Some(high @ 0xd800..=0xdbff) if self.bytes.get(self.at..self.at + 2) == Some(b"\\u") => {
                let low = self.hex(self.at).filter(|l| (0xdc00..=0xdfff).contains(l));
                self.at += 6;
                low.map(|low| 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
            }
            other => other,
        };
        let c = code.and_then(char::from_u32);
        if c.is_none() {
            let short = self.bytes.len() < start + 6;
            self.at = if short { self.bytes.len() } else { start };
            self.fail("a whole character behind \\u (four hexadecimal digits, or two such pairs)");
        }
        c
    }

    fn hex(&self, at: usize) -> Option<u32> {
        let digits = self.text.get(at + 2..at + 6)?;
        digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    }

    fn deeper(&mut self, depth: usize) -> bool {
        if depth < DEPTH {
            return true;
        }
        self.fail("at most 64 lists and tables within each other");
        false
    }

    fn list(&mut self, depth: usize) -> Option<Node<'t>> {
        let start = self.at;
        if !self.deeper(depth) {
            return None;
        }
        self.at += 1;
        let mut items: Vec<Node<'t>> = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Some(Node::new(start, Value::List(items)));
        }
        loop {
            self.space();
            let item = self.at;
            items.extend(self.value(depth + 1));
            self.go_on(item, depth);
            if self.error.is_none() {
                self.space();
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        continue;
                    }
                    Some(b']') => self.at += 1,
                    _ => self.fail("a comma or the closing ] of a list"),
                }
            }
            return Some(Node { start, cut: self.cut(start), value: Value::List(items) });
        }
    }

    /// Where a value is broken that begins here.
    fn cut(&self, start: usize) -> Option<Range<usize>> {
        self.error.as_ref().map(|error| start..error.at + 1)
    }

    /// Passes over the rest of a broken record of a list, if its end can be told:
    /// brackets come in pairs, and behind it stands a comma or the list's end.
    fn go_on(&mut self, item: usize, depth: usize) {
        let (Some(past), Some(error)) = (&mut self.past, &self.error) else { return };
        if error.cut || depth > RECORDS || self.bytes.get(item) != Some(&b'{') {
            return;
        }
        let Some(end) = end_of(self.bytes, item).filter(|&end| end > error.at) else { return };
        let rest = self.bytes.get(end..).unwrap_or_default().trim_ascii_start();
        if matches!(rest.first(), Some(b',' | b']')) {
            // A dossier in a list loses the records behind the broken place.
            past.extend(self.error.take().map(|error| JsonError { rest_lost: depth == 0, ..error }));
            self.at = end;
        }
    }

    fn table(&mut self, depth: usize) -> Option<Node<'t>> {
        let start = self.at;
        if !self.deeper(depth) {
            return None;
        }
        self.at += 1;
        let mut entries: NodeTable<'t> = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Some(Node::new(start, Value::Table(entries)));
        }
        loop {
            if let Some(entry) = self.entry(depth) {
                entries.push(entry);
            }
            if self.error.is_none() {
                self.space();
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        continue;
                    }
                    Some(b'}') => self.at += 1,
                    _ => self.fail("a comma or the closing } of a table"),
                }
            }
            return Some(Node { start, cut: self.cut(start), value: Value::Table(entries) });
        }
    }

    fn entry(&mut self, depth: usize) -> Option<(Key<'t>, Node<'t>)> {
        self.space();
        let start = self.at;
        if self.peek() != Some(b'"') {
            self.fail("a key in quotation marks");
            return None;
        }
        let name = self.string()?;
        self.space();
        if self.peek() != Some(b':') {
            self.fail("a colon behind the key");
            return None;
        }
        self.at += 1;
        self.space();
        let value = self.value(depth + 1)?;
        Some((Key { start, name }, value))
    }
}

/// Where a table ends that begins here, if its brackets and quotation marks come in pairs.
fn end_of(bytes: &[u8], start: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut at = start;
    loop {
        match bytes.get(at)? {
            b'"' => {
                at += 1;
                loop {
                    match bytes.get(at)? {
                        b'"' => break,
                        b'\\' => at += 2,
                        // No text of JSON goes over a line's end.
                        b'\n' => return None,
                        _ => at += 1,
                    }
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_their_place() {
        let (node, error) = parse(r#" {"a": [1, -2.5, "x\u00e9\ud83d\udd4a"], "b": null} "#);
        assert_eq!(error, None);
        let list = node.unwrap();
        let list = list.get("a").unwrap();
        let Value::List(items) = &list.value else { panic!("a list") };
        assert!(matches!(items[0].value, Value::Integer(1)));
        assert!(matches!(items[1].value, Value::Float(f) if f == -2.5));
        assert_eq!(items[2].text(), Some("xé🕊"));
        assert_eq!(items[0].start, 8);
    }

    #[test]
    fn what_was_whole_before_a_cut_is_kept() {
        let (node, error) = parse(r#"{"event": [{"id": "a"}, {"id": "b", "co"#);
        let error = error.unwrap();
        assert!(error.cut, "{error:?}");
        let node = node.unwrap();
        let Value::List(events) = &node.get("event").unwrap().value else { panic!("a list") };
        assert!(events[0].cut.is_none() && events[1].cut.is_some() && node.cut.is_some());
    }

    #[test]
    fn a_broken_record_does_not_take_those_behind_it() {
        for (text, whole, broken, rest_lost) in [
            (r#"{"event": [{"a": 1}, {"a": x, "b": [{}]}, {"a": "}"}]}"#, 2, vec![1], vec![false]),
            (r#"{"event": [{"a" 1}, {"a": 1}, {"a":: 1}]}"#, 1, vec![0, 2], vec![false, false]),
            // Where it ends cannot be told.
            (r#"{"event": [{"a": 1}, {"a": "x}, {"a": 1}]}"#, 1, vec![1], vec![true]),
            (r#"{"event": [{"a": 1}, {"a": x} {"a": 1}]}"#, 1, vec![1], vec![true]),
        ] {
            let (node, errors) = parse_document(text);
            let node = node.unwrap();
            let Value::List(events) = &node.get("event").unwrap().value else { panic!("a list") };
            let cut: Vec<_> = (0..events.len()).filter(|&i| events[i].cut.is_some()).collect();
            assert_eq!((events.len() - cut.len(), cut), (whole, broken), "{text}");
            let lost: Vec<_> = errors.iter().map(|error| error.rest_lost).collect();
            assert_eq!(lost, rest_lost, "{text}");
        }
    }

    #[test]
    fn a_cut_is_told_apart_from_a_mistake() {
        for (text, cut) in [
            ("", true),
            ("{", true),
            ("[1", true),
            ("\"a", true),
            ("\"a\\", true),
            ("\"\\u12", true),
            ("tru", true),
            ("{\"a\"", true),
            ("[1 2]", false),
            ("{a: 1}", false),
            ("truth", false),
            ("\"\\x\"", false),
            ("\"\\ud800\"", false),
            ("1 2", false),
            ("1-2", false),
        ] {
            assert_eq!(parse(text).1.map(|e| e.cut), Some(cut), "{text}");
        }
        assert!(parse(&"[".repeat(1_000_000)).1.is_some());
    }
}
