use std::collections::BTreeMap;

use detente::model::{Builder, CodeId, CountryId, DataRow, Day, EventDate, EventRow, Modality, Pair, Store};
use detente::query::eval::select;
use detente::query::summary::timeline::{Tally, Unit, by_unit};
use detente::query::{Filter, Query, Views};
use proptest::prelude::*;

fn countries() -> Vec<CountryId> {
    ["IRN", "RUS", "USA", "SYR"].iter().map(|c| c.parse().unwrap()).chain([CountryId::UNKNOWN]).collect()
}

fn row() -> impl Strategy<Value = EventRow> {
    let codes = ["057", "112", "190", "0311"].map(|c| CodeId::from_code(c).unwrap_or_default());
    let date = prop_oneof![
        4 => (0..4000i32).prop_map(|d| EventDate::day(Day(d))),
        1 => Just(EventDate::UNKNOWN),
        1 => (0..4000i32, 0..400i32).prop_map(|(d, n)| EventDate::range(Day(d), Day(d + n))),
        1 => (1970..1981i32).prop_map(|y| EventDate::year(y).unwrap()),
    ];
    (
        date,
        prop::sample::select(countries()),
        prop::sample::select(countries()),
        prop::sample::select(codes.to_vec()),
        any::<bool>(),
        1..9u32,
    )
        .prop_map(|(date, source, target, code, reciprocal, reports)| EventRow {
            date,
            source,
            target,
            source_actor: Default::default(),
            target_actor: Default::default(),
            code,
            modality: Modality::Actual,
            reciprocal,
            reports,
            article: Default::default(),
        })
}

fn store(rows: &[EventRow]) -> Store {
    let mut builder = Builder::new();
    rows.iter().for_each(|r| builder.push(r));
    builder.snapshot()
}

proptest! {
    #[test]
    fn the_index_finds_what_a_naive_loop_finds(rows in prop::collection::vec(row(), 0..200)) {
        let store = store(&rows);
        for (i, &a) in countries().iter().enumerate() {
            for &b in &countries()[i + 1..] {
                let pair = Pair::new(a, b);
                let mut naive: Vec<u32> = (0..rows.len())
                    .filter(|&r| rows[r].pair() == pair)
                    .map(|r| r as u32)
                    .collect();
                naive.sort_by_key(|&r| (rows[r as usize].date.is_known(), rows[r as usize].date.anchor(), r));
                let indexed: Vec<u32> = store.segments().iter().flat_map(|s| {
                    s.pair_rows(pair).map(|r| s.columns().seq[r]).collect::<Vec<_>>()
                }).collect();
                prop_assert_eq!(indexed, naive, "{}", pair);
            }
        }
    }

    #[test]
    fn a_row_comes_back_as_it_was_given(rows in prop::collection::vec(row(), 0..60)) {
        let store = store(&rows);
        for (seq, row) in rows.iter().enumerate() {
            let place = store.find(detente::model::EventId(seq as u32)).unwrap();
            let event = store.event(place).unwrap();
            prop_assert_eq!(event.date(), row.date);
            prop_assert_eq!((event.source(), event.target()), (row.source, row.target));
            prop_assert_eq!(event.code(), row.code);
            prop_assert_eq!(event.reciprocal(), row.reciprocal);
            prop_assert_eq!(event.reports(), row.reports);
        }
    }

    #[test]
    fn queries_pick_what_a_naive_loop_picks(
        rows in prop::collection::vec(row(), 0..120),
        negated in any::<bool>(),
        from in prop::sample::select(countries()[..4].to_vec()),
        year in 1970..1981i32,
    ) {
        let store = store(&rows);
        let date = EventDate::year(year).unwrap();
        let mut query = Query::all().with(Filter::From(vec![from])).with(Filter::Since(date));
        query.terms[0].negated = negated;
        let mut naive: Vec<u32> = (0..rows.len() as u32)
            .filter(|&r| {
                let row = &rows[r as usize];
                (row.source == from) != negated && row.date.is_known() && row.date.anchor() >= date.start()
            })
            .collect();
        let mut picked: Vec<u32> = select(&store, &query)
            .places()
            .into_iter()
            .map(|p| store.event(p).unwrap().id().0)
            .collect();
        naive.sort_unstable();
        picked.sort_unstable();
        prop_assert_eq!(picked, naive);
    }

    #[test]
    fn every_summary_counts_every_event_once(rows in prop::collection::vec(row(), 0..120)) {
        let reports: u64 = rows.iter().map(|r| u64::from(r.reports)).sum();
        let views = Views::of(store(&rows).into(), Query::all());
        prop_assert_eq!(views.events.len(), rows.len());
        let pairs: u64 = views.pairs.iter().map(|p| p.total.events).sum();
        prop_assert_eq!(pairs, rows.len() as u64);
        let days = &views.days;
        let tallied: u64 = days.days.iter().map(|d| d.tally.total().events).sum();
        prop_assert_eq!(tallied + days.undated.total().events, rows.len() as u64);
        prop_assert_eq!(views.reports, reports);
        let ordered: Vec<_> = (0..views.events.len()).map(|i| views.event(i).unwrap().date()).collect();
        prop_assert!(ordered.is_sorted_by_key(|d| (!d.is_known(), d.anchor())));
    }

    #[test]
    fn bins_hold_what_a_naive_loop_counts(
        rows in prop::collection::vec(row(), 0..120),
        unit in prop::sample::select(Unit::ALL.to_vec()),
        pair in prop::option::of(Just(Pair::new("IRN".parse().unwrap(), "RUS".parse().unwrap()))),
    ) {
        // In segments of a few rows, so that bins begin in one and end in another.
        let mut builder = Builder::with_segment_rows(16);
        rows.iter().for_each(|r| builder.push_data(r, &DataRow::default()));
        let store = builder.snapshot();
        let query = pair.map_or(Query::all(), |p| Query::all().with_pair(p));
        let tallies = by_unit(&store, &select(&store, &query), pair, unit);
        let mut naive: BTreeMap<Option<Day>, Tally> = BTreeMap::new();
        for row in rows.iter().filter(|r| pair.is_none_or(|p| r.pair() == p)) {
            let bin = row.date.is_known().then(|| unit.floor(row.date.anchor()));
            let back = pair.is_some_and(|p| row.source == p.second());
            let direction = if row.reciprocal { 2 } else { usize::from(back) };
            let quad = row.code.quad().map_or(0, |q| q as usize);
            naive.entry(bin).or_default().by[direction][quad].add(row.reports);
        }
        let undated = naive.remove(&None).unwrap_or_default();
        prop_assert_eq!(tallies.undated, undated);
        let found: Vec<_> = tallies.days.iter().map(|d| (Some(d.day), d.tally)).collect();
        prop_assert_eq!(found, naive.into_iter().collect::<Vec<_>>());
    }
}

#[test]
fn segments_that_are_sealed_aside_hold_every_row_once() {
    const ROWS: u32 = 300_000;
    let countries = countries();
    let row = |i: u32| EventRow {
        date: EventDate::day(Day((i * 7 % 3000) as i32)),
        source: countries[i as usize % 5],
        target: countries[(i / 5) as usize % 5],
        source_actor: Default::default(),
        target_actor: Default::default(),
        code: CodeId::from_code("057").unwrap(),
        modality: Modality::Actual,
        reciprocal: false,
        reports: i + 1,
        article: Default::default(),
    };
    let mut builder = Builder::with_segment_rows(70_000);
    (0..ROWS).for_each(|i| builder.push_data(&row(i), &DataRow::default()));
    let store = builder.snapshot();
    assert_eq!(store.segments().len(), 5);
    let mut seen = vec![false; ROWS as usize];
    for segment in store.segments() {
        let c = segment.columns();
        for at in 0..segment.len() {
            let seq = c.seq[at];
            let row = row(seq);
            assert_eq!((c.source[at], c.target[at], c.reports[at]), (row.source, row.target, row.reports));
            assert_eq!(Day(c.day[at]), row.date.anchor());
            assert!(!std::mem::replace(&mut seen[seq as usize], true));
        }
    }
    assert!(seen.iter().all(|&s| s));
}
