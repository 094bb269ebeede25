//! Actors: how often each acts, is acted upon and speaks, and since when.

use rustc_hash::FxHashMap;

use crate::model::{ActorId, ClaimId, Day, NO_DAY, Store};
use crate::query::selection::Selection;

use super::quad_slots;

/// What there is to say of one actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorRow {
    /// The actor.
    pub actor: ActorId,
    /// Events in which it acts (both sides of a reciprocal event act).
    pub as_source: u32,
    /// Events in which it is acted upon.
    pub as_target: u32,
    /// Cooperation minus conflict of the events in which it acts.
    pub balance: i32,
    /// Claims that it makes.
    pub claims: u32,
    /// The first day on which it is seen, if any.
    pub first: Option<Day>,
    /// The last.
    pub last: Option<Day>,
}

impl ActorRow {
    /// All its appearances.
    pub fn total(&self) -> u32 {
        self.as_source + self.as_target + self.claims
    }
}

/// All actors of a selection of events and claims, the most frequent first.
pub fn actors(store: &Store, selection: &Selection, claims: &[ClaimId]) -> Vec<ActorRow> {
    let mut rows: FxHashMap<ActorId, ActorRow> = FxHashMap::default();
    let quads = quad_slots();
    for (segment, part) in store.segments().iter().zip(&selection.parts) {
        let c = segment.columns();
        part.each(|row| {
            let net = match quads[usize::from(c.code[row].0)] {
                1 | 2 => 1,
                3 | 4 => -1,
                _ => 0,
            };
            let both = c.flags[row].reciprocal();
            for (actor, acts) in [(c.source_actor[row], true), (c.target_actor[row], both)] {
                if actor == ActorId::NONE {
                    continue;
                }
                let sum = seen(&mut rows, actor, c.day[row]);
                if acts {
                    sum.as_source += 1;
                    sum.balance += net;
                } else {
                    sum.as_target += 1;
                }
            }
        });
    }
    for claim in claims.iter().filter_map(|&id| store.claim(id)) {
        if claim.speaker != ActorId::NONE {
            let day = if claim.date.is_known() { claim.date.anchor().0 } else { NO_DAY };
            seen(&mut rows, claim.speaker, day).claims += 1;
        }
    }
    let mut rows: Vec<ActorRow> = rows.into_values().collect();
    rows.sort_by(|a, b| {
        (b.total().cmp(&a.total()))
            .then_with(|| store.actor_name(a.actor).cmp(store.actor_name(b.actor)))
            .then_with(|| a.actor.cmp(&b.actor))
    });
    rows
}

fn seen(rows: &mut FxHashMap<ActorId, ActorRow>, actor: ActorId, day: i32) -> &mut ActorRow {
    let row = rows.entry(actor).or_insert(ActorRow {
        actor,
        as_source: 0,
        as_target: 0,
        balance: 0,
        claims: 0,
        first: None,
        last: None,
    });
    if day != NO_DAY {
        row.first = Some(row.first.map_or(Day(day), |d| d.min(Day(day))));
        row.last = Some(row.last.map_or(Day(day), |d| d.max(Day(day))));
    }
    row
}
