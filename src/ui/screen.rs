//! The whole screen out of what there is to see. Drawing changes nothing.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::merge::MergeStrategy;
use ratatui::widgets::{Block, BorderType, Widget};

use crate::model::Decision;

use super::action::Action;
use super::layout::{Arrangement, inside, is_framed};
use super::overlay::{AnyOverlay, Look};
use super::pane::{Cx, PaneId};
use super::panes::Panes;
use super::pen::Pen;
use super::text;
use super::theme::Role;

mod footer;

/// What border and footer say while keys decide.
const REVIEW: &str = "review ";

/// How far loading has come.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Loading {
    /// Whether files are still being read.
    pub(crate) active: bool,
    /// Bytes read.
    pub(crate) bytes: u64,
    /// Bytes in all, 0 if not known.
    pub(crate) total: u64,
    /// Records read.
    pub(crate) records: u64,
    /// Seconds since it began.
    pub(crate) seconds: f64,
}

/// What the user is told at the bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The words.
    pub text: String,
    /// Whether something failed.
    pub failed: bool,
}

impl Notice {
    /// Of something that was done, or holds.
    pub(crate) fn of(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), failed: false }
    }

    /// Of something that failed, or cannot be done.
    pub(crate) fn failure(text: impl Into<String>) -> Notice {
        Notice { text: text.into(), failed: true }
    }
}

/// Everything there is to see.
pub struct Scene<'a> {
    /// The context of the panes; its `focused` is set for each.
    pub cx: Cx<'a>,
    pub(crate) panes: &'a Panes,
    /// Where they stand.
    pub(crate) arrangement: &'a Arrangement,
    /// What lies over the panes.
    pub(crate) overlay: Option<&'a AnyOverlay>,
    /// What the user is told.
    pub(crate) notice: Option<&'a Notice>,
    /// The beginning of a key sequence, with the ways to go on.
    pub(crate) pending: Option<String>,
    /// How far loading has come.
    pub(crate) loading: Loading,
    /// How many records were wrong.
    pub(crate) rejected: u64,
    /// How many files could not be read, or not to their end.
    pub(crate) failed: usize,
    /// What is loaded, in a word: a file's name, "sample".
    pub(crate) source: &'a str,
}

impl Scene<'_> {
    /// Draws it all; tells where the text cursor stands, if there is one.
    pub fn render(&self, area: Rect, buf: &mut Buffer) -> Option<(u16, u16)> {
        self.header(buf);
        // The focused pane's border comes last, so that it stays on top of shared
        // lines; titles stand on borders, so they come after all of these.
        let others = self.arrangement.panes.iter().filter(|(id, _)| *id != self.cx.view.focus);
        let focused = self.arrangement.panes.iter().filter(|(id, _)| *id == self.cx.view.focus);
        for &(id, rect) in others.chain(focused) {
            self.border(id, rect, buf);
        }
        for &(id, rect) in &self.arrangement.panes {
            self.title(id, rect, buf);
            self.inside(id, rect, buf);
        }
        self.footer(buf);
        let look = Look { theme: &self.cx.display.theme, keymap: &self.cx.display.keymap };
        self.overlay.and_then(|overlay| overlay.render(area, buf, look))
    }

    fn cx(&self, id: PaneId) -> Cx<'_> {
        Cx { focused: id == self.cx.view.focus, ..self.cx }
    }

    fn header(&self, buf: &mut Buffer) {
        let state = self.load_state(self.arrangement.header, buf);
        let mut area = self.arrangement.header;
        area.width = area.width.saturating_sub(state);
        let views = self.cx.views;
        let style = |role| self.cx.style(role);
        let mut pen = Pen::new(buf, area, 0);
        let wide = area.width >= 100;
        pen.put(if wide { " détente  " } else { " " }, style(Role::Muted));
        // Before all else: nothing that follows is so now.
        if let Some(past) = &self.cx.snapshot.past {
            pen.put(&format!("⏪ the past: {past}"), style(Role::Warning)).put(" │ ", style(Role::Muted));
        }
        match views.pair {
            Some(pair) => {
                let (a, b) = (pair.first(), pair.second());
                let names = if wide {
                    format!("{} ⇄ {}", a.name(), b.name())
                } else {
                    format!("{} {} · {}", super::format::pair(pair), a.name(), b.name())
                };
                pen.put(&names, style(Role::TitleFocus));
            }
            None => {
                pen.put("all pairs", style(Role::TitleFocus));
            }
        }
        if let Some(article) = views.query.article() {
            pen.put(" │ article ", style(Role::Muted)).put(article, style(Role::Text));
        }
        if let Some((from, to)) = views.span() {
            let (a, b) = (from.year().unwrap_or(0), to.year().unwrap_or(0));
            let span = if a == b { a.to_string() } else { format!("{a}–{b}") };
            pen.put(" │ ", style(Role::Muted)).put(&span, style(Role::Text));
        }
        let notation = self.cx.display.notation;
        let counts = format!(
            "{} · {}",
            notation.counted(views.selection.len() as u64, "event"),
            notation.counted(views.reports, "report")
        );
        pen.put(" │ ", style(Role::Muted)).put(&counts, style(Role::Text));
        let fold = views.fold;
        for (on, count, what) in [
            (fold.repeats, views.folded.repeats, text::plural(views.folded.repeats as u64, "repeat")),
            (fold.mirrored, views.folded.mirrored, "mirrored".to_owned()),
        ] {
            if on {
                let words = format!(" │ folded {} {what}", notation.count(count as u64));
                pen.put(&words, style(Role::Muted));
            }
        }
        self.unsaved(&mut pen);
        self.revised(&mut pen);
        if self.rejected > 0 {
            pen.put(" │ ", style(Role::Muted));
            pen.put(&format!("! {} rejected", notation.count(self.rejected)), style(Role::Warning));
        }
        if self.failed > 0 {
            pen.put(" │ ", style(Role::Muted));
            let files = text::plural(self.failed as u64, "file");
            pen.put(&format!("! {} {files} at fault", self.failed), style(Role::Warning));
        }
        self.review(&mut pen);
    }

    /// How many of the events in view are not as they were coded, and how many
    /// are listed but rejected.
    fn revised(&self, pen: &mut Pen<'_>) {
        let (views, style) = (self.cx.views, |role| self.cx.style(role));
        let other = views.listed.revised(&views.store);
        if other > 0 {
            let words = format!("✎ {} revised", text::count(other as u64));
            pen.put(" │ ", style(Role::Muted)).put(&words, style(Role::Fine));
        }
        let rejected = views.listed.len() - views.selection.len();
        if rejected > 0 {
            let words = format!("✗ {} not counted", text::count(rejected as u64));
            pen.put(" │ ", style(Role::Muted)).put(&words, style(Role::Muted));
        }
        if !self.cx.snapshot.changes.is_nothing() && !views.store.is_revision() {
            pen.put(" │ ", style(Role::Muted)).put("as coded", style(Role::Warning));
        }
    }

    /// What coders differ on, what is new, and the last ten decisions, the latest first.
    fn review(&self, pen: &mut Pen<'_>) {
        let (snapshot, style) = (self.cx.snapshot, |role| self.cx.style(role));
        for (count, what) in [(snapshot.disputed, "disputed"), (snapshot.lost, "unmatched")] {
            if count > 0 {
                let words = format!("! {} {what}", text::count(count as u64));
                pen.put(" │ ", style(Role::Muted)).put(&words, style(Role::Warning));
            }
        }
        if !snapshot.fresh.events.is_empty() && self.cx.views.pair == snapshot.fresh.pair {
            let words =
                format!("◆ {} new", self.cx.display.notation.count(snapshot.fresh.events.len() as u64));
            pen.put(" │ ", style(Role::Muted)).put(&words, style(Role::New));
        }
        if !snapshot.recent.is_empty() {
            pen.put(" │ last ", style(Role::Muted));
        }
        for recent in &snapshot.recent {
            let (mark, role) = super::format::decision(recent.decision.unwrap_or(Decision::Open));
            pen.put(mark, style(if recent.unsaved { Role::Warning } else { role }));
        }
    }

    /// What is not saved, or cannot be: before all that may be cut off.
    fn unsaved(&self, pen: &mut Pen<'_>) {
        let (snapshot, style) = (self.cx.snapshot, |role| self.cx.style(role));
        if snapshot.unsaved > 0 {
            pen.put(" │ ", style(Role::Muted));
            pen.put(&format!("! {} not saved", snapshot.unsaved), style(Role::Warning));
        } else if snapshot.trouble.is_some() {
            pen.put(" │ ", style(Role::Muted)).put("! decisions cannot be saved", style(Role::Warning));
        }
        if !snapshot.unreadable.is_empty() {
            let words = format!("! {} unreadable", snapshot.unreadable.len());
            pen.put(" │ ", style(Role::Muted)).put(&words, style(Role::Warning));
        }
    }

    /// At the right end: how far loading is, or that it is done. Tells the cells
    /// that it takes.
    fn load_state(&self, area: Rect, buf: &mut Buffer) -> u16 {
        let l = self.loading;
        let (words, role) = if l.active && self.cx.stale {
            (format!("updating… {}", progress(l)), Role::Warning)
        } else if l.active {
            (progress(l), Role::Warning)
        } else if self.cx.stale {
            ("updating… ".to_owned(), Role::Warning)
        } else {
            (format!("{} ✓ ", self.source), Role::Fine)
        };
        let words = text::cut(&words, usize::from(area.width) / 2).into_owned();
        let cells = text::width(&words);
        Pen::new(buf, area, 0).right(cells).put(&words, self.cx.style(role));
        cells as u16 + 1
    }

    fn block(&self, id: PaneId) -> Block<'_> {
        let focused = id == self.cx.view.focus;
        Block::bordered()
            .border_type(if focused { BorderType::Thick } else { BorderType::Plain })
            .border_style(self.cx.style(if focused { Role::BorderFocus } else { Role::Border }))
            .merge_borders(MergeStrategy::Exact)
    }

    fn border(&self, id: PaneId, rect: Rect, buf: &mut Buffer) {
        if is_framed(rect) {
            self.block(id).render(rect, buf);
        }
    }

    fn title(&self, id: PaneId, rect: Rect, buf: &mut Buffer) {
        if rect.width <= 4 || !is_framed(rect) {
            return;
        }
        let cx = self.cx(id);
        let title = self.panes.get(id).title(&cx);
        let name = if cx.focused { Role::TitleFocus } else { Role::Title };
        let top = Rect { x: rect.x + 1, width: rect.width - 2, height: 1, ..rect };
        let right = if title.right.is_empty() { String::new() } else { format!(" {} ", title.right) };
        let head = format!("{} {} ", id.number(), id.title());
        // What the right end says may take all that the name leaves.
        let most = usize::from(top.width).saturating_sub(text::width(&head) + 1);
        let right = text::cut(&right, most).into_owned();
        let room = usize::from(top.width).saturating_sub(text::width(&right) + 1);
        let reviews = cx.focused && cx.reviews();
        let mut pen = Pen::new(buf, Rect { width: room as u16, ..top }, 0);
        // The border's colour lies under the title: a default colour must say so.
        pen.put(&head, Style::reset().patch(cx.style(name)));
        if reviews {
            pen.put(REVIEW, Style::reset().patch(cx.style(Role::Warning)));
        }
        if !title.left.is_empty() {
            pen.put(&title.left, cx.style(Role::Muted)).put(" ", cx.style(Role::Muted));
        }
        Pen::new(buf, top, 0).right(text::width(&right)).put(&right, cx.style(Role::Muted));
    }

    fn inside(&self, id: PaneId, rect: Rect, buf: &mut Buffer) {
        let inside = inside(rect).intersection(buf.area);
        if inside.width == 0 || inside.height == 0 {
            return;
        }
        match self.empty(id) {
            Some(lines) => {
                for (i, words) in lines.iter().enumerate() {
                    Pen::new(buf, inside, i as u16).skip(1).put(words, self.cx.style(Role::Muted));
                }
            }
            None => self.panes.get(id).render(inside, buf, &self.cx(id)),
        }
    }

    /// Why a pane is empty and what leads out; `None` if it is not.
    fn empty(&self, id: PaneId) -> Option<Vec<String>> {
        let views = self.cx.views;
        let nothing = match id {
            PaneId::Pairs => views.pairs.is_empty(),
            PaneId::Balance => views.span().is_none(),
            PaneId::Timeline => views.events.is_empty(),
            PaneId::Actors => views.actors.is_empty(),
            PaneId::Claims => views.claims.is_empty(),
            PaneId::Source => false,
        };
        if !nothing {
            return None;
        }
        if self.loading.active {
            return Some(vec!["Reading… rows appear here as they come.".to_owned()]);
        }
        if self.cx.total == 0 && views.store.is_empty() {
            let key = self.cx.key(Action::Report);
            return Some(vec![
                "Nothing is loaded.".to_owned(),
                format!("{key} tells what was read and what was wrong."),
            ]);
        }
        let what = if id == PaneId::Claims { "claims" } else { "events" };
        let of = if id == PaneId::Claims { views.store.claim_count() } else { self.cx.total };
        if views.query.is_all() || of == 0 {
            return Some(vec![format!("0 {what} are loaded.")]);
        }
        let key = self.cx.key(if views.query.without_pair().is_all() {
            Action::ShowAll
        } else {
            Action::ClearFilter
        });
        Some(vec![
            format!("0 of {} {what} match {}", text::grouped(of as u64), views.query),
            format!("{key} clears the filter."),
        ])
    }
}

/// `███░░░░░ 45% 4.5M read 9 s left 1.8 of 4.1 GB `.
fn progress(l: Loading) -> String {
    const CELLS: usize = 8;
    let rows = format!("{} read ", text::count(l.records));
    if l.total == 0 || l.bytes == 0 {
        return format!("reading… {rows}");
    }
    let share = (l.bytes as f64 / l.total as f64).min(1.0);
    let full = (share * CELLS as f64) as usize;
    let bar = format!("{}{}", "█".repeat(full), "░".repeat(CELLS - full));
    let left = if share > 0.02 { l.seconds / share - l.seconds } else { 0.0 };
    let left = if left >= 1.0 { format!("{left:.0} s left ") } else { String::new() };
    let unit = |bytes: u64| match bytes {
        0..100_000_000 => (1e6, "MB"),
        _ => (1e9, "GB"),
    };
    let (size, name) = unit(l.total);
    let bytes = format!("{:.1} of {:.1} {name} ", l.bytes as f64 / size, l.total as f64 / size);
    format!("{bar} {:.0}% {rows}{left}{bytes}", share * 100.0)
}
