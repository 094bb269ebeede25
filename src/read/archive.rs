//! Zip archives: each member is a file of its own.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use rustc_hash::FxHashMap;
use zip::result::ZipError;

use super::control::Control;
use super::error::{ReadError, printable};
use super::input::Input;
use super::packed::{Counted, Fault, Stream, bounded};

/// How many members of an archive are read.
const MEMBERS: usize = 100_000;

/// What a zip archive is read from.
#[derive(Clone)]
enum Archive {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Archive {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Archive::File(path) => Box::new(File::open(path)?),
            Archive::Memory(bytes) => Box::new(Cursor::new(bytes.clone())),
        })
    }
}

/// One file in a zip archive, before it is opened.
pub(super) struct Member {
    archive: Archive,
    /// The archive's name and the member's, with `!` between them.
    pub(super) name: String,
    path: PathBuf,
    start: u64,
    packed: u64,
    stored: bool,
    crc: u32,
}

/// The members of a zip archive, in its order; each that cannot be read gives an
/// error. Archives that are no files are taken into memory first.
pub(super) fn members(
    input: &mut Input,
    control: &Control,
) -> Result<Vec<Result<Member, ReadError>>, ReadError> {
    let name = input.name().to_owned();
    let archive = match input.file() {
        Some(path) => Archive::File(path.to_owned()),
        None => Archive::Memory(input.whole(control)?.into()),
    };
    let broken = |why: &str| refused(printable(&name), io::ErrorKind::InvalidData, why);
    let stream = archive.open().map_err(|e| ReadError::io(&name, e))?;
    let list = |error: ZipError| {
        tracing::debug!("{name}: {error}");
        broken("its list of files is damaged or cut off; copy or download the archive again")
    };
    let mut stream = BufReader::new(stream);
    let mut zip = zip::ZipArchive::new(&mut stream).map_err(list)?;
    let mut found = Vec::new();
    for index in 0..zip.len().min(MEMBERS) {
        match zip.by_index_raw(index) {
            Ok(member) if member.is_dir() => {}
            Ok(member) => found.push(describe(&member, &archive, &name)),
            Err(error) => {
                tracing::debug!("{name}: {error}");
                found.push(Err(broken("one of its files cannot be found in it; copy or download it again")));
            }
        }
    }
    let (first, known) = (zip.central_directory_start(), zip.len());
    found.extend(doubled(&mut stream, first, known, &name).into_iter().map(Err));
    Ok(found)
}

/// What is said of an archive within an archive, which is not opened.
pub(super) fn nested(name: &str) -> ReadError {
    let why = "it is an archive within an archive, which is not read; unpack the outer one first";
    refused(printable(name), io::ErrorKind::Unsupported, why)
}

/// What cannot be read of an archive, under the name for reports.
fn refused(path: String, kind: io::ErrorKind, why: &str) -> ReadError {
    ReadError::Io { path, source: io::Error::new(kind, why.to_owned()) }
}

/// An error for each name that stands in an archive's list of files once more than
/// it should: the crate hands out the last file of a name alone.
fn doubled(stream: &mut (impl Read + Seek), list: u64, known: usize, archive: &str) -> Vec<ReadError> {
    let mut found = Vec::new();
    let mut names: FxHashMap<Vec<u8>, u64> = FxHashMap::default();
    if stream.seek(SeekFrom::Start(list)).is_err() {
        return found;
    }
    let (mut all, mut head) = (0, [0; 46]);
    while stream.read_exact(&mut head).is_ok() && head.starts_with(b"PK\x01\x02") {
        let length = |at: usize| u64::from(u16::from_le_bytes([head[at], head[at + 1]]));
        let (name, rest) = (length(28), length(30) + length(32));
        let mut bytes = Vec::new();
        if stream.by_ref().take(name).read_to_end(&mut bytes).is_err() {
            break;
        }
        *names.entry(bytes).or_default() += 1;
        all += 1;
        if all > MEMBERS || io::copy(&mut stream.by_ref().take(rest), &mut io::sink()).is_err() {
            break;
        }
    }
    if all <= known {
        return found;
    }
    let mut doubled: Vec<_> = names.into_iter().filter(|(_, times)| *times > 1).collect();
    doubled.sort();
    for (name, times) in doubled {
        let why =
            format!("the archive has {times} files of this name; only the last was read, so unpack it first");
        let path = format!("{archive}!{}", printable(&String::from_utf8_lossy(&name)));
        found.push(refused(path, io::ErrorKind::InvalidData, &why));
    }
    found
}

fn describe<R: Read>(
    member: &zip::read::ZipFile<'_, R>,
    archive: &Archive,
    outer: &str,
) -> Result<Member, ReadError> {
    let inner = member.name().map(|n| n.into_owned()).unwrap_or_else(|_| "?".to_owned());
    let name = format!("{outer}!{}", printable(&inner));
    let refuse = |why: &str| Err(refused(name.clone(), io::ErrorKind::Unsupported, why));
    if member.encrypted() {
        return refuse("it is encrypted; unpack it first");
    }
    let stored = match member.compression() {
        zip::CompressionMethod::Stored => true,
        zip::CompressionMethod::Deflated => false,
        _ => return refuse("it is compressed by a method that is not read; unpack it first"),
    };
    let Some(start) = member.data_start() else { return refuse("its beginning was not found") };
    Ok(Member {
        archive: archive.clone(),
        path: PathBuf::from(inner),
        name,
        start,
        packed: member.compressed_size(),
        stored,
        crc: member.crc32(),
    })
}

impl Member {
    pub(super) fn open(&self) -> Result<Input, ReadError> {
        let fail = |e| ReadError::io(&self.name, e);
        let mut stream = self.archive.open().map_err(fail)?;
        stream.seek(SeekFrom::Start(self.start)).map_err(fail)?;
        let taken = Arc::new(AtomicU64::new(0));
        let counted = Counted { stream: stream.take(self.packed), taken: taken.clone() };
        let plain: Stream =
            if self.stored { Box::new(counted) } else { Box::new(DeflateDecoder::new(counted)) };
        let checked = Checked { plain: bounded(plain, taken.clone()), crc: Crc::new(), expected: self.crc };
        let mut input = Input::new(&self.name, None, Box::new(checked))?;
        input.set_packed(Path::new(&self.path), taken);
        Ok(input)
    }
}

/// Tells at a member's end whether its bytes are those that were packed.
struct Checked {
    plain: Stream,
    crc: Crc,
    expected: u32,
}

impl Read for Checked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.plain.read(into)?;
        if n == 0 && !into.is_empty() && self.crc.sum() != self.expected {
            return Err(Fault::Checksum.into());
        }
        self.crc.update(into.get(..n).unwrap_or(&[]));
        Ok(n)
    }
}
