//! The thread that keeps the journal: does what the analyst asks, and tells of
//! it once it is on the disk.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};

use super::export::{self, Export};
use super::message::{self, JournalAct, Msg, Reply, Request};
use crate::journal::{
    CoderSession, DecisionIndex, DecisionScope, Entry, EntryKind, Rescued, Rescuer, Review, Reviewer, Saving,
    Target,
};
use crate::model::Store;
use crate::ui::overlay::ReviewListKind;
use crate::ui::pane::Subject;
use crate::ui::review_snapshot::ReviewSnapshot;
use crate::ui::screen::Notice;

mod acts;
mod last_seen;
mod notes_and_flags;
mod review_lists;
mod safety;
mod words;

pub(crate) use safety::Parting;

/// How often other programs' decisions are looked for.
const POLL: Duration = Duration::from_millis(700);
/// How often saving what is held is tried again.
const RETRY: Duration = Duration::from_secs(5);
/// How many decisions are kept in sight.
const RECENT: usize = 10;

/// Where decisions are kept, and whose they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workspace {
    /// The journal's folder.
    pub folder: PathBuf,
    /// The coder's name.
    pub coder: String,
}

/// What the thread can be told.
#[derive(Debug, Clone)]
pub(crate) enum Order {
    /// Do something with the journal and reply.
    Do(Request),
    /// Write a brief with what is decided so far; the file's name is told.
    Brief(Export),
    /// End, and let go of what is held.
    LetGo,
}

/// Starts the thread. It ends when the sender of orders is gone, and tells then
/// how the journal was left. The rescuer knows at any moment what is not saved.
pub(crate) fn spawn(
    workspace: Workspace,
    rescuer: Rescuer,
    orders: Receiver<Order>,
    answers: Sender<Msg>,
) -> thread::JoinHandle<Parting> {
    thread::spawn(move || {
        let mut worker = JournalWorker::with_rescuer(&workspace, rescuer);
        let mut retried = Instant::now();
        let first = worker.reply(0, None, Vec::new());
        let mut send = answers.send(Msg::Journal(Arc::new(first)));
        while send.is_ok() {
            let reply = match orders.recv_timeout(POLL) {
                Ok(Order::Do(request)) => Some(worker.carry_out(request)),
                Ok(Order::Brief(brief)) => {
                    // Written elsewhere, so that no decision waits for it.
                    let review = worker.session.review().clone();
                    export::spawn(brief, review, message::notices(answers.clone()));
                    None
                }
                Err(RecvTimeoutError::Timeout) => {
                    let again = retried.elapsed() >= RETRY;
                    if again {
                        retried = Instant::now();
                    }
                    worker.look_around(again)
                }
                Ok(Order::LetGo) => {
                    worker.session.let_go();
                    return Parting::default();
                }
                Err(RecvTimeoutError::Disconnected) => return worker.leave(),
            };
            if let Some(reply) = reply {
                send = answers.send(Msg::Journal(Arc::new(reply)));
            }
        }
        worker.leave()
    })
}

/// Keeps the journal of one coder over one store.
pub struct JournalWorker {
    session: CoderSession,
    store: Arc<Store>,
    index: DecisionIndex,
    things: FxHashMap<String, Vec<Subject>>,
    reviewer: Reviewer,
    /// The file into which what could not be saved was written, on request.
    rescued: Option<Rescued>,
    /// What held at the moment that is shown, and which moment that is.
    past: Option<Past>,
    /// Whether the store after review is another than the one last told.
    revised: bool,
    /// Whether the store that is shown is as it was loaded.
    plain: bool,
    snapshot: ReviewSnapshot,
    answered: u64,
    complained: Option<String>,
    /// Whether it was told that there are other coders.
    greeted: bool,
    /// What is to be known of the journal as it was opened, until it is told.
    greeting: Vec<String>,
}

/// A moment that is over.
struct Past {
    review: Review,
    words: String,
}

impl JournalWorker {
    /// Opens the journal. It always opens; what keeps it from being written is
    /// in the first reply.
    pub(crate) fn open(workspace: &Workspace) -> JournalWorker {
        JournalWorker::with_rescuer(workspace, Rescuer::of_workspace(&workspace.folder))
    }

    fn with_rescuer(workspace: &Workspace, rescuer: Rescuer) -> JournalWorker {
        let session = CoderSession::with_rescuer(&workspace.folder, &workspace.coder, rescuer);
        let mut worker = JournalWorker {
            session,
            store: Arc::default(),
            index: DecisionIndex::default(),
            things: FxHashMap::default(),
            reviewer: Reviewer::new(DecisionScope::Of(workspace.coder.clone())),
            rescued: None,
            past: None,
            revised: false,
            plain: true,
            snapshot: ReviewSnapshot { coder: Some(workspace.coder.clone()), ..ReviewSnapshot::default() },
            answered: 0,
            complained: None,
            greeted: false,
            greeting: Vec::new(),
        };
        worker.greeting = worker.words_on_opening();
        worker.refresh(None);
        worker
    }

    /// Does what is asked and tells what came of it: when this returns, it is
    /// on the disk, or the reply says that it is not.
    pub fn carry_out(&mut self, request: Request) -> Reply {
        self.answered = request.number;
        let mut touched = Vec::new();
        let (mut page, mut review_list, mut rescued) = (None, None, false);
        if self.past.is_some() && request.act.changes() {
            let notice = Notice::failure("this is the past: nothing can be decided in it; esc comes back");
            return self.reply(request.number, Some(notice), touched);
        }
        // What others decided meanwhile comes first: nobody decides over what he has not seen.
        let fresh = if request.act.changes() { self.take_in() } else { Vec::new() };
        if let Some(notice) = self.changed_meanwhile(&request.act, &fresh) {
            return self.reply(request.number, Some(notice), touched);
        }
        let known = self.session.review().history().len();
        let notice = match request.act {
            JournalAct::Take(store) => {
                self.take(store);
                let notice = self.others_once();
                self.greeting_or(notice)
            }
            JournalAct::Decide { things, decision } => self.decide(&things, decision),
            JournalAct::Comment { thing, words } => self.comment(thing, &words),
            JournalAct::Correct { thing, correction } => self.correct(thing, &correction),
            JournalAct::Merge { things, into } => self.merge(&things, into),
            JournalAct::Unmerge(thing) => self.unmerge(thing),
            JournalAct::Resolve { name, side } => self.resolve(&name, side.as_ref()),
            JournalAct::Create(draft) => self.create(&draft, &mut touched),
            JournalAct::SaveView { name, query } => self.save_view(&name, query.as_ref()),
            JournalAct::Note { key, words } => self.note(&key, &words),
            JournalAct::Flag(flagged) => self.flag(&flagged),
            JournalAct::Rule { key, adjudication } => {
                let notice = self.rule(&key, adjudication.as_ref());
                review_list = Some(self.review_list(ReviewListKind::Disputes));
                notice
            }
            JournalAct::Attach { key, to } => {
                let notice = self.attach(&key, to);
                review_list = Some(self.review_list(ReviewListKind::Lost));
                notice
            }
            JournalAct::Drop(key) => {
                let notice = self.drop_key(&key);
                review_list = Some(self.review_list(ReviewListKind::Lost));
                notice
            }
            JournalAct::List(kind) => {
                review_list = Some(self.review_list(kind));
                None
            }
            JournalAct::Replay(entry) => {
                self.replay(entry);
                None
            }
            JournalAct::Retry => self.retry(),
            JournalAct::Rescue => {
                let (notice, done) = self.rescue();
                rescued = done;
                notice
            }
            JournalAct::Undo => self.turn(false, &mut touched),
            JournalAct::Redo => self.turn(true, &mut touched),
            JournalAct::LastSeen(views) => self.look(&views),
            JournalAct::History => {
                page = Some(words::history(self.session.review(), 500));
                None
            }
        };
        let own = &self.session.author().session;
        if self.session.review().history().iter().skip(known).any(|entry| entry.session != *own) {
            // Others wrote in the same moment.
            self.find();
        }
        let notice = self.news_before(notice.or_else(|| self.told_elsewhere(&fresh)));
        Reply { page, review_list, rescued, ..self.reply(request.number, notice, touched) }
    }

    /// Takes in what others wrote, and gives it back. A journal that cannot be read
    /// now may be read later; the state stays.
    fn take_in(&mut self) -> Vec<Entry> {
        let fresh = self.session.poll().unwrap_or_default();
        if !fresh.is_empty() {
            self.find();
        }
        fresh
    }

    /// How many decisions came in from elsewhere, and by whom.
    fn told_elsewhere(&self, fresh: &[Entry]) -> Option<Notice> {
        let others = fresh.iter().filter(|e| e.session != self.session.author().session);
        let others: Vec<&Entry> = others.filter(|e| e.kind == EntryKind::Decision).collect();
        let by: BTreeSet<&str> = others.iter().map(|e| e.coder.as_str()).collect();
        let by: Vec<&str> = by.into_iter().collect();
        (!others.is_empty())
            .then(|| Notice::of(format!("{} decided elsewhere by {}", others.len(), by.join(", "))))
    }

    /// Why something is not done now: what it is done to was decided otherwise, in
    /// another window, since it was last on the screen here.
    fn changed_meanwhile(&self, act: &JournalAct, fresh: &[Entry]) -> Option<Notice> {
        let author = self.session.author();
        let counts = |e: &&Entry| {
            e.session != author.session
                && !e.kind.is_passive()
                && (e.coder == author.coder || e.kind == EntryKind::Adjudication)
        };
        let changed: FxHashSet<&str> = fresh.iter().filter(counts).map(|e| e.key.as_str()).collect();
        let things = act.things();
        // What was made by hand may have another number since.
        let is_among = changed
            .iter()
            .filter_map(|key| self.things.get(*key))
            .flatten()
            .any(|thing| things.contains(thing));
        let is_moved = !changed.is_empty() && things.iter().any(|thing| thing.is_made(&self.store));
        (is_among || is_moved).then(|| {
            Notice::failure("it was decided elsewhere a moment ago: see what it is now, then decide again")
        })
    }

    /// Takes in what others wrote, looks whether the journal is still where it
    /// was, and, if `again`, tries again to save what is held.
    pub fn look_around(&mut self, again: bool) -> Option<Reply> {
        let mut notice = None;
        let (held, shut) = (self.session.unsaved(), self.session.journal().is_none());
        if again && (held > 0 || shut) {
            let left = self.session.retry_at_once();
            if shut && self.session.journal().is_some() {
                self.find();
            }
            if held > 0 && left == 0 {
                notice = Some(Notice::of(format!("{held} held back until now: saved")));
            }
        }
        let fresh = self.take_in();
        notice = self.told_elsewhere(&fresh).or(notice);
        let is_other = self.trouble() != self.snapshot.trouble
            || self.session.unsaved_decisions() != self.snapshot.unsaved;
        if is_other {
            self.refresh(None);
            notice = self.trouble_or(notice);
        }
        notice = self.news_before(notice);
        let tell = notice.is_some() || !fresh.is_empty() || is_other;
        tell.then(|| self.reply(self.answered, notice, Vec::new()))
    }

    fn reply(&mut self, number: u64, notice: Option<Notice>, touched: Vec<Subject>) -> Reply {
        let store = std::mem::take(&mut self.revised).then(|| self.reviewer.store().clone());
        Reply {
            number,
            snapshot: Arc::new(self.snapshot.clone()),
            store,
            notice,
            touched,
            page: None,
            review_list: None,
            rescued: false,
        }
    }

    /// Another store: decisions are looked for in it.
    fn take(&mut self, store: Arc<Store>) {
        self.plain = true;
        self.store = store;
        self.find();
    }

    fn find(&mut self) {
        self.index = DecisionIndex::build(self.session.review(), &self.store);
        self.things.clear();
        for (id, key) in self.index.events() {
            self.things.entry(key.to_owned()).or_default().push(Subject::Event(id));
        }
        for (id, key) in self.index.claims() {
            self.things.entry(key.to_owned()).or_default().push(Subject::Claim(id));
        }
        self.refresh(None);
    }

    fn target(&self, thing: Subject) -> Option<Target> {
        match thing {
            Subject::Event(id) if id.is_made() => self.known(self.index.key(id)?),
            Subject::Claim(id) if id.index()? >= self.store.claim_count() => {
                self.known(self.index.claim_key(id)?)
            }
            Subject::Event(id) => self.index.target(&self.store, self.store.find(id)?),
            Subject::Claim(id) => self.index.claim_target(&self.store, id),
            _ => None,
        }
    }

    /// What was never loaded, by its key.
    fn known(&self, key: &str) -> Option<Target> {
        let anchor = self.session.review().anchors(key).last()?.clone();
        Some(Target { key: key.to_owned(), anchor })
    }

    /// Notes under which key things are known from now on.
    fn add(&mut self, things: &[Subject], targets: &[Target]) {
        for (&thing, target) in things.iter().zip(targets) {
            if self.things.contains_key(&target.key) {
                continue;
            }
            let mut all = vec![thing];
            match thing {
                Subject::Event(id) => {
                    if let Some(place) = self.store.find(id) {
                        self.index.add(&self.store, place, target);
                        all = self.index.rows(&self.store, place).into_iter().map(Subject::Event).collect();
                    }
                }
                Subject::Claim(id) => self.index.add_claim(id, target),
                _ => {}
            }
            self.things.insert(target.key.clone(), all);
        }
    }

    /// Does something to things: finds their targets, lets `act` write, takes note.
    fn on(
        &mut self,
        things: &[Subject],
        words: &str,
        act: impl FnOnce(&mut CoderSession, &[Target]) -> Saving,
    ) -> Option<Notice> {
        let known: Vec<(Subject, Target)> =
            things.iter().filter_map(|&t| Some((t, self.target(t)?))).collect();
        let (things, targets): (Vec<Subject>, Vec<Target>) = known.into_iter().unzip();
        if targets.is_empty() {
            return Some(Notice::failure("there is nothing here to decide on"));
        }
        let saving = act(&mut self.session, &targets);
        self.add(&things, &targets);
        let keys: FxHashSet<String> = targets.into_iter().map(|t| t.key).collect();
        self.refresh(Some(&keys));
        let rows: usize = keys.iter().map(|key| self.things.get(key).map_or(1, Vec::len)).sum();
        let what = match (things.as_slice(), keys.len()) {
            ([one], 1) if rows == 1 => words::thing(self.reviewer.store(), *one),
            // One event has a row for each two of its sides.
            ([one, ..], 1) => format!("{}, {rows} rows", words::thing(self.reviewer.store(), *one)),
            (_, count) if rows == count => format!("{count} together"),
            (_, count) => format!("{count} together, {rows} rows"),
        };
        words::notice(&saving, &format!("{words} {what}"))
    }

    /// Whose decisions are shown where there are several coders, told once.
    fn others_once(&mut self) -> Option<Notice> {
        if self.snapshot.others.is_empty()
            || self.store.is_empty()
            || std::mem::replace(&mut self.greeted, true)
        {
            return None;
        }
        let others = self.snapshot.others.join(", ");
        let words =
            format!("shown are your decisions and rulings, not those of {others}; X: where you differ");
        Some(Notice::of(words))
    }

    /// What keeps decisions from being saved, and what can be done about it.
    fn trouble(&self) -> Option<String> {
        self.session.trouble().map(|t| format!("{}. {}", t.reason, t.advice))
    }

    /// The trouble, if it has not been told.
    fn trouble_or(&mut self, notice: Option<Notice>) -> Option<Notice> {
        let trouble = self.snapshot.trouble.clone();
        if trouble.is_some() && trouble != self.complained {
            self.complained = trouble.clone();
            return trouble.map(Notice::failure);
        }
        notice
    }

    /// What is to be known of the journal as it was opened, once; with what keeps
    /// it from being written, if anything does.
    fn greeting_or(&mut self, notice: Option<Notice>) -> Option<Notice> {
        let mut words: Vec<String> = self.trouble_or(None).map(|trouble| trouble.text).into_iter().collect();
        words.append(&mut self.greeting);
        if words.is_empty() { notice } else { Some(Notice::failure(words.join(" · "))) }
    }

    /// Brings the store up to what is decided; the keys of which other reports
    /// were merged into them, before and after.
    fn revise(&mut self) -> Vec<String> {
        let mut merged: Vec<String> = self.reviewer.reports().keys().cloned().collect();
        self.bring_up();
        merged.extend(self.reviewer.reports().keys().cloned());
        merged
    }

    fn bring_up(&mut self) {
        let review = match &self.past {
            Some(past) => &past.review,
            None => self.session.review(),
        };
        if !self.reviewer.update(&self.store, &mut self.index, review) {
            return;
        }
        self.snapshot.changes = self.reviewer.changes();
        // Where nothing is other than loaded, what is loaded is shown already.
        let plain = self.snapshot.changes.is_nothing();
        self.revised |= !(plain && self.plain);
        self.plain = plain;
        let events = self.reviewer.added().iter().map(|(id, key)| (Subject::Event(*id), key));
        let claims = self.reviewer.added_claims().iter().map(|(id, key)| (Subject::Claim(*id), key));
        for (thing, key) in events.chain(claims) {
            let things = self.things.entry(key.clone()).or_default();
            if !things.contains(&thing) {
                things.push(thing);
            }
        }
    }

    /// Makes the review snapshot anew: all of it, or what is about these keys.
    pub(super) fn refresh(&mut self, keys: Option<&FxHashSet<String>>) {
        let merged = self.revise();
        let coder = self.session.coder().to_owned();
        let unsaved: FxHashSet<String> = self.session.unsaved_keys().into_iter().map(str::to_owned).collect();
        let was_unsaved = self.snapshot.unsaved > 0;
        self.snapshot.unsaved = self.session.unsaved_decisions();
        self.snapshot.trouble = self.trouble();
        self.snapshot.lost = self.index.lost().len();
        self.note_unreadable();
        let review = match &self.past {
            Some(past) => &past.review,
            None => self.session.review(),
        };
        self.snapshot.past = self.past.as_ref().map(|past| past.words.clone());
        self.snapshot.decisions = Arc::new(self.index.decisions(review, &coder));
        self.snapshot.turns = review.turns(&coder);
        self.snapshot.views = review.views(&coder);
        self.snapshot.recent = words::recent(review, &coder, &unsaved, RECENT);
        if keys.is_none_or(|keys| keys.iter().any(|key| key.starts_with("pair:"))) {
            self.snapshot.pairs = Arc::new(notes_and_flags::pairs(review, &coder));
        }
        self.snapshot.disputed = notes_and_flags::disputed(review);
        self.snapshot.others =
            review.coders().into_iter().filter(|by| *by != coder).map(str::to_owned).collect();
        let about = Arc::make_mut(&mut self.snapshot.about);
        let reports = self.reviewer.reports();
        let mut note = |key: &String, things: &[Subject]| {
            let reports = reports.get(key).map_or(&[][..], Vec::as_slice);
            let written = words::about(review, &coder, key, unsaved.contains(key), reports).map(Arc::new);
            for thing in things {
                match &written {
                    Some(written) => about.insert(*thing, written.clone()),
                    None => about.remove(thing),
                };
            }
        };
        match keys {
            Some(keys) if !was_unsaved && unsaved.is_empty() => {
                let keys = keys.iter().chain(&merged);
                keys.for_each(|k| note(k, self.things.get(k).map_or(&[], |t| t)));
            }
            _ => self.things.iter().for_each(|(key, things)| note(key, things)),
        }
        if keys.is_none() {
            self.snapshot.gained = Arc::new(self.gained(&coder));
        } else if let Some(pair) = self.snapshot.fresh.pair {
            Arc::make_mut(&mut self.snapshot.gained).remove(&pair.key());
        }
        if keys.is_none_or(|keys| keys.iter().any(|key| key.starts_with("article:"))) {
            self.about_articles();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undo_without_anything_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace { folder: folder.path().to_owned(), coder: "ann".to_owned() };
        let mut worker = JournalWorker::open(&workspace);
        let reply = worker.carry_out(Request { number: 1, act: JournalAct::Undo });
        assert_eq!(reply.notice, Some(Notice::of("nothing to be undone")));
        assert!(reply.is_answer(), "somebody waits for it");
        let reply = worker.carry_out(Request { number: 2, act: JournalAct::Take(Arc::default()) });
        assert!(!reply.is_answer(), "nobody waits for it");
        assert!(worker.look_around(true).is_none(), "nobody else wrote");
    }
}
