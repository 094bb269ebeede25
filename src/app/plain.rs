//! The view without a terminal: as numbered text, and as a picture.

use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::export::Export;
use super::journal_worker::{JournalWorker, Workspace};
use super::message::{Effect, Loaded, Msg};
use super::question::Question;
use super::start::Start;
use super::state::State;
use super::update::update;
use crate::model::Store;
use crate::read::LoadReport;
use crate::ui::key::Key;
use crate::ui::pane::PaneId;
use crate::ui::screen::Loading;
use crate::ui::text;

/// A dashboard that is driven by hand, without threads: for tests, pictures
/// and plain text. Questions are answered at once.
pub struct Stage {
    /// The state.
    pub state: State,
    /// What was copied last.
    pub copied: Option<String>,
    /// The address that was opened last.
    pub(crate) opened: Option<String>,
    /// The brief that was asked for last; nothing is written.
    pub brief: Option<Export>,
    /// The text that was to be edited last; nobody edits it.
    pub edited: Option<String>,
    /// Whether it was asked to end.
    pub ended: bool,
    /// Whether questions wait until [`Stage::catch_up`], as they do in the
    /// program while they are worked out elsewhere.
    pub patient: bool,
    asked: Option<Question>,
    /// Who keeps the journal, if one is kept.
    pub journal_worker: Option<JournalWorker>,
}

impl Stage {
    /// A dashboard of a size over a store.
    pub fn new(start: Start, store: Arc<Store>, reports: Vec<LoadReport>, width: u16, height: u16) -> Stage {
        Stage::build(start, None, store, reports, width, height)
    }

    /// The same with a journal. Its acts are done at once.
    pub fn with_journal(
        start: Start,
        workspace: &Workspace,
        store: Arc<Store>,
        width: u16,
        height: u16,
    ) -> Stage {
        let start = Start { coder: Some(workspace.coder.clone()), ..start };
        Stage::build(start, Some(JournalWorker::open(workspace)), store, Vec::new(), width, height)
    }

    fn build(
        start: Start,
        journal_worker: Option<JournalWorker>,
        store: Arc<Store>,
        reports: Vec<LoadReport>,
        width: u16,
        height: u16,
    ) -> Stage {
        let state = start.state(Rect::new(0, 0, width, height));
        let mut stage = Stage {
            state,
            copied: None,
            opened: None,
            brief: None,
            edited: None,
            ended: false,
            patient: false,
            asked: None,
            journal_worker,
        };
        let loaded = Loaded { store: Some(store), progress: Loading::default(), reports: Some(reports) };
        stage.send(Msg::Loaded(loaded));
        stage
    }

    /// Lets something happen, with all that follows.
    pub fn send(&mut self, msg: Msg) {
        let mut waiting = vec![msg];
        while let Some(msg) = waiting.pop() {
            for effect in update(&mut self.state, msg) {
                match effect {
                    Effect::Query(question) => {
                        if self.patient {
                            self.asked = Some(question);
                            continue;
                        }
                        let generation = question.generation;
                        let views = Arc::new(question.answer());
                        waiting.push(Msg::Answer { generation, views });
                    }
                    Effect::Weeks(question) => {
                        let weeks = Arc::new(question.answer());
                        waiting.push(Msg::Weeks { of: question.of, weeks });
                    }
                    Effect::Journal(request) => {
                        if let Some(journal_worker) = &mut self.journal_worker {
                            waiting.push(Msg::Journal(Arc::new(journal_worker.carry_out(request))));
                        }
                    }
                    Effect::BackgroundTask { number, task } => {
                        if let Some(done) = task.and_then(|task| task.work(&|| false)) {
                            waiting.push(Msg::Done { number, done: Box::new(done) });
                        }
                    }
                    Effect::Copy(text) => self.copied = Some(text),
                    Effect::Open(url) => self.opened = Some(url),
                    Effect::Brief(brief) => self.brief = Some(brief),
                    Effect::Edit(text) => self.edited = Some(text),
                    Effect::Quit | Effect::LetGo => self.ended = true,
                    Effect::CancelLoading | Effect::Redraw | Effect::Suspend | Effect::TakeAgain => {}
                }
            }
        }
    }

    /// Answers the question that waits.
    pub fn catch_up(&mut self) {
        if let Some(question) = self.asked.take() {
            let generation = question.generation;
            let earlier = self.state.views.clone();
            if let Some(views) = question.answer_unless(&|| false, &[&earlier]) {
                self.send(Msg::Answer { generation, views: Arc::new(views) });
            }
        }
    }

    /// Presses keys, written as in the configuration with spaces between.
    /// What is no key is passed over.
    pub fn keys(&mut self, keys: &str) {
        for key in keys.split_whitespace().filter_map(|k| k.parse::<Key>().ok()) {
            self.send(Msg::Key(key));
        }
    }

    /// Types a text, key by key.
    pub fn type_text(&mut self, text: &str) {
        use crossterm::event::{KeyCode, KeyModifiers};
        for c in text.chars() {
            self.send(Msg::Key(Key::new(KeyCode::Char(c), KeyModifiers::NONE)));
        }
    }

    /// The screen as it is now.
    pub fn buffer(&self) -> Buffer {
        let area = self.state.area();
        let mut buf = Buffer::empty(area);
        self.state.scene().render(area, &mut buf);
        buf
    }

    /// The whole view as lines of text, section by section, rows numbered.
    pub fn plain(&mut self) -> Vec<String> {
        // Whoever reads cannot ask for another order first: all that is known is told.
        self.state.weeks.always = true;
        self.send(Msg::Resize(self.state.area()));
        let views = self.state.views.clone();
        let pair = views
            .pair
            .map_or("all pairs".to_owned(), |p| format!("{} and {}", p.first().name(), p.second().name()));
        let count = |n: u64, noun: &str| self.state.display.notation.counted(n, noun);
        let mut out = vec![format!(
            "{pair}: {}, {}, {}",
            count(views.events.len() as u64, "event"),
            count(views.reports, "report"),
            count(views.claims.len() as u64, "claim"),
        )];
        let rejected = views.listed.len().saturating_sub(views.selection.len()) as u64;
        if rejected > 0 {
            out.push(format!("of these {} rejected and not counted", count(rejected, "event")));
        }
        if !views.query.is_all() {
            out.push(format!("filter: {}", views.query));
        }
        for id in PaneId::ALL {
            let rows = self.state.with_pane(id, |pane, cx| pane.plain(cx));
            out.push(String::new());
            out.push(format!("{} {} ({})", id.number(), id.title(), rows.len()));
            for (i, row) in rows.iter().enumerate() {
                out.push(format!("{:>4}  {}", i + 1, text::clean(row)));
            }
        }
        out
    }
}
