//! Everything loaded: immutable snapshots that share what they have in common.

use std::sync::{Arc, OnceLock};

use bytemuck::{Pod, Zeroable};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Deserializer, Serialize};

use super::articles::{Articles, Minute};
use super::chunked_vec::ChunkedVec;
use super::country::CountryId;
use super::date::EventDate;
use super::dossier::{ActorKind, Decision, Form, Span};
use super::ids::{ActorId, ArticleId, ClaimId, EventId, PlaceId};
use super::ontology::CodeId;
use super::pair::Pair;
use super::places::{PlaceRecord, Places};
use super::rowset::RowSet;
use super::segment::Segment;
use super::string_arena::StringArena;
use super::symbols::{Sym, Symbols};

/// Where an event stands in one store: its segment and its row there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Number of the segment.
    pub segment: u32,
    /// Row in the segment.
    pub row: u32,
}

/// An actor: the same name, country and code are one actor, whatever the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActorRecord {
    /// The usual name; the country's for a side that names no one.
    pub name: Sym,
    /// Other names and forms of mention.
    pub aliases: Arc<[Sym]>,
    /// The country it belongs to.
    pub country: CountryId,
    /// CAMEO actor code.
    pub code: Sym,
    /// Office or description.
    pub role: Sym,
    /// What kind of thing it is.
    pub kind: ActorKind,
}

/// How often a data set mentions an event, and in how many sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Pod, Zeroable)]
#[repr(C)]
pub struct Counts {
    /// All mentions in all articles.
    pub mentions: u32,
    /// Different publishers.
    pub sources: u32,
}

/// An article that carries an event, as a data set lists it beside its events.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The number that the data set gives the event.
    pub(crate) outer: u64,
    /// The article.
    pub article: ArticleId,
    /// When it was seen.
    pub(crate) seen: Minute,
    /// The sentence that tells of the event, counted from 1; 0 if not told.
    pub sentence: u16,
    /// How sure the coder is, 0 to 100.
    pub confidence: u8,
    /// Whether the event was found in the raw text, not only after clean-up.
    pub(crate) in_raw_text: bool,
    /// Where the text mentions source, target and action, in characters; −1 if not told.
    pub(crate) offsets: [i32; 3],
    /// Tone of the article in hundredths.
    pub(crate) tone: i16,
}

/// The file or data set that rows came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The number, in the order of loading, of the first event that came from it.
    pub first: u32,
    /// Its name: a path, or what stands for one.
    pub name: Sym,
    /// The name of the reader that understood it.
    pub format: &'static str,
}

/// What a claim is about, resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Topic {
    /// The relation of two countries.
    Pair(Pair),
    /// One country.
    Country(CountryId),
    /// One actor.
    Actor(ActorId),
}

/// An attributed statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimRecord {
    /// Its id within its dossier.
    pub(crate) id: Sym,
    /// The article in which it stands.
    pub(crate) article: ArticleId,
    /// Who says it; always an actor, if only a description with a country.
    pub speaker: ActorId,
    /// Where the text mentions the speaker.
    pub(crate) speaker_span: Option<Span>,
    /// Whether the speaker is a guess.
    pub guessed: bool,
    /// Where the cue stands.
    pub(crate) cue: Option<Span>,
    /// The cue's words.
    pub cue_text: Sym,
    /// Where the content stands.
    pub(crate) content: Box<[Span]>,
    /// The content as text.
    #[serde(deserialize_with = "shared_text")]
    pub text: Arc<str>,
    /// Direct, indirect or mixed.
    pub(crate) form: Form,
    pub(crate) about: Box<[Topic]>,
    /// When it was said.
    pub(crate) date: EventDate,
    /// The rule that made it.
    pub(crate) rule: Sym,
    /// How the coder came to it.
    pub(crate) steps: Box<[Sym]>,
    /// 0 to 1.
    pub(crate) confidence: Option<f32>,
    /// The decision that came with the file.
    pub(crate) decision: Decision,
}

/// Copies a text once; serde's own way would do it twice.
fn shared_text<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
    <&str>::deserialize(from).map(Arc::from)
}

/// Everything loaded, at one moment.
#[derive(Debug, Clone, Default)]
pub struct Store {
    pub(crate) segments: Arc<[Arc<Segment>]>,
    pub(crate) symbols: Symbols,
    pub(crate) actors: ChunkedVec<ActorRecord>,
    pub(crate) articles: Articles,
    pub(crate) claims: ChunkedVec<ClaimRecord>,
    pub(crate) foreign_codes: ChunkedVec<Sym>,
    pub(crate) places: Places,
    pub(crate) counts: ChunkedVec<Counts>,
    pub(crate) origins: Arc<[Origin]>,
    pub(crate) reports: ChunkedVec<Report>,
    pub(crate) lazy: Arc<Lazy>,
    pub(crate) revised: Option<Arc<Revised>>,
}

/// What is made of a store when it is first asked for.
#[derive(Debug, Default)]
pub(crate) struct Lazy {
    reports: OnceLock<Vec<u32>>,
}

/// What makes a store a revised one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Revised {
    pub(super) base: Arc<Store>,
    /// The number of segments that were loaded; those after them are revised.
    pub(super) loaded: usize,
    /// The rows that are listed but count for nothing, segment by segment.
    pub(super) uncounted: Vec<Option<Arc<RowSet>>>,
    pub(super) decisions: Arc<FxHashMap<EventId, Decision>>,
    pub(super) claim_decisions: Arc<FxHashMap<ClaimId, Decision>>,
    /// The same for as long as no row is another.
    pub(super) rows: Arc<()>,
}

impl Store {
    /// The blocks of events, in the order of loading.
    pub fn segments(&self) -> &[Arc<Segment>] {
        &self.segments
    }

    /// How many events there are, those set aside by a revision not counted.
    pub fn len(&self) -> usize {
        self.segments.iter().map(|s| s.live()).sum()
    }

    /// Whether nothing at all is loaded.
    pub fn is_empty(&self) -> bool {
        self.len() == 0 && self.claims.is_empty() && self.articles.is_empty()
    }

    /// The string of a symbol.
    pub fn str(&self, sym: Sym) -> &str {
        self.symbols.get(sym)
    }

    /// The strings of all symbols, for searches through all of them; the symbol
    /// of the one at index `i` is `i + 1`.
    pub(crate) fn symbol_texts(&self) -> &StringArena {
        self.symbols.texts()
    }

    /// All actors.
    pub fn actors(&self) -> impl Iterator<Item = (ActorId, &ActorRecord)> {
        self.actors.iter().enumerate().map(|(i, a)| (ActorId::at(i), a))
    }

    /// How many actors there are.
    pub fn actor_count(&self) -> usize {
        self.actors.len()
    }

    /// An actor.
    pub fn actor(&self, id: ActorId) -> Option<&ActorRecord> {
        self.actors.get(id.index()?)
    }

    /// An actor's name, empty for none.
    pub fn actor_name(&self, id: ActorId) -> &str {
        self.actor(id).map_or("", |a| self.str(a.name))
    }

    /// How many articles there are.
    pub fn article_count(&self) -> usize {
        self.articles.len()
    }

    /// The articles as they are kept, for searches through all of them.
    pub(crate) fn article_table(&self) -> &Articles {
        &self.articles
    }

    pub(crate) fn place(&self, id: PlaceId) -> Option<&PlaceRecord> {
        self.places.get(id.index()?)
    }

    /// All places; the one at index `i` has the id `i + 1`.
    pub(crate) fn places(&self) -> &Places {
        &self.places
    }

    /// Mentions and sources by the number that a row has for them.
    pub(crate) fn counts(&self, number: u16) -> Counts {
        usize::from(number).checked_sub(1).and_then(|i| self.counts.get(i)).copied().unwrap_or_default()
    }

    /// The files and data sets, in the order of loading.
    pub fn origins(&self) -> &[Origin] {
        &self.origins
    }

    /// The file or data set from which an event came.
    pub(crate) fn origin(&self, id: EventId) -> Option<&Origin> {
        if id.is_made() {
            return None;
        }
        let after = self.origins.partition_point(|o| o.first <= id.0);
        self.origins.get(after.checked_sub(1)?)
    }

    /// All articles that data sets list as carrying their events.
    pub fn reports(&self) -> &ChunkedVec<Report> {
        &self.reports
    }

    pub(super) fn reports_by_event(&self) -> &[u32] {
        self.lazy.reports.get_or_init(|| {
            let mut order: Vec<u32> = (0..self.reports.len() as u32).collect();
            order.sort_by_key(|&i| self.reports.get(i as usize).map_or(0, |r| r.outer));
            order
        })
    }

    /// All claims.
    pub fn claims(&self) -> impl Iterator<Item = (ClaimId, &ClaimRecord)> {
        self.claims.iter().enumerate().map(|(i, c)| (ClaimId::at(i), c))
    }

    /// How many claims there are.
    pub fn claim_count(&self) -> usize {
        self.claims.len()
    }

    /// A claim.
    pub fn claim(&self, id: ClaimId) -> Option<&ClaimRecord> {
        self.claims.get(id.index()?)
    }

    /// Where an event stands. Linear in the size of one segment.
    pub fn find(&self, id: EventId) -> Option<Place> {
        let (loaded, revised) = self.segments.split_at(self.first_revised());
        let mut first = 0usize;
        for (number, segment) in loaded.iter().enumerate() {
            let seq = id.0 as usize;
            if seq < first + segment.len() {
                let row = segment.row_of(id.0)?;
                if segment.is_live(row) {
                    return Some(Place { segment: number as u32, row: row as u32 });
                }
                break;
            }
            first += segment.len();
        }
        let mut revised = revised.iter().enumerate();
        revised.find_map(|(number, segment)| {
            let row = segment.row_of(id.0)?;
            Some(Place { segment: (loaded.len() + number) as u32, row: row as u32 })
        })
    }

    /// Where some events stand, in the same order: each segment is looked
    /// through once, however many are sought.
    pub(crate) fn find_all(&self, ids: &[EventId]) -> Vec<Option<Place>> {
        let mut found = vec![None; ids.len()];
        let mut wanted: FxHashMap<u32, usize> = ids.iter().enumerate().map(|(at, id)| (id.0, at)).collect();
        let mut first = 0usize;
        for (number, segment) in self.segments.iter().enumerate() {
            let own = |seq: &u32| number >= self.first_revised() || ids_between(*seq, first, segment.len());
            if !wanted.keys().any(own) {
                first += segment.len();
                continue;
            }
            for (row, seq) in segment.columns().seq.iter().enumerate() {
                if let Some(&at) = wanted.get(seq)
                    && segment.is_live(row)
                {
                    found[at] = Some(Place { segment: number as u32, row: row as u32 });
                    wanted.remove(seq);
                }
            }
            first += segment.len();
        }
        found
    }

    /// The code as the field writes it, also for codes of no list.
    pub(crate) fn code_text(&self, code: CodeId) -> &str {
        match code.get() {
            Some(entry) => entry.code,
            None => (code.0.checked_sub(CodeId::FIRST_FOREIGN))
                .and_then(|i| self.foreign_codes.get(usize::from(i)))
                .map_or("", |&sym| self.str(sym)),
        }
    }

    /// The codes of no list that were met, with the ids given to them.
    pub fn foreign_codes(&self) -> impl Iterator<Item = (CodeId, &str)> {
        self.foreign_codes
            .iter()
            .enumerate()
            .map(|(i, &sym)| (CodeId(CodeId::FIRST_FOREIGN + i as u16), self.str(sym)))
    }
}

fn ids_between(seq: u32, first: usize, len: usize) -> bool {
    (first..first + len).contains(&(seq as usize))
}
