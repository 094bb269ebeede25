//! What was loaded before, kept so that it opens at once.
//!
//! A load leaves its store in the user's cache folder, as columns that are mapped
//! when the same files are opened again; what articles with findings have beyond
//! columns is taken out of them into memory. The file is
//! named by what was asked for and holds the sources' fingerprints (size, time
//! of change, what the system knows of the file, a hash of some places), the
//! program's version and that of its readers; if any differs, it is not used. It is written under a name of its
//! own, forced to the disk and renamed, so that neither a crash nor a second
//! process leaves a half-written one; checksums show damage.

mod cache_key;
mod folder;
mod mapping;
mod packed_store;
mod plan;
mod section_file;

use std::fs::{self, File, FileTimes};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::lasting;
use super::report::LoadReport;
use crate::model::Store;
use section_file::{SectionFile, SectionWriter};

pub use cache_key::CacheKey;
pub use folder::{Entry, State};
pub(crate) use mapping::Losses;
pub(crate) use plan::Plan;

/// Caches up to this size are checked wholly when they are opened, however
/// they look; of larger ones that look untouched only the head, and the rest by
/// [`Check::verify`].
const SMALL: u64 = 16 << 20;
/// The ending of the cache's files.
const EXTENSION: &str = "detente-cache";

/// From which size on sources are kept, unless set otherwise, in bytes.
pub(crate) const USUAL_FROM: u64 = 8 << 20;
/// How large the folder may grow, unless set otherwise, in bytes.
pub(crate) const USUAL_LIMIT: u64 = 8 << 30;

/// Tells whether writing is to end early.
pub(crate) type Stop<'s> = &'s (dyn Fn() -> bool + Sync);

/// What stands in the head of a cache file.
#[derive(Serialize, Deserialize)]
struct About {
    #[serde(rename = "fingerprint")]
    cache_key: CacheKey,
    events: u64,
}

/// A store that was loaded before.
pub struct Cached {
    /// The store.
    pub store: Store,
    /// The reports of the load that made it.
    pub reports: Vec<LoadReport>,
    /// Whether the file is what was written.
    pub check: Check,
}

/// What is there of a load that was kept.
pub(crate) enum Reopened {
    /// All of it.
    Whole(Box<Cached>),
    /// Nothing, or what is not of these sources and this program.
    Nothing,
    /// A file that is not what was written.
    Damaged,
}

/// What is said where a file is not what was written.
pub(crate) const DAMAGED: &str = "what was kept of these sources is damaged: they are read anew";

/// Whether a cache file is what was written.
pub struct Check {
    section_file: SectionFile,
    file: File,
    /// Its size and time of change when it was opened.
    opened: (u64, Option<SystemTime>),
    path: PathBuf,
    done: bool,
}

/// How often a file in use is looked at.
const WATCH: Duration = Duration::from_secs(1);

impl Check {
    /// Compares all checksums, on all cores; reads the whole file, unless that
    /// was done when it was opened. A damaged file is removed.
    ///
    /// # Errors
    /// If the file is damaged; then the store must be loaded anew.
    pub fn verify(&self) -> io::Result<()> {
        self.compare(true)
    }

    /// The same on this core alone, for a screen that is in use meanwhile.
    ///
    /// # Errors
    /// As [`Check::verify`].
    pub(crate) fn verify_beside(&self) -> io::Result<()> {
        self.compare(false)
    }

    /// Watches over the file for as long as nobody touches it.
    ///
    /// # Errors
    /// As soon as the file is cut or written to by another program; then the store must
    /// be loaded anew.
    pub(crate) fn watch(&self, losses: &Losses) -> io::Result<()> {
        loop {
            let lost = losses.wait(WATCH);
            let now = self.file.metadata().map(|data| (data.len(), data.modified().ok()));
            if lost || now.is_ok_and(|now| now != self.opened) {
                return Err(section_file::broken("another program wrote to it"));
            }
        }
    }

    fn compare(&self, all_cores: bool) -> io::Result<()> {
        if self.done {
            return Ok(());
        }
        self.section_file.verify(all_cores).inspect_err(|_| {
            // If it cannot be removed either, the next load replaces it.
            let _ = fs::remove_file(&self.path);
        })
    }
}

/// Why a store was not kept.
#[derive(Debug, thiserror::Error)]
#[error("what was loaded could not be kept in {folder}: {source}{advice}", folder = folder.display(), advice = advice(source))]
pub struct CacheError {
    /// The folder of the cache.
    pub(crate) folder: PathBuf,
    /// What the system says.
    pub(crate) source: io::Error,
}

fn advice(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "; make room, or clear it with detente cache clear"
        }
        _ => "",
    }
}

/// What became of a store that was to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It was written, so many bytes.
    Written(u64),
    /// It was there already.
    There,
    /// Another process is writing.
    Busy,
    /// A load that failed in part is not worth it.
    Incomplete,
    /// The sources changed while they were read.
    Changed,
    /// It is larger than the folder may grow.
    TooLarge,
    /// The program ends.
    Stopped,
}

/// A folder with what was loaded before.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
    from: u64,
    limit: u64,
}

impl Cache {
    /// The cache in a folder, which need not be there yet.
    pub fn at(folder: impl Into<PathBuf>) -> Cache {
        Cache { folder: folder.into(), from: USUAL_FROM, limit: USUAL_LIMIT }
    }

    /// The same for sources from so many bytes on.
    pub fn from_size(self, from: u64) -> Cache {
        Cache { from, ..self }
    }

    /// The same with a folder that may grow to so many bytes.
    pub fn with_limit(self, limit: u64) -> Cache {
        Cache { limit, ..self }
    }

    /// Where it lies.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn file(&self, cache_key: &CacheKey) -> PathBuf {
        self.folder.join(format!("{}.{EXTENSION}", cache_key.id()))
    }

    /// The store of these sources, if it is there and they have not changed.
    /// Anything wrong with the file means that there is none. A file that was
    /// touched since it was written is checked wholly, as are small ones.
    pub fn open(&self, cache_key: &CacheKey) -> Option<Cached> {
        match self.reopen(cache_key) {
            Reopened::Whole(cached) => Some(*cached),
            Reopened::Nothing | Reopened::Damaged => None,
        }
    }

    /// The same, telling a damaged file from none.
    pub(crate) fn reopen(&self, cache_key: &CacheKey) -> Reopened {
        let path = self.file(cache_key);
        let Ok(file) = File::open(&path) else { return Reopened::Nothing };
        let opened = match SectionFile::open(&file) {
            Ok(section_file) => {
                let about = serde_json::from_value::<About>(section_file.about().clone());
                match about.ok().filter(|about| about.cache_key == *cache_key) {
                    Some(about) => unpack(file, path, section_file, &about, cache_key),
                    None => return Reopened::Nothing,
                }
            }
            Err(error) => Err(error),
        };
        match opened {
            Ok(cached) => Reopened::Whole(Box::new(cached)),
            Err(error) => {
                tracing::warn!(%error, "what was kept is damaged");
                Reopened::Damaged
            }
        }
    }

    /// Keeps a store, but not one of a load that failed. What another process
    /// writes meanwhile is waited for where `wait` says so; `stop` ends it early.
    ///
    /// # Errors
    /// What the system says if the file cannot be written.
    pub fn keep(
        &self,
        cache_key: &CacheKey,
        store: &Store,
        reports: &[LoadReport],
        wait: bool,
        stop: Stop<'_>,
    ) -> Result<Kept, CacheError> {
        if reports.is_empty() || reports.iter().any(|r| r.failure.is_some()) {
            return Ok(Kept::Incomplete);
        }
        let about = About { cache_key: cache_key.clone(), events: store.len() as u64 };
        self.write(about, store, reports, wait, stop)
            .map_err(|source| CacheError { folder: self.folder.clone(), source })
    }

    fn write(
        &self,
        about: About,
        store: &Store,
        reports: &[LoadReport],
        wait: bool,
        stop: Stop<'_>,
    ) -> io::Result<Kept> {
        folder::make_private(&self.folder)?;
        let Some(_writing) = self.lock(wait, stop)? else { return Ok(Kept::Busy) };
        let goal = self.file(&about.cache_key);
        if self.open(&about.cache_key).is_some() {
            return Ok(Kept::There);
        }
        self.sweep();
        let mut builder = tempfile::Builder::new();
        builder.prefix("writing-").suffix(".part");
        // What somebody reads is nobody else's business.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600));
        let temporary = builder.tempfile_in(&self.folder)?;
        let mut packer = SectionWriter::new(temporary.reopen()?, self.limit, stop)?;
        let packed = packed_store::pack(store, &mut packer)
            .and_then(|()| packer.put_values("load reports", reports))
            .and_then(|()| packer.finish(serde_json::to_value(&about)?));
        let bytes = match packed {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(Kept::Stopped),
            Err(error) if error.kind() == io::ErrorKind::FileTooLarge => return Ok(Kept::TooLarge),
            Err(error) => return Err(error),
        };
        temporary.persist(&goal).map_err(|e| e.error)?;
        // The new name must survive a crash too; where folders cannot be synced, it may not.
        let _ = File::open(&self.folder).and_then(|folder| folder.sync_all());
        self.make_room(&goal);
        Ok(Kept::Written(bytes))
    }
}

/// A store out of a file that is of the right sources.
fn unpack(
    file: File,
    path: PathBuf,
    section_file: SectionFile,
    about: &About,
    cache_key: &CacheKey,
) -> io::Result<Cached> {
    let data = file.metadata()?;
    let untouched = data.modified().is_ok_and(|changed| changed == section_file.stamp());
    let done = !untouched || data.len() <= SMALL;
    if done {
        section_file.verify(true)?;
    }
    // When it was last used decides what goes when room is needed. Where the
    // system does not let us tell, it is when it was written.
    let _ = file.set_times(FileTimes::new().set_accessed(SystemTime::now()));
    let store = packed_store::unpack(&section_file, lasting)?;
    let reports = section_file.values("load reports")?;
    if store.len() as u64 != about.events {
        return Err(section_file::broken("the number of events"));
    }
    let opened = (data.len(), data.modified().ok());
    let mut cached = Cached { store, reports, check: Check { section_file, file, opened, path, done } };
    plan::rename(&mut cached, &about.cache_key, cache_key);
    Ok(cached)
}
