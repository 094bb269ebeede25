//! The keys of one record, looked up and checked.

use std::cell::Cell;

use super::error::{Outcome, Problem, ProblemKind};
use super::keys::Record;
use super::node::{Node, NodeTable, Place, Value};
use super::report::{LoadReport, PROBLEMS_KEPT, RecordProblems};
use crate::model::spelling::nearest;

/// More keys than any record has.
const SLOTS: usize = 24;

/// Takes down problems with their places, and decides over the record at hand.
pub(crate) struct Notes<'r, 't> {
    pub(crate) report: &'r mut LoadReport,
    place: Place<'t>,
    /// What happens to a record with a mistake; articles and actors are kept
    /// without the wrong value, since others depend on them.
    pub(crate) on_mistake: Outcome,
    /// What is wrong with the record at hand.
    wrong: RecordProblems,
    within: bool,
    /// Broken rules of the file that are not told yet: each belongs to the record
    /// in which it stands, if it stands in one.
    faults: Vec<Fault>,
}

/// A broken rule of a file.
struct Fault {
    at: usize,
    problem: Problem,
    /// Whether what stands behind it could not be read either.
    rest_lost: bool,
}

impl<'r, 't> Notes<'r, 't> {
    pub(crate) fn new(report: &'r mut LoadReport, place: Place<'t>) -> Notes<'r, 't> {
        let wrong = RecordProblems::default();
        let faults = Vec::new();
        Notes { report, place, on_mistake: Outcome::Rejected, wrong, within: false, faults }
    }

    /// The number of the first line of the text at hand.
    pub(crate) fn first_line(&self) -> u64 {
        self.place.first_line
    }

    /// Begins a record.
    pub(crate) fn begin(&mut self, on_mistake: Outcome) {
        self.on_mistake = on_mistake;
        self.within = true;
    }

    /// Has a problem belong to the record that comes next.
    pub(crate) fn foretell(&mut self, problem: Option<Problem>) {
        if let Some(problem) = problem {
            self.wrong.add(problem);
        }
    }

    /// Ends a record and counts it; whether it is to be kept.
    pub(crate) fn end(&mut self) -> bool {
        self.within = false;
        let kept = self.report.settle(&mut self.wrong, 1) != Outcome::Rejected;
        self.report.keep(kept.into());
        kept
    }

    /// Counts some records that are all left out for the same reasons.
    pub(crate) fn end_rejected(&mut self, records: u64) {
        self.within = false;
        self.report.settle(&mut self.wrong, records);
    }

    /// Leaves the record at hand out, for what was told of it.
    pub(crate) fn reject(&mut self) {
        self.wrong.reject();
    }

    /// Whether another problem would be kept in full.
    pub(crate) fn has_room(&self) -> bool {
        self.report.problems().len() + self.wrong.len() < PROBLEMS_KEPT
    }

    /// Whether the record at hand will be left out.
    pub(crate) fn is_lost(&self) -> bool {
        self.wrong.worst() == Outcome::Rejected
    }

    /// A broken rule of the file, told with the record in which it stands, at the
    /// latest by [`Notes::finish`].
    pub(crate) fn fault(&mut self, at: usize, rest_lost: bool, problem: Problem) {
        let problem = Problem { at: self.place.position(at), ..problem };
        self.faults.push(Fault { at, problem, rest_lost });
    }

    /// Tells what broke the record at hand, if something did.
    pub(crate) fn broken(&mut self, node: &Node<'_>) {
        let Some(record) = node.cut.clone() else { return };
        let on_mistake = self.on_mistake;
        let mut told = false;
        let faults = std::mem::take(&mut self.faults);
        for fault in faults {
            let here = record.contains(&fault.at);
            if here && (on_mistake == Outcome::Rejected || !fault.rest_lost) {
                self.wrong.add(Problem { outcome: on_mistake, ..fault.problem });
                told = true;
            } else {
                self.faults.push(fault);
            }
        }
        if !told {
            let found = "a record that breaks off";
            self.mistake(node.start, ProblemKind::CutOff, found, "a whole one");
        }
    }

    /// Tells the broken rules that stand in no record.
    pub(crate) fn finish(&mut self) {
        for fault in self.faults.drain(..) {
            self.report.add(fault.problem);
        }
    }

    /// A mistake that decides over the record as [`Notes::on_mistake`] says.
    pub(crate) fn mistake(&mut self, at: usize, kind: ProblemKind, found: &str, expected: &str) {
        self.tell(at, kind, self.on_mistake, found, expected, "");
    }

    /// The same with advice.
    pub(crate) fn mistake_with(
        &mut self,
        at: usize,
        kind: ProblemKind,
        found: &str,
        expected: &str,
        advice: &str,
    ) {
        self.tell(at, kind, self.on_mistake, found, expected, advice);
    }

    pub(crate) fn tell(
        &mut self,
        at: usize,
        kind: ProblemKind,
        outcome: Outcome,
        found: &str,
        expected: &str,
        advice: &str,
    ) {
        let position = self.place.position(at);
        let problem = Problem::new(position, kind, outcome, found, expected).advise(advice);
        match self.within {
            true => self.wrong.add(problem),
            false => self.report.add(problem),
        }
    }
}

/// The values of one record by key.
pub(crate) struct Fields<'n, 't> {
    /// Where the record begins, for what is missing in it.
    pub(crate) at: usize,
    record: &'static Record,
    slots: [Option<&'n Node<'t>>; SLOTS],
    /// The place behind the one that was asked for last: keys are asked for about
    /// in their order.
    near: Cell<usize>,
}

impl<'n, 't> Fields<'n, 't> {
    /// Looks at all keys of a table; unknown ones are noted and passed over.
    pub(crate) fn new(
        at: usize,
        table: &'n NodeTable<'t>,
        record: &'static Record,
        notes: &mut Notes<'_, '_>,
    ) -> Fields<'n, 't> {
        let mut fields = Fields { at, record, slots: [None; SLOTS], near: Cell::new(0) };
        let mut near = 0;
        for (key, value) in table {
            let Some(place) = record.place_of(&key.name, near) else {
                fields.unknown(key.start, &key.name, notes);
                continue;
            };
            near = place + 1;
            let Some(slot) = fields.slots.get_mut(place) else { continue };
            if slot.is_some() {
                let found = format!("{:?} a second time", key.name);
                notes.mistake(key.start, ProblemKind::Syntax, &found, "each key once");
            } else if !value.is_null() {
                *slot = Some(value);
            }
        }
        fields
    }

    fn unknown(&self, at: usize, name: &str, notes: &mut Notes<'_, '_>) {
        let names = self.record.keys.iter().map(|k| k.name);
        let expected = format!("a key of {} {}", article_of(self.record.name), self.record.name);
        let advice = nearest(name, names).map(|n| format!("did you mean {n}?")).unwrap_or_default();
        notes.tell(at, ProblemKind::UnknownKey, Outcome::Noted, &format!("{name:?}"), &expected, &advice);
    }

    /// The value of a key, if it is there and not null.
    pub(crate) fn get(&self, name: &str) -> Option<&'n Node<'t>> {
        let place = self.record.place_of(name, self.near.get())?;
        self.near.set(place + 1);
        self.slots.get(place).copied().flatten()
    }

    /// A text in place of another, whose memory it takes; empty if absent.
    pub(crate) fn copy(&self, name: &str, into: &mut String, notes: &mut Notes<'_, '_>) {
        set(into, self.optional_text(name, notes).unwrap_or_default());
    }

    /// A text, if it is there.
    pub(crate) fn optional_text(&self, name: &str, notes: &mut Notes<'_, '_>) -> Option<&'n str> {
        let node = self.get(name)?;
        let text = node.text();
        if text.is_none() {
            wrong_type(node, "a text in quotation marks", notes);
        }
        text
    }

    /// A text, or a list of them, behind others.
    pub(crate) fn copy_all(&self, name: &str, into: &mut Vec<String>, notes: &mut Notes<'_, '_>) {
        for item in self.get(name).map_or(&[][..], items) {
            match item.text() {
                Some(text) => into.push(text.to_owned()),
                None => wrong_type(item, "a text in quotation marks", notes),
            }
        }
    }

    pub(crate) fn flag(&self, name: &str, notes: &mut Notes<'_, '_>) -> Option<bool> {
        let node = self.get(name)?;
        if let Value::Bool(value) = node.value {
            return Some(value);
        }
        wrong_type(node, "true or false", notes);
        None
    }

    /// One of a list of words; the first if absent.
    pub(crate) fn word<T: Copy>(
        &self,
        name: &str,
        all: &[T],
        of: fn(T) -> &'static str,
        notes: &mut Notes<'_, '_>,
    ) -> Option<T> {
        let text = self.optional_text(name, notes)?;
        let found = all.iter().copied().find(|&v| of(v) == text);
        if found.is_none() {
            let words: Vec<_> = all.iter().map(|&v| of(v)).collect();
            let advice = nearest(text, words.iter().copied()).map(|w| format!("did you mean {w}?"));
            let at = self.get(name).map_or(self.at, |n| n.start);
            let expected = format!("one of {}", words.join(", "));
            notes.mistake_with(
                at,
                ProblemKind::BadValue,
                &format!("{text:?}"),
                &expected,
                &advice.unwrap_or_default(),
            );
        }
        found
    }

    /// A whole number of at least 1.
    pub fn count(&self, name: &str, notes: &mut Notes<'_, '_>) -> Option<u32> {
        let node = self.get(name)?;
        let expected = "a whole number, 1 or more";
        match node.value {
            Value::Integer(number) => {
                let count = u32::try_from(number).ok().filter(|&n| n > 0);
                if count.is_none() {
                    notes.mistake(node.start, ProblemKind::BadValue, &number.to_string(), expected);
                }
                count
            }
            _ => {
                wrong_type(node, expected, notes);
                None
            }
        }
    }

    /// A number from 0 to 1.
    pub(crate) fn share(&self, name: &str, notes: &mut Notes<'_, '_>) -> Option<f32> {
        let node = self.get(name)?;
        let expected = "a number from 0 to 1";
        let number = match node.value {
            Value::Integer(number) => number as f64,
            Value::Float(number) => number,
            _ => {
                wrong_type(node, expected, notes);
                return None;
            }
        };
        if (0.0..=1.0).contains(&number) {
            return Some(number as f32);
        }
        notes.mistake(node.start, ProblemKind::BadValue, &number.to_string(), expected);
        None
    }
}

/// Makes a text another, in the memory that it has.
pub(crate) fn set(text: &mut String, to: &str) {
    text.clear();
    text.push_str(to);
}

/// A list's items, or the value itself where it is no list.
pub(crate) fn items<'n, 't>(node: &'n Node<'t>) -> &'n [Node<'t>] {
    match &node.value {
        Value::List(items) => items,
        Value::Null => &[],
        _ => std::slice::from_ref(node),
    }
}

pub(crate) fn wrong_type(node: &Node<'_>, expected: &str, notes: &mut Notes<'_, '_>) {
    notes.mistake(node.start, ProblemKind::WrongType, &node.describe(), expected);
}

fn article_of(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::keys::RECORDS;

    #[test]
    fn every_record_fits_the_slots() {
        assert!(RECORDS.iter().all(|r| r.keys.len() <= SLOTS));
    }
}
