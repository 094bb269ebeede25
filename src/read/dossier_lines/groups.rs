//! Lines of a stream, put to their articles.

use std::collections::VecDeque;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::WINDOW;
use super::blocks::{self, Block};
use super::group::{Closed, Group, kind_of, reject_broken, text_of};
use crate::model::spelling::nearest;
use crate::read::document;
use crate::read::error::{Outcome, ProblemKind};
use crate::read::fields::Notes;
use crate::read::input::encoding_problem;
use crate::read::json_tree;
use crate::read::node::{Node, Place};
use crate::read::report::LoadReport;

/// Articles whose records may still come.
#[derive(Default)]
pub(super) struct Groups {
    open: FxHashMap<Arc<str>, Box<Group>>,
    /// Ids in the order in which they were opened; also some that were closed.
    order: VecDeque<Arc<str>>,
    closed: FxHashSet<Arc<str>>,
    /// Those that are to be handed out.
    pub(super) closed_now: Vec<Closed>,
    bytes: usize,
}

impl Groups {
    /// Puts the lines of a block to their articles.
    pub(super) fn block(&mut self, block: &Block, report: &mut LoadReport) {
        for (number, at) in block.lines() {
            let Some(mut line) = block.bytes.get(at) else { continue };
            if number == 1
                && let Some(rest) = line.strip_prefix(b"\xef\xbb\xbf")
            {
                line = rest;
            }
            match blocks::head(line) {
                Some((kind, id)) if document::headers().iter().any(|h| h.as_bytes() == kind) => {
                    self.put(id, number, line, report);
                }
                _ => {
                    if let Some(id) = self.look_closer(line, number, report) {
                        self.put(&id, number, line, report);
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
        let (node, error) = json_tree::parse(&text);
        let mut notes = Notes::new(report, Place::new(&text, number));
        let id = node.as_ref().filter(|_| error.is_none()).and_then(article_id);
        if id.is_none() {
            notes.foretell(std::str::from_utf8(bytes).is_err().then(|| encoding_problem(bytes, number)));
            match (&error, &node) {
                (Some(error), _) => reject_broken(error, &mut notes),
                (None, Some(node)) => reject_homeless(node, &mut notes),
                (None, None) => {}
            }
        }
        id.map(str::to_owned)
    }

    /// Puts a line to its article.
    fn put(&mut self, id: &str, number: u64, line: &[u8], report: &mut LoadReport) {
        match self.open.get_mut(id) {
            Some(group) => group.push(number, line),
            None => {
                let Some(mut group) = self.new_group(id, number, line, report) else { return };
                group.push(number, line);
                let id: Arc<str> = Arc::from(id);
                self.open.insert(id.clone(), group);
                self.order.push_back(id);
            }
        }
        self.bytes += line.len();
        if self.bytes > WINDOW {
            self.make_room(id, report);
        }
    }

    fn new_group(
        &mut self,
        id: &str,
        number: u64,
        line: &[u8],
        report: &mut LoadReport,
    ) -> Option<Box<Group>> {
        if self.closed.contains(id) {
            let text = text_of(line);
            let at = text.len() - text.trim_start().len();
            let mut notes = Notes::new(report, Place::new(&text, number));
            notes.foretell(std::str::from_utf8(line).is_err().then(|| encoding_problem(line, number)));
            notes.begin(Outcome::Rejected);
            let found = format!("a record of {id:?} far behind the others");
            let expected = format!("all records of an article within {} MiB", WINDOW >> 20);
            let advice = "sort the file by article";
            notes.mistake_with(at, ProblemKind::Late, &found, &expected, advice);
            notes.end();
            return None;
        }
        Some(Box::new(Group::new(id)))
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
            group.work(report);
            if group.has_article {
                self.bytes -= group.bytes;
                group.bytes = 0;
                group.settle(true, report);
                self.closed_now.extend(group.part().map(Closed::Part));
            }
        }
    }

    fn close(&mut self, id: Arc<str>) {
        let Some(group) = self.open.remove(&id) else { return };
        self.bytes -= group.bytes;
        self.closed.insert(id);
        self.closed_now.push(Closed::Whole(group));
    }

    /// Closes all that are open.
    pub(super) fn finish(&mut self) {
        while let Some(id) = self.order.pop_front() {
            self.close(id);
        }
    }
}

/// The key under which a record of this type has the id of its article.
fn key_of(kind: &str) -> &'static str {
    if kind == "article" { "id" } else { "article" }
}

/// The id of the article that a record belongs to, if the record is one.
fn article_id<'n>(node: &'n Node<'_>) -> Option<&'n str> {
    let kind = kind_of(node);
    let id = node.get(key_of(kind)).and_then(Node::text);
    id.filter(|_| document::headers().contains(&kind))
}

/// Tells why a line belongs to no article.
fn reject_homeless(node: &Node<'_>, notes: &mut Notes<'_, '_>) {
    let kind = kind_of(node);
    let (known, key) = (document::headers(), key_of(kind));
    notes.begin(Outcome::Rejected);
    if node.table().is_none() {
        notes.mistake(node.start, ProblemKind::WrongType, &node.describe(), "a record in { }");
    } else if known.contains(&kind) {
        let found = format!("a record of type {kind} without {key}");
        notes.mistake(node.start, ProblemKind::MissingKey, &found, &format!("\"{key}\": \"…\""));
    } else {
        let at = node.get("type").map_or(node.start, |n| n.start);
        let found = if kind.is_empty() { "a record without type".to_owned() } else { format!("{kind:?}") };
        let advice = nearest(kind, known).map(|n| format!("did you mean {n}?"));
        let expected = format!("\"type\": one of {}", known.join(", "));
        notes.mistake_with(at, ProblemKind::UnknownRecord, &found, &expected, &advice.unwrap_or_default());
    }
    notes.end();
}
