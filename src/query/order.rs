//! The order of time, also of millions of events.

use std::ops::Range;

use rayon::prelude::*;

use super::selection::Selection;
use crate::model::{NO_DAY, Place, Store};

/// The day by which a place is put in order: undated ones come last.
pub(super) fn day_of(store: &Store, place: Place) -> i64 {
    let segment = store.segments().get(place.segment as usize);
    match segment.and_then(|s| s.columns().day.get(place.row as usize)) {
        Some(&NO_DAY) | None => i64::MAX,
        Some(&day) => i64::from(day),
    }
}

/// A place's number in the order of loading.
pub(super) fn seq_of(store: &Store, place: Place) -> u32 {
    let segment = store.segments().get(place.segment as usize);
    segment.and_then(|s| s.columns().seq.get(place.row as usize).copied()).unwrap_or(u32::MAX)
}

/// By what a place is put in order among so many.
pub(super) fn rank(store: &Store, place: Place, many: usize) -> (i64, u64) {
    let among = match many > MOST_SORTED {
        true => u64::from(place.segment) << 32 | u64::from(place.row),
        false => seq_of(store, place).into(),
    };
    (day_of(store, place), among)
}

/// Beyond this many events, those of one day are kept by segment and row rather
/// than in the order of loading: nobody reads them in that order, and it costs
/// a sort.
pub(super) const MOST_SORTED: usize = 200_000;
/// The longest span of days that is counted in a plain table: 2,800 years.
const MOST_DAYS: i64 = 1 << 20;

/// Picked places in the order of day, then of loading; undated ones last.
pub(super) fn in_time(store: &Store, selection: &Selection) -> Vec<Place> {
    if selection.len() > MOST_SORTED
        && let Some(places) = by_counting(store, selection, rayon::current_num_threads())
    {
        return places;
    }
    let places = selection.places();
    if places.len() > MOST_SORTED {
        let mut keyed: Vec<(i64, Place)> = places.into_iter().map(|p| (day_of(store, p), p)).collect();
        keyed.par_sort_unstable();
        return keyed.into_iter().map(|(_, place)| place).collect();
    }
    let mut keyed: Vec<(i64, u32, Place)> =
        places.into_iter().map(|p| (day_of(store, p), seq_of(store, p), p)).collect();
    keyed.sort_unstable_by_key(|&(day, seq, _)| (day, seq));
    keyed.into_iter().map(|(_, _, place)| place).collect()
}

/// Counts the days, then puts every place where its day begins: two passes
/// instead of a sort. Each of `shares` threads looks at all rows and takes
/// those of its own stretch of days. `None` if the days lie too far apart.
fn by_counting(store: &Store, selection: &Selection, shares: usize) -> Option<Vec<Place>> {
    let parts = || store.segments().par_iter().zip(selection.parts.par_iter());
    let (low, high) = selection.day_span(store);
    let width = (i64::from(high) - i64::from(low) + 1).max(0);
    if width > MOST_DAYS {
        return None;
    }
    // Undated ones have a slot of their own, the last.
    let slots = width as usize + 1;
    let slot = |day: i32| if day == NO_DAY { slots - 1 } else { (day - low) as usize };
    let counts = parts()
        .fold(
            || vec![0u32; slots],
            |mut counts, (segment, part)| {
                let days = &segment.columns().day;
                part.each(|row| counts[slot(days[row])] += 1);
                counts
            },
        )
        .reduce(
            || vec![0u32; slots],
            |mut a, b| {
                a.iter_mut().zip(&b).for_each(|(a, b)| *a += b);
                a
            },
        );
    let mut places = vec![Place { segment: 0, row: 0 }; selection.len()];
    let stretches = stretches(&counts, &mut places, shares.max(1));
    stretches.into_par_iter().for_each(|(slots, out)| {
        let mut next = Vec::with_capacity(slots.len());
        let mut start = 0;
        for &count in &counts[slots.clone()] {
            next.push(start);
            start += count as usize;
        }
        for (number, (segment, part)) in store.segments().iter().zip(&selection.parts).enumerate() {
            let days = &segment.columns().day;
            part.each(|row| {
                if let Some(next) = slot(days[row]).checked_sub(slots.start).and_then(|at| next.get_mut(at)) {
                    out[*next] = Place { segment: number as u32, row: row as u32 };
                    *next += 1;
                }
            });
        }
    });
    Some(places)
}

/// Divides the slots into stretches with about as many places each.
fn stretches<'p>(
    counts: &[u32],
    places: &'p mut [Place],
    shares: usize,
) -> Vec<(Range<usize>, &'p mut [Place])> {
    let share = places.len().div_ceil(shares).max(1);
    let mut out = Vec::with_capacity(shares + 1);
    let mut rest = places;
    let (mut from, mut sum) = (0, 0);
    for (slot, &count) in counts.iter().enumerate() {
        sum += count as usize;
        if sum >= share || slot + 1 == counts.len() {
            let (mine, others) = std::mem::take(&mut rest).split_at_mut(sum);
            out.push((from..slot + 1, mine));
            (rest, from, sum) = (others, slot + 1, 0);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::query::made::of_days;
    use crate::query::selection::Part;

    proptest! {
        #[test]
        fn counting_gives_the_order_of_days_with_the_undated_last(
            days in prop::collection::vec(prop::option::weighted(0.9, -9..9i32), 0..60),
            shares in 1..5usize,
            every in 1..4usize,
        ) {
            let store = of_days(&days);
            let mut selection = Selection::all(&store);
            if every > 1 {
                for part in &mut selection.parts {
                    let rows = (0..part.len() as u32).step_by(every).collect();
                    *part = Part::Rows(rows);
                }
            }
            let mut sorted = selection.places();
            sorted.sort_by_key(|&p| day_of(&store, p));
            prop_assert_eq!(by_counting(&store, &selection, shares), Some(sorted));
        }
    }

    #[test]
    fn days_that_lie_far_apart_are_not_counted() {
        let store = of_days(&[Some(-9_000_000), Some(9_000_000)]);
        assert_eq!(by_counting(&store, &Selection::all(&store), 2), None);
    }
}
