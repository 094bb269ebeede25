//! Who is meant, over several sentences: short texts of our own with all events that they tell.

use std::collections::BTreeSet;
use std::sync::Arc;

use detente::extract::{Options, extract};
use detente::model::{Article, Side};

fn told(text: &str, wanted: &BTreeSet<String>) -> BTreeSet<String> {
    let article = Article {
        id: "who".to_owned(),
        text: Some(Arc::from(text)),
        published: "2024-06-12".parse().unwrap(),
        ..Article::default()
    };
    let side = |s: &Side| s.country.get().map_or(s.code.chars().take(3).collect(), |c| c.iso3.to_owned());
    let mut out = BTreeSet::new();
    for e in extract(&article, &Options::default()).events {
        let root = &e.code[..2];
        for (s, t) in e.sources.iter().flat_map(|s| e.targets.iter().map(move |t| (s, t))) {
            let (there, back) =
                (format!("{} {} {root}", side(s), side(t)), format!("{} {} {root}", side(t), side(s)));
            // What both do counts in the direction of the label.
            out.insert(if e.reciprocal && wanted.contains(&back) { back } else { there });
        }
    }
    out
}

#[test]
fn sides_are_found_over_the_whole_text() {
    all_are_right(include_str!("who.tsv"));
}

#[test]
fn acts_are_told_by_nouns_and_by_what_provokes() {
    all_are_right(include_str!("acts.tsv"));
}

fn all_are_right(table: &str) {
    let rows = table.lines().filter(|l| !l.starts_with('#') && !l.is_empty());
    let (mut all, mut wrong) = (0, Vec::new());
    for row in rows {
        let (wanted, text) = row.split_once('\t').unwrap_or_else(|| panic!("{row}"));
        let wanted: BTreeSet<String> = wanted.split("; ").filter(|w| *w != "-").map(str::to_owned).collect();
        let found = told(&text.replace('¶', "\n"), &wanted);
        all += 1;
        if found != wanted {
            wrong.push(format!("{wanted:?} got {found:?}: {text}"));
        }
    }
    assert!(all > 15, "{all}");
    assert!(wrong.is_empty(), "{} of {all} wrong\n{}", wrong.len(), wrong.join("\n"));
}
