//! Every key is put to the test: what a row of the table says of itself must hold.

use std::collections::BTreeSet;

use super::*;
use crate::model::{ActorRecord, ClaimId};
use crate::query::complete::complete;
use crate::query::eval::{select, select_claims_with};
use crate::query::made::of_all_kinds;
use crate::query::{Query, Term};

/// Whether a word is in a text, capital and small letters alike.
pub(super) fn holds(text: &str, word: &str) -> bool {
    text.to_lowercase().contains(&word.to_lowercase())
}

/// Whether a word is in a name of an actor or at the beginning of its code.
pub(super) fn is_called(store: &Store, actor: &ActorRecord, word: &str) -> bool {
    let code = store.str(actor.code).to_lowercase();
    let names = std::iter::once(&actor.name).chain(&*actor.aliases);
    let is_start = !word.is_empty() && code.starts_with(&word.to_lowercase());
    names.into_iter().any(|&name| holds(store.str(name), word)) || is_start
}

/// The claims that a query picks, with the decisions of the store itself.
fn claims_of(store: &Store, query: &Query) -> Vec<ClaimId> {
    select_claims_with(store, query, &|id| store.claim_decision(id))
}

fn query(text: &str) -> Query {
    text.parse().unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// What the filter bar would be with one of its offers taken up.
fn taken_up(text: &str, store: &Store) -> Vec<String> {
    let offered = complete(text, text.len(), store).into_iter();
    let put = |c: crate::query::offers::Completion| {
        let mut whole = text.to_owned();
        whole.replace_range(c.at, &c.text);
        whole
    };
    offered.map(put).collect()
}

/// Terms with a key: its example, what it offers and the first letters of that, two
/// values at once.
fn terms(key: &Key, store: &Store) -> BTreeSet<String> {
    let offered = taken_up(&format!("{}:", key.name), store);
    let mut terms: BTreeSet<String> = offered.iter().cloned().collect();
    terms.insert(key.example.to_owned());
    if key.whole {
        terms.extend(taken_up(&format!("{}:=", key.name), store));
    }
    for text in terms.clone() {
        let short: String = text.chars().take(key.name.len() + 4).collect();
        terms.extend((short.parse::<Query>().is_ok()).then_some(short));
    }
    let both = offered.windows(2).map(|two| format!("{},{}", two[0], &two[1][key.name.len() + 1..]));
    terms.extend(both.take(5).collect::<Vec<_>>());
    terms
}

/// The events that a query picks, and those of which each condition holds.
fn picked_and_plain(store: &Store, query: &Query) -> (Vec<u32>, Vec<u32>) {
    let ids = |places: Vec<crate::model::Place>| {
        let mut ids: Vec<u32> = places.iter().map(|&p| store.event(p).unwrap().id().0).collect();
        ids.sort_unstable();
        ids
    };
    let fulfils = |place: &crate::model::Place| {
        let event = store.event(*place).unwrap();
        query.terms.iter().all(|t| t.filter.holds(store, &event) != t.negated)
    };
    let all = select(store, &Query::all()).places();
    (ids(select(store, query).places()), ids(all.into_iter().filter(fulfils).collect()))
}

fn agrees(store: &Store, text: &str) -> usize {
    let term = query(text).terms.remove(0);
    let once = Query { terms: vec![term.clone()] };
    let turned = Query { terms: vec![Term { negated: true, ..term.clone() }] };
    // Behind another condition rows are dropped rather than picked.
    let behind = query("-modality:possible").with(term.filter);
    let mut count = 0;
    for query in [turned, behind, once] {
        let (picked, plain) = picked_and_plain(store, &query);
        assert_eq!(picked, plain, "{query}");
        count = picked.len();
    }
    count
}

#[test]
fn examples_are_read_and_written_back_the_same() {
    for key in KEYS {
        assert!(key.example.starts_with(&format!("{}:", key.name)), "{}", key.example);
        let written = query(key.example).to_string();
        assert!(written.starts_with(&format!("{}:", key.name)), "{written}");
        assert_eq!(query(&written), query(key.example));
        assert!(!key.about.is_empty() && key.name.bytes().all(|b| b.is_ascii_lowercase()), "{}", key.name);
        let upper = key.example.replacen(key.name, &key.name.to_uppercase(), 1);
        assert_eq!(query(&upper), query(key.example));
    }
    let names: BTreeSet<&str> = KEYS.iter().map(|key| key.name).collect();
    assert_eq!(names.len(), KEYS.len(), "two keys have the same name");
}

#[test]
fn keys_are_offered_and_what_they_offer_can_be_asked() {
    let store = of_all_kinds();
    for key in KEYS {
        let offered = complete(&key.name[..1], 1, &store);
        assert!(offered.iter().any(|c| c.text == format!("{}:", key.name)), "{} is not offered", key.name);
        for text in terms(key, &store) {
            let asked = query(&text);
            assert_eq!(query(&asked.to_string()), asked, "{text}");
        }
    }
}

#[test]
fn events_are_picked_as_each_would_be_by_itself() {
    let store = of_all_kinds();
    for key in KEYS {
        for text in terms(key, &store) {
            agrees(&store, &text);
        }
        let count = agrees(&store, key.example);
        let some = 1..store.len();
        assert!(some.contains(&count), "{} picks {count} of all events: made.rs lacks some", key.example);
    }
    let words = ["cooperation", "conflict", "putin", "iran", "IRN", "treaty", "announced", "pact", "rferl"];
    for word in words.into_iter().chain(["48311910", "\"conflict\"", "é", "\"\"", "army,zarif"]) {
        agrees(&store, word);
    }
}

#[test]
fn claims_are_picked_turned_round_or_left_alone() {
    let store = of_all_kinds();
    let all: Vec<ClaimId> = store.claims().map(|(id, _)| id).collect();
    for key in KEYS {
        for text in terms(key, &store) {
            let (picked, others) =
                (claims_of(&store, &query(&text)), claims_of(&store, &query(&format!("-{text}"))));
            let alone = query(&text).terms[0].filter.claims(&store).is_none();
            if alone {
                assert!(picked == all && others == all, "{text}");
            } else {
                let mut both = [picked, others].concat();
                both.sort_unstable();
                assert_eq!(both, all, "{text}");
            }
        }
    }
    // The claims of the store, and which of them some queries pick.
    for (text, names) in [
        ("pair:IRN-RUS", "trust friends"),
        ("pair:SYR-USA", "never"),
        ("from:IRN", "friends"),
        ("to:RUS", "friends"),
        ("country:USA", "never"),
        ("actor:putin", "trust friends"),
        ("actor:=\"Vladimir Putin\"", "trust friends"),
        ("since:2025-01-18", "friends"),
        ("until:2025-01-17", "trust"),
        ("article:denial", "never"),
        ("publisher:wire", "trust friends"),
        ("claim:trust", "trust"),
        ("review:rejected", "friends"),
        ("never", "never"),
        ("place:tehran", "trust friends never"),
        ("type:14 quad:verbal-conflict -has:text conflict", "trust friends never"),
    ] {
        let id = |id: ClaimId| store.str(store.claim(id).unwrap().id).to_owned();
        let picked: Vec<String> = claims_of(&store, &query(text)).into_iter().map(id).collect();
        assert_eq!(picked.join(" "), names, "{text}");
    }
}

#[test]
fn every_key_is_in_the_documents() {
    let page = include_str!("../../../docs/queries.md");
    for key in KEYS {
        assert!(
            page.contains(&format!("| `{}:` | {} |", key.name, key.about)),
            "{} is not in docs/queries.md as it says of itself: run .ci/update",
            key.name
        );
    }
}

#[test]
fn a_whole_name_means_one_actor() {
    let store = of_all_kinds();
    for (text, names) in [
        ("actor:=Army", 3),
        ("actor:=\"ARMY\"", 1),
        ("actor:=army", 4),
        ("actor:=\"army\"/RUS", 2),
        ("actor:=Army/RUS/RUSREB", 1),
        ("actor:=Army/Russia/rusreb/armed-group", 1),
        ("actor:=ARMY/SYR/", 1),
        ("actor:=ARMY/", 0),
        ("actor:=\"Army / Navy, \\\"joint\\\"\"", 1),
        ("actor:==putin?", 1),
        ("actor:=Zari", 0),
        ("actor:=Army/IRN,=Zarif,putin", 4),
    ] {
        let asked = query(text);
        let Filter::Actor(values) = &asked.terms[0].filter else { panic!("{text}") };
        let set = actor::actors_called(&store, values);
        assert_eq!(store.actors().filter(|(id, _)| set.has(id.0)).count(), names, "{text}");
        assert_eq!(query(&asked.to_string()), asked, "{text}");
    }
    for (id, _) in store.actors() {
        let set = actor::actors_called(&store, &[ActorName::of(&store, id)]);
        assert!(store.actors().all(|(other, _)| set.has(other.0) == (other == id)), "{id:?}");
    }
}
