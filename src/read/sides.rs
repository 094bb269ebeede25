//! Sides of events, speakers and topics of claims, out of nodes.

use super::draft::Draft;
use super::error::ProblemKind;
use super::fields::{Fields, Notes, items, set, wrong_type};
use super::keys::{SIDE, TOPIC};
use super::node::{Node, Value};
use super::spans::{self, Near};
use super::values;
use crate::model::{About, CountryId, Pair, Side};

const SIDES: &str = "an actor's id, a country's ISO code, or { name = \"…\", country = \"IRN\" }";
const TOPICS: &str = "a pair such as IRN-RUS, a country's ISO code, or an actor's id";

/// One side or a list of them, behind others.
pub(crate) fn sides(
    node: Option<&Node<'_>>,
    near: Near<'_>,
    into: &mut Vec<Side>,
    draft: &mut Draft,
    notes: &mut Notes<'_, '_>,
) {
    for item in node.map_or(&[][..], items) {
        if let Some((side, _)) = side(item, near, draft, notes)
            && !side.is_empty()
        {
            into.push(side);
        }
    }
}

/// One side, and whether it is called a guess.
pub(crate) fn side(
    node: &Node<'_>,
    near: Near<'_>,
    draft: &mut Draft,
    notes: &mut Notes<'_, '_>,
) -> Option<(Side, Option<bool>)> {
    match &node.value {
        Value::Null => None,
        Value::Text(name) => by_name(node.start, name, draft, notes).map(|side| (side, None)),
        Value::Table(table) => {
            let f = Fields::new(node.start, table, &SIDE, notes);
            let guessed = f.flag("guessed", notes);
            by_table(&f, near, draft, notes).map(|side| (side, guessed))
        }
        _ => {
            wrong_type(node, SIDES, notes);
            None
        }
    }
}

fn by_name(at: usize, name: &str, draft: &mut Draft, notes: &mut Notes<'_, '_>) -> Option<Side> {
    if draft.find_actor(name).is_some() {
        return draft.actor_side(name);
    }
    if let Some(country) = CountryId::from_iso3(name) {
        return Some(draft.country_side(country));
    }
    draft.unknown_actor(at, name, SIDES, notes);
    None
}

/// What a table leaves out is told from its actor, or from its country if that
/// is all it has.
fn by_table(
    f: &Fields<'_, '_>,
    near: Near<'_>,
    draft: &mut Draft,
    notes: &mut Notes<'_, '_>,
) -> Option<Side> {
    let name = f.optional_text("name", notes);
    let country = f.get("country").and_then(|n| values::country(n, notes));
    let mut side = match f.optional_text("actor", notes) {
        Some(id) => match draft.actor_side(id) {
            Some(side) => side,
            None => {
                let at = f.get("actor").map_or(f.at, |n| n.start);
                draft.unknown_actor(at, id, "the id of an actor of this dossier", notes);
                return None;
            }
        },
        None => match country {
            Some(country) if name.is_none() => draft.country_side(country),
            _ => Side::default(),
        },
    };
    if let Some(name) = name {
        set(&mut side.name, name);
    }
    if let Some(country) = country {
        side.country = country;
    }
    if let Some(code) = f.get("code").and_then(|n| values::actor_code(n, notes)) {
        set(&mut side.code, code);
    }
    side.span = f.get("span").and_then(|n| spans::span(n, near, draft, notes));
    Some(side)
}

/// What a claim is about: one topic or a list, behind others.
pub(crate) fn about(
    node: Option<&Node<'_>>,
    into: &mut Vec<About>,
    draft: &Draft,
    notes: &mut Notes<'_, '_>,
) {
    into.extend(node.map_or(&[][..], items).iter().filter_map(|item| topic(item, draft, notes)));
}

fn topic(node: &Node<'_>, draft: &Draft, notes: &mut Notes<'_, '_>) -> Option<About> {
    match &node.value {
        Value::Text(text) => {
            let found = find_topic(text, draft);
            if found.is_none() {
                draft.unknown_actor(node.start, text, TOPICS, notes);
            }
            found
        }
        Value::Table(table) => {
            let f = Fields::new(node.start, table, &TOPIC, notes);
            if let Some(text) = f.optional_text("pair", notes) {
                let found = pair(text).map(About::Pair);
                if found.is_none() {
                    let found = format!("{text:?}");
                    notes.mistake(
                        node.start,
                        ProblemKind::UnknownCountry,
                        &found,
                        "two countries, such as IRN-RUS",
                    );
                }
                return found;
            }
            if let Some(node) = f.get("country") {
                return values::country(node, notes).map(About::Country);
            }
            let id = f.optional_text("actor", notes)?;
            if draft.find_actor(id).is_none() {
                draft.unknown_actor(node.start, id, "the id of an actor of this dossier", notes);
                return None;
            }
            Some(About::Actor(id.to_owned()))
        }
        _ => {
            wrong_type(node, TOPICS, notes);
            None
        }
    }
}

/// An actor's id comes before a country's code, and both before a pair.
pub(crate) fn find_topic(text: &str, draft: &Draft) -> Option<About> {
    if draft.find_actor(text).is_some() {
        return Some(About::Actor(text.to_owned()));
    }
    if text == "?" {
        return Some(About::Country(CountryId::UNKNOWN));
    }
    CountryId::from_iso3(text).map(About::Country).or_else(|| pair(text).map(About::Pair))
}

/// A pair in its text form, where `?` stands for a side that is not known.
fn pair(text: &str) -> Option<Pair> {
    let side = |text: &str| match text {
        "?" => Some(CountryId::UNKNOWN),
        _ => CountryId::from_iso3(text),
    };
    if let Some((a, b)) = text.split_once('-')
        && let (Some(a), Some(b)) = (side(a), side(b))
    {
        return Some(Pair::new(a, b));
    }
    text.parse().ok()
}
