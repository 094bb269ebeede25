//! What was loaded before, kept so that it opens at once.
//!
//! A load of data-set files leaves its store in the user's cache folder, as
//! columns that are mapped when the same files are opened again. The file is
//! named by the sources' paths and holds their fingerprints (size, time of
//! change, a hash of beginning and end) and the program's version; if any
//! differs, it is not used. It is written under a name of its own, forced to
//! the disk and renamed, so that neither a crash nor a second process leaves a
//! half-written one; checksums show damage.

mod packed_store;
mod parcel;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::error::{Kind, Outcome, Position, Problem};
use super::report::LoadReport;
use crate::model::Store;
use crate::model::ids::hash_bytes;
use parcel::{Packer, Parcel};

/// Grows whenever the form of the file or the meaning of a column changes.
const FORM: u32 = 1;
/// How much of each end of a source goes into its fingerprint.
const SAMPLE: usize = 64 * 1024;
/// Caches up to this size are checked wholly when they are opened; of larger
/// ones only the head, and the rest by [`Cached::verify`].
const SMALL: u64 = 16 << 20;
/// The ending of the cache's files.
const EXTENSION: &str = "detente-cache";

/// What identifies a load: the sources as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    form: u32,
    version: String,
    sources: Vec<SourcePrint>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SourcePrint {
    path: String,
    bytes: u64,
    /// Seconds and nanoseconds of the last change.
    changed: (u64, u32),
    ends: u32,
}

impl Fingerprint {
    /// The fingerprint of files; `settings` is whatever else shapes the result,
    /// such as the user's mappings.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub fn of(files: &[PathBuf], settings: &str) -> io::Result<Fingerprint> {
        let sources = files.iter().map(|path| SourcePrint::of(path)).collect::<io::Result<_>>()?;
        let settings = hash_bytes(settings.as_bytes());
        let version = format!("{} {settings:08x}", env!("CARGO_PKG_VERSION"));
        Ok(Fingerprint { form: FORM, version, sources })
    }

    /// The bytes of all sources.
    pub fn bytes(&self) -> u64 {
        self.sources.iter().map(|s| s.bytes).sum()
    }

    /// The name of the cache's file: by paths alone, so that a load of changed
    /// files takes the place of the old one.
    fn file_name(&self) -> String {
        let paths: String = self.sources.iter().map(|s| format!("{}\n", s.path)).collect();
        let (a, b) = (hash_bytes(paths.as_bytes()), hash_bytes(format!("{paths}.").as_bytes()));
        format!("{a:08x}{b:08x}.{EXTENSION}")
    }
}

impl SourcePrint {
    fn of(path: &Path) -> io::Result<SourcePrint> {
        let mut file = File::open(path)?;
        let data = file.metadata()?;
        let changed = data.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut ends = vec![0; SAMPLE.min(data.len() as usize)];
        file.read_exact(&mut ends)?;
        let tail = data.len().saturating_sub(SAMPLE as u64);
        if tail > 0 {
            file.seek(SeekFrom::Start(tail))?;
            file.take(SAMPLE as u64).read_to_end(&mut ends)?;
        }
        Ok(SourcePrint {
            path: fs::canonicalize(path)?.display().to_string(),
            bytes: data.len(),
            changed: (changed.as_secs(), changed.subsec_nanos()),
            ends: hash_bytes(&ends),
        })
    }
}

/// What stands in the head of a cache file.
#[derive(Serialize, Deserialize)]
struct About {
    fingerprint: Fingerprint,
    events: u64,
    reports: Vec<KeptReport>,
}

/// A store that was loaded before.
pub struct Cached {
    /// The store.
    pub store: Store,
    /// The reports of the load that made it.
    pub reports: Vec<LoadReport>,
    parcel: Parcel,
    path: PathBuf,
}

impl Cached {
    /// Compares all checksums, on all cores; reads the whole file. For a thread
    /// of its own while the store is shown already. A damaged file is removed.
    ///
    /// # Errors
    /// If the file is damaged; then the store must be loaded anew.
    pub fn verify(&self) -> io::Result<()> {
        self.parcel.verify().inspect_err(|_| {
            // If it cannot be removed either, the next load replaces it.
            let _ = fs::remove_file(&self.path);
        })
    }
}

/// One file of the cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The file.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// The files that were loaded; empty if it is damaged or of another version.
    pub sources: Vec<String>,
    /// How many events it holds.
    pub events: u64,
    /// Whether this version of the program can open it.
    pub usable: bool,
}

/// A folder with what was loaded before.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// The cache in a folder, which need not be there yet.
    pub fn at(folder: impl Into<PathBuf>) -> Cache {
        Cache { folder: folder.into() }
    }

    /// The store of these sources, if it is there and they have not changed.
    /// Anything wrong with the file means that there is none.
    pub fn open(&self, fingerprint: &Fingerprint) -> Option<Cached> {
        let path = self.folder.join(fingerprint.file_name());
        let file = File::open(&path).ok()?;
        let small = file.metadata().ok()?.len() <= SMALL;
        let parcel = Parcel::open(&file).ok()?;
        let about: About = serde_json::from_value(parcel.about().clone()).ok()?;
        if about.fingerprint != *fingerprint || (small && parcel.verify().is_err()) {
            return None;
        }
        let store = packed_store::unpack(&parcel, lasting).ok()?;
        let reports = about.reports.into_iter().map(KeptReport::report).collect();
        (store.len() as u64 == about.events).then_some(Cached { store, reports, parcel, path })
    }

    /// Keeps a store. Not those with dossiers or knowledge-graph articles, which
    /// load fast and hold what has no columns; and not what failed. Tells
    /// whether it was kept.
    ///
    /// # Errors
    /// What the system says if the file cannot be written.
    pub fn keep(&self, fingerprint: &Fingerprint, store: &Store, reports: &[LoadReport]) -> io::Result<bool> {
        if !packed_store::can_pack(store) || reports.iter().any(|r| r.failure.is_some()) {
            return Ok(false);
        }
        fs::create_dir_all(&self.folder)?;
        self.sweep();
        let about = About {
            fingerprint: fingerprint.clone(),
            events: store.len() as u64,
            reports: reports.iter().map(KeptReport::of).collect(),
        };
        let temporary =
            tempfile::Builder::new().prefix("writing-").suffix(".part").tempfile_in(&self.folder)?;
        let mut packer = Packer::new(temporary.reopen()?)?;
        packed_store::pack(store, &mut packer)?;
        packer.finish(serde_json::to_value(about)?)?;
        temporary.persist(self.folder.join(fingerprint.file_name())).map_err(|e| e.error)?;
        // The new name must survive a crash too; where folders cannot be synced, it may not.
        let _ = File::open(&self.folder).and_then(|folder| folder.sync_all());
        Ok(true)
    }

    /// Removes what a crash left half-written, once it is a day old.
    fn sweep(&self) {
        for file in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let old = file
                .metadata()
                .and_then(|m| m.modified())
                .is_ok_and(|changed| changed.elapsed().is_ok_and(|age| age.as_secs() > 24 * 60 * 60));
            let name = file.file_name().to_string_lossy().into_owned();
            if old && name.starts_with("writing-") && name.ends_with(".part") {
                // Another process may have removed it first.
                let _ = fs::remove_file(file.path());
            }
        }
    }

    /// All that is kept, by name.
    pub fn list(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self.files().filter_map(|path| describe(&path).ok()).collect();
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        entries
    }

    /// Removes all that is kept; tells how many files and bytes went.
    ///
    /// # Errors
    /// What the system says of the first file that cannot be removed.
    pub fn clear(&self) -> io::Result<(usize, u64)> {
        let mut gone = (0, 0);
        for path in self.files() {
            let bytes = fs::metadata(&path).map_or(0, |m| m.len());
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => gone = (gone.0 + 1, gone.1 + bytes),
            }
        }
        Ok(gone)
    }

    fn files(&self) -> impl Iterator<Item = PathBuf> + use<> {
        let all = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|f| f.path());
        all.filter(|path| path.extension().is_some_and(|e| e == EXTENSION || e == "part"))
    }
}

fn describe(path: &Path) -> io::Result<Entry> {
    let mut file = File::open(path)?;
    let bytes = file.metadata()?.len();
    let about = parcel::about(&mut file).ok().and_then(|about| serde_json::from_value::<About>(about).ok());
    let own = format!("{} ", env!("CARGO_PKG_VERSION"));
    let fits = |f: &Fingerprint| f.form == FORM && f.version.starts_with(&own);
    Ok(Entry {
        path: path.to_owned(),
        bytes,
        usable: about.as_ref().is_some_and(|a| fits(&a.fingerprint)),
        events: about.as_ref().map_or(0, |a| a.events),
        sources: about.map_or(Vec::new(), |a| a.fingerprint.sources.into_iter().map(|s| s.path).collect()),
    })
}

/// Names of formats live as long as the program; one that a mapping named is
/// kept once.
fn lasting(name: &str) -> &'static str {
    static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = names.get(name) {
        return known;
    }
    let kept: &'static str = Box::leak(name.into());
    names.insert(kept);
    kept
}

/// A report as it stands in the cache.
#[derive(Serialize, Deserialize)]
struct KeptReport {
    path: String,
    format: String,
    bytes: u64,
    read: u64,
    kept: u64,
    rejected: u64,
    repaired: u64,
    unknown_codes: BTreeMap<String, u64>,
    actors_without_country: u64,
    problems: Vec<(u64, u32, String, String, String, String, String)>,
    counts: BTreeMap<String, u64>,
}

impl KeptReport {
    fn of(report: &LoadReport) -> KeptReport {
        let problem = |p: &Problem| {
            let (kind, outcome) = (p.kind.name().to_owned(), p.outcome.name().to_owned());
            (p.at.line, p.at.column, kind, outcome, p.found.clone(), p.expected.clone(), p.advice.clone())
        };
        KeptReport {
            path: report.path.clone(),
            format: report.format.to_owned(),
            bytes: report.bytes,
            read: report.read,
            kept: report.kept,
            rejected: report.rejected,
            repaired: report.repaired,
            unknown_codes: report.unknown_codes.clone(),
            actors_without_country: report.actors_without_country,
            problems: report.problems.iter().map(problem).collect(),
            counts: report.counts.iter().map(|(kind, n)| (kind.name().to_owned(), *n)).collect(),
        }
    }

    fn report(self) -> LoadReport {
        let kind = |name: &str| Kind::ALL.iter().copied().find(|k| k.name() == name);
        let outcomes = [Outcome::Rejected, Outcome::Repaired, Outcome::Noted];
        let outcome = |name: &str| outcomes.into_iter().find(|o| o.name() == name);
        let problems =
            self.problems.into_iter().filter_map(|(line, column, k, o, found, expected, advice)| {
                let at = Position::new(line, column);
                Some(Problem { at, kind: kind(&k)?, outcome: outcome(&o)?, found, expected, advice })
            });
        LoadReport {
            path: self.path,
            format: lasting(&self.format),
            bytes: self.bytes,
            read: self.read,
            kept: self.kept,
            rejected: self.rejected,
            repaired: self.repaired,
            unknown_codes: self.unknown_codes,
            actors_without_country: self.actors_without_country,
            problems: problems.collect(),
            counts: self.counts.iter().filter_map(|(name, n)| Some((kind(name)?, *n))).collect(),
            failure: None,
        }
    }
}
