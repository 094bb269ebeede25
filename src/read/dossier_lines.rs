//! Dossiers as JSON Lines: a stream of records, one a line.
//!
//! Records may come in any order; they are put together by the id of their
//! article. While a stream is read, about [`WINDOW`] bytes of it are kept: an
//! article's records must lie that close together, which they always do in
//! files up to that size and in files that come article by article.
//!
//! One thread cuts the stream into lines and puts each to its article by a look
//! at its beginning. When an article is complete, its lines are understood, on
//! all cores, article by article; what comes of it is handed out in the order
//! in which the articles were completed, whatever the cores did first.

mod blocks;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use self::blocks::{Block, Blocks};

use super::control::Control;
use super::draft::Draft;
use super::error::{Kind, Outcome, Position, Problem, ReadError};
use super::fields::{Notes, closest, items};
use super::input::{Input, encoding_problem};
use super::json_tree::{JsonError, Pool};
use super::node::{Node, Place};
use super::report::LoadReport;
use super::{Confidence, Reader, Sink, Spec, document, has_extension, json_tree, sides};
use crate::model::Dossier;

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
        let mut blocks = Blocks::new(input, LINE);
        let mut groups = Groups::default();
        let mut hand = Hand { sink, control, told: 0, drafted: Vec::new() };
        loop {
            if control.is_cancelled() {
                report.failure = Some(ReadError::Cancelled(name).to_string());
                break;
            }
            let Some(block) = blocks.next().map_err(|e| ReadError::io(&name, e))? else { break };
            groups.block(&block, &mut report);
            if let Some(length) = block.too_long {
                too_long(length, block.behind(), &mut report);
            }
            report.bytes += block.taken;
            control.add_bytes(block.taken);
            hand.over(std::mem::take(&mut groups.closed_now), &mut report);
        }
        groups.finish();
        hand.over(std::mem::take(&mut groups.closed_now), &mut report);
        hand.over(Vec::new(), &mut report);
        Ok(report)
    }
}

/// Hands finished articles out in their order. While some are handed out, the
/// next are drafted on the other cores.
struct Hand<'a> {
    sink: &'a mut dyn Sink,
    control: &'a Control,
    /// How many records the control knows of.
    told: u64,
    drafted: Vec<(Option<Dossier>, LoadReport)>,
}

impl Hand<'_> {
    fn over(&mut self, closed: Vec<Closed>, report: &mut LoadReport) {
        if closed.is_empty() && self.drafted.is_empty() {
            return;
        }
        let before = std::mem::take(&mut self.drafted);
        let drafted = &mut self.drafted;
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| {
                let each = closed.into_par_iter().with_min_len(8);
                *drafted = each.map_init(Pool::default, |pool, closed| closed.draft(pool)).collect();
            });
            for (dossier, of_group) in before {
                report.merge(of_group);
                if let Some(dossier) = dossier {
                    self.sink.dossier(dossier);
                }
            }
        });
        self.control.add_records(report.read.saturating_sub(self.told));
        self.told = report.read.max(self.told);
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

/// The records of one article as far as they came.
struct Group {
    draft: Draft,
    has_article: bool,
    /// Lines that nobody has looked into yet.
    lines: Vec<Waiting>,
    /// Lines that came before the article or an actor that they need.
    waiting: VecDeque<(u64, String)>,
    bytes: usize,
}

/// A line that waits to be understood.
struct Waiting {
    number: u64,
    bytes: Arc<Vec<u8>>,
    at: Range<usize>,
}

/// An article of which no more comes, or not for now.
enum Closed {
    /// All of it.
    Whole(Box<Group>),
    /// What fills the window alone.
    Part(Box<Dossier>),
}

impl Closed {
    fn draft(self, pool: &mut Pool) -> (Option<Dossier>, LoadReport) {
        let mut report = LoadReport::default();
        match self {
            Closed::Whole(mut group) => {
                group.work(&mut report, pool);
                group.settle(true, &mut report);
                let some = group.has_article || !group.draft.is_empty();
                (some.then_some(group.draft.dossier), report)
            }
            Closed::Part(dossier) => (Some(*dossier), report),
        }
    }
}

/// Articles whose records may still come.
#[derive(Default)]
struct Groups {
    open: FxHashMap<Arc<str>, Box<Group>>,
    /// Ids in the order in which they were opened; also some that were closed.
    order: VecDeque<Arc<str>>,
    closed: FxHashSet<Arc<str>>,
    /// Those that are to be handed out.
    closed_now: Vec<Closed>,
    bytes: usize,
    pool: Pool,
}

impl Groups {
    /// Puts the lines of a block to their articles.
    fn block(&mut self, block: &Block, report: &mut LoadReport) {
        for (number, at) in block.lines() {
            let Some(mut line) = block.bytes.get(at.clone()) else { continue };
            let mut start = at.start;
            if number == 1
                && let Some(rest) = line.strip_prefix(b"\xef\xbb\xbf")
            {
                (line, start) = (rest, at.start + 3);
            }
            let waiting = Waiting { number, bytes: block.bytes.clone(), at: start..at.end };
            match blocks::head(line) {
                Some((kind, id)) if document::headers().iter().any(|h| h.as_bytes() == kind) => {
                    self.put(id, waiting, report);
                }
                _ => {
                    if let Some(id) = self.look_closer(line, number, report) {
                        self.put(&id, waiting, report);
                    }
                }
            }
        }
    }

    /// The id of the article that a line belongs to; what is wrong with the
    /// line, if it belongs to none.
    fn look_closer(&mut self, bytes: &[u8], number: u64, report: &mut LoadReport) -> Option<String> {
        let text = String::from_utf8_lossy(bytes);
        if text.trim().is_empty() {
            return None;
        }
        let (node, error) = json_tree::parse_with(&text, &mut self.pool);
        let mut notes = Notes::new(report, Place::new(&text, number));
        let id = match (&error, &node) {
            (Some(error), _) => {
                reject_broken(error, &mut notes);
                None
            }
            (None, Some(node)) => article_id(node, &mut notes).map(str::to_owned),
            (None, None) => None,
        };
        if id.is_none() && std::str::from_utf8(bytes).is_err() {
            report.add(encoding_problem(bytes, number));
            report.repaired += 1;
        }
        id
    }

    /// Puts a line to its article.
    fn put(&mut self, id: &str, line: Waiting, report: &mut LoadReport) {
        if !self.open.contains_key(id) && !self.open_group(id, &line, report) {
            return;
        }
        let Some(group) = self.open.get_mut(id) else { return };
        group.bytes += line.at.len();
        self.bytes += line.at.len();
        group.lines.push(line);
        if self.bytes > WINDOW {
            self.make_room(id, report);
        }
    }

    fn open_group(&mut self, id: &str, line: &Waiting, report: &mut LoadReport) -> bool {
        if self.closed.contains(id) {
            let text = line.text();
            let at = text.len() - text.trim_start().len();
            let mut notes = Notes::new(report, Place::new(&text, line.number));
            notes.begin(Outcome::Rejected);
            let found = format!("a record of {id:?} far behind the others");
            let expected = format!("all records of an article within {} MiB", WINDOW >> 20);
            let advice = "sort the file by article";
            notes.mistake_with(at, Kind::Late, &found, &expected, advice);
            notes.end();
            return false;
        }
        let id: Arc<str> = Arc::from(id);
        let group = Group {
            draft: Draft::new(&id),
            has_article: false,
            waiting: VecDeque::new(),
            lines: Vec::new(),
            bytes: 0,
        };
        self.open.insert(id.clone(), Box::new(group));
        self.order.push_back(id);
        true
    }

    /// Hands out the oldest articles until half of the window is free; of the
    /// one at hand, if it fills the window alone, what is there so far.
    fn make_room(&mut self, current: &str, report: &mut LoadReport) {
        while self.bytes > WINDOW / 2
            && let Some(id) = self.order.pop_front()
        {
            if *id == *current && self.order.is_empty() {
                self.order.push_back(id);
                break;
            }
            if *id == *current {
                self.order.push_back(id);
            } else {
                self.close(id);
            }
        }
        if self.bytes > WINDOW / 2
            && let Some(group) = self.open.get_mut(current)
        {
            group.work(report, &mut self.pool);
            if group.has_article {
                self.bytes -= group.bytes;
                group.bytes = 0;
                group.settle(true, report);
                self.closed_now.push(Closed::Part(Box::new(group.draft.hand_out_part())));
            }
        }
    }

    fn close(&mut self, id: Arc<str>) {
        let Some(group) = self.open.remove(&id) else { return };
        self.bytes -= group.bytes;
        self.closed.insert(id);
        self.closed_now.push(Closed::Whole(group));
    }

    fn finish(&mut self) {
        while let Some(id) = self.order.pop_front() {
            self.close(id);
        }
    }
}

impl Waiting {
    fn raw(&self) -> &[u8] {
        self.bytes.get(self.at.clone()).unwrap_or_default()
    }

    fn text(&self) -> Cow<'_, str> {
        match std::str::from_utf8(self.raw()) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(String::from_utf8_lossy(self.raw()).into_owned()),
        }
    }
}

fn reject_broken(error: &JsonError, notes: &mut Notes<'_, '_>) {
    notes.begin(Outcome::Rejected);
    let kind = if error.cut { Kind::CutOff } else { Kind::Syntax };
    let found = if error.cut { "the end of the line" } else { &error.found };
    notes.mistake(error.at, kind, found, error.expected);
    notes.end();
}

impl Group {
    /// Understands the lines that came.
    fn work(&mut self, report: &mut LoadReport, pool: &mut Pool) {
        for line in std::mem::take(&mut self.lines) {
            let text = line.text();
            if matches!(text, Cow::Owned(_)) {
                report.add(encoding_problem(line.raw(), line.number));
                report.repaired += 1;
            }
            let (node, error) = json_tree::parse_with(&text, pool);
            let mut notes = Notes::new(report, Place::new(&text, line.number));
            match (error, node) {
                (Some(error), _) => reject_broken(&error, &mut notes),
                (None, Some(node)) => {
                    self.take(&node, &text, &mut notes);
                    pool.take_back(node);
                }
                (None, None) => {}
            }
        }
    }

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
