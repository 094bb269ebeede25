//! Text from outside: whatever it is, there is an answer in bounded time, and
//! every span lies on characters of the text.

use std::sync::Arc;
use std::time::{Duration, Instant};

use detente::extract::{Options, extract};
use detente::model::{Article, Dossier, Span};
use proptest::prelude::*;

fn read(text: &str) -> Dossier {
    let article = Article {
        id: "hostile".to_owned(),
        text: Some(Arc::from(text)),
        published: "2024-06-12".parse().unwrap_or_default(),
        ..Article::default()
    };
    extract(&article, &Options::default())
}

fn spans_fit(d: &Dossier) {
    let fits = |s: Span| assert!(d.text().get(s.range()).is_some(), "{s:?}");
    for e in &d.events {
        e.evidence.iter().copied().chain(e.trigger).for_each(fits);
        e.sources.iter().chain(&e.targets).filter_map(|s| s.span).for_each(fits);
    }
    for c in &d.claims {
        c.content.iter().copied().chain(c.cue).chain(c.speaker.span).for_each(fits);
    }
}

const WORDS: &[&str] = &[
    "Peru",
    "Iran",
    "Iranian",
    "the",
    "president",
    "said",
    "that",
    "attacked",
    "agreed",
    "to",
    "send",
    "troops",
    "Chile",
    "“",
    "”",
    "\"",
    "(",
    ")",
    ",",
    ".",
    "'s",
    "U.S.",
    "and",
    "which",
    "was",
    "by",
    "not",
    "will",
    "on",
    "Tuesday",
    "in",
    "2021",
    "\n\n",
    "--",
    "it",
    "they",
    "both",
    "countries",
    "must",
    "é",
    "—",
    "if",
    "of",
    "refused",
    "accusing",
    "talks",
    "two",
    "weeks",
    "ago",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_gives_spans_of_the_text(text in "\\PC{0,200}") {
        spans_fit(&read(&text));
    }

    #[test]
    fn any_row_of_known_words_gives_spans_of_the_text(words in prop::collection::vec(0..WORDS.len(), 0..60)) {
        let text = words.iter().map(|w| WORDS[*w]).collect::<Vec<_>>().join(" ");
        let d = read(&text);
        spans_fit(&d);
        prop_assert_eq!(d, read(&text), "the same text, another answer");
    }
}

#[test]
fn long_and_broken_texts_are_answered_in_bounded_time() {
    let texts = [
        "word ".repeat(400_000),
        "[(".repeat(200_000),
        "“Peru said \"we ".repeat(40_000),
        "Peru, Chile, ".repeat(60_000),
        "said attacked to meet Peru and ".repeat(20_000),
        "a\n\n".repeat(200_000),
        "A. ".repeat(200_000),
        String::new(),
        "\u{0}\u{1}\u{202e}\u{feff}".repeat(1000),
    ];
    for text in &texts {
        let started = Instant::now();
        spans_fit(&read(text));
        let took = started.elapsed();
        // Debug builds are slow; what matters is that nothing grows with the square.
        assert!(took < Duration::from_secs(60), "{took:?} for {} bytes of {:?}", text.len(), text.get(..12));
    }
}
