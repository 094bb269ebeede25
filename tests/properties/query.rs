use detente::model::{CountryId, Decision, EventDate, Modality, Pair, QuadClass};
use detente::query::{Filter, Query, Term, Tone, Trait};
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

fn few<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = Vec<T>> + use<T> {
    prop::sample::subsequence(all.to_vec(), 1..=all.len())
}

fn filter() -> impl Strategy<Value = Filter> {
    prop_oneof![
        prop::collection::vec(pair(), 1..3).prop_map(Filter::Pair),
        prop::collection::vec(country(), 1..3).prop_map(Filter::From),
        prop::collection::vec(country(), 1..3).prop_map(Filter::To),
        prop::collection::vec(country(), 1..3).prop_map(Filter::Country),
        words().prop_map(Filter::Actor),
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
    ] {
        let error = text.parse::<Query>().unwrap_err();
        assert!(error.message.contains(says), "{text}: {error}");
        assert_eq!(error.at, at, "{text}: {error}");
    }
}
