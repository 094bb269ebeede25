//! A dossier as it grows, record by record, out of nodes.

use std::sync::{Arc, LazyLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::error::{Outcome, ProblemKind};
use super::fields::{Fields, Notes, set, wrong_type};
use super::keys::{ACTOR, ARTICLE, Record};
use super::node::Node;
use super::stated::Stated;
use super::values;
use crate::model::id_table::{IdTable, hash_bytes};
use crate::model::spelling::Guesses;
use crate::model::{Actor, ActorKind, Claim, CodePoints, CountryId, Dossier, Event, EventDate, Side};

static NO_TEXT: LazyLock<Arc<str>> = LazyLock::new(|| Arc::from(""));

/// One article's findings while they are read. It can be used for one article
/// after the other, and keeps the memory of those before.
pub struct Draft {
    pub(crate) dossier: Dossier,
    /// The article's text, ready for spans; empty while there is none.
    pub(crate) points: CodePoints<Arc<str>>,
    actors: IdTable,
    events: IdTable,
    claims: IdTable,
    /// What the lines of an event say, by its place, where it has more than one.
    pub(super) stated: FxHashMap<usize, Stated>,
    /// The ids of claims that were handed out already.
    handed_out: FxHashSet<String>,
    told_of_missing_text: bool,
    /// What may still be guessed of ids that are no actor's.
    guesses: Guesses,
}

impl Draft {
    /// An empty one; `id` is the article's until it names another.
    pub(crate) fn new(id: &str) -> Draft {
        let mut dossier = Dossier::default();
        dossier.article.id = id.to_owned();
        Draft {
            dossier,
            points: CodePoints::new(NO_TEXT.clone()),
            actors: IdTable::default(),
            events: IdTable::default(),
            claims: IdTable::default(),
            stated: FxHashMap::default(),
            handed_out: FxHashSet::default(),
            told_of_missing_text: false,
            guesses: Guesses::default(),
        }
    }

    pub(crate) fn has_text(&self) -> bool {
        self.dossier.article.text.is_some()
    }

    /// Whether there is anything in it.
    pub(crate) fn is_empty(&self) -> bool {
        let d = &self.dossier;
        d.article.text.is_none() && d.actors.is_empty() && d.events.is_empty() && d.claims.is_empty()
    }

    /// Spans were given and there is no text: said once for an article.
    pub(crate) fn tell_of_missing_text(&mut self, at: usize, notes: &mut Notes<'_, '_>) {
        if !std::mem::replace(&mut self.told_of_missing_text, true) {
            notes.tell(
                at,
                ProblemKind::Span,
                Outcome::Noted,
                "spans in a dossier without text",
                "the article's text",
                "spans are passed over here",
            );
        }
    }

    /// Takes the article's record; a wrong value is left out, the rest is kept.
    pub(crate) fn article(&mut self, node: &Node<'_>, notes: &mut Notes<'_, '_>) {
        notes.begin(Outcome::Repaired);
        notes.broken(node);
        let Some(f) = fields(node, &ARTICLE, notes) else {
            notes.end();
            return;
        };
        if let Some(id) = f.optional_text("id", notes).filter(|id| !id.is_empty()) {
            set(&mut self.dossier.article.id, id);
        }
        let article = &mut self.dossier.article;
        f.copy("title", &mut article.title, notes);
        f.copy("publisher", &mut article.publisher, notes);
        article.published =
            f.get("published").and_then(|n| values::date(n, notes)).unwrap_or(EventDate::UNKNOWN);
        f.copy("url", &mut article.url, notes);
        f.copy("language", &mut article.language, notes);
        article.text = f.optional_text("text", notes).map(Arc::from);
        if let Some(text) = &article.text {
            self.points = CodePoints::new(Arc::clone(text));
        }
        notes.end();
    }

    /// Takes an actor. Only one without an id of its own is left out; a wrong
    /// value is left empty, since events and claims depend on the actor.
    pub(crate) fn actor(&mut self, node: &Node<'_>, notes: &mut Notes<'_, '_>) {
        notes.begin(Outcome::Repaired);
        let mut actor = Actor {
            id: String::new(),
            name: String::new(),
            aliases: Vec::new(),
            country: CountryId::UNKNOWN,
            kind: ActorKind::Other,
            role: String::new(),
            code: String::new(),
        };
        if self.read_actor(node, &mut actor, notes) && notes.end() {
            if !actor.country.is_known() {
                notes.report.actors_without_country += 1;
            }
            self.actors.insert(hash_bytes(actor.id.as_bytes()), self.dossier.actors.len() as u32);
            self.dossier.actors.push(actor);
        }
    }

    /// Fills in an actor; false if it is to be left out, which is then said.
    fn read_actor(&mut self, node: &Node<'_>, actor: &mut Actor, notes: &mut Notes<'_, '_>) -> bool {
        let lose = |at, kind, found: &str, expected: &str, notes: &mut Notes<'_, '_>| {
            notes.tell(at, kind, Outcome::Rejected, found, expected, "");
            notes.end();
            false
        };
        notes.broken(node);
        let Some(f) = fields(node, &ACTOR, notes) else {
            notes.reject();
            notes.end();
            return false;
        };
        f.copy("id", &mut actor.id, notes);
        if actor.id.is_empty() {
            return lose(node.start, ProblemKind::MissingKey, "an actor without id", "id = \"…\"", notes);
        }
        if self.find_actor(&actor.id).is_some() {
            let at = f.get("id").map_or(node.start, |n| n.start);
            let found = format!("{:?} a second time", actor.id);
            return lose(at, ProblemKind::DuplicateId, &found, "an id of its own", notes);
        }
        match f.optional_text("name", notes) {
            Some(name) => set(&mut actor.name, name),
            None => actor.id.clone_into(&mut actor.name),
        }
        f.copy_all("aliases", &mut actor.aliases, notes);
        actor.country =
            f.get("country").and_then(|n| values::country(n, notes)).unwrap_or(CountryId::UNKNOWN);
        actor.kind = f.word("kind", ActorKind::ALL, ActorKind::name, notes).unwrap_or(ActorKind::Other);
        f.copy("role", &mut actor.role, notes);
        set(&mut actor.code, f.get("code").and_then(|n| values::actor_code(n, notes)).unwrap_or_default());
        true
    }

    /// Parts events whose lines do not name every source with every target. No more
    /// lines may come for what is there now.
    pub(super) fn finish(&mut self) {
        self.part_events(&[]);
    }

    /// The same, with ids that are none of some others'.
    fn part_events(&mut self, others: &[Event]) {
        if self.stated.is_empty() {
            return;
        }
        let events = std::mem::take(&mut self.dossier.events);
        let mut taken: FxHashSet<String> =
            events.iter().chain(others).map(|event| event.id.clone()).collect();
        for (at, event) in events.into_iter().enumerate() {
            let Some(stated) = self.stated.remove(&at) else {
                self.dossier.events.push(event);
                continue;
            };
            let mut number = 1;
            let free_id = |id: &str| {
                loop {
                    number += 1;
                    let free = format!("{id}-{number}");
                    if taken.insert(free.clone()) {
                        return free;
                    }
                }
            };
            self.dossier.events.extend(stated.split(event, free_id));
        }
    }

    /// What is there so far, leaving article and actors for what comes. The last
    /// event stays: the next line may belong to it.
    pub(crate) fn hand_out_part(&mut self) -> Dossier {
        let keep = self.dossier.events.len().saturating_sub(1);
        let rest = self.dossier.events.split_off(keep);
        let last = self.stated.remove(&keep);
        self.part_events(&rest);
        let part = Dossier {
            article: self.dossier.article.clone(),
            actors: self.dossier.actors.clone(),
            events: std::mem::replace(&mut self.dossier.events, rest),
            claims: std::mem::take(&mut self.dossier.claims),
        };
        self.stated.extend(last.map(|stated| (0, stated)));
        self.events.clear();
        for (at, event) in self.dossier.events.iter().enumerate() {
            self.events.insert(hash_bytes(event.id.as_bytes()), at as u32);
        }
        self.claims.clear();
        self.handed_out.extend(part.claims.iter().map(|claim| claim.id.clone()));
        part
    }

    /// The actor with this id.
    pub(crate) fn find_actor(&self, id: &str) -> Option<&Actor> {
        let actor = |at: u32| self.dossier.actors.get(at as usize);
        let same = |at| actor(at).is_some_and(|actor| actor.id == id);
        self.actors.find(hash_bytes(id.as_bytes()), same).and_then(actor)
    }

    /// The place of the event with this id.
    pub(super) fn find_event(&self, id: &str) -> Option<usize> {
        let same = |at: u32| self.dossier.events.get(at as usize).is_some_and(|event| event.id == id);
        self.events.find(hash_bytes(id.as_bytes()), same).map(|at| at as usize)
    }

    /// Whether a claim has this id.
    pub(super) fn has_claim(&self, id: &str) -> bool {
        let same = |at: u32| self.dossier.claims.get(at as usize).is_some_and(|claim| claim.id == id);
        self.claims.find(hash_bytes(id.as_bytes()), same).is_some() || self.handed_out.contains(id)
    }

    pub(super) fn push_event(&mut self, event: Event) {
        self.events.insert(hash_bytes(event.id.as_bytes()), self.dossier.events.len() as u32);
        self.dossier.events.push(event);
    }

    pub(super) fn push_claim(&mut self, claim: Claim) {
        self.claims.insert(hash_bytes(claim.id.as_bytes()), self.dossier.claims.len() as u32);
        self.dossier.claims.push(claim);
    }

    /// The actor with this id as a side.
    pub(crate) fn actor_side(&self, id: &str) -> Option<Side> {
        let mut side = Side::default();
        side.be_actor(self.find_actor(id)?);
        Some(side)
    }

    pub(crate) fn country_side(&self, country: CountryId) -> Side {
        let mut side = Side::default();
        side.be_country(country);
        side
    }

    /// Says that an id is no actor's, with the nearest that is.
    pub(crate) fn unknown_actor(&self, at: usize, id: &str, expected: &str, notes: &mut Notes<'_, '_>) {
        let near = self.guesses.nearest(id, self.dossier.actors.iter().map(|a| a.id.as_str()));
        let advice = match (near, CountryId::from_any(id)) {
            (Some(near), _) => format!("did you mean {near}?"),
            (None, Some(country)) => format!("write {country} for {}", country.name()),
            (None, None) => "add an [[actor]] with this id, or write { name = \"…\" }".to_owned(),
        };
        notes.mistake_with(at, ProblemKind::UnknownActor, &format!("{id:?}"), expected, &advice);
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
