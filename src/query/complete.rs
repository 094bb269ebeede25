//! Completion of a query while it is typed.

use std::ops::Range;

use super::keys::{KEYS, Key, Tone};
use super::offers::{Completion, Offers};
use super::text::{RawTerm, scan};
use crate::model::Store;

/// Whether completions have to be looked for among so many names that it takes
/// longer than a frame.
pub(crate) fn is_costly(text: &str, cursor: usize, store: &Store) -> bool {
    const MOST: usize = 5_000;
    let before = text.get(..cursor).unwrap_or(text);
    let last = last_term(before).and_then(|t| t.key);
    last.and_then(|(key, _)| Key::named(&key)).is_some_and(|key| (key.names)(store) > MOST)
}

/// The ways to go on from a cursor (a byte offset) in a text.
pub fn complete(text: &str, cursor: usize, store: &Store) -> Vec<Completion> {
    complete_unless(&|| false, text, cursor, store)
}

/// The same, unless it is wanted no more.
pub(crate) fn complete_unless(
    stop: &dyn Fn() -> bool,
    text: &str,
    cursor: usize,
    store: &Store,
) -> Vec<Completion> {
    let before = text.get(..cursor).unwrap_or(text);
    let mut out = Vec::new();
    match last_term(before) {
        None => keys("", cursor..cursor, &mut out),
        Some(RawTerm { key: None, values, .. }) => {
            if let Some(value) = values.last().filter(|v| !v.quoted) {
                keys(&value.text, value.at.clone(), &mut out);
            }
        }
        Some(RawTerm { key: Some((key, _)), values, .. }) => {
            if let (Some(key), Some(value)) = (Key::named(&key), values.last()) {
                let mut offers = Offers::new(store, value, stop);
                (key.complete)(&mut offers);
                out = offers.taken();
            }
        }
    }
    out
}

/// The term at whose end the cursor stands.
fn last_term(before: &str) -> Option<RawTerm> {
    scan(before).terms.pop().filter(|t| t.at.end == before.len())
}

fn keys(prefix: &str, at: Range<usize>, out: &mut Vec<Completion>) {
    let prefix = prefix.to_lowercase();
    for key in KEYS.iter().filter(|k| k.name.starts_with(&prefix)) {
        let note = format!("{}, as in {}", key.about, key.example);
        out.push(Completion { at: at.clone(), text: format!("{}:", key.name), note });
    }
    for tone in Tone::ALL.into_iter().filter(|tone| tone.name().starts_with(&prefix)) {
        let note = format!("events of {}", tone.name());
        out.push(Completion { at: at.clone(), text: tone.name().to_owned(), note });
    }
}
