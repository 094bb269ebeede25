//! One event of a store, as those see it who do not work through whole columns.

use super::column::{DataRow, EventRow, NO_LAG, NO_TONE};
use super::country::CountryId;
use super::date::EventDate;
use super::dossier::{DateFrom, Decision, Modality};
use super::ids::{ActorId, ArticleId, EventId};
use super::ontology::{Code, CodeId, QuadClass};
use super::pair::Pair;
use super::places::PlaceRecord;
use super::segment::{EventDetail, Segment};
use super::store::{Counts, Origin, Place, Report, Store};

/// One event of a store, field by field.
#[derive(Debug, Clone, Copy)]
pub struct EventView<'a> {
    store: &'a Store,
    segment: &'a Segment,
    row: usize,
}

impl Store {
    /// The event that stands at a place.
    pub fn event(&self, place: Place) -> Option<EventView<'_>> {
        let segment = self.segments.get(place.segment as usize)?;
        EventView::new(self, segment, place.row as usize)
    }

    /// The event with this number, if it is in the store. Linear in the size of one segment.
    pub fn event_by_id(&self, id: EventId) -> Option<EventView<'_>> {
        self.event(self.find(id)?)
    }

    /// The articles that a data set lists as carrying an event, in the order of
    /// loading. Only GDELT lists them, so only its events have any.
    pub fn reports_of(&self, event: EventView<'_>) -> impl Iterator<Item = &Report> {
        let is_gdelt = event.origin().is_some_and(|o| o.format.starts_with("GDELT"));
        let outer = event.outer().filter(|_| is_gdelt);
        let order = self.reports_by_event();
        let number = |i: &u32| self.reports.get(*i as usize).map_or(0, |r| r.outer);
        let range = outer.map_or(0..0, |outer| {
            let start = order.partition_point(|i| number(i) < outer);
            start..start + order[start..].partition_point(|i| number(i) == outer)
        });
        order[range].iter().filter_map(|&i| self.reports.get(i as usize))
    }
}

impl<'a> EventView<'a> {
    pub(super) fn new(store: &'a Store, segment: &'a Segment, row: usize) -> Option<EventView<'a>> {
        (row < segment.len()).then_some(EventView { store, segment, row })
    }

    /// Its identity in all snapshots of this load.
    pub fn id(&self) -> EventId {
        EventId(self.segment.columns().seq[self.row])
    }

    /// When.
    pub fn date(&self) -> EventDate {
        self.segment.date(self.row)
    }

    /// Where the date comes from; `None` if it is not told, as in data sets.
    pub fn date_from(&self) -> Option<DateFrom> {
        self.detail()?.date_from
    }

    /// Who acts, as a country.
    pub fn source(&self) -> CountryId {
        self.segment.columns().source[self.row]
    }

    /// Who is acted upon, as a country.
    pub fn target(&self) -> CountryId {
        self.segment.columns().target[self.row]
    }

    /// The two countries without order.
    pub fn pair(&self) -> Pair {
        self.segment.columns().pair(self.row)
    }

    /// Who acts.
    pub fn source_actor(&self) -> ActorId {
        self.segment.columns().source_actor[self.row]
    }

    /// Who is acted upon.
    pub fn target_actor(&self) -> ActorId {
        self.segment.columns().target_actor[self.row]
    }

    /// The event code.
    pub fn code(&self) -> CodeId {
        self.segment.columns().code[self.row]
    }

    /// The ontology's entry for the code; `None` if it is in no list.
    pub(crate) fn ontology(&self) -> Option<&'static Code> {
        self.code().get()
    }

    /// The code as the field writes it.
    pub fn code_text(&self) -> &'a str {
        self.store.code_text(self.code())
    }

    /// Verbal or material, cooperation or conflict; `None` for unknown codes.
    pub(crate) fn quad(&self) -> Option<QuadClass> {
        self.code().quad()
    }

    /// Whether it happened.
    pub fn modality(&self) -> Modality {
        self.segment.columns().flags[self.row].modality()
    }

    /// Whether both sides act alike.
    pub fn reciprocal(&self) -> bool {
        self.segment.columns().flags[self.row].reciprocal()
    }

    /// How many articles report it.
    pub fn reports(&self) -> u32 {
        self.segment.columns().reports[self.row]
    }

    /// The article that tells of it.
    pub fn article(&self) -> ArticleId {
        self.segment.columns().article[self.row]
    }

    /// What a large data set told beyond the columns that every event has.
    pub fn data(&self) -> DataRow {
        self.segment.columns().data(self.row)
    }

    /// The number that the data set gives it.
    pub fn outer(&self) -> Option<u64> {
        self.segment.columns().outer(self.row)
    }

    /// How often it is mentioned, and in how many sources; zeros if not told.
    pub fn counts(&self) -> Counts {
        self.store.counts(self.data().counts)
    }

    /// The average tone of the articles, −100 to +100, if told.
    pub fn tone(&self) -> Option<f32> {
        Some(self.data().tone).filter(|&t| t != NO_TONE).map(|t| f32::from(t) / 100.0)
    }

    /// Where it happened, if told.
    pub fn place(&self) -> Option<&'a PlaceRecord> {
        self.store.place(self.data().place)
    }

    /// Days from the event to its being taken up by the data set, if told.
    pub fn lag(&self) -> Option<i16> {
        Some(self.data().lag).filter(|&lag| lag != NO_LAG)
    }

    /// The sentence of the article, counted from 1, if told.
    pub fn sentence(&self) -> Option<u16> {
        Some(self.data().sentence).filter(|&s| s > 0)
    }

    /// The file or data set that it came from.
    pub fn origin(&self) -> Option<&'a Origin> {
        self.store.origin(self.id())
    }

    /// What a dossier told beyond the columns.
    pub fn detail(&self) -> Option<&'a EventDetail> {
        self.segment.detail(self.row)
    }

    /// The decision that came with its file, or with the revision of the store.
    pub(crate) fn decision(&self) -> Decision {
        let told = || self.detail().and_then(|d| d.decision);
        self.store.decision(self.id()).or_else(told).unwrap_or(Decision::Open)
    }

    /// Everything that every event has, as a builder takes it.
    pub(crate) fn row(&self) -> EventRow {
        EventRow {
            date: self.date(),
            source: self.source(),
            target: self.target(),
            source_actor: self.source_actor(),
            target_actor: self.target_actor(),
            code: self.code(),
            modality: self.modality(),
            reciprocal: self.reciprocal(),
            reports: self.reports(),
            article: self.article(),
        }
    }

    /// The words that tell of it, joined by an ellipsis; empty without a text.
    pub fn evidence(&self) -> String {
        let text = self.store.article(self.article()).and_then(|a| a.text());
        match (text, self.detail()) {
            (Some(text), Some(detail)) => {
                detail.evidence.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ")
            }
            _ => String::new(),
        }
    }
}
