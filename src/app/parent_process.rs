//! The small parent of the dashboard's process: gives the terminal back
//! whatever ends the other one, and is to the shell what it started.
//!
//! A process that is killed, aborted or ended by a fault of memory can tidy up
//! nothing. So the program starts itself once more: the child shows the
//! dashboard, in the same process group and on the same terminal; the parent
//! waits, hands on signals, stops when the child stops, and ends as it ended.

use std::io::{self, Write, stderr};
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::Command;

use rustix::process::{Pid, Signal, WaitOptions, WaitStatus, getpid, getppid, kill_process, waitpid};
use rustix::termios::{
    Action, LocalModes, OptionalActions, QueueSelector, Termios, tcflow, tcflush, tcgetattr, tcsetattr,
};
use signal_hook::consts::{
    SIGALRM, SIGCHLD, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
};
use signal_hook::iterator::Signals;

use super::terminal;

/// The variable in which the parent tells the child its number; with 0 in it, the
/// dashboard runs without a parent.
const VARIABLE: &str = "DETENTE_PARENT";

/// What is handed on. What the kernel sends to the whole group reaches the child
/// by itself, too, for which that makes no difference.
const HANDED_ON: [(i32, Signal); 9] = [
    (SIGHUP, Signal::HUP),
    (SIGINT, Signal::INT),
    (SIGQUIT, Signal::QUIT),
    (SIGTERM, Signal::TERM),
    (SIGUSR1, Signal::USR1),
    (SIGUSR2, Signal::USR2),
    (SIGALRM, Signal::ALARM),
    (SIGTSTP, Signal::TSTP),
    (SIGCONT, Signal::CONT),
];

/// Starts the child that shows the dashboard and waits for its end, whose exit
/// code this is (128 and the signal's number if one ended it). `None` in the
/// child, and where there is to be no parent or can be none.
pub(crate) fn run() -> Option<u8> {
    match std::env::var(VARIABLE).ok().and_then(|number| number.parse::<i32>().ok()) {
        Some(0) => return None,
        Some(number) if getppid().is_some_and(|parent| parent.as_raw_pid() == number) => {
            terminal::leave_rest_to_parent();
            end_with(number);
            return None;
        }
        // What an editor or browser was started from says nothing of this process.
        _ => {}
    }
    let terminal = terminal::control()?;
    match Parent::start(terminal) {
        Ok(parent) => Some(parent.watch()),
        Err(error) => {
            tracing::debug!(%error, "the dashboard runs without a parent");
            None
        }
    }
}

/// Makes the end of the parent end this process in order.
#[cfg(target_os = "linux")]
fn end_with(parent: i32) {
    if let Err(error) = rustix::process::set_parent_process_death_signal(Some(Signal::TERM)) {
        tracing::debug!(%error, "the end of the parent is not told");
    }
    if getppid().is_none_or(|now| now.as_raw_pid() != parent) {
        // It ended before it could be told.
        let _ = kill_process(getpid(), Signal::TERM);
    }
}

#[cfg(not(target_os = "linux"))]
fn end_with(_parent: i32) {}

struct Parent {
    child: Pid,
    signals: Signals,
    terminal: OwnedFd,
    /// How the terminal was found.
    found: Termios,
}

impl Parent {
    fn start(terminal: OwnedFd) -> io::Result<Parent> {
        let found = tcgetattr(&terminal)?;
        // Before there is a child, so that no word of it is missed.
        let signals = Signals::new(HANDED_ON.map(|(number, _)| number).into_iter().chain([SIGCHLD]))?;
        let mut arguments = std::env::args_os();
        let mut command = Command::new(std::env::current_exe()?);
        if let Some(name) = arguments.next() {
            command.arg0(name);
        }
        let child = command.args(arguments).env(VARIABLE, std::process::id().to_string()).spawn()?;
        Ok(Parent { child: Pid::from_child(&child), signals, terminal, found })
    }

    /// Waits for the end of the child; its exit code.
    fn watch(mut self) -> u8 {
        loop {
            let came: Vec<i32> = self.signals.wait().collect();
            // First, so that a child that was told to go on is not taken for a stopped one.
            came.into_iter().for_each(|signal| self.hand_on(signal));
            match waitpid(Some(self.child), WaitOptions::NOHANG | WaitOptions::UNTRACED) {
                Ok(Some((_, status))) if status.stopped() => self.stop(),
                Ok(Some((_, status))) => return self.end(status),
                Ok(None) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => {
                    tracing::debug!(%error, "the child cannot be waited for");
                    self.give_back();
                    return 1;
                }
            }
        }
    }

    fn hand_on(&self, signal: i32) {
        if let Some((_, signal)) = HANDED_ON.iter().find(|(number, _)| *number == signal) {
            // It may have ended meanwhile, which is told next.
            let _ = kill_process(self.child, *signal);
        }
    }

    /// The child has stopped: so does this process, which is the one that the shell
    /// knows, until the shell wakes it.
    fn stop(&mut self) {
        self.give_back();
        terminal::stop();
        // Who woke this one meant both. What asked to stop has had its way.
        let came: Vec<i32> = self.signals.pending().filter(|&signal| signal != SIGTSTP).collect();
        if let Ok(now) = tcgetattr(&self.terminal)
            && !is_raw(&now)
        {
            self.found = now;
        }
        self.hand_on(SIGCONT);
        came.into_iter().filter(|&signal| signal != SIGCONT).for_each(|signal| self.hand_on(signal));
    }

    fn end(&self, status: WaitStatus) -> u8 {
        self.give_back();
        if let Some(code) = status.exit_status() {
            return u8::try_from(code).unwrap_or(1);
        }
        let signal = status.terminating_signal().unwrap_or(0);
        // There is nowhere left to complain.
        let _ = writeln!(
            stderr(),
            "detente: the dashboard was ended by signal {signal} before it could tidy up: \
             what it showed as saved is in the journal"
        );
        u8::try_from(128 + signal).unwrap_or(1)
    }

    /// Gives the terminal back if the child has not.
    fn give_back(&self) {
        // In the background, the terminal is somebody else's now.
        let is_taken = tcgetattr(&self.terminal).is_ok_and(|now| is_raw(&now) && !is_raw(&self.found));
        if !is_taken || !terminal::is_in_foreground(&self.terminal) {
            return;
        }
        let sequences = terminal::sequences();
        if !terminal::write_in_time(&sequences) {
            // What the child wrote and nobody reads stands in the way, or the terminal
            // was stopped.
            let _ = tcflush(&self.terminal, QueueSelector::OFlush);
            let _ = tcflow(&self.terminal, Action::OOn);
            terminal::write_in_time(&sequences);
        }
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.found);
    }
}

/// Whether keys come one by one, as they do while the dashboard has the terminal.
fn is_raw(terminal: &Termios) -> bool {
    !terminal.local_modes.contains(LocalModes::ICANON)
}
