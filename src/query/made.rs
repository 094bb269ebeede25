//! Stores made for tests.

use crate::model::{
    ActorId, ArticleId, Builder, CodeId, CountryId, DataRow, Day, EventDate, EventRow, Modality, Store,
};

/// Events of nobody on some days, four to a segment.
pub(super) fn of_days(days: &[Option<i32>]) -> Store {
    let mut builder = Builder::with_segment_rows(4);
    for &day in days {
        let date = day.map_or(EventDate::UNKNOWN, |d| EventDate::day(Day(d)));
        let row = EventRow {
            date,
            source: CountryId::UNKNOWN,
            target: CountryId::UNKNOWN,
            source_actor: ActorId::NONE,
            target_actor: ActorId::NONE,
            code: CodeId::NONE,
            modality: Modality::Actual,
            reciprocal: false,
            reports: 1,
            article: ArticleId::NONE,
        };
        builder.push_data(&row, &DataRow::default());
    }
    builder.snapshot()
}
