//! Where bytes come from: a file, standard input, or memory.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::control::Control;
use super::error::{Outcome, Position, Problem, ProblemKind, ReadError};
use super::packed::{self, Packing};
use super::read_ahead::ReadAhead;
use super::report::LoadReport;

/// How much of the beginning is looked at to tell formats apart.
pub(crate) const HEAD: usize = 64 * 1024;
/// The largest file that is read as a whole.
pub const WHOLE: u64 = 256 << 20;

/// A source of bytes with a name, of which the beginning can be looked at.
pub struct Input {
    name: String,
    path: Option<PathBuf>,
    size: Option<u64>,
    head: Vec<u8>,
    taken: usize,
    rest: Box<dyn Read + Send>,
    /// How much of the compressed side was read, where there is one.
    packed: Option<Arc<AtomicU64>>,
    /// The file, where the stream begins at its first byte.
    file: Option<PathBuf>,
    /// What broke the stream. Whoever reads it finds that it ends there, so that
    /// what came before is kept; [`super::read`] puts the fault into the report.
    fault: Option<io::Error>,
}

impl Input {
    /// Opens a file.
    pub fn open(path: &Path) -> Result<Input, ReadError> {
        let fail = |e| ReadError::io_at(path, e);
        let file = File::open(path).map_err(fail)?;
        let data = file.metadata().map_err(fail)?;
        let size = data.is_file().then_some(data.len());
        let mut input = Input::new(&path.display().to_string(), size, Box::new(file))?;
        input.file = data.is_file().then(|| path.to_owned());
        input.set_path(path);
        Ok(input)
    }

    /// Opens a file; what may keep one waiting, such as a named pipe, so that a
    /// cancellation ends the wait.
    pub(crate) fn open_watched(path: &Path, control: &Control) -> Result<Input, ReadError> {
        let fail = |e| ReadError::io_at(path, e);
        if std::fs::metadata(path).map_err(fail)?.is_file() {
            return Input::open(path);
        }
        let from = path.to_owned();
        let read_ahead = ReadAhead::begin(move || File::open(from), control).map_err(fail)?;
        let mut input = Input::new(&path.display().to_string(), None, Box::new(read_ahead))?;
        input.set_path(path);
        Ok(input)
    }

    /// Standard input, named `-`. A cancellation ends the wait for it.
    pub(crate) fn stdin(control: &Control) -> Result<Input, ReadError> {
        let read_ahead = ReadAhead::begin(|| Ok(io::stdin()), control).map_err(|e| ReadError::io("-", e))?;
        Input::new("-", None, Box::new(read_ahead))
    }

    /// The name without the compression's ending tells the format.
    fn set_path(&mut self, path: &Path) {
        let inner = if self.packed.is_some() { path.with_extension("") } else { path.to_owned() };
        self.path = Some(inner);
    }

    /// Bytes in memory.
    pub fn from_bytes(name: &str, bytes: impl Into<Vec<u8>>) -> Input {
        let head: Vec<u8> = bytes.into();
        let mut input = Input {
            name: name.to_owned(),
            path: Some(PathBuf::from(name)),
            size: Some(head.len() as u64),
            head,
            taken: 0,
            rest: Box::new(io::empty()),
            packed: None,
            file: None,
            fault: None,
        };
        if let Err(error) = input.unpack() {
            input.break_off(error);
        }
        input.mend_line_ends();
        input
    }

    /// Any stream; its beginning is read at once.
    pub fn new(name: &str, size: Option<u64>, mut rest: Box<dyn Read + Send>) -> Result<Input, ReadError> {
        let mut head = Vec::new();
        let read = rest.by_ref().take(HEAD as u64).read_to_end(&mut head);
        let mut input = Input {
            name: name.to_owned(),
            path: None,
            size,
            head,
            taken: 0,
            rest,
            packed: None,
            file: None,
            fault: None,
        };
        match read {
            Ok(_) => {}
            Err(error) if input.head.is_empty() => return Err(ReadError::io(name, error)),
            Err(error) => input.break_off(error),
        }
        input.unpack().map_err(|e| ReadError::io(name, e))?;
        let bom = encoding_rs::Encoding::for_bom(&input.head);
        if let Some((encoding, _)) = bom.filter(|(e, _)| *e != encoding_rs::UTF_8) {
            // Windows tools write UTF-16; it is turned into UTF-8 as a whole.
            let bytes = input.whole(&Control::new())?;
            input.head = encoding.decode(&bytes).0.into_owned().into_bytes();
            input.rest = Box::new(io::empty());
            input.taken = 0;
        }
        input.mend_line_ends();
        Ok(input)
    }

    /// Has lines end with LF where they end with CR alone, as old tools write them.
    fn mend_line_ends(&mut self) {
        let is_text = !self.head.contains(&0) && packed::packing(&self.head).is_none();
        if is_text && self.head.contains(&b'\r') && !self.head.contains(&b'\n') {
            feed_lines(&mut self.head);
            let rest = std::mem::replace(&mut self.rest, Box::new(io::empty()));
            self.rest = Box::new(LineFeeds(rest));
        }
    }

    /// Reads through a gzip or zstd stream, also one within the other.
    fn unpack(&mut self) -> io::Result<()> {
        for _ in 0..3 {
            let packing = match packed::packing(&self.head) {
                Some(packing) if packing != Packing::Zip => packing,
                _ => return Ok(()),
            };
            let (head, rest) =
                (std::mem::take(&mut self.head), std::mem::replace(&mut self.rest, Box::new(io::empty())));
            let (mut plain, taken) = packed::unpack(packing, Box::new(Cursor::new(head).chain(rest)))?;
            // A stream that breaks within its beginning still shows what came before.
            let read = plain.by_ref().take(HEAD as u64).read_to_end(&mut self.head);
            self.rest = plain;
            match read {
                Ok(_) => {}
                Err(error) if self.head.is_empty() => return Err(error),
                Err(error) => self.break_off(error),
            }
            self.size = None;
            self.packed.get_or_insert(taken);
        }
        Ok(())
    }

    /// Has the stream end where it is.
    fn break_off(&mut self, error: io::Error) {
        self.rest = Box::new(io::empty());
        self.fault.get_or_insert(error);
    }

    /// Whether the stream broke, as far as it was read.
    pub(super) fn is_broken(&self) -> bool {
        self.fault.is_some()
    }

    /// What broke the stream, asked once.
    pub(super) fn take_fault(&mut self) -> Option<ReadError> {
        self.fault.take().map(|error| ReadError::io(&self.name, error))
    }

    /// Names the path that a packed stream stands for, and its counter.
    pub(super) fn set_packed(&mut self, path: &Path, taken: Arc<AtomicU64>) {
        self.path = Some(path.to_owned());
        self.packed = Some(taken);
    }

    /// The file that is read from its first byte, not one in memory or a pipe.
    pub(super) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }

    /// How far reading has come in the source, of `plain` bytes that were given out.
    pub(super) fn progress(&self, plain: u64) -> u64 {
        self.packed.as_ref().map_or(plain, |taken| taken.load(Relaxed))
    }

    /// The name for reports.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The file, where it is one.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The size in bytes, where it is known.
    pub(crate) fn size(&self) -> Option<u64> {
        self.size
    }

    /// The beginning, at most [`HEAD`] bytes unless all is in memory anyway.
    pub(crate) fn head(&self) -> &[u8] {
        &self.head
    }

    /// The file's name without folder and extension: the id of an article that
    /// gives none.
    pub(crate) fn stem(&self) -> &str {
        let stem = self.path().and_then(|p| p.file_stem()).and_then(|s| s.to_str());
        stem.unwrap_or(if self.name == "-" { "stdin" } else { &self.name })
    }

    /// All that is left, up to [`WHOLE`] bytes.
    pub(crate) fn whole(&mut self, control: &Control) -> Result<Vec<u8>, ReadError> {
        let too_large = |found| ReadError::TooLarge {
            path: self.name.clone(),
            found,
            limit: WHOLE,
            advice: "JSON Lines have no such limit",
        };
        if let Some(size) = self.size.filter(|&s| s > WHOLE) {
            return Err(too_large(size));
        }
        let (name, mut bytes) = (self.name.clone(), Vec::new());
        let mut chunk = vec![0; 1 << 20];
        loop {
            if control.is_cancelled() {
                return Err(ReadError::Cancelled(name));
            }
            let n = match self.read(&mut chunk) {
                Ok(n) => n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => return Err(ReadError::io(&name, e)),
            };
            let Some(part) = chunk.get(..n).filter(|p| !p.is_empty()) else { return Ok(bytes) };
            bytes.extend_from_slice(part);
            control.add_bytes(n as u64);
            if bytes.len() as u64 > WHOLE {
                return Err(ReadError::TooLarge {
                    path: name,
                    found: bytes.len() as u64,
                    limit: WHOLE,
                    advice: "JSON Lines have no such limit",
                });
            }
        }
    }

    /// All that is left as text. A byte order mark is taken off; bytes that
    /// are no UTF-8 become U+FFFD and are reported.
    pub(crate) fn text(&mut self, control: &Control, report: &mut LoadReport) -> Result<String, ReadError> {
        let bytes = self.whole(control)?;
        report.bytes = bytes.len() as u64;
        let bytes = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => rest.to_vec(),
            None => bytes,
        };
        Ok(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(e) => {
                let bytes = e.as_bytes();
                report.add(encoding_problem(bytes, 1));
                String::from_utf8_lossy(bytes).into_owned()
            }
        })
    }
}

/// What to say of bytes that are no UTF-8; `line` is the number of their first line.
pub(crate) fn encoding_problem(bytes: &[u8], line: u64) -> Problem {
    let good = std::str::from_utf8(bytes).err().map_or(bytes.len(), |e| e.valid_up_to());
    let before = std::str::from_utf8(bytes.get(..good).unwrap_or_default()).unwrap_or_default();
    let line = line + memchr::memchr_iter(b'\n', before.as_bytes()).count() as u64;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() as u32 + 1;
    let found = match bytes.get(good) {
        Some(byte) => format!("the byte 0x{byte:02X}"),
        None => "a byte".to_owned(),
    };
    let outcome = Outcome::Repaired;
    Problem::new(Position::new(line, column), ProblemKind::Encoding, outcome, &found, "text in UTF-8")
        .advise("save the file as UTF-8; what could not be read became �")
}

/// A stream with LF for each CR.
struct LineFeeds(Box<dyn Read + Send>);

impl Read for LineFeeds {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(into)?;
        feed_lines(into.get_mut(..n).unwrap_or_default());
        Ok(n)
    }
}

fn feed_lines(bytes: &mut [u8]) {
    for byte in bytes.iter_mut().filter(|byte| **byte == b'\r') {
        *byte = b'\n';
    }
}

impl Read for Input {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let waiting = self.head.get(self.taken..).unwrap_or_default();
        if waiting.is_empty() {
            return match self.rest.read(into) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                    self.break_off(error);
                    Ok(0)
                }
                read => read,
            };
        }
        let n = Cursor::new(waiting).read(into)?;
        self.taken += n;
        Ok(n)
    }
}
