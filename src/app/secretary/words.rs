//! What the journal holds, in words for the screen.

use chrono::Local;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::journal::{Anchor, Entry, Kind, Review, Turn};
use crate::model::{Decision, Store};
use crate::ui::desk::{About, Recent};
use crate::ui::format;
use crate::ui::pane::Subject;
use crate::ui::text::{Notation, plural};

/// A thing in a few words: `2025-01-17 IRN→RUS 057`.
pub fn thing(store: &Store, subject: Subject) -> String {
    match subject {
        Subject::Event(id) => store.find(id).and_then(|p| store.event(p)).map_or(String::new(), |e| {
            let sides = format::direction(e.source(), e.target(), e.reciprocal());
            format!("{} {} {}", Notation::default().short_date(e.date()), sides.trim(), e.code_text())
        }),
        Subject::Claim(id) => store.claim(id).map_or(String::new(), |c| {
            format!("claim of {}", Some(store.actor_name(c.speaker)).filter(|n| !n.is_empty()).unwrap_or("?"))
        }),
        _ => String::new(),
    }
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

fn subject(review: &Review, key: &str) -> String {
    match review.anchors(key).last() {
        Some(anchor) => anchored(anchor),
        None => key.to_owned(),
    }
}

/// A slot's value in a few words.
pub fn value(kind: Kind, value: Option<&Value>) -> String {
    let Some(value) = value else { return "nothing".to_owned() };
    match (kind, value) {
        (_, Value::String(text)) => text.clone(),
        (Kind::Mark, _) => "marked".to_owned(),
        (Kind::Correction, value) => {
            match serde_json::from_value::<crate::journal::Correction>(value.clone()) {
                Ok(c) => c.fields().iter().map(|(n, v)| format!("{n} {v}")).collect::<Vec<_>>().join(", "),
                Err(_) => value.to_string(),
            }
        }
        (Kind::Actor, value) => match serde_json::from_value::<crate::journal::SideRef>(value.clone()) {
            Ok(side) => side.to_string(),
            Err(_) => value.to_string(),
        },
        (Kind::Adjudication, value) => value["decision"].as_str().unwrap_or("").to_owned(),
        (Kind::Created, value) => {
            let what = if value["claim"].as_bool() == Some(true) { "a claim" } else { "an event" };
            format!("{what} added")
        }
        (Kind::View, value) => value["query"].as_str().unwrap_or("").to_owned(),
        (Kind::Looked, value) => {
            let count = value["events"].as_u64().unwrap_or_default();
            format!("{count} {}", plural(count, "event"))
        }
        (_, value) => value.to_string(),
    }
}

/// An entry in a few words: what, and from what to what.
pub fn entry(review: &Review, entry: &Entry) -> String {
    format!(
        "{} {}: {} → {}",
        entry.kind,
        subject(review, &entry.key),
        value(entry.kind, entry.before.as_ref()),
        value(entry.kind, entry.after.as_ref()),
    )
}

/// The same, with whether it turns something back or forth.
pub fn turned(review: &Review, e: &Entry) -> String {
    let turn = match e.turn {
        Turn::Do => "",
        Turn::Undo(_) => "undo ",
        Turn::Redo(_) => "redo ",
    };
    format!("{turn}{}", entry(review, e))
}

/// The last entries, the latest first: when and who, and what.
pub fn history(review: &Review, most: usize) -> Vec<(String, String)> {
    let told = review.history().iter().rev().filter(|e| !e.kind.is_passive());
    told.take(most)
        .map(|e| {
            let time = e.time.with_timezone(&Local).format("%Y-%m-%d %H:%M:%S");
            (format!("{time} {}", e.coder), turned(review, e))
        })
        .collect()
}

/// The last decisions of a coder that are not undone.
pub fn recent(review: &Review, coder: &str, unsaved: &FxHashSet<String>, most: usize) -> Vec<Recent> {
    // Read backwards, the first turn of a batch that is met is the one that holds.
    let mut turned: FxHashMap<&str, bool> = FxHashMap::default();
    let mut out = Vec::new();
    for e in review.history().iter().rev().filter(|e| e.coder == coder) {
        match &e.turn {
            Turn::Undo(batch) => _ = turned.entry(batch).or_insert(true),
            Turn::Redo(batch) => _ = turned.entry(batch).or_insert(false),
            Turn::Do if e.kind == Kind::Verdict && turned.get(e.batch.as_str()) != Some(&true) => {
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

/// The values that a coder's correction changed, as they were coded.
fn coded(review: &Review, coder: &str, key: &str) -> Vec<(&'static str, String)> {
    let Some(anchor) = review.anchors(key).last() else { return Vec::new() };
    let sides =
        |s: &[crate::journal::SideRef]| s.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let changed = review.correction(coder, key);
    let fields = changed.fields().into_iter();
    fields
        .filter_map(|(name, now)| {
            let was = match name {
                "date" => anchor.date.clone(),
                "source" | "speaker" => sides(&anchor.sources),
                "target" => sides(&anchor.targets),
                "code" => anchor.code.clone(),
                "modality" | "form" => anchor.modality.clone(),
                "evidence" => anchor.quote.clone(),
                _ => return None,
            };
            (was != now).then_some((name, if was.is_empty() { "nothing".to_owned() } else { was }))
        })
        .collect()
}

/// What is written about a key besides the coder's verdict; `None` for nothing.
pub fn about(review: &Review, coder: &str, key: &str, unsaved: bool) -> Option<About> {
    let about = About {
        correction: review.correction(coder, key),
        notes: review.notes(key).map(|(by, words)| (by.to_owned(), words.to_owned())).collect(),
        others: review
            .verdicts(key)
            .filter(|(by, _)| *by != coder)
            .map(|(by, decision)| (by.to_owned(), decision))
            .collect(),
        ruling: review.ruling(key).map(|(by, ruling)| (by.to_owned(), ruling.decision)),
        made: review.of_kind(Kind::Created, key).next().map(|(by, _)| by.to_owned()),
        merged: review.merged_into(coder, key).map(|into| subject(review, into)),
        flagged: review.is_marked(coder, key),
        coded: coded(review, coder, key),
        unsaved,
    };
    (about != About::default()).then_some(about)
}
