//! The field of evidence: the text with the words lit, and the end that moves.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::Span;
use crate::ui::key::Key;
use crate::ui::text::Laid;
use crate::ui::text_selection::{Step, TextSelection, sentences};
use crate::ui::theme::{Role, Theme};

/// What a key does to an end: how far, and whether forward.
pub fn step(key: Key) -> Option<(Step, bool)> {
    let fine = key.modifiers().intersects(KeyModifiers::SHIFT | KeyModifiers::CONTROL);
    let across = if fine { Step::Character } else { Step::Word };
    Some(match key.code() {
        KeyCode::Left => (across, false),
        KeyCode::Right => (across, true),
        KeyCode::Char('h' | 'b') => (Step::Word, false),
        KeyCode::Char('l' | 'w') => (Step::Word, true),
        KeyCode::Char('<' | 'H') => (Step::Character, false),
        KeyCode::Char('>' | 'L') => (Step::Character, true),
        KeyCode::Char('k' | '(') | KeyCode::PageUp | KeyCode::Home => (Step::Sentence, false),
        KeyCode::Char('j' | ')') | KeyCode::PageDown | KeyCode::End => (Step::Sentence, true),
        _ => return None,
    })
}

/// Whether a key takes hold of the other end.
pub fn turns(key: Key) -> bool {
    matches!(key.code(), KeyCode::Char(' ' | ';' | 'o'))
}

/// What the keys do, for the line below.
pub const HINTS: &[(&str, &str)] = &[
    ("←→", "word"),
    ("< >", "letter"),
    ("j k", "sentence"),
    ("space", "other end"),
    ("enter", "save"),
    ("esc", "leave"),
];

/// The ends of some words.
pub fn ends(text: &str, spans: &[Span]) -> TextSelection {
    TextSelection::new(spans.to_vec(), sentences(text))
}

/// Draws the text around the end that moves, with that end if it `moves` now;
/// tells where it stands.
pub fn draw(
    ends: &TextSelection,
    text: &str,
    moves: bool,
    area: Rect,
    buf: &mut Buffer,
    theme: &Theme,
) -> Option<(u16, u16)> {
    let laid = Laid::new(text, usize::from(area.width).max(1));
    let cursor = ends.cursor(text);
    let height = usize::from(area.height).max(1);
    let here = laid.line_of(cursor);
    let all = laid.lines_of(ends.span().range());
    // All of the words if they fit, else the lines around the end.
    let top = match all.len() <= height {
        true => all.start.saturating_sub((height - all.len()) / 2),
        false => here.saturating_sub(height / 2),
    };
    let top = top.min(laid.len().saturating_sub(height));
    let (plain, lit) = (theme.style(Role::Muted), theme.style(Role::Evidence));
    let moving = theme.style(Role::MatchHere);
    let mut place = None;
    for line in 0..height.min(laid.len().saturating_sub(top)) {
        let row = Rect { y: area.y + line as u16, height: 1, ..area };
        laid.draw(top + line, row, buf, |byte| {
            if moves && byte == cursor {
                return lit.patch(moving);
            }
            if ends.spans().iter().any(|s| s.range().contains(&byte)) { lit } else { plain }
        });
        if top + line == here {
            let before = laid.cells(here, cursor..cursor + 1).first().map_or(0, |cells| cells.start);
            place = Some((area.x + (before as u16).min(area.width.saturating_sub(1)), row.y));
        }
    }
    place
}
