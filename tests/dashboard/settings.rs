//! What the user sets: how dates and counts are written, and whether the last
//! session is taken up again.

use detente::app::plain::Stage;
use detente::app::{Last, Start};
use detente::config::{DateStyle, NumberStyle};
use detente::model::{Article, Dossier, Event};
use detente::ui::text::Notation;

use crate::common::{lines, notice, sample_stage, sample_store, stage_of};

fn screen(stage: &Stage) -> String {
    lines(&stage.buffer()).join("\n")
}

#[test]
fn dates_are_written_as_the_user_likes() {
    let notation = Notation { dates: DateStyle::Written, ..Notation::default() };
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let mut stage =
            Stage::new(Start { notation, ..Start::default() }, sample_store(), Vec::new(), width, height);
        // Every pane and picker, with a bin of a month and a drill-down.
        for keys in ["1 enter g g", "3 enter i", "5", "4", "2 + +", "P", "esc 6 z"] {
            stage.keys(keys);
            let screen = screen(&stage);
            let iso = screen.lines().find(|line| has_iso_date(line));
            assert_eq!(iso, None, "{width}×{height} after {keys}");
        }
        stage.keys("z 3 g g");
        assert!(screen(&stage).contains("▸12 Mar 2001  RUS⇄IRN"), "{}", screen(&stage));
    }
}

#[test]
fn text_for_screen_readers_heeds_the_styles_too() {
    let notation = Notation { dates: DateStyle::Written, numbers: NumberStyle::Full };
    let mut stage = Stage::new(Start { notation, ..Start::default() }, sample_store(), Vec::new(), 120, 36);
    let plain = stage.plain();
    // The text of articles may say what it likes.
    let iso = plain.iter().find(|line| has_iso_date(line));
    assert_eq!(iso, None);
    assert!(plain.iter().any(|line| line.contains(" 12 Mar 2001 RUS⇄IRN")), "{plain:?}");
}

fn has_iso_date(line: &str) -> bool {
    line.as_bytes().windows(7).any(|w| {
        w[..4].iter().all(u8::is_ascii_digit)
            && w[4] == b'-'
            && w[5].is_ascii_digit()
            && w[6].is_ascii_digit()
    })
}

fn many(events: usize) -> Dossier {
    let mut dossier = Dossier {
        article: Article { id: "a".to_owned(), text: Some("They met.".into()), ..Article::default() },
        ..Dossier::default()
    };
    for i in 0..events {
        let mut event = Event::new(format!("e{i}"));
        event.date = "2025-01-17".parse().unwrap();
        event.code = "040".to_owned();
        for (sides, code) in [(&mut event.sources, "IRN"), (&mut event.targets, "RUS")] {
            let country = detente::model::CountryId::from_iso3(code).unwrap();
            sides.push(detente::model::Side { country, ..Default::default() });
        }
        dossier.events.push(event);
    }
    dossier
}

#[test]
fn counts_are_short_or_in_full() {
    for (numbers, words) in [(NumberStyle::Short, "1.2k events"), (NumberStyle::Full, "1,234 events")] {
        let mut stage = stage_of(&many(1_234), 120, 36);
        stage.state.display.notation.numbers = numbers;
        let header = lines(&stage.buffer()).swap_remove(0);
        assert!(header.contains(words), "{header}");
        assert!(stage.plain()[0].contains(words), "{:?}", stage.plain()[0]);
    }
}

#[test]
fn one_is_not_many() {
    let mut stage = stage_of(&many(1), 120, 36);
    let header = lines(&stage.buffer()).swap_remove(0);
    assert!(header.contains("1 event · 1 report"), "{header}");
    assert!(stage.plain()[0].contains("1 event, 1 report, 0 claims"), "{:?}", stage.plain()[0]);
    assert!(stage.plain().iter().any(|line| line.contains("· 1 report ·")), "{:?}", stage.plain());
}

/// Leaves a session and starts another one where it was.
fn again(stage: &Stage) -> Stage {
    let text = toml::to_string(&Last::of(&stage.state)).unwrap();
    let last: Last = toml::from_str(&text).unwrap();
    assert_eq!(last, Last::of(&stage.state), "{text}");
    let start = Start { last: Some(last), ..Start::default() };
    let area = stage.state.area();
    Stage::new(start, sample_store(), Vec::new(), area.width, area.height)
}

#[test]
fn a_session_is_taken_up_as_it_was_left() {
    for keys in [
        "",
        "1 enter g g j j",
        "3 g g S",
        "1 S S 4 S S S 5 S",
        "p enter 3 enter",
        "5 j j enter z",
        "2 h h h + 4",
        "d D B b m",
        "%",
        "f i n f l i c t enter 6",
        "T down enter",
    ] {
        let mut left = sample_stage(120, 36);
        left.keys(keys);
        let mut resumed = again(&left);
        assert_eq!(notice(&resumed), notice(&left), "after {keys:?}");
        let (a, b) = (&left.state, &resumed.state);
        assert_eq!((a.view.lower, a.view.zoomed), (b.view.lower, b.view.zoomed));
        assert_eq!((a.display.mirror, a.display.mentions), (b.display.mirror, b.display.mentions));
        assert_eq!(
            (a.display.measure, a.display.share, a.fold),
            (b.display.measure, b.display.share, b.fold),
            "after {keys:?}"
        );
        let shown = |time: detente::ui::time::TimeView| (time.unit, time.from, time.cursor);
        assert_eq!(shown(a.view.time), shown(b.view.time), "after {keys:?}");
        assert_eq!(a.display.theme.name, b.display.theme.name);
        // Titles tell sort and place of every list.
        left.keys("1 3");
        resumed.keys("1 3");
        let titles = |stage: &Stage| -> Vec<String> {
            screen(stage).lines().filter(|l| l.contains("3 Timeline")).map(str::to_owned).collect()
        };
        assert_eq!(titles(&left), titles(&resumed), "after {keys:?}");
        assert_eq!(again(&resumed).plain(), resumed.plain());
    }
}

#[test]
fn a_session_of_other_things_does_no_harm() {
    // The event of that number is another one: nothing is taken for it.
    let mut left = sample_stage(120, 36);
    left.keys("3 g g j j");
    let last = Last::of(&left.state);
    let mut builder = detente::model::Builder::new();
    builder.dossier(&many(5));
    let store = std::sync::Arc::new(builder.snapshot());
    let start = Start { last: Some(last), ..Start::default() };
    let stage = Stage::new(start, store, Vec::new(), 80, 24);
    assert_eq!(notice(&stage), "timeline | * | 2025-01-17 040");
    for text in [
        "pane = \"nowhere\"\nlower = \"timeline\"\nbins = \"aeon\"\ntime-cursor = \"99999999-01-01\"",
        "chart-from = \"0001-01-01\"\ntime-cursor = \"9999-12-31\"\nbins = \"day\"",
        "theme = \"\\u001b[2J\"\n[sort]\npairs = \"by magic\"\nmoon = \"full\"",
        "[thing.event]\nnumber = 4294967295\nmark = -1",
        "[thing.claim]\nnumber = 0\nwords = \"\"",
        "unheard-of = [1, 2]\nzoomed = true",
    ] {
        let last: Last = toml::from_str(text).unwrap();
        for (width, height) in [(1, 1), (80, 24), (200, 60)] {
            let start = Start { last: Some(last.clone()), ..Start::default() };
            let mut stage = Stage::new(start, sample_store(), Vec::new(), width, height);
            stage.keys("2 , . h l 3 j enter esc");
            assert!(!screen(&stage).contains('\u{1b}'));
        }
    }
}
