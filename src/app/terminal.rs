//! The terminal: taken over, given back, whatever happens.

use std::fmt;
use std::io::{self, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use crossterm::Command;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::execute;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode, enable_raw_mode,
};

/// Whether the terminal is ours now: giving back twice would harm what follows.
static TAKEN: AtomicBool = AtomicBool::new(false);

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
    enable_raw_mode()?;
    TAKEN.store(true, SeqCst);
    let mut out = stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, RightToLeft::Ours, Hide, SetTitle("détente"))?;
    if mouse {
        execute!(out, EnableMouseCapture)?;
    }
    Ok(())
}

/// Gives the terminal back as it was. Does nothing if it is not taken.
pub(crate) fn give_back() {
    if !TAKEN.swap(false, SeqCst) {
        return;
    }
    // Whatever fails here, the rest must still be tried, and there is nobody to tell.
    let mut out = stdout();
    let _ = execute!(
        out,
        DisableMouseCapture,
        DisableBracketedPaste,
        RightToLeft::Terminals,
        Show,
        LeaveAlternateScreen
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
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
