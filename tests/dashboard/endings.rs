//! What ends or stops the dashboard, and that the terminal is as it was then; what a
//! terminal sends that is no key.

use std::os::fd::AsFd;

use detente::journal::log;
use rustix::termios::{Action, LocalModes, tcflow, tcgetattr};

use crate::pty::{Terminal, assert_given_back, rescued};

/// A home in which the workspace `workspace` cannot be made, so that decisions are held.
fn without_workspace() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("workspace"), "in the way").unwrap();
    home
}

/// The program's own end of the terminal.
fn slave(terminal: &Terminal) -> std::fs::File {
    std::fs::File::options().read(true).write(true).open(terminal.name()).unwrap()
}

fn is_raw(terminal: impl AsFd) -> bool {
    !tcgetattr(terminal).unwrap().local_modes.contains(LocalModes::ICANON)
}

/// Under a shell that stays, because the end of a session takes its terminal along.
fn under_shell(home: tempfile::TempDir, arguments: &str) -> Terminal {
    let line = format!("{} {arguments}; echo left with $?; read go", env!("CARGO_BIN_EXE_detente"));
    Terminal::run(home, "/bin/sh", &["-c", &line], &[])
}

/// Under a shell, with a decision that no journal takes.
fn with_one_unsaved() -> Terminal {
    let mut terminal = under_shell(without_workspace(), "--workspace workspace");
    terminal.wait_for("sample ✓");
    terminal.press("ra");
    terminal.wait_for("1 not saved");
    terminal
}

/// Sends a signal to what the shell has started.
fn signal(terminal: &Terminal, name: &str) {
    let processes = terminal.processes();
    let [_, parent, _] = processes[..] else { panic!("{processes:?}") };
    terminal.signal_to(parent, name);
}

#[test]
fn what_cannot_be_handled_gives_the_terminal_back_too() {
    for (signal, code) in [("KILL", 137), ("ABRT", 134), ("SYS", 159)] {
        let mut terminal = under_shell(tempfile::tempdir().unwrap(), "");
        let tty = slave(&terminal);
        terminal.wait_for("sample ✓");
        assert!(is_raw(&tty));
        terminal.signal_dashboard(signal);
        terminal.wait_for(&format!("left with {code}"));
        terminal.wait_for("what it showed as saved is in the journal");
        assert_given_back(terminal.screen());
        assert!(!is_raw(&tty), "after {signal}");
        terminal.press("\n");
        terminal.end();
    }
}

#[test]
fn its_end_is_the_end_of_both() {
    let mut terminal = Terminal::start(&[], &[]);
    terminal.wait_for("sample ✓");
    terminal.press("q");
    assert_eq!(terminal.end().1, 0);
    // Without a parent it is one process.
    let mut terminal = Terminal::start(&[], &[("DETENTE_PARENT", "0")]);
    terminal.wait_for("sample ✓");
    assert_eq!(terminal.processes().len(), 1);
    terminal.press("q");
    assert_eq!(terminal.end().1, 0);
}

#[test]
fn other_signals_end_it_in_order_with_what_is_held_in_a_file() {
    for name in ["QUIT", "USR1", "USR2", "ALRM"] {
        let mut terminal = with_one_unsaved();
        let (home, tty) = (terminal.home(), slave(&terminal));
        signal(&terminal, name);
        terminal.wait_for("left with ");
        assert_given_back(terminal.screen());
        assert!(!is_raw(&tty), "after {name}");
        assert!(terminal.screen().contents().contains("journal import"), "{}", terminal.screen().contents());
        assert_eq!(rescued(home.path()).len(), 1, "after {name}");
        terminal.press("\n");
        terminal.end();
    }
}

/// The shell sees a stopped program, with its terminal as it was; and later the
/// dashboard as it was.
#[test]
fn whoever_stops_it_the_shell_gets_the_terminal_and_it_comes_back() {
    for (signal, of_child) in [("TSTP", false), ("TSTP", true), ("STOP", true)] {
        let line = format!("{} --pair IRN-RUS; echo asleep; read go; fg", env!("CARGO_BIN_EXE_detente"));
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::run(home, "/bin/sh", &["-mc", &line], &[]);
        let tty = slave(&terminal);
        terminal.wait_for("sample ✓");
        terminal.press("gg\r");
        terminal.wait_for("next sentence");
        let processes = terminal.processes();
        let [_, parent, child] = processes[..] else { panic!("{processes:?}") };
        terminal.signal_to(if of_child { child } else { parent }, signal);
        terminal.wait_for("asleep");
        assert_given_back(terminal.screen());
        assert!(!is_raw(&tty), "after {signal}");
        terminal.press("\n");
        terminal.wait("the dashboard again", |screen| {
            screen.alternate_screen() && screen.contents().contains("next sentence")
        });
        assert!(is_raw(&tty));
        terminal.press("\u{1b}");
        terminal.wait_for("enter evidence");
        terminal.press("q");
        let (screen, code) = terminal.end();
        assert_eq!(code, 0);
        assert_given_back(screen.screen());
    }
}

/// Under nobody who could wake it, a stop is none.
#[test]
fn without_a_shell_it_does_not_stop_for_ever() {
    for parent in ["", "0"] {
        let mut terminal = Terminal::start(&["--pair", "IRN-RUS"], &[("DETENTE_PARENT", parent)]);
        terminal.wait_for("sample ✓");
        terminal.press("\u{1a}");
        terminal.wait_for_taken(2);
        terminal.wait_for("sample ✓");
        terminal.press("q");
        assert_eq!(terminal.end().1, 0);
    }
}

/// A terminal that is stopped, as by a terminal's key for it, takes nothing more.
#[test]
fn a_terminal_that_takes_nothing_holds_up_no_end() {
    let mut terminal = with_one_unsaved();
    let (home, tty) = (terminal.home(), slave(&terminal));
    tcflow(&tty, Action::OOff).unwrap();
    terminal.press("\u{c}");
    signal(&terminal, "TERM");
    terminal.wait_for("left with 143");
    assert_given_back(terminal.screen());
    assert!(!is_raw(&tty));
    assert_eq!(rescued(home.path()).len(), 1);
    terminal.press("\n");
    terminal.end();
}

/// Nobody reads the other end, until all that lies between is full.
#[test]
fn a_terminal_that_nobody_reads_holds_up_no_end() {
    let mut terminal = with_one_unsaved();
    let (home, tty) = (terminal.home(), slave(&terminal));
    let unread = terminal.hold_reading();
    rustix::io::ioctl_fionbio(&tty, true).unwrap();
    while rustix::io::write(&tty, &[b'x'; 256]).is_ok() {}
    terminal.press("\u{c}");
    signal(&terminal, "TERM");
    while terminal.processes().len() > 1 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(!is_raw(&tty));
    assert_eq!(rescued(home.path()).len(), 1);
    drop(unread);
    terminal.wait_for("left with 143");
    assert!(!terminal.screen().alternate_screen(), "{}", terminal.screen().contents());
    terminal.press("\n");
    terminal.code();
}

const EDITOR: (&str, &str) = ("EDITOR", "sh -c 'echo in the editor; read line' --");

#[test]
fn what_is_held_is_rescued_while_the_editor_has_the_terminal() {
    for signal in ["TERM", "HUP"] {
        let home = tempfile::tempdir().unwrap();
        let variables = [EDITOR, ("PATH", "/usr/bin:/bin")];
        let mut terminal = Terminal::start_at(home, &["--workspace", "workspace"], &variables);
        let home = terminal.home();
        let workspace = home.path().join("workspace");
        terminal.wait_for("sample ✓");
        terminal.press("ra");
        terminal.wait_for("last ✓");
        let other = rusqlite::Connection::open(workspace.join(log::FILE)).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        terminal.press("x");
        terminal.wait_for("1 not saved");
        terminal.press("E");
        terminal.wait_for("in the editor");
        terminal.signal(signal);
        let code = terminal.code();
        assert!([143, 129].contains(&code), "{code}");
        assert_eq!(rescued(&workspace).len(), 1);
        drop(other);
    }
}

#[test]
fn what_is_lost_while_the_editor_has_the_terminal_is_told_by_the_exit_code() {
    let home = tempfile::tempdir().unwrap();
    let place = home.path().join("place");
    std::fs::create_dir(&place).unwrap();
    std::fs::write(place.join("workspace"), "in the way").unwrap();
    let line = format!("cd place && exec {} --workspace workspace", env!("CARGO_BIN_EXE_detente"));
    // The editor's file has to be somewhere, until the editor has it.
    let there = place.display().to_string();
    let variables = [("HOME", "/nowhere"), ("TMPDIR", there.as_str()), EDITOR, ("PATH", "/usr/bin:/bin")];
    let mut terminal = Terminal::run(home, "/bin/sh", &["-c", &line], &variables);
    terminal.wait_for("sample ✓");
    terminal.press("ra");
    terminal.wait_for("1 not saved");
    terminal.press("E");
    terminal.wait_for("in the editor");
    std::fs::remove_dir_all(&place).unwrap();
    terminal.signal("TERM");
    let (told, code) = terminal.end_of();
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("1 decision could be saved neither in the journal nor in a file"), "{told}");
}

/// What a terminal sends that is no key, and what it breaks off: keys are keys after it.
#[test]
fn what_a_terminal_reports_or_breaks_off_is_no_key() {
    let mut terminal = Terminal::start(&["--pair", "IRN-RUS"], &[]);
    terminal.wait_for("sample ✓");
    // The late answer to the question for the background's colour, and other reports.
    terminal.press("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\\u{1b}]11;rgb:ffff/ffff/ffff\u{7}");
    terminal.press("\u{1b}P>|XTerm(370)\u{1b}\\\u{1b}[?62;22c\u{1b}[12;40R");
    terminal.press("gg\r");
    terminal.wait_for("next sentence");
    for begun in ["\u{1b}[<0;10", "\u{1b}]11;rgb:ff", "\u{1b}P1$r", "\u{1b}[M", "\u{1b}[200~q"] {
        terminal.press("?");
        terminal.wait_for("more ↓");
        terminal.press(begun);
        terminal.press_until("\u{1b}", |screen| !screen.contents().contains("more ↓"));
    }
    // A paste that never ends, where text is typed.
    terminal.press("f");
    terminal.press("\u{1b}[200~zzqq");
    terminal.wait_for("zzqq");
    terminal.press_until("\u{1b}", |screen| !screen.contents().contains("zzqq"));
    terminal.press("\u{1b}[<0;10");
    terminal.press_until("q", |screen| !screen.alternate_screen());
    assert_eq!(terminal.end().1, 0);
}
