//! A store as the sections of a section file, and back. Columns stay where they
//! are in the file; what is no plain numbers is taken out of it into memory.

use std::io;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::chunked_vec::ChunkedVec;
use crate::model::column::Columns;
use crate::model::index::Run;
use crate::model::store::Origin;
use crate::model::string_arena::StringArena;
use crate::model::{ArticleRecord, Articles, EventDate, Segment, Store, Sym, Symbols};

use super::section_file::{SectionFile, SectionWriter, broken};

/// Packs a store.
pub(super) fn pack(store: &Store, to: &mut SectionWriter<'_>) -> io::Result<()> {
    to.put("segments", &[store.segments.len() as u32])?;
    for (i, segment) in store.segments.iter().enumerate() {
        pack_segment(segment, &format!("s{i}."), to)?;
    }
    pack_texts(store.symbols.texts(), "symbols", to)?;
    pack_texts(&store.articles.keys, "keys", to)?;
    to.put_parts("stamps", store.articles.stamps.parts())?;
    to.put_parts("publishers", store.articles.publishers.parts())?;
    to.put_parts("foreign", store.foreign_codes.parts())?;
    to.put_parts("counts", store.counts.parts())?;
    to.put_values("origins", store.origins.iter().map(|o| (o.first, o.name, o.format)))?;
    to.put_values("places", store.places.iter())?;
    to.put_values("actors", store.actors.iter())?;
    to.put_values("reports", store.reports.iter())?;
    to.put_values("claims", store.claims.iter())?;
    to.put_values(
        "records",
        store.articles.recorded().filter_map(|id| {
            let index = id.index()?;
            Some((index as u32, store.articles.record(index)?))
        }),
    )
}

fn pack_segment(segment: &Segment, name: &str, to: &mut SectionWriter<'_>) -> io::Result<()> {
    segment.columns().each(&mut |column, bytes| to.put(&format!("{name}{column}"), bytes))?;
    to.put(&format!("{name}runs"), segment.runs())?;
    let mut ranges: Vec<(u32, EventDate)> =
        segment.ranges().iter().map(|(row, date)| (*row, *date)).collect();
    ranges.sort_unstable_by_key(|(row, _)| *row);
    to.put_values(&format!("{name}ranges"), ranges)?;
    let (detail, details) = segment.details();
    to.put(&format!("{name}detail"), detail)?;
    to.put_values(&format!("{name}details"), details)
}

fn pack_texts(texts: &StringArena, name: &str, to: &mut SectionWriter<'_>) -> io::Result<()> {
    let mut start = 0u64;
    let starts = texts.blocks().map(|(_, text, _)| {
        let now = start;
        start += text.len() as u64;
        now
    });
    let starts: Vec<u64> = starts.collect();
    to.put(&format!("{name}.starts"), &starts)?;
    to.put_parts(&format!("{name}.text"), texts.blocks().map(|(_, text, _)| text))?;
    to.put_parts(&format!("{name}.ends"), texts.blocks().map(|(_, _, ends)| ends))
}

/// Unpacks a store; `lasting` gives the names of formats that last.
pub(super) fn unpack(from: &SectionFile, lasting: impl Fn(&str) -> &'static str) -> io::Result<Store> {
    let count = from.get::<u32>("segments")?.first().copied().unwrap_or(0);
    let segment = |i: u32| unpack_segment(from, &format!("s{i}.")).map(Arc::new);
    // Articles with findings take most of the time: details, texts and claims.
    let segments = || (0..count).into_par_iter().map(segment).collect::<io::Result<Vec<_>>>();
    let others = || rayon::join(|| unpack_articles(from), || from.values("claims"));
    let (segments, (articles, claims)) = rayon::join(segments, others);
    let origins: Vec<(u32, Sym, String)> = from.values("origins")?;
    let origin = |(first, name, format): (u32, Sym, String)| Origin { first, name, format: lasting(&format) };
    Ok(Store {
        segments: segments?.into(),
        symbols: Symbols::of(unpack_texts(from, "symbols")?),
        actors: from.values("actors")?,
        articles: articles?,
        foreign_codes: ChunkedVec::of(&from.get("foreign")?),
        places: from.values("places")?,
        counts: ChunkedVec::of(&from.get("counts")?),
        origins: origins.into_iter().map(origin).collect(),
        reports: from.values("reports")?,
        claims: claims?,
        lazy: Arc::default(),
        revised: None,
    })
}

fn unpack_segment(from: &SectionFile, name: &str) -> io::Result<Segment> {
    let columns = Columns::gather_from(&mut |column| from.section(&format!("{name}{column}")))?;
    let (rows, whole) = (columns.len(), columns.is_whole());
    let runs = from.get::<Run>(&format!("{name}runs"))?;
    let in_order = runs.windows(2).all(|w| w[0].end == w[1].start && w[0].pair.key() < w[1].pair.key());
    let spans =
        runs.first().is_none_or(|r| r.start == 0) && runs.last().map_or(0, |r| r.end as usize) == rows;
    let detail = from.get::<u32>(&format!("{name}detail"))?;
    let fits = detail.is_empty() || detail.len() == rows;
    if !whole || !in_order || !spans || !fits || runs.iter().any(|r| r.start > r.end) {
        return Err(broken("a segment"));
    }
    let ranges = from.values::<(u32, EventDate), _>(&format!("{name}ranges"))?;
    Ok(Segment::of(columns, runs, ranges).with_details(detail, from.values(&format!("{name}details"))?))
}

fn unpack_texts(from: &SectionFile, name: &str) -> io::Result<StringArena> {
    let text = from.get(&format!("{name}.text"))?;
    let ends = from.get(&format!("{name}.ends"))?;
    let starts = from.get::<u64>(&format!("{name}.starts"))?;
    StringArena::of(&text, &ends, &starts).ok_or_else(|| broken(name))
}

fn unpack_articles(from: &SectionFile) -> io::Result<Articles> {
    let keys = unpack_texts(from, "keys")?;
    let (stamps, publishers) = (from.get("stamps")?, from.get("publishers")?);
    if stamps.len() != keys.len() || publishers.len() != keys.len() {
        return Err(broken("articles"));
    }
    let records: Vec<(u32, ArticleRecord)> = from.values("records")?;
    let record_of = records.iter().enumerate().map(|(record, (article, _))| (*article, record as u32));
    Ok(Articles {
        keys,
        stamps: ChunkedVec::of(&stamps),
        publishers: ChunkedVec::of(&publishers),
        record_of: Arc::new(record_of.collect()),
        records: records.into_iter().map(|(_, record)| record).collect(),
    })
}
