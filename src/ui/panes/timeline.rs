//! Pane 3: the events in the order of time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{ListPane, Ranks, Row, Rows};
use crate::model::{
    CodeId, CountryId, DateFrom, Day, Decision, EventDate, EventId, EventView, Modality, Precision, Store,
};
use crate::query::needle::Needle;
use crate::ui::data_mark;
use crate::ui::format;
use crate::ui::list::List;
use crate::ui::pane::{Cx, Intent, Pane, PaneId, Subject};
use crate::ui::pen::Pen;
use crate::ui::text::{self, Align};
use crate::ui::theme::Role;

mod search;

/// The list of events.
pub(crate) type TimelinePane = ListPane<EventRows>;

/// The events of the answer.
#[derive(Debug, Clone)]
pub(crate) struct EventRows;

/// The order that begins with the latest.
const LATEST_FIRST: &str = "latest first";

impl TimelinePane {
    /// Whether the latest stand first.
    pub(crate) fn is_latest_first(&self) -> bool {
        self.sorted() == Some(LATEST_FIRST)
    }
}

impl Rows for EventRows {
    type Id = EventId;

    const PANE: PaneId = PaneId::Timeline;
    const NOUN: &'static str = "events";
    const ORDERS: &'static [&'static str] = &["in the order of time", LATEST_FIRST];

    fn count(cx: &Cx<'_>) -> usize {
        cx.views.events.len()
    }

    fn id(cx: &Cx<'_>, at: usize) -> Option<EventId> {
        cx.views.event(at).map(|e| e.id())
    }

    fn place(cx: &Cx<'_>, id: EventId) -> Option<usize> {
        cx.views.position(id)
    }

    fn rank(_cx: &Cx<'_>, order: usize) -> Ranks {
        if order > 0 { Ranks::Reversed } else { Ranks::Answered }
    }

    /// The same event; until the user has been here, the latest; else the day of
    /// the time cursor.
    fn seek(cx: &Cx<'_>, was: Option<EventId>, touched: bool) -> Option<usize> {
        if !touched {
            return Some(events_before(cx, |_| true).saturating_sub(1));
        }
        let same = was.and_then(|id| Self::place(cx, id));
        same.or_else(|| cx.view.time.cursor.map(|day| events_before(cx, |d| d < day)))
    }

    fn follow(cx: &Cx<'_>, was: Option<EventId>) -> Option<usize> {
        if let Subject::Event(id) = cx.view.subject {
            return if was == Some(id) { None } else { Self::place(cx, id) };
        }
        let day = cx.view.time.cursor?;
        let store = &cx.views.store;
        let here = was.and_then(|id| store.event_by_id(id));
        let there = here.is_some_and(|e| e.date().is_known() && e.date().anchor() == day);
        (!there).then(|| events_before(cx, |d| d < day))
    }

    fn subject(id: EventId) -> Option<Subject> {
        Some(Subject::Event(id))
    }

    fn shows(cx: &Cx<'_>, id: EventId) -> Vec<Intent> {
        let store = &cx.views.store;
        let date = store.event_by_id(id).map(|e| e.date());
        let day = date.filter(|date| date.is_known()).map(|date| Intent::MoveTime(date.anchor()));
        [Intent::Show(Subject::Event(id))].into_iter().chain(day).collect()
    }

    fn open(_cx: &Cx<'_>, _order: usize, id: EventId) -> Intent {
        Intent::Drill(PaneId::Source, Subject::Event(id))
    }

    fn about(cx: &Cx<'_>) -> String {
        cx.views.query.to_string()
    }

    fn tally(list: &List, cx: &Cx<'_>) -> String {
        let stale = if cx.stale { "updating… " } else { "" };
        format!("{stale}{}", list.position(Self::count(cx)))
    }

    fn text(cx: &Cx<'_>, at: usize) -> String {
        let Some(e) = cx.views.event(at) else { return String::new() };
        let store = &cx.views.store;
        // What is sought in very many rows is sought in these pieces: see `search`.
        [
            when(cx, e.date()),
            way(e.source(), e.target(), e.reciprocal()),
            what(store, e.code()),
            format::actors(store, &e),
            counted(cx, e.reports()),
            tail(store, e.modality(), decision(cx, &e), data_mark::set(&e, store)),
        ]
        .concat()
    }

    fn seek_words(cx: &Cx<'_>, words: &str, from: usize, forward: bool) -> Option<Option<usize>> {
        let needle = Needle::new(words)?;
        Some(Self::seek_pieces(cx, &needle, from, forward))
    }

    fn draw(row: Row, line: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let Some(e) = cx.views.event(row.at) else { return };
        let (muted, plain) = (cx.style(Role::Muted), cx.style(Role::Text));
        let (tone, tone_role) = format::tone(e.code());
        let fresh = cx.snapshot.fresh.events.contains(&e.id());
        let (head, role) = match row.head() {
            Some(head) => (head, Role::Accent),
            None if fresh => ("◆", Role::New),
            None => (" ", Role::Accent),
        };
        let mut pen = Pen::new(buf, line, 0);
        pen.put(head, cx.style(role));
        pen.cell(&short_date(cx, &e), cx.display.notation.date_cells(), Align::Left, plain).skip(1);
        pen.put(&format::direction(e.source(), e.target(), e.reciprocal()), plain).skip(1);
        pen.put(tone, cx.style(tone_role)).skip(1);
        let reports = report_cells(cx);
        let unsaved = usize::from(cx.snapshot.unsaved > 0);
        // The decision stays where there is no room for more: one reviews by it.
        let tail = match line.width {
            0..26 => 0,
            26..46 => 2 + unsaved,
            _ => 5 + reports + unsaved,
        };
        let set = match line.width {
            0..46 => 1,
            46..76 => 2,
            _ => data_mark::WIDE + 1,
        };
        let mark = data_mark::mark(&e, &cx.views.store, set);
        let set = if mark.is_empty() { 0 } else { set };
        let body = pen.room().saturating_sub(tail + set + 5);
        pen.cell(e.code_text(), 4, Align::Left, muted).skip(1);
        let (name, actors) =
            (format::code_name(&cx.views.store, e.code()), format::actors(&cx.views.store, &e));
        let (names, cells) = shares_of(body, text::width(name), text::width(&actors));
        pen.cell(name, names, Align::Left, plain);
        if cells > 0 {
            pen.skip(body - names - cells).cell(&actors, cells, Align::Left, muted);
        }
        if set > 1 {
            pen.skip(1).cell(&mark, set - 1, Align::Left, muted);
        } else if set > 0 {
            pen.put(&mark, muted);
        }
        if tail > 2 + unsaved {
            draw_tail(&e, reports, &mut pen, cx);
        } else if tail > 0 {
            draw_decision(&e, &mut pen, cx);
        }
    }

    fn is_lit(row: Row, cx: &Cx<'_>) -> bool {
        row.chosen || (!cx.focused && cx.view.subject == Subject::Nothing && in_bin(cx, row.at))
    }
}

fn when(cx: &Cx<'_>, date: EventDate) -> String {
    let date = cx.display.notation.date(date);
    format!("{} ", if date.is_empty() { "undated" } else { &date })
}

/// The date in its column; `~` behind it marks a day on which it was reported, not told to have
/// happened.
fn short_date(cx: &Cx<'_>, e: &EventView<'_>) -> String {
    let mut date = cx.display.notation.short_date(e.date());
    let reported = e.date_from() == Some(DateFrom::Publication);
    if reported && e.date().precision() != Precision::Range && e.date().is_known() {
        date.push('~');
    }
    date
}

fn way(source: CountryId, target: CountryId, reciprocal: bool) -> String {
    format!("{} ", format::direction(source, target, reciprocal).trim())
}

fn what(store: &Store, code: CodeId) -> String {
    let (tone, name) = (format::tone(code).0, format::code_name(store, code));
    format!("{tone} {} · {name} · ", store.code_text(code))
}

fn counted(cx: &Cx<'_>, reports: u32) -> String {
    format!(" · {}", cx.display.notation.counted(reports.into(), "report"))
}

/// The decision on an event: what is known of it here, else what the store says, as where
/// the view is printed as text.
fn decision(cx: &Cx<'_>, event: &EventView<'_>) -> Decision {
    match cx.snapshot.of(event) {
        Decision::Open => event.decision(),
        known => known,
    }
}

/// Modality, decision where there is one, data set where there are several.
fn tail(store: &Store, modality: Modality, decision: Decision, set: Option<usize>) -> String {
    let mut words = format!(" · {modality}");
    if decision != Decision::Open {
        words.push_str(&format!(" · {decision}"));
    }
    if let Some(set) = set {
        words.push_str(&format!(" · {}", data_mark::mark_of(store, set, data_mark::WIDE)));
    }
    words
}

/// How the name of the code and the actors share some cells. Where there is room
/// for two columns each has its own, and takes of the other what that leaves free;
/// in a narrow list the actors follow a name that leaves them enough.
fn shares_of(room: usize, name: usize, actors: usize) -> (usize, usize) {
    const GAP: usize = 2;
    let column = room * 2 / 5;
    if room < 36 {
        let left = room.saturating_sub(name + GAP);
        return if left >= actors.min(12) && actors > 0 { (name, left) } else { (room, 0) };
    }
    let cells = match name + 1 + actors {
        // Both fit: the actors begin in their column, or behind a name that reaches into it.
        whole if whole <= room => (column - 1).min(room - name - 1).max(actors.min(column - 1)),
        _ => column - 1,
    };
    (room - cells - 1, cells)
}

/// The cells of the counts of reports: no event has more than what the others leave.
fn report_cells(cx: &Cx<'_>) -> usize {
    let others = (cx.views.events.len() as u64).saturating_sub(1);
    cx.display.notation.count_in(cx.views.reports.saturating_sub(others), 4).len() + 1
}

/// Modality, reports, decision.
fn draw_tail(e: &EventView<'_>, cells: usize, pen: &mut Pen<'_>, cx: &Cx<'_>) {
    let reports = format!("{}r", cx.display.notation.count_in(e.reports().into(), 4));
    pen.skip(1).put(format::modality(e.modality()), cx.style(Role::Warning));
    pen.skip(1).cell(&reports, cells, Align::Right, cx.style(Role::Muted));
    draw_decision(e, pen, cx);
}

fn draw_decision(e: &EventView<'_>, pen: &mut Pen<'_>, cx: &Cx<'_>) {
    let (mark, mark_role) = cx.snapshot.mark(Subject::Event(e.id()), cx.snapshot.of(e));
    pen.skip(1).put(mark, cx.style(mark_role));
    if cx.snapshot.is_unsaved(Subject::Event(e.id())) {
        pen.put("!", cx.style(Role::Warning));
    }
}

/// How many events come first whose day is known and is such a day.
fn events_before(cx: &Cx<'_>, is_before: impl Fn(Day) -> bool) -> usize {
    let views = cx.views;
    views.events.partition_point(|&p| {
        views.store.event(p).is_some_and(|e| e.date().is_known() && is_before(e.date().anchor()))
    })
}

/// Whether an event lies in the bin of the time cursor.
fn in_bin(cx: &Cx<'_>, at: usize) -> bool {
    let (Some(cursor), Some(span), Some(e)) = (cx.view.time.cursor, cx.views.span(), cx.views.event(at))
    else {
        return false;
    };
    let unit = cx.view.time.window(span, 60).unit;
    e.date().is_known() && unit.floor(e.date().anchor()) == unit.floor(cursor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_actors_share_what_there_is() {
        // Room, cells of the name, cells of the actors → cells of each on the screen.
        let cases = [
            (50, 10, 10, (30, 19)),
            (50, 38, 11, (38, 11)),
            (50, 38, 30, (30, 19)),
            (20, 6, 15, (6, 12)),
            (20, 9, 15, (20, 0)),
            (20, 9, 5, (9, 9)),
            (20, 15, 15, (20, 0)),
            (20, 15, 0, (20, 0)),
        ];
        for (room, name, actors, want) in cases {
            assert_eq!(shares_of(room, name, actors), want, "{room} {name} {actors}");
        }
    }
}
