//! Compressed streams read through: gzip, zstd and zip, told by their first bytes.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use flate2::bufread::GzDecoder;
use ruzstd::decoding::errors::FrameDecoderError;
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

/// Up to this many bytes a stream may unpack to whatever it likes.
const FREE: u64 = 64 << 20;
/// Beyond, to so many times its size: tables shrink to a tenth, bombs to a thousandth.
const RATIO: u64 = 300;
/// The most memory that a zstd stream may ask for.
const WINDOW: u64 = 128 << 20;
/// The most bytes of a zstd frame's header.
const LONGEST_HEADER: usize = 18;

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

pub(super) type Stream = Box<dyn Read + Send>;

/// The plain side of a gzip or zstd stream, bounded, and how much of the
/// compressed side was read.
pub(super) fn unpack(packing: Packing, stream: Stream) -> io::Result<(Stream, Arc<AtomicU64>)> {
    let taken = Arc::new(AtomicU64::new(0));
    let counted = BufReader::with_capacity(1 << 16, Counted { stream, taken: taken.clone() });
    let plain: Stream = match packing {
        Packing::Gzip => Box::new(Members { member: Some(GzDecoder::new(counted)) }),
        Packing::Zstd => Box::new(Frames::new(counted)?),
        Packing::Zip => Box::new(counted),
    };
    Ok((bounded(plain, taken.clone()), taken))
}

pub(super) fn bounded(plain: Stream, taken: Arc<AtomicU64>) -> Stream {
    Box::new(Bounded { plain, taken, given: 0 })
}

/// Counts what is read from a stream.
pub(super) struct Counted<R> {
    pub(super) stream: R,
    pub(super) taken: Arc<AtomicU64>,
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

/// What is wrong with a compressed stream, in words of ours.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    #[error(
        "its compressed stream ends too early, as if the file was cut off; what came before that was read"
    )]
    Cut,
    #[error("its compressed stream is damaged; what came before that was read")]
    Damaged,
    #[error(
        "its checksum is wrong: the file is damaged, and what was read of it may be wrong, too; copy or \
         download it again"
    )]
    Checksum,
    #[error("it asks for more than {} MiB of memory at once; compress it anew with a smaller window", WINDOW >> 20)]
    Window,
    #[error("something that is not compressed stands behind its compressed stream, and was not read")]
    Behind,
}

impl From<Fault> for io::Error {
    fn from(fault: Fault) -> io::Error {
        let kind = match fault {
            Fault::Cut => io::ErrorKind::UnexpectedEof,
            _ => io::ErrorKind::InvalidData,
        };
        io::Error::new(kind, fault)
    }
}

/// What a decoder says, in words for people; its own go into the log.
fn told(error: io::Error) -> io::Error {
    if error.get_ref().is_some_and(|inner| inner.is::<Fault>()) {
        return error;
    }
    let fault = match error.kind() {
        io::ErrorKind::UnexpectedEof => Fault::Cut,
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => Fault::Damaged,
        _ => return error,
    };
    tracing::debug!("a compressed stream: {error}");
    fault.into()
}

/// A gzip file: member after member.
struct Members<R> {
    member: Option<GzDecoder<R>>,
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(member) = &mut self.member {
            let n = member.read(into)?;
            if n > 0 || into.is_empty() {
                return Ok(n);
            }
            let Some(done) = self.member.take() else { break };
            let mut stream = done.into_inner();
            // Tapes and block devices fill the last block with zeros.
            match first_behind_zeros(&mut stream)? {
                Some(0x1f) => self.member = Some(GzDecoder::new(stream)),
                Some(_) => return Err(Fault::Behind.into()),
                None => {}
            }
        }
        Ok(0)
    }
}

/// Passes over zeros and looks at the byte behind them.
fn first_behind_zeros(stream: &mut impl BufRead) -> io::Result<Option<u8>> {
    loop {
        let waiting = stream.fill_buf()?;
        let (zeros, first) = match waiting.iter().position(|&byte| byte != 0) {
            Some(zeros) => (zeros, waiting.get(zeros).copied()),
            None => (waiting.len(), None),
        };
        stream.consume(zeros);
        if first.is_some() || zeros == 0 {
            return Ok(first);
        }
    }
}

/// A zstd file: frame after frame.
struct Frames<R: BufRead> {
    frame: Option<StreamingDecoder<R, FrameDecoder>>,
    /// Bytes that the frame at hand gave.
    given: u64,
}

impl<R: BufRead> Frames<R> {
    fn new(stream: R) -> io::Result<Frames<R>> {
        Ok(Frames { frame: Some(open_frame(stream)?), given: 0 })
    }
}

fn open_frame<R: BufRead>(mut stream: R) -> io::Result<StreamingDecoder<R, FrameDecoder>> {
    let is_short = stream.fill_buf()?.len() < LONGEST_HEADER;
    StreamingDecoder::new_with_max_window_size(stream, WINDOW).map_err(|error| {
        tracing::debug!("a zstd stream: {error}");
        match error {
            FrameDecoderError::WindowSizeTooBig { .. } => Fault::Window,
            _ if is_short => Fault::Cut,
            _ => Fault::Damaged,
        }
        .into()
    })
}

/// Whether a frame that was read to its end gave what its maker put in, as far as
/// its checksum and its size tell: the decoder itself compares neither.
fn is_sound(frame: &FrameDecoder, given: u64) -> bool {
    let sum = frame.get_checksum_from_data();
    let sized = frame.content_size() == 0 || frame.content_size() == given;
    sized && sum.is_none_or(|sum| frame.get_calculated_checksum() == Some(sum))
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while let Some(frame) = &mut self.frame {
            let n = match frame.read(into) {
                Ok(n) => n,
                // The decoder hides what its source says; at its end that is an end.
                Err(_) if frame.get_mut().fill_buf()?.is_empty() => return Err(Fault::Cut.into()),
                Err(error) => {
                    tracing::debug!("a zstd stream: {error}");
                    return Err(Fault::Damaged.into());
                }
            };
            self.given += n as u64;
            if n > 0 || into.is_empty() {
                return Ok(n);
            }
            let Some(done) = self.frame.take() else { break };
            let (mut stream, decoder) = done.into_parts();
            if !is_sound(&decoder, std::mem::take(&mut self.given)) {
                return Err(Fault::Checksum.into());
            }
            // What others put between frames is to be passed over.
            let mut next = first_behind_zeros(&mut stream)?;
            while let Some(0x50..=0x5f) = next {
                let mut head = [0; 8];
                stream.read_exact(&mut head)?;
                let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
                io::copy(&mut stream.by_ref().take(length.into()), &mut io::sink())?;
                next = first_behind_zeros(&mut stream)?;
            }
            match next {
                Some(0x28) => self.frame = Some(open_frame(stream)?),
                Some(_) => return Err(Fault::Behind.into()),
                None => {}
            }
        }
        Ok(0)
    }
}
