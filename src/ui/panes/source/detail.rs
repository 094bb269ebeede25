//! The thing in view in full: who, did, when, rule, sources.

use crate::model::{ActorId, ArticleId, DateFrom, Decision, EventId, EventView, Precision, Store, Topic};
use crate::query::summary::lags::ARTEFACTS;
use crate::ui::data_mark;
use crate::ui::format;
use crate::ui::pane::{Cx, Subject};
use crate::ui::text;
use crate::ui::theme::Role;

/// Cells of the label column.
pub(crate) const LABEL: usize = 9;

/// One line of the details.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// What it tells.
    pub(crate) label: &'static str,
    /// The words.
    pub(crate) text: String,
    /// Their colour.
    pub(crate) role: Role,
    /// The article that it leads to.
    pub(crate) article: Option<ArticleId>,
}

/// All lines about a thing, wrapped to a width.
pub(crate) fn lines(
    cx: &Cx<'_>,
    subject: Subject,
    siblings: &[EventId],
    explain: bool,
    width: usize,
) -> Vec<Line> {
    let store = &cx.views.store;
    let mut whole = match subject {
        Subject::Event(id) => match store.event_by_id(id) {
            Some(event) => event_lines(cx, &event, siblings, explain),
            None => Vec::new(),
        },
        Subject::Claim(id) => claim_lines(cx, id, explain),
        _ => Vec::new(),
    };
    if !whole.is_empty() {
        whole.extend(notes_around(cx, subject));
        // Before what is least asked for: a small pane shows the first lines.
        let at = whole
            .iter()
            .position(|l| matches!(l.label, "rule" | "sources" | "source"))
            .unwrap_or(whole.len());
        whole.splice(at..at, review_lines(cx, subject));
    }
    whole.into_iter().flat_map(|line| wrapped(line, width)).collect()
}

/// A line that is too long goes on below, without its label.
fn wrapped(line: Line, width: usize) -> Vec<Line> {
    let room = width.saturating_sub(LABEL).max(8);
    let clean = text::clean(&line.text).into_owned();
    let mut label = line.label;
    text::wrap(&clean, room)
        .into_iter()
        .map(|range| Line {
            label: std::mem::take(&mut label),
            text: clean[range].to_owned(),
            role: line.role,
            article: line.article,
        })
        .collect()
}

fn line(label: &'static str, text: String, role: Role) -> Line {
    Line { label, text, role, article: None }
}

/// `Mohammad Javad Zarif IRN/GOV`.
pub(crate) fn who(store: &Store, actor: ActorId) -> String {
    let Some(record) = store.actor(actor) else {
        return "?".to_owned();
    };
    let (name, code) = (store.str(record.name), store.str(record.code));
    let country = record.country.iso3();
    let sector = code.strip_prefix(country).filter(|s| !s.is_empty());
    match sector {
        Some(sector) => format!("{name} {country}/{sector}"),
        None if name == record.country.name() => name.to_owned(),
        None if record.country.is_known() => format!("{name} {country}"),
        None if code.is_empty() => name.to_owned(),
        None => format!("{name} {code}"),
    }
}

fn event_lines(cx: &Cx<'_>, event: &EventView<'_>, siblings: &[EventId], explain: bool) -> Vec<Line> {
    let store = &cx.views.store;
    let arrow = if event.reciprocal() { "⇄" } else { "→" };
    let mut out = vec![line(
        "who",
        format!("{} {arrow} {}", who(store, event.source_actor()), who(store, event.target_actor())),
        Role::Text,
    )];
    let (mark, role) = format::tone(event.code());
    out.push(match event.ontology() {
        Some(code) => {
            let goldstein = code.goldstein.map_or(String::new(), |g| format!(" {g:+.1}"));
            let text = format!(
                "{} {}  {mark}{goldstein}  {} · {}",
                code.code,
                format::short_name(code.name),
                code.root,
                code.quad
            );
            line("did", text, role)
        }
        None => line("did", format!("{} (a code of no list)", event.code_text()), Role::Warning),
    });
    let date = event.date();
    let when = match date.precision() {
        Precision::Unknown => "undated".to_owned(),
        Precision::Range => cx.display.notation.date(date),
        _ if event.date_from() == Some(DateFrom::Publication) => {
            format!("reported on {}, the text tells no time", cx.display.notation.date(date))
        }
        precision => format!("{} ({})", cx.display.notation.date(date), precision.name()),
    };
    out.push(line("when", format!("{when} · {}", event.modality()), Role::Text));
    out.extend(where_line(store, event));
    out.extend(taken_up(store, event));
    if let Some(detail) = event.detail() {
        let rule = store.str(detail.rule);
        let sure = detail.confidence.map_or(String::new(), |c| format!("confidence {c:.2}"));
        let parts: Vec<&str> = [rule, sure.as_str()].into_iter().filter(|p| !p.is_empty()).collect();
        if !parts.is_empty() {
            out.push(line("rule", parts.join(" · "), Role::Muted));
        }
        if !store.str(detail.note).is_empty() {
            out.push(line("note", store.str(detail.note).to_owned(), Role::Text));
        }
        if explain {
            out.extend(steps(store, &detail.steps));
        }
    }
    out.push(sources(cx, event, siblings));
    out.extend(data(store, event));
    out.extend(also(cx, event, siblings));
    out
}

/// Where it happened, and whether that fits its sides. Only data sets tell it.
fn where_line(store: &Store, event: &EventView<'_>) -> Option<Line> {
    if event.detail().is_some() || event.origin().is_none() {
        return None;
    }
    let Some(place) = event.place() else {
        return Some(line("where", "not told".to_owned(), Role::Muted));
    };
    let name = store.str(place.name);
    let name = if name.is_empty() { place.country.name() } else { name };
    Some(match data_mark::misplaced(place.country, event.source(), event.target()) {
        Some(doubt) => line("where", format!("{name} · {doubt}"), Role::Warning),
        None => line("where", name.to_owned(), Role::Text),
    })
}

/// When the data set took it up, and whether the lag is one that GDELT makes up.
fn taken_up(store: &Store, event: &EventView<'_>) -> Option<Line> {
    let lag = event.lag()?;
    let day = store.article(event.article()).and_then(|a| a.taken_up().day());
    let day = day.map_or(String::new(), |day| format!("{day}, "));
    let after = match lag {
        0 => "the same day".to_owned(),
        1 => "1 day after".to_owned(),
        -1 => "1 day before".to_owned(),
        lag if lag < 0 => format!("{} days before", lag.unsigned_abs()),
        lag => format!("{lag} days after"),
    };
    let is_gdelt = event.origin().is_some_and(|o| o.format.starts_with("GDELT"));
    let said = match lag {
        7 => "last week",
        30 => "last month",
        365 => "last year",
        _ => "",
    };
    Some(match is_gdelt && ARTEFACTS.contains(&lag) {
        true => {
            let doubt = format!("exactly: GDELT dates \"{said}\" so, whenever it was");
            line("taken up", format!("{day}{after} {doubt}"), Role::Warning)
        }
        false => line("taken up", format!("{day}{after}"), Role::Muted),
    })
}

/// The data set, its file, and the event's number in it.
fn data(store: &Store, event: &EventView<'_>) -> Option<Line> {
    // A dossier's event is known by its article.
    let origin = event.origin().filter(|_| event.detail().is_none())?;
    let path = store.str(origin.name);
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let mut parts = vec![origin.format.to_owned(), file.to_owned()];
    parts.extend(event.outer().map(|number| format!("no. {number}")));
    parts.extend(event.sentence().map(|sentence| format!("sentence {sentence}")));
    let counts = event.counts();
    if counts.mentions > 0 {
        let counted = |n: u32, noun| format!("{} {}", text::grouped(n.into()), text::plural(n.into(), noun));
        parts.push(format!(
            "{} in {}",
            counted(counts.mentions, "mention"),
            counted(counts.sources, "source")
        ));
    }
    Some(line("data", parts.join(" · "), Role::Muted))
}

/// The decision, and what else is written down.
fn review_lines(cx: &Cx<'_>, subject: Subject) -> Vec<Line> {
    let decision = cx.snapshot.of_subject(&cx.views.store, subject);
    let about = cx.snapshot.about(subject);
    let mut out = Vec::new();
    if decision != Decision::Open {
        let (mark, role) = cx.snapshot.mark(subject, decision);
        let unsaved = if cx.snapshot.is_unsaved(subject) { " · not saved yet" } else { "" };
        let role = if unsaved.is_empty() { role } else { Role::Warning };
        out.push(line("review", format!("{mark} {decision}{unsaved}"), role));
    }
    let Some(about) = about else { return out };
    if let Some(by) = &about.made {
        out.push(line("made", format!("made by hand by {by}, not found in the data"), Role::Fine));
    }
    // The lines above tell what holds: as it was coded, or as it stands after review.
    match cx.views.store.is_revision() {
        true => about.coded.iter().for_each(|(name, was)| {
            out.push(line("was", format!("{name} {was}"), Role::Muted));
        }),
        false => about.correction.fields().iter().for_each(|(name, now)| {
            out.push(line("now", format!("{name} {now}"), Role::Fine));
        }),
    }
    if about.flagged {
        out.push(line("mark", "★ marked".to_owned(), Role::Accent));
    }
    for (by, words) in &about.notes {
        out.push(line("comment", format!("{by}: {words}"), Role::Text));
    }
    for (by, decision) in &about.others {
        out.push(line("others", format!("{by} {decision}"), Role::Muted));
    }
    if let Some((by, decision)) = &about.adjudication {
        out.push(line("ruling", format!("{by} {decision}"), Role::Accent));
    }
    if let Some(into) = &about.merged {
        out.push(line("merged", format!("another report of {into}"), Role::Muted));
    }
    if !about.gained.is_empty() {
        let of = about.gained.join("; ");
        out.push(line("merged", format!("also reported as {of}"), Role::Muted));
    }
    out
}

/// What is written about the article and the pair that a thing belongs to.
fn notes_around(cx: &Cx<'_>, subject: Subject) -> Vec<Line> {
    let store = &cx.views.store;
    let event = match subject {
        Subject::Event(id) => store.event_by_id(id),
        _ => None,
    };
    let article = match subject {
        Subject::Claim(id) => store.claim(id).map(|c| c.article),
        _ => event.map(|e| e.article()),
    };
    let of_pair = event.and_then(|e| cx.snapshot.about_pair(e.pair()));
    let of_article = article.and_then(|id| cx.snapshot.about(Subject::Article(id)));
    let mut out = Vec::new();
    for (label, about) in [("pair", of_pair), ("article", of_article)] {
        for (by, words) in about.into_iter().flat_map(|about| &about.notes) {
            out.push(line(label, format!("note of {by}: {words}"), Role::Text));
        }
    }
    out
}

/// How the coder came to it, or that nobody said.
fn steps(store: &Store, steps: &[crate::model::Sym]) -> Vec<Line> {
    if steps.is_empty() {
        return vec![line("steps", "coded by hand".to_owned(), Role::Muted)];
    }
    let mut label = "steps";
    steps.iter().map(|&s| line(std::mem::take(&mut label), store.str(s).to_owned(), Role::Muted)).collect()
}

fn sources(cx: &Cx<'_>, event: &EventView<'_>, siblings: &[EventId]) -> Line {
    let store = &cx.views.store;
    let byline = store.article(event.article()).map_or(String::new(), |article| super::byline(cx, article));
    let more = siblings.len().saturating_sub(1);
    let reports = event.reports();
    let mut text = byline;
    if reports > 1 {
        text.push_str(&format!(" · {}", cx.display.notation.counted(reports.into(), "report")));
    }
    if more > 0 {
        text.push_str(&format!(" · told {more} more {} ←→", text::plural(more as u64, "time")));
    }
    Line { article: Some(event.article()), ..line("sources", text, Role::Muted) }
}

/// More sources than this are not listed.
const SOURCES: usize = 20;

/// The other articles that tell of the same thing, a line each.
fn also(cx: &Cx<'_>, event: &EventView<'_>, siblings: &[EventId]) -> Vec<Line> {
    let store = &cx.views.store;
    let mut label = "also";
    let others = siblings.iter().filter(|&&id| id != event.id()).filter_map(|&id| {
        let article = store.event_by_id(id)?.article();
        let record = store.article(article)?;
        let byline = super::byline(cx, record);
        let words = [record.title(), &byline].into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>();
        let words = if words.is_empty() { record.id().to_owned() } else { words.join(" · ") };
        Some(Line { article: Some(article), ..line(std::mem::take(&mut label), words, Role::Muted) })
    });
    others.take(SOURCES).collect()
}

fn claim_lines(cx: &Cx<'_>, id: crate::model::ClaimId, explain: bool) -> Vec<Line> {
    let store = &cx.views.store;
    let Some(claim) = store.claim(id) else {
        return Vec::new();
    };
    let guessed = if claim.guessed { " (a guess)" } else { "" };
    let mut out = vec![
        line("speaker", format!("{}{guessed}", who(store, claim.speaker)), Role::Actor),
        line("cue", format!("{} · {}", store.str(claim.cue_text), claim.form), Role::Text),
        line("claim", claim.text.to_string(), Role::Quote),
    ];
    let about: Vec<String> = claim
        .about
        .iter()
        .map(|t| match t {
            Topic::Pair(pair) => pair.to_string(),
            Topic::Country(country) => country.name().to_owned(),
            Topic::Actor(actor) => store.actor_name(*actor).to_owned(),
        })
        .collect();
    if !about.is_empty() {
        out.push(line("about", about.join(", "), Role::Text));
    }
    out.push(line("when", super::super::claims::when(cx, claim, text::Notation::date), Role::Text));
    let sure = claim.confidence.map_or(String::new(), |c| format!("confidence {c:.2}"));
    let parts: Vec<&str> =
        [store.str(claim.rule), sure.as_str()].into_iter().filter(|p| !p.is_empty()).collect();
    if !parts.is_empty() {
        out.push(line("rule", parts.join(" · "), Role::Muted));
    }
    if explain {
        out.extend(steps(store, &claim.steps));
    }
    out.extend(store.article(claim.article).map(|article| Line {
        article: Some(claim.article),
        ..line("source", super::byline(cx, article), Role::Muted)
    }));
    out
}
