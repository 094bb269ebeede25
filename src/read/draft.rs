//! A dossier as it grows, record by record, out of nodes.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::error::{Kind, Outcome};
use super::fields::{Fields, Notes, wrong_type};
use super::keys::{ACTOR, ARTICLE, Record};
use super::node::Node;
use super::values;
use crate::model::{Actor, ActorKind, CodePoints, CountryId, Dossier, EventDate};

/// One article's findings while they are read.
pub(crate) struct Draft {
    pub dossier: Dossier,
    /// The article's text, ready for spans; empty while there is none.
    pub points: CodePoints<Arc<str>>,
    actors: FxHashMap<String, usize>,
    pub(super) events: FxHashMap<String, usize>,
    pub(super) claims: FxHashSet<String>,
    told_of_missing_text: bool,
}

impl Draft {
    /// An empty one; `id` is the article's until it names another.
    pub fn new(id: &str) -> Draft {
        let mut dossier = Dossier::default();
        dossier.article.id = id.to_owned();
        Draft {
            dossier,
            points: CodePoints::new(Arc::from("")),
            actors: FxHashMap::default(),
            events: FxHashMap::default(),
            claims: FxHashSet::default(),
            told_of_missing_text: false,
        }
    }

    pub fn has_text(&self) -> bool {
        self.dossier.article.text.is_some()
    }

    /// Whether there is anything in it.
    pub fn is_empty(&self) -> bool {
        let d = &self.dossier;
        d.article.text.is_none() && d.actors.is_empty() && d.events.is_empty() && d.claims.is_empty()
    }

    /// Spans were given and there is no text: said once for an article.
    pub fn tell_of_missing_text(&mut self, at: usize, notes: &mut Notes<'_, '_>) {
        if !std::mem::replace(&mut self.told_of_missing_text, true) {
            notes.tell(
                at,
                Kind::Span,
                Outcome::Noted,
                "spans in a dossier without text",
                "the article's text",
                "spans are passed over here",
            );
        }
    }

    /// Takes the article's record; a wrong value is left out, the rest is kept.
    pub fn article(&mut self, node: &Node<'_>, notes: &mut Notes<'_, '_>) {
        notes.begin(Outcome::Repaired);
        let Some(f) = fields(node, &ARTICLE, notes) else {
            notes.end();
            return;
        };
        if let Some(id) = f.optional_text("id", notes).filter(|id| !id.is_empty()) {
            self.dossier.article.id = id.to_owned();
        }
        let article = &mut self.dossier.article;
        article.title = f.text("title", notes);
        article.publisher = f.text("publisher", notes);
        article.published =
            f.get("published").and_then(|n| values::date(n, notes)).unwrap_or(EventDate::UNKNOWN);
        article.url = f.text("url", notes);
        article.language = f.text("language", notes);
        article.text = f.optional_text("text", notes).map(Arc::from);
        if let Some(text) = &article.text {
            self.points = CodePoints::new(Arc::clone(text));
        }
        notes.end();
    }

    /// Takes an actor. Only one without an id of its own is left out; a wrong
    /// value is left empty, since events and claims depend on the actor.
    pub fn actor(&mut self, node: &Node<'_>, notes: &mut Notes<'_, '_>) {
        notes.begin(Outcome::Repaired);
        if let Some(actor) = self.read_actor(node, notes)
            && notes.end()
        {
            if !actor.country.is_known() {
                notes.report.actors_without_country += 1;
            }
            self.actors.insert(actor.id.clone(), self.dossier.actors.len());
            self.dossier.actors.push(actor);
        }
    }

    fn read_actor(&mut self, node: &Node<'_>, notes: &mut Notes<'_, '_>) -> Option<Actor> {
        let lose = |at, kind, found: &str, expected: &str, notes: &mut Notes<'_, '_>| {
            notes.tell(at, kind, Outcome::Rejected, found, expected, "");
            notes.end();
        };
        let Some(f) = fields(node, &ACTOR, notes) else {
            notes.touch(Outcome::Rejected);
            notes.end();
            return None;
        };
        let id = f.text("id", notes);
        if id.is_empty() {
            lose(node.start, Kind::MissingKey, "an actor without id", "id = \"…\"", notes);
            return None;
        }
        if self.actors.contains_key(&id) {
            let at = f.get("id").map_or(node.start, |n| n.start);
            lose(at, Kind::DuplicateId, &format!("{id:?} a second time"), "an id of its own", notes);
            return None;
        }
        if node.cut {
            notes.touch(Outcome::Repaired);
        }
        Some(Actor {
            name: f.optional_text("name", notes).map_or_else(|| id.clone(), str::to_owned),
            aliases: f.texts("aliases", notes),
            country: f.get("country").and_then(|n| values::country(n, notes)).unwrap_or(CountryId::UNKNOWN),
            kind: f.word("kind", ActorKind::ALL, ActorKind::name, notes).unwrap_or(ActorKind::Other),
            role: f.text("role", notes),
            code: f.get("code").and_then(|n| values::actor_code(n, notes)).unwrap_or_default(),
            id,
        })
    }

    /// What is there so far, leaving article and actors for what comes. The last
    /// event stays: the next line may belong to it.
    pub fn hand_out_part(&mut self) -> Dossier {
        let keep = self.dossier.events.len().saturating_sub(1);
        let rest = self.dossier.events.split_off(keep);
        let part = Dossier {
            article: self.dossier.article.clone(),
            actors: self.dossier.actors.clone(),
            events: std::mem::replace(&mut self.dossier.events, rest),
            claims: std::mem::take(&mut self.dossier.claims),
        };
        self.events = self.dossier.events.iter().enumerate().map(|(i, e)| (e.id.clone(), i)).collect();
        part
    }

    /// The actor with this id.
    pub fn find_actor(&self, id: &str) -> Option<&Actor> {
        self.actors.get(id).and_then(|&i| self.dossier.actors.get(i))
    }

    /// Says that an id is no actor's, with the nearest that is.
    pub fn unknown_actor(&self, at: usize, id: &str, expected: &str, notes: &mut Notes<'_, '_>) {
        let near = super::fields::closest(id, self.dossier.actors.iter().map(|a| a.id.as_str()));
        let advice = match (near, CountryId::from_any(id)) {
            (Some(near), _) => format!("did you mean {near}?"),
            (None, Some(country)) => format!("write {country} for {}", country.name()),
            (None, None) => "add an [[actor]] with this id, or write { name = \"…\" }".to_owned(),
        };
        notes.mistake_with(at, Kind::UnknownActor, &format!("{id:?}"), expected, &advice);
    }

    /// An id for a record that has none: the first free one of `e1`, `e2`, ….
    pub(super) fn free_id(prefix: char, from: usize, taken: impl Fn(&str) -> bool) -> String {
        let mut number = from + 1;
        loop {
            let id = format!("{prefix}{number}");
            if !taken(&id) {
                return id;
            }
            number += 1;
        }
    }
}

/// The keys of a record, or a mistake where it is no table.
pub(crate) fn fields<'n, 't>(
    node: &'n Node<'t>,
    record: &'static Record,
    notes: &mut Notes<'_, '_>,
) -> Option<Fields<'n, 't>> {
    match node.table() {
        Some(table) => Some(Fields::new(node.start, table, record, notes)),
        None => {
            wrong_type(node, &format!("a table of {}", record.name), notes);
            None
        }
    }
}
