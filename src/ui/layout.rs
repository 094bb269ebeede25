//! Where the panes stand, by the size of the terminal.

use ratatui::layout::{Constraint, Layout, Rect, Spacing};

use super::pane::PaneId;

/// The size of the terminal, as far as the layout minds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Size {
    /// One pane at a time.
    Tiny,
    /// Balance, timeline and one more: 80×24.
    Small,
    /// All six: 120×36.
    Medium,
    /// All six, wide: 200×60.
    Large,
}

impl Size {
    /// The size of an area.
    pub(crate) fn of(area: Rect) -> Size {
        match (area.width, area.height) {
            (w, h) if w < 60 || h < 16 => Size::Tiny,
            (w, h) if w < 100 || h < 30 => Size::Small,
            (w, h) if w < 170 || h < 45 => Size::Medium,
            _ => Size::Large,
        }
    }
}

/// Whether a pane has room for a border and something within it.
pub(crate) fn is_framed(rect: Rect) -> bool {
    rect.width >= 3 && rect.height >= 3
}

/// What a pane has for itself: all but its border, or all of it where there is
/// no room for one.
pub(crate) fn inside(rect: Rect) -> Rect {
    if !is_framed(rect) {
        return rect;
    }
    Rect { x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 2 }
}

/// What decides where the panes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LayoutRequest {
    /// The pane with the focus.
    pub(crate) focus: PaneId,
    /// Whether it stands alone.
    pub(crate) zoomed: bool,
    /// The pane at the bottom of a small screen.
    pub(crate) lower: PaneId,
    /// Whether one article is under review.
    pub(crate) article: bool,
    /// Whether there are claims at all: data sets have none.
    pub(crate) claims: bool,
}

impl LayoutRequest {
    /// The height of the pane of claims: a line that says so, where there are none.
    fn claims(self, height: u16) -> Constraint {
        Constraint::Length(if self.claims { height } else { 3 })
    }
}

/// Where everything stands. Panes share their borders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arrangement {
    /// The size it is made for.
    pub(crate) size: Size,
    /// The line at the top.
    pub(crate) header: Rect,
    /// The line at the bottom.
    pub(crate) footer: Rect,
    /// The panes with their borders, in the order of their numbers.
    pub(crate) panes: Vec<(PaneId, Rect)>,
}

impl Arrangement {
    /// Where things stand in an area.
    pub(crate) fn of(area: Rect, request: LayoutRequest) -> Arrangement {
        let size = Size::of(area);
        let header = Rect { height: area.height.min(1), ..area };
        let rest = area.height.saturating_sub(1);
        let footer = Rect { y: area.y + rest, height: u16::from(rest > 1), ..area };
        let body = Rect { y: area.y + header.height, height: rest.saturating_sub(footer.height), ..area };
        let mut panes = match size {
            _ if request.zoomed => vec![(request.focus, body)],
            Size::Tiny => vec![(request.focus, body)],
            Size::Small => small(body, request),
            Size::Medium => medium(body, request),
            Size::Large => large(body, request),
        };
        panes.sort_by_key(|(id, _)| *id);
        Arrangement { size, header, footer, panes }
    }

    /// The place of a pane, if it is on the screen.
    pub(crate) fn place(&self, id: PaneId) -> Option<Rect> {
        self.panes.iter().find(|(pane, _)| *pane == id).map(|(_, rect)| *rect)
    }

    /// The pane under a cell. On a shared border the later one wins.
    pub(crate) fn at(&self, x: u16, y: u16) -> Option<(PaneId, Rect)> {
        self.panes.iter().rev().find(|(_, r)| r.contains((x, y).into())).copied()
    }
}

fn rows(area: Rect, parts: &[Constraint]) -> Vec<Rect> {
    Layout::vertical(parts).spacing(Spacing::Overlap(1)).split(area).to_vec()
}

fn columns(area: Rect, parts: &[Constraint]) -> Vec<Rect> {
    Layout::horizontal(parts).spacing(Spacing::Overlap(1)).split(area).to_vec()
}

fn small(area: Rect, request: LayoutRequest) -> Vec<(PaneId, Rect)> {
    use Constraint::{Fill, Length};
    let lower = match request.focus {
        PaneId::Balance | PaneId::Timeline => request.lower,
        focus => focus,
    };
    if request.article {
        let r = rows(area, &[Fill(4), Fill(5)]);
        if request.focus == PaneId::Balance {
            return vec![(PaneId::Balance, r[0]), (lower, r[1])];
        }
        return vec![(PaneId::Timeline, r[0]), (lower, r[1])];
    }
    let balance = (area.height * 2 / 7).clamp(6, 12);
    let r = rows(area, &[Length(balance), Fill(5), Fill(5)]);
    vec![(PaneId::Balance, r[0]), (PaneId::Timeline, r[1]), (lower, r[2])]
}

fn medium(area: Rect, request: LayoutRequest) -> Vec<(PaneId, Rect)> {
    use Constraint::{Fill, Length, Percentage};
    if request.article {
        return article(area, request);
    }
    let c = columns(area, &[Length((area.width / 4).clamp(28, 34)), Fill(5), Length(area.width * 8 / 25)]);
    let left = rows(c[0], &[Percentage(55), Fill(1)]);
    let middle = rows(
        c[1],
        &[Length((area.height / 3).clamp(9, 14)), Fill(1), request.claims((area.height / 4).clamp(5, 10))],
    );
    vec![
        (PaneId::Pairs, left[0]),
        (PaneId::Actors, left[1]),
        (PaneId::Balance, middle[0]),
        (PaneId::Timeline, middle[1]),
        (PaneId::Claims, middle[2]),
        (PaneId::Source, c[2]),
    ]
}

fn large(area: Rect, request: LayoutRequest) -> Vec<(PaneId, Rect)> {
    use Constraint::{Fill, Percentage};
    if request.article {
        return article(area, request);
    }
    let c = columns(area, &[Percentage(27), Fill(1), Percentage(31)]);
    let left = rows(c[0], &[Percentage(50), Fill(1)]);
    let middle = rows(c[1], &[Percentage(42), Fill(1), request.claims((area.height / 5).clamp(8, 14))]);
    vec![
        (PaneId::Pairs, left[0]),
        (PaneId::Actors, left[1]),
        (PaneId::Balance, middle[0]),
        (PaneId::Timeline, middle[1]),
        (PaneId::Claims, middle[2]),
        (PaneId::Source, c[2]),
    ]
}

/// One article under review: its events in the order of time beside its text,
/// its claims and actors below them. The pairs and the chart come when asked for.
fn article(area: Rect, request: LayoutRequest) -> Vec<(PaneId, Rect)> {
    use Constraint::{Fill, Length, Percentage};
    let c = columns(area, &[Percentage(56), Fill(1)]);
    let claims = if request.claims { Fill(5) } else { Length(3) };
    let left = rows(c[0], &[Fill(10), claims, Fill(4)]);
    let top = if request.focus == PaneId::Balance { PaneId::Balance } else { PaneId::Timeline };
    let bottom = if request.focus == PaneId::Pairs { PaneId::Pairs } else { PaneId::Actors };
    vec![(top, left[0]), (PaneId::Claims, left[1]), (bottom, left[2]), (PaneId::Source, c[1])]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(focus: PaneId) -> LayoutRequest {
        LayoutRequest { focus, zoomed: false, lower: PaneId::Source, article: false, claims: true }
    }

    #[test]
    fn the_focused_pane_is_on_every_screen() {
        for (w, h) in [(1, 1), (20, 5), (59, 40), (80, 24), (120, 36), (200, 60), (300, 100)] {
            for focus in PaneId::ALL {
                for (zoomed, article, claims) in
                    [(false, false, true), (true, false, true), (false, true, true), (false, true, false)]
                {
                    let area = Rect::new(0, 0, w, h);
                    let made =
                        Arrangement::of(area, LayoutRequest { zoomed, article, claims, ..request(focus) });
                    assert!(made.place(focus).is_some(), "{focus:?} at {w}×{h}");
                    for (_, rect) in &made.panes {
                        assert_eq!(rect.intersection(area), *rect, "{focus:?} at {w}×{h}");
                    }
                }
            }
        }
    }

    #[test]
    fn each_size_shows_what_it_has_room_for() {
        let count = |w, h| Arrangement::of(Rect::new(0, 0, w, h), request(PaneId::Timeline)).panes.len();
        assert_eq!((count(50, 24), count(80, 24), count(120, 36), count(200, 60)), (1, 3, 6, 6));
    }

    #[test]
    fn without_any_claims_the_timeline_has_their_room() {
        let height = |claims, id| {
            let request = LayoutRequest { claims, ..request(PaneId::Timeline) };
            Arrangement::of(Rect::new(0, 0, 120, 36), request).place(id).map(|r| r.height)
        };
        assert_eq!((height(true, PaneId::Claims), height(false, PaneId::Claims)), (Some(8), Some(3)));
        assert_eq!(height(false, PaneId::Timeline), height(true, PaneId::Timeline).map(|h| h + 5));
    }
}
