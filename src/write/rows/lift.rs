//! Events and claims of a store, put together again as dossiers.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{
    About, Actor, ActorId, ActorKind, Article, ArticleId, Claim, ClaimId, ClaimRecord, CountryId, Decision,
    Dossier, Event, EventDetail, EventView, Place, Side, Store, Topic,
};
use crate::query::Selection;

/// What stands for the article of events that have none.
const NO_ARTICLE: &str = "no-article";

/// All events and claims of a store as dossiers, one an article, in the order of
/// loading.
pub(crate) fn dossiers(store: &Store) -> impl Iterator<Item = Dossier> {
    let mut places = Selection::all(store).places();
    places.sort_by_key(|&place| store.event(place).map(|event| event.id()));
    let claims: Vec<ClaimId> = store.claims().map(|(id, _)| id).collect();
    Lift::new(store, &places, &claims)
}

/// Dossiers of what was picked of a store, article by article in the order in
/// which they are first met, with only those actors that are needed.
pub(super) struct Lift<'s> {
    store: &'s Store,
    order: std::vec::IntoIter<ArticleId>,
    events: FxHashMap<ArticleId, Vec<Place>>,
    claims: FxHashMap<ArticleId, Vec<ClaimId>>,
}

impl<'s> Lift<'s> {
    pub(super) fn new(store: &'s Store, events: &[Place], claims: &[ClaimId]) -> Lift<'s> {
        let mut order = Vec::new();
        let mut met = FxHashSet::default();
        let mut by_article: FxHashMap<ArticleId, Vec<Place>> = FxHashMap::default();
        for &place in events {
            let Some(event) = store.event(place) else { continue };
            if met.insert(event.article()) {
                order.push(event.article());
            }
            by_article.entry(event.article()).or_default().push(place);
        }
        let mut claims_of: FxHashMap<ArticleId, Vec<ClaimId>> = FxHashMap::default();
        for &id in claims {
            let Some(claim) = store.claim(id) else { continue };
            if met.insert(claim.article) {
                order.push(claim.article);
            }
            claims_of.entry(claim.article).or_default().push(id);
        }
        Lift { store, order: order.into_iter(), events: by_article, claims: claims_of }
    }
}

impl Iterator for Lift<'_> {
    type Item = Dossier;

    fn next(&mut self) -> Option<Dossier> {
        let id = self.order.next()?;
        let mut draft = Draft { store: self.store, dossier: Dossier::default(), ids: FxHashMap::default() };
        draft.dossier.article = article(self.store, id);
        draft.events(&self.events.remove(&id).unwrap_or_default());
        for claim in self.claims.remove(&id).unwrap_or_default() {
            if let Some(record) = self.store.claim(claim) {
                draft.claim(record);
            }
        }
        Some(draft.dossier)
    }
}

fn article(store: &Store, id: ArticleId) -> Article {
    let Some(view) = store.article(id) else {
        return Article { id: NO_ARTICLE.to_owned(), ..Article::default() };
    };
    Article {
        id: view.id().to_owned(),
        title: view.title().to_owned(),
        publisher: view.publisher().to_owned(),
        published: view.published(),
        url: view.url().to_owned(),
        language: view.language().to_owned(),
        text: view.shared_text().cloned(),
    }
}

/// A dossier as it grows.
struct Draft<'s> {
    store: &'s Store,
    dossier: Dossier,
    ids: FxHashMap<ActorId, String>,
}

impl<'s> Draft<'s> {
    /// Rows that share their detail are one event.
    fn events(&mut self, places: &[Place]) {
        let mut groups: Vec<Vec<EventView<'s>>> = Vec::new();
        let mut of_detail: FxHashMap<*const EventDetail, usize> = FxHashMap::default();
        let mut rows: Vec<EventView<'s>> = places.iter().filter_map(|&p| self.store.event(p)).collect();
        let order: FxHashMap<_, usize> = rows.iter().enumerate().map(|(n, e)| (e.id(), n)).collect();
        rows.sort_by_key(EventView::id);
        for event in rows {
            let Some(detail) = event.detail() else {
                groups.push(vec![event]);
                continue;
            };
            match of_detail.entry(std::ptr::from_ref(detail)) {
                Entry::Occupied(at) => groups[*at.get()].push(event),
                Entry::Vacant(free) => {
                    free.insert(groups.len());
                    groups.push(vec![event]);
                }
            }
        }
        groups.sort_by_key(|g| g.iter().filter_map(|e| order.get(&e.id())).min().copied());
        let mut taken: FxHashSet<String> = FxHashSet::default();
        for group in groups {
            self.group(&group, &mut taken);
        }
    }

    /// One event, if its rows are all its sources with all its targets; else,
    /// where a query has picked some of them, one event each.
    fn group(&mut self, rows: &[EventView<'s>], taken: &mut FxHashSet<String>) {
        let (mut sources, mut targets) = (Vec::new(), Vec::new());
        for row in rows {
            for (side, sides) in [
                ((row.source_actor(), row.source()), &mut sources),
                ((row.target_actor(), row.target()), &mut targets),
            ] {
                if !sides.contains(&side) {
                    sides.push(side);
                }
            }
        }
        if rows.len() == sources.len() * targets.len() {
            let Some(row) = rows.first() else { return };
            self.event(row, &sources, &targets, taken);
            return;
        }
        for row in rows {
            let (source, target) = ((row.source_actor(), row.source()), (row.target_actor(), row.target()));
            self.event(row, &[source], &[target], taken);
        }
    }

    fn event(
        &mut self,
        row: &EventView<'s>,
        sources: &[(ActorId, CountryId)],
        targets: &[(ActorId, CountryId)],
        taken: &mut FxHashSet<String>,
    ) {
        let mut event = Event::new(free(event_id(self.store, row), taken));
        event.date = row.date();
        event.code = row.code_text().to_owned();
        event.modality = row.modality();
        event.reciprocal = row.reciprocal();
        event.reports = row.reports();
        let detail = row.detail();
        for (acts, sides, out) in [(true, sources, &mut event.sources), (false, targets, &mut event.targets)]
        {
            for &(actor, country) in sides {
                let mut side = self.side(actor, country);
                side.span = detail.and_then(|d| d.mention(acts, actor));
                if !side.is_empty() {
                    out.push(side);
                }
            }
        }
        if let Some(detail) = detail {
            event.evidence = detail.evidence.to_vec();
            event.trigger = detail.trigger;
            event.rule = self.store.str(detail.rule).to_owned();
            event.note = self.store.str(detail.note).to_owned();
            event.steps = detail.steps.iter().map(|&s| self.store.str(s).to_owned()).collect();
            event.confidence = detail.confidence;
            event.date_from = detail.date_from;
            event.decision = detail.decision.unwrap_or(Decision::Open);
        }
        self.dossier.events.push(event);
    }

    fn claim(&mut self, record: &ClaimRecord) {
        let mut claim = Claim::new(self.store.str(record.id));
        let country = self.store.actor(record.speaker).map_or(CountryId::UNKNOWN, |a| a.country);
        claim.speaker = self.side(record.speaker, country);
        claim.speaker.span = record.speaker_span;
        claim.guessed = record.guessed;
        claim.cue = record.cue;
        claim.cue_text = self.store.str(record.cue_text).to_owned();
        claim.content = record.content.to_vec();
        claim.text = record.text.to_string();
        claim.form = record.form;
        claim.about = record.about.iter().map(|topic| self.topic(*topic)).collect();
        claim.date = record.date;
        claim.rule = self.store.str(record.rule).to_owned();
        claim.confidence = record.confidence;
        claim.steps = record.steps.iter().map(|&s| self.store.str(s).to_owned()).collect();
        claim.decision = record.decision;
        self.dossier.claims.push(claim);
    }

    fn topic(&mut self, topic: Topic) -> About {
        match topic {
            Topic::Pair(pair) => About::Pair(pair),
            Topic::Country(country) => About::Country(country),
            Topic::Actor(id) => About::Actor(self.actor(id)),
        }
    }

    /// A side, by way of an actor of the dossier where there is more to say of
    /// it than a side can.
    fn side(&mut self, id: ActorId, country: CountryId) -> Side {
        let Some(record) = self.store.actor(id) else {
            return Side { country, ..Side::default() };
        };
        let name = self.store.str(record.name);
        let code = self.store.str(record.code);
        let usual = if name == country.name() { ActorKind::State } else { ActorKind::Other };
        let simple = record.kind == usual
            && record.country == country
            && record.aliases.is_empty()
            && self.store.str(record.role).is_empty();
        let actor = (!simple).then(|| self.actor(id));
        Side { actor, name: name.to_owned(), country, code: code.to_owned(), span: None }
    }

    /// The id of an actor in this dossier, made from its name.
    fn actor(&mut self, id: ActorId) -> String {
        if let Some(known) = self.ids.get(&id) {
            return known.clone();
        }
        let Some(record) = self.store.actor(id) else { return String::new() };
        let name = self.store.str(record.name);
        let mut taken: FxHashSet<String> = self.ids.values().cloned().collect();
        let key = free(slug(name), &mut taken);
        self.ids.insert(id, key.clone());
        self.dossier.actors.push(Actor {
            id: key.clone(),
            name: name.to_owned(),
            aliases: record.aliases.iter().map(|&a| self.store.str(a).to_owned()).collect(),
            country: record.country,
            kind: record.kind,
            role: self.store.str(record.role).to_owned(),
            code: self.store.str(record.code).to_owned(),
        });
        key
    }
}

/// The event's id in its article, else its number in its data set, else a new one.
fn event_id(store: &Store, event: &EventView<'_>) -> String {
    let own = event.detail().map_or("", |d| store.str(d.id));
    match event.outer() {
        _ if !own.is_empty() => own.to_owned(),
        Some(number) => number.to_string(),
        None => format!("n{}", event.id().0),
    }
}

/// The id itself, or the first of `id-2`, `id-3`, … that is free.
fn free(id: String, taken: &mut FxHashSet<String>) -> String {
    let mut candidate = id.clone();
    let mut number = 2;
    while !taken.insert(candidate.clone()) {
        candidate = format!("{id}-{number}");
        number += 1;
    }
    candidate
}

/// A name as an id: small letters and digits of any script, dashes between. It
/// never looks like a country's code or a pair, which are in capitals.
fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    if out.is_empty() { "actor".to_owned() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_readable_and_differ() {
        assert_eq!(slug("Mohammad Javad Zarif"), "mohammad-javad-zarif");
        assert_eq!(slug("«Élysée» (Paris)"), "élysée-paris");
        assert_eq!(slug("…"), "actor");
        let mut taken = FxHashSet::default();
        let ids: Vec<String> = (0..3).map(|_| free("zarif".to_owned(), &mut taken)).collect();
        assert_eq!(ids, ["zarif", "zarif-2", "zarif-3"]);
    }
}
