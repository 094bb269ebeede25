use detente::model::{Builder, CodeId, CountryId, Day, EventDate, EventRow, Modality, Pair, Store};
use detente::query::eval::select;
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
}
