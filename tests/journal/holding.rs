//! Decisions hold fast to their events when the source comes anew.

use std::sync::Arc;

use detente::journal::{
    ArticleRef, CoderSession, Correction, DecisionIndex, DecisionScope, Draft, Quote, Review, Reviewer,
    SideRef, Target,
};
use detente::model::builder::Builder;
use detente::model::column::DataRow;
use detente::model::{
    ActorId, Article, ArticleId, Claim, CountryId, Day, Decision, Dossier, Event, EventDate, EventRow,
    Minute, Modality, Place, Side, Span, Store,
};
use detente::query::{Query, Views};

use super::review_snapshot::saved;

const TEXT: &str = "The foreign ministers of Iran and Russia met in Astrakhan on Monday. They signed a protocol \
on rail freight. Tehran protested against the delay of the wagons, and Moscow denied any delay. Russia lent \
Iran two ferries. Iran's envoy accused Moscow of breaking the contract. \"We shall pay on time,\" the Russian \
minister said. The Russian navy visited Bandar Anzali. Iran released two Russian sailors. Moscow thanked \
Tehran for the release. Russia demanded new talks. Iran rejected the demand.";

fn country(code: &str) -> CountryId {
    CountryId::from_iso3(code).unwrap()
}

fn side(code: &str) -> Side {
    Side { country: country(code), name: country(code).name().to_owned(), ..Side::default() }
}

fn span(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("{words}"));
    Span::new(start, start + words.len())
}

/// What a rule finds: words, code, from, to.
type Finding = (&'static str, &'static str, &'static str, &'static str);

const FINDINGS: [Finding; 10] = [
    ("The foreign ministers of Iran and Russia met in Astrakhan on Monday", "040", "IRN", "RUS"),
    ("They signed a protocol on rail freight", "057", "IRN", "RUS"),
    ("Tehran protested against the delay of the wagons", "141", "IRN", "RUS"),
    ("Moscow denied any delay", "116", "RUS", "IRN"),
    ("Russia lent Iran two ferries", "0256", "RUS", "IRN"),
    ("Iran's envoy accused Moscow of breaking the contract", "112", "IRN", "RUS"),
    ("The Russian navy visited Bandar Anzali", "042", "RUS", "IRN"),
    ("Iran released two Russian sailors", "0841", "IRN", "RUS"),
    ("Moscow thanked Tehran for the release", "051", "RUS", "IRN"),
    ("Russia demanded new talks", "1056", "RUS", "IRN"),
];

fn dossier(text: &str, findings: &[Finding]) -> Dossier {
    let events = findings.iter().enumerate().map(|(n, &(words, code, from, to))| Event {
        date: "2025-03-10".parse().unwrap(),
        sources: vec![side(from)],
        targets: vec![side(to)],
        code: code.into(),
        evidence: vec![span(text, words)],
        rule: format!("rule-{code}"),
        ..Event::new(format!("e{}", n + 1))
    });
    let quote = "\"We shall pay on time,\"";
    let claim = Claim {
        speaker: Side { name: "minister".into(), ..side("RUS") },
        content: vec![span(text, quote)],
        cue: Some(span(text, "said")),
        rule: "quote-first".into(),
        ..Claim::new("c1")
    };
    Dossier {
        article: Article {
            id: "rail".into(),
            url: "https://example.org/rail".into(),
            text: Some(text.into()),
            ..Article::default()
        },
        events: events.collect(),
        claims: vec![claim],
        ..Dossier::default()
    }
}

fn store(dossiers: &[Dossier]) -> Store {
    let mut builder = Builder::new();
    dossiers.iter().for_each(|d| builder.dossier(d));
    builder.snapshot()
}

fn places(store: &Store) -> Vec<Place> {
    let each = store.segments().iter().enumerate();
    each.flat_map(|(s, segment)| {
        (0..segment.len()).map(move |row| Place { segment: s as u32, row: row as u32 })
    })
    .collect()
}

/// Decides on all events and the claim: accepted and rejected in turn.
fn decide(session: &mut CoderSession, store: &Store) -> usize {
    let index = DecisionIndex::build(session.review(), store);
    let targets: Vec<Target> = places(store).into_iter().map(|p| index.target(store, p).unwrap()).collect();
    for (n, target) in targets.iter().enumerate() {
        let decision = if n % 2 == 0 { Decision::Accepted } else { Decision::Rejected };
        saved(session.decide(std::slice::from_ref(target), decision));
    }
    for (id, _) in store.claims() {
        saved(session.decide(&[index.claim_target(store, id).unwrap()], Decision::Accepted));
    }
    targets.len()
}

/// The decision on each event, by its words.
fn by_words(store: &Store, review: &Review) -> Vec<(String, Decision)> {
    let decisions = DecisionIndex::build(review, store).decisions(review, "ann");
    let mut all: Vec<_> = places(store)
        .into_iter()
        .map(|p| store.event(p).unwrap())
        .map(|e| (e.evidence(), decisions.of(&e)))
        .collect();
    all.sort();
    all
}

#[test]
fn the_same_source_read_again_has_the_same_decisions() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let first = store(&[dossier(TEXT, &FINDINGS)]);
    assert_eq!(decide(&mut session, &first), 10);
    let again = CoderSession::open(folder.path(), "ann");
    let mut reordered = FINDINGS;
    reordered.reverse();
    let second = store(&[dossier(TEXT, &reordered)]);
    assert_eq!(by_words(&second, again.review()), by_words(&first, session.review()));
    assert!(by_words(&second, again.review()).iter().all(|(_, d)| *d != Decision::Open));
}

#[test]
fn a_changed_text_and_a_better_extractor_keep_all_ten() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let first = store(&[dossier(TEXT, &FINDINGS)]);
    decide(&mut session, &first);
    // The publisher put a paragraph before it and mended a word; the new
    // extractor cuts tighter, codes finer, swaps a side, numbers otherwise, finds more.
    let text = format!("Astrakhan, 10 March. {}", TEXT.replace("two ferries", "two old ferries"));
    let now: [Finding; 11] = [
        ("Iran rejected the demand", "125", "IRN", "RUS"),
        ("foreign ministers of Iran and Russia met in Astrakhan", "042", "IRN", "RUS"),
        ("signed a protocol on rail freight", "0311", "IRN", "RUS"),
        (
            "Tehran protested against the delay of the wagons, and Moscow denied any delay",
            "140",
            "IRN",
            "RUS",
        ),
        ("Moscow denied any delay", "111", "RUS", "IRN"),
        ("Russia lent Iran two old ferries", "071", "RUS", "IRN"),
        ("Iran's envoy accused Moscow of breaking the contract", "112", "RUS", "IRN"),
        ("Russian navy visited Bandar Anzali", "042", "RUS", "IRN"),
        ("Iran released two Russian sailors", "084", "IRN", "RUS"),
        ("Moscow thanked Tehran", "051", "RUS", "IRN"),
        ("Russia demanded new talks", "100", "RUS", "IRN"),
    ];
    let second = store(&[dossier(&text, &now)]);
    let index = DecisionIndex::build(session.review(), &second);
    assert!(index.lost().is_empty(), "{:?}", index.lost());
    let was = by_words(&first, session.review());
    for (words, decision) in by_words(&second, session.review()) {
        let new = words == "Iran rejected the demand";
        assert_eq!(decision == Decision::Open, new, "{words}");
        let core = words.replace(" old", "");
        if let Some((_, before)) = was.iter().find(|(w, _)| w.contains(&core)) {
            assert_eq!(decision, *before, "{words}");
        }
    }
    let decisions = index.decisions(session.review(), "ann");
    assert_eq!(decisions.of_claim(&second, second.claims().next().unwrap().0), Decision::Accepted);
    // Deciding anew goes on under the old key.
    let place = places(&second)
        .into_iter()
        .find(|&p| second.event(p).unwrap().evidence().starts_with("signed"))
        .unwrap();
    let target = index.target(&second, place).unwrap();
    assert_ne!(target.key, target.anchor.key());
    saved(session.decide(std::slice::from_ref(&target), Decision::Skipped));
    assert_eq!(session.review().anchors(&target.key).len(), 2);
    let decided =
        |s: &Store| DecisionIndex::build(session.review(), s).decisions(session.review(), "ann").len();
    assert_eq!((decided(&first), decided(&second)), (11, 11), "both forms are known");
}

#[test]
fn what_no_longer_fits_is_listed_and_comes_back_with_its_event() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let first = store(&[dossier(TEXT, &FINDINGS)]);
    decide(&mut session, &first);
    let fewer = store(&[dossier(TEXT, &FINDINGS[..7])]);
    let index = DecisionIndex::build(session.review(), &fewer);
    assert_eq!(index.lost().len(), 3);
    assert!(index.lost().iter().all(|key| session.review().anchors(key)[0].line().contains('“')));
    assert_eq!(index.decisions(session.review(), "ann").len(), 8);
    let other = Dossier {
        article: Article { id: "other".into(), text: Some("Nothing.".into()), ..Article::default() },
        ..Dossier::default()
    };
    let elsewhere = DecisionIndex::build(session.review(), &store(&[other]));
    assert_eq!((elsewhere.lost().len(), elsewhere.elsewhere()), (0, 11));
    assert!(DecisionIndex::build(session.review(), &first).lost().is_empty());
}

#[test]
fn ids_given_by_hand_hold_unless_they_were_given_to_something_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let by_hand = |findings: &[Finding]| {
        let mut dossier = dossier(TEXT, findings);
        dossier.events.iter_mut().for_each(|e| e.rule.clear());
        dossier
    };
    let first = store(&[by_hand(&FINDINGS[..3])]);
    decide(&mut session, &first);
    assert!(session.review().holds("event:hand:rail#e1"));
    // One is put before the others: every id now names another event.
    let moved: Vec<Finding> = [&FINDINGS[9..], &FINDINGS[..3]].concat();
    let second = store(&[by_hand(&moved)]);
    let now = by_words(&second, session.review());
    for (words, decision) in by_words(&first, session.review()) {
        assert!(now.contains(&(words, decision)));
    }
    assert!(now.contains(&("Russia demanded new talks".into(), Decision::Open)));
    // Everything but the id may change a little by hand.
    let mut changed = by_hand(&FINDINGS[..3]);
    changed.events[0].date = "2025-03-11".parse().unwrap();
    changed.events[0].code = "036".into();
    changed.events[0].targets = vec![side("KAZ")];
    let third = store(&[changed]);
    assert!(DecisionIndex::build(session.review(), &third).lost().is_empty());
}

#[test]
fn an_event_of_several_sides_is_one_event() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let mut several = dossier(TEXT, &FINDINGS[..2]);
    several.events[0].targets = vec![side("RUS"), side("KAZ"), side("TKM")];
    let store = store(&[several]);
    assert_eq!(store.len(), 4);
    let mut index = DecisionIndex::build(session.review(), &store);
    let first =
        places(&store).into_iter().find(|&p| store.event(p).unwrap().target() == country("KAZ")).unwrap();
    let target = index.target(&store, first).unwrap();
    assert_eq!(target.anchor.targets.len(), 3);
    assert_eq!(Some(&target), detente::journal::key_of(&store, first).as_ref());
    saved(session.decide(std::slice::from_ref(&target), Decision::Accepted));
    index.add(&store, first, &target);
    assert_eq!(index.decisions(session.review(), "ann").len(), 3);
    assert_eq!(
        index.decisions(session.review(), "ann"),
        DecisionIndex::build(session.review(), &store).decisions(session.review(), "ann")
    );
    let decisions = index.decisions(session.review(), "ann");
    let query: Query = "review:accepted".parse().unwrap();
    let views = Views::with(store.into(), query, &|e| decisions.of(&e));
    assert_eq!(views.events.len(), 3);
}

#[test]
fn what_a_coder_made_belongs_to_its_article_and_is_elsewhere_without_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let here = Arc::new(store(&[dossier(TEXT, &FINDINGS)]));
    let article = ArticleRef::of(&here, here.articles().next().unwrap().0);
    let words = "Iran rejected the demand";
    let at = TEXT.find(words).unwrap() as u32;
    let evidence = vec![Quote { start: at, end: at + words.len() as u32, text: words.into() }];
    let fields = Correction {
        sources: Some(vec![SideRef::country(country("IRN"))]),
        targets: Some(vec![SideRef::country(country("RUS"))]),
        code: Some("125".into()),
        evidence: Some(evidence),
        ..Correction::default()
    };
    for claim in [false, true] {
        let draft = Draft { claim, article: article.clone(), fields: fields.clone(), ..Draft::default() };
        saved(session.create(&draft).1);
    }
    // Decided on once more, it is still one thing.
    let (key, anchor) =
        session.review().anchored().map(|(k, a)| (k.to_owned(), a[0].clone())).next().unwrap();
    saved(session.decide(&[Target { key, anchor }], Decision::Accepted));
    let other = Dossier {
        article: Article { id: "other".into(), text: Some("Nothing.".into()), ..Article::default() },
        ..Dossier::default()
    };
    // The same text under another name is the same article.
    let renamed = Dossier {
        article: Article { id: "rail-2".into(), text: Some(TEXT.into()), ..Article::default() },
        ..dossier(TEXT, &FINDINGS)
    };
    let cases: [(&[Dossier], usize); 4] =
        [(&[dossier(TEXT, &FINDINGS)], 1), (&[renamed], 1), (&[other], 0), (&[], 0)];
    for (dossiers, shown) in cases {
        let base = Arc::new(store(dossiers));
        let mut index = DecisionIndex::build(session.review(), &base);
        assert_eq!(index.elsewhere(), 2 * (1 - shown));
        let (after, changes) = Reviewer::once(DecisionScope::All, &base, &mut index, session.review());
        assert_eq!((changes.made, changes.claims), (shown, shown));
        assert_eq!(after.len(), base.len() + shown);
        let all = Views::of(after, Query::all());
        assert_eq!(all.claims.len(), base.claim_count() + shown);
    }
}

/// A million, a tenth of that in a debug build.
fn rows() -> u32 {
    if cfg!(debug_assertions) { 100_000 } else { 1_000_000 }
}

fn million(numbered: bool) -> Store {
    let mut builder = Builder::new();
    builder.origin("made.csv", "made");
    let codes: Vec<_> = ["057", "112", "040", "190"].map(|c| builder.code(c)).to_vec();
    let mut article = ArticleId::NONE;
    for n in 0..rows() {
        if n % 4 == 0 {
            article = builder.address(&format!("https://example.org/{n}"), Minute::new(Day(20_000), 0), "");
        }
        let row = EventRow {
            date: EventDate::day(Day(15_000 + (n % 5000) as i32)),
            source: country(if n % 3 == 0 { "IRN" } else { "USA" }),
            target: country("RUS"),
            source_actor: ActorId::NONE,
            target_actor: ActorId::NONE,
            code: codes[n as usize % 4],
            modality: Modality::Actual,
            reciprocal: false,
            reports: 1,
            article,
        };
        if numbered {
            builder.push_data(&row, &DataRow { outer: 900_000_000 + u64::from(n), ..DataRow::default() });
        } else {
            builder.push(&row);
        }
    }
    builder.snapshot()
}

#[test]
fn a_million_rows_cost_one_look() {
    look(&million(false));
}

#[test]
fn a_million_numbered_rows_cost_one_look() {
    let store = million(true);
    look(&store);
    let event = store.event(Place { segment: 0, row: 0 }).unwrap();
    let target = detente::journal::key_of(&store, Place { segment: 0, row: 0 }).unwrap();
    assert_eq!(target.key, format!("event:made:{}@{}", event.outer().unwrap(), event.date()));
}

/// Decides on a hundred of the store's events, and says how long it takes.
fn look(store: &Store) {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), "ann");
    let places = places(store);
    let index = DecisionIndex::build(session.review(), store);
    let mut index = index;
    let step = places.len() / 101;
    let began = std::time::Instant::now();
    for n in 0..100 {
        let place = places[n * step];
        let target = index.target(store, place).unwrap();
        saved(session.decide(std::slice::from_ref(&target), Decision::Accepted));
        index.add(store, place, &target);
    }
    let each = began.elapsed() / 100;
    let began = std::time::Instant::now();
    let built = DecisionIndex::build(session.review(), store);
    println!(
        "{} rows: {each:?} a decision, written and found; overlay of 100 decisions in {:?}",
        places.len(),
        began.elapsed()
    );
    assert!(built.lost().is_empty());
    let decisions = built.decisions(session.review(), "ann");
    let at_once = index.decisions(session.review(), "ann");
    assert_eq!((at_once.len(), decisions.len()), (100, 100));
    assert_eq!(decisions, at_once);
    assert_eq!(decisions.next_open(store, &places, Some(step * 5 - 1), true), Some(step * 5 + 1));
    assert_eq!(decisions.next_open(store, &places, Some(step * 5 + 1), false), Some(step * 5 - 1));
}
