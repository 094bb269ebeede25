//! Compressed streams read through: gzip, zstd and zip, told by their first bytes.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use flate2::Crc;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use ruzstd::decoding::StreamingDecoder;

use super::control::Control;
use super::error::{ReadError, printable};
use super::input::Input;

/// Up to this many bytes a stream may unpack to whatever it likes.
const FREE: u64 = 64 << 20;
/// Beyond, to so many times its size: tables shrink to a tenth, bombs to a thousandth.
const RATIO: u64 = 300;
/// The most memory that a zstd stream may ask for.
const WINDOW: u64 = 128 << 20;
/// How many members of an archive are read.
const MEMBERS: usize = 100_000;

/// How a stream is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Zip,
}

/// What the first bytes say.
pub(super) fn packing(head: &[u8]) -> Option<Packing> {
    match head {
        [0x1f, 0x8b, 8, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstd),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Packing::Zip),
        _ => None,
    }
}

type Stream = Box<dyn Read + Send>;

/// The plain side of a gzip or zstd stream, bounded, and how much of the
/// compressed side was read.
pub(super) fn unpack(packing: Packing, stream: Stream) -> io::Result<(Stream, Arc<AtomicU64>)> {
    let taken = Arc::new(AtomicU64::new(0));
    let counted = BufReader::with_capacity(1 << 16, Counted { stream, taken: taken.clone() });
    let plain: Stream = match packing {
        Packing::Gzip => Box::new(MultiGzDecoder::new(counted)),
        Packing::Zstd => Box::new(Frames::new(counted)?),
        Packing::Zip => Box::new(counted),
    };
    Ok((bounded(plain, taken.clone()), taken))
}

fn bounded(plain: Stream, taken: Arc<AtomicU64>) -> Stream {
    Box::new(Bounded { plain, taken, given: 0 })
}

/// Counts what is read from a stream.
struct Counted<R> {
    stream: R,
    taken: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.stream.read(into)?;
        self.taken.fetch_add(n as u64, Relaxed);
        Ok(n)
    }
}

/// Stops a stream that unpacks to absurd sizes.
struct Bounded {
    plain: Stream,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.plain.read(into).map_err(told)?;
        self.given += n as u64;
        if self.given > FREE && self.given / RATIO > self.taken.load(Relaxed) {
            let why = format!("it unpacks to more than {RATIO} times its size and was left there");
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        Ok(n)
    }
}

/// What a decoder says, in words for people.
fn told(error: io::Error) -> io::Error {
    let why = match error.kind() {
        io::ErrorKind::UnexpectedEof => "its compressed stream ends too early, as if the file was cut off",
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => "its compressed stream is damaged",
        _ => return error,
    };
    io::Error::new(error.kind(), format!("{why}; what came before that was read ({error})"))
}

/// A zstd file: frame after frame.
struct Frames<R: BufRead> {
    frame: Option<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

impl<R: BufRead> Frames<R> {
    fn new(stream: R) -> io::Result<Frames<R>> {
        Ok(Frames { frame: Some(open_frame(stream)?) })
    }
}

fn open_frame<R: BufRead>(stream: R) -> io::Result<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>> {
    StreamingDecoder::new_with_max_window_size(stream, WINDOW).map_err(io::Error::other)
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(frame) = &mut self.frame {
            let n = frame.read(into)?;
            if n > 0 || into.is_empty() {
                return Ok(n);
            }
            let Some(done) = self.frame.take() else { break };
            let mut stream = done.into_inner();
            if !stream.fill_buf()?.is_empty() {
                self.frame = Some(open_frame(stream)?);
            }
        }
        Ok(0)
    }
}

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
    let broken = |why: String| ReadError::Io {
        path: printable(&name),
        source: io::Error::new(io::ErrorKind::InvalidData, why),
    };
    let stream = archive.open().map_err(|e| ReadError::io(&name, e))?;
    let mut zip = zip::ZipArchive::new(BufReader::new(stream)).map_err(|e| broken(e.to_string()))?;
    let mut found = Vec::new();
    for index in 0..zip.len().min(MEMBERS) {
        match zip.by_index_raw(index) {
            Ok(member) if member.is_dir() => {}
            Ok(member) => found.push(describe(&member, &archive, &name)),
            Err(error) => found.push(Err(broken(error.to_string()))),
        }
    }
    Ok(found)
}

fn describe<R: Read>(
    member: &zip::read::ZipFile<'_, R>,
    archive: &Archive,
    outer: &str,
) -> Result<Member, ReadError> {
    let inner = member.name().map(|n| n.into_owned()).unwrap_or_else(|_| "?".to_owned());
    let name = format!("{outer}!{}", printable(&inner));
    let refuse = |why: &str| {
        Err(ReadError::Io {
            path: name.clone(),
            source: io::Error::new(io::ErrorKind::Unsupported, why.to_owned()),
        })
    };
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
            let why = "its checksum is wrong: the archive is damaged";
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        self.crc.update(into.get(..n).unwrap_or(&[]));
        Ok(n)
    }
}
