//! What identifies a load: the sources as they are now, the program that reads
//! them, and the settings that shape the result.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::model::id_table::hash_bytes;
use crate::model::printable::printable;
use crate::read::open::{Source, expand};

/// Grows whenever the form of the file changes. What the readers make of a
/// source is told by [`READERS`].
const FORM: u32 = 4;
/// The readers, model and tables that this program was built from.
const READERS: &str = env!("DETENTE_READERS");
/// How much is looked at in each place of a source.
const PROBE: usize = 4096;
/// In how many places, the first and the last bytes among them.
const PROBES: u64 = 6;

/// What identifies a load: the sources as they are now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheKey {
    form: u32,
    version: String,
    readers: String,
    settings: String,
    /// What was asked for, in full: the names from the root on.
    request: Vec<String>,
    sources: Vec<SourceState>,
}

#[derive(Debug, Clone, Eq, Serialize, Deserialize)]
struct SourceState {
    /// The file as it was named, which reports repeat.
    name: String,
    path: String,
    /// Whether it was found in a folder: then it need not be of a known format.
    found: bool,
    bytes: u64,
    /// Seconds and nanoseconds of the last change.
    changed: (u64, u32),
    /// Which file it is and when the system last touched it, which nobody can put back.
    #[serde(default)]
    identity: FileIdentity,
    probe: u32,
}

/// What the system itself knows of a file. Who changes a file may give it its size and
/// time of change back, but not these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
struct FileIdentity {
    /// Device and number of the file; zeros where the system tells none.
    file: (u64, u64),
    /// Seconds and nanoseconds at which content, name or rights were last changed; when
    /// the file was made where the system tells no such time.
    touched: (i64, i64),
}

impl FileIdentity {
    #[cfg(unix)]
    fn of(data: &fs::Metadata) -> FileIdentity {
        use std::os::unix::fs::MetadataExt;
        FileIdentity { file: (data.dev(), data.ino()), touched: (data.ctime(), data.ctime_nsec()) }
    }

    #[cfg(not(unix))]
    fn of(data: &fs::Metadata) -> FileIdentity {
        let made = data.created().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
        let seconds = i64::try_from(made.as_secs()).unwrap_or(i64::MAX);
        FileIdentity { file: (0, 0), touched: (seconds, made.subsec_nanos().into()) }
    }
}

impl PartialEq for SourceState {
    /// Two names for one file are the same source, unless its own name is another:
    /// what has no id of its own is called by it. Names that reports do not repeat
    /// as they are must be the same.
    fn eq(&self, other: &Self) -> bool {
        let called = |state: &SourceState| match printable(&state.name) == state.name {
            true => Path::new(&state.name).file_name().map(ToOwned::to_owned),
            false => Some(state.name.clone().into()),
        };
        let state = |s: &SourceState| (s.found, s.bytes, s.changed, s.identity, s.probe);
        self.path == other.path && state(self) == state(other) && called(self) == called(other)
    }
}

impl CacheKey {
    /// The fingerprint of what names stand for; `settings` is whatever else
    /// shapes the result, such as the user's mappings.
    ///
    /// # Errors
    /// If a name stands for no file, or for one that cannot be read twice.
    pub fn of(names: &[String], settings: &str) -> io::Result<CacheKey> {
        let mut sources = Vec::new();
        for name in names {
            sources.extend(expand(name).map_err(io::Error::other)?);
        }
        let sources = sources.par_iter().map(SourceState::of).collect::<io::Result<_>>()?;
        let request = names.iter().map(|name| in_full(name)).collect::<io::Result<_>>()?;
        Ok(CacheKey {
            form: FORM,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            readers: READERS.to_owned(),
            settings: digest(settings.as_bytes()),
            request,
            sources,
        })
    }

    /// The bytes of all sources.
    pub(crate) fn bytes(&self) -> u64 {
        self.sources.iter().map(|s| s.bytes).sum()
    }

    /// What was asked for, from the root on.
    pub(crate) fn request(&self) -> &[String] {
        &self.request
    }

    /// How many files it stands for.
    pub fn files(&self) -> usize {
        self.sources.len()
    }

    /// The names of the sources as they were written, in the order of reading.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|s| s.name.as_str())
    }

    /// The files themselves.
    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.sources.iter().map(|s| Path::new(&s.path))
    }

    /// Whether the sources are the same, whatever the settings.
    pub(super) fn same_sources(&self, other: &CacheKey) -> bool {
        self.sources == other.sources
    }

    /// Whether this very program made it, under whatever settings.
    pub(super) fn is_of_this_program(&self) -> bool {
        (self.form, self.version.as_str(), self.readers.as_str())
            == (FORM, env!("CARGO_PKG_VERSION"), READERS)
    }

    /// The name of what is kept: by what was asked for, so that a load of
    /// changed files takes the place of the old one.
    pub(super) fn id(&self) -> String {
        digest(self.request.join("\n").as_bytes())
    }
}

/// Sixteen hexadecimal digits that stand for bytes.
fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A name that means the same from every folder.
fn in_full(name: &str) -> io::Result<String> {
    let path = match fs::canonicalize(name) {
        Ok(path) => path,
        // A pattern is no file, but it stands in a folder.
        Err(_) => std::path::absolute(name)?,
    };
    Ok(text(&path))
}

/// A path as text. One that is no Unicode stays apart from all others.
fn text(path: &Path) -> String {
    let odd = || path.as_os_str().as_encoded_bytes().escape_ascii().to_string();
    path.to_str().map_or_else(odd, str::to_owned)
}

impl SourceState {
    fn of(source: &Source) -> io::Result<SourceState> {
        let (path, found) = match source {
            Source::File(path) => (path, false),
            Source::Found(path) => (path, true),
            Source::Stdin => return Err(io::ErrorKind::Unsupported.into()),
        };
        // Asked before it is opened: who writes into a pipe would lose its reader
        // when it is closed again.
        if !fs::metadata(path)?.is_file() {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let mut file = File::open(path)?;
        let data = file.metadata()?;
        let changed = data.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        Ok(SourceState {
            name: path.display().to_string(),
            path: text(&fs::canonicalize(path)?),
            found,
            bytes: data.len(),
            changed: (changed.as_secs(), changed.subsec_nanos()),
            identity: FileIdentity::of(&data),
            probe: probe(&mut file, data.len())?,
        })
    }
}

/// A hash of some places of a file: its beginning, its end, and a few between.
fn probe(file: &mut File, len: u64) -> io::Result<u32> {
    let mut bytes = Vec::with_capacity(PROBE * PROBES as usize);
    let last = len.saturating_sub(PROBE as u64);
    for place in 0..PROBES {
        let at = last / (PROBES - 1) * place;
        file.seek(SeekFrom::Start(if place + 1 == PROBES { last } else { at }))?;
        file.take(PROBE as u64).read_to_end(&mut bytes)?;
    }
    Ok(hash_bytes(&bytes))
}
