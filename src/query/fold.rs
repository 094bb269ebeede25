//! Events that say the same again: repeats and mirrored rows, to be folded on request.
//!
//! A *repeat* has the day, both actors and the code of an earlier event; it is a
//! repeat *at one address* if the article is the same too. A *mirrored* event
//! turns an earlier one round: target acts on source, by the same code, on the
//! same day, in the same sentence of the same article. Earlier means earlier in
//! the order of loading, across files. Events without a day, or without any
//! actor, are never folded. What is rejected neither folds another nor is folded:
//! it stays listed as rejected, and the next that says the same stands for the rest.

use std::collections::BTreeSet;
use std::hash::BuildHasher;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::selection::{Part, Selection};
use crate::model::{ActorId, ArticleId, NO_DAY, Pair, Place, RowSet, Store};

/// What is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fold {
    /// Repeats of day, actors and code, whatever the article.
    pub repeats: bool,
    /// Repeats of day, actors, code and article.
    pub same_article: bool,
    /// Mirrored events.
    pub mirrored: bool,
}

impl Fold {
    /// Whether nothing is folded.
    pub fn is_none(self) -> bool {
        self == Fold::default()
    }

    fn mask(self) -> u8 {
        let bit = |on: bool, bit: u8| if on { bit } else { 0 };
        bit(self.repeats, REPEAT) | bit(self.same_article, SAME_ARTICLE) | bit(self.mirrored, MIRRORED)
    }
}

const REPEAT: u8 = 1;
const SAME_ARTICLE: u8 = 2;
const MIRRORED: u8 = 4;

/// How many events of a selection each fold takes away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FoldCounts {
    /// Repeats of day, actors and code.
    pub repeats: usize,
    /// Those of them that are in the same article.
    pub same_article: usize,
    /// Mirrored events.
    pub mirrored: usize,
}

/// Which events of a store say the same again: three bits an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folds {
    marks: Vec<Arc<Vec<u8>>>,
}

/// One event on its way through the comparison.
#[derive(Clone, Copy)]
struct Entry {
    day: i32,
    code: u16,
    /// Both actors, the smaller number first.
    actors: (u32, u32),
    seq: u32,
    article: ArticleId,
    sentence: u16,
    place: Place,
    /// Whether the source is the actor with the smaller number.
    forward: bool,
}

impl Folds {
    /// Compares all events of a store, pair by pair on all cores.
    pub fn of(store: &Store) -> Folds {
        let pairs: BTreeSet<Pair> =
            store.segments().iter().flat_map(|s| s.runs().iter().map(|r| r.pair)).collect();
        let pairs: Vec<Pair> = pairs.into_iter().collect();
        let marks = store.segments().iter().map(|s| Arc::new(vec![0; s.len()])).collect();
        let mut folds = Folds { marks };
        folds.set(pairs.par_iter().flat_map_iter(|&pair| found(store, pair, |_| true)).collect());
        folds
    }

    /// The same after other decisions on the same rows: only what happened between
    /// the same two countries on the same day as what is rejected, or not any more,
    /// is compared again.
    pub fn after(self: &Arc<Self>, before: &Store, store: &Store) -> Arc<Folds> {
        let mut changed: FxHashMap<Pair, FxHashSet<i32>> = FxHashMap::default();
        let none = RowSet::default();
        for (number, segment) in store.segments().iter().enumerate() {
            let now = store.uncounted(number).unwrap_or(&none);
            for row in now.differing(before.uncounted(number).unwrap_or(&none)) {
                let day = segment.columns().day[row];
                if day != NO_DAY {
                    changed.entry(segment.columns().pair(row)).or_default().insert(day);
                }
            }
        }
        if changed.is_empty() {
            return self.clone();
        }
        let mut folds = Folds::clone(self);
        for (&pair, days) in &changed {
            for (marks, segment) in folds.marks.iter_mut().zip(store.segments()) {
                let of_days = |row: &usize| days.contains(&segment.columns().day[*row]);
                let rows: Vec<usize> = segment.pair_rows(pair).filter(of_days).collect();
                if !rows.is_empty() {
                    let marks = Arc::make_mut(marks);
                    rows.into_iter().for_each(|row| marks[row] = 0);
                }
            }
        }
        let changed: Vec<_> = changed.into_iter().collect();
        let again =
            changed.par_iter().flat_map_iter(|(pair, days)| found(store, *pair, |d| days.contains(&d)));
        folds.set(again.collect());
        Arc::new(folds)
    }

    fn set(&mut self, found: Vec<(u32, u32, u8)>) {
        for (segment, row, mark) in found {
            Arc::make_mut(&mut self.marks[segment as usize])[row as usize] = mark;
        }
    }

    /// What is left of a selection after folding.
    pub fn apply(&self, selection: &Selection, fold: Fold) -> Selection {
        let mask = fold.mask();
        let parts = selection.parts.par_iter().enumerate().map(|(segment, part)| {
            let marks = self.marks.get(segment).map_or(&[][..], |marks| marks.as_slice());
            let keep = |row: &u32| marks.get(*row as usize).is_none_or(|m| m & mask == 0);
            let rows: Vec<u32> = match part {
                Part::Run(range) => range.clone().filter(keep).collect(),
                Part::Rows(rows) => rows.iter().copied().filter(keep).collect(),
            };
            if rows.len() == part.len() { part.clone() } else { Part::Rows(rows) }
        });
        Selection { parts: parts.collect() }
    }

    /// How many events of a selection each fold would take away by itself.
    pub fn counts(&self, selection: &Selection) -> FoldCounts {
        let of_part = |(part, marks): (&Part, &Arc<Vec<u8>>)| {
            let mut by_mark = [0; 8];
            part.each(|row| by_mark[usize::from(marks.get(row).copied().unwrap_or(0) % 8)] += 1);
            let with =
                |bit: u8| (0..8).filter(|mark| mark & bit != 0).map(|mark| by_mark[usize::from(mark)]).sum();
            FoldCounts { repeats: with(REPEAT), same_article: with(SAME_ARTICLE), mirrored: with(MIRRORED) }
        };
        let parts = selection.parts.par_iter().zip(&self.marks).map(of_part);
        parts.reduce(FoldCounts::default, |a, b| FoldCounts {
            repeats: a.repeats + b.repeats,
            same_article: a.same_article + b.same_article,
            mirrored: a.mirrored + b.mirrored,
        })
    }
}

/// Which of the events of a pair on some days say the same again, and how. Few do:
/// these are found by one number each, and only they are compared.
fn found(store: &Store, pair: Pair, on: impl Fn(i32) -> bool) -> Vec<(u32, u32, u8)> {
    // Larger pairs are shared out among the cores.
    const WORTH_ALL_CORES: usize = 1 << 16;
    let mut numbered = numbered(store, pair, on);
    match numbered.len() > WORTH_ALL_CORES {
        true => numbered.par_sort_unstable(),
        false => numbered.sort_unstable(),
    }
    let mut found = Vec::new();
    for alike in numbered.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        let mut entries: Vec<Entry> = alike.iter().filter_map(|&(_, place)| entry(store, place)).collect();
        // Others may have the same number by chance.
        entries.sort_unstable_by_key(|e| (e.day, e.code, e.actors, e.seq));
        for group in entries.chunk_by(|a, b| (a.day, a.code, a.actors) == (b.day, b.code, b.actors)) {
            mark(group, &mut found);
        }
    }
    found
}

/// All events of a pair on some days that can be compared, each with a number that
/// is the same for the same day, code and actors.
fn numbered(store: &Store, pair: Pair, on: impl Fn(i32) -> bool) -> Vec<(u64, Place)> {
    let mut numbered = Vec::new();
    for (number, segment) in store.segments().iter().enumerate() {
        let c = segment.columns();
        let uncounted = store.uncounted(number);
        for row in segment.pair_rows(pair) {
            let (source, target) = (c.source_actor[row], c.target_actor[row]);
            let nobody = source == ActorId::NONE && target == ActorId::NONE;
            let rejected = uncounted.is_some_and(|rows| rows.has(row));
            if c.day[row] == NO_DAY || nobody || rejected || !segment.is_live(row) || !on(c.day[row]) {
                continue;
            }
            let key = (c.day[row], c.code[row], source.min(target), source.max(target));
            let place = Place { segment: number as u32, row: row as u32 };
            numbered.push((FxBuildHasher.hash_one(key), place));
        }
    }
    numbered
}

fn entry(store: &Store, place: Place) -> Option<Entry> {
    let (c, row) = (store.segments().get(place.segment as usize)?.columns(), place.row as usize);
    let (source, target) = (c.source_actor[row], c.target_actor[row]);
    Some(Entry {
        day: c.day[row],
        code: c.code[row].0,
        actors: (source.0.min(target.0), source.0.max(target.0)),
        seq: c.seq[row],
        article: c.article[row],
        sentence: c.sentence.get(row).copied().unwrap_or(0),
        place,
        forward: source <= target,
    })
}

/// Marks the events of one day, code and two actors, in the order of loading.
fn mark(group: &[Entry], found: &mut Vec<(u32, u32, u8)>) {
    if group.len() < 2 {
        return;
    }
    let mut directions = [false; 2];
    let mut articles = FxHashSet::default();
    let mut sentences = FxHashSet::default();
    for e in group {
        let mut mark = 0;
        if directions[usize::from(e.forward)] {
            mark |= REPEAT;
        }
        directions[usize::from(e.forward)] = true;
        if e.article != ArticleId::NONE {
            if !articles.insert((e.forward, e.article)) {
                mark |= SAME_ARTICLE;
            }
            if e.actors.0 != e.actors.1 && sentences.contains(&(!e.forward, e.article, e.sentence)) {
                mark |= MIRRORED;
            }
            sentences.insert((e.forward, e.article, e.sentence));
        }
        if mark != 0 {
            found.push((e.place.segment, e.place.row, mark));
        }
    }
}
