//! Gathers a brief: events and claims as they stand after review.

use rustc_hash::FxHashMap;

use crate::journal::{Correction, Draft, SideRef, Standing, pair_key};
use crate::model::{
    ArticleId, ClaimId, CodeId, CountryId, Decision, EventDate, EventView, Modality, Pair, Place,
};
use crate::query::{Filter, Query, Views};
use crate::write::cite::{Citation, plain};

use super::sums::{Counted, add_up, direction};
use super::{
    Brief, BriefError, ClaimLine, CountryName, EventLine, Request, ReviewCounts, Scope, SourceLine, Status,
};

/// An event after review.
struct Item {
    key: Option<String>,
    date: EventDate,
    source: CountryId,
    counted: Counted,
    line: EventLine,
    article: ArticleId,
}

pub(super) fn collect(request: &Request<'_>) -> Result<Brief, BriefError> {
    let pair = request.query.pair().ok_or(BriefError::NoPair)?;
    let store = request.store;
    let verdicts = request.review.map(|(review, overlay)| overlay.standings(review)).unwrap_or_default();
    let views = Views::with(store.clone(), request.query.clone(), &|e| verdicts.of(&e));
    let mut reviewed_events = ReviewCounts::default();
    let mut items = events(request, pair, &views, &mut reviewed_events);
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
    // What was moved by a correction, or added, covers its day as well.
    let mut days = views.volume.days().to_vec();
    days.extend(sums.iter().filter_map(|event| event.day));
    days.sort_unstable();
    days.dedup();
    let (summary, unit, bins, gaps) = add_up(&sums, &days);
    let mut reviewed_claims = ReviewCounts::default();
    let mut claims = claims(request, &views, &mut reviewed_claims);
    if request.scope == Scope::Accepted {
        claims.retain(|(line, _)| is_kept(line.review.decision));
    }
    let unlisted_events = items.len().saturating_sub(request.most);
    let unlisted_claims = claims.len().saturating_sub(request.most);
    items.truncate(request.most);
    claims.truncate(request.most);
    let (sources, citations) = cite(request, &mut items, &mut claims);
    let name = |id: CountryId| CountryName { code: id.to_string(), name: id.name().to_owned() };
    let notes = request.review.map(|(review, _)| {
        let notes = review.notes(&pair_key(pair));
        notes.map(|(by, words)| (by.to_owned(), words.to_owned())).collect()
    });
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
        chronology: items.into_iter().map(|item| item.line).collect(),
        unlisted_events,
        claims: claims.into_iter().map(|(line, _)| line).collect(),
        unlisted_claims,
        sources,
        reviewed_events,
        reviewed_claims,
        notes: notes.unwrap_or_default(),
        files: request.files.to_vec(),
        citations,
    })
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

/// How a key was reviewed; what came with the file, where nobody decided.
fn status(request: &Request<'_>, key: Option<&str>, told: Decision) -> (Status, Correction) {
    let mut status = Status {
        decision: told,
        by: Vec::new(),
        disputed: false,
        changes: Vec::new(),
        notes: Vec::new(),
        added: false,
    };
    let (Some((review, _)), Some(key)) = (request.review, key) else {
        return (status, Correction::default());
    };
    let Standing { decision, correction, by, disputed, .. } = review.standing(key);
    if decision != Decision::Open || disputed {
        status.decision = decision;
        status.by = by;
        status.disputed = disputed;
    }
    status.notes = review.notes(key).map(|(by, words)| (by.to_owned(), words.to_owned())).collect();
    (status, correction)
}

fn events(request: &Request<'_>, pair: Pair, views: &Views, counts: &mut ReviewCounts) -> Vec<Item> {
    let mut items = Vec::with_capacity(views.events.len());
    let mut merged: Vec<(String, u32)> = Vec::new();
    for &place in &views.events {
        let Some(event) = request.store.event(place) else { continue };
        let key = request.review.and_then(|(_, overlay)| overlay.key(event.id()));
        if let Some(into) = key.and_then(|key| merged_into(request, key)) {
            counts.merged += 1;
            merged.push((into, event.reports()));
            continue;
        }
        let told = event.detail().and_then(|d| d.decision).unwrap_or(Decision::Open);
        let (mut status, correction) = status(request, key, told);
        counts.add(&status);
        let as_coded = item(request, &event, key.map(str::to_owned));
        let mut item = corrected(as_coded, &correction, &mut status);
        // What was corrected out of the pair is listed, but is none of its figures.
        let here = Pair::new(item.source, CountryId::from_iso3(&item.line.to).unwrap_or_default()) == pair;
        item.line.counted = here && status.decision != Decision::Rejected;
        item.line.review = status;
        items.push(item);
    }
    for (into, reports) in merged {
        if let Some(item) = items.iter_mut().find(|item| item.key.as_ref() == Some(&into)) {
            item.line.reports += reports;
            item.counted.reports += reports;
        }
    }
    items.extend(added(request, pair));
    items
}

/// The event of which a key is another report, in the eyes of whoever said so last.
fn merged_into(request: &Request<'_>, key: &str) -> Option<String> {
    let (review, _) = request.review?;
    let slots = review.of_kind(crate::journal::Kind::Merge, key);
    let (_, slot) = slots.max_by_key(|(_, slot)| slot.entry)?;
    slot.value.as_str().map(str::to_owned)
}

fn item(request: &Request<'_>, event: &EventView<'_>, key: Option<String>) -> Item {
    let store = request.store;
    let name = |actor, country: CountryId| match plain(store.actor_name(actor)) {
        name if name.is_empty() => country.name().to_owned(),
        name => name,
    };
    let code = event.code();
    Item {
        key,
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
            counted: true,
            review: status(request, None, Decision::Open).0,
        },
        article: event.article(),
    }
}

/// The item with its corrections, which are told in the status.
fn corrected(mut item: Item, correction: &Correction, status: &mut Status) -> Item {
    let mut change = |field: &str, was: &str, now: &str| {
        if was != now {
            status.changes.push((field.to_owned(), was.to_owned(), now.to_owned()));
        }
    };
    if let Some(date) = correction.date {
        change("date", &item.line.date, &date.to_string());
        item.date = date;
        item.line.date = date.to_string();
    }
    if let Some(code) = &correction.code {
        change("code", &item.line.code, code);
        let id = CodeId::from_code(code).unwrap_or_default();
        item.counted.quad = id.quad();
        item.counted.goldstein = id.goldstein();
        item.line.code = plain(code);
        item.line.meaning = id.get().map_or("", |c| c.name).to_owned();
        item.line.quad = id.quad().map(|q| q.name());
        item.line.goldstein = id.goldstein();
    }
    if let Some(modality) = correction.modality {
        change("modality", item.line.modality, modality.name());
        item.line.modality = modality.name();
    }
    if let Some(reciprocal) = correction.reciprocal {
        change("reciprocal", &item.line.reciprocal.to_string(), &reciprocal.to_string());
        item.line.reciprocal = reciprocal;
    }
    if let Some(sides) = &correction.sources {
        let (country, name) = side(sides);
        change("source", &item.line.source, &name);
        item.source = country;
        (item.line.from, item.line.source) = (country.to_string(), name);
    }
    if let Some(sides) = &correction.targets {
        let (country, name) = side(sides);
        change("target", &item.line.target, &name);
        (item.line.to, item.line.target) = (country.to_string(), name);
    }
    if let Some(quotes) = &correction.evidence {
        item.line.evidence = quotes.iter().map(|q| plain(&q.text)).collect::<Vec<_>>().join(" … ");
    }
    item
}

/// The country of the first side, and the names of all.
fn side(sides: &[SideRef]) -> (CountryId, String) {
    let country = sides.first().map(SideRef::country_id).unwrap_or_default();
    let names: Vec<String> = sides
        .iter()
        .map(|s| if s.name.is_empty() { s.country_id().name().to_owned() } else { plain(&s.name) })
        .collect();
    (country, names.join(", "))
}

/// The events of the pair that coders made, where the query asks for nothing
/// that only a store can answer.
fn added(request: &Request<'_>, pair: Pair) -> Vec<Item> {
    let Some((review, _)) = request.review else { return Vec::new() };
    review
        .created()
        .into_iter()
        .filter(|(_, _, draft)| !draft.claim)
        .filter_map(|(key, coder, draft)| {
            let mut status = status(request, Some(key), Decision::Accepted).0;
            status.added = true;
            status.by = vec![coder.to_owned()];
            let blank = blank(request, key, &draft)?;
            let mut item =
                corrected(blank, &draft.fields, &mut Status { changes: Vec::new(), ..status.clone() });
            let target = CountryId::from_iso3(&item.line.to).unwrap_or_default();
            item.line.counted = status.decision != Decision::Rejected;
            item.line.review = status;
            (Pair::new(item.source, target) == pair && asks_for(request.query, &item)).then_some(item)
        })
        .collect()
}

/// Whether an added event is what a query asks for; queries about anything
/// but pair and time find none.
fn asks_for(query: &Query, item: &Item) -> bool {
    query.terms.iter().all(|term| {
        let day = item.date.anchor();
        let known = item.date.is_known();
        let holds = match &term.filter {
            Filter::Pair(_) => return !term.negated,
            Filter::Since(date) => known && day >= date.start(),
            Filter::Until(date) => known && day <= date.end(),
            Filter::Date(dates) => known && dates.iter().any(|d| d.start() <= day && day <= d.end()),
            _ => return false,
        };
        holds != term.negated
    })
}

fn blank(request: &Request<'_>, key: &str, draft: &Draft) -> Option<Item> {
    let article = request.store.articles().find(|(_, a)| {
        (!draft.article.id.is_empty() && a.id() == draft.article.id)
            || (!draft.article.url.is_empty() && a.url() == draft.article.url)
    });
    Some(Item {
        key: Some(key.to_owned()),
        date: EventDate::UNKNOWN,
        source: CountryId::UNKNOWN,
        counted: Counted { day: None, direction: 0, quad: None, goldstein: None, reports: 1 },
        line: EventLine {
            date: String::new(),
            from: String::new(),
            to: String::new(),
            reciprocal: false,
            source: String::new(),
            target: String::new(),
            code: String::new(),
            meaning: String::new(),
            quad: None,
            goldstein: None,
            modality: Modality::Actual.name(),
            reports: 1,
            evidence: String::new(),
            language: article.map_or_else(String::new, |(_, a)| plain(a.language())),
            cited: None,
            counted: true,
            review: status(request, None, Decision::Open).0,
        },
        article: article.map_or(ArticleId::NONE, |(id, _)| id),
    })
}

fn claims(request: &Request<'_>, views: &Views, counts: &mut ReviewCounts) -> Vec<(ClaimLine, ArticleId)> {
    let mut lines = Vec::with_capacity(views.claims.len());
    for &id in &views.claims {
        let Some((line, article)) = claim(request, id) else { continue };
        counts.add(&line.review);
        lines.push((line, article));
    }
    lines
}

fn claim(request: &Request<'_>, id: ClaimId) -> Option<(ClaimLine, ArticleId)> {
    let store = request.store;
    let claim = store.claim(id)?;
    let key = request.review.and_then(|(_, overlay)| overlay.claim_key(id));
    let (mut status, correction) = status(request, key, claim.decision);
    let article = store.article(claim.article);
    let date = match (correction.date, claim.date.is_known()) {
        (Some(date), _) => date,
        (None, true) => claim.date,
        (None, false) => article.map(|a| a.published()).unwrap_or_default(),
    };
    let speaker = store.actor(claim.speaker);
    let mut line = ClaimLine {
        date: date.to_string(),
        speaker: plain(store.actor_name(claim.speaker)),
        country: speaker.filter(|a| a.country.is_known()).map_or_else(String::new, |a| a.country.to_string()),
        guessed: claim.guessed,
        cue: plain(store.str(claim.cue_text)),
        text: plain(&claim.text),
        language: article.map_or_else(String::new, |a| plain(a.language())),
        form: claim.form.name(),
        cited: None,
        review: status.clone(),
    };
    if let Some(side) = &correction.speaker {
        status.changes.push(("speaker".into(), line.speaker.clone(), side.to_string()));
        line.speaker =
            if side.name.is_empty() { side.country_id().name().to_owned() } else { plain(&side.name) };
        line.country.clone_from(&side.country);
        line.guessed = false;
    }
    if let Some(form) = correction.form {
        status.changes.push(("form".into(), line.form.to_owned(), form.name().to_owned()));
        line.form = form.name();
    }
    if let Some(quotes) = &correction.evidence {
        line.text = quotes.iter().map(|q| plain(&q.text)).collect::<Vec<_>>().join(" … ");
    }
    line.review = status;
    Some((line, claim.article))
}

/// Numbers the sources in the order in which they are first cited.
fn cite(
    request: &Request<'_>,
    items: &mut [Item],
    claims: &mut [(ClaimLine, ArticleId)],
) -> (Vec<SourceLine>, Vec<Citation>) {
    let mut order: Vec<ArticleId> = Vec::new();
    let mut numbers: FxHashMap<ArticleId, usize> = FxHashMap::default();
    let mut number = |article: ArticleId| {
        request.store.article(article)?;
        Some(*numbers.entry(article).or_insert_with(|| {
            order.push(article);
            order.len()
        }))
    };
    for item in items.iter_mut() {
        item.line.cited = number(item.article);
    }
    for (line, article) in claims.iter_mut() {
        line.cited = number(*article);
    }
    let citations = Citation::list(request.store, order);
    let mut sources: Vec<SourceLine> = citations
        .iter()
        .map(|c| SourceLine { text: c.text(), url: c.url.clone(), events: 0, claims: 0, csl: c.csl() })
        .collect();
    for number in items.iter().filter_map(|i| i.line.cited) {
        sources[number - 1].events += 1;
    }
    for number in claims.iter().filter_map(|(line, _)| line.cited) {
        sources[number - 1].claims += 1;
    }
    (sources, citations)
}

/// The citations of the articles on which the events and claims of a query
/// rest, in the order of time, for [`Style::write`](crate::write::cite::Style::write).
pub fn citations(views: &Views) -> Vec<Citation> {
    let store = &views.store;
    let of_event = |&place: &Place| store.event(place).map(|e| e.article());
    let of_claim = |&id: &ClaimId| store.claim(id).map(|c| c.article);
    let mut seen = rustc_hash::FxHashSet::default();
    let articles = views
        .events
        .iter()
        .filter_map(of_event)
        .chain(views.claims.iter().filter_map(of_claim))
        .filter(|&id| seen.insert(id));
    Citation::list(store, articles)
}
