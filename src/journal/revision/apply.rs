//! Doing what a plan says, row by row.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::locate::nearest;
use crate::model::{
    ActorId, ArticleId, ClaimId, ClaimRecord, CodeId, CountryId, DataRow, Decision, EventDate, EventDetail,
    EventId, EventRow, EventView, Form, Modality, Place, Reviser, Span, Store, Sym, Topic,
};

use super::super::articles::Articles;
use super::super::coder_session::actor_key;
use super::super::decision_index::DecisionIndex;
use super::super::value::{Correction, Draft, Quote, SideRef};
use super::{Changes, Edit, Named, Reviewer};

/// A side of a row: who, and the country.
type Side = (ActorId, CountryId);

impl Reviewer {
    /// Makes the edited store anew out of the plan.
    pub(super) fn apply(&mut self, index: &DecisionIndex) {
        let plan = self.plan.clone();
        let mut reviser = Reviser::new(self.base.clone());
        (self.added, self.added_claims) = (Vec::new(), Vec::new());
        self.changes = Changes::default();
        self.find_named(&plan.names);
        let edits: FxHashMap<&str, &Edit> =
            plan.edits.iter().map(|(key, edit)| (key.as_str(), edit)).collect();
        let merged = mergers(&edits, index);
        let mut touched: Vec<&str> = plan.edits.iter().map(|(key, _)| key.as_str()).collect();
        touched.extend(merged.values().copied().filter(|key| !edits.contains_key(key)));
        touched.dedup();
        self.learn_places(touched.iter().flat_map(|key| index.rows_of(key)).copied());
        let mut gained: FxHashMap<&str, u32> = FxHashMap::default();
        for (from, into) in &merged {
            let first = index.rows_of(from).first().and_then(|id| self.event(*id));
            *gained.entry(into).or_default() += first.map_or(1, |e| e.reports());
        }
        self.reports.clear();
        for (from, into) in &merged {
            self.reports.entry((*into).to_owned()).or_default().push((*from).to_owned());
        }
        self.reports.values_mut().for_each(|from| from.sort_unstable());
        let mut done: FxHashSet<Place> = FxHashSet::default();
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        for key in touched.into_iter().filter(|key| seen.insert(key)) {
            let correction = edits.get(key).map(|e| e.correction.clone()).unwrap_or_default();
            for event in self.groups(index, key) {
                done.extend(event.iter().copied());
                event.iter().for_each(|&place| reviser.set_aside(place));
                if merged.contains_key(key) {
                    self.changes.merged += 1;
                    continue;
                }
                self.changes.corrected += usize::from(!correction.is_empty());
                let gain = gained.get(key).copied().unwrap_or(0);
                self.edit(&mut reviser, key, &event, &correction, gain);
            }
            for &claim in index.claims_of(key).iter().filter(|_| !correction.is_empty()) {
                self.changes.claims += 1;
                self.edit_claim(&mut reviser, claim, &correction);
            }
        }
        self.resolve(&mut reviser, &done);
        let articles = Articles::named(&self.base, plan.made.iter().map(|(_, draft)| &draft.article));
        for (key, draft) in &plan.made {
            // What stands in an article that is not loaded is not shown with others.
            let Some(article) = articles.find(&draft.article) else { continue };
            match draft.claim {
                true => self.make_claim(&mut reviser, key, draft, article),
                false => self.make(&mut reviser, key, draft, article),
            }
        }
        self.edited = std::sync::Arc::new(reviser.finish());
    }

    fn event(&self, id: EventId) -> Option<EventView<'_>> {
        self.base.event(*self.places.get(&id)?)
    }

    fn learn_places(&mut self, ids: impl Iterator<Item = EventId>) {
        let unknown: Vec<EventId> = ids.filter(|id| !self.places.contains_key(id)).collect();
        let found = self.base.find_all(&unknown);
        self.places.extend(unknown.into_iter().zip(found).filter_map(|(id, place)| Some((id, place?))));
    }

    /// The rows of a key, those of one event together: rows out of a dossier
    /// share their record, rows of data are events of their own.
    fn groups(&self, index: &DecisionIndex, key: &str) -> Vec<Vec<Place>> {
        let mut ids = index.rows_of(key).to_vec();
        ids.sort_unstable();
        let mut groups: Vec<(Option<*const EventDetail>, Vec<Place>)> = Vec::new();
        for id in ids {
            let (Some(&place), Some(event)) = (self.places.get(&id), self.event(id)) else { continue };
            let record = event.detail().map(std::ptr::from_ref);
            match groups.iter_mut().find(|(known, _)| known.is_some() && *known == record) {
                Some((_, group)) => group.push(place),
                None => groups.push((record, vec![place])),
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// Puts the corrected rows of one event in the place of those that it has.
    fn edit(
        &mut self,
        reviser: &mut Reviser,
        key: &str,
        places: &[Place],
        correction: &Correction,
        gain: u32,
    ) {
        let base = self.base.clone();
        let events: Vec<EventView<'_>> = places.iter().filter_map(|&p| base.event(p)).collect();
        let Some(first) = events.first() else { return };
        let mut sources: Vec<Side> = events.iter().map(|e| (e.source_actor(), e.source())).collect();
        let mut targets: Vec<Side> = events.iter().map(|e| (e.target_actor(), e.target())).collect();
        sources = self.sides(reviser, sources, correction.sources.as_deref());
        targets = self.sides(reviser, targets, correction.targets.as_deref());
        let mut row = EventRow { reports: first.reports().saturating_add(gain), ..first.row() };
        fill(&mut row, reviser, correction);
        let detail = first.detail().map(|detail| {
            let mut detail = detail.clone();
            if let Some(quotes) = &correction.evidence {
                detail.evidence = spans(&base, row.article, quotes).into();
            }
            if correction.date.is_some() {
                // The analyst's own date: no longer that of the publication.
                detail.date_from = None;
            }
            reviser.detail(detail)
        });
        let ids: Vec<EventId> = events.iter().map(EventView::id).collect();
        self.push(reviser, key, &ids, (&sources, &targets), row, &first.data(), detail);
    }

    /// One row a source and target; the first ones under the numbers that are there.
    #[allow(clippy::too_many_arguments, reason = "all that makes a row")]
    fn push(
        &mut self,
        reviser: &mut Reviser,
        key: &str,
        ids: &[EventId],
        (sources, targets): (&[Side], &[Side]),
        row: EventRow,
        data: &DataRow,
        detail: Option<u32>,
    ) {
        let mut at = 0;
        for &(source_actor, source) in sources {
            for &(target_actor, target) in targets {
                let id = match ids.get(at) {
                    Some(&id) => id,
                    None => {
                        let id = self.number(key, at as u32);
                        self.added.push((id, key.to_owned()));
                        id
                    }
                };
                let row = EventRow { source_actor, source, target_actor, target, ..row };
                reviser.push(&row, data, id, detail);
                at += 1;
            }
        }
    }

    /// The sides as corrected; else as coded, with names resolved.
    fn sides(&self, reviser: &mut Reviser, coded: Vec<Side>, corrected: Option<&[SideRef]>) -> Vec<Side> {
        let mut sides: Vec<Side> = match corrected {
            Some(sides) => sides.iter().map(|s| side(reviser, s)).collect(),
            None => coded.into_iter().map(|s| self.resolved(reviser, s)).collect(),
        };
        let mut seen = FxHashSet::default();
        sides.retain(|side| seen.insert(*side));
        if sides.is_empty() {
            sides.push((ActorId::NONE, CountryId::UNKNOWN));
        }
        sides
    }

    fn resolved(&self, reviser: &mut Reviser, coded: Side) -> Side {
        match self.named.actors.get(&coded.0) {
            Some(known) if !coded.1.is_known() => {
                let name = if known.name.is_empty() { self.base.actor_name(coded.0) } else { &known.name };
                let country = known.country_id();
                (reviser.actor(name, country, &known.code), country)
            }
            _ => coded,
        }
    }

    /// Where the names that were resolved stand: one look through the actors and
    /// two columns, when other names are.
    fn find_named(&mut self, names: &[(String, SideRef)]) {
        if self.named.names == names {
            return;
        }
        let wanted: FxHashMap<&str, &SideRef> =
            names.iter().map(|(key, side)| (key.as_str(), side)).collect();
        let mut actors: FxHashMap<ActorId, SideRef> = FxHashMap::default();
        if !wanted.is_empty() {
            for (id, actor) in self.base.actors().filter(|(_, a)| !a.country.is_known()) {
                if let Some(&side) = wanted.get(actor_key(self.base.str(actor.name)).as_str()) {
                    actors.insert(id, side.clone());
                }
            }
        }
        let mut places = Vec::new();
        for (number, segment) in self.base.segments().iter().enumerate().filter(|_| !actors.is_empty()) {
            let c = segment.columns();
            for row in 0..segment.len() {
                let source = !c.source[row].is_known() && actors.contains_key(&c.source_actor[row]);
                let target = !c.target[row].is_known() && actors.contains_key(&c.target_actor[row]);
                if source || target {
                    places.push(Place { segment: number as u32, row: row as u32 });
                }
            }
        }
        self.named = Named { names: names.to_vec(), actors, places };
    }

    /// The rows with resolved names that no correction concerns, and the claims.
    fn resolve(&mut self, reviser: &mut Reviser, done: &FxHashSet<Place>) {
        let base = self.base.clone();
        let mut details: FxHashMap<*const EventDetail, u32> = FxHashMap::default();
        self.changes.resolved = self.named.places.len();
        for &place in self.named.places.iter().filter(|place| !done.contains(place)) {
            let Some(event) = base.event(place) else { continue };
            reviser.set_aside(place);
            let (source_actor, source) = self.resolved(reviser, (event.source_actor(), event.source()));
            let (target_actor, target) = self.resolved(reviser, (event.target_actor(), event.target()));
            let row = EventRow { source_actor, source, target_actor, target, ..event.row() };
            let detail = event.detail().map(|detail| {
                *details.entry(std::ptr::from_ref(detail)).or_insert_with(|| reviser.detail(detail.clone()))
            });
            reviser.push(&row, &event.data(), event.id(), detail);
        }
        for (id, claim) in base.claims().filter(|_| !self.named.actors.is_empty()) {
            let (speaker, country) = self.resolved(reviser, (claim.speaker, CountryId::UNKNOWN));
            if country.is_known() && !reviser.has_claim(id) {
                reviser.replace_claim(id, ClaimRecord { speaker, ..claim.clone() });
                self.changes.resolved += 1;
            }
        }
    }

    fn edit_claim(&mut self, reviser: &mut Reviser, id: ClaimId, correction: &Correction) {
        if let Some(claim) = self.base.claim(id) {
            let claim = fill_claim(&self.base, reviser, claim.clone(), correction);
            reviser.replace_claim(id, claim);
        }
    }

    fn make(&mut self, reviser: &mut Reviser, key: &str, draft: &Draft, article: ArticleId) {
        let fields = &draft.fields;
        let (source_actor, target_actor) = (ActorId::NONE, ActorId::NONE);
        let mut row = EventRow {
            date: EventDate::UNKNOWN,
            source: CountryId::UNKNOWN,
            target: CountryId::UNKNOWN,
            source_actor,
            target_actor,
            code: CodeId::NONE,
            modality: Modality::Actual,
            reciprocal: false,
            reports: 1,
            article,
        };
        fill(&mut row, reviser, fields);
        let detail = EventDetail {
            evidence: spans(&self.base, article, fields.evidence.as_deref().unwrap_or_default()).into(),
            decision: Some(Decision::Accepted),
            ..EventDetail::default()
        };
        let detail = reviser.detail(detail);
        let sources = self.sides(reviser, Vec::new(), Some(fields.sources.as_deref().unwrap_or_default()));
        let targets = self.sides(reviser, Vec::new(), Some(fields.targets.as_deref().unwrap_or_default()));
        self.changes.made += 1;
        self.push(reviser, key, &[], (&sources, &targets), row, &DataRow::default(), Some(detail));
    }

    fn make_claim(&mut self, reviser: &mut Reviser, key: &str, draft: &Draft, article: ArticleId) {
        let blank = ClaimRecord {
            id: Sym::default(),
            article,
            speaker: ActorId::NONE,
            speaker_span: None,
            guessed: false,
            cue: None,
            cue_text: reviser.intern(&draft.cue),
            content: Box::default(),
            text: "".into(),
            form: Form::Indirect,
            about: Box::default(),
            date: EventDate::UNKNOWN,
            rule: Sym::default(),
            steps: Box::default(),
            confidence: None,
            decision: Decision::Accepted,
        };
        let claim = fill_claim(&self.base, reviser, blank, &draft.fields);
        let id = reviser.add_claim(claim);
        self.changes.claims += 1;
        self.added_claims.push((id, key.to_owned()));
    }
}

/// Which key counts as a report of which, at the end of every chain. Those that
/// turn in a circle, or end at what is not in the store, stay what they are.
fn mergers<'a>(edits: &FxHashMap<&'a str, &'a Edit>, index: &DecisionIndex) -> FxHashMap<&'a str, &'a str> {
    let next = |key: &str| edits.get(key).and_then(|edit| edit.into.as_deref());
    let mut merged = FxHashMap::default();
    for (&key, edit) in edits {
        let Some(mut root) = edit.into.as_deref() else { continue };
        let mut steps = 0;
        while let Some(further) = next(root).filter(|_| steps <= edits.len()) {
            root = further;
            steps += 1;
        }
        if steps <= edits.len() && root != key && !index.rows_of(root).is_empty() {
            merged.insert(key, root);
        }
    }
    merged
}

fn side(reviser: &mut Reviser, side: &SideRef) -> Side {
    let country = side.country_id();
    if !country.is_known() && side.name.is_empty() {
        return (ActorId::NONE, country);
    }
    (reviser.actor(&side.name, country, &side.code), country)
}

/// The fields of a row that a correction changes, apart from its sides.
fn fill(row: &mut EventRow, reviser: &mut Reviser, fields: &Correction) {
    if let Some(date) = fields.date {
        row.date = date;
    }
    if let Some(code) = &fields.code {
        row.code = reviser.code(code);
    }
    row.modality = fields.modality.unwrap_or(row.modality);
    row.reciprocal = fields.reciprocal.unwrap_or(row.reciprocal);
}

fn fill_claim(
    base: &Store,
    reviser: &mut Reviser,
    mut claim: ClaimRecord,
    fields: &Correction,
) -> ClaimRecord {
    if let Some(speaker) = &fields.speaker {
        claim.speaker = side(reviser, speaker).0;
        (claim.speaker_span, claim.guessed) = (None, false);
    }
    if let Some(quotes) = &fields.evidence {
        claim.content = spans(base, claim.article, quotes).into();
        let words: Vec<&str> = quotes.iter().map(|q| q.text.as_str()).collect();
        claim.text = words.join(" … ").into();
    }
    if let Some(sides) = &fields.targets {
        let known = sides.iter().map(SideRef::country_id).filter(|c| c.is_known());
        claim.about = known.map(Topic::Country).collect();
    }
    claim.form = fields.form.unwrap_or(claim.form);
    claim.date = fields.date.unwrap_or(claim.date);
    claim
}

/// Where quotes stand in the text as it is now: those nearest to their place.
fn spans(store: &Store, article: ArticleId, quotes: &[Quote]) -> Vec<Span> {
    let Some(text) = store.article(article).and_then(|a| a.text()) else { return Vec::new() };
    let byte = |point: u32| text.char_indices().nth(point as usize).map_or(text.len(), |(at, _)| at);
    quotes
        .iter()
        .filter_map(|quote| {
            let there = Span::new(byte(quote.start), byte(quote.end));
            if there.of(text) == quote.text {
                Some(there)
            } else {
                nearest(text, &quote.text, &[there], false)
            }
        })
        .collect()
}
