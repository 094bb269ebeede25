//! The bundled sample says what it should, and all of it can be found in the text.

use detente::model::{CodeId, Dossier, EventDate, Form, Modality, Pair};
use detente::read::{Control, load_sample};

fn sample() -> Vec<Dossier> {
    let mut dossiers = Vec::new();
    for report in load_sample(&mut dossiers, &Control::new()) {
        assert!(report.is_clean(), "{:#?}", report.lines().collect::<Vec<_>>());
    }
    dossiers
}

#[test]
fn every_finding_stands_in_its_text() {
    let dossiers = sample();
    assert_eq!(dossiers.len(), 5);
    for dossier in &dossiers {
        let text = dossier.text();
        assert!(dossier.article.published.is_known() && !dossier.article.publisher.is_empty());
        for event in &dossier.events {
            assert!(!event.evidence.is_empty(), "{}", event.id);
            assert!(event.evidence.iter().all(|s| !s.of(text).is_empty()), "{}", event.id);
            let trigger = event.trigger.unwrap();
            assert!(event.evidence.iter().any(|e| e.contains(trigger)), "{}", event.id);
            assert!(CodeId::from_code(&event.code).is_some(), "{}", event.id);
            assert!(event.date.is_known(), "{}", event.id);
        }
        for claim in &dossier.claims {
            assert!(
                !claim.content.is_empty() && claim.cue.is_some() && !claim.about.is_empty(),
                "{}",
                claim.id
            );
        }
        for actor in &dossier.actors {
            let forms = std::iter::once(&actor.name).chain(&actor.aliases);
            assert!(forms.into_iter().any(|f| text.contains(f.as_str())), "{}", actor.id);
        }
    }
}

#[test]
fn the_pact_has_all_that_a_careful_reader_finds() {
    let dossiers = sample();
    let pact = &dossiers[0];
    let found: Vec<_> = pact
        .events
        .iter()
        .map(|e| {
            let countries = |sides: &[detente::model::Side]| {
                sides.iter().map(|s| s.country.iso3()).collect::<Vec<_>>().join("+")
            };
            (countries(&e.sources), countries(&e.targets), e.code.as_str(), e.modality)
        })
        .collect();
    let actual = Modality::Actual;
    let possible = Modality::Possible;
    let expected = [
        ("RUS", "IRN", "040", actual),
        ("IRN", "RUS", "057", Modality::Planned),
        ("RUS", "UKR", "190", actual),
        ("IRN", "RUS", "072", actual),
        ("IRN+RUS", "SYR", "070", actual),
        ("IRN", "RUS", "112", actual),
        ("IRN", "RUS", "112", actual),
        ("IRN+IRN", "USA", "017", actual),
        ("USA", "IRN", "170", possible),
        ("ISR", "IRN", "190", possible),
        ("", "IRN", "163", actual),
    ];
    assert_eq!(found, expected.map(|(s, t, c, m)| (s.to_owned(), t.to_owned(), c, m)));
    assert_eq!(pact.claims.len(), 6);
    assert!(pact.claims.iter().all(|c| c.form == Form::Indirect && !c.text.contains("axis of resistance")));
}

#[test]
fn the_chronology_has_every_date() {
    let dossiers = sample();
    let chronology = &dossiers[1];
    let pair: Pair = "IRN-RUS".parse().unwrap();
    for date in [
        "2001-03-12",
        "2007-10-16",
        "2010-06-09",
        "2010-09-22",
        "2015-04-13",
        "2015-07-14",
        "2015-09-30",
        "2015-11-23",
        "2016-08-16",
        "2016-08-22",
        "2018-05-08",
        "2018-08-12",
        "2020-01-03",
        "2021-04-25",
        "2022-01-19",
        "2022-02-24",
        "2022-07-19",
        "2022-11-05",
        "2023-07-04",
        "2023-07-12",
        "2023-12-25",
        "2024-01-01",
        "2024-04-13..2024-04-14",
        "2024-10-01",
        "2024-10-11",
        "2024-10-23",
        "2024-10-26",
        "2024-12-08",
        "2025-01-17",
        "2025-10-02",
    ] {
        let date: EventDate = date.parse().unwrap();
        assert!(chronology.events.iter().any(|e| e.date == date), "{date}");
    }
    let both = chronology.events.iter().filter(|e| {
        let has = |c| e.sources.iter().chain(&e.targets).any(|s| s.country == c);
        has(pair.first()) && has(pair.second())
    });
    assert!(both.count() >= 20);
}

#[test]
fn the_presidents_are_quoted_word_for_word() {
    let quotes = [
        (
            "George W. Bush",
            "2002-01-29",
            "“States like these, and their terrorist allies, constitute an axis of evil, arming to threaten the peace of the world.”",
        ),
        ("Barack Obama", "2015-07-14", "“This deal is not built on trust; it is built on verification.”"),
        (
            "Donald Trump",
            "2018-05-08",
            "“I am announcing today that the United States will withdraw from the Iran nuclear deal.”",
        ),
    ];
    let dossiers = sample();
    for ((speaker, date, words), dossier) in quotes.iter().zip(&dossiers[2..]) {
        let claim = &dossier.claims[0];
        assert_eq!(
            (claim.speaker.name.as_str(), claim.text.as_str(), claim.form),
            (*speaker, *words, Form::Direct)
        );
        assert_eq!(claim.date.to_string(), *date);
    }
}
