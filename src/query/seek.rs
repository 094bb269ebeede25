//! The next event of an answer of which something holds, where there are so many
//! that going from one to the next in the order of time would take long: memory
//! is read fastest in the order in which rows lie.

use rayon::prelude::*;

use super::Views;
use super::order::rank;
use crate::model::{EventView, Place};

/// By what places stand in the order of time, and the place.
type Key = ((i64, u64), Place);

/// What is nearest so far: beyond the place from which is searched, and at all.
#[derive(Clone, Copy, Default)]
struct Nearest {
    beyond: Option<Key>,
    any: Option<Key>,
}

impl Views {
    /// The position of the next event after `from` (before it, if not `forward`),
    /// round and round, of which `holds` is true. All events are asked, on all
    /// cores, each thread with what `make` gives it, until `stop` says so.
    pub(crate) fn seek<T>(
        &self,
        from: usize,
        forward: bool,
        stop: &(dyn Fn() -> bool + Sync),
        make: impl Fn() -> T + Sync + Send,
        holds: impl Fn(&mut T, &EventView<'_>) -> bool + Sync,
    ) -> Option<usize> {
        const BREATH: usize = 1 << 14;
        let many = self.events.len();
        let key = |place: Place| (rank(&self.store, place, many), place);
        let here = key(*self.events.get(from)?);
        let nearer = |a: Option<Key>, b: Option<Key>| match (a, b) {
            (Some(a), Some(b)) => Some(if forward { a.min(b) } else { a.max(b) }),
            (a, b) => a.or(b),
        };
        let merge = |a: Nearest, b: Nearest| Nearest {
            beyond: nearer(a.beyond, b.beyond),
            any: nearer(a.any, b.any),
        };
        let parts = self.listed.parts.par_iter().enumerate();
        let found = parts.map_init(&make, |state, (segment, part)| {
            let mut nearest = Nearest::default();
            let (mut asked, mut stopped) = (0, false);
            part.each(|row| {
                stopped |= asked % BREATH == 0 && stop();
                asked += 1;
                let place = Place { segment: segment as u32, row: row as u32 };
                if !stopped
                    && let Some(event) = self.store.event(place)
                    && holds(state, &event)
                {
                    let key = key(place);
                    let beyond = Some(key).filter(|key| if forward { *key > here } else { *key < here });
                    nearest = merge(nearest, Nearest { beyond, any: Some(key) });
                }
            });
            nearest
        });
        let nearest = found.reduce(Nearest::default, merge);
        let (_, place) = nearest.beyond.or(nearest.any).filter(|_| !stop())?;
        self.position_of(place)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::query::Query;
    use crate::query::made::of_days;

    proptest! {
        #[test]
        fn the_next_is_the_one_that_a_walk_would_meet(
            days in prop::collection::vec(prop::option::weighted(0.9, -3..3i32), 1..40),
            wanted in 1..9u32,
            from in 0..40usize,
            forward in any::<bool>(),
        ) {
            let views = Views::of(Arc::new(of_days(&days)), Query::all());
            let count = views.events.len();
            let from = from % count;
            let holds = |event: &EventView<'_>| event.id().0 % wanted == wanted / 2;
            let walk = |i: usize| if forward { (from + i) % count } else { (from + count - i) % count };
            let walked = (1..=count).map(walk).find(|&at| holds(&views.event(at).unwrap()));
            let found = views.seek(from, forward, &|| false, || (), |(), event| holds(event));
            prop_assert_eq!(found, walked);
            prop_assert_eq!(views.seek(from, forward, &|| true, || (), |(), event| holds(event)), None);
        }
    }
}
