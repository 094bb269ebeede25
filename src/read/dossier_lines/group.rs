//! One article's lines, and what they come to.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use crate::model::Dossier;
use crate::read::draft::Draft;
use crate::read::error::{Outcome, Problem, ProblemKind};
use crate::read::fields::{Notes, items};
use crate::read::input::encoding_problem;
use crate::read::json_tree::{self, JsonError};
use crate::read::node::{Node, Place};
use crate::read::report::LoadReport;
use crate::read::sides;

/// The records of one article as far as they came.
#[derive(Default)]
pub(super) struct Group {
    id: String,
    /// Lines that nobody has looked into yet, end to end.
    text: Vec<u8>,
    /// Their numbers, and where they are.
    lines: Vec<(u64, Range<usize>)>,
    /// What was understood, once somebody began.
    draft: Option<Box<Draft>>,
    pub(super) has_article: bool,
    /// Lines that came before the article or an actor that they need.
    waiting: VecDeque<Waiting>,
    /// Bytes of the lines that came since some were handed out.
    pub(super) bytes: usize,
    /// What became of its records.
    report: LoadReport,
}

/// A line that waits: its number, its text, and what was put right in it.
struct Waiting {
    number: u64,
    line: String,
    repaired: Option<Problem>,
}

/// An article of which no more comes, or not for now.
pub(super) enum Closed {
    /// All of it.
    Whole(Box<Group>),
    /// What fills the window alone.
    Part(Box<Dossier>),
}

impl Closed {
    /// Understands its lines.
    pub(super) fn draft(&mut self) {
        if let Closed::Whole(group) = self {
            let mut report = LoadReport::default();
            group.work(&mut report);
            group.settle(true, &mut report);
            if let Some(draft) = &mut group.draft {
                draft.finish();
            }
            group.report = report;
        }
    }

    /// What became of its records, asked once.
    pub(super) fn report(&mut self) -> LoadReport {
        match self {
            Closed::Whole(group) => std::mem::take(&mut group.report),
            Closed::Part(_) => LoadReport::default(),
        }
    }

    /// What was drafted, if there is anything.
    pub(super) fn dossier(&self) -> Option<&Dossier> {
        match self {
            Closed::Whole(group) => {
                let draft = group.draft.as_ref()?;
                (group.has_article || !draft.is_empty()).then_some(&draft.dossier)
            }
            Closed::Part(dossier) => Some(dossier),
        }
    }
}

/// A line as text; what is no UTF-8 becomes U+FFFD.
pub(super) fn text_of(line: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(line) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(String::from_utf8_lossy(line).into_owned()),
    }
}

pub(super) fn reject_broken(error: &JsonError, notes: &mut Notes<'_, '_>) {
    notes.begin(Outcome::Rejected);
    let kind = if error.cut { ProblemKind::CutOff } else { ProblemKind::Syntax };
    let found = if error.cut { "the end of the line" } else { &error.found };
    notes.mistake(error.at, kind, found, error.expected);
    notes.end();
}

impl Group {
    /// Begins an article.
    pub(super) fn new(id: &str) -> Group {
        Group { id: id.to_owned(), ..Group::default() }
    }

    /// Takes a line.
    pub(super) fn push(&mut self, number: u64, line: &[u8]) {
        let start = self.text.len();
        self.text.extend_from_slice(line);
        self.lines.push((number, start..self.text.len()));
        self.bytes += line.len();
    }

    /// Hands out what is there so far.
    pub(super) fn part(&mut self) -> Option<Box<Dossier>> {
        self.draft.as_mut().map(|draft| Box::new(draft.hand_out_part()))
    }

    /// Understands the lines that came.
    pub(super) fn work(&mut self, report: &mut LoadReport) {
        let bytes = std::mem::take(&mut self.text);
        let lines = std::mem::take(&mut self.lines);
        let mut draft = self.draft.take().unwrap_or_else(|| Box::new(Draft::new(&self.id)));
        for (number, at) in lines {
            let line = bytes.get(at).unwrap_or_default();
            let text = text_of(line);
            let repaired = matches!(text, Cow::Owned(_)).then(|| encoding_problem(line, number));
            let (node, error) = json_tree::parse(&text);
            let mut notes = Notes::new(report, Place::new(&text, number));
            match (error, node) {
                (Some(error), _) => {
                    notes.foretell(repaired);
                    reject_broken(&error, &mut notes);
                }
                (None, Some(node)) => self.take(&node, &text, repaired, &mut draft, &mut notes),
                (None, None) => {}
            }
        }
        self.draft = Some(draft);
    }

    /// Takes a record, or keeps its line until what it needs is there.
    fn take(
        &mut self,
        node: &Node<'_>,
        line: &str,
        repaired: Option<Problem>,
        draft: &mut Draft,
        notes: &mut Notes<'_, '_>,
    ) {
        match kind_of(node) {
            "article" if self.has_article => {
                notes.foretell(repaired);
                notes.begin(Outcome::Rejected);
                let expected = "one article record for each id";
                notes.mistake(
                    node.start,
                    ProblemKind::DuplicateId,
                    "an article's id a second time",
                    expected,
                );
                notes.end();
            }
            "article" => {
                notes.foretell(repaired);
                draft.article(node, notes);
                self.has_article = true;
                self.settle_in(draft, false, notes.report);
            }
            "actor" => {
                notes.foretell(repaired);
                draft.actor(node, notes);
            }
            _ => {
                self.settle_in(draft, false, notes.report);
                if self.is_ready(draft, node) {
                    notes.foretell(repaired);
                    put(draft, node, notes);
                } else {
                    let (number, line) = (notes.first_line(), line.to_owned());
                    self.waiting.push_back(Waiting { number, line, repaired });
                }
            }
        }
    }

    /// Reads the lines that waited, in their order and up to the first that
    /// still misses something; with `all`, that one and the rest too.
    pub(super) fn settle(&mut self, all: bool, report: &mut LoadReport) {
        if let Some(mut draft) = self.draft.take() {
            self.settle_in(&mut draft, all, report);
            self.draft = Some(draft);
        }
    }

    fn settle_in(&mut self, draft: &mut Draft, all: bool, report: &mut LoadReport) {
        if !(all || self.has_article) {
            return;
        }
        while let Some(waiting) = self.waiting.pop_front() {
            let Some(node) = json_tree::parse(&waiting.line).0 else { continue };
            if !all && !knows_actors(draft, &node) {
                drop(node);
                self.waiting.push_front(waiting);
                return;
            }
            let Waiting { number, line, repaired } = &waiting;
            let mut notes = Notes::new(report, Place::new(line, *number));
            notes.foretell(repaired.clone());
            put(draft, &node, &mut notes);
        }
    }

    /// Whether a record can be read now, and none that came before it waits.
    fn is_ready(&self, draft: &Draft, node: &Node<'_>) -> bool {
        self.waiting.is_empty() && self.has_article && knows_actors(draft, node)
    }
}

fn put(draft: &mut Draft, node: &Node<'_>, notes: &mut Notes<'_, '_>) {
    match kind_of(node) {
        "event" => draft.event(node, true, notes),
        _ => draft.claim(node, notes),
    }
}

fn knows_actors(draft: &Draft, node: &Node<'_>) -> bool {
    let sides = ["source", "target", "speaker"].into_iter().filter_map(|k| node.get(k)).flat_map(items);
    let ids = sides.filter_map(|s| s.get("actor").and_then(Node::text));
    let about = node.get("about").into_iter().flat_map(items).filter_map(Node::text);
    ids.into_iter().all(|id| draft.find_actor(id).is_some())
        && about.into_iter().all(|text| sides::find_topic(text, draft).is_some())
}

pub(super) fn kind_of<'n>(node: &'n Node<'_>) -> &'n str {
    node.get("type").and_then(Node::text).unwrap_or("")
}
