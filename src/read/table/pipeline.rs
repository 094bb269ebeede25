//! Blocks of rows, parsed side by side and collected in the order of the file.
//!
//! Workers take the stream in turn, each a block of a megabyte, parse it on
//! their own and hand the result to the one thread that owns the store's
//! builder. Chunks go round in a fixed number, which bounds memory.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, RecvError, Sender, channel};
use std::sync::{Mutex, PoisonError};

use super::super::control::Control;
use super::super::error::ReadError;
use super::super::input::Input;
use super::super::report::LoadReport;
use super::super::{Kind, Outcome, Position, Problem, Sink};
use super::blocks::{BLOCK, Blocks, Found, LONGEST_ROW};
use super::chunk::{Chunk, Emit, Known, Reject};
use super::collect::Collector;
use super::quoted;
use super::scan::{Row, rows};

/// The most workers that are of use: beyond, the collecting thread is the limit.
const WORKERS: usize = 8;

/// How rows of a file are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) separator: u8,
    /// Whether fields may be quoted.
    pub(super) quoted: bool,
    /// Whether the first row names the columns.
    pub(super) header: bool,
}

/// What a row of a file says.
pub(super) trait Format: Sync {
    /// Puts a row into the chunk, or tells why not.
    fn row(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Result<(), Reject>;
}

/// Reads all rows of a file into the sink's builder.
pub(super) fn read<F: Format>(
    format: &F,
    layout: Layout,
    name: &'static str,
    input: &mut Input,
    sink: &mut dyn Sink,
    control: &Control,
) -> Result<LoadReport, ReadError> {
    let path = input.name().to_owned();
    let mut report = LoadReport::new(&path, name);
    if let Some(builder) = sink.rows() {
        builder.origin(&path, name);
    }
    let small = input.size().is_some_and(|size| size < 4 * BLOCK as u64);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = if small { 1 } else { cores.clamp(1, WORKERS) };
    let blocks = Mutex::new(Blocks::new(input, layout.quoted));
    let mut collector = Collector::new(workers);
    let outcome = if small {
        let mut worker = Worker { number: 0, format, layout, known: Known::default() };
        let mut chunk = Chunk::default();
        loop {
            match worker.next(&blocks, &mut chunk, control) {
                Ok(true) => collector.take(&mut chunk, &mut report, sink, control),
                Ok(false) => break Ok(()),
                Err(error) => break Err(error),
            }
        }
    } else {
        side_by_side(workers, format, layout, &blocks, control, &mut |chunk| {
            collector.take(chunk, &mut report, sink, control);
        })
    };
    collector.finish(&mut report);
    let blocks = blocks.into_inner().unwrap_or_else(PoisonError::into_inner);
    report.bytes = blocks.bytes;
    if let Err(error) = outcome {
        report.failure = Some(ReadError::io(&path, error).to_string());
    } else if let Some(fault) = blocks.fault {
        report.failure = Some(ReadError::io(&path, fault).to_string());
    } else if control.is_cancelled() {
        report.failure = Some(ReadError::Cancelled(path).to_string());
    }
    Ok(report)
}

/// One who parses blocks, with what it has met so far.
struct Worker<'a, F> {
    number: usize,
    format: &'a F,
    layout: Layout,
    known: Known,
}

impl<F: Format> Worker<'_, F> {
    /// Takes the next block into the chunk and parses it; false at the end.
    fn next(&mut self, blocks: &Mutex<Blocks<'_>>, chunk: &mut Chunk, control: &Control) -> io::Result<bool> {
        chunk.clear();
        if control.is_cancelled() {
            return Ok(false);
        }
        let found = {
            let mut blocks = blocks.lock().unwrap_or_else(PoisonError::into_inner);
            let before = blocks.progress();
            let found = blocks.next(&mut chunk.text);
            control.add_bytes(blocks.progress().saturating_sub(before));
            found?
        };
        chunk.worker = self.number;
        match found {
            Found::Rows(number) => {
                chunk.number = number;
                parse(self.format, self.layout, chunk, &mut self.known);
            }
            Found::TooLong { number, length, lines } => too_long(chunk, number, length, lines),
            Found::End => return Ok(false),
        }
        Ok(true)
    }
}

/// Parses with several workers and hands the chunks on in the order of the file.
fn side_by_side<F: Format>(
    workers: usize,
    format: &F,
    layout: Layout,
    blocks: &Mutex<Blocks<'_>>,
    control: &Control,
    take: &mut dyn FnMut(&mut Chunk),
) -> io::Result<()> {
    let (give, free) = channel::<Chunk>();
    let free = Mutex::new(free);
    for _ in 0..workers * 3 {
        let _ = give.send(Chunk::default());
    }
    std::thread::scope(|scope| {
        let (done, finished) = channel::<io::Result<Chunk>>();
        for number in 0..workers {
            let (done, free) = (done.clone(), &free);
            let mut worker = Worker { number, format, layout, known: Known::default() };
            scope.spawn(move || {
                // The chunk comes first, the block second: so whoever holds the
                // earliest block never waits for those behind it.
                while let Ok(mut chunk) = receive(free) {
                    let more = match worker.next(blocks, &mut chunk, control) {
                        Ok(true) => done.send(Ok(chunk)).is_ok(),
                        Ok(false) => false,
                        Err(error) => done.send(Err(error)).is_err(),
                    };
                    if !more {
                        return;
                    }
                }
            });
        }
        drop(done);
        in_order(&finished, give, take)
    })
}

fn receive(free: &Mutex<Receiver<Chunk>>) -> Result<Chunk, RecvError> {
    free.lock().unwrap_or_else(PoisonError::into_inner).recv()
}

fn too_long(chunk: &mut Chunk, number: u64, length: u64, lines: u64) {
    chunk.number = number;
    (chunk.lines, chunk.read, chunk.rejected) = (lines, 1, 1);
    let found = format!("a row of {length} bytes");
    let expected = format!("at most {LONGEST_ROW}");
    chunk.add(
        Problem::new(Position::new(1, 1), Kind::TooLarge, Outcome::Rejected, &found, &expected)
            .advise("a quotation mark that is never closed makes such rows"),
    );
}

/// Finds and parses the rows of a block.
fn parse<F: Format>(format: &F, layout: Layout, chunk: &mut Chunk, known: &mut Known) {
    let text = std::mem::take(&mut chunk.text);
    let mut ends = std::mem::take(&mut chunk.ends);
    let mut plain = std::mem::take(&mut chunk.plain);
    let mut lines = Vec::new();
    let body = if layout.quoted {
        chunk.lines = quoted::resolve(&text, layout.separator, &mut plain, &mut ends, &mut lines);
        &plain
    } else {
        ends.scan(&text, layout.separator);
        chunk.lines = ends.lines.len() as u64;
        &text
    };
    let skip = usize::from(layout.header && chunk.number == 0);
    let mut emit = Emit { chunk, known, line: 0, repaired: false };
    for (i, row) in rows(body, &ends).enumerate().skip(skip) {
        if row.text().is_empty() {
            continue;
        }
        emit.line = lines.get(i).copied().unwrap_or(i as u64 + 1);
        emit.repaired = false;
        emit.chunk.read += 1;
        match format.row(&row, &mut emit) {
            Ok(()) => emit.chunk.repaired += u64::from(emit.repaired),
            Err(why) => emit.reject(&row, &why),
        }
    }
    chunk.count_sides(known);
    (chunk.text, chunk.ends, chunk.plain) = (text, ends, plain);
}

/// Hands finished chunks on in the order of their blocks, and gives them back.
fn in_order(
    finished: &Receiver<io::Result<Chunk>>,
    give: Sender<Chunk>,
    take: &mut dyn FnMut(&mut Chunk),
) -> io::Result<()> {
    let mut waiting: BTreeMap<u64, Chunk> = BTreeMap::new();
    let mut next = 0;
    let mut outcome = Ok(());
    for chunk in finished {
        match chunk {
            Ok(chunk) => {
                waiting.insert(chunk.number, chunk);
            }
            Err(error) => outcome = Err(error),
        }
        while let Some(mut chunk) = waiting.remove(&next) {
            next += 1;
            take(&mut chunk);
            // At the end nobody waits for chunks any more.
            let _ = give.send(chunk);
        }
    }
    drop(give);
    outcome
}
