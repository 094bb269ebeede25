//! Pane 3: the events in the order of time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::{EventId, EventView};
use crate::query::summary::timeline::Unit;
use crate::ui::action::Action;
use crate::ui::format;
use crate::ui::list::{List, is_movement};
use crate::ui::pane::{Cx, Intent, Outcome, Pane, PaneId, Subject, Title};
use crate::ui::pen::{Pen, tint};
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

/// The list of events.
#[derive(Debug, Clone, Default)]
pub struct TimelinePane {
    list: List,
    at: Option<EventId>,
    latest_first: bool,
    /// Whether the user has been here: until then the cursor stays at the latest event.
    touched: bool,
}

impl TimelinePane {
    /// The position in the order of time of a row of the list.
    fn position(&self, cx: &Cx<'_>, row: usize) -> usize {
        if self.latest_first { cx.views.events.len().saturating_sub(row + 1) } else { row }
    }

    fn event<'a>(&self, cx: &Cx<'a>, row: usize) -> Option<EventView<'a>> {
        cx.views.event(self.position(cx, row))
    }

    fn chosen<'a>(&self, cx: &Cx<'a>) -> Option<EventView<'a>> {
        self.event(cx, self.list.cursor)
    }

    /// Whether the user has not been here yet.
    pub fn is_untouched(&self) -> bool {
        !self.touched
    }

    /// The event at the cursor.
    pub fn chosen_id(&self, cx: &Cx<'_>) -> Option<EventId> {
        self.chosen(cx).map(|e| e.id())
    }

    /// The position of the cursor in the order of time.
    pub fn cursor(&self, cx: &Cx<'_>) -> Option<usize> {
        (!cx.views.events.is_empty()).then(|| self.position(cx, self.list.cursor))
    }

    /// Whether the latest stand first.
    pub fn is_latest_first(&self) -> bool {
        self.latest_first
    }

    /// Makes the event at the cursor the thing in view, and its day the time cursor.
    fn show(&mut self, cx: &Cx<'_>) -> Outcome {
        self.touched = true;
        let Some(event) = self.chosen(cx) else { return Outcome::done() };
        self.at = Some(event.id());
        let mut wishes = vec![Intent::Show(Subject::Event(event.id()))];
        if event.date().is_known() {
            wishes.push(Intent::MoveTime(event.date().anchor()));
        }
        Outcome::Consumed(wishes)
    }

    fn text(&self, cx: &Cx<'_>, row: usize) -> String {
        let Some(e) = self.event(cx, row) else { return String::new() };
        let store = &cx.views.store;
        let date = e.date().to_string();
        format!(
            "{} {} {} {} {} · {} · {} reports · {}{}",
            if date.is_empty() { "undated" } else { &date },
            format::direction(e.source(), e.target(), e.reciprocal()).trim(),
            format::tone(e.code()).0,
            e.code_text(),
            format::code_name(&e),
            format::actors(store, &e),
            e.reports(),
            e.modality(),
            match cx.desk.of(&e) {
                crate::model::Decision::Open => String::new(),
                decision => format!(" · {decision}"),
            },
        )
    }

    fn jump(&mut self, cx: &Cx<'_>, position: usize) {
        let row = self.position(cx, position);
        self.list.jump(row, cx.views.events.len());
        self.at = self.chosen(cx).map(|e| e.id());
    }

    /// The first position at or after a day.
    fn position_of_day(cx: &Cx<'_>, day: crate::model::Day) -> usize {
        let views = cx.views;
        views.events.partition_point(|&p| {
            views.store.event(p).is_some_and(|e| e.date().is_known() && e.date().anchor() < day)
        })
    }

    fn render_row(
        &self,
        e: &EventView<'_>,
        area: Rect,
        line: u16,
        chosen: bool,
        buf: &mut Buffer,
        cx: &Cx<'_>,
    ) {
        let width = usize::from(area.width);
        let store = &cx.views.store;
        let subject = Subject::Event(e.id());
        let (mark, mark_role) = format::decision(cx.desk.of(e));
        let unsaved = cx.desk.is_unsaved(subject);
        let fresh = cx.desk.fresh.events.contains(&e.id());
        let (tone, tone_role) = format::tone(e.code());
        let reports = format!("{}r", text::count(e.reports().into()));
        let muted = cx.style(Role::Muted);
        let plain = cx.style(Role::Text);
        let mut pen = Pen::new(buf, area, line);
        let (head, role) = match (chosen, fresh) {
            (true, _) => ("▸", Role::Accent),
            (false, true) => ("◆", Role::New),
            (false, false) => (" ", Role::Accent),
        };
        pen.put(head, cx.style(role));
        pen.cell(&format::date(e.date()), 10, Align::Left, plain).skip(1);
        pen.put(&format::direction(e.source(), e.target(), e.reciprocal()), plain).skip(1);
        pen.put(tone, cx.style(tone_role)).skip(1);
        let tail = if width >= 46 { 8 + usize::from(cx.desk.unsaved > 0) } else { 0 };
        let body = pen.room().saturating_sub(tail + 5);
        pen.cell(e.code_text(), 4, Align::Left, muted).skip(1);
        let names = if body >= 36 { body * 2 / 5 } else { 0 };
        pen.cell(format::code_name(e), body - names, Align::Left, plain);
        if names > 0 {
            pen.skip(1).cell(&format::actors(store, e), names - 1, Align::Left, muted);
        }
        if tail > 0 {
            pen.skip(1).put(format::modality(e.modality()), cx.style(Role::Warning));
            pen.cell(&reports, 4, Align::Right, muted).skip(1);
            pen.put(mark, cx.style(mark_role));
            if unsaved {
                pen.put("!", cx.style(Role::Warning));
            }
        }
    }

    /// Whether an event lies in the bin of the time cursor.
    fn in_bin(cx: &Cx<'_>, e: &EventView<'_>, unit: Option<Unit>) -> bool {
        match (cx.time.cursor, unit) {
            (Some(cursor), Some(unit)) => {
                e.date().is_known() && unit.floor(e.date().anchor()) == unit.floor(cursor)
            }
            _ => false,
        }
    }
}

impl Pane for TimelinePane {
    fn title(&self, cx: &Cx<'_>) -> Title {
        let query = cx.views.query.to_string();
        let left = if self.latest_first { format!("{query} latest first") } else { query };
        let stale = if cx.stale { "updating… " } else { "" };
        Title { left, right: format!("{stale}{}", self.list.position(cx.views.events.len())) }
    }

    fn layout(&mut self, area: Rect, cx: &Cx<'_>) {
        self.list.fit(usize::from(area.height), cx.views.events.len());
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        let count = cx.views.events.len();
        if !self.touched && count > 0 {
            let last = cx
                .views
                .events
                .partition_point(|&p| cx.views.store.event(p).is_some_and(|e| e.date().is_known()));
            self.jump(cx, last.saturating_sub(1));
        }
        match self.at.and_then(|id| cx.views.position(id)) {
            Some(_) if !self.touched => {}
            Some(position) => self.jump(cx, position),
            None => {
                if let Some(day) = cx.time.cursor {
                    let position = TimelinePane::position_of_day(cx, day);
                    self.jump(cx, position.min(count.saturating_sub(1)));
                }
            }
        }
        self.list.fit(self.list.height, count);
        self.at = self.chosen(cx).map(|e| e.id());
    }

    fn follow(&mut self, cx: &Cx<'_>) {
        if let Subject::Event(id) = cx.subject {
            if self.at != Some(id)
                && let Some(position) = cx.views.position(id)
            {
                self.touched = true;
                self.jump(cx, position);
            }
        } else if let Some(day) = cx.time.cursor {
            let here = self.chosen(cx).is_some_and(|e| e.date().is_known() && e.date().anchor() == day);
            if !here {
                self.jump(cx, TimelinePane::position_of_day(cx, day));
            }
        }
    }

    fn act(&mut self, action: Action, cx: &Cx<'_>) -> Outcome {
        match action {
            Action::Enter => match self.chosen(cx) {
                Some(e) => Outcome::wish(Intent::Drill(PaneId::Source, Subject::Event(e.id()))),
                None => Outcome::Ignored,
            },
            Action::Sort => {
                let at = self.at;
                self.latest_first = !self.latest_first;
                if let Some(position) = at.and_then(|id| cx.views.position(id)) {
                    self.jump(cx, position);
                }
                let order = if self.latest_first { "latest first" } else { "in the order of time" };
                Outcome::wish(Intent::Say(format!("events {order}")))
            }
            _ => match self.list.act(action, cx.views.events.len()) {
                Some(()) => self.show(cx),
                None => Outcome::Ignored,
            },
        }
    }

    fn enabled(&self, action: Action, cx: &Cx<'_>) -> bool {
        (is_movement(action) || matches!(action, Action::Enter | Action::Sort)) && !cx.views.events.is_empty()
    }

    fn click(&mut self, _x: u16, y: u16, cx: &Cx<'_>) -> Outcome {
        match self.list.row_at(usize::from(y), cx.views.events.len()) {
            Some(row) if row == self.list.cursor && cx.focused => self.act(Action::Enter, cx),
            Some(row) => {
                self.list.cursor = row;
                self.show(cx)
            }
            None => Outcome::done(),
        }
    }

    fn scroll(&mut self, rows: isize, cx: &Cx<'_>) -> Outcome {
        self.list.scroll(rows, cx.views.events.len());
        self.show(cx)
    }

    fn find(&mut self, needle: &str, forward: bool, cx: &Cx<'_>) -> Option<Outcome> {
        let count = cx.views.events.len();
        let needle = needle.to_lowercase();
        let row = self.list.search(count, forward, |r| self.text(cx, r).to_lowercase().contains(&needle))?;
        self.list.jump(row, count);
        Some(self.show(cx))
    }

    fn row_text(&self, cx: &Cx<'_>) -> String {
        self.text(cx, self.list.cursor)
    }

    fn plain(&self, cx: &Cx<'_>) -> Vec<String> {
        (0..cx.views.events.len()).map(|r| self.text(cx, r)).collect()
    }

    fn render(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let unit = cx.views.span().map(|span| cx.time.window(span, 60).unit);
        for (line, row) in self.list.visible(cx.views.events.len()).enumerate() {
            let Some(e) = self.event(cx, row) else { continue };
            let chosen = row == self.list.cursor;
            self.render_row(&e, area, line as u16, chosen, buf, cx);
            let (at, cursor) = (self.position(cx, row), self.position(cx, self.list.cursor));
            if cx.marks.has(Subject::Event(e.id()), PaneId::Timeline, at, cursor) {
                tint(buf, area, line as u16, cx.style(Role::Marked));
                Pen::new(buf, area, line as u16).put(if chosen { "▸" } else { "*" }, cx.style(Role::Accent));
            }
            if chosen {
                let role = if cx.focused { Role::Selection } else { Role::Marked };
                tint(buf, area, line as u16, cx.style(role));
            } else if !cx.focused && TimelinePane::in_bin(cx, &e, unit) && cx.subject == Subject::Nothing {
                tint(buf, area, line as u16, cx.style(Role::Marked));
            }
        }
    }
}
