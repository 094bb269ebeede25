//! The cache's folder: what lies in it, who may write, and what goes when room
//! is needed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use super::{About, Cache, CacheKey, EXTENSION, Stop, section_file};

/// Held by whoever writes.
const LOCK: &str = "writing.lock";
/// How often one who waits looks whether another has done.
const LOOK: Duration = Duration::from_millis(50);
/// How long what a crash left is kept where nobody can tell whether it is being written.
const STALE: Duration = Duration::from_secs(24 * 60 * 60);

/// One file of the cache.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name, by which it can be cleared.
    pub id: String,
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was made, as far as the system tells.
    pub(crate) made: Option<SystemTime>,
    /// When it was last used, as far as the system tells.
    pub(crate) used: Option<SystemTime>,
    /// What it was made of; none if the file is damaged.
    pub cache_key: Option<CacheKey>,
    /// How many events it holds.
    pub events: u64,
}

/// Whether what is kept can still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It opens in the place of its sources.
    Valid,
    /// A source has changed, or the folder holds other files now.
    Changed,
    /// A source is gone.
    Gone,
    /// Other settings shape the load now, such as column mappings.
    Settings,
    /// Another version of the program made it.
    Version,
    /// The file is damaged.
    Damaged,
}

impl State {
    /// The word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            State::Valid => "valid",
            State::Changed => "source changed",
            State::Gone => "source gone",
            State::Settings => "other settings",
            State::Version => "other version",
            State::Damaged => "damaged",
        }
    }
}

impl Entry {
    /// Whether it can still be used under these settings. Looks at the sources.
    pub fn state(&self, settings: &str) -> State {
        let Some(state) = &self.cache_key else { return State::Damaged };
        if !state.is_of_this_program() {
            return State::Version;
        }
        if state.paths().any(|path| !path.exists()) {
            return State::Gone;
        }
        match CacheKey::of(state.request(), settings) {
            Ok(now) if now == *state => State::Valid,
            Ok(now) if now.same_sources(state) => State::Settings,
            _ => State::Changed,
        }
    }
}

/// Makes a folder that only its owner may look into. One that is there already, such as
/// that of an earlier version, is closed to others if it is the user's own.
pub(super) fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(folder)?.permissions().mode();
        if mode & 0o077 != 0 {
            // Of another's folder the rights cannot be changed; the files in it are closed anyway.
            let _ = fs::set_permissions(folder, fs::Permissions::from_mode(mode & !0o077));
        }
    }
    Ok(())
}

impl Cache {
    /// Takes the right to write, which the lock's end gives back; none if another
    /// process has it and is not to be waited for.
    pub(super) fn lock(&self, wait: bool, stop: Stop<'_>) -> io::Result<Option<File>> {
        let mut options = File::options();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.folder.join(LOCK))?;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(TryLockError::WouldBlock) if wait && !stop() => thread::sleep(LOOK),
                Err(TryLockError::WouldBlock) => return Ok(None),
                // Some network folders know no locks. Names of their own keep
                // writers apart there, too; only the work may be done twice.
                Err(TryLockError::Error(_)) => return Ok(Some(file)),
            }
        }
    }

    /// Removes what a crash left half-written. Only for who holds the lock: then
    /// nobody else is writing, unless the folder knows no locks.
    pub(super) fn sweep(&self) {
        let locks = File::open(self.folder.join(LOCK))
            .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)));
        for path in self.files("part") {
            let changed = fs::metadata(&path).and_then(|data| data.modified());
            let old = changed.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > STALE));
            if locks || old {
                // Another process may have removed it first.
                let _ = fs::remove_file(path);
            }
        }
    }

    /// Removes what was not used for the longest time until the folder is within
    /// its limit; never what was just written.
    pub(super) fn make_room(&self, written: &Path) {
        let mut entries = self.list();
        entries.sort_by_key(|entry| {
            (entry.path != *written, entry.cache_key.is_none(), std::cmp::Reverse(entry.used))
        });
        let mut sum = 0;
        for entry in entries {
            sum += entry.bytes;
            if sum > self.limit && entry.path != *written {
                tracing::info!(file = %entry.path.display(), bytes = entry.bytes, "the cache is full: removed");
                // What cannot be removed now is tried again the next time.
                let _ = fs::remove_file(entry.path);
            }
        }
    }

    /// All that is kept, what was used last at the top.
    pub fn list(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.files(EXTENSION).filter_map(|path| describe(&path).ok()).collect();
        entries.sort_by(|a, b| b.used.cmp(&a.used).then_with(|| a.path.cmp(&b.path)));
        entries
    }

    /// Removes one file of the cache.
    ///
    /// # Errors
    /// What the system says if it cannot be removed.
    pub fn remove(&self, entry: &Entry) -> io::Result<()> {
        match fs::remove_file(&entry.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Removes what crashes left half-written, unless a process is writing now.
    pub(crate) fn tidy(&self) {
        if let Ok(Some(_alone)) = self.lock(false, &|| false) {
            self.sweep();
        }
    }

    fn files(&self, extension: &'static str) -> impl Iterator<Item = PathBuf> + use<> {
        let all = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|f| f.path());
        all.filter(move |path| path.extension().is_some_and(|e| e == extension))
    }
}

fn describe(path: &Path) -> io::Result<Entry> {
    let mut file = File::open(path)?;
    let data = file.metadata()?;
    let about = section_file::about(&mut file).ok();
    let about = about.and_then(|about| serde_json::from_value::<About>(about).ok());
    let made = data.modified().ok();
    Ok(Entry {
        id: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
        path: path.to_owned(),
        bytes: data.len(),
        made,
        used: data.accessed().ok().max(made),
        events: about.as_ref().map_or(0, |a| a.events),
        cache_key: about.map(|a| a.cache_key),
    })
}
