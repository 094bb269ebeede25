//! The real program in a pseudo-terminal. Waits on the screen, never on the clock.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long a screen may take to come: far more than it ever does.
pub const PATIENCE: Duration = Duration::from_secs(120);

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    /// Held while nobody reads what is written.
    reading: &'static Mutex<()>,
    screen: vt100::Parser,
    /// All that was written.
    raw: Vec<u8>,
    _home: tempfile::TempDir,
}

impl Terminal {
    pub fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Terminal {
        Terminal::start_at(tempfile::tempdir().unwrap(), arguments, variables)
    }

    /// Starts with a home in which something may be kept already.
    pub fn start_at(home: tempfile::TempDir, arguments: &[&str], variables: &[(&str, &str)]) -> Terminal {
        Terminal::run(home, env!("CARGO_BIN_EXE_detente"), arguments, variables)
    }

    pub fn run(
        home: tempfile::TempDir,
        program: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
    ) -> Terminal {
        let size = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.cwd(home.path());
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("COLORFGBG", "15;0");
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (sender, output) = channel();
        let reading: &'static Mutex<()> = Box::leak(Box::default());
        std::thread::spawn(move || {
            let mut block = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut block) {
                drop(reading.lock().unwrap());
                if sender.send(block[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(cells(36), cells(120), 0);
        Terminal { master: pair.master, child, keys, output, reading, screen, raw: Vec::new(), _home: home }
    }

    pub fn wait(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let begun = Instant::now();
        while !holds(self.screen.screen()) {
            let left = PATIENCE.checked_sub(begun.elapsed());
            match left.map(|left| self.output.recv_timeout(left)) {
                Some(Ok(bytes)) => self.take(&bytes),
                _ => panic!("{what} never came:\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Waits until the program has taken the terminal over so many times.
    pub fn wait_for_taken(&mut self, times: usize) {
        let begun = Instant::now();
        while String::from_utf8_lossy(&self.raw).matches("\u{1b}[?1049h").count() < times {
            let left = PATIENCE.checked_sub(begun.elapsed()).expect("it takes the terminal");
            let bytes = self.output.recv_timeout(left).unwrap();
            self.take(&bytes);
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.raw.extend_from_slice(bytes);
    }

    pub fn wait_for(&mut self, words: &str) {
        self.wait(words, |screen| screen.contents().contains(words));
    }

    fn resize(&mut self, rows: u16, cols: u16) {
        self.screen.screen_mut().set_size(cells(rows), cells(cols));
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    /// Presses a key again and again, for what it has to wait for is silence.
    pub fn press_until(&mut self, key: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let begun = Instant::now();
        while !holds(self.screen.screen()) {
            assert!(begun.elapsed() < PATIENCE, "{key:?} is dead:\n{}", self.screen.screen().contents());
            self.press(key);
            while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(1500)) {
                self.take(&bytes);
                if holds(self.screen.screen()) {
                    return;
                }
            }
        }
    }

    /// Sends the program a signal, by its name.
    pub fn signal(&mut self, name: &str) {
        self.signal_to(self.child.process_id().unwrap(), name);
    }

    /// Sends the process that shows the dashboard a signal.
    pub fn signal_dashboard(&mut self, name: &str) {
        let process = *self.processes().last().unwrap();
        self.signal_to(process, name);
    }

    pub fn signal_to(&self, process: u32, name: &str) {
        let process = process.to_string();
        let sent = std::process::Command::new("kill").args(["-s", name, &process]).status();
        assert!(sent.unwrap().success());
    }

    /// The process that was started and its only child, as far down as there are any.
    pub fn processes(&self) -> Vec<u32> {
        let mut all = vec![self.child.process_id().unwrap()];
        loop {
            let parent = all.last().unwrap().to_string();
            let told = std::process::Command::new("pgrep").args(["-P", &parent]).output().unwrap();
            match String::from_utf8(told.stdout).unwrap().lines().next() {
                Some(child) => all.push(child.parse().unwrap()),
                None => return all,
            }
        }
    }

    /// Where the program's end of the terminal is.
    pub fn name(&self) -> std::path::PathBuf {
        self.master.tty_name().unwrap()
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// From now on nobody reads what the program writes.
    pub fn hold_reading(&self) -> MutexGuard<'static, ()> {
        self.reading.lock().unwrap()
    }

    /// Waits until the program ends, whatever it wrote; its exit code.
    pub fn code(&mut self) -> u32 {
        self.child.wait().unwrap().exit_code()
    }

    /// Keeps the home when the program has ended.
    pub fn home(&mut self) -> tempfile::TempDir {
        std::mem::replace(&mut self._home, tempfile::tempdir().unwrap())
    }

    /// What stands on the screen at the end, and the exit code.
    pub fn end_of(mut self) -> (String, u32) {
        let code = self.wait_for_end();
        assert!(!self.screen.screen().alternate_screen());
        (self.screen.screen().contents(), code)
    }

    /// Quits and gives the home back with what is kept in it.
    fn quit(mut self) -> tempfile::TempDir {
        self.press("q");
        let home = std::mem::replace(&mut self._home, tempfile::tempdir().unwrap());
        assert_eq!(self.end().1, 0);
        home
    }

    /// Everything written until the program ends, and its exit code.
    pub fn end(mut self) -> (vt100::Parser, u32) {
        let code = self.wait_for_end();
        // Whoever turned right-to-left text round before does so again.
        let raw = String::from_utf8_lossy(&self.raw);
        assert!(raw.rfind("\u{1b}[8l") < raw.rfind("\u{1b}[8h"), "{raw:?}");
        (self.screen, code)
    }

    fn wait_for_end(&mut self) -> u32 {
        let begun = Instant::now();
        loop {
            match self.output.recv_timeout(Duration::from_millis(50)) {
                Ok(bytes) => self.take(&bytes),
                Err(_) => {
                    if let Some(status) = self.child.try_wait().unwrap() {
                        while let Ok(bytes) = self.output.try_recv() {
                            self.take(&bytes);
                        }
                        return status.exit_code();
                    }
                }
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end:\n{}", self.screen.screen().contents());
        }
    }
}

pub fn assert_given_back(screen: &vt100::Screen) {
    assert!(!screen.alternate_screen(), "still on the alternate screen");
    assert!(!screen.hide_cursor(), "the cursor is still hidden");
    assert!(!screen.bracketed_paste(), "bracketed paste is still on");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is still captured");
}

#[test]
fn it_starts_drills_down_and_quits() {
    let mut terminal = Terminal::start(&[], &[]);
    terminal.wait_for("1 Pairs");
    terminal.wait_for("sample ✓");
    terminal.press("p");
    terminal.wait_for("Country pair");
    terminal.press("tehran moscow\r");
    terminal.wait_for("pair:IRN-RUS");
    terminal.press("gg\r");
    // The footer is drawn last: with it the whole frame is there.
    terminal.wait_for("next sentence");
    assert!(terminal.screen.screen().contents().contains("┲6 Source"));
    terminal.press("\u{1b}");
    terminal.wait_for("enter evidence");
    assert!(terminal.screen.screen().contents().contains("┢3 Timeline"));
    terminal.press("q");
    let (screen, code) = terminal.end();
    assert_eq!(code, 0);
    assert_given_back(screen.screen());
}

/// The files in a folder that hold what could not be saved.
pub fn rescued(home: &std::path::Path) -> Vec<std::path::PathBuf> {
    let files = std::fs::read_dir(home).unwrap().map(|f| f.unwrap().path());
    let named =
        |f: &std::path::PathBuf| f.file_name().unwrap().to_string_lossy().starts_with("detente-unsaved-");
    files.filter(named).collect()
}

#[test]
fn what_cannot_be_saved_is_taken_along_in_a_file() {
    for by_signal in [false, true] {
        let home = tempfile::tempdir().unwrap();
        let place = home.path().to_owned();
        // A file where the folder should be.
        std::fs::write(place.join("workspace"), "in the way").unwrap();
        let mut terminal = Terminal::start_at(home, &["--workspace", "workspace"], &[]);
        terminal.wait_for("sample ✓");
        terminal.press("ra");
        terminal.wait_for("1 not saved");
        if by_signal {
            terminal.signal("TERM");
        } else {
            terminal.press("q");
            terminal.wait_for("save to a file");
            terminal.press("\u{1b}[B\r");
        }
        let home = std::mem::replace(&mut terminal._home, tempfile::tempdir().unwrap());
        let (screen, _) = terminal.end();
        assert_given_back(screen.screen());
        assert!(screen.screen().contents().contains("journal import"), "{}", screen.screen().contents());
        let files = rescued(&place);
        assert_eq!(files.len(), 1, "{files:?}");
        let import = std::process::Command::new(env!("CARGO_BIN_EXE_detente"))
            .args(["journal", "--workspace", "other", "import"])
            .arg(&files[0])
            .current_dir(home.path())
            .env("HOME", home.path())
            .output()
            .unwrap();
        let notice = String::from_utf8_lossy(&import.stderr).into_owned();
        assert!(import.status.success() && notice.contains("taken over"), "{notice}");
    }
}

#[test]
fn it_follows_the_size_of_the_terminal() {
    let mut terminal = Terminal::start(&["--pair", "IRN-RUS"], &[]);
    terminal.wait_for("1 Pairs");
    for (rows, cols, words) in
        [(24, 80, "2 Balance"), (10, 40, "of 6 panes"), (1, 1, ""), (60, 200, "5 Claims")]
    {
        terminal.resize(rows, cols);
        terminal.wait_for(words);
    }
    terminal.press("q");
    assert_eq!(terminal.end().1, 0);
}

#[test]
fn a_resize_keeps_what_is_in_view() {
    let mut terminal = Terminal::start(&["--pair", "IRN-RUS"], &[]);
    terminal.wait_for("sample ✓");
    terminal.press("gg\r");
    terminal.wait_for("next sentence");
    for (rows, cols) in [(24, 80), (3, 20), (1, 1), (60, 200), (12, 50), (36, 120)] {
        terminal.resize(rows, cols);
    }
    terminal.wait("the event's day", |screen| {
        let contents = screen.contents();
        contents.contains("┲6 Source") && contents.contains("2001-03-12 (day)")
    });
    terminal.press("\u{1b}");
    terminal.wait_for("enter evidence");
    terminal.press("q");
    assert_eq!(terminal.end().1, 0);
}

/// Stops as every program under a shell does, and is there again as it was.
#[test]
fn it_can_be_suspended_and_taken_up_again() {
    let line = format!("{} --pair IRN-RUS; echo asleep; read go; fg", env!("CARGO_BIN_EXE_detente"));
    let mut terminal = Terminal::run(tempfile::tempdir().unwrap(), "/bin/sh", &["-mc", &line], &[]);
    terminal.wait_for("sample ✓");
    terminal.press("gg\r");
    terminal.wait_for("next sentence");
    terminal.press("\u{1a}");
    terminal.wait_for("asleep");
    assert_given_back(terminal.screen.screen());
    terminal.press("\n");
    terminal.wait("the dashboard again", |screen| {
        screen.alternate_screen() && screen.contents().contains("next sentence")
    });
    terminal.press("q");
    let (screen, code) = terminal.end();
    assert_eq!(code, 0);
    assert_given_back(screen.screen());
}

#[test]
fn a_panic_gives_the_terminal_back_first() {
    let mut terminal = Terminal::start(&[], &[("DETENTE_PANIC_ON_REDRAW", "1")]);
    terminal.wait_for("1 Pairs");
    terminal.press("\u{c}");
    let (screen, code) = terminal.end();
    assert_ne!(code, 0);
    assert_given_back(screen.screen());
    assert!(screen.screen().contents().contains("asked to panic"), "{}", screen.screen().contents());
}

#[test]
fn signals_end_it_in_order() {
    for signal in ["TERM", "INT", "HUP"] {
        let mut terminal = Terminal::start(&[], &[]);
        terminal.wait_for("1 Pairs");
        terminal.signal(signal);
        let (screen, _) = terminal.end();
        assert_given_back(screen.screen());
    }
}

#[test]
fn no_colour_means_no_colour() {
    let mut terminal = Terminal::start(&[], &[("NO_COLOR", "1")]);
    terminal.wait_for("sample ✓");
    let screen = terminal.screen.screen();
    for row in 0..36 {
        for col in 0..120 {
            let cell = screen.cell(row, col).unwrap();
            assert_eq!(cell.fgcolor(), vt100::Color::Default, "{row} {col} {:?}", cell.contents());
            assert_eq!(cell.bgcolor(), vt100::Color::Default, "{row} {col} {:?}", cell.contents());
        }
    }
    terminal.press("q");
    assert_eq!(terminal.end().1, 0);
}

#[test]
fn decisions_are_there_after_quitting_and_starting_again() {
    let mut terminal = Terminal::start(&["--coder", "ann"], &[]);
    terminal.wait_for("sample ✓");
    terminal.press("rgg");
    // Each decision is waited for: what the screen says is on the disk.
    for (key, words) in [("a", "accepted "), ("x", "rejected "), ("s", "skipped "), ("u", "undone: ")] {
        terminal.press(key);
        terminal.wait_for(words);
    }
    terminal.press("c");
    terminal.wait_for("comment:");
    terminal.press("seen twice\r");
    terminal.wait_for("commented on ");
    let home = terminal.quit();
    let mut terminal = Terminal::start_at(home, &["--coder", "ann"], &[]);
    terminal.wait_for("sample ✓");
    terminal.wait_for("last ✗✓ ");
    terminal.press("rgg");
    terminal.wait_for("✓ accepted");
    terminal.press("}");
    terminal.wait_for("ann: seen twice");
    // Undo reaches back over the restart, as far as there is anything.
    for words in ["undone: note", "rejected → open", "accepted → open", "nothing to be undone"] {
        terminal.press("u");
        terminal.wait_for(words);
    }
    terminal.press("gg");
    let home = terminal.quit();
    // Killed right after the screen has said it.
    let mut terminal = Terminal::start_at(home, &["--coder", "ann"], &[]);
    terminal.wait_for("sample ✓");
    terminal.press("rgga");
    terminal.wait_for("accepted 2001-03-12");
    terminal.child.kill().unwrap();
    let home = std::mem::replace(&mut terminal._home, tempfile::tempdir().unwrap());
    let mut terminal = Terminal::start_at(home, &["--coder", "ann"], &[]);
    terminal.wait_for("sample ✓");
    terminal.press("gg");
    terminal.wait_for("✓ accepted");
    terminal.press("q");
    assert_eq!(terminal.end().1, 0);
}

#[test]
fn a_brief_is_written_with_what_is_decided() {
    let mut terminal = Terminal::start(&["--coder", "ann", "--pair", "IRN-RUS"], &[]);
    terminal.wait_for("sample ✓");
    terminal.press("rgga");
    terminal.wait_for("accepted 2001-03-12");
    for (format, name) in
        [("", "brief-IRN-RUS.html"), ("csv", "brief-IRN-RUS.csv"), ("", "brief-IRN-RUS-2.html")]
    {
        terminal.press("w");
        terminal.wait_for("Brief of IRN");
        terminal.press(&format!("{format}\r"));
        terminal.wait_for(&format!("wrote {name}"));
    }
    let home = terminal.quit();
    let table = std::fs::read_to_string(home.path().join("brief-IRN-RUS.csv")).unwrap();
    let accepted: Vec<&str> = table.lines().filter(|line| line.contains("accepted")).collect();
    assert!(!accepted.is_empty() && accepted.iter().all(|l| l.contains("2001-03-12")), "{table}");
}

#[test]
fn an_editor_of_ones_own_has_the_terminal_to_itself() {
    let home = tempfile::tempdir().unwrap();
    // An editor that reads a line from the terminal and puts it in for the code.
    let script = home.path().join("ed.sh");
    std::fs::write(
        &script,
        "printf 'code? '; read code; sed -i \"s/^code = .*/code = \\\"$code\\\"/\" \"$1\"\n",
    )
    .unwrap();
    let editor = format!("sh {}", script.display());
    let mut terminal =
        Terminal::start_at(home, &["--coder", "ann"], &[("EDITOR", &editor), ("PATH", "/usr/bin:/bin")]);
    terminal.wait_for("sample ✓");
    terminal.press("rggE");
    terminal.wait_for("code? ");
    assert!(!terminal.screen.screen().alternate_screen(), "the editor has the plain screen");
    terminal.press("9999\n");
    terminal.wait_for("This cannot be taken over");
    terminal.press("y");
    terminal.wait("the editor", |screen| !screen.alternate_screen());
    terminal.press("036\n");
    terminal.wait_for("corrected ");
    assert!(terminal.screen.screen().alternate_screen());
    // Keys are read again.
    terminal.press("u");
    terminal.wait_for("undone: ");
    // The screen is drawn anew without a question to the terminal.
    terminal.press("\u{c}gg?");
    // The last words of the box: then all of it is drawn.
    terminal.wait_for("more ↓");
    terminal.press("\u{1b}");
    terminal.wait("the end of help", |screen| !screen.contents().contains("more ↓"));
    terminal.press("q");
    let (screen, code) = terminal.end();
    assert_eq!(code, 0);
    assert_given_back(screen.screen());
}

#[test]
fn without_an_editor_it_says_so() {
    let mut terminal = Terminal::start(&["--coder", "ann"], &[]);
    terminal.wait_for("sample ✓");
    terminal.press("rggE");
    terminal.wait_for("no editor is set");
    terminal.press("q");
    assert_eq!(terminal.end().1, 0);
}

#[test]
fn a_session_is_taken_up_where_it_was_left() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(".config/detente");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("config.toml"), "restore-session = true\n").unwrap();
    let mut terminal = Terminal::start_at(home, &[], &[]);
    terminal.wait_for("sample ✓");
    terminal.press("p");
    terminal.wait_for("Country pair");
    terminal.press("iran usa\r");
    terminal.wait_for("pair:IRN-USA");
    terminal.press("5ggjSz");
    terminal.wait_for("about IRN-USA by speaker");
    let home = terminal.quit();
    let mut terminal = Terminal::start_at(home, &[], &[]);
    terminal.wait_for("about IRN-USA by speaker");
    assert!(!terminal.screen.screen().contents().contains("3 Timeline"), "zoomed as it was");
    let home = terminal.quit();
    // Another question on the command line goes first.
    let mut terminal = Terminal::start_at(home, &["--pair", "IRN-RUS"], &[]);
    terminal.wait_for("3 Timeline pair:IRN-RUS");
    let home = terminal.quit();
    let kept: Vec<_> = walk(home.path()).into_iter().filter(|p| p.ends_with("session.toml")).collect();
    assert_eq!(kept.len(), 1);
    std::fs::write(&kept[0], "[view]\nquery = 7").unwrap();
    let mut terminal = Terminal::start_at(home, &[], &[]);
    terminal.wait_for("sample ✓");
    terminal.wait_for("all pairs");
    terminal.press("q");
    assert_eq!(terminal.end().1, 0);
}

/// All files under a folder.
fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.flat_map(|e| if e.path().is_dir() { walk(&e.path()) } else { vec![e.path()] }).collect()
}

#[cfg(unix)]
#[test]
fn a_cache_file_that_is_cut_meanwhile_ends_nothing() {
    let rows = std::fs::read_to_string("tests/fixtures/tables/gdelt2.export.csv").unwrap();
    let home = tempfile::tempdir().unwrap();
    let text: String =
        (0..2_000).map(|i| rows.replace("example.org/", &format!("example.org/{i}/"))).collect();
    std::fs::write(home.path().join("events.tsv"), text).unwrap();
    std::fs::create_dir_all(home.path().join(".config/detente")).unwrap();
    std::fs::write(home.path().join(".config/detente/config.toml"), "cache-from = \"1 B\"\n").unwrap();
    let mut query = std::process::Command::new(env!("CARGO_BIN_EXE_detente"));
    query.args(["query", "", "events.tsv", "--what", "pairs"]).current_dir(home.path());
    query.env_clear().env("HOME", home.path()).stdin(std::process::Stdio::null());
    assert!(query.output().unwrap().status.success());
    let kept: Vec<_> = std::fs::read_dir(home.path().join(".cache/detente/loaded"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "detente-cache"))
        .collect();
    let mut terminal = Terminal::start_at(home, &["events.tsv"], &[]);
    terminal.wait_for("10.0k events");
    let file = std::fs::File::options().write(true).open(&kept[0]).unwrap();
    file.set_len(4_096).unwrap();
    terminal.press("/example\r");
    terminal.wait_for("read anew");
    terminal.quit();
    // It was written anew beside it: who had it open has the cut one still.
    assert_eq!(file.metadata().unwrap().len(), 4_096);
}
