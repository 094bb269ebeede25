//! The field of evidence: the text with the words lit, and the end that moves.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::Span;
use crate::ui::action::OverlayAction;
use crate::ui::overlay::{Hint, Look};
use crate::ui::text::Laid;
use crate::ui::text_selection::{Step, TextSelection, sentences};
use crate::ui::theme::Role;

/// How far an action moves an end, and whether forward; `None` if it moves none.
pub(crate) fn step(action: OverlayAction) -> Option<(Step, bool)> {
    Some(match action {
        OverlayAction::EndWordBack => (Step::Word, false),
        OverlayAction::EndWordOn => (Step::Word, true),
        OverlayAction::EndLetterBack => (Step::Character, false),
        OverlayAction::EndLetterOn => (Step::Character, true),
        OverlayAction::EndSentenceBack => (Step::Sentence, false),
        OverlayAction::EndSentenceOn => (Step::Sentence, true),
        _ => return None,
    })
}

/// What the keys do, for the line below.
pub(in crate::ui::overlay) const HINTS: &[Hint] = &[
    (&[OverlayAction::EndWordBack, OverlayAction::EndWordOn], "word"),
    (&[OverlayAction::EndLetterBack, OverlayAction::EndLetterOn], "letter"),
    (&[OverlayAction::EndSentenceOn, OverlayAction::EndSentenceBack], "sentence"),
    (&[OverlayAction::EndTurn], "other end"),
    (&[OverlayAction::Take], "save"),
    (&[OverlayAction::Leave], "leave"),
];

/// The ends of some words.
pub(crate) fn ends(text: &str, spans: &[Span]) -> TextSelection {
    TextSelection::new(spans.to_vec(), sentences(text))
}

/// Draws the text around the end that moves, with that end if it `moves` now;
/// tells where it stands.
pub(crate) fn draw(
    ends: &TextSelection,
    text: &str,
    moves: bool,
    area: Rect,
    buf: &mut Buffer,
    look: Look<'_>,
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
    let (plain, lit) = (look.style(Role::Muted), look.style(Role::Evidence));
    let moving = look.style(Role::MatchHere);
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
