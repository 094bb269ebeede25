//! A whole document out of nodes: what the top of a TOML or JSON file holds.

use super::draft::Draft;
use super::error::{Outcome, ProblemKind};
use super::fields::{Notes, items, wrong_type};
use super::keys::RECORDS;
use super::node::{Node, NodeTable, Value};
use crate::model::Dossier;
use crate::model::spelling::nearest;

/// The names of the top-level tables.
pub(crate) fn headers() -> [&'static str; 4] {
    RECORDS.map(|r| r.name)
}

/// Reads a dossier; `None` if there is nothing in it. `id` is the article's if
/// it gives none. Records may stand in any order: an event may name an actor
/// that comes later.
pub(crate) fn dossier(entries: &NodeTable<'_>, id: &str, notes: &mut Notes<'_, '_>) -> Option<Dossier> {
    let mut draft = Draft::new(id);
    for (key, node) in entries {
        if !headers().contains(&key.name.as_ref()) {
            unknown(key.start, &key.name, node, notes);
        }
    }
    let all = |name: &'static str| {
        entries.iter().filter(move |(key, _)| key.name == name).flat_map(|(_, node)| items(node))
    };
    let mut articles = all("article");
    match articles.next() {
        Some(node) => draft.article(node, notes),
        None => missing_article(entries, notes),
    }
    for node in articles {
        notes.begin(Outcome::Rejected);
        notes.broken(node);
        notes.mistake(node.start, ProblemKind::DuplicateId, "a second article", "one article in a dossier");
        notes.end();
    }
    all("actor").for_each(|node| draft.actor(node, notes));
    all("event").for_each(|node| draft.event(node, false, notes));
    all("claim").for_each(|node| draft.claim(node, notes));
    let named = entries.iter().any(|(key, _)| key.name == "article");
    (named || !draft.is_empty()).then_some(draft.dossier)
}

fn missing_article(entries: &NodeTable<'_>, notes: &mut Notes<'_, '_>) {
    let Some((key, _)) = entries.first() else { return };
    let advice = "without one, the file's name is the article's id";
    notes.tell(
        key.start,
        ProblemKind::MissingKey,
        Outcome::Noted,
        "a dossier without article",
        "[article]",
        advice,
    );
}

fn unknown(at: usize, name: &str, node: &Node<'_>, notes: &mut Notes<'_, '_>) {
    let advice = nearest(name, headers()).map(|n| format!("did you mean {n}?"));
    let expected = headers().join(", ");
    let records = match &node.value {
        Value::List(items) => items.iter().filter(|i| i.table().is_some()).count(),
        Value::Table(_) => 1,
        _ => 0,
    };
    let found = format!("{name:?}");
    let advice = advice.unwrap_or_default();
    if records == 0 {
        notes.tell(at, ProblemKind::UnknownRecord, Outcome::Noted, &found, &expected, &advice);
        return;
    }
    notes.begin(Outcome::Rejected);
    notes.mistake_with(at, ProblemKind::UnknownRecord, &found, &expected, &advice);
    items(node).iter().filter(|item| item.table().is_some()).for_each(|item| notes.broken(item));
    notes.end_rejected(records as u64);
}

/// The entries of a table at the top, or a mistake.
pub(crate) fn top<'n, 't>(node: &'n Node<'t>, notes: &mut Notes<'_, '_>) -> Option<&'n NodeTable<'t>> {
    let table = node.table();
    if table.is_none() {
        wrong_type(node, "a table with the keys article, actor, event and claim", notes);
    }
    table
}
