//! Whatever stands in a text, no format lets through what steers a terminal or hides.

use std::sync::Arc;

use chrono::DateTime;
use proptest::prelude::*;

use super::brief::{Brief, Fingerprint, Format, Request, Scope};
use super::rows::{FORMATS, Rows, What};
use super::*;
use crate::journal::{CoderSession, DecisionIndex, DecisionScope, Review, Saving, SideRef, Target, exchange};
use crate::model::builder::Builder;
use crate::model::escape::Escaping;
use crate::model::{About, Actor, ActorKind, Article, Claim, CountryId, Decision, Event, Form, Side, Span};
use crate::query::Views;
use crate::query::summary::timeline::Unit;

/// Text of the kinds that make trouble.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<char>().prop_map(String::from),
        prop::char::range('\0', '\u{a0}').prop_map(String::from),
        prop::char::range('\u{200b}', '\u{206f}').prop_map(String::from),
        prop::sample::select(vec![
            "\u{1b}]0;PWN\u{7}",
            "\u{1b}[2J",
            "\u{9b}31m",
            "\u{202e}RLO\u{2066}",
            "\u{61c}",
            "\u{feff}",
            "می\u{200c}خواهد",
            "שלום",
            "a\u{200d}b",
            "\r\n",
            "\n=1+1",
            "<script>|`x`[a](b)]]>&\"'{}\\",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

/// What may stand in any file, once the line ends of RIS are taken off.
fn first_unsafe(text: &str) -> Option<char> {
    let mut before = ' ';
    text.chars().find(|&c| {
        let joins = matches!(std::mem::replace(&mut before, c), '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1800}'..='\u{18af}' | '\u{fb50}'..='\u{fdcf}');
        match c {
            '\n' | '\t' => false,
            '\u{200c}' | '\u{200d}' => !joins,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
            '\u{61c}' | '\u{feff}' => true,
            c => c.is_control(),
        }
    })
}

fn dossier(evil: &str) -> Dossier {
    let text = format!("{evil} signed. {evil} said {evil}.");
    let (words, evil) = (Span::new(0, evil.len()), evil.to_owned());
    let side = |code: &str| Side {
        country: CountryId::from_iso3(code).unwrap(),
        name: evil.clone(),
        code: evil.clone(),
        ..Side::default()
    };
    Dossier {
        article: Article {
            id: evil.clone(),
            title: evil.clone(),
            publisher: evil.clone(),
            published: "2024-02-03".parse().unwrap(),
            url: format!("https://x/{evil}"),
            language: evil.clone(),
            text: Some(text.into()),
        },
        actors: vec![Actor {
            name: evil.clone(),
            aliases: vec![evil.clone()],
            kind: ActorKind::Person,
            role: evil.clone(),
            code: evil.clone(),
            id: evil.clone(),
            country: CountryId::UNKNOWN,
        }],
        events: vec![Event {
            date: "2014-05-01".parse().unwrap(),
            sources: vec![side("IRN")],
            targets: vec![side("RUS")],
            code: "057".into(),
            evidence: vec![words],
            trigger: Some(words),
            rule: evil.clone(),
            note: evil.clone(),
            steps: vec![evil.clone()],
            ..Event::new(&evil)
        }],
        claims: vec![Claim {
            speaker: side("RUS"),
            content: vec![words],
            text: evil.clone(),
            cue_text: evil.clone(),
            form: Form::Direct,
            about: vec![About::Pair("IRN-RUS".parse().unwrap())],
            rule: evil.clone(),
            steps: vec![evil.clone()],
            ..Claim::new(&evil)
        }],
    }
}

/// A review in which every text is hostile, and its export.
fn reviewed(evil: &str, store: &Store) -> (Review, String) {
    let folder = tempfile::tempdir().unwrap();
    let mut session = CoderSession::open(folder.path(), evil);
    let index = DecisionIndex::build(session.review(), store);
    let target: Target = index.target(store, Place { segment: 0, row: 0 }).unwrap();
    let name = SideRef { country: "IRN".into(), name: evil.into(), ..SideRef::default() };
    for saving in [
        session.decide(std::slice::from_ref(&target), Decision::Accepted),
        session.comment(&target, evil),
        session.note("pair:IRN-RUS", evil),
        session.resolve(evil, Some(&name)),
    ] {
        assert!(matches!(saving, Saving::Saved(_)), "{saving:?}");
    }
    let mut out = Vec::new();
    exchange::export(session.journal().unwrap(), &mut out, false).unwrap();
    (session.review().clone(), String::from_utf8(out).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_that_steers_or_hides_leaves_in_any_format(evil in hostile()) {
        let dossier = dossier(&evil);
        for writer in WRITERS {
            let mut out = Vec::new();
            writer.begin(&mut out).unwrap();
            writer.dossier(&mut out, &dossier).unwrap();
            writer.end(&mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            prop_assert_eq!(first_unsafe(&text), None, "{} {:?}", writer.spec().name, text);
        }
        let explained = explain::explain(&dossier);
        prop_assert_eq!(first_unsafe(&explained), None, "{:?}", explained);
        let mut builder = Builder::new();
        builder.dossier(&dossier);
        let store = Arc::new(builder.snapshot());
        for table in TABLES.iter().filter(|table| table.spec.notation != Notation::Binary) {
            let mut out = Vec::new();
            (table.write)(&store, &in_loading_order(&store), &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            prop_assert_eq!(first_unsafe(&text), None, "{} {:?}", table.spec.name, text);
        }
        let views = Views::of(store.clone(), "".parse().unwrap());
        for what in What::ALL {
            let rows = Rows::new(&views, what, Unit::Month).unwrap();
            for format in FORMATS {
                let mut out = Vec::new();
                format.write(&rows, &mut out).unwrap();
                let text = String::from_utf8(out).unwrap();
                prop_assert_eq!(first_unsafe(&text), None, "{} {} {:?}", what.name(), format.name, text);
            }
        }
        let (review, export) = reviewed(&evil, &store);
        prop_assert_eq!(first_unsafe(&export), None, "{:?}", export);
        let notes: Vec<serde_json::Value> = export.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        prop_assert!(notes.iter().any(|entry| entry["after"] == serde_json::json!(evil)), "{:?}", export);
        let index = DecisionIndex::build(&review, &store);
        let files = [Fingerprint { name: evil.clone(), bytes: 7, sha256: "00ff".into() }];
        let brief = Brief::make(&Request {
            store: &store,
            query: &"pair:IRN-RUS".parse().unwrap(),
            review: Some((&review, &index)),
            scope: Scope::Everything,
            decision_scope: DecisionScope::All,
            most: 100,
            made: DateTime::UNIX_EPOCH,
            files: &files,
        }).unwrap();
        for format in Format::ALL {
            let mut out = Vec::new();
            brief.write(format, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            let text = if format.name() == "ris" { text.replace("\r\n", "\n") } else { text };
            prop_assert_eq!(first_unsafe(&text), None, "{} {:?}", format.name(), text);
        }
    }
}

/// A format that forgets all about texts from outside is seen to all the same.
#[test]
fn a_format_that_escapes_nothing_lets_nothing_through() {
    let mut out = Vec::new();
    write!(Escaping::new(&mut out, Notation::Text), "# a\u{1b}[2J\n\u{202e}b\u{9b}").unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "# a\\u{1b}[2J\n\\u{202e}b\\u{9b}");
}

#[test]
fn what_arabic_hebrew_and_persian_need_is_in_every_brief() {
    let words = "می\u{200c}خواهد و שלום";
    let mut builder = Builder::new();
    builder.dossier(&dossier(words));
    let store = Arc::new(builder.snapshot());
    let brief = Brief::make(&Request {
        store: &store,
        query: &"pair:IRN-RUS".parse().unwrap(),
        review: None,
        scope: Scope::Everything,
        decision_scope: DecisionScope::All,
        most: 100,
        made: DateTime::UNIX_EPOCH,
        files: &[],
    })
    .unwrap();
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Svg) {
        let mut out = Vec::new();
        brief.write(format, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap().replace("\\u200c", "\u{200c}");
        assert!(text.contains(words), "{}: {text}", format.name());
    }
}
