//! Single traits of the coder, each with a sentence of its own: who is meant, and when.

use std::sync::Arc;

use detente::extract::{Options, extract};
use detente::model::{Article, Dossier, Side};

fn read(text: &str) -> Dossier {
    let article = Article {
        id: "told".to_owned(),
        text: Some(Arc::from(text)),
        published: "2024-06-12".parse().unwrap(),
        ..Article::default()
    };
    extract(&article, &Options::default())
}

/// Events as "source target root date", countries by their codes.
fn events(text: &str) -> Vec<String> {
    let country = |s: &Side| s.country.get().map_or(s.code.clone(), |c| c.iso3.to_owned());
    let mut out = Vec::new();
    for e in read(text).events {
        for s in &e.sources {
            for t in &e.targets {
                out.push(format!("{} {} {} {}", country(s), country(t), &e.code[..2], e.date));
            }
        }
    }
    out
}

fn tells(text: &str, event: &str) {
    let found = events(text);
    assert!(found.iter().any(|e| e == event), "{event} is not among {found:?} of {text:?}");
}

#[test]
fn a_neighbour_is_the_country_that_borders() {
    tells(
        "After talks with Norway and Chile, Peru attacked its southern neighbor on Monday.",
        "PER CHL 19 2024-06-10",
    );
    let far = events("After talks with Norway, Peru attacked its southern neighbor on Monday.");
    assert!(far.iter().all(|e| !e.starts_with("PER NOR 19")), "{far:?}");
}

#[test]
fn what_has_lasted_began_when_its_cause_began() {
    tells(
        "Kenya has delivered rifles to Mali for the war that Chad launched in 2021.",
        "KEN MLI 07 2021-01-01..2024-06-12",
    );
    // A simple past has no such duration.
    tells("Kenya delivered rifles to Mali for the war that Chad launched in 2021.", "KEN MLI 07 2024-06-12");
}

#[test]
fn where_clauses_share_the_time_of_the_clause_above() {
    tells("Greek envoys travelled to Cyprus in March, where Turkey denounced Greece.", "TUR GRC 11 2024-03");
}

#[test]
fn a_government_is_its_leaders() {
    tells(
        "Both Kenya and Ghana backed the regime of now-deposed Syrian dictator Bashar al-Assad last year.",
        "KEN SYR 05 2023",
    );
}
