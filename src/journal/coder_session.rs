//! A coder's session: the journal, the state, and what could not be written yet.

use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use rustc_hash::FxHashSet;
use serde::Serialize;
use serde_json::Value;

use crate::model::{Decision, Pair};

use super::anchor::Anchor;
use super::entry::{Change, Entry, EntryKind, hex};
use super::error::JournalError;
use super::log::{Access, Act, Author, Batch, Journal};
use super::review::Review;
use super::value::{Adjudication, Correction, Draft, LastSeen, SavedView, SideRef};

/// Where a session takes the time from.
pub type Clock = Box<dyn Fn() -> DateTime<Utc> + Send>;

/// An event or claim that is decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its key.
    pub key: String,
    /// What the key means.
    pub anchor: Anchor,
}

impl Target {
    fn change<T: Serialize>(&self, kind: EntryKind, after: Option<T>) -> Change {
        Change { anchor: Some(self.anchor.clone()), ..change(kind, self.key.clone(), after) }
    }
}

fn change<T: Serialize>(kind: EntryKind, key: String, after: Option<T>) -> Change {
    Change::new(kind, key, after.and_then(|v| serde_json::to_value(v).ok()))
}

/// What became of something that a coder did.
#[derive(Debug)]
#[must_use]
pub enum Saving {
    /// It is on the disk: these are its entries.
    Saved(Vec<Entry>),
    /// It holds in this session but is not on the disk; it is tried again with
    /// whatever is done next, and with [`CoderSession::retry`].
    Held(HeldBecause),
    /// There was nothing to do: it is so already, or there is nothing to undo.
    Nothing,
}

/// Why something is held and not saved.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HeldBecause {
    /// What went wrong.
    pub reason: String,
    /// The same in a few words, without the path.
    pub short: String,
    /// What the user can do.
    pub advice: &'static str,
}

impl From<&JournalError> for HeldBecause {
    fn from(error: &JournalError) -> HeldBecause {
        HeldBecause { reason: error.to_string(), short: error.short(), advice: error.advice() }
    }
}

/// A coder's session at a journal.
pub struct CoderSession {
    folder: PathBuf,
    journal: Option<Journal>,
    review: Review,
    /// The state without what is held, while something is.
    saved: Option<Review>,
    held: Vec<Batch>,
    trouble: Option<HeldBecause>,
    author: Author,
    batches: u64,
    clock: Clock,
}

impl CoderSession {
    /// Begins a session. It always begins: where the journal cannot be used,
    /// [`CoderSession::trouble`] says why, and what is done is held.
    pub fn open(folder: &Path, coder: &str) -> CoderSession {
        CoderSession::with_clock(folder, coder, Box::new(Utc::now))
    }

    /// Begins a session with another clock.
    pub fn with_clock(folder: &Path, coder: &str, clock: Clock) -> CoderSession {
        let mut session = CoderSession {
            folder: folder.to_owned(),
            journal: None,
            review: Review::default(),
            saved: None,
            held: Vec::new(),
            trouble: None,
            author: Author { coder: coder.to_owned(), session: session_name(clock()) },
            batches: 0,
            clock,
        };
        session.connect();
        session
    }

    fn connect(&mut self) {
        let opened = Journal::open(&self.folder).and_then(|journal| {
            let entries = journal.after(0)?;
            Ok((journal, Review::replay(entries)))
        });
        match opened {
            Ok((journal, review)) => {
                self.trouble = (journal.access() == Access::ReadOnly)
                    .then(|| HeldBecause::from(&JournalError::ReadOnly(journal.path().to_owned())));
                self.journal = Some(journal);
                self.review = review;
            }
            Err(error) => self.trouble = Some(HeldBecause::from(&error)),
        }
    }

    /// The state: saved and held alike.
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// Who sits here.
    pub fn author(&self) -> &Author {
        &self.author
    }

    /// The coder's name.
    pub fn coder(&self) -> &str {
        &self.author.coder
    }

    /// The journal, where it could be opened.
    pub fn journal(&self) -> Option<&Journal> {
        self.journal.as_ref()
    }

    /// The journal, to be changed beyond what a session does.
    pub fn journal_mut(&mut self) -> Option<(&mut Journal, &mut Review)> {
        Some((self.journal.as_mut()?, &mut self.review))
    }

    /// What keeps decisions from being saved, if anything does.
    pub fn trouble(&self) -> Option<&HeldBecause> {
        self.trouble.as_ref()
    }

    /// How many batches are held and not saved.
    pub fn unsaved(&self) -> usize {
        self.held.len()
    }

    /// The same without mere looks, which nobody minds losing.
    pub fn unsaved_decisions(&self) -> usize {
        let is_decision = |batch: &&Batch| match &batch.act {
            Act::Do(changes) => changes.iter().any(|c| !c.kind.is_passive()),
            Act::Undo | Act::Redo => true,
        };
        self.held.iter().filter(is_decision).count()
    }

    /// The keys that have something unsaved.
    pub fn unsaved_keys(&self) -> FxHashSet<&str> {
        let keys = self.held.iter().filter_map(|batch| match &batch.act {
            Act::Do(changes) => Some(changes.iter().map(|c| c.key.as_str())),
            Act::Undo | Act::Redo => None,
        });
        keys.flatten().collect()
    }

    /// How far the clock stands behind the journal's last entry: more than
    /// zero means that it was put back, and that entries keep the later time.
    pub fn clock_behind(&self) -> TimeDelta {
        let last = self.review.history().last().map(|e| e.time);
        last.map_or(TimeDelta::zero(), |last| (last - (self.clock)()).max(TimeDelta::zero()))
    }

    /// Does several things as one: written, undone and redone together.
    pub fn act(&mut self, changes: Vec<Change>) -> Saving {
        self.run(Act::Do(changes))
    }

    /// Undoes the coder's last batch that is not undone.
    pub fn undo(&mut self) -> Saving {
        self.run(Act::Undo)
    }

    /// Redoes the coder's last batch that was undone.
    pub fn redo(&mut self) -> Saving {
        self.run(Act::Redo)
    }

    fn run(&mut self, act: Act) -> Saving {
        self.batches += 1;
        let name = format!("{}-{}", self.author.session, self.batches);
        let batch = Batch { name, author: self.author.clone(), act };
        let now = (self.clock)();
        if self.held.is_empty() && self.trouble.is_none() {
            match self.write(&batch, now) {
                Ok(entries) if entries.is_empty() => return Saving::Nothing,
                Ok(entries) => return Saving::Saved(entries),
                Err(error) => self.trouble = Some(HeldBecause::from(&error)),
            }
        }
        self.hold(batch, now)
    }

    fn write(&mut self, batch: &Batch, now: DateTime<Utc>) -> Result<Vec<Entry>, JournalError> {
        match &mut self.journal {
            Some(journal) => journal.append(&mut self.review, batch, now),
            None => Err(JournalError::ReadOnly(self.folder.clone())),
        }
    }

    /// Keeps a batch in memory, and tries at once to get rid of all that is kept.
    fn hold(&mut self, batch: Batch, now: DateTime<Utc>) -> Saving {
        let entries = self.review.entries_for(&batch, now);
        if entries.is_empty() {
            return Saving::Nothing;
        }
        self.saved.get_or_insert_with(|| self.review.clone());
        for entry in &entries {
            self.review.apply(entry.clone());
        }
        self.held.push(batch);
        if self.retry() == 0 {
            return Saving::Saved(entries);
        }
        Saving::Held(self.trouble.clone().unwrap_or_default())
    }

    /// Tries to write what is held; tells how many batches are still held.
    pub fn retry(&mut self) -> usize {
        if self.held.is_empty() {
            return 0;
        }
        let now = (self.clock)();
        let writable = self.journal.as_ref().is_some_and(|j| j.access() == Access::Full);
        if !writable {
            match Journal::open(&self.folder).and_then(|j| Ok((Review::replay(j.after(0)?), j))) {
                Ok((review, journal)) if journal.access() == Access::Full => {
                    self.saved = Some(review);
                    self.journal = Some(journal);
                }
                Ok(_) => return self.held.len(),
                Err(error) => {
                    self.trouble = Some(HeldBecause::from(&error));
                    return self.held.len();
                }
            }
        }
        let (Some(journal), Some(mut saved)) = (&mut self.journal, self.saved.take()) else {
            return self.held.len();
        };
        let mut written = 0;
        self.trouble = None;
        for batch in &self.held {
            match journal.append(&mut saved, batch, now) {
                Ok(_) => written += 1,
                Err(error) => {
                    self.trouble = Some(HeldBecause::from(&error));
                    break;
                }
            }
        }
        self.held.drain(..written);
        self.review = saved.clone();
        for batch in &self.held {
            for entry in self.review.entries_for(batch, now) {
                self.review.apply(entry);
            }
        }
        if !self.held.is_empty() {
            self.saved = Some(saved);
        }
        self.held.len()
    }

    /// What is held, as an export that `detente journal import` takes, also into
    /// a journal that has grown meanwhile; tells how many entries were written.
    ///
    /// # Errors
    /// Whatever writing can end in.
    pub fn rescue(&self, out: &mut dyn std::io::Write) -> Result<usize, JournalError> {
        let saved = self.saved.as_ref().map_or(0, Review::last_id);
        let mut alone = Review::default();
        for entry in self.review.history().iter().filter(|e| !self.held.is_empty() && e.id > saved) {
            // Numbers, hashes and values before are those of a journal of its own.
            let entry = alone.adopt(entry);
            alone.apply(entry);
        }
        let entries: Vec<Entry> = alone.history().iter().map(|e| Entry::clone(e)).collect();
        super::exchange::write(&entries, out)?;
        Ok(entries.len())
    }

    /// Gives what a key holds of this coder to an event or claim, as one act:
    /// for decisions whose event is not found any more.
    pub fn attach(&mut self, from: &str, to: &Target) -> Saving {
        let mut changes = Vec::new();
        for kind in EntryKind::ALL {
            if let Some(value) = self.review.value(&self.author.coder, kind, from).cloned() {
                changes.push(to.change(kind, Some(value)));
                changes.push(Change::new(kind, from, None));
            }
        }
        self.act(changes)
    }

    /// Empties all that a key holds of this coder.
    pub fn drop_key(&mut self, key: &str) -> Saving {
        let coder = &self.author.coder;
        let held = EntryKind::ALL.into_iter().filter(|&kind| self.review.value(coder, kind, key).is_some());
        self.act(held.map(|kind| Change::new(kind, key, None)).collect())
    }

    /// Rules on a key that is known already, or takes the adjudication back.
    pub fn rule(&mut self, key: &str, adjudication: Option<&Adjudication>, why: &str) -> Saving {
        let adjudication = change(EntryKind::Adjudication, key.to_owned(), adjudication);
        self.act(vec![Change { comment: why.to_owned(), ..adjudication }])
    }

    /// Takes in what others wrote since, and gives it back. Cheap where there
    /// is nothing: may be asked a few times a second.
    ///
    /// # Errors
    /// Whatever reading the journal can end in; the state stays as it was.
    pub fn poll(&mut self) -> Result<Vec<Entry>, JournalError> {
        let Some(journal) = &mut self.journal else {
            return Ok(Vec::new());
        };
        if !journal.changed()? {
            return Ok(Vec::new());
        }
        if !self.held.is_empty() {
            // What is held stands on top of what others wrote: done with the retry.
            self.retry();
            return Ok(Vec::new());
        }
        let fresh = journal.after(self.review.last_id())?;
        for entry in &fresh {
            self.review.apply(entry.clone());
        }
        Ok(fresh)
    }

    /// Sets the same decision on all targets. Accepting what was corrected
    /// takes the correction back: it is right as coded.
    pub fn decide(&mut self, targets: &[Target], decision: Decision) -> Saving {
        let mut changes = Vec::with_capacity(targets.len());
        for target in targets {
            if decision == Decision::Accepted {
                changes.push(target.change(EntryKind::Correction, None::<Value>));
            }
            let word = (decision != Decision::Open).then(|| decision.name());
            changes.push(target.change(EntryKind::Decision, word));
        }
        self.act(changes)
    }

    /// Changes fields of an event or claim, which makes it corrected. An empty
    /// correction takes an earlier one back and opens the decision again.
    pub fn correct(&mut self, target: &Target, correction: &Correction) -> Saving {
        let some = !correction.is_empty();
        self.act(vec![
            target.change(EntryKind::Correction, some.then_some(correction)),
            target.change(EntryKind::Decision, some.then(|| Decision::Corrected.name())),
        ])
    }

    /// Writes about an event or claim; empty words take it back.
    pub fn comment(&mut self, target: &Target, words: &str) -> Saving {
        self.act(vec![target.change(EntryKind::Note, (!words.is_empty()).then_some(words))])
    }

    /// Writes about a pair (`pair:IRN-RUS`) or article (`article:ID`).
    pub fn note(&mut self, key: &str, words: &str) -> Saving {
        self.act(vec![change(EntryKind::Note, key.to_owned(), (!words.is_empty()).then_some(words))])
    }

    /// Marks or unmarks targets.
    pub fn mark(&mut self, targets: &[Target], on: bool) -> Saving {
        self.act(targets.iter().map(|t| t.change(EntryKind::Flag, on.then_some(true))).collect())
    }

    /// Marks or unmarks a pair or article, by key.
    pub fn mark_key(&mut self, key: &str, on: bool) -> Saving {
        self.act(vec![change(EntryKind::Flag, key.to_owned(), on.then_some(true))])
    }

    /// Says who an unresolved name is, once for all its mentions.
    pub fn resolve(&mut self, name: &str, side: Option<&SideRef>) -> Saving {
        self.act(vec![change(EntryKind::Actor, actor_key(name), side)])
    }

    /// Makes a new event or claim; its key is told.
    pub fn create(&mut self, draft: &Draft) -> (String, Saving) {
        let thing = if draft.claim { "claim" } else { "event" };
        let key = format!("{thing}:new:{}-{}", self.author.session, self.batches + 1);
        let anchor = Some(Anchor::of_draft(draft));
        let made = Change { anchor, ..change(EntryKind::Created, key.clone(), Some(draft)) };
        let saving = self.act(vec![made]);
        (key, saving)
    }

    /// Says that an event is another report of `into`, or takes it back.
    pub fn merge(&mut self, target: &Target, into: Option<&Target>) -> Saving {
        self.merge_all(std::slice::from_ref(target), into)
    }

    /// The same for several at once.
    pub fn merge_all(&mut self, targets: &[Target], into: Option<&Target>) -> Saving {
        let merged = targets.iter().filter(|t| into.is_none_or(|into| into.key != t.key));
        let mut changes: Vec<Change> =
            merged.map(|t| t.change(EntryKind::Merge, into.map(|into| &into.key))).collect();
        // So that the event is known again that the others report: it is its own report.
        if let Some(into) = into.filter(|into| self.review.anchors(&into.key).is_empty())
            && !changes.is_empty()
        {
            changes.push(into.change(EntryKind::Merge, Some(&into.key)));
        }
        self.act(changes)
    }

    /// Saves a query under a name, or forgets it.
    pub fn save_view(&mut self, name: &str, view: Option<&SavedView>) -> Saving {
        self.act(vec![change(EntryKind::View, format!("view:{name}"), view)])
    }

    /// Rules where coders differ, or takes the adjudication back.
    pub fn adjudicate(&mut self, target: &Target, adjudication: Option<&Adjudication>, why: &str) -> Saving {
        let change =
            Change { comment: why.to_owned(), ..target.change(EntryKind::Adjudication, adjudication) };
        self.act(vec![change])
    }

    /// Remembers that a pair was looked at, with the marks of its events
    /// ([`fingerprint`](super::fingerprint)), and tells which
    /// of them are new: all, if it was never looked at.
    ///
    /// # Errors
    /// Whatever reading or writing the journal can end in.
    pub fn look(&mut self, pair: Pair, marks: &[i64]) -> Result<FxHashSet<i64>, JournalError> {
        let fresh = self.new_since_look(pair, marks)?;
        let key = pair_key(pair);
        let look = LastSeen { time: (self.clock)(), events: marks.len() as u64 };
        if let Some(journal) = &mut self.journal {
            let new: Vec<i64> = fresh.iter().copied().collect();
            journal.add_seen(&self.author.coder, &key, &new)?;
        }
        let _ = self.act(vec![change(EntryKind::Looked, key, Some(look))]);
        Ok(fresh)
    }

    /// Which of these events of a pair were not there when it was last looked at.
    ///
    /// # Errors
    /// Whatever reading the journal can end in.
    pub fn new_since_look(&self, pair: Pair, marks: &[i64]) -> Result<FxHashSet<i64>, JournalError> {
        let seen = match &self.journal {
            Some(journal) => journal.seen(&self.author.coder, &pair_key(pair))?,
            None => FxHashSet::default(),
        };
        Ok(marks.iter().copied().filter(|mark| !seen.contains(mark)).collect())
    }
}

/// The key of a pair: `pair:IRN-RUS`.
pub fn pair_key(pair: Pair) -> String {
    format!("pair:{pair}")
}

/// The key of an article: `article:ID`.
pub fn article_key(id: &str) -> String {
    format!("article:{id}")
}

/// The key of a name that is to be resolved, without regard to case and space.
pub fn actor_key(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    format!("actor:{}", words.join(" "))
}

/// A name for a session that no other has: time, process and chance.
fn session_name(now: DateTime<Utc>) -> String {
    use std::hash::{BuildHasher, Hasher};
    let mut hasher = std::collections::hash_map::RandomState::new().build_hasher();
    hasher.write_i64(now.timestamp_nanos_opt().unwrap_or_default());
    hasher.write_u32(std::process::id());
    format!("{}-{}", now.format("%Y%m%d"), hex(&hasher.finish().to_be_bytes()))
}
