//! Picks one of many by typing: pairs, articles, commands, saved views.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text_input::TextInput;
use super::{ActContext, Answer, Look, Overlay, frame, place};
use crate::journal::{DecisionScope, SideRef};
use crate::model::{Decision, Pair, Store};
use crate::query::Query;
use crate::ui::action::{Action, OverlayAction, Scope};
use crate::ui::fuzzy::{self, Finder};
use crate::ui::key::Key;
use crate::ui::list::List;
use crate::ui::pane::Subject;
use crate::ui::pen::{Pen, tint};
use crate::ui::text;
use crate::ui::theme::Role;
use crate::write::brief::{self, Format};

/// What can be picked.
#[derive(Debug, Clone, PartialEq)]
pub enum Choice {
    /// A country pair.
    Pair(Pair),
    /// An article, by its id.
    Article(String),
    /// An action of the panes or of the program.
    Action(Action),
    /// Say where this is done, and by which keys.
    KeysOf(OverlayAction),
    /// A saved query.
    View(Query),
    /// A theme, by its name.
    Theme(String),
    /// Decide on these, after asking.
    Confirm(Vec<Subject>, Decision),
    /// Decide on these.
    Decide(Vec<Subject>, Decision),
    /// Count these as further reports of the last, after it was confirmed.
    Merge(Vec<Subject>, Subject),
    /// Save the query in force as a view.
    SaveView,
    /// Say who this name is.
    Name(String),
    /// This name is somebody, or nobody: after asking.
    Resolve(String, Option<SideRef>),
    /// This name is somebody, or nobody.
    ResolveNow(String, Option<SideRef>),
    /// Edit again what could not be read.
    EditAgain,
    /// Write a brief in this format.
    Brief(Format, brief::Scope),
    /// The same, with these decisions.
    BriefOf(Format, brief::Scope, DecisionScope),
    /// Try again to save what is held.
    Retry,
    /// Write what is held to a file, and end.
    Rescue,
    /// End and let go of what is held.
    LetGo,
}

/// One of many.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    /// What is searched; [`Finder::new`] tells its form.
    pub(crate) haystack: String,
    /// What is shown first.
    pub(crate) label: String,
    /// What is shown behind it.
    pub(crate) note: String,
    /// What is shown at the right end.
    pub(crate) right: String,
    /// What it stands for.
    pub(crate) choice: Choice,
}

impl Item {
    /// A way to go on, searched by what it is called.
    pub(crate) fn way(label: &str, note: &str, choice: Choice) -> Item {
        Item {
            haystack: label.to_owned(),
            label: label.to_owned(),
            note: note.to_owned(),
            right: String::new(),
            choice,
        }
    }
}

/// Picks one of many.
#[derive(Debug, Clone)]
pub struct Picker {
    title: String,
    input: TextInput,
    items: Vec<Item>,
    finder: Finder,
    hits: Vec<u32>,
    total: usize,
    list: List,
    /// Why there is nothing to pick, where there is nothing.
    nothing: &'static str,
    /// Whether the items are still being gathered, and whether Enter was pressed
    /// meanwhile.
    gathering: bool,
    entered: bool,
}

const HEIGHT: u16 = 18;
const WIDTH: u16 = 84;
/// How many characters may be typed: each word is held against all that there is.
const TYPED: usize = 200;
/// How many hits are kept.
const MOST: usize = 2_000;

impl Picker {
    /// Offers these, in this order until something is typed.
    pub(crate) fn new(title: &str, items: Vec<Item>) -> Picker {
        let hits = (0..items.len() as u32).collect();
        let finder = Finder::new(items.iter().map(|item| &item.haystack));
        let total = items.len();
        let list = List { height: usize::from(HEIGHT) - 4, ..List::default() };
        Picker {
            title: title.to_owned(),
            input: TextInput::with_room(TYPED),
            items,
            finder,
            hits,
            total,
            list,
            nothing: "",
            gathering: false,
            entered: false,
        }
    }

    /// Says this where there is nothing to pick. It is open then, too: what is typed for
    /// it is not to reach the panes.
    pub(crate) fn or_says(self, nothing: &'static str) -> Picker {
        Picker { nothing, ..self }
    }

    /// Offers nothing yet: the items are still being gathered. What is typed
    /// meanwhile counts.
    pub(crate) fn waiting(title: &str) -> Picker {
        Picker { gathering: true, ..Picker::new(title, Vec::new()) }
    }

    /// Whether this is what it waits for.
    pub(crate) fn waits_for(&self, filled: &Picker) -> bool {
        self.gathering && self.title == filled.title
    }

    /// Takes the items of another; the cursor goes to a pair, if nothing was
    /// typed. Tells what was chosen, if Enter was pressed already.
    pub(crate) fn fill(&mut self, filled: Picker, at: Option<Pair>) -> Answer {
        let Picker { input, list, entered, .. } = std::mem::replace(self, filled);
        self.input = input;
        self.list.height = list.height;
        self.look();
        if let Some(pair) = at.filter(|_| self.input.value().is_empty()) {
            let row = self.items.iter().position(|i| i.choice == Choice::Pair(pair));
            self.list.jump(row.unwrap_or(0), self.hits.len());
        }
        match self.hits.first() {
            Some(&hit) if entered => self.chosen(hit),
            _ => Answer::Stay,
        }
    }

    /// As new: nothing typed, everything offered.
    pub(crate) fn reset(&mut self) {
        self.input = TextInput::with_room(TYPED);
        self.look();
    }

    /// Whether country pairs are picked.
    pub(crate) fn picks_pairs(&self) -> bool {
        matches!(self.items.first(), Some(Item { choice: Choice::Pair(_), .. }))
    }

    /// Puts the cursor on an item.
    pub(crate) fn at(mut self, choice: &Choice) -> Picker {
        if let Some(row) = self.items.iter().position(|i| i.choice == *choice) {
            self.list.jump(row, self.hits.len());
        }
        self
    }

    fn look(&mut self) {
        // Nobody scrolls through thousands of hits; without a word all are there.
        let most = if self.input.value().trim().is_empty() { self.items.len() } else { MOST };
        let found = self.finder.search(self.input.value(), most);
        self.hits = found.hits.iter().map(|hit| hit.item as u32).collect();
        self.total = found.total;
        self.list = List { height: self.list.height, ..List::default() };
    }

    /// What is at the cursor, picked.
    fn take(&mut self) -> Answer {
        self.entered = self.gathering;
        self.hits.get(self.list.cursor).map_or(Answer::Stay, |&hit| self.chosen(hit))
    }

    fn chosen(&self, hit: u32) -> Answer {
        Answer::Chosen(self.items[hit as usize].choice.clone())
    }

    fn place(area: Rect) -> Rect {
        place(area, WIDTH, HEIGHT)
    }

    fn row(&self, item: &Item, area: Rect, label: usize, chosen: bool, buf: &mut Buffer, look: Look<'_>) {
        let mut pen = Pen::new(buf, area, 0);
        let put = |pen: &mut Pen<'_>, words: &str, width: usize, role: Role| {
            let found = fuzzy::marks(self.input.value(), &text::clean(words));
            pen.lit(words, width, &found, look.style(role), look.style(Role::Match));
        };
        let right = text::width(&item.right);
        if !item.note.is_empty() {
            put(&mut pen, &item.label, label, Role::Text);
            pen.skip(2);
        }
        let room = pen.room().saturating_sub(right + 1);
        match item.note.as_str() {
            "" => put(&mut pen, &item.label, room, Role::Text),
            note => put(&mut pen, note, room, Role::Muted),
        }
        pen.skip(1);
        put(&mut pen, &item.right, right, Role::Muted);
        if chosen {
            tint(buf, area, 0, look.style(Role::Selection));
        }
    }
}

impl Overlay for Picker {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn act(&mut self, action: OverlayAction, _cx: ActContext<'_>) -> Option<Answer> {
        let movement = match action {
            OverlayAction::Leave | OverlayAction::PickerClose => return Some(Answer::Close),
            OverlayAction::Take => return Some(self.take()),
            OverlayAction::PickerDown => Action::Down,
            OverlayAction::PickerUp => Action::Up,
            OverlayAction::PickerPageDown => Action::PageDown,
            OverlayAction::PickerPageUp => Action::PageUp,
            action => {
                return self.input.act(action).then(|| {
                    self.look();
                    Answer::Stay
                });
            }
        };
        self.list.act(movement, self.hits.len());
        Some(Answer::Stay)
    }

    fn other_key(&mut self, key: Key, _store: &Store) -> Answer {
        if self.input.typed(key) {
            self.look();
        }
        Answer::Stay
    }

    fn paste(&mut self, text: &str, _store: &Store) -> Answer {
        self.input.paste(text);
        self.look();
        Answer::Stay
    }

    fn click(&mut self, x: u16, y: u16, area: Rect) -> Answer {
        let outer = Picker::place(area);
        if !outer.contains((x, y).into()) {
            return Answer::Close;
        }
        let line = usize::from(y.saturating_sub(outer.y + 3));
        match self.list.row_at(line, self.hits.len()).filter(|_| y >= outer.y + 3) {
            Some(row) => self.chosen(self.hits[row]),
            None => Answer::Stay,
        }
    }

    fn scroll(&mut self, rows: isize) {
        self.list.scroll(rows, self.hits.len());
    }

    fn layout(&mut self, area: Rect) {
        let height = Picker::place(area).height.saturating_sub(4);
        self.list.fit(usize::from(height), self.hits.len());
    }

    fn render(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) -> Option<(u16, u16)> {
        let outer = Picker::place(area);
        let inside = frame(outer, &self.title, buf, look);
        let line = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), height: 1, ..inside };
        Pen::new(buf, line, 0).put("> ", look.style(Role::Key));
        let field = Rect { x: line.x + 2, width: line.width.saturating_sub(2), ..line };
        let cursor = self.input.draw(field, buf, look.theme);
        let counts = format!(" {}/{} ", self.total, self.items.len());
        Pen::new(buf, outer, 0).right(text::width(&counts) + 2).put(&counts, look.style(Role::Muted));
        let under = Rect { y: line.y + 1, ..line };
        Pen::new(buf, under, 0).put(&"─".repeat(usize::from(line.width)), look.style(Role::Border));
        let list = Rect { y: line.y + 2, height: inside.height.saturating_sub(2), ..line };
        if self.gathering {
            Pen::new(buf, list, 0).put("gathering what there is…", look.style(Role::Warning));
        } else if self.items.is_empty() && !self.nothing.is_empty() {
            for (line, range) in
                (0..list.height).zip(text::wrap(self.nothing, usize::from(list.width).max(1)))
            {
                Pen::new(buf, list, line).put(&self.nothing[range], look.style(Role::Warning));
            }
        } else if self.hits.is_empty() {
            let words = format!("nothing fits; {} widens", look.key(OverlayAction::DeleteBack));
            Pen::new(buf, list, 0).put(&words, look.style(Role::Muted));
        }
        let shown = || self.list.visible(self.hits.len()).map(|row| &self.items[self.hits[row] as usize]);
        let widths = self.items.iter().take(200).chain(shown()).map(|item| text::width(&item.label));
        let label = widths.max().unwrap_or(0).clamp(8, 28);
        for (i, (row, item)) in self.list.visible(self.hits.len()).zip(shown()).enumerate() {
            let area = Rect { y: list.y + i as u16, height: list.height.saturating_sub(i as u16), ..list };
            self.row(item, area, label, row == self.list.cursor, buf, look);
        }
        Some(cursor)
    }
}
