//! What a worker makes of a block of rows: columns whose actors, places, codes
//! and articles are numbered by the worker itself. Whoever collects the blocks
//! gives them the store's numbers, in the order of the file, so that a load
//! comes out the same however the blocks were shared out.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::id_table::{IdTable, hash_bytes};
use crate::model::ontology::CodeId;
use crate::model::store::Counts;
use crate::model::{
    ActorId, ActorKind, ArticleId, CountryId, DataRow, Day, Dossier, EventRow, Minute, PlaceId, Report, Rows,
};
use crate::read::error::{Outcome, Position, Problem, ProblemKind};
use crate::read::report::{LoadReport, RecordProblems};

use super::scan::{FieldEnds, Row};
use super::values::{day8, minute14};

/// An actor as a row describes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NewActor {
    pub(super) name: String,
    pub(super) country: CountryId,
    pub(super) code: String,
    pub(super) role: String,
    pub(super) kind: ActorKind,
    /// Whether its country follows from its code or name, not from the column of the country.
    pub(super) told_by_actor: bool,
}

/// A place as a row describes it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct NewPlace {
    pub(super) name: String,
    pub(super) country: CountryId,
    pub(super) latitude: f32,
    pub(super) longitude: f32,
}

/// An article as a row names it: a stretch of the chunk's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewArticle {
    pub(super) hash: u32,
    pub(super) end: u32,
    pub(super) taken_up: Minute,
    /// A name of the worker's, 0 for none.
    pub(super) publisher: u32,
}

/// What a block became.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    /// Number of the block in its file.
    pub(super) number: u64,
    /// Number of the worker that made it.
    pub(super) worker: usize,
    /// The block itself.
    pub(super) text: Vec<u8>,
    /// Where its fields end.
    pub(super) ends: FieldEnds,
    /// The block with its quotes resolved, where it has any.
    pub(super) plain: Vec<u8>,
    pub(super) rows: Rows,
    /// Reports whose articles have the worker's numbers.
    pub(super) reports: Vec<Report>,
    /// Articles with findings, and what they are about.
    pub(super) dossiers: Vec<(Dossier, Vec<String>)>,
    pub(super) actors: Vec<NewActor>,
    pub(super) places: Vec<NewPlace>,
    pub(super) counts: Vec<Counts>,
    pub(super) publishers: Vec<String>,
    pub(super) codes: Vec<String>,
    /// Which of the worker's unknown codes the rows use.
    pub(super) unknown_codes: Vec<u16>,
    pub(super) articles: Vec<NewArticle>,
    pub(super) addresses: String,
    pub(super) article_index: IdTable,
    last_article: u32,
    /// Lines in the block, for the positions of the blocks behind it.
    pub(super) lines: u64,
    /// What became of its rows, with lines counted from the block's beginning.
    pub(super) report: LoadReport,
}

impl Chunk {
    /// Forgets everything and keeps the room.
    pub(super) fn clear(&mut self) {
        // The block's bytes stay: the next block overwrites them, and what is
        // longer need not be filled with zeros first.
        self.ends.clear();
        self.plain.clear();
        self.rows.clear();
        self.reports.clear();
        self.dossiers.clear();
        self.actors.clear();
        self.places.clear();
        self.counts.clear();
        self.publishers.clear();
        self.codes.clear();
        self.unknown_codes.clear();
        self.articles.clear();
        self.addresses.clear();
        self.article_index.clear();
        self.last_article = 0;
        self.lines = 0;
        self.report = LoadReport::default();
    }

    /// Counts what is known of the sides of its rows, once all are there.
    pub(super) fn count_sides(&mut self, known: &Interned) {
        let rows = &self.rows;
        let sides = [(&rows.source, &rows.source_actor), (&rows.target, &rows.target_actor)];
        for (countries, actors) in sides {
            let open = countries.iter().filter(|c| **c == CountryId::UNKNOWN).count() as u64;
            let nobody = actors.iter().filter(|a| **a == ActorId::NONE).count() as u64;
            self.report.sides.all += actors.len() as u64;
            self.report.sides.nobody += nobody;
            self.report.sides.without_country += open.saturating_sub(nobody);
            if !known.told_by_actor.is_empty() {
                let told = actors.iter().filter(|a| known.told_by_actor.contains(a));
                self.report.sides.from_actor += told.count() as u64;
            }
        }
    }

    /// Whether an article of the chunk has this address.
    #[inline]
    fn is_article(&self, id: u32, key: &[u8]) -> bool {
        let id = id as usize;
        let Some(article) = self.articles.get(id) else { return false };
        let start = id.checked_sub(1).map_or(0, |before| self.articles[before].end as usize);
        self.addresses.as_bytes().get(start..article.end as usize) == Some(key)
    }

    /// How many things its rows became.
    pub(super) fn kept(&self) -> u64 {
        (self.rows.len() + self.reports.len() + self.dossiers.len()) as u64
    }
}

/// Counts below this have a place in a table.
const MANY: usize = 64;

/// What a worker has met so far in a file.
#[derive(Debug, Default)]
pub(super) struct Interned {
    actors: Keys,
    countries: Vec<CountryId>,
    /// The actors, by their number, whose country does not stand in its column.
    told_by_actor: FxHashSet<ActorId>,
    places: Keys,
    publishers: Keys,
    counts: FxHashMap<Counts, u16>,
    /// The numbers of small counts, which most are.
    small_counts: Vec<u16>,
    codes: FxHashMap<Vec<u8>, u16>,
    /// The day and the time that were read last: rows come in their order, so
    /// that most have the same.
    day: Last<8, Day>,
    minute: Last<14, Minute>,
}

/// What bytes were read as, to be used again where the same bytes follow.
#[derive(Debug)]
struct Last<const LEN: usize, T> {
    bytes: [u8; LEN],
    value: Option<T>,
}

impl<const LEN: usize, T> Default for Last<LEN, T> {
    fn default() -> Self {
        Last { bytes: [0; LEN], value: None }
    }
}

impl<const LEN: usize, T: Copy> Last<LEN, T> {
    #[inline]
    fn read(&mut self, bytes: &[u8], read: impl FnOnce(&[u8]) -> Option<T>) -> Option<T> {
        let Ok(now) = <&[u8; LEN]>::try_from(bytes) else { return read(bytes) };
        if self.value.is_none() || *now != self.bytes {
            *self = Last { bytes: *now, value: read(bytes) };
        }
        self.value
    }
}

/// Byte strings by number.
#[derive(Debug, Default)]
struct Keys {
    bytes: Vec<u8>,
    /// Where each begins, and its length.
    spans: Vec<(usize, u32)>,
    index: IdTable,
}

impl Keys {
    #[inline]
    fn is(&self, id: u32, key: &[u8]) -> bool {
        let (start, len) = self.spans.get(id as usize).copied().unwrap_or_default();
        self.bytes.get(start..start + len as usize) == Some(key)
    }

    /// The number of a key with its hash, and whether it is new.
    #[inline]
    fn intern(&mut self, key: &[u8], hash: u32) -> (u32, bool) {
        if let Some(id) = self.index.find(hash, |id| self.is(id, key)) {
            return (id, false);
        }
        let id = self.spans.len() as u32;
        self.spans.push((self.bytes.len(), key.len() as u32));
        self.bytes.extend_from_slice(key);
        self.index.insert(hash, id);
        (id, true)
    }
}

/// How many rows are looked ahead.
pub(super) const AHEAD: usize = 32;

/// What a row names that a worker keeps in dictionaries: hashes of the keys.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hashes {
    pub(super) actors: [u32; 2],
    pub(super) place: u32,
}

impl Interned {
    /// Fetches into the processor's cache what the dictionaries have under these
    /// hashes. One after the other each look-up would wait for memory three
    /// times; here all slots are fetched side by side, then all keys.
    pub(super) fn expect(&self, rows: &[Hashes]) {
        let mut found = [0u32; 3 * AHEAD];
        for (row, ids) in rows.iter().zip(found.as_chunks_mut::<3>().0) {
            *ids = [
                self.actors.index.first(row.actors[0]).unwrap_or(0),
                self.actors.index.first(row.actors[1]).unwrap_or(0),
                self.places.index.first(row.place).unwrap_or(0),
            ];
        }
        let mut sum = 0u32;
        for ids in found.as_chunks::<3>().0.iter().take(rows.len()) {
            sum += self.actors.touch(ids[0]) + self.actors.touch(ids[1]) + self.places.touch(ids[2]);
        }
        // The sum is not used; it keeps the compiler from leaving the reading out.
        std::hint::black_box(sum);
    }
}

impl Keys {
    #[inline]
    fn touch(&self, id: u32) -> u32 {
        let (start, len) = self.spans.get(id as usize).copied().unwrap_or_default();
        let byte = |at: usize| self.bytes.get(at).copied().map_or(0, u32::from);
        byte(start) + byte((start + len as usize).saturating_sub(1))
    }
}

/// Why a row is left out.
#[derive(Debug)]
pub(super) struct Reject {
    pub(super) kind: ProblemKind,
    pub(super) field: usize,
    pub(super) expected: &'static str,
}

/// The way from a row into a chunk. Numbers that it gives are the worker's, 0 is none.
pub(super) struct Emit<'a> {
    pub(super) chunk: &'a mut Chunk,
    pub(super) known: &'a mut Interned,
    /// The row's line in its block, from 1.
    pub(super) line: u64,
    /// What is wrong with the row.
    pub(super) wrong: RecordProblems,
    /// What [`super::pipeline::Format::hashes`] said of the row.
    pub(super) hashes: Hashes,
}

impl Emit<'_> {
    /// A day written `YYYYMMDD`.
    #[inline]
    pub(super) fn day(&mut self, field: &[u8]) -> Option<Day> {
        self.known.day.read(field, day8)
    }

    /// A time written `YYYYMMDDHHMMSS`, or a day.
    #[inline]
    pub(super) fn minute(&mut self, field: &[u8]) -> Option<Minute> {
        self.known.minute.read(field, minute14)
    }

    /// The actor of a side by all that the row says of it; `hash` is
    /// [`hash_bytes`] of the key.
    #[inline]
    pub(super) fn actor(
        &mut self,
        key: &[u8],
        hash: u32,
        new: impl FnOnce(&mut Self) -> NewActor,
    ) -> (ActorId, CountryId) {
        let (id, is_new) = self.known.actors.intern(key, hash);
        if is_new {
            let actor = new(self);
            self.known.countries.push(actor.country);
            if actor.told_by_actor {
                self.known.told_by_actor.insert(ActorId(id + 1));
            }
            self.chunk.actors.push(actor);
        }
        (ActorId(id + 1), self.known.countries[id as usize])
    }

    /// A place by all that the row says of it, with the hash of that.
    #[inline]
    pub(super) fn place(
        &mut self,
        key: &[u8],
        hash: u32,
        new: impl FnOnce(&mut Self) -> NewPlace,
    ) -> PlaceId {
        let (id, is_new) = self.known.places.intern(key, hash);
        if is_new {
            let place = new(self);
            self.chunk.places.push(place);
        }
        PlaceId(id + 1)
    }

    /// A publisher by name.
    pub(super) fn publisher(&mut self, name: &[u8]) -> u32 {
        if name.is_empty() {
            return 0;
        }
        let (id, is_new) = self.known.publishers.intern(name, hash_bytes(name));
        if is_new {
            let name = self.text(name);
            self.chunk.publishers.push(name);
        }
        id + 1
    }

    /// Mentions and sources as one number.
    #[inline]
    pub(super) fn counts(&mut self, counts: Counts) -> u16 {
        let (mentions, sources) = (counts.mentions as usize, counts.sources as usize);
        if mentions >= MANY || sources >= MANY {
            return self.large_counts(counts);
        }
        self.known.small_counts.resize(MANY * MANY, 0);
        let at = mentions * MANY + sources;
        if self.known.small_counts[at] == 0 {
            self.known.small_counts[at] = self.large_counts(counts);
        }
        self.known.small_counts[at]
    }

    fn large_counts(&mut self, counts: Counts) -> u16 {
        if let Some(&id) = self.known.counts.get(&counts) {
            return id;
        }
        let Ok(id) = u16::try_from(self.known.counts.len() + 1) else { return 0 };
        self.known.counts.insert(counts, id);
        self.chunk.counts.push(counts);
        id
    }

    /// An event code; of no list, it gets a number of the worker's.
    #[inline]
    pub(super) fn code(&mut self, code: &[u8]) -> CodeId {
        if code.is_empty() {
            return CodeId::NONE;
        }
        if let Some(id) = std::str::from_utf8(code).ok().and_then(CodeId::from_code) {
            return id;
        }
        self.unknown_code(code)
    }

    #[cold]
    fn unknown_code(&mut self, code: &[u8]) -> CodeId {
        let id = match self.known.codes.get(code) {
            Some(&id) => id,
            None => {
                let text = self.text(code);
                let id = self.known.codes.len().min(usize::from(u16::MAX - CodeId::FIRST_FOREIGN)) as u16;
                if usize::from(id) == self.known.codes.len() {
                    self.known.codes.insert(code.to_vec(), id);
                    self.chunk.codes.push(text);
                }
                id
            }
        };
        self.chunk.unknown_codes.push(id);
        CodeId(CodeId::FIRST_FOREIGN + id)
    }

    /// The article of a row, by its address or number.
    #[inline]
    pub(super) fn article(&mut self, key: &[u8], taken_up: Minute, publisher: u32) -> ArticleId {
        if key.is_empty() {
            return ArticleId::NONE;
        }
        // Rows of one article come one after the other.
        let last = self.chunk.last_article;
        if self.chunk.is_article(last, key) {
            return ArticleId(last + 1);
        }
        let hash = hash_bytes(key);
        let chunk = &*self.chunk;
        let found = chunk.article_index.find(hash, |id| chunk.is_article(id, key));
        let id = found.unwrap_or_else(|| self.new_article(key, hash, taken_up, publisher));
        self.chunk.last_article = id;
        ArticleId(id + 1)
    }

    fn new_article(&mut self, key: &[u8], hash: u32, taken_up: Minute, publisher: u32) -> u32 {
        let mut hash = hash;
        match std::str::from_utf8(key) {
            Ok(text) => self.chunk.addresses.push_str(text),
            Err(_) => {
                let text = self.text(key);
                hash = hash_bytes(text.as_bytes());
                self.chunk.addresses.push_str(&text);
            }
        }
        let id = self.chunk.articles.len() as u32;
        let end = self.chunk.addresses.len() as u32;
        self.chunk.articles.push(NewArticle { hash, end, taken_up, publisher });
        self.chunk.article_index.insert(hash, id);
        id
    }

    /// Bytes as text. Those that are no UTF-8 are taken for Windows-1252, which
    /// holds Latin-1, and the row counts as repaired.
    pub(super) fn text(&mut self, bytes: &[u8]) -> String {
        match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
                let at = Position::new(self.line, 0);
                let problem = Problem::new(at, ProblemKind::Encoding, Outcome::Repaired, &text, "UTF-8");
                self.wrong.add(problem.advise("it was read as Windows-1252"));
                text.into_owned()
            }
        }
    }

    /// Notes that something in the row was put right.
    pub(super) fn repair(&mut self, row: &Row<'_>, field: usize, kind: ProblemKind, expected: &str) {
        let at = Position::new(self.line, row.column(field));
        let found = quoted(row.get(field));
        self.wrong.add(Problem::new(at, kind, Outcome::Repaired, &found, expected));
    }

    /// Takes the event of a row.
    #[inline]
    pub(super) fn push(&mut self, row: &EventRow, data: &DataRow) {
        self.chunk.rows.push_numberless(row, data);
    }

    /// Ends a row: decides over it by what is wrong with it.
    #[inline]
    pub(super) fn end(&mut self) {
        if !self.wrong.is_empty() {
            self.chunk.report.settle(&mut self.wrong, 1);
        }
    }

    /// Notes that a row was left out.
    pub(super) fn reject(&mut self, row: &Row<'_>, why: &Reject) {
        let at = Position::new(self.line, row.column(why.field));
        let found = match why.kind {
            ProblemKind::BadRow => format!("{} fields", row.len()),
            _ => quoted(row.get(why.field)),
        };
        self.wrong.add(Problem::new(at, why.kind, Outcome::Rejected, &found, why.expected));
    }
}

/// The beginning of a field, in quotation marks.
fn quoted(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes.get(..80).unwrap_or(bytes));
    format!("\"{text}\"")
}
