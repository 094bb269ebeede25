use detente::model::articles::Minute;
use detente::model::{
    ActorId, ActorKind, ArticleId, Builder, CodeId, CountryId, DataRow, Day, Decision, EventDate, EventId,
    EventRow, Modality, Store,
};
use detente::query::summary::lags::{lags, unresolved};
use detente::query::summary::volume::Volume;
use detente::query::{Fold, Folds, Selection};
use proptest::prelude::*;

/// Day, source, target, code, article, sentence, lag; all from few values, so that they repeat.
type Plain = (i32, u32, u32, usize, u32, u16, i16);

fn plain() -> impl Strategy<Value = Plain> {
    (
        0..4i32,
        0..4u32,
        0..4u32,
        0..2usize,
        0..3u32,
        0..2u16,
        prop::sample::select(vec![0, 1, 7, 30, -1, i16::MIN]),
    )
}

fn build(rows: &[Plain]) -> Store {
    let mut builder = Builder::with_segment_rows(7);
    let country = |c: &str| c.parse::<CountryId>().unwrap();
    let known = [("a", country("IRN")), ("b", country("RUS")), ("c", CountryId::UNKNOWN)];
    let actors = known.map(|(name, c)| (builder.actor(name, c, "", "", ActorKind::Other), c));
    let articles = ["x", "y"].map(|a| builder.address(a, Minute::UNKNOWN, ""));
    let codes = ["040", "190"].map(|c| CodeId::from_code(c).unwrap());
    for &(day, source, target, code, article, sentence, lag) in rows {
        let side = |i: u32| {
            actors.get((i as usize).wrapping_sub(1)).copied().unwrap_or((ActorId::NONE, CountryId::UNKNOWN))
        };
        let ((source_actor, source), (target_actor, target)) = (side(source), side(target));
        let date = if day == 0 { EventDate::UNKNOWN } else { EventDate::day(Day(day)) };
        let row = EventRow {
            date,
            source,
            target,
            source_actor,
            target_actor,
            code: codes[code],
            modality: Modality::Actual,
            reciprocal: false,
            reports: 1 + u32::from(sentence),
            article: articles.get((article as usize).wrapping_sub(1)).copied().unwrap_or(ArticleId::NONE),
        };
        builder.push_data(&row, &DataRow { sentence, lag, ..DataRow::default() });
    }
    builder.snapshot()
}

proptest! {
    #[test]
    fn folds_are_those_of_a_naive_loop(rows in prop::collection::vec(plain(), 0..60)) {
        let store = build(&rows);
        let all = Selection::all(&store);
        let folds = Folds::of(&store);
        let (mut repeats, mut same, mut mirrored) = (Vec::new(), Vec::new(), Vec::new());
        for (i, r) in rows.iter().enumerate() {
            let earlier = || rows[..i].iter().filter(|q| q.0 == r.0 && q.3 == r.3 && r.0 != 0 && (r.1, r.2) != (0, 0));
            let alike = || earlier().filter(|q| (q.1, q.2) == (r.1, r.2));
            let round = || earlier().filter(|q| (q.1, q.2) == (r.2, r.1) && r.1 != r.2);
            repeats.push(alike().next().is_some());
            same.push(r.4 != 0 && alike().any(|q| q.4 == r.4));
            mirrored.push(r.4 != 0 && round().any(|q| (q.4, q.5) == (r.4, r.5)));
        }
        let count = |marks: &[bool]| marks.iter().filter(|m| **m).count();
        let counts = folds.counts(&all);
        prop_assert_eq!((counts.repeats, counts.same_article, counts.mirrored), (count(&repeats), count(&same), count(&mirrored)));
        for bits in 0..8u8 {
            let fold = Fold { repeats: bits & 1 != 0, same_article: bits & 2 != 0, mirrored: bits & 4 != 0 };
            let left = folds.apply(&all, fold);
            let mut seqs: Vec<u32> = left.places().iter().filter_map(|&p| store.event(p)).map(|e| e.id().0).collect();
            seqs.sort_unstable();
            let naive: Vec<u32> = (0..rows.len())
                .filter(|&i| !(fold.repeats && repeats[i] || fold.same_article && same[i] || fold.mirrored && mirrored[i]))
                .map(|i| i as u32)
                .collect();
            prop_assert_eq!(seqs, naive);
            prop_assert_eq!(fold.is_none(), bits == 0);
        }
    }

    /// What is rejected folds nothing and is not folded, as if it were not there;
    /// and what is compared again after a decision is what comparing all would give.
    #[test]
    fn what_is_rejected_takes_no_part_in_folding(
        rows in prop::collection::vec(plain(), 1..60),
        first in prop::collection::vec(any::<bool>(), 60),
        then in prop::collection::vec(any::<bool>(), 60),
    ) {
        let base = std::sync::Arc::new(build(&rows));
        let decisions = |on: &[bool]| {
            let ids = (0..rows.len()).filter(|&i| on[i]).map(|i| (EventId(i as u32), Decision::Rejected));
            ids.collect::<rustc_hash::FxHashMap<_, _>>()
        };
        let one = std::sync::Arc::new(base.judged(decisions(&first), Default::default()));
        let two = one.judged(decisions(&then), Default::default());
        let folds = std::sync::Arc::new(Folds::of(&one)).after(&one, &two);
        prop_assert_eq!(&*folds, &Folds::of(&two));
        prop_assert!(std::sync::Arc::ptr_eq(&folds.after(&two, &two), &folds));
        let kept: Vec<Plain> = (0..rows.len()).filter(|&i| !then[i]).map(|i| rows[i]).collect();
        let without = build(&kept);
        let (all, rest) = (Selection::all(&two), Selection::all(&without));
        prop_assert_eq!(folds.counts(&all), Folds::of(&without).counts(&rest));
        let fold = Fold { repeats: true, same_article: true, mirrored: true };
        let counted = |selection: Selection, store: &Store| selection.counted(store).unwrap_or(selection).len();
        let left = counted(folds.apply(&all, fold), &two);
        prop_assert_eq!(left, Folds::of(&without).apply(&rest, fold).len());
    }

    #[test]
    fn lags_volume_and_unresolved_are_those_of_a_naive_loop(rows in prop::collection::vec(plain(), 0..60)) {
        let store = build(&rows);
        let all = Selection::all(&store);
        let lags = lags(&store, &all);
        let n = |f: &dyn Fn(&Plain) -> bool| rows.iter().filter(|r| f(r)).count() as u32;
        prop_assert_eq!(lags.unknown, n(&|r| r.6 == i16::MIN));
        prop_assert_eq!(lags.artefacts, n(&|r| r.6 == 7 || r.6 == 30));
        prop_assert_eq!(lags.early(), n(&|r| r.6 == -1));
        let mut known: Vec<i16> = rows.iter().map(|r| r.6).filter(|&l| l != i16::MIN).collect();
        known.sort_unstable();
        prop_assert_eq!(lags.median(), known.get(known.len().div_ceil(2).wrapping_sub(1)).copied());
        let volume = Volume::of(&store, &all);
        for day in -1..6 {
            let events = n(&|r| r.0 == day && day != 0);
            prop_assert_eq!(volume.day(Day(day)).events, u64::from(events));
        }
        let two = volume.between(Day(2), Day(3));
        prop_assert_eq!(two.events, u64::from(n(&|r| (2..=3).contains(&r.0))));
        prop_assert_eq!(two.reports, rows.iter().filter(|r| (2..=3).contains(&r.0)).map(|r| 1 + u64::from(r.5)).sum::<u64>());
        let u = unresolved(&store, &all);
        prop_assert_eq!(u.events, rows.len() as u32);
        prop_assert_eq!(u.without_pair, n(&|r| [r.1, r.2].iter().any(|s| matches!(s, 0 | 3))));
        prop_assert_eq!(u.nobody, rows.iter().map(|r| u32::from(r.1 == 0) + u32::from(r.2 == 0)).sum::<u32>());
        prop_assert_eq!(u.actors_without_country, rows.iter().map(|r| u32::from(r.1 == 3) + u32::from(r.2 == 3)).sum::<u32>());
    }
}
