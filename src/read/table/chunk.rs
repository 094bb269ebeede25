//! What a worker makes of a block of rows: columns whose actors, places, codes
//! and articles are numbered by the worker itself. Whoever collects the blocks
//! gives them the store's numbers, in the order of the file, so that a load
//! comes out the same however the blocks were shared out.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::ids::{IdTable, hash_bytes};
use crate::model::ontology::CodeId;
use crate::model::store::Counts;
use crate::model::{
    ActorId, ActorKind, ArticleId, CountryId, DataRow, Dossier, EventRow, Minute, PlaceId, Report, Rows,
};

use super::super::error::{Kind, Outcome, Position, Problem};
use super::super::report::Sides;
use super::scan::{Ends, Row};

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
    pub(super) ends: Ends,
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
    /// Lines in the block, for the positions of the blocks behind it.
    pub(super) lines: u64,
    pub(super) read: u64,
    pub(super) rejected: u64,
    pub(super) repaired: u64,
    /// What is known of the sides of its rows.
    pub(super) sides: Sides,
    /// Problems with lines counted from the block's beginning.
    pub(super) problems: Vec<Problem>,
    /// How many more problems there were of each kind.
    pub(super) more: FxHashMap<Kind, u64>,
}

/// How many problems a chunk keeps in full.
const PROBLEMS_KEPT: usize = 1_000;

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
        (self.lines, self.read, self.rejected, self.repaired) = (0, 0, 0, 0);
        self.sides = Sides::default();
        self.problems.clear();
        self.more.clear();
    }

    /// Counts what is known of the sides of its rows, once all are there.
    pub(super) fn count_sides(&mut self, known: &Known) {
        let rows = &self.rows;
        let sides = [(&rows.source, &rows.source_actor), (&rows.target, &rows.target_actor)];
        for (countries, actors) in sides {
            let open = countries.iter().filter(|c| **c == CountryId::UNKNOWN).count() as u64;
            let nobody = actors.iter().filter(|a| **a == ActorId::NONE).count() as u64;
            self.sides.all += actors.len() as u64;
            self.sides.nobody += nobody;
            self.sides.without_country += open.saturating_sub(nobody);
            if !known.told_by_actor.is_empty() {
                let told = actors.iter().filter(|a| known.told_by_actor.contains(a));
                self.sides.from_actor += told.count() as u64;
            }
        }
    }

    /// Takes a problem.
    pub(super) fn add(&mut self, problem: Problem) {
        if self.problems.len() < PROBLEMS_KEPT {
            self.problems.push(problem);
        } else {
            *self.more.entry(problem.kind).or_default() += 1;
        }
    }
}

/// What a worker has met so far in a file.
#[derive(Debug, Default)]
pub(super) struct Known {
    actors: Keys,
    countries: Vec<CountryId>,
    /// The actors, by their number, whose country does not stand in its column.
    told_by_actor: FxHashSet<ActorId>,
    places: Keys,
    publishers: Keys,
    counts: FxHashMap<Counts, u16>,
    codes: FxHashMap<Vec<u8>, u16>,
}

/// Byte strings by number.
#[derive(Debug, Default)]
struct Keys {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    index: IdTable,
}

impl Keys {
    /// The number of a key, and whether it is new.
    #[inline]
    fn intern(&mut self, key: &[u8]) -> (u32, bool) {
        let hash = hash_bytes(key);
        let found = self.index.find(hash, |id| {
            let id = id as usize;
            let start = id.checked_sub(1).map_or(0, |before| self.ends[before]);
            &self.bytes[start..self.ends[id]] == key
        });
        if let Some(id) = found {
            return (id, false);
        }
        let id = self.ends.len() as u32;
        self.bytes.extend_from_slice(key);
        self.ends.push(self.bytes.len());
        self.index.insert(hash, id);
        (id, true)
    }
}

/// Why a row is left out.
#[derive(Debug)]
pub(super) struct Reject {
    pub(super) kind: Kind,
    pub(super) field: usize,
    pub(super) expected: &'static str,
}

/// The way from a row into a chunk. Numbers that it gives are the worker's, 0 is none.
pub(super) struct Emit<'a> {
    pub(super) chunk: &'a mut Chunk,
    pub(super) known: &'a mut Known,
    /// The row's line in its block, from 1.
    pub(super) line: u64,
    /// Whether something in the row was put right.
    pub(super) repaired: bool,
}

impl Emit<'_> {
    /// The actor of a side by all that the row says of it.
    #[inline]
    pub(super) fn actor(
        &mut self,
        key: &[u8],
        new: impl FnOnce(&mut Self) -> NewActor,
    ) -> (ActorId, CountryId) {
        let (id, is_new) = self.known.actors.intern(key);
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

    /// A place by all that the row says of it.
    #[inline]
    pub(super) fn place(&mut self, key: &[u8], new: impl FnOnce(&mut Self) -> NewPlace) -> PlaceId {
        let (id, is_new) = self.known.places.intern(key);
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
        let (id, is_new) = self.known.publishers.intern(name);
        if is_new {
            let name = self.text(name);
            self.chunk.publishers.push(name);
        }
        id + 1
    }

    /// Mentions and sources as one number.
    #[inline]
    pub(super) fn counts(&mut self, counts: Counts) -> u16 {
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
        let hash = hash_bytes(key);
        let chunk = &mut *self.chunk;
        let found = chunk.article_index.find(hash, |id| {
            let id = id as usize;
            let start = id.checked_sub(1).map_or(0, |before| chunk.articles[before].end as usize);
            &chunk.addresses.as_bytes()[start..chunk.articles[id].end as usize] == key
        });
        let id = found.unwrap_or_else(|| self.new_article(key, hash, taken_up, publisher));
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
                self.repaired = true;
                let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
                let at = Position::new(self.line, 0);
                let problem = Problem::new(at, Kind::Encoding, Outcome::Repaired, &text, "UTF-8");
                self.chunk.add(problem.advise("it was read as Windows-1252"));
                text.into_owned()
            }
        }
    }

    /// Notes that something in the row was put right.
    pub(super) fn repair(&mut self, row: &Row<'_>, field: usize, kind: Kind, expected: &str) {
        self.repaired = true;
        let at = Position::new(self.line, row.column(field));
        let found = quoted(row.get(field));
        self.chunk.add(Problem::new(at, kind, Outcome::Repaired, &found, expected));
    }

    /// Takes the event of a row.
    #[inline]
    pub(super) fn push(&mut self, row: &EventRow, data: &DataRow) {
        self.chunk.rows.push_numberless(row, data);
    }

    /// Notes that a row was left out.
    pub(super) fn reject(&mut self, row: &Row<'_>, why: &Reject) {
        self.chunk.rejected += 1;
        let at = Position::new(self.line, row.column(why.field));
        let found = match why.kind {
            Kind::BadRow => format!("{} fields", row.len()),
            _ => quoted(row.get(why.field)),
        };
        self.chunk.add(Problem::new(at, why.kind, Outcome::Rejected, &found, why.expected));
    }
}

/// The beginning of a field, in quotation marks.
fn quoted(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes.get(..80).unwrap_or(bytes));
    format!("\"{text}\"")
}
