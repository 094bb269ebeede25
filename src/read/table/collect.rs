//! The one who numbers: takes chunks in the order of the file and hands their
//! rows to the store's builder.

use rustc_hash::FxHashSet;

use crate::model::ontology::CodeId;
use crate::model::store::Counts;
use crate::model::{ActorId, ArticleId, Builder, CountryId, PlaceId, Report, Rows};
use crate::read::Sink;
use crate::read::control::Control;
use crate::read::report::LoadReport;

use super::chunk::Chunk;

/// From one worker's numbers to the store's; slot 0 is none.
struct Maps {
    actors: Vec<ActorId>,
    places: Vec<PlaceId>,
    counts: Vec<u16>,
    codes: Vec<CodeId>,
    code_texts: Vec<String>,
    publishers: Vec<String>,
}

impl Default for Maps {
    fn default() -> Self {
        Maps {
            actors: vec![ActorId::NONE],
            places: vec![PlaceId::default()],
            counts: vec![0],
            codes: Vec::new(),
            code_texts: Vec::new(),
            publishers: vec![String::new()],
        }
    }
}

/// Puts the chunks of one file into a builder.
pub(super) struct Collector {
    maps: Vec<Maps>,
    articles: Vec<ArticleId>,
    homeless: FxHashSet<ActorId>,
    /// Actors without country where there is no builder that could tell them apart.
    homeless_unnumbered: u64,
    lines: u64,
}

impl Collector {
    pub(super) fn new(workers: usize) -> Collector {
        Collector {
            maps: (0..workers).map(|_| Maps::default()).collect(),
            articles: Vec::new(),
            homeless: FxHashSet::default(),
            homeless_unnumbered: 0,
            lines: 0,
        }
    }

    /// Takes the next chunk of the file.
    pub(super) fn take(
        &mut self,
        chunk: &mut Chunk,
        report: &mut LoadReport,
        sink: &mut dyn Sink,
        control: &Control,
    ) {
        chunk.report.keep(chunk.kept());
        control.add_records(chunk.report.read());
        chunk.report.shift(self.lines);
        report.merge(std::mem::take(&mut chunk.report));
        self.lines += chunk.lines;
        match sink.rows() {
            Some(builder) => self.store(chunk, builder),
            None => {
                let homeless = chunk.actors.iter().filter(|a| !a.country.is_known()).count();
                self.homeless_unnumbered += homeless as u64;
                if let Some(maps) = self.maps.get_mut(chunk.worker) {
                    maps.code_texts.append(&mut chunk.codes);
                }
            }
        }
        for (dossier, themes) in chunk.dossiers.drain(..) {
            if let Some(builder) = sink.rows() {
                let themes: Vec<&str> = themes.iter().map(String::as_str).collect();
                builder.article_about(&dossier.article, &themes);
            }
            report.actors_without_country +=
                dossier.actors.iter().filter(|a| !a.country.is_known()).count() as u64;
            sink.dossier(&dossier);
        }
        let maps = self.maps.get(chunk.worker);
        for &code in &chunk.unknown_codes {
            let text = maps.and_then(|m| m.code_texts.get(usize::from(code)));
            report.unknown_code(text.map_or("?", |t| t));
        }
        sink.breathe();
    }

    fn store(&mut self, chunk: &mut Chunk, builder: &mut Builder) {
        let Some(maps) = self.maps.get_mut(chunk.worker) else { return };
        for a in chunk.actors.drain(..) {
            let id = builder.actor(&a.name, a.country, &a.code, &a.role, a.kind);
            if a.country == CountryId::UNKNOWN {
                self.homeless.insert(id);
            }
            maps.actors.push(id);
        }
        for p in chunk.places.drain(..) {
            maps.places.push(builder.place(&p.name, p.country, p.latitude, p.longitude));
        }
        for counts in chunk.counts.drain(..) {
            maps.counts.push(builder.counts(Counts { ..counts }));
        }
        for code in chunk.codes.drain(..) {
            maps.codes.push(builder.code(&code));
            maps.code_texts.push(code);
        }
        maps.publishers.append(&mut chunk.publishers);
        builder.expect_addresses(chunk.articles.iter().map(|a| a.hash));
        self.articles.clear();
        self.articles.push(ArticleId::NONE);
        let mut start = 0;
        for article in &chunk.articles {
            let end = article.end as usize;
            let key = chunk.addresses.get(start..end).unwrap_or("");
            let publisher = maps.publishers.get(article.publisher as usize).map_or("", |p| p);
            self.articles.push(builder.hashed_address(key, article.hash, article.taken_up, publisher));
            start = end;
        }
        renumber(&mut chunk.rows, maps, &self.articles);
        builder.append(&chunk.rows);
        for report in chunk.reports.drain(..) {
            let article = self.articles.get(report.article.0 as usize).copied().unwrap_or_default();
            builder.report(Report { article, ..report });
        }
    }

    /// How many lines the chunks had that it took.
    pub(super) fn lines(&self) -> u64 {
        self.lines
    }

    /// Tells what only the whole file shows.
    pub(super) fn finish(&self, report: &mut LoadReport) {
        report.actors_without_country += self.homeless.len() as u64 + self.homeless_unnumbered;
    }
}

/// Gives the rows of a chunk the store's numbers.
fn renumber(rows: &mut Rows, maps: &Maps, articles: &[ArticleId]) {
    for actor in rows.source_actor.iter_mut().chain(&mut rows.target_actor) {
        *actor = maps.actors.get(actor.0 as usize).copied().unwrap_or_default();
    }
    for place in &mut rows.place {
        *place = maps.places.get(place.0 as usize).copied().unwrap_or_default();
    }
    for article in &mut rows.article {
        *article = articles.get(article.0 as usize).copied().unwrap_or_default();
    }
    for counts in &mut rows.counts {
        *counts = maps.counts.get(usize::from(*counts)).copied().unwrap_or_default();
    }
    if !maps.codes.is_empty() {
        for code in rows.code.iter_mut().filter(|c| c.0 >= CodeId::FIRST_FOREIGN) {
            let at = usize::from(code.0 - CodeId::FIRST_FOREIGN);
            *code = maps.codes.get(at).copied().unwrap_or_default();
        }
    }
}
