//! What is written is read back the same, in every form.

use std::sync::Arc;

use detente::model::{
    About, Actor, ActorKind, Article, Claim, CountryId, Decision, Dossier, Event, EventDate, Form, Modality,
    Pair, Side, Span,
};
use detente::write::{WRITERS, writer};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::forms::load;

/// Scraps that files could stumble over.
const SCRAPS: &[&str] = &[
    "Iran",
    "said",
    "met",
    "the minister",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\"",
    "\"\"\"",
    "'",
    "'''",
    "\\",
    "\\n",
    "#",
    "=",
    "[article]",
    "[[event]]",
    "{",
    "}",
    ",",
    "é",
    "–",
    "“",
    "”",
    "تهران",
    "德黑兰",
    "🕊",
    "👨‍👩‍👧",
    "e\u{301}",
    "\0",
    "\u{1b}[31m",
    "\u{85}",
    "\u{9b}",
    "\u{202e}",
    "\u{2028}",
    "\u{feff}",
    "\u{7f}",
    "\u{10ffff}",
    "null",
    "0x1F",
    "2025-01-17",
];

fn text(most: usize) -> impl Strategy<Value = String> {
    vec(select(SCRAPS), 0..most).prop_map(|scraps| scraps.concat())
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![3 => Just(String::new()), 2 => text(4)]
}

fn date() -> impl Strategy<Value = EventDate> {
    select(vec![
        "",
        "2025-01-17",
        "2024-02",
        "0987",
        "2024-04-13..2024-04-14",
        "2022-01-01..",
        "..2001-06-30",
        "2024-05-05..2024-05-05",
    ])
    .prop_map(|text| text.parse().unwrap_or(EventDate::UNKNOWN))
}

fn country() -> impl Strategy<Value = CountryId> {
    select(vec!["IRN", "RUS", "USA", "?"]).prop_map(|c| CountryId::from_iso3(c).unwrap_or(CountryId::UNKNOWN))
}

fn code() -> impl Strategy<Value = String> {
    select(vec!["", "IRN", "IRNGOV", "IGOUNOMIL"]).prop_map(str::to_owned)
}

/// A dossier's text and actors, from which the rest picks.
#[derive(Debug, Clone)]
struct Ground {
    article: Article,
    actors: Vec<Actor>,
}

impl Ground {
    /// A span of the text that holds at least one character, if there is one.
    fn span(&self, (a, b): (Index, Index)) -> Option<Span> {
        let text = self.article.text.as_deref().filter(|t| !t.is_empty())?;
        let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let start = a.index(bounds.len() - 1);
        let end = start + 1 + b.index(bounds.len() - 1 - start);
        Some(Span::new(bounds[start], bounds[end]))
    }

    fn side(&self, raw: RawSide) -> Side {
        let actor = raw.actor.filter(|_| !self.actors.is_empty()).map(|i| i.get(&self.actors).clone());
        let plain = match &actor {
            Some(actor) => Side::from_actor(actor),
            None if raw.country.is_known() => Side::from_country(raw.country),
            None => Side::default(),
        };
        let mut side = if raw.plain {
            plain
        } else {
            Side {
                actor: actor.map(|a| a.id),
                name: raw.name,
                country: raw.country,
                code: raw.code,
                span: None,
            }
        };
        side.span = raw.span.and_then(|s| self.span(s));
        side
    }

    fn sides(&self, raw: Vec<RawSide>) -> Vec<Side> {
        let mut sides: Vec<Side> = Vec::new();
        for side in raw.into_iter().map(|r| self.side(r)) {
            if !side.is_empty() && !sides.contains(&side) {
                sides.push(side);
            }
        }
        sides
    }
}

#[derive(Debug, Clone)]
struct RawSide {
    actor: Option<Index>,
    plain: bool,
    name: String,
    country: CountryId,
    code: String,
    span: Option<(Index, Index)>,
}

fn raw_side() -> impl Strategy<Value = RawSide> {
    (
        option::of(any::<Index>()),
        any::<bool>(),
        word(),
        country(),
        code(),
        option::weighted(0.2, any::<(Index, Index)>()),
    )
        .prop_map(|(actor, plain, name, country, code, span)| RawSide {
            actor,
            plain,
            name,
            country,
            code,
            span,
        })
}

fn ground() -> impl Strategy<Value = Ground> {
    let article = (text(3), word(), word(), date(), word(), word(), option::weighted(0.8, text(40)))
        .prop_map(|(id, title, publisher, published, url, language, text)| Article {
            id: format!("a{id}"),
            title,
            publisher,
            published,
            url,
            language,
            text: text.map(Arc::from),
        });
    // Ids that look like countries and pairs must not be taken for them.
    let id = select(vec!["putin", "IRN", "IRN-RUS", "the \"old\" man", "é"]);
    let actor = (id, word(), vec(text(3), 0..3), country(), select(ActorKind::ALL), word(), code()).prop_map(
        |(id, name, aliases, country, kind, role, code)| Actor {
            id: id.to_owned(),
            name,
            aliases,
            country,
            kind,
            role,
            code,
        },
    );
    (article, vec(actor, 0..4)).prop_map(|(article, mut actors)| {
        actors.sort_by(|a, b| a.id.cmp(&b.id));
        actors.dedup_by(|a, b| a.id == b.id);
        Ground { article, actors }
    })
}

type Pick = (Index, Index);

fn event(ground: &Ground, n: usize) -> impl Strategy<Value = Event> + use<> {
    let ground = ground.clone();
    let sides = (vec(raw_side(), 0..3), vec(raw_side(), 0..3), any::<bool>());
    let spans = (vec(any::<Pick>(), 0..3), option::of(any::<Pick>()));
    let words = (word(), word(), vec(text(3), 0..3), word());
    let code = select(vec!["", "057", "0311", "AGREE", "999"]);
    let small = (1..4u32, option::of(0.0..=1.0f32), select(Modality::ALL), select(Decision::ALL));
    (sides, spans, words, code, small, date()).prop_map(
        move |(
            (sources, targets, reciprocal),
            (evidence, trigger),
            (id, note, steps, rule),
            code,
            small,
            date,
        )| {
            let mut event = Event::new(format!("e{n}{id}"));
            event.sources = ground.sides(sources);
            event.targets = ground.sides(targets);
            event.reciprocal = reciprocal;
            event.code = code.to_owned();
            if event.sources.is_empty() && event.targets.is_empty() {
                event.code = "057".to_owned();
            }
            event.evidence = evidence.into_iter().filter_map(|p| ground.span(p)).collect();
            event.trigger = trigger.and_then(|p| ground.span(p));
            (event.reports, event.confidence, event.modality, event.decision) = small;
            (event.note, event.steps, event.rule) = (note, steps, rule);
            event.date = date;
            event
        },
    )
}

fn claim(ground: &Ground, n: usize) -> impl Strategy<Value = Claim> + use<> {
    let ground = ground.clone();
    let about = vec((0..4usize, any::<Index>(), country()), 0..3);
    let spans = (vec(any::<Pick>(), 0..3), option::of(any::<Pick>()), any::<bool>());
    let words = (word(), word(), word(), vec(text(3), 0..3), word());
    let small = (option::of(0.0..=1.0f32), select(Form::ALL), select(Decision::ALL), any::<bool>());
    (raw_side(), about, spans, words, small, date()).prop_map(
        move |(speaker, about, (content, cue, told), (id, words, cue_text, steps, rule), small, date)| {
            let mut claim = Claim::new(format!("c{n}{id}"));
            claim.speaker = ground.side(speaker);
            claim.content = content.into_iter().filter_map(|p| ground.span(p)).collect();
            claim.cue = cue.and_then(|p| ground.span(p));
            let text = ground.article.text.as_deref().unwrap_or("");
            if told && !claim.content.is_empty() {
                claim.text = claim.content_text(text);
                claim.cue_text = claim.cue.map_or(cue_text, |c| c.of(text).to_owned());
            } else {
                (claim.text, claim.cue_text) = (words, cue_text);
            }
            claim.about = about
                .into_iter()
                .filter_map(|(which, index, country)| match which {
                    0 if !ground.actors.is_empty() => {
                        Some(About::Actor(index.get(&ground.actors).id.clone()))
                    }
                    1 => Some(About::Country(country)),
                    2 => Some(About::Pair(Pair::new(CountryId::UNKNOWN, country)))
                        .filter(|_| country.is_known()),
                    _ => Some(About::Pair("IRN-RUS".parse().unwrap())),
                })
                .collect();
            (claim.confidence, claim.form, claim.decision, claim.guessed) = small;
            (claim.steps, claim.rule, claim.date) = (steps, rule, date);
            claim
        },
    )
}

pub fn dossier() -> impl Strategy<Value = Dossier> {
    ground().prop_flat_map(|ground| {
        let events: Vec<_> = (0..3).map(|n| event(&ground, n)).collect();
        let claims: Vec<_> = (0..2).map(|n| claim(&ground, n)).collect();
        (Just(ground), events, claims).prop_map(|(ground, events, claims)| Dossier {
            article: ground.article,
            actors: ground.actors,
            events,
            claims,
        })
    })
}

fn written(name: &str, dossier: &Dossier) -> Vec<u8> {
    let mut out = Vec::new();
    writer(name).unwrap().dossier(&mut out, dossier).unwrap();
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn every_dossier_is_read_back_as_it_was_written(dossier in dossier()) {
        for writer in WRITERS {
            let name = writer.spec().name;
            let bytes = written(name, &dossier);
            let (read, report) = load("x", bytes.clone());
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            prop_assert_eq!(report.rejected() + report.repaired(), 0, "{}: {:#?}\n{}", name, report, shown);
            prop_assert_eq!(read.len(), 1, "{}: {:#?}\n{}", name, report, shown);
            prop_assert_eq!(&read[0], &dossier, "{}:\n{}", name, shown);
            prop_assert!(
                !shown.chars().any(|c| c.is_control() && c != '\n' && c != '\t'),
                "{} writes what a terminal obeys: {:?}", name, shown
            );
        }
    }

    #[test]
    fn several_dossiers_share_a_stream(all in vec(dossier(), 1..4)) {
        let mut all = all;
        for (n, dossier) in all.iter_mut().enumerate() {
            dossier.article.id = format!("article {n}");
        }
        for writer in WRITERS.iter().filter(|w| !w.holds_one()) {
            let mut out = Vec::new();
            writer.begin(&mut out).unwrap();
            for (n, dossier) in all.iter().enumerate() {
                if n > 0 {
                    writer.between(&mut out).unwrap();
                }
                writer.dossier(&mut out, dossier).unwrap();
            }
            writer.end(&mut out).unwrap();
            prop_assert_eq!(&load("x", out).0, &all);
        }
    }

    #[test]
    fn lines_of_several_articles_may_be_mixed(first in dossier(), second in dossier()) {
        let mut pair = [first, second];
        pair[0].article.id = "one".into();
        pair[1].article.id = "two".into();
        let lines: Vec<String> = pair.iter().map(|d| String::from_utf8(written("jsonl", d)).unwrap()).collect();
        let mut sides: Vec<_> = lines.iter().map(|l| l.lines()).collect();
        let mut mixed = String::new();
        loop {
            let next: Vec<_> = sides.iter_mut().filter_map(Iterator::next).collect();
            if next.is_empty() {
                break;
            }
            next.iter().for_each(|line| { mixed.push_str(line); mixed.push('\n'); });
        }
        prop_assert_eq!(load("x", mixed).0, pair.to_vec());
    }
}

#[test]
fn toml_reads_well() {
    let (dossiers, _) = load("talks.toml", super::forms::TOML);
    let text = String::from_utf8(written("toml", &dossiers[0])).unwrap();
    let expected = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/talks.toml"));
    assert_eq!(text, expected.unwrap_or_default(), "{text}");
}

#[test]
fn a_reciprocal_event_is_a_line_each_way() {
    let (dossiers, _) = load("talks.toml", super::forms::TOML);
    let text = String::from_utf8(written("jsonl", &dossiers[0])).unwrap();
    let visits: Vec<&str> = text.lines().filter(|l| l.contains("\"id\":\"visit\"")).collect();
    assert_eq!(visits.len(), 4);
    let side = |line: &str, key: &str| {
        line.split(&format!("\"{key}\":{{\"actor\":")).nth(1).unwrap()[..25].to_owned()
    };
    assert_eq!(side(visits[0], "source"), side(visits[2], "target"));
    assert_eq!(side(visits[0], "target"), side(visits[2], "source"));
}
