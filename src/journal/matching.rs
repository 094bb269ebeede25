//! Knowing an event or claim again: how alike two anchors are.

use rustc_hash::FxHashSet;

use super::anchor::{Anchor, Thing};
use super::value::SideRef;

/// From this likeness on, two anchors are taken for the same event or claim.
/// With the same words in the same article either the sides or the code may be
/// wholly others, but not both.
pub(crate) const ENOUGH: f32 = 0.62;

/// How alike the words must be for anything else to count, where there are words.
const WORDS_AT_LEAST: f32 = 0.4;

/// With the same id given by hand, this is enough: what was renumbered by hand
/// must not take the decision of another.
pub(crate) const ENOUGH_WITH_ID: f32 = 0.35;

/// How alike two anchors of the same article are, 0 to 1: half for the words,
/// a quarter for the sides, 0.15 for the code and 0.1 for the date. Without
/// words on either side (mere data), the other three are taken twice.
pub(crate) fn likeness(a: &Anchor, b: &Anchor) -> f32 {
    if a.thing != b.thing {
        return 0.0;
    }
    let sides = match a.thing {
        Thing::Event => same_sides(&a.sources, &b.sources) * 0.5 + same_sides(&a.targets, &b.targets) * 0.5,
        Thing::Claim => same_sides(&a.sources, &b.sources),
    };
    let rest = 0.25 * sides + 0.15 * same_code(a, b) + 0.1 * f32::from(u8::from(a.date == b.date));
    if a.quote.is_empty() && b.quote.is_empty() {
        return 2.0 * rest;
    }
    let words = same_words(&a.quote, &b.quote);
    if words < WORDS_AT_LEAST { 0.0 } else { 0.5 * words + rest }
}

/// Sørensen and Dice's measure over words without regard to case and marks:
/// twice the common words over all words. A quote that lies wholly in the other
/// counts as nearly the same: its ends were moved.
fn same_words(a: &str, b: &str) -> f32 {
    if a == b {
        return 1.0;
    }
    let (a, b) = (words(a), words(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let common = a.intersection(&b).count() as f32;
    let dice = 2.0 * common / (a.len() + b.len()) as f32;
    let shorter = a.len().min(b.len());
    if shorter >= 3 && common as usize == shorter { dice.max(0.85) } else { dice }
}

fn words(text: &str) -> FxHashSet<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// 1 for the same countries (names, where there are none), 0.5 if some are the same.
fn same_sides(a: &[SideRef], b: &[SideRef]) -> f32 {
    let names = |sides: &[SideRef]| -> FxHashSet<String> {
        let name = |s: &SideRef| if s.country.is_empty() { s.name.to_lowercase() } else { s.country.clone() };
        sides.iter().map(name).collect()
    };
    let (a, b) = (names(a), names(b));
    if a == b {
        1.0
    } else if a.intersection(&b).next().is_some() {
        0.5
    } else {
        0.0
    }
}

/// 1 for the same code, 0.7 under the same CAMEO root. Claims: 1 for the same cue.
fn same_code(a: &Anchor, b: &Anchor) -> f32 {
    let root = |code: &str| code.get(..2).unwrap_or(code).to_owned();
    if a.code.eq_ignore_ascii_case(&b.code) {
        1.0
    } else if a.thing == Thing::Event && root(&a.code) == root(&b.code) {
        0.7
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(quote: &str, from: &str, to: &str, code: &str) -> Anchor {
        let side = |c: &str| vec![SideRef { country: c.into(), ..SideRef::default() }];
        Anchor {
            quote: quote.into(),
            sources: side(from),
            targets: side(to),
            code: code.into(),
            date: "2025-01-17".into(),
            ..Anchor::default()
        }
    }

    #[test]
    fn an_event_is_known_again_after_small_changes() {
        let was = event("The two presidents signed the treaty in Moscow on Friday", "IRN", "RUS", "057");
        for now in [
            event("presidents signed the treaty in Moscow", "IRN", "RUS", "057"),
            event("The two presidents signed the treaty in Moscow on Friday", "IRN", "RUS", "0312"),
            event("The two presidents signed the treaty in Moscow on Friday", "RUS", "IRN", "057"),
            event("the two presidents signed a treaty in Moscow, Friday", "IRN", "RUS", "05"),
        ] {
            assert!(likeness(&was, &now) >= ENOUGH, "{now:?} {}", likeness(&was, &now));
        }
        for now in [
            event("Tehran summoned the envoy over the islands", "IRN", "RUS", "057"),
            event("The two presidents signed the treaty in Moscow on Friday", "ISR", "USA", "190"),
            event("", "IRN", "RUS", "057"),
        ] {
            assert!(likeness(&was, &now) < ENOUGH, "{now:?} {}", likeness(&was, &now));
        }
    }

    #[test]
    fn rows_of_data_are_told_apart_by_sides_code_and_date() {
        let was = event("", "IRN", "RUS", "057");
        assert!((likeness(&was, &was) - 1.0).abs() < 1e-6);
        assert!(likeness(&was, &event("", "IRN", "RUS", "0571")) >= ENOUGH);
        assert!(likeness(&was, &event("", "USA", "ISR", "057")) < ENOUGH);
    }
}
