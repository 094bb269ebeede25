//! `actor:`, a person, body or country on either side.

use super::{Condition, QueryKey};
use crate::model::{Store, Topic};
use crate::query::QueryError;
use crate::query::complete::Offers;
use crate::query::eval::{Bits, ClaimTest, EventTest};
use crate::query::matcher::Matcher;
use crate::query::text::{Value, texts};

pub(super) struct ActorKey;

impl QueryKey for ActorKey {
    const NAME: &'static str = "actor";
    const ABOUT: &'static str = "part of an actor's name, or the start of its code";
    const EXAMPLE: &'static str = "actor:putin";

    fn parse(values: Vec<Value>) -> Result<Vec<String>, QueryError> {
        Ok(texts(values))
    }

    fn complete(offers: &mut Offers<'_>) {
        let store = offers.store;
        for (_, actor) in store.actors() {
            if !offers.goes_on() {
                break;
            }
            let name = store.str(actor.name);
            if offers.holds(name) {
                offers.put(name, actor.country.iso3());
            }
        }
    }

    fn names(store: &Store) -> usize {
        store.actor_count()
    }
}

impl Condition for ActorKey {
    type Values = Vec<String>;

    fn events(words: &Vec<String>, store: &Store) -> EventTest {
        let set = actors_like(store, words);
        Box::new(move |rows| {
            let c = rows.columns();
            rows.keep(|r| set.has(c.source_actor[r].0) || set.has(c.target_actor[r].0));
        })
    }

    fn claims(words: &Vec<String>, store: &Store) -> Option<ClaimTest> {
        let set = actors_like(store, words);
        Some(Box::new(move |claim| {
            let is_about = |topic: &Topic| matches!(topic, Topic::Actor(a) if set.has(a.0));
            set.has(claim.record.speaker.0) || claim.record.about.iter().any(is_about)
        }))
    }

    #[cfg(test)]
    fn holds(words: &Vec<String>, store: &Store, event: &crate::model::EventView<'_>) -> bool {
        let actors = [event.source_actor(), event.target_actor()];
        let is = |actor| words.iter().any(|word| super::tests::is_called(store, actor, word));
        actors.into_iter().filter_map(|id| store.actor(id)).any(is)
    }
}

/// The actors of whose name, other name or code the words are part or beginning.
pub(super) fn actors_like(store: &Store, words: &[String]) -> Bits {
    let matcher = Matcher::new(words);
    let found = matcher.among_symbols(store);
    let mut set = Bits::new(store.actor_count() + 1);
    for (id, actor) in store.actors() {
        if found.has(actor.name.0)
            || actor.aliases.iter().any(|a| found.has(a.0))
            || matcher.begins(store.str(actor.code))
        {
            set.add(id.0);
        }
    }
    set
}
