//! Dossiers as JSON Lines: a stream of records, one a line.
//!
//! Records may come in any order; they are put together by the id of their
//! article. While a stream is read, about [`WINDOW`] bytes of it are kept: an
//! article's records must lie that close together, which they always do in
//! files up to that size and in files that come article by article.

use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::control::Control;
use super::draft::Draft;
use super::error::{Kind, Outcome, Position, Problem, ReadError};
use super::fields::{Notes, closest, items};
use super::input::{Input, encoding_problem};
use super::json_tree::Pool;
use super::node::{Node, Place};
use super::report::LoadReport;
use super::{Confidence, Reader, Sink, Spec, document, has_extension, json_tree, sides};

/// How many bytes of lines are kept while their articles may be unfinished.
pub const WINDOW: usize = 16 << 20;
/// The longest line that is read.
pub const LINE: usize = 64 << 20;

/// Reads dossiers as JSON Lines.
pub(super) struct DossierLines;

static SPEC: Spec = Spec {
    name: "dossier JSON Lines",
    description: "one record a line with its type: article, actor, event or claim",
    extensions: &["jsonl", "ndjson"],
};

impl Reader for DossierLines {
    fn spec(&self) -> &Spec {
        &SPEC
    }

    fn sniff(&self, head: &[u8], path: Option<&Path>) -> Confidence {
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start_matches('\u{feff}');
        for line in text.lines().map(str::trim).filter(|l| !l.is_empty()).take(8) {
            let (node, error) = json_tree::parse(line);
            let is_record = node.as_ref().and_then(|n| n.get("type")).and_then(Node::text).is_some();
            if is_record && error.is_none_or(|e| e.cut) {
                return Confidence::Certain;
            }
        }
        if has_extension(path, SPEC.extensions) { Confidence::Named } else { Confidence::No }
    }

    fn read(
        &self,
        input: &mut Input,
        sink: &mut dyn Sink,
        control: &Control,
    ) -> Result<LoadReport, ReadError> {
        let mut report = LoadReport::new(input.name(), SPEC.name);
        let name = input.name().to_owned();
        let mut lines = Lines::new(input, LINE);
        let mut groups = Groups::default();
        loop {
            let told = (report.read, report.bytes);
            // Progress and cancellation are looked at once for some lines.
            for _ in 0..256 {
                let number = lines.number + 1;
                match lines.next().map_err(|e| ReadError::io(&name, e))? {
                    Some(Line::Whole(bytes)) => groups.line(bytes, number, &mut report, sink),
                    Some(Line::TooLong(length)) => too_long(length, number, &mut report),
                    None => {
                        report.bytes = lines.bytes;
                        control.add_bytes(report.bytes - told.1);
                        groups.finish(&mut report, sink);
                        control.add_records(report.read - told.0);
                        return Ok(report);
                    }
                }
            }
            report.bytes = lines.bytes;
            control.add_bytes(report.bytes - told.1);
            control.add_records(report.read.saturating_sub(told.0));
            if control.is_cancelled() {
                groups.finish(&mut report, sink);
                report.failure = Some(ReadError::Cancelled(name).to_string());
                return Ok(report);
            }
        }
    }
}

fn too_long(length: u64, number: u64, report: &mut LoadReport) {
    report.read += 1;
    report.rejected += 1;
    let found = format!("a line of {length} bytes");
    let expected = format!("at most {LINE}");
    let at = Position::new(number, 1);
    report.add(Problem::new(at, Kind::TooLarge, Outcome::Rejected, &found, &expected));
}

/// Lines of a stream, none of them kept longer than allowed.
struct Lines<R> {
    from: BufReader<R>,
    line: Vec<u8>,
    limit: usize,
    number: u64,
    bytes: u64,
}

enum Line<'a> {
    Whole(&'a [u8]),
    TooLong(u64),
}

impl<R: io::Read> Lines<R> {
    fn new(from: R, limit: usize) -> Lines<R> {
        Lines { from: BufReader::with_capacity(1 << 18, from), line: Vec::new(), limit, number: 0, bytes: 0 }
    }

    fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.line.clear();
        let mut length = 0;
        loop {
            let waiting = match self.from.fill_buf() {
                Ok(waiting) => waiting,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(e),
            };
            let end = memchr::memchr(b'\n', waiting);
            let taken = end.map_or(waiting.len(), |e| e + 1);
            let part = waiting.get(..end.unwrap_or(taken)).unwrap_or_default();
            length += part.len() as u64;
            if length <= self.limit as u64 {
                self.line.extend_from_slice(part);
            } else {
                self.line = Vec::new();
            }
            self.from.consume(taken);
            self.bytes += taken as u64;
            if taken == 0 && length == 0 {
                return Ok(None);
            }
            if taken == 0 || end.is_some() {
                break;
            }
        }
        self.number += 1;
        Ok(Some(if length > self.limit as u64 { Line::TooLong(length) } else { Line::Whole(&self.line) }))
    }
}

/// The records of one article as far as they came.
struct Group {
    draft: Draft,
    has_article: bool,
    /// Lines that came before the article or an actor that they need.
    waiting: VecDeque<(u64, String)>,
    bytes: usize,
}

/// Articles whose records may still come.
#[derive(Default)]
struct Groups {
    open: FxHashMap<String, Group>,
    /// Ids in the order in which they were opened; also some that were closed.
    order: VecDeque<String>,
    closed: FxHashSet<String>,
    bytes: usize,
    pool: Pool,
}

impl Groups {
    fn line(&mut self, bytes: &[u8], number: u64, report: &mut LoadReport, sink: &mut dyn Sink) {
        let bytes = if number == 1 { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes) } else { bytes };
        match std::str::from_utf8(bytes) {
            Ok(line) => self.text(line, number, report, sink),
            Err(_) => {
                report.add(encoding_problem(bytes, number));
                report.repaired += 1;
                self.text(&String::from_utf8_lossy(bytes), number, report, sink);
            }
        }
    }

    fn text(&mut self, line: &str, number: u64, report: &mut LoadReport, sink: &mut dyn Sink) {
        if line.trim().is_empty() {
            return;
        }
        let (node, error) = json_tree::parse_with(line, &mut self.pool);
        let mut notes = Notes::new(report, Place::new(line, number));
        if let Some(error) = error {
            notes.begin(Outcome::Rejected);
            let kind = if error.cut { Kind::CutOff } else { Kind::Syntax };
            let found = if error.cut { "the end of the line" } else { &error.found };
            notes.mistake(error.at, kind, found, error.expected);
            notes.end();
            return;
        }
        let Some(node) = node else { return };
        let current = self.record(&node, line, &mut notes);
        if let Some(id) = current.filter(|_| self.bytes > WINDOW) {
            let id = id.to_owned();
            self.make_room(&id, report, sink);
        }
        self.pool.take_back(node);
    }

    /// Puts a record to its article; the article's id, if it has one.
    fn record<'n>(&mut self, node: &'n Node<'_>, line: &str, notes: &mut Notes<'_, '_>) -> Option<&'n str> {
        let id = article_id(node, notes)?;
        if !self.open.contains_key(id) && !self.open_group(id, node, notes) {
            return None;
        }
        let group = self.open.get_mut(id)?;
        group.bytes += line.len();
        self.bytes += line.len();
        group.take(node, line, notes);
        Some(id)
    }

    fn open_group(&mut self, id: &str, node: &Node<'_>, notes: &mut Notes<'_, '_>) -> bool {
        if self.closed.contains(id) {
            notes.begin(Outcome::Rejected);
            let found = format!("a record of {id:?} far behind the others");
            let expected = format!("all records of an article within {} MiB", WINDOW >> 20);
            let advice = "sort the file by article";
            notes.mistake_with(node.start, Kind::Late, &found, &expected, advice);
            notes.end();
            return false;
        }
        let group = Group { draft: Draft::new(id), has_article: false, waiting: VecDeque::new(), bytes: 0 };
        self.open.insert(id.to_owned(), group);
        self.order.push_back(id.to_owned());
        true
    }

    /// Hands out the oldest articles until half of the window is free; of the
    /// one at hand, if it fills the window alone, what is there so far.
    fn make_room(&mut self, current: &str, report: &mut LoadReport, sink: &mut dyn Sink) {
        while self.bytes > WINDOW / 2
            && let Some(id) = self.order.pop_front()
        {
            if id == current && self.order.is_empty() {
                self.order.push_back(id);
                break;
            }
            if id == current {
                self.order.push_back(id);
            } else {
                self.close(&id, report, sink);
            }
        }
        if self.bytes > WINDOW / 2
            && let Some(group) = self.open.get_mut(current)
            && group.has_article
        {
            self.bytes -= group.bytes;
            group.bytes = 0;
            group.settle(true, report);
            sink.dossier(group.draft.hand_out_part());
        }
    }

    fn close(&mut self, id: &str, report: &mut LoadReport, sink: &mut dyn Sink) {
        let Some(mut group) = self.open.remove(id) else { return };
        self.bytes -= group.bytes;
        self.closed.insert(id.to_owned());
        group.settle(true, report);
        if group.has_article || !group.draft.is_empty() {
            sink.dossier(group.draft.dossier);
        }
    }

    fn finish(&mut self, report: &mut LoadReport, sink: &mut dyn Sink) {
        while let Some(id) = self.order.pop_front() {
            self.close(&id, report, sink);
        }
    }
}

impl Group {
    /// Takes a record, or keeps its line until what it needs is there.
    fn take(&mut self, node: &Node<'_>, line: &str, notes: &mut Notes<'_, '_>) {
        match kind_of(node) {
            "article" if self.has_article => {
                notes.begin(Outcome::Rejected);
                let expected = "one article record for each id";
                notes.mistake(node.start, Kind::DuplicateId, "an article's id a second time", expected);
                notes.end();
            }
            "article" => {
                self.draft.article(node, notes);
                self.has_article = true;
                self.settle(false, notes.report);
            }
            "actor" => self.draft.actor(node, notes),
            _ => {
                self.settle(false, notes.report);
                if self.is_ready(node) {
                    self.put(node, notes);
                } else {
                    self.waiting.push_back((notes.first_line(), line.to_owned()));
                }
            }
        }
    }

    fn put(&mut self, node: &Node<'_>, notes: &mut Notes<'_, '_>) {
        match kind_of(node) {
            "event" => self.draft.event(node, true, notes),
            _ => self.draft.claim(node, notes),
        }
    }

    /// Reads the lines that waited, in their order and up to the first that
    /// still misses something; with `all`, that one and the rest too.
    fn settle(&mut self, all: bool, report: &mut LoadReport) {
        if !(all || self.has_article) {
            return;
        }
        while let Some((number, line)) = self.waiting.pop_front() {
            let Some(node) = json_tree::parse(&line).0 else { continue };
            if !all && !self.knows_actors(&node) {
                self.waiting.push_front((number, line));
                return;
            }
            self.put(&node, &mut Notes::new(report, Place::new(&line, number)));
        }
    }

    /// Whether a record can be read now, and none that came before it waits.
    fn is_ready(&self, node: &Node<'_>) -> bool {
        self.waiting.is_empty() && self.has_article && self.knows_actors(node)
    }

    fn knows_actors(&self, node: &Node<'_>) -> bool {
        let sides = ["source", "target", "speaker"].into_iter().filter_map(|k| node.get(k)).flat_map(items);
        let ids = sides.filter_map(|s| s.get("actor").and_then(Node::text));
        let about = node.get("about").into_iter().flat_map(items).filter_map(Node::text);
        ids.into_iter().all(|id| self.draft.find_actor(id).is_some())
            && about.into_iter().all(|text| sides::find_topic(text, &self.draft).is_some())
    }
}

fn kind_of<'n>(node: &'n Node<'_>) -> &'n str {
    node.get("type").and_then(Node::text).unwrap_or("")
}

/// The id of the article that a record belongs to, if the record is one.
fn article_id<'n>(node: &'n Node<'_>, notes: &mut Notes<'_, '_>) -> Option<&'n str> {
    let kind = kind_of(node);
    let known = document::headers();
    let key = if kind == "article" { "id" } else { "article" };
    let id = node.get(key).and_then(Node::text);
    if let Some(id) = id
        && known.contains(&kind)
    {
        return Some(id);
    }
    notes.begin(Outcome::Rejected);
    if node.table().is_none() {
        notes.mistake(node.start, Kind::WrongType, &node.describe(), "a record in { }");
    } else if known.contains(&kind) {
        let found = format!("a record of type {kind} without {key}");
        notes.mistake(node.start, Kind::MissingKey, &found, &format!("\"{key}\": \"…\""));
    } else {
        let at = node.get("type").map_or(node.start, |n| n.start);
        let found = if kind.is_empty() { "a record without type".to_owned() } else { format!("{kind:?}") };
        let advice = closest(kind, known.into_iter()).map(|n| format!("did you mean {n}?"));
        let expected = format!("\"type\": one of {}", known.join(", "));
        notes.mistake_with(at, Kind::UnknownRecord, &found, &expected, &advice.unwrap_or_default());
    }
    notes.end();
    None
}
