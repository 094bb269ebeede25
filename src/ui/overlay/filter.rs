//! The filter editor: what is typed is asked at once; completion; an error
//! points at the character.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text_input::TextInput;
use super::{ActContext, Answer, Hint, Look, Overlay, frame, place};
use crate::model::Store;
use crate::query::KEYS;
use crate::query::complete::{complete, is_costly};
use crate::query::offers::Completion;
use crate::query::{Filter, Query, QueryError};
use crate::ui::action::{OverlayAction, Scope};
use crate::ui::key::Key;
use crate::ui::pen::{Pen, tint};
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

const ROWS: usize = 8;

/// What stands in the empty line.
const EXAMPLE: &str = "such as: conflict since:2021 claim:nuclear";

const HINTS: &[Hint] = &[
    (&[OverlayAction::CompletionDown], "complete"),
    (&[OverlayAction::Take], "apply"),
    (&[OverlayAction::Leave], "as before"),
];

/// Edits a query.
#[derive(Debug, Clone)]
pub struct FilterEditor {
    input: TextInput,
    before: Query,
    error: Option<QueryError>,
    completions: Vec<Completion>,
    chosen: Option<usize>,
    /// Text and cursor for which completions are to be looked for elsewhere.
    wanted: Option<(String, usize)>,
    /// Whether they are being looked for.
    pending: bool,
}

impl FilterEditor {
    /// Begins with the query in view.
    pub(crate) fn new(query: &Query, store: &Store) -> FilterEditor {
        let mut value = query.to_string();
        if !value.is_empty() {
            value.push(' ');
        }
        let mut editor = FilterEditor {
            input: TextInput::new(&value),
            before: query.clone(),
            error: None,
            completions: Vec::new(),
            chosen: None,
            wanted: None,
            pending: false,
        };
        editor.look(store);
        editor
    }

    /// The query as it was before.
    pub(crate) fn before(&self) -> &Query {
        &self.before
    }

    /// The text and the cursor for which completions take too long to be looked
    /// for between two frames; told once.
    pub(crate) fn wants(&mut self) -> Option<(String, usize)> {
        self.wanted.take()
    }

    /// Takes completions that were looked for elsewhere, if they still fit.
    pub(crate) fn offer(&mut self, text: &str, cursor: usize, completions: Vec<Completion>) {
        if self.input.value() == text && self.input.cursor() == cursor {
            self.completions = completions;
            self.pending = false;
        }
    }

    fn look(&mut self, store: &Store) {
        self.chosen = None;
        let (text, cursor) = (self.input.value(), self.input.cursor());
        self.wanted = is_costly(text, cursor, store).then(|| (text.to_owned(), cursor));
        self.pending = self.wanted.is_some();
        self.completions = if self.wanted.is_some() { Vec::new() } else { complete(text, cursor, store) };
        self.error = self.input.value().parse::<Query>().err();
    }

    /// What is typed has changed, or the cursor was moved in it.
    fn edited(&mut self, store: &Store) -> Answer {
        self.look(store);
        self.preview()
    }

    fn take(&mut self, store: &Store) -> Answer {
        if self.chosen.is_some() {
            self.accept(store);
            return self.preview();
        }
        self.input.value().parse().map_or(Answer::Stay, Answer::Ask)
    }

    /// Whether a word is the beginning of a longer one that the grammar knows.
    fn begins_something(&self, word: &str) -> bool {
        let longer = |text: &str| text.len() > word.len() && text.starts_with(word);
        KEYS.iter().any(|k| k.name.starts_with(word)) || self.completions.iter().any(|c| longer(&c.text))
    }

    /// What is typed so far, if it can be asked. A last word that may become a key
    /// or a word of the grammar (`qua` of `quad:`, `conf` of `conflict`) is not
    /// asked yet: it would find nothing for a moment.
    fn preview(&self) -> Answer {
        let Ok(mut query) = self.input.value().parse::<Query>() else { return Answer::Stay };
        let unfinished = match query.terms.last().map(|t| &t.filter) {
            Some(Filter::Word(words)) if !self.input.value().ends_with([' ', '"']) => {
                words.len() == 1 && self.begins_something(&words[0])
            }
            _ => false,
        };
        if unfinished {
            query.terms.pop();
        }
        Answer::Preview(query)
    }

    fn step(&mut self, by: isize) {
        let count = self.completions.len() as isize;
        if count > 0 {
            let at = self.chosen.map_or(if by > 0 { -1 } else { 0 }, |c| c as isize);
            self.chosen = Some((at + by).rem_euclid(count) as usize);
        }
    }

    /// Puts the chosen completion where it belongs, with a space behind a finished term.
    fn accept(&mut self, store: &Store) {
        let Some(completion) = self.chosen.and_then(|i| self.completions.get(i)) else { return };
        let mut value = self.input.value().to_owned();
        let space = if completion.text.ends_with(':') { "" } else { " " };
        value.replace_range(completion.at.clone(), &format!("{}{space}", completion.text));
        let cursor = completion.at.start + completion.text.len() + space.len();
        self.input.set(value, cursor);
        self.look(store);
    }

    /// The error: a mark under the characters it is about, and below it what it says.
    fn decision(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) {
        let Some(error) = &self.error else { return };
        let value = self.input.value();
        let before = text::width(value.get(..error.at.start).unwrap_or(""));
        let marked = text::width(value.get(error.at.clone()).unwrap_or("")).max(1);
        let style = look.style(Role::Error);
        Pen::new(buf, area, 0).skip(before).put(&"^".repeat(marked), style);
        let message = text::clean(&error.message);
        for (i, range) in text::wrap(&message, usize::from(area.width)).into_iter().take(2).enumerate() {
            Pen::new(buf, area, i as u16 + 1).put(&message[range], style);
        }
    }
}

impl Overlay for FilterEditor {
    fn scope(&self) -> Scope {
        Scope::Filter
    }

    fn act(&mut self, action: OverlayAction, cx: ActContext<'_>) -> Option<Answer> {
        match action {
            OverlayAction::Leave => return Some(Answer::Ask(self.before.clone())),
            OverlayAction::Take => return Some(self.take(cx.store)),
            OverlayAction::CompletionDown => self.step(1),
            OverlayAction::CompletionUp => self.step(-1),
            action => return self.input.act(action).then(|| self.edited(cx.store)),
        }
        Some(Answer::Stay)
    }

    fn other_key(&mut self, key: Key, store: &Store) -> Answer {
        if self.input.typed(key) { self.edited(store) } else { Answer::Stay }
    }

    fn paste(&mut self, text: &str, store: &Store) -> Answer {
        self.input.paste(text);
        self.edited(store)
    }

    fn render(&self, area: Rect, buf: &mut Buffer, look: Look<'_>) -> Option<(u16, u16)> {
        let rows = self.completions.len().min(ROWS);
        // At the bottom, so that what the filter does is seen above it.
        let mut outer = place(area, 96, rows as u16 + 7);
        outer.y = area.bottom().saturating_sub(outer.height);
        let inside = frame(outer, "Filter", buf, look);
        let line = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), height: 1, ..inside };
        let cursor = self.input.draw(line, buf, look.theme);
        if self.input.value().is_empty() {
            Pen::new(buf, line, 0).skip(1).put(EXAMPLE, look.style(Role::Muted));
        }
        self.decision(Rect { y: inside.y + 1, height: 3, ..line }, buf, look);
        let list = Rect { y: inside.y + 4, height: rows as u16, ..line };
        let top = self.chosen.map_or(0, |c| c.saturating_sub(ROWS - 1));
        let width = self.completions.iter().map(|c| text::width(&c.text)).max().unwrap_or(0).clamp(12, 28);
        for (i, completion) in self.completions.iter().enumerate().skip(top).take(rows) {
            let at = (i - top) as u16;
            let mut pen = Pen::new(buf, list, at);
            pen.cell(&completion.text, width, Align::Left, look.style(Role::Key)).skip(2);
            pen.put(&completion.note, look.style(Role::Muted));
            if self.chosen == Some(i) {
                tint(buf, list, at, look.style(Role::Selection));
            }
        }
        let hints = Rect { y: inside.bottom().saturating_sub(1), height: 1, ..line };
        let mut pen = Pen::new(buf, hints, 0);
        if self.pending {
            pen.put("looking for names… ", look.style(Role::Warning));
        }
        pen.put(&look.hint_line(HINTS), look.style(Role::Muted));
        let more = self.completions.len().saturating_sub(top + rows);
        if more > 0 {
            let words = format!("{more} more ↓");
            pen.right(text::width(&words)).put(&words, look.style(Role::Muted));
        }
        Some(cursor)
    }
}
