use std::sync::Arc;

use detente::model::{
    Actor, ActorKind, Article, Builder, CodeId, CountryId, DataRow, Day, Decision, Dossier, Event, EventDate,
    EventRow, Modality, Pair, Place, QuadClass, Side, Store,
};
use detente::query::{ActorName, Apart, Filter, Query, Term, Tone, Trait, Views, WholeName};
use detente::read::sample::load_sample;
use detente::read::{self, Control, Input};
use proptest::prelude::*;

fn country() -> impl Strategy<Value = CountryId> {
    prop::sample::select(
        ["IRN", "RUS", "USA", "CHN", "SYR"].map(|c| c.parse::<CountryId>().unwrap()).to_vec(),
    )
}

fn pair() -> impl Strategy<Value = Pair> {
    (country(), country()).prop_filter_map("two countries", |(a, b)| (a != b).then(|| Pair::new(a, b)))
}

fn date() -> impl Strategy<Value = EventDate> {
    let texts = ["2025-01-17", "2025-01", "2021", "2024-04-13..2024-04-14", "2022..", "..2001-06"];
    prop::sample::select(texts.map(|t| t.parse().unwrap()).to_vec())
}

fn words() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("[^\u{0}]{0,12}", 1..4)
}

fn apart() -> impl Strategy<Value = Option<Apart>> {
    let country = prop::sample::select(vec![CountryId::UNKNOWN, "IRN".parse().unwrap()]);
    let kind = prop::sample::select(ActorKind::ALL);
    prop::option::of((1..4, country, "[^\u{0}]{0,12}", kind).prop_map(|(parts, country, code, kind)| {
        match parts {
            1 => Apart::Country(country),
            2 => Apart::Code(country, code),
            _ => Apart::Kind(country, code, kind),
        }
    }))
}

fn actor_name() -> impl Strategy<Value = ActorName> {
    let whole = |(name, apart)| ActorName::Whole(WholeName { name, apart });
    prop_oneof!["=?[^\u{0}]{0,12}".prop_map(ActorName::Part), ("[^\u{0}]{0,12}", apart()).prop_map(whole),]
}

fn few<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = Vec<T>> + use<T> {
    prop::sample::subsequence(all.to_vec(), 1..=all.len())
}

fn filter() -> impl Strategy<Value = Filter> {
    prop_oneof![
        prop::collection::vec(pair(), 1..3).prop_map(Filter::Pair),
        prop::collection::vec(country(), 1..3).prop_map(Filter::From),
        prop::collection::vec(country(), 1..3).prop_map(Filter::To),
        prop::collection::vec(country(), 1..3).prop_map(Filter::Country),
        prop::collection::vec(actor_name(), 1..4).prop_map(Filter::Actor),
        few(&["057".to_owned(), "AGREE".to_owned(), "19".to_owned()]).prop_map(Filter::Type),
        few(&QuadClass::ALL).prop_map(Filter::Quad),
        prop::sample::select(vec![Tone::Cooperation, Tone::Conflict]).prop_map(Filter::Tone),
        date().prop_map(Filter::Since),
        date().prop_map(Filter::Until),
        prop::collection::vec(date(), 1..3).prop_map(Filter::Date),
        words().prop_map(Filter::Place),
        words().prop_map(Filter::Article),
        words().prop_map(Filter::Publisher),
        words().prop_map(Filter::Data),
        few(Modality::ALL).prop_map(Filter::Modality),
        few(&Trait::ALL).prop_map(Filter::Has),
        words().prop_map(Filter::Claim),
        few(Decision::ALL).prop_map(Filter::Review),
        words().prop_map(Filter::Word),
    ]
}

proptest! {
    #[test]
    fn a_query_is_read_as_it_is_written(
        terms in prop::collection::vec((any::<bool>(), filter()), 0..6)
    ) {
        let query = Query {
            terms: terms.into_iter().map(|(negated, filter)| Term { negated, filter }).collect(),
        };
        let text = query.to_string();
        prop_assert_eq!(text.parse::<Query>(), Ok(query), "{}", text);
    }

    #[test]
    fn any_text_is_read_or_refused_at_a_place_inside_it(text in "\\PC{0,40}") {
        match text.parse::<Query>() {
            Ok(query) => prop_assert_eq!(query.to_string().parse::<Query>(), Ok(query)),
            Err(e) => {
                prop_assert!(e.at.start <= e.at.end && e.at.end <= text.len(), "{:?}", e);
                prop_assert!(text.is_char_boundary(e.at.start) && text.is_char_boundary(e.at.end));
            }
        }
    }
}

#[test]
fn the_examples_of_the_grammar_are_queries() {
    for key in detente::query::KEYS {
        key.example.parse::<Query>().unwrap_or_else(|e| panic!("{}: {e}", key.example));
    }
}

#[test]
fn errors_point_at_the_fault_and_say_what_would_be_right() {
    for (text, at, says) in [
        ("pair:IRN", 5..8, "two countries"),
        ("pair:IRN-IRN", 5..12, "twice"),
        ("since:yesterday", 6..15, "no date"),
        ("since:2023-02-30", 6..16, "calendar"),
        ("quad:hostile", 5..12, "verbal-conflict"),
        ("tipe:057", 0..4, "do you mean type:?"),
        ("type:AGRE", 5..9, "do you mean AGREE?"),
        ("drone \"open", 6..11, "not closed"),
        ("pair:", 4..5, "missing"),
        ("from:IRN,", 8..9, "missing"),
        ("since:2021,2022", 11..15, "only one"),
        ("actor:=", 5..7, "missing"),
        ("actor:=\"Iran\"/Nowhere", 6..21, "no country"),
        ("actor:x,=Army/IRN/MIL/tank", 8..26, "armed-group"),
        ("actor:=Army/IRN/MIL/body/x", 6..26, "only country, code and kind"),
        ("actor:=Army/\"IRN", 12..16, "not closed"),
    ] {
        let error = text.parse::<Query>().unwrap_err();
        assert!(error.message.contains(says), "{text}: {error}");
        assert_eq!(error.at, at, "{text}: {error}");
    }
}

/// Checks of every actor that the query which means it counts what its row counts.
fn every_actor_row_is_what_its_query_counts(store: Store) {
    let store = Arc::new(store);
    let all = Views::of(store.clone(), Query::all());
    for row in &all.actors {
        let query = Query::all().with(Filter::Actor(vec![ActorName::of(&store, row.actor)]));
        assert_eq!(query.to_string().parse(), Ok(query.clone()), "{query}");
        let views = Views::of(store.clone(), query);
        let found = views.actor(row.actor).map(|at| views.actors[at]);
        assert_eq!(found, Some(*row), "{}", views.query);
        // An event with the actor on both sides counts twice in the row.
        let sides = |place: &Place| {
            let event = store.event(*place).unwrap();
            [event.source_actor(), event.target_actor()].iter().filter(|&&a| a == row.actor).count()
        };
        let counts: Vec<usize> = views.events.iter().map(sides).collect();
        assert!(counts.iter().all(|&count| count > 0), "{}", views.query);
        assert_eq!(counts.iter().sum::<usize>(), (row.as_source + row.as_target) as usize, "{}", views.query);
    }
}

#[test]
fn actor_rows_of_the_sample_and_of_data_sets_are_what_their_queries_count() {
    let mut builder = Builder::new();
    load_sample(&mut builder, &Control::new());
    every_actor_row_is_what_its_query_counts(builder.snapshot());
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tables");
    let mut tables: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    tables.sort();
    for table in tables {
        let name = table.file_name().unwrap().to_string_lossy().into_owned();
        let mut input = Input::from_bytes(&name, std::fs::read(&table).unwrap());
        read::read(&mut input, &mut builder, &Control::new());
    }
    let store = builder.snapshot();
    assert!(store.actor_count() > 60, "{}", store.actor_count());
    every_actor_row_is_what_its_query_counts(store);
}

/// An actor out of few names, countries, codes and kinds, so that they are much alike.
fn alike() -> impl Strategy<Value = (&'static str, CountryId, &'static str, ActorKind)> {
    let names = ["Army", "ARMY", "army", "Army, \"joint\"", "=Army", "Army/IRN", ""];
    let countries = vec![CountryId::UNKNOWN, "IRN".parse().unwrap(), "RUS".parse().unwrap()];
    (
        prop::sample::select(names.to_vec()),
        prop::sample::select(countries),
        prop::sample::select(vec!["", "IRNMIL", "irnmil", "M, L"]),
        prop::sample::select(vec![ActorKind::Person, ActorKind::Body]),
    )
}

proptest! {
    #[test]
    fn actors_that_are_much_alike_are_told_apart(
        actors in prop::collection::vec((any::<bool>(), alike(), alike()), 1..24),
    ) {
        let mut builder = Builder::with_segment_rows(5);
        for (of_dossier, first, second) in actors {
            if of_dossier {
                let actor = |(name, country, code, kind): (&str, CountryId, &str, ActorKind), id: &str| Actor {
                    id: id.to_owned(),
                    name: name.to_owned(),
                    aliases: vec!["General".to_owned()],
                    country,
                    kind,
                    role: String::new(),
                    code: code.to_owned(),
                };
                let actors = vec![actor(first, "a"), actor(second, "b")];
                let side = |i: usize| vec![Side::from_actor(&actors[i])];
                let event = Event { sources: side(0), targets: side(1), ..Event::new("e") };
                let article = Article { id: "x".to_owned(), ..Article::default() };
                builder.dossier(&Dossier { article, actors, events: vec![event], claims: Vec::new() });
            } else {
                // Data sets tell of no actor that it is a person.
                let kind = ActorKind::Body;
                let mut id = |(name, country, code, _)| builder.actor(name, country, code, "", kind);
                let (source_actor, target_actor) = (id(first), id(second));
                let row = EventRow {
                    date: EventDate::day(Day(17_000)),
                    source: first.1,
                    target: second.1,
                    source_actor,
                    target_actor,
                    code: CodeId::NONE,
                    modality: Modality::Actual,
                    reciprocal: first.2 == second.2,
                    reports: 1,
                    article: Default::default(),
                };
                builder.push_data(&row, &DataRow::default());
            }
        }
        every_actor_row_is_what_its_query_counts(builder.snapshot());
    }
}
