//! Pane 6: the article, with the words lit that carry the thing in view, and
//! below it the thing in full.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::{ArticleId, ArticleView, EventId, Span, Store};
use crate::ui::action::{Action, Scope};
use crate::ui::ends::Ends;
use crate::ui::pane::{Cx, Intent, Outcome, Pane, Subject, Title};
use crate::ui::pen::Pen;
use crate::ui::text::{self, Laid};
use crate::ui::theme::Role;

mod detail;
mod reading;
mod selecting;

use reading::{Item, Mention, items, lit, mentions, siblings};

/// The article in view.
#[derive(Debug, Clone, Default)]
pub struct SourcePane {
    subject: Subject,
    article: ArticleId,
    lit: Vec<Span>,
    items: Vec<Item>,
    mentions: Vec<Mention>,
    siblings: Vec<EventId>,
    explain: bool,
    top: usize,
    lines: usize,
    area: Rect,
    found: Option<Span>,
    selection: Option<Ends>,
    pressed: Option<usize>,
}

impl SourcePane {
    /// The thing that it shows.
    pub fn subject(&self) -> Subject {
        self.subject
    }

    /// The events and claims of the article in the order of the text.
    pub fn subjects(&self) -> Vec<Subject> {
        self.items.iter().map(|i| i.subject).collect()
    }

    fn record<'a>(&self, cx: &Cx<'a>) -> Option<ArticleView<'a>> {
        cx.views.store.article(self.article)
    }

    fn text<'a>(&self, cx: &Cx<'a>) -> &'a str {
        self.record(cx).and_then(|a| a.text()).unwrap_or("")
    }

    /// The parts of the pane: heading, text, details.
    fn parts(&self, area: Rect, cx: &Cx<'_>) -> (Rect, Rect, Rect) {
        let details = self.details(cx, usize::from(area.width)).len() as u16;
        let url = area.height >= 18 && self.record(cx).is_some_and(|a| !a.url().is_empty());
        let head = if area.height >= 12 { 3 + u16::from(url) } else { 0 };
        let foot = match area.height {
            h if h >= 14 && details > 0 => {
                let most = if self.text(cx).is_empty() { h - head } else { h * 2 / 5 };
                (details + 1).min(most)
            }
            _ => 0,
        };
        let body = area.height - head - foot;
        (
            Rect { height: head, ..area },
            Rect { y: area.y + head, height: body, ..area },
            Rect { y: area.y + head + body, height: foot, ..area },
        )
    }

    fn details(&self, cx: &Cx<'_>, width: usize) -> Vec<detail::Line> {
        detail::lines(cx, self.subject, &self.siblings, self.explain, width)
    }

    /// Takes over what is in view, and brings its words on screen.
    fn take(&mut self, cx: &Cx<'_>) {
        self.subject = cx.subject;
        self.found = None;
        let store = &cx.views.store;
        let article = article_of(store, self.subject);
        if article != self.article {
            self.article = article;
            self.items = items(store, article);
            self.mentions = mentions(store, article);
            self.top = 0;
            self.deselect();
        }
        self.lit = lit(store, self.subject);
        self.siblings = siblings(store, self.subject);
        if let Some(first) = self.lit.first().copied() {
            self.reveal(cx, first);
        }
    }

    fn reveal(&mut self, cx: &Cx<'_>, span: Span) {
        let (_, body, _) = self.parts(self.area, cx);
        let laid = Laid::new(self.text(cx), usize::from(body.width).max(1));
        let lines = laid.lines_of(span.range());
        let height = usize::from(body.height).max(1);
        self.lines = laid.len();
        if lines.start < self.top || lines.end > self.top + height {
            // A third of the screen before it, for what led to it.
            self.top = lines.start.saturating_sub(height / 3);
        }
        self.top = self.top.min(self.lines.saturating_sub(height));
    }

    fn move_by(&mut self, rows: isize, cx: &Cx<'_>) {
        let (_, body, _) = self.parts(self.area, cx);
        let most = self.lines.saturating_sub(usize::from(body.height).max(1));
        self.top = self.top.saturating_add_signed(rows).min(most);
    }

    /// The next or previous event or claim in the order of the text.
    fn neighbour(&self, forward: bool) -> Option<Subject> {
        let at = self.items.iter().position(|i| i.subject == self.subject);
        let next = match (at, forward) {
            (Some(at), true) => at + 1,
            (Some(at), false) => at.checked_sub(1)?,
            (None, _) => 0,
        };
        self.items.get(next).map(|i| i.subject)
    }

    /// Another report of the same event.
    fn report(&self, forward: bool) -> Option<Subject> {
        let Subject::Event(id) = self.subject else { return None };
        let at = self.siblings.iter().position(|&s| s == id)?;
        let count = self.siblings.len();
        let next = if forward { (at + 1) % count } else { (at + count - 1) % count };
        (count > 1).then(|| Subject::Event(self.siblings[next]))
    }

    fn heading(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let Some(article) = self.record(cx) else { return };
        let title = if article.title().is_empty() { article.id() } else { article.title() };
        Pen::new(buf, area, 0).put(title, cx.style(Role::Heading));
        Pen::new(buf, area, 1).put(&byline(cx, article), cx.style(Role::Muted));
        if area.height > 3 {
            let url = text::clean(article.url());
            let url = text::cut_middle(&url, usize::from(area.width)).into_owned();
            Pen::new(buf, area, 2).put(&url, cx.style(Role::Muted));
        }
    }

    fn body(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
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
        if let Some(mention) = self.mentions.iter().find(|m| cx.mentions && within(&m.span)) {
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

    fn foot(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        if area.height == 0 {
            return;
        }
        let rule = "─".repeat(usize::from(area.width));
        Pen::new(buf, area, 0).put(&rule, cx.style(Role::Border));
        for (i, line) in self.details(cx, usize::from(area.width)).iter().enumerate() {
            let mut pen = Pen::new(buf, area, i as u16 + 1);
            pen.cell(line.label, detail::LABEL, text::Align::Left, cx.style(Role::Muted));
            pen.put(&line.text, cx.style(line.role));
        }
    }

    fn without_text(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let mut lines: Vec<(String, Role)> = Vec::new();
        match self.record(cx) {
            None if cx.views.events.is_empty() => {
                lines.push(("Nothing in view.".to_owned(), Role::Muted));
            }
            None => {
                lines.push(("Choose an event or a claim: its source shows here.".to_owned(), Role::Muted))
            }
            Some(article) => {
                lines.push(("The text of this source is not at hand.".to_owned(), Role::Muted));
                let url = article.url();
                if !url.is_empty() {
                    lines.push((url.to_owned(), Role::Accent));
                    lines.push((format!("{} opens it", cx.key(Action::OpenUrl)), Role::Muted));
                }
            }
        }
        for (i, (words, role)) in lines.iter().enumerate() {
            Pen::new(buf, area, i as u16).put(words, cx.style(*role));
        }
    }
}

/// Publisher, date, language.
pub(super) fn byline(cx: &Cx<'_>, article: ArticleView<'_>) -> String {
    let publisher = match article.publisher() {
        "" => crate::query::eval::host(article.url()),
        publisher => publisher,
    };
    // An unknown date is written as nothing.
    let date = cx.notation.date(article.published());
    let parts = [publisher, date.as_str(), article.language()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The article that tells of a thing.
pub(super) fn article_of(store: &Store, subject: Subject) -> ArticleId {
    match subject {
        Subject::Nothing => ArticleId::NONE,
        Subject::Event(id) => {
            store.find(id).and_then(|p| store.event(p)).map_or(ArticleId::NONE, |e| e.article())
        }
        Subject::Claim(id) => store.claim(id).map_or(ArticleId::NONE, |c| c.article),
        Subject::Article(id) => id,
    }
}

impl Pane for SourcePane {
    fn scope(&self) -> Scope {
        Scope::Source
    }

    fn title(&self, cx: &Cx<'_>) -> Title {
        let Some(article) = self.record(cx) else { return Title::default() };
        let Subject::Event(id) = self.subject else {
            return Title { left: String::new(), right: byline(cx, article) };
        };
        let at = self.siblings.iter().position(|&s| s == id).map_or(1, |i| i + 1);
        let right = format!("{at}/{} {}", self.siblings.len().max(1), byline(cx, article));
        Title { left: String::new(), right }
    }

    fn layout(&mut self, area: Rect, cx: &Cx<'_>) {
        let resized = (area.width, area.height) != (self.area.width, self.area.height);
        self.area = area;
        let (_, body, _) = self.parts(area, cx);
        if resized {
            self.lines = Laid::new(self.text(cx), usize::from(body.width).max(1)).len();
            if let Some(first) = self.lit.first().copied() {
                self.reveal(cx, first);
            }
        }
        self.move_by(0, cx);
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        self.article = ArticleId::NONE;
        self.take(cx);
    }

    fn follow(&mut self, cx: &Cx<'_>) {
        if cx.subject != self.subject {
            self.take(cx);
        }
    }

    fn act(&mut self, action: Action, cx: &Cx<'_>) -> Outcome {
        if let Some(outcome) = self.select(action, cx) {
            return outcome;
        }
        let page = isize::from(self.parts(self.area, cx).1.height as i16).max(2) - 1;
        let to =
            |subject: Option<Subject>| subject.map_or(Outcome::done(), |s| Outcome::wish(Intent::Show(s)));
        match action {
            Action::Down => self.move_by(1, cx),
            Action::Up => self.move_by(-1, cx),
            Action::PageDown => self.move_by(page, cx),
            Action::PageUp => self.move_by(-page, cx),
            Action::HalfDown => self.move_by(page / 2 + 1, cx),
            Action::HalfUp => self.move_by(-page / 2 - 1, cx),
            Action::First => self.top = 0,
            Action::Last => self.move_by(isize::MAX / 2, cx),
            Action::NextSentence => return to(self.neighbour(true)),
            Action::PreviousSentence => return to(self.neighbour(false)),
            Action::Left => return to(self.report(false)),
            Action::Right => return to(self.report(true)),
            Action::Explain => self.explain = !self.explain,
            Action::Enter => {
                let url = self.record(cx).map_or("", |a| a.url());
                let wish = if url.is_empty() {
                    Intent::Say("this source has no address".to_owned())
                } else {
                    Intent::OpenUrl(url.to_owned())
                };
                return Outcome::wish(wish);
            }
            _ => return Outcome::Ignored,
        }
        Outcome::done()
    }

    fn enabled(&self, action: Action, cx: &Cx<'_>) -> bool {
        match action {
            Action::Left
            | Action::Right
            | Action::NextSentence
            | Action::PreviousSentence
            | Action::Enter
                if self.selection.is_some() =>
            {
                true
            }
            Action::NextSentence => self.neighbour(true).is_some(),
            Action::PreviousSentence => self.neighbour(false).is_some(),
            Action::Left | Action::Right => self.siblings.len() > 1,
            Action::Enter => self.record(cx).is_some_and(|a| !a.url().is_empty()),
            Action::Explain => matches!(self.subject, Subject::Event(_) | Subject::Claim(_)),
            Action::Range => !self.text(cx).is_empty(),
            Action::OtherEnd | Action::Grow | Action::Shrink | Action::NewEvent | Action::NewClaim => {
                self.selection.is_some()
            }
            _ => crate::ui::list::is_movement(action) && !self.text(cx).is_empty(),
        }
    }

    fn click(&mut self, x: u16, y: u16, cx: &Cx<'_>) -> Outcome {
        self.pressed = None;
        let (head, body, _) = self.parts(self.area, cx);
        if y < head.height || y >= head.height + body.height {
            return Outcome::done();
        }
        let byte = self.byte_at(x, y, cx);
        self.pressed = byte;
        if self.selection.take().is_some() {
            return Outcome::done();
        }
        let hit = byte.and_then(|b| self.items.iter().find(|i| i.span.range().contains(&b)));
        hit.map_or(Outcome::done(), |i| Outcome::wish(Intent::Show(i.subject)))
    }

    fn drag(&mut self, x: u16, y: u16, cx: &Cx<'_>) -> Outcome {
        self.select_to(x, y, cx);
        Outcome::done()
    }

    fn scroll(&mut self, rows: isize, cx: &Cx<'_>) -> Outcome {
        self.move_by(rows, cx);
        Outcome::done()
    }

    fn find(&mut self, needle: &str, forward: bool, cx: &Cx<'_>) -> Option<Outcome> {
        let spans = reading::occurrences(self.text(cx), needle);
        let here = self.found.map_or(0, |f| f.start);
        let next = if forward {
            spans.iter().find(|s| s.start > here || self.found.is_none()).or(spans.first())
        } else {
            spans.iter().rev().find(|s| s.start < here).or(spans.last())
        };
        let span = *next?;
        self.found = Some(span);
        self.reveal(cx, span);
        Some(Outcome::done())
    }

    fn row_text(&self, cx: &Cx<'_>) -> String {
        self.plain(cx).join("\n")
    }

    fn plain(&self, cx: &Cx<'_>) -> Vec<String> {
        let mut out = Vec::new();
        if let Some(article) = self.record(cx) {
            out.push(article.title().to_owned());
            out.push(byline(cx, article));
            let url = article.url();
            if !url.is_empty() {
                out.push(url.to_owned());
            }
            let text = article.text().unwrap_or("");
            let words: Vec<&str> = self.lit.iter().map(|s| s.of(text)).collect();
            if !words.is_empty() {
                out.push(format!("evidence: «{}»", words.join(" … ")));
            }
            out.extend(self.details(cx, 200).into_iter().map(|l| format!("{}: {}", l.label, l.text)));
        }
        out
    }

    fn render(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let (head, body, foot) = self.parts(area, cx);
        if head.height > 0 {
            self.heading(head, buf, cx);
        }
        if self.text(cx).is_empty() {
            self.without_text(body, buf, cx);
        } else {
            self.body(body, buf, cx);
        }
        self.foot(foot, buf, cx);
    }
}
