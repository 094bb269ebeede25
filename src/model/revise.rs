//! A store as somebody revised it: rows set aside, others in their place, and
//! rows that nobody loaded. The store as it was loaded stays as it is and is
//! shared; what is changed lies in a small segment of its own.
//!
//! A revised store is a [`Store`] like any other: selections and summaries pass
//! by what is set aside. Whoever goes through a segment's rows without a
//! selection asks [`Segment::is_live`](super::Segment::is_live).

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::column::{DataRow, EventRow};
use super::country::CountryId;
use super::dossier::{ActorKind, Decision};
use super::ids::{ActorId, ClaimId, EventId};
use super::ontology::CodeId;
use super::rowset::RowSet;
use super::segment::{EventDetail, Pending, Segment};
use super::store::{ActorRecord, ClaimRecord, Place, Revised, Store};
use super::symbols::Sym;

/// The first number of events that nobody loaded: far above all that can be.
const FIRST_MADE: u32 = 0xC000_0000;

impl EventId {
    /// The number of an event that nobody loaded.
    pub(crate) fn made(number: u32) -> EventId {
        EventId(FIRST_MADE.saturating_add(number))
    }

    /// Whether nobody loaded it: it was made by hand, or is a further side that
    /// somebody gave to one that was loaded.
    pub fn is_made(self) -> bool {
        self.0 >= FIRST_MADE
    }
}

impl Store {
    /// The store as it was loaded.
    pub(crate) fn as_loaded(&self) -> &Store {
        self.revised.as_ref().map_or(self, |revised| &revised.base)
    }

    /// Whether it is a revision of this very store.
    pub(crate) fn revises(&self, base: &Arc<Store>) -> bool {
        self.revised.as_ref().is_some_and(|revised| Arc::ptr_eq(&revised.base, base))
    }

    /// Whether it is a revision of any store.
    pub(crate) fn is_revision(&self) -> bool {
        self.revised.is_some()
    }

    /// Whether an event is not as it was loaded: changed, or made by hand.
    pub fn is_revised(&self, place: Place) -> bool {
        self.revised.as_ref().is_some_and(|revised| place.segment as usize >= revised.loaded)
    }

    /// The number of the first segment whose events are not as they were loaded.
    pub(crate) fn first_revised(&self) -> usize {
        self.revised.as_ref().map_or(self.segments.len(), |revised| revised.loaded)
    }

    /// The rows of a segment that are listed but count for nothing.
    pub(crate) fn uncounted(&self, segment: usize) -> Option<&RowSet> {
        self.revised.as_ref()?.uncounted.get(segment)?.as_deref()
    }

    /// Whether all rows of two stores are the same; decisions may differ.
    pub(crate) fn same_rows(&self, other: &Store) -> bool {
        let rows = |store: &Store| store.revised.as_ref().map(|revised| Arc::as_ptr(&revised.rows));
        let base = |store: &Store| store.revised.as_ref().map(|revised| Arc::as_ptr(&revised.base));
        match (self.revised.is_some(), other.revised.is_some()) {
            (true, true) => rows(self) == rows(other) && base(self) == base(other),
            _ => std::ptr::eq(self, other),
        }
    }

    /// The decision on an event that came with the revision.
    pub(super) fn decision(&self, id: EventId) -> Option<Decision> {
        self.revised.as_ref()?.decisions.get(&id).copied()
    }

    /// The decision on a claim: the revision's, else the one that came with its file.
    pub fn claim_decision(&self, id: ClaimId) -> Decision {
        let revised = self.revised.as_ref().and_then(|revised| revised.claim_decisions.get(&id).copied());
        revised.unwrap_or_else(|| self.claim(id).map_or(Decision::Open, |claim| claim.decision))
    }

    /// Whether a claim counts: in a revised store, one that is rejected does not.
    pub(crate) fn counts_claim(&self, id: ClaimId) -> bool {
        self.revised.is_none() || self.claim_decision(id) != Decision::Rejected
    }

    /// The same rows under other decisions; those that are rejected count for nothing.
    pub fn judged(
        self: &Arc<Self>,
        decisions: FxHashMap<EventId, Decision>,
        claim_decisions: FxHashMap<ClaimId, Decision>,
    ) -> Store {
        let mut store = Store::clone(self);
        let mut revised = match &self.revised {
            Some(revised) => Revised::clone(revised),
            None => Revised { base: self.clone(), loaded: self.segments.len(), ..Revised::default() },
        };
        let wanted = |id: &EventId| decisions.get(id) == Some(&Decision::Rejected);
        let rejected: Vec<EventId> = decisions.keys().copied().filter(wanted).collect();
        let mut sets: Vec<RowSet> = vec![RowSet::default(); store.segments.len()];
        for place in store.find_all(&rejected).into_iter().flatten() {
            sets[place.segment as usize].insert(place.row as usize);
        }
        revised.uncounted = sets.into_iter().map(|s| (!s.is_empty()).then(|| Arc::new(s))).collect();
        revised.decisions = Arc::new(decisions);
        revised.claim_decisions = Arc::new(claim_decisions);
        store.revised = Some(Arc::new(revised));
        store
    }
}

/// Gathers the changes of a revision.
pub(crate) struct Reviser {
    base: Arc<Store>,
    aside: Vec<RowSet>,
    pending: Pending,
    words: Vec<String>,
    symbols: FxHashMap<String, Sym>,
    actors: Vec<ActorRecord>,
    sides: FxHashMap<(String, CountryId, String), ActorId>,
    codes: Vec<Sym>,
    claims: FxHashMap<usize, ClaimRecord>,
    made_claims: Vec<ClaimRecord>,
}

impl Reviser {
    /// Begins with nothing changed.
    pub(crate) fn new(base: Arc<Store>) -> Reviser {
        Reviser {
            aside: vec![RowSet::default(); base.segments.len()],
            pending: Pending::default(),
            words: Vec::new(),
            symbols: FxHashMap::default(),
            actors: Vec::new(),
            sides: FxHashMap::default(),
            codes: Vec::new(),
            claims: FxHashMap::default(),
            made_claims: Vec::new(),
            base,
        }
    }

    /// Sets a row aside.
    pub(crate) fn set_aside(&mut self, place: Place) {
        if let Some(rows) = self.aside.get_mut(place.segment as usize) {
            rows.insert(place.row as usize);
        }
    }

    /// Keeps a string.
    pub(crate) fn intern(&mut self, text: &str) -> Sym {
        if text.is_empty() {
            return Sym::default();
        }
        if let Some(&sym) = self.symbols.get(text) {
            return sym;
        }
        let sym = Sym((self.base.symbols.len() + self.words.len() + 1) as u32);
        self.words.push(text.to_owned());
        self.symbols.insert(text.to_owned(), sym);
        sym
    }

    /// The actor with this name, country and code, new or known. An empty name
    /// stands for the country as such.
    pub(crate) fn actor(&mut self, name: &str, country: CountryId, code: &str) -> ActorId {
        let name = if name.is_empty() { country.name() } else { name };
        let key = (name.to_owned(), country, code.to_owned());
        if let Some(&id) = self.sides.get(&key) {
            return id;
        }
        let base = self.base.clone();
        let is = |a: &ActorRecord| {
            a.country == country && base.str(a.name) == name && (code.is_empty() || base.str(a.code) == code)
        };
        let known = base.actors().find(|(_, actor)| is(actor)).map(|(id, _)| id);
        let id = known.unwrap_or_else(|| {
            let kind = if name == country.name() { ActorKind::State } else { ActorKind::Other };
            let (name, code) = (self.intern(name), self.intern(code));
            let record =
                ActorRecord { name, aliases: Arc::from([]), country, code, role: Sym::default(), kind };
            self.actors.push(record);
            ActorId::at(base.actor_count() + self.actors.len() - 1)
        });
        self.sides.insert(key, id);
        id
    }

    /// The id of an event code; codes of no list get one of their own.
    pub(crate) fn code(&mut self, text: &str) -> CodeId {
        if text.is_empty() {
            return CodeId::NONE;
        }
        if let Some(id) = CodeId::from_code(text) {
            return id;
        }
        if let Some((id, _)) = self.base.foreign_codes().find(|(_, known)| *known == text) {
            return id;
        }
        let sym = self.intern(text);
        let at = self.codes.iter().position(|&known| known == sym).unwrap_or_else(|| {
            self.codes.push(sym);
            self.codes.len() - 1
        });
        let number = usize::from(CodeId::FIRST_FOREIGN) + self.base.foreign_codes.len() + at;
        CodeId(u16::try_from(number).unwrap_or(u16::MAX))
    }

    /// Keeps what only events out of dossiers have; rows of one event share it.
    pub(crate) fn detail(&mut self, detail: EventDetail) -> u32 {
        self.pending.details.push(detail);
        self.pending.details.len() as u32 - 1
    }

    /// Adds a row under a number, with its detail if it has one.
    pub(crate) fn push(&mut self, row: &EventRow, data: &DataRow, id: EventId, detail: Option<u32>) {
        self.pending.columns.push(row, data, id.0);
        self.pending.detail.push(detail.unwrap_or(u32::MAX));
    }

    /// Puts a claim in the place of one that was loaded.
    pub(crate) fn replace_claim(&mut self, id: ClaimId, claim: ClaimRecord) {
        if let Some(at) = id.index() {
            self.claims.insert(at, claim);
        }
    }

    /// Whether another claim was put in the place of this one.
    pub(crate) fn has_claim(&self, id: ClaimId) -> bool {
        id.index().is_some_and(|at| self.claims.contains_key(&at))
    }

    /// Adds a claim that nobody loaded.
    pub(crate) fn add_claim(&mut self, claim: ClaimRecord) -> ClaimId {
        self.made_claims.push(claim);
        ClaimId::at(self.base.claims.len() + self.made_claims.len() - 1)
    }

    /// The revised store.
    pub(crate) fn finish(self) -> Store {
        let base = &self.base;
        let revise = |(segment, aside): (&Arc<Segment>, RowSet)| match aside.is_empty() {
            true => segment.clone(),
            false => Arc::new(segment.without(aside)),
        };
        let mut segments: Vec<Arc<Segment>> = base.segments.iter().zip(self.aside).map(revise).collect();
        if !self.pending.columns.is_empty() {
            segments.push(Arc::new(Segment::seal(&self.pending)));
        }
        Store {
            segments: segments.into(),
            symbols: base.symbols.with(&self.words.iter().map(String::as_str).collect::<Vec<_>>()).0,
            actors: base.actors.with(self.actors),
            claims: base.claims.replaced(self.claims).with(self.made_claims),
            foreign_codes: base.foreign_codes.with(self.codes),
            revised: Some(Arc::new(Revised {
                base: base.clone(),
                loaded: base.segments.len(),
                ..Revised::default()
            })),
            ..Store::clone(base)
        }
    }
}
