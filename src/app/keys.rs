//! The thread that waits for keys and the mouse. It can be held off, so that
//! another program has the terminal to itself.

use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEventKind};
use ratatui::layout::Rect;

#[cfg(unix)]
use super::input_filter::InputFilter;
use super::message::{Click, Mouse, Msg};
#[cfg(unix)]
use super::terminal;

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

    /// In the thread: whether it is to stop.
    #[cfg(unix)]
    fn is_held(&self) -> bool {
        *self.reading() != Reading::Goes
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

/// Starts the thread.
pub(crate) fn spawn(messages: Sender<Msg>) -> Gate {
    let gate = Gate::default();
    let held = gate.clone();
    thread::spawn(move || {
        // Nobody listens any more, or the terminal is gone.
        let _ = read(&held, &messages);
        let _ = messages.send(Msg::Terminate);
    });
    gate
}

/// Reads the terminal until it is gone, or nobody listens. The bytes are read here, and
/// not by crossterm, because what it cannot make out it may wait for without end.
#[cfg(unix)]
fn read(gate: &Gate, messages: &Sender<Msg>) -> std::io::Result<()> {
    use std::io::Read;
    use std::os::unix::net::UnixStream;

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;

    let gone = || std::io::Error::from(std::io::ErrorKind::BrokenPipe);
    let terminal = terminal::control().ok_or_else(gone)?;
    let (mut sizes, signalled) = UnixStream::pair()?;
    sizes.set_nonblocking(true)?;
    signal_hook::low_level::pipe::register(signal_hook::consts::SIGWINCH, signalled)?;
    let (mut filter, mut events) = (InputFilter::default(), Vec::new());
    let mut block = [0; 4096];
    loop {
        gate.pass();
        let (typed, resized) = {
            let mut fds = [PollFd::new(&terminal, PollFlags::IN), PollFd::new(&sizes, PollFlags::IN)];
            let most = filter.patience().and_then(|most| Timespec::try_from(most).ok());
            match poll(&mut fds, most.as_ref()) {
                Ok(0) => filter.give_up(&mut events),
                Ok(_) | Err(Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            let [typed, resized] = fds.map(|fd| !fd.revents().is_empty());
            (typed, resized)
        };
        if resized {
            // However often, the size is the last one.
            while sizes.read(&mut block).is_ok_and(|count| count == block.len()) {}
            let (width, height) = crossterm::terminal::size()?;
            events.push(Event::Resize(width, height));
        }
        if gate.is_held() {
            // What is typed now is another program's.
            filter = InputFilter::default();
        } else if typed {
            match rustix::io::read(&terminal, &mut block) {
                Ok(0) => return Err(gone()),
                Ok(count) => filter.take(block.get(..count).unwrap_or_default(), &mut events),
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(error) => return Err(error.into()),
            }
        }
        for msg in events.drain(..).filter_map(message) {
            messages.send(msg).map_err(|_| gone())?;
        }
    }
}

/// Reads the terminal until it is gone, or nobody listens. Nothing else can wake this
/// thread here, so it looks up often enough to be held off.
#[cfg(not(unix))]
fn read(gate: &Gate, messages: &Sender<Msg>) -> std::io::Result<()> {
    use crossterm::event;

    loop {
        gate.pass();
        while !event::poll(Duration::from_millis(100))? {
            gate.pass();
        }
        if let Some(msg) = message(event::read()?)
            && messages.send(msg).is_err()
        {
            return Ok(());
        }
    }
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
