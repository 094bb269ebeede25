//! Pane 5: who said what about whom.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{ListPane, Ranks, Row, Rows};
use crate::model::{ClaimId, ClaimRecord, EventDate, Form, Topic};
use crate::ui::pane::{Cx, Intent, PaneId, Subject};
use crate::ui::pen::Pen;
use crate::ui::text::{self, Align, Notation};
use crate::ui::theme::Role;

/// The widest that a cue gets.
const CUE: usize = 14;

/// The list of claims.
pub(crate) type ClaimsPane = ListPane<ClaimRows>;

/// The claims of the answer.
#[derive(Debug, Clone)]
pub(crate) struct ClaimRows;

impl Rows for ClaimRows {
    type Id = ClaimId;

    const PANE: PaneId = PaneId::Claims;
    const NOUN: &'static str = "claims";
    const ORDERS: &'static [&'static str] = &["in the order of time", "by speaker"];

    fn count(cx: &Cx<'_>) -> usize {
        cx.views.claims.len()
    }

    fn id(cx: &Cx<'_>, at: usize) -> Option<ClaimId> {
        cx.views.claims.get(at).copied()
    }

    fn rank(cx: &Cx<'_>, order: usize) -> Ranks {
        let name = |at| claim(cx, at).map_or(String::new(), |c| speaker(cx, c));
        if order == 1 { Ranks::by(Self::count(cx), name) } else { Ranks::Answered }
    }

    fn follow(cx: &Cx<'_>, was: Option<ClaimId>) -> Option<usize> {
        match cx.view.subject {
            Subject::Claim(id) if was != Some(id) => Self::place(cx, id),
            _ => None,
        }
    }

    fn subject(id: ClaimId) -> Option<Subject> {
        Some(Subject::Claim(id))
    }

    fn open(_cx: &Cx<'_>, _order: usize, id: ClaimId) -> Intent {
        Intent::Drill(PaneId::Source, Subject::Claim(id))
    }

    fn about(cx: &Cx<'_>) -> String {
        cx.views.pair.map_or(String::new(), |p| format!("about {p}"))
    }

    fn text(cx: &Cx<'_>, at: usize) -> String {
        let Some(c) = claim(cx, at) else { return String::new() };
        let store = &cx.views.store;
        let about = about(cx, c);
        format!(
            "{} {} {}: {} ({}{}{})",
            when(cx, c, Notation::date),
            speaker(cx, c),
            store.str(c.cue_text),
            c.text,
            c.form,
            if about.is_empty() { "" } else { ", about " },
            about,
        )
    }

    fn draw(row: Row, line: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let (Some(id), Some(c)) = (Self::id(cx, row.at), claim(cx, row.at)) else { return };
        let width = usize::from(line.width);
        let names = (width / 4).clamp(10, 24);
        let name = if c.guessed { Role::Muted } else { Role::Actor };
        let mut pen = Pen::new(buf, line, 0);
        pen.put(row.head().unwrap_or(" "), cx.style(Role::Accent));
        pen.cell(&speaker(cx, c), names, Align::Left, cx.style(name)).skip(1);
        let (dates, date) = (cx.display.notation.date_cells() + 1, when(cx, c, Notation::short_date));
        let topics = if width >= 80 { 10 } else { 0 };
        // Cue and content read on as a sentence, up to where this row's date begins.
        let date_cells = if topics > 0 { dates } else { text::width(&date) + 1 };
        let mut said = pen.room().saturating_sub(topics + date_cells + 2);
        let cue = cx.views.store.str(c.cue_text);
        let cue_cells = if width >= 60 && !cue.is_empty() { text::width(cue).min(CUE) } else { 0 };
        if cue_cells > 0 {
            pen.cell(cue, cue_cells, Align::Left, cx.style(Role::Muted)).skip(1);
            said = said.saturating_sub(cue_cells + 1);
        }
        let mark = form_mark(c, cue_cells > 0);
        pen.put(mark, cx.style(Role::Quote));
        pen.cell(&c.text, said.saturating_sub(text::width(mark)), Align::Left, cx.style(Role::Text));
        if topics > 0 {
            pen.skip(1).cell(&about(cx, c), topics - 1, Align::Left, cx.style(Role::Muted));
        }
        pen.cell(&date, date_cells, Align::Right, cx.style(Role::Muted));
        let (mark, mark_role) =
            cx.snapshot.mark(Subject::Claim(id), cx.snapshot.of_claim(&cx.views.store, id));
        if cx.snapshot.is_unsaved(Subject::Claim(id)) {
            pen.put("!", cx.style(Role::Warning));
        } else {
            pen.skip(1);
        }
        pen.put(mark, cx.style(mark_role));
    }

    fn is_lit(row: Row, cx: &Cx<'_>) -> bool {
        row.chosen && Self::id(cx, row.at).is_some_and(|id| cx.view.subject == Subject::Claim(id))
    }
}

fn claim<'a>(cx: &Cx<'a>, at: usize) -> Option<&'a ClaimRecord> {
    cx.views.store.claim(*cx.views.claims.get(at)?)
}

/// What a claim is about.
fn about(cx: &Cx<'_>, claim: &ClaimRecord) -> String {
    claim.about.iter().map(|t| topic(cx, *t)).collect::<Vec<_>>().join(", ")
}

fn topic(cx: &Cx<'_>, topic: Topic) -> String {
    match topic {
        Topic::Pair(pair) => pair.to_string(),
        Topic::Country(country) => country.to_string(),
        Topic::Actor(actor) => cx.views.store.actor_name(actor).to_owned(),
    }
}

/// The speaker's name; one that is a guess is marked as one.
pub(super) fn speaker(cx: &Cx<'_>, claim: &ClaimRecord) -> String {
    let name = cx.views.store.actor_name(claim.speaker);
    let name = if name.is_empty() { "?" } else { name };
    if claim.guessed { format!("{name}?") } else { name.to_owned() }
}

/// When it was said, else when it was published.
pub(super) fn when(cx: &Cx<'_>, claim: &ClaimRecord, write: fn(Notation, EventDate) -> String) -> String {
    let published = || cx.views.store.article(claim.article).map(|article| article.published());
    let date = Some(claim.date).filter(|date| date.is_known()).or_else(published);
    match date.filter(|date| date.is_known()) {
        Some(date) => write(cx.display.notation, date),
        None => "undated".to_owned(),
    }
}

/// `“` direct, `‘` mixed, blank indirect; nothing where the words bring their own
/// mark, or where a cue before them leaves a blank.
fn form_mark(claim: &ClaimRecord, after_cue: bool) -> &'static str {
    let marked = claim.text.starts_with(['“', '"', '«', '„', '‘']);
    match claim.form {
        _ if marked => "",
        Form::Indirect if after_cue => "",
        Form::Direct => "“",
        Form::Mixed => "‘",
        Form::Indirect => " ",
    }
}
