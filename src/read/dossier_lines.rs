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
mod group;
mod groups;

use std::path::Path;

use rayon::prelude::*;

use self::blocks::Blocks;
use self::group::Closed;
use self::groups::Groups;

use super::control::Control;
use super::error::{Outcome, Position, Problem, ProblemKind, ReadError};
use super::input::Input;
use super::node::Node;
use super::report::LoadReport;
use super::{Confidence, Reader, Sink, Spec, has_extension, json_tree};

/// How many bytes of lines are kept while their articles may be unfinished.
pub(crate) const WINDOW: usize = 16 << 20;
/// The longest line that is read.
pub(crate) const LINE: usize = 64 << 20;

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
        report: &mut LoadReport,
    ) -> Result<(), ReadError> {
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
            groups.block(&block, report);
            if let Some(length) = block.too_long {
                too_long(length, block.behind(), report);
            }
            report.bytes += block.taken;
            control.add_bytes(block.taken);
            blocks.take_back(block);
            hand.over(&mut groups, report);
        }
        groups.finish();
        hand.over(&mut groups, report);
        hand.step(Vec::new(), report);
        Ok(())
    }
}

/// How many articles are understood at a time: enough for all cores, and few
/// enough that they take little memory.
const AT_ONCE: usize = 256;
/// How many of them one core takes at a time.
const EACH: usize = 16;

/// Hands finished articles out in their order. While some are handed out, the
/// next are drafted on the other cores.
struct Hand<'a> {
    sink: &'a mut dyn Sink,
    control: &'a Control,
    /// How many records the control knows of.
    told: u64,
    drafted: Vec<Closed>,
}

impl Hand<'_> {
    /// Hands out all articles that were closed but the last ones, which are drafted.
    fn over(&mut self, groups: &mut Groups, report: &mut LoadReport) {
        let mut closed = std::mem::take(&mut groups.closed_now);
        while !closed.is_empty() {
            let later = closed.split_off(closed.len().min(AT_ONCE));
            self.step(std::mem::replace(&mut closed, later), report);
        }
    }

    fn step(&mut self, mut closed: Vec<Closed>, report: &mut LoadReport) {
        let before = std::mem::take(&mut self.drafted);
        let sink = &mut *self.sink;
        rayon::in_place_scope(|scope| {
            let closed = &mut closed;
            scope.spawn(move |_| {
                closed.par_iter_mut().with_min_len(EACH).for_each(Closed::draft);
            });
            for mut article in before {
                report.merge(article.report());
                if let Some(dossier) = article.dossier() {
                    sink.dossier(dossier);
                }
            }
        });
        self.drafted = closed;
        self.control.add_records(report.read().saturating_sub(self.told));
        self.told = report.read().max(self.told);
    }
}

fn too_long(length: u64, number: u64, report: &mut LoadReport) {
    let found = format!("a line of {length} bytes");
    let expected = format!("at most {LINE}");
    let at = Position::new(number, 1);
    report.add(Problem::new(at, ProblemKind::TooLarge, Outcome::Rejected, &found, &expected));
}
