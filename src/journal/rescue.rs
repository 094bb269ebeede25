//! What is not in the journal, written to a file before the program ends: at
//! once and out of memory, whatever else waits for the journal or a lock.

use std::fmt;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::Utc;
use rustc_hash::FxHashSet;

use super::entry::Entry;
use super::error::JournalError;
use super::exchange;
use super::review::Review;

/// How the names of rescue files begin.
pub(crate) const PREFIX: &str = "detente-unsaved-";

/// The file with what could not be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescued {
    /// The file: an export, which `detente journal import` takes.
    pub path: PathBuf,
    /// How many entries are in it.
    pub entries: usize,
    /// The folder of the journal that lacks them, if it is known.
    pub workspace: Option<PathBuf>,
}

/// The command that takes a rescue file into the journal that lacks it.
pub(crate) fn import_command(workspace: Option<&Path>, file: &Path) -> String {
    let quoted = |path: &Path| {
        let text = path.display().to_string();
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '\\');
        if text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', "'\\''")) }
    };
    let workspace = workspace.map(|folder| format!("--workspace {} ", quoted(folder))).unwrap_or_default();
    format!("detente journal import {workspace}{}", quoted(file))
}

impl fmt::Display for Rescued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = if self.entries == 1 { "entry" } else { "entries" };
        let command = import_command(self.workspace.as_deref(), &self.path);
        write!(
            f,
            "{} {entries} could not be saved and are in {}: `{command}` takes them",
            self.entries,
            self.path.display()
        )
    }
}

/// No file could be written either.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} could be saved neither in the journal nor in a file, and {}: {}", counted(*.decisions), if *.decisions == 1 { "is lost" } else { "are lost" }, .why)]
pub struct NotRescued {
    /// How many acts of the coder are lost.
    pub(crate) decisions: usize,
    /// What each place says.
    pub(crate) why: String,
}

fn counted(decisions: usize) -> String {
    if decisions == 1 { "1 decision".to_owned() } else { format!("{decisions} decisions") }
}

/// Knows at any moment what is not in the journal, and writes it to a file when
/// it is told to: from any thread, also while the one that keeps the journal
/// waits for another program. Clones share what they know.
#[derive(Debug, Clone, Default)]
pub struct Rescuer {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    places: Vec<PathBuf>,
    /// The folder of the journal, if it is known.
    workspace: Option<PathBuf>,
    hurry: Arc<AtomicBool>,
    pending: Mutex<Pending>,
    /// What was written, and for which state of what is pending.
    written: Mutex<Option<(u64, Rescued)>>,
}

/// What is not in the journal.
#[derive(Debug, Default)]
struct Pending {
    /// Counts up with every change.
    state: u64,
    entries: Vec<Arc<Entry>>,
    decisions: usize,
}

impl Rescuer {
    /// One that writes into the first of these folders that takes a file.
    pub fn new(places: Vec<PathBuf>) -> Rescuer {
        Rescuer { shared: Arc::new(Shared { places, ..Shared::default() }) }
    }

    /// One for a workspace: its folder, the current one, the user's home, and
    /// that for temporary files, in this order.
    pub(crate) fn of_workspace(folder: &Path) -> Rescuer {
        let absolute = std::path::absolute(folder).ok();
        let home = ["HOME", "USERPROFILE"].into_iter().find_map(std::env::var_os).map(PathBuf::from);
        let places = [absolute.clone(), std::env::current_dir().ok(), home, Some(std::env::temp_dir())];
        let places = places.into_iter().flatten().collect();
        Rescuer { shared: Arc::new(Shared { places, workspace: absolute, ..Shared::default() }) }
    }

    /// From now on no write waits for another program: the end is near.
    pub fn hurry(&self) {
        self.shared.hurry.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_hurried(&self) -> &Arc<AtomicBool> {
        &self.shared.hurry
    }

    /// What is not in the journal is this from now on.
    pub(super) fn expect(&self, entries: Vec<Arc<Entry>>) {
        let decisions = decisions(&entries);
        let mut pending = lock(&self.shared.pending);
        if entries.is_empty() && pending.entries.is_empty() {
            return;
        }
        *pending = Pending { state: pending.state + 1, entries, decisions };
    }

    /// What is not in the journal.
    pub(super) fn unsaved(&self) -> Vec<Arc<Entry>> {
        lock(&self.shared.pending).entries.clone()
    }

    /// Writes what is not in the journal to a file, on the disk when this
    /// returns; what was written already and has not changed since is not written
    /// twice. Waits for nothing but the disk. `None` where everything is saved.
    ///
    /// # Errors
    /// No place takes it: then these decisions are in memory and nowhere else.
    pub fn write(&self) -> Result<Option<Rescued>, NotRescued> {
        let mut written = lock(&self.shared.written);
        let (state, entries, decisions) = {
            let pending = lock(&self.shared.pending);
            (pending.state, pending.entries.clone(), pending.decisions)
        };
        if decisions == 0 {
            forget(&mut written);
            return Ok(None);
        }
        if let Some((_, rescued)) = written.as_ref().filter(|(then, _)| *then == state) {
            return Ok(Some(rescued.clone()));
        }
        let mut why = Vec::new();
        let mut text = Vec::new();
        match export(&entries, &mut text) {
            Err(error) => why.push(error.to_string()),
            Ok(()) => {
                for place in &self.shared.places {
                    match create(place, &text) {
                        Ok(path) => {
                            let workspace = self.shared.workspace.clone();
                            let rescued = Rescued { path, entries: entries.len(), workspace };
                            forget(&mut written);
                            *written = Some((state, rescued.clone()));
                            return Ok(Some(rescued));
                        }
                        Err(error) => why.push(format!("{}: {error}", place.display())),
                    }
                }
            }
        }
        // An older file, with a part of it, stays.
        Err(NotRescued { decisions, why: why.join("; ") })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whoever panicked meanwhile left it whole: values are only put in as a whole.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn forget(written: &mut Option<(u64, Rescued)>) {
    if let Some((_, rescued)) = written.take() {
        let _ = std::fs::remove_file(rescued.path);
    }
}

/// How many acts there are among entries; to have looked at something is none.
pub(super) fn decisions(entries: &[Arc<Entry>]) -> usize {
    let acts: FxHashSet<&str> =
        entries.iter().filter(|e| !e.kind.is_passive()).map(|e| e.batch.as_str()).collect();
    acts.len()
}

/// Writes entries as an export of their own, which any journal takes in, once.
pub(super) fn export(entries: &[Arc<Entry>], out: &mut dyn Write) -> Result<(), JournalError> {
    let is_whole = entries.iter().zip(1..).all(|(entry, number)| entry.id == number);
    if is_whole {
        return exchange::write(entries.iter().map(|e| &**e), out);
    }
    // Numbers, hashes and values before are those of a journal of its own.
    let mut alone = Review::default();
    for entry in entries {
        let entry = alone.adopt(entry);
        alone.apply(entry);
    }
    exchange::write(alone.history().iter().map(|e| &**e), out)
}

/// The rescue files in a folder that hold something which is not in the journal,
/// or cannot be read, by name.
pub fn left_behind(folder: &Path, review: &Review) -> Vec<PathBuf> {
    let Ok(files) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = files
        .filter_map(|file| Some(file.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(PREFIX) && name.ends_with(".jsonl")
        })
        .collect();
    if paths.is_empty() {
        return paths;
    }
    let there: FxHashSet<(&str, u32)> = review.history().iter().map(|e| (e.batch.as_str(), e.part)).collect();
    paths.retain(|path| match exchange::batches(path) {
        Ok(parts) => parts.iter().any(|(batch, part)| !there.contains(&(batch.as_str(), *part))),
        Err(_) => true,
    });
    paths.sort();
    paths
}

/// A new file under a name that nobody can guess, for nobody else to read, whole
/// and on the disk; or none.
fn create(folder: &Path, text: &[u8]) -> std::io::Result<PathBuf> {
    let begin = format!("{PREFIX}{}-", Utc::now().format("%Y%m%d-%H%M%S"));
    let mut builder = tempfile::Builder::new();
    builder.prefix(&begin).suffix(".jsonl").rand_bytes(8);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text)?;
    file.as_file().sync_all()?;
    let (_, path) = file.keep().map_err(|e| e.error)?;
    // So that its name outlives a power failure, too; not all systems can.
    let _ = std::fs::File::open(folder).and_then(|folder| folder.sync_all());
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::entry;

    fn entry(id: u64) -> Arc<Entry> {
        let mut entry = entry::sample(id);
        entry.hash = entry.hash_after("");
        Arc::new(entry)
    }

    #[test]
    fn it_is_written_once_and_anew_when_it_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let rescuer = Rescuer::new(vec![folder.path().join("missing"), folder.path().to_owned()]);
        assert_eq!(rescuer.write(), Ok(None));
        rescuer.expect(vec![entry(5)]);
        let first = rescuer.write().unwrap().unwrap();
        assert_eq!(rescuer.clone().write().unwrap().as_ref(), Some(&first));
        rescuer.expect(vec![entry(5), entry(6)]);
        let second = rescuer.write().unwrap().unwrap();
        assert_eq!((second.entries, first.path.exists()), (2, false));
        assert!(second.to_string().contains("2 entries could not be saved"), "{second}");
        rescuer.expect(Vec::new());
        assert_eq!((rescuer.write(), second.path.exists()), (Ok(None), false));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_read_it_or_guess_its_name() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let names: FxHashSet<PathBuf> = (0..5).map(|_| create(folder.path(), b"x").unwrap()).collect();
        assert_eq!(names.len(), 5);
        for name in names {
            assert_eq!(std::fs::metadata(name).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn what_no_place_takes_is_told_with_its_count() {
        let rescuer = Rescuer::new(vec![PathBuf::from("/nowhere/at/all")]);
        rescuer.expect(vec![entry(5), entry(6)]);
        let error = rescuer.write().unwrap_err();
        assert_eq!(error.decisions, 2);
        assert!(error.to_string().starts_with("2 decisions could be saved neither"), "{error}");
    }
}
