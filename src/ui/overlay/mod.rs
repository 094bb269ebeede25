//! What lies over the panes for a while: pickers, the filter editor, help, the
//! load report.
//!
//! A new overlay is a file with an implementation of [`Overlay`], and a line in
//! [`AnyOverlay`].

mod ask;
mod confirm;
mod filter;
mod form;
mod pages;
mod picker;
mod pickers;
mod review_list;
mod sums;
mod text_input;

pub(crate) use ask::{Ask, Purpose};
pub(crate) use confirm::Confirm;
pub(crate) use filter::FilterEditor;
pub(crate) use form::{Form, FormPurpose};
pub(crate) use pages::{PageLine, Pages, help_lines};
pub(crate) use picker::{Choice, Item, Picker};
pub(crate) use pickers::PickerOf;
pub use review_list::{ReviewList, ReviewListKind, ReviewListRow, RowAct};
pub(crate) use sums::{SumLine, Sums};

use std::ops::{Deref, DerefMut};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use crate::journal::{Correction, Draft};
use crate::model::Store;
use crate::query::Query;

use super::action::{OverlayAction, Scope};
use super::key::Key;
use super::keymap::Keymap;
use super::pane::Subject;
use super::theme::{Role, Theme};

/// Something that lies over the panes and takes every key while it does.
pub trait Overlay {
    /// The scope in which its keys are looked up now.
    fn scope(&self) -> Scope;

    /// Does an action in force there; `None` if it has no use for it.
    fn act(&mut self, action: OverlayAction, cx: ActContext<'_>) -> Option<Answer>;

    /// Takes a key that is bound to nothing here.
    fn other_key(&mut self, _key: Key, _store: &Store) -> Answer {
        Answer::Stay
    }

    /// Takes pasted text, all at once.
    fn paste(&mut self, _text: &str, _store: &Store) -> Answer {
        Answer::Stay
    }

    /// Takes a click; `area` is the whole screen.
    fn click(&mut self, _x: u16, _y: u16, _area: Rect) -> Answer {
        Answer::Stay
    }

    /// Scrolls by rows, as a mouse wheel does.
    fn scroll(&mut self, _rows: isize) {}

    /// Keeps cursor and scroll inside the screen.
    fn layout(&mut self, _area: Rect) {}

    /// Draws, and tells where the text cursor stands if it has one; `area` is the
    /// whole screen.
    fn render(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) -> Option<(u16, u16)>;
}

macro_rules! overlays {
    ($($(#[$doc:meta])* $kind:ident,)+) => {
        /// The overlay on the screen, for those who look into one of a kind; all else
        /// is asked of the [`Overlay`] that it is.
        #[derive(Debug)]
        pub enum AnyOverlay { $($(#[$doc])* $kind(Box<$kind>),)+ }

        $(impl From<$kind> for AnyOverlay {
            fn from(overlay: $kind) -> AnyOverlay {
                AnyOverlay::$kind(Box::new(overlay))
            }
        })+

        impl Deref for AnyOverlay {
            type Target = dyn Overlay;

            fn deref(&self) -> &(dyn Overlay + 'static) {
                match self { $(AnyOverlay::$kind(overlay) => &**overlay,)+ }
            }
        }

        impl DerefMut for AnyOverlay {
            fn deref_mut(&mut self) -> &mut (dyn Overlay + 'static) {
                match self { $(AnyOverlay::$kind(overlay) => &mut **overlay,)+ }
            }
        }
    };
}

overlays! {
    /// Picks one of many by typing.
    Picker,
    /// Edits the filter.
    FilterEditor,
    /// Corrects an event or claim.
    Form,
    /// Asks before something is done to many.
    Confirm,
    /// Asks for words: to find, a comment, a name.
    Ask,
    /// Pages of text: help, report.
    Pages,
    /// How numbers come about.
    Sums,
    /// A list out of the journal.
    ReviewList,
}

/// What an overlay may know when it acts.
#[derive(Clone, Copy)]
pub struct ActContext<'a> {
    /// What is loaded.
    pub store: &'a Store,
    /// Which of the action's keys was pressed, the first being 0.
    pub nth: usize,
}

/// What an overlay may know when it is drawn.
#[derive(Clone, Copy)]
pub struct Look<'a> {
    /// Colours.
    pub(crate) theme: &'a Theme,
    /// The keys, for hints.
    pub(crate) keymap: &'a Keymap,
}

/// What a footer offers: actions, of which the first keys are shown, and what they
/// do here.
pub(super) type Hint = (&'static [OverlayAction], &'static str);

impl Look<'_> {
    /// The style of a role.
    pub(crate) fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// The first key of an action, or its name if it has none.
    pub(crate) fn key(&self, action: OverlayAction) -> String {
        self.keymap.hint(&[action]).unwrap_or_else(|| action.row().name.to_owned())
    }

    /// Keys and what they do; what has no key is left out.
    fn hints(&self, hints: &[Hint]) -> Vec<(String, &'static str)> {
        hints.iter().filter_map(|&(actions, does)| Some((self.keymap.hint(actions)?, does))).collect()
    }

    /// The same in a line.
    fn hint_line(&self, hints: &[Hint]) -> String {
        let words = |(key, does)| format!("{key} {does}");
        self.hints(hints).into_iter().map(words).collect::<Vec<_>>().join(" · ")
    }
}

/// What came of a key, a click or a paste.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It stays.
    Stay,
    /// It is done with.
    Close,
    /// This was picked.
    Chosen(Choice),
    /// Show what this query would give, and stay.
    Preview(Query),
    /// Ask this query.
    Ask(Query),
    /// Go to the events of this query.
    Events(Query),
    /// Find these words.
    Find(String),
    /// Change these fields of an event or claim.
    Correct(Subject, Box<Correction>),
    /// Make this event or claim.
    Make(Box<Draft>),
    /// These words were asked for.
    Words(Purpose, String),
    /// Do this with the row at the cursor of a list out of the journal.
    Row(RowAct),
    /// Another row of it is at the cursor.
    ReviewListMoved,
}

/// A box in the middle of the screen, cleared and framed; gives its inside.
pub(super) fn frame(area: Rect, title: &str, buf: &mut Buffer, look: Look<'_>) -> Rect {
    Clear.render(area, buf);
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(look.style(Role::BorderFocus))
        .title(format!(" {title} "))
        .title_style(look.style(Role::TitleFocus));
    let inside = block.inner(area);
    block.render(area, buf);
    inside
}

/// The place of a box of at most this size in the upper middle of the screen.
pub(super) fn place(area: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height }
}
