//! Pane 4: the actors of the selection.

use std::cmp::Reverse;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{ListPane, Ranks, Row, Rows};
use crate::model::ActorId;
use crate::query::summary::actors::ActorRow;
use crate::ui::list::List;
use crate::ui::pane::{Cx, Intent, PaneId, Subject};
use crate::ui::pen::Pen;
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

/// The list of actors.
pub(crate) type ActorsPane = ListPane<ActorRows>;

/// The actors of the answer.
#[derive(Debug, Clone)]
pub(crate) struct ActorRows;

/// From this width on there is room for role and all counts, with a heading.
const WIDE: u16 = 50;

impl ActorRows {
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
        match cx.view.subject {
            Subject::Event(id) => {
                store.event_by_id(id).map_or(Vec::new(), |e| vec![e.source_actor(), e.target_actor()])
            }
            Subject::Claim(id) => store.claim(id).map_or(Vec::new(), |c| vec![c.speaker]),
            _ => Vec::new(),
        }
    }
}

impl Rows for ActorRows {
    type Id = ActorId;

    const PANE: PaneId = PaneId::Actors;
    const NOUN: &'static str = "actors";
    const ORDERS: &'static [&'static str] = &["by most seen", "by name", "by country", "by last seen"];

    fn count(cx: &Cx<'_>) -> usize {
        cx.views.actors.len()
    }

    fn id(cx: &Cx<'_>, at: usize) -> Option<ActorId> {
        cx.views.actors.get(at).map(|row| row.actor)
    }

    fn rank(cx: &Cx<'_>, order: usize) -> Ranks {
        let (rows, store) = (&cx.views.actors, &cx.views.store);
        let name = |at: usize| store.actor_name(rows[at].actor);
        let country = |at: usize| store.actor(rows[at].actor).map(|a| a.country.iso3());
        match order {
            1 => Ranks::by(rows.len(), name),
            2 => Ranks::by(rows.len(), |at| (country(at), name(at))),
            3 => Ranks::by(rows.len(), |at| Reverse(rows[at].last)),
            _ => Ranks::Answered,
        }
    }

    fn open(_cx: &Cx<'_>, _order: usize, actor: ActorId) -> Intent {
        Intent::FilterActor(actor)
    }

    fn tally(_list: &List, cx: &Cx<'_>) -> String {
        format!("{} in view", cx.display.notation.count(cx.views.actors.len() as u64))
    }

    fn text(cx: &Cx<'_>, at: usize) -> String {
        let Some(r) = cx.views.actors.get(at) else { return String::new() };
        let store = &cx.views.store;
        let record = store.actor(r.actor);
        let seen = match (r.first, r.last) {
            (Some(first), Some(last)) => {
                format!(", {} to {}", cx.display.notation.day(first), cx.display.notation.day(last))
            }
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

    fn heading(width: u16, _order: usize) -> u16 {
        u16::from(width >= WIDE)
    }

    fn draw_heading(area: Rect, _order: usize, buf: &mut Buffer, cx: &Cx<'_>) {
        let style = cx.style(Role::Heading);
        let mut pen = Pen::new(buf, area, 0);
        let dates = dates(area.width, cx);
        pen.skip(2).put("name, role", style);
        pen.right(20 + 2 * dates).put("source target claims", style);
        if dates > 0 {
            pen.cell("first", dates, Align::Right, style).cell("last", dates, Align::Right, style);
        }
    }

    fn draw(row: Row, line: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let Some(r) = cx.views.actors.get(row.at) else { return };
        let store = &cx.views.store;
        let record = store.actor(r.actor);
        let country = record.map_or("?", |a| a.country.iso3());
        let name = if Self::in_view(cx).contains(&r.actor) { Role::Accent } else { Role::Text };
        let muted = cx.style(Role::Muted);
        let mut pen = Pen::new(buf, line, 0);
        pen.put(if Self::is_new(cx, r) { "◆" } else { " " }, cx.style(Role::New)).skip(1);
        if line.width >= WIDE {
            let dates = dates(line.width, cx);
            let room = usize::from(line.width).saturating_sub(28 + 2 * dates);
            let words = store.actor_name(r.actor);
            let role = record.map_or("", |a| store.str(a.role));
            // The role has what the name leaves, if that is enough to tell anything.
            let names = match text::width(words) + 2 {
                names if !role.is_empty() && names + 6 <= room => names,
                _ => room,
            };
            pen.cell(words, names, Align::Left, cx.style(name)).cell(role, room - names, Align::Left, muted);
            pen.skip(1).cell(country, 5, Align::Left, muted);
            for (value, cells) in [(r.as_source, 6), (r.as_target, 7), (r.claims, 7)] {
                let count = cx.display.notation.count_in(value.into(), cells - 1);
                pen.cell(&count, cells, Align::Right, cx.style(Role::Text));
            }
            for day in [r.first, r.last].into_iter().flatten().filter(|_| dates > 0) {
                pen.cell(&cx.display.notation.day(day), dates, Align::Right, muted);
            }
        } else {
            let names = usize::from(line.width).saturating_sub(12);
            pen.cell(store.actor_name(r.actor), names, Align::Left, cx.style(name)).skip(1);
            pen.cell(country, 3, Align::Left, muted);
            pen.cell(
                &cx.display.notation.count_in(r.total().into(), 5),
                6,
                Align::Right,
                cx.style(Role::Text),
            );
        }
    }

    fn is_lit(_row: Row, _cx: &Cx<'_>) -> bool {
        false
    }
}

/// The cells of each of the days on which an actor was first and last seen; none
/// where there is no room for them.
fn dates(width: u16, cx: &Cx<'_>) -> usize {
    if width >= 84 { cx.display.notation.date_cells() + 1 } else { 0 }
}
