//! Pane 6: the article, with the words lit that carry the thing in view, and
//! below it the thing in full.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::{ArticleId, ArticleView, EventId, Span, Store};
use crate::query::{Filter, Query};
use crate::ui::action::{Action, Scope};
use crate::ui::pane::{Cx, Intent, Outcome, Pane, Subject, Title};
use crate::ui::pen::Pen;
use crate::ui::text::Laid;
use crate::ui::text_selection::TextSelection;

mod detail;
mod drawing;
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
    /// The cursor in the details, where it has left the text, and the first of
    /// them on the screen.
    row: Option<usize>,
    foot_top: usize,
    area: Rect,
    found: Option<Span>,
    selection: Option<TextSelection>,
    pressed: Option<usize>,
}

impl SourcePane {
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

    /// The parts of the pane: heading, text, details. Where there is no text, or
    /// where it is asked how a thing was coded, the details have most of the room.
    fn parts(&self, area: Rect, cx: &Cx<'_>) -> (Rect, Rect, Rect) {
        let width = usize::from(area.width);
        let details = u16::try_from(self.details(cx, width).len()).unwrap_or(u16::MAX);
        let text = !self.text(cx).is_empty();
        let url = text && area.height >= 18 && self.record(cx).is_some_and(|a| !a.url().is_empty());
        let head = match self.record(cx) {
            Some(_) if area.height >= 12 => 3 + u16::from(url),
            _ => 0,
        };
        let most = match area.height {
            h if !text => (h - head).saturating_sub(self.without_text(cx, area).len() as u16),
            h if self.explain => h * 3 / 5,
            h if h >= 14 => h * 2 / 5,
            _ => 0,
        };
        let foot = if details > 0 && most > 1 { most.min(details.saturating_add(1)) } else { 0 };
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
        self.subject = cx.view.subject;
        self.found = None;
        self.row = None;
        self.foot_top = 0;
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

    /// Down or up: through the text, and where that ends through the details.
    fn step(&mut self, rows: isize, cx: &Cx<'_>) {
        let (_, _, foot) = self.parts(self.area, cx);
        let last = self.details(cx, usize::from(self.area.width)).len().checked_sub(1);
        let before = self.top;
        self.row = match (self.row, last) {
            (Some(row), Some(last)) => row.checked_add_signed(rows).map(|row| row.min(last)),
            _ => {
                self.move_by(rows, cx);
                last.filter(|_| rows > 0 && foot.height > 1 && self.top == before)
                    .map(|last| last.min(rows.unsigned_abs() - 1))
            }
        };
        let (row, seen) = (self.row.unwrap_or(0), usize::from(foot.height).saturating_sub(1).max(1));
        self.foot_top = self.foot_top.clamp((row + 1).saturating_sub(seen), row);
    }

    /// A click on the details goes to a row; one on the row at the cursor opens it.
    fn click_detail(&mut self, line: u16, cx: &Cx<'_>) -> Outcome {
        let Some(line) = line.checked_sub(1) else { return Outcome::done() };
        let row = self.foot_top + usize::from(line);
        let line = self.details(cx, usize::from(self.area.width)).into_iter().nth(row);
        let again = self.row == Some(row) && cx.focused;
        self.row = line.as_ref().map(|_| row);
        match line.filter(|line| again && line.article.is_some()) {
            Some(_) => Outcome::intent(self.open(cx)),
            None => Outcome::done(),
        }
    }

    /// The article of the source at the cursor in the details, unless it alone is
    /// in view already; without an address there is nothing else to go to.
    fn onward(&self, cx: &Cx<'_>) -> Option<ArticleId> {
        let at_row =
            self.row.and_then(|row| self.details(cx, usize::from(self.area.width)).get(row)?.article);
        let unaddressed = || self.record(cx).filter(|a| a.url().is_empty()).map(|_| self.article);
        let article = at_row.or_else(unaddressed)?;
        let alone = cx.views.query.article() == Some(cx.views.store.article(article)?.id());
        (!alone).then_some(article)
    }

    /// Whether Enter narrows everything to an article.
    pub(crate) fn leads_to_article(&self, cx: &Cx<'_>) -> bool {
        self.onward(cx).is_some()
    }

    fn open(&self, cx: &Cx<'_>) -> Intent {
        if let Some(article) = self.onward(cx).and_then(|id| cx.views.store.article(id)) {
            return Intent::Ask(Query::all().with(Filter::Article(vec![article.id().to_owned()])));
        }
        match self.record(cx).map_or("", |a| a.url()) {
            "" => Intent::Say("this source has no address".to_owned()),
            url => Intent::OpenUrl(url.to_owned()),
        }
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
}

/// An article's title, or its id where it has none.
fn title(article: ArticleView<'_>) -> &str {
    if article.title().is_empty() { article.id() } else { article.title() }
}

/// Publisher, date, language.
pub(super) fn byline(cx: &Cx<'_>, article: ArticleView<'_>) -> String {
    let publisher = match article.publisher() {
        "" => crate::model::articles::host_or_name(article.url()),
        publisher => publisher,
    };
    // An unknown date is written as nothing.
    let date = cx.display.notation.date(article.published());
    let parts = [publisher, date.as_str(), article.language()];
    parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The article that tells of a thing.
pub(super) fn article_of(store: &Store, subject: Subject) -> ArticleId {
    match subject {
        Subject::Nothing => ArticleId::NONE,
        Subject::Event(id) => store.event_by_id(id).map_or(ArticleId::NONE, |e| e.article()),
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
        let right = match self.siblings.len() {
            0 | 1 => byline(cx, article),
            reports => format!("{at}/{reports} {}", byline(cx, article)),
        };
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
        if cx.view.subject != self.subject {
            self.take(cx);
        }
    }

    fn act(&mut self, action: Action, cx: &Cx<'_>) -> Outcome {
        if let Some(outcome) = self.select(action, cx) {
            return outcome;
        }
        let page = isize::from(self.parts(self.area, cx).1.height as i16).max(2) - 1;
        let to =
            |subject: Option<Subject>| subject.map_or(Outcome::done(), |s| Outcome::intent(Intent::Show(s)));
        match action {
            Action::Down => self.step(1, cx),
            Action::Up => self.step(-1, cx),
            Action::PageDown => self.step(page, cx),
            Action::PageUp => self.step(-page, cx),
            Action::HalfDown => self.step(page / 2 + 1, cx),
            Action::HalfUp => self.step(-page / 2 - 1, cx),
            Action::First => {
                (self.row, self.foot_top) = (None, 0);
                self.top = 0;
            }
            Action::Last => self.step(isize::MAX / 2, cx),
            Action::NextSentence => return to(self.neighbour(true)),
            Action::PreviousSentence => return to(self.neighbour(false)),
            Action::Left => return to(self.report(false)),
            Action::Right => return to(self.report(true)),
            Action::Explain => {
                self.explain = !self.explain;
                (self.row, self.foot_top) = (None, 0);
            }
            Action::Enter => return Outcome::intent(self.open(cx)),
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
            Action::Enter => {
                self.leads_to_article(cx) || self.record(cx).is_some_and(|a| !a.url().is_empty())
            }
            Action::Explain => matches!(self.subject, Subject::Event(_) | Subject::Claim(_)),
            Action::Range => !self.text(cx).is_empty(),
            Action::OtherEnd | Action::Grow | Action::Shrink | Action::NewEvent | Action::NewClaim => {
                self.selection.is_some()
            }
            _ => crate::ui::list::is_movement(action) && self.record(cx).is_some(),
        }
    }

    fn click(&mut self, x: u16, y: u16, cx: &Cx<'_>) -> Outcome {
        self.pressed = None;
        let (head, body, _) = self.parts(self.area, cx);
        if let Some(line) = y.checked_sub(head.height + body.height) {
            return self.click_detail(line, cx);
        }
        self.row = None;
        if y < head.height {
            return Outcome::done();
        }
        let byte = self.byte_at(x, y, cx);
        self.pressed = byte;
        if self.selection.take().is_some() {
            return Outcome::done();
        }
        let hit = byte.and_then(|b| self.items.iter().find(|i| i.span.range().contains(&b)));
        hit.map_or(Outcome::done(), |i| Outcome::intent(Intent::Show(i.subject)))
    }

    fn drag(&mut self, x: u16, y: u16, cx: &Cx<'_>) -> Outcome {
        self.select_to(x, y, cx);
        Outcome::done()
    }

    fn scroll(&mut self, rows: isize, cx: &Cx<'_>) -> Outcome {
        self.step(rows, cx);
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
            out.push(title(article).to_owned());
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
            out.extend(self.details(cx, 200).into_iter().map(|l| match l.label {
                "" => l.text,
                label => format!("{label}: {}", l.text),
            }));
        }
        out
    }

    fn render(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let (head, body, foot) = self.parts(area, cx);
        if head.height > 0 {
            self.heading(head, buf, cx);
        }
        if self.text(cx).is_empty() {
            let lines = self.without_text(cx, area);
            for (at, (words, role)) in (0..body.height).zip(&lines) {
                Pen::new(buf, body, at).put(words, cx.style(*role));
            }
        } else {
            self.body(body, buf, cx);
        }
        self.foot(foot, buf, cx);
    }
}
