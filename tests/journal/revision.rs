//! Decisions take effect: a store after review is the store that somebody would
//! have loaded who had coded everything as it was decided.

use std::sync::Arc;

use detente::journal::{
    Adjudication, CoderSession, Correction, DecisionIndex, DecisionScope, Draft, Quote, Reviewer, SideRef,
    Target, key_of,
};
use detente::model::{
    Builder, CodeId, CountryId, DataRow, Day, Decision, EventDate, EventId, EventRow, Modality, Pair, Store,
};
use detente::query::eval::told_by_files;
use detente::query::{Filter, Fold, Query, Views};
use proptest::prelude::*;

use super::review_snapshot::saved;

const COUNTRIES: [&str; 4] = ["IRN", "RUS", "USA", "SYR"];
const CODES: [&str; 4] = ["057", "112", "190", "0311"];

/// An event as a property makes it.
#[derive(Debug, Clone, PartialEq)]
struct Plain {
    date: EventDate,
    sides: (usize, usize),
    code: usize,
    modality: Modality,
    reports: u32,
}

fn date() -> impl Strategy<Value = EventDate> {
    prop_oneof![
        4 => (0..400i32).prop_map(|d| EventDate::day(Day(d))),
        1 => Just(EventDate::UNKNOWN),
        1 => (0..400i32, 1..400i32).prop_map(|(d, n)| EventDate::range(Day(d), Day(d + n))),
        1 => (1970..1974i32).prop_map(|y| EventDate::year(y).unwrap()),
    ]
}

fn plain() -> impl Strategy<Value = Plain> {
    let modality = prop::sample::select(Modality::ALL);
    (date(), (0..4usize, 0..4usize), 0..4usize, modality, 1..9u32)
        .prop_map(|(date, sides, code, modality, reports)| Plain { date, sides, code, modality, reports })
}

/// Something decided on an event.
#[derive(Debug, Clone)]
enum Deed {
    Accept(usize),
    Reject(usize),
    Correct(usize, Option<EventDate>, Option<usize>, Option<usize>, Option<usize>, Option<Modality>),
    Merge(usize, usize),
    Make(Plain),
    Undo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let modality = prop::option::of(prop::sample::select(Modality::ALL));
    let small = || prop::option::of(0..4usize);
    prop_oneof![
        2 => (0..40usize).prop_map(Deed::Accept),
        3 => (0..40usize).prop_map(Deed::Reject),
        5 => (0..40usize, prop::option::of(date()), small(), small(), small(), modality)
            .prop_map(|(n, d, s, t, c, m)| Deed::Correct(n, d, s, t, c, m)),
        2 => (0..40usize, 0..40usize).prop_map(|(a, b)| Deed::Merge(a, b)),
        1 => plain().prop_map(Deed::Make),
        2 => Just(Deed::Undo),
    ]
}

fn country(number: usize) -> CountryId {
    CountryId::from_iso3(COUNTRIES[number]).unwrap()
}

fn side(number: usize) -> Vec<SideRef> {
    vec![SideRef::country(country(number))]
}

fn build(rows: &[Plain]) -> Arc<Store> {
    let mut builder = Builder::with_segment_rows(16);
    builder.origin("made up", "test set");
    for (number, row) in rows.iter().enumerate() {
        let mut actor = |c: CountryId| builder.actor(c.name(), c, "", "", detente::model::ActorKind::State);
        let (source, target) = (country(row.sides.0), country(row.sides.1));
        let (source_actor, target_actor) = (actor(source), actor(target));
        let event = EventRow {
            date: row.date,
            source,
            target,
            source_actor,
            target_actor,
            code: CodeId::from_code(CODES[row.code]).unwrap(),
            modality: row.modality,
            reciprocal: false,
            reports: row.reports,
            article: Default::default(),
        };
        builder.push_data(&event, &DataRow { outer: number as u64, ..DataRow::default() });
    }
    Arc::new(builder.snapshot())
}

/// Everything that a user sees of an answer, without the numbers of rows.
fn seen(views: &Views) -> (Vec<String>, Vec<String>, String, Vec<String>, usize) {
    let store = &views.store;
    let mut events: Vec<String> = (0..views.events.len())
        .filter_map(|at| views.event(at))
        .map(|e| {
            let sides = (store.actor_name(e.source_actor()), store.actor_name(e.target_actor()));
            format!(
                "{} {}→{} {sides:?} {} {} {}",
                e.date(),
                e.source(),
                e.target(),
                e.code_text(),
                e.modality(),
                e.reports()
            )
        })
        .collect();
    events.sort();
    let pairs = views.pairs.iter().map(|p| format!("{p:?}")).collect();
    let mut actors: Vec<String> = views
        .actors
        .iter()
        .map(|a| {
            format!(
                "{} {:?}",
                store.actor_name(a.actor),
                (a.as_source, a.as_target, a.balance, a.first, a.last)
            )
        })
        .collect();
    actors.sort();
    (events, pairs, format!("{:?} {}", views.days, views.reports), actors, views.selection.len())
}

fn queries() -> Vec<Query> {
    [
        "",
        "pair:IRN-RUS",
        "pair:IRN-USA since:1970-06",
        "type:190",
        "conflict",
        "-country:SYR",
        "modality:planned",
    ]
    .map(|text| text.parse().unwrap())
    .to_vec()
}

fn target(store: &Store, number: usize) -> Target {
    key_of(store, store.find(EventId(number as u32)).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_store_after_review_is_the_store_of_what_was_decided(
        rows in prop::collection::vec(plain(), 1..40),
        deeds in prop::collection::vec(deed(), 1..25),
    ) {
        let base = build(&rows);
        let folder = tempfile::tempdir().unwrap();
        let mut session = CoderSession::open(folder.path(), "ann");
        let mut index = DecisionIndex::build(session.review(), &base);
        let mut reviewer = Reviewer::new(DecisionScope::Of("ann".to_owned()));
        reviewer.update(&base, &mut index, session.review());
        // What ought to hold: each event as decided, whether it counts, and into what it is merged.
        type State = (Vec<(Plain, bool, Option<usize>)>, Vec<Plain>);
        let mut now: State = (rows.iter().map(|r| (r.clone(), true, None)).collect(), Vec::new());
        let mut before: Vec<State> = Vec::new();
        for deed in deeds {
            let was = now.clone();
            let at = |n: usize| n % rows.len();
            let saving = match deed.clone() {
                Deed::Accept(n) => {
                    now.0[at(n)].0 = rows[at(n)].clone();
                    now.0[at(n)].1 = true;
                    session.decide(&[target(&base, at(n))], Decision::Accepted)
                }
                Deed::Reject(n) => {
                    // A correction that was made before is kept, but does not hold.
                    now.0[at(n)].0 = rows[at(n)].clone();
                    now.0[at(n)].1 = false;
                    session.decide(&[target(&base, at(n))], Decision::Rejected)
                }
                Deed::Correct(n, date, source, into, code, modality) => {
                    let correction = Correction {
                        date,
                        sources: source.map(side),
                        targets: into.map(side),
                        code: code.map(|c| CODES[c].to_owned()),
                        modality,
                        ..Correction::default()
                    };
                    let row = &rows[at(n)];
                    now.0[at(n)].0 = Plain {
                        date: date.unwrap_or(row.date),
                        sides: (source.unwrap_or(row.sides.0), into.unwrap_or(row.sides.1)),
                        code: code.unwrap_or(row.code),
                        modality: modality.unwrap_or(row.modality),
                        reports: row.reports,
                    };
                    now.0[at(n)].1 = true;
                    session.correct(&target(&base, at(n)), &correction)
                }
                Deed::Merge(a, b) => {
                    let into = (at(a) != at(b)).then_some(at(b));
                    now.0[at(a)].2 = into;
                    let main = target(&base, at(b));
                    session.merge(&target(&base, at(a)), into.map(|_| &main))
                }
                Deed::Make(plain) => {
                    now.1.push(Plain { reports: 1, ..plain.clone() });
                    let fields = Correction {
                        date: Some(plain.date),
                        sources: Some(side(plain.sides.0)),
                        targets: Some(side(plain.sides.1)),
                        code: Some(CODES[plain.code].to_owned()),
                        modality: Some(plain.modality),
                        ..Correction::default()
                    };
                    session.create(&Draft { fields, ..Draft::default() }).1
                }
                Deed::Undo => session.undo(),
            };
            match (deed, saving) {
                (Deed::Undo, detente::journal::Saving::Saved(_)) => now = before.pop().unwrap(),
                (_, detente::journal::Saving::Saved(_)) => before.push(was),
                _ => now = was,
            }
            // As a program does it: the overlay grows, the rest is kept from before.
            for number in 0..rows.len() {
                let place = base.find(EventId(number as u32)).unwrap();
                let known = index.target(&base, place).unwrap();
                if session.review().holds(&known.key) {
                    index.add(&base, place, &known);
                }
            }
            reviewer.update(&base, &mut index, session.review());
        }
        let expected = expected(&now.0, &now.1);
        let fresh = {
            let mut index = DecisionIndex::build(session.review(), &base);
            Reviewer::once(DecisionScope::All, &base, &mut index, session.review()).0
        };
        for query in queries() {
            for store in [reviewer.store(), &fresh] {
                let views = Views::of(store.clone(), query.clone());
                let (listed, counted) = &expected;
                let all = Views::of(listed.clone(), query.clone());
                let fewer = Views::of(counted.clone(), query.clone());
                prop_assert_eq!(&seen(&views).0, &seen(&all).0, "listed under {}", query);
                // The list of pairs and the sums leave out what is rejected.
                let (seen_now, seen_then) = (seen(&views), seen(&fewer));
                prop_assert_eq!(&seen_now.1, &seen_then.1, "pairs under {}", query);
                prop_assert_eq!(&seen_now.2, &seen_then.2, "days under {}", query);
                prop_assert_eq!(&seen_now.3, &seen_then.3, "actors under {}", query);
                prop_assert_eq!(seen_now.4, seen_then.4, "counted under {}", query);
                prop_assert_eq!(views.store.len(), listed.len());
                for at in 0..views.events.len() {
                    let id = views.event(at).unwrap().id();
                    prop_assert_eq!(views.position(id), Some(at));
                }
            }
        }
        // Folding sees what is there now, not what was coded.
        if now.0.iter().all(|(_, counts, _)| *counts) && now.1.is_empty() {
            let fold = Fold { repeats: true, ..Fold::default() };
            let folded = |store: &Arc<Store>| {
                let told = |id| store.claim_decision(id);
                let views = Views::judged(&Views::default(), store.clone(), Query::all(), fold, &told_by_files, &told);
                (views.folded, seen(&views).0)
            };
            prop_assert_eq!(folded(&fresh).0, folded(&expected.0).0);
        }
        // What was loaded is what it was.
        prop_assert_eq!(seen(&Views::of(base, Query::all())), seen(&Views::of(build(&rows), Query::all())));
    }
}

/// The stores that somebody would have loaded: all that is listed, and all that counts.
fn expected(events: &[(Plain, bool, Option<usize>)], made: &[Plain]) -> (Arc<Store>, Arc<Store>) {
    let root = |from: usize| {
        let (mut at, mut steps) = (events[from].2?, 0);
        while let Some(next) = events[at].2 {
            (at, steps) = (next, steps + 1);
            if steps > events.len() {
                return None;
            }
        }
        (at != from).then_some(at)
    };
    let mut reports: Vec<u32> = events.iter().map(|(row, ..)| row.reports).collect();
    for (from, (row, ..)) in events.iter().enumerate() {
        if let Some(into) = root(from) {
            reports[into] += row.reports;
        }
    }
    let stays = (0..events.len()).filter(|&at| root(at).is_none());
    let rows: Vec<(Plain, bool)> = stays
        .map(|at| (Plain { reports: reports[at], ..events[at].0.clone() }, events[at].1))
        .chain(made.iter().map(|row| (row.clone(), true)))
        .collect();
    let listed: Vec<Plain> = rows.iter().map(|(row, _)| row.clone()).collect();
    let counted: Vec<Plain> = rows.iter().filter(|(_, counts)| *counts).map(|(row, _)| row.clone()).collect();
    (build(&listed), build(&counted))
}

#[test]
fn a_corrected_event_of_an_article_moves_to_its_new_pair_and_sides() {
    let mut builder = Builder::new();
    detente::read::sample::load_sample(&mut builder, &detente::read::Control::new());
    let base = Arc::new(builder.snapshot());
    let pair: Pair = "IRN-RUS".parse().unwrap();
    let before = Views::of(base.clone(), Query::of_pair(pair));
    let first = before.event(0).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let target = key_of(&base, before.events[0]).unwrap();
    let words = base.article(first.article()).unwrap().text().unwrap();
    let quote: String = words.chars().skip(10).take(30).collect();
    let correction = Correction {
        date: Some(EventDate::UNKNOWN),
        sources: Some(vec![
            SideRef { country: "CHN".into(), name: "A new envoy".into(), code: String::new() },
            SideRef { country: "CHN".into(), ..SideRef::default() },
        ]),
        targets: Some(vec![SideRef { country: "RUS".into(), ..SideRef::default() }]),
        code: Some("9999".into()),
        evidence: Some(vec![Quote { start: 10, end: 40, text: quote.clone() }]),
        ..Correction::default()
    };
    saved(session.correct(&target, &correction));
    let mut index = DecisionIndex::build(session.review(), &base);
    let (store, changes) = Reviewer::once(DecisionScope::All, &base, &mut index, session.review());
    assert_eq!((changes.corrected, changes.words().as_str()), (1, "1 corrected"));
    let rows = index.rows_of(&target.key).len();
    let after = Views::of(store.clone(), Query::of_pair(pair));
    assert_eq!(after.events.len(), before.events.len() - rows.min(1));
    let moved = Views::of(store.clone(), "pair:CHN-RUS code".parse::<Query>().unwrap_or_default());
    assert!(moved.events.is_empty(), "words that are nowhere find nothing");
    let moved = Views::of(store.clone(), "actor:envoy".parse().unwrap());
    assert_eq!(moved.events.len(), 1, "one of two sources");
    let event = moved.event(0).unwrap();
    assert_eq!(event.code_text(), "9999");
    assert_eq!(event.evidence(), quote);
    assert!(!event.date().is_known());
    assert!(store.is_revised(moved.events[0]));
    assert_eq!(moved.listed.revised(&store), 1);
    // The key of what it is now is the key of what was found.
    assert_eq!(key_of(&store, store.find(event.id()).unwrap()).unwrap_or(target.clone()), target);
}

#[test]
fn a_name_is_resolved_in_all_its_mentions_and_a_adjudication_goes_before_ones_own() {
    let mut builder = Builder::new();
    builder.origin("made up", "test set");
    let nobody = builder.actor("THE  KREMLIN", CountryId::UNKNOWN, "", "", detente::model::ActorKind::Other);
    let iran = country(0);
    for number in 0..3u64 {
        let event = EventRow {
            date: EventDate::day(Day(number as i32)),
            source: iran,
            target: CountryId::UNKNOWN,
            source_actor: Default::default(),
            target_actor: nobody,
            code: CodeId::from_code("057").unwrap(),
            modality: Modality::Actual,
            reciprocal: false,
            reports: 1,
            article: Default::default(),
        };
        builder.push_data(&event, &DataRow { outer: number, ..DataRow::default() });
    }
    let base = Arc::new(builder.snapshot());
    let pair = Pair::new(iran, country(1));
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let russia = SideRef { country: "RUS".into(), name: "Kremlin".into(), code: "RUSGOV".into() };
    saved(session.resolve("the Kremlin", Some(&russia)));
    let review_of = |session: &CoderSession, decision_scope: DecisionScope| {
        let mut index = DecisionIndex::build(session.review(), &base);
        Reviewer::once(decision_scope, &base, &mut index, session.review())
    };
    let of_pair = |store: &Arc<Store>| Views::of(store.clone(), Query::all().with(Filter::Pair(vec![pair])));
    let (store, changes) = review_of(&session, DecisionScope::All);
    assert_eq!((of_pair(&store).selection.len(), changes.resolved), (3, 3));
    assert_eq!(store.actor_name(of_pair(&store).event(0).unwrap().target_actor()), "Kremlin");
    // One of them is rejected by one coder, and an adjudication takes it back.
    let one = target(&base, 1);
    saved(session.decide(std::slice::from_ref(&one), Decision::Rejected));
    assert_eq!(of_pair(&review_of(&session, DecisionScope::All).0).selection.len(), 2);
    let adjudication = Adjudication { decision: Decision::Accepted, correction: Correction::default() };
    saved(session.adjudicate(&one, Some(&adjudication), "it happened"));
    for decision_scope in
        [DecisionScope::All, DecisionScope::Of("ann".to_owned()), DecisionScope::Of("bo".to_owned())]
    {
        let counted = of_pair(&review_of(&session, decision_scope.clone()).0).selection.len();
        assert_eq!(
            counted,
            if decision_scope == DecisionScope::Of("bo".to_owned()) { 0 } else { 3 },
            "{decision_scope:?}"
        );
    }
    saved(session.resolve("The Kremlin", None));
    assert!(of_pair(&review_of(&session, DecisionScope::All).0).selection.is_empty());
}
