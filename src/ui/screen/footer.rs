//! The line at the bottom: what was just said, how a key sequence goes on, or
//! what can be done here.

use ratatui::buffer::Buffer;

use super::{REVIEW, Scene};
use crate::ui::action::{Action, Scope};
use crate::ui::layout::Size;
use crate::ui::pane::PaneId;
use crate::ui::panes::weeks_of;
use crate::ui::pen::Pen;
use crate::ui::text;
use crate::ui::theme::Role;

/// Something that can be done, as the footer offers it.
struct Hint {
    action: Action,
    key: String,
    words: &'static str,
    /// What is asked for least has the highest rank and gives way first.
    rank: u8,
    /// Its first column.
    x: usize,
}

impl Hint {
    /// The cells that it takes with those that part it from the next.
    fn cells(&self) -> usize {
        text::width(&self.key) + 1 + text::width(self.words) + 2
    }
}

impl Scene<'_> {
    pub(super) fn footer(&self, buf: &mut Buffer) {
        let area = self.arrangement.footer;
        if area.height == 0 {
            return;
        }
        let mut say = |words: &str, role: Role| {
            let style = self.cx.style(role);
            Pen::new(buf, area, 0).put(" ", style).put(words, style);
        };
        if let Some(pending) = &self.pending {
            return say(pending, Role::Key);
        }
        if let Some(notice) = self.notice {
            return say(&notice.text, if notice.failed { Role::Error } else { Role::Accent });
        }
        let alone = self.alone();
        say(&alone, Role::Warning);
        if self.cx.reviews() {
            Pen::new(buf, area, 0).skip(1 + text::width(&alone)).put(REVIEW, self.cx.style(Role::Warning));
        }
        for hint in self.hints() {
            let mut pen = Pen::new(buf, area, 0);
            pen.skip(hint.x).put(&hint.key, self.cx.style(Role::Key)).skip(1);
            pen.put(hint.words, self.cx.style(Role::Muted));
        }
    }

    /// On a terminal that is too small for more than one pane, a line that says so.
    fn alone(&self) -> String {
        if self.arrangement.size > Size::Tiny {
            return String::new();
        }
        let more = if self.arrangement.footer.width > 46 { "; larger shows more" } else { "" };
        format!("{} of 6 panes; 1–6 switch{more}  ", self.cx.view.focus.number())
    }

    /// What the footer has room for, each at its place.
    fn hints(&self) -> Vec<Hint> {
        let mode = if self.cx.reviews() { text::width(REVIEW) + 1 } else { 0 };
        let start = 1 + text::width(&self.alone()) + mode;
        // The blanks behind the last one need no room.
        let mut room = (usize::from(self.arrangement.footer.width) + 2).saturating_sub(start);
        let mut hints = self.offers();
        let mut order: Vec<usize> = (0..hints.len()).collect();
        order.sort_by_key(|&i| hints[i].rank);
        let mut fits = vec![false; hints.len()];
        for i in order {
            let cells = hints[i].cells();
            fits[i] = cells <= room;
            room -= if fits[i] { cells } else { 0 };
        }
        let mut fits = fits.into_iter();
        hints.retain(|_| fits.next().unwrap_or(false));
        let mut x = start;
        for hint in &mut hints {
            hint.x = x;
            x += hint.cells();
        }
        hints
    }

    /// What the focused pane can do first, then what always can be done.
    fn offers(&self) -> Vec<Hint> {
        let cx = self.cx(self.cx.view.focus);
        let pane = self.panes.get(self.cx.view.focus);
        let selecting = self.cx.view.focus == PaneId::Source && self.panes.source.selected().is_some();
        let own: &[(Action, &'static str, u8)] = match self.cx.view.focus {
            PaneId::Pairs if weeks_of(self.panes.pairs.order()).is_some() => {
                &[(Action::Enter, "the sums", 0), (Action::Sort, "sort", 2)]
            }
            PaneId::Pairs => {
                &[(Action::Enter, "view pair", 0), (Action::Sort, "sort", 2), (Action::Explain, "sums", 3)]
            }
            PaneId::Balance => &[
                (Action::Enter, "events", 0),
                (Action::Left, "earlier", 3),
                (Action::Right, "later", 3),
                (Action::Share, "shares", 3),
            ],
            PaneId::Timeline | PaneId::Claims => &[(Action::Enter, "evidence", 0)],
            PaneId::Actors => &[(Action::Enter, "filter by actor", 0), (Action::Sort, "sort", 2)],
            PaneId::Source if selecting => &[
                (Action::NewEvent, "new event", 0),
                (Action::NewClaim, "new claim", 0),
                (Action::Enter, "use them", 0),
                (Action::Right, "word", 1),
                (Action::Down, "one more", 1),
                (Action::NextSentence, "next sentence", 3),
                (Action::OtherEnd, "other end", 2),
                (Action::Grow, "letter", 3),
                (Action::Escape, "leave", 0),
            ],
            PaneId::Source if self.panes.source.leads_to_article(&cx) => &[
                (Action::Enter, "this article", 0),
                (Action::NextSentence, "next sentence", 1),
                (Action::PreviousSentence, "previous", 4),
                (Action::Right, "next report", 4),
                (Action::Explain, "explain", 4),
            ],
            PaneId::Source => &[
                (Action::NextSentence, "next sentence", 0),
                (Action::PreviousSentence, "previous", 4),
                (Action::Right, "next report", 4),
                (Action::Explain, "explain", 4),
                (Action::Enter, "open address", 3),
            ],
        };
        let look: &[(Action, &'static str, u8)] = &[
            (Action::PickPair, "pair", 1),
            (Action::PickArticle, "article", 4),
            (Action::Filter, "filter", 1),
            (Action::Find, "find", 2),
        ];
        let decides = matches!(self.cx.view.focus, PaneId::Timeline | PaneId::Claims | PaneId::Source);
        let reviews = self.cx.reviews();
        let review: &[(Action, &'static str, u8)] = match self.cx.snapshot.coder {
            Some(_) if decides && reviews => &[
                (Action::Accept, "accept", 0),
                (Action::Reject, "reject", 0),
                (Action::Correct, "correct", 4),
                (Action::Undo, "undo", 5),
                (Action::ReviewMode, "end review", 0),
            ],
            Some(_) if reviews => &[(Action::ReviewMode, "end review", 0)],
            Some(_) if decides => &[(Action::ReviewMode, "review", 3)],
            _ => &[],
        };
        let always: &[(Action, &'static str, u8)] = &[
            (Action::Escape, "back", 2),
            (Action::Zoom, "zoom", 3),
            (Action::Palette, "command", 1),
            (Action::Help, "help", 0),
            (Action::Quit, "quit", 5),
        ];
        let enabled = own.iter().filter(|(action, ..)| pane.enabled(*action, &cx));
        let enabled = enabled.filter(|(action, ..)| match action {
            Action::Enter if selecting => !reviews,
            action => action.row().scope != Scope::Review || reviews,
        });
        enabled
            .chain(look)
            .chain(review)
            .chain(always)
            .filter_map(|&(action, words, rank)| {
                let key = self.cx.display.keymap.key(action)?;
                Some(Hint { action, key, words, rank, x: 0 })
            })
            .collect()
    }

    /// The action whose hint in the footer is under a column.
    pub(crate) fn hint_at(&self, column: u16) -> Option<Action> {
        if self.pending.is_some() || self.notice.is_some() {
            return None;
        }
        let x = usize::from(column.checked_sub(self.arrangement.footer.x)?);
        let hit = self.hints().into_iter().find(|hint| (hint.x..hint.x + hint.cells() - 2).contains(&x));
        hit.map(|hint| hint.action)
    }
}
