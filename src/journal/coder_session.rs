//! A coder's session: the journal, the state, and what could not be written yet.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rustc_hash::FxHashSet;
use serde::Serialize;
use serde_json::Value;

use crate::model::{Decision, Pair};

use super::anchor::Anchor;
use super::article_ref::hex;
use super::batch::{Act, Author, Batch};
use super::entry::{Change, Entry, EntryKind};
use super::error::{Disturbance, JournalError};
use super::log::{self, Journal};
use super::rescue::{self, Rescuer};
use super::review::Review;
use super::value::{Adjudication, Correction, Draft, LastSeen, SavedView, SideRef};

/// Where a session takes the time from.
pub(crate) type Clock = Box<dyn Fn() -> DateTime<Utc> + Send>;

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
    held: Vec<Held>,
    trouble: Option<HeldBecause>,
    /// What became of the journal that was open, until everything that was
    /// confirmed stands in the one that is there now.
    adrift: Option<Disturbance>,
    /// What happened to the journal from outside, not told yet.
    news: Vec<String>,
    author: Author,
    batches: u64,
    clock: Clock,
    rescuer: Rescuer,
}

/// What a coder did, when, and could not be written yet.
#[derive(Debug, Clone)]
struct Held {
    batch: Batch,
    time: DateTime<Utc>,
}

impl CoderSession {
    /// Begins a session. It always begins: where the journal cannot be used,
    /// [`CoderSession::trouble`] says why, and what is done is held.
    pub fn open(folder: &Path, coder: &str) -> CoderSession {
        CoderSession::with_clock(folder, coder, Box::new(Utc::now))
    }

    /// Begins a session with another clock.
    pub fn with_clock(folder: &Path, coder: &str, clock: Clock) -> CoderSession {
        CoderSession::begin(folder, coder, clock, Rescuer::default())
    }

    /// Begins a session that tells a rescuer at every moment what is not saved.
    pub fn with_rescuer(folder: &Path, coder: &str, rescuer: Rescuer) -> CoderSession {
        CoderSession::begin(folder, coder, Box::new(Utc::now), rescuer)
    }

    fn begin(folder: &Path, coder: &str, clock: Clock, rescuer: Rescuer) -> CoderSession {
        let mut session = CoderSession {
            folder: folder.to_owned(),
            journal: None,
            review: Review::default(),
            saved: None,
            held: Vec::new(),
            trouble: None,
            adrift: None,
            news: Vec::new(),
            author: Author { coder: coder.to_owned(), session: session_name(clock()) },
            batches: 0,
            clock,
            rescuer,
        };
        if let Err(error) = session.connect() {
            session.trouble = Some(HeldBecause::from(&error));
        }
        session
    }

    /// Opens what stands at the journal's place now. Whatever was confirmed in
    /// this session, or read, and is not there is written into it, under its own
    /// names, so that nothing is there twice.
    fn connect(&mut self) -> Result<(), JournalError> {
        let mut journal = Journal::open(&self.folder)?;
        journal.heed(self.rescuer.is_hurried().clone());
        let rows = journal.rows(0)?;
        if let Some(damage) = &rows.damage {
            journal.keep_from_writing(damage);
        }
        let mut review = Review::of_rows(rows.rows);
        let made_anew = review.last_id() == 0;
        let lacking = lacking(self.known(), &review);
        if !lacking.is_empty() {
            journal.take_over(&mut review, lacking.iter().map(|entry| &**entry))?;
        }
        if let Some(kept) = journal.log_set_aside() {
            self.news.push(format!(
                "there was a log without its journal in {}: it is kept as {}",
                self.folder.display(),
                kept.display()
            ));
        }
        if let Some(how) = self.adrift.take() {
            self.tell_of(how, made_anew, lacking.len(), review.history().len());
        }
        self.trouble = journal.writable().err().as_ref().map(HeldBecause::from);
        self.journal = Some(journal);
        self.stand_on(review);
        Ok(())
    }

    /// Says what happened to the journal and what came of it.
    fn tell_of(&mut self, how: Disturbance, made_anew: bool, lacking: usize, all: usize) {
        if how == Disturbance::CopyOutdated && lacking == 0 {
            return;
        }
        let outcome = match lacking {
            0 => "all that is known here stands in it".to_owned(),
            _ if made_anew => format!("it was made anew, with all {all} entries known here"),
            1 => "1 entry that it lacked was written into it again".to_owned(),
            count => format!("{count} entries that it lacked were written into it again"),
        };
        self.news.push(format!("the journal {}: {outcome}", how.words()));
    }

    /// What is known to have been in the journal: everything but what is held.
    fn known(&self) -> &Review {
        self.saved.as_ref().unwrap_or(&self.review)
    }

    /// Takes a state of the journal, and what is held on top of it.
    fn stand_on(&mut self, saved: Review) {
        if self.held.is_empty() {
            (self.review, self.saved) = (saved, None);
        } else {
            self.review = saved.clone();
            for Held { batch, time } in &self.held {
                for entry in self.review.entries_for(batch, *time) {
                    self.review.apply(entry);
                }
            }
            self.saved = Some(saved);
        }
        self.tell_rescuer();
    }

    /// Looks whether the journal's file is still the one that was opened. If it
    /// is not, nothing counts as saved any more until it stands in the one that
    /// is there. Whether all is well.
    pub fn look_at_place(&mut self) -> bool {
        let Some(journal) = &mut self.journal else { return self.adrift.is_none() };
        let known = self.saved.as_ref().unwrap_or(&self.review);
        let Some(how) = journal.disturbance(known) else { return true };
        self.part(how);
        false
    }

    /// Lets go of a journal in whose place something else stands, or nothing.
    fn part(&mut self, how: Disturbance) {
        let Some(journal) = self.journal.take() else { return };
        let path = journal.path().to_owned();
        let mut known = self.known().clone();
        if let Some(kept) = journal.part(how, &mut known) {
            self.news.push(format!("the log that it had is kept as {}", kept.display()));
        }
        self.adrift = Some(how);
        self.trouble = Some(HeldBecause::from(&JournalError::Disturbed(path, how)));
        self.stand_on(known);
    }

    /// What happened to the journal from outside since this was last asked.
    pub fn news(&mut self) -> Vec<String> {
        std::mem::take(&mut self.news)
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

    /// The journal's folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
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

    /// How many batches stand in no journal: those that are held, and where the
    /// journal went away, all that was in it.
    pub fn unsaved(&self) -> usize {
        let batches: FxHashSet<&str> = self.astray().iter().map(|e| e.batch.as_str()).collect();
        self.held.len() + batches.len()
    }

    /// The same without mere looks, which nobody minds losing.
    pub fn unsaved_decisions(&self) -> usize {
        let is_decision = |held: &&Held| match &held.batch.act {
            Act::Do(changes) => changes.iter().any(|c| !c.kind.is_passive()),
            Act::Undo(_) | Act::Redo(_) => true,
        };
        self.held.iter().filter(is_decision).count() + rescue::decisions(self.astray())
    }

    /// The entries that were confirmed and stand in no journal that is there.
    fn astray(&self) -> &[Arc<Entry>] {
        if self.adrift.is_some() { self.known().history() } else { &[] }
    }

    /// The keys that have something unsaved.
    pub fn unsaved_keys(&self) -> FxHashSet<&str> {
        let keys = self.held.iter().filter_map(|held| match &held.batch.act {
            Act::Do(changes) => Some(changes.iter().map(|c| c.key.as_str())),
            Act::Undo(_) | Act::Redo(_) => None,
        });
        keys.flatten().chain(self.astray().iter().map(|e| e.key.as_str())).collect()
    }

    /// How far the clock stands behind the journal's last entry: more than
    /// zero means that it was put back, and that entries keep the later time.
    pub fn clock_behind(&self) -> TimeDelta {
        let last = self.review.history().last().map(|e| e.time);
        last.map_or(TimeDelta::zero(), |last| (last - (self.clock)()).max(TimeDelta::zero()))
    }

    /// Does several things as one: written, undone and redone together.
    pub(crate) fn act(&mut self, changes: Vec<Change>) -> Saving {
        self.run(Act::Do(changes))
    }

    /// Undoes the coder's last batch that is not undone: the one that is last
    /// here and now, whatever was written elsewhere meanwhile.
    pub fn undo(&mut self) -> Saving {
        self.turn(false)
    }

    /// Redoes the coder's last batch that was undone.
    pub fn redo(&mut self) -> Saving {
        self.turn(true)
    }

    fn turn(&mut self, redo: bool) -> Saving {
        match self.review.next_batch(&self.author.coder, redo).map(str::to_owned) {
            Some(batch) if redo => self.run(Act::Redo(batch)),
            Some(batch) => self.run(Act::Undo(batch)),
            None => Saving::Nothing,
        }
    }

    fn run(&mut self, act: Act) -> Saving {
        self.batches += 1;
        let name = format!("{}-{}", self.author.session, self.batches);
        let batch = Batch { name, author: self.author.clone(), act };
        let time = (self.clock)();
        if !self.held.is_empty() || self.trouble.is_some() || !self.look_at_place() {
            return self.hold(batch, time, true);
        }
        // Should the program be ended while another one holds the journal, this
        // is not lost.
        let ahead = self.review.entries_for(&batch, time).into_iter().map(Arc::new).collect();
        self.rescuer.expect(with_anchors(ahead, &self.review));
        match self.write(&batch, time) {
            Ok(entries) => self.confirm(entries),
            Err(error) => {
                self.trouble = Some(HeldBecause::from(&error));
                if let JournalError::Disturbed(_, how) = error {
                    self.part(how);
                    return self.hold(batch, time, true);
                }
                self.hold(batch, time, false)
            }
        }
    }

    fn write(&mut self, batch: &Batch, time: DateTime<Utc>) -> Result<Vec<Entry>, JournalError> {
        match &mut self.journal {
            Some(journal) => {
                journal.wait_at_most(log::PATIENCE);
                journal.append(&mut self.review, batch, time)
            }
            None => Err(JournalError::ReadOnly(self.folder.clone())),
        }
    }

    /// Says that something is saved, once it is sure that the file into which it
    /// was written still stood in its place then.
    fn confirm(&mut self, entries: Vec<Entry>) -> Saving {
        let stays = self.look_at_place();
        if !stays && self.retry_at_once() > 0 {
            return Saving::Held(self.trouble.clone().unwrap_or_default());
        }
        self.tell_rescuer();
        if entries.is_empty() { Saving::Nothing } else { Saving::Saved(entries) }
    }

    /// Keeps a batch in memory, and tries at once to get rid of all that is kept,
    /// unless that was tried a moment ago.
    fn hold(&mut self, batch: Batch, time: DateTime<Utc>, again: bool) -> Saving {
        let entries = self.review.entries_for(&batch, time);
        if entries.is_empty() {
            self.tell_rescuer();
            return Saving::Nothing;
        }
        self.saved.get_or_insert_with(|| self.review.clone());
        for entry in &entries {
            self.review.apply(entry.clone());
        }
        self.held.push(Held { batch, time });
        self.tell_rescuer();
        let hurried = self.rescuer.is_hurried().load(Ordering::Relaxed);
        if again && !hurried && self.retry_at_once() == 0 {
            return Saving::Saved(entries);
        }
        Saving::Held(self.trouble.clone().unwrap_or_default())
    }

    /// Tries to write what is held, and to open a journal that could not be
    /// opened; tells how many batches stand in none.
    pub fn retry(&mut self) -> usize {
        self.retry_within(log::PATIENCE)
    }

    /// The same without waiting for another program.
    pub(crate) fn retry_at_once(&mut self) -> usize {
        self.retry_within(Duration::ZERO)
    }

    fn retry_within(&mut self, patience: Duration) -> usize {
        self.look_at_place();
        let writable = self.journal.as_ref().is_some_and(|j| j.writable().is_ok());
        if !writable && (self.journal.is_none() || !self.held.is_empty()) {
            // Before the file is looked at: whoever closes a file that SQLite has
            // open takes its locks away.
            self.journal = None;
            if let Err(error) = self.connect() {
                self.trouble = Some(self.because(&error));
            }
            if self.journal.as_ref().is_none_or(|j| j.writable().is_err()) {
                return self.unsaved();
            }
        }
        if !self.held.is_empty() {
            self.write_held(patience);
        }
        self.unsaved()
    }

    /// Why nothing can be saved: what became of the journal, if that is what it
    /// began with, and what is wrong now.
    fn because(&self, error: &JournalError) -> HeldBecause {
        let because = HeldBecause::from(error);
        match self.adrift {
            Some(how) if !matches!(error, JournalError::Disturbed(..)) => HeldBecause {
                reason: format!("the journal {}, and {}", how.words(), because.reason),
                ..because
            },
            _ => because,
        }
    }

    fn write_held(&mut self, patience: Duration) {
        let Some(journal) = &mut self.journal else { return };
        let Some(mut saved) = self.saved.take() else { return };
        journal.wait_at_most(patience);
        let (last, mut written) = (saved.last_id(), 0);
        let mut failed = None;
        for Held { batch, time } in &self.held {
            match journal.append(&mut saved, batch, *time) {
                Ok(_) => written += 1,
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        self.trouble = failed.as_ref().map(HeldBecause::from);
        if written == 0 && saved.last_id() == last {
            self.saved = Some(saved);
        } else {
            self.held.drain(..written);
            self.stand_on(saved);
        }
        match failed {
            Some(JournalError::Disturbed(_, how)) => self.part(how),
            // What was just written counts as saved if the file is still there.
            _ => _ = self.look_at_place(),
        }
    }

    /// Lets the rescuer know what stands in no journal.
    fn tell_rescuer(&self) {
        let first = if self.adrift.is_some() { 0 } else { self.known().last_id() };
        let history = self.review.history();
        let from = history.partition_point(|entry| entry.id <= first);
        let is_all_saved = self.held.is_empty() && self.adrift.is_none();
        let unsaved = if is_all_saved { &[] } else { &history[from..] };
        self.rescuer.expect(with_anchors(unsaved.to_vec(), &self.review));
    }

    /// Lets go of what is not saved: nobody wants it any more.
    pub(crate) fn let_go(&mut self) {
        self.rescuer.expect(Vec::new());
    }

    /// Who writes what is not saved to a file, if it comes to that.
    pub fn rescuer(&self) -> &Rescuer {
        &self.rescuer
    }

    /// What stands in no journal, as an export that `detente journal import`
    /// takes, also into a journal that has grown meanwhile or another one; tells
    /// how many entries were written.
    ///
    /// # Errors
    /// Whatever writing can end in.
    pub fn rescue(&self, out: &mut dyn std::io::Write) -> Result<usize, JournalError> {
        let entries = self.rescuer.unsaved();
        rescue::export(&entries, out)?;
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
    pub(crate) fn rule(&mut self, key: &str, adjudication: Option<&Adjudication>, why: &str) -> Saving {
        let adjudication = change(EntryKind::Adjudication, key.to_owned(), adjudication);
        self.act(vec![Change { comment: why.to_owned(), ..adjudication }])
    }

    /// Takes in what others wrote since, and gives it back. Cheap where there
    /// is nothing: may be asked a few times a second.
    ///
    /// # Errors
    /// Whatever reading the journal can end in; the state stays as it was.
    pub fn poll(&mut self) -> Result<Vec<Entry>, JournalError> {
        if !self.look_at_place() {
            return Ok(self.taking_in(|session| _ = session.retry_at_once()));
        }
        let Some(journal) = &mut self.journal else {
            return Ok(Vec::new());
        };
        if !journal.changed()? {
            return Ok(Vec::new());
        }
        if !self.held.is_empty() {
            // What is held stands on top of what others wrote: done with the retry.
            return Ok(self.taking_in(|session| _ = session.retry_at_once()));
        }
        let last = self.review.last_id();
        let rows = match journal.rows(last) {
            Ok(rows) => rows,
            Err(error) => {
                journal.ask_again();
                return Err(error);
            }
        };
        if let Some(damage) = &rows.damage {
            journal.keep_from_writing(damage);
            self.trouble = journal.writable().err().as_ref().map(HeldBecause::from);
        }
        Ok(self.taking_in(|session| rows.rows.into_iter().for_each(|row| session.review.take_row(row))))
    }

    /// Does something and gives back the entries that came in by it.
    fn taking_in(&mut self, act: impl FnOnce(&mut CoderSession)) -> Vec<Entry> {
        let before: FxHashSet<(String, u32)> =
            self.review.history().iter().map(|e| (e.batch.clone(), e.part)).collect();
        act(self);
        let fresh = self.review.history().iter().filter(|e| !before.contains(&(e.batch.clone(), e.part)));
        fresh.map(|e| Entry::clone(e)).collect()
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
    pub(crate) fn merge_all(&mut self, targets: &[Target], into: Option<&Target>) -> Saving {
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

/// The entries of one state that another does not have, by batch and part.
fn lacking(known: &Review, there: &Review) -> Vec<Arc<Entry>> {
    let there: FxHashSet<(&str, u32)> = there.history().iter().map(|e| (e.batch.as_str(), e.part)).collect();
    let lacks = |entry: &&Arc<Entry>| !there.contains(&(entry.batch.as_str(), entry.part));
    known.history().iter().filter(lacks).cloned().collect()
}

/// Gives the first of these entries on each key its anchor, which the journal
/// knows from earlier ones: without it a decision is found nowhere. Those that
/// begin at the beginning have theirs.
fn with_anchors(entries: Vec<Arc<Entry>>, review: &Review) -> Vec<Arc<Entry>> {
    if entries.first().is_none_or(|entry| entry.id == 1) {
        return entries;
    }
    let mut seen: FxHashSet<String> = FxHashSet::default();
    let anchored = |entry: Arc<Entry>| {
        if !seen.insert(entry.key.clone()) || entry.anchor.is_some() {
            return entry;
        }
        match review.anchors(&entry.key).last() {
            Some(anchor) => Arc::new(Entry { anchor: Some(anchor.clone()), ..Entry::clone(&entry) }),
            None => entry,
        }
    };
    entries.into_iter().map(anchored).collect()
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
