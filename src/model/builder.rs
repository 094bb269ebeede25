//! The growing side of a store: every reader lowers into it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::articles::{ArticlesBuilder, Minute};
use super::chunked_vec::ChunkedVecBuilder;
use super::column::{DataRow, EventRow, Rows};
use super::country::CountryId;
use super::dossier::{About, Actor, ActorKind, Article, Claim, Decision, Dossier, Event, Side};
use super::id_table::hash_bytes;
use super::ids::{ActorId, ArticleId, PlaceId};
use super::ontology::CodeId;
use super::places::{PlaceRecord, PlacesBuilder};
use super::sealing::{Room, Sealing};
use super::segment::{EventDetail, Pending, Segment};
use super::store::{ActorRecord, ClaimRecord, Counts, Origin, Report, Store, Topic};
use super::symbols::{Interner, Sym};

/// How many events a segment holds before it is sealed.
pub(crate) const SEGMENT_ROWS: usize = 1 << 20;

#[derive(PartialEq, Eq, Hash)]
struct ActorKey {
    name: Sym,
    country: CountryId,
    code: Sym,
}

/// Takes events, actors, articles and claims, and gives stores.
#[derive(Default)]
pub struct Builder {
    segments: Vec<Arc<Sealing>>,
    pending: Pending,
    pool: Arc<Room>,
    symbols: Interner,
    actors: ChunkedVecBuilder<ActorRecord>,
    actor_ids: FxHashMap<ActorKey, ActorId>,
    articles: ArticlesBuilder,
    places: PlacesBuilder,
    counts: ChunkedVecBuilder<Counts>,
    counts_ids: FxHashMap<Counts, u16>,
    origins: Vec<Origin>,
    reports: ChunkedVecBuilder<Report>,
    claims: ChunkedVecBuilder<ClaimRecord>,
    foreign_codes: ChunkedVecBuilder<Sym>,
    foreign_ids: FxHashMap<Sym, CodeId>,
    rows: u32,
    /// How many rows fill a segment; 0 stands for [`SEGMENT_ROWS`].
    room: usize,
}

impl Builder {
    /// An empty one.
    pub fn new() -> Builder {
        Builder::default()
    }

    /// An empty one whose segments hold fewer rows than usual.
    pub fn with_segment_rows(rows: usize) -> Builder {
        Builder { room: rows, ..Builder::default() }
    }

    fn room(&self) -> usize {
        if self.room == 0 { SEGMENT_ROWS } else { self.room }
    }

    /// How many events were taken.
    pub fn len(&self) -> usize {
        self.rows as usize
    }

    /// Whether no event was taken.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The id of an event code; codes of no list get one of their own. When
    /// more than 32,768 different unknown codes come, the rest share the last.
    pub fn code(&mut self, code: &str) -> CodeId {
        if code.is_empty() {
            return CodeId::NONE;
        }
        if let Some(id) = CodeId::from_code(code) {
            return id;
        }
        let sym = self.symbols.intern(code);
        if let Some(&id) = self.foreign_ids.get(&sym) {
            return id;
        }
        let room = usize::from(u16::MAX - CodeId::FIRST_FOREIGN);
        if self.foreign_codes.len() > room {
            return CodeId(u16::MAX);
        }
        let id = CodeId(CodeId::FIRST_FOREIGN + self.foreign_codes.push(sym) as u16);
        self.foreign_ids.insert(sym, id);
        id
    }

    /// The id of an actor; the same name, country and code are one.
    pub fn actor(
        &mut self,
        name: &str,
        country: CountryId,
        code: &str,
        role: &str,
        kind: ActorKind,
    ) -> ActorId {
        let (name, code) = (self.symbols.intern(name), self.symbols.intern(code));
        if let Some(&id) = self.actor_ids.get(&ActorKey { name, country, code }) {
            return id;
        }
        let role = self.symbols.intern(role);
        self.new_actor(ActorRecord { name, aliases: Arc::from([]), country, code, role, kind })
    }

    fn new_actor(&mut self, record: ActorRecord) -> ActorId {
        let key = ActorKey { name: record.name, country: record.country, code: record.code };
        let id = ActorId::at(self.actors.push(record) as usize);
        self.actor_ids.insert(key, id);
        id
    }

    /// Takes an article. One with an id that is known already is the same
    /// article if it has the same text; else its id gets a number behind it.
    pub(crate) fn article(&mut self, article: &Article) -> ArticleId {
        self.article_about(article, &[])
    }

    /// Takes an article with what it is about, in the words of its data set.
    pub(crate) fn article_about(&mut self, article: &Article, themes: &[&str]) -> ArticleId {
        let themes = themes.iter().map(|t| self.symbols.intern(t)).collect();
        self.articles.record(article, themes, &mut self.symbols)
    }

    /// Takes an article of which only the address is known, or the number that a
    /// data set gives it; the same address is one article. None if it is empty.
    pub fn address(&mut self, key: &str, taken_up: Minute, publisher: &str) -> ArticleId {
        self.hashed_address(key, hash_bytes(key.as_bytes()), taken_up, publisher)
    }

    /// The same, for those who have hashed the address already.
    pub(crate) fn hashed_address(
        &mut self,
        key: &str,
        hash: u32,
        taken_up: Minute,
        publisher: &str,
    ) -> ArticleId {
        let publisher = self.symbols.intern(publisher);
        self.articles.address(key, hash, taken_up, publisher)
    }

    /// Fetches into the processor's cache what [`Self::hashed_address`] will look
    /// at for these hashes: all of them at once take little longer than one.
    pub(crate) fn expect_addresses(&self, hashes: impl Iterator<Item = u32> + Clone) {
        self.articles.expect(hashes);
    }

    /// The number of a place, new or known.
    pub fn place(&mut self, name: &str, country: CountryId, latitude: f32, longitude: f32) -> PlaceId {
        let name = self.symbols.intern(name);
        self.places.intern(PlaceRecord { name, country, latitude, longitude })
    }

    /// A small number for how often an event is mentioned and by how many
    /// sources. When more than 65,535 different ones come, the rest have none.
    pub(crate) fn counts(&mut self, counts: Counts) -> u16 {
        if counts == Counts::default() {
            return 0;
        }
        if let Some(&id) = self.counts_ids.get(&counts) {
            return id;
        }
        let Ok(id) = u16::try_from(self.counts.len() + 1) else { return 0 };
        self.counts.push(counts);
        self.counts_ids.insert(counts, id);
        id
    }

    /// Takes an article that a data set lists as carrying an event.
    pub(crate) fn report(&mut self, report: Report) {
        self.reports.push(report);
    }

    /// Tells where the rows that come now are from.
    pub fn origin(&mut self, name: &str, format: &'static str) {
        let name = self.symbols.intern(name);
        if self.origins.last().is_some_and(|o| o.first == self.rows) {
            self.origins.pop();
        }
        self.origins.push(Origin { first: self.rows, name, format });
    }

    /// Takes an event.
    pub fn push(&mut self, row: &EventRow) {
        self.push_row(row, &DataRow::default(), u32::MAX);
    }

    /// Takes an event of a large data set, and seals a segment when it is full.
    pub fn push_data(&mut self, row: &EventRow, data: &DataRow) {
        self.push_row(row, data, u32::MAX);
        self.seal_if_full();
    }

    /// Takes many events at once; their numbers in the order of loading are
    /// given here. Seals segments as they fill.
    pub(crate) fn append(&mut self, rows: &Rows) {
        let mut start = 0;
        while start < rows.len() {
            let room = self.room().saturating_sub(self.pending.columns.len()).max(1);
            let end = rows.len().min(start + room);
            let columns = &mut self.pending.columns;
            columns.append(rows, start, end);
            columns.seq.extend(self.rows..self.rows + (end - start) as u32);
            self.pending.detail.resize(columns.len(), u32::MAX);
            self.rows += (end - start) as u32;
            self.seal_if_full();
            start = end;
        }
    }

    fn push_row(&mut self, row: &EventRow, data: &DataRow, detail: u32) {
        self.pending.columns.push(row, data, self.rows);
        self.pending.detail.push(detail);
        self.rows += 1;
    }

    /// Seals the waiting rows if they fill a segment. Never between two rows
    /// of one event, because these share a detail.
    pub(crate) fn seal_if_full(&mut self) -> bool {
        let full = self.pending.columns.len() >= self.room();
        if full {
            // At most two segments are on their way, which bounds memory.
            if let Some(before) = self.segments.len().checked_sub(2) {
                self.segments[before].segment();
            }
            let rows = std::mem::replace(&mut self.pending, self.pool.take());
            self.segments.push(Sealing::begin(rows, &self.pool));
        }
        full
    }

    /// How many articles were taken.
    pub(crate) fn article_count(&self) -> usize {
        self.articles.len()
    }

    /// Takes a whole dossier: article, actors, events, claims.
    pub fn dossier(&mut self, dossier: &Dossier) {
        let article = self.article(&dossier.article);
        let actors: FxHashMap<&str, ActorId> =
            dossier.actors.iter().map(|a| (a.id.as_str(), self.dossier_actor(a))).collect();
        for event in &dossier.events {
            self.event(event, article, &actors);
        }
        for claim in &dossier.claims {
            self.claim(claim, dossier, article, &actors);
        }
        self.seal_if_full();
    }

    fn dossier_actor(&mut self, actor: &Actor) -> ActorId {
        let name = self.symbols.intern(&actor.name);
        let code = self.symbols.intern(&actor.code);
        // A person stays one person through all offices, whatever code each carries.
        let person = actor.kind == ActorKind::Person;
        let country = told_by_code(actor.country, &actor.code);
        let key = ActorKey { name, country, code: if person { Sym::default() } else { code } };
        if let Some(&id) = self.actor_ids.get(&key) {
            return id;
        }
        let aliases = actor.aliases.iter().map(|a| self.symbols.intern(a)).collect();
        let role = self.symbols.intern(&actor.role);
        let id = self.new_actor(ActorRecord { name, aliases, country, code, role, kind: actor.kind });
        self.actor_ids.insert(key, id);
        id
    }

    /// The actor of a side, and the country it stands for.
    fn side(&mut self, side: &Side, actors: &FxHashMap<&str, ActorId>) -> (ActorId, CountryId) {
        let known = side.actor.as_deref().and_then(|id| actors.get(id).copied());
        let country = match known.and_then(|id| self.actors.get(id.index()?)) {
            Some(record) if !side.country.is_known() => record.country,
            _ => told_by_code(side.country, &side.code),
        };
        let id = known.unwrap_or_else(|| {
            let name = if side.name.is_empty() { country.name() } else { &side.name };
            let kind = if name == country.name() { ActorKind::State } else { ActorKind::Other };
            self.actor(name, country, &side.code, "", kind)
        });
        (id, country)
    }

    fn event(&mut self, event: &Event, article: ArticleId, actors: &FxHashMap<&str, ActorId>) {
        let none = [(ActorId::NONE, CountryId::UNKNOWN)];
        let mut sides = |sides: &[Side]| -> Vec<_> { sides.iter().map(|s| self.side(s, actors)).collect() };
        let (sources, targets) = (sides(&event.sources), sides(&event.targets));
        let code = self.code(&event.code);
        let mut detail = self.detail(event);
        let told = |acts, all: &[(ActorId, CountryId)], sides: &[Side]| -> Vec<(bool, ActorId)> {
            let both = sides.iter().zip(all).filter(|(side, _)| side.span.is_some());
            both.map(|(_, &(actor, _))| (acts, actor)).collect()
        };
        let mut mentioned = told(true, &sources, &event.sources);
        mentioned.extend(told(false, &targets, &event.targets));
        detail.mentioned = mentioned.into();
        self.pending.details.push(detail);
        let detail = self.pending.details.len() as u32 - 1;
        for &(source_actor, source) in if sources.is_empty() { &none[..] } else { &sources } {
            for &(target_actor, target) in if targets.is_empty() { &none[..] } else { &targets } {
                let row = EventRow {
                    date: event.date,
                    source,
                    target,
                    source_actor,
                    target_actor,
                    code,
                    modality: event.modality,
                    reciprocal: event.reciprocal,
                    reports: event.reports,
                    article,
                };
                self.push_row(&row, &DataRow::default(), detail);
            }
        }
    }

    fn detail(&mut self, event: &Event) -> EventDetail {
        EventDetail {
            id: self.symbols.intern(&event.id),
            evidence: event.evidence.clone().into(),
            trigger: event.trigger,
            mentioned: Box::default(),
            mentions: event.sources.iter().chain(&event.targets).filter_map(|s| s.span).collect(),
            rule: self.symbols.intern(&event.rule),
            steps: event.steps.iter().map(|s| self.symbols.intern(s)).collect(),
            note: self.symbols.intern(&event.note),
            confidence: event.confidence,
            decision: (event.decision != Decision::Open).then_some(event.decision),
            date_from: event.date_from,
        }
    }

    fn claim(
        &mut self,
        claim: &Claim,
        dossier: &Dossier,
        article: ArticleId,
        actors: &FxHashMap<&str, ActorId>,
    ) {
        let (speaker, _) = self.side(&claim.speaker, actors);
        let about = claim
            .about
            .iter()
            .filter_map(|about| match about {
                About::Pair(pair) => Some(Topic::Pair(*pair)),
                About::Country(country) => Some(Topic::Country(*country)),
                About::Actor(id) => actors.get(id.as_str()).map(|&id| Topic::Actor(id)),
            })
            .collect();
        let cue_text = match claim.cue {
            Some(span) if claim.cue_text.is_empty() => span.of(dossier.text()),
            _ => &claim.cue_text,
        };
        let text: Arc<str> = if claim.text.is_empty() {
            claim.content.iter().map(|s| s.of(dossier.text())).collect::<Vec<_>>().join(" … ").into()
        } else {
            claim.text.as_str().into()
        };
        let record = ClaimRecord {
            id: self.symbols.intern(&claim.id),
            article,
            speaker,
            speaker_span: claim.speaker.span,
            guessed: claim.guessed,
            cue: claim.cue,
            cue_text: self.symbols.intern(cue_text),
            content: claim.content.clone().into(),
            text,
            form: claim.form,
            about,
            date: claim.date,
            rule: self.symbols.intern(&claim.rule),
            steps: claim.steps.iter().map(|s| self.symbols.intern(s)).collect(),
            confidence: claim.confidence,
            decision: claim.decision,
        };
        self.claims.push(record);
    }

    /// The store as it stands. The builder goes on; rows that do not fill a
    /// segment yet are copied into one of their own.
    pub fn snapshot(&self) -> Store {
        let mut segments: Vec<Arc<Segment>> = self.segments.iter().map(|s| s.segment()).collect();
        if !self.pending.columns.is_empty() {
            segments.push(Arc::new(Segment::seal(&self.pending)));
        }
        Store {
            segments: segments.into(),
            symbols: self.symbols.snapshot(),
            actors: self.actors.snapshot(),
            articles: self.articles.snapshot(),
            claims: self.claims.snapshot(),
            foreign_codes: self.foreign_codes.snapshot(),
            places: self.places.snapshot(),
            counts: self.counts.snapshot(),
            origins: self.origins.clone().into(),
            reports: self.reports.snapshot(),
            lazy: Arc::default(),
            revised: None,
        }
    }
}

/// A country, or the body that a code without one names: `IGOUNO` is the United Nations.
fn told_by_code(country: CountryId, code: &str) -> CountryId {
    if country.is_known() || !code.starts_with("IGO") {
        return country;
    }
    CountryId::from_actor_code(code).unwrap_or(country)
}
