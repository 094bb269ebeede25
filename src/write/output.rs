//! Files that the user named: each is written beside its place, put on the disk,
//! and only then given its name. Whatever goes wrong, nothing half written is left,
//! and what stood there stays.
//!
//! Nothing is written over what is there unless that is asked for, and even then
//! never over a journal or over a file that the same command reads.

use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::{NamedTempFile, PersistError};

use crate::journal::{is_journal, is_same_file, rescue};

/// How many bytes are gathered before they are written.
const BUFFER: usize = 1 << 20;

/// What is done with a file that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Existing {
    /// It stays, and nothing is written.
    Keep,
    /// It is replaced, as a whole.
    Replace,
}

/// Who may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Whoever may read what this user makes.
    Usual,
    /// This user alone.
    Owner,
}

/// Why a file was not written. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutputError {
    /// Something is there, and writing over it was not asked for.
    #[error("{} is there already; --force writes over it", .0.display())]
    Exists(PathBuf),
    /// A journal is there, or its log.
    #[error("{} is a journal of détente or belongs to one: nothing is written over it, name another file", .0.display())]
    Journal(PathBuf),
    /// The same command reads it.
    #[error("{} is what this command reads: nothing is written over it, name another file", .0.display())]
    Input(PathBuf),
    /// The system refuses.
    #[error("cannot write {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl OutputError {
    /// Whether another name, or `--force`, is all that it takes.
    pub(crate) fn is_about_the_name(&self) -> bool {
        !matches!(self, OutputError::Io { .. })
    }

    fn io(path: &Path, source: io::Error) -> OutputError {
        OutputError::Io { path: path.to_owned(), source }
    }

    /// What the system says, where it is the system that refuses.
    pub(crate) fn into_io(self) -> io::Error {
        match self {
            OutputError::Io { source, .. } => source,
            other => io::Error::new(io::ErrorKind::AlreadyExists, other.to_string()),
        }
    }
}

/// Says early what [`OutputFile::create`] would say: whether a file may be written
/// over what is at its place. `inputs` are the files that the command reads.
///
/// # Errors
/// All but [`OutputError::Io`].
pub(crate) fn check(path: &Path, existing: Existing, inputs: &[PathBuf]) -> Result<(), OutputError> {
    if is_journal(path) || is_rescue_file(path) {
        return Err(OutputError::Journal(path.to_owned()));
    }
    if inputs.iter().any(|input| is_same_file(input, path)) {
        return Err(OutputError::Input(path.to_owned()));
    }
    // A pipe or a device has nothing that could be lost; a link that leads nowhere is there.
    let found = fs::metadata(path).or_else(|_| fs::symlink_metadata(path));
    match found {
        Ok(metadata) if existing == Existing::Keep && !is_stream(&metadata) => {
            Err(OutputError::Exists(path.to_owned()))
        }
        _ => Ok(()),
    }
}

/// Whether it is a file with decisions that were in no journal when it was written.
fn is_rescue_file(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.starts_with(rescue::PREFIX) && path.is_file()
}

/// Whether it is a pipe, a terminal or another device.
fn is_stream(metadata: &Metadata) -> bool {
    !(metadata.is_file() || metadata.is_dir() || metadata.is_symlink())
}

/// A file that is being written. Dropped before [`OutputFile::finish`], it leaves nothing.
pub(crate) struct OutputFile {
    path: PathBuf,
    existing: Existing,
    out: Out,
}

enum Out {
    /// Beside its place, under a name that nobody uses.
    Beside(BufWriter<NamedTempFile>),
    /// What has no place on a disk is written as it comes.
    Stream(BufWriter<File>),
}

impl fmt::Debug for OutputFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutputFile").field("path", &self.path).finish_non_exhaustive()
    }
}

impl OutputFile {
    /// Begins a file. `inputs` are the files that the command reads.
    ///
    /// # Errors
    /// What is there may not be written over, or the folder takes no file.
    pub(crate) fn create(
        path: &Path,
        existing: Existing,
        inputs: &[PathBuf],
    ) -> Result<OutputFile, OutputError> {
        check(path, existing, inputs)?;
        let io = |error| OutputError::io(path, error);
        let found = fs::metadata(path).ok();
        if found.as_ref().is_some_and(Metadata::is_dir) {
            return Err(io(io::ErrorKind::IsADirectory.into()));
        }
        if found.as_ref().is_some_and(is_stream) {
            let stream = File::options().write(true).open(path).map_err(io)?;
            let out = Out::Stream(BufWriter::with_capacity(BUFFER, stream));
            return Ok(OutputFile { path: path.to_owned(), existing, out });
        }
        // Through a link to what it names.
        let goal = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let file = beside(folder_of(&goal), Readers::Usual, found.as_ref()).map_err(io)?;
        Ok(OutputFile { path: goal, existing, out: Out::Beside(BufWriter::with_capacity(BUFFER, file)) })
    }

    /// Begins a file in a folder that gets its name in the end, with
    /// [`OutputFile::finish_as`].
    ///
    /// # Errors
    /// The folder takes no file.
    pub(crate) fn create_in(folder: &Path, readers: Readers) -> Result<OutputFile, OutputError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let file = beside(folder, readers, None).map_err(|error| OutputError::io(folder, error))?;
        let out = Out::Beside(BufWriter::with_capacity(BUFFER, file));
        Ok(OutputFile { path: folder.to_owned(), existing: Existing::Keep, out })
    }

    /// Puts the file on the disk and gives it its name.
    ///
    /// # Errors
    /// It cannot be written to the end, or something has come to its place meanwhile.
    pub(crate) fn finish(self) -> Result<(), OutputError> {
        let OutputFile { path, existing, out } = self;
        let io = |error| OutputError::io(&path, error);
        let file = match out {
            Out::Stream(mut stream) => return stream.flush().map_err(io),
            Out::Beside(out) => synced(out).map_err(io)?,
        };
        match existing {
            Existing::Keep => name(file, &path).map_err(|error| match error.error.kind() {
                io::ErrorKind::AlreadyExists => OutputError::Exists(path.clone()),
                _ => io(error.error),
            })?,
            // A journal may have come there since.
            Existing::Replace if is_journal(&path) => return Err(OutputError::Journal(path)),
            Existing::Replace => _ = file.persist(&path).map_err(|error| io(error.error))?,
        }
        sync_folder(&path);
        Ok(())
    }

    /// Puts the file on the disk under the first of these names that is free, and
    /// tells which.
    ///
    /// # Errors
    /// It cannot be written to the end, or no name is free.
    pub(crate) fn finish_as(self, names: impl IntoIterator<Item = PathBuf>) -> Result<PathBuf, OutputError> {
        let OutputFile { path, out, .. } = self;
        let mut file = match out {
            Out::Beside(out) => synced(out).map_err(|error| OutputError::io(&path, error))?,
            Out::Stream(_) => return Err(OutputError::Exists(path)),
        };
        let mut last = path;
        for path in names {
            match name(file, &path) {
                Ok(()) => {
                    sync_folder(&path);
                    return Ok(path);
                }
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => file = error.file,
                Err(error) => return Err(OutputError::io(&path, error.error)),
            }
            last = path;
        }
        Err(OutputError::Exists(last))
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.out {
            Out::Beside(out) => out.write(bytes),
            Out::Stream(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.out {
            Out::Beside(out) => out.flush(),
            Out::Stream(out) => out.flush(),
        }
    }
}

/// A file in this folder that is gone when it is dropped, with the rights of the one
/// that it is to replace.
fn beside(folder: &Path, readers: Readers, replaced: Option<&Metadata>) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // The user's mask takes off what it takes off any new file.
        let mode = if readers == Readers::Owner { 0o600 } else { 0o666 };
        builder.permissions(PermissionsExt::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = readers;
    let file = builder.tempfile_in(folder)?;
    if let Some(replaced) = replaced {
        file.as_file().set_permissions(replaced.permissions())?;
    }
    Ok(file)
}

fn synced(out: BufWriter<NamedTempFile>) -> io::Result<NamedTempFile> {
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Gives a file its name, never over one that is there.
fn name(file: NamedTempFile, path: &Path) -> Result<(), PersistError> {
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        // Not every file system can look and rename in one step.
        Err(error)
            if error.error.kind() != io::ErrorKind::AlreadyExists
                && fs::symlink_metadata(path).is_err_and(|e| e.kind() == io::ErrorKind::NotFound) =>
        {
            error.file.persist(path).map(|_| ())
        }
        Err(error) => Err(error),
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// So that the name outlives a power failure, too; not all systems can.
fn sync_folder(path: &Path) {
    let _ = File::open(folder_of(path)).and_then(|folder| folder.sync_all());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: &Path, existing: Existing, text: &str) -> Result<(), OutputError> {
        let mut file = OutputFile::create(path, existing, &[])?;
        file.write_all(text.as_bytes()).unwrap();
        file.finish()
    }

    fn names(folder: &Path) -> Vec<String> {
        let names = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name());
        names.map(|name| name.into_string().unwrap()).collect()
    }

    #[test]
    fn what_is_there_stays_unless_it_is_to_be_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        write(&path, Existing::Keep, "one").unwrap();
        assert!(matches!(write(&path, Existing::Keep, "two"), Err(OutputError::Exists(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        write(&path, Existing::Replace, "three").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[test]
    fn what_is_not_finished_or_came_meanwhile_leaves_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let mut file = OutputFile::create(&path, Existing::Keep, &[]).unwrap();
        file.write_all(b"half").unwrap();
        drop(file);
        assert!(names(folder.path()).is_empty());
        let file = OutputFile::create(&path, Existing::Keep, &[]).unwrap();
        fs::write(&path, "another's").unwrap();
        assert!(matches!(file.finish(), Err(OutputError::Exists(_))));
        assert_eq!(fs::read_to_string(&path).unwrap(), "another's");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[test]
    fn the_first_free_name_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let names = || (1..4).map(|n| folder.path().join(n.to_string()));
        for wanted in ["1", "2", "3"] {
            let file = OutputFile::create_in(folder.path(), Readers::Owner).unwrap();
            assert_eq!(file.finish_as(names()).unwrap(), folder.path().join(wanted));
        }
        let file = OutputFile::create_in(folder.path(), Readers::Owner).unwrap();
        assert!(matches!(file.finish_as(names()), Err(OutputError::Exists(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn rights_are_those_of_what_is_replaced_and_links_are_followed() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.txt"), folder.path().join("link"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, PermissionsExt::from_mode(0o640)).unwrap();
        symlink(&path, &link).unwrap();
        write(&link, Existing::Replace, "two").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        fs::remove_file(&path).unwrap();
        assert!(matches!(write(&link, Existing::Keep, "x"), Err(OutputError::Exists(_))));
        let own = OutputFile::create_in(folder.path(), Readers::Owner).unwrap();
        let own = own.finish_as([folder.path().join("own")]).unwrap();
        assert_eq!(fs::metadata(own).unwrap().permissions().mode() & 0o777, 0o600);
        write(Path::new("/dev/null"), Existing::Keep, "x").unwrap();
    }
}
