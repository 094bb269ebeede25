//! Completion of a query while it is typed.

use std::cell::Cell;
use std::ops::Range;

use crate::model::{Decision, Modality, QuadClass, Store, country, ontology};

use super::eval::Bits;
use super::text::{KEYS, RawTerm, scan};
use super::{Tone, Trait};

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// The bytes to replace.
    pub at: Range<usize>,
    /// What to put there.
    pub text: String,
    /// What it means.
    pub note: String,
}

/// The most that are offered at once.
const MOST: usize = 50;

/// Whether completions have to be looked for among so many names that it takes
/// longer than a frame.
pub fn is_costly(text: &str, cursor: usize, store: &Store) -> bool {
    const MOST: usize = 5_000;
    let before = text.get(..cursor).unwrap_or(text);
    let scan = scan(before);
    let last = scan.terms.last().filter(|t| t.at.end == before.len());
    match last.and_then(|t| t.key.as_ref()).map(|(key, _)| &**key) {
        Some("actor") => store.actor_count() > MOST,
        Some("article" | "publisher") => store.article_count() > MOST,
        _ => false,
    }
}

/// The ways to go on from a cursor (a byte offset) in a text.
pub fn complete(text: &str, cursor: usize, store: &Store) -> Vec<Completion> {
    complete_unless(&|| false, text, cursor, store)
}

/// The same, unless it is wanted no more.
pub fn complete_unless(stop: &dyn Fn() -> bool, text: &str, cursor: usize, store: &Store) -> Vec<Completion> {
    let before = text.get(..cursor).unwrap_or(text);
    let scan = scan(before);
    let last = scan.terms.last().filter(|t| t.at.end == before.len());
    let mut out = Vec::new();
    match last {
        None => keys("", cursor..cursor, &mut out),
        Some(RawTerm { key: None, values, .. }) => {
            if let Some(value) = values.last().filter(|v| !v.quoted) {
                keys(&value.text, value.at.clone(), &mut out);
            }
        }
        Some(RawTerm { key: Some((key, _)), values, .. }) => {
            if let Some(value) = values.last() {
                let prefix = value.text.to_lowercase();
                values_of(key, &prefix, store, stop, &mut |text, note| {
                    out.push(Completion { at: value.at.clone(), text: quote(text), note: note.to_owned() });
                    out.len() < MOST
                });
            }
        }
    }
    out
}

fn keys(prefix: &str, at: Range<usize>, out: &mut Vec<Completion>) {
    let prefix = prefix.to_lowercase();
    for key in KEYS.iter().filter(|k| k.name.starts_with(&prefix)) {
        let note = format!("{}, as in {}", key.about, key.example);
        out.push(Completion { at: at.clone(), text: format!("{}:", key.name), note });
    }
    for tone in [Tone::Cooperation, Tone::Conflict] {
        if tone.name().starts_with(&prefix) {
            let note = format!("events of {}", tone.name());
            out.push(Completion { at: at.clone(), text: tone.name().to_owned(), note });
        }
    }
}

fn quote(text: &str) -> String {
    if text.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '"' | '\\')) {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        text.to_owned()
    }
}

/// Offers values until the callback has enough.
fn values_of(
    key: &str,
    prefix: &str,
    store: &Store,
    stop: &dyn Fn() -> bool,
    offer: &mut dyn FnMut(&str, &str) -> bool,
) {
    let go = Cell::new(true);
    let mut put = |text: &str, note: &str| {
        if go.get() {
            go.set(offer(text, note));
        }
    };
    // Asked for each of very many names.
    let looked = Cell::new(0u32);
    let goes_on = || {
        looked.set(looked.get() + 1);
        go.get() && !(looked.get().is_multiple_of(1024) && stop())
    };
    let starts = |text: &str| text.to_lowercase().starts_with(prefix);
    let holds = |text: &str| text.to_lowercase().contains(prefix);
    match key {
        "from" | "to" | "country" => {
            for (_, c) in country::countries().filter(|(_, c)| starts(c.iso3) || starts(c.name)) {
                put(c.iso3, c.name);
            }
        }
        "pair" => pairs(prefix, store, &mut put),
        "actor" => {
            let actors = store.actors().take_while(|_| goes_on());
            for (_, a) in actors.filter(|(_, a)| holds(store.str(a.name))) {
                put(store.str(a.name), a.country.iso3());
            }
        }
        "type" => {
            for root in ontology::roots().iter().filter(|r| starts(r)) {
                put(root, "PLOVER type");
            }
            for (_, c) in ontology::codes().filter(|(_, c)| c.code.starts_with(prefix) || holds(c.name)) {
                put(c.code, c.name);
            }
        }
        "quad" => QuadClass::ALL.iter().filter(|q| starts(q.name())).for_each(|q| put(q.name(), "")),
        "modality" => Modality::ALL.iter().filter(|m| starts(m.name())).for_each(|m| put(m.name(), "")),
        "has" => Trait::ALL.iter().filter(|t| starts(t.name())).for_each(|t| put(t.name(), "")),
        "review" => Decision::ALL.iter().filter(|d| starts(d.name())).for_each(|d| put(d.name(), "")),
        "article" => {
            let recorded = store.article_table().recorded().take_while(|_| goes_on());
            for a in recorded.filter_map(|id| store.article(id)) {
                let (id, title) = (a.id(), a.title());
                if holds(id) || holds(title) {
                    put(id, title);
                }
            }
        }
        "data" => {
            let mut seen = rustc_hash::FxHashSet::default();
            for origin in store.origins() {
                let (format, file) = (origin.format, store.str(origin.name));
                if holds(format) && seen.insert(format) {
                    put(format, "data set");
                }
                if holds(file) && seen.insert(file) {
                    put(file, format);
                }
            }
        }
        "publisher" => {
            let mut seen = rustc_hash::FxHashSet::default();
            let mut told = Bits::new(store.symbols.len() + 1);
            for (_, a) in store.articles().take_while(|_| goes_on()) {
                // The same few again and again: their numbers are compared sooner
                // than their letters.
                if let Some(named) = a.told_publisher() {
                    if told.has(named.0) {
                        continue;
                    }
                    told.add(named.0);
                }
                let publisher = a.publisher();
                if !publisher.is_empty() && seen.insert(publisher) && holds(publisher) {
                    put(publisher, "");
                }
            }
        }
        _ => {}
    }
}

/// Pairs that the store holds; the part before the dash narrows one side.
fn pairs(prefix: &str, store: &Store, put: &mut dyn FnMut(&str, &str)) {
    let mut keys: Vec<u32> = store
        .segments()
        .iter()
        .flat_map(|s| s.runs())
        .filter(|r| r.pair.is_dyad())
        .map(|r| r.pair.key())
        .collect();
    keys.sort_unstable();
    keys.dedup();
    for pair in keys.into_iter().map(crate::model::Pair::from_key) {
        let (a, b) = (pair.first(), pair.second());
        let forms = [format!("{a}-{b}"), format!("{b}-{a}")];
        if forms.iter().any(|f| f.to_lowercase().starts_with(prefix)) {
            put(&pair.to_string(), &format!("{} and {}", a.name(), b.name()));
        }
    }
}
