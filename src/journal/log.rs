//! The journal's file: an append-only table in SQLite.
//!
//! Written in WAL mode with `synchronous = FULL`: when [`Journal::append`]
//! returns, the entries are on the disk as far as the system can promise it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, Transaction, TransactionBehavior};

use super::entry::{Change, Entry, EntryKind, EntryTexts, Turn, time_text};
use super::error::JournalError;
use super::review::Review;
use super::schema;

/// The journal's name in its folder.
pub const FILE: &str = "journal.db";

/// How long another process's write is waited for.
pub const PATIENCE: Duration = Duration::from_millis(1500);

const SELECT: &str =
    "SELECT id, batch, part, time, coder, session, kind, key, before, after, comment, anchor, turn, hash
     FROM entries WHERE id > ?1 ORDER BY id";

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
    backup: Option<PathBuf>,
    data_version: i64,
}

/// Who writes, and in which session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The coder's name.
    pub coder: String,
    /// The session.
    pub session: String,
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
        if let (Err(e), None) = (made, there) {
            return Err(JournalError::io(folder, e));
        }
        match Journal::open_to_write(&path) {
            Err(JournalError::ReadOnly(_) | JournalError::Sqlite { .. }) if there.is_some() => {
                Journal::open_to_read(&path)
            }
            Err(JournalError::Sqlite { source, .. })
                if source.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) =>
            {
                Err(JournalError::ReadOnly(path))
            }
            other => other,
        }
    }

    fn open_to_write(path: &Path) -> Result<Journal, JournalError> {
        let sqlite = |e| JournalError::sqlite(path, e);
        let mut connection = Connection::open(path).map_err(sqlite)?;
        connection.busy_timeout(PATIENCE).map_err(sqlite)?;
        schema::version(&connection, path)?;
        connection
            .pragma_update_and_check(None, "journal_mode", "WAL", |r| r.get::<_, String>(0))
            .map_err(sqlite)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(sqlite)?;
        let backup = schema::migrate(&mut connection, path)?;
        // Taking the write lock once tells whether writing is allowed at all.
        connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .and_then(Transaction::rollback)
            .or_else(|e| match JournalError::sqlite(path, e) {
                JournalError::Locked(_) => Ok(()),
                other => Err(other),
            })?;
        Journal { connection, path: path.to_owned(), access: Access::Full, backup, data_version: 0 }.ready()
    }

    /// Opens a journal that is there, without ever writing to it.
    pub fn open_to_read(path: &Path) -> Result<Journal, JournalError> {
        schema::look(path)?;
        let plain = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let mut last = JournalError::ReadOnly(path.to_owned());
        // A folder that cannot be written cannot take the log's index either:
        // then the file is read as one that nobody changes.
        for how in ["mode=ro", "immutable=1"] {
            let opened = Connection::open_with_flags(format!("file:{plain}?{how}"), flags)
                .map_err(|e| JournalError::sqlite(path, e))
                .and_then(|connection| {
                    connection.busy_timeout(PATIENCE).map_err(|e| JournalError::sqlite(path, e))?;
                    let found = schema::version(&connection, path)?;
                    if found == 0 {
                        return Err(JournalError::ReadOnly(path.to_owned()));
                    }
                    let journal = Journal {
                        connection,
                        path: path.to_owned(),
                        access: Access::ReadOnly,
                        backup: None,
                        data_version: 0,
                    };
                    journal.ready()
                });
            match opened {
                Ok(journal) => return Ok(journal),
                Err(e) => last = e,
            }
        }
        Err(last)
    }

    fn ready(mut self) -> Result<Journal, JournalError> {
        self.data_version = self.current_data_version()?;
        Ok(self)
    }

    fn sqlite(&self, source: rusqlite::Error) -> JournalError {
        JournalError::sqlite(&self.path, source)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it can be written.
    pub fn access(&self) -> Access {
        self.access
    }

    /// The copy that was made before an older journal was brought to today's form.
    pub fn backup(&self) -> Option<&Path> {
        self.backup.as_deref()
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

    /// The entries after the one with this number, in order; all after 0.
    pub fn after(&self, id: u64) -> Result<Vec<Entry>, JournalError> {
        read_after(&self.connection, id).map_err(|e| self.sqlite(e))?.into_iter().collect()
    }

    /// Hands over each entry with a function that makes the hash of what is
    /// written from the hash before, texts as they stand in the file.
    pub(crate) fn each_with_hash(
        &self,
        mut take: impl FnMut(Entry, &dyn Fn(&str) -> String) -> Result<(), JournalError>,
    ) -> Result<(), JournalError> {
        let mut statement = self.connection.prepare(SELECT).map_err(|e| self.sqlite(e))?;
        let mut rows = statement.query([0]).map_err(|e| self.sqlite(e))?;
        while let Some(row) = rows.next().map_err(|e| self.sqlite(e))? {
            let entry = read_entry(row)?;
            let column = |at| row.get::<_, Option<String>>(at).map_err(|e| self.sqlite(e));
            let texts = EntryTexts {
                time: column(3)?.unwrap_or_default(),
                before: column(8)?,
                after: column(9)?,
                anchor: column(11)?,
                turn: column(12)?.unwrap_or_default(),
            };
            let copy = entry.clone();
            take(entry, &move |previous| copy.hash_of(previous, &texts))?;
        }
        Ok(())
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

    /// Writes a batch, durably, and brings `review` up to date with it and with
    /// whatever others wrote in between. Changes that change nothing are left
    /// out; if none is left, nothing is written. The time of an entry is never
    /// before the one before it: where the clock has gone back, that one's
    /// time is used again.
    ///
    /// # Errors
    /// On any error nothing is written and `review` has at most taken in what
    /// others wrote.
    pub fn append(
        &mut self,
        review: &mut Review,
        batch: &Batch,
        now: DateTime<Utc>,
    ) -> Result<Vec<Entry>, JournalError> {
        if self.access == Access::ReadOnly {
            return Err(JournalError::ReadOnly(self.path.clone()));
        }
        let path = self.path.clone();
        let sqlite = |e| JournalError::sqlite(&path, e);
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
        for entry in read_after(&transaction, review.last_id()).map_err(sqlite)? {
            review.apply(entry?);
        }
        let entries = review.entries_for(batch, now);
        insert(&transaction, &entries).map_err(sqlite)?;
        transaction.commit().map_err(sqlite)?;
        for entry in &entries {
            review.apply(entry.clone());
        }
        Ok(entries)
    }

    /// Appends entries of another journal, with their own times and names, as
    /// one transaction. Those that are here already (same batch and part) are
    /// passed by. Tells how many were taken.
    pub(crate) fn take_over(
        &mut self,
        review: &mut Review,
        foreign: &[Entry],
    ) -> Result<usize, JournalError> {
        if self.access == Access::ReadOnly {
            return Err(JournalError::ReadOnly(self.path.clone()));
        }
        let path = self.path.clone();
        let sqlite = |e| JournalError::sqlite(&path, e);
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
        for entry in read_after(&transaction, review.last_id()).map_err(sqlite)? {
            review.apply(entry?);
        }
        let mut next = review.clone();
        let mut taken = 0;
        for entry in foreign {
            let known: Option<i64> = transaction
                .query_row(
                    "SELECT id FROM entries WHERE batch = ?1 AND part = ?2",
                    (&entry.batch, entry.part),
                    |r| r.get(0),
                )
                .optional()
                .map_err(sqlite)?;
            if known.is_some() {
                continue;
            }
            let entry = next.adopt(entry);
            insert(&transaction, std::slice::from_ref(&entry)).map_err(sqlite)?;
            next.apply(entry);
            taken += 1;
        }
        transaction.commit().map_err(sqlite)?;
        *review = next;
        Ok(taken)
    }

    /// What a coder has seen of a pair, as marks of events.
    pub fn seen(&self, coder: &str, pair: &str) -> Result<rustc_hash::FxHashSet<i64>, JournalError> {
        let run = || -> rusqlite::Result<_> {
            let mut statement =
                self.connection.prepare_cached("SELECT event FROM seen WHERE coder = ?1 AND pair = ?2")?;
            statement.query_map((coder, pair), |r| r.get(0))?.collect()
        };
        run().map_err(|e| self.sqlite(e))
    }

    /// Remembers marks of events as seen.
    pub fn add_seen(&mut self, coder: &str, pair: &str, events: &[i64]) -> Result<(), JournalError> {
        if self.access == Access::ReadOnly {
            return Err(JournalError::ReadOnly(self.path.clone()));
        }
        let path = self.path.clone();
        let mut run = || {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            {
                let mut statement =
                    transaction.prepare_cached("INSERT OR IGNORE INTO seen VALUES (?1, ?2, ?3)")?;
                for event in events {
                    statement.execute((coder, pair, event))?;
                }
            }
            transaction.commit()
        };
        run().map_err(|e: rusqlite::Error| JournalError::sqlite(&path, e))
    }

    /// Whether SQLite finds the file itself sound.
    pub fn integrity(&self) -> Result<(), JournalError> {
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

/// Changes that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    /// Its name, unique over all journals: session and number.
    pub name: String,
    /// Who writes it.
    pub author: Author,
    /// What it does.
    pub act: Act,
}

/// What a batch does.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    /// Sets slots.
    Do(Vec<Change>),
    /// Undoes the author's last batch that is not undone.
    Undo,
    /// Redoes the author's last batch that was undone.
    Redo,
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

fn read_after(connection: &Connection, id: u64) -> rusqlite::Result<Vec<Result<Entry, JournalError>>> {
    let mut statement = connection.prepare_cached(SELECT)?;
    statement.query_map([id as i64], |row| Ok(read_entry(row)))?.collect()
}

fn read_entry(row: &Row<'_>) -> Result<Entry, JournalError> {
    let id = row.get::<_, i64>(0).unwrap_or_default() as u64;
    let broken = |reason: &str| JournalError::Broken { entry: id, reason: reason.to_owned() };
    let text = |column: usize| -> Result<String, JournalError> {
        row.get(column).map_err(|_| broken("a field is no text"))
    };
    let json = |column: usize| -> Result<Option<String>, JournalError> {
        row.get(column).map_err(|_| broken("a field is no text"))
    };
    let value = |column: usize| match json(column)? {
        Some(text) => serde_json::from_str(&text).map(Some).map_err(|_| broken("a value is no JSON")),
        None => Ok(None),
    };
    let time: DateTime<Utc> = text(3)?.parse().map_err(|_| broken("its time is none"))?;
    if time_text(time) != text(3)? {
        return Err(broken("its time is written in another form"));
    }
    Ok(Entry {
        id,
        batch: text(1)?,
        part: row.get(2).map_err(|_| broken("its part is no number"))?,
        time,
        coder: text(4)?,
        session: text(5)?,
        kind: text(6)?.parse::<EntryKind>().map_err(|()| broken("its kind is unknown"))?,
        key: text(7)?,
        before: value(8)?,
        after: value(9)?,
        comment: text(10)?,
        anchor: match json(11)? {
            Some(text) => Some(serde_json::from_str(&text).map_err(|_| broken("its anchor cannot be read"))?),
            None => None,
        },
        turn: Turn::from_text(&text(12)?).ok_or_else(|| broken("its turn is unknown"))?,
        hash: text(13)?,
    })
}
