//! The thread that waits for keys and the mouse. It can be held off, so that
//! another program has the terminal to itself.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{self, Event, KeyEventKind, MouseButton, MouseEventKind};
use ratatui::layout::Rect;

use super::message::{Click, Mouse, Msg};

/// How long the thread is given to let go of the terminal: far more than it takes.
const PATIENCE: Duration = Duration::from_millis(500);

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// Keys are read.
    #[default]
    Goes,
    /// It is to stop.
    IsHeld,
    /// It has stopped.
    Rests,
}

/// Holds the thread off, and lets it go on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Gate(Arc<(Mutex<Reading>, Condvar)>);

impl Gate {
    fn reading(&self) -> MutexGuard<'_, Reading> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the thread has let go of the terminal.
    pub(crate) fn hold(&self) {
        let mut reading = self.reading();
        *reading = Reading::IsHeld;
        wake();
        let rests = self.0.1.wait_timeout_while(reading, PATIENCE, |r| *r == Reading::IsHeld);
        drop(rests.unwrap_or_else(PoisonError::into_inner));
    }

    /// Lets the thread read on.
    pub(crate) fn release(&self) {
        *self.reading() = Reading::Goes;
        self.0.1.notify_all();
    }

    /// In the thread: rests here while it is held off.
    fn pass(&self) {
        let mut reading = self.reading();
        while *reading != Reading::Goes {
            *reading = Reading::Rests;
            self.0.1.notify_all();
            reading = self.0.1.wait(reading).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Makes a thread that sleeps over the terminal look up: a signal of a new
/// size is an event like a key.
#[cfg(unix)]
fn wake() {
    // If it cannot be raised, the next key wakes the thread as well.
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGWINCH);
}

#[cfg(not(unix))]
fn wake() {}

/// The next event of the terminal. Where nothing else can wake it, it looks up
/// often enough to be held off.
fn next(gate: &Gate) -> std::io::Result<Event> {
    if cfg!(not(unix)) {
        while !event::poll(Duration::from_millis(100))? {
            gate.pass();
        }
    }
    event::read()
}

/// Starts the thread.
pub(crate) fn spawn(messages: Sender<Msg>) -> Gate {
    let gate = Gate::default();
    let held = gate.clone();
    thread::spawn(move || {
        loop {
            held.pass();
            let Ok(event) = next(&held) else { break };
            if let Some(msg) = message(event)
                && messages.send(msg).is_err()
            {
                return;
            }
        }
        // The terminal is gone.
        let _ = messages.send(Msg::Terminate);
    });
    gate
}

/// What an event means; `None` for what nobody heeds.
fn message(event: Event) -> Option<Msg> {
    Some(match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Msg::Key(key.into()),
        Event::Paste(text) => Msg::Paste(text),
        Event::Resize(width, height) => Msg::Resize(Rect::new(0, 0, width, height)),
        Event::Mouse(mouse) => {
            let what = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Click::Press,
                MouseEventKind::Drag(MouseButton::Left) => Click::Drag,
                MouseEventKind::ScrollDown => Click::Down,
                MouseEventKind::ScrollUp => Click::Up,
                _ => return None,
            };
            Msg::Mouse(Mouse { x: mouse.column, y: mouse.row, what })
        }
        _ => return None,
    })
}
