//! Pane 4: the actors of the selection.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::ActorId;
use crate::query::summary::actors::ActorRow;
use crate::ui::action::Action;
use crate::ui::list::{List, is_movement};
use crate::ui::pane::{Cx, Intent, Outcome, Pane, Subject, Title};
use crate::ui::pen::{Pen, tint};
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

/// By what the actors are ranked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Order {
    #[default]
    Most,
    Name,
    Country,
    LastSeen,
}

impl Order {
    fn next(self) -> Order {
        match self {
            Order::Most => Order::Name,
            Order::Name => Order::Country,
            Order::Country => Order::LastSeen,
            Order::LastSeen => Order::Most,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Order::Most => "most seen",
            Order::Name => "name",
            Order::Country => "country",
            Order::LastSeen => "last seen",
        }
    }
}

/// The list of actors.
#[derive(Debug, Clone, Default)]
pub struct ActorsPane {
    list: List,
    order: Order,
    ranks: Vec<u32>,
    at: Option<ActorId>,
}

impl ActorsPane {
    fn row<'a>(&self, cx: &Cx<'a>, row: usize) -> Option<&'a ActorRow> {
        let at = if self.ranks.is_empty() { row } else { *self.ranks.get(row)? as usize };
        cx.views.actors.get(at)
    }

    fn rank(&mut self, cx: &Cx<'_>) {
        let store = &cx.views.store;
        let rows = &cx.views.actors;
        let mut ranks: Vec<u32> = (0..rows.len() as u32).collect();
        match self.order {
            Order::Most => ranks.clear(),
            Order::Name => ranks.sort_by_key(|&i| store.actor_name(rows[i as usize].actor)),
            Order::Country => ranks.sort_by_key(|&i| {
                let actor = rows[i as usize].actor;
                (store.actor(actor).map(|a| a.country.iso3()), store.actor_name(actor))
            }),
            Order::LastSeen => ranks.sort_by_key(|&i| std::cmp::Reverse(rows[i as usize].last)),
        }
        self.ranks = ranks;
    }

    fn note(&mut self, cx: &Cx<'_>) {
        self.at = self.row(cx, self.list.cursor).map(|r| r.actor);
    }

    fn text(&self, cx: &Cx<'_>, row: usize) -> String {
        let Some(r) = self.row(cx, row) else { return String::new() };
        let store = &cx.views.store;
        let record = store.actor(r.actor);
        let seen = match (r.first, r.last) {
            (Some(first), Some(last)) => format!(", {first} to {last}"),
            _ => String::new(),
        };
        format!(
            "{} ({}{}{}): source {}, target {}, claims {}{seen}",
            store.actor_name(r.actor),
            record.map_or("?", |a| a.country.iso3()),
            record.map_or("", |a| if store.str(a.role).is_empty() { "" } else { ", " }),
            record.map_or("", |a| store.str(a.role)),
            r.as_source,
            r.as_target,
            r.claims,
        )
    }

    /// Whether an actor was first seen in the last tenth of the time in view.
    fn is_new(cx: &Cx<'_>, row: &ActorRow) -> bool {
        match (cx.views.span(), row.first) {
            (Some((from, to)), Some(first)) if to.0 - from.0 >= 30 => {
                let tenth = (to.0 - from.0) / 10;
                first.0 > to.0 - tenth
            }
            _ => false,
        }
    }

    /// The actors of the thing in view.
    fn in_view(cx: &Cx<'_>) -> Vec<ActorId> {
        let store = &cx.views.store;
        match cx.subject {
            Subject::Event(id) => store
                .find(id)
                .and_then(|p| store.event(p))
                .map_or(Vec::new(), |e| vec![e.source_actor(), e.target_actor()]),
            Subject::Claim(id) => store.claim(id).map_or(Vec::new(), |c| vec![c.speaker]),
            _ => Vec::new(),
        }
    }
}

impl Pane for ActorsPane {
    fn title(&self, cx: &Cx<'_>) -> Title {
        let left =
            if self.order == Order::Most { String::new() } else { format!("by {}", self.order.name()) };
        Title { left, right: format!("{} in view", text::count(cx.views.actors.len() as u64)) }
    }

    fn layout(&mut self, area: Rect, cx: &Cx<'_>) {
        let heading = u16::from(area.width >= 50);
        self.list.fit(usize::from(area.height.saturating_sub(heading)), cx.views.actors.len());
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        self.rank(cx);
        let count = cx.views.actors.len();
        if let Some(at) = self.at
            && let Some(row) = (0..count).find(|&r| self.row(cx, r).is_some_and(|a| a.actor == at))
        {
            self.list.jump(row, count);
        }
        self.list.fit(self.list.height, count);
    }

    fn follow(&mut self, _cx: &Cx<'_>) {}

    fn act(&mut self, action: Action, cx: &Cx<'_>) -> Outcome {
        match action {
            Action::Enter => match self.row(cx, self.list.cursor) {
                Some(row) => Outcome::wish(Intent::FilterActor(row.actor)),
                None => Outcome::Ignored,
            },
            Action::Sort => {
                self.order = self.order.next();
                self.refresh(cx);
                Outcome::wish(Intent::Say(format!("actors by {}", self.order.name())))
            }
            _ => match self.list.act(action, cx.views.actors.len()) {
                Some(()) => {
                    self.note(cx);
                    Outcome::done()
                }
                None => Outcome::Ignored,
            },
        }
    }

    fn enabled(&self, action: Action, cx: &Cx<'_>) -> bool {
        (is_movement(action) || matches!(action, Action::Enter | Action::Sort)) && !cx.views.actors.is_empty()
    }

    fn click(&mut self, _x: u16, y: u16, cx: &Cx<'_>) -> Outcome {
        match self.list.row_at(usize::from(y), cx.views.actors.len()) {
            Some(row) if row == self.list.cursor && cx.focused => self.act(Action::Enter, cx),
            Some(row) => {
                self.list.cursor = row;
                self.note(cx);
                Outcome::done()
            }
            None => Outcome::done(),
        }
    }

    fn scroll(&mut self, rows: isize, cx: &Cx<'_>) -> Outcome {
        self.list.scroll(rows, cx.views.actors.len());
        self.note(cx);
        Outcome::done()
    }

    fn find(&mut self, needle: &str, forward: bool, cx: &Cx<'_>) -> Option<Outcome> {
        let count = cx.views.actors.len();
        let needle = needle.to_lowercase();
        let row = self.list.search(count, forward, |r| self.text(cx, r).to_lowercase().contains(&needle))?;
        self.list.jump(row, count);
        self.note(cx);
        Some(Outcome::done())
    }

    fn row_text(&self, cx: &Cx<'_>) -> String {
        self.text(cx, self.list.cursor)
    }

    fn plain(&self, cx: &Cx<'_>) -> Vec<String> {
        (0..cx.views.actors.len()).map(|r| self.text(cx, r)).collect()
    }

    fn render(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let width = usize::from(area.width);
        let wide = width >= 50;
        let in_view = ActorsPane::in_view(cx);
        let store = &cx.views.store;
        // Name and role share what the numbers leave.
        let names = width.saturating_sub(28) * 6 / 11;
        let roles = width.saturating_sub(28 + names);
        let mut line = 0;
        if wide {
            let style = cx.style(Role::Heading);
            let mut pen = Pen::new(buf, area, 0);
            pen.skip(2).cell("name", names + 5, Align::Left, style).put("role", style);
            pen.right(20).put("source target claims", style);
            line = 1;
        }
        for row in self.list.visible(cx.views.actors.len()) {
            let Some(r) = self.row(cx, row) else { continue };
            let record = store.actor(r.actor);
            let country = record.map_or("?", |a| a.country.iso3());
            let name = if in_view.contains(&r.actor) { Role::Accent } else { Role::Text };
            let mut pen = Pen::new(buf, area, line);
            let mark = if ActorsPane::is_new(cx, r) { "◆" } else { " " };
            pen.put(mark, cx.style(Role::New)).skip(1);
            if wide {
                let role = record.map_or("", |a| store.str(a.role));
                pen.cell(store.actor_name(r.actor), names, Align::Left, cx.style(name)).skip(1);
                pen.cell(country, 4, Align::Left, cx.style(Role::Muted));
                pen.cell(role, roles, Align::Left, cx.style(Role::Muted)).skip(1);
                for (value, cells) in [(r.as_source, 6), (r.as_target, 7), (r.claims, 7)] {
                    pen.cell(&text::count(value.into()), cells, Align::Right, cx.style(Role::Text));
                }
            } else {
                pen.cell(store.actor_name(r.actor), width.saturating_sub(12), Align::Left, cx.style(name))
                    .skip(1);
                pen.cell(country, 3, Align::Left, cx.style(Role::Muted));
                pen.cell(&text::count(r.total().into()), 6, Align::Right, cx.style(Role::Text));
            }
            if row == self.list.cursor && cx.focused {
                tint(buf, area, line, cx.style(Role::Selection));
            }
            line += 1;
        }
    }
}
