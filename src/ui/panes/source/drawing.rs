//! How the Source pane is drawn: heading, text with what is lit, details.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{SourcePane, byline, detail};
use crate::model::Span;
use crate::ui::action::Action;
use crate::ui::pane::Cx;
use crate::ui::pen::{Pen, tint};
use crate::ui::text::{self, Laid};
use crate::ui::theme::Role;

impl SourcePane {
    pub(super) fn heading(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let Some(article) = self.record(cx) else { return };
        Pen::new(buf, area, 0).put(super::title(article), cx.style(Role::Heading));
        Pen::new(buf, area, 1).put(&byline(cx, article), cx.style(Role::Muted));
        if area.height > 3 {
            let url = text::clean(article.url());
            let url = text::cut_middle(&url, usize::from(area.width)).into_owned();
            Pen::new(buf, area, 2).put(&url, cx.style(Role::Muted));
        }
    }

    pub(super) fn body(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let text = self.text(cx);
        let laid = Laid::new(text, usize::from(area.width).max(1));
        for line in 0..usize::from(area.height) {
            let row = self.top + line;
            if row >= laid.len() {
                break;
            }
            let offset = if laid.is_rtl(row) {
                let used: usize = laid.pieces(row).iter().map(|p| p.width).sum();
                usize::from(area.width).saturating_sub(used) as u16
            } else {
                0
            };
            for piece in laid.pieces(row) {
                let x = area.x + offset + piece.cell as u16;
                if piece.width == 0 || x + piece.width as u16 > area.right() {
                    continue;
                }
                let style = self.style_at(piece.source.start, cx);
                buf.set_stringn(x, area.y + line as u16, &piece.text, piece.width, style);
            }
        }
    }

    fn style_at(&self, byte: usize, cx: &Cx<'_>) -> ratatui::style::Style {
        let within = |s: &Span| s.range().contains(&byte);
        let mut style = cx.style(Role::Text);
        if let Some(mention) = self.mentions.iter().find(|m| cx.display.mentions && within(&m.span)) {
            style = style.patch(cx.style(mention.role));
        }
        if self.lit.iter().any(within) {
            style = style.patch(cx.style(Role::Evidence));
        }
        if self.selection.as_ref().is_some_and(|ends| ends.spans().iter().any(within)) {
            style = style.patch(cx.style(Role::Selection));
        }
        if self.found.as_ref().is_some_and(within) {
            style = style.patch(cx.style(Role::MatchHere));
        }
        style
    }

    /// The thing in view in full, below a line that tells what is out of sight.
    pub(super) fn foot(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        if area.height == 0 {
            return;
        }
        let rule = "─".repeat(usize::from(area.width));
        Pen::new(buf, area, 0).put(&rule, cx.style(Role::Border));
        let rows = Rect { y: area.y + 1, height: area.height - 1, ..area };
        let lines = self.details(cx, usize::from(area.width));
        let shown = lines.iter().enumerate().skip(self.foot_top).take(usize::from(rows.height));
        for (at, (row, line)) in (0..rows.height).zip(shown) {
            let mut pen = Pen::new(buf, rows, at);
            pen.cell(line.label, detail::LABEL, text::Align::Left, cx.style(Role::Muted));
            pen.put(&line.text, cx.style(line.role));
            if self.row == Some(row) && cx.focused {
                tint(buf, rows, at, cx.style(Role::Selection));
            }
        }
        let more = lines.len().saturating_sub(self.foot_top + usize::from(rows.height));
        if more > 0 {
            let words = format!(" {more} more ↓ ");
            Pen::new(buf, area, 0).right(text::width(&words)).put(&words, cx.style(Role::Muted));
        }
    }

    /// What stands in the place of a text that is not there: in few words where
    /// there are few lines.
    pub(super) fn without_text(&self, cx: &Cx<'_>, area: Rect) -> Vec<(String, Role)> {
        let width = usize::from(area.width).max(1);
        let wrapped = |words: &str| -> Vec<(String, Role)> {
            let ranges = text::wrap(words, width);
            ranges.into_iter().map(|range| (words[range].to_owned(), Role::Muted)).collect()
        };
        let Some(article) = self.record(cx) else {
            return wrapped(match cx.views.events.is_empty() {
                true => "Nothing in view.",
                false => "Choose an event or a claim: its source shows here.",
            });
        };
        let absent = "The text of this source is not at hand.";
        if article.url().is_empty() {
            return wrapped(absent);
        }
        let (clean, key) = (text::clean(article.url()), cx.key(Action::OpenUrl));
        let url = (text::cut_middle(&clean, width).into_owned(), Role::Accent);
        if area.height < 12 {
            return wrapped(&format!("No text at hand; {key} opens it:")).into_iter().chain([url]).collect();
        }
        let mut lines = wrapped(absent);
        lines.push(url);
        lines.extend(wrapped(&format!("{key} opens it")));
        lines
    }
}
