//! A store as the sections of a section file, and back.

use std::io;
use std::sync::Arc;

use crate::model::chunked_vec::ChunkedVec;
use crate::model::column::Columns;
use crate::model::index::Run;
use crate::model::store::{ActorRecord, Counts, Origin};
use crate::model::string_arena::StringArena;
use crate::model::{
    ActorKind, Articles, CountryId, Day, EventDate, Pair, PlaceRecord, Precision, Report, Segment, Store,
    Sym, Symbols,
};
use crate::model::{ArticleId, Minute};

use super::packed_findings::{
    pack_aliases, pack_claims, pack_details, pack_records, unpack_aliases, unpack_claims, unpack_details,
    unpack_records,
};
use super::section_file::{SectionFile, SectionWriter};

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
    let actors = || store.actors.iter();
    to.put("actor.name", &actors().map(|a| a.name).collect::<Vec<_>>())?;
    to.put("actor.country", &actors().map(|a| a.country).collect::<Vec<_>>())?;
    to.put("actor.code", &actors().map(|a| a.code).collect::<Vec<_>>())?;
    to.put("actor.role", &actors().map(|a| a.role).collect::<Vec<_>>())?;
    to.put("actor.kind", &actors().map(|a| a.kind as u8).collect::<Vec<_>>())?;
    let places = || store.places.iter();
    to.put("place.name", &places().map(|p| p.name).collect::<Vec<_>>())?;
    to.put("place.country", &places().map(|p| p.country).collect::<Vec<_>>())?;
    to.put("place.at", &places().flat_map(|p| [p.latitude, p.longitude]).collect::<Vec<_>>())?;
    to.put("counts", &store.counts.iter().flat_map(|c| [c.mentions, c.sources]).collect::<Vec<_>>())?;
    to.put("origin.first", &store.origins.iter().map(|o| o.first).collect::<Vec<_>>())?;
    to.put("origin.name", &store.origins.iter().map(|o| o.name).collect::<Vec<_>>())?;
    let formats: Vec<&str> = store.origins.iter().map(|o| o.format).collect();
    to.put("origin.format", formats.join("\n").as_bytes())?;
    pack_reports(store, to)?;
    pack_aliases(store, to)?;
    pack_records(store, to)?;
    pack_claims(store, to)
}

fn pack_segment(segment: &Segment, name: &str, to: &mut SectionWriter<'_>) -> io::Result<()> {
    segment.columns().each(&mut |column, bytes| to.put(&format!("{name}{column}"), bytes))?;
    let runs = || segment.runs().iter();
    to.put(&format!("{name}runs"), &runs().flat_map(|r| [r.pair.key(), r.start, r.end]).collect::<Vec<_>>())?;
    let mut ranges: Vec<_> = segment.ranges().iter().collect();
    ranges.sort_unstable_by_key(|(row, _)| **row);
    let flat = |(row, date): (&u32, &EventDate)| [*row as i32, date.start().0, date.end().0];
    to.put(&format!("{name}ranges"), &ranges.into_iter().flat_map(flat).collect::<Vec<i32>>())?;
    pack_details(segment, name, to)
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

fn pack_reports(store: &Store, to: &mut SectionWriter<'_>) -> io::Result<()> {
    let reports = || store.reports.iter();
    to.put("report.outer", &reports().map(|r| r.outer).collect::<Vec<_>>())?;
    to.put("report.article", &reports().map(|r| r.article).collect::<Vec<_>>())?;
    to.put("report.seen", &reports().map(|r| r.seen).collect::<Vec<_>>())?;
    to.put("report.sentence", &reports().map(|r| r.sentence).collect::<Vec<_>>())?;
    to.put(
        "report.sure",
        &reports().flat_map(|r| [r.confidence, u8::from(r.in_raw_text)]).collect::<Vec<_>>(),
    )?;
    to.put("report.offsets", &reports().flat_map(|r| r.offsets).collect::<Vec<_>>())?;
    to.put("report.tone", &reports().map(|r| r.tone).collect::<Vec<_>>())
}

pub(super) fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the cache file is damaged: {what}"))
}

/// Unpacks a store. Its columns stay where they are in the file.
pub(super) fn unpack(from: &SectionFile, lasting: impl Fn(&str) -> &'static str) -> io::Result<Store> {
    let count = from.get::<u32>("segments")?.first().copied().unwrap_or(0);
    let segments = (0..count).map(|i| unpack_segment(from, &format!("s{i}.")).map(Arc::new));
    let keys = unpack_texts(from, "keys")?;
    let (stamps, publishers) = (from.get::<Minute>("stamps")?, from.get::<Sym>("publishers")?);
    if stamps.len() != keys.len() || publishers.len() != keys.len() {
        return Err(broken("articles"));
    }
    let (records, record_of) = unpack_records(from)?;
    Ok(Store {
        segments: segments.collect::<io::Result<_>>()?,
        symbols: Symbols::of(unpack_texts(from, "symbols")?),
        actors: unpack_actors(from)?,
        articles: Articles {
            keys,
            stamps: ChunkedVec::of(&stamps),
            publishers: ChunkedVec::of(&publishers),
            records,
            record_of: Arc::new(record_of),
        },
        foreign_codes: ChunkedVec::of(&from.get("foreign")?),
        places: unpack_places(from)?,
        counts: unpack_counts(from)?,
        origins: unpack_origins(from, lasting)?,
        reports: unpack_reports(from)?,
        claims: unpack_claims(from)?,
        lazy: Arc::default(),
        revised: None,
    })
}

fn unpack_segment(from: &SectionFile, name: &str) -> io::Result<Segment> {
    let columns = Columns::gather_from(&mut |column| from.section(&format!("{name}{column}")))?;
    let rows = columns.len();
    let whole = columns.is_whole();
    let runs = from.get::<u32>(&format!("{name}runs"))?;
    let runs: Vec<Run> = (runs.as_chunks::<3>().0.iter())
        .map(|&[key, start, end]| Run { pair: Pair::from_key(key), start, end })
        .collect();
    let in_order = runs.windows(2).all(|w| w[0].end == w[1].start && w[0].pair.key() < w[1].pair.key());
    let spans =
        runs.first().is_none_or(|r| r.start == 0) && runs.last().map_or(0, |r| r.end as usize) == rows;
    if !whole || !in_order || !spans || runs.iter().any(|r| r.start > r.end) {
        return Err(broken("a segment"));
    }
    let ranges = from.get::<i32>(&format!("{name}ranges"))?;
    let date = |&[row, start, end]: &[i32; 3]| {
        (row as u32, EventDate::from_parts(Day(start), Day(end), Precision::Range))
    };
    let segment = Segment::of(columns, runs, ranges.as_chunks::<3>().0.iter().map(date).collect());
    unpack_details(segment, name, from)
}

fn unpack_texts(from: &SectionFile, name: &str) -> io::Result<StringArena> {
    let text = from.get(&format!("{name}.text"))?;
    let ends = from.get(&format!("{name}.ends"))?;
    let starts = from.get::<u64>(&format!("{name}.starts"))?;
    StringArena::of(&text, &ends, &starts).ok_or_else(|| broken(name))
}

fn unpack_actors(from: &SectionFile) -> io::Result<ChunkedVec<ActorRecord>> {
    let (names, countries) = (from.get::<Sym>("actor.name")?, from.get::<CountryId>("actor.country")?);
    let (codes, roles) = (from.get::<Sym>("actor.code")?, from.get::<Sym>("actor.role")?);
    let kinds = from.get::<u8>("actor.kind")?;
    if [countries.len(), codes.len(), roles.len(), kinds.len()].iter().any(|&n| n != names.len()) {
        return Err(broken("actors"));
    }
    let aliases = unpack_aliases(names.len(), from)?;
    let actor = |i: usize| ActorRecord {
        name: names[i],
        aliases: aliases(i),
        country: countries[i],
        code: codes[i],
        role: roles[i],
        kind: ActorKind::from_u8(kinds[i]).unwrap_or(ActorKind::Other),
    };
    Ok((0..names.len()).map(actor).collect())
}

fn unpack_places(from: &SectionFile) -> io::Result<ChunkedVec<PlaceRecord>> {
    let (names, countries) = (from.get::<Sym>("place.name")?, from.get::<CountryId>("place.country")?);
    let at = from.get::<f32>("place.at")?;
    if countries.len() != names.len() || at.len() != names.len() * 2 {
        return Err(broken("places"));
    }
    let all = names.iter().zip(countries.iter()).zip(at.as_chunks::<2>().0);
    let place = |((name, country), at): ((&Sym, &CountryId), &[f32; 2])| PlaceRecord {
        name: *name,
        country: *country,
        latitude: at[0],
        longitude: at[1],
    };
    Ok(all.map(place).collect())
}

fn unpack_counts(from: &SectionFile) -> io::Result<ChunkedVec<Counts>> {
    let counts = from.get::<u32>("counts")?;
    Ok(counts.as_chunks::<2>().0.iter().map(|&[mentions, sources]| Counts { mentions, sources }).collect())
}

fn unpack_origins(from: &SectionFile, lasting: impl Fn(&str) -> &'static str) -> io::Result<Arc<[Origin]>> {
    let (first, names) = (from.get::<u32>("origin.first")?, from.get::<Sym>("origin.name")?);
    let formats = from.get::<u8>("origin.format")?;
    let formats = std::str::from_utf8(&formats).map_err(|_| broken("origins"))?;
    let all = first.iter().zip(names.iter()).zip(formats.lines());
    Ok(all.map(|((&first, &name), format)| Origin { first, name, format: lasting(format) }).collect())
}

fn unpack_reports(from: &SectionFile) -> io::Result<ChunkedVec<Report>> {
    let (outer, article) = (from.get::<u64>("report.outer")?, from.get::<ArticleId>("report.article")?);
    let (seen, sentence) = (from.get::<Minute>("report.seen")?, from.get::<u16>("report.sentence")?);
    let (sure, offsets) = (from.get::<u8>("report.sure")?, from.get::<i32>("report.offsets")?);
    let tone = from.get::<i16>("report.tone")?;
    let n = outer.len();
    let fits = [article.len(), seen.len(), sentence.len(), sure.len() / 2, offsets.len() / 3, tone.len()];
    if fits.iter().any(|&len| len != n) {
        return Err(broken("reports"));
    }
    let report = |i: usize| Report {
        outer: outer[i],
        article: article[i],
        seen: seen[i],
        sentence: sentence[i],
        confidence: sure[i * 2],
        in_raw_text: sure[i * 2 + 1] != 0,
        offsets: [offsets[i * 3], offsets[i * 3 + 1], offsets[i * 3 + 2]],
        tone: tone[i],
    };
    Ok((0..n).map(report).collect())
}
