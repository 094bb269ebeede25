//! Words that the forms of a brief share.

use super::{Brief, EventLine, Quads, Scope};

/// The address if a browser may be sent there: nothing but web addresses.
pub(super) fn web(url: &str) -> Option<&str> {
    let lower = url.to_ascii_lowercase();
    (lower.starts_with("https://") || lower.starts_with("http://")).then_some(url)
}

/// A whole number with its sign, minus as the typographer sets it.
pub(super) fn signed(value: i64) -> String {
    match value {
        0 => "0".to_owned(),
        v if v > 0 => format!("+{v}"),
        v => format!("−{}", v.unsigned_abs()),
    }
}

/// Likewise with one digit behind the point.
pub(super) fn signed_decimal(value: f64) -> String {
    let text = format!("{:.1}", value.abs());
    match value {
        _ if text == "0.0" => text,
        v if v > 0.0 => format!("+{text}"),
        _ => format!("−{text}"),
    }
}

/// `cooperation 5 (words 3 + deeds 2) − conflict 2 (words 2 + deeds 0) = +3`.
pub(super) fn arithmetic(quads: &Quads) -> String {
    let mut text = format!(
        "cooperation {} (words {} + deeds {}) − conflict {} (words {} + deeds {}) = {}",
        quads.cooperation(),
        quads.verbal_cooperation,
        quads.material_cooperation,
        quads.conflict(),
        quads.verbal_conflict,
        quads.material_conflict,
        signed(quads.balance())
    );
    if quads.unknown > 0 {
        text.push_str(&format!(", {} of unknown class", quads.unknown));
    }
    text
}

/// The arrow of an event.
pub(super) fn arrow(event: &EventLine) -> &'static str {
    if event.reciprocal { "⇄" } else { "→" }
}

/// Up for cooperation, down for conflict.
pub(super) fn tone(event: &EventLine) -> &'static str {
    match event.quad {
        Some("verbal-cooperation" | "material-cooperation") => "▲",
        Some(_) => "▼",
        None => "◇",
    }
}

/// What kind of brief it is, in a sentence.
pub(super) fn scope_words(brief: &Brief) -> &'static str {
    match brief.scope {
        Scope::Everything => {
            "Every event that the query picks, with the mark of its review. What was rejected is listed, but not counted."
        }
        Scope::Accepted => "Only what a person accepted or corrected.",
    }
}

/// A date for reading: one that is open on a side, or a span, in words.
pub(super) fn dated(date: &str) -> String {
    match date.split_once("..") {
        _ if date.is_empty() => "no date".to_owned(),
        Some(("", last)) => format!("by {last}"),
        Some((first, "")) => format!("from {first}"),
        Some((first, last)) => format!("{first} to {last}"),
        None => date.to_owned(),
    }
}

/// What a code means, without what only tells its place in the list.
pub(super) fn plain_meaning(meaning: &str) -> &str {
    meaning.split_once(", not specified").map_or(meaning, |(head, _)| head)
}

/// The marks and what they mean.
pub(super) const MARKS: &str =
    "✓ accepted · ✎ corrected · ✗ rejected · ? looked at, left open · ≠ disputed · “·” not reviewed";

/// `1 event`, `2 events`.
pub(super) fn count(number: u64, one: &str) -> String {
    format!("{number} {}", crate::model::printable::plural(number, one))
}
