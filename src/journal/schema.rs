//! The form of the journal's file, its version, and the way from older ones.

use std::io::Read;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, TransactionBehavior};

use super::error::JournalError;
use super::private_file::private;

/// Tells a journal of détente from other SQLite files ("détJ").
const APPLICATION_ID: i32 = 0x6465_744a;

/// The steps from an empty file to today's form; step `n` leads to version `n`.
/// A published step is never changed, only followed by another.
const STEPS: [&str; 2] = [
    "CREATE TABLE entries (
        id INTEGER PRIMARY KEY,
        batch TEXT NOT NULL,
        part INTEGER NOT NULL,
        time TEXT NOT NULL,
        coder TEXT NOT NULL,
        session TEXT NOT NULL,
        kind TEXT NOT NULL,
        key TEXT NOT NULL,
        before TEXT,
        after TEXT,
        comment TEXT NOT NULL DEFAULT '',
        anchor TEXT,
        turn TEXT NOT NULL DEFAULT '',
        hash TEXT NOT NULL,
        UNIQUE (batch, part)
    ) STRICT;
    CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER entries_remain BEFORE DELETE ON entries
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;",
    // What a coder has seen of a pair: no decision, only a help to mark what is new.
    "CREATE TABLE seen (
        coder TEXT NOT NULL,
        pair TEXT NOT NULL,
        event INTEGER NOT NULL,
        PRIMARY KEY (coder, pair, event)
    ) STRICT, WITHOUT ROWID;",
];

/// The version that this détente writes.
pub const VERSION: u32 = STEPS.len() as u32;

/// Reads application id and version from the head of the file, without SQLite,
/// so that a file of another kind or of the future is not even opened.
/// `None` where there is no file, or an empty one.
pub(crate) fn look(path: &Path) -> Result<Option<u32>, JournalError> {
    let mut head = Vec::with_capacity(100);
    match std::fs::File::open(path) {
        Ok(file) => file.take(100).read_to_end(&mut head).map_err(|e| JournalError::io(path, e))?,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(JournalError::io(path, e)),
    };
    if head.is_empty() {
        return Ok(None);
    }
    if head.len() < 100 || !head.starts_with(b"SQLite format 3\0") {
        return Err(JournalError::Foreign(path.to_owned()));
    }
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let (version, application) = (number(60), number(68));
    if version == 0 && application == 0 {
        // A fresh file whose first transaction still stands in its log.
        return Ok(Some(0));
    }
    check(path, version, application as i32)?;
    Ok(Some(version))
}

fn check(path: &Path, version: u32, application: i32) -> Result<(), JournalError> {
    if application != APPLICATION_ID && (application, version) != (0, 0) {
        return Err(JournalError::Foreign(path.to_owned()));
    }
    if version > VERSION {
        return Err(JournalError::Newer { path: path.to_owned(), found: version, known: VERSION });
    }
    Ok(())
}

/// The version as SQLite sees it, its log included; checked.
pub(crate) fn version(connection: &Connection, path: &Path) -> Result<u32, JournalError> {
    let sqlite = |e| JournalError::sqlite(path, e);
    let version: u32 = connection.pragma_query_value(None, "user_version", |r| r.get(0)).map_err(sqlite)?;
    let id: i32 = connection.pragma_query_value(None, "application_id", |r| r.get(0)).map_err(sqlite)?;
    check(path, version, id)?;
    if version == 0 {
        let tables: i64 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0)).map_err(sqlite)?;
        if tables > 0 {
            return Err(JournalError::Foreign(path.to_owned()));
        }
    }
    Ok(version)
}

/// Brings the file to today's form, all or nothing. A file with entries is
/// copied beside itself first; the copy's path is told.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<Option<PathBuf>, JournalError> {
    let found = version(connection, path)?;
    if found == VERSION {
        return Ok(None);
    }
    let backup = if found > 0 { Some(back_up(connection, path, found)?) } else { None };
    let sqlite = |e| JournalError::sqlite(path, e);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sqlite)?;
    // Another process may have done it while this one waited.
    let found = version(&transaction, path)?;
    for step in STEPS.iter().skip(found as usize) {
        transaction.execute_batch(step).map_err(sqlite)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(sqlite)?;
    transaction.pragma_update(None, "user_version", VERSION).map_err(sqlite)?;
    transaction.commit().map_err(sqlite)?;
    Ok(backup)
}

/// Copies the journal to `journal.vN.backup.db` beside it, under a free name, for
/// nobody else to read.
fn back_up(connection: &Connection, path: &Path, version: u32) -> Result<PathBuf, JournalError> {
    let mut number = 1;
    let backup = loop {
        let more = if number == 1 { String::new() } else { format!(".{number}") };
        let candidate = path.with_extension(format!("v{version}.backup{more}.db"));
        match private().open(&candidate) {
            // SQLite fills an empty file as well as a new one.
            Ok(_) => break candidate,
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => number += 1,
            Err(e) => return Err(JournalError::io(&candidate, e)),
        }
    };
    connection
        .execute("VACUUM INTO ?1", [backup.to_string_lossy()])
        .map_err(|e| JournalError::sqlite(&backup, e))?;
    Ok(backup)
}

/// Makes a journal of the first version, for tests of the way from there.
#[doc(hidden)]
pub fn make_first_version(path: &Path) -> Result<(), JournalError> {
    let sqlite = |e| JournalError::sqlite(path, e);
    let connection = Connection::open(path).map_err(sqlite)?;
    connection.execute_batch(STEPS[0]).map_err(sqlite)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID).map_err(sqlite)?;
    connection.pragma_update(None, "user_version", 1).map_err(sqlite)
}
