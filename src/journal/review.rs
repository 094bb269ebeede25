//! What the journal comes to: every slot's value, by coder. Made by applying
//! entries in their order, and by nothing else, so that replaying the journal
//! gives what the session that wrote it had.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::anchor::Anchor;
use super::batch::{Act, Batch};
use super::entry::{Change, Entry, EntryKind, Turn};
use super::reading::{JournalRow, Unreadable};

/// A slot's value and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Slot {
    pub(crate) value: Value,
    /// The entry that set it.
    pub(crate) entry: u64,
    /// When.
    pub(crate) time: DateTime<Utc>,
}

/// All slots of one key, by kind and coder.
pub(crate) type Slots = BTreeMap<(EntryKind, String), Slot>;

/// One setting of a batch, as undo and redo need it.
#[derive(Debug, Clone, PartialEq)]
struct Setting {
    kind: EntryKind,
    key: String,
    before: Option<Value>,
    after: Option<Value>,
}

/// A batch that can be undone or redone.
#[derive(Debug, Clone, PartialEq)]
struct Done {
    batch: String,
    settings: Vec<Setting>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Stacks {
    undo: Vec<Done>,
    redo: Vec<Done>,
}

/// The state after some entries of a journal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Review {
    slots: FxHashMap<String, Slots>,
    anchors: FxHashMap<String, Vec<Anchor>>,
    stacks: FxHashMap<String, Stacks>,
    history: Vec<Arc<Entry>>,
    unreadable: Vec<Unreadable>,
}

impl Review {
    /// The state that these entries lead to.
    pub fn replay(entries: impl IntoIterator<Item = Entry>) -> Review {
        let mut review = Review::default();
        for entry in entries {
            review.apply(entry);
        }
        review
    }

    /// The state that the rows of a journal lead to, as far as they can be read.
    pub(super) fn of_rows(rows: Vec<JournalRow>) -> Review {
        let mut review = Review::default();
        rows.into_iter().for_each(|row| review.take_row(row));
        review
    }

    /// Takes in the next row: an entry, or that there is one which cannot be read.
    pub(super) fn take_row(&mut self, row: JournalRow) {
        match row {
            JournalRow::Entry(entry, _) => self.apply(*entry),
            JournalRow::Unreadable(unreadable) => self.unreadable.push(unreadable),
        }
    }

    /// The entries of the journal that cannot be read and are left out, in order.
    pub fn unreadable(&self) -> &[Unreadable] {
        &self.unreadable
    }

    /// The state right after an entry of this one's history.
    pub fn at_entry(&self, id: u64) -> Review {
        Review::replay(self.history.iter().take_while(|e| e.id <= id).map(|e| (**e).clone()))
    }

    /// Takes in the next entry.
    pub(crate) fn apply(&mut self, entry: Entry) {
        self.set(&entry);
        if let Some(anchor) = &entry.anchor {
            let known = self.anchors.entry(entry.key.clone()).or_default();
            if !known.contains(anchor) {
                known.push(anchor.clone());
            }
        }
        if !entry.kind.is_passive() {
            self.stack(&entry);
        }
        self.history.push(Arc::new(entry));
    }

    fn set(&mut self, entry: &Entry) {
        let name = (entry.kind, entry.coder.clone());
        match &entry.after {
            Some(value) => {
                let slot = Slot { value: value.clone(), entry: entry.id, time: entry.time };
                self.slots.entry(entry.key.clone()).or_default().insert(name, slot);
            }
            None => {
                if let Some(slots) = self.slots.get_mut(&entry.key) {
                    slots.remove(&name);
                    if slots.is_empty() {
                        self.slots.remove(&entry.key);
                    }
                }
            }
        }
    }

    fn stack(&mut self, entry: &Entry) {
        let stacks = self.stacks.entry(entry.coder.clone()).or_default();
        match &entry.turn {
            Turn::Do => {
                let setting = Setting {
                    kind: entry.kind,
                    key: entry.key.clone(),
                    before: entry.before.clone(),
                    after: entry.after.clone(),
                };
                match stacks.undo.last_mut().filter(|done| done.batch == entry.batch) {
                    Some(done) => done.settings.push(setting),
                    None => {
                        stacks.redo.clear();
                        stacks.undo.push(Done { batch: entry.batch.clone(), settings: vec![setting] });
                    }
                }
            }
            Turn::Undo(batch) => shift(&mut stacks.undo, &mut stacks.redo, batch),
            Turn::Redo(batch) => shift(&mut stacks.redo, &mut stacks.undo, batch),
        }
    }

    /// Everybody who wrote anything but looks, by name.
    pub(crate) fn coders(&self) -> Vec<&str> {
        let mut coders: Vec<&str> = self.stacks.keys().map(String::as_str).collect();
        coders.sort_unstable();
        coders
    }

    /// Whether more than one coder wrote anything but looks.
    pub(crate) fn has_several_coders(&self) -> bool {
        self.stacks.len() > 1
    }

    /// The number of the last entry, readable or not; 0 if there is none.
    pub fn last_id(&self) -> u64 {
        let unreadable = self.unreadable.last().map_or(0, |u| u.entry);
        self.history.last().map_or(0, |e| e.id).max(unreadable)
    }

    /// The hash of the last entry, over which the next one's goes; empty if there
    /// is none, or none that can be read.
    pub(super) fn last_hash(&self) -> &str {
        let last = self.history.last();
        match self.unreadable.last().filter(|u| last.is_none_or(|e| e.id < u.entry)) {
            Some(unreadable) => unreadable.hash.as_deref().unwrap_or(""),
            None => last.map_or("", |e| e.hash.as_str()),
        }
    }

    /// All entries, in order.
    pub fn history(&self) -> &[Arc<Entry>] {
        &self.history
    }

    /// The entries that a batch makes when it is written now.
    pub(crate) fn entries_for(&self, batch: &Batch, now: DateTime<Utc>) -> Vec<Entry> {
        let coder = &batch.author.coder;
        let (changes, turn) = match &batch.act {
            Act::Do(changes) => (changes.clone(), Turn::Do),
            Act::Undo(which) => {
                (self.turned(coder, which, |s| &s.undo, Done::back), Turn::Undo(which.clone()))
            }
            Act::Redo(which) => {
                (self.turned(coder, which, |s| &s.redo, Done::forth), Turn::Redo(which.clone()))
            }
        };
        let mut entries: Vec<Entry> = Vec::with_capacity(changes.len());
        for change in changes {
            let before = entries
                .iter()
                .rev()
                .find(|e| e.kind == change.kind && e.key == change.key)
                .map_or_else(|| self.value(coder, change.kind, &change.key).cloned(), |e| e.after.clone());
            // Turning back writes all it turned, so that it is known as turned.
            if before == change.after && turn == Turn::Do {
                continue;
            }
            entries.push(self.entry_for(batch, change, before, &turn, now, &entries));
        }
        entries
    }

    /// What turning a batch back or forth sets; nothing if it is not there to be
    /// turned. What was set otherwise since, by a batch that came between, stays
    /// as it is: whoever turned this one had not seen that.
    fn turned(
        &self,
        coder: &str,
        which: &str,
        stack: impl Fn(&Stacks) -> &Vec<Done>,
        turn: impl Fn(&Done) -> Vec<Turning>,
    ) -> Vec<Change> {
        let Some(stack) = self.stacks.get(coder).map(stack) else { return Vec::new() };
        let Some(at) = stack.iter().rposition(|done| done.batch == which) else { return Vec::new() };
        let is_last = at + 1 == stack.len();
        let mut turned: FxHashMap<(EntryKind, String), Option<Value>> = FxHashMap::default();
        let mut changes = Vec::new();
        for Turning { setting, from, to } in turn(&stack[at]) {
            let slot = (setting.kind, setting.key.clone());
            let now = match turned.get(&slot) {
                Some(value) => value.clone(),
                None => self.value(coder, setting.kind, &setting.key).cloned(),
            };
            let after = if is_last || now == from { to } else { now };
            turned.insert(slot, after.clone());
            changes.push(Change::new(setting.kind, setting.key, after));
        }
        changes
    }

    fn entry_for(
        &self,
        batch: &Batch,
        change: Change,
        before: Option<Value>,
        turn: &Turn,
        now: DateTime<Utc>,
        earlier: &[Entry],
    ) -> Entry {
        let last_time = earlier.last().map(|e| e.time).or(self.history.last().map(|e| e.time));
        let known = |a: &Anchor| {
            self.anchors.get(&change.key).is_some_and(|k| k.contains(a))
                || earlier.iter().any(|e| e.key == change.key && e.anchor.as_ref() == Some(a))
        };
        let mut entry = Entry {
            id: earlier.last().map_or(self.last_id(), |e| e.id) + 1,
            batch: batch.name.clone(),
            part: earlier.len() as u32,
            time: last_time.map_or(now, |last| last.max(now)).trunc_subsecs(3),
            coder: batch.author.coder.clone(),
            session: batch.author.session.clone(),
            kind: change.kind,
            before,
            after: change.after,
            comment: change.comment,
            anchor: change.anchor.filter(|a| !known(a)),
            turn: turn.clone(),
            hash: String::new(),
            key: change.key,
        };
        entry.hash = entry.hash_after(earlier.last().map_or(self.last_hash(), |e| e.hash.as_str()));
        entry
    }

    /// An entry of another journal as the next of this one: own number and
    /// hash, the rest as it is.
    pub(crate) fn adopt(&self, foreign: &Entry) -> Entry {
        let mut entry = foreign.clone();
        entry.id = self.last_id() + 1;
        entry.time = self.history.last().map_or(entry.time, |e| e.time.max(entry.time)).trunc_subsecs(3);
        entry.before = self.value(&entry.coder, entry.kind, &entry.key).cloned();
        entry.hash = entry.hash_after(self.last_hash());
        entry
    }

    /// The batch that a coder's undo (or redo) would turn next.
    pub(super) fn next_batch(&self, coder: &str, redo: bool) -> Option<&str> {
        self.top(coder, |s| if redo { &s.redo } else { &s.undo }).map(|done| done.batch.as_str())
    }

    fn top(&self, coder: &str, pick: impl Fn(&Stacks) -> &Vec<Done>) -> Option<&Done> {
        self.stacks.get(coder).and_then(|s| pick(s).last())
    }

    /// How many batches of a coder can be undone, and redone.
    pub fn turns(&self, coder: &str) -> (usize, usize) {
        self.stacks.get(coder).map_or((0, 0), |s| (s.undo.len(), s.redo.len()))
    }

    /// The keys that undo (or redo) of a coder would touch next.
    pub(crate) fn next_turn(&self, coder: &str, redo: bool) -> Vec<&str> {
        let done = self.top(coder, |s| if redo { &s.redo } else { &s.undo });
        done.map_or_else(Vec::new, |d| d.settings.iter().map(|s| s.key.as_str()).collect())
    }

    /// A slot's value.
    pub(crate) fn value(&self, coder: &str, kind: EntryKind, key: &str) -> Option<&Value> {
        self.slot(coder, kind, key).map(|s| &s.value)
    }

    /// A slot.
    pub fn slot(&self, coder: &str, kind: EntryKind, key: &str) -> Option<&Slot> {
        // A key has few slots: cheaper than building a name to look up.
        self.of_kind(kind, key).find(|(by, _)| *by == coder).map(|(_, slot)| slot)
    }

    /// The slots of a kind and key, of all coders in the order of their names.
    pub(crate) fn of_kind<'a>(
        &'a self,
        kind: EntryKind,
        key: &str,
    ) -> impl Iterator<Item = (&'a str, &'a Slot)> + use<'a> {
        self.slots
            .get(key)
            .into_iter()
            .flatten()
            .filter(move |((k, _), _)| *k == kind)
            .map(|((_, coder), slot)| (coder.as_str(), slot))
    }

    /// The slots of a kind, of all keys and coders, in no order.
    pub(crate) fn all_of(&self, kind: EntryKind) -> impl Iterator<Item = (&str, &str, &Slot)> {
        self.slots.iter().flat_map(move |(key, slots)| {
            slots
                .iter()
                .filter(move |((k, _), _)| *k == kind)
                .map(move |((_, coder), slot)| (key.as_str(), coder.as_str(), slot))
        })
    }

    /// Everything that is known of what a key stands for, the oldest first.
    pub fn anchors(&self, key: &str) -> &[Anchor] {
        self.anchors.get(key).map_or(&[], |a| a)
    }

    /// The keys of all events and claims that were ever touched, with what is known of them.
    pub fn anchored(&self) -> impl Iterator<Item = (&str, &[Anchor])> {
        self.anchors.iter().map(|(key, anchors)| (key.as_str(), anchors.as_slice()))
    }

    /// Whether a key holds anything at all.
    pub fn holds(&self, key: &str) -> bool {
        self.slots.contains_key(key)
    }

    /// Whether two states hold the same values, whatever way they came about.
    pub fn same_values(&self, other: &Review) -> bool {
        let values = |review: &Review| -> BTreeMap<String, BTreeMap<(EntryKind, String), Value>> {
            let plain = |s: &Slots| s.iter().map(|(n, s)| (n.clone(), s.value.clone())).collect();
            review.slots.iter().map(|(key, slots)| (key.clone(), plain(slots))).collect()
        };
        values(self) == values(other)
    }
}

/// A setting that is turned back or forth, from the value that it has if nobody
/// came between.
struct Turning {
    setting: Setting,
    from: Option<Value>,
    to: Option<Value>,
}

impl Done {
    fn back(&self) -> Vec<Turning> {
        let turning =
            |s: &Setting| Turning { from: s.after.clone(), to: s.before.clone(), setting: s.clone() };
        self.settings.iter().rev().map(turning).collect()
    }

    fn forth(&self) -> Vec<Turning> {
        let turning =
            |s: &Setting| Turning { from: s.before.clone(), to: s.after.clone(), setting: s.clone() };
        self.settings.iter().map(turning).collect()
    }
}

/// Moves a batch from one stack to the other, if it is there: it is on top,
/// except where journals were put together.
fn shift(from: &mut Vec<Done>, to: &mut Vec<Done>, batch: &str) {
    if let Some(at) = from.iter().rposition(|done| done.batch == batch) {
        to.push(from.remove(at));
    }
}
