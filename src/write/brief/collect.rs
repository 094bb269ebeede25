//! Gathers a brief: events and claims as they stand after review.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::journal::{
    Correction, DecisionIndex, DecisionScope, EntryKind, Review, Reviewer, Standing, article_key, pair_key,
};
use crate::model::{
    ArticleId, ClaimId, ClaimRecord, CountryId, Decision, EventDate, EventId, EventView, Modality, Store,
};
use crate::query::Views;
use crate::write::cite::{Citation, plain};

use super::sums::{Counted, add_up, direction};
use super::{
    Brief, BriefError, ClaimLine, CodeCount, CountryName, Decisions, EventLine, Request, ReviewCounts, Scope,
    SourceLine, Status,
};

/// An event after review.
struct Item {
    date: EventDate,
    source: CountryId,
    counted: Counted,
    line: EventLine,
    article: ArticleId,
    /// The articles of what was merged into it.
    also: Vec<ArticleId>,
}

/// What a brief is about: the store as it stands after review, and as it was loaded.
struct Reviewed<'a> {
    base: &'a Arc<Store>,
    store: Arc<Store>,
    review: Option<&'a Review>,
    index: DecisionIndex,
    decision_scope: DecisionScope,
    /// The keys that count as further reports of a key.
    reports: BTreeMap<String, Vec<String>>,
}

impl<'a> Reviewed<'a> {
    fn of(request: &Request<'a>) -> Reviewed<'a> {
        let review = request.review.map(|(review, _)| review);
        let mut index = request.review.map(|(_, index)| index.clone()).unwrap_or_default();
        let nothing = Review::default();
        let mut reviewer = Reviewer::new(request.decision_scope.clone());
        reviewer.update(request.store, &mut index, review.unwrap_or(&nothing));
        let (store, reports) = (reviewer.store().clone(), reviewer.reports().clone());
        Reviewed {
            base: request.store,
            store,
            review,
            index,
            decision_scope: request.decision_scope.clone(),
            reports,
        }
    }

    /// How a key was reviewed; what came with the file, where nobody decided.
    fn status(&self, key: Option<&str>, told: Decision) -> (Status, Correction) {
        let mut status = Status {
            decision: told,
            by: Vec::new(),
            disputed: false,
            changes: Vec::new(),
            notes: Vec::new(),
            added: false,
        };
        let (Some(review), Some(key)) = (self.review, key) else {
            return (status, Correction::default());
        };
        let Standing { decision, correction, by, disputed, .. } = self.standing(review, key);
        if decision != Decision::Open || disputed {
            status.decision = decision;
            status.by = by;
            status.disputed = disputed;
        }
        status.notes = self.notes(key);
        status.added = key.starts_with("event:new:") || key.starts_with("claim:new:");
        if status.added && status.by.is_empty() {
            status.by = review.of_kind(EntryKind::Created, key).map(|(by, _)| by.to_owned()).collect();
        }
        (status, correction)
    }
}

impl Reviewed<'_> {
    /// What holds for a key under the decisions that are asked for.
    fn standing(&self, review: &Review, key: &str) -> Standing {
        let DecisionScope::Of(coder) = &self.decision_scope else { return review.standing(key) };
        let (decision, correction) = self.decision_scope.judge(review, key);
        let ruler = review.adjudication(key).map(|(by, _)| by.to_owned());
        let ruled = ruler.is_some();
        let by = ruler.unwrap_or_else(|| coder.clone());
        let by = if decision == Decision::Open && !ruled { Vec::new() } else { vec![by] };
        Standing { decision, correction, by, disputed: false, ruled }
    }

    /// What was written about a key: who, and the words.
    fn notes(&self, key: &str) -> Vec<(String, String)> {
        let notes = self.review.into_iter().flat_map(|review| review.notes(key));
        let seen = notes.filter(|(by, _)| self.decision_scope.sees(by));
        seen.map(|(by, words)| (by.to_owned(), words.to_owned())).collect()
    }

    /// What was written about an article.
    fn notes_on(&self, article: ArticleId) -> Vec<(String, String)> {
        let Some(record) = self.store.article(article) else { return Vec::new() };
        let id = if record.id().is_empty() { record.url() } else { record.id() };
        if id.is_empty() { Vec::new() } else { self.notes(&article_key(id)) }
    }

    /// The articles of the events that were merged into one.
    fn also(&self, key: Option<&str>, own: ArticleId) -> Vec<ArticleId> {
        let keys = key.and_then(|key| self.reports.get(key)).into_iter().flatten();
        let rows = keys.flat_map(|key| self.index.rows_of(key).iter().copied());
        let events = rows.filter_map(|id| self.base.event_by_id(id));
        let mut articles: Vec<ArticleId> = Vec::new();
        for article in events.map(|event| event.article()) {
            if article != own && !articles.contains(&article) {
                articles.push(article);
            }
        }
        articles
    }
}

pub(super) fn collect(request: &Request<'_>) -> Result<Brief, BriefError> {
    let pair = request.query.pair().ok_or(BriefError::NoPair)?;
    let reviewed = Reviewed::of(request);
    let views = Views::of(reviewed.store.clone(), request.query.clone());
    let mut reviewed_events = ReviewCounts::default();
    let mut items = events(&reviewed, &views, request, &mut reviewed_events);
    if request.scope == Scope::Accepted {
        items.retain(|item| is_kept(item.line.review.decision));
    }
    items.sort_by_key(|item| (!item.date.is_known(), item.date.anchor(), item.date.end()));
    let counted: Vec<&Item> = items.iter().filter(|item| item.line.counted).collect();
    let sums: Vec<Counted> = counted
        .iter()
        .map(|item| Counted {
            day: item.date.is_known().then(|| item.date.anchor()),
            direction: direction(pair, item.source, item.line.reciprocal),
            ..item.counted
        })
        .collect();
    let (summary, unit, bins, gaps) = add_up(&sums, views.volume.days());
    let frequent = frequent(&items);
    let took_place = |item: &&Item| {
        item.line.counted && item.date.is_known() && item.line.modality == Modality::Actual.name()
    };
    let latest = items.iter().rev().find(took_place).map(|item| item.line.clone());
    let mut reviewed_claims = ReviewCounts::default();
    let mut claims = claims(&reviewed, &views, &mut reviewed_claims);
    if request.scope == Scope::Accepted {
        claims.retain(|(line, _)| is_kept(line.review.decision));
    }
    let unlisted_events = items.len().saturating_sub(request.most);
    let unlisted_claims = claims.len().saturating_sub(request.most);
    items.truncate(request.most);
    claims.truncate(request.most);
    let (sources, citations) = cite(&reviewed, &mut items, &mut claims);
    let name = |id: CountryId| CountryName { code: id.to_string(), name: id.name().to_owned() };
    let coders = reviewed.review.map(Review::coders).unwrap_or_default();
    let of = match &request.decision_scope {
        DecisionScope::Of(coder) => Some(coder.clone()),
        DecisionScope::All => None,
    };
    Ok(Brief {
        pair: pair.to_string(),
        first: name(pair.first()),
        second: name(pair.second()),
        query: request.query.to_string(),
        scope: request.scope,
        made: request.made,
        program: concat!("detente ", env!("CARGO_PKG_VERSION")).to_owned(),
        summary,
        bin: unit.name(),
        bins,
        gaps,
        frequent,
        latest,
        chronology: items.into_iter().map(|item| item.line).collect(),
        unlisted_events,
        claims: claims.into_iter().map(|(line, _)| line).collect(),
        unlisted_claims,
        sources,
        decisions: Decisions { of, coders: coders.into_iter().map(str::to_owned).collect() },
        reviewed_events,
        reviewed_claims,
        notes: reviewed.notes(&pair_key(pair)),
        files: request.files.to_vec(),
        citations,
    })
}

/// The codes of what counts, the most frequent first.
fn frequent(items: &[Item]) -> Vec<CodeCount> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in items.iter().map(|item| &item.line).filter(|line| line.counted) {
        *counts.entry((&line.code, &line.meaning)).or_default() += 1;
    }
    let count = |((code, meaning), events): ((&str, &str), usize)| CodeCount {
        code: code.to_owned(),
        meaning: meaning.to_owned(),
        events,
    };
    let mut codes: Vec<CodeCount> = counts.into_iter().map(count).collect();
    codes.sort_by_key(|code| std::cmp::Reverse(code.events));
    codes
}

fn is_kept(decision: Decision) -> bool {
    matches!(decision, Decision::Accepted | Decision::Corrected)
}

impl ReviewCounts {
    fn add(&mut self, status: &Status) {
        *match status.decision {
            _ if status.disputed => &mut self.disputed,
            Decision::Accepted => &mut self.accepted,
            Decision::Corrected => &mut self.corrected,
            Decision::Rejected => &mut self.rejected,
            Decision::Skipped => &mut self.skipped,
            Decision::Open => &mut self.open,
        } += 1;
    }
}

/// The events that are asked for as they stand; those that were corrected out of
/// what is asked are listed behind them, and counted nowhere.
fn events(
    reviewed: &Reviewed<'_>,
    views: &Views,
    request: &Request<'_>,
    counts: &mut ReviewCounts,
) -> Vec<Item> {
    let store = &reviewed.store;
    let mut items = Vec::with_capacity(views.events.len());
    let mut listed: FxHashSet<EventId> = FxHashSet::default();
    for &place in &views.events {
        let Some(event) = store.event(place) else { continue };
        listed.insert(event.id());
        let key = reviewed.index.key(event.id());
        let (mut status, correction) = reviewed.status(key, event.decision());
        if store.is_revised(place)
            && let Some(coded) = reviewed.base.event_by_id(event.id())
        {
            status.changes = changes(&item(reviewed.base, &coded), &item(store, &event));
        }
        let mut item = item(store, &event);
        if let Some(quotes) = &correction.evidence {
            item.line.evidence = quotes.iter().map(|q| plain(&q.text)).collect::<Vec<_>>().join(" … ");
        }
        // As before: what somebody added is no part of what there was to review.
        if !status.added {
            counts.add(&status);
        }
        item.line.counted = status.decision != Decision::Rejected;
        item.line.review = status;
        item.also = reviewed.also(key, item.article);
        items.push(item);
    }
    if reviewed.review.is_some() {
        let coded = Views::of(reviewed.base.clone(), request.query.clone());
        let gone = coded.events.iter().filter_map(|&place| reviewed.base.event(place));
        for event in gone.filter(|event| !listed.contains(&event.id())) {
            let Some(key) = reviewed.index.key(event.id()) else { continue };
            let (mut status, correction) = reviewed.status(Some(key), event.decision());
            if correction.is_empty() {
                counts.merged += usize::from(reviewed.is_merged(key));
                continue;
            }
            let mut item = item(reviewed.base, &event);
            status.changes = correction
                .fields()
                .into_iter()
                .map(|(field, now)| (field.to_owned(), field_of(&item.line, field), now))
                .collect();
            counts.add(&status);
            item.line.counted = false;
            item.line.review = status;
            items.push(item);
        }
    }
    items
}

impl Reviewed<'_> {
    /// Whether an event counts as a report of another.
    fn is_merged(&self, key: &str) -> bool {
        self.review.and_then(|review| self.decision_scope.merged(review, key)).is_some_and(|into| into != key)
    }
}

fn field_of(line: &EventLine, field: &str) -> String {
    match field {
        "date" => line.date.clone(),
        "code" => line.code.clone(),
        "source" => line.source.clone(),
        "target" => line.target.clone(),
        "modality" => line.modality.to_owned(),
        "reciprocal" => line.reciprocal.to_string(),
        _ => String::new(),
    }
}

/// What is other than it was coded: field, as coded, now.
fn changes(coded: &Item, now: &Item) -> Vec<(String, String, String)> {
    let fields = ["date", "code", "modality", "reciprocal", "source", "target"];
    let both = fields.map(|field| (field, field_of(&coded.line, field), field_of(&now.line, field)));
    let other = both.into_iter().filter(|(_, was, now)| was != now);
    other.map(|(field, was, now)| (field.to_owned(), was, now)).collect()
}

fn item(store: &Store, event: &EventView<'_>) -> Item {
    let name = |actor, country: CountryId| match plain(store.actor_name(actor)) {
        name if name.is_empty() => country.name().to_owned(),
        name => name,
    };
    let code = event.code();
    Item {
        date: event.date(),
        source: event.source(),
        counted: Counted {
            day: None,
            direction: 0,
            quad: code.quad(),
            goldstein: code.goldstein(),
            reports: event.reports(),
        },
        line: EventLine {
            date: event.date().to_string(),
            from: event.source().to_string(),
            to: event.target().to_string(),
            reciprocal: event.reciprocal(),
            source: name(event.source_actor(), event.source()),
            target: name(event.target_actor(), event.target()),
            code: plain(event.code_text()),
            meaning: code.get().map_or("", |c| c.name).to_owned(),
            quad: code.quad().map(|q| q.name()),
            goldstein: code.goldstein(),
            modality: event.modality().name(),
            reports: event.reports(),
            evidence: plain(&event.evidence()),
            language: store.article(event.article()).map_or_else(String::new, |a| plain(a.language())),
            cited: None,
            also: Vec::new(),
            counted: true,
            review: Status {
                decision: Decision::Open,
                by: Vec::new(),
                disputed: false,
                changes: Vec::new(),
                notes: Vec::new(),
                added: false,
            },
        },
        article: event.article(),
        also: Vec::new(),
    }
}

fn claims(reviewed: &Reviewed<'_>, views: &Views, counts: &mut ReviewCounts) -> Vec<(ClaimLine, ArticleId)> {
    let mut lines = Vec::with_capacity(views.claims.len());
    for &id in &views.claims {
        let Some((line, article)) = claim(reviewed, id) else { continue };
        if !line.review.added {
            counts.add(&line.review);
        }
        lines.push((line, article));
    }
    lines
}

fn claim(reviewed: &Reviewed<'_>, id: ClaimId) -> Option<(ClaimLine, ArticleId)> {
    let store = &reviewed.store;
    let claim = store.claim(id)?;
    let (mut status, correction) = reviewed.status(reviewed.index.claim_key(id), claim.decision);
    let article = store.article(claim.article);
    let date = match claim.date.is_known() {
        true => claim.date,
        false => article.map(|a| a.published()).unwrap_or_default(),
    };
    let speaker = |store: &Store, claim: &ClaimRecord| {
        let actor = store.actor(claim.speaker).filter(|a| a.country.is_known());
        (plain(store.actor_name(claim.speaker)), actor.map_or_else(String::new, |a| a.country.to_string()))
    };
    let (name, country) = speaker(store, claim);
    if let Some(coded) = reviewed.base.claim(id) {
        let was = speaker(reviewed.base, coded);
        if was != (name.clone(), country.clone()) {
            let told = |(name, country): (String, String)| {
                if country.is_empty() || name.is_empty() {
                    name + &country
                } else {
                    format!("{name} ({country})")
                }
            };
            status.changes.push(("speaker".into(), was.0.clone(), told((name.clone(), country.clone()))));
        }
        if coded.form != claim.form {
            status.changes.push(("form".into(), coded.form.name().to_owned(), claim.form.name().to_owned()));
        }
    }
    let line = ClaimLine {
        date: date.to_string(),
        speaker: name,
        country,
        guessed: claim.guessed,
        cue: plain(store.str(claim.cue_text)),
        text: match &correction.evidence {
            Some(quotes) => quotes.iter().map(|q| plain(&q.text)).collect::<Vec<_>>().join(" … "),
            None => plain(&claim.text),
        },
        language: article.map_or_else(String::new, |a| plain(a.language())),
        form: claim.form.name(),
        cited: None,
        review: status,
    };
    Some((line, claim.article))
}

/// Numbers the sources in the order in which they are first cited.
fn cite(
    reviewed: &Reviewed<'_>,
    items: &mut [Item],
    claims: &mut [(ClaimLine, ArticleId)],
) -> (Vec<SourceLine>, Vec<Citation>) {
    let store = &reviewed.store;
    let mut order: Vec<ArticleId> = Vec::new();
    let mut numbers: FxHashMap<ArticleId, usize> = FxHashMap::default();
    let mut number = |article: ArticleId| {
        store.article(article)?;
        Some(*numbers.entry(article).or_insert_with(|| {
            order.push(article);
            order.len()
        }))
    };
    for item in items.iter_mut() {
        item.line.cited = number(item.article);
        item.line.also = item.also.iter().filter_map(|&article| number(article)).collect();
    }
    for (line, article) in claims.iter_mut() {
        line.cited = number(*article);
    }
    let notes: Vec<_> = order.iter().map(|&article| reviewed.notes_on(article)).collect();
    let citations = Citation::list(store, order);
    let line = |(c, notes): (&Citation, _)| SourceLine {
        text: c.text(),
        url: c.url.clone(),
        events: 0,
        claims: 0,
        notes,
        csl: c.csl(),
    };
    let mut sources: Vec<SourceLine> = citations.iter().zip(notes).map(line).collect();
    for number in items.iter().flat_map(|i| i.line.cited.iter().chain(&i.line.also)) {
        sources[number - 1].events += 1;
    }
    for number in claims.iter().filter_map(|(line, _)| line.cited) {
        sources[number - 1].claims += 1;
    }
    (sources, citations)
}
