//! Blocks of rows, parsed side by side and collected in the order of the file.
//!
//! Workers take the stream in turn, each a block of a megabyte, parse it on
//! their own and hand the result to the one thread that owns the store's
//! builder. Chunks go round in a fixed number, which bounds memory.

use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use super::super::control::Control;
use super::super::error::ReadError;
use super::super::input::Input;
use super::super::report::LoadReport;
use super::super::{Kind, Outcome, Position, Problem, Sink};
use super::blocks::{Blocks, Found, LONGEST_ROW};
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
    let small = input.size().is_some_and(|size| size < 4 * super::blocks::BLOCK as u64);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = if small { 1 } else { cores.clamp(1, WORKERS) };
    let blocks = Mutex::new(Blocks::new(input, layout.quoted));
    let (give, take) = channel::<Chunk>();
    let take = Mutex::new(take);
    for _ in 0..workers * 3 {
        let _ = give.send(Chunk::default());
    }
    let outcome = std::thread::scope(|scope| {
        let (done, finished) = channel::<io::Result<Chunk>>();
        for worker in 0..workers {
            let (done, blocks, take) = (done.clone(), &blocks, &take);
            scope.spawn(move || work(worker, format, layout, blocks, take, &done, control));
        }
        drop(done);
        collect(&finished, give, workers, &mut report, sink, control)
    });
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

/// One worker: takes blocks until there are none.
fn work<F: Format>(
    worker: usize,
    format: &F,
    layout: Layout,
    blocks: &Mutex<Blocks<'_>>,
    free: &Mutex<Receiver<Chunk>>,
    done: &Sender<io::Result<Chunk>>,
    control: &Control,
) {
    let mut known = Known::default();
    loop {
        // The chunk comes first, the block second: so whoever holds the
        // earliest block never waits for those behind it.
        let chunk = free.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(mut chunk) = chunk else { return };
        chunk.clear();
        if control.is_cancelled() {
            return;
        }
        let found = {
            let mut blocks = blocks.lock().unwrap_or_else(PoisonError::into_inner);
            let before = blocks.progress();
            let found = blocks.next(&mut chunk.text);
            control.add_bytes(blocks.progress() - before);
            found
        };
        chunk.worker = worker;
        match found {
            Ok(Found::Rows(number)) => {
                chunk.number = number;
                parse(format, layout, &mut chunk, &mut known);
            }
            Ok(Found::TooLong { number, length, lines }) => too_long(&mut chunk, number, length, lines),
            Ok(Found::End) => return,
            Err(error) => {
                let _ = done.send(Err(error));
                return;
            }
        }
        if done.send(Ok(chunk)).is_err() {
            return;
        }
    }
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
    (chunk.text, chunk.ends, chunk.plain) = (text, ends, plain);
}

/// Takes finished chunks in the order of their blocks.
fn collect(
    finished: &Receiver<io::Result<Chunk>>,
    give: Sender<Chunk>,
    workers: usize,
    report: &mut LoadReport,
    sink: &mut dyn Sink,
    control: &Control,
) -> io::Result<()> {
    let mut collector = Collector::new(workers);
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
            control.add_records(chunk.read);
            collector.take(&mut chunk, report, sink);
            sink.breathe();
            // At the end nobody waits for chunks any more.
            let _ = give.send(chunk);
        }
    }
    drop(give);
    collector.finish(report);
    outcome
}
