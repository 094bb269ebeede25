use std::sync::Arc;

use detente::model::{
    ActorId, ArticleId, Builder, CodeId, CountryId, DataRow, Day, EventDate, EventRow, Modality, Pair, Store,
};
use detente::query::change::WeeksOf;
use detente::query::eval::told_by_files;
use detente::query::summary::Measure;
use detente::query::summary::weeks::{BEFORE, latest_complete};
use detente::query::{Fold, Query, Views};
use proptest::prelude::*;

/// Day, source, target, code, reports, file.
type Plain = (i32, usize, usize, usize, u32, u32);

const COUNTRIES: [&str; 3] = ["IRN", "RUS", "USA"];
/// A Monday.
const BEGIN: i32 = 17_896;

fn plain() -> impl Strategy<Value = Plain> {
    (0..460i32, 0..3usize, 0..3usize, 0..2usize, 1..5u32, 0..2u32)
}

fn country(at: usize) -> CountryId {
    COUNTRIES[at].parse().unwrap()
}

/// Two data sets, the second behind the first.
fn build(rows: &[Plain]) -> Store {
    let mut builder = Builder::with_segment_rows(13);
    let codes = ["040", "190"].map(|c| CodeId::from_code(c).unwrap());
    for (file, name, format) in [(0, "one.tab", "ICEWS events"), (1, "two.csv", "GDELT 2.0 events")] {
        builder.origin(name, format);
        for &(day, source, target, code, reports, _) in rows.iter().filter(|r| r.5 == file) {
            let row = EventRow {
                date: EventDate::day(Day(BEGIN + day)),
                source: country(source),
                target: country(target),
                source_actor: ActorId::NONE,
                target_actor: ActorId::NONE,
                code: codes[code],
                modality: Modality::Actual,
                reciprocal: false,
                reports,
                article: ArticleId::NONE,
            };
            builder.push_data(&row, &DataRow::default());
        }
    }
    builder.snapshot()
}

/// Whether a row fulfils the query at this place in the list of queries.
fn fulfils(row: &Plain, query: usize) -> bool {
    match query {
        1 => row.3 == 1,
        2 => row.5 == 1,
        _ => true,
    }
}

proptest! {
    #[test]
    fn weeks_are_those_of_a_naive_loop(
        rows in prop::collection::vec(plain(), 1..120),
        query in 0..4usize,
        until in prop::option::of(0..460i32),
    ) {
        let text = ["", "conflict", "data:gdelt", "since:2019-06 until:2019-12-15 pair:IRN-RUS"][query];
        let store = Arc::new(build(&rows));
        let views = Views::of(store, text.parse::<Query>().unwrap());
        // What the data sets asked for hold, whoever acts and whatever was done.
        let held = |r: &&Plain| query != 2 || r.5 == 1;
        let Some(last) = rows.iter().filter(held).map(|r| BEGIN + r.0).max() else {
            prop_assert!(WeeksOf::latest(&views, None).is_none());
            return Ok(());
        };
        let until = until.map(|day| Day(BEGIN + day));
        let limit = "2019-12-15".parse::<EventDate>().unwrap().end();
        let mut end = until.map_or(last, |u| u.0.min(last));
        if query == 3 {
            end = end.min(limit.0);
        }
        let of = WeeksOf::latest(&views, until).unwrap();
        prop_assert_eq!(of.monday, latest_complete(Day(end)));
        prop_assert!(of.monday.0 + 6 <= end && end < of.monday.0 + 13);
        prop_assert_eq!((of.monday.0 - BEGIN).rem_euclid(7), 0);
        let weeks = of.count(&views, &told_by_files);
        let week = |back: usize| { let m = of.monday.0 - 7 * back as i32; m..m + 7 };
        let covered = |back: usize| rows.iter().filter(held).any(|r| week(back).contains(&(BEGIN + r.0)));
        for (a, b) in [(0, 1), (0, 2), (1, 2)] {
            let pair = Pair::new(country(a), country(b));
            let naive = |back: usize, reports: bool| -> u64 {
                rows.iter()
                    .filter(|r| week(back).contains(&(BEGIN + r.0)) && fulfils(r, query))
                    .filter(|r| (r.1, r.2) == (a, b) || (r.1, r.2) == (b, a))
                    .map(|r| if reports { u64::from(r.4) } else { 1 })
                    .sum()
            };
            for back in 0..=BEFORE {
                prop_assert_eq!(weeks.count(pair, back, Measure::Events), naive(back, false));
                prop_assert_eq!(weeks.count(pair, back, Measure::Reports), naive(back, true));
                prop_assert_eq!(weeks.is_covered(back), covered(back));
            }
            for before in [4, 52] {
                let known = (1..=before).filter(|&b| covered(b)).count();
                let sum: u64 = (1..=before).filter(|&b| covered(b)).map(|b| naive(b, false)).sum();
                let change = weeks.change(pair, before, Measure::Events);
                prop_assert_eq!(change.is_some(), covered(0) && known > 0);
                if let Some(change) = change {
                    prop_assert_eq!((change.now, change.sum, change.weeks), (naive(0, false), sum, known));
                    let mean = sum as f64 / known as f64;
                    prop_assert!((change.change() - (naive(0, false) as f64 - mean)).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn one_data_set_is_that_of_its_file(rows in prop::collection::vec(plain(), 0..60)) {
        let store = Arc::new(build(&rows));
        let count = |text: &str| Views::of(store.clone(), text.parse().unwrap()).events.len();
        let of = |file: u32| rows.iter().filter(|r| r.5 == file).count();
        prop_assert_eq!((count("data:icews"), count("data:GDELT"), count("data:two.csv")), (of(0), of(1), of(1)));
        prop_assert_eq!((count("-data:gdelt"), count("data:icews,gdelt"), count("data:none")), (of(0), rows.len(), 0));
    }
}

#[test]
fn a_fold_takes_away_from_the_weeks_too() {
    let row = (9, 0, 1, 0, 1, 0);
    let mut builder = Builder::new();
    let actors = ["a", "b"].map(|n| builder.actor(n, country(0), "", "", detente::model::ActorKind::Other));
    for _ in 0..2 {
        let event = EventRow {
            date: EventDate::day(Day(BEGIN + row.0)),
            source: country(row.1),
            target: country(row.2),
            source_actor: actors[0],
            target_actor: actors[1],
            code: CodeId::from_code("040").unwrap(),
            modality: Modality::Actual,
            reciprocal: false,
            reports: 1,
            article: ArticleId::NONE,
        };
        builder.push_data(&event, &DataRow::default());
    }
    let store = Arc::new(builder.snapshot());
    let now = |fold: Fold| {
        let told = |_| detente::model::Decision::Open;
        let views =
            Views::judged(&Views::default(), store.clone(), Query::all(), fold, &told_by_files, &told);
        let of = WeeksOf { monday: Day(BEGIN + 7), ..WeeksOf::latest(&views, None).unwrap() };
        of.count(&views, &told_by_files).count(Pair::new(country(0), country(1)), 0, Measure::Events)
    };
    assert_eq!(now(Fold::default()), 2);
    assert_eq!(now(Fold { repeats: true, ..Fold::default() }), 1);
}
