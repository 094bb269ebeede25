use std::time::Instant;

use proptest::prelude::*;

use super::*;
use crate::model::CountryId;
use crate::model::country::countries;

/// Every pair of countries, as the picker has them.
fn all_pairs() -> (Vec<(CountryId, CountryId)>, Finder) {
    let table: Vec<(CountryId, String)> = countries().map(|(id, country)| (id, country.haystack())).collect();
    let both = |(n, a): (usize, &(CountryId, String))| {
        let a = a.clone();
        table[n + 1..].iter().map(move |b| ((a.0, b.0), format!("{}\n{}", a.1, b.1))).collect::<Vec<_>>()
    };
    let (pairs, texts): (Vec<_>, Vec<_>) = table.iter().enumerate().flat_map(both).unzip();
    (pairs, Finder::new(texts))
}

#[test]
fn pairs_are_found_by_any_of_their_names_in_any_order() {
    let (pairs, mut finder) = all_pairs();
    for search in [
        "iran rus",
        "rus iran",
        "IRN-RUS",
        "rus→irn",
        "tehran moscow",
        "moscow teh",
        "iranian russian",
        "IR RU",
        "Irán Rússia",
    ] {
        let found = finder.search(search, 10);
        let best = found.hits.first().unwrap_or_else(|| panic!("{search} finds nothing"));
        let (a, b) = pairs[best.item];
        let mut codes = [a.iso3(), b.iso3()];
        codes.sort_unstable();
        assert_eq!(codes, ["IRN", "RUS"], "{search}");
    }
    let alone = finder.search("gui bis", 3);
    assert!(alone.total > 0);
}

#[test]
fn every_word_must_match_and_none_means_all() {
    let mut finder = Finder::new(["The pact", "Iran and Russia, a chronology", "Presidents on Iran"]);
    let items = |found: Matches| found.hits.into_iter().map(|hit| hit.item).collect::<Vec<_>>();
    assert_eq!(items(finder.search("", 2)), [0, 1]);
    assert_eq!(finder.search("  - ", 2).total, 3);
    assert_eq!(items(finder.search("iran", 9)), [1, 2]);
    assert_eq!(items(finder.search("iran pres", 9)), [2]);
    assert_eq!(items(finder.search("chron rus", 9)), [1]);
    assert_eq!(finder.search("iran xyz", 9), Matches::default());
    assert_eq!(finder.search("iran", 0).total, 2);
}

#[test]
fn scattered_letters_find_short_names_and_initials_only() {
    let long = "the foreign ministers of Iran and Russia met again";
    let mut finder = Finder::new([long, "Tirana"]);
    let items = |found: Matches| found.hits.into_iter().map(|hit| hit.item).collect::<Vec<_>>();
    assert_eq!(items(finder.search("trna", 9))[0], 1);
    assert_eq!(items(finder.search("iar", 9)), [0]);
    assert_eq!(items(finder.search("gmet", 9)), [0; 0]);
}

#[test]
fn what_matches_alike_stays_in_order() {
    let mut finder = Finder::new(["b same", "a same", "c same"]);
    let hits = finder.search("same", 9).hits;
    assert_eq!(hits.iter().map(|hit| hit.item).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn marks_are_bytes_of_the_text() {
    let text = "Türkiye · Россия";
    let marked = |search: &str| marks(search, text).into_iter().map(|r| &text[r]).collect::<Vec<_>>();
    assert_eq!(marked("turk"), ["Türk"]);
    assert_eq!(marked("росс tür"), ["Tür", "Росс"]);
    assert_eq!(marked("xyz"), [""; 0]);
    assert_eq!(marks("iran", "cafe\u{301} Iran").first(), Some(&(7..11)));
}

proptest! {
    #[test]
    fn typing_on_finds_what_a_fresh_search_finds(
        texts in prop::collection::vec("[a-d ]{0,8}", 1..20),
        search in "[a-d ]{0,6}",
    ) {
        let mut typed = Finder::new(&texts);
        for end in 0..=search.len() {
            let fresh = Finder::new(&texts).search(&search[..end], 5);
            prop_assert_eq!(typed.search(&search[..end], 5), fresh);
        }
    }

    #[test]
    fn any_text_can_be_searched_and_marked(text in any::<String>(), search in any::<String>()) {
        Finder::new([&text]).search(&search, 5);
        for range in marks(&search, &text) {
            prop_assert!(text.get(range).is_some());
        }
    }
}

/// Not a test of speed, which the machine decides, but the figures for it:
/// run with `--release --include-ignored --nocapture`.
#[test]
#[ignore = "measures"]
fn how_fast() {
    let start = Instant::now();
    let (pairs, mut finder) = all_pairs();
    println!("{} pairs built in {:?}", pairs.len(), start.elapsed());
    for search in ["t", "te", "tehran", "tehran m", "tehran moscow", "iran rus", ""] {
        let start = Instant::now();
        let total = finder.search(search, 200).total;
        println!("pairs {search:?}: {total} in {:?}", start.elapsed());
    }
    let words =
        ["Iran", "Russia", "treaty", "signed", "Moscow", "talks", "drones", "Syria", "nuclear", "minister"];
    let titles = (0..100_000usize).map(|n| {
        let word = |k: usize| words[(n / 10usize.pow(k as u32) + n * (k + 3)) % words.len()];
        format!("{} and {} after {} {} in {} of {n}", word(0), word(1), word(2), word(3), word(4))
    });
    let start = Instant::now();
    let mut finder = Finder::new(titles);
    println!("{} articles built in {:?}", finder.items.len(), start.elapsed());
    for search in ["i", "ir", "iran", "iran t", "iran trea", "iran treaty 999", "moscow nuclear", ""] {
        let start = Instant::now();
        let total = finder.search(search, 200).total;
        println!("articles {search:?}: {total} in {:?}", start.elapsed());
    }
}
