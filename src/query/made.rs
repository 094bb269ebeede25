//! Stores made for tests.

use crate::model::{
    About, Actor, ActorId, ActorKind, Article, ArticleId, Builder, Claim, CodeId, CountryId, DataRow,
    DateFrom, Day, Decision, Dossier, Event, EventDate, EventRow, Minute, Modality, Pair, Side, Span, Store,
};

/// An event of nobody.
fn row(date: EventDate) -> EventRow {
    EventRow {
        date,
        source: CountryId::UNKNOWN,
        target: CountryId::UNKNOWN,
        source_actor: ActorId::NONE,
        target_actor: ActorId::NONE,
        code: CodeId::NONE,
        modality: Modality::Actual,
        reciprocal: false,
        reports: 1,
        article: ArticleId::NONE,
    }
}

/// Events of nobody on some days, four to a segment.
pub(super) fn of_days(days: &[Option<i32>]) -> Store {
    let mut builder = Builder::with_segment_rows(4);
    for &day in days {
        let date = day.map_or(EventDate::UNKNOWN, |d| EventDate::day(Day(d)));
        builder.push_data(&row(date), &DataRow::default());
    }
    builder.snapshot()
}

/// Events and claims out of dossiers and data sets, a few to a segment, with some of
/// everything that a query can ask for: each key's example picks some events and
/// leaves others.
pub(super) fn of_all_kinds() -> Store {
    let mut builder = Builder::with_segment_rows(6);
    builder.origin("/archive/talks.toml", "dossier");
    builder.dossier(&the_pact());
    builder.dossier(&a_denial());
    builder.origin("/archive/events.tab", "ICEWS");
    data_rows(&mut builder);
    builder.snapshot()
}

fn country(code: &str) -> CountryId {
    code.parse().unwrap()
}

fn pair(text: &str) -> Pair {
    text.parse().unwrap()
}

fn person(name: &str, nation: &str, code: &str) -> Actor {
    Actor {
        id: name.to_lowercase(),
        name: name.to_owned(),
        aliases: Vec::new(),
        country: country(nation),
        kind: ActorKind::Person,
        role: String::new(),
        code: code.to_owned(),
    }
}

fn the_pact() -> Dossier {
    let text = "Vladimir Putin signed a treaty. He spoke of trust, and Iran may send drones.";
    let span = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len())).unwrap();
    let putin =
        Actor { aliases: vec!["Wladimir Putin".to_owned()], ..person("Vladimir Putin", "RUS", "RUSGOV") };
    let zarif = person("Zarif", "IRN", "IRNGOV");
    let iran = Side::from_country(country("IRN"));
    let signed = Event {
        date: "2025-01-17".parse().unwrap(),
        date_from: Some(DateFrom::Text),
        sources: vec![Side::from_actor(&putin)],
        targets: vec![iran.clone()],
        reciprocal: true,
        code: "057".to_owned(),
        reports: 3,
        evidence: vec![span("signed a treaty")],
        decision: Decision::Accepted,
        ..Event::new("signed")
    };
    let drones = Event {
        date: "2025-03".parse().unwrap(),
        date_from: Some(DateFrom::Publication),
        sources: vec![Side::from_actor(&zarif), iran],
        targets: vec![Side::from_actor(&putin)],
        code: "072".to_owned(),
        modality: Modality::Planned,
        note: "Only announced".to_owned(),
        ..Event::new("drones")
    };
    let trust = Claim {
        speaker: Side::from_actor(&putin),
        text: "of trust".to_owned(),
        about: vec![About::Pair(pair("IRN-RUS"))],
        date: "2025-01-17".parse().unwrap(),
        ..Claim::new("trust")
    };
    let friends = Claim {
        speaker: Side::from_actor(&zarif),
        text: "old friends".to_owned(),
        about: vec![About::Actor("vladimir putin".to_owned())],
        decision: Decision::Rejected,
        ..Claim::new("friends")
    };
    Dossier {
        article: Article {
            id: "the-pact".to_owned(),
            title: "A pact, and what it says".to_owned(),
            publisher: "Example Wire".to_owned(),
            published: "2025-01-18".parse().unwrap(),
            url: "https://www.example.org/pact".to_owned(),
            text: Some(text.into()),
            ..Article::default()
        },
        actors: vec![putin, zarif],
        events: vec![signed, drones],
        claims: vec![trust, friends],
    }
}

fn a_denial() -> Dossier {
    let (syria, usa) = (Side::from_country(country("SYR")), Side::from_country(country("USA")));
    let accused = Event {
        date: "2022..2024".parse().unwrap(),
        sources: vec![usa.clone()],
        targets: vec![syria.clone()],
        code: "112".to_owned(),
        modality: Modality::Denied,
        ..Event::new("accused")
    };
    let undated = Event { sources: vec![syria.clone()], targets: vec![], ..Event::new("undated") };
    let never = Claim {
        speaker: syria,
        text: "Never".to_owned(),
        about: vec![About::Country(country("USA"))],
        ..Claim::new("never")
    };
    Dossier {
        article: Article {
            id: "denial".to_owned(),
            title: "The pact that never was".to_owned(),
            publisher: "rferl.org".to_owned(),
            ..Article::default()
        },
        actors: Vec::new(),
        events: vec![accused, undated],
        claims: vec![never],
    }
}

/// Rows of a data set, in several segments: the later ones without places.
fn data_rows(builder: &mut Builder) {
    let kind = ActorKind::Body;
    let (irn, rus, syr) = (country("IRN"), country("RUS"), country("SYR"));
    let armies = [
        builder.actor("Army", irn, "IRNMIL", "", kind),
        builder.actor("Army", rus, "RUSMIL", "", kind),
        builder.actor("Army", rus, "RUSREB", "", ActorKind::ArmedGroup),
        builder.actor("ARMY", syr, "", "", kind),
        builder.actor("Army / Navy, \"joint\"", irn, "IRNMIL", "", kind),
        builder.actor("=Putin?", rus, "", "", ActorKind::Other),
    ];
    let countries = [irn, rus, rus, syr, irn, rus];
    let codes = ["112", "190", "057", "0311", "zz9", "14"].map(|code| builder.code(code));
    let places = [
        builder.place("Tehran, Iran", irn, 35.7, 51.4),
        builder.place("Tehran, Iran", irn, 35.6, 51.4),
        builder.place("Wanzhou", country("CHN"), 30.8, 108.4),
        builder.place("", syr, 33.5, 36.3),
        Default::default(),
    ];
    let articles = [
        builder.address("https://www.rferl.org/a/1", Minute::UNKNOWN, ""),
        builder.address("https://news.example.com/tehran", Minute::UNKNOWN, "The Example"),
        builder.address("48311910", Minute::UNKNOWN, "BBC Monitoring"),
        ArticleId::NONE,
    ];
    for i in 0..40 {
        let (a, b) = (i % 6, (i / 2 + 1) % 6);
        let date = match i % 7 {
            0 => EventDate::UNKNOWN,
            _ => EventDate::day(Day(18_000 + 60 * i as i32)),
        };
        let row = EventRow {
            source: countries[a],
            target: countries[b],
            source_actor: armies[a],
            target_actor: armies[b],
            code: codes[i / 3 % 6],
            reports: 1 + (i % 3) as u32,
            article: articles[i % 4],
            ..row(date)
        };
        let place = if i < 20 { places[i % 5] } else { Default::default() };
        builder.push_data(&row, &DataRow { place, ..DataRow::default() });
    }
}
