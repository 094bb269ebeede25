//! Saying who an unresolved name is, once for all its mentions.

use crate::app::message::{Effect, JournalAct};
use crate::app::state::State;
use crate::journal::{SideRef, actor_key};
use crate::model::country::countries;
use crate::model::{ActorId, ActorKind, Store};
use crate::ui::overlay::{Choice, Confirm, Item, Picker};
use crate::ui::pane::{PaneId, Subject};
use crate::ui::text;

/// How many actors are offered.
const MOST: usize = 20_000;

/// Asks who the name at the cursor is: that of the actor in the Actors pane,
/// else one of the event or claim in view that has no country.
pub(super) fn begin(state: &mut State) {
    let names = unresolved(state);
    match names.as_slice() {
        [] => state.fail("nobody here is without a country: put the cursor on a name that is"),
        [name] => pick(state, name.clone()),
        _ => {
            let item = |name: &String| Item {
                haystack: name.clone(),
                label: name.clone(),
                note: "names no country".to_owned(),
                right: String::new(),
                choice: Choice::Name(name.clone()),
            };
            let items = names.iter().map(item).collect();
            state.open(Picker::new("Whose country?", items));
        }
    }
}

/// The names at the cursor that belong to no country, each once.
fn unresolved(state: &State) -> Vec<String> {
    let store = loaded(state);
    let actors: Vec<ActorId> = match (state.view.focus, state.here()) {
        (PaneId::Actors, _) => state.panes.actors.chosen(&state.cx(false)).into_iter().collect(),
        (_, Some(Subject::Event(id))) => {
            let event = store.event_by_id(id);
            event.map_or(Vec::new(), |e| {
                let sides = [(e.source(), e.source_actor()), (e.target(), e.target_actor())];
                sides.into_iter().filter(|(country, _)| !country.is_known()).map(|(_, actor)| actor).collect()
            })
        }
        (_, Some(Subject::Claim(id))) => store.claim(id).map(|c| c.speaker).into_iter().collect(),
        _ => Vec::new(),
    };
    let open = actors.into_iter().filter_map(|id| store.actor(id)).filter(|a| !a.country.is_known());
    let mut names: Vec<String> =
        open.map(|a| store.str(a.name).to_owned()).filter(|n| !n.is_empty()).collect();
    names.sort();
    names.dedup();
    names
}

/// Everything as it was loaded: there a name that is resolved is still open.
fn loaded(state: &State) -> &Store {
    &state.loaded
}

/// Offers countries, then actors of the data that have one.
pub(crate) fn pick(state: &mut State, name: String) {
    let store = loaded(state);
    let choice = |side: SideRef| Choice::Resolve(name.clone(), Some(side));
    let mut items = Vec::new();
    for (id, country) in countries() {
        items.push(Item {
            haystack: country.haystack(),
            label: country.iso3.to_owned(),
            note: country.name.to_owned(),
            right: String::new(),
            choice: choice(SideRef { name: name.clone(), ..SideRef::country(id) }),
        });
    }
    for (_, actor) in store.actors().filter(|(_, a)| a.country.is_known()).take(MOST) {
        let (called, country) = (store.str(actor.name), actor.country);
        if called.is_empty() || called == country.name() {
            continue;
        }
        let side = SideRef {
            name: called.to_owned(),
            code: store.str(actor.code).to_owned(),
            ..SideRef::country(country)
        };
        let aliases = actor.aliases.iter().map(|&a| store.str(a));
        items.push(Item {
            haystack: [called, country.iso3()].into_iter().chain(aliases).collect::<Vec<_>>().join("\t"),
            label: side.to_string(),
            note: match actor.kind {
                ActorKind::Other => country.name().to_owned(),
                kind => format!("{kind} {}", store.str(actor.role)),
            },
            right: String::new(),
            choice: choice(side),
        });
    }
    items.push(Item {
        haystack: "take back unresolved nobody".to_owned(),
        label: "nobody".to_owned(),
        note: "take back who it was said to be".to_owned(),
        right: String::new(),
        choice: Choice::Resolve(name.clone(), None),
    });
    let title = format!("Who is {}?", text::clean(&name));
    state.open(Picker::new(&title, items));
}

/// Asks before all mentions of a name are resolved.
pub(crate) fn confirm(state: &mut State, name: String, side: Option<SideRef>) {
    let (events, claims) = mentions(loaded(state), &name);
    let called = text::clean(&name).into_owned();
    let first = match &side {
        Some(side) if side.name == name => format!("{called} belongs to {}?", side.country_id().name()),
        Some(side) => format!("{called} is {side}?"),
        None => format!("{called} belongs to no country any more?"),
    };
    let count =
        |n: usize, what: &str| format!("{} {}", text::grouped(n as u64), text::plural(n as u64, what));
    let second = format!("It changes {} and {}.", count(events, "event"), count(claims, "claim"));
    let choice = Choice::ResolveNow(name, side);
    state.open(Confirm::new("Resolve", vec![first, second], choice));
}

/// It is confirmed.
pub(crate) fn resolve(state: &mut State, name: String, side: Option<SideRef>, effects: &mut Vec<Effect>) {
    state.request(JournalAct::Resolve { name, side }, effects);
}

/// How many events have a side, and how many claims a speaker, of this name
/// and without a country. One look through two columns.
fn mentions(store: &Store, name: &str) -> (usize, usize) {
    let key = actor_key(name);
    let open = store.actors().filter(|(_, a)| !a.country.is_known());
    let named = open.filter(|(_, a)| actor_key(store.str(a.name)) == key).map(|(id, _)| id);
    let actors: rustc_hash::FxHashSet<ActorId> = named.collect();
    if actors.is_empty() {
        return (0, 0);
    }
    let mut events = 0;
    for segment in store.segments() {
        let c = segment.columns();
        events += (0..segment.len())
            .filter(|&row| {
                !c.source[row].is_known() && actors.contains(&c.source_actor[row])
                    || !c.target[row].is_known() && actors.contains(&c.target_actor[row])
            })
            .count();
    }
    (events, store.claims().filter(|(_, claim)| actors.contains(&claim.speaker)).count())
}
