//! What can go wrong with a journal, in words that say what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a journal could not be read or written. Nothing was changed by a
/// failed write: it is all or nothing.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// No room is left on the disk, or the journal has reached its size limit.
    #[error("the disk is full: the journal at {} takes no more", .0.display())]
    Full(PathBuf),
    /// The file or its folder may not be written.
    #[error("{} may only be read: decisions cannot be kept there", .0.display())]
    ReadOnly(PathBuf),
    /// Another program holds the journal for longer than was waited.
    #[error("another program holds {}", .0.display())]
    Locked(PathBuf),
    /// A later détente wrote it, in a form that this one does not know.
    #[error("{} is of version {found}, this détente knows up to {known}: use a newer one; nothing was changed", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The latest version known here.
        known: u32,
    },
    /// The file is something else.
    #[error("{} is no journal of détente", .0.display())]
    Foreign(PathBuf),
    /// The file is damaged, as SQLite sees it.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        reason: String,
    },
    /// What stands at the journal's path is not what was opened.
    #[error("{} {}", .0.display(), .1.words())]
    Disturbed(PathBuf, Disturbance),
    /// An entry is not what was written: its hash or its order does not hold.
    #[error("entry {entry} does not hold: {reason}")]
    Broken {
        /// The entry's number.
        entry: u64,
        /// What is wrong with it.
        reason: String,
    },
    /// A line of an exported journal cannot be read.
    #[error("line {line}: {reason}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// The file system refuses.
    #[error("{}: {source}", path.display())]
    Io {
        /// What was touched.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Anything else that SQLite reports.
    #[error("{}: {source}", path.display())]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: rusqlite::Error,
    },
}

/// How what stands at the journal's path is not what was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disturbance {
    /// Nothing stands there: the file or its folder was deleted or moved.
    Gone,
    /// Another file stands there.
    Replaced,
    /// It is the same file, with other contents.
    Overwritten,
    /// The file is there, but not the log or the log's index beside it.
    LogGone,
    /// The file is read by way of a copy, and has changed since.
    CopyOutdated,
}

impl Disturbance {
    /// What happened, in words that go on after the journal's name.
    pub fn words(self) -> &'static str {
        match self {
            Disturbance::Gone => "was deleted or moved while it was open",
            Disturbance::Replaced => "was replaced by another file while it was open",
            Disturbance::Overwritten => "was overwritten while it was open",
            Disturbance::LogGone => "lost its log while it was open",
            Disturbance::CopyOutdated => "has changed since it was read",
        }
    }
}

impl JournalError {
    /// Sorts an error of SQLite by what a user can do about it.
    pub(crate) fn sqlite(path: &Path, source: rusqlite::Error) -> JournalError {
        let path = path.to_owned();
        match source.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => JournalError::Full(path),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => JournalError::ReadOnly(path),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => JournalError::Locked(path),
            Some(ErrorCode::NotADatabase) => JournalError::Foreign(path),
            Some(ErrorCode::DatabaseCorrupt) => JournalError::Damaged { path, reason: source.to_string() },
            _ => JournalError::Sqlite { path, source },
        }
    }

    pub(crate) fn io(path: &Path, source: std::io::Error) -> JournalError {
        use std::io::ErrorKind;
        match source.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => JournalError::Full(path.to_owned()),
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => {
                JournalError::ReadOnly(path.to_owned())
            }
            _ => JournalError::Io { path: path.to_owned(), source },
        }
    }

    /// What is wrong in a few words, for a line that has little room.
    pub(crate) fn short(&self) -> String {
        let words = match self {
            JournalError::Full(_) => "the disk is full",
            JournalError::ReadOnly(_) => "the journal may only be read",
            JournalError::Locked(_) => "another program holds the journal",
            JournalError::Newer { .. } => "a newer détente wrote the journal",
            JournalError::Foreign(_) => "the file is no journal of détente",
            JournalError::Damaged { .. } | JournalError::Broken { .. } => "the journal is damaged",
            JournalError::Disturbed(_, how) => return format!("the journal {}", how.words()),
            JournalError::Line { .. } | JournalError::Io { .. } | JournalError::Sqlite { .. } => {
                return self.to_string();
            }
        };
        words.to_owned()
    }

    /// What the user can do, in one sentence.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            JournalError::Full(_) => "Make room; what is unsaved is written with the next decision.",
            JournalError::ReadOnly(_) => "Choose a folder that can be written with --workspace.",
            JournalError::Locked(_) => "Close the other program; what is unsaved is written when it lets go.",
            JournalError::Newer { .. } => "Update détente, or choose another folder with --workspace.",
            JournalError::Foreign(_) => "Choose another folder with --workspace.",
            JournalError::Damaged { .. } | JournalError::Broken { .. } => {
                "Keep the file: `detente journal export --salvage` writes all that can be read, for a new journal to import."
            }
            JournalError::Disturbed(..) => {
                "What is known of it is kept here, and written to the one that takes its place."
            }
            JournalError::Line { .. } => "Nothing was imported.",
            JournalError::Io { .. } | JournalError::Sqlite { .. } => {
                "It is tried again with the next decision."
            }
        }
    }
}
