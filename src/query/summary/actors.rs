//! Actors: how often each acts, is acted upon and speaks, and since when.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::{ActorId, ClaimId, ClaimRecord, Day, NO_DAY, Segment, Store};
use crate::query::selection::{Part, Selection};

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
    pub(crate) claims: u32,
    /// The first day on which it is seen, if any.
    pub first: Option<Day>,
    /// The last.
    pub last: Option<Day>,
}

impl ActorRow {
    /// All its appearances.
    pub(crate) fn total(&self) -> u32 {
        self.as_source + self.as_target + self.claims
    }
}

/// What is added up of one actor; days are [`NO_DAY`] where none was seen.
#[derive(Clone, Copy)]
struct Sum {
    as_source: u32,
    as_target: u32,
    balance: i32,
    claims: u32,
    first: i32,
    last: i32,
}

const NOTHING: Sum = Sum { as_source: 0, as_target: 0, balance: 0, claims: 0, first: i32::MAX, last: NO_DAY };

impl Sum {
    fn see(&mut self, day: i32) {
        if day != NO_DAY {
            self.first = self.first.min(day);
            self.last = self.last.max(day);
        }
    }

    fn merge(&mut self, other: &Sum) {
        self.as_source += other.as_source;
        self.as_target += other.as_target;
        self.balance += other.balance;
        self.claims += other.claims;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }

    fn is_nothing(&self) -> bool {
        self.as_source + self.as_target + self.claims == 0
    }
}

/// All actors of a selection of events and claims, the most frequent first.
pub(crate) fn actors(store: &Store, selection: &Selection, claims: &[ClaimId]) -> Vec<ActorRow> {
    // Few rows touch few actors: a table of all would cost more than it saves.
    let mut sums: Vec<(ActorId, Sum)> = if selection.len() < store.actor_count() / 4 {
        let mut few: FxHashMap<ActorId, Sum> = FxHashMap::default();
        for (segment, part) in store.segments().iter().zip(&selection.parts) {
            for_each_side(segment, part, |actor, acts, net, day| {
                count(few.entry(actor).or_insert(NOTHING), acts, net, day);
            });
        }
        for claim in claims.iter().filter_map(|&id| store.claim(id)) {
            let sum = few.entry(claim.speaker).or_insert(NOTHING);
            sum.claims += 1;
            sum.see(claim_day(claim));
        }
        few.into_iter().collect()
    } else {
        let table = || vec![NOTHING; store.actor_count() + 1];
        let mut all = store
            .segments()
            .par_iter()
            .zip(selection.parts.par_iter())
            .fold(table, |mut sums, (segment, part)| {
                // `get_mut` never fails: the table has a slot for every actor of the store.
                let mut spare = NOTHING;
                for_each_side(segment, part, |actor, acts, net, day| {
                    let sum = sums.get_mut(actor.0 as usize).unwrap_or(&mut spare);
                    count(sum, acts, net, day);
                });
                sums
            })
            .reduce(table, |mut a, b| {
                a.iter_mut().zip(&b).for_each(|(a, b)| a.merge(b));
                a
            });
        let mut spare = NOTHING;
        for claim in claims.iter().filter_map(|&id| store.claim(id)) {
            let sum = all.get_mut(claim.speaker.0 as usize).unwrap_or(&mut spare);
            sum.claims += 1;
            sum.see(claim_day(claim));
        }
        all.into_iter().enumerate().map(|(i, sum)| (ActorId(i as u32), sum)).collect()
    };
    sums.retain(|(actor, sum)| *actor != ActorId::NONE && !sum.is_nothing());
    let mut rows: Vec<ActorRow> = sums.into_iter().map(|(actor, sum)| row(actor, &sum)).collect();
    rows.sort_by(|a, b| {
        (b.total().cmp(&a.total()))
            .then_with(|| store.actor_name(a.actor).cmp(store.actor_name(b.actor)))
            .then_with(|| a.actor.cmp(&b.actor))
    });
    rows
}

/// Calls back for each actor of each row: who, whether it acts, the row's sign, its day.
fn for_each_side(segment: &Segment, part: &Part, mut f: impl FnMut(ActorId, bool, i32, i32)) {
    let c = segment.columns();
    let quads = quad_slots();
    part.each(|row| {
        let net = match quads[usize::from(c.code[row].0)] {
            1 | 2 => 1,
            3 | 4 => -1,
            _ => 0,
        };
        f(c.source_actor[row], true, net, c.day[row]);
        // Both sides of a reciprocal event act.
        f(c.target_actor[row], c.flags[row].reciprocal(), net, c.day[row]);
    });
}

fn count(sum: &mut Sum, acts: bool, net: i32, day: i32) {
    if acts {
        sum.as_source += 1;
        sum.balance += net;
    } else {
        sum.as_target += 1;
    }
    sum.see(day);
}

fn claim_day(claim: &ClaimRecord) -> i32 {
    if claim.date.is_known() { claim.date.anchor().0 } else { NO_DAY }
}

fn row(actor: ActorId, sum: &Sum) -> ActorRow {
    let seen = sum.last != NO_DAY;
    ActorRow {
        actor,
        as_source: sum.as_source,
        as_target: sum.as_target,
        balance: sum.balance,
        claims: sum.claims,
        first: seen.then_some(Day(sum.first)),
        last: seen.then_some(Day(sum.last)),
    }
}
