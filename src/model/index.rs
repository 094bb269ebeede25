//! The order in which a segment keeps its rows: pair, then day, then as loaded;
//! and where each pair begins.

use bytemuck::{Pod, Zeroable};
use rustc_hash::FxHashMap;

use super::column::Rows;
use super::pair::Pair;

/// A day span up to which counting by day is cheaper than comparing.
const MOST_DAYS: usize = 1 << 20;

/// One pair's rows in a segment: a contiguous run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Pod, Zeroable)]
#[repr(C)]
pub struct Run {
    pub(crate) pair: Pair,
    /// Its first row.
    pub(crate) start: u32,
    /// One past its last row.
    pub(crate) end: u32,
}

/// The order that brings rows into pair-then-day order, stable, and the runs
/// that come of it, sorted by [`Pair::key`].
///
/// Two passes of a counting sort: by day, then by pair.
pub(crate) fn pair_day_order(rows: &Rows) -> (Vec<u32>, Vec<Run>) {
    let by_day = day_order(&rows.day);
    let (ids, pairs) = dense_pairs(rows);
    let mut starts = vec![0u32; pairs.len() + 1];
    for &id in &ids {
        starts[id as usize + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let runs = pairs
        .iter()
        .enumerate()
        .map(|(i, &pair)| Run { pair, start: starts[i], end: starts[i + 1] })
        .collect();
    let mut order = vec![0u32; ids.len()];
    for row in by_day {
        let slot = &mut starts[ids[row as usize] as usize];
        order[*slot as usize] = row;
        *slot += 1;
    }
    (order, runs)
}

/// Rows in the order of their days, stable.
pub(crate) fn day_order(days: &[i32]) -> Vec<u32> {
    let known = || days.iter().copied().filter(|&d| d != super::column::NO_DAY);
    let (Some(low), Some(high)) = (known().min(), known().max()) else {
        return (0..days.len() as u32).collect();
    };
    let width = (i64::from(high) - i64::from(low)) as usize + 2;
    if width > MOST_DAYS {
        let mut order: Vec<u32> = (0..days.len() as u32).collect();
        order.sort_by_key(|&i| days[i as usize]);
        return order;
    }
    // Rows without a day go first, into slot 0.
    let slot = |d: i32| if d < low { 0 } else { (d - low) as usize + 1 };
    let mut starts = vec![0u32; width + 1];
    for &d in days {
        starts[slot(d) + 1] += 1;
    }
    for i in 1..starts.len() {
        starts[i] += starts[i - 1];
    }
    let mut order = vec![0u32; days.len()];
    for (row, &d) in days.iter().enumerate() {
        let at = &mut starts[slot(d)];
        order[*at as usize] = row as u32;
        *at += 1;
    }
    order
}

/// A small number for each row's pair, ascending by [`Pair::key`], and the pairs by number.
fn dense_pairs(rows: &Rows) -> (Vec<u32>, Vec<Pair>) {
    const NEW: u32 = u32::MAX;
    let countries = rows.source.iter().chain(&rows.target).map(|c| usize::from(c.0) + 1).max().unwrap_or(0);
    // The table has some hundred countries, so a square of them fits the cache.
    let mut seen = vec![NEW; countries * countries];
    let mut keys = Vec::new();
    let mut ids: Vec<u32> = rows
        .source
        .iter()
        .zip(&rows.target)
        .map(|(source, target)| {
            let at = usize::from(source.0) * countries + usize::from(target.0);
            if seen[at] == NEW {
                // Both directions are one pair.
                let id = keys.len() as u32;
                keys.push(Pair::new(*source, *target).key());
                seen[at] = id;
                seen[usize::from(target.0) * countries + usize::from(source.0)] = id;
            }
            seen[at]
        })
        .collect();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    let rank: FxHashMap<u32, u32> = sorted.iter().enumerate().map(|(i, &k)| (k, i as u32)).collect();
    let renumber: Vec<u32> = keys.iter().map(|k| rank[k]).collect();
    for id in &mut ids {
        *id = renumber[*id as usize];
    }
    (ids, sorted.into_iter().map(Pair::from_key).collect())
}
