//! Text that wants to harm the terminal, and text that is hard to draw.

use std::sync::Arc;

use detente::model::{Actor, ActorKind, Claim, CountryId, Dossier, Event, Side, Span};

use crate::common::{lines, stage_of};

const NASTY: &[&str] = &[
    "\u{1b}[2J\u{1b}]0;owned\u{7}",
    "\u{9b}31m\u{90}q\u{9c}",
    "\u{202e}desrever\u{202c} \u{2066}iso\u{2069}",
    "nul\0 bell\u{7} back\u{8}\u{8} cr\r lf\n tab\t",
    "e\u{301}\u{301}\u{301}\u{301} zalgo\u{335}\u{336}",
    "漢字かな交じり文 한국어",
    "العلاقات بين إيران وروسيا",
    "👩‍👩‍👧‍👦🏳️‍🌈🇮🇷🇷🇺",
    "\u{200b}\u{200d}\u{feff}\u{ad}zero\u{e0041}",
];

fn dossier(words: &str) -> Dossier {
    let text = format!("Before. {words} met somebody. After {words}.");
    let mut dossier = Dossier::default();
    dossier.article.id = words.to_owned();
    dossier.article.title = words.to_owned();
    dossier.article.publisher = words.to_owned();
    dossier.article.url = format!("https://example.org/{words}");
    dossier.article.text = Some(Arc::from(text.as_str()));
    dossier.actors.push(Actor {
        id: "a".to_owned(),
        name: words.to_owned(),
        aliases: vec![words.to_owned()],
        country: CountryId::from_iso3("IRN").unwrap(),
        kind: ActorKind::Person,
        role: words.to_owned(),
        code: words.to_owned(),
    });
    let side = Side { actor: Some("a".to_owned()), ..Side::default() };
    let mut event = Event::new(words);
    event.date = "2025-01-17".parse().unwrap();
    event.sources.push(side.clone());
    event.targets.push(Side { country: CountryId::from_iso3("RUS").unwrap(), ..Side::default() });
    event.code = words.to_owned();
    event.note = words.to_owned();
    event.rule = words.to_owned();
    event.evidence.push(Span::new(8, 8 + words.len()));
    dossier.events.push(event);
    let mut claim = Claim::new(words);
    claim.speaker = side;
    claim.text = words.to_owned();
    claim.cue_text = words.to_owned();
    claim.content.push(Span::new(8, 8 + words.len()));
    dossier.claims.push(claim);
    dossier
}

#[test]
fn nothing_from_outside_commands_the_terminal() {
    for words in NASTY {
        for (width, height) in [(1, 1), (80, 24), (120, 36), (200, 60)] {
            let mut stage = stage_of(&dossier(words), width, height);
            for keys in [
                "", "1", "2", "4", "5", "5 enter", "3 enter", "i", "esc", "p", "esc P", "esc f", "esc !",
                "esc :",
            ] {
                stage.keys(keys);
                let buf = stage.buffer();
                for cell in buf.content() {
                    let bad = cell.symbol().chars().find(|c| {
                        c.is_control()
                            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
                    });
                    assert!(bad.is_none(), "{bad:?} of {words:?} after {keys:?} on the screen");
                }
            }
        }
    }
}

#[test]
fn wide_and_combining_text_keeps_the_borders_straight() {
    for words in NASTY {
        let mut stage = stage_of(&dossier(words), 120, 36);
        stage.keys("enter");
        let buf = stage.buffer();
        for y in 1..35 {
            let edge = buf[(119, y)].symbol();
            assert!(
                "│┃┐┓┘┛┤┨┥┫".contains(edge),
                "{edge:?} at the right edge for {words:?}\n{}",
                lines(&buf).join("\n")
            );
        }
    }
}

#[test]
fn the_clipboard_gets_no_control_characters_in_rows() {
    for words in NASTY {
        let mut stage = stage_of(&dossier(words), 120, 36);
        let plain = stage.plain().join("\n");
        assert!(!plain.chars().any(|c| c.is_control() && c != '\n'), "{words:?}: {plain:?}");
    }
}
