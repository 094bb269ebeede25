//! The terminal: taken over, given back, whatever happens.

use std::fmt;
#[cfg(unix)]
use std::fs::File;
use std::io::{self, Write, stdout};
#[cfg(unix)]
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
#[cfg(unix)]
use std::time::Instant;

use crossterm::Command;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::style::ResetColor;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode,
    enable_raw_mode,
};

/// Whether the terminal is ours now: giving back twice would harm what follows.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Whether a parent process completes what this one cannot give back itself.
static HAS_PARENT: AtomicBool = AtomicBool::new(false);

/// Who turns right-to-left text round: ECMA-48's mode BDSM. We do, in every cell
/// where it is due, so a terminal that could has to be asked not to do it again;
/// implicit is what such terminals start with. Others pass over it.
#[derive(Debug, Clone, Copy)]
enum RightToLeft {
    Ours,
    Terminals,
}

impl Command for RightToLeft {
    fn write_ansi(&self, f: &mut impl fmt::Write) -> fmt::Result {
        f.write_str(match self {
            RightToLeft::Ours => "\x1b[8l",
            RightToLeft::Terminals => "\x1b[8h",
        })
    }

    /// The old console does not turn text round.
    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes the terminal over: alternate screen, raw keys, mouse if wanted.
///
/// # Errors
///
/// What the system says when the terminal does not obey.
pub(crate) fn take(mouse: bool) -> io::Result<()> {
    // Another program may have left it so that a frame is refused while the last one
    // is on its way.
    #[cfg(unix)]
    let _ = rustix::io::ioctl_fionbio(rustix::stdio::stdout(), false);
    enable_raw_mode()?;
    TAKEN.store(true, SeqCst);
    let mut out = stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, RightToLeft::Ours, Hide, SetTitle("détente"))?;
    if mouse {
        execute!(out, EnableMouseCapture)?;
    }
    Ok(())
}

/// Takes the terminal over again after this process was stopped: whoever had it
/// meanwhile has set it otherwise.
///
/// # Errors
///
/// What the system says when the terminal does not obey.
#[cfg(unix)]
pub(crate) fn take_again(mouse: bool) -> io::Result<()> {
    if TAKEN.load(SeqCst) {
        // Else raw mode counts as set, and is not set again.
        disable_raw_mode()?;
    }
    take(mouse)
}

/// Tells that a parent process watches this one.
#[cfg(unix)]
pub(crate) fn leave_rest_to_parent() {
    HAS_PARENT.store(true, SeqCst);
}

/// Gives the terminal back as it was. Does nothing if it is not taken. A terminal
/// that takes nothing more is left to the parent process, or given up on.
pub(crate) fn give_back() {
    if !TAKEN.swap(false, SeqCst) {
        return;
    }
    // Whatever fails here, the rest must still be tried, and there is nobody to tell.
    if !write_in_time(&sequences()) && HAS_PARENT.load(SeqCst) {
        return;
    }
    if is_ours() {
        let _ = disable_raw_mode();
    }
}

/// What a terminal is sent to be as it was.
pub(crate) fn sequences() -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = EndSynchronizedUpdate.write_ansi(&mut text);
    let _ = DisableMouseCapture.write_ansi(&mut text);
    let _ = DisableBracketedPaste.write_ansi(&mut text);
    let _ = RightToLeft::Terminals.write_ansi(&mut text);
    let _ = ResetColor.write_ansi(&mut text);
    let _ = Show.write_ansi(&mut text);
    let _ = LeaveAlternateScreen.write_ansi(&mut text);
    text
}

/// How long a terminal may take to accept a few lines. One that is stopped, or that
/// nobody reads, never does.
const PATIENCE: Duration = Duration::from_millis(300);

/// Writes a few lines to the terminal, past whatever waits to be written there;
/// whether they were taken in time. A terminal that is gone counts as one that took them.
pub(crate) fn write_in_time(text: &str) -> bool {
    #[cfg(unix)]
    if let Some(terminal) = own_way() {
        return write_without_waiting(&terminal, text.as_bytes());
    }
    let text = text.to_owned();
    in_time(move || {
        let mut out = stdout();
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    })
}

/// A way to the terminal that waits for nothing and is this process's alone: on standard
/// output, a write that the terminal does not take would hold up all that follow. The
/// terminal's own name may be out of reach, as for a user that another one has become.
#[cfg(unix)]
fn own_way() -> Option<File> {
    use std::os::unix::fs::OpenOptionsExt;

    let name = rustix::termios::ttyname(rustix::stdio::stdout(), Vec::new()).ok();
    let name = name.and_then(|name| name.into_string().ok());
    let open = |path: &str| {
        let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
        File::options().write(true).custom_flags(flags).open(path).ok()
    };
    name.and_then(|name| open(&name)).or_else(|| open("/dev/tty"))
}

#[cfg(unix)]
fn write_without_waiting(terminal: &File, mut bytes: &[u8]) -> bool {
    let begun = Instant::now();
    while !bytes.is_empty() {
        match rustix::io::write(terminal, bytes) {
            Ok(count @ 1..) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(rustix::io::Errno::INTR) => {}
            Ok(0) | Err(rustix::io::Errno::AGAIN) => {
                if begun.elapsed() > PATIENCE {
                    return false;
                }
                thread::sleep(Duration::from_millis(5));
            }
            Err(_) => return true,
        }
    }
    true
}

/// Does something that a terminal may hold up; whether it was done in time. If not, it
/// goes on by itself until the program ends.
pub(crate) fn in_time(work: impl FnOnce() + Send + 'static) -> bool {
    let (done, told) = mpsc::channel();
    let worker = thread::Builder::new().spawn(move || {
        work();
        // Whoever waited may have given up.
        let _ = done.send(());
    });
    worker.is_ok() && told.recv_timeout(PATIENCE).is_ok()
}

/// The terminal that keys come from, where there is one.
#[cfg(unix)]
pub(crate) fn control() -> Option<OwnedFd> {
    let input = rustix::stdio::stdin();
    if rustix::termios::isatty(input) {
        return input.try_clone_to_owned().ok();
    }
    // What was piped in is read; the user sits at the terminal.
    std::fs::File::options().read(true).write(true).open("/dev/tty").ok().map(OwnedFd::from)
}

/// Whether the process group has the terminal, or nobody says that it has not.
#[cfg(unix)]
pub(crate) fn is_in_foreground(terminal: impl AsFd) -> bool {
    rustix::termios::tcgetpgrp(terminal).map_or(true, |group| group == rustix::process::getpgrp())
}

/// Whether the terminal may be set: to do so from the background would stop the
/// process, and undo what the shell has set.
fn is_ours() -> bool {
    #[cfg(unix)]
    if let Some(terminal) = control() {
        return is_in_foreground(terminal);
    }
    true
}

/// Stops this process until it is woken. Under nobody who could wake it, it goes on:
/// the system's own rule for a signal of this kind that nobody handles.
#[cfg(unix)]
pub(crate) fn stop() {
    // If it cannot be raised, there is no stop.
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTTIN);
}

/// Gives the terminal back when it goes out of scope.
#[derive(Debug)]
pub(crate) struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Makes a panic in any thread give the terminal back before it is reported.
pub(crate) fn restore_on_panic() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        give_back();
        report(info);
    }));
}
