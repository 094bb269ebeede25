//! Blocks of rows, parsed side by side and collected in the order of the file.
//!
//! Workers take the stream in turn, each a block of it, parse it on their own
//! and hand the result to the one thread that owns the store's builder; when
//! nothing waits for that thread, it parses blocks itself. Chunks go round in a
//! fixed number, which bounds memory.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvError, Sender, channel};
use std::sync::{Mutex, PoisonError};

use crate::read::control::Control;
use crate::read::error::ReadError;
use crate::read::input::Input;
use crate::read::report::{LoadReport, RecordProblems};
use crate::read::{Confidence, Outcome, Position, Problem, ProblemKind, Reader, Sink, Spec};

use super::blocks::{BLOCK, Blocks, LONGEST_ROW, NextBlock};
use super::chunk::{AHEAD, Chunk, Emit, Hashes, Interned, Reject};
use super::collect::Collector;
use super::quoted;
use super::scan::{Row, rows};

/// The most workers that are of use: beyond, collecting is the limit.
const WORKERS: usize = 8;

/// How many chunks there are for each worker: one in work, others on their way.
const CHUNKS_EACH: usize = 4;

/// How rows of a file are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) separator: u8,
    /// Whether fields may be quoted.
    pub(super) quoted: bool,
    /// Whether the first row names the columns.
    pub(super) header: bool,
}

impl Layout {
    /// Plain rows with tabs between fields.
    pub(super) const TABS: Layout = Layout { separator: b'\t', quoted: false, header: false };
}

/// What a row of a file says.
pub(super) trait Format: Sync {
    /// What reports and origins call it.
    fn name(&self) -> &'static str;

    /// The hashes of the keys under which [`Self::row`] is going to look for a
    /// row's actors and place; of no use to formats that make these keys up.
    fn hashes(&self, _row: &Row<'_>) -> Hashes {
        Hashes::default()
    }

    /// Puts a row into the chunk, or tells why not.
    fn row(&self, row: &Row<'_>, emit: &mut Emit<'_>) -> Result<(), Reject>;
}

/// A reader of tables: what a file's first bytes tell of its format, and the rows.
pub(super) struct TableReader<F> {
    pub(super) spec: Spec,
    /// The format of a file that begins like this, if it is one.
    pub(super) recognise: fn(&[u8]) -> Option<(F, Layout)>,
}

impl<F: Format> Reader for TableReader<F> {
    fn spec(&self) -> &Spec {
        &self.spec
    }

    fn sniff(&self, head: &[u8], _path: Option<&Path>) -> Confidence {
        if (self.recognise)(head).is_some() { Confidence::Certain } else { Confidence::No }
    }

    fn read(
        &self,
        input: &mut Input,
        sink: &mut dyn Sink,
        control: &Control,
        report: &mut LoadReport,
    ) -> Result<(), ReadError> {
        match (self.recognise)(input.head()) {
            Some((format, layout)) => read(&format, layout, input, sink, control, report),
            None => Ok(()),
        }
    }
}

/// Reads all rows of a file into the sink's builder.
fn read<F: Format>(
    format: &F,
    layout: Layout,
    input: &mut Input,
    sink: &mut dyn Sink,
    control: &Control,
    report: &mut LoadReport,
) -> Result<(), ReadError> {
    let (path, name) = (input.name().to_owned(), format.name());
    report.format = name;
    if let Some(builder) = sink.rows() {
        builder.origin(&path, name);
    }
    let small = input.size().is_some_and(|size| size < 4 * BLOCK as u64);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = if small { 1 } else { cores.clamp(1, WORKERS) };
    let blocks = Mutex::new(Blocks::new(input, layout.quoted));
    let mut collector = Collector::new(workers);
    let outcome = side_by_side(workers, format, layout, &blocks, control, &mut |chunk| {
        collector.take(chunk, report, sink, control);
    });
    collector.finish(report);
    let blocks = blocks.into_inner().unwrap_or_else(PoisonError::into_inner);
    report.bytes = blocks.bytes;
    if let Some(length) = blocks.torn.filter(|_| !control.is_cancelled()) {
        let (at, found) = (Position::new(collector.lines() + 1, 1), format!("{length} bytes of a row"));
        let torn = Problem::new(at, ProblemKind::CutOff, Outcome::Rejected, &found, "a whole row");
        report.add(torn.advise("the stream breaks off in it"));
    }
    outcome.map_err(|error| ReadError::io(&path, error))
}

/// One who parses blocks, with what it has met so far.
struct Worker<'a, F> {
    number: usize,
    format: &'a F,
    layout: Layout,
    known: Interned,
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
            NextBlock::Rows(number) => {
                chunk.number = number;
                parse(self.format, self.layout, chunk, &mut self.known);
            }
            NextBlock::TooLong { number, length, lines } => too_long(chunk, number, length, lines),
            NextBlock::End => return Ok(false),
        }
        Ok(true)
    }
}

/// Parses with several workers, of which the calling thread is one, and hands
/// the chunks on in the order of the file.
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
    for _ in 0..workers * CHUNKS_EACH {
        let _ = give.send(Chunk::default());
    }
    let worker = |number| Worker { number, format, layout, known: Interned::default() };
    std::thread::scope(|scope| {
        let (done, finished) = channel::<io::Result<Chunk>>();
        for number in 1..workers {
            let (done, free) = (done.clone(), &free);
            let mut worker = worker(number);
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
        let queue = Queue { waiting: BTreeMap::new(), next: 0, finished, give, outcome: Ok(()) };
        let mut own = worker(0);
        queue.run(&free, &mut |chunk| own.next(blocks, chunk, control), take)
    })
}

fn receive(free: &Mutex<Receiver<Chunk>>) -> Result<Chunk, RecvError> {
    free.lock().unwrap_or_else(PoisonError::into_inner).recv()
}

fn too_long(chunk: &mut Chunk, number: u64, length: u64, lines: u64) {
    chunk.number = number;
    chunk.lines = lines;
    let found = format!("a row of {length} bytes");
    let expected = format!("at most {LONGEST_ROW}");
    chunk.report.add(
        Problem::new(Position::new(1, 1), ProblemKind::TooLarge, Outcome::Rejected, &found, &expected)
            .advise("a quotation mark that is never closed makes such rows"),
    );
}

/// Finds and parses the rows of a block.
fn parse<F: Format>(format: &F, layout: Layout, chunk: &mut Chunk, known: &mut Interned) {
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
    let emit = Emit {
        chunk: &mut *chunk,
        known: &mut *known,
        line: 0,
        wrong: RecordProblems::default(),
        hashes: Hashes::default(),
    };
    parse_rows(format, rows(body, &ends).enumerate().skip(skip), &lines, emit);
    chunk.count_sides(known);
    (chunk.text, chunk.ends, chunk.plain) = (text, ends, plain);
}

/// Parses rows with their numbers in the block, some ahead of the others;
/// `lines` has the line of each row, where rows are longer than lines.
fn parse_rows<'a, F: Format>(
    format: &F,
    mut rows: impl Iterator<Item = (usize, Row<'a>)>,
    lines: &[u64],
    mut emit: Emit<'_>,
) {
    let mut batch = Vec::with_capacity(AHEAD);
    let mut hashes = Vec::with_capacity(AHEAD);
    loop {
        batch.clear();
        batch.extend(rows.by_ref().take(AHEAD));
        if batch.is_empty() {
            break;
        }
        hashes.clear();
        hashes.extend(batch.iter().map(|(_, row)| format.hashes(row)));
        emit.known.expect(&hashes);
        for ((i, row), &hashes) in batch.iter().zip(&hashes) {
            if row.text().is_empty() {
                continue;
            }
            emit.line = lines.get(*i).copied().unwrap_or(*i as u64 + 1);
            emit.hashes = hashes;
            let before = emit.chunk.kept();
            let read = format.row(row, &mut emit);
            debug_assert_eq!(emit.chunk.kept(), before + u64::from(read.is_ok()), "no row vanishes");
            if let Err(why) = read {
                emit.reject(row, &why);
            }
            emit.end();
        }
    }
}

/// Finished chunks on their way to the one who collects them.
struct Queue {
    /// Those that came before their turn.
    waiting: BTreeMap<u64, Chunk>,
    /// Whose turn it is.
    next: u64,
    finished: Receiver<io::Result<Chunk>>,
    /// The way back for chunks that were collected.
    give: Sender<Chunk>,
    outcome: io::Result<()>,
}

impl Queue {
    /// Hands chunks on in the order of their blocks; while there is none, has
    /// `help` parse one.
    fn run(
        mut self,
        free: &Mutex<Receiver<Chunk>>,
        help: &mut dyn FnMut(&mut Chunk) -> io::Result<bool>,
        take: &mut dyn FnMut(&mut Chunk),
    ) -> io::Result<()> {
        let mut helping = true;
        loop {
            while let Ok(chunk) = self.finished.try_recv() {
                self.put(chunk);
            }
            if let Some(mut chunk) = self.waiting.remove(&self.next) {
                self.next += 1;
                take(&mut chunk);
                // At the end nobody waits for chunks any more.
                let _ = self.give.send(chunk);
                continue;
            }
            if let Some(mut chunk) = helping.then(|| spare(free)).flatten() {
                match help(&mut chunk) {
                    Ok(true) => self.put(Ok(chunk)),
                    Ok(false) => helping = false,
                    Err(error) => {
                        helping = false;
                        self.put(Err(error));
                    }
                }
                continue;
            }
            match self.finished.recv() {
                Ok(chunk) => self.put(chunk),
                Err(_) => return self.outcome,
            }
        }
    }

    fn put(&mut self, chunk: io::Result<Chunk>) {
        match chunk {
            Ok(chunk) => drop(self.waiting.insert(chunk.number, chunk)),
            Err(error) => self.outcome = Err(error),
        }
    }
}

/// A chunk that nobody uses. None also where a worker is waiting for one, for
/// then there is none.
fn spare(free: &Mutex<Receiver<Chunk>>) -> Option<Chunk> {
    free.try_lock().ok()?.try_recv().ok()
}
