//! What only articles with findings have, as sections of a section file, and back:
//! details of events, claims, headlines and texts, other names of actors.

use std::io;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::chunked_vec::ChunkedVec;
use crate::model::col::{Col, Plain};
use crate::model::segment::EventDetail;
use crate::model::store::{ClaimRecord, Topic};
use crate::model::{
    ActorId, ArticleId, ArticleRecord, CountryId, Day, Decision, EventDate, Form, Pair, Precision, Segment,
    Span, Store, Sym,
};

use super::packed_store::broken;
use super::section_file::{SectionFile, SectionWriter};

/// Where there is no span, decision or number.
const NO_SPAN: [u32; 2] = [u32::MAX; 2];
const NO_DECISION: u8 = u8::MAX;

fn of_span(span: Option<Span>) -> [u32; 2] {
    span.map_or(NO_SPAN, |s| [s.start, s.end])
}

fn span(of: [u32; 2]) -> Option<Span> {
    (of != NO_SPAN).then_some(Span { start: of[0], end: of[1] })
}

fn spans(flat: &[u32]) -> Box<[Span]> {
    flat.as_chunks::<2>().0.iter().map(|&[start, end]| Span { start, end }).collect()
}

fn flat(spans: &[Span]) -> impl Iterator<Item = u32> + '_ {
    spans.iter().flat_map(|s| [s.start, s.end])
}

fn of_date(date: EventDate) -> [i32; 3] {
    [date.start().0, date.end().0, i32::from(date.precision() as u8)]
}

fn date([start, end, precision]: [i32; 3]) -> EventDate {
    let precision = Precision::from_u8(u8::try_from(precision).unwrap_or(u8::MAX));
    EventDate::from_parts(Day(start), Day(end), precision)
}

fn share(of: f32) -> Option<f32> {
    (!of.is_nan()).then_some(of)
}

/// Puts lists of different lengths in: all their items, and where each ends.
fn put_lists<T: Plain, L: IntoIterator<Item = T>>(
    name: &str,
    lists: impl Iterator<Item = L>,
    to: &mut SectionWriter<'_>,
) -> io::Result<()> {
    let (mut all, mut ends) = (Vec::new(), Vec::new());
    for list in lists {
        all.extend(list);
        ends.push(all.len() as u64);
    }
    to.put(name, &all)?;
    to.put(&format!("{name}.ends"), &ends)
}

/// Such lists in a section file.
struct Lists<T: 'static> {
    all: Col<T>,
    ends: Col<u64>,
}

impl<T: Plain> Lists<T> {
    /// Those of a name, of which there must be so many.
    fn of(name: &str, count: usize, from: &SectionFile) -> io::Result<Lists<T>> {
        let (all, ends) = (from.get::<T>(name)?, from.get::<u64>(&format!("{name}.ends"))?);
        let whole = ends.len() == count && ends.last().copied().unwrap_or(0) == all.len() as u64;
        if whole && ends.is_sorted() { Ok(Lists { all, ends }) } else { Err(broken(name)) }
    }

    fn get(&self, at: usize) -> &[T] {
        let end = |at: usize| self.ends.get(at).map_or(0, |&end| end as usize);
        let start = at.checked_sub(1).map_or(0, end);
        self.all.get(start..end(at)).unwrap_or(&[])
    }
}

impl Lists<u8> {
    fn text(&self, at: usize) -> &str {
        std::str::from_utf8(self.get(at)).unwrap_or("")
    }
}

/// A column with so many times `N` numbers.
fn rows<T: Plain, const N: usize>(name: &str, count: usize, from: &SectionFile) -> io::Result<Vec<[T; N]>> {
    let all = from.get::<T>(name)?;
    let rows = all.as_chunks::<N>().0;
    if rows.len() == count && all.len() == count * N { Ok(rows.to_vec()) } else { Err(broken(name)) }
}

/// Packs what the events of a segment have beyond the columns.
pub(super) fn pack_details(segment: &Segment, name: &str, to: &mut SectionWriter<'_>) -> io::Result<()> {
    let (detail, details) = segment.details();
    let each = || details.iter();
    to.put(&format!("{name}detail"), detail)?;
    if details.is_empty() {
        return Ok(());
    }
    to.put(&format!("{name}detail.syms"), &each().flat_map(|d| [d.id, d.rule, d.note]).collect::<Vec<_>>())?;
    to.put(&format!("{name}detail.trigger"), &each().flat_map(|d| of_span(d.trigger)).collect::<Vec<_>>())?;
    let confidence: Vec<f32> = each().map(|d| d.confidence.unwrap_or(f32::NAN)).collect();
    to.put(&format!("{name}detail.confidence"), &confidence)?;
    let decision: Vec<u8> = each().map(|d| d.decision.map_or(NO_DECISION, |d| d as u8)).collect();
    to.put(&format!("{name}detail.decision"), &decision)?;
    put_lists(&format!("{name}detail.evidence"), each().map(|d| flat(&d.evidence)), to)?;
    put_lists(&format!("{name}detail.mentions"), each().map(|d| flat(&d.mentions)), to)?;
    let mentioned = |d: &EventDetail| -> Vec<u32> {
        d.mentioned.iter().flat_map(|&(acts, actor)| [u32::from(acts), actor.0]).collect()
    };
    put_lists(&format!("{name}detail.mentioned"), each().map(mentioned), to)?;
    put_lists(&format!("{name}detail.steps"), each().map(|d| d.steps.iter().copied()), to)
}

/// Gives a segment back what its events have beyond the columns.
pub(super) fn unpack_details(segment: Segment, name: &str, from: &SectionFile) -> io::Result<Segment> {
    let detail = from.get::<u32>(&format!("{name}detail"))?;
    let confidence = from.get::<f32>(&format!("{name}detail.confidence"))?;
    let count = confidence.len();
    if count == 0 {
        return Ok(segment);
    }
    let syms = rows::<Sym, 3>(&format!("{name}detail.syms"), count, from)?;
    let triggers = rows::<u32, 2>(&format!("{name}detail.trigger"), count, from)?;
    let decisions = rows::<u8, 1>(&format!("{name}detail.decision"), count, from)?;
    let evidence = Lists::<u32>::of(&format!("{name}detail.evidence"), count, from)?;
    let mentions = Lists::<u32>::of(&format!("{name}detail.mentions"), count, from)?;
    let mentioned = Lists::<u32>::of(&format!("{name}detail.mentioned"), count, from)?;
    let steps = Lists::<Sym>::of(&format!("{name}detail.steps"), count, from)?;
    if detail.len() != segment.len() {
        return Err(broken("details"));
    }
    let each = |i: usize| EventDetail {
        id: syms[i][0],
        evidence: spans(evidence.get(i)),
        trigger: span(triggers[i]),
        mentions: spans(mentions.get(i)),
        mentioned: mentioned
            .get(i)
            .as_chunks::<2>()
            .0
            .iter()
            .map(|&[acts, id]| (acts != 0, ActorId(id)))
            .collect(),
        rule: syms[i][1],
        steps: steps.get(i).into(),
        note: syms[i][2],
        confidence: share(confidence[i]),
        decision: Decision::from_u8(decisions[i][0]),
    };
    Ok(segment.with_details(detail.to_vec(), (0..count).map(each).collect()))
}

/// Packs claims.
pub(super) fn pack_claims(store: &Store, to: &mut SectionWriter<'_>) -> io::Result<()> {
    let each = || store.claims.iter();
    let syms = each().flat_map(|c| [c.id, c.cue_text, c.rule]);
    to.put("claim.syms", &syms.collect::<Vec<_>>())?;
    to.put("claim.article", &each().map(|c| c.article).collect::<Vec<_>>())?;
    to.put("claim.speaker", &each().map(|c| c.speaker).collect::<Vec<_>>())?;
    let places = each().flat_map(|c| [of_span(c.speaker_span), of_span(c.cue)]);
    to.put("claim.spans", &places.flatten().collect::<Vec<_>>())?;
    let words = each().flat_map(|c| [u8::from(c.guessed), c.form as u8, c.decision as u8]);
    to.put("claim.words", &words.collect::<Vec<_>>())?;
    to.put("claim.date", &each().flat_map(|c| of_date(c.date)).collect::<Vec<_>>())?;
    let confidence = each().map(|c| c.confidence.unwrap_or(f32::NAN));
    to.put("claim.confidence", &confidence.collect::<Vec<_>>())?;
    put_lists("claim.content", each().map(|c| flat(&c.content)), to)?;
    put_lists("claim.text", each().map(|c| c.text.bytes()), to)?;
    put_lists("claim.steps", each().map(|c| c.steps.iter().copied()), to)?;
    let about = |claim: &ClaimRecord| -> Vec<u32> {
        let topic = |topic: &Topic| match *topic {
            Topic::Pair(pair) => [0, pair.key()],
            Topic::Country(country) => [1, u32::from(country.0)],
            Topic::Actor(actor) => [2, actor.0],
        };
        claim.about.iter().flat_map(topic).collect()
    };
    put_lists("claim.about", each().map(about), to)
}

/// Unpacks claims.
pub(super) fn unpack_claims(from: &SectionFile) -> io::Result<ChunkedVec<ClaimRecord>> {
    let articles = from.get::<ArticleId>("claim.article")?;
    let count = articles.len();
    let syms = rows::<Sym, 3>("claim.syms", count, from)?;
    let speakers = rows::<ActorId, 1>("claim.speaker", count, from)?;
    let places = rows::<u32, 4>("claim.spans", count, from)?;
    let words = rows::<u8, 3>("claim.words", count, from)?;
    let dates = rows::<i32, 3>("claim.date", count, from)?;
    let confidence = rows::<f32, 1>("claim.confidence", count, from)?;
    let content = Lists::<u32>::of("claim.content", count, from)?;
    let texts = Lists::<u8>::of("claim.text", count, from)?;
    let steps = Lists::<Sym>::of("claim.steps", count, from)?;
    let about = Lists::<u32>::of("claim.about", count, from)?;
    let topic = |&[kind, of]: &[u32; 2]| match kind {
        0 => Some(Topic::Pair(Pair::from_key(of))),
        1 => u16::try_from(of).ok().map(|of| Topic::Country(CountryId(of))),
        _ => Some(Topic::Actor(ActorId(of))),
    };
    let claim = |i: usize| {
        let [s, e, cs, ce] = places[i];
        let [guessed, form, decision] = words[i];
        ClaimRecord {
            id: syms[i][0],
            article: articles[i],
            speaker: speakers[i][0],
            speaker_span: span([s, e]),
            guessed: guessed != 0,
            cue: span([cs, ce]),
            cue_text: syms[i][1],
            content: spans(content.get(i)),
            text: Arc::from(texts.text(i)),
            form: Form::from_u8(form).unwrap_or(Form::Indirect),
            about: about.get(i).as_chunks::<2>().0.iter().filter_map(topic).collect(),
            date: date(dates[i]),
            rule: syms[i][2],
            steps: steps.get(i).into(),
            confidence: share(confidence[i][0]),
            decision: Decision::from_u8(decision).unwrap_or(Decision::Open),
        }
    };
    Ok((0..count).map(claim).collect())
}

/// Packs the articles that have more than an address.
pub(super) fn pack_records(store: &Store, to: &mut SectionWriter<'_>) -> io::Result<()> {
    let each = || store.articles.records.iter();
    // By the record's index, not in the order of the table.
    let mut index = vec![u32::MAX; store.articles.records.len()];
    for (&article, &record) in &*store.articles.record_of {
        if let Some(slot) = index.get_mut(record as usize) {
            *slot = article;
        }
    }
    to.put("record.index", &index)?;
    let syms = each().flat_map(|r| [r.id, r.title, r.publisher, r.url, r.language]);
    to.put("record.syms", &syms.collect::<Vec<_>>())?;
    to.put("record.published", &each().flat_map(|r| of_date(r.published)).collect::<Vec<_>>())?;
    to.put("record.texts", &each().map(|r| u8::from(r.text.is_some())).collect::<Vec<_>>())?;
    put_lists("record.text", each().map(|r| r.text.as_deref().unwrap_or("").bytes()), to)?;
    put_lists("record.themes", each().map(|r| r.themes.iter().copied()), to)
}

/// Unpacks them, with the record of each article.
pub(super) fn unpack_records(
    from: &SectionFile,
) -> io::Result<(ChunkedVec<ArticleRecord>, FxHashMap<u32, u32>)> {
    let index = from.get::<u32>("record.index")?;
    let count = index.len();
    let syms = rows::<Sym, 5>("record.syms", count, from)?;
    let published = rows::<i32, 3>("record.published", count, from)?;
    let there = rows::<u8, 1>("record.texts", count, from)?;
    let texts = Lists::<u8>::of("record.text", count, from)?;
    let themes = Lists::<Sym>::of("record.themes", count, from)?;
    let record = |i: usize| {
        let [id, title, publisher, url, language] = syms[i];
        ArticleRecord {
            id,
            title,
            publisher,
            published: date(published[i]),
            url,
            language,
            text: (there[i][0] != 0).then(|| Arc::from(texts.text(i))),
            themes: themes.get(i).into(),
        }
    };
    let of = index.iter().enumerate().map(|(record, &article)| (article, record as u32)).collect();
    Ok(((0..count).map(record).collect(), of))
}

/// Packs the other names of actors.
pub(super) fn pack_aliases(store: &Store, to: &mut SectionWriter<'_>) -> io::Result<()> {
    put_lists("actor.aliases", store.actors.iter().map(|a| a.aliases.iter().copied()), to)
}

/// Unpacks them, one list an actor.
pub(super) fn unpack_aliases(count: usize, from: &SectionFile) -> io::Result<impl Fn(usize) -> Arc<[Sym]>> {
    let lists = Lists::<Sym>::of("actor.aliases", count, from)?;
    let none: Arc<[Sym]> = Arc::from([]);
    Ok(move |actor: usize| match lists.get(actor) {
        [] => none.clone(),
        aliases => aliases.into(),
    })
}
