//! A list to walk through with what belongs to the row at the cursor: what coders
//! differ on, decisions that fit nothing any more, the moments of the journal.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{ActContext, Answer, Hint, Look, Overlay, frame, place};
use crate::journal::Adjudication;
use crate::ui::action::{OverlayAction, Scope};
use crate::ui::pane::Subject;
use crate::ui::pen::{Pen, tint};
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewListKind {
    /// Events and claims on which coders differ.
    Disputes,
    /// Decisions that fit nothing any more.
    Lost,
    /// What was done, the latest first.
    Moments,
}

impl ReviewListKind {
    fn title(self) -> &'static str {
        match self {
            ReviewListKind::Disputes => "Disagreements",
            ReviewListKind::Lost => "Decisions that fit nothing any more",
            ReviewListKind::Moments => "The past",
        }
    }

    fn hints(self) -> &'static [Hint] {
        match self {
            ReviewListKind::Disputes => &[
                (&[OverlayAction::Adjudicate], "as this coder says"),
                (&[OverlayAction::AdjudicateReject], "reject"),
                (&[OverlayAction::Take], "look"),
                (&[OverlayAction::ListUndo], "undo"),
                (&[OverlayAction::Leave], "close"),
            ],
            ReviewListKind::Lost => &[
                (&[OverlayAction::Attach], "to the event or claim in view"),
                (&[OverlayAction::Drop], "drop"),
                (&[OverlayAction::ListUndo], "undo"),
                (&[OverlayAction::Leave], "close"),
            ],
            ReviewListKind::Moments => &[
                (&[OverlayAction::ListDown, OverlayAction::ListUp], "another moment"),
                (&[OverlayAction::Take], "look around"),
                (&[OverlayAction::Leave], "back to the present"),
            ],
        }
    }

    /// Whether its keys decide: such a list is in review from the start.
    fn decides(self) -> bool {
        self != ReviewListKind::Moments
    }

    fn nothing(self) -> &'static str {
        match self {
            ReviewListKind::Disputes => "No two coders differ on anything that nobody has ruled on.",
            ReviewListKind::Lost => {
                "Every decision about an article that is loaded has found its event or claim."
            }
            ReviewListKind::Moments => "Nothing was decided yet.",
        }
    }
}

/// What the border says where keys decide.
const REVIEW: &str = " review ";

/// What is done with the row at the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowAct {
    /// Go to what it is about.
    Open,
    /// Rule as the coder of this place among the row's says, the first being 0.
    Adjudicate(usize),
    /// Rule that there is no such event or claim.
    Reject,
    /// Give the decision to the event or claim in view.
    Attach,
    /// Drop the decision.
    Drop,
    /// Undo the last act of review.
    Undo,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReviewListRow {
    /// The key in the journal, or the number of the entry.
    pub key: String,
    /// The event or claim, where it is in view of the store.
    pub(crate) subject: Option<Subject>,
    /// The row.
    pub(crate) line: String,
    /// At its right end.
    pub right: String,
    /// What belongs to it: label and words.
    pub(crate) details: Vec<(String, String)>,
    /// What could be ruled, by number.
    pub adjudications: Vec<Adjudication>,
}

/// The list.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewList {
    /// What the rows are.
    pub kind: ReviewListKind,
    rows: Vec<ReviewListRow>,
    cursor: usize,
    top: usize,
    height: usize,
}

impl ReviewList {
    /// Shows these rows.
    pub(crate) fn new(kind: ReviewListKind, rows: Vec<ReviewListRow>) -> ReviewList {
        ReviewList { kind, rows, cursor: 0, top: 0, height: 1 }
    }

    /// The row at the cursor.
    pub fn row(&self) -> Option<&ReviewListRow> {
        self.rows.get(self.cursor)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// With the cursor where another of the same kind had it: on the same row,
    /// else at the same place.
    pub(crate) fn like(mut self, before: &ReviewList) -> ReviewList {
        let same = before.row().and_then(|row| self.rows.iter().position(|r| r.key == row.key));
        self.cursor = same.unwrap_or(before.cursor).min(self.rows.len().saturating_sub(1));
        self
    }

    fn place(&self, area: Rect) -> Rect {
        match self.kind {
            // The panes above it show what held then.
            ReviewListKind::Moments => {
                let height = (area.height / 4).clamp(5, 9).min(area.height);
                Rect { y: area.bottom() - height, height, ..area }
            }
            _ => place(area, 110, area.height.saturating_sub(2).min(30)),
        }
    }

    /// Lines for the list, of all that are inside the frame.
    fn rows_shown(&self, inside: Rect) -> usize {
        match self.kind {
            ReviewListKind::Moments => usize::from(inside.height).saturating_sub(1),
            _ => (usize::from(inside.height) / 2).saturating_sub(1),
        }
    }

    fn keep(&mut self) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        let least = (self.cursor + 1).saturating_sub(self.height);
        self.top = self.top.clamp(least, self.cursor.max(least));
    }

    /// Goes by rows; what the answer is to another row at the cursor.
    fn go(&mut self, by: isize) -> Answer {
        let before = self.cursor;
        self.scroll(by);
        let shows = self.kind == ReviewListKind::Moments && self.cursor != before;
        if shows { Answer::ReviewListMoved } else { Answer::Stay }
    }

    /// What an action does with a row of this kind of list.
    fn row_act(&self, action: OverlayAction, nth: usize) -> Option<RowAct> {
        match (self.kind, action) {
            (ReviewListKind::Disputes | ReviewListKind::Moments, OverlayAction::Take) => Some(RowAct::Open),
            (ReviewListKind::Disputes, OverlayAction::Adjudicate) => Some(RowAct::Adjudicate(nth)),
            (ReviewListKind::Disputes, OverlayAction::AdjudicateReject) => Some(RowAct::Reject),
            (ReviewListKind::Lost, OverlayAction::Attach) => Some(RowAct::Attach),
            (ReviewListKind::Lost, OverlayAction::Drop) => Some(RowAct::Drop),
            (ReviewListKind::Disputes | ReviewListKind::Lost, OverlayAction::ListUndo) => Some(RowAct::Undo),
            _ => None,
        }
    }

    /// What belongs to the row at the cursor, below the list.
    fn details(&self, shown: usize, inside: Rect, buf: &mut Buffer, look: Look<'_>) {
        let Some(row) = self.row() else { return };
        let label = row.details.iter().map(|(l, _)| text::width(l)).max().unwrap_or(0).min(24);
        let room = usize::from(inside.width).saturating_sub(label + 2).max(8);
        let mut at = shown as u16 + 1;
        let last = inside.height.saturating_sub(1);
        for (name, words) in &row.details {
            let clean = text::clean(words).into_owned();
            let mut name = name.as_str();
            for range in text::wrap(&clean, room) {
                if at >= last {
                    return;
                }
                let mut pen = Pen::new(buf, inside, at);
                pen.cell(std::mem::take(&mut name), label, Align::Left, look.style(Role::Key)).skip(2);
                pen.put(&clean[range], look.style(Role::Text));
                at += 1;
            }
        }
    }
}

impl Overlay for ReviewList {
    fn scope(&self) -> Scope {
        Scope::ReviewList
    }

    fn act(&mut self, action: OverlayAction, cx: ActContext<'_>) -> Option<Answer> {
        let page = self.height.max(2) as isize - 1;
        Some(match action {
            OverlayAction::ListDown => self.go(1),
            OverlayAction::ListUp => self.go(-1),
            OverlayAction::ListPageDown | OverlayAction::ListHalfDown => self.go(page),
            OverlayAction::ListPageUp | OverlayAction::ListHalfUp => self.go(-page),
            OverlayAction::ListFirst => self.go(isize::MIN / 2),
            OverlayAction::ListLast => self.go(isize::MAX / 2),
            OverlayAction::Leave | OverlayAction::ListClose => Answer::Close,
            action => Answer::Row(self.row_act(action, cx.nth)?),
        })
    }

    fn scroll(&mut self, rows: isize) {
        self.cursor = self.cursor.saturating_add_signed(rows);
        self.keep();
    }

    fn layout(&mut self, area: Rect) {
        let place = self.place(area);
        let inside = Rect { height: place.height.saturating_sub(2), ..place };
        self.height = self.rows_shown(inside).max(1);
        self.keep();
    }

    fn render(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) -> Option<(u16, u16)> {
        let outer = self.place(area);
        let count = if self.rows.is_empty() { 0 } else { self.cursor + 1 };
        let title = format!("{} {count}/{}", self.kind.title(), self.rows.len());
        let inside = frame(outer, &title, buf, look);
        if self.kind.decides() {
            Pen::new(buf, outer, 0).right(REVIEW.len() + 2).put(REVIEW, look.style(Role::Accent));
        }
        let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
        if self.rows.is_empty() {
            Pen::new(buf, inside, 0).put(self.kind.nothing(), look.style(Role::Muted));
        }
        let shown = self.rows_shown(inside);
        for (line, row) in self.rows.iter().skip(self.top).take(shown).enumerate() {
            let at = line as u16;
            let right = text::width(&row.right).min(usize::from(inside.width) / 2);
            let room = usize::from(inside.width).saturating_sub(right + 1);
            let mut pen = Pen::new(buf, inside, at);
            pen.cell(&row.line, room, Align::Left, look.style(Role::Text)).skip(1);
            pen.cell(&row.right, right, Align::Right, look.style(Role::Muted));
            if self.top + line == self.cursor {
                tint(buf, inside, at, look.style(Role::Selection));
            }
        }
        if self.kind != ReviewListKind::Moments {
            self.details(shown, inside, buf, look);
        }
        let foot = Rect { y: inside.bottom().saturating_sub(1), height: 1, ..inside };
        Pen::new(buf, foot, 0).put(&look.hint_line(self.kind.hints()), look.style(Role::Muted));
        None
    }
}
