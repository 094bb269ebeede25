//! The journal's file: an append-only table in SQLite.
//!
//! Written in WAL mode with `synchronous = FULL`: when [`Journal::append`]
//! returns, the entries are on the disk as far as the system can promise it.
//! Which files are open is noted, so that it is noticed when others stand in
//! their place ([`Journal::disturbance`]).

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Transaction, TransactionBehavior};
use rustc_hash::FxHashMap;

use super::batch::Batch;
use super::entry::{Entry, EntryTexts};
use super::error::{Disturbance, JournalError};
use super::identity::{FileIdentity, OpenedFiles, set_aside};
use super::private_copy::PrivateCopy;
use super::private_file::private;
use super::reading::{JournalRow, Rows, read_after};
use super::review::Review;
use super::schema;

/// The journal's name in its folder.
pub const FILE: &str = "journal.db";

/// How long another process's write is waited for.
pub(crate) const PATIENCE: Duration = Duration::from_millis(1500);

/// How long SQLite itself waits for another process, each time it is asked.
const A_MOMENT: Duration = Duration::from_millis(20);

/// How often a file is opened anew that is replaced while it is being opened.
const TRIES: usize = 3;

/// Whether a journal can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Read and written.
    Full,
    /// Only read.
    ReadOnly,
}

/// An open journal.
#[derive(Debug)]
pub struct Journal {
    connection: Connection,
    path: PathBuf,
    access: Access,
    files: OpenedFiles,
    /// What is read in place of a file that cannot be read where it stands.
    copy: Option<PrivateCopy>,
    backup: Option<PathBuf>,
    /// A log that stood there without its journal, and where it is kept now.
    aside: Option<PathBuf>,
    /// What SQLite found damaged: then nothing more is written.
    damage: Option<String>,
    data_version: i64,
    patience: Duration,
    /// Set from elsewhere where nothing is waited for any more.
    hurry: Arc<AtomicBool>,
}

impl Journal {
    /// Opens the journal of a folder, and makes both if they are not there.
    /// Where they cannot be written, an existing journal is opened for reading.
    ///
    /// # Errors
    /// [`JournalError::Newer`], [`JournalError::Foreign`] and
    /// [`JournalError::Damaged`] leave the file as it is;
    /// [`JournalError::ReadOnly`] where there is no journal and none can be made.
    pub fn open(folder: &Path) -> Result<Journal, JournalError> {
        let made = std::fs::create_dir_all(folder);
        let path = folder.join(FILE);
        let there = schema::look(&path)?;
        let mut aside = None;
        if there.is_none() {
            made.map_err(|e| JournalError::io(folder, e))?;
            // SQLite would throw away the log of a journal that is not there.
            aside = set_aside(&path);
            make_private(&path);
        }
        match Journal::open_to_write(&path) {
            Ok(journal) => Ok(Journal { aside, ..journal }),
            Err(JournalError::ReadOnly(_) | JournalError::Sqlite { .. }) if there.is_some() => {
                Journal::open_to_read(&path)
            }
            Err(JournalError::Sqlite { source, .. })
                if source.sqlite_error_code() == Some(ErrorCode::CannotOpen) =>
            {
                Err(JournalError::ReadOnly(path))
            }
            Err(error) => Err(error),
        }
    }

    fn open_to_write(path: &Path) -> Result<Journal, JournalError> {
        let sqlite = |e| JournalError::sqlite(path, e);
        for _ in 0..TRIES {
            let database = FileIdentity::at(path);
            let mut connection = Connection::open(path).map_err(sqlite)?;
            connection.busy_timeout(PATIENCE).map_err(sqlite)?;
            schema::version(&connection, path)?;
            connection
                .pragma_update_and_check(None, "journal_mode", "WAL", |r| r.get::<_, String>(0))
                .map_err(sqlite)?;
            connection.pragma_update(None, "synchronous", "FULL").map_err(sqlite)?;
            let backup = schema::migrate(&mut connection, path)?;
            connection.busy_timeout(A_MOMENT).map_err(sqlite)?;
            // Taking the write lock once tells whether writing is allowed at all,
            // and has SQLite open the log.
            connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .and_then(Transaction::rollback)
                .or_else(|e| match JournalError::sqlite(path, e) {
                    JournalError::Locked(_) => Ok(()),
                    other => Err(other),
                })?;
            let files = OpenedFiles::now(path, database.or_else(|| FileIdentity::at(path)));
            if files.disturbance().is_none() {
                let journal = Journal::new(connection, path, Access::Full, files);
                return Journal { backup, ..journal }.ready();
            }
        }
        // Somebody replaces it without end.
        Err(JournalError::Locked(path.to_owned()))
    }

    /// Opens a journal that is there, without ever writing to it. Where it
    /// stands in a folder that SQLite cannot use, a private copy is read, with
    /// its log.
    ///
    /// # Errors
    /// As [`Journal::open`]. Nothing is read in part: a log that cannot be read
    /// is an error.
    pub fn open_to_read(path: &Path) -> Result<Journal, JournalError> {
        schema::look(path)?;
        let plain = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let database = FileIdentity::at(path);
        let opened = Connection::open_with_flags(format!("file:{plain}?mode=ro"), flags)
            .map_err(|e| JournalError::sqlite(path, e))
            .and_then(|connection| {
                check_read(&connection, path)?;
                let files = OpenedFiles::now(path, database);
                Journal::new(connection, path, Access::ReadOnly, files).ready()
            });
        match opened {
            Err(JournalError::ReadOnly(_) | JournalError::Sqlite { .. }) => {}
            other => return other,
        }
        // A folder that cannot be written cannot take the log's index.
        Journal::open_as_copy(path)
    }

    /// Opens a private copy of a journal and its log, as they stand now.
    ///
    /// # Errors
    /// As [`Journal::open_to_read`].
    pub fn open_as_copy(path: &Path) -> Result<Journal, JournalError> {
        let database = FileIdentity::at(path);
        let mut copy = PrivateCopy::of(path)?;
        let connection = Connection::open(copy.file()).map_err(|e| JournalError::sqlite(path, e))?;
        check_read(&connection, path)?;
        let journal = Journal::new(connection, path, Access::ReadOnly, OpenedFiles::now(path, database));
        let journal = journal.ready()?;
        copy.hide();
        Ok(Journal { copy: Some(copy), ..journal })
    }

    fn new(connection: Connection, path: &Path, access: Access, files: OpenedFiles) -> Journal {
        Journal {
            connection,
            path: path.to_owned(),
            access,
            files,
            copy: None,
            backup: None,
            aside: None,
            damage: None,
            data_version: 0,
            patience: PATIENCE,
            hurry: Arc::default(),
        }
    }

    fn ready(mut self) -> Result<Journal, JournalError> {
        self.data_version = self.current_data_version()?;
        Ok(self)
    }

    fn sqlite(&self, source: rusqlite::Error) -> JournalError {
        JournalError::sqlite(&self.path, source)
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether a path leads to this journal, or to its log.
    pub(crate) fn is_of(&self, path: &Path) -> bool {
        self.files.are_at(path)
    }

    /// Whether it can be written.
    pub fn access(&self) -> Access {
        if self.damage.is_some() { Access::ReadOnly } else { self.access }
    }

    /// The copy that was made before an older journal was brought to today's form.
    pub fn backup(&self) -> Option<&Path> {
        self.backup.as_deref()
    }

    /// Where a log is kept that stood there without its journal.
    pub(crate) fn log_set_aside(&self) -> Option<&Path> {
        self.aside.as_deref()
    }

    /// Fails where nothing may be written, with the reason.
    pub(super) fn writable(&self) -> Result<(), JournalError> {
        match (&self.damage, self.access) {
            (Some(reason), _) => {
                Err(JournalError::Damaged { path: self.path.clone(), reason: reason.clone() })
            }
            (None, Access::ReadOnly) => Err(JournalError::ReadOnly(self.path.clone())),
            (None, Access::Full) => Ok(()),
        }
    }

    /// Notes that SQLite found the file damaged: it is only read from now on.
    pub(super) fn keep_from_writing(&mut self, damage: &str) {
        self.damage = Some(damage.to_owned());
    }

    /// Whoever sets this wants no write to wait for another process any more.
    pub(super) fn heed(&mut self, hurry: Arc<AtomicBool>) {
        self.hurry = hurry;
    }

    /// How long a write waits for another process from now on; [`PATIENCE`] at first.
    pub(super) fn wait_at_most(&mut self, patience: Duration) {
        self.patience = patience;
    }

    fn current_data_version(&self) -> Result<i64, JournalError> {
        self.connection.pragma_query_value(None, "data_version", |r| r.get(0)).map_err(|e| self.sqlite(e))
    }

    /// Whether another connection has written since this was last asked. Cheap:
    /// may be asked many times a second.
    pub fn changed(&mut self) -> Result<bool, JournalError> {
        let version = self.current_data_version()?;
        Ok(std::mem::replace(&mut self.data_version, version) != version)
    }

    /// Lets [`Journal::changed`] say yes once more: what has changed could not be read.
    pub(super) fn ask_again(&mut self) {
        self.data_version = -1;
    }

    /// What has become of the files that were opened: something, if what is
    /// written now would not be found at the journal's path. `known` is what was
    /// read and written until now. Costs three looks at the file system, unless
    /// another process has written to the database itself; then all entries'
    /// hashes are compared.
    pub(super) fn disturbance(&mut self, known: &Review) -> Option<Disturbance> {
        if let Some(copy) = &self.copy {
            return copy.is_outdated().then_some(Disturbance::CopyOutdated);
        }
        let disturbance = self.files.disturbance();
        if disturbance.is_some() || !self.files.is_touched() {
            return disturbance;
        }
        match self.holds(known) {
            Ok(true) => {
                self.files.note();
                None
            }
            Ok(false) => Some(Disturbance::Overwritten),
            Err(JournalError::Damaged { .. } | JournalError::Foreign(_)) => Some(Disturbance::Overwritten),
            // Asked again the next time.
            Err(_) => None,
        }
    }

    /// Whether the file holds all that is known, for somebody who
    /// opens it now: this connection remembers pages that may not stand there any more.
    fn holds(&self, known: &Review) -> Result<bool, JournalError> {
        let sqlite = |e| self.sqlite(e);
        let fresh =
            Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(sqlite)?;
        fresh.busy_timeout(A_MOMENT).map_err(sqlite)?;
        let mut statement = fresh.prepare("SELECT id, hash FROM entries ORDER BY id").map_err(sqlite)?;
        let mut rows = statement.query([]).map_err(sqlite)?;
        let mut wanted = known.history().iter().peekable();
        while let Some(row) = rows.next().map_err(sqlite)? {
            let (Ok(id), Some(entry)) = (row.get::<_, i64>(0), wanted.peek()) else { continue };
            if id as u64 == entry.id {
                if row.get::<_, String>(1).ok().as_ref() != Some(&entry.hash) {
                    return Ok(false);
                }
                wanted.next();
            }
        }
        Ok(wanted.peek().is_none())
    }

    /// Closes a journal in whose place something else stands, or nothing. What
    /// others wrote to it last is added to `known`, as far as it follows; its
    /// log goes with it, so that it is not taken for that of another file. Where
    /// a log with something in it had to be kept, its name is told.
    pub(super) fn part(self, how: Disturbance, known: &mut Review) -> Option<PathBuf> {
        for row in read_after(&self.connection, known.last_id()).unwrap_or_default().rows {
            match row {
                JournalRow::Entry(entry, texts)
                    if entry.id == known.last_id() + 1
                        && entry.hash == entry.hash_of(known.last_hash(), &texts) =>
                {
                    known.apply(*entry);
                }
                _ => break,
            }
        }
        if how == Disturbance::CopyOutdated {
            return None;
        }
        // A log that has lost its name must not be written into the database any
        // more: others may have gone on without it.
        let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        match how {
            Disturbance::LogGone => {
                self.files.clear_index();
                return None;
            }
            // The file that went away is made whole without its log.
            Disturbance::Gone | Disturbance::Replaced if self.access == Access::Full => {
                let _ = self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
            }
            _ => {}
        }
        self.files.clear_log()
    }

    /// The entries after the one with this number, in order; all after 0.
    ///
    /// # Errors
    /// [`JournalError::Broken`] with the first one that cannot be read.
    pub fn after(&self, id: u64) -> Result<Vec<Entry>, JournalError> {
        let rows = self.rows(id)?;
        if let Some(reason) = rows.damage {
            return Err(JournalError::Damaged { path: self.path.clone(), reason });
        }
        rows.rows
            .into_iter()
            .map(|row| match row {
                JournalRow::Entry(entry, _) => Ok(*entry),
                JournalRow::Unreadable(unreadable) => Err(unreadable.into()),
            })
            .collect()
    }

    /// What all entries that can be read come to; [`Review::unreadable`] tells
    /// the others.
    ///
    /// # Errors
    /// Whatever keeps the file from being read at all.
    pub(crate) fn review(&self) -> Result<Review, JournalError> {
        Ok(Review::of_rows(self.rows(0)?.rows))
    }

    /// All rows after a number, readable or not.
    pub(super) fn rows(&self, id: u64) -> Result<Rows, JournalError> {
        read_after(&self.connection, id).map_err(|e| self.sqlite(e))
    }

    /// How many entries there are.
    pub fn len(&self) -> Result<u64, JournalError> {
        let count: Result<i64, _> =
            self.connection.query_row("SELECT count(*) FROM entries", [], |r| r.get(0));
        count.map(|n| n as u64).map_err(|e| self.sqlite(e))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> Result<bool, JournalError> {
        Ok(self.len()? == 0)
    }

    /// Takes the right to write, which one process has at a time; waits for it
    /// as long as was said, unless somebody is in a hurry.
    fn begin(&self) -> Result<Transaction<'_>, JournalError> {
        self.writable()?;
        let until = Instant::now() + self.patience;
        loop {
            let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
            match begun.map_err(|e| self.sqlite(e)) {
                Err(JournalError::Locked(_))
                    if Instant::now() < until && !self.hurry.load(Ordering::Relaxed) =>
                {
                    std::thread::sleep(A_MOMENT / 2);
                }
                other => return other,
            }
        }
    }

    /// Takes into a review what others wrote since, within a transaction.
    fn catch_up(&self, transaction: &Transaction<'_>, review: &mut Review) -> Result<(), JournalError> {
        let last = review.last_id();
        let there: Option<Option<String>> = transaction
            .query_row("SELECT hash FROM entries WHERE id = ?1", [last as i64], |r| Ok(r.get(0).ok()))
            .optional()
            .map_err(|e| self.sqlite(e))?;
        let same = match there {
            None => last == 0,
            Some(hash) => hash.is_none_or(|hash| hash == review.last_hash()),
        };
        if !same {
            return Err(JournalError::Disturbed(self.path.clone(), Disturbance::Overwritten));
        }
        let rows = read_after(transaction, last).map_err(|e| self.sqlite(e))?;
        if let Some(reason) = rows.damage {
            return Err(JournalError::Damaged { path: self.path.clone(), reason });
        }
        rows.rows.into_iter().for_each(|row| review.take_row(row));
        Ok(())
    }

    /// Writes a batch, durably, and brings `review` up to date with it and with
    /// whatever others wrote in between. Changes that change nothing are left
    /// out; if none is left, nothing is written. A batch that is there already,
    /// because its writing was wrongly reported as failed, is not written twice.
    /// The time of an entry is never before the one before it: where the clock
    /// has gone back, that one's time is used again.
    ///
    /// # Errors
    /// On any error nothing is written and `review` has at most taken in what
    /// others wrote.
    pub fn append(
        &mut self,
        review: &mut Review,
        batch: &Batch,
        time: DateTime<Utc>,
    ) -> Result<Vec<Entry>, JournalError> {
        let transaction = self.begin()?;
        let sqlite = |e| self.sqlite(e);
        self.catch_up(&transaction, review)?;
        let written: Option<i64> = transaction
            .query_row("SELECT id FROM entries WHERE batch = ?1 LIMIT 1", [&batch.name], |r| r.get(0))
            .optional()
            .map_err(sqlite)?;
        if written.is_some() {
            let entries = review.history().iter().filter(|e| e.batch == batch.name);
            return Ok(entries.map(|e| Entry::clone(e)).collect());
        }
        let entries = review.entries_for(batch, time);
        insert(&transaction, &entries).map_err(sqlite)?;
        transaction.commit().map_err(sqlite)?;
        self.files.note();
        for entry in &entries {
            review.apply(entry.clone());
        }
        Ok(entries)
    }

    /// Appends entries of another journal, with their own times and names, as
    /// one transaction. Those that are here already (same batch and part) are
    /// passed by.
    pub(super) fn take_over<'a>(
        &mut self,
        review: &mut Review,
        foreign: impl Iterator<Item = &'a Entry>,
    ) -> Result<TakenOver, JournalError> {
        let transaction = self.begin()?;
        let sqlite = |e| self.sqlite(e);
        self.catch_up(&transaction, review)?;
        let mut next = review.clone();
        let own: FxHashMap<(String, u32), Arc<Entry>> =
            review.history().iter().map(|e| ((e.batch.clone(), e.part), e.clone())).collect();
        let mut taken_over = TakenOver::default();
        for (number, entry) in foreign.enumerate() {
            let known: Option<i64> = transaction
                .query_row(
                    "SELECT id FROM entries WHERE batch = ?1 AND part = ?2",
                    (&entry.batch, entry.part),
                    |r| r.get(0),
                )
                .optional()
                .map_err(sqlite)?;
            if known.is_none() {
                let entry = next.adopt(entry);
                insert(&transaction, std::slice::from_ref(&entry)).map_err(sqlite)?;
                next.apply(entry);
                taken_over.taken += 1;
            } else if own.get(&(entry.batch.clone(), entry.part)).is_some_and(|own| !own.says_the_same(entry))
            {
                taken_over.clashing.push(number);
            } else {
                taken_over.here += 1;
            }
        }
        transaction.commit().map_err(sqlite)?;
        self.files.note();
        *review = next;
        Ok(taken_over)
    }

    /// What a coder has seen of a pair, as marks of events.
    pub(crate) fn seen(&self, coder: &str, pair: &str) -> Result<rustc_hash::FxHashSet<i64>, JournalError> {
        let run = || -> rusqlite::Result<_> {
            let mut statement =
                self.connection.prepare_cached("SELECT event FROM seen WHERE coder = ?1 AND pair = ?2")?;
            statement.query_map((coder, pair), |r| r.get(0))?.collect()
        };
        run().map_err(|e| self.sqlite(e))
    }

    /// Remembers marks of events as seen.
    pub(crate) fn add_seen(&mut self, coder: &str, pair: &str, events: &[i64]) -> Result<(), JournalError> {
        let transaction = self.begin()?;
        let run = || {
            {
                let mut statement =
                    transaction.prepare_cached("INSERT OR IGNORE INTO seen VALUES (?1, ?2, ?3)")?;
                for event in events {
                    statement.execute((coder, pair, event))?;
                }
            }
            transaction.commit()
        };
        run().map_err(|e: rusqlite::Error| self.sqlite(e))?;
        self.files.note();
        Ok(())
    }

    /// Whether SQLite finds the file itself sound.
    pub(crate) fn integrity(&self) -> Result<(), JournalError> {
        let word: String = self
            .connection
            .query_row("PRAGMA integrity_check", [], |r| r.get(0))
            .map_err(|e| self.sqlite(e))?;
        if word == "ok" {
            Ok(())
        } else {
            Err(JournalError::Damaged { path: self.path.clone(), reason: word })
        }
    }

    /// Limits the file's size in pages, to try out a full disk.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) -> Result<(), JournalError> {
        self.connection
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
            .map_err(|e| self.sqlite(e))
    }
}

/// Makes the file of a new journal, which nobody else may read: SQLite gives its
/// log the same rights. What cannot be made is told by SQLite a moment later.
fn make_private(path: &Path) {
    let _ = private().open(path);
}

/// Whether a file that is only read has a journal in it.
fn check_read(connection: &Connection, path: &Path) -> Result<(), JournalError> {
    connection.busy_timeout(PATIENCE).map_err(|e| JournalError::sqlite(path, e))?;
    match schema::version(connection, path)? {
        0 => Err(JournalError::ReadOnly(path.to_owned())),
        _ => Ok(()),
    }
}

/// What became of entries of another journal.
#[derive(Debug, Default)]
pub(super) struct TakenOver {
    /// How many were appended.
    pub(super) taken: usize,
    /// How many were here already.
    pub(super) here: usize,
    /// Which ones, from 0, have the batch and part of one that says something else.
    pub(super) clashing: Vec<usize>,
}

fn insert(connection: &Connection, entries: &[Entry]) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO entries (id, batch, part, time, coder, session, kind, key, before, after,
            comment, anchor, turn, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    for entry in entries {
        let EntryTexts { time, before, after, anchor, turn } = entry.texts();
        statement.execute(rusqlite::params![
            entry.id as i64,
            entry.batch,
            entry.part,
            time,
            entry.coder,
            entry.session,
            entry.kind.name(),
            entry.key,
            before,
            after,
            entry.comment,
            anchor,
            turn,
            entry.hash,
        ])?;
    }
    Ok(())
}
