//! Which files were opened as the journal, so that it is noticed when others
//! stand in their place, or none.

use std::ffi::OsString;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::{Disturbance, JournalError};
use super::schema;

/// What tells a file from another one under the same name. A file that is held
/// open keeps its identity for itself, even after its name is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileIdentity {
    volume: u64,
    number: u64,
}

impl FileIdentity {
    /// Of what stands at a path now; `None` where nothing does.
    pub(super) fn at(path: &Path) -> Option<FileIdentity> {
        std::fs::metadata(path).ok().map(|metadata| FileIdentity::of(&metadata))
    }

    #[cfg(unix)]
    fn of(metadata: &Metadata) -> FileIdentity {
        use std::os::unix::fs::MetadataExt;
        FileIdentity { volume: metadata.dev(), number: metadata.ino() }
    }

    /// Where the system tells no number of the file, the moment at which it was
    /// made stands for it.
    #[cfg(not(unix))]
    fn of(metadata: &Metadata) -> FileIdentity {
        let made = metadata.created().ok().and_then(|t| t.duration_since(SystemTime::UNIX_EPOCH).ok());
        FileIdentity { volume: 0, number: made.map_or(0, |d| d.as_nanos() as u64) }
    }
}

/// Length and time of change of a file: other ones mean that somebody wrote to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    identity: FileIdentity,
    length: u64,
    changed: Option<SystemTime>,
}

impl Stamp {
    /// Of what stands at a path now; `None` where nothing does.
    pub(super) fn at(path: &Path) -> Option<Stamp> {
        let metadata = std::fs::metadata(path).ok()?;
        Some(Stamp {
            identity: FileIdentity::of(&metadata),
            length: metadata.len(),
            changed: metadata.modified().ok(),
        })
    }
}

/// The file beside a database that SQLite names after it: `-wal` is its log,
/// `-shm` the log's index.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The files of an open journal, as they were when it was opened.
#[derive(Debug, Clone)]
pub(super) struct OpenedFiles {
    path: PathBuf,
    database: Option<FileIdentity>,
    log: Option<FileIdentity>,
    index: Option<FileIdentity>,
    stamp: Option<Stamp>,
}

impl OpenedFiles {
    /// The files that stand there now, where `database` was opened as the
    /// journal: noted before SQLite opened it, so that none is taken for it
    /// that was put there since.
    pub(super) fn now(path: &Path, database: Option<FileIdentity>) -> OpenedFiles {
        OpenedFiles {
            path: path.to_owned(),
            database,
            log: FileIdentity::at(&beside(path, "-wal")),
            index: FileIdentity::at(&beside(path, "-shm")),
            stamp: Stamp::at(path),
        }
    }

    /// Whether a path leads to one of them, under whatever name.
    pub(super) fn are_at(&self, path: &Path) -> bool {
        let found = FileIdentity::at(path);
        found.is_some() && [self.database, self.log, self.index].contains(&found)
    }

    /// What has become of them, as far as names and numbers tell.
    pub(super) fn disturbance(&self) -> Option<Disturbance> {
        let now = FileIdentity::at(&self.path);
        if now != self.database {
            return Some(if now.is_none() { Disturbance::Gone } else { Disturbance::Replaced });
        }
        let same = |ending: &str, then: Option<FileIdentity>| {
            then.is_none() || FileIdentity::at(&beside(&self.path, ending)) == then
        };
        (!same("-wal", self.log) || !same("-shm", self.index)).then_some(Disturbance::LogGone)
    }

    /// Whether somebody has written to the database itself since this was last noted.
    pub(super) fn is_touched(&self) -> bool {
        Stamp::at(&self.path) != self.stamp
    }

    /// Notes that what was written to the database until now is known.
    pub(super) fn note(&mut self) {
        self.stamp = Stamp::at(&self.path);
    }

    /// Takes the log and its index out of the way, if they are still those of
    /// this journal: SQLite would take them for the log of the file that stands
    /// in its place, and mix the two. A log with anything in it is kept under a
    /// name of its own, which is told.
    pub(super) fn clear_log(&self) -> Option<PathBuf> {
        self.remove_index();
        if self.is_own_log() { set_aside(&self.path) } else { None }
    }

    /// Takes the index of a log away that is there no more: it would tell of
    /// what does not stand in the next one.
    pub(super) fn clear_index(&self) {
        if !self.is_own_log() {
            self.remove_index();
        }
    }

    fn is_own_log(&self) -> bool {
        self.log.is_some() && FileIdentity::at(&beside(&self.path, "-wal")) == self.log
    }

    /// An index is made anew from its log; there is nothing in it to be kept.
    fn remove_index(&self) {
        let index = beside(&self.path, "-shm");
        if self.index.is_some() && FileIdentity::at(&index) == self.index {
            let _ = std::fs::remove_file(&index);
        }
    }
}

/// Takes the log beside a path out of the way: an empty one goes, any other is
/// kept under a free name, which is told.
pub(super) fn set_aside(path: &Path) -> Option<PathBuf> {
    let log = beside(path, "-wal");
    let length = std::fs::metadata(&log).ok()?.len();
    if length == 0 {
        let _ = std::fs::remove_file(&log);
        return None;
    }
    let kept = (1..1000u32)
        .map(|number| path.with_extension(format!("log-without-journal.{number}")))
        .find(|kept| !kept.exists())?;
    std::fs::rename(&log, &kept).ok().map(|()| kept)
}

/// Whether a path leads to a journal, or to what SQLite keeps beside one: told by
/// what is in the file, whatever its name is, and for the log's index by its name.
/// Also of a log or index that is not there: the next one to open the journal would
/// take whatever stands under its name for it.
pub(crate) fn is_journal(path: &Path) -> bool {
    let is_database = |path: &Path| match schema::look(path) {
        Ok(Some(_)) | Err(JournalError::Newer { .. }) => true,
        // All of a new journal may still stand in its log.
        Ok(None) => std::fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0),
        Err(_) => false,
    };
    let name = path.as_os_str().to_string_lossy();
    let of = ["-wal", "-shm", "-journal"].into_iter().find_map(|ending| name.strip_suffix(ending));
    // A pipe would have to be waited for.
    if std::fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return false;
    }
    is_database(path) || is_log(path) || of.is_some_and(|journal| is_database(Path::new(journal)))
}

/// Whether a file begins as the logs of SQLite do.
fn is_log(path: &Path) -> bool {
    use std::io::Read;
    let mut head = [0; 4];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && matches!(head, [0x37, 0x7f, 0x06, 0x82 | 0x83])
}

/// Whether two paths lead to one file.
pub(crate) fn is_same_file(one: &Path, other: &Path) -> bool {
    let found = FileIdentity::at(one);
    found.is_some() && found == FileIdentity::at(other)
}
