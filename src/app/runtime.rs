//! The main loop and its threads: keys, loader, query worker, all sending
//! messages over one channel.

use std::io::{BufWriter, Stdout, Write, stderr, stdout};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering, Ordering::Relaxed};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::{Duration, Instant};

use color_eyre::eyre::{Context, Result};
use crossterm::terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;

use super::background_task::BackgroundTask;
use super::clipboard::Clipboard;
use super::deferred_drop::DeferredDrop;
use super::editor::{self, Edited};
use super::export;
use super::journal_worker::{self, Order, Parting, Workspace};
use super::keys::{self, Gate};
use super::last::Last;
use super::loader::{self, Memory, Source};
use super::message::{self, Effect, Msg};
use super::question::{Question, WeeksQuestion};
use super::start::Start;
use super::state::State;
use super::terminal::{self, Guard};
use super::thread_priority;
use super::update::update;
use super::worker;
use crate::config::ClipboardMode;
use crate::journal::{Rescuer, Review};
use crate::model::EventDate;
use crate::model::printable::plural;
use crate::read::{Control, guard};
use crate::ui::screen::Notice;
use crate::ui::text::clean;

/// The least time between two frames that nobody waits for, such as those of
/// progress. What a key does, and an answer, is shown at once.
const FRAME: Duration = Duration::from_millis(16);
/// How long a frame waits for an answer that is on its way, so that small
/// questions never flicker and large ones are seen to be under way at once.
const GRACE: Duration = Duration::from_millis(2);
/// How much of a frame is gathered before it is written: more than it ever has.
const FRAME_BYTES: usize = 1 << 17;

/// How the program runs, apart from what it shows.
#[derive(Debug, Clone)]
pub(crate) struct Options {
    /// What to load.
    pub(crate) source: Source,
    /// Where loads are kept, if they are.
    pub(crate) memory: Option<Memory>,
    /// When articles were published that do not tell it themselves.
    pub(crate) published: EventDate,
    /// Whether the mouse is heeded.
    pub(crate) mouse: bool,
    /// Where copied text goes.
    pub(crate) clipboard: ClipboardMode,
    /// Where decisions are kept, if they are.
    pub(crate) workspace: Option<Workspace>,
}

type Screen = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// How the program was left.
pub(crate) struct Left {
    /// What was in view.
    pub(crate) view: Last,
    /// What became of decisions that could not be saved.
    pub(crate) parting: Parting,
}

/// Shows the dashboard until the user quits; tells how it was left.
///
/// # Errors
///
/// The terminal does not obey. What could not be saved is in a file then, too,
/// which the error tells.
pub(crate) fn run(start: Start, options: &Options) -> Result<Left> {
    thread_priority::make_threads();
    terminal::restore_on_panic();
    guard::hush_panics();
    terminal::take(options.mouse).wrap_err("cannot take over the terminal")?;
    let _guard = Guard;
    let mut screen: Screen =
        Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, stdout())))?;
    let (messages, inbox) = mpsc::channel();
    let (questions, asked) = mpsc::channel();
    let control = Arc::new(Control::with_published(options.published));
    let newest = Arc::new(AtomicU64::new(0));
    worker::spawn(asked, newest.clone(), messages.clone());
    let (weeks, weeks_asked) = mpsc::channel();
    worker::spawn_weeks(weeks_asked, messages.clone());
    let loader =
        loader::spawn(options.source.clone(), options.memory.clone(), control.clone(), messages.clone());
    let rescuer = options.workspace.as_ref().map(|w| Rescuer::of_workspace(&w.folder)).unwrap_or_default();
    let journal_worker = options.workspace.clone().map(|workspace| {
        let (requests, asked) = mpsc::channel();
        (requests, journal_worker::spawn(workspace, rescuer.clone(), asked, messages.clone()))
    });
    let (requests, journal_worker) = journal_worker.unzip();
    let _in_a_panic = RescueInPanic(rescuer.clone());
    watch_signals(&messages, &rescuer)?;
    let gate = keys::spawn(messages.clone());
    let size = screen.size()?;
    let mut state = start.state(Rect::new(0, 0, size.width, size.height));
    state.loading.active = true;
    let mut world = World {
        questions,
        newest,
        newest_task: Arc::default(),
        weeks,
        requests,
        control,
        clipboard: Clipboard::new(options.clipboard, &|name| std::env::var(name).ok()),
        messages,
        mouse: options.mouse,
        gate,
        deferred_drop: DeferredDrop::new(),
    };
    // What is small is there before anyone can see that it was not.
    let unfinished = |state: &State| state.is_waiting() || state.loading.active;
    let ended = settle(unfinished, &mut state, &inbox, &mut world, &mut screen, Duration::from_millis(30))
        .and_then(|_| draw(&mut screen, &state))
        .and_then(|()| event_loop(&mut state, &inbox, &mut world, &mut screen));
    world.control.cancel();
    loader.leave();
    // The journal worker ends with the last request: what is held then goes to a file.
    world.requests = None;
    let parting = journal_worker.map_or_else(Parting::default, |thread| {
        // What it was about to write when it panicked is in the rescuer's hands.
        thread.join().unwrap_or_else(|_| Parting::without_worker(&rescuer))
    });
    match ended {
        Ok(()) => Ok(Left { view: Last::of(&state), parting }),
        // The terminal may be gone; what was decided is not.
        Err(error) => Err(parting.lines().into_iter().fold(error, |error, line| error.wrap_err(line))),
    }
}

/// Writes what is not saved to a file when the main thread panics: nobody waits
/// for the one that keeps the journal then.
struct RescueInPanic(Rescuer);

impl Drop for RescueInPanic {
    fn drop(&mut self) {
        if thread::panicking() {
            say_last(&Parting::without_worker(&self.0));
        }
    }
}

/// Says on standard error what became of decisions, where nobody else will.
fn say_last(parting: &Parting) {
    for line in parting.lines() {
        // There is nowhere left to complain.
        let _ = writeln!(stderr(), "detente: {}", clean(&line));
    }
}

/// What effects act upon.
struct World {
    questions: Sender<Question>,
    /// The number of the newest question: work on older ones is given up.
    newest: Arc<AtomicU64>,
    /// The same for what else is worked out.
    newest_task: Arc<AtomicU64>,
    weeks: Sender<WeeksQuestion>,
    requests: Option<Sender<Order>>,
    control: Arc<Control>,
    clipboard: Clipboard,
    messages: Sender<Msg>,
    mouse: bool,
    gate: Gate,
    deferred_drop: DeferredDrop,
}

fn event_loop(
    state: &mut State,
    inbox: &Receiver<Msg>,
    world: &mut World,
    screen: &mut Screen,
) -> Result<()> {
    let mut drawn = Instant::now();
    while let Ok(first) = inbox.recv() {
        let mut taken = take_all(state, first, inbox, world, screen)?;
        // More may come meanwhile and be drawn with this frame.
        while taken == Taken::Slow
            && let Some(left) = FRAME.checked_sub(drawn.elapsed())
            && let Ok(more) = inbox.recv_timeout(left)
        {
            taken = take_all(state, more, inbox, world, screen)?;
        }
        if taken == Taken::Urgent && state.is_waiting() {
            taken = settle(State::is_waiting, state, inbox, world, screen, GRACE)?;
        }
        if taken == Taken::End {
            return Ok(());
        }
        draw(screen, state)?;
        drawn = Instant::now();
        world.deferred_drop.clear();
    }
    Ok(())
}

/// What came of the messages that waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    /// Nobody waits for what they changed.
    Slow,
    /// Somebody does.
    Urgent,
    /// The program ends.
    End,
}

/// Handles a message and all that wait behind it.
fn take_all(
    state: &mut State,
    first: Msg,
    inbox: &Receiver<Msg>,
    world: &mut World,
    screen: &mut Screen,
) -> Result<Taken> {
    let mut taken = Taken::Slow;
    let mut next = Some(first);
    while let Some(msg) = next {
        let nobody_waits = match &msg {
            Msg::Loaded(_) => true,
            // Whoever has decided something waits to see that it is saved.
            Msg::Journal(reply) => !reply.is_answer(),
            _ => false,
        };
        if !nobody_waits {
            taken = Taken::Urgent;
        }
        world.deferred_drop.note(&msg);
        for effect in update(state, msg) {
            if !carry_out(effect, world, screen)? {
                return Ok(Taken::End);
            }
        }
        next = inbox.try_recv().ok();
    }
    Ok(taken)
}

/// Takes messages while something holds, but no longer than `most`.
fn settle(
    holds: impl Fn(&State) -> bool,
    state: &mut State,
    inbox: &Receiver<Msg>,
    world: &mut World,
    screen: &mut Screen,
    most: Duration,
) -> Result<Taken> {
    let begun = Instant::now();
    while holds(state) {
        let Some(left) = most.checked_sub(begun.elapsed()) else { break };
        match inbox.recv_timeout(left) {
            Ok(msg) => {
                if take_all(state, msg, inbox, world, screen)? == Taken::End {
                    return Ok(Taken::End);
                }
            }
            Err(_) => break,
        }
    }
    Ok(Taken::Urgent)
}

/// Draws a frame. A terminal that can shows it as a whole, never in part.
fn draw(screen: &mut Screen, state: &State) -> Result<()> {
    queue!(screen.backend_mut(), BeginSynchronizedUpdate)?;
    screen.draw(|frame| {
        let area = frame.area();
        let cursor = state.scene().render(area, frame.buffer_mut());
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    })?;
    execute!(screen.backend_mut(), EndSynchronizedUpdate)?;
    Ok(())
}

/// Does an effect; whether to go on.
fn carry_out(effect: Effect, world: &mut World, screen: &mut Screen) -> Result<bool> {
    match effect {
        Effect::Query(question) => {
            world.newest.store(question.generation, Ordering::Relaxed);
            // The worker ends only with the program.
            let _ = world.questions.send(question);
        }
        Effect::BackgroundTask { number, task } => {
            world.newest_task.store(number, Ordering::Relaxed);
            if let Some(task) = task {
                work(number, task, world.newest_task.clone(), world.messages.clone());
            }
        }
        Effect::Weeks(question) => {
            let _ = world.weeks.send(question);
        }
        Effect::Journal(request) => {
            if let Some(requests) = &world.requests
                && requests.send(Order::Do(request)).is_err()
            {
                // It ends only with the program, unless it panicked.
                let words = "the journal has broken down and takes nothing more: quit and start again";
                let _ = world.messages.send(Msg::Notice(Notice::failure(words)));
            }
        }
        Effect::Copy(text) => {
            let notice = match world.clipboard.copy(&text, &mut stdout()) {
                Ok(count) => Notice::of(format!("copied {count} {}", plural(count as u64, "character"))),
                Err(error) => Notice::failure(error.to_string()),
            };
            let _ = world.messages.send(Msg::Notice(notice));
        }
        Effect::Open(url) => open(url, message::notices(world.messages.clone())),
        Effect::Brief(brief) => match &world.requests {
            // Only the journal worker knows what was decided.
            Some(requests) => {
                let _ = requests.send(Order::Brief(brief));
            }
            None => export::spawn(brief, Review::default(), message::notices(world.messages.clone())),
        },
        Effect::CancelLoading => world.control.cancel(),
        Effect::Redraw => {
            panic_if_asked();
            redraw(screen)?;
        }
        Effect::Suspend => suspend(world.mouse, screen)?,
        Effect::TakeAgain => take_again(world.mouse, screen)?,
        Effect::Edit(text) => edit(&text, world, screen)?,
        Effect::LetGo => {
            if let Some(requests) = &world.requests {
                let _ = requests.send(Order::LetGo);
            }
            world.control.cancel();
            return Ok(false);
        }
        Effect::Quit => {
            world.control.cancel();
            return Ok(false);
        }
    }
    Ok(true)
}

/// Works something out away from the screen, unless it is superseded.
fn work(number: u64, task: BackgroundTask, newest: Arc<AtomicU64>, messages: Sender<Msg>) {
    thread_priority::spawn(move || {
        let superseded = || newest.load(Ordering::Relaxed) > number;
        if let Some(done) = task.work(&superseded) {
            let _ = messages.send(Msg::Done { number, done: Box::new(done) });
        }
    });
}

/// Opens an address away from the screen: browsers take their time.
fn open(url: String, tell: impl FnOnce(Notice) + Send + 'static) {
    thread::spawn(move || {
        let notice = match super::open::open(&url, &|name| std::env::var(name).ok()) {
            Ok(address) => Notice::of(format!("opened {address}")),
            Err(error) => Notice::failure(error.to_string()),
        };
        tell(notice);
    });
}

/// Signals that end the program end it in order; those that stop it give the
/// terminal back meanwhile.
#[cfg(unix)]
fn watch_signals(messages: &Sender<Msg>, rescuer: &Rescuer) -> Result<()> {
    use signal_hook::consts::{
        SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2,
    };
    let all = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1, SIGUSR2, SIGALRM, SIGTSTP, SIGCONT];
    let mut signals = signal_hook::iterator::Signals::new(all)?;
    let (messages, rescuer) = (messages.clone(), rescuer.clone());
    thread::spawn(move || {
        loop {
            let mut came: Vec<i32> = signals.wait().collect();
            let editing = EDITING.load(Relaxed);
            if editing && came.contains(&SIGTSTP) {
                // The editor has the terminal, and gives it back itself.
                terminal::stop();
                // Asked twice, by the terminal and by the parent: once is enough.
                came.extend(signals.pending());
            }
            for signal in came {
                match signal {
                    // What comes from the keyboard is meant for the program that has the terminal.
                    SIGINT | SIGQUIT | SIGTSTP | SIGCONT if editing => {}
                    SIGTSTP => drop(messages.send(Msg::Suspend)),
                    SIGCONT => drop(messages.send(Msg::Continue)),
                    signal => end(signal, &messages, &rescuer),
                }
            }
        }
    });
    Ok(())
}

/// Ends the program, whatever its other threads wait for.
#[cfg(unix)]
fn end(signal: i32, messages: &Sender<Msg>, rescuer: &Rescuer) -> ! {
    // What is not saved first: the journal may wait for another program, and
    // whoever sent the signal may send a harder one soon.
    rescuer.hurry();
    let _ = rescuer.write();
    // The loop may be busy or stuck; the terminal must not be.
    let _ = messages.send(Msg::Terminate);
    thread::sleep(Duration::from_millis(500));
    let parting = Parting::without_worker(rescuer);
    let code = if parting.unsaved.is_err() { 1 } else { 128 + signal };
    terminal::give_back();
    // Standard error may be the terminal that takes nothing.
    terminal::in_time(move || say_last(&parting));
    std::process::exit(code)
}

#[cfg(not(unix))]
fn watch_signals(_messages: &Sender<Msg>, _rescuer: &Rescuer) -> Result<()> {
    Ok(())
}

/// Gives the terminal back, stops until the shell wakes us, and takes it again.
#[cfg(unix)]
fn suspend(mouse: bool, screen: &mut Screen) -> Result<()> {
    terminal::give_back();
    terminal::stop();
    take_again(mouse, screen)
}

/// Takes the terminal again, whatever others did with it, and draws all of it.
#[cfg(unix)]
fn take_again(mouse: bool, screen: &mut Screen) -> Result<()> {
    terminal::take_again(mouse)?;
    redraw(screen)?;
    Ok(())
}

#[cfg(not(unix))]
fn take_again(_mouse: bool, _screen: &mut Screen) -> Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn suspend(_mouse: bool, _screen: &mut Screen) -> Result<()> {
    Ok(())
}

/// Forgets what is on the screen, so that all of it is drawn anew. Clearing it
/// as such would ask the terminal where its cursor is, and the answer would go
/// to the thread that reads keys.
fn redraw(screen: &mut Screen) -> Result<Rect> {
    let size = screen.size()?;
    let area = Rect::new(0, 0, size.width, size.height);
    screen.resize(area)?;
    Ok(area)
}

/// Whether another program has the terminal.
static EDITING: AtomicBool = AtomicBool::new(false);

/// Gives the terminal to the user's editor, and takes it again whatever comes of it.
fn edit(text: &str, world: &World, screen: &mut Screen) -> Result<()> {
    let edited = match editor::command(&|name| std::env::var(name).ok()) {
        Ok(command) => {
            world.gate.hold();
            EDITING.store(true, Relaxed);
            terminal::give_back();
            let edited = editor::edit(text, &command);
            let taken = terminal::take(world.mouse);
            EDITING.store(false, Relaxed);
            world.gate.release();
            taken?;
            let size = redraw(screen)?;
            let _ = world.messages.send(Msg::Resize(size));
            edited
        }
        Err(error) => Err(error),
    };
    let edited =
        edited.unwrap_or_else(|error| Edited { text: text.to_owned(), failed: Some(error.to_string()) });
    let _ = world.messages.send(Msg::Edited(edited));
    Ok(())
}

/// In debug builds, lets a test see that a panic gives the terminal back.
fn panic_if_asked() {
    if cfg!(debug_assertions) && std::env::var_os("DETENTE_PANIC_ON_REDRAW").is_some() {
        #[allow(clippy::panic, reason = "it is what the test is about")]
        {
            panic!("asked to panic");
        }
    }
}
