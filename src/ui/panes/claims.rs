//! Pane 5: who said what about whom.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::{ClaimId, ClaimRecord, Form, Topic};
use crate::ui::action::Action;
use crate::ui::format;
use crate::ui::list::{List, is_movement};
use crate::ui::pane::{Cx, Intent, Outcome, Pane, PaneId, Subject, Title};
use crate::ui::pen::{Pen, tint};
use crate::ui::text::Align;
use crate::ui::theme::Role;

/// The list of claims.
#[derive(Debug, Clone, Default)]
pub struct ClaimsPane {
    list: List,
    at: Option<ClaimId>,
    by_speaker: bool,
    ranks: Vec<u32>,
}

impl ClaimsPane {
    fn id(&self, cx: &Cx<'_>, row: usize) -> Option<ClaimId> {
        let at = if self.ranks.is_empty() { row } else { *self.ranks.get(row)? as usize };
        cx.views.claims.get(at).copied()
    }

    /// The claim at a position of the list.
    pub fn at(&self, cx: &Cx<'_>, row: usize) -> Option<ClaimId> {
        self.id(cx, row)
    }

    /// The claim at the cursor.
    pub fn chosen_id(&self, cx: &Cx<'_>) -> Option<ClaimId> {
        self.id(cx, self.list.cursor)
    }

    /// The position of the cursor.
    pub fn cursor(&self, cx: &Cx<'_>) -> Option<usize> {
        (!cx.views.claims.is_empty()).then_some(self.list.cursor)
    }

    fn claim<'a>(&self, cx: &Cx<'a>, row: usize) -> Option<&'a ClaimRecord> {
        cx.views.store.claim(self.id(cx, row)?)
    }

    fn show(&mut self, cx: &Cx<'_>) -> Outcome {
        self.at = self.id(cx, self.list.cursor);
        match self.at {
            Some(id) => Outcome::wish(Intent::Show(Subject::Claim(id))),
            None => Outcome::done(),
        }
    }

    fn text(&self, cx: &Cx<'_>, row: usize) -> String {
        let Some(c) = self.claim(cx, row) else { return String::new() };
        let store = &cx.views.store;
        let about: Vec<String> = c.about.iter().map(|t| topic(cx, *t)).collect();
        format!(
            "{} {} {}: {} ({}{}{})",
            claim_date(cx, c),
            speaker(cx, c),
            store.str(c.cue_text),
            c.text,
            c.form,
            if about.is_empty() { "" } else { ", about " },
            about.join(", "),
        )
    }
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
pub(super) fn claim_date(cx: &Cx<'_>, claim: &ClaimRecord) -> String {
    if claim.date.is_known() {
        return format::date(claim.date);
    }
    match cx.views.store.article(claim.article) {
        Some(article) if article.published().is_known() => format::date(article.published()),
        _ => "undated".to_owned(),
    }
}

/// `“` direct, `‘` mixed, blank indirect; nothing where the words bring their own mark.
fn form_mark(claim: &ClaimRecord) -> &'static str {
    let marked = claim.text.starts_with(['“', '"', '«', '„', '‘']);
    match claim.form {
        _ if marked => "",
        Form::Direct => "“",
        Form::Mixed => "‘",
        Form::Indirect => " ",
    }
}

impl Pane for ClaimsPane {
    fn title(&self, cx: &Cx<'_>) -> Title {
        let left = cx.views.pair.map_or(String::new(), |p| format!("about {p}"));
        Title { left, right: self.list.position(cx.views.claims.len()) }
    }

    fn layout(&mut self, area: Rect, cx: &Cx<'_>) {
        self.list.fit(usize::from(area.height), cx.views.claims.len());
    }

    fn refresh(&mut self, cx: &Cx<'_>) {
        let count = cx.views.claims.len();
        self.ranks.clear();
        if self.by_speaker {
            self.ranks = (0..count as u32).collect();
            let name = |i: &u32| {
                let claim = cx.views.store.claim(cx.views.claims[*i as usize]);
                claim.map_or(String::new(), |c| speaker(cx, c))
            };
            self.ranks.sort_by_cached_key(name);
        }
        if let Some(row) = self.at.and_then(|at| (0..count).find(|&r| self.id(cx, r) == Some(at))) {
            self.list.jump(row, count);
        }
        self.list.fit(self.list.height, count);
    }

    fn follow(&mut self, cx: &Cx<'_>) {
        if let Subject::Claim(id) = cx.subject
            && self.at != Some(id)
        {
            self.at = Some(id);
            self.refresh(cx);
        }
    }

    fn act(&mut self, action: Action, cx: &Cx<'_>) -> Outcome {
        match action {
            Action::Enter => match self.id(cx, self.list.cursor) {
                Some(id) => Outcome::wish(Intent::Drill(PaneId::Source, Subject::Claim(id))),
                None => Outcome::Ignored,
            },
            Action::Sort => {
                self.by_speaker = !self.by_speaker;
                self.refresh(cx);
                let order = if self.by_speaker { "by speaker" } else { "in the order of time" };
                Outcome::wish(Intent::Say(format!("claims {order}")))
            }
            _ => match self.list.act(action, cx.views.claims.len()) {
                Some(()) => self.show(cx),
                None => Outcome::Ignored,
            },
        }
    }

    fn enabled(&self, action: Action, cx: &Cx<'_>) -> bool {
        (is_movement(action) || matches!(action, Action::Enter | Action::Sort)) && !cx.views.claims.is_empty()
    }

    fn click(&mut self, _x: u16, y: u16, cx: &Cx<'_>) -> Outcome {
        match self.list.row_at(usize::from(y), cx.views.claims.len()) {
            Some(row) if row == self.list.cursor && cx.focused => self.act(Action::Enter, cx),
            Some(row) => {
                self.list.cursor = row;
                self.show(cx)
            }
            None => Outcome::done(),
        }
    }

    fn scroll(&mut self, rows: isize, cx: &Cx<'_>) -> Outcome {
        self.list.scroll(rows, cx.views.claims.len());
        self.show(cx)
    }

    fn find(&mut self, needle: &str, forward: bool, cx: &Cx<'_>) -> Option<Outcome> {
        let count = cx.views.claims.len();
        let needle = needle.to_lowercase();
        let row = self.list.search(count, forward, |r| self.text(cx, r).to_lowercase().contains(&needle))?;
        self.list.jump(row, count);
        Some(self.show(cx))
    }

    fn row_text(&self, cx: &Cx<'_>) -> String {
        self.text(cx, self.list.cursor)
    }

    fn plain(&self, cx: &Cx<'_>) -> Vec<String> {
        (0..cx.views.claims.len()).map(|r| self.text(cx, r)).collect()
    }

    fn render(&self, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) {
        let width = usize::from(area.width);
        let names = (width / 4).clamp(10, 24);
        let cues = if width >= 60 { 10 } else { 0 };
        for (line, row) in self.list.visible(cx.views.claims.len()).enumerate() {
            let Some(c) = self.claim(cx, row) else { continue };
            let mut pen = Pen::new(buf, area, line as u16);
            let name = if c.guessed { Role::Muted } else { Role::Actor };
            let Some(id) = self.id(cx, row) else { continue };
            let marked = cx.marks.has(Subject::Claim(id), PaneId::Claims, row, self.list.cursor);
            let head = match (row == self.list.cursor, marked) {
                (true, _) => "▸",
                (false, true) => "*",
                (false, false) => " ",
            };
            pen.put(head, cx.style(Role::Accent));
            pen.cell(&speaker(cx, c), names, Align::Left, cx.style(name)).skip(1);
            if cues > 0 {
                pen.cell(cx.views.store.str(c.cue_text), cues, Align::Left, cx.style(Role::Muted)).skip(1);
            }
            pen.put(form_mark(c), cx.style(Role::Quote));
            let said = pen.room().saturating_sub(13);
            pen.cell(&c.text, said, Align::Left, cx.style(Role::Text));
            pen.cell(&claim_date(cx, c), 11, Align::Right, cx.style(Role::Muted));
            let (mark, mark_role) = format::decision(cx.desk.of_claim(&cx.views.store, id));
            if cx.desk.is_unsaved(Subject::Claim(id)) {
                pen.put("!", cx.style(Role::Warning));
            } else {
                pen.skip(1);
            }
            pen.put(mark, cx.style(mark_role));
            if marked {
                tint(buf, area, line as u16, cx.style(Role::Marked));
            }
            if row == self.list.cursor {
                let shown = matches!(cx.subject, Subject::Claim(id) if self.at == Some(id));
                if cx.focused || shown {
                    let role = if cx.focused { Role::Selection } else { Role::Marked };
                    tint(buf, area, line as u16, cx.style(role));
                }
            }
        }
    }
}
