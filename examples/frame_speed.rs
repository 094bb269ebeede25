//! Measures the dashboard as a person meets it: the real program in a
//! pseudo-terminal, from start to first frame and from key to frame.
//!
//! `frame_speed [--binary PROGRAM] [--size 120x36] [--quick] [--slowest 20] FILE…`
//! opens the files (none: the bundled sample), goes through a scripted session and prints
//! one line of JSON for each kind of key: how many, and the median, 99th
//! percentile and longest time in milliseconds, to the first frame after the
//! key (`frame`) and to the frame from which on nothing is being worked out
//! any more (`settled`). `--slowest` also names so many of the slowest keys.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// What ends a frame: the program draws each within a synchronised update.
const END: &[u8] = b"\x1b[?2026l";
/// Longer than anything takes that is not stuck.
const PATIENCE: Duration = Duration::from_secs(60);
/// After so long without output the screen is taken to be at rest.
const REST: Duration = Duration::from_millis(25);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("frame_speed: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Options {
    binary: PathBuf,
    size: (u16, u16),
    quick: bool,
    slowest: usize,
    files: Vec<String>,
}

fn options() -> Outcome<Options> {
    let folder = std::env::current_exe()?;
    // Examples lie in a folder beside the program.
    let beside = folder.parent().and_then(|f| f.parent()).ok_or("no folder")?.join("detente");
    let mut options =
        Options { binary: beside, size: (120, 36), quick: false, slowest: 0, files: Vec::new() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--binary" => options.binary = std::path::absolute(words.next().ok_or("--binary wants a path")?)?,
            "--quick" => options.quick = true,
            "--slowest" => options.slowest = words.next().ok_or("--slowest wants a number")?.parse()?,
            "--size" => {
                let text = words.next().ok_or("--size wants 120x36")?;
                let (width, height) = text.split_once('x').ok_or("a size is like 120x36")?;
                options.size = (width.parse()?, height.parse()?);
            }
            _ => options.files.push(std::path::absolute(&word)?.display().to_string()),
        }
    }
    Ok(options)
}

fn run() -> Outcome<()> {
    let options = options()?;
    let home = tempfile::tempdir()?;
    let mut terminal = Terminal::start(&options, home.path())?;
    let mut figures = Figures::default();
    first_frames(&mut terminal, &mut figures)?;
    if !options.quick && !terminal.is_loaded() {
        while_loading(&mut terminal, &mut figures)?;
    }
    let loaded = terminal.wait("the end of loading", |screen| screen.contents().contains('✓'))?;
    println!("{{\"loaded_s\":{:.2}}}", (loaded - terminal.begun).as_secs_f64());
    terminal.rest()?;
    println!("{{\"memory_mb\":{}}}", memory(terminal.process)?);
    let gone_through = session(&mut terminal, &mut figures, if options.quick { 5 } else { 25 });
    // What was measured before something went wrong is worth seeing.
    figures.print();
    figures.print_slowest(options.slowest);
    gone_through?;
    idle(&mut terminal)?;
    println!("{{\"memory_at_the_end_mb\":{}}}", memory(terminal.process)?);
    terminal.send("q")?;
    Ok(())
}

/// From the start to what is first seen.
fn first_frames(terminal: &mut Terminal, figures: &mut Figures) -> Outcome<()> {
    let first = terminal.wait("a first frame", |screen| screen.contents().contains("1 Pairs"))?;
    figures.note("start to first frame", first - terminal.begun, first - terminal.begun);
    let rows = terminal.wait("first rows", |screen| {
        let text = screen.contents();
        text.contains(" events · ") && !text.contains(" 0 events · ")
    })?;
    figures.note("start to first rows", rows - terminal.begun, rows - terminal.begun);
    Ok(())
}

/// Keys while files are still being read.
fn while_loading(terminal: &mut Terminal, figures: &mut Figures) -> Outcome<()> {
    for _ in 0..40 {
        for key in ["j", "k", "\t", "z", "z", "3", "\x04", "\x15"] {
            if terminal.is_loaded() {
                return Ok(());
            }
            let frame = terminal.press_now(key)?;
            figures.note("any key while loading", frame, frame);
            std::thread::sleep(Duration::from_millis(30));
        }
    }
    Ok(())
}

/// What an analyst does, again and again.
fn session(terminal: &mut Terminal, figures: &mut Figures, times: usize) -> Outcome<()> {
    let mut keys = |kind: &str, keys: &[&str], times: usize| -> Outcome<()> {
        for _ in 0..times {
            for key in keys {
                let (frame, settled) = terminal.press(key)?;
                figures.note(kind, frame, settled);
                figures.keys.push((frame, settled, format!("{kind}: {key:?}")));
            }
        }
        Ok(())
    };
    keys("everything: show", &["\x01"], 1)?;
    keys("pane change", &["1", "2", "4", "5", "6", "3", "\t", "\x1b[Z"], times)?;
    keys("move", &["j", "j", "j", "k"], times)?;
    keys("page", &["\x06", "\x02", "\x04", "\x15"], times)?;
    keys("ends", &["G", "gg"], times)?;
    keys("zoom of a pane", &["z"], times & !1)?;
    keys("zoom of time", &["-", "+", ",", ".", "0"], times)?;
    keys("directions, measure", &["b", "d"], times & !1)?;
    keys("bars", &["2", "h", "l", "3"], times)?;
    keys("report", &["!", "\x1b"], 3)?;
    keys("pair picker: first opening", &["p"], 1)?;
    keys("pair picker: a letter", &letters("tehran moscow"), 1)?;
    keys("pair: show", &["\r"], 1)?;
    keys("back", &["\x1b"], 1)?;
    for _ in 0..times.min(8) {
        keys("pair picker: opening", &["p"], 1)?;
        keys("pair picker: a letter", &letters("usa chn"), 1)?;
        keys("pair: show", &["\r"], 1)?;
        keys("pair picker: opening", &["p"], 1)?;
        keys("pair picker: a letter", &letters("kyiv moscow"), 1)?;
        keys("pair: show", &["\r"], 1)?;
        keys("back", &["\x1b", "\x1b"], 1)?;
    }
    keys("pair list", &["1", "j", "j", "\r", "\x1b", "3"], times.min(8))?;
    for filter in ["type:190", "actor:minister", "since:2022 until:2023", "nuclear", "quad:material-conflict"]
    {
        for _ in 0..times.min(3) {
            keys("filter: open", &["f"], 1)?;
            keys("filter: a letter", &letters(filter), 1)?;
            keys("filter: apply", &["\r"], 1)?;
            keys("move in what is filtered", &["j", "\x04", "k", "G"], 2)?;
            keys("back", &["\x1b"], 1)?;
        }
    }
    keys("filter: publishers and articles", &["f"], 1)?;
    keys("filter: publishers and articles", &letters("publisher:news article:a"), 1)?;
    keys("filter: publishers and articles", &["\x1b"], 1)?;
    keys("pair with filter", &["p"], 1)?;
    keys("pair with filter", &letters("iran rus"), 1)?;
    keys("pair with filter", &["\r", "f"], 1)?;
    keys("pair with filter", &letters("drone"), 1)?;
    keys("pair with filter", &["\r", "\x1b", "\x1b"], 1)?;
    keys("folds", &["D", "B", "B", "D"], 2)?;
    keys("article picker", &["P"], 1)?;
    keys("article picker", &letters("iran"), 1)?;
    keys("article picker", &["\x1b"], 1)?;
    keys("find in the timeline", &["3", "gg", "/"], 1)?;
    keys("find in the timeline", &letters("zzzz"), 1)?;
    keys("find in the timeline", &["\r", "\x1b"], 1)?;
    keys("claims", &["5", "j", "G", "gg", "S", "S", "3"], 3)?;
    keys("actors", &["4", "j", "G", "gg", "S", "S", "S", "S", "3"], 3)?;
    Ok(())
}

fn letters(text: &str) -> Vec<&str> {
    text.split_inclusive(|_: char| true).collect()
}

/// What a dashboard that nobody touches costs.
fn idle(terminal: &mut Terminal) -> Outcome<()> {
    terminal.rest()?;
    let before = processor_time(terminal.process)?;
    let watched = Duration::from_secs(10);
    std::thread::sleep(watched);
    let spent = processor_time(terminal.process)? - before;
    println!("{{\"idle_cpu_ms_per_s\":{:.2}}}", spent.as_secs_f64() * 1e3 / watched.as_secs_f64());
    Ok(())
}

/// Processor time of a process so far. The kernel counts in hundredths of a second.
fn processor_time(process: u32) -> Outcome<Duration> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = text.rsplit(") ").next().unwrap_or("").split(' ').collect();
    let ticks = |at: usize| fields.get(at).and_then(|f| f.parse::<u64>().ok()).unwrap_or(0);
    Ok(Duration::from_millis((ticks(11) + ticks(12)) * 10))
}

/// Memory that is resident now, and the most that ever was, in megabytes.
fn memory(process: u32) -> Outcome<String> {
    let text = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let of = |name: &str| {
        let line = text.lines().find(|l| l.starts_with(name)).unwrap_or("");
        line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) / 1024
    };
    Ok(format!("{{\"now\":{},\"peak\":{}}}", of("VmRSS:"), of("VmHWM:")))
}

/// The program in its terminal.
struct Terminal {
    keys: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    /// The last bytes, which may begin what ends a frame.
    tail: Vec<u8>,
    begun: Instant,
    process: u32,
    child: Box<dyn Child + Send + Sync>,
    _master: Box<dyn MasterPty + Send>,
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It has been told to quit; if it has not, it must not stay behind.
        std::thread::sleep(Duration::from_millis(300));
        let _ = self.child.kill();
    }
}

impl Terminal {
    fn start(options: &Options, home: &std::path::Path) -> Outcome<Terminal> {
        let (cols, rows) = options.size;
        let pair = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 })?;
        let mut command = CommandBuilder::new(&options.binary);
        command.args(&options.files);
        command.env_clear();
        command.cwd(home);
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        // So that the process that is measured is the one that shows the dashboard.
        command.env("DETENTE_PARENT", "0");
        let mut reader = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut block = vec![0; 1 << 16];
            while let Ok(count @ 1..) = reader.read(&mut block) {
                let bytes = block.get(..count).unwrap_or_default().to_vec();
                if sender.send((Instant::now(), bytes)).is_err() {
                    return;
                }
            }
        });
        let size = |n| NonZero::new(n).ok_or("a screen has rows and columns");
        let screen = vt100::Parser::new(size(rows)?, size(cols)?, 0);
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        let process = child.process_id().ok_or("the program ended at once")?;
        Ok(Terminal { keys, output, screen, tail: Vec::new(), begun, process, child, _master: pair.master })
    }

    fn send(&mut self, keys: &str) -> Outcome<()> {
        self.keys.write_all(keys.as_bytes())?;
        Ok(self.keys.flush()?)
    }

    /// Takes what was written; the time at which it came.
    fn take(&mut self, most: Duration) -> Outcome<Option<(Instant, bool)>> {
        match self.output.recv_timeout(most) {
            Ok((at, bytes)) => {
                self.screen.process(&bytes);
                // What a terminal answers when it is asked for its background.
                if has(&bytes, b"\x1b]11;?") {
                    self.send("\x1b]11;rgb:0000/0000/0000\x1b\\")?;
                }
                if has(&bytes, b"\x1b[c") {
                    self.send("\x1b[?62;22c")?;
                }
                // What ends a frame may come in two parts.
                let seen = [&std::mem::take(&mut self.tail)[..], &bytes].concat();
                let ended = has(&seen, END);
                if !ended {
                    self.tail =
                        seen.get(seen.len().saturating_sub(END.len() - 1)..).unwrap_or_default().to_vec();
                }
                Ok(Some((at, ended)))
            }
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err("the program ended".into()),
        }
    }

    fn wait(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) -> Outcome<Instant> {
        let begun = Instant::now();
        let mut at = begun;
        while !holds(self.screen.screen()) {
            let left = PATIENCE.checked_sub(begun.elapsed()).unwrap_or_default();
            match self.take(left)? {
                Some((came, _)) => at = came,
                None => return Err(format!("{what} never came:\n{}", self.screen.screen().contents()).into()),
            }
        }
        Ok(at)
    }

    fn is_loaded(&self) -> bool {
        self.screen.screen().contents().contains('✓')
    }

    fn is_updating(&self) -> bool {
        let text = self.screen.screen().contents();
        ["updating…", "gathering what", "looking for", "counting what"].iter().any(|w| text.contains(w))
    }

    /// Waits until nothing comes any more.
    fn rest(&mut self) -> Outcome<()> {
        while self.take(REST)?.is_some() || self.is_updating() {}
        Ok(())
    }

    /// From a key to the next frame.
    fn press_now(&mut self, key: &str) -> Outcome<Duration> {
        while self.take(Duration::ZERO)?.is_some() {}
        let pressed = Instant::now();
        self.send(key)?;
        loop {
            match self.take(PATIENCE)? {
                Some((at, true)) => return Ok(at - pressed),
                Some(_) => {}
                None => return Err(format!("no frame after {key:?}").into()),
            }
        }
    }

    /// From a key to the next frame, and to the last that it led to.
    fn press(&mut self, key: &str) -> Outcome<(Duration, Duration)> {
        self.rest()?;
        let pressed = Instant::now();
        self.send(key)?;
        let (mut frame, mut settled) = (None, pressed);
        loop {
            let most = if frame.is_some() && !self.is_updating() { REST } else { PATIENCE };
            match self.take(most)? {
                Some((at, true)) => {
                    frame = frame.or(Some(at - pressed));
                    settled = at;
                }
                Some(_) => {}
                None => break,
            }
        }
        let frame =
            frame.ok_or_else(|| format!("no frame after {key:?}:\n{}", self.screen.screen().contents()))?;
        Ok((frame, settled - pressed))
    }
}

fn has(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|w| w == part)
}

/// Times by kind, in the order in which the kinds first came.
#[derive(Default)]
struct Figures {
    kinds: Vec<(String, Vec<f64>, Vec<f64>)>,
    /// To the first frame and to the last, of each key in its turn.
    keys: Vec<(Duration, Duration, String)>,
}

impl Figures {
    fn note(&mut self, kind: &str, frame: Duration, settled: Duration) {
        let (frame, settled) = (frame.as_secs_f64() * 1e3, settled.as_secs_f64() * 1e3);
        match self.kinds.iter_mut().find(|(name, _, _)| name == kind) {
            Some((_, frames, ends)) => {
                frames.push(frame);
                ends.push(settled);
            }
            None => self.kinds.push((kind.to_owned(), vec![frame], vec![settled])),
        }
    }

    fn print_slowest(&self, most: usize) {
        let mut keys: Vec<_> = self.keys.iter().enumerate().collect();
        keys.sort_by_key(|(_, (frame, _, _))| std::cmp::Reverse(*frame));
        for (number, (frame, settled, key)) in keys.into_iter().take(most) {
            let (frame, settled) = (frame.as_secs_f64() * 1e3, settled.as_secs_f64() * 1e3);
            println!("{frame:7.1} {settled:8.1} ms  key {number}, {key}");
        }
    }

    fn print(&mut self) {
        let all: Vec<f64> = self.kinds.iter().skip(2).flat_map(|(_, f, _)| f.iter().copied()).collect();
        let ends: Vec<f64> = self.kinds.iter().skip(2).flat_map(|(_, _, e)| e.iter().copied()).collect();
        self.kinds.push(("all keys".to_owned(), all, ends));
        for (kind, frames, ends) in &mut self.kinds {
            let mut line = format!("{{\"kind\":\"{kind}\",\"count\":{}", frames.len());
            for (name, times) in [("frame", frames), ("settled", ends)] {
                times.sort_by(f64::total_cmp);
                let at = |share: f64| {
                    let last = times.len().saturating_sub(1);
                    times.get((last as f64 * share).round() as usize).copied().unwrap_or_default()
                };
                let _ = write!(
                    line,
                    ",\"{name}_ms\":{{\"p50\":{:.1},\"p99\":{:.1},\"max\":{:.1}}}",
                    at(0.5),
                    at(0.99),
                    at(1.0)
                );
            }
            println!("{line}}}");
        }
    }
}
