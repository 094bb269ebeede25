//! Keys decide in review alone: what begins and ends it, what says so, and that no
//! letter typed elsewhere changes data.

use std::sync::Arc;

use detente::app::journal_worker::Workspace;
use detente::app::message::{Click, Mouse};
use detente::app::plain::Stage;
use detente::app::{Msg, Start};
use detente::journal::CoderSession;
use detente::model::{Builder, Store};
use detente::query::Query;
use detente::read::{Control, load};
use detente::ui::action::{ACTIONS, Scope};
use detente::ui::keymap::Keymap;
use detente::ui::overlay::AnyOverlay;
use tempfile::TempDir;

use crate::common::{lines, notice, sample_store};

fn stage_of(folder: &TempDir, store: Arc<Store>, query: &str) -> Stage {
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
    let start = Start { query: query.parse().unwrap(), ..Start::default() };
    Stage::with_journal(start, &workspace, store, 120, 36)
}

fn stage(folder: &TempDir) -> Stage {
    stage_of(folder, sample_store(), "")
}

/// A data set whose articles are addresses alone.
fn without_texts() -> Arc<Store> {
    let mut builder = Builder::new();
    let path = format!("{}/tests/fixtures/tables/gdelt2.export.csv", env!("CARGO_MANIFEST_DIR"));
    load(&[path], &mut builder, &Control::new());
    Arc::new(builder.snapshot())
}

fn screen(stage: &Stage) -> String {
    lines(&stage.buffer()).join("\n")
}

fn footer(stage: &Stage) -> String {
    lines(&stage.buffer()).pop().unwrap()
}

fn told(stage: &Stage) -> String {
    stage.state.notice.as_ref().map(|n| n.text.clone()).unwrap_or_default()
}

/// How many entries of the journal decide something.
fn entries(folder: &TempDir) -> usize {
    let session = CoderSession::open(&folder.path().join("workspace"), "cy");
    session.review().history().iter().filter(|entry| !entry.kind.is_passive()).count()
}

#[test]
fn letters_typed_elsewhere_decide_nothing() {
    let cases = [
        "a x s e c t * u A M R I Q E",
        "3 g g x",
        // What somebody types who looks for something in help, or in the report.
        "? / x",
        "? ? x a",
        "? a c c e p t",
        "? esc x a u",
        "! x a s",
        "H x a",
        "1 i x a",
        "W x",
        // An input that has nothing to offer is open all the same.
        "P a c c e p t s x esc",
        "V e x a s esc",
        // A notice in place of an input.
        "w h t m l x a",
        "n x a",
        "z a x enter a x esc x",
    ];
    for (store, keys) in [sample_store(), without_texts()].iter().flat_map(|s| cases.map(|keys| (s, keys))) {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = stage_of(&folder, store.clone(), "");
        // Not in the picker of articles: it would lead to an article, which is in review.
        if keys.starts_with('P') && store.claim_count() > 0 {
            continue;
        }
        stage.keys(keys);
        stage.send(Msg::Paste("xxaa".to_owned()));
        assert_eq!((entries(&folder), stage.state.snapshot.decisions.len()), (0, 0), "{keys:?}");
    }
}

#[test]
fn what_writes_to_the_journal_says_how_to_begin_review_and_does_nothing_else() {
    let keys: Vec<&str> =
        ACTIONS.iter().filter(|row| row.scope == Scope::Review).flat_map(|row| row.keys).copied().collect();
    assert!(
        ["a", "x", "s", "c", "e", "E", "t", "*", "u", "M", "R", "A"].iter().all(|key| keys.contains(key))
    );
    for key in keys {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = stage(&folder);
        stage.keys("3 g g");
        let before = notice(&stage);
        stage.keys(key);
        assert_eq!((told(&stage).as_str(), notice(&stage)), ("press r to review", before), "{key}");
        assert_eq!((entries(&folder), &stage.edited), (0, &None), "{key}");
        stage.keys("r");
        assert_eq!(told(&stage), "");
        stage.keys(key);
        assert_ne!(told(&stage), "press r to review", "{key}");
    }
}

#[test]
fn review_begins_and_ends_with_its_view() {
    let cases = [
        // Keys, whether keys decide then.
        ("", false),
        ("r", true),
        ("r r", false),
        ("r esc", false),
        ("r z esc", true),
        ("r space esc", true),
        ("r 1 enter", true),
        ("r 1 enter esc", true),
        ("r 1 enter r esc", true),
        ("1 enter r", true),
        ("1 enter r esc", false),
        ("1 enter r esc ]", false),
        ("1 enter r 4 enter esc", true),
        ("1 enter r 4 enter esc esc", false),
        ("enter r esc", false),
        ("r enter esc", true),
        ("r ctrl-a", true),
        ("1 enter r ctrl-a", true),
        ("1 enter r [ ]", true),
        ("1 enter r [", false),
        ("r ? esc", true),
        // The article view is in it from the start, and takes it along.
        ("P p a c t enter", true),
        ("P p a c t enter r", false),
        ("P p a c t enter esc", false),
        ("P p a c t enter ctrl-a", false),
        ("P p a c t enter [", false),
        ("P p a c t enter [ ]", true),
        ("P p a c t enter r r ctrl-a", true),
        ("r P p a c t enter ctrl-a", true),
        ("r P p a c t enter esc", true),
        ("P p a c t enter f a space esc", true),
        ("P p a c t enter r f a space esc", false),
        ("P p a c t enter f ctrl-u esc", true),
        ("f a r t i c l e : x space esc", false),
    ];
    for (keys, on) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = stage(&folder);
        stage.keys(keys);
        assert_eq!(stage.state.reviews(), on, "after {keys:?}: {}", screen(&stage));
        let says = (screen(&stage).contains("review "), footer(&stage).starts_with(" review  "));
        if stage.state.overlay.is_none() && told(&stage).is_empty() {
            assert_eq!(says.1, on, "after {keys:?}: {}", footer(&stage));
            assert!(says.0 || !on);
        }
    }
    // What begins with an article is in it from the start.
    let folder = tempfile::tempdir().unwrap();
    let begun = sample_store();
    let id = begun.articles().next().unwrap().1.id().to_owned();
    assert!(stage_of(&folder, begun, &format!("article:{id:?}")).state.reviews());
}

#[test]
fn border_and_footer_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder);
    stage.keys("3");
    assert!(
        footer(&stage).contains("r review") && !footer(&stage).contains("a accept"),
        "{}",
        footer(&stage)
    );
    assert!(!screen(&stage).contains("3 Timeline review"));
    stage.keys("r");
    assert!(screen(&stage).contains("3 Timeline review "), "{}", screen(&stage));
    let foot = footer(&stage);
    assert!(
        foot.starts_with(" review  ") && foot.contains("a accept") && foot.contains("r end review"),
        "{foot}"
    );
    // A click on the hint does what it says.
    let at = foot.find("r end review").unwrap() as u16;
    stage.send(Msg::Mouse(Mouse { x: at, y: 35, what: Click::Press }));
    assert!(!stage.state.reviews());
    let at = footer(&stage).find("r review").unwrap() as u16;
    stage.send(Msg::Mouse(Mouse { x: at, y: 35, what: Click::Press }));
    assert!(stage.state.reviews());
    // Where a pane has no border, the footer does.
    stage.send(Msg::Resize(ratatui::layout::Rect::new(0, 0, 40, 8)));
    assert!(footer(&stage).contains("review"), "{}", screen(&stage));
}

#[test]
fn a_list_of_disagreements_is_in_review_from_the_start() {
    let folder = tempfile::tempdir().unwrap();
    for (coder, key) in [("ann", "a"), ("bo", "x")] {
        let workspace = Workspace { folder: folder.path().join("workspace"), coder: coder.to_owned() };
        let mut stage = Stage::with_journal(Start::default(), &workspace, sample_store(), 120, 36);
        stage.keys(&format!("r 3 g g {key}"));
    }
    let mut stage = stage(&folder);
    stage.keys("X");
    let title = lines(&stage.buffer()).into_iter().find(|line| line.contains("Disagreements")).unwrap();
    assert!(title.contains(" review "), "{title}");
    stage.keys("1");
    assert!(told(&stage).starts_with("ruled"), "{}", told(&stage));
    stage.keys("esc x");
    assert_eq!(told(&stage), "press r to review");
}

#[test]
fn the_palette_says_what_an_act_needs_and_begins_review_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut review = stage(&folder);
    review.keys("3 g g : r e j e c t");
    let row =
        lines(&review.buffer()).into_iter().find(|line| line.contains("no such event or claim")).unwrap();
    assert!(row.contains("begins review  x"), "{row}");
    review.keys("enter");
    assert!(review.state.reviews());
    assert_eq!(entries(&folder), 1);
    review.keys(": r e j e c t");
    assert!(!screen(&review).contains("begins review"));
    let mut stage = Stage::new(Start::default(), sample_store(), Vec::new(), 120, 36);
    stage.keys(": r e j e c t");
    assert!(screen(&stage).contains("needs a journal  x"), "{}", screen(&stage));
    stage.keys("enter");
    assert!(!stage.state.reviews() && told(&stage).contains("no journal is kept here"), "{}", told(&stage));
    stage.keys("r");
    assert!(!stage.state.reviews() && told(&stage).contains("no journal is kept here"), "{}", told(&stage));
}

#[test]
fn a_key_of_ones_own_begins_review_and_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let own =
        [("review-mode".to_owned(), vec!["f8".to_owned()]), ("accept".to_owned(), vec!["r".to_owned()])];
    let (keymap, errors) = Keymap::new(&own.into());
    assert_eq!(errors, []);
    let workspace = Workspace { folder: folder.path().join("workspace"), coder: "ann".to_owned() };
    let start = Start { keymap, ..Start::default() };
    let mut stage = Stage::with_journal(start, &workspace, sample_store(), 120, 36);
    stage.keys("3 g g r");
    assert_eq!(told(&stage), "press f8 to review");
    stage.keys("f8 r");
    assert_eq!(entries(&folder), 1);
    // What decides shares its keys with nothing that is done in every pane.
    for (name, key) in [("accept", "j"), ("zoom", "x"), ("shrink", "a")] {
        let (_, errors) = Keymap::new(&[(name.to_owned(), vec![key.to_owned()])].into());
        assert_eq!(errors.len(), 1, "{name} {key}");
    }
}

#[test]
fn a_decision_on_the_last_row_stays_there() {
    for (pane, key) in [("3", "x"), ("3", "a"), ("3 S", "x"), ("5", "x"), ("5", "s")] {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = stage(&folder);
        stage.keys(&format!("{pane} G r"));
        let before = stage.state.view.subject;
        stage.keys(key);
        assert_eq!(stage.state.view.subject, before, "{pane} {key}");
        stage.keys(key);
        assert_eq!(stage.state.view.subject, before, "{pane} {key} again");
        // One that is left above is a key away.
        stage.keys("}");
        assert_ne!(stage.state.view.subject, before);
    }
}

#[test]
fn an_input_without_anything_to_offer_takes_what_is_typed_for_it() {
    for (store, keys, says) in [
        (without_texts(), "P", "This data set has no article text."),
        (without_texts(), "r P", "This data set has no article text."),
        (Arc::default(), "r p", "No country pair is loaded."),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let mut stage = stage_of(&folder, store, "");
        stage.keys(keys);
        assert!(screen(&stage).contains(says), "{}", screen(&stage));
        stage.type_text("accept xs u");
        stage.keys("enter enter");
        assert!(matches!(stage.state.overlay, Some(AnyOverlay::Picker(_))), "{keys}");
        stage.keys("esc");
        assert!(stage.state.overlay.is_none());
        assert_eq!(entries(&folder), 0, "{keys}");
    }
    let mut stage = Stage::new(Start::default(), sample_store(), Vec::new(), 120, 36);
    stage.keys("V x a");
    assert!(screen(&stage).contains("No saved views; [[view]] in config.toml adds one."));
}

#[test]
fn words_are_made_into_events_by_name_or_in_review_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut stage = stage(&folder);
    stage.keys("6 v");
    assert!(footer(&stage).contains("enter use them"), "{}", footer(&stage));
    stage.keys("I");
    assert_eq!(told(&stage), "press r to review");
    // Enter alone copies; something new is picked by its name.
    stage.keys("enter enter");
    assert!(stage.copied.is_some() && stage.state.overlay.is_none());
    stage.keys("r");
    assert!(footer(&stage).contains("I new event"), "{}", footer(&stage));
    assert_eq!(Query::all(), stage.state.view.query);
}
