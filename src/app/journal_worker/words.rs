//! What the journal holds, in words for the screen.

use chrono::Local;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::journal::{Anchor, Correction, Entry, EntryKind, Review, Saving, Turn};
use crate::model::{Decision, Pair, Store};
use crate::ui::format;
use crate::ui::pane::Subject;
use crate::ui::review_snapshot::{About, Recent};
use crate::ui::screen::Notice;
use crate::ui::text::{Notation, plural};

/// A thing in a few words: `2025-01-17 IRN→RUS 057`.
pub(crate) fn thing(store: &Store, subject: Subject) -> String {
    match subject {
        Subject::Event(id) => store.event_by_id(id).map_or(String::new(), |e| {
            let sides = format::direction(e.source(), e.target(), e.reciprocal());
            format!("{} {} {}", Notation::default().short_date(e.date()), sides.trim(), e.code_text())
        }),
        Subject::Claim(id) => store.claim(id).map_or(String::new(), |c| {
            format!("claim of {}", Some(store.actor_name(c.speaker)).filter(|n| !n.is_empty()).unwrap_or("?"))
        }),
        _ => String::new(),
    }
}

/// What is told of something done: that it is saved, or why it is not.
pub(crate) fn notice(saving: &Saving, words: &str) -> Option<Notice> {
    Some(match saving {
        Saving::Saved(_) => Notice::of(words),
        Saving::Held(why) => Notice::failure(format!("{words} · not saved: {}. {}", why.short, why.advice)),
        Saving::Nothing => Notice::of(format!("{words} already")),
    })
}

/// What a key stands for, in a few words.
fn anchored(anchor: &Anchor) -> String {
    let side = |sides: &[crate::journal::SideRef]| {
        let side = sides.first();
        side.map_or("?".to_owned(), |s| if s.country.is_empty() { s.to_string() } else { s.country.clone() })
    };
    match anchor.thing {
        crate::journal::Thing::Event => {
            let date = if anchor.date.is_empty() { "undated" } else { &anchor.date };
            format!("{date} {}→{} {}", side(&anchor.sources), side(&anchor.targets), anchor.code)
        }
        crate::journal::Thing::Claim => {
            let who = anchor.sources.first().map_or("?".to_owned(), ToString::to_string);
            format!("claim of {who}")
        }
    }
}

/// What a key stands for: an event or claim as it was coded, else a pair, an
/// article, a name or a view.
pub(crate) fn subject(review: &Review, key: &str) -> String {
    if let Some(anchor) = review.anchors(key).last() {
        return anchored(anchor);
    }
    match key.split_once(':') {
        Some(("pair", pair)) => pair.parse::<Pair>().map_or_else(|_| pair.to_owned(), format::pair),
        Some(("article", id)) => format!("article {id}"),
        Some(("actor" | "view", name)) => format!("{name:?}"),
        _ => key.to_owned(),
    }
}

/// A slot's value in a few words.
pub(crate) fn value(review: &Review, kind: EntryKind, value: Option<&Value>) -> String {
    let Some(value) = value else {
        let none = match kind {
            EntryKind::Decision => "open",
            EntryKind::Flag => "not marked",
            EntryKind::Merge => "an event of its own",
            EntryKind::Correction => "as coded",
            EntryKind::Actor => "nobody",
            _ => "nothing",
        };
        return none.to_owned();
    };
    match (kind, value) {
        (EntryKind::Merge, Value::String(into)) => format!("report of {}", subject(review, into)),
        (_, Value::String(text)) => text.clone(),
        (EntryKind::Flag, _) => "marked".to_owned(),
        (EntryKind::Correction, value) => match serde_json::from_value::<Correction>(value.clone()) {
            Ok(c) => c.fields().iter().map(|(n, v)| format!("{n} {v}")).collect::<Vec<_>>().join(", "),
            Err(_) => value.to_string(),
        },
        (EntryKind::Actor, value) => match serde_json::from_value::<crate::journal::SideRef>(value.clone()) {
            Ok(side) => side.to_string(),
            Err(_) => value.to_string(),
        },
        (EntryKind::Adjudication, value) => value["decision"].as_str().unwrap_or("").to_owned(),
        (EntryKind::Created, value) => {
            let what = if value["claim"].as_bool() == Some(true) { "a claim" } else { "an event" };
            format!("{what} added")
        }
        (EntryKind::View, value) => value["query"].as_str().unwrap_or("").to_owned(),
        (EntryKind::Looked, value) => {
            let count = value["events"].as_u64().unwrap_or_default();
            format!("{count} {}", plural(count, "event"))
        }
        (_, value) => value.to_string(),
    }
}

/// An entry in a few words: what, and from what to what.
pub(crate) fn entry(review: &Review, entry: &Entry) -> String {
    let what = subject(review, &entry.key);
    if entry.kind == EntryKind::Correction {
        let read = |value: Option<&Value>| -> Correction {
            value.and_then(|v| serde_json::from_value(v.clone()).ok()).unwrap_or_default()
        };
        let (before, after) = (read(entry.before.as_ref()), read(entry.after.as_ref()));
        return format!("{} {what}: {}", entry.kind, fields(review, &entry.key, &before, &after));
    }
    format!(
        "{} {what}: {} → {}",
        entry.kind,
        value(review, entry.kind, entry.before.as_ref()),
        value(review, entry.kind, entry.after.as_ref()),
    )
}

/// Each field that two corrections tell otherwise: `date 2010-06-09 → 2010`.
/// What one of them leaves alone is as it was coded.
fn fields(review: &Review, key: &str, before: &Correction, after: &Correction) -> String {
    let notice = |correction: &Correction, name: &str| {
        let changed = correction.fields().into_iter().find(|(known, _)| *known == name).map(|(_, v)| v);
        changed.or_else(|| as_coded(review, key, name)).unwrap_or_else(|| "as coded".to_owned())
    };
    let mut names: Vec<&str> = before.fields().into_iter().chain(after.fields()).map(|(n, _)| n).collect();
    names.sort_unstable();
    names.dedup();
    let each = names.into_iter().map(|name| (name, notice(before, name), notice(after, name)));
    let each = each.filter(|(_, was, now)| was != now);
    each.map(|(name, was, now)| format!("{name} {was} → {now}")).collect::<Vec<_>>().join(", ")
}

/// A batch of entries in a few words: one as it is, several by their count.
pub(crate) fn batch(review: &Review, entries: &[&Entry]) -> String {
    // That an event is its own report is only said so that it is known.
    let own = |e: &&&Entry| {
        let into = e.after.as_ref().or(e.before.as_ref()).and_then(Value::as_str);
        e.kind == EntryKind::Merge && into == Some(e.key.as_str())
    };
    let entries: Vec<&Entry> = entries.iter().filter(|e| !own(e)).copied().collect();
    let decisions: Vec<&&Entry> = entries.iter().filter(|e| e.kind == EntryKind::Decision).collect();
    // What a correction changes says more than that it is one.
    if let (1, Some(correction)) = (decisions.len(), entries.iter().find(|e| e.kind == EntryKind::Correction))
    {
        return entry(review, correction);
    }
    let notice = if decisions.is_empty() { entries.iter().collect() } else { decisions };
    match notice.as_slice() {
        [] => String::new(),
        [one] => entry(review, one),
        [first, ..] => {
            let same = notice.iter().all(|e| (&e.before, &e.after) == (&first.before, &first.after));
            let change = |e: &Entry| {
                let (before, after) = (e.before.as_ref(), e.after.as_ref());
                format!(": {} → {}", value(review, e.kind, before), value(review, e.kind, after))
            };
            let change = if same { change(first) } else { String::new() };
            format!("{} {}s together{change}", notice.len(), first.kind)
        }
    }
}

/// The same, with whether it turns something back or forth.
pub(crate) fn turned(review: &Review, e: &Entry) -> String {
    let turn = match e.turn {
        Turn::Do => "",
        Turn::Undo(_) => "undo ",
        Turn::Redo(_) => "redo ",
    };
    format!("{turn}{}", entry(review, e))
}

/// The last entries, the latest first: when and who, and what.
pub(crate) fn history(review: &Review, most: usize) -> Vec<(String, String)> {
    let notice = review.history().iter().rev().filter(|e| !e.kind.is_passive());
    notice
        .take(most)
        .map(|e| {
            let time = e.time.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S");
            (format!("{time} {}", e.coder), turned(review, e))
        })
        .collect()
}

/// The last decisions of a coder that are not undone.
pub(crate) fn recent(review: &Review, coder: &str, unsaved: &FxHashSet<String>, most: usize) -> Vec<Recent> {
    // Read backwards, the first turn of a batch that is met is the one that holds.
    let mut turned: FxHashMap<&str, bool> = FxHashMap::default();
    let mut out = Vec::new();
    for e in review.history().iter().rev().filter(|e| e.coder == coder) {
        match &e.turn {
            Turn::Undo(batch) => _ = turned.entry(batch).or_insert(true),
            Turn::Redo(batch) => _ = turned.entry(batch).or_insert(false),
            Turn::Do if e.kind == EntryKind::Decision && turned.get(e.batch.as_str()) != Some(&true) => {
                let after = e.after.as_ref().and_then(Value::as_str).and_then(|w| w.parse().ok());
                out.push(Recent {
                    decision: after,
                    text: format!("{} {}", after.map_or("open", Decision::name), subject(review, &e.key)),
                    unsaved: unsaved.contains(&e.key),
                });
            }
            Turn::Do => {}
        }
        if out.len() == most {
            break;
        }
    }
    out
}

/// A field of what a key stands for, as it was coded.
fn as_coded(review: &Review, key: &str, field: &str) -> Option<String> {
    let anchor = review.anchors(key).last()?;
    let sides =
        |s: &[crate::journal::SideRef]| s.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let was = match field {
        "date" => anchor.date.clone(),
        "source" | "speaker" => sides(&anchor.sources),
        "target" => sides(&anchor.targets),
        "code" => anchor.code.clone(),
        "modality" | "form" => anchor.modality.clone(),
        "evidence" => anchor.quote.clone(),
        _ => return None,
    };
    Some(if was.is_empty() { "nothing".to_owned() } else { was })
}

/// The values that a coder's correction changed, as they were coded.
fn coded(review: &Review, coder: &str, key: &str) -> Vec<(&'static str, String)> {
    let changed = review.correction(coder, key);
    let fields = changed.fields().into_iter();
    let was = fields.filter_map(|(name, now)| Some((name, as_coded(review, key, name)?, now)));
    was.filter(|(_, was, now)| was != now).map(|(name, was, _)| (name, was)).collect()
}

/// What is written about a key besides the coder's decision; `None` for nothing.
/// `reports` are the keys that were merged into it.
pub(crate) fn about(
    review: &Review,
    coder: &str,
    key: &str,
    unsaved: bool,
    reports: &[String],
) -> Option<About> {
    let about = About {
        correction: review.correction(coder, key),
        notes: review.notes(key).map(|(by, words)| (by.to_owned(), words.to_owned())).collect(),
        others: review
            .decisions(key)
            .filter(|(by, _)| *by != coder)
            .map(|(by, decision)| (by.to_owned(), decision))
            .collect(),
        adjudication: review
            .adjudication(key)
            .map(|(by, adjudication)| (by.to_owned(), adjudication.decision)),
        made: review.of_kind(EntryKind::Created, key).next().map(|(by, _)| by.to_owned()),
        merged: review.merged_into(coder, key).map(|into| subject(review, into)),
        gained: reports.iter().map(|key| subject(review, key)).collect(),
        flagged: review.is_marked(coder, key),
        coded: coded(review, coder, key),
        unsaved,
    };
    (about != About::default()).then_some(about)
}
